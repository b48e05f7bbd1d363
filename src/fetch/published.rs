//! A published site as a server gives it, to be compared with its manifest.

#![expect(clippy::disallowed_methods, reason = "a part of the module that asks the web")]

use crate::manifest::CHECKSUMS;
use crate::manifest::Digest;
use crate::manifest::Entry;
use crate::manifest::MANIFEST;
use crate::manifest::Manifest;
use crate::manifest::PublishedFiles;
use crate::manifest::SIGNATURE;
use crate::url::href;
use sha2::Digest as _;
use sha2::Sha256;
use std::io::Read;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::Duration;
use ureq::Agent;
use url::Url;

/// So many files are asked for at once.
const WORKERS: usize = 4;

/// The time that a connection may take, and a whole file.
const CONNECT: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(600);

/// A longer manifest is not read, in bytes: one of a million files has 200 MB.
const LONGEST: u64 = 1 << 30;

/// Who asks, and what for.
const USER_AGENT: &str =
    concat!("casefile/", env!("CARGO_PKG_VERSION"), " (compares a site with its manifest)");

/// What a server said in place of a file.
enum Fault {
    /// There is no such file.
    Missing,
    /// Anything else, in words.
    Other(String),
}

/// Asks a server for every file of a site that its manifest names, and makes the digest of each. `tell` hears how many there
/// are, and of each that has come. What lies there and is not in the manifest cannot be seen from outside.
///
/// # Errors
///
/// In words: there is no manifest at that address, or no answer.
pub fn fetch_published(site: &Url, tell: &mut dyn FnMut(usize, usize)) -> Result<PublishedFiles, String> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .user_agent(USER_AGENT)
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE));
    let agent = Agent::new_with_config(config.build());
    let whole = |path: &str| {
        let mut bytes = Vec::new();
        read(&agent, site, path, LONGEST, |piece| bytes.extend_from_slice(piece)).map(|()| bytes)
    };
    let manifest = whole(MANIFEST).map_err(|fault| match fault {
        Fault::Missing => {
            format!("there is no {MANIFEST} at {site}: expected the address of a site that casefile made")
        }
        Fault::Other(words) => format!("{site}{MANIFEST} cannot be read: {words}"),
    })?;
    let mut found = PublishedFiles {
        manifest,
        checksums: None,
        signature: None,
        files: Vec::new(),
        unreadable: Vec::new(),
    };
    for (path, place) in [(CHECKSUMS, &mut found.checksums), (SIGNATURE, &mut found.signature)] {
        match whole(path) {
            Ok(bytes) => *place = Some(bytes),
            Err(Fault::Missing) => {}
            Err(Fault::Other(words)) => found.unreadable.push((path.to_owned(), words)),
        }
    }
    // What is no manifest is told when it is compared.
    let files = Manifest::from_json(&found.manifest).map(|manifest| manifest.files).unwrap_or_default();
    let (next, (sender, answers)) = (AtomicUsize::new(0), mpsc::channel());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS.min(files.len()) {
            let (agent, files, next, sender) = (&agent, &files, &next, sender.clone());
            scope.spawn(move || {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let _ = sender.send((&file.path, entry(agent, site, file)));
                }
            });
        }
        drop(sender);
        for (count, (path, answer)) in (1..).zip(answers) {
            match answer {
                Ok(entry) => found.files.push(entry),
                Err(Fault::Missing) => {}
                Err(Fault::Other(words)) => found.unreadable.push((path.clone(), words)),
            }
            tell(count, files.len());
        }
    });
    found.unreadable.sort();
    Ok(found)
}

fn entry(agent: &Agent, site: &Url, file: &Entry) -> Result<Entry, Fault> {
    let (mut sha256, mut size) = (Sha256::new(), 0);
    // A file that is longer is another one, however long it is.
    read(agent, site, &file.path, file.size + 1, |piece| {
        sha256.update(piece);
        size += piece.len() as u64;
    })?;
    Ok(Entry { path: file.path.clone(), size, sha256: Digest::new(sha256.finalize().into()) })
}

/// Reads a file of the site piece by piece, up to so many bytes.
fn read(agent: &Agent, site: &Url, path: &str, most: u64, mut take: impl FnMut(&[u8])) -> Result<(), Fault> {
    let other = |error: &dyn std::fmt::Display| Fault::Other(error.to_string());
    let address = site.join(&href(path)).map_err(|error| other(&error))?;
    let mut response = agent.get(address.as_str()).call().map_err(|error| other(&error))?;
    match response.status().as_u16() {
        200 => {}
        404 | 410 => return Err(Fault::Missing),
        status => return Err(Fault::Other(format!("the server answered with the number {status}"))),
    }
    let mut body = response.body_mut().with_config().limit(u64::MAX).reader().take(most);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match body.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(length) => take(&buffer[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(other(&error)),
        }
    }
}
