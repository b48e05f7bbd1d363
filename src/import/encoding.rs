//! Bytes of other programs as text: UTF-8, UTF-16, or what Windows programs of Western Europe write.

/// How bytes stand for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with its byte order mark, as Excel saves "Unicode text".
    Utf16,
    /// Windows-1252, as Excel saves "CSV" in Western Europe. Nothing in a file says so: it is what is left.
    Windows1252,
}

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How its bytes were read.
    pub encoding: Encoding,
}

/// The signs of the bytes 80 to 9F in Windows-1252; the five that it does not define are controls, as the
/// [Encoding Standard](https://encoding.spec.whatwg.org/index-windows-1252.txt) has them.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Reads bytes as text; none are too odd to be read as something.
pub fn decode(bytes: &[u8]) -> Decoded {
    let utf16 = |rest: &[u8], read: fn([u8; 2]) -> u16| Decoded {
        text: utf16_text(rest, read),
        encoding: Encoding::Utf16,
    };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), encoding: Encoding::Utf8 },
        Err(_) => Decoded {
            text: bytes.iter().map(|byte| windows_1252(*byte)).collect(),
            encoding: Encoding::Windows1252,
        },
    }
}

/// The first word of a text that has other letters than ASCII: by it a person sees whether the text was read right.
pub fn telling_word(text: &str) -> Option<&str> {
    let at = text.find(|c: char| !c.is_ascii() && !c.is_control())?;
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let start = (start..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
    // A word may be as long as the file.
    let end = text[start..end].char_indices().nth(40).map_or(end, |(length, _)| start + length);
    Some(text[start..end].trim_matches(|c: char| c.is_ascii_punctuation()))
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

fn utf16_text(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks(2).map(|pair| match pair {
        [one, other] => read([*one, *other]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::Encoding;
    use super::decode;
    use super::telling_word;

    #[test]
    fn letters_are_read_as_they_were_written() {
        let check = |bytes: &[u8], text: &str, encoding: Encoding| {
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
        };
        check("\u{feff}Añb".as_bytes(), "Añb", Encoding::Utf8);
        check(b"\xff\xfeA\0\xf1\0", "Añ", Encoding::Utf16);
        check(b"\xfe\xff\0A\0\xf1", "Añ", Encoding::Utf16);
        check(b"A\xf1 \x93\x80\x94", "Añ “€”", Encoding::Windows1252);
        assert_eq!(telling_word("Some letters (cafés) there"), Some("cafés"));
        assert_eq!(telling_word("plain"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_some_text(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60)) {
            let decoded = decode(&bytes);
            telling_word(&decoded.text);
        }

        #[test]
        fn a_text_in_utf_8_stays(text in "[^\u{feff}]{0,20}") {
            proptest::prop_assume!(!text.is_empty());
            proptest::prop_assert_eq!(decode(text.as_bytes()).text, text);
        }
    }
}
