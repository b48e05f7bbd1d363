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
    /// An attribute that is not let through, by its name.
    Attribute(String),
}

/// The names of what is let through.
pub(super) struct Allowed {
    tags: BTreeSet<&'static str>,
    /// Attributes of any tag.
    attributes: BTreeSet<&'static str>,
    /// Those of some tags, with the names of these.
    own_attributes: BTreeSet<(&'static str, &'static str)>,
}

impl Allowed {
    pub(super) fn new() -> Self {
        let builder = allowed();
        let own = builder.clone_tag_attributes();
        Self {
            tags: builder.clone_tags().into_iter().collect(),
            attributes: builder.clone_generic_attributes().into_iter().collect(),
            own_attributes: own
                .into_iter()
                .flat_map(|(tag, names)| names.into_iter().map(move |name| (tag, name)))
                .collect(),
        }
    }

    /// What the sanitiser writes anew (`rel`) is no loss.
    fn has_attribute(&self, tag: &str, name: &str) -> bool {
        name == "rel" || self.attributes.contains(name) || self.own_attributes.contains(&(tag, name))
    }
}

/// The tags, links and attributes of a piece of HTML that will be taken out, each with its place.
pub(super) fn removed(html: &str, allowed: &Allowed) -> Vec<(Range<usize>, Removed)> {
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
        let behind = start + 1 + name;
        let tag = rest[..name].to_ascii_lowercase();
        if !allowed.tags.contains(tag.as_str()) {
            removed.push((start..end, Removed::Tag(tag)));
            continue;
        }
        for (place, name, value) in attributes(&html[behind..end]) {
            if name == "href" {
                if !is_elsewhere(value) {
                    removed.push((start..end, Removed::Link(value.to_owned())));
                }
            } else if !allowed.has_attribute(&tag, &name) {
                removed.push((behind + place.start..behind + place.end, Removed::Attribute(name)));
            }
        }
    }
    removed
}

/// Whether an address has a scheme that is let through.
fn is_elsewhere(href: &str) -> bool {
    let scheme = href.trim_start().split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    SCHEMES.contains(&scheme.as_str())
}

/// The attributes of a tag: the place of the name, the name in small letters, and the value.
fn attributes(written: &str) -> Vec<(Range<usize>, String, &str)> {
    let mut attributes = Vec::new();
    let mut rest = written;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len());
        let start = written.len() - rest.len();
        let (name, behind) = rest.split_at(end);
        if name.is_empty() {
            return attributes;
        }
        rest = behind;
        let mut value = "";
        if let Some(given) = rest.trim_start().strip_prefix('=') {
            let given = given.trim_start();
            (value, rest) = match given.chars().next() {
                Some(quote @ ('"' | '\'')) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                _ => given.split_at(
                    given.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(given.len()),
                ),
            };
        }
        attributes.push((start..start + name.len(), name.to_ascii_lowercase(), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_is_told() {
        let allowed = Allowed::new();
        let removed =
            |html: &str| removed(html, &allowed).into_iter().map(|(_, what)| what).collect::<Vec<_>>();
        assert_eq!(removed("<a href=\"https://x.example/\"><b class=x>ok</b></a> 1 < 2 <br>"), []);
        assert_eq!(
            removed("<a class=x HREF='/incidents/k.html'>"),
            [Removed::Link("/incidents/k.html".to_owned())]
        );
        assert_eq!(removed("<a href=#s-text>"), [Removed::Link("#s-text".to_owned())]);
        assert_eq!(removed("<p><IMG src=x.png>"), [Removed::Tag("img".to_owned())]);
        assert_eq!(removed("<script>x</script>").len(), 1);
        assert_eq!(removed("<a href=\"mailto:x@y.example\">é<"), []);
        assert_eq!(removed("<a title=\"href=x\" rel=y hreflang=en href=\"https://a.example/\">"), []);
        assert_eq!(
            removed("<b onClick='href=x' style>"),
            [Removed::Attribute("onclick".to_owned()), Removed::Attribute("style".to_owned())]
        );
        assert_eq!(removed("<td colspan=2 class=x>"), []);
        assert_eq!(removed("<b colspan=2>"), [Removed::Attribute("colspan".to_owned())]);
        assert_eq!(removed("<h1>x"), [Removed::Tag("h1".to_owned())]);
        assert_eq!(removed("<!-- <img src=x> <a href=y> --><b>"), []);
        assert_eq!(
            removed("<a href='javascript:alert(1)'>"),
            [Removed::Link("javascript:alert(1)".to_owned())]
        );
        assert_eq!(removed(&"<a ".repeat(100_000)), []);
    }
}
