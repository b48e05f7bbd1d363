//! Works as they are cited, and what cites them: fields of hayagriva, parents, years, back-links with their sentence.

mod common;

use common::NOW;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::attributes;
use common::links;
use common::main_part;

/// A site of one reference with these fields builds without a word of complaint.
#[track_caller]
fn site_with(fields: &str) -> Site {
    let site =
        Site::new(&format!("=== content/references/art.md\n---\ntitle: Art\n{fields}\n---\n\nNothing.\n"));
    site.publish();
    site
}

/// A reference with these fields is cited like this.
#[track_caller]
fn check_citation(fields: &str, expected: &str) {
    let words = site_with(fields).words("references/art.html");
    let citation = words.split_once(" Citation ").expect("a citation").1;
    assert!(citation.starts_with(&format!("{expected} ")), "no `{expected}` in:\n{citation}");
}

// Notes.

#[test]
fn the_number_of_a_note_stands_behind_the_mark_of_punctuation() {
    let site = Site::new(
        "\
=== casefile.yaml
title: T
base_url: https://evidence.example/
citation_style: chicago-notes
check: {fairness: off, sources: off, writing: off}
=== content/references/art.md
---
title: Art
type: book
author: \"Smith, Ann\"
date: 2011
---
=== content/about.md
---
title: About us
---

It was said [@art]. Twice [@art, p. 2], and “thrice [@art]”.
",
    );
    site.publish();
    assert_shows(
        &site.words("about.html"),
        &["It was said. Note [1] Twice, Note [2] and “thrice”. Note [3]"],
    );
    // Where a sentence is shown by itself, nothing is left of the citation.
    assert_shows(&site.words("references/art.html"), &["It was said.", "Twice, and “thrice”."]);
}

// Parents.

#[test]
fn a_parent_in_place_loses_none_of_its_fields() {
    check_citation(
        "type: article\npage-range: 1-2\nparent: {title: JOURNAL, volume: 7, issue: 8, date: 2011, publisher: JP, \
         location: JL}",
        "JOURNAL (2011) ‘Art’, 7(8), pp. 1–2.",
    );
    check_citation(
        "type: chapter\nauthor: Smith, A.\nparent: {title: BOOK, author: \"Jones, B.\", date: 2012, edition: 3}",
        "Smith, A. (2012) ‘Art’, in B. Jones, BOOK. 3rd edn.",
    );
    check_citation(
        "type: report\ndate: 2014\nparent: {title: SERIES, editor: \"Jones, B.\", volume: 4}",
        "Art (2014).",
    );
    let site = site_with(
        "type: article\nparent: {type: Periodical, title: JOURNAL, author: \"Jones, B.\", date: 2011-05, volume: 7, \
         issue: 8, edition: 3, page-range: 5-9, url: \"https://journal.example/\", serial-number: {issn: 1234-5678}, \
         parent: {type: anthology, title: SERIES, publisher: SP}}",
    );
    let words = site.words("references/art.html");
    let part_of = &words[words.find("Part of").expect("a parent")..];
    let part_of = &part_of[..part_of.find("Independence").expect("the next field")];
    assert_shows(
        part_of,
        &[
            "JOURNAL",
            "Jones, B.",
            "2011",
            "Volume: 7. Issue: 8.",
            "3rd edn",
            "pp. 5–9",
            "https://journal.example/",
            "1234-5678",
        ],
    );
    assert_shows(part_of, &["SERIES", "SP"]);
}

#[test]
fn a_part_without_a_date_has_that_of_its_parent() {
    check_citation(
        "type: chapter\nauthor: Smith, A.\nparent: {title: BOOK, date: 2012}",
        "Smith, A. (2012) ‘Art’, in BOOK.",
    );
    let site = Site::new(
        "=== content/references/art.md\n---\ntitle: Art\ntype: chapter\nauthor: Smith, A.\nparent: book\n---\n\
         === content/references/book.md\n---\ntitle: BOOK\ntype: book\ndate: 2012\npublisher: BP\n---\n\
         === content/about.md\n---\ntitle: About\n---\n\nSo [@art].\n",
    );
    site.publish();
    assert_shows(&site.words("references/art.html"), &["Smith, A. (2012) ‘Art’, in BOOK. BP."]);
    assert_shows(&site.words("about.html"), &["So (Smith, 2012)."]);
}

#[test]
fn a_parent_in_place_may_lack_a_title() {
    let site =
        site_with("type: report\nparent: {author: \"Jones, B.\", date: 1967, parent: {title: SERIES}}");
    let words = site.words("references/art.html");
    assert_shows(&words, &["Art (1967).", "Part of Jones, B. (1967) (SERIES)."]);
}

#[test]
fn a_parent_in_place_may_stand_in_another_reference() {
    let site = Site::new(
        "=== content/references/art.md\n---\ntitle: Art\ntype: chapter\nparent: {title: VOLUME, parent: book}\n---\n\
         === content/references/book.md\n---\ntitle: BOOK\ntype: book\ndate: 2012\n---\n",
    );
    site.publish();
    assert_shows(&site.words("references/art.html"), &["‘Art’ (2012) in VOLUME (BOOK)."]);
}

// Fields of hayagriva.

#[test]
fn a_file_of_hayagriva_is_read_as_it_is() {
    let site = Site::new(
        "\
=== content/references/all.yaml
harry:
    type: Book
    title: {value: Harry Potter, verbatim: true}
    author: {given-name: Joanne, name: Rowling, prefix: von}
    publisher: {name: Bloomsbury, location: London}
    date: 2003-06-21
electronic:
    type: Web
    title: A Guide
    serial-number: v2.5
    url: {value: \"https://guide.example/\", date: 2020-11-12}
kinetics:
    type: ARTICLE
    title: Kinetics
    doi: 10.1/abc
    parent:
        - {type: Periodical, title: Physical Review B, volume: 102, issue: 16}
",
    );
    site.publish();
    let words = |id: &str| site.words(&format!("references/{id}.html"));
    assert_shows(&words("harry"), &["von Rowling, J. (2003) Harry Potter. London: Bloomsbury."]);
    assert_shows(
        &words("electronic"),
        &["Serial number v2.5", "https://guide.example/", "accessed 12 November 2020"],
    );
    assert_shows(&words("kinetics"), &["DOI 10.1/abc", "Physical Review B (no date) ‘Kinetics’, 102(16)"]);
}

/// The build passes, with exactly these warnings: place, code and suggestion, one a line.
#[track_caller]
fn check_warnings(fixture: &str, expected: &str) -> Site {
    let site = Site::new(fixture);
    let run = site.run(&["build", "--now", NOW, "--format", "json"]);
    assert_eq!(run.status, 0, "{run:#?}");
    let found = run.stderr.lines().map(|line| {
        let own: serde_json::Value = serde_json::from_str(line).expect("an object");
        let text = |name: &str| own[name].as_str().unwrap_or_default().to_owned();
        let place = format!("{}:{} {}", own["line"], own["column"], text("code"));
        assert_eq!(text("severity"), "warning", "{line}");
        match text("suggestion").as_str() {
            "" => place,
            suggestion => format!("{place} -> {suggestion}"),
        }
    });
    let found: Vec<String> = found.collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected, "{}", run.stderr);
    site
}

#[test]
fn what_hayagriva_has_and_a_record_has_not_is_a_warning() {
    check_warnings(
        "\
=== content/references/all.yaml
harry:
    type: Book
    title: {value: Harry Potter, translation: Harri Potter}
    page-total: 768
    affiliated: [{role: Illustrator, names: \"Smith, J.\"}]
    parent:
        - {title: SERIES, note: large print}
        - {title: OTHER}
",
        "3:34 not-kept
         4:5 not-kept
         5:5 not-kept
         7:27 not-kept
         8:11 not-kept",
    );
    let site = check_warnings(
        "=== content/references/art.md\n---\ntitle: Art\ntype: Anthology\ndate: 2012\nlanguage: en\n---\n",
        "3:7 type-read-as -> type: book
         5:1 not-kept",
    );
    assert_shows(&site.words("references/art.html"), &["Book Art"]);
}

#[test]
fn a_field_that_nobody_has_is_a_mistake_in_a_parent_too() {
    let site = Site::new(
        "=== content/references/art.md\n---\ntitle: Art\ntype: article\nparent: {title: J, isue: 8, type: jurnal}\n---\n",
    );
    let run = site.run(&["check", "--now", NOW]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["`isue`", "issue", "`jurnal`"]);
}

// Years.

#[test]
fn a_citation_says_what_is_known_of_the_year() {
    for (date, year) in [
        ("2015-03-04", "2015"),
        ("\"[2015-03..]\"", "2015 or later"),
        ("\"[..2015-03]\"", "2015 or earlier"),
        ("2015-03/2017-02", "2015 to 2017"),
        ("2015-03/2015-06", "2015"),
        ("2015-24", "2015"),
        ("201X", "2010s"),
        ("2015-XX", "2015"),
        ("2015-03~", "about 2015"),
        ("2015?", "2015?"),
        ("2015%", "about 2015?"),
        ("2015-03/..", "2015 onwards"),
        ("\"[2015-03, 2017-02]\"", "2015 or 2017"),
        ("unknown", "no date"),
    ] {
        let site = Site::new(&format!(
            "=== content/references/art.md\n---\ntitle: Art\ntype: book\nauthor: Smith, A.\ndate: {date}\n---\n\
             === content/press-releases/pr.md\n---\ntitle: Release\ndate: {date}\n---\n\nText.\n\
             === content/about.md\n---\ntitle: About\n---\n\nSo [@art] and [@pr, p. 3].\n"
        ));
        site.publish();
        assert_shows(
            &site.words("about.html"),
            &[
                &format!("So (Smith, {year}) and (Release, {year}, p. 3)."),
                &format!("Smith, A. ({year}) Art."),
                &format!("Release ({year}). Press release"),
            ],
        );
    }
}

// Back-links.

#[test]
fn a_press_release_lists_what_cites_it() {
    let site = Site::new(
        "\
=== content/press-releases/pr.md
---
title: Our release
---

Text.
=== content/press-releases/later.md
---
title: Later release
sources: [pr]
---

Text.
=== content/incidents/a.md
---
title: First incident
sources: [pr]
claims: [{text: Letters were lost., kind: fact, sources: [{ref: pr, at: para 2}]}]
---

Text.
=== content/about.md
---
title: About us
---

So it says [@pr].
",
    );
    site.publish();
    let page = site.page("press-releases/pr.html");
    assert_shows(
        &site.words("press-releases/pr.html"),
        &["Cited by About us", "So it says", "First incident", "Letters were lost. (para 2)"],
    );
    assert_shows(&site.words("press-releases/pr.html"), &["Later release"]);
    assert!(attributes(&page, "id").contains(&"s-cited-by".to_owned()), "{page}");
    assert_hides(&site.words("press-releases/later.html"), &["Cited by"]);
}

#[test]
fn a_press_release_that_many_cite_lists_the_rest_elsewhere() {
    let mut fixture = "=== content/press-releases/pr.md\n---\ntitle: Our release\n---\n\nText.\n".to_owned();
    for number in 0..30 {
        fixture.push_str(&format!(
            "=== content/incidents/i{number:02}.md\n---\ntitle: Incident {number:02}\nsources: [pr]\n---\n\nText.\n"
        ));
    }
    let site = Site::new(&fixture);
    site.publish();
    let page = site.page("press-releases/pr.html");
    assert_eq!(main_part(&page).matches("Incident ").count(), 25);
    let all = ("All 30 records".to_owned(), "../press-releases/pr/cited-by.html".to_owned());
    assert!(links(&page).contains(&all), "{page}");
    assert_shows(&site.words("press-releases/pr/cited-by.html"), &["30 records", "Incident 29"]);
}

// The sentence of a back-link.

/// The works that the sentences below cite.
const WORKS: &str = "\
=== content/references/davis.md
---
title: NHS For Sale
type: book
author: [\"Davis, J.\", \"Lister, J.\", \"Wrigley, D.\"]
date: 2015
---
=== content/references/old.md
---
title: The old entry
type: book
author: Older, O.
date: 1999
state: merged
merged_into: davis
---
=== content/organisations/acme.md
---
title: Acme & Co.
---
=== content/organisations/firm.md
---
title: The old firm
state: merged
merged_into: acme
---
";

/// The page `subject` shows this text as a sentence that names it, letter for letter as HTML.
#[track_caller]
fn check_sentence(text: &str, subject: &str, sentences: &[&str]) {
    let site = Site::new(&format!("=== content/about.md\n---\ntitle: About us\n---\n\n{text}\n{WORKS}"));
    site.publish();
    let page = site.page(subject);
    let found = page.split("<blockquote class=\"sentence\"><p>").skip(1);
    let found: Vec<&str> = found.map(|rest| rest.split("</p>").next().unwrap_or_default()).collect();
    assert_eq!(found, sentences, "{text}");
}

#[test]
fn a_sentence_that_cites_reads_as_on_its_page() {
    check_sentence(
        "As Davis and colleagues wrote [-@davis, p. 7], costs rose. On this see also what says @davis [p. 3].",
        "references/davis.html",
        &[
            "As Davis and colleagues wrote (2015, p. 7), costs rose.",
            "On this see also what says Davis, Lister and Wrigley (2015, p. 3).",
        ],
    );
    check_sentence(
        "It was so all along. [@davis, p. 3]",
        "references/davis.html",
        &["It was so all along. (Davis, Lister and Wrigley, 2015, p. 3)"],
    );
    check_sentence(
        "It was so all along [see @old, pp. 33-35 and *passim*].",
        "references/davis.html",
        &["It was so all along (see Davis, Lister and Wrigley, 2015, pp. 33–35 and <em>passim</em>)."],
    );
}

#[test]
fn a_sentence_names_the_record_that_remains() {
    check_sentence(
        "The letters were lost by [[firm]] in the post.",
        "organisations/acme.html",
        &["The letters were lost by Acme &amp; Co. in the post."],
    );
}

#[test]
fn a_sentence_says_so_once_however_often_it_stands_there() {
    check_sentence(
        "The letters were lost by [[acme]] again.\n\nThe letters were lost by [[acme]] again.",
        "organisations/acme.html",
        &["The letters were lost by Acme &amp; Co. again."],
    );
}

#[test]
fn a_redaction_has_its_bar_in_a_sentence_too() {
    let bar = "<span class=\"redacted\"><span class=\"hidden\">Withheld: </span>name of a nurse</span>";
    check_sentence(
        "They told [redact: name of a nurse] of it at [[acme]].",
        "organisations/acme.html",
        &[&format!("They told {bar} of it at Acme &amp; Co..")],
    );
}

#[test]
fn a_fragment_that_cites_is_shown_with_what_it_belongs_to() {
    let note = "[1] Davis, J. and Wrigley, D. (2015) NHS For Sale. London: Merlin Press.";
    check_sentence(
        &format!("{note} [@davis]"),
        "references/davis.html",
        &[&format!("{note} (Davis, Lister and Wrigley, 2015)")],
    );
    check_sentence(
        "Pollock, A. (2013) In NHS SOS, ed by Tallis, R. Oneworld: London, 174.] [@davis, p. 174]",
        "references/davis.html",
        &[
            "Pollock, A. (2013) In NHS SOS, ed by Tallis, R. Oneworld: London, 174.] (Davis, Lister and Wrigley, 2015, p. 174)",
        ],
    );
    check_sentence(
        "It began early. Letters were lost [@davis]. It went on.",
        "references/davis.html",
        &["Letters were lost (Davis, Lister and Wrigley, 2015)."],
    );
    // What is added to a fragment has an end.
    let long = "All of this was said before, at length. ".repeat(100);
    let site = Site::new(&format!(
        "=== content/about.md\n---\ntitle: About us\n---\n\n{long}London: Merlin Press. [@davis] {long}\n{WORKS}"
    ));
    site.publish();
    let words = site.words("references/davis.html");
    assert_shows(&words, &["London: Merlin Press. (Davis, Lister and Wrigley, 2015)"]);
    assert!(words.matches("said before").count() <= 12, "{words}");
}

// Emphasis in a citation.

#[test]
fn emphasis_in_a_citation_is_emphasis() {
    let site = Site::new(&format!(
        "=== content/about.md\n---\ntitle: About us\n---\n\nA [see *esp.* @davis, pp. 33-35 and *passim*; **@davis**, \
         2 * 3 & <4]. B @davis [ch. *3* `x`]. C [@davis, 1. 2].\n{WORKS}"
    ));
    site.publish();
    let page = site.page("about.html");
    assert_shows(
        &page,
        &["(see <em>esp.</em> <a ", ", pp. 33–35 and <em>passim</em></a>; ", ", ch. <em>3</em> x</a>)"],
    );
    assert_shows(
        &site.words("about.html"),
        &["; Davis, Lister and Wrigley, 2015, 2 * 3 & <4).", "(Davis, Lister and Wrigley, 2015, p. 1. 2)."],
    );
}
