//! HTML as text: character references, and which elements stand within a sentence.

use memchr::memchr;
use std::borrow::Cow;

/// No character reference is longer, from after the `&` to the `;` in bytes: `#x0010FFFF;`
const LONGEST_REFERENCE: usize = 12;

/// Elements that stand within a word or a sentence. Any other ends the sentence.
#[rustfmt::skip]
pub fn is_inline(name: &str) -> bool {
    matches!(name,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "data" | "del" | "dfn" | "em" | "font" | "i" | "ins"
        | "kbd" | "label" | "mark" | "q" | "ruby" | "s" | "samp" | "small" | "span" | "strong" | "sub" | "sup"
        | "time" | "tt" | "u" | "var" | "wbr"
    )
}

/// The text with its character references read: the numeric ones, and the named ones that HTML is escaped with.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        read.push_str(before);
        let end = from.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
        let reference = end.and_then(|end| Some((character(&from[..end])?, &from[end + 1..])));
        match reference {
            Some((character, after)) => {
                read.push(character);
                rest = after;
            }
            None => {
                read.push('&');
                rest = from;
            }
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "hellip" => '\u{2026}',
        _ => return None,
    })
}
