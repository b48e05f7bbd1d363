//! Reads one file of the site folder.

use super::hexadecimal;
use super::list::FoundFile;
use super::list::Kind;
use super::os_words;
use crate::input::Asset;
use crate::input::AssetBytes;
use crate::input::Inputs;
use crate::input::Refused;
use crate::input::RefusedReason;
use crate::input::TextFile;
use sha2::Digest;
use sha2::Sha256;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

/// The largest text file that is read, in bytes. Every place in a text fits into 32 bits.
pub const TEXT_LIMIT: u64 = 64 << 20;

/// What became of one file.
pub(super) enum FileRead {
    Text(TextFile),
    Asset(Asset),
    Refused(Refused),
}

impl FileRead {
    /// Puts it where it belongs. The lists are no longer sorted.
    pub fn put(self, inputs: &mut Inputs) {
        match self {
            FileRead::Text(text) => inputs.texts.push(text),
            FileRead::Asset(asset) => inputs.assets.push(asset),
            FileRead::Refused(refused) => inputs.refused.push(refused),
        }
    }
}

/// Reads a text, or hashes an asset.
pub(super) fn read_one(file: &FoundFile) -> FileRead {
    let read = match file.kind {
        Kind::Text => {
            read_text(&file.disk).map(|bytes| FileRead::Text(TextFile { path: file.path.clone(), bytes }))
        }
        Kind::Asset => hash(&file.disk).map(|(size, sha256)| {
            let bytes = AssetBytes::Disk(file.disk.clone());
            FileRead::Asset(Asset { path: file.path.clone(), size, sha256, bytes })
        }),
    };
    read.unwrap_or_else(|words| {
        FileRead::Refused(Refused { path: file.path.clone(), reason: RefusedReason::Unreadable(words) })
    })
}

/// Reads a file that need not belong to a site, such as one that is imported.
///
/// # Errors
///
/// In words for a campaigner: why it cannot be read.
pub fn read_one_file(disk: &Path) -> Result<Vec<u8>, String> {
    let words = |words: String| format!("cannot read `{}`: {words}", disk.display());
    let file = File::open(disk).map_err(|error| words(os_words(&error)))?;
    let found = file.metadata().map_err(|error| words(os_words(&error)))?;
    if found.is_dir() {
        return Err(words("it is a folder, not a file".to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| words(os_words(&error)))?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(words(format!("it has more than {} MB; divide it into several files", TEXT_LIMIT >> 20)));
    }
    Ok(bytes)
}

fn read_text(disk: &Path) -> Result<Vec<u8>, String> {
    let too_large = || format!("a text may have at most {} MB", TEXT_LIMIT >> 20);
    let file = open_file(disk).map_err(|error| os_words(&error))?;
    let size = file.metadata().map_err(|error| os_words(&error))?.len();
    if size > TEXT_LIMIT {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // A file can grow between the question and the reading.
    file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| os_words(&error))?;
    if bytes.len() as u64 > TEXT_LIMIT { Err(too_large()) } else { Ok(bytes) }
}

/// Opens a file that was one when it was listed. If it has become a link since, it is not followed; if it has become
/// a pipe, nobody waits for what comes out of it.
fn open_file(disk: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
    }
    options.open(disk)
}

/// The length and the SHA-256 of a file, without holding it in memory.
fn hash(disk: &Path) -> Result<(u64, String), String> {
    let mut file = open_file(disk).map_err(|error| os_words(&error))?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 128 << 10];
    let mut size = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((size, hexadecimal(&sha256.finalize()))),
            Ok(length) => {
                sha256.update(&buffer[..length]);
                size += length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(os_words(&error)),
        }
    }
}
