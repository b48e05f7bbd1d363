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

/// A DOI without the address of its resolver, or the word that may stand before it.
pub fn bare_doi(text: &str) -> &str {
    let text = text.trim();
    let without = |text: &'_ str, prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            .then_some(prefix.len())
    };
    let start = ["https://", "http://"].iter().find_map(|prefix| without(text, prefix)).unwrap_or_default();
    let resolvers = ["doi.org/", "dx.doi.org/", "www.doi.org/", "doi:", "doi "];
    let resolver = resolvers.iter().find_map(|prefix| without(&text[start..], prefix));
    resolver.map_or(text, |length| text[start + length..].trim())
}

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

/// Why an address can be none of this site's old ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AliasFault {
    /// It begins with a scheme and a host.
    Host,
    /// It holds white space.
    White,
    /// It holds a `?`.
    Query,
    /// It holds a `#`.
    Fragment,
    /// It leads out of the site, to its root, or to a file that hosts hide.
    Path,
}

/// The file at which an old address of the site is answered: `/old/` and `/old.php` are `old/index.html` and
/// `old.php/index.html`, since every host leads the name of a folder to the `index.html` in it, and shows a file as a
/// page only when its name ends in `.html`.
pub fn alias_path(alias: &str) -> Result<String, AliasFault> {
    let decoded = decode(alias.trim_start_matches('/'));
    let part_valid = |part: &str| !part.is_empty() && !part.starts_with('.');
    let faults = [
        (AliasFault::Host, alias.contains("://")),
        (AliasFault::White, alias.contains(char::is_whitespace)),
        (AliasFault::Query, alias.contains('?')),
        (AliasFault::Fragment, alias.contains('#')),
        (AliasFault::Path, alias.contains(['\\', ':'])),
        (AliasFault::Path, decoded.contains('\\') || decoded.contains(char::is_control)),
        (AliasFault::Path, !decoded.trim_end_matches('/').split('/').all(part_valid)),
    ];
    if let Some((fault, _)) = faults.into_iter().find(|(_, found)| *found) {
        return Err(fault);
    }
    Ok(match decoded.ends_with(".html") || decoded.ends_with(".htm") {
        true => decoded,
        false => format!("{}/index.html", decoded.trim_end_matches('/')),
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
        let path = |alias: &str| alias_path(alias).expect("an old address");
        assert_eq!(path("/old/letters/"), "old/letters/index.html");
        assert_eq!(path("old.html"), "old.html");
        assert_eq!(path("/2018/06/letters"), "2018/06/letters/index.html");
        assert_eq!(path("/news/foo.php"), "news/foo.php/index.html");
        assert_eq!(path("/a%20b.html"), "a b.html");
        for bad in ["", "/", "../x", "/a/../b", "/.git/config", "/%2e%2e/x", "mailto:x", "/a\\b"] {
            assert_eq!(alias_path(bad), Err(AliasFault::Path), "{bad}");
        }
        for (bad, fault) in [
            ("https://x.example/", AliasFault::Host),
            ("/a b.html", AliasFault::White),
            ("/a?b=1", AliasFault::Query),
            ("/a.html#b", AliasFault::Fragment),
        ] {
            assert_eq!(alias_path(bad), Err(fault), "{bad}");
        }
    }

    #[test]
    fn paths_are_encoded_for_html() {
        assert_eq!(href("incidents/a/minutes 50%.pdf"), "incidents/a/minutes%2050%25.pdf");
        assert_eq!(decode(&href("é#?.pdf")), "é#?.pdf");
    }
}
