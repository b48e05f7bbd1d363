//! Dates as an archive has them: often a day, sometimes a month, a decade or a guess.

use crate::archive::random::Random;

/// A date in the three forms that a site generator may want.
#[derive(Clone)]
pub struct When {
    /// Extended date-time format, or `unknown`.
    pub edtf: String,
    /// The same for a reader.
    pub words: String,
    /// The earliest day, to sort by.
    pub earliest: Option<Day>,
}

/// A calendar day. No day is after the 28th, so that every month has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: usize,
    pub month: usize,
    pub day: usize,
}

impl Day {
    pub fn any(random: &mut Random, first_year: usize, last_year: usize) -> Self {
        Day {
            year: random.between(first_year, last_year),
            month: random.between(1, 12),
            day: random.between(1, 28),
        }
    }

    /// The same day some months later.
    pub fn plus_months(self, months: usize) -> Self {
        let month = self.month - 1 + months;
        Day { year: self.year + month / 12, month: month % 12 + 1, ..self }
    }

    pub fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    pub fn words(self) -> String {
        format!("{} {}", self.day, self.month_words())
    }

    fn month_words(self) -> String {
        format!("{} {}", MONTHS[self.month - 1], self.year)
    }

    fn month_iso(self) -> String {
        format!("{}-{:02}", self.year, self.month)
    }
}

impl When {
    /// One exact day.
    pub fn exactly(day: Day) -> Self {
        When { edtf: day.iso(), words: day.words(), earliest: Some(day) }
    }

    /// A date of any form, the exact ones most often.
    pub fn any(random: &mut Random, day: Day) -> Self {
        let month = day.month_words();
        let later = day.plus_months(random.between(2, 20));
        let first = Day { day: 1, ..day };
        let new_year = Day { month: 1, ..first };
        let decade = Day { year: day.year / 10 * 10, ..new_year };
        let (edtf, words, earliest) = match random.below(100) {
            0..60 => return When::exactly(day),
            60..74 => (day.month_iso(), month, first),
            74..80 => (format!("{}~", day.month_iso()), format!("about {month}"), first),
            80..85 => (day.year.to_string(), day.year.to_string(), new_year),
            85..88 => (format!("{}?", day.year), format!("{} (uncertain)", day.year), new_year),
            88..90 => (format!("{}X", day.year / 10), format!("{}s", decade.year), decade),
            90..94 => {
                let interval = format!("{}/{}", day.month_iso(), later.month_iso());
                (interval, format!("{month} to {}", later.month_words()), first)
            }
            94..96 => (format!("{}/..", day.iso()), format!("from {}", day.words()), day),
            96..98 => (format!("[{}..]", day.month_iso()), format!("{month} or later"), first),
            _ => {
                return When {
                    edtf: "unknown".to_owned(),
                    words: "date not known".to_owned(),
                    earliest: None,
                };
            }
        };
        When { edtf, words, earliest: Some(earliest) }
    }
}

const MONTHS: [&str; 12] = [
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
