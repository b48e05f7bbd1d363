//! What citations and lists of sources read as, in the styles that were compared with their guides.

use casefile::archive::RecordId;
use casefile::build;
use casefile::build::Options;
use casefile::build::Site;
use casefile::cite;
use casefile::cite::Form;
use casefile::cite::Piece;
use casefile::cite::Stretch;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::span::FileId;
use casefile::yaml;
use casefile::yaml::Node;
use serde_json::Value;
use std::fmt::Write;

/// A case of the tables in `tests/fixtures/citations`.
struct Case {
    name: String,
    works: Value,
    text: String,
    cited: Vec<String>,
    list: Vec<String>,
}

/// The site of a case: its works in one file, and a page that cites them.
fn site_of(style: &str, works: &Value, text: &str) -> (Vec<String>, Option<Site>) {
    let config = format!("title: T\nbase_url: https://evidence.example/\ncitation_style: {style}\n");
    let page = format!("---\ntitle: Cites\n---\n\n{text}\n");
    let mut files = vec![("casefile.yaml".to_owned(), config), ("content/cites.md".to_owned(), page)];
    // YAML takes JSON as it is.
    files.push(("content/references/all.yaml".to_owned(), works.to_string()));
    site(files)
}

fn site(files: Vec<(String, String)>) -> (Vec<String>, Option<Site>) {
    let texts = files.into_iter().map(|(path, text)| TextFile { path, bytes: text.into_bytes() });
    let inputs = Inputs { texts: texts.collect(), ..Inputs::default() };
    let mut told = Vec::new();
    let site = build::prepare(&mut told, &inputs, &Options { now: "2026-11-28T00:00:00Z".parse().expect("a time"), base_url: None, drafts: false });
    let errors = told.iter().filter(|own| own.severity == casefile::diagnostic::Severity::Error);
    (errors.map(|own| format!("{}: {}", own.code, own.message)).collect(), site)
}

fn starred<'a>(stretches: impl Iterator<Item = &'a Stretch>) -> String {
    let mut text = String::new();
    for stretch in stretches {
        let bare = stretch.text.trim();
        match stretch.look.italic && !bare.is_empty() {
            true => {
                let start = stretch.text.len() - stretch.text.trim_start().len();
                let end = stretch.text.trim_end().len();
                let _ = write!(text, "{}*{bare}*{}", &stretch.text[..start], &stretch.text[end..]);
            }
            false if stretch.look.raised => {
                let _ = write!(text, "^{}^", stretch.text);
            }
            false => text.push_str(&stretch.text),
        }
    }
    text.replace("**", "")
}

fn words(pieces: &[Piece]) -> String {
    let stretches: Vec<Stretch> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Words(stretch) => Some(stretch.clone()),
            Piece::Written(affix) => Some(Stretch::plain(affix.text.as_str())),
            Piece::Start(_) | Piece::End => None,
        })
        .collect();
    starred(stretches.iter())
}

/// The page that cites, with what its citations read as and its list.
fn page_of(site: &Site) -> (Vec<String>, Vec<String>) {
    let citing = site.citing();
    let id = site.archive.ids().find(|id| site.archive.record(*id).id == "cites").expect("the page");
    let page = cite::of_page(citing, &site.archive.record(id).body.citations, &[]);
    let form = citing.bibliography.form();
    let cited = if form == Form::Notes { &page.notes } else { &page.in_text };
    let line = |(id, number): (&RecordId, usize)| {
        let own = page.entries.get(id).map_or_else(|| citing.in_full(*id), Vec::as_slice);
        let text = starred(own.iter());
        if form == Form::Numbered { format!("{number}. {text}") } else { text }
    };
    let list = page.order.iter().zip(1..).map(line).collect();
    (cited.iter().map(|pieces| words(pieces)).collect(), list)
}

fn value_of(node: &Node<'_>) -> Value {
    match &node.value {
        yaml::Value::Empty => Value::Null,
        yaml::Value::Text(text) => Value::String(text.to_string()),
        yaml::Value::List(items) => items.iter().map(value_of).collect(),
        yaml::Value::Map(entries) => {
            entries.iter().map(|entry| (entry.key.value.to_string(), value_of(&entry.value))).collect()
        }
    }
}

fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/tests/fixtures/citations/{file}.yaml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the table");
    let text = format!("cases:\n{text}");
    let tree = yaml::parse(&mut Vec::new(), FileId(0), &text, 0..text.len());
    let table = tree.entries.first().map(|entry| value_of(&entry.value)).unwrap_or_default();
    let strings = |value: &Value| {
        value.as_array().map(|all| all.iter().map(|own| own.as_str().unwrap_or_default().to_owned()).collect())
    };
    let rows = table.as_array().expect("a list of cases").iter();
    rows.map(|row| Case {
        name: row["name"].as_str().expect("a name").to_owned(),
        works: row["works"].clone(),
        text: row["text"].as_str().expect("a text").to_owned(),
        cited: strings(&row["cited_as"]).or_else(|| strings(&row["cited"])).unwrap_or_default(),
        list: strings(&row["list_as"]).or_else(|| strings(&row["list"])).unwrap_or_default(),
    })
    .collect()
}

fn check(style: &str, file: &str) {
    let mut report = String::new();
    let cases = cases(file);
    let count = cases.len();
    let mut wrong = 0;
    for case in cases {
        let (errors, site) = site_of(style, &case.works, &case.text);
        let (cited, list) = site.as_ref().map(page_of).unwrap_or_default();
        if errors.is_empty() && cited == case.cited && list == case.list {
            continue;
        }
        wrong += 1;
        let _ = writeln!(report, "\n{}: {errors:?}", case.name);
        for (what, wanted, given) in [("cited", &case.cited, &cited), ("list", &case.list, &list)] {
            for index in 0..wanted.len().max(given.len()) {
                let (wanted, given) = (wanted.get(index), given.get(index));
                if wanted != given {
                    let none = "-".to_owned();
                    let _ = writeln!(report, "  {what} wanted {}", wanted.unwrap_or(&none));
                    let _ = writeln!(report, "  {what}  given {}", given.unwrap_or(&none));
                }
            }
        }
    }
    assert!(report.is_empty(), "{wrong} of {count} in {style}:\n{report}");
}

#[test]
fn harvard_reads_as_its_guide_demands() {
    check("harvard-cite-them-right", "harvard");
}

#[test]
fn vancouver_reads_as_its_guide_demands() {
    check("vancouver", "vancouver");
}

#[test]
fn apa_reads_as_its_guide_demands() {
    check("apa", "apa");
}

#[test]
fn chicago_notes_read_as_their_guide_demands() {
    check("chicago-notes", "chicago-notes");
}

#[test]
fn mhra_notes_read_as_their_guide_demands() {
    check("modern-humanities-research-association-notes", "mhra");
}
