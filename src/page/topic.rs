//! The page of a topic, and the list of topics.

use super::Context;
use super::Shown;
use super::parts;
use super::record;
use super::rows::rows_html;
use super::text::Sources;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;

/// The incidents that have a topic, the latest first.
pub(super) fn incidents_of(archive: &Archive, id: RecordId) -> &[RecordId] {
    let all = Archive::of(&archive.graph.with_topic, id);
    let end = all.iter().position(|other| archive.record(*other).kind != Kind::Incident).unwrap_or(all.len());
    &all[..end]
}

pub(super) fn topic_page(cx: &Context<'_>, id: RecordId, page: usize) -> Shown<view::TopicPage> {
    let own = cx.archive.record(id);
    let Some(topic) = own.topic() else { return record::shown(cx, id, view::TopicPage::default()) };
    let incidents = incidents_of(cx.archive, id);
    let others = &Archive::of(&cx.archive.graph.with_topic, id)[incidents.len()..];
    let per_page = cx.archive.config.per_page;
    let base = own.path();
    let first = page == 1;
    let root = url::root_of(&base);
    let mut sources = if first { Sources::of(cx, id, &root) } else { Sources::default() };
    let text_html = first.then(|| record::text_html(cx, id, &root, &mut sources)).flatten();
    let view = view::TopicPage {
        title: own.common.title.value.clone(),
        definition: topic.definition.clone(),
        summary: own.common.summary.clone(),
        synonyms: topic.synonyms.clone(),
        broader: broader(cx, id),
        narrower: Archive::of(&cx.archive.graph.children, id)
            .iter()
            .map(|child| view::Tally {
                count: cx.words.number(incidents_of(cx.archive, *child).len()),
                ..parts::tally(parts::title(cx, *child), &cx.archive.record(*child).path())
            })
            .collect(),
        text_html,
        count: cx.words.count("incidents", incidents.len()),
        entries_html: rows_html(cx, parts::slice(incidents, page, per_page)),
        pager: parts::pager(cx, &base, page, parts::pages(incidents.len(), per_page)),
        others: if first {
            others.iter().take(parts::CAP).map(|other| parts::record_line(cx, *other)).collect()
        } else {
            Vec::new()
        },
        end: if first { record::end_with(cx, id, sources) } else { view::RecordEnd::default() },
    };
    let shown = record::shown(cx, id, view);
    match first {
        true => shown,
        false => Shown { title: super::lists::numbered(cx, &shown.title, page), ..shown },
    }
}

/// The topics above a topic, the widest first. A circle of topics ends where it began.
fn broader(cx: &Context<'_>, id: RecordId) -> Vec<view::Link> {
    let mut above: Vec<RecordId> = Vec::new();
    let mut at = id;
    while let Some(next) = cx.archive.record(at).topic().and_then(|topic| topic.broader) {
        if next == id || above.contains(&next) {
            break;
        }
        above.push(next);
        at = next;
    }
    above.iter().rev().map(|topic| parts::link(cx, *topic)).collect()
}

pub(super) fn topics_page(cx: &Context<'_>) -> Shown<view::TopicsPage> {
    let topics = &cx.archive.graph.topics;
    let mut lines = Vec::new();
    let mut done: Vec<RecordId> = Vec::new();
    let is_top = |id: &RecordId| cx.archive.record(*id).topic().is_none_or(|topic| topic.broader.is_none());
    for top in topics.iter().filter(|id| is_top(id)) {
        add_line(cx, (&mut lines, &mut done), *top, 0);
    }
    // Topics of a circle are below nothing at the top.
    for topic in topics {
        add_line(cx, (&mut lines, &mut done), *topic, 0);
    }
    let title = cx.words.get("title.topics").to_owned();
    let view = view::TopicsPage {
        title: title.clone(),
        count: cx.words.count("topics", topics.len()),
        topics: lines,
    };
    Shown::new(view, title).in_section("topics").described(cx.words.find("intro.topics").map(str::to_owned))
}

fn add_line(
    cx: &Context<'_>,
    into: (&mut Vec<view::TopicLine>, &mut Vec<RecordId>),
    id: RecordId,
    depth: usize,
) {
    let (lines, done) = into;
    if done.contains(&id) {
        return;
    }
    done.push(id);
    lines.push(view::TopicLine {
        title: parts::title(cx, id),
        href: parts::href(cx, id),
        definition: cx.archive.record(id).topic().and_then(|topic| topic.definition.clone()),
        count: cx.words.count("incidents", incidents_of(cx.archive, id).len()),
        depth: depth.min(4),
    });
    let mut children = Archive::of(&cx.archive.graph.children, id).to_vec();
    children.sort_by_key(|child| parts::title(cx, *child).to_lowercase());
    for child in children {
        add_line(cx, (lines, done), child, depth + 1);
    }
}
