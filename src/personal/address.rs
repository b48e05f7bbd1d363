//! Postcodes of persons, by what stands beside them.

use super::left_of;
use super::pattern;
use super::right_of;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// An address has so many lines above its postcode at most.
const MOST_LINES: usize = 4;

/// What tells that a sentence is about where a person is to be found.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:M(?:r|rs|s|iss|x)\.? \p{Lu}|[Pp]atient(?-u:\b)|[Ll]i(?:ves?|ved|ving) (?:at|in|on)(?-u:\b)|[Hh]ome address(?-u:\b)|[Hh](?:is|er) home(?-u:\b)|[Aa]ged [0-9]|[0-9]+[ -]year[ -]old(?-u:\b))",
    )
});

/// The number of a house and its street.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)[0-9]{1,4}[A-Za-z]?,? (?:\p{Lu}[\p{L}'’]* ){1,3}(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Crescent|Cres|Terrace|Way|Court|Place|Grove|Gardens|Gdns|Square|Sq|Hill|Row|Walk|Mews|Park|Green|View|Rise)(?-u:\b)",
    )
});

/// What tells that an address is that of a body, or of a place where people meet.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:[A-Z]{3,}|(?i-u:hospitals?|infirmary|trusts?|clinics?|surgery|practice|centre|center|council|offices?|house|department|ministry|board|company|limited|ltd|plc|llp|university|college|school|court|union|association|society|group|foundation|charity|library|museum|theatre|cinema|hall|church|building|hotel|shop|store|station|headquarters|based|met|meets|meeting|held|venue|campaign|press|publishers?|books|pharmacy|commission|agency|authority|institute|services?|network|registered))(?-u:\b)",
    )
});

/// Whether the sentence of a postcode, or what comes before it in the same passage, is about a person.
pub(super) fn is_beside_person(text: &str, postcode: Range<usize>) -> bool {
    let sentence = sentence(text, postcode);
    PERSON.is_match(sentence) || is_of_house(sentence)
}

/// The same for what may be a postcode or the number of a form: the sentence also has a house, or it stands where an
/// address does.
pub(super) fn is_in_address_of_person(text: &str, postcode: Range<usize>) -> bool {
    let before = left_of(text, postcode.start).trim_end();
    let ends_like_address =
        before.ends_with([',', '(']) || before.ends_with(" of") || before.ends_with("postcode");
    let sentence = sentence(text, postcode);
    is_of_house(sentence) || PERSON.is_match(sentence) && (ends_like_address || HOUSE.is_match(sentence))
}

/// Whether a sentence has the number of a house that no body is said to have.
fn is_of_house(sentence: &str) -> bool {
    HOUSE.find(sentence).is_some_and(|house| {
        let behind = &sentence[house.end()..];
        // What stands behind has the postcode, which is no word of three letters.
        !BODY.is_match(&sentence[..house.start()]) && !BODY.is_match(behind)
    })
}

fn sentence(text: &str, postcode: Range<usize>) -> &str {
    let before = passage(left_of(text, postcode.start));
    let rest = right_of(text, postcode.end);
    let end = postcode.end + rest.find(['\n', '.']).unwrap_or(rest.len());
    &text[postcode.start - before.len() + sentence_start(before)..end]
}

/// The end of a text from its last line on, with those above that the line goes on.
fn passage(text: &str) -> &str {
    let mut start = text.rfind('\n').map_or(0, |at| at + 1);
    for _ in 0..MOST_LINES {
        let Some(above) = text[..start].strip_suffix('\n') else { break };
        let above_start = above.rfind('\n').map_or(0, |at| at + 1);
        if !goes_on(above[above_start..].trim(), text[start..].lines().next().unwrap_or_default().trim()) {
            break;
        }
        start = above_start;
    }
    &text[start..]
}

/// Whether a line of a text goes on in the next: no field, item, row or heading begins or ends.
fn goes_on(line: &str, next: &str) -> bool {
    let is_apart = |line: &str| line.starts_with(['-', '|', '#', '*', '=']) || line.contains(": ");
    !line.is_empty() && !is_apart(line) && !is_apart(next) && !line.ends_with(['.', '!', '?', ':', '|'])
}

/// Where the last sentence starts that a line begins. The full stop of "Mr." ends none.
fn sentence_start(line: &str) -> usize {
    let is_title =
        |stop: usize| ["Mr", "Mrs", "Ms", "Mx", "Dr", "St"].iter().any(|title| line[..stop].ends_with(title));
    let mut stops = line.rmatch_indices(". ").map(|(at, _)| at);
    stops.find(|stop| !is_title(*stop)).map_or(0, |at| at + 2)
}
