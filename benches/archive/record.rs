//! The records of an archive, each a function of its index alone.

use crate::archive::date::Day;
use crate::archive::date::When;
use crate::archive::random::Random;
use crate::archive::text::Text;
use crate::archive::words;
use crate::archive::words::Subject;
use crate::archive::world::Body;
use crate::archive::world::Kind;
use crate::archive::world::Target;
use crate::archive::world::World;

pub struct Incident {
    pub index: usize,
    pub id: String,
    pub title: String,
    pub summary: String,
    pub date: When,
    pub reported: When,
    pub status: &'static str,
    pub disputed: bool,
    /// Role and organisation.
    pub organisations: Vec<(&'static str, Target)>,
    pub places: Vec<&'static str>,
    /// Id and label.
    pub harms: Vec<(&'static str, &'static str)>,
    pub figures: Vec<Figure>,
    pub contract: Option<Contract>,
    pub timeline: Vec<Event>,
    pub claims: Vec<Claim>,
    pub reply: Reply,
    pub unknowns: Vec<String>,
    pub sources: Vec<Source>,
    pub topics: Vec<Target>,
    pub related: Vec<Target>,
    pub published: Day,
    pub changes: Vec<(Day, &'static str, String)>,
    pub alias: Option<String>,
    pub text: Text,
}

pub struct Figure {
    pub label: String,
    pub value: usize,
    pub qualifier: &'static str,
    pub unit: &'static str,
    pub currency: Option<&'static str>,
    pub people: bool,
    pub source: Target,
}

pub struct Contract {
    pub title: String,
    pub ocid: String,
    pub value: usize,
    pub start: Day,
    pub end: Day,
    pub url: String,
}

pub struct Event {
    pub date: Day,
    pub text: String,
    pub source: Target,
}

pub struct Claim {
    pub text: String,
    pub kind: &'static str,
    pub said_by: Target,
    pub sources: Vec<Source>,
}

pub struct Source {
    pub target: Target,
    pub at: Option<String>,
    pub quote: Option<String>,
}

/// What the text of an incident links to.
struct Mentioned<'a> {
    cited: &'a [Target],
    topics: &'a [Target],
    organisations: &'a [(&'static str, Target)],
}

/// What the text of a press release names.
struct Announced<'a> {
    issued_by: &'a Target,
    spokesperson: &'a str,
    incidents: &'a [Target],
    sources: &'a [Target],
}

/// A right of reply; the days and the text are there as far as the status has them.
pub struct Reply {
    pub status: &'static str,
    pub asked: Option<Day>,
    pub deadline: Option<Day>,
    pub received: Option<Day>,
    pub text: Option<String>,
}

pub struct Release {
    pub index: usize,
    pub id: String,
    pub title: String,
    pub headline: Option<String>,
    pub summary: String,
    pub date: Day,
    pub issued_by: Target,
    pub spokesperson: String,
    pub incidents: Vec<Target>,
    pub sources: Vec<Target>,
    pub topic: Target,
    pub text: Text,
}

pub fn incident(world: &World, index: usize) -> Incident {
    let random = &mut Random::of(world.seed, 11, index);
    let Target { id, title, .. } = world.target(Kind::Incident, index);
    let subject = world.subject(index);
    let day = Day::any(random, 2009, 2023);
    let cited = distinct(random, 5, |random| random.skewed(world.references()));
    let cited: Vec<Target> = cited.into_iter().map(|at| world.target(Kind::Reference, at)).collect();
    let topics = (0..random.between(1, 3)).map(|_| random.zipf(world.topics())).collect();
    let topics: Vec<Target> = unique(topics).into_iter().map(|at| world.target(Kind::Topic, at)).collect();
    let organisations = parties(world, random, index);
    Incident {
        index,
        alias: random.chance(3).then(|| format!("/archive/{id}.html")),
        summary: plain(random, &words::EVENTS[..6], &subject),
        date: When::any(random, day),
        reported: When::exactly(day.plus_months(random.between(21, 30))),
        status: random.pick(STATUSES),
        disputed: random.chance(20),
        places: zipf(random, 2, words::PLACES),
        harms: zipf(random, 3, words::HARMS),
        figures: figures(random, &subject, &cited),
        contract: random.chance(30).then(|| contract(random, &subject, day)),
        timeline: timeline(random, &subject, &cited, day),
        claims: claims(world, random, &subject, &cited),
        reply: reply(random, day),
        unknowns: unique(
            (0..random.between(1, 2)).map(|_| plain(random, words::UNKNOWNS, &subject)).collect(),
        ),
        sources: cited.iter().map(|target| source(random, target)).collect(),
        related: others(world, random, index, 2),
        published: Day { year: 2024, ..day },
        changes: changes(random, day),
        text: incident_text(
            world,
            index,
            &Mentioned { cited: &cited, topics: &topics, organisations: &organisations },
        ),
        id,
        title,
        topics,
        organisations,
    }
}

pub fn release(world: &World, index: usize) -> Release {
    let random = &mut Random::of(world.seed, 12, index);
    let Target { id, title, .. } = world.target(Kind::Release, index);
    let issued_by = world.target(Kind::Organisation, world.other(Body::Campaign, random));
    let sources: Vec<Target> =
        (0..2).map(|step| world.target(Kind::Reference, (index * 2 + step) % world.references())).collect();
    let incidents: Vec<Target> =
        world.release_incidents(index).into_iter().map(|at| world.target(Kind::Incident, at)).collect();
    let spokesperson = words::person(random);
    Release {
        index,
        headline: random.chance(30).then(|| title.to_uppercase()),
        summary: world.release_lead(index),
        date: Day::any(random, 2024, 2024),
        text: release_text(
            world,
            index,
            &Announced {
                issued_by: &issued_by,
                spokesperson: &spokesperson,
                incidents: &incidents,
                sources: &sources,
            },
        ),
        topic: world.target(Kind::Topic, random.zipf(world.topics())),
        id,
        title,
        issued_by,
        spokesperson,
        incidents,
        sources,
    }
}

/// The sentence or two that the page of a reference, an organisation or a topic holds.
pub fn note(world: &World, kind: Kind, index: usize) -> Text {
    let random = &mut Random::of(world.seed, 13 + kind as u64, index);
    let subject = world.subject(random.below(world.incidents));
    let mut text = Text::default();
    let mut incident = [world.target(Kind::Incident, random.below(world.incidents))].into_iter();
    let comparison = compare(&mut text, random, &subject, &mut incident);
    text.paragraph(&[findings(random, &subject), comparison, events(random, &subject)]);
    text
}

fn parties(world: &World, random: &mut Random, incident: usize) -> Vec<(&'static str, Target)> {
    let (supplier, commissioner) = world.parties(incident);
    let mut parties = vec![("supplier", supplier), ("commissioner", commissioner)];
    for (role, percent) in [("provider", 30), ("affected", 20)] {
        if random.chance(percent) {
            parties.push((role, world.suppliers() + random.skewed(world.commissioners())));
        }
    }
    for (role, percent) in [("regulator", 30), ("investigator", 15)] {
        if random.chance(percent) {
            parties.push((role, world.other(Body::Regulator, random)));
        }
    }
    parties.into_iter().map(|(role, at)| (role, world.target(Kind::Organisation, at))).collect()
}

fn figures(random: &mut Random, subject: &Subject, cited: &[Target]) -> Vec<Figure> {
    let people = Figure {
        label: format!("Patients affected by {}", subject.service),
        value: random.between(8, 40_000),
        qualifier: random.pick(&["exactly", "over", "about", "up-to", "at-least"]),
        unit: "patients",
        currency: None,
        people: true,
        source: random.pick(cited),
    };
    let cost = Figure {
        label: "Cost to the commissioner".to_owned(),
        value: random.between(20, 9_000) * 1000,
        qualifier: random.pick(&["about", "over"]),
        unit: "pounds",
        currency: Some("GBP"),
        people: false,
        source: random.pick(cited),
    };
    if random.chance(15) { vec![people, cost] } else { vec![people] }
}

fn contract(random: &mut Random, subject: &Subject, day: Day) -> Contract {
    let start = Day { year: day.year - random.between(1, 4), ..day };
    let number = random.between(100_000, 999_999);
    Contract {
        title: words::capitalise(&format!("{} for {}", subject.service, subject.commissioner)),
        ocid: format!("ocds-b5fd17-{number}"),
        value: random.between(100, 90_000) * 1000,
        start,
        end: start.plus_months(12 * random.between(5, 9)),
        url: format!("https://contracts.example/notice/{number}"),
    }
}

fn timeline(random: &mut Random, subject: &Subject, cited: &[Target], day: Day) -> Vec<Event> {
    let mut date = day;
    let count = random.between(1, 2);
    let event = |_| {
        date = date.plus_months(random.between(1, 8));
        Event { date, text: plain(random, &words::FINDINGS[3..8], subject), source: random.pick(cited) }
    };
    (0..count).map(event).collect()
}

fn claims(world: &World, random: &mut Random, subject: &Subject, cited: &[Target]) -> Vec<Claim> {
    let release = random.below(world.releases());
    let lead = Source {
        target: world.target(Kind::Release, release),
        at: None,
        quote: Some(world.release_lead(release).trim_end_matches('.').to_owned()),
    };
    let work = random.pick(cited);
    let work = source(random, &work);
    let sources = if random.chance(25) { vec![lead, work] } else { vec![work] };
    let claim = |source: Source| Claim {
        text: plain(random, words::FINDINGS, subject),
        kind: random.pick(&["fact", "fact", "comment", "conjecture"]),
        said_by: world.target(Kind::Organisation, world.other(Body::Campaign, random)),
        sources: vec![source],
    };
    sources.into_iter().map(claim).collect()
}

fn reply(random: &mut Random, day: Day) -> Reply {
    let status = random.pick(&["not-recorded", "not-needed", "asked", "no-reply", "replied", "declined"]);
    let asked = matches!(status, "asked" | "no-reply" | "replied" | "declined").then(|| day.plus_months(10));
    Reply {
        status,
        asked,
        deadline: asked.map(|day| day.plus_months(1)),
        received: (status == "replied").then(|| day.plus_months(11)),
        text: (status == "replied")
            .then(|| "We take every concern seriously and do not comment on single cases.".into()),
    }
}

fn source(random: &mut Random, target: &Target) -> Source {
    let page = random.between(3, 180);
    let at = match random.below(12) {
        0 => Some(format!("ch. {}", random.between(1, 14))),
        1 => Some(format!("pp. {page}-{}", page + random.between(1, 20))),
        2 => Some(format!("para {}", random.between(1, 90))),
        3 => Some(format!("p. {page}")),
        _ => None,
    };
    Source { target: target.clone(), at, quote: None }
}

fn changes(random: &mut Random, day: Day) -> Vec<(Day, &'static str, String)> {
    let kind = random.pick(&["correction", "clarification", "update"]);
    let note =
        format!("The number of {} was put right.", random.pick(&["patients", "sites", "weeks", "letters"]));
    if random.chance(15) { vec![(Day { year: 2025, ..day }, kind, note)] } else { Vec::new() }
}

fn others(world: &World, random: &mut Random, index: usize, count: usize) -> Vec<Target> {
    let others = (0..count).map(|_| random.skewed(world.incidents)).filter(|&other| other != index).collect();
    unique(others).into_iter().map(|at| world.target(Kind::Incident, at)).collect()
}

fn incident_text(world: &World, index: usize, incident: &Mentioned) -> Text {
    let random = &mut Random::of(world.seed, 21, index);
    let subject = &world.subject(index);
    let mut text = Text::default();
    let mut like = others(world, random, index, 4).into_iter();
    let mut cited = incident.cited.iter();

    let parties = introduce(&mut text, incident);
    let evidence = cite(&mut text, random, subject, &mut cited);
    text.paragraph(&[parties, events(random, subject), evidence]);
    text.block("## What happened");
    let comparison = compare(&mut text, random, subject, &mut like);
    text.paragraph(&[events(random, subject), events(random, subject), comparison]);
    let evidence = cite(&mut text, random, subject, &mut cited);
    text.paragraph(&[events(random, subject), format!("{}[^1]", events(random, subject)), evidence]);
    text.list(&[items(random, subject), items(random, subject), items(random, subject)]);
    text.block("## What was said");
    text.speech(&plain(random, words::SPEECH, subject), &words::person(random));
    let topic = text.link(random.pick(incident.topics), None);
    let kept = format!("The record is kept under {topic}, with others of its kind.");
    let comparison = compare(&mut text, random, subject, &mut like);
    let evidence = cite(&mut text, random, subject, &mut cited);
    text.paragraph(&[findings(random, subject), kept, comparison, evidence]);
    if random.chance(40) {
        text.table(random);
    }
    text.block("## What followed");
    text.paragraph(&[findings(random, subject), findings(random, subject)]);
    let comparison = compare(&mut text, random, subject, &mut like);
    let evidence = cite(&mut text, random, subject, &mut cited);
    text.paragraph(&[findings(random, subject), comparison, evidence]);
    let comparison = compare(&mut text, random, subject, &mut like);
    let evidence = cite(&mut text, random, subject, &mut cited);
    text.paragraph(&[comparison, evidence]);
    text.block(&format!("[^1]: {}", plain(random, &words::FINDINGS[10..], subject)));
    text
}

fn release_text(world: &World, index: usize, release: &Announced) -> Text {
    let random = &mut Random::of(world.seed, 22, index);
    let subject = &world.subject(release.incidents[0].index);
    let mut text = Text::default();
    text.paragraph(&[world.release_lead(index)]);
    let issuer = text.link(release.issued_by.clone(), None);
    let links: Vec<String> = release.incidents.iter().map(|target| text.link(target.clone(), None)).collect();
    text.paragraph(&[
        format!("{issuer} has recorded what is known: {}.", links.join("; ")),
        events(random, subject),
    ]);
    text.paragraph(&[events(random, subject), findings(random, subject)]);
    text.speech(&plain(random, words::SPEECH, subject), release.spokesperson);
    text.paragraph(&[events(random, subject), findings(random, subject), findings(random, subject)]);
    text.block("ENDS");
    text.block("## Notes to editors");
    let first = text.cite(release.sources[0].clone(), random.between(2, 200));
    let second = text.cite(release.sources[1].clone(), random.between(2, 200));
    text.list(&[
        format!("The figures are taken from the record {first}"),
        format!("The background is older {second}"),
    ]);
    text
}

/// A sentence that links to the supplier and the commissioner.
fn introduce(text: &mut Text, incident: &Mentioned) -> String {
    let mut link = |at: usize| text.link(incident.organisations[at].1.clone(), None);
    format!("{} has provided the service for {} since the contract was let.", link(0), link(1))
}

/// A sentence that ends with a citation, while there is a work to cite.
fn cite<'a>(
    text: &mut Text,
    random: &mut Random,
    subject: &Subject,
    cited: &mut impl Iterator<Item = &'a Target>,
) -> String {
    let Some(target) = cited.next() else { return findings(random, subject) };
    let mark = text.cite(target.clone(), random.between(2, 240));
    words::sentence(random, words::CITED, subject, &mut std::iter::once(mark))
}

/// A sentence that compares with another incident, while there is one to compare with.
fn compare(
    text: &mut Text,
    random: &mut Random,
    subject: &Subject,
    like: &mut impl Iterator<Item = Target>,
) -> String {
    let Some(target) = like.next() else { return events(random, subject) };
    let words = random.chance(50).then(|| format!("the case of {}", site(&target)));
    let mark = text.link(target, words);
    words::sentence(random, words::COMPARISONS, subject, &mut std::iter::once(mark))
}

/// The last words of an incident's title, "Mill Street clinic".
fn site(target: &Target) -> String {
    target.title.rsplit(" at ").next().unwrap_or(&target.title).to_owned()
}

fn events(random: &mut Random, subject: &Subject) -> String {
    plain(random, words::EVENTS, subject)
}

fn findings(random: &mut Random, subject: &Subject) -> String {
    plain(random, words::FINDINGS, subject)
}

fn items(random: &mut Random, subject: &Subject) -> String {
    plain(random, words::ITEMS, subject)
}

fn plain(random: &mut Random, templates: &[&str], subject: &Subject) -> String {
    words::sentence(random, templates, subject, &mut std::iter::empty())
}

/// From one to `most` of `choices`, the first of them most often.
fn zipf<T: Copy + PartialEq>(random: &mut Random, most: usize, choices: &[T]) -> Vec<T> {
    unique((0..random.between(1, most)).map(|_| choices[random.zipf(choices.len())]).collect())
}

/// So many different indices, in the order drawn.
fn distinct(random: &mut Random, count: usize, mut draw: impl FnMut(&mut Random) -> usize) -> Vec<usize> {
    let mut drawn = Vec::new();
    while drawn.len() < count {
        let index = draw(random);
        if !drawn.contains(&index) {
            drawn.push(index);
        }
    }
    drawn
}

/// The items without repetitions, in the same order.
fn unique<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// The statuses of the content model, as often as they are drawn.
pub const STATUSES: &[&str] = &[
    "reported",
    "reported",
    "reported",
    "alleged",
    "under-inquiry",
    "admitted",
    "upheld",
    "upheld",
    "not-upheld",
];
