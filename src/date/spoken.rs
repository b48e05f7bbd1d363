//! Dates as people say and write them: "3 June 2018", "summer 2018", "last Tuesday", "don't know".

use super::DateError;
use super::Detail;
use super::LONGEST;
use super::Meaning;
use super::PartialDate;
use super::explain::explain;
use super::phrases;
use super::phrases::first_of;
use super::phrases::tidy;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Weekday;

/// What somebody can have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spoken {
    /// One date.
    One(PartialDate),
    /// The first with the day before the month, the second with the month before the day: `3/6/2018`.
    Either(PartialDate, PartialDate),
}

/// How a date can be written, for somebody who has just tried.
const WAYS: &str = "write it for example as “3 June 2018”, “June 2018”, “summer 2018”, “about 2018”, “since March 2015”, “between March and May 2018” or “don't know”";

impl Spoken {
    /// Reads a date as people write it, or in EDTF; `today` is what "yesterday" is counted from.
    ///
    /// # Errors
    ///
    /// What is wrong, in words for whoever wrote it.
    pub fn read(text: &str, today: Date) -> Result<Self, DateError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(DateError {
                message: format!(
                    "a date is shorter than that: {WAYS}; what else there is to say stands in the text"
                ),
                suggestion: None,
            });
        }
        if let Ok(date) = PartialDate::parse(text) {
            return Ok(Self::One(date));
        }
        let fits = |date: &PartialDate| other_weekday(text, date).is_none();
        let (day_first, month_first) =
            (understood(text, today), swapped(text).and_then(|text| understood(&text, today)));
        let told = day_first.as_ref().or(month_first.as_ref()).and_then(|date| other_weekday(text, date));
        match (day_first.filter(fits), month_first.filter(fits)) {
            (Some(day_first), Some(month_first)) if day_first != month_first => {
                Ok(Self::Either(day_first, month_first))
            }
            (Some(date), _) | (None, Some(date)) => Ok(Self::One(date)),
            (None, None) => Err(match told {
                Some(message) => DateError { message, suggestion: None },
                None => refused(text),
            }),
        }
    }
}

/// What is wrong where a text names a day of the week that the date does not have.
pub(super) fn other_weekday(text: &str, date: &PartialDate) -> Option<String> {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let Meaning::One(named) = &date.meaning else { return None };
    let (said, day) = (phrases::weekday(text)?, named.first);
    let name = |day: Weekday| NAMES[usize::try_from(day.to_monday_zero_offset()).unwrap_or_default()];
    let is_other = named.detail == Detail::Day && said != day.weekday();
    is_other.then(|| {
        format!(
            "{} is a {}, and not a {}: write the right day, or leave the day of the week out",
            day.strftime("%-d %B %Y"),
            name(day.weekday()),
            name(said)
        )
    })
}

fn refused(text: &str) -> DateError {
    let Err(refusal) = Meaning::read(text) else {
        return DateError { message: WAYS.to_owned(), suggestion: None };
    };
    let known = explain(text, refusal).message;
    let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let message = if phrases::parts(text).is_some_and(|parts| parts.year.is_none()) && !has_year {
        format!("the year is missing in “{text}”: {WAYS}")
    } else if known.starts_with("a date is written") {
        format!("“{text}” is not understood as a date: {WAYS}")
    } else {
        known
    };
    DateError { message, suggestion: None }
}

fn understood(text: &str, today: Date) -> Option<PartialDate> {
    let tidied = tidy(text);
    let plain = tidied.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(&tidied);
    let edtf = None
        .or_else(|| not_known(plain))
        .or_else(|| relative(plain, today))
        .or_else(|| as_shown(plain))
        .or_else(|| between(plain))
        .or_else(|| all_of(plain))
        .or_else(|| phrases::suggest(text))
        .or_else(|| choice(plain))?;
    PartialDate::parse(&edtf).ok()
}

fn not_known(text: &str) -> Option<String> {
    const MORE: [&str; 8] = [
        "i dont know",
        "i do not know",
        "dont know when",
        "no idea",
        "dunno",
        "not known yet",
        "i am not sure",
        "im not sure",
    ];
    MORE.contains(&text).then(|| "unknown".to_owned())
}

/// What is counted from today.
fn relative(text: &str, today: Date) -> Option<String> {
    let day = |date: Date| Some(date.to_string());
    match text {
        "today" => return day(today),
        "yesterday" => return day(today.yesterday().ok()?),
        "the day before yesterday" => return day(today.checked_sub(2.days()).ok()?),
        "tomorrow" => return day(today.tomorrow().ok()?),
        _ => {}
    }
    if let Some(before) = text.strip_suffix(" ago") {
        return ago(before, today);
    }
    let (which, unit) = text.split_once(' ')?;
    let back = match which {
        "this" => 0,
        "last" => 1,
        _ => return None,
    };
    match unit {
        "year" => Some(format!("{:04}", today.year() - back)),
        "month" => {
            let month = today.first_of_month().checked_sub(back.months()).ok()?;
            Some(format!("{:04}-{:02}", month.year(), month.month()))
        }
        "week" => {
            let since_monday = today.weekday().to_monday_zero_offset();
            let monday = today.checked_sub((since_monday + 7 * i8::try_from(back).ok()?).days()).ok()?;
            Some(format!("[{monday}..{}]", monday.checked_add(6.days()).ok()?))
        }
        name if back == 1 => last_of(name, today),
        _ => None,
    }
}

/// "three days ago". Weeks, months and years are only about right.
fn ago(text: &str, today: Date) -> Option<String> {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let (number, unit) = text.split_once(' ')?;
    let count = match number {
        "a" | "an" => 1,
        number => match (1i32..).zip(NUMBERS).find(|(_, name)| *name == number) {
            Some((count, _)) => count,
            None => number.parse().ok().filter(|count| (1..1000).contains(count))?,
        },
    };
    let before = |span: jiff::Span| today.checked_sub(span).ok();
    match unit.trim_end_matches('s') {
        "day" => Some(before(count.days())?.to_string()),
        "week" => Some(format!("{}~", before(count.weeks())?)),
        "month" => before(count.months()).map(|day| format!("{:04}-{:02}~", day.year(), day.month())),
        "year" => before(count.years()).map(|day| format!("{:04}~", day.year())),
        _ => None,
    }
}

/// The latest Tuesday, June or summer that is over.
fn last_of(name: &str, today: Date) -> Option<String> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    if let Some((_, day)) = DAYS.iter().find(|(own, _)| *own == name) {
        return today.nth_weekday(-1, *day).ok().map(|date| date.to_string());
    }
    let this_year = today.year();
    let over = [this_year, this_year - 1, this_year - 2].into_iter().find_map(|year| {
        let date = phrases::suggest(&format!("{name} {year}"))?;
        let parsed = PartialDate::parse(&date).ok()?;
        (parsed.latest()? < today).then_some(date)
    });
    over.filter(|_| phrases::parts(name).is_some_and(|parts| parts.month.is_some() && parts.day.is_none()))
}

/// Forms in which readers are shown a date, and in which nobody else writes one.
fn as_shown(text: &str) -> Option<String> {
    let single = |text: &str| phrases::dated(text);
    if let Some(rest) = text.strip_suffix(", end not known") {
        return Some(format!("{}/", single(rest.strip_prefix("from ")?)?));
    }
    if let Some(rest) = text.strip_suffix(", start not known") {
        return Some(format!("/{}", single(rest.strip_prefix("up to ")?)?));
    }
    if let Some(rest) = text.strip_suffix(", day and month not known") {
        return Some(format!("{}-XX-XX", single(rest)?));
    }
    if let Some(rest) = first_of(&[", day not known", ", month not known"], |end| text.strip_suffix(end)) {
        return Some(format!("{}-XX", single(rest)?));
    }
    let certain = text.strip_suffix(" (uncertain)")?;
    match certain.strip_prefix("about ") {
        Some(date) => single(date).map(|date| format!("{date}%")),
        None => single(certain).map(|date| format!("{date}?")),
    }
}

/// "between January and March 2017": one day, month or year of those, not known which.
fn between(text: &str) -> Option<String> {
    let (from, to) = text.strip_prefix("between ")?.split_once(" and ")?;
    let (from, to) = phrases::ends(from, to)?;
    let set = format!("[{from}..{to}]");
    // A set that ends before it begins is no date.
    let (first, last) =
        (PartialDate::parse(&from).ok()?.earliest()?, PartialDate::parse(&to).ok()?.latest()?);
    (first <= last && Meaning::read(&set).is_ok()).then_some(set)
}

/// "2016 and 2018": both.
fn all_of(text: &str) -> Option<String> {
    let (first, second) = text.split_once(" and ")?;
    let (mut dates, last) = listed(first, second)?;
    dates.push(last);
    let set = format!("{{{}}}", dates.join(","));
    Meaning::read(&set).is_ok().then_some(set)
}

/// "2015, 2016 or 2017".
fn choice(text: &str) -> Option<String> {
    let (first, second) = text.split_once(" or ")?;
    let (mut dates, last) = listed(first, second)?;
    dates.push(last);
    let set = format!("[{}]", dates.join(","));
    Meaning::read(&set).is_ok().then_some(set)
}

/// Several dates with commas, and the last.
fn listed(before: &str, last: &str) -> Option<(Vec<String>, String)> {
    if !before.contains(", ") {
        let (first, second) = phrases::ends(before, last)?;
        return Some((vec![first], second));
    }
    let dates: Option<Vec<String>> = before.split(", ").map(phrases::dated).collect();
    Some((dates?, phrases::dated(last)?))
}

/// The text with the month and the day of each date in digits the other way round, where both can be either.
fn swapped(text: &str) -> Option<String> {
    let mut changed = false;
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let other = swapped_word(word);
            changed |= other.is_some();
            other.unwrap_or_else(|| word.to_owned())
        })
        .collect();
    changed.then(|| words.join(" "))
}

fn swapped_word(word: &str) -> Option<String> {
    let between = word.chars().find(|sign| "/.-".contains(*sign))?;
    let parts: Vec<&str> = word.split(between).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<u8>().ok().filter(|number| (1..=12).contains(number));
    let (one, other) = (number(first)?, number(second)?);
    let is_year = matches!(year.trim_end_matches([',', '?', '~']).len(), 2 | 4);
    (one != other && is_year).then(|| [*second, *first, *year].join(&between.to_string()))
}

impl PartialDate {
    /// Whether a person would take it for one day, month or season, rather than for a longer time.
    pub fn is_close(&self) -> bool {
        match &self.meaning {
            Meaning::One(named) => {
                matches!(named.detail, Detail::Day | Detail::Month | Detail::DayUnknown | Detail::Season(_))
            }
            _ => match (self.earliest(), self.latest()) {
                (Some(first), Some(last)) => first.until(last).is_ok_and(|span| span.get_days() <= 92),
                _ => false,
            },
        }
    }
}
