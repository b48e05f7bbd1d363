//! Front matter as lines: which belong to a field, which comments go with it, and where white space is too much.

use super::rank;
use crate::span::FileId;
use crate::vocabulary::Kind;
use crate::yaml;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Tree;
use crate::yaml::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The lines of a file, divided.
pub(super) struct Layout<'a> {
    source: &'a str,
    /// The fields and their values.
    pub(super) tree: Tree<'a>,
    /// The front matter, without its two lines of hyphens.
    front: Range<usize>,
    /// Where the text below begins.
    body: usize,
    /// Comments about the whole, above the first field and apart from it.
    header: Range<usize>,
    fields: Vec<Field>,
    /// Comments at the end that belong to no field.
    footer: Range<usize>,
}

/// The lines of a field. They follow each other without a gap.
struct Field {
    name: String,
    /// Comments and room above it.
    above: Range<usize>,
    /// From its name to the end of its value.
    own: Range<usize>,
    /// Comments below it that are its own: indented, or right below and apart from what follows.
    below: Range<usize>,
}

/// In which order fields are written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Order {
    /// That of records of a kind.
    Of(Kind),
    /// As they stand.
    AsWritten,
}

impl<'a> Layout<'a> {
    /// Divides a file whose front matter stands at `front`.
    pub(super) fn of(source: &'a str, front: Range<usize>) -> Result<Self, String> {
        let body = line_end(source, front.end);
        if source[front.end..body].trim_end() != "---" {
            return Err("its front matter is not closed with `---`".to_owned());
        }
        let mut diagnostics = Vec::new();
        let tree = yaml::parse(&mut diagnostics, FileId(0), source, front.clone());
        if let Some(first) = diagnostics.first() {
            let line = first.span.map_or(1, |span| line_number(source, span.range().start));
            return Err(format!("line {line}: {}", first.message));
        }
        let owns = own_lines(source, &front, &tree)?;
        let first = owns.first().map_or(front.end, |(_, own)| own.start);
        let header = header_of(source, front.start..first);
        let mut fields: Vec<Field> = Vec::with_capacity(owns.len());
        let mut at = header.end;
        for (index, (name, own)) in owns.iter().enumerate() {
            let above = at..own.start;
            let next = owns.get(index + 1).map_or(front.end, |(_, own)| own.start);
            let gap = &source[own.end..next];
            let is_last = index + 1 == owns.len() && !gap.lines().any(is_blank);
            let below = own.end..own.end + if is_last { gap.len() } else { length_below(gap) };
            at = below.end;
            fields.push(Field { name: name.clone(), above, own: own.clone(), below });
        }
        Ok(Self { source, tree, body, header, fields, footer: at..front.end, front })
    }

    /// The text below the front matter.
    pub(super) fn body(&self) -> &'a str {
        &self.source[self.body..]
    }

    /// The comments of each field in their order: above it, within it (all of its signs but white space), below it.
    /// Those that belong to none go by empty names.
    pub(super) fn comments(&self) -> BTreeMap<&str, [String; 3]> {
        let signs = |range: &Range<usize>| self.source[range.clone()].split_whitespace().collect::<String>();
        let lines = |range: &Range<usize>| {
            let lines = self.source[range.clone()].lines().map(str::trim_end);
            lines.filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect::<String>()
        };
        let of_field = |own: &'_ Field| [lines(&own.above), signs(&own.own), lines(&own.below)];
        let mut all: BTreeMap<&str, [String; 3]> =
            self.fields.iter().map(|own| (own.name.as_str(), of_field(own))).collect();
        all.insert("", [lines(&self.header), lines(&self.footer), String::new()]);
        all
    }

    /// The whole file with its front matter tidied, its fields in this order.
    pub(super) fn tidy(&self, order: Order) -> String {
        let mut fields: Vec<&Field> = self.fields.iter().collect();
        if let Order::Of(kind) = order
            && fields.iter().all(|field| rank(kind, &field.name).is_some())
        {
            fields.sort_by_key(|field| rank(kind, &field.name));
        }
        let surplus = self.surplus();
        let mut front = String::with_capacity(self.front.len());
        let mut gap = self.without(&surplus, &self.header);
        for field in fields {
            let above = self.without(&surplus, &field.above);
            if last_line(&gap).is_some_and(|(_, line)| line.starts_with('#')) && !starts_blank(&above) {
                // What stands below one field does not become a comment of the next.
                gap.push_str(ending(&self.source[..self.front.start]));
            }
            gap.push_str(&above);
            push_gap(&mut front, &gap);
            front.push_str(&self.without(&surplus, &field.own));
            gap = self.without(&surplus, &field.below);
        }
        gap.push_str(&self.without(&surplus, &self.footer));
        push_gap(&mut front, gap.trim_end_matches(['\n', '\r']));
        if !front.is_empty() && !front.ends_with('\n') {
            front.push_str(ending(&self.source[..self.front.start]));
        }
        format!("{}{front}{}{}", self.opening(), self.closing(), self.body())
    }

    /// The first line of hyphens; of what stands before it a byte order mark stays.
    fn opening(&self) -> String {
        let before = &self.source[..self.front.start];
        let mark = if before.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        format!("{mark}---{}", ending(before))
    }

    /// The second line of hyphens, with a line feed even at the end of the file.
    fn closing(&self) -> String {
        let own = ending(&self.source[self.front.end..self.body]);
        let own = if own.is_empty() { ending(&self.source[..self.front.start]) } else { own };
        format!("---{own}")
    }

    fn without(&self, surplus: &[Range<usize>], range: &Range<usize>) -> String {
        let mut left = String::with_capacity(range.len());
        let mut at = range.start;
        for own in surplus.iter().filter(|own| range.start <= own.start && own.end <= range.end) {
            left.push_str(&self.source[at..own.start]);
            at = own.end;
        }
        left.push_str(&self.source[at..range.end]);
        left
    }

    /// White space that means nothing: at the ends of lines, and more than one space between a name and its value.
    fn surplus(&self) -> Vec<Range<usize>> {
        let mut surplus = Vec::new();
        for entry in &self.tree.entries {
            self.add_gaps(entry, &mut surplus);
        }
        let protected = self.several_lines();
        let mut at = self.front.start;
        for line in self.source[self.front.clone()].split_inclusive('\n') {
            let words = line.trim_end_matches(['\n', '\r']);
            let own = at + words.trim_end_matches([' ', '\t']).len()..at + words.len();
            let is_free = !protected.iter().any(|text| text.start <= own.start && own.start < text.end);
            if !own.is_empty() && is_free {
                surplus.push(own);
            }
            at += line.len();
        }
        surplus.sort_by_key(|range| range.start);
        surplus
    }

    /// The texts of more than one line, each to the end of its last line.
    fn several_lines(&self) -> Vec<Range<usize>> {
        let mut texts = Vec::new();
        self.tree.entries.iter().for_each(|entry| add_texts(self.source, &entry.value, &mut texts));
        texts
    }

    fn add_gaps(&self, entry: &Entry<'_>, surplus: &mut Vec<Range<usize>>) {
        let range = entry.key.span.range().end..entry.value.span.range().start;
        if let Some(gap) = self.source.get(range.clone()) {
            let spaces = gap.trim_start_matches(' ').strip_prefix(':').filter(|rest| rest.len() > 1);
            if spaces.is_some_and(|rest| rest.bytes().all(|byte| byte == b' ')) {
                let colon = range.start + gap.find(':').unwrap_or_default();
                surplus.push(colon + 2..range.end);
            }
        }
        self.add_gaps_within(&entry.value, surplus);
    }

    fn add_gaps_within(&self, node: &Node<'_>, surplus: &mut Vec<Range<usize>>) {
        match &node.value {
            Value::Map(entries) => entries.iter().for_each(|entry| self.add_gaps(entry, surplus)),
            Value::List(items) => {
                for item in items {
                    // `- Cost:  not known` is a sentence where texts are listed.
                    let written = self.source.get(item.span.range()).unwrap_or_default();
                    if !matches!(item.value, Value::Map(_))
                        || written.starts_with('{')
                        || written.contains('\n')
                    {
                        self.add_gaps_within(item, surplus);
                    }
                }
            }
            Value::Empty | Value::Text(_) => {}
        }
    }
}

/// The lines of each field, from its name to the end of its value.
fn own_lines(
    source: &str,
    front: &Range<usize>,
    tree: &Tree<'_>,
) -> Result<Vec<(String, Range<usize>)>, String> {
    let mut owns: Vec<(String, Range<usize>)> = Vec::new();
    for (index, entry) in tree.entries.iter().enumerate() {
        let start = entry.key.span.range().start;
        let next = tree.entries.get(index + 1).map_or(front.end, |next| next.key.span.range().start);
        let value_end = entry.value.span.range().end.clamp(start, next);
        let words = source[start..value_end].trim_end().len();
        let end = line_end(source, start + words).min(front.end);
        let end = start + without_notes(&source[start..end]).len();
        let is_line = start == front.start || source[..start].ends_with('\n');
        let gap = source.get(end..next);
        let is_apart = gap.is_some_and(|gap| gap.lines().all(|line| is_blank(line) || is_comment(line)));
        if !is_line || !is_apart {
            let line = line_number(source, start);
            return Err(format!(
                "line {line}: the field `{}` does not stand on lines of its own",
                entry.key.value
            ));
        }
        owns.push((entry.key.value.to_string(), start..end));
    }
    Ok(owns)
}

/// The lines of a field without comments at the left edge below it: no value goes on there.
fn without_notes(lines: &str) -> &str {
    let mut rest = lines;
    while let Some((before, _)) = last_line(rest).filter(|(_, line)| is_blank(line) || line.starts_with('#'))
    {
        rest = before;
    }
    rest
}

fn last_line(lines: &str) -> Option<(&str, &str)> {
    let line = lines.split_inclusive('\n').next_back()?;
    Some(lines.split_at(lines.len() - line.len()))
}

/// Comments above the first field that an empty line keeps apart from it.
fn header_of(source: &str, gap: Range<usize>) -> Range<usize> {
    let (mut end, mut at) = (gap.start, gap.start);
    let mut has_comment = false;
    for line in source[gap.clone()].split_inclusive('\n') {
        at += line.len();
        has_comment |= is_comment(line);
        if is_blank(line) && has_comment {
            end = at;
        }
    }
    gap.start..end
}

/// How much of what stands between two fields belongs to the first: indented comments, and comments right below it with
/// an empty line behind them.
fn length_below(gap: &str) -> usize {
    let (mut own, mut at) = (0, 0);
    let mut is_close = true;
    for line in gap.split_inclusive('\n') {
        let is_indented = is_comment(line) && line.starts_with([' ', '\t']);
        if is_blank(line) && is_close {
            own = at;
        }
        is_close &= !is_blank(line);
        at += line.len();
        if is_indented {
            own = at;
        }
    }
    own
}

fn add_texts(source: &str, node: &Node<'_>, texts: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Text(_) => {
            let range = node.span.range();
            // Below a bar the text ends, for the parser, where the next line begins.
            let text = source.get(range.clone()).unwrap_or_default().trim_end();
            if text.contains('\n') {
                texts.push(range.start..line_end(source, range.start + text.len()));
            }
        }
        Value::List(items) => items.iter().for_each(|item| add_texts(source, item, texts)),
        Value::Map(entries) => entries.iter().for_each(|entry| add_texts(source, &entry.value, texts)),
        Value::Empty => {}
    }
}

/// Adds what stands between two fields with no more than one empty line in a row, and none at the start.
fn push_gap(front: &mut String, gap: &str) {
    let mut blank = None;
    for line in gap.split_inclusive('\n') {
        if is_blank(line) {
            blank = Some(line);
        } else {
            front.push_str(blank.take().filter(|_| !front.is_empty()).unwrap_or_default());
            front.push_str(line);
        }
    }
    front.push_str(blank.filter(|_| !front.is_empty()).unwrap_or_default());
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn starts_blank(lines: &str) -> bool {
    lines.lines().next().is_some_and(is_blank)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The line feed with which a text ends.
fn ending(text: &str) -> &str {
    let words = text.strip_suffix('\n').unwrap_or(text);
    let words = if words.len() < text.len() { words.strip_suffix('\r').unwrap_or(words) } else { words };
    &text[words.len()..]
}

fn line_end(source: &str, from: usize) -> usize {
    source[from..].find('\n').map_or(source.len(), |found| from + found + 1)
}

fn line_number(source: &str, at: usize) -> usize {
    1 + source[..at].matches('\n').count()
}
