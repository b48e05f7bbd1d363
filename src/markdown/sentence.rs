//! The sentence in which something stands.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// After these a full stop does not end a sentence, although a capital letter may follow.
const ABBREVIATIONS: [&str; 24] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Sir.", "St.", "No.", "no.", "p.", "pp.", "ch.", "para.", "vol.",
    "ed.", "eds.", "e.g.", "i.e.", "etc.", "cf.", "v.", "vs.", "Ltd.", "Inc.",
];

/// A sentence is shown up to this length, in bytes.
const LONGEST: usize = 1200;

/// Where something is named whose words only the archive knows: `T` and the number of a target, `C` and the
/// number of a citation, between two control characters. They are capitals because a sentence may begin with them.
pub(super) fn placeholder(kind: char, index: usize) -> String {
    format!("\u{1}{kind}{index}\u{2}")
}

/// A text with its placeholders taken out.
pub(super) fn without_placeholders(text: &str) -> String {
    fill(text, |_, _| "")
}

/// A text with its placeholders replaced by what `words` gives for their kind and number.
pub(crate) fn fill<'a>(text: &str, words: impl Fn(char, usize) -> &'a str) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('\u{1}') {
        filled.push_str(&rest[..start]);
        let Some(end) = rest[start..].find('\u{2}').map(|end| start + end) else { break };
        let mark = &rest[start + 1..end];
        if let (Some(kind), Some(index)) =
            (mark.chars().next(), mark.get(1..).and_then(|number| number.parse().ok()))
        {
            filled.push_str(words(kind, index));
        }
        rest = &rest[end + 1..];
    }
    filled.push_str(rest);
    // A copy, because a text that grew has up to twice the room that it needs, and sentences are kept.
    filled.as_str().to_owned()
}

/// Where the sentences of a text begin and end (UAX #29, less the breaks after abbreviations).
///
/// Most sentences end in a way that leaves no doubt. Only what stands between two such ends, and may hold more than
/// one sentence, is looked at sign by sign.
pub(super) fn bounds(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = sure_end(text, start);
        if is_one_sentence(&text[start..end]) {
            sentences.push(start..end);
        } else {
            push_sentences(&mut sentences, text, start..end);
        }
        start = end;
    }
    sentences
}

/// The first place behind `from` where a sentence ends whatever else stands in the text: behind `.`, `?` or `!` and
/// spaces, before a capital letter or a placeholder. None of the rules SB3 to SB10 joins these, and none reaches across
/// them.
fn sure_end(text: &str, from: usize) -> usize {
    memchr::memchr3_iter(b'.', b'?', b'!', &text.as_bytes()[from..])
        .map(|found| from + found + 1)
        .filter_map(|stop| {
            let rest = text[stop..].trim_start_matches(' ');
            let end = text.len() - rest.len();
            // Split at more than sentences are, so that no abbreviation is missed.
            let word =
                || text[..stop].rsplit(|c: char| c.is_whitespace() || c.is_control() || c == '(').next();
            let sure = end > stop
                && rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '\u{1}')
                && word().is_some_and(|word| !ABBREVIATIONS.contains(&word));
            sure.then_some(end)
        })
        .next()
        .unwrap_or(text.len())
}

/// Whether a text that begins with a sentence is nothing but that: no sign that may end one stands before its end.
fn is_one_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(' ');
    let text = text.strip_suffix(['.', '?', '!']).unwrap_or(text);
    let may_end = |byte: &u8| matches!(byte, b'.' | b'?' | b'!' | b'\n' | b'\r');
    !text.as_bytes().iter().any(may_end)
        && (text.is_ascii()
            || text.chars().all(|c| match c {
                '‘' | '’' | '“' | '”' | '–' | '—' | '£' | '€' => true,
                c => c.is_ascii() || c.is_alphabetic(),
            }))
}

fn push_sentences(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    for (start, part) in text[range.clone()].split_sentence_bound_indices() {
        let start = range.start + start;
        let end = start + part.len();
        match sentences.last_mut() {
            Some(last) if ends_with_abbreviation(&text[last.clone()]) => last.end = end,
            _ => sentences.push(start..end),
        }
    }
}

fn ends_with_abbreviation(sentence: &str) -> bool {
    let word = sentence.trim_end().rsplit([' ', '(', '\u{a0}']).next().unwrap_or_default();
    ABBREVIATIONS.contains(&word)
}

/// The sentence at a position. What stands `trailing` behind the full stop belongs to the sentence before.
pub(super) fn around(text: &str, sentences: &[Range<usize>], at: usize, trailing: bool) -> String {
    let mut index =
        sentences.partition_point(|sentence| sentence.end <= at).min(sentences.len().saturating_sub(1));
    let Some(sentence) = sentences.get(index) else { return tidy(window(text, 0..text.len(), at)) };
    let before = &text[sentence.start..at.clamp(sentence.start, sentence.end)];
    if trailing && index > 0 && before.trim().is_empty() {
        index -= 1;
    }
    tidy(window(text, sentences[index].clone(), at))
}

/// The part of a sentence around a position. A line of a thousand links has no end to its sentences, and each link is
/// given what a reader can take in. It is cut at spaces, which are never within a placeholder.
fn window(text: &str, sentence: Range<usize>, at: usize) -> &str {
    if sentence.len() <= LONGEST {
        return &text[sentence];
    }
    let at = at.clamp(sentence.start, sentence.end);
    let mut start = text.floor_char_boundary(at.saturating_sub(LONGEST / 2)).max(sentence.start);
    let mut end = text.floor_char_boundary((at + LONGEST / 2).min(sentence.end)).max(at);
    if start > sentence.start {
        start = text[start..at].find(' ').map_or(at, |space| start + space);
    }
    if end < sentence.end {
        end = text[at..end].rfind(' ').map_or(at, |space| at + space);
    }
    &text[start..end]
}

/// White space folded, and none left before the signs that followed a citation.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = word.len() == 1 && word.starts_with(['.', ',', ';', ':', '!', '?', ')']);
        if !tidied.is_empty() && !joins {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn sure_ends_change_nothing(
            text in "(Dr|No|v|etc|ch|Smith|lost|it|3|É|é|‘|’|“|”|–|—|£|€|\"|\\(|\\)|\\.|\\.|\\?|!|,| | | |  |\u{a0}|\u{301}|\u{ad}|\u{3002}|\u{ff0e}|\u{85}|\u{1}T0\u{2}|[A-Ca-c]|\\n|\\r|\\t|\\PC){0,40}"
        ) {
            let mut whole = Vec::new();
            push_sentences(&mut whole, &text, 0..text.len());
            prop_assert_eq!(bounds(&text), whole);
        }
    }

    #[test]
    fn finds_the_sentence() {
        let text = "The firm (see p. 4) lost them. Dr. Smith said so .  Nobody else did.";
        let sentences = bounds(text);
        let check = |word: &str, trailing, expected: &str| {
            let at = text.find(word).expect("the word is in the text");
            assert_eq!(around(text, &sentences, at, trailing), expected);
        };
        check("lost", false, "The firm (see p. 4) lost them.");
        check("said", false, "Dr. Smith said so.");
        check("Nobody", true, "Dr. Smith said so.");
        check("Nobody", false, "Nobody else did.");
        let text = "They were lost. \u{1}T0\u{2} said so. It was late.\u{1}C0\u{2}";
        assert_eq!(around(text, &bounds(text), 17, false), "\u{1}T0\u{2} said so.");
    }
}
