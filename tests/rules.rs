//! Editorial rules: personal data is found wherever it stands in a record, and nothing is published until it is gone or
//! allowed with a reason. The numbers are those that Ofcom keeps for drama and the NHS for tests: nobody has them.

mod common;

use common::NOW;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use serde_json::Value;

fn check(site: &Site) -> Run {
    site.run(&["check", "--now", NOW, "--format", "json"])
}

/// The mistakes of a fixture are exactly these, one a line, in this order; with an error, nothing is published.
#[track_caller]
fn check_rules(fixture: &str, expected: &str) {
    let site = Site::new(fixture);
    site.without_editorial_rules();
    let run = check(&site);
    let mistakes: Vec<Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let text = |mistake: &Value, name: &str| mistake[name].as_str().unwrap_or_default().to_owned();
    let found: Vec<String> = mistakes
        .iter()
        .map(|own| {
            format!("{}:{} {} {}", text(own, "path"), own["line"], text(own, "severity"), text(own, "code"))
        })
        .collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected, "{}", run.stderr);
    let has_error = found.iter().any(|line| line.contains(" error "));
    assert_eq!(run.status, i32::from(has_error));
    assert_eq!(site.build(&[]).status, i32::from(has_error));
    assert_eq!(site.path("public").exists(), !has_error);
}

const CONFIG: &str = "\
=== casefile.yaml
title: Test archive
base_url: https://evidence.example/
contacts:
  desk: {name: Press Desk, email: desk@campaign.example, phone: 020 7946 0958}
";

#[test]
fn personal_data_is_found_in_every_part_of_a_record() {
    check_rules(
        "\
=== content/incidents/a.md
---
title: Letters for 07700 900123
summary: Ask sam@trust.example.
places: [Leeds]
figures: [{label: Patients, value: 3, people: true}, {label: Letters, value: 3}]
claims:
  - {text: The number was 999 000 0018., kind: fact}
extra: {note: born 3 June 1961}
---

Mrs Example of LS99 4AB waited. Her number was AB123456C.

| who | number |
|---|---|
| one | 0113 496 0001 |

[^1]: Or +44 7700 900123.
=== content/references/works.yaml
report-2015:
  type: report
  title: Report, from sam@trust.example
=== content/incidents/draft.md
---
title: Draft
state: draft
---

Call 020 7946 0958.
",
        "content/incidents/a.md:2 error telephone-number
         content/incidents/a.md:3 error email-address
         content/incidents/a.md:5 error few-people
         content/incidents/a.md:7 error nhs-number
         content/incidents/a.md:8 error date-of-birth
         content/incidents/a.md:11 error postcode-of-person
         content/incidents/a.md:11 error national-insurance-number
         content/incidents/a.md:15 error telephone-number
         content/incidents/a.md:17 warning unused-footnote
         content/incidents/a.md:17 error telephone-number
         content/incidents/draft.md:6 error telephone-number
         content/references/works.yaml:3 error email-address",
    );
}

#[test]
fn personal_data_is_found_however_it_is_written() {
    check_rules(
        "\
=== content/incidents/a.md
---
title: Letters
---

Ring 07700 900
123 or 020.7946.0000, 07700.900.123, 07700–900–123, 07700/900123. The patient with NHS number 999 000
0018 and 999.000.0018, National Insurance number ab123456c or AB-12-34-56-C.
Jane Doe, 4 Elm Road, LS1 4AP. She lives at 4 Elm Road, LS14AP. Mr Smith lives at 5 High St, ls1 4ap.
Her birthday is 3 June 1950; d.o.b. 03 06 1950.
Tel07700900123 and 44 7700 900123.
",
        "content/incidents/a.md:5 error telephone-number
         content/incidents/a.md:6 error telephone-number
         content/incidents/a.md:6 error telephone-number
         content/incidents/a.md:6 error telephone-number
         content/incidents/a.md:6 error telephone-number
         content/incidents/a.md:6 error nhs-number
         content/incidents/a.md:7 error nhs-number
         content/incidents/a.md:7 error national-insurance-number
         content/incidents/a.md:7 error national-insurance-number
         content/incidents/a.md:8 error postcode-of-person
         content/incidents/a.md:8 error postcode-of-person
         content/incidents/a.md:8 error postcode-of-person
         content/incidents/a.md:9 error date-of-birth
         content/incidents/a.md:9 error date-of-birth
         content/incidents/a.md:10 error telephone-number
         content/incidents/a.md:10 error telephone-number",
    );
}

#[test]
fn what_is_no_person_is_born_without_a_mistake() {
    check_rules(
        "\
=== content/incidents/a.md
---
title: Letters
---

The NHS was born on 5 July 1948. The idea was born on 5 July 1948, and so was Leeds General Infirmary,
the hospital of 4 Beckett Street, Leeds LS9 7TF.
",
        "",
    );
}

#[test]
fn what_is_allowed_with_a_reason_is_published() {
    check_rules(
        "\
=== content/incidents/a.md
---
title: Letters
places: [Leeds]
figures: [{label: Patients, value: 3, people: true}]
allow:
  telephone-number: It is the public helpline of the trust.
  few-people: All three spoke to the newspaper, and agreed.
---

Call 020 7946 0958 or 0113 496 0001.
",
        "",
    );
}

#[test]
fn a_reason_is_needed_and_the_rule_must_be_there() {
    check_rules(
        "\
=== content/incidents/a.md
---
title: Letters
allow:
  telephone-number:
  email-address: \"-\"
  telefone-number: It is public.
---

Call 020 7946 0958.
",
        "content/incidents/a.md:4 error no-reason
         content/incidents/a.md:5 error no-reason
         content/incidents/a.md:6 warning unknown-rule
         content/incidents/a.md:9 error telephone-number",
    );
}

#[test]
fn a_site_says_how_strictly_rules_are_held() {
    let text =
        "=== content/incidents/a.md\n---\ntitle: Letters\n---\n\nCall 020 7946 0958, or sam@trust.example.\n";
    let config = "=== casefile.yaml\ntitle: Test\nbase_url: https://evidence.example/\ncheck:\n";
    let others = "  fairness: off\n  sources: off\n  writing: off\n";
    check_rules(
        &format!("{config}  telephone-number: warn\n  email-address: off\n{others}{text}"),
        "content/incidents/a.md:5 warning telephone-number",
    );
    check_rules(
        &format!("{config}  telephone-number: strict\n  email: off\n{others}{text}"),
        "casefile.yaml:4 error unknown-word
         casefile.yaml:5 warning unknown-rule
         content/incidents/a.md:5 error telephone-number
         content/incidents/a.md:5 error email-address",
    );
}

#[test]
fn what_belongs_to_a_contact_is_not_written_into_a_text() {
    check_rules(
        &format!(
            "{CONFIG}=== content/press-releases/a.md\n---\ntitle: Release\ncontacts: [desk]\n---\n\nWrite to \
             Desk@campaign.example or call +44 (0)20 7946 0958, not 020 7946 0959.\n"
        ),
        "content/press-releases/a.md:6 error contact-in-text
         content/press-releases/a.md:6 error contact-in-text
         content/press-releases/a.md:6 error telephone-number",
    );
    check_rules(
        &format!(
            "{CONFIG}=== content/press-releases/a.md\n---\ntitle: Release\ncontacts: [desk]\n---\n\nText.\n"
        ),
        "",
    );
}

#[test]
fn few_people_are_told_only_with_a_place() {
    let figure = |fields: &str, places: &str| {
        format!(
            "=== content/incidents/a.md\n---\ntitle: Letters\nplaces: [{places}]\nfigures: [{{label: Patients, {fields}}}]\n---\n\nText.\n"
        )
    };
    let found = "content/incidents/a.md:4 error few-people";
    check_rules(&figure("value: 7, people: true", "Leeds"), found);
    check_rules(&figure("value: 1, people: true, qualifier: at-least", "Leeds"), found);
    check_rules(&figure("value: 6, people: true, qualifier: up-to", "Leeds"), found);
    for (fields, places) in [
        ("value: 8, people: true", "Leeds"),
        ("value: 0, people: true", "Leeds"),
        ("value: 7, people: true, qualifier: up-to", "Leeds"),
        ("value: 3, people: true", ""),
        ("value: 3, people: false", "Leeds"),
        ("value: 3, unit: letters", "Leeds"),
        ("value: 3, currency: GBP", "Leeds"),
    ] {
        check_rules(&figure(fields, places), "");
    }
}

#[test]
fn a_figure_counts_people_where_its_label_or_unit_names_them() {
    let figure = |figure: &str| {
        format!(
            "=== content/incidents/a.md\n---\ntitle: Letters\nplaces: [Leeds]\nfigures: [{{{figure}}}]\n---\n\nText.\n"
        )
    };
    for fields in [
        "label: Patients harmed, value: 3, unit: patients",
        "label: Patients harmed, value: 3",
        "label: Harmed, value: 3, unit: children under five",
        "label: Deaths, value: 3",
        "label: Staff who left, value: 3",
    ] {
        check_rules(&figure(fields), "content/incidents/a.md:4 error few-people");
    }
    for fields in [
        "label: Letters to patients, value: 3",
        "label: Letters, value: 3",
        "label: Patients harmed, value: 3, people: false",
        "label: Patient letters, value: 3",
    ] {
        check_rules(&figure(fields), "");
    }
}

#[test]
fn a_finding_says_what_to_do_in_words() {
    let site = Site::new("=== content/incidents/a.md\n---\ntitle: Letters\n---\n\nCall 020 7946 0958.\n");
    let run = site.run(&["check", "--now", NOW]);
    assert_shows(
        &run.stderr,
        &[
            "error[telephone-number]: a telephone number stands here",
            "content/incidents/a.md:5:6",
            "Call 020 7946 0958.",
            "^^^^^^^^^^^^^",
            "`casefile explain telephone-number` says more",
            "allow: {telephone-number: ",
        ],
    );
}

#[test]
fn rules_are_explained() {
    let site = Site::new("");
    let list = site.run(&["explain"]);
    assert_eq!(list.status, 0);
    let names: Vec<&str> = list
        .stdout
        .lines()
        .filter(|line| line.contains(" error  "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let page = site.run(&["explain", name]);
        assert_eq!((page.status, page.stderr.as_str()), (0, ""));
        assert_shows(&page.stdout, &[name, "Why", "How to mend it", "allow:", "check: {"]);
        assert!(page.stdout.lines().all(|line| line.chars().count() <= 80), "{}", page.stdout);
    }
    let unknown = site.run(&["explain", "telefone-number"]);
    assert_eq!(unknown.status, 2);
    assert_shows(&unknown.stderr, &["there is no editorial rule `telefone-number`", "`telephone-number`"]);
    assert_hides(&unknown.stdout, &["telephone"]);
}
