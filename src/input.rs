//! What was read from disk: the only thing that later phases know of the outside.

use crate::span::FileId;
use std::borrow::Cow;
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

/// What changed in the site folder since it was last looked at. Paths are below the site folder.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its path below the site folder.
    pub path: String,
    /// Why.
    pub reason: RefusedReason,
}

/// Why a file below the site folder is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// The file with that id.
    pub fn asset(&self, asset: AssetId) -> &Asset {
        &self.assets[asset.0 as usize]
    }
}
