//! The same archive as a Zola site.

use crate::archive::casefile::definition;
use crate::archive::date::Day;
use crate::archive::node::Fields;
use crate::archive::node::Node;
use crate::archive::node::toml;
use crate::archive::record;
use crate::archive::record::Claim;
use crate::archive::record::Contract;
use crate::archive::record::Incident;
use crate::archive::record::Release;
use crate::archive::record::Source;
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
    (
        "content/_index.md",
        "+++\ntitle = \"Made-up outsourcing failures\"\n+++\n\nEvery record here is invented.\n",
    ),
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

/// The names of the terms that the home page counts. Asking for a taxonomy as a whole makes Zola copy every
/// page of it, and asking for one term by name does not.
fn terms(world: &World) -> (String, String) {
    let suppliers =
        world.bodies(Body::Supplier).take(20).map(|at| world.target(Kind::Organisation, at).title);
    let commissioners =
        world.bodies(Body::Commissioner).take(20).map(|at| world.target(Kind::Organisation, at).title);
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

fn file(path: &str, fields: &Fields, before: &str, text: &Text) -> (String, String) {
    let body = text.written(link);
    (format!("content/{path}"), format!("+++\n{}+++\n\n{before}{}\n", toml(fields), body.trim_end()))
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
    let extra = vec![
        ("date_words", Node::text(&incident.date.words)),
        ("status", Node::text(shown::label(incident.status))),
        ("disputed", if incident.disputed { Node::bare(true) } else { Node::text("") }),
        // The words go with the address: to look a page up for its title, Zola copies that page and its
        // neighbours.
        ("supplier", Node::text(&supplier.title)),
        ("supplier_url", Node::text(format!("/organisations/{}/", supplier.id))),
    ];
    let fields = vec![
        ("title", Node::text(&incident.title)),
        ("description", Node::text(&incident.summary)),
        ("date", date(incident.date.earliest)),
        ("aliases", Node::texts(alias)),
        ("taxonomies", Node::Map(taxonomies)),
        ("extra", Node::Map(extra)),
    ];
    let before = summary_list(incident);
    let after = [claims(incident), reply(incident), known(incident), lists(incident)].concat();
    let (path, text) = file(&format!("incidents/{}.md", incident.id), &fields, &before, &incident.text);
    (path, text + &after)
}

/// The particulars that only the record's own page shows, as Markdown. In front matter Zola would copy them,
/// value by value, for every page of every list that the record is in; so it does with Markdown headings,
/// hence the tags.
fn summary_list(incident: &Incident) -> String {
    let row = |label: &str, text: &str| format!("| {label} | {text} |\n");
    let mut table = "| | |\n|---|---|\n".to_owned();
    table.push_str(&row("When", &incident.date.words));
    table.push_str(&row("Became public", &incident.reported.words));
    for (role, target) in &incident.organisations {
        table.push_str(&row(&shown::label(role), &to(target)));
    }
    for figure in &incident.figures {
        let text = format!("{} ({})", shown::amount(figure), to(&figure.source));
        table.push_str(&row(&figure.label, &text));
    }
    if let Some(contract) = &incident.contract {
        let Contract { title, ocid, value, start, end, url } = contract;
        let (value, start, end) = (words::grouped(*value), start.words(), end.words());
        table.push_str(&row("Contract", &format!("[{title}]({url}), {ocid}, £{value}, {start} to {end}")));
    }
    table + "\n"
}

fn claims(incident: &Incident) -> String {
    let claim = |claim: &Claim| {
        let sources = claim.sources.iter().map(|source| format!("- {}\n", cited(source)));
        let (kind, by) = (shown::label(claim.kind), to(&claim.said_by));
        format!("{}\n\n{kind}, {by}\n\n{}\n", claim.text, sources.collect::<String>())
    };
    format!("\n<h2>Claims</h2>\n\n{}", incident.claims.iter().map(claim).collect::<String>())
}

fn reply(incident: &Incident) -> String {
    let reply = &incident.reply;
    let part =
        |label: &str, day: Option<Day>| day.map_or(String::new(), |day| format!("; {label} {}", day.words()));
    let status = shown::label(reply.status);
    let dates =
        [part("asked", reply.asked), part("to answer by", reply.deadline), part("received", reply.received)];
    let text = reply.text.as_ref().map_or(String::new(), |text| format!("> {text}\n\n"));
    format!("<h2>Right of reply</h2>\n\n{status}{}\n\n{text}", dates.concat())
}

fn known(incident: &Incident) -> String {
    let unknowns = incident.unknowns.iter().map(|unknown| format!("- {unknown}\n"));
    let events = incident
        .timeline
        .iter()
        .map(|event| format!("1. {}: {} ({})\n", event.date.words(), event.text, to(&event.source)));
    format!(
        "<h2>What we do not know</h2>\n\n{}\n<h2>Timeline</h2>\n\n{}\n",
        unknowns.collect::<String>(),
        events.collect::<String>()
    )
}

fn lists(incident: &Incident) -> String {
    let sources = incident.sources.iter().map(|source| format!("1. {}\n", cited(source)));
    let mut text = format!("<h2>Sources</h2>\n\n{}\n", sources.collect::<String>());
    if !incident.related.is_empty() {
        let related = incident.related.iter().map(|target| format!("- {}\n", to(target)));
        text.push_str(&format!("<h2>Related</h2>\n\n{}\n", related.collect::<String>()));
    }
    text.push_str(&format!("Published {}\n", incident.published.words()));
    if !incident.changes.is_empty() {
        let changes = incident
            .changes
            .iter()
            .map(|(day, kind, note)| format!("- {}: {}: {note}\n", day.words(), shown::label(kind)));
        text.push_str(&format!("\n<h2>Changes</h2>\n\n{}", changes.collect::<String>()));
    }
    text
}

fn to(target: &Target) -> String {
    format!("[{}](@/{})", target.citation, path_of(target))
}

fn cited(source: &Source) -> String {
    let at = source.at.as_ref().map_or(String::new(), |at| format!(", {at}"));
    let quote = source.quote.as_ref().map_or(String::new(), |quote| format!("\n\n  > {quote}\n"));
    format!("{}{at}{quote}", to(&source.target))
}

fn release(release: &Release) -> (String, String) {
    let extra = vec![
        ("headline", Node::text(release.headline.as_deref().unwrap_or(&release.title))),
        ("date_words", Node::text(release.date.words())),
    ];
    let fields = vec![
        ("title", Node::text(&release.title)),
        ("description", Node::text(&release.summary)),
        ("date", date(Some(release.date))),
        ("taxonomies", Node::Map(vec![("topic", Node::texts([&release.topic.title]))])),
        ("extra", Node::Map(extra)),
    ];
    let before = format!("{}, {}\n\n", release.date.words(), to(&release.issued_by));
    let list = |mark: &str, targets: &[Target]| {
        targets.iter().map(|target| format!("{mark} {}\n", to(target))).collect::<String>()
    };
    let (path, text) = file(&format!("press-releases/{}.md", release.id), &fields, &before, &release.text);
    let after = format!(
        "\nContact: {}, spokesperson\n\n## Incidents\n\n{}\n## Sources\n\n{}",
        release.spokesperson,
        list("-", &release.incidents),
        list("1.", &release.sources)
    );
    (path, text + &after)
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
    file(&path_of(&target), &fields, "", &record::note(world, Kind::Reference, index))
}

fn organisation(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Organisation, index);
    // The list of a supplier's or commissioner's incidents is the page of a term, which has no text of its
    // own.
    let role = match target.body {
        Some(Body::Supplier) => "supplier",
        Some(Body::Commissioner) => "commissioner",
        _ => "",
    };
    let extra =
        vec![("url", Node::text(format!("https://{}.example/", target.id))), ("role", Node::text(role))];
    let fields = vec![("title", Node::text(&target.title)), ("extra", Node::Map(extra))];
    file(&path_of(&target), &fields, "", &record::note(world, Kind::Organisation, index))
}

fn topic(world: &World, index: usize) -> (String, String) {
    let target = world.target(Kind::Topic, index);
    let extra = vec![("definition", Node::text(definition(&target.title)))];
    let fields = vec![("title", Node::text(&target.title)), ("extra", Node::Map(extra))];
    file(&path_of(&target), &fields, "", &record::note(world, Kind::Topic, index))
}

/// The day to sort by; Zola would leave a page without one out of its lists.
fn date(earliest: Option<Day>) -> Node {
    Node::bare(earliest.map_or("1900-01-01".to_owned(), Day::iso))
}
