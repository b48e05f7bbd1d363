//! What a page on the web says, as far as it takes to see whether it is still the page that was meant.

use crate::html::is_inline;
use crate::html::unescape;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// So many words of a page are kept, as numbers.
const SKETCH: usize = 32;

/// A page with fewer words says too little to be compared with another.
const TELLING: usize = 40;

/// A page with more words than this is no notice of a few lines.
const NOTICE: usize = 250;

/// What stands on pages of domains that are for sale or that nobody uses, in small letters.
const PARKED: [&str; 14] = [
    "buy this domain",
    "domain is for sale",
    "domain name is for sale",
    "domain may be for sale",
    "domain is available for purchase",
    "inquire about this domain",
    "make an offer on this domain",
    "this domain has expired",
    "this domain name has expired",
    "this domain is parked",
    "domain is parked free",
    "parked free, courtesy of",
    "this web page is parked",
    "this domain has been registered",
];

/// What stands in the code of such pages, which often have no words of their own.
const PARKED_CODE: [&str; 6] = [
    "window.location.href=\"/lander\"",
    "//d38psrni17bvxu.cloudfront.net",
    "parkingcrew.net",
    "sedoparking.com",
    "parklogic.com",
    "bodis.com/",
];

/// Hosts that sell domains.
const SELLERS: [&str; 9] = [
    "afternic.com",
    "buydomains.com",
    "dan.com",
    "domainmarket.com",
    "dynadot.com",
    "hugedomains.com",
    "sedo.com",
    "sedoparking.com",
    "undeveloped.com",
];

/// How titles begin of pages that ask whether a person is there, in small letters.
const WALLS: [&str; 12] = [
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "attention required",
    "checking your browser",
    "ddos-guard",
    "just a moment",
    "one moment, please",
    "pardon our interruption",
    "robot or human",
    "security check",
    "verify you are human",
];

/// Titles of pages that say that there is no such page, in small letters.
const NOT_FOUND: [&str; 7] = [
    "404",
    "error 404",
    "file not found",
    "not found",
    "page not found",
    "page cannot be found",
    "page can't be found",
];

/// Titles of pages at which one has to sign in, in small letters.
const SIGN_IN: [&str; 14] = [
    "account login",
    "authentication required",
    "log in",
    "log on",
    "login",
    "login required",
    "member login",
    "members login",
    "please log in",
    "please sign in",
    "sign in",
    "sign in required",
    "sign on",
    "user login",
];

/// Words that say nothing about the matter of a title.
const EMPTY_WORDS: [&str; 24] = [
    "about", "after", "against", "also", "been", "before", "from", "have", "http", "https", "into", "more",
    "over", "than", "that", "their", "them", "they", "this", "what", "when", "which", "will", "with",
];

/// A page that was read, in part where it was long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// Its first heading.
    pub heading: String,
    /// Its words, in small letters.
    words: BTreeSet<String>,
    /// How many there are, each as often as it stands there.
    length: usize,
    /// Phrases by which a page of a domain for sale is known.
    pub parked: Option<&'static str>,
    /// Whether it asks for a password.
    asks_password: bool,
    /// Whether not all of it was read, or its letters could not be told.
    pub is_partial: bool,
}

/// Some words of a page, as numbers: two pages have as many of these in common as of all their words (MinHash with one
/// function, A. Broder 1997).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch(Vec<u64>);

/// Whether a page is about what a title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It has at least half of the words of the title.
    Alike,
    /// It has hardly one of them.
    Unlike,
    /// That cannot be said.
    Unclear,
}

/// Reads the bytes of a page. `is_cut` where it goes on behind them.
pub fn read(bytes: &[u8], content_type: &str, is_cut: bool) -> Page {
    let (html, is_certain) = decoded(bytes, content_type);
    let mut page = Page { is_partial: is_cut || !is_certain, ..Page::default() };
    let text = visible_text(&html, &mut page).to_lowercase();
    for word in words(&text) {
        page.length += 1;
        if !page.words.contains(word) {
            page.words.insert(word.to_owned());
        }
    }
    let lower = html.to_lowercase();
    page.asks_password = asks_password(&lower);
    let in_text = PARKED.iter().find(|phrase| page.length <= NOTICE && text.contains(**phrase));
    let in_code = PARKED_CODE.iter().find(|code| page.length <= TELLING && lower.contains(**code));
    page.parked = in_text.or(in_code).copied();
    page
}

/// Whether code of a page, in small letters, has a field for a password.
fn asks_password(lower: &str) -> bool {
    lower.split("<input").skip(1).any(|rest| {
        let field = rest.split('>').next().unwrap_or_default();
        let field: String =
            field.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '"' | '\'')).collect();
        field.contains("type=password")
    })
}

/// Whether domains are sold at this host.
pub fn is_seller(host: &str) -> bool {
    SELLERS.iter().any(|own| host == *own || host.strip_suffix(own).is_some_and(|sub| sub.ends_with('.')))
}

impl Page {
    /// Whether the page is there to keep programs out.
    pub fn is_wall(&self) -> bool {
        let title = self.title.to_lowercase();
        self.length <= NOTICE && WALLS.iter().any(|wall| title.starts_with(wall))
    }

    /// Whether the page is one to sign in: it asks for a password, and its title says that and no more.
    pub fn is_sign_in(&self) -> bool {
        let title = if self.title.is_empty() { &self.heading } else { &self.title };
        let title = title.to_lowercase();
        let mut parts =
            title.split(['|', '\u{2013}', '\u{2014}', '\u{b7}', ':']).flat_map(|part| part.split(" - "));
        let says = |part: &str| {
            let part = part.trim().trim_end_matches(['.', '!']);
            let begins = |own: &str| part.strip_prefix(own).is_some_and(|rest| rest.starts_with(" to "));
            SIGN_IN.iter().any(|own| part == *own || begins(own))
        };
        self.asks_password && parts.any(says)
    }

    /// Whether the page says that there is no such page, whatever the server says.
    pub fn is_not_found(&self) -> bool {
        let says = |text: &str| {
            let text = text.to_lowercase().replace('\u{2019}', "'");
            // `Page not found | News`, `News - 404`
            let mut parts =
                text.split(['|', '\u{2013}', '\u{2014}', '\u{b7}', ':']).flat_map(|part| part.split(" - "));
            parts.any(|part| {
                let part = part.trim().trim_end_matches(['.', '!']);
                let part = part.strip_prefix("the ").or(part.strip_prefix("sorry, ")).unwrap_or(part);
                NOT_FOUND.contains(&part)
                    || part.strip_prefix("404 ").is_some_and(|rest| NOT_FOUND.contains(&rest))
            })
        };
        says(&self.title) || (self.title.is_empty() && says(&self.heading))
    }

    /// Whether the page is about what any of these titles says.
    pub fn is_about(&self, titles: &[String]) -> Likeness {
        let each: Vec<Likeness> = titles.iter().map(|title| self.is_about_one(title)).collect();
        if each.contains(&Likeness::Alike) {
            Likeness::Alike
        } else if each.contains(&Likeness::Unclear) || each.is_empty() {
            Likeness::Unclear
        } else {
            Likeness::Unlike
        }
    }

    fn is_about_one(&self, title: &str) -> Likeness {
        let lower = title.to_lowercase();
        let telling: BTreeSet<&str> = words(&lower)
            .filter(|word| word.chars().count() > 3 || word.starts_with(|sign: char| sign.is_ascii_digit()))
            .filter(|word| !EMPTY_WORDS.contains(word))
            .collect();
        let shared = telling.iter().filter(|word| self.words.contains(**word)).count();
        if telling.len() < 2 {
            Likeness::Unclear
        } else if shared * 2 >= telling.len() {
            Likeness::Alike
        } else if shared * 4 < telling.len() && !self.is_partial && self.length > 0 {
            Likeness::Unlike
        } else {
            Likeness::Unclear
        }
    }

    /// Some of its words, to know it again by; none of a page that says too little.
    pub fn sketch(&self) -> Option<Sketch> {
        if self.length < TELLING || self.is_partial {
            return None;
        }
        let mut numbers: Vec<u64> = self.words.iter().map(|word| number(word)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.truncate(SKETCH);
        Some(Sketch(numbers))
    }
}

impl Sketch {
    /// Whether hardly a word is the same: fewer than one in sixteen.
    pub fn is_altogether_other(&self, other: &Self) -> bool {
        let mut all: Vec<u64> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(SKETCH);
        let shared = all.iter().filter(|own| self.0.contains(own) && other.0.contains(own)).count();
        shared * 16 < all.len()
    }
}

/// A number for a word, the same for ever: FNV-1a with 64 bits (Fowler, Noll, Vo).
fn number(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The text of the bytes, and whether its letters are certain: not where they are in an encoding that is not read.
fn decoded<'a>(bytes: &'a [u8], content_type: &str) -> (Cow<'a, str>, bool) {
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => return (Cow::Borrowed(text), true),
        // The end of what was read may lie within a letter.
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        Err(_) => bytes,
    };
    if let Ok(text) = std::str::from_utf8(whole) {
        return (Cow::Borrowed(text), true);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let said = content_type.to_lowercase() + &head;
    let is_latin =
        ["iso-8859-1", "windows-1252", "latin1", "us-ascii"].iter().any(|name| said.contains(name));
    (Cow::Owned(bytes.iter().copied().map(char::from).collect()), is_latin)
}

/// What a reader sees of HTML, and its title and first heading. What is no HTML comes out as it is, more or less.
fn visible_text(html: &str, page: &mut Page) -> String {
    let mut text = String::new();
    let mut rest = html;
    let mut title_at = None;
    let mut heading_at = None;
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|sign: char| sign.is_ascii_alphabetic() || matches!(sign, '/' | '!' | '?')) {
            text.push('<');
            continue;
        }
        let end = rest.find('>').unwrap_or(rest.len());
        let (closes, name) = tag_name(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
        if !is_inline(&name) {
            text.push(' ');
        }
        match (name.as_str(), closes) {
            ("script" | "style" | "template", false) => rest = after_element(rest, &name),
            ("title", false) => title_at = Some(text.len()),
            ("h1", false) => heading_at = Some(text.len()),
            ("title", true) => keep_first(&mut page.title, &text, title_at.take()),
            ("h1", true) => keep_first(&mut page.heading, &text, heading_at.take()),
            _ => {}
        }
    }
    text.push_str(&unescape(rest));
    text
}

fn tag_name(tag: &str) -> (bool, String) {
    let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
    let end = tag.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(tag.len());
    (closes, tag[..end].to_ascii_lowercase())
}

/// What comes behind the end of an element whose content is no text; nothing where it has none.
fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let closes =
        |at: &usize| rest[at + 2..].get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
    let end = rest.match_indices("</").map(|(at, _)| at).find(closes);
    end.and_then(|at| rest[at..].split_once('>')).map_or("", |(_, after)| after)
}

fn keep_first(kept: &mut String, text: &str, from: Option<usize>) {
    if let Some(from) = from.filter(|_| kept.is_empty()) {
        *kept = text[from..].split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

#[cfg(test)]
mod tests {
    use super::Likeness;
    use super::Page;
    use super::is_seller;
    use super::read;
    use proptest::prelude::any;
    use proptest::proptest;

    fn html(text: &str) -> Page {
        read(text.as_bytes(), "text/html; charset=utf-8", false)
    }

    fn about(page: &Page, title: &str) -> Likeness {
        page.is_about(&[title.to_owned()])
    }

    #[test]
    fn words_are_what_a_reader_sees() {
        let page = html(
            "<!DOCTYPE html><title>\n Lost &amp; found </title><style>p {color: red}</style><SCRIPT>var letters = '</p>';</SCRIPT>\
             <!-- hidden > words --><h1>Blood <b>te</b>sts</h1><p title='a'>Results&nbsp;late 1 < 2",
        );
        assert_eq!((page.title.as_str(), page.heading.as_str()), ("Lost & found", "Blood tests"));
        let words: Vec<&str> = page.words.iter().map(String::as_str).collect();
        assert_eq!(words, ["1", "2", "blood", "found", "late", "lost", "results", "tests"]);
    }

    #[test]
    fn a_title_is_found_in_a_page() {
        let page =
            html("<title>Missing letters</title><p>The trust lost 28,000 letters to patients' GPs in Leeds.");
        assert_eq!(about(&page, "Trust lost letters to GPs"), Likeness::Alike);
        assert_eq!(about(&page, "Hospital parking charges doubled"), Likeness::Unlike);
        assert_eq!(about(&page, "Letters and charges of hospital parking"), Likeness::Unclear);
        assert_eq!(about(&page, "NHS SOS"), Likeness::Unclear);
        assert_eq!(page.is_about(&[]), Likeness::Unclear);
        let cut = read(b"<title>Other</title>words", "text/html", true);
        assert_eq!(about(&cut, "Hospital parking charges doubled"), Likeness::Unclear);
    }

    #[test]
    fn pages_of_domains_for_sale_are_known() {
        assert!(
            html("<title>news.example</title><h1>news.example</h1><p>This domain may be for sale!")
                .parked
                .is_some()
        );
        assert!(
            html("<script>window.onload=function(){window.location.href=\"/lander\"}</script>")
                .parked
                .is_some()
        );
        let story = format!("<p>It said: buy this domain. {}", "The story goes on at length. ".repeat(60));
        assert_eq!(html(&story).parked, None);
        assert!(is_seller("www.hugedomains.com") && !is_seller("jordan.com"));
    }

    #[test]
    fn notices_are_told_from_pages_about_them() {
        for title in [
            "Page not found",
            "404 Not Found",
            "Page Not Found | News",
            "News - 404",
            "Sorry, page not found.",
        ] {
            assert!(html(&format!("<title>{title}</title>")).is_not_found(), "{title}");
        }
        for title in
            ["Letters not found in 404 cases", "Evidence not found, says trust", "404 letters lost", "News"]
        {
            assert!(!html(&format!("<title>{title}</title>")).is_not_found(), "{title}");
        }
        assert!(html("<title>Just a moment...</title>").is_wall());
        assert!(!html("<title>A moment of truth</title>").is_wall());
    }

    #[test]
    fn letters_of_other_encodings_are_no_proof() {
        let latin = read(b"<title>Caf\xe9 society</title>", "text/html; charset=ISO-8859-1", false);
        assert_eq!((latin.title.as_str(), latin.is_partial), ("Caf\u{e9} society", false));
        assert!(read(b"<title>\xcf\xf0\xe8</title>", "text/html; charset=windows-1251", false).is_partial);
        assert!(!read("caf\u{e9}".as_bytes().split_last().expect("bytes").1, "", false).is_partial);
    }

    #[test]
    fn a_page_is_known_again_by_its_words() {
        let story = |word: &str| {
            let words: Vec<String> = (0..80).map(|number| format!("{word}{number}")).collect();
            html(&words.join(" ")).sketch().expect("enough words")
        };
        assert!(!story("a").is_altogether_other(&story("a")));
        assert!(story("a").is_altogether_other(&story("b")));
        let both: Vec<String> = (0..80).map(|number| format!("a{number} c{number}")).collect();
        assert!(!story("a").is_altogether_other(&html(&both.join(" ")).sketch().expect("enough words")));
        assert_eq!(html("too short").sketch(), None);
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..300), tags in "[<>/!a-z \"=-]{0,80}") {
            read(&bytes, "text/html", true);
            html(&format!("<title>{tags}<script{tags}</{tags}"));
        }
    }
}
