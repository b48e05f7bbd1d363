//! What the search for withheld names finds, and what it leaves alone.

use super::*;
use crate::cite::Bibliography;
use crate::cite::Style;
use crate::date::DateWords;
use crate::document::read_documents;
use crate::input::Asset;
use crate::input::AssetBytes;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::page::Shared;
use crate::page::plan;
use crate::resolve::Moment;
use crate::resolve::resolve;
use crate::search::texts_of;
use crate::span::FileId;
use crate::theme;
use crate::theme::Theme;
use crate::theme::ThemeParts;
use crate::yaml;
use proptest::prelude::any;
use proptest::proptest;
use std::sync::Arc;

const LONG_TITLE: &str = "12,000 “GP's” letters – lost on the way to Łódź…";

/// Published records and files beside the one that is withheld.
const PUBLISHED: [(&str, &str); 8] = [
    (
        "casefile.yaml",
        "title: Test archive\nbase_url: https://www.evidence.example/\ndescription: Failures of outsourcing",
    ),
    (
        "content/incidents/lost-gp-letters-2024.md",
        "---\ntitle: Letters lost in the post\nplaces: [Whipps Cross]\n---\n",
    ),
    ("content/incidents/face-to-face.md", "---\ntitle: No doctor seen\n---\n"),
    (
        "content/incidents/known/index.md",
        "---\ntitle: Known incident\nattachments: [{file: board report.pdf}, {file: letter.pdf}]\n---\n",
    ),
    ("content/incidents/known/board report.pdf", ""),
    ("content/incidents/known/letter.pdf", ""),
    ("content/organisations/cerner.md", "---\ntitle: Cerner\nnames: {former: [Oracle Health]}\n---\n"),
    (
        "content/press-releases/one.md",
        "---\ntitle: One\nheadline: Trust lost letters\naliases: [/incidents/moved-on/]\n---\n",
    ),
];

/// What a site with these files says about a page.
fn search(files: &[(&str, &str)], path: &str, html: &str) -> Vec<Diagnostic> {
    secrets_of(files).search(path, html.as_bytes())
}

/// What a site with these files must not say.
fn secrets_of(files: &[(&str, &str)]) -> Secrets {
    let mut files: Vec<_> = files.iter().chain(&PUBLISHED).copied().collect();
    files.sort_unstable();
    let (texts, assets) = files
        .into_iter()
        .partition::<Vec<_>, _>(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml"));
    let text = |(path, text): (&str, &str)| TextFile { path: path.to_owned(), bytes: text.into() };
    let asset = |(path, _): (&str, &str)| Asset {
        path: path.to_owned(),
        size: 0,
        sha256: String::new(),
        bytes: AssetBytes::Memory(Vec::new()),
    };
    let inputs = Inputs {
        texts: texts.into_iter().map(text).collect(),
        assets: assets.into_iter().map(asset).collect(),
        refused: Vec::new(),
    };
    let documents = read_documents(&mut Vec::new(), &inputs);
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let archive = resolve(&mut Vec::new(), &inputs, documents, Moment { now, drafts: false });
    assert_eq!(archive.withheld.len(), 1, "one record is withheld");
    let (theme, date_words) = built_in_theme();
    let style = Arc::new(Style::usual("en-GB"));
    let bibliography = Arc::new(Bibliography::new(&archive, style, &theme.words, &date_words));
    let pages = plan(&archive, &Shared::new(&archive, &theme, bibliography));
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    secrets(&archive, &["Search this archive", "Under inquiry"], &paths)
}

fn built_in_theme() -> (Theme, DateWords) {
    let strings = theme::built_in_strings().into_iter().map(|(_, language, text)| {
        let tree = yaml::parse(&mut Vec::new(), FileId(0), &text, 0..text.len());
        theme::Strings { language, tree: theme::strings_tree(&tree) }
    });
    let parts =
        ThemeParts { language: "en-GB".to_owned(), strings: strings.collect(), ..ThemeParts::default() };
    let theme = theme::load_theme(parts).unwrap_or_else(|errors| panic!("{errors:?}"));
    let date_words = serde_json::from_value(theme.words.section("date")).expect("words for dates");
    (theme, date_words)
}

fn messages(files: &[(&str, &str)], path: &str, html: &str) -> Vec<String> {
    search(files, path, html).into_iter().map(|found| found.message).collect()
}

/// What is found of a draft with this id and title, and with these files, in a page of the root.
#[track_caller]
fn check(draft: (&str, &str), files: &[&str], html: &str, expected: &[&str]) {
    let (id, title) = draft;
    let kind = if id.starts_with("references/") { "type: report\n" } else { "" };
    let source = format!("---\ntitle: {}\n{kind}state: draft\n---\n", serde_json::Value::from(title));
    let path = if files.is_empty() { format!("content/{id}.md") } else { format!("content/{id}/index.md") };
    let beside: Vec<String> = files.iter().map(|file| format!("content/{id}/{file}")).collect();
    let mut all = vec![(path.as_str(), source.as_str())];
    all.extend(beside.iter().map(|file| (file.as_str(), "")));
    let expected: Vec<String> = expected
        .iter()
        .map(|what| if *what == "id" { id_in_words(id) } else { (*what).to_owned() })
        .map(|what| format!("the {what} of a record that is not published yet occurs in the site"))
        .collect();
    assert_eq!(messages(&all, "about.html", html), expected, "{draft:?} in {html}");
}

/// The id by which a message tells of the record of a file below `content/`.
fn id_in_words(file: &str) -> String {
    format!("id `{}`", file.rsplit('/').next().unwrap_or(file))
}

#[track_caller]
fn check_title(title: &str, html: &str) {
    check(("incidents/quagga", title), &[], html, &["title"]);
}

#[track_caller]
fn check_no_title(title: &str, html: &str) {
    check(("incidents/quagga", title), &[], html, &[]);
}

#[test]
fn titles_are_found_in_any_typography() {
    for html in [
        "<p>So: 12,000 &quot;GP&#x27;s&quot; letters - lost on the way to Łódź...</p>",
        "12,000 'GP’s'\n  letters&nbsp;— lost on\nthe way&#160;to łÓDŹ",
        "12,000 <q>“GP&#39;s”</q> letters--lost <em>on</em> the<br>way to Łód<wbr>ź&hellip; again",
        "<p title='12,000 \"GP&#39;s\" letters&ndash;lost on the way to Łódź'>",
        "<meta content=\"12,000 'GP's' letters – lost on the way to Łódź, they said\">",
        "<script>{\"name\": \"12,000 \\\"GP's\\\" letters – lost on the way to Łódź\", \"a<b\": 1}</script>",
        "<!-- 12,000 'GP's' letters – lost on the way to Łódź -->",
        "<pre>{&quot;t&quot;:&quot;12,000 “GP&#x27;s” letters – lost on the way to Łódź…&quot;}</pre>",
        "<p>x<strong>12,000 “GP's” letters – lost on the way to Łódź</strong>y</p>",
        "12,000 “GP's” let\u{ad}ters – lost on the way to Łódź's",
    ] {
        check_title(LONG_TITLE, html);
    }
    check_title("Quagga drafted", "It&#39;s «QUAGGA <a href=x title='a > b'>drafted</a>».");
    check_title("Who lost the letters?", "Who lost the letters, and when");
    check_title("A lost quagga", "that a lost quagga");
}

#[test]
fn titles_are_words_of_their_own_within_a_sentence() {
    for html in [
        "quagga draftedness",
        "aquagga drafted",
        "<td>Quagga</td><td>drafted</td>",
        "Quagga was drafted",
        "<b class='quagga drafted' id='quagga drafted'>",
    ] {
        check_no_title("Quagga drafted", html);
    }
}

#[test]
fn titles_that_prove_nothing_are_not_searched() {
    for title in [
        "London",
        "The NHS",
        "Yr NHS",
        "Search this",
        "Under inquiry",
        "Test archive",
        "Of outsourcing",
        "Known incident",
        "Whipps Cross",
        "Lost letters",
        "Oracle Health",
        "Letters lost",
    ] {
        check_no_title(title, &format!("<p>{title}</p>"));
    }
    for id in ["organisations/quagga", "topics/quagga", "quagga"] {
        check((id, "Quagga holdings group"), &[], "Quagga holdings group", &[]);
    }
    for id in ["references/quagga", "press-releases/quagga"] {
        check((id, "Quagga holdings group"), &[], "Quagga holdings group", &["title"]);
    }
}

#[test]
fn addresses_are_found() {
    for html in [
        "<a href=../incidents/quagga.html>",
        "<a href='https://evidence.example/incidents/quagga.html#x'>",
        "<a href='http://WWW.evidence.example/incidents/quagga/x.pdf'>",
        "<p>See incidents/quagga.html.</p>",
        "<pre>&quot;incidents&#x2F;quagga.html&quot;</pre>",
        "<img src='incidents%2Fquagga/'>",
        "<a href='https://archive.example/2020/https://evidence.example/incidents/quagga.html'>",
    ] {
        check(("incidents/quagga", "x"), &[], html, &["address"]);
    }
}

#[test]
fn addresses_of_other_things_are_not_found() {
    for html in [
        "<a href='incidents/quagga-2.html'>",
        "<a href='press-incidents/quagga.html'>",
        "<a href='incidents/aquagga.html'>",
        "<a href='https://other.example/incidents/quagga.html'>",
        "<a href='https://evidence.example.org/incidents/quagga.html'>",
        "<h2 id=quagga>quagga</h2><input type=\"quagga\" name=quagga>",
        "<a href='#incidents/quagga.html'>",
    ] {
        check(("incidents/quagga", "x"), &[], html, &[]);
    }
    let published =
        "<a href='incidents/index.html'><a href='incidents/moved-on/'><a href='organisations/cerner.html'>";
    for id in ["incidents/index", "incidents/moved-on", "cerner"] {
        check((id, "x"), &[], published, &[]);
    }
}

#[test]
fn addresses_of_pages_are_those_in_the_root() {
    for html in [
        "<a href='privacy.html'>",
        "<a href='https://evidence.example/privacy.html'>",
        "at https://evidence.example/privacy.html.",
        "<a href='/privacy.html'>",
        "{\"privacy.html\"}",
    ] {
        check(("privacy", "x"), &[], html, &["address"]);
    }
    for html in [
        "<a href='topics/privacy.html'>",
        "<a href='my-privacy.html'>",
        "<a href='https://other.example/privacy.html'>",
        "the file privacy.html",
        "<a href='privacy.htmlx'>",
        "<a href='../privacy.html'>",
    ] {
        check(("privacy", "x"), &[], html, &[]);
    }
    for id in ["index", "search", "data", "timeline"] {
        let html = format!("<a href='{id}.html' class='{id}' type=\"{id}\">{id}</a> \"{id}\"");
        check((id, "x"), &[], &html, &[]);
    }
    let draft = [("content/privacy.md", "---\ntitle: x\nstate: draft\n---\n")];
    assert_eq!(messages(&draft, "topics/a.html", "<a href='../privacy.html'>").len(), 1);
    assert_eq!(messages(&draft, "topics/a.html", "<a href='privacy.html'>").len(), 0);
}

#[test]
fn ids_are_found_as_tokens() {
    let draft = ("incidents/lost-gp-letters", "x");
    for html in [
        "see lost-gp-letters.",
        "<i data-id='lost-gp-letters'>",
        "<a href='x?id=lost-gp-letters'>",
        "LOST-GP-LETTERS",
    ] {
        check(draft, &[], html, &["id"]);
    }
    for html in [
        "lost-gp-letters-2024",
        "not-lost-gp-letters",
        "lost-gp-lettersx",
        "<h2 id='lost-gp-letters'>",
        "<a href='#lost-gp-letters'>",
        "<a href='https://other.example/lost-gp-letters'>",
    ] {
        check(draft, &[], html, &[]);
    }
    for id in ["incidents/gp-letters", "organisations/firm-plc", "press-releases/firm2027"] {
        check((id, "x"), &[], "<code>gp-letters</code>, firm-plc, (firm2027)", &["id"]);
    }
    for id in [
        "topics/out-of-hours",
        "press-releases/face-to-face",
        "incidents/search",
        "incidents/2027",
        "incidents/under-inquiry",
        "incidents/data-loss",
    ] {
        check((id, "x"), &[], "out-of-hours, face-to-face, search, 2027, under-inquiry, data-loss, q", &[]);
    }
}

#[test]
fn old_addresses_are_found() {
    let source = "---\ntitle: x\nstate: draft\naliases: [/old/secret.html, /hush.html]\n---\n";
    let draft = [("content/incidents/quagga.md", source)];
    for html in
        ["it was at old/secret.html.", "<a href='hush.html'>", "https://evidence.example/old/secret.html"]
    {
        assert_eq!(messages(&draft, "a.html", html).len(), 1, "{html}");
    }
    assert_eq!(messages(&draft, "a.html", "old/secret.html.bak, hush").len(), 0);
    let source = "---\ntitle: x\nstate: draft\naliases: [/2018/06/hush, /hush]\n---\n";
    let draft = [("content/incidents/quagga.md", source)];
    for html in [
        "https://evidence.example/2018/06/hush",
        "see 2018/06/hush/.",
        "<a href='../2018/06/hush/index.html'>",
    ] {
        assert_eq!(messages(&draft, "a.html", html).len(), 1, "{html}");
    }
    assert_eq!(messages(&draft, "a.html", "hush, 2018/06/hushed").len(), 0);
}

#[test]
fn names_of_files_are_found_as_tokens() {
    let found = |name: &str, html: &str| {
        check(("incidents/quagga", "x"), &[name], html, &[&format!("file name `{}`", name.to_lowercase())]);
    };
    found("Quagga minutes.pdf", "(quagga minutes.pdf).");
    found("Quagga minutes.pdf", "<a href='x/Quagga%20minutes.pdf'>");
    found("annex-1.pdf", "<code>annex<wbr>-1.pdf</code>");
    found("annex-1.pdf", "https://evidence.example/x/annex-1.pdf, or");
    let missed = |name: &str, html: &str| check(("incidents/quagga", "x"), &[name], html, &[]);
    missed("1.pdf", "annex-1.pdf, 1.pdf");
    missed("annex.pdf", "my-annex.pdf, annex.pdf.sig, my_annex.pdf, annex.pdf-2");
    missed("letter.pdf", "letter.pdf");
    missed("report.pdf", "board report.pdf");
    missed("minutes", "minutes");
    missed("annex-1.pdf", "https://other.example/annex-1.pdf");
}

#[test]
fn a_published_path_below_a_withheld_record_is_found() {
    let draft = [
        ("content/incidents/quagga/index.md", "---\ntitle: x\nstate: draft\n---\n"),
        ("content/incidents/quagga/scan.pdf", ""),
    ];
    let found = messages(&draft, "incidents/quagga/scan.pdf", "");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_name_has_one_message_wherever_it_stands() {
    let draft = [("content/incidents/q.md", "---\ntitle: Quagga drafted\nstate: draft\n---\n")];
    let one = search(&draft, "a.html", "Quagga drafted, quagga drafted");
    let other = search(&draft, "b.html", "<p>Quagga drafted");
    assert_eq!((one.len(), &one[0].message), (1, &other[0].message));
    assert!(one[0].expected.as_ref().is_some_and(|words| words.contains("it stands in `a.html`")));
}

fn folded(text: &str) -> (String, String) {
    let mut folded = Text::default();
    folded.add(text);
    (folded.words.text, folded.names.text)
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any::<String>(), typography in "[ \t\n“”'\"`—–\\-…a-cÀ-ÿİẞΣς\u{ad}]{0,20}") {
        for text in [text, typography] {
            let once = folded(&text).0;
            assert_eq!(folded(&once).0, once);
            let name = folded(&text).1;
            // What percent-encoding says may be encoded again.
            assert!(name.contains('%') || text.contains('%') || folded(&name).1 == name);
        }
    }

    #[test]
    fn any_bytes_are_searched(start in any::<Vec<u8>>(), html in "[<>/!a=\"'&#x0-9; é-]{0,40}") {
        let draft = [("content/incidents/a.md", "---\ntitle: a a\nstate: draft\n---\n")];
        search(&draft, "x.html", &html);
        read_html(&String::from_utf8_lossy(&start));
    }
}

#[test]
fn files_of_the_index_are_searched_for_words_and_not_for_numbers() {
    let secrets = secrets_of(&[(
        "content/incidents/i1-a.md",
        "---\ntitle: Who lost the letters?\nstate: draft\n---\n",
    )]);
    let found = |payload: &str| {
        let file = format!("casefileSearch(\"x-000\", \"01234567\", {payload});\n");
        secrets.search_texts("search/x-000.js", || texts_of(file.as_bytes())).len()
    };
    assert_eq!(found(r#"{"texts":["A title\nWho lost the letters, it asks\nand more"]}"#), 1);
    assert_eq!(found(r#"{"title":["Known"],"href":["incidents/i1-a.html"]}"#), 2);
    assert_eq!(found(r#"{"texts":["Who lost","the letters?"],"terms":["who","lost","the","letters"]}"#), 0);
    assert_eq!(
        found(
            r#"{"values":[["leeds","Leeds","x.html"]],"records":"I1-a","lists":["I1-a"],"versions":{"t":"i1-a"}}"#
        ),
        0
    );
    assert_eq!(found(r#"not JSON: i1-a"#), 1);
}
