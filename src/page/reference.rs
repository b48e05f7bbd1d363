//! The page of a reference.

use super::Context;
use super::Shown;
use super::parts;
use super::record;
use super::release;
use super::text;
use super::text::Sources;
use crate::archive;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::Titled;
use crate::date::PartialDate;
use crate::document::FoiRequest;
use crate::document::InlineParent;
use crate::document::Parent;
use crate::document::Person;
use crate::document::Record;
use crate::document::Work;
use crate::locator;
use crate::view;
use crate::vocabulary::Vocabulary;

pub(super) fn reference_page(cx: &Context<'_>, id: RecordId, root: &str) -> Shown<view::ReferencePage> {
    let own = cx.archive.record(id);
    let Some(reference) = own.reference() else {
        return record::shown(cx, id, view::ReferencePage::default());
    };
    let work = &reference.work;
    let has_url = work.url.as_ref();
    let mut sources = Sources::of(cx, id, root);
    let text_html = record::text_html(cx, id, root, &mut sources);
    let (cited_by, cited_by_more) = parts::cited_by(cx, id);
    let meaning = |section: &str, code: &str| cx.words.find_in(section, code).map(str::to_owned);
    let view = view::ReferencePage {
        title: own.common.title.value.clone(),
        summary: own.common.summary.clone(),
        citation: text::citation(cx, id),
        kind: parts::term_of(cx, "reference_type", reference.kind),
        independence: reference.independence.map(|own| parts::term_of(cx, "independence", own)),
        independence_meaning: reference
            .independence
            .and_then(|own| meaning("independence_meaning", own.code())),
        authors: people(&work.authors),
        editors: people(&work.editors),
        date: date(cx, own),
        details: details(cx, work),
        identifiers: serial_numbers(cx, work),
        url: work.url.clone(),
        accessed: has_url.and_then(|_| parts::some_date(cx, work.accessed.as_ref())),
        url_status: has_url.map(|_| parts::term_of(cx, "url_status", reference.url_status)),
        url_status_meaning: has_url.and_then(|_| meaning("url_status_meaning", reference.url_status.code())),
        archived: text::archived(cx, &reference.archived),
        copy: reference.copy.as_ref().map(|own| {
            let file = release::original(cx, own);
            view::FileView { method: None, by: file.method.clone(), ..file }
        }),
        foi: reference.foi.as_ref().map(|request| foi(cx, request)),
        parent: work.parent.as_ref().map(|own| parent(cx, own)),
        parts: Archive::of(&cx.archive.graph.children, id)
            .iter()
            .map(|part| parts::record_line(cx, *part))
            .collect(),
        text_html,
        cited_by,
        cited_by_more,
        end: record::end_with(cx, id, sources),
    };
    record::shown(cx, id, view)
}

/// When a work appeared, or that this is not known.
fn date(cx: &Context<'_>, record: &Record<AsMeant>) -> view::Date {
    let date = archive::date_of_work(&cx.archive.records, record);
    date.map_or_else(|| parts::date(cx, &PartialDate::unknown()), |date| parts::date(cx, date))
}

fn foi(cx: &Context<'_>, request: &FoiRequest) -> view::Foi {
    view::Foi {
        authority: request.authority.as_ref().map(|name| view::Name { text: name.clone(), href: None }),
        request_url: request.request_url.clone(),
        asked: parts::some_date(cx, request.asked.as_ref()),
        answered: parts::some_date(cx, request.answered.as_ref()),
        outcome: request.outcome.clone(),
    }
}

fn people(people: &[Person]) -> Vec<String> {
    people
        .iter()
        .map(|person| match &person.given {
            Some(given) => format!("{}, {given}", person.family),
            None => person.family.clone(),
        })
        .collect()
}

fn details(cx: &Context<'_>, work: &Work<AsMeant>) -> Vec<view::Detail> {
    [
        ("publisher", &work.publisher),
        ("location", &work.location),
        ("page-range", &work.page_range),
        ("volume", &work.volume),
        ("issue", &work.issue),
        ("edition", &work.edition),
    ]
    .into_iter()
    .filter_map(|(code, text)| {
        Some(view::Detail {
            label: cx.words.get(&format!("detail.{code}")).to_owned(),
            text: locator::printed(text.as_ref()?),
        })
    })
    .collect()
}

fn serial_numbers(cx: &Context<'_>, work: &Work<AsMeant>) -> Vec<view::Identifier> {
    work.serial_numbers.iter().map(|(kind, number)| serial_number(cx, kind, number)).collect()
}

fn serial_number(cx: &Context<'_>, kind: &str, number: &str) -> view::Identifier {
    let url = (kind == "doi").then(|| format!("https://doi.org/{}", crate::url::href(number)));
    view::Identifier {
        label: cx.words.get(&format!("identifier.{kind}")).to_owned(),
        value: number.to_owned(),
        url,
    }
}

fn parent(cx: &Context<'_>, parent: &Parent<AsMeant>) -> view::Parent {
    match parent {
        Parent::Record(id) => {
            view::Parent { citation: text::linked_citation(cx, *id), href: Some(parts::href(cx, *id)) }
        }
        Parent::Inline(inline) => view::Parent { citation: inline_citation(cx, inline), href: None },
    }
}

/// A parent that has no page of its own, with all that was written of it.
fn inline_citation(cx: &Context<'_>, inline: &InlineParent<AsMeant>) -> Vec<view::Run> {
    let plain = |text: String| view::Run { text, ..view::Run::default() };
    let own = Titled { title: inline.title.as_deref().unwrap_or_default(), work: &inline.work };
    let mut runs = text::runs(&cx.citing().inline_in_full(own));
    // A style has no place for much that a parent says of itself.
    let said: String = runs.iter().map(|run| run.text.as_str()).collect();
    for detail in details(cx, own.work).into_iter().filter(|detail| !said.contains(&detail.text)) {
        runs.push(plain(format!(" {}: {}.", detail.label, detail.text)));
    }
    let editors = people(&own.work.editors);
    if !own.work.authors.is_empty() && !editors.is_empty() {
        runs.push(plain(format!(" {}: {}.", cx.words.get("reference.editors"), editors.join("; "))));
    }
    for number in serial_numbers(cx, own.work) {
        runs.push(plain(format!(" {} ", number.label)));
        runs.push(view::Run { text: number.value, url: number.url, ..view::Run::default() });
        runs.push(plain(".".to_owned()));
    }
    if let Some(url) = own.work.url.as_ref().filter(|url| !said.contains(url.as_str())) {
        runs.push(plain(" ".to_owned()));
        runs.push(view::Run { text: url.clone(), url: Some(url.clone()), ..view::Run::default() });
    }
    runs
}
