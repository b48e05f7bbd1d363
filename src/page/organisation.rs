//! The page of an organisation, a dossier; and the list of organisations.

use super::Context;
use super::Rest;
use super::Shown;
use super::incident;
use super::lists;
use super::parts;
use super::parts::All;
use super::plan;
use super::record;
use super::rows::events_html;
use super::text::Sources;
use super::timeline;
use super::timeline::DatedEvent;
use super::totals;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Ownership;
use crate::view;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;

pub(super) fn organisation_page(cx: &Context<'_>, id: RecordId, root: &str) -> Shown<view::OrganisationPage> {
    let own = cx.archive.record(id);
    let Some(organisation) = own.organisation() else {
        return record::shown(cx, id, view::OrganisationPage::default());
    };
    let mut sources = Sources::of(cx, id, root);
    let text_html = record::text_html(cx, id, root, &mut sources);
    let incidents = incidents_of(cx.archive, id);
    let events = cx.history(id);
    let releases = releases_of(cx.archive, id);
    let newest = &events[events.len().saturating_sub(parts::CAP)..];
    let view = view::OrganisationPage {
        title: own.common.title.value.clone(),
        summary: own.common.summary.clone(),
        kind: organisation.kind.map(|kind| parts::term_of(cx, "organisation_type", kind)),
        aliases: organisation.aliases.iter().map(|name| name.value.clone()).collect(),
        former: organisation.former.iter().map(|name| name.value.clone()).collect(),
        identifiers: organisation
            .identifiers
            .iter()
            .map(|(register, number)| identifier(cx, register, number))
            .collect(),
        owners: owners(cx, &organisation.parents),
        owns: owned(cx, id),
        url: organisation.url.clone(),
        text_html,
        named_in: cx.words.count("named_in", incidents.len()),
        totals: totals::totals(cx, &incidents),
        roles: roles(cx, id),
        years: years(cx, &incidents),
        timeline_html: events_html(cx, newest),
        timeline_more: parts::more(cx, events.len(), parts::CAP, "all_events", || {
            plan::timeline_path(cx.archive, Some(id))
        }),
        releases: parts::entry_group(
            cx,
            &releases,
            &All {
                cap: parts::CAP,
                words: "all_press-releases",
                path: &plan::rest_path(cx.archive, id, Rest::Releases),
            },
        ),
        contracts: contracts(cx, &incidents),
        end: record::end_with(cx, id, sources),
    };
    record::shown(cx, id, view)
}

/// The incidents that name an organisation in any role, each once, the latest first.
fn incidents_of(archive: &Archive, id: RecordId) -> Vec<RecordId> {
    let mut incidents: Vec<RecordId> =
        Archive::of(&archive.graph.incidents_by_role, id).iter().map(|(_, incident)| *incident).collect();
    incidents.dedup();
    incidents
}

/// What happened in its incidents, oldest first.
pub(super) fn events_of(archive: &Archive, id: RecordId) -> Vec<DatedEvent> {
    timeline::dated_events(archive, &incidents_of(archive, id), false)
}

/// The press releases that it issued or that are about its incidents, the latest first.
pub(super) fn releases_of(archive: &Archive, id: RecordId) -> Vec<RecordId> {
    let mut releases = Archive::of(&archive.graph.issued, id).to_vec();
    for incident in incidents_of(archive, id) {
        releases.extend(Archive::of(&archive.graph.releases, incident));
    }
    releases.sort_unstable_by_key(|release| archive.records.rank(*release));
    releases.dedup();
    releases.sort_by_cached_key(|release| {
        parts::record_date(archive, *release).map(|date| date.sort_key().newest_first())
    });
    releases
}

fn identifier(cx: &Context<'_>, register: &str, number: &str) -> view::Identifier {
    let path = crate::url::href(number);
    let url = match register {
        "companies-house" => {
            Some(format!("https://find-and-update.company-information.service.gov.uk/company/{path}"))
        }
        "charity" => Some(format!(
            "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/{path}"
        )),
        "lei" => Some(format!("https://search.gleif.org/#/record/{path}")),
        "wikidata" => Some(format!("https://www.wikidata.org/wiki/{path}")),
        _ => None,
    };
    view::Identifier {
        label: cx.words.get(&format!("identifier.{register}")).to_owned(),
        value: number.to_owned(),
        url,
    }
}

/// Who owned it: those that still do first, then the latest.
fn owners(cx: &Context<'_>, parents: &[Ownership<AsMeant>]) -> Vec<view::Ownership> {
    let mut owners: Vec<&Ownership<AsMeant>> = parents.iter().collect();
    owners
        .sort_by_key(|own| (own.to.is_some(), own.from.as_ref().map(|from| from.sort_key().newest_first())));
    owners.into_iter().map(|own| ownership(cx, own.owner, own)).collect()
}

fn owned(cx: &Context<'_>, id: RecordId) -> Vec<view::Ownership> {
    let children = Archive::of(&cx.archive.graph.children, id).iter();
    let parents = children.filter_map(|child| Some((*child, cx.archive.record(*child).organisation()?)));
    parents
        .flat_map(|(child, organisation)| {
            let own = organisation.parents.iter().filter(|parent| parent.owner == id);
            own.map(move |parent| (child, parent))
        })
        .map(|(child, parent)| ownership(cx, child, parent))
        .collect()
}

fn ownership(cx: &Context<'_>, other: RecordId, own: &Ownership<AsMeant>) -> view::Ownership {
    let words = |date: &crate::date::PartialDate| date.in_words(cx.date_words);
    let text = match (own.from.as_ref().map(words), own.to.as_ref().map(words)) {
        (Some(from), Some(to)) => cx.words.fill("pattern.from_to", &[("from", &from), ("to", &to)]),
        (Some(from), None) => cx.words.fill("pattern.from", &[("from", &from)]),
        (None, Some(to)) => cx.words.fill("pattern.until", &[("to", &to)]),
        (None, None) => cx.words.get("pattern.dates_not_known").to_owned(),
    };
    // Without an end it lasts; without any date nothing is known, and nothing is said.
    let current = own.to.is_none() && own.from.is_some();
    view::Ownership { name: parts::name(cx, other), words: text, current }
}

fn roles(cx: &Context<'_>, id: RecordId) -> Vec<view::RoleGroup> {
    let all = Archive::of(&cx.archive.graph.incidents_by_role, id);
    Role::ALL
        .iter()
        .filter_map(|role| {
            let ids: Vec<RecordId> =
                all.iter().filter(|(own, _)| own == role).map(|(_, incident)| *incident).collect();
            if ids.is_empty() {
                return None;
            }
            let rest = plan::rest_path(cx.archive, id, Rest::InRole(*role));
            let group =
                parts::entry_group(cx, &ids, &All { cap: parts::CAP, words: "all_incidents", path: &rest });
            Some(view::RoleGroup {
                role: view::Term {
                    text: cx.words.get(&format!("roles.{}", role.code())).to_owned(),
                    ..parts::term_of(cx, "role", *role)
                },
                count: cx.words.count("incidents", ids.len()),
                entries_html: group.entries_html,
                more: group.more,
            })
        })
        .collect()
}

fn years(cx: &Context<'_>, incidents: &[RecordId]) -> Vec<view::Tally> {
    let mut counts: BTreeMap<Option<i16>, usize> = BTreeMap::new();
    for id in incidents {
        let years =
            parts::record_date(cx.archive, *id).map(crate::date::PartialDate::years).unwrap_or_default();
        if years.is_empty() {
            *counts.entry(None).or_insert(0) += 1;
        }
        years.into_iter().for_each(|(year, _)| *counts.entry(Some(year)).or_insert(0) += 1);
    }
    let unknown = counts.remove(&None).map(|count| (None, count));
    let tallies =
        counts.into_iter().chain(unknown).map(|(year, count)| (lists::year_tally(cx, year), count)).collect();
    parts::with_bars(tallies, cx)
}

/// The contracts of its incidents, the first of them; an incident's page has all of its own.
fn contracts(cx: &Context<'_>, incidents: &[RecordId]) -> Vec<view::Contract> {
    let all = incidents.iter().flat_map(|id| {
        let contracts = cx.archive.record(*id).incident().map_or(&[][..], |incident| &incident.contracts);
        contracts.iter().map(move |contract| (id, contract))
    });
    all.take(parts::CAP)
        .map(|(id, contract)| view::Contract {
            record: Some(parts::link(cx, *id)),
            ..incident::contract(cx, contract)
        })
        .collect()
}

pub(super) fn organisations_page(cx: &Context<'_>, page: usize) -> Shown<view::OrganisationsPage> {
    let all = &cx.archive.graph.organisations;
    let per_page = cx.archive.config.per_page;
    let title = lists::numbered(cx, cx.words.get("title.organisations"), page);
    let view = view::OrganisationsPage {
        title: cx.words.get("title.organisations").to_owned(),
        count: cx.words.count("organisations", all.len()),
        organisations: parts::slice(all, page, per_page)
            .iter()
            .map(|id| organisation_line(cx, *id))
            .collect(),
        pager: parts::pager(cx, "organisations/index.html", page, parts::pages(all.len(), per_page)),
    };
    Shown::new(view, title)
        .in_section("organisations")
        .described(cx.words.find("intro.organisations").map(str::to_owned))
}

fn organisation_line(cx: &Context<'_>, id: RecordId) -> view::OrganisationLine {
    let record = cx.archive.record(id);
    let organisation = record.organisation();
    let all = Archive::of(&cx.archive.graph.incidents_by_role, id);
    let roles = Role::ALL.iter().map(|role| (role, all.iter().filter(|(own, _)| own == role).count()));
    view::OrganisationLine {
        name: record.common.title.value.clone(),
        href: parts::href(cx, id),
        kind: organisation.and_then(|own| own.kind).map(|kind| parts::term_of(cx, "organisation_type", kind)),
        names: organisation
            .map(|own| own.aliases.iter().chain(&own.former).map(|name| name.value.clone()).collect())
            .unwrap_or_default(),
        roles: roles
            .filter(|(_, count)| *count > 0)
            .map(|(role, count)| view::Tally {
                text: cx.words.get(&format!("role.{}", role.code())).to_owned(),
                count: cx.words.number(count),
                ..view::Tally::default()
            })
            .collect(),
        summary: record.common.summary.clone(),
    }
}
