//! `casefile verify`: whether a copy of a site is what its manifest says, byte for byte.

use super::MISTAKES;
use super::now_of;
use super::sign;
use crate::build;
use crate::build::Options;
use crate::fetch;
use crate::load;
use crate::load::NotPublished;
use crate::load::os_words;
use crate::manifest;
use crate::manifest::CHECKSUMS;
use crate::manifest::Difference;
use crate::manifest::MANIFEST;
use crate::manifest::Manifest;
use crate::manifest::PublishedFiles;
use crate::manifest::SIGNATURE;
use crate::signature;
use clap::Args;
use jiff::Timestamp;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use url::Url;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile verify                                   the site in public/, and the originals in content/\n  casefile verify ~/Downloads/copy-of-the-site      a copy from elsewhere\n  casefile verify https://evidence.example/         the site as its server gives it\n  casefile verify public --public-key casefile.key.pub\n\nWithout casefile: `sha256sum -c SHA256SUMS` in the folder of the site, and `minisign -Vm manifest.json -p casefile.key.pub`.\n\nExit codes: 0 everything is as the manifest says, 1 something is not, 2 it could not be looked at.";

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The published site: its folder, or its address on the web
    #[arg(default_value = "public", value_name = "DIR|URL")]
    target: String,
    /// The site folder whose originals are compared too [default: the current one, if it is a site]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Check the signature of the manifest with this public key: its file, or its line
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
    /// What counts as now, which decides whose originals are published [default: the clock, or SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Compares a folder with its manifest, and names what differs.
pub(super) fn verify_command(args: &VerifyArgs) -> Result<ExitCode, String> {
    let found = match address_of(&args.target) {
        Some(address) => fetched(&address)?,
        None => load::read_published(Path::new(&args.target)).map_err(|error| not_published(&error))?,
    };
    let (manifest, differences) = manifest::compare(&found);
    let mut lines: Vec<String> = differences.iter().map(told).collect();
    let unreadable = found.unreadable.iter();
    lines.extend(unreadable.map(|(path, why)| line("unreadable", path, why)));
    let mut done = Vec::new();
    if let Some(manifest) = &manifest {
        done.push(counted(manifest.files.len(), "file", "files"));
        if let Some(site) = site_of(args) {
            let (count, wrong) = originals(manifest, &site, args.now.as_deref())?;
            lines.extend(wrong);
            done.push(counted(count, "original", "originals"));
        }
    }
    let signature = found.signature.as_deref().map(String::from_utf8_lossy);
    match (&args.public_key, &signature) {
        (Some(key), Some(signature)) => {
            match signature::verify(&found.manifest, signature, &key_text(key)?) {
                Ok(comment) => done.push(format!("the signature{}", signed_at(&comment))),
                Err(fault) => lines.push(line("signature", SIGNATURE, &sign::words(fault))),
            }
        }
        (Some(_), None) => lines.push(line("missing", SIGNATURE, "the manifest is not signed")),
        (None, _) => {}
    }
    let unchecked = match (&args.public_key, &signature) {
        (None, Some(_)) => "The manifest is signed. Whether by whom you think, --public-key tells.\n",
        (None, None) => {
            "The manifest is not signed, so this says that nothing changed by accident, not who made it.\n"
        }
        (Some(_), _) => "",
    };
    if lines.is_empty() {
        super::answer(&format!("As {MANIFEST} says: {}.\n{unchecked}", done.join(", ")));
        return Ok(ExitCode::SUCCESS);
    }
    let total = counted(lines.len(), "difference", "differences");
    super::answer(&format!("{}\n{total} from {MANIFEST}.\n", lines.join("\n")));
    Ok(ExitCode::from(MISTAKES))
}

/// The address of a site on the web, as that of a folder.
fn address_of(target: &str) -> Option<Url> {
    let is_address = ["http://", "https://"].iter().any(|start| target.starts_with(start));
    let target = target.trim_end_matches("index.html").trim_end_matches('/');
    is_address.then(|| Url::parse(&format!("{target}/")).ok()).flatten()
}

/// The files of a site as its server gives them; somebody who waits at a terminal is told how many have come.
fn fetched(address: &Url) -> Result<PublishedFiles, String> {
    let is_watched = std::io::stderr().is_terminal();
    let found = fetch::fetch_published(address, &mut |count, all| {
        if is_watched && (count % 50 == 0 || count == all) {
            super::complain(&format!("\r{count} of {all} files"));
        }
    });
    if is_watched {
        super::complain("\r\x1b[K");
    }
    found
}

/// The site folder: the one that was named, or the current one if it is a site.
fn site_of(args: &VerifyArgs) -> Option<PathBuf> {
    let here = || Path::new("casefile.yaml").exists().then(|| PathBuf::from("."));
    args.site.clone().or_else(here)
}

/// How many originals the records of a site have, and which are not those of the manifest.
fn originals(manifest: &Manifest, site: &Path, now: Option<&str>) -> Result<(usize, Vec<String>), String> {
    let inputs = load::load(site).map_err(|error| error.to_string())?;
    let options = Options { now: now_of(now)?, base_url: None, drafts: false };
    let prepared = build::prepare(&mut Vec::new(), &inputs, &options).ok_or(
        "the site has mistakes that keep its originals from being found; `casefile check` tells them",
    )?;
    let kept = manifest::originals(&prepared.archive);
    let entries: Vec<_> = kept.iter().map(|(entry, _)| entry.clone()).collect();
    let path_of = |record: &str| {
        let found = kept.iter().find(|(entry, _)| entry.path == record);
        found.map_or(record.to_owned(), |(_, asset)| prepared.archive.asset(*asset).path.clone())
    };
    let lines =
        manifest::compare_originals(manifest, &entries).into_iter().map(|difference| match difference {
            Difference::Original(record) => line(
                "changed",
                &path_of(&record),
                &format!("it is the original of {record}, and not the one that was published"),
            ),
            Difference::OriginalNotNamed(record)
                if manifest.originals.iter().any(|own| own.path == record) =>
            {
                line("missing", &record, "its original is in the manifest, and the site has none for it")
            }
            Difference::OriginalNotNamed(record) => line(
                "unknown",
                &path_of(&record),
                &format!("it is the original of {record}, which the manifest does not name"),
            ),
            other => told(&other),
        });
    Ok((entries.len(), lines.collect()))
}

fn told(difference: &Difference) -> String {
    match difference {
        Difference::Changed(was, now) if was.size == now.size => {
            line("changed", &was.path, &format!("SHA-256 {} became {}", was.sha256, now.sha256))
        }
        Difference::Changed(was, now) => {
            line("changed", &was.path, &format!("{} bytes became {}", was.size, now.size))
        }
        Difference::Missing(was) => line("missing", &was.path, "it is in the manifest, and not there"),
        Difference::Unknown(path) => line("unknown", path, "it is there, and not in the manifest"),
        Difference::Manifest(why) => line("changed", MANIFEST, why),
        Difference::Checksums(at) => line(
            "changed",
            CHECKSUMS,
            &format!("line {at} is not what {MANIFEST} says: one of the two files was changed"),
        ),
        Difference::NoChecksums => {
            line("missing", CHECKSUMS, "so whether the manifest was changed cannot be seen")
        }
        Difference::Original(record) | Difference::OriginalNotNamed(record) => line("original", record, ""),
    }
}

fn line(what: &str, path: &str, why: &str) -> String {
    format!("{what:<11} {path}: {why}")
}

/// When the manifest was signed, as whoever signed it says.
fn signed_at(comment: &str) -> String {
    let seconds = comment.split('\t').find_map(|part| part.strip_prefix("timestamp:")?.parse().ok());
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment
        .map_or_else(String::new, |moment| format!(", made on {}", moment.strftime("%-d %B %Y at %H:%M UTC")))
}

/// The public key: the text of its file, or what was given if that is the key itself.
fn key_text(key: &str) -> Result<String, String> {
    if key.starts_with("RW") && !Path::new(key).exists() {
        return Ok(key.to_owned());
    }
    let bytes = load::read_whole(Path::new(key))
        .map_err(|error| format!("the public key `{key}` cannot be read: {}", os_words(&error)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn counted(count: usize, one: &str, other: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { other })
}

fn not_published(error: &NotPublished) -> String {
    match error {
        NotPublished::NoFolder(path, error) => {
            format!("`{}` cannot be read as a folder: {}", path.display(), os_words(error))
        }
        NotPublished::NoManifest(path) => format!(
            "there is no `{}`: expected the folder of a site that `casefile build` made",
            path.display()
        ),
        NotPublished::Unreadable(path, error) => {
            format!("`{}` cannot be read: {}", path.display(), os_words(error))
        }
    }
}
