//! A published site as it lies on a disk, to be compared with its manifest.

#![expect(clippy::disallowed_methods, reason = "a part of the module that reads the disk")]

use super::os_words;
use crate::manifest::CHECKSUMS;
use crate::manifest::Digest;
use crate::manifest::Entry;
use crate::manifest::MANIFEST;
use crate::manifest::PublishedFiles;
use crate::manifest::SIGNATURE;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use sha2::Digest as _;
use sha2::Sha256;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use walkdir::DirEntry;
use walkdir::WalkDir;

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 128 << 10;

/// Why a folder cannot be compared with a manifest.
#[derive(Debug)]
pub enum NotPublished {
    /// The folder cannot be listed.
    NoFolder(PathBuf, io::Error),
    /// It has no manifest.
    NoManifest(PathBuf),
    /// The manifest cannot be read.
    Unreadable(PathBuf, io::Error),
}

/// Reads every file of a published site, and makes the digest of each. Left out is what hosts and version control keep at
/// the top of such a folder: names that begin with a dot, and `CNAME`.
///
/// # Errors
///
/// There is no such folder, or nothing in it to compare it with.
pub fn read_published(folder: &Path) -> Result<PublishedFiles, NotPublished> {
    let is_own = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() != 1 || !(name.starts_with('.') || name == "CNAME")
    };
    std::fs::read_dir(folder).map_err(|error| NotPublished::NoFolder(folder.to_owned(), error))?;
    let (mut paths, mut unreadable) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_entry(is_own) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.file_type().is_file() => paths.push(entry.into_path()),
            Ok(entry) => unreadable.push((site_path(folder, entry.path()), "it is not a file".to_owned())),
            Err(error) => {
                let path = site_path(folder, error.path().unwrap_or(folder));
                unreadable.push((path, os_words(&error.into())));
            }
        }
    }
    let own = |name: &str| paths.iter().find(|path| **path == folder.join(name));
    let whole = |name: &str| own(name).map(std::fs::read).transpose();
    let manifest_path = folder.join(MANIFEST);
    let manifest = whole(MANIFEST).map_err(|error| NotPublished::Unreadable(manifest_path.clone(), error))?;
    let manifest = manifest.ok_or(NotPublished::NoManifest(manifest_path))?;
    let mut optional = |name: &str| {
        whole(name).unwrap_or_else(|error| {
            unreadable.push((name.to_owned(), os_words(&error)));
            None
        })
    };
    let (checksums, signature) = (optional(CHECKSUMS), optional(SIGNATURE));
    let is_other =
        |path: &PathBuf| ![MANIFEST, CHECKSUMS, SIGNATURE].iter().any(|name| *path == folder.join(name));
    let others: Vec<PathBuf> = paths.into_iter().filter(is_other).collect();
    let read = others.into_par_iter().map(|path| {
        let name = site_path(folder, &path);
        digest_of(&path).map_err(|error| (name.clone(), os_words(&error))).map(|(size, sha256)| Entry {
            path: name,
            size,
            sha256,
        })
    });
    let mut files = Vec::new();
    for read in read.collect::<Vec<_>>() {
        match read {
            Ok(entry) => files.push(entry),
            Err(fault) => unreadable.push(fault),
        }
    }
    Ok(PublishedFiles { manifest, checksums, signature, files, unreadable })
}

/// A name that is no Unicode has signs for that in it, and so is in no manifest.
fn site_path(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let names: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

fn digest_of(path: &Path) -> io::Result<(u64, Digest)> {
    let mut file = File::open(path)?;
    let (mut sha256, mut size, mut buffer) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((size, Digest::new(sha256.finalize().into()))),
            Ok(length) => {
                sha256.update(&buffer[..length]);
                size += length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
