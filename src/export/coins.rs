//! COinS: an OpenURL context object in the title of an empty element, by which reference managers find works in a page.
//!
//! The form is that of OpenURL COinS (<https://web.archive.org/web/2017/http://ocoins.info/>), the keys are those of the KEV
//! formats journal, book, dissertation and Dublin Core of ANSI/NISO Z39.88-2004, and the types of Dublin Core are those by
//! which Zotero names them, as it writes and reads them itself (its `openurl.js`).

use super::Flat;
use super::Item;
use super::Name;
use crate::vocabulary::ReferenceType;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;

/// RFC 3986 `unreserved` is left as it is.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The context object, as it stands in the attribute before `&` is escaped.
pub fn title(item: &Item) -> String {
    let flat = item.flat();
    let mut keys = Keys(String::from("ctx_ver=Z39.88-2004"));
    let form = form_of(item.kind);
    keys.add("rft_val_fmt", &format!("info:ofi/fmt:kev:mtx:{form}"));
    match form {
        "journal" => {
            keys.add("rft.genre", "article");
            keys.add("rft.atitle", &flat.own.title);
            keys.some("rft.jtitle", flat.container);
        }
        "book" => add_book(&mut keys, item.kind, &flat),
        "dissertation" => {
            keys.add("rft.title", &flat.own.title);
            keys.some("rft.inst", flat.own.publisher.as_deref());
        }
        _ => add_dublin_core(&mut keys, item, &flat),
    }
    add_people(&mut keys, form, &flat.own.authors);
    if let Some(date) = flat.own.date.as_ref().filter(|date| date.is_exact) {
        let parts: Vec<String> = date.parts.iter().map(|part| format!("{part:02}")).collect();
        keys.add("rft.date", &parts.join("-"));
    }
    add_places(&mut keys, form, &flat);
    keys.0
}

fn form_of(kind: ReferenceType) -> &'static str {
    match kind {
        ReferenceType::Article => "journal",
        ReferenceType::Book | ReferenceType::Chapter | ReferenceType::Report | ReferenceType::BoardPaper => {
            "book"
        }
        ReferenceType::Thesis => "dissertation",
        _ => "dc",
    }
}

fn add_book(keys: &mut Keys, kind: ReferenceType, flat: &Flat<'_>) {
    match kind {
        ReferenceType::Chapter => {
            keys.add("rft.genre", "bookitem");
            keys.add("rft.atitle", &flat.own.title);
            keys.some("rft.btitle", flat.container);
            keys.some("rft.series", flat.series);
        }
        kind => {
            keys.add("rft.genre", if kind == ReferenceType::Book { "book" } else { "report" });
            keys.add("rft.btitle", &flat.own.title);
            keys.some("rft.series", flat.container);
        }
    }
    keys.some("rft.pub", flat.own.publisher.as_deref());
    keys.some("rft.place", flat.own.location.as_deref());
    keys.some("rft.edition", flat.own.edition.as_deref());
}

fn add_dublin_core(keys: &mut Keys, item: &Item, flat: &Flat<'_>) {
    let kind = match item.kind {
        ReferenceType::News => "newspaperArticle",
        ReferenceType::Hansard => "hearing",
        ReferenceType::Court => "case",
        ReferenceType::Video => "videoRecording",
        ReferenceType::Dataset => "dataset",
        ReferenceType::Web => "webpage",
        _ => "document",
    };
    keys.add("rft.type", kind);
    keys.add("rft.title", &flat.own.title);
    keys.some("rft.source", flat.container);
    keys.some("rft.publisher", flat.own.publisher.as_deref().or(item.site_publisher.as_deref()));
    keys.some("rft.language", item.language.as_deref());
    keys.some("rft.description", item.summary.as_deref());
}

/// Bodies have a key of their own, except in Dublin Core, where Zotero takes it all the same.
fn add_people(keys: &mut Keys, form: &str, names: &[Name]) {
    for name in names {
        match &name.given {
            Some(given) => {
                let key = if form == "dc" { "rft.creator" } else { "rft.au" };
                keys.add(key, &format!("{}, {given}", name.family));
            }
            None => keys.add("rft.aucorp", &name.family),
        }
    }
}

/// Where it stands and by which numbers it is found.
fn add_places(keys: &mut Keys, form: &str, flat: &Flat<'_>) {
    if form != "dc" {
        keys.some("rft.volume", flat.own.volume.as_deref());
        keys.some("rft.issue", flat.own.issue.as_deref());
        keys.some("rft.pages", flat.own.page_range.as_deref());
        keys.some("rft.isbn", flat.number("isbn"));
        keys.some("rft.issn", flat.number("issn"));
    }
    keys.some("rft_id", flat.number("doi").map(|doi| format!("info:doi/{doi}")).as_deref());
    keys.some("rft_id", flat.own.url.as_deref());
}

/// Keys with their values, percent-encoded.
struct Keys(String);

impl Keys {
    fn add(&mut self, key: &str, value: &str) {
        self.0.push('&');
        self.0.push_str(key);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, VALUE));
    }

    fn some(&mut self, key: &str, value: Option<&str>) {
        value.iter().for_each(|value| self.add(key, value));
    }
}
