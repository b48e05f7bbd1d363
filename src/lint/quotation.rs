//! The words of a source stand in the copy that is kept of it.

use super::Context;
use super::Finding;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Record;
use crate::document::Source;
use crate::html::unescape;
use crate::input::AssetId;
use crate::rule::Level;
use crate::rule::Rule;
use crate::span::Span;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Copies that can be read as text, by the end of their names.
const TEXTS: [&str; 5] = [".txt", ".text", ".md", ".html", ".htm"];

/// The copies in which quotations are looked for, of sources whose words are quoted; none where that rule is held less
/// strictly than `least`.
pub fn copies_wanted(archive: &Archive, least: Level) -> BTreeSet<AssetId> {
    if archive.config.level(Rule::QuotationNotFound) < least.max(Level::Warn) {
        return BTreeSet::new();
    }
    let records = archive.records.iter().filter(|record| !record.is_withdrawn());
    let quoted = records.flat_map(quoted_sources).map(|source| archive.record(source.record));
    let copies = quoted.filter_map(copy_of);
    copies.filter(|id| is_text(&archive.asset(*id).path)).collect()
}

fn is_text(path: &str) -> bool {
    let path = path.to_lowercase();
    TEXTS.iter().any(|ending| path.ends_with(ending))
}

/// The copy that is kept of a source.
fn copy_of(record: &Record<AsMeant>) -> Option<AssetId> {
    let of_reference = record.reference().and_then(|own| own.copy.as_ref());
    let of_release = record.press_release().and_then(|own| own.original.as_ref());
    of_reference.or(of_release).map(|own| own.file)
}

/// The sources of a record that quote.
fn quoted_sources(record: &Record<AsMeant>) -> impl Iterator<Item = &Source<AsMeant>> {
    let incident = record.incident().into_iter();
    let of_incident = incident.flat_map(|own| {
        let claims = own.claims.iter().flat_map(|claim| &claim.sources);
        let events = own.timeline.iter().flat_map(|event| &event.sources);
        let figures = own.figures.iter().filter_map(|figure| figure.source.as_ref());
        claims.chain(events).chain(figures).chain(&own.sources)
    });
    let of_release = record.press_release().into_iter().flat_map(|own| &own.sources);
    of_incident.chain(of_release).filter(|source| source.quote.is_some())
}

/// The texts of sources, as quotations are compared with them.
pub(super) struct Copies(BTreeMap<RecordId, String>);

impl Copies {
    /// Of every source that is quoted and has a text.
    pub(super) fn of(cx: Context<'_>) -> Self {
        let records = cx.archive.records.iter().filter(|record| !record.is_withdrawn());
        let quoted: BTreeSet<RecordId> = records.flat_map(quoted_sources).map(|own| own.record).collect();
        let texts = quoted.into_par_iter().filter_map(|id| Some((id, folded(&text_of(cx, id)?))));
        Self(texts.collect())
    }
}

/// The text of a source: of its copy or, of a press release that has none, its own.
fn text_of(cx: Context<'_>, id: RecordId) -> Option<String> {
    let record = cx.archive.record(id);
    let Some(copy) = copy_of(record) else {
        record.press_release()?;
        let (text, start) = super::body_of(cx, record)?;
        return Some(text[start..].to_owned());
    };
    let text = cx.copies.get(&copy)?;
    let path = cx.archive.asset(copy).path.to_lowercase();
    let is_html = path.ends_with(".html") || path.ends_with(".htm");
    Some(if is_html { without_tags(text) } else { text.clone() })
}

fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for piece in html.split('<') {
        // The first piece may be no tag, but it stands before the page.
        text.push_str(&unescape(piece.split_once('>').map_or(piece, |(_, text)| text)));
    }
    text
}

pub(super) fn look(cx: Context<'_>, copies: &Copies, found: &mut Vec<Finding>, id: RecordId) {
    let record = cx.archive.record(id);
    for source in quoted_sources(record) {
        let (Some(quote), Some(text)) = (&source.quote, copies.0.get(&source.record)) else { continue };
        if stands_in(quote, text) {
            continue;
        }
        let of = &cx.archive.record(source.record).common.title.value;
        found.push(Finding {
            rule: Rule::QuotationNotFound,
            span: place_of(cx, record, quote),
            words: format!("these words are not in the copy that is kept of “{of}”"),
            expected: "the words of the source, letter by letter, with `[...]` for what is left out"
                .to_owned(),
        });
    }
}

/// Whether a quotation stands in a text that is folded. What stands between its marks of omission is looked for in turn.
pub(super) fn stands_in(quote: &str, text: &str) -> bool {
    let mut rest = text;
    quote.replace("[…]", "[...]").split("[...]").map(folded).all(|piece| match rest.find(&piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

/// A text without white space, hyphens and marks of quotation, in small letters: what a line break, an editor or a printer
/// changes.
pub(super) fn folded(text: &str) -> String {
    let kept = text.chars().filter(|sign| {
        !sign.is_whitespace()
            && !matches!(sign, '\'' | '"' | '`' | '‘'..='‟' | '«' | '»' | '-' | '‐'..='―' | '\u{ad}' | '\u{feff}' | '\u{200b}')
    });
    kept.flat_map(char::to_lowercase)
        .map(|sign| if sign == '…' { '.' } else { sign })
        .collect::<String>()
        .replace("...", ".")
}

/// Where a quotation is written, or else the start of its record.
fn place_of(cx: Context<'_>, record: &Record<AsMeant>, quote: &str) -> Span {
    let text = cx.inputs.text(record.file).text();
    let front_matter = text.get(record.span.range()).unwrap_or_default();
    let first: String =
        quote.split(['"', '\n', '\\']).max_by_key(|piece| piece.len()).unwrap_or_default().to_owned();
    let places = || front_matter.match_indices(&first).map(|(at, _)| at).filter(|_| !first.is_empty());
    // The same words may stand in the claim.
    let is_field =
        |at: &usize| front_matter[..*at].trim_end_matches(['"', '\'', ' ', '“']).ends_with("quote:");
    match places().find(is_field).or_else(|| places().next()) {
        Some(at) => {
            let start = record.span.range().start + at;
            Span::new(record.file, start, start + first.len())
        }
        None => record.common.title.span,
    }
}
