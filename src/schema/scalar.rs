//! JSON Schema of single values: what an editor may see of one that the reader takes.
//!
//! An editor reads YAML with types (YAML 1.2, 10.3): of `title: 1984` it sees a number, of `date: 2018` too. The reader
//! takes both as the texts that were written, and trims them, and so each schema here takes them as well.

use serde_json::Value;
use serde_json::json;

/// A text, or what is one to the reader.
pub(super) fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// A text in quotation marks or without that looks so, and what else it can look like to an editor. `words` tell a
/// person what is expected.
pub(super) fn pattern(types: &[&str], pattern: &str, words: &str) -> Value {
    // The reader trims, and a text of white space is none.
    json!({
        "type": types,
        "pattern": format!(r"^\s*(?:{pattern})?\s*$"),
        "patternErrorMessage": format!("expected: {words}"),
    })
}

/// True or false. `yes` and `no` are texts to an editor.
pub(super) fn truth() -> Value {
    let any_case = any_case(["true", "false", "yes", "no"]);
    pattern(&["boolean", "string"], &any_case, "true or false")
}

/// Digits, with commas, spaces and the like between thousands.
pub(super) fn number() -> Value {
    let digits = r"[0-9]+(?:[,_ \u00a0\u202f][0-9]{3})*(?:\.[0-9]+)?";
    let words = "digits, with commas only between thousands and a point before pence";
    with(pattern(&["number", "string"], digits, words), "minimum", json!(0))
}

/// Digits, with a sign.
pub(super) fn whole_number() -> Value {
    pattern(&["integer", "string"], "[-+]?[0-9]+", "a whole number")
}

/// Digits.
pub(super) fn count(most: u16) -> Value {
    let number = pattern(&["integer", "string"], "[+]?[0-9]+", &format!("a whole number from 1 to {most}"));
    with(with(number, "minimum", json!(1)), "maximum", json!(most))
}

/// EDTF, looser than the reader: an editor knows no calendar. `[2015-03..]` without quotation marks is a list to it.
pub(super) fn date() -> Value {
    // Signs of doubt may stand before and behind each part, if they agree.
    let part = "[?~%]?[0-9X]{2}[?~%]?";
    let day = format!("[?~%]?-?[0-9X]{{4}}[?~%]?(?:-{part}(?:-{part})?)?");
    let member = format!(r"(?:{day}(?:\.\.(?:{day})?)?|\.\.{day})");
    let set = r"[\[{][-0-9X?~%., ]+[\]}]";
    let end = format!(r"(?:{day}|\.\.)?");
    let words = "2018, 2018-06, 2018-06-20, 2018-06~ (about), 2017-01/2018-03, or unknown";
    let all = format!("unknown|{day}|{end}/{end}|{set}");
    let own = with(pattern(&["string", "integer", "array"], &all, words), "minimum", json!(-9999));
    let items = with(pattern(&["string", "integer"], &member, words), "maximum", json!(9999));
    with(with(own, "maximum", json!(9999)), "items", items)
}

/// A day, a time and its zone (RFC 3339), looser than the reader.
pub(super) fn moment() -> Value {
    let moment = r"[-+]?[0-9][-0-9]*[Tt ]+[0-9][0-9:.,]*\s*(?:[Zz]|[-+\u2212][0-9][0-9:.]*)(?:\[[^\]]*\])*";
    pattern(
        &["string"],
        moment,
        "a date, a T, a time, and Z or the hours from Greenwich: 2030-05-01T00:01+01:00",
    )
}

/// An address on the web.
pub(super) fn address() -> Value {
    let address = r#"[Hh][Tt][Tt][Pp][Ss]?://[^ \t\r\n<>"\\]+"#;
    pattern(&["string"], address, "an address that begins with https:// or http://, without spaces")
}

/// The address of a site.
pub(super) fn site_address() -> Value {
    pattern(
        &["string"],
        r#"https?://[^/?# "<>\\][^?# "<>\\]*"#,
        "an address that begins with https://, without ? or #",
    )
}

/// An old address of the site.
pub(super) fn path() -> Value {
    let words = "the part of the old address after the host, with %20 for a space and without ? and #";
    pattern(&["string", "number", "boolean"], r"[^?# \t\r\n]+", words)
}

/// Something, an `@` and a host.
pub(super) fn email() -> Value {
    pattern(
        &["string"],
        r#"[^@ <>"(),;:\\]+@[^@ <>"(),;:\\]*\.[^@ <>"(),;:\\]*"#,
        "an address such as press@evidence.example",
    )
}

/// Three letters (ISO 4217).
pub(super) fn currency() -> Value {
    pattern(&["string"], "[A-Z]{3}", "three capital letters, such as GBP")
}

/// The pattern of an id, as [`crate::url::is_id`].
pub(super) const ID: &str = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

/// An id that is given here. One of digits is a number to an editor.
pub(super) fn own_id() -> Value {
    pattern(&["string", "number", "boolean"], ID, "lower-case letters, digits and hyphens")
}

/// One of these words, in small or capital letters.
pub(super) fn any_case<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let letter = |letter: char| match letter.is_ascii_alphabetic() {
        true => format!("[{}{letter}]", letter.to_ascii_uppercase()),
        false => letter.to_string(),
    };
    let words: Vec<String> = words.into_iter().map(|word| word.chars().map(letter).collect()).collect();
    words.join("|")
}

/// The schema with one keyword more.
pub(super) fn with(mut schema: Value, keyword: &str, value: Value) -> Value {
    schema[keyword] = value;
    schema
}
