//! Dates as people know them: to the day, the month or the year, about, open, one of several, or not known.

mod explain;
mod phrases;
mod spoken;
#[cfg(test)]
mod tests;
mod words;

pub use self::phrases::MONTHS;
pub use self::spoken::Spoken;
pub use self::words::DateWords;

use edtf_core::Bound;
use edtf_core::DateField;
use edtf_core::Edtf;
use edtf_core::IntervalEndpoint;
use edtf_core::Qualifier;
use edtf_core::SetElement;
use edtf_core::SetKind;
use edtf_core::YearKind;
use jiff::civil::Date;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

/// The longest text that is looked at, in bytes. A set of a dozen years fits.
const LONGEST: usize = 64;

/// The most years that a date without an open end spreads over in [`PartialDate::years`].
const MOST_YEARS: i16 = 30;

/// A date as far as it is known, with the text that it was written as.
///
/// The text is EDTF (ISO 8601-2:2019 Annex A, <https://www.loc.gov/standards/datetime/>): level 0, level 1
/// for the years -9999 to 9999, and of level 2 the sets `[…]` (one of these) and `{…}` (all of these); or
/// the word `unknown`. Two dates are equal when they mean the same and are written the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartialDate {
    written: String,
    meaning: Meaning,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, for a campaigner: lower case, no full stop.
    pub message: String,
    /// What was probably meant, as a date that [`PartialDate::parse`] takes.
    pub suggestion: Option<String>,
}

/// Whether a date falls in a range of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// It does not.
    No,
    /// It may: the date is too coarse, too doubtful or too open to tell.
    Possibly,
    /// It does, or of a stretch of time: a part of it does.
    Definitely,
}

/// The place of a date in a chronological list: by its earliest day, then by its latest, unknown dates last.
///
/// A date that is open to the past stands where the earliest day it names stands, before the dates that
/// begin on that day: "March 2015 or earlier" just before "March 2015". Open to the future counts as the
/// latest of all days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    unknown: bool,
    first: Date,
    begins: bool,
    last: Date,
}

impl PartialDate {
    /// The date of which nothing is known, as a record has it that gives none.
    pub fn unknown() -> Self {
        Self { written: "unknown".to_owned(), meaning: Meaning::Unknown }
    }

    /// Reads a date.
    ///
    /// A date with a time of day stands for its day, as written, in whatever zone. Spaces are allowed in
    /// sets only, around their dates. The error says what is wrong and, where the text is a date in words or in another
    /// notation, how it is written here.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match Meaning::read(text) {
            Ok(meaning) => Ok(Self { written: text.trim_end().to_owned(), meaning }),
            Err(refusal) => Err(explain::explain(text, refusal)),
        }
    }

    /// The text that was read, or `unknown`.
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.meaning == Meaning::Unknown
    }

    /// The first day it can be; none when it is unknown, or open to the past.
    ///
    /// "About" and "uncertain" do not move it (ISO 8601-2:2019, 8.4.2).
    pub fn earliest(&self) -> Option<Date> {
        self.meaning.stretch().first
    }

    /// The last day it can be; none when it is unknown, or open to the future.
    pub fn latest(&self) -> Option<Date> {
        self.meaning.stretch().last
    }

    /// Its place in a chronological list.
    pub fn sort_key(&self) -> SortKey {
        let Stretch { first, last } = self.meaning.stretch();
        let named = self.meaning.named().iter().map(|named| named.first).min();
        SortKey {
            unknown: self.is_unknown(),
            first: first.or(named).unwrap_or(Date::MAX),
            begins: first.is_some(),
            last: last.unwrap_or(Date::MAX),
        }
    }

    /// Whether it falls between two days, both included.
    ///
    /// A date that is uncertain or approximate is never more than possibly in a range, and never outside
    /// its own first and last day. An interval is definitely in a range when one of its ends is, or when
    /// the days between its ends reach into it. An unknown date is possibly in every range.
    pub fn within(&self, from: Date, to: Date) -> Within {
        let range = Range { from, to };
        match &self.meaning {
            Meaning::Unknown => Within::Possibly,
            Meaning::One(named) => named.within(range),
            Meaning::Interval(start, end) => interval_within(*start, *end, range),
            Meaning::OneOf(members) => {
                let each = || members.iter().map(|member| member.as_choice_within(range));
                // Choices that disagree leave it open.
                if each().min() == each().max() {
                    each().min().unwrap_or(Within::No)
                } else {
                    Within::Possibly
                }
            }
            Meaning::AllOf(members) => {
                let each = members.iter().map(|member| member.as_whole_within(range));
                each.max().unwrap_or(Within::No)
            }
        }
    }

    /// The years that it falls in, in order, each with how surely.
    ///
    /// Only years that a reader would look for it in: an open end adds none beyond the year it names, a
    /// century none at all, and an interval of more than 30 years has the years of its two ends.
    pub fn years(&self) -> Vec<(i16, Within)> {
        let mut years = BTreeSet::new();
        match &self.meaning {
            Meaning::Unknown => {}
            Meaning::One(named) => years.extend(named.years()),
            Meaning::Interval(start, end) => years.extend(interval_years(*start, *end)),
            Meaning::OneOf(members) | Meaning::AllOf(members) => {
                for member in members {
                    let (start, end) = member.ends();
                    years.extend(interval_years(start, end));
                }
            }
        }
        let whole = |year| self.within(Date::constant(year, 1, 1), Date::constant(year, 12, 31));
        let judged = years.into_iter().map(|year| (year, whole(year)));
        judged.filter(|(_, within)| *within != Within::No).collect()
    }

    /// The value of the `datetime` attribute of an HTML `time` element: `2018`, `2018-06` or `2018-06-20`.
    ///
    /// None for a date that is not one day, month or year after the year 0, or that is about or uncertain.
    /// Of `2018-06-XX` it is the month.
    pub fn machine(&self) -> Option<String> {
        let Meaning::One(named) = &self.meaning else { return None };
        if named.doubt != Doubt::None || named.first.year() < 1 {
            return None;
        }
        match named.detail {
            Detail::Day => Some(numeric(named.first, Detail::Day)),
            Detail::Month | Detail::DayUnknown => Some(numeric(named.first, Detail::Month)),
            Detail::Year | Detail::MonthUnknown | Detail::MonthAndDayUnknown => {
                Some(numeric(named.first, Detail::Year))
            }
            Detail::Century | Detail::Decade | Detail::Season(_) => None,
        }
    }

    /// The date as a reader reads it: "about June 2018", "March 2015 or later".
    pub fn in_words(&self, words: &DateWords) -> String {
        words::in_words(&self.meaning, words)
    }

    /// The date to the year, as a citation has it: "2015", "2015 or later". None where no year is known.
    pub fn years_in_words(&self, words: &DateWords) -> Option<String> {
        (!self.meaning.named().is_empty()).then(|| words::in_words(&self.meaning.to_years(), words))
    }
}

impl SortKey {
    /// The year of the day by which the date is sorted.
    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// The place in a list with the newest first, where unknown dates are still last.
    pub fn newest_first(self) -> impl Ord + Copy {
        (self.unknown, Reverse(self))
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

/// What a date says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Meaning {
    Unknown,
    One(Named),
    /// From the one to the other, all the time between included.
    Interval(End, End),
    /// One of these; not known which.
    OneOf(Vec<Member>),
    /// Each of these.
    AllOf(Vec<Member>),
}

/// A single day, month, season, year, decade or century.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Named {
    first: Date,
    last: Date,
    detail: Detail,
    doubt: Doubt,
}

/// What of a date was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Detail {
    Century,
    Decade,
    Year,
    /// `2018-XX`
    MonthUnknown,
    /// `2018-XX-XX`
    MonthAndDayUnknown,
    /// Spring, summer, autumn and winter: 0 to 3. Winter ends in the year after its own.
    Season(u8),
    Month,
    /// `2018-06-XX`
    DayUnknown,
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Doubt {
    None,
    Uncertain,
    About,
    AboutUncertain,
}

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    At(Named),
    Open,
    Unknown,
}

/// A member of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Member {
    At(Named),
    OrEarlier(Named),
    OrLater(Named),
    Between(Named, Named),
}

/// Why a text was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    TooLong,
    NotEdtf,
    /// EDTF that is not taken here, with the reason.
    NotTaken(&'static str),
}

/// The days asked about.
#[derive(Clone, Copy)]
struct Range {
    from: Date,
    to: Date,
}

/// The days that a date lies in; none is without end.
#[derive(Clone, Copy)]
struct Stretch {
    first: Option<Date>,
    last: Option<Date>,
}

/// A set without the spaces beside its commas and brackets. One within a date is no way to write it: `[20 15..]`.
fn without_spaces(set: &str) -> String {
    let inner = |part: &str| {
        part.split(',').map(|date| date.trim_matches(' ').to_owned()).collect::<Vec<_>>().join(",")
    };
    let bare = set.trim_end_matches(' ');
    match (bare.get(..1), bare.get(1..bare.len().saturating_sub(1)), bare.chars().last()) {
        (Some(open), Some(dates), Some(close)) if close.is_ascii() => {
            format!("{open}{}{close}", inner(dates))
        }
        _ => bare.to_owned(),
    }
}

impl Meaning {
    fn read(text: &str) -> Result<Self, Refusal> {
        if text.len() > LONGEST {
            return Err(Refusal::TooLong);
        }
        if text == "unknown" {
            return Ok(Meaning::Unknown);
        }
        let set = text.starts_with(['[', '{']);
        let compact = if set { Cow::Owned(without_spaces(text)) } else { Cow::Borrowed(text) };
        match Edtf::parse(&compact).map_err(|_| Refusal::NotEdtf)? {
            Edtf::Date(date) => Named::read(date).map(Meaning::One),
            Edtf::DateTime(moment) => Named::read(moment.date).map(Meaning::One),
            Edtf::Interval(interval) => {
                Ok(Meaning::Interval(End::read(interval.start)?, End::read(interval.end)?))
            }
            Edtf::Set(set) => {
                let members = set.elements.into_iter().map(Member::read).collect::<Result<_, _>>()?;
                Ok(match set.kind {
                    SetKind::OneMember => Meaning::OneOf(members),
                    SetKind::AllMembers => Meaning::AllOf(members),
                })
            }
        }
    }

    fn stretch(&self) -> Stretch {
        match self {
            Meaning::Unknown => Stretch { first: None, last: None },
            Meaning::One(named) => named.stretch(),
            Meaning::Interval(start, end) => interval_stretch(*start, *end),
            Meaning::OneOf(members) | Meaning::AllOf(members) => {
                let each = || members.iter().map(|member| member.stretch());
                // `None` is the least of options, and the past without end.
                let first = each().map(|stretch| stretch.first).min().flatten();
                let last = each().map(|stretch| stretch.last).collect::<Option<Vec<_>>>();
                Stretch { first, last: last.and_then(|days| days.into_iter().max()) }
            }
        }
    }

    /// Every date that it gives.
    fn named(&self) -> Vec<Named> {
        match self {
            Meaning::Unknown => Vec::new(),
            Meaning::One(named) => vec![*named],
            Meaning::Interval(start, end) => start.named().into_iter().chain(end.named()).collect(),
            Meaning::OneOf(members) | Meaning::AllOf(members) => {
                let ends = members.iter().map(|member| member.ends());
                ends.flat_map(|(start, end)| start.named().into_iter().chain(end.named())).collect()
            }
        }
    }
}

impl Meaning {
    /// The same, with years in the place of days, months and seasons.
    fn to_years(&self) -> Self {
        let members = |members: &[Member]| {
            let mut years: Vec<Member> = Vec::with_capacity(members.len());
            for member in members.iter().map(|member| member.to_years()) {
                // A set has few members, since a date has few signs.
                if !years.contains(&member) {
                    years.push(member);
                }
            }
            years
        };
        match self {
            Meaning::Unknown => Meaning::Unknown,
            Meaning::One(named) => Meaning::One(named.to_year()),
            Meaning::Interval(start, end) => Meaning::Interval(start.to_year(), end.to_year()),
            Meaning::OneOf(choices) => Meaning::OneOf(members(choices)),
            Meaning::AllOf(all) => Meaning::AllOf(members(all)),
        }
    }
}

impl End {
    fn to_year(self) -> Self {
        match self {
            End::At(named) => End::At(named.to_year()),
            open => open,
        }
    }
}

impl Member {
    fn to_years(self) -> Self {
        match self {
            Member::At(named) => Member::At(named.to_year()),
            Member::OrEarlier(named) => Member::OrEarlier(named.to_year()),
            Member::OrLater(named) => Member::OrLater(named.to_year()),
            Member::Between(from, to) => Member::Between(from.to_year(), to.to_year()),
        }
    }
}

impl Named {
    /// The year in which it begins; a decade or a century is left as it is.
    fn to_year(self) -> Self {
        if matches!(self.detail, Detail::Century | Detail::Decade) {
            return self;
        }
        let year = self.first.year();
        let (first, last) = (Date::constant(year, 1, 1), Date::constant(year, 12, 31));
        Self { first, last, detail: Detail::Year, doubt: self.doubt }
    }

    fn read(date: edtf_core::Date) -> Result<Self, Refusal> {
        let detail = detail(&date)?;
        let qualifiers = [Some(date.year.qualifier), date.month.map(qualifier), date.day.map(qualifier)];
        if qualifiers.iter().flatten().any(|part| *part != date.year.qualifier) {
            return Err(Refusal::NotTaken(
                "`?`, `~` and `%` stand at the end of a date and are about the whole of it",
            ));
        }
        let bounds = Edtf::Date(date).bounds();
        match (civil(bounds.earliest), civil(bounds.latest)) {
            (Some(first), Some(last)) => Ok(Self { first, last, detail, doubt: doubt(date.year.qualifier) }),
            _ => Err(Refusal::NotTaken("a year lies between -9999 and 9999")),
        }
    }

    fn stretch(self) -> Stretch {
        Stretch { first: Some(self.first), last: Some(self.last) }
    }

    fn within(self, range: Range) -> Within {
        let within = self.stretch().within(range);
        if self.doubt == Doubt::None { within } else { within.min(Within::Possibly) }
    }

    fn years(self) -> std::ops::RangeInclusive<i16> {
        match self.detail {
            // Empty: whoever knows the century only does not name a year.
            #[expect(clippy::reversed_empty_ranges, reason = "an empty range is meant")]
            Detail::Century => 1..=0,
            _ => self.first.year()..=self.last.year(),
        }
    }
}

fn qualifier(field: DateField) -> Qualifier {
    field.qualifier
}

fn doubt(qualifier: Qualifier) -> Doubt {
    match (qualifier.uncertain, qualifier.approximate) {
        (false, false) => Doubt::None,
        (true, false) => Doubt::Uncertain,
        (false, true) => Doubt::About,
        (true, true) => Doubt::AboutUncertain,
    }
}

/// What is given of a date. Only the forms of level 1 have words for a reader.
fn detail(date: &edtf_core::Date) -> Result<Detail, Refusal> {
    let YearKind::Standard { digits, .. } = date.year.kind else {
        return Err(Refusal::NotTaken("a year lies between -9999 and 9999"));
    };
    if date.year.significant_digits.is_some() {
        return Err(Refusal::NotTaken("a year that is known in part is written 201X or 20XX"));
    }
    let known = digits.map(|digit| digit.is_some());
    match (known, date.month.map(part), date.day.map(part)) {
        ([true, true, false, false], None, None) => Ok(Detail::Century),
        ([true, true, true, false], None, None) => Ok(Detail::Decade),
        ([true, true, true, true], month, day) => match (month, day) {
            (None, None) => Ok(Detail::Year),
            (Some(Part::Unknown), None) => Ok(Detail::MonthUnknown),
            (Some(Part::Unknown), Some(Part::Unknown)) => Ok(Detail::MonthAndDayUnknown),
            (Some(Part::Number(1..=12)), None) => Ok(Detail::Month),
            (Some(Part::Number(season @ 21..=24)), None) => Ok(Detail::Season(season - 21)),
            (Some(Part::Number(1..=12)), Some(Part::Unknown)) => Ok(Detail::DayUnknown),
            (Some(Part::Number(1..=12)), Some(Part::Number(_))) => Ok(Detail::Day),
            (Some(Part::Number(_)), _) => Err(Refusal::NotEdtf),
            _ => Err(UNKNOWN_DIGITS),
        },
        _ => Err(UNKNOWN_DIGITS),
    }
}

const UNKNOWN_DIGITS: Refusal = Refusal::NotTaken(
    "`X` stands for what is not known at the end of a date: 201X, 20XX, 2018-XX, 2018-06-XX or 2018-XX-XX",
);

enum Part {
    Number(u8),
    /// `XX`
    Unknown,
    /// `1X`
    Partly,
}

fn part(field: DateField) -> Part {
    match (field.value(), field.digits) {
        (Some(number), _) => Part::Number(number),
        (None, [None, None]) => Part::Unknown,
        (None, _) => Part::Partly,
    }
}

fn civil(bound: Bound) -> Option<Date> {
    let Bound::Date(day) = bound else { return None };
    let year = i16::try_from(day.year).ok()?;
    Date::new(year, i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?).ok()
}

impl End {
    fn read(end: IntervalEndpoint) -> Result<Self, Refusal> {
        match end {
            IntervalEndpoint::Date(date) => Named::read(date).map(End::At),
            IntervalEndpoint::Open => Ok(End::Open),
            IntervalEndpoint::Unknown => Ok(End::Unknown),
            IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => {
                Err(Refusal::NotTaken("an interval with an open end is written 2018/.. or ../2018"))
            }
        }
    }

    fn named(self) -> Option<Named> {
        match self {
            End::At(named) => Some(named),
            End::Open | End::Unknown => None,
        }
    }
}

impl Member {
    fn read(element: SetElement) -> Result<Self, Refusal> {
        Ok(match element {
            SetElement::Date(date) => Member::At(Named::read(date)?),
            SetElement::OnOrBefore(date) => Member::OrEarlier(Named::read(date)?),
            SetElement::OnOrAfter(date) => Member::OrLater(Named::read(date)?),
            SetElement::Range(from, to) => Member::Between(Named::read(from)?, Named::read(to)?),
        })
    }

    fn ends(self) -> (End, End) {
        match self {
            Member::At(named) => (End::At(named), End::At(named)),
            Member::OrEarlier(named) => (End::Open, End::At(named)),
            Member::OrLater(named) => (End::At(named), End::Open),
            Member::Between(from, to) => (End::At(from), End::At(to)),
        }
    }

    fn stretch(self) -> Stretch {
        let (start, end) = self.ends();
        interval_stretch(start, end)
    }

    /// As a choice it is one moment somewhere in its stretch.
    fn as_choice_within(self, range: Range) -> Within {
        match self {
            Member::At(named) => named.within(range),
            _ => self.stretch().within(range),
        }
    }

    /// As one of all it is the whole of its stretch.
    fn as_whole_within(self, range: Range) -> Within {
        match self {
            Member::At(named) => named.within(range),
            _ => {
                let (start, end) = self.ends();
                interval_within(start, end, range)
            }
        }
    }
}

impl Stretch {
    /// Whether something of which no more is known than that it lies in this stretch lies in the range.
    fn within(self, range: Range) -> Within {
        let begins = self.first.is_some_and(|first| first >= range.from);
        let ends = self.last.is_some_and(|last| last <= range.to);
        let apart = self.last.is_some_and(|last| last < range.from)
            || self.first.is_some_and(|first| first > range.to);
        match (apart, begins && ends) {
            (true, _) => Within::No,
            (false, true) => Within::Definitely,
            (false, false) => Within::Possibly,
        }
    }
}

fn interval_stretch(start: End, end: End) -> Stretch {
    Stretch { first: start.named().map(|named| named.first), last: end.named().map(|named| named.last) }
}

fn interval_within(start: End, end: End, range: Range) -> Within {
    let ends = [start, end].into_iter().filter_map(End::named).map(|named| named.within(range)).max();
    let lasting = match (start, end) {
        (End::At(start), End::At(end)) if start.doubt == Doubt::None && end.doubt == Doubt::None => {
            // It had begun by the last day of the one and had not ended before the first of the other.
            start.last <= end.first && start.last <= range.to && end.first >= range.from
        }
        _ => false,
    };
    if lasting || ends == Some(Within::Definitely) {
        return Within::Definitely;
    }
    interval_stretch(start, end).within(range).min(Within::Possibly)
}

fn interval_years(start: End, end: End) -> Vec<i16> {
    if let (End::At(start), End::At(end)) = (start, end)
        && start.detail != Detail::Century
        && end.detail != Detail::Century
        && end.last.year() - start.first.year() < MOST_YEARS
    {
        return (start.first.year()..=end.last.year()).collect();
    }
    [start, end].into_iter().filter_map(End::named).flat_map(Named::years).collect()
}

/// A day in the notation of ISO 8601, cut to the day, the month or the year.
fn numeric(day: Date, detail: Detail) -> String {
    let mut text = day.to_string();
    let behind = match detail {
        Detail::Day => 0,
        Detail::Month => "-01".len(),
        _ => "-01-01".len(),
    };
    text.truncate(text.len() - behind);
    text
}
