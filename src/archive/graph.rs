//! Back-links, lists and facets: everything that is known of a record because of other records.

mod change;

use super::AsMeant;
use super::Facets;
use super::Graph;
use super::LinkTarget;
use super::Mention;
use super::RecordId;
use super::Records;
use super::date_of_work;
use crate::date::PartialDate;
use crate::date::Within;
use crate::document::Details;
use crate::document::Incident;
use crate::document::Record;
use crate::document::Source;
use crate::markdown::sentence;
use crate::markdown::sentence::Piece;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use rayon::slice::ParallelSliceMut;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub use change::RecordSet;
pub use change::count_anew;
pub use change::forget;
pub use change::learn;
pub use change::make_room;

/// Makes the graph of the records. What is withdrawn is in no list and links to nothing.
pub fn build_graph(records: &mut Records) -> Graph {
    let mentions: Vec<Mentions> = records.map_mut(mentions_of);
    let (back_links, graph) = rayon::join(|| back_links(mentions), || relations(records));
    let (mentioned_in, cited_by) = back_links;
    Graph { mentioned_in, cited_by, ..graph }
}

/// Who mentions and who cites each record, in the order of records.
fn back_links(mentions: Vec<Mentions>) -> (Vec<Vec<Mention>>, Vec<Vec<Mention>>) {
    let (mut mentioned_in, mut cited_by) = (empty(mentions.len()), empty(mentions.len()));
    for (id, mentions) in (0..).map(RecordId).zip(mentions) {
        let from = |(to, sentence, at)| (to, Mention { from: id, sentence, at });
        for (to, mention) in mentions.links.into_iter().filter(|(to, ..)| *to != id).map(from) {
            push_mention(&mut mentioned_in[to.0 as usize], mention);
        }
        for (to, mention) in mentions.citations.into_iter().map(from) {
            push_mention(&mut cited_by[to.0 as usize], mention);
        }
    }
    (mentioned_in, cited_by)
}

/// Lists, facets and everything that fields say of other records.
fn relations(records: &Records) -> Graph {
    let count = records.room();
    let mut graph = Graph {
        related: empty(count),
        releases: empty(count),
        incidents_by_role: empty(count),
        issued: empty(count),
        with_topic: empty(count),
        children: empty(count),
        ..Graph::default()
    };
    order_lists(&mut graph, records);
    for (id, record) in live(records) {
        for other in &record.common.related {
            add_related(&mut graph, id, *other);
        }
        match &record.details {
            Details::PressRelease(release) => {
                release
                    .incidents
                    .iter()
                    .for_each(|incident| push(&mut graph.releases[incident.0 as usize], id));
                release.issued_by.iter().for_each(|issuer| push(&mut graph.issued[issuer.0 as usize], id));
            }
            Details::Reference(reference) => {
                reference
                    .work
                    .parent_record()
                    .iter()
                    .for_each(|parent| push(&mut graph.children[parent.0 as usize], id));
            }
            Details::Topic(topic) => {
                topic.broader.iter().for_each(|broader| push(&mut graph.children[broader.0 as usize], id))
            }
            Details::Organisation(organisation) => {
                organisation
                    .parents
                    .iter()
                    .for_each(|parent| push(&mut graph.children[parent.owner.0 as usize], id));
            }
            Details::Incident(_) | Details::Page(_) => {}
        }
    }
    add_incidents(&mut graph, records);
    add_topics(&mut graph, records);
    graph
}

fn empty<T>(count: usize) -> Vec<Vec<T>> {
    (0..count).map(|_| Vec::new()).collect()
}

fn live(records: &Records) -> impl Iterator<Item = (RecordId, &Record<AsMeant>)> {
    records.ids().map(|id| (id, &records[id])).filter(|(_, record)| !record.is_withdrawn())
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// A mention is compared with this many before it, so that a text of ten thousand links costs no more for each. One that
/// is repeated after more others than that is listed again.
const MOST_COMPARED: usize = 16;

/// Adds a mention unless the same record has just made the same. Records are gone through one by one, so its mentions
/// stand at the end: a source that half the archive cites is not searched from the start each time.
fn push_mention(list: &mut Vec<Mention>, mention: Mention) {
    let same = list
        .iter()
        .rev()
        .take(MOST_COMPARED)
        .take_while(|earlier| earlier.from == mention.from)
        .any(|earlier| *earlier == mention);
    if !same {
        list.push(mention);
    }
}

fn order_lists(graph: &mut Graph, records: &Records) {
    let of_kind = |kind: Kind| live(records).filter(move |(_, record)| record.kind == kind).map(|(id, _)| id);
    let title = |id: &RecordId| fold_title(&records[*id].common.title.value);
    graph.incidents = of_kind(Kind::Incident).collect();
    sort_newest(&mut graph.incidents, records);
    graph.press_releases = of_kind(Kind::PressRelease).collect();
    sort_newest(&mut graph.press_releases, records);
    graph.organisations = of_kind(Kind::Organisation).collect();
    graph.organisations.par_sort_by_cached_key(title);
    graph.topics = of_kind(Kind::Topic).collect();
    graph.topics.par_sort_by_cached_key(title);
    graph.references = of_kind(Kind::Reference).collect();
    graph.references.par_sort_by_cached_key(|id| reference_key(records, &records[*id]));
    graph.menu = live(records).filter(|(_, record)| nav_of(record).is_some()).map(|(id, _)| id).collect();
    graph.menu.sort_by_key(|id| nav_of(&records[*id]));
}

fn sort_newest(ids: &mut [RecordId], records: &Records) {
    ids.par_sort_by_cached_key(|id| {
        let record = &records[*id];
        let date = date_in_list(record).map(|date| date.sort_key().newest_first());
        (date, fold_title(&record.common.title.value))
    });
}

/// The date of a record of a kind that is listed by date.
fn date_in_list(record: &Record<AsMeant>) -> Option<&PartialDate> {
    match &record.details {
        Details::Incident(incident) => Some(&incident.date),
        Details::PressRelease(release) => Some(&release.date),
        _ => None,
    }
}

fn nav_of(record: &Record<AsMeant>) -> Option<i64> {
    match &record.details {
        Details::Page(page) => page.nav,
        _ => None,
    }
}

/// How a title sorts: without case, and without an article before it.
fn fold_title(title: &str) -> String {
    let lower = title.to_lowercase();
    let start = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    start.unwrap_or(&lower).trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// References stand by the name of their first author (or editor, or title), then by year, then by title.
fn reference_key(records: &Records, record: &Record<AsMeant>) -> (String, i16, String) {
    let title = fold_title(&record.common.title.value);
    let Some(reference) = record.reference() else { return (title.clone(), 0, title) };
    let work = &reference.work;
    let people = if work.authors.is_empty() { &work.editors } else { &work.authors };
    let names: Vec<String> = people.iter().map(|person| person.family.to_lowercase()).collect();
    let year =
        date_of_work(records, record).and_then(PartialDate::earliest).map_or(i16::MAX, |day| day.year());
    (if names.is_empty() { title.clone() } else { names.join(" ") }, year, title)
}

/// What a record links to and cites, with the sentence and the locator.
#[derive(Default)]
struct Mentions {
    links: Vec<(RecordId, Option<String>, Option<String>)>,
    citations: Vec<(RecordId, Option<String>, Option<String>)>,
}

/// What a record mentions. The sentences of its links and citations are moved, as they are wanted only as back-links.
fn mentions_of(record: &mut Record<AsMeant>) -> Mentions {
    let mut mentions = Mentions::default();
    if record.is_withdrawn() {
        return mentions;
    }
    for target in &mut record.body.targets {
        let sentence = std::mem::take(&mut target.sentence);
        if let LinkTarget::Record(to, _) = &target.to {
            mentions.links.push((*to, some_text(sentence), None));
        }
    }
    for (index, citation) in record.body.citations.iter_mut().enumerate() {
        let mut sentence = some_text(std::mem::take(&mut citation.sentence));
        // The sentence has the citation in it, with its locator; only where it was cut it has not.
        let is_in = |sentence: &String| sentence::pieces(sentence).any(|own| own == Piece::Citation(index));
        let shown = sentence.as_ref().is_some_and(is_in);
        let mut works = citation.works.iter().peekable();
        while let Some(work) = works.next() {
            let sentence = if works.peek().is_some() { sentence.clone() } else { sentence.take() };
            let at = work.at.as_ref().filter(|_| !shown).map(|at| at.text.clone());
            mentions.citations.push((work.record, sentence, at));
        }
    }
    match &record.details {
        Details::Incident(incident) => cite_incident(&mut mentions, incident),
        Details::PressRelease(release) => cite_all(&mut mentions, &release.sources, None),
        _ => {}
    }
    mentions
}

fn some_text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn cite_incident(mentions: &mut Mentions, incident: &Incident<AsMeant>) {
    for claim in &incident.claims {
        cite_all(mentions, &claim.sources, Some(&claim.text));
    }
    for event in &incident.timeline {
        cite_all(mentions, &event.sources, Some(&event.text));
    }
    for figure in &incident.figures {
        cite_all(mentions, figure.source.as_slice(), Some(&figure.label));
    }
    cite_all(mentions, &incident.sources, None);
}

/// A list of sources without a sentence adds nothing where a sentence of the same record cites already.
fn cite_all(mentions: &mut Mentions, sources: &[Source<AsMeant>], sentence: Option<&str>) {
    for source in sources {
        if sentence.is_none()
            && source.quote.is_none()
            && source.at.is_none()
            && mentions.citations.iter().any(|(to, ..)| *to == source.record)
        {
            continue;
        }
        let words = sentence.map(str::to_owned).or_else(|| source.quote.clone());
        mentions.citations.push((source.record, words, source.at.clone()));
    }
}

fn add_related(graph: &mut Graph, id: RecordId, other: RecordId) {
    if id != other {
        push(&mut graph.related[id.0 as usize], other);
        push(&mut graph.related[other.0 as usize], id);
    }
}

/// Facets and dossiers, filled in the order of the list of incidents, so that each is in that order too.
fn add_incidents(graph: &mut Graph, records: &Records) {
    let mut facets = Facets::default();
    let mut roles: BTreeMap<Role, BTreeMap<RecordId, usize>> = BTreeMap::new();
    for id in graph.incidents.clone() {
        let Some(incident) = records[id].incident() else { continue };
        for (role, organisation) in &incident.organisations {
            push_new(&mut graph.incidents_by_role[organisation.0 as usize], (*role, id));
            *roles.entry(*role).or_default().entry(*organisation).or_insert(0) += 1;
        }
        incident.harms.iter().for_each(|harm| push_new(facets.harms.entry(harm.clone()).or_default(), id));
        facets.statuses.entry(incident.status.code()).or_default().push(id);
        for place in &incident.places {
            let slug = crate::url::place_slug(place);
            let (_, list) = facets.places.entry(slug).or_insert_with(|| (place.clone(), Vec::new()));
            push_new(list, id);
        }
        let years = years_of(incident);
        if years.is_empty() {
            facets.no_year.push(id);
        }
        years.into_iter().for_each(|year| push_new(facets.years.entry(year).or_default(), id));
    }
    facets.roles = roles.into_iter().map(|(role, counts)| (role, counts.into_iter().collect())).collect();
    facets.roles.values_mut().for_each(|counts| sort_by_count(records, counts, &graph.organisations));
    graph.facets = facets;
}

/// The years in which an incident fell, or may have fallen.
fn years_of(incident: &Incident<AsMeant>) -> Vec<i16> {
    let years = incident.date.years().into_iter();
    years.filter(|(_, within)| *within != Within::No).map(|(year, _)| year).collect()
}

/// Adds a value to a list unless it was the last to be added: one record adds its values one after another.
fn push_new<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if list.last() != Some(&value) {
        list.push(value);
    }
}

/// The most first, then by name.
fn sort_by_count(records: &Records, counts: &mut [(RecordId, usize)], by_name: &[RecordId]) {
    let places: BTreeMap<RecordId, usize> = by_name.iter().copied().zip(0..).collect();
    counts.sort_by_key(|(id, count)| (Reverse(*count), places.get(id), records.rank(*id)));
}

fn add_topics(graph: &mut Graph, records: &Records) {
    let others = live(records).filter(|(_, record)| record.kind != Kind::Incident).map(|(id, _)| id);
    let all: Vec<RecordId> = graph.incidents.iter().copied().chain(others).collect();
    for id in all {
        for topic in &records[id].common.topics {
            push_new(&mut graph.with_topic[topic.0 as usize], id);
        }
    }
}
