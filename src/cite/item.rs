//! Works as items of CSL-JSON, the form in which citation styles are asked about them.
//!
//! Variables and types are those of CSL 1.0.2, Appendix III and IV (<https://docs.citationstyles.org/en/stable/specification.html>).

use super::Citing;
use super::stretch::JOINER;
use super::style::Form;
use crate::archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::Titled;
use crate::date::PartialDate;
use crate::document;
use crate::document::Details;
use crate::document::Person;
use crate::document::PressRelease;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::UrlStatus;
use hayagriva::citationberg::json::DateValue;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::json::LiteralName;
use hayagriva::citationberg::json::NameItem;
use hayagriva::citationberg::json::NameValue;
use hayagriva::citationberg::json::Value;
use hayagriva::citationberg::json::VecDate;
use hayagriva::citationberg::json::VecDateRange;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A work as a style is asked about it.
pub(super) struct Work {
    /// Everything but a year that no style can write.
    item: Item,
    /// The words for such a year: "2015 or later".
    pub odd_year: Option<String>,
}

/// No work has appeared in this year or a later one, so that these numbers may stand for words.
pub(super) const FIRST_ODD: i16 = 20_001;

impl Work {
    fn new(mut fields: Fields, citing: Citing<'_>, date: Option<&PartialDate>) -> Self {
        let machine = date.and_then(PartialDate::machine);
        let odd_year = match (date, &machine) {
            (Some(date), None) => date.years_in_words(&citing.bibliography.years),
            _ => None,
        };
        fields.date("issued", machine.as_deref());
        Self { item: Item(fields.0), odd_year }
    }

    /// The item with a number for a year that no style can write, and what the number stands for.
    pub fn with_year(&self) -> (Cow<'_, Item>, Vec<(i16, String)>) {
        let years: Vec<(i16, String)> =
            self.odd_year.iter().map(|words| (FIRST_ODD, words.clone())).collect();
        (self.among(&years), years)
    }

    /// The item with the number that stands for its year among others.
    pub fn among(&self, years: &[(i16, String)]) -> Cow<'_, Item> {
        let Some(number) =
            self.odd_year.as_ref().and_then(|words| years.iter().find(|(_, own)| own == words))
        else {
            return Cow::Borrowed(&self.item);
        };
        let mut item = self.item.clone();
        item.0.insert("issued".to_owned(), date_value(vec![number.0]));
        Cow::Owned(item)
    }
}

/// A reference or a press release; of any other record its title alone.
pub(super) fn of_record(citing: Citing<'_>, id: RecordId) -> Work {
    let record = citing.archive.record(id);
    let title = record.common.title.value.as_str();
    let mut item = Fields::new(record.path());
    match &record.details {
        Details::Reference(own) => {
            write_work(&mut item, citing, own.kind, Titled { title, work: &own.work });
            if own.url_status == UrlStatus::Hijacked {
                item.0.remove("URL");
            }
        }
        Details::PressRelease(own) => write_release(&mut item, citing, title, own),
        _ => item.text("title", Some(title)),
    }
    Work::new(item, citing, super::date_of(citing, id))
}

/// A work that has no record of its own.
pub(super) fn of_inline(citing: Citing<'_>, own: Titled<'_>) -> Work {
    let mut item = Fields::new("inline".to_owned());
    write_work(&mut item, citing, ReferenceType::Book, own);
    Work::new(item, citing, own.work.date.as_ref())
}

fn write_release(item: &mut Fields, citing: Citing<'_>, title: &str, own: &PressRelease<AsMeant>) {
    item.text("type", Some(csl_type(ReferenceType::Press)));
    item.text("genre", Some(citing.words.get("cite.genre.press")));
    item.title(citing, Some(own.headline.as_deref().unwrap_or(title)));
    let issuer = own.issued_by.map(|issuer| citing.archive.record(issuer).common.title.value.clone());
    item.names(
        "author",
        &issuer.map(|family| Person { family, given: None }).into_iter().collect::<Vec<_>>(),
    );
}

/// The type of CSL, of which styles have rules for their own.
fn csl_type(kind: ReferenceType) -> &'static str {
    match kind {
        ReferenceType::Book => "book",
        ReferenceType::Chapter => "chapter",
        ReferenceType::Article | ReferenceType::Hansard => "article-journal",
        ReferenceType::News => "article-newspaper",
        ReferenceType::Web | ReferenceType::Press | ReferenceType::Video | ReferenceType::Dataset => {
            "webpage"
        }
        ReferenceType::Thesis => "thesis",
        ReferenceType::Court => "legal_case",
        ReferenceType::Report | ReferenceType::Foi | ReferenceType::Contract | ReferenceType::BoardPaper => {
            "report"
        }
    }
}

/// What a kind of work is called where its type of CSL does not say it.
fn genre(kind: ReferenceType) -> Option<&'static str> {
    match kind {
        ReferenceType::Press => Some("cite.genre.press"),
        ReferenceType::Foi => Some("cite.genre.foi"),
        ReferenceType::Contract => Some("cite.genre.contract"),
        ReferenceType::BoardPaper => Some("cite.genre.board-paper"),
        ReferenceType::Thesis => Some("cite.genre.thesis"),
        ReferenceType::Video => Some("cite.genre.video"),
        ReferenceType::Dataset => Some("cite.genre.dataset"),
        _ => None,
    }
}

/// A work, with what the works say that it is a part of. What a part does not say of itself is said by the nearest above it.
fn write_work(item: &mut Fields, citing: Citing<'_>, kind: ReferenceType, own: Titled<'_>) {
    let levels: Vec<Titled<'_>> = archive::with_parents(&citing.archive.records, own).collect();
    let nearest = |of: fn(&document::Work<AsMeant>) -> Option<&String>| {
        levels.iter().find_map(|level| of(level.work)).map(String::as_str)
    };
    let title_of = |level: usize| levels.get(level).map(|own| own.title).filter(|title| !title.is_empty());
    let is_part = levels.len() > 1;
    item.text("type", Some(csl_type(kind)));
    item.text("genre", genre(kind).map(|key| citing.words.get(key)));
    item.title(citing, title_of(0));
    item.names("author", &own.work.authors);
    write_containers(item, kind, &levels, (title_of(1), title_of(2)));
    write_editors(item, kind, &levels);
    item.text("publisher", nearest(|work| work.publisher.as_ref()));
    item.text("publisher-place", nearest(|work| work.location.as_ref()));
    if is_series(kind) {
        item.text("volume", own.work.volume.as_deref());
        item.text("issue", own.work.issue.as_deref());
        item.text("collection-number", levels.get(1).and_then(|series| series.work.volume.as_deref()));
    } else {
        item.text("volume", nearest(|work| work.volume.as_ref()));
        item.text("issue", nearest(|work| work.issue.as_ref()));
    }
    item.text("edition", nearest(|work| work.edition.as_ref()));
    item.text("page", own.work.page_range.as_deref().filter(|_| is_part || kind != ReferenceType::Book));
    item.text("URL", own.work.url.as_deref());
    item.date("accessed", own.work.accessed.as_ref().and_then(PartialDate::machine).as_deref());
    for (name, number) in &own.work.serial_numbers {
        match *name {
            "doi" => item.text("DOI", Some(number)),
            "isbn" => item.text("ISBN", Some(number)),
            "issn" => item.text("ISSN", Some(number)),
            "pmid" => item.text("PMID", Some(number)),
            "pmcid" => item.text("PMCID", Some(number)),
            // A hyphen would make a range of it.
            "serial" => item.text("number", Some(&number.replace('-', &format!("-{JOINER}")))),
            _ => {}
        }
    }
}

/// Whether what contains a work of that kind is a series, whose editors and volumes are not those of the work.
fn is_series(kind: ReferenceType) -> bool {
    use ReferenceType as Type;
    matches!(kind, Type::Book | Type::Report | Type::Thesis | Type::BoardPaper | Type::Contract | Type::Foi)
}

/// Who edited a work, or the book that it is a chapter of; who wrote that book, or edits the series.
fn write_editors(item: &mut Fields, kind: ReferenceType, levels: &[Titled<'_>]) {
    let above = || levels.iter().skip(1).map(|level| level.work.editors.as_slice());
    let above = above().find(|editors| !editors.is_empty()).unwrap_or_default();
    let own = levels.first().map_or(&[][..], |own| own.work.editors.as_slice());
    if is_series(kind) {
        item.names("editor", own);
        item.names("collection-editor", above);
    } else {
        item.names("editor", if own.is_empty() { above } else { own });
        item.names("container-author", levels.get(1).map_or(&[], |parent| parent.work.authors.as_slice()));
    }
}

/// What contains a work, and what contains that.
fn write_containers(
    item: &mut Fields,
    kind: ReferenceType,
    levels: &[Titled<'_>],
    titles: (Option<&str>, Option<&str>),
) {
    let (parent, above) = titles;
    // A newspaper without a parent is named as the publisher mostly.
    let publisher = || levels.first().and_then(|own| own.work.publisher.as_deref());
    let container = match kind {
        ReferenceType::News if parent.is_none() => publisher(),
        _ => parent,
    };
    if is_series(kind) {
        item.text("collection-title", container);
    } else {
        item.text("container-title", container);
        item.text("collection-title", above);
    }
}

/// The fields of an item.
struct Fields(BTreeMap<String, Value>);

impl Fields {
    fn new(id: String) -> Self {
        Self(BTreeMap::from([("id".to_owned(), Value::String(id))]))
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.insert(name.to_owned(), Value::String(value.to_owned()));
        }
    }

    /// A title, and in a style with notes what is left of it where it is cited again: what stands before the colon.
    fn title(&mut self, citing: Citing<'_>, title: Option<&str>) {
        self.text("title", title);
        if citing.bibliography.form() == Form::Notes {
            let short = title.map(|title| title.split(": ").next().unwrap_or(title));
            let articles = ["The ", "A ", "An "];
            let bare = |title| articles.iter().find_map(|own| str::strip_prefix(title, own)).unwrap_or(title);
            self.text("title-short", short.map(bare));
        }
    }

    fn names(&mut self, name: &str, people: &[Person]) {
        if !people.is_empty() {
            self.0.insert(name.to_owned(), Value::Names(people.iter().map(csl_name).collect()));
        }
    }

    /// A date as `2018`, `2018-06` or `2018-06-20`.
    fn date(&mut self, name: &str, date: Option<&str>) {
        let parts =
            date.map(|date| date.split('-').map_while(|part| part.parse().ok()).collect::<Vec<i16>>());
        if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
            self.0.insert(name.to_owned(), date_value(parts));
        }
    }
}

fn date_value(parts: Vec<i16>) -> Value {
    let date_parts = VecDateRange(vec![VecDate(parts)]);
    Value::Date(DateValue::DateParts { date_parts, literal: None, season: None, circa: false })
}

/// A body has a family name only. A particle before a family name stays with it, as is the custom in English: "van der Berg" is
/// never "Berg".
fn csl_name(person: &Person) -> NameValue {
    let Some(given) = &person.given else {
        return NameValue::Literal(LiteralName { literal: person.family.clone() });
    };
    let (given, suffix) = match given.split_once(',').map(|(one, other)| (one.trim(), other.trim())) {
        // "King, Jr., Martin", as BibTeX has it.
        Some((suffix, given)) if is_suffix(suffix) => (given, Some(suffix.to_owned())),
        Some((given, suffix)) => (given, Some(suffix.to_owned())),
        None => (given.as_str(), None),
    };
    let (particle, family) = first_word(&person.family);
    NameValue::Item(NameItem {
        family: family.to_owned(),
        given: Some(initials(given)),
        non_dropping_particle: particle.map(str::to_owned),
        dropping_particle: None,
        comma_suffix: suffix.as_ref().map(|_| true),
        suffix,
    })
}

/// Initials without stops, as libraries give them ("SD"), with stops: to a style they would be one name.
fn initials(given: &str) -> String {
    let are = (1..=3).contains(&given.len()) && given.bytes().all(|byte| byte.is_ascii_uppercase());
    if !are || given.len() == 1 {
        return given.to_owned();
    }
    given.chars().map(|initial| format!("{initial}.")).collect::<Vec<_>>().join(" ")
}

/// A family name of several words, divided so that hayagriva does not look for particles among them.
fn first_word(family: &str) -> (Option<&str>, &str) {
    match family.split_once(' ') {
        Some((first, rest)) => (Some(first), rest.trim_start()),
        None => (None, family),
    }
}

fn is_suffix(word: &str) -> bool {
    ["jr", "sr", "esq", "ii", "iii", "iv"].contains(&word.trim_end_matches('.').to_lowercase().as_str())
}
