//! The only module that writes the site: it is made beside the output folder, then swapped in at one go.

#![expect(clippy::disallowed_methods, reason = "this is the module that writes the disk")]

mod error;
mod mark;
mod new_folder;

use self::mark::MARK_LIMIT;
use self::mark::NEXT_MARK;
use self::mark::is_mark;
use self::mark::is_site_path;
use self::mark::mark_text;
use self::mark::parse_mark;
use crate::input::Asset;
use crate::input::AssetBytes;
use crate::load::hexadecimal;
use rustix::fs::AtFlags;
use rustix::fs::CWD;
use rustix::fs::Mode;
use rustix::fs::OFlags;
use rustix::fs::RenameFlags;
use rustix::io::Errno;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::FileTimes;
use std::fs::Metadata;
use std::fs::Permissions;
use std::fs::TryLockError;
use std::io;
use std::io::Read;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use walkdir::WalkDir;

pub use error::OutputReason;
pub use error::PublishError;
pub use mark::MARK;
pub use mark::MARK_HEAD;
pub use new_folder::write_new_folder;

/// How much of a file is compared or copied at a time, in bytes.
const PIECE: usize = 128 << 10;

/// A site that is being made beside the output folder. Dropped without [`Staging::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    // Fields are dropped in this order: the folder is removed before its locks are given up.
    new: NewFolder,
    old: Option<OldSite>,
    output: PathBuf,
    /// The folders made so far, and whether the old site has them too.
    folders: RwLock<BTreeMap<String, InOld>>,
    ledger: Mutex<Ledger>,
    /// Files that others put into the old site and that do not belong to the new one.
    outdated: Mutex<Vec<String>>,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// The old site does not have it.
    New,
    /// The old site has it with other bytes.
    Changed,
    /// The old site has the same bytes: it is the same file still, with its time.
    Unchanged,
}

/// What a build published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The output folder, where links led to it.
    pub output: PathBuf,
    /// Files that casefile wrote: new, changed and unchanged ones.
    pub files: usize,
    /// Files that the old site did not have.
    pub new: usize,
    /// Files that the old site had with other bytes.
    pub changed: usize,
    /// Files that are as they were.
    pub unchanged: usize,
    /// Files of the old site that are no more.
    pub removed: usize,
    /// The length of all files that casefile wrote, in bytes.
    pub bytes: u64,
}

/// Prepares a folder beside `output` in which a new site of the folder `site` can be made.
///
/// What an interrupted build left behind is tidied up first. An output folder is accepted if it does not
/// exist, bears our mark, or holds nothing but dot-files and `CNAME`.
pub fn stage(site: &Path, output: &Path) -> Result<Staging, PublishError> {
    let output = resolve_output(output)?;
    check_place(site, &output)?;
    let (parent, beside) = (parent_of(&output), Beside::of(&output));
    fs::create_dir_all(parent).map_err(os("make the folder", parent))?;
    put_back(&beside.old, &output)?;
    let old = OldSite::open(&output)?;
    clear_leftover(&beside.new)?;
    clear_leftover(&beside.old)?;
    let new = NewFolder::make(beside.new)?;
    let folders = RwLock::new(BTreeMap::from([(String::new(), InOld::from(old.is_some()))]));
    Ok(Staging { new, old, output, folders, ledger: Mutex::default(), outdated: Mutex::default() })
}

impl Staging {
    /// Writes the file `path` (`incidents/x.html`), or keeps the old one if its bytes are the same.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Written, PublishError> {
        let write = |new: &mut File| new.write_all(bytes).map_err(self.os("write", path));
        let same = |old: &mut File| same_bytes(old, bytes);
        self.place(path, bytes.len() as u64, same, write)
    }

    /// Copies an asset to `path`, or keeps the old file if its bytes are the same. The error
    /// [`PublishError::AssetChanged`] means that its bytes are no longer those that were hashed.
    pub fn put_asset(&self, path: &str, asset: &Asset) -> Result<Written, PublishError> {
        let disk = match &asset.bytes {
            AssetBytes::Memory(bytes) => return self.put(path, bytes),
            AssetBytes::Disk(disk) => disk,
        };
        let same = |old: &mut File| {
            let hashed = copy_hashed(old, &mut io::sink());
            hashed.is_ok_and(|sha256| sha256 == asset.sha256)
        };
        let write = |new: &mut File| {
            let mut source = File::open(disk).map_err(os("read", disk))?;
            let sha256 = copy_hashed(&mut source, new).map_err(|failed| match failed {
                CopyFailed::Read(error) => os("read", disk)(error),
                CopyFailed::Write(error) => self.os("write", path)(error),
            })?;
            if sha256 == asset.sha256 { Ok(()) } else { Err(PublishError::AssetChanged(asset.path.clone())) }
        };
        self.place(path, asset.size, same, write)
    }

    /// Takes a file of the old site over that an earlier build wrote, if it is there.
    pub fn keep_old(&self, path: &str) -> Result<(), PublishError> {
        let Some((mut file, facts)) = self.old.as_ref().and_then(|old| old.file(path)) else { return Ok(()) };
        let copy = |new: &mut File| io::copy(&mut file, new).map(drop).map_err(self.os("write", path));
        self.keep(path, &facts, copy)?;
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        ledger.enter(path, facts.len(), Written::Unchanged);
        Ok(())
    }

    /// Leaves a file of the old site out of the new one, although casefile did not write it with a build: a signature of what
    /// is no more.
    pub fn leave_out(&self, path: &str) {
        self.outdated.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    }

    /// Puts the new site in the place of the old one, in one step, and then removes the old one.
    ///
    /// Files of the output folder that casefile did not write are in the new one too, with their times.
    pub fn commit(self) -> Result<Published, PublishError> {
        let mut ledger = self.ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
        ledger.paths.sort_unstable();
        // Dropped from the last to the first: the old site is removed before its lock is given up.
        let (output, old, new) = (self.output, self.old, self.new);
        let removed = match &old {
            Some(old) => {
                old.check_in_place(&output)?;
                let outdated = self.outdated.into_inner().unwrap_or_else(PoisonError::into_inner);
                carry_over(old, &output, &new, (&ledger.paths, &outdated))?
            }
            None => 0,
        };
        new.write_mark(old.as_ref(), &ledger.paths)?;
        new.flush(&output)?;
        match &old {
            Some(old) => {
                old.check_in_place(&output)?;
                swap(&new.path, &output)?;
            }
            None => fs::rename(&new.path, &output).map_err(rename_error(&output))?,
        }
        Ok(Published {
            output,
            files: ledger.paths.len(),
            new: ledger.new,
            changed: ledger.changed,
            unchanged: ledger.unchanged,
            removed,
            bytes: ledger.bytes,
        })
    }

    /// Keeps the old file at `path` if `same` finds it so, and has `write` fill a new one otherwise.
    fn place(
        &self,
        path: &str,
        size: u64,
        same: impl FnOnce(&mut File) -> bool,
        write: impl FnOnce(&mut File) -> Result<(), PublishError>,
    ) -> Result<Written, PublishError> {
        if !is_site_path(path) {
            return Err(PublishError::NotAPath(path.to_string()));
        }
        let in_old = self.make_folder(parent_path(path))?;
        let mut old = self.old.as_ref().filter(|_| in_old == InOld::Yes).and_then(|old| old.file(path));
        let is_same = old.as_mut().is_some_and(|(file, facts)| facts.len() == size && same(file));
        let written = match old {
            Some((_, facts)) if is_same => {
                self.keep(path, &facts, write)?;
                Written::Unchanged
            }
            found => {
                write(&mut self.create(path)?)?;
                if found.is_some() { Written::Changed } else { Written::New }
            }
        };
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).enter(path, size, written);
        Ok(written)
    }

    /// Makes a folder of the new site and those above it, once each.
    fn make_folder(&self, folder: &str) -> Result<InOld, PublishError> {
        let known = |folders: &BTreeMap<String, InOld>| folders.get(folder).copied();
        if let Some(in_old) = known(&self.folders.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(in_old);
        }
        let above = self.make_folder(parent_path(folder))?;
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(in_old) = known(&folders) {
            return Ok(in_old);
        }
        match rustix::fs::mkdirat(&self.new.handle, folder, Mode::from_raw_mode(0o777)) {
            // It exists where the disk takes two spellings for one. A file there shows when it is written below.
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(self.os("make the folder", folder)(error.into())),
        }
        let old = self.old.as_ref().filter(|_| above == InOld::Yes);
        let in_old = InOld::from(old.is_some_and(|old| old.has_folder(folder)));
        folders.insert(folder.to_string(), in_old);
        Ok(in_old)
    }

    fn create(&self, path: &str) -> Result<File, PublishError> {
        create_new(&self.new.handle, path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => PublishError::Twice(path.to_string()),
            _ => self.os("write", path)(error),
        })
    }

    /// Links the old file into the new site. Where the disk has no links, writes it with the old time.
    fn keep(
        &self,
        path: &str,
        facts: &Metadata,
        write: impl FnOnce(&mut File) -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        let old = self.old.as_ref().expect("an old file was found");
        if rustix::fs::linkat(&old.handle, path, &self.new.handle, path, AtFlags::empty()).is_ok() {
            return Ok(());
        }
        // Whatever else was wrong (a full disk, two files for one path) is met again here.
        let mut file = self.create(path)?;
        write(&mut file)?;
        set_times(&file, facts).map_err(self.os("set the time of", path))
    }

    /// An error about a file of the site, named as it is in the output folder.
    fn os(&self, action: &'static str, path: &str) -> impl FnOnce(io::Error) -> PublishError {
        os(action, self.output.join(path))
    }
}

/// Whether the old site has something too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InOld {
    Yes,
    No,
}

impl From<bool> for InOld {
    fn from(is: bool) -> Self {
        if is { InOld::Yes } else { InOld::No }
    }
}

#[derive(Debug, Default)]
struct Ledger {
    paths: Vec<String>,
    new: usize,
    changed: usize,
    unchanged: usize,
    bytes: u64,
}

impl Ledger {
    fn enter(&mut self, path: &str, size: u64, written: Written) {
        self.paths.push(path.to_string());
        self.bytes += size;
        match written {
            Written::New => self.new += 1,
            Written::Changed => self.changed += 1,
            Written::Unchanged => self.unchanged += 1,
        }
    }
}

/// The names beside the output folder that a build uses.
struct Beside {
    /// Where the new site is made, and where the old one is for a moment before it is removed.
    new: PathBuf,
    /// Where the old site waits on disks that cannot exchange two names in one step.
    old: PathBuf,
}

impl Beside {
    fn of(output: &Path) -> Self {
        let named = |ending: &str| {
            let mut name = OsString::from(".");
            name.push(output.file_name().unwrap_or_default());
            name.push(ending);
            output.with_file_name(name)
        };
        Self { new: named(".casefile-new"), old: named(".casefile-old") }
    }
}

/// Where the output folder is or will be, with all links followed.
fn resolve_output(output: &Path) -> Result<PathBuf, PublishError> {
    let output = std::path::absolute(output).map_err(os("find", output))?;
    match fs::metadata(&output) {
        Ok(facts) if !facts.is_dir() => return Err(refused(&output, OutputReason::NotAFolder)),
        Ok(_) => return fs::canonicalize(&output).map_err(os("find", &output)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(os("use", &output)(error)),
    }
    if let Ok(target) = fs::read_link(&output) {
        return resolve_output(&parent_of(&output).join(target));
    }
    // Something above it may not exist either; `..` after a folder that does not exist leads nowhere.
    match (output.parent(), output.file_name()) {
        (Some(parent), Some(name)) => Ok(resolve_output(parent)?.join(name)),
        _ => Err(os("find", &output)(io::ErrorKind::NotFound.into())),
    }
}

fn check_place(site: &Path, output: &Path) -> Result<(), PublishError> {
    let site = fs::canonicalize(site).map_err(os("find", site))?;
    if site.starts_with(output) {
        return Err(refused(output, OutputReason::HoldsSite));
    }
    for name in ["content", "themes"] {
        let named = site.join(name);
        let sources = fs::canonicalize(&named).unwrap_or(named);
        if sources.starts_with(output) || output.starts_with(&sources) {
            return Err(refused(output, OutputReason::Sources(name)));
        }
    }
    Ok(())
}

/// Ends a swap in two steps that was interrupted between them.
fn put_back(old: &Path, output: &Path) -> Result<(), PublishError> {
    if fs::symlink_metadata(output).is_err() && fs::symlink_metadata(old).is_ok_and(|found| found.is_dir()) {
        fs::rename(old, output).map_err(os("put the site back to", output))?;
    }
    Ok(())
}

/// Removes what an interrupted build left behind, if it is that.
fn clear_leftover(path: &Path) -> Result<(), PublishError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Ok(facts) if facts.is_dir() => {}
        _ => return Err(PublishError::InTheWay(path.to_path_buf())),
    }
    let handle = open_locked(path)?;
    // A power cut can leave the mark empty.
    let has_mark =
        read_mark(&handle).is_ok_and(|mark| mark.is_some_and(|text| text.is_empty() || is_mark(&text)));
    if !has_mark && foreign_name(path)?.is_some() {
        return Err(PublishError::InTheWay(path.to_path_buf()));
    }
    remove_tree(path).map_err(os("remove the leftovers of an interrupted build in", path))
}

/// The output folder as the last build left it, locked against other builds.
#[derive(Debug)]
struct OldSite {
    handle: File,
    /// The paths in its mark, sorted.
    written: Vec<String>,
    facts: Metadata,
}

impl OldSite {
    fn open(output: &Path) -> Result<Option<Self>, PublishError> {
        match fs::symlink_metadata(output) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            _ => {}
        }
        let handle = open_locked(output)?;
        let facts = handle.metadata().map_err(os("read", output))?;
        let parent = fs::metadata(parent_of(output)).map_err(os("read", parent_of(output)))?;
        if facts.dev() != parent.dev() {
            return Err(refused(output, OutputReason::Fixed));
        }
        let mark = output.join(MARK);
        let damaged = |line| PublishError::MarkDamaged { mark: mark.clone(), line };
        let written = match read_mark(&handle) {
            Ok(Some(text)) => parse_mark(&text).map_err(damaged)?,
            Ok(None) => {
                if let Some(name) = foreign_name(output)? {
                    return Err(refused(output, OutputReason::OtherThings(name)));
                }
                Vec::new()
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(damaged(0)),
            Err(error) => return Err(os("read", mark)(error)),
        };
        Ok(Some(Self { handle, written, facts }))
    }

    /// A file that casefile wrote, if it still is one.
    fn file(&self, path: &str) -> Option<(File, Metadata)> {
        if !lists(&self.written, path) {
            return None;
        }
        let file = open_file(&self.handle, path).ok()?;
        let facts = file.metadata().ok()?;
        facts.is_file().then_some((file, facts))
    }

    /// True for a folder, false for a link to one.
    fn has_folder(&self, folder: &str) -> bool {
        rustix::fs::statat(&self.handle, folder, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|facts| rustix::fs::FileType::from_raw_mode(facts.st_mode).is_dir())
    }

    /// True for a folder that casefile made, as far as the mark tells.
    fn made_folder(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        let at = self.written.partition_point(|path| *path < inside);
        self.written.get(at).is_some_and(|path| path.starts_with(&inside))
    }

    fn check_in_place(&self, output: &Path) -> Result<(), PublishError> {
        let is_same = fs::symlink_metadata(output).is_ok_and(|facts| is_same_file(&facts, &self.facts));
        if is_same { Ok(()) } else { Err(refused(output, OutputReason::Replaced)) }
    }
}

/// Opens a folder and locks it, so that no other build uses it before the handle is dropped.
fn open_locked(folder: &Path) -> Result<File, PublishError> {
    let busy = || PublishError::Busy(folder.to_path_buf());
    let handle = File::open(folder).map_err(os("read", folder))?;
    match handle.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(busy()),
        // Some network disks cannot lock a folder: there, two builds at one time are not kept apart.
        Err(TryLockError::Error(_)) => {}
    }
    // Another build may have put a new folder there between the two steps.
    let found = fs::symlink_metadata(folder).map_err(|_| busy())?;
    let opened = handle.metadata().map_err(os("read", folder))?;
    if is_same_file(&found, &opened) { Ok(handle) } else { Err(busy()) }
}

fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// The text of the mark. `InvalidData`: there is something of that name which cannot be a mark.
fn read_mark(folder: &File) -> io::Result<Option<String>> {
    let file = match open_file(folder, MARK) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A link, which is never followed.
        Err(error) if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Err(error) => return Err(error),
    };
    let facts = file.metadata()?;
    if !facts.is_file() || facts.len() > MARK_LIMIT {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut text = String::new();
    file.take(MARK_LIMIT).read_to_string(&mut text)?;
    Ok(Some(text))
}

/// A name in the folder other than those which hosts and version control need there.
fn foreign_name(folder: &Path) -> Result<Option<String>, PublishError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(os("read", folder))? {
        names.push(entry.map_err(os("read", folder))?.file_name());
    }
    names.sort_unstable();
    let foreign = names.iter().find(|name| !name.as_bytes().starts_with(b".") && *name != "CNAME");
    Ok(foreign.map(|name| name.to_string_lossy().into_owned()))
}

/// The folder in which the site is made. Whatever has its name when it is dropped is removed: the
/// unfinished site or, after the exchange of names, the old one.
#[derive(Debug)]
struct NewFolder {
    path: PathBuf,
    handle: File,
}

impl NewFolder {
    fn make(path: PathBuf) -> Result<Self, PublishError> {
        fs::create_dir(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => PublishError::Busy(path.clone()),
            _ => os("make the folder", &path)(error),
        })?;
        let handle = open_locked(&path)?;
        let new = Self { path, handle };
        // With the mark it is known for a leftover, should the build be interrupted.
        write_file(&new.handle, MARK, format!("{MARK_HEAD}\n").as_bytes())
            .map_err(os("write", new.path.join(MARK)))?;
        Ok(new)
    }

    /// The mark comes last: what it lists is all there. At no moment is the folder without one.
    fn write_mark(&self, old: Option<&OldSite>, paths: &[String]) -> Result<(), PublishError> {
        let failed = os("write", self.path.join(MARK));
        let text = mark_text(paths);
        let is_kept = old.is_some_and(|old| {
            open_file(&old.handle, MARK).is_ok_and(|mut mark| {
                mark.metadata().is_ok_and(|facts| facts.len() == text.len() as u64)
                    && same_bytes(&mut mark, text.as_bytes())
                    && rustix::fs::linkat(&old.handle, MARK, &self.handle, NEXT_MARK, AtFlags::empty())
                        .is_ok()
            })
        });
        let written = if is_kept { Ok(()) } else { write_file(&self.handle, NEXT_MARK, text.as_bytes()) };
        let renamed =
            written.and_then(|()| Ok(rustix::fs::renameat(&self.handle, NEXT_MARK, &self.handle, MARK)?));
        renamed.map_err(failed)
    }

    /// Waits until the new site is on the disk, so that a power cut cannot leave a site of empty files.
    /// Once for all: to wait for each file takes many seconds where this takes tenths of one.
    fn flush(&self, output: &Path) -> Result<(), PublishError> {
        #[cfg(target_os = "linux")]
        let flushed = rustix::fs::syncfs(&self.handle).map_err(io::Error::from);
        #[cfg(not(target_os = "linux"))]
        let flushed = self.handle.sync_all();
        flushed.map_err(os("write", output))
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // If it stays, the next build removes it: no failure of this one.
        let _ = remove_tree(&self.path);
    }
}

/// Brings all that casefile did not write into the new folder, and counts the files of the old site
/// that the new one does not have.
fn carry_over(
    old: &OldSite,
    output: &Path,
    new: &NewFolder,
    (paths, outdated): (&[String], &[String]),
) -> Result<usize, PublishError> {
    let mut removed = 0;
    let mut folders: Vec<(PathBuf, Metadata)> = Vec::new();
    for entry in WalkDir::new(output).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(output).to_path_buf();
            os("read", path)(error.into())
        })?;
        let below = entry.path().strip_prefix(output).unwrap_or(entry.path());
        let path = below.to_str();
        if entry.file_type().is_dir() {
            let facts = entry.metadata().map_err(|error| os("read", entry.path())(error.into()))?;
            // What is on another disk would go with the old site.
            if facts.dev() != old.facts.dev() {
                return Err(refused(output, OutputReason::HoldsDisk(entry.into_path())));
            }
            if !path.is_some_and(|path| old.made_folder(path)) {
                carry_folder(output, new, below)?;
                folders.push((below.to_path_buf(), facts));
            }
        } else if let Some(path) =
            path.filter(|path| entry.file_type().is_file() && lists(&old.written, path))
        {
            removed += usize::from(!lists(paths, path));
        } else if path.is_some_and(|path| outdated.iter().any(|own| own == path)) {
            removed += 1;
        } else if path != Some(MARK) && path != Some(NEXT_MARK) {
            carry_file(old, output, new, below)?;
        }
    }
    // Innermost first: filling a folder changes its time, and it may be one that cannot be written.
    for (below, facts) in folders.iter().rev() {
        copy_facts(&new.path.join(below), facts).map_err(os("set the time of", output.join(below)))?;
    }
    fs::set_permissions(&new.path, old.facts.permissions()).map_err(os("set the permissions of", output))?;
    Ok(removed)
}

/// Makes a folder of the old site in the new one, and those above it.
fn carry_folder(output: &Path, new: &NewFolder, below: &Path) -> Result<(), PublishError> {
    let mut folders: Vec<&Path> = below.ancestors().collect();
    folders.retain(|folder| !folder.as_os_str().is_empty());
    for folder in folders.into_iter().rev() {
        match rustix::fs::mkdirat(&new.handle, folder, Mode::from_raw_mode(0o777)) {
            Ok(()) => {}
            Err(Errno::EXIST) if new.path.join(folder).is_dir() => {}
            Err(Errno::EXIST) => return Err(PublishError::InTheWay(output.join(folder))),
            Err(error) => return Err(os("make the folder", output.join(folder))(error.into())),
        }
    }
    Ok(())
}

/// Brings a file, a link or whatever it is from the old site into the new one.
fn carry_file(old: &OldSite, output: &Path, new: &NewFolder, below: &Path) -> Result<(), PublishError> {
    let link = || rustix::fs::linkat(&old.handle, below, &new.handle, below, AtFlags::empty());
    let mut linked = link();
    if linked == Err(Errno::NOENT) {
        carry_folder(output, new, parent_of(below))?;
        linked = link();
    }
    let from = output.join(below);
    match linked {
        Ok(()) => Ok(()),
        // Another program removed it meanwhile.
        Err(Errno::NOENT) => Ok(()),
        Err(Errno::EXIST | Errno::NOTDIR) => Err(PublishError::InTheWay(from)),
        Err(Errno::XDEV) => Err(refused(output, OutputReason::HoldsDisk(parent_of(&from).to_path_buf()))),
        Err(_) => copy_file(&from, &new.path.join(below)).map_err(os("copy", from)),
    }
}

/// Copies a file or a link with its permissions and times, for disks without hard links.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let facts = fs::symlink_metadata(from)?;
    if facts.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    if !facts.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::copy(from, to)?;
    set_times(&File::open(to)?, &facts)
}

fn copy_facts(path: &Path, facts: &Metadata) -> io::Result<()> {
    let handle = File::open(path)?;
    handle.set_permissions(Permissions::from_mode(facts.mode() & 0o7777))?;
    set_times(&handle, facts)
}

fn set_times(file: &File, facts: &Metadata) -> io::Result<()> {
    let times = FileTimes::new().set_accessed(facts.accessed()?).set_modified(facts.modified()?);
    file.set_times(times)
}

/// Gives the new site the name of the old one, and the old one the name of the new.
fn swap(new: &Path, output: &Path) -> Result<(), PublishError> {
    match rustix::fs::renameat_with(CWD, new, CWD, output, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            swap_in_two_steps(new, output, &Beside::of(output).old).map_err(rename_error(output))
        }
        Err(error) => Err(rename_error(output)(error.into())),
    }
}

/// For disks that cannot exchange names. [`put_back`] mends what an interruption between the steps leaves.
fn swap_in_two_steps(new: &Path, output: &Path, old: &Path) -> io::Result<()> {
    fs::rename(output, old)?;
    if let Err(error) = fs::rename(new, output) {
        fs::rename(old, output)?;
        return Err(error);
    }
    let _ = remove_tree(old);
    Ok(())
}

fn rename_error(output: &Path) -> impl FnOnce(io::Error) -> PublishError {
    move |error| match error.kind() {
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => refused(output, OutputReason::Fixed),
        io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory => {
            refused(output, OutputReason::Replaced)
        }
        _ => os("put the new site in the place of", output)(error),
    }
}

/// Removes a folder, its mark last, so that what an interruption leaves is still known to be ours.
fn remove_tree(path: &Path) -> io::Result<()> {
    match remove_marked(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        done => return done,
    }
    // A folder that was carried over may be one that its owner may not write.
    for entry in WalkDir::new(path).into_iter().flatten().filter(|entry| entry.file_type().is_dir()) {
        fs::set_permissions(entry.path(), Permissions::from_mode(0o700))?;
    }
    remove_marked(path)
}

fn remove_marked(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARK {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_dir_all(path)
}

fn lists(sorted: &[String], path: &str) -> bool {
    sorted.binary_search_by(|listed| listed.as_str().cmp(path)).is_ok()
}

fn parent_path(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn parent_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("/"))
}

/// Opens a file below a folder to read it. A link is not followed, and a pipe does not block.
fn open_file(folder: &File, path: &str) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::openat(folder, path, flags, Mode::empty())?))
}

fn create_new(folder: &File, path: &str) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::openat(folder, path, flags, Mode::from_raw_mode(0o666))?))
}

fn write_file(folder: &File, path: &str, bytes: &[u8]) -> io::Result<()> {
    create_new(folder, path)?.write_all(bytes)
}

/// Compares the rest of a file with `bytes`, piece by piece.
fn same_bytes(file: &mut File, bytes: &[u8]) -> bool {
    let mut buffer = vec![0; PIECE.min(bytes.len())];
    for piece in bytes.chunks(PIECE) {
        let buffer = &mut buffer[..piece.len()];
        if file.read_exact(buffer).is_err() || buffer != piece {
            return false;
        }
    }
    true
}

enum CopyFailed {
    Read(io::Error),
    Write(io::Error),
}

/// Copies to the end and returns the SHA-256 of what was copied, in hexadecimal digits.
fn copy_hashed(from: &mut File, to: &mut impl Write) -> Result<String, CopyFailed> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; PIECE];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(&sha256.finalize())),
            Ok(length) => {
                sha256.update(&buffer[..length]);
                to.write_all(&buffer[..length]).map_err(CopyFailed::Write)?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(CopyFailed::Read(error)),
        }
    }
}

fn refused(output: &Path, reason: OutputReason) -> PublishError {
    PublishError::Refused { output: output.to_path_buf(), reason }
}

fn os(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.into();
    move |error| PublishError::Os { action, path, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three names beside each other: the new site, the output folder with the old site, and the waiting place.
    fn check_two_steps(interrupt: impl Fn(&Path, &Path, &Path), expected: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        let beside = Beside::of(&output);
        for (path, text) in [(&beside.new, "new"), (&output, "old")] {
            fs::create_dir(path).expect("a folder");
            fs::write(path.join("index.html"), text).expect("a file");
        }
        interrupt(&beside.new, &output, &beside.old);
        put_back(&beside.old, &output).expect("put back");
        assert_eq!(fs::read_to_string(output.join("index.html")).expect("a file"), expected);
        assert!(!beside.old.exists());
    }

    #[test]
    fn a_swap_in_two_steps_is_whole_or_mended() {
        check_two_steps(|new, output, old| swap_in_two_steps(new, output, old).expect("swapped"), "new");
        check_two_steps(|_, output, old| fs::rename(output, old).expect("the first step"), "old");
        let fails = |new: &Path, output: &Path, old: &Path| {
            fs::remove_dir_all(new).expect("removed");
            swap_in_two_steps(new, output, old).expect_err("there is no new site");
        };
        check_two_steps(fails, "old");
    }

    #[test]
    fn a_copy_keeps_time_permissions_and_links() {
        let folder = tempfile::tempdir().expect("a folder");
        let [from, to, link, copied] = ["from", "to", "link", "copied"].map(|name| folder.path().join(name));
        fs::write(&from, "text").expect("a file");
        fs::set_permissions(&from, Permissions::from_mode(0o640)).expect("permissions");
        std::os::unix::fs::symlink("nowhere", &link).expect("a link");
        let facts = fs::metadata(&from).expect("a file");
        std::thread::sleep(std::time::Duration::from_millis(20));
        copy_file(&from, &to).expect("copied");
        let copy = fs::metadata(&to).expect("a file");
        assert_eq!((copy.mtime(), copy.mtime_nsec()), (facts.mtime(), facts.mtime_nsec()));
        assert_eq!((copy.mode(), copy.len()), (facts.mode(), facts.len()));
        copy_file(&link, &copied).expect("copied");
        assert_eq!(fs::read_link(&copied).expect("a link"), Path::new("nowhere"));
    }

    #[test]
    fn only_paths_below_the_folder_are_paths_of_the_site() {
        for path in
            ["index.html", "incidents/a.html", "a/b/c.pdf", ".nojekyll", ".well-known/x", ".github", "..a"]
        {
            assert!(is_site_path(path), "{path}");
        }
        for path in
            ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "../a", "a\0b", "a\nb", ".casefile", ".git/x"]
        {
            assert!(!is_site_path(path), "{path}");
        }
    }
}
