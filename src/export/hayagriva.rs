//! hayagriva's YAML, which Typst and casefile read: its file format,
//! <https://github.com/typst/hayagriva/blob/main/docs/file-format.md>.
//!
//! Dates stand as they were written (EDTF).

use super::Dated;
use super::Item;
use super::Level;
use super::Name;
use crate::bibliography::formatted;
use crate::vocabulary::ReferenceType;
use crate::yaml::write;
use crate::yaml::write::Line;
use crate::yaml::write::Written;

/// The media type (RFC 9512).
pub const MEDIA_TYPE: &str = "application/yaml";

/// Entries by their keys.
pub fn list(items: &[Item]) -> String {
    let entries: Vec<Line> =
        items.iter().map(|item| Line::Field(item.key.clone(), Written::Group(fields(item)))).collect();
    write::fields(&entries)
}

fn fields(item: &Item) -> Vec<Line> {
    let mut lines = vec![Line::word("type", entry_type(item.kind))];
    lines.extend(item.genre.map(|genre| Line::text("genre", genre)));
    describe(&mut lines, &item.levels);
    if !item.notes.is_empty() {
        lines.push(Line::text("note", formatted::marked(&item.notes.join(" "))));
    }
    lines
}

fn entry_type(kind: ReferenceType) -> &'static str {
    use ReferenceType as Type;
    match kind {
        Type::Book => "book",
        Type::Chapter => "chapter",
        Type::Article | Type::News => "article",
        Type::Web => "web",
        Type::Report | Type::BoardPaper => "report",
        Type::Thesis => "thesis",
        Type::Press | Type::Foi | Type::Contract | Type::Hansard => "misc",
        Type::Court => "case",
        Type::Video => "video",
        Type::Dataset => "repository",
    }
}

/// The fields of a work, and those of the work that it is a part of below `parent`.
fn describe(lines: &mut Vec<Line>, levels: &[Level]) {
    let Some((own, parents)) = levels.split_first() else { return };
    if !own.title.is_empty() {
        lines.push(Line::text("title", formatted::marked(&own.title)));
    }
    people(lines, "author", &own.authors);
    people(lines, "editor", &own.editors);
    let word = |name: &str, value: &Option<String>| value.as_ref().map(|value| Line::word(name, value));
    lines.extend(own.date.as_ref().map(date));
    let text = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| Line::text(name, formatted::marked(value)))
    };
    lines.extend(text("publisher", &own.publisher));
    lines.extend(text("location", &own.location));
    lines.extend(word("edition", &own.edition));
    lines.extend(word("volume", &own.volume));
    lines.extend(word("issue", &own.issue));
    lines.extend(word("page-range", &own.page_range));
    if let Some(url) = &own.url {
        lines.push(match &own.accessed {
            Some(accessed) => {
                let group = vec![Line::word("value", url), date(accessed)];
                Line::Field("url".to_owned(), Written::Group(group))
            }
            None => Line::word("url", url),
        });
    }
    if !own.serial_numbers.is_empty() {
        let numbers = own.serial_numbers.iter().map(|(kind, number)| Line::word(kind, number));
        lines.push(Line::Field("serial-number".to_owned(), Written::Group(numbers.collect())));
    }
    if let Some(parent) = parents.first() {
        let mut group: Vec<Line> =
            parent.kind.map(|kind| Line::word("type", entry_type(kind))).into_iter().collect();
        describe(&mut group, parents);
        if !group.is_empty() {
            lines.push(Line::Field("parent".to_owned(), Written::Group(group)));
        }
    }
}

/// hayagriva reads no file with a date that is not a plain year, month or day; a name that it does not know it passes over.
fn date(date: &Dated) -> Line {
    let is_plain = date.is_exact && !date.written.contains('T');
    Line::word(if is_plain { "date" } else { "edtf" }, &date.written)
}

fn people(lines: &mut Vec<Line>, field: &str, names: &[Name]) {
    if !names.is_empty() {
        lines.push(Line::Field(field.to_owned(), Written::List(names.iter().map(person).collect())));
    }
}

/// A group, which nobody takes for another name or for several people.
fn person(name: &Name) -> Written {
    let mut group = vec![Line::text("name", &name.family)];
    group.extend(name.given.as_ref().map(|given| Line::text("given-name", given)));
    group.extend(name.suffix.as_ref().map(|suffix| Line::text("suffix", suffix)));
    Written::Group(group)
}
