//! An archive as casefile reads it.

use crate::archive::date::Day;
use crate::archive::node::Fields;
use crate::archive::node::Node;
use crate::archive::node::yaml;
use crate::archive::random::Random;
use crate::archive::record;
use crate::archive::record::Incident;
use crate::archive::record::Release;
use crate::archive::record::Source;
use crate::archive::text::Link;
use crate::archive::text::Text;
use crate::archive::world::Body;
use crate::archive::world::Kind;
use crate::archive::world::Target;
use crate::archive::world::World;

/// Every file of the site folder: its path and its text, made one at a time.
pub fn files(world: &World) -> impl Iterator<Item = (String, String)> {
    let single = [
        ("casefile.yaml".to_owned(), CONFIG.to_owned()),
        ("content/index.md".to_owned(), HOME.to_owned()),
        ("content/about.md".to_owned(), ABOUT.to_owned()),
    ];
    let incidents = (0..world.incidents).map(|index| incident(&record::incident(world, index)));
    let releases = (0..world.releases()).map(|index| release(&record::release(world, index)));
    let references = (0..world.references()).map(|index| reference(world, index));
    let organisations = (0..world.organisations()).map(|index| organisation(world, index));
    let topics = (0..world.topics()).map(|index| topic(world, index));
    single.into_iter().chain(incidents).chain(releases).chain(references).chain(organisations).chain(topics)
}

fn file(folder: &str, id: &str, fields: &Fields, text: &Text) -> (String, String) {
    let body = text.written(link);
    (format!("content/{folder}/{id}.md"), format!("---\n{}---\n\n{}\n", yaml(fields), body.trim_end()))
}

fn link(link: &Link) -> String {
    match link {
        Link::Cite(target, page) => format!("[@{}, p. {page}]", target.id),
        Link::To(target, Some(words)) => format!("[[{}|{words}]]", target.id),
        // Half of the links name the record by its title, as people do.
        Link::To(target, None) if target.id.len() % 2 == 0 => format!("[[{}]]", target.title),
        Link::To(target, None) => format!("[[{}]]", target.id),
    }
}

fn incident(incident: &Incident) -> (String, String) {
    let fields = vec![
        ("title", Node::text(&incident.title)),
        ("summary", Node::text(&incident.summary)),
        ("date", edtf(&incident.date.edtf)),
        ("reported", edtf(&incident.reported.edtf)),
        ("status", Node::text(incident.status)),
        ("disputed", if incident.disputed { Node::bare(true) } else { Node::text("") }),
        ("organisations", Node::Map(roles(&incident.organisations))),
        ("places", Node::texts(incident.places.iter().copied())),
        ("harms", Node::texts(incident.harms.iter().map(|(id, _)| *id))),
        ("topics", ids(&incident.topics)),
        ("related", ids(&incident.related)),
        ("figures", Node::List(incident.figures.iter().map(figure).collect())),
        ("contracts", Node::List(incident.contract.iter().map(contract).collect())),
        ("timeline", Node::List(incident.timeline.iter().map(event).collect())),
        ("claims", Node::List(incident.claims.iter().enumerate().map(claim).collect())),
        ("right_of_reply", Node::Map(reply(&incident.reply))),
        ("unknowns", Node::texts(&incident.unknowns)),
        ("sources", Node::List(incident.sources.iter().map(source).collect())),
        ("published", day(incident.published)),
        ("changes", Node::List(incident.changes.iter().map(change).collect())),
        ("aliases", Node::texts(incident.alias.as_deref())),
    ];
    file("incidents", &incident.id, &fields, &incident.text)
}

fn release(release: &Release) -> (String, String) {
    let speaker =
        Node::Map(vec![("name", Node::text(&release.spokesperson)), ("role", Node::text("spokesperson"))]);
    let fields = vec![
        ("title", Node::text(&release.title)),
        ("headline", Node::text(release.headline.as_deref().unwrap_or_default())),
        ("summary", Node::text(&release.summary)),
        ("date", day(release.date)),
        ("issued_by", Node::text(&release.issued_by.id)),
        ("spokespeople", Node::List(vec![speaker])),
        ("contacts", Node::texts(["press"])),
        ("incidents", ids(&release.incidents)),
        ("sources", ids(&release.sources)),
        ("topics", Node::texts([&release.topic.id])),
    ];
    file("press-releases", &release.id, &fields, &release.text)
}

fn reference(world: &World, index: usize) -> (String, String) {
    let random = &mut Random::of(world.seed, 31, index);
    let work = world.work(index);
    let target = world.target(Kind::Reference, index);
    let url = format!("https://library.example/{}", target.id);
    let web = matches!(work.kind, "news" | "web" | "report" | "foi" | "hansard");
    let archived = Node::Map(vec![
        ("url", Node::text(format!("https://copies.example/{index}"))),
        ("date", Node::bare("2024-05-02")),
    ]);
    let mut fields = vec![
        ("title", Node::text(&work.title)),
        ("type", Node::text(work.kind)),
        ("author", Node::texts(&work.authors)),
        ("date", Node::bare(work.year)),
        ("publisher", Node::text(&work.publisher)),
        ("location", Node::text(work.location)),
        ("independence", Node::text(random.pick(&["independent", "official", "party", "self"]))),
        ("url", Node::text(if web { url.as_str() } else { "" })),
        ("url_status", Node::text(if web { random.pick(&["live", "dead", "unchecked"]) } else { "" })),
        ("archived", Node::List(if web { vec![archived] } else { Vec::new() })),
    ];
    match work.kind {
        "chapter" => fields.push(("parent", Node::text(world.target(Kind::Reference, index - 1).id))),
        "article" => {
            let page = random.between(1, 400);
            fields.push(("volume", Node::bare(random.between(1, 80))));
            fields.push(("issue", Node::bare(random.between(1, 12))));
            fields.push(("page-range", Node::text(format!("{page}-{}", page + 11))));
            let doi = Node::text(format!("10.5555/casefile.{index}"));
            fields.push(("serial-number", Node::Map(vec![("doi", doi)])));
        }
        "foi" => fields.push(("foi", Node::Map(freedom_of_information(random, &work.publisher)))),
        _ => {}
    }
    file("references", &target.id, &fields, &record::note(world, Kind::Reference, index))
}

fn freedom_of_information(random: &mut Random, authority: &str) -> Fields {
    let asked = Day::any(random, 2015, 2023);
    vec![
        ("authority", Node::text(authority)),
        ("asked", day(asked)),
        ("answered", day(asked.plus_months(2))),
        ("outcome", Node::text("answered in part")),
    ]
}

fn organisation(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Organisation, index);
    let (kind, identifier) = match world.body(index) {
        Body::Supplier => ("company", ("companies-house", format!("{:08}", 1_000_000 + index))),
        Body::Commissioner => ("public-body", ("ods", format!("R{index:02}"))),
        Body::Regulator => ("regulator", ("wikidata", format!("Q{}", 9_000_000 + index))),
        Body::Campaign => ("campaign", ("charity", (1_100_000 + index).to_string())),
        Body::Media => ("media", ("wikidata", format!("Q{}", 8_000_000 + index))),
    };
    // A company's earlier name is its first word with a number that no other name has.
    let former = match world.body(index) {
        Body::Supplier => {
            Some(format!("{} {}", target.title.split(' ').next().unwrap_or_default(), 1990 + index))
        }
        _ => None,
    };
    let owner = (kind == "company" && index % 7 == 3).then(|| {
        let parent = world.target(Kind::Organisation, index - 1);
        Node::Map(vec![
            ("id", Node::text(parent.id)),
            ("from", Node::bare(2016)),
            ("to", Node::bare("2021-04")),
        ])
    });
    let fields = vec![
        ("title", Node::text(&target.title)),
        ("type", Node::text(kind)),
        ("names", Node::Map(vec![("former", Node::texts(former))])),
        ("identifiers", Node::Map(vec![(identifier.0, Node::text(identifier.1))])),
        ("parents", Node::List(owner.into_iter().collect())),
        ("url", Node::text(format!("https://{}.example/", target.id))),
    ];
    file("organisations", &target.id, &fields, &record::note(world, Kind::Organisation, index))
}

fn topic(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Topic, index);
    // The later topics are narrower than the first few.
    let broader = if index < 20 { String::new() } else { world.target(Kind::Topic, index % 4).id };
    let fields = vec![
        ("title", Node::text(&target.title)),
        ("definition", Node::text(definition(&target.title))),
        ("broader", Node::text(broader)),
    ];
    file("topics", &target.id, &fields, &record::note(world, Kind::Topic, index))
}

/// What a topic is about.
pub fn definition(title: &str) -> String {
    format!("{title} in services that a public body pays for and a company runs.")
}

fn roles(organisations: &[(&'static str, Target)]) -> Fields {
    organisations.iter().map(|(role, target)| (*role, Node::text(&target.id))).collect()
}

fn ids(targets: &[Target]) -> Node {
    Node::texts(targets.iter().map(|target| &target.id))
}

fn edtf(date: &str) -> Node {
    // A bracket begins a list in YAML, and a word is a word.
    if date.starts_with(|first: char| first.is_ascii_digit()) { Node::bare(date) } else { Node::text(date) }
}

fn day(day: Day) -> Node {
    Node::bare(day.iso())
}

fn source(source: &Source) -> Node {
    if source.at.is_none() && source.quote.is_none() {
        return Node::text(&source.target.id);
    }
    Node::Map(vec![
        ("ref", Node::text(&source.target.id)),
        ("at", Node::text(source.at.as_deref().unwrap_or_default())),
        ("quote", Node::text(source.quote.as_deref().unwrap_or_default())),
    ])
}

fn figure(figure: &record::Figure) -> Node {
    Node::Map(vec![
        ("label", Node::text(&figure.label)),
        ("value", Node::bare(figure.value)),
        ("qualifier", Node::text(figure.qualifier)),
        ("unit", Node::text(if figure.currency.is_some() { "" } else { figure.unit })),
        ("currency", Node::text(figure.currency.unwrap_or_default())),
        ("people", Node::bare(figure.people)),
        ("source", Node::text(&figure.source.id)),
    ])
}

fn contract(contract: &record::Contract) -> Node {
    Node::Map(vec![
        ("title", Node::text(&contract.title)),
        ("ocid", Node::text(&contract.ocid)),
        ("value", Node::bare(contract.value)),
        ("currency", Node::text("GBP")),
        ("start", day(contract.start)),
        ("end", day(contract.end)),
        ("url", Node::text(&contract.url)),
    ])
}

fn event(event: &record::Event) -> Node {
    Node::Map(vec![
        ("date", day(event.date)),
        ("text", Node::text(&event.text)),
        ("sources", Node::texts([&event.source.id])),
    ])
}

fn claim((place, claim): (usize, &record::Claim)) -> Node {
    Node::Map(vec![
        ("id", Node::text(format!("claim-{}", place + 1))),
        ("text", Node::text(&claim.text)),
        ("kind", Node::text(claim.kind)),
        ("said_by", Node::text(&claim.said_by.id)),
        ("sources", Node::List(claim.sources.iter().map(source).collect())),
    ])
}

fn reply(reply: &record::Reply) -> Fields {
    let date = |date: Option<Day>| date.map_or(Node::text(""), day);
    vec![
        ("status", Node::text(reply.status)),
        ("asked", date(reply.asked)),
        ("deadline", date(reply.deadline)),
        ("received", date(reply.received)),
        ("text", Node::text(reply.text.as_deref().unwrap_or_default())),
    ]
}

fn change((date, kind, note): &(Day, &'static str, String)) -> Node {
    Node::Map(vec![("date", day(*date)), ("kind", Node::text(*kind)), ("note", Node::text(note))])
}

const HOME: &str =
    "---\ntitle: Made-up outsourcing failures\n---\n\nEvery record here is invented, to measure with.\n";
const ABOUT: &str = "---\ntitle: About\nnav: 1\n---\n\nNothing in this archive happened. \
    No person, place of care or company in it is real.\n";
const CONFIG: &str = "\
title: Made-up outsourcing failures
base_url: https://evidence.example/
description: An archive of invented records, to measure with.
language: en-GB
publisher: {name: Nobody, url: https://nobody.example/}
per_page: 50
contacts:
  press: {name: Press desk, email: press@evidence.example, phone: 01632 960001, show_until: 2099-12-31}
";
