//! Words to suggest where one is not found.

use super::script::Script;
use super::terms::Dictionary;
use serde::Serialize;
use std::cmp::Reverse;

/// Shorter words are near to too many others.
const FEWEST_LETTERS: usize = 4;

/// Where there are more words than are listed, a word of a text only is none that was mistyped when so many records have
/// it.
const FEWEST_RECORDS: usize = 3;

/// So many words are listed, those of the most records.
const MOST_WORDS: usize = 30_000;

#[derive(Serialize)]
struct Spelling {
    words: String,
}

/// The file of words to suggest.
pub(super) fn spelling_file(dictionary: &Dictionary<'_>) -> Script {
    let mut words: Vec<(usize, usize)> = (0..dictionary.len())
        .filter(|number| is_word(dictionary.term(*number)))
        .map(|number| (dictionary.postings(number).count(), number))
        .collect();
    if words.len() > MOST_WORDS {
        words.retain(|(records, number)| *records >= FEWEST_RECORDS || dictionary.is_name(*number));
    }
    words.sort_unstable_by_key(|(records, number)| (Reverse(*records), *number));
    words.truncate(MOST_WORDS);
    words.sort_unstable_by_key(|(_, number)| *number);
    let words: Vec<&str> = words.into_iter().map(|(_, number)| dictionary.term(number)).collect();
    Script::new("spelling", &Spelling { words: words.join(" ") })
}

fn is_word(term: &str) -> bool {
    !term.contains(char::is_numeric) && term.chars().nth(FEWEST_LETTERS - 1).is_some()
}
