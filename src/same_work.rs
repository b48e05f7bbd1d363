//! Whether two descriptions are of one work: the same number, or the same people, year and title.
//!
//! Nothing is decided where two are only alike: "Wrigely" and "Wrigley" may be one person, "NHS For Sale" and "NHS for sale:
//! myths, lies and deception" one book, and a person has to say so.

use crate::date::MONTHS;
use crate::spelling::Letters;
use crate::url;
use rapidfuzz::distance::osa;
use rapidfuzz::distance::osa::Args;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How alike two titles or names must be to be near, of 1.
const NEAR: f64 = 0.84;

/// What a work is known by, folded for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFace {
    /// Family names of the authors, or of the editors where there are none; names of bodies.
    families: Vec<String>,
    year: Option<i16>,
    /// The whole title.
    title: String,
    /// The title without what stands behind a colon.
    main_title: String,
    /// The letters of both, by which most titles are seen to be far from each other.
    letters: [Letters; 2],
    /// The numbers, letters of parts and months in the title.
    numbering: String,
    /// Kind and number: `doi`, `isbn`, `url`.
    numbers: Vec<(String, String)>,
}

/// How like each other two works are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// They are one, and why.
    Same(String),
    /// They may be one, and why.
    Near(String),
    /// They are two.
    Different,
}

impl WorkFace {
    /// The face of a work of these people, that year and title.
    pub fn new<'a>(families: impl IntoIterator<Item = &'a str>, year: Option<i16>, title: &str) -> Self {
        let main = title.split([':', '–', '—']).next().unwrap_or(title);
        let (title, main_title) = (fold_title(title), fold_title(main));
        Self {
            families: families.into_iter().map(fold).filter(|name| !name.is_empty()).collect(),
            year,
            numbering: numbering(&title),
            letters: [Letters::of(&title), Letters::of(&main_title)],
            title,
            main_title,
            numbers: Vec::new(),
        }
    }

    /// With a number that no other work has; `kind` is `doi`, `isbn`, `url` and the like.
    pub fn number(mut self, kind: &str, number: &str) -> Self {
        let folded = match kind {
            "url" => fold_address(number),
            "doi" => url::bare_doi(number).trim_end_matches('/').to_lowercase(),
            _ => number
                .chars()
                .filter(|c| c.is_alphanumeric() || "./".contains(*c))
                .flat_map(char::to_lowercase)
                .collect(),
        };
        if !folded.is_empty() {
            self.numbers.push((kind.to_owned(), folded));
        }
        self
    }
}

impl WorkFace {
    /// Whether both have a number that one work has alone.
    pub fn shares_number(&self, other: &Self) -> bool {
        self.numbers.iter().any(|number| other.numbers.contains(number))
    }
}

/// Whether two faces are those of one work.
pub fn likeness(one: &WorkFace, other: &WorkFace) -> Likeness {
    let same_title = !one.title.is_empty() && one.title == other.title;
    let near_title = same_title || is_near_title(one, other);
    let shared = one.numbers.iter().find(|number| other.numbers.contains(number));
    if let Some((kind, _)) = shared {
        let kind = kind_words(kind);
        return match kind {
            "DOI" if near_title => Likeness::Same(format!("the same {kind}")),
            _ if same_title => Likeness::Same(format!("the same {kind} and title")),
            _ => Likeness::Near(format!("the same {kind}, and another title")),
        };
    }
    if !near_title {
        return Likeness::Different;
    }
    let same_people = is_same_people(one, other);
    if !same_people && !is_near_people(one, other) {
        return Likeness::Different;
    }
    let years = match (one.year, other.year) {
        (Some(one), Some(other)) if one == other => "the same year",
        (Some(one), Some(other)) if one.abs_diff(other) == 1 => "a year of difference",
        (Some(_), Some(_)) => return Likeness::Different,
        _ => "a year that is not known",
    };
    let other_number = one.numbers.iter().find(|(kind, number)| {
        kind != "url" && other.numbers.iter().any(|(own, other)| own == kind && other != number)
    });
    if let Some((kind, _)) = other_number {
        let (people, title) = (people_words(one, other, same_people), title_words(same_title));
        return Likeness::Near(format!("{people}, {title}, and another {}", kind_words(kind)));
    }
    if same_title && same_people && years == "the same year" && !one.families.is_empty() {
        return Likeness::Same("the same people, year and title".to_owned());
    }
    let (people, title) = (people_words(one, other, same_people), title_words(same_title));
    Likeness::Near(format!("{people}, {years}, {title}"))
}

/// What the people of two works that may be one have in common.
fn people_words(one: &WorkFace, other: &WorkFace, same: bool) -> &'static str {
    match (one.families.is_empty(), other.families.is_empty()) {
        (true, true) => "no author in either",
        (true, false) | (false, true) => "no author in one of them",
        (false, false) if same => "the same people",
        (false, false) => "names that are alike",
    }
}

fn title_words(same: bool) -> &'static str {
    if same { "the same title" } else { "a title that is alike" }
}

/// Works that are known, found by what another has in common with them.
#[derive(Debug, Default)]
pub struct Shelf {
    faces: Vec<WorkFace>,
    by_number: BTreeMap<(String, String), Vec<usize>>,
    by_year: BTreeMap<Option<i16>, Vec<usize>>,
}

impl Shelf {
    /// Adds a work, and gives its place.
    pub fn add(&mut self, face: WorkFace) -> usize {
        let place = self.faces.len();
        for number in &face.numbers {
            self.by_number.entry(number.clone()).or_default().push(place);
        }
        self.by_year.entry(face.year).or_default().push(place);
        self.faces.push(face);
        place
    }

    /// The face of the work at a place that this shelf gave.
    pub fn face(&self, place: usize) -> &WorkFace {
        &self.faces[place]
    }

    /// The place of the work that is the same or the most like it; of several, the first.
    pub fn find(&self, face: &WorkFace) -> Option<(usize, Likeness)> {
        self.find_before(face, self.faces.len())
    }

    /// The same, among the works whose places are before that one.
    pub fn find_before(&self, face: &WorkFace, end: usize) -> Option<(usize, Likeness)> {
        let mut near = None;
        for place in self.candidates(face, end) {
            match likeness(face, &self.faces[place]) {
                found @ Likeness::Same(_) => return Some((place, found)),
                found @ Likeness::Near(_) if near.is_none() => near = Some((place, found)),
                _ => {}
            }
        }
        near
    }

    /// The places, in order.
    fn candidates(&self, face: &WorkFace, end: usize) -> Vec<usize> {
        let Some(year) = face.year else { return (0..end).collect() };
        let years = [Some(year - 1), Some(year), Some(year.saturating_add(1)), None];
        let by_year = years.iter().filter_map(|year| self.by_year.get(year));
        let by_number = face.numbers.iter().filter_map(|number| self.by_number.get(number));
        let mut places = Vec::new();
        for list in by_number.chain(by_year) {
            places.extend_from_slice(&list[..list.partition_point(|place| *place < end)]);
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

fn kind_words(kind: &str) -> &str {
    match kind {
        "doi" => "DOI",
        "isbn" => "ISBN",
        "issn" => "ISSN",
        "url" => "address on the web",
        _ => "number",
    }
}

/// Titles that differ in a number, the letter of a part or a month are those of two works: "Annual report 2013",
/// "Volume II", "Annex C", "Board papers, June".
fn is_near_title(one: &WorkFace, other: &WorkFace) -> bool {
    if one.main_title.is_empty() || other.main_title.is_empty() || one.numbering != other.numbering {
        return false;
    }
    let near = |which: usize, own: &str, others: &str| {
        let steps = one.letters[which].least_steps(&other.letters[which]);
        // A text has no more signs than bytes.
        steps as usize <= most_steps(own.len().max(others.len())) && is_near(own, others)
    };
    one.main_title == other.main_title
        || near(0, &one.title, &other.title)
        || near(1, &one.main_title, &other.main_title)
}

fn is_same_people(one: &WorkFace, other: &WorkFace) -> bool {
    let sorted = |face: &WorkFace| face.families.iter().cloned().collect::<BTreeSet<_>>();
    sorted(one) == sorted(other)
}

/// One name in common, or nearly, is enough; so is that nobody is named.
fn is_near_people(one: &WorkFace, other: &WorkFace) -> bool {
    one.families.is_empty()
        || other.families.is_empty()
        || one.families.iter().any(|name| other.families.iter().any(|own| own == name || is_near(own, name)))
}

fn is_near(one: &str, other: &str) -> bool {
    let (own, others) = (one.chars().count(), other.chars().count());
    let most = most_steps(own.max(others));
    // Each letter that one has more is a step.
    own.abs_diff(others) <= most
        && osa::distance_with_args(one.chars(), other.chars(), &Args::default().score_cutoff(most)).is_some()
}

/// How many steps may lie between two names of which the longer has so many signs. Two letters that changed places are one
/// step; a short name may have one.
fn most_steps(long: usize) -> usize {
    let share = ((1.0 - NEAR) * long as f64 + 1e-6) as usize;
    if long >= 5 { share.max(1) } else { share }
}

/// What tells a title from that of another volume or month, of the words of a folded title.
fn numbering(title: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut before = "";
    for word in title.split(' ') {
        let digits: String = word.chars().map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
        found.extend(digits.split_whitespace().map(str::to_owned));
        if PARTS.contains(&before) {
            found.extend(number_of_part(word));
        } else if word.len() > 1 {
            found.extend(roman(word).map(|number| number.to_string()));
        }
        let mut times = MONTHS.iter().chain(&SEASONS);
        found.extend(
            times.find(|time| time.eq_ignore_ascii_case(word)).map(|time| time[..3].to_ascii_lowercase()),
        );
        before = word;
    }
    found.join(" ")
}

/// Words behind which a number or a letter says which one it is.
const PARTS: [&str; 18] = [
    "volume", "vol", "part", "pt", "annex", "annexe", "appendix", "book", "chapter", "section", "schedule",
    "phase", "stage", "number", "no", "issue", "series", "paper",
];

const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// The number or letter of a part: `ii` and `two` are 2.
fn number_of_part(word: &str) -> Option<String> {
    let spelled = NUMBERS.iter().position(|number| *number == word).map(|at| at + 1);
    let number = spelled.or_else(|| roman(word)).map(|number| number.to_string());
    number.or_else(|| {
        (word.len() == 1 && !word.starts_with(|c: char| c.is_ascii_digit())).then(|| word.to_owned())
    })
}

/// A Roman number below 40.
fn roman(word: &str) -> Option<usize> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let rest = word.trim_start_matches('x');
    let tens = word.len() - rest.len();
    let ones = ONES.iter().position(|own| *own == rest)?;
    (tens < 4 && tens + ones > 0).then_some(10 * tens + ones)
}

/// Letters and digits alone, without accents, in small letters.
fn fold(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The words of a title, without the article that it begins with.
fn fold_title(title: &str) -> String {
    let title = title.replace('&', " and ");
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c) && c != '\'' && c != '’')
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    let skipped = usize::from(words.len() > 1 && ["the", "a", "an"].contains(&words[0].as_str()));
    words[skipped..].join(" ")
}

/// An address without what does not tell pages apart.
fn fold_address(address: &str) -> String {
    let lower = address.trim().to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::Likeness;
    use super::Shelf;
    use super::WorkFace;
    use super::likeness;
    use proptest::prelude::any;

    fn book(families: &[&str], year: i16, title: &str) -> WorkFace {
        WorkFace::new(families.iter().copied(), Some(year), title)
    }

    #[track_caller]
    fn check(one: &WorkFace, other: &WorkFace, expected: &str) {
        let found = match likeness(one, other) {
            Likeness::Same(why) => format!("same: {why}"),
            Likeness::Near(why) => format!("near: {why}"),
            Likeness::Different => "different".to_owned(),
        };
        assert_eq!(found, expected);
        assert_eq!(
            std::mem::discriminant(&likeness(one, other)),
            std::mem::discriminant(&likeness(other, one)),
            "the other way round"
        );
    }

    #[test]
    fn one_book_that_is_written_in_two_ways() {
        let sale = book(&["Davis", "Lister", "Wrigley"], 2015, "NHS For Sale");
        check(
            &sale,
            &book(&["Lister", "Davis", "Wrigley"], 2015, "NHS for sale"),
            "same: the same people, year and title",
        );
        check(
            &sale,
            &book(&["Davis", "Lister", "Wrigely"], 2015, "NHS for Sale"),
            "near: names that are alike, the same year, the same title",
        );
        check(
            &sale,
            &book(&["Davis"], 2015, "NHS for Sale: Myths, Lies & Deception"),
            "near: names that are alike, the same year, a title that is alike",
        );
        let nobodys = book(&[], 2015, "NHS for Sale");
        check(&sale, &nobodys, "near: no author in one of them, the same year, the same title");
        check(&nobodys, &nobodys.clone(), "near: no author in either, the same year, the same title");
        check(&sale, &book(&["Davis", "Tallis"], 2013, "NHS SOS"), "different");
        check(&sale, &book(&["Davis", "Lister", "Wrigley"], 2019, "NHS for Sale"), "different");
        check(&sale, &book(&["Pollock"], 2015, "NHS for Sale"), "different");
    }

    #[test]
    fn numbers_tell_works_apart() {
        let one = book(&["OECD"], 2013, "Health at a Glance 2013");
        check(&one, &book(&["OECD"], 2013, "Health at a Glance 2014"), "different");
        let with = |doi: &str| one.clone().number("doi", doi);
        check(&with("10.1787/A-en"), &with("10.1787/a-en"), "same: the same DOI");
        for other in [
            "https://doi.org/10.1787/a-EN",
            "http://dx.doi.org/10.1787/a-en",
            "doi:10.1787/a-en",
            "DOI: 10.1787/A-en ",
        ] {
            check(&with("10.1787/A-en"), &with(other), "same: the same DOI");
        }
        check(
            &with("10.1787/a"),
            &with("10.1787/b"),
            "near: the same people, the same title, and another DOI",
        );
        let page = |title: &str, url: &str| WorkFace::new([], None, title).number("url", url);
        check(
            &page("About us", "https://www.a.example/x/"),
            &page("About us", "http://a.example/x"),
            "same: the same address on the web and title",
        );
        check(
            &page("About us", "https://a.example/x"),
            &page("News", "https://a.example/x"),
            "near: the same address on the web, and another title",
        );
    }

    #[test]
    fn volumes_parts_and_months_tell_works_apart() {
        for (one, other) in [
            ("The kitchens inquiry, volume I", "The kitchens inquiry, volume II"),
            ("The kitchens inquiry: Part A", "The kitchens inquiry: Part B"),
            ("The kitchens contract, Annex C", "The kitchens contract, Annex D"),
            ("Papers of the kitchens board, June", "Papers of the kitchens board, July"),
            ("Kitchens of the hospital III", "Kitchens of the hospital IV"),
            ("The kitchens inquiry: volume one", "The kitchens inquiry: volume two"),
        ] {
            check(&book(&["Marsh"], 2019, one), &book(&["Marsh"], 2019, other), "different");
        }
        check(
            &book(&["Marsh"], 2019, "The kitchens inquiry, volume II"),
            &book(&["Marsh"], 2019, "The kitchen inquiry, volume 2"),
            "near: the same people, the same year, a title that is alike",
        );
    }

    proptest::proptest! {
        #[test]
        fn a_shelf_finds_what_a_look_at_every_book_finds(
            titles in proptest::collection::vec(("[ab]{1,3}", "[cd ]{3,8}", proptest::option::of(2000_i16..2004), any::<bool>()), 1..12),
        ) {
            let face = |(family, title, year, has): &(String, String, Option<i16>, bool)| {
                let face = WorkFace::new([family.as_str()], *year, title);
                if *has { face.number("doi", &format!("10.1/{family}")) } else { face }
            };
            let wanted = face(&titles[0]);
            let mut shelf = Shelf::default();
            let others: Vec<WorkFace> = titles[1..].iter().map(face).collect();
            others.iter().for_each(|face| { shelf.add(face.clone()); });
            let all: Vec<Likeness> = others.iter().map(|other| likeness(&wanted, other)).collect();
            let same = all.iter().position(|found| matches!(found, Likeness::Same(_)));
            let near = all.iter().position(|found| matches!(found, Likeness::Near(_)));
            proptest::prop_assert_eq!(shelf.find(&wanted).map(|(place, _)| place), same.or(near));
        }
    }
}
