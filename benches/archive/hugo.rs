//! The same archive as a Hugo site.

use crate::archive::casefile::definition;
use crate::archive::date::Day;
use crate::archive::node::Fields;
use crate::archive::node::Node;
use crate::archive::node::yaml;
use crate::archive::record;
use crate::archive::record::Incident;
use crate::archive::record::Release;
use crate::archive::shown;
use crate::archive::text::Link;
use crate::archive::text::Text;
use crate::archive::world::Body;
use crate::archive::world::Kind;
use crate::archive::world::Target;
use crate::archive::world::World;

macro_rules! template {
    ($path:literal) => {
        ($path, include_str!(concat!("../hugo/", $path)))
    };
}

/// Configuration, templates and the pages that are no records.
const FIXED: &[(&str, &str)] = &[
    template!("hugo.yaml"),
    template!("layouts/baseof.html"),
    template!("layouts/home.html"),
    template!("layouts/page.html"),
    template!("layouts/section.html"),
    template!("layouts/taxonomy.html"),
    template!("layouts/term.html"),
    template!("layouts/timeline.html"),
    template!("layouts/incidents/page.html"),
    template!("layouts/press-releases/page.html"),
    template!("layouts/references/page.html"),
    template!("layouts/_partials/backlinks.html"),
    template!("layouts/_partials/backlinks-index.html"),
    template!("layouts/_partials/list.html"),
    template!("layouts/_partials/link.html"),
    template!("layouts/_partials/reference.html"),
    template!("layouts/_partials/row.html"),
    ("static/style.css", include_str!("../style.css")),
    ("content/about.md", "---\ntitle: About\n---\n\nNothing in this archive happened.\n"),
    ("content/timeline.md", "---\ntitle: Timeline\nlayout: timeline\n---\n"),
    (
        "content/_index.md",
        "---\ntitle: Made-up outsourcing failures\n---\n\nEvery record here is invented.\n",
    ),
    ("content/incidents/_index.md", "---\ntitle: Incidents\n---\n"),
    ("content/press-releases/_index.md", "---\ntitle: Press releases\n---\n"),
    ("content/references/_index.md", "---\ntitle: References\n---\n"),
    ("content/organisations/_index.md", "---\ntitle: Organisations\n---\n"),
];

/// Every file of the site folder: its path and its text, made one at a time.
pub fn files(world: &World) -> impl Iterator<Item = (String, String)> {
    let fixed = FIXED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let incidents = (0..world.incidents).map(|index| incident(world, &record::incident(world, index)));
    let releases = (0..world.releases()).map(|index| release(world, &record::release(world, index)));
    let references = (0..world.references()).map(|index| reference(world, index));
    let organisations = (0..world.organisations()).map(|index| organisation(world, index));
    let topics = (0..world.topics()).map(|index| topic(world, index));
    fixed.chain(incidents).chain(releases).chain(references).chain(organisations).chain(topics)
}

fn file(path: &str, fields: &Fields, text: &Text) -> (String, String) {
    let mut fields = fields.clone();
    fields.push(("mentions", shown::mentioned(text, path_of)));
    let body = text.written(link);
    (format!("content{path}.md"), format!("---\n{}---\n\n{}\n", yaml(&fields), body.trim_end()))
}

/// The logical path of a record. Suppliers, commissioners and topics are terms of taxonomies: their pages are
/// lists.
fn path_of(target: &Target) -> String {
    let folder = match (target.kind, target.body) {
        (Kind::Incident, _) => "incidents",
        (Kind::Release, _) => "press-releases",
        (Kind::Reference, _) => "references",
        (Kind::Topic, _) => "topics",
        (_, Some(Body::Supplier)) => "suppliers",
        (_, Some(Body::Commissioner)) => "commissioners",
        _ => "organisations",
    };
    format!("/{folder}/{}", target.id)
}

fn point(target: &Target) -> Node {
    Node::text(path_of(target))
}

fn link(link: &Link) -> String {
    let path = path_of(link.target());
    match link {
        Link::Cite(target, page) => format!("([{}, p. {page}]({path}))", target.label),
        Link::To(target, words) => format!("[{}]({path})", words.as_deref().unwrap_or(&target.title)),
    }
}

fn incident(world: &World, incident: &Incident) -> (String, String) {
    let (supplier, commissioner) = (&incident.organisations[0].1, &incident.organisations[1].1);
    let mut fields = vec![
        ("title", Node::text(&incident.title)),
        ("description", Node::text(&incident.summary)),
        ("date", date(incident.date.earliest)),
        ("aliases", Node::texts(incident.alias.as_deref())),
        ("suppliers", Node::texts([&supplier.id])),
        ("commissioners", Node::texts([&commissioner.id])),
        ("harms", Node::texts(incident.harms.iter().map(|(_, label)| *label))),
        ("topics", Node::texts(incident.topics.iter().map(|topic| &topic.id))),
        ("years", Node::List(shown::year(incident.date.earliest).into_iter().map(Node::Text).collect())),
        ("statuses", Node::texts([shown::label(incident.status)])),
    ];
    fields.extend(shown::incident(incident, point));
    file(&path_of(&world.target(Kind::Incident, incident.index)), &fields, &incident.text)
}

fn release(world: &World, release: &Release) -> (String, String) {
    let mut fields = vec![
        ("title", Node::text(&release.title)),
        ("description", Node::text(&release.summary)),
        ("date", date(Some(release.date))),
        ("topics", Node::texts([&release.topic.id])),
    ];
    fields.extend(shown::release(release, point));
    file(&path_of(&world.target(Kind::Release, release.index)), &fields, &release.text)
}

fn reference(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Reference, index);
    let work = world.work(index);
    let fields = vec![
        ("title", Node::text(&work.title)),
        ("date", date(Some(Day { year: work.year, month: 1, day: 1 }))),
        ("type_words", Node::text(shown::label(work.kind))),
        ("author", Node::texts(&work.authors)),
        ("year", Node::bare(work.year)),
        ("publisher", Node::text(&work.publisher)),
        ("location", Node::text(work.location)),
    ];
    file(&path_of(&target), &fields, &record::note(world, Kind::Reference, index))
}

fn organisation(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Organisation, index);
    let fields = vec![
        ("title", Node::text(&target.title)),
        ("url_words", Node::text(format!("https://{}.example/", target.id))),
    ];
    let path = match target.body {
        Some(Body::Supplier | Body::Commissioner) => format!("{}/_index", path_of(&target)),
        _ => path_of(&target),
    };
    file(&path, &fields, &record::note(world, Kind::Organisation, index))
}

fn topic(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Topic, index);
    let fields =
        vec![("title", Node::text(&target.title)), ("definition", Node::text(definition(&target.title)))];
    file(&format!("{}/_index", path_of(&target)), &fields, &record::note(world, Kind::Topic, index))
}

/// The day to sort by; a date that is not known sorts last.
fn date(earliest: Option<Day>) -> Node {
    Node::bare(earliest.map_or("1900-01-01".to_owned(), Day::iso))
}
