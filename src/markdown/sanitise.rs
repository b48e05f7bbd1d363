//! The allow-list for sites that let raw HTML through.

#![expect(clippy::disallowed_types, reason = "the sanitiser takes its lists in this form")]

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::ops::Range;

/// Takes out of HTML what the allow-list does not permit, and closes what is left open.
///
/// The list is ammonia's own (no script, style, form or frame), with links to other sites only: images and links within
/// the site are made from Markdown, so that each is checked.
pub(super) fn sanitise(html: &str) -> String {
    allowed().clean(html).to_string()
}

fn allowed() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .rm_tags([
            "img", "map", "area", "bdi", "center", "header", "footer", "nav", "article", "hgroup", "aside",
        ])
        .add_tags(["section", "figure", "figcaption", "del", "s", "div", "span"])
        .generic_attributes(HashSet::from(["class", "id", "lang", "dir", "title"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
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

/// The tags and links of a piece of HTML that will be taken out, each with its place.
pub(super) fn removed(html: &str) -> Vec<(Range<usize>, Removed)> {
    let tags: BTreeSet<&str> = allowed().clone_tags().into_iter().collect();
    let mut removed = Vec::new();
    for (start, _) in html.match_indices('<') {
        let rest = &html[start + 1..];
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            continue;
        }
        let end = rest.find('>').map_or(html.len(), |end| start + 1 + end + 1);
        let name = name.to_ascii_lowercase();
        if !tags.contains(name.as_str()) {
            removed.push((start..end, Removed::Tag(name)));
        } else if let Some(href) = relative_href(&html[start..end]) {
            removed.push((start..end, Removed::Link(href.to_owned())));
        }
    }
    removed
}

/// The address in a tag that leads to a page of the site.
fn relative_href(tag: &str) -> Option<&str> {
    let at = tag.to_ascii_lowercase().find("href")?;
    let value = tag[at + "href".len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
    };
    let scheme = value.split(['/', '?', '#']).next()?.contains(':');
    (!scheme).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_is_told() {
        let removed = |html: &str| removed(html).into_iter().map(|(_, what)| what).collect::<Vec<_>>();
        assert_eq!(removed("<a href=\"https://x.example/\"><b class=x>ok</b></a> 1 < 2 <br>"), []);
        assert_eq!(
            removed("<a class=x HREF='/incidents/k.html'>"),
            [Removed::Link("/incidents/k.html".to_owned())]
        );
        assert_eq!(removed("<a href=#s-text>"), [Removed::Link("#s-text".to_owned())]);
        assert_eq!(removed("<p><IMG src=x.png>"), [Removed::Tag("img".to_owned())]);
        assert_eq!(removed("<script>x</script>").len(), 1);
        assert_eq!(removed("<a href=\"mailto:x@y.example\">é<"), []);
    }
}
