//! `casefile init`: a new campaign that builds at once, and never a file written over.

mod common;

use common::NOW;
use common::Run;
use common::assert_hides;
use common::assert_shows;
use common::files;
use common::run;
use common::words;
use proptest::prelude::*;
use regex::Regex;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn started(here: &Path, arguments: &[&str]) -> Run {
    let run = run(here, &[&["init"], arguments].concat(), &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run
}

/// The campaign has no mistakes and builds without a word of warning; its built pages as text.
fn built(site: &Path) -> Vec<(String, String)> {
    let checked = run(site, &["check", "--now", NOW], &[]);
    assert_eq!(
        (checked.status, checked.stderr.as_str(), checked.stdout.as_str()),
        (0, "", "No mistakes found.\n")
    );
    let built = run(site, &["build", "--now", NOW], &[]);
    assert_eq!((built.status, built.stderr.as_str()), (0, ""));
    let texts = files(&site.join("public")).into_iter();
    texts.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

fn page(pages: &[(String, String)], path: &str) -> String {
    let found = pages.iter().find(|(own, _)| own == path);
    words(&found.unwrap_or_else(|| panic!("no {path}")).1)
}

#[test]
fn a_new_campaign_builds_at_once() {
    let here = folder();
    let title = "Letters: \"lost\" — naïve & 100% #true";
    let publisher = "O'Neill: the campaign";
    let arguments =
        ["deep/er/my camp", "--title", title, "--publisher", publisher, "--base-url", "https://a.example/b"];
    let run = started(here.path(), &arguments);
    assert_shows(&run.stdout, &["cd 'deep/er/my camp'", "casefile serve --open", "content/index.md"]);
    assert_hides(&run.stdout, &["put the address of your site"]);
    let site = here.path().join("deep/er/my camp");
    let pages = built(&site);
    assert_shows(&page(&pages, "index.html"), &[title, publisher, "This text is a placeholder"]);
    assert_shows(&page(&pages, "about.html"), &["This paragraph is a placeholder"]);
    assert_shows(&page(&pages, "privacy.html"), &["This paragraph is a placeholder"]);
    let index = pages.iter().find(|(path, _)| path == "index.html").expect("a home page");
    assert!(index.1.contains("https://a.example/b/"), "the address is used");
    // What is made up is never published.
    for (path, text) in &pages {
        assert!(!text.contains("Exampleton") && !text.contains("[Example]"), "{path}");
    }
}

#[test]
fn nothing_has_to_be_said_and_the_examples_are_drafts() {
    let here = folder();
    let run = started(here.path(), &["new"]);
    assert_shows(&run.stdout, &["put the address of your site into casefile.yaml"]);
    let site = here.path().join("new");
    assert_shows(&page(&built(&site), "index.html"), &["Name of this site (to be replaced)"]);
    let listed = common::run(&site, &["list", "--where", "state=draft"], &[]);
    assert_shows(&listed.stdout, &["example-incident", "example-report", "example-laboratory", "3 records."]);
}

#[test]
fn the_examples_would_be_read_without_a_mistake_if_they_were_published() {
    let here = folder();
    started(here.path(), &["."]);
    for path in [
        "incidents/example-incident.md",
        "references/example-report.md",
        "organisations/example-laboratory.md",
    ] {
        let disk = here.path().join("content").join(path);
        let text = fs::read_to_string(&disk).expect("a text");
        assert!(text.contains("state: draft\n"), "{path}");
        fs::write(disk, text.replace("state: draft\n", "")).expect("a file");
    }
    built(here.path());
}

#[test]
fn a_campaign_can_be_started_in_an_empty_folder() {
    let here = folder();
    fs::create_dir(here.path().join(".git")).expect("a folder");
    fs::write(here.path().join(".DS_Store"), "").expect("a file");
    let run = started(here.path(), &["."]);
    assert_shows(&run.stdout, &["A new campaign is in this folder."]);
    assert_hides(&run.stdout, &["cd "]);
    built(here.path());
    // An empty folder elsewhere, with a slash behind its name.
    fs::create_dir(here.path().join("empty")).expect("a folder");
    assert_shows(&started(here.path(), &["empty/"]).stdout, &["cd empty/"]);
}

/// The command is refused with these words, and leaves everything as it was.
#[track_caller]
fn check_refused(here: &Path, arguments: &[&str], expected: &[&str]) {
    let before = files(here);
    let run = run(here, &[&["init"], arguments].concat(), &[]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
    assert_shows(&run.stderr, expected);
    assert_eq!(files(here), before, "{arguments:?}");
}

#[test]
fn a_folder_that_holds_something_is_refused() {
    let here = folder();
    fs::write(here.path().join("notes.txt"), "mine").expect("a file");
    check_refused(here.path(), &["."], &["`.` is not empty: it holds `notes.txt`", "Nothing was written"]);
    fs::create_dir(here.path().join("photos")).expect("a folder");
    check_refused(here.path(), &["."], &["`notes.txt`, `photos`"]);
    started(here.path(), &["site"]);
    check_refused(here.path(), &["site"], &["`casefile.yaml`", "it is a site already"]);
    for number in 0..9 {
        fs::write(here.path().join(format!("photos/{number}.jpg")), "").expect("a file");
    }
    check_refused(here.path(), &["photos"], &["`4.jpg` and 4 more"]);
}

#[test]
fn where_no_folder_can_be_is_said() {
    let here = folder();
    fs::write(here.path().join("notes.txt"), "mine").expect("a file");
    check_refused(here.path(), &["notes.txt"], &["`notes.txt` is a file"]);
    check_refused(
        here.path(),
        &["notes.txt/site"],
        &["notes.txt", "a part of its path is a file, not a folder"],
    );
    check_refused(here.path(), &[&"long".repeat(100)], &["longlong"]);
    check_refused(here.path(), &[], &["<FOLDER>"]);
}

/// A folder in which not even the administrator can make another.
#[cfg(target_os = "linux")]
#[test]
fn a_parent_that_cannot_be_written_to_is_said() {
    let here = folder();
    check_refused(here.path(), &["/proc/casefile/site"], &["cannot write `/proc/casefile"]);
    assert!(!Path::new("/proc/casefile").exists());
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_no_folder() {
    use std::os::unix::fs::symlink;
    let here = folder();
    symlink("nowhere", here.path().join("link")).expect("a link");
    for folder in ["link/site", "link"] {
        let begun = run(here.path(), &["init", folder], &[]);
        assert_eq!((begun.status, begun.stdout.as_str()), (2, ""), "{folder}");
        assert_shows(&begun.stderr, &["`link`"]);
    }
    let left: Vec<_> = fs::read_dir(here.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn what_cannot_stand_in_the_configuration_is_refused() {
    let here = folder();
    for (arguments, words) in [
        (["--base-url", "evidence.example"], "begins with https://"),
        (["--base-url", "https://a.example/?b=1"], "begins with https://"),
        (["--title", "two\nlines"], "one line of text"),
        (["--publisher", "a\tb"], "one line of text"),
        (["--title", "see [[gp-letters]]"], "makes a link in the text"),
        (["--title", "turned \u{202e} round"], "invisible mark"),
    ] {
        check_refused(here.path(), &["new", arguments[0], arguments[1]], &[arguments[0], words]);
    }
    // An empty answer is none.
    started(here.path(), &["new", "--title", " ", "--base-url", "", "--publisher", ""]);
    built(&here.path().join("new"));
}

#[test]
fn editors_are_set_up_with_what_is_there() {
    let here = folder();
    started(here.path(), &["."]);
    let json = |path: &str| -> Value {
        let text = fs::read_to_string(here.path().join(path)).expect("a file");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    json(".vscode/extensions.json");
    for schema in json(".vscode/settings.json")["yaml.schemas"].as_object().expect("schemas").keys() {
        json(schema);
    }
    let config = fs::read_to_string(here.path().join("casefile.yaml")).expect("a file");
    let first = config.lines().next().expect("a line");
    json(first.strip_prefix("# yaml-language-server: $schema=").expect("the schema is named"));
    assert_shows(&run(here.path(), &["schema", "--write"], &[]).stdout, &["are as they should be"]);
    let ignored = fs::read_to_string(here.path().join(".gitignore")).expect("a file");
    assert_shows(&ignored, &["/public/\n", "/.casefile/*\n!/.casefile/schemas/\n"]);
}

/// The task of the editor finds each mistake, with its file and line, in what `check` says.
#[test]
fn the_editor_finds_mistakes_in_the_words_of_a_check() {
    let here = folder();
    started(here.path(), &["."]);
    let tasks = fs::read_to_string(here.path().join(".vscode/tasks.json")).expect("a file");
    let tasks: Value = serde_json::from_str(&tasks).expect("JSON");
    let task = &tasks["tasks"][0];
    let arguments: Vec<&str> =
        task["args"].as_array().expect("arguments").iter().filter_map(Value::as_str).collect();
    let pattern = task["problemMatcher"]["pattern"].as_array().expect("two lines");
    let pattern: Vec<Regex> = pattern
        .iter()
        .map(|line| Regex::new(line["regexp"].as_str().expect("text")).expect("valid"))
        .collect();
    let path = here.path().join("content/incidents/example-incident.md");
    let text = fs::read_to_string(&path).expect("a text");
    fs::write(&path, text.replace("status: admitted", "status: admited").replace("places:", "place:"))
        .expect("a file");
    let checked = run(here.path(), &arguments, &[]);
    assert_eq!(checked.status, 1);
    let lines: Vec<&str> = checked.stderr.lines().collect();
    let found: Vec<String> = lines
        .windows(2)
        .filter_map(|pair| {
            let (head, place) = (pattern[0].captures(pair[0])?, pattern[1].captures(pair[1])?);
            Some(format!("{} {} {}: {}", &head[1], &place[1], &place[2], &head[3]))
        })
        .collect();
    let expected = [
        "error content/incidents/example-incident.md 14: `admited` is not a value of `status`",
        "error content/incidents/example-incident.md 20: an incident has no field `place`",
    ];
    assert_eq!(found, expected, "{}", checked.stderr);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_title_is_kept_or_refused(title in "[\"':#\\[\\]{}&*!|>%@`~, a-z0-9éß—“”\u{202e}\u{200b}\u{a0}\u{feff}-]{1,24}|\\PC{1,12}") {
        let here = folder();
        let option = format!("--title={title}");
        let begun = run(here.path(), &["init", "new", &option], &[]);
        if begun.status == 0 {
            let site = here.path().join("new");
            let pages = built(&site);
            let shown: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
            if !shown.is_empty() {
                prop_assert!(page(&pages, "index.html").contains(&shown), "{shown:?}");
            }
        } else {
            prop_assert_eq!(begun.status, 2);
            prop_assert!(files(here.path()).is_empty(), "{}", begun.stderr);
        }
    }
}
