//! Where the archive links out: every address on the web that its records and its configuration name.

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::config::Party;
use crate::document::Details;
use crate::document::Parent;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Work;
use crate::html::unescape;
use crate::input::Inputs;
use crate::span::FileId;
use crate::span::Span;
use crate::vocabulary::RawHtml;
use crate::vocabulary::UrlStatus;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// An address is looked for so many bytes behind the start of its record.
const FARTHEST: usize = 256 * 1024;

/// An address that a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as it was written.
    pub address: String,
    /// Where it stands, as far as that can be told; otherwise the record.
    pub span: Span,
    /// Where else it stands in the same file.
    pub others: Vec<Span>,
    /// The titles of what should be there.
    pub titles: Vec<String>,
    /// Of a reference's own address: what the record says of it, and where its front matter stands.
    pub status: Option<(UrlStatus, Span)>,
}

/// Every address, once for each file that names it, in the order of the files.
pub fn find(inputs: &Inputs, archive: &Archive) -> Vec<Link> {
    let mut finder = Finder { inputs, open: None, found: BTreeMap::new(), taken: BTreeSet::new() };
    for id in archive.ids() {
        let record = archive.record(id);
        record_links(&mut finder, record);
        // In HTML that a site lets through, links are no part of what was read.
        if archive.config.html == RawHtml::Sanitised && !record.is_withdrawn() {
            html_links(&mut finder, record.span);
        }
    }
    if let Some(file) = inputs.texts.iter().position(|text| text.path == "casefile.yaml") {
        let start = Span::new(FileId(u32::try_from(file).unwrap_or(u32::MAX)), 0, 0);
        for party in [&archive.config.publisher, &archive.config.licence].into_iter().flatten() {
            let Party { url, .. } = party;
            finder.see(start, url.as_deref(), None);
        }
    }
    let mut links: Vec<Link> = finder.found.into_values().collect();
    links.sort_by(|one, other| (one.span, &one.address).cmp(&(other.span, &other.address)));
    links
}

struct Finder<'a> {
    inputs: &'a Inputs,
    /// The file that was looked into last: one of many references is looked into for each of them.
    open: Option<(FileId, Cow<'a, str>)>,
    found: BTreeMap<(FileId, String), Link>,
    /// Places at which an address was found already: the next one of the same address stands behind.
    taken: BTreeSet<Span>,
}

fn record_links(finder: &mut Finder<'_>, record: &Record<AsMeant>) {
    let title = &record.common.title.value;
    let start = record.span;
    match &record.details {
        Details::Reference(reference) => reference_links(finder, start, title, reference),
        Details::Organisation(own) => finder.see(start, own.url.as_deref(), Some(title)),
        Details::Incident(own) => {
            own.contracts.iter().for_each(|own| finder.see(start, own.url.as_deref(), Some(&own.title)));
        }
        Details::PressRelease(_) | Details::Topic(_) | Details::Page(_) => {}
    }
    for target in &record.body.targets {
        if let LinkTarget::Url(address) = &target.to {
            finder.see_at(target.span, address, None);
        }
    }
}

/// Links in tags, behind a front matter.
fn html_links(finder: &mut Finder<'_>, front: Span) {
    let file = finder.inputs.text(front.file);
    if !file.path.ends_with(".md") {
        return;
    }
    let text = file.text();
    let lower = text.to_ascii_lowercase();
    for (at, mark) in lower.match_indices("href=").filter(|(at, _)| *at >= front.range().end) {
        let from = at + mark.len();
        let Some(quote) = text[from..].chars().next().filter(|sign| matches!(sign, '"' | '\'')) else {
            continue;
        };
        let value = text[from + 1..].split(quote).next().unwrap_or_default();
        let start = Span::new(front.file, from, from + 1 + value.len());
        finder.see(start, Some(&unescape(value)), None);
    }
}

fn reference_links(finder: &mut Finder<'_>, start: Span, title: &str, reference: &Reference<AsMeant>) {
    if let Some(address) = reference.work.url.as_deref().filter(|address| is_on_the_web(address)) {
        let link = finder.see_at(start, address, Some(title));
        link.status = Some((reference.url_status, start));
    }
    parent_links(finder, start, &reference.work);
    for copy in &reference.archived {
        finder.see(start, Some(&copy.url), Some(title));
    }
    let foi = reference.foi.as_ref().and_then(|foi| foi.request_url.as_deref());
    finder.see(start, foi, None);
    // Who made a copy is sometimes said with an address.
    finder.see(start, reference.copy.as_ref().and_then(|copy| copy.method.as_deref()), None);
}

fn parent_links(finder: &mut Finder<'_>, start: Span, work: &Work<AsMeant>) {
    if let Some(Parent::Inline(parent)) = &work.parent {
        finder.see(start, parent.work.url.as_deref(), parent.title.as_deref());
        parent_links(finder, start, &parent.work);
    }
}

fn is_on_the_web(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

impl Finder<'_> {
    fn see(&mut self, start: Span, address: Option<&str>, title: Option<&str>) {
        if let Some(address) = address.filter(|address| is_on_the_web(address)) {
            self.see_at(start, address, title);
        }
    }

    /// Takes note of an address that stands at or behind a place.
    fn see_at(&mut self, start: Span, address: &str, title: Option<&str>) -> &mut Link {
        let span = self.place(start, address);
        self.taken.insert(span);
        let key = (span.file, address.to_owned());
        let link = self.found.entry(key).or_insert_with(|| Link {
            address: address.to_owned(),
            span,
            others: Vec::new(),
            titles: Vec::new(),
            status: None,
        });
        if span != link.span && !link.others.contains(&span) {
            link.others.push(span);
        }
        if let Some(title) = title.filter(|title| !link.titles.iter().any(|own| own == title)) {
            link.titles.push(title.to_owned());
        }
        link
    }

    /// Where the address itself stands, at or behind the place; that place where it is written in another way.
    fn place(&mut self, start: Span, address: &str) -> Span {
        let inputs = self.inputs;
        if self.open.as_ref().is_none_or(|(file, _)| *file != start.file) {
            self.open = Some((start.file, inputs.text(start.file).text()));
        }
        let text = self.open.as_ref().map_or("", |(_, text)| text);
        let from = start.range().start;
        let end = text.floor_char_boundary(from.saturating_add(FARTHEST));
        let behind = text.get(from..end).unwrap_or_default();
        let places = behind.match_indices(address).filter(|(at, _)| {
            let after = behind[at + address.len()..].chars().next();
            after.is_none_or(|sign| !sign.is_alphanumeric() && !"/?=&%-_~+#".contains(sign))
        });
        let mut spans = places.map(|(at, _)| Span::new(start.file, from + at, from + at + address.len()));
        spans.find(|span| !self.taken.contains(span)).unwrap_or(start)
    }
}
