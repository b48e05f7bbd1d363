//! What is found in texts, and what is passed over. Numbers are those that Ofcom keeps for drama, and that the NHS keeps
//! for tests: nobody has them.

use super::EMAIL;
use super::FEWEST_DIGITS;
use super::NUMBERS;
use super::count_digits;
use super::find;
use super::may_have_address;
use super::may_tell_of_birth;
use super::numbers;
use crate::vocabulary::Vocabulary;
use proptest::prelude::BoxedStrategy;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prop_oneof;
use proptest::proptest;
use regex::Match;
use regex::Regex;

/// Each line is found as what stands before it; what is found is written in brackets.
#[track_caller]
fn check_found(cases: &str) {
    for line in cases.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (code, marked) = line.split_once(" | ").expect("a rule and a text");
        let (before, rest) = marked.split_once('⟦').expect("what is found");
        let (inner, after) = rest.split_once('⟧').expect("its end");
        let text = format!("{before}{inner}{after}");
        let found: Vec<(&str, &str)> =
            find(&text).iter().map(|own| (own.rule.code(), &text[own.range.clone()])).collect();
        assert_eq!(found, [(code.trim(), inner)], "{text}");
    }
}

/// Nothing is found in any of the lines.
#[track_caller]
fn check_passed_over(cases: &str) {
    for text in cases.lines().map(str::trim) {
        let found: Vec<&str> = find(text).iter().map(|own| own.rule.code()).collect();
        assert_eq!(found, Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn what_leads_to_a_person_is_found() {
    check_found(
        "nhs-number                | The letter for ⟦999 000 0018⟧ came back.
         nhs-number                | NHS number: ⟦9990000018⟧.
         nhs-number                | (⟦999-000-0018⟧)
         national-insurance-number | Her number is ⟦AB 12 34 56 C⟧, they said.
         national-insurance-number | ⟦AB123456C⟧
         telephone-number          | Call ⟦020 7946 0958⟧.
         telephone-number          | Call ⟦(020) 7946 0958⟧ now
         telephone-number          | the desk (⟦020 7946 0958⟧) knew
         telephone-number          | Call ⟦(020) 7946 0958⟧ 24 hours
         telephone-number          | phone: ⟦07700 900123⟧
         telephone-number          | mobile ⟦07700900123⟧,
         telephone-number          | ⟦+44 7700 900123⟧
         telephone-number          | ⟦+44 (0)20 7946 0958⟧
         telephone-number          | ⟦0044 20 7946 0958⟧
         telephone-number          | ⟦0113-496-0001⟧ (desk)
         telephone-number          | ⟦01632 960 123⟧
         telephone-number          | freephone ⟦0808 157 0123⟧
         telephone-number          | In Paris: ⟦+33 1 99 00 12 34⟧
         telephone-number          | In 2018 ⟦020 7946 0958⟧ was called.
         email-address             | Write to ⟦alan.example@evidence.example⟧.
         email-address             | [write](mailto:⟦desk+letters@trust.example⟧)
         email-address             | email: ⟦o'neill@trust.example.org⟧
         date-of-birth             | She was born on ⟦3 June 1961⟧.
         date-of-birth             | DOB: ⟦03/06/1961⟧
         date-of-birth             | D.O.B. ⟦3.6.61⟧
         date-of-birth             | (born ⟦June 3, 1961⟧)
         date-of-birth             | date of birth ⟦1961-06-03⟧
         nhs-number                | (⟦999.000.0018⟧) or so
         nhs-number                | The letter for ⟦999–000–0018⟧ came back.
         nhs-number                | NHS number⟦9990000018⟧ came back.
         telephone-number          | ring ⟦020.7946.0958⟧.
         telephone-number          | ring ⟦07700.900.123⟧, or wait
         telephone-number          | ring ⟦07700–900–123⟧
         telephone-number          | ring ⟦07700/900123⟧.
         telephone-number          | ring ⟦(0113)/496 0001⟧.
         telephone-number          | ring ⟦+33.1.99.00.12.34⟧.
         telephone-number          | Tel⟦07700900123⟧
         telephone-number          | Tel.⟦07700900123⟧
         telephone-number          | ⟦44 7700 900123⟧ is hers
         telephone-number          | ⟦447700900123⟧ is hers
         telephone-number          | on page 44 ⟦020 7946 0958⟧ stands
         telephone-number          | ring ⟦020 7946 0958⟧/minicom
         telephone-number          | On 1/2, ⟦020 7946 0958⟧. 24 hours
         national-insurance-number | National Insurance number ⟦ab123456c⟧, it said
         national-insurance-number | her NI is ⟦ab 12 34 56 a⟧.
         national-insurance-number | ⟦AB-12-34-56-C⟧ came back
         national-insurance-number | ⟦ab 12 34 56 c⟧ came back
         national-insurance-number | ⟦AB 12.34.56 C⟧ came back
         date-of-birth             | Her birthday is ⟦3 June 1961⟧; she waited.
         date-of-birth             | Jane Doe's birthday was ⟦3 June 1961⟧.
         date-of-birth             | d.o.b. ⟦03 06 1961⟧.
         date-of-birth             | He was born on Saturday, ⟦3 June 1961⟧.
         date-of-birth             | The patient in the care of the trust was born on ⟦3 June 1961⟧.
         date-of-birth             | Jane Doe, a nurse, was born on ⟦3 June 1961⟧.
         date-of-birth             | The trust says that she was born on ⟦3 June 1961⟧.
         date-of-birth             | The twins were born on ⟦3 June 2011⟧.
         date-of-birth             | The NHS wrote to Ms Doe, who was born on ⟦3 June 1961⟧.
         date-of-birth             | Baby P was born on ⟦3 June 2011⟧.
         postcode-of-person        | Jane Doe, 4 Elm Road, ⟦LS99 4AB⟧.
         postcode-of-person        | She lives at 4 Elm Road, ⟦LS994AB⟧.
         postcode-of-person        | Mr Smith lives at 5 High St, ⟦ls99 4ab⟧.
         postcode-of-person        | Mrs Example lives in Leeds, ⟦ls994ab⟧.
         postcode-of-person        | Mrs Example lives in Leeds, ⟦LS99 4AB⟧.
         postcode-of-person        | The patient, aged 81, of ⟦SW1A 9ZZ⟧, was told.
         postcode-of-person        | Mr. Example (⟦M1 1ZZ⟧) waited.",
    );
}

#[test]
fn what_only_looks_so_is_passed_over() {
    check_passed_over(
        "The letter for 999 000 0019 came back.
         ISBN 0-19-852663-6 and ISBN-10: 9990000018
         serial-number: {isbn: 999-000-0018}
         isbn: 9990000018
         doi: 10.1000/9990000018
         See 10.1136/bmj.9990000018 for that.
         https://trust.example/board/9990000018/minutes
         https://trust.example/?id=07700900123&page=2
         [minutes](https://trust.example/020-7946-0958)
         It cost £999 000 0018, or £07700900123.
         value: 9990000018
         ocid: ocds-b5fd17-9990000018
         Order RQ-9990000018-7 and 9990000018/2
         In all 1,234,567,890 letters, 0.07700900123 of them
         From 2015-03 to 2018-06-20, 0900-1700
         01 02 2018 0900
         Numbers 12 345 678 90 and 07 2018 345 12
         1234 5678 9012 3456 7890 1234
         999-000-0018-7
         Call 111, or 999, or 101.
         AB123456C7, GB123456A, QQ123456C, DA123456X
         @davis-2015 and [@davis-2015, ch. 4; @a.b]
         https://user@trust.example/page and https://trust.example/@user
         name@localhost, [email protected]
         It was born of an agreement of 3 June 2018.
         formed in March 2015, born in 1961, born 15 June
         St James's Hospital, Leeds LS9 7TF, sent them.
         Mr Example waited. The hospital is at LS9 7TF.
         The patients went to M1 1ZZ.
         A1 2BC, Section B1 3AA
         The letter for 999.000.0019 came back.
         Order 01234/567890 and case 0113.496.0001
         In all 44 123 456 789 letters, +1.2345678901 of them
         at 12 34 56 a week, form ab123456c, AB123456
         Mr Example was given form N12AB, and the patient form m1 1zz
         Leeds Hospital, 4 Beckett Street, LS9 7TF.
         The group met at 4 Elm Road, Leeds LS9 7TF.
         Doctors for the NHS, 4 Elm Road, ls9 7tf
         The NHS was born on 5 July 1948.
         The idea was born on 5 July 1948.
         The National Health Service was born on 5 July 1948.
         the NHS, born on 5 July 1948, was
         the NHS (born 5 July 1948)
         The campaign of Jane Doe was born on 3 June 2018.
         She said that the trust was born on 3 June 2018.
         It was born on 3 June 2018.
         The NHS's birthday is 5 July 1948, its 70th birthday 5 July 2018.
         Her 70th birthday was 5 July 2018.",
    );
}

/// What a program has wrapped is one number, what stands in a list or a table is not.
#[test]
fn a_number_goes_on_in_the_next_line() {
    for (text, expected) in [
        ("Ring 07700 900\n123 now", vec!["07700 900\n123"]),
        ("> Ring 07700 900\r\n> 123 now", vec!["07700 900\r\n> 123"]),
        ("Ring 07700 900\\\n123 now", vec!["07700 900\\\n123"]),
        ("number 999 000\n0018 came", vec!["999 000\n0018"]),
        ("Her NI number is AB 12 34\n56 C.", vec!["AB 12 34\n56 C"]),
        ("Jane Doe\n4 Elm Road\nLeeds\nLS99 4AB", vec!["LS99 4AB"]),
        ("020 7946 0958\n0113 496 0001", vec!["020 7946 0958", "0113 496 0001"]),
        ("Ring 07700 900\n\n123 now", vec![]),
        ("- 07700\n- 900123", vec![]),
        ("07700\n900\n123", vec![]),
        ("The NHS\nwas born on 5 July 1948.", vec![]),
        ("- Mr Example\n- Leeds, LS9 7TF", vec![]),
    ] {
        let found: Vec<&str> = find(text).iter().map(|own| &text[own.range.clone()]).collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// A time that grew with the square of a line would not come to an end here.
#[test]
fn endless_lines_are_looked_through() {
    for piece in [
        "1 ",
        "1234567890,",
        "07700 900123 ",
        "LS99 4AB ",
        "a@",
        "born on ",
        "AB123456C",
        "+44(",
        "1-",
        ". LS1 1AA",
    ] {
        let found = find(&piece.repeat(200_000 / piece.len())).len();
        assert!(found <= 200_000 / piece.len(), "{piece}");
    }
}

#[test]
fn contacts_are_known_however_they_are_written() {
    for (one, other, same) in [
        ("020 7946 0958", "+44 (0)20 7946 0958", true),
        ("07700 900123", "0044 7700 900123", true),
        ("07700 900123", "07700 900124", false),
        ("Desk@Trust.example", "desk@trust.example", true),
        ("desk@trust.example", "020 7946 0958", false),
        ("", "", false),
    ] {
        assert_eq!(super::is_same(one, other), same, "{one} / {other}");
    }
}

/// Ten digits of which the last is right by the rule that ISBNs and NHS numbers share. Where it would be ten, the number
/// ends with an X.
fn with_check_digit(nine: &str) -> String {
    let weighted = nine.chars().filter_map(|c| c.to_digit(10)).zip((2..=10).rev());
    match (11 - weighted.map(|(digit, weight)| digit * weight).sum::<u32>() % 11) % 11 {
        10 => format!("{nine}X"),
        check => format!("{nine}{check}"),
    }
}

/// What stands in records and looks like a number of a person.
fn harmless() -> BoxedStrategy<String> {
    let isbn = || "[0-9]{9}".prop_map(|nine| with_check_digit(&nine));
    prop_oneof![
        isbn().prop_map(|isbn| format!("ISBN {isbn}")),
        isbn().prop_map(|isbn| format!(
            "(ISBN-10: {}-{}-{}-{})",
            &isbn[..1],
            &isbn[1..4],
            &isbn[4..9],
            &isbn[9..]
        )),
        isbn().prop_map(|isbn| format!("serial-number: {{isbn: \"{isbn}\"}}")),
        isbn().prop_map(|number| format!("https://doi.org/10.1136/bmj.{number}")),
        isbn().prop_map(|number| format!("https://trust.example/{number}?call=0{number}")),
        isbn().prop_map(|number| format!("£{number} or £ 0{number}")),
        isbn().prop_map(|number| format!("value: {number}, ocid: ocds-b5fd17-{number}")),
        "(tender|order|case) [A-Z]{2}-[0-9]{10}",
        "[1-9],[0-9]{3},[0-9]{3},[0-9]{3} letters, [1-9] [0-9]{3} [0-9]{3} pages",
        "20[0-9]{2}/S [0-9]{3}-[0-9]{6}, pp\\. [0-9]{3}-[0-9]{3}, ISSN [0-9]{4}-[0-9]{4}",
        "0[0-9]{2} patients, 0900-1700, (0[1-9]|1[0-2])/20[0-9]{2}, 1\\.[0-9]{3}\\.[0-9]{4}",
        "case [0-9]{4}\\.[0-9]{3}\\.[0-9]{4}, order 0[0-9]{4}/[0-9]{6}, £[1-9][0-9]{2}\\.[0-9]{3}\\.[0-9]{3}",
        "[1-9][0-9]?/[0-9]{1,2}/20[0-9]{2}, [0-9]{1,2}\\.[0-9]{2}\\.20[0-9]{2}, (19|20)[0-9]{2}–[0-9]{2}\n20[0-9]{2}",
        "[1-9][0-9]{0,2} letters\n[0-9]{1,4}\n[0-9]{1,4}\n- [0-9]{3}\n- [0-9]{4}",
        "[0-9]{2,3} patients went to the clinic at M[1-9] [1-9]AB",
        "GB[0-9]{6}A, QQ[0-9]{6}C, sha256 [0-9]{12}a[0-9]{20}",
    ]
    .boxed()
}

/// A number or an address of a person, with the rule that finds it.
fn planted() -> BoxedStrategy<(&'static str, String)> {
    let nhs = "999[0-9]{6}".prop_map(|nine| with_check_digit(&nine));
    let nhs = nhs.prop_filter("a patient has ten digits", |number| !number.ends_with('X'));
    prop_oneof![
        nhs.clone().prop_map(|number| ("nhs-number", number)),
        nhs.prop_map(|own| ("nhs-number", format!("{} {} {}", &own[..3], &own[3..6], &own[6..]))),
        "AB ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]".prop_map(|own| ("national-insurance-number", own)),
        "(020 7946 0|07700 900|\\(01632\\) 960|\\+44 1632 960|0808 1570)[0-9]{3}"
            .prop_map(|own| ("telephone-number", own)),
        "[a-z]{1,9}[._-]?[a-z]{1,9}@[a-z]{1,9}\\.example".prop_map(|own| ("email-address", own)),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_looked_through(text in r"[0-9 ()+\-.,:/@A-Za-z£é\u{a0}\n]{0,80}") {
        let mut end = 0;
        for found in find(&text) {
            assert!(!text[found.range.clone()].is_empty());
            end = end.max(found.range.end);
        }
        assert!(end <= text.len());
    }

    #[test]
    fn numbers_of_other_things_are_passed_over(text in harmless()) {
        let found: Vec<&str> = find(&format!("It says {text}, in all.")).iter().map(|own| own.rule.code()).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }

    #[test]
    fn what_is_planted_among_them_is_found(before in harmless(), (rule, planted) in planted(), after in harmless()) {
        let text = format!("It says {before}. Then {planted} stands there, and {after}.");
        let found: Vec<(&str, &str)> = find(&text).iter().map(|own| (own.rule.code(), &text[own.range.clone()])).collect();
        assert_eq!(found, [(rule, planted.as_str())], "{text}");
    }
}

/// What a pattern would find is not passed over.
#[test]
fn a_glance_passes_nothing_over() {
    let parts = "([A-Z]{1,2}[0-9]?|[0-9]{1,12}|[ \u{a0}\u{2009}()+./\n–-]|AB|12|SW1A| 1AA|@|a|[ab.']@|\\.b|born|Birth|d\\.?o\\.?b|é|D)";
    let text = proptest::collection::vec(parts, 1..14);
    proptest!(ProptestConfig::with_cases(4000), |(parts in text)| {
        let text = parts.concat();
        let matters = |found: &Match<'_>| found.as_str().starts_with(|c: char| c.is_ascii_uppercase()) || count_digits(found.as_str()) >= FEWEST_DIGITS;
        let all: Vec<_> = NUMBERS.find_iter(&text).filter(matters).map(|found| found.range()).collect();
        let seen: Vec<_> = numbers(&text).filter(matters).map(|found| found.range()).collect();
        proptest::prop_assert_eq!(all, seen);
        proptest::prop_assert!(may_have_address(text.as_bytes()) || !EMAIL.is_match(&text));
        let mentions = Regex::new(r"(?i)born|birth|d\.?o\.?b").expect("a pattern of this test");
        proptest::prop_assert_eq!(may_tell_of_birth(text.as_bytes()), mentions.is_match(&text));
    });
}
