//! BibTeX, as BibTeX 0.99 has it (btxdoc.dvi), with what biblatex (its manual, 2.1 and 2.2) and Zotero read besides.
//!
//! Titles stand in two pairs of braces, so that no style changes their capitals. A date that is not a plain year, month or
//! day stands in biblatex's `date` where that takes it (EDTF level 1), and in words in `note` in any case.

use super::Dated;
use super::Item;
use super::Name;
use crate::vocabulary::ReferenceType;
use std::fmt::Write;

/// The media type, which has no entry in the registry of IANA; this is what browsers and Zotero know.
pub const MEDIA_TYPE: &str = "application/x-bibtex";

/// Names of months that every style of BibTeX knows; they stand without braces.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// An entry, ended by a line feed.
pub fn entry(item: &Item) -> String {
    let flat = item.flat();
    let own = &flat.own;
    let kind = item.kind;
    let mut out = format!("@{}{{{},\n", entry_type(item), item.key);
    field(&mut out, "author", &people(&own.authors));
    field(&mut out, "editor", &people(&own.editors));
    field(&mut out, "title", &braced(&own.title));
    let container = match kind {
        ReferenceType::Article | ReferenceType::News => "journal",
        ReferenceType::Book | ReferenceType::Report | ReferenceType::Thesis => "series",
        _ => "booktitle",
    };
    field(&mut out, container, &flat.container.map(braced).unwrap_or_default());
    field(&mut out, "bookauthor", &people(flat.container_authors));
    if container != "series" {
        field(&mut out, "series", &flat.series.map(braced).unwrap_or_default());
    }
    own.date.iter().for_each(|date| write_date(&mut out, date));
    let publisher = match kind {
        ReferenceType::Thesis => "school",
        ReferenceType::Report | ReferenceType::BoardPaper => "institution",
        _ => "publisher",
    };
    let text = |text: &Option<String>| text.as_deref().map(escaped).unwrap_or_default();
    field(&mut out, publisher, &text(&own.publisher));
    field(&mut out, "address", &text(&own.location));
    field(&mut out, "edition", &text(&own.edition));
    field(&mut out, "volume", &text(&own.volume));
    let (number, issue) = match kind.is_report() {
        true => (flat.number("serial").map(str::to_owned), own.issue.clone()),
        false => (own.issue.clone(), None),
    };
    field(&mut out, "number", &text(&number));
    field(&mut out, "issue", &text(&issue));
    let pages = own.page_range.as_deref().map(|pages| escaped(&pages.replace(['–', '—'], "-")));
    field(&mut out, "pages", &pages.unwrap_or_default().replace("-{}-", "-").replace('-', "--"));
    field(&mut out, "url", &own.url.as_deref().map(verbatim).unwrap_or_default());
    if let Some(date) = own.accessed.as_ref().filter(|date| is_of_biblatex(date)) {
        field(&mut out, "urldate", &day_of(date));
    }
    let is_written = |(own, _): &&(&str, String)| kind.is_report() && *own == "serial";
    let numbers: Vec<_> = own.serial_numbers.iter().filter(|own| !is_written(own)).cloned().collect();
    let rest = write_numbers(&mut out, &numbers);
    if item.genre.is_some() && item.kind == ReferenceType::News {
        field(&mut out, "entrysubtype", "newspaper");
    } else if kind == ReferenceType::Thesis {
        // biblatex demands one of a thesis.
        field(&mut out, "type", "Thesis");
    } else if !has_own_type(item) {
        field(&mut out, "type", &item.genre.map(escaped).unwrap_or_default());
    }
    field(&mut out, "abstract", &item.summary.as_deref().map(escaped).unwrap_or_default());
    field(&mut out, "language", item.language.as_deref().unwrap_or_default());
    let notes: Vec<String> = rest.into_iter().chain(item.notes.iter().cloned()).collect();
    field(&mut out, "note", &escaped(&notes.join(" ")));
    out.push_str("}\n");
    out
}

/// Entries, with an empty line between two.
pub fn list(items: &[Item]) -> String {
    items.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn entry_type(item: &Item) -> &'static str {
    use ReferenceType as Type;
    match item.kind {
        Type::Book => "book",
        Type::Chapter => "incollection",
        Type::Article | Type::News => "article",
        Type::Report | Type::BoardPaper => "techreport",
        // A reference does not say for which degree it was written.
        Type::Thesis => "thesis",
        Type::Web => "online",
        Type::Court => "jurisdiction",
        Type::Video => "video",
        Type::Dataset => "dataset",
        Type::Press | Type::Foi | Type::Contract | Type::Hansard => "misc",
    }
}

/// Whether the type of the entry says what kind of work it is.
fn has_own_type(item: &Item) -> bool {
    matches!(item.kind, ReferenceType::Court | ReferenceType::Dataset)
}

fn field(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {name} = {{{value}}},");
    }
}

fn write_date(out: &mut String, date: &Dated) {
    if !date.is_exact {
        if is_of_biblatex(date) {
            field(out, "date", &date.written);
        }
        return;
    }
    let mut parts = date.parts.iter();
    if let Some(year) = parts.next() {
        field(out, "year", &format!("{year:04}"));
    }
    if let Some(month) = parts.next().and_then(|month| MONTHS.get(usize::from(*month).wrapping_sub(1))) {
        let _ = writeln!(out, "  month = {month},");
    }
    if let Some(day) = parts.next() {
        field(out, "day", &day.to_string());
    }
}

/// Whether biblatex takes the date: EDTF levels 0 and 1 (its manual, 2.3.8), but no sets.
fn is_of_biblatex(date: &Dated) -> bool {
    !date.is_unknown() && !date.written.starts_with(['[', '{'])
}

/// The day of a moment; any other date as it was written.
fn day_of(date: &Dated) -> String {
    match date.is_exact {
        true => date.written.split('T').next().unwrap_or_default().to_owned(),
        false => date.written.clone(),
    }
}

/// Writes the numbers that have a field, and gives the others as sentences.
fn write_numbers(out: &mut String, numbers: &[(&'static str, String)]) -> Vec<String> {
    let mut rest = Vec::new();
    let mut written: Vec<&str> = Vec::new();
    for (kind, number) in numbers {
        match *kind {
            kind if written.contains(&kind) => rest.push(format!("{}: {number}.", kind.to_uppercase())),
            "serial" => rest.push(format!("No. {number}.")),
            "arxiv" => {
                field(out, "eprint", &verbatim(number));
                field(out, "archiveprefix", "arXiv");
            }
            kind => field(out, kind, &verbatim(number)),
        }
        written.push(kind);
    }
    rest
}

/// Names with `and` between two, the family name first; a body in braces.
fn people(names: &[Name]) -> String {
    names.iter().map(person).collect::<Vec<_>>().join(" and ")
}

fn person(name: &Name) -> String {
    let family = match &name.given {
        Some(_) if is_plain_family(&name.family) => name.family.clone(),
        _ => braced(&name.family),
    };
    let part = |text: &str| if is_plain_part(text) { text.to_owned() } else { braced(text) };
    match (&name.suffix, &name.given) {
        (Some(suffix), Some(given)) => format!("{family}, {}, {}", part(suffix), part(given)),
        (_, Some(given)) => format!("{family}, {}", part(given)),
        (_, None) => family,
    }
}

/// Whether BibTeX divides the name as it is meant: particles in small letters, then words that begin with a capital.
fn is_plain_family(family: &str) -> bool {
    let starts = |word: &str, is: fn(char) -> bool| word.starts_with(is);
    let mut words = family.split(' ').skip_while(|word| starts(word, char::is_lowercase)).peekable();
    is_plain_part(family) && words.peek().is_some() && words.all(|word| starts(word, char::is_uppercase))
}

/// Whether nothing in a part of a name means something to BibTeX.
fn is_plain_part(text: &str) -> bool {
    let is_joining = |word: &str| matches!(word, "and" | "others" | "with");
    let is_plain = |sign: char| sign.is_alphanumeric() || ".'’- ".contains(sign);
    text.chars().all(is_plain)
        && !text.contains("--")
        && !text.split(' ').any(is_joining)
        && escaped(text) == text
}

/// In braces, which keep capitals as they are and words together.
fn braced(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{{{}}}", escaped(text)) }
}

/// A text with the signs written out that LaTeX takes for commands, and with braces between those that it joins.
fn escaped(text: &str) -> String {
    let has_partners = has_partners(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = ' ';
    for sign in text.chars() {
        let joins = matches!(
            (last, sign),
            ('-', '-') | ('\'', '\'') | ('`', '`') | (',', ',') | ('<', '<') | ('>', '>') | ('?' | '!', '`')
        );
        if joins {
            out.push_str("{}");
        }
        match sign {
            '%' | '&' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(sign);
            }
            '{' | '}' if has_partners => {
                out.push('\\');
                out.push(sign);
            }
            // BibTeX counts braces behind a backslash too.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            sign => out.push(sign),
        }
        last = sign;
    }
    out
}

/// Whether every brace that opens is closed.
fn has_partners(text: &str) -> bool {
    let mut depth = 0_usize;
    for sign in text.chars() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// An address or a number, which stands as it is but for what would end the field.
fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}
