//! A law that holds for any text: what is not told is read.

use super::Node;
use super::Value;
use super::parse;
use crate::span::FileId;
use proptest::prelude::ProptestConfig;
use proptest::prelude::proptest;
use proptest::test_runner::TestCaseError;

/// How often a sign that is looked for stands in what was read.
fn count(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Empty => 0,
        Value::Text(text) => text.matches('7').count(),
        Value::List(items) => items.iter().map(count).sum(),
        Value::Map(entries) => {
            entries.iter().map(|entry| entry.key.value.matches('7').count() + count(&entry.value)).sum()
        }
    }
}

/// How often it stands in a line outside a comment that is meant as one.
fn count_written(line: &str) -> usize {
    let end = ["  # ", "  ##", "  #\t", "  #\u{a0}"]
        .iter()
        .filter_map(|note| line.find(note))
        .min()
        .unwrap_or(line.len());
    let is_comment = line.trim_start().starts_with('#');
    if is_comment { 0 } else { line[..end].matches('7').count() }
}

fn hold(text: &str) -> Result<(), TestCaseError> {
    let mut mistakes = Vec::new();
    let tree = parse(&mut mistakes, FileId(0), text, 0..text.len());
    let written: usize = text.lines().map(count_written).sum();
    let read: usize =
        tree.entries.iter().map(|entry| entry.key.value.matches('7').count() + count(&entry.value)).sum();
    let is_told = mistakes.iter().any(|mistake| mistake.expected.is_some());
    if is_told || read >= written { Ok(()) } else { Err(TestCaseError::fail(format!("{text:?}: {tree:?}"))) }
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
