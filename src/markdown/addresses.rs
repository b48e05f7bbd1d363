//! Where the addresses of links and images stand in a text: the parser tells only where the links do.

use super::walk;
use crate::span::FileId;
use crate::span::Span;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use std::collections::BTreeMap;
use std::ops::Range;

/// A link or image that is being read.
struct Open {
    link_type: LinkType,
    /// The name of its definition.
    label: String,
    range: Range<usize>,
    /// Where the last of its words ends.
    words_end: usize,
}

/// The place of the address of each link and image of the Markdown that begins at `start`, by the place of the link. Links
/// with the same definition share a place. Those by name (`[[name]]`) have none.
pub fn addresses(file: FileId, source: &str, start: usize) -> BTreeMap<Span, Span> {
    let text = &source[start..];
    let span = |range: &Range<usize>| Span::new(file, start + range.start, start + range.end);
    let parser = walk::parser(text);
    let definitions = parser.reference_definitions().iter();
    let definitions: BTreeMap<String, Range<usize>> =
        definitions.map(|(label, own)| (label.to_lowercase(), own.span.clone())).collect();
    let mut open: Vec<Open> = Vec::new();
    let mut found = BTreeMap::new();
    for (event, range) in parser.into_offset_iter() {
        if matches!(event, Event::End(TagEnd::Link | TagEnd::Image)) {
            let Some(link) = open.pop() else { continue };
            if let Some(place) = address_of(text, &link, &definitions) {
                found.insert(span(&link.range), span(&place));
            }
        }
        if let Some(link) = open.last_mut() {
            link.words_end = link.words_end.max(range.end);
        }
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event {
            let words_end = range.start + 1;
            open.push(Open { link_type, label: id.to_lowercase(), range, words_end });
        }
    }
    found
}

fn address_of(text: &str, link: &Open, definitions: &BTreeMap<String, Range<usize>>) -> Option<Range<usize>> {
    match link.link_type {
        LinkType::Inline => {
            let words_end = link.words_end;
            let bracket = words_end + text[words_end..link.range.end].find("](")?;
            Some(destination(text, bracket + 2))
        }
        LinkType::Autolink => Some(link.range.start + 1..link.range.end - 1),
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
            let definition = definitions.get(&link.label)?;
            let label = &text[definition.clone()];
            let bracket = sign_at(label, 1, |sign| sign == ']')?;
            label[bracket + 1..].starts_with(':').then(|| destination(text, definition.start + bracket + 2))
        }
        _ => None,
    }
}

/// The address that stands from a position on (CommonMark 0.31, "link destination"), without `<` and `>` around it.
fn destination(text: &str, from: usize) -> Range<usize> {
    let start = from + text[from..].len() - text[from..].trim_start().len();
    let rest = &text[start..];
    if rest.starts_with('<') {
        let end = sign_at(rest, 1, |sign| sign == '>').unwrap_or(rest.len());
        return start + 1..start + end;
    }
    let mut depth = 0_i32;
    let ends = |sign: char| {
        depth += match sign {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        sign.is_whitespace() || depth < 0
    };
    start..start + sign_at(rest, 0, ends).unwrap_or(rest.len())
}

/// The first sign of that sort with no backslash before it.
fn sign_at(text: &str, from: usize, mut is_it: impl FnMut(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().filter(|(at, _)| *at >= from).find_map(|(at, sign)| {
        let plain = !escaped;
        escaped = plain && sign == '\\';
        (plain && is_it(sign)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::addresses;
    use crate::span::FileId;

    fn check(text: &str, expected: &[&str]) {
        let found = addresses(FileId(0), text, 0);
        let found: Vec<&str> = found.values().map(|span| &text[span.range()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_are_where_they_were_written() {
        check("See [a](../x/a.md) and [b](</y z.html#p> \"words\").", &["../x/a.md", "/y z.html#p"]);
        check("[`](no.md)` and *so* \\](no.md)](a.md)", &["a.md"]);
        check("[a(b](x_(1).md) ![pict](p.jpg)", &["x_(1).md", "p.jpg"]);
        check("[![alt](p.jpg)](a.md)", &["a.md", "p.jpg"]);
        check("> [a\n> b](x.md)\n", &["x.md"]);
        check(
            "[a][one] [One] <https://x.example/a>\n\n[one]: ../a.md 'title'\n",
            &["../a.md", "../a.md", "https://x.example/a"],
        );
        check("[[name|words]] [@key] [redact: why] `[a](x.md)`", &[]);
        check("| [[a\\|b]] | [c](d.md) |\n|--|--|\n| [e](f.md) | |\n", &["d.md", "f.md"]);
    }
}
