//! BibTeX and biblatex files, read into works.
//!
//! Fields and types are those of btxdoc.dvi (BibTeX 0.99) and of the manual of biblatex, 2.1 to 2.3.

mod dates;
mod latex;
mod names;
mod scan;
mod sheet;

use super::told::Told;
use super::work::ImportedWork;
use super::work::Name;
use super::work::Parent;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::ReferenceType;
use scan::Entry;
use scan::Scan;
use sheet::Book;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Types of entries, the kind of work that each is here, and whether it is that and nothing more special.
const TYPES: [(&str, ReferenceType, Fit); 55] = {
    use Fit::Near;
    use Fit::Same;
    use ReferenceType as Type;
    [
        ("book", Type::Book, Same),
        ("mvbook", Type::Book, Same),
        ("booklet", Type::Book, Same),
        ("collection", Type::Book, Same),
        ("mvcollection", Type::Book, Same),
        ("proceedings", Type::Book, Same),
        ("mvproceedings", Type::Book, Same),
        ("reference", Type::Book, Same),
        ("mvreference", Type::Book, Same),
        ("manual", Type::Book, Near),
        ("inbook", Type::Chapter, Same),
        ("bookinbook", Type::Chapter, Same),
        ("suppbook", Type::Chapter, Same),
        ("incollection", Type::Chapter, Same),
        ("suppcollection", Type::Chapter, Same),
        ("inproceedings", Type::Chapter, Same),
        ("conference", Type::Chapter, Same),
        ("inreference", Type::Chapter, Same),
        ("article", Type::Article, Same),
        ("suppperiodical", Type::Article, Same),
        ("review", Type::Article, Near),
        ("periodical", Type::Book, Near),
        ("newspaper", Type::News, Same),
        ("techreport", Type::Report, Same),
        ("report", Type::Report, Same),
        ("unpublished", Type::Report, Near),
        ("standard", Type::Report, Near),
        ("patent", Type::Report, Near),
        ("legislation", Type::Report, Near),
        ("legal", Type::Report, Near),
        ("phdthesis", Type::Thesis, Same),
        ("mastersthesis", Type::Thesis, Same),
        ("thesis", Type::Thesis, Same),
        ("online", Type::Web, Same),
        ("electronic", Type::Web, Same),
        ("www", Type::Web, Same),
        ("letter", Type::Web, Near),
        ("software", Type::Dataset, Near),
        ("dataset", Type::Dataset, Same),
        ("movie", Type::Video, Same),
        ("video", Type::Video, Same),
        ("audio", Type::Video, Near),
        ("performance", Type::Video, Near),
        ("jurisdiction", Type::Court, Same),
        ("artwork", Type::Book, Near),
        ("image", Type::Book, Near),
        // The types of a reference here that neither BibTeX nor biblatex has.
        ("chapter", Type::Chapter, Same),
        ("news", Type::News, Same),
        ("web", Type::Web, Same),
        ("press", Type::Press, Same),
        ("foi", Type::Foi, Same),
        ("contract", Type::Contract, Same),
        ("boardpaper", Type::BoardPaper, Same),
        ("hansard", Type::Hansard, Same),
        ("court", Type::Court, Same),
    ]
};

/// Whether a type of entry has a kind of work of its own here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Same,
    Near,
}

/// What a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// References are written of it, once, and can be mended there.
    Import,
    /// It is a file of the site, and each of its entries is a reference as it stands.
    Site,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// The entries that could be read, in their order.
    pub entries: Vec<Listed>,
    /// The keys of those that could not.
    pub broken: Vec<String>,
}

/// An entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The work.
    pub work: ImportedWork,
    /// Where its key stands.
    pub key: Span,
    /// Where its title stands.
    pub title: Span,
    /// Where it names the entry that it is a part of.
    pub parent: Option<Span>,
    /// `independence`, a field of this format.
    pub independence: Option<Spanned<String>>,
    /// `url_status`, a field of this format.
    pub url_status: Option<Spanned<String>>,
    /// Whether it is of a type that takes the author from the whole.
    takes_author: bool,
}

/// Whether entries can have that type, in small letters.
fn is_type(word: &str) -> bool {
    matches!(word, "misc" | "set" | "xdata" | "string" | "comment" | "preamble")
        || TYPES.iter().any(|(name, ..)| *name == word)
}

/// Reads every entry that can be read, and reports the others and all that a reference has no place for.
pub fn read(told: &mut Vec<Told>, (file, source): (FileId, &str), purpose: Purpose) -> Listing {
    let Scan { entries, broken } = scan::scan(told, file, source);
    let mut listing = Listing { entries: Vec::with_capacity(entries.len()), broken };
    let mut shared = Shared::default();
    let mut own = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry.kind.as_str() {
            "xdata" => _ = shared.entries.entry(entry.key.clone()).or_insert(entry),
            "set" => report_set(told, &entry),
            _ => own.push(entry),
        }
    }
    let books = own.iter().map(|entry| (entry.key.to_lowercase(), Book::of(entry))).collect();
    for mut entry in own {
        shared.fill(told, &mut entry);
        let key = entry.key.clone();
        match sheet::work_of(told, (&books, purpose), entry) {
            Some(work) => listing.entries.push(work),
            None => listing.broken.push(key),
        }
    }
    shared.report_unused(told, purpose);
    inherit_authors(&mut listing.entries);
    listing
}

/// A set of biblatex groups entries that have keys of their own.
fn report_set(told: &mut Vec<Told>, entry: &Entry) {
    let members = entry.fields.iter().find(|field| field.name == "entryset");
    let members = members.map(|field| latex::verbatim(&field.tex)).unwrap_or_default();
    let keys: Vec<String> = members.split(',').map(|key| format!("@{}", key.trim())).collect();
    let words = format!(
        "`{}` is a set of other entries, which are references of their own; it is left out",
        entry.key
    );
    told.push(Told::alone(
        Diagnostic::warning("not-kept", entry.span, words)
            .expected("all of them in one citation")
            .maybe_suggest((!members.is_empty()).then(|| format!("[{}]", keys.join("; ")))),
    ));
}

/// The entries `@xdata`, by key, whose fields others take over by `xdata = {key}`.
#[derive(Default)]
struct Shared {
    entries: BTreeMap<String, Entry>,
    used: BTreeSet<String>,
}

impl Shared {
    /// Fills in the fields that an entry shares with others.
    fn fill(&mut self, told: &mut Vec<Told>, entry: &mut Entry) {
        let mut seen = BTreeSet::new();
        let mut names: BTreeSet<String> = entry.fields.iter().map(|field| field.name.clone()).collect();
        while let Some(at) = entry.fields.iter().position(|field| field.name == "xdata") {
            let keys = entry.fields.remove(at);
            for key in latex::verbatim(&keys.tex).split(',').map(str::trim).filter(|key| !key.is_empty()) {
                let Some(found) = self.entries.get(key) else {
                    let words =
                        format!("`{}`: `xdata` names `{key}`, and the file has no such `@xdata`", entry.key);
                    told.push(Told::alone(
                        Diagnostic::warning("not-kept", keys.span, words)
                            .expected("the key of an entry `@xdata` of this file"),
                    ));
                    continue;
                };
                self.used.insert(key.to_owned());
                if !seen.insert(key.to_owned()) {
                    continue;
                }
                for field in &found.fields {
                    if field.name == "xdata" || names.insert(field.name.clone()) {
                        entry.fields.push(field.clone());
                    }
                }
            }
        }
    }

    fn report_unused(&self, told: &mut Vec<Told>, purpose: Purpose) {
        for entry in self.entries.values().filter(|entry| !self.used.contains(&entry.key)) {
            for field in &entry.fields {
                let (text, _) = latex::text(&field.tex);
                told.push(sheet::not_kept(
                    (&entry.key, purpose),
                    &field.name,
                    &Spanned::new(text, field.span),
                ));
            }
        }
    }
}

/// `@inbook` takes the author from its book where it names none (btxdoc.dvi, 3.1 and 3.2; the manual of biblatex, appendix
/// B, has it for these types alone). All else that BibTeX would fill in stands on the page of the parent.
fn inherit_authors(entries: &mut [Listed]) {
    let is_heir = |entry: &Listed| entry.work.kind == ReferenceType::Chapter && entry.takes_author;
    let wanted: BTreeSet<String> = entries.iter().filter(|own| is_heir(own)).filter_map(parent_key).collect();
    let authors: BTreeMap<String, Vec<Name>> = entries
        .iter()
        .filter(|own| wanted.contains(&own.work.key))
        .map(|own| (own.work.key.clone(), own.work.own.authors.clone()))
        .collect();
    for entry in entries.iter_mut().filter(|own| is_heir(own) && own.work.own.authors.is_empty()) {
        let found = parent_key(entry).and_then(|key| authors.get(&key).cloned());
        entry.work.own.authors = found.unwrap_or_default();
    }
}

fn parent_key(entry: &Listed) -> Option<String> {
    match &entry.work.parent {
        Some(Parent::Key(key)) => Some(key.clone()),
        _ => None,
    }
}
