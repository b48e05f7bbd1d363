//! CSL-JSON, the input of citation processors: the schema of CSL 1.0.2,
//! <https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json>.

use super::Dated;
use super::Item;
use super::Level;
use super::Name;
use crate::vocabulary::ReferenceType;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The media type (the registry of IANA).
pub const MEDIA_TYPE: &str = "application/vnd.citationstyles.csl+json";

/// An entry as an object, indented by two spaces as it stands in a list.
pub fn entry(item: &Item) -> String {
    let text = serde_json::to_string_pretty(&Value::Object(object(item))).unwrap_or_default();
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// A list of entries.
pub fn list(items: &[Item]) -> String {
    let entries: Vec<String> = items.iter().map(entry).collect();
    format!("{OPEN}{}{CLOSE}", entries.join(BETWEEN))
}

/// What stands before, between and behind the entries of a list.
pub const OPEN: &str = "[\n";
/// What stands between two entries.
pub const BETWEEN: &str = ",\n";
/// What stands behind the last.
pub const CLOSE: &str = "\n]\n";

fn object(item: &Item) -> Map<String, Value> {
    let flat = item.flat();
    let own = &flat.own;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let text = |text: Option<&str>| text.map(|text| Value::String(text.to_owned()));
    let people = |names: &[Name]| (!names.is_empty()).then(|| names.iter().map(person).collect());
    put("id", text(Some(&item.key)));
    put("type", text(Some(entry_type(item.kind))));
    put("title", text(Some(&own.title)));
    put("author", people(&own.authors));
    put("editor", people(&own.editors));
    if matches!(item.kind, ReferenceType::Book | ReferenceType::Report | ReferenceType::Thesis) {
        put("collection-title", text(flat.container));
    } else {
        put("container-title", text(flat.container));
        put("container-author", people(flat.container_authors));
        put("collection-title", text(flat.series));
    }
    put("issued", own.date.as_ref().and_then(date));
    put("publisher", text(own.publisher.as_deref()));
    put("publisher-place", text(own.location.as_deref()));
    put("edition", text(own.edition.as_deref()));
    put("volume", text(own.volume.as_deref()));
    put("issue", text(own.issue.as_deref()));
    if item.kind.is_report() {
        put("number", text(flat.number("serial")));
    }
    put("page", text(own.page_range.as_deref()));
    put("URL", text(own.url.as_deref()));
    put("accessed", own.accessed.as_ref().and_then(date));
    for (name, kind) in
        [("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn"), ("PMID", "pmid"), ("PMCID", "pmcid")]
    {
        put(name, text(flat.number(kind)));
    }
    put("genre", text(item.genre));
    put("abstract", text(item.summary.as_deref()));
    put("language", text(item.language.as_deref()));
    let number = |kind: &str, label: &str| flat.number(kind).map(|number| format!("{label} {number}."));
    let serial = number("serial", "No.").filter(|_| !item.kind.is_report());
    let rest = [number("arxiv", "arXiv:"), serial];
    let notes: Vec<String> = rest.into_iter().flatten().chain(item.notes.iter().cloned()).collect();
    put("custom", written_dates(own).map(|dates| json!({"edtf": dates})));
    put("note", (!notes.is_empty()).then(|| Value::String(notes.join("\n"))));
    fields
}

/// Dates as they were written (EDTF), where year, month and day do not say all of it.
fn written_dates(own: &Level) -> Option<Value> {
    let dates = [("issued", &own.date), ("accessed", &own.accessed)].into_iter();
    let inexact = dates.filter_map(|(name, date)| Some((name, date.as_ref().filter(|date| !date.is_exact)?)));
    let written = inexact.map(|(name, date)| (name.to_owned(), Value::String(date.written.clone())));
    let written: Map<String, Value> = written.filter(|(_, date)| date != "unknown").collect();
    (!written.is_empty()).then_some(Value::Object(written))
}

fn entry_type(kind: ReferenceType) -> &'static str {
    use ReferenceType as Type;
    match kind {
        Type::Book => "book",
        Type::Chapter => "chapter",
        Type::Article => "article-journal",
        Type::News => "article-newspaper",
        Type::Web => "webpage",
        Type::Report | Type::BoardPaper => "report",
        Type::Thesis => "thesis",
        Type::Press | Type::Foi | Type::Contract => "document",
        Type::Hansard => "hearing",
        Type::Court => "legal_case",
        Type::Video => "motion_picture",
        Type::Dataset => "dataset",
    }
}

/// A person with particles apart, or a body.
fn person(name: &Name) -> Value {
    let Some(given) = &name.given else { return json!({"literal": name.family}) };
    let mut person = Map::new();
    let (particles, family) = divided(&name.family);
    let parts = [
        ("family", Some(family)),
        ("given", Some(given.as_str())),
        ("non-dropping-particle", particles),
        ("suffix", name.suffix.as_deref()),
    ];
    for (field, part) in parts {
        part.iter().for_each(|part| {
            person.insert(field.to_owned(), Value::String((*part).to_owned()));
        });
    }
    Value::Object(person)
}

/// The words in small letters before a family name, and the name.
fn divided(family: &str) -> (Option<&str>, &str) {
    let is_start = |(at, _): &(usize, char)| family[at + 1..].starts_with(char::is_uppercase);
    let is_particle = |word: &str| word.chars().all(|sign| sign.is_lowercase() || sign == '\'');
    match family.match_indices(' ').map(|(at, _)| (at, ' ')).find(is_start) {
        Some((at, _)) if family[..at].split(' ').all(is_particle) => (Some(&family[..at]), &family[at + 1..]),
        _ => (None, family),
    }
}

/// Year, month and day as numbers, or the date in words where it has others.
fn date(date: &Dated) -> Option<Value> {
    if date.is_unknown() {
        return None;
    }
    let mut value = Map::new();
    let (parts, season, is_about) = parts_of(date);
    if parts.is_empty() {
        value.insert("literal".to_owned(), Value::String(date.words.clone()));
    } else {
        value.insert("date-parts".to_owned(), json!(parts));
    }
    season.iter().for_each(|season| {
        value.insert("season".to_owned(), json!(season));
    });
    if is_about {
        value.insert("circa".to_owned(), Value::Bool(true));
    }
    Some(Value::Object(value))
}

/// One date or the two of an interval, the season, and whether it is about then. Nothing for what has other parts.
fn parts_of(date: &Dated) -> (Vec<Vec<u16>>, Option<u16>, bool) {
    if !date.parts.is_empty() {
        return (vec![date.parts.clone()], None, false);
    }
    let is_about = date.written.ends_with(['~', '%']) && !date.written.contains('/');
    let written = if is_about { &date.written[..date.written.len() - 1] } else { &date.written };
    let numbers = |text: &str| -> Option<Vec<u16>> {
        let is_plain = text.len() >= 4 && !text.starts_with('-');
        is_plain.then(|| text.split('-').map(|part| part.parse().ok()).collect()).flatten()
    };
    let ends: Option<Vec<Vec<u16>>> = written.split('/').map(numbers).collect();
    match ends {
        Some(mut ends) if ends.len() == 1 && ends[0].get(1).is_some_and(|month| *month > 12) => {
            let season = ends[0].pop().map(|season| season - 20);
            (ends, season, is_about)
        }
        Some(ends) if ends.iter().all(|end| end.get(1).is_none_or(|month| *month <= 12)) => {
            (ends, None, is_about)
        }
        _ => (Vec::new(), None, false),
    }
}
