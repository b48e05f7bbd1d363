//! The allow-list for sites that let raw HTML through.

#![expect(clippy::disallowed_types, reason = "the sanitiser takes its lists in this form")]

use std::collections::HashSet;

/// Takes out of HTML what the allow-list does not permit, and closes what is left open.
///
/// The list is ammonia's own (no script, style, form or frame), with links to other sites only: images and links within
/// the site are made from Markdown, so that each is checked.
pub(super) fn sanitise(html: &str) -> String {
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
    builder.clean(html).to_string()
}
