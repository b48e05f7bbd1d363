//! `casefile import`: bibliographies become references and tables become incidents, nothing is dropped without a word, and
//! what is there stays as it is.

mod common;

use casefile::config::read_config;
use casefile::diagnostic::Diagnostic;
use casefile::diagnostic::Severity;
use casefile::document::Details;
use casefile::document::Person;
use casefile::document::Reference;
use casefile::document::read_file;
use casefile::import::bibtex;
use casefile::import::encoding;
use casefile::import::mapping;
use casefile::import::ris;
use casefile::import::row;
use casefile::import::table;
use casefile::import::work;
use casefile::import::work::Description;
use casefile::import::work::ImportedWork;
use casefile::import::work::Name;
use casefile::import::work::Parent;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::markdown::AsWritten;
use casefile::span::FileId;
use casefile::span::Span;
use casefile::vocabulary::ReferenceType;
use common::NOW;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::files;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::Just;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prelude::any;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::prelude::prop_oneof;
use proptest::prelude::proptest;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// Runs an import with mistakes as JSON.
fn import(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["import"], arguments, &["--now", NOW, "--format", "json"]].concat())
}

/// What an import says of its file is exactly this, one a line: `LINE SEVERITY CODE`. It ends with 1 if any is an error.
#[track_caller]
fn check_import(site: &Site, arguments: &[&str], expected: &str) -> Run {
    let run = import(site, arguments);
    let mistakes = run.stderr.lines().map(|line| {
        serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("no JSON: {}", run.stderr))
    });
    let text = |mistake: &Value, name: &str| mistake[name].as_str().unwrap_or_default().to_owned();
    let found: Vec<String> = mistakes
        .map(|own| format!("{} {} {}", own["line"], text(&own, "severity"), text(&own, "code")))
        .collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected, "{}", run.stderr);
    let has_error = found.iter().any(|line| line.contains(" error "));
    assert_eq!(run.status, i32::from(has_error), "{run:#?}");
    run
}

/// The text of a file of the site.
#[track_caller]
fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The whole content of the site, by path.
fn content(site: &Site) -> BTreeMap<String, Vec<u8>> {
    files(&site.path("content"))
}

#[track_caller]
fn check_passes(site: &Site) {
    site.without_editorial_rules();
    let run = site.run(&["check", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

const HOME: &str = "=== content/index.md\n---\ntitle: Home\n---\n";

// ------------------------------------------------------------------------------------------- bibliographies

const LIBRARY: &str = r#"This file was exported by hand; questions to office@evidence.example.

@comment{jabref-meta: databaseType:biblatex;}
@string{merlin = "Merlin Press"}
@STRING{ oup = {Oxford University } # {Press} }

@incollection{Player:2013,
  author   = {Stewart Player},
  title    = {Ready for market},
  crossref = {sos},
  pages    = {38--61},
}

@collection{sos,
  editor    = {Davis, J. and Tallis, R.},
  title     = {{NHS SOS}},
  year      = 2013,
  publisher = {Oneworld},
  address   = "London",
  keywords  = {marketisation, privatisation},
}

@article{garcia_2018,
  author       = {Garc{\'i}a, {\'E}lodie and Ludwig van der Berg and {Health, Education and Research Trust}},
  title        = {Outsourced letters: a \emph{case} study},
  journaltitle = {Journal of Health Policy},
  volume       = 12, number = {3}, pages = {101--119},
  date         = {2018-06}, doi = {https://doi.org/10.1000/xyz.123},
  issn         = {1234-5679},
  abstract     = {We show that letters were lost.},
}

@book{broken2016,
  title = {A brace is missing,
  author = {Smith, Anne},
  year = 2016
}

@online{nao,
  title   = {Investigation into ``lost'' letters},
  author  = {{National Audit Office}},
  url     = {https://www.nao.example/reports/clinical{\_}correspondence/},
  urldate = {2018-05-20},
  year    = {2017}, month = jun,
}

@phdthesis{muller,
  author = "M{\"u}ller, Jr., Hans",
  title  = "Care and Contract"
  school = OUP, year = {around 2010}
}

@book{several, author = {Smith, A., Jones, B.}, title = {Two people}, year = 2001}
"#;

const TOPIC: &str = "=== content/topics/marketisation.md\n---\ntitle: Marketisation\n---\n";

#[test]
fn works_of_bibtex_become_references() {
    let site = Site::new(TOPIC);
    site.write("library.bib", LIBRARY);
    let run = check_import(
        &site,
        &["library.bib"],
        "
        20 warning not-kept
        30 warning not-kept
        34 error broken-entry
        49 warning missing-comma
        50 warning bad-date
        53 error several-people
        null warning personal-data-in-original
        ",
    );
    let (path, bytes) = files(&site.path("imports")).pop_first().expect("the original");
    assert!(path.starts_with("library.") && path.ends_with(".bib"), "{path}");
    assert_eq!(bytes, LIBRARY.as_bytes());
    assert_shows(
        &run.stderr,
        &[
            "`privatisation`",
            "`We show that letters were lost.`",
            "`around 2010`",
            "the value of `title` is not closed",
        ],
    );
    let chapter = "---\ntitle: Ready for market\ntype: chapter\nauthor: Player, Stewart\npage-range: 38-61\nparent: sos\n---\n";
    assert_eq!(text(&site, "content/references/player-2013.md"), chapter);
    let book = "---\ntitle: NHS SOS\ntype: book\neditor:\n  - Davis, J.\n  - Tallis, R.\ndate: 2013\npublisher: Oneworld\nlocation: London\ntopics: [marketisation]\n---\n";
    assert_eq!(text(&site, "content/references/sos.md"), book);
    let article = "---\ntitle: \"Outsourced letters: a case study\"\ntype: article\nauthor:\n  - García, Élodie\n  - van der Berg, Ludwig\n  - name: Health, Education and Research Trust\ndate: 2018-06\npage-range: 101-119\nserial-number:\n  doi: 10.1000/xyz.123\nparent:\n  title: Journal of Health Policy\n  volume: 12\n  issue: 3\n  serial-number:\n    issn: 1234-5679\n---\n";
    assert_eq!(text(&site, "content/references/garcia-2018.md"), article);
    let page = "---\ntitle: Investigation into “lost” letters\ntype: web\nauthor: National Audit Office\ndate: 2017-06\nurl:\n  value: https://www.nao.example/reports/clinical_correspondence/\n  date: 2018-05-20\n---\n";
    assert_eq!(text(&site, "content/references/nao.md"), page);
    let thesis = "---\ntitle: Care and Contract\ntype: thesis\nauthor:\n  name: Müller\n  given-name: Hans\n  suffix: Jr.\npublisher: Oxford University Press\n---\n";
    assert_eq!(text(&site, "content/references/muller.md"), thesis);
    assert_eq!(content(&site).len(), 6);
    site.write("content/index.md", "---\ntitle: Home\n---\n\nAs [@player-2013, p. 40] says.\n");
    check_passes(&site);
}

#[test]
fn works_that_are_there_are_passed_over() {
    let site = Site::new(TOPIC);
    site.write("library.bib", LIBRARY);
    import(&site, &["library.bib"]);
    let before = content(&site);
    let again = import(&site, &["library.bib"]);
    assert_eq!(content(&site), before);
    assert_shows(
        &again.stdout,
        &[
            "`garcia_2018` is there already as `garcia-2018` (the same DOI): cite it as [@garcia-2018].",
            "Nothing was written.",
        ],
    );
    assert_shows(
        &again.stdout,
        &["`Player:2013` is there already as `player-2013`", "`muller` is there already"],
    );
}

const SALE: &str = "\
=== content/references/davis-2015.md
---
title: NHS For Sale
type: book
author: [\"Davis, J.\", \"Lister, J.\", \"Wrigley, D.\"]
date: 2015
---
";

const NEAR: &str = "@book{davis15, author = {Davis, Jacky and Lister, John and Wrigely, David},\n title = {NHS for Sale: Myths, Lies and Deception}, year = 2015}\n@inbook{chap, author = {Lister, John}, title = {Why}, crossref = {davis15}}\n";

#[test]
fn works_that_may_be_there_are_decided_by_a_person() {
    let site = Site::new(SALE);
    site.write("near.bib", NEAR);
    let before = content(&site);
    let refused = check_import(&site, &["near.bib"], "1 error may-be-twice\n3 error no-parent");
    assert_shows(&refused.stderr, &["--match davis15=davis-2015", "--match davis15=new"]);
    assert_eq!(content(&site), before);
    let skipped = check_import(&site, &["near.bib", "--match", "davis15=davis-2015"], "");
    assert_shows(&skipped.stdout, &["`davis15` is `davis-2015`, as you said", "content/references/chap.md"]);
    assert_shows(&text(&site, "content/references/chap.md"), &["parent: davis-2015"]);
    let other = Site::new(SALE);
    other.write("near.bib", NEAR);
    check_import(&other, &["near.bib", "--match", "davis15=new"], "");
    assert_shows(&text(&other, "content/references/chap.md"), &["parent: davis15"]);
    assert_shows(&text(&other, "content/references/davis15.md"), &["Wrigely, David"]);
}

#[test]
fn decisions_about_nothing_stop_the_import() {
    let site = Site::new(SALE);
    site.write("near.bib", NEAR);
    let check = |answer: &str, words: &str| {
        let run = site.run(&["import", "near.bib", "--match", answer]);
        assert_eq!(run.status, 2);
        assert_shows(&run.stderr, &[words]);
    };
    check("davis=new", "the file has no work of that key; the nearest is `davis15`");
    check("davis15=nobody", "the site has no reference `nobody`");
    check("davis15", "expected KEY=ID");
}

#[test]
fn an_id_that_another_work_has_gets_a_number() {
    let site = Site::new(SALE);
    site.write("a.bib", "@book{Davis_2015, title = {Another book}, author = {Davis, Rhys}, year = 2015}\n");
    let run = check_import(&site, &["a.bib"], "1 warning id-taken");
    assert_shows(&run.stderr, &["`[@davis-2015-2]`"]);
    assert_shows(&text(&site, "content/references/davis-2015-2.md"), &["title: Another book"]);
}

#[test]
fn one_work_twice_in_a_file_is_written_once() {
    let site = Site::new(HOME);
    let one = "@book{a, title = {Care in crisis}, author = {Smith, Ann}, year = 2001}\n";
    let two = "@book{b, title = {Care in crisis}, author = {Smith, A.}, year = 2001}\n@book{c, title = {Care in crises}, author = {Smith, A.}, year = 2001}\n";
    site.write("a.bib", format!("{one}{two}"));
    let run = check_import(&site, &["a.bib"], "3 error may-be-twice");
    assert_shows(&run.stdout, &["`b` is there already as `a`"]);
    check_import(&site, &["a.bib", "--match", "c=a"], "");
}

#[test]
fn nothing_is_written_when_that_is_asked_for() {
    for option in ["--dry-run", "--all-or-nothing"] {
        let site = Site::new(TOPIC);
        site.write("library.bib", LIBRARY);
        let before = content(&site);
        assert_eq!(import(&site, &["library.bib", option]).status, 1);
        assert_eq!(content(&site), before, "{option}");
    }
}

#[test]
fn shared_fields_and_sources_elsewhere_are_read() {
    let site = Site::new(HOME);
    site.write(
        "a.bib",
        "@xdata{pub, publisher = {Methuen}, location = {York}}\n@xdata{spare, note = {never used}}\n\
         @book{owen, xdata = {pub}, title = {The Health of the Nation}, subtitle = {The NHS in Peril}, author = {Owen, D.}, year = 2014, edition = {2}, note = {Signed copy}}\n\
         @misc{site, title = {A page}, howpublished = {\\url{https://www.page.example/}}}\n\
         @misc{lost, title = {A lost part}, crossref = {nowhere}, year = {2014/}}\n\
         % @book{old, title = {Old}}\n\
         @patent{x, title = {A machine}}\n",
    );
    let run = check_import(
        &site,
        &["a.bib"],
        "2 warning not-kept\n3 warning not-kept\n5 warning not-kept\n6 warning commented-out\n7 warning type-read-as",
    );
    assert_shows(&run.stderr, &["`never used`", "`Signed copy`", "`nowhere`"]);
    let book = "---\ntitle: \"The Health of the Nation: The NHS in Peril\"\ntype: book\nauthor: Owen, D.\ndate: 2014\npublisher: Methuen\nlocation: York\nedition: 2\n---\n";
    assert_eq!(text(&site, "content/references/owen.md"), book);
    assert_shows(
        &text(&site, "content/references/site.md"),
        &["type: web", "url: https://www.page.example/"],
    );
    assert_shows(&text(&site, "content/references/lost.md"), &["date: 2014/.."]);
}

const ZOTERO: &str = "TY  - JOUR\r\nTI  - Lost letters and what became\r\nof them\r\nAU  - García, Élodie\r\nAU  - van der Berg, Ludwig\r\nT2  - Journal of Health Policy\r\nDA  - 2018/06/20/\r\nPY  - 2018\r\nDO  - 10.1000/xyz.456\r\nVL  - 12\r\nIS  - 3\r\nSP  - 101\r\nEP  - 119\r\nSN  - 1234-5679\r\nUR  - https://www.journal.example/lost\r\nUR  - https://mirror.example/lost\r\nY2  - 2018/07/01/10:30:00\r\nKW  - outsourcing\r\nKW  - letters\r\nN2  - An abstract.\r\nDB  - Zotero\r\nER  - \r\n\r\nTY  - CHAP\r\nTI  - Ready for market\r\nAU  - Player, Stewart\r\nA2  - Davis, Jacky\r\nA2  - Tallis, Raymond\r\nT2  - NHS SOS\r\nCY  - London\r\nPB  - Oneworld\r\nPY  - 2013\r\nSP  - 38-61\r\nSN  - 978-1-78074-328-6\r\nER  - \r\n";

#[test]
fn works_of_zotero_become_references() {
    let site = Site::new("=== content/topics/outsourcing.md\n---\ntitle: Outsourcing\n---\n");
    site.write("library.ris", ZOTERO.as_bytes());
    let run = check_import(
        &site,
        &["library.ris"],
        "16 warning not-kept\n17 warning not-kept\n19 warning not-kept\n20 warning not-kept\n21 warning not-kept",
    );
    assert_eq!(files(&site.path("imports")).into_values().collect::<Vec<_>>(), [ZOTERO.as_bytes()]);
    assert_shows(&run.stderr, &["https://mirror.example/lost", "`An abstract.`", "10:30:00", "`letters`"]);
    let article = "---\ntitle: Lost letters and what became of them\ntype: article\nauthor:\n  - García, Élodie\n  - van der Berg, Ludwig\ndate: 2018-06-20\npage-range: 101-119\nurl: https://www.journal.example/lost\nserial-number:\n  doi: 10.1000/xyz.456\nparent:\n  title: Journal of Health Policy\n  volume: 12\n  issue: 3\n  serial-number:\n    issn: 1234-5679\ntopics: [outsourcing]\n---\n";
    assert_eq!(text(&site, "content/references/garcia-2018.md"), article);
    let chapter = "---\ntitle: Ready for market\ntype: chapter\nauthor: Player, Stewart\ndate: 2013\npage-range: 38-61\nparent:\n  title: NHS SOS\n  editor:\n    - Davis, Jacky\n    - Tallis, Raymond\n  publisher: Oneworld\n  location: London\n  serial-number:\n    isbn: 978-1-78074-328-6\n---\n";
    assert_eq!(text(&site, "content/references/player-2013.md"), chapter);
    check_passes(&site);
}

#[test]
fn works_of_endnote_become_references() {
    let site = Site::new(HOME);
    let endnote = b"\xef\xbb\xbfStray words\nTY  - RPRT\nA1  - Department of Health and Social Care,\nT1  - The lost letters of the East Midlands\nY1  - 2017///\nPB  - The Stationery Office\nUR  - not an address\nTY  - THES\nAU  - M\xc3\xbcller, Hans, Jr.\nTI  - Care and Contract\nPB  - University of Leeds\nPY  - in press\n";
    site.write("endnote.txt", endnote);
    let run = check_import(
        &site,
        &["endnote.txt", "--as", "ris"],
        "1 warning not-kept\n2 warning no-end\n7 warning not-kept\n8 warning no-end\n12 warning bad-date",
    );
    assert_shows(&run.stderr, &["`Stray words`", "`not an address`", "`in press`"]);
    let report = "---\ntitle: The lost letters of the East Midlands\ntype: report\nauthor: Department of Health and Social Care\ndate: 2017\npublisher: The Stationery Office\n---\n";
    assert_eq!(text(&site, "content/references/department-of-health-and-2017.md"), report);
    let thesis = "---\ntitle: Care and Contract\ntype: thesis\nauthor:\n  name: Müller\n  given-name: Hans\n  suffix: Jr.\npublisher: University of Leeds\n---\n";
    assert_eq!(text(&site, "content/references/muller.md"), thesis);
}

#[test]
fn an_old_encoding_is_told() {
    let site = Site::new(HOME);
    site.write(
        "old.ris",
        b"TY  - BOOK\r\nAU  - M\xfcller, Hans\r\nTI  - Health \x96 for sale\r\nPY  - 2001\r\nER  - \r\n",
    );
    let run = check_import(&site, &["old.ris"], "null warning not-utf-8");
    assert_shows(&run.stderr, &["`Müller`"]);
    assert_shows(
        &text(&site, "content/references/muller-2001.md"),
        &["title: Health – for sale", "author: Müller, Hans"],
    );
}

#[test]
fn control_characters_are_told() {
    let site = Site::new(HOME);
    site.write("a.ris", "TY  - BOOK\nTI  - Health\u{b}for sale\nER  - \n");
    check_import(&site, &["a.ris"], "null warning control-character");
    assert_shows(&text(&site, "content/references/health-for-sale.md"), &["title: Health for sale"]);
}

#[test]
fn what_is_no_bibliography_is_refused() {
    let site = Site::new(HOME);
    site.write("empty.bib", "");
    site.write("letter.docx", "words");
    let check = |file: &str, words: &str| {
        let run = site.run(&["import", file]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert_shows(&run.stderr, &[words]);
    };
    check("empty.bib", "holds no works");
    check("letter.docx", "save it as plain text or as a web page");
    check("nowhere.bib", "cannot read `nowhere.bib`: it is not there");
}

// --------------------------------------------------------------------------------------------------- tables

const SITE: &str = "\
=== content/organisations/northmed.md
---
title: Northmed Records
names: {aliases: [Northmed], former: [Letterworks]}
---
=== content/organisations/trust.md
---
title: Vale Hospitals Trust
---
=== content/references/local-news.md
---
title: Letters lost
type: news
url: https://www.local-news.example/letters
---
=== mapping.yaml
id: Ref
title: Headline
date: {column: Date, format: dd/mm/yyyy}
status: {column: State of play, values: {Open: under-inquiry, Proven: upheld}}
organisations:
  supplier: {column: Contractor, separator: \" & \"}
  commissioner: Trust
places: {column: Town, separator: \"/\"}
harms: {column: Harm, separator: \",\", values: {Delay: delayed-care, Missed: missed-care, n/a: \"\"}}
figures:
  - {label: {value: Letters not sent}, value: {column: Letters}, unit: {value: letters}}
sources: {column: Link, separator: \" \"}
text: What happened
ignore: Reporter
always:
  state: draft
";

/// As Excel saves "CSV" in a country that writes decimals with a comma.
const EXCEL: &[u8] = b"Ref;Headline;Date;Contractor;Trust;State of play;Town;What happened;Letters;Harm;Link;Reporter\r\n\
2018-017;Letters of the caf\xe9 clinic lost;03/06/2018;Letterworks;Vale Hospitals Trust;Open;Leeds / York;\"Letters were \x93lost\x94.\r\nNobody was told; \"\"yet\"\".\";28,000;Delay, Missed;https://www.local-news.example/letters/;Anne\r\n\
2018-018;=cmd|' /C calc'!A0;4/6/2018 00:00;northmed & trust;;;;;;n/a;;\r\n\
;;;;;;;;;;;\r\n\
2018-019;X-rays not read;31/02/2018;Northmid;;Opn;;;;;https://elsewhere.example/;\r\n\
2018-020;Short row;04/06/2018\r\n\
2018-021;Called about it;04/06/2018;;;;;Ring 01632 960123 for more;;;;\r\n\
2018-017;The same number;2018;;;;;;;;;\r\n\
2018-022;Bad figure;2018-06;;;;;;about 12;;;\r\n";

#[test]
fn rows_of_a_spreadsheet_become_incidents() {
    let site = Site::new(SITE);
    site.write("Letters 2018.csv", EXCEL);
    let run = check_import(
        &site,
        &["Letters 2018.csv", "--mapping", "mapping.yaml"],
        "
        6 error bad-date
        6 error unknown-organisation
        6 error unknown-source
        6 error unknown-value
        7 error row-length
        8 error telephone-number
        9 error id-twice
        10 error bad-number
        null warning not-utf-8
        null warning personal-data-in-original
        ",
    );
    assert_shows(
        &run.stderr,
        &[
            "row 5: `Date` is `31/02/2018`",
            "written as `dd/mm/yyyy`",
            "the nearest is `Open`",
            "the nearest is `northmed`",
            "row 6 has 3 cells, and the header has 12",
            "that of row 2",
            "`café`",
        ],
    );
    assert_shows(&run.stdout, &["divided by semicolons", "content/incidents/2018-017.md  (row 2)"]);
    let (path, bytes) = files(&site.path("imports")).pop_first().expect("the original");
    assert_eq!(bytes, EXCEL);
    let record = text(&site, "content/incidents/2018-017.md");
    let (fields, rest) = record.split_once("extra:\n").expect("where it came from");
    assert_eq!(
        fields,
        "---\ntitle: Letters of the café clinic lost\nstate: draft\ndate: 2018-06-03\nstatus: under-inquiry\norganisations:\n  supplier: northmed\n  commissioner: trust\nplaces: [Leeds, York]\nharms: [delayed-care, missed-care]\nfigures:\n  - label: Letters not sent\n    value: 28,000\n    unit: letters\nsources: [local-news]\n"
    );
    assert_shows(
        rest,
        &[
            &format!("file: imports/{path}\n"),
            "row: 2\n---\n\nLetters were “lost”.\nNobody was told; \"yet\".\n",
        ],
    );
    let formula = text(&site, "content/incidents/2018-018.md");
    assert_shows(
        &formula,
        &["title: \"=cmd|' /C calc'!A0\"", "date: 2018-06-04", "supplier: [northmed, trust]"],
    );
    assert_hides(&formula, &["figures", "harms", "status"]);
    assert_eq!(content(&site).len(), 5);
    check_passes(&site);
}

#[test]
fn a_table_that_grew_brings_only_what_is_new() {
    let site = Site::new(SITE);
    site.write("t.csv", "Name,When\nLetters lost,2018\nX-rays lost,2019\n");
    site.write("m.yaml", "title: Name\ndate: When\nalways: {state: draft}\n");
    check_import(&site, &["t.csv", "--mapping", "m.yaml"], "");
    let before = content(&site);
    let again = check_import(&site, &["t.csv", "--mapping", "m.yaml"], "");
    assert_shows(&again.stdout, &["2 rows are there already with the same content.", "Nothing was written."]);
    assert_eq!(content(&site), before);
    assert_eq!(files(&site.path("imports")).len(), 1);
    site.write("t.csv", "Name,When\nTests lost,2017\nLetters lost,2018\nX-rays lost,2020\n");
    let grown = check_import(&site, &["t.csv", "--mapping", "m.yaml"], "4 error already-there");
    assert_shows(&grown.stderr, &["line 4 is `date: 2019` there, and would be `date: 2020`"]);
    assert_shows(&grown.stdout, &["1 row is there already", "content/incidents/tests-lost.md  (row 2)"]);
    let after = content(&site);
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    assert_eq!(after.len(), before.len() + 1);
}

#[test]
fn organisations_are_drafted_where_the_mapping_says_so() {
    let site = Site::new(SITE);
    site.write("t.csv", "Name,Firm\nA,Sunhealth Ltd\nB,SUNHEALTH LTD.\nC,Letterwork\nD,Northmed\n");
    site.write(
        "m.yaml",
        "title: Name\norganisations: {supplier: Firm}\ncreate: organisations\nalways: {state: draft}\n",
    );
    let run = check_import(&site, &["t.csv", "--mapping", "m.yaml"], "4 warning near-organisation");
    assert_shows(&run.stderr, &["`northmed` has a name that is alike"]);
    assert_shows(
        &text(&site, "content/organisations/sunhealth-ltd.md"),
        &["title: Sunhealth Ltd\nstate: draft\n"],
    );
    assert_shows(&text(&site, "content/incidents/b.md"), &["supplier: sunhealth-ltd"]);
    check_passes(&site);
    // What is published at once cannot rest on a draft.
    let published = Site::new(SITE);
    published.write("t.csv", "Name,Firm\nA,Sunhealth Ltd\nD,Northmed\n");
    published.write("m.yaml", "title: Name\norganisations: {supplier: Firm}\ncreate: organisations\n");
    check_import(&published, &["t.csv", "--mapping", "m.yaml"], "2 error names-withheld");
    assert!(!published.path("content/organisations/sunhealth-ltd.md").exists());
    check_passes(&published);
}

#[test]
fn objects_of_a_web_form_become_incidents() {
    let site = Site::new(SITE);
    site.write(
        "form.json",
        "[\n {\"id\": 17, \"what\": {\"title\": \"Portal down\", \"towns\": [\"Leeds\", \"York\"]}, \"when\": \"2019-02\", \"count\": 1.10, \"note\": null},\n {\"id\": 18, \"what\": {\"title\": \"Portal down again\"}, \"when\": \"03/04/2019\"},\n {\"id\": 19, \"id\": 20}\n]",
    );
    site.write(
        "m.yaml",
        "id: id\ntitle: what.title\nplaces: what.towns\ndate: when\nfigures:\n  - {label: {value: Hours}, value: count}\nignore: note\nalways: {state: draft}\n",
    );
    let run =
        check_import(&site, &["form.json", "--mapping", "m.yaml"], "3 error bad-date\n4 error bad-object");
    assert_shows(
        &run.stderr,
        &["object 2: `when` is `03/04/2019`, which is 3 April or 4 March", "the field `id` twice"],
    );
    let record = text(&site, "content/incidents/17.md");
    assert_shows(
        &record,
        &["title: Portal down\n", "places: [Leeds, York]\n", "    value: 1.10\n", "row: 1\n"],
    );
}

#[test]
fn an_object_a_line_is_read_line_by_line() {
    let site = Site::new(HOME);
    site.write("form.jsonl", "{\"t\": \"One\"}\n{\"t\": \"Two\",}\n\n{\"t\": \"Three\"}\n");
    site.write("m.yaml", "title: t\nalways: {state: draft}\n");
    check_import(&site, &["form.jsonl", "--mapping", "m.yaml"], "2 error bad-object");
    assert_eq!(
        content(&site).keys().collect::<Vec<_>>(),
        ["incidents/one.md", "incidents/three.md", "index.md"]
    );
}

#[test]
fn what_a_mapping_does_not_say_is_asked_for() {
    let site = Site::new(SITE);
    site.write("t.csv", "Name,When,Where\nLetters lost,03/06/2018,Leeds\n");
    let none = site.run(&["import", "t.csv"]);
    assert_eq!(none.status, 2);
    assert_shows(&none.stderr, &["casefile import t.csv --mapping-template > mapping.yaml"]);
    site.write("m.yaml", "titel: Name\ndate: {column: Wen, format: dd/mm/yy}\norganisations: {suplier: Where}\ncreate: incidents\n");
    let run = check_import(
        &site,
        &["t.csv", "--mapping", "m.yaml"],
        "1 error unknown-field\n1 error missing-field\n2 error unknown-column\n2 error bad-format\n3 error unknown-field\n4 error unknown-word",
    );
    assert_shows(
        &run.stderr,
        &[
            "\"suggestion\":\"title\"",
            "\"suggestion\":\"When\"",
            "\"suggestion\":\"supplier\"",
            "18 can be 1918",
        ],
    );
    site.write("m.yaml", "title: Name\ndate: When\nalways: {state: draft}\n");
    let run =
        check_import(&site, &["t.csv", "--mapping", "m.yaml"], "1 warning unused-column\n2 error bad-date");
    assert_shows(
        &run.stderr,
        &["ignore: [Where]", "3 June or 6 March", "how dates are written, which is never guessed"],
    );
    assert!(!site.path("imports").exists());
}

#[test]
fn a_template_is_a_mapping() {
    let site = Site::new(SITE);
    site.write("Letters 2018.csv", EXCEL);
    let template = site.run(&["import", "Letters 2018.csv", "--mapping-template"]);
    assert_eq!((template.status, template.stderr.as_str()), (0, ""));
    assert_shows(
        &template.stdout,
        &["id: Ref\n", "title: Headline\n", "03/06/2018, which is 3 June or 6 March", "Open: alleged"],
    );
    site.write("t.yaml", &template.stdout);
    let run = import(&site, &["Letters 2018.csv", "--mapping", "t.yaml", "--dry-run"]);
    assert_hides(&run.stderr, &["t.yaml"]);
    assert_shows(&run.stdout, &["Would write"]);
    // Every line that is a comment but an explanation is one that works.
    let all: String = template
        .stdout
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest)
                if rest.starts_with("status:") || rest.starts_with(' ') && rest.contains("alleged") =>
            {
                format!("{rest}\n")
            }
            Some(rest) if rest == "  values:" || rest.starts_with("  column:") => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    site.write("t.yaml", &all);
    let run = import(&site, &["Letters 2018.csv", "--mapping", "t.yaml", "--dry-run"]);
    assert_hides(&run.stderr, &["t.yaml"]);
}

#[test]
fn a_table_that_is_damaged_is_not_guessed_at() {
    let site = Site::new(HOME);
    site.write("m.yaml", "title: Name\nignore: [Note]\nalways: {state: draft}\n");
    let check = |table: &str, expected: &str, incidents: usize| {
        let _ = fs::remove_dir_all(site.path("content/incidents"));
        fs::create_dir_all(site.path("content")).expect("a folder");
        site.write("t.csv", table);
        check_import(&site, &["t.csv", "--mapping", "m.yaml"], expected);
        assert_eq!(files(&site.path("content/incidents")).len(), incidents, "{table}");
    };
    check("Name,Note\nA,x\nB,\"y\nC,z\n", "3 error unclosed-quote", 1);
    check("Name,Name\nA,x\n", "1 error column-twice", 0);
    check("", "1 error no-rows", 0);
    check("sep=|\nName|Note\nA|x, y; z\n", "", 1);
    check("Name\tNote\nA\tx, y; z\n", "", 1);
    check("Name,Note\nA,x,\nB,x,y\n", "3 error row-length", 1);
    check("\"Name\",\"Note\"\n\"A \"\"b\"\"\",\"one\n\ntwo\"\nB,z\n", "", 2);
}

// ----------------------------------------------------------------------------------------------- properties

const FILE: FileId = FileId(0);

/// Text that is nearly a bibliography or a table.
fn nearly() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("@book{a,\n".to_owned()),
        Just("@string{x = x # x}\n".to_owned()),
        Just("@xdata{a, xdata = {a}}\n".to_owned()),
        Just("crossref = {a},\n".to_owned()),
        Just("author = {".to_owned()),
        Just("title = \"".to_owned()),
        Just("}\n".to_owned()),
        Just("\\'{".to_owned()),
        Just(" and ".to_owned()),
        Just("TY  - BOOK\n".to_owned()),
        Just("TI  - ".to_owned()),
        Just("ER  - \n".to_owned()),
        Just("[{\"a\": ".to_owned()),
        Just("\",;\t\r\n".to_owned()),
        Just("title: {column: ".to_owned()),
        "[a-c\\\\{}\"$#%@=,~'` \\n-]{0,12}",
        "\\PC{0,4}",
    ];
    vec(part, 0..14).prop_map(|parts| parts.concat())
}

/// A name or title as people have them: letters, and signs that mean something to YAML.
fn words() -> impl Strategy<Value = String> {
    "[A-Za-zéñß][A-Za-zéñß0-9 ,:#&'\"{}\\[\\]!?*@|>%`-]{0,24}[A-Za-zéñß0-9.?!]"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn name() -> impl Strategy<Value = Name> {
    (words(), option::of(words()), option::of(Just("Jr.".to_owned()))).prop_map(|(family, given, suffix)| {
        Name { family, suffix: suffix.filter(|_| given.is_some()), given }
    })
}

fn description() -> impl Strategy<Value = Description> {
    let names = || vec(name(), 0..3);
    let texts =
        (option::of(words()), option::of(words()), option::of(words()), option::of("[0-9]{1,4}[a-z]?"));
    let date = option::of(prop_oneof![
        Just("2018".to_owned()),
        Just("2018-06~".to_owned()),
        Just("[2015-03..]".to_owned())
    ]);
    let url = option::of("https://[a-z]{1,8}\\.example/[a-zA-Z0-9_%#?&=:.-]{0,12}");
    (names(), names(), texts, date, url, any::<bool>()).prop_map(
        |(authors, editors, texts, date, url, read)| {
            let accessed = date.clone().filter(|_| read && url.is_some());
            let (publisher, location, edition, volume) = texts;
            let issue = edition.clone();
            let page_range = volume.clone().map(|volume| format!("{volume}-{volume}"));
            let serial_numbers = vec![("doi", "10.1000/xyz-1".to_owned()), ("isbn", "0850367232".to_owned())];
            let title = Some("Title: of [it]".to_owned());
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
                url,
                accessed,
                serial_numbers,
            }
        },
    )
}

/// A reference as casefile reads it.
fn read_back(text: String) -> (Vec<Diagnostic>, String, Reference<AsWritten>) {
    let mut inputs = Inputs::default();
    inputs.texts.push(TextFile { path: "content/references/a.md".to_owned(), bytes: text.into_bytes() });
    let config = read_config(&mut Vec::new(), FILE, "title: Test\nbase_url: https://evidence.example/\n");
    let mut reading = read_file(&inputs, &config, FILE);
    let record = reading.records.pop().expect("a record");
    match record.details {
        Details::Reference(reference) => (reading.diagnostics, record.common.title.value.clone(), *reference),
        _ => panic!("no reference"),
    }
}

fn people(names: &[Name]) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for name in names {
        let given: Vec<&str> = name.given.iter().chain(&name.suffix).map(String::as_str).collect();
        let given = given.join(", ");
        let person = Person { family: name.family.clone(), given: (!given.is_empty()).then_some(given) };
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}

/// An entry of BibTeX or a work of RIS with values that stand nowhere else.
fn fields(names: &'static [&'static str]) -> impl Strategy<Value = BTreeMap<&'static str, String>> {
    let values = vec((proptest::sample::select(names), "q[a-z]{7}x"), 1..9);
    values.prop_map(|fields| fields.into_iter().collect())
}

#[track_caller]
fn each_is_kept_or_told(values: &BTreeMap<&str, String>, works: &[ImportedWork], told: &[Diagnostic]) {
    let mut said: String = told.iter().map(|own| format!("{}\n", own.message)).collect();
    for work in works {
        let keywords: Vec<String> = work.keywords.iter().map(|keyword| keyword.value.clone()).collect();
        said.push_str(&work::record_text(work, None, &keywords));
    }
    for (field, value) in values {
        assert!(said.contains(value.as_str()), "`{field}` = `{value}` is gone:\n{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_file_is_too_odd(source in nearly(), bytes in vec(any::<u8>(), 0..40)) {
        for source in [source, encoding::decode(&bytes).text] {
            let told = &mut Vec::new();
            bibtex::read(told, FILE, &source);
            ris::read(told, FILE, &source);
            table::read_json(told, FILE, &source);
            if let Some(table) = table::read_csv(told, FILE, &source, None) {
                mapping::template("t.csv", &table);
                mapping::separator(FILE, &source);
                let mapping = mapping::read(told, FILE, &source, &table.columns);
                row::drafts(told, &table, &mapping, &mut row::Names::default());
            }
        }
    }

    #[test]
    fn each_field_of_bibtex_is_kept_or_told(
        values in fields(&["title", "subtitle", "author", "editor", "translator", "year", "month", "date", "publisher", "institution", "school", "organization", "address", "location", "volume", "number", "edition", "pages", "url", "urldate", "doi", "isbn", "issn", "eprint", "eprinttype", "journal", "journaltitle", "booktitle", "howpublished", "crossref", "xdata", "keywords", "note", "annote", "series", "x-mine"]),
        kind in proptest::sample::select(&["book", "article", "incollection", "misc", "techreport", "phdthesis", "online", "nothing"][..]),
    ) {
        let fields: String = values.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
        let mut values = values;
        // An entry that has none is left out as a whole, and said to be.
        let title = values.entry("title").or_insert_with(|| "qtitlex".to_owned()).clone();
        let source = format!("@{kind}{{key,\n  title = {{{title}}},\n{}}}\n", fields.replace(&format!("  title = {{{title}}},\n"), ""));
        let told = &mut Vec::new();
        let works = bibtex::read(told, FILE, &source);
        prop_assert_eq!(works.len(), 1);
        each_is_kept_or_told(&values, &works, told);
    }

    #[test]
    fn each_tag_of_ris_is_kept_or_told(
        values in fields(&["AU", "A1", "A2", "A3", "ED", "T1", "T2", "T3", "BT", "JO", "JF", "JA", "PY", "Y1", "DA", "Y2", "SP", "EP", "VL", "IS", "PB", "CY", "SN", "DO", "UR", "L1", "N1", "N2", "AB", "KW", "ET", "M1", "C1", "LA"]),
        kind in proptest::sample::select(&["BOOK", "JOUR", "CHAP", "RPRT", "THES", "ELEC", "NEWS", "GEN"][..]),
    ) {
        let tags: String = values.iter().map(|(name, value)| format!("{name}  - {value}\n")).collect();
        let told = &mut Vec::new();
        let works = ris::read(told, FILE, &format!("TY  - {kind}\nTI  - Title\n{tags}ER  - \n"));
        prop_assert_eq!(works.len(), 1);
        each_is_kept_or_told(&values, &works, told);
    }

    #[test]
    fn a_reference_is_read_as_it_was_meant(own in description(), parent in option::of(description())) {
        let work = ImportedWork {
            key: "a".to_owned(),
            span: Span::new(FILE, 0, 0),
            kind: ReferenceType::Chapter,
            own: own.clone(),
            parent: parent.map(|parent| Parent::Inline(Box::new(parent))),
            keywords: Vec::new(),
        };
        let (told, title, read) = read_back(work::record_text(&work, None, &[]));
        let errors: Vec<&Diagnostic> = told.iter().filter(|own| own.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{:?}\n{}", errors, work::record_text(&work, None, &[]));
        prop_assert_eq!(Some(title), own.title.clone());
        let mut pairs = vec![(own, read.work)];
        if let (Some(Parent::Inline(parent)), Some(casefile::document::Parent::Inline(other))) = (work.parent, pairs[0].1.parent.take()) {
            pairs.push((*parent, other.work));
        }
        for (wanted, read) in pairs {
            prop_assert_eq!(people(&wanted.authors), read.authors);
            prop_assert_eq!(people(&wanted.editors), read.editors);
            let date = |date: &Option<casefile::date::PartialDate>| date.as_ref().map(|date| date.as_written().to_owned());
            prop_assert_eq!(wanted.date, date(&read.date));
            prop_assert_eq!(wanted.accessed, date(&read.accessed));
            let texts = (wanted.publisher, wanted.location, wanted.edition, wanted.volume, wanted.issue, wanted.page_range, wanted.url);
            prop_assert_eq!(texts, (read.publisher, read.location, read.edition, read.volume, read.issue, read.page_range, read.url));
            prop_assert_eq!(wanted.serial_numbers, read.serial_numbers);
        }
    }

    #[test]
    fn each_row_is_an_incident_or_told(cells in vec(("[a-z0-9 =-]{0,6}", "(2018|03/06/2018|June|)"), 1..8)) {
        let rows: String = cells.iter().map(|(title, date)| format!("{title},{date}\n")).collect();
        let told = &mut Vec::new();
        let table = table::read_csv(told, FILE, &format!("Title,Date\n{rows}"), None).expect("a table");
        let mapping = mapping::read(told, FILE, "title: Title\ndate: Date\n", &table.columns);
        prop_assert!(told.is_empty());
        let drafts = row::drafts(told, &table, &mapping, &mut row::Names::default());
        for row in &table.rows {
            let is_draft = drafts.iter().any(|draft| draft.row == row.number);
            let word = format!("row {}:", row.number);
            let is_told = told.iter().any(|own| own.message.starts_with(&word) && own.severity == Severity::Error);
            prop_assert!(is_draft != is_told, "row {}: {:?}", row.number, told);
        }
    }
}
