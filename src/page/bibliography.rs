//! The bibliography: all works from A to Z and by year, those of one type, and those of one independence.

use super::Context;
use super::Shown;
use super::copies;
use super::lists::mentioning;
use super::lists::numbered;
use super::lists::year_words;
use super::parts;
use super::text;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::archive::date_of_work;
use crate::view;
use crate::vocabulary::Independence;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Vocabulary;

/// Works in one order, or those that have something in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Works {
    /// All, from A to Z.
    ByAuthor,
    /// All by year, the latest first.
    ByYear,
    /// Those of one type, from A to Z.
    OfType(ReferenceType),
    /// Those whose author stands so to the matter, from A to Z; none: of which that is not said.
    OfIndependence(Option<Independence>),
}

/// The lists of works beside that from A to Z.
#[derive(Debug)]
pub(super) struct WorkLists {
    by_year: Vec<RecordId>,
    /// The types and the degrees of independence that occur, each with its works.
    chosen: Vec<(Works, Vec<RecordId>)>,
}

/// Makes the lists of works of an archive.
pub(super) fn work_lists(archive: &Archive) -> WorkLists {
    let all = &archive.graph.references;
    let reference = |id: &RecordId| archive.record(*id).reference();
    let types = ReferenceType::ALL.iter().map(|kind| Works::OfType(*kind));
    let said = Independence::ALL.iter().copied().map(Some).chain([None]);
    let has = |id: &RecordId, works: Works| match works {
        Works::OfType(kind) => reference(id).is_some_and(|own| own.kind == kind),
        Works::OfIndependence(independence) => {
            reference(id).is_some_and(|own| own.independence == independence)
        }
        Works::ByAuthor | Works::ByYear => true,
    };
    let chosen = types
        .chain(said.map(Works::OfIndependence))
        .map(|works| (works, all.iter().copied().filter(|id| has(id, works)).collect::<Vec<_>>()))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    let mut by_year = all.clone();
    // Within a year they stay in the order of names.
    by_year.sort_by_cached_key(|id| std::cmp::Reverse(year_of(archive, *id)));
    WorkLists { by_year, chosen }
}

impl WorkLists {
    /// Every list with its works; that from A to Z is the archive's own.
    pub(super) fn all<'a>(&'a self, archive: &'a Archive) -> impl Iterator<Item = (Works, &'a [RecordId])> {
        let chosen = self.chosen.iter().map(|(works, list)| (*works, list.as_slice()));
        [(Works::ByAuthor, archive.graph.references.as_slice()), (Works::ByYear, self.by_year.as_slice())]
            .into_iter()
            .chain(chosen)
    }

    fn find<'a>(&'a self, archive: &'a Archive, works: Works) -> &'a [RecordId] {
        self.all(archive).find(|(own, _)| *own == works).map_or(&[], |(_, list)| list)
    }
}

/// The site path of a list. All but the first lie in folders of their own, so that no reference can have their address.
pub(super) fn works_path(works: Works) -> String {
    match works {
        Works::ByAuthor => "references/index.html".to_owned(),
        Works::ByYear => "references/years/index.html".to_owned(),
        Works::OfType(kind) => format!("references/types/{}.html", kind.code()),
        Works::OfIndependence(independence) => {
            format!("references/independence/{}.html", independence.map_or("not-said", Independence::code))
        }
    }
}

/// The year in which a work, or what it is a part of, came out first.
fn year_of(archive: &Archive, id: RecordId) -> Option<i16> {
    let date = date_of_work(&archive.records, archive.record(id))?;
    date.earliest().map(|day| day.year())
}

/// The letters or years under which all works stand, each with the page of the list on which it begins.
pub(super) fn jumps(cx: &Context<'_>, works: Works) -> Vec<view::Link> {
    let per_page = cx.archive.config.per_page;
    let base = works_path(works);
    let mut jumps: Vec<view::Link> = Vec::new();
    for (index, id) in cx.works().find(cx.archive, works).iter().enumerate() {
        let place = place_of(cx, works, *id);
        if jumps.last().is_none_or(|last| last.text != place.text) {
            let page = parts::page_path(&base, index / per_page + 1);
            jumps.push(view::Link { href: format!("{page}#{}", place.id), text: place.text });
        }
    }
    jumps
}

/// A heading within a list of works.
struct Place {
    text: String,
    id: String,
}

/// The letter of a work, or its year in a list by year.
fn place_of(cx: &Context<'_>, works: Works, id: RecordId) -> Place {
    if works != Works::ByYear {
        let text = letter_of(cx, id);
        return Place { id: letter_id(&text), text };
    }
    match year_of(cx.archive, id) {
        Some(year) => Place { text: year_words(cx, year), id: format!("s-year-{year}") },
        None => {
            Place { text: cx.words.get("references.no_year").to_owned(), id: "s-year-unknown".to_owned() }
        }
    }
}

fn letter_id(letter: &str) -> String {
    match letter {
        "#" => "s-letter-other".to_owned(),
        letter => format!("s-letter-{}", letter.to_lowercase()),
    }
}

/// The letter under which a work stands: that of its author, of its editor, or of its title.
fn letter_of(cx: &Context<'_>, id: RecordId) -> String {
    let record = cx.archive.record(id);
    let person = record.reference().and_then(|own| own.work.authors.first().or(own.work.editors.first()));
    let name = person.map_or(record.common.title.value.as_str(), |person| &person.family);
    let letter = slug::slugify(name).chars().next().filter(char::is_ascii_alphabetic);
    letter.map_or_else(|| "#".to_owned(), |letter| letter.to_ascii_uppercase().to_string())
}

pub(super) fn references_page(cx: &Context<'_>, works: Works, page: usize) -> Shown<view::ReferencesPage> {
    let list = cx.works().find(cx.archive, works);
    let base = works_path(works);
    let per_page = cx.archive.config.per_page;
    let all = cx.words.get("title.references").to_owned();
    let title = match works {
        Works::ByAuthor => all.clone(),
        Works::ByYear => cx.words.get("title.references_by_year").to_owned(),
        Works::OfType(_) => label(cx, works),
        Works::OfIndependence(_) => {
            cx.words.fill("pattern.references_independence", &[("independence", &label(cx, works))])
        }
    };
    let meaning = match works {
        Works::OfIndependence(Some(own)) => cx.words.find_in("independence_meaning", own.code()),
        Works::OfIndependence(None) => cx.words.find("references.not_said_meaning"),
        _ => cx.words.find("intro.references"),
    };
    let view = view::ReferencesPage {
        title: title.clone(),
        intro: meaning.map(str::to_owned),
        count: cx.words.count("references", list.len()),
        by_year: works == Works::ByYear,
        jumps: match works {
            Works::ByAuthor => cx.letters().to_vec(),
            Works::ByYear => cx.years_of_works().to_vec(),
            Works::OfType(_) | Works::OfIndependence(_) => Vec::new(),
        },
        ways: ways(cx, works),
        groups: grouped(cx, works, parts::slice(list, page, per_page)),
        pager: parts::pager(cx, &base, page, parts::pages(list.len(), per_page)),
        exports: copies::export_links(cx),
    };
    let above =
        (works != Works::ByAuthor).then(|| view::Link { text: all, href: works_path(Works::ByAuthor) });
    let shown = Shown::new(view, numbered(cx, &title, page))
        .in_section("references")
        .below(above.into_iter().collect());
    shown.described(meaning.map(str::to_owned))
}

/// What a list is called among the ways in.
fn label(cx: &Context<'_>, works: Works) -> String {
    match works {
        Works::ByAuthor => cx.words.get("references.letters").to_owned(),
        Works::ByYear => cx.words.get("references.years").to_owned(),
        Works::OfType(kind) => parts::term_of(cx, "reference_type", kind).text,
        Works::OfIndependence(Some(independence)) => parts::term_of(cx, "independence", independence).text,
        Works::OfIndependence(None) => cx.words.get("references.not_said").to_owned(),
    }
}

/// The other lists, with the present one marked.
fn ways(cx: &Context<'_>, present: Works) -> Vec<view::TallyGroup> {
    let group = |code: &str, heading: &str, is_in: fn(Works) -> bool| {
        let lists = cx.works().all(cx.archive).filter(|(works, _)| is_in(*works));
        let tallies = lists.map(|(works, list)| {
            let tally = parts::tally(label(cx, works), &works_path(works));
            (view::Tally { current: works == present, ..tally }, list.len())
        });
        view::TallyGroup {
            code: code.to_owned(),
            heading: cx.words.get(heading).to_owned(),
            values: parts::with_bars(tallies.collect(), cx),
            more: None,
        }
    };
    vec![
        group("order", "references.order", |works| matches!(works, Works::ByAuthor | Works::ByYear)),
        group("type", "references.types", |works| matches!(works, Works::OfType(_))),
        group("independence", "references.independence", |works| matches!(works, Works::OfIndependence(_))),
    ]
}

fn grouped(cx: &Context<'_>, works: Works, list: &[RecordId]) -> Vec<view::WorkGroup> {
    let mut groups: Vec<view::WorkGroup> = Vec::new();
    for id in list {
        let Place { text, id: mut anchor } = place_of(cx, works, *id);
        let line = reference_line(cx, *id);
        match groups.last_mut().filter(|group| group.heading == text) {
            Some(group) => group.references.push(line),
            None => {
                // Works without a letter can stand in several places of the list; only the first has the id.
                let seen = groups.iter().filter(|group| group.heading == text).count();
                if seen > 0 {
                    anchor = format!("{anchor}-{}", seen + 1);
                }
                groups.push(view::WorkGroup { id: anchor, heading: text, references: vec![line] });
            }
        }
    }
    groups
}

fn reference_line(cx: &Context<'_>, id: RecordId) -> view::ReferenceLine {
    let reference = cx.archive.record(id).reference();
    let cited = mentioning(Archive::of(&cx.archive.graph.cited_by, id)).len();
    view::ReferenceLine {
        citation: text::linked_citation(cx, id),
        href: parts::href(cx, id),
        kind: reference.map(|own| parts::term_of(cx, "reference_type", own.kind)).unwrap_or_default(),
        independence: reference
            .and_then(|own| own.independence)
            .map(|own| parts::term_of(cx, "independence", own)),
        cited_by: cx.words.count("cited_by", cited),
    }
}
