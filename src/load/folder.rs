//! A site folder that is looked at again and again: what it looked like, and what is different now.

use super::LoadError;
use super::config_error;
use super::list;
use super::list::Found;
use super::list::FoundFile;
use super::list::LOOK_UP;
use super::list::TOPS;
use super::read::FileRead;
use super::read::read_one;
use super::stamp::Stamp;
use crate::input::Changes;
use crate::input::Inputs;
use crate::input::Refused;
use crate::input::RefusedReason;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::ops::Bound;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

/// What the files of a site looked like when they were last looked at.
pub struct Folder {
    root: PathBuf,
    /// By the path below the site folder, as the system has it, with `/` between the parts.
    seen: BTreeMap<OsString, Seen>,
    /// The last look failed, and what was to be looked at then still is.
    is_behind: bool,
}

/// Which folders a site consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity([Option<u64>; 3]);

/// One file as it was seen.
struct Seen {
    stamp: Option<Stamp>,
    /// It was saved just before it was read: the stamp proves nothing.
    is_fresh: bool,
    what: What,
}

/// What was made of a file.
#[derive(PartialEq, Eq)]
enum What {
    Text([u8; 32]),
    Asset(Box<str>),
    Refused(RefusedReason),
}

/// What became of a file that was listed.
enum Look {
    Same,
    Gone,
    Read(Box<(Seen, FileRead)>),
}

/// What is to be looked at.
#[derive(Default)]
struct Scopes {
    /// Files, and folders with all that is below them.
    paths: BTreeSet<OsString>,
    /// Files whose bytes are compared, whatever their stamps say.
    certain: BTreeSet<OsString>,
}

/// Reads the site folder as [`load`](super::load) does, and remembers what it looked like.
pub fn open(site: &Path) -> Result<(Folder, Inputs), LoadError> {
    let root = list::site_root(site)?;
    let mut folder = Folder { root, seen: BTreeMap::new(), is_behind: false };
    let Changes { texts, assets, refused, removed: _ } = folder.scan()?;
    let mut inputs = Inputs { texts, assets, refused };
    inputs.sort();
    Ok((folder, inputs))
}

impl Folder {
    /// The site folder, without links in its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Which folders these are: another value after one of them was put in the place of another, or went or came.
    pub fn identity(&self) -> Identity {
        let of = |path: &Path| fs::symlink_metadata(path).ok().map(|found| Stamp::of(&found).inode());
        Identity([of(&self.root), of(&self.root.join("content")), of(&self.root.join("themes"))])
    }

    /// Looks at the whole folder and says what is different. A file is read only if its stamp differs, and told only
    /// if its bytes do.
    ///
    /// While the folder is no site, or its `casefile.yaml` cannot be read, that is the error. What is remembered stays
    /// then, and the next look that succeeds, of whichever kind, says all that changed since the last one that did.
    pub fn scan(&mut self) -> Result<Changes, LoadError> {
        Ok(self.scan_while(&mut || true)?.unwrap_or_default())
    }

    /// As [`Folder::scan`], but it ends with `None` and remembers nothing when `go_on` says so, which is asked every few
    /// milliseconds.
    ///
    /// # Errors
    ///
    /// As [`Folder::scan`].
    pub fn scan_while(&mut self, go_on: &mut dyn FnMut() -> bool) -> Result<Option<Changes>, LoadError> {
        self.look_at(Scopes { paths: tops(), ..Scopes::default() }, go_on)
    }

    /// Looks at some files or folders only, with everything below a folder. Their paths begin with
    /// [`Folder::root`], or are below it. Those that do not matter to the site are passed over. The time that it takes
    /// does not grow with the site.
    ///
    /// # Errors
    ///
    /// As [`Folder::scan`].
    pub fn scan_paths(&mut self, paths: &BTreeSet<PathBuf>) -> Result<Changes, LoadError> {
        let mut scopes = Scopes::default();
        for path in paths {
            self.add_scope(&mut scopes, path);
        }
        scopes.drop_covered();
        if scopes.paths.is_empty() && !self.is_behind {
            return Ok(Changes::default());
        }
        Ok(self.look_at(scopes, &mut || true)?.unwrap_or_default())
    }

    /// Finds out what a hint stands for: the file or folder itself, or a folder above that is no folder any more.
    fn add_scope(&self, scopes: &mut Scopes, hint: &Path) {
        let below = hint.strip_prefix(&self.root).unwrap_or(hint);
        let mut key = OsString::new();
        let mut parts = below.components().peekable();
        if parts.peek().is_none() {
            scopes.paths.append(&mut tops());
            return;
        }
        while let Some(part) = parts.next() {
            let Component::Normal(part) = part else { return };
            if !list::is_looked_at(&key, part) {
                return;
            }
            if !key.is_empty() {
                key.push("/");
            }
            key.push(part);
            if parts.peek().is_none() {
                scopes.certain.insert(key.clone());
            } else if self.is_way_down(&key) {
                continue;
            }
            break;
        }
        scopes.paths.insert(key);
    }

    /// Whether that is a folder, and was one before, so that what is below it can be looked at alone.
    fn is_way_down(&self, key: &OsStr) -> bool {
        !self.seen.contains_key(key)
            && key.to_str().is_some()
            && key != "casefile.yaml"
            && fs::symlink_metadata(self.root.join(key)).is_ok_and(|found| found.is_dir())
    }

    fn look_at(
        &mut self,
        mut scopes: Scopes,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Changes>, LoadError> {
        if self.is_behind {
            scopes.paths = tops();
        }
        let looked = self.compare(&scopes, go_on);
        self.is_behind = looked.is_err();
        Ok(looked?.map(|(found, looks)| self.take(&scopes, found, looks)))
    }

    /// Lists and reads what differs. Nothing is remembered yet.
    fn compare(
        &self,
        scopes: &Scopes,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<(Found, Vec<Look>)>, LoadError> {
        list::check_folder(&self.root)?;
        list::check_site(&self.root)?;
        if self.is_behind {
            // While it cannot be read, nothing else is looked at: that is tried often.
            let mut config = Found::in_folder(&self.root);
            list::list_folder(&mut config, OsStr::new("casefile.yaml"), &mut || true);
            let looks = self.look_at_files(&config.files, scopes);
            self.check_config(&config, &looks)?;
        }
        let mut found = Found::in_folder(&self.root);
        for path in &scopes.paths {
            list::list_folder(&mut found, path, go_on);
            if found.is_cut_short {
                return Ok(None);
            }
        }
        let mut looks = Vec::with_capacity(found.files.len());
        for some in found.files.chunks(LOOK_UP) {
            if !go_on() {
                return Ok(None);
            }
            looks.extend(self.look_at_files(some, scopes));
        }
        // What went away between the listing and the look at it is gone, not refused.
        found.refused.retain(|refused| !is_gone(&refused.disk));
        self.check_config(&found, &looks)?;
        Ok(Some((found, looks)))
    }

    fn look_at_files(&self, files: &[FoundFile], scopes: &Scopes) -> Vec<Look> {
        let look = |file: &FoundFile| self.look(file, scopes);
        // To wake other threads takes longer than to look at a few files.
        if files.len() < 16 { files.iter().map(look).collect() } else { files.par_iter().map(look).collect() }
    }

    fn look(&self, file: &FoundFile, scopes: &Scopes) -> Look {
        let key = OsStr::new(&file.path);
        // The stamp is older than the bytes: a save between the two is seen by the next look.
        let stamp = match fs::symlink_metadata(&file.disk) {
            Ok(found) => Some(Stamp::of(&found)),
            Err(error) if is_absence(&error) => return Look::Gone,
            Err(_) => None,
        };
        let is_certain = scopes.certain.contains(key);
        if !is_certain && self.seen.get(key).is_some_and(|seen| seen.is_proved_by(stamp)) {
            return Look::Same;
        }
        let now = SystemTime::now();
        let read = read_one(file);
        let what = match &read {
            FileRead::Text(text) => What::Text(Sha256::digest(&text.bytes).into()),
            FileRead::Asset(asset) => What::Asset(asset.sha256.as_str().into()),
            FileRead::Refused(_) if is_gone(&file.disk) => return Look::Gone,
            FileRead::Refused(refused) => What::Refused(refused.reason.clone()),
        };
        let is_fresh = stamp.is_some_and(|stamp| stamp.is_fresh(now));
        Look::Read(Box::new((Seen { stamp, is_fresh, what }, read)))
    }

    fn check_config(&self, found: &Found, looks: &[Look]) -> Result<(), LoadError> {
        let read = found.files.iter().zip(looks).filter_map(|(file, look)| match look {
            Look::Read(read) => match &read.0.what {
                What::Refused(reason) => Some((file.disk.as_path(), reason)),
                _ => None,
            },
            _ => None,
        });
        let listed = found.refused.iter().map(|refused| (refused.disk.as_path(), &refused.reason));
        let config = self.root.join("casefile.yaml");
        match read.chain(listed).find(|(disk, _)| *disk == config) {
            Some((_, reason)) => Err(config_error(&self.root, reason)),
            None => Ok(()),
        }
    }

    /// Remembers what was seen, and says what is different.
    fn take(&mut self, scopes: &Scopes, found: Found, looks: Vec<Look>) -> Changes {
        let mut changes = Changes::default();
        let is_there = looks.iter().map(|look| !matches!(look, Look::Gone)).collect::<Vec<bool>>();
        for (file, look) in found.files.iter().zip(looks) {
            if let Look::Read(read) = look {
                let (seen, read) = *read;
                self.take_read(&mut changes, &file.path, seen, read);
            }
        }
        for refused in &found.refused {
            self.take_refused(&mut changes, key_of(refused.below(&found.root)), refused.told(&found.root));
        }
        let known = scopes.paths.iter().flat_map(|path| at_or_below(&self.seen, path)).count();
        let files = found.files.iter().zip(is_there).filter(|(_, is_there)| *is_there).map(|(file, _)| file);
        // To count is enough, nearly always.
        if known != files.clone().count() + found.refused.len() {
            let mut listed: BTreeSet<OsString> = files.map(|file| OsString::from(&file.path)).collect();
            listed.extend(found.refused.iter().map(|refused| key_of(refused.below(&found.root))));
            self.take_gone(&mut changes, scopes, &listed);
        }
        self.untangle(&mut changes);
        changes.sort();
        changes
    }

    fn take_read(&mut self, changes: &mut Changes, path: &str, seen: Seen, read: FileRead) {
        let key = OsStr::new(path);
        let is_same = self.seen.get(key).is_some_and(|before| before.what == seen.what);
        self.seen.insert(key.to_owned(), seen);
        if !is_same {
            put(changes, read);
        }
    }

    fn take_refused(&mut self, changes: &mut Changes, key: OsString, refused: Refused) {
        let what = What::Refused(refused.reason.clone());
        if self.seen.get(&key).is_none_or(|before| before.what != what) {
            changes.refused.push(refused);
        }
        self.seen.insert(key, Seen { stamp: None, is_fresh: false, what });
    }

    /// Forgets what was seen in those places and is not there now.
    fn take_gone(&mut self, changes: &mut Changes, scopes: &Scopes, listed: &BTreeSet<OsString>) {
        let known = scopes.paths.iter().flat_map(|path| at_or_below(&self.seen, path));
        let gone: Vec<OsString> = known.filter(|key| !listed.contains(*key)).cloned().collect();
        for key in gone {
            self.seen.remove(&key);
            changes.removed.push(key.to_string_lossy().into_owned());
        }
    }

    /// Names that are not Unicode can look alike in a message. Whatever shares a changed one is told again, because
    /// what stood under that name gives way to what is told.
    fn untangle(&self, changes: &mut Changes) {
        let paths: BTreeSet<String> = changes.paths().filter(|path| path.contains('\u{fffd}')).collect();
        if paths.is_empty() {
            return;
        }
        changes.texts.retain(|own| !paths.contains(&own.path));
        changes.assets.retain(|own| !paths.contains(&own.path));
        changes.refused.retain(|own| !paths.contains(&own.path));
        changes.removed.retain(|own| !paths.contains(own));
        for path in paths {
            let alike: Vec<_> = self.seen.iter().filter(|(key, _)| key.to_string_lossy() == path).collect();
            if alike.is_empty() {
                changes.removed.push(path);
                continue;
            }
            for (key, seen) in alike {
                put(changes, self.read_again(key, seen));
            }
        }
        changes.refused.dedup();
    }

    fn read_again(&self, key: &OsStr, seen: &Seen) -> FileRead {
        let path = key.to_string_lossy().into_owned();
        if let What::Refused(reason) = &seen.what {
            return FileRead::Refused(Refused { path, reason: reason.clone() });
        }
        let kind = list::kind_of(&path);
        read_one(&FoundFile { disk: self.root.join(key), kind, path })
    }
}

impl Seen {
    /// Whether a file that looks like that has the bytes that were seen.
    fn is_proved_by(&self, stamp: Option<Stamp>) -> bool {
        // What could not be read is tried again: whether it can be does not stand in the stamp.
        stamp.is_some() && self.stamp == stamp && !self.is_fresh && !matches!(self.what, What::Refused(_))
    }
}

impl Scopes {
    /// Leaves out what is below another folder of the list.
    fn drop_covered(&mut self) {
        let paths = self.paths.clone();
        self.paths.retain(|path| {
            let mut above = Path::new(path).ancestors().skip(1);
            !above.any(|folder| paths.contains(folder.as_os_str()))
        });
    }
}

fn tops() -> BTreeSet<OsString> {
    TOPS.iter().map(OsString::from).collect()
}

fn put(changes: &mut Changes, read: FileRead) {
    match read {
        FileRead::Text(text) => changes.texts.push(text),
        FileRead::Asset(asset) => changes.assets.push(asset),
        FileRead::Refused(refused) => changes.refused.push(refused),
    }
}

/// The path with `/` between the parts, whatever the system has there.
fn key_of(below: &Path) -> OsString {
    let mut key = OsString::new();
    for part in below.iter() {
        if !key.is_empty() {
            key.push("/");
        }
        key.push(part);
    }
    key
}

/// What was seen at that path, and below it.
fn at_or_below<'a>(
    seen: &'a BTreeMap<OsString, Seen>,
    path: &OsStr,
) -> impl Iterator<Item = &'a OsString> + use<'a> {
    let below = |end: &str| {
        let mut bound = path.to_owned();
        bound.push(end);
        Bound::Excluded(bound)
    };
    // `0` comes right after `/`.
    let inside = seen.range::<OsString, _>((below("/"), below("0"))).map(|(key, _)| key);
    seen.get_key_value(path).map(|(key, _)| key).into_iter().chain(inside)
}

fn is_gone(disk: &Path) -> bool {
    fs::symlink_metadata(disk).is_err_and(|error| is_absence(&error))
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests;
