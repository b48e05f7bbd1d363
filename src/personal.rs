//! Personal data in texts: what could harm somebody if it were published.
//!
//! Found in the file as it was written, so that a field that no page shows yet, or one that a theme of one's own shows, is
//! looked at too.

use crate::rule::Rule;
use regex::Match;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

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
    let digits = r"(?:\+|\(\+?)?[0-9][0-9 \u{a0}\u{2009}\u{202f}()\u{2010}\u{2011}-]*[0-9]";
    pattern(&format!("{insurance}|{postcode}|{digits}").replace(r"\b", r"(?-u:\b)"))
});

/// First letters that are kept for other things.
const NOT_GIVEN_OUT: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
});

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"[0-3]?[0-9](?:st|nd|rd|th)?";
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
    pattern(&format!(
        r"(?i)(?-u:\b)(?:born|date of birth|birth ?date|d\.?o\.?b\.?)(?:\s+(?:on|was|is|of))?[\s:,(–-]{{0,4}}(?:the\s+)?(?P<day>{day}(?:\s+of)?\s+{month},?\s+[12][0-9]{{3}}|{month}\s+{day},?\s+[12][0-9]{{3}}|[0-3]?[0-9][./-][01]?[0-9][./-](?:[12][0-9]{{3}}|[0-9]{{2}})|[12][0-9]{{3}}-[01][0-9]-[0-3][0-9])(?-u:\b)",
    ))
});

/// What tells that a sentence is about where a person is to be found.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:M(?:r|rs|s|iss|x)\.? \p{Lu}|[Pp]atient(?-u:\b)|[Ll]i(?:ves?|ved|ving) (?:at|in|on)(?-u:\b)|[Hh]ome address(?-u:\b)|[Hh](?:is|er) home(?-u:\b)|[Aa]ged [0-9]|[0-9]+[ -]year[ -]old(?-u:\b))",
    )
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
            Rule::PostcodeOfPerson => is_beside_person(text, range.clone()),
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
        for birth in BIRTH.captures_iter(text) {
            note(Rule::DateOfBirth, birth.name("day").map_or(0..0, |day| day.range()));
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
            ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '(' | ')' | '\u{2010}' | '\u{2011}' | '-' => {}
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
        .split_whitespace()
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

/// What a stretch of digits is, if it leads to a person.
fn number_of_person(text: &str, range: Range<usize>) -> Option<Rule> {
    let written = &text[range.clone()];
    let rule = match is_telephone(written) {
        true => Rule::TelephoneNumber,
        false if is_nhs_number(written) => Rule::NhsNumber,
        false => return None,
    };
    let is_other =
        !stands_alone(text, &range) || is_other_number(text, range.start) || is_in_address(text, range.start);
    (!is_other).then_some(rule)
}

/// Whether digits are no part of a longer word or number, and no sum of money.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = &text[range.end..];
    let next = after.chars().next();
    // `1,234` and `12.5` go on; at the end of a sentence they do not.
    let goes_on =
        matches!(next, Some('.' | ',' | '/' | ':')) && after[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_joined = |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '£' | '$' | '€' | '#' | '=' | '&' | '%')
    };
    let of_money = left_of(text, range.start).trim_end().ends_with(['£', '$', '€']);
    !before.is_some_and(is_joined)
        && !of_money
        && !goes_on
        && !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '%' | '-' | '/'))
}

/// Whether a number stands behind the name of something else that has numbers.
fn is_other_number(text: &str, start: usize) -> bool {
    let line = left_of(text, start).rsplit('\n').next().unwrap_or_default();
    let before = line.trim_end_matches([' ', '"', '\'', '[', '{']);
    let name = before.strip_suffix(':').map(|before| {
        let begins = before.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
        &before[begins.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]
    });
    if name.is_some_and(|name| OTHER_NUMBERS.contains(&name.to_ascii_lowercase().as_str())) {
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
fn is_telephone(written: &str) -> bool {
    let digits = digits(written);
    if written.starts_with('+') || written.starts_with("(+") {
        let rest = digits.strip_prefix("44").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
        return rest.map_or((9..=15).contains(&digits.len()), is_national);
    }
    let rest = digits.strip_prefix("0044").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
    let rest = rest.or_else(|| digits.strip_prefix('0'));
    // A day, a month or an hour has two digits at most; an area code with its 0 has three at least.
    let first =
        written.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty()).unwrap_or_default();
    rest.is_some_and(is_national) && first.len() >= 3
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
fn is_nhs_number(written: &str) -> bool {
    let parts: Vec<usize> =
        written.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::len).collect();
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
    let is_grouped = matches!(parts.as_slice(), [10] | [3, 3, 4] | [6, 4] | [3, 7] | [3, 4, 3] | [5, 5]);
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

// ---------------------------------------------------------------------------------------------- persons

/// Whether the sentence of a postcode, or what comes before it in the same line, is about a person.
fn is_beside_person(text: &str, postcode: Range<usize>) -> bool {
    let line = left_of(text, postcode.start).rsplit('\n').next().unwrap_or_default();
    let rest = right_of(text, postcode.end);
    let end = postcode.end + rest.find(['\n', '.']).unwrap_or(rest.len());
    PERSON.is_match(&text[postcode.start - line.len() + sentence_start(line)..end])
}

/// Where the last sentence starts that a line begins. The full stop of "Mr." ends none.
fn sentence_start(line: &str) -> usize {
    let is_title =
        |stop: usize| ["Mr", "Mrs", "Ms", "Mx", "Dr", "St"].iter().any(|title| line[..stop].ends_with(title));
    let mut stops = line.rmatch_indices(". ").map(|(at, _)| at);
    stops.find(|stop| !is_title(*stop)).map_or(0, |at| at + 2)
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
