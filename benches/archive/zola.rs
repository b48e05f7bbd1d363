//! The same archive as a Zola site.

use crate::archive::casefile::definition;
use crate::archive::date::Day;
use crate::archive::node::Fields;
use crate::archive::node::Node;
use crate::archive::node::toml;
use crate::archive::record;
use crate::archive::record::Incident;
use crate::archive::record::Release;
use crate::archive::shown;
use crate::archive::text::Link;
use crate::archive::text::Text;
use crate::archive::words;
use crate::archive::world::Body;
use crate::archive::world::Kind;
use crate::archive::world::Target;
use crate::archive::world::World;

macro_rules! template {
    ($path:literal) => {
        ($path, include_str!(concat!("../zola/", $path)))
    };
}

/// Configuration, templates and the pages that are no records.
const FIXED: &[(&str, &str)] = &[
    template!("config.toml"),
    template!("templates/base.html"),
    template!("templates/404.html"),
    template!("templates/index.html"),
    template!("templates/page.html"),
    template!("templates/incident.html"),
    template!("templates/release.html"),
    template!("templates/reference.html"),
    template!("templates/organisation.html"),
    template!("templates/topic.html"),
    template!("templates/list.html"),
    template!("templates/macros.html"),
    template!("templates/timeline.html"),
    template!("templates/taxonomy_list.html"),
    template!("templates/taxonomy_single.html"),
    ("static/style.css", include_str!("../style.css")),
    ("content/about.md", "+++\ntitle = \"About\"\n+++\n\nNothing in this archive happened.\n"),
    ("content/timeline.md", "+++\ntitle = \"Timeline\"\ntemplate = \"timeline.html\"\n+++\n"),
    ("content/_index.md", "+++\ntitle = \"Made-up outsourcing failures\"\n+++\n\nEvery record here is invented.\n"),
];

/// The folders of records: title, order, template.
const SECTIONS: &[(&str, &str, &str, &str)] = &[
    ("incidents", "Incidents", "date", "incident.html"),
    ("press-releases", "Press releases", "date", "release.html"),
    ("references", "References", "title", "reference.html"),
    ("organisations", "Organisations", "title", "organisation.html"),
    ("topics", "Topics", "title", "topic.html"),
];

/// Every file of the site folder: its path and its text, made one at a time.
pub fn files(world: &World) -> impl Iterator<Item = (String, String)> {
    let fixed = FIXED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let sections = SECTIONS.iter().map(section);
    let incidents = (0..world.incidents).map(|index| incident(&record::incident(world, index)));
    let releases = (0..world.releases()).map(|index| release(&record::release(world, index)));
    let references = (0..world.references()).map(|index| reference(world, index));
    let organisations = (0..world.organisations()).map(|index| organisation(world, index));
    let topics = (0..world.topics()).map(|index| topic(world, index));
    fixed
        .chain([terms(world)])
        .chain(sections)
        .chain(incidents)
        .chain(releases)
        .chain(references)
        .chain(organisations)
        .chain(topics)
}

/// The names of the terms that the home page counts. Asking for a taxonomy as a whole makes Zola copy every page of
/// it, and asking for one term by name does not.
fn terms(world: &World) -> (String, String) {
    let suppliers = world.bodies(Body::Supplier).take(20).map(|at| world.target(Kind::Organisation, at).title);
    let commissioners = world.bodies(Body::Commissioner).take(20).map(|at| world.target(Kind::Organisation, at).title);
    let fields = vec![
        ("year", Node::texts((2009..=2023).map(|year| year.to_string()))),
        ("supplier", Node::texts(suppliers)),
        ("commissioner", Node::texts(commissioners)),
        ("harm", Node::texts(words::HARMS.iter().map(|(_, label)| *label))),
        ("topic", Node::texts(words::TOPICS.iter().copied())),
        ("status", Node::texts(record::STATUSES.iter().map(|status| shown::label(status)))),
    ];
    ("terms.toml".to_owned(), toml(&fields))
}

fn section((folder, title, order, template): &(&str, &str, &str, &str)) -> (String, String) {
    let fields = vec![
        ("title", Node::text(*title)),
        ("sort_by", Node::text(*order)),
        ("paginate_by", Node::bare(50)),
        ("template", Node::text("list.html")),
        ("page_template", Node::text(*template)),
    ];
    (format!("content/{folder}/_index.md"), format!("+++\n{}+++\n", toml(&fields)))
}

fn file(path: &str, fields: &Fields, text: &Text) -> (String, String) {
    let body = text.written(link);
    (format!("content/{path}"), format!("+++\n{}+++\n\n{}\n", toml(fields), body.trim_end()))
}

fn path_of(target: &Target) -> String {
    let folder = match target.kind {
        Kind::Incident => "incidents",
        Kind::Release => "press-releases",
        Kind::Reference => "references",
        Kind::Organisation => "organisations",
        Kind::Topic => "topics",
    };
    format!("{folder}/{}.md", target.id)
}

/// The words go with the path: looking a page up for its title makes Zola copy that page and its neighbours.
fn point(target: &Target) -> Node {
    Node::Map(vec![("path", Node::text(format!("@/{}", path_of(target)))), ("text", Node::text(&target.citation))])
}

fn link(link: &Link) -> String {
    let path = path_of(link.target());
    match link {
        Link::Cite(target, page) => format!("([{}, p. {page}](@/{path}))", target.label),
        Link::To(target, words) => format!("[{}](@/{path})", words.as_deref().unwrap_or(&target.title)),
    }
}

fn incident(incident: &Incident) -> (String, String) {
    let (supplier, commissioner) = (&incident.organisations[0].1, &incident.organisations[1].1);
    let taxonomies = vec![
        ("supplier", Node::texts([&supplier.title])),
        ("commissioner", Node::texts([&commissioner.title])),
        ("harm", Node::texts(incident.harms.iter().map(|(_, label)| *label))),
        ("topic", Node::texts(incident.topics.iter().map(|topic| &topic.title))),
        ("year", Node::texts(shown::year(incident.date.earliest))),
        ("status", Node::texts([shown::label(incident.status)])),
        ("place", Node::texts(incident.places.iter().copied())),
    ];
    let alias = incident.alias.as_deref().map(|alias| alias.trim_start_matches('/'));
    let fields = vec![
        ("title", Node::text(&incident.title)),
        ("description", Node::text(&incident.summary)),
        ("date", date(incident.date.earliest)),
        ("aliases", Node::texts(alias)),
        ("taxonomies", Node::Map(taxonomies)),
        ("extra", Node::Map(shown::incident(incident, point))),
    ];
    file(&format!("incidents/{}.md", incident.id), &fields, &incident.text)
}

fn release(release: &Release) -> (String, String) {
    let fields = vec![
        ("title", Node::text(&release.title)),
        ("description", Node::text(&release.summary)),
        ("date", date(Some(release.date))),
        ("taxonomies", Node::Map(vec![("topic", Node::texts([&release.topic.title]))])),
        ("extra", Node::Map(shown::release(release, point))),
    ];
    file(&format!("press-releases/{}.md", release.id), &fields, &release.text)
}

fn reference(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Reference, index);
    let work = world.work(index);
    let extra = vec![
        ("citation", Node::text(&target.citation)),
        ("type_words", Node::text(shown::label(work.kind))),
        ("author", Node::texts(&work.authors)),
        ("year", Node::bare(work.year)),
        ("publisher", Node::text(&work.publisher)),
        ("location", Node::text(work.location)),
    ];
    let fields = vec![("title", Node::text(&work.title)), ("extra", Node::Map(extra))];
    file(&path_of(&target), &fields, &record::note(world, Kind::Reference, index))
}

fn organisation(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Organisation, index);
    // The list of a supplier's or commissioner's incidents is the page of a term, which has no text of its own.
    let role = match target.body {
        Some(Body::Supplier) => "supplier",
        Some(Body::Commissioner) => "commissioner",
        _ => "",
    };
    let extra = vec![("url", Node::text(format!("https://{}.example/", target.id))), ("role", Node::text(role))];
    let fields = vec![("title", Node::text(&target.title)), ("extra", Node::Map(extra))];
    file(&path_of(&target), &fields, &record::note(world, Kind::Organisation, index))
}

fn topic(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Topic, index);
    let extra = vec![("definition", Node::text(definition(&target.title)))];
    let fields = vec![("title", Node::text(&target.title)), ("extra", Node::Map(extra))];
    file(&path_of(&target), &fields, &record::note(world, Kind::Topic, index))
}

/// The day to sort by; Zola would leave a page without one out of its lists.
fn date(earliest: Option<Day>) -> Node {
    Node::bare(earliest.map_or("1900-01-01".to_owned(), Day::iso))
}
