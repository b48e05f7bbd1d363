//! Dates in the words of a language.

use super::Detail;
use super::Doubt;
use super::End;
use super::Meaning;
use super::Member;
use super::Named;
use crate::pattern::fill;
use serde::Deserialize;

/// The words and patterns that dates are written with in one language.
///
/// A pattern has names in braces where something is filled in; each field says which, with the English
/// words as the example. All are required, so that no date of a translated site falls back on English.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// The twelve months, January first, as they stand within a date.
    pub months: [String; 12],
    /// Spring, summer, autumn, winter.
    pub seasons: [String; 4],
    /// `date not known`
    pub unknown: String,
    /// `{day} {month} {year}`
    pub day: String,
    /// `{month} {year}`
    pub month: String,
    /// `{season} {year}`
    pub season: String,
    /// `{decade}s`
    pub decade: String,
    /// `{first} to {last}, year not known`
    pub century: String,
    /// `{year} BC`
    pub before_christ: String,
    /// `{date}, day not known`
    pub day_unknown: String,
    /// `{date}, month not known`
    pub month_unknown: String,
    /// `{date}, day and month not known`
    pub month_and_day_unknown: String,
    /// `about {date}`
    pub about: String,
    /// `{date} (uncertain)`
    pub uncertain: String,
    /// `about {date} (uncertain)`
    pub about_uncertain: String,
    /// `{from} to {to}`: an interval.
    pub to: String,
    /// `{from_day} to {to_day} {month} {year}`: an interval within a month.
    pub days_of_month: String,
    /// `{from_day} {from_month} to {to_day} {to_month} {year}`: an interval within a year.
    pub days_of_year: String,
    /// `{from} to {to} {year}`: an interval of months, or of seasons, of one year.
    pub months_of_year: String,
    /// `{date} onwards`: an interval that has not ended.
    pub onwards: String,
    /// `up to {date}`: an interval without a beginning.
    pub up_to: String,
    /// `from {date}, end not known`
    pub end_unknown: String,
    /// `up to {date}, start not known`
    pub start_unknown: String,
    /// `{date} or later`: one day, month or year, not known which.
    pub or_later: String,
    /// `{date} or earlier`
    pub or_earlier: String,
    /// `between {from} and {to}`: one day, month or year of those.
    pub between: String,
    /// Between two of several dates but the last two: a comma and a space.
    pub list: String,
    /// Between the last two dates of a choice: ` or `.
    pub list_or: String,
    /// Between the last two dates of which each is meant: ` and `.
    pub list_and: String,
}

impl DateWords {
    /// English, as the terminal speaks it.
    pub fn english() -> Self {
        let months = super::phrases::MONTHS.map(str::to_owned);
        let seasons = ["spring", "summer", "autumn", "winter"].map(str::to_owned);
        Self {
            months,
            seasons,
            unknown: "date not known".into(),
            day: "{day} {month} {year}".into(),
            month: "{month} {year}".into(),
            season: "{season} {year}".into(),
            decade: "{decade}s".into(),
            century: "{first} to {last}, year not known".into(),
            before_christ: "{year} BC".into(),
            day_unknown: "{date}, day not known".into(),
            month_unknown: "{date}, month not known".into(),
            month_and_day_unknown: "{date}, day and month not known".into(),
            about: "about {date}".into(),
            uncertain: "{date} (uncertain)".into(),
            about_uncertain: "about {date} (uncertain)".into(),
            to: "{from} to {to}".into(),
            days_of_month: "{from_day} to {to_day} {month} {year}".into(),
            days_of_year: "{from_day} {from_month} to {to_day} {to_month} {year}".into(),
            months_of_year: "{from} to {to} {year}".into(),
            onwards: "{date} onwards".into(),
            up_to: "up to {date}".into(),
            end_unknown: "from {date}, end not known".into(),
            start_unknown: "up to {date}, start not known".into(),
            or_later: "{date} or later".into(),
            or_earlier: "{date} or earlier".into(),
            between: "between {from} and {to}".into(),
            list: ", ".into(),
            list_or: " or ".into(),
            list_and: " and ".into(),
        }
    }
}

/// The date as a reader reads it.
pub(super) fn in_words(meaning: &Meaning, words: &DateWords) -> String {
    match meaning {
        Meaning::Unknown => words.unknown.clone(),
        Meaning::One(named) => named_in_words(*named, words),
        Meaning::Interval(start, end) => interval_in_words(*start, *end, words),
        Meaning::OneOf(members) => {
            let members = members.iter().map(|member| choice_in_words(*member, words)).collect();
            joined(members, &words.list, &words.list_or)
        }
        Meaning::AllOf(members) => {
            let whole = |member: &Member| {
                let (start, end) = member.ends();
                interval_in_words(start, end, words)
            };
            joined(members.iter().map(whole).collect(), &words.list, &words.list_and)
        }
    }
}

fn interval_in_words(start: End, end: End, words: &DateWords) -> String {
    match (start, end) {
        (End::At(start), End::At(end)) => span_in_words(start, end, words),
        (End::At(start), End::Open) => fill(&words.onwards, &[("date", &named_in_words(start, words))]),
        (End::At(start), End::Unknown) => {
            fill(&words.end_unknown, &[("date", &named_in_words(start, words))])
        }
        (End::Open, End::At(end)) => fill(&words.up_to, &[("date", &named_in_words(end, words))]),
        (End::Unknown, End::At(end)) => fill(&words.start_unknown, &[("date", &named_in_words(end, words))]),
        (End::Open | End::Unknown, End::Open | End::Unknown) => words.unknown.clone(),
    }
}

fn choice_in_words(member: Member, words: &DateWords) -> String {
    match member {
        Member::At(named) => named_in_words(named, words),
        Member::OrEarlier(named) => fill(&words.or_earlier, &[("date", &named_in_words(named, words))]),
        Member::OrLater(named) => fill(&words.or_later, &[("date", &named_in_words(named, words))]),
        Member::Between(from, to) if from == to => named_in_words(from, words),
        Member::Between(from, to) => {
            let ends = [("from", &*named_in_words(from, words)), ("to", &*named_in_words(to, words))];
            fill(&words.between, &ends)
        }
    }
}

/// Two dates with what lies between. What they share is said once: "20 to 25 June 2018".
fn span_in_words(from: Named, to: Named, words: &DateWords) -> String {
    if from == to {
        return named_in_words(from, words);
    }
    let plain = from.doubt == Doubt::None && to.doubt == Doubt::None;
    let same_year = plain && from.first.year() == to.first.year();
    let year = year_in_words(to.first.year(), words);
    match (from.detail, to.detail) {
        (Detail::Day, Detail::Day) if same_year => {
            let (from, to) = (from.first, to.first);
            let (from_day, to_day) = (from.day().to_string(), to.day().to_string());
            let days = [("from_day", &*from_day), ("to_day", &*to_day), ("year", &*year)];
            let (from_month, to_month) = (month_name(from.month(), words), month_name(to.month(), words));
            if from.month() == to.month() {
                return fill(&words.days_of_month, &[&days[..], &[("month", to_month)]].concat());
            }
            let months = [("from_month", from_month), ("to_month", to_month)];
            fill(&words.days_of_year, &[&days[..], &months[..]].concat())
        }
        (Detail::Month, Detail::Month) if same_year => {
            let (from, to) = (month_name(from.first.month(), words), month_name(to.first.month(), words));
            fill(&words.months_of_year, &[("from", from), ("to", to), ("year", &year)])
        }
        (Detail::Season(from), Detail::Season(to)) if same_year => {
            let (from, to) = (&*words.seasons[usize::from(from)], &*words.seasons[usize::from(to)]);
            fill(&words.months_of_year, &[("from", from), ("to", to), ("year", &year)])
        }
        _ => fill(&words.to, &[("from", &named_in_words(from, words)), ("to", &named_in_words(to, words))]),
    }
}

fn named_in_words(named: Named, words: &DateWords) -> String {
    let date = plain_in_words(named, words);
    match named.doubt {
        Doubt::None => date,
        Doubt::Uncertain => fill(&words.uncertain, &[("date", &date)]),
        Doubt::About => fill(&words.about, &[("date", &date)]),
        Doubt::AboutUncertain => fill(&words.about_uncertain, &[("date", &date)]),
    }
}

fn plain_in_words(named: Named, words: &DateWords) -> String {
    let year = year_in_words(named.first.year(), words);
    let month = month_name(named.first.month(), words);
    match named.detail {
        Detail::Century => {
            let last = year_in_words(named.last.year(), words);
            fill(&words.century, &[("first", &year), ("last", &last)])
        }
        // Years before Christ have no decades in EDTF, so that the number stands for itself.
        Detail::Decade => fill(&words.decade, &[("decade", &named.first.year().to_string())]),
        Detail::Year => year,
        Detail::MonthUnknown => fill(&words.month_unknown, &[("date", &year)]),
        Detail::MonthAndDayUnknown => fill(&words.month_and_day_unknown, &[("date", &year)]),
        Detail::Season(season) => {
            fill(&words.season, &[("season", &words.seasons[usize::from(season)]), ("year", &year)])
        }
        Detail::Month => fill(&words.month, &[("month", month), ("year", &year)]),
        Detail::DayUnknown => {
            let date = fill(&words.month, &[("month", month), ("year", &year)]);
            fill(&words.day_unknown, &[("date", &date)])
        }
        Detail::Day => {
            let day = named.first.day().to_string();
            fill(&words.day, &[("day", &day), ("month", month), ("year", &year)])
        }
    }
}

/// EDTF counts years as astronomers do: the year 0 is 1 BC.
fn year_in_words(year: i16, words: &DateWords) -> String {
    if year > 0 { year.to_string() } else { fill(&words.before_christ, &[("year", &(1 - year).to_string())]) }
}

/// The name of a month, 1 to 12.
fn month_name(month: i8, words: &DateWords) -> &str {
    usize::try_from(month - 1).ok().and_then(|index| words.months.get(index)).map_or("", String::as_str)
}

fn joined(mut parts: Vec<String>, between: &str, before_last: &str) -> String {
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() { last } else { format!("{}{before_last}{last}", parts.join(between)) }
}
