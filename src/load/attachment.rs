//! An attachment read again, when somebody asks a preview for it.

#![expect(clippy::disallowed_methods, reason = "a part of the module that reads the disk")]

use super::hexadecimal;
use super::os_words;
use crate::input::Asset;
use sha2::Digest;
use sha2::Sha256;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::path::Path;

/// Opens an attachment, if it is still the one that was found: the same bytes, in a file and not behind a link.
///
/// # Errors
///
/// In words for a campaigner: it is another by now, or cannot be read.
pub fn open_attachment(asset: &Asset, disk: &Path) -> Result<File, String> {
    let changed = || "the file has just changed: ask again in a moment".to_owned();
    let found = fs::symlink_metadata(disk).map_err(|error| os_words(&error))?;
    if !found.is_file() || found.len() != asset.size {
        return Err(changed());
    }
    let mut file = File::open(disk).map_err(|error| os_words(&error))?;
    if hash(&mut file).map_err(|error| os_words(&error))? != asset.sha256 {
        return Err(changed());
    }
    file.rewind().map_err(|error| os_words(&error))?;
    Ok(file)
}

/// The SHA-256 of what is left of a file.
fn hash(file: &mut File) -> io::Result<String> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 128 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(&sha256.finalize())),
            Ok(length) => sha256.update(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
