//! Which pages there are.

use super::Facet;
use super::FacetKind;
use super::PageSpec;
use super::Rest;
use super::What;
use super::bibliography;
use super::lists;
use super::parts;
use super::timeline;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSliceMut;

/// Lists every page of the site, in the order of paths.
pub fn plan(archive: &Archive) -> Vec<PageSpec> {
    let mut pages = Pages { list: Vec::new(), per_page: archive.config.per_page };
    for (path, what) in [
        ("index.html", What::Home),
        ("search.html", What::Search),
        ("data.html", What::Data),
        ("404.html", What::NotFound),
        ("topics/index.html", What::Topics),
    ] {
        pages.one(path.to_owned(), what);
    }
    plan_lists(&mut pages, archive);
    let ids: Vec<RecordId> = archive.ids().collect();
    let per_record = ids.par_iter().map(|id| {
        let mut own = Pages { list: Vec::new(), per_page: archive.config.per_page };
        plan_record(&mut own, archive, *id);
        own.list
    });
    per_record.collect::<Vec<_>>().into_iter().for_each(|own| pages.list.extend(own));
    for (index, forward) in archive.forwards.iter().enumerate() {
        pages.one(forward.from.clone(), What::Forward(index));
    }
    pages.list.par_sort_by(|a, b| a.path.cmp(&b.path));
    pages.list
}

/// The site path of the first page of what did not fit on a record's page.
pub(super) fn rest_path(archive: &Archive, id: RecordId, rest: Rest) -> String {
    let own = archive.record(id).path();
    let stem = own.strip_suffix(".html").unwrap_or(&own);
    match rest {
        Rest::InRole(role) => format!("{stem}/as-{}.html", role.code()),
        Rest::Mentions => format!("{stem}/mentions.html"),
        Rest::Citations => format!("{stem}/cited-by.html"),
        Rest::Releases => format!("{stem}/press-releases.html"),
    }
}

/// The site path of the first page of a list of incidents.
pub fn facet_path(facet: &Facet) -> String {
    match facet {
        Facet::All => "incidents/index.html".to_owned(),
        Facet::Harm(code) => format!("harms/{code}.html"),
        Facet::Status(code) => format!("statuses/{code}.html"),
        Facet::Year(Some(year)) => format!("years/{year}.html"),
        Facet::Year(None) => "years/unknown.html".to_owned(),
        Facet::Place(slug) => format!("places/{slug}.html"),
    }
}

pub(super) fn facet_index_path(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Harm => "harms/index.html",
        FacetKind::Status => "statuses/index.html",
        FacetKind::Year => "years/index.html",
        FacetKind::Place => "places/index.html",
        FacetKind::Supplier => "suppliers/index.html",
        FacetKind::Commissioner => "commissioners/index.html",
    }
}

pub(super) fn timeline_path(archive: &Archive, of: Option<RecordId>) -> String {
    match of {
        None => "timeline.html".to_owned(),
        Some(id) => {
            let own = archive.record(id).path();
            format!("{}/timeline.html", own.strip_suffix(".html").unwrap_or(&own))
        }
    }
}

struct Pages {
    list: Vec<PageSpec>,
    per_page: usize,
}

impl Pages {
    fn one(&mut self, path: String, what: What) {
        self.list.push(PageSpec { path, what });
    }

    fn paged(&mut self, base: &str, total: usize, per_page: usize, what: impl Fn(usize) -> What) {
        for page in 1..=parts::pages(total, per_page) {
            self.one(parts::page_path(base, page), what(page));
        }
    }
}

fn plan_record(pages: &mut Pages, archive: &Archive, id: RecordId) {
    let record = archive.record(id);
    // The text of `content/index.md` is part of the home page.
    if record.kind == Kind::Page && record.id == "index" {
        return;
    }
    pages.one(record.path(), What::Record(id));
    if record.is_withdrawn() {
        return;
    }
    match record.kind {
        Kind::Topic => {
            let total = super::topic::incidents_of(archive, id).len();
            for page in 2..=parts::pages(total, pages.per_page) {
                pages.one(parts::page_path(&record.path(), page), What::Topic(id, page));
            }
        }
        Kind::Organisation => plan_organisation(pages, archive, id),
        _ => {}
    }
    let rests = [(Rest::Mentions, &archive.graph.mentioned_in), (Rest::Citations, &archive.graph.cited_by)];
    for (rest, mentions) in rests {
        let total = lists::mentioning(Archive::of(mentions, id)).len();
        plan_rest(pages, archive, (id, rest), total);
    }
}

fn plan_rest(pages: &mut Pages, archive: &Archive, what: (RecordId, Rest), total: usize) {
    if total > parts::CAP {
        let (id, rest) = what;
        let per_page = pages.per_page;
        pages.paged(&rest_path(archive, id, rest), total, per_page, |page| What::Rest(id, rest, page));
    }
}

fn plan_organisation(pages: &mut Pages, archive: &Archive, id: RecordId) {
    let incidents = Archive::of(&archive.graph.incidents_by_role, id);
    for role in Role::ALL {
        let total = incidents.iter().filter(|(own, _)| own == role).count();
        plan_rest(pages, archive, (id, Rest::InRole(*role)), total);
    }
    plan_rest(pages, archive, (id, Rest::Releases), super::organisation::releases_of(archive, id).len());
    let events = super::organisation::events_of(archive, id).len();
    if events > parts::CAP {
        pages.paged(&timeline_path(archive, Some(id)), events, timeline::EVENTS_PER_PAGE, |page| {
            What::Timeline(Some(id), page)
        });
    }
}

fn plan_lists(pages: &mut Pages, archive: &Archive) {
    let graph = &archive.graph;
    let per_page = pages.per_page;
    for facet in lists::all_facets(archive) {
        let total = lists::incidents_of(archive, &facet).len();
        pages.paged(&facet_path(&facet), total, per_page, |page| What::Incidents(facet.clone(), page));
    }
    for kind in [
        FacetKind::Harm,
        FacetKind::Status,
        FacetKind::Year,
        FacetKind::Place,
        FacetKind::Supplier,
        FacetKind::Commissioner,
    ] {
        let total = lists::facet_size(archive, kind);
        pages.paged(facet_index_path(kind), total, lists::VALUES_PER_PAGE, |page| What::Facet(kind, page));
    }
    pages.paged("press-releases/index.html", graph.press_releases.len(), per_page, What::Releases);
    pages.paged("references/index.html", graph.references.len(), per_page, What::References);
    for (kind, works) in bibliography::references_by_type(archive) {
        let base = bibliography::type_path(kind);
        pages.paged(&base, works.len(), per_page, |page| What::ReferencesOfType(kind, page));
    }
    pages.paged("organisations/index.html", graph.organisations.len(), per_page, What::Organisations);
    let events = timeline::dated_events(archive, &graph.incidents, true).len();
    pages.paged("timeline.html", events, timeline::EVENTS_PER_PAGE, |page| What::Timeline(None, page));
    pages.paged("corrections.html", lists::corrections_of(archive).len(), per_page, What::Corrections);
}
