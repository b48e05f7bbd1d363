//! Two builds of the same files give the same bytes, whatever surrounds them.

mod common;

use common::NOW;
use common::files;
use common::fixture_files;
use common::run;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A site in which many things could come in another order.
fn fixture() -> String {
    let mut fixture = "\
=== casefile.yaml
title: Test archive
base_url: https://evidence.example/
per_page: 3
contacts:
  b: {name: Desk B, email: b@campaign.example}
  a: {name: Desk A, email: a@campaign.example}
vocabulary: {harms: {wrong-limb: Wrong limb, another: Another}}
=== content/about.md
---
title: About us
nav: 2
---

See [[i3]], [[i1]], [[o2]] [@r2; @r1, p. 3] and note[^n].

[^n]: So.
=== content/method.md
---
title: Method
nav: 2
---

See [[i2]].
=== content/references/all.yaml
r9: {type: book, title: Same title, author: \"Same, Name\", date: 2015}
r8: {type: book, title: Same title, author: \"Same, Name\", date: 2015}
=== content/press-releases/release/index.md
---
title: Release
contacts: [b, a]
incidents: [i3, i1, i2]
original: {file: original.txt, publish: full}
---

Text [[i1]].
=== content/press-releases/release/original.txt
Original.
"
    .to_string();
    for number in 1..=9 {
        let next = number % 9 + 1;
        fixture.push_str(&format!(
            "=== content/incidents/i{number}.md
---
title: Same title
date: 2020-01
places: [Örebro, Ålesund, zoo, Zoo, élan, Leeds]
harms: [wrong-limb, death, another]
topics: [t2, t1]
related: [i{next}]
organisations: {{supplier: [o2, o1], commissioner: o3}}
figures: [{{label: Letters, value: {number}, unit: letters}}, {{label: Cost, value: 1.{number}, currency: GBP}}]
timeline: [{{date: 2020-01, text: Something., sources: [r2, r1]}}]
sources: [r2, r1]
extra: {{z: 1, a: 2}}
---

Text on [[i{next}]], [[o1]] and [@r1]. See [[release]] [@r8; @r9].
"
        ));
    }
    for number in 1..=3 {
        fixture.push_str(&format!(
            "=== content/organisations/o{number}.md\n---\ntitle: Same firm\nidentifiers: {{ods: A{number}, charity: \
             2}}\n---\n\nNothing on [[i1]].\n\
             === content/topics/t{number}.md\n---\ntitle: Topic\n---\n\nNothing on [[i1]].\n\
             === content/references/r{number}.md\n---\ntitle: Work\ntype: book\nauthor: Same, Name\ndate: \
             2015\n---\n\nNothing.\n"
        ));
    }
    fixture
}

/// Writes the files out in this order and builds them with this environment.
#[track_caller]
fn build(
    site: &Path,
    files_in_order: &[(String, String)],
    environment: &[(&str, &str)],
) -> BTreeMap<String, Vec<u8>> {
    for (path, text) in files_in_order {
        let disk = site.join(path);
        fs::create_dir_all(disk.parent().expect("a parent")).expect("a folder");
        fs::write(disk, text).expect("a file");
    }
    let built = run(site, &["build", "--now", NOW], environment);
    assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
    files(&site.join("public"))
}

fn expected() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    build(folder.path(), &fixture_files(&fixture()), &[])
}

/// The same files built in another way give the same bytes.
#[track_caller]
fn check_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (path, bytes) in expected {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&found[path]), text(bytes), "{path}");
    }
}

#[test]
fn the_environment_does_not_matter() {
    let expected = expected();
    for environment in [
        [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C"), ("LANG", "C")],
        [("TZ", "America/Anchorage"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "sv_SE.UTF-8")],
        [("TZ", ""), ("LC_ALL", ""), ("LANG", "de_DE@euro")],
        [("USER", "somebody"), ("HOME", "/nonexistent"), ("COLUMNS", "10")],
        [("NO_COLOR", "1"), ("CI", "true"), ("GITHUB_ACTIONS", "true")],
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        check_same(&build(folder.path(), &fixture_files(&fixture()), &environment), &expected);
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let expected = expected();
    for threads in ["1", "2", "3", "4", "16"] {
        let folder = tempfile::tempdir().expect("a folder");
        let found = build(folder.path(), &fixture_files(&fixture()), &[("RAYON_NUM_THREADS", threads)]);
        check_same(&found, &expected);
    }
}

#[test]
fn the_order_of_the_directory_does_not_matter() {
    let expected = expected();
    let mut written = fixture_files(&fixture());
    for step in 0..4 {
        let folder = tempfile::tempdir().expect("a folder");
        if step % 2 == 0 {
            written.reverse();
        } else {
            let half = written.len() / 2 + step;
            written.rotate_left(half);
        }
        check_same(&build(folder.path(), &written, &[]), &expected);
    }
}

#[test]
fn the_place_of_the_site_and_of_its_output_does_not_matter() {
    let expected = expected();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("somewhere else/with a “name”/deep/er");
    check_same(&build(&site, &fixture_files(&fixture()), &[]), &expected);
    let output = folder.path().join("output elsewhere");
    let (from, to) = (site.display().to_string(), output.display().to_string());
    let built = run(folder.path(), &["build", &from, "--now", NOW, "--output", &to], &[]);
    assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
    check_same(&files(&output), &expected);
    let relative = run(&site, &["build", "../er", "--now", NOW, "--output", "../../out"], &[]);
    assert_eq!(relative.status, 0, "{relative:#?}");
    check_same(&files(&site.join("../../out")), &expected);
    for (path, bytes) in &expected {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("/tmp") && !text.contains(&*std::env::temp_dir().to_string_lossy()), "{path}");
    }
}

#[test]
fn the_clock_and_the_times_of_files_do_not_matter() {
    let expected = expected();
    let folder = tempfile::tempdir().expect("a folder");
    build(folder.path(), &fixture_files(&fixture()), &[]);
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400 * 365);
    for path in files(&folder.path().join("content")).keys() {
        let file =
            fs::File::options().write(true).open(folder.path().join("content").join(path)).expect("a file");
        file.set_modified(old).expect("a time");
    }
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    for now in [NOW, "2026-01-02T03:04:05Z", "2099-12-31"] {
        let built = run(folder.path(), &["build", "--now", now], &[]);
        assert_eq!(built.status, 0, "{built:#?}");
        check_same(&files(&folder.path().join("public")), &expected);
    }
}

#[test]
fn a_second_build_and_a_fresh_one_are_the_same() {
    let expected = expected();
    let folder = tempfile::tempdir().expect("a folder");
    let mut written = fixture_files(&fixture());
    let mut other = written.clone();
    let text = "---\ntitle: Another title\nplaces: [Elsewhere]\n---\n\nAnother text.\n";
    other.push(("content/incidents/i4.md".to_string(), text.to_string()));
    assert!(build(folder.path(), &other, &[]) != expected);
    written.reverse();
    check_same(&build(folder.path(), &written, &[]), &expected);
}

#[test]
fn mistakes_come_in_the_same_order_on_any_number_of_threads() {
    let mut fixture = String::new();
    for number in 0..40 {
        fixture.push_str(&format!(
            "=== content/incidents/i{number}.md\n---\ntitle: T\nsumary: x\ndate: soon\n---\n\n[[nope]] and [x](y.md)\n"
        ));
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in fixture_files(&fixture) {
        let disk = folder.path().join(path);
        fs::create_dir_all(disk.parent().expect("a parent")).expect("a folder");
        fs::write(disk, text).expect("a file");
    }
    let told = |threads: &str| {
        run(folder.path(), &["check", "--now", NOW], &[("RAYON_NUM_THREADS", threads)]).stderr
    };
    let expected = told("1");
    assert!(expected.ends_with("160 errors, 40 warnings.\n"), "{expected}");
    for threads in ["2", "4", "16"] {
        assert_eq!(told(threads), expected);
    }
}
