//! What is made of each work alone is what the style gives for the whole page.

use super::Style;
use super::page;
use crate::build;
use crate::build::Options;
use crate::input::Inputs;
use crate::input::TextFile;
use proptest::prelude::*;
use std::fmt::Write;

const AUTHORS: [&str; 14] = [
    "Davis, Jacky",
    "Lister, John",
    "Wrigley, David",
    "van der Berg, Anna",
    "de Souza, Rui",
    "O’Neill, Mary",
    "Åkesson, Åsa",
    "NHS England",
    "National Audit Office",
    "King, Martin, Jr",
    "Müller, Jörg",
    "Muller, Jo",
    "Davison, A. B.",
    "Zu, C",
];

const LOCATORS: [&str; 8] =
    ["", ", p. 4", ", pp. 38-61", ", ch. 2 and 8", ", para 12", ", s. 4(2)", ", 00:12:30", ", ch. 4, pp. 2-3"];

/// A work: its authors, its year, its kind, and whether it stands in a larger one.
type Written = (Vec<usize>, Option<u16>, usize, bool);

fn work() -> impl Strategy<Value = Written> {
    (proptest::collection::vec(0..AUTHORS.len(), 0..5), proptest::option::of(1980_u16..2025), 0..4_usize, any::<bool>())
}

/// A site with works `w0`, `w1` and so on, and a page that cites some of them.
fn site(style: &str, works: &[Written], cited: &[Vec<(usize, usize)>]) -> build::Site {
    let mut list = String::new();
    for (number, (authors, year, kind, is_part)) in works.iter().enumerate() {
        let kind = ["book", "article", "report", "web"][*kind];
        let _ = writeln!(list, "w{number}:\n  type: {kind}\n  title: {}", title(number));
        let mut names: Vec<&str> = authors.iter().map(|author| AUTHORS[*author]).collect();
        names.dedup();
        if !names.is_empty() {
            let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            let _ = writeln!(list, "  author: [{}]", quoted.join(", "));
        }
        match year {
            Some(year) if number % 5 == 4 => drop(writeln!(list, "  date: \"[{year}..]\"")),
            Some(year) => drop(writeln!(list, "  date: {year}")),
            None => {}
        }
        if *is_part {
            let _ = writeln!(list, "  parent: {{type: periodical, title: Journal {number}, volume: 3}}");
        }
    }
    let mut text = String::from("---\ntitle: Cites\n---\n\n");
    for citation in cited {
        let works: Vec<String> = citation
            .iter()
            .map(|(work, locator)| format!("@w{}{}", work % works.len(), LOCATORS[*locator]))
            .collect();
        let _ = writeln!(text, "Said [{}].\n", works.join("; "));
    }
    let config = format!("title: T\nbase_url: https://evidence.example/\ncitation_style: {style}\n");
    let files = [("casefile.yaml", config), ("content/cites.md", text), ("content/references/all.yaml", list)];
    let texts = files.map(|(path, text)| TextFile { path: path.to_owned(), bytes: text.into_bytes() });
    let inputs = Inputs { texts: texts.into(), ..Inputs::default() };
    let now = "2026-11-28T00:00:00Z".parse().expect("a time");
    let options = Options { now, base_url: None, drafts: false };
    build::prepare(&mut Vec::new(), &inputs, &options).expect("a theme")
}

/// Titles that begin with different words, so that works without authors differ.
fn title(number: usize) -> String {
    const WORDS: [&str; 8] =
        ["Letters", "The \"missing\" files", "Ready for market?", "A <b>bold</b> plan", "Øre", "zebra", "1984 & all that", "Über"];
    format!("'{} {number}'", WORDS[number % WORDS.len()])
}

fn same(style: &str, works: &[Written], cited: &[Vec<(usize, usize)>]) -> Result<(), TestCaseError> {
    let site = site(style, works, cited);
    let id = site.archive.ids().find(|id| site.archive.record(*id).id == "cites").expect("the page");
    let citations = &site.archive.record(id).body.citations;
    let given = page::of_page(site.citing(), citations, &[]);
    let whole = page::as_a_whole(site.citing(), citations, &given.order);
    prop_assert_eq!(&given.order, &whole.order);
    prop_assert_eq!(&given.in_text, &whole.in_text);
    prop_assert_eq!(&given.entries, &whole.entries);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn works_alone_read_as_on_the_whole_page(
        style in prop_oneof![Just("harvard-cite-them-right"), Just("apa"), Just("elsevier-harvard"), Just("cse-name-year")],
        works in proptest::collection::vec(work(), 1..7),
        cited in proptest::collection::vec(proptest::collection::vec((0..7_usize, 0..LOCATORS.len()), 1..4), 1..6),
    ) {
        same(style, &works, &cited)?;
    }
}

#[test]
fn every_style_of_the_archive_can_be_used() {
    let works = [(vec![0, 1], Some(2015), 0, false), (vec![], None, 3, true)];
    for name in Style::names() {
        let site = site(name, &works, &[vec![(0, 1), (1, 0)]]);
        let id = site.archive.ids().find(|id| site.archive.record(*id).id == "cites").expect("the page");
        let page = page::of_page(site.citing(), &site.archive.record(id).body.citations, &[]);
        assert_eq!(page.order.len(), 2, "{name}");
        assert!(!page.in_text[0].is_empty() || !page.notes[0].is_empty(), "{name}");
    }
}
