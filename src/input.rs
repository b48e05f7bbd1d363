//! What was read from disk: the only thing that later phases know of the outside.

use crate::span::FileId;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file that is no text, by its position in [`Inputs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// Everything that a build reads, sorted by path, so that no later phase depends on the order of a directory.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Text files: `casefile.yaml`, records, and the files of the site's own theme. Sorted by path.
    pub texts: Vec<TextFile>,
    /// Files below `content/` that are not records: attachments, originals, images. Sorted by path.
    pub assets: Vec<Asset>,
    /// Files that could not be used, each with the reason (in words for a campaigner). Sorted by path.
    pub refused: Vec<Refused>,
}

/// What changed in the site folder since it was last looked at. Paths are below the site folder. Each list that `load`
/// makes is sorted by them.
#[derive(Debug, Default)]
pub struct Changes {
    /// Texts that are new or have other bytes.
    pub texts: Vec<TextFile>,
    /// Other files that are new or have other bytes.
    pub assets: Vec<Asset>,
    /// Files that can no longer be used.
    pub refused: Vec<Refused>,
    /// Files that are gone, or no longer what they were.
    pub removed: Vec<String>,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.assets.is_empty() && self.refused.is_empty() && self.removed.is_empty()
    }

    /// Brings the lists into the order of their paths.
    pub(crate) fn sort(&mut self) {
        self.texts.sort_by(|one, other| one.path.cmp(&other.path));
        self.assets.sort_by(|one, other| one.path.cmp(&other.path));
        self.refused.sort();
        self.removed.sort();
    }

    /// Every path that is named, in no order, perhaps more than once.
    pub fn paths(&self) -> impl Iterator<Item = String> + '_ {
        (self.texts.iter().map(|own| own.path.clone()))
            .chain(self.assets.iter().map(|own| own.path.clone()))
            .chain(self.refused.iter().map(|own| own.path.clone()))
            .chain(self.removed.iter().cloned())
    }
}

/// A file that is read as text.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Its path below the site folder, with `/` between the parts: `content/incidents/gp-letters.md`.
    pub path: String,
    /// Its bytes as they are on disk. They need not be UTF-8: the parser reports where they are not.
    pub bytes: Vec<u8>,
}

/// A file that is published, hashed or kept as it is.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its path below the site folder, with `/` between the parts.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes (FIPS 180-4), as 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Where the bytes are.
    pub bytes: AssetBytes,
}

/// Where the bytes of an asset are. Large files stay on disk until they are published.
#[derive(Debug, Clone)]
pub enum AssetBytes {
    /// On disk, at this path. Whoever copies them checks them against [`Asset::sha256`].
    Disk(PathBuf),
    /// In memory: tests, and assets of the theme.
    Memory(Vec<u8>),
}

/// A file that was found and is not used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Its path below the site folder.
    pub path: String,
    /// Why.
    pub reason: RefusedReason,
}

/// Why a file below the site folder is not used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusedReason {
    /// A symbolic link. Followed, it could publish under another name what is withheld under its own.
    Link,
    /// Neither a file nor a folder (a socket, a pipe).
    NotAFile,
    /// A path that is not valid Unicode, so that no address can be made of it.
    NameNotUnicode,
    /// The operating system refused to read it, with its words.
    Unreadable(String),
}

impl TextFile {
    /// The file as text. Each byte that is no UTF-8, and each control character, becomes one sign of one byte, so
    /// that every place in the text is a place in the file. A file without such bytes is borrowed.
    pub fn text(&self) -> Cow<'_, str> {
        let text = match std::str::from_utf8(&self.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let mut mended = String::with_capacity(self.bytes.len());
                for chunk in self.bytes.utf8_chunks() {
                    mended.push_str(chunk.valid());
                    mended.extend(std::iter::repeat_n('?', chunk.invalid().len()));
                }
                Cow::Owned(mended)
            }
        };
        if self.first_control().is_some() {
            let is_stray = |c: char| u8::try_from(c).is_ok_and(is_stray_control);
            return Cow::Owned(text.replace(is_stray, " "));
        }
        text
    }

    /// Where the file is not UTF-8, if it is not.
    pub fn first_bad_byte(&self) -> Option<usize> {
        std::str::from_utf8(&self.bytes).err().map(|error| error.valid_up_to())
    }

    /// Where the first control character is that has no place in a text.
    pub fn first_control(&self) -> Option<usize> {
        // Hardly a file has one. Without an early end the question is asked of many bytes at once.
        let any = self.bytes.iter().fold(false, |any, byte| any | is_stray_control(*byte));
        if any { self.bytes.iter().position(|byte| is_stray_control(*byte)) } else { None }
    }
}

fn is_stray_control(byte: u8) -> bool {
    byte.is_ascii_control() & (byte != b'\n') & (byte != b'\r') & (byte != b'\t')
}

impl Inputs {
    /// The file with that id.
    pub fn text(&self, file: FileId) -> &TextFile {
        &self.texts[file.0 as usize]
    }

    /// Takes in what changed. What stands at a path that is named in any of the lists gives way to what is listed there.
    pub fn apply(&mut self, changes: Changes) {
        let touched: BTreeSet<String> = changes.paths().collect();
        let Changes { texts, assets, refused, removed: _ } = changes;
        replace(&mut self.texts, texts, &touched, |own| &own.path);
        replace(&mut self.assets, assets, &touched, |own| &own.path);
        self.refused.retain(|own| !touched.contains(&own.path));
        self.refused.extend(refused);
        self.refused.sort();
        self.refused.dedup();
    }

    /// Brings the lists into their order.
    pub(crate) fn sort(&mut self) {
        self.texts.sort_by(|one, other| one.path.cmp(&other.path));
        self.assets.sort_by(|one, other| one.path.cmp(&other.path));
        self.refused.sort();
        // Two names that are not Unicode can be told in the same words: once is enough.
        self.refused.dedup();
    }

    /// The file with that id.
    pub fn asset(&self, asset: AssetId) -> &Asset {
        &self.assets[asset.0 as usize]
    }
}

/// Puts the new items into a sorted list, where those at the touched paths were. Whatever stays is not looked at one by
/// one, since an archive has many files and a save touches one.
fn replace<T>(list: &mut Vec<T>, new: Vec<T>, touched: &BTreeSet<String>, path: fn(&T) -> &String) {
    let place = |list: &[T], wanted: &String| list.binary_search_by(|own| path(own).cmp(wanted));
    let mut gone: BTreeSet<usize> = touched.iter().filter_map(|own| place(list, own).ok()).collect();
    let mut added = Vec::new();
    for item in new {
        match place(list, path(&item)) {
            Ok(index) => {
                gone.remove(&index);
                list[index] = item;
            }
            Err(_) => added.push(item),
        }
    }
    if !gone.is_empty() {
        let mut index = 0..;
        list.retain(|_| index.next().is_none_or(|index| !gone.contains(&index)));
    }
    if !added.is_empty() {
        list.extend(added);
        list.sort_by(|one, other| path(one).cmp(path(other)));
    }
}
