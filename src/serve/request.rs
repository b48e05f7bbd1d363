//! What a request asks for: the path of a file of the site.

use percent_encoding::percent_decode_str;

/// The site path that an address names: `/a%20b/` is `a b/index.html`. Decoded once.
///
/// # Errors
///
/// A plain sentence, for an address that no file of a site can have.
pub(super) fn site_path(address: &str) -> Result<String, &'static str> {
    let Some(below) = address.strip_prefix('/') else {
        return Err("An address begins with a slash.");
    };
    // Before anything is decoded: a slash that is encoded is part of a name, and no name has one.
    let lower = below.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") || below.contains('\\') {
        return Err("A name in an address holds neither a slash nor a backslash.");
    }
    let decoded = percent_decode_str(below).decode_utf8().map_err(|_| "The address is not UTF-8 text.")?;
    if decoded.contains('\0') {
        return Err("An address holds no NUL.");
    }
    let folder = decoded.strip_suffix('/').unwrap_or(&decoded);
    let is_odd = |part: &str| part.is_empty() || part == "." || part == "..";
    if !decoded.is_empty() && folder.split('/').any(is_odd) {
        return Err("An address holds neither `.` nor `..`, nor two slashes beside each other.");
    }
    let is_folder = decoded.is_empty() || decoded.ends_with('/');
    Ok(if is_folder { format!("{decoded}index.html") } else { decoded.into_owned() })
}

/// The values of a field of a query, decoded once.
pub(super) fn query_values<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(move |(own, _)| *own == name)
        .map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_site_path() {
        for (address, path) in [
            ("/", "index.html"),
            ("/incidents/", "incidents/index.html"),
            ("/incidents/a.html", "incidents/a.html"),
            ("/incidents/a/minutes%202018.pdf", "incidents/a/minutes 2018.pdf"),
            ("/caf%C3%A9.html", "café.html"),
            ("/100%25.html", "100%.html"),
            ("/a%252e%252e/b.html", "a%2e%2e/b.html"),
            ("/...", "..."),
        ] {
            assert_eq!(site_path(address).as_deref(), Ok(path));
        }
    }

    #[test]
    fn no_address_leaves_the_site() {
        for address in [
            "",
            "*",
            "//",
            "/..",
            "/../casefile.yaml",
            "/%2e%2e/casefile.yaml",
            "/%2E./casefile.yaml",
            "/a/../b",
            "/a/./b",
            "/a//b",
            "//etc/passwd",
            "/a%2fb",
            "/..%2f..%2fetc/passwd",
            "/..%5c",
            "/a\\b",
            "/a%00.html",
            "/%ff",
            "/a/..",
            "/a/../",
        ] {
            assert!(site_path(address).is_err(), "{address}");
        }
    }
}
