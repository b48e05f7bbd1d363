//! Parts that stand on many pages, each rendered once: an incident is a row of a dozen lists, and the same in all.

use super::Context;
use super::parts;
use super::text;
use crate::archive::RecordId;
use crate::theme::ThemeError;
use std::sync::OnceLock;

/// Folders in which pages lie, at most: `organisations/cerner/as-supplier.html` is two deep.
const DEPTHS: usize = 4;

/// The parts made so far. A part differs only by the way from its page to the root of the site.
pub(super) struct Rows {
    rows: Cells,
    heads: Cells,
    facts: Cells,
    error: OnceLock<ThemeError>,
}

/// A cell for each record and depth.
type Cells = Vec<[OnceLock<Box<str>>; DEPTHS]>;

/// Room for the parts of that many records.
pub(super) fn rows(records: usize) -> Rows {
    let cells = || (0..records).map(|_| Default::default()).collect();
    Rows { rows: cells(), heads: cells(), facts: cells(), error: OnceLock::new() }
}

/// Records as rows of a list, for a page with that way to the root.
pub(super) fn rows_html(cx: &Context<'_>, root: &str, ids: &[RecordId]) -> String {
    let mut html = String::with_capacity(ids.len() * 700);
    for id in ids {
        let make = || cx.theme.render_part("entry.html", root, "entry", &parts::entry(cx, *id));
        html.push_str(&cached(cx, &cx.rows.rows, (root, *id), make));
    }
    html
}

/// A record as the head of a line among those that mention, cite or relate.
pub(super) fn head_html(cx: &Context<'_>, root: &str, id: RecordId) -> String {
    let make = || cx.theme.render_part("record-head.html", root, "record", &parts::record_head(cx, id));
    cached(cx, &cx.rows.heads, (root, id), make)
}

/// A source with its citation and what is known of it.
pub(super) fn facts_html(cx: &Context<'_>, root: &str, id: RecordId) -> String {
    let make = || cx.theme.render_part("source-facts.html", root, "source", &text::source_facts(cx, id));
    cached(cx, &cx.rows.facts, (root, id), make)
}

/// The mistake in the template of a part, if one showed.
pub(super) fn error(cx: &Context<'_>) -> Option<ThemeError> {
    cx.rows.error.get().cloned()
}

fn cached(
    cx: &Context<'_>,
    cells: &Cells,
    (root, id): (&str, RecordId),
    make: impl FnOnce() -> Result<String, ThemeError>,
) -> String {
    let made = || {
        make().unwrap_or_else(|error| {
            // The page that holds the part reports it; which of several is reported does not matter.
            let _ = cx.rows.error.set(error);
            String::new()
        })
    };
    let depth = root.len() / "../".len();
    match cells.get(id.0 as usize).and_then(|cells| cells.get(depth)) {
        Some(cell) => cell.get_or_init(|| made().into_boxed_str()).to_string(),
        None => made(),
    }
}
