//! The manifest of a published site: every file with its size and its SHA-256, and what a copy of the site says against it.
//!
//! `manifest.json` is a Data Package of the Frictionless standard (<https://specs.frictionlessdata.io/data-package/>),
//! `SHA256SUMS` says the same in the form that `sha256sum -c` reads, and has the digest of the manifest itself. So whoever
//! changes a file has to change both, and whoever changes the manifest has to sign it again.

use crate::archive::Archive;
use crate::input::AssetId;
use serde::Deserialize;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::PoisonError;

/// The site path of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// The site path of the checksums: all files, and the manifest.
pub const CHECKSUMS: &str = "SHA256SUMS";

/// The site path of the signature of the manifest, in the form of minisign.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// What every build makes.
pub const ALWAYS: [&str; 2] = [MANIFEST, CHECKSUMS];

/// The addresses that are kept for these files.
pub const PATHS: [&str; 3] = [MANIFEST, CHECKSUMS, SIGNATURE];

/// A SHA-256 (FIPS 180-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// A digest that was made elsewhere.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits, as [`Digest`] shows them.
    pub fn from_hex(digits: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if digits.len() != 64 || !digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// A file with its size in bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where: a site path or, of an original, the path of the record's page.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// Every file of a site, and the originals that are kept with its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The title of the site.
    pub title: String,
    /// Its address.
    pub homepage: String,
    /// The files but for those of [`PATHS`], in the order of paths.
    pub files: Vec<Entry>,
    /// Documents and copies of sources that are kept as they were received, each with the page of its record. The files
    /// themselves may be unpublished; their digests are not.
    pub originals: Vec<Entry>,
}

// ------------------------------------------------------------------------------------------------- making one

/// Files as they are written, by several threads.
#[derive(Debug, Default)]
pub struct Collector(Mutex<Vec<Entry>>);

impl Collector {
    /// Notes a file that was written.
    pub fn note(&self, path: &str, size: u64, sha256: Digest) {
        let entry = Entry { path: path.to_owned(), size, sha256 };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// The manifest of what was noted, of a site that shows this archive.
    pub fn into_manifest(self, archive: &Archive) -> Manifest {
        let mut files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_unstable();
        Manifest {
            title: archive.config.title.clone(),
            homepage: archive.config.base_url.clone(),
            files,
            originals: originals(archive).into_iter().map(|(entry, _)| entry).collect(),
        }
    }
}

/// The originals that are kept with the records of an archive, each with its file, in the order of records.
pub fn originals(archive: &Archive) -> Vec<(Entry, AssetId)> {
    let of_record = |record: &crate::document::Record<crate::archive::AsMeant>| {
        let of_release = record.press_release().and_then(|own| own.original.as_ref());
        let of_reference = record.reference().and_then(|own| own.copy.as_ref());
        let kept = of_release.or(of_reference).filter(|_| !record.is_withdrawn())?;
        let asset = archive.asset(kept.file);
        let sha256 = Digest::from_hex(&asset.sha256)?;
        Some((Entry { path: record.path(), size: asset.size, sha256 }, kept.file))
    };
    archive.records.iter().filter_map(of_record).collect()
}

impl Manifest {
    /// The manifest as [`MANIFEST`] has it.
    pub fn to_json(&self) -> String {
        let text = |value: &str| serde_json::Value::from(value).to_string();
        let mut json = format!(
            "{{\n\"name\": {},\n\"title\": {},\n\"homepage\": {},\n\"resources\": [",
            text(&package_name(&self.title)),
            text(&self.title),
            text(&self.homepage)
        );
        let mut names = BTreeMap::new();
        for (at, file) in self.files.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let name = text(&resource_name(&mut names, &file.path));
            let (path, size, sha256) = (text(&file.path), file.size, file.sha256);
            let _ = write!(
                json,
                "{comma}\n{{\"name\": {name}, \"path\": {path}, \"bytes\": {size}, \"hash\": \"sha256:{sha256}\"}}"
            );
        }
        json.push_str("\n],\n\"originals\": [");
        for (at, original) in self.originals.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let (record, size, sha256) = (text(&original.path), original.size, original.sha256);
            let _ = write!(
                json,
                "{comma}\n{{\"record\": {record}, \"bytes\": {size}, \"hash\": \"sha256:{sha256}\"}}"
            );
        }
        json.push_str("\n]\n}\n");
        json
    }

    /// The checksums as [`CHECKSUMS`] has them, with that of the manifest.
    pub fn checksums(&self, manifest: Digest) -> String {
        let files = self.files.iter().map(|file| (file.path.as_str(), file.sha256));
        let mut lines: Vec<(&str, Digest)> = files.chain([(MANIFEST, manifest)]).collect();
        lines.sort_unstable();
        lines.iter().fold(String::new(), |mut text, (path, sha256)| {
            // GNU coreutils: a backslash before the line says that those in its path are doubled.
            let (mark, path) = match path.contains('\\') {
                true => ("\\", path.replace('\\', "\\\\")),
                false => ("", (*path).to_owned()),
            };
            let _ = writeln!(text, "{mark}{sha256}  {path}");
            text
        })
    }
}

/// The name of the package: the title in small letters, digits and hyphens.
fn package_name(title: &str) -> String {
    match slug::slugify(title) {
        name if name.is_empty() => "site".to_owned(),
        name => name,
    }
}

/// A name that no other resource of the package has: small letters, digits and `-._/`, as the standard wants it.
fn resource_name(names: &mut BTreeMap<String, usize>, path: &str) -> String {
    let sign = |sign: char| match sign.to_ascii_lowercase() {
        sign @ ('a'..='z' | '0'..='9' | '-' | '.' | '_' | '/') => sign,
        _ => '-',
    };
    let name: String = path.chars().map(sign).collect();
    let seen = names.entry(name.clone()).or_insert(0);
    *seen += 1;
    match *seen {
        1 => name,
        // No path ends with a slash and a number sign less.
        count => resource_name(names, &format!("{name}/{count}")),
    }
}

// ------------------------------------------------------------------------------------------------- reading one

/// Why a manifest cannot be used, in words for whoever checks a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAManifest(pub String);

#[derive(Deserialize)]
struct Package {
    title: String,
    homepage: String,
    resources: Vec<Resource>,
    originals: Vec<Kept>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    bytes: u64,
    hash: String,
}

#[derive(Deserialize)]
struct Kept {
    record: String,
    bytes: u64,
    hash: String,
}

impl Manifest {
    /// Reads what [`Manifest::to_json`] writes.
    ///
    /// # Errors
    ///
    /// The text is no JSON, or says something else than a manifest.
    pub fn from_json(bytes: &[u8]) -> Result<Self, NotAManifest> {
        let package: Package =
            serde_json::from_slice(bytes).map_err(|error| NotAManifest(error.to_string()))?;
        let files = package.resources.into_iter().map(|own| entry(own.path, own.bytes, &own.hash));
        let originals = package.originals.into_iter().map(|own| entry(own.record, own.bytes, &own.hash));
        let (files, originals) =
            (files.collect::<Result<Vec<_>, _>>()?, originals.collect::<Result<_, _>>()?);
        if let Some(pair) = files.windows(2).find(|pair| pair[0].path >= pair[1].path) {
            return Err(NotAManifest(format!("`{}` stands before `{}`", pair[0].path, pair[1].path)));
        }
        Ok(Self { title: package.title, homepage: package.homepage, files, originals })
    }
}

fn entry(path: String, size: u64, hash: &str) -> Result<Entry, NotAManifest> {
    let sha256 = hash.strip_prefix("sha256:").and_then(Digest::from_hex);
    match sha256 {
        Some(sha256) => Ok(Entry { path, size, sha256 }),
        None => Err(NotAManifest(format!("the hash of `{path}` is no SHA-256"))),
    }
}

// --------------------------------------------------------------------------------------------------- comparing

/// The files of a published site, as they were read from a disk or from the web.
#[derive(Debug)]
pub struct PublishedFiles {
    /// The bytes of the manifest.
    pub manifest: Vec<u8>,
    /// The bytes of the checksums, if they are there.
    pub checksums: Option<Vec<u8>>,
    /// The signature of the manifest, if it is there.
    pub signature: Option<Vec<u8>>,
    /// All other files, in no order.
    pub files: Vec<Entry>,
    /// What is there and cannot be read as a file, with the reason.
    pub unreadable: Vec<(String, String)>,
}

/// What differs from the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A file has other bytes: its size and digest in the manifest, and now.
    Changed(Entry, Entry),
    /// A file is not there, or cannot be read.
    Missing(Entry),
    /// A file is there that the manifest does not name.
    Unknown(String),
    /// The manifest is not the one that the checksums name, or is none, and why.
    Manifest(String),
    /// The checksums say something else than the manifest, from this line on.
    Checksums(usize),
    /// There are no checksums.
    NoChecksums,
    /// The original that a record names has other bytes, or is another file: the page of the record.
    Original(String),
    /// The manifest does not name the original of a record, or one of a record that is not there.
    OriginalNotNamed(String),
}

/// What of a copy of a site is not as its manifest says, in the order of paths.
pub fn compare(found: &PublishedFiles) -> (Option<Manifest>, Vec<Difference>) {
    let (manifest, checksums) = (found.manifest.as_slice(), found.checksums.as_deref());
    let read = match Manifest::from_json(manifest) {
        Ok(read) => read,
        Err(NotAManifest(why)) => return (None, vec![Difference::Manifest(why)]),
    };
    let mut differences = Vec::new();
    // What is read is written again: so every byte counts, those between the words too.
    if read.to_json().as_bytes() != manifest {
        differences.push(Difference::Manifest("it is not as casefile wrote it".to_owned()));
    }
    match checksums {
        None => differences.push(Difference::NoChecksums),
        Some(own) => {
            let right = read.checksums(Digest::of(manifest));
            if own != right.as_bytes() {
                let same =
                    own.split(|byte| *byte == b'\n').zip(right.as_bytes().split(|byte| *byte == b'\n'));
                differences
                    .push(Difference::Checksums(1 + same.take_while(|(own, right)| own == right).count()));
            }
        }
    }
    let mut is: BTreeMap<&str, &Entry> =
        found.files.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let unreadable: BTreeSet<&str> = found.unreadable.iter().map(|(path, _)| path.as_str()).collect();
    for was in &read.files {
        match is.remove(was.path.as_str()) {
            None if unreadable.contains(was.path.as_str()) => {}
            None => differences.push(Difference::Missing(was.clone())),
            Some(now) if now != was => differences.push(Difference::Changed(was.clone(), now.clone())),
            Some(_) => {}
        }
    }
    differences.extend(is.into_keys().map(|path| Difference::Unknown(path.to_owned())));
    (Some(read), differences)
}

/// Which originals are not those that a manifest names. `kept` are those of the site's own records.
pub fn compare_originals(manifest: &Manifest, kept: &[Entry]) -> Vec<Difference> {
    let mut kept: BTreeMap<&str, &Entry> = kept.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let mut differences = Vec::new();
    for was in &manifest.originals {
        match kept.remove(was.path.as_str()) {
            None => differences.push(Difference::OriginalNotNamed(was.path.clone())),
            Some(now) if now != was => differences.push(Difference::Original(was.path.clone())),
            Some(_) => {}
        }
    }
    differences.extend(kept.into_keys().map(|path| Difference::OriginalNotNamed(path.to_owned())));
    differences
}

#[cfg(test)]
mod tests;
