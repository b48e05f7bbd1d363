//! Lists: incidents by what they have in common, the bibliography, the timeline, the corrections.

use super::Context;
use super::Facet;
use super::FacetKind;
use super::Rest;
use super::Shown;
use super::organisation;
use super::parts;
use super::plan;
use super::record;
use super::rows::events_html;
use super::rows::filters_html;
use super::rows::rows_html;
use super::text;
use crate::archive::Archive;
use crate::archive::Mention;
use crate::archive::RecordId;
use crate::date::PartialDate;
use crate::date::SortKey;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;

/// Events on a page of a timeline.
pub(super) const EVENTS_PER_PAGE: usize = 100;
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
    let (title, intro, above) = heading(cx, facet);
    let view = view::ListPage {
        title: title.clone(),
        intro: intro.clone(),
        count: cx.words.count("incidents", incidents.len()),
        filters_html: filters_html(cx, &base),
        entries_html: rows_html(cx, &url::root_of(&base), parts::slice(incidents, page, per_page)),
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
    let meaning = |section: &str, code: &str| words.find(&format!("{section}.{code}")).map(str::to_owned);
    let above = |kind: FacetKind, title: &str| {
        let link =
            |key: &str, href: &str| view::Link { text: words.get(key).to_owned(), href: href.to_owned() };
        vec![link("title.incidents", "incidents/index.html"), link(title, plan::facet_index_path(kind))]
    };
    match facet {
        Facet::All => (words.get("title.incidents").to_owned(), meaning("intro", "incidents"), Vec::new()),
        Facet::Harm(code) => {
            let title = words.fill("pattern.harm", &[("harm", &parts::harm_label(cx, code))]);
            (title, meaning("harm_meaning", code), above(FacetKind::Harm, "title.harms"))
        }
        Facet::Status(code) => {
            let title = words.fill("pattern.status", &[("status", &parts::term(cx, "status", code).text)]);
            (title, meaning("status_meaning", code), above(FacetKind::Status, "title.statuses"))
        }
        Facet::Year(Some(year)) => (
            words.fill("pattern.year", &[("year", &year.to_string())]),
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

/// The ways in, with the value that the list itself is for marked.
pub(super) fn filters(cx: &Context<'_>, base: &str) -> Vec<view::TallyGroup> {
    let own = url::href(base);
    let mut groups = cx.ways.clone();
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
    let meaning = |section: &str, code: &str| cx.words.find(&format!("{section}.{code}")).map(str::to_owned);
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
                let tally =
                    parts::tally(parts::harm_label(cx, code), &plan::facet_path(&Facet::Harm(code.clone())));
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
    let text = year.map_or_else(|| cx.words.get("facet.unknown").to_owned(), |year| year.to_string());
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
    let records = match rest {
        Rest::InRole(role) => {
            let all = Archive::of(&graph.incidents_by_role, id);
            all.iter().filter(|(own, _)| *own == role).map(|(_, incident)| *incident).collect()
        }
        Rest::Mentions => mentioning(Archive::of(&graph.mentioned_in, id)),
        Rest::Citations => mentioning(Archive::of(&graph.cited_by, id)),
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
        entries_html: rows_html(cx, &url::root_of(&base), parts::slice(&records, page, per_page)),
        pager: parts::pager(cx, &base, page, parts::pages(records.len(), per_page)),
    };
    let kind = cx.archive.record(id).kind;
    let mut above = record::above(cx, kind);
    above.push(parts::link(cx, id));
    Shown::new(view, numbered(cx, &title, page)).in_section(record::section(kind)).below(above)
}

// ---------------------------------------------------------------------------- press releases, references

pub(super) fn releases_page(cx: &Context<'_>, page: usize) -> Shown<view::ReleasesPage> {
    let all = &cx.archive.graph.press_releases;
    let per_page = cx.archive.config.per_page;
    let title = cx.words.get("title.press-releases").to_owned();
    let view = view::ReleasesPage {
        title: title.clone(),
        count: cx.words.count("press-releases", all.len()),
        entries_html: rows_html(cx, "../", parts::slice(all, page, per_page)),
        pager: parts::pager(cx, "press-releases/index.html", page, parts::pages(all.len(), per_page)),
    };
    let shown = Shown::new(view, numbered(cx, &title, page));
    shown.in_section("press-releases").described(cx.words.find("intro.press-releases").map(str::to_owned))
}

/// The types that occur, each with its works in the order of the bibliography.
pub(super) fn references_by_type(archive: &Archive) -> Vec<(ReferenceType, Vec<RecordId>)> {
    let type_of = |id: &RecordId| archive.record(*id).reference().map(|reference| reference.kind);
    let works = |kind: ReferenceType| {
        archive.graph.references.iter().copied().filter(move |id| type_of(id) == Some(kind)).collect()
    };
    ReferenceType::ALL
        .iter()
        .map(|kind| (*kind, works(*kind)))
        .filter(|(_, works): &(_, Vec<RecordId>)| !works.is_empty())
        .collect()
}

/// The list of the works of a type. It lies in a folder of its own, so that no reference can have its address.
pub(super) fn type_path(kind: ReferenceType) -> String {
    format!("references/types/{}.html", kind.code())
}

/// The letters under which works stand, each with the page of the list on which it begins.
pub(super) fn letters(cx: &Context<'_>) -> Vec<view::Link> {
    let per_page = cx.archive.config.per_page;
    let mut letters: Vec<view::Link> = Vec::new();
    for (index, id) in cx.archive.graph.references.iter().enumerate() {
        let letter = letter_of(cx, *id);
        if letters.last().is_none_or(|last| last.text != letter) {
            let page = parts::page_path("references/index.html", index / per_page + 1);
            letters.push(view::Link { href: format!("{page}#{}", letter_id(&letter)), text: letter });
        }
    }
    letters
}

fn letter_id(letter: &str) -> String {
    match letter {
        "#" => "s-letter-other".to_owned(),
        letter => format!("s-letter-{}", letter.to_lowercase()),
    }
}

/// The letter under which a work stands: that of its author, of its editor, or of its title.
fn letter_of(cx: &Context<'_>, id: RecordId) -> String {
    let record = cx.archive.record(id);
    let person = record.reference().and_then(|own| own.authors.first().or(own.editors.first()));
    let name = person.map_or(record.common.title.value.as_str(), |person| &person.family);
    let letter = slug::slugify(name).chars().next().filter(char::is_ascii_alphabetic);
    letter.map_or_else(|| "#".to_owned(), |letter| letter.to_ascii_uppercase().to_string())
}

pub(super) fn references_page(
    cx: &Context<'_>,
    kind: Option<ReferenceType>,
    page: usize,
) -> Shown<view::ReferencesPage> {
    let of_type = kind.and_then(|kind| cx.works.iter().find(|(own, _)| *own == kind)).map(|(_, works)| works);
    let works = of_type.unwrap_or(&cx.archive.graph.references);
    let base = kind.map_or_else(|| "references/index.html".to_owned(), type_path);
    let per_page = cx.archive.config.per_page;
    let all = cx.words.get("title.references").to_owned();
    let title = kind.map_or_else(|| all.clone(), |kind| parts::term_of(cx, "reference_type", kind).text);
    let types = cx
        .works
        .iter()
        .map(|(own, works)| {
            let tally = parts::tally(parts::term_of(cx, "reference_type", *own).text, &type_path(*own));
            (view::Tally { current: kind == Some(*own), ..tally }, works.len())
        })
        .collect();
    let view = view::ReferencesPage {
        title: title.clone(),
        count: cx.words.count("references", works.len()),
        letters: if kind.is_none() { cx.letters.clone() } else { Vec::new() },
        types: parts::with_bars(types, cx),
        groups: by_letter(cx, parts::slice(works, page, per_page)),
        pager: parts::pager(cx, &base, page, parts::pages(works.len(), per_page)),
    };
    let above = kind.map(|_| view::Link { text: all, href: "references/index.html".to_owned() });
    let shown = Shown::new(view, numbered(cx, &title, page))
        .in_section("references")
        .below(above.into_iter().collect());
    shown.described(cx.words.find("intro.references").map(str::to_owned))
}

fn by_letter(cx: &Context<'_>, works: &[RecordId]) -> Vec<view::LetterGroup> {
    let mut groups: Vec<view::LetterGroup> = Vec::new();
    for id in works {
        let letter = letter_of(cx, *id);
        let line = reference_line(cx, *id);
        match groups.last_mut().filter(|group| group.letter == letter) {
            Some(group) => group.references.push(line),
            None => {
                // Works without a letter can stand in several places of the list; only the first has the id.
                let seen = groups.iter().filter(|group| group.letter == letter).count();
                let id = if seen == 0 {
                    letter_id(&letter)
                } else {
                    format!("{}-{}", letter_id(&letter), seen + 1)
                };
                groups.push(view::LetterGroup { id, letter, references: vec![line] });
            }
        }
    }
    groups
}

fn reference_line(cx: &Context<'_>, id: RecordId) -> view::ReferenceLine {
    let reference = cx.archive.record(id).reference();
    let cited = mentioning(Archive::of(&cx.archive.graph.cited_by, id)).len();
    view::ReferenceLine {
        citation: text::citation(cx, id),
        href: parts::href(cx, id),
        kind: reference.map(|own| parts::term_of(cx, "reference_type", own.kind)).unwrap_or_default(),
        independence: reference
            .and_then(|own| own.independence)
            .map(|own| parts::term_of(cx, "independence", own)),
        cited_by: cx.words.count("cited_by", cited),
    }
}

// ------------------------------------------------------------------------------------------- timeline

/// Something that happened on a day that is known at least in part.
#[derive(Debug, Clone, Copy)]
pub(super) struct DatedEvent {
    key: SortKey,
    /// The incident or press release.
    pub(super) record: RecordId,
    /// What of it.
    pub(super) what: Happened,
}

/// What of a record happened.
#[derive(Debug, Clone, Copy)]
pub(super) enum Happened {
    /// The incident itself, or the issue of a press release.
    Itself,
    /// An entry of its timeline, by its number.
    Entry(usize),
}

/// What is dated in the timelines of incidents, the incidents themselves, and press releases; oldest first.
pub(super) fn dated_events(
    archive: &Archive,
    incidents: &[RecordId],
    with_releases: bool,
) -> Vec<DatedEvent> {
    let mut events = Vec::new();
    for id in incidents {
        let Some(incident) = archive.record(*id).incident() else { continue };
        let dates = incident.timeline.iter().map(|event| &event.date);
        let entries = dates.clone().enumerate().map(|(index, date)| (date, Happened::Entry(index)));
        let told = dates.into_iter().any(|date| date.sort_key() == incident.date.sort_key());
        let own = (!told).then_some((&incident.date, Happened::Itself));
        let dated = entries.chain(own).filter(|(date, _)| !date.is_unknown());
        events.extend(dated.map(|(date, what)| DatedEvent { key: date.sort_key(), record: *id, what }));
    }
    if with_releases {
        for id in &archive.graph.press_releases {
            let date = parts::record_date(archive, *id).filter(|date| !date.is_unknown());
            events.extend(date.map(|date| DatedEvent {
                key: date.sort_key(),
                record: *id,
                what: Happened::Itself,
            }));
        }
    }
    events.sort_by_key(|event| (event.key, event.record));
    events
}

pub(super) fn event_view(cx: &Context<'_>, event: &DatedEvent) -> view::Event {
    let record = cx.archive.record(event.record);
    let entry = match event.what {
        Happened::Entry(index) => record.incident().and_then(|incident| incident.timeline.get(index)),
        Happened::Itself => None,
    };
    let date = entry.map(|entry| &entry.date).or_else(|| parts::record_date(cx.archive, event.record));
    view::Event {
        date: date.map(|date| parts::date(cx, date)).unwrap_or_default(),
        text: match (entry, record.kind) {
            (Some(entry), _) => entry.text.clone(),
            (None, Kind::PressRelease) => cx.words.get("timeline.release").to_owned(),
            (None, _) => cx.words.get("timeline.incident").to_owned(),
        },
        record: Some(parts::link(cx, event.record)),
        status: record.incident().map(|incident| parts::status(cx, incident.status.code())),
        sources: Vec::new(),
    }
}

pub(super) fn timeline_page(
    cx: &Context<'_>,
    of: Option<RecordId>,
    page: usize,
) -> Shown<view::TimelinePage> {
    let events = of.and_then(|id| cx.histories.get(&id)).unwrap_or(&cx.timeline);
    let base = plan::timeline_path(cx.archive, of);
    let title = match of {
        Some(id) => cx.words.fill("pattern.timeline_of", &[("title", &parts::title(cx, id))]),
        None => cx.words.get("title.timeline").to_owned(),
    };
    let view = view::TimelinePage {
        title: title.clone(),
        count: cx.words.count("events", events.len()),
        jumps: if of.is_some() { jumps(events, &base) } else { cx.jumps.clone() },
        years: by_year(cx, &url::root_of(&base), parts::slice(events, page, EVENTS_PER_PAGE)),
        pager: parts::pager(cx, &base, page, parts::pages(events.len(), EVENTS_PER_PAGE)),
    };
    let shown = Shown::new(view, numbered(cx, &title, page));
    match of {
        Some(id) => {
            let mut above = record::above(cx, Kind::Organisation);
            above.push(parts::link(cx, id));
            shown.in_section("organisations").below(above)
        }
        None => shown.in_section("timeline").described(cx.words.find("timeline.intro").map(str::to_owned)),
    }
}

/// The years of a timeline, each a link to the page on which it begins.
pub(super) fn jumps(events: &[DatedEvent], base: &str) -> Vec<view::Link> {
    let mut jumps: Vec<view::Link> = Vec::new();
    let mut last = None;
    for (index, event) in events.iter().enumerate() {
        let year = event.key.year();
        if last != Some(year) {
            last = Some(year);
            let page = url::href(&parts::page_path(base, index / EVENTS_PER_PAGE + 1));
            jumps.push(view::Link { href: format!("{page}#s-year-{year}"), text: year.to_string() });
        }
    }
    jumps
}

fn by_year(cx: &Context<'_>, root: &str, events: &[DatedEvent]) -> Vec<view::YearGroup> {
    events
        .chunk_by(|one, other| one.key.year() == other.key.year())
        .map(|events| {
            let year = events[0].key.year();
            view::YearGroup {
                id: format!("s-year-{year}"),
                year: year.to_string(),
                events_html: events_html(cx, root, events),
            }
        })
        .collect()
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
        count: cx.words.count("changes", cx.corrections.len()),
        corrections: parts::slice(&cx.corrections, page, per_page)
            .iter()
            .map(|own| correction(cx, own))
            .collect(),
        pager: parts::pager(cx, "corrections.html", page, parts::pages(cx.corrections.len(), per_page)),
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
    let view = view::SearchPage { title: title.clone(), ways: cx.ways.clone() };
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
    let view =
        view::DataPage { title: title.clone(), kinds: parts::with_bars(tallies, cx), exports: Vec::new() };
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
