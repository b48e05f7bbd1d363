//! How long a preview takes from a change to the page that shows it, without disk, network and browser:
//! `cargo run --release --example preview-engine -- SITE [EDITS]`.

use casefile::build::Options;
use casefile::input::Changes;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::load;
use casefile::preview::Preview;
use casefile::preview::Served;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

/// What is done to a record.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Text,
    Title,
    Delete,
    Restore,
    Rename,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let site = arguments.next().expect("the folder of a site");
    let edits: usize = arguments.next().map_or(50, |count| count.parse().expect("a number"));
    let inputs = load::load(Path::new(&site)).expect("a site");
    let incidents: Vec<TextFile> =
        inputs.texts.iter().filter(|text| text.path.starts_with("content/incidents/")).cloned().collect();
    let started = Instant::now();
    let mut preview = new(inputs);
    let first = preview.get("index.html").is_some();
    println!("made in {:?}, with a home page: {first}", started.elapsed());
    let step = incidents.len() / edits.max(1);
    let chosen: Vec<&TextFile> = incidents.iter().step_by(step.max(1)).take(edits).collect();
    for edit in [Edit::Text, Edit::Title, Edit::Delete, Edit::Restore, Edit::Rename] {
        let times = chosen.iter().map(|text| timed(&mut preview, text, edit)).collect();
        show(&format!("{edit:?}"), times);
    }
    let many: Vec<TextFile> =
        incidents.iter().take(500).map(|text| with_text(text, "All of them.")).collect();
    let started = Instant::now();
    preview.update(Changes { texts: many, ..Changes::default() }, now());
    println!("500 texts at once: {:?}", started.elapsed());
    println!("made anew {} times", preview.made_anew() - 1);
    let started = Instant::now();
    let found = preview.get("search/head.js").is_some();
    println!("search index, made when asked for ({found}): {:?}", started.elapsed());
}

fn new(inputs: Inputs) -> Preview {
    Preview::new(inputs, Options { now: now(), base_url: None, drafts: true })
}

fn now() -> jiff::Timestamp {
    "2026-01-01T00:00:00Z".parse().expect("a moment")
}

fn with_text(text: &TextFile, words: &str) -> TextFile {
    let mut bytes = text.bytes.clone();
    bytes.extend(format!("\n{words}\n").bytes());
    TextFile { path: text.path.clone(), bytes }
}

fn timed(preview: &mut Preview, text: &TextFile, edit: Edit) -> (Duration, Duration) {
    let one = |text: TextFile| Changes { texts: vec![text], ..Changes::default() };
    let renamed = text.path.replace(".md", "-renamed.md");
    let changes = match edit {
        Edit::Text => one(with_text(text, "One sentence more.")),
        Edit::Title => {
            let words = String::from_utf8_lossy(&text.bytes).replacen("title: ", "title: Again, ", 1);
            one(TextFile { path: text.path.clone(), bytes: words.into_bytes() })
        }
        Edit::Delete => Changes { removed: vec![text.path.clone()], ..Changes::default() },
        Edit::Restore => one(text.clone()),
        Edit::Rename => {
            let moved = TextFile { path: renamed.clone(), bytes: text.bytes.clone() };
            Changes { removed: vec![text.path.clone()], ..one(moved) }
        }
    };
    let path = if matches!(edit, Edit::Rename) { &renamed } else { &text.path };
    let page = path.replace("content/", "").replace("/index.md", ".md").replace(".md", ".html");
    let started = Instant::now();
    preview.update(changes, now());
    let updated = started.elapsed();
    let is_there = matches!(preview.get(&page), Some(Served::Page(_)));
    assert_eq!(is_there, !matches!(edit, Edit::Delete), "{page}");
    (updated, started.elapsed())
}

fn show(what: &str, times: Vec<(Duration, Duration)>) {
    let quantile = |mut times: Vec<Duration>, part: usize| {
        times.sort();
        times[(times.len() * part / 100).min(times.len() - 1)]
    };
    let (updates, pages): (Vec<_>, Vec<_>) = times.into_iter().unzip();
    println!(
        "{what}: update {:?}, with page {:?}, 99 in 100 under {:?}",
        quantile(updates, 50),
        quantile(pages.clone(), 50),
        quantile(pages, 99)
    );
}
