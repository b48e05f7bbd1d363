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

/// What stands around a fragment is shown with it up to this length, in bytes.
const LONGEST_CONTEXT: usize = 400;

/// Something in a sentence whose words only the archive knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The title of what a link leads to, by the number of its target.
    Title(usize),
    /// A citation behind the words that it is for, by its number.
    Citation(usize),
    /// A citation that is a part of the sentence, by its number.
    Narrative(usize),
    /// What is withheld, by the number of its reason.
    Redaction(usize),
    /// What follows is struck out.
    Struck,
    /// The end of what is struck out.
    StruckEnd,
}

/// A stretch of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Words as they are.
    Words(&'a str),
    /// The title of what a link leads to, by the number of its target.
    Title(usize),
    /// A citation, by its number.
    Citation(usize),
    /// A bar in the place of what is withheld, by the number of its reason.
    Redaction(usize),
    /// What follows is struck out.
    Struck,
    /// The end of what is struck out. At the end of a sentence it may be missing.
    StruckEnd,
}

/// What stands in a sentence for something named: a letter and a number between two control characters, which no author
/// can write. The letters are capitals because a sentence may begin with them.
pub(super) fn placeholder(named: Named) -> String {
    let (letter, index) = match named {
        Named::Title(index) => ('T', index),
        Named::Citation(index) => ('C', index),
        Named::Narrative(index) => ('N', index),
        Named::Redaction(index) => ('R', index),
        Named::Struck => ('S', 0),
        Named::StruckEnd => ('E', 0),
    };
    format!("\u{1}{letter}{index}\u{2}")
}

/// The stretches of a sentence.
pub(crate) fn pieces(sentence: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        let marked = rest.strip_prefix('\u{1}').and_then(|marked| marked.split_once('\u{2}'));
        let (piece, behind) = match marked {
            Some((mark, behind)) => (named_piece(mark), behind),
            None if rest.is_empty() => return None,
            None => {
                let end = memchr::memchr(1, rest.as_bytes()).filter(|end| *end > 0).unwrap_or(rest.len());
                (Piece::Words(&rest[..end]), &rest[end..])
            }
        };
        rest = behind;
        Some(piece)
    })
}

fn named_piece(mark: &str) -> Piece<'_> {
    let number = mark.get(1..).and_then(|number| number.parse().ok());
    match (mark.chars().next(), number) {
        (Some('T'), Some(index)) => Piece::Title(index),
        (Some('C' | 'N'), Some(index)) => Piece::Citation(index),
        (Some('R'), Some(index)) => Piece::Redaction(index),
        (Some('S'), _) => Piece::Struck,
        (Some('E'), _) => Piece::StruckEnd,
        _ => Piece::Words(""),
    }
}

/// Where the sentences of a text begin and end. A citation behind a full stop belongs to the sentence before it.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for mut sentence in bounds(text) {
        if let Some(before) = sentences.last_mut() {
            let cited = leading_citations(&text[sentence.clone()]);
            let own_words = text[sentence.start + cited..sentence.end].contains(char::is_alphanumeric);
            if cited > 0 {
                before.end = if own_words { sentence.start + cited } else { sentence.end };
                sentence.start = before.end;
            }
        }
        if !sentence.is_empty() {
            sentences.push(sentence);
        }
    }
    sentences
}

/// The length of the citations with which a text begins, of ends of what is struck out, and of the spaces behind them.
fn leading_citations(text: &str) -> usize {
    let mut rest = text;
    while let Some((_, behind)) = rest
        .trim_start()
        .strip_prefix('\u{1}')
        .and_then(|marked| marked.strip_prefix(['C', 'E'])?.split_once('\u{2}'))
    {
        rest = behind.trim_start();
    }
    text.len() - rest.len()
}

/// Where the sentences of a text begin and end by themselves (UAX #29, less the breaks after abbreviations).
///
/// Most sentences end in a way that leaves no doubt. Only what stands between two such ends, and may hold more than
/// one sentence, is looked at sign by sign.
fn bounds(text: &str) -> Vec<Range<usize>> {
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
            let sure = end > stop
                && rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '\u{1}')
                && !may_end_with_abbreviation(&text[..stop]);
            sure.then_some(end)
        })
        .next()
        .unwrap_or(text.len())
}

/// Whether a text ends with an abbreviation, whatever but a letter stands before it.
fn may_end_with_abbreviation(text: &str) -> bool {
    // No abbreviation has five letters, and most words have.
    let end = text.as_bytes().last_chunk::<6>();
    if end.is_some_and(|end| end[..5].iter().all(u8::is_ascii_alphabetic)) {
        return false;
    }
    let before = |abbreviation: &&str| text.strip_suffix(*abbreviation);
    ABBREVIATIONS.iter().filter_map(before).any(|before| !before.ends_with(char::is_alphabetic))
}

/// Whether a text that begins with a sentence is nothing but that: no sign that may end one stands before its end.
fn is_one_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(' ');
    let text = text.strip_suffix(['.', '?', '!']).unwrap_or(text);
    memchr::memchr3(b'.', b'?', b'!', text.as_bytes()).is_none()
        && memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none()
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

/// What of a text is struck out.
pub(super) fn struck(text: &str) -> Vec<Range<usize>> {
    let (mut struck, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for at in memchr::memchr_iter(1, text.as_bytes()) {
        match text.as_bytes().get(at + 1) {
            Some(b'S') => {
                start = if depth == 0 { at } else { start };
                depth += 1;
            }
            Some(b'E') if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    struck.push(start..at);
                }
            }
            _ => {}
        }
    }
    if depth > 0 {
        struck.push(start..text.len());
    }
    struck
}

/// Whether a text holds more than marks of what is struck out.
pub(super) fn has_words(text: &str) -> bool {
    pieces(text).any(|piece| match piece {
        Piece::Words(words) => !words.trim().is_empty(),
        Piece::Struck | Piece::StruckEnd => false,
        _ => true,
    })
}

/// The last sentence of a text.
pub(super) fn last(text: &str) -> String {
    around(text, &sentences(text), &struck(text), text.len())
}

/// A text, or the last sentence of a long one.
pub(super) fn end_of(text: &str) -> String {
    if text.len() > LONGEST_CONTEXT {
        return format!("… {}", last(text));
    }
    excerpt(text, 0..text.len(), &[], 0)
}

/// The sentence at a position; a fragment with the sentences around it.
pub(super) fn around(text: &str, sentences: &[Range<usize>], struck: &[Range<usize>], at: usize) -> String {
    let index =
        sentences.partition_point(|sentence| sentence.end <= at).min(sentences.len().saturating_sub(1));
    let Some(own) = sentences.get(index) else { return excerpt(text, 0..text.len(), struck, at) };
    // What a reader is shown of it decides: of a line of a thousand links not the whole is looked at for each.
    if says_something(&text[window(text, own.clone(), at)]) {
        return excerpt(text, own.clone(), struck, at);
    }
    excerpt(text, with_context(sentences, index), struck, at)
}

/// What of a sentence is shown, with a sign where it is cut.
fn excerpt(text: &str, sentence: Range<usize>, struck: &[Range<usize>], at: usize) -> String {
    let shown = window(text, sentence.clone(), at);
    let mut excerpt = tidy(&text[shown.clone()]);
    let before = struck.partition_point(|struck| struck.start < shown.start);
    if before > 0 && shown.start <= struck[before - 1].end {
        excerpt.insert_str(0, &placeholder(Named::Struck));
    }
    if shown.start > sentence.start {
        excerpt.insert_str(0, "… ");
    }
    if shown.end < sentence.end {
        excerpt.push_str(" …");
    }
    excerpt
}

/// Whether a sentence has two words that no name has: "London: Merlin Press." ends with a full stop and says nothing.
fn says_something(sentence: &str) -> bool {
    let is_abbreviation = |word: &&str| word.ends_with('.') && ABBREVIATIONS.contains(word);
    let mut words = 0;
    for word in sentence.split_whitespace().filter(|word| !is_abbreviation(word)) {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic() && !c.is_uppercase()) else {
            continue;
        };
        // A script without capitals does not tell names from other words.
        if !first.is_lowercase() {
            return true;
        }
        words += usize::from(!word.contains(|c: char| c.is_numeric()));
        if words == 2 {
            return true;
        }
    }
    false
}

/// A sentence with those before it, and then those behind it, as far as there is room.
fn with_context(sentences: &[Range<usize>], index: usize) -> Range<usize> {
    let Range { mut start, mut end } = sentences[index].clone();
    for before in sentences[..index].iter().rev() {
        if end - before.start > LONGEST_CONTEXT {
            break;
        }
        start = before.start;
    }
    for behind in &sentences[index + 1..] {
        if behind.end - start > LONGEST_CONTEXT {
            break;
        }
        end = behind.end;
    }
    start..end
}

/// The part of a sentence around a position. A line of a thousand links has no end to its sentences, and each link is
/// given what a reader can take in. It is cut at spaces, where there are any, and never within a placeholder.
fn window(text: &str, sentence: Range<usize>, at: usize) -> Range<usize> {
    if sentence.len() <= LONGEST {
        return sentence;
    }
    let at = at.clamp(sentence.start, sentence.end);
    let mut start = text.floor_char_boundary(at.saturating_sub(LONGEST / 2)).max(sentence.start);
    let mut end = text.floor_char_boundary((at + LONGEST / 2).min(sentence.end)).max(at);
    if start > sentence.start {
        let space = text[start..at].find(' ').map(|space| start + space);
        start = space.unwrap_or_else(|| after_cut_placeholder(text, start, at));
    }
    if end < sentence.end {
        let named = text[at..].strip_prefix('\u{1}').and_then(|marked| marked.find('\u{2}'));
        let least = named.map_or(at, |length| at + 1 + length + 1);
        let space = text.get(least..end).and_then(|behind| behind.rfind(' ')).map(|space| least + space);
        end = space.unwrap_or_else(|| before_cut_placeholder(text, least, end.max(least)));
    }
    start..end
}

/// `start`, or behind the placeholder in which it lies.
fn after_cut_placeholder(text: &str, start: usize, at: usize) -> usize {
    let (open, close) = (text[start..at].find('\u{1}'), text[start..at].find('\u{2}'));
    close.filter(|close| open.is_none_or(|open| *close < open)).map_or(start, |close| start + close + 1)
}

/// `end`, or before the placeholder in which it lies.
fn before_cut_placeholder(text: &str, at: usize, end: usize) -> usize {
    let (open, close) = (text[at..end].rfind('\u{1}'), text[at..end].rfind('\u{2}'));
    open.filter(|open| close.is_none_or(|close| *open > close)).map_or(end, |open| at + open)
}

/// White space folded, and none left before the signs that followed a citation.
fn tidy(text: &str) -> String {
    if is_tidy(text) {
        return text.to_owned();
    }
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

/// Whether there is nothing to fold, as is seen at once of most sentences.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_plain = |byte: &u8| byte.is_ascii() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    let joins =
        |pair: &[u8]| pair[0] == b' ' && !pair[1].is_ascii_alphanumeric() && !matches!(pair[1], b'(' | 1);
    bytes.iter().all(is_plain)
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !bytes.windows(2).any(joins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_tidy_text_stays_as_it_is(text in "(a|B|7| |  |\\.|,|\\(|\\)|\u{1}T0\u{2}|\n|\t|\u{a0}|é|‘){0,16}") {
            if is_tidy(&text) {
                let folded: Vec<&str> = text.split_whitespace().collect();
                prop_assert_eq!(&folded.join(" "), &text);
                prop_assert!(!folded.iter().skip(1).any(|word| [".", ",", ")"].contains(word)));
            }
        }

        #[test]
        fn sure_ends_change_nothing(
            text in "(Dr|Dr\\.|\\.Dr\\. |3\\.|No|v|etc|ch|Smith|lost|it|3|É|é|‘|’|“|”|–|—|£|€|\"|\\(|\\)|\\.|\\.|\\?|!|,| | | |  |\u{a0}|\u{301}|\u{ad}|\u{3002}|\u{ff0e}|\u{85}|\u{1}T0\u{2}|[A-Ca-c]|\\n|\\r|\\t|\\PC){0,40}"
        ) {
            let mut whole = Vec::new();
            push_sentences(&mut whole, &text, 0..text.len());
            prop_assert_eq!(bounds(&text), whole);
        }
    }

    #[test]
    fn finds_the_sentence() {
        let text = "The firm (see p. 4) lost them. Dr. Smith said so in May .  Nobody else did it.";
        let sentences = sentences(text);
        let check = |word: &str, expected: &str| {
            let at = text.find(word).expect("the word is in the text");
            assert_eq!(around(text, &sentences, &[], at), expected);
        };
        check("lost", "The firm (see p. 4) lost them.");
        check("said", "Dr. Smith said so in May.");
        check("Nobody", "Nobody else did it.");
    }

    /// The sentence at the first placeholder of a text.
    #[track_caller]
    fn check_around(text: &str, expected: &str) {
        let text = text.replace('<', "\u{1}").replace('>', "\u{2}");
        let at = text.find("\u{1}T").or_else(|| text.find('\u{1}')).expect("a placeholder");
        let found =
            around(&text, &sentences(&text), &struck(&text), at).replace('\u{1}', "<").replace('\u{2}', ">");
        assert_eq!(found, expected);
    }

    #[test]
    fn a_citation_belongs_to_the_words_before_it() {
        check_around("They were lost. <T0> said so then. It was late.<C0>", "<T0> said so then.");
        check_around("They were all lost. <C0> <C1> It was late.", "They were all lost. <C0> <C1>");
        check_around("They were all lost. <C0>. It was late.", "They were all lost. <C0>.");
        check_around("They were all lost. <N0> says that it was late.", "<N0> says that it was late.");
        check_around("<C0> They were all lost. It was so.", "<C0> They were all lost.");
    }

    #[test]
    fn what_is_struck_out_stays_struck_out() {
        check_around("<S0><T0> lost the letters.<E0> It did not.", "<S0><T0> lost the letters.<E0>");
        check_around("<S0>It was so. <T0> lost the letters.<E0> No.", "<S0><T0> lost the letters.<E0>");
        check_around(
            "It was so. <T0> <S0>never<E0> lost the letters.",
            "<T0> <S0>never<E0> lost the letters.",
        );
    }

    #[test]
    fn a_fragment_is_shown_with_what_is_around_it() {
        let note = "Davis, J. (2015) NHS For Sale. London: Merlin Press, pp.3-5. <C0>";
        check_around(note, note);
        check_around(
            "Davis, J. (2015) It. Chapters 2 and 8. <C0>",
            "Davis, J. (2015) It. Chapters 2 and 8. <C0>",
        );
        check_around("It was so. 信件丢失了 <C0>. It was late.", "信件丢失了 <C0>.");
    }
}
