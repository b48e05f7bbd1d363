//! Works that are entered twice, and books of which two chapters say different things.

use super::Context;
use super::Finding;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::date_of_work;
use crate::document::Parent;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Work;
use crate::rule::Rule;
use crate::same_work::Shelf;
use crate::same_work::WorkFace;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;

pub(super) fn look(cx: Context<'_>, ids: &[RecordId]) -> Vec<(RecordId, Finding)> {
    let works: Vec<Entry<'_>> = ids.iter().filter_map(|id| Entry::of(cx.archive.record(*id), *id)).collect();
    let mut found = twice(cx, &works);
    found.extend(different_books(cx, &works));
    found
}

/// A reference, as it is compared with others.
struct Entry<'a> {
    id: RecordId,
    record: &'a Record<AsMeant>,
    reference: &'a Reference<AsMeant>,
    /// Small letters and digits of its title.
    title: String,
}

impl<'a> Entry<'a> {
    fn of(record: &'a Record<AsMeant>, id: RecordId) -> Option<Self> {
        let reference = record.reference()?;
        Some(Self { id, record, reference, title: letters(&record.common.title.value) })
    }
}

fn letters(text: &str) -> String {
    let text = text.to_lowercase();
    let text = text.strip_prefix("the ").unwrap_or(&text);
    text.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

fn year_of(work: &Work<AsMeant>) -> String {
    let digits = work.date.as_ref().map(|date| date.as_written());
    digits.map(|date| date.chars().take_while(char::is_ascii_digit).take(4).collect()).unwrap_or_default()
}

// ---------------------------------------------------------------------------------------------- the same work

fn twice(cx: Context<'_>, works: &[Entry<'_>]) -> Vec<(RecordId, Finding)> {
    let mut shelf = Shelf::default();
    for face in works.par_iter().map(|own| face_of(cx, own)).collect::<Vec<_>>() {
        shelf.add(face);
    }
    let of_place = |place: usize| {
        let (own, face) = (&works[place], shelf.face(place));
        let (like, _) = shelf.find_before(face, place)?;
        let first = &works[like];
        if !face.shares_number(shelf.face(like)) && are_told_apart(first, own) {
            return None;
        }
        let id = &first.record.id;
        let finding = Finding {
            rule: Rule::SameWorkTwice,
            span: own.record.common.title.span,
            words: format!("this seems to be the same work as `{id}`: “{}”", first.record.common.title.value),
            expected: if super::is_bibtex(cx, own.record.file) {
                format!("one of them alone: this entry taken out, and `[@{id}]` where it is cited")
            } else {
                format!("one record of it; in the other `state: merged` and `merged_into: {id}`")
            },
        };
        Some((own.id, finding))
    };
    (0..works.len()).into_par_iter().filter_map(of_place).collect()
}

fn face_of(cx: Context<'_>, own: &Entry<'_>) -> WorkFace {
    let work = &own.reference.work;
    let people = if work.authors.is_empty() { &work.editors } else { &work.authors };
    let families = people.iter().map(|person| person.family.as_str());
    let date = date_of_work(&cx.archive.records, own.record);
    let year = date.and_then(|date| date.earliest()).map(|day| day.year());
    let face = WorkFace::new(families, year, &own.record.common.title.value);
    let dois = work.serial_numbers.iter().filter(|(kind, _)| *kind == "doi");
    let face = dois.fold(face, |face, (kind, number)| face.number(kind, number));
    work.url.iter().fold(face, |face, url| face.number("url", url))
}

/// Whether two references that look like one say themselves that they are two.
fn are_told_apart(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let (own, others) = (&one.reference.work, &other.reference.work);
    let differs = |part: fn(&Work<AsMeant>) -> Option<&String>| match (part(own), part(others)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    let is_other_part = differs(|work| work.page_range.as_ref())
        || differs(|work| work.volume.as_ref())
        || differs(|work| work.issue.as_ref())
        || differs(|work| work.edition.as_ref());
    let has_other_day = match (&own.date, &others.date) {
        (Some(one), Some(other)) => {
            let days = one.as_written().len() > 4 && other.as_written().len() > 4;
            days && one != other || year_of(own) != year_of(others)
        }
        _ => false,
    };
    let is_in_other = match (own.parent_record(), others.parent_record()) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    one.reference.kind != other.reference.kind || is_other_part || has_other_day || is_in_other
}

// ---------------------------------------------------------------------------------------------- one book

/// What a chapter, or a record of its own, says of a book.
struct Book<'a> {
    place: usize,
    work: &'a Work<AsMeant>,
}

fn different_books(cx: Context<'_>, works: &[Entry<'_>]) -> Vec<(RecordId, Finding)> {
    let mut books: BTreeMap<String, Vec<Book<'_>>> = BTreeMap::new();
    for (place, own) in works.iter().enumerate() {
        if let Some(Parent::Inline(inline)) = &own.reference.work.parent
            && let Some(title) = &inline.title
        {
            books.entry(letters(title)).or_default().push(Book { place, work: &inline.work });
        }
    }
    for (place, own) in works.iter().enumerate() {
        // A record of the book itself counts for more than what its chapters say.
        if let Some(chapters) = books.get_mut(&own.title) {
            chapters.insert(0, Book { place, work: &own.reference.work });
        }
    }
    let mut found = Vec::new();
    for chapters in books.values() {
        let Some((first, rest)) = chapters.split_first() else { continue };
        for other in rest {
            let Some(what) = difference(first.work, other.work) else { continue };
            let (own, first) = (&works[other.place], works[first.place].record);
            let field = super::place_of_field(cx, own.record, "parent");
            found.push((
                own.id,
                Finding {
                    rule: Rule::BooksDiffer,
                    span: field,
                    words: format!("the {what} of this book is another than in `{}`", first.id),
                    expected: "the same of the same book; best a record of its own, named as `parent`"
                        .to_owned(),
                },
            ));
        }
    }
    found
}

/// What two works that have one title say differently. Journals and newspapers have other numbers and days each time.
fn difference(one: &Work<AsMeant>, other: &Work<AsMeant>) -> Option<&'static str> {
    let is_periodical = |work: &Work<AsMeant>| work.volume.is_some() || work.issue.is_some();
    if is_periodical(one) || is_periodical(other) {
        return None;
    }
    let differ = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => letters(one) != letters(other),
        _ => false,
    };
    let editions = differ(&one.edition, &other.edition);
    let (of_one, of_other) = (year_of(one), year_of(other));
    let editors = (one.editors.len(), other.editors.len()) != (0, 0)
        && !one.editors.is_empty()
        && !other.editors.is_empty()
        && one
            .editors
            .iter()
            .map(|own| letters(&own.family))
            .ne(other.editors.iter().map(|own| letters(&own.family)));
    match () {
        () if editions => None,
        () if editors => Some("editor"),
        () if differ(&one.publisher, &other.publisher) => Some("publisher"),
        () if differ(&one.location, &other.location) => Some("place"),
        () if !of_one.is_empty() && !of_other.is_empty() && of_one != of_other && !one.editors.is_empty() => {
            Some("year")
        }
        () => None,
    }
}
