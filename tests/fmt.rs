//! Front matter in order: what moves, what stays, and that nothing is lost.

mod common;

use casefile::document::read_site_config;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::span::FileId;
use casefile::tidy;
use casefile::tidy::Tidied;
use casefile::vocabulary::Kind;
use casefile::vocabulary::Vocabulary;
use casefile::yaml;
use casefile::yaml::Node;
use casefile::yaml::Value;
use common::Site;
use common::assert_shows;
use common::files;
use proptest::prelude::Just;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prelude::prop;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::prelude::prop_oneof;
use proptest::proptest;
use std::fs;

fn tidy_one(path: &str, text: &str) -> Tidied {
    let config = "title: T\nbase_url: https://evidence.example/\ncontacts: {press: {name: P}}\n";
    let file = |path: &str, text: &str| TextFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let texts = vec![file("casefile.yaml", config), file(path, text)];
    let inputs = Inputs { texts, ..Inputs::default() };
    let config = read_site_config(&mut Vec::new(), &inputs);
    tidy::tidy(&inputs, &config, FileId(1))
}

const PATH: &str = "content/incidents/letters.md";

#[track_caller]
fn check_tidied(before: &str, after: &str) {
    let expected = if before == after { Tidied::Same } else { Tidied::New(after.to_owned()) };
    assert_eq!(tidy_one(PATH, before), expected, "{before}");
    assert_eq!(tidy_one(PATH, after), Tidied::Same, "{after}");
}

#[track_caller]
fn check_left(before: &str, words: &str) {
    match tidy_one(PATH, before) {
        Tidied::Left(why) => assert!(why.contains(words), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn fields_take_their_comments_along() {
    check_tidied(
        "\
---
# This record was entered from the paper file.

# Both hospitals
# and the trust
places: [London]  # not Leeds
sources:
  - davis-2015
  # - owen-2014 is still to be read

# As the trust has it
date:   2018-06
# That is all that is known of the date.

title: Letters lost   
summary: >-
  One line,

  and another.   
# To do: the figures
---

 Text:   as it  is.   

",
        "\
---
# This record was entered from the paper file.

title: Letters lost
summary: >-
  One line,

  and another.   
# To do: the figures

# As the trust has it
date: 2018-06
# That is all that is known of the date.

# Both hospitals
# and the trust
places: [London]  # not Leeds
sources:
  - davis-2015
  # - owen-2014 is still to be read
---

 Text:   as it  is.   

",
    );
}

#[test]
fn white_space_that_means_nothing_goes() {
    check_tidied(
        "\n \n---  \n\n\ntitle:  A\n\n\n\ndate : 2018\n\n--- \nText",
        "---\ntitle: A\n\ndate : 2018\n---\nText",
    );
    check_tidied("---\ntitle: A\n---", "---\ntitle: A\n---\n");
    check_tidied("---\r\ntitle: A  \r\n---", "---\r\ntitle: A\r\n---\r\n");
    check_tidied("\u{feff}---\ndate: 2018\ntitle:   A\n---\n", "\u{feff}---\ntitle: A\ndate: 2018\n---\n");
    check_tidied(
        "---\ntitle: A\nfigures:\n  - {label:   B,  value:  3}\n  - label:  C\n    value:    4\n---\n",
        "---\ntitle: A\nfigures:\n  - {label: B,  value: 3}\n  - label: C\n    value: 4\n---\n",
    );
    // What stands between marks, below a bar and in a sentence with a colon is text.
    check_tidied(
        "---\ntitle: 'A:   b'\nsummary: |\n  a:   b  \n\n\n  c\nplaces:\n  - Ward:   seven\n---\n",
        "---\ntitle: 'A:   b'\nsummary: |\n  a:   b  \n\n\n  c\nplaces:\n  - Ward:   seven\n---\n",
    );
}

#[test]
fn what_is_tidy_stays() {
    check_tidied("---\ntitle: A\n---\n", "---\ntitle: A\n---\n");
    check_tidied("---\ntitle: A\n---\n\nText\n---\n\n\n", "---\ntitle: A\n---\n\nText\n---\n\n\n");
}

#[test]
fn what_is_not_understood_is_left_alone() {
    check_left("title: A\n", "does not begin with front matter");
    check_left("---\ndate: 2018\ntitle: A\n", "not closed");
    check_left("---\ndate:2018\ntitle: A\n---\n", "line 2: a space is missing");
    check_left("---\ndate: 2018 # about\ntitle: A\n---\n", "line 2: ");
    check_left("---\ndate: \"2018\ntitle: A\n---\n", "line 2: a quotation mark");
    check_left("---\n{date: 2018, title: A}\n---\n", "lines of its own");
    check_left("---\ndate: 2018\ntitle: A\ndate: 2019\n---\n", "second time");
    // Fields of no place keep the order as it is.
    check_tidied("---\nplaec: X\ntitle:  A\n---\n", "---\nplaec: X\ntitle: A\n---\n");
}

#[test]
fn every_documented_field_has_a_place() {
    let text = fs::read_to_string("docs/format.md").expect("the format is documented");
    let section = |heading: &str| {
        let rest = text.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_default();
        rest.split("\n## ").next().unwrap_or_default().to_owned()
    };
    let fields = |section: &str| -> Vec<String> {
        let table = section
            .lines()
            .skip_while(|line| !line.starts_with('|'))
            .take_while(|line| line.starts_with('|'));
        let names = table.filter_map(|line| line.split('|').nth(1)).flat_map(|cell| cell.split(','));
        names
            .filter_map(|name| Some(name.trim().strip_prefix('`')?.trim_end_matches('`').to_owned()))
            .collect()
    };
    let common = fields(&section("Fields of every record"));
    assert!(common.len() > 12, "{common:?}");
    for kind in Kind::ALL {
        let own = fields(&section(kind.code()));
        assert!(!own.is_empty(), "{kind:?}");
        for field in common.iter().chain(&own) {
            assert!(tidy::rank(*kind, field).is_some(), "{kind:?} {field}");
        }
    }
}

#[test]
fn the_command_tidies_lists_and_names() {
    let site = Site::new(
        "\
=== content/index.md
---
title: Home
---
=== content/incidents/letters.md
---
date: 2018
title: Letters
---

Text
=== content/topics/post.md
---
definition:Mail
title: Post
---
",
    );
    let before = files(&site.path(""));
    let check = site.run(&["fmt", "--check"]);
    let left = "content/topics/post.md is left as it is: line 2: a space is missing after the colon\n";
    assert_eq!((check.status, check.stderr.as_str()), (1, left));
    assert_shows(&check.stdout, &["content/incidents/letters.md\n1 of 3 files would change."]);
    assert_eq!(files(&site.path("")), before);
    let run = site.run(&["fmt"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, left));
    assert_eq!(run.stdout, "content/incidents/letters.md\nTidied 1 of 3 files.\n");
    let text = fs::read_to_string(site.path("content/incidents/letters.md")).expect("it is there");
    assert_eq!(text, "---\ntitle: Letters\ndate: 2018\n---\n\nText\n");
    let again = site.run(&["fmt", "--check"]);
    assert_eq!((again.status, again.stdout.as_str()), (0, "Nothing to tidy.\n"));
    let quiet = site.run(&["fmt", "--quiet"]);
    assert_eq!((quiet.status, quiet.stdout.as_str()), (0, ""));
    assert_eq!(site.run(&["fmt", "nowhere"]).status, 2);
}

/// A rich site says the same after it is tidied.
#[test]
fn a_tidy_site_is_built_as_before() {
    let rich = files(std::path::Path::new("tests/fixtures/sites/rich"));
    let site = Site::new("");
    rich.iter().for_each(|(path, bytes)| site.write(path, bytes));
    assert_eq!(site.build(&[]).status, 0);
    let before = site.output();
    assert_eq!(site.run(&["fmt"]).status, 0);
    assert_ne!(files(&site.path("content")).values().collect::<Vec<_>>(), rich.values().collect::<Vec<_>>());
    assert_eq!(site.build(&[]).status, 0);
    assert!(site.output() == before);
}

// ------------------------------------------------------------------------------------------- whatever is written

/// Fields of an incident with values of every form. `_` stands for as much white space as one likes.
const FIELDS: [(&str, &[&str]); 14] = [
    ("title", &["Letters", "Firm: letters lost", "'Tis so'", "\"A: b\"", "A firm\n  that lost letters"]),
    (
        "summary",
        &[
            ">-\n  Some letters  \n  were lost.\n\n  All of them.",
            "|\n  a: b\n    c",
            "Over 28,000",
            "'Of\n  letters'",
        ],
    ),
    ("state", &["draft", "published"]),
    ("date", &["2018", "2018-06~", "\"[2015-03..]\"", "[2015-03..]"]),
    ("status", &["upheld", "upheld  # so it is"]),
    (
        "places",
        &[
            "[London,   Leeds]",
            "\n  - London  # the city\n  # and\n  - Leeds",
            "\n- London\n\n- Leeds",
            "[\n  London,\n  Leeds\n]",
            "\n  - Ward:   7",
        ],
    ),
    ("harms", &["[data-loss]", "data-loss"]),
    ("topics", &["[]", ""]),
    (
        "figures",
        &["\n  - label:_Letters\n    value:_28000", "[{label:_Letters, value:_3}]", "{label: A, value: 3}"],
    ),
    (
        "claims",
        &[
            "\n  - text: >-\n      No one\n      was told.\n    kind:_fact",
            "\n  -   text: Words\n      kind: comment",
        ],
    ),
    ("right_of_reply", &["\n  status:_asked\n  # by letter\n  asked:_2018", "{status: asked}"]),
    ("unknowns", &["\n  - When\n  - Why\n\n    and how", "[]"]),
    ("allow", &["{few-people: It is public.}"]),
    ("extra", &["\n  a:\n    b: [1,  2]\n    c: |+\n      d\n", "{x: '  y'}"]),
];

/// A field with the comments above it and what stands around them.
fn field(index: usize) -> impl Strategy<Value = String> {
    let (name, values) = FIELDS[index];
    let spaces = prop_oneof![Just(" "), Just("   ")];
    let comments =
        prop::collection::vec(prop_oneof![Just("# about NAME"), Just("#  so it is, of NAME")], 0..3);
    let above = prop_oneof![Just(""), Just("\n"), Just("  \n\n"), Just("# apart\n\n")];
    let ends = prop_oneof![Just(""), Just("  ")];
    (prop::sample::select(values), spaces, comments, above, ends).prop_map(
        move |(value, spaces, comments, above, end)| {
            let comments: String =
                comments.iter().map(|own| format!("{}\n", own.replace("NAME", name))).collect();
            let value = value.replace('_', spaces);
            let gap = if value.starts_with('\n') || value.is_empty() { "" } else { spaces };
            let end = if value.contains('\n') { "" } else { end };
            format!("{above}{comments}{name}:{gap}{value}{end}\n")
        },
    )
}

fn front() -> impl Strategy<Value = Vec<String>> {
    let chosen = prop::sample::subsequence((1..FIELDS.len()).collect::<Vec<_>>(), 0..8);
    chosen
        .prop_map(|mut own| {
            own.insert(0, 0);
            own
        })
        .prop_shuffle()
        .prop_flat_map(|own| own.into_iter().map(field).collect::<Vec<_>>())
}

fn value_of(node: &Node<'_>) -> String {
    match &node.value {
        Value::Empty => "nothing".to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => format!("{:?}", items.iter().map(value_of).collect::<Vec<_>>()),
        Value::Map(entries) => {
            let entries = entries.iter().map(|entry| (entry.key.value.to_string(), value_of(&entry.value)));
            format!("{:?}", entries.collect::<Vec<_>>())
        }
    }
}

/// The fields of a front matter with their values, sorted.
fn values(text: &str) -> Vec<String> {
    let front = text.split("---\n").nth(1).unwrap_or_default();
    let mut diagnostics = Vec::new();
    let tree = yaml::parse(&mut diagnostics, FileId(0), front, 0..front.len());
    assert!(diagnostics.is_empty(), "{front} {diagnostics:?}");
    let mut all: Vec<String> =
        tree.entries.iter().map(|entry| format!("{}: {}", entry.key.value, value_of(&entry.value))).collect();
    all.sort();
    all
}

fn comments(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> =
        text.lines().filter(|line| line.trim_start().starts_with('#')).map(str::trim_end).collect();
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever front matter is tidied says what it said, with every comment at its field, and once is enough.
    #[test]
    fn tidied_text_says_the_same(fields in front(), body in "[ \\-#a\n\t]{0,20}", windows in prop::bool::ANY) {
        let text = format!("---\n{}---\n{body}", fields.concat());
        let written = if windows { text.replace('\n', "\r\n") } else { text.clone() };
        let new = match tidy_one(PATH, &written) {
            Tidied::New(new) => new,
            Tidied::Same => written.clone(),
            // Lines below `|+` are kept with the room behind them, so that its field cannot move.
            Tidied::Left(why) => {
                prop_assert!(text.contains("|+"), "{} {}", why, text);
                return Ok(());
            }
        };
        prop_assert_eq!(tidy_one(PATH, &new), Tidied::Same);
        prop_assert_eq!(new.matches("\r\n").count() == new.matches('\n').count(), windows || !new.contains('\n'));
        let new = new.replace("\r\n", "\n");
        let ending = format!("\n---\n{body}");
        prop_assert!(new.ends_with(&ending));
        prop_assert_eq!(values(&new), values(&text));
        prop_assert_eq!(comments(&new), comments(&text));
        let front = &new[..new.len() - body.len()];
        for (name, _) in FIELDS {
            let mut below = front.lines().skip_while(|line| !line.ends_with(&format!("about {name}")));
            if let Some(next) = below.find(|line| !line.starts_with('#')) {
                prop_assert!(next.split(':').next() == Some(name), "{} {}", name, new);
            }
        }
        let places: Vec<usize> = front.lines().filter_map(|line| tidy::rank(Kind::Incident, line.split_once(':')?.0)).collect();
        // Such a value, or such a comment above what is to be the first field, keeps the order as it is.
        let is_kept = text.contains("|+") || text.contains("# apart");
        prop_assert!(is_kept || places.is_sorted(), "{}", new);
    }
}
