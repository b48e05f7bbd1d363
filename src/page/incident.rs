//! The page of an incident.

use super::Context;
use super::Shown;
use super::parts;
use super::record;
use super::rows::rows_html;
use super::text::Sources;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Contract;
use crate::document::Incident;
use crate::document::RightOfReply;
use crate::url;
use crate::view;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;

pub(super) fn incident_page(cx: &Context<'_>, id: RecordId, root: &str) -> Shown<view::IncidentPage> {
    let own = cx.archive.record(id);
    let Some(incident) = own.incident() else { return record::shown(cx, id, view::IncidentPage::default()) };
    let mut sources = Sources::of(cx, id, root);
    let text_html = record::text_html(cx, id, root, &mut sources).unwrap_or_default();
    let suppliers = parts::names_in_role(cx, id, Role::Supplier);
    let status_meaning = cx.words.find_in("status_meaning", incident.status.code()).map(str::to_owned);
    let claims = claims(cx, incident, &mut sources);
    let timeline = timeline(cx, incident, &mut sources);
    let figures = incident
        .figures
        .iter()
        .map(|figure| view::Figure {
            label: figure.label.clone(),
            words: parts::figure_words(cx.words, figure),
            people: figure.people,
            source: figure.source.as_ref().map(|source| sources.refer(cx, source)),
        })
        .collect();
    sources.list(cx, &incident.sources);
    let view = view::IncidentPage {
        title: own.common.title.value.clone(),
        summary: own.common.summary.clone(),
        status: parts::status(cx, incident.status.code()),
        status_meaning,
        disputed: incident.disputed,
        date: parts::date(cx, &incident.date),
        reported: parts::some_date(cx, incident.reported.as_ref()),
        commissioners: parts::names_in_role(cx, id, Role::Commissioner),
        other_roles: other_roles(cx, id),
        places: incident.places.iter().map(|place| place_name(place)).collect(),
        harms: incident.harms.iter().map(|code| parts::harm(cx, code)).collect(),
        figures,
        text_html,
        claims,
        reply: reply(cx, &incident.right_of_reply),
        suppliers,
        unknowns: incident.unknowns.clone(),
        timeline,
        contracts: incident.contracts.iter().map(|own| contract(cx, own)).collect(),
        source_copies: sources.copies(cx, Some(id)),
        sources: sources.into_views(cx),
        releases_html: rows_html(cx, Archive::of(&cx.archive.graph.releases, id)),
        end: record::end(cx, id),
    };
    record::shown(cx, id, view)
}

fn place_name(place: &str) -> view::Name {
    view::Name {
        text: place.to_owned(),
        href: Some(url::href(&format!("places/{}.html", url::place_slug(place)))),
    }
}

fn other_roles(cx: &Context<'_>, id: RecordId) -> Vec<view::RoleNames> {
    Role::ALL
        .iter()
        .filter(|role| !matches!(role, Role::Supplier | Role::Commissioner))
        .map(|role| (*role, parts::names_in_role(cx, id, *role)))
        .filter(|(_, names)| !names.is_empty())
        .map(|(role, names)| view::RoleNames { role: parts::term_of(cx, "role", role), names })
        .collect()
}

fn claims(cx: &Context<'_>, incident: &Incident<AsMeant>, sources: &mut Sources) -> Vec<view::Claim> {
    incident
        .claims
        .iter()
        .enumerate()
        .map(|(index, claim)| view::Claim {
            id: claim.id.as_ref().map_or_else(|| (index + 1).to_string(), |id| id.value.clone()),
            text: claim.text.clone(),
            kind: match claim.kind {
                Some(kind) => parts::term_of(cx, "claim_kind", kind),
                None => parts::term(cx, "claim_kind", "unmarked"),
            },
            said_by: claim.said_by.as_ref().map(|name| said_by(cx, &name.value)),
            sources: sources.refer_all(cx, &claim.sources),
        })
        .collect()
}

/// Who makes a claim: an organisation by its id, or a name.
fn said_by(cx: &Context<'_>, name: &str) -> view::Name {
    match cx.organisation(name) {
        Some(id) => parts::name(cx, id),
        None => view::Name { text: name.to_owned(), href: None },
    }
}

fn reply(cx: &Context<'_>, reply: &RightOfReply) -> view::Reply {
    let code = reply.status.code();
    view::Reply {
        status: parts::term(cx, "reply", code),
        meaning: cx.words.find_in("reply_meaning", code).map(str::to_owned),
        asked: parts::some_date(cx, reply.asked.as_ref()),
        deadline: parts::some_date(cx, reply.deadline.as_ref()),
        received: parts::some_date(cx, reply.received.as_ref()),
        paragraphs: reply.text.as_deref().map(parts::paragraphs).unwrap_or_default(),
    }
}

fn timeline(cx: &Context<'_>, incident: &Incident<AsMeant>, sources: &mut Sources) -> Vec<view::Event> {
    let mut events: Vec<_> = incident.timeline.iter().collect();
    events.sort_by_key(|event| event.date.sort_key());
    events
        .into_iter()
        .map(|event| view::Event {
            date: parts::date(cx, &event.date),
            text: event.text.clone(),
            record: None,
            status: None,
            sources: sources.refer_all(cx, &event.sources),
        })
        .collect()
}

pub(super) fn contract(cx: &Context<'_>, contract: &Contract) -> view::Contract {
    view::Contract {
        title: contract.title.clone(),
        ocid: contract.ocid.clone(),
        value: contract
            .value
            .as_ref()
            .map(|value| parts::money(cx.words, &value.digits, contract.currency.as_deref())),
        start: parts::some_date(cx, contract.start.as_ref()),
        end: parts::some_date(cx, contract.end.as_ref()),
        url: contract.url.clone(),
        record: None,
    }
}
