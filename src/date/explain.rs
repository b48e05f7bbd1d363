//! What is wrong with a text that is no date.

use super::DateError;
use super::LONGEST;
use super::Meaning;
use super::PartialDate;
use super::Refusal;
use super::phrases;
use super::phrases::MONTHS;
use super::phrases::Parts;
use super::spoken::other_weekday;
use jiff::civil::Date;

/// The error for a text that was refused.
pub(super) fn explain(text: &str, refusal: Refusal) -> DateError {
    // Nothing is looked for in a text without limit.
    if refusal == Refusal::TooLong {
        return DateError { message: format!("a date has at most {LONGEST} characters"), suggestion: None };
    }
    let suggestion = phrases::suggest(text);
    let meant = suggestion.as_ref().and_then(|date| PartialDate::parse(date).ok());
    if let Some(message) = meant.and_then(|date| other_weekday(text, &date)) {
        return DateError { message, suggestion: None };
    }
    let message = if text.trim().is_empty() {
        "a date is missing here; one that is not known is written `unknown`".to_owned()
    } else if let Some(message) = calendar_mistake(text) {
        message
    } else if let Some((from, to)) = reversed(text) {
        return DateError {
            message: "an interval has its earlier date first, and this one ends before it begins".to_owned(),
            suggestion: Some(format!("{to}/{from}")),
        };
    } else if let Refusal::NotTaken(reason) = refusal {
        reason.to_owned()
    } else {
        "a date is written 2018, 2018-06 or 2018-06-20, or `unknown`".to_owned()
    };
    DateError { message, suggestion }
}

/// The two ends of an interval that ends before it begins.
fn reversed(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once('/')?;
    let first = Meaning::read(from).ok()?.stretch().first?;
    let last = Meaning::read(to).ok()?.stretch().last?;
    (last < first).then_some((from, to))
}

/// What the calendar does not have: a month 13, a 30 February.
fn calendar_mistake(text: &str) -> Option<String> {
    if phrases::consecutive_years(text).is_some() {
        return None;
    }
    let pieces = text.split(['/', ',', '[', ']', '{', '}']).flat_map(|piece| piece.split(".."));
    std::iter::once(text).chain(pieces).filter_map(phrases::parts).find_map(mistake_in)
}

fn mistake_in(parts: Parts) -> Option<String> {
    let (year, month) = (parts.year?, parts.month?);
    if !matches!(month, 1..=12 | 21..=24) {
        return Some(format!(
            "there is no month {month:02}: after the year comes a month from 01 to 12, \
             or 21 for spring, 22 for summer, 23 for autumn, 24 for winter"
        ));
    }
    let day = parts.day?;
    if month > 12 {
        return Some("a season has no days".to_owned());
    }
    let days = Date::new(year, i8::try_from(month).ok()?, 1).ok()?.days_in_month();
    let name = MONTHS.get(usize::from(month) - 1)?;
    match day {
        0 => Some("there is no day 00: a day that is not known is written XX, or left out".to_owned()),
        day if i8::try_from(day).is_ok_and(|day| day <= days) => None,
        _ => Some(format!("{name} {year} has {days} days")),
    }
}
