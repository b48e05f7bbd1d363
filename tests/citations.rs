//! What citations and lists of sources read as, in the styles that were compared with their guides.

use casefile::archive::RecordId;
use casefile::build;
use casefile::build::Options;
use casefile::build::Site;
use casefile::cite;
use casefile::cite::DEFAULT;
use casefile::cite::Form;
use casefile::cite::Piece;
use casefile::cite::Stretch;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::span::FileId;
use casefile::yaml;
use casefile::yaml::Node;
use proptest::prelude::*;
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
    let site = build::prepare(
        &mut told,
        &inputs,
        &Options { now: "2026-11-28T00:00:00Z".parse().expect("a time"), base_url: None, drafts: false },
    );
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
        value
            .as_array()
            .map(|all| all.iter().map(|own| own.as_str().unwrap_or_default().to_owned()).collect())
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

// What is made of each work alone is what the style gives for the whole page.

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

const LOCATORS: [&str; 8] = [
    "",
    ", p. 4",
    ", pp. 38-61",
    ", ch. 2 and 8",
    ", para 12",
    ", s. 4(2)",
    ", 00:12:30",
    ", ch. 4, pp. 2-3",
];

/// A work: its authors, its year, its kind, and whether it stands in a larger one.
type Written = (Vec<usize>, Option<u16>, usize, bool);

fn work() -> impl Strategy<Value = Written> {
    (
        proptest::collection::vec(0..AUTHORS.len(), 0..5),
        proptest::option::of(1980_u16..2025),
        0..4_usize,
        any::<bool>(),
    )
}

/// A site with works `w0`, `w1` and so on, and a page that cites some of them.
fn written_site(style: &str, works: &[Written], cited: &[Vec<(usize, usize)>]) -> Site {
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
    let files =
        [("casefile.yaml", config), ("content/cites.md", text), ("content/references/all.yaml", list)];
    site(files.map(|(path, text)| (path.to_owned(), text)).into()).1.expect("a theme")
}

/// Titles that begin with different words, so that works without authors differ.
fn title(number: usize) -> String {
    const WORDS: [&str; 8] = [
        "Letters",
        "The \"missing\" files",
        "Ready for market?",
        "A <b>bold</b> plan",
        "Øre",
        "zebra",
        "1984 & all that",
        "Über",
    ];
    format!("'{} {number}'", WORDS[number % WORDS.len()])
}

fn same(style: &str, works: &[Written], cited: &[Vec<(usize, usize)>]) -> Result<(), TestCaseError> {
    let site = written_site(style, works, cited);
    let id = site.archive.ids().find(|id| site.archive.record(*id).id == "cites").expect("the page");
    let citations = &site.archive.record(id).body.citations;
    let given = cite::of_page(site.citing(), citations, &[]);
    let whole = cite::as_a_whole(site.citing(), citations, &given.order);
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
    for name in cite::Style::names() {
        let site = written_site(name, &works, &[vec![(0, 1), (1, 0)]]);
        let id = site.archive.ids().find(|id| site.archive.record(*id).id == "cites").expect("the page");
        let page = cite::of_page(site.citing(), &site.archive.record(id).body.citations, &[]);
        assert_eq!(page.order.len(), 2, "{name}");
        assert!(!page.in_text[0].is_empty() || !page.notes[0].is_empty(), "{name}");
    }
}

// Files of styles that people bring.

/// A style with these macros, whose citations are made of this.
fn style(macros: &str, layout: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>Ours</title>
    <id>ours</id>
    <category citation-format="author-date"/>
    <updated>2020-01-01T00:00:00+00:00</updated>
  </info>
  {macros}
  <citation>
    <layout>{layout}</layout>
  </citation>
  <bibliography>
    <layout><text variable="title"/></layout>
  </bibliography>
</style>
"#
    )
}

/// What is told of a style: the line, where it is known, and the words.
fn told_of_style(csl: &str) -> Vec<String> {
    let config = "title: T\nbase_url: https://evidence.example/\ncitation_style: styles/ours.csl\n";
    let page = "---\ntitle: Cites\n---\n\nSaid [@a].\n";
    let other = "---\ntitle: Other\ntopics: [nothing]\n---\n";
    let work = "a:\n  type: book\n  title: A Book\n  date: 2015\n";
    let files = [
        ("casefile.yaml", config),
        ("content/cites.md", page),
        ("content/other.md", other),
        ("content/references/all.yaml", work),
        ("styles/ours.csl", csl),
    ];
    let texts = files.map(|(path, text)| TextFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    let inputs = Inputs { texts: texts.into(), ..Inputs::default() };
    let mut told = Vec::new();
    let options =
        Options { now: "2026-11-28T00:00:00Z".parse().expect("a time"), base_url: None, drafts: false };
    let site = build::prepare(&mut told, &inputs, &options);
    assert!(told.iter().any(|own| own.message.contains("nothing")), "everything else is checked: {told:#?}");
    if told.iter().all(|own| own.code != "bad-style") {
        page_of(&site.expect("a site"));
    }
    let own = told.iter().filter(|own| own.code == "bad-style");
    own.map(|own| {
        let line = own.span.map(|span| csl[..span.range().start].matches('\n').count() + 1);
        let words = own.message.strip_prefix("this is no citation style that can be used: ");
        format!("{}: {}", line.unwrap_or_default(), words.unwrap_or(&own.message))
    })
    .collect()
}

#[track_caller]
fn check_style(csl: &str, expected: &[&str]) {
    assert_eq!(told_of_style(csl), expected, "{}", csl.chars().take(2000).collect::<String>());
}

#[test]
fn macros_that_never_end_are_told() {
    let calls = r#"<text macro="a"/>"#;
    check_style(&style(r#"<macro name="a"><text variable="title"/></macro>"#, calls), &[]);
    check_style(
        &style(r#"<macro name="a"><group><text macro="a"/></group></macro>"#, r#"<text variable="title"/>"#),
        &["9: the macro `a` calls itself, and so never comes to an end"],
    );
    let several = r#"<macro name="a"><choose><if type="book"><text macro="b"/></if></choose></macro>
  <macro name="b"><names variable="author"><substitute><text macro="&#97;"/></substitute></names></macro>
  <macro name="c"><text macro="c"/></macro>
  <macro name="d"><text macro="a"/><text macro="missing"/></macro>"#;
    check_style(
        &style(several, calls),
        &[
            "12: there is no macro `missing`, and it is used here",
            "9: macros call each other in a circle, and so never come to an end: `a` → `b` → `a`",
            "11: the macro `c` calls itself, and so never comes to an end",
        ],
    );
}

#[test]
fn a_style_is_no_deeper_than_can_be_read() {
    let nested = |deep: usize| {
        format!("{}<text variable=\"title\"/>{}", "<group>".repeat(deep), "</group>".repeat(deep))
    };
    check_style(&style("", &nested(90)), &[]);
    let too_deep =
        "11: more than 100 elements stand in each other here, which no style needs, and which cannot be read";
    for deep in [3_000, 100_000] {
        check_style(&style("", &nested(deep)), &[too_deep]);
    }
    let endless = ["0: its macros call each other so often that no citation would ever be finished"];
    let chain = |calls: &str, many: usize| -> String {
        let one = |number: usize| {
            let call = format!("<text macro=\"m{}\"/>", number + 1);
            format!("<macro name=\"m{number}\"><group>{}</group></macro>\n", calls.replace('.', &call))
        };
        (0..many).map(one).collect::<String>()
            + &format!("<macro name=\"m{many}\"><text value=\"x\"/></macro>")
    };
    let first = r#"<text macro="m0"/>"#;
    check_style(&style(&chain(".", 90), first), &[]);
    check_style(&style(&chain(".", 5_000), first), &endless);
    check_style(&style(&chain("..", 60), first), &endless);
}

#[test]
fn what_is_no_style_is_told_in_plain_words() {
    check_style("", &["0: the file is empty"]);
    check_style("\u{feff} \n", &["0: the file is empty"]);
    check_style("\n?PNG", &["2: it is not XML, which begins with `<`"]);
    let page = "1: it is a web page (HTML), perhaps the one from which the style can be downloaded";
    check_style("<!DOCTYPE html>\n<html><head><meta></head></html>", &[page]);
    check_style("<HTML><p>", &[page]);
    check_style("<?xml version='1.0'?>\n<rss/>", &["2: it begins with `<rss>` and not with `<style>`"]);
    check_style(
        &style("<!-- <macro> -->", "<group>"),
        &["11: `</layout>` stands where `<group>` has to be closed first"],
    );
    check_style(
        &style("", r#"<text variable="tilte"/>"#),
        &[
            "0: a part of it cannot be read: a `<text>` has no `variable`, `macro`, `term` or `value` that CSL knows, perhaps by a misspelling",
        ],
    );
    let without_list = style("", r#"<text variable="title"/>"#).replace("author-date", "label");
    let (start, end) =
        (without_list.find("<bibliography").expect("it"), without_list.find("</style").expect("it"));
    let without_list = format!("{}{}", &without_list[..start], &without_list[end..]);
    check_style(
        &without_list,
        &[
            "0: it cites by numbers or labels and has no `<bibliography>`, so that no list would say what they mean",
        ],
    );
}

#[test]
fn a_style_without_a_list_of_sources_is_refused() {
    let (errors, _) = site_of("alphanumeric", &serde_json::json!({}), "Nothing.");
    let words = "unknown-style: the citation style `alphanumeric` has no list of sources, so that nobody could see what its labels mean";
    assert_eq!(errors, [words]);
}

// Works that are cited in ways that styles do not think of.

/// What a work `a` is cited and listed as.
#[track_caller]
fn check_work(style: &str, work: Value, text: &str, expected: (&str, &str)) {
    let works = serde_json::json!({"a": work});
    let (errors, site) = site_of(style, &works, text);
    assert_eq!(errors, [""; 0]);
    let (cited, list) = page_of(&site.expect("a site"));
    assert_eq!(
        (cited.join(" | "), list.join(" | ")),
        (expected.0.to_owned(), expected.1.to_owned()),
        "{style}"
    );
}

#[test]
fn a_work_without_author_and_journal_stands_under_its_title() {
    let debate =
        serde_json::json!({"type": "hansard", "title": "NHS debate", "date": "2015", "volume": "12"});
    check_work(DEFAULT, debate.clone(), "[@a]", ("(‘NHS debate’, 2015)", "‘NHS debate’ (2015), 12."));
    check_work("vancouver", debate, "[@a]", ("(1)", "1. NHS debate. 2015;12."));
}

#[test]
fn brackets_with_nothing_in_them_are_left_out() {
    let book =
        serde_json::json!({"type": "book", "title": "NHS SOS", "author": "Davis, Jacky", "date": "2013"});
    let listed = "Davis, Jacky. *NHS SOS*. 2013.";
    let cited = "Davis |  | Davis (4) | (4) | (Davis)";
    check_work("mla", book, "@a says [-@a]. @a [p. 4], [-@a, p. 4], [@a]", (cited, listed));
}

#[test]
fn the_number_of_a_report_is_no_issue() {
    let report = |number: Value| {
        let mut report = serde_json::json!({"type": "report", "title": "The Plan", "author": {"name": "Department"}, "date": "2013"});
        report["serial-number"] = number;
        report
    };
    let listed = "Department. (2013). *The Plan* (No. Cm 123).";
    check_work(
        "apa",
        report(serde_json::json!({"serial": "Cm 123"})),
        "[@a]",
        ("(Department, 2013)", listed),
    );
}

#[test]
fn a_report_without_author_has_no_comma_before_its_bracket() {
    let report = serde_json::json!({"type": "report", "title": "The Plan", "publisher": "Department of Health", "date": "2010"});
    let read = "*The Plan* (Department of Health, 2010)";
    check_work("modern-humanities-research-association-notes", report, "[@a]", (&format!("{read}."), read));
}
