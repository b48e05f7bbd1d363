//! Reads ordinary sentences as the text they are, before the YAML parser sees them.
//!
//! A plain value that YAML would refuse or cut short is put in quotes; the places of what follows are kept. A text in
//! which there is nothing to mend is not copied.

mod curly;
mod line;
mod report;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::yaml::MAX_DEPTH;
use crate::yaml::quoted;
use curly::mend_curly;
use curly::report_curly;
use line::balanced;
use line::continuation_end;
use line::first_line;
use line::flow_end;
use line::is_alone;
use line::is_block_header;
use line::is_flow;
use line::line_end;
use line::quoted_end;
use line::split_line;
use report::before_value;
use report::comment_after_value;
use report::field_with;
use report::hash_in_value;
use report::report_continuation;
use report::report_hash;
use report::report_item;
use report::report_published_notes;
use report::report_quotes;
use report::report_white;
use report::span_of;
use std::borrow::Cow;
use std::ops::Range;

pub(super) use line::bad_escape;
pub(super) use line::flow_starts;
pub(super) use line::indent_above;
pub(super) use line::open_bracket;
pub(super) use line::open_quote;
pub(super) use line::top_level_chunks;
pub(super) use report::list_item;
pub(super) use report::looks_like_field;
pub(super) use report::may_hold_note;
pub(super) use report::misplaced_field;

/// How positions in a mended text map to the file.
pub(super) struct Places {
    base: usize,
    /// Positions in the mended text of each byte that was added, ascending.
    added: Vec<usize>,
}

impl Places {
    /// The position in the file that belongs to a position in the mended text.
    pub(super) fn original(&self, at: usize) -> usize {
        self.base + at - self.added.partition_point(|added| *added < at)
    }
}

/// A text that is being mended.
struct Mending<'a> {
    text: &'a str,
    /// What of `text` was copied, with the changes in it.
    copied: String,
    /// How much of `text` was copied.
    upto: usize,
    places: Places,
}

impl<'a> Mending<'a> {
    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.copied.push_str(&self.text[self.upto..range.start]);
        self.copied.push_str(with);
        self.upto = range.end;
    }

    fn add(&mut self, at: usize, sign: &str) {
        self.replace(at..at, "");
        self.places.added.push(self.copied.len());
        self.copied.push_str(sign);
    }

    fn finish(mut self) -> (Cow<'a, str>, Places) {
        if self.copied.is_empty() {
            return (Cow::Borrowed(self.text), self.places);
        }
        self.copied.push_str(&self.text[self.upto..]);
        (Cow::Owned(self.copied), self.places)
    }
}

/// A value on a line: where it starts and ends in the file, and how far its field's name is indented.
struct Line<'a> {
    start: usize,
    indent: usize,
    /// Lines with more spaces than this before them go on with the value.
    floor: usize,
    /// Whether a hyphen stands before it.
    is_item: bool,
    key: Option<&'a str>,
    value: &'a str,
    value_at: usize,
}

/// The text of `source[range]` with quotes added where they are needed.
pub(super) fn mend<'a>(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    source: &'a str,
    range: Range<usize>,
) -> (Cow<'a, str>, Places) {
    let text = &source[range.clone()];
    let places = Places { base: range.start, added: Vec::new() };
    let mut mending = Mending { text, copied: String::new(), upto: 0, places };
    let mut at = 0;
    while at < text.len() {
        at = match sound_end(text, at) {
            Some(end) => end,
            None => mend_line(diagnostics, file, &mut mending, at),
        };
    }
    mending.finish()
}

/// The end of the line at `at`, if it is what nearly every line is: `field: words` or `- words` that need no mending,
/// with no words of theirs below. None says only that the line has to be looked at more closely.
fn sound_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let spaces = |from: usize| bytes[from..].iter().take_while(|byte| **byte == b' ').count();
    let mut start = at + spaces(at);
    let mut hyphen = None;
    while bytes[start..].starts_with(b"- ") {
        hyphen = Some(start - at);
        start += 2 + spaces(start + 2);
    }
    let name =
        bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let named =
        bytes.get(start).is_some_and(u8::is_ascii_alphabetic) && bytes.get(start + name) == Some(&b':');
    let (value, floor) = match (named, hyphen) {
        (true, _) if bytes.get(start + name + 1) == Some(&b'\n') => return Some(start + name + 2),
        (true, _) if bytes.get(start + name + 1) == Some(&b' ') => {
            (start + name + 1 + spaces(start + name + 1), start - at)
        }
        (false, Some(hyphen)) => (start, hyphen),
        _ => return None,
    };
    if !bytes.get(value)?.is_ascii_alphanumeric() {
        return None;
    }
    let end = value + memchr::memchr(b'\n', &bytes[value..])?;
    let may_need = |byte: &u8| matches!(byte, b'#' | b':' | b'\t' | b'\r');
    if bytes[value..end].iter().any(may_need) {
        return None;
    }
    let below = end + 1 + spaces(end + 1);
    let ends = bytes.get(below).is_none_or(|byte| byte.is_ascii_graphic() && below - (end + 1) <= floor);
    ends.then_some(end + 1)
}

/// Mends the value that begins on the line at `at`, and gives the position after its last line.
fn mend_line(diagnostics: &mut Vec<Diagnostic>, file: FileId, mending: &mut Mending<'_>, at: usize) -> usize {
    let (text, base) = (mending.text, mending.places.base);
    let end = line_end(text, at);
    let line = &text[at..end];
    report_white(diagnostics, file, base + at, line);
    if line.trim_end() == "..." {
        let span = Span::new(file, base + at, base + at + 3);
        diagnostics.push(
            Diagnostic::error(
                "three-dots",
                span,
                "three dots end a text in YAML, so what follows would be lost",
            )
            .expected("`---` after the last field; nothing between the fields"),
        );
    }
    let mut parts = split_line(line, at);
    let is_bare = parts.key.is_none() && !parts.is_item;
    if is_bare {
        parts.floor = floor_above(text, at, parts.indent);
        // `bad key!:` is the name of a group all the same, if one stands below it.
        let is_name = parts.indent == 0 && parts.value.ends_with(':') && !parts.value.starts_with('#');
        if is_name && matches!(below(text, end, &parts), Below::Parts) {
            return end;
        }
    }
    let opened = &text[parts.value_at..];
    let closed = match parts.value.chars().next() {
        None => {
            report_lone_hyphen(diagnostics, file, base, text, end, &parts);
            Some(end)
        }
        Some('#') if line.trim_start().starts_with('#') => Some(end),
        Some('#') => {
            return mend_comment(diagnostics, file, mending, &parts, end);
        }
        Some('|' | '>') if is_block_header(parts.value) && !is_alone(text, end, &parts) => {
            report_hash(diagnostics, file, base, &parts, parts.value);
            let extent = continuation_end(text, end, parts.floor);
            report_published_notes(diagnostics, file, base, text, end..extent);
            return extent;
        }
        Some('[' | '{') if is_flow(opened) => Some(flow_end(text, parts.value_at)),
        Some('"' | '\'') if !is_quoted_in_part(opened) => {
            Some(quoted_end(text, parts.value_at).unwrap_or(end))
        }
        Some(_) => None,
    };
    let extent = closed.unwrap_or_else(|| continuation_end(text, end, parts.floor));
    let extent = line_end(text, extent.max(end).saturating_sub(1));
    let extent = if is_bare { field_start(text, end..extent, parts.indent) } else { extent };
    if closed.is_none() {
        report_continuation(diagnostics, file, mending, &parts, end..extent);
    }
    mend_value(diagnostics, file, mending, &parts, extent);
    extent
}

/// How many spaces stand before what a text on a line of its own belongs to.
fn floor_above(text: &str, line_start: usize, indent: usize) -> usize {
    let is_blank = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let above = text[..line_start].lines().rev().find(|line| !is_blank(line)).map(|line| split_line(line, 0));
    match above {
        Some(above) if above.floor < indent && (above.value.is_empty() || above.value.starts_with('#')) => {
            above.floor
        }
        _ => indent.saturating_sub(1),
    }
}

/// Where among these lines a field begins that has no more spaces before it than `indent`, or else their end.
fn field_start(text: &str, lines: Range<usize>, indent: usize) -> usize {
    let mut at = lines.start;
    while at < lines.end {
        let end = line_end(text, at);
        let parts = split_line(&text[at..end], at);
        if parts.key.is_some() && !parts.is_item && parts.indent <= indent {
            return at;
        }
        at = end;
    }
    lines.end
}

fn report_lone_hyphen(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    base: usize,
    text: &str,
    end: usize,
    parts: &Line<'_>,
) {
    if parts.is_item && parts.key.is_none() && matches!(below(text, end, parts), Below::Nothing) {
        let start = base + parts.start + parts.floor;
        diagnostics.push(
            Diagnostic::error(
                "list-item",
                Span::new(file, start, start + 1),
                "an item of a list begins here, and nothing stands in it",
            )
            .expected("a value behind the hyphen and a space, or no such line"),
        );
    }
}

/// Mends a value with its continuation lines, which reach to `end`.
fn mend_value(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    mending: &mut Mending<'_>,
    parts: &Line<'_>,
    end: usize,
) {
    let base = mending.places.base;
    let value = mending.text[parts.value_at..end].trim_end();
    mend_white(diagnostics, file, mending, parts);
    let opened = value.starts_with(['"', '\'', '[', '{']);
    let notes = notes(value);
    let written = without(value, &notes);
    let in_quotes = needs_quotes(value, &written, parts.key.is_some());
    if in_quotes || !opened && !value.starts_with(['|', '>', '#']) {
        report_hash(diagnostics, file, base, parts, value);
    }
    if let Some(at) = in_quotes.then(|| note_in_part(value)).flatten() {
        let at = base + parts.value_at + at;
        diagnostics.push(hash_in_value(Span::new(file, at, at + 1)));
    }
    if !opened {
        report_curly(diagnostics, file, base, parts, &written);
    }
    report_quotes(diagnostics, file, base, parts, &written);
    report_item(diagnostics, file, base, parts, value);
    if in_quotes {
        quote(mending, parts.value_at, value, &notes);
    } else if value.starts_with(['[', '{']) && mend_curly(diagnostics, file, mending, parts, value) {
        // One slip at a time is mended in a list or group.
    } else if opened && memchr::memchr(b'#', value.as_bytes()).is_some() {
        mend_opened(diagnostics, file, mending, parts, value);
    }
}

/// Mends the white space before a value: signs that look like spaces and are none, and a space that was forgotten.
fn mend_white(diagnostics: &mut Vec<Diagnostic>, file: FileId, mending: &mut Mending<'_>, parts: &Line<'_>) {
    let text = mending.text;
    let base = mending.places.base;
    for (at, white) in text[parts.start..parts.value_at].match_indices(['\t', '\u{a0}']) {
        let at = parts.start + at;
        // As many bytes as it had, so that places stay true.
        mending.replace(at..at + white.len(), &"  "[..white.len()]);
    }
    let missing_space = parts.key.is_some()
        && parts.value_at > parts.start
        && text.as_bytes()[parts.value_at - 1] == b':'
        && !parts.value.is_empty();
    if missing_space {
        let span = Span::new(file, base + parts.start + parts.indent, base + parts.value_at);
        diagnostics.push(
            Diagnostic::error("missing-space", span, "a space is missing after the colon")
                .expected("`field: value`")
                .suggest(format!("{}: {}", parts.key.unwrap_or_default(), parts.value)),
        );
        mending.add(parts.value_at, " ");
    }
}

/// Puts quotation marks around a value, and leaves the comments out of them.
fn quote(mending: &mut Mending<'_>, value_at: usize, value: &str, notes: &[Range<usize>]) {
    let behind = |end: usize, note: &Range<usize>| {
        let is_last = value.get(note.end..end).is_none_or(|rest| rest.trim().is_empty());
        if is_last { value[..note.start].trim_end_matches([' ', '\t', '\r', '\n']).len() } else { end }
    };
    let end = notes.iter().rev().fold(value.len(), behind);
    mending.add(value_at, "'");
    let mut from = 0;
    for note in notes.iter().filter(|note| note.start < end) {
        quote_part(mending, value_at + from, &value[from..note.start]);
        // As many bytes as it had, so that places stay true. Of a line of its own no line is left, which would part
        // the text.
        mending.replace(value_at + note.start..value_at + note.end, &" ".repeat(note.len()));
        from = note.end;
    }
    quote_part(mending, value_at + from, &value[from..end]);
    mending.add(value_at + end, "'");
}

fn quote_part(mending: &mut Mending<'_>, part_at: usize, part: &str) {
    for (at, sign) in part.match_indices(['\'', '\t']) {
        let at = part_at + at;
        match sign {
            "'" => mending.add(at, "'"),
            _ => mending.replace(at..at + 1, " "),
        }
    }
}

/// The comments in a value that is to stand in quotation marks. That of a line of its own reaches to the next line.
fn notes(value: &str) -> Vec<Range<usize>> {
    let mut notes = Vec::new();
    if memchr::memchr(b'#', value.as_bytes()).is_none() {
        return notes;
    }
    let mut upto = part_end(value).unwrap_or(1);
    for at in memchr::memchr_iter(b'#', value.as_bytes()) {
        if at < upto || !is_hash_apart(value, at) || !is_note(&value[at + 1..]) {
            continue;
        }
        upto = line_end(value, at);
        let line = value[..at].rfind('\n').map_or(0, |found| found + 1);
        let is_whole_line = line > 0 && value[line..at].trim().is_empty();
        notes.push(at..if is_whole_line { upto } else { at + value[at..upto].trim_end().len() });
    }
    notes
}

/// A value without its comments.
fn without<'a>(value: &'a str, notes: &[Range<usize>]) -> Cow<'a, str> {
    if notes.is_empty() {
        return Cow::Borrowed(value);
    }
    let mut written = String::new();
    let mut from = 0;
    for note in notes {
        let before = value[from..note.start].trim_end_matches([' ', '\t']);
        written.push_str(before);
        from = note.end;
    }
    written.push_str(&value[from..]);
    Cow::Owned(written.trim_end().to_owned())
}

/// The end of the part in brackets or quotation marks that a value begins with.
fn part_end(value: &str) -> Option<usize> {
    match value.as_bytes().first()? {
        b'"' | b'\'' => quoted_end(value, 0),
        b'[' | b'{' => balanced(value),
        _ => None,
    }
}

/// What looks like a comment and stands in the part in brackets or quotation marks that a sentence begins with:
/// `'Tis so # ask about Smith's`.
fn note_in_part(value: &str) -> Option<usize> {
    memchr::memchr(b'#', value.as_bytes())?;
    let end = part_end(value)?;
    memchr::memchr_iter(b'#', &value.as_bytes()[..end])
        .find(|at| *at > 0 && is_hash_apart(value, *at) && is_note(&value[at + 1..]))
}

fn is_hash_apart(value: &str, at: usize) -> bool {
    matches!(value.as_bytes()[at - 1], b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a text goes on behind the quotation mark that closes the one at its start: `"a" and "b"`.
fn is_quoted_in_part(text: &str) -> bool {
    quoted_end(text, 0).is_some_and(|end| has_text_after(&text[end..]))
}

/// Mends a value that begins with `#`, which for YAML is none. Gives the position after its last line; that of the
/// field ends at `end`.
fn mend_comment(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    mending: &mut Mending<'_>,
    parts: &Line<'_>,
    end: usize,
) -> usize {
    let text = mending.text;
    let base = mending.places.base;
    mend_white(diagnostics, file, mending, parts);
    let span = span_of(file, base + parts.value_at, parts.value);
    let apart = match (parts.value.trim_start_matches(['#', ' ']), parts.key) {
        ("", _) => field_with(parts, parts.value),
        (words, Some(_)) => format!("# {words}\n{}", before_value(parts).trim_end()),
        (words, None) => format!("# {words}"),
    };
    let is_note = is_note(&parts.value[1..]);
    match below(text, end, parts) {
        Below::Nothing if is_note => diagnostics.push(
            Diagnostic::error(
                "comment-for-value",
                span,
                "`#` begins a comment in YAML, which is not published, and there is no value before it",
            )
            .expected(
                "quotation marks around the value if `#` belongs to it, or the comment on a line of its own",
            )
            .suggest(apart),
        ),
        Below::Text | Below::Parts if is_note && text[..parts.value_at].ends_with("  ") => {}
        Below::Text | Below::Parts if is_note => diagnostics.push(comment_after_value(span).suggest(apart)),
        Below::Parts => diagnostics.push(hash_in_value(span).suggest(apart)),
        Below::Nothing | Below::Text => {
            let extent = continuation_end(text, end, parts.floor);
            let value = text[parts.value_at..extent].trim_end();
            diagnostics.push(hash_in_value(span).suggest(field_with(parts, value)));
            report_continuation(diagnostics, file, mending, parts, end..extent);
            quote(mending, parts.value_at, value, &notes(value));
            return extent;
        }
    }
    end
}

/// What the lines below a field hold for it.
enum Below {
    Nothing,
    Text,
    /// The items of a list, or the fields of a group.
    Parts,
}

fn below(text: &str, from: usize, parts: &Line<'_>) -> Below {
    let mut at = from;
    while at < text.len() {
        let end = line_end(text, at);
        let line = text[at..end].trim_end();
        at = end;
        let words = line.trim_start();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let indent = line.len() - words.len();
        let is_item = words == "-" || words.starts_with("- ");
        let belongs = match parts.key {
            Some(_) => indent > parts.indent || indent == parts.indent && is_item,
            None => indent > parts.floor,
        };
        return match belongs {
            false => Below::Nothing,
            true if is_item || split_line(line, 0).key.is_some() => Below::Parts,
            true => Below::Text,
        };
    }
    Below::Nothing
}

/// Mends a value in brackets or in quotation marks that holds a `#` somewhere.
fn mend_opened(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    mending: &mut Mending<'_>,
    parts: &Line<'_>,
    value: &str,
) {
    let start = mending.places.base + parts.value_at;
    let is_quoted = value.starts_with(['"', '\'']);
    let Some(end) = (if is_quoted { quoted_end(value, 0) } else { balanced(value) }) else {
        // It is not closed, or goes on with the line above.
        return report_hash(diagnostics, file, mending.places.base, parts, value);
    };
    let rest = first_line(&value[end..]);
    if let Some(after) = rest.trim_start().strip_prefix('#') {
        let hash = rest.len() - after.len() - 1;
        let span = span_of(file, start + end + hash, &rest[hash..]);
        if !is_note(after) {
            diagnostics.push(hash_in_value(span).suggest(field_with(parts, value)));
        } else if !rest.starts_with("  ") {
            diagnostics.push(comment_after_value(span).suggest(format!(
                "{}\n{}{}",
                &rest[hash..],
                before_value(parts),
                &value[..end]
            )));
        }
    }
    if let (false, Some(stray)) = (is_quoted, stray_sign(&value[..end], b'#')) {
        let words = &value[stray.value.clone()];
        let meant =
            (!may_hold_note(words)).then(|| format!("{}{}", &value[stray.key.clone()], quoted(words)));
        diagnostics.push(
            hash_in_value(Span::new(file, start + stray.at, start + stray.at + 1)).maybe_suggest(meant),
        );
        quote(mending, parts.value_at + stray.value.start, words, &[]);
    }
}

/// A sign within brackets that belongs to a sentence, and that YAML takes for one of its own.
pub(super) struct Stray {
    /// Where it is.
    pub(super) at: usize,
    /// The name of the field, if it is in a group, with the colon and the space after it.
    pub(super) key: Range<usize>,
    /// The sentence.
    pub(super) value: Range<usize>,
}

/// The first `#` that cuts short a text in brackets, or the first `:` that stands in the value of a field, or twice in
/// an item of a list.
pub(super) fn stray_sign(text: &str, sign: u8) -> Option<Stray> {
    let mut in_group = Vec::new();
    let (mut item, mut colon) = (0, None);
    for (at, byte) in outside_quotes(text) {
        if at < item {
            continue;
        }
        let is_stray = match byte {
            b'[' | b'{' | b',' => {
                if byte != b',' {
                    in_group.push(byte == b'{');
                }
                if in_group.len() > MAX_DEPTH {
                    return None;
                }
                (item, colon) = (at + 1, None);
                false
            }
            b']' | b'}' => {
                in_group.pop();
                if in_group.is_empty() {
                    return None;
                }
                false
            }
            b'#' if text[..at].ends_with([' ', '\t', '\r', '\n', '[', '{', ',']) => {
                let is_stray = !is_note(&text[at + 1..]) || !text[at..].contains('\n');
                if !is_stray && text[item..at].trim().is_empty() {
                    item = line_end(text, at);
                }
                is_stray && sign == byte
            }
            b':' if text[at + 1..].starts_with([' ', '\n', ',', '}', ']']) => {
                let is_second = colon.is_some();
                colon = colon.or(Some(at));
                is_second && sign == byte
            }
            _ => false,
        };
        if is_stray {
            return Some(stray_in(text, at, item, colon.filter(|_| in_group.last() == Some(&true))));
        }
    }
    None
}

/// The sign at `at` in an item that begins at `item`; in a group, with the colon behind the name of its field.
fn stray_in(text: &str, at: usize, item: usize, colon: Option<usize>) -> Stray {
    let start = |from: usize| from + (text[from..].len() - text[from..].trim_start().len());
    let (key, value) = match colon {
        Some(colon) => (start(item)..start(colon + 1), start(colon + 1)),
        None => (start(item)..start(item), start(item)),
    };
    let mut end = at;
    loop {
        end += text[end..].find([',', ']', '}', '\n']).unwrap_or(text.len() - end);
        // A comma between braces belongs to the sentence unless a field comes after it.
        let next = text[end..].strip_prefix(',').filter(|_| colon.is_some());
        match next.map(|next| &next[..next.find([',', ']', '}', '\n']).unwrap_or(next.len())]) {
            Some(next) if !next.contains(": ") && !next.trim().is_empty() => end += 1,
            _ => break,
        }
    }
    Stray { at, key, value: value..value + text[value..end].trim_end().len() }
}

/// The bytes of a text in brackets that do not stand in quotation marks, with their positions.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while matches!(text.as_bytes().get(at)?, b'"' | b'\'')
            && text[..at].ends_with(['[', '{', ',', ' ', ':'])
        {
            at = quoted_end(text, at)?;
        }
        at += 1;
        Some((at - 1, text.as_bytes()[at - 1]))
    })
}

/// Whether YAML would refuse a value that a person wrote as a sentence, or lose a part of it.
///
/// `written` is the value without its comments.
fn needs_quotes(value: &str, written: &str, has_key: bool) -> bool {
    let Some(first) = value.chars().next() else { return false };
    match first {
        '#' => false,
        '|' | '>' => value.len() > 1 && is_block_header(value),
        '@' | '`' | '%' | '*' | '&' | '!' => true,
        '"' | '\'' => is_quoted_in_part(value),
        '[' | '{' => !is_flow(value) && !has_stray_bracket(value),
        '-' | '?' if value[1..].starts_with(' ') => has_key,
        ',' | ']' | '}' => true,
        _ => has_hash(value) || (has_key && has_colon(written)) || is_parted(value, written),
    }
}

/// Whether a comment stands within a text of several lines, where YAML ends the text.
fn is_parted(value: &str, written: &str) -> bool {
    written.len() < value.len() && !value.starts_with(written)
}

/// `: ` within a text, or `:` at the end of one of its lines.
fn has_colon(text: &str) -> bool {
    let after = |at: usize| &text[at + 1..];
    memchr::memchr_iter(b':', text.as_bytes())
        .any(|at| after(at).starts_with([' ', '\n']) || after(at).trim_end().is_empty())
}

/// `[London]]`: a bracket too many, rather than a sentence that begins with one.
fn has_stray_bracket(value: &str) -> bool {
    balanced(value).is_some_and(|end| {
        let rest = first_line(&value[end..]).trim();
        !rest.is_empty() && rest.chars().all(|c| matches!(c, ']' | '}' | ','))
    })
}

fn has_text_after(rest: &str) -> bool {
    let rest = first_line(rest);
    !rest.trim().is_empty() && !rest.trim_start().starts_with('#')
}

/// ` #x`: a number sign that belongs to the sentence, where YAML would begin a comment.
fn has_hash(value: &str) -> bool {
    hash_at(value).is_some()
}

/// Where YAML would begin a comment, and a person did not.
fn hash_at(value: &str) -> Option<usize> {
    memchr::memchr(b'#', value.as_bytes())?;
    let mut upto = match value.starts_with('\'') {
        true => 1,
        false => part_end(value).unwrap_or(1),
    };
    for at in memchr::memchr_iter(b'#', value.as_bytes()) {
        if at < upto || !is_hash_apart(value, at) {
            continue;
        }
        if is_note(&value[at + 1..]) {
            upto = line_end(value, at);
        } else if !is_within_marks(value, at) {
            return Some(at);
        }
    }
    None
}

/// `"Ward 6" and "Ward #7"`: whether the sign stands between marks of the kind that the value begins with.
fn is_within_marks(value: &str, at: usize) -> bool {
    let marks = |text: &str| memchr::memchr_iter(b'"', text.as_bytes()).count();
    value.starts_with('"') && marks(&value[..at]) % 2 == 1 && first_line(&value[at..]).contains('"')
}

/// Whether what stands behind a `#` is a comment, rather than a sentence: `# old`, and not `#7`.
fn is_note(after: &str) -> bool {
    match after.strip_prefix('\r') {
        // Alone, it ends the line for YAML and for nobody else.
        Some(rest) => rest.is_empty() || rest.starts_with('\n'),
        None => after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || c == '#'),
    }
}
