//! The command line itself: help with examples, and what a shell completes.

mod common;

use common::NOW;
use common::Site;
use common::assert_shows;
use std::fs;
use std::process::Command;

/// The names of commands that the help of another one lists.
fn commands(help: &str) -> Vec<String> {
    let listed =
        help.split("Commands:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
    let names = listed.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_help_with_examples() {
    let site = Site::new("");
    let all = site.run(&["--help"]);
    let mut left: Vec<Vec<String>> = commands(&all.stdout).into_iter().map(|name| vec![name]).collect();
    assert!(left.len() >= 6, "{}", all.stdout);
    assert_shows(
        &all.stdout,
        &["Examples:", "Exit codes: 0 done, 1 mistakes in the content, 2 could not run."],
    );
    while let Some(command) = left.pop() {
        let mut words: Vec<&str> = command.iter().map(String::as_str).collect();
        words.push("--help");
        let help = site.run(&words);
        assert_eq!((help.status, help.stderr.as_str()), (0, ""), "{words:?}");
        let below = commands(&help.stdout);
        if below.is_empty() {
            assert!(help.stdout.contains("Example"), "{words:?} has no example\n{}", help.stdout);
        }
        left.extend(below.into_iter().map(|name| [command.clone(), vec![name]].concat()));
    }
}

/// After these words bash offers exactly those.
#[track_caller]
fn check_completion(script: &str, words: &[&str], expected: &str) {
    let last = words.len() - 1;
    let typed = format!(
        "source {script}; COMP_WORDS=({}); COMP_CWORD={last}; _casefile casefile '{}' '{}'; echo ${{COMPREPLY[@]}}",
        words.join(" "),
        words[last],
        words[last - 1],
    );
    let run = Command::new("bash").args(["--norc", "-c", &typed]).output().expect("bash runs");
    let offered = String::from_utf8_lossy(&run.stdout);
    assert_eq!(offered.trim(), expected, "{words:?} {}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn bash_completes_commands_and_options() {
    let site = Site::new("");
    let script = site.run(&["completions", "bash"]);
    assert_eq!((script.status, script.stderr.as_str()), (0, ""));
    let path = site.path("casefile.bash");
    fs::write(&path, script.stdout).expect("a file");
    let path = path.to_str().expect("a path of letters");
    check_completion(path, &["casefile", "che"], "check");
    check_completion(path, &["casefile", "serve", "--no"], "--now --no-drafts");
    check_completion(path, &["casefile", "build", "--format", "j"], "json");
    check_completion(path, &["casefile", "theme", "ex"], "export");
}

#[test]
fn other_shells_have_completions_too() {
    let site = Site::new("");
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let run = site.run(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        assert_shows(&run.stdout, &["casefile", "explain", "no-drafts"]);
    }
    let unknown = site.run(&["completions", "bsh"]);
    assert_eq!(unknown.status, 2);
    assert_shows(&unknown.stderr, &["bash"]);
}

const ARCHIVE: &str = "\
=== content/organisations/cerner.md
---
title: Cerner
names: {aliases: [Cerner UK], former: [PGI]}
---
=== content/topics/records.md
---
title: Records
---
=== content/incidents/letters.md
---
title: Letters lost
date: 2018-06~
status: upheld
organisations: {supplier: cerner}
places: [Leeds, \"Newcastle, Tyne\"]
harms: [delayed-care, data-loss]
topics: [records]
---
=== content/incidents/samples.md
---
title: Samples lost
date: 2017/2019
---
=== content/incidents/undated.md
---
title: A matter
organisations: {provider: cerner}
---
=== content/incidents/draft.md
---
title: Draft of letters
state: draft
date: 2018
---
=== content/incidents/later.md
---
title: Later
embargo: 2030-01-01T00:00:00Z
---
=== content/press-releases/release.md
---
title: Release
date: 2018-07-01
---
";

/// These conditions list these records, in this order.
#[track_caller]
fn check_list(site: &Site, conditions: &[&str], expected: &str) {
    let arguments: Vec<&str> = conditions.iter().flat_map(|condition| ["--where", condition]).collect();
    let run = site.run(&[&["list", "--json", "--now", NOW], arguments.as_slice()].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{conditions:?}");
    let id = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].as_str().map(str::to_owned)
    };
    let found: Vec<String> = run.stdout.lines().filter_map(id).collect();
    assert_eq!(found.join(" "), expected, "{conditions:?}");
}

#[test]
fn records_are_listed_by_what_they_are() {
    let site = Site::new(ARCHIVE);
    check_list(&site, &[], "draft later letters samples undated cerner release records");
    check_list(&site, &["kind=incident"], "draft later letters samples undated");
    check_list(&site, &["kind=incidents", "state=published"], "letters samples undated");
    check_list(&site, &["status=upheld,alleged"], "letters");
    check_list(&site, &["state=draft,embargo"], "draft later");
    check_list(&site, &["supplier=cerner"], "letters");
    check_list(&site, &["organisation=cerner uk"], "letters undated");
    check_list(&site, &["organisation=PGI", "supplier!=cerner"], "undated");
    check_list(&site, &["kind=incident", "supplier="], "draft later samples undated");
    check_list(&site, &["place!="], "letters");
    check_list(&site, &["place=newcastle, tyne"], "letters");
    check_list(&site, &["harm=data-loss"], "letters");
    check_list(&site, &["topic=Records"], "letters");
    check_list(&site, &["title=LOST"], "letters samples");
    check_list(&site, &["year=2018"], "draft letters samples release");
    check_list(&site, &["year=2019..", "kind=incident"], "samples");
    check_list(&site, &["year=..2017"], "samples");
    check_list(&site, &["kind=incident", "year="], "later undated");
    check_list(&site, &["kind=incident", "year!="], "draft letters samples");
    check_list(&site, &["id=letters"], "letters");
}

#[test]
fn a_list_is_a_table_for_people_and_has_every_field_for_programs() {
    let site = Site::new(ARCHIVE);
    let table = site.run(&["list", "--now", NOW, "--kind", "incident", "--where", "year=2018"]);
    let expected = "\
incident  draft    2018       draft     Draft of letters
incident  letters  2018-06~   upheld    Letters lost
incident  samples  2017/2019  reported  Samples lost
3 records.
";
    assert_eq!(table.stdout, expected);
    let json = site.run(&["list", "--now", NOW, "--json", "--where", "id=letters"]);
    let expected = serde_json::json!({
        "kind": "incident", "id": "letters", "title": "Letters lost", "date": "2018-06~", "status": "upheld",
        "state": "published", "path": "content/incidents/letters.md",
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json.stdout).expect("JSON"), expected);
    assert_eq!(site.run(&["list", "--where", "title=nothing like it"]).stdout, "No record fits.\n");
}

#[test]
fn a_condition_that_nothing_could_meet_is_a_slip() {
    let site = Site::new(ARCHIVE);
    for (condition, words) in [
        ("stauts=upheld", "`status`"),
        ("status=upheeld", "`upheld`"),
        ("kind=incidnt", "`incident`"),
        ("state=drat", "`draft`"),
        ("harm=dataloss", "`data-loss`"),
        ("supplier=cernr", "`cerner`"),
        ("topic=record", "`records`"),
        ("year=18", "`2015..2018`"),
        ("upheld", "`status=upheld`"),
    ] {
        let run = site.run(&["list", "--where", condition]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{condition}");
        assert_shows(&run.stderr, &[words]);
    }
}

#[test]
fn a_list_of_a_site_with_mistakes_says_that_it_may_lack_some() {
    let site = Site::new(
        "=== content/incidents/a.md\n---\ntitle: A\n---\n=== content/incidents/b.md\nNo front matter.\n",
    );
    let run = site.run(&["list"]);
    assert_eq!(run.status, 0);
    assert_shows(&run.stdout, &["1 record."]);
    assert_shows(&run.stderr, &["the site has 1 mistake", "casefile check"]);
}
