//! Turns what was written into what was meant: names become indices, and only what may be published remains.

mod circles;
mod convert;
mod names;
mod targets;

use crate::archive::Archive;
use crate::archive::ArchiveAsset;
use crate::archive::AsMeant;
use crate::archive::Forward;
use crate::archive::RecordId;
use crate::archive::Withheld;
use crate::archive::WithheldReason;
use crate::archive::build_graph;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::Details;
use crate::document::Documents;
use crate::document::Record;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::input::RefusedReason;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::span::Span;
use crate::vocabulary::Kind;
use crate::vocabulary::State;
use crate::vocabulary::Vocabulary;
use jiff::Timestamp;
use names::Names;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What every record is resolved against.
struct Site<'a> {
    inputs: &'a Inputs,
    names: Names,
    /// The number of each document that is published, as a record.
    published: Vec<Option<RecordId>>,
    /// Where merged records went, by document.
    merged: Vec<Option<usize>>,
    /// Originals and copies that are kept and not published, whoever names them.
    private: BTreeSet<AssetId>,
    unreadable: &'a [(Kind, String)],
    /// Where the site will be.
    base_url: &'a str,
}

/// One record after resolution, and the files that it publishes and that it keeps.
struct Resolved {
    record: Record<AsMeant>,
    published: Vec<AssetId>,
    kept: Vec<AssetId>,
}

/// Resolves the documents as of `now`, and reports every name that names nothing. With `drafts`, records that would not be
/// published yet are in the archive like all others.
pub fn resolve(
    diagnostics: &mut Vec<Diagnostic>,
    inputs: &Inputs,
    documents: Documents,
    now: Timestamp,
    drafts: bool,
) -> Archive {
    report_refused(diagnostics, inputs);
    let Documents { config, records: mut written, unreadable } = documents;
    drop_doubles(diagnostics, &mut written);
    let mut withheld: Vec<Option<WithheldReason>> =
        written.iter().map(|record| withheld_reason(record, now)).collect();
    let early = if drafts { withheld.iter_mut().map(Option::take).collect() } else { Vec::new() };
    let names = Names::of(&written, inputs);
    let published = number(&written, &withheld);
    let early = published.iter().zip(&early).filter_map(|(id, reason)| Some(((*id)?, (*reason)?)));
    let shown_early = early.collect();
    let mut site = Site {
        inputs,
        names,
        published,
        merged: vec![None; written.len()],
        private: BTreeSet::new(),
        unreadable: &unreadable,
        base_url: &config.base_url,
    };
    site.private = written.iter().filter_map(|record| convert::private_file(&site, record)).collect();
    site.merged = targets::follow_merges(diagnostics, &site, &written);
    targets::report_lost_merges(diagnostics, &site, &written, &withheld);
    circles::report_circles(diagnostics, &site, &written);
    let forwards = forwards(diagnostics, &site, &written, &withheld);
    let hidden = list_withheld(inputs, &written, &withheld);
    let bundles = bundle_folders(inputs, &written, &withheld, &unreadable);
    let resolved = resolve_records(diagnostics, &site, written);
    let mut records = Vec::with_capacity(resolved.len());
    let mut assets = list_assets(inputs);
    let mut used = BTreeSet::new();
    for resolved in resolved {
        resolved.published.iter().for_each(|asset| assets[asset.0 as usize].published = true);
        used.extend(resolved.published.iter().chain(&resolved.kept).copied());
        records.push(resolved.record);
    }
    report_unused(diagnostics, &assets, &used, &bundles);
    // The graph can grow where the names were.
    drop(site);
    let graph = build_graph(&mut records);
    Archive { config, now, records, assets, forwards, graph, withheld: hidden, shown_early }
}

/// Resolves every record, and keeps those that are published.
fn resolve_records(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    written: Vec<Record<AsWritten>>,
) -> Vec<Resolved> {
    let each: Vec<(Vec<Diagnostic>, Option<Resolved>)> = written
        .into_par_iter()
        .enumerate()
        .map(|(index, record)| {
            let mut found = Vec::new();
            let resolved = convert::resolve_record(&mut found, site, index, record);
            if site.published[index].is_none() {
                // What is not published itself may name what is not published.
                found.retain(|diagnostic| diagnostic.code != targets::NAMES_WITHHELD);
                return (found, None);
            }
            (found, Some(resolved))
        })
        .collect();
    let mut kept = Vec::with_capacity(each.len());
    for (found, resolved) in each {
        diagnostics.extend(found);
        kept.extend(resolved);
    }
    kept
}

fn report_refused(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) {
    for refused in &inputs.refused {
        let (severity, words) = match &refused.reason {
            RefusedReason::Link => (
                Severity::Error,
                "this is a link to another place, and links are not followed: put the file or folder itself here".to_owned(),
            ),
            RefusedReason::NotAFile => {
                (Severity::Warning, "this is neither a file nor a folder, so it is not read".to_owned())
            }
            RefusedReason::NameNotUnicode => {
                (Severity::Error, "the name of this file cannot be read; give it another".to_owned())
            }
            RefusedReason::Unreadable(words) => {
                (Severity::Error, format!("this file cannot be read: {words}"))
            }
        };
        diagnostics.push(Diagnostic::about_file("refused-file", severity, &refused.path, words));
    }
}

/// Two files for one address are a mistake that names both; the first is kept.
fn drop_doubles(diagnostics: &mut Vec<Diagnostic>, written: &mut Vec<Record<AsWritten>>) {
    let mut first: BTreeMap<(Kind, &str), Span> = BTreeMap::new();
    let mut is_double = Vec::with_capacity(written.len());
    for record in written.iter() {
        let known = first.get(&(record.kind, record.id.as_str()));
        is_double.push(known.is_some());
        match known {
            Some(span) => diagnostics.push(
                Diagnostic::error(
                    "same-address",
                    record.span,
                    format!(
                        "two files have the address `{}`",
                        crate::url::record_path(record.kind, &record.id)
                    ),
                )
                .expected("an id that no other record of its kind has")
                .other(*span, "this is the other"),
            ),
            None => _ = first.insert((record.kind, &record.id), record.span),
        }
    }
    let mut is_double = is_double.into_iter();
    written.retain(|_| is_double.next() == Some(false));
}

fn withheld_reason(record: &Record<AsWritten>, now: Timestamp) -> Option<WithheldReason> {
    let common = &record.common;
    if common.state == State::Draft {
        return Some(WithheldReason::Draft);
    }
    if common.embargo.as_ref().is_some_and(|embargo| embargo.value > now) {
        return Some(WithheldReason::Embargo);
    }
    let today = jiff::tz::Offset::UTC.to_datetime(now).date();
    let published = common.published.as_ref().and_then(crate::date::PartialDate::earliest);
    published.is_some_and(|day| day > today).then_some(WithheldReason::Future)
}

/// Records are numbered in the order of their paths; merged ones are only old addresses.
fn number(written: &[Record<AsWritten>], withheld: &[Option<WithheldReason>]) -> Vec<Option<RecordId>> {
    let mut next = 0;
    written
        .iter()
        .zip(withheld)
        .map(|(record, withheld)| {
            let counts = withheld.is_none() && record.common.state != State::Merged;
            counts.then(|| {
                next += 1;
                RecordId(next - 1)
            })
        })
        .collect()
}

fn list_assets(inputs: &Inputs) -> Vec<ArchiveAsset> {
    inputs
        .assets
        .iter()
        .map(|asset| ArchiveAsset {
            path: asset.path.clone(),
            size: asset.size,
            sha256: asset.sha256.clone(),
            published: false,
        })
        .collect()
}

fn list_withheld(
    inputs: &Inputs,
    written: &[Record<AsWritten>],
    withheld: &[Option<WithheldReason>],
) -> Vec<Withheld> {
    written
        .iter()
        .zip(withheld)
        .filter_map(|(record, reason)| {
            let reason = (*reason)?;
            let prefix = record.bundle.as_ref().map(|bundle| format!("{bundle}/"));
            let in_bundle = |path: &&str| prefix.as_ref().is_some_and(|prefix| path.starts_with(prefix));
            let paths = inputs.assets.iter().map(|asset| asset.path.as_str()).filter(in_bundle);
            Some(Withheld {
                kind: record.kind,
                id: record.id.clone(),
                title: record.common.title.value.clone(),
                headline: match &record.details {
                    Details::PressRelease(release) => release.headline.clone(),
                    _ => None,
                },
                aliases: record.common.aliases.iter().map(|alias| alias.value.clone()).collect(),
                files: paths.map(|path| path.rsplit('/').next().unwrap_or(path).to_owned()).collect(),
                reason,
                span: record.common.title.span,
            })
        })
        .collect()
}

/// Folders whose files are not told to be unused: their record is not published, or could not be read.
fn bundle_folders(
    inputs: &Inputs,
    written: &[Record<AsWritten>],
    withheld: &[Option<WithheldReason>],
    unreadable: &[(Kind, String)],
) -> Vec<String> {
    let withheld_bundles = written
        .iter()
        .zip(withheld)
        .filter(|(record, reason)| reason.is_some() || record.common.state == State::Merged);
    let broken =
        unreadable.iter().map(|(kind, id)| format!("content/{}/{id}/", kind.folder()).replace("//", "/"));
    let has_files =
        |folder: &String| inputs.assets.iter().any(|asset| asset.path.starts_with(folder.as_str()));
    withheld_bundles
        .filter_map(|(record, _)| record.bundle.as_ref().map(|bundle| format!("{bundle}/")))
        .chain(broken.filter(has_files))
        .collect()
}

fn report_unused(
    diagnostics: &mut Vec<Diagnostic>,
    assets: &[ArchiveAsset],
    used: &BTreeSet<AssetId>,
    quiet: &[String],
) {
    for (asset, id) in assets.iter().zip(0..) {
        let below_content = asset.path.starts_with("content/");
        if below_content
            && !used.contains(&AssetId(id))
            && !quiet.iter().any(|folder| asset.path.starts_with(folder.as_str()))
        {
            let words = unused_words(&asset.path);
            diagnostics.push(Diagnostic::about_file("unused-file", Severity::Warning, &asset.path, words));
        }
    }
}

/// A file in a folder of records that is no attachment of one is often meant to be one.
fn unused_words(path: &str) -> &'static str {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let in_record_folder = Kind::ALL.iter().any(|kind| {
        *kind != Kind::Page
            && below.strip_prefix(kind.folder()).is_some_and(|rest| rest.matches('/').count() == 1)
    });
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    if in_record_folder
        && matches!(ending.as_str(), "txt" | "md" | "markdown" | "docx" | "doc" | "odt" | "rtf")
    {
        return "the name of a record ends in `.md`, in small letters, and this one does not, so it is no record: save it as plain text with that ending";
    }
    "no record names this file, so it is not published: list it under `attachments`, link to it, or move it away"
}

/// Old addresses: aliases, and the addresses of merged records.
fn forwards(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    written: &[Record<AsWritten>],
    withheld: &[Option<WithheldReason>],
) -> Vec<Forward> {
    let mut forwards: Vec<Forward> = Vec::new();
    let of_record = |path: &str| {
        let index = site.names.by_path(path).filter(|index| site.published[*index].is_some())?;
        Some(written[index].span)
    };
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for (index, record) in written.iter().enumerate().filter(|(index, _)| withheld[*index].is_none()) {
        let to =
            site.published[index].or_else(|| site.merged[index].and_then(|target| site.published[target]));
        let Some(to) = to else { continue };
        let merged = record.common.state == State::Merged;
        let own = merged.then(|| (crate::url::record_path(record.kind, &record.id), record.span));
        let aliases = record.common.aliases.iter().map(|alias| (alias.value.clone(), alias.span));
        for (from, span) in own.into_iter().chain(aliases) {
            match of_record(&from).or_else(|| taken.get(&from).copied()) {
                Some(other) => diagnostics.push(
                    Diagnostic::error("same-address", span, format!("the address `{from}` is taken already"))
                        .expected("an old address that nothing else has")
                        .other(other, "it belongs to this"),
                ),
                None => {
                    taken.insert(from.clone(), span);
                    forwards.push(Forward { from, to, merged, span });
                }
            }
        }
    }
    forwards
}

impl Site<'_> {
    /// The path below the site folder of the file a record was read from.
    fn source_path(&self, file: FileId) -> &str {
        &self.inputs.text(file).path
    }

    /// Whether a name belongs to a record whose file could not be read, which was reported already.
    fn is_unreadable(&self, name: &str) -> bool {
        self.unreadable.iter().any(|(_, id)| id == name)
    }
}

/// A kind in words, with its article: "an organisation".
fn a_kind(kind: Kind) -> String {
    let code = kind.code().replace('-', " ");
    let article = if code.starts_with(['i', 'o']) { "an" } else { "a" };
    format!("{article} {code}")
}

/// The kinds that a field may name, in words.
fn kinds_in_words(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.code().replace('-', " ")).collect::<Vec<_>>().join(" or ")
}
