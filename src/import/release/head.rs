//! What stands above the text of a release: its headline, its day, its embargo.

use super::day;
use super::day::Day;
use super::day::Until;
use super::inline::Block;
use super::inline::Shape;
use super::residue::Removed;
use regex::Regex;
use std::sync::LazyLock;

/// What a release says of itself above its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The headline as it was issued.
    pub headline: Option<String>,
    /// The title: the headline without what every release has before it.
    pub title: Option<String>,
    /// The day on which it was issued, as EDTF.
    pub date: Option<String>,
    /// The words in which the day was found.
    pub date_words: Option<String>,
    /// Digits that are one day in Britain and another in America.
    pub ambiguous_date: Option<String>,
    /// Until when nothing may be published, with the words that say so.
    pub embargo: Option<(Until, String)>,
    /// It is under embargo, and until when cannot be read in these words.
    pub unclear_embargo: Option<String>,
}

/// A longer first line is a paragraph rather than a headline, in characters.
const LONGEST_HEADLINE: usize = 160;

/// Lines above the text are not further down.
const LINES_ABOVE: usize = 12;

static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:press|news|media)[ -](?:release|statement)\s*(?:[:|–—]|-\s)\s*")
        .expect("a pattern of this file")
});

/// A line that says only what the document is, and when it may be used.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let kind = r"(?:(?:press|news|media)[ -](?:release|statement)|for immediate (?:release|use|publication))";
    let day = r"(?:date|dated|issued|released|issue date|release date|date of issue)(?: on)?\s*:?";
    let embargo =
        r"(?:strictly )?(?:embargo(?:ed)?\b|under embargo|not for (?:publication|release|broadcast|use)).*";
    Regex::new(&format!(
        r"(?i)^(?:{kind}(?:\s*[-–—:,|/.;]*\s*{kind})?(?P<rest>.*)|{day}(?P<rest2>.*)|(?P<embargo>{embargo}))$"
    ))
    .expect("a pattern of this file")
});

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    let days = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thur?s?|fri|sat|sun";
    Regex::new(&format!(r"(?i)\b(?:{days})\b")).expect("a pattern of this file")
});

/// Takes what stands above the text from the passages. `title` is what a web page calls itself.
pub(super) fn take(blocks: &mut Vec<Block>, removed: &mut Vec<Removed>, title: Option<String>) -> Head {
    let mut head = Head::default();
    let mut index = 0;
    let mut seen = 0;
    while index < blocks.len() && seen < LINES_ABOVE {
        seen += 1;
        let is_open = matches!(blocks[index].shape, Shape::Paragraph | Shape::Heading(_));
        if !is_open || !blocks[index].inline.cuts.is_empty() {
            break;
        }
        let words = blocks[index].text().replace('\n', " ");
        if let Some(what) = take_label(&mut head, &words) {
            removed.push(Removed::new(words, what));
            blocks.remove(index);
        } else if head.headline.is_none() {
            if title.as_ref().is_none_or(|title| is_same(title, &words)) && is_headline(&words) {
                head.headline = Some(words);
                blocks.remove(index);
            } else if title.is_some() {
                // The title stands elsewhere on the page.
                index += 1;
            } else {
                break;
            }
        } else {
            break;
        }
    }
    if head.headline.is_none() {
        head.headline = title;
    }
    head.title = head.headline.as_deref().map(title_of);
    head
}

fn is_headline(words: &str) -> bool {
    words.chars().count() <= LONGEST_HEADLINE && words.contains(char::is_alphanumeric)
}

/// Whether a heading is the title that the page gives itself, behind which the name of the site may stand.
fn is_same(title: &str, words: &str) -> bool {
    let fold = |text: &str| {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (title, words) = (fold(title), fold(words));
    !words.is_empty() && (title == words || words.len() > 12 && title.starts_with(&words))
}

/// A headline without "Press release:", with a capital.
pub(super) fn title_of(headline: &str) -> String {
    let prefix = PREFIX.find(headline).map_or(0, |found| found.end());
    let rest = headline[prefix..].trim();
    if prefix == 0 || rest.is_empty() {
        return headline.trim().to_owned();
    }
    let mut signs = rest.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// Takes what a line says of the document, if that is all it says.
fn take_label(head: &mut Head, line: &str) -> Option<&'static str> {
    let line = line.trim().trim_matches(|sign: char| "*[]()".contains(sign)).trim();
    if line.chars().count() > LONGEST_HEADLINE {
        return None;
    }
    let Some(found) = LABEL.captures(line) else {
        return take_day_alone(head, line);
    };
    if found.name("embargo").is_some() {
        take_embargo(head, line);
        return Some("its words are the embargo");
    }
    let rest = found.name("rest").or_else(|| found.name("rest2")).map_or("", |own| own.as_str());
    let rest =
        rest.trim_start_matches(|sign: char| sign.is_whitespace() || ":-–—,|/.;".contains(sign)).trim();
    if rest.is_empty() {
        return found.name("rest").map(|_| "it says what the document is");
    }
    is_day_alone(rest).then(|| take_day(head, rest, line))
}

fn take_day_alone(head: &mut Head, line: &str) -> Option<&'static str> {
    is_day_alone(line).then(|| take_day(head, line, line))
}

/// Whether a text is a day and nothing else.
fn is_day_alone(text: &str) -> bool {
    let Some((_, place)) = day::find(text) else { return false };
    let around = format!("{} {}", &text[..place.start], &text[place.end..]);
    let around = WEEKDAY.replace_all(&around, "");
    !around.contains(char::is_alphanumeric)
}

fn take_day(head: &mut Head, text: &str, line: &str) -> &'static str {
    match day::find(text) {
        Some((Day::Known(date), _)) if head.date.is_none() => {
            head.date = Some(date);
            head.date_words = Some(line.to_owned());
            "its words are the date"
        }
        Some((Day::Ambiguous(digits), _)) => {
            head.ambiguous_date = Some(digits);
            "a day that can be read in two ways"
        }
        _ => "another date",
    }
}

/// A release under embargo was issued on that day or before.
fn take_embargo(head: &mut Head, line: &str) {
    match day::until(line) {
        Some(until) => {
            if head.date.is_none() {
                head.date = Some(format!("[..{}]", until.local.date()));
                head.date_words = Some(line.to_owned());
            }
            head.embargo = Some((until, line.to_owned()));
        }
        None => head.unclear_embargo = Some(line.to_owned()),
    }
}
