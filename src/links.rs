//! Every link and every place that a link names exists in the output.
//!
//! Pages are looked through as they are made, and kept only as digests of their ids, so that a site of any size
//! can be checked.

#![expect(clippy::disallowed_types, reason = "digests are looked up, never listed")]

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::page::ROOT;
use crate::url;
use aho_corasick::packed::Searcher;
use memchr::memchr;
use memchr::memchr_iter;
use memchr::memrchr2;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashSet;
use std::hash::BuildHasher;
use std::ops::Range;

/// What a finished page links to and offers.
#[derive(Debug, Default)]
pub struct PageLinks {
    /// The site path of the page.
    pub path: String,
    /// Digests of its ids, sorted.
    ids: Box<[u64]>,
    /// Places in other pages, as `path#fragment`.
    fragments: Box<[Box<str>]>,
    /// What is wrong with the page by itself.
    pub faults: Vec<Diagnostic>,
}

/// Every path of the output, and what pages are read with.
pub struct Paths<'a> {
    /// Digests of the paths: they are asked for a million times, and the paths themselves lie far apart.
    paths: HashSet<u64, foldhash::fast::FixedState>,
    base_url: &'a str,
    /// Finds the tags that matter, and comments, on processors that can look for several words at once.
    finder: Option<Searcher>,
}

/// What the finder looks for; a comment comes last.
const FOUND: [&str; 4] = ["href=", "src=", "id=", "<!--"];

impl<'a> Paths<'a> {
    /// The paths of a site, and its address.
    pub fn of<'p>(paths: impl IntoIterator<Item = &'p str>, base_url: &'a str) -> Self {
        let paths = paths.into_iter().map(digest).collect();
        Self { paths, base_url, finder: Searcher::new(FOUND) }
    }

    /// Has pages read in full. The quick way trusts that no value of an attribute holds a bare `<`, `>` or quotation
    /// mark, which is so where templates and texts escape all that they show, but nobody answers for HTML that the site
    /// brings itself.
    pub fn in_full(self) -> Self {
        Self { finder: None, ..self }
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains(&digest(path))
    }

    /// Whether the most usual kind of link, the way to the root and then a plain path, leads to a file. False says
    /// only that the link has to be looked at more closely.
    fn has_plainly(&self, root: &str, value: &str) -> bool {
        value.strip_prefix(root).is_some_and(|rest| self.has(rest))
    }
}

/// Whether a part that many pages share needs no look on each of them: it has no ids, and all its links lead to files of
/// the site or to other sites. Where pages are read in full, no part is trusted.
pub fn is_sound_part(html: &str, paths: &Paths<'_>) -> bool {
    let Some(finder) = &paths.finder else { return false };
    let mut sound = true;
    let read = each_link(html, finder, |name, value| {
        sound &= name != b"id"
            && (paths.has_plainly(ROOT, value) || has_scheme(value) && !value.starts_with(paths.base_url));
    });
    read && sound
}

/// Reads the links and ids of a page.
pub fn read_page(path: &str, html: &str, paths: &Paths<'_>) -> PageLinks {
    if let Some(finder) = &paths.finder {
        let mut quick = Reading::new(path, paths);
        if each_link(html, finder, |name, value| quick.see(name, value)) {
            let page = quick.finish();
            if page.faults.is_empty() {
                return page;
            }
        }
    }
    // Something may be wrong, or the page has comments or speaks of tags in its text.
    let mut careful = Reading::new(path, paths);
    each_attribute(html, |name, value| careful.see(name, value));
    careful.finish()
}

/// A page of which a part is read.
struct Reading<'a> {
    path: &'a str,
    folder: &'a str,
    root: String,
    paths: &'a Paths<'a>,
    /// Ids with their digests.
    ids: Vec<(u64, &'a str)>,
    own_fragments: Vec<Cow<'a, str>>,
    page: PageLinks,
    outward: Vec<Box<str>>,
}

impl<'a> Reading<'a> {
    fn new(path: &'a str, paths: &'a Paths<'a>) -> Self {
        Self {
            path,
            folder: path.rsplit_once('/').map_or("", |(folder, _)| folder),
            root: url::root_of(path),
            paths,
            ids: Vec::new(),
            own_fragments: Vec::new(),
            page: PageLinks { path: path.to_owned(), ..PageLinks::default() },
            outward: Vec::new(),
        }
    }

    fn see(&mut self, name: &[u8], value: &'a str) {
        match name {
            b"id" => self.ids.push((digest(&unescape(value)), value)),
            b"href" | b"src" => self.see_link(value),
            _ => {}
        }
    }

    fn see_link(&mut self, value: &'a str) {
        if let Some(fragment) = value.strip_prefix('#') {
            self.own_fragments.push(decode(unescape(fragment)));
        } else if !self.paths.has_plainly(&self.root, value) {
            match follow((self.folder, self.path), &unescape(value), self.paths) {
                Found::Own(fragment) => self.own_fragments.push(Cow::Owned(fragment)),
                Found::Outward(place) => self.outward.push(place.into_boxed_str()),
                Found::Missing(target) => {
                    let words = format!("a link leads to `{target}`, which is not in the site");
                    self.page.faults.push(fault(self.path, words));
                }
                Found::Fine => {}
            }
        }
    }

    fn finish(mut self) -> PageLinks {
        let mut page = self.page;
        self.ids.sort_unstable();
        for pair in self.ids.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            page.faults.push(fault(self.path, format!("the id `{}` stands twice in the page", pair[0].1)));
        }
        page.ids = self.ids.into_iter().map(|(digest, _)| digest).collect();
        page.fragments = self.outward.into_boxed_slice();
        self.own_fragments.retain(|fragment| !page.has(fragment));
        self.own_fragments.sort_unstable();
        self.own_fragments.dedup();
        for fragment in self.own_fragments {
            let words = format!("a link leads to `#{fragment}`, which is not in the page");
            page.faults.push(fault(self.path, words));
        }
        page
    }
}

/// What is wrong between pages: links to places that are not there.
pub fn check_fragments(pages: &[PageLinks]) -> Vec<Diagnostic> {
    let by_path: BTreeMap<&str, &PageLinks> = pages.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut faults = Vec::new();
    for page in pages {
        for place in &page.fragments {
            let Some((target, fragment)) = place.split_once('#') else { continue };
            if by_path.get(target).is_some_and(|target| !target.has(fragment)) {
                let words = format!("a link leads to `{place}`, and there is no such place in that page");
                faults.push(fault(&page.path, words));
            }
        }
    }
    faults
}

impl PageLinks {
    /// A page that could not be made.
    pub fn failed(path: &str, fault: Diagnostic) -> Self {
        Self { path: path.to_owned(), faults: vec![fault], ..Self::default() }
    }

    fn has(&self, fragment: &str) -> bool {
        fragment.is_empty() || self.ids.binary_search(&digest(fragment)).is_ok()
    }
}

/// What a link leads to, when it is not plainly another page.
enum Found {
    Fine,
    /// A place in the same page.
    Own(String),
    /// A place in another page.
    Outward(String),
    /// A file that is not there.
    Missing(String),
}

fn follow(from: (&str, &str), value: &str, paths: &Paths<'_>) -> Found {
    let (folder, path) = from;
    let Some((target, fragment)) = internal(folder, path, value, paths.base_url) else { return Found::Fine };
    match fragment {
        Some(fragment) if target == path => Found::Own(fragment),
        None if target == path => Found::Fine,
        _ if !paths.has(&target) => Found::Missing(target),
        Some(fragment) => Found::Outward(format!("{target}#{fragment}")),
        None => Found::Fine,
    }
}

/// A digest of an id or a path, the same in every build.
fn digest(text: &str) -> u64 {
    foldhash::quality::FixedState::default().hash_one(text)
}

fn fault(path: &str, words: String) -> Diagnostic {
    Diagnostic::about_file("broken-link", Severity::Error, path, words)
}

/// The site path and the fragment to which an address leads, unless it leads elsewhere.
fn internal(folder: &str, own: &str, value: &str, base_url: &str) -> Option<(String, Option<String>)> {
    let (address, fragment) = match value.split_once('#') {
        Some((address, fragment)) => (address, Some(url::decode(fragment))),
        None => (value, None),
    };
    let address = address.split('?').next().unwrap_or_default();
    if address.is_empty() {
        return Some((own.to_owned(), fragment));
    }
    let (folder, relative) = match address.strip_prefix(base_url).filter(|_| !base_url.is_empty()) {
        Some("") => ("", "index.html"),
        Some(rest) => ("", rest),
        None if has_scheme(address) || address.starts_with("//") => return None,
        None => (folder, address),
    };
    let path = url::join(folder, &url::decode(relative)).unwrap_or_else(|| relative.to_owned());
    Some((path, fragment))
}

fn has_scheme(address: &str) -> bool {
    let end = address.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
    end.is_some_and(|end| end > 0 && address[end..].starts_with(':'))
}

fn unescape(value: &str) -> Cow<'_, str> {
    if memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let named =
        value.replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'").replace("&#x2F;", "/");
    Cow::Owned(named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

fn decode(fragment: Cow<'_, str>) -> Cow<'_, str> {
    if memchr(b'%', fragment.as_bytes()).is_some() { Cow::Owned(url::decode(&fragment)) } else { fragment }
}

/// The links and ids of a page. False if they cannot be told without reading the whole page.
///
/// A page has a tag every thirty bytes and a link every two hundred, so this is worth its while.
fn each_link<'a>(html: &'a str, finder: &Searcher, mut see: impl FnMut(&'a [u8], &'a str)) -> bool {
    let bytes = html.as_bytes();
    let mut read_to = 0;
    for found in finder.find_iter(html) {
        let (start, end) = (found.start(), found.end());
        if start < read_to {
            continue;
        }
        let in_tag = memrchr2(b'<', b'>', &bytes[..start])
            .is_some_and(|at| bytes[at] == b'<' && bytes[at + 1].is_ascii_alphanumeric());
        let comment = found.pattern().as_usize() == FOUND.len() - 1;
        if comment || !in_tag || bytes.get(end) != Some(&b'"') {
            return false;
        }
        let Some(length) = memchr(b'"', &bytes[end + 1..]) else { return false };
        read_to = end + 1 + length;
        // The end of another name, such as `data-id`, is passed over.
        if bytes[start - 1].is_ascii_whitespace() {
            see(&bytes[start..end - 1], &html[end + 1..read_to]);
        }
    }
    true
}

/// The attributes of all tags of an HTML text, as names and raw values. Comments and text are passed over; `<` and
/// `>` in values do not end a tag.
fn each_attribute<'a>(html: &'a str, mut see: impl FnMut(&'a [u8], &'a str)) {
    let bytes = html.as_bytes();
    let mut read_to = 0;
    for at in memchr_iter(b'<', bytes) {
        let start = at + 1;
        if start <= read_to {
            continue;
        }
        match bytes.get(start) {
            Some(byte) if byte.is_ascii_alphanumeric() => read_to = attributes_of_tag(html, start, &mut see),
            Some(b'!') if bytes[start..].starts_with(b"!--") => {
                read_to = html[start..].find("-->").map_or(bytes.len(), |end| start + end + 3);
            }
            _ => {}
        }
    }
}

/// The attributes of the tag whose name starts there. Comes back with the place behind it.
fn attributes_of_tag<'a>(html: &'a str, start: usize, see: &mut impl FnMut(&'a [u8], &'a str)) -> usize {
    let bytes = html.as_bytes();
    let mut at = start + length_of(&bytes[start..], |byte| byte.is_ascii_alphanumeric());
    while at < bytes.len() {
        at += length_of(&bytes[at..], |byte| byte.is_ascii_whitespace() || byte == b'/');
        let name = &bytes[at..];
        let name = &name
            [..length_of(name, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/'))];
        at += name.len();
        match bytes.get(at) {
            Some(b'=') => {
                let value = value_at(bytes, at + 1);
                at = value.end + usize::from(value.start > at + 1);
                see(name, &html[value]);
            }
            Some(b'>') => return at + 1,
            _ => {}
        }
    }
    at
}

/// Where the value that begins there stands: in quotation marks, or up to the next white space or the end of the tag.
fn value_at(bytes: &[u8], start: usize) -> Range<usize> {
    let (start, length) = match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => (start + 1, length_of(&bytes[start + 1..], |byte| byte != *quote)),
        Some(_) => (start, length_of(&bytes[start..], |byte| !byte.is_ascii_whitespace() && byte != b'>')),
        None => (bytes.len(), 0),
    };
    start..start + length
}

/// How many bytes at the start are of a kind.
#[inline]
fn length_of(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !is(*byte)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(html: &str) -> Vec<String> {
        let paths = ["index.html", "a/b.html", "a/c d.pdf", "assets/style.css"];
        let paths = Paths::of(paths, "https://x.example/");
        let page = read_page("a/b.html", html, &paths);
        page.faults.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn finds_links_that_lead_nowhere() {
        let fine = "<link rel=stylesheet href=../assets/style.css><a title='>' href=\"../index.html\">x</a><a href=\"#here\"><b id='here'>\
                    <!-- <a href='no.html'> --><a href=\"c%20d.pdf\"></a><a href='https://y.example/z'></a><a href=\"https://x.example/a/b.html\">";
        assert_eq!(faults_of(fine), Vec::<String>::new());
        assert_eq!(
            faults_of("<a href='missing.html'>"),
            ["a link leads to `a/missing.html`, which is not in the site"]
        );
        assert_eq!(faults_of("<a href=#there>"), ["a link leads to `#there`, which is not in the page"]);
        assert_eq!(faults_of("<p id=x><p id=x>"), ["the id `x` stands twice in the page"]);
        assert_eq!(faults_of("<img src='https://x.example/no.png'>").len(), 1);
    }

    #[test]
    fn what_only_looks_like_a_link_is_none() {
        for html in [
            "<p>Write href=missing.html or id=x.</p><p id=x>",
            "<!-- <a href='missing.html'> --><p>",
            "<p title='Write href=missing.html or &lt;a id=x>'><a id=x href=#x>",
            "<p title='2 > 1' id=x><a href='#x'>",
            "<a data-href=missing.html hrefs=missing.html>",
        ] {
            assert_eq!(faults_of(html), Vec::<String>::new(), "{html}");
        }
        assert_eq!(faults_of("<p title='2 > 1'><a title='1 > 2' href=missing.html>").len(), 1);
        assert_eq!(faults_of("<a href='#x'><p>The text has id=x.").len(), 1);
        assert_eq!(faults_of("<a href=\"#x\"><p data-id=\"x\">").len(), 1);
        assert_eq!(faults_of("<a href=\"#x\"><p title=\"id=&quot;x&quot;\">").len(), 1);
        assert_eq!(faults_of("<a href='#x'><!-- <p id=x> -->").len(), 1);
    }

    #[test]
    fn signs_in_values_hide_nothing_where_pages_are_read_in_full() {
        let paths = Paths::of(["a.html"], "").in_full();
        let faults = |html: &str| read_page("a.html", html, &paths).faults.len();
        assert_eq!(faults("<p title='<b x=\"' href=\"missing.html\">"), 1);
        assert_eq!(faults("<p title='<i><b id=\"x\">'><a href='#x'>"), 1);
        assert_eq!(faults("<p title='<a href=missing.html>'>"), 0);
    }

    #[test]
    fn finds_places_that_are_not_in_the_other_page() {
        let paths = Paths::of(["a.html", "b.html"], "");
        let a = read_page("a.html", "<a href='b.html#x'></a><a href='b.html#y'></a>", &paths);
        let b = read_page("b.html", "<p id=x>", &paths);
        let faults = check_fragments(&[a, b]);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.contains("b.html#y"));
    }
}
