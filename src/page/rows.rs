//! Rows of lists, each rendered once: an incident stands in a dozen lists, and its row is the same in all.

use super::Context;
use super::parts;
use crate::archive::RecordId;
use crate::theme::ThemeError;
use std::sync::OnceLock;

/// Folders in which lists lie, at most: `organisations/cerner/as-supplier.html` is two deep.
const DEPTHS: usize = 4;

/// The rows made so far. A row differs only by the way from its page to the root of the site.
pub(super) struct Rows {
    cells: Vec<[OnceLock<Box<str>>; DEPTHS]>,
    error: OnceLock<ThemeError>,
}

/// Room for the rows of that many records.
pub(super) fn rows(records: usize) -> Rows {
    Rows { cells: (0..records).map(|_| Default::default()).collect(), error: OnceLock::new() }
}

/// The rows of records, for a page with that way to the root.
pub(super) fn rows_html(cx: &Context<'_>, root: &str, ids: &[RecordId]) -> String {
    let depth = root.len() / "../".len();
    let mut html = String::with_capacity(ids.len() * 700);
    for id in ids {
        match cx.rows.cells.get(id.0 as usize).and_then(|cells| cells.get(depth)) {
            Some(cell) => html.push_str(cell.get_or_init(|| row(cx, root, *id).into_boxed_str())),
            None => html.push_str(&row(cx, root, *id)),
        }
    }
    html
}

/// The mistake in the template of rows, if one showed.
pub(super) fn error(cx: &Context<'_>) -> Option<ThemeError> {
    cx.rows.error.get().cloned()
}

fn row(cx: &Context<'_>, root: &str, id: RecordId) -> String {
    cx.theme.render_entry(root, &parts::entry(cx, id)).unwrap_or_else(|error| {
        // The page that holds the row reports it; which of several is reported does not matter.
        let _ = cx.rows.error.set(error);
        String::new()
    })
}
