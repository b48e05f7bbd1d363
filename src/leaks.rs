//! Nothing that is withheld occurs in any output.
//!
//! Each finished file is searched, in one pass, for what would give a withheld record away: its address, its title
//! and the names of its files. A word that is common (a topic called "Letters") is looked for only where it would
//! be the record's own: as an address, or as the whole of a heading or link.

use crate::archive::Archive;
use crate::archive::Withheld;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::vocabulary::Kind;
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;

/// A title of at least so many words is searched for anywhere in a text.
const DISTINCTIVE_WORDS: usize = 3;

/// What is searched for.
pub struct Secrets {
    searcher: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

struct Pattern {
    what: &'static str,
    text: String,
    span: Span,
}

/// What must not occur in the output of an archive.
pub fn secrets(archive: &Archive) -> Secrets {
    let public = PublicNames::of(archive);
    let mut patterns: Vec<Pattern> = Vec::new();
    for withheld in &archive.withheld {
        for (what, text) in names_of(withheld, &public) {
            patterns.push(Pattern { what, text, span: withheld.span });
        }
    }
    let texts = patterns.iter().map(|pattern| pattern.text.as_bytes());
    let searcher = (!patterns.is_empty())
        .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(texts).ok())
        .flatten();
    Secrets { searcher, patterns }
}

/// Names that published records have too: they give nothing away.
struct PublicNames {
    titles: BTreeSet<String>,
    files: BTreeSet<String>,
}

impl PublicNames {
    fn of(archive: &Archive) -> Self {
        let files = archive.assets.iter().filter(|asset| asset.published);
        Self {
            titles: archive.records.iter().map(|record| record.common.title.value.to_lowercase()).collect(),
            files: files
                .map(|asset| asset.path.rsplit('/').next().unwrap_or_default().to_lowercase())
                .collect(),
        }
    }
}

fn names_of(withheld: &Withheld, public: &PublicNames) -> Vec<(&'static str, String)> {
    let id = &withheld.id;
    let folder = withheld.kind.folder();
    let mut names = match withheld.kind {
        Kind::Page => vec![("address", format!("\"{id}.html\"")), ("address", format!("/{id}.html\""))],
        _ => vec![
            ("address", format!("{folder}/{id}.html")),
            ("address", format!("{folder}/{id}/")),
            ("id", format!("\"{id}\"")),
        ],
    };
    // Three parts and more make an id that no sentence has by chance.
    if id.matches('-').count() + 1 >= DISTINCTIVE_WORDS {
        names.push(("id", id.clone()));
    }
    if !public.titles.contains(&withheld.title.to_lowercase()) {
        let escaped = escape(&withheld.title);
        if withheld.title.split_whitespace().count() >= DISTINCTIVE_WORDS {
            names.push(("title", escaped));
        } else {
            names.push(("title", format!(">{escaped}<")));
        }
    }
    for file in withheld.files.iter().filter(|file| !public.files.contains(&file.to_lowercase())) {
        names.push(("file name", crate::url::href(file)));
    }
    names
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let _ = pulldown_cmark_escape::escape_html(&mut escaped, text);
    escaped
}

impl Secrets {
    /// Reports what of it occurs in a file of the output.
    pub fn search(&self, path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
        let Some(searcher) = &self.searcher else { return Vec::new() };
        let in_bytes = searcher.find_overlapping_iter(bytes);
        let in_path = searcher.find_overlapping_iter(path);
        let found: BTreeSet<usize> =
            in_bytes.chain(in_path).map(|found| found.pattern().as_usize()).collect();
        found.into_iter().map(|index| self.report(path, &self.patterns[index])).collect()
    }

    fn report(&self, path: &str, pattern: &Pattern) -> Diagnostic {
        let words = format!("the {} of a record that is not published yet occurs in `{path}`", pattern.what);
        Diagnostic::error("leak", pattern.span, words)
            .expected("no published record that names this one before its time; nothing was published")
    }
}
