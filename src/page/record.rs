//! What the pages of all kinds of records have.

use super::Context;
use super::Page;
use super::PageSpec;
use super::Rest;
use super::Shown;
use super::copies;
use super::data::record_json;
use super::incident;
use super::lists::mentioning;
use super::organisation;
use super::parts;
use super::plan;
use super::reference;
use super::release;
use super::show;
use super::text;
use super::text::Sources;
use super::topic;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Common;
use crate::input::AssetId;
use crate::theme::ThemeError;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;

pub(super) fn render<'a>(cx: &Context<'a>, spec: &PageSpec, id: RecordId) -> Result<Page<'a>, ThemeError> {
    let record = cx.archive.record(id);
    if record.is_withdrawn() {
        return show(cx, spec, "tombstone.html", tombstone(cx, id));
    }
    let root = url::root_of(&spec.path);
    match record.kind {
        Kind::Incident => show(cx, spec, "incident.html", incident::incident_page(cx, id, &root)),
        Kind::PressRelease => show(cx, spec, "press-release.html", release::release_page(cx, id, &root)),
        Kind::Reference => show(cx, spec, "reference.html", reference::reference_page(cx, id, &root)),
        Kind::Organisation => {
            show(cx, spec, "organisation.html", organisation::organisation_page(cx, id, &root))
        }
        Kind::Topic => show(cx, spec, "topic.html", topic::topic_page(cx, id, 1)),
        Kind::Page => show(cx, spec, "page.html", text_page(cx, id, &root)),
    }
}

/// The name of the section that a kind belongs to, for the menu and the breadcrumb.
pub(super) fn section(kind: Kind) -> &'static str {
    kind.folder()
}

/// The list of all records of a kind, as the page above a record.
pub(super) fn above(cx: &Context<'_>, kind: Kind) -> Vec<view::Link> {
    match kind {
        Kind::Page => Vec::new(),
        kind => vec![view::Link {
            text: cx.words.get(&format!("title.{}", kind.folder())).to_owned(),
            href: format!("{}/index.html", kind.folder()),
        }],
    }
}

/// A record's view with what its page has around it.
pub(super) fn shown<P>(cx: &Context<'_>, id: RecordId, view: P) -> Shown<P> {
    let record = cx.archive.record(id);
    Shown::new(view, record.common.title.value.clone())
        .in_section(section(record.kind))
        .below(above(cx, record.kind))
        .described(record.common.summary.clone())
        .of_record(id)
}

fn tombstone(cx: &Context<'_>, id: RecordId) -> Shown<view::TombstonePage> {
    let record = cx.archive.record(id);
    let withdrawn = record.common.withdrawn.as_ref();
    let view = view::TombstonePage {
        title: record.common.title.value.clone(),
        kind: parts::term_of(cx, "kind", record.kind),
        date: withdrawn.map(|own| parts::date(cx, &own.date)).unwrap_or_default(),
        reason: withdrawn.map(|own| parts::paragraphs(&own.reason)).unwrap_or_default(),
    };
    Shown { noindex: true, ..shown(cx, id, view) }
}

/// Every change to a record, the newest first.
pub(super) fn changes(cx: &Context<'_>, common: &Common<AsMeant>) -> Vec<view::Change> {
    let mut changes: Vec<_> = common.changes.iter().collect();
    changes.sort_by_key(|change| change.date.sort_key().newest_first());
    changes
        .into_iter()
        .map(|change| view::Change {
            date: parts::date(cx, &change.date),
            kind: parts::term_of(cx, "change", change.kind),
            note: change.note.clone(),
        })
        .collect()
}

/// The text of a record, if it has one, with its footnotes behind it.
pub(super) fn text_html(
    cx: &Context<'_>,
    id: RecordId,
    root: &str,
    sources: &mut Sources,
) -> Option<view::Html> {
    let body = &cx.archive.record(id).body;
    if body.text.is_empty() && body.footnotes.is_empty() {
        return None;
    }
    let mut html = text::html(cx, id, root, &body.text, sources);
    html.push_str(&footnotes_html(cx, id, root, sources));
    Some(view::Html::new(&html))
}

/// Footnotes, and behind them the notes of a citation style that has them.
pub(super) fn footnotes_html(cx: &Context<'_>, id: RecordId, root: &str, sources: &mut Sources) -> String {
    let body = &cx.archive.record(id).body;
    if body.footnotes.is_empty() {
        return sources.notes_html(cx);
    }
    let notes = text::html(cx, id, root, &body.footnotes, sources);
    let label = text::label(cx, "text.footnotes");
    let of_sources = sources.notes_html(cx);
    format!(
        "<section class=\"footnotes\" aria-label=\"{label}\">\n<ol>\n{notes}</ol>\n</section>\n{of_sources}"
    )
}

/// Attachments, related records, mentions, topics, and the record as data.
pub(super) fn end(cx: &Context<'_>, id: RecordId) -> view::RecordEnd {
    let record = cx.archive.record(id);
    let graph = &cx.archive.graph;
    let mentions = Archive::of(&graph.mentioned_in, id);
    view::RecordEnd {
        attachments: record
            .common
            .attachments
            .iter()
            .map(|attachment| {
                let file = file_view(cx, attachment.file);
                view::FileView {
                    title: attachment.title.clone().unwrap_or_else(|| file.name.clone()),
                    description: attachment.description.clone(),
                    obtained: parts::some_date(cx, attachment.obtained.as_ref()),
                    ..file
                }
            })
            .collect(),
        related: Archive::of(&graph.related, id).iter().map(|other| parts::record_line(cx, *other)).collect(),
        sources: Vec::new(),
        mentioned_in: parts::mention_lines(cx, mentions, 0, parts::CAP),
        mentioned_more: parts::more(cx, mentioning(mentions).len(), parts::CAP, "all_records", || {
            plan::rest_path(cx.archive, id, Rest::Mentions)
        }),
        topics: record.common.topics.iter().map(|topic| parts::link(cx, *topic)).collect(),
        source_copies: Vec::new(),
        copies: vec![copies::json_copy(cx, id, &record_json(cx, id))],
    }
}

/// The same, with the sources of a text whose page has no list of its own.
pub(super) fn end_with(cx: &Context<'_>, id: RecordId, sources: Sources) -> view::RecordEnd {
    let source_copies = sources.copies(cx, Some(id));
    view::RecordEnd { source_copies, sources: sources.into_views(cx), ..end(cx, id) }
}

/// A file with its size and digest; with its address only if the file itself is published.
pub(super) fn file_view(cx: &Context<'_>, id: AssetId) -> view::FileView {
    let asset = cx.archive.asset(id);
    let name = asset.path.rsplit('/').next().unwrap_or(&asset.path).to_owned();
    let format = name.rsplit_once('.').map(|(_, ending)| ending.to_uppercase()).unwrap_or_default();
    view::FileView {
        title: name.clone(),
        description: None,
        href: asset.published.then(|| url::href(&url::asset_path(&asset.path))),
        format,
        size: cx.words.size(asset.size),
        sha256: asset.sha256.clone(),
        obtained: None,
        method: None,
        by: None,
        name,
    }
}

fn text_page(cx: &Context<'_>, id: RecordId, root: &str) -> Shown<view::TextPage> {
    let record = cx.archive.record(id);
    let mut sources = Sources::of(cx, id, root);
    let text = text_html(cx, id, root, &mut sources).unwrap_or_default();
    let view = view::TextPage {
        title: record.common.title.value.clone(),
        summary: record.common.summary.clone(),
        contents: Vec::new(),
        text_html: text,
        source_copies: sources.copies(cx, Some(id)),
        sources: sources.into_views(cx),
        end: view::RecordEnd { copies: Vec::new(), ..end(cx, id) },
    };
    shown(cx, id, view)
}
