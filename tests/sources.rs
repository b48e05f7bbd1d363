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
    let site = Site::new(&format!("=== content/references/art.md\n---\ntitle: Art\n{fields}\n---\n\nNothing.\n"));
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
