//! Parts that stand on many pages, each rendered once: an incident is a row of a dozen lists, and the same in all.
//!
//! A part differs only by the way from its page to the root of the site. It is kept with a mark in the place of that
//! way, which is filled in for each page.

use super::Context;
use super::lists;
use super::parts;
use super::plan;
use super::text;
use super::timeline;
use super::timeline::DatedEvent;
use super::timeline::Happened;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::cite;
use crate::theme::ThemeError;
use crate::url;
use crate::view::Html;
use memchr::memchr;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Stands for the way to the root. No text holds it: control characters are refused in all that is read.
const ROOT: &str = "\u{1}";

/// The parts made so far.
pub(super) struct Rows {
    rows: Cells,
    events: Cells,
    /// Parts of the pages of records, which all lie one folder deep: ready for these.
    heads: Vec<OnceLock<Html>>,
    facts: Vec<OnceLock<Html>>,
    works: Vec<OnceLock<Work>>,
    /// The number of each record's first event.
    first_event: Vec<usize>,
    /// A menu for each of its items as the section of the page, and one for pages outside all sections.
    menus: Cells,
    /// By the list that they stand beside.
    filters: BTreeMap<String, OnceLock<Box<str>>>,
    footer: OnceLock<Box<str>>,
    error: OnceLock<ThemeError>,
}

/// How a work is named where it is cited.
pub(super) struct Work {
    /// "Davis, Lister and Wrigley".
    pub(super) authors: String,
    /// "2015", or "no date".
    pub(super) year: String,
    /// Both: "Davis, Lister and Wrigley, 2015".
    pub(super) cited: String,
}

/// A cell for each record or other thing.
type Cells = Vec<OnceLock<Box<str>>>;

/// Room for the parts of an archive, and of a menu of that many items.
pub(super) fn rows(archive: &Archive, menu: usize) -> Rows {
    let records = archive.records.len();
    let mut events = 0;
    let mut first_event = Vec::with_capacity(records);
    for record in &archive.records {
        first_event.push(events);
        events += 1 + record.incident().map_or(0, |incident| incident.timeline.len());
    }
    let lists = lists::all_facets(archive);
    Rows {
        rows: empty(records),
        heads: empty(records),
        facts: empty(records),
        works: empty(records),
        events: empty(events),
        first_event,
        menus: empty(menu + 1),
        filters: lists.iter().map(|list| (plan::facet_path(list), OnceLock::new())).collect(),
        footer: OnceLock::new(),
        error: OnceLock::new(),
    }
}

fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    (0..count).map(|_| OnceLock::new()).collect()
}

/// Records as rows of a list, for a page with that way to the root.
pub(super) fn rows_html(cx: &Context<'_>, root: &str, ids: &[RecordId]) -> Html {
    let mut html = String::with_capacity(ids.len() * 700);
    for id in ids {
        let make = || part(cx, "entry.html", ("entry", &parts::entry(cx, *id)));
        fill(cx, cx.rows.rows.get(id.0 as usize), make, root, &mut html);
    }
    Html::new(&html)
}

/// Events as rows of a timeline.
pub(super) fn events_html(cx: &Context<'_>, root: &str, events: &[DatedEvent]) -> Html {
    let mut html = String::with_capacity(events.len() * 400);
    for event in events {
        let first = cx.rows.first_event.get(event.record.0 as usize);
        let number = first.map(|first| match event.what {
            Happened::Itself => *first,
            Happened::Entry(index) => first + 1 + index,
        });
        let cell = number.and_then(|number| cx.rows.events.get(number));
        let make = || part(cx, "event.html", ("event", &timeline::event_view(cx, event)));
        fill(cx, cell, make, root, &mut html);
    }
    Html::new(&html)
}

/// A record as the head of a line among those that mention, cite or relate.
pub(super) fn head_html(cx: &Context<'_>, root: &str, id: RecordId) -> Html {
    let make = || part(cx, "record-head.html", ("record", &parts::record_head(cx, id)));
    below(cx, cx.rows.heads.get(id.0 as usize), make, root)
}

/// A source with its citation and what is known of it.
pub(super) fn facts_html(cx: &Context<'_>, root: &str, id: RecordId) -> Html {
    let make = || part(cx, "source-facts.html", ("source", &text::source_facts(cx, id)));
    below(cx, cx.rows.facts.get(id.0 as usize), make, root)
}

/// How a work is named where it is cited.
pub(super) fn work<'a>(cx: &'a Context<'_>, id: RecordId) -> &'a Work {
    cx.rows.works[id.0 as usize].get_or_init(|| {
        let authors = cite::authors_in_text(cx.archive, cx.words, id);
        let year = cite::year(cx.archive, cx.words, id);
        Work { cited: format!("{authors}, {year}"), authors, year }
    })
}

/// What else incidents can be listed by, for the list at that site path.
pub(super) fn filters_html(cx: &Context<'_>, list: &str) -> Html {
    let make = || part(cx, "filters.html", ("filters", &lists::filters(cx, list)));
    filled(cx, cx.rows.filters.get(list), make, &url::root_of(list))
}

/// The menu, for a page in that section and at that address.
pub(super) fn menu_html(cx: &Context<'_>, root: &str, section: &str, path: &str) -> Html {
    let menu = &cx.theme.site.menu;
    let shell = [("root", ROOT), ("section", section), ("path", path)];
    let make = || cx.theme.render_part("site-menu.html", &shell, ("menu", menu));
    // The page to which an item leads has a menu of its own.
    let own = menu.iter().any(|item| item.href == path);
    let index = menu.iter().position(|item| item.code == section).unwrap_or(menu.len());
    filled(cx, cx.rows.menus.get(index).filter(|_| !own), make, root)
}

/// The foot of the page.
pub(super) fn footer_html(cx: &Context<'_>, root: &str) -> Html {
    let make = || part(cx, "site-footer.html", ("footer", &cx.theme.site.footer));
    filled(cx, Some(&cx.rows.footer), make, root)
}

/// The mistake in the template of a part, if one showed.
pub(super) fn error(cx: &Context<'_>) -> Option<ThemeError> {
    cx.rows.error.get().cloned()
}

fn part(
    cx: &Context<'_>,
    template: &str,
    part: (&'static str, &impl Serialize),
) -> Result<String, ThemeError> {
    cx.theme.render_part(template, &[("root", ROOT)], part)
}

/// A part that is kept as pages one folder deep have it.
fn below(
    cx: &Context<'_>,
    cell: Option<&OnceLock<Html>>,
    make: impl FnOnce() -> Result<String, ThemeError>,
    root: &str,
) -> Html {
    match cell.filter(|_| root == "../") {
        Some(cell) => cell.get_or_init(|| filled(cx, None, make, root)).clone(),
        None => filled(cx, None, make, root),
    }
}

fn filled(
    cx: &Context<'_>,
    cell: Option<&OnceLock<Box<str>>>,
    make: impl FnOnce() -> Result<String, ThemeError>,
    root: &str,
) -> Html {
    let mut html = String::new();
    fill(cx, cell, make, root, &mut html);
    Html::new(&html)
}

/// Adds a part with its way to the root; it is made if it is wanted for the first time, or has no cell.
fn fill(
    cx: &Context<'_>,
    cell: Option<&OnceLock<Box<str>>>,
    make: impl FnOnce() -> Result<String, ThemeError>,
    root: &str,
    html: &mut String,
) {
    let made = || {
        make().map(String::into_boxed_str).unwrap_or_else(|error| {
            // The page that holds the part reports it; which of several is reported does not matter.
            let _ = cx.rows.error.set(error);
            Box::default()
        })
    };
    let own;
    let mut rest: &str = match cell {
        Some(cell) => cell.get_or_init(made),
        None => {
            own = made();
            &own
        }
    };
    html.reserve(rest.len() + 16);
    while let Some(at) = memchr(ROOT.as_bytes()[0], rest.as_bytes()) {
        html.push_str(&rest[..at]);
        html.push_str(root);
        rest = &rest[at + ROOT.len()..];
    }
    html.push_str(rest);
}
