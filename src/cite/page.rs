//! The citations of one page, which a style looks at together: numbers, notes, and works that could be mixed up.

use super::Citing;
use super::piece;
use super::piece::Asked;
use super::piece::Piece;
use super::piece::Segment;
use super::stretch;
use super::stretch::Stretch;
use super::stretch::Years;
use super::style::Form;
use super::style::Ready;
use super::trimmed;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::markdown::Citation;
use hayagriva::BibliographyDriver;
use hayagriva::BibliographyRequest;
use hayagriva::CitationItem;
use hayagriva::CitationRequest;
use hayagriva::ElemChild;
use hayagriva::ElemChildren;
use hayagriva::ElemMeta;
use hayagriva::citationberg::json::Item;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How a page cites.
#[derive(Default)]
pub struct PageCitations {
    /// Its sources, in the order of the list.
    pub order: Vec<RecordId>,
    /// The works that each citation names.
    pub works: Vec<Vec<RecordId>>,
    /// What stands for each citation in the text.
    pub in_text: Vec<Vec<Piece>>,
    /// In a style with notes, the note of each citation.
    pub notes: Vec<Vec<Piece>>,
    /// Places in works that the text names and the style does not print.
    pub unprinted: Vec<(RecordId, String)>,
    /// Sources that are listed in another way here than elsewhere: "2015a".
    pub entries: BTreeMap<RecordId, Vec<Stretch>>,
}

/// How a page cites whose text has these citations, and which names these works besides, such as in its list of sources.
pub fn of_page(citing: Citing<'_>, citations: &[Citation<AsMeant>], others: &[RecordId]) -> PageCitations {
    let named = in_order(citations, others);
    let by_itself = citing.bibliography.form() == Form::AuthorDate && !may_be_mixed_up(citing, &named);
    let mut page = match () {
        () if named.is_empty() => PageCitations::default(),
        () if by_itself => of_works(citing, citations, named),
        () => as_a_whole(citing, citations, &named),
    };
    page.works = citations.iter().map(|own| own.works.iter().map(|work| work.record).collect()).collect();
    page
}

/// Each work once, in the order in which a page names them.
fn in_order(citations: &[Citation<AsMeant>], others: &[RecordId]) -> Vec<RecordId> {
    let cited = citations.iter().flat_map(|citation| citation.works.iter().map(|work| work.record));
    let mut seen = BTreeSet::new();
    cited.chain(others.iter().copied()).filter(|id| seen.insert(*id)).collect()
}

/// Whether two works have the same authors, as far as a reader could tell.
fn may_be_mixed_up(citing: Citing<'_>, works: &[RecordId]) -> bool {
    let mut heads: Vec<&str> = works.iter().map(|id| citing.entry(*id).head.as_str()).collect();
    heads.sort_unstable();
    heads.windows(2).any(|two| two[0] == two[1])
}

/// Whether the works of a citation stay in the order in which they were written: words before one, as in "see X; but also Y",
/// make sense in that order only, and the author in the sentence is the first.
fn keeps_order(citation: &Citation<AsMeant>) -> bool {
    citation.narrative || citation.works.iter().any(|work| work.prefix.is_some())
}

/// The works of one citation in the order of the style.
fn sorted(citing: Citing<'_>, citation: &Citation<AsMeant>) -> Vec<Segment> {
    let named = in_order(std::slice::from_ref(citation), &[]);
    let ready = citing.bibliography.style.ready();
    let (items, years) = items(citing, &named);
    let asked: Vec<Asked> = citation.works.iter().map(Asked::of).collect();
    let works = citation.works.iter().zip(&asked);
    let works = works.map(|(work, asked)| CitationItem::with_locator(&*items[&work.record], asked.locator()));
    let mut driver = BibliographyDriver::new();
    let locale = || Some(ready.locale.clone());
    driver.citation(CitationRequest::new(works.collect(), &ready.style, locale(), &ready.locales, None));
    let rendered = driver.finish(BibliographyRequest::new(&ready.bare, locale(), &ready.locales));
    let mut segments =
        rendered.citations.first().map(|own| segments_of(&own.citation, &years)).unwrap_or_default();
    as_written(&mut segments, &asked);
    segments
}

/// From what is known of each work.
fn of_works(citing: Citing<'_>, citations: &[Citation<AsMeant>], named: Vec<RecordId>) -> PageCitations {
    let ready = citing.bibliography.style.ready();
    let mut order = named;
    if ready.style.bibliography.as_ref().is_some_and(|list| list.sort.is_some()) {
        order.sort_by(|one, other| ready.compare(&citing.entry(*one).words, &citing.entry(*other).words));
    }
    let mut page = PageCitations { order, ..PageCitations::default() };
    for citation in citations {
        let is_sorted =
            ready.style.citation.sort.is_some() && citation.works.len() > 1 && !keeps_order(citation);
        let segments = if is_sorted { sorted(citing, citation) } else { piece::segments(citing, citation) };
        take_citation(citing, &mut page, citation, segments);
    }
    page
}

/// As the style itself has it for all of the page: what [`of_page`] gives, with more work.
pub fn as_a_whole(citing: Citing<'_>, citations: &[Citation<AsMeant>], named: &[RecordId]) -> PageCitations {
    let ready = citing.bibliography.style.ready();
    let (items, years) = items(citing, named);
    let asked: Vec<Vec<Asked>> =
        citations.iter().map(|own| own.works.iter().map(Asked::of).collect()).collect();
    let cited = citations.iter().flat_map(|own| own.works.iter().map(|work| work.record));
    let cited: BTreeSet<RecordId> = cited.collect();
    let request = |works, number, keeps: bool| {
        let style = if keeps { &ready.unsorted } else { &ready.style };
        CitationRequest::new(works, style, Some(ready.locale.clone()), &ready.locales, Some(number))
    };
    let render = |first: &[RecordId]| {
        let mut driver = BibliographyDriver::new();
        let hidden = |id: &RecordId| CitationItem::new(&*items[id], None, None, true, None);
        if !first.is_empty() {
            driver.citation(request(first.iter().map(hidden).collect(), 0, true));
        }
        for (number, (citation, asked)) in citations.iter().zip(&asked).enumerate() {
            let works = citation.works.iter().zip(asked);
            let works =
                works.map(|(work, asked)| CitationItem::with_locator(&*items[&work.record], asked.locator()));
            driver.citation(request(works.collect(), number + 1, keeps_order(citation)));
        }
        for id in named.iter().filter(|id| !cited.contains(id)) {
            driver.citation(request(vec![hidden(id)], citations.len() + 1, true));
        }
        let list = BibliographyRequest::new(&ready.style, Some(ready.locale.clone()), &ready.locales);
        let mut rendered = driver.finish(list);
        if !first.is_empty() {
            rendered.citations.remove(0);
        }
        rendered
    };
    let ids: BTreeMap<String, RecordId> =
        named.iter().map(|id| (citing.archive.record(*id).path(), *id)).collect();
    let mut rendered = render(&[]);
    if ready.form == Form::AuthorDate {
        // The letters of 2013a and 2013b follow the list, not the text: hayagriva gives them in the order in which it meets
        // the works.
        let list = rendered.bibliography.iter().flat_map(|list| &list.items);
        let order: Vec<RecordId> = list.filter_map(|own| ids.get(&own.key).copied()).collect();
        rendered = render(&order);
    }
    let mut page = PageCitations::default();
    for ((citation, asked), given) in citations.iter().zip(&asked).zip(&rendered.citations) {
        let mut segments = segments_of(&given.citation, &years);
        as_written(&mut segments, asked);
        take_citation(citing, &mut page, citation, segments);
    }
    match rendered.bibliography {
        Some(list) => {
            for own in list.items {
                let Some(id) = ids.get(&own.key) else { continue };
                page.order.push(*id);
                let stretches = trimmed(stretch::stretches(&own.content, &years));
                if stretches != citing.in_full(*id) {
                    page.entries.insert(*id, stretches);
                }
            }
        }
        None => page.order = named.to_vec(),
    }
    page
}

fn take_citation(
    citing: Citing<'_>,
    page: &mut PageCitations,
    citation: &Citation<AsMeant>,
    given: Vec<Segment>,
) {
    page.unprinted.extend(unprinted(citation, &given));
    if citing.bibliography.form() != Form::Notes {
        page.in_text.push(piece::composed(citing, citation, given));
        return;
    }
    page.in_text.push(citing.alone(citation));
    // The author is named in the note all the same: it stands far from the sentence.
    let works = citation.works.iter().map(|work| crate::markdown::Cited {
        record: work.record,
        prefix: work.prefix.clone(),
        at: work.at.clone(),
        without_author: false,
    });
    let whole =
        Citation { works: works.collect(), narrative: false, span: citation.span, sentence: String::new() };
    page.notes.push(piece::composed(citing, &whole, given));
}

/// The places that a citation names and a style leaves out, as styles with numbers do.
fn unprinted<'a>(
    citation: &'a Citation<AsMeant>,
    given: &'a [Segment],
) -> impl Iterator<Item = (RecordId, String)> + 'a {
    given.iter().filter_map(|segment| {
        let Segment::Work(index, bits) = segment else { return None };
        let work = citation.works.get(*index)?;
        let at = work.at.as_ref()?;
        let is_last = |word: &&str| bits.iter().any(|bit| bit.text().is_some_and(|text| text.contains(word)));
        let number = at.text.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty())?;
        let is_printed = bits.iter().any(|bit| bit.text().is_none()) || is_last(&number);
        (!is_printed).then(|| (work.record, crate::locator::printed(&at.text)))
    })
}

/// Works as a style is asked about them.
type Items<'a> = BTreeMap<RecordId, Cow<'a, Item>>;

/// The items of works, with a number for each year that no style can write, the same for the same words.
fn items<'a>(citing: Citing<'a>, named: &[RecordId]) -> (Items<'a>, Vec<(i16, String)>) {
    let odd: BTreeSet<&str> = named.iter().filter_map(|id| citing.work(*id).odd_year.as_deref()).collect();
    let years: Vec<(i16, String)> = odd
        .into_iter()
        .zip(super::item::FIRST_ODD..)
        .map(|(words, number)| (number, words.to_owned()))
        .collect();
    let item = |id: &RecordId| (*id, citing.work(*id).among(&years));
    (named.iter().map(item).collect(), years)
}

/// The works of a citation, and what stands around them.
fn segments_of(given: &ElemChildren, years: &Years) -> Vec<Segment> {
    let mut segments = Vec::new();
    for child in &given.0 {
        match child {
            ElemChild::Elem(elem) if matches!(elem.meta, Some(ElemMeta::Entry(_))) => {
                let Some(ElemMeta::Entry(index)) = elem.meta else { continue };
                segments.push(Segment::Work(index, stretch::flatten(&elem.children, years)));
            }
            child => {
                let words = stretch::stretches(&ElemChildren(vec![child.clone()]), years);
                segments.extend(words.into_iter().map(Segment::Around));
            }
        }
    }
    segments
}

/// Puts the numbers of locators back as they were written.
fn as_written(segments: &mut [Segment], asked: &[Asked]) {
    for segment in segments {
        let Segment::Work(index, bits) = segment else { continue };
        if let Some(Asked::Part(part, given)) = asked.get(*index) {
            let given = given.replace(stretch::JOINER, "");
            bits.iter_mut().for_each(|bit| bit.replace(&given, &part.number));
        }
    }
}

impl Ready {
    fn compare(&self, one: &str, other: &str) -> std::cmp::Ordering {
        match &self.collator {
            Some(collator) => collator.compare(one, other),
            None => one.cmp(other),
        }
    }
}
