//! All that the site says because of one record, in one text: to look through without making its pages.

use super::Context;
use super::copies;
use super::copies::Format;
use super::data;
use super::text;
use crate::archive::RecordId;
use pulldown_cmark_escape::escape_html;

/// What a record says, as HTML: its fields, its text with all that is filled into it, and its contacts.
pub fn said(cx: &Context<'_>, id: RecordId) -> String {
    let record = cx.archive.record(id);
    let mut html = String::from("<pre>");
    escape(&mut html, &data::record_json(cx, id));
    html.push_str("</pre>");
    // The same fields stand in other places beside each other for reference managers.
    if let Some(own) = copies::item(cx, id) {
        for format in Format::ALL {
            html.push_str("<pre>");
            escape(&mut html, &format.entry(&own));
            html.push_str("</pre>");
        }
    }
    let body = &record.body;
    let mut sources = text::Sources::of(cx, id, "");
    for part in [&body.text, &body.notes, &body.footnotes] {
        html.push_str(&text::html(cx, id, "", part, &mut sources));
    }
    html.push_str(&sources.notes_html(cx));
    let release = record.press_release();
    let keys = release.into_iter().flat_map(|release| &release.contacts);
    let contacts = keys.filter_map(|key| cx.archive.config.contacts.iter().find(|own| own.0 == key.value));
    let of_contact = contacts.flat_map(|(_, own)| [Some(&own.name), own.email.as_ref(), own.phone.as_ref()]);
    for line in body.notes_heading.iter().chain(of_contact.flatten()) {
        html.push_str("<p>");
        escape(&mut html, line);
        html.push_str("</p>");
    }
    html
}

fn escape(html: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html(html, text);
}
