//! Records as entries for reference managers: one description of each, which every format writes.
//!
//! Nothing is made up here: a date that a format cannot hold stands in a note, an address that others have taken over is
//! left out, and no day of access is given but one that was written down.

pub mod bibtex;
pub mod coins;
pub mod csl_json;
pub mod hayagriva;
pub mod highwire;
pub mod ris;

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::Titled;
use crate::archive::titled;
use crate::archive::with_parents;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::document::Details;
use crate::document::Parent;
use crate::document::Person;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Work;
use crate::theme::Words;
use crate::url;
use crate::vocabulary::Kind;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::UrlStatus;
use crate::vocabulary::Vocabulary;

/// Words of the formats themselves, which stand beside every record.
pub const WORDS: [&str; 17] = [
    "article-journal",
    "article-newspaper",
    "legal_case",
    "motion_picture",
    "container-title",
    "container-author",
    "collection-title",
    "publisher-place",
    "date-parts",
    "non-dropping-particle",
    "given-name",
    "csl-json",
    "references.bib",
    "references.ris",
    "references.csl.json",
    "references.yaml",
    "Z39.88-2004",
];

/// What records are exported with.
#[derive(Clone, Copy)]
pub struct Exporting<'a> {
    /// Where they are.
    pub archive: &'a Archive,
    /// The words of the theme, for notes.
    pub words: &'a Words,
    /// How dates are written in notes.
    pub dates: &'a DateWords,
}

/// What is said of a record in every format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How it is cited: the id of a reference; of any other record its kind, a colon and its id.
    pub key: String,
    /// What kind of work.
    pub kind: ReferenceType,
    /// What it is called where the type of a format says too little.
    pub genre: Option<&'static str>,
    /// The work itself, then the work that it is a part of, and so on.
    pub levels: Vec<Level>,
    /// What it is about, of a page of this site.
    pub summary: Option<String>,
    /// Its language (BCP 47), of a page of this site.
    pub language: Option<String>,
    /// Who publishes this site, of a page of it.
    pub site_publisher: Option<String>,
    /// What no format has a field for, each a sentence.
    pub notes: Vec<String>,
}

/// What a bibliography says of a work, or of one that it is a part of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// What kind of work it is, where that is known.
    pub kind: Option<ReferenceType>,
    /// Its title; nothing for a parent that has none.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<Name>,
    /// Who edited it.
    pub editors: Vec<Name>,
    /// When it appeared.
    pub date: Option<Dated>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub location: Option<String>,
    /// Its pages in the work that it is a part of.
    pub page_range: Option<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// The edition.
    pub edition: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it was read there.
    pub accessed: Option<Dated>,
    /// Kind and number, as the format has them.
    pub serial_numbers: Vec<(&'static str, String)>,
}

/// Somebody who wrote or edited; a body has a family name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The family name with its particles, or the name of a body.
    pub family: String,
    /// Given names or initials.
    pub given: Option<String>,
    /// `Jr.`, `III`
    pub suffix: Option<String>,
}

/// A date, and what formats without EDTF can say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The date as it was written (EDTF).
    pub written: String,
    /// Year, month and day, as far as they are certain.
    pub parts: Vec<u16>,
    /// Whether the parts say all of it.
    pub is_exact: bool,
    /// The date in words.
    pub words: String,
}

/// A work without its parents: what a part does not say of itself is said by the nearest work above it.
#[derive(Debug, Default)]
pub struct Flat<'a> {
    /// The work itself.
    pub own: Level,
    /// The title of the work that it is a part of.
    pub container: Option<&'a str>,
    /// The title of the work that this is a part of.
    pub series: Option<&'a str>,
    /// Who wrote the work that it is a part of.
    pub container_authors: &'a [Name],
}

impl Item {
    /// The work itself.
    pub fn own(&self) -> &Level {
        &self.levels[0]
    }

    /// The work as formats without parents have it.
    pub fn flat(&self) -> Flat<'_> {
        let title = |place: usize| {
            self.levels.get(place).map(|level| level.title.as_str()).filter(|title| !title.is_empty())
        };
        let nearest = |of: fn(&Level) -> Option<&String>| self.levels.iter().find_map(of).cloned();
        let own = self.own();
        let is_known = |date: &&Dated| !date.is_unknown();
        let dates = || self.levels.iter().filter_map(|level| level.date.as_ref());
        let imprint = self.levels.iter().find(|level| level.publisher.is_some() || level.location.is_some());
        let edited = self.levels.iter().find(|level| !level.editors.is_empty());
        let mut numbers: Vec<(&'static str, String)> = Vec::new();
        for (place, level) in self.levels.iter().enumerate() {
            // The DOI of a journal is not that of an article in it.
            let is_wanted = |kind: &str| place == 0 || place == 1 && matches!(kind, "isbn" | "issn");
            let new = level.serial_numbers.iter().filter(|(kind, _)| is_wanted(kind));
            for (kind, number) in new {
                if numbers.iter().all(|(other, _)| other != kind) || place == 0 {
                    numbers.push((kind, number.clone()));
                }
            }
        }
        const ORDER: [&str; 6] = ["doi", "isbn", "issn", "pmid", "pmcid", "arxiv"];
        numbers.sort_by_key(|(kind, _)| ORDER.iter().position(|own| own == kind).unwrap_or(ORDER.len()));
        Flat {
            own: Level {
                editors: edited.map(|level| level.editors.clone()).unwrap_or_default(),
                date: dates().find(is_known).or_else(|| dates().next()).cloned(),
                publisher: imprint.and_then(|level| level.publisher.clone()),
                location: imprint.and_then(|level| level.location.clone()),
                volume: nearest(|level| level.volume.as_ref()),
                issue: nearest(|level| level.issue.as_ref()),
                edition: nearest(|level| level.edition.as_ref()),
                serial_numbers: numbers,
                ..own.clone()
            },
            container: title(1),
            series: title(2),
            container_authors: self.levels.get(1).map_or(&[], |level| &level.authors),
        }
    }
}

impl Flat<'_> {
    /// A number of that kind.
    pub fn number(&self, kind: &str) -> Option<&str> {
        self.own.serial_numbers.iter().find(|(own, _)| *own == kind).map(|(_, number)| number.as_str())
    }
}

impl Dated {
    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.written == "unknown"
    }
}

/// What is said of a record; nothing of one that was withdrawn.
pub fn item(cx: Exporting<'_>, id: RecordId) -> Option<Item> {
    let record = cx.archive.record(id);
    if record.is_withdrawn() {
        return None;
    }
    let mut item = match &record.details {
        Details::Reference(reference) => work_item(cx, record, reference),
        _ => page_item(cx, record),
    };
    add_date_notes(cx, &mut item);
    Some(item)
}

/// The references that a site has, in the order of its bibliography.
pub fn bibliography(cx: Exporting<'_>) -> Vec<Item> {
    cx.archive.graph.references.iter().filter_map(|id| item(cx, *id)).collect()
}

fn work_item(cx: Exporting<'_>, record: &Record<AsMeant>, reference: &Reference<AsMeant>) -> Item {
    let titled = titled(record);
    let mut kinds = vec![Some(reference.kind)];
    kinds.extend(kinds_above(cx, &reference.work));
    let works = titled.into_iter().flat_map(|own| with_parents(&cx.archive.records, own));
    let mut levels: Vec<Level> = works
        .zip(kinds.into_iter().chain(std::iter::repeat(None)))
        .map(|(work, kind)| level(cx, work, kind))
        .collect();
    let mut notes = Vec::new();
    if reference.url_status == UrlStatus::Hijacked && levels[0].url.is_some() {
        (levels[0].url, levels[0].accessed) = (None, None);
        notes.push(cx.words.get("export.hijacked").to_owned());
    }
    for copy in &reference.archived {
        let date = copy.date.as_ref().map(|date| date.in_words(cx.dates));
        notes.push(match date {
            Some(date) => cx.words.fill("export.archived_dated", &[("url", &copy.url), ("date", &date)]),
            None => cx.words.fill("export.archived", &[("url", &copy.url)]),
        });
    }
    Item {
        key: record.id.clone(),
        kind: reference.kind,
        genre: reference.kind.genre(),
        levels,
        summary: None,
        language: None,
        site_publisher: None,
        notes,
    }
}

/// The kinds of the works that a work is a part of, as far as they have records.
fn kinds_above(cx: Exporting<'_>, work: &Work<AsMeant>) -> Vec<Option<ReferenceType>> {
    let mut kinds = Vec::new();
    let mut parent = work.parent.as_ref();
    // No further than parents are followed.
    while let Some(own) = parent.filter(|_| kinds.len() < 16) {
        let reference = match own {
            Parent::Record(id) => cx.archive.record(*id).reference(),
            Parent::Inline(_) => None,
        };
        kinds.push(reference.map(|reference| reference.kind));
        parent = match own {
            Parent::Record(_) => reference.and_then(|reference| reference.work.parent.as_ref()),
            Parent::Inline(inline) => inline.work.parent.as_ref(),
        };
    }
    kinds
}

/// An incident, a press release or any other record is cited as a page of this site.
fn page_item(cx: Exporting<'_>, record: &Record<AsMeant>) -> Item {
    let config = &cx.archive.config;
    let body = |name: &str| Name { family: clean(name), given: None, suffix: None };
    let publisher = config.publisher.as_ref().map(|party| party.name.as_str());
    let release = record.press_release();
    let issuer =
        release.and_then(|release| release.issued_by).map(|id| &cx.archive.record(id).common.title.value);
    let author = match release {
        Some(_) => issuer.map(String::as_str),
        None => publisher,
    };
    let title = release.and_then(|release| release.headline.as_ref()).unwrap_or(&record.common.title.value);
    let date = release.map(|release| &release.date).or(record.common.published.as_ref());
    let own = Level {
        title: clean(title),
        authors: author.map(body).into_iter().collect(),
        date: date.map(|date| dated(cx, date)),
        url: Some(address(cx.archive, record)),
        ..Level::default()
    };
    let site = Level { title: clean(&config.title), ..Level::default() };
    Item {
        key: format!("{}:{}", record.kind.code(), record.id.replace('/', ":")),
        kind: ReferenceType::Web,
        genre: release.and_then(|_| ReferenceType::Press.genre()),
        levels: vec![own, site],
        summary: record.common.summary.as_deref().map(clean),
        language: Some(config.language.clone()),
        site_publisher: Some(clean(publisher.unwrap_or(&config.title))),
        notes: Vec::new(),
    }
}

/// The absolute address of a record's page.
pub fn address(archive: &Archive, record: &Record<AsMeant>) -> String {
    let path = match (record.kind, record.id.as_str()) {
        (Kind::Page, "index") => String::new(),
        _ => url::href(&record.path()),
    };
    format!("{}{path}", archive.config.base_url)
}

fn level(cx: Exporting<'_>, own: Titled<'_>, kind: Option<ReferenceType>) -> Level {
    let work = own.work;
    let text = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
    Level {
        kind,
        title: clean(own.title),
        authors: work.authors.iter().map(name).collect(),
        editors: work.editors.iter().map(name).collect(),
        date: work.date.as_ref().map(|date| dated(cx, date)),
        publisher: text(&work.publisher),
        location: text(&work.location),
        page_range: text(&work.page_range),
        volume: text(&work.volume),
        issue: text(&work.issue),
        edition: text(&work.edition),
        url: work.url.clone(),
        accessed: work.accessed.as_ref().filter(|_| work.url.is_some()).map(|date| dated(cx, date)),
        serial_numbers: work.serial_numbers.iter().map(|(kind, number)| (*kind, clean(number))).collect(),
    }
}

/// A person or a body. A reference keeps `Jr.` behind the given names.
fn name(person: &Person) -> Name {
    const SUFFIXES: [&str; 9] = ["jr", "sr", "ii", "iii", "iv", "esq", "phd", "junior", "senior"];
    let is_suffix = |text: &str| SUFFIXES.contains(&text.trim_end_matches('.').to_lowercase().as_str());
    let given = person.given.as_deref().map(clean).filter(|given| !given.is_empty());
    let divided =
        given.as_deref().and_then(|given| given.rsplit_once(", ")).filter(|(_, last)| is_suffix(last));
    let (given, suffix) = match divided {
        Some((given, suffix)) => (Some(given.to_owned()), Some(suffix.to_owned())),
        None => (given, None),
    };
    Name { family: clean(&person.family), given, suffix }
}

fn dated(cx: Exporting<'_>, date: &PartialDate) -> Dated {
    let written = date.as_written();
    let machine = date.machine().unwrap_or_default();
    let parts = machine.split('-').filter_map(|part| part.parse().ok()).collect();
    // A moment stands for its day.
    let is_exact = !machine.is_empty() && (written == machine || written.contains('T'));
    Dated { written: written.to_owned(), parts, is_exact, words: date.in_words(cx.dates) }
}

/// Says in words what of a date most formats cannot hold.
fn add_date_notes(cx: Exporting<'_>, item: &mut Item) {
    let flat = item.flat();
    let date = flat.own.date.as_ref().filter(|date| !date.is_exact);
    let date = date.map(|date| match date.is_unknown() {
        true => cx.words.get("export.date_unknown").to_owned(),
        false => cx.words.fill("export.date", &[("date", &date.words)]),
    });
    let accessed = flat.own.accessed.as_ref().filter(|date| !date.is_exact);
    let accessed = accessed.map(|date| cx.words.fill("export.accessed", &[("date", &date.words)]));
    let notes = date.into_iter().chain(accessed).collect::<Vec<_>>();
    item.notes.splice(0..0, notes);
}

/// On one line, with one space between two words and no signs that only machines see.
fn clean(text: &str) -> String {
    let plain = text.replace(|sign: char| sign.is_control(), " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
