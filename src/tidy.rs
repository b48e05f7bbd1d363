//! Front matter in order: the same fields, values and comments, where every other record has them.
//!
//! Only whole lines are moved, and only white space that means nothing is taken away. What comes of it is read again, and
//! stands only if it says the same.

mod layout;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::FileReading;
use crate::document::read_file;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::span::FileId;
use crate::vocabulary::Kind;
use crate::yaml::Node;
use crate::yaml::Value;
use layout::Layout;
use layout::Order;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tidied {
    /// It is tidy.
    Same,
    /// It would be tidy as this.
    New(String),
    /// It stays as it is, with the reason.
    Left(String),
}

/// What stands first in every record.
const FIRST: [&str; 9] =
    ["title", "headline", "summary", "state", "withdrawn", "merged_into", "embargo", "published", "updated"];
/// What stands between the fields that say what a record is and those that say more of it.
const MIDDLE: [&str; 2] = ["topics", "related"];
/// What stands last.
const LAST: [&str; 5] = ["attachments", "changes", "aliases", "allow", "extra"];

/// The fields of a kind that stand before its topics, and those behind.
fn own_fields(kind: Kind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Kind::Incident => (
            &["date", "reported", "status", "disputed", "organisations", "places", "harms"],
            &["figures", "contracts", "claims", "timeline", "right_of_reply", "unknowns", "sources"],
        ),
        Kind::PressRelease => {
            (&["date", "issued_by", "spokespeople", "contacts", "incidents"], &["sources", "original"])
        }
        Kind::Reference => (
            &[
                "type",
                "author",
                "editor",
                "date",
                "publisher",
                "location",
                "page-range",
                "volume",
                "issue",
                "edition",
                "parent",
                "url",
                "url_status",
                "archived",
                "serial-number",
                "doi",
                "isbn",
                "issn",
                "independence",
                "foi",
                "copy",
            ],
            &[],
        ),
        Kind::Organisation => (&["type", "names", "identifiers", "parents", "url"], &[]),
        Kind::Topic => (&["definition", "synonyms", "broader"], &[]),
        Kind::Page => (&["nav"], &[]),
    }
}

/// The place of a field among those of its kind; nothing for one that the kind does not have.
pub fn rank(kind: Kind, field: &str) -> Option<usize> {
    let (before, behind) = own_fields(kind);
    let all = FIRST.iter().chain(before).chain(&MIDDLE).chain(behind).chain(&LAST);
    all.enumerate().find(|(_, name)| **name == field).map(|(place, _)| place)
}

/// Tidies the front matter of a Markdown file below `content/`.
pub fn tidy(inputs: &Inputs, config: &Config, file: FileId) -> Tidied {
    tidied(inputs, config, file).unwrap_or_else(Tidied::Left)
}

fn tidied(inputs: &Inputs, config: &Config, file: FileId) -> Result<Tidied, String> {
    let text = inputs.text(file);
    let reading = read_file(inputs, config, file);
    let Ok(source) = std::str::from_utf8(&text.bytes) else {
        return Err("it is not saved as UTF-8".to_owned());
    };
    let Some(record) = reading.records.first() else {
        let why = reading.diagnostics.first().map(|own| own.message.clone());
        return Err(why.unwrap_or_else(|| "it could not be read".to_owned()));
    };
    let layout = Layout::of(source, record.span.range())?;
    let old = Read { layout: &layout, reading: &reading, path: &text.path };
    let orders = [Order::Of(record.kind), Order::AsWritten];
    let new = orders.into_iter().find_map(|order| proven(config, &old, order));
    match new {
        Some(new) if new == source => Ok(Tidied::Same),
        Some(new) => Ok(Tidied::New(new)),
        None => Err("its front matter could not be tidied without a change to what it says".to_owned()),
    }
}

/// A file as it is.
struct Read<'a> {
    layout: &'a Layout<'a>,
    reading: &'a FileReading,
    path: &'a str,
}

/// The file tidied in this way, if that says what the file said and is tidy.
fn proven(config: &Config, old: &Read<'_>, order: Order) -> Option<String> {
    let new = old.layout.tidy(order);
    let text = TextFile { path: old.path.to_owned(), bytes: new.clone().into_bytes() };
    let alone = Inputs { texts: vec![text], ..Inputs::default() };
    let again = read_file(&alone, config, FileId(0));
    let layout = Layout::of(&new, again.records.first()?.span.range()).ok()?;
    let is_proven = told(old.reading) == told(&again)
        && says_the_same(old.layout, &layout)
        && old.layout.comments() == layout.comments()
        && old.layout.body() == layout.body()
        && layout.tidy(order) == new;
    is_proven.then_some(new)
}

/// The mistakes of a file, wherever in it they are.
fn told<'a>(reading: &'a FileReading) -> Vec<(&'static str, &'a str, Option<&'a str>)> {
    let one = |own: &'a Diagnostic| (own.code, own.message.as_str(), own.suggestion.as_deref());
    let mut all: Vec<_> = reading.diagnostics.iter().map(one).collect();
    all.sort_unstable();
    all
}

/// Whether both have the same fields with the same values.
fn says_the_same(one: &Layout<'_>, other: &Layout<'_>) -> bool {
    let (one, other) = (&one.tree.entries, &other.tree.entries);
    one.len() == other.len()
        && one.iter().all(|entry| {
            let found = other.iter().find(|own| own.key.value == entry.key.value);
            found.is_some_and(|own| is_same(&entry.value, &own.value))
        })
}

/// Whether two values are the same, wherever they stand.
fn is_same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (&one.value, &other.value) {
        (Value::Empty, Value::Empty) => true,
        (Value::Text(one), Value::Text(other)) => one == other,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| one.key.value == other.key.value && is_same(&one.value, &other.value))
        }
        _ => false,
    }
}
