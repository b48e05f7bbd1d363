//! BibTeX files of a site: each entry is a reference like any other, and nothing of it is dropped without a word.

mod common;

use casefile::bibliography::bibtex;
use casefile::bibliography::bibtex::Purpose;
use casefile::build;
use casefile::build::File;
use casefile::build::Options;
use casefile::diagnostic::Diagnostic;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::span::FileId;
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
use proptest::prelude::prop_assert_eq;
use proptest::prelude::prop_oneof;
use proptest::prelude::proptest;
use serde_json::Value;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::Mutex;

const HOME: &str = "=== content/index.md\n---\ntitle: Home\n---\n";

/// What `casefile check` says of a site is exactly this, one a line: `PATH:LINE:COLUMN SEVERITY CODE`.
#[track_caller]
fn check_mistakes(site: &Site, expected: &str) -> Run {
    site.without_editorial_rules();
    let run = site.run(&["check", "--now", NOW, "--format", "json"]);
    let found: Vec<String> = run.stderr.lines().map(line_of).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected, "{}", run.stderr);
    assert_eq!(run.status, i32::from(found.iter().any(|line| line.contains(" error "))), "{run:#?}");
    run
}

fn line_of(json: &str) -> String {
    let own: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("no JSON: {json}"));
    let text = |name: &str| own[name].as_str().unwrap_or_default().to_owned();
    let path = text("path").trim_start_matches("content/references/").to_owned();
    let near = own["suggestion"].as_str().map(|near| format!(" -> {near}")).unwrap_or_default();
    format!("{path}:{}:{} {} {}{near}", own["line"], own["column"], text("severity"), text("code"))
}

/// A site with one BibTeX file.
fn site(bib: &str) -> Site {
    Site::new(&format!("{HOME}=== content/references/library.bib\n{bib}"))
}

/// A BibTeX file is told of with exactly this.
#[track_caller]
fn check_file(bib: &str, expected: &str) -> Run {
    check_mistakes(&site(bib), expected)
}

// ---------------------------------------------------------------------------------------------- references

const LIBRARY: &str = r#"=== content/references/library.bib
@comment{jabref-meta: databaseType:biblatex;}
@string{ow = "Oneworld"}

@incollection{Player:2013,
  author   = {Stewart Player},
  title    = {Ready for market},
  crossref = {NHS_SOS},
  pages    = {38--61},
}

@collection{NHS_SOS,
  editor    = {Davis, J. and Tallis, R.},
  title     = {{NHS} SOS: how it was betrayed},
  year      = 2013,
  publisher = ow,
  address   = "London",
  keywords  = {Marketisation, privatisation},
}

@article{garcia_2018,
  author       = {Garc{\'i}a, {\'E}lodie and Ludwig van der Berg and {Health, Education and Research Trust}},
  title        = {Outsourced letters: a \emph{case} study},
  journaltitle = {Journal of Health Policy},
  volume       = 12, number = {3}, pages = {101--119},
  date         = {2018-06}, doi = {https://doi.org/10.1000/xyz.123},
  independence = {independent},
}

@online{nao-2017,
  title   = {Investigation into ``lost'' letters},
  author  = {{National Audit Office}},
  url     = {https://www.nao.example/reports/letters/},
  urldate = {2018-05-20},
  year    = {2017}, month = jun,
  independence = {official}, url_status = {live},
}
=== content/topics/market.md
---
title: The market
synonyms: [marketisation, Privatisation]
---
=== content/incidents/letters.md
---
title: Letters to GPs were not sent
summary: Letters were not sent.
sources: [garcia_2018, nao-2017]
---

It was said before [@Player:2013, p. 40], and then again [@player-2013; @garcia_2018; @{NHS_SOS}].
"#;

#[test]
fn each_entry_has_a_page_of_its_own() {
    let site = Site::new(&format!("{HOME}{LIBRARY}"));
    site.without_editorial_rules();
    site.publish();
    let page = |path: &str| site.words(&format!("references/{path}.html"));
    assert_shows(
        &page("player-2013"),
        &["Ready for market", "Player", "38", "61", "Letters to GPs were not sent"],
    );
    assert_shows(
        &page("nhs-sos"),
        &["NHS SOS: how it was betrayed", "Tallis", "Oneworld", "London", "Ready for market"],
    );
    assert_shows(
        &page("garcia-2018"),
        &["García, Élodie", "van der Berg, Ludwig", "Health, Education and Research Trust", "case study"],
    );
    assert_shows(&page("nao-2017"), &["Investigation into “lost” letters", "National Audit Office"]);
    assert_hides(&page("garcia-2018"), &["emph", "\\"]);
    assert_shows(&site.words("topics/market.html"), &["NHS SOS"]);
    let incident = site.page("incidents/letters.html");
    assert!(incident.matches("references/player-2013.html").count() >= 1, "{incident}");
}

#[test]
fn the_name_in_a_text_may_be_the_key_or_the_id() {
    let cite = |key: &str| {
        let site = site("@book{Davis:2015_a, title = {NHS for Sale}, year = 2015}\n");
        site.write("content/about.md", format!("---\ntitle: About\n---\n\nSee [@{key}].\n"));
        site.without_editorial_rules();
        site.run(&["check", "--now", NOW])
    };
    for key in ["Davis:2015_a", "davis-2015-a", "{Davis:2015_a}"] {
        assert_eq!((cite(key).status, cite(key).stderr), (0, String::new()), "{key}");
    }
    let wrong = cite("Davis:2015-b");
    assert_eq!(wrong.status, 1);
    assert_shows(&wrong.stderr, &["`Davis:2015-b`", "davis-2015-a"]);
}

#[test]
fn a_whole_may_stand_in_another_file() {
    let site = site(
        "@inbook{part, title = {A part}, crossref = {whole}}\n@inbook{lost, title = {Lost}, crossref = {wholes}}\n",
    );
    site.write(
        "content/references/other.bib",
        "@book{Whole, title = {The whole}, author = {Smith, A.}, year = 2001}\n",
    );
    check_mistakes(&site, "library.bib:2:31 error unknown-id -> whole");
    site.write("content/references/library.bib", "@inbook{part, title = {A part}, crossref = {Whole}}\n");
    site.publish();
    assert_shows(&site.words("references/whole.html"), &["A part"]);
}

/// btxdoc.dvi, 3.2: an entry with `crossref` takes over what it does not have itself. In `@inbook` the author is that of the
/// book; in `@incollection` it is not (the manual of biblatex, appendix B).
#[test]
fn an_author_is_taken_over_where_bibtex_does() {
    let site = site(
        "@inbook{one, title = {One}, crossref = {b}}\n@inbook{two, title = {Two}, author = {Jones, B.}, crossref = {b}}\n\
         @incollection{three, title = {Three}, crossref = {b}}\n@book{b, title = {All}, author = {Smith, A.}, year = 2001}\n",
    );
    check_mistakes(&site, "");
    site.publish();
    let authors = |id: &str| {
        let words = site.words(&format!("references/{id}.html"));
        let (_, data) = words.split_once("\"kind\": \"reference\"").expect("the record as data");
        let own = data.split("\"parent\"").next().unwrap_or_default();
        (own.contains("Smith"), own.contains("Jones"))
    };
    assert_eq!(authors("one"), (true, false));
    assert_eq!(authors("two"), (false, true));
    assert_eq!(authors("three"), (false, false));
}

#[test]
fn fields_and_types_of_this_format_can_be_written() {
    let site = site(
        "@hansard{h, title = {Debate}, date = {2018-06-20}, independence = {official}}\n\
         @boardpaper{b, title = {Paper}, url = {https://a.example/x}, url_status = {dead}}\n\
         @press{p, title = {Release}, independence = {indipendent}}\n",
    );
    check_mistakes(&site, "library.bib:3:30 error unknown-word -> independence = {independent}");
}

// ---------------------------------------------------------------------------------------------- two places

#[test]
fn a_key_that_stands_in_two_places_is_told_with_both() {
    let check = |bib: &str, other: (&str, &str), place: &str, also: &str| {
        let site = site(bib);
        site.write(&format!("content/references/{}", other.0), other.1);
        let run = check_mistakes(&site, &format!("{place} error same-address"));
        let told: Value = serde_json::from_str(run.stderr.trim()).expect("JSON");
        let human = site.run(&["check", "--now", NOW]);
        assert_shows(&human.stderr, &[also]);
        told["message"].as_str().expect("words").to_owned()
    };
    let one = "@book{davis-2015, title = {A}}\n";
    let capital = "@book{Davis_2015, title = {B}}\n";
    let md = ("davis-2015.md", "---\ntitle: B\ntype: book\n---\n");
    check(&format!("{one}{one}"), ("z.yaml", ""), "library.bib:2:7", "library.bib:1:7");
    check(&format!("{one}{capital}"), ("z.yaml", ""), "library.bib:2:7", "library.bib:1:7");
    check(one, ("z.bib", capital), "z.bib:1:7", "library.bib:1:7");
    check(one, ("z.yaml", "davis-2015: {type: book, title: B}\n"), "z.yaml:1:1", "library.bib:1:7");
    let words = check(capital, md, "library.bib:1:7", "davis-2015.md");
    assert_eq!(words, "`Davis_2015` has the id `davis-2015`, and so has another reference");
}

// ---------------------------------------------------------------------------------------------- what is not kept

#[test]
fn what_is_not_kept_is_told_once_a_field() {
    let entries: String = (0..300)
        .map(|number| {
            format!("@manual{{k{number}, title = {{Title {number}}}, abstract = {{Words}}, keywords = {{tag {}, nhs}},\n  year = {{in press}}, titel = {{Other}}}}\n", number % 10)
        })
        .collect();
    let run = check_file(
        &entries,
        "
        library.bib:1:1 warning type-read-as
        library.bib:1:32 warning not-kept
        library.bib:1:64 warning not-kept
        library.bib:2:3 warning bad-date
        library.bib:2:22 warning unknown-field -> title = {Other}
        ",
    );
    assert_shows(
        &run.stderr,
        &[
            "`abstract` has no place in a reference, and is not kept: 300 times in this file, the first here",
            "`@manual` is no kind of reference here, and becomes `type: book`: 300 times",
            "`nhs` (300 times), `tag 0` (30 times)",
            "and 3 more",
            "`year` says `in press`, which is no date",
        ],
    );
}

#[test]
fn one_field_is_told_with_what_it_says() {
    let run = check_file(
        "@book{a, title = {A}, note = {Borrowed from Jo}, auhtor = {Smith}}\n@boook{b, title = {B}}\n@misc{c, title = {C \\zzz{d}}}\n",
        "
        library.bib:1:23 warning not-kept
        library.bib:1:50 warning unknown-field -> author = {Smith}
        library.bib:2:1 warning type-read-as -> @book{b,
        library.bib:3:10 warning latex-command
        ",
    );
    assert_shows(&run.stderr, &["`Borrowed from Jo`", "`auhtor`", "`\\\\zzz`"]);
}

#[test]
fn letters_of_latex_are_read_as_letters() {
    let site = site(
        r#"@book{a, title = {CO$_2$ na{\"\i}ve \`\i\ and 10\,000 \ldots{} ?`Qu\'e? back\textbackslash{}slash},
  author = {Garc{\'\i}a, Elena and {\.I}nan, Jo}, edition = {Second}, publisher = {Oneworld}}
"#,
    );
    site.without_editorial_rules();
    site.publish();
    assert_shows(
        &site.words("references/a.html"),
        &["CO₂ naïve ì and 10 000 … ¿Qué? back\\slash", "García", "İnan", "2nd edn"],
    );
}

#[test]
fn a_degree_and_an_address_that_is_none_are_told() {
    let run = check_file(
        "@mastersthesis{a, title = {A}, school = {Leeds}}\n@book{b, title = {B}, url = {not a url}}\n@thesis{c, title = {C}, type = {Thesis}}\n",
        "
        library.bib:1:1 warning not-kept
        library.bib:2:23 warning bad-url
        ",
    );
    assert_shows(
        &run.stderr,
        &[
            "`@mastersthesis` is read as a thesis: a reference has no place for the degree",
            "`url` is no address on the web",
        ],
    );
}

#[test]
fn a_backslash_between_brackets_is_told_as_one() {
    let group =
        "=== content/references/all.yaml\na:\n  type: book\n  title: {value: \"A \\{b\\}\"}\n  date: 2015\n";
    let site = Site::new(&format!("{HOME}{group}"));
    check_mistakes(&site, "all.yaml:3:21 error backslash");
}

#[test]
fn a_set_names_its_entries() {
    let run = check_file(
        "@set{s, entryset = {a, b}}\n@book{a, title = {A}}\n@book{b, title = {B}}\n",
        "library.bib:1:1 warning not-kept -> [@a; @b]",
    );
    assert_shows(&run.stderr, &["references of their own"]);
}

/// The examples of btxdoc.dvi, 2.2 and 4, and of the manual of biblatex, 2.3.8 and 3.13.
#[test]
fn dates_abbreviations_and_shared_fields_are_read() {
    let site = site(
        r#"@string{jgg1 = "Journal of Gnats and Gnus, Series 1"}
@STRING{ stoc = " Symposium on the Theory of Computing" }
@xdata{press, publisher = {Oneworld}, location = {London}}
@article{gnats, title = {Gnats}, journal = jgg1, month = "1~" # jan, year = 1981}
@inproceedings{sym, title = {Sorting}, booktitle = "Proc. " # "Fifteenth" # stoc, month = jul # "--" # aug, year = "1983"}
@book{shared, title = {Shared}, xdata = {press}, year = {c. 1900}}
@book{range, title = {Range}, year = {2013--2014}}
@book{open, title = {Open}, date = {2014-03/}}
@book(round, title = "Round (and {braced})", year = 2001)
"#,
    );
    check_mistakes(&site, "");
    site.publish();
    let page = |id: &str| site.words(&format!("references/{id}.html"));
    assert_shows(&page("gnats"), &["Journal of Gnats and Gnus, Series 1", "1 January 1981"]);
    assert_shows(
        &page("sym"),
        &["Proc. Fifteenth Symposium on the Theory of Computing", "July to August 1983"],
    );
    assert_shows(&page("shared"), &["Oneworld", "London", "about 1900"]);
    assert_shows(&page("range"), &["2013", "2014"]);
    assert_shows(&page("open"), &["March 2014 onwards"]);
    assert_shows(&page("round"), &["Round (and braced)", "2001"]);
}

// ---------------------------------------------------------------------------------------------- bad input

#[test]
fn a_broken_entry_is_told_and_all_others_are_read() {
    let good = "@book{good, title = {Good}}\n";
    let check = |broken: &str, expected: &str| {
        let site = site(&format!("{broken}\n{good}"));
        check_mistakes(&site, expected);
        let list = site.run(&["list", "--kind", "reference"]);
        assert!(list.stdout.contains("good"), "{broken}: {list:?}");
    };
    check("@book{bad, title = {A brace is missing,\n  year = 2016\n}", "library.bib:1:12 error broken-entry");
    check(
        "@book{bad, title = \"A quotation mark is missing,\n  year = 2016\n}",
        "library.bib:1:20 error broken-entry",
    );
    check("@book{bad, title = {A}}, year = 2016\n}", "");
    check("@book{bad, title = {A} year = 2016}", "library.bib:1:12 warning missing-comma");
    check("@book{title = {A}}", "library.bib:1:1 error broken-entry");
    check("@book{, title = {A}}", "library.bib:1:1 error broken-entry");
    check("@book{bad, title {A}}", "library.bib:1:12 error broken-entry");
    check("@book{bad, title = }", "library.bib:1:20 error broken-entry");
    check("@book bad, title = {A}", "library.bib:1:1 error broken-entry");
    check("@ book {bad, title = {A}}", "");
    check("Write to @ or to office@evidence.example", "library.bib:1:18 error email-address");
    check("@book{bad, title = {A}, title = {B}}", "library.bib:1:25 warning field-twice");
    check("@book{bad, author = {A}}", "library.bib:1:1 error missing-field");
    check(
        "@book{bad, title = {A}, author = {Smith, A., Jones, B.}}",
        "library.bib:1:25 error several-people",
    );
    check("%@book{bad, title = {A}}", "library.bib:1:2 warning commented-out");
    check("@comment{ is not closed", "");
    check("@book{bad, title = zzz}", "library.bib:1:20 warning unknown-abbreviation -> title = {zzz}");
}

#[test]
fn an_entry_that_cannot_be_read_is_no_second_mistake_where_it_is_cited() {
    let site = site("@book{Bad:1, title = {A brace is missing,\n}\n@book{b, author = {Nobody}}\n");
    site.write("content/about.md", "---\ntitle: About\n---\n\nSee [@Bad:1; @bad-1; @b].\n");
    check_mistakes(&site, "library.bib:1:14 error broken-entry\nlibrary.bib:3:1 error missing-field");
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    let site = site("");
    site.write("content/references/library.bib", b"@book{a, title = {Caf\xe9}}\n@book{b, title = {B}}\n");
    check_mistakes(&site, "library.bib:1:22 error not-utf-8");
    site.write("content/references/library.bib", b"@book{a, title = {A\0B}}\n@book{b, title = {B}}\n");
    check_mistakes(&site, "library.bib:1:20 error control-character");
}

/// None of them may take time by the square of its length: with that, this test would not end.
#[test]
fn no_file_is_too_large_or_too_deep() {
    let check = |bib: String| {
        let site = site(&bib);
        site.without_editorial_rules();
        let run = site.run(&["list", "--kind", "reference"]);
        assert!(matches!(run.status, 0 | 1), "{run:?}");
    };
    let many = 200_000;
    check(format!("@book{{a, title = {{{}", "{".repeat(many)));
    check(format!("@book{{a, title = {{{}A{}}}}}", "{".repeat(20_000), "}".repeat(20_000)));
    check("}".repeat(many));
    check("@".repeat(many));
    check("@book{".repeat(many));
    check("x @comment{\n".repeat(many));
    check("x @comment(\n".repeat(many));
    check("@book{a, title = {A}} ".repeat(20_000));
    check(format!(
        "@book{{a, {} title = {{A}}}}",
        (0..many / 4).map(|at| format!("f{at} = 1, ")).collect::<String>()
    ));
    check(format!("@book{{a, title = {{A}}, author = {{{}B}}}}", "A and ".repeat(10_000)));
    check(format!("@book{{a, title = {{{}}}}}", "\\'e".repeat(20_000)));
    check("@inbook{a, title = {A}, crossref = {b}}\n".repeat(5_000));
}

/// Abbreviations of a few letters could fill any memory: what is too long is a mistake.
#[test]
fn abbreviations_come_to_no_more_than_a_bibliography_has() {
    let entries: String = (0..400).map(|at| format!("@book{{a{at}, title = s}}\n")).collect();
    let source = format!("@string{{s = {{{}}}}}\n{entries}", "s".repeat(60_000));
    let mut told = Vec::new();
    let listing = bibtex::read(&mut told, (FileId(0), &source), Purpose::Site);
    let length: usize =
        listing.entries.iter().filter_map(|own| own.work.own.title.as_ref()).map(String::len).sum();
    assert!((10_000_000..20_000_000).contains(&length), "{length}");
    assert_eq!(listing.entries.len() + listing.broken.len(), 400);
    assert!(told.iter().all(|own| own.diagnostic.code == "broken-entry"));
}

/// Most of a library is cited by nothing: that is told once, and with words that fit a file that has no `archived`.
#[test]
fn editorial_rules_are_told_once_a_file() {
    let entries: String = (0..50)
        .map(|at| format!("@online{{k{at}, title = {{Page number {at} of the {at} trusts}}, url = {{https://a{at}.example/}}}}\n"))
        .collect();
    let site = site(&format!(
        "{entries}@online{{z, title = {{Page number 3 of the 3 trusts}}, url = {{https://a3.example/}}}}\n"
    ));
    let run = site.run(&["check", "--now", NOW]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_shows(
        &run.stderr,
        &[
            "nothing cites this reference: 51 times in this file",
            "so it can vanish or change: 51 times in this file",
            "a file of its own for the reference, with `archived:",
            "this entry taken out, and `[@k3]` where it is cited",
            "3 warnings.",
        ],
    );
    assert_hides(&run.stderr, &["state: merged"]);
}

// ---------------------------------------------------------------------------------------------- commands

#[test]
fn a_file_elsewhere_is_told_where_it_belongs() {
    let site = Site::new(HOME);
    site.write("content/references/nhs/library.bib", "@book{a, title = {A}}\n");
    site.write("content/references/LIBRARY.BIB", "@book{a, title = {A}}\n");
    site.without_editorial_rules();
    let run = site.run(&["check", "--now", NOW]);
    assert_eq!(run.status, 0);
    assert_eq!(run.stderr.matches("directly in `content/references/`").count(), 2, "{}", run.stderr);
}

#[test]
fn personal_data_is_found_as_in_any_file() {
    let run = check_file(
        "@book{a, title = {Call 020 7946 0958}, isbn = {0850367232}, issn = {2049-3630},\n  author = {Smith, Jo}, pmid = {4010232137}}\n",
        "library.bib:1:24 error telephone-number",
    );
    assert_shows(&run.stderr, &["in a file of its own"]);
    assert_hides(&run.stderr, &["allow:"]);
}

#[test]
fn an_entry_keeps_its_key_when_a_rename_is_asked_for() {
    let site = Site::new(&format!("{HOME}{LIBRARY}"));
    site.without_editorial_rules();
    let before = files(&site.path("content"));
    let run = site.run(&["rename", "player-2013", "player", "--now", NOW]);
    assert_eq!(run.status, 2, "{run:?}");
    assert_shows(
        &run.stderr,
        &["content/references/library.bib, line 4", "content/references/player-2013.md"],
    );
    assert_eq!(files(&site.path("content")), before);
}

#[test]
fn what_a_bibliography_names_is_renamed_in_it() {
    let site =
        site("@inbook{a, title = {A}, crossref = {whole}, keywords = {gp, gp-letters; other gp-letters}}\n");
    site.write("content/references/whole.md", "---\ntitle: The whole\ntype: book\n---\n");
    site.write("content/topics/gp-letters.md", "---\ntitle: Post\n---\n");
    site.without_editorial_rules();
    for (from, to) in [("whole", "all-of-it"), ("gp-letters", "letters")] {
        let run = site.run(&["rename", from, to, "--now", NOW]);
        assert_eq!(run.status, 0, "{run:?}");
    }
    let text =
        String::from_utf8(files(&site.path("content"))["references/library.bib"].clone()).expect("text");
    assert_eq!(
        text,
        "@inbook{a, title = {A}, crossref = {all-of-it}, keywords = {gp, letters; other gp-letters}}\n"
    );
}

#[test]
fn other_commands_leave_the_file_as_it_is() {
    let site = Site::new(&format!("{HOME}{LIBRARY}"));
    site.without_editorial_rules();
    let before = files(&site.path("content/references"));
    let list = site.run(&["list", "--kind", "reference"]);
    assert_shows(&list.stdout, &["player-2013", "nhs-sos", "garcia-2018", "nao-2017"]);
    assert_eq!(site.run(&["fmt"]).status, 0);
    let import = site.run(&["import", "content/references/library.bib", "--now", NOW]);
    assert_eq!(import.status, 0, "{import:?}");
    assert_shows(&import.stdout, &["is there already"]);
    let new = site.run(&[
        "new",
        "reference",
        "--title",
        "Other",
        "--type",
        "book",
        "--id",
        "player-2013",
        "--now",
        NOW,
    ]);
    assert_ne!(new.status, 0, "{new:?}");
    assert_eq!(files(&site.path("content/references")), before);
}

// ---------------------------------------------------------------------------------------------- properties

/// A work as both forms can say it.
#[derive(Debug, Clone)]
struct Work {
    kind: usize,
    title: String,
    authors: Vec<(String, Option<String>)>,
    editors: Vec<(String, Option<String>)>,
    date: Option<&'static str>,
    publisher: Option<String>,
    location: Option<String>,
    volume: Option<u16>,
    pages: Option<(u16, u16)>,
    url: Option<(String, bool)>,
    doi: bool,
    independence: Option<&'static str>,
    /// The place of another work that it is a part of, or nothing for one that is described in place.
    whole: Option<usize>,
    has_topic: bool,
    /// How many signs are written as commands.
    odd: u8,
}

/// The types in BibTeX and here, and the field for the title of what a work is a part of.
const KINDS: [(&str, &str, Option<&str>); 7] = [
    ("book", "book", None),
    ("report", "report", None),
    ("online", "web", None),
    ("phdthesis", "thesis", None),
    ("article", "article", Some("journaltitle")),
    ("incollection", "chapter", Some("booktitle")),
    ("hansard", "hansard", None),
];

fn words() -> impl Strategy<Value = String> {
    vec("[A-ZÉÖ][a-zéñöß&%#_$^,:;()/.!?'+*=@<>|-]{0,9}[a-z]", 1..5).prop_map(|words| words.join(" "))
}

fn people() -> impl Strategy<Value = Vec<(String, Option<String>)>> {
    let family = "(de |van der )?[A-ZÉÖ][a-zéñö]{1,8}(-[A-Z][a-zé]{2,6})?";
    let given = "[A-ZÉ][a-zé]{2,8}( [A-Z]\\.)?";
    let body = "[A-Z][a-z]{3,8} (of|and) [A-ZÉ][a-zñ]{3,8}, [A-Z][a-z]{3,6}";
    let person = prop_oneof![
        3 => (family, given).prop_map(|(family, given)| (family, Some(given))),
        1 => body.prop_map(|body| (body, None)),
    ];
    vec(person, 0..3).prop_map(|people| {
        people.into_iter().collect::<BTreeMap<String, Option<String>>>().into_iter().collect()
    })
}

fn work() -> impl Strategy<Value = Work> {
    const DATES: [&str; 7] = ["2018", "2018-06", "2018-06-20", "2018~", "2013/2014", "201X", "2014-21"];
    let texts = (words(), option::of(words()), option::of(words()));
    let numbers = (option::of(1..99_u16), option::of((1..50_u16, 51..99_u16)), any::<bool>(), any::<u8>());
    let url = option::of(("https://[a-z]{3,8}\\.example/[a-z~_%#&-]{0,9}x", any::<bool>()));
    let independence =
        option::of(proptest::sample::select(&["independent", "official", "party", "self"][..]));
    let whole = option::of(0..4_usize);
    (
        (0..KINDS.len(), texts, people(), people()),
        (option::of(proptest::sample::select(&DATES[..])), numbers, url, independence, whole, any::<bool>()),
    )
        .prop_map(
            |((kind, texts, authors, editors), (date, numbers, url, independence, whole, has_topic))| Work {
                kind,
                title: texts.0,
                authors,
                editors,
                date,
                publisher: texts.1,
                location: texts.2,
                volume: numbers.0,
                pages: numbers.1,
                url,
                doi: numbers.2,
                independence,
                whole,
                has_topic,
                odd: numbers.3,
            },
        )
}

/// A text of LaTeX: signs that mean something with a backslash, some letters as commands or in braces.
fn tex(text: &str, odd: u8) -> String {
    let mut out = String::new();
    for (at, sign) in text.chars().enumerate() {
        let is_odd = (usize::from(odd) + at).is_multiple_of(3);
        match sign {
            '&' | '%' | '#' | '_' | '$' => _ = write!(out, "\\{sign}"),
            '^' => out.push_str("{\\textasciicircum}"),
            'é' if is_odd => out.push_str("{\\'e}"),
            'É' if is_odd => out.push_str("{\\'{E}}"),
            'ñ' if is_odd => out.push_str("{\\~n}"),
            'ö' if is_odd => out.push_str("{\\\"o}"),
            'ß' if is_odd => out.push_str("{\\ss}"),
            'A'..='Z' if is_odd && odd > 128 => _ = write!(out, "{{{sign}}}"),
            // Two of them would be another sign.
            '-' | '\'' | '?' | '!' => _ = write!(out, "{sign}{{}}"),
            sign => out.push(sign),
        }
    }
    out
}

fn bibtex(works: &[Work]) -> String {
    let mut out = String::new();
    for (at, work) in works.iter().enumerate() {
        let (kind, _, whole) = KINDS[work.kind];
        let _ = writeln!(out, "@{kind}{{Work:{at}_x,");
        let mut field = |name: &str, text: &str| _ = writeln!(out, "  {name} = {{{text}}},");
        field("title", &tex(&work.title, work.odd));
        let people = |people: &[(String, Option<String>)]| -> String {
            let each = people.iter().map(|(family, given)| match given {
                Some(given) if work.odd % 2 == 0 || family.contains(' ') => {
                    format!("{}, {}", tex(family, work.odd), tex(given, work.odd))
                }
                Some(given) => format!("{} {}", tex(given, 1), tex(family, 1)),
                None => format!("{{{}}}", tex(family, 1)),
            });
            each.collect::<Vec<_>>().join(" and ")
        };
        for (name, list) in [("author", &work.authors), ("editor", &work.editors)] {
            if !list.is_empty() {
                field(name, &people(list));
            }
        }
        let publisher = if kind == "phdthesis" { "school" } else { "publisher" };
        for (name, text) in [(publisher, &work.publisher), ("address", &work.location)] {
            text.iter().for_each(|text| field(name, &tex(text, work.odd)));
        }
        work.date.iter().for_each(|date| field("date", date));
        work.volume.iter().for_each(|volume| field("volume", &volume.to_string()));
        work.pages.iter().for_each(|(from, to)| field("pages", &format!("{from}--{to}")));
        if let Some((url, read)) = &work.url {
            field("url", &url.replace('%', "\\%").replace('#', "\\#"));
            if *read {
                field("urldate", "2018-05-20");
            }
        }
        if work.doi {
            field("doi", &format!("https://doi.org/10.1000/x_{at}"));
        }
        work.independence.iter().for_each(|word| field("independence", word));
        if work.has_topic {
            field("keywords", "Post; Mail");
        }
        match (whole, whole_of(works, at)) {
            (Some(_), Some(book)) => field("crossref", &format!("work:{book}_X")),
            (Some(name), None) => field(name, "The whole \\& all"),
            (None, _) => {}
        }
        out.push_str("}\n");
    }
    out
}

/// The book of which a chapter is a part.
fn whole_of(works: &[Work], at: usize) -> Option<usize> {
    let is_chapter = KINDS[works[at].kind].0 == "incollection";
    works[at]
        .whole
        .filter(|whole| is_chapter && works.get(*whole).is_some_and(|book| KINDS[book.kind].0 == "book"))
}

fn hayagriva(works: &[Work]) -> String {
    let mut out = String::new();
    for (at, work) in works.iter().enumerate() {
        let (kind, own, whole) = KINDS[work.kind];
        let quoted = |text: &str| serde_json::to_string(text).expect("a text");
        let people = |people: &[(String, Option<String>)]| -> String {
            let each = people.iter().map(|(family, given)| match given {
                Some(given) => quoted(&format!("{family}, {given}")),
                None => format!("{{name: {}}}", quoted(family)),
            });
            format!("[{}]", each.collect::<Vec<_>>().join(", "))
        };
        let in_place = whole.is_some() && whole_of(works, at).is_none();
        let mut lines = vec![format!("title: {}", quoted(&work.title)), format!("type: {own}")];
        let mut parent = vec!["title: The whole & all".to_owned()];
        let editor = format!("editor: {}", people(&work.editors));
        if !work.authors.is_empty() {
            lines.push(format!("author: {}", people(&work.authors)));
        }
        let mut put =
            |line: String, of_parent: bool| if of_parent { parent.push(line) } else { lines.push(line) };
        if !work.editors.is_empty() {
            put(editor, in_place && kind == "incollection");
        }
        for (name, text) in [("publisher", &work.publisher), ("location", &work.location)] {
            text.iter().for_each(|text| put(format!("{name}: {}", quoted(text)), in_place));
        }
        work.volume.iter().for_each(|volume| put(format!("volume: {volume}"), in_place));
        work.date.iter().for_each(|date| put(format!("date: {date}"), false));
        work.pages.iter().for_each(|(from, to)| put(format!("page-range: {from}-{to}"), false));
        if let Some((url, read)) = &work.url {
            let date = if *read { ", date: 2018-05-20" } else { "" };
            put(format!("url: {{value: {}{date}}}", quoted(url)), false);
        }
        if work.doi {
            put(format!("serial-number: {{doi: 10.1000/x_{at}}}"), false);
        }
        work.independence.iter().for_each(|word| put(format!("independence: {word}"), false));
        if work.has_topic {
            put("topics: [post]".to_owned(), false);
        }
        match whole_of(works, at) {
            Some(book) => lines.push(format!("parent: work-{book}-x")),
            None if in_place => lines.push(format!("parent:\n    {}", parent.join("\n    "))),
            None => {}
        }
        let _ = writeln!(out, "work-{at}-x:\n  {}", lines.join("\n  "));
    }
    out
}

/// Every file that is published of a site with that bibliography, and its errors.
fn built(name: &str, text: &str) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let file = |path: &str, text: &str| TextFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut texts = vec![
        file("casefile.yaml", "title: Test\nbase_url: https://evidence.example/\n"),
        file("content/topics/post.md", "---\ntitle: Mail\nsynonyms: [Letters]\n---\n"),
        file("content/index.md", "---\ntitle: Home\n---\n\nSee [@work-0-x].\n"),
        file(name, text),
    ];
    texts.sort_by(|one, other| one.path.cmp(&other.path));
    let inputs = Inputs { texts, ..Inputs::default() };
    let options = Options { now: NOW.parse().expect("a moment"), base_url: None, drafts: false };
    let mut told = Vec::new();
    let site = build::prepare(&mut told, &inputs, &options).expect("a theme");
    let files = Mutex::new(BTreeMap::new());
    let put = |path: &str, file: File<'_>| {
        if let File::Bytes(bytes) = file {
            let text = String::from_utf8_lossy(bytes).into_owned();
            files.lock().expect("no panic").insert(path.to_owned(), text);
        }
        Ok::<(), Infallible>(())
    };
    let Ok(_) = build::render_all(&inputs, &site, put);
    (files.into_inner().expect("no panic"), told)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever works there are: written as BibTeX they are the same records as written as hayagriva has them.
    #[test]
    fn both_forms_say_the_same(works in vec(work(), 1..6)) {
        let (bib, yaml) = (bibtex(&works), hayagriva(&works));
        let (own, own_told) = built("content/references/all.bib", &bib);
        let (other, other_told) = built("content/references/all.yaml", &yaml);
        let codes = |told: &[Diagnostic]| -> Vec<String> {
            told.iter().map(|own| format!("{} {}", own.code, own.message)).collect()
        };
        prop_assert_eq!(codes(&own_told), Vec::<String>::new(), "{}", bib);
        prop_assert_eq!(codes(&other_told), Vec::<String>::new(), "{}", yaml);
        prop_assert_eq!(own.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (path, text) in &own {
            let differ = text.lines().zip(other[path].lines()).find(|(one, other)| one != other);
            prop_assert_eq!(differ, None, "{} {}\n{}", path, bib, yaml);
            prop_assert_eq!(text, &other[path]);
        }
    }

    /// Whatever stands in a file, a preview and a build come back.
    #[test]
    fn any_file_is_read(parts in vec(prop_oneof![
        Just("@book{a,\n".to_owned()), Just("@inbook{b, crossref = {a},\n".to_owned()), Just("@xdata{x, xdata = {x},".to_owned()),
        Just("@string{s = s # {s}}".to_owned()), Just("title = {A}, ".to_owned()), Just("keywords = {é; ,a\\'e},".to_owned()),
        Just("author = {A and {B} others, C},".to_owned()), Just("date = \"".to_owned()), Just("}\n".to_owned()),
        Just("@set{".to_owned()), Just("url_status = {x},".to_owned()), "[a-c\\\\{}\"$#%@=,~'` \\n-]{0,9}", "\\PC{0,4}",
    ], 0..16)) {
        built("content/references/all.bib", &parts.concat());
    }
}
