//! Parts that many views have: names, terms, dates, lines of lists.

use super::Context;
use super::Rest;
use super::lists::mentioning;
use super::plan;
use super::rows::head_html;
use super::rows::rows_html;
use super::text;
use crate::archive;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::Mention;
use crate::archive::RecordId;
use crate::config::Config;
use crate::date::PartialDate;
use crate::document::Details;
use crate::document::Figure;
use crate::locator;
use crate::theme::Words;
use crate::url;
use crate::view;
use crate::vocabulary::ReplyStatus;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;

/// Back-links and other lists that grow with the archive are cut here on a record's page; the rest has pages of its own.
pub(super) const CAP: usize = 25;

pub(super) fn date(cx: &Context<'_>, date: &PartialDate) -> view::Date {
    view::Date { words: date.in_words(cx.date_words), machine: date.machine() }
}

pub(super) fn some_date(cx: &Context<'_>, date: Option<&PartialDate>) -> Option<view::Date> {
    date.map(|date| self::date(cx, date))
}

/// A word of a vocabulary whose label is `section.code` in the theme's strings.
pub(super) fn term(cx: &Context<'_>, section: &str, code: &str) -> view::Term {
    let text = cx.words.find_in(section, code).unwrap_or(code).to_owned();
    view::Term { code: code.to_owned(), text, href: None }
}

pub(super) fn term_of<V: Vocabulary>(cx: &Context<'_>, section: &str, value: V) -> view::Term {
    term(cx, section, value.code())
}

pub(super) fn status(cx: &Context<'_>, code: &str) -> view::Term {
    view::Term { href: Some(url::href(&format!("statuses/{code}.html"))), ..term(cx, "status", code) }
}

/// What a harm is called: in the configuration, or in the theme's strings.
pub fn harm_label(config: &Config, words: &Words, code: &str) -> String {
    let own = config.harms.iter().find(|(known, _)| known == code).and_then(|(_, label)| label.clone());
    own.unwrap_or_else(|| words.find_in("harm", code).unwrap_or(code).to_owned())
}

pub(super) fn harm(cx: &Context<'_>, code: &str) -> view::Term {
    view::Term {
        code: code.to_owned(),
        text: harm_label(&cx.archive.config, cx.words, code),
        href: Some(url::href(&format!("harms/{code}.html"))),
    }
}

pub(super) fn href(cx: &Context<'_>, id: RecordId) -> String {
    cx.href(id).to_owned()
}

pub(super) fn title(cx: &Context<'_>, id: RecordId) -> String {
    cx.archive.record(id).common.title.value.clone()
}

pub(super) fn name(cx: &Context<'_>, id: RecordId) -> view::Name {
    view::Name { text: title(cx, id), href: Some(href(cx, id)) }
}

pub(super) fn link(cx: &Context<'_>, id: RecordId) -> view::Link {
    view::Link { text: title(cx, id), href: href(cx, id) }
}

pub(super) fn names_in_role(cx: &Context<'_>, id: RecordId, role: Role) -> Vec<view::Name> {
    let organisations = cx.archive.record(id).incident().map_or(&[][..], |incident| &incident.organisations);
    organisations
        .iter()
        .filter(|(own, _)| *own == role)
        .map(|(_, organisation)| name(cx, *organisation))
        .collect()
}

/// The date by which a record is known: when it happened, was issued or appeared.
pub fn record_date(archive: &Archive, id: RecordId) -> Option<&PartialDate> {
    match &archive.record(id).details {
        Details::Incident(incident) => Some(&incident.date),
        Details::PressRelease(release) => Some(&release.date),
        Details::Reference(_) => archive::date_of_work(&archive.records, archive.record(id)),
        Details::Organisation(_) | Details::Topic(_) | Details::Page(_) => None,
    }
}

/// An incident, a press release or another record as a line of a list.
///
/// Of one that was withdrawn nothing is left but its title.
pub(super) fn entry(cx: &Context<'_>, id: RecordId) -> view::Entry {
    let record = cx.archive.record(id);
    if record.is_withdrawn() {
        return view::Entry {
            kind: term_of(cx, "kind", record.kind),
            title: record.common.title.value.clone(),
            href: href(cx, id),
            status: Some(term(cx, "change", "withdrawn")),
            ..view::Entry::default()
        };
    }
    let incident = record.incident();
    let issuer = record.press_release().and_then(|release| release.issued_by);
    view::Entry {
        kind: term_of(cx, "kind", record.kind),
        title: record.common.title.value.clone(),
        href: href(cx, id),
        date: record_date(cx.archive, id).map(|own| date(cx, own)).unwrap_or_default(),
        status: incident.map(|incident| status(cx, incident.status.code())),
        disputed: incident.is_some_and(|incident| incident.disputed),
        replied: incident.is_some_and(|incident| incident.right_of_reply.status == ReplyStatus::Replied),
        names: match issuer {
            Some(issuer) => vec![name(cx, issuer)],
            None => names_in_role(cx, id, Role::Supplier),
        },
        summary: record.common.summary.clone(),
    }
}

/// Where a list that is cut goes on.
pub(super) struct All<'a> {
    /// How many entries are shown.
    pub(super) cap: usize,
    /// The key of "All 120 incidents" among the words.
    pub(super) words: &'a str,
    /// The site path of the whole list.
    pub(super) path: &'a str,
}

/// The first entries of a list, with a link to all of them where there are more.
pub(super) fn entry_group(cx: &Context<'_>, ids: &[RecordId], rest: &All<'_>) -> view::EntryGroup {
    let shown = &ids[..ids.len().min(rest.cap)];
    view::EntryGroup {
        entries_html: rows_html(cx, shown),
        more: more(cx, ids.len(), rest.cap, rest.words, || rest.path.to_owned()),
    }
}

/// "All 120 incidents", where a list is longer than what is shown of it.
pub(super) fn more(
    cx: &Context<'_>,
    total: usize,
    cap: usize,
    all: &str,
    rest: impl FnOnce() -> String,
) -> Option<view::Link> {
    (total > cap).then(|| view::Link { text: cx.words.count(all, total), href: url::href(&rest()) })
}

pub(super) fn record_line(cx: &Context<'_>, id: RecordId) -> view::RecordLine {
    view::RecordLine { head_html: head_html(cx, id), ..view::RecordLine::default() }
}

pub(super) fn record_head(cx: &Context<'_>, id: RecordId) -> view::RecordHead {
    let record = cx.archive.record(id);
    view::RecordHead {
        kind: term_of(cx, "kind", record.kind),
        title: record.common.title.value.clone(),
        href: href(cx, id),
        date: some_date(cx, record_date(cx.archive, id).filter(|date| !date.is_unknown())),
        status: match record.is_withdrawn() {
            true => Some(term(cx, "change", "withdrawn")),
            false => record.incident().map(|incident| status(cx, incident.status.code())),
        },
    }
}

/// Mentions by record, each record once, with its sentences: `count` records from the one at `from` on.
pub(super) fn mention_lines(
    cx: &Context<'_>,
    mentions: &[Mention],
    from: usize,
    count: usize,
) -> Vec<view::RecordLine> {
    let of_records = mentions.chunk_by(|one, other| one.from == other.from);
    of_records.skip(from).take(count).map(|own| mention_line(cx, own)).collect()
}

/// A record with its sentences, each once. A list of sources has none; the place it names is shown all the same.
fn mention_line(cx: &Context<'_>, mentions: &[Mention]) -> view::RecordLine {
    const MOST: usize = 10;
    let mut shown: Vec<(String, Option<String>)> = Vec::new();
    for mention in mentions {
        let listed = || mention.at.as_ref().map(|_| cx.words.get("reference.listed"));
        let Some(sentence) = mention.sentence.as_deref().or_else(listed) else { continue };
        let html = text::sentence_html(cx, mention.from, sentence);
        let sentence = (html, mention.at.as_deref().map(locator::printed));
        if !shown.contains(&sentence) {
            shown.push(sentence);
        }
    }
    let more = shown.len().saturating_sub(MOST);
    shown.truncate(MOST);
    let view = |(html, locator): (String, _)| view::Sentence { text_html: view::Html::new(&html), locator };
    view::RecordLine {
        head_html: head_html(cx, mentions[0].from),
        sentences: shown.into_iter().map(view).collect(),
        more: (more > 0).then(|| cx.words.count("more_sentences", more)),
    }
}

/// Who cites a work, with the sentences, and where the rest of them are listed.
pub(super) fn cited_by(cx: &Context<'_>, id: RecordId) -> (Vec<view::RecordLine>, Option<view::Link>) {
    let mentions = Archive::of(&cx.archive.graph.cited_by, id);
    let (lines, total) = (mention_lines(cx, mentions, 0, CAP), mentioning(mentions).len());
    let rest = || plan::rest_path(cx.archive, id, Rest::Citations);
    (lines, more(cx, total, CAP, "all_records", rest))
}

/// Number, unit or currency, and how exact: "over 28,000 letters".
pub fn figure_words(words: &Words, figure: &Figure<AsMeant>) -> String {
    let value = money(words, &figure.value.digits, figure.currency.as_deref());
    let unit = figure.unit.clone().or_else(|| figure.people.then(|| words.get("incident.people").to_owned()));
    let value = match unit {
        Some(unit) => words.fill("pattern.figure", &[("value", &value), ("unit", &unit)]),
        None => value,
    };
    match figure.qualifier {
        Some(qualifier) => words.fill(&format!("qualifier.{}", qualifier.code()), &[("value", &value)]),
        None => value,
    }
}

pub(super) fn money(words: &Words, digits: &str, currency: Option<&str>) -> String {
    let Some(currency) = currency else { return words.group_digits(digits) };
    // Tenths of a pound are ten pence each.
    let tenths = digits.split_once('.').is_some_and(|(_, fraction)| fraction.len() == 1);
    let value = words.group_digits(&if tenths { format!("{digits}0") } else { digits.to_owned() });
    let key = format!("money.{currency}");
    let key = if words.find(&key).is_some() { key } else { "money.other".to_owned() };
    words.fill(&key, &[("value", &value), ("currency", currency)])
}

/// Values with their counts; the bar of the largest is full.
pub(super) fn with_bars(mut tallies: Vec<(view::Tally, usize)>, cx: &Context<'_>) -> Vec<view::Tally> {
    let largest = tallies.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    for (tally, count) in &mut tallies {
        tally.count = cx.words.number(*count);
        tally.percent = u32::try_from(*count * 100 / largest).unwrap_or(100);
    }
    tallies.into_iter().map(|(tally, _)| tally).collect()
}

pub(super) fn tally(text: String, path: &str) -> view::Tally {
    view::Tally { text, href: Some(url::href(path)), ..view::Tally::default() }
}

/// The site path of a page of a list: the first has the plain name.
pub(super) fn page_path(base: &str, page: usize) -> String {
    match (page, base.strip_suffix("index.html"), base.strip_suffix(".html")) {
        (1, ..) => base.to_owned(),
        (page, Some(folder), _) => format!("{folder}page-{page}.html"),
        (page, None, Some(stem)) => format!("{stem}-page-{page}.html"),
        (page, None, None) => format!("{base}-page-{page}"),
    }
}

/// The site path of the first page of a list that goes on at a path: `topics/post.html` of `topics/post-page-2.html`.
pub fn base_of(path: &str) -> Option<String> {
    let (stem, number) = path.strip_suffix(".html")?.rsplit_once("-page-")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{stem}.html"))
}

/// How many pages a list of that many entries has: at least one.
pub(super) fn pages(total: usize, per_page: usize) -> usize {
    total.div_ceil(per_page).max(1)
}

pub(super) fn slice<T>(list: &[T], page: usize, per_page: usize) -> &[T] {
    let start = ((page - 1) * per_page).min(list.len());
    &list[start..(start + per_page).min(list.len())]
}

/// First, last and the pages around the present one.
pub(super) fn pager(cx: &Context<'_>, base: &str, page: usize, pages: usize) -> view::Pager {
    let shown = |number: &usize| *number == 1 || *number == pages || number.abs_diff(page) <= 2;
    let mut last = 0;
    let links = (1..=pages)
        .filter(shown)
        .map(|number| {
            let gap = number > last + 1;
            last = number;
            view::PagerPage {
                number: cx.words.number(number),
                href: url::href(&page_path(base, number)),
                current: number == page,
                gap,
            }
        })
        .collect();
    let (at, of) = (cx.words.number(page), cx.words.number(pages));
    view::Pager {
        previous: (page > 1).then(|| url::href(&page_path(base, page - 1))),
        next: (page < pages).then(|| url::href(&page_path(base, page + 1))),
        words: cx.words.fill("pattern.page_of", &[("page", &at), ("pages", &of)]),
        pages: if pages > 1 { links } else { Vec::new() },
    }
}

pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
