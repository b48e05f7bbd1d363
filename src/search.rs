//! The search index: files that a script in the page reads, made from the archive alone. `docs/search-index.md` is
//! their format.

mod facets;
mod fold;
mod plain;
mod script;
mod shards;
mod spelling;
mod stem;
mod terms;
mod text;
mod works;

use crate::archive::Archive;
use crate::archive::RecordId;
use crate::cite::Citing;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::page;
use crate::theme::Words;
use crate::url::record_path;
use crate::vocabulary::Kind;
use crate::vocabulary::Status;
use crate::vocabulary::Vocabulary;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use script::Script;
use script::numbered;
use serde::Serialize;
use std::collections::BTreeMap;
use std::mem;
use terms::Chunk;
use terms::PER_CHUNK;
use terms::Reader;

/// Records in a file of what results show.
const PER_RECORDS: usize = 150;

/// Keys of payloads under which numbers stand in strings, not words.
const NUMBERS: [&str; 8] =
    ["counts", "disputed", "gaps", "lists", "places", "records", "versions", "weights"];

/// What texts are read with.
struct Indexing<'a> {
    archive: &'a Archive,
    words: &'a Words,
    date_words: &'a DateWords,
    /// Organisations by id.
    organisations: BTreeMap<&'a str, RecordId>,
    /// How works are cited.
    citing: Citing<'a>,
}

impl<'a> Indexing<'a> {
    fn of(citing: Citing<'a>, date_words: &'a DateWords) -> Self {
        let Citing { archive, words, .. } = citing;
        let organisations = archive.ids().filter(|id| archive.record(*id).kind == Kind::Organisation);
        Self {
            archive,
            words,
            date_words,
            organisations: organisations.map(|id| (archive.record(id).id.as_str(), id)).collect(),
            citing,
        }
    }

    fn title(&self, id: RecordId) -> &'a str {
        &self.archive.record(id).common.title.value
    }
}

/// The folder of the index.
pub const FOLDER: &str = "search";

/// Makes the files of the index and hands each to `put` as soon as it is made, by its site path: `search/head.js` last.
/// Gives what `put` gave.
///
/// # Errors
///
/// What `put` returns. Files may have been handed over by then.
pub fn index<T: Send, E: Send>(
    citing: Citing<'_>,
    date_words: &DateWords,
    put: impl Fn(&str, &[u8]) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let put = |script: Script| {
        let given = put(&format!("{FOLDER}/{}.js", script.name), &script.bytes)?;
        Ok(Put { name: script.name, version: script.version, given })
    };
    let Citing { archive, words, .. } = citing;
    let cx = Indexing::of(citing, date_words);
    let records = records_in_order(archive);
    let numbered: Vec<(usize, &[RecordId])> = records.chunks(PER_CHUNK).enumerate().collect();
    let chunks: Result<Vec<(Chunk, Put<T>)>, E> = numbered
        .par_iter()
        .map_init(Reader::default, |reader, (number, own)| {
            let (chunk, texts) = reader.read_chunk(&cx, *number, own);
            Ok((chunk, put(texts)?))
        })
        .collect();
    let (mut chunks, mut files): (Vec<Chunk>, Vec<Put<T>>) = chunks?.into_iter().unzip();
    let all_positions: Vec<Vec<u8>> =
        chunks.iter_mut().map(|chunk| mem::take(&mut chunk.positions)).collect();
    let dictionary = terms::merge(&chunks);
    let lengths: Vec<u32> = chunks.iter().flat_map(|chunk| chunk.lengths.iter().copied()).collect();
    let positions = shards::position_files(&dictionary, &all_positions, records.len(), &put)?;
    // A fifth of all that is held meanwhile.
    drop(all_positions);
    let terms = shards::term_files(&dictionary, &lengths, &put)?;
    let ((facets, of_facets), (of_records, spelling)) = rayon::join(
        || facets::facet_files(&cx, &records),
        || rayon::join(|| record_files(&cx, &records, &put), || put(spelling::spelling_file(&dictionary))),
    );
    let irregular = stem::irregular(&archive.config.language, dictionary.terms());
    files.extend(terms.files);
    files.extend(positions.files);
    files.extend(of_records?);
    files.push(spelling?);
    for facet in of_facets {
        files.push(put(facet)?);
    }
    let head = Head {
        format: 3,
        versions: versions(&files),
        language: &archive.config.language,
        base: &archive.config.base_url,
        records: records.len(),
        kinds: kinds(&cx, &records),
        terms: TermFiles {
            first: terms.at.iter().map(|number| dictionary.term(*number)).collect(),
            at: terms.at,
            count: dictionary.len(),
        },
        positions: PositionFiles { at: positions.at },
        per_records: PER_RECORDS,
        per_texts: PER_CHUNK,
        facets,
        statuses: statuses(words),
        disputed: words.get("disputed.tag"),
        irregular,
        words: words.section("search"),
    };
    files.push(put(Script::new("head", &head))?);
    Ok(files.into_iter().map(|file| file.given).collect())
}

/// The number of a file of the index that holds texts of records, by its site path. Pages opened from disk ask for them;
/// over a network only what finds no text in a page, and saved lists of sources.
pub fn number_of_texts(path: &str) -> Option<usize> {
    let name = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".js")?;
    let number = name.strip_prefix("x-")?.parse().ok()?;
    (name == script::numbered('x', number)).then_some(number)
}

/// Makes the file of texts with that number, as [`index`] does.
pub fn texts(citing: Citing<'_>, date_words: &DateWords, number: usize) -> Option<Vec<u8>> {
    let cx = Indexing::of(citing, date_words);
    let records = records_in_order(citing.archive);
    let own = records.chunks(PER_CHUNK).nth(number)?;
    let (_, texts) = Reader::default().read_chunk(&cx, number, own);
    Some(texts.bytes)
}

/// A file that was handed over.
struct Put<T> {
    name: String,
    version: String,
    given: T,
}

/// The versions of files by name; those of numbered files stand one after another under their letter.
fn versions<T>(files: &[Put<T>]) -> BTreeMap<String, String> {
    let mut sorted: Vec<(&str, &str)> =
        files.iter().map(|file| (file.name.as_str(), file.version.as_str())).collect();
    let number = |name: &str| name.split_once('-').and_then(|(_, number)| number.parse::<usize>().ok());
    sorted.sort_unstable_by_key(|(name, _)| (number(name), *name));
    let mut versions: BTreeMap<String, String> = BTreeMap::new();
    for (name, version) in sorted {
        let key = if number(name).is_some() { &name[..1] } else { name };
        versions.entry(key.to_owned()).or_default().push_str(version);
    }
    versions
}

/// The words of a file of the index, each text and each name by itself, without the numbers.
pub fn texts_of(file: &[u8]) -> Vec<String> {
    let call = String::from_utf8_lossy(file);
    let payload =
        call.split_once(", ").and_then(|(_, rest)| rest.split_once(", ")).map(|(_, payload)| payload);
    let payload = payload.and_then(|payload| payload.trim_end().strip_suffix(");")).unwrap_or_default();
    let mut texts = Vec::new();
    match serde_json::from_str(payload) {
        Ok(payload) => collect_texts(&mut texts, payload),
        // Nothing that cannot be read is taken for harmless.
        Err(_) => texts.push(call.into_owned()),
    }
    texts
}

fn collect_texts(texts: &mut Vec<String>, value: serde_json::Value) {
    match value {
        serde_json::Value::String(text) => texts.extend(text.lines().map(str::to_owned)),
        serde_json::Value::Array(values) => values.into_iter().for_each(|value| collect_texts(texts, value)),
        serde_json::Value::Object(entries) => {
            let words = entries.into_iter().filter(|(key, _)| !NUMBERS.contains(&key.as_str()));
            words.for_each(|(_, value)| collect_texts(texts, value));
        }
        _ => {}
    }
}

/// The records that have a page of their own and are not withdrawn: by kind, the latest first.
fn records_in_order(archive: &Archive) -> Vec<RecordId> {
    // The text of `content/index.md` is part of the home page.
    let is_home = |id: RecordId| archive.record(id).kind == Kind::Page && archive.record(id).id == "index";
    let mut records: Vec<RecordId> =
        archive.ids().filter(|id| !archive.record(*id).is_withdrawn() && !is_home(*id)).collect();
    let unknown = PartialDate::unknown().sort_key();
    records.sort_by_cached_key(|id| {
        let date = page::record_date(archive, *id).map_or(unknown, PartialDate::sort_key);
        let record = archive.record(*id);
        (record.kind, date.newest_first(), record.id.clone())
    });
    records
}

// ---------------------------------------------------------------------------------------------- head

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    format: u32,
    versions: BTreeMap<String, String>,
    language: &'a str,
    base: &'a str,
    records: usize,
    kinds: Vec<(&'static str, String, usize, String)>,
    terms: TermFiles<'a>,
    positions: PositionFiles,
    per_records: usize,
    per_texts: usize,
    facets: Vec<facets::Named>,
    statuses: BTreeMap<&'static str, String>,
    disputed: &'a str,
    irregular: BTreeMap<String, Vec<&'a str>>,
    words: serde_json::Value,
}

#[derive(Serialize)]
struct TermFiles<'a> {
    first: Vec<&'a str>,
    at: Vec<usize>,
    count: usize,
}

#[derive(Serialize)]
struct PositionFiles {
    at: Vec<usize>,
}

/// The kinds that there are, each with the number of its records and with what their addresses begin.
fn kinds(cx: &Indexing<'_>, records: &[RecordId]) -> Vec<(&'static str, String, usize, String)> {
    let count = |kind: Kind| records.iter().filter(|id| cx.archive.record(**id).kind == kind).count();
    Kind::ALL
        .iter()
        .map(|kind| {
            let label = cx.words.get(&format!("kind.{}", kind.code())).to_owned();
            let folder = record_path(*kind, "").trim_end_matches(".html").to_owned();
            (kind.code(), label, count(*kind), folder)
        })
        .filter(|(.., count, _)| *count > 0)
        .collect()
}

fn statuses(words: &Words) -> BTreeMap<&'static str, String> {
    let label = |code: &str| words.find_in("status", code).unwrap_or(code).to_owned();
    Status::ALL.iter().map(|status| (status.code(), label(status.code()))).collect()
}

// ---------------------------------------------------------------------------------------------- records

/// What results show of records, in columns.
#[derive(Default, Serialize)]
struct Records<'a> {
    id: Vec<&'a str>,
    title: Vec<&'a str>,
    date: Vec<String>,
    iso: Vec<&'a str>,
    status: Vec<&'static str>,
    /// The places in the columns of those that a party disputes.
    disputed: Vec<usize>,
}

fn record_files<T: Send, E: Send>(
    cx: &Indexing<'_>,
    records: &[RecordId],
    put: &(impl Fn(Script) -> Result<Put<T>, E> + Sync),
) -> Result<Vec<Put<T>>, E> {
    let files = records.len().div_ceil(PER_RECORDS);
    (0..files)
        .into_par_iter()
        .map(|file| {
            let own = &records[file * PER_RECORDS..records.len().min((file + 1) * PER_RECORDS)];
            put(Script::new(numbered('d', file), &columns(cx, own)))
        })
        .collect()
}

fn columns<'a>(cx: &Indexing<'a>, records: &[RecordId]) -> Records<'a> {
    let mut columns = Records::default();
    let unknown = PartialDate::unknown();
    for (place, id) in records.iter().enumerate() {
        let record = cx.archive.record(*id);
        let date = page::record_date(cx.archive, *id);
        let known = date.filter(|date| !date.is_unknown());
        let shown = date.or((record.kind == Kind::Reference).then_some(&unknown));
        columns.id.push(&record.id);
        columns.title.push(&record.common.title.value);
        columns.date.push(shown.map(|date| date.in_words(cx.date_words)).unwrap_or_default());
        columns.iso.push(known.map(PartialDate::as_written).unwrap_or_default());
        columns.status.push(record.incident().map(|incident| incident.status.code()).unwrap_or_default());
        if record.incident().is_some_and(|incident| incident.disputed) {
            columns.disputed.push(place);
        }
    }
    columns
}
