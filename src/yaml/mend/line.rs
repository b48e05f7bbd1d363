//! Lines, quotation marks and brackets of a front matter, as far as they have to be known before YAML is read.

use super::Line;
use super::has_text_after;
use super::report::before_value;
use super::report::field_with;
use crate::yaml::MAX_DEPTH;
use crate::yaml::is_invisible;
use std::ops::Range;

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

pub(super) fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1)
}

/// `  - key: value` in its parts.
pub(super) fn split_line(line: &str, at: usize) -> Line<'_> {
    let body = line.trim_end();
    let mut indent = body.len() - body.trim_start().len();
    let mut floor = indent.saturating_sub(1);
    let mut is_item = false;
    while body[indent..].starts_with("- ") || &body[indent..] == "-" {
        (floor, is_item) = (indent, true);
        indent = (indent + 2).min(body.len());
        indent += body[indent..].len() - body[indent..].trim_start().len();
    }
    let rest = &body[indent..];
    let Some(colon) = key_end(rest, indent) else {
        return Line { start: at, indent, floor, is_item, key: None, value: rest, value_at: at + indent };
    };
    let floor = indent;
    let after = &rest[colon + 1..];
    let value_at = indent + colon + 1 + (after.len() - after.trim_start().len());
    let key = Some(&rest[..colon]);
    Line { start: at, indent, floor, is_item, key, value: &body[value_at..], value_at: at + value_at }
}

/// Where the colon of `key: value` is. A key is a name of letters, digits, `-`, `_` and single spaces, perhaps in
/// quotation marks.
pub(super) fn key_end(rest: &str, indent: usize) -> Option<usize> {
    let colon = memchr::memchr(b':', rest.as_bytes())?;
    let key = bare(&rest[..colon]);
    let named = key.starts_with(|c: char| c.is_alphabetic() || is_invisible(c))
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ') || is_invisible(c));
    let after = &rest[colon + 1..];
    let spaced = after.is_empty() || after.starts_with([' ', '\t', '\u{a0}']);
    // `title:Text` at the left edge cannot be anything but a field with a space forgotten.
    let forgotten = indent == 0 && !after.starts_with("//") && !key.contains(' ');
    (named && (spaced || forgotten)).then_some(colon)
}

/// The name of a field without the quotation marks that YAML allows around it.
pub(super) fn bare(key: &str) -> &str {
    let inner = |mark: char| key.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}

pub(super) fn is_block_header(value: &str) -> bool {
    let header = value.split(" #").next().unwrap_or(value).trim_end();
    header.len() <= 3 && header[1..].chars().all(|c| matches!(c, '+' | '-' | '1'..='9'))
}

/// `>5` with no text below it: a value, rather than the sign that a text of several lines begins with.
pub(super) fn is_alone(text: &str, end: usize, parts: &Line<'_>) -> bool {
    let header = parts.value.split(" #").next().unwrap_or_default().trim_end();
    header.ends_with(|c: char| c.is_ascii_digit()) && continuation_end(text, end, parts.floor) == end
}

/// The end of the lines that belong to a value whose field is indented by `indent`: blank lines and deeper ones.
pub(super) fn continuation_end(text: &str, from: usize, indent: usize) -> usize {
    let mut end = from;
    let mut at = from;
    while at < text.len() {
        let next = line_end(text, at);
        let line = &text[at..next];
        let blank = line.trim().is_empty();
        if !blank && line.len() - line.trim_start().len() <= indent {
            break;
        }
        at = next;
        if !blank {
            end = next;
        }
    }
    end
}

/// Whether a text that starts with a bracket is a YAML list or group, rather than a sentence such as `[sic] he said`.
pub(super) fn is_flow(text: &str) -> bool {
    match balanced(text) {
        Some(end) => !has_text_after(&text[end..]),
        None => true,
    }
}

pub(super) fn flow_end(text: &str, from: usize) -> usize {
    balanced(&text[from..]).map_or_else(|| line_end(text, from), |end| from + end)
}

/// The position after the bracket that closes the first one.
pub(super) fn balanced(text: &str) -> Option<usize> {
    balanced_within(text, MAX_DEPTH)
}

/// The same, where no more than so many are open at once. Behind a bracket that is never closed each further one is open
/// too, so that lines of them are not all looked through to the end.
pub(super) fn balanced_within(text: &str, most: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_sign = |byte: &u8| matches!(byte, b'[' | b'{' | b']' | b'}' | b'"' | b'\'' | b'\n');
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(is_sign) {
        at += next;
        match bytes[at] {
            b'[' | b'{' if depth == most => return None,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' if top_level_field_follows(&text[at + 1..]) => return None,
            b'"' | b'\'' if at > 0 && matches!(bytes[at - 1], b'[' | b'{' | b',' | b' ' | b':') => {
                at = quoted_end(text, at)?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

pub(super) fn top_level_field_follows(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && key_end(first_line(text), 1).is_some()
}

/// The position after the quotation mark that closes the one at `from`.
pub(super) fn quoted_end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[from];
    // Between single marks a backslash is a sign like any other.
    let escape = if quote == b'"' { b'\\' } else { quote };
    let mut at = from + 1;
    while let Some(next) = memchr::memchr3(quote, escape, b'\n', bytes.get(at..)?) {
        at += next;
        match bytes[at] {
            b'\n' if top_level_field_follows(&text[at + 1..]) => return None,
            b'\\' => at += 1,
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b'\n' => {}
            _ => return Some(at + 1),
        }
        at += 1;
    }
    None
}

/// The parts of a text that begin at the left edge, each with the lines below it that are indented or list items.
pub(in crate::yaml) fn top_level_chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = &text[at..end];
        let starts = !line.trim().is_empty()
            && !line.starts_with([' ', '#', '\t'])
            && !line.starts_with("- ")
            && line.trim_end() != "-";
        match chunks.last_mut() {
            Some(chunk) if !starts => chunk.end = end,
            _ => chunks.push(at..end),
        }
        at = end;
    }
    chunks
}

/// A value that begins with a quotation mark which is never closed.
pub(in crate::yaml) struct OpenQuote {
    /// Where the mark is.
    pub(in crate::yaml) at: usize,
    /// The field as it is likely meant, if there is no comment that could be taken for a part of it.
    pub(in crate::yaml) meant: Option<String>,
}

/// The first quotation mark at the start of a value that is never closed.
pub(in crate::yaml) fn open_quote(text: &str) -> Option<OpenQuote> {
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = split_line(&text[at..end], at);
        if line.value.starts_with(['"', '\'']) && quoted_end(text, line.value_at).is_none() {
            let is_plain = !line.value.contains(" #") && !line.value.contains("\t#");
            let meant = is_plain.then(|| match is_elision(line.value) {
                true => field_with(&line, line.value),
                false => format!("{}{}{}", before_value(&line), line.value, &line.value[..1]),
            });
            return Some(OpenQuote { at: line.value_at, meant });
        }
        at = end;
    }
    None
}

/// The first backslash between double marks that begins no escape of YAML (YAML 1.2.2, 5.7).
pub(in crate::yaml) fn bad_escape(text: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = split_line(&text[at..end], at);
        if line.value.starts_with('"')
            && let Some(close) = quoted_end(text, line.value_at)
            && let Some(found) = bad_escape_within(&text[line.value_at..close])
        {
            return Some(line.value_at + found);
        }
        if line.value.starts_with(['{', '['])
            && let Some(found) = bad_escape_in_flow(line.value)
        {
            return Some(line.value_at + found);
        }
        at = end;
    }
    None
}

/// The same, of the values between brackets: `{value: "A \{b\}"}`.
fn bad_escape_in_flow(value: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'"', &value.as_bytes()[at..]) {
        let open = at + found;
        at = open + 1;
        if value[..open].trim_end().ends_with(['{', '[', ',', ':']) {
            let close = quoted_end(value, open)?;
            if let Some(found) = bad_escape_within(&value[open..close]) {
                return Some(open + found);
            }
            at = close;
        }
    }
    None
}

pub(super) fn bad_escape_within(quoted: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'\\', &quoted.as_bytes()[at..])?;
        let rest = &quoted[at + 1..];
        let digits = match rest.as_bytes().first()? {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            byte if b"0abtnvfre \"/\\N_LP\t\r\n".contains(byte) => 0,
            _ => return Some(at),
        };
        if digits > 0 {
            let code = rest.get(1..=digits).and_then(|code| u32::from_str_radix(code, 16).ok());
            if code.and_then(char::from_u32).is_none() {
                return Some(at);
            }
        }
        at += 2;
    }
}

/// `'Tis the season`: the mark stands for letters that are left out.
pub(super) fn is_elision(value: &str) -> bool {
    const WORDS: [&str; 12] =
        ["tis", "twas", "twere", "twill", "twould", "til", "till", "cause", "em", "er", "bout", "n"];
    let Some(rest) = value.strip_prefix('\'') else { return false };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    WORDS.contains(&word.as_str()) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// The first bracket at the start of a value that is never closed.
pub(in crate::yaml) fn open_bracket(text: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = split_line(&text[at..end], at);
        at = end;
        let flow = &text[line.value_at..];
        if line.value.starts_with(['[', '{']) && balanced(flow).is_none() {
            // Too many may be open at once, and closed nevertheless.
            match balanced_within(flow, usize::MAX) {
                None => return Some(line.value_at),
                Some(end) => at = line_end(text, line.value_at + end),
            }
        }
    }
    None
}

/// Where brackets open at the start of a value.
pub(in crate::yaml) fn flow_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let parts = split_line(line, at);
        at += line.len();
        parts.value.starts_with(['[', '{']).then_some(parts.value_at)
    })
}

/// How many spaces stand before the name of the nearest field above a line.
pub(in crate::yaml) fn indent_above(text: &str, line_start: usize) -> usize {
    let mut above = text[..line_start].lines().rev().map(|line| split_line(line, 0));
    above.find(|parts| parts.key.is_some()).map_or(0, |parts| parts.indent)
}
