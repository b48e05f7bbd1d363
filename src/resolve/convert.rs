//! Converts each part of a record from what was written to what was meant.

use super::Files;
use super::Resolved;
use super::Site;
use super::face::Face;
use super::keywords;
use super::targets;
use super::targets::From;
use super::targets::IfWithheld;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::archive::RecordId;
use crate::diagnostic::Diagnostic;
use crate::document::Attachment;
use crate::document::Claim;
use crate::document::Common;
use crate::document::Details;
use crate::document::Figure;
use crate::document::Incident;
use crate::document::InlineParent;
use crate::document::Organisation;
use crate::document::Original;
use crate::document::Ownership;
use crate::document::Parent;
use crate::document::PressRelease;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Source;
use crate::document::TimelineEvent;
use crate::document::Topic;
use crate::document::Work;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::markdown;
use crate::markdown::AsWritten;
use crate::markdown::Body;
use crate::markdown::Citation;
use crate::markdown::Cited;
use crate::markdown::Target;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::Kind;
use crate::vocabulary::Publish;
use crate::vocabulary::Role;
use crate::vocabulary::State;
use crate::vocabulary::Vocabulary;

/// What can be cited as a source.
pub(super) const SOURCES: [Kind; 2] = [Kind::Reference, Kind::PressRelease];

/// What is being resolved: where mistakes go, the site, the record, and the files it names.
struct Resolving<'a, 'd> {
    diagnostics: &'d mut Vec<Diagnostic>,
    site: &'a Site<'a>,
    from: From<'a>,
    published: Vec<AssetId>,
    kept: Vec<AssetId>,
}

/// Resolves one record. Its mistakes are reported even when it is not published.
pub(super) fn resolve_record(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    index: usize,
    record: Record<AsWritten>,
) -> Resolved {
    let folder = folder_of(site, &record);
    let mut resolving = Resolving {
        diagnostics,
        site,
        from: From { index, folder },
        published: Vec::new(),
        kept: Vec::new(),
    };
    let cx = &mut resolving;
    let mut common = common(cx, *record.common);
    if let Details::Reference(own) = &record.details {
        common.topics.extend(keywords::topics(cx.site, &own.keywords));
    }
    let details = match record.details {
        Details::Incident(own) => Details::Incident(Box::new(incident(cx, *own))),
        Details::PressRelease(own) => Details::PressRelease(Box::new(press_release(cx, *own))),
        Details::Reference(own) => Details::Reference(Box::new(reference(cx, *own))),
        Details::Organisation(own) => Details::Organisation(Box::new(organisation(cx, *own))),
        Details::Topic(own) => Details::Topic(topic(cx, own)),
        Details::Page(page) => Details::Page(page),
    };
    let mut body = body(cx, *record.body);
    let withdrawn = common.state == State::Withdrawn;
    if withdrawn {
        // Nothing is left that a page, a list or a back-link could show.
        common.summary = None;
        body = no_body();
    }
    let Resolving { published, kept, .. } = resolving;
    let files = if withdrawn {
        Files { published: Vec::new(), kept: [published, kept].concat() }
    } else {
        Files { published, kept }
    };
    Resolved {
        record: Record {
            file: record.file,
            kind: record.kind,
            id: record.id,
            bundle: record.bundle,
            span: record.span,
            common: Box::new(common),
            details,
            body: Box::new(body),
        },
        files,
    }
}

/// The original or copy of a document, if it is kept and not published.
pub(super) fn private_file(inputs: &Inputs, face: &Face) -> Option<AssetId> {
    let name = face.private.as_ref()?;
    let path = &inputs.text(face.file).path;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    targets::find_asset(inputs, folder, name)
}

fn folder_of<'a>(site: &'a Site<'_>, record: &Record<AsWritten>) -> &'a str {
    site.source_path(record.file).rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn no_body() -> Body<AsMeant> {
    let empty = markdown::empty_body();
    Body {
        text: empty.text,
        notes: empty.notes,
        is_ended: empty.is_ended,
        notes_heading: empty.notes_heading,
        footnotes: empty.footnotes,
        targets: Vec::new(),
        citations: Vec::new(),
        redactions: Vec::new(),
        quotations: Vec::new(),
        anchors: Vec::new(),
    }
}

fn links(
    cx: &mut Resolving<'_, '_>,
    names: &[Spanned<String>],
    kinds: &[Kind],
    if_withheld: IfWithheld,
) -> Vec<RecordId> {
    let mut links: Vec<RecordId> = Vec::with_capacity(names.len());
    for name in names {
        if let Some(link) = targets::link(cx.diagnostics, cx.site, name, kinds, if_withheld)
            && !links.contains(&link)
        {
            links.push(link);
        }
    }
    links
}

fn one(
    cx: &mut Resolving<'_, '_>,
    name: Option<Spanned<String>>,
    kind: Kind,
    if_withheld: IfWithheld,
) -> Option<RecordId> {
    targets::link(cx.diagnostics, cx.site, &name?, &[kind], if_withheld)
}

fn common(cx: &mut Resolving<'_, '_>, common: Common<AsWritten>) -> Common<AsMeant> {
    let attachments = common.attachments.into_iter().filter_map(|attachment| {
        let file = file(cx, &attachment.file, Publish::Full)?;
        Some(Attachment {
            file,
            title: attachment.title,
            description: attachment.description,
            obtained: attachment.obtained,
        })
    });
    let attachments = attachments.collect();
    Common {
        title: common.title,
        summary: common.summary,
        state: common.state,
        withdrawn: common.withdrawn,
        // Where a merged record went is a forward of the archive.
        merged_into: None,
        embargo: common.embargo,
        published: common.published,
        updated: common.updated,
        changes: common.changes,
        aliases: common.aliases,
        topics: links(cx, &common.topics, &[Kind::Topic], IfWithheld::Drop),
        related: links(cx, &common.related, Kind::ALL, IfWithheld::Drop),
        attachments,
        allow: common.allow,
        extra: common.extra,
    }
}

fn file(cx: &mut Resolving<'_, '_>, name: &Spanned<String>, publish: Publish) -> Option<AssetId> {
    let Some(asset) = targets::asset_at(cx.site, &cx.from, &name.value) else {
        cx.diagnostics.push(targets::unknown_file(cx.site, &cx.from, name));
        return None;
    };
    match publish {
        Publish::Full => publish_file(cx, asset, name.span),
        Publish::None => cx.kept.push(asset),
    }
    Some(asset)
}

/// Notes that a file is published, unless it is one that its record keeps back.
fn publish_file(cx: &mut Resolving<'_, '_>, asset: AssetId, span: Span) {
    if !cx.site.known.private.contains(&asset) {
        return cx.published.push(asset);
    }
    cx.kept.push(asset);
    cx.diagnostics.push(
        Diagnostic::error(
            "original-published",
            span,
            "this file is an original or a copy that is kept and not published, and this would publish it",
        )
        .expected("no link to it; or `publish: full` where it is named, if nothing in it must be kept back"),
    );
}

fn original(cx: &mut Resolving<'_, '_>, original: Original<AsWritten>) -> Option<Original<AsMeant>> {
    let asset = file(cx, &original.file, original.publish)?;
    Some(Original {
        file: asset,
        obtained: original.obtained,
        method: original.method,
        publish: original.publish,
    })
}

fn sources(cx: &mut Resolving<'_, '_>, sources: Vec<Source<AsWritten>>) -> Vec<Source<AsMeant>> {
    sources.into_iter().filter_map(|own| source(cx, own)).collect()
}

fn source(cx: &mut Resolving<'_, '_>, source: Source<AsWritten>) -> Option<Source<AsMeant>> {
    let record = targets::link(cx.diagnostics, cx.site, &source.record, &SOURCES, IfWithheld::Error)?;
    Some(Source { record, at: source.at, quote: source.quote })
}

fn incident(cx: &mut Resolving<'_, '_>, incident: Incident<AsWritten>) -> Incident<AsMeant> {
    report_speakers(cx, &incident);
    let mut claim_ids: Vec<String> = Vec::new();
    for id in incident.claims.iter().filter_map(|claim| claim.id.as_ref()) {
        if claim_ids.contains(&id.value) {
            let words = format!("two claims have the id `{}`", id.value);
            cx.diagnostics.push(
                Diagnostic::error("duplicate-claim", id.span, words)
                    .expected("an id for each claim that no other has"),
            );
        }
        claim_ids.push(id.value.clone());
    }
    Incident {
        date: incident.date,
        reported: incident.reported,
        status: incident.status,
        disputed: incident.disputed,
        organisations: roles(cx, incident.organisations),
        places: incident.places,
        harms: incident.harms,
        figures: incident.figures.into_iter().map(|figure| self::figure(cx, figure)).collect(),
        contracts: incident.contracts,
        timeline: incident
            .timeline
            .into_iter()
            .map(|event| TimelineEvent {
                date: event.date,
                text: event.text,
                sources: sources(cx, event.sources),
            })
            .collect(),
        claims: incident
            .claims
            .into_iter()
            .map(|claim| Claim {
                id: claim.id,
                text: claim.text,
                kind: claim.kind,
                span: claim.span,
                said_by: claim.said_by.map(|name| speaker(cx, name)),
                sources: sources(cx, claim.sources),
            })
            .collect(),
        right_of_reply: incident.right_of_reply,
        unknowns: incident.unknowns,
        sources: sources(cx, incident.sources),
    }
}

/// Two names can be those of one organisation, if one of its records was merged into the other.
fn roles(cx: &mut Resolving<'_, '_>, named: Vec<(Role, Spanned<String>)>) -> Vec<(Role, RecordId)> {
    let mut roles: Vec<(Role, RecordId)> = Vec::with_capacity(named.len());
    for (role, name) in named {
        if let Some(id) = one(cx, Some(name), Kind::Organisation, IfWithheld::Error)
            && !roles.contains(&(role, id))
        {
            roles.push((role, id));
        }
    }
    roles
}

/// Who makes a claim: an organisation by the id that it has today, or a name.
fn speaker(cx: &Resolving<'_, '_>, name: Spanned<String>) -> Spanned<String> {
    let id = targets::organisation_id(cx.site, &name.value).map(str::to_owned);
    Spanned { value: id.unwrap_or(name.value), ..name }
}

/// `said_by` takes any name; one that is the id of an organisation which is not published would give it away.
fn report_speakers(cx: &mut Resolving<'_, '_>, incident: &Incident<AsWritten>) {
    for name in incident.claims.iter().filter_map(|claim| claim.said_by.as_ref()) {
        if targets::is_withheld(cx.site, &name.value, Kind::Organisation) {
            targets::link(cx.diagnostics, cx.site, name, &[Kind::Organisation], IfWithheld::Error);
        }
    }
}

fn figure(cx: &mut Resolving<'_, '_>, figure: Figure<AsWritten>) -> Figure<AsMeant> {
    Figure {
        label: figure.label,
        value: figure.value,
        qualifier: figure.qualifier,
        unit: figure.unit,
        currency: figure.currency,
        people: figure.people,
        may_count_people: figure.may_count_people,
        span: figure.span,
        source: figure.source.and_then(|own| source(cx, own)),
    }
}

fn press_release(cx: &mut Resolving<'_, '_>, release: PressRelease<AsWritten>) -> PressRelease<AsMeant> {
    PressRelease {
        date: release.date,
        issued_by: one(cx, release.issued_by, Kind::Organisation, IfWithheld::Error),
        headline: release.headline,
        spokespeople: release.spokespeople,
        contacts: release.contacts,
        incidents: links(cx, &release.incidents, &[Kind::Incident], IfWithheld::Drop),
        sources: sources(cx, release.sources),
        original: release.original.and_then(|own| original(cx, own)),
    }
}

fn reference(cx: &mut Resolving<'_, '_>, reference: Reference<AsWritten>) -> Reference<AsMeant> {
    Reference {
        kind: reference.kind,
        work: work(cx, reference.work),
        independence: reference.independence,
        url_status: reference.url_status,
        archived: reference.archived,
        copy: reference.copy.and_then(|own| original(cx, own)),
        foi: reference.foi,
        key: reference.key,
        keywords: reference.keywords,
    }
}

fn work(cx: &mut Resolving<'_, '_>, work: Work<AsWritten>) -> Work<AsMeant> {
    Work {
        authors: work.authors,
        editors: work.editors,
        date: work.date,
        publisher: work.publisher,
        location: work.location,
        page_range: work.page_range,
        volume: work.volume,
        issue: work.issue,
        edition: work.edition,
        parent: work.parent.and_then(|own| parent(cx, own)),
        url: work.url,
        accessed: work.accessed,
        serial_numbers: work.serial_numbers,
    }
}

fn parent(cx: &mut Resolving<'_, '_>, parent: Parent<AsWritten>) -> Option<Parent<AsMeant>> {
    match parent {
        Parent::Record(name) => one(cx, Some(name), Kind::Reference, IfWithheld::Error).map(Parent::Record),
        Parent::Inline(inline) => {
            let InlineParent { title, work: own } = *inline;
            Some(Parent::Inline(Box::new(InlineParent { title, work: work(cx, own) })))
        }
    }
}

fn organisation(cx: &mut Resolving<'_, '_>, organisation: Organisation<AsWritten>) -> Organisation<AsMeant> {
    Organisation {
        kind: organisation.kind,
        aliases: organisation.aliases,
        former: organisation.former,
        identifiers: organisation.identifiers,
        parents: organisation
            .parents
            .into_iter()
            .filter_map(|own| {
                let owner = one(cx, Some(own.owner), Kind::Organisation, IfWithheld::Error)?;
                Some(Ownership { owner, from: own.from, to: own.to })
            })
            .collect(),
        url: organisation.url,
    }
}

fn topic(cx: &mut Resolving<'_, '_>, topic: Topic<AsWritten>) -> Topic<AsMeant> {
    Topic {
        definition: topic.definition,
        synonyms: topic.synonyms,
        broader: one(cx, topic.broader, Kind::Topic, IfWithheld::Drop),
    }
}

fn body(cx: &mut Resolving<'_, '_>, body: Body<AsWritten>) -> Body<AsMeant> {
    let label_of = |target: &Target<AsWritten>| match &target.to {
        markdown::WrittenTarget::Name { name, labelled: false } => {
            targets::label(cx.site, name).map(Box::from)
        }
        _ => None,
    };
    let labels: Vec<Option<Box<str>>> = body.targets.iter().map(label_of).collect();
    let targets = body
        .targets
        .into_iter()
        .zip(labels)
        .map(|(target, label)| {
            let to = targets::target(cx.diagnostics, cx.site, &cx.from, target.to, target.span);
            if let LinkTarget::Asset(asset) = to {
                publish_file(cx, asset, target.span);
            }
            Target { to, span: target.span, label, sentence: target.sentence }
        })
        .collect();
    // A list of the right size, which lives as long as the archive.
    let mut citations = Vec::with_capacity(body.citations.len());
    citations.extend(body.citations.into_iter().map(|citation| Citation {
        works: citation.works.into_iter().filter_map(|work| cited(cx, work)).collect(),
        narrative: citation.narrative,
        span: citation.span,
        sentence: citation.sentence,
    }));
    Body {
        text: body.text,
        notes: body.notes,
        is_ended: body.is_ended,
        notes_heading: body.notes_heading,
        footnotes: body.footnotes,
        targets,
        citations,
        redactions: body.redactions,
        quotations: body.quotations,
        anchors: body.anchors,
    }
}

fn cited(cx: &mut Resolving<'_, '_>, work: Cited<AsWritten>) -> Option<Cited<AsMeant>> {
    let record = targets::link(cx.diagnostics, cx.site, &work.record, &SOURCES, IfWithheld::Error)?;
    Some(Cited { record, prefix: work.prefix, at: work.at, without_author: work.without_author })
}
