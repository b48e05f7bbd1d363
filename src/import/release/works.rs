//! Works that the notes of a release name, and the references of the site that they may be.

use rapidfuzz::distance::osa;
use regex::Regex;
use std::sync::LazyLock;

/// A reference of the site, as far as a note can name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownWork {
    /// Its id.
    pub id: String,
    /// Its title; empty where the site supplied one in square brackets.
    pub title: String,
    /// The family names of its authors, or else of its editors.
    pub families: Vec<String>,
    /// Its year, if it is known.
    pub year: Option<String>,
    /// The title of the work that it is a part of.
    pub container: Option<String>,
}

/// A work as a note names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedWork {
    /// The authors, each as "Family, I.".
    pub authors: Vec<String>,
    /// The year.
    pub year: String,
    /// The title, unless only the work is named that it is a part of.
    pub title: Option<String>,
    /// The title of the work that it is a part of.
    pub container: Option<String>,
    /// Those who edited that work.
    pub editors: Vec<String>,
    /// Where it was published, and by whom, where a colon tells them apart.
    pub imprint: Option<(String, String)>,
    /// Where in the work, as citations have it: `ch. 4`.
    pub at: Option<String>,
    /// The address on the web.
    pub url: Option<String>,
}

/// How a note and a reference of the site go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Near,
    Sure,
}

/// Which references of the site a note may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This one and no other, by its authors, year and title.
    One(String),
    /// One of these, or none: the nearest first.
    Near(Vec<String>),
    /// None.
    None,
}

/// Names that are as alike as that are the same name, spelt wrongly; of 1.
const SAME_NAME: f64 = 0.75;

/// The same of titles.
const SAME_TITLE: f64 = 0.86;

/// A title that is as alike as that may be the same.
const LIKE_TITLE: f64 = 0.6;

/// A shorter title stands in many lines by chance, in bytes.
const SHORTEST_TITLE: usize = 8;

/// More near references are not offered.
const MOST_NEAR: usize = 8;

/// The longest text before a year that is a list of authors, in bytes.
const AUTHORS: usize = 240;

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<authors>[^()]{2,240}?),?\s*\((?P<year>[12][0-9]{3})(?P<letter>[a-z])?\)[.,:]?\s*")
});

static AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    let family = r"(?:(?:de|da|van|von|der|den|al) )*\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)?";
    pattern(&format!(
        r"(?P<family>{family}),\s*(?P<given>(?:\p{{Lu}}\p{{L}}*\.?(?:[ -]?\p{{Lu}}\.?)*))(?:,|;|$| and | & |\s)"
    ))
});

static EDITED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^in:?\s+(?P<title>.+?),?\s+\(?ed(?:s|ited|ited by)?\.?\)?(?: by)?:?\s+(?P<rest>.*)$")
});

static AT: LazyLock<Regex> = LazyLock::new(|| {
    let numbers = r"(?P<n>[0-9ivxlc]+(?:\s*(?:[-–—,&]|and|to)\s*[0-9ivxlc]+)*)";
    let word = r"(?P<word>chapters?|chaps?\.?|chs?\.?|pages?|pp?\.?|paragraphs?|paras?\.?|sections?)";
    pattern(&format!(r"(?i)[.,;:]?\s*\(?\b(?:{word}\s*{numbers})\b\)?[.\]]*$"))
});

/// `, 174.` behind an imprint is a page.
static BARE_PAGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r",\s*(?P<n>[0-9]{1,4}(?:\s*[-–]\s*[0-9]{1,4})?)[.\]]*$"));

static IMPRINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[.?!,’”]\s+)(?P<place>\p{Lu}[^.:?!]{1,40}):\s*(?P<publisher>\p{Lu}[^.:?!]{1,60})$")
});

static URL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:available (?:at|from):?\s*)?<?(?P<url>https?://[^\s<>\]]+)>?"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file")
}

/// The number or the bracket with which a note begins.
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:\[?\s*[0-9]{1,3}\s*[\].)]\s*)?[\[(]?\s*"));

/// Reads a line as a work in the form of Harvard: authors, year in brackets, title, imprint, place in the work.
pub(super) fn read(line: &str) -> Option<NamedWork> {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = &line[LABEL.find(&line).map_or(0, |found| found.end())..];
    if rest.len() < 12 || !rest.get(..rest.len().min(AUTHORS)).unwrap_or(rest).contains('(') {
        return None;
    }
    let found = YEAR.captures(rest)?;
    let authors = authors(&found["authors"])?;
    let mut work = NamedWork { authors, year: found["year"].to_owned(), ..NamedWork::default() };
    let rest = take_end(&mut work, &rest[found[0].len()..]);
    read_title(&mut work, &rest);
    (work.title.is_some() || work.container.is_some()).then_some(work)
}

/// "Davis, J., Lister, J. and Wrigley, D.": nothing where the words are no list of names.
fn authors(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_end_matches("eds").trim_end_matches("ed.").trim();
    // The sign at the end of a name may begin the next.
    let mut authors = Vec::new();
    let mut at = 0;
    while let Some(found) = AUTHOR.captures_at(text, at) {
        authors.push(format!("{}, {}", &found["family"], &found["given"]));
        at = found.get(0).map_or(text.len(), |own| own.end());
    }
    let named: usize = authors.iter().map(|name| name.len()).sum();
    if named * 10 >= text.len() * 6 {
        return Some(authors);
    }
    // A body: "Department of Health".
    let is_body = text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= 8
        && !text.contains(['.', '“', '”', ':']);
    is_body.then(|| vec![text.to_owned()])
}

/// Takes the place in the work, the address and closing brackets from the end of a line.
fn take_end(work: &mut NamedWork, line: &str) -> String {
    let mut rest = line.trim().to_owned();
    if let Some(found) = URL.captures(&rest) {
        work.url = Some(found["url"].trim_end_matches(['.', ',', ')']).to_owned());
        let start = found.get(0).map_or(rest.len(), |own| own.start());
        rest.truncate(start);
    }
    work.at = locator(&rest);
    for end in [&AT, &BARE_PAGE] {
        let start = end.find(&rest).map(|found| found.start());
        rest.truncate(start.unwrap_or(rest.len()));
    }
    rest.trim_end_matches([']', '.', ',', ' ']).to_owned()
}

/// Where in a work a line points, as citations have it: `ch. 4`, `pp. 38-61`.
pub(super) fn locator(line: &str) -> Option<String> {
    let line = line.trim();
    if let Some(found) = AT.captures(line) {
        let numbers = found["n"].split_whitespace().collect::<Vec<_>>().join(" ");
        let is_several = numbers.contains(['-', '–', '—', ',', '&', ' ']);
        let first = found["word"].to_lowercase();
        let word = match first.chars().next() {
            Some('c') => "ch.",
            Some('s') => "section",
            _ if first.starts_with("para") => "para",
            _ if is_several => "pp.",
            _ => "p.",
        };
        return Some(format!("{word} {numbers}"));
    }
    let found = BARE_PAGE.captures(line)?;
    let number = &found["n"];
    // A year at the end is none of a page.
    let is_year = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let word = if number.contains(['-', '–']) { "pp." } else { "p." };
    (!is_year).then(|| format!("{word} {number}"))
}

fn read_title(work: &mut NamedWork, rest: &str) {
    let (own, rest) = match quoted(rest) {
        Some((title, behind)) => (Some(title.to_owned()), behind.trim_start_matches(['.', ',', ' '])),
        None => (None, rest),
    };
    if let Some(found) = EDITED.captures(rest) {
        work.title = own;
        work.container = Some(found["title"].to_owned());
        let rest = &found["rest"];
        read_editors(work, rest);
        return;
    }
    let (title, imprint) = split_imprint(rest);
    work.imprint = imprint;
    let title = title.trim().trim_end_matches(['.', ',', ' ']);
    match own {
        Some(own) => {
            work.title = Some(own);
            let container = title
                .strip_prefix("In ")
                .or(title.strip_prefix("in "))
                .unwrap_or(title)
                .trim_start_matches([':', ' ']);
            work.container = (!container.is_empty()).then(|| container.to_owned());
        }
        // "Reform: Why" alone is a title, and no place with a publisher.
        None if title.is_empty() => {
            work.imprint = None;
            work.title =
                Some(rest.trim_end_matches(['.', ',', ' ']).to_owned()).filter(|title| !title.is_empty());
        }
        None => match title.strip_prefix("In ") {
            Some(container) => work.container = Some(container.trim_start_matches([':', ' ']).to_owned()),
            None => work.title = (!title.is_empty()).then(|| title.to_owned()),
        },
    }
}

/// A title in quotation marks at the start, and what stands behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '‘' => '’',
        '“' => '”',
        '"' => '"',
        '\'' => '\'',
        _ => return None,
    };
    let inner = &text[text.chars().next()?.len_utf8()..];
    // An apostrophe within the title is followed by a letter.
    let ends = inner
        .match_indices(close)
        .find(|(at, sign)| !inner[at + sign.len()..].starts_with(char::is_alphanumeric))?;
    Some((inner[..ends.0].trim_end_matches([',', '.']), &inner[ends.0 + ends.1.len()..]))
}

/// Editors, and the imprint behind them: "Davis, J. and Tallis, R. London: Oneworld".
fn read_editors(work: &mut NamedWork, rest: &str) {
    let mut end = 0;
    while let Some(found) = AUTHOR.captures_at(rest, end) {
        let whole = found.get(0).map_or(0..0, |own| own.range());
        if whole.start > end + 5 {
            break;
        }
        work.editors.push(format!("{}, {}", &found["family"], &found["given"]));
        end = whole.end;
    }
    work.imprint = split_imprint(&rest[end..]).1;
}

/// The words before "London: Merlin Press", and these.
fn split_imprint(text: &str) -> (&str, Option<(String, String)>) {
    let text = text.trim();
    match IMPRINT.captures(text) {
        Some(found) => {
            let start = found.name("place").map_or(text.len(), |own| own.start());
            let imprint = (found["place"].trim().to_owned(), found["publisher"].trim().to_owned());
            (&text[..start], Some(imprint))
        }
        None => (text, None),
    }
}

// --------------------------------------------------------------------------------------------- matching

/// The references of the site that a line names in another form: with author, title and year.
pub(super) fn mentioned(line: &str, known: &[KnownWork]) -> Found {
    let folded = fold(line);
    let is_named = |own: &&KnownWork| {
        let title = fold(&own.title);
        title.len() >= SHORTEST_TITLE
            && own.year.as_ref().is_some_and(|year| line.contains(year.as_str()))
            && folded.contains(&title)
            && own.families.iter().any(|name| line.contains(name.as_str()))
    };
    let ids: Vec<String> = known.iter().filter(is_named).take(MOST_NEAR).map(|own| own.id.clone()).collect();
    match ids.as_slice() {
        [] => Found::None,
        [id] => Found::One(id.clone()),
        _ => Found::Near(ids),
    }
}

/// Letters and digits alone, in small letters.
fn fold(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The references of the site that a work may be.
pub(super) fn matching(work: &NamedWork, known: &[KnownWork]) -> Found {
    let mut fits: Vec<(Fit, f64, &str)> = known
        .iter()
        .filter_map(|own| fit(work, own).map(|(fit, like)| (fit, like, own.id.as_str())))
        .collect();
    fits.sort_by(|one, other| {
        (other.0, other.1)
            .partial_cmp(&(one.0, one.1))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then(one.2.cmp(other.2))
    });
    let ids = |fits: &[(Fit, f64, &str)]| fits.iter().take(MOST_NEAR).map(|own| own.2.to_owned()).collect();
    match fits.as_slice() {
        [] => Found::None,
        [(Fit::Sure, _, id)] | [(Fit::Sure, _, id), (Fit::Near, ..), ..] => Found::One((*id).to_owned()),
        fits => Found::Near(ids(fits)),
    }
}

fn fit(work: &NamedWork, known: &KnownWork) -> Option<(Fit, f64)> {
    let is_year = known.year.as_deref() == Some(&work.year);
    let families: Vec<&str> = work.authors.iter().map(|name| family(name)).collect();
    let authors = same_people(&families, &known.families);
    let title = title_likeness(work, known);
    let whole = match authors {
        People::Same => 3,
        People::Some => 2,
        People::Other => 0,
    };
    let is_sure = is_year && whole == 3 && title >= SAME_TITLE;
    if is_sure {
        return Some((Fit::Sure, title));
    }
    let is_near = (is_year && whole >= 2 && title >= LIKE_TITLE)
        || (whole == 3 && title >= SAME_TITLE)
        || (is_year && whole == 3 && known.title.is_empty())
        || (is_year && title >= SAME_TITLE);
    is_near.then_some((Fit::Near, title))
}

enum People {
    Same,
    Some,
    Other,
}

fn same_people(named: &[&str], known: &[String]) -> People {
    let is_known = |name: &str| known.iter().any(|own| likeness(own, name) >= SAME_NAME);
    let count = named.iter().filter(|name| is_known(name)).count();
    match count {
        0 => People::Other,
        count if count == named.len() && count == known.len() => People::Same,
        _ => People::Some,
    }
}

/// How alike the titles are, of 1. A part without a title is known by the work it stands in.
fn title_likeness(work: &NamedWork, known: &KnownWork) -> f64 {
    match (&work.title, known.title.is_empty()) {
        (Some(title), false) => {
            let short = |title: &str| title.split([':', '–']).next().unwrap_or(title).trim().to_owned();
            let whole = likeness(title, &known.title);
            // A note may leave out what stands behind a colon.
            let shortened = title.contains(':') != known.title.contains(':');
            let without = if shortened { likeness(&short(title), &short(&known.title)) } else { 0.0 };
            whole.max(without)
        }
        (None, true) => match (&work.container, &known.container) {
            (Some(container), Some(known)) => likeness(container, known),
            _ => 0.0,
        },
        _ => 0.0,
    }
}

/// How alike two names are, of 1, whatever their capitals, accents of typing and signs.
fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (fold(one), fold(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    osa::normalized_similarity(one.chars(), other.chars())
}

/// The family name of "Family, I.".
pub(super) fn family(name: &str) -> &str {
    name.split(',').next().unwrap_or(name).trim()
}

impl NamedWork {
    /// As a reference of the site would be known.
    pub(super) fn known(&self, id: &str) -> KnownWork {
        KnownWork {
            id: id.to_owned(),
            title: self.title.clone().unwrap_or_default(),
            families: self.authors.iter().map(|name| family(name).to_owned()).collect(),
            year: Some(self.year.clone()),
            container: self.container.clone(),
        }
    }
}
