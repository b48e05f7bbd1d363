//! What is told of the slips in a front matter, each at its place.

use super::Line;
use super::Mending;
use super::has_text_after;
use super::hash_at;
use super::is_note;
use super::line::first_line;
use super::line::indent_above;
use super::line::line_end;
use super::line::quoted_end;
use super::notes;
use super::without;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::yaml::quoted;
use std::ops::Range;

pub(super) fn report_hash(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    base: usize,
    parts: &Line<'_>,
    value: &str,
) {
    let span = |at: usize| span_of(file, base + parts.value_at + at, first_line(&value[at..]));
    if let Some(at) = hash_at(value) {
        diagnostics.push(hash_in_value(span(at)).suggest(field_with(parts, value)));
        return;
    }
    let mut notes = notes(value);
    for index in 0..notes.len() {
        let at = notes[index].start;
        let line = value[..at].rfind('\n').map_or(0, |found| found + 1);
        if value[..at].ends_with("  ") || line > 0 && value[line..at].trim().is_empty() {
            continue;
        }
        let words = first_line(&value[at..]).trim_start_matches(['#', ' ']);
        let before = before_value(parts);
        // `Ward # 7` is meant as a whole. All else may be a note that is not meant for readers.
        diagnostics.push(comment_after_value(span(at)).suggest(
            match words.starts_with(|c: char| c.is_ascii_digit()) {
                true => {
                    notes.remove(index);
                    format!("{before}{}", quoted(&without(value, &notes)))
                }
                false => format!("# {words}\n{before}{}", without(value, &notes)),
            },
        ));
        return;
    }
}

/// What looks like a comment in the lines below `>` or `|`, where there are none.
pub(super) fn report_published_notes(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    base: usize,
    text: &str,
    lines: Range<usize>,
) {
    let mut upto = lines.start;
    for at in memchr::memchr_iter(b'#', &text.as_bytes()[lines.clone()]).map(|at| lines.start + at) {
        let line = text[..at].rfind('\n').map_or(0, |found| found + 1);
        let is_apart = text[line..at].ends_with("  ") || text[line..at].trim().is_empty();
        if at < upto || !is_apart || !is_note(&text[at + 1..lines.end]) {
            continue;
        }
        upto = line_end(text, at);
        let span = span_of(file, base + at, first_line(&text[at..]));
        diagnostics.push(
            Diagnostic::warning(
                "comment-in-text",
                span,
                "below `>` and `|` a `#` begins no comment, so this is published",
            )
            .expected("a comment on a line of its own above the field, or below the whole text without spaces before it"),
        );
    }
}

/// Whether words hold what may be a note, and no `Ward # 7`: quotation marks around them would publish it.
pub(in crate::yaml) fn may_hold_note(words: &str) -> bool {
    notes(words).iter().any(|note| {
        !words[note.start..].trim_start_matches(['#', ' ']).starts_with(|c: char| c.is_ascii_digit())
    })
}

pub(super) fn hash_in_value(span: Span) -> Diagnostic {
    Diagnostic::error(
        "hash-in-value",
        span,
        "`#` begins a comment in YAML, so the rest of the line would be lost",
    )
    .expected("quotation marks around a value that holds `#`; a comment on a line of its own, with a space behind `#`")
}

pub(super) fn comment_after_value(span: Span) -> Diagnostic {
    Diagnostic::warning("comment-after-value", span, "this is read as a comment and is not published")
        .expected("quotation marks around the value if this belongs to it; a comment on a line of its own, or behind two spaces")
}

/// A field, or an item of a list, with its value in quotation marks, and without the comments behind it.
pub(super) fn field_with(parts: &Line<'_>, value: &str) -> String {
    format!("{}{}", before_value(parts), quoted(&without(value, &notes(value))))
}

/// What stands before a value: the hyphen of an item, and the name of the field.
pub(super) fn before_value(parts: &Line<'_>) -> String {
    let hyphen = if parts.is_item { "- " } else { "" };
    let name = parts.key.map(|key| format!("{key}: ")).unwrap_or_default();
    format!("{hyphen}{name}")
}

pub(super) fn span_of(file: FileId, start: usize, text: &str) -> Span {
    Span::new(file, start, start + text.len())
}

/// White space at the start of a line, or behind a colon, that looks like spaces and is none.
pub(super) fn report_white(diagnostics: &mut Vec<Diagnostic>, file: FileId, line_start: usize, line: &str) {
    // Nearly every line begins with spaces and a sign of ASCII, and has no other sign in it.
    let plain = line.bytes().find(|byte| *byte != b' ').is_none_or(|byte| byte.is_ascii_graphic());
    if plain && line.is_ascii() {
        return;
    }
    let white = line.len() - line.trim_start().len();
    if white == line.len() {
        return;
    }
    if let Some(tab) = line[..white].find('\t') {
        let span = Span::new(file, line_start + tab, line_start + tab + 1);
        diagnostics.push(
            Diagnostic::error("tab", span, "a tab stands before this line")
                .expected("spaces: two for each step inwards")
                .suggest(format!("  {}", line.trim())),
        );
    }
    let colon = if line.is_ascii() { None } else { line.find(":\u{a0}").map(|at| at + 1) };
    if let Some(at) = line[..white].find('\u{a0}').or(colon) {
        let span = Span::new(file, line_start + at, line_start + at + '\u{a0}'.len_utf8());
        diagnostics.push(
            Diagnostic::error(
                "no-break-space",
                span,
                "a no-break space stands here, as word processors make them",
            )
            .expected("an ordinary space: delete it and type one")
            .suggest(line.trim().replace('\u{a0}', " ")),
        );
    }
}

/// The lines on which a value goes on. A field among them has too many spaces before it, and would become part of
/// the value above: an embargo or a state written so would be lost.
pub(super) fn report_continuation(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    mending: &Mending<'_>,
    parts: &Line<'_>,
    lines: Range<usize>,
) {
    let (text, base) = (mending.text, mending.places.base);
    let mut at = lines.start;
    while at < lines.end {
        let end = line_end(text, at);
        let line = &text[at..end];
        report_white(diagnostics, file, base + at, line);
        let indent = line.len() - line.trim_start().len();
        let span = Span::new(file, base + at + indent, base + at + line.trim_end().len().max(indent));
        if looks_like_field(line) {
            // The text of an item is no field, and says nothing of where one belongs.
            let indent = parts.key.map_or_else(|| indent_above(text, parts.start), |_| parts.indent);
            diagnostics.push(misplaced_field(span, line, indent));
        } else if looks_like_item(line) {
            diagnostics.push(misplaced_item(span, line, parts));
        }
        at = end;
    }
}

/// `embargo: 2030-05-01T00:01Z`: a name in small letters, a colon, and white space or nothing.
pub(in crate::yaml) fn looks_like_field(line: &str) -> bool {
    let Some((name, rest)) = line.trim().split_once(':') else { return false };
    let named =
        name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'));
    named && (rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']))
}

/// A field that does not stand below the fields it belongs to, which have `indent` spaces before them.
pub(in crate::yaml) fn misplaced_field(span: Span, line: &str, indent: usize) -> Diagnostic {
    let name = line.trim().split(':').next().unwrap_or_default();
    let words = format!("spaces stand before `{name}`, so it is read as part of the line above");
    let (words, expected) = match indent {
        0 => (words, "no spaces before a field of the record".to_owned()),
        _ => (
            format!("`{name}` has not as many spaces before it as the field above"),
            format!("{indent} spaces before it if it belongs to the same group"),
        ),
    };
    Diagnostic::error("misplaced-field", span, words)
        .expected(format!("{expected}; quotation marks around a text of several lines that holds a colon"))
        .suggest(format!("{}{}", " ".repeat(indent), line.trim()))
}

/// `- London`, `• London`, `-London`, or a hyphen alone.
pub(super) fn looks_like_item(line: &str) -> bool {
    let words = line.trim();
    words == "-"
        || words.starts_with(['•', '·'])
        || words.starts_with("- ")
        || words.starts_with("* ")
        || words.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// An item that is read as part of the line above.
pub(super) fn misplaced_item(span: Span, line: &str, parts: &Line<'_>) -> Diagnostic {
    if parts.key.is_none() && !parts.is_item {
        return list_item(span, line);
    }
    let mistake = Diagnostic::error(
        "list-item",
        span,
        "this line begins like an item of a list, and is read as part of the line above",
    );
    match parts.key {
        Some(_) => mistake.expected(
            "nothing behind the name of the field if a list stands below it, and all items with the same number of \
             spaces; quotation marks around a text of several lines",
        ),
        None => mistake
            .expected(
                "all items with the same number of spaces before the hyphen; quotation marks around a text of several \
                 lines",
            )
            .maybe_suggest(words_of_item(line).map(|words| format!("{}- {words}", " ".repeat(parts.floor)))),
    }
}

/// A list item that does not begin with a hyphen and a space becomes part of its neighbours.
pub(super) fn report_item(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    base: usize,
    parts: &Line<'_>,
    value: &str,
) {
    let bullet = value.starts_with(['•', '·', '–'])
        || (value.starts_with("* ") && !parts.is_item)
        || (value.starts_with('-') && !value.starts_with("--") && !value.starts_with("- "));
    if parts.key.is_none() && parts.indent > 0 && bullet {
        let start = base + parts.value_at;
        diagnostics.push(list_item(Span::new(file, start, start + first_line(value).len()), value));
    }
}

pub(in crate::yaml) fn list_item(span: Span, line: &str) -> Diagnostic {
    Diagnostic::error("list-item", span, "an item of a list begins with a hyphen and a space")
        .expected("`- ` before each item, all with the same number of spaces before the hyphen")
        .maybe_suggest(words_of_item(line).map(|words| format!("  - {words}")))
}

pub(super) fn words_of_item(line: &str) -> Option<&str> {
    let words = first_line(line).trim().trim_start_matches(['•', '·', '–', '-', '*']).trim();
    (!words.is_empty()).then_some(words)
}

/// `'It's late'`: the marks around the value do not hold it together, since one stands within.
pub(super) fn report_quotes(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    base: usize,
    parts: &Line<'_>,
    value: &str,
) {
    let Some(mark @ ('"' | '\'')) = value.chars().next() else { return };
    let Some(end) = quoted_end(value, 0).filter(|end| has_text_after(&value[*end..])) else { return };
    if !value.ends_with(mark) || value.len() < 3 {
        return;
    }
    let span = Span::new(file, base + parts.value_at, base + parts.value_at + value.len());
    // `"a" or "b"`: the first mark is closed where a word ends, so that the two at the edges are no pair.
    let is_pair = value[..end - 1].ends_with(char::is_whitespace)
        || value[end..].starts_with(|c: char| c.is_alphanumeric());
    let inner = if is_pair { &value[1..value.len() - 1] } else { value };
    diagnostics.push(
        Diagnostic::error("quotes-in-quotes", span, "the quotation marks around this value do not hold it together, since the same mark stands within")
            .expected("the other kind of mark around the whole; curly marks within are no trouble")
            .suggest(field_with(parts, inner)),
    );
}
