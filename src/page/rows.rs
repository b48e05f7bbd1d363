//! Parts that stand on many pages, each rendered once: an incident is a row of a dozen lists, and the same in all.
//!
//! A page holds a mark in the place of each part. The parts come in when the page is finished, so that they do not go
//! through its template and are not looked through for links again. A part differs from page to page only by the way
//! to the root of the site, which is filled in then too.

use super::Context;
use super::copies;
use super::copies::Format;
use super::lists;
use super::parts;
use super::plan;
use super::text;
use super::timeline;
use super::timeline::DatedEvent;
use super::timeline::Happened;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::sparse::Sparse;
use crate::theme::ThemeError;
use crate::view;
use crate::view::Html;
use memchr::memchr;
use memchr::memchr_iter;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Stands in a part for the way to the root. No text holds it: control characters are refused in all that is read.
pub const ROOT: &str = "\u{1}";

/// Around the number of a part, where it stands in a page.
const PART: char = '\u{2}';
const PART_END: char = '\u{3}';

/// A part that stands on many pages.
#[derive(Default)]
pub struct Part {
    /// With [`ROOT`] in the place of each way to the root.
    text: Box<str>,
    /// Where those are.
    roots: Box<[u32]>,
    sound: OnceLock<bool>,
}

impl Part {
    fn new(text: String) -> Self {
        let roots = memchr_iter(ROOT.as_bytes()[0], text.as_bytes());
        let roots = roots.filter_map(|at| u32::try_from(at).ok()).collect();
        Self { text: text.into_boxed_str(), roots, sound: OnceLock::new() }
    }

    /// Whether it stands the test, which is put to its text once: HTML with [`ROOT`] in the place of each way to the
    /// root of the site.
    pub fn is_sound(&self, test: impl FnOnce(&str) -> bool) -> bool {
        *self.sound.get_or_init(|| test(&self.text))
    }

    fn fill(&self, out: &mut String, root: &str) {
        let mut from = 0;
        for at in self.roots.iter().map(|at| *at as usize) {
            out.push_str(&self.text[from..at]);
            out.push_str(root);
            from = at + ROOT.len();
        }
        out.push_str(&self.text[from..]);
    }
}

/// A page that its template has made, still with marks in the places of parts.
pub struct Page<'a> {
    pub(super) html: String,
    pub(super) root: String,
    pub(super) rows: &'a Rows,
}

impl<'a> Page<'a> {
    /// What is the page's own: all of it but the parts.
    pub fn own(&self) -> &str {
        &self.html
    }

    /// The parts on the page.
    pub fn parts(&self) -> impl Iterator<Item = &'a Part> {
        Pieces { rest: &self.html, rows: self.rows }.filter_map(|piece| match piece {
            Piece::Part(part) => Some(part),
            Piece::Own(_) => None,
        })
    }

    /// The whole page, in the place of what `out` held.
    pub fn fill(&self, out: &mut String) {
        out.clear();
        for piece in (Pieces { rest: &self.html, rows: self.rows }) {
            match piece {
                Piece::Own(text) => out.push_str(text),
                Piece::Part(part) => part.fill(out, &self.root),
            }
        }
    }
}

/// A stretch of a page.
enum Piece<'p, 'a> {
    Own(&'p str),
    Part(&'a Part),
}

struct Pieces<'p, 'a> {
    rest: &'p str,
    rows: &'a Rows,
}

impl<'p, 'a> Iterator for Pieces<'p, 'a> {
    type Item = Piece<'p, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some((number, rest)) = marked_part(self.rest)
            && let Some(part) = self.rows.part(number)
        {
            self.rest = rest;
            return Some(Piece::Part(part));
        }
        // A sign that is no mark can only come from a site's own template, and is left as it is.
        let end = memchr(PART as u8, &self.rest.as_bytes()[1..]).map_or(self.rest.len(), |at| at + 1);
        let (own, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Piece::Own(own))
    }
}

/// The number of the part whose mark a text begins with, and what stands behind the mark.
fn marked_part(text: &str) -> Option<(usize, &str)> {
    let marked = text.strip_prefix(PART)?;
    let digits = marked.bytes().take_while(u8::is_ascii_digit).count();
    Some((marked[..digits].parse().ok()?, marked[digits..].strip_prefix(PART_END)?))
}

/// The parts made so far.
pub struct Rows {
    parts: Sparse<Part>,
    first: First,
    labels: Sparse<Box<str>>,
    events: OnceLock<Events>,
    filters: OnceLock<Filters>,
    error: OnceLock<ThemeError>,
}

/// Events of timelines.
struct Events {
    parts: Sparse<Part>,
    /// The place of each record's first event.
    first: Vec<usize>,
}

/// What else incidents can be listed by, as each list of incidents shows it.
struct Filters {
    parts: Sparse<Part>,
    /// The place of a list's filters, by the path of the list.
    places: BTreeMap<String, usize>,
}

/// The numbers at which each kind of part begins; rows of records begin at 0.
struct First {
    heads: usize,
    facts: usize,
    /// Records for reference managers, in each format.
    exports: usize,
    /// A menu for each page that it leads to, and one for all others; each for every section that a page may be in.
    menus: usize,
    footer: usize,
    filters: usize,
    events: usize,
}

/// Room for the parts of an archive, and of a menu of that many items.
pub(super) fn rows(archive: &Archive, menu: usize) -> Rows {
    let records = archive.records.room();
    let menus = (3 + Format::ALL.len()) * records;
    let footer = menus + (menu + 1).pow(2);
    let first = First {
        heads: records,
        facts: 2 * records,
        exports: 3 * records,
        menus,
        footer,
        filters: footer + 1,
        events: footer + 1 + lists::facet_count(archive),
    };
    Rows {
        parts: Sparse::new(footer + 1),
        first,
        labels: Sparse::new(records),
        events: OnceLock::new(),
        filters: OnceLock::new(),
        error: OnceLock::new(),
    }
}

impl Rows {
    /// Where a part is by its number.
    fn parts(&self, number: usize) -> Option<(&Sparse<Part>, usize)> {
        if number < self.first.filters {
            return Some((&self.parts, number));
        }
        match number.checked_sub(self.first.events) {
            Some(place) => Some((&self.events.get()?.parts, place)),
            None => Some((&self.filters.get()?.parts, number - self.first.filters)),
        }
    }

    fn part(&self, number: usize) -> Option<&Part> {
        let (parts, place) = self.parts(number)?;
        parts.get(place)
    }
}

fn events(archive: &Archive) -> Events {
    let mut next = 0;
    let mut first = vec![0; archive.records.room()];
    for id in archive.ids() {
        first[id.0 as usize] = next;
        next += 1 + archive.record(id).incident().map_or(0, |incident| incident.timeline.len());
    }
    Events { parts: Sparse::new(next), first }
}

fn filters(archive: &Archive) -> Filters {
    let lists = lists::all_facets(archive);
    let places: BTreeMap<String, usize> = lists.iter().map(plan::facet_path).zip(0..).collect();
    Filters { parts: Sparse::new(lists.len()), places }
}

/// Records as rows of a list.
pub(super) fn rows_html(cx: &Context<'_>, ids: &[RecordId]) -> Html {
    let mut marks = String::with_capacity(ids.len() * 8);
    for id in ids {
        let make = || part(cx, "entry.html", ("entry", &parts::entry(cx, *id)));
        mark(cx, &mut marks, id.0 as usize, make);
    }
    Html::new(&marks)
}

/// Events as rows of a timeline.
pub(super) fn events_html(cx: &Context<'_>, events: &[DatedEvent]) -> Html {
    let mut marks = String::with_capacity(events.len() * 8);
    let rows = &cx.shared.rows;
    let all = rows.events.get_or_init(|| self::events(cx.archive));
    for event in events {
        let first = rows.first.events + all.first[event.record.0 as usize];
        let number = match event.what {
            Happened::Itself => first,
            Happened::Entry(index) => first + 1 + index,
        };
        let make = || part(cx, "event.html", ("event", &timeline::event_view(cx, event)));
        mark(cx, &mut marks, number, make);
    }
    Html::new(&marks)
}

/// A record as the head of a line among those that mention, cite or relate.
pub(super) fn head_html(cx: &Context<'_>, id: RecordId) -> Html {
    let make = || part(cx, "record-head.html", ("record", &parts::record_head(cx, id)));
    marked(cx, cx.shared.rows.first.heads + id.0 as usize, make)
}

/// A source with its citation and what is known of it.
pub(super) fn facts_html(cx: &Context<'_>, id: RecordId) -> Html {
    let make = || part(cx, "source-facts.html", ("source", &text::source_facts(cx, id)));
    marked(cx, cx.shared.rows.first.facts + id.0 as usize, make)
}

/// Sources for reference managers, with what stands before, between and behind them.
pub(super) fn exports_html(
    cx: &Context<'_>,
    format: Format,
    ids: &[RecordId],
    (open, between, close): (&str, &str, &str),
) -> Html {
    let first = cx.shared.rows.first.exports + format as usize * cx.archive.records.room();
    let mut marks = String::from(open);
    for (at, id) in ids.iter().enumerate() {
        marks.push_str(if at > 0 { between } else { "" });
        let make = || {
            let mut html = String::new();
            copies::item(cx, *id).iter().for_each(|item| copies::escape(&mut html, &format.entry(item)));
            Ok(html)
        };
        mark(cx, &mut marks, first + id.0 as usize, make);
    }
    marks.push_str(close);
    Html::new(&marks)
}

/// A source that this page cites in another way than others do.
pub(super) fn own_facts_html(cx: &Context<'_>, root: &str, facts: &view::SourceFacts) -> Html {
    match cx.theme.render_part("source-facts.html", &[("root", root)], ("source", facts)) {
        Ok(html) => Html::new(&html),
        Err(error) => {
            let _ = cx.shared.rows.error.set(error);
            Html::default()
        }
    }
}

/// How a work is named where it is cited: "Davis, Lister and Wrigley, 2015".
pub(super) fn label<'a>(cx: &Context<'a>, id: RecordId) -> &'a str {
    cx.shared.rows.labels.get_or_init(id.0 as usize, || cx.citing().label(id).into_boxed_str())
}

/// What else incidents can be listed by, for the list at that site path.
pub(super) fn filters_html(cx: &Context<'_>, list: &str) -> Html {
    let rows = &cx.shared.rows;
    let Some(place) = rows.filters.get_or_init(|| filters(cx.archive)).places.get(list) else {
        return Html::default();
    };
    marked(cx, rows.first.filters + place, || {
        part(cx, "filters.html", ("filters", &lists::filters(cx, list)))
    })
}

/// The menu, for a page in that section and at that address.
pub(super) fn menu_html(cx: &Context<'_>, section: &str, path: &str) -> Html {
    let menu = &cx.theme.site.menu;
    let shell = [("root", ROOT), ("section", section), ("path", path)];
    let make = || cx.theme.render_part("site-menu.html", &shell, ("menu", menu));
    let place = |found: Option<usize>| found.unwrap_or(menu.len());
    let own = place(menu.iter().position(|item| item.href == path));
    let section = place(menu.iter().position(|item| item.code == section));
    marked(cx, cx.shared.rows.first.menus + own * (menu.len() + 1) + section, make)
}

/// The foot of the page.
pub(super) fn footer_html(cx: &Context<'_>) -> Html {
    marked(cx, cx.shared.rows.first.footer, || {
        part(cx, "site-footer.html", ("footer", &cx.theme.site.footer))
    })
}

/// The mistake in the template of a part, if one showed.
pub(super) fn error(cx: &Context<'_>) -> Option<ThemeError> {
    cx.shared.rows.error.get().cloned()
}

fn part(
    cx: &Context<'_>,
    template: &str,
    part: (&'static str, &impl Serialize),
) -> Result<String, ThemeError> {
    cx.theme.render_part(template, &[("root", ROOT)], part)
}

fn marked(cx: &Context<'_>, number: usize, make: impl FnOnce() -> Result<String, ThemeError>) -> Html {
    let mut marks = String::new();
    mark(cx, &mut marks, number, make);
    Html::new(&marks)
}

/// Adds the mark of a part, which is made if it is wanted for the first time.
fn mark(
    cx: &Context<'_>,
    marks: &mut String,
    number: usize,
    make: impl FnOnce() -> Result<String, ThemeError>,
) {
    let Some((parts, place)) = cx.shared.rows.parts(number) else { return };
    parts.get_or_init(place, || {
        make().map(Part::new).unwrap_or_else(|error| {
            // The page that holds the part reports it; which of several is reported does not matter.
            let _ = cx.shared.rows.error.set(error);
            Part::default()
        })
    });
    marks.push(PART);
    marks.push_str(&number.to_string());
    marks.push(PART_END);
}
