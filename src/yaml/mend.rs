//! Reads ordinary sentences as the text they are, before the YAML parser sees them.
//!
//! A plain value that YAML would refuse or cut short is put in quotes; the places of what follows are kept. A text in
//! which there is nothing to mend is not copied.

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
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
        let end = line_end(text, at);
        let line = &text[at..end];
        report_white(diagnostics, file, range.start + at, line);
        if line.trim_end() == "..." {
            let span = Span::new(file, range.start + at, range.start + at + 3);
            diagnostics.push(
                Diagnostic::error(
                    "three-dots",
                    span,
                    "three dots end a text in YAML, so what follows would be lost",
                )
                .expected("`---` after the last field; nothing between the fields"),
            );
        }
        let parts = split_line(line, at);
        let extent = match parts.value.chars().next() {
            None | Some('#') => end,
            Some('|' | '>') if is_block_header(parts.value) => {
                at = continuation_end(text, end, parts.indent);
                continue;
            }
            Some('[' | '{') if is_flow(&text[parts.value_at..]) => flow_end(text, parts.value_at),
            Some('"' | '\'') => quoted_end(text, parts.value_at).unwrap_or(end),
            Some(_) => continuation_end(text, end, parts.indent),
        };
        let extent = line_end(text, extent.max(end).saturating_sub(1));
        if !parts.value.starts_with(['[', '{', '"', '\'', '#']) {
            report_continuation(diagnostics, file, range.start, text, end..extent);
        }
        mend_value(diagnostics, file, &mut mending, &parts, extent);
        at = extent;
    }
    mending.finish()
}

/// Mends a value with its continuation lines, which reach to `end`.
fn mend_value(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    mending: &mut Mending<'_>,
    parts: &Line<'_>,
    end: usize,
) {
    let text = mending.text;
    let base = mending.places.base;
    let value = text[parts.value_at..end].trim_end();
    for (at, white) in text[parts.start..parts.value_at].match_indices(['\t', '\u{a0}']) {
        let at = parts.start + at;
        // As many bytes as it had, so that places stay true.
        mending.replace(at..at + white.len(), &"  "[..white.len()]);
    }
    let missing_space = parts.key.is_some()
        && parts.value_at > parts.start
        && text.as_bytes()[parts.value_at - 1] == b':'
        && !value.is_empty();
    if missing_space {
        let span = Span::new(file, base + parts.start + parts.indent, base + parts.value_at);
        diagnostics.push(
            Diagnostic::error("missing-space", span, "a space is missing after the colon")
                .expected("`field: value`")
                .suggest(format!("{}: {}", parts.key.unwrap_or_default(), first_line(value))),
        );
        mending.add(parts.value_at, " ");
    }
    let plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '#']);
    if plain {
        report_hash(diagnostics, file, base, parts, value);
        report_curly(diagnostics, file, base, parts, value);
    }
    report_quotes(diagnostics, file, base, parts, value);
    report_item(diagnostics, file, base, parts, value);
    if needs_quotes(value, parts.key.is_some()) {
        mending.add(parts.value_at, "'");
        for (at, sign) in value.match_indices(['\'', '\t']) {
            let at = parts.value_at + at;
            match sign {
                "'" => mending.add(at, "'"),
                _ => mending.replace(at..at + 1, " "),
            }
        }
        mending.add(parts.value_at + value.len(), "'");
    }
}

/// Whether YAML would refuse a value that a person wrote as a sentence, or lose a part of it.
fn needs_quotes(value: &str, has_key: bool) -> bool {
    let Some(first) = value.chars().next() else { return false };
    match first {
        '#' | '|' | '>' => false,
        '@' | '`' | '%' | '*' | '&' | '!' => true,
        '"' | '\'' => quoted_end(value, 0).is_some_and(|end| has_text_after(&value[end..])),
        '[' | '{' => !is_flow(value) && !has_stray_bracket(value),
        '-' | '?' if value[1..].starts_with(' ') => has_key,
        ',' | ']' | '}' => true,
        _ => {
            let text = hash_at(value).map_or(value, |at| &value[..at]);
            has_hash(value) || (has_key && has_colon(text))
        }
    }
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
    hash_at(value).is_some_and(|at| !value[at + 2..].starts_with([' ', '#']) && !value[at + 2..].is_empty())
}

fn hash_at(value: &str) -> Option<usize> {
    memchr::memchr_iter(b'#', value.as_bytes()).find_map(|at| {
        let space = at.checked_sub(1)?;
        (value.as_bytes()[space] == b' ').then_some(space)
    })
}

fn report_hash(diagnostics: &mut Vec<Diagnostic>, file: FileId, base: usize, parts: &Line<'_>, value: &str) {
    let Some(at) = hash_at(value) else { return };
    let span = Span::new(
        file,
        base + parts.value_at + at + 1,
        base + parts.value_at + value.len().min(at + 1 + first_line(&value[at + 1..]).len()),
    );
    let whole = format!(
        "{}\"{}\"",
        parts.key.map(|key| format!("{key}: ")).unwrap_or_default(),
        first_line(value).replace('"', "'")
    );
    if has_hash(value) {
        diagnostics.push(
            Diagnostic::error(
                "hash-in-value",
                span,
                "`#` begins a comment in YAML, so the rest of the line would be lost",
            )
            .expected("quotation marks around a value that holds ` #`")
            .suggest(whole),
        );
    } else if !value[..at].ends_with(' ') {
        diagnostics.push(
            Diagnostic::warning(
                "comment-after-value",
                span,
                "this is read as a comment and is not published",
            )
            .expected(
                "quotation marks around the value if this belongs to it, or two spaces before a comment",
            )
            .suggest(whole),
        );
    }
}

fn report_curly(diagnostics: &mut Vec<Diagnostic>, file: FileId, base: usize, parts: &Line<'_>, value: &str) {
    const PAIRS: [(char, char); 3] = [('“', '”'), ('‘', '’'), ('«', '»')];
    let first = value.chars().next();
    let last = value.chars().next_back();
    if PAIRS.iter().any(|(open, close)| first == Some(*open) && last == Some(*close)) {
        let span = Span::new(file, base + parts.value_at, base + parts.value_at + value.len());
        let inner: String = value.chars().skip(1).take(value.chars().count().saturating_sub(2)).collect();
        diagnostics.push(
            Diagnostic::warning("curly-quotes", span, "these curly quotation marks become part of the value")
                .expected("straight marks to hold the value together, or none; if the curly marks belong to the text, put straight ones around them")
                .suggest(format!("{}\"{inner}\"", parts.key.map(|key| format!("{key}: ")).unwrap_or_default())),
        );
    }
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
    base: usize,
    text: &str,
    lines: Range<usize>,
) {
    let mut at = lines.start;
    while at < lines.end {
        let end = line_end(text, at);
        let line = &text[at..end];
        report_white(diagnostics, file, base + at, line);
        let indent = line.len() - line.trim_start().len();
        if looks_like_field(line) {
            let span = Span::new(file, base + at + indent, base + at + line.trim_end().len());
            diagnostics.push(misplaced_field(span, line));
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

pub(super) fn misplaced_field(span: Span, line: &str) -> Diagnostic {
    let name = line.trim().split(':').next().unwrap_or_default();
    Diagnostic::error("misplaced-field", span, format!("spaces stand before `{name}`, so it is read as part of the line above"))
        .expected("no spaces before a field of the record; quotation marks around a text of several lines that holds a colon")
        .suggest(line.trim())
}

/// A list item that does not begin with a hyphen and a space becomes part of its neighbours.
fn report_item(diagnostics: &mut Vec<Diagnostic>, file: FileId, base: usize, parts: &Line<'_>, value: &str) {
    let bullet = value.starts_with(['•', '·', '–'])
        || (value.starts_with('-') && !value.starts_with("--") && !value.starts_with("- "));
    if parts.key.is_none() && parts.indent > 0 && bullet {
        let start = base + parts.value_at;
        diagnostics.push(list_item(Span::new(file, start, start + first_line(value).len()), value));
    }
}

pub(super) fn list_item(span: Span, line: &str) -> Diagnostic {
    let words = first_line(line).trim().trim_start_matches(['•', '·', '–', '-', '*']).trim();
    Diagnostic::error("list-item", span, "an item of a list begins with a hyphen and a space")
        .expected("`- ` before each item, all with the same number of spaces before the hyphen")
        .suggest(format!("  - {words}"))
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
    let closes_early = quoted_end(value, 0).is_some_and(|end| has_text_after(&value[end..]));
    if !closes_early || !value.ends_with(mark) || value.len() < 3 {
        return;
    }
    let span = Span::new(file, base + parts.value_at, base + parts.value_at + value.len());
    let inner = &value[1..value.len() - 1];
    let whole = match (mark, inner.contains('"')) {
        ('\'', false) => format!("\"{inner}\""),
        ('"', _) if !inner.contains('\'') => format!("'{inner}'"),
        _ => format!("'{}'", inner.replace('\'', "''")),
    };
    diagnostics.push(
        Diagnostic::error("quotes-in-quotes", span, "the quotation marks around this value do not hold it together, since the same mark stands within")
            .expected("the other kind of mark around the whole; curly marks within are no trouble")
            .suggest(format!("{}{whole}", parts.key.map(|key| format!("{key}: ")).unwrap_or_default())),
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
    while body[indent..].starts_with("- ") {
        indent += 2;
        indent += body[indent..].len() - body[indent..].trim_start().len();
    }
    let rest = &body[indent..];
    let Some(colon) = key_end(rest, indent) else {
        return Line { start: at, indent, key: None, value: rest, value_at: at + indent };
    };
    let after = &rest[colon + 1..];
    let value_at = indent + colon + 1 + (after.len() - after.trim_start().len());
    Line { start: at, indent, key: Some(&rest[..colon]), value: &body[value_at..], value_at: at + value_at }
}

/// Where the colon of `key: value` is. A key is a name of letters, digits, `-`, `_` and single spaces.
fn key_end(rest: &str, indent: usize) -> Option<usize> {
    let colon = memchr::memchr(b':', rest.as_bytes())?;
    let key = &rest[..colon];
    let named = key.starts_with(|c: char| c.is_alphabetic())
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let after = &rest[colon + 1..];
    let spaced = after.is_empty() || after.starts_with([' ', '\t', '\u{a0}']);
    // `title:Text` at the left edge cannot be anything but a field with a space forgotten.
    let forgotten = indent == 0 && !after.starts_with("//") && !key.contains(' ');
    (named && (spaced || forgotten)).then_some(colon)
}

fn is_block_header(value: &str) -> bool {
    let header = value.split(" #").next().unwrap_or(value).trim_end();
    header.len() <= 3 && header[1..].chars().all(|c| matches!(c, '+' | '-' | '1'..='9'))
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
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
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
        let starts =
            !line.trim().is_empty() && !line.starts_with([' ', '#', '\t']) && !line.starts_with("- ");
        match chunks.last_mut() {
            Some(chunk) if !starts => chunk.end = end,
            _ => chunks.push(at..end),
        }
        at = end;
    }
    chunks
}

/// The first quotation mark at the start of a value that is never closed.
pub(super) fn open_quote(text: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = split_line(&text[at..end], at);
        if line.value.starts_with(['"', '\'']) && quoted_end(text, line.value_at).is_none() {
            return Some(line.value_at);
        }
        at = end;
    }
    None
}

/// The first bracket at the start of a value that is never closed.
pub(super) fn open_bracket(text: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = split_line(&text[at..end], at);
        if line.value.starts_with(['[', '{']) && balanced(&text[line.value_at..]).is_none() {
            return Some(line.value_at);
        }
        at = end;
    }
    None
}
