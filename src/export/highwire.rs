//! Highwire Press tags: what Google Scholar's inclusion guidelines
//! (<https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>) and Zotero's translator "Embedded Metadata" read
//! in the head of a page.

use super::Item;
use super::Name;
use crate::vocabulary::ReferenceType;

/// Names and contents of the tags, in order.
pub fn tags(item: &Item) -> Vec<(&'static str, String)> {
    let flat = item.flat();
    let own = &flat.own;
    let mut tags = vec![("citation_title", own.title.clone())];
    let mut some = |name: &'static str, value: Option<&str>| {
        tags.extend(value.map(|value| (name, value.to_owned())));
    };
    own.authors.iter().for_each(|name| some("citation_author", Some(&full_name(name))));
    own.editors.iter().for_each(|name| some("citation_editor", Some(&full_name(name))));
    if let Some(date) = own.date.as_ref().filter(|date| date.is_exact) {
        let parts: Vec<String> = date.parts.iter().map(|part| format!("{part:02}")).collect();
        some("citation_publication_date", Some(&parts.join("/")));
    }
    let container = match item.kind {
        ReferenceType::Article | ReferenceType::News => Some("citation_journal_title"),
        ReferenceType::Chapter => Some("citation_inbook_title"),
        ReferenceType::Book | ReferenceType::Report => Some("citation_series_title"),
        _ => None,
    };
    container.iter().for_each(|name| some(name, flat.container));
    let publisher = match item.kind {
        ReferenceType::Thesis => "citation_dissertation_institution",
        ReferenceType::Report | ReferenceType::BoardPaper => "citation_technical_report_institution",
        _ => "citation_publisher",
    };
    some(publisher, own.publisher.as_deref().or(item.site_publisher.as_deref()));
    some("citation_volume", own.volume.as_deref());
    some("citation_issue", own.issue.as_deref());
    let pages = own.page_range.as_deref().map(|pages| pages.replace(['–', '—'], "-"));
    let (first, last) = match pages.as_deref().map(|pages| pages.split_once('-')) {
        Some(Some((first, last))) => (Some(first), Some(last)),
        _ => (pages.as_deref(), None),
    };
    some("citation_firstpage", first);
    some("citation_lastpage", last);
    for (name, kind) in [
        ("citation_doi", "doi"),
        ("citation_isbn", "isbn"),
        ("citation_issn", "issn"),
        ("citation_pmid", "pmid"),
    ] {
        some(name, flat.number(kind));
    }
    some("citation_public_url", own.url.as_deref());
    some("citation_language", item.language.as_deref());
    tags
}

/// The family name first, as Google Scholar takes it; a body by its name.
fn full_name(name: &Name) -> String {
    match &name.given {
        Some(given) => format!("{}, {given}", name.family),
        None => name.family.clone(),
    }
}
