//! What the format promises is what a reader sees: every field, link form, citation and state.

mod common;

use common::NOW;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::attributes;
use common::links;
use common::main_part;
use common::words;

/// The site builds without a word of complaint, and the page shows all of this.
#[track_caller]
fn check_page(fixture: &str, page: &str, shown: &[&str]) -> Site {
    let site = Site::new(fixture);
    site.publish();
    assert_shows(&site.words(page), shown);
    site
}

/// The records that the texts below name.
const RECORDS: &str = "\
=== content/incidents/letters/index.md
---
title: The letters
attachments: [{file: minutes.txt, title: Minutes}]
---

## What happened

Nothing.
=== content/incidents/letters/minutes.txt
Minutes.
=== content/incidents/same.md
---
title: Same incident
---

Nothing.
=== content/topics/same.md
---
title: Same topic
---

Nothing.
=== content/organisations/acme.md
---
title: Acme Ltd
names: {aliases: [Acme Letters], former: [Old Acme]}
---

Nothing.
=== content/references/davis.md
---
title: NHS For Sale
type: book
author: Davis, Jane
date: 2015
---

Nothing.
=== content/references/owen.md
---
title: The Health of the Nation
type: book
author: Owen, David
date: 2014
---

Nothing.
";

/// The site of a text, between two words that no page holds otherwise.
#[track_caller]
fn site_of(text: &str) -> Site {
    let site = Site::new(&format!(
        "=== content/about.md\n---\ntitle: About us\nallow: {{email-address: All are made up.}}\n---\n\nTEXTBEGINS\n\n{text}\n\nTEXTENDS\n{RECORDS}"
    ));
    site.publish();
    site
}

fn text_html(site: &Site) -> String {
    let page = site.page("about.html");
    let start = page.find("TEXTBEGINS").expect("the beginning") + "TEXTBEGINS".len();
    page[start..page.find("TEXTENDS").expect("the end")].to_string()
}

/// A text in Markdown reads like this.
#[track_caller]
fn check_text(markdown: &str, expected: &str) {
    assert_eq!(words(&text_html(&site_of(markdown))), expected, "{markdown}");
}

/// A text in Markdown has these links: what is seen, and where it leads.
#[track_caller]
fn check_links(markdown: &str, expected: &[(&str, &str)]) {
    let found = links(&text_html(&site_of(markdown)));
    let found: Vec<(&str, &str)> = found.iter().map(|(text, href)| (text.as_str(), href.as_str())).collect();
    assert_eq!(found, expected, "{markdown}");
}

// Every field of every kind.

/// One record of each kind with every field that it may have.
const FULL: &str = "\
=== casefile.yaml
title: Test archive
base_url: https://evidence.example/archive/
description: An archive for tests.
publisher: {name: Campaign of Tests, url: https://campaign.example/}
licence: {name: Open licence, url: https://licence.example/}
contacts:
  office: {name: Press Desk, email: desk@campaign.example, phone: 020 7946 0000, show_until: 2030-12-31}
  old: {name: Old Desk, email: former@campaign.example, phone: 020 7946 0999, show_until: 2020-12-31}
vocabulary: {harms: {wrong-limb: Wrong limb}}
=== content/about.md
---
title: About this archive
summary: The summary of the page.
nav: 1
published: 2023-01-01
---

The text of the page.
=== content/incidents/lost/index.md
---
title: Private firm: letters lost
summary: The summary of the incident.
state: published
published: 2024-01-02
updated: 2024-02-03
changes:
  - {date: 2024-02-03, kind: correction, note: The number was wrong.}
  - {date: 2024-02-04, kind: clarification, note: The place is clearer.}
  - {date: 2024-02-05, kind: update, note: There is news.}
aliases: [/old/letters.html, older]
topics: [outsourcing]
related: [other]
attachments:
  - {file: minutes.txt, title: Minutes of the board, description: Two pages of minutes, obtained: 2024-01}
date: 2018-06~
reported: 2019?
status: under-inquiry
disputed: true
organisations:
  supplier: acme
  commissioner: trust
  provider: [trust, clinic]
  regulator: watchdog
  investigator: inquirer
  affected: clinic
places: [Leeds, West Ham]
harms: [delayed-care, wrong-limb]
figures:
  - {label: Letters lost, value: 28000, qualifier: over, unit: letters, people: false, source: davis}
  - {label: People waiting, value: 1200, qualifier: at-least, people: true, source: {ref: davis, at: p. 77}}
  - {label: Cost so far, value: 1500000, qualifier: up-to, currency: GBP}
contracts:
  - title: Letters contract
    ocid: ocds-b5fd17-abc
    value: 2500000
    currency: GBP
    start: 2016-04
    end: 2019-03
    url: https://contracts.example/1
timeline:
  - {date: 2018-07-01, text: The board met., sources: [{ref: davis, at: ch. 44}]}
claims:
  - id: c1
    text: The letters were lost.
    kind: fact
    said_by: acme
    sources: [{ref: release, at: para 22, quote: letters were never sent}]
  - {id: c2, text: It is a shame., kind: comment, said_by: Somebody Else, sources: [davis]}
  - {id: c3, text: It may recur., kind: conjecture}
right_of_reply:
  status: replied
  asked: 2024-01-03
  deadline: 2024-01-10
  received: 2024-01-09
  text: We deny all of this.
unknowns: [Who lost them.]
sources: [davis, {ref: release, at: para 55, quote: the firm was told}]
extra: {colour: blue}
---

The text of the incident.
=== content/incidents/lost/minutes.txt
Minutes.
=== content/incidents/other.md
---
title: Other incident
---

Nothing else.
=== content/organisations/acme.md
---
title: Acme Ltd
summary: The summary of the firm.
type: company
names: {aliases: [Acme Letters], former: [Old Acme]}
identifiers:
  companies-house: 01234567
  ods: RX1
  charity: 1110000
  lei: 5493001KJTIIGC8Y1R12
  wikidata: Q42
parents: [{id: holding, from: 2015, to: 2018-06}]
url: https://acme.example/
---

The text of the firm.
=== content/organisations/holding.md
---
title: Holding plc
---

Nothing.
=== content/organisations/trust.md
---
title: The Trust
type: public-body
---

Nothing.
=== content/organisations/clinic.md
---
title: The Clinic
---

Nothing.
=== content/organisations/watchdog.md
---
title: The Watchdog
type: regulator
---

Nothing.
=== content/organisations/inquirer.md
---
title: The Inquirer
type: other
---

Nothing.
=== content/press-releases/release/index.md
---
title: Our release
headline: OUR RELEASE AS ISSUED
summary: The summary of the release.
date: 2018-06-20
issued_by: inquirer
spokespeople: [{name: Jo Bloggs, role: chief spokesperson}]
contacts: [office, old]
incidents: [lost]
sources: [{ref: davis, at: p. 99}]
original: {file: original.txt, obtained: 2018-06-21, method: Copied from the web, publish: none}
---

The letters were never sent and the firm was told.

> This is a quotation.
>
> — Jo Bloggs, chief

ENDS

## Notes to editors

A note for editors.
=== content/press-releases/release/original.txt
ORIGINALSECRET
=== content/references/davis/index.md
---
title: NHS For Sale
summary: The summary of the book.
type: chapter
author: [\"Davis, Jane\", \"Lister, John\"]
editor: Wrigley, David
date: 2015
publisher: Merlin Press
location: London
page-range: 38-61
volume: 33
issue: 44
edition: 2
parent: whole
url: https://book.example/
serial-number: {doi: 10.1000/xyz, isbn: 9780850365290, issn: 1234-5678}
independence: independent
url_status: dead
archived: [{url: https://web.archive.example/1, date: 2020-01-02}]
copy: {file: copy.txt, obtained: 2020-02-03, by: The Archivist, publish: none}
foi:
  authority: The Authority
  request_url: https://foi.example/1
  asked: 2019-01-01
  answered: 2019-02-02
  outcome: Refused in part
---

The text on the book.
=== content/references/davis/copy.txt
COPYSECRET
=== content/references/whole.md
---
title: The Whole Book
type: book
date: 2014
---

Nothing.
=== content/topics/outsourcing.md
---
title: Outsourcing
summary: The summary of the topic.
definition: Paying others to do it.
synonyms: [contracting out]
broader: market
---

The text of the topic.
=== content/topics/market.md
---
title: Market
---

Nothing.
";

#[test]
fn an_incident_shows_every_field() {
    check_page(
        FULL,
        "incidents/lost.html",
        &[
            "Private firm: letters lost",
            "The summary of the incident.",
            "Under inquiry",
            "Disputed",
            "When about June 2018",
            "When it became public 2019 (uncertain)",
            "Supplier Acme Ltd",
            "Commissioner The Trust",
            "Provider The Trust, The Clinic",
            "Regulator The Watchdog",
            "Investigator The Inquirer",
            "Affected The Clinic",
            "Leeds, West Ham",
            "Delayed care, Wrong limb",
            "over 28,000 letters",
            "Letters lost",
            "at least 1,200 people",
            "People waiting",
            "up to £1,500,000",
            "Cost so far",
            "The text of the incident.",
            "The letters were lost.",
            "said by Acme Ltd",
            "letters were never sent",
            "It is a shame.",
            "Comment said by Somebody Else",
            "It may recur.",
            "Conjecture",
            "Replied",
            "We deny all of this.",
            "3 January 2024",
            "10 January 2024",
            "9 January 2024",
            "Who lost them.",
            "1 July 2018 The board met.",
            "Letters contract",
            "£2,500,000",
            "April 2016",
            "March 2019",
            "ocds-b5fd17-abc",
            "https://contracts.example/1",
            "NHS For Sale",
            "OUR RELEASE AS ISSUED",
            "the firm was told",
            "Archived copy of 2 January 2020",
            "Minutes of the board",
            "Two pages of minutes",
            "January 2024",
            "88c8f257400ce0def034a315697a8e2778031ed861adaaf91c5cc42bb14bc741",
            "Other incident",
            "Our release",
            "Outsourcing",
            "Published 2 January 2024",
            "3 February 2024 Correction The number was wrong.",
            "4 February 2024 Clarification The place is clearer.",
            "5 February 2024 Update There is news.",
        ],
    );
}

#[test]
fn an_incident_shows_where_in_each_source() {
    check_page(FULL, "incidents/lost.html", &["para 22", "para 55"]);
}

#[test]
fn a_locator_is_shown_without_a_quotation_too() {
    let site = Site::new(FULL);
    site.publish();
    let words = site.words("incidents/lost.html");
    assert_shows(&words, &["p. 77"]);
    assert_shows(&words, &["ch. 44"]);
    assert_shows(&site.words("press-releases/release.html"), &["p. 99"]);
}

#[test]
fn a_press_release_shows_every_field() {
    let site = check_page(
        FULL,
        "press-releases/release.html",
        &[
            "OUR RELEASE AS ISSUED",
            "The summary of the release.",
            "Issued 20 June 2018",
            "Issued by The Inquirer",
            "Jo Bloggs, chief spokesperson",
            "Private firm: letters lost",
            "The letters were never sent and the firm was told.",
            "This is a quotation.",
            "Jo Bloggs, chief Ends",
            "Ends",
            "Notes to editors A note for editors.",
            "Press Desk",
            "desk@campaign.example",
            "020 7946 0000",
            "NHS For Sale",
            "original.txt",
            "21 June 2018",
            "Copied from the web",
            "b54fc0b225c583e72afa30acc4aa02fd01ad5833518acb5616bdc3075a9db422",
        ],
    );
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert_hides(&text, &["ORIGINALSECRET", "COPYSECRET", "Old Desk", "former@", "7946 0999"]);
        assert_hides(&path, &["original.txt", "copy.txt"]);
    }
}

#[test]
fn a_reference_shows_every_field() {
    check_page(
        FULL,
        "references/davis.html",
        &[
            "NHS For Sale",
            "The summary of the book.",
            "Chapter",
            "Davis, Jane",
            "Lister, John",
            "Wrigley, David",
            "2015",
            "Merlin Press",
            "London",
            "38–61",
            "Volume 33",
            "Issue 44",
            "Edition 2",
            "The Whole Book",
            "https://book.example/",
            "10.1000/xyz",
            "9780850365290",
            "1234-5678",
            "Independent",
            "web.archive.example",
            "2 January 2020",
            "copy.txt",
            "3 February 2020",
            "The Archivist",
            "The Authority",
            "https://foi.example/1",
            "1 January 2019",
            "2 February 2019",
            "Refused in part",
            "The text on the book.",
        ],
    );
}

#[test]
fn an_organisation_shows_every_field_and_what_names_it() {
    check_page(
        FULL,
        "organisations/acme.html",
        &[
            "Acme Ltd",
            "The summary of the firm.",
            "Company",
            "Acme Letters",
            "Old Acme",
            "01234567",
            "RX1",
            "1110000",
            "5493001KJTIIGC8Y1R12",
            "Q42",
            "Holding plc",
            "from 2015 to June 2018",
            "https://acme.example/",
            "The text of the firm.",
            "As supplier",
            "Private firm: letters lost",
            "Letters contract",
            "Our release",
            "The board met.",
            "does not by itself mean",
        ],
    );
}

#[test]
fn totals_of_an_organisation_never_add_letters_to_people() {
    let site = check_page(FULL, "organisations/acme.html", &["28,000 letters", "1,200 people", "£1,500,000"]);
    assert_hides(&site.words("organisations/acme.html"), &["29,200"]);
}

#[test]
fn totals_of_an_organisation_keep_their_qualifier() {
    check_page(FULL, "organisations/acme.html", &["over 28,000 letters", "up to £1,500,000"]);
}

#[test]
fn a_topic_shows_every_field_and_its_incidents() {
    check_page(
        FULL,
        "topics/outsourcing.html",
        &[
            "Outsourcing",
            "The summary of the topic.",
            "Paying others to do it.",
            "contracting out",
            "Market",
            "The text of the topic.",
            "Private firm: letters lost",
        ],
    );
    check_page(FULL, "topics/market.html", &["Market", "Narrower topics Outsourcing"]);
}

#[test]
fn a_page_shows_its_fields_and_stands_in_the_menu() {
    let site = check_page(
        FULL,
        "about.html",
        &["About this archive", "The summary of the page.", "The text of the page.", "1 January 2023"],
    );
    let home = site.page("index.html");
    let menu = home[..home.find("<main").expect("a main part")].to_string();
    assert!(links(&menu).contains(&("About this archive".to_string(), "about.html".to_string())), "{menu}");
}

#[test]
fn every_page_names_the_publisher_and_the_licence() {
    let site = check_page(FULL, "index.html", &["Test archive"]);
    for (path, bytes) in site.output() {
        if path.ends_with(".html") {
            let words = words(&String::from_utf8(bytes).expect("UTF-8"));
            assert_shows(&words, &["Campaign of Tests", "Open licence", "does not by itself mean"]);
        }
    }
}

#[test]
fn every_page_has_one_heading_a_skip_link_and_a_search_form() {
    let site = check_page(FULL, "index.html", &[]);
    for (path, bytes) in site.output() {
        if path.ends_with(".html") {
            let html = String::from_utf8(bytes).expect("UTF-8");
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
            // The scripts of the theme, each a file of its own.
            let own = [
                "assets/search.js\"></script>",
                "assets/search-page.js\"></script>",
                "assets/copy.js\"></script>",
            ];
            let count: usize = own.iter().map(|script| html.matches(script).count()).sum();
            assert_eq!(html.matches("<script").count(), count, "{path}");
            assert_eq!(html.matches("<script defer src=\"").count(), count, "{path}");
            assert_shows(&html, &["class=\"skip\"", "<form", "method=\"get\"", "search.html"]);
        }
    }
}

#[test]
fn what_is_missing_is_not_known() {
    check_page(
        "=== content/incidents/a.md\n---\ntitle: Bare\n---\n\nOne sentence.\n",
        "incidents/a.html",
        &[
            "Bare",
            "One sentence.",
            "Reported",
            "When date not known",
            "Supplier not known",
            "Commissioner not known",
            "Place not known",
            "Harms not known",
            "No request recorded",
        ],
    );
    check_page(
        "=== content/press-releases/a.md\n---\ntitle: Bare\n---\n\nOne sentence.\n",
        "press-releases/a.html",
        &["Bare", "One sentence.", "Issued date not known", "Issued by not known"],
    );
    check_page(
        "=== content/references/a.md\n---\ntitle: Bare\ntype: web\n---\n\nOne sentence.\n",
        "references/a.html",
        &["Bare", "One sentence.", "date not known", "Independence not known"],
    );
}

// Scalars and dates.

#[test]
fn a_text_is_never_guessed_to_be_something_else() {
    let texts = [
        "5E1",
        "1.10",
        "NO",
        "0777",
        "2020-01-01",
        "~",
        "null",
        "true",
        "0x10",
        "1_000",
        "12:30:45",
        ".5",
        "yes",
        "Private firm: letters lost",
        "a: b: c",
        "1e3",
        "+1",
        "0o7",
        ".inf",
        "=",
        "<<",
    ];
    for text in texts {
        let site = Site::new(&format!(
            "=== content/incidents/a.md\n---\ntitle: {text}\nsummary: {text}\nplaces:\n  - {text}\nunknowns:\n  - \
             {text}\nfigures:\n  - label: {text}\n    value: 1\n    unit: {text}\n---\n\nNothing.\n"
        ));
        site.publish();
        let words = site.words("incidents/a.html");
        let title_and_summary = format!("Reported {text} {text} Status");
        let place = format!("Place {text} Harms");
        let figure = format!("1 {text} {text} ");
        let unknown = format!("What we do not know {text} Sources");
        assert_shows(&words, &[&title_and_summary, &place, &figure, &unknown]);
    }
}

#[test]
fn an_identifier_keeps_its_zeros() {
    check_page(
        "=== content/organisations/a.md\n---\ntitle: 007\nidentifiers: {companies-house: 00012345, ods: 5E1}\nnames: \
         {aliases: [1.10]}\n---\n\nSee [[1.10]].\n",
        "organisations/a.html",
        &["007", "00012345", "5E1", "1.10", "See 1.10."],
    );
}

#[test]
fn dates_are_shown_in_words() {
    let dates = [
        ("2018", "2018"),
        ("2018-06", "June 2018"),
        ("2018-06-20", "20 June 2018"),
        ("2018-06~", "about June 2018"),
        ("2018?", "2018 (uncertain)"),
        ("2018-06%", "about June 2018 (uncertain)"),
        ("201X", "2010s"),
        ("2018-XX", "2018, month not known"),
        ("2018-06-XX", "June 2018, day not known"),
        ("2018-21", "spring 2018"),
        ("2018-24", "winter 2018"),
        ("2017-01/2018-03", "January 2017 to March 2018"),
        ("2018-06-20/2018-06-25", "20 to 25 June 2018"),
        ("2018-06-20/..", "20 June 2018 onwards"),
        ("../2018-06-20", "up to 20 June 2018"),
        ("2018-06-20/", "from 20 June 2018, end not known"),
        ("\"[2015-03..]\"", "March 2015 or later"),
        ("[2015-03..]", "March 2015 or later"),
        ("\"[..2015-03]\"", "March 2015 or earlier"),
        ("unknown", "date not known"),
    ];
    let mut fixture = String::new();
    for (number, (written, _)) in dates.iter().enumerate() {
        fixture.push_str(&format!(
            "=== content/incidents/d{number}.md\n---\ntitle: Incident\ndate: {written}\n---\n\nNothing.\n"
        ));
    }
    let site = Site::new(&fixture);
    site.publish();
    for (number, (_, shown)) in dates.iter().enumerate() {
        let words = site.words(&format!("incidents/d{number}.html"));
        assert_shows(&words, &[&format!("When {shown} Supplier")]);
    }
}

#[test]
fn lists_are_sorted_by_the_earliest_day() {
    let dates = ["unknown", "2018-06-20", "2018", "2019-01", "201X", "2018-06~", "2017-01/2018-03"];
    let mut fixture = String::new();
    for (number, date) in dates.iter().enumerate() {
        fixture.push_str(&format!(
            "=== content/incidents/d{number}.md\n---\ntitle: Item {number}\ndate: {date}\n---\n\nNothing.\n"
        ));
    }
    let site = Site::new(&fixture);
    site.publish();
    let found = links(main_part(&site.page("incidents/index.html")));
    let titles: Vec<&str> =
        found.iter().map(|(text, _)| text.as_str()).filter(|text| text.starts_with("Item")).collect();
    assert_eq!(titles, ["Item 3", "Item 1", "Item 5", "Item 2", "Item 6", "Item 4", "Item 0"]);
}

// Links.

#[test]
fn a_link_in_brackets_finds_ids_titles_and_names() {
    check_links(
        "[[letters]] [[The letters]] [[the letters]] [[Acme Ltd]] [[acme]] [[Acme Letters]] [[Old Acme]]",
        &[
            ("The letters", "incidents/letters.html"),
            ("The letters", "incidents/letters.html"),
            ("the letters", "incidents/letters.html"),
            ("Acme Ltd", "organisations/acme.html"),
            ("Acme Ltd", "organisations/acme.html"),
            ("Acme Letters", "organisations/acme.html"),
            ("Old Acme", "organisations/acme.html"),
        ],
    );
}

/// A campaign "was founded as the Association", whatever it is called now; and a topic is a common noun.
#[test]
fn a_link_by_a_name_keeps_the_words_of_its_author() {
    let site = Site::new(
        "=== content/about.md\n---\ntitle: About\n---\n\nIt began as the [[Old Acme]], an example of [[outsourcing]]. \
         [[Outsourcing]] it was, not [[pfi]].\n\
         === content/organisations/acme.md\n---\ntitle: Acme Ltd\nnames: {former: [Old Acme]}\n---\n\
         === content/topics/outsourcing.md\n---\ntitle: Outsourcing\n---\n\
         === content/topics/pfi.md\n---\ntitle: PFI\n---\n",
    );
    site.publish();
    let sentence = "It began as the Old Acme, an example of outsourcing. Outsourcing it was, not PFI.";
    assert_shows(&site.words("about.html"), &[sentence]);
    assert_shows(
        &site.words("organisations/acme.html"),
        &["It began as the Old Acme, an example of outsourcing."],
    );
}

#[test]
fn a_link_to_the_address_of_the_site_is_one_within_it() {
    check_links(
        "[a](https://evidence.example/incidents/letters.html#what-happened) [b](https://evidence.example/)",
        &[("a", "incidents/letters.html#what-happened"), ("b", "index.html")],
    );
}

#[test]
fn a_link_in_brackets_takes_a_kind_a_label_and_a_fragment() {
    check_links(
        "[[incident:same]] [[topic:same]] [[letters|these letters]] [[organisation:acme|the firm]] [[page:about]] \
         [[reference:davis]] [[letters#what-happened]]",
        &[
            ("Same incident", "incidents/same.html"),
            ("Same topic", "topics/same.html"),
            ("these letters", "incidents/letters.html"),
            ("the firm", "organisations/acme.html"),
            ("About us", "about.html"),
            ("NHS For Sale", "references/davis.html"),
            ("The letters", "incidents/letters.html#what-happened"),
        ],
    );
}

#[test]
fn a_link_whose_own_words_are_blank_shows_the_title() {
    check_links(
        "[[letters| ]] [[Old Acme|  ]] [[letters|]]",
        &[
            ("The letters", "incidents/letters.html"),
            ("Old Acme", "organisations/acme.html"),
            ("The letters", "incidents/letters.html"),
        ],
    );
    check_links("| a |\n|---|\n| [[letters\\| ]] |", &[("The letters", "incidents/letters.html")]);
}

#[test]
fn a_link_in_a_table_takes_an_escaped_bar() {
    check_links(
        "| a | b |\n|---|---|\n| [[letters\\|in a table]] | [[acme]] |",
        &[("in a table", "incidents/letters.html"), ("Acme Ltd", "organisations/acme.html")],
    );
}

#[test]
fn links_by_file_and_by_address_are_both_links_to_pages() {
    check_links(
        "[a](incidents/letters/index.md) [b](incidents/same.md) [c](/incidents/same.html) \
         [d](/incidents/letters.html#what-happened) [e](incidents/letters/minutes.txt) [f](/) \
         [g](/timeline.html) [h](https://x.example/?a=1&b=2) [i](mailto:a@b.example)",
        &[
            ("a", "incidents/letters.html"),
            ("b", "incidents/same.html"),
            ("c", "incidents/same.html"),
            ("d", "incidents/letters.html#what-happened"),
            ("e", "incidents/letters/minutes.txt"),
            ("f", "index.html"),
            ("g", "timeline.html"),
            ("h", "https://x.example/?a=1&b=2"),
            ("i", "mailto:a@b.example"),
        ],
    );
    check_links(
        "## One part\n\n[x](#one-part)\n\n## Other {#own}\n\n[y](#own)",
        &[("x", "#one-part"), ("y", "#own")],
    );
}

#[test]
fn links_in_a_folder_are_relative_to_their_file() {
    let site = Site::new(
        "\
=== content/incidents/a/index.md
---
title: Bundle
attachments: [{file: minutes.txt, title: Minutes}]
---

[one](../b.md) [two](../../topics/t.md) [three](minutes.txt) [four](./minutes.txt) [five](../../about.md)

![A pile of letters](pile.png)
=== content/incidents/a/minutes.txt
m
=== content/incidents/a/pile.png
png
=== content/incidents/b.md
---
title: Single
---

[one](a/index.md) [two](../topics/t.md)
=== content/topics/t.md
---
title: Topic
---

Nothing.
=== content/about.md
---
title: About
---

Nothing.
",
    );
    site.publish();
    let hrefs = |page: &str, names: &[&str]| -> Vec<String> {
        let found = links(main_part(&site.page(page)));
        found.into_iter().filter(|(text, _)| names.contains(&text.as_str())).map(|(_, href)| href).collect()
    };
    let names = ["one", "two", "three", "four", "five"];
    let expected = [
        "../incidents/b.html",
        "../topics/t.html",
        "../incidents/a/minutes.txt",
        "../incidents/a/minutes.txt",
    ];
    assert_eq!(hrefs("incidents/a.html", &names)[..4], expected);
    assert_eq!(hrefs("incidents/a.html", &names)[4], "../about.html");
    assert_eq!(hrefs("incidents/b.html", &names), ["../incidents/a.html", "../topics/t.html"]);
    let page = site.page("incidents/a.html");
    assert_eq!(attributes(main_part(&page), "src"), ["../incidents/a/pile.png"]);
    assert_shows(&page, &["alt=\"A pile of letters\""]);
    assert!(site.output().contains_key("incidents/a/pile.png"));
}

#[test]
fn nothing_in_code_is_a_link_or_a_citation() {
    check_text(
        "`[[nope]]` `[@nope]` `@nope`\n\n```\n[[nope]] [@nope] [redact: kept]\n```",
        "[[nope]] [@nope] @nope [[nope]] [@nope] [redact: kept]",
    );
}

// Citations and the rest of the text.

#[test]
fn every_form_of_citation_reads_as_author_and_year() {
    for (written, expected) in [
        ("[@davis]", "(Davis, 2015)"),
        ("[@davis, ch. 4]", "(Davis, 2015, ch. 4)"),
        ("[@davis, p. 3]", "(Davis, 2015, p. 3)"),
        ("[@davis, pp. 38-61]", "(Davis, 2015, pp. 38–61)"),
        ("[@davis; @owen, p. 3]", "(Owen, 2014, p. 3; Davis, 2015)"),
        ("Davis says [-@davis].", "Davis says (2015)."),
        ("[-@davis, p. 3]", "(2015, p. 3)"),
        ("@davis [p. 3] says", "Davis (2015, p. 3) says"),
        ("@davis says", "Davis (2015) says"),
        ("[see @davis, p. 5; also @owen]", "(see Davis, 2015, p. 5; also Owen, 2014)"),
        ("As @davis: yes.", "As Davis (2015): yes."),
        ("So @owen.", "So Owen (2014)."),
        ("(@owen)", "(Owen (2014))"),
        ("@owen; @davis, and", "Owen (2014); Davis (2015), and"),
        ("@davis's book", "Davis (2015)’s book"),
        ("So [@davis]: done", "So (Davis, 2015): done"),
        ("*[@davis]*", "(Davis, 2015)"),
        ("[@{davis}, p. 5] and @{owen}", "(Davis, 2015, p. 5) and Owen (2014)"),
        ("[@davis: p. 3]", "(Davis, 2015, p. 3)"),
        ("@davis [p. 3; @owen] says", "Davis (2015, p. 3; Owen, 2014) says"),
        ("[@davis, p. 3 (“see; below”)]", "(Davis, 2015, p. 3 (“see; below”))"),
        ("[@davis, p. 2 \"a; b\"; @owen]", "(Owen, 2014; Davis, 2015, p. 2 “a; b”)"),
        ("[@davis, p. 1, see <https://x.example/a;b>]", "(Davis, 2015, p. 1, see https://x.example/a;b)"),
        ("(see,@davis)", "(see,Davis (2015))"),
        ("[see,@davis]", "(see, Davis, 2015)"),
        ("[@davis][@owen]", "(Davis, 2015)(Owen, 2014)"),
    ] {
        check_text(written, expected);
    }
}

#[test]
fn a_citation_in_emphasis_is_a_citation() {
    check_text("*@davis* and **@davis** and ~~@davis~~", "Davis (2015) and Davis (2015) and Davis (2015)");
}

#[test]
fn an_address_with_an_at_sign_is_no_citation() {
    check_text(
        "Write to a@b.example, foo.bar@nhs.example or <a@davis.example>; see https://x.example/@davis,@owen, \
         <https://x.example/@owen> and @ alone.",
        "Write to a@b.example, foo.bar@nhs.example or a@davis.example; see https://x.example/@davis,@owen, \
         https://x.example/@owen and @ alone.",
    );
}

#[test]
fn a_page_lists_the_works_that_it_cites() {
    let site = site_of("One [@davis, ch. 4], two @owen [p. 9].");
    let words = site.words("about.html");
    let list = &words[words.find("TEXTENDS").expect("the end")..];
    assert_shows(
        list,
        &["Sources", "Davis, J. (2015) NHS For Sale.", "Owen, D. (2014) The Health of the Nation."],
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    let site =
        site_of("One[^1] and two[^note].\n\n[^1]: The first [@owen, p. 9].\n[^note]: The second [[acme]].");
    let words = site.words("about.html");
    assert_shows(&words, &["The first (Owen, 2014, p. 9).", "The second Acme Ltd."]);
    let page = site.page("about.html");
    let ids = attributes(&page, "id");
    let fragments: Vec<String> = links(main_part(&page))
        .into_iter()
        .filter_map(|(_, href)| href.strip_prefix("#fn").map(|rest| format!("fn{rest}")))
        .collect();
    assert_eq!(fragments.len(), 4, "{page}");
    for fragment in fragments {
        assert!(ids.contains(&fragment), "{fragment}");
    }
}

#[test]
fn a_quotation_names_its_speaker() {
    let html = text_html(&site_of(
        "> First line.\n> — Jo Smith, chair\n\n> Alone.\n\n> One.\n>\n> Two.\n>\n> — Ann Other of [[acme]]",
    ));
    // The dash before the speaker may stand in the text or come from the stylesheet.
    let seen = words(&html).replace("— ", "");
    assert_eq!(seen, "First line. Jo Smith, chair Alone. One. Two. Ann Other of Acme Ltd");
    assert_eq!(html.matches("<blockquote").count(), 3);
    assert_eq!(html.matches("<figcaption").count(), 2, "{html}");
}

#[test]
fn a_redaction_shows_its_reason_and_nothing_else() {
    check_text(
        "Call [redact: personal telephone number] or **[redact: name]**.",
        "Call Withheld: personal telephone number or Withheld: name.",
    );
    check_text(
        "[REDACTED: one] [Redaction: two] [REDACTED three] [redact: four][redact: five] \\[REDACTED\\]",
        "Withheld: one Withheld: two Withheld: three Withheld: fourWithheld: five [REDACTED]",
    );
}

#[test]
fn the_usual_markdown_works() {
    check_text(
        "\"Smart\" -- it's... ~~gone~~\n\n| a | b |\n|---|---|\n| c | d |\n\n- [ ] to do\n- [x] done\n\n1. one\n2. two",
        "“Smart” – it’s… gone a b c d ☐ to do ☑ done one two",
    );
}

#[test]
fn raw_html_is_text_unless_the_site_says_otherwise() {
    let fixture = "=== content/about.md\n---\ntitle: About\n---\n\n<b onclick=\"x()\">bold</b> <script>evil()</script>\n";
    let site = Site::new(fixture);
    let built = site.build(&[]);
    assert_eq!(built.status, 0, "{built:#?}");
    assert_shows(&built.stderr, &["warning[raw-html]", "content/about.md:5:1"]);
    assert_shows(&site.words("about.html"), &["<b onclick=\"x()\">bold</b> <script>evil()</script>"]);
    assert_hides(&site.page("about.html"), &["<script>", "<b "]);
}

#[test]
fn a_title_is_never_html() {
    let site = check_page(
        "=== content/incidents/a.md\n---\ntitle: <script>alert(1)</script>\nsummary: \"<b>x</b> & y\"\nplaces: \
         [\"<i>L</i>\"]\nunknowns: [\"</script><script>evil()\"]\n---\n\nNothing.\n",
        "incidents/a.html",
        &["<script>alert(1)</script>", "<b>x</b> & y", "<i>L</i>"],
    );
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert_hides(&text, &["<script>alert", "<b>x", "<i>L", "<script>evil"]);
        assert_hides(&path, &["<"]);
    }
}

#[test]
fn sanitised_html_lets_harmless_elements_through() {
    let fixture = "\
=== casefile.yaml
title: T
base_url: https://evidence.example/
html: sanitised
=== content/about.md
---
title: About
---

<b onclick=\"evil1()\">bold</b> <script>evil2()</script> <style>evil3{}</style> <sub>2</sub>
<a href=\"javascript:evil4()\">bad</a> <iframe src=\"https://evil5.example/\"></iframe>
<img src=\"https://evil6.example/a.png\" alt=\"x\"> <span style=\"evil7: x\">styled</span> <kbd>K</kbd>

<details><summary>More</summary>Inside</details>

<form action=\"https://evil8.example\"><input name=\"evil9\"></form>

<object data=\"evil10\"></object><svg onload=\"evil11()\"></svg>
";
    let site = Site::new(fixture);
    let built = site.build(&[]);
    assert_eq!(built.status, 0, "{built:#?}");
    let page = site.page("about.html");
    assert_hides(
        main_part(&page),
        &["evil", "onclick", "javascript:", "<script", "<iframe", "<form", "style="],
    );
    assert_shows(
        main_part(&page),
        &["<b>bold</b>", "<sub>2</sub>", "<details><summary>More", "<kbd>K</kbd>"],
    );
}

#[test]
fn sanitised_html_keeps_its_links_or_says_so() {
    let site = Site::new(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nhtml: sanitised\n\
         === content/about.md\n---\ntitle: About\n---\n\n<a href=\"https://ok.example/\">good</a>\n",
    );
    let built = site.build(&[]);
    let kept = links(&site.page("about.html")).iter().any(|(_, href)| href == "https://ok.example/");
    assert!(kept || built.stderr.contains("content/about.md:5:1"), "{built:#?}");
}

#[test]
fn what_sanitising_takes_out_is_told_at_its_place() {
    let site = Site::new(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nhtml: sanitised\n\
         === content/about.md\n---\ntitle: About\n---\n\nSee <a href=\"/index.html\">home</a>.\n\n<img src=\"x.png\">\n",
    );
    let built = site.build(&[]);
    assert!(built.stderr.contains("content/about.md:5:5"), "{built:#?}");
    assert!(built.stderr.contains("the link to `/index.html` is taken out"), "{built:#?}");
    assert!(built.stderr.contains("pictures in HTML are taken out"), "{built:#?}");
}

#[test]
fn a_page_has_one_heading_of_the_first_level() {
    let site = Site::new(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nhtml: sanitised\n\
         === content/about.md\n---\ntitle: About\n---\n\n# One\n\n<h1 class=\"x\">Two</h1>\n\n<h2>Three</h2>\n",
    );
    let built = site.build(&[]);
    assert!(built.stderr.contains("content/about.md:7:1"), "{built:#?}");
    assert!(built.stderr.contains("`<h1>` is taken out"), "{built:#?}");
    let page = site.page("about.html");
    assert_eq!(page.matches("<h1").count(), 1, "{page}");
    assert_shows(&site.words("about.html"), &["One Two Three"]);
}

#[test]
fn an_attribute_that_is_taken_out_is_told_at_its_place() {
    let site = Site::new(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nhtml: sanitised\n\
         === content/about.md\n---\ntitle: About\n---\n\nA <b class=\"x\" onclick=\"y()\">b</b> \
         <span STYLE='color: red'>c</span> <a href=\"https://x.example/\" rel=\"nofollow\">d</a>.\n\n<div\n  class=\"x\" id=\"z\"\n  width=\"9\">e</div>\n",
    );
    let built = site.build(&[]);
    assert_eq!(built.status, 0, "{built:#?}");
    assert!(built.stderr.contains("content/about.md:5:16"), "{built:#?}");
    assert!(built.stderr.contains("`onclick` is taken out of this tag"), "{built:#?}");
    assert!(built.stderr.contains("content/about.md:5:42"), "{built:#?}");
    assert!(built.stderr.contains("`style` is taken out of this tag"), "{built:#?}");
    assert!(built.stderr.contains("content/about.md:9:3"), "{built:#?}");
    assert!(built.stderr.contains("3 warnings."), "{built:#?}");
}

/// The program marks places in texts with control characters, which a reference to one must not forge.
#[test]
fn a_reference_to_a_control_character_is_refused() {
    for forged in ["&#1;T99&#2;", "&#x2;24&#x3;", "`x` &#0001;C0&#2", "[@davis &#1;R7&#2;]"] {
        let site = Site::new(&format!(
            "=== content/about.md\n---\ntitle: About\n---\n\nSee [[letters]] and {forged} so.\n{RECORDS}"
        ));
        let built = site.build(&[]);
        assert_eq!(built.status, 1, "{forged}: {built:#?}");
        assert!(built.stderr.contains("error[control-character]"), "{forged}: {built:#?}");
        assert!(built.stderr.contains("content/about.md:5:"), "{forged}: {built:#?}");
    }
    check_text("a &#65; &amp;#1; b", "a A &#1; b");
}

#[test]
fn words_of_a_theme_are_never_markup() {
    let site = Site::new(
        "=== content/about.md\n---\ntitle: About\n---\n\n[redact: a name][^n]\n\n[^n]: Note.\n\
         === casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\ntheme: own\n\
         === themes/own/strings/en.yaml\ntext: {redacted: \"<b>R & D</b>\", footnote: \"<i>\", footnotes: '\"F\"'}\n",
    );
    site.publish();
    let page = site.page("about.html");
    assert!(page.contains("&lt;b&gt;R &amp; D&lt;/b&gt;") && page.contains("&lt;i&gt;"), "{page}");
    assert!(page.contains("aria-label=\"&quot;F&quot;\""), "{page}");
}

#[test]
fn a_quoted_sentence_that_is_cut_says_so() {
    let long = "字".repeat(700);
    let title = "Wort ".repeat(500);
    let many: String = (0..60).map(|n| format!("[[i{n}]] ")).collect();
    let incidents: String =
        (0..60).map(|n| format!("=== content/incidents/i{n}.md\n---\ntitle: {title}{n}\n---\n\n")).collect();
    let site = Site::new(&format!(
        "=== content/about.md\n---\ntitle: About\n---\n\nAs said in [[letters]] {long} and more.\n\nSee {many} too.\n\
         {incidents}{RECORDS}"
    ));
    site.publish();
    let words = site.words("incidents/letters.html");
    assert!(words.contains("As said in The letters …"), "{words}");
    let quoted = site.words("incidents/i30.html");
    // The title stands in full in what can be copied.
    let (quoted, _) = quoted.rsplit_once(" This record as data").expect("the end of the record");
    assert!(quoted.len() < 20_000 && quoted.contains('…'), "{}", quoted.len());
}

// What a page may not say.

/// An incident with that status, a supplier and a commissioner.
fn incident_with(fields: &str) -> String {
    format!(
        "=== content/incidents/a.md\n---\ntitle: Letters\ndate: 2018\norganisations: {{supplier: o1, commissioner: o2}}\n\
         {fields}\n---\n\
         === content/organisations/o1.md\n---\ntitle: First Ltd\n---\n\
         === content/organisations/o2.md\n---\ntitle: Second Trust\n---\n"
    )
}

#[test]
fn a_timeline_says_no_more_than_the_status() {
    for (status, words) in [
        ("alleged", "The incident is alleged to have happened."),
        ("reported", "The incident is reported to have happened."),
        ("under-inquiry", "The incident, which is under inquiry, is said to have happened."),
        ("admitted", "The incident happened, as has been admitted."),
        ("upheld", "The incident happened, as has been found."),
        ("not-upheld", "The incident was said to have happened. That was not upheld."),
    ] {
        let site = check_page(&incident_with(&format!("status: {status}")), "timeline.html", &[words]);
        assert_shows(&site.words("organisations/o1.html"), &[words]);
    }
}

#[test]
fn a_reply_is_given_to_nobody_by_guess() {
    let fixture = incident_with("right_of_reply: {status: replied, text: We deny it.}");
    let site = check_page(&fixture, "incidents/a.html", &["Right of reply Replied We deny it."]);
    let words = site.words("incidents/a.html");
    let reply = &words[words.rfind("Right of reply").expect("a reply")..];
    assert_hides(&reply[..reply.find("What we do not know").expect("an end")], &["First", "Second"]);
}

#[test]
fn a_record_of_a_title_claims_nothing_about_inquiries() {
    let site = Site::new("=== content/incidents/a.md\n---\ntitle: Letters\n---\n");
    site.publish();
    assert_hides(
        &site.words("incidents/a.html"),
        &["No inquiry", "in public", "When it happened", "What happened"],
    );
}

#[test]
fn totals_tell_people_from_things_of_the_same_name() {
    let figures = |own: &str| format!("figures: [{{label: x, value: {own}}}]");
    let incident = |id: &str, figures: &str| {
        format!(
            "=== content/incidents/{id}.md\n---\ntitle: {id}\norganisations: {{supplier: o}}\n{figures}\n---\n"
        )
    };
    let fixture = [
        incident("a", &figures("12, unit: cases")),
        incident("b", &figures("7, unit: cases, people: true")),
        incident("c", &figures("0.12345, unit: cases")),
        incident("d", &format!("status: not-upheld\n{}", figures("900, unit: cases"))),
        "=== content/organisations/o.md\n---\ntitle: O\n---\n".to_owned(),
    ]
    .concat();
    check_page(
        &fixture,
        "organisations/o.html",
        &[
            "12.12345 cases, in 2 incidents",
            "7 cases (people), in 1 incident",
            "none of an incident that was not upheld",
        ],
    );
}

#[test]
fn shares_and_opposite_bounds_are_not_added_up() {
    let incident = |id: &str, figures: &str| {
        format!(
            "=== content/incidents/{id}.md\n---\ntitle: {id}\norganisations: {{supplier: o}}\nfigures: [{figures}]\n---\n\n"
        )
    };
    let fixture = [
        incident(
            "a",
            "{label: late, value: 40, unit: '%'}, {label: x, value: 100, qualifier: over, unit: beds}",
        ),
        incident(
            "b",
            "{label: late, value: 70, unit: per cent}, {label: x, value: 5, qualifier: up-to, unit: beds}",
        ),
        incident("c", "{label: cost, value: 1000.5, currency: GBP}"),
        "=== content/organisations/o.md\n---\ntitle: O\n---\n".to_owned(),
    ]
    .concat();
    let site = check_page(&fixture, "organisations/o.html", &["£1,000.50 cost, in 1 incident"]);
    assert_hides(&site.words("organisations/o.html"), &["110", "105", "beds"]);
}

#[test]
fn the_figure_of_the_home_page_says_how_far_it_is_established() {
    let incident = |id: &str, status: &str, figure: &str| {
        format!(
            "=== content/incidents/{id}.md\n---\ntitle: {id}\nstatus: {status}\nfigures: [{figure}]\n---\n\n"
        )
    };
    let fixture = [
        incident("a", "not-upheld", "{label: Refuted, value: 7000, unit: letters}"),
        incident("b", "alleged", "{label: Deaths, value: 400, qualifier: about, people: true}"),
        incident("c", "upheld", "{label: Late, value: 900, unit: '%'}"),
    ]
    .concat();
    let site = check_page(&fixture, "index.html", &["about 400 people Deaths (Alleged)"]);
    assert_hides(&site.words("index.html"), &["7,000", "900"]);
}

#[test]
fn a_withdrawn_incident_is_called_so_in_a_list() {
    let fixture = "=== content/incidents/w.md\n---\ntitle: Wrong\nstate: withdrawn\nwithdrawn: {date: 2018, reason: It was.}\n\
                   status: upheld\ndate: 2017\norganisations: {supplier: o}\n---\n\n\
                   === content/press-releases/r.md\n---\ntitle: Release\nincidents: [w]\n---\n\nText.\n\
                   === content/organisations/o.md\n---\ntitle: Firm Ltd\n---\n";
    let site = check_page(fixture, "press-releases/r.html", &["Incidents it is about Wrong Withdrawn"]);
    assert_hides(&site.words("press-releases/r.html"), &["Upheld", "2017", "Firm"]);
}

#[test]
fn a_speaker_is_named_as_it_is_called_today() {
    let fixture = "=== content/incidents/a.md\n---\ntitle: A\nclaims: [{text: One., said_by: old-firm}, {text: Two., said_by: gone-firm}]\n\
                   ---\n\n\
                   === content/organisations/old-firm.md\n---\ntitle: Old\nstate: merged\nmerged_into: new-firm\n---\n\n\
                   === content/organisations/new-firm.md\n---\ntitle: New Ltd\n---\n\n\
                   === content/organisations/gone-firm.md\n---\ntitle: Gone Ltd\nstate: withdrawn\nwithdrawn: {date: 2018, reason: X.}\n---\n";
    let site = Site::new(fixture);
    site.build(&[]);
    assert_shows(&site.words("incidents/a.html"), &["said by New Ltd", "said by Gone Ltd"]);
}

#[test]
fn a_copy_says_who_obtained_it() {
    let fixture = "=== content/references/r/index.md\n---\ntitle: R\ntype: report\ncopy: {file: r.txt, by: Ann Example}\n---\n\n\
                   === content/references/r/r.txt\nWords.\n";
    check_page(fixture, "references/r.html", &["Obtained by Ann Example"]);
}

#[test]
fn the_list_of_a_year_says_how_many_may_belong_elsewhere() {
    let incident = |id: &str, date: &str| {
        format!("=== content/incidents/{id}.md\n---\ntitle: {id}\ndate: {date}\n---\n")
    };
    let fixture = [incident("a", "2015-06"), incident("b", "201X"), incident("c", "20XX")].concat();
    let sentence = "1 incident in this list may belong to another year: see its date.";
    let site = check_page(&fixture, "years/2015.html", &["2 incidents", sentence]);
    assert_shows(&site.words("years/unknown.html"), &["Incidents whose year is not known", "2000 to 2099"]);
}

#[test]
fn a_theme_can_show_what_a_record_has_under_extra() {
    let site = Site::new(
        "=== content/about.md\n---\ntitle: About\nextra: {colour: mauve, parts: [one, two]}\n---\n\
         === casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\ntheme: own\n\
         === themes/own/templates/page.html\n{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>\
         <p>{{ shell.extra.colour }} {{ shell.extra.parts[1] }}</p>{% endblock main %}\n",
    );
    site.publish();
    assert_shows(&site.words("about.html"), &["mauve two"]);
}

/// A timeline shows the years before Christ as lists and dates do.
#[test]
fn a_timeline_counts_years_before_christ() {
    let site = Site::new("=== content/incidents/a.md\n---\ntitle: Ides\ndate: -0044-03-15\n---\n\nx\n");
    site.publish();
    let words = site.words("timeline.html");
    assert_shows(&words, &["45 BC"]);
    assert_hides(&words, &["-44"]);
    assert!(
        links(&site.page("timeline.html"))
            .contains(&("45 BC".to_string(), "timeline.html#s-year--44".to_string()))
    );
}

// Press releases.

/// A release with an end and notes to editors, however they are written, has both in their places and as issued.
#[track_caller]
fn check_release(written: (&str, &str), shown: (&str, &str)) {
    let fixture = format!(
        "=== content/press-releases/r.md\n---\ntitle: Release\n---\n\nThe text.\n\n{}\n\n{}\n\nThe note.\n",
        written.0, written.1
    );
    let expected = format!("The text. {} {} The note.", shown.0, shown.1);
    check_page(&fixture, "press-releases/r.html", &[&expected]);
}

#[test]
fn notes_to_editors_stand_after_the_end() {
    for (written, shown) in [
        ("## Notes to editors", "Notes to editors"),
        ("## Notes to Editors", "Notes to Editors"),
        ("## NOTES TO EDITORS", "NOTES TO EDITORS"),
        ("## Notes to editors:", "Notes to editors:"),
        ("## Editor's notes", "Editor’s notes"),
        ("## Editor’s Notes", "Editor’s Notes"),
        ("## Editors' notes", "Editors’ notes"),
        ("# Notes for editors", "Notes for editors"),
        ("### Notes to editors", "Notes to editors"),
    ] {
        check_release(("ENDS", written), ("Ends", shown));
    }
    for end in ["ENDS", "Ends", "-ends-", "-ENDS-", "- ENDS -", "--ends--", "**ENDS**", "###"] {
        check_release((end, "## Notes to editors"), ("Ends", "Notes to editors"));
    }
    // No mark is invented: what says that the text ends is not taken for a part of it.
    check_release(("", "## Editor's notes"), ("Here the text of the release ends.", "Editor’s notes"));
}

#[test]
fn what_follows_the_end_stays_behind_it() {
    for end in ["ENDS", "[ENDS]", "- ENDS -", "## Ends", "###", "# # #", "\\###"] {
        let fixture = format!(
            "=== content/press-releases/r.md\n---\ntitle: Release\n---\n\nThe text.\n\n{end}\n\nCall us.\n\n\
             ## Notes to editors\n\nThe note.\n"
        );
        let site = check_page(&fixture, "press-releases/r.html", &["The text. Ends"]);
        let words = site.words("press-releases/r.html");
        let place = |text: &str| words.find(text).unwrap_or_else(|| panic!("no {text} in {words}"));
        assert!(place("Ends") < place("Call us.") && place("Call us.") < place("The note."), "{words}");
        // No heading is invented, and the one that was issued stays where it stood.
        assert_eq!(words.matches("Notes to editors").count(), 1, "{words}");
        assert!(place("Call us.") < place("Notes to editors"), "{words}");
    }
}

/// Each tag of the main part of a page is closed by its own, and in order.
#[track_caller]
fn assert_balanced(html: &str) {
    const VOID: [&str; 6] = ["br", "col", "hr", "img", "input", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    for tag in main_part(html).split('<').skip(2).filter_map(|part| part.split('>').next()) {
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        match tag.starts_with('/') {
            true => assert_eq!(open.pop(), Some(name), "`<{tag}>` in:\n{html}"),
            false if VOID.contains(&name) || tag.ends_with('/') || tag.starts_with('!') => {}
            false => open.push(name),
        }
    }
    assert_eq!(open, [""; 0], "{html}");
}

/// An end, or a heading of notes, that is a part of something else divides it nowhere.
#[test]
fn an_end_within_a_list_ends_nothing() {
    for text in [
        "- First\n\n- ENDS\n\n- Second",
        "- First\n  - ENDS\n- Second",
        "- First\n- ENDS -\n- Second",
        "1. First\n\n   - ENDS -\n\n2. Second",
        "- First\n\n  ENDS\n\n  Second",
        "- First\n\n  ## ENDS\n\n  Second",
        "- First\n\n  ## Notes to editors\n\n  Second",
        "> First\n>\n> - ENDS -\n>\n> Second",
        "> First\n>\n> ENDS\n>\n> Second",
        "| First |\n|---|\n| ENDS |\n| Second |",
        "x[^a]\n\n[^a]: First\n\n    - ENDS -\n\n    Second",
    ] {
        let fixture = format!(
            "=== content/press-releases/r.md\n---\ntitle: Release\n---\n\nBegin.\n\n{text}\n\nLast.\n\n- ENDS -\n\nBehind.\n"
        );
        let site = Site::new(&fixture);
        // An end within a quotation draws a warning.
        assert_eq!(site.build(&[]).status, 0);
        assert_balanced(&site.page("press-releases/r.html"));
        let words = site.words("press-releases/r.html");
        let place = |text: &str| words.find(text).unwrap_or_else(|| panic!("no {text} in {words}"));
        assert!(place("First") < place("Second"), "{words}");
        if !text.contains("[^a]") {
            assert!(place("Second") < place("Last."), "{words}");
        }
        assert!(place("Last. Ends") < place("Behind."), "{words}");
    }
}

#[test]
fn a_line_of_a_paragraph_ends_a_release() {
    let check = |text: &str, expected: &str| {
        let fixture = format!("=== content/press-releases/r.md\n---\ntitle: Release\n---\n\n{text}\n");
        let site = check_page(&fixture, "press-releases/r.html", &[]);
        let words = site.words("press-releases/r.html");
        assert_shows(&words.replace("Notes to editors ", ""), &[expected]);
        assert_hides(&words, &["ENDS", "###"]);
    };
    check("The text.\nENDS\nCall us.", "The text. Ends Call us.");
    check("The text.\n**ENDS**\nCall us.", "The text. Ends Call us.");
    check("The text.  \n-ends-  \nCall us.\n\nNow.", "The text. Ends Call us. Now.");
    check("The text.\n*So.*\nENDS", "The text. So. Ends");
    check("The text.\n\nENDS\nCall us.", "The text. Ends Call us.");
    check("The text.\n###\nCall us.", "The text. Ends Call us.");
    check("The text.\nENDS\n## Notes to editors\n\nThe note.", "The text. Ends The note.");
    check("- So\n\nThe text.\nENDS\nCall us.", "So The text. Ends Call us.");
}

#[test]
fn the_end_of_a_release_is_in_no_sentence() {
    let site = Site::new(
        "=== content/press-releases/r.md\n---\ntitle: Release\n---\n\nThe [[firm]] lost letters today\nENDS\nSee [[firm]] \
         for more of it\nENDS\n\
         === content/organisations/firm.md\n---\ntitle: Firm plc\n---\n",
    );
    site.publish();
    let words = site.words("organisations/firm.html");
    assert_shows(&words, &["The Firm plc lost letters today See Firm plc for more of it"]);
}

#[test]
fn a_section_after_the_notes_stays_after_them() {
    let fixture = "=== content/press-releases/r.md\n---\ntitle: Release\n---\n\nThe text.\n\nENDS\n\n## Notes to \
                   editors\n\nThe note.\n\n## About us\n\nWe are a campaign.\n";
    let site = check_page(fixture, "press-releases/r.html", &["We are a campaign."]);
    let words = site.words("press-releases/r.html");
    assert!(
        words.find("Ends").expect("an end") < words.find("We are a campaign.").expect("a section"),
        "{words}"
    );
}

#[test]
fn contacts_are_shown_until_their_last_day() {
    let site = Site::new(
        "\
=== casefile.yaml
title: T
base_url: https://evidence.example/
contacts:
  office: {name: Press Desk, email: desk@campaign.example, phone: 020 7946 0000, show_until: 2030-12-31}
  old: {name: Old Desk, email: former@campaign.example, phone: 020 7946 0999, show_until: 2020-12-31}
=== content/press-releases/release.md
---
title: Our release
contacts: [office, old]
---

Nothing.
",
    );
    let words_at = |now: &str| {
        let built = site.run(&["build", "--now", now]);
        assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
        site.words("press-releases/release.html")
    };
    assert_shows(&words_at("2020-12-31T12:00Z"), &["Press Desk", "Old Desk", "former@campaign.example"]);
    assert_hides(&words_at("2021-01-01T12:00Z"), &["Old Desk", "former@campaign.example", "7946 0999"]);
    assert_shows(&words_at("2030-12-31T12:00Z"), &["Press Desk", "desk@campaign.example", "020 7946 0000"]);
    assert_hides(&words_at("2031-01-01T12:00Z"), &["Press Desk", "desk@campaign.example", "7946"]);
}

#[test]
fn an_original_is_published_only_in_full() {
    let original = |publish: &str| {
        let site = Site::new(
            &FULL
                .replace(", publish: none}\n---\n\nThe letters", &format!("{publish}}}\n---\n\nThe letters")),
        );
        site.publish();
        site.output().contains_key("press-releases/release/original.txt")
    };
    assert!(!original(""));
    assert!(!original(", publish: none"));
    assert!(original(", publish: full"));
}

// Back-links, lists and states.

#[test]
fn a_page_lists_what_mentions_it_with_the_sentence() {
    let fixture = "\
=== content/incidents/a.md
---
title: First incident
---

It began early. The firm [[Acme Ltd|it ran]] lost letters. It went on.
=== content/about.md
---
title: About us
---

We write about [[acme]]!
=== content/organisations/acme.md
---
title: Acme Ltd
---

Itself: [[acme]].
";
    let site = check_page(
        fixture,
        "organisations/acme.html",
        &[
            "Mentioned in",
            "First incident",
            "The firm it ran lost letters.",
            "About us",
            "We write about Acme Ltd!",
        ],
    );
    let words = site.words("organisations/acme.html");
    let mentions = &words[words.find("Mentioned in").expect("mentions")..];
    assert_hides(mentions, &["It began early", "It went on", "Itself"]);
}

/// What the page of an organisation shows of a text that names it, as HTML without links.
#[track_caller]
fn mention_of(config: &str, text: &str) -> String {
    let site = Site::new(&format!(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\n{config}\n\
         === content/about.md\n---\ntitle: About us\n---\n\n{text}\n\
         === content/organisations/firm.md\n---\ntitle: Firm plc\n---\n"
    ));
    let built = site.build(&[]);
    assert_eq!(built.status, 0, "{built:#?}");
    let page = site.page("organisations/firm.html");
    let page = main_part(&page);
    page[page.find("Mentioned in").unwrap_or_else(|| panic!("no mention in {page}"))..].to_string()
}

#[track_caller]
fn check_mention(text: &str, expected: &str) {
    let html = mention_of("", text).replace("<del>", "~~").replace("</del>", "~~");
    let words = words(&html);
    let (_, sentences) = words.split_once("About us Page ").unwrap_or_else(|| panic!("{words}"));
    let (sentences, _) = sentences.split_once(" This record as data").unwrap_or((sentences, ""));
    assert_eq!(sentences, expected, "{text}");
}

#[test]
fn a_sentence_that_is_struck_out_is_shown_struck_out() {
    check_mention("~~[[firm]] lost the letters.~~ It did not.", "~~Firm plc lost the letters.~~");
    check_mention("~~It was so. [[firm]] lost the letters.~~ No.", "~~Firm plc lost the letters.~~");
    check_mention("~~[[firm]] lost the letters. It was so.~~ No.", "~~Firm plc lost the letters.~~");
    check_mention("The [[firm]] ~~lost~~ found the letters.", "The Firm plc ~~lost~~ found the letters.");
    let html = mention_of("html: sanitised", "<del>[[firm]] lost the letters.</del> It did not.");
    assert_shows(&html, &["<del>Firm plc lost the letters.</del>"]);
}

#[test]
fn a_sentence_of_a_quotation_names_its_speaker() {
    check_mention(
        "> [[firm]] destroyed the letters.\n> — Jo Bloggs, a rival",
        "“Firm plc destroyed the letters.” — Jo Bloggs, a rival",
    );
    check_mention(
        "> It was late. [[firm]] destroyed the letters\n>\n> — Jo Bloggs, a rival",
        "“Firm plc destroyed the letters” — Jo Bloggs, a rival",
    );
    check_mention("> [[firm]] destroyed the letters.", "“Firm plc destroyed the letters.”");
    check_mention("> They were lost.\n> — Jo of [[firm]]", "“They were lost.” — Jo of Firm plc");
    check_mention(
        "He did not say:\n\n> [[firm]] destroyed the letters.\n> — Jo",
        "He did not say: “Firm plc destroyed the letters.” — Jo",
    );
    let html = mention_of("html: sanitised", "He said <q>the [[firm]] destroyed the letters</q> then.");
    assert_shows(&html, &["He said “the Firm plc destroyed the letters” then."]);
}

#[test]
fn a_sentence_of_a_table_is_its_row() {
    check_mention(
        "| Claim | Verdict |\n|---|---|\n| [[firm]] lied. It did | False |",
        "Firm plc lied. It did | False",
    );
}

#[test]
fn a_sentence_of_a_list_has_the_line_before_it() {
    let expected = "It is not true that: Firm plc lied.";
    check_mention("So much. It is **not** true that:\n\n- [[firm]] lied.\n- They lied.", expected);
    check_mention("It is **not** true that:\n- They lied.\n- [[firm]] lied.", expected);
    check_mention("It is not true that:\n\n- They lied.\n\n- [[firm]] lied.", expected);
    check_mention("- It is not true that:\n  - They lied.\n  - [[firm]] lied.", expected);
    check_mention("It is ~~not~~ true:\n\n1. [[firm]] lied.", "It is ~~not~~ true: Firm plc lied.");
    check_mention("It is true.\n\n- [[firm]] lied.", "Firm plc lied.");
    check_mention("It is not true:\n\n- So\n\nOther things:\n\nHere.\n\n- [[firm]] lied.", "Firm plc lied.");
}

#[test]
fn a_sentence_holds_nothing_that_its_page_leaves_out() {
    let html = mention_of(
        "html: sanitised",
        "The [[firm]] <script>evil()</script>lost <!-- secret -->the <style>evil {}</style>letters.",
    );
    assert_shows(&html, &["The Firm plc lost the letters."]);
    assert_hides(&html, &["evil", "secret"]);
}

#[test]
fn a_reference_lists_what_cites_it_with_the_sentence() {
    let fixture = "\
=== content/incidents/a.md
---
title: First incident
sources: [{ref: davis, at: p. 12}]
---

It began early. Letters were lost [@davis, ch. 4]. It went on.
=== content/references/davis.md
---
title: NHS For Sale
type: book
author: Davis, Jane
---

Nothing.
=== content/references/owen.md
---
title: Uncited
type: book
---

Nothing.
";
    let site = check_page(
        fixture,
        "references/davis.html",
        &["Cited by First incident", "Letters were lost", "ch. 4", "p. 12"],
    );
    assert_hides(&site.words("references/davis.html"), &["It began early", "It went on"]);
    assert_hides(&site.words("references/owen.html"), &["First incident"]);
}

#[test]
fn a_sentence_that_cites_keeps_its_shape_without_its_citations() {
    let fixture = "\
=== content/about.md
---
title: About us
---

Compare [@davis], [@owen] and others.
=== content/references/davis.md
---
title: NHS For Sale
type: book
---

Nothing.
=== content/references/owen.md
---
title: Health
type: book
---

Nothing.
";
    let site = check_page(fixture, "references/davis.html", &["Cited by About us"]);
    assert_hides(&site.words("references/davis.html"), &["Compare,", " , ", ",,"]);
}

#[test]
fn related_records_are_related_both_ways() {
    let fixture = "\
=== content/incidents/a.md
---
title: First incident
related: [b]
---

Nothing.
=== content/incidents/b.md
---
title: Second incident
---

Nothing.
";
    let site = check_page(fixture, "incidents/a.html", &["Related records Second incident"]);
    assert_shows(&site.words("incidents/b.html"), &["Related records First incident"]);
}

/// What a withdrawn, a merged and a renamed record leave.
const STATES: &str = "\
=== casefile.yaml
title: T
base_url: https://evidence.example/sub/
=== content/incidents/gone.md
---
title: The record that was
summary: GONESUMMARY
state: withdrawn
withdrawn: {date: 2024-05-06, reason: The trust showed us that it was wrong.}
aliases: [old/gone.html]
places: [GONEPLACE]
harms: [death]
unknowns: [GONEUNKNOWN]
organisations: {supplier: acme}
claims: [{id: c, text: GONECLAIM, kind: fact}]
---

GONETEXT
=== content/incidents/merged.md
---
title: MERGEDTITLE
summary: MERGEDSUMMARY
state: merged
merged_into: kept
places: [MERGEDPLACE]
---

MERGEDTEXT
=== content/incidents/kept.md
---
title: The kept record
aliases: [/former.html, former-folder/, deep/er/old.html, /news/foo.php]
related: [gone]
---

See [[gone]] and [[merged]].
=== content/organisations/acme.md
---
title: Acme Ltd
---

Nothing.
";

#[test]
fn a_withdrawn_record_says_why_and_leaves_no_text() {
    let site = check_page(
        STATES,
        "incidents/gone.html",
        &["The record that was", "Withdrawn", "6 May 2024", "The trust showed us that it was wrong."],
    );
    for (path, bytes) in site.output() {
        assert_hides(&String::from_utf8_lossy(&bytes), &["GONE"]);
        assert_hides(&path.to_uppercase(), &["GONEPLACE"]);
    }
    assert_shows(&site.words("corrections.html"), &["6 May 2024", "Withdrawn", "The record that was"]);
    assert_hides(&site.words("incidents/index.html"), &["The record that was"]);
    assert_hides(&site.words("organisations/acme.html"), &["The record that was"]);
    assert_shows(&site.words("incidents/index.html"), &["1 incident"]);
}

#[test]
fn a_withdrawn_record_is_called_withdrawn_where_it_is_named() {
    let site = check_page(STATES, "incidents/kept.html", &["Related records The record that was"]);
    let words = site.words("incidents/kept.html");
    let related = &words[words.find("Related records The").expect("related records")..];
    assert_shows(&related[..related.find("This record as data").unwrap_or(related.len())], &["Withdrawn"]);
    assert_hides(&related[..60], &["Reported"]);
}

#[test]
fn a_withdrawn_source_is_called_withdrawn_where_it_is_cited() {
    let fixture = "\
=== content/about.md
---
title: About us
---

So it says [@davis].
=== content/references/davis.md
---
title: NHS For Sale
type: book
state: withdrawn
withdrawn: {date: 2024-05-06, reason: It was retracted.}
---

Nothing.
";
    let site = check_page(fixture, "about.html", &["NHS For Sale"]);
    let words = site.words("about.html");
    assert_shows(&words[words.find("Sources").expect("sources")..], &["Withdrawn"]);
}

/// A page forwards to that address, with a link for whoever stays.
#[track_caller]
fn check_forward(site: &Site, page: &str, target: &str, canonical: &str) {
    let html = site.page(page);
    assert_shows(
        &html,
        &[&format!("content=\"0; url={target}\""), &format!("rel=\"canonical\" href=\"{canonical}\"")],
    );
    assert!(links(main_part(&html)).iter().any(|(_, href)| href == target), "{html}");
}

#[test]
fn aliases_and_merged_records_forward() {
    let site = check_page(STATES, "incidents/kept.html", &["See The record that was and The kept record."]);
    let kept = "https://evidence.example/sub/incidents/kept.html";
    check_forward(&site, "incidents/merged.html", "../incidents/kept.html", kept);
    check_forward(&site, "former.html", "incidents/kept.html", kept);
    check_forward(&site, "former-folder/index.html", "../incidents/kept.html", kept);
    check_forward(&site, "deep/er/old.html", "../../incidents/kept.html", kept);
    check_forward(&site, "news/foo.php/index.html", "../../incidents/kept.html", kept);
    check_forward(
        &site,
        "old/gone.html",
        "../incidents/gone.html",
        "https://evidence.example/sub/incidents/gone.html",
    );
    for (path, bytes) in site.output() {
        assert_hides(&String::from_utf8_lossy(&bytes), &["MERGEDTEXT", "MERGEDSUMMARY", "MERGEDPLACE"]);
        assert_hides(&path, &["mergedplace"]);
    }
}

#[test]
fn changes_stand_on_the_page_of_corrections_newest_first() {
    let site = check_page(FULL, "corrections.html", &["There is news.", "The number was wrong."]);
    let words = site.words("corrections.html");
    let at = |text: &str| words.find(text).expect("a change");
    assert!(at("There is news.") < at("The place is clearer."), "{words}");
    assert!(at("The place is clearer.") < at("The number was wrong."), "{words}");
}

/// Five incidents that share every facet.
fn five_incidents() -> String {
    let mut fixture =
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nper_page: 2\n".to_string();
    for number in 1..=5 {
        fixture.push_str(&format!(
            "=== content/incidents/i{number}.md\n---\ntitle: Incident {number}\ndate: 2020-01-0{number}\nplaces: \
             [St. Ives]\nharms: [death]\nstatus: upheld\ntopics: [tt]\norganisations: {{supplier: acme, \
             commissioner: acme}}\n---\n\nNothing.\n"
        ));
    }
    fixture
        + "=== content/topics/tt.md\n---\ntitle: Topic tt\n---\n\nNothing.\n"
        + "=== content/organisations/acme.md\n---\ntitle: Acme Ltd\n---\n\nNothing.\n"
}

#[test]
fn a_long_list_has_pages() {
    let site = Site::new(&five_incidents());
    site.publish();
    for (first, next) in [
        ("incidents/index.html", "incidents/page-"),
        ("harms/death.html", "harms/death-page-"),
        ("years/2020.html", "years/2020-page-"),
        ("places/st-ives.html", "places/st-ives-page-"),
        ("statuses/upheld.html", "statuses/upheld-page-"),
        ("topics/tt.html", "topics/tt-page-"),
    ] {
        let pages = [first.to_string(), format!("{next}2.html"), format!("{next}3.html")];
        let listed: Vec<Vec<String>> = pages.iter().map(|page| listed(&site, page)).collect();
        let expected =
            [vec!["Incident 5", "Incident 4"], vec!["Incident 3", "Incident 2"], vec!["Incident 1"]];
        assert_eq!(listed, expected, "{first}");
        assert!(!site.output().contains_key(&format!("{next}4.html")));
        assert_shows(&site.words(&pages[1]), &["Page 2 of 3"]);
        for (page, relations) in pages.iter().zip([(0, 1), (1, 1), (1, 0)]) {
            let html = site.page(page);
            let found = (html.matches("rel=\"prev\"").count(), html.matches("rel=\"next\"").count());
            assert_eq!(found, relations, "{page}");
        }
        assert_shows(&site.words(first), &["5 incidents"]);
    }
}

/// The incidents of the list on a page, before the ways to narrow it.
fn listed(site: &Site, page: &str) -> Vec<String> {
    let html = site.page(page);
    let main = main_part(&html);
    let list = &main[..main.find("Narrow the list").unwrap_or(main.len())];
    let found = links(list).into_iter().map(|(text, _)| text);
    found.filter(|text| text.starts_with("Incident ")).collect()
}

#[test]
fn every_facet_has_its_list_and_its_count() {
    let site = Site::new(&five_incidents());
    site.publish();
    for (page, value) in [
        ("harms/index.html", "Death"),
        ("years/index.html", "2020"),
        ("places/index.html", "St. Ives"),
        ("statuses/index.html", "Upheld"),
        ("suppliers/index.html", "Acme Ltd"),
        ("commissioners/index.html", "Acme Ltd"),
    ] {
        let html = site.page(page);
        let mut rows =
            html.split("<tr").filter_map(|row| Some(words(&format!("<tr{}", row.split_once("</tr>")?.0))));
        assert!(
            rows.any(|row| row.starts_with(value) && row.split(' ').next_back() == Some("5")),
            "{page}: {html}"
        );
    }
    assert_shows(&site.words("index.html"), &["5 incidents", "By supplier Acme Ltd 5", "By harm Death 5"]);
    assert_shows(&site.words("timeline.html"), &["2020", "1 January 2020", "Incident 1"]);
}

#[test]
fn the_bibliography_is_sorted_and_listed_by_year_type_and_independence() {
    let fixture = "\
=== content/references/all.yaml
zeta-2020:
  type: book
  title: A Book
  author: \"Zeta, Zoe\"
  date: 2020
  independence: official
alpha-2021:
  type: article
  title: An Article
  author: [\"Alpha, Ann\", \"Beta, Bob\"]
  date: 2021-05-06
  page-range: 1-9
  serial-number: {doi: 10.1/x}
  parent: {type: article, title: The Journal, volume: 3, issue: 2}
ward:
  type: web
  title: A Web Page
  url: https://w.example/
=== content/about.md
---
title: About us
---

So [@zeta-2020; @alpha-2021, p. 2] and @ward.
";
    let site = check_page(
        fixture,
        "about.html",
        &["So (Zeta, 2020; Alpha and Beta, 2021, p. 2) and A Web Page (no date)."],
    );
    let words = site.words("references/index.html");
    let at = |text: &str| words.find(text).expect("a reference");
    assert!(at("An Article") < at("A Book") && at("3 sources") < at("An Article"), "{words}");
    assert_shows(&words, &["A Web Page", "Book 1", "Article 1", "Cited by 1 record"]);
    assert_shows(
        &site.words("references/alpha-2021.html"),
        &["The Journal", "10.1/x", "1–9", "Cited by About us"],
    );
    assert_shows(&site.words("references/types/article.html"), &["An Article"]);
    assert_hides(&site.words("references/types/article.html"), &["A Book"]);
    let by_year = site.words("references/years/index.html");
    let order = ["2021 Alpha", "2020 Zeta", "No date A Web Page", "Other lists"];
    let places: Vec<Option<usize>> = order.iter().map(|text| by_year.find(text)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{places:?} {by_year}");
    assert_shows(&by_year, &["By type Book 1 Article 1 Web page 1", "By independence Official 1 Not said 2"]);
    let official = site.words("references/independence/official.html");
    assert_shows(&official, &["Sources by independence: Official", "Issued by a public body", "A Book"]);
    assert_hides(&official, &["An Article", "A Web Page"]);
    assert_shows(&site.words("references/independence/not-said.html"), &["An Article", "A Web Page"]);
}

// Addresses.

#[test]
fn every_address_within_the_site_is_relative() {
    let site = Site::new(FULL);
    site.publish();
    let output = site.output();
    let allowed = ["https://evidence.example/archive/", "mailto:", "tel:", "#", "https://", "http://"];
    for (path, bytes) in &output {
        let Some(text) = path.ends_with(".html").then(|| String::from_utf8_lossy(bytes)) else { continue };
        for name in ["href", "src", "action"] {
            for address in attributes(&text, name) {
                assert!(!address.starts_with('/'), "{path}: {address}");
                if path == "404.html" || allowed.iter().any(|start| address.starts_with(start)) {
                    continue;
                }
                assert!(output.contains_key(&target(path, &address)), "{path}: {address}");
            }
        }
    }
}

/// The file that a relative address of a page means.
fn target(page: &str, address: &str) -> String {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_base_address_serves_only_what_must_be_absolute() {
    let site = Site::new(FULL);
    site.publish();
    let base = "https://evidence.example/archive/";
    let page = site.page("incidents/lost.html");
    assert_shows(&page, &[&format!("rel=\"canonical\" href=\"{base}incidents/lost.html\"")]);
    let head = page[..page.find("<body").expect("a body")].to_string();
    for address in attributes(&head, "href") {
        assert!(!address.starts_with(base) || address == format!("{base}incidents/lost.html"), "{address}");
    }
    let links = links(main_part(&page));
    let absolute: Vec<_> = links.iter().filter(|(_, href)| href.starts_with(base)).collect();
    assert_eq!(absolute.len(), 1, "the permanent link alone: {absolute:?}");
    for address in attributes(&site.page("404.html"), "href") {
        assert!(
            address.starts_with(base) || address.starts_with('#') || address.starts_with("https://"),
            "{address}"
        );
    }
    let built = site.build(&["--base-url", "https://trial.example/x/"]);
    assert_eq!(built.status, 0);
    assert_shows(&site.page("incidents/lost.html"), &["https://trial.example/x/incidents/lost.html"]);
    for (path, bytes) in site.output() {
        assert!(!String::from_utf8_lossy(&bytes).contains(base), "{path}");
    }
}

#[test]
fn an_attachment_is_published_with_its_size_and_hash() {
    let site = check_page(FULL, "incidents/lost.html", &["Minutes of the board", "9 bytes"]);
    assert_eq!(site.output()["incidents/lost/minutes.txt"], b"Minutes.\n");
}

#[test]
fn a_record_carries_itself_as_data() {
    let site = check_page(FULL, "references/davis.html", &["This record as JSON"]);
    let data = |path: &str| {
        let page = site.page(path);
        let start = page.find("<code>{").unwrap_or_else(|| panic!("{path} holds no record as JSON"));
        let end = page[start..].find("</code>").expect("the record ends") + start;
        let json = words(&page[start..end]);
        serde_json::from_str::<serde_json::Value>(&json).expect("the record is JSON")
    };
    // Every field that the fixture has, but for those that other tests hold back: text, contacts and `extra`.
    for (page, fields) in [
        ("incidents/lost.html", INCIDENT_FIELDS),
        ("press-releases/release.html", RELEASE_FIELDS),
        ("references/davis.html", REFERENCE_FIELDS),
        ("organisations/acme.html", ORGANISATION_FIELDS),
        ("topics/outsourcing.html", TOPIC_FIELDS),
    ] {
        let data = data(page);
        for line in fields.lines() {
            let (pointer, value) = line.trim().split_once(' ').expect("a place and a value");
            let found = data.pointer(pointer).unwrap_or(&serde_json::Value::Null).to_string();
            assert_eq!(found.trim_matches('"'), value, "{pointer} of {page}\n{data:#}");
        }
        assert_hides(&data.to_string(), &["Press Desk", "office", "ORIGINALSECRET", "colour"]);
    }
}

const INCIDENT_FIELDS: &str = "\
/page https://evidence.example/archive/incidents/lost.html
/id lost
/title Private firm: letters lost
/summary The summary of the incident.
/date 2018-06~
/reported 2019?
/status under-inquiry
/disputed true
/organisations/supplier/0 acme
/organisations/provider/1 clinic
/organisations/affected/0 clinic
/places/1 West Ham
/harms/1 wrong-limb
/figures/0/label Letters lost
/figures/0/value 28000
/figures/0/qualifier over
/figures/0/unit letters
/figures/1/people true
/figures/1/source/at p. 77
/figures/2/currency GBP
/contracts/0/title Letters contract
/contracts/0/ocid ocds-b5fd17-abc
/contracts/0/value 2500000
/contracts/0/currency GBP
/contracts/0/start 2016-04
/contracts/0/end 2019-03
/contracts/0/url https://contracts.example/1
/timeline/0/date 2018-07-01
/timeline/0/text The board met.
/timeline/0/sources/0/ref davis
/timeline/0/sources/0/at ch. 44
/claims/0/id c1
/claims/0/text The letters were lost.
/claims/0/kind fact
/claims/0/said_by acme
/claims/0/sources/0/quote letters were never sent
/claims/2/kind conjecture
/right_of_reply/status replied
/right_of_reply/asked 2024-01-03
/right_of_reply/deadline 2024-01-10
/right_of_reply/received 2024-01-09
/right_of_reply/text We deny all of this.
/unknowns/0 Who lost them.
/sources/1/at para 55
/topics/0 outsourcing
/related/0 other
/attachments/0/file minutes.txt
/attachments/0/size 9
/attachments/0/title Minutes of the board
/attachments/0/description Two pages of minutes
/attachments/0/obtained 2024-01
/published 2024-01-02
/updated 2024-02-03
/changes/0/kind correction
/changes/0/note The number was wrong.
/changes/2/date 2024-02-05
/aliases/1 older/index.html";

const RELEASE_FIELDS: &str = "\
/date 2018-06-20
/headline OUR RELEASE AS ISSUED
/issued_by inquirer
/spokespeople/0/name Jo Bloggs
/spokespeople/0/role chief spokesperson
/incidents/0 lost
/sources/0/at p. 99
/original/file original.txt
/original/obtained 2018-06-21
/original/method Copied from the web
/original/publish none";

const REFERENCE_FIELDS: &str = "\
/page https://evidence.example/archive/references/davis.html
/type chapter
/author/0 Davis, Jane
/author/1 Lister, John
/editor/0 Wrigley, David
/date 2015
/publisher Merlin Press
/location London
/page-range 38-61
/volume 33
/issue 44
/edition 2
/parent whole
/url https://book.example/
/serial-number/doi 10.1000/xyz
/serial-number/isbn 9780850365290
/independence independent
/url_status dead
/archived/0/url https://web.archive.example/1
/archived/0/date 2020-01-02
/copy/file copy.txt
/copy/obtained 2020-02-03
/copy/by The Archivist
/copy/publish none
/foi/authority The Authority
/foi/request_url https://foi.example/1
/foi/asked 2019-01-01
/foi/answered 2019-02-02
/foi/outcome Refused in part";

const ORGANISATION_FIELDS: &str = "\
/type company
/names/aliases/0 Acme Letters
/names/former/0 Old Acme
/identifiers/companies-house 01234567
/identifiers/wikidata Q42
/parents/0/id holding
/parents/0/from 2015
/parents/0/to 2018-06
/url https://acme.example/";

const TOPIC_FIELDS: &str = "\
/definition Paying others to do it.
/synonyms/0 contracting out
/broader market";

#[test]
fn the_moment_may_be_a_day() {
    let site = Site::new(FULL);
    assert_eq!(site.run(&["build", "--now", "2026-01-01"]).status, 0);
    assert_eq!(site.run(&["build", "--now", NOW]).status, 0);
}

#[test]
fn the_home_page_lists_the_sources_that_its_text_cites() {
    check_page(
        "=== content/index.md\n---\ntitle: Test archive\n---\n\nIt is known [@davis, ch. 2].\n\
         === content/references/davis.md\n---\ntitle: NHS For Sale\ntype: book\nauthor: \"Davis, J.\"\ndate: 2015\n---\n",
        "index.html",
        &["It is known (Davis, 2015, ch. 2).", "Davis, J. (2015) NHS For Sale."],
    );
}

#[test]
fn every_record_that_cites_is_listed_with_its_sentences() {
    use std::fmt::Write;
    let mut fixture = "=== content/references/book.md\n---\ntitle: The book\ntype: book\n---\n".to_owned();
    for number in 10..70 {
        write!(
            fixture,
            "=== content/incidents/i{number}.md\n---\ntitle: Incident {number}\n---\n\n\
             Number {number} rests on it [@book].\n"
        )
        .unwrap();
    }
    fixture.push_str("=== content/incidents/a-many.md\n---\ntitle: Many\n---\n\n");
    for number in 1..=12 {
        write!(fixture, "Statement {number} stands there [@book].\n\n").unwrap();
    }
    let site = check_page(&fixture, "references/book.html", &["Statement 10 stands there"]);
    let page = site.words("references/book.html");
    assert_shows(&page, &["and 2 more sentences there", "All 61 records"]);
    assert_hides(&page, &["Statement 11 stands there"]);
    let rest =
        [site.words("references/book/cited-by.html"), site.words("references/book/cited-by-page-2.html")];
    for number in 10..70 {
        let sentence = format!("Number {number} rests on it");
        assert_eq!(rest.iter().filter(|page| page.contains(&sentence)).count(), 1, "{sentence}");
    }
}

#[test]
fn no_attachment_takes_the_place_of_the_search_index() {
    let site = Site::new(
        "=== content/search/index.md\n---\ntitle: On searching\nattachments: [{file: head.js}]\n---\n\nText.\n\
         === content/search/head.js\nnothing\n",
    );
    let built = site.build(&[]);
    assert_eq!(built.status, 1, "{built:#?}");
    assert_shows(&built.stderr, &["same-address", "search/head.js"]);
}
