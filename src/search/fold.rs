//! Words as the search compares them: without case, accents and the differences that typography makes.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::GeneralCategory;
use unicode_properties::UnicodeGeneralCategory;

/// Words are cut to so many characters.
const LONGEST_WORD: usize = 40;

/// What is kept from word to word, so that it need not be made again.
#[derive(Default)]
pub(super) struct Folding {
    word: String,
    signs: Vec<char>,
}

/// Hands each word of a text, folded, to `word`, in order.
pub(super) fn each_word(folding: &mut Folding, text: &str, mut word: impl FnMut(&str)) {
    // No word and none of the rules reaches across white space.
    for piece in text.split_ascii_whitespace() {
        let piece = piece.trim_matches(is_edge);
        if piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            emit(piece, &mut word);
        } else if piece.is_ascii() {
            ascii_words(&mut folding.word, piece.as_bytes(), &mut word);
        } else {
            other_words(folding, piece, &mut word);
        }
    }
}

/// Signs that are no part of a word where they begin or end a piece, in whatever normal form.
fn is_edge(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '‘' | '’' | '“' | '”' | '–' | '—')
}

fn emit(word: &str, each: &mut impl FnMut(&str)) {
    if word.is_empty() {
        return;
    }
    match word.char_indices().nth(LONGEST_WORD).filter(|_| word.len() > LONGEST_WORD) {
        Some((end, _)) => each(&word[..end]),
        None => each(word),
    }
}

/// The same as [`other_words`] for ASCII, most of every text.
fn ascii_words(word: &mut String, piece: &[u8], each: &mut impl FnMut(&str)) {
    word.clear();
    let around = |at: usize, is: fn(&u8) -> bool| is(&piece[at - 1]) && is(&piece[at + 1]);
    for (at, byte) in piece.iter().enumerate() {
        match byte {
            _ if byte.is_ascii_alphanumeric() => word.push(char::from(byte.to_ascii_lowercase())),
            // Neither begins or ends a piece.
            b'\'' if around(at, u8::is_ascii_alphanumeric) => {}
            b',' if around(at, u8::is_ascii_digit) => {}
            _ => {
                emit(word, each);
                word.clear();
            }
        }
    }
    emit(word, each);
}

fn other_words(folding: &mut Folding, piece: &str, each: &mut impl FnMut(&str)) {
    let Folding { word, signs } = folding;
    signs.clear();
    piece.nfkd().filter(|c| !is_removed(*c)).for_each(|c| fold(signs, c));
    word.clear();
    for (at, c) in signs.iter().copied().enumerate() {
        let around = |is: fn(char) -> bool| {
            at > 0 && is(signs[at - 1]) && signs.get(at + 1).is_some_and(|next| is(*next))
        };
        match c {
            _ if c.is_alphanumeric() => word.push(c),
            '\'' | '‘' | '’' if around(char::is_alphanumeric) => {}
            ',' if around(|c| c.is_ascii_digit()) => {}
            _ => {
                emit(word, each);
                word.clear();
            }
        }
    }
    emit(word, each);
}

/// Marks above and below letters, soft hyphens and signs of no width.
fn is_removed(c: char) -> bool {
    !c.is_ascii() && matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::Format)
}

/// Adds a sign in lower case. Letters that no normal form takes apart are written as those they are taken for.
fn fold(signs: &mut Vec<char>, c: char) {
    for c in c.to_lowercase() {
        match c {
            'ß' => signs.extend(['s', 's']),
            'æ' => signs.extend(['a', 'e']),
            'œ' => signs.extend(['o', 'e']),
            'ø' => signs.push('o'),
            'ł' => signs.push('l'),
            'đ' => signs.push('d'),
            'ı' => signs.push('i'),
            'ς' => signs.push('σ'),
            '\u{2bc}' => signs.push('\''),
            c => signs.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Folding;
    use super::each_word;

    fn check(text: &str, words: &str) {
        let mut folded = Vec::new();
        each_word(&mut Folding::default(), text, |word| folded.push(word.to_owned()));
        assert_eq!(folded.join(" "), words, "{text}");
    }

    #[test]
    fn words_are_folded() {
        check("Łódź, São-Paulo: naïve ŒUVRE", "lodz sao paulo naive oeuvre");
        check("Straße STRASSE ẞ Ærø Đỗ ısı İstanbul", "strasse strasse ss aero do isi istanbul");
        check("ΟΔΟΣ οδος ὁδός", "οδοσ οδοσ οδοσ");
        check("e\u{301}te\u{301} été", "ete ete");
        check("ﬁnal ①②③ ™ x² ½", "final 123 tm x2 1 2");
        check("out\u{ad}sourced zero\u{200b}width", "outsourced zerowidth");
        check("שלום العربية हिन्दी 東京都", "שלום العربية हिनदी 東京都");
        check("👩‍⚕️ 🏥 1️⃣ — … “”", "1");
    }

    #[test]
    fn apostrophes_and_commas_within_words_are_removed() {
        check("don't don’t donʼt O‘Neill's 'quoted' rock'n'roll", "dont dont dont oneills quoted rocknroll");
        check("a''b a'-b x'", "a b a b x");
        check("28,000 1,2,3 28,x x,28 ١,٢", "28000 123 28 x x 28 ١ ٢");
        check("£1,250,000.50 (28,000)", "1250000 50 28000");
    }

    #[test]
    fn long_words_are_cut() {
        check(&"A".repeat(50), &"a".repeat(40));
        check(&"é".repeat(50), &"e".repeat(40));
        check(&"東".repeat(41), &"東".repeat(40));
    }
}
