//! The outer form of a BibTeX file: entries, their fields and abbreviations, each with its place.
//!
//! One broken entry must not take the others with it, and a place is needed for all that is told. A parser of whole files
//! gives neither, so the outer form, which is small, is read here; what stands in a field is read by `biblatex`.

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// `@book{davis-2015, title = {NHS for Sale}}`
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// `book`, in small letters.
    pub(super) kind: String,
    pub(super) key: String,
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
    pub(super) span: Span,
}

/// A field has at most so many bytes, abbreviations included; an abstract has some thousand.
const LONGEST_FIELD: usize = 1 << 16;

/// Why an entry cannot be read.
struct Fault {
    at: usize,
    words: String,
    expected: &'static str,
}

type Read<T> = Result<T, Fault>;

/// Reads the entries of a file. A broken one is reported with its place, and those after it are read.
pub(super) fn scan(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Vec<Entry> {
    let mut scanner = Scanner { source, file, at: 0, strings: BTreeMap::new(), diagnostics };
    let mut entries = Vec::new();
    while let Some(found) = memchr::memchr(b'@', &source.as_bytes()[scanner.at..]) {
        let start = scanner.at + found;
        let Some(head) = head_at(source, start) else {
            // An address or the like between entries, where anything may be written.
            scanner.at = start + 1;
            continue;
        };
        scanner.at = head.end;
        if scanner.is_commented_out(start) {
            continue;
        }
        let told = scanner.diagnostics.len();
        match scanner.block(start, &head) {
            Ok(entry) => entries.extend(entry),
            Err(fault) => {
                // What was told of its fields rests on where they seemed to end.
                scanner.diagnostics.truncate(told);
                scanner.report(start, &fault);
                scanner.at = next_line_with_head(source, head.end);
            }
        }
    }
    entries
}

/// What begins an entry: `@book{` or `@book(`.
struct Head {
    kind: Range<usize>,
    close: u8,
    end: usize,
}

fn head_at(source: &str, start: usize) -> Option<Head> {
    let bytes = source.as_bytes();
    let letters = bytes[start + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let kind = start + 1..start + 1 + letters;
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
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Scanner<'a, '_> {
    fn report(&mut self, start: usize, fault: &Fault) {
        let span = self.line_of(fault.at);
        let words = format!("this entry cannot be read, and is left out: {}", fault.words);
        let mut mistake = Diagnostic::error("broken-entry", span, words).expected(fault.expected);
        if self.line_of(start) != span {
            mistake = mistake.other(self.line_of(start), "the entry begins here");
        }
        self.diagnostics.push(mistake);
    }

    /// What stands in the line from a place to its end.
    fn line_of(&self, at: usize) -> Span {
        let at = at.min(self.source.len());
        let end =
            memchr::memchr(b'\n', &self.source.as_bytes()[at..]).map_or(self.source.len(), |end| at + end);
        Span::new(self.file, at, at + self.source[at..end].trim_end().len())
    }

    fn is_commented_out(&mut self, start: usize) -> bool {
        let line = self.source[..start].rfind('\n').map_or(0, |at| at + 1);
        // Every entry of a file may stand in one line.
        let before = &self.source.as_bytes()[line.max(start.saturating_sub(200))..start];
        let comment = before.iter().all(|byte| b"% \t".contains(byte)) && before.contains(&b'%');
        if comment {
            let span = self.line_of(start);
            let words = "this entry is commented out with `%`, and is left out";
            self.diagnostics.push(
                Diagnostic::warning("commented-out", span, words)
                    .expected("no `%` before it, if it is wanted"),
            );
        }
        comment
    }

    /// Reads what a head begins. Abbreviations are noted, and comments are passed over.
    fn block(&mut self, start: usize, head: &Head) -> Read<Option<Entry>> {
        let kind = self.source[head.kind.clone()].to_ascii_lowercase();
        match kind.as_str() {
            "comment" => {
                // Programs keep their settings there; one that is not closed ends with its line.
                let line = self.line_of(head.end).range().end;
                self.at = self.balanced(head.end - 1, head.close).unwrap_or(line);
                Ok(None)
            }
            "preamble" => {
                self.at = self.balanced(head.end - 1, head.close)?;
                let words = "commands of LaTeX that the file brings are not known here, and are left out";
                let span = self.line_of(start);
                self.diagnostics.push(
                    Diagnostic::warning("not-kept", span, words)
                        .expected("a look at the titles afterwards, if they use such commands"),
                );
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

    fn entry(&mut self, start: usize, kind: String, close: u8) -> Read<Entry> {
        let bytes = self.source.as_bytes();
        let length = bytes[self.at..].iter().take_while(|byte| !b",{}()=\"\n".contains(byte)).count();
        let key = self.source[self.at..self.at + length].trim().to_owned();
        let next = bytes.get(self.at + length).copied();
        if key.is_empty() || !(next == Some(b',') || next == Some(close) || next == Some(b'\n')) {
            return Err(Fault {
                at: start,
                words: "it has no key by which it can be cited".to_owned(),
                expected: "a key and a comma behind the bracket: `@book{davis-2015,`",
            });
        }
        self.at += length;
        self.white();
        if self.peek() == Some(b',') {
            self.at += 1;
        }
        let fields = self.fields(close)?;
        Ok(Entry { kind, key, span: self.line_of(start), fields })
    }

    /// The fields of an entry, to behind the bracket that closes it.
    fn fields(&mut self, close: u8) -> Read<Vec<Field>> {
        let mut fields: Vec<Field> = Vec::new();
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
            fields.extend(self.first_of_name(&fields, field));
        }
    }

    fn report_comma(&mut self, field: &Field) {
        let words = format!("the comma behind the field `{}` is missing", field.name);
        self.diagnostics.push(
            Diagnostic::warning("missing-comma", field.span, words).expected("a comma between two fields"),
        );
    }

    /// Of two fields with one name BibTeX takes the first.
    fn first_of_name(&mut self, fields: &[Field], field: Field) -> Option<Field> {
        if fields.iter().all(|other| other.name != field.name) {
            return Some(field);
        }
        let words = format!(
            "the field `{}` stands here twice, and this is not kept: {}",
            field.name,
            super::super::work::shown(&field.tex)
        );
        self.diagnostics.push(
            Diagnostic::warning("field-twice", field.span, words).expected("each field once in an entry"),
        );
        None
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
            });
        }
        self.at += 1;
        let tex = self.value(&name)?;
        let span = Span::new(self.file, start, self.at);
        Ok(Field { name, tex, span })
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
                return Err(Fault { at: start, words, expected: "a closing bracket where the value ends" });
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
            });
        }
        if let Some(text) = self.strings.get(&word.to_lowercase()) {
            return Ok(text.clone());
        }
        let is_known = word.bytes().all(|byte| byte.is_ascii_digit())
            || name == "month" && super::super::work::month(word).is_some();
        if !is_known {
            let words = format!(
                "`{word}` stands here without braces, and no `@string` above says what it is short for"
            );
            let span = Span::new(self.file, start, self.at);
            self.diagnostics.push(
                Diagnostic::warning("unknown-abbreviation", span, words)
                    .expected("the value in braces, or the line `@string` that belongs to it; it is read as it stands")
                    .suggest(format!("{name} = {{{word}}}")),
            );
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
                b'\n' if head_of_line(self.source, at + 1).is_some() => return Err(self.unclosed(start)),
                _ => {}
            }
            at += 1;
        }
        Err(self.unclosed(start))
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
                b'}' if depth == 0 => return Err(self.unopened(at)),
                b'}' => depth -= 1,
                b'\n' if head_of_line(self.source, at + 1).is_some() => break,
                _ => {}
            }
            at += 1;
        }
        Err(Fault {
            at: start,
            words: "the quotation mark that opens here is not closed before the next entry".to_owned(),
            expected: "a quotation mark where the value ends",
        })
    }

    fn unopened(&self, at: usize) -> Fault {
        Fault {
            at,
            words: "a brace closes here that nothing opened".to_owned(),
            expected: "as many `{` as `}` in a value",
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
            None => self.unclosed(start),
        }
    }

    fn unclosed(&self, start: usize) -> Fault {
        Fault {
            at: start,
            words: "a bracket is not closed before the next entry".to_owned(),
            expected: "`}` where the value ends, and another where the entry ends",
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
