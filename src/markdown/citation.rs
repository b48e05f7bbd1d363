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

/// The works in the text between the brackets, which begins at `start` in the file. Nothing, if it is no citation.
pub(super) fn parse<P: Phase<Link = Spanned<String>>>(
    file: FileId,
    inner: &str,
    start: usize,
) -> Option<Vec<Cited<P>>> {
    // Most citations name one work, and a list that grows begins with room for four.
    let mut works = Vec::with_capacity(1);
    let mut at = start;
    for part in inner.split(';') {
        works.push(parse_work(file, part, at)?);
        at += part.len() + 1;
    }
    (!works.is_empty()).then_some(works)
}

fn parse_work<P: Phase<Link = Spanned<String>>>(file: FileId, part: &str, start: usize) -> Option<Cited<P>> {
    let sign = key_sign(part)?;
    let without_author = part[..sign].ends_with('-');
    let key = key_at(&part[sign + 1..]);
    if key.is_empty() {
        return None;
    }
    let key_end = sign + 1 + key.len();
    let (before, behind) = without_marks_around(part[..sign].trim_end_matches('-'), &part[key_end..]);
    let prefix = before.trim();
    let rest = behind.trim().trim_start_matches(',').trim();
    let span = Span::new(file, start + sign + 1, start + key_end);
    Some(Cited {
        record: Spanned::new(key.to_owned(), span),
        prefix: (!prefix.is_empty()).then(|| affix(prefix)),
        at: (!rest.is_empty()).then(|| affix(rest)),
        without_author,
    })
}

/// Whether a text between brackets means to be a citation.
pub(super) fn is_citation(inner: &str) -> bool {
    key_sign(inner).is_some_and(|sign| !key_at(&inner[sign + 1..]).is_empty())
}

/// The first `@` that begins a key: at the start, or after white space or a sign that no e-mail address has there.
pub(super) fn key_sign(text: &str) -> Option<usize> {
    text.match_indices('@').map(|(at, _)| at).find(|&at| begins_key(text, at))
}

/// Whether the `@` at a position begins a key rather than being part of an e-mail address or a URL.
pub(super) fn begins_key(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let fits = match before {
        None => true,
        Some('-') => {
            text[..at - 1].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, ';' | '['))
        }
        Some(c) => {
            c.is_whitespace()
                || matches!(c, ';' | '[' | '(' | '“' | '‘' | '"' | '\'' | '—' | '–' | '*' | '_' | '~')
        }
    };
    fits && text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The key at the start of a text. Punctuation ends it unless a letter or digit follows.
pub(super) fn key_at(text: &str) -> &str {
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
        let works: Vec<Cited<AsWritten>> = parse(FileId(0), inner, 0).unwrap_or_default();
        let found: Vec<(&str, &str, &str, bool)> = works
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
    }
}
