//! Works as they are cited: in a sentence by author and year, in a list of sources in full.
//!
//! The form follows Harvard, Cite Them Right, as far as author, year, title and imprint go.

use crate::archive;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::Titled;
use crate::date::DateWords;
use crate::document::Details;
use crate::document::Person;
use crate::document::Work;
use crate::theme::Words;
use crate::vocabulary::ReferenceType;
use memchr::memchr_iter;

/// A part of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// Whether they are the title of a work that stands by itself.
    pub title: bool,
}

/// What works are cited with.
#[derive(Clone, Copy)]
pub struct Citing<'a> {
    /// Where they are.
    pub archive: &'a Archive,
    /// The words of the theme.
    pub words: &'a Words,
    /// How years are written: [`year_words`].
    pub years: &'a DateWords,
}

/// The words of dates as a citation has them, where a year stands in brackets already.
pub fn year_words(words: &Words, dates: &DateWords) -> DateWords {
    DateWords {
        uncertain: words.get("cite.uncertain").to_owned(),
        about_uncertain: words.get("cite.about_uncertain").to_owned(),
        ..dates.clone()
    }
}

/// The authors alone: "Davis, Lister and Wrigley"; four and more are "Davis et al.".
pub fn authors_in_text(citing: Citing<'_>, id: RecordId) -> String {
    let record = citing.archive.record(id);
    let people = match &record.details {
        Details::Reference(own) if !own.work.authors.is_empty() => own.work.authors.as_slice(),
        Details::Reference(own) => own.work.editors.as_slice(),
        Details::PressRelease(release) => {
            let title_of = |issuer| citing.archive.record(issuer).common.title.value.clone();
            return release.issued_by.map_or_else(|| record.common.title.value.clone(), title_of);
        }
        _ => &[],
    };
    match people {
        [] => record.common.title.value.clone(),
        [first, _, _, _, ..] => citing.words.fill("cite.et_al", &[("name", &first.family)]),
        people => join(citing.words, &people.iter().map(|person| person.family.clone()).collect::<Vec<_>>()),
    }
}

/// The year of a work as far as it is known: "2015", "2015 or later", "no date".
pub fn year(citing: Citing<'_>, id: RecordId) -> String {
    let record = citing.archive.record(id);
    let date = match &record.details {
        Details::Reference(_) => archive::date_of_work(&citing.archive.records, record),
        Details::PressRelease(release) => Some(&release.date),
        _ => None,
    };
    let year = date.and_then(|date| date.years_in_words(citing.years));
    year.unwrap_or_else(|| citing.words.get("cite.no_date").to_owned())
}

/// A locator as it is printed: ranges with an en dash.
pub fn locator(at: &str) -> String {
    let mut printed = String::with_capacity(at.len());
    let bytes = at.as_bytes();
    let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mut rest = 0;
    for dash in memchr_iter(b'-', bytes) {
        printed.push_str(&at[rest..dash]);
        let between = dash > 0 && is_digit(dash - 1) && is_digit(dash + 1);
        printed.push(if between { '–' } else { '-' });
        rest = dash + 1;
    }
    printed.push_str(&at[rest..]);
    printed
}

/// The citation in full.
pub fn in_full(citing: Citing<'_>, id: RecordId) -> Vec<Stretch> {
    let record = citing.archive.record(id);
    let title = record.common.title.value.as_str();
    let mut line = Line::default();
    match &record.details {
        Details::Reference(reference) => {
            let own = Titled { title, work: &reference.work };
            write_work(&mut line, citing, (reference.kind, own), Some(year(citing, id)));
        }
        Details::PressRelease(release) => {
            let headline = release.headline.as_deref().unwrap_or(title);
            line.text(&format!("{} ({}) ", authors_in_text(citing, id), year(citing, id)));
            line.title(headline);
            line.text(&format!(" {}.", citing.words.get("cite.press_release")));
        }
        _ => line.title(title),
    }
    line.stretches
}

/// A work that has no record of its own, with its date in words if it has one.
pub fn inline_in_full(citing: Citing<'_>, own: Titled<'_>, date: Option<String>) -> Vec<Stretch> {
    let mut line = Line::default();
    write_work(&mut line, citing, (ReferenceType::Book, own), date);
    line.stretches
}

/// A work: author, year, title, the works it is part of, volume and issue, imprint, pages. What a part does not say of
/// itself is said by the nearest work above it.
fn write_work(line: &mut Line, citing: Citing<'_>, own: (ReferenceType, Titled<'_>), date: Option<String>) {
    let (kind, own) = own;
    let levels: Vec<Titled<'_>> = archive::with_parents(&citing.archive.records, own).collect();
    write_head(line, citing.words, (kind, own), date);
    write_edition(line, citing.words, own.work);
    let mut issue = (own.work.volume.as_deref(), own.work.issue.as_deref());
    for parent in levels.iter().skip(1) {
        write_parent(line, citing.words, kind, *parent);
        let (volume, number) = issue;
        let of_parent = (parent.work.volume.as_deref(), parent.work.issue.as_deref());
        write_issue(line, (volume.or(of_parent.0), number.or(of_parent.1)));
        issue = (None, None);
    }
    write_issue(line, issue);
    let imprint = levels.iter().map(|level| imprint(level.work)).find(|imprint| !imprint.is_empty());
    if let Some(imprint) = imprint {
        line.text(&format!(". {imprint}"));
    }
    if let Some(pages) = &own.work.page_range {
        line.text(&format!(", {}", citing.words.fill("cite.pages", &[("pages", &locator(pages))])));
    }
    line.text(".");
}

/// Author, year and title, or title and year. A parent that is described in place may lack any of them.
fn write_head(line: &mut Line, words: &Words, own: (ReferenceType, Titled<'_>), date: Option<String>) {
    let (kind, Titled { title, work }) = own;
    let head = head(words, &work.authors, &work.editors);
    let date = date.map(|date| format!("({date})")).unwrap_or_default();
    let (before, behind) = if head.is_empty() {
        (String::new(), date)
    } else {
        (format!("{head} {date}").trim_end().to_owned(), String::new())
    };
    line.text(&before);
    if !title.is_empty() {
        line.text(if before.is_empty() { "" } else { " " });
        write_title(line, kind, title);
    }
    line.text(if title.is_empty() || behind.is_empty() { "" } else { " " });
    line.text(&behind);
}

fn write_edition(line: &mut Line, words: &Words, work: &Work<AsMeant>) {
    if let Some(edition) = &work.edition {
        line.text(&format!(", {}", words.fill("cite.edition", &[("edition", edition)])));
    }
}

/// A title that is part of a larger work stands in quotation marks; one in brackets was made up by whoever entered it.
fn write_title(line: &mut Line, kind: ReferenceType, title: &str) {
    let part = matches!(kind, ReferenceType::Chapter | ReferenceType::Article | ReferenceType::News);
    match (part, title.starts_with('[')) {
        (_, true) => line.text(title),
        (true, false) => line.text(&format!("‘{title}’")),
        (false, false) => line.title(title),
    }
}

fn write_parent(line: &mut Line, words: &Words, kind: ReferenceType, parent: Titled<'_>) {
    let head = head(words, &parent.work.authors, &parent.work.editors);
    if parent.title.is_empty() && head.is_empty() {
        return;
    }
    line.text(", ");
    if kind == ReferenceType::Chapter || !head.is_empty() {
        line.text(&format!("{} ", words.get("cite.in")));
    }
    if !head.is_empty() {
        line.text(&format!("{head}{}", if parent.title.is_empty() { "" } else { " " }));
    }
    if !parent.title.is_empty() {
        line.title(parent.title);
    }
    write_edition(line, words, parent.work);
}

fn write_issue(line: &mut Line, issue: (Option<&str>, Option<&str>)) {
    let issue = match issue {
        (Some(volume), Some(issue)) => format!(", {volume}({issue})"),
        (Some(volume), None) => format!(", {volume}"),
        (None, Some(issue)) => format!(", ({issue})"),
        (None, None) => return,
    };
    line.text(&issue);
}

fn imprint(work: &Work<AsMeant>) -> String {
    match (work.location.as_deref(), work.publisher.as_deref()) {
        (Some(location), Some(publisher)) => format!("{location}: {publisher}"),
        (one, other) => one.or(other).unwrap_or_default().to_owned(),
    }
}

/// Authors, or editors marked as such.
fn head(words: &Words, authors: &[Person], editors: &[Person]) -> String {
    if !authors.is_empty() {
        return join(words, &authors.iter().map(full_name).collect::<Vec<_>>());
    }
    let names = join(words, &editors.iter().map(full_name).collect::<Vec<_>>());
    match editors.len() {
        0 => names,
        1 => words.fill("cite.editor", &[("names", &names)]),
        _ => words.fill("cite.editors", &[("names", &names)]),
    }
}

fn full_name(person: &Person) -> String {
    match &person.given {
        Some(given) => format!("{}, {given}", person.family),
        None => person.family.clone(),
    }
}

fn join(words: &Words, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => words.fill("cite.and", &[("names", &before.join(", ")), ("last", last)]),
    }
}

#[derive(Default)]
struct Line {
    stretches: Vec<Stretch>,
}

impl Line {
    fn text(&mut self, text: &str) {
        // A title that ends its own sentence needs no second full stop.
        let ends = self.stretches.last().is_some_and(|last| last.text.ends_with(['.', '?', '!']));
        let text = if ends { text.strip_prefix('.').unwrap_or(text) } else { text };
        match self.stretches.last_mut().filter(|last| !last.title) {
            Some(last) => last.text.push_str(text),
            None if text.is_empty() => {}
            None => self.stretches.push(Stretch { text: text.to_owned(), title: false }),
        }
    }

    fn title(&mut self, text: &str) {
        self.stretches.push(Stretch { text: text.to_owned(), title: true });
    }
}
