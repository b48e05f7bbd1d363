//! What is fuzzed, and what `tests/fuzz.rs` runs on everything that fuzzing ever found: each takes any bytes and must come
//! back, soon, whatever they are.

use casefile::archive::Archive;
use casefile::date::PartialDate;
use casefile::diagnostic::Diagnostic;
use casefile::document::read_documents;
use casefile::import::bibtex;
use casefile::import::encoding;
use casefile::import::mapping;
use casefile::import::release;
use casefile::import::ris;
use casefile::import::row;
use casefile::import::row::Names;
use casefile::import::table;
use casefile::import::table::Table;
use casefile::import::work;
use casefile::import::work::ImportedWork;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::lint;
use casefile::report;
use casefile::report::Places;
use casefile::resolve::Moment;
use casefile::resolve::resolve;
use casefile::rule::Level;
use casefile::span::FileId;
use jiff::Timestamp;
use std::collections::BTreeMap;

const CONFIG: &str = "title: Fuzz\nbase_url: https://evidence.example/\ncontacts: {desk: {name: Desk, phone: 020 7946 0958}}\n";
const KNOWN: &str =
    "---\ntitle: NHS For Sale\ntype: book\nauthor: [\"Davis, J.\"]\ndate: 2015\n---\n\n[[a]]\n";
const FOLDERS: [&str; 6] =
    ["incidents/a", "press-releases/a", "references/a", "organisations/a", "topics/a", "a"];

/// A whole file of a record; its first byte says of which kind.
pub fn front_matter(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let folder = FOLDERS[usize::from(*kind) % FOLDERS.len()];
    read(vec![
        file("casefile.yaml", CONFIG),
        (format!("content/{folder}.md"), bytes.to_vec()),
        file("content/references/davis-2015.md", KNOWN),
    ]);
    // The same as the configuration, and as a bibliography.
    read(vec![("casefile.yaml".to_owned(), bytes.to_vec()), file("content/references/davis-2015.md", KNOWN)]);
    read(vec![file("casefile.yaml", CONFIG), ("content/references/all.yaml".to_owned(), bytes.to_vec())]);
}

/// A BibTeX file of a site.
pub fn bibliography(bytes: &[u8]) {
    let text = "---\ntitle: Letters\nsummary: Letters.\n---\n\nSee [@Davis:2015; @davis-2015; @a].\n";
    read(vec![
        file("casefile.yaml", CONFIG),
        file("content/incidents/a.md", text),
        ("content/references/all.bib".to_owned(), bytes.to_vec()),
        file("content/references/known.md", KNOWN),
        file("content/topics/letters.md", "---\ntitle: Letters\nsynonyms: [post]\n---\n"),
    ]);
}

/// The text of a record.
pub fn citations(bytes: &[u8]) {
    let mut record = b"---\ntitle: Letters\nsummary: Letters.\n---\n\n".to_vec();
    record.extend(bytes);
    read(vec![
        file("casefile.yaml", CONFIG),
        ("content/incidents/a.md".to_owned(), record.clone()),
        file("content/references/davis-2015.md", KNOWN),
    ]);
    read(vec![file("casefile.yaml", CONFIG), ("content/press-releases/a.md".to_owned(), record)]);
}

/// A date: what is read is asked for all that a date is asked for.
pub fn dates(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(date) = PartialDate::parse(text) else { return };
    assert_eq!(date.as_written(), text.trim());
    if let (Some(earliest), Some(latest)) = (date.earliest(), date.latest()) {
        assert!(earliest <= latest, "{text}");
        date.within(earliest, latest);
    }
    date.years();
    date.machine();
    date.sort_key();
}

/// A file that is imported; its first byte says as what.
pub fn import(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let source = encoding::decode(bytes).text;
    let mut told = Vec::new();
    match kind % 5 {
        0 => import_release(bytes),
        1 => import_works(&bibtex::read(&mut told, FileId(0), &source)),
        2 => import_works(&ris::read(&mut told, FileId(0), &source)),
        3 => import_table(table::read_csv(&mut told, FileId(0), &source, None)),
        _ => import_table(table::read_json(&mut told, FileId(0), &source)),
    }
}

fn import_release(bytes: &[u8]) {
    let Ok(decoded) = release::decode(bytes) else { return };
    let draft = release::read(&decoded, &release::Known::default());
    let decisions = vec![release::Decision::Leave; draft.works.len()];
    let set = release::Fields {
        id: "a".to_owned(),
        title: "A".to_owned(),
        date: "unknown".to_owned(),
        original: "original.txt".to_owned(),
        ..release::Fields::default()
    };
    let composed = release::compose(&draft, &decisions, &[], &set);
    read(vec![file("casefile.yaml", CONFIG), file("content/press-releases/a.md", &composed.text)]);
}

/// What is written of a work is read again as the record that it is to be.
fn import_works(works: &[ImportedWork]) {
    for work in works.iter().take(20) {
        let text = work::record_text(work, None, &[]);
        read(vec![file("casefile.yaml", CONFIG), file("content/references/a.md", &text)]);
    }
}

fn import_table(table: Option<Table>) {
    let Some(table) = table else { return };
    let template = mapping::template("a.csv", &table);
    let mut told = Vec::new();
    let mapping = mapping::read(&mut told, FileId(0), &template, &table.columns);
    let mut names = Names::of(&[], &[]);
    row::drafts(&mut told, &table, &mapping, &mut names);
}

fn file(path: &str, text: &str) -> (String, Vec<u8>) {
    (path.to_owned(), text.as_bytes().to_vec())
}

/// Reads and resolves a site, holds its editorial rules, and tells every mistake in every form.
fn read(files: Vec<(String, Vec<u8>)>) {
    let mut texts: Vec<TextFile> = files.into_iter().map(|(path, bytes)| TextFile { path, bytes }).collect();
    texts.sort_by(|one, other| one.path.cmp(&other.path));
    let inputs = Inputs { texts, ..Inputs::default() };
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let documents = read_documents(&mut diagnostics, &inputs);
    let moment = Moment { now: Timestamp::UNIX_EPOCH, drafts: true };
    let archive: Archive = resolve(&mut diagnostics, &inputs, documents, moment);
    let copies = BTreeMap::new();
    lint::lint(
        &mut diagnostics,
        lint::Context { inputs: &inputs, archive: &archive, copies: &copies },
        Level::Warn,
    );
    let places = Places { inputs: &inputs, prefix: String::new() };
    report::human(&places, &diagnostics, false, 80);
    report::json(&places, &diagnostics);
    report::github(&places, &diagnostics);
}
