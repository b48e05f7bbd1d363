//! The bibliography: all works, and those of one type.

use super::Context;
use super::Shown;
use super::copies;
use super::lists::mentioning;
use super::lists::numbered;
use super::parts;
use super::text;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::view;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Vocabulary;

/// The types that occur, each with its works in the order of the bibliography.
pub(super) fn references_by_type(archive: &Archive) -> Vec<(ReferenceType, Vec<RecordId>)> {
    let type_of = |id: &RecordId| archive.record(*id).reference().map(|reference| reference.kind);
    let works = |kind: ReferenceType| {
        archive.graph.references.iter().copied().filter(move |id| type_of(id) == Some(kind)).collect()
    };
    ReferenceType::ALL
        .iter()
        .map(|kind| (*kind, works(*kind)))
        .filter(|(_, works): &(_, Vec<RecordId>)| !works.is_empty())
        .collect()
}

/// The list of the works of a type. It lies in a folder of its own, so that no reference can have its address.
pub(super) fn type_path(kind: ReferenceType) -> String {
    format!("references/types/{}.html", kind.code())
}

/// The letters under which works stand, each with the page of the list on which it begins.
pub(super) fn letters(cx: &Context<'_>) -> Vec<view::Link> {
    let per_page = cx.archive.config.per_page;
    let mut letters: Vec<view::Link> = Vec::new();
    for (index, id) in cx.archive.graph.references.iter().enumerate() {
        let letter = letter_of(cx, *id);
        if letters.last().is_none_or(|last| last.text != letter) {
            let page = parts::page_path("references/index.html", index / per_page + 1);
            letters.push(view::Link { href: format!("{page}#{}", letter_id(&letter)), text: letter });
        }
    }
    letters
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

pub(super) fn references_page(
    cx: &Context<'_>,
    kind: Option<ReferenceType>,
    page: usize,
) -> Shown<view::ReferencesPage> {
    let of_type =
        kind.and_then(|kind| cx.works().iter().find(|(own, _)| *own == kind)).map(|(_, works)| works);
    let works = of_type.unwrap_or(&cx.archive.graph.references);
    let base = kind.map_or_else(|| "references/index.html".to_owned(), type_path);
    let per_page = cx.archive.config.per_page;
    let all = cx.words.get("title.references").to_owned();
    let title = kind.map_or_else(|| all.clone(), |kind| parts::term_of(cx, "reference_type", kind).text);
    let types = cx
        .works()
        .iter()
        .map(|(own, works)| {
            let tally = parts::tally(parts::term_of(cx, "reference_type", *own).text, &type_path(*own));
            (view::Tally { current: kind == Some(*own), ..tally }, works.len())
        })
        .collect();
    let view = view::ReferencesPage {
        title: title.clone(),
        count: cx.words.count("references", works.len()),
        letters: if kind.is_none() { cx.letters().to_vec() } else { Vec::new() },
        types: parts::with_bars(types, cx),
        groups: by_letter(cx, parts::slice(works, page, per_page)),
        pager: parts::pager(cx, &base, page, parts::pages(works.len(), per_page)),
        exports: copies::export_links(cx),
    };
    let above = kind.map(|_| view::Link { text: all, href: "references/index.html".to_owned() });
    let shown = Shown::new(view, numbered(cx, &title, page))
        .in_section("references")
        .below(above.into_iter().collect());
    shown.described(cx.words.find("intro.references").map(str::to_owned))
}

fn by_letter(cx: &Context<'_>, works: &[RecordId]) -> Vec<view::LetterGroup> {
    let mut groups: Vec<view::LetterGroup> = Vec::new();
    for id in works {
        let letter = letter_of(cx, *id);
        let line = reference_line(cx, *id);
        match groups.last_mut().filter(|group| group.letter == letter) {
            Some(group) => group.references.push(line),
            None => {
                // Works without a letter can stand in several places of the list; only the first has the id.
                let seen = groups.iter().filter(|group| group.letter == letter).count();
                let id = if seen == 0 {
                    letter_id(&letter)
                } else {
                    format!("{}-{}", letter_id(&letter), seen + 1)
                };
                groups.push(view::LetterGroup { id, letter, references: vec![line] });
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
