//! An attachment read again, when somebody asks a preview for it.

#![expect(clippy::disallowed_methods, reason = "a part of the module that reads the disk")]

use super::hexadecimal;
use super::os_words;
use super::stamp::Stamp;
use crate::input::Asset;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::SystemTime;

/// Attachments that were read before: to look at all bytes of a film for each piece of it would keep everybody waiting.
#[derive(Default)]
pub struct Attachments {
    /// What each file looked like when its bytes were seen to be those of this SHA-256.
    seen: Mutex<BTreeMap<PathBuf, (Stamp, String)>>,
}

impl Attachments {
    /// Opens an attachment, if it is still the one that was found: the same bytes, in a file and not behind a link.
    ///
    /// # Errors
    ///
    /// In words for a campaigner: it is another by now, or cannot be read.
    pub fn open(&self, asset: &Asset, disk: &Path) -> Result<File, String> {
        let changed = || "the file has just changed: ask again in a moment".to_owned();
        let words = |error: io::Error| os_words(&error);
        let found = fs::symlink_metadata(disk).map_err(words)?;
        if !found.is_file() || found.len() != asset.size {
            return Err(changed());
        }
        let mut file = File::open(disk).map_err(words)?;
        // Whoever asks for the same meanwhile waits, and does not read it all once more.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(&file.metadata().map_err(words)?);
        if seen.get(disk).is_some_and(|(known, sha256)| *known == stamp && *sha256 == asset.sha256) {
            return Ok(file);
        }
        if hash(&mut file).map_err(words)? != asset.sha256 {
            return Err(changed());
        }
        if !stamp.is_fresh(SystemTime::now()) {
            seen.insert(disk.to_owned(), (stamp, asset.sha256.clone()));
        }
        file.rewind().map_err(words)?;
        Ok(file)
    }
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
