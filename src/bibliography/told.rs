//! What is told of a bibliography: a mistake each where that helps, and one for all where hundreds of entries have the same.

use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

/// A mistake, and what it has in common with others of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The mistake by itself.
    pub diagnostic: Diagnostic,
    /// What it says of all entries that have it.
    shared: Option<String>,
}

/// So many places are shown of a mistake that many entries have.
const PLACES: usize = 3;

impl Told {
    /// A mistake that is always told by itself.
    pub fn alone(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, shared: None }
    }

    /// A mistake that is told once where several entries have it, in these words.
    pub fn shared(diagnostic: Diagnostic, words: &str) -> Self {
        Self { diagnostic, shared: Some(words.to_owned()) }
    }
}

/// The mistakes of a file: those that several entries share once, with their number and the first places.
pub fn summary(told: Vec<Told>) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut counts: Vec<(usize, usize, String)> = Vec::new();
    let mut shared: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for Told { diagnostic, shared: words } in told {
        let Some(words) = words else {
            diagnostics.push(diagnostic);
            continue;
        };
        match shared.get(&(diagnostic.code, words.clone())) {
            Some(place) => {
                let (first, count, _) = &mut counts[*place];
                *count += 1;
                let first = &mut diagnostics[*first];
                if let Some(span) = diagnostic.span.filter(|_| first.others.len() + 1 < PLACES) {
                    first.others.push((span, "and here".to_owned()));
                }
            }
            None => {
                shared.insert((diagnostic.code, words.clone()), counts.len());
                counts.push((diagnostics.len(), 1, words));
                diagnostics.push(diagnostic);
            }
        }
    }
    for (first, count, words) in counts.into_iter().filter(|(_, count, _)| *count > 1) {
        diagnostics[first].message = format!("{words}: {count} times in this file, the first here");
    }
    diagnostics
}
