//! Works as they are cited: in a sentence, and in a list of sources in full, in the citation style of the site.
//!
//! [hayagriva](https://github.com/typst/hayagriva) formats them. To ask it for every page takes longer than all else of a
//! page, so each work is formatted once where a style cites by author and year, and only a page that cites works whose
//! authors may be mixed up is asked for as a whole; `tests/citations.rs` proves that both give the same. Its own writer of
//! HTML escapes nothing, and is not used.

mod csl;
mod item;
mod mend;
mod page;
mod piece;
mod stretch;
mod style;

pub use csl::Fault;
pub use page::PageCitations;
pub use page::as_a_whole;
pub use page::of_page;
pub use piece::Piece;
pub use stretch::Look;
pub use stretch::Stretch;
pub use style::DEFAULT;
pub use style::Form;
pub use style::NotAStyle;
pub use style::Style;

use crate::archive;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::Titled;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::document::Details;
use crate::markdown::Citation;
use crate::sparse::Sparse;
use crate::theme::Words;
use hayagriva::BibliographyDriver;
use hayagriva::BibliographyRequest;
use hayagriva::CitationItem;
use hayagriva::CitationRequest;
use hayagriva::citationberg::DemoteNonDroppingParticle;
use hayagriva::citationberg::json::Item;
use hayagriva::standalone_citation;
use item::Work;
use std::sync::Arc;
use std::sync::Mutex;
use stretch::Bit;

/// The works of an archive in a style, each made when it is first wanted.
pub struct Bibliography {
    style: Arc<Style>,
    room: usize,
    years: DateWords,
    works: Sparse<Work>,
    entries: Sparse<Entry>,
    templates: Sparse<Mutex<Vec<piece::Template>>>,
}

/// A work in a list of sources.
struct Entry {
    stretches: Vec<Stretch>,
    /// The words, by which it is sorted.
    words: String,
    /// The words of its authors, or whatever stands in their place: where two works share them, they may be mixed up.
    head: String,
}

/// What works are cited with.
#[derive(Clone, Copy)]
pub struct Citing<'a> {
    /// Where they are.
    pub archive: &'a Archive,
    /// The words of the theme.
    pub words: &'a Words,
    /// How they read.
    pub bibliography: &'a Bibliography,
}

impl Bibliography {
    /// The works of an archive in a style, of which none is made yet.
    pub fn new(archive: &Archive, style: Arc<Style>, words: &Words, dates: &DateWords) -> Self {
        let room = archive.records.room();
        Self {
            style,
            room,
            years: year_words(words, dates),
            works: Sparse::new(room),
            entries: Sparse::new(room),
            templates: Sparse::new(room),
        }
    }

    /// Whether it has a place for each record of an archive.
    pub fn has_room_for(&self, archive: &Archive) -> bool {
        self.room == archive.records.room()
    }

    /// How works are cited.
    pub fn form(&self) -> Form {
        self.style.form()
    }
}

/// The words of dates as a citation has them, where a year stands in brackets already.
fn year_words(words: &Words, dates: &DateWords) -> DateWords {
    DateWords {
        uncertain: words.get("cite.uncertain").to_owned(),
        about_uncertain: words.get("cite.about_uncertain").to_owned(),
        ..dates.clone()
    }
}

impl<'a> Citing<'a> {
    fn work(self, id: RecordId) -> &'a Work {
        self.bibliography.works.get_or_init(id.0 as usize, || item::of_record(self, id))
    }

    fn entry(self, id: RecordId) -> &'a Entry {
        self.bibliography.entries.get_or_init(id.0 as usize, || {
            let stretches = self.listed(self.work(id));
            let all: String = stretches.iter().map(|stretch| stretch.text.as_str()).collect();
            let demotes = self.bibliography.style.ready().style.settings.demote_non_dropping_particle
                != DemoteNonDroppingParticle::Never;
            let bare = all.trim_start_matches(|c: char| !c.is_alphanumeric());
            let words = if demotes { without_particle(bare) } else { bare }.to_lowercase();
            let end = words.find([',', '(', '.', ':', ';']).unwrap_or(words.len());
            Entry { stretches, head: words[..end].trim().to_owned(), words }
        })
    }

    /// The work as the style lists it.
    fn listed(self, work: &Work) -> Vec<Stretch> {
        let ready = self.bibliography.style.ready();
        let (item, years) = work.with_year();
        let mut driver = BibliographyDriver::new();
        let cited = CitationItem::with_entry(&*item);
        driver.citation(CitationRequest::new(
            vec![cited],
            &ready.style,
            Some(ready.locale.clone()),
            &ready.locales,
            None,
        ));
        let request = BibliographyRequest::new(&ready.style, Some(ready.locale.clone()), &ready.locales);
        let list = driver.finish(request).bibliography;
        match list.and_then(|list| list.items.into_iter().next()) {
            Some(own) => trimmed(stretch::stretches(&own.content, &years)),
            // A style without a list: the note that would name it in full.
            None => trimmed(self.bits(&item, None, &years).into_iter().filter_map(Bit::words).collect()),
        }
    }

    /// A work as one citation of it reads, without what stands around it.
    fn bits(
        self,
        item: &Item,
        locator: Option<hayagriva::SpecificLocator<'_>>,
        years: &stretch::Years,
    ) -> Vec<Bit> {
        let ready = self.bibliography.style.ready();
        let cited = CitationItem::with_locator(item, locator);
        let request = CitationRequest::new(
            vec![cited],
            &ready.bare,
            Some(ready.locale.clone()),
            &ready.locales,
            Some(1),
        );
        stretch::flatten(&standalone_citation(request), years)
    }

    /// A citation as it reads by itself. In a style with notes it is the author, if the sentence names him, and else
    /// nothing; in one with numbers, the works by author and year.
    pub fn alone(self, citation: &Citation<AsMeant>) -> Vec<Piece> {
        piece::alone(self, citation)
    }

    /// A work as a label: "Davis, Lister and Wrigley, 2015".
    pub fn label(self, id: RecordId) -> String {
        match self.bibliography.form() {
            Form::AuthorDate => piece::template(self, id, None).iter().filter_map(Bit::text).collect(),
            Form::Numbered | Form::Notes => format!("{}, {}", authors_in_text(self, id), year(self, id)),
        }
    }

    /// The citation in full.
    pub fn in_full(self, id: RecordId) -> &'a [Stretch] {
        &self.entry(id).stretches
    }

    /// A work that has no record of its own, in full.
    pub fn inline_in_full(self, own: Titled<'_>) -> Vec<Stretch> {
        self.listed(&item::of_inline(self, own))
    }
}

/// A list under "Berg" has "van der Berg", in styles that want it there.
fn without_particle(words: &str) -> &str {
    let mut rest = words;
    while let Some((word, behind)) = rest.split_once(' ')
        && word.starts_with(char::is_lowercase)
        && word.chars().all(char::is_alphabetic)
    {
        rest = behind;
    }
    rest
}

/// Without white space at either end, which a style leaves behind what it has nothing to fill with, and with one mark where a
/// title ends in a question.
fn trimmed(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretch::one_mark(stretches.iter_mut());
    if let Some(first) = stretches.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = stretches.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    stretches.retain(|stretch| !stretch.text.is_empty());
    stretches
}

/// The authors alone, in the words of the theme: "Davis, Lister and Wrigley"; four and more are "Davis et al.".
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
    let join = |names: &[String]| match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => {
            citing.words.fill("cite.and", &[("names", &before.join(", ")), ("last", last)])
        }
    };
    match people {
        [] => record.common.title.value.clone(),
        [first, _, _, _, ..] => citing.words.fill("cite.et_al", &[("name", &first.family)]),
        people => join(&people.iter().map(|person| person.family.clone()).collect::<Vec<_>>()),
    }
}

/// When a work appeared.
fn date_of<'a>(citing: Citing<'a>, id: RecordId) -> Option<&'a PartialDate> {
    let record = citing.archive.record(id);
    match &record.details {
        Details::Reference(_) => archive::date_of_work(&citing.archive.records, record),
        Details::PressRelease(release) => Some(&release.date),
        _ => None,
    }
}

/// The year of a work as far as it is known: "2015", "2015 or later", "no date".
fn year(citing: Citing<'_>, id: RecordId) -> String {
    let year = date_of(citing, id).and_then(|date| date.years_in_words(&citing.bibliography.years));
    year.unwrap_or_else(|| citing.words.get("cite.no_date").to_owned())
}
