//! New records as casefile itself reads them, in memory, before any is written.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::read_documents;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::resolve::Moment;
use crate::resolve::resolve;
use crate::span::Span;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A record that is to be written, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Below the site folder.
    pub path: String,
    /// The whole file.
    pub text: String,
    /// The place in the imported file that it was made of.
    pub origin: Span,
    /// What to call it in a message: `row 4`, `davis-2015`.
    pub name: String,
}

/// Takes out every record that casefile would find a mistake in, and tells of each at its place in the imported file. What
/// only a record says that was taken out is a mistake in another, so all are looked at again until none is left.
pub fn keep_sound(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Inputs,
    mut records: Vec<NewRecord>,
    now: Timestamp,
) -> Vec<NewRecord> {
    loop {
        let found = mistakes(site, &records, now);
        let broken: BTreeSet<&String> = found
            .iter()
            .filter(|(_, found)| found.iter().any(|one| one.severity == Severity::Error))
            .map(|(path, _)| path)
            .collect();
        let is_last = broken.is_empty();
        for record in &records {
            let told = found.get(&record.path).filter(|_| is_last || broken.contains(&record.path));
            diagnostics.extend(told.into_iter().flatten().map(|mistake| at_origin(record, mistake)));
        }
        if is_last {
            return records;
        }
        let broken: BTreeSet<String> = broken.into_iter().cloned().collect();
        records.retain(|record| !broken.contains(&record.path));
    }
}

/// The mistakes in each new file, by its path.
///
/// A draft is looked at as a preview shows it, and what would be published as it would be: only then it shows that a
/// record rests on a draft.
fn mistakes(site: &Inputs, records: &[NewRecord], now: Timestamp) -> BTreeMap<String, Vec<Diagnostic>> {
    let new = records
        .iter()
        .map(|record| TextFile { path: record.path.clone(), bytes: record.text.clone().into() });
    let mut inputs = Inputs {
        texts: site.texts.iter().cloned().chain(new).collect(),
        assets: site.assets.clone(),
        refused: Vec::new(),
    };
    inputs.sort();
    let mut diagnostics = Vec::new();
    for drafts in [true, false] {
        let documents = read_documents(&mut diagnostics, &inputs);
        drop(resolve(&mut diagnostics, &inputs, documents, Moment { now, drafts }));
    }
    let new: BTreeSet<&String> = records.iter().map(|record| &record.path).collect();
    let mut found: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let path =
            diagnostic.span.map(|span| &inputs.text(span.file).path).or(diagnostic.path.as_ref()).cloned();
        if let Some(path) = path.filter(|path| new.contains(path)) {
            let told = found.entry(path).or_default();
            if !told.contains(&diagnostic) {
                told.push(diagnostic);
            }
        }
    }
    found
}

/// The same mistake, told where the record comes from: there is no other file yet.
fn at_origin(record: &NewRecord, mistake: &Diagnostic) -> Diagnostic {
    let end = if mistake.severity == Severity::Error { "; it is left out" } else { "" };
    Diagnostic {
        message: format!("{}: {}{end}", record.name, mistake.message),
        span: Some(record.origin),
        path: None,
        others: Vec::new(),
        ..mistake.clone()
    }
}
