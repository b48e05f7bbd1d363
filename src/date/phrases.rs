//! Dates in English words and in other notations, rewritten as EDTF.
//!
//! They are for a person to confirm: a reading need only be likely, and nothing is published by it.

use super::Detail;
use super::Doubt;
use super::Meaning;
use super::Named;
use super::numeric;
use jiff::civil::Date;
use jiff::civil::Weekday;

/// The months, as they are written in messages and recognised.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The numbers of a date, not yet held against the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) year: Option<i16>,
    /// A month, or a season from 21 to 24.
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
}

/// The date in EDTF that was probably meant.
pub(super) fn suggest(text: &str) -> Option<String> {
    let text = tidy(text);
    let bare = text.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(&text);
    None.or_else(|| with_slips_mended(&text))
        .or_else(|| not_known(bare))
        .or_else(|| dated(bare))
        .or_else(|| day_of_moment(bare))
        .or_else(|| open(bare))
        .or_else(|| choice(bare))
        .or_else(|| quarter(bare))
        .or_else(|| interval(bare))
        .filter(|date| Meaning::read(date).is_ok())
}

/// The numbers of a single date in words or digits, if it is one: "3 June 2018", "06/2018", "the 20th".
pub(super) fn parts(text: &str) -> Option<Parts> {
    use Word::Month;
    use Word::Number;
    use Word::Year;
    let dated = |year, month, day| Some(Parts { year, month, day });
    match *words(&text.to_lowercase())?.as_slice() {
        [Year(year)] => dated(Some(year), None, None),
        [Month(month)] => dated(None, Some(month), None),
        [Number(day)] => dated(None, None, Some(day)),
        [Month(month), Year(year)] | [Year(year), Month(month)] => dated(Some(year), Some(month), None),
        [Number(month), Year(year)] | [Year(year), Number(month)] => dated(Some(year), Some(month), None),
        [Number(day), Month(month)] | [Month(month), Number(day)] => dated(None, Some(month), Some(day)),
        [Number(day), Month(month), Year(year)]
        | [Month(month), Number(day), Year(year)]
        | [Year(year), Month(month), Number(day)]
        | [Year(year), Number(month), Number(day)]
        // The day first, as in Britain.
        | [Number(day), Number(month), Year(year)] => dated(Some(year), Some(month), Some(day)),
        [Number(day), Month(month) | Number(month), Number(year)] if has_two_digits(text) => {
            dated(Some(full_year(year)), Some(month), Some(day))
        }
        _ => None,
    }
}

/// Whether the last number of a text has two digits: `1/2/3` names no year.
fn has_two_digits(text: &str) -> bool {
    let mut numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty());
    numbers.next_back().is_some_and(|digits| digits.len() == 2)
}

/// The only day of the week that a text names.
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    let tidied = tidy(text);
    let words = tidied.split(|sign: char| !sign.is_alphabetic());
    let days: Vec<usize> = words
        .filter(|word| word.len() >= 3)
        .filter_map(|word| DAYS.iter().position(|day| day.starts_with(word)))
        .collect();
    let [day] = days.as_slice() else { return None };
    Weekday::from_monday_zero_offset(i8::try_from(*day).ok()?).ok()
}

/// The year pair `2017/18` or `2017-18`, as an interval.
pub(super) fn consecutive_years(text: &str) -> Option<String> {
    let (from, to) = text.trim().split_once(['/', '-', '–'])?;
    if from.len() != 4 || to.len() != 2 {
        return None;
    }
    let (from, to) = (from.parse::<i16>().ok()?, to.parse::<i16>().ok()?);
    (from > 0 && (from + 1) % 100 == to).then(|| format!("{from:04}/{:04}", from + 1))
}

enum Word {
    /// Four digits.
    Year(i16),
    /// One or two digits.
    Number(u8),
    /// A month, or a season from 21 to 24.
    Month(u8),
}

/// Lower case, with plain hyphens, dots, quotation marks and spaces.
pub(super) fn tidy(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain = lower
        .replace('…', "..")
        .replace(['–', '—', '‑', '−'], "-")
        .replace(['"', '\'', '‘', '’', '“', '”'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// EDTF but for spaces, a small x or a hyphen of another length.
fn with_slips_mended(text: &str) -> Option<String> {
    let date = text.replace(' ', "").to_uppercase();
    match Meaning::read(&date) {
        Ok(_) => Some(date),
        Err(_) => merged_doubt(&date),
    }
}

/// A sign of doubt about a part, moved to the end: `2018-~06` as `2018-06~`.
fn merged_doubt(date: &str) -> Option<String> {
    let (uncertain, about) = (date.contains(['?', '%']), date.contains(['~', '%']));
    let sign = match (uncertain, about) {
        (true, true) => '%',
        (true, false) => '?',
        (false, true) => '~',
        (false, false) => return None,
    };
    let merged = format!("{}{sign}", date.replace(['?', '~', '%'], ""));
    matches!(Meaning::read(&merged), Ok(Meaning::One(_))).then_some(merged)
}

fn not_known(text: &str) -> Option<String> {
    const NOT_KNOWN: [&str; 30] = [
        "",
        "?",
        "??",
        "???",
        "-",
        "..",
        "../..",
        "dont know",
        "do not know",
        "not known",
        "unknown",
        "unkown",
        "date unknown",
        "date not known",
        "unknown date",
        "not sure",
        "unsure",
        "unclear",
        "no date",
        "undated",
        "nd",
        "n.d",
        "none",
        "n/a",
        "na",
        "tbc",
        "tba",
        "xxxx",
        "xxxx-xx",
        "xxxx-xx-xx",
    ];
    NOT_KNOWN.contains(&text).then(|| "unknown".to_owned())
}

/// A single date, with or without a word of doubt.
pub(super) fn dated(text: &str) -> Option<String> {
    let text = text.trim();
    single(text).or_else(|| doubtful(text))
}

fn single(text: &str) -> Option<String> {
    let Some(parts) = parts(text) else { return decade(text) };
    let swapped = || edtf(Parts { month: parts.day, day: parts.month, ..parts });
    edtf(parts).or_else(swapped)
}

/// "the 2010s", as `201X`.
fn decade(text: &str) -> Option<String> {
    let text = text.strip_prefix("the ").unwrap_or(text);
    let year = text.strip_suffix("s")?;
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{}X", &year[..3]))
}

fn doubtful(text: &str) -> Option<String> {
    const ABOUT: [&str; 14] = [
        "c. ",
        "c.",
        "ca. ",
        "ca ",
        "c ",
        "circa ",
        "about ",
        "around ",
        "approximately ",
        "approx. ",
        "approx ",
        "roughly ",
        "some time in ",
        "sometime in ",
    ];
    const PART: [&str; 14] = [
        "early in ",
        "early ",
        "mid ",
        "mid-",
        "late in ",
        "late ",
        "start of ",
        "beginning of ",
        "middle of ",
        "end of ",
        "the start of ",
        "the beginning of ",
        "the middle of ",
        "the end of ",
    ];
    const UNCERTAIN: [&str; 5] = ["possibly ", "probably ", "maybe ", "perhaps ", "likely "];
    const UNCERTAIN_AFTER: [&str; 4] = ["(?)", "?", "(uncertain)", "(unconfirmed)"];
    let marked = |rest: &str, sign| single(rest.trim()).map(|date| format!("{date}{sign}"));
    first_of(&ABOUT, |words| text.strip_prefix(words))
        .and_then(|rest| marked(rest, '~'))
        .or_else(|| first_of(&PART, |words| text.strip_prefix(words)).and_then(|rest| marked(rest, '~')))
        .or_else(|| first_of(&UNCERTAIN, |words| text.strip_prefix(words)).and_then(|rest| marked(rest, '?')))
        .or_else(|| {
            first_of(&UNCERTAIN_AFTER, |words| text.strip_suffix(words)).and_then(|rest| marked(rest, '?'))
        })
        .or_else(|| text.strip_suffix('~').and_then(|rest| marked(rest, '~')))
        .or_else(|| {
            let digits = text.strip_prefix('c').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            digits.and_then(|rest| marked(rest, '~'))
        })
}

/// A day with a time in a form that EDTF does not have: `2018-06-20 10:00`.
fn day_of_moment(text: &str) -> Option<String> {
    let (day, time) = text.split_at_checked(10)?;
    let is_time = time.starts_with(['t', ' '])
        && time.contains(':')
        && time.chars().all(|c| c.is_ascii_digit() || "t :.+-z".contains(c));
    if is_time { single(day) } else { None }
}

/// A date with one end open: "since March 2015", "before 2018", "2018 or later".
fn open(text: &str) -> Option<String> {
    const SINCE: [&str; 5] = ["since ", "from ", "starting ", "beginning ", "as of "];
    const ONWARDS: [&str; 12] = [
        " onwards",
        " onward",
        " on",
        " to present",
        " to the present",
        " to date",
        " to now",
        " until now",
        " - present",
        "-present",
        "-",
        "/..",
    ];
    const UP_TO: [&str; 8] =
        ["by ", "until ", "till ", "up to ", "to ", "no later than ", "not later than ", "../"];
    const OR_LATER: [&str; 3] = [" or later", " or after", " at the earliest"];
    const OR_EARLIER: [&str; 3] = [" or earlier", " or before", " at the latest"];
    let after = |words: &[&str]| first_of(words, |words| text.strip_prefix(words)).and_then(dated);
    let before = |words: &[&str]| first_of(words, |words| text.strip_suffix(words)).and_then(dated);
    let since = first_of(&SINCE, |words| text.strip_prefix(words)).unwrap_or(text);
    let onwards = first_of(&ONWARDS, |words| since.strip_suffix(words)).and_then(dated);
    None.or_else(|| onwards.or_else(|| after(&SINCE)).map(|date| format!("{date}/..")))
        .or_else(|| after(&UP_TO).map(|date| format!("../{date}")))
        .or_else(|| before(&OR_LATER).map(|date| format!("[{date}..]")))
        .or_else(|| before(&OR_EARLIER).map(|date| format!("[..{date}]")))
        .or_else(|| {
            after(&["after ", "post-", "post "])
                .and_then(|date| next(&date))
                .map(|date| format!("[{date}..]"))
        })
        .or_else(|| {
            after(&["before ", "pre-", "pre "])
                .and_then(|date| previous(&date))
                .map(|date| format!("[..{date}]"))
        })
}

/// "2015 or 2017".
fn choice(text: &str) -> Option<String> {
    let (first, second) = text.split_once(" or ")?;
    let (first, second) = ends(first, second)?;
    Some(format!("[{first},{second}]"))
}

/// "Q1 2018", as the interval of its months.
fn quarter(text: &str) -> Option<String> {
    let (first, second) = text.split_once(' ')?;
    let (quarter, year) = if first.starts_with('q') { (first, second) } else { (second, first) };
    let quarter: u8 = quarter.strip_prefix('q')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
    let Some(Parts { year: Some(year), month: None, .. }) = parts(year) else { return None };
    Some(format!("{year:04}-{:02}/{year:04}-{:02}", quarter * 3 - 2, quarter * 3))
}

/// "20 to 25 June 2018", "2017-2018", "between March and May 2018".
fn interval(text: &str) -> Option<String> {
    if let Some(years) = consecutive_years(text) {
        return Some(years);
    }
    let text = first_of(&["from ", "between "], |words| text.strip_prefix(words)).unwrap_or(text);
    let splits =
        [" to ", " until ", " till ", " through ", " and ", "-", "/"].into_iter().flat_map(|between| {
            text.match_indices(between).map(|(at, between)| (&text[..at], &text[at + between.len()..]))
        });
    splits.into_iter().find_map(|(from, to)| {
        let (from, to) = ends(from, to)?;
        let interval = format!("{from}/{to}");
        Meaning::read(&interval).is_ok().then_some(interval)
    })
}

/// Two dates, of which the one may leave to the other what they share: "20 and 25 June 2018".
pub(super) fn ends(from: &str, to: &str) -> Option<(String, String)> {
    if let (Some(first), Some(second)) = (dated(from), dated(to)) {
        return Some((first, second));
    }
    let (mut first, mut second) = (parts(from)?, parts(to)?);
    if first.year.is_none() {
        first = Parts { year: second.year, month: first.month.or(second.month), ..first };
    }
    second.year = second.year.or(first.year);
    Some((edtf(first)?, edtf(second)?))
}

/// The date in EDTF, if the calendar has it.
fn edtf(parts: Parts) -> Option<String> {
    let year = parts.year?;
    let date = match (parts.month, parts.day) {
        (None, None) => format!("{year:04}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (None, Some(_)) => return None,
    };
    Meaning::read(&date).is_ok().then_some(date)
}

/// The day, month or year after a date.
fn next(date: &str) -> Option<String> {
    neighbour(date, |named| named.last.tomorrow().ok())
}

/// The day, month or year before a date.
fn previous(date: &str) -> Option<String> {
    neighbour(date, |named| named.first.yesterday().ok())
}

fn neighbour(date: &str, day: impl Fn(Named) -> Option<Date>) -> Option<String> {
    match Meaning::read(date) {
        Ok(Meaning::One(named)) if named.doubt == Doubt::None => match named.detail {
            Detail::Day | Detail::Month | Detail::Year => Some(numeric(day(named)?, named.detail)),
            _ => None,
        },
        _ => None,
    }
}

/// The numbers, months and seasons of a text in lower case; none if it has any other word.
fn words(text: &str) -> Option<Vec<Word>> {
    let text = text.trim();
    // A sign at an end, or two dots, would mean more than a separator does.
    let separated = text.chars().all(|c| c.is_alphanumeric() || " ,./-".contains(c));
    if !separated || text.starts_with(['-', '/']) || text.ends_with(['-', '/']) || text.contains("..") {
        return None;
    }
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            push_numbers(word, &mut found)?;
        } else if let Some(month) = month_or_season(word) {
            found.push(Word::Month(month));
        } else if !is_filler(word) {
            return None;
        }
    }
    Some(found)
}

fn push_numbers(word: &str, found: &mut Vec<Word>) -> Option<()> {
    let digits = first_of(&["st", "nd", "rd", "th"], |ending| word.strip_suffix(ending)).unwrap_or(word);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        1 | 2 => found.push(Word::Number(digits.parse().ok()?)),
        4 => found.push(Word::Year(digits.parse().ok()?)),
        8 => {
            found.push(Word::Year(digits[..4].parse().ok()?));
            found.push(Word::Number(digits[4..6].parse().ok()?));
            found.push(Word::Number(digits[6..].parse().ok()?));
        }
        _ => return None,
    }
    Some(())
}

fn month_or_season(word: &str) -> Option<u8> {
    const SEASONS: [(&str, u8); 5] =
        [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];
    if let Some((_, season)) = SEASONS.iter().find(|(season, _)| *season == word) {
        return Some(*season);
    }
    let numbered = || (1u8..).zip(MONTHS.map(str::to_lowercase));
    let shortened = |name: &str| word.len() >= 3 && name.starts_with(word);
    let misspelt =
        |name: &str| word.len() >= 5 && rapidfuzz::distance::osa::distance(name.chars(), word.chars()) <= 1;
    let known = numbered().find(|(_, name)| shortened(name));
    known.or_else(|| numbered().find(|(_, name)| misspelt(name))).map(|(number, _)| number)
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A word that says nothing about which date it is.
fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 6] = ["the", "of", "in", "on", "year", "dated"];
    FILLERS.contains(&word) || word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(word))
}

/// The year that two digits stand for: 1950 to 2049.
fn full_year(two_digits: u8) -> i16 {
    i16::from(two_digits) + if two_digits < 50 { 2000 } else { 1900 }
}

pub(super) fn first_of<'a>(
    words: &[&str],
    mut strip: impl FnMut(&str) -> Option<&'a str>,
) -> Option<&'a str> {
    words.iter().find_map(|word| strip(word))
}
