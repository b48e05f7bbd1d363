//! Exports: every format says what the reference says, and what is written is read again as the same.

mod common;

use casefile::build;
use casefile::build::Options;
use casefile::diagnostic::Diagnostic;
use casefile::document::Details;
use casefile::document::Parent as Above;
use casefile::document::Record;
use casefile::document::Work;
use casefile::document::read_documents;
use casefile::import::bibtex;
use casefile::import::csl_json;
use casefile::import::ris;
use casefile::import::work;
use casefile::import::work::Description;
use casefile::import::work::ImportedWork;
use casefile::import::work::Name;
use casefile::import::work::Parent;
use casefile::import::work::Shape;
use casefile::import::work::record_text;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::markdown::AsWritten;
use casefile::span::FileId;
use casefile::span::Span;
use casefile::vocabulary::ReferenceType;
use casefile::vocabulary::Vocabulary;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::attributes;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;

const CONFIG: &str = "title: Test archive\nbase_url: https://evidence.example/\n";

// ------------------------------------------------------------------------------------------- round trips

/// The files with the whole bibliography of a site that has these files.
fn exported(files: Vec<(String, String)>) -> BTreeMap<&'static str, String> {
    let inputs = inputs(files);
    let options = Options { now: common::NOW.parse().expect("a moment"), base_url: None, drafts: false };
    let site = build::prepare(&mut Vec::new(), &inputs, &options).expect("a theme");
    site.exports().into_iter().collect()
}

fn inputs(files: Vec<(String, String)>) -> Inputs {
    let config = [("casefile.yaml".to_owned(), CONFIG.to_owned())];
    let files = files.into_iter().chain(config);
    let texts = files.map(|(path, text)| TextFile { path, bytes: text.into() }).collect();
    let mut inputs = Inputs { texts, ..Inputs::default() };
    inputs.texts.sort_by(|one, other| one.path.cmp(&other.path));
    inputs
}

fn references(works: &[ImportedWork]) -> Vec<(String, String)> {
    let file =
        |work: &ImportedWork| (format!("content/references/{}.md", work.key), record_text(work, None, &[]));
    works.iter().map(file).collect()
}

/// What the record of a work says, by its key.
fn records(works: &[ImportedWork]) -> BTreeMap<String, String> {
    works.iter().map(|work| (work.key.clone(), record_text(work, None, &[]))).collect()
}

/// A format that has no parents: what of a work it holds.
struct Holds {
    /// Kinds of numbers, in the order in which they are read; a `serial` one of a report alone.
    numbers: &'static [&'static str],
    date: fn(&str) -> bool,
    accessed: fn(&str) -> bool,
    /// A series of a book or report.
    series: bool,
    /// The authors of the book that a chapter is in.
    container_authors: bool,
    name: fn(&Name) -> Name,
}

fn is_plain_date(date: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    date.split('-').all(is_number) && !(date.len() == 7 && &date[5..] > "12")
}

const BIBTEX: Holds = Holds {
    numbers: &["doi", "isbn", "issn", "pmid", "pmcid", "arxiv", "serial"],
    date: |date| date != "unknown" && !date.starts_with(['[', '{']),
    accessed: |date| date != "unknown" && !date.starts_with(['[', '{']),
    series: false,
    container_authors: false,
    name: Name::clone,
};

const RIS: Holds = Holds {
    numbers: &["doi", "isbn", "issn", "serial"],
    date: is_plain_date,
    accessed: is_plain_date,
    series: false,
    container_authors: false,
    // Commas are all that divides a name.
    name: |name| {
        let parts = [Some(&name.family), name.given.as_ref(), name.suffix.as_ref()];
        let whole = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        let parts: Vec<&str> = whole.split(", ").collect();
        let (family, given, suffix) = match parts[..] {
            [family, given] => (family, Some(given), None),
            [family, given, suffix] if suffix.chars().count() <= 5 => (family, Some(given), Some(suffix)),
            _ => (whole.as_str(), None, None),
        };
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Name { family: family.to_owned(), given: owned(given), suffix: owned(suffix) }
    },
};

const CSL_JSON: Holds = Holds {
    numbers: &["doi", "isbn", "issn", "pmid", "pmcid", "serial"],
    date: |date| date != "unknown",
    accessed: |date| date != "unknown",
    series: true,
    container_authors: true,
    name: Name::clone,
};

/// What a format leaves of a work.
fn held(holds: &Holds, whole: &ImportedWork) -> ImportedWork {
    let none = Description::default();
    let parent = match &whole.parent {
        Some(Parent::Inline(parent)) => parent.as_ref(),
        _ => &none,
    };
    let mut own = flat(&whole.own, parent);
    own.date = own.date.filter(|date| (holds.date)(date));
    own.accessed = own.accessed.filter(|date| own.url.is_some() && (holds.accessed)(date));
    own.page_range = own.page_range.map(|pages| work::pages(&pages));
    let order = |kind: &str| holds.numbers.iter().position(|own| *own == kind);
    own.serial_numbers.retain(|(kind, _)| order(kind).is_some());
    // It is a note of any other work.
    own.serial_numbers.retain(|(kind, _)| *kind != "serial" || whole.kind.is_report());
    own.serial_numbers.sort_by_key(|(kind, _)| order(kind));
    for names in [&mut own.authors, &mut own.editors] {
        names.iter_mut().for_each(|name| *name = (holds.name)(name));
    }
    let has_parent = Shape::of(whole.kind) != Shape::Whole || holds.series;
    let title = parent.title.clone().filter(|_| has_parent);
    let parent = title.map(|title| {
        let authors = holds.container_authors && Shape::of(whole.kind) != Shape::Whole;
        let authors = if authors { parent.authors.clone() } else { Vec::new() };
        let mut parent = Description { title: Some(title), authors, ..Description::default() };
        work::divide(whole.kind, &mut own, &mut parent);
        Parent::Inline(Box::new(parent))
    });
    ImportedWork { own, parent, ..whole.clone() }
}

/// What a part does not say of itself is said by the whole.
fn flat(own: &Description, parent: &Description) -> Description {
    let mut flat = own.clone();
    let levels = [own, parent];
    let imprint = levels.iter().find(|level| level.publisher.is_some() || level.location.is_some());
    flat.publisher = imprint.and_then(|level| level.publisher.clone());
    flat.location = imprint.and_then(|level| level.location.clone());
    if flat.editors.is_empty() {
        flat.editors.clone_from(&parent.editors);
    }
    if own.date.as_deref().is_none_or(|date| date == "unknown") {
        flat.date = parent.date.clone().or(own.date.clone());
    }
    for (mine, theirs) in [
        (&mut flat.volume, &parent.volume),
        (&mut flat.issue, &parent.issue),
        (&mut flat.edition, &parent.edition),
    ] {
        *mine = mine.clone().or(theirs.clone());
    }
    for (kind, number) in parent.serial_numbers.iter().filter(|(kind, _)| matches!(*kind, "isbn" | "issn")) {
        if flat.serial_numbers.iter().all(|(own, _)| own != kind) {
            flat.serial_numbers.push((kind, number.clone()));
        }
    }
    flat
}

type Reader = fn(&mut Vec<Diagnostic>, FileId, &str) -> Vec<ImportedWork>;

fn check_round_trip(
    works: &[ImportedWork],
    (path, read, holds): (&str, Reader, &Holds),
) -> Result<(), TestCaseError> {
    let text = &exported(references(works))[path];
    let again = read(&mut Vec::new(), FileId(0), text);
    let expected: Vec<ImportedWork> = works.iter().map(|work| held(holds, work)).collect();
    prop_assert_eq!(records(&again), records(&expected), "{}", text);
    // What was read says the same in every format: nothing moves with every trip.
    let once_more = exported(references(&again));
    prop_assert_eq!(
        records(&read(&mut Vec::new(), FileId(0), &once_more[path])),
        records(&again),
        "{}",
        text
    );
    Ok(())
}

/// What a reader is told of a work and of those that it is a part of.
fn told(title: &str, work: &Work<AsWritten>) -> Vec<String> {
    let mut told = vec![format!(
        "{title:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        work.authors,
        work.editors,
        work.date.as_ref().map(|date| date.as_written()),
        work.publisher,
        work.location,
        work.page_range,
        work.volume,
        work.issue,
        work.edition,
        work.url,
        work.accessed.as_ref().filter(|_| work.url.is_some()).map(|date| date.as_written()),
        work.serial_numbers,
    )];
    if let Some(Above::Inline(parent)) = &work.parent {
        told.extend(self::told(parent.title.as_deref().unwrap_or_default(), &parent.work));
    }
    told
}

fn told_of_records(records: &[Record<AsWritten>]) -> BTreeMap<String, (ReferenceType, Vec<String>)> {
    let references = records.iter().filter_map(|record| match &record.details {
        Details::Reference(own) => {
            Some((record.id.clone(), (own.kind, told(&record.common.title.value, &own.work))))
        }
        _ => None,
    });
    references.collect()
}

fn text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 48] = [
        "a", "NHS", "Leeds", "é", "ß", "İ", "中文", "🏥", " ", " ", " ", "%", "&", "$", "#", "_", "~", "^",
        "\\", "{", "}", "{x}", "'", "''", "`", "``", "\"", "-", "--", "---", ",", ".", ":", ": ", ";", "?",
        "!", "?`", "<", ">", "[", "]", "(", "@", "=", "+", "\\textbf", "and",
    ];
    let pieces = prop::collection::vec(select(&PIECES[..]), 1..10);
    pieces.prop_map(|pieces| {
        let text = pieces.concat().split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().any(char::is_alphanumeric) {
            text
        } else {
            format!("Letters {text}").trim().to_owned()
        }
    })
}

fn name() -> impl Strategy<Value = Name> {
    let family = select(
        &[
            "Davis",
            "van der Berg",
            "de la Cruz",
            "De la Cruz",
            "O’Brien",
            "d'Arcy",
            "Al-Rawi",
            "Müller",
            "山田",
            "Ó Súilleabháin",
            "and",
            "others",
            "Smith & Sons",
            "Mac",
            "von",
            "Brace{d",
            "50% Owen",
            "Jean--Luc",
        ][..],
    );
    let given = select(&["Jacky", "J. R.", "Élodie", "J.-P.", "Abd al-Rahman", "A and B", "{J", "M\\"][..]);
    let suffix = prop::option::weighted(0.2, select(&["Jr.", "III"][..]));
    let body = select(
        &[
            "World Health Organization",
            "Health, Education and Research Trust",
            "NHS",
            "Doctors for the NHS",
            "mySociety",
            "R&D {Unit",
            "Marks and Spencer",
            "others",
            "and",
            "Trust, the",
            "Ward 6; Leeds",
            "A, B, C and D",
        ][..],
    );
    let owned = |text: &str| text.to_owned();
    prop_oneof![
        (family, given, suffix).prop_map(move |(family, given, suffix)| Name {
            family: owned(family),
            given: Some(owned(given)),
            suffix: suffix.map(owned)
        }),
        body.prop_map(move |family| Name { family: owned(family), given: None, suffix: None }),
    ]
}

fn names() -> impl Strategy<Value = Vec<Name>> {
    prop::collection::vec(name(), 0..4).prop_map(|names| {
        let mut once: Vec<Name> = Vec::new();
        // A name that stands twice is a mistake.
        names.into_iter().for_each(|name| {
            if !once.contains(&name) {
                once.push(name);
            }
        });
        once
    })
}

fn date() -> impl Strategy<Value = String> {
    const DATES: [&str; 22] = [
        "2015",
        "2015-06",
        "2015-06-20",
        "1999-12-31",
        "0987",
        "2018-06~",
        "2018-06-20~",
        "2018?",
        "2018%",
        "201X",
        "20XX",
        "2018-21",
        "2017-01/2018-03",
        "2018-06-20/..",
        "../2018",
        "2018-XX",
        "2018-06-XX",
        "-0044",
        "2018~/2019",
        "[2015-03..]",
        "{2015,2017}",
        "unknown",
    ];
    select(&DATES[..]).prop_map(str::to_owned)
}

fn some<T: Strategy>(strategy: T) -> impl Strategy<Value = Option<T::Value>> {
    prop::option::weighted(0.4, strategy)
}

fn numbers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    const NUMBERS: [(&str, &str); 7] = [
        ("doi", "10.1000/182_x%<3>#a"),
        ("isbn", "978-0-19-853453-1"),
        ("issn", "2049-363X"),
        ("pmid", "23439512"),
        ("pmcid", "PMC3531190"),
        ("arxiv", "2101.00001"),
        ("serial", "RN/123_4"),
    ];
    let chosen = prop::sample::subsequence(NUMBERS.to_vec(), 0..4);
    chosen.prop_map(|numbers| numbers.into_iter().map(|(kind, number)| (kind, number.to_owned())).collect())
}

fn description(title: impl Strategy<Value = Option<String>>) -> impl Strategy<Value = Description> {
    let urls = [
        "https://www.example.org/a?b=1&c=%20d#x_y",
        "http://example.org/~owen/$5",
        "https://example.org/Ü/(x)",
    ];
    let pages =
        select(&["38-61", "38–61", "e12", "xii-xv", "5-5", "1, 3-5", "7"][..]).prop_map(str::to_owned);
    (
        (title, names(), names(), some(date())),
        (some(text()), some(text()), some(text()), some(text()), some(text()), some(pages)),
        (some(select(urls.to_vec()).prop_map(str::to_owned)), some(date()), numbers()),
    )
        .prop_map(
            |(
                (title, authors, editors, date),
                (publisher, location, edition, volume, issue, page_range),
                rest,
            )| {
                let (url, accessed, serial_numbers) = rest;
                Description {
                    title,
                    authors,
                    editors,
                    date,
                    publisher,
                    location,
                    edition,
                    volume,
                    issue,
                    page_range,
                    accessed: accessed.filter(|_| url.is_some()),
                    url,
                    serial_numbers,
                }
            },
        )
}

fn imported_work() -> impl Strategy<Value = ImportedWork> {
    let parent = some(description(some(text())));
    (select(ReferenceType::ALL), description(text().prop_map(Some)), parent).prop_map(
        |(kind, own, parent)| {
            let is_empty = |parent: &Description| *parent == Description::default();
            let parent =
                parent.filter(|parent| !is_empty(parent)).map(|parent| Parent::Inline(Box::new(parent)));
            ImportedWork {
                key: String::new(),
                span: Span::new(FileId(0), 0, 0),
                kind,
                own,
                parent,
                keywords: Vec::new(),
            }
        },
    )
}

fn works() -> impl Strategy<Value = Vec<ImportedWork>> {
    prop::collection::vec(imported_work(), 1..6).prop_map(|works| {
        let numbered = works.into_iter().enumerate();
        numbered.map(|(at, work)| ImportedWork { key: format!("ref-{at}"), ..work }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn bibtex_is_read_again_as_the_same(works in works()) {
        check_round_trip(&works, ("references.bib", bibtex::read, &BIBTEX))?;
    }

    #[test]
    fn ris_is_read_again_as_the_same(works in works()) {
        check_round_trip(&works, ("references.ris", ris::read, &RIS))?;
    }

    #[test]
    fn csl_json_is_read_again_as_the_same(works in works()) {
        check_round_trip(&works, ("references.csl.json", csl_json::read, &CSL_JSON))?;
    }

    #[test]
    fn hayagriva_is_read_again_as_the_same(works in works()) {
        let files = references(&works);
        let yaml = exported(files.clone()).remove("references.yaml").expect("a file");
        let written = read_documents(&mut Vec::new(), &inputs(files));
        let mut diagnostics = Vec::new();
        let again = vec![("content/references/all.yaml".to_owned(), yaml.clone())];
        let read = read_documents(&mut diagnostics, &inputs(again.clone()));
        prop_assert_eq!(told_of_records(&read.records), told_of_records(&written.records), "{}", yaml);
        // hayagriva itself reads the same of it.
        let library = hayagriva::io::from_yaml_str(&yaml).map_err(|fault| TestCaseError::fail(format!("{fault}\n{yaml}")))?;
        let titles = |record: &Record<AsWritten>| (record.id.clone(), record.common.title.value.clone());
        let written_titles: BTreeMap<String, String> = written.records.iter().map(titles).collect();
        let title = |entry: &hayagriva::Entry| entry.title().map(|title| title.value.to_string()).unwrap_or_default();
        let titles_read = library.iter().map(|entry| (entry.key().to_owned(), title(entry))).collect();
        prop_assert_eq!(written_titles, titles_read, "{}", yaml);
        // Only notes have no place.
        let others: Vec<&Diagnostic> = diagnostics.iter().filter(|own| !own.message.starts_with("`note`")).collect();
        prop_assert!(others.is_empty(), "{:#?}\n{}", others, yaml);
    }

    #[test]
    fn csl_json_is_what_its_schema_wants(works in works()) {
        let schema = include_str!("fixtures/csl/csl-data.json");
        let schema = serde_json::from_str(schema).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let text = &exported(references(&works))["references.csl.json"];
        let list: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let faults: Vec<String> = validator.iter_errors(&list).map(|error| error.to_string()).collect();
        prop_assert!(faults.is_empty(), "{:#?}\n{}", faults, text);
        prop_assert_eq!(list.as_array().map(Vec::len), Some(works.len()));
    }
}

// ------------------------------------------------------------------------------------------- what is written

const SITE: &str = r#"=== casefile.yaml
title: Outsourcing failures
base_url: https://evidence.example/archive/
language: en-GB
publisher: {name: "Health, Truth and Care Campaign"}
check: {fairness: off, sources: off, writing: off}
=== content/incidents/letters.md
---
title: "Letters not sent: 100% & more {sic"
summary: A firm kept letters back.
date: 2018-06~
published: 2019-03-04
sources:
  - {ref: owen-2014, at: "pp. 38-61"}
  - letters-inquiry
---
The letters are described [@berg-2016].
=== content/press-releases/letters-inquiry.md
---
title: Inquiry into letters
headline: Inquiry opens into lost letters
date: 2018-06-20
issued_by: campaign
---
An inquiry was opened.
=== content/organisations/campaign.md
---
title: Doctors & Patients for Care
---
=== content/references/nhs-sos.md
---
title: NHS SOS
type: book
editor: ["Davis, Jacky", "Tallis, Raymond"]
date: 2013
publisher: Oneworld
location: London
serial-number: {isbn: 978-1-78074-328-3}
---
=== content/references/owen-2014.md
---
title: "Ready for_market: 50% {unfit"
type: chapter
author: [{name: "Health, Education and Research Trust"}, "Owen, David"]
parent: nhs-sos
page-range: 38-61
---
=== content/references/berg-2016.md
---
title: Berichte <b>über</b> Briefe
type: article
author: "van der Berg, Ludwig"
date: "2016-02~"
parent: {title: "Medicine & Law", volume: 7, issue: 8, serial-number: {issn: 2049-3630}}
url: {value: "https://journal.example/a?b=1&c=2", date: 2017-01-05}
url_status: hijacked
archived: [{url: "https://archive.example/journal", date: 2017-02-01}]
---
=== content/references/foi-2019.md
---
title: Letters kept back, reply
type: foi
author: {name: Leeds Trust}
date: "[2015-03..]"
url: https://foi.example/1
---
=== content/references/secret.md
---
title: A hidden dossier of letters
type: report
state: draft
---
=== content/references/gone.md
---
title: A study that was taken back
type: report
state: withdrawn
withdrawn: {date: 2020-01-01, reason: It was wrong.}
---
"#;

#[test]
fn bibtex_has_every_published_reference() {
    let site = Site::new(SITE);
    site.publish();
    let expected = r"@article{berg-2016,
  author = {van der Berg, Ludwig},
  title = {{Berichte <b>über</b> Briefe}},
  journal = {{Medicine \& Law}},
  date = {2016-02~},
  volume = {7},
  number = {8},
  issn = {2049-3630},
  note = {Date: about February 2016. The address of this work is left out, since others have taken it over. Archived copy of 1 February 2017: https://archive.example/journal.},
}

@book{nhs-sos,
  editor = {Davis, Jacky and Tallis, Raymond},
  title = {{NHS SOS}},
  year = {2013},
  publisher = {Oneworld},
  address = {London},
  isbn = {978-1-78074-328-3},
}

@incollection{owen-2014,
  author = {{Health, Education and Research Trust} and Owen, David},
  editor = {Davis, Jacky and Tallis, Raymond},
  title = {{Ready for\_market: 50\% \textbraceleft{}unfit}},
  booktitle = {{NHS SOS}},
  year = {2013},
  publisher = {Oneworld},
  address = {London},
  pages = {38--61},
  isbn = {978-1-78074-328-3},
}

@misc{foi-2019,
  author = {{Leeds Trust}},
  title = {{Letters kept back, reply}},
  url = {https://foi.example/1},
  type = {Freedom of information request},
  note = {Date: March 2015 or later.},
}
";
    let sorted = |text: &str| {
        let mut entries: Vec<String> = text.trim().split("\n\n").map(str::to_owned).collect();
        entries.sort();
        entries.join("\n\n")
    };
    assert_eq!(sorted(&site.page("references.bib")), sorted(expected));
    for path in ["references.bib", "references.ris", "references.csl.json", "references.yaml"] {
        assert_hides(&site.page(path), &["hidden dossier", "taken back", "journal.example"]);
    }
    let list = site.page("references/index.html");
    assert_shows(
        &common::words(&list),
        &["All sources, for reference managers: BibTeX, RIS, CSL-JSON, hayagriva"],
    );
    assert_shows(&site.words("data.html"), &["All sources as BibTeX", "All sources as hayagriva"]);
}

#[test]
fn ris_has_a_tag_a_line() {
    let site = Site::new(SITE);
    site.publish();
    let expected = "TY  - CHAP\nID  - owen-2014\nAU  - Health, Education and Research Trust\nAU  - Owen, David\nA2  - Davis, Jacky\nA2  - Tallis, Raymond\nTI  - Ready for_market: 50% {unfit\nT2  - NHS SOS\nPY  - 2013\nPB  - Oneworld\nCY  - London\nSP  - 38\nEP  - 61\nSN  - 978-1-78074-328-3\nER  - \n";
    assert_shows(&site.page("references.ris"), &[expected]);
    assert_shows(
        &site.page("references.ris"),
        &["TY  - RPRT\nID  - foi-2019\n", "M3  - Freedom of information request\n"],
    );
}

/// The texts that a page holds to copy, by what they are called.
fn copies(html: &str) -> BTreeMap<String, String> {
    let parts = html.split("<div class=\"copy\">").skip(1);
    let copy = |part: &str| {
        let (_, text) = part.split_once("<code>")?;
        let text =
            text.split_once("</code>")?.0.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let (_, heading) = part.split_once("<summary>")?;
        Some((heading.split_once("</summary>")?.0.to_owned(), text))
    };
    parts.filter_map(copy).collect()
}

#[test]
fn a_record_is_cited_as_a_page_of_the_site() {
    let site = Site::new(SITE);
    site.publish();
    let html = site.page("incidents/letters.html");
    let copies = copies(&html);
    let expected = r"@online{incident:letters,
  author = {{Health, Truth and Care Campaign}},
  title = {{Letters not sent: 100\% \& more \textbraceleft{}sic}},
  booktitle = {{Outsourcing failures}},
  year = {2019},
  month = mar,
  day = {4},
  url = {https://evidence.example/archive/incidents/letters.html},
  abstract = {A firm kept letters back.},
  language = {en-GB},
}
";
    assert_eq!(copies["BibTeX"], expected);
    let record: serde_json::Value = serde_json::from_str(&copies["CSL-JSON"]).expect("JSON");
    assert_eq!(record[0]["issued"]["date-parts"], serde_json::json!([[2019, 3, 4]]));
    assert_eq!(record[0].get("accessed"), None);
    let sources: serde_json::Value =
        serde_json::from_str(&copies["These 3 sources as CSL-JSON"]).expect("JSON");
    let ids: Vec<&str> =
        sources.as_array().expect("a list").iter().filter_map(|own| own["id"].as_str()).collect();
    assert_eq!(ids, ["berg-2016", "press-release:letters-inquiry", "owen-2014"]);
    let release = &sources[1];
    assert_eq!(release["title"], "Inquiry opens into lost letters");
    assert_eq!(release["author"], serde_json::json!([{"literal": "Doctors & Patients for Care"}]));
    assert_eq!(release["genre"], "Press release");
    // The three of them one after the other, as they stand in the file of all.
    assert_eq!(copies["These 3 sources as BibTeX"].matches("\n}\n").count(), 3);
    assert_shows(&copies["These 3 sources as BibTeX"], &["@incollection{owen-2014,"]);
}

#[test]
fn reference_managers_find_a_record_and_its_sources_in_its_page() {
    let site = Site::new(SITE);
    site.publish();
    let html = site.page("incidents/letters.html");
    let tags: Vec<(String, String)> = html
        .lines()
        .filter(|line| line.starts_with("<meta name=\"citation_"))
        .map(|line| (attributes(line, "name").remove(0), attributes(line, "content").remove(0)))
        .collect();
    let expected = [
        ("citation_title", "Letters not sent: 100% & more {sic"),
        ("citation_author", "Health, Truth and Care Campaign"),
        ("citation_publication_date", "2019/03/04"),
        ("citation_publisher", "Health, Truth and Care Campaign"),
        ("citation_public_url", "https://evidence.example/archive/incidents/letters.html"),
        ("citation_language", "en-GB"),
    ];
    let told: Vec<(&str, &str)> =
        tags.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    assert_eq!(told, expected);
    let found: Vec<&str> = html
        .split("<span class=\"Z3988\" title=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect();
    assert_eq!(found.len(), 4, "the record and its three sources");
    let all = found.join("\n");
    assert_shows(
        &all,
        &[
            "ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&amp;rft.genre=bookitem&amp;rft.atitle=Ready%20for_market%3A%2050%25%20%7Bunfit&amp;rft.btitle=NHS%20SOS",
            "rft.aucorp=Health%2C%20Education%20and%20Research%20Trust&amp;rft.au=Owen%2C%20David&amp;rft.date=2013",
            "rft.jtitle=Medicine%20%26%20Law&amp;rft.au=van%20der%20Berg%2C%20Ludwig&amp;rft.volume=7",
            "rft.type=webpage&amp;rft.title=Letters%20not%20sent%3A%20100%25%20%26%20more%20%7Bsic",
        ],
    );
    // On the page of a reference the work is found, not the page.
    let reference = site.page("references/owen-2014.html");
    assert_shows(
        &reference,
        &["<meta name=\"citation_inbook_title\" content=\"NHS SOS\">", "class=\"Z3988\""],
    );
    assert_hides(&site.page("references/gone.html"), &["citation_title", "Z3988"]);
}

#[test]
fn csl_json_is_told_from_a_table_by_its_shape() {
    let works = r#"[
  {"id": "http://zotero.org/users/1/items/AB", "type": "article-magazine", "title": "<i>NHS</i> for sale",
   "author": [{"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van der"}], "container-title": "The Weekly",
   "issued": {"date-parts": [["2018", 6]]}, "volume": 12, "source": "The catalogue"},
  {"id": 7, "type": "pamphlet", "title": "On letters", "issued": {"raw": "some time"}}
]"#;
    let site = Site::new("=== content/index.md\n---\ntitle: Home\n---\n");
    site.write("library.json", works);
    let run = site.run(&["import", "library.json"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_shows(
        &run.stderr,
        &[
            "`source` has no place in a reference, and is not kept: `The catalogue`",
            "the type `pamphlet` is no kind of reference here, and becomes `type: book`",
            "`issued` holds what is no date here, and is not kept: `some time`",
            "library.json:2",
        ],
    );
    let written = std::fs::read_to_string(site.path("content/references/van-der-berg-2018.md"))
        .or_else(|_| std::fs::read_to_string(site.path("content/references/berg-2018.md")))
        .expect("a reference");
    let expected = "---\ntitle: NHS for sale\ntype: article\nauthor: van der Berg, Ludwig\ndate: 2018-06\nparent:\n  title: The Weekly\n  volume: 12\n---\n";
    assert_eq!(written, expected);
    // A table whose rows have a column `type` is none.
    site.write("table.json", r#"[{"title": "Letters lost", "type": "data-loss"}]"#);
    let run = site.run(&["import", "table.json"]);
    assert_eq!(run.status, 2, "{run:#?}");
    assert_shows(&run.stderr, &["which column becomes which field"]);
    let run = site.run(&["import", "library.json", "--mapping-template"]);
    assert_shows(&run.stdout, &["container-title"]);
}

#[test]
fn broken_csl_json_is_told_with_its_line() {
    let site = Site::new("=== content/index.md\n---\ntitle: Home\n---\n");
    site.write(
        "library.json",
        "[\n  {\"id\": \"a\", \"type\": \"book\", \"title\": \"A\"},\n  {\"id\": \"b\" \"type\"}\n]",
    );
    let run = site.run(&["import", "library.json", "--as", "csl-json"]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["library.json:3", "this is no list of works in JSON"]);
    site.write(
        "other.json",
        "[{\"id\": \"a\", \"type\": \"book\"}, 7, {\"type\": \"book\", \"title\": \"B\"}]",
    );
    let run = site.run(&["import", "other.json", "--as", "csl-json"]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(
        &run.stderr,
        &["`a` has no `title`, and is left out", "this is no work, and is left out: `7`"],
    );
    assert!(site.path("content/references/b.md").exists());
}

#[test]
fn exports_keep_what_is_withheld() {
    let leak = "=== content/references/loud.md\n---\ntitle: Letters\ntype: report\npublisher: A hidden dossier of letters\n---\n";
    let site = Site::new(&format!("{SITE}{leak}"));
    let run = site.build(&[]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["the title of a record that is not published yet occurs in the site"]);
    let check = site.run(&["check", "--now", common::NOW]);
    assert_eq!(check.status, 1, "{check:#?}");
    assert_shows(&check.stderr, &["the title of a record that is not published yet occurs in the site"]);
}

#[test]
fn a_site_without_references_has_no_files_of_them() {
    let site = Site::new("=== content/index.md\n---\ntitle: Home\n---\n");
    site.without_editorial_rules();
    site.publish();
    assert!(site.output().keys().all(|path| !path.starts_with("references.")));
    assert_shows(&site.words("data.html"), &["There are no collected files"]);
}

#[test]
fn an_old_address_cannot_be_that_of_an_export() {
    let alias = "=== content/topics/letters.md\n---\ntitle: Letters\naliases: [references.bib]\n---\n";
    let run = Site::new(&format!("{SITE}{alias}")).build(&[]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["the address `references.bib` is taken already"]);
}
