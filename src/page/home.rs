//! The home page, and the ways into the archive that other pages show too.

use super::Context;
use super::Facet;
use super::FacetKind;
use super::Shown;
use super::lists;
use super::parts;
use super::parts::All;
use super::plan;
use super::record;
use super::text::Sources;
use super::topic;
use super::totals;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Figure;
use crate::document::Incident;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::Status;

/// Values of a way in; the rest is behind a link.
const VALUES: usize = 8;
/// Latest incidents and press releases on the home page.
const LATEST: usize = 6;

pub(super) fn home_page(cx: &Context<'_>, root: &str) -> Shown<view::HomePage> {
    let archive = cx.archive;
    let index =
        archive.ids().find(|id| archive.record(*id).kind == Kind::Page && archive.record(*id).id == "index");
    let common = index.map(|id| &archive.record(id).common);
    let mut sources = index.map(|id| Sources::of(cx, id, root)).unwrap_or_default();
    let text_html = index.and_then(|id| record::text_html(cx, id, root, &mut sources));
    let sentence =
        common.and_then(|common| common.summary.clone()).or_else(|| archive.config.description.clone());
    let graph = &archive.graph;
    let view = view::HomePage {
        title: common.map_or(&archive.config.title, |common| &common.title.value).clone(),
        sentence: sentence.clone(),
        text_html,
        figures: figures(cx),
        years: lists::facet_values(cx, FacetKind::Year),
        incidents: parts::entry_group(
            cx,
            &graph.incidents,
            &All { cap: LATEST, words: "all_incidents", path: "incidents/index.html" },
        ),
        releases: parts::entry_group(
            cx,
            &graph.press_releases,
            &All { cap: LATEST, words: "all_press-releases", path: "press-releases/index.html" },
        ),
        ways: cx.ways().to_vec(),
        source_copies: sources.copies(cx, index),
        sources: sources.into_views(cx),
    };
    let shown = Shown::new(view, archive.config.title.clone()).described(sentence);
    match index {
        Some(id) => shown.of_record(id),
        None => shown,
    }
}

fn figures(cx: &Context<'_>) -> Vec<view::HomeFigure> {
    let graph = &cx.archive.graph;
    let counted = [
        ("figure_incidents", graph.incidents.len(), "incidents/index.html"),
        ("figure_organisations", graph.organisations.len(), "organisations/index.html"),
        ("figure_references", graph.references.len(), "references/index.html"),
    ];
    let mut figures: Vec<view::HomeFigure> = counted
        .into_iter()
        .map(|(key, count, path)| view::HomeFigure {
            number: cx.words.number(count),
            label: cx.words.count(key, count),
            href: Some(path.to_owned()),
        })
        .collect();
    figures.extend(largest_figure(cx));
    figures
}

/// The largest number of anything but money, with the incident it stands in and how far that is established. What was
/// not upheld does not count, nor do shares of something.
fn largest_figure(cx: &Context<'_>) -> Option<view::HomeFigure> {
    let mut largest: Option<(RecordId, &Incident<AsMeant>, &Figure<AsMeant>)> = None;
    for id in &cx.archive.graph.incidents {
        let Some(incident) = cx.archive.record(*id).incident() else { continue };
        if incident.status == Status::NotUpheld {
            continue;
        }
        for figure in
            incident.figures.iter().filter(|figure| figure.currency.is_none() && totals::counts(figure))
        {
            if largest.is_none_or(|(.., known)| figure.value.value > known.value.value) {
                largest = Some((*id, incident, figure));
            }
        }
    }
    let (id, incident, figure) = largest?;
    let status = parts::term_of(cx, "status", incident.status).text;
    Some(view::HomeFigure {
        number: parts::figure_words(cx.words, figure),
        label: cx.words.fill("pattern.figure_status", &[("label", &figure.label), ("status", &status)]),
        href: Some(parts::href(cx, id)),
    })
}

/// Ways in by supplier, commissioner, harm, topic, year, place and status.
pub(super) fn ways(cx: &Context<'_>) -> Vec<view::TallyGroup> {
    let groups = [
        by_role(cx, Role::Supplier, FacetKind::Supplier),
        by_role(cx, Role::Commissioner, FacetKind::Commissioner),
        by_facet(cx, FacetKind::Harm, "harm"),
        by_topic(cx),
        by_facet(cx, FacetKind::Year, "year"),
        by_facet(cx, FacetKind::Place, "place"),
        by_facet(cx, FacetKind::Status, "status"),
    ];
    groups.into_iter().filter(|group| !group.values.is_empty()).collect()
}

fn group(cx: &Context<'_>, code: &str, values: Vec<view::Tally>, all: (&str, &str)) -> view::TallyGroup {
    let (key, path) = all;
    let total = values.len();
    view::TallyGroup {
        code: code.to_owned(),
        heading: cx.words.get(&format!("by.{code}")).to_owned(),
        values: values.into_iter().take(VALUES).collect(),
        more: parts::more(cx, total, VALUES, key, || path.to_owned()),
    }
}

fn by_role(cx: &Context<'_>, role: Role, kind: FacetKind) -> view::TallyGroup {
    let (code, key) = match role {
        Role::Commissioner => ("commissioner", "all_commissioners"),
        _ => ("supplier", "all_suppliers"),
    };
    group(cx, code, lists::facet_values(cx, kind), (key, plan::facet_index_path(kind)))
}

fn by_facet(cx: &Context<'_>, kind: FacetKind, code: &str) -> view::TallyGroup {
    let mut counts = lists::facet_counts(cx, kind);
    match kind {
        // The latest years first, those whose year is not known last.
        FacetKind::Year => {
            let unknown = plan::facet_path(&Facet::Year(None));
            let known =
                counts.iter().filter(|(value, _)| value.href.as_deref() != Some(unknown.as_str())).count();
            counts[..known].reverse();
        }
        _ => counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count)),
    }
    let key = match kind {
        FacetKind::Harm => "all_harms",
        FacetKind::Year => "all_years",
        FacetKind::Place => "all_places",
        _ => "all_statuses",
    };
    group(cx, code, parts::with_bars(counts, cx), (key, plan::facet_index_path(kind)))
}

fn by_topic(cx: &Context<'_>) -> view::TallyGroup {
    let mut topics: Vec<(RecordId, usize)> = cx
        .archive
        .graph
        .topics
        .iter()
        .map(|id| (*id, topic::incidents_of(cx.archive, *id).len()))
        .filter(|(_, count)| *count > 0)
        .collect();
    topics.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let values = topics
        .into_iter()
        .map(|(id, count)| view::Tally {
            text: parts::title(cx, id),
            href: Some(url::href(&cx.archive.record(id).path())),
            count: cx.words.number(count),
            ..view::Tally::default()
        })
        .collect();
    group(cx, "topic", values, ("all_topics", "topics/index.html"))
}
