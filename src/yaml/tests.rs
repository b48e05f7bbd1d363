//! A law that holds for any text: what is not told is read.

use super::Entry;
use super::Node;
use super::Value;
use super::mend::top_level_chunks;
use super::parse;
use super::parse_any;
use super::plain;
use super::write;
use super::write::Line;
use super::write::Written;
use crate::span::FileId;
use proptest::prelude::ProptestConfig;
use proptest::prelude::proptest;
use proptest::test_runner::TestCaseError;
use std::cell::Cell;
use std::ops::Range;

/// The sign that is looked for.
const SIGN: char = '7';

/// A text or the name of a field, and how often the sign stands in what was read of it.
struct Leaf {
    place: Range<usize>,
    count: usize,
}

fn add_leaves(leaves: &mut Vec<Leaf>, node: &Node<'_>) {
    match &node.value {
        Value::Empty => {}
        Value::Text(text) => {
            leaves.push(Leaf { place: node.span.range(), count: text.matches(SIGN).count() })
        }
        Value::List(items) => items.iter().for_each(|item| add_leaves(leaves, item)),
        Value::Map(entries) => entries.iter().for_each(|entry| add_entry(leaves, entry)),
    }
}

fn add_entry(leaves: &mut Vec<Leaf>, entry: &Entry<'_>) {
    let count = entry.key.value.matches(SIGN).count();
    leaves.push(Leaf { place: entry.key.span.range(), count });
    add_leaves(leaves, &entry.value);
}

/// How often it stands in a line outside a comment that is meant as one.
fn count_written(line: &str) -> usize {
    let end = ["  # ", "  ##", "  #\t", "  #\r", "  #\u{a0}"]
        .iter()
        .filter_map(|note| line.find(note))
        .min()
        .unwrap_or(line.len());
    let is_comment = line.trim_start().starts_with('#');
    if is_comment { 0 } else { line[..end].matches(SIGN).count() }
}

/// Lines of a text that were read together, and how often the sign was written and read there.
struct Lines {
    place: Range<usize>,
    written: usize,
    read: usize,
}

fn lines_of(text: &str, leaves: &[Leaf]) -> Vec<Lines> {
    let mut lines: Vec<Lines> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let place = start..start + line.len();
        start = place.end;
        let is_within = |leaf: &Leaf| leaf.place.start < place.start && place.start < leaf.place.end;
        let begin = |leaf: &&Leaf| place.contains(&leaf.place.start);
        let read = leaves.iter().filter(begin).map(|leaf| leaf.count).sum::<usize>();
        let written = count_written(line);
        match lines.last_mut() {
            Some(above) if leaves.iter().any(is_within) => {
                above.place.end = place.end;
                above.written += written;
                above.read += read;
            }
            _ => lines.push(Lines { place, written, read }),
        }
    }
    lines
}

/// The first lines of the values that a line is a part of: those above it that stand further to the left.
fn first_lines(text: &str, start: usize) -> Vec<Range<usize>> {
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let mut found = Vec::new();
    let mut least = depth(text[start..].lines().next().unwrap_or_default());
    let mut end = start;
    for line in text[..start].split_inclusive('\n').rev() {
        let place = end - line.len()..end;
        end = place.start;
        if !line.trim().is_empty() && depth(line) < least {
            least = depth(line);
            found.push(place);
        }
    }
    found
}

/// The top-level part that a line is in, if nothing of it could be read: it is told of once.
fn unread_part(text: &str, leaves: &[Leaf], start: usize) -> Option<Range<usize>> {
    let part = top_level_chunks(text).into_iter().find(|part| part.contains(&start))?;
    let is_read = leaves.iter().any(|leaf| part.contains(&leaf.place.start));
    (!is_read).then_some(part)
}

fn hold(text: &str) -> Result<(), TestCaseError> {
    let mut mistakes = Vec::new();
    let tree = parse(&mut mistakes, FileId(0), text, 0..text.len());
    let mut leaves = Vec::new();
    tree.entries.iter().for_each(|entry| add_entry(&mut leaves, entry));
    let told =
        mistakes.iter().filter(|mistake| mistake.expected.is_some()).filter_map(|mistake| mistake.span);
    let told: Vec<Range<usize>> = told.map(|span| span.range()).collect();
    let is_told = |lines: &Range<usize>| told.iter().any(|at| at.start <= lines.end && lines.start <= at.end);
    for lines in lines_of(text, &leaves).iter().filter(|lines| lines.read < lines.written) {
        let start = lines.place.start;
        let mut places = first_lines(text, start);
        places.push(lines.place.clone());
        places.extend(unread_part(text, &leaves, start));
        if !places.iter().any(is_told) {
            let lost = &text[lines.place.clone()];
            return Err(TestCaseError::fail(format!("{lost:?} of {text:?}: {tree:?} {told:?}")));
        }
    }
    Ok(())
}

/// For YAML a line ends there, and a `#` behind it begins a comment.
#[test]
fn a_lone_return_hides_nothing() -> Result<(), TestCaseError> {
    let texts =
        ["title: a\r#7\n", "b:\r#7\n", "title: a\r #7\n", "- a\r#7\n", "b: [a\r#7]\n", "b: [a,\r#7\nc]\n"];
    texts.into_iter().try_for_each(hold)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn nothing_is_lost_silently(
        text in "(title: |\"a\": |  - |  b: |)([#:,\"' \t\\-\\[\\]{}7aé\n|>?&*!%@=.~\u{a0}\r]|: | #|  - |\n  ){0,18}"
    ) {
        hold(&text)?;
    }
}

#[test]
fn a_field_far_to_the_right_is_told() {
    let (far, farther) = (" ".repeat(70_000), " ".repeat(70_001));
    let text = format!("extra:\n{far}note: words\n{farther}embargo: 2030\n");
    let mut mistakes = Vec::new();
    parse(&mut mistakes, FileId(0), &text, 0..text.len());
    let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
    assert_eq!(codes, ["misplaced-field"]);
}

/// With work that grows with the square of the list this takes minutes.
#[test]
fn many_open_brackets_are_read() {
    for line in ["  - [\n", "  - {a: [b,\n", "  - [\"\n", "  - \"\n", "- '\n", "- #\n"] {
        let text = format!("places:\n{}", line.repeat(10_000));
        let mut mistakes = Vec::new();
        parse(&mut mistakes, FileId(0), &text, 0..text.len());
    }
}

/// What was written reads back as the text that it was, without a word of complaint.
fn check_written(text: &str) -> Result<(), TestCaseError> {
    let item = |text: &str| Written::Text(text.to_owned());
    let group =
        vec![Line::text("inner", text), Line::Field("more".to_owned(), Written::List(vec![item(text)]))];
    let lines = [
        Line::Comment("A comment: with a colon".to_owned()),
        Line::text("alone", text),
        Line::Field("short".to_owned(), Written::List(vec![item(text), item("b")])),
        Line::Field("long".to_owned(), Written::List(vec![item(text), Written::Group(group.clone())])),
        Line::Field("group".to_owned(), Written::Group(group)),
        Line::word("word", text),
    ];
    let source = write::fields(&lines);
    let mut diagnostics = Vec::new();
    let tree = parse(&mut diagnostics, FileId(0), &source, 0..source.len());
    let mut leaves = Vec::new();
    tree.entries.iter().for_each(|entry| texts(&mut leaves, &entry.value));
    let expected = [text, text, "b", text, text, text, text, text, text];
    if !diagnostics.is_empty() || leaves != expected {
        return Err(TestCaseError::fail(format!("{source}\n{leaves:?}\n{diagnostics:?}")));
    }
    Ok(())
}

fn texts(found: &mut Vec<String>, node: &Node<'_>) {
    match &node.value {
        Value::Empty => found.push(String::new()),
        Value::Text(text) => found.push(text.to_string()),
        Value::List(items) => items.iter().for_each(|item| texts(found, item)),
        Value::Map(entries) => entries.iter().for_each(|entry| texts(found, &entry.value)),
    }
}

#[test]
fn what_is_written_reads_back() {
    let law = |text: String| check_written(&text);
    proptest!(ProptestConfig::with_cases(2000), |(text in "[ -~\n“”‘’–é#:,'\"\\[\\]{}-]{1,40}")| { law(text)? });
    proptest!(ProptestConfig::with_cases(500), |(text in "\\PC{1,40}")| { law(text)? });
    proptest!(ProptestConfig::with_cases(500), |(text in "([a-z#:-]{1,9} ){10,60}[a-z.]{1,5}")| { law(text)? });
    for text in [
        "no",
        "1.10",
        "2018-06~",
        "[sic] letters",
        "Firm: letters",
        "a #b",
        "-",
        "- a",
        "---",
        "@a",
        "=",
        "“a” b",
        "a:",
        "~",
    ] {
        check_written(text).expect(text);
    }
}

#[test]
fn what_is_written_is_tidy() {
    let lines = [
        Line::text("title", "Private firm: letters lost"),
        Line::word("date", "2018-06~"),
        Line::text(
            "summary",
            "Letters that a hospital should have sent to GPs about the treatment of their patients were not sent for several years.",
        ),
        Line::words("topics", ["outsourcing", "letters"]),
        Line::Blank,
        Line::Comment("What was counted".to_owned()),
        Line::Field(
            "figures".to_owned(),
            Written::List(vec![Written::Group(vec![
                Line::text("label", "Letters"),
                Line::word("value", "28000"),
            ])]),
        ),
    ];
    let expected = "\
title: \"Private firm: letters lost\"
date: 2018-06~
summary: >-
  Letters that a hospital should have sent to GPs about the treatment of their patients were not
  sent for several years.
topics: [outsourcing, letters]

# What was counted
figures:
  - label: Letters
    value: 28000
";
    assert_eq!(write::fields(&lines), expected);
}

/// A plain reader that reads anything else than the parser would change what is published.
fn read_alike(text: &str) -> Result<bool, TestCaseError> {
    let source = format!("---\n{text}---\n");
    let place = 4..4 + text.len();
    let Some(plain) = plain::read(FileId(3), &source, place.clone()) else { return Ok(false) };
    let mut mistakes = Vec::new();
    let parsed = parse_any(&mut mistakes, FileId(3), &source, place);
    match plain == parsed && mistakes.is_empty() {
        true => Ok(true),
        false => Err(TestCaseError::fail(format!("{text:?}\n{plain:?}\n{parsed:?}\n{mistakes:?}"))),
    }
}

/// Lines as people write them, and as they nearly write them.
const LINES: &str = "(((|  |    |      )(|- |- |-   )(|a:|b: |c_d: |e-f: |g:  |two words: |a: )(|words|7 of 9|a: b|a:b|https://a.example/b#c\
     |\"q, #7: [a]\"|\"it's\"|'s'|'it''s'|\"a\\n\"|\"a\" b|\"\"|\\[a, b\\]|\\[a,\"b, c\" \\]|\\{a: b, c: \\[d\\]\\}|\\[\\{a: 'b'\\}, x:y\\]\
     |é–’|a é–’ “q”|“q”|# c|it's|a #b|a  # b|\\[it's, b ‘c’\\]|\\[a, \"“b”, c\"\\]|\\{a:b\\}|\\{a: b:c, a: d\\}|\\[\\]|\\[a b , c d:\\]|\\[a\\] b\
     |- |-|---|>-|no|~|a\u{a0}b|a\tb|a\u{200b}b| |a |@a|\\*a|a: |[ -~é]{0,6})|)\n){0,7}";

/// Values of one line, most of them plain.
const VALUES: &str = "words|7 of 9|a é–’ “q”|https://a.example/b#c|\"q, #7: \\[a\\]\"|'s: \"t\"'|it's a:b|\\[a, b c\\]|\\[a,\"b, c\" , 'd'\\]\
     |\\{a: b, c: \\[d\\]\\}|\\[\\{a: 'b'\\}, x:y\\]|[a-z0-9]{1,9}( [ -~é]{1,4})?";

/// Fields, lists and groups, each where it belongs. Of each line: how many are closed before it, what it opens, its value.
fn nested(lines: &[(usize, u8, String)]) -> String {
    let mut text = String::new();
    let mut open = vec![(0, false)];
    for (number, (closed, opens, value)) in lines.iter().enumerate() {
        open.truncate(open.len().saturating_sub(*closed).max(1));
        let (column, is_list) = open[open.len() - 1];
        let (hyphen, at) = if is_list { ("- ", column + 2) } else { ("", column) };
        text.push_str(&format!("{:column$}{hyphen}", ""));
        match opens {
            0..=3 if is_list => text.push_str(&format!("{value}\n")),
            0..=3 => text.push_str(&format!("f{number}: {value}\n")),
            4 => text.push_str(&format!("f{number}: {value}\n# words\n\n")),
            _ => text.push_str(&format!("f{number}:\n")),
        }
        if is_list && *opens > 3 {
            open.push((at, false));
        }
        match opens {
            5 => open.push((at + 2, false)),
            6 => open.push((at + 2, true)),
            7 => open.push((at, true)),
            _ => {}
        }
    }
    text
}

#[test]
fn what_is_plain_is_read_as_the_parser_reads_it() {
    let plain = Cell::new(0);
    let law = |text: String| read_alike(&text).map(|is_plain| plain.set(plain.get() + usize::from(is_plain)));
    proptest!(ProptestConfig::with_cases(4000), |(text in LINES)| { law(text)? });
    plain.set(0);
    let lines = proptest::collection::vec((0_usize..3, 0_u8..8, VALUES), 1..12);
    proptest!(ProptestConfig::with_cases(1000), |(lines in lines)| { law(nested(&lines))? });
    assert!(plain.get() > 200, "only {} of these are plain", plain.get());
}
