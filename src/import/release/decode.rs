//! Bytes of a file as text, in whatever encoding it was saved.

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use regex::Regex;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, with a line feed at the end of each line.
    pub text: String,
    /// The encoding it was saved in, by its name: `UTF-8`.
    pub encoding: &'static str,
    /// Whether the text is a web page.
    pub is_page: bool,
    /// Signs that nobody can see and that were taken out, with their number.
    pub invisible: Vec<(&'static str, usize)>,
}

/// Why a file is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// There is nothing in it.
    Empty,
    /// It belongs to a program: its name, where the first bytes tell.
    Binary(Option<&'static str>),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there are no words in this file"),
            Self::Binary(Some(kind)) => write!(
                f,
                "this is {kind}, not a text: open it, copy the words of the release, and save them as plain text (UTF-8)"
            ),
            Self::Binary(None) => write!(
                f,
                "this is not a text: open it in the program it belongs to, and save the words of the release as plain \
                 text (UTF-8)"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// First bytes of files that are no text.
const BINARY: [(&[u8], &str); 7] = [
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a document of a word processor, or an archive"),
    (b"\xd0\xcf\x11\xe0", "a document of an older word processor"),
    (b"{\\rtf", "a document in RTF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
];

/// The encoding that a page names within its first bytes, as browsers look for it (HTML Standard, 13.2.3.2).
static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_-]+)"#).expect("a pattern of this file")
});

/// Reads bytes as text: UTF-8 and UTF-16 by their marks or by how they look, otherwise as the page says, otherwise
/// Windows-1252, in which every byte is a sign.
///
/// # Errors
///
/// The file holds no words.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some((_, kind)) = BINARY.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(DecodeError::Binary(Some(kind)));
    }
    let encoding = encoding_of(bytes)?;
    let (text, encoding, _) = encoding.decode(bytes);
    let text =
        text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], "\n");
    let (text, invisible) = without_invisible(&text);
    if !text.contains(char::is_alphanumeric) {
        return Err(DecodeError::Empty);
    }
    let is_page = is_page(&text);
    Ok(Decoded { text, encoding: encoding.name(), is_page, invisible })
}

fn encoding_of(bytes: &[u8]) -> Result<&'static Encoding, DecodeError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let half = start.len() / 2;
        return match (even, odd) {
            (0, odd) if odd * 2 > half => Ok(UTF_16LE),
            (even, 0) if even * 2 > half => Ok(UTF_16BE),
            _ => Err(DecodeError::Binary(None)),
        };
    }
    if memchr::memchr(0, bytes).is_some() {
        return Err(DecodeError::Binary(None));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    let controls =
        start.iter().filter(|byte| byte.is_ascii_control() && !b"\t\n\r\x0c".contains(byte)).count();
    if controls * 20 > start.len() {
        return Err(DecodeError::Binary(None));
    }
    let start = String::from_utf8_lossy(start);
    let named = CHARSET.captures(&start).and_then(|found| Encoding::for_label(found[1].as_bytes()));
    Ok(named.filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252))
}

/// Takes out signs that have no width, or that a text cannot hold, and counts them.
fn without_invisible(text: &str) -> (String, Vec<(&'static str, usize)>) {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut kept = String::with_capacity(text.len());
    for sign in text.chars() {
        let name = invisible(sign);
        match name {
            Some(name) => *counts.entry(name).or_default() += 1,
            None => kept.push(sign),
        }
    }
    (kept, counts.into_iter().collect())
}

/// What a sign is that has no width, or that a text cannot hold.
pub(super) fn invisible(sign: char) -> Option<&'static str> {
    match sign {
        '\n' | '\t' => None,
        '\u{ad}' => Some("soft hyphen"),
        '\u{feff}' | '\u{200b}' | '\u{2060}' => Some("space without width"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("mark that turns the direction of the text")
        }
        sign if sign.is_control() => Some("control character"),
        _ => None,
    }
}

/// Whether a text is a page of HTML, by what it begins with.
fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(2000).collect::<String>().to_lowercase();
    let begins = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<main",
        "<div",
        "<h1",
        "<p>",
        "<p ",
        "<?xml",
    ];
    begins.iter().any(|tag| start.starts_with(tag))
        || (start.starts_with("<!--") && (start.contains("<html") || start.contains("<!doctype")))
}
