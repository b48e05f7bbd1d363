//! Reads at once what nearly every front matter is: plain fields, lists and groups, one value on a line.
//!
//! The parser is for all of YAML, and it took a quarter of the time in which a large site is checked. What is read here
//! is the same tree, place for place (`yaml/tests.rs` compares the two); where there is any doubt, nothing is read, and the
//! parser decides.

use super::Entry;
use super::Node;
use super::Tree;
use super::Value;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use std::borrow::Cow;
use std::ops::Range;

/// Longer texts could hold more values than the parser allows.
const MOST_BYTES: usize = 64 * 1024;
/// Well below what the parser allows.
const MOST_DEEP: usize = 8;
const LONGEST_NAME: usize = 64;

/// The tree of `source[range]`, if it is plain and there is nothing to mend or to tell of it.
pub(super) fn read<'a>(file: FileId, source: &'a str, range: Range<usize>) -> Option<Tree<'a>> {
    let text = &source[range.clone()];
    if text.len() > MOST_BYTES || !text.ends_with('\n') {
        return None;
    }
    let mut reader = Reader { file, base: range.start, text, at: 0, column: 0, end: 0, next: 0 };
    reader.go_on()?;
    let entries = reader.group(0)?.1;
    (reader.column == 0 && reader.is_over()).then_some(Tree { entries, broken: Vec::new() })
}

/// A text, and the line in it that is to be read next.
struct Reader<'a> {
    file: FileId,
    /// Where the text begins in its file.
    base: usize,
    text: &'a str,
    /// Where on the line its words begin, or what is left of them.
    at: usize,
    /// How many signs stand before them.
    column: usize,
    /// Where the line ends, without its line break.
    end: usize,
    /// Where the next line begins.
    next: usize,
}

impl<'a> Reader<'a> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes()[..self.end].get(at).copied()
    }

    /// The position behind the spaces at `at`.
    fn behind_spaces(&self, at: usize) -> usize {
        at + self.text.as_bytes()[at..self.end].iter().take_while(|byte| **byte == b' ').count()
    }

    /// Goes to the next line on which something stands that is no comment.
    fn go_on(&mut self) -> Option<()> {
        loop {
            let start = self.next;
            let length = memchr::memchr(b'\n', &self.text.as_bytes()[start..]);
            let Some(length) = length else {
                (self.at, self.column, self.end) = (start, 0, start);
                return Some(());
            };
            (self.end, self.next) = (start + length, start + length + 1);
            if !is_ordinary(&self.text[start..self.end]) {
                return None;
            }
            self.at = self.behind_spaces(start);
            self.column = self.at - start;
            match self.byte(self.at) {
                Some(b'#') => {}
                Some(_) => return Some(()),
                None if length == 0 => {}
                None => return None,
            }
        }
    }

    fn is_over(&self) -> bool {
        self.at == self.text.len()
    }

    fn is_item(&self) -> bool {
        self.text[self.at..self.end].starts_with("- ")
    }

    /// Where a field's name ends that begins at `at`, and has a colon behind it that ends it.
    fn name_end(&self, at: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[at..self.end];
        let in_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte == b'-';
        let length = bytes.iter().take(LONGEST_NAME).take_while(in_name).count();
        let is_name = bytes.first()?.is_ascii_alphabetic() && bytes.get(length) == Some(&b':');
        (is_name && matches!(bytes.get(length + 1), None | Some(b' '))).then_some(at + length)
    }

    fn key(&self, range: Range<usize>) -> Spanned<Cow<'a, str>> {
        Spanned::new(Cow::Borrowed(&self.text[range.clone()]), self.span(range))
    }

    fn text_node(&self, words: Range<usize>, whole: Range<usize>) -> Node<'a> {
        Node { span: self.span(whole), value: Value::Text(Cow::Borrowed(&self.text[words])) }
    }

    /// The fields that begin here, and their place: they end with the last value.
    fn group(&mut self, depth: usize) -> Option<(Span, Vec<Entry<'a>>)> {
        let column = self.column;
        let mut span = self.span(self.at..self.at);
        let mut entries = Vec::with_capacity(if depth == 0 { 24 } else { 6 });
        loop {
            let end = self.name_end(self.at)?;
            let key = self.key(self.at..end);
            let value = if end + 1 == self.end {
                self.go_on()?;
                self.below(column, key.span.end, depth)?
            } else {
                let value = self.value(self.behind_spaces(end + 1), depth)?;
                self.go_on()?;
                value
            };
            span.end = value.span.end;
            push(&mut entries, Entry { key, value })?;
            if self.column != column || self.is_over() || self.is_item() {
                return Some((span, entries));
            }
        }
    }

    /// What stands below a field without a value on its line; its name ends at `end`, `column` signs behind the start of
    /// its line.
    fn below(&mut self, column: usize, end: u32, depth: usize) -> Option<Node<'a>> {
        if depth == MOST_DEEP {
            return None;
        }
        let is_deeper = self.column > column;
        if self.is_over() || !(is_deeper || self.column == column && self.is_item()) {
            return Some(Node { span: Span { file: self.file, start: end, end }, value: Value::Empty });
        }
        if self.is_item() {
            // For the parser a list that is not further in than its field begins with its first value.
            let start = if is_deeper { self.at } else { self.behind_spaces(self.at + 2) };
            return self.list(start, depth + 1);
        }
        let (span, entries) = self.group(depth + 1)?;
        Some(Node { span, value: Value::Map(entries) })
    }

    /// The list whose first hyphen is here, and that counts as beginning at `start`.
    fn list(&mut self, start: usize, depth: usize) -> Option<Node<'a>> {
        let column = self.column;
        let mut span = self.span(start..start);
        let mut items = Vec::new();
        while self.column == column && self.is_item() {
            let hyphen = self.at;
            self.at = self.behind_spaces(hyphen + 2);
            self.column += self.at - hyphen;
            let item = if self.name_end(self.at).is_some() {
                let (span, entries) = self.group(depth + 1)?;
                Node { span, value: Value::Map(entries) }
            } else {
                let item = self.value(self.at, depth)?;
                self.go_on()?;
                item
            };
            span.end = item.span.end;
            items.push(item);
        }
        Some(Node { span, value: Value::List(items) })
    }

    /// The value that stands at `at` and reaches to the end of the line.
    fn value(&self, at: usize, depth: usize) -> Option<Node<'a>> {
        match self.byte(at)? {
            b'"' | b'\'' | b'[' | b'{' => {
                let (node, end) = self.enclosed(at, depth)?;
                (end == self.end).then_some(node)
            }
            byte if byte.is_ascii_alphanumeric() => {
                let words = &self.text.as_bytes()[at..self.end];
                let is_sign = |at: usize| match words[at] {
                    b':' => matches!(words.get(at + 1), None | Some(b' ')),
                    _ => words[at - 1] == b' ',
                };
                let is_parted = memchr::memchr2_iter(b':', b'#', words).any(is_sign);
                (!is_parted && !words.ends_with(b" ")).then(|| self.text_node(at..self.end, at..self.end))
            }
            _ => None,
        }
    }

    /// The value in quotation marks or brackets at `at`, and where it ends.
    fn enclosed(&self, at: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        match self.byte(at)? {
            b'[' => self.short_list(at, depth),
            b'{' => self.short_group(at, depth),
            mark => {
                let inner = at + 1;
                let end = inner + memchr::memchr(mark, &self.text.as_bytes()[inner..self.end])?;
                let escape = if mark == b'"' {
                    self.text[inner..end].contains('\\')
                } else {
                    self.byte(end + 1)? == mark
                };
                (!escape).then(|| (self.text_node(inner..end, at..end + 1), end + 1))
            }
        }
    }

    /// `[a, "b"]`.
    fn short_list(&self, start: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        let mut items = Vec::new();
        let mut at = start;
        loop {
            let (item, end) = self.part(self.behind_spaces(at + 1), depth + 1)?;
            items.push(item);
            at = self.behind_spaces(end);
            match self.byte(at)? {
                b',' => {}
                b']' => break,
                _ => return None,
            }
        }
        Some((Node { span: self.span(start..at + 1), value: Value::List(items) }, at + 1))
    }

    /// `{a: b, c: "d"}`.
    fn short_group(&self, start: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        let mut entries = Vec::new();
        let mut at = start;
        loop {
            let name = self.behind_spaces(at + 1);
            let key = self.key(name..self.name_end(name)?);
            let (value, end) = self.part(self.behind_spaces(name + key.value.len() + 1), depth + 1)?;
            push(&mut entries, Entry { key, value })?;
            at = self.behind_spaces(end);
            match self.byte(at)? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        Some((Node { span: self.span(start..at + 1), value: Value::Map(entries) }, at + 1))
    }

    /// A value between brackets, and where it ends.
    fn part(&self, at: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        let first = self.byte(at)?;
        if depth > MOST_DEEP {
            return None;
        }
        if matches!(first, b'"' | b'\'' | b'[' | b'{') {
            return self.enclosed(at, depth);
        }
        let bytes = &self.text.as_bytes()[at..self.end];
        let length = bytes.iter().position(|byte| matches!(byte, b',' | b']' | b'}'))?;
        let words = self.text[at..at + length].trim_end_matches(' ');
        let is_plain = |(at, byte): (usize, u8)| match byte {
            b'[' | b'{' | b'#' => false,
            b'"' | b'\'' => words.as_bytes()[at - 1] != b' ',
            b':' => {
                words.as_bytes().get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'/')
            }
            _ => true,
        };
        let is_plain = first.is_ascii_alphanumeric()
            && words.bytes().enumerate().all(is_plain)
            && (words.is_ascii() || !words.contains(['“', '‘']));
        let end = at + words.len();
        is_plain.then(|| (self.text_node(at..end, at..end), end))
    }
}

/// Adds a field, unless one of that name is there.
fn push<'a>(entries: &mut Vec<Entry<'a>>, entry: Entry<'a>) -> Option<()> {
    let is_new = entries.iter().all(|earlier| earlier.key.value != entry.key.value);
    is_new.then(|| entries.push(entry))
}

/// Whether a line is made of signs that mean nothing else to anybody: no tab, nothing invisible.
fn is_ordinary(line: &str) -> bool {
    // Without a way out, so that many signs are looked at in one step.
    let is_printed = line.bytes().fold(true, |all, byte| all & (b' '..=b'~').contains(&byte));
    let is_known = |c: char| (' '..='~').contains(&c) || c.is_alphanumeric() || "£€‘’“”–—…".contains(c);
    is_printed || line.chars().all(is_known)
}
