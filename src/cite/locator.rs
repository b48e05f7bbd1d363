//! Places in a work: `ch. 4`, `pp. 38-61`, `00:12:30`.
//!
//! The words are those of Pandoc (User's Guide, "Citation syntax") and the kinds those of CSL 1.0.2, Appendix III.

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
const WORDS: [(&str, Kind); 72] = [
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

/// Whether words say where in a work something stands: `ch. 4, pp. 38-61`, `back cover`, `passim`.
pub fn is_understood(words: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "passim", "throughout", "cover", "front cover", "back cover", "foreword", "preface", "introduction", "conclusion",
        "abstract", "appendix", "annex", "summary", "executive summary", "title page", "index",
    ];
    let mut known = false;
    for part in words.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let (kind, number) = labelled(part);
        let is_part = (kind.is_some() || known || kind_of_number(number).is_some()) && is_number(number);
        let is_word = OTHERS.contains(&part.to_lowercase().as_str());
        if !is_part && !is_word {
            return false;
        }
        known = true;
    }
    known
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
    let is_time = number.contains(':') && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '-' | '–'));
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
