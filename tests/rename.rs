//! Another id for a record: every place that names it is mended, and not a byte else.

mod common;

use casefile::build;
use casefile::build::Options;
use casefile::edit;
use casefile::edit::Change;
use casefile::load;
use casefile::rename;
use casefile::rename::Wanted;
use casefile::report;
use casefile::report::Places;
use common::NOW;
use common::Site;
use common::assert_shows;
use common::files;
use common::fixture_files;
use proptest::prelude::ProptestConfig;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A fixture as it is before: what `«…»` marks is there, what `‹…›` marks is not yet.
fn before(fixture: &str) -> String {
    let mut text = fixture.replace(['«', '»'], "");
    while let Some(start) = text.find('‹') {
        let end = text[start..].find('›').expect("a mark is closed") + start + '›'.len_utf8();
        text.replace_range(start..end, "");
    }
    text
}

/// What is to come of it: another id in the place of each that is marked, and what is added.
fn after(fixture: &str, id: &str) -> String {
    let mut text = fixture.replace(['‹', '›'], "");
    while let Some(start) = text.find('«') {
        let end = text[start..].find('»').expect("a mark is closed") + start + '»'.len_utf8();
        text.replace_range(start..end, id);
    }
    text
}

/// After `casefile rename` the site holds exactly what the marks of the fixture say.
#[track_caller]
fn check_rename(fixture: &str, record: &str, id: &str) {
    let site = Site::new(&before(fixture));
    let checked = site.run(&["check", "--now", NOW]);
    assert_eq!(checked.status, 0, "{}", checked.stderr);
    let run = site.run(&["rename", record, id, "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    let expected: BTreeMap<String, String> = fixture_files(&after(fixture, id)).into_iter().collect();
    let found: BTreeMap<String, String> = files(&site.path(""))
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
        .collect();
    for (path, text) in &expected {
        assert_eq!(found.get(path), Some(text), "{path}");
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    let again = site.run(&["check", "--now", NOW]);
    assert_eq!(again.status, 0, "{}", again.stderr);
}

/// Nothing is renamed; the words say why.
#[track_caller]
fn check_refused(site: &Site, arguments: &[&str], status: i32, words: &[&str]) {
    let before = files(&site.path(""));
    let run = site.run(&[&["rename", "--now", NOW], arguments].concat());
    assert_eq!((run.status, run.stdout.as_str()), (status, ""), "{arguments:?} {run:#?}");
    assert_shows(&run.stderr, words);
    assert_eq!(files(&site.path("")), before, "{arguments:?}");
}

const INCIDENT: &str = "\
=== content/incidents/«letters»/index.md
---
title: letters
summary: Of letters, and how letters were lost.
date: 2018  # letters
topics: [letters]
attachments:
  - {file: minutes.txt, title: letters}
  - file: ../«letters»/plan.txt
‹aliases: [/incidents/letters.html]
›---

These letters, `letters` and [[incident:«letters»]]. See [the minutes](minutes.txt), [the plan](../«letters»/plan.txt),
[itself](/incidents/«letters».html#part) and [another](../samples.md).

## Part {#part}
=== content/incidents/«letters»/minutes.txt
letters
=== content/incidents/«letters»/plan.txt
letters
=== content/incidents/letters-again.md
---
title: Letters again
state: merged
merged_into: «letters»
---
=== content/incidents/old-letters.md
---
title: Old letters
state: merged
merged_into: incident:«letters»
---
=== content/incidents/samples.md
---
title: Samples lost
# letters, see there
related:
  - incident:«letters»  # letters
  - letters-again
extra: {see: letters}
---

[[incident:«letters»|letters]], [[ incident: «letters» #part|the part]], [[topic:letters|the topic]], [letters](«letters»/index.md),
[a](../incidents/«letters».md#part \"letters\"), [b](</incidents/«letters».html>), [c](/incidents/«letters»/minutes.txt),
[d][letters], [e](https://evidence.example/incidents/«letters».html), <https://evidence.example/incidents/«letters».html>,
[f](https://letters.example/incidents/letters.html), [g](letters-again.md), [h](./%6Cetters-again.md),
[i](«letters»/../samples.md), [j](letters/../../topics/letters.md).

[letters]: /incidents/«letters».html 'letters'

| [[incident:«letters»\\|letters]] | letters |
|--|--|
| [letters](«letters».md) | `[[incident:letters]]` |

    [[incident:letters]] /incidents/letters.html

```
[letters](letters.md)
```

\\[[letters]] is no link.

[^unused]: Nothing refers to this note of [[incident:«letters»]] and [them](«letters».md).
=== content/topics/letters.md
---
title: The post
---

Of [[incident:«letters»]]; itself [[topic:letters]] and [here](/topics/letters.html).
=== content/press-releases/letters.md
---
title: Letters lost, say campaigners
incidents:
- «letters»
- 'samples'
---
";

#[test]
fn an_incident_with_its_folder() {
    let fixture = INCIDENT.replace("[j](letters/../../", "[j](«letters»/../../");
    check_rename(&fixture, "incident:letters", "lost-post");
}

#[test]
fn a_topic_among_other_records_of_its_name() {
    let unmarked = INCIDENT.replace("‹aliases: [/incidents/letters.html]\n›", "").replace(['«', '»'], "");
    let fixture = unmarked
        .replace("=== content/topics/letters.md", "=== content/topics/«letters».md")
        .replace("title: The post\n", "title: The post\n‹aliases: [/topics/letters.html]\n›")
        .replace("topics: [letters]", "topics: [«letters»]")
        .replace("[[topic:letters", "[[topic:«letters»")
        .replace("/topics/letters.md)", "/topics/«letters».md)")
        .replace("/topics/letters.html)", "/topics/«letters».html)");
    check_rename(&fixture, "topic:letters", "lost-post");
}

const REFERENCES: &str = "\
=== content/references/«davis-2015».md
---
title: NHS For Sale, by davis-2015
type: book
date: 2015
‹aliases: [/references/davis-2015.html]
›---
=== content/references/chapter.md
---
title: Ready for market
type: chapter
parent: \"«davis-2015»\"
---
=== content/references/part.md
---
title: Of a part
type: chapter
parent: {title: A part of davis-2015, type: chapter, parent: «davis-2015»}
---
=== content/references/many.yaml
first-work:
  type: chapter
  title: davis-2015
  parent: «davis-2015»
second-work: {type: chapter, title: Second, parent: reference:«davis-2015»}
=== content/press-releases/davis-2015-launch.md
---
title: A launch
sources: [«davis-2015», {ref: «davis-2015», at: ch. 4, quote: davis-2015}]
---

Of [@«davis-2015»], [-@«davis-2015»], [see @chapter; @{«davis-2015»}, p. 3 of *davis-2015*], @«davis-2015» [p. 3; @davis-2015-launch]
and **@«davis-2015»**: also `@davis-2015`, davis-2015@post.example.invalid and \\@davis-2015.[^1] See [@davis-2015-launch].

[^1]: Told in [@reference:«davis-2015»].
=== content/incidents/letters.md
---
title: Letters lost
figures:
  - label: Letters
    value: 28000
    source: {quote: davis-2015, ref: «davis-2015»}
  - {label: Boxes, value: 12, source: «davis-2015»}
timeline:
  - {date: 2018, text: davis-2015, sources: «davis-2015»}
claims:
  - text: davis-2015
    said_by: davis-2015
    sources:
      - ref: >-
          «davis-2015»
sources:
  - davis-2015-launch
  - «davis-2015»
---
";

#[test]
fn a_reference_that_is_cited() {
    let fixture = REFERENCES.replace(", davis-2015@post.example.invalid", "");
    check_rename(&fixture, "davis-2015", "1");
}

#[test]
fn a_reference_in_a_list() {
    let unmarked = REFERENCES
        .replace("‹aliases: [/references/davis-2015.html]\n›", "")
        .replace(", davis-2015@post.example.invalid", "")
        .replace(['«', '»'], "");
    for (id, field) in [
        ("first-work", "first-work:\n  type: chapter\n  title: davis-2015\n  parent: davis-2015\n"),
        ("second-work", "second-work: {"),
    ] {
        let alias = format!("aliases: [/references/{id}.html]");
        let line = match id {
            "first-work" => format!("{field}‹  {alias}\n›"),
            _ => format!("{field}‹{alias}, ›"),
        };
        let marked = line.replace(&format!("{id}:"), &format!("«{id}»:"));
        let fixture = unmarked
            .replace(field, &marked)
            .replace("sources: [davis-2015,", &format!("sources: [davis-2015, «{id}»,"));
        check_rename(&fixture, id, "work-3");
    }
}

#[test]
fn an_organisation_that_speaks() {
    check_rename(
        "\
=== content/organisations/«dfnhs».md
---
title: Doctors for the NHS
names: {aliases: [dfnhs campaign]}
aliases:
  - /about/us  # dfnhs
‹  - /organisations/dfnhs.html
›---
=== content/organisations/branch.md
---
title: A branch
parents:
  - {id: «dfnhs», from: 2015}
---

Of [[«dfnhs»]], of [[dfnhs campaign]] and of [[Doctors for the NHS]].
=== content/press-releases/launch.md
---
title: A launch
issued_by: «dfnhs»
---
=== content/incidents/letters.md
---
title: Letters lost
organisations:
  supplier: branch
  affected: [branch, «dfnhs»]
claims:
  - {text: dfnhs, said_by: «dfnhs»}
  - {text: They say so, said_by: dfnhs campaign}
---
=== content/references/request.md
---
title: A request
type: foi
foi: {authority: dfnhs}
---
",
        "dfnhs",
        "doctors",
    );
}

#[test]
fn a_topic_that_is_a_word_of_the_sentence_stays_one() {
    let fixture = "\
=== content/topics/«outsourcing».md
---
title: Outsourcing
aliases: ‹[›/old/work‹, /topics/outsourcing.html]›
---
=== content/topics/letters.md
---
title: Letters
broader: «outsourcing»
---

An example of [[outsourcing]], or [[Outsourcing]], as [[«outsourcing»|work that is done elsewhere]] is called.
";
    check_rename(fixture, "outsourcing", "contracting-out");
    // As a word of its own, its id would be shown in small letters.
    let fixture = "\
=== content/topics/«work».md
---
title: Outsourcing
‹aliases: [/topics/work.html]
›---
=== content/index.md
---
title: Home
---

[[‹topic:›«work»]] is what it is called.
";
    check_rename(fixture, "work", "outsourcing");
}

#[test]
fn an_id_that_another_kind_has_is_told_apart() {
    let fixture = "\
=== content/incidents/«letters».md
---
title: Letters lost
‹aliases: [/incidents/letters.html]
›---
=== content/topics/post.md
---
title: The mail
---
=== content/press-releases/one.md
---
title: A release
topics: [post]
incidents: [«letters»]
related: [‹incident:›«letters»]
---

See [[‹incident:›«letters»]] and [[‹incident:›«letters»|them]].
";
    check_rename(fixture, "letters", "post");
    let site = Site::new(&before(fixture).replace("See ", "See [[post]], "));
    check_refused(&site, &["letters", "post"], 1, &["ambiguous-name", "topic:post", "Nothing was changed."]);
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let fixture = "\
=== content/topics/«post».md
---
title: The mail
‹aliases: [/topics/post.html]
›extra: {a: post}
---

Of [[letters]].
=== content/incidents/letters.md
---
title: Letters
topics:
  - «post»
---

Of [[«post»]].
";
    let windows = |text: &str| text.replace('\n', "\r\n").replace("---\r\ntitle", "\u{feff}---\r\ntitle");
    let site = Site::new("");
    for (path, text) in fixture_files(&before(fixture)) {
        site.write(&path, if path.ends_with(".md") { windows(&text) } else { text });
    }
    let run = site.run(&["rename", "post", "mail", "--now", NOW, "--quiet"]);
    assert_eq!((run.status, run.stderr.as_str(), run.stdout.as_str()), (0, "", ""));
    for (path, text) in fixture_files(&after(fixture, "mail")) {
        let expected = if path.ends_with(".md") { windows(&text) } else { text };
        assert_eq!(fs::read_to_string(site.path(&path)).expect("a file"), expected, "{path}");
    }
}

#[test]
fn what_was_never_published_keeps_no_old_address() {
    for state in ["state: draft", "embargo: 2030-01-01T00:00Z", "published: 2030-01-01"] {
        let fixture = format!(
            "=== content/incidents/«letters».md\n---\ntitle: Letters\n{state}\n---\n=== content/index.md\n---\ntitle: Home\n---\n"
        );
        check_rename(&fixture, "letters", "post");
    }
}

#[test]
fn what_cannot_be_done_is_refused() {
    let site = Site::new(&before(INCIDENT));
    check_refused(&site, &["leters", "x"], 2, &["no record `leters`", "did you mean `letters`?"]);
    check_refused(&site, &["zzz", "x"], 2, &["no record `zzz`", "`casefile list`"]);
    check_refused(&site, &["topic:samples", "x"], 2, &["no record `topic:samples`"]);
    check_refused(&site, &["thing:samples", "x"], 2, &["`thing` is no kind of record", "incident"]);
    let several = ["`incident:letters`", "`press-release:letters`", "`topic:letters`"];
    check_refused(&site, &["letters", "x"], 2, &several);
    check_refused(&site, &["samples", "Lost Samples"], 2, &["cannot be an id", "such as `lost-samples`"]);
    for bad in ["x-", "a/b", "", "ä", "../x"] {
        check_refused(&site, &["samples", bad], 2, &["cannot be an id"]);
    }
    check_refused(&site, &["samples", "samples"], 2, &["already"]);
    let taken = ["taken by `content/incidents/letters/index.md`: letters"];
    check_refused(&site, &["samples", "letters"], 2, &taken);
    site.write("content/index.md", "---\ntitle: Home\naliases: [/incidents/tests.html]\n---\n");
    check_refused(&site, &["samples", "tests"], 2, &["an old address of `content/index.md`"]);
    check_refused(&site, &["index", "home"], 2, &["`index` is a page"]);
    site.write("content/incidents/notes/readme.txt", "Notes.");
    check_refused(&site, &["incident:letters", "notes"], 2, &["is there already"]);
    site.write("content/about.md", "---\ntitle: About\n---\n\n[[nowhere]]\n");
    check_refused(&site, &["samples", "tests"], 1, &["1 error", "`casefile check`"]);
}

#[test]
fn a_link_that_would_mean_something_else_is_told() {
    let site = Site::new(
        "\
=== content/organisations/firm.md
---
title: Post
---
=== content/topics/letters.md
---
title: Letters
---

See [[post]].
",
    );
    check_refused(
        &site,
        &["letters", "post"],
        2,
        &["content/topics/letters.md, line 5: `post` would mean something else"],
    );
}

#[test]
fn a_name_that_is_not_written_plainly_is_told() {
    let letters = "=== content/incidents/letters.md\n---\ntitle: Letters\n---\n";
    for (field, text, line) in [
        ("related: [\"let\\x74ers\"]", "", 3),
        ("", "[a](&#108;etters.md)", 5),
        ("", "[a](/incidents\\/letters.html)", 5),
    ] {
        let other = format!("=== content/incidents/samples.md\n---\ntitle: Samples\n{field}\n---\n{text}\n");
        let site = Site::new(&format!("{letters}{other}"));
        let place = format!("content/incidents/samples.md, line {line}");
        check_refused(&site, &["letters", "post"], 2, &[&place, "write it as plain letters"]);
    }
}

#[test]
fn a_dry_run_lists_every_line() {
    let site = Site::new(&before(INCIDENT));
    let before = files(&site.path(""));
    let run = site.run(&["rename", "incident:letters", "post", "--dry-run", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert_eq!(files(&site.path("")), before);
    let expected = [
        "content/incidents/letters-again.md, line 4:\n  - merged_into: letters\n  + merged_into: post\n",
        "content/incidents/letters/index.md, line 9:\n  + aliases: [/incidents/letters.html]\n",
        "content/press-releases/letters.md, line 4:\n  - - letters\n  + - post\n",
        "content/incidents/letters would move to content/incidents/post\n",
        "17 lines in 6 files would change. Nothing was written.\n",
    ];
    assert_shows(&run.stdout, &expected);
    // Each line but those that are added stands in its file.
    for line in run.stdout.lines().filter_map(|line| line.strip_prefix("  - ")) {
        let stands =
            before.values().any(|bytes| String::from_utf8_lossy(bytes).lines().any(|own| own == line));
        assert!(stands, "{line}");
    }
}

/// The field of aliases as it was and as it comes to be.
#[track_caller]
fn check_aliases(before: &str, after: &str) {
    let text = |field: &str| format!("---\ntitle: Letters\n{field}\nallow: {{}}\n---\n");
    let site = Site::new(&format!("=== content/incidents/letters.md\n{}", text(before)));
    let run = site.run(&["rename", "letters", "post", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{before} {run:#?}");
    let found = fs::read_to_string(site.path("content/incidents/post.md")).expect("it moved");
    assert_eq!(found, text(after));
}

#[test]
fn an_old_address_is_added_to_others_in_every_form() {
    let new = "/incidents/letters.html";
    check_aliases("aliases: []", &format!("aliases: [{new}]"));
    check_aliases("aliases:", &format!("aliases: [{new}]"));
    check_aliases("aliases: [/a,  # old\n  /b]", &format!("aliases: [/a,  # old\n  /b, {new}]"));
    check_aliases("aliases: ['/a' , ]", &format!("aliases: ['/a', {new} , ]"));
    check_aliases("aliases: \"/a\"  # old", &format!("aliases: [\"/a\", {new}]  # old"));
    check_aliases("aliases:\n- /a\n# end", &format!("aliases:\n- /a\n- {new}\n# end"));
    check_aliases(
        "aliases:\n    - /a  # old\n\n# on",
        &format!("aliases:\n    - /a  # old\n    - {new}\n\n# on"),
    );
    check_aliases(
        "summary: >-\n  One\n\n  two\n\n# on",
        &format!("summary: >-\n  One\n\n  two\naliases: [{new}]\n\n# on"),
    );
    check_aliases("date: 2018  # so\n# on", &format!("date: 2018  # so\naliases: [{new}]\n# on"));
}

#[test]
fn a_record_that_gets_its_old_id_back_gives_up_the_alias() {
    let fixture = "\
=== content/incidents/letters.md
---
title: Letters
aliases: [/incidents/post.html]
---
";
    let site = Site::new(fixture);
    let run = site.run(&["rename", "letters", "post", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    let text = fs::read_to_string(site.path("content/incidents/post.md")).expect("it moved");
    assert_eq!(text, "---\ntitle: Letters\naliases: [/incidents/letters.html]\n---\n");
}

// ------------------------------------------------------------------------------------ every record, there and back

fn options() -> Options {
    Options { now: NOW.parse().expect("a time"), base_url: None, drafts: false }
}

/// Renames a record of the site in a folder, as the command does.
fn rename_in(site: &Path, record: &str, id: &str) -> Result<(), String> {
    let inputs = load::load(site).expect("a site");
    let plan = rename::plan(&inputs, &options(), Wanted { record, id }).map_err(|why| format!("{why:?}"))?;
    let texts = plan.texts.into_iter().map(|text| Change::Replace {
        path: text.path,
        before: text.before,
        after: text.after,
    });
    let moved = plan.moved.into_iter().map(|(from, to)| Change::Move { from, to });
    edit::apply(site, &texts.chain(moved).collect::<Vec<_>>()).map_err(|error| error.to_string())
}

/// What `casefile check` shows, line by line.
fn shown(site: &Path) -> Vec<String> {
    let inputs = load::load(site).expect("a site");
    let diagnostics = build::check(&inputs, &options());
    let places = Places { inputs: &inputs, prefix: String::new() };
    // An alias is a line more, so that other lines have other numbers.
    let told = |line: &str| {
        let mut told: serde_json::Value = serde_json::from_str(line).expect("JSON");
        told["line"].take();
        told.to_string()
    };
    let mut lines: Vec<String> = report::json(&places, &diagnostics).lines().map(told).collect();
    lines.sort();
    lines
}

/// Every file without lines that hold aliases, and without the addresses in them.
fn without_aliases(site: &Path) -> BTreeMap<String, String> {
    let plain = |bytes: Vec<u8>| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.lines()
            .filter(|line| !line.trim_start().starts_with("aliases:"))
            .map(|line| format!("{line}\n"))
            .collect()
    };
    files(site).into_iter().map(|(path, bytes)| (path, plain(bytes))).collect()
}

/// A record there and back: nothing is told that was not told before, and every byte is where it was.
fn check_there_and_back(rich: &BTreeMap<String, Vec<u8>>, told: &[String], (kind, id): (&str, &str)) {
    let folder = Site::new("");
    rich.iter().for_each(|(path, bytes)| folder.write(path, bytes));
    let site = &folder.path("");
    let before = without_aliases(site);
    let new = format!("{id}-otherwise");
    rename_in(site, &format!("{kind}:{id}"), &new).unwrap_or_else(|why| panic!("{kind}:{id}: {why}"));
    let mut renamed: Vec<String> = shown(site).iter().map(|line| line.replace(&new, id)).collect();
    renamed.sort();
    assert_eq!(renamed, told, "{kind}:{id}");
    rename_in(site, &format!("{kind}:{new}"), id).unwrap_or_else(|why| panic!("{kind}:{new}: {why}"));
    assert_eq!(without_aliases(site), before, "{kind}:{id}");
}

/// Every record that something names, or that is no bare reference: those are all alike.
fn records(rich: &BTreeMap<String, Vec<u8>>) -> Vec<(&'static str, String)> {
    let folders = [
        ("incident", "incidents"),
        ("press-release", "press-releases"),
        ("reference", "references"),
        ("organisation", "organisations"),
        ("topic", "topics"),
    ];
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut records: Vec<(&str, String)> = Vec::new();
    for path in rich.keys().filter(|path| path.ends_with(".md")) {
        for (kind, folder) in folders {
            let Some(name) = path.strip_prefix(&format!("content/{folder}/")) else { continue };
            let id = name.trim_end_matches("/index.md").trim_end_matches(".md").to_owned();
            if kind != "reference" || rich.values().any(|bytes| text(bytes).contains(&id)) {
                records.push((kind, id));
            }
        }
    }
    records
}

#[test]
fn each_record_of_a_rich_site_goes_there_and_back() {
    let folder = Path::new("tests/fixtures/sites/rich");
    let (rich, told) = (files(folder), shown(folder));
    let records = records(&rich);
    assert!(records.len() > 25 && !told.is_empty(), "{records:?} {told:?}");
    records.into_par_iter().for_each(|(kind, id)| check_there_and_back(&rich, &told, (kind, &id)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever id is asked for: it is refused and nothing changes, or the record has it and has its old one again.
    #[test]
    fn any_id_there_and_back(id in "(true|null|no|1e5|0x1|[a-z0-9]|letters|post|[a-z0-9][a-z0-9-]{0,6}[a-z0-9])", record in 0_usize..3) {
        let site = Site::new(&before(INCIDENT));
        for (path, text) in fixture_files(&before(REFERENCES).replace(", davis-2015@post.example.invalid", "")) {
            if path != "content/incidents/letters.md" {
                site.write(&path, text);
            }
        }
        let folder = site.path("");
        let (kind, old) =
            [("incident", "letters"), ("topic", "letters"), ("reference", "davis-2015")][record];
        let (as_is, told) = (without_aliases(&folder), shown(&folder).len());
        let renamed = rename_in(&folder, &format!("{kind}:{old}"), &id);
        if renamed.is_ok() {
            prop_assert_eq!(shown(&folder).len(), told);
            let back = rename_in(&folder, &format!("{kind}:{id}"), old);
            prop_assert_eq!(back, Ok(()));
        }
        // A kind that was put before an id stays.
        let plain = |files: BTreeMap<String, String>| -> BTreeMap<String, String> {
            let text = |text: String| text.replace(&format!("{kind}:{old}"), old);
            files.into_iter().map(|(path, own)| (path, text(own))).collect()
        };
        prop_assert_eq!(plain(without_aliases(&folder)), plain(as_is));
    }
}
