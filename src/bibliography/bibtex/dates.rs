//! Years and months as bibliographies have them: BibTeX says of neither how it is written.

use super::super::work;

/// What a year, or a date, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A date (EDTF).
    Date(String),
    /// A year with a letter behind it, as styles set one where an author has several works of a year.
    Lettered(String),
    /// That there is none: "n.d."
    None,
    /// That the work has not appeared yet: "in press".
    NotYet,
    /// Something else.
    Unknown,
}

/// Words for a work that has no date.
const UNDATED: [&str; 7] = ["n.d.", "n.d", "nd", "no date", "undated", "s.d.", "s. d."];

/// Words for a work that has not appeared.
const NOT_YET: [&str; 9] = [
    "in press",
    "inpress",
    "forthcoming",
    "to appear",
    "in preparation",
    "submitted",
    "accepted",
    "in print",
    "to be published",
];

/// Words for "about". The longer ones stand first.
const ABOUT: [&str; 9] = ["circa", "about", "approx.", "approx", "ca.", "c.", "ca", "c", "~"];

/// A date as a field has it: EDTF, `2013--2014`, `c. 1900`, `[1900]`, `[1900?]`, `1900s` and words.
pub(super) fn said(text: &str) -> Said {
    let text = text.trim();
    // In brackets stands what the work itself does not say; to EDTF `[1900]` is one of a set of one.
    if let Some(year) =
        text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|year| is_year(year))
    {
        return Said::Date(year.to_owned());
    }
    let guessed =
        text.strip_prefix('[').and_then(|rest| rest.strip_suffix("?]")).filter(|year| is_year(year));
    if let Some(year) = guessed {
        return Said::Date(format!("{year}?"));
    }
    if let Some(date) = work::edtf(text) {
        return Said::Date(date);
    }
    let lower = text.to_lowercase();
    if UNDATED.contains(&lower.as_str()) {
        return Said::None;
    }
    if NOT_YET.contains(&lower.trim_matches(['(', ')', '[', ']', '.'])) {
        return Said::NotYet;
    }
    let inner = lower.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&lower).trim();
    let date = about(inner).or_else(|| years(inner)).or_else(|| work::edtf(inner));
    match date {
        Some(date) => Said::Date(date),
        None => lettered(inner).map_or(Said::Unknown, Said::Lettered),
    }
}

/// `c. 1900`
fn about(text: &str) -> Option<String> {
    let year = ABOUT.iter().find_map(|word| text.strip_prefix(word))?.trim();
    is_year(year).then(|| format!("{year}~"))
}

/// `2013--2014`, `2013/14`, `2013 - 2014`; with one hyphen alone, `2010-12` is a month.
fn years(text: &str) -> Option<String> {
    let plain = text.replace(['–', '—'], "--");
    let (from, to) = plain.split_once("--").or_else(|| plain.split_once(['/', '-']))?;
    let (from, to) = (from.trim(), to.trim_start_matches('-').trim());
    let is_part = to.len() == 2 && to.bytes().all(|byte| byte.is_ascii_digit());
    let to = if is_part && is_year(from) { format!("{}{to}", &from[..2]) } else { to.to_owned() };
    (is_year(from) && is_year(&to) && from < to.as_str()).then(|| format!("{from}/{to}"))
}

/// `2013a`
fn lettered(text: &str) -> Option<String> {
    let year = text.strip_suffix(|sign: char| sign.is_ascii_lowercase())?;
    is_year(year).then(|| year.to_owned())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands in `month` with a year before it: a month, a season, a day beside a month, or two months.
pub(super) fn with_month(year: &str, month: &str) -> Option<String> {
    if !is_year(year) {
        return None;
    }
    let words: Vec<&str> =
        month.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let date = match words[..] {
        [one] => format!("{year}-{:02}", part_of_year(one)?),
        [one, other] => match (work::month(one), work::month(other)) {
            (Some(day), Some(month)) if is_number(one) => day_of(year, month, day, other)?,
            (Some(month), Some(day)) if is_number(other) => day_of(year, month, day, one)?,
            (Some(first), Some(last)) if first < last => format!("{year}-{first:02}/{year}-{last:02}"),
            (Some(month), None) => day_of(year, month, other.parse().ok()?, one)?,
            (None, Some(month)) => day_of(year, month, one.parse().ok()?, other)?,
            _ => return None,
        },
        _ => return None,
    };
    work::edtf(&date)
}

/// A day beside the name of its month.
fn day_of(year: &str, month: u8, day: u8, name: &str) -> Option<String> {
    (!is_number(name)).then(|| format!("{year}-{month:02}-{day:02}"))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A month, or a season as EDTF counts them: 21 is spring.
fn part_of_year(word: &str) -> Option<u8> {
    let seasons = [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];
    let season = seasons.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    season.map(|(_, number)| *number).or_else(|| work::month(word))
}

#[cfg(test)]
mod tests {
    use super::Said;
    use super::said;
    use super::with_month;

    #[track_caller]
    fn check(text: &str, date: &str) {
        assert_eq!(said(text), Said::Date(date.to_owned()), "{text}");
    }

    #[test]
    fn years_are_read_as_people_write_them() {
        check("2013", "2013");
        check("2013-06", "2013-06");
        check("2013--2014", "2013/2014");
        check("2013–2014", "2013/2014");
        check("2013/14", "2013/2014");
        check("2013-14", "2013/2014");
        check("1998--99", "1998/1999");
        check("2010-12", "2010-12");
        check("c. 1900", "1900~");
        check("ca 1900", "1900~");
        check("Circa 1900", "1900~");
        check("[c. 1900]", "1900~");
        check("[1900]", "1900");
        check("[1900?]", "1900?");
        check("2014-03/2014-05", "2014-03/2014-05");
        check("2014-03/", "2014-03/..");
        check("199X", "199X");
    }

    #[test]
    fn words_are_no_dates() {
        assert_eq!(said("n.d."), Said::None);
        assert_eq!(said("In press"), Said::NotYet);
        assert_eq!(said("(forthcoming)"), Said::NotYet);
        assert_eq!(said("2013a"), Said::Lettered("2013".to_owned()));
        assert_eq!(said("2014--2013"), Said::Unknown);
        assert_eq!(said("soon"), Said::Unknown);
    }

    #[test]
    fn months_are_read_with_their_days() {
        let check = |month: &str, date: Option<&str>| {
            assert_eq!(with_month("2014", month).as_deref(), date, "{month}");
        };
        check("jul", Some("2014-07"));
        check("7", Some("2014-07"));
        check("07", Some("2014-07"));
        check("4~jul", Some("2014-07-04"));
        check("July 4", Some("2014-07-04"));
        check("15 jan", Some("2014-01-15"));
        check("jul--aug", Some("2014-07/2014-08"));
        check("May/June", Some("2014-05/2014-06"));
        check("Spring", Some("2014-21"));
        check("June 31", None);
        check("7 8", None);
        check("Michaelmas", None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_read_is_a_date(text in "(c\\. |\\[)?[0-9]{1,4}[-/–?~a]{0,2}[0-9]{0,4}\\]?", month in "[0-9a-z]{0,4}[ /-]{0,2}[a-z0-9]{0,4}") {
            if let Said::Date(date) = said(&text) {
                proptest::prop_assert!(crate::date::PartialDate::parse(&date).is_ok(), "{}", date);
            }
            with_month("2014", &month);
        }
    }
}
