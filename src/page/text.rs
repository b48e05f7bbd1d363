//! Texts with their holes filled, and the list of sources that they cite.

use super::Context;
use super::copies;
use super::parts;
use super::rows;
use super::rows::facts_html;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::archive::RecordId;
use crate::cite;
use crate::cite::PageCitations;
use crate::cite::Piece;
use crate::cite::Stretch;
use crate::document::Archived;
use crate::document::Record;
use crate::document::Source;
use crate::locator;
use crate::markdown::Hole;
use crate::markdown::Html;
use crate::markdown::Target;
use crate::markdown::sentence;
use crate::markdown::sentence::Piece as Part;
use crate::url;
use crate::view;
use pulldown_cmark_escape::escape_html;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The sources of a page, numbered in the order of its list.
#[derive(Default)]
pub(super) struct Sources {
    root: String,
    citing: PageCitations,
    taken: BTreeMap<RecordId, Taken>,
    /// The citations that stand in the page, each with its number.
    cited: BTreeSet<usize>,
    /// How many other places name a source.
    places: usize,
}

/// What a page takes from a source.
#[derive(Default)]
struct Taken {
    quotes: Vec<view::Quote>,
    /// Locators of places that are named without their words.
    places: Vec<String>,
    /// The ids of the places that rest on it.
    from: Vec<String>,
}

impl Sources {
    /// Those of the page of a record.
    pub(super) fn of(cx: &Context<'_>, id: RecordId, root: &str) -> Self {
        let record = cx.archive.record(id);
        let citing = cite::of_page(cx.citing(), &record.body.citations, &named_in_fields(record));
        let mut taken: BTreeMap<RecordId, Taken> = BTreeMap::new();
        for (id, place) in &citing.unprinted {
            let places = &mut taken.entry(*id).or_default().places;
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        Self { root: root.to_owned(), citing, taken, ..Self::default() }
    }

    /// The number of a source, from 1; none where the page does not list it.
    fn number(&self, id: RecordId) -> Option<usize> {
        self.citing.order.iter().position(|own| *own == id).map(|index| index + 1)
    }

    /// A place that rests on a source.
    pub(super) fn refer(&mut self, cx: &Context<'_>, source: &Source<AsMeant>) -> view::SourceRef {
        let locator = source.at.as_deref().map(locator::printed);
        self.places += 1;
        let id = format!("s-ref-{}", self.places);
        let taken = self.taken.entry(source.record).or_default();
        if let Some(text) = &source.quote {
            let quote = view::Quote { text: text.clone(), locator: locator.clone(), found: None };
            if !taken.quotes.iter().any(|known| known.text == quote.text && known.locator == quote.locator) {
                taken.quotes.push(quote);
            }
        } else if let Some(locator) = &locator
            && !taken.places.contains(locator)
        {
            taken.places.push(locator.clone());
        }
        taken.from.push(id.clone());
        view::SourceRef {
            id,
            number: self.number(source.record).unwrap_or_default(),
            text: rows::label(cx, source.record).to_owned(),
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

    /// Notes what a list of sources says of them: such a list is no place of its own to lead back to.
    pub(super) fn list(&mut self, cx: &Context<'_>, sources: &[Source<AsMeant>]) {
        for source in sources {
            let id = self.refer(cx, source).id;
            if let Some(taken) = self.taken.get_mut(&source.record) {
                taken.from.retain(|own| *own != id);
            }
        }
    }

    /// The notes of a style that has them.
    pub(super) fn notes_html(&self, cx: &Context<'_>) -> String {
        let mut html = String::new();
        let shown = self.citing.notes.iter().zip(1..).filter(|(_, number)| self.cited.contains(number));
        for (note, number) in shown {
            let _ = write!(html, "<li id=\"s-note-{number}\" value=\"{number}\">");
            write_pieces(&mut html, note, |id| self.number(id));
            let label = escaped(&cx.words.fill("text.note_back", &[("n", &number.to_string())]));
            let _ = writeln!(
                html,
                " <a class=\"footnote-back\" href=\"#s-cite-{number}\" aria-label=\"{label}\">↩</a></li>"
            );
        }
        if html.is_empty() {
            return html;
        }
        let label = label(cx, "text.notes");
        format!(
            "<section class=\"notes-of-sources\" aria-label=\"{label}\">\n<ol>\n{html}</ol>\n</section>\n"
        )
    }

    /// All of them together, for reference managers.
    pub(super) fn copies(&self, cx: &Context<'_>, page: Option<RecordId>) -> Vec<view::DataCopy> {
        copies::of_sources(cx, &self.citing.order, page)
    }

    /// The numbered list.
    pub(super) fn into_views(self, cx: &Context<'_>) -> Vec<view::Source> {
        let Self { root, citing, mut taken, cited, .. } = self;
        let mut back: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
        for (number, works) in cited.iter().filter_map(|number| Some((number, citing.works.get(number - 1)?)))
        {
            for work in works {
                back.entry(*work).or_default().push(format!("s-cite-{number}"));
            }
        }
        let view = |(id, number): (RecordId, usize)| {
            let taken = taken.remove(&id).unwrap_or_default();
            let places = back.remove(&id).into_iter().flatten().chain(taken.from);
            view::Source {
                number,
                facts_html: match citing.entries.get(&id) {
                    Some(own) => {
                        let citation = runs(own);
                        rows::own_facts_html(
                            cx,
                            &root,
                            &view::SourceFacts { citation, ..source_facts(cx, id) },
                        )
                    }
                    None => facts_html(cx, id),
                },
                quotes: taken.quotes,
                places: taken.places,
                cited_at: places.collect(),
            }
        };
        citing.order.iter().copied().zip(1..).map(view).collect()
    }
}

/// The works that the fields of a record name, in the order of its page.
fn named_in_fields(record: &Record<AsMeant>) -> Vec<RecordId> {
    let mut named = Vec::new();
    let mut add = |sources: &[Source<AsMeant>]| named.extend(sources.iter().map(|source| source.record));
    if let Some(incident) = record.incident() {
        incident.claims.iter().for_each(|claim| add(&claim.sources));
        incident.timeline.iter().for_each(|event| add(&event.sources));
        incident
            .figures
            .iter()
            .filter_map(|figure| figure.source.as_ref())
            .for_each(|own| add(std::slice::from_ref(own)));
        add(&incident.sources);
    }
    if let Some(release) = record.press_release() {
        add(&release.sources);
    }
    named
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
    runs(cx.citing().in_full(id))
}

/// A citation in full that is a link itself, in which nothing else leads anywhere.
pub(super) fn linked_citation(cx: &Context<'_>, id: RecordId) -> Vec<view::Run> {
    citation(cx, id).into_iter().map(|run| view::Run { url: None, ..run }).collect()
}

pub(super) fn runs(stretches: &[Stretch]) -> Vec<view::Run> {
    let run = |stretch: &Stretch| view::Run {
        text: stretch.text.clone(),
        title: stretch.look.italic,
        bold: stretch.look.bold,
        small_caps: stretch.look.small_caps,
        raised: stretch.look.raised,
        url: stretch.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
    };
    stretches.iter().map(run).collect()
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
    text.filled_before(|out, hole, behind| {
        match hole {
            Hole::Citation(index) => return cited(cx, out, (*index, behind), sources),
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
            other => fixed(cx, out, other),
        }
        0
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
/// A citation and, if it is the number of a note, the mark of punctuation behind it, which comes first: "it was so.¹" Says how
/// many bytes of the text behind it that is.
fn cited(cx: &Context<'_>, out: &mut String, (index, behind): (usize, &str), sources: &mut Sources) -> usize {
    let number = index + 1;
    let in_text = sources.citing.in_text.get(index).map_or(&[][..], Vec::as_slice);
    let is_number = index < sources.citing.notes.len() && in_text.is_empty();
    let mark = if is_number { mark_before(out, behind) } else { 0 };
    out.push_str(&behind[..mark]);
    // A text that stands in a page twice is led back to once.
    if sources.cited.insert(number) {
        let _ = write!(out, "<span class=\"citation\" id=\"s-cite-{number}\">");
    } else {
        out.push_str("<span class=\"citation\">");
    }
    write_pieces(out, in_text, |id| sources.number(id));
    if index < sources.citing.notes.len() {
        let label = label(cx, "text.note");
        let _ = write!(
            out,
            "<sup class=\"note-ref\"><a href=\"#s-note-{number}\"><span class=\"hidden\"> {label} </span>[{number}]</a></sup>"
        );
    }
    out.push_str("</span>");
    mark
}

/// Marks of punctuation, and of the end of a quotation, which the number of a note stands behind.
const MARKS: [char; 8] = ['.', ',', ';', ':', '!', '?', '”', '’'];

/// Takes away the space before the number of a note, and says how long the marks are that stand before it.
fn mark_before(out: &mut String, behind: &str) -> usize {
    out.truncate(out.trim_end_matches(' ').len());
    let marks = behind.len() - behind.trim_start_matches(MARKS).len();
    // A full stop before the citation ends the sentence already.
    if out.ends_with(MARKS) && !behind.starts_with(['”', '’']) { 0 } else { marks }
}

/// A citation, where each work leads to its place in the list of sources if it has one.
fn write_pieces(out: &mut String, pieces: &[Piece], number: impl Fn(RecordId) -> Option<usize>) {
    let mut is_open = false;
    for piece in pieces {
        match piece {
            Piece::Words(stretch) => write_stretch(out, stretch),
            Piece::Written(affix) => out.push_str(&affix.html),
            Piece::Start(id) => {
                if let Some(number) = number(*id) {
                    let _ = write!(out, "<a href=\"#s-source-{number}\">");
                    is_open = true;
                }
            }
            Piece::End if is_open => {
                out.push_str("</a>");
                is_open = false;
            }
            Piece::End => {}
        }
    }
}

fn write_stretch(out: &mut String, stretch: &Stretch) {
    let look = stretch.look;
    let tags = [
        (look.italic, "<cite>", "</cite>"),
        (look.bold, "<b>", "</b>"),
        (look.small_caps, "<span class=\"small-caps\">", "</span>"),
        (look.raised, "<sup>", "</sup>"),
        (look.lowered, "<sub>", "</sub>"),
    ];
    let used = || tags.iter().filter(|(is_used, ..)| *is_used);
    used().for_each(|(_, start, _)| out.push_str(start));
    escape(out, &stretch.text);
    used().rev().for_each(|(.., end)| out.push_str(end));
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
            Part::Words(words) => escape(&mut html, words),
            Part::Title(index) => title(cx, &mut html, &body.targets[index]),
            Part::Citation(index) => match cx.citing().alone(&body.citations[index]).as_slice() {
                // In a style of notes nothing of it stands in the sentence, and no space before it either.
                [] => html.truncate(html.trim_end().len()),
                pieces => write_pieces(&mut html, pieces, |_| None),
            },
            Part::Redaction(index) => redacted(cx, &mut html, &body.redactions[index]),
            Part::Struck => {
                html.push_str("<del>");
                struck += 1;
            }
            Part::StruckEnd if struck > 0 => {
                html.push_str("</del>");
                struck -= 1;
            }
            Part::StruckEnd => {}
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
