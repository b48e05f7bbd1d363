//! RIS, a tag a line: the RIS Format Specifications (Research Information Systems, 2001 and 2011).
//!
//! A date that is not a plain year, month or day is a note (`N1`). A work of a kind that RIS has no type for says it in `M3`.

use super::Dated;
use super::Item;
use super::Name;
use crate::vocabulary::ReferenceType;
use std::fmt::Write;

/// The media type that browsers and reference managers know.
pub const MEDIA_TYPE: &str = "application/x-research-info-systems";

/// An entry, ended by an empty line.
pub fn entry(item: &Item) -> String {
    let flat = item.flat();
    let own = &flat.own;
    let mut out = String::new();
    line(&mut out, "TY", entry_type(item.kind));
    line(&mut out, "ID", &item.key);
    own.authors.iter().for_each(|name| line(&mut out, "AU", &person(name)));
    let editors = if item.kind == ReferenceType::Chapter { "A2" } else { "ED" };
    own.editors.iter().for_each(|name| line(&mut out, editors, &person(name)));
    line(&mut out, "TI", &own.title);
    some(&mut out, "T2", flat.container);
    some(&mut out, "T3", flat.series);
    let genre = item.genre.filter(|_| needs_genre(item.kind));
    some(&mut out, "M3", genre);
    own.date.iter().for_each(|date| write_date(&mut out, date));
    some(&mut out, "PB", own.publisher.as_deref());
    some(&mut out, "CY", own.location.as_deref());
    some(&mut out, "ET", own.edition.as_deref());
    some(&mut out, "VL", own.volume.as_deref());
    some(&mut out, "IS", own.issue.as_deref());
    own.page_range.iter().for_each(|pages| write_pages(&mut out, pages));
    some(&mut out, "UR", own.url.as_deref());
    if let Some(date) = own.accessed.as_ref().filter(|date| date.is_exact) {
        line(&mut out, "Y2", &slashed(date));
    }
    write_numbers(&mut out, item.kind, &own.serial_numbers);
    some(&mut out, "AB", item.summary.as_deref());
    some(&mut out, "LA", item.language.as_deref());
    item.notes.iter().for_each(|note| line(&mut out, "N1", note));
    out.push_str("ER  - \n");
    out
}

/// Entries, with an empty line between two.
pub fn list(items: &[Item]) -> String {
    items.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn entry_type(kind: ReferenceType) -> &'static str {
    use ReferenceType as Type;
    match kind {
        Type::Book => "BOOK",
        Type::Chapter => "CHAP",
        Type::Article => "JOUR",
        Type::News => "NEWS",
        Type::Web => "ELEC",
        Type::Report | Type::Press | Type::Foi | Type::Contract | Type::BoardPaper => "RPRT",
        Type::Thesis => "THES",
        Type::Hansard => "HEAR",
        Type::Court => "CASE",
        Type::Video => "VIDEO",
        Type::Dataset => "DATA",
    }
}

/// Whether the type says too little; of a page of this site that is a press release, too.
fn needs_genre(kind: ReferenceType) -> bool {
    use ReferenceType as Type;
    matches!(kind, Type::Press | Type::Foi | Type::Contract | Type::BoardPaper | Type::Web)
}

fn line(out: &mut String, tag: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{tag}  - {value}");
}

fn some(out: &mut String, tag: &str, value: Option<&str>) {
    value.iter().for_each(|value| line(out, tag, value));
}

/// `PY` has the year, `DA` the whole date where there is more.
fn write_date(out: &mut String, date: &Dated) {
    let Some(year) = date.parts.first().filter(|_| date.is_exact) else { return };
    line(out, "PY", &format!("{year:04}"));
    if date.parts.len() > 1 {
        line(out, "DA", &slashed(date));
    }
}

/// `2018/06/20`, `2018/06/`, `2018`
fn slashed(date: &Dated) -> String {
    match date.parts[..] {
        [year, month, day] => format!("{year:04}/{month:02}/{day:02}"),
        [year, month] => format!("{year:04}/{month:02}/"),
        [year, ..] => format!("{year:04}"),
        [] => String::new(),
    }
}

/// The first page and the last, where there are two.
fn write_pages(out: &mut String, pages: &str) {
    let pages = pages.replace(['–', '—'], "-");
    match pages.split_once('-') {
        Some((first, last))
            if !first.is_empty() && !last.is_empty() && !last.contains('-') && !first.ends_with(last) =>
        {
            line(out, "SP", first.trim());
            line(out, "EP", last.trim());
        }
        _ => line(out, "SP", &pages),
    }
}

fn write_numbers(out: &mut String, of: ReferenceType, numbers: &[(&'static str, String)]) {
    for (kind, number) in numbers {
        match *kind {
            "doi" => line(out, "DO", number),
            "isbn" | "issn" => line(out, "SN", number),
            // Of a report it is its number.
            "serial" if of.is_report() && number.contains(char::is_alphabetic) => line(out, "SN", number),
            "serial" => line(out, "N1", &format!("No. {number}.")),
            kind => line(out, "N1", &format!("{}: {number}.", kind.to_uppercase())),
        }
    }
}

/// `Davis, Jacky`, `Smith, Adam, Jr.`, or a body.
fn person(name: &Name) -> String {
    let parts = [Some(&name.family), name.given.as_ref(), name.suffix.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}
