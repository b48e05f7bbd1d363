//! Lists: incidents by what they have in common, press releases, what did not fit on a page, the corrections.

use super::Context;
use super::Facet;
use super::FacetKind;
use super::Rest;
use super::Shown;
use super::copies;
use super::organisation;
use super::parts;
use super::plan;
use super::record;
use super::rows::filters_html;
use super::rows::rows_html;
use crate::archive::Archive;
use crate::archive::Mention;
use crate::archive::RecordId;
use crate::date::PartialDate;
use crate::date::Within;
use crate::manifest;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;

/// Values on a page of a facet.
pub(super) const VALUES_PER_PAGE: usize = 200;

// ---------------------------------------------------------------------------------- lists of incidents

/// Every list of incidents: all of them, and one for each value of a facet.
pub(super) fn all_facets(archive: &Archive) -> Vec<Facet> {
    let facets = &archive.graph.facets;
    let mut all = vec![Facet::All];
    all.extend(facets.harms.keys().map(|code| Facet::Harm(code.clone())));
    all.extend(facets.statuses.keys().map(|code| Facet::Status((*code).to_owned())));
    all.extend(facets.years.keys().map(|year| Facet::Year(Some(*year))));
    all.extend((!facets.no_year.is_empty()).then_some(Facet::Year(None)));
    all.extend(facets.places.keys().map(|slug| Facet::Place(slug.clone())));
    all
}

/// How many there are.
pub(super) fn facet_count(archive: &Archive) -> usize {
    let facets = &archive.graph.facets;
    let unknown = usize::from(!facets.no_year.is_empty());
    1 + facets.harms.len() + facets.statuses.len() + facets.years.len() + unknown + facets.places.len()
}

/// The incidents of a list, the latest first.
pub(super) fn incidents_of<'a>(archive: &'a Archive, facet: &Facet) -> &'a [RecordId] {
    let facets = &archive.graph.facets;
    let list = match facet {
        Facet::All => Some(&archive.graph.incidents),
        Facet::Harm(code) => facets.harms.get(code),
        Facet::Status(code) => facets.statuses.get(code.as_str()),
        Facet::Year(Some(year)) => facets.years.get(year),
        Facet::Year(None) => Some(&facets.no_year),
        Facet::Place(slug) => facets.places.get(slug).map(|(_, list)| list),
    };
    list.map_or(&[], Vec::as_slice)
}

pub(super) fn incidents_page(cx: &Context<'_>, facet: &Facet, page: usize) -> Shown<view::ListPage> {
    let incidents = incidents_of(cx.archive, facet);
    let base = plan::facet_path(facet);
    let per_page = cx.archive.config.per_page;
    let (title, meaning, above) = heading(cx, facet);
    let intro = match (facet, page) {
        (Facet::Year(Some(year)), 1) => possible_in(cx, *year),
        _ => meaning,
    };
    let view = view::ListPage {
        title: title.clone(),
        intro: intro.clone(),
        count: cx.words.count("incidents", incidents.len()),
        filters_html: filters_html(cx, &base),
        entries_html: rows_html(cx, parts::slice(incidents, page, per_page)),
        lines: Vec::new(),
        pager: parts::pager(cx, &base, page, parts::pages(incidents.len(), per_page)),
    };
    Shown::new(view, numbered(cx, &title, page)).in_section("incidents").below(above).described(intro)
}

/// A title with the number of the page, from the second on.
pub(super) fn numbered(cx: &Context<'_>, title: &str, page: usize) -> String {
    match page {
        1 => title.to_owned(),
        page => cx.words.fill("pattern.title_page", &[("title", title), ("page", &cx.words.number(page))]),
    }
}

fn heading(cx: &Context<'_>, facet: &Facet) -> (String, Option<String>, Vec<view::Link>) {
    let words = cx.words;
    let meaning = |section: &str, code: &str| words.find_in(section, code).map(str::to_owned);
    let above = |kind: FacetKind, title: &str| {
        let link =
            |key: &str, href: &str| view::Link { text: words.get(key).to_owned(), href: href.to_owned() };
        vec![link("title.incidents", "incidents/index.html"), link(title, plan::facet_index_path(kind))]
    };
    match facet {
        Facet::All => (words.get("title.incidents").to_owned(), meaning("intro", "incidents"), Vec::new()),
        Facet::Harm(code) => {
            let title = words
                .fill("pattern.harm", &[("harm", &parts::harm_label(&cx.archive.config, cx.words, code))]);
            (title, meaning("harm_meaning", code), above(FacetKind::Harm, "title.harms"))
        }
        Facet::Status(code) => {
            let title = words.fill("pattern.status", &[("status", &parts::term(cx, "status", code).text)]);
            (title, meaning("status_meaning", code), above(FacetKind::Status, "title.statuses"))
        }
        Facet::Year(Some(year)) => (
            words.fill("pattern.year", &[("year", &year_words(cx, *year))]),
            None,
            above(FacetKind::Year, "title.years"),
        ),
        Facet::Year(None) => {
            (words.get("pattern.year_unknown").to_owned(), None, above(FacetKind::Year, "title.years"))
        }
        Facet::Place(slug) => {
            let place = cx.archive.graph.facets.places.get(slug).map_or(slug.as_str(), |(name, _)| name);
            (words.fill("pattern.place", &[("place", place)]), None, above(FacetKind::Place, "title.places"))
        }
    }
}

/// How many of the incidents of a year only may belong to it, in a sentence.
fn possible_in(cx: &Context<'_>, year: i16) -> Option<String> {
    let possible = |id: &&RecordId| {
        let date = parts::record_date(cx.archive, **id);
        date.is_some_and(|date| date.years().contains(&(year, Within::Possibly)))
    };
    let count = incidents_of(cx.archive, &Facet::Year(Some(year))).iter().filter(possible).count();
    (count > 0).then(|| cx.words.count("possible_in_year", count))
}

/// A year as dates show it: "2018", "45 BC".
pub(super) fn year_words(cx: &Context<'_>, year: i16) -> String {
    let sign = if year < 0 { "-" } else { "" };
    let date = PartialDate::parse(&format!("{sign}{:04}", year.unsigned_abs()));
    date.map_or_else(|_| year.to_string(), |date| date.in_words(cx.date_words))
}

/// The ways in, with the value that the list itself is for marked.
pub(super) fn filters(cx: &Context<'_>, base: &str) -> Vec<view::TallyGroup> {
    let own = url::href(base);
    let mut groups = cx.ways().to_vec();
    for value in groups.iter_mut().flat_map(|group| &mut group.values) {
        value.current = value.href.as_ref() == Some(&own);
    }
    groups
}

// --------------------------------------------------------------------------------------------- facets

/// How many values a facet has.
pub(super) fn facet_size(archive: &Archive, kind: FacetKind) -> usize {
    let facets = &archive.graph.facets;
    match kind {
        FacetKind::Harm => facets.harms.len(),
        FacetKind::Status => facets.statuses.len(),
        FacetKind::Year => facets.years.len() + usize::from(!facets.no_year.is_empty()),
        FacetKind::Place => facets.places.len(),
        FacetKind::Supplier => facets.roles.get(&Role::Supplier).map_or(0, Vec::len),
        FacetKind::Commissioner => facets.roles.get(&Role::Commissioner).map_or(0, Vec::len),
    }
}

/// The values of a facet with their counts written out, in the order in which a reader looks for them.
pub(super) fn facet_values(cx: &Context<'_>, kind: FacetKind) -> Vec<view::Tally> {
    parts::with_bars(facet_counts(cx, kind), cx)
}

/// The values of a facet, each with the number of its incidents.
pub(super) fn facet_counts(cx: &Context<'_>, kind: FacetKind) -> Vec<(view::Tally, usize)> {
    let facets = &cx.archive.graph.facets;
    let meaning = |section: &str, code: &str| cx.words.find_in(section, code).map(str::to_owned);
    let in_role = |role: Role| {
        let list = facets.roles.get(&role).map_or(&[][..], Vec::as_slice).iter();
        list.map(|(id, count)| (parts::tally(parts::title(cx, *id), &cx.archive.record(*id).path()), *count))
            .collect()
    };
    match kind {
        FacetKind::Harm => cx
            .archive
            .config
            .harms
            .iter()
            .filter_map(|(code, _)| Some((code, facets.harms.get(code)?.len())))
            .map(|(code, count)| {
                let tally = parts::tally(
                    parts::harm_label(&cx.archive.config, cx.words, code),
                    &plan::facet_path(&Facet::Harm(code.clone())),
                );
                (view::Tally { meaning: meaning("harm_meaning", code), ..tally }, count)
            })
            .collect(),
        FacetKind::Status => crate::vocabulary::Status::ALL
            .iter()
            .map(|status| status.code())
            .filter_map(|code| Some((code, facets.statuses.get(code)?.len())))
            .map(|(code, count)| {
                let tally = parts::tally(
                    parts::term(cx, "status", code).text,
                    &plan::facet_path(&Facet::Status(code.to_owned())),
                );
                (view::Tally { meaning: meaning("status_meaning", code), ..tally }, count)
            })
            .collect(),
        FacetKind::Year => {
            let known = facets.years.iter().map(|(year, list)| (Some(*year), list.len()));
            let unknown = (!facets.no_year.is_empty()).then_some((None, facets.no_year.len()));
            known.chain(unknown).map(|(year, count)| (year_tally(cx, year), count)).collect()
        }
        FacetKind::Place => facets
            .places
            .iter()
            .map(|(slug, (name, list))| {
                (parts::tally(name.clone(), &plan::facet_path(&Facet::Place(slug.clone()))), list.len())
            })
            .collect(),
        FacetKind::Supplier => in_role(Role::Supplier),
        FacetKind::Commissioner => in_role(Role::Commissioner),
    }
}

pub(super) fn year_tally(cx: &Context<'_>, year: Option<i16>) -> view::Tally {
    let text = year.map_or_else(|| cx.words.get("facet.unknown").to_owned(), |year| year_words(cx, year));
    parts::tally(text, &plan::facet_path(&Facet::Year(year)))
}

pub(super) fn facets_page(cx: &Context<'_>, kind: FacetKind, page: usize) -> Shown<view::FacetsPage> {
    let (titles, value) = match kind {
        FacetKind::Harm => ("harms", "harm"),
        FacetKind::Status => ("statuses", "status"),
        FacetKind::Year => ("years", "year"),
        FacetKind::Place => ("places", "place"),
        FacetKind::Supplier => ("suppliers", "supplier"),
        FacetKind::Commissioner => ("commissioners", "commissioner"),
    };
    let values = facet_values(cx, kind);
    let title = cx.words.get(&format!("title.{titles}")).to_owned();
    let base = plan::facet_index_path(kind);
    let intro = cx.words.find(&format!("intro.{titles}")).map(str::to_owned);
    let view = view::FacetsPage {
        title: title.clone(),
        intro: intro.clone(),
        value_heading: cx.words.get(&format!("facet.{value}")).to_owned(),
        values: parts::slice(&values, page, VALUES_PER_PAGE).to_vec(),
        pager: parts::pager(cx, base, page, parts::pages(values.len(), VALUES_PER_PAGE)),
    };
    let incidents = view::Link {
        text: cx.words.get("title.incidents").to_owned(),
        href: "incidents/index.html".to_owned(),
    };
    Shown::new(view, numbered(cx, &title, page))
        .in_section("incidents")
        .below(vec![incidents])
        .described(intro)
}

// ------------------------------------------------------------------- what did not fit on a record's page

/// The records of a list of mentions, each once.
pub(super) fn mentioning(mentions: &[Mention]) -> Vec<RecordId> {
    let mut records: Vec<RecordId> = mentions.iter().map(|mention| mention.from).collect();
    records.dedup();
    records
}

pub(super) fn rest_page(cx: &Context<'_>, id: RecordId, rest: Rest, page: usize) -> Shown<view::ListPage> {
    let graph = &cx.archive.graph;
    let own = parts::title(cx, id);
    let mentions = match rest {
        Rest::Mentions => Archive::of(&graph.mentioned_in, id),
        Rest::Citations => Archive::of(&graph.cited_by, id),
        Rest::InRole(_) | Rest::Releases => &[],
    };
    let records = match rest {
        Rest::InRole(role) => {
            let all = Archive::of(&graph.incidents_by_role, id);
            all.iter().filter(|(own, _)| *own == role).map(|(_, incident)| *incident).collect()
        }
        Rest::Mentions | Rest::Citations => mentioning(mentions),
        Rest::Releases => organisation::releases_of(cx.archive, id),
    };
    let title = match rest {
        Rest::InRole(role) => {
            let role = cx.words.get(&format!("role.{}", role.code())).to_lowercase();
            cx.words.fill("pattern.organisation_role", &[("organisation", &own), ("role", &role)])
        }
        Rest::Mentions => cx.words.fill("pattern.mentioning", &[("title", &own)]),
        Rest::Citations => cx.words.fill("pattern.citing", &[("title", &own)]),
        Rest::Releases => cx.words.fill("pattern.releases_of", &[("title", &own)]),
    };
    let base = plan::rest_path(cx.archive, id, rest);
    let per_page = cx.archive.config.per_page;
    let counted = match rest {
        Rest::InRole(_) => "incidents",
        Rest::Releases => "press-releases",
        Rest::Mentions | Rest::Citations => "records",
    };
    let view = view::ListPage {
        title: title.clone(),
        intro: None,
        count: cx.words.count(counted, records.len()),
        filters_html: view::Html::default(),
        entries_html: match mentions {
            [] => rows_html(cx, parts::slice(&records, page, per_page)),
            _ => view::Html::default(),
        },
        lines: parts::mention_lines(cx, mentions, (page - 1) * per_page, per_page),
        pager: parts::pager(cx, &base, page, parts::pages(records.len(), per_page)),
    };
    let kind = cx.archive.record(id).kind;
    let mut above = record::above(cx, kind);
    above.push(parts::link(cx, id));
    Shown::new(view, numbered(cx, &title, page)).in_section(record::section(kind)).below(above)
}

// ------------------------------------------------------------------------------------- press releases

pub(super) fn releases_page(cx: &Context<'_>, page: usize) -> Shown<view::ReleasesPage> {
    let all = &cx.archive.graph.press_releases;
    let per_page = cx.archive.config.per_page;
    let title = cx.words.get("title.press-releases").to_owned();
    let view = view::ReleasesPage {
        title: title.clone(),
        count: cx.words.count("press-releases", all.len()),
        entries_html: rows_html(cx, parts::slice(all, page, per_page)),
        pager: parts::pager(cx, "press-releases/index.html", page, parts::pages(all.len(), per_page)),
    };
    let shown = Shown::new(view, numbered(cx, &title, page));
    shown.in_section("press-releases").described(cx.words.find("intro.press-releases").map(str::to_owned))
}

// ------------------------------------------------------------------------------------------ corrections

/// A change or a withdrawal.
#[derive(Debug, Clone, Copy)]
pub(super) struct CorrectionOf {
    record: RecordId,
    /// The number of the change; none for a withdrawal.
    change: Option<usize>,
}

/// Every change to a published record and every withdrawal, the newest first.
pub(super) fn corrections_of(archive: &Archive) -> Vec<CorrectionOf> {
    let mut all = Vec::new();
    for id in archive.ids() {
        let common = &archive.record(id).common;
        all.extend((0..common.changes.len()).map(|change| CorrectionOf { record: id, change: Some(change) }));
        all.extend(common.withdrawn.as_ref().map(|_| CorrectionOf { record: id, change: None }));
    }
    all.sort_by_cached_key(|own| correction_date(archive, own).map(|date| date.sort_key().newest_first()));
    all
}

fn correction_date<'a>(archive: &'a Archive, own: &CorrectionOf) -> Option<&'a PartialDate> {
    let common = &archive.record(own.record).common;
    match own.change {
        Some(change) => common.changes.get(change).map(|change| &change.date),
        None => common.withdrawn.as_ref().map(|withdrawn| &withdrawn.date),
    }
}

pub(super) fn corrections_page(cx: &Context<'_>, page: usize) -> Shown<view::CorrectionsPage> {
    let per_page = cx.archive.config.per_page;
    let title = cx.words.get("title.corrections").to_owned();
    let view = view::CorrectionsPage {
        title: title.clone(),
        count: cx.words.count("changes", cx.corrections().len()),
        corrections: parts::slice(cx.corrections(), page, per_page)
            .iter()
            .map(|own| correction(cx, own))
            .collect(),
        pager: parts::pager(cx, "corrections.html", page, parts::pages(cx.corrections().len(), per_page)),
    };
    Shown::new(view, numbered(cx, &title, page))
        .described(cx.words.find("corrections.intro").map(str::to_owned))
}

fn correction(cx: &Context<'_>, own: &CorrectionOf) -> view::Correction {
    let record = cx.archive.record(own.record);
    let (kind, note) = match own.change.and_then(|index| record.common.changes.get(index)) {
        Some(change) => (change.kind.code(), change.note.clone()),
        None => {
            ("withdrawn", record.common.withdrawn.as_ref().map(|own| own.reason.clone()).unwrap_or_default())
        }
    };
    let date = correction_date(cx.archive, own).map(|date| parts::date(cx, date)).unwrap_or_default();
    view::Correction {
        change: view::Change { date, kind: parts::term(cx, "change", kind), note },
        record: parts::link(cx, own.record),
        record_kind: parts::term_of(cx, "kind", record.kind),
    }
}

// ----------------------------------------------------------------------------------------- other pages

pub(super) fn search_page(cx: &Context<'_>) -> Shown<view::SearchPage> {
    let title = cx.words.get("title.search").to_owned();
    let view = view::SearchPage { title: title.clone(), ways: cx.ways().to_vec() };
    Shown::new(view, title)
}

pub(super) fn data_page(cx: &Context<'_>) -> Shown<view::DataPage> {
    let graph = &cx.archive.graph;
    let kinds = [
        (Kind::Incident, &graph.incidents),
        (Kind::PressRelease, &graph.press_releases),
        (Kind::Reference, &graph.references),
        (Kind::Organisation, &graph.organisations),
        (Kind::Topic, &graph.topics),
    ];
    let tallies = kinds
        .into_iter()
        .map(|(kind, list)| {
            let text = cx.words.get(&format!("kinds.{}", kind.code())).to_owned();
            (parts::tally(text, &format!("{}/index.html", kind.folder())), list.len())
        })
        .collect();
    let title = cx.words.get("title.data").to_owned();
    let view = view::DataPage {
        title: title.clone(),
        kinds: parts::with_bars(tallies, cx),
        exports: copies::export_views(cx),
        manifest: manifest::MANIFEST.to_owned(),
        checksums: manifest::CHECKSUMS.to_owned(),
    };
    Shown::new(view, title)
}

pub(super) fn not_found_page(cx: &Context<'_>) -> Shown<view::NotFoundPage> {
    let title = cx.words.get("title.not_found").to_owned();
    let link =
        |key: &str, href: &str| view::Link { text: cx.words.get(key).to_owned(), href: href.to_owned() };
    let links = vec![
        link("site.home", "index.html"),
        link("title.incidents", "incidents/index.html"),
        link("title.press-releases", "press-releases/index.html"),
        link("title.corrections", "corrections.html"),
    ];
    Shown::new(view::NotFoundPage { title: title.clone(), links }, title)
}

pub(super) fn forward_page(cx: &Context<'_>, index: usize) -> Shown<view::ForwardPage> {
    let Some(forward) = cx.archive.forwards.get(index) else {
        return Shown::new(view::ForwardPage::default(), "");
    };
    let href = parts::href(cx, forward.to);
    let title = parts::title(cx, forward.to);
    let view = view::ForwardPage { title: title.clone(), href: href.clone(), merged: forward.merged };
    Shown { canonical: Some(href), ..Shown::new(view, title) }
}
