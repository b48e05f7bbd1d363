//! Gives a record another id, and mends every place that names it: those bytes change and no others.
//!
//! What would come of it is worked out in memory, read and resolved like any other site, and compared with the site as it
//! is. Nothing is proposed that would say something else.

mod alias;
mod mend;
mod same;

use crate::build;
use crate::build::Options;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::Documents;
use crate::document::Record;
use crate::document::read_documents;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::markdown::AsWritten;
use crate::resolve::mentions;
use crate::resolve::withheld_reason;
use crate::span::FileId;
use crate::spelling;
use crate::url;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The id of a record, or `kind:id`.
    pub record: &'a str,
    /// The id that it is to have.
    pub id: &'a str,
}

/// What is to be done.
#[derive(Debug)]
pub struct Plan {
    /// The kind of the record.
    pub kind: Kind,
    /// The id that it had.
    pub old: String,
    /// The file or folder that moves, and where to; nothing where the record stands in a list with others.
    pub moved: Option<(String, String)>,
    /// The files that change, under the names that they have before.
    pub texts: Vec<NewText>,
    /// Every line that changes, in the order of files.
    pub lines: Vec<NewLine>,
    /// The old address, where it will lead to the record.
    pub alias: Option<String>,
    /// Whether the address of a file that is published changes too, to which nothing will lead.
    pub moves_files: bool,
}

/// A file with other bytes.
#[derive(Debug)]
pub struct NewText {
    /// Its path below the site folder.
    pub path: String,
    /// Its bytes as they are.
    pub before: Vec<u8>,
    /// Its bytes as they will be.
    pub after: Vec<u8>,
}

/// A line that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// Its file.
    pub path: String,
    /// Its number, counted from 1, before any is added.
    pub number: usize,
    /// As it is; nothing where it is new.
    pub before: Option<String>,
    /// As it will be.
    pub after: String,
}

/// Why nothing is proposed.
#[derive(Debug)]
pub enum Refusal {
    /// The site has errors, so it is not certain what names what.
    Errors(usize),
    /// What was asked for cannot be done, in words for a campaigner.
    Unfit(String),
    /// The site would have mistakes that it does not have now.
    Mistakes(Box<Inputs>, Vec<Diagnostic>),
}

/// Other bytes in a place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    with: String,
}

/// The changes in each file. A place that several links share is changed once.
type Edits = BTreeMap<FileId, BTreeMap<(usize, usize), String>>;

/// The record that gets another id.
struct Renaming<'a> {
    inputs: &'a Inputs,
    documents: &'a Documents,
    /// Its place among the documents.
    index: usize,
    id: &'a str,
}

impl Renaming<'_> {
    fn record(&self) -> &Record<AsWritten> {
        &self.documents.records[self.index]
    }

    /// Whether it has a file of its own, and not a place in a list.
    fn has_file(&self) -> bool {
        self.path_of(self.record().file).ends_with(".md")
    }

    fn path_of(&self, file: FileId) -> &str {
        &self.inputs.text(file).path
    }

    /// The address of its page from the root of the site, with an id.
    fn address(&self, id: &str) -> String {
        format!("/{}", url::record_path(self.record().kind, id))
    }

    /// Where a place of a file is, in words.
    fn place(&self, file: FileId, at: usize) -> String {
        let text = self.inputs.text(file);
        let before = &text.bytes[..at.min(text.bytes.len())];
        format!("{}, line {}", text.path, 1 + before.iter().filter(|byte| **byte == b'\n').count())
    }
}

/// Works out what has to change for a record to have another id.
///
/// # Errors
///
/// Why that cannot be done.
pub fn plan(inputs: &Inputs, options: &Options, wanted: Wanted<'_>) -> Result<Plan, Refusal> {
    let before = build::check(inputs, options);
    let errors = before.iter().filter(|own| own.severity == Severity::Error).count();
    if errors > 0 {
        return Err(Refusal::Errors(errors));
    }
    let documents = read_documents(&mut Vec::new(), inputs);
    let index = find(&documents, wanted.record).map_err(Refusal::Unfit)?;
    let renaming = Renaming { inputs, documents: &documents, index, id: wanted.id };
    check_place(&renaming).map_err(Refusal::Unfit)?;
    check_new_id(&renaming).map_err(Refusal::Unfit)?;
    let named = mentions(inputs, &documents);
    let mut edits = mend::edits(&renaming, &named).map_err(Refusal::Unfit)?;
    let is_public = withheld_reason(renaming.record(), options.now).is_none();
    let alias = is_public.then(|| renaming.address(&renaming.record().id));
    alias::add(&renaming, alias.as_deref(), &mut edits).map_err(Refusal::Unfit)?;
    let plan = plan_of(&renaming, &edits, alias);
    same::check(&renaming, &plan, (&before, &named), options)?;
    Ok(plan)
}

/// The place of the record that a name names.
fn find(documents: &Documents, name: &str) -> Result<usize, String> {
    let (kind, id) = match name.split_once(':') {
        Some((kind, id)) => {
            let known = Kind::from_code(kind).ok_or_else(|| unknown_kind(kind))?;
            (Some(known), id)
        }
        None => (None, name),
    };
    let fits = |record: &Record<AsWritten>| record.id == id && kind.is_none_or(|kind| record.kind == kind);
    let all = documents.records.iter().enumerate().filter(|(_, record)| fits(record));
    let found: Vec<(usize, Kind)> = all.map(|(index, record)| (index, record.kind)).collect();
    let records: Vec<(usize, Kind)> = found.iter().copied().filter(|(_, kind)| *kind != Kind::Page).collect();
    match records.as_slice() {
        [(index, _)] => Ok(*index),
        [] if !found.is_empty() => Err(format!(
            "`{id}` is a page, which has no id: rename `content/{id}.md` by hand, and write its old address into it, as `aliases: [/{id}.html]`"
        )),
        [] => Err(unknown(documents, kind, name, id)),
        several => {
            let names: Vec<String> =
                several.iter().map(|(_, kind)| format!("`{}:{id}`", kind.code())).collect();
            Err(format!("`{id}` could be more than one record: say which, {}", names.join(" or ")))
        }
    }
}

fn unknown_kind(kind: &str) -> String {
    let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Page).map(|kind| kind.code());
    format!("`{kind}` is no kind of record; expected one of: {}", kinds.collect::<Vec<_>>().join(", "))
}

fn unknown(documents: &Documents, kind: Option<Kind>, name: &str, id: &str) -> String {
    let fits = |record: &&Record<AsWritten>| {
        record.kind != Kind::Page && kind.is_none_or(|kind| record.kind == kind)
    };
    let ids = documents.records.iter().filter(fits).map(|record| record.id.as_str());
    let near = spelling::nearest(id, ids).map(|near| format!("; did you mean `{near}`?"));
    let list = "; `casefile list` shows the ids of all records".to_owned();
    format!("there is no record `{name}`{}", near.unwrap_or(list))
}

/// Whether the record stands where its old address can be kept.
fn check_place(renaming: &Renaming<'_>) -> Result<(), String> {
    let record = renaming.record();
    if !renaming.path_of(record.file).ends_with(".bib") {
        return Ok(());
    }
    let place = renaming.place(record.file, record.span.range().start);
    Err(format!(
        "`{}` is an entry of a BibTeX file ({place}), which has no place for its old address. Move it into a file of its own first, `content/references/{}.md`, and rename that",
        record.id, record.id
    ))
}

/// Whether the record can have the new id.
fn check_new_id(renaming: &Renaming<'_>) -> Result<(), String> {
    let (id, record) = (renaming.id, renaming.record());
    if !url::is_id(id) {
        let slug = slug::slugify(id);
        let near = if url::is_id(&slug) { format!(", such as `{slug}`") } else { String::new() };
        return Err(format!(
            "`{id}` cannot be an id: expected lower-case letters, digits and hyphens, with no hyphen at either end{near}"
        ));
    }
    if record.id == id {
        return Err(format!("the record has the id `{id}` already"));
    }
    let others = || renaming.documents.records.iter().filter(|other| other.kind == record.kind);
    if let Some(other) = others().find(|other| other.id == id) {
        let place = renaming.path_of(other.file);
        return Err(format!("the id `{id}` is taken by `{place}`: {}", other.common.title.value));
    }
    let address = renaming.address(id);
    let has_alias = |other: &&Record<AsWritten>| {
        other.common.aliases.iter().any(|alias| format!("/{}", alias.value) == address)
    };
    let mut others = renaming.documents.records.iter().enumerate();
    if let Some((_, other)) = others.find(|(index, other)| *index != renaming.index && has_alias(other)) {
        let place = renaming.path_of(other.file);
        return Err(format!("the address `{address}` is an old address of `{place}`, in its `aliases`"));
    }
    Ok(())
}

fn plan_of(renaming: &Renaming<'_>, edits: &Edits, alias: Option<String>) -> Plan {
    let (inputs, record) = (renaming.inputs, renaming.record());
    let texts = edits.iter().map(|(file, edits)| {
        let text = inputs.text(*file);
        NewText { path: text.path.clone(), before: text.bytes.clone(), after: edited(&text.bytes, 0, edits) }
    });
    let lines = edits.iter().flat_map(|(file, edits)| new_lines(inputs.text(*file), edits));
    let folder = format!("content/{}", record.kind.folder());
    let moved = match &record.bundle {
        Some(bundle) => Some((bundle.clone(), format!("{folder}/{}", renaming.id))),
        None if renaming.has_file() => {
            Some((renaming.path_of(record.file).to_owned(), format!("{folder}/{}.md", renaming.id)))
        }
        None => None,
    };
    let has_files = record.bundle.as_ref().is_some_and(|bundle| {
        inputs.assets.iter().any(|asset| asset.path.starts_with(&format!("{bundle}/")))
    });
    Plan {
        kind: record.kind,
        old: record.id.clone(),
        moved,
        texts: texts.collect(),
        lines: lines.collect(),
        moves_files: has_files && alias.is_some(),
        alias,
    }
}

/// Bytes with the changes that lie within them; they begin at `start` in their file.
fn edited(bytes: &[u8], start: usize, edits: &BTreeMap<(usize, usize), String>) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len() + 64);
    let mut at = 0;
    for ((from, to), with) in edits {
        let (from, to) = (from - start, to - start);
        after.extend_from_slice(&bytes[at..from]);
        after.extend_from_slice(with.as_bytes());
        at = to;
    }
    after.extend_from_slice(&bytes[at..]);
    after
}

/// The lines of a file that change. What is added as a line of its own ends with a line feed, or begins with one.
fn new_lines(text: &TextFile, edits: &BTreeMap<(usize, usize), String>) -> Vec<NewLine> {
    let mut lines: Vec<NewLine> = Vec::new();
    let mut start = 0;
    let mut left: Vec<(&(usize, usize), &String)> = edits.iter().collect();
    for (index, line) in text.bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let end = start + line.len();
        let is_here = |((from, to), _): &(&(usize, usize), &String)| {
            *from < end && *to <= end || end == text.bytes.len()
        };
        let count = left.iter().take_while(|edit| is_here(edit)).count();
        let (new, within): (Vec<_>, Vec<_>) = left.drain(..count).partition(|(_, with)| with.contains('\n'));
        let line_of = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        let added = new.into_iter().map(|(_, with)| NewLine {
            path: text.path.clone(),
            number: index + 1,
            before: None,
            after: with.trim_matches(['\n', '\r']).to_owned(),
        });
        lines.extend(added);
        if !within.is_empty() {
            let edits = within.into_iter().map(|(place, with)| (*place, with.clone())).collect();
            lines.push(NewLine {
                path: text.path.clone(),
                number: index + 1,
                before: Some(line_of(line)),
                after: line_of(&edited(line, start, &edits)),
            });
        }
        start = end;
    }
    lines
}

impl Plan {
    /// The path that a file of the site will have.
    pub fn new_path(&self, path: &str) -> String {
        let moved = self.moved.as_ref().and_then(|(from, to)| {
            let rest = path.strip_prefix(from.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
        });
        moved.unwrap_or_else(|| path.to_owned())
    }

    /// The site as it will be.
    fn applied(&self, inputs: &Inputs) -> Inputs {
        let mut after = Inputs {
            texts: inputs.texts.clone(),
            assets: inputs.assets.clone(),
            refused: inputs.refused.clone(),
        };
        for text in &mut after.texts {
            if let Some(new) = self.texts.iter().find(|new| new.path == text.path) {
                text.bytes.clone_from(&new.after);
            }
            text.path = self.new_path(&text.path);
        }
        after.assets.iter_mut().for_each(|asset| asset.path = self.new_path(&asset.path));
        after.refused.iter_mut().for_each(|refused| refused.path = self.new_path(&refused.path));
        after.sort();
        after
    }
}
