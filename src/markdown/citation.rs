//! Citations as Pandoc writes them: `[see @davis-2015, ch. 4; @leys-2011]`, `[-@davis-2015]`, `@davis-2015 [p. 3]`.
//!
//! Syntax: Pandoc User's Guide, "Citation syntax".

use crate::phase::Phase;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark_escape::escape_html_body_text;
use std::ops::Range;

/// One work of a citation.
pub struct Cited<P: Phase> {
    /// The work.
    pub record: P::Link,
    /// Words before it: `see`.
    pub prefix: Option<Affix>,
    /// Where in it, and words after it: `ch. 4`.
    pub at: Option<Affix>,
    /// The author is named in the sentence already: `[-@key]`.
    pub without_author: bool,
}

/// Words before or behind a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affix {
    /// The words alone.
    pub text: String,
    /// The words with their emphasis.
    pub html: String,
}

/// A citation as it was read. Its author is told of every slip, as words or works would be missing without.
pub(super) struct Parsed<P: Phase> {
    /// The works that it names.
    pub works: Vec<Cited<P>>,
    /// What names no work, or is no part of its own.
    pub slips: Vec<Slip>,
    /// The text without the slips.
    pub mended: String,
}

/// What is wrong with a part of a citation, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slip {
    /// Words between semicolons that name no work.
    NoWork(Range<usize>),
    /// A key among the words behind another, where it is not looked up.
    SecondWork(Range<usize>),
}

/// The works in the text between the brackets, which begins at `start` in the file.
pub(super) fn parse<P: Phase<Link = Spanned<String>>>(file: FileId, inner: &str, start: usize) -> Parsed<P> {
    // Most citations name one work, and a list that grows begins with room for four.
    let mut parsed = Parsed { works: Vec::with_capacity(1), slips: Vec::new(), mended: String::new() };
    let parts = parts(inner);
    for range in &parts {
        match parse_work(file, &inner[range.clone()], start + range.start) {
            Some((work, behind)) => {
                let behind = range.start + behind;
                let others = other_keys(&inner[behind..range.end]);
                let place = |key: Range<usize>| Slip::SecondWork(behind + key.start..behind + key.end);
                parsed.slips.extend(others.into_iter().map(place));
                parsed.works.push(work);
            }
            None => parsed.slips.push(Slip::NoWork(place_of(inner, range))),
        }
    }
    if !parsed.slips.is_empty() {
        parsed.mended = mended(inner, &parts);
    }
    parsed
}

/// The parts between semicolons. Those in parentheses, in quotation marks, in code, in an address, behind a backslash
/// and at the end of a character reference divide nothing.
fn parts(inner: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::with_capacity(1);
    let (mut start, mut at) = (0, if inner.contains(';') { 0 } else { inner.len() });
    while let Some(found) = inner[at..].find([';', '(', '“', '‘', '"', '<', '&', '`', '\\']) {
        at += found;
        if inner[at..].starts_with(';') {
            parts.push(start..at);
            start = at + 1;
            at = start;
        } else {
            at += enclosed(&inner[at..]);
        }
    }
    parts.push(start..inner.len());
    parts
}

/// The length of what the first sign of a text encloses with its other half, or of the sign alone.
fn enclosed(text: &str) -> usize {
    let sign = text.chars().next().map_or(0, char::len_utf8);
    let closed_by = |close: char| text[sign..].find(close).map(|end| sign + end + close.len_utf8());
    let length = match text.chars().next() {
        Some('(') => {
            let mut depth = 0_usize;
            text.char_indices().find_map(|(at, c)| {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth - 1,
                    _ => depth,
                };
                (depth == 0).then_some(at + 1)
            })
        }
        Some('“') => closed_by('”'),
        Some('‘') => closed_by('’'),
        Some('"') => closed_by('"'),
        Some('`') => closed_by('`'),
        // A sign behind a backslash is a part of the words.
        Some('\\') => text[1..].chars().next().map(|next| 1 + next.len_utf8()),
        Some('<') => closed_by('>').filter(|end| !text[..*end].contains(char::is_whitespace)),
        Some('&') => closed_by(';').filter(|end| {
            *end > 2 && text[1..end - 1].chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        }),
        _ => None,
    };
    length.unwrap_or(sign)
}

/// The words of a part, or the semicolon beside it where it has none.
fn place_of(inner: &str, part: &Range<usize>) -> Range<usize> {
    let words = &inner[part.clone()];
    let start = part.start + words.len() - words.trim_start().len();
    if start < part.end {
        return start..start + words.trim().len();
    }
    if part.start > 0 { part.start - 1..part.start } else { part.end..(part.end + 1).min(inner.len()) }
}

/// The keys among the words behind a work. Signs that an e-mail address may have count where no address has them.
fn other_keys(behind: &str) -> Vec<Range<usize>> {
    let is_key = |at: usize| {
        let word = behind[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        let joined = word.ends_with(['&', '+', '/', ':']) && !word.contains("//");
        begins_key(behind, at) || joined && written_key(&behind[at + 1..]).is_some()
    };
    let signs = behind.match_indices('@').map(|(at, _)| at).filter(|at| is_key(*at));
    signs.map(|at| at..at + 1 + written_key(&behind[at + 1..]).map_or(0, |(_, length)| length)).collect()
}

/// A citation as it was meant: a semicolon before each work, and none before words that name none.
fn mended(inner: &str, parts: &[Range<usize>]) -> String {
    let mut mended = String::new();
    let mut named = false;
    for range in parts {
        let part = inner[range.clone()].trim();
        if part.is_empty() {
            continue;
        }
        let names = key_sign(part).is_some();
        mended.push_str(match (mended.is_empty(), named && names) {
            (true, _) => "",
            (false, true) => "; ",
            (false, false) => ", ",
        });
        named |= names;
        mended.push_str(&with_semicolons(part));
    }
    mended
}

/// A part that names more than one work, with semicolons between them.
fn with_semicolons(part: &str) -> String {
    let Some((sign, length)) = first_key(part) else { return part.to_owned() };
    let mut at = sign + 1 + length;
    let mut divided = part[..at].to_owned();
    for key in other_keys(&part[at..]).into_iter().map(|key| at + key.start..at + key.end).collect::<Vec<_>>()
    {
        let between = part[at..key.start].trim();
        let between = ["and", "&", "+", "/"]
            .iter()
            .find_map(|word| {
                between.strip_suffix(word).filter(|rest| rest.is_empty() || rest.ends_with([' ', ',']))
            })
            .unwrap_or(between)
            .trim();
        let (locator, prefix) = between.rsplit_once(',').unwrap_or(("", between));
        divided.push_str(locator.trim_end());
        divided.push_str("; ");
        if !prefix.trim().is_empty() {
            divided.push_str(prefix.trim());
            divided.push(' ');
        }
        divided.push_str(&part[key.clone()]);
        at = key.end;
    }
    divided.push_str(&part[at..]);
    divided
}

/// The work that a part names, and where the words behind its key begin.
fn parse_work<P: Phase<Link = Spanned<String>>>(
    file: FileId,
    part: &str,
    start: usize,
) -> Option<(Cited<P>, usize)> {
    let (sign, length) = first_key(part)?;
    let (key, _) = written_key(&part[sign + 1..])?;
    let without_author = part[..sign].ends_with('-');
    let key_end = sign + 1 + length;
    let (before, behind) = without_marks_around(part[..sign].trim_end_matches('-'), &part[key_end..]);
    let prefix = before.trim();
    let rest = behind.trim().trim_start_matches([',', ':']).trim();
    let span = Span::new(file, start + sign + 1, start + key_end);
    let work = Cited {
        record: Spanned::new(key.to_owned(), span),
        prefix: (!prefix.is_empty()).then(|| affix(prefix)),
        at: (!rest.is_empty()).then(|| affix(rest)),
        without_author,
    };
    Some((work, key_end))
}

/// Whether the first part of a text names no work, as the words behind an author's key do.
pub(super) fn begins_without_key(inner: &str) -> bool {
    key_sign(inner).is_none()
        || parts(inner).first().is_some_and(|part| key_sign(&inner[part.clone()]).is_none())
}

/// Where the first key of a text begins, at its `@`, and how long it is behind that.
fn first_key(text: &str) -> Option<(usize, usize)> {
    let sign = key_sign(text)?;
    written_key(&text[sign + 1..]).map(|(_, length)| (sign, length))
}

/// Whether a text between brackets means to be a citation.
pub(super) fn is_citation(inner: &str) -> bool {
    key_sign(inner).is_some()
}

/// The first `@` that begins a key: at the start, or after white space or a sign that no e-mail address has there.
fn key_sign(text: &str) -> Option<usize> {
    text.match_indices('@').map(|(at, _)| at).find(|&at| begins_key(text, at))
}

/// Whether the `@` at a position begins a key rather than being part of an e-mail address or a URL.
pub(super) fn begins_key(text: &str, at: usize) -> bool {
    may_begin_key(text, at) && written_key(&text[at + 1..]).is_some()
}

/// Whether the `@` at a position begins a key in braces that do not end, or hold more than a key.
pub(super) fn begins_broken_key(text: &str, at: usize) -> bool {
    let behind = &text[at + 1..];
    may_begin_key(text, at) && behind.starts_with('{') && written_key(behind).is_none()
}

fn may_begin_key(text: &str, at: usize) -> bool {
    match text[..at].chars().next_back() {
        None => true,
        Some('-') => {
            text[..at - 1].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, ';' | '['))
        }
        // No e-mail address has a comma there, but the address of a map may.
        Some(',') => !text[..at].rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("//")),
        Some(c) => {
            c.is_whitespace()
                || matches!(c, ';' | '[' | '(' | '“' | '‘' | '"' | '\'' | '—' | '–' | '*' | '_' | '~')
        }
    }
}

/// The key behind an `@`, which may stand in braces, and the length of what was written for it.
pub(super) fn written_key(text: &str) -> Option<(&str, usize)> {
    if let Some(rest) = text.strip_prefix('{') {
        let key = &rest[..rest.find('}')?];
        let is_key = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c == '{');
        return is_key.then_some((key, key.len() + 2));
    }
    let key = text.starts_with(|c: char| c.is_alphanumeric() || c == '_').then(|| key_at(text))?;
    Some((key, key.len()))
}

/// The key at the start of a text. Punctuation ends it unless a letter or digit follows.
fn key_at(text: &str) -> &str {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/')
            && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric() || *next == '_');
        if c.is_alphanumeric() || c == '_' || inner {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    &text[..end]
}

/// What stands before and behind a key, without the marks of emphasis that enclose nothing but the key.
fn without_marks_around<'a>(mut before: &'a str, mut behind: &'a str) -> (&'a str, &'a str) {
    for mark in ["**", "*", "__", "_", "~~"] {
        if let (Some(outer), Some(rest)) = (before.strip_suffix(mark), behind.strip_prefix(mark)) {
            (before, behind) = (outer, rest);
        }
    }
    (before, behind)
}

/// Words with their emphasis, which is all of Markdown that they may have.
fn affix(written: &str) -> Affix {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | ':' | '(' | ')' | '–' | '/');
    let marked = line.contains(|c: char| !is_plain(c) && !matches!(c, '.' | '-'));
    if !marked && !line.contains("--") && !line.contains("..") {
        return Affix { html: line.clone(), text: line };
    }
    // A word before the rest, so that none of it is taken for a list, a heading or a quotation.
    let source = format!("{WORD}{line}");
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let (mut text, mut html) = (String::new(), String::new());
    for event in Parser::new_ext(&source, options) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) => {
                text.push_str(&words);
                let _ = escape_html_body_text(&mut html, &words);
            }
            Event::Start(tag) => html.push_str(opening(&tag)),
            Event::End(tag) => html.push_str(closing(tag)),
            _ => {}
        }
    }
    let without = |words: String| words.strip_prefix(WORD).map(str::to_owned).unwrap_or(words);
    Affix { text: without(text), html: without(html) }
}

/// Stands before words that are read as the end of a line.
const WORD: &str = "a ";

fn opening(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        Tag::Strikethrough => "<del>",
        _ => "",
    }
}

fn closing(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Strikethrough => "</del>",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::AsWritten;

    fn check_works(inner: &str, expected: &[(&str, &str, &str, bool)]) {
        fn text(affix: &Option<Affix>) -> &str {
            affix.as_ref().map_or("", |affix| affix.text.as_str())
        }
        let parsed: Parsed<AsWritten> = parse(FileId(0), inner, 0);
        let found: Vec<(&str, &str, &str, bool)> = parsed
            .works
            .iter()
            .map(|work| (work.record.value.as_str(), text(&work.prefix), text(&work.at), work.without_author))
            .collect();
        assert_eq!(found, expected, "{inner}");
    }

    #[test]
    fn reads_citations() {
        check_works("@davis-2015", &[("davis-2015", "", "", false)]);
        check_works("@davis-2015, ch. 4", &[("davis-2015", "", "ch. 4", false)]);
        check_works("see @a, pp. 3-4; also @b", &[("a", "see", "pp. 3-4", false), ("b", "also", "", false)]);
        check_works("-@a", &[("a", "", "", true)]);
        check_works("@smith2023.", &[("smith2023", "", ".", false)]);
        check_works("@doe:2020.x p. 3", &[("doe:2020.x", "", "p. 3", false)]);
        check_works("someone@example.org", &[]);
        check_works("@", &[]);
        check_works("*see* **@a**, 1. 2 and *passim*", &[("a", "see", "1. 2 and passim", false)]);
        check_works("@{a}, p. 3", &[("a", "", "p. 3", false)]);
        check_works("@a: p. 3", &[("a", "", "p. 3", false)]);
    }

    #[test]
    fn a_semicolon_that_is_enclosed_divides_nothing() {
        check_works("@a, p. 3 (“see; below”)", &[("a", "", "p. 3 (“see; below”)", false)]);
        check_works("@a, “x; y”; @b", &[("a", "", "“x; y”", false), ("b", "", "", false)]);
        check_works("@a, R&amp;D; @b", &[("a", "", "R&D", false), ("b", "", "", false)]);
        check_works("@a, see <https://x.example/a;b>", &[("a", "", "see https://x.example/a;b", false)]);
        check_works("@a, p. 3\\; 5", &[("a", "", "p. 3; 5", false)]);
        check_works("@a, `x; y`", &[("a", "", "x; y", false)]);
        check_works("@a (p. 3; @b", &[("a", "", "(p. 3", false), ("b", "", "", false)]);
    }

    #[test]
    fn a_part_that_names_no_work_is_told_with_what_was_meant() {
        let check = |inner: &str, works: usize, places: &[&str], mended: &str| {
            let parsed: Parsed<AsWritten> = parse(FileId(0), inner, 0);
            let found: Vec<&str> = parsed
                .slips
                .iter()
                .map(|slip| match slip {
                    Slip::NoWork(place) | Slip::SecondWork(place) => &inner[place.clone()],
                })
                .collect();
            assert_eq!(
                (parsed.works.len(), found.as_slice(), parsed.mended.as_str()),
                (works, places, mended)
            );
        };
        check("@r; see the Bill", 1, &["see the Bill"], "@r, see the Bill");
        check("@r, pp. 3; 5", 1, &["5"], "@r, pp. 3, 5");
        check("@r;", 1, &[";"], "@r");
        check("; @r", 1, &[";"], "@r");
        check("Jones; @r", 1, &["Jones"], "Jones, @r");
        check("@a; so; @b", 2, &["so"], "@a, so; @b");
        check("@a, @b", 1, &["@b"], "@a; @b");
        check("@a,@b", 1, &["@b"], "@a; @b");
        check("@a and @{b}", 1, &["@{b}"], "@a; @{b}");
        check("@a, p. 3, and @b, p. 4, see also @c", 1, &["@b", "@c"], "@a, p. 3; @b, p. 4; see also @c");
        check("@a, by x@y.example, https://x.example/,@b", 1, &[], "");
    }
}
