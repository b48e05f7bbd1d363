//! Texts with their holes filled, and the list of sources that they cite.

use super::Context;
use super::copies;
use super::parts;
use super::rows;
use super::rows::Work;
use super::rows::facts_html;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::archive::RecordId;
use crate::cite;
use crate::cite::Stretch;
use crate::document::Archived;
use crate::document::Source;
use crate::markdown::Citation;
use crate::markdown::Hole;
use crate::markdown::Html;
use crate::markdown::Target;
use crate::markdown::sentence;
use crate::markdown::sentence::Piece;
use crate::url;
use crate::view;
use pulldown_cmark_escape::escape_html;
use std::fmt::Write;

/// The sources of a page, numbered in the order in which the page names them.
#[derive(Default)]
pub(super) struct Sources {
    list: Vec<Entry>,
}

/// A source with what the page takes from it.
struct Entry {
    id: RecordId,
    quotes: Vec<view::Quote>,
    /// Locators of places that are named without their words.
    places: Vec<String>,
}

impl Sources {
    /// The number of a source, from 1; it is given one if it has none.
    pub(super) fn number(&mut self, id: RecordId) -> usize {
        if let Some(index) = self.list.iter().position(|entry| entry.id == id) {
            return index + 1;
        }
        self.list.push(Entry { id, quotes: Vec::new(), places: Vec::new() });
        self.list.len()
    }

    /// A place that rests on a source.
    pub(super) fn refer(&mut self, cx: &Context<'_>, source: &Source<AsMeant>) -> view::SourceRef {
        let number = self.number(source.record);
        let work = rows::work(cx, source.record);
        let locator = source.at.as_deref().map(cite::locator);
        let entry = &mut self.list[number - 1];
        if let Some(text) = &source.quote {
            let quote = view::Quote { text: text.clone(), locator: locator.clone(), found: None };
            if !entry.quotes.iter().any(|known| known.text == quote.text && known.locator == quote.locator) {
                entry.quotes.push(quote);
            }
        } else if let Some(locator) = &locator
            && !entry.places.contains(locator)
        {
            entry.places.push(locator.clone());
        }
        view::SourceRef {
            number,
            text: work.cited.clone(),
            locator,
            quote: source.quote.clone(),
            found: None,
        }
    }

    pub(super) fn refer_all(
        &mut self,
        cx: &Context<'_>,
        sources: &[Source<AsMeant>],
    ) -> Vec<view::SourceRef> {
        sources.iter().map(|source| self.refer(cx, source)).collect()
    }

    /// All of them together, for reference managers.
    pub(super) fn copies(&self, cx: &Context<'_>, page: Option<RecordId>) -> Vec<view::DataCopy> {
        let ids: Vec<RecordId> = self.list.iter().map(|entry| entry.id).collect();
        copies::of_sources(cx, &ids, page)
    }

    /// The numbered list.
    pub(super) fn into_views(self, cx: &Context<'_>) -> Vec<view::Source> {
        let numbered = self.list.into_iter().zip(1..);
        numbered
            .map(|(entry, number)| view::Source {
                number,
                facts_html: facts_html(cx, entry.id),
                quotes: entry.quotes,
                places: entry.places,
            })
            .collect()
    }
}

pub(super) fn source_facts(cx: &Context<'_>, id: RecordId) -> view::SourceFacts {
    let reference = cx.archive.record(id).reference();
    view::SourceFacts {
        citation: citation(cx, id),
        href: Some(parts::href(cx, id)),
        kind: Some(match reference {
            _ if cx.archive.record(id).is_withdrawn() => parts::term(cx, "change", "withdrawn"),
            Some(reference) => parts::term_of(cx, "reference_type", reference.kind),
            None => parts::term_of(cx, "kind", cx.archive.record(id).kind),
        }),
        independence: reference
            .and_then(|own| own.independence)
            .map(|own| parts::term_of(cx, "independence", own)),
        url: reference.and_then(|own| own.work.url.clone()),
        url_status: reference
            .filter(|own| own.work.url.is_some())
            .map(|own| parts::term_of(cx, "url_status", own.url_status)),
        archived: reference.map(|own| archived(cx, &own.archived)).unwrap_or_default(),
        coins: copies::coins_of(cx, id),
    }
}

pub(super) fn archived(cx: &Context<'_>, copies: &[Archived]) -> Vec<view::Archived> {
    let host = |url: &str| {
        url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned()
    };
    copies
        .iter()
        .map(|copy| view::Archived {
            url: copy.url.clone(),
            host: host(&copy.url),
            date: parts::some_date(cx, copy.date.as_ref()),
        })
        .collect()
}

/// A citation in full, as the theme shows it.
pub(super) fn citation(cx: &Context<'_>, id: RecordId) -> Vec<view::Run> {
    runs(cite::in_full(cx.citing(), id))
}

pub(super) fn runs(stretches: Vec<Stretch>) -> Vec<view::Run> {
    let run = |stretch: Stretch| view::Run { text: stretch.text, title: stretch.title, url: None };
    stretches.into_iter().map(run).collect()
}

/// A text as HTML. Citations lead to the list of sources of the page.
pub(super) fn html(
    cx: &Context<'_>,
    from: RecordId,
    root: &str,
    text: &Html,
    sources: &mut Sources,
) -> String {
    let body = &cx.archive.record(from).body;
    text.filled(|out, hole| match hole {
        Hole::LinkStart(index) => link_start(cx, out, root, &body.targets[*index].to),
        Hole::LinkEnd(index) => {
            if leads_somewhere(&body.targets[*index].to) {
                out.push_str("</a>");
            }
        }
        Hole::Title(index) => title(cx, out, &body.targets[*index]),
        Hole::Image(index, alt) => {
            if let LinkTarget::Asset(asset) = &body.targets[*index].to {
                let path = url::href(&url::asset_path(&cx.archive.asset(*asset).path));
                push(out, &["<img src=\"", root, &path, "\" alt=\""]);
                escape(out, alt);
                out.push_str("\" loading=\"lazy\" />");
            }
        }
        Hole::Citation(index) => cited(cx, out, &body.citations[*index], sources),
        other => fixed(cx, out, other),
    })
}

/// What is shown of a link that has no text of its own.
fn title(cx: &Context<'_>, out: &mut String, target: &Target<AsMeant>) {
    if let LinkTarget::Record(id, _) = &target.to {
        let title = &cx.archive.record(*id).common.title.value;
        escape(out, target.label.as_deref().unwrap_or(title));
    }
}

/// The bar in the place of what is withheld.
fn redacted(cx: &Context<'_>, out: &mut String, reason: &str) {
    let label = label(cx, "text.redacted");
    push(out, &["<span class=\"redacted\"><span class=\"hidden\">", &label, " </span>"]);
    escape(out, reason);
    out.push_str("</span>");
}

/// Holes that need no archive, only words.
fn fixed(cx: &Context<'_>, out: &mut String, hole: &Hole) {
    match hole {
        Hole::Redaction(reason) => redacted(cx, out, reason),
        Hole::FootnoteRef(number, nth) => {
            let suffix = if *nth > 1 { format!("-{nth}") } else { String::new() };
            let label = label(cx, "text.footnote");
            let _ = write!(
                out,
                "<sup class=\"footnote-ref\" id=\"fnref-{number}{suffix}\"><a href=\"#fn-{number}\"><span class=\"hidden\">{label} </span>{number}</a></sup>"
            );
        }
        Hole::FootnoteBack(number, count) => {
            for nth in 1..=*count {
                let suffix = if nth > 1 { format!("-{nth}") } else { String::new() };
                let label = match nth {
                    1 => label(cx, "text.back"),
                    nth => escaped(&cx.words.fill("text.back_again", &[("n", &nth.to_string())])),
                };
                let _ = write!(
                    out,
                    " <a class=\"footnote-back\" href=\"#fnref-{number}{suffix}\" aria-label=\"{label}\">↩</a>"
                );
            }
        }
        Hole::TableStart => {
            let label = label(cx, "text.table");
            let _ = writeln!(
                out,
                "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">"
            );
        }
        Hole::Task(done) => {
            let (label, sign) = if *done {
                (label(cx, "text.task_done"), "☑")
            } else {
                (label(cx, "text.task_open"), "☐")
            };
            let _ = write!(out, "<span class=\"task\" role=\"img\" aria-label=\"{label}\">{sign}</span> ");
        }
        _ => {}
    }
}

fn leads_somewhere(target: &LinkTarget) -> bool {
    !matches!(target, LinkTarget::Withheld | LinkTarget::Broken)
}

fn link_start(cx: &Context<'_>, out: &mut String, root: &str, target: &LinkTarget) {
    match target {
        LinkTarget::Record(id, fragment) => internal(out, root, cx.href(*id), fragment.as_deref()),
        LinkTarget::Generated(path, fragment) => internal(out, root, &url::href(path), fragment.as_deref()),
        LinkTarget::Asset(asset) => {
            internal(out, root, &url::href(&url::asset_path(&cx.archive.asset(*asset).path)), None)
        }
        LinkTarget::Fragment(fragment) => {
            out.push_str("<a href=\"#");
            escape(out, fragment);
            out.push_str("\">");
        }
        LinkTarget::Url(address) => {
            out.push_str("<a href=\"");
            escape(out, address);
            out.push_str("\" rel=\"external noopener\">");
        }
        LinkTarget::Withheld | LinkTarget::Broken => {}
    }
}

fn internal(out: &mut String, root: &str, href: &str, fragment: Option<&str>) {
    push(out, &["<a href=\"", root, href]);
    if let Some(fragment) = fragment {
        out.push('#');
        escape(out, fragment);
    }
    out.push_str("\">");
}

/// A citation in the text: `(Davis, Lister and Wrigley, 2015, ch. 4; Leys and Player, 2011)`.
fn cited(cx: &Context<'_>, out: &mut String, citation: &Citation<AsMeant>, sources: &mut Sources) {
    out.push_str("<span class=\"citation\">");
    write_citation(cx, out, citation, |work| Some(sources.number(work)));
    out.push_str("</span>");
}

/// A citation, where each work leads to its place in the list of sources if it has one.
fn write_citation(
    cx: &Context<'_>,
    out: &mut String,
    citation: &Citation<AsMeant>,
    mut number: impl FnMut(RecordId) -> Option<usize>,
) {
    for (index, work) in citation.works.iter().enumerate() {
        let number = number(work.record);
        let Work { authors, year, .. } = rows::work(cx, work.record);
        // Behind the author in the sentence there may be other works: `@davis-2015 [ch. 4; @leys-2011]`.
        let narrative = citation.narrative && index == 0;
        if narrative {
            escape(out, authors);
            out.push(' ');
        }
        out.push_str(if index == 0 { "(" } else { "; " });
        if let Some(prefix) = &work.prefix {
            push(out, &[&prefix.html, " "]);
        }
        if let Some(number) = number {
            let _ = write!(out, "<a href=\"#s-source-{number}\">");
        }
        if !narrative && !work.without_author {
            escape(out, authors);
            out.push_str(", ");
        }
        escape(out, year);
        out.push_str(if number.is_some() { "</a>" } else { "" });
        if let Some(at) = &work.at {
            push(out, &[", ", &cite::locator(&at.html)]);
        }
    }
    out.push_str(if citation.works.is_empty() { "" } else { ")" });
}

/// Behind this many bytes no further stretch of a sentence is quoted.
const LONGEST_SENTENCE: usize = 3000;

/// A sentence of a record as its page shows it, without links: citations as they read there, bars where they stand.
pub(super) fn sentence_html(cx: &Context<'_>, from: RecordId, sentence: &str) -> String {
    let body = &cx.archive.record(from).body;
    let mut html = String::with_capacity(sentence.len() + sentence.len() / 8);
    let mut struck = 0;
    for piece in sentence::pieces(sentence) {
        // Titles make it longer than it was measured to be.
        if html.len() > LONGEST_SENTENCE {
            html.push('…');
            break;
        }
        match piece {
            Piece::Words(words) => escape(&mut html, words),
            Piece::Title(index) => title(cx, &mut html, &body.targets[index]),
            Piece::Citation(index) => write_citation(cx, &mut html, &body.citations[index], |_| None),
            Piece::Redaction(index) => redacted(cx, &mut html, &body.redactions[index]),
            Piece::Struck => {
                html.push_str("<del>");
                struck += 1;
            }
            Piece::StruckEnd if struck > 0 => {
                html.push_str("</del>");
                struck -= 1;
            }
            Piece::StruckEnd => {}
        }
    }
    html.push_str(&"</del>".repeat(struck));
    html
}

fn push(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

fn escape(out: &mut String, text: &str) {
    let _ = escape_html(&mut *out, text);
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(&mut html, text);
    html
}

/// A word of the theme as it stands in markup.
pub(super) fn label(cx: &Context<'_>, key: &str) -> String {
    escaped(cx.words.get(key))
}
