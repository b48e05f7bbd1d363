//! Works that are entered twice, and books of which two chapters say different things.

use super::Context;
use super::Finding;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Parent;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Work;
use crate::rule::Rule;
use rapidfuzz::distance::osa;
use std::collections::BTreeMap;

/// Titles of one work are at least so much alike, of 1.
const SAME_TITLE: f64 = 0.9;
/// And the names of its first author so much.
const SAME_NAME: f64 = 0.75;

pub(super) fn look(cx: Context<'_>, ids: &[RecordId]) -> Vec<(RecordId, Finding)> {
    let works: Vec<Entry<'_>> = ids.iter().filter_map(|id| Entry::of(cx.archive.record(*id), *id)).collect();
    let mut found = twice(&works);
    found.extend(different_books(cx, &works));
    found
}

/// A reference, as it is compared with others.
struct Entry<'a> {
    id: RecordId,
    record: &'a Record<AsMeant>,
    reference: &'a Reference<AsMeant>,
    /// Small letters and digits of its title, up to where a subtitle begins.
    title: String,
    year: String,
    /// Small letters of the family name of its first author or editor.
    family: String,
}

impl<'a> Entry<'a> {
    fn of(record: &'a Record<AsMeant>, id: RecordId) -> Option<Self> {
        let reference = record.reference()?;
        let work = &reference.work;
        let person = work.authors.first().or(work.editors.first());
        Some(Self {
            id,
            record,
            reference,
            title: letters(&record.common.title.value),
            year: year_of(work),
            family: person.map(|own| letters(&own.family)).unwrap_or_default(),
        })
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

fn twice(works: &[Entry<'_>]) -> Vec<(RecordId, Finding)> {
    let mut found: BTreeMap<RecordId, RecordId> = BTreeMap::new();
    let mut by_number: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_start: BTreeMap<(String, String, char), Vec<usize>> = BTreeMap::new();
    for (place, own) in works.iter().enumerate() {
        for number in numbers(own) {
            match by_number.get(&number) {
                Some(first) => drop(found.entry(own.id).or_insert(works[*first].id)),
                None => drop(by_number.insert(number, place)),
            }
        }
        // A slip of spelling seldom stands in the first letters.
        let start: String = own.title.chars().take(4).collect();
        let initial = own.family.chars().next().unwrap_or(' ');
        let alike = by_start.entry((own.year.clone(), start, initial)).or_default();
        if let Some(first) = alike.iter().find(|first| is_same(&works[**first], own)) {
            found.entry(own.id).or_insert(works[*first].id);
        }
        alike.push(place);
    }
    let by_id: BTreeMap<RecordId, &Entry<'_>> = works.iter().map(|own| (own.id, own)).collect();
    let told = found.into_iter().map(|(id, first)| {
        let (own, first) = (by_id[&id], by_id[&first].record);
        let finding = Finding {
            rule: Rule::SameWorkTwice,
            span: own.record.common.title.span,
            words: format!(
                "this seems to be the same work as `{}`: “{}”",
                first.id, first.common.title.value
            ),
            expected: format!(
                "one record of it; in the other `state: merged` and `merged_into: {}`",
                first.id
            ),
        };
        (id, finding)
    });
    told.collect()
}

/// What names one work alone.
fn numbers(own: &Entry<'_>) -> Vec<String> {
    let work = &own.reference.work;
    let dois = work.serial_numbers.iter().filter(|(kind, _)| *kind == "doi");
    let dois = dois.map(|(_, number)| format!("doi {}", number.to_lowercase()));
    let urls = work.url.iter().map(|url| {
        let url = url.trim_end_matches('/').to_lowercase();
        format!("url {}", url.split_once("//").map_or(url.as_str(), |(_, rest)| rest))
    });
    dois.chain(urls).collect()
}

fn is_same(one: &Entry<'_>, other: &Entry<'_>) -> bool {
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
            one.as_written().len() > 4 && other.as_written().len() > 4 && one != other
        }
        _ => false,
    };
    let is_in_other = match (own.parent_record(), others.parent_record()) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    // Numbers in titles tell parts apart: "Report 1", "Report 2".
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    one.reference.kind == other.reference.kind
        && !(is_other_part || has_other_day || is_in_other)
        && !one.title.is_empty()
        && digits(&one.title) == digits(&other.title)
        && alike(&one.title, &other.title) >= SAME_TITLE
        && alike(&one.family, &other.family) >= SAME_NAME
}

fn alike(one: &str, other: &str) -> f64 {
    if one == other { 1.0 } else { osa::normalized_similarity(one.chars(), other.chars()) }
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
