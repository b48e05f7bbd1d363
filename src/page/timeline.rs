//! What happened when: of the whole archive, and of one organisation.

use super::Context;
use super::Shown;
use super::lists::numbered;
use super::lists::year_words;
use super::parts;
use super::plan;
use super::record;
use super::rows::events_html;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::date::SortKey;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;

/// Events on a page of a timeline.
pub(super) const EVENTS_PER_PAGE: usize = 100;

/// Something that happened on a day that is known at least in part.
#[derive(Debug, Clone, Copy)]
pub(super) struct DatedEvent {
    key: SortKey,
    /// The incident or press release.
    pub(super) record: RecordId,
    /// What of it.
    pub(super) what: Happened,
}

/// What of a record happened.
#[derive(Debug, Clone, Copy)]
pub(super) enum Happened {
    /// The incident itself, or the issue of a press release.
    Itself,
    /// An entry of its timeline, by its number.
    Entry(usize),
}

/// What is dated in the timelines of incidents, the incidents themselves, and press releases; oldest first.
pub(super) fn dated_events(
    archive: &Archive,
    incidents: &[RecordId],
    with_releases: bool,
) -> Vec<DatedEvent> {
    let mut events = Vec::new();
    for id in incidents {
        let Some(incident) = archive.record(*id).incident() else { continue };
        let dates = incident.timeline.iter().map(|event| &event.date);
        let entries = dates.clone().enumerate().map(|(index, date)| (date, Happened::Entry(index)));
        let told = dates.into_iter().any(|date| date.sort_key() == incident.date.sort_key());
        let own = (!told).then_some((&incident.date, Happened::Itself));
        let dated = entries.chain(own).filter(|(date, _)| !date.is_unknown());
        events.extend(dated.map(|(date, what)| DatedEvent { key: date.sort_key(), record: *id, what }));
    }
    if with_releases {
        for id in &archive.graph.press_releases {
            let date = parts::record_date(archive, *id).filter(|date| !date.is_unknown());
            events.extend(date.map(|date| DatedEvent {
                key: date.sort_key(),
                record: *id,
                what: Happened::Itself,
            }));
        }
    }
    events.sort_by_key(|event| (event.key, archive.records.rank(event.record)));
    events
}

pub(super) fn event_view(cx: &Context<'_>, event: &DatedEvent) -> view::Event {
    let record = cx.archive.record(event.record);
    let entry = match event.what {
        Happened::Entry(index) => record.incident().and_then(|incident| incident.timeline.get(index)),
        Happened::Itself => None,
    };
    let date = entry.map(|entry| &entry.date).or_else(|| parts::record_date(cx.archive, event.record));
    view::Event {
        date: date.map(|date| parts::date(cx, date)).unwrap_or_default(),
        text: match (entry, record.kind) {
            (Some(entry), _) => entry.text.clone(),
            (None, Kind::PressRelease) => cx.words.get("timeline.release").to_owned(),
            (None, _) => {
                let status = record.incident().map_or("", |incident| incident.status.code());
                cx.words.find_in("dated_incident", status).unwrap_or_default().to_owned()
            }
        },
        record: Some(parts::link(cx, event.record)),
        status: record.incident().map(|incident| parts::status(cx, incident.status.code())),
        sources: Vec::new(),
    }
}

pub(super) fn timeline_page(
    cx: &Context<'_>,
    of: Option<RecordId>,
    page: usize,
) -> Shown<view::TimelinePage> {
    let events = of.map_or_else(|| cx.timeline(), |id| cx.history(id));
    let base = plan::timeline_path(cx.archive, of);
    let title = match of {
        Some(id) => cx.words.fill("pattern.timeline_of", &[("title", &parts::title(cx, id))]),
        None => cx.words.get("title.timeline").to_owned(),
    };
    let view = view::TimelinePage {
        title: title.clone(),
        count: cx.words.count("events", events.len()),
        jumps: if of.is_some() { jumps(cx, events, &base) } else { cx.jumps().to_vec() },
        years: by_year(cx, parts::slice(events, page, EVENTS_PER_PAGE)),
        pager: parts::pager(cx, &base, page, parts::pages(events.len(), EVENTS_PER_PAGE)),
    };
    let shown = Shown::new(view, numbered(cx, &title, page));
    match of {
        Some(id) => {
            let mut above = record::above(cx, Kind::Organisation);
            above.push(parts::link(cx, id));
            shown.in_section("organisations").below(above)
        }
        None => shown.in_section("timeline").described(cx.words.find("timeline.intro").map(str::to_owned)),
    }
}

/// The years of a timeline, each a link to the page on which it begins.
pub(super) fn jumps(cx: &Context<'_>, events: &[DatedEvent], base: &str) -> Vec<view::Link> {
    let mut jumps: Vec<view::Link> = Vec::new();
    let mut last = None;
    for (index, event) in events.iter().enumerate() {
        let year = event.key.year();
        if last != Some(year) {
            last = Some(year);
            let page = url::href(&parts::page_path(base, index / EVENTS_PER_PAGE + 1));
            jumps.push(view::Link { href: format!("{page}#s-year-{year}"), text: year_words(cx, year) });
        }
    }
    jumps
}

fn by_year(cx: &Context<'_>, events: &[DatedEvent]) -> Vec<view::YearGroup> {
    events
        .chunk_by(|one, other| one.key.year() == other.key.year())
        .map(|events| {
            let year = events[0].key.year();
            view::YearGroup {
                id: format!("s-year-{year}"),
                year: year_words(cx, year),
                events_html: events_html(cx, events),
            }
        })
        .collect()
}
