//! BibTeX and biblatex files, read into works that become references of their own.

use super::work::ImportedWork;
use super::work::not_kept;
use crate::bibliography::bibtex;
use crate::bibliography::bibtex::Purpose;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;

/// Reads every entry that can be read, and reports the others and all that a reference has no place for.
pub fn read(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Vec<ImportedWork> {
    let mut told = Vec::new();
    let listing = bibtex::read(&mut told, (file, source), Purpose::Import);
    diagnostics.extend(told.into_iter().map(|told| told.diagnostic));
    let mut works = Vec::with_capacity(listing.entries.len());
    for entry in listing.entries {
        for (name, word) in [("independence", entry.independence), ("url_status", entry.url_status)] {
            diagnostics.extend(word.map(|word| not_kept(&entry.work.key, name, &word)));
        }
        works.push(entry.work);
    }
    works
}
