//! What is not to be public leaves no trace, and the site is published whole or not at all.

mod common;

use common::NOW;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::files;
use common::run;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// A site with a draft, a record under embargo and an honest record that both point to.
const WITHHELD: &str = "\
=== content/about.md
---
title: About us
---

We publish [[Known incident]].
=== content/incidents/known.md
---
title: Known incident
places: [Leeds]
harms: [death]
---

This is known.
=== content/incidents/zebra-draft/index.md
---
title: Quagga drafted
summary: Okapi summary.
state: draft
places: [Zebraville]
harms: [misdiagnosis]
related: [known]
topics: [giraffe-topic]
aliases: [/old-zebra.html]
attachments: [{file: zebra-file.txt, title: Zebra attachment}]
organisations: {supplier: gnu-org}
unknowns: [Zebra unknown]
claims: [{id: zebra-claim, text: Zebra claim, kind: fact, sources: [zebra-ref]}]
---

Draft text on [[known]] and [[Known incident]] [@zebra-ref].
=== content/incidents/zebra-draft/zebra-file.txt
Zebra bytes
=== content/topics/giraffe-topic.md
---
title: Giraffe topic
state: draft
---

Giraffe text.
=== content/organisations/gnu-org.md
---
title: Gnu organisation
state: draft
names: {aliases: [Wildebeest Works]}
---

Gnu text.
=== content/references/zebra-ref.md
---
title: Zebra reference
type: book
state: draft
author: Zebrauthor, Z.
---

Zebra text on [[known]].
=== content/press-releases/ibis/index.md
---
title: Ibis release
headline: IBIS HEADLINE
embargo: 2026-06-01T00:01:00+01:00
incidents: [known]
aliases: [ibis-alias]
original: {file: ibis-original.txt, publish: full}
---

Ibis text on [[known]].
=== content/press-releases/ibis/ibis-original.txt
Ibis bytes
";

/// None of these words stands in any byte of the output or in the name of any file.
#[track_caller]
fn check_no_trace(site: &Site, secrets: &[&str]) {
    let output = site.output();
    assert!(output.contains_key("incidents/known.html"));
    for (path, bytes) in &output {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for secret in secrets {
            assert!(!text.contains(secret), "`{secret}` in {path}");
            assert!(!path.to_lowercase().contains(secret), "`{secret}` is named in {path}");
        }
    }
}

const DRAFT_WORDS: [&str; 7] =
    ["zebra", "quagga", "okapi", "giraffe", "gnu-org", "gnu organisation", "wildebeest"];

fn build_at(site: &Site, now: &str) -> Run {
    let built = site.run(&["build", "--now", now]);
    assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
    built
}

#[test]
fn a_draft_leaves_no_trace() {
    let site = Site::new(WITHHELD);
    build_at(&site, NOW);
    check_no_trace(&site, &DRAFT_WORDS);
    check_no_trace(&site, &["misdiagnosis"]);
    assert_hides(&site.words("incidents/known.html"), &["Mentioned in Quagga", "Related records"]);
    assert_shows(&site.words("incidents/known.html"), &["Mentioned in About us"]);
}

#[test]
fn a_build_says_what_it_held_back() {
    let built = build_at(&Site::new(WITHHELD), NOW);
    assert_shows(&built.stdout, &["Not published: 4 drafts, 1 under embargo."]);
}

#[test]
fn an_embargo_holds_to_the_second() {
    let site = Site::new(WITHHELD);
    for before in ["2026-05-31T23:00:59Z", "2026-06-01T00:00:59+01:00", "2026-05-31", NOW] {
        build_at(&site, before);
        check_no_trace(&site, &["ibis"]);
    }
    for after in ["2026-05-31T23:01:00Z", "2026-06-01T00:01:00+01:00", "2026-06-02"] {
        build_at(&site, after);
        assert_shows(
            &site.words("press-releases/ibis.html"),
            &["IBIS HEADLINE", "Ibis text on Known incident."],
        );
        assert_shows(&site.words("incidents/known.html"), &["Ibis release"]);
        assert!(site.output().contains_key("press-releases/ibis/ibis-original.txt"));
        assert!(site.output().contains_key("ibis-alias/index.html"), "{:?}", site.output().keys());
        check_no_trace(&site, &DRAFT_WORDS);
    }
    build_at(&site, NOW);
    check_no_trace(&site, &["ibis"]);
}

#[test]
fn the_epoch_of_the_source_decides_where_no_moment_is_given() {
    let site = Site::new(WITHHELD);
    let folder = site.path("");
    // 2026-05-31T23:00:59Z and one second later.
    for (epoch, there) in [("1780268459", false), ("1780268460", true)] {
        let built = run(&folder, &["build"], &[("SOURCE_DATE_EPOCH", epoch)]);
        assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
        assert_eq!(site.output().contains_key("press-releases/ibis.html"), there, "{epoch}");
    }
    let built = run(&folder, &["build", "--now", NOW], &[("SOURCE_DATE_EPOCH", "1780268460")]);
    assert_eq!(built.status, 0);
    check_no_trace(&site, &["ibis"]);
    let refused = run(&folder, &["build"], &[("SOURCE_DATE_EPOCH", "soon")]);
    assert_eq!(refused.status, 2, "{refused:#?}");
}

/// A published text that holds these words of a withheld record stops the build.
#[track_caller]
fn check_leak(hidden: &str, words: &str) {
    let site = Site::new(hidden);
    site.write("content/about.md", "---\ntitle: About us\n---\n\nNothing.\n");
    site.publish();
    let before = site.output();
    site.write("content/about.md", format!("---\ntitle: About us\n---\n\nSoon: {words}. Then more.\n"));
    let built = site.build(&[]);
    assert_eq!(built.status, 1, "{words}\n{built:#?}");
    assert_shows(&built.stderr, &["about.html"]);
    assert_eq!(site.output(), before);
}

#[test]
fn a_text_that_gives_a_withheld_record_away_stops_the_build() {
    let hidden = "\
=== content/incidents/quagga-lost/index.md
---
title: Quagga lost on the way to Leeds
state: draft
attachments: [{file: quagga-minutes.txt, title: Minutes}]
---

Nothing.
=== content/incidents/quagga-lost/quagga-minutes.txt
Minutes.
";
    check_leak(hidden, "Quagga lost on the way to Leeds");
    check_leak(hidden, "quagga-minutes.txt");
    check_leak(hidden, "it will be at evidence.example/incidents/quagga-lost.html");
    check_leak(hidden, "`quagga-lost`");
}

#[test]
fn a_withheld_title_is_found_across_lines_and_emphasis() {
    let hidden = "=== content/incidents/q-lost.md\n---\ntitle: Quagga lost on the way to Leeds\nstate: draft\n---\n\nx\n";
    check_leak(hidden, "Quagga lost on\nthe way to Leeds");
    check_leak(hidden, "Quagga *lost* on the way to Leeds");
}

#[test]
fn a_short_title_that_is_withheld_is_found_too() {
    let hidden = "=== content/incidents/quagga-one.md\n---\ntitle: Quagga drafted\nstate: draft\n---\n\nx\n";
    check_leak(hidden, "Quagga drafted");
}

/// A draft with this id and title stops no build of a site that does not speak of it.
#[track_caller]
fn check_no_leak(id: &str, title: &str) {
    let site = Site::new(&format!(
        "=== content/about.md\n---\ntitle: About us\n---\n\nThe NHS lost Letters in London, [as said](/search.html).\n\
         === content/topics/known.md\n---\ntitle: Known topic\n---\n\nNothing.\n\
         === content/incidents/{id}.md\n---\ntitle: {title}\nstate: draft\n---\n\nNothing.\n"
    ));
    let built = site.build(&[]);
    assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{id}: {title}\n{built:#?}");
}

#[test]
fn a_withheld_record_may_share_its_id_with_another_kind() {
    for id in ["about", "known", "letters", "nhs", "style", "main"] {
        check_no_leak(id, "Quagga lost on the way to Leeds");
    }
}

#[test]
fn a_withheld_record_may_be_named_like_a_thing_of_the_world() {
    for title in ["Letters", "London", "The NHS"] {
        check_no_leak("quagga", title);
    }
}

#[test]
fn a_word_that_names_a_record_under_embargo_is_pointed_out() {
    for (folder, title) in
        [("incidents", "Quagga"), ("topics", "Quagga trials"), ("organisations", "Quagga plc")]
    {
        let site = Site::new(&format!(
            "=== content/about.md\n---\ntitle: About us\n---\n\nOf {title} we say nothing.\n\nAnd {title} again.\n\
             === content/{folder}/q.md\n---\ntitle: {title}\nembargo: 2099-01-01T00:00Z\n---\n\nNothing.\n"
        ));
        let built = site.build(&[]);
        assert_eq!(built.status, 0, "{built:#?}");
        assert!(built.stderr.contains("warning[leak]: the title of a record"), "{built:#?}");
        assert!(
            built.stderr.contains("`about.html`") && built.stderr.ends_with("1 warning.\n"),
            "{built:#?}"
        );
    }
}

#[test]
fn a_withheld_record_may_be_named_like_a_part_of_every_page() {
    for id in ["data", "timeline", "search", "q"] {
        check_no_leak(id, "Quagga lost on the way to Leeds");
    }
    for title in ["Incidents", "Search", "About this site", "Test archive"] {
        check_no_leak("quagga", title);
    }
}

// All or nothing.

const SMALL: &str = "\
=== content/incidents/a.md
---
title: First incident
---

Nothing.
=== content/incidents/b.md
---
title: Second incident
---

Nothing.
";

/// The bytes, times and identities of the output.
fn identities(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let time =
        |path: &str| fs::metadata(folder.join(path)).and_then(|facts| facts.modified()).expect("a time");
    files(folder)
        .into_iter()
        .map(|(path, bytes)| {
            let time = time(&path);
            (path, (bytes, time))
        })
        .collect()
}

#[test]
fn a_build_with_a_mistake_leaves_the_old_site_as_it_is() {
    let site = Site::new(SMALL);
    site.publish();
    site.write("public/CNAME", "evidence.example");
    let before = identities(&site.path("public"));
    site.write("content/incidents/a.md", "---\ntitle: Changed\nsumary: x\n---\n\nNothing.\n");
    let built = site.build(&[]);
    assert_eq!((built.status, built.stdout.as_str()), (1, ""));
    assert_shows(&built.stderr, &["sumary", "1 error.", "Nothing was published"]);
    assert_eq!(identities(&site.path("public")), before);
    check_only(&site, &["casefile.yaml", "content", "public"]);
}

#[test]
fn a_first_build_with_a_mistake_makes_no_folder() {
    let site = Site::new(SMALL);
    site.write("content/incidents/a.md", "Nothing.\n");
    assert_eq!(site.build(&[]).status, 1);
    check_only(&site, &["casefile.yaml", "content"]);
}

/// The site folder holds these names and no others, hidden ones included.
#[track_caller]
fn check_only(site: &Site, expected: &[&str]) {
    let entries = fs::read_dir(site.path("")).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    assert_eq!(names, expected);
}

#[test]
fn unchanged_files_keep_their_times() {
    let site = Site::new(SMALL);
    site.publish();
    let before = identities(&site.path("public"));
    let built = site.build(&[]);
    assert_shows(&built.stdout, &["0 new, 0 changed", "0 removed"]);
    assert_eq!(identities(&site.path("public")), before);
    site.write("content/incidents/a.md", "---\ntitle: First incident\n---\n\nSomething else.\n");
    assert_shows(&site.build(&[]).stdout, &["0 new, 8 changed", "0 removed"]);
    let after = identities(&site.path("public"));
    let changed: Vec<&str> =
        before.keys().filter(|path| before[*path] != after[*path]).map(String::as_str).collect();
    // The page, the lists of all files, and of the search index what holds its words.
    let index =
        ["search/head.js", "search/p-000.js", "search/spelling.js", "search/t-000.js", "search/x-000.js"];
    assert_eq!(changed, [&["SHA256SUMS", "incidents/a.html", "manifest.json"][..], &index].concat());
    assert_ne!(before["incidents/a.html"].0, after["incidents/a.html"].0);
}

#[test]
fn pages_of_records_that_are_gone_are_gone() {
    let site = Site::new(SMALL);
    site.publish();
    fs::remove_file(site.path("content/incidents/b.md")).expect("removed");
    site.publish();
    let output = site.output();
    assert!(output.contains_key("incidents/a.html") && !output.contains_key("incidents/b.html"));
    for (path, bytes) in output {
        assert!(!String::from_utf8_lossy(&bytes).contains("Second incident"), "{path}");
    }
}

#[test]
fn files_that_casefile_did_not_write_are_kept() {
    let site = Site::new(SMALL);
    site.publish();
    let foreign = ["CNAME", ".gitignore", ".git/HEAD", ".git/objects/ab/cd", "incidents/mine.txt"];
    for path in foreign {
        site.write(&format!("public/{path}"), path);
    }
    fs::remove_file(site.path("content/incidents/b.md")).expect("removed");
    site.publish();
    let output = site.output();
    for path in foreign {
        assert_eq!(output[path], path.as_bytes());
    }
    assert!(!output.contains_key("incidents/b.html"));
}

#[test]
fn a_fresh_clone_with_a_kept_folder_can_be_built_into() {
    let site = Site::new(SMALL);
    site.write("public/.gitignore", "*\n!.gitignore\n");
    site.publish();
    assert_eq!(site.output()[".gitignore"], b"*\n!.gitignore\n");
}

/// Building into that folder is refused, and nothing in it changes.
#[track_caller]
fn check_refused(site: &Site, output: &str) {
    let before = files(&site.path(""));
    let built = site.build(&["--output", output]);
    assert_eq!((built.status, built.stdout.as_str()), (2, ""), "{output}\n{built:#?}");
    assert!(built.stderr.starts_with("error: "), "{}", built.stderr);
    assert_eq!(files(&site.path("")), before);
}

#[test]
fn an_output_folder_that_holds_other_things_is_refused() {
    let site = Site::new(SMALL);
    site.write("documents/thesis.txt", "mine");
    site.write("file.txt", "mine");
    for output in ["documents", "content", "content/incidents", ".", "..", "/", "file.txt"] {
        check_refused(&site, output);
    }
    site.publish();
    check_refused(&site, "documents");
}

#[test]
fn an_output_folder_of_ones_own_is_used() {
    let site = Site::new(SMALL);
    site.publish();
    let expected = site.output();
    fs::create_dir(site.path("empty")).expect("a folder");
    for output in ["empty", "new/deep/er", "./other"] {
        let built = site.build(&["--output", output]);
        assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
        assert_eq!(files(&site.path(output)), expected, "{output}");
    }
}

#[test]
fn check_writes_nothing() {
    let site = Site::new(SMALL);
    let before = files(&site.path(""));
    assert_eq!(site.run(&["check"]).status, 0);
    assert_eq!(files(&site.path("")), before);
    check_only(&site, &["casefile.yaml", "content"]);
}

#[test]
fn a_quiet_build_says_nothing() {
    let built = Site::new(SMALL).build(&["--quiet"]);
    assert_eq!((built.status, built.stdout.as_str(), built.stderr.as_str()), (0, "", ""));
}

// Themes.

/// A site with a theme of its own that holds these files.
fn themed(files: &[(&str, &str)]) -> Site {
    let site = Site::new(SMALL);
    site.write("casefile.yaml", "title: Test archive\nbase_url: https://evidence.example/\ntheme: mine\n");
    for (path, text) in files {
        site.write(&format!("themes/mine/{path}"), text);
    }
    site
}

#[test]
fn an_exported_theme_builds_the_same_site() {
    let site = Site::new(SMALL);
    site.publish();
    let expected = site.output();
    assert_shows(&site.run(&["theme", "--help"]).stdout, &["Examples:\n  casefile theme export my-theme"]);
    let exported = site.run(&["theme", "export", "mine"]);
    assert_eq!((exported.status, exported.stderr.as_str()), (0, ""), "{exported:#?}");
    site.write("casefile.yaml", "title: Test archive\nbase_url: https://evidence.example/\ntheme: mine\n");
    site.publish();
    assert_eq!(site.output(), expected);
    let again = site.run(&["theme", "export", "mine"]);
    assert_eq!(again.status, 2, "{again:#?}");
    for name in ["../evil", "a/b", "", "."] {
        assert_eq!(site.run(&["theme", "export", name]).status, 2, "{name}");
    }
    check_only(&site, &["casefile.yaml", "content", "public", "themes"]);
}

#[test]
fn a_theme_replaces_one_template() {
    let site = themed(&[(
        "templates/incident.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1><p>MINE</p>{% endblock main %}",
    )]);
    site.publish();
    assert!(site.words("incidents/a.html").starts_with("First incident MINE"));
    assert_hides(&site.page("index.html"), &["MINE"]);
}

#[test]
fn a_theme_replaces_one_word() {
    let site = themed(&[("strings/en.yaml", "menu:\n  incidents: Cases of harm\n")]);
    site.publish();
    assert_shows(&site.page("index.html"), &["Cases of harm", "Search this archive"]);
}

#[test]
fn a_theme_replaces_and_adds_assets() {
    let site = themed(&[("assets/style.css", "body { color: red }"), ("assets/fonts/own.txt", "font")]);
    site.publish();
    let output = site.output();
    assert_eq!(output["assets/style.css"], b"body { color: red }");
    assert_eq!(output["assets/fonts/own.txt"], b"font");
    assert!(output.contains_key("assets/icon.svg"));
}

/// A mistake in a template is told with its file, line and column, and nothing is published.
#[track_caller]
fn check_template_mistake(template: &str, line: usize, column: usize, words: &str) {
    let site = themed(&[("templates/incident.html", template)]);
    let built = site.build(&[]);
    assert_eq!((built.status, built.stdout.as_str()), (1, ""), "{built:#?}");
    let place = format!("themes/mine/templates/incident.html:{line}:{column}");
    assert_shows(&built.stderr, &[&place, words]);
    assert!(!site.path("public").exists());
}

#[test]
fn a_mistake_in_a_template_is_told_with_its_place() {
    check_template_mistake(
        "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ page.nonesuch }}</h1>\n{% endblock main %}\n",
        3,
        13,
        "nonesuch",
    );
    check_template_mistake("<h1>\n{{ nonesuch }}\n</h1>\n", 2, 4, "nonesuch");
    check_template_mistake("<h1>\n  {% frob %}\n</h1>\n", 2, 6, "nknown tag");
}

#[test]
fn a_mistake_in_a_template_is_shown_with_its_line() {
    let site = themed(&[("templates/incident.html", "<h1>\n{{ nonesuch }}\n</h1>\n")]);
    assert_shows(&site.build(&[]).stderr, &["2 | {{ nonesuch }}", "^^^"]);
}

#[test]
fn a_mistake_in_a_template_has_its_place_in_json() {
    let site = themed(&[("templates/incident.html", "<h1>\n{{ nonesuch }}\n</h1>\n")]);
    let built = site.build(&["--format", "json"]);
    let mistake: serde_json::Value = serde_json::from_str(built.stderr.trim()).expect("one object");
    assert_eq!(mistake["path"], "themes/mine/templates/incident.html");
    assert_eq!((&mistake["line"], &mistake["column"]), (&2.into(), &4.into()));
}

#[test]
fn an_unknown_word_in_a_file_of_strings_is_told() {
    let site = themed(&[("strings/en.yaml", "menu:\n  incidnets: Cases\n")]);
    let built = site.build(&[]);
    assert_shows(&built.stderr, &["themes/mine/strings/en.yaml:2:3", "incidents"]);
}

#[test]
fn a_language_without_words_stays_english_with_one_warning() {
    let site = Site::new(SMALL);
    site.write("casefile.yaml", "title: T\nbase_url: https://evidence.example/\nlanguage: cy\n");
    let built = site.build(&[]);
    assert_eq!(built.status, 0, "{built:#?}");
    assert_shows(&built.stderr, &["warning[missing-words]", "1 warning."]);
    assert_shows(&site.page("index.html"), &["<html lang=\"cy\"", "Search this archive"]);
    site.write("casefile.yaml", "title: T\nbase_url: https://evidence.example/\nlanguage: cy\ntheme: mine\n");
    site.write("themes/mine/strings/cy.yaml", "menu:\n  incidents: Digwyddiadau\n");
    assert_eq!(site.build(&[]).status, 0);
    assert_shows(&site.page("index.html"), &["Digwyddiadau", "Search this archive"]);
}

#[test]
fn a_variant_of_english_is_english() {
    let site = Site::new(SMALL);
    for language in ["en", "en-GB", "en-US"] {
        let config = format!("title: T\nbase_url: https://evidence.example/\nlanguage: {language}\n");
        site.write("casefile.yaml", config);
        site.publish();
        assert_shows(&site.page("index.html"), &[&format!("<html lang=\"{language}\"")]);
    }
}
