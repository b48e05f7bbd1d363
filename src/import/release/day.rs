//! Days and hours as people write them in a release.

use jiff::civil::Date;
use jiff::civil::DateTime;
use regex::Captures;
use regex::Regex;
use std::sync::LazyLock;

/// A day, month or year as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Day {
    /// As EDTF.
    Known(String),
    /// Digits that are one day in Britain and another in America.
    Ambiguous(String),
}

/// A day with an hour, until which nothing may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Until {
    /// The day and, where one is named, the hour by the clocks of the place; midnight otherwise.
    pub local: DateTime,
    /// The zone, where one is named, as an offset: `+01:00`.
    pub zone: Option<&'static str>,
}

const MONTHS: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?";
    let american = r"(?P<m2>MONTHS)\.?\s+(?P<d2>[0-3]?[0-9])(?:st|nd|rd|th)?,?\s+(?P<y2>[12][0-9]{3})";
    let british = format!(r"{day}(?:\s+of)?\s+(?P<m>MONTHS)\.?,?\s+(?P<y>[12][0-9]{{3}})");
    let iso = r"(?P<iso>[12][0-9]{3}-[01][0-9]-[0-3][0-9])";
    let digits = r"(?P<a>[0-3]?[0-9])[./-](?P<b>[0-3]?[0-9])[./-](?P<y3>[12][0-9]{3})";
    let month = r"(?P<m4>MONTHS)\.?,?\s+(?P<y4>[12][0-9]{3})";
    let all = format!(r"(?i)\b(?:{british}|{american}|{iso}|{digits}|{month})\b").replace("MONTHS", MONTHS);
    Regex::new(&all).expect("a pattern of this file")
});

static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    let clock = r"(?P<h>[0-2]?[0-9])[:.](?P<min>[0-5][0-9])\s*(?P<half>[ap]\.?m\b)?";
    let half = r"(?P<h2>[01]?[0-9])\s*(?P<half2>[ap])\.?m\b";
    let words = r"(?P<noon>noon|midday)|(?P<midnight>midnight)";
    let long = r"(?P<h3>[0-2][0-9])(?P<min3>[0-5][0-9])\s*(?:hrs|hours|h)\b";
    Regex::new(&format!(r"(?i)\b(?:{clock}|{half}|{words}|{long})")).expect("a pattern of this file")
});

/// The first day, month or year that a text names, and where it stands.
pub(super) fn find(text: &str) -> Option<(Day, std::ops::Range<usize>)> {
    let found = DAY.captures(text)?;
    let place = found.get(0)?.range();
    Some((day_of(&found)?, place))
}

fn day_of(found: &Captures<'_>) -> Option<Day> {
    let number = |name: &str| found.name(name).and_then(|own| own.as_str().parse::<u16>().ok());
    let month = |name: &str| found.name(name).and_then(|own| month_number(own.as_str()));
    let written = |year: u16, month: u16, day: u16| {
        let date = Date::new(year as i16, month as i8, day as i8).ok()?;
        Some(Day::Known(date.to_string()))
    };
    if let Some(iso) = found.name("iso") {
        return iso.as_str().parse::<Date>().ok().map(|date| Day::Known(date.to_string()));
    }
    if let (Some(day), Some(month), Some(year)) = (number("d"), month("m"), number("y")) {
        return written(year, month, day);
    }
    if let (Some(day), Some(month), Some(year)) = (number("d2"), month("m2"), number("y2")) {
        return written(year, month, day);
    }
    if let (Some(first), Some(second), Some(year)) = (number("a"), number("b"), number("y3")) {
        let is_british = first > 12 || first == second;
        let is_american = second > 12;
        return match (is_british, is_american) {
            (true, false) => written(year, second, first),
            (false, true) => written(year, first, second),
            _ => Some(Day::Ambiguous(found[0].to_owned())),
        };
    }
    let (month, year) = (month("m4")?, number("y4")?);
    Some(Day::Known(format!("{year}-{month:02}")))
}

fn month_number(name: &str) -> Option<u16> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = name.get(..3)?.to_lowercase();
    names.iter().position(|own| *own == start).and_then(|at| u16::try_from(at + 1).ok())
}

/// The end of an embargo that a line names.
pub(super) fn until(line: &str) -> Option<Until> {
    let (Day::Known(day), place) = find(line)? else { return None };
    let date: Date = day.parse().ok()?;
    // Digits of the day are no hour.
    let rest = format!("{} {}", &line[..place.start], &line[place.end..]);
    let (hour, minute) = HOUR.captures(&rest).and_then(|found| hour_of(&found)).unwrap_or((0, 0));
    let words: Vec<String> =
        rest.split(|sign: char| !sign.is_alphanumeric()).map(str::to_uppercase).collect();
    let is_named = |name: &str| words.iter().any(|word| word == name);
    let zone = match () {
        () if is_named("BST") => Some("+01:00"),
        () if is_named("GMT") || is_named("UTC") => Some("Z"),
        () if is_named("CET") => Some("+01:00"),
        () if is_named("CEST") => Some("+02:00"),
        () => None,
    };
    Some(Until { local: date.at(hour, minute, 0, 0), zone })
}

fn hour_of(found: &Captures<'_>) -> Option<(i8, i8)> {
    let number = |name: &str| found.name(name).and_then(|own| own.as_str().parse::<i8>().ok());
    if found.name("noon").is_some() {
        return Some((12, 0));
    }
    if found.name("midnight").is_some() {
        return Some((0, 0));
    }
    if let (Some(hour), Some(minute)) = (number("h3"), number("min3")) {
        return (hour < 24).then_some((hour, minute));
    }
    let hour = number("h").or_else(|| number("h2"))?;
    let minute = number("min").unwrap_or(0);
    let half = found.name("half").or_else(|| found.name("half2")).map(|own| own.as_str().to_lowercase());
    let hour = match half.as_deref() {
        None => hour,
        Some(half) if half.starts_with('p') => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    (hour < 24).then_some((hour, minute))
}
