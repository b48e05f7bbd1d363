//! YAML as a tree of text with places: nothing is guessed, and every mistake of a file is told in one run.
//!
//! Two things differ from a usual YAML reader. Scalars stay the text that was written (`NO`, `1.10`, `5E1`);
//! what they are is decided by the field that reads them. And the ways in which people who do not know YAML
//! write ordinary sentences (an unquoted colon, a leading `@` or `[sic]`) are read as the text they are.

mod mend;
mod plain;
#[cfg(test)]
mod tests;
pub mod write;

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use granit_parser::Event;
use granit_parser::Options;
use granit_parser::Parser;
use granit_parser::ScalarStyle;
use granit_parser::StructureStyle;
use std::borrow::Cow;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Where it stands. Of a scalar in quotes, the quotes included.
    pub span: Span,
    /// What it is.
    pub value: Value<'a>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing was written: `summary:`.
    Empty,
    /// A scalar, as text: a part of what was read, where it could stay as it was.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A mapping, in the order it was written; keys are unique.
    Map(Vec<Entry<'a>>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Spanned<Cow<'a, str>>,
    /// Its value.
    pub value: Node<'a>,
}

/// What could be read of a YAML text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tree<'a> {
    /// The entries of the top-level mapping.
    pub entries: Vec<Entry<'a>>,
    /// Keys whose value could not be read and was reported, so that their absence is not a second mistake.
    pub broken: Vec<String>,
}

impl Tree<'_> {
    fn into_owned(self) -> Tree<'static> {
        Tree { entries: self.entries.into_iter().map(Entry::into_owned).collect(), broken: self.broken }
    }
}

impl Entry<'_> {
    fn into_owned(self) -> Entry<'static> {
        let key = Spanned::new(Cow::Owned(self.key.value.into_owned()), self.key.span);
        Entry { key, value: self.value.into_owned() }
    }
}

impl Node<'_> {
    fn into_owned(self) -> Node<'static> {
        let value = match self.value {
            Value::Empty => Value::Empty,
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::List(items) => Value::List(items.into_iter().map(Node::into_owned).collect()),
            Value::Map(entries) => Value::Map(entries.into_iter().map(Entry::into_owned).collect()),
        };
        Node { span: self.span, value }
    }
}

/// Values may be nested this deep; the content model needs five.
const MAX_DEPTH: usize = 16;
/// Values that one text may hold.
const MAX_NODES: usize = 50_000;

/// Reads `source[range]`, a YAML mapping, and reports each mistake at its place in `source`.
pub fn parse<'a>(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    source: &'a str,
    range: std::ops::Range<usize>,
) -> Tree<'a> {
    match plain::read(file, source, range.clone()) {
        Some(tree) => tree,
        None => parse_any(diagnostics, file, source, range),
    }
}

/// The same, of whatever was written.
fn parse_any<'a>(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    source: &'a str,
    range: std::ops::Range<usize>,
) -> Tree<'a> {
    let (text, places) = mend::mend(diagnostics, file, source, range);
    match text {
        Cow::Borrowed(text) => parse_mended(diagnostics, file, &places, text),
        Cow::Owned(text) => parse_mended(diagnostics, file, &places, &text).into_owned(),
    }
}

fn parse_mended<'a>(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    places: &mend::Places,
    text: &'a str,
) -> Tree<'a> {
    let place = Place { file, places, base: 0 };
    let mut quiet = Vec::new();
    if let Ok(tree) = read_mapping(&mut quiet, &place, text) {
        diagnostics.append(&mut quiet);
        return tree;
    }
    let mut tree = Tree::default();
    for chunk in mend::top_level_chunks(text) {
        let place = Place { file, places, base: chunk.start };
        let text = &text[chunk];
        match read_mapping(diagnostics, &place, text) {
            Ok(part) => merge(diagnostics, &mut tree, part),
            Err(fault) => {
                let mistake = explain(&place, text, &fault);
                if !diagnostics.contains(&mistake) {
                    diagnostics.push(mistake);
                }
                if let Some((key, _)) = text.split_once(':') {
                    tree.broken.push(key.trim().to_owned());
                }
            }
        }
    }
    tree
}

fn merge<'a>(diagnostics: &mut Vec<Diagnostic>, tree: &mut Tree<'a>, part: Tree<'a>) {
    for entry in part.entries {
        push_entry(diagnostics, &mut tree.entries, entry);
    }
    tree.broken.extend(part.broken);
}

/// How positions in the mended text become positions in the file.
struct Place<'a> {
    file: FileId,
    places: &'a mend::Places,
    base: usize,
}

impl Place<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.places.original(self.base + start), self.places.original(self.base + end))
    }
}

/// That a text is no YAML, and the byte at which it shows. The parser's words for it are about YAML, and help nobody
/// who does not know YAML.
struct Fault {
    at: usize,
}

fn read_mapping<'a>(
    diagnostics: &mut Vec<Diagnostic>,
    place: &Place<'_>,
    text: &'a str,
) -> Result<Tree<'a>, Fault> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.emit_unresolved_aliases = true;
    let mut reader =
        TreeReader { parser: Parser::new_from_str_with_options(text, options), place, diagnostics, nodes: 0 };
    let mut tree = Tree::default();
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            Event::StreamEnd => return Ok(tree),
            event => {
                let node = reader.node(event, span)?;
                match node.value {
                    Value::Map(entries) if tree.entries.is_empty() => tree.entries = entries,
                    Value::Map(entries) => {
                        for entry in entries {
                            push_entry(reader.diagnostics, &mut tree.entries, entry);
                        }
                    }
                    Value::Empty => {}
                    Value::Text(_) | Value::List(_) => {
                        return Err(Fault { at: span.0 });
                    }
                }
            }
        }
    }
}

/// A span of the parser in bytes.
#[derive(Clone, Copy)]
struct Bytes(usize, usize);

struct TreeReader<'a, 'text, I: granit_parser::BorrowedInput<'text>> {
    parser: Parser<'text, I>,
    place: &'a Place<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    nodes: usize,
}

impl<'text, I: granit_parser::BorrowedInput<'text>> TreeReader<'_, 'text, I> {
    fn next(&mut self) -> Result<(Event<'text>, Bytes), Fault> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or(0..0);
                Ok((event, Bytes(range.start, range.end)))
            }
            Some(Err(error)) => Err(Fault { at: error.marker().byte_offset().unwrap_or(0) }),
            None => Ok((Event::StreamEnd, Bytes(0, 0))),
        }
    }

    fn node(&mut self, event: Event<'text>, bytes: Bytes) -> Result<Node<'text>, Fault> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Fault { at: bytes.0 });
        }
        let mut span = self.place.span(bytes.0, bytes.1);
        let value = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    self.diagnostics.push(no_anchors(span));
                }
                // For a value that is not there the parser gives `~` at an empty place.
                let absent = style == ScalarStyle::Plain && (text.is_empty() || bytes.0 == bytes.1);
                if absent { Value::Empty } else { Value::Text(text) }
            }
            Event::SequenceStart(style, ..) => {
                let (items, end) = self.list()?;
                span = self.collection_span(bytes, end, style, items.last().map(|node| node.span));
                Value::List(items)
            }
            Event::MappingStart(style, ..) => {
                let (entries, end) = self.map()?;
                span = self.collection_span(bytes, end, style, entries.last().map(|entry| entry.value.span));
                if let (StructureStyle::Block, Some(first)) = (style, entries.first()) {
                    span.start = first.key.span.start;
                }
                Value::Map(entries)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.diagnostics.push(no_anchors(span));
                Value::Empty
            }
            _ => Value::Empty,
        };
        Ok(Node { span, value })
    }

    /// A block collection ends, for the parser, where the next thing begins; for a reader, with its last value.
    fn collection_span(&self, start: Bytes, end: Bytes, style: StructureStyle, last: Option<Span>) -> Span {
        let whole = self.place.span(start.0, end.1);
        match (style, last) {
            (StructureStyle::Block, Some(last)) => Span { end: last.end.max(whole.start), ..whole },
            _ => whole,
        }
    }

    fn list(&mut self) -> Result<(Vec<Node<'text>>, Bytes), Fault> {
        let mut items = Vec::new();
        loop {
            let (event, bytes) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                return Ok((items, bytes));
            }
            items.push(self.node(event, bytes)?);
        }
    }

    fn map(&mut self) -> Result<(Vec<Entry<'text>>, Bytes), Fault> {
        let mut entries = Vec::new();
        loop {
            let (event, bytes) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok((entries, bytes));
            }
            let key = self.node(event, bytes)?;
            let (event, bytes) = self.next()?;
            let mut value = self.node(event, bytes)?;
            if value.value == Value::Empty {
                value.span = Span { start: key.span.end, end: key.span.end, ..key.span };
            }
            let text = match key.value {
                Value::Text(text) => text,
                _ => return Err(Fault { at: bytes.0 }),
            };
            push_entry(self.diagnostics, &mut entries, Entry { key: Spanned::new(text, key.span), value });
        }
    }
}

fn push_entry<'a>(diagnostics: &mut Vec<Diagnostic>, entries: &mut Vec<Entry<'a>>, entry: Entry<'a>) {
    match entries.iter().find(|earlier| earlier.key.value == entry.key.value) {
        Some(first) => {
            let mistake = Diagnostic::error(
                "duplicate-field",
                entry.key.span,
                format!("the field `{}` stands here a second time", entry.key.value),
            )
            .other(first.key.span, "it stands here first");
            let above = entries.last().filter(|above| above.value.value == Value::Empty);
            diagnostics.push(match above {
                Some(above) => indent(mistake, &entry.key, &above.key.value),
                None => mistake.expected("each field once; join the two values, or take one away"),
            });
        }
        None => entries.push(entry),
    }
}

/// A mistake about a field that seems to belong to the group above it, which has no fields without it.
pub fn indent(mistake: Diagnostic, field: &Spanned<Cow<'_, str>>, group: &str) -> Diagnostic {
    mistake
        .expected(format!(
            "each field once and where it belongs: two spaces before `{}` if it is a part of `{group}` above it",
            field.value
        ))
        .example(format!("  {}: …", field.value))
}

/// A text in quotation marks that leave it as it is.
pub fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// Signs without width and without meaning here, as they come with text from web pages.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A text without the signs in it that nobody can see.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

fn no_anchors(span: Span) -> Diagnostic {
    Diagnostic::error(
        "yaml-anchor",
        span,
        "`&`, `*` and `!` at the start of a value mean something special in YAML and are not used here",
    )
    .expected("the value itself, in quotes if it begins with one of these signs")
}

/// What is wrong with a part of a front matter that the parser could not read, in words that help.
fn explain(place: &Place<'_>, text: &str, fault: &Fault) -> Diagnostic {
    if let Some(quote) = mend::open_quote(text) {
        let at = quote.at;
        return Diagnostic::error("unclosed-quote", place.span(at, at + 1), "a quotation mark is opened here and not closed")
            .expected("the same mark at the end of the text; a mark that belongs to the text needs other marks around the whole")
            .maybe_suggest(quote.meant);
    }
    if let Some(at) = mend::open_bracket(text) {
        return Diagnostic::error(
            "unclosed-bracket",
            place.span(at, at + 1),
            "a bracket is opened here and not closed",
        )
        .expected("`]` after the last value of a list, `}` after the last field of a group")
        .example("places: [London, Leeds]");
    }
    let first = text.lines().next().unwrap_or_default().trim();
    let start = text.len() - text.trim_start().len();
    let first_span = place.span(start, start + first.len().max(1));
    if !first.starts_with(['-', '{', '[', '*', '•']) && !first.contains(':') {
        let suggestion = match first.split_once('=') {
            Some((field, value)) => format!("{}: {}", field.trim(), value.trim()),
            None => format!("summary: {first}"),
        };
        return Diagnostic::error("not-a-field", first_span, "this line is not a field")
            .expected("`field: value`, or a line that begins with spaces if it goes on from the line before")
            .suggest(suggestion);
    }
    explain_line(place, text, line_at(text, fault.at))
}

/// The line at a position, without its end.
fn line_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let end = text[start..].find('\n').map_or(text.len(), |found| start + found);
    start..end
}

fn explain_line(place: &Place<'_>, text: &str, range: std::ops::Range<usize>) -> Diagnostic {
    let line = &text[range.clone()];
    let indent = line.len() - line.trim_start().len();
    let span =
        place.span((range.start + indent).min(range.end), range.start + line.trim_end().len().max(indent));
    let words = line.trim_start();
    let is_hyphenated = words.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if words.starts_with(['*', '•']) || is_hyphenated {
        return mend::list_item(span, line);
    }
    if let Some(at) = line.find(is_invisible) {
        let span = place.span(range.start + at, range.start + at + 1);
        return Diagnostic::error("invisible-sign", span, "a sign that cannot be seen stands here")
            .expected("the line without it: delete the whole line, and type it again")
            .suggest(visible(line.trim_end()));
    }
    if let Some(at) = mend::bad_escape(text) {
        return Diagnostic::error(
            "backslash",
            place.span(at, at + 1),
            "between `\"` marks a backslash begins a sign of YAML\u{2019}s own, and this is none",
        )
        .expected("`'` marks around a text that holds a backslash; or no marks");
    }
    if let Some((field, value)) = line.split_once(": ")
        && value.starts_with(['|', '>'])
    {
        return Diagnostic::error("block-text", span, "behind `|` and `>` the text begins on the next line")
            .expected("the text on the lines below, each with two spaces before it")
            .maybe_suggest(
                (!mend::may_hold_note(value))
                    .then(|| format!("{}: >\n  {}", field.trim(), value.trim_start_matches(['|', '>', ' ']))),
            );
    }
    if let Some(mistake) = explain_colon(place, text) {
        return mistake;
    }
    if indent > 0 && mend::looks_like_field(line) {
        return mend::misplaced_field(span, line, mend::indent_above(text, range.start));
    }
    Diagnostic::error("yaml-syntax", span, "this line does not fit to the lines above it")
        .expected("`field: value` on a line; list items as `- value` below their field; and the same number of spaces before all items and before all fields of a group")
}

/// A colon within brackets, where YAML looks for a field.
fn explain_colon(place: &Place<'_>, text: &str) -> Option<Diagnostic> {
    let (start, stray) =
        mend::flow_starts(text).find_map(|start| Some((start, mend::stray_sign(&text[start..], b':')?)))?;
    let flow = &text[start..];
    let words = &flow[stray.value];
    let mistake = Diagnostic::error(
        "colon-in-brackets",
        place.span(start + stray.at, start + stray.at + 1),
        "between brackets, this colon would be taken for the end of a field's name",
    );
    Some(
        mistake
            .expected("quotation marks around a value that holds a colon, where it stands between brackets")
            .maybe_suggest(
                (!mend::may_hold_note(words)).then(|| format!("{}{}", &flow[stray.key], quoted(words))),
            ),
    )
}
