//! Holds back what leads to a person: telephone numbers, addresses, and what a page had hidden.

use super::inline::Block;
use super::inline::Cut;
use super::inline::Inline;
use super::residue::Removed;
use crate::personal;
use crate::rule::Rule;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Something that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is: "telephone number".
    pub what: &'static str,
    /// What was held back. It is shown nowhere.
    pub words: String,
    /// The words before it, without anything that is held back.
    pub behind: String,
    /// The key of the contact of the site that has it.
    pub contact: Option<String>,
}

/// So many bytes before something tell where it stands.
const LAST: usize = 300;

/// A number is written in so many words at most.
const MOST_PARTS: usize = 8;

/// How an address looks that Cloudflare has hidden on a page.
static UNREADABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\[email[ \u{a0}]?protected\]|\[(?:e-?mail|address) (?:hidden|removed)\]")
        .expect("a pattern of this file")
});

/// What stands in the place of such an address.
const UNREADABLE_REASON: &str = "e-mail address, already unreadable in our copy";

/// Holds back what leads to a person, in every passage. `contact_of` says whose number or address something is.
pub(super) fn hold_back(
    blocks: &mut [Block],
    held: &mut Vec<Held>,
    removed: &mut Vec<Removed>,
    contact_of: impl Fn(&str) -> Option<String>,
) {
    let mut above = String::new();
    for block in blocks {
        let cuts = find(&block.inline.text);
        for (cut, what) in &cuts {
            let words = block.inline.text[cut.range.clone()].to_owned();
            let contact = contact_of(&words);
            let before = masked(end_of(&block.inline.text[..cut.range.start]));
            let before = last_words(if before.trim().is_empty() { end_of(&above) } else { &before });
            held.push(Held { what, words, behind: before, contact });
        }
        if cuts.is_empty() {
            above.clone_from(&block.inline.text);
        }
        for (cut, _) in &cuts {
            join_lines(&mut block.inline, &cut.range);
        }
        block.inline.cuts = cuts.into_iter().map(|(cut, _)| cut).collect();
        drop_marks(&mut block.inline, removed);
    }
}

/// Puts what is held back on one line, so that lines can be taken apart without it.
fn join_lines(inline: &mut Inline, range: &Range<usize>) {
    let words = inline.text[range.clone()].replace('\n', " ");
    inline.text.replace_range(range.clone(), &words);
    inline.marks.retain(|mark| mark.markdown != "\\" || !range.contains(&mark.at));
}

/// A text with what leads to a person held back.
pub fn masked(text: &str) -> String {
    let inline = Inline {
        text: text.to_owned(),
        cuts: find(text).into_iter().map(|(cut, _)| cut).collect(),
        ..Inline::default()
    };
    inline.shown()
}

fn find(text: &str) -> Vec<(Cut, &'static str)> {
    let personal = personal::find(text).into_iter().map(|found| {
        let (reason, what) = words(found.rule);
        (Cut { range: whole_words(text, found.range), reason: reason.to_owned() }, what)
    });
    let unreadable = UNREADABLE.find_iter(text).map(|found| {
        let cut = Cut { range: found.range(), reason: UNREADABLE_REASON.to_owned() };
        (cut, "e-mail address that the page had already made unreadable")
    });
    let mut cuts: Vec<(Cut, &'static str)> = personal.chain(unreadable).collect();
    cuts.sort_by_key(|(cut, _)| (cut.range.start, std::cmp::Reverse(cut.range.end)));
    let mut end = 0;
    cuts.retain(|(cut, _)| {
        let is_new = cut.range.start >= end && !cut.range.is_empty();
        end = end.max(cut.range.end);
        is_new
    });
    cuts
}

/// A part of a word is held back with all of the word.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text[..range.start].trim_end_matches(char::is_alphanumeric).len();
    let behind = text[range.end..].trim_start_matches(char::is_alphanumeric).len();
    before..text.len() - behind
}

fn words(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::TelephoneNumber => ("personal telephone number", "telephone number"),
        Rule::EmailAddress | Rule::ContactInText => ("personal e-mail address", "e-mail address"),
        Rule::NhsNumber => ("NHS number", "NHS number"),
        Rule::NationalInsuranceNumber => ("National Insurance number", "National Insurance number"),
        Rule::DateOfBirth => ("date of birth", "date of birth"),
        Rule::PostcodeOfPerson => ("postcode", "postcode of a person"),
        Rule::FewPeople => ("number of people", "number of people"),
        // No other rule is about personal data.
        _ => ("personal data", "personal data"),
    }
}

/// A link or emphasis that touches what is held back goes: what is held back is no part of a link.
fn drop_marks(inline: &mut Inline, removed: &mut Vec<Removed>) {
    if inline.cuts.is_empty() || inline.marks.iter().all(|mark| mark.markdown == "\\") {
        return;
    }
    let (kept, dropped) =
        std::mem::take(&mut inline.marks).into_iter().partition(|mark| mark.markdown == "\\");
    inline.marks = kept;
    let addresses = Vec::from_iter(dropped).into_iter().filter_map(|mark| mark.address);
    removed.extend(addresses.map(|address| Removed::new(address, "the address of a link")));
}

/// The end of a text, which is all that is told of it.
fn end_of(text: &str) -> &str {
    let start = text.len().saturating_sub(LAST);
    if start == 0 {
        return text;
    }
    // The end may begin with half a number, which would not be seen to be one.
    let words = text[text.ceil_char_boundary(start)..].split_whitespace().skip(MOST_PARTS);
    let first = words.into_iter().next();
    first.map_or("", |word| &text[word.as_ptr().addr() - text.as_ptr().addr()..])
}

/// The last words of a text, by which a place is found again.
fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(6)..].join(" ")
}
