//! The graph of an archive in which some records changed: what it knew of them is taken out, and what is known of them now
//! is put where it belongs. The rest stays as it is.
//!
//! What comes out is what [`super::build_graph`] would make of all records.

use super::AsMeant;
use super::Facets;
use super::Graph;
use super::Mention;
use super::RecordId;
use super::Records;
use super::date_in_list;
use super::fold_title;
use super::mentions_of;
use super::nav_of;
use super::push;
use super::push_mention;
use super::push_new;
use super::reference_key;
use super::sort_by_count;
use super::years_of;
use crate::document::Details;
use crate::document::Incident;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use rayon::slice::ParallelSliceMut;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Some records of an archive, each once.
pub type RecordSet = BTreeSet<RecordId>;

/// Takes out what the graph knows from these records, as they were when it learnt it.
pub fn forget(graph: &mut Graph, records: &Records, changed: &RecordSet) {
    let is_changed = flags(records.room(), changed);
    let is = |id: &RecordId| is_changed[id.0 as usize];
    let mut named = RecordSet::new();
    for id in changed {
        let record = &records[*id];
        record.each_named(&mut |id| _ = named.insert(id));
        if let Some(incident) = record.incident() {
            forget_facets(&mut graph.facets, incident, &is);
        }
    }
    // What is related is so both ways, whoever says it.
    let related: Vec<RecordId> =
        changed.iter().flat_map(|id| &graph.related[id.0 as usize]).copied().collect();
    named.extend(related);
    for id in named.iter().map(|id| id.0 as usize) {
        graph.mentioned_in[id].retain(|mention| !is(&mention.from));
        graph.cited_by[id].retain(|mention| !is(&mention.from));
        graph.releases[id].retain(|other| !is(other));
        graph.issued[id].retain(|other| !is(other));
        graph.children[id].retain(|other| !is(other));
        graph.with_topic[id].retain(|other| !is(other));
        graph.incidents_by_role[id].retain(|(_, other)| !is(other));
        graph.related[id].retain(|other| !is(other));
    }
    lists_of(graph).into_iter().for_each(|list| list.retain(|id| !is(id)));
}

/// The lists of the whole archive.
fn lists_of(graph: &mut Graph) -> [&mut Vec<RecordId>; 7] {
    [
        &mut graph.incidents,
        &mut graph.press_releases,
        &mut graph.references,
        &mut graph.organisations,
        &mut graph.topics,
        &mut graph.menu,
        &mut graph.facets.no_year,
    ]
}

fn flags(count: usize, ids: &RecordSet) -> Vec<bool> {
    let mut flags = vec![false; count];
    ids.iter().for_each(|id| flags[id.0 as usize] = true);
    flags
}

fn forget_facets(facets: &mut Facets, incident: &Incident<AsMeant>, is: &impl Fn(&RecordId) -> bool) {
    fn keep<K: Ord>(map: &mut BTreeMap<K, Vec<RecordId>>, key: K, is: &impl Fn(&RecordId) -> bool) {
        if let Some(list) = map.get_mut(&key) {
            list.retain(|id| !is(id));
            if list.is_empty() {
                map.remove(&key);
            }
        }
    }
    incident.harms.iter().for_each(|harm| keep(&mut facets.harms, harm.clone(), is));
    keep(&mut facets.statuses, incident.status.code(), is);
    years_of(incident).into_iter().for_each(|year| keep(&mut facets.years, year, is));
    for place in &incident.places {
        let slug = crate::url::place_slug(place);
        if let Some((name, list)) = facets.places.get_mut(&slug) {
            // The next incident may write it in another way.
            name.clear();
            list.retain(|id| !is(id));
            if list.is_empty() {
                facets.places.remove(&slug);
            }
        }
    }
}

/// Makes room for records of higher numbers.
pub fn make_room(graph: &mut Graph, room: usize) {
    let lists = [
        &mut graph.related,
        &mut graph.releases,
        &mut graph.issued,
        &mut graph.with_topic,
        &mut graph.children,
    ];
    lists.into_iter().for_each(|lists| lists.resize_with(room, Vec::new));
    [&mut graph.mentioned_in, &mut graph.cited_by]
        .into_iter()
        .for_each(|lists| lists.resize_with(room, Vec::new));
    graph.incidents_by_role.resize_with(room, Vec::new);
}

/// Puts in what these records say now. They are already among `records`, under their new numbers.
pub fn learn(graph: &mut Graph, records: &mut Records, changed: &RecordSet) {
    learn_mentions(graph, records, changed);
    let live: Vec<RecordId> = changed.iter().copied().filter(|id| !records[*id].is_withdrawn()).collect();
    for id in &live {
        insert_in_list(graph, records, *id);
    }
    for id in &live {
        match &records[*id].details {
            Details::Incident(incident) => learn_incident(graph, records, *id, incident),
            Details::PressRelease(own) => {
                own.incidents.iter().for_each(|to| insert(records, &mut graph.releases, *to, *id));
                own.issued_by.iter().for_each(|to| insert(records, &mut graph.issued, *to, *id));
            }
            Details::Reference(own) => {
                own.work
                    .parent_record()
                    .into_iter()
                    .for_each(|to| insert(records, &mut graph.children, *to, *id));
            }
            Details::Topic(own) => {
                own.broader.iter().for_each(|to| insert(records, &mut graph.children, *to, *id))
            }
            Details::Organisation(own) => {
                own.parents.iter().for_each(|own| insert(records, &mut graph.children, own.owner, *id));
            }
            Details::Page(_) => {}
        }
        for topic in &records[*id].common.topics {
            let list = &mut graph.with_topic[topic.0 as usize];
            insert_by(list, *id, |one, other| topical_order(records, *one, *other));
        }
    }
    relate(graph, records, changed);
    let changed_kinds: BTreeSet<Kind> = changed.iter().map(|id| records[*id].kind).collect();
    order_whole_lists(graph, records, &changed_kinds);
}

/// Inserts a record into the list of another, in the order of records and once.
fn insert(records: &Records, lists: &mut [Vec<RecordId>], to: RecordId, id: RecordId) {
    insert_by(&mut lists[to.0 as usize], id, |one, other| records.rank(*one).cmp(&records.rank(*other)));
}

/// Inserts a value where it belongs in an ordered list, unless it is there.
fn insert_by<T: PartialEq>(list: &mut Vec<T>, value: T, order: impl Fn(&T, &T) -> Ordering) {
    let at = list.partition_point(|other| order(other, &value) == Ordering::Less);
    if list.get(at) != Some(&value) {
        list.insert(at, value);
    }
}

fn learn_mentions(graph: &mut Graph, records: &mut Records, changed: &RecordSet) {
    let mut mentioned: BTreeMap<RecordId, Vec<Mention>> = BTreeMap::new();
    let mut cited: BTreeMap<RecordId, Vec<Mention>> = BTreeMap::new();
    for id in changed {
        let Some(record) = records.get_mut(*id) else { continue };
        let mentions = mentions_of(record);
        let from = |(to, sentence, at)| (to, Mention { from: *id, sentence, at });
        for (to, mention) in mentions.links.into_iter().filter(|(to, ..)| to != id).map(from) {
            push_mention(mentioned.entry(to).or_default(), mention);
        }
        for (to, mention) in mentions.citations.into_iter().map(from) {
            push_mention(cited.entry(to).or_default(), mention);
        }
    }
    for (all, new) in [(&mut graph.mentioned_in, mentioned), (&mut graph.cited_by, cited)] {
        for (to, mentions) in new {
            let list = &mut all[to.0 as usize];
            list.extend(mentions);
            // Those of one record keep their order.
            list.sort_by_key(|mention| records.rank(mention.from));
        }
    }
}

/// Incidents and press releases: the latest first, then by title.
fn dated_order(records: &Records, one: RecordId, other: RecordId) -> Ordering {
    if one == other {
        return Ordering::Equal;
    }
    let record = |id: RecordId| &records[id];
    let key = |id: RecordId| date_in_list(record(id)).map(|date| date.sort_key().newest_first());
    let title = |id: RecordId| fold_title(&record(id).common.title.value);
    let rank = |id: RecordId| records.rank(id);
    key(one)
        .cmp(&key(other))
        .then_with(|| title(one).cmp(&title(other)))
        .then_with(|| rank(one).cmp(&rank(other)))
}

fn titled_order(records: &Records, one: RecordId, other: RecordId) -> Ordering {
    let title = |id: RecordId| fold_title(&records[id].common.title.value);
    title(one).cmp(&title(other)).then_with(|| records.rank(one).cmp(&records.rank(other)))
}

/// The records of a topic: incidents, the latest first, then all others in their order.
fn topical_order(records: &Records, one: RecordId, other: RecordId) -> Ordering {
    let is_incident = |id: RecordId| records[id].kind == Kind::Incident;
    match (is_incident(one), is_incident(other)) {
        (true, true) => dated_order(records, one, other),
        (false, false) => records.rank(one).cmp(&records.rank(other)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

fn insert_in_list(graph: &mut Graph, records: &Records, id: RecordId) {
    let dated = |one: &RecordId, other: &RecordId| dated_order(records, *one, *other);
    let titled = |one: &RecordId, other: &RecordId| titled_order(records, *one, *other);
    match records[id].kind {
        Kind::Incident => insert_by(&mut graph.incidents, id, dated),
        Kind::PressRelease => insert_by(&mut graph.press_releases, id, dated),
        Kind::Organisation => insert_by(&mut graph.organisations, id, titled),
        Kind::Topic => insert_by(&mut graph.topics, id, titled),
        // In order with all others of their kind later.
        Kind::Reference => graph.references.push(id),
        Kind::Page => graph.menu.extend(nav_of(&records[id]).map(|_| id)),
    }
}

fn learn_incident(graph: &mut Graph, records: &Records, id: RecordId, incident: &Incident<AsMeant>) {
    let order = |one: &RecordId, other: &RecordId| dated_order(records, *one, *other);
    let mut roles: BTreeMap<RecordId, Vec<(Role, RecordId)>> = BTreeMap::new();
    for (role, organisation) in &incident.organisations {
        push_new(roles.entry(*organisation).or_default(), (*role, id));
    }
    for (organisation, own) in roles {
        let list = &mut graph.incidents_by_role[organisation.0 as usize];
        let at = list.partition_point(|(_, other)| order(other, &id) == Ordering::Less);
        list.splice(at..at, own);
    }
    let facets = &mut graph.facets;
    for harm in &incident.harms {
        insert_by(facets.harms.entry(harm.clone()).or_default(), id, order);
    }
    insert_by(facets.statuses.entry(incident.status.code()).or_default(), id, order);
    let years = years_of(incident);
    if years.is_empty() {
        insert_by(&mut facets.no_year, id, order);
    }
    years.into_iter().for_each(|year| insert_by(facets.years.entry(year).or_default(), id, order));
    for place in &incident.places {
        let (name, list) = facets.places.entry(crate::url::place_slug(place)).or_default();
        name.clear();
        insert_by(list, id, order);
    }
}

/// What is related to the changed records and to those that they name: each by itself, in the order of records.
fn relate(graph: &mut Graph, records: &Records, changed: &RecordSet) {
    let own = |id: RecordId| -> &[RecordId] {
        let record = &records[id];
        if record.is_withdrawn() { &[] } else { &record.common.related }
    };
    let mut concerned = changed.clone();
    concerned.extend(changed.iter().flat_map(|id| own(*id).iter().chain(&graph.related[id.0 as usize])));
    for id in concerned {
        // Whoever names it was known to be related, or has just changed.
        let known = graph.related[id.0 as usize].iter().chain(changed).copied();
        let naming = known.filter(|other| own(*other).contains(&id));
        let mut all: Vec<RecordId> = naming.chain([id]).collect();
        all.sort_unstable_by_key(|id| records.rank(*id));
        all.dedup();
        let mut related = Vec::new();
        for other in all {
            if other == id {
                own(id).iter().filter(|named| **named != id).for_each(|named| push(&mut related, *named));
            } else {
                push(&mut related, other);
            }
        }
        graph.related[id.0 as usize] = related;
    }
}

/// Lists whose order depends on more than the records in them, and what is counted from others.
fn order_whole_lists(graph: &mut Graph, records: &Records, kinds: &BTreeSet<Kind>) {
    if kinds.contains(&Kind::Reference) {
        // A part that has no date of its own stands by that of the whole.
        graph.references.sort_unstable_by_key(|id| records.rank(*id));
        graph.references.par_sort_by_cached_key(|id| reference_key(records, &records[*id]));
    }
    if kinds.contains(&Kind::Page) {
        graph.menu.sort_by_key(|id| (nav_of(&records[*id]), records.rank(*id)));
    }
}

/// What is counted over all incidents: how many each organisation has in a role. And how a place is written: as its latest
/// incident does; only places of changed records can be written otherwise, and they were emptied of their name.
pub fn count_anew(graph: &mut Graph, records: &Records) {
    let mut roles: BTreeMap<Role, Vec<(RecordId, usize)>> = BTreeMap::new();
    for (list, organisation) in graph.incidents_by_role.iter().zip((0..).map(RecordId)) {
        let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
        for (role, _) in list {
            *counts.entry(*role).or_insert(0) += 1;
        }
        for (role, count) in counts {
            roles.entry(role).or_default().push((organisation, count));
        }
    }
    roles.values_mut().for_each(|counts| sort_by_count(records, counts, &graph.organisations));
    graph.facets.roles = roles;
    for (slug, (name, list)) in graph.facets.places.iter_mut().filter(|(_, (name, _))| name.is_empty()) {
        let first = list.first().and_then(|id| records[*id].incident());
        let written = first.into_iter().flat_map(|incident| &incident.places);
        if let Some(place) = written.into_iter().find(|place| crate::url::place_slug(place) == *slug) {
            name.clone_from(place);
        }
    }
}
