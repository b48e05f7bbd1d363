//! Looks through a site without making it: the same mistakes that a build would find, in a fraction of its time.

use super::File;
use super::Site;
use super::place;
use super::render_all;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::archive::RecordId;
use crate::diagnostic::Diagnostic;
use crate::document::Record;
use crate::input::Inputs;
use crate::leaks;
use crate::links;
use crate::links::PageLinks;
use crate::page;
use crate::page::PageSpec;
use crate::span::FileId;
use crate::vocabulary::RawHtml;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeSet;
use std::convert::Infallible;

/// Says what is wrong with the site as a whole, as [`render_all`] does.
///
/// The built-in templates make sound pages of sound records: a link within a page of theirs leads nowhere only where a
/// text names a place in a page or writes the site's own address, and what is withheld stands in a page only where a
/// record says it. So only such pages are made. Where more may be wrong, or templates or HTML are the site's own, all are.
pub fn look_through(inputs: &Inputs, site: &Site) -> Vec<Diagnostic> {
    let own_markup = site.theme.has_own_templates() || site.archive.config.html == RawHtml::Sanitised;
    if own_markup || names_own_address(site) || names_withheld(site) {
        return all(inputs, site);
    }
    let wanted = pages_with_places(inputs, site);
    let specs = wanted.into_iter().filter_map(|path| {
        let index = site.pages.binary_search_by(|page| page.path.as_str().cmp(&path)).ok()?;
        Some(&site.pages[index])
    });
    let pages = read_pages(site, &specs.collect::<Vec<_>>());
    let Some(pages) = pages else { return all(inputs, site) };
    let mut faults = links::check_fragments(&pages);
    faults.extend(pages.into_iter().flat_map(|page| page.faults));
    faults.iter_mut().for_each(|fault| place(site, fault));
    faults
}

fn all(inputs: &Inputs, site: &Site) -> Vec<Diagnostic> {
    let nothing = |_: &str, _: File<'_>| Ok::<(), Infallible>(());
    match render_all(inputs, site, nothing) {
        Ok(faults) => faults,
        Err(never) => match never {},
    }
}

/// Whether every page has an address that may be one of this site: that of its publisher or its licence.
fn names_own_address(site: &Site) -> bool {
    let config = &site.archive.config;
    let parties = config.publisher.iter().chain(&config.licence);
    parties.filter_map(|party| party.url.as_deref()).any(|url| url.starts_with(&config.base_url))
}

/// Whether a record, the name of a file or a path says something that is withheld.
fn names_withheld(site: &Site) -> bool {
    if site.archive.withheld.is_empty() {
        return false;
    }
    let cx = page::context(&site.archive, &site.theme, &site.date_words, &site.shared);
    let theme_words: Vec<&str> = site.theme.words.texts().collect();
    let paths: Vec<&str> = site.pages.iter().map(|page| page.path.as_str()).collect();
    let secrets = leaks::secrets(&site.archive, &theme_words, &paths);
    let ids: Vec<RecordId> = site.archive.ids().collect();
    let in_records = ids.into_par_iter().any(|id| {
        let path = site.archive.record(id).path();
        !secrets.search(&path, page::said(&cx, id).as_bytes()).is_empty()
    });
    // Pages that stand by themselves say more than their records: "Incidents in Leeds".
    let apart = |page: &&PageSpec| !matches!(page.what, page::What::Record(_) | page::What::Forward(_));
    let in_pages = || {
        let pages: Vec<&PageSpec> = site.pages.iter().filter(apart).collect();
        pages.par_iter().any(|spec| match page::render(&cx, spec) {
            Ok(page) => {
                let mut html = String::new();
                page.fill(&mut html);
                !secrets.search(&spec.path, html.as_bytes()).is_empty()
            }
            Err(_) => true,
        })
    };
    let in_exports = || {
        let mut exports = super::exports(&cx).into_iter();
        exports.any(|(path, text)| !secrets.search(path, text.as_bytes()).is_empty())
    };
    let files = site.assets.keys().map(String::as_str).chain(paths.iter().copied());
    in_records
        || files.into_iter().any(|path| !secrets.search(path, b"").is_empty())
        || in_exports()
        || in_pages()
}

/// The paths of pages with links to places in pages, of those pages, and of others that need a look.
fn pages_with_places(inputs: &Inputs, site: &Site) -> BTreeSet<String> {
    let archive = &site.archive;
    let mut wanted = BTreeSet::new();
    let base_url = memchr::memmem::Finder::new(archive.config.base_url.as_bytes());
    // A file of thousands of records is looked through once.
    let mut files: Vec<FileId> = archive.records.iter().map(|record| record.file).collect();
    files.dedup();
    let has_own_address = |file: &FileId| base_url.find(&inputs.text(*file).bytes).is_some();
    let with_own_address: BTreeSet<FileId> = files.into_par_iter().filter(has_own_address).collect();
    for record in archive.records.iter() {
        let has_own_address = with_own_address.contains(&record.file);
        let places = record.body.targets.iter().filter_map(|target| place_named(site, record, &target.to));
        let named: Vec<String> = places.collect();
        if !named.is_empty() || has_same_ids(record) || has_own_address {
            wanted.insert(record.path());
        }
        wanted.extend(named);
    }
    wanted
}

/// The page in which a link names a place.
fn place_named(site: &Site, from: &Record<AsMeant>, to: &LinkTarget) -> Option<String> {
    match to {
        LinkTarget::Record(id, Some(_)) => Some(site.archive.record(*id).path()),
        LinkTarget::Generated(path, Some(_)) => Some(path.clone()),
        LinkTarget::Fragment(_) => Some(from.path()),
        _ => None,
    }
}

/// Whether a claim and a heading may have one id.
fn has_same_ids(record: &Record<AsMeant>) -> bool {
    let claims = record.incident().into_iter().flat_map(|incident| &incident.claims);
    let mut ids: Vec<&str> =
        claims.filter_map(|claim| claim.id.as_ref()).map(|id| id.value.as_str()).collect();
    ids.extend(record.body.anchors.iter().map(String::as_str));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    ids.len() < count
}

/// Makes pages and reads their links; nothing where one cannot be made.
fn read_pages(site: &Site, specs: &[&PageSpec]) -> Option<Vec<PageLinks>> {
    let cx = page::context(&site.archive, &site.theme, &site.date_words, &site.shared);
    let paths = links::Paths::of(site.paths(), &site.archive.config.base_url);
    let read = |spec: &&PageSpec| {
        let page = page::render(&cx, spec).ok()?;
        let mut html = String::new();
        page.fill(&mut html);
        Some(links::read_page(&spec.path, &html, &paths))
    };
    specs.par_iter().map(read).collect()
}
