//! Files of the index: numbers in strings, payloads as JSON, scripts of one call.

use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write;

/// The values 0 to 63 as signs.
const ALPHABET: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// The length of a version in hexadecimal digits.
const VERSION_LENGTH: usize = 8;

/// A file of the index: a call with its name, its version and its payload.
pub(super) struct Script {
    /// Its name without `.js`.
    pub(super) name: String,
    /// What it is made of.
    pub(super) bytes: Vec<u8>,
    /// The beginning of the SHA-256 of its payload, so that a file changes only when what is in it does.
    pub(super) version: String,
}

impl Script {
    /// A file with that payload.
    pub(super) fn new(name: impl Into<String>, payload: &impl Serialize) -> Self {
        Self::with_room(0, name.into(), payload)
    }

    /// A file with that payload, which is known to be about so many bytes long.
    pub(super) fn with_room(room: usize, name: String, payload: &impl Serialize) -> Self {
        let mut bytes = Vec::with_capacity(room + 80);
        bytes.extend(format!("casefileSearch(\"{name}\", \"").as_bytes());
        let place = bytes.len()..bytes.len() + VERSION_LENGTH;
        bytes.extend([b'0'; VERSION_LENGTH]);
        bytes.extend(b"\", ");
        let start = bytes.len();
        serde_json::to_writer(Escaping(&mut bytes), payload)
            .expect("texts, numbers and lists of them are JSON");
        let version = version(&bytes[start..]);
        bytes[place].copy_from_slice(version.as_bytes());
        bytes.extend(b");\n");
        Self { name, bytes, version }
    }
}

fn version(payload: &[u8]) -> String {
    let digest = Sha256::digest(payload);
    digest.iter().take(VERSION_LENGTH / 2).fold(String::new(), |mut version, byte| {
        // Writing to a string does not fail.
        let _ = write!(version, "{byte:02x}");
        version
    })
}

/// The name of a numbered file: three digits, or more where they are needed.
pub(super) fn numbered(kind: char, number: usize) -> String {
    format!("{kind}-{number:03}")
}

/// JSON as it may stand in a script: no tag begins in it, and no line ends that a script may not have in a string.
struct Escaping<'a>(&'a mut Vec<u8>);

impl std::io::Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = memchr::memchr2(b'<', 0xe2, rest) {
            let (escape, length) = match &rest[at..] {
                [b'<', ..] => ("\\u003c", 1),
                [0xe2, 0x80, 0xa8, ..] => ("\\u2028", 3),
                [0xe2, 0x80, 0xa9, ..] => ("\\u2029", 3),
                _ => ("\u{e2}", 1),
            };
            self.0.extend(&rest[..at]);
            match escape {
                "\u{e2}" => self.0.push(0xe2),
                escape => self.0.extend(escape.as_bytes()),
            }
            rest = &rest[at + length..];
        }
        self.0.extend(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Adds a number in groups of five bits, the most significant first; each sign but the last has 32 added to its value.
pub(super) fn push_number(out: &mut Vec<u8>, number: u32) {
    for group in (1..number_length(number)).rev() {
        out.push(ALPHABET[32 + (number >> (5 * group) & 31) as usize]);
    }
    out.push(ALPHABET[(number & 31) as usize]);
}

/// How many signs a number has.
pub(super) fn number_length(number: u32) -> usize {
    (32 - number.leading_zeros()).div_ceil(5).max(1) as usize
}

/// Adds a value from 0 to 63.
pub(super) fn push_sign(out: &mut Vec<u8>, value: u8) {
    out.push(ALPHABET[usize::from(value & 63)]);
}

/// Numbers in strings as text.
pub(super) fn signs(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the alphabet of numbers is ASCII")
}

#[cfg(test)]
mod tests {
    use super::ALPHABET;
    use super::Script;
    use super::number_length;
    use super::push_number;
    use super::signs;
    use proptest::prelude::any;
    use proptest::proptest;

    fn number(number: u32) -> String {
        let mut out = Vec::new();
        push_number(&mut out, number);
        signs(&out).to_owned()
    }

    #[test]
    fn numbers_are_written_in_groups_of_five_bits() {
        for (value, text) in
            [(0, "0"), (31, "V"), (32, "X0"), (1023, "_V"), (1024, "XW0"), (u32::MAX, "Z_____V")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn payloads_hold_no_tag_and_no_end_of_line() {
        let script = Script::new("x-000", &["</script>\u{2028}\u{2029}–“\n"]);
        let payload = "[\"\\u003c/script>\\u2028\\u2029–“\\n\"]";
        let expected = format!("casefileSearch(\"x-000\", \"{}\", {payload});\n", script.version);
        assert_eq!(String::from_utf8_lossy(&script.bytes), expected);
        assert_eq!(script.version, super::version(payload.as_bytes()));
    }

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_written(value in any::<u32>(), bits in 0_u32..32) {
            let value = value >> bits;
            let written = number(value);
            let mut read = 0_u32;
            for sign in written.bytes() {
                let sign = ALPHABET.iter().position(|own| *own == sign).unwrap_or_default();
                read = read << 5 | u32::try_from(sign & 31).unwrap_or_default();
            }
            assert_eq!(read, value);
            assert_eq!(written.len(), number_length(value));
        }
    }
}
