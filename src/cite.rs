//! Works as they are cited: in a sentence by author and year, in a list of sources in full.
//!
//! The form follows Harvard, Cite Them Right, as far as author, year, title and imprint go.

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::date::PartialDate;
use crate::document::Details;
use crate::document::Parent;
use crate::document::Person;
use crate::document::Reference;
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

/// The authors alone: "Davis, Lister and Wrigley"; four and more are "Davis et al.".
pub fn authors_in_text(archive: &Archive, words: &Words, id: RecordId) -> String {
    let record = archive.record(id);
    let people = match &record.details {
        Details::Reference(reference) if !reference.authors.is_empty() => reference.authors.as_slice(),
        Details::Reference(reference) => reference.editors.as_slice(),
        Details::PressRelease(release) => {
            let issuer = release.issued_by.map(|issuer| archive.record(issuer).common.title.value.clone());
            return issuer.unwrap_or_else(|| record.common.title.value.clone());
        }
        _ => &[],
    };
    match people {
        [] => record.common.title.value.clone(),
        [first, _, _, _, ..] => words.fill("cite.et_al", &[("name", &first.family)]),
        people => join(words, &people.iter().map(|person| person.family.clone()).collect::<Vec<_>>()),
    }
}

/// The year of a work, or "no date".
pub fn year(archive: &Archive, words: &Words, id: RecordId) -> String {
    let date = match &archive.record(id).details {
        Details::Reference(reference) => reference.date.as_ref(),
        Details::PressRelease(release) => Some(&release.date),
        _ => None,
    };
    year_of(words, date)
}

fn year_of(words: &Words, date: Option<&PartialDate>) -> String {
    match date.and_then(|date| Some((date.earliest()?.year(), date.latest()?.year()))) {
        Some((first, last)) if first == last => first.to_string(),
        _ => words.get("cite.no_date").to_owned(),
    }
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
pub fn in_full(archive: &Archive, words: &Words, id: RecordId) -> Vec<Stretch> {
    let record = archive.record(id);
    let title = record.common.title.value.as_str();
    let mut line = Line::default();
    match &record.details {
        Details::Reference(reference) => full_reference(&mut line, archive, words, (title, reference)),
        Details::PressRelease(release) => {
            let date = year_of(words, Some(&release.date));
            let headline = release.headline.as_deref().unwrap_or(title);
            line.text(&format!("{} ({date}) ", authors_in_text(archive, words, id)));
            line.title(headline);
            line.text(&format!(" {}.", words.get("cite.press_release")));
        }
        _ => line.title(title),
    }
    line.stretches
}

/// A reference: author, year, title, the work it is part of, imprint, pages.
fn full_reference(line: &mut Line, archive: &Archive, words: &Words, work: (&str, &Reference<AsMeant>)) {
    let (title, reference) = work;
    let year = year_of(words, reference.date.as_ref());
    let head = head(words, &reference.authors, &reference.editors);
    if head.is_empty() {
        write_title(line, reference.kind, title);
        line.text(&format!(" ({year})"));
    } else {
        line.text(&format!("{head} ({year}) "));
        write_title(line, reference.kind, title);
    }
    if let Some(edition) = &reference.edition {
        line.text(&format!(", {}", words.fill("cite.edition", &[("edition", edition)])));
    }
    let mut imprint = imprint(reference.location.as_deref(), reference.publisher.as_deref());
    match &reference.parent {
        Some(Parent::Record(parent)) => {
            let record = archive.record(*parent);
            let own = record.reference();
            let editors = own.map_or(&[][..], |own| &own.editors);
            write_parent(line, words, reference.kind, editors, &record.common.title.value);
            if imprint.is_empty() {
                imprint = self::imprint(
                    own.and_then(|own| own.location.as_deref()),
                    own.and_then(|own| own.publisher.as_deref()),
                );
            }
        }
        Some(Parent::Inline(inline)) => {
            write_parent(
                line,
                words,
                reference.kind,
                &inline.editors,
                inline.title.as_deref().unwrap_or_default(),
            );
            if imprint.is_empty() {
                imprint = self::imprint(inline.location.as_deref(), inline.publisher.as_deref());
            }
        }
        None => {}
    }
    write_issue(line, reference);
    if !imprint.is_empty() {
        line.text(&format!(". {imprint}"));
    }
    if let Some(pages) = &reference.page_range {
        line.text(&format!(", {}", words.fill("cite.pages", &[("pages", &locator(pages))])));
    }
    line.text(".");
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

fn write_parent(line: &mut Line, words: &Words, kind: ReferenceType, editors: &[Person], title: &str) {
    if title.is_empty() {
        return;
    }
    let editors = head(words, &[], editors);
    match kind {
        ReferenceType::Chapter if editors.is_empty() => line.text(&format!(", {} ", words.get("cite.in"))),
        ReferenceType::Chapter => line.text(&format!(", {} {editors} ", words.get("cite.in"))),
        _ => line.text(", "),
    }
    line.title(title);
}

fn write_issue(line: &mut Line, reference: &Reference<AsMeant>) {
    let issue = match (&reference.volume, &reference.issue) {
        (Some(volume), Some(issue)) => format!(", {volume}({issue})"),
        (Some(volume), None) => format!(", {volume}"),
        (None, Some(issue)) => format!(", ({issue})"),
        (None, None) => return,
    };
    line.text(&issue);
}

fn imprint(location: Option<&str>, publisher: Option<&str>) -> String {
    match (location, publisher) {
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
