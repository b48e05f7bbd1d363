//! The file in which findings are kept from run to run.

#![expect(clippy::disallowed_methods, reason = "the file is casefile's own, and no part of the site")]

use crate::load::os_words;
use crate::outbound::CACHE_PATH;
use std::fmt;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// A larger file is none of ours.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Why findings could not be read or kept.
#[derive(Debug)]
pub enum KeptError {
    /// The file or its folder is a link, or no file: what it leads to is none of ours.
    NotOurs(PathBuf),
    /// The system refuses.
    Refused(PathBuf, io::Error),
}

impl fmt::Display for KeptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(path) => {
                write!(f, "`{}` is not what casefile would have made there", path.display())
            }
            Self::Refused(path, error) => write!(f, "`{}`: {}", path.display(), os_words(error)),
        }
    }
}

impl std::error::Error for KeptError {}

/// The bytes that an earlier run kept, if one did.
///
/// # Errors
///
/// Something else is there, or the system refuses.
pub fn read_kept(site: &Path) -> Result<Option<Vec<u8>>, KeptError> {
    let path = site.join(CACHE_PATH);
    check_folder(&path)?;
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Ok(found) if found.is_file() && found.len() <= MOST_BYTES => {
            fs::read(&path).map(Some).map_err(|error| KeptError::Refused(path, error))
        }
        Ok(_) => Err(KeptError::NotOurs(path)),
        Err(error) => Err(KeptError::Refused(path, error)),
    }
}

/// Puts these bytes in the place of what was kept: all of them or none.
///
/// # Errors
///
/// As of [`read_kept`].
pub fn write_kept(site: &Path, bytes: &[u8]) -> Result<(), KeptError> {
    let path = site.join(CACHE_PATH);
    check_folder(&path)?;
    let folder = path.parent().unwrap_or(site);
    let written = fs::create_dir_all(folder).and_then(|()| {
        let mut file = tempfile::Builder::new().prefix(".links-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.persist(&path).map(drop).map_err(|error| error.error)
    });
    written.map_err(|error| KeptError::Refused(path, error))
}

/// Through a link, what is outside the site would be read and written.
fn check_folder(path: &Path) -> Result<(), KeptError> {
    let folder = path.parent().unwrap_or(path);
    match fs::symlink_metadata(folder) {
        Ok(found) if !found.is_dir() => Err(KeptError::NotOurs(folder.to_path_buf())),
        _ => Ok(()),
    }
}
