//! Addresses within the site.
//!
//! A site path has no leading slash and is not encoded: `incidents/gp-letters/minutes 2018.pdf`. An href is a
//! site path as it stands in HTML: percent-encoded (RFC 3986), relative to the root of the site.

use crate::vocabulary::Kind;
use percent_encoding::AsciiSet;
use percent_encoding::CONTROLS;
use percent_encoding::percent_decode_str;
use percent_encoding::utf8_percent_encode;
use std::borrow::Cow;

/// What must be encoded in a path: RFC 3986 `pchar` and `/` are left as they are.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Whether a text can be an id: lower-case ASCII letters, digits and hyphens.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// The site path of a record's page.
pub fn record_path(kind: Kind, id: &str) -> String {
    match kind {
        Kind::Page => format!("{id}.html"),
        kind => format!("{}/{id}.html", kind.folder()),
    }
}

/// The address of a place: its name in lower-case ASCII letters, digits and hyphens.
pub fn place_slug(place: &str) -> String {
    let slug = slug::slugify(place);
    match slug.as_str() {
        "" => "place".to_owned(),
        // The list of all places has that address.
        "index" => "place-index".to_owned(),
        _ => slug,
    }
}

/// The site path of a file in a record's bundle.
pub fn asset_path(source_path: &str) -> String {
    source_path.strip_prefix("content/").unwrap_or(source_path).to_owned()
}

/// A site path as it stands in HTML.
pub fn href(site_path: &str) -> String {
    Cow::from(utf8_percent_encode(site_path, PATH)).into_owned()
}

/// The site path that a part of an address in HTML means.
pub fn decode(href: &str) -> String {
    percent_decode_str(href).decode_utf8_lossy().into_owned()
}

/// The way from a page to the root of the site: `../` for each folder it lies in.
pub fn root_of(site_path: &str) -> String {
    "../".repeat(site_path.matches('/').count())
}

/// The site path to which `relative` leads from a file in `folder`; nothing if it leads out of the site.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let (start, relative) = match relative.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, relative),
    };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if relative.ends_with('/') && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// The file at which an old address of the site is answered: `/old/` is `old/index.html`, `/old` is `old.html`.
pub fn alias_path(alias: &str) -> Option<String> {
    let invalid = alias.contains(['?', '#', '\\', ':'])
        || alias.contains(|c: char| c.is_control() || c.is_whitespace());
    let decoded = decode(alias.trim_start_matches('/'));
    let parts_valid =
        decoded.trim_end_matches('/').split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if invalid || !parts_valid || decoded.contains('\\') || decoded.contains(char::is_control) {
        return None;
    }
    Some(match decoded.strip_suffix('/') {
        Some(folder) => format!("{folder}/index.html"),
        None if decoded.ends_with(".html") || decoded.ends_with(".htm") => decoded,
        None => format!("{decoded}.html"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_relative_addresses() {
        assert_eq!(join("incidents", "../topics/a.md").as_deref(), Some("topics/a.md"));
        assert_eq!(join("incidents", "/about.html").as_deref(), Some("about.html"));
        assert_eq!(join("", "../secret").as_deref(), None);
        assert_eq!(join("a/b", "./c/").as_deref(), Some("a/b/c/"));
    }

    #[test]
    fn old_addresses_become_files() {
        assert_eq!(alias_path("/old/letters/").as_deref(), Some("old/letters/index.html"));
        assert_eq!(alias_path("old.html").as_deref(), Some("old.html"));
        assert_eq!(alias_path("/2018/06/letters").as_deref(), Some("2018/06/letters.html"));
        for bad in ["", "/", "../x", "/a/../b", "/.git/config", "https://x.example/", "/a?b=1", "/%2e%2e/x"] {
            assert_eq!(alias_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn paths_are_encoded_for_html() {
        assert_eq!(href("incidents/a/minutes 50%.pdf"), "incidents/a/minutes%2050%25.pdf");
        assert_eq!(decode(&href("é#?.pdf")), "é#?.pdf");
    }
}
