//! Dates in tables: what each means, what is refused and how; and laws that hold for all of them.

use super::DateError;
use super::DateWords;
use super::PartialDate;
use super::Spoken;
use super::Within;
use jiff::civil::Date;
use proptest::prelude::*;

/// as written | in words | first day | last day | within 2018 | for machines
const DATES: &str = "
unknown                 | date not known                       | -           | -           | possibly   | -
2018                    | 2018                                 | 2018-01-01  | 2018-12-31  | definitely | 2018
2018-06                 | June 2018                            | 2018-06-01  | 2018-06-30  | definitely | 2018-06
2018-06-20              | 20 June 2018                         | 2018-06-20  | 2018-06-20  | definitely | 2018-06-20
2018-06-20T23:30:00Z    | 20 June 2018                         | 2018-06-20  | 2018-06-20  | definitely | 2018-06-20
2016-02                 | February 2016                        | 2016-02-01  | 2016-02-29  | no         | 2016-02
2018-06~                | about June 2018                      | 2018-06-01  | 2018-06-30  | possibly   | -
2018?                   | 2018 (uncertain)                     | 2018-01-01  | 2018-12-31  | possibly   | -
2018-06-20%             | about 20 June 2018 (uncertain)       | 2018-06-20  | 2018-06-20  | possibly   | -
2017~                   | about 2017                           | 2017-01-01  | 2017-12-31  | no         | -
201X                    | 2010s                                | 2010-01-01  | 2019-12-31  | possibly   | -
201X~                   | about 2010s                          | 2010-01-01  | 2019-12-31  | possibly   | -
20XX                    | 2000 to 2099, year not known         | 2000-01-01  | 2099-12-31  | possibly   | -
2018-XX                 | 2018, month not known                | 2018-01-01  | 2018-12-31  | definitely | 2018
2018-06-XX              | June 2018, day not known             | 2018-06-01  | 2018-06-30  | definitely | 2018-06
2018-XX-XX              | 2018, day and month not known        | 2018-01-01  | 2018-12-31  | definitely | 2018
2018-21                 | spring 2018                          | 2018-03-01  | 2018-05-31  | definitely | -
2018-22?                | summer 2018 (uncertain)              | 2018-06-01  | 2018-08-31  | possibly   | -
2018-23                 | autumn 2018                          | 2018-09-01  | 2018-11-30  | definitely | -
2018-24                 | winter 2018                          | 2018-12-01  | 2019-02-28  | possibly   | -
-0044-03-15             | 15 March 45 BC                       | -0044-03-15 | -0044-03-15 | no         | -
0000                    | 1 BC                                 | 0000-01-01  | 0000-12-31  | no         | -
0987                    | 987                                  | 0987-01-01  | 0987-12-31  | no         | 0987
2017-01/2018-03         | January 2017 to March 2018           | 2017-01-01  | 2018-03-31  | definitely | -
2010/2020               | 2010 to 2020                         | 2010-01-01  | 2020-12-31  | definitely | -
2010~/2020              | about 2010 to 2020                   | 2010-01-01  | 2020-12-31  | possibly   | -
2017~/2018-03           | about 2017 to March 2018             | 2017-01-01  | 2018-03-31  | definitely | -
2019/2020               | 2019 to 2020                         | 2019-01-01  | 2020-12-31  | no         | -
2018-06-20/2018-06-25   | 20 to 25 June 2018                   | 2018-06-20  | 2018-06-25  | definitely | -
2018-06-20/2018-07-03   | 20 June to 3 July 2018               | 2018-06-20  | 2018-07-03  | definitely | -
2017-12-30/2018-01-02   | 30 December 2017 to 2 January 2018   | 2017-12-30  | 2018-01-02  | definitely | -
2018-06/2018-08         | June to August 2018                  | 2018-06-01  | 2018-08-31  | definitely | -
2018-06/2018-08~        | June 2018 to about August 2018       | 2018-06-01  | 2018-08-31  | definitely | -
2018-21/2018-23         | spring to autumn 2018                | 2018-03-01  | 2018-11-30  | definitely | -
2018-06/2018-08-03      | June 2018 to 3 August 2018           | 2018-06-01  | 2018-08-03  | definitely | -
2018/2018               | 2018                                 | 2018-01-01  | 2018-12-31  | definitely | -
2018-06-20/..           | 20 June 2018 onwards                 | 2018-06-20  | -           | definitely | -
2015/..                 | 2015 onwards                         | 2015-01-01  | -           | possibly   | -
2015/                   | from 2015, end not known             | 2015-01-01  | -           | possibly   | -
../2018-06              | up to June 2018                      | -           | 2018-06-30  | definitely | -
/2018-06                | up to June 2018, start not known     | -           | 2018-06-30  | definitely | -
../2017                 | up to 2017                           | -           | 2017-12-31  | no         | -
[2015-03..]             | March 2015 or later                  | 2015-03-01  | -           | possibly   | -
[..2015-03]             | March 2015 or earlier                | -           | 2015-03-31  | no         | -
[2015,2017]             | 2015 or 2017                         | 2015-01-01  | 2017-12-31  | no         | -
[2017,2019]             | 2017 or 2019                         | 2017-01-01  | 2019-12-31  | no         | -
[2017, 2018-04, 2019~]  | 2017, April 2018 or about 2019       | 2017-01-01  | 2019-12-31  | possibly   | -
[2018-01,2018-05]       | January 2018 or May 2018             | 2018-01-01  | 2018-05-31  | definitely | -
[2017..2019]            | between 2017 and 2019                | 2017-01-01  | 2019-12-31  | possibly   | -
[..2012,2018]           | 2012 or earlier or 2018              | -           | 2018-12-31  | possibly   | -
[2018]                  | 2018                                 | 2018-01-01  | 2018-12-31  | definitely | -
{2016,2018}             | 2016 and 2018                        | 2016-01-01  | 2018-12-31  | definitely | -
{2015,2017..2019}       | 2015 and 2017 to 2019                | 2015-01-01  | 2019-12-31  | definitely | -
{2017..}                | 2017 onwards                         | 2017-01-01  | -           | possibly   | -
";

#[test]
fn dates_mean_what_they_say() {
    let words = DateWords::english();
    let mut seen = 0;
    for [written, in_words, earliest, latest, within, machine] in rows(DATES) {
        let date = read(written);
        let of_2018 = date.within(day("2018-01-01"), day("2018-12-31"));
        assert_eq!(date.as_written(), written);
        assert_eq!(date.in_words(&words), in_words, "{written} in words");
        assert_eq!(date.earliest(), known(earliest), "{written}, its first day");
        assert_eq!(date.latest(), known(latest), "{written}, its last day");
        assert_eq!(format!("{of_2018:?}").to_lowercase(), within, "{written} within 2018");
        assert_eq!(date.machine().as_deref().unwrap_or("-"), machine, "{written} for machines");
        for again in spoken(in_words) {
            assert_eq!(again.in_words(&words), in_words, "{written} in words and back");
        }
        seen += 1;
    }
    assert_eq!(seen, 54);
}

#[test]
fn the_days_between_the_ends_of_an_interval_count() {
    let date = read("2017/2019");
    let within = |from, to| date.within(day(from), day(to));
    // It may have begun on the last day of 2017, and not before.
    assert_eq!(within("2017-07-01", "2017-12-30"), Within::Possibly);
    assert_eq!(within("2017-07-01", "2017-12-31"), Within::Definitely);
    assert_eq!(within("2018-03-01", "2018-03-02"), Within::Definitely);
    assert_eq!(within("2019-01-01", "2019-01-01"), Within::Definitely);
    assert_eq!(within("2019-01-02", "2019-03-02"), Within::Possibly);
}

/// as written | the years it is found under, `?` after those that are only possible
const YEARS: &str = "
unknown                | -
2018-06                | 2018
2018~                  | 2018?
2018-24                | 2018? 2019?
201X                   | 2010? 2011? 2012? 2013? 2014? 2015? 2016? 2017? 2018? 2019?
20XX                   | -
2017-01/2019-03        | 2017 2018 2019
1948/2018              | 1948 2018
-9999/9999             | -9999 9999
19XX/2018              | 2018
2018-06-20/..          | 2018
2018/                  | 2018
../2015                | 2015
[2015-03..]            | 2015?
[2015,2017]            | 2015? 2017?
[2015..2017]           | 2015? 2016? 2017?
{2015,2017..2019}      | 2015 2017 2018 2019
";

#[test]
fn dates_are_found_under_their_years() {
    for [written, years] in rows(YEARS) {
        let found = read(written).years().into_iter().map(|(year, within)| match within {
            Within::Definitely => format!("{year}"),
            Within::Possibly => format!("{year}?"),
            Within::No => format!("not {year}"),
        });
        let found = found.collect::<Vec<_>>().join(" ");
        assert_eq!(if found.is_empty() { "-" } else { &found }, years, "{written}");
    }
}

#[test]
fn dates_are_listed_by_their_earliest_day() {
    let listed =
        "-0044 201X 2014 2015 2015~ 2015/.. [2015..] [..2015-03] ../2015-03 2015-03-01 2015-03 unknown";
    let expected: Vec<_> = listed.split_whitespace().collect();
    let mut sorted = expected.clone();
    sorted.reverse();
    sorted.sort_by_key(|date| (read(date).sort_key(), expected.iter().position(|other| other == date)));
    assert_eq!(sorted, expected);
    sorted.sort_by_key(|date| read(date).sort_key().newest_first());
    assert_eq!((sorted[0], sorted[10], sorted[11]), ("2015-03", "-0044", "unknown"));
}

/// as a campaigner writes it | what is suggested
const SUGGESTIONS: &str = "
3 June 2018                    | 2018-06-03
June 3, 2018                   | 2018-06-03
3rd of June 2018               | 2018-06-03
Wednesday 20 June 2018         | 2018-06-20
Wed. 20 Jun. 2018              | 2018-06-20
20-Jun-2018                    | 2018-06-20
2018 June 3                    | 2018-06-03
3 June 18                      | 2018-06-03
June 2018                      | 2018-06
june 2018.                     | 2018-06
Febuary 2018                   | 2018-02
Sept 2018                      | 2018-09
20/06/2018                     | 2018-06-20
20.6.2018                      | 2018-06-20
20-06-2018                     | 2018-06-20
06/20/2018                     | 2018-06-20
20/06/18                       | 2018-06-20
01/02/99                       | 1999-02-01
06/2018                        | 2018-06
6/2018                         | 2018-06
2018/06                        | 2018-06
2018/06/20                     | 2018-06-20
20180620                       | 2018-06-20
2018-6-3                       | 2018-06-03
2018-6                         | 2018-06
 2018-06                       | 2018-06
2018–06–20                     | 2018-06-20
“2018”                         | 2018
2018-06-20 10:00               | 2018-06-20
2018-06-20T10:00               | 2018-06-20
2018-06-20T10:00:00.000Z       | 2018-06-20
20 June 2018 10:00             | -
20% of 2018                    | -
summer 2018                    | 2018-22
Summer of 2018                 | 2018-22
Winter 2018                    | 2018-24
Q3 2018                        | 2018-07/2018-09
c. 2018                        | 2018~
c2018                          | 2018~
circa 2018                     | 2018~
about June 2018                | 2018-06~
around 3 June 2018             | 2018-06-03~
early 2018                     | 2018~
mid-2018                       | 2018~
end of June 2018               | 2018-06~
June 2018?                     | 2018-06?
2018 (?)                       | 2018?
possibly 2018                  | 2018?
2018-~06                       | 2018-06~
?2018-06-20                    | 2018-06-20?
201x                           | 201X
2015s                          | 201X
the 2010s                      | 201X
2010's                         | 201X
don't know                     | unknown
don’t know                     | unknown
not known                      | unknown
n/a                            | unknown
TBC                            | unknown
?                              | unknown
-                              | unknown
Unknown                        | unknown
XXXX                           | unknown
../..                          | unknown
2017-2018                      | 2017/2018
2017 – 2018                    | 2017/2018
2017 to 2018                   | 2017/2018
2017-18                        | 2017/2018
2017/18                        | 2017/2018
1999/00                        | 1999/2000
from 2017 to 2018              | 2017/2018
between March and May 2018     | 2018-03/2018-05
June to August 2018            | 2018-06/2018-08
20-25 June 2018                | 2018-06-20/2018-06-25
20 June - 3 July 2018          | 2018-06-20/2018-07-03
20 June 2018 to 3 July         | 2018-06-20/2018-07-03
06/2018 - 08/2018              | 2018-06/2018-08
about 2017 to 2018             | 2017~/2018
2018-06-20 - 2018-06-25        | 2018-06-20/2018-06-25
2018/2017                      | 2017/2018
March 2015 onwards             | 2015-03/..
since March 2015               | 2015-03/..
since about March 2015         | 2015-03~/..
from 20 June 2018 onwards      | 2018-06-20/..
March 2015 to present          | 2015-03/..
March 2015/..                  | 2015-03/..
../March 2015                  | ../2015-03
2015-                          | 2015/..
2015/…                         | 2015/..
by 2018                        | ../2018
until June 2018                | ../2018-06
March 2015 or later            | [2015-03..]
March 2015 or earlier          | [..2015-03]
after March 2015               | [2015-04..]
before 2018                    | [..2017]
before 1 March 2016            | [..2016-02-29]
2015 or 2017                   | [2015,2017]
June or July 2018              | [2018-06,2018-07]
yesterday                      | -
some years ago                 | -
June                           | -
June 18                        | -
2018-02-30                     | -
2018-13                        | -
30 February 2018               | -
1066 and all that              | -
12345                          | -
";

#[test]
fn what_was_meant_is_suggested() {
    let mut seen = 0;
    for line in SUGGESTIONS.lines().filter(|line| !line.is_empty()) {
        let (written, suggestion) = line.split_once('|').expect("two columns");
        // A leading space is meant; those that fill the column are not.
        let error = refusal(written.trim_end());
        assert_eq!(error.suggestion.as_deref().unwrap_or("-"), suggestion.trim(), "{written}");
        seen += 1;
    }
    assert_eq!(seen, 107);
}

/// as written | what is said
const MESSAGES: &str = "
yesterday      | a date is written 2018, 2018-06 or 2018-06-20, or `unknown`
2018-06-20 10  | a date is written 2018, 2018-06 or 2018-06-20, or `unknown`
2018-02-30     | February 2018 has 28 days
2016-02-30     | February 2016 has 29 days
31 June 2018   | June 2018 has 30 days
2018/2018-06-31 | June 2018 has 30 days
[2015,2018-06-31] | June 2018 has 30 days
2018-06-00     | there is no day 00: a day that is not known is written XX, or left out
2018-22-03     | a season has no days
2018/2017      | an interval has its earlier date first, and this one ends before it begins
2018-~06       | `?`, `~` and `%` stand at the end of a date and are about the whole of it
Y17000         | a year lies between -9999 and 9999
9999-24        | a year lies between -9999 and 9999
1950S2         | a year that is known in part is written 201X or 20XX
2XXX           | `X` stands for what is not known at the end of a date: 201X, 20XX, 2018-XX, 2018-06-XX or 2018-XX-XX
2018-0X        | `X` stands for what is not known at the end of a date: 201X, 20XX, 2018-XX, 2018-06-XX or 2018-XX-XX
2018-XX-03     | `X` stands for what is not known at the end of a date: 201X, 20XX, 2018-XX, 2018-06-XX or 2018-XX-XX
2018/2019..    | an interval with an open end is written 2018/.. or ../2018
";

#[test]
fn what_is_wrong_is_said() {
    for [written, message] in rows(MESSAGES) {
        assert_eq!(refusal(written).message, message, "{written}");
    }
    for written in ["2018-13", "2018-33", "2018-00", "2018-13-01", "2018/2019-13", "2018-06-30/2018-13"] {
        let message = refusal(written).message;
        assert!(message.starts_with("there is no month "), "{written}: {message}");
        assert!(message.ends_with("24 for winter"), "{written}: {message}");
    }
    assert_eq!(refusal("").suggestion.as_deref(), Some("unknown"));
    assert!(refusal(" ").message.starts_with("a date is missing"));
}

#[test]
fn a_set_names_each_year_once() {
    let years = |text: &str| read(text).years_in_words(&DateWords::english());
    assert_eq!(years("[2015-01,2016-02,2015-03]").as_deref(), Some("2015 or 2016"));
    assert_eq!(years("{2016-01,2015-02,2016-03}").as_deref(), Some("2016 and 2015"));
}

#[test]
fn a_long_text_is_not_looked_at() {
    let long = "2018 ".repeat(200_000);
    assert_eq!(refusal(&long).message, "a date has at most 64 characters");
}

#[test]
fn the_longest_texts_are_refused() {
    for text in
        ["-".repeat(64), "2018-".repeat(12), "[XXXX-02-29,XXXX-02-29,XXXX-02-29]".into(), " to ".repeat(16)]
    {
        refusal(&text);
    }
}

#[test]
fn words_come_from_the_language() {
    let english = DateWords::english();
    let welsh = DateWords {
        months: std::array::from_fn(|index| {
            if index == 5 { "Mehefin".into() } else { english.months[index].clone() }
        }),
        about: "tua {date}".into(),
        or_later: "{date} neu wedyn {when}".into(),
        ..english
    };
    assert_eq!(read("2018-06-20~").in_words(&welsh), "tua 20 Mehefin 2018");
    assert_eq!(read("[2018-06..]").in_words(&welsh), "Mehefin 2018 neu wedyn {when}");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        hold(&text)?;
    }

    #[test]
    fn any_text_like_a_date_is_read_or_refused(text in "[0-9XYES?~%/.,TZ:\\[\\]{} -]{0,24}") {
        hold(&text)?;
    }

    #[test]
    fn any_text_like_words_is_read_or_refused(
        text in "((since|about|by|3|20|June|jan|2018|2017|13|summer|to|or|onwards|c\\.|\\?|é|–)[ /,.-]?){0,7}"
    ) {
        hold(&text)?;
    }

    #[test]
    fn laws_hold_for_dates(text in a_date()) {
        let date = PartialDate::parse(&text).expect("EDTF as generated");
        hold(&text)?;
        if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
            prop_assert!(first <= last);
            let covered = date.within(first, last);
            let doubtful = text.contains(['?', '~', '%']);
            prop_assert!(covered == Within::Definitely || doubtful && covered == Within::Possibly, "{covered:?}");
        }
        if let Some(after) = date.latest().and_then(|last| last.tomorrow().ok()) {
            prop_assert_eq!(date.within(after, Date::MAX), Within::No);
        }
        if let Some(before) = date.earliest().and_then(|first| first.yesterday().ok()) {
            prop_assert_eq!(date.within(Date::MIN, before), Within::No);
        }
        prop_assert!(date.years().is_sorted());
        prop_assert!(date.years().len() <= 200);
        let words = date.in_words(&DateWords::english());
        prop_assert!(!words.contains(['{', '}']) && !words.is_empty(), "{}", words);
    }

    #[test]
    fn the_words_of_a_date_are_never_read_as_another(text in a_date()) {
        let words = read(&text).in_words(&DateWords::english());
        // What readers are shown can be typed again, or is asked about.
        if let Ok(Spoken::One(again)) = Spoken::read(&words, day("2026-11-28")) {
            prop_assert_eq!(again.in_words(&DateWords::english()), words);
        }
    }

    #[test]
    fn whatever_is_said_is_a_date_or_refused(
        text in "((since|about|last|this|3|6|20|June|jan|2018|2017|18|summer|tuesday|week|ago|two|days|between|and|to|or|early|\\?|é|–)[ /,.-]?){0,7}"
    ) {
        for date in spoken(&text) {
            prop_assert_eq!(PartialDate::parse(date.as_written()), Ok(date));
        }
    }

    #[test]
    fn lists_agree_with_the_earliest_days(one in a_date(), other in a_date()) {
        let (one, other) = (read(&one), read(&other));
        if let (Some(first), Some(second)) = (one.earliest(), other.earliest())
            && first < second
        {
            prop_assert!(one.sort_key() < other.sort_key());
        }
        prop_assert!(one.sort_key() < PartialDate::unknown().sort_key());
        prop_assert!(one.sort_key().newest_first() < PartialDate::unknown().sort_key().newest_first());
    }

    #[test]
    fn a_wider_range_is_no_less_sure(text in a_date(), days in prop::collection::vec(a_day(), 4)) {
        let mut days = days;
        days.sort();
        let date = read(&text);
        prop_assert!(date.within(days[1], days[2]) <= date.within(days[0], days[3]));
    }
}

/// What a text can mean on Saturday 28 November 2026.
fn spoken(text: &str) -> Vec<PartialDate> {
    match Spoken::read(text, day("2026-11-28")) {
        Ok(Spoken::One(date)) => vec![date],
        Ok(Spoken::Either(day_first, month_first)) => vec![day_first, month_first],
        Err(_) => Vec::new(),
    }
}

/// as people write it | EDTF; two where it can be either, none where it is refused
const SPOKEN: &str = "
3 June 2018                     | 2018-06-03
June 3rd, 2018                  | 2018-06-03
Sunday, 3rd of June 2018        | 2018-06-03
Monday 3 June 2018              | -
Sunday 3/6/2018                 | 2018-06-03
Tues 6 March 2018               | 2018-03-06
1/2/03                          | 2003-02-01 or 2003-01-02
1/2/3                           | -
3 June 8                        | -
2018-06-03                      | 2018-06-03
3/6/2018                        | 2018-06-03 or 2018-03-06
3.6.18                          | 2018-06-03 or 2018-03-06
6/6/2018                        | 2018-06-06
25/6/2018                       | 2018-06-25
6/25/2018                       | 2018-06-25
about 3/6/2018                  | 2018-06-03~ or 2018-03-06~
3/6/2018 to 5/7/2018            | 2018-06-03/2018-07-05 or 2018-03-06/2018-05-07
06/2018                         | 2018-06
2018                            | 2018
summer 2018                     | 2018-22
Summer of 2018                  | 2018-22
early 2018                      | 2018~
about June 2018                 | 2018-06~
c. 2018                         | 2018~
before March 2015               | [..2015-02]
since March 2015                | 2015-03/..
March 2015 or later             | [2015-03..]
between Jan and March 2017      | [2017-01..2017-03]
between 2015 and 2018           | [2015..2018]
2015-2018                       | 2015/2018
2016 and 2018                   | {2016,2018}
20 to 25 June 2018              | 2018-06-20/2018-06-25
the 1990s                       | 199X
today                           | 2026-11-28
Yesterday                       | 2026-11-27
last Tuesday                    | 2026-11-24
last Saturday                   | 2026-11-21
last month                      | 2026-10
this year                       | 2026
last year                       | 2025
last week                       | [2026-11-16..2026-11-22]
last summer                     | 2026-22
last June                       | 2026-06
last December                   | 2025-12
three days ago                  | 2026-11-25
2 months ago                    | 2026-09~
don't know                      | unknown
don’t know                      | unknown
I don't know                    | unknown
?                               | unknown
unknown                         | unknown
June 2018, day not known        | 2018-06-XX
2018, month not known           | 2018-XX
about June 2018 (uncertain)     | 2018-06%
from 2015, end not known        | 2015/
31 June 2018                    | -
3 June                          | -
sumer of love                   | -
last Christmas                  | -
last 2018                       | -
a thousand days ago             | -
";

#[test]
fn dates_are_understood_as_people_write_them() {
    for [text, expected] in rows(SPOKEN) {
        let dates: Vec<String> = spoken(text).iter().map(|date| date.as_written().to_owned()).collect();
        let expected: Vec<&str> = expected.split(" or ").filter(|date| *date != "-").collect();
        assert_eq!(dates, expected, "{text}");
    }
}

/// What holds for every text: reading is stable, and a suggestion is a date.
fn hold(text: &str) -> Result<(), TestCaseError> {
    match PartialDate::parse(text) {
        Ok(date) => {
            prop_assert_eq!(date.as_written(), text);
            prop_assert_eq!(&PartialDate::parse(date.as_written()), &Ok(date.clone()));
        }
        Err(error) => {
            prop_assert!(!error.message.ends_with('.'), "{}", error.message);
            if let Some(suggestion) = error.suggestion {
                prop_assert!(PartialDate::parse(&suggestion).is_ok(), "{} for {}", suggestion, text);
            }
        }
    }
    Ok(())
}

fn a_day() -> impl Strategy<Value = Date> {
    (1990i16..2030, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

/// A date of every form, within forty years.
fn a_date() -> impl Strategy<Value = String> {
    let one = || {
        let doubt = prop::sample::select(vec!["", "", "", "?", "~", "%"]);
        (a_day(), 0..9, doubt).prop_map(|(day, form, doubt)| {
            let (year, month, day) = (day.year(), day.month(), day.day());
            let date = match form {
                0 => format!("{year}"),
                1 => format!("{year}-{month:02}"),
                2 => format!("{}X", year / 10),
                3 => format!("{}XX", year / 100),
                4 => format!("{year}-XX"),
                5 => format!("{year}-{month:02}-XX"),
                6 => format!("{year}-XX-XX"),
                7 => format!("{year}-2{}", 1 + month % 4),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            format!("{date}{doubt}")
        })
    };
    (one(), one(), 0..9, 1990..2010).prop_map(|(first, second, form, year)| match form {
        0 => format!("{first}/.."),
        1 => format!("{first}/"),
        2 => format!("../{first}"),
        3 if read(&first).latest() <= read(&second).earliest() => format!("{first}/{second}"),
        4 => format!("[{first},{second}]"),
        5 => format!("[{year}..{},..{first}]", year + 9),
        6 => format!("{{{first},{second}..}}"),
        7 => format!("{{{first},{year}..{}}}", year + 20),
        _ => first,
    })
}

fn rows<const COLUMNS: usize>(table: &str) -> impl Iterator<Item = [&str; COLUMNS]> {
    table.lines().filter(|line| !line.is_empty()).map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        cells.try_into().unwrap_or_else(|_| panic!("{COLUMNS} columns in `{line}`"))
    })
}

fn read(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> DateError {
    PartialDate::parse(text).expect_err(text)
}

fn known(day_or_dash: &str) -> Option<Date> {
    (day_or_dash != "-").then(|| day(day_or_dash))
}

fn day(text: &str) -> Date {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let numbers: Vec<i16> = digits.split('-').map(|number| number.parse().expect("a number")).collect();
    Date::constant(sign * numbers[0], numbers[1] as i8, numbers[2] as i8)
}
