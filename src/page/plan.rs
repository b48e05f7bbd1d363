//! Which pages there are.

use super::Facet;
use super::FacetKind;
use super::PageSpec;
use super::Rest;
use super::Shared;
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
pub fn plan(archive: &Archive, shared: &Shared) -> Vec<PageSpec> {
    let apart = || {
        let mut pages = Pages::of(archive, shared);
        plan_fixed(&mut pages);
        plan_lists(&mut pages);
        plan_forwards(&mut pages);
        pages.list
    };
    let of_records = || {
        let ids: Vec<RecordId> = archive.ids().collect();
        let per_record = ids.par_iter().map(|id| plan_of(archive, shared, *id));
        per_record.collect::<Vec<_>>()
    };
    let (mut pages, of_records) = rayon::join(apart, of_records);
    pages.extend(of_records.into_iter().flatten());
    pages.par_sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

/// The pages that stand by themselves: all but those of records.
pub fn plan_apart(archive: &Archive, shared: &Shared) -> Vec<PageSpec> {
    let mut pages = Pages::of(archive, shared);
    plan_fixed(&mut pages);
    plan_lists(&mut pages);
    plan_forwards(&mut pages);
    pages.list.sort_by(|a, b| a.path.cmp(&b.path));
    pages.list
}

/// Whether a page that stands by itself may have a path: no other record or old address can be in its way.
pub fn may_stand_apart(path: &str) -> bool {
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let is_of_records = Kind::ALL.iter().any(|kind| *kind != Kind::Page && kind.folder() == folder);
    let is_of_facets =
        ["harms", "statuses", "years", "places", "suppliers", "commissioners"].contains(&folder);
    // `incidents/index.html`, `incidents/page-2.html`, `corrections-page-2.html`, `references/types/book.html`.
    let is_list = name == "index.html" || name.contains("page-") || name.contains('/');
    let is_fixed =
        ["search.html", "data.html", "404.html", "timeline.html", "corrections.html"].contains(&name);
    match folder {
        "" => is_fixed || is_list,
        _ => is_of_facets || is_of_records && is_list,
    }
}

/// The pages of one record.
pub fn plan_of(archive: &Archive, shared: &Shared, id: RecordId) -> Vec<PageSpec> {
    let mut pages = Pages::of(archive, shared);
    plan_record(&mut pages, id);
    pages.list
}

/// The pages that every site has.
const FIXED: [(&str, What); 5] = [
    ("index.html", What::Home),
    ("search.html", What::Search),
    ("data.html", What::Data),
    ("404.html", What::NotFound),
    ("topics/index.html", What::Topics),
];

/// The page of that path which every site has.
pub fn fixed_page(path: &str) -> Option<What> {
    FIXED.into_iter().find(|(own, _)| *own == path).map(|(_, what)| what)
}

fn plan_fixed(pages: &mut Pages<'_>) {
    FIXED.into_iter().for_each(|(path, what)| pages.one(path.to_owned(), what));
}

fn plan_forwards(pages: &mut Pages<'_>) {
    for (index, forward) in pages.archive.forwards.iter().enumerate() {
        pages.one(forward.from.clone(), What::Forward(index));
    }
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

struct Pages<'a> {
    list: Vec<PageSpec>,
    per_page: usize,
    archive: &'a Archive,
    shared: &'a Shared,
}

impl<'a> Pages<'a> {
    fn of(archive: &'a Archive, shared: &'a Shared) -> Self {
        Self { list: Vec::new(), per_page: archive.config.per_page, archive, shared }
    }

    fn one(&mut self, path: String, what: What) {
        self.list.push(PageSpec { path, what });
    }

    fn paged(&mut self, base: &str, total: usize, per_page: usize, what: impl Fn(usize) -> What) {
        for page in 1..=parts::pages(total, per_page) {
            self.one(parts::page_path(base, page), what(page));
        }
    }
}

fn plan_record(pages: &mut Pages<'_>, id: RecordId) {
    let archive = pages.archive;
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
        Kind::Organisation => plan_organisation(pages, id),
        _ => {}
    }
    let rests = [(Rest::Mentions, &archive.graph.mentioned_in), (Rest::Citations, &archive.graph.cited_by)];
    for (rest, mentions) in rests {
        let total = lists::mentioning(Archive::of(mentions, id)).len();
        plan_rest(pages, (id, rest), total);
    }
}

fn plan_rest(pages: &mut Pages<'_>, what: (RecordId, Rest), total: usize) {
    if total > parts::CAP {
        let (id, rest) = what;
        let per_page = pages.per_page;
        pages.paged(&rest_path(pages.archive, id, rest), total, per_page, |page| What::Rest(id, rest, page));
    }
}

fn plan_organisation(pages: &mut Pages<'_>, id: RecordId) {
    let (archive, shared) = (pages.archive, pages.shared);
    let incidents = Archive::of(&archive.graph.incidents_by_role, id);
    for role in Role::ALL {
        let total = incidents.iter().filter(|(own, _)| own == role).count();
        plan_rest(pages, (id, Rest::InRole(*role)), total);
    }
    plan_rest(pages, (id, Rest::Releases), super::organisation::releases_of(archive, id).len());
    let events = shared.history(archive, id).len();
    if events > parts::CAP {
        pages.paged(&timeline_path(archive, Some(id)), events, timeline::EVENTS_PER_PAGE, |page| {
            What::Timeline(Some(id), page)
        });
    }
}

fn plan_lists(pages: &mut Pages<'_>) {
    let (archive, shared) = (pages.archive, pages.shared);
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
    for (works, list) in shared.works(archive).all(archive) {
        let base = bibliography::works_path(works);
        pages.paged(&base, list.len(), per_page, |page| What::References(works, page));
    }
    pages.paged("organisations/index.html", graph.organisations.len(), per_page, What::Organisations);
    let events = shared.timeline(archive).len();
    pages.paged("timeline.html", events, timeline::EVENTS_PER_PAGE, |page| What::Timeline(None, page));
    pages.paged("corrections.html", shared.corrections(archive).len(), per_page, What::Corrections);
}
