//! New files read with the rest of the site, before anything is written: what is wrong with them, and where it was typed.

use super::question::Question;
use super::question::questions;
use super::written::NewRecord;
use super::written::Stage;
use crate::build;
use crate::build::Options;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::read_documents;
use crate::document::read_file;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::leaks;
use crate::resolve::Moment;
use crate::resolve::resolve;
use crate::span::FileId;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Something that is wrong with a new file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Whether the site cannot be published with it.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What was expected there.
    pub expected: Option<String>,
    /// The text it is about.
    pub written: String,
    /// The file it stands in.
    pub path: String,
    /// The flag of the question whose answer it is about.
    pub flag: Option<&'static str>,
}

/// A site as it is, to be compared with what it would be.
pub struct Trial {
    stage: Stage,
    now: Timestamp,
    /// How often each mistake is there.
    before: BTreeMap<(String, String), usize>,
}

impl Trial {
    /// Looks at the site as it is; a record that is to be published is held against what is published.
    pub fn of(inputs: &Inputs, stage: Stage, now: Timestamp) -> Self {
        let mut before = BTreeMap::new();
        for diagnostic in diagnostics(inputs, stage, now) {
            *before.entry(key(inputs, &diagnostic)).or_default() += 1;
        }
        Self { stage, now, before }
    }

    /// What is wrong with the site that was not before, with these records in it. The inputs are as they were afterwards.
    pub fn faults(&self, inputs: &mut Inputs, records: &[NewRecord]) -> Vec<Fault> {
        let paths: Vec<String> = records.iter().map(NewRecord::path).collect();
        put(inputs, records);
        let mut left = self.before.clone();
        let mut faults = Vec::new();
        for diagnostic in diagnostics(inputs, self.stage, self.now) {
            match left.get_mut(&key(inputs, &diagnostic)) {
                Some(count) if *count > 0 => *count -= 1,
                _ => faults.push(fault(inputs, &diagnostic, records)),
            }
        }
        inputs.texts.retain(|text| !paths.contains(&text.path));
        faults
    }
}

/// The files of published records in which a draft is named: with it, the site could not be built. The inputs are as they
/// were afterwards.
pub fn named_early(inputs: &mut Inputs, records: &[NewRecord], now: Timestamp) -> BTreeSet<String> {
    let paths: Vec<String> = records.iter().map(NewRecord::path).collect();
    put(inputs, records);
    let mut passed_over = Vec::new();
    let documents = read_documents(&mut passed_over, inputs);
    let archive = resolve(&mut passed_over, inputs, documents, Moment { now, drafts: false });
    let secrets = leaks::secrets(&archive, &[], &[]);
    let mut found = BTreeSet::new();
    for record in archive.records.iter() {
        let text = inputs.text(record.file);
        let named = secrets.search_texts(&text.path, || vec![text.text().into_owned()]);
        let is_own =
            |own: &Diagnostic| own.span.is_some_and(|span| paths.contains(&inputs.text(span.file).path));
        if named.iter().any(is_own) {
            found.insert(text.path.clone());
        }
    }
    inputs.texts.retain(|text| !paths.contains(&text.path));
    found
}

fn put(inputs: &mut Inputs, records: &[NewRecord]) {
    for record in records {
        inputs.texts.push(TextFile { path: record.path(), bytes: record.text().into_bytes() });
    }
    inputs.sort();
}

/// What is wrong with a record alone, without looking at others.
pub fn faults_of(config: &Config, record: &NewRecord) -> Vec<Fault> {
    let text = TextFile { path: record.path(), bytes: record.text().into_bytes() };
    let inputs = Inputs { texts: vec![text], ..Inputs::default() };
    let reading = read_file(&inputs, config, FileId(0));
    let records = std::slice::from_ref(record);
    reading.diagnostics.iter().map(|diagnostic| fault(&inputs, diagnostic, records)).collect()
}

fn diagnostics(inputs: &Inputs, stage: Stage, now: Timestamp) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let options = Options { now, base_url: None, drafts: stage == Stage::Draft };
    build::prepare(&mut diagnostics, inputs, &options);
    diagnostics
}

/// A mistake by its file and its words: places in a file move when others come in.
fn key(inputs: &Inputs, diagnostic: &Diagnostic) -> (String, String) {
    (path_of(inputs, diagnostic), format!("{}: {}", diagnostic.code, diagnostic.message))
}

fn path_of(inputs: &Inputs, diagnostic: &Diagnostic) -> String {
    match diagnostic.span {
        Some(span) => inputs.text(span.file).path.clone(),
        None => diagnostic.path.clone().unwrap_or_default(),
    }
}

fn fault(inputs: &Inputs, diagnostic: &Diagnostic, records: &[NewRecord]) -> Fault {
    let path = path_of(inputs, diagnostic);
    let record = records.iter().find(|record| record.path() == path);
    let mut written = String::new();
    let mut flag = None;
    if let Some(span) = diagnostic.span {
        let text = inputs.text(span.file).text().into_owned();
        written = text.get(span.range()).unwrap_or_default().trim().to_owned();
        flag = record.and_then(|record| question_at(record, &text, span.range().start)).map(|own| own.flag);
    }
    Fault {
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        expected: diagnostic.expected.clone(),
        written,
        path,
        flag,
    }
}

/// The question whose answer stands at a place of the file.
fn question_at(record: &NewRecord, text: &str, at: usize) -> Option<&'static Question> {
    let end_of_fields = text.get(4..)?.find("\n---\n")? + 5;
    let is_answered = |question: &&Question| record.answers.contains_key(question.flag);
    let mut all = questions(record.kind).iter().filter(is_answered);
    if at > end_of_fields {
        return all.find(|question| question.field == "text");
    }
    // The last line before the place that begins with the name of a field.
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let lines: Vec<&str> = text.get(..start)?.lines().chain(text.get(start..)?.lines().next()).collect();
    let is_top = |line: &&&str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(':');
    let top = lines.iter().rposition(|line| is_top(&line))?;
    let field = lines[top].split(':').next()?;
    let inner = lines[top + 1..].iter().rev().find_map(|line| {
        let name = line.strip_prefix("  ")?.split_once(':')?.0;
        name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_').then_some(name)
    });
    let full = inner.map(|inner| format!("{field}.{inner}"));
    let mut candidates = all.filter(|question| question.field.split('.').next() == Some(field));
    let first = candidates.next()?;
    let exact =
        [first].into_iter().chain(candidates).find(|question| Some(question.field) == full.as_deref());
    Some(exact.unwrap_or(first))
}
