//! How a table writes its dates: `dd/mm/yyyy`, as spreadsheets name it.

use super::super::work;
use crate::date::PartialDate;

/// The parts of a date and the signs between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat {
    written: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Day,
    Month,
    MonthName,
    Year,
    Sign(char),
}

impl DateFormat {
    /// Reads `dd/mm/yyyy`, `d.m.yyyy`, `yyyymmdd`, `d mmmm yyyy`, `mm/yyyy`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = Vec::new();
        let signs: Vec<char> = text.trim().to_lowercase().chars().collect();
        for run in signs.chunk_by(|one, other| one == other) {
            let token = match (run[0], run.len()) {
                ('d', 1 | 2) => Token::Day,
                ('m', 1 | 2) => Token::Month,
                ('m', 3 | 4) => Token::MonthName,
                ('y', 4) => Token::Year,
                ('y', _) => return Err("a year needs four digits, since 18 can be 1918".to_owned()),
                (sign, _) if sign.is_alphabetic() => {
                    return Err(format!("`{sign}` stands for no part of a date"));
                }
                (sign, count) => {
                    tokens.extend(std::iter::repeat_n(Token::Sign(sign), count));
                    continue;
                }
            };
            if tokens.contains(&token) {
                return Err("a part of the date stands in it twice".to_owned());
            }
            tokens.push(token);
        }
        let format = Self { written: text.trim().to_owned(), tokens };
        let has = |token: &Token| format.tokens.contains(token);
        let has_month = has(&Token::Month) || has(&Token::MonthName);
        if !has(&Token::Year) || has(&Token::Day) && !has_month {
            return Err("it needs `yyyy`, and `mm` beside `dd`".to_owned());
        }
        Ok(format)
    }

    /// As it was written.
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Whether the day stands before the month, both as numbers.
    pub fn day_first(&self) -> Option<bool> {
        let place = |token: &Token| self.tokens.iter().position(|own| own == token);
        Some(place(&Token::Day)? < place(&Token::Month)?)
    }

    /// The date (EDTF) that a text in this format means; nothing where it is in another, or there is no such day.
    pub fn read(&self, text: &str) -> Option<String> {
        let mut rest = text.trim();
        let (mut year, mut month, mut day) = (None, None, None);
        for (at, token) in self.tokens.iter().enumerate() {
            let runs_on = matches!(self.tokens.get(at + 1), Some(Token::Day | Token::Month | Token::Year));
            let part;
            (part, rest) = match token {
                Token::Sign(' ') => rest.split_at(rest.len() - rest.trim_start().len()),
                Token::Sign(sign) => rest.split_at(rest.chars().next().filter(|own| own == sign)?.len_utf8()),
                Token::Year => digits(rest, 4, 4)?,
                Token::Day | Token::Month => digits(rest, if runs_on { 2 } else { 1 }, 2)?,
                Token::MonthName => {
                    rest.split_at(rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()))
                }
            };
            match token {
                Token::Year => year = Some(part),
                Token::Day => day = part.parse::<u8>().ok(),
                Token::Month => month = part.parse::<u8>().ok(),
                Token::MonthName => month = Some(work::month(part).filter(|_| !part.is_empty())?),
                Token::Sign(_) => {}
            }
        }
        let date = match (year?, month, day) {
            (year, None, _) => year.to_owned(),
            (year, Some(month), None) => format!("{year}-{month:02}"),
            (year, Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        };
        (is_midnight(rest) && PartialDate::parse(&date).is_ok()).then_some(date)
    }
}

/// A spreadsheet writes a time of day behind a date that has none.
fn is_midnight(rest: &str) -> bool {
    matches!(rest.trim(), "" | "0:00" | "00:00" | "0:00:00" | "00:00:00" | "T00:00:00")
}

fn digits(text: &str, fewest: usize, most: usize) -> Option<(&str, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    (count >= fewest).then(|| text.split_at(count))
}

/// The two days that `03/06/2018` can be, in words; nothing where a text is no such date.
pub fn both_readings(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [one, other, year] = parts[..] else { return None };
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(one, 2) || !is_number(other, 2) || !is_number(year, 4) {
        return None;
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
    let day = |day: &str, month: &str| {
        let name = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("{} {name}", day.parse::<u8>().ok().filter(|day| (1..=31).contains(day))?))
    };
    match (day(one, other), day(other, one)) {
        (Some(one), Some(other)) if one != other => Some(format!("{one} or {other}")),
        (one, other) => one.or(other).map(|day| format!("{day}, if nothing else is meant")),
    }
}

#[cfg(test)]
mod tests {
    use super::DateFormat;
    use super::both_readings;

    #[track_caller]
    fn check(format: &str, text: &str, expected: Option<&str>) {
        let format = DateFormat::parse(format).expect("a format");
        assert_eq!(format.read(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_date_is_read_as_the_format_says() {
        check("dd/mm/yyyy", "03/06/2018", Some("2018-06-03"));
        check("mm/dd/yyyy", "03/06/2018", Some("2018-03-06"));
        check("dd/mm/yyyy", "3/6/2018 00:00", Some("2018-06-03"));
        check("dd/mm/yyyy", "3/6/2018 14:30", None);
        check("dd/mm/yyyy", "31/02/2018", None);
        check("dd/mm/yyyy", "03/06/18", None);
        check("yyyymmdd", "20180603", Some("2018-06-03"));
        check("d mmmm yyyy", "3 June 2018", Some("2018-06-03"));
        check("d mmm yyyy", "3 Jun 2018", Some("2018-06-03"));
        check("mm/yyyy", "06/2018", Some("2018-06"));
        check("yyyy", "2018", Some("2018"));
        check("d.m.yyyy", "3/6/2018", None);
    }

    #[test]
    fn a_format_says_all_that_is_needed() {
        for text in ["dd/mm/yy", "dd/mm", "dd/yyyy", "dd/dd/yyyy", "x", ""] {
            assert!(DateFormat::parse(text).is_err(), "{text}");
        }
        assert_eq!(both_readings("03/06/2018").as_deref(), Some("3 June or 6 March"));
        assert_eq!(both_readings("25/12/2018").as_deref(), Some("25 December, if nothing else is meant"));
        assert_eq!(both_readings("June 2018"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(format in "[dmy/. -]{0,12}", text in "\\PC{0,14}") {
            if let Ok(format) = DateFormat::parse(&format) {
                format.read(&text);
            }
            both_readings(&text);
        }
    }
}
