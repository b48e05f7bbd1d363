//! The outer form of a BibTeX file: entries, their fields and abbreviations, each with its place.
//!
//! One broken entry must not take the others with it, and a place is needed for all that is told. A parser of whole files
//! gives neither, so the outer form, which is small, is read here; what stands in a field is read by `biblatex`.

use super::super::work::month;
use super::super::work::shown;
use super::Told;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// `@book{davis-2015, title = {NHS for Sale}}`
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// `book`, in small letters.
    pub(super) kind: String,
    pub(super) key: String,
    /// Where the key stands.
    pub(super) key_span: Span,
    /// Its first line.
    pub(super) span: Span,
    pub(super) fields: Vec<Field>,
}

/// A field of an entry.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// In small letters.
    pub(super) name: String,
    /// With the commands of LaTeX, and abbreviations written out.
    pub(super) tex: String,
    /// The whole of it: `title = {NHS for Sale}`
    pub(super) span: Span,
    /// Where `tex` begins in the file, if it stands there as it is, in one piece.
    pub(super) start: Option<usize>,
}

/// What the outer form of a file holds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// In the order of the file.
    pub(super) entries: Vec<Entry>,
    /// The keys of entries that cannot be read.
    pub(super) broken: Vec<String>,
}

/// A field has at most so many bytes, abbreviations included; an abstract has some thousand.
const LONGEST_FIELD: usize = 1 << 16;

/// So many bytes may come of the abbreviations of a file: with a few letters each, they could fill any memory.
const MOST_WRITTEN_OUT: usize = 1 << 24;

/// So many bytes of a line are shown or looked at: every entry of a file may stand in one line.
const LINE: usize = 400;

/// Why an entry cannot be read.
struct Fault {
    at: usize,
    words: String,
    expected: &'static str,
    /// How far was looked before it was found.
    reached: usize,
}

type Read<T> = Result<T, Fault>;

/// Reads the entries of a file. A broken one is reported with its place, and those after it are read.
pub(super) fn scan(told: &mut Vec<Told>, file: FileId, source: &str) -> Scan {
    let mut scanner = Scanner {
        source,
        file,
        at: 0,
        strings: BTreeMap::new(),
        written_out: 0,
        passed_again: 0,
        key: String::new(),
        told,
    };
    let mut found = Scan::default();
    while let Some(sign) = memchr::memchr(b'@', &source.as_bytes()[scanner.at..]) {
        let start = scanner.at + sign;
        let Some(head) = head_at(source, start) else {
            // An address or the like between entries, where anything may be written.
            scanner.report_headless(start);
            scanner.at = start + 1;
            continue;
        };
        scanner.at = head.end;
        if scanner.is_commented_out(start) {
            continue;
        }
        let before = scanner.told.len();
        scanner.key.clear();
        match scanner.block(start, &head) {
            Ok(entry) => found.entries.extend(entry),
            Err(fault) => {
                // What was told of its fields rests on where they seemed to end.
                scanner.told.truncate(before);
                scanner.report(start, &fault);
                found.broken.extend(Some(std::mem::take(&mut scanner.key)).filter(|key| !key.is_empty()));
                scanner.at = next_line_with_head(source, head.end);
            }
        }
    }
    found
}

/// What begins an entry: `@book{` or `@book(`.
struct Head {
    kind: Range<usize>,
    close: u8,
    end: usize,
}

fn head_at(source: &str, start: usize) -> Option<Head> {
    let bytes = source.as_bytes();
    // BibTeX allows white space there, and so does the text of an e-mail.
    let gap = bytes[start + 1..].iter().take(40).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let from = start + 1 + gap;
    let letters = bytes[from..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let kind = from..from + letters;
    if gap > 0 && !super::is_type(&source[kind.clone()].to_ascii_lowercase()) {
        return None;
    }
    let blank = bytes[kind.end..].iter().take(40).take_while(|byte| byte.is_ascii_whitespace()).count();
    let close = match bytes.get(kind.end + blank) {
        Some(b'{') if letters > 0 => b'}',
        Some(b'(') if letters > 0 => b')',
        _ => return None,
    };
    Some(Head { end: kind.end + blank + 1, kind, close })
}

/// The next line that begins an entry; the end where there is none.
fn next_line_with_head(source: &str, from: usize) -> usize {
    let lines = memchr::memchr_iter(b'\n', &source.as_bytes()[from..]);
    lines.map(|line| from + line + 1).find_map(|line| head_of_line(source, line)).unwrap_or(source.len())
}

/// Where an entry begins in a line of which nothing else stands before it.
fn head_of_line(source: &str, line: usize) -> Option<usize> {
    let bytes = &source.as_bytes()[line..];
    let blank = bytes.iter().take(40).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = line + blank;
    (bytes.get(blank) == Some(&b'@')).then(|| head_at(source, start)).flatten().map(|_| start)
}

struct Scanner<'a, 'd> {
    source: &'a str,
    file: FileId,
    at: usize,
    /// Abbreviations by their name in small letters, written out.
    strings: BTreeMap<String, String>,
    /// So many bytes came of abbreviations so far.
    written_out: usize,
    /// So many bytes were looked at for a bracket that is not there, and are looked at again.
    passed_again: usize,
    /// The key of the entry that is read.
    key: String,
    told: &'d mut Vec<Told>,
}

impl<'a> Scanner<'a, '_> {
    fn report(&mut self, start: usize, fault: &Fault) {
        let span = self.line_of(fault.at);
        let words = format!("this entry cannot be read, and is left out: {}", fault.words);
        let mut mistake = Diagnostic::error("broken-entry", span, words).expected(fault.expected);
        if self.line_of(start) != span {
            mistake = mistake.other(self.line_of(start), "the entry begins here");
        }
        self.told.push(Told::alone(mistake));
    }

    /// `@book davis-2015,` at the beginning of a line: no bracket opens there.
    fn report_headless(&mut self, start: usize) {
        let bytes = self.source.as_bytes();
        let is_first = bytes[..start].iter().rev().take(40).find(|byte| !matches!(byte, b' ' | b'\t'));
        let letters =
            bytes[start + 1..].iter().take(20).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = self.source[start + 1..start + 1 + letters].to_ascii_lowercase();
        if is_first.is_none_or(|byte| *byte == b'\n') && super::is_type(&word) {
            let words = format!("no bracket opens behind `@{word}`");
            let expected = "a bracket and a key: `@book{davis-2015,`";
            let fault = Fault { at: start, words, expected, reached: start };
            self.report(start, &fault);
        }
    }

    /// What stands in the line from a place to its end.
    fn line_of(&self, at: usize) -> Span {
        let at = self.source.floor_char_boundary(at.min(self.source.len()));
        let most = self.source.floor_char_boundary(at.saturating_add(LINE));
        let end = memchr::memchr(b'\n', &self.source.as_bytes()[at..most]).map_or(most, |end| at + end);
        Span::new(self.file, at, at + self.source[at..end].trim_end().len())
    }

    fn is_commented_out(&mut self, start: usize) -> bool {
        let near = start.saturating_sub(LINE);
        let before = &self.source.as_bytes()[near..start];
        let before = &before[memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)..];
        let comment = before.iter().all(|byte| b"% \t".contains(byte)) && before.contains(&b'%');
        if comment {
            let span = self.line_of(start);
            let words = "this entry is commented out with `%`, and is left out";
            let mistake = Diagnostic::warning("commented-out", span, words)
                .expected("no `%` before it, if it is wanted");
            self.told.push(Told::shared(mistake, "entries are commented out with `%`, and are left out"));
        }
        comment
    }

    /// Reads what a head begins. Abbreviations are noted, and comments are passed over.
    fn block(&mut self, start: usize, head: &Head) -> Read<Option<Entry>> {
        let kind = self.source[head.kind.clone()].to_ascii_lowercase();
        match kind.as_str() {
            "comment" => {
                // Programs keep their settings there; one that is not closed ends with its line.
                self.at = self.comment_end(head);
                Ok(None)
            }
            "preamble" => {
                self.at = self.balanced(head.end - 1, head.close)?;
                let words = "commands of LaTeX that the file brings are not known here, and are left out";
                let span = self.line_of(start);
                let mistake = Diagnostic::warning("not-kept", span, words)
                    .expected("a look at the titles afterwards, if they use such commands");
                self.told
                    .push(Told::shared(mistake, "`@preamble` brings commands of LaTeX that are left out"));
                Ok(None)
            }
            "string" => {
                for field in self.fields(head.close)? {
                    self.strings.insert(field.name, field.tex);
                }
                Ok(None)
            }
            _ => self.entry(start, kind, head.close).map(Some),
        }
    }

    /// Where a comment ends. It is looked for so often only that a file of nothing but comments takes no longer than others.
    fn comment_end(&mut self, head: &Head) -> usize {
        let line = self.line_of(head.end).range().end;
        if self.passed_again > 4 * self.source.len() {
            return line;
        }
        self.balanced(head.end - 1, head.close).unwrap_or_else(|fault| {
            self.passed_again += fault.reached.saturating_sub(head.end);
            line
        })
    }

    fn entry(&mut self, start: usize, kind: String, close: u8) -> Read<Entry> {
        let bytes = self.source.as_bytes();
        let length = bytes[self.at..].iter().take_while(|byte| !b",{}()=\"\n".contains(byte)).count();
        let written = &self.source[self.at..self.at + length];
        let key = written.trim().to_owned();
        let key_start = self.at + written.len() - written.trim_start().len();
        let key_span = Span::new(self.file, key_start, key_start + key.len());
        let next = bytes.get(self.at + length).copied();
        if key.is_empty() || !(next == Some(b',') || next == Some(close) || next == Some(b'\n')) {
            return Err(Fault {
                at: start,
                words: "it has no key by which it can be cited".to_owned(),
                expected: "a key and a comma behind the bracket: `@book{davis-2015,`",
                reached: self.at,
            });
        }
        self.key.clone_from(&key);
        self.at += length;
        self.white();
        if self.peek() == Some(b',') {
            self.at += 1;
        }
        let fields = self.fields(close)?;
        Ok(Entry { kind, key, key_span, span: self.line_of(start), fields })
    }

    /// The fields of an entry, to behind the bracket that closes it.
    fn fields(&mut self, close: u8) -> Read<Vec<Field>> {
        let mut fields: Vec<Field> = Vec::new();
        let mut names = BTreeSet::new();
        loop {
            self.white();
            let start = self.at;
            match self.peek() {
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(fields);
                }
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                None => return Err(self.unclosed_in(&fields, start)),
                Some(_) if head_of_line(self.source, start).is_some() => {
                    return Err(self.unclosed_in(&fields, start));
                }
                Some(_) => {}
            }
            let field = self.field()?;
            self.white();
            if !(self.peek() == Some(b',') || self.peek() == Some(close)) && self.peek().is_some() {
                self.report_comma(&field);
            }
            if names.insert(field.name.clone()) {
                fields.push(field);
            } else {
                self.report_twice(&field);
            }
        }
    }

    fn report_comma(&mut self, field: &Field) {
        let words = format!("the comma behind the field `{}` is missing", field.name);
        let mistake =
            Diagnostic::warning("missing-comma", field.span, words).expected("a comma between two fields");
        self.told.push(Told::shared(mistake, "commas between fields are missing"));
    }

    /// Of two fields with one name BibTeX takes the first.
    fn report_twice(&mut self, field: &Field) {
        let words = format!(
            "the field `{}` stands here twice, and this is not kept: {}",
            field.name,
            shown(&field.tex)
        );
        let mistake =
            Diagnostic::warning("field-twice", field.span, words).expected("each field once in an entry");
        self.told.push(Told::alone(mistake));
    }

    /// `title = {NHS for Sale}`
    fn field(&mut self) -> Read<Field> {
        let start = self.at;
        let bytes = self.source.as_bytes();
        let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !b"\"#%'(),={}".contains(byte);
        self.at += bytes[start..].iter().take_while(|byte| is_name(byte)).count();
        let name = self.source[start..self.at].to_lowercase();
        self.white();
        if name.is_empty() || self.peek() != Some(b'=') {
            return Err(Fault {
                at: start,
                words: "a field is expected here".to_owned(),
                expected: "the name of a field, `=` and its value in braces: `title = {NHS for Sale},`",
                reached: self.at,
            });
        }
        self.at += 1;
        self.white();
        let inner = self.at + 1;
        let tex = self.value(&name)?;
        let span = Span::new(self.file, start, self.at);
        let is_whole = self.source.get(inner..inner + tex.len()) == Some(tex.as_str());
        Ok(Field { name, tex, span, start: is_whole.then_some(inner) })
    }

    /// Parts with `#` between them.
    fn value(&mut self, name: &str) -> Read<String> {
        let mut tex = String::new();
        loop {
            self.white();
            let start = self.at;
            match self.peek() {
                Some(b'{') => {
                    self.at = self.balanced(start, b'}')?;
                    tex.push_str(&self.source[start + 1..self.at - 1]);
                }
                Some(b'"') => {
                    self.at = self.quoted(start)?;
                    tex.push_str(&self.source[start + 1..self.at - 1]);
                }
                _ => tex.push_str(&self.abbreviation(name)?),
            }
            if tex.len() > LONGEST_FIELD {
                let words = format!("the field `{name}` is longer than any value is");
                return Err(Fault {
                    at: start,
                    words,
                    expected: "a closing bracket where the value ends",
                    reached: self.at,
                });
            }
            self.white();
            if self.peek() != Some(b'#') {
                return Ok(tex);
            }
            self.at += 1;
        }
    }

    /// A number, or the name of a text that stands elsewhere in the file.
    fn abbreviation(&mut self, name: &str) -> Read<String> {
        let start = self.at;
        let bytes = self.source.as_bytes();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"#%'(),={}".contains(byte);
        self.at += bytes[start..].iter().take_while(|byte| !ends(byte)).count();
        let word = &self.source[start..self.at];
        if word.is_empty() {
            return Err(Fault {
                at: start,
                words: format!("the field `{name}` has no value"),
                expected: "the value in braces: `title = {NHS for Sale},`",
                reached: self.at,
            });
        }
        if let Some(text) = self.strings.get(&word.to_lowercase()) {
            self.written_out += text.len();
            if self.written_out > MOST_WRITTEN_OUT {
                let words =
                    "the abbreviations of this file come to more text than any bibliography has".to_owned();
                let expected = "shorter texts behind `@string`";
                return Err(Fault { at: start, words, expected, reached: self.at });
            }
            return Ok(text.clone());
        }
        let is_known =
            word.bytes().all(|byte| byte.is_ascii_digit()) || name == "month" && month(word).is_some();
        if !is_known {
            let words = format!(
                "`{word}` stands here without braces, and no `@string` above says what it is short for"
            );
            let span = Span::new(self.file, start, self.at);
            let shared =
                format!("`{word}` stands without braces, and no `@string` above says what it is short for");
            let mistake = Diagnostic::warning("unknown-abbreviation", span, words)
                .expected(
                    "the value in braces, or the line `@string` that belongs to it; it is read as it stands",
                )
                .suggest(format!("{name} = {{{word}}}"));
            self.told.push(Told::shared(mistake, &shared));
        }
        Ok(word.to_owned())
    }

    /// The place behind the bracket that closes the one at `start`.
    fn balanced(&self, start: usize, close: u8) -> Read<usize> {
        let bytes = self.source.as_bytes();
        let mut depth = 0_usize;
        let mut at = start + 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                byte if *byte == close && depth == 0 => return Ok(at + 1),
                b'{' => depth += 1,
                b'}' if depth == 0 => return Err(self.unopened(at)),
                b'}' => depth -= 1,
                b'\n' if head_of_line(self.source, at + 1).is_some() => break,
                _ => {}
            }
            at += 1;
        }
        Err(Fault { reached: at, ..self.unclosed(start) })
    }

    /// The place behind the quotation mark that closes the one at `start`; those in braces do not.
    fn quoted(&self, start: usize) -> Read<usize> {
        let bytes = self.source.as_bytes();
        let mut depth = 0_usize;
        let mut at = start + 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'"' if depth == 0 => return Ok(at + 1),
                b'{' => depth += 1,
                // That of the entry, most likely.
                b'}' if depth == 0 => break,
                b'}' => depth -= 1,
                b'\n' if head_of_line(self.source, at + 1).is_some() => break,
                _ => {}
            }
            at += 1;
        }
        Err(Fault {
            at: start,
            words: "the quotation mark that opens here is not closed before the entry ends".to_owned(),
            expected: "a quotation mark where the value ends",
            reached: at,
        })
    }

    fn unopened(&self, at: usize) -> Fault {
        Fault {
            at,
            words: "a brace closes here that nothing opened".to_owned(),
            expected: "as many `{` as `}` in a value",
            reached: at,
        }
    }

    /// Where a value holds what looks like the next field, the bracket is missing there.
    fn unclosed_in(&self, fields: &[Field], start: usize) -> Fault {
        let looks_like_field = |line: &str| {
            let name = line.trim_start();
            let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
            length > 1 && name[length..].trim_start().starts_with('=')
        };
        let swallows = |field: &&Field| field.tex.lines().skip(1).any(looks_like_field);
        match fields.iter().find(swallows) {
            Some(field) => Fault {
                words: format!("the value of `{}` is not closed before the next field", field.name),
                ..self.unclosed(field.span.start as usize)
            },
            None => self.unclosed(fields.last().map_or(start, |field| field.span.start as usize)),
        }
    }

    fn unclosed(&self, start: usize) -> Fault {
        Fault {
            at: start,
            words: "a bracket is not closed before the next entry".to_owned(),
            expected: "`}` where the value ends, and another where the entry ends",
            reached: start,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    /// Passes over white space, and over comments between fields.
    fn white(&mut self) {
        let bytes = self.source.as_bytes();
        loop {
            self.at += bytes[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if self.peek() != Some(b'%') {
                return;
            }
            self.at = memchr::memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |end| self.at + end);
        }
    }
}
