//! Writes `url_status` into the front matter of a reference: that line, and nothing else.

use crate::span::FileId;
use crate::yaml;
use crate::yaml::Entry;
use crate::yaml::Tree;
use crate::yaml::Value;
use std::ops::Range;

/// The file with `url_status: STATUS`, where its front matter stands at `front`: in the place of the status that is
/// there, or on a line of its own below `url`. Nothing where that cannot be done without touching anything else.
pub fn with_status(source: &str, front: Range<usize>, status: &str) -> Option<String> {
    let before = parse(source, front.clone())?;
    let (range, text) = match entry(&before, "url_status") {
        Some(own) => replacement(source, own, status)?,
        None => addition(source, front.clone(), entry(&before, "url")?, status)?,
    };
    let mut after = source.to_owned();
    after.replace_range(range.clone(), &text);
    let end = front.end + text.len() - range.len();
    is_right(&before, &parse(&after, front.start..end)?, status).then_some(after)
}

/// What a file holds, if it can be read without a mistake.
fn parse(source: &str, front: Range<usize>) -> Option<Tree<'_>> {
    let mut mistakes = Vec::new();
    let tree = yaml::parse(&mut mistakes, FileId(0), source, front);
    tree.broken.is_empty().then_some(tree)
}

fn entry<'a>(tree: &'a Tree<'a>, name: &str) -> Option<&'a Entry<'a>> {
    tree.entries.iter().find(|entry| entry.key.value == name)
}

/// The word in the place of another, within its quotation marks.
fn replacement(source: &str, own: &Entry<'_>, status: &str) -> Option<(Range<usize>, String)> {
    let range = own.value.span.range();
    match &own.value.value {
        Value::Empty => {
            let colon = own.key.span.range().end + source[own.key.span.range().end..].find(':')? + 1;
            Some((colon..colon, format!(" {status}")))
        }
        Value::Text(_) => {
            let written = source.get(range.clone())?;
            let quote = written
                .chars()
                .next()
                .filter(|sign| matches!(sign, '"' | '\''))
                .map_or("", |sign| if sign == '"' { "\"" } else { "'" });
            (!written.contains('\n')).then(|| (range, format!("{quote}{status}{quote}")))
        }
        Value::List(_) | Value::Map(_) => None,
    }
}

/// A line below the last one of `url`, which begins as that one does and ends as the lines of the file do.
fn addition(
    source: &str,
    front: Range<usize>,
    url: &Entry<'_>,
    status: &str,
) -> Option<(Range<usize>, String)> {
    let key = url.key.span.range().start;
    let line_start = source[..key].rfind('\n').map_or(0, |at| at + 1);
    let indent = source[line_start..key].to_owned();
    if !indent.chars().all(|sign| sign == ' ') {
        return None;
    }
    // The parser may count the line's end to a text of several lines.
    let value = source[..url.value.span.range().end].trim_end().len().max(url.key.span.range().end);
    let at = value + source[value..front.end].find('\n')? + 1;
    let end = if source[..at].ends_with("\r\n") { "\r\n" } else { "\n" };
    Some((at..at, format!("{indent}url_status: {status}{end}")))
}

/// Whether all that was read stayed as it was, and the status is the one that was meant.
fn is_right(before: &Tree<'_>, after: &Tree<'_>, status: &str) -> bool {
    let others = |tree: &Tree<'_>| -> Vec<(String, serde_json::Value)> {
        let others = tree.entries.iter().filter(|entry| entry.key.value != "url_status");
        others.map(|entry| (entry.key.value.to_string(), plain(&entry.value.value))).collect()
    };
    let written = entry(after, "url_status").map(|own| plain(&own.value.value));
    written == Some(status.into()) && others(before) == others(after)
}

/// A value without its places.
fn plain(value: &Value<'_>) -> serde_json::Value {
    match value {
        Value::Empty => serde_json::Value::Null,
        Value::Text(text) => serde_json::Value::String(text.to_string()),
        Value::List(items) => items.iter().map(|item| plain(&item.value)).collect(),
        Value::Map(entries) => {
            entries.iter().map(|own| (own.key.value.to_string(), plain(&own.value.value))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_status;
    use proptest::prelude::Just;
    use proptest::prelude::Strategy;
    use proptest::prelude::any;
    use proptest::prop_oneof;
    use proptest::proptest;

    /// The front matter becomes the other one.
    #[track_caller]
    fn check(front: &str, expected: Option<&str>) {
        let source = format!("---\n{front}---\n\nurl: no field\n");
        let written = with_status(&source, 4..4 + front.len(), "dead");
        let expected = expected.map(|expected| format!("---\n{expected}---\n\nurl: no field\n"));
        assert_eq!(written, expected);
    }

    #[test]
    fn one_line_is_added_or_changed() {
        check(
            "title: A\nurl: https://a.example/\ndate: 2018\n",
            Some("title: A\nurl: https://a.example/\nurl_status: dead\ndate: 2018\n"),
        );
        check(
            "url: https://a.example/  # the story\nurl_status: live  # seen by us\n",
            Some("url: https://a.example/  # the story\nurl_status: dead  # seen by us\n"),
        );
        check(
            "url_status: \"unchecked\"\nurl: 'https://a.example/'\n",
            Some("url_status: \"dead\"\nurl: 'https://a.example/'\n"),
        );
        check(
            "url_status: 'live'\r\nurl: https://a.example/\r\n",
            Some("url_status: 'dead'\r\nurl: https://a.example/\r\n"),
        );
        check(
            "title: A\r\nurl: https://a.example/\r\n",
            Some("title: A\r\nurl: https://a.example/\r\nurl_status: dead\r\n"),
        );
        check("url_status:\nurl: https://a.example/\n", Some("url_status: dead\nurl: https://a.example/\n"));
        check(
            "url:\n  value: https://a.example/\n  date: 2018\n# note\ntitle: A\n",
            Some("url:\n  value: https://a.example/\n  date: 2018\nurl_status: dead\n# note\ntitle: A\n"),
        );
        check(
            "url: {value: https://a.example/, date: 2018}\ntitle: A\n",
            Some("url: {value: https://a.example/, date: 2018}\nurl_status: dead\ntitle: A\n"),
        );
        check(
            "url: >-\n  https://a.example/\n\ntitle: A\n",
            Some("url: >-\n  https://a.example/\nurl_status: dead\n\ntitle: A\n"),
        );
    }

    #[test]
    fn what_cannot_be_done_with_one_line_is_left() {
        check("{title: A, url: https://a.example/}\n", None);
        check("title: A\n", None);
        check("url_status: [live]\nurl: https://a.example/\n", None);
        check("url_status: >-\n  live\nurl: https://a.example/\n", None);
    }

    fn fields() -> impl Strategy<Value = Vec<String>> {
        let field = prop_oneof![
            Just("title: Letters: lost".to_owned()),
            Just("author:\n  - Smith, A.\n  - Jones, B.".to_owned()),
            Just("# url: a comment".to_owned()),
            Just(String::new()),
            Just("summary: >-\n  Several\n  lines".to_owned()),
            Just("foi: {request_url: https://b.example/}".to_owned()),
            Just("archived:\n  - url: https://c.example/\n    date: 2018".to_owned()),
        ];
        proptest::collection::vec(field, 0..6)
    }

    proptest! {
        #[test]
        fn all_other_lines_stay_as_they_are(
            (mut above, below) in (fields(), fields()),
            (quote, space) in (prop_oneof![Just(""), Just("'"), Just("\"")], prop_oneof![Just(""), Just("  # note")]),
            (has_status, is_windows) in (any::<bool>(), any::<bool>()),
        ) {
            above.push(format!("url: {quote}https://a.example/x{quote}{space}"));
            if has_status {
                above.push(format!("url_status: {quote}live{quote}{space}"));
            }
            let mut seen = std::collections::BTreeSet::new();
            let lines: Vec<String> = above.into_iter().chain(below)
                .filter(|field| !field.contains(':') || seen.insert(field.split(':').next().map(str::to_owned)))
                .collect();
            let end = if is_windows { "\r\n" } else { "\n" };
            let front = format!("{}\n", lines.join("\n")).replace('\n', end);
            let source = format!("---{end}{front}---{end}Text{end}");
            let start = 3 + end.len();
            let after = with_status(&source, start..start + front.len(), "hijacked").expect("it can be written");
            let (old, new): (Vec<&str>, Vec<&str>) = (source.split('\n').collect(), after.split('\n').collect());
            let at = new.iter().position(|line| line.starts_with("url_status:")).expect("the line");
            assert!(new[at].contains("hijacked"));
            assert_eq!(&old[..at], &new[..at]);
            assert_eq!(&old[at + usize::from(has_status)..], &new[at + 1..]);
        }
    }
}
