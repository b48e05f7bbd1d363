//! What citations cost a build: `cargo run --release --example citations -- SITE [STYLE ...]`.
//!
//! Everything is formatted that the pages and the search index of a site have: the citations and the list of each page, and
//! each citation by itself, on all processors.

use casefile::archive::RecordId;
use casefile::build;
use casefile::build::Options;
use casefile::build::Site;
use casefile::cite;
use casefile::load;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

const RUNS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder of a site");
    let mut styles: Vec<String> = arguments.collect();
    if styles.is_empty() {
        styles.push(cite::DEFAULT.to_owned());
    }
    for style in styles {
        let mut times: Vec<(Duration, Counts)> = (0..RUNS).map(|_| timed(&folder, &style)).collect();
        times.sort_by_key(|(time, _)| *time);
        let (median, counts) = &times[RUNS / 2];
        println!("{style}: {median:.2?} (least {:.2?}) for {counts:?}", times[0].0);
    }
}

/// What was formatted.
#[derive(Debug, Default)]
struct Counts {
    pages: usize,
    citations: usize,
    listed: usize,
    letters: usize,
}

fn timed(folder: &str, style: &str) -> (Duration, Counts) {
    let site = site(folder, style);
    let ids: Vec<RecordId> = site.archive.ids().collect();
    let started = Instant::now();
    let counts =
        ids.par_iter().map(|id| formatted(&site, *id)).reduce(Counts::default, |one, other| Counts {
            pages: one.pages + other.pages,
            citations: one.citations + other.citations,
            listed: one.listed + other.listed,
            letters: one.letters + other.letters,
        });
    (started.elapsed(), counts)
}

/// A site in that style of which nothing is formatted yet.
fn site(folder: &str, style: &str) -> Site {
    let mut inputs = load::load(Path::new(folder)).expect("a site");
    for text in inputs.texts.iter_mut().filter(|text| text.path == "casefile.yaml") {
        let lines = text
            .text()
            .lines()
            .filter(|line| !line.starts_with("citation_style:"))
            .collect::<Vec<_>>()
            .join("\n");
        text.bytes = format!("{lines}\ncitation_style: {style}\n").into_bytes();
    }
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let options = Options { now, base_url: None, drafts: false };
    build::prepare(&mut Vec::new(), &inputs, &options).expect("a theme")
}

fn formatted(site: &Site, id: RecordId) -> Counts {
    let citing = site.citing();
    let record = site.archive.record(id);
    let citations = &record.body.citations;
    let others: Vec<RecordId> = record
        .incident()
        .map(|incident| incident.sources.iter().map(|source| source.record).collect())
        .unwrap_or_default();
    let page = cite::of_page(citing, citations, &others);
    let alone = citations.iter().map(|citation| citing.alone(citation).len()).sum::<usize>();
    let words = |id: &RecordId| citing.in_full(*id).iter().map(|stretch| stretch.text.len()).sum::<usize>();
    Counts {
        pages: 1,
        citations: citations.len(),
        listed: page.order.len(),
        letters: alone + page.order.iter().map(words).sum::<usize>(),
    }
}
