//! What a theme must do: every view renders, a site's own files win, and mistakes have places.

use super::*;
use crate::span::FileId;
use crate::view;
use serde_json::json;

fn english() -> Vec<Strings> {
    built_in_strings()
        .into_iter()
        .map(|(path, language, text)| {
            let mut diagnostics = Vec::new();
            let tree = crate::yaml::parse(&mut diagnostics, FileId(0), &text, 0..text.len());
            assert!(diagnostics.is_empty(), "{path}: {diagnostics:?}");
            Strings { language, tree: strings_tree(&tree) }
        })
        .collect()
}

fn load(language: &str, files: &[(&str, &str)], more: Vec<Strings>) -> Result<Theme, Vec<ThemeError>> {
    let mut strings = english();
    strings.extend(more);
    let file =
        |(path, text): &(&str, &str)| ThemeFile { path: path.to_string(), bytes: text.as_bytes().to_vec() };
    let files = files.iter().map(file).collect();
    load_theme(ThemeParts { name: "own".into(), language: language.into(), files, strings })
}

/// Loads a theme with these files and renders `topic.html`: gives the page, or every error as a line.
fn check_topic(files: &[(&str, &str)], expected: &str) {
    let shown = match load("en-GB", files, vec![]) {
        Ok(mut theme) => {
            let page = view::TopicPage { title: "Outsourcing".into(), ..Default::default() };
            theme.set_site(Site::default());
            theme.render("topic.html", &Shell::default(), &page).unwrap_or_else(|error| error.to_string())
        }
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    assert_eq!(shown.trim(), expected);
}

fn check_count(language: &str, n: usize, expected: &str) {
    let forms = json!({"count": {"incidents": {
        "zero": "dim digwyddiadau", "one": "{n} digwyddiad", "two": "{n} ddigwyddiad", "few": "{n} digwyddiad",
        "many": "{n} digwyddiad", "other": "{n} o ddigwyddiadau"}}});
    let theme = load(language, &[], vec![Strings { language: "cy".into(), tree: forms }]).expect("it loads");
    assert_eq!(theme.words.count("incidents", n), expected);
}

#[test]
fn plural_forms_for_the_search_page_are_replaced_together() {
    let forms = json!({"search": {"records": {"other": "{n} o gofnodion"}, "kind": "Math"}});
    let theme = load("cy", &[], vec![Strings { language: "cy".into(), tree: forms }]).expect("it loads");
    let find = |key| theme.words.find(key);
    assert_eq!((find("search.records.one"), find("search.records.other")), (None, Some("{n} o gofnodion")));
    assert_eq!((find("search.kind"), find("search.year_column")), (Some("Math"), Some("Year")));
}

#[test]
fn every_template_renders_a_view_that_is_empty() {
    let mut theme = load("en-GB", &[], vec![]).unwrap_or_else(|errors| panic!("{errors:?}"));
    theme.set_site(Site::default());
    let shell = Shell { foot: Some(view::PageFoot::default()), ..Default::default() };
    macro_rules! check {
        ($($template:literal $view:ident),+ $(,)?) => {
            $(if let Err(error) = theme.render($template, &shell, &view::$view::default()) { panic!("{error}") })+
        };
    }
    check!(
        "home.html" HomePage, "incident.html" IncidentPage, "press-release.html" PressReleasePage,
        "reference.html" ReferencePage, "organisation.html" OrganisationPage, "topic.html" TopicPage,
        "page.html" TextPage, "list.html" ListPage, "releases.html" ReleasesPage,
        "references.html" ReferencesPage, "organisations.html" OrganisationsPage, "topics.html" TopicsPage,
        "facets.html" FacetsPage, "timeline.html" TimelinePage, "search.html" SearchPage, "data.html" DataPage,
        "corrections.html" CorrectionsPage, "not-found.html" NotFoundPage, "tombstone.html" TombstonePage,
        "forward.html" ForwardPage,
    );
}

#[test]
fn text_is_escaped_and_missing_facts_are_named() {
    let mut theme = load("en-GB", &[], vec![]).unwrap_or_else(|errors| panic!("{errors:?}"));
    theme.set_site(Site::default());
    let page = view::IncidentPage { title: "<script>alert(1)</script> & more".into(), ..Default::default() };
    let html = theme.render("incident.html", &Shell::default(), &page).expect("it renders");
    assert!(html.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</h1>"), "{html}");
    assert_eq!(html.matches("<span class=\"unknown\">not known</span>").count(), 4, "{html}");
}

#[test]
fn a_file_of_the_site_stands_for_the_built_in_one() {
    check_topic(&[("templates/topic.html", "{{ page.title }}: {{ t.kind.topic }}")], "Outsourcing: Topic");
}

#[test]
fn mistakes_in_templates_have_places() {
    check_topic(
        &[("templates/topic.html", "{% if %}"), ("templates/page.html", "x\n  {{ a. }}")],
        "themes/own/templates/page.html:2:9: Found `}}` but expected identifier.\n\
         themes/own/templates/topic.html:1:7: Found `%}` but expected one of: integer, float, string, bool, \
         ident, `-`, `not`, `<`, `{`, `[` or `(`",
    );
    check_topic(
        &[("templates/topic.html", "{{ page.title | uper }} {{ <nope/> }}")],
        "themes/own/templates/topic.html:1:17: Unknown filter `uper`\n\
         themes/own/templates/topic.html:1:28: Unknown component `nope`",
    );
    check_topic(
        &[("templates/topic.html", "{% extends \"bas.html\" %}")],
        "themes/own/templates/topic.html: there is no template `bas.html` to extend",
    );
    check_topic(
        &[("templates/topic.html", "\n{{ page.titel }}")],
        "themes/own/templates/topic.html:2:9: Field `titel` is not defined. Available fields: broader, count, \
         definition, end, entries_html, narrower, others, pager, summary, synonyms, text_html, title",
    );
}

#[test]
fn plural_forms_are_those_of_the_language() {
    check_count("en-GB", 1, "1 incident");
    check_count("en-GB", 28_000, "28,000 incidents");
    check_count("cy", 0, "dim digwyddiadau");
    check_count("cy-GB", 2, "2 ddigwyddiad");
    check_count("cy", 28_000, "28,000 o ddigwyddiadau");
}

#[test]
fn a_translation_lacks_what_it_does_not_say() {
    let welsh = Strings { language: "cy".into(), tree: json!({"menu": {"incidents": "Digwyddiadau"}}) };
    let theme = load("cy", &[], vec![welsh]).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(theme.words.get("menu.incidents"), "Digwyddiadau");
    assert_eq!(theme.words.get("menu.about"), "About");
    assert!(theme.missing_words.contains(&"menu.about".to_string()));
    assert!(!theme.missing_words.contains(&"menu.incidents".to_string()));
    assert_eq!(theme.words.section("date")["months"][11], "December");
}

#[test]
fn numbers_are_written_out() {
    let words = load("en", &[], vec![]).unwrap_or_else(|errors| panic!("{errors:?}")).words;
    assert_eq!(words.group_digits("1234567.50"), "1,234,567.50");
    assert_eq!(words.group_digits("-1000"), "-1,000");
    assert_eq!(words.group_digits("about 1000"), "about 1000");
    assert_eq!(words.size(999), "999 bytes");
    assert_eq!(words.size(4_085), "4 kB");
    assert_eq!(words.size(1_250_000), "1.2 MB");
    assert_eq!(words.fill("pattern.from_to", &[("from", "2018"), ("to", "{from}")]), "from 2018 to {from}");
}
