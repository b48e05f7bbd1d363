//! What is written can be read: summaries, headings, the words of links, and a way that leads there.

use super::Context;
use super::Finding;
use super::body_of;
use super::glance;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Record;
use crate::markdown;
use crate::rule::Rule;
use crate::span::Span;
use crate::vocabulary::Kind;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words of links that say nothing.
const EMPTY_WORDS: [&str; 12] = [
    "here",
    "click here",
    "see here",
    "read here",
    "this",
    "this link",
    "this page",
    "link",
    "more",
    "read more",
    "click",
    "found here",
];

/// Ids of pages that the theme leads to, or that lead to all others.
const KNOWN_PAGES: [&str; 3] = ["index", "about", "privacy"];

/// Who is named as the speaker of a claim.
pub(super) fn speakers(archive: &Archive) -> BTreeSet<String> {
    let incidents = archive.records.iter().filter_map(|record| record.incident());
    let claims = incidents.flat_map(|incident| &incident.claims);
    claims.filter_map(|claim| claim.said_by.as_ref()).map(|name| name.value.clone()).collect()
}

pub(super) fn look(cx: Context<'_>, speakers: &BTreeSet<String>, found: &mut Vec<Finding>, id: RecordId) {
    let record = cx.archive.record(id);
    if matches!(record.kind, Kind::Incident | Kind::PressRelease) && record.common.summary.is_none() {
        found.push(Finding {
            rule: Rule::NoSummary,
            span: record.common.title.span,
            words: "there is no summary".to_owned(),
            expected: "a line `summary: …` with one or two sentences".to_owned(),
        });
    }
    if is_orphan(cx.archive, speakers, id) {
        found.push(Finding {
            rule: Rule::OrphanRecord,
            span: record.common.title.span,
            words: "no other record leads to this one".to_owned(),
            expected: format!("`[[{}]]` in a text, or its id in the record that it belongs to", record.id),
        });
    }
    look_at_text(cx, found, record);
}

fn is_orphan(archive: &Archive, speakers: &BTreeSet<String>, id: RecordId) -> bool {
    let graph = &archive.graph;
    let record = archive.record(id);
    let lists = [&graph.related, &graph.releases, &graph.issued, &graph.with_topic, &graph.children];
    let is_named = !Archive::of(&graph.mentioned_in, id).is_empty()
        || !Archive::of(&graph.cited_by, id).is_empty()
        || !Archive::of(&graph.incidents_by_role, id).is_empty()
        || lists.iter().any(|list| !Archive::of(list, id).is_empty());
    if is_named {
        return false;
    }
    match record.kind {
        Kind::Organisation => {
            let owns = record.organisation().is_some_and(|own| !own.parents.is_empty());
            !owns && !speakers.contains(&record.id) && !speakers.contains(&record.common.title.value)
        }
        Kind::Topic => true,
        Kind::PressRelease => record.press_release().is_some_and(|own| own.incidents.is_empty()),
        Kind::Page => {
            !KNOWN_PAGES.contains(&record.id.as_str())
                && matches!(&record.details, crate::document::Details::Page(own) if own.nav.is_none())
        }
        Kind::Incident => {
            let names_none = record.incident().is_some_and(|own| own.organisations.is_empty());
            names_none && record.common.topics.is_empty() && record.body.targets.is_empty()
        }
        // Another rule is about references.
        Kind::Reference => false,
    }
}

// ---------------------------------------------------------------------------------------------- the text

/// What is kept of a text while it is read.
struct Reading<'a> {
    found: &'a mut Vec<Finding>,
    record: &'a Record<AsMeant>,
    /// Where the text begins in its file.
    start: usize,
    /// The level of the heading before.
    level: usize,
    /// The words of the link that is being read, with its place.
    link: Option<(Range<usize>, String)>,
    /// What is promised below: the words, their place, and whether it is a table or a picture.
    promises: Vec<(Range<usize>, String, bool)>,
    /// Where the last block of any kind began, the last table or picture.
    last_block: usize,
    last_picture: usize,
}

fn look_at_text(cx: Context<'_>, found: &mut Vec<Finding>, record: &Record<AsMeant>) {
    let written = &cx.inputs.text(record.file).bytes;
    if !glance::may_break_rules(written.get(record.span.range().end..).unwrap_or_default()) {
        return;
    }
    let Some((text, start)) = body_of(cx, record) else { return };
    let body = &text[start..];
    let mut reading = Reading {
        found,
        record,
        start,
        level: 1,
        link: None,
        promises: Vec::new(),
        last_block: 0,
        last_picture: 0,
    };
    for (event, range) in markdown::parser(body).into_offset_iter() {
        reading.see(body, event, range);
    }
    reading.finish();
}

impl Reading<'_> {
    fn see(&mut self, body: &str, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.last_block = range.start;
                self.heading(level, &range);
            }
            Event::Start(Tag::Link { .. }) => self.link = Some((range, String::new())),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, text)) = &mut self.link {
                    text.push_str(&words);
                }
            }
            Event::Start(Tag::Table(_) | Tag::Image { .. }) => {
                self.last_block = range.start;
                self.last_picture = range.start;
            }
            Event::Start(Tag::Paragraph | Tag::Item) => {
                self.last_block = range.start;
                self.promise(&body[range.clone()], range.start);
            }
            Event::Start(Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => {
                self.last_block = range.start
            }
            _ => {}
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.record.file, self.start + range.start, self.start + range.end)
    }

    /// The title of the page is the heading above all others.
    fn heading(&mut self, level: HeadingLevel, range: &Range<usize>) {
        let level = (level as usize).max(2);
        if level > self.level + 1 {
            let signs = |level: usize| "#".repeat(level);
            self.found.push(Finding {
                rule: Rule::HeadingSkipped,
                span: self.span(range),
                words: format!(
                    "this heading has {level} signs `#`, and the one above it {}",
                    match self.level {
                        1 => "is the title of the page".to_owned(),
                        above => format!("has {above}"),
                    }
                ),
                expected: format!("`{}` before its words", signs(self.level + 1)),
            });
        }
        self.level = level;
    }

    fn end_link(&mut self) {
        let Some((range, text)) = self.link.take() else { return };
        if says_nothing(&text) {
            self.found.push(Finding {
                rule: Rule::LinkWords,
                span: self.span(&range),
                words: format!("“{}” does not say where the link leads", text.trim()),
                expected: "a link on the words that say what is there".to_owned(),
            });
        }
    }

    fn promise(&mut self, paragraph: &str, at: usize) {
        if !glance::may_promise(paragraph.as_bytes()) {
            return;
        }
        for promise in BELOW.captures_iter(paragraph) {
            let all = promise.get(0).expect("the whole is there");
            // What somebody else promised is theirs.
            if paragraph[..all.start()].ends_with(['“', '"', '‘', '\'']) {
                continue;
            }
            let is_picture = PICTURE.is_match(all.as_str());
            self.promises.push((at + all.start()..at + all.end(), all.as_str().to_owned(), is_picture));
        }
    }

    fn finish(self) {
        let Self { found, record, start, promises, last_block, last_picture, .. } = self;
        for (range, words, is_picture) in promises {
            let last = if is_picture { last_picture } else { last_block };
            if last < range.start {
                found.push(Finding {
                    rule: Rule::NothingBelow,
                    span: Span::new(record.file, start + range.start, start + range.end),
                    words: format!("“{words}” promises something that is not there"),
                    expected: match is_picture {
                        true => "a table or a picture below, or a word that our copy has none".to_owned(),
                        false => "something below, or a word that our copy has nothing".to_owned(),
                    },
                });
            }
        }
    }
}

/// Whether the words of a link do not say where it leads.
pub(super) fn says_nothing(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['.', '»', '…', ':']).to_lowercase();
    EMPTY_WORDS.contains(&words.as_str())
}

pub(super) static BELOW: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:(?:see|shown|listed|given|set out|described|quoted|printed) (?:[\w’']+ ){0,4}below|(?:tables?|figures?|charts?|graphs?|maps?|pictures?|photographs?|images?|lists?) below)\b";
    Regex::new(pattern).expect("the pattern is sound")
});

static PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:tables?|figures?|charts?|graphs?|maps?|pictures?|photographs?|images?)\b")
        .expect("the pattern is sound")
});
