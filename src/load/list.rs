//! Which files of the site folder are read, and which are refused: their names, before any is opened.

use super::LoadError;
use super::os_words;
use crate::input::Refused;
use crate::input::RefusedReason;
use crate::spelling;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::MAIN_SEPARATOR;
use std::path::Path;
use std::path::PathBuf;
use walkdir::DirEntry;
use walkdir::WalkDir;

/// Files of a theme with these endings are read as text.
const THEME_TEXTS: [&str; 10] = ["css", "csv", "html", "js", "json", "svg", "txt", "xml", "yaml", "yml"];

/// What of the site folder is looked at: one file and three folders.
pub(super) const TOPS: [&str; 4] = ["casefile.yaml", "content", "styles", "themes"];

/// After so many files it is asked whether to go on: they take some milliseconds.
pub(super) const LOOK_UP: usize = 2048;

/// What was listed.
pub(super) struct Found {
    pub root: PathBuf,
    pub files: Vec<FoundFile>,
    pub refused: Vec<FoundRefused>,
    /// The listing ended early.
    pub is_cut_short: bool,
}

/// A file that is to be read.
pub(super) struct FoundFile {
    /// Below the site folder, with `/` between the parts.
    pub path: String,
    pub disk: PathBuf,
    pub kind: Kind,
}

/// Something that is not used. Its name need not be Unicode, so it is kept as the system has it.
pub(super) struct FoundRefused {
    pub disk: PathBuf,
    pub reason: RefusedReason,
}

/// As what a file is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Asset,
}

/// The site folder without links in its path.
pub(super) fn site_root(site: &Path) -> Result<PathBuf, LoadError> {
    let root = fs::canonicalize(site).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => LoadError::NoFolder(site.to_path_buf()),
        _ => LoadError::Unreadable { path: site.to_path_buf(), words: os_words(&error) },
    })?;
    if root.is_dir() { Ok(root) } else { Err(LoadError::NotAFolder(site.to_path_buf())) }
}

/// Whether the site folder is still there.
pub(super) fn check_folder(root: &Path) -> Result<(), LoadError> {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(LoadError::NotAFolder(root.to_path_buf())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(LoadError::NoFolder(root.to_path_buf())),
        Err(error) => Err(LoadError::Unreadable { path: root.to_path_buf(), words: os_words(&error) }),
    }
}

/// Whether the folder is a site: it has a `casefile.yaml` and a `content`.
pub(super) fn check_site(root: &Path) -> Result<(), LoadError> {
    let config = root.join("casefile.yaml");
    match fs::symlink_metadata(&config) {
        Ok(_) => check_content(root),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(LoadError::NoConfig(root.to_path_buf())),
        Err(error) => Err(LoadError::Unreadable { path: config, words: os_words(&error) }),
    }
}

/// Lists everything of the site.
pub(super) fn list_site(root: &Path) -> Found {
    let mut found = Found::in_folder(root);
    for top in TOPS {
        list_folder(&mut found, OsStr::new(top), &mut || true);
    }
    found
}

/// A site without its `content` would be published empty, in the place of the one before. A link of that name is
/// refused where it is met.
fn check_content(root: &Path) -> Result<(), LoadError> {
    let disk = root.join("content");
    match fs::symlink_metadata(&disk) {
        Ok(found) if found.is_dir() || found.is_symlink() => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(LoadError::Unreadable { path: disk, words: os_words(&error) })
        }
        _ => Err(LoadError::NoContent { site: root.to_path_buf(), near: near_content(root) }),
    }
}

/// The folder of the site whose name is nearest to `content`.
fn near_content(root: &Path) -> Option<String> {
    let folders = fs::read_dir(root).ok()?.flatten().filter(|entry| entry.path().is_dir());
    let names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    spelling::nearest("content", names.iter().map(String::as_str)).map(str::to_owned)
}

/// Lists one folder (or file) of the site, given by its path below it. Links are refused, wherever they lead. It ends
/// early when `go_on`, which is asked now and then, says so.
pub(super) fn list_folder(found: &mut Found, top: &OsStr, go_on: &mut dyn FnMut() -> bool) {
    let start = found.root.join(top);
    if fs::symlink_metadata(&start).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return;
    }
    let mut entries = WalkDir::new(start).follow_links(false).follow_root_links(false).into_iter();
    let mut count = 0_usize;
    while let Some(entry) = entries.next() {
        count += 1;
        if count.is_multiple_of(LOOK_UP) && !go_on() {
            found.is_cut_short = true;
            return;
        }
        match entry {
            Ok(entry) => {
                if !take_entry(found, &entry) && entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Err(error) => take_error(found, &error),
        }
    }
}

/// Notes one entry. False: whatever is below it is not to be read.
fn take_entry(found: &mut Found, entry: &DirEntry) -> bool {
    if entry.depth() > 0 && is_ignored(entry.file_name()) {
        return false;
    }
    let Some(path) = site_path(&found.root, entry.path()) else {
        refuse(found, entry.path(), RefusedReason::NameNotUnicode);
        return false;
    };
    if is_link(entry) {
        refuse(found, entry.path(), RefusedReason::Link);
        return false;
    }
    if entry.file_type().is_file() {
        let kind = kind_of(&path);
        found.files.push(FoundFile { path, disk: entry.path().to_path_buf(), kind });
    } else if !entry.file_type().is_dir() || path == "casefile.yaml" {
        refuse(found, entry.path(), RefusedReason::NotAFile);
        return false;
    }
    true
}

/// The names that editors and systems leave behind (content model, "A site folder").
fn is_ignored(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        || name.ends_with(b"~")
        || name.ends_with(b".swp")
        || (name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#"))
}

/// Whether a name matters to the site, in the folder of that path below the site folder.
pub(super) fn is_looked_at(folder: &OsStr, name: &OsStr) -> bool {
    if folder.is_empty() { TOPS.iter().any(|top| name == *top) } else { !is_ignored(name) }
}

/// The path below the site folder, with `/` between the parts; `None` where it is not Unicode.
fn site_path(root: &Path, path: &Path) -> Option<String> {
    // Every file of every look comes by here: to take a path apart and join it again takes ten times as long.
    let below = path.to_str()?.strip_prefix(root.to_str()?)?.trim_start_matches(MAIN_SEPARATOR);
    Some(if MAIN_SEPARATOR == '/' { below.to_owned() } else { below.replace(MAIN_SEPARATOR, "/") })
}

fn is_link(entry: &DirEntry) -> bool {
    // The entry that a walk starts from is not reported as a link, although it is followed.
    entry.path_is_symlink()
        || (entry.depth() == 0 && fs::symlink_metadata(entry.path()).is_ok_and(|found| found.is_symlink()))
}

/// As what a file is read, by its path below the site folder.
pub(super) fn kind_of(path: &str) -> Kind {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_text = if path.starts_with("content/") {
        let is_bibliography =
            path.strip_prefix("content/references/").is_some_and(|name| !name.contains('/'))
                && ["bib", "yaml", "yml"].contains(&ending);
        ending == "md" || is_bibliography
    } else {
        THEME_TEXTS.contains(&ending) || path.starts_with("styles/") && ending == "csl"
    };
    if is_text { Kind::Text } else { Kind::Asset }
}

fn take_error(found: &mut Found, error: &walkdir::Error) {
    let path = error.path().unwrap_or(&found.root).to_path_buf();
    if error.depth() > 0 && path.file_name().is_some_and(is_ignored) {
        return;
    }
    let is_link = fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink());
    let reason = match (error.io_error(), is_link) {
        (None, _) | (Some(_), true) => RefusedReason::Link,
        (Some(error), false) => RefusedReason::Unreadable(os_words(error)),
    };
    refuse(found, &path, reason);
}

fn refuse(found: &mut Found, disk: &Path, reason: RefusedReason) {
    found.refused.push(FoundRefused { disk: disk.to_path_buf(), reason });
}

impl Found {
    /// Nothing yet.
    pub fn in_folder(root: &Path) -> Self {
        Self { root: root.to_path_buf(), files: Vec::new(), refused: Vec::new(), is_cut_short: false }
    }
}

impl FoundRefused {
    /// Its path below the site folder.
    pub fn below<'a>(&'a self, root: &Path) -> &'a Path {
        self.disk.strip_prefix(root).unwrap_or(&self.disk)
    }

    pub fn told(&self, root: &Path) -> Refused {
        Refused { path: self.below(root).to_string_lossy().into_owned(), reason: self.reason.clone() }
    }
}
