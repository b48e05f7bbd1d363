//! A record as data: what its page says, under the names of the format.

use super::Context;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Claim;
use crate::document::Details;
use crate::document::Figure;
use crate::document::Incident;
use crate::document::Source;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use serde::Serialize;
use std::collections::BTreeMap;

/// A record as indented JSON (RFC 8259). What is not known is left out.
pub(super) fn record_json(cx: &Context<'_>, id: RecordId) -> String {
    let record = cx.archive.record(id);
    let common = &record.common;
    let data = RecordData {
        kind: record.kind.code(),
        id: &record.id,
        url: format!("{}{}", cx.archive.config.base_url, cx.hrefs[id.0 as usize]),
        title: &common.title.value,
        summary: common.summary.as_deref(),
        own: own(cx, &record.details),
        topics: ids(cx, &common.topics),
        related: ids(cx, &common.related),
        published: common.published.as_ref().map(|date| date.as_written()),
        updated: common.updated.as_ref().map(|date| date.as_written()),
    };
    serde_json::to_string_pretty(&data).unwrap_or_default()
}

#[derive(Serialize)]
struct RecordData<'a> {
    kind: &'a str,
    id: &'a str,
    url: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(flatten)]
    own: OwnData<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topics: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<&'a str>,
}

/// What only records of a kind have.
#[derive(Serialize)]
#[serde(untagged)]
enum OwnData<'a> {
    Incident(IncidentData<'a>),
    PressRelease {
        date: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        headline: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        issued_by: Option<&'a str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        incidents: Vec<&'a str>,
    },
    Reference {
        #[serde(rename = "type")]
        kind: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        date: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        publisher: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        location: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<&'a str>,
    },
    Other {},
}

#[derive(Serialize)]
struct IncidentData<'a> {
    date: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<&'a str>,
    status: &'a str,
    disputed: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    organisations: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    places: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    harms: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<FigureData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<ClaimData<'a>>,
    right_of_reply: ReplyData<'a>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unknowns: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceData<'a>>,
}

#[derive(Serialize)]
struct FigureData<'a> {
    label: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    people: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceData<'a>>,
}

#[derive(Serialize)]
struct ClaimData<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceData<'a>>,
}

#[derive(Serialize)]
struct ReplyData<'a> {
    status: &'a str,
}

#[derive(Serialize)]
struct SourceData<'a> {
    #[serde(rename = "ref")]
    record: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
}

fn own<'a>(cx: &'a Context<'_>, details: &'a Details<AsMeant>) -> OwnData<'a> {
    match details {
        Details::Incident(own) => OwnData::Incident(incident(cx, own)),
        Details::PressRelease(own) => OwnData::PressRelease {
            date: own.date.as_written(),
            headline: own.headline.as_deref(),
            issued_by: own.issued_by.map(|issuer| id_of(cx, issuer)),
            incidents: ids(cx, &own.incidents),
        },
        Details::Reference(own) => OwnData::Reference {
            kind: own.kind.code(),
            date: own.work.date.as_ref().map(|date| date.as_written()),
            publisher: own.work.publisher.as_deref(),
            location: own.work.location.as_deref(),
            url: own.work.url.as_deref(),
        },
        Details::Organisation(_) | Details::Topic(_) | Details::Page(_) => OwnData::Other {},
    }
}

fn incident<'a>(cx: &'a Context<'_>, own: &'a Incident<AsMeant>) -> IncidentData<'a> {
    IncidentData {
        date: own.date.as_written(),
        reported: own.reported.as_ref().map(|date| date.as_written()),
        status: own.status.code(),
        disputed: own.disputed,
        organisations: organisations(cx, &own.organisations),
        places: &own.places,
        harms: &own.harms,
        figures: own.figures.iter().map(|own| figure(cx, own)).collect(),
        claims: own.claims.iter().map(|own| claim(cx, own)).collect(),
        right_of_reply: ReplyData { status: own.right_of_reply.status.code() },
        unknowns: &own.unknowns,
        sources: sources(cx, &own.sources),
    }
}

fn organisations<'a>(
    cx: &'a Context<'_>,
    organisations: &[(Role, RecordId)],
) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut by_role: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (role, organisation) in organisations {
        by_role.entry(role.code()).or_default().push(id_of(cx, *organisation));
    }
    by_role
}

fn figure<'a>(cx: &'a Context<'_>, own: &'a Figure<AsMeant>) -> FigureData<'a> {
    FigureData {
        label: &own.label,
        value: &own.value.digits,
        qualifier: own.qualifier.map(Vocabulary::code),
        unit: own.unit.as_deref(),
        currency: own.currency.as_deref(),
        people: own.people,
        source: own.source.as_ref().map(|own| source(cx, own)),
    }
}

fn claim<'a>(cx: &'a Context<'_>, own: &'a Claim<AsMeant>) -> ClaimData<'a> {
    ClaimData {
        id: own.id.as_ref().map(|id| id.value.as_str()),
        text: &own.text,
        kind: own.kind.map(Vocabulary::code),
        said_by: own.said_by.as_ref().map(|name| name.value.as_str()),
        sources: sources(cx, &own.sources),
    }
}

fn sources<'a>(cx: &'a Context<'_>, list: &'a [Source<AsMeant>]) -> Vec<SourceData<'a>> {
    list.iter().map(|own| source(cx, own)).collect()
}

fn source<'a>(cx: &'a Context<'_>, own: &'a Source<AsMeant>) -> SourceData<'a> {
    SourceData { record: id_of(cx, own.record), at: own.at.as_deref(), quote: own.quote.as_deref() }
}

fn ids<'a>(cx: &'a Context<'_>, ids: &[RecordId]) -> Vec<&'a str> {
    ids.iter().map(|id| id_of(cx, *id)).collect()
}

fn id_of<'a>(cx: &'a Context<'_>, id: RecordId) -> &'a str {
    &cx.archive.record(id).id
}
