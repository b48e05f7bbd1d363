//! Every mistake is told with its place, what was expected and the nearest right spelling, in one run.

mod common;

use common::NOW;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use serde_json::Value;

/// An incident with this front matter and this text, as a fixture.
fn incident(front_matter: &str, text: &str) -> String {
    format!("=== content/incidents/a.md\n---\n{front_matter}\n---\n\n{text}\n")
}

fn check(site: &Site, format: &str) -> Run {
    site.without_editorial_rules();
    site.run(&["check", "--now", NOW, "--format", format])
}

/// One mistake as a line: `PATH:LINE:COLUMN SEVERITY CODE`, and the suggestion after an arrow.
fn line_of(mistake: &Value) -> String {
    let text = |name: &str| mistake[name].as_str().unwrap_or_default().to_string();
    let place = match (mistake["line"].as_u64(), mistake["column"].as_u64()) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", text("path")),
        _ => text("path"),
    };
    let suggestion = match mistake["suggestion"].as_str() {
        Some(suggestion) => format!(" -> {}", suggestion.replace('\n', "\\n")),
        None => String::new(),
    };
    format!("{place} {} {}{suggestion}", text("severity"), text("code"))
}

/// The mistakes of a fixture are exactly these, one a line, in this order.
#[track_caller]
fn check_mistakes(fixture: &str, expected: &str) {
    check_mistakes_of(&Site::new(fixture), expected);
}

#[track_caller]
fn check_mistakes_of(site: &Site, expected: &str) {
    let json = check(site, "json");
    let mistakes: Vec<Value> = json
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let found: Vec<String> = mistakes.iter().map(line_of).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected, "{}", json.stderr);
    check_status(&json, &mistakes);
    check_human(&check(site, "human"), &mistakes);
    check_github(&check(site, "github"), &mistakes);
    check_builds_or_not(site, &mistakes);
}

/// 1 where there is an error, 0 where there are warnings only.
#[track_caller]
fn check_status(run: &Run, mistakes: &[Value]) {
    let errors = count(mistakes, "error");
    assert_eq!(run.status, i32::from(errors > 0), "{run:#?}");
}

fn count(mistakes: &[Value], severity: &str) -> usize {
    mistakes.iter().filter(|mistake| mistake["severity"] == severity).count()
}

/// For people: the place, the words, what is expected and the suggestion, a count last, and no colour.
#[track_caller]
fn check_human(run: &Run, mistakes: &[Value]) {
    check_status(run, mistakes);
    for mistake in mistakes {
        let text = |name: &str| mistake[name].as_str();
        let path = text("path").expect("a path");
        let place = match (mistake["line"].as_u64(), mistake["column"].as_u64()) {
            (Some(line), Some(column)) => format!("{path}:{line}:{column}\n"),
            _ => format!("{path}\n"),
        };
        assert_shows(
            &run.stderr,
            &[&place, text("message").expect("a message"), text("code").expect("a code")],
        );
        assert_shows(&run.stderr, &text("expected").into_iter().collect::<Vec<_>>());
        let suggestion = text("suggestion").and_then(|suggestion| suggestion.lines().next());
        assert_shows(&run.stderr, &suggestion.into_iter().collect::<Vec<_>>());
    }
    if !mistakes.is_empty() {
        let last = run.stderr.lines().rfind(|line| !line.trim().is_empty()).expect("a line");
        assert_eq!(last, count_line(count(mistakes, "error"), count(mistakes, "warning")));
    }
    check_plain_words(&run.stderr);
}

/// "2 errors, 1 warning."
fn count_line(errors: usize, warnings: usize) -> String {
    let some = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    let parts: Vec<String> =
        [some(errors, "error"), some(warnings, "warning")].into_iter().flatten().collect();
    format!("{}.", parts.join(", "))
}

/// No word of Rust, serde or a YAML parser, and no colour where nobody asked for it.
#[track_caller]
fn check_plain_words(text: &str) {
    assert_hides(
        text,
        &[
            "\u{1b}[",
            "serde",
            "struct",
            "enum ",
            "unwrap",
            "panicked",
            "src/",
            "Option",
            "deserial",
            "None",
            "Some(",
            "invalid type",
            "scalar",
            "block mapping",
            "did not find",
            "u64",
            "usize",
            "parse error",
        ],
    );
}

/// For GitHub: one annotation a mistake, with its place.
#[track_caller]
fn check_github(run: &Run, mistakes: &[Value]) {
    check_status(run, mistakes);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines.len(), mistakes.len(), "{}", run.stderr);
    for (line, mistake) in lines.iter().zip(mistakes) {
        let text = |name: &str| mistake[name].as_str().expect("a text");
        let mut expected = format!("::{} file={}", text("severity"), text("path"));
        if let (Some(line), Some(column)) = (mistake["line"].as_u64(), mistake["column"].as_u64()) {
            expected.push_str(&format!(",line={line},col={column}"));
        }
        assert!(line.starts_with(&expected), "`{expected}` does not begin: {line}");
        assert_shows(line, &[&text("message").replace('%', "%25")]);
    }
}

/// A build ends as the check does, and publishes nothing where there is an error.
#[track_caller]
fn check_builds_or_not(site: &Site, mistakes: &[Value]) {
    let built = site.build(&["--format", "json"]);
    check_status(&built, mistakes);
    assert_eq!(built.stderr.lines().count(), mistakes.len(), "{}", built.stderr);
    assert_eq!(site.path("public").exists(), count(mistakes, "error") == 0);
}

/// Where every mistake of the fixture must say what was expected.
#[track_caller]
fn check_expected(fixture: &str, code: &str, expected: &str) {
    let site = Site::new(fixture);
    let run = check(&site, "json");
    let found = run.stderr.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let found: Vec<Value> = found.filter(|mistake| mistake["code"] == code).collect();
    assert_eq!(found.len(), 1, "{}", run.stderr);
    let text = found[0]["expected"].as_str().expect("what is expected");
    assert_shows(text, &[expected]);
}

// Ways to get YAML wrong.

#[test]
fn a_sound_site_has_no_mistake() {
    let site = Site::new(&incident("title: T", "x"));
    let run = check(&site, "human");
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "No mistakes found.\n");
    let quiet = site.run(&["check", "--now", NOW, "--quiet"]);
    assert_eq!((quiet.status, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[test]
fn an_unquoted_colon_is_part_of_the_text() {
    check_mistakes(
        &incident("title: Private firm: letters lost\nsummary: a: b: c\nunknowns: [why: how]", "x"),
        "",
    );
}

#[test]
fn a_number_sign_after_a_space_is_not_lost() {
    check_mistakes(
        &incident("title: Ward #7 shut\nsummary: 'Ward #7'\nplaces: [a#b]", "x"),
        r#"content/incidents/a.md:2:13 error hash-in-value -> title: "Ward #7 shut""#,
    );
    check_mistakes(
        &incident("title: Ward 7 # a note", "x"),
        r##"content/incidents/a.md:2:15 warning comment-after-value -> # a note\ntitle: Ward 7"##,
    );
    check_mistakes(
        &incident("title: 'Ward 7' # a note\nplaces: [Leeds] # a note\nharms: [death]  # a note", "x"),
        "content/incidents/a.md:2:17 warning comment-after-value -> # a note\\ntitle: 'Ward 7'
         content/incidents/a.md:3:17 warning comment-after-value -> # a note\\nplaces: [Leeds]",
    );
    check_mistakes(&incident("# A note.\ntitle: Ward 7  # with two spaces\n  # and more", "x"), "");
}

#[test]
fn a_value_that_begins_with_a_number_sign_is_not_lost() {
    check_mistakes(
        &incident(
            "title: #7 ward\nsummary: #1 is\n  the ward's\nunknowns:\n  - #7 Ward\n  - b\nright_of_reply:\n  \
             status: replied\n  text: #1 we disagree\ntimeline:\n  - date: 2018\n    text:   #2 is \"shut\"\nplaces: \
             #todo\n  - Leeds\nharms: #todo\n- death",
            "x",
        ),
        r##"content/incidents/a.md:2:8 error hash-in-value -> title: "#7 ward"
           content/incidents/a.md:3:10 error hash-in-value -> summary: "#1 is\n  the ward's"
           content/incidents/a.md:6:5 error hash-in-value -> - "#7 Ward"
           content/incidents/a.md:10:9 error hash-in-value -> text: "#1 we disagree"
           content/incidents/a.md:13:13 error hash-in-value -> text: '#2 is "shut"'
           content/incidents/a.md:14:9 error hash-in-value -> # todo\nplaces:
           content/incidents/a.md:16:8 error hash-in-value -> # todo\nharms:"##,
    );
    let headline = "=== content/press-releases/p.md\n---\ntitle: T\nheadline: #NHSCrisis deepens\n---\n\nx\n";
    check_mistakes(
        headline,
        r##"content/press-releases/p.md:3:11 error hash-in-value -> headline: "#NHSCrisis deepens""##,
    );
}

#[test]
fn a_comment_does_not_stand_for_a_value() {
    check_mistakes(
        &incident(
            "title: T\nsummary: # to be written\nright_of_reply:\n  text:  # We disagree.\nunknowns:\n  - # When.\n  \
             - Why.",
            "x",
        ),
        "content/incidents/a.md:3:10 error comment-for-value -> # to be written\\nsummary:
         content/incidents/a.md:5:10 error comment-for-value -> # We disagree.\\ntext:
         content/incidents/a.md:7:5 error comment-for-value -> # When.",
    );
    check_mistakes(
        &incident("title: T\nplaces: # in order\n  - Leeds\nharms:  # in order\n- death", "x"),
        "content/incidents/a.md:3:9 warning comment-after-value -> # in order\\nplaces:",
    );
    check_mistakes(&incident("title: T\n#places: x\nplaces:\n  #- York\n  # Or:\n  - Leeds", "x"), "");
}

#[test]
fn a_number_sign_is_lost_behind_no_other_sign() {
    check_mistakes(
        &incident(
            "title: Ward\t#7 shut\nsummary: \"Ward\" #7 shut\nplaces: [Leeds] #7\ntopics: []  # none\nright_of_reply:\n  \
             text: > #7 is\n    shut\n  status: replied",
            "x",
        ),
        r##"content/incidents/a.md:2:13 error hash-in-value -> title: "Ward	#7 shut"
           content/incidents/a.md:3:17 error hash-in-value -> summary: '"Ward" #7 shut'
           content/incidents/a.md:4:17 error hash-in-value -> places: "[Leeds] #7"
           content/incidents/a.md:7:11 error hash-in-value -> text: "> #7 is""##,
    );
}

#[test]
fn a_number_sign_within_brackets_is_not_lost() {
    check_mistakes(
        &incident(
            "title: T\nplaces: [Ward #7, B]\nunknowns: [\n  a, # one\n  #7 Ward's,\n  b]\nfigures:\n  - {label: Ward \
             #7, value: 1}\ntimeline: [{date: 2018, text: He said #1, # 2 and # 3}]\nsources: []",
            "x",
        ),
        r##"content/incidents/a.md:3:15 error hash-in-value -> "Ward #7"
           content/incidents/a.md:6:3 error hash-in-value -> "#7 Ward's"
           content/incidents/a.md:9:18 error hash-in-value -> label: "Ward #7"
           content/incidents/a.md:10:39 error hash-in-value -> text: "He said #1, # 2 and # 3""##,
    );
    check_mistakes(
        &incident("title: T\nplaces: [a#b, 'Ward #7', \"#7\"]\nunknowns: [\n  a,\n  # No.\n  b]", "x"),
        "",
    );
}

#[test]
fn a_number_sign_in_a_later_line_is_shown_with_all_lines() {
    check_mistakes(
        &incident("title: T\nsummary: first line\n  second \"#3\" #3 line", "x"),
        r##"content/incidents/a.md:4:15 error hash-in-value -> summary: 'first line\n  second "#3" #3 line'"##,
    );
}

#[test]
fn a_comment_after_a_word_is_shown_on_a_line_of_its_own() {
    check_mistakes(
        &incident(
            "title: Ward # 7\ndate: 2018-06-20 # note\nstatus: alleged # by whom\nplaces:\n  - Leeds # or York",
            "x",
        ),
        r##"content/incidents/a.md:2:13 warning comment-after-value -> title: "Ward # 7"
           content/incidents/a.md:3:18 warning comment-after-value -> # note\ndate: 2018-06-20
           content/incidents/a.md:4:17 warning comment-after-value -> # by whom\nstatus: alleged
           content/incidents/a.md:6:11 warning comment-after-value -> # or York\n- Leeds"##,
    );
}

/// These fields are read without a mistake, and the page holds these words and not the note.
#[track_caller]
fn check_read(front_matter: &str, shown: &[&str]) {
    let site = Site::new(&incident(front_matter, "x"));
    check_mistakes_of(&site, "");
    let page = site.words("incidents/a.html");
    assert_shows(&page, shown);
    assert_hides(&page, &["Smith"]);
}

#[test]
fn a_comment_behind_a_text_that_needs_quotation_marks_is_not_published() {
    for text in [
        "Late results: a warning",
        "\"a\" and b",
        "@home",
        "*bold* text",
        "'it''s' ok",
        "[sic] so",
        "!Tis the season",
        "\"Ward #7\" and \"Ward #8\" shut",
        ">5",
    ] {
        let fields = format!(
            "title: {text}  # ask Smith\nsummary: {text}  # ask Smith\nplaces:\n  - {text}  # ask Smith\nclaims:\n  - \
             text: {text}  # ask Smith\nright_of_reply:\n  status: replied\n  text: {text}  # ask Smith\nfigures:\n  - \
             label: {text}  # ask Smith\n    value: 1\n"
        );
        check_read(&fields, &[text]);
    }
    check_read("title: A: b\u{a0}  # Smith", &["A: b"]);
    check_read("title: A: b  # Smith\n# Smith\n  # Smith\nsummary: C: d\t  # Smith", &["A: b", "C: d"]);
    check_read(
        "title: T\nsummary: one: line\n  # ask Smith\n  goes on: here  # Smith’s\n  and to: the end\n  # Smith",
        &["one: line goes on: here and to: the end"],
    );
    check_read("title: T\nsummary: one line  # Smith\n  # Smith\n  goes on", &["one line goes on"]);
    check_read("title: T\nsummary: \"a\" and b  # Smith\n  goes on", &["\"a\" and b goes on"]);
}

#[test]
fn a_comment_behind_one_space_is_neither_published_nor_suggested() {
    let site = Site::new(&incident(
        "title: A: b # ask Smith\nsummary: one line\n  continued here: with colon\n  and # Smith\nplaces:\n  - a: b # \
         Smith\n  - \"c\" d # Smith",
        "x",
    ));
    check_mistakes_of(
        &site,
        r##"content/incidents/a.md:2:13 warning comment-after-value -> # ask Smith\ntitle: A: b
           content/incidents/a.md:5:7 warning comment-after-value -> # Smith\nsummary: one line\n  continued here: with colon\n  and
           content/incidents/a.md:7:10 warning comment-after-value -> # Smith\n- a: b
           content/incidents/a.md:8:11 warning comment-after-value -> # Smith\n- "c" d"##,
    );
    let page = site.words("incidents/a.html");
    assert_shows(&page, &["A: b", "one line continued here: with colon and"]);
    assert_hides(&page, &["Smith"]);
}

#[test]
fn a_comment_between_marks_that_hold_nothing_together_is_told() {
    check_mistakes(
        &incident("title: T\nsummary: 'Tis so  # ask about Smith's case", "x"),
        "content/incidents/a.md:3:19 error hash-in-value",
    );
    check_mistakes(
        &incident("title: T\nsummary: Ward: #7  # ask Smith", "x"),
        r##"content/incidents/a.md:3:16 error hash-in-value -> summary: "Ward: #7""##,
    );
}

#[test]
fn a_comment_in_the_configuration_or_a_bibliography_is_not_published() {
    let site = Site::new(
        "=== casefile.yaml\ntitle: A: b  # ask Smith\nbase_url: https://evidence.example/\ndescription: @c  # Smith\n\
         === content/references/all.yaml\nr:\n  type: book\n  title: Late: lost  # ask Smith\n",
    );
    check_mistakes_of(&site, "");
    for page in ["index.html", "references/r.html"] {
        let words = site.words(page);
        assert_shows(&words, &["A: b"]);
        assert_hides(&words, &["Smith"]);
    }
}

#[test]
fn a_later_line_of_a_list_item_is_text_like_any_other() {
    for line in [
        "\"Ward 7\" knew",
        "[sic] knew of it",
        "'late' and",
        "@home",
        "*bold* text",
        "&c",
        "!not",
        "%x",
        "{a} b",
        ", b",
        "`x` y",
    ] {
        for before in
            ["unknowns:\n  - ", "unknowns:\n- ", "unknowns: ", "unknowns:\n  -\n    ", "unknowns:\n    "]
        {
            check_read(
                &format!("title: T\n{before}Whether the trust\n    {line}"),
                &[&format!("What we do not know Whether the trust {line} Sources")],
            );
        }
    }
    check_mistakes(
        &incident(
            "title: T\nunknowns:\n  - Whether the trust\n    \"Ward #7\" knew\n  - Whether\n    [a, #2] is\n  - Whether \
             the trust\n    #5 lost\n  - What it cost\n    in all, #2",
            "x",
        ),
        r##"content/incidents/a.md:5:11 error hash-in-value -> - 'Whether the trust\n    "Ward #7" knew'
           content/incidents/a.md:7:9 error hash-in-value -> - "Whether\n    [a, #2] is"
           content/incidents/a.md:9:5 error hash-in-value -> - "Whether the trust\n    #5 lost"
           content/incidents/a.md:11:13 error hash-in-value -> - "What it cost\n    in all, #2""##,
    );
}

#[test]
fn marks_that_are_no_pair_stay_in_the_text() {
    check_mistakes(
        &incident(
            "title: \"a\" or \"b\"\nsummary: 'It's late'\nunknowns:\n  - \"Never,\" he said, \"again\"  # ask Smith\n  - \
             \"He said \"never\" to us\"",
            "x",
        ),
        r#"content/incidents/a.md:2:8 error quotes-in-quotes -> title: '"a" or "b"'
           content/incidents/a.md:3:10 error quotes-in-quotes -> summary: "It's late"
           content/incidents/a.md:5:5 error quotes-in-quotes -> - '"Never," he said, "again"'
           content/incidents/a.md:6:5 error quotes-in-quotes -> - 'He said "never" to us'"#,
    );
    check_mistakes(
        &incident("title: “a” and “b”\nsummary: ‘It’s late’  # ask Smith", "x"),
        r#"content/incidents/a.md:3:10 warning curly-quotes -> summary: "It’s late""#,
    );
    for (title, suggestion) in [
        ("'Tis the season", " -> title: \"'Tis the season\""),
        ("\"Late results  # ask Smith", ""),
        ("'Tis the season  # ask Smith", ""),
    ] {
        check_mistakes(
            &incident(&format!("title: {title}"), "x"),
            &format!("content/incidents/a.md:2:8 error unclosed-quote{suggestion}"),
        );
    }
}

#[test]
fn items_that_do_not_line_up_are_told() {
    for (places, mistake) in [
        ("places:\n  - London\n   - Leeds", "5:4 error list-item ->   - Leeds"),
        ("places:\n- York\n  - Nested", "5:3 error list-item -> - Nested"),
        ("places:\n  - York\n    - Nested", "5:5 error list-item ->   - Nested"),
        ("places: London\n  - item", "4:3 error list-item"),
        ("places:\n  - York\n    -Leeds", "5:5 error list-item ->   - Leeds"),
        ("places:\n  - York\n    • Leeds", "5:5 error list-item ->   - Leeds"),
        ("places:\n  York\n  - Leeds", "5:3 error list-item ->   - Leeds"),
        ("places:\n  - York\n  -", "5:3 error list-item"),
        ("places:\n  - York\n  -Leeds", "5:3 error list-item ->   - Leeds"),
        ("places:\n- York\n-Leeds", "5:1 error list-item ->   - Leeds"),
    ] {
        check_mistakes(
            &incident(&format!("title: T\n{places}"), "x"),
            &format!("content/incidents/a.md:{mistake}"),
        );
    }
    check_mistakes(
        &incident("title: T\nplaces:\n  * London\n  • Leeds", "x"),
        "content/incidents/a.md:4:3 error list-item ->   - London
         content/incidents/a.md:5:3 error list-item ->   - Leeds",
    );
    check_expected(
        &incident("title: T\nplaces:\n  - London\n   - Leeds", "x"),
        "list-item",
        "all items with the same number of spaces before the hyphen; quotation marks around a text of several lines",
    );
    check_read(
        "title: T\nsummary: The trust\n  – so it says –\n  -- lost letters\nunknowns:\n  - >\n    fold\n    - a\n  -\n    Late",
        &["The trust – so it says –", "fold - a", "Late"],
    );
}

#[test]
fn a_block_of_text_in_a_list_may_hold_a_number_sign() {
    check_read(
        "title: T\nunknowns:\n  - >\n    fold #1\n  - |\n    keep #2: \"so\" # 3\n",
        &["fold #1", "keep #2: \"so\" # 3"],
    );
}

#[test]
fn a_note_where_there_are_none_is_told_as_published() {
    check_mistakes(
        &incident(
            "title: T\nsummary: >  # ask Smith\n  text # 3\n  more  # ask Smith\n  # and Jones\n# Done.",
            "x",
        ),
        "content/incidents/a.md:5:9 warning comment-in-text
         content/incidents/a.md:6:3 warning comment-in-text",
    );
}

#[test]
fn a_note_is_put_between_no_marks() {
    check_mistakes(
        &incident(
            "title: T\nsummary: > text # ask Smith\nplaces: [London # ask Smith]\nunknowns: [a: b: c # ask Smith\n  ]",
            "x",
        ),
        "content/incidents/a.md:3:1 error block-text
         content/incidents/a.md:4:17 error hash-in-value
         content/incidents/a.md:5:16 error colon-in-brackets",
    );
}

#[test]
fn a_field_below_an_item_is_told_once() {
    check_mistakes(
        &incident("title: T\nunknowns:\n  - Whether\n    embargo: 2030-01-01T00:00Z", "x"),
        "content/incidents/a.md:5:5 error misplaced-field -> embargo: 2030-01-01T00:00Z",
    );
}

#[test]
fn a_backslash_between_marks_is_told_as_such() {
    check_mistakes(
        &incident("title: T\nsummary: \"C:\\x\"\nplaces: \"a\\d\"\nunknowns: \"\\x41 \\\"b\\\"\"", "x"),
        "content/incidents/a.md:3:13 error backslash
         content/incidents/a.md:4:11 error backslash",
    );
}

#[test]
fn a_colon_within_brackets_is_told_at_its_place() {
    check_mistakes(
        &incident(
            "title: T\ntimeline:\n  - {date: 2018, text: He said: never}\nclaims: [{text: \"a: b\"},\n  {text: He said: no, \
             never, kind: comment}]\nunknowns: [why: how, a: b: c]\nplaces: [London",
            "[[nope]]",
        ),
        r#"content/incidents/a.md:4:31 error colon-in-brackets -> text: "He said: never"
           content/incidents/a.md:6:17 error colon-in-brackets -> text: "He said: no, never"
           content/incidents/a.md:7:26 error colon-in-brackets -> "a: b: c"
           content/incidents/a.md:8:9 error unclosed-bracket
           content/incidents/a.md:11:1 error unknown-name"#,
    );
    check_mistakes(
        &incident(
            "title: T\ntimeline: [{date: 2018, text: 'He said: never'}]\nunknowns: [why: how, a:b:c]",
            "x",
        ),
        "",
    );
}

#[test]
fn the_name_of_a_field_may_stand_in_quotation_marks() {
    let site = Site::new(&incident(
        "\"title\": Ward: shut\n'summary': \"S\"\n\"right_of_reply\":\n  'status': asked\n\"places\": [Leeds]\nunknowns:\n  \
         - \"Never\": he said",
        "x",
    ));
    check_mistakes_of(&site, "");
    let words = site.words("incidents/a.html");
    assert_shows(&words, &["Ward: shut S Status", "Place Leeds", "\"Never\": he said"]);
    check_mistakes(
        &incident("\"title\": T\n\"sumary\": x\n\"title\": U", "x"),
        "content/incidents/a.md:3:1 error unknown-field -> summary
         content/incidents/a.md:4:1 error duplicate-field",
    );
}

#[test]
fn a_tab_before_a_field_is_told() {
    check_mistakes(
        &incident("title: T\nright_of_reply:\n\tstatus: asked", "x"),
        "content/incidents/a.md:4:1 error tab ->   status: asked",
    );
    check_mistakes(&incident("title:\tT", "x"), "");
}

#[test]
fn curly_quotes_around_a_value_are_told() {
    check_mistakes(
        &incident("title: “Late results”", "x"),
        r#"content/incidents/a.md:2:8 warning curly-quotes -> title: "Late results""#,
    );
    check_mistakes(&incident("title: Late “results” again", "x"), "");
}

#[test]
fn curly_quotes_around_a_value_of_a_list_are_told() {
    check_mistakes(
        &incident("title: T\nplaces:\n  - “Leeds”", "x"),
        r#"content/incidents/a.md:4:5 warning curly-quotes -> - "Leeds""#,
    );
}

#[test]
fn curly_quotes_within_brackets_are_told() {
    check_mistakes(
        &incident(
            "title: T\nplaces: [York, “London, UK”, ‘Leeds, UK’, the “big, bad” ward]\nfigures: [{label: “Late, or lost”, \
             value: 1}]\nunknowns: [\n  «Why, and when»,\n  b]",
            "x",
        ),
        r#"content/incidents/a.md:3:16 error curly-quotes -> "London, UK"
           content/incidents/a.md:3:30 error curly-quotes -> "Leeds, UK"
           content/incidents/a.md:3:43 error curly-quotes -> "the “big, bad” ward"
           content/incidents/a.md:4:19 error curly-quotes -> label: "Late, or lost"
           content/incidents/a.md:6:3 error curly-quotes -> "Why, and when""#,
    );
    check_mistakes(
        &incident("title: T\nplaces: [York, “Leeds”]\nfigures:\n  - {label: ‘Late’, value: 1}", "x"),
        r#"content/incidents/a.md:3:16 warning curly-quotes -> "Leeds"
           content/incidents/a.md:5:13 warning curly-quotes -> label: "Late""#,
    );
    check_mistakes(
        &incident(
            "title: T\nplaces: [\"“London, UK”\", the “big” ward, 'Ward “7', 5”, the patients’ ward, ‘tis so]\nunknowns: \
             [“When” and “why”]\nfigures:\n  - {label: The “late” ones, value: 1}",
            "x",
        ),
        "",
    );
}

#[test]
fn front_matter_needs_both_its_lines() {
    check_mistakes(
        "=== content/incidents/a.md\n---\ntitle: T\n\nText.\n",
        "content/incidents/a.md:1:1 error unclosed-front-matter -> ---",
    );
    let opening = "content/incidents/a.md:1:1 error no-front-matter \
                  ";
    for text in ["title: T\n---\nText.\n", "Text.\n", "", "—\ntitle: T\n—\n", "----\ntitle: T\n----\n"] {
        check_mistakes(&format!("=== content/incidents/a.md\n{text}"), opening);
    }
    check_mistakes(
        "=== content/incidents/a.md\n---\ntitle: T\n—\nText.\n",
        "content/incidents/a.md:1:1 error unclosed-front-matter -> ---",
    );
}

#[test]
fn front_matter_that_is_not_closed_hides_no_other_mistake() {
    let check = |text: &str, expected: &str| {
        let expected = expected.replace("AT", "content/incidents/a.md");
        check_mistakes(
            &format!("=== content/incidents/a.md\n---\n{text}"),
            &format!("content/incidents/a.md:1:1 error unclosed-front-matter -> ---\n{expected}"),
        );
    };
    check(
        "title: T\nstatuss: upheld\n\nSee [[nope]].",
        "AT:3:1 error unknown-field -> status\nAT:5:5 error unknown-name",
    );
    for close in ["—", "--", "----", "***", "–––", "..."] {
        check(
            &format!("title: T\nstatuss: upheld\n{close}\nSee [[nope]]."),
            "AT:3:1 error unknown-field -> status\nAT:5:5 error unknown-name",
        );
    }
    check(
        "title: T\n\n# A note.\nplaces:\n\n- Leeds\n\n- York\n\nsumary: x\n\n# A heading\n\n- [[nope]]",
        "AT:11:1 error unknown-field -> summary\nAT:15:3 error unknown-name",
    );
    check("title: T\nstatuss: upheld\n", "AT:3:1 error unknown-field -> status");
    check("statuss: upheld\n\nText.\n\ntitle: T\n", "AT:2:1 error unknown-field -> status");
    check("See [[nope]].\n\nTitle: T\n", "");
    check("title: T\nText with [[nope]].", "");
}

#[test]
fn front_matter_may_follow_blank_lines_and_end_in_spaces() {
    check_mistakes("=== content/incidents/a.md\n\n--- \ntitle: T\n---  \nText.\n", "");
}

#[test]
fn a_date_in_words_is_told_with_the_same_date_in_digits() {
    check_mistakes(
        &incident(
            "title: T\ndate: 20 June 2018\nreported: 20/06/2018\npublished: June 2018\nupdated: 2018-6-1",
            "x",
        ),
        "content/incidents/a.md:3:7 error bad-date -> date: 2018-06-20
         content/incidents/a.md:4:11 error bad-date -> reported: 2018-06-20
         content/incidents/a.md:5:12 error bad-date -> published: 2018-06
         content/incidents/a.md:6:10 error bad-date -> updated: 2018-06-01",
    );
    check_mistakes(
        &incident("title: T\ndate: soon\nreported: 2019-02-29\npublished: 2018-13\nupdated: 2018/2017", "x"),
        "content/incidents/a.md:3:7 error bad-date
         content/incidents/a.md:4:11 error bad-date
         content/incidents/a.md:5:12 error bad-date
         content/incidents/a.md:6:10 error bad-date -> updated: 2017/2018",
    );
    check_expected(&incident("title: T\ndate: soon", "x"), "bad-date", "unknown");
}

#[test]
fn windows_line_ends_work_and_places_are_right() {
    let site = Site::new("");
    site.write("content/incidents/a.md", "---\r\ntitle: T\r\nplaces: [Leeds]\r\n---\r\n\r\nText.\r\n");
    check_mistakes_of(&site, "");
    assert_shows(&site.words("incidents/a.html"), &["T ", "Leeds", "Text."]);
    let site = Site::new("");
    site.write("content/incidents/a.md", "---\r\ntitle: T\r\nsumary: x\r\n---\r\n\r\nSee [[nope]].\r\n");
    check_mistakes_of(
        &site,
        "content/incidents/a.md:3:1 error unknown-field -> summary
         content/incidents/a.md:6:5 error unknown-name",
    );
}

#[test]
fn a_byte_order_mark_works() {
    let site = Site::new("");
    site.write("content/incidents/a.md", "\u{feff}---\ntitle: T\nsumary: x\n---\nText.\n");
    check_mistakes_of(&site, "content/incidents/a.md:3:1 error unknown-field -> summary");
    let site = Site::new("");
    site.write("casefile.yaml", "\u{feff}title: T\nbase_url: https://evidence.example/\n");
    site.write("content/incidents/a.md", "\u{feff}---\ntitle: Marked\n---\nText.\n");
    check_mistakes_of(&site, "");
    assert_shows(&site.words("incidents/a.html"), &["Marked"]);
}

#[test]
fn a_file_in_another_encoding_is_told_with_its_other_mistakes() {
    let site = Site::new("");
    site.write("content/incidents/a.md", b"---\ntitle: Caf\xe9 closed\nsumary: x\n---\n\n[[nope]]\n");
    check_mistakes_of(
        &site,
        "content/incidents/a.md:2:11 error not-utf-8
         content/incidents/a.md:3:1 error unknown-field -> summary
         content/incidents/a.md:6:1 error unknown-name",
    );
}

#[test]
fn the_fields_of_a_group_that_stand_too_far_left_are_told_where_they_belong() {
    check_mistakes(
        &incident(
            "title: A\nsummary:\ndate: 2018\nstatus: alleged\nright_of_reply:\nstatus: replied\ntext: No.\nwithdrawn:\n\
             date: 2020\nreason: It was wrong.\nheadline: B",
            "Text.",
        ),
        "content/incidents/a.md:7:1 error duplicate-field
         content/incidents/a.md:8:1 error unknown-field
         content/incidents/a.md:9:1 error empty-field
         content/incidents/a.md:10:1 error duplicate-field
         content/incidents/a.md:11:1 error unknown-field
         content/incidents/a.md:12:1 error unknown-field",
    );
}

#[test]
fn a_field_twice_is_told_with_both_places() {
    let fixture = incident(
        "title: T\ntitle: U\nright_of_reply: {status: asked, status: replied}\nfigures:\n  - label: a\n    \
         label: b\n    value: 1",
        "x",
    );
    check_mistakes(
        &fixture,
        "content/incidents/a.md:3:1 error duplicate-field
         content/incidents/a.md:4:33 error duplicate-field
         content/incidents/a.md:7:5 error duplicate-field",
    );
    assert_shows(&check(&Site::new(&fixture), "human").stderr, &["content/incidents/a.md:2:1", "title: T"]);
}

#[test]
fn a_list_where_one_value_goes_is_told() {
    check_mistakes(
        &incident("title: T\nstatus:\n  - alleged\n  - reported", "x"),
        "content/incidents/a.md:4:3 error list-for-one",
    );
    check_mistakes(
        &incident("title:\n  - T\n  - U\nsummary:\n  - x", "x"),
        "content/incidents/a.md:3:3 error list-for-one
         content/incidents/a.md:6:3 error list-for-one -> summary: x",
    );
}

#[test]
fn a_list_in_brackets_where_one_id_goes_is_told() {
    let run = check(
        &Site::new(
            "=== content/press-releases/p.md\n---\ntitle: T\nissued_by: [o, p]\n---\n\nx\n\
             === content/organisations/o.md\n---\ntitle: O\n---\n\nx\n\
             === content/organisations/p.md\n---\ntitle: P\n---\n\nx\n",
        ),
        "json",
    );
    assert_eq!(run.status, 1);
    assert_shows(&run.stderr, &["\"list-for-one\"", "\"line\":3,\"column\":12"]);
}

#[test]
fn a_list_in_brackets_where_one_text_goes_is_told() {
    check_mistakes(
        &incident(
            "title: [A, B]\nsummary: [A]\nstatus: [alleged]\nfigures: [{label: [a, b], value: [1]}]\norganisations: \
             {supplier: [[a], b]}",
            "x",
        ),
        r#"content/incidents/a.md:2:8 error list-for-one
           content/incidents/a.md:3:10 error list-for-one -> summary: A
           content/incidents/a.md:4:9 error list-for-one -> status: alleged
           content/incidents/a.md:5:19 error list-for-one
           content/incidents/a.md:5:34 error list-for-one -> value: 1
           content/incidents/a.md:6:28 error list-in-list -> "[a]"
           content/incidents/a.md:6:33 error unknown-id"#,
    );
    check_expected(&incident("title: [A, B]", "x"), "list-for-one", "\"[A, B]\"");
}

#[test]
fn a_list_where_one_date_goes_is_told() {
    check_mistakes(
        &incident("title: T\ndate: [2018, 2019]\nreported: [2018 ]\npublished:\n  - 2018", "x"),
        "content/incidents/a.md:3:7 error list-for-one
         content/incidents/a.md:4:11 error list-for-one -> reported: 2018
         content/incidents/a.md:6:3 error list-for-one -> published: 2018",
    );
    check_expected(
        &incident("title: T\ndate: [2018, 2019]", "x"),
        "list-for-one",
        "2018/2019; one of two, [2018,2019]",
    );
    check_mistakes(
        &incident(
            "title: T\ndate: [2015-03..]\nreported: [2018,2019]\ntimeline: [{date: [..2015], text: x}]\nupdated: \
             \"[2018, 2019]\"",
            "x",
        ),
        "",
    );
}

#[test]
fn a_group_where_one_value_goes_is_told() {
    check_mistakes(&incident("title: {a: b}", "x"), "content/incidents/a.md:2:8 error group-for-one");
    check_mistakes(
        &incident(
            "title:\n  Private firm: letters lost\nsummary:\n  a: b\n  c: d\nplaces:\n  Leeds: York\nunknowns:\n  - \
             Cost: not known\n  - why: x\n    how: y",
            "x",
        ),
        r#"content/incidents/a.md:3:3 error group-for-one -> title: "Private firm: letters lost"
           content/incidents/a.md:5:3 error group-for-one
           content/incidents/a.md:8:3 error group-for-one -> places: "Leeds: York"
           content/incidents/a.md:11:5 error group-for-one"#,
    );
}

#[test]
fn a_list_within_a_list_is_told() {
    check_mistakes(
        &incident("title: T\nunknowns:\n  - - x\n  - - y\n    - z\n  - [sic]\nsources: [[a, b]]", "x"),
        r#"content/incidents/a.md:4:5 error list-in-list -> - x
           content/incidents/a.md:5:5 error list-in-list
           content/incidents/a.md:7:5 error list-in-list -> "[sic]"
           content/incidents/a.md:8:11 error list-in-list -> "[a, b]""#,
    );
}

#[test]
fn one_value_is_a_list_of_one() {
    let site = Site::new(&incident("title: T\nplaces: Leeds\nharms: death\nunknowns: When.", "x"));
    check_mistakes_of(&site, "");
    assert_shows(&site.words("incidents/a.html"), &["Place Leeds", "Harms Death", "When."]);
}

#[test]
fn a_missing_space_after_a_colon_is_told() {
    check_mistakes(
        &incident("title:Late results\nsummary:Late", "x"),
        "content/incidents/a.md:2:1 error missing-space -> title: Late results
         content/incidents/a.md:3:1 error missing-space -> summary: Late",
    );
}

#[test]
fn an_open_quotation_mark_is_told_and_hides_nothing() {
    check_mistakes(
        &incident("title: T\nsummary: \"Late\nstatus: zzz", "[[nope]]"),
        "content/incidents/a.md:3:10 error unclosed-quote -> summary: \"Late\"
         content/incidents/a.md:4:9 error unknown-word
         content/incidents/a.md:7:1 error unknown-name",
    );
}

#[test]
fn an_open_quotation_mark_in_the_title_hides_no_mistake_of_the_text() {
    check_mistakes(
        &incident("title: 'Late\nstatus: zzz", "[[nope]]"),
        "content/incidents/a.md:2:8 error unclosed-quote -> title: 'Late'
         content/incidents/a.md:3:9 error unknown-word
         content/incidents/a.md:6:1 error unknown-name",
    );
}

#[test]
fn an_open_bracket_is_told_and_hides_nothing() {
    check_mistakes(
        &incident(
            "title: T\nplaces: [London\nsumary: x\nright_of_reply: {status: asked\nstatus: zzz",
            "[[nope]]",
        ),
        "content/incidents/a.md:3:9 error unclosed-bracket
         content/incidents/a.md:4:1 error unknown-field -> summary
         content/incidents/a.md:5:17 error unclosed-bracket
         content/incidents/a.md:6:9 error unknown-word
         content/incidents/a.md:9:1 error unknown-name",
    );
}

#[test]
fn a_text_may_begin_with_a_sign_of_yaml() {
    for title in
        ["@home", "%x", "*bold* text", "&c text", "!important", "? x", "- x", "`x`", "[sic] so", ">5"]
    {
        let site = Site::new(&incident(&format!("title: {title}"), "x"));
        check_mistakes_of(&site, "");
        assert_shows(&site.words("incidents/a.html"), &[title]);
    }
}

#[test]
fn a_field_that_is_one_space_too_far_in_is_not_taken_for_text() {
    let run = check(&Site::new(&incident("title: T\n status: alleged", "x")), "json");
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["\"line\":3,", "status: alleged"]);
}

#[test]
fn a_field_after_three_dots_is_not_lost() {
    let site = Site::new(&incident("title: T\n...\nstatus: alleged", "x"));
    let run = check(&site, "json");
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["content/incidents/a.md"]);
}

#[test]
fn wrong_steps_are_told_in_plain_words() {
    for (front_matter, place) in [
        ("title: T\nright_of_reply:\n  status: asked\n asked: 2020", "a.md:5:2"),
        ("title: T\nplaces:\n- Leeds\n-York", "a.md:5:1"),
        ("title: T\nsummary: |x", "a.md:3:1"),
        ("title: T\nsummary: > x", "a.md:3:1"),
        ("title: T\nplaces: [%x]", "a.md:3:1"),
        ("title: T\nsummary:\u{a0}x", "a.md:3:9"),
    ] {
        let run = check(&Site::new(&incident(front_matter, "x")), "human");
        assert_eq!(run.status, 1, "{front_matter}\n{run:#?}");
        assert_shows(&run.stderr, &[place, "expected: ", "1 error."]);
        check_plain_words(&run.stderr);
    }
}

#[test]
fn a_field_of_a_group_is_shown_where_it_belongs() {
    check_mistakes(
        &incident("title: T\nright_of_reply:\n  text: Never.\n   asked: 2018\n  status: replied", "x"),
        "content/incidents/a.md:5:4 error misplaced-field -> \u{20}\u{20}asked: 2018",
    );
    check_mistakes(
        &incident("title: T\nfigures:\n  - label: a\n     value: 1\n    unit: b", "x"),
        "content/incidents/a.md:4:5 error missing-field
         content/incidents/a.md:5:6 error misplaced-field -> \u{20}\u{20}\u{20}\u{20}value: 1",
    );
    check_mistakes(
        &incident("title: T\nright_of_reply:\n  status: asked\n asked: 2020", "x"),
        "content/incidents/a.md:5:2 error misplaced-field -> \u{20}\u{20}asked: 2020",
    );
    check_mistakes(
        &incident("title: T\nsummary: S\n embargo: 2030-01-01T00:00Z", "x"),
        "content/incidents/a.md:4:2 error misplaced-field -> embargo: 2030-01-01T00:00Z",
    );
}

// Fields, words and ids.

#[test]
fn an_unknown_field_is_told_with_the_nearest() {
    check_mistakes(
        &incident(
            "title: T\nsumary: x\nharm: [death]\nTitle: x\nright-of-reply: {status: asked}\nflavour: x",
            "x",
        ),
        "content/incidents/a.md:3:1 error unknown-field -> summary
         content/incidents/a.md:4:1 error unknown-field -> harms
         content/incidents/a.md:5:1 error unknown-field -> title
         content/incidents/a.md:6:1 error unknown-field -> right_of_reply
         content/incidents/a.md:7:1 error unknown-field",
    );
    check_expected(&incident("title: T\nsumary: x", "x"), "unknown-field", "summary, state");
}

#[test]
fn an_unknown_field_may_have_spaces_and_letters_of_any_language() {
    let fixture = incident(
        "title: T\nright of reply: x\nmy field: y\nTítulo: z\nright_of_reply:\n  de adline: 2018\n  {}: 1\nfigures: [\n  \
         {label: x, value: 1, né: 2}]",
        "x",
    );
    check_mistakes(
        &fixture.replace("  {}: 1\n", ""),
        "content/incidents/a.md:3:1 error unknown-field -> right_of_reply
         content/incidents/a.md:4:1 error unknown-field
         content/incidents/a.md:5:1 error unknown-field
         content/incidents/a.md:7:3 error unknown-field -> deadline
         content/incidents/a.md:9:24 error unknown-field",
    );
    let human = check(&Site::new(&fixture.replace("figures: [", "extra: [")), "human").stderr;
    assert_shows(&human, &["an incident has no field `right of reply`", "an incident has no field `Título`"]);
    assert_hides(&human, &["braces"]);
}

#[test]
fn a_sign_that_cannot_be_seen_before_a_field_is_told() {
    check_mistakes(
        &incident(
            "\u{200b}title: Ward: shut\nsummary: S\n\u{2060}status: alleged\nplac\u{ad}es: [Leeds]",
            "x",
        ),
        "content/incidents/a.md:2:1 error unknown-field -> title
         content/incidents/a.md:4:1 error unknown-field -> status
         content/incidents/a.md:5:1 error unknown-field -> places",
    );
    check_mistakes(
        &incident("title: T\nright_of_reply:\n  \u{feff}status: asked", "x"),
        "content/incidents/a.md:4:3 error invisible-sign -> \u{20}\u{20}status: asked",
    );
}

#[test]
fn an_unknown_field_of_a_group_is_told_with_the_nearest() {
    check_mistakes(
        &incident(
            "title: T\nright_of_reply: {stauts: asked}\nclaims:\n  - text: x\n    knd: fact\nfigures:\n  - \
             {label: x, value: 1, unti: letters}\ncontracts:\n  - {title: x, ocd: y}",
            "x",
        ),
        "content/incidents/a.md:3:18 error unknown-field -> status
         content/incidents/a.md:6:5 error unknown-field -> kind
         content/incidents/a.md:8:26 error unknown-field -> unit
         content/incidents/a.md:10:16 error unknown-field -> ocid",
    );
}

#[test]
fn a_short_name_with_two_letters_swapped_is_told_with_the_right_one() {
    check_mistakes(
        "=== content/references/r.md\n---\ntitle: R\ntype: book\nserial-number: {dio: x}\n---\n\nx\n",
        "content/references/r.md:4:17 error unknown-field -> doi",
    );
}

#[test]
fn a_missing_field_is_told() {
    check_mistakes(
        "=== content/incidents/a.md\n---\nsummary: S\n---\n\nx\n\
         === content/references/r.md\n---\ntitle: R\n---\n\nx\n",
        "content/incidents/a.md:2:1 error missing-field
         content/references/r.md:2:1 error missing-field",
    );
    check_mistakes(&incident("title:", "x"), "content/incidents/a.md:2:1 error missing-field");
}

#[test]
fn an_empty_title_is_a_missing_title() {
    for title in ["\"\"", "''", "\" \""] {
        let run = check(&Site::new(&incident(&format!("title: {title}"), "x")), "json");
        assert_eq!(run.status, 1, "{title}\n{run:#?}");
        assert_shows(&run.stderr, &["missing-field", "content/incidents/a.md"]);
    }
}

#[test]
fn a_word_outside_a_vocabulary_is_told_with_the_nearest() {
    check_mistakes(
        &incident(
            "title: T\nstate: Draft\nstatus: Under inquiry\nharms: [deth, zebra]\nright_of_reply: {status: no \
             reply}\nclaims: [{text: x, kind: fcat}]\nfigures: [{label: x, value: 1, qualifier: more-than}]\n\
             changes: [{date: 2020, kind: corection, note: x}]\ndisputed: maybe",
            "x",
        ),
        "content/incidents/a.md:3:8 error unknown-word -> draft
         content/incidents/a.md:4:9 error unknown-word -> under-inquiry
         content/incidents/a.md:5:9 error unknown-word -> death
         content/incidents/a.md:5:15 error unknown-word
         content/incidents/a.md:6:26 error unknown-word -> no-reply
         content/incidents/a.md:7:26 error unknown-word -> fact
         content/incidents/a.md:8:43 error unknown-word
         content/incidents/a.md:9:30 error unknown-word -> correction
         content/incidents/a.md:10:11 error bad-truth",
    );
    check_expected(
        &incident("title: T\nstatus: zzz", "x"),
        "unknown-word",
        "under-inquiry, admitted, upheld",
    );
}

#[test]
fn a_site_adds_harms_of_its_own() {
    check_mistakes(
        "=== casefile.yaml
title: T
base_url: https://evidence.example/
vocabulary: {harms: {wrong-limb: Wrong limb}}
=== content/incidents/a.md
---
title: T
harms: [wrong-limb, wrong-lim]
---

x
",
        "content/incidents/a.md:3:21 error unknown-word -> wrong-limb",
    );
}

/// A record of each kind to point at.
const RECORDS: &str = "\
=== content/organisations/acme.md
---
title: Acme Ltd
names: {aliases: [Acme Letters]}
---

x
=== content/references/davis.md
---
title: NHS For Sale
type: book
---

x
=== content/topics/letters.md
---
title: Lost letters
---

x
";

fn with_records(front_matter: &str, text: &str) -> String {
    incident(front_matter, text) + RECORDS
}

#[test]
fn an_unknown_id_is_told_with_the_nearest() {
    check_mistakes(
        &with_records(
            "title: T\norganisations: {supplier: acm, affected: [zzzzz]}\ntopics: [leters]\nsources: [davs]\n\
             related: [zzzzzz]",
            "x",
        ),
        "content/incidents/a.md:3:27 error unknown-id -> acme
         content/incidents/a.md:3:43 error unknown-id
         content/incidents/a.md:4:10 error unknown-id -> letters
         content/incidents/a.md:5:11 error unknown-id -> davis
         content/incidents/a.md:6:11 error unknown-id",
    );
}

#[test]
fn an_id_of_the_wrong_kind_is_told() {
    check_mistakes(
        &with_records(
            "title: T\norganisations: {supplier: letters}\ntopics: [acme]\nsources: [acme]",
            "[@acme]",
        ),
        "content/incidents/a.md:3:27 error wrong-kind
         content/incidents/a.md:4:10 error wrong-kind
         content/incidents/a.md:5:11 error wrong-kind
         content/incidents/a.md:8:3 error wrong-kind",
    );
}

#[test]
fn an_unknown_name_in_a_link_or_citation_is_told_with_the_nearest() {
    check_mistakes(
        &with_records(
            "title: T",
            "[[acm]] [[Acmee Ltd]] [[Acme Leters|x]]\n[@davs, ch. 4] [[zebra crossing]]",
        ),
        "content/incidents/a.md:5:1 error unknown-name -> [[acme]]
         content/incidents/a.md:5:9 error unknown-name -> [[Acme Ltd]]
         content/incidents/a.md:5:23 error unknown-name -> [[Acme Letters]]
         content/incidents/a.md:6:3 error unknown-id -> davis
         content/incidents/a.md:6:16 error unknown-name",
    );
}

#[test]
fn an_ambiguous_name_is_told_with_the_ways_to_write_it() {
    let fixture = incident("title: T", "[[acme]] [[Same title]] [[topic:acme]] [[organisation:acme]]")
        + "=== content/organisations/acme.md\n---\ntitle: Same title\n---\n\nx\n"
        + "=== content/topics/acme.md\n---\ntitle: Same title\n---\n\nx\n";
    check_mistakes(
        &fixture,
        "content/incidents/a.md:5:1 error ambiguous-name -> [[organisation:acme]]
         content/incidents/a.md:5:10 error ambiguous-name -> [[organisation:acme]]",
    );
    let human = check(&Site::new(&fixture), "human").stderr;
    assert_shows(&human, &["content/organisations/acme.md:2", "content/topics/acme.md:2", "topic:acme"]);
}

#[test]
fn two_files_for_one_id_are_both_named() {
    let fixture =
        incident("title: One", "x") + "=== content/incidents/a/index.md\n---\ntitle: Two\n---\n\nx\n";
    check_mistakes(&fixture, "content/incidents/a/index.md:2:1 error same-address");
    assert_shows(
        &check(&Site::new(&fixture), "human").stderr,
        &["content/incidents/a/index.md:2:1", "content/incidents/a.md:2"],
    );
}

#[test]
fn an_alias_that_is_taken_is_told() {
    check_mistakes(
        "=== content/incidents/a.md
---
title: A
aliases: [incidents/b.html, /about.html, index.html, x.html]
---

x
=== content/incidents/b.md
---
title: B
aliases: [/x.html]
---

x
=== content/about.md
---
title: About
---

x
",
        "content/incidents/a.md:3:11 error same-address
         content/incidents/a.md:3:29 error same-address
         content/incidents/a.md:3:42 error same-address
         content/incidents/b.md:3:11 error same-address",
    );
    check_mistakes(
        &incident(
            "title: A\naliases: [https://x.example/y, ../../etc/passwd, /q?x=1, /a b.html, x.html#y, /foo.php, https://x.example/]",
            "x",
        ),
        "content/incidents/a.md:3:11 error bad-alias -> aliases: [/y]
         content/incidents/a.md:3:32 error bad-alias -> aliases: [/old/address.html]
         content/incidents/a.md:3:50 error bad-alias
         content/incidents/a.md:3:58 error bad-alias -> aliases: [/a%20b.html]
         content/incidents/a.md:3:69 error bad-alias
         content/incidents/a.md:3:89 error bad-alias",
    );
    let white = incident("title: A\naliases: [/a b.html]", "x");
    check_expected(&white, "bad-alias", "`%20` for each space");
    assert_shows(&check(&Site::new(&white), "human").stderr, &["`/a b.html` holds a space"]);
    check_mistakes(
        &incident("title: A\naliases:\n  - /a\u{a0}b.html\n  - /a%20\u{3000}b", "x"),
        "content/incidents/a.md:4:5 error bad-alias -> aliases: [/a%20b.html]
         content/incidents/a.md:5:5 error bad-alias -> aliases: [/a%20%20b]",
    );
    let query = incident("title: A\naliases: [/q?x=1]", "x");
    assert_shows(
        &check(&Site::new(&query), "human").stderr,
        &["`/q?x=1` holds a `?`; an old address with one cannot be forwarded"],
    );
}

#[test]
fn an_address_that_casefile_uses_itself_is_refused() {
    check_mistakes(
        "=== content/search.md\n---\ntitle: S\n---\n\nx\n=== content/incidents/index.md\n---\ntitle: I\n---\n\nx\n",
        "content/incidents/index.md:2:1 error same-address
         content/search.md:2:1 error same-address",
    );
}

#[test]
fn a_file_name_that_is_no_id_is_told() {
    check_mistakes(
        "=== content/incidents/Bad_Name.md\n---\ntitle: T\n---\n\nx\n\
         === content/topics/a b.md\n---\ntitle: T\n---\n\nx\n",
        "content/incidents/Bad_Name.md:1:1 error bad-id -> content/incidents/bad-name.md
         content/topics/a b.md:1:1 error bad-id -> content/topics/a-b.md",
    );
}

// Links, pictures and citations.

#[test]
fn a_broken_link_is_told() {
    check_mistakes(
        &with_records(
            "title: T",
            "## Part\n\n[a](nope.md)\n[b](/topics/leters.html)\n[c](#prt)\n[d](a.md#nope)\n[e](nope.pdf)\n[f]()",
        ),
        "content/incidents/a.md:7:1 error unknown-file
         content/incidents/a.md:8:1 error unknown-page -> /topics/letters.html
         content/incidents/a.md:9:1 error unknown-fragment -> #part
         content/incidents/a.md:10:1 error unknown-fragment
         content/incidents/a.md:11:1 error unknown-file
         content/incidents/a.md:12:1 error bad-link",
    );
}

#[test]
fn a_broken_link_to_a_file_is_told_with_the_nearest() {
    check_mistakes(
        &with_records("title: T", "[a](../topics/leters.md)"),
        "content/incidents/a.md:5:1 error unknown-file -> ../topics/letters.md",
    );
}

#[test]
fn what_is_shown_for_a_broken_link_is_another_address() {
    check_mistakes(
        &with_records(
            "title: T",
            "## Part\n\n[a](../topics/zebra.md#x) [b](../topics/leters.md#x/y)\n\
             [c](/incidents/a.html?x=1#part) [g](?x=1)\n[d](/incidents/index.html?x=1)\n[e](../incidents/a.txt#part)\n\
             [f](../other/incidents/a.md#part)",
        ),
        "content/incidents/a.md:7:1 error unknown-file
         content/incidents/a.md:7:27 error unknown-file -> ../topics/letters.md#x/y
         content/incidents/a.md:8:1 error unknown-file -> /incidents/a.html#part
         content/incidents/a.md:8:33 error unknown-file
         content/incidents/a.md:9:1 error unknown-file -> /incidents/index.html
         content/incidents/a.md:10:1 error unknown-file -> ../incidents/a.md#part
         content/incidents/a.md:11:1 error unknown-file",
    );
}

#[test]
fn a_link_to_a_record_with_mistakes_is_no_mistake_of_its_own() {
    check_mistakes(
        &(incident("title: T\nsources: [r]", "[@r] [[r]] [x](../references/r.md) [y](/references/r.html)")
            + "=== content/references/r.md\n---\ntitle: R\ntype: boook\n---\n\nx\n"),
        "content/references/r.md:3:7 error unknown-word -> book",
    );
}

#[test]
fn a_picture_needs_words_and_its_own_file() {
    let site = Site::new(
        "=== content/incidents/a/index.md
---
title: T
---

![](pile.png)
![ ](pile.png)
![A pile](pil.png)
![A pile](https://other.example/a.png)
![A pile](pile.png)
",
    );
    site.write("content/incidents/a/pile.png", "png");
    check_mistakes_of(
        &site,
        "content/incidents/a/index.md:5:1 error missing-alt -> ![A letter with its date circled](letter.jpg)
         content/incidents/a/index.md:6:1 error missing-alt -> ![A letter with its date circled](letter.jpg)
         content/incidents/a/index.md:7:1 error unknown-file -> pile.png
         content/incidents/a/index.md:8:1 error foreign-image -> ![What the picture shows](photo.jpg)",
    );
}

#[test]
fn a_link_that_runs_something_is_refused() {
    check_mistakes(
        &incident(
            "title: T\ncontracts: [{title: x, url: 'javascript:alert(1)'}]\nallow: {email-address: It is made up.}",
            "[a](javascript:alert(1))\n[b](JavaScript:alert)\n[c](data:text/html,x)\n[d](vbscript:x)\n\
             [e](java&#115;cript:alert(1))\n<javascript:alert(1)>\n[f](mailto:a@b.example) [g](tel:123)",
        ),
        "content/incidents/a.md:3:29 error bad-url
         content/incidents/a.md:7:1 error bad-scheme
         content/incidents/a.md:8:1 error bad-scheme
         content/incidents/a.md:9:1 error bad-scheme
         content/incidents/a.md:10:1 error bad-scheme
         content/incidents/a.md:11:1 error bad-scheme
         content/incidents/a.md:12:1 error bad-scheme",
    );
}

#[test]
fn every_usual_locator_is_accepted() {
    let locators = ["ch. 4", "pp. 38-61", "p. 3", "para 2", "33", "fig. 2", "§4", "ch. 2 and 8"];
    let text: Vec<String> = locators.iter().map(|locator| format!("[@davis, {locator}]")).collect();
    check_mistakes(&with_records("title: T", &text.join(" ")), "");
}

#[test]
fn braces_that_hold_no_key_are_told() {
    check_mistakes(
        &with_records("title: T", "[@{davis] so\n[@{davis jones}] so @{davis\nand \\@{davis"),
        "content/incidents/a.md:5:2 error unfinished-key -> [@{davis-2015}, p. 3]
         content/incidents/a.md:6:2 error unfinished-key -> [@{davis-2015}, p. 3]
         content/incidents/a.md:6:21 error unfinished-key -> [@{davis-2015}, p. 3]",
    );
}

#[test]
fn an_end_that_belongs_to_a_quotation_is_told() {
    check_mistakes(
        "=== content/press-releases/r.md\n---\ntitle: R\n---\n\n> It was so.\n> — Jo\nENDS\n\nCall us.\n",
        "content/press-releases/r.md:5:3 warning quoted-end",
    );
}

#[test]
fn people_who_are_not_told_apart_are_told() {
    let check = |author: &str, expected: &str| {
        check_mistakes(
            &format!("=== content/references/r.md\n---\ntitle: R\ntype: book\n{author}\n---\n\nx\n"),
            &expected.replace("AT", "content/references/r.md"),
        );
    };
    check("author: [Smith, A.]", "AT:4:17 error divided-name -> author: \"Smith, A.\"");
    check(
        "author: [Smith, A., Jones, J. R.]",
        "AT:4:17 error divided-name -> author:\\n  - Smith, A.\\n  - Jones, J. R.",
    );
    check("editor:\n  - Smith\n  - J.-P.", "AT:6:5 error divided-name -> editor: \"Smith, J.-P.\"");
    check("author: [\"Smith, A.\", Jones, B.]", "AT:4:30 error divided-name");
    for several in
        ["Smith, A. and Jones, B.", "Smith, A., Jones, B.", "Smith, A.; Jones, B.", "Smith, A., & Jones, B."]
    {
        check(
            &format!("author: {several}"),
            "AT:4:9 error several-people -> author:\\n  - Smith, A.\\n  - Jones, B.",
        );
    }
    check(
        "author: Department for Digital, Culture, Media and Sport",
        "AT:4:9 error several-people -> author: {name: \"Department for Digital, Culture, Media and Sport\"}",
    );
    for right in [
        "[NHS, BMA]",
        "Smith, A.",
        "[\"Smith, A.\", \"Jones, B.\"]",
        "King, Martin Luther, Jr.",
        "Smith and Jones",
        "{name: \"Department for Digital, Culture, Media and Sport\"}",
        "A.",
        "[J. R. Smith, Jones]",
    ] {
        check(&format!("author: {right}"), "");
    }
}

#[test]
fn a_part_of_a_citation_that_names_no_work_is_told() {
    check_mistakes(
        &with_records(
            "title: T",
            "[@davis; see the Bill]\n[@davis, pp. 3; 5]\n[@davis;]\n[Jones; @davis]\n[@davis; so; @davis, p. 2]\n\
             @davis [p. 3; see also Jones] says",
        ),
        "content/incidents/a.md:5:10 error citation-without-work -> [@davis, see the Bill]
         content/incidents/a.md:6:17 error citation-without-work -> [@davis, pp. 3, 5]
         content/incidents/a.md:7:8 error citation-without-work -> [@davis]
         content/incidents/a.md:8:2 error citation-without-work -> [Jones, @davis]
         content/incidents/a.md:9:10 error citation-without-work -> [@davis, so; @davis, p. 2]
         content/incidents/a.md:10:15 error citation-without-work -> @davis [p. 3, see also Jones]",
    );
}

#[test]
fn a_second_work_in_a_part_of_a_citation_is_told() {
    check_mistakes(
        &with_records(
            "title: T",
            "[@davis, @davis]\n[@davis and @nokey]\n[@davis,@davis, p. 3]\n@davis [p. 3; @davis, @davis]",
        ),
        "content/incidents/a.md:5:10 error second-work -> [@davis; @davis]
         content/incidents/a.md:6:13 error second-work -> [@davis; @nokey]
         content/incidents/a.md:7:9 error second-work -> [@davis; @davis, p. 3]
         content/incidents/a.md:8:23 error second-work -> @davis [p. 3; @davis; @davis]",
    );
}

#[test]
fn words_that_are_no_place_in_a_work_are_told() {
    check_mistakes(
        &with_records(
            "title: T\nsources: [{ref: davis, at: in the middle}]",
            "[@davis, ch. 4, pp. 3-5] [@davis, p. 3 and *passim*]\n[@davis, somewhere near the end] @davis [chapter four]",
        ),
        "content/incidents/a.md:3:28 warning unread-locator
         content/incidents/a.md:7:1 warning unread-locator
         content/incidents/a.md:7:34 warning unread-locator",
    );
}

#[test]
fn a_citation_where_none_is_read_is_told() {
    check_mistakes(
        &with_records(
            "title: T",
            "[as @davis says](https://x.example/)\n[the \\@handle](https://x.example/@davis)\n[see][@davis]\n\
             [see][redact: name]\n[[a|as @davis says]]\n[as @davis][x]\n\n[x]: https://x.example/",
        ),
        "content/incidents/a.md:5:5 error citation-in-link -> [@davis]
         content/incidents/a.md:7:1 error joined-brackets -> [see] [@davis]
         content/incidents/a.md:8:1 error joined-brackets -> [see] [redact: name]
         content/incidents/a.md:9:8 error citation-in-link -> [@davis]
         content/incidents/a.md:10:5 error citation-in-link -> [@davis]",
    );
}

#[test]
fn brackets_within_the_words_of_a_link_are_told() {
    check_mistakes(
        &with_records(
            "title: T",
            "[text [@davis] more](https://x.example/)\n[link [redact: l]](https://e.example)\n[see [[a]] so](../topics/x.md)\n\
             [b [c](https://x.example/)](https://y.example/ \"Why\")\n[[a|as [@davis] says]]\n[so [@davis]][x]\n\
             [so [b][x] c](https://y.example/)\n\n[x]: https://x.example/",
        ),
        "content/incidents/a.md:5:7 error citation-in-link -> [text more](https://x.example/) [@davis]
         content/incidents/a.md:6:7 error redaction-in-link -> [link](https://e.example) [redact: l]
         content/incidents/a.md:7:6 error link-in-link -> [see so](../topics/x.md) [[a]]
         content/incidents/a.md:8:4 error link-in-link -> [b](https://y.example/ \"Why\") [c](https://x.example/)
         content/incidents/a.md:9:8 error citation-in-link -> [[a|as says]] [@davis]
         content/incidents/a.md:10:5 error citation-in-link -> [so][x] [@davis]
         content/incidents/a.md:11:5 error link-in-link -> [so c](https://y.example/) [b][x]",
    );
    check_mistakes(
        &with_records(
            "title: T",
            "[as [@davis] says] (p. 4) [so [@davis]](emphasis added) \\[a [@davis]\\](x) [a [b] c](https://x.example/)",
        ),
        "",
    );
}

#[test]
fn a_space_in_the_address_of_a_link_is_told() {
    check_mistakes(
        &incident(
            "title: T",
            "[a](my file.md) and [b](https://x.example/a b)\n![c](my photo.jpg)\n[d](../incidents/a b.html#top \"Why\")\n\
             [e]( www.x.example/a b )",
        ),
        "content/incidents/a.md:5:5 error space-in-address -> [a](<my file.md>)
         content/incidents/a.md:5:25 error space-in-address -> [b](https://x.example/a%20b)
         content/incidents/a.md:6:6 error space-in-address -> ![c](<my photo.jpg>)
         content/incidents/a.md:7:5 error space-in-address -> [d](<../incidents/a b.html#top> \"Why\")
         content/incidents/a.md:8:6 error space-in-address -> [e](https://www.x.example/a%20b)",
    );
    check_mistakes(
        &incident(
            "title: T",
            "[sic] (see below) [sic](see below) [1] (2015 edition) [1](2015 edition) [2](see p. 4.md5) [REF](he said No.) \
             [3](he wrote to x.y) [4](see the file, a.md, below) \\[a](my file.md) `[a](my file.md)`",
        ),
        "",
    );
}

#[test]
fn a_redaction_needs_a_reason_however_it_is_spelt() {
    check_mistakes(
        &incident(
            "title: T",
            "[REDACTED]\n[redacted]\n[Redact]\n[redacted.]\n[redaction]\n\\[REDACTED\\] [Redacted: name] \
             [redaction: name] [REDACTED name] [redact: a][redact: b]",
        ),
        "content/incidents/a.md:5:1 error redaction-without-reason -> [redact: name of a patient]
         content/incidents/a.md:6:1 error redaction-without-reason -> [redact: name of a patient]
         content/incidents/a.md:7:1 error redaction-without-reason -> [redact: name of a patient]
         content/incidents/a.md:8:1 error redaction-without-reason -> [redact: name of a patient]
         content/incidents/a.md:9:1 error redaction-without-reason -> [redact: name of a patient]",
    );
}

#[test]
fn a_redaction_needs_a_reason_and_an_end() {
    check_mistakes(
        &incident("title: T", "[redact: ]\n[redact]"),
        "content/incidents/a.md:5:1 error redaction-without-reason -> [redact: name of a patient]
         content/incidents/a.md:6:1 error redaction-without-reason -> [redact: name of a patient]",
    );
    let run = check(&Site::new(&incident("title: T", "Call [redact: a number")), "json");
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["\"line\":5,\"column\":6"]);
}

#[test]
fn an_escaped_bracket_begins_no_link() {
    let site = Site::new(&incident("title: T", r"Write \[\[so\]\] or \[[so]]."));
    check_mistakes_of(&site, "");
    assert_shows(&site.words("incidents/a.html"), &["Write [[so]] or [[so]]."]);
}

#[test]
fn footnotes_are_checked() {
    check_mistakes(
        &incident("title: T", "x[^nope]\n\n[^unused]: y"),
        "content/incidents/a.md:5:2 error unknown-footnote -> [^nope]: The text of the footnote.
         content/incidents/a.md:7:1 warning unused-footnote",
    );
}

#[test]
fn a_second_footnote_of_the_same_name_is_told_with_both_places() {
    let fixture =
        incident("title: T", "Text[^1] and[^A].\n\n[^1]: One.\n[^a]: A.\n[^1]: Two: the caveat.\n[^A]: B.");
    check_mistakes(
        &fixture,
        "content/incidents/a.md:9:1 error duplicate-footnote
         content/incidents/a.md:10:1 error duplicate-footnote",
    );
    let run = check(&Site::new(&fixture), "human");
    assert_shows(&run.stderr, &["[^1]: One.", "the first stands here", "[^a]: A."]);
}

#[test]
fn a_footnote_within_another_is_shown() {
    let site = Site::new(&incident(
        "title: T",
        "Text[^1].\n\n[^1]: > Quoted[^n].\n    >\n    > [^n]: Nested, see[^m].\n\n    So on[^m].\n\n[^m]: Last.",
    ));
    check_mistakes_of(&site, "");
    let shown =
        "Text Footnote 1 . Quoted Footnote 2 . So on Footnote 3 . ↩ Nested, see Footnote 3 . ↩ Last. ↩ ↩";
    assert_shows(&site.words("incidents/a.html"), &[shown]);
}

#[test]
fn a_footnote_that_only_an_unused_one_needs_is_unused() {
    let site = Site::new(&with_records(
        "title: T",
        "Text[^1].\n\n[^2]: Left out [@davis], and see[^3].\n[^3]: c, see[^2]\n[^1]: a, see[^4]\n[^4]: d",
    ));
    check_mistakes_of(
        &site,
        "content/incidents/a.md:7:1 warning unused-footnote
         content/incidents/a.md:8:1 warning unused-footnote",
    );
    let page = site.words("incidents/a.html");
    assert_shows(&page, &["Text Footnote 1 .", "a, see Footnote 2 ↩ d"]);
    assert_hides(&page, &["Left out", "Davis"]);
    assert_hides(&site.words("references/davis.html"), &["Left out"]);
}

// States.

#[test]
fn a_link_to_a_record_that_is_not_published_is_told() {
    check_mistakes(
        "=== content/incidents/a.md
---
title: A
sources: [r]
---

See [[d]] and [@r].
=== content/incidents/d.md
---
title: Not yet ready
state: draft
---

x
=== content/references/r.md
---
title: Under embargo
type: book
embargo: 2099-01-01T00:00:00Z
---

x
",
        "content/incidents/a.md:3:11 error names-withheld
         content/incidents/a.md:6:5 error names-withheld
         content/incidents/a.md:6:17 error names-withheld",
    );
}

#[test]
fn a_state_needs_what_readers_are_shown_instead() {
    check_mistakes(
        "=== content/incidents/a.md\n---\ntitle: A\nstate: withdrawn\n---\n\nx\n\
         === content/incidents/b.md\n---\ntitle: B\nstate: merged\n---\n\nx\n\
         === content/incidents/c.md\n---\ntitle: C\nmerged_into: d\n---\n\nx\n\
         === content/incidents/d.md\n---\ntitle: D\nstate: merged\nmerged_into: d\n---\n\nx\n",
        "content/incidents/a.md:2:1 error missing-field
         content/incidents/b.md:2:1 error missing-field
         content/incidents/c.md:2:1 error state-mismatch -> state: merged
         content/incidents/d.md:4:14 error merge-circle",
    );
}

#[test]
fn an_embargo_needs_its_zone() {
    for (time, suggestion) in [
        ("2030-05-01", " -> embargo: 2030-05-01T00:01Z"),
        ("2030-05-01T09:00", " -> embargo: 2030-05-01T09:00Z"),
        ("2030-05-01 09:00:00", " -> embargo: 2030-05-01T09:00:00Z"),
        ("tomorrow", ""),
        ("2030-05", ""),
    ] {
        check_mistakes(
            &incident(&format!("title: T\nembargo: {time}"), "x"),
            &format!("content/incidents/a.md:3:10 error bad-time{suggestion}"),
        );
    }
}

#[test]
fn a_number_too_long_to_be_counted_is_told() {
    for long in [format!("1.{}", "7".repeat(70_000)), "7".repeat(31), format!("0.{}", "7".repeat(31))] {
        let site = incident(&format!("title: A\nfigures: [{{label: x, value: {long}}}]"), "x");
        check_mistakes(&site, "content/incidents/a.md:3:29 error bad-number");
        check_expected(&site, "bad-number", "at most 30 digits before the point, and as many behind it");
    }
    let most = "7".repeat(30);
    check_mistakes(&incident(&format!("title: A\nfigures: [{{label: x, value: {most}.{most}}}]"), "x"), "");
}

#[test]
fn a_date_of_the_record_is_no_moment() {
    check_mistakes(
        &incident("title: T\npublished: 2026-11-25T18:00:00Z\nupdated: 2026-11-25T18:00Z", "x"),
        "content/incidents/a.md:3:12 error time-in-date -> published: 2026-11-25\\nembargo: 2026-11-25T18:00:00Z
         content/incidents/a.md:4:10 error time-in-date -> updated: 2026-11-25",
    );
    check_mistakes(
        &incident("title: T\npublished: 2026-11-25 18:00\nembargo: 2020-01-01T00:00Z", "x"),
        "content/incidents/a.md:3:12 error time-in-date -> published: 2026-11-25",
    );
    check_mistakes(
        &incident("title: T\ndate: 2018-06-20T18:00:00Z\nreported: 2018-06-20", "x"),
        "content/incidents/a.md:3:7 warning time-in-date -> date: 2018-06-20",
    );
}

#[test]
fn an_example_is_shown_to_people_only() {
    let site = Site::new(&incident("title: T\ntimeline:\n  - date: 2018\nembargo:", "x"));
    check_mistakes_of(
        &site,
        "content/incidents/a.md:4:5 error missing-field
         content/incidents/a.md:5:1 error empty-field",
    );
    let examples =
        ["for example: text: An inquiry was announced.", "for example: embargo: 2026-12-01T00:01Z"];
    assert_shows(&check(&site, "human").stderr, &examples);
    assert_shows(&check(&site, "github").stderr, &examples);
}

#[test]
fn topics_in_a_circle_are_told() {
    let run = check(
        &Site::new(
            "=== content/topics/a.md\n---\ntitle: A\nbroader: b\n---\n\nx\n\
             === content/topics/b.md\n---\ntitle: B\nbroader: a\n---\n\nx\n",
        ),
        "json",
    );
    assert_eq!(run.status, 1, "{run:#?}");
    assert_shows(&run.stderr, &["content/topics/a.md", "\"line\":3,\"column\":10"]);
}

#[test]
fn a_summary_has_at_most_500_characters() {
    check_mistakes(&incident(&format!("title: T\nsummary: {}", "é".repeat(500)), "x"), "");
    check_mistakes(
        &incident(&format!("title: T\nsummary: {}", "é".repeat(501)), "x"),
        "content/incidents/a.md:3:10 error long-summary",
    );
}

#[test]
fn figures_are_checked() {
    check_mistakes(
        &incident(
            "title: T\nfigures:\n  - {label: x, value: many}\n  - {label: y}\n  - {label: z, value: 1, currency: \
             pounds}\n  - {label: z, value: \"28,000\"}",
            "x",
        ),
        "content/incidents/a.md:4:23 error bad-number
         content/incidents/a.md:5:5 error missing-field
         content/incidents/a.md:6:36 error bad-currency",
    );
}

#[test]
fn a_number_is_shown_only_as_the_same_number() {
    let shown = [
        ("£1.5 million", " -> value: 1500000\\ncurrency: GBP"),
        ("£ 28,000", " -> value: 28000\\ncurrency: GBP"),
        ("£2.25m", " -> value: 2250000\\ncurrency: GBP"),
        ("€0.5bn", " -> value: 500000000\\ncurrency: EUR"),
        ("12 thousand", " -> value: 12000"),
        ("1.234567891 million", " -> value: 1234567.8910"),
        ("0 million", " -> value: 0"),
        ("1.234 million", ""),
        ("$5", ""),
        ("28.000", ""),
        ("1,5", ""),
        ("-3", ""),
        ("1e5", ""),
        ("5m", ""),
        ("over 28,000", ""),
        ("28,000 letters", ""),
    ];
    for (written, suggestion) in shown {
        check_mistakes(
            &incident(&format!("title: T\nfigures:\n  - label: x\n    value: {written}"), "x"),
            &format!("content/incidents/a.md:5:12 error bad-number{suggestion}"),
        );
    }
    let ambiguous = incident("title: T\nfigures: [{label: x, value: 28.000}]", "x");
    check_expected(&ambiguous, "bad-number", "`28000` or `28`, whichever");
    let ambiguous = incident("title: T\nfigures: [{label: x, value: 28.125}]", "x");
    check_expected(&ambiguous, "bad-number", "`28125` or `28.1250`, whichever");
    check_mistakes(
        &incident("title: T\nfigures: [{label: x, value: 28.1250}, {label: y, value: 0.125}]", "x"),
        "",
    );
}

#[test]
fn a_comma_in_a_number_between_braces_is_told_as_such() {
    let run = check(&Site::new(&incident("title: T\nfigures: [{label: x, value: 28,000}]", "x")), "json");
    assert_eq!(run.status, 1);
    assert_hides(&run.stderr, &["has no field `000`"]);
}

#[test]
fn messages_are_in_good_english() {
    let fixture = with_records(
        "title: T\norganisations: {supplier: acm, affected: letters}\nclaims: [{text: x, knd: fact}]\nfigures: \
         [{label: x, value: 1, unti: y}]\ncontracts: [{title: x, ocd: y}]\ntimeline: [{dat: x}]",
        "x",
    );
    let run = check(&Site::new(&fixture), "human");
    assert_eq!(run.status, 1);
    for wrong in ["a organisation", "a incident", "a claims ", "a figures ", "a contracts ", "a attachments "]
    {
        assert_hides(&run.stderr, &[wrong]);
    }
}

// Files and configuration.

#[test]
fn a_folder_that_is_nearly_one_of_records_is_told_once() {
    let record = "---\ntitle: T\n---\n\nx\n";
    let files = |paths: &[&str]| -> String {
        paths.iter().map(|path| format!("=== content/{path}\n{record}")).collect()
    };
    check_mistakes(
        &files(&["incident/w.md", "incident/x.md", "organizations/b/index.md", "topics/t.md"]),
        "content/incident warning near-folder -> content/incidents
         content/organizations warning near-folder -> content/organisations",
    );
    check_mistakes(
        &files(&["Incidents/w.md", "press_releases/w/index.md"]),
        "content/Incidents/w.md:1:1 error bad-id -> content/incidents/w.md
         content/press_releases/w/index.md:1:1 error bad-id -> content/press-releases/w.md
         content/Incidents warning near-folder -> content/incidents
         content/press_releases warning near-folder -> content/press-releases",
    );
    check_mistakes(&files(&["press/kit.md", "topic.md", "reference/index.md", "guide/topics/a.md"]), "");
}

#[test]
fn a_file_that_no_record_names_is_a_warning() {
    let site = Site::new(&incident("title: T", "x"));
    for path in ["content/incidents/photo.jpg", "content/notes.docx"] {
        site.write(path, "x");
    }
    for path in [".hidden", "incidents/.a.md.swp", "incidents/a.md~", "incidents/a.swp", "#a.md#"] {
        site.write(&format!("content/{path}"), "x");
    }
    check_mistakes_of(
        &site,
        "content/incidents/photo.jpg warning unused-file
         content/notes.docx warning unused-file",
    );
}

#[test]
fn a_file_that_is_named_and_not_there_is_told() {
    check_mistakes(
        "=== content/incidents/a/index.md\n---\ntitle: T\nattachments:\n  - {file: minuts.txt, title: M}\n  - \
         {file: ../../../casefile.yaml, title: C}\n  - {file: minutes.txt, title: M}\n---\n\nx\n\
         === content/incidents/a/minutes.txt\nx\n",
        "content/incidents/a/index.md:4:12 error unknown-file -> minutes.txt
         content/incidents/a/index.md:5:12 error unknown-file",
    );
}

#[test]
fn the_configuration_is_checked_like_a_record() {
    check_mistakes(
        "=== casefile.yaml
titel: T
base_url: nope
per_page: 0
html: raw
contacts: {a: {name: x, show_until: soon}}
per_page: 10
=== content/about.md
---
title: About
---
",
        "casefile.yaml:1:1 error missing-field
         casefile.yaml:1:1 error unknown-field -> title
         casefile.yaml:2:11 error bad-base-url
         casefile.yaml:3:11 error bad-per-page
         casefile.yaml:4:7 error unknown-word
         casefile.yaml:5:37 error bad-date
         casefile.yaml:6:1 error duplicate-field",
    );
}

#[test]
fn a_field_of_the_configuration_is_named_once() {
    let site = "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nzzz: x\ntheme: [a, b]\n";
    let run = check(&Site::new(&(site.to_owned() + &incident("title: T", "x"))), "json");
    assert_eq!(run.stderr.matches("`theme` takes one value").count(), 1, "{run:#?}");
    assert_eq!(run.stderr.matches("theme, ").count(), 1, "{run:#?}");
}

#[test]
fn an_unknown_rule_or_level_in_the_configuration_is_told() {
    for (line, place) in
        [("check: {no-such-rule: warn}", "\"line\":3,\"column\":9"), ("check: {foo: loud}", "\"line\":3")]
    {
        let fixture = format!("=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\n{line}\n");
        let run = check(&Site::new(&(fixture + &incident("title: T", "x"))), "json");
        assert_shows(&run.stderr, &["casefile.yaml", place]);
    }
}

#[test]
fn an_unknown_theme_is_told_with_its_place() {
    check_mistakes(
        &("=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\ntheme: nope\n".to_owned()
            + &incident("title: T", "x")),
        "casefile.yaml:3:8 error unknown-theme",
    );
}

#[test]
fn a_key_of_a_bibliography_that_is_none_is_told_alone() {
    check_mistakes(
        "=== content/references/all.yaml\nbad key!:\n  type: book\n  title: A: b\n",
        "content/references/all.yaml:1:1 error bad-id -> bad-key",
    );
}

#[test]
fn many_references_in_one_file_are_checked_each() {
    check_mistakes(
        "=== content/references/all.yaml
one-2020:
  type: book
  title: One
  zzz: q
two-2021:
  type: boook
  title: Two
three:
  type: book
four:
  type: book
  title: Four
=== content/references/four.md
---
title: Four again
type: book
---

x
=== content/about.md
---
title: About
---

[@four]
",
        "content/references/all.yaml:4:3 error unknown-field
         content/references/all.yaml:6:9 error unknown-word -> book
         content/references/all.yaml:9:3 error missing-field
         content/references/four.md:2:1 error same-address",
    );
}

// One run.

#[test]
fn one_run_tells_every_mistake_of_every_file_in_order() {
    check_mistakes(
        "=== casefile.yaml
title: T
base_url: https://evidence.example/
pubisher: {name: x}
=== content/topics/t.md
---
title: T
broader: nope
---

x
=== content/incidents/b.md
---
title: B
date: soon
status: zzz
---

[[nope]] and [x](nope.md)
=== content/incidents/a.md
No front matter.
=== content/about.md
---
title: About
---

[@nope]
",
        "casefile.yaml:3:1 error unknown-field -> publisher
         content/about.md:5:3 error unknown-id
         content/incidents/a.md:1:1 error no-front-matter
         content/incidents/b.md:3:7 error bad-date
         content/incidents/b.md:4:9 error unknown-word
         content/incidents/b.md:7:1 error unknown-name
         content/incidents/b.md:7:14 error unknown-file
         content/topics/t.md:3:10 error unknown-id",
    );
}

#[test]
fn the_line_stands_under_its_place_with_a_mark() {
    let run = check(&Site::new(&incident("title: T\nstatus: under-inqury", "x")), "human");
    let expected = "\
error[unknown-word]: `under-inqury` is not a value of `status`
 --> content/incidents/a.md:3:9
  |
3 | status: under-inqury
  |         ^^^^^^^^^^^^
  |
  = expected: one of: alleged, reported, under-inquiry, admitted, upheld, not-upheld
  = for example: under-inquiry

1 error.
";
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (1, "", expected));
}

#[test]
fn columns_count_characters() {
    check_mistakes(
        &incident("title: T", "Ålesund “é” [[nope]]"),
        "content/incidents/a.md:5:13 error unknown-name",
    );
}

#[test]
fn colour_comes_only_when_asked_for() {
    let site = Site::new(&incident("title: T\nsumary: x", "x"));
    let run = |more: &[&str]| site.run(&[&["check", "--now", NOW], more].concat()).stderr;
    assert_hides(&run(&[]), &["\u{1b}"]);
    assert_hides(&run(&["--color", "auto"]), &["\u{1b}"]);
    assert_hides(&run(&["--color", "never"]), &["\u{1b}"]);
    assert_shows(&run(&["--color", "always"]), &["\u{1b}[", "sumary", "summary"]);
}

#[test]
fn a_json_mistake_has_every_field() {
    let run = check(&Site::new(&incident("title: T\nsumary: x", "x")), "json");
    let mistake: Value = serde_json::from_str(run.stderr.trim()).expect("one object");
    let mut names: Vec<&str> = mistake.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    let expected = ["code", "column", "expected", "line", "message", "path", "severity", "suggestion"];
    assert_eq!(names, expected);
}

#[test]
fn a_json_path_leads_from_where_the_command_was_run() {
    let site = Site::new(&incident("title: T\nsumary: x", "x"));
    site.without_editorial_rules();
    let folder = site.path("").display().to_string();
    let run = common::run(&std::env::temp_dir(), &["check", &folder, "--format", "json"], &[]);
    let mistake: Value = serde_json::from_str(run.stderr.trim()).expect("one object");
    assert_eq!(mistake["path"], format!("{}/content/incidents/a.md", folder.trim_end_matches('/')));
}

#[test]
fn a_site_without_its_content_is_not_published() {
    let site = Site::new(&incident("title: T", "x"));
    site.publish();
    let published = site.output();
    std::fs::rename(site.path("content"), site.path("Content")).expect("another name");
    for command in ["build", "check"] {
        let run = site.run(&[command, "--now", NOW]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:#?}");
        assert_shows(
            &run.stderr,
            &["error: there is no folder `content`", "rename the folder `Content` to `content`"],
        );
    }
    assert_eq!(site.output(), published);
    site.write("content", "a file");
    assert_eq!(site.build(&[]).status, 2);
    let site = Site::new("");
    let run = site.build(&[]);
    assert_eq!(run.status, 2, "{run:#?}");
    assert_shows(&run.stderr, &["make it, and put the records there"]);
    assert!(!site.path("public").exists());
}

#[test]
fn a_site_without_a_record_is_told() {
    let site = Site::new("=== content/incidents/photo.jpg\nx\n");
    check_mistakes_of(
        &site,
        "content warning no-records
         content/incidents/photo.jpg warning unused-file",
    );
}

#[test]
fn what_cannot_run_ends_with_2() {
    let site = Site::new(&incident("title: T", "x"));
    let none = site.path("content").display().to_string();
    for arguments in [
        ["frobnicate", "."].as_slice(),
        &["build", "no-such-folder"],
        &["build", &none],
        &["build", "--now", "nonsense"],
        &["build", "--format", "xml"],
        &["build", "--base-url", "nope"],
        &["check", "--frob"],
    ] {
        let run = site.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}\n{run:#?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert!(!site.path("public").exists());
    }
}

/// Parts that lead, by way of others, back to themselves are told once for each circle, at its first record.
#[test]
fn parents_in_a_circle_are_told() {
    check_mistakes(
        "=== content/references/r.md\n---\ntitle: R\ntype: book\nparent: r\n---\n\nx\n",
        "content/references/r.md:4:9 error parent-circle",
    );
    check_mistakes(
        "=== content/references/a.md\n---\ntitle: A\ntype: chapter\nparent: b\n---\n\nx\n\
         === content/references/b.md\n---\ntitle: B\ntype: book\nparent: c\n---\n\nx\n\
         === content/references/c.md\n---\ntitle: C\ntype: book\nparent: {title: D, parent: b}\n---\n\nx\n\
         === content/references/d.md\n---\ntitle: D\ntype: book\nparent: old\n---\n\nx\n\
         === content/references/old.md\n---\ntitle: Old\ntype: book\nstate: merged\nmerged_into: d\n---\n\nx\n",
        "content/references/b.md:4:9 error parent-circle
         content/references/d.md:4:9 error parent-circle",
    );
}

#[test]
fn owners_in_a_circle_are_told() {
    let organisation = |id: &str, parents: &str| {
        format!("=== content/organisations/{id}.md\n---\ntitle: Firm {id}\nparents: [{parents}]\n---\n\nx\n")
    };
    check_mistakes(&organisation("x", "{id: x}"), "content/organisations/x.md:3:16 error owner-circle");
    assert_shows(
        &check(&Site::new(&organisation("x", "{id: x}")), "human").stderr,
        &["`x` is owned by itself"],
    );
    check_mistakes(
        &[
            organisation("a", "{id: e}, {id: b, from: 2001}"),
            organisation("b", "{id: c}"),
            organisation("c", "{id: a, to: 2005}"),
            organisation("e", ""),
        ]
        .concat(),
        "content/organisations/a.md:3:25 error owner-circle",
    );
    // Of two times of one owner the second makes the circle, and what comes first hides none.
    let twice = [
        organisation("a", "{id: b, from: 2000, to: 2005}, {id: b, from: 2010}"),
        organisation("b", "{id: a, from: 2011}"),
    ]
    .concat();
    check_mistakes(&twice, "content/organisations/a.md:3:47 error owner-circle");
    assert_shows(&check(&Site::new(&twice), "human").stderr, &["`a` is owned by `b`, and `b` by `a`"]);
    check_mistakes(
        &[
            organisation("a", "{id: b, to: 2005}, {id: c}"),
            organisation("b", "{id: d}"),
            organisation("c", "{id: d}"),
            organisation("d", "{id: a, from: 2006}"),
        ]
        .concat(),
        "content/organisations/a.md:3:35 error owner-circle",
    );
    // One that bought its former owner is in no circle.
    check_mistakes(
        &[organisation("a", "{id: b, to: 2005}"), organisation("b", "{id: a, from: 2006}")].concat(),
        "",
    );
}

#[test]
fn a_person_has_a_name() {
    for (author, column) in [
        ("{name: , given-name: Jo}", 9),
        ("{given-name: Jo}", 9),
        ("{prefix: von, given-name: Jo}", 9),
        ("\", Jo\"", 9),
        ("[Ng, {name: '', suffix: Jr}]", 14),
    ] {
        check_mistakes(
            &format!(
                "=== content/references/r.md\n---\ntitle: R\ntype: book\nauthor: {author}\ndate: 2015\n---\n\nx\n"
            ),
            &format!("content/references/r.md:4:{column} error missing-field"),
        );
    }
}

#[test]
fn what_is_listed_twice_is_a_warning() {
    let site = Site::new(
        "=== content/incidents/a.md\n---\ntitle: A\norganisations: {supplier: [o1, o1], provider: o1}\n\
         places: [Leeds, York, Leeds]\nharms: [death, death]\ntopics: [t, t]\nrelated: [o1, o1]\n---\n\nx\n\
         === content/organisations/o1.md\n---\ntitle: Firm\n---\n\nx\n\
         === content/topics/t.md\n---\ntitle: Topic\n---\n\nx\n",
    );
    check_mistakes_of(
        &site,
        "content/incidents/a.md:3:32 warning listed-twice
         content/incidents/a.md:4:23 warning listed-twice
         content/incidents/a.md:5:16 warning listed-twice
         content/incidents/a.md:6:13 warning listed-twice
         content/incidents/a.md:7:15 warning listed-twice",
    );
    let words = site.words("incidents/a.html");
    assert_shows(&words, &["Supplier Firm Commissioner", "Place Leeds, York Harms"]);
}

#[test]
fn a_merge_into_what_is_not_published_is_told() {
    check_mistakes(
        "=== content/incidents/a.md\n---\ntitle: A\nstate: merged\nmerged_into: b\n---\n\n\
         === content/incidents/b.md\n---\ntitle: B\nstate: draft\n---\n",
        "content/incidents/a.md:4:14 error names-withheld",
    );
}

#[test]
fn an_answer_beside_no_status_is_told() {
    for (field, status) in [("text: We deny it.", "replied"), ("asked: 2020-01-01", "asked")] {
        check_mistakes(
            &incident(&format!("title: A\nright_of_reply:\n  {field}"), "Text."),
            &format!("content/incidents/a.md:4:3 error state-mismatch -> status: {status}"),
        );
    }
}

#[test]
fn texts_people_and_sources_are_listed_once() {
    let site = Site::new(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\ncontacts: {office: {name: Desk}}\n\
         === content/incidents/a.md\n---\ntitle: A\nunknowns: [why, who, why]\n\
         sources: [r, {ref: r, at: p. 1}, r, {ref: r, at: p. 1}, {ref: r, at: p. 2}]\n---\n\nx\n\
         === content/organisations/o.md\n---\ntitle: Firm\nnames: {aliases: [Fa, Fa], former: [Fb, Fb]}\n---\n\nx\n\
         === content/press-releases/p.md\n---\ntitle: P\ncontacts: [office, office]\n---\n\nx\n\
         === content/references/r.md\n---\ntitle: R\ntype: book\nauthor: [Ng, \"Ng, Jo\", Ng, {name: Ng, given-name: Jo}]\n\
         editor: [Ab, Ab]\n---\n\nx\n\
         === content/topics/t.md\n---\ntitle: Topic\nsynonyms: [aa, aa]\n---\n\nx\n",
    );
    check_mistakes_of(
        &site,
        "content/incidents/a.md:3:22 warning listed-twice
         content/incidents/a.md:4:34 warning listed-twice
         content/incidents/a.md:4:37 warning listed-twice
         content/organisations/o.md:3:23 warning listed-twice
         content/organisations/o.md:3:41 warning listed-twice
         content/press-releases/p.md:3:20 warning listed-twice
         content/references/r.md:4:24 warning listed-twice
         content/references/r.md:4:28 warning listed-twice
         content/references/r.md:5:14 warning listed-twice
         content/topics/t.md:3:16 warning listed-twice",
    );
    assert_shows(&site.words("references/r.html"), &["Ng Ng, Jo"]);
}

#[test]
fn words_of_a_theme_that_readers_would_miss_are_told() {
    check_mistakes(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\ntheme: own\n\
         === themes/own/strings/en.yaml\n\
         date:\n  month: \"{mnth} {year}\"\n  months: [a, b]\n  about:\nmoney: hello\n\
         count:\n  incidents: {one: \"{n} case\", few: \"{m} cases\", other: \"{n} cases\"}\n\
         === themes/own/stray.txt\nWhat is this?\n=== content/about.md\n---\ntitle: About\n---\n\nText.\n",
        "themes/own/strings/en.yaml:2:10 warning unknown-name -> {month}
         themes/own/strings/en.yaml:3:11 warning string-shape
         themes/own/strings/en.yaml:4:8 warning string-shape
         themes/own/strings/en.yaml:5:8 warning string-shape
         themes/own/strings/en.yaml:7:37 warning unknown-name -> {n}
         themes/own/stray.txt warning unused-theme-file",
    );
}

#[test]
fn a_language_is_named_by_its_tag() {
    let site = |language: &str| {
        let line = format!(
            "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nlanguage: {language}\n"
        );
        line + &incident("title: T", "x")
    };
    for language in ["en", "en-GB", "cy", "zh-Hant-TW"] {
        let run = check(&Site::new(&site(language)), "json");
        assert_eq!((run.status, run.stderr.contains("bad-language")), (0, false), "{run:#?}");
    }
    check_mistakes(&site("en_GB"), "casefile.yaml:3:11 error bad-language -> en-GB");
    check_mistakes(&site("en GB"), "casefile.yaml:3:11 error bad-language -> en-GB");
    check_mistakes(&site("English (British)"), "casefile.yaml:3:11 error bad-language");
}

#[test]
fn a_citation_style_that_is_not_there_is_told() {
    check_mistakes(
        &("=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\ncitation_style: nonesuch\n"
            .to_owned()
            + &incident("title: T", "x")),
        "casefile.yaml:3:17 error unknown-style",
    );
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_nobody_can_hear_does_not_undo_what_was_done() {
    let site = Site::new("=== content/about.md\n---\ntitle: About\n---\n\nText.\n");
    for command in ["build", "check"] {
        let full = std::fs::File::create("/dev/full").expect("a device that is always full");
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_casefile"))
            .args([command, "--now", NOW])
            .arg(site.path(""))
            .stdout(full)
            .status()
            .expect("casefile runs");
        assert_eq!(status.code(), Some(0), "{command}");
    }
}
