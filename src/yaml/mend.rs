//! Reads ordinary sentences as the text they are, before the YAML parser sees them.
//!
//! A plain value that YAML would refuse or cut short is put in quotes; the places of what follows are kept. A text in
//! which there is nothing to mend is not copied.

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::yaml::MAX_DEPTH;
use crate::yaml::is_invisible;
use crate::yaml::quoted;
use std::borrow::Cow;
use std::ops::Range;

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

fn report_hash(diagnostics: &mut Vec<Diagnostic>, file: FileId, base: usize, parts: &Line<'_>, value: &str) {
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
fn report_published_notes(
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
pub(super) fn may_hold_note(words: &str) -> bool {
    notes(words).iter().any(|note| {
        !words[note.start..].trim_start_matches(['#', ' ']).starts_with(|c: char| c.is_ascii_digit())
    })
}

fn hash_in_value(span: Span) -> Diagnostic {
    Diagnostic::error(
        "hash-in-value",
        span,
        "`#` begins a comment in YAML, so the rest of the line would be lost",
    )
    .expected("quotation marks around a value that holds `#`; a comment on a line of its own, with a space behind `#`")
}

fn comment_after_value(span: Span) -> Diagnostic {
    Diagnostic::warning("comment-after-value", span, "this is read as a comment and is not published")
        .expected("quotation marks around the value if this belongs to it; a comment on a line of its own, or behind two spaces")
}

/// A field, or an item of a list, with its value in quotation marks, and without the comments behind it.
fn field_with(parts: &Line<'_>, value: &str) -> String {
    format!("{}{}", before_value(parts), quoted(&without(value, &notes(value))))
}

/// What stands before a value: the hyphen of an item, and the name of the field.
fn before_value(parts: &Line<'_>) -> String {
    let hyphen = if parts.is_item { "- " } else { "" };
    let name = parts.key.map(|key| format!("{key}: ")).unwrap_or_default();
    format!("{hyphen}{name}")
}

fn span_of(file: FileId, start: usize, text: &str) -> Span {
    Span::new(file, start, start + text.len())
}

fn report_curly(diagnostics: &mut Vec<Diagnostic>, file: FileId, base: usize, parts: &Line<'_>, value: &str) {
    const PAIRS: [(char, char); 3] = [('“', '”'), ('‘', '’'), ('«', '»')];
    let first = value.chars().next();
    let last = value.chars().next_back();
    let pair = PAIRS.iter().find(|(open, close)| first == Some(*open) && last == Some(*close));
    if pair.is_some_and(|(open, close)| encloses(value, *open, *close)) {
        let span = Span::new(file, base + parts.value_at, base + parts.value_at + value.len());
        let inner: String = value.chars().skip(1).take(value.chars().count().saturating_sub(2)).collect();
        diagnostics.push(
            Diagnostic::warning("curly-quotes", span, "these curly quotation marks become part of the value")
                .expected("straight marks to hold the value together, or none; if the curly marks belong to the text, put straight ones around them")
                .suggest(field_with(parts, &inner)),
        );
    }
}

/// Whether the mark at the start of a value is closed by the one at its end: not in `“a” and “b”`.
fn encloses(value: &str, open: char, close: char) -> bool {
    let mut depth = 0;
    for (at, sign) in value.char_indices() {
        let behind = &value[at + sign.len_utf8()..];
        if sign == open {
            depth += 1;
        } else if sign == close && !(sign == '’' && behind.starts_with(char::is_alphanumeric)) {
            depth -= 1;
            if depth == 0 {
                return behind.is_empty();
            }
        }
    }
    false
}

/// White space at the start of a line, or behind a colon, that looks like spaces and is none.
fn report_white(diagnostics: &mut Vec<Diagnostic>, file: FileId, line_start: usize, line: &str) {
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
fn report_continuation(
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
pub(super) fn looks_like_field(line: &str) -> bool {
    let Some((name, rest)) = line.trim().split_once(':') else { return false };
    let named =
        name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'));
    named && (rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']))
}

/// A field that does not stand below the fields it belongs to, which have `indent` spaces before them.
pub(super) fn misplaced_field(span: Span, line: &str, indent: usize) -> Diagnostic {
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
fn looks_like_item(line: &str) -> bool {
    let words = line.trim();
    words == "-"
        || words.starts_with(['•', '·'])
        || words.starts_with("- ")
        || words.starts_with("* ")
        || words.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// An item that is read as part of the line above.
fn misplaced_item(span: Span, line: &str, parts: &Line<'_>) -> Diagnostic {
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
fn report_item(diagnostics: &mut Vec<Diagnostic>, file: FileId, base: usize, parts: &Line<'_>, value: &str) {
    let bullet = value.starts_with(['•', '·', '–'])
        || (value.starts_with("* ") && !parts.is_item)
        || (value.starts_with('-') && !value.starts_with("--") && !value.starts_with("- "));
    if parts.key.is_none() && parts.indent > 0 && bullet {
        let start = base + parts.value_at;
        diagnostics.push(list_item(Span::new(file, start, start + first_line(value).len()), value));
    }
}

pub(super) fn list_item(span: Span, line: &str) -> Diagnostic {
    Diagnostic::error("list-item", span, "an item of a list begins with a hyphen and a space")
        .expected("`- ` before each item, all with the same number of spaces before the hyphen")
        .maybe_suggest(words_of_item(line).map(|words| format!("  - {words}")))
}

fn words_of_item(line: &str) -> Option<&str> {
    let words = first_line(line).trim().trim_start_matches(['•', '·', '–', '-', '*']).trim();
    (!words.is_empty()).then_some(words)
}

/// `'It's late'`: the marks around the value do not hold it together, since one stands within.
fn report_quotes(
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

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1)
}

/// `  - key: value` in its parts.
fn split_line(line: &str, at: usize) -> Line<'_> {
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
fn key_end(rest: &str, indent: usize) -> Option<usize> {
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
fn bare(key: &str) -> &str {
    let inner = |mark: char| key.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}

fn is_block_header(value: &str) -> bool {
    let header = value.split(" #").next().unwrap_or(value).trim_end();
    header.len() <= 3 && header[1..].chars().all(|c| matches!(c, '+' | '-' | '1'..='9'))
}

/// `>5` with no text below it: a value, rather than the sign that a text of several lines begins with.
fn is_alone(text: &str, end: usize, parts: &Line<'_>) -> bool {
    let header = parts.value.split(" #").next().unwrap_or_default().trim_end();
    header.ends_with(|c: char| c.is_ascii_digit()) && continuation_end(text, end, parts.floor) == end
}

/// The end of the lines that belong to a value whose field is indented by `indent`: blank lines and deeper ones.
fn continuation_end(text: &str, from: usize, indent: usize) -> usize {
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
fn is_flow(text: &str) -> bool {
    match balanced(text) {
        Some(end) => !has_text_after(&text[end..]),
        None => true,
    }
}

fn flow_end(text: &str, from: usize) -> usize {
    balanced(&text[from..]).map_or_else(|| line_end(text, from), |end| from + end)
}

/// The position after the bracket that closes the first one.
fn balanced(text: &str) -> Option<usize> {
    balanced_within(text, MAX_DEPTH)
}

/// The same, where no more than so many are open at once. Behind a bracket that is never closed each further one is open
/// too, so that lines of them are not all looked through to the end.
fn balanced_within(text: &str, most: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
            b'[' | b'{' if depth == most => return None,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            quote @ (b'"' | b'\'') if text[..at].ends_with(['[', '{', ',', ' ', ':']) => {
                let _ = quote;
                at = quoted_end(text, at)?;
                continue;
            }
            b'\n' if top_level_field_follows(&text[at + 1..]) => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

fn top_level_field_follows(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && key_end(first_line(text), 1).is_some()
}

/// The position after the quotation mark that closes the one at `from`.
fn quoted_end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[from];
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if top_level_field_follows(&text[at + 1..]) => return None,
            byte if byte == quote => {
                if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') {
                    at += 1;
                } else {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The parts of a text that begin at the left edge, each with the lines below it that are indented or list items.
pub(super) fn top_level_chunks(text: &str) -> Vec<Range<usize>> {
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
pub(super) struct OpenQuote {
    /// Where the mark is.
    pub(super) at: usize,
    /// The field as it is likely meant, if there is no comment that could be taken for a part of it.
    pub(super) meant: Option<String>,
}

/// The first quotation mark at the start of a value that is never closed.
pub(super) fn open_quote(text: &str) -> Option<OpenQuote> {
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
pub(super) fn bad_escape(text: &str) -> Option<usize> {
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
        at = end;
    }
    None
}

fn bad_escape_within(quoted: &str) -> Option<usize> {
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
fn is_elision(value: &str) -> bool {
    const WORDS: [&str; 12] =
        ["tis", "twas", "twere", "twill", "twould", "til", "till", "cause", "em", "er", "bout", "n"];
    let Some(rest) = value.strip_prefix('\'') else { return false };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    WORDS.contains(&word.as_str()) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// The first bracket at the start of a value that is never closed.
pub(super) fn open_bracket(text: &str) -> Option<usize> {
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
pub(super) fn flow_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let parts = split_line(line, at);
        at += line.len();
        parts.value.starts_with(['[', '{']).then_some(parts.value_at)
    })
}

/// How many spaces stand before the name of the nearest field above a line.
pub(super) fn indent_above(text: &str, line_start: usize) -> usize {
    let mut above = text[..line_start].lines().rev().map(|line| split_line(line, 0));
    above.find(|parts| parts.key.is_some()).map_or(0, |parts| parts.indent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::ProptestConfig;
    use proptest::prelude::proptest;

    #[test]
    fn most_lines_are_sound() {
        let text = "title: Letters, lost\nunit: >5\nclaims:\n  - id: a\n    text: It's [sic] \u{201c}so\u{201d}\nplaces:\n- Leeds\nlast: 1\n";
        let starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let sound = starts.iter().filter(|at| sound_end(text, **at).is_some()).count();
        assert_eq!((starts.len() - 1, sound), (8, 7));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// A line that is taken for sound is one in which a closer look finds nothing to mend.
        #[test]
        fn a_sound_line_needs_no_mending(
            text in "(a: |a_1:|  - |- |  b: |7: |a-b: |)([#:,\"' \t\\-\\[\\]{}7aé\n|>?&*!%@=.~\u{a0}\r]|: | #|  - |\n  |\nb: |words){0,12}\n"
        ) {
            let mut at = 0;
            while at < text.len() {
                let Some(end) = sound_end(&text, at) else {
                    at = line_end(&text, at);
                    continue;
                };
                let places = Places { base: 0, added: Vec::new() };
                let mut mending = Mending { text: &text, copied: String::new(), upto: 0, places };
                let mut diagnostics = Vec::new();
                let careful = mend_line(&mut diagnostics, FileId(0), &mut mending, at);
                assert!(diagnostics.is_empty(), "{text:?} at {at}: {diagnostics:?}");
                assert_eq!((careful, mending.copied.as_str()), (end, ""), "{text:?} at {at}");
                at = end;
            }
        }
    }
}
