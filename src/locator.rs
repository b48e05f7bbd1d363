//! Places in a work: `ch. 4`, `pp. 38-61`, `00:12:30`.
//!
//! The words are those of Pandoc (User's Guide, "Citation syntax") and the kinds those of CSL 1.0.2, Appendix III.

use crate::diagnostic::Diagnostic;
use crate::span::Span;
use hayagriva::citationberg::taxonomy::Locator as Kind;
use memchr::memchr_iter;

/// A place in a work, as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// One kind of part and its number, which a style writes in its own way.
    Part(Part),
    /// Several places, or words: printed as they stand.
    Words,
}

/// A part of a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What kind of part.
    pub kind: Kind,
    /// Which: `4`, `38–61`, `iv`.
    pub number: String,
    /// Whether there are several.
    pub several: bool,
}

/// Words for the parts of works, without a full stop behind them.
const WORDS: [(&str, Kind); 74] = [
    ("p", Kind::Page),
    ("pp", Kind::Page),
    ("pg", Kind::Page),
    ("pgs", Kind::Page),
    ("page", Kind::Page),
    ("pages", Kind::Page),
    ("ch", Kind::Chapter),
    ("chs", Kind::Chapter),
    ("chap", Kind::Chapter),
    ("chaps", Kind::Chapter),
    ("chapter", Kind::Chapter),
    ("chapters", Kind::Chapter),
    ("para", Kind::Paragraph),
    ("paras", Kind::Paragraph),
    ("paragraph", Kind::Paragraph),
    ("paragraphs", Kind::Paragraph),
    ("¶", Kind::Paragraph),
    ("¶¶", Kind::Paragraph),
    ("s", Kind::Section),
    ("ss", Kind::Section),
    ("sec", Kind::Section),
    ("secs", Kind::Section),
    ("sect", Kind::Section),
    ("section", Kind::Section),
    ("sections", Kind::Section),
    ("§", Kind::Section),
    ("§§", Kind::Section),
    ("pt", Kind::Part),
    ("pts", Kind::Part),
    ("part", Kind::Part),
    ("parts", Kind::Part),
    ("vol", Kind::Volume),
    ("vols", Kind::Volume),
    ("volume", Kind::Volume),
    ("volumes", Kind::Volume),
    ("bk", Kind::Book),
    ("bks", Kind::Book),
    ("book", Kind::Book),
    ("books", Kind::Book),
    ("col", Kind::Column),
    ("cols", Kind::Column),
    ("column", Kind::Column),
    ("columns", Kind::Column),
    ("fig", Kind::Figure),
    ("figs", Kind::Figure),
    ("figure", Kind::Figure),
    ("figures", Kind::Figure),
    ("tbl", Kind::Table),
    ("table", Kind::Table),
    ("tables", Kind::Table),
    ("l", Kind::Line),
    ("ll", Kind::Line),
    ("line", Kind::Line),
    ("lines", Kind::Line),
    ("n", Kind::Note),
    ("nn", Kind::Note),
    ("note", Kind::Note),
    ("notes", Kind::Note),
    ("no", Kind::Issue),
    ("nos", Kind::Issue),
    ("issue", Kind::Issue),
    ("fol", Kind::Folio),
    ("folio", Kind::Folio),
    ("v", Kind::Verse),
    ("vv", Kind::Verse),
    ("verse", Kind::Verse),
    ("app", Kind::Appendix),
    ("appendix", Kind::Appendix),
    ("annex", Kind::Appendix),
    ("art", Kind::ArticleLocator),
    ("article", Kind::ArticleLocator),
    ("r", Kind::Rule),
    ("time", Kind::Timestamp),
    ("timestamp", Kind::Timestamp),
];

impl Place {
    /// What the words of a locator mean. A number alone is a page, a time is one.
    pub fn read(words: &str) -> Self {
        let (kind, number) = labelled(words.trim());
        let Some(kind) = kind.or_else(|| kind_of_number(number)) else { return Self::Words };
        if !is_number(number) {
            return Self::Words;
        }
        let number = printed(number);
        let several = number.contains(['–', ',', '&']) || number.contains(" and ");
        Self::Part(Part { kind, number, several })
    }
}

/// Warns of words that say no place in a work.
pub fn unread(words: &str, span: Span) -> Option<Diagnostic> {
    (!is_understood(words)).then(|| {
        Diagnostic::warning(
            "unread-locator",
            span,
            format!("`{}` is no place in a work that is known here, and is printed as it stands", words.trim()),
        )
        .expected("a page, chapter, paragraph, section or time: `p. 4`, `pp. 38-61`, `ch. 2`, `para 12`, `s. 3`, `00:12:30`")
    })
}

/// Whether words begin with a place in a work: `ch. 4, pp. 38-61`, `p. 3 and passim`, `back cover`.
fn is_understood(words: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "abstract",
        "annex",
        "appendix",
        "back cover",
        "conclusion",
        "cover",
        "executive summary",
        "foreword",
        "front cover",
        "index",
        "introduction",
        "passim",
        "preface",
        "summary",
        "throughout",
        "title page",
    ];
    let words = words.trim();
    let (_, number) = labelled(words);
    let first = number.split([' ', ',', ';']).next().unwrap_or_default();
    let is_labelled = number.len() < words.len();
    let lower = words.to_lowercase();
    OTHERS.iter().any(|own| lower.starts_with(own))
        || is_number(first) && (is_labelled || kind_of_number(first).is_some())
}

/// The kind that a word before the number names, and the number.
fn labelled(words: &str) -> (Option<Kind>, &str) {
    let is_word = |c: char| c.is_alphabetic() || matches!(c, '§' | '¶');
    let end = words.find(|c| !is_word(c)).unwrap_or(words.len());
    let word = words[..end].to_lowercase();
    let behind = words[end..].strip_prefix('.').unwrap_or(&words[end..]);
    match WORDS.iter().find(|(own, _)| *own == word) {
        Some((_, kind)) if !behind.trim_start().is_empty() => (Some(*kind), behind.trim_start()),
        _ => (None, words),
    }
}

/// What a number is that has no word before it.
fn kind_of_number(number: &str) -> Option<Kind> {
    let is_time = number.contains(':')
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '-' | '–'));
    match () {
        () if is_time => Some(Kind::Timestamp),
        () if number.starts_with(|c: char| c.is_ascii_digit()) => Some(Kind::Page),
        () => None,
    }
}

/// Numbers and ranges of them: `4`, `iv-ix`, `3, 5 and 7`, `12A`, `2.1(b)`, `38ff.`
fn is_number(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '&' | '-' | '–' | '—'));
    let mut seen = false;
    for word in words.filter(|word| !word.is_empty()) {
        let joins = matches!(word, "and" | "to" | "ff" | "ff." | "f.");
        if !joins && !is_one_number(word) {
            return false;
        }
        seen |= !joins;
    }
    seen
}

fn is_one_number(word: &str) -> bool {
    let roman = |c: char| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm');
    let one_letter = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '(' | ')' | '/' | '[' | ']');
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    one_letter || word.chars().all(roman) || has_digit && word.chars().all(allowed)
}

/// A locator as it is printed: ranges with an en dash.
pub fn printed(at: &str) -> String {
    let mut printed = String::with_capacity(at.len());
    let bytes = at.as_bytes();
    let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mut rest = 0;
    for dash in memchr_iter(b'-', bytes) {
        printed.push_str(&at[rest..dash]);
        let between = dash > 0 && is_digit(dash - 1) && is_digit(dash + 1);
        printed.push(if between { '–' } else { '-' });
        rest = dash + 1;
    }
    printed.push_str(&at[rest..]);
    printed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(words: &str) -> Option<(Kind, String, bool)> {
        match Place::read(words) {
            Place::Part(part) => Some((part.kind, part.number, part.several)),
            Place::Words => None,
        }
    }

    #[test]
    fn places_are_read_as_people_write_them() {
        for (words, kind, number, several) in [
            ("p. 4", Kind::Page, "4", false),
            ("4", Kind::Page, "4", false),
            ("pp. 38-61", Kind::Page, "38–61", true),
            ("page iv", Kind::Page, "iv", false),
            ("ch. 2 and 8", Kind::Chapter, "2 and 8", true),
            ("Chapter 4", Kind::Chapter, "4", false),
            ("para. 12", Kind::Paragraph, "12", false),
            ("¶ 3", Kind::Paragraph, "3", false),
            ("s. 4(2)", Kind::Section, "4(2)", false),
            ("§ 2.1", Kind::Section, "2.1", false),
            ("00:12:30", Kind::Timestamp, "00:12:30", false),
            ("vol. 2", Kind::Volume, "2", false),
        ] {
            assert_eq!(kind_of(words), Some((kind, number.to_owned(), several)), "{words}");
            assert!(is_understood(words), "{words}");
        }
    }

    #[test]
    fn several_places_are_printed_as_they_stand() {
        for words in
            ["ch. 4, pp. 38-61", "p. 3 and passim", "back cover", "passim", "pp. 3 ff, see the table"]
        {
            assert_eq!(kind_of(words), None, "{words}");
            assert!(is_understood(words), "{words}");
        }
    }

    #[test]
    fn words_that_are_no_place_are_told() {
        for words in ["somewhere near the end", "ch. four", "the annual one", "p.", "see also the table"] {
            assert!(unread(words, Span::new(crate::span::FileId(0), 0, 1)).is_some(), "{words}");
        }
    }
}
