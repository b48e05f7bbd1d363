//! Curly quotation marks, which hold no value together, as straight ones do.

use super::Line;
use super::Mending;
use super::line::balanced;
use super::outside_quotes;
use super::quote;
use super::report::field_with;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::yaml::quoted;
use std::ops::Range;

const PAIRS: [(char, char); 3] = [('“', '”'), ('‘', '’'), ('«', '»')];

/// Curly marks around a value.
pub(super) fn report_curly(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    base: usize,
    parts: &Line<'_>,
    value: &str,
) {
    if let Some(inner) = within_marks(value) {
        let span = Span::new(file, base + parts.value_at, base + parts.value_at + value.len());
        diagnostics.push(marks_in_value(span).suggest(field_with(parts, inner)));
    }
}

/// Curly marks around the values of a list or group in brackets. Where they do not keep a value from being divided, it
/// is read as a whole, so that nothing else is told of its parts. Gives whether there is one.
pub(super) fn mend_curly(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    mending: &mut Mending<'_>,
    parts: &Line<'_>,
    value: &str,
) -> bool {
    let Some(end) = balanced(value).filter(|_| value.contains(PAIRS.map(|(open, _)| open))) else {
        return false;
    };
    let flow = &value[..end];
    let (mut upto, mut is_divided) = (0, false);
    for item in items(flow) {
        let words = &flow[item.words.clone()];
        if item.words.start < upto || words.starts_with(['"', '\'', '#']) || words.contains(" #") {
            continue;
        }
        let key = &flow[item.key.clone()];
        let start = mending.places.base + parts.value_at + item.words.start;
        if let Some(inner) = within_marks(words) {
            let span = Span::new(file, start, start + words.len());
            diagnostics.push(marks_in_value(span).suggest(format!("{key}{}", quoted(inner))));
        } else if let Some(end) = divided_end(flow, &item) {
            let words = &flow[item.words.start..end];
            quote(mending, parts.value_at + item.words.start, words, &[]);
            diagnostics.push(
                Diagnostic::error(
                    "curly-quotes",
                    Span::new(file, start, start + words.len()),
                    "curly quotation marks do not hold a value together, so this one is divided at its comma",
                )
                .expected("straight quotation marks around a value that holds a comma, where it stands between brackets")
                .suggest(format!("{key}{}", quoted(within_marks(words).unwrap_or(words)))),
            );
            (upto, is_divided) = (end, true);
        }
    }
    is_divided
}

fn marks_in_value(span: Span) -> Diagnostic {
    Diagnostic::warning("curly-quotes", span, "these curly quotation marks become part of the value")
        .expected("straight marks to hold the value together, or none; if the curly marks belong to the text, put straight ones around them")
}

/// What stands between the curly marks around a value.
fn within_marks(value: &str) -> Option<&str> {
    let (open, close) = PAIRS.into_iter().find(|(open, _)| value.starts_with(*open))?;
    let inner = value.strip_prefix(open)?.strip_suffix(close)?;
    encloses(value, open, close).then_some(inner.trim())
}

/// Whether the mark at the start of a value is closed by the one at its end: not in `“a” and “b”`.
fn encloses(value: &str, open: char, close: char) -> bool {
    let mut depth = 0;
    for (at, sign) in value.char_indices() {
        let behind = &value[at + sign.len_utf8()..];
        if sign == open {
            depth += 1;
        } else if sign == close && !is_apostrophe(sign, behind) {
            depth -= 1;
            if depth == 0 {
                return behind.is_empty();
            }
        }
    }
    false
}

fn is_apostrophe(sign: char, behind: &str) -> bool {
    sign == '’' && behind.starts_with(char::is_alphanumeric)
}

/// An item of a list in brackets, or a field of a group.
struct Item {
    /// The name of the field, with the colon and the space behind it.
    key: Range<usize>,
    words: Range<usize>,
}

/// The items of a list or group, and of those within it, as YAML divides them.
fn items(flow: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut in_group = Vec::new();
    let (mut start, mut colon) = (0, None);
    for (at, byte) in outside_quotes(flow) {
        match byte {
            b'[' | b'{' | b',' | b']' | b'}' => {
                let is_in_group = in_group.last() == Some(&true);
                items.push(item(flow, start..at, colon.filter(|_| is_in_group)));
                match byte {
                    b'[' | b'{' => in_group.push(byte == b'{'),
                    b']' | b'}' => drop(in_group.pop()),
                    _ => {}
                }
                (start, colon) = (at + 1, None);
            }
            b':' if flow[at + 1..].starts_with([' ', '\n']) => colon = colon.or(Some(at)),
            _ => {}
        }
    }
    items
}

fn item(flow: &str, place: Range<usize>, colon: Option<usize>) -> Item {
    let trimmed =
        |from: usize| from + (flow[from..place.end].len() - flow[from..place.end].trim_start().len());
    let start = trimmed(place.start);
    let from = colon.map_or(start, |colon| trimmed(colon + 1));
    Item { key: start..from, words: from..from + flow[from..place.end].trim_end().len() }
}

/// Where a value ends that has a curly mark in it which is closed only behind the comma that ends its item.
fn divided_end(flow: &str, item: &Item) -> Option<usize> {
    let words = &flow[item.words.clone()];
    let (open, close) = PAIRS.into_iter().find(|(open, close)| is_open(words, *open, *close))?;
    let behind = &flow[item.words.end..];
    let is_end = |(at, sign): &(usize, char)| {
        matches!(sign, '[' | ']' | '{' | '}' | '"' | '#')
            || *sign == open
            || *sign == close && !is_apostrophe(close, &behind[at + sign.len_utf8()..])
    };
    let (at, sign) = behind.char_indices().find(is_end)?;
    if sign != close || !behind.starts_with(',') {
        return None;
    }
    let closed = at + close.len_utf8();
    let rest = &behind[closed..];
    let end = closed + rest.find([',', ']', '}', '\n'])?;
    // `‘tis so, the patients’ ward`: an apostrophe behind a word is no mark of its own.
    if open == '‘' && !behind[closed..end].trim().is_empty() {
        return None;
    }
    Some(item.words.end + behind[..end].trim_end().len())
}

/// Whether a curly mark is opened and not closed in these words. The single one is that only where it begins them.
fn is_open(words: &str, open: char, close: char) -> bool {
    if open == '‘' && !words.starts_with(open) {
        return false;
    }
    let mut depth = 0;
    for (at, sign) in words.char_indices() {
        if sign == open {
            depth += 1;
        } else if sign == close && depth > 0 && !is_apostrophe(sign, &words[at + sign.len_utf8()..]) {
            depth -= 1;
        }
    }
    depth > 0
}
