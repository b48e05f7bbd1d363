//! National Insurance numbers and postcodes as people write them and no form has them: in small letters, with hyphens,
//! without a space, or over the end of a line. What stands beside must say what they are.

use super::NOT_GIVEN_OUT;
use super::address::is_in_address_of_person;
use super::is_in_address;
use super::left_of;
use super::pattern;
use super::right_of;
use crate::rule::Rule;
use regex::Captures;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// So many bytes before and behind a number may say that it is one of National Insurance.
const BESIDE: usize = 60;

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    let line_end = r"\\?\r?\n[ \t>]*";
    let join = format!(r"(?:[ \u{{a0}}\u{{2010}}\u{{2011}}\u{{2013}}./-]|{line_end})?");
    let letters = "(?i-u:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])";
    let insurance = format!(
        "(?P<prefix>{letters}){join}[0-9]{{2}}(?P<first>{join})[0-9]{{2}}(?P<second>{join})[0-9]{{2}}(?P<third>{join})(?P<suffix>(?i-u:[A-D]))"
    );
    let postcode = format!(
        r"(?i-u:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?)(?:[ \u{{a0}}]|{line_end})?(?i-u:[0-9][ABD-HJLNP-UW-Z]{{2}})"
    );
    pattern(&format!(r"(?-u:\b)(?:{insurance}|(?P<postcode>{postcode}))(?-u:\b)"))
});

static INSURANCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u:\b)(?:[Nn]ational\s+[Ii]nsurance|NATIONAL\s+INSURANCE|NI|NINO|[Nn]ino)(?-u:\b)")
});

/// All of them in a text, those among them that are written as a form has them.
pub(super) fn find(text: &str) -> impl Iterator<Item = (Rule, Range<usize>)> {
    WRITTEN.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?.range();
        if is_in_address(text, whole.start) {
            return None;
        }
        if found.name("postcode").is_some() {
            let leads_to_person = is_in_address_of_person(text, whole.clone());
            return leads_to_person.then_some((Rule::PostcodeOfPerson, whole));
        }
        let is_number = is_grouped(&found) || is_beside_name(text, &whole);
        let prefix = found["prefix"].to_ascii_uppercase();
        (is_number && !NOT_GIVEN_OUT.contains(&prefix.as_str()))
            .then_some((Rule::NationalInsuranceNumber, whole))
    })
}

/// Whether all groups stand apart, and the letters are no words: "at 12 34 56 a week".
fn is_grouped(found: &Captures<'_>) -> bool {
    let is_apart = ["first", "second", "third"].iter().all(|join| !found[*join].is_empty());
    let is_words = &found["suffix"] == "a" && found["third"].trim().is_empty();
    is_apart && !is_words
}

fn is_beside_name(text: &str, range: &Range<usize>) -> bool {
    let (left, right) = (left_of(text, range.start), right_of(text, range.end));
    let start = left.ceil_char_boundary(left.len().saturating_sub(BESIDE));
    let end = right.floor_char_boundary(BESIDE.min(right.len()));
    INSURANCE.is_match(&left[start..]) || INSURANCE.is_match(&right[..end])
}
