//! The allow-list for sites that let raw HTML through.

#![expect(clippy::disallowed_types, reason = "the sanitiser takes its lists in this form")]

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::ops::Range;

/// What the addresses of links may begin with.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Takes out of HTML what the allow-list does not permit, and closes what is left open.
///
/// The list is ammonia's own (no script, style, form or frame), with links to other sites only: images and links within
/// the site are made from Markdown, so that each is checked. The title of the record is the page's one first-level
/// heading.
pub(super) fn sanitise(html: &str) -> String {
    allowed().clean(html).to_string()
}

fn allowed() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .rm_tags([
            "img", "map", "area", "bdi", "center", "header", "footer", "nav", "article", "hgroup", "aside",
            "h1",
        ])
        .add_tags(["section", "figure", "figcaption", "del", "s", "div", "span"])
        .generic_attributes(HashSet::from(["class", "id", "lang", "dir", "title"]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("external noopener"))
        .strip_comments(true);
    builder
}

/// What [`sanitise`] takes out of a piece of HTML that its author may miss.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Removed {
    /// A tag that is not let through, by its name.
    Tag(String),
    /// A link to a page of the site.
    Link(String),
}

/// The names of the tags that are let through.
pub(super) fn allowed_tags() -> BTreeSet<&'static str> {
    allowed().clone_tags().into_iter().collect()
}

/// The tags and links of a piece of HTML that will be taken out, each with its place.
pub(super) fn removed(html: &str, allowed_tags: &BTreeSet<&str>) -> Vec<(Range<usize>, Removed)> {
    let mut removed = Vec::new();
    let mut comment_end = 0;
    for (start, _) in html.match_indices('<') {
        if start < comment_end {
            continue;
        }
        let rest = &html[start + 1..];
        if rest.starts_with("!--") {
            comment_end = rest.find("-->").map_or(html.len(), |end| start + 1 + end);
            continue;
        }
        let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
        if name == 0 {
            continue;
        }
        let end = rest
            .find(['<', '>'])
            .map_or(html.len(), |end| start + 1 + end + usize::from(rest[end..].starts_with('>')));
        let name = rest[..name].to_ascii_lowercase();
        if !allowed_tags.contains(name.as_str()) {
            removed.push((start..end, Removed::Tag(name)));
        } else if let Some(href) = href(&html[start + 1 + name.len()..end]).filter(|href| !is_elsewhere(href))
        {
            removed.push((start..end, Removed::Link(href.to_owned())));
        }
    }
    removed
}

/// Whether an address has a scheme that is let through.
fn is_elsewhere(href: &str) -> bool {
    let scheme = href.trim_start().split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    SCHEMES.contains(&scheme.as_str())
}

/// The value of the first `href` among the attributes of a tag.
fn href(attributes: &str) -> Option<&str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        rest = behind;
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value
                .split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case("href") {
            return Some(value);
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_is_told() {
        let tags = allowed_tags();
        let removed = |html: &str| removed(html, &tags).into_iter().map(|(_, what)| what).collect::<Vec<_>>();
        assert_eq!(removed("<a href=\"https://x.example/\"><b class=x>ok</b></a> 1 < 2 <br>"), []);
        assert_eq!(
            removed("<a class=x HREF='/incidents/k.html'>"),
            [Removed::Link("/incidents/k.html".to_owned())]
        );
        assert_eq!(removed("<a href=#s-text>"), [Removed::Link("#s-text".to_owned())]);
        assert_eq!(removed("<p><IMG src=x.png>"), [Removed::Tag("img".to_owned())]);
        assert_eq!(removed("<script>x</script>").len(), 1);
        assert_eq!(removed("<a href=\"mailto:x@y.example\">é<"), []);
        assert_eq!(removed("<a title=\"href=x\" data-href=y href=\"https://a.example/\">"), []);
        assert_eq!(removed("<!-- <img src=x> <a href=y> --><b>"), []);
        assert_eq!(
            removed("<a href='javascript:alert(1)'>"),
            [Removed::Link("javascript:alert(1)".to_owned())]
        );
        assert_eq!(removed(&"<a ".repeat(100_000)), []);
    }
}
