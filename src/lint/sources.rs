//! What is said has a source, and the source can be found.

use super::Context;
use super::Finding;
use super::place_of_field;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::rule::Rule;
use crate::vocabulary::Kind;

pub(super) fn look(cx: Context<'_>, found: &mut Vec<Finding>, id: RecordId) {
    let record = cx.archive.record(id);
    if let Some(incident) = record.incident().filter(|own| own.sources.is_empty()) {
        for claim in incident.claims.iter().filter(|claim| claim.sources.is_empty()) {
            found.push(Finding {
                rule: Rule::ClaimWithoutSource,
                span: claim.span,
                words: "nothing says on what this claim rests".to_owned(),
                expected:
                    "`sources: [the-id]` below the claim, with the id of a reference or a press release"
                        .to_owned(),
            });
        }
        for figure in incident.figures.iter().filter(|figure| figure.source.is_none()) {
            found.push(Finding {
                rule: Rule::FigureWithoutSource,
                span: figure.span,
                words: format!("nothing says on what the figure “{}” rests", figure.label),
                expected: "`source: the-id` beside the figure, with the id of a reference or a press release"
                    .to_owned(),
            });
        }
    }
    let Some(reference) = record.reference() else { return };
    if reference.work.url.is_some() && reference.archived.is_empty() && reference.copy.is_none() {
        found.push(Finding {
            rule: Rule::NoArchivedCopy,
            span: place_of_field(cx, record, "url"),
            words: "no copy of this page is kept, so it can vanish or change".to_owned(),
            expected: if super::is_bibtex(cx, record.file) {
                "a file of its own for the reference, with `archived: [{url: …, date: 2026-06-01}]` or a `copy`"
            } else {
                "`archived: [{url: …, date: 2026-06-01}]`, or a `copy` beside the record"
            }
            .to_owned(),
        });
    }
    if !is_used(cx.archive, id) {
        found.push(Finding {
            rule: Rule::UncitedReference,
            span: record.common.title.span,
            words: "nothing cites this reference".to_owned(),
            expected: format!(
                "`[@{}]` in a text, or the id among the `sources` of what rests on it",
                record.id
            ),
        });
    }
}

/// Whether a record cites a reference, links to it, or is a part of it.
fn is_used(archive: &Archive, id: RecordId) -> bool {
    let graph = &archive.graph;
    !Archive::of(&graph.cited_by, id).is_empty()
        || !Archive::of(&graph.mentioned_in, id).is_empty()
        || !Archive::of(&graph.related, id).is_empty()
        || Archive::of(&graph.children, id).iter().any(|child| archive.record(*child).kind == Kind::Reference)
}
