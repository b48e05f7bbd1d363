//! The only module that reads the site folder, and a file that is brought into it.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads the disk")]

mod attachment;
mod copies;
mod error;
mod folder;
mod list;
mod published;
mod read;
mod stamp;

pub use attachment::Attachments;
pub use copies::read_copies;
pub use error::LoadError;
pub use folder::Folder;
pub use folder::Identity;
pub use folder::open;
pub use published::NotPublished;
pub use published::read_published;
pub use read::TEXT_LIMIT;
pub use read::read_other;

use crate::input::Inputs;
use crate::input::RefusedReason;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use read::FileRead;
use std::ffi::OsStr;
use std::fmt::Write;
use std::io;
use std::io::Read;
use std::path::Path;

/// Reads everything that a build needs from the site folder: `casefile.yaml`, `content/` and `themes/`.
///
/// Dot-files, `*~`, `*.swp` and `#*#` are passed over. A file that cannot be used is in
/// [`Inputs::refused`]; only a folder that is no site is an error.
pub fn load(site: &Path) -> Result<Inputs, LoadError> {
    let root = list::site_root(site)?;
    list::check_site(&root)?;
    let found = list::list_site(&root);
    let read: Vec<FileRead> = found.files.par_iter().map(read::read_one).collect();
    let mut inputs = Inputs::default();
    inputs.refused.extend(found.refused.iter().map(|refused| refused.told(&found.root)));
    for one in read {
        one.put(&mut inputs);
    }
    check_config(&found.root, &inputs)?;
    inputs.sort();
    Ok(inputs)
}

/// The bytes of one file below the site folder that [`load`] passes over; nothing where there is none.
///
/// # Errors
///
/// It is there and cannot be read.
pub fn read_one_file(site: &Path, path: &str) -> Result<Option<Vec<u8>>, LoadError> {
    let path = site.join(path);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LoadError::Unreadable { path, words: os_words(&error) }),
    }
}

/// The names of all that is in a folder, in order; none where there is no folder.
///
/// # Errors
///
/// It is a file, or cannot be listed.
pub fn names_in(folder: &Path) -> Result<Vec<String>, LoadError> {
    let unreadable =
        |error: io::Error| LoadError::Unreadable { path: folder.to_path_buf(), words: os_words(&error) };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Whether a path of the site folder (which has no links in its own path) is one that [`load`] would look at, were it
/// there.
pub fn is_looked_at(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return false };
    let mut folder = OsStr::new("");
    below.iter().all(|name| list::is_looked_at(std::mem::replace(&mut folder, name), name))
}

/// Nothing can be said of a site whose `casefile.yaml` was refused.
fn check_config(root: &Path, inputs: &Inputs) -> Result<(), LoadError> {
    match inputs.refused.iter().find(|refused| refused.path == "casefile.yaml") {
        Some(refused) => Err(config_error(root, &refused.reason)),
        None => Ok(()),
    }
}

fn config_error(root: &Path, reason: &RefusedReason) -> LoadError {
    let words = match reason {
        RefusedReason::Unreadable(words) => words.clone(),
        RefusedReason::Link => "it is a link that leads out of the site folder, or nowhere".to_string(),
        RefusedReason::NotAFile | RefusedReason::NameNotUnicode => "it is not a file".to_string(),
    };
    LoadError::Unreadable { path: root.join("casefile.yaml"), words }
}

/// The bytes of a file outside the site that somebody names, such as a text to begin a record with.
///
/// # Errors
///
/// What the operating system says, or that it is larger than a text may be.
pub fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// What the operating system said, in words for a campaigner, without a full stop.
pub fn os_words(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::StorageFull => "the disk is full",
        Kind::QuotaExceeded => "your share of the disk is used up",
        Kind::PermissionDenied => "you do not have permission",
        Kind::ReadOnlyFilesystem => "the disk can be read but not written",
        Kind::NotFound => "it is not there",
        Kind::AlreadyExists => "something of that name is there already",
        Kind::NotADirectory => "a part of its path is a file, not a folder",
        Kind::IsADirectory => "it is a folder, not a file",
        Kind::FileTooLarge => "the file is too large for this disk",
        Kind::InvalidFilename => "the name is too long for this disk, or not allowed there",
        Kind::ResourceBusy => "another program is using it",
        _ => return without_number(error),
    };
    words.to_string()
}

/// The system's own words, without the " (os error 5)" that Rust adds.
fn without_number(error: &io::Error) -> String {
    let words = error.to_string();
    match words.rfind(" (os error ") {
        Some(end) => words[..end].to_lowercase(),
        None => words,
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests;
