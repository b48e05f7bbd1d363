//! The page of a press release.

use super::Context;
use super::Shown;
use super::parts;
use super::record;
use super::rows::rows_html;
use super::text;
use super::text::Sources;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Original;
use crate::document::PressRelease;
use crate::view;

pub(super) fn release_page(cx: &Context<'_>, id: RecordId, root: &str) -> Shown<view::PressReleasePage> {
    let own = cx.archive.record(id);
    let Some(release) = own.press_release() else {
        return record::shown(cx, id, view::PressReleasePage::default());
    };
    let mut sources = Sources::of(cx, id, root);
    let text_html = text::html(cx, id, root, &own.body.text, &mut sources);
    let mut notes = text::html(cx, id, root, &own.body.notes, &mut sources);
    notes.push_str(&record::footnotes_html(cx, id, root, &mut sources));
    sources.list(cx, &release.sources);
    let (cited_by, cited_by_more) = parts::cited_by(cx, id);
    let title = own.common.title.value.clone();
    let headline = release.headline.clone().unwrap_or_else(|| title.clone());
    let view = view::PressReleasePage {
        title: (headline != title).then_some(title),
        headline,
        summary: own.common.summary.clone(),
        date: parts::date(cx, &release.date),
        issued_by: release.issued_by.map(|issuer| parts::name(cx, issuer)),
        text_html: view::Html::new(&text_html),
        notes_html: (!notes.trim().is_empty()).then(|| view::Html::new(&notes)),
        is_ended: own.body.is_ended,
        notes_heading: own.body.notes_heading.clone(),
        spokespeople: release
            .spokespeople
            .iter()
            .map(|person| view::Person { name: person.name.clone(), role: person.role.clone() })
            .collect(),
        contacts: contacts(cx, release),
        incidents_html: rows_html(cx, &release.incidents),
        source_copies: sources.copies(cx, Some(id)),
        sources: sources.into_views(cx),
        original: release.original.as_ref().map(|own| original(cx, own)),
        cited_by,
        cited_by_more,
        end: record::end(cx, id),
    };
    record::shown(cx, id, view)
}

/// The document that a record came from, or the copy that is kept of a source.
pub(super) fn original(cx: &Context<'_>, original: &Original<AsMeant>) -> view::FileView {
    view::FileView {
        obtained: parts::some_date(cx, original.obtained.as_ref()),
        method: original.method.clone(),
        ..record::file_view(cx, original.file)
    }
}

/// Contacts that may still be shown: those without a last day, or whose last day has not passed.
fn contacts(cx: &Context<'_>, release: &PressRelease<AsMeant>) -> Vec<view::Contact> {
    let today = jiff::tz::Offset::UTC.to_datetime(cx.archive.now).date();
    let known = &cx.archive.config.contacts;
    release
        .contacts
        .iter()
        .filter_map(|key| known.iter().find(|(name, _)| *name == key.value).map(|(_, contact)| contact))
        .filter(|contact| {
            contact.show_until.as_ref().is_none_or(|last| last.latest().is_some_and(|last| last >= today))
        })
        .map(|contact| view::Contact {
            name: contact.name.clone(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            phone_uri: contact
                .phone
                .as_ref()
                .map(|phone| phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()),
        })
        .collect()
}
