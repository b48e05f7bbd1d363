//! What the templates of another generator show of a record, already in words.

use std::collections::BTreeSet;

use crate::archive::date::Day;
use crate::archive::node::Fields;
use crate::archive::node::Node;
use crate::archive::record;
use crate::archive::record::Incident;
use crate::archive::record::Release;
use crate::archive::record::Source;
use crate::archive::text::Text;
use crate::archive::words;
use crate::archive::world::Target;

/// How a generator's front matter names another record.
pub type Point = fn(&Target) -> Node;

/// The fields of an incident that are no taxonomy.
pub fn incident(incident: &Incident, point: Point) -> Fields {
    vec![
        ("date_words", Node::text(&incident.date.words)),
        ("reported_words", Node::text(&incident.reported.words)),
        ("status", Node::text(label(incident.status))),
        ("disputed", Node::bare(incident.disputed)),
        ("supplier", point(&incident.organisations[0].1)),
        ("roles", Node::List(incident.organisations.iter().map(|role| party(role, point)).collect())),
        ("places", Node::texts(incident.places.iter().copied())),
        ("figures", Node::List(incident.figures.iter().map(|it| figure(it, point)).collect())),
        ("contracts", Node::List(incident.contract.iter().map(contract).collect())),
        ("timeline", Node::List(incident.timeline.iter().map(|it| event(it, point)).collect())),
        ("claims", Node::List(incident.claims.iter().map(|it| claim(it, point)).collect())),
        ("reply", Node::Map(reply(&incident.reply))),
        ("unknowns", Node::texts(&incident.unknowns)),
        ("sources", Node::List(incident.sources.iter().map(|it| source(it, point)).collect())),
        ("related", Node::List(incident.related.iter().map(point).collect())),
        ("published_words", Node::text(incident.published.words())),
        ("changes", Node::List(incident.changes.iter().map(change).collect())),
    ]
}

/// The fields of a press release that are no taxonomy.
pub fn release(release: &Release, point: Point) -> Fields {
    vec![
        ("headline", Node::text(release.headline.as_deref().unwrap_or(&release.title))),
        ("date_words", Node::text(release.date.words())),
        ("issued_by", point(&release.issued_by)),
        ("spokesperson", Node::text(&release.spokesperson)),
        ("incidents", Node::List(release.incidents.iter().map(point).collect())),
        ("sources", Node::List(release.sources.iter().map(point).collect())),
    ]
}

/// The records that a text links to, each once.
pub fn mentioned(text: &Text, path: fn(&Target) -> String) -> Node {
    let paths: BTreeSet<String> = text.links.iter().map(|link| path(link.target())).collect();
    Node::texts(paths)
}

/// An id of a vocabulary as words: "under-inquiry" is "Under inquiry".
pub fn label(id: &str) -> String {
    words::capitalise(&id.replace('-', " "))
}

/// A figure with its qualifier and unit: "over 28,000 letters", "about £4,000,000".
pub fn amount(figure: &record::Figure) -> String {
    let value = words::grouped(figure.value);
    let amount =
        if figure.currency.is_some() { format!("£{value}") } else { format!("{value} {}", figure.unit) };
    match figure.qualifier {
        "exactly" => amount,
        qualifier => format!("{} {amount}", qualifier.replace('-', " ")),
    }
}

/// The year to file a date under.
pub fn year(day: Option<Day>) -> Option<String> {
    day.map(|day| day.year.to_string())
}

fn party((role, target): &(&'static str, Target), point: Point) -> Node {
    Node::Map(vec![("role", Node::text(label(role))), ("to", point(target))])
}

fn figure(figure: &record::Figure, point: Point) -> Node {
    Node::Map(vec![
        ("label", Node::text(&figure.label)),
        ("text", Node::text(amount(figure))),
        ("source", point(&figure.source)),
    ])
}

fn contract(contract: &record::Contract) -> Node {
    Node::Map(vec![
        ("title", Node::text(&contract.title)),
        ("ocid", Node::text(&contract.ocid)),
        ("text", Node::text(format!("£{}", words::grouped(contract.value)))),
        ("start", Node::text(contract.start.words())),
        ("end", Node::text(contract.end.words())),
        ("url", Node::text(&contract.url)),
    ])
}

fn event(event: &record::Event, point: Point) -> Node {
    Node::Map(vec![
        ("date", Node::text(event.date.words())),
        ("text", Node::text(&event.text)),
        ("source", point(&event.source)),
    ])
}

fn claim(claim: &record::Claim, point: Point) -> Node {
    Node::Map(vec![
        ("text", Node::text(&claim.text)),
        ("kind", Node::text(label(claim.kind))),
        ("said_by", point(&claim.said_by)),
        ("sources", Node::List(claim.sources.iter().map(|it| source(it, point)).collect())),
    ])
}

fn source(source: &Source, point: Point) -> Node {
    Node::Map(vec![
        ("to", point(&source.target)),
        ("at", Node::text(source.at.as_deref().unwrap_or_default())),
        ("quote", Node::text(source.quote.as_deref().unwrap_or_default())),
    ])
}

fn reply(reply: &record::Reply) -> Fields {
    let date = |date: Option<Day>| Node::text(date.map(Day::words).unwrap_or_default());
    vec![
        ("status", Node::text(label(reply.status))),
        ("asked", date(reply.asked)),
        ("deadline", date(reply.deadline)),
        ("received", date(reply.received)),
        ("text", Node::text(reply.text.as_deref().unwrap_or_default())),
    ]
}

fn change((date, kind, note): &(Day, &'static str, String)) -> Node {
    let text = format!("{}: {note}", label(kind));
    Node::Map(vec![("date", Node::text(date.words())), ("text", Node::text(text))])
}
