//! Editorial rules about what records say together: each fires where it should, and not beside it.

mod common;

use common::NOW;
use common::Site;
use common::assert_shows;
use serde_json::Value;

/// What every fixture has: a supplier, the campaign that publishes the site, its press release, and an independent source.
const BASE: &str = "\
=== casefile.yaml
title: Test archive
base_url: https://evidence.example/
publisher: {name: Vale Campaign}
=== content/organisations/acme.md
---
title: Acme Letters Ltd
type: company
---

They deliver for [[vale]].
=== content/organisations/vale.md
---
title: Vale Campaign
type: campaign
---

They wrote about [[acme]] in [[release]], after [@watts-2018] and [@ruled-2019].
=== content/press-releases/release.md
---
title: Letters lost
summary: The campaign on lost letters.
issued_by: vale
---

Acme Letters Ltd lost “over 900 letters”, a nurse said.
=== content/references/watts-2018.md
---
title: Letters that never came
type: news
author: Watts, J.
date: 2018-06-20
---
=== content/references/ruled-2019.md
---
title: The Letters Inquiry
type: report
author: Shaw, P.
date: 2019
---
";

/// A sound incident; the tests change it line by line.
const INCIDENT: &str = "\
=== content/incidents/lost.md
---
title: Letters said to be lost
summary: Acme is said to have lost letters.
status: alleged
organisations: {supplier: acme}
figures: [{label: Letters, value: 900, source: watts-2018}]
claims:
  - text: Acme lost letters.
    kind: fact
    sources: [watts-2018]
right_of_reply: {status: asked}
---

Text.
";

/// What `check` finds in the base with these files besides, as `PATH:LINE CODE`, a line each.
#[track_caller]
fn found(files: &str) -> Vec<String> {
    let site = Site::new(&format!("{BASE}{files}"));
    let run = site.run(&["check", "--now", NOW, "--format", "json"]);
    let mistakes = run.stderr.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let text = |mistake: &Value, name: &str| mistake[name].as_str().unwrap_or_default().to_owned();
    let line = |own: Value| {
        format!("{}:{} {}", text(&own, "path").replace("content/", ""), own["line"], text(&own, "code"))
    };
    mistakes.map(line).collect()
}

/// With a line of the incident replaced, exactly these are found, in this order.
#[track_caller]
fn check_change(from: &str, to: &str, expected: &[&str]) {
    assert!(INCIDENT.contains(from), "{from}");
    assert_eq!(found(&INCIDENT.replace(from, to)), expected, "{to}");
}

/// With this text in an incident that is otherwise sound, exactly these are found.
#[track_caller]
fn check_text(text: &str, expected: &[&str]) {
    check_change("\n\nText.\n", &format!("\n\n{text}\n"), expected);
}

/// With this reference beside the others, cited by a page, exactly these are found.
#[track_caller]
fn check_reference(fields: &str, expected: &[&str]) {
    let page = "=== content/index.md\n---\ntitle: Home\n---\n\n[@zz]\n";
    assert_eq!(
        found(&format!("{INCIDENT}{page}=== content/references/zz.md\n---\n{fields}---\n")),
        expected,
        "{fields}"
    );
}

#[test]
fn a_sound_archive_breaks_no_rule() {
    assert_eq!(found(INCIDENT), Vec::<String>::new());
}

#[test]
fn a_fact_about_somebody_needs_another_source_than_the_campaign() {
    let own = "sources: [release]";
    check_change("sources: [watts-2018]", own, &["incidents/lost.md:8 campaign-source-only"]);
    check_change("sources: [watts-2018]", "sources: [release, watts-2018]", &[]);
    check_change("kind: fact\n    sources: [watts-2018]", &format!("kind: comment\n    {own}"), &[]);
    // Nobody is named who could have failed.
    let nobody =
        INCIDENT.replace("{supplier: acme}", "{affected: acme}").replace("sources: [watts-2018]", own);
    assert_eq!(found(&nobody), Vec::<String>::new());
    // The source of the whole is the source of a claim that has none.
    let whole = INCIDENT
        .replace("    sources: [watts-2018]\n", "")
        .replace("status: alleged", "status: alleged\nsources: [release]");
    assert_eq!(found(&whole), ["incidents/lost.md:9 campaign-source-only"]);
    let itself = format!(
        "{INCIDENT}=== content/references/own.md\n---\ntitle: Our survey\ntype: report\nindependence: self\n---\n"
    );
    let itself = itself.replace("sources: [watts-2018]", "sources: [own]");
    assert_eq!(found(&itself), ["incidents/lost.md:8 campaign-source-only"]);
}

#[test]
fn whoever_is_named_is_asked() {
    let reply = "right_of_reply: {status: asked}\n";
    check_change(reply, "", &["incidents/lost.md:2 no-right-of-reply"]);
    check_change(
        reply,
        "right_of_reply: {status: not-recorded}\n",
        &["incidents/lost.md:11 no-right-of-reply"],
    );
    for status in ["not-needed", "no-reply", "declined"] {
        check_change(reply, &format!("right_of_reply: {{status: {status}}}\n"), &[]);
    }
    let nobody = INCIDENT.replace("{supplier: acme}", "{investigator: acme}").replace(reply, "");
    assert_eq!(found(&nobody), Vec::<String>::new());
}

#[test]
fn titles_and_summaries_say_no_more_than_the_status() {
    let stronger = |title: &str, status: &str| {
        let files = INCIDENT
            .replace("Letters said to be lost", title)
            .replace("status: alleged", &format!("status: {status}"));
        !found(&files).is_empty()
    };
    for (title, too_weak, enough) in [
        ("Acme admits that letters were lost", "reported", "admitted"),
        ("Acme admitted failing patients", "alleged", "upheld"),
        ("Ombudsman found that letters were lost", "under-inquiry", "upheld"),
        ("Acme found guilty of fraud", "reported", "upheld"),
        ("Complaint upheld against Acme", "not-upheld", "upheld"),
        ("Acme under investigation", "alleged", "under-inquiry"),
    ] {
        assert!(stronger(title, too_weak), "{title}: {too_weak}");
        assert!(!stronger(title, enough), "{title}: {enough}");
    }
    for title in [
        "Patients admitted to hospital without letters",
        "200 patients were admitted late",
        "Letters found in a cupboard",
        "Acme denies that it was found guilty of anything",
        "Campaign calls for a report on what the regulator found",
        "Complaint not upheld",
        "Inquiry asked whether Acme lost letters",
        "Ward judged safe",
    ] {
        assert!(!stronger(title, "alleged"), "{title}");
    }
    check_change("is said to have lost", "was found to have lost", &["incidents/lost.md:3 status-word"]);
}

#[test]
fn quotations_stand_in_the_copy_of_their_source() {
    let quote = |words: &str| {
        INCIDENT.replace(
            "sources: [watts-2018]",
            &format!("sources: [watts-2018, {{ref: release, quote: \"{words}\"}}]"),
        )
    };
    for words in [
        "over 900 letters",
        "OVER  900 letters",
        "Acme Letters Ltd lost 'over 900 letters'",
        "Acme [...] letters",
        "Acme […] a nurse said",
    ] {
        assert_eq!(found(&quote(words)), Vec::<String>::new(), "{words}");
    }
    for words in ["over 800 letters", "a nurse said [...] Acme", "Acme lost"] {
        assert_eq!(found(&quote(words)), ["incidents/lost.md:10 quotation-not-found"], "{words}");
    }
    // Of a source without a copy nothing is known.
    check_change("sources: [watts-2018]", "sources: [{ref: watts-2018, quote: anything}]", &[]);
    let kept = |name: &str, copy: &str, words: &str| {
        let folder = BASE
            .replace("references/watts-2018.md", "references/watts-2018/index.md")
            .replace("date: 2018-06-20\n", &format!("date: 2018-06-20\ncopy: {{file: {name}}}\n"));
        let site = Site::new(&format!(
            "{folder}{}=== content/references/watts-2018/{name}\n{copy}\n",
            INCIDENT.replace(
                "sources: [watts-2018]",
                &format!("sources: [{{ref: watts-2018, quote: \"{words}\"}}]")
            )
        ));
        site.run(&["check", "--now", NOW]).stderr.contains("quotation-not-found")
    };
    assert!(!kept("copy.txt", "The let-\nters never came.", "The letters never came"));
    assert!(kept("copy.txt", "The letters never came.", "The letters came"));
    assert!(!kept(
        "page.html",
        "<html><p>The <b>letters</b>\nnever&#32;came &amp; stayed",
        "letters never came & stayed"
    ));
    assert!(kept("page.html", "<html><p title='never came'>The letters", "never came"));
    // Nobody can look into a picture.
    assert!(!kept("scan.png", "PNG", "The letters came"));
}

#[test]
fn claims_and_figures_have_a_source() {
    check_change("    sources: [watts-2018]\n", "", &["incidents/lost.md:8 claim-without-source"]);
    check_change(", source: watts-2018}]", "}]", &["incidents/lost.md:6 figure-without-source"]);
    let whole = INCIDENT
        .replace(", source: watts-2018}]", "}]")
        .replace("status: alleged", "status: alleged\nsources: [watts-2018]");
    assert_eq!(found(&whole), Vec::<String>::new());
}

#[test]
fn pages_on_the_web_are_kept() {
    let fields = "title: Board minutes\ntype: board-paper\nurl: https://trust.example/minutes\n";
    check_reference(fields, &["references/zz.md:4 no-archived-copy"]);
    check_reference(
        &format!("{fields}archived: [{{url: \"https://archive.example/1\", date: 2020}}]\n"),
        &[],
    );
}

#[test]
fn a_work_is_entered_once() {
    let twice = ["references/zz.md:2 same-work-twice"];
    check_reference("title: Letters That Never Came\ntype: news\nauthor: Watts, Jane\ndate: 2018\n", &twice);
    check_reference("title: The letters that never cane\ntype: news\nauthor: Wats, J.\ndate: 2018\n", &twice);
    check_reference("title: Letters that never came\ntype: news\nauthor: Watts, J.\ndate: 2019\n", &[]);
    check_reference("title: Letters that never came\ntype: news\nauthor: Watts, J.\ndate: 2018-07-01\n", &[]);
    check_reference("title: Letters that never came\ntype: news\nauthor: Okafor, B.\ndate: 2018\n", &[]);
    check_reference("title: Letters that always came\ntype: news\nauthor: Watts, J.\ndate: 2018\n", &[]);
    check_reference("title: The Letters Inquiry 2\ntype: report\nauthor: Shaw, P.\ndate: 2019\n", &[]);
    check_reference(
        "title: The Letters Inquiry\ntype: report\nauthor: Shaw, P.\ndate: 2019\nedition: 2\n",
        &twice,
    );
    let merged = "title: Letters that never came\ntype: news\nauthor: Watts, J.\ndate: 2018\nstate: merged\nmerged_into: watts-2018\n";
    check_reference(merged, &[]);
}

#[test]
fn chapters_of_one_book_say_the_same_of_it() {
    let chapter = |title: &str, book: &str| {
        format!(
            "title: {title}\ntype: chapter\nauthor: Shaw, P.\ndate: 2013\nparent: {{title: NHS Letters, {book}}}\n"
        )
    };
    let both = |one: &str, other: &str| {
        let files = format!(
            "{INCIDENT}=== content/index.md\n---\ntitle: Home\n---\n\n[@one; @other]\n=== content/references/one.md\n---\n{}---\n=== content/references/other.md\n---\n{}---\n",
            chapter("First", one),
            chapter("Second", other)
        );
        found(&files)
    };
    let same = "editor: [\"Low, A.\", \"High, B.\"], publisher: Oneworld";
    assert_eq!(both(same, same), Vec::<String>::new());
    let differs = ["references/other.md:6 books-differ"];
    assert_eq!(both(same, "editor: [\"Low, A.\", \"Hihg, B.\"], publisher: Oneworld"), differs);
    assert_eq!(both(same, "editor: [\"Low, A.\", \"High, B.\"], publisher: Merlin"), differs);
    assert_eq!(both(same, "publisher: Oneworld"), Vec::<String>::new());
    assert_eq!(
        both("publisher: Oneworld, edition: 1", "publisher: Merlin, edition: 2"),
        Vec::<String>::new()
    );
    assert_eq!(both("volume: 3, publisher: Oneworld", "volume: 4, publisher: Merlin"), Vec::<String>::new());
}

#[test]
fn every_reference_is_cited() {
    let new = "=== content/references/new.md\n---\ntitle: New\ntype: book\n---\n";
    assert_eq!(found(&format!("{INCIDENT}{new}")), ["references/new.md:2 uncited-reference"]);
    let part = "=== content/references/part.md\n---\ntitle: Part\ntype: chapter\nparent: new\n---\n";
    assert_eq!(found(&format!("{INCIDENT}{new}{part}")), ["references/part.md:2 uncited-reference"]);
}

#[test]
fn a_mistake_hides_no_finding() {
    let broken = "=== content/incidents/bad.md\n---\ntitle: Bad\nsumary: s\n---\n";
    let unasked = INCIDENT.replace("right_of_reply: {status: asked}\n", "");
    let told = found(&format!("{unasked}{broken}"));
    let codes: Vec<&str> = told.iter().filter_map(|line| line.rsplit(' ').next()).collect();
    assert!(codes.contains(&"unknown-field") && codes.contains(&"no-right-of-reply"), "{told:?}");
    // What could not be read may be what cites the others.
    let new = "=== content/references/new.md\n---\ntitle: New\ntype: book\n---\n";
    assert!(!found(&format!("{broken}{new}")).iter().any(|line| line.contains("uncited")), "{told:?}");
}

#[test]
fn what_is_promised_below_is_there() {
    let nothing = ["incidents/lost.md:14 nothing-below"];
    check_text("Funding fell (see OECD figures below), they said.\n\nMore text.", &nothing);
    check_text("For the numbers see below.", &nothing);
    check_text("The table below shows it.\n\n| a | b |\n|---|---|\n| 1 | 2 |", &[]);
    check_text("The table below shows it.\n\nMore text.", &nothing);
    check_text("For the numbers see below.\n\n- 900 letters", &[]);
    check_text("The release says “see figures below”.", &[]);
    check_text("Letters from the ward below were lost. See the ward list.", &[]);
}

#[test]
fn what_is_written_can_be_read() {
    check_change("summary: Acme is said to have lost letters.\n", "", &["incidents/lost.md:2 no-summary"]);
    check_text("### Too deep", &["incidents/lost.md:14 heading-skipped"]);
    check_text("## First\n\n#### Too deep\n\n## Second", &["incidents/lost.md:16 heading-skipped"]);
    check_text("# First\n\n### Third\n\n## Second", &[]);
    check_text(
        "Read [here](https://trust.example/a) and [Read more…](https://trust.example/b).",
        &["incidents/lost.md:14 link-words", "incidents/lost.md:14 link-words"],
    );
    check_text("Read [what is said here](https://trust.example/a), and [[vale|the campaign]].", &[]);
}

#[test]
fn something_leads_to_every_record() {
    let orphan = |path: &str, fields: &str| {
        found(&format!("{INCIDENT}=== content/{path}.md\n---\ntitle: New\n{fields}---\n"))
    };
    assert_eq!(orphan("organisations/new", ""), ["organisations/new.md:2 orphan-record"]);
    assert_eq!(orphan("topics/new", ""), ["topics/new.md:2 orphan-record"]);
    assert_eq!(orphan("press-releases/new", "summary: New.\n"), ["press-releases/new.md:2 orphan-record"]);
    assert_eq!(orphan("press-releases/new", "summary: New.\nincidents: [lost]\n"), Vec::<String>::new());
    assert_eq!(orphan("new", ""), ["new.md:2 orphan-record"]);
    assert_eq!(orphan("new", "nav: 4\n"), Vec::<String>::new());
    assert_eq!(orphan("about", ""), Vec::<String>::new());
    assert_eq!(orphan("incidents/new", "summary: New.\n"), ["incidents/new.md:2 orphan-record"]);
    assert_eq!(orphan("incidents/new", "summary: New.\ntopics: [letters]\n").len(), 1);
    check_change("    kind: fact\n", "    kind: fact\n    said_by: release-desk\n", &[]);
}

#[test]
fn rules_are_held_as_the_site_says_and_allowed_with_a_reason() {
    let broken = INCIDENT.replace("right_of_reply: {status: asked}\n", "");
    let config = |check: &str| {
        let base = BASE.replace("publisher:", &format!("check: {{{check}}}\npublisher:"));
        let site = Site::new(&format!("{base}{broken}"));
        let run = site.run(&["check", "--now", NOW]);
        let built = site.build(&[]);
        (run.status, run.stderr.lines().next().unwrap_or_default().to_owned(), built.status)
    };
    let named = |level: &str| {
        format!(
            "{level}[no-right-of-reply]: the record names Acme Letters Ltd, and does not say whether they were asked"
        )
    };
    assert_eq!(config(""), (0, named("warning"), 0));
    assert_eq!(config("no-right-of-reply: error"), (1, named("error"), 1));
    assert_eq!(config("fairness: error"), (1, named("error"), 1));
    assert_eq!(config("no-right-of-reply: warn, fairness: error"), (0, named("warning"), 0));
    assert_eq!(config("fairness: off"), (0, String::new(), 0));
    let allowed = broken.replace(
        "status: alleged",
        "status: alleged\nallow: {no-right-of-reply: They are asked by the newspaper.}",
    );
    assert_eq!(found(&allowed), Vec::<String>::new());
}

#[test]
fn drafts_and_withdrawn_records_are_left_alone() {
    let broken = INCIDENT.replace("right_of_reply: {status: asked}\n", "");
    assert_eq!(found(&broken.replace("status: alleged", "state: draft")), Vec::<String>::new());
    assert_eq!(
        found(
            &broken
                .replace("status: alleged", "state: withdrawn\nwithdrawn: {date: 2020, reason: Not ours.}")
        ),
        Vec::<String>::new()
    );
}

#[test]
fn every_rule_explains_itself() {
    let site = Site::new("");
    let list = site.run(&["explain"]).stdout;
    let names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split("  ").next())
        .filter(|name| name.contains('-') && !name.contains(' '))
        .collect();
    assert!(names.len() >= 23, "{list}");
    for name in names {
        let page = site.run(&["explain", name]);
        assert_eq!(page.status, 0, "{name}");
        assert_shows(&page.stdout, &[name, "Why", "How to mend it", "allow:", "check: {"]);
    }
}

/// It is the manual by example.
#[test]
fn the_content_of_the_project_breaks_no_rule() {
    let run = common::run(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), &["check", "--now", NOW], &[]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "No mistakes found.\n", ""));
}
