//! Personal data in texts: what could harm somebody if it were published.
//!
//! Found in the file as it was written, so that a field that no page shows yet, or one that a theme of one's own shows, is
//! looked at too.

use crate::rule::Rule;
use regex::Match;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

mod address;
mod birth;
mod people;
#[cfg(test)]
mod tests;
mod wide;

pub use people::counts_people;
pub use people::is_unit_of_people;

/// Something in a text that names a person or leads to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub rule: Rule,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// Shorter stretches of digits lead to nobody.
const FEWEST_DIGITS: usize = 9;

/// A number is written in so many parts at most.
const MOST_PARTS: usize = 8;

/// So many bytes before and after something are looked at to tell what it is: an endless line takes no longer for it.
const AROUND: usize = 400;

/// What holds digits, looked for in one pass: National Insurance numbers as HM Revenue & Customs gives them out (NIM39110
/// of its National Insurance Manual), postcodes as Royal Mail forms them, and digits with what people put between them.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    let insurance = r"(?:\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \u{a0}]?[0-9]{2}[ \u{a0}]?[0-9]{2}[ \u{a0}]?[0-9]{2}[ \u{a0}]?[A-D]\b)";
    let postcode = r"(?:\b[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?[ \u{a0}][0-9][ABD-HJLNP-UW-Z]{2}\b)";
    let digits =
        r"(?:\+|\(\+?)?[0-9][0-9 \u{a0}\u{2009}\u{202f}()\u{2010}\u{2011}\u{2013}./\\>\t\r\n-]*[0-9]";
    pattern(&format!("{insurance}|{postcode}|{digits}").replace(r"\b", r"(?-u:\b)"))
});

/// First letters that are kept for other things.
const NOT_GIVEN_OUT: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
});

/// Names of fields whose values are numbers or addresses of other things.
const OTHER_NUMBERS: [&str; 21] = [
    "value",
    "volume",
    "issue",
    "pages",
    "page-range",
    "edition",
    "ocid",
    "isbn",
    "issn",
    "doi",
    "url",
    "request_url",
    "serial-number",
    "companies-house",
    "ods",
    "charity",
    "lei",
    "wikidata",
    "sha256",
    "date",
    "archived",
];

/// The same of BibTeX. A colon behind "NHS number" makes no field of it.
const OTHER_NUMBERS_OF_BIBTEX: [&str; 4] = ["number", "eprint", "pmid", "pmcid"];

/// The boundaries of words in patterns are those of ASCII: with others, a text that has one letter more is searched ten
/// times slower.
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file")
}

/// Everything of the kind in a text, in order.
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut note = |rule: Rule, range: Range<usize>| found.push(Found { rule, range });
    for stretch in numbers(text) {
        let range = stretch.range();
        let begins_with_letter = stretch.as_str().starts_with(|c: char| c.is_ascii_uppercase());
        let rule = match count_digits(stretch.as_str()) {
            6 if begins_with_letter => Rule::NationalInsuranceNumber,
            _ if begins_with_letter => Rule::PostcodeOfPerson,
            FEWEST_DIGITS.. => {
                numbers_of_persons(text, range, &mut note);
                continue;
            }
            _ => continue,
        };
        let leads_to_person = match rule {
            Rule::PostcodeOfPerson => address::is_beside_person(text, range.clone()),
            _ => !NOT_GIVEN_OUT.contains(&&stretch.as_str()[..2]),
        };
        if leads_to_person && !is_in_address(text, range.start) {
            note(rule, range);
        }
    }
    // Most texts have no such sign, or that of a citation, and are searched for it much faster.
    if may_have_address(text.as_bytes()) {
        let addresses = EMAIL.find_iter(text).filter(|address| !is_in_address(text, address.start()));
        addresses.for_each(|address| note(Rule::EmailAddress, address.range()));
    }
    if may_tell_of_birth(text.as_bytes()) {
        birth::find(text).for_each(|day| note(Rule::DateOfBirth, day));
    }
    found.sort_by_key(|own| own.range.start);
    let known = found.len();
    for (rule, range) in wide::find(text) {
        let next = found[..known].partition_point(|own| own.range.start < range.start);
        let is_known = found[..known].get(next).is_some_and(|own| own.range.start < range.end)
            || next.checked_sub(1).is_some_and(|before| found[before].range.end > range.start);
        if !is_known {
            found.push(Found { rule, range });
        }
    }
    found.sort_by_key(|own| own.range.start);
    found
}

// ---------------------------------------------------------------------------------------------- at a glance

/// What [`NUMBERS`] finds, without most of the years, pages and sums that lead to nobody: a pattern takes its time for
/// each of them.
fn numbers(text: &str) -> impl Iterator<Item = Match<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let digit = next_digit(text.as_bytes(), at)?;
            if !may_begin_with_letters(text.as_bytes(), digit)
                && let Some(end) = end_of_short_number(text, digit)
            {
                at = end;
                continue;
            }
            // Two letters and a no-break space may stand before the first digit.
            let from = text.floor_char_boundary(digit.saturating_sub(4)).max(at);
            let found = NUMBERS.find_at(text, from)?;
            at = found.end();
            return Some(found);
        }
    })
}

fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    let mut start = from;
    for chunk in bytes[from..].chunks(32) {
        // Without an early end the question is asked of many bytes at once.
        if chunk.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            return Some(start + chunk.iter().position(u8::is_ascii_digit)?);
        }
        start += chunk.len();
    }
    None
}

/// Whether the letters of a postcode or of a National Insurance number may stand before a digit.
fn may_begin_with_letters(bytes: &[u8], digit: usize) -> bool {
    match bytes[..digit] {
        [.., letter, b' '] => letter.is_ascii_uppercase(),
        [.., last] => last.is_ascii_uppercase() || last == b'\xa0',
        [] => false,
    }
}

/// Where the digits at `start` end, with what people put between them, if they are too few to lead to anybody.
fn end_of_short_number(text: &str, start: usize) -> Option<usize> {
    let (mut count, mut end) = (0, start);
    for (at, sign) in text[start..].char_indices() {
        match sign {
            '0'..='9' => (count, end) = (count + 1, start + at + 1),
            ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '(' | ')' | '\u{2010}' | '\u{2011}' | '\u{2013}'
            | '-' => {}
            '.' | '/' | '\\' | '>' | '\t' | '\r' | '\n' => {}
            _ => break,
        }
        if count == FEWEST_DIGITS {
            return None;
        }
    }
    Some(end)
}

/// Whether a sign stands before an `@` as the name of a mailbox may end with.
fn may_have_address(bytes: &[u8]) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+'-".contains(&byte);
    memchr::memchr_iter(b'@', bytes).any(|at| at > 0 && is_of_name(bytes[at - 1]))
}

/// Whether `born`, `birth` or `d.o.b.` begins somewhere.
fn may_tell_of_birth(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'b', b'B', bytes).any(|at| {
        let behind = bytes.get(at + 1..at + 4).unwrap_or_default();
        behind.eq_ignore_ascii_case(b"orn")
            || behind.eq_ignore_ascii_case(b"irt")
            || is_behind_d_o(&bytes[..at])
    })
}

/// Whether bytes end with `do`, with a stop behind each letter or none.
fn is_behind_d_o(bytes: &[u8]) -> bool {
    let without_stop = |bytes: &[u8]| bytes.len() - usize::from(bytes.ends_with(b"."));
    let [before @ .., b'o' | b'O'] = &bytes[..without_stop(bytes)] else { return false };
    matches!(before[..without_stop(before)], [.., b'd' | b'D'])
}

/// Whether two ways to write a telephone number or an address are those of the same.
pub fn is_same(one: &str, other: &str) -> bool {
    if one.contains('@') || other.contains('@') {
        return one.trim().eq_ignore_ascii_case(other.trim());
    }
    let (one, other) = (national(&digits(one)), national(&digits(other)));
    one.len() >= 9 && one == other
}

// ---------------------------------------------------------------------------------------------- numbers

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Digits of a telephone number without what stands before the area code: 44, 0.
fn national(digits: &str) -> String {
    let rest =
        digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44").filter(|rest| rest.len() >= 9));
    rest.unwrap_or(digits).trim_start_matches('0').to_owned()
}

/// Notes what leads to a person in a stretch of digits: all of it or, where numbers follow each other, parts of it.
fn numbers_of_persons(text: &str, stretch: Range<usize>, note: &mut impl FnMut(Rule, Range<usize>)) {
    let parts: Vec<Range<usize>> = text[stretch.clone()]
        .split(|sign: char| sign.is_whitespace() || sign == '/')
        .map(|part| part.trim_matches(['.', '\u{2013}', '\\', '>']))
        .filter(|part| !part.is_empty())
        .map(|part| {
            let start = part.as_ptr().addr() - text.as_ptr().addr();
            start..start + part.len()
        })
        .collect();
    let mut first = 0;
    while first < parts.len() {
        let found = (first..parts.len().min(first + MOST_PARTS)).rev().find_map(|last| {
            let range = without_bracket(text, parts[first].start..parts[last].end);
            Some((last, number_of_person(text, range.clone())?, range))
        });
        match found {
            Some((last, rule, range)) => {
                note(rule, range);
                first = last + 1;
            }
            None => first += 1,
        }
    }
}

/// A number without a bracket that is opened before it and closed after it.
fn without_bracket(text: &str, range: Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let is_around = written.starts_with('(') && !written.contains(')');
    range.start + usize::from(is_around)..range.end
}

/// What stands between the groups of a number, besides spaces, brackets and hyphens.
#[derive(Debug, Default, Clone, Copy)]
struct Joins {
    /// Ends of lines.
    lines: usize,
    /// Full stops and slashes.
    marks: usize,
    /// Dashes.
    dashes: usize,
}

impl Joins {
    /// What joins the groups, if they may be those of one number: they stand on two lines at most, and nothing stands
    /// beside a full stop or a slash.
    fn of(written: &str) -> Option<Self> {
        let mut joins = Self::default();
        for gap in written.split(|sign: char| sign.is_ascii_digit()).filter(|gap| !gap.is_empty()) {
            let is_any = |signs: &'static [char]| move |sign: &char| signs.contains(sign);
            let lines = gap.chars().filter(is_any(&['\n'])).count();
            let marks = gap.chars().filter(is_any(&['.', '/'])).count();
            let beside = gap.chars().filter(|sign| !matches!(sign, '(' | ')' | '\\' | '.' | '/')).count();
            let is_joined = match (lines, marks) {
                (0, 0) => !gap.contains(['>', '\t', '\r', '\\']),
                (0, 1) => beside == 0,
                (1, 0) => gap
                    .split('\n')
                    .nth(1)
                    .is_some_and(|behind| behind.chars().all(|sign| matches!(sign, ' ' | '\t' | '>'))),
                _ => false,
            };
            if !is_joined {
                return None;
            }
            joins.lines += lines;
            joins.marks += marks;
            joins.dashes += usize::from(gap.contains('\u{2013}'));
        }
        (joins.lines <= 1).then_some(joins)
    }
}

/// What a stretch of digits is, if it leads to a person.
fn number_of_person(text: &str, range: Range<usize>) -> Option<Rule> {
    let written = &text[range.clone()];
    let joins = Joins::of(written)?;
    let rule = match is_telephone(written, joins) {
        true => Rule::TelephoneNumber,
        false if is_nhs_number(written, joins) => Rule::NhsNumber,
        false => return None,
    };
    let is_other = !stands_alone(text, &range)
        || is_other_number(text, range.start)
        || is_in_address(text, range.start)
        || joins.marks > 0 && is_behind_reference(text, range.start);
    (!is_other).then_some(rule)
}

/// Whether digits are no part of a longer word or number, and no sum of money.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let left = left_of(text, range.start);
    let before = left.chars().next_back();
    let after = &text[range.end..];
    let next = after.chars().next();
    // `0113 496 0001/0113 496 0002` are two, `0113496000/1` is something else.
    let is_spaced = text[range.clone()].contains(char::is_whitespace);
    let is_slash = |sign: Option<char>| sign == Some('/') && is_spaced;
    // `1,234` and `12.5` go on; at the end of a sentence they do not.
    let goes_on =
        matches!(next, Some('.' | ',' | '/' | ':')) && after[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_joined = |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '£' | '$' | '€' | '#' | '=' | '&' | '%')
    };
    let of_money = left.trim_end().ends_with(['£', '$', '€']);
    let begins = !before.is_some_and(is_joined) || is_slash(before) || is_behind_name_of_number(left);
    let ends = !goes_on && !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '%' | '-' | '/'));
    begins && !of_money && (ends || is_slash(next))
}

/// Whether a text ends with a word that is written against a number: `Tel07700900123`.
fn is_behind_name_of_number(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    let rest = text.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let word = text[rest.len()..].to_ascii_lowercase();
    let names =
        ["tel", "telephone", "phone", "mobile", "mob", "cell", "call", "ring", "fax", "nhs", "number", "no"];
    names.contains(&word.as_str())
        && !rest.ends_with(|sign: char| sign.is_alphanumeric() || "_-/.".contains(sign))
}

/// Whether a number stands behind what names cases and orders, which are numbered with stops and slashes.
fn is_behind_reference(text: &str, start: usize) -> bool {
    let line = left_of(text, start).rsplit('\n').next().unwrap_or_default();
    let words = line.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let names =
        ["ref", "reference", "case", "order", "tender", "file", "foi", "version", "complaint", "request"];
    words.rev().take(3).any(|word| names.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether a number stands behind the name of something else that has numbers.
fn is_other_number(text: &str, start: usize) -> bool {
    let line = left_of(text, start).rsplit('\n').next().unwrap_or_default();
    let before = line.trim_end_matches([' ', '"', '\'', '[', '{']);
    let of_bibtex = before.strip_suffix('=').map(str::trim_end);
    let name = before.strip_suffix(':').or(of_bibtex).map(|before| {
        let begins = before.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
        &before[begins.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]
    });
    let is_one_of =
        |names: &[&str]| name.is_some_and(|name| names.contains(&name.to_ascii_lowercase().as_str()));
    if is_one_of(&OTHER_NUMBERS) || of_bibtex.is_some() && is_one_of(&OTHER_NUMBERS_OF_BIBTEX) {
        return true;
    }
    let near: String = before.chars().rev().take(16).collect::<String>().to_ascii_lowercase();
    // Read backwards: "ISBN", "ISBN-10:", "ISSN", "doi".
    ["nbsi", "nssi", "iod"].iter().any(|word| near.contains(word))
}

/// Whether a place is within the address of a page or the number of a document.
fn is_in_address(text: &str, at: usize) -> bool {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | '[' | '|');
    let word = left_of(text, at).rsplit(ends).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.") || word.starts_with("10.") || word.contains("/10.")
}

/// A number that the plan of Ofcom (National Telephone Numbering Plan) can give out, or one of another country as ITU-T
/// E.164 writes them.
fn is_telephone(written: &str, joins: Joins) -> bool {
    let digits = digits(written);
    if written.starts_with('+') || written.starts_with("(+") {
        let rest = digits.strip_prefix("44").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
        // `+1.2345678901` is a number of something.
        let is_foreign = (9..=15).contains(&digits.len()) && joins.marks != 1;
        return rest.map_or(is_foreign, is_national);
    }
    let rest = digits.strip_prefix("0044").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
    let rest = rest.or_else(|| digits.strip_prefix('0'));
    // A day, a month or an hour has two digits at most; an area code with its 0 has three at least.
    let first =
        written.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty()).unwrap_or_default();
    rest.is_some_and(is_national) && first.len() >= 3 || is_without_plus(&digits, first)
}

/// `44 7700 900123`. With no space behind 44 only that of a mobile telephone is sure to be one.
fn is_without_plus(digits: &str, first: &str) -> bool {
    let Some(rest) = digits.strip_prefix("44").filter(|rest| rest.len() == 10) else { return false };
    let is_mobile = rest.starts_with('7') && !rest.starts_with("70");
    match first.len() {
        2 => is_mobile || rest.starts_with(['1', '2', '3', '8']),
        12 => is_mobile,
        _ => is_mobile && first.len() == 6,
    }
}

fn is_national(rest: &str) -> bool {
    match rest.as_bytes() {
        [b'1', ..] => rest.len() == 10 || (rest.len() == 9 && !rest.starts_with("11")),
        [b'2' | b'3' | b'5' | b'7' | b'9', ..] => rest.len() == 10,
        [b'8', ..] => matches!(rest.len(), 9 | 10),
        _ => false,
    }
}

/// Ten digits of which the last fits the others (NHS Data Dictionary, "NHS number": weights 10 to 2, modulo 11), within
/// what was given out: 320 to 399 in Northern Ireland, 400 to 499 and 600 to 799 in England, Wales and the Isle of Man,
/// days of birth in Scotland (CHI), and 999, which is kept for tests.
fn is_nhs_number(written: &str, joins: Joins) -> bool {
    let parts: Vec<usize> =
        written.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::len).collect();
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
    let is_plain = joins.lines + joins.marks + joins.dashes == 0;
    let is_grouped = parts == [3, 3, 4]
        || is_plain && matches!(parts.as_slice(), [10] | [6, 4] | [3, 7] | [3, 4, 3] | [5, 5]);
    if digits.len() != 10 || !is_grouped || written.starts_with(['+', '(']) {
        return false;
    }
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    let number = |digits: &[u32]| digits.iter().fold(0, |number, digit| number * 10 + digit);
    let (first, day, month) = (number(&digits[..3]), number(&digits[..2]), number(&digits[2..4]));
    let is_given_out = matches!(first, 320..=499 | 600..=799 | 999)
        || ((1..=31).contains(&day) && (1..=12).contains(&month));
    check == digits[9] && is_given_out
}

// ---------------------------------------------------------------------------------------------- around

/// What stands before a place, as far as it is looked at.
fn left_of(text: &str, at: usize) -> &str {
    let start = (at.saturating_sub(AROUND)..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    &text[start..at]
}

/// What stands behind a place, as far as it is looked at.
fn right_of(text: &str, at: usize) -> &str {
    let most = (at + AROUND).min(text.len());
    let end = (at..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(at);
    &text[at..end]
}
