//! Links that were meant as such and come out as text, signs and all: with brackets of another meaning in their words,
//! or with a space in their address.

use super::Walk;
use super::is_redaction;
use crate::diagnostic::Diagnostic;
use crate::markdown::citation;
use std::collections::BTreeSet;
use std::ops::Range;

/// Nothing longer is taken for a link, in bytes, nor anything with more brackets within one another.
const LONGEST: usize = 2000;
const DEEPEST: usize = 8;

/// What files are that a link may lead to, by the end of their names.
const ENDINGS: [&str; 24] = [
    "csv", "doc", "docx", "eml", "gif", "htm", "html", "jpeg", "jpg", "md", "mp3", "mp4", "odp", "ods",
    "odt", "pdf", "png", "ppt", "pptx", "rtf", "svg", "txt", "xls", "xlsx",
];

/// `[words](address "title")`, `[words][label]` or `[[name|words]]`, by their places in the text.
struct Written {
    words: Range<usize>,
    /// The address alone, and nothing in other links.
    address: Range<usize>,
    end: usize,
}

impl Walk<'_, '_> {
    /// Reports the link that was meant by the bracket at `open`, if one was.
    pub(super) fn report_failed_link(&mut self, open: usize) -> bool {
        let Some(link) = written_link(self.text, open, &self.definitions) else { return false };
        let address = &self.text[link.address.clone()];
        let is_whole = address.starts_with('<') || !address.contains(char::is_whitespace);
        match inner_brackets(self.text, &link.words, &self.definitions) {
            Some((inner, code, what)) if is_whole => {
                self.report_brackets_in_link(open, &link, inner, code, what)
            }
            _ if !is_whole && is_address(address) => self.report_space_in_address(open, &link),
            _ => return false,
        }
        true
    }

    fn report_brackets_in_link(
        &mut self,
        open: usize,
        link: &Written,
        inner: Range<usize>,
        code: &'static str,
        what: &str,
    ) {
        let own = &self.text[inner.clone()];
        let before = self.text[open..inner.start].trim_end();
        let behind = &self.text[inner.end..link.end];
        let space = if own.starts_with("[^") { "" } else { " " };
        let message = format!(
            "{what} stands within the words of a link, so that this is no link and is shown with its brackets"
        );
        self.diagnostics.push(
            Diagnostic::error(code, self.span(&inner), message)
                .expected(format!("{what} behind the link"))
                .suggest(format!("{before}{behind}{space}{own}")),
        );
    }

    fn report_space_in_address(&mut self, open: usize, link: &Written) {
        let address = &self.text[link.address.clone()];
        let meant = match address.split_once(':') {
            _ if starts_with(address, "www.") => format!("https://{}", with_signs(address)),
            Some(_) => with_signs(address),
            None => format!("<{}>", address.split_whitespace().collect::<Vec<_>>().join(" ")),
        };
        let start = if self.text[..open].ends_with('!') { open - 1 } else { open };
        let before = self.text[start..link.address.start].trim_end();
        let behind = self.text[link.address.end..link.end].trim_start();
        let space = if behind.starts_with(')') { "" } else { " " };
        let suggestion = format!("{before}{meant}{space}{behind}");
        self.diagnostics.push(
            Diagnostic::error(
                "space-in-address",
                self.span(&link.address),
                "a space ends the address of a link, so that this is no link and is shown with its brackets",
            )
            .expected("`<` and `>` around an address that holds spaces, or `%20` for each")
            .suggest(suggestion),
        );
    }
}

/// The link whose first bracket is at `open`, as its author means it.
fn written_link(text: &str, open: usize, definitions: &BTreeSet<String>) -> Option<Written> {
    if text[open..].starts_with("[[") {
        let end = closing(text, open)?;
        let bar = open + text[open..end].find('|')?;
        return Some(Written { words: bar + 1..end - 2, address: end..end, end });
    }
    let close = closing(text, open)?;
    let words = open + 1..close - 1;
    if text[close..].starts_with('[') {
        let end = closing(text, close)?;
        let is_label = definitions.contains(&text[close + 1..end - 1].to_lowercase());
        return is_label.then_some(Written { words, address: end..end, end });
    }
    let end = text[close..].starts_with('(').then(|| closing(text, close))??;
    let inner = &text[close + 1..end - 1];
    let start = close + 1 + inner.len() - inner.trim_start().len();
    let address = without_title(inner.trim());
    Some(Written { words, address: start..start + address.len(), end })
}

/// The position behind the bracket or parenthesis that closes the one at `open`, in the same paragraph.
fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = *bytes.get(open)?;
    let last = if first == b'(' { b')' } else { b']' };
    let (mut depth, mut at) = (0, open);
    while at < bytes.len().min(open + LONGEST) {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if text[at + 1..].lines().next().is_none_or(|line| line.trim().is_empty()) => return None,
            b'`' => at += text[at + 1..].find(['`', '\n']).map_or(0, |found| found + 1),
            byte if byte == first && depth == DEEPEST => return None,
            byte if byte == first => depth += 1,
            byte if byte == last => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// An address without the title in quotation marks that may stand behind it.
fn without_title(inner: &str) -> &str {
    let Some(mark @ ('"' | '\'')) = inner.chars().next_back() else { return inner };
    let start = inner[..inner.len() - 1].rfind(mark).filter(|at| inner[..*at].ends_with(char::is_whitespace));
    start.map_or(inner, |start| inner[..start].trim_end())
}

/// The first brackets in the words of a link that make no link of it, with the name of the mistake and what they are.
fn inner_brackets(
    text: &str,
    words: &Range<usize>,
    definitions: &BTreeSet<String>,
) -> Option<(Range<usize>, &'static str, &'static str)> {
    let mut at = words.start;
    while at < words.end {
        match text.as_bytes()[at] {
            b'\\' => at += 1,
            b'`' => at += text[at + 1..words.end].find('`').map_or(0, |found| found + 1),
            b'[' => {
                let close = closing(text, at).filter(|close| *close <= words.end)?;
                let inner = &text[at + 1..close - 1];
                let is_picture = text[..at].ends_with('!');
                let link = written_link(text, at, definitions).map(|link| link.end);
                if is_redaction(inner.trim()) {
                    return Some((at..close, "redaction-in-link", "a redaction"));
                } else if inner.starts_with('^') {
                    return Some((at..close, "footnote-in-link", "a footnote"));
                } else if inner.starts_with('[') && !is_picture {
                    return Some((at..close, "link-in-link", "another link"));
                } else if citation::is_citation(inner) {
                    return Some((at..close, "citation-in-link", "a citation"));
                } else if let Some(end) = link.filter(|end| *end <= words.end && !is_picture) {
                    return Some((at..end, "link-in-link", "another link"));
                } else if definitions.contains(&inner.to_lowercase()) {
                    return Some((at..close, "link-in-link", "another link"));
                }
                at = link.unwrap_or(close) - 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether words in parentheses with a space among them are an address rather than a remark.
fn is_address(words: &str) -> bool {
    let path = words.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ["http://", "https://", "www.", "../", "./"].iter().any(|start| starts_with(words, start))
        || words.strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn starts_with(words: &str, start: &str) -> bool {
    words.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
}

/// An address with the sign of URLs for each space.
fn with_signs(address: &str) -> String {
    address.split_whitespace().collect::<Vec<_>>().join("%20")
}
