//! The search index says of every published record what its page says, and nothing else.

#[path = "../common/mod.rs"]
mod common;
mod decode;

use casefile::build;
use casefile::build::Options;
use casefile::build::Site;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::vocabulary::Role;
use casefile::vocabulary::Vocabulary;
use common::NOW;
use common::fixture_files;
use decode::Index;
use decode::positions_of;
use decode::read_index;
use decode::words_of;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prelude::prop;
use proptest::proptest;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::convert::Infallible;

/// A record of every kind with every field that is indexed.
const FULL: &str = include_str!("full.txt");

fn inputs(files: Vec<(String, String)>) -> Inputs {
    let mut texts: Vec<TextFile> =
        files.into_iter().map(|(path, text)| TextFile { path, bytes: text.into_bytes() }).collect();
    texts.sort_by(|one, other| one.path.cmp(&other.path));
    Inputs { texts, ..Inputs::default() }
}

/// The files of the index by path.
fn files_of(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let put = |path: &str, bytes: &[u8]| Ok::<_, Infallible>((path.to_owned(), bytes.to_vec()));
    match site.search_index(put) {
        Ok(files) => files.into_iter().collect(),
        Err(never) => match never {},
    }
}

fn prepare(inputs: &Inputs) -> Site {
    let options = Options { now: NOW.parse().expect("a moment"), base_url: None, drafts: false };
    let mut diagnostics = Vec::new();
    let site = build::prepare(&mut diagnostics, inputs, &options).expect("a site");
    let errors: Vec<_> = diagnostics.iter().map(|own| (own.code, &own.message)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    site
}

fn index_of(fixture: &str) -> Index {
    read_index(&files_of(&prepare(&inputs(fixture_files(fixture)))))
}

/// Asserts that the text of a record is these items.
#[track_caller]
fn check_text(index: &Index, id: &str, items: &[&str]) {
    let text: Vec<&str> = index.texts[index.record(id)].lines().collect();
    assert_eq!(text, items);
}

/// Asserts that every word of every text is found at its record and position, and nothing else but topics.
fn check_postings(index: &Index, topics: &BTreeMap<usize, BTreeSet<String>>) {
    let mut expected: BTreeMap<String, BTreeMap<usize, Vec<u32>>> = BTreeMap::new();
    for (record, text) in index.texts.iter().enumerate() {
        for (word, positions) in positions_of(text) {
            expected.entry(word).or_default().insert(record, positions);
        }
        for word in topics.get(&record).into_iter().flatten() {
            expected.entry(word.clone()).or_default().entry(record).or_default();
        }
    }
    let positions = |postings: &BTreeMap<usize, decode::Posting>| -> BTreeMap<usize, Vec<u32>> {
        postings.iter().map(|(record, posting)| (*record, posting.positions.clone())).collect()
    };
    let found: BTreeMap<_, _> =
        index.terms.iter().map(|(term, postings)| (term.clone(), positions(postings))).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_field_is_indexed() {
    let index = index_of(FULL);
    check_text(
        &index,
        "letters",
        &[
            "Letters that were “lost”",
            "A summary of it.",
            "It was Acme Limited, the firm itself (Davis, Lister and Wrigley, 2015, chs 4–6), and the name █ stays out.",
            "A heading",
            "Words of a block quote.",
            "Alan Taman, DFNHS spokesman",
            "one item",
            "another, struck",
            "left",
            "right",
            "A footnote on café.",
            "Acme Limited",
            "Leeds",
            "Letters: over 28,000 letters",
            "so many letters",
            "They were lost.",
            "Acme Limited",
            "Ann Other",
            "It was found out.",
            "Nothing was lost.",
            "Who read them?",
            "Postal services",
            "quoted of the whole",
        ],
    );
    check_text(
        &index,
        "release",
        &[
            "Firm lost letters",
            "PRIVATE FIRM LOSES LETTERS",
            "The release says so.",
            "A note.",
            "Acme Limited",
            "Ann Other, chair",
            "words of the book",
        ],
    );
    check_text(
        &index,
        "book",
        &[
            "NHS for Sale",
            "Jacky Davis",
            "John Lister",
            "David Wrigley",
            "Merlin",
            "London",
            "10.1000/1",
            "The series",
            "Ed Itor",
        ],
    );
    check_text(&index, "acme", &["Acme Limited", "ACME", "Old Post", "01234567"]);
    check_text(&index, "post", &["Post", "mail", "parcels", "What is posted."]);
    check_text(&index, "about", &["About us", "We collect letters of the dying."]);
    let [letters, topic] = [index.record("letters"), index.record("post")];
    let of_topic = ["post", "mail", "parcels"].map(str::to_owned);
    check_postings(&index, &[(letters, of_topic.into())].into());
    assert_eq!(index.terms["mail"].keys().copied().collect::<Vec<_>>(), [letters, topic]);
    let order = ["letters", "release", "book", "acme", "post", "about"];
    assert_eq!(index.ids, order);
}

#[test]
fn results_show_what_the_page_shows() {
    let index = index_of(FULL);
    let column = |name: &str| index.column("d-", name).into_iter().take(3).collect::<Vec<_>>();
    assert_eq!(column("title"), ["Letters that were “lost”", "Firm lost letters", "NHS for Sale"]);
    assert_eq!(column("date"), ["about June 2018", "20 June 2018", "2015"]);
    assert_eq!(column("iso"), ["2018-06~", "2018-06-20", "2015"]);
    assert_eq!(column("status"), ["alleged", "", ""]);
    let head = &index.payloads["head"];
    assert_eq!(head["kinds"][0], serde_json::json!(["incident", "Incident", 1, "incidents/"]));
    assert_eq!(head["base"], "https://evidence.example/");
    assert_eq!(head["statuses"]["under-inquiry"], "Under inquiry");
    assert_eq!(head["irregular"], serde_json::json!({"die": ["dying"]}));
    assert!(head["words"]["ways"].is_string());
    assert_eq!(index.years()[..3], [Some((2, 2018, 2018)), Some((1, 2018, 2018)), Some((1, 2015, 2015))]);
}

#[test]
fn results_show_what_is_disputed_and_that_a_date_is_not_known() {
    let index = index_of(
        "=== content/incidents/a.md\n---\ntitle: One\n---\n=== content/incidents/b.md\n---\ntitle: Two\ndisputed: true\n---\n\
         === content/references/r.md\n---\ntitle: Work\ntype: book\n---\n=== content/topics/c.md\n---\ntitle: Three\n---\n",
    );
    assert_eq!(index.ids, ["a", "b", "r", "c"]);
    assert_eq!(index.payloads["head"]["disputed"], "Disputed");
    assert_eq!(index.payloads["d-000"]["disputed"], serde_json::json!([1]));
    assert_eq!(index.column("d-", "date"), ["date not known", "date not known", "date not known", ""]);
    assert_eq!(index.column("d-", "iso"), ["", "", "", ""]);
}

#[test]
fn a_value_has_all_its_names() {
    let index = index_of(FULL);
    let values = |name: &str| index.facet(name).expect("a facet").values;
    assert_eq!(values("supplier"), [["acme", "Acme Limited", "organisations/acme.html", "ACME", "Old Post"]]);
    assert_eq!(values("topic"), [["post", "Post", "topics/post.html", "mail", "parcels"]]);
}

#[test]
fn a_reference_has_what_a_bibliography_says_of_it() {
    let index = index_of(FULL);
    let works = &index.payloads["x-000"]["works"];
    let book = serde_json::json!({
        "type": "book", "author": [["Davis", "Jacky"], ["Lister", "John"], ["Wrigley", "David"]], "editor": [["Itor", "Ed"]],
        "within": "The series", "publisher": "Merlin", "location": "London", "doi": "10.1000/1",
    });
    assert_eq!(*works, serde_json::json!({"2": book}));
}

#[test]
fn a_phrase_does_not_span_what_is_withheld() {
    let index = index_of(
        "=== content/about.md\n---\ntitle: About\n---\n\none [redact: name] two [redact: name][redact: place] three\n",
    );
    let at = |word: &str| index.terms[word][&0].positions.clone();
    assert_eq!([at("about"), at("one"), at("two"), at("three")], [[0], [2], [4], [7]]);
}

#[test]
fn words_that_may_be_suggested_are_known_ones() {
    let index = index_of(FULL);
    let words = index.payloads["spelling"]["words"].as_str().expect("words");
    let words: BTreeSet<&str> = words.split(' ').collect();
    for known in ["letters", "lost", "acme", "limited", "parcels", "sale", "found", "cafe"] {
        assert!(words.contains(known), "{known}");
    }
    for unknown in ["28000", "nhs"] {
        assert!(!words.contains(unknown), "{unknown}");
    }
}

#[test]
fn facets_count_as_the_archive_does() {
    let mut fixture = format!("{FULL}=== content/organisations/mail-board.md\n---\ntitle: Mail board\n---\n");
    let harms = ["misdiagnosis", "data-loss", "workforce"];
    for number in 0..40 {
        let (harm, place) = (harms[number % 3], ["Leeds", "São Paulo", "leeds"][number % 3]);
        let status = ["alleged", "upheld"][number % 2];
        fixture.push_str(&format!(
            "=== content/incidents/i{number}.md\n---\ntitle: Number {number}\nharms: [{harm}, death]\nplaces: [{place}]\nstatus: {status}\n\
             topics: [post]\norganisations: {{supplier: acme, regulator: [acme, mail-board]}}\ndate: 20{:02}/2020\n---\n",
            number % 20
        ));
    }
    let inputs = inputs(fixture_files(&fixture));
    let site = prepare(&inputs);
    let index = read_index(&files_of(&site));
    let graph = &site.archive.graph;
    let counted = |name: &str| -> BTreeMap<String, usize> {
        let facet = index.facet(name).unwrap_or_else(|| panic!("no facet `{name}`"));
        let mut counts = vec![0; facet.values.len()];
        facet.records.iter().flatten().for_each(|place| counts[*place] += 1);
        assert!(counts.is_sorted_by(|one, other| one >= other), "{name}: the most first");
        facet.values.into_iter().map(|value| value[0].clone()).zip(counts).collect()
    };
    let distinct = |list: &[casefile::archive::RecordId]| list.iter().collect::<BTreeSet<_>>().len();
    let harms = graph.facets.harms.iter().map(|(code, list)| (code.clone(), distinct(list)));
    assert_eq!(counted("harm"), harms.collect());
    let statuses = graph.facets.statuses.iter().map(|(code, list)| ((*code).to_owned(), list.len()));
    assert_eq!(counted("status"), statuses.collect());
    let places = graph.facets.places.iter().map(|(slug, (_, list))| (slug.clone(), list.len()));
    assert_eq!(counted("place"), places.collect());
    let topic = site.archive.ids().find(|id| site.archive.record(*id).id == "post").expect("a topic");
    assert_eq!(counted("topic"), [("post".to_owned(), graph.with_topic[topic.0 as usize].len())].into());
    for role in Role::ALL {
        let mut of_role: BTreeMap<String, usize> = BTreeMap::new();
        for own in &graph.incidents_by_role {
            assert!(own.iter().collect::<BTreeSet<_>>().len() == own.len());
        }
        for (id, own) in site.archive.ids().zip(&graph.incidents_by_role) {
            let count = own.iter().filter(|(own, _)| own == role).count();
            if count > 0 {
                of_role.insert(site.archive.record(id).id.clone(), count);
            }
        }
        match index.facet(role.code()) {
            Some(_) => assert_eq!(counted(role.code()), of_role),
            None => assert!(of_role.is_empty()),
        }
    }
    let listed: Vec<&str> = index.payloads["head"]["facets"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|facet| facet["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(listed, ["status", "supplier", "regulator", "harm", "topic", "place", "year"]);
    for year in 2000..=2020_i16 {
        let in_year = |own: &Option<(u32, i64, i64)>| {
            own.is_some_and(|(_, from, to)| (from..=to).contains(&i64::from(year)))
        };
        let incidents = index.years().iter().take(41).filter(|own| in_year(own)).count();
        assert_eq!(incidents, graph.facets.years[&year].len(), "{year}");
    }
}

#[test]
fn what_is_not_published_leaves_no_trace() {
    let hidden = "\
=== content/incidents/hidden-1.md
---
title: Quagga drafted
summary: Okapi
state: draft
organisations: {supplier: gnu}
places: [Zebraville]
topics: [giraffe]
---

Wombat text.
=== content/incidents/embargoed-2.md
---
title: Quagga embargoed
embargo: 2030-01-01T00:00Z
---

Wombat text.
=== content/organisations/gnu.md
---
title: Gnu
state: draft
names: {aliases: [Wildebeest]}
---
=== content/topics/giraffe.md
---
title: Giraffe
state: draft
synonyms: [Longneck]
---
=== content/incidents/gone.md
---
title: Tapir withdrawn
state: withdrawn
withdrawn: {date: 2020-01-01, reason: Capybara}
---

Wombat text.
=== content/incidents/joined.md
---
title: Tapir merged
state: merged
merged_into: open
---

Wombat text.
=== content/incidents/open.md
---
title: Open record
---

It is [[open|itself]], not [redact: okapi].
";
    let site = prepare_with_warnings(hidden);
    let index = read_index(&site);
    assert_eq!(index.ids, ["open"]);
    check_text(&index, "open", &["Open record", "It is itself, not █."]);
    check_postings(&index, &BTreeMap::new());
    let words = [
        "quagga",
        "okapi",
        "gnu",
        "zebraville",
        "giraffe",
        "wombat",
        "wildebeest",
        "longneck",
        "tapir",
        "capybara",
        "embargoed",
        "hidden",
    ];
    for (path, bytes) in &site {
        let texts = casefile::search::texts_of(bytes).join("\n").to_lowercase();
        let found: Vec<_> = words.iter().filter(|word| texts.contains(*word)).collect();
        assert!(found.is_empty(), "{path}: {found:?}");
    }
}

/// The index of a site with withheld records, whose mentions are told as warnings.
fn prepare_with_warnings(fixture: &str) -> BTreeMap<String, Vec<u8>> {
    let inputs = inputs(fixture_files(fixture));
    let options = Options { now: NOW.parse().expect("a moment"), base_url: None, drafts: false };
    files_of(&build::prepare(&mut Vec::new(), &inputs, &options).expect("a site"))
}

#[test]
fn an_empty_site_has_an_index() {
    let index = index_of("=== content/index.md\n---\ntitle: Home\n---\n\nWords of the home page.\n");
    assert!(index.ids.is_empty() && index.terms.is_empty());
    assert_eq!(index.payloads.keys().collect::<Vec<_>>(), ["head", "spelling"]);
}

#[test]
fn large_archives_have_several_files_of_each_sort_whatever_the_threads() {
    let mut files = fixture_files(FULL);
    for number in 0..1500_u32 {
        let words: Vec<String> =
            (0..60).map(|word| format!("w{}", (number * 7919 + word * 104_729) % 9973)).collect();
        files.push((
            format!("content/incidents/n{number}.md"),
            format!(
                "---\ntitle: Number {number}\ndate: {}\n---\n\nThe {}\n",
                1900 + number % 120,
                words.join(" ")
            ),
        ));
    }
    let inputs = inputs(files);
    let with_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| files_of(&prepare(&inputs)))
    };
    let site = with_threads(1);
    assert!(with_threads(4) == site, "the same bytes");
    let index = read_index(&site);
    for (sort, least) in [("t-", 2), ("d-", 2), ("x-", 2)] {
        assert!(index.numbered(sort).len() >= least, "{sort}");
    }
    let letters = index.record("letters");
    check_postings(&index, &[(letters, ["post", "mail", "parcels"].map(str::to_owned).into())].into());
}

// ------------------------------------------------------------------------------------ any text at all

/// A record as it is made up: title, summary, what is not known, and whether it has the topic.
type Made = (String, String, Vec<String>, bool);

fn text() -> impl Strategy<Value = String> {
    let words = "([a-zA-Z]{1,6}|[0-9]{1,3}|é|É|e\u{301}|ß|Æ|’|'|‘|,|\\.|-|—| |\u{a0}|\u{ad}|\u{200b}|ﬁ|Ω|ς|שלום|🏥|<|&|東京|ı|İ|ʼ|½|™){1,12}";
    prop_oneof(words, "\\PC{0,20}")
}

fn prop_oneof(one: &'static str, other: &'static str) -> impl Strategy<Value = String> {
    (proptest::prelude::any::<bool>(), one, other)
        .prop_map(|(first, one, other)| if first { one } else { other })
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let title = ("[A-Z][a-z]{1,5} ", text()).prop_map(|(word, text)| format!("{word}{text}"));
    let record = (title, text(), prop::collection::vec(text(), 0..3), proptest::prelude::any::<bool>());
    prop::collection::vec(record, 1..6)
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The weight of a term as the format has it, before it is rounded to a multiple of 4.
fn weight(frequency: f64, length: f64, average: f64) -> f64 {
    let w = 2.2 * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / average));
    (63.0 * w / 2.2).clamp(4.0, 60.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_word_is_found_where_it_stands(records in made(), synonym in text()) {
        let quoted = |text: &str| serde_json::to_string(text).expect("a text");
        let mut files = fixture_files("=== content/about.md\n---\ntitle: About\n---\n");
        files.push((
            "content/topics/topic.md".to_owned(),
            format!("---\ntitle: Topic\nsynonyms: [{}]\n---\n", quoted(&format!("syn {synonym}"))),
        ));
        for (number, (title, summary, unknowns, has_topic)) in records.iter().enumerate() {
            // What stands in a list twice is read once.
            let unknowns: Vec<String> = unknowns.iter().enumerate().map(|(at, text)| quoted(&format!("x{at} {text}"))).collect();
            files.push((
                format!("content/incidents/r{number}.md"),
                format!(
                    "---\ntitle: {}\nsummary: {}\nunknowns: [{}]\n{}---\n",
                    quoted(title), quoted(&format!("s{summary}")), unknowns.join(", "),
                    if *has_topic { "topics: [topic]\n" } else { "" },
                ),
            ));
        }
        let inputs = inputs(files);
        let options = Options { now: NOW.parse().expect("a moment"), base_url: None, drafts: false };
        let site = build::prepare(&mut Vec::new(), &inputs, &options).expect("a site");
        let index = read_index(&files_of(&site));
        let topic: Vec<String> = ["Topic", "syn "].iter().zip(["", &synonym]).flat_map(|(one, other)| words_of(&format!("{one}{other}"))).collect();
        let mut topics = BTreeMap::new();
        let lengths: Vec<f64> = index.texts.iter().map(|text| text.lines().map(|line| words_of(line).len() as f64).sum()).collect();
        let average = lengths.iter().sum::<f64>() / lengths.len() as f64;
        for (number, (title, summary, unknowns, has_topic)) in records.iter().enumerate() {
            // A text that is refused, such as one with a sign of no character, leaves its record out.
            let Some(place) = index.ids.iter().position(|id| *id == format!("r{number}")) else { continue };
            let mut items = vec![one_space(title), one_space(&format!("s{summary}"))];
            items.extend(unknowns.iter().enumerate().map(|(at, text)| one_space(&format!("x{at} {text}"))));
            assert_eq!(index.texts[place].lines().collect::<Vec<_>>(), items);
            let own = if *has_topic { topic.clone() } else { Vec::new() };
            let count = |words: &[String], word: &String| words.iter().filter(|own| *own == word).count() as f64;
            for word in positions_of(&index.texts[place]).keys().chain(&own) {
                let mut frequency = 0.5 * count(&own, word);
                for (item, share) in items.iter().zip([6.0, 2.5].into_iter().chain(std::iter::repeat(1.0))) {
                    frequency += share * count(&words_of(item), word);
                }
                let expected = weight(frequency, lengths[place], average);
                let found = index.terms[word][&place].weight;
                assert!(found.is_multiple_of(4) && (f64::from(found) - expected).abs() < 2.000_001, "{word}: {found}, {expected}");
            }
            topics.insert(place, own.into_iter().collect());
        }
        check_postings(&index, &topics);
    }
}
