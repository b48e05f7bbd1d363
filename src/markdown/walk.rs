//! Walks through the events of the Markdown parser and turns casefile's own forms into holes.

mod failed;
mod links;
mod mentions;
mod slips;

use super::Body;
use super::Citation;
use super::Hole;
use super::Html;
use super::Quotation;
use super::Target;
use super::Written;
use super::citation;
use super::sanitise;
use super::sentence::Named;
use super::sentence::placeholder;
use crate::diagnostic::Diagnostic;
use crate::locator;
use crate::markdown::AsWritten;
use crate::span::Span;
use crate::vocabulary::Kind;
use crate::vocabulary::RawHtml;
use mentions::Block;
use mentions::Mark;
use mentions::Setting;
use pulldown_cmark::BrokenLink;
use pulldown_cmark::BrokenLinkCallback;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::InlineStr;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// Marks a hole among the events: this, the number of the hole, and [`HOLE_END`]. The reader of files lets no
/// control character through, and references to them are taken out, so no author can write one.
const HOLE_START: char = '\u{1}';
const HOLE_END: char = '\u{2}';

pub(super) fn walk(diagnostics: &mut Vec<Diagnostic>, written: Written<'_>) -> Body<AsWritten> {
    if let Some(source) = slips::without_control_references(diagnostics, &written) {
        return walk(diagnostics, Written { source: &source, ..written });
    }
    let (body, unused) = walk_without(diagnostics, written, BTreeSet::new());
    if unused.is_empty() {
        return body;
    }
    // A footnote that is not shown links to nothing, cites nothing and refers to no other. Its mistakes are told.
    walk_without(&mut Vec::new(), written, unused).0
}

/// The text with all of its footnotes.
pub(super) fn walk_whole(written: Written<'_>) -> Body<AsWritten> {
    walk_without(&mut Vec::new(), written, BTreeSet::new()).0
}

/// The text without the footnotes that begin at these places, and where those begin that nothing refers to.
fn walk_without(
    diagnostics: &mut Vec<Diagnostic>,
    written: Written<'_>,
    left_out: BTreeSet<usize>,
) -> (Body<AsWritten>, BTreeSet<usize>) {
    let text = &written.source[written.start..];
    let parser = parser(text);
    let mut walk = Walk::new(diagnostics, written, text);
    walk.footnotes.left_out = left_out;
    let definitions: BTreeMap<String, Range<usize>> = parser
        .reference_definitions()
        .iter()
        .map(|(label, def)| (label.to_lowercase(), def.span.clone()))
        .collect();
    walk.definitions = definitions.keys().cloned().collect();
    for (event, range) in parser.into_offset_iter() {
        walk.event(event, range);
    }
    for (label, range) in definitions {
        if label.starts_with('@') {
            walk.report_citation_definition(range);
        } else if !walk.used_definitions.contains(&label) {
            walk.report_unused_definition(range);
        }
    }
    walk.finish()
}

/// The events of a text, with the forms that are casefile's own among its links.
pub fn parser(text: &str) -> Parser<'_, impl BrokenLinkCallback<'_>> {
    let callback = |link: BrokenLink<'_>| {
        let inner = link.reference.trim();
        if is_redaction(inner) {
            return Some((CowStr::from("redact:"), CowStr::from("")));
        }
        citation::is_citation(inner).then(|| (CowStr::from("cite:"), CowStr::from("")))
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_WIKILINKS;
    Parser::new_with_broken_link_callback(text, options, Some(callback))
}

/// A heading that is being read.
struct Heading {
    at: usize,
    text: String,
}

/// A link or image that is being read.
struct OpenLink {
    target: Option<usize>,
    image: bool,
    /// Its inner text is not shown: it is only the name again.
    silent: bool,
    alt: String,
}

struct Walk<'d, 'a> {
    diagnostics: &'d mut Vec<Diagnostic>,
    written: Written<'a>,
    text: &'a str,
    out: Vec<Event<'a>>,
    notes: Vec<Event<'a>>,
    notes_from: Option<usize>,
    is_ended: bool,
    notes_heading: Option<String>,
    holes: Vec<Hole>,
    targets: Vec<Target<AsWritten>>,
    citations: Vec<Citation<AsWritten>>,
    redactions: Vec<String>,
    quotations: Vec<Quotation>,
    anchors: BTreeSet<String>,
    anchor_counts: BTreeMap<String, usize>,
    block: Block,
    setting: Setting,
    quotes: Vec<usize>,
    /// How many lists are open, one within another.
    lists: usize,
    heading: Option<Heading>,
    links: Vec<OpenLink>,
    footnotes: Footnotes<'a>,
    /// Labels of link definitions, in small letters.
    definitions: BTreeSet<String>,
    /// Those of them that a link uses.
    used_definitions: BTreeSet<String>,
    in_code: bool,
    /// What of HTML is let through, once there is some.
    allowed: Option<sanitise::Allowed>,
    /// The locator behind an author's key, which was read with the key.
    skip: Range<usize>,
    swallow: usize,
}

/// Footnotes are shown in the order in which they are first referred to.
#[derive(Default)]
struct Footnotes<'a> {
    /// The number of each footnote that is referred to, and how often it is.
    references: BTreeMap<String, (usize, usize)>,
    /// What the text refers to, and what each footnote refers to.
    leads: BTreeMap<Option<String>, Vec<String>>,
    definitions: Vec<(String, Range<usize>, Vec<Event<'a>>)>,
    /// Those that are being read, one within another.
    open: Vec<(String, Range<usize>, usize)>,
    /// Where footnotes begin that are passed over.
    left_out: BTreeSet<usize>,
}

impl Footnotes<'_> {
    /// The footnotes to which the text leads, by itself or by way of others.
    fn reached(&self) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut places = vec![None];
        while let Some(place) = places.pop() {
            for name in self.leads.get(&place).into_iter().flatten() {
                if reached.insert(name.clone()) {
                    places.push(Some(name.clone()));
                }
            }
        }
        reached
    }
}

/// The name of a footnote as it counts: the parser makes no difference between capitals and small letters.
fn footnote_key(name: &str) -> String {
    name.to_lowercase()
}

impl<'d, 'a> Walk<'d, 'a> {
    fn new(diagnostics: &'d mut Vec<Diagnostic>, written: Written<'a>, text: &'a str) -> Self {
        Self {
            diagnostics,
            written,
            text,
            // About as many events as prose of that length has.
            out: Vec::with_capacity(text.len() / 24),
            notes: Vec::new(),
            notes_from: None,
            is_ended: false,
            notes_heading: None,
            holes: Vec::new(),
            targets: Vec::new(),
            citations: Vec::new(),
            redactions: Vec::new(),
            quotations: Vec::new(),
            anchors: BTreeSet::new(),
            anchor_counts: BTreeMap::new(),
            block: Block::default(),
            setting: Setting::default(),
            quotes: Vec::new(),
            lists: 0,
            heading: None,
            links: Vec::new(),
            footnotes: Footnotes::default(),
            definitions: BTreeSet::new(),
            used_definitions: BTreeSet::new(),
            in_code: false,
            allowed: None,
            skip: 0..0,
            swallow: 0,
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.written.file, self.written.start + range.start, self.written.start + range.end)
    }

    fn hole(&mut self, hole: Hole) -> Event<'a> {
        let mark = format!("{HOLE_START}{}{HOLE_END}", self.holes.len());
        self.holes.push(hole);
        let short = InlineStr::try_from(mark.as_str());
        Event::InlineHtml(short.map_or_else(|_| mark.into(), CowStr::Inlined))
    }

    fn push_hole(&mut self, hole: Hole) {
        let event = self.hole(hole);
        self.out.push(event);
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.swallow > 0 {
            match event {
                Event::Start(_) => self.swallow += 1,
                Event::End(_) => self.swallow -= 1,
                _ => {}
            }
            return;
        }
        if range.start >= self.skip.start && range.end <= self.skip.end {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.say(&code);
                self.add_heading_text(&code);
                self.out.push(Event::Code(code));
            }
            Event::Html(html) => self.raw_html(html, range),
            Event::InlineHtml(html) => {
                self.report_removed_html(&html, &range);
                self.raw_html(html, range);
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak | Event::HardBreak => {
                self.say_break();
                self.add_heading_text(" ");
                if range.start >= self.skip.end {
                    self.out.push(event);
                }
            }
            Event::TaskListMarker(done) => self.push_hole(Hole::Task(done)),
            Event::Rule => {
                self.forget_line_before();
                self.out.push(event);
            }
            other => self.out.push(other),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, id, .. } => {
                self.use_definition(&id);
                self.start_link(link_type, dest_url, range);
            }
            Tag::Image { dest_url, id, .. } => {
                self.use_definition(&id);
                self.start_image(&dest_url, range);
            }
            Tag::Emphasis | Tag::Strong => self.out.push(Event::Start(tag)),
            Tag::Strikethrough => {
                self.strike();
                self.out.push(Event::Start(tag));
            }
            Tag::Heading { level, id, attrs, .. } => {
                self.flush_block();
                self.report_attributes(&attrs, &range);
                self.heading = Some(Heading { at: self.out.len(), text: String::new() });
                // The title of the record is the page's one first-level heading.
                let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
                self.out.push(Event::Start(Tag::Heading {
                    level,
                    id,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Tag::BlockQuote(_) => {
                self.open_quotation();
                self.quotes.push(self.out.len());
                self.out.push(Event::Start(Tag::BlockQuote(None)));
            }
            Tag::FootnoteDefinition(name) => {
                self.flush_block();
                self.forget_line_before();
                if self.footnotes.left_out.contains(&range.start) {
                    self.swallow = 1;
                    return;
                }
                self.footnotes.open.push((name.to_string(), range, self.out.len()));
            }
            Tag::Table(alignments) => {
                self.open_group();
                self.push_hole(Hole::TableStart);
                self.out.push(Event::Start(Tag::Table(alignments)));
            }
            Tag::TableHead | Tag::TableRow => {
                self.open_row();
                self.out.push(Event::Start(tag));
            }
            Tag::TableCell => {
                self.open_cell();
                self.out.push(Event::Start(tag));
            }
            Tag::List(_) => {
                self.open_group();
                self.lists += 1;
                self.out.push(Event::Start(tag));
            }
            Tag::HtmlBlock if self.written.html == RawHtml::Escaped => {
                self.flush_block();
                self.out.push(Event::Start(Tag::Paragraph));
            }
            Tag::HtmlBlock => {
                self.flush_block();
                // The parser gives it line by line, and a tag may have several.
                self.report_removed_html(&self.text[range.clone()], &range);
                self.out.push(Event::Start(tag));
            }
            Tag::CodeBlock(kind) => {
                self.flush_block();
                self.in_code = true;
                self.out.push(Event::Start(Tag::CodeBlock(kind)));
            }
            other => {
                self.flush_block();
                self.out.push(Event::Start(other));
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Link | TagEnd::Image => self.end_link(&range),
            TagEnd::Emphasis | TagEnd::Strong => self.out.push(Event::End(tag)),
            TagEnd::Strikethrough => {
                self.end_strike();
                self.out.push(Event::End(tag));
            }
            TagEnd::Heading(level) => self.end_heading(level, &range),
            TagEnd::Paragraph => {
                self.leave_out_end();
                self.flush_block();
                self.out.push(Event::End(tag));
                if self.written.kind == Kind::PressRelease {
                    self.end_at_line(&range);
                }
            }
            TagEnd::BlockQuote(_) => {
                self.flush_block();
                self.end_quote();
            }
            TagEnd::List(_) => {
                self.flush_block();
                self.lists -= 1;
                self.close_group();
                self.out.push(Event::End(tag));
                self.end_list();
            }
            TagEnd::FootnoteDefinition => {
                self.flush_block();
                if let Some((name, range, at)) = self.footnotes.open.pop() {
                    let events = self.out.split_off(at);
                    self.footnotes.definitions.push((name, range, events));
                }
            }
            TagEnd::Table => {
                self.flush_block();
                self.close_group();
                self.out.push(Event::End(tag));
                self.out.push(Event::Html("</div>\n".into()));
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.close_row();
                self.out.push(Event::End(tag));
            }
            TagEnd::TableCell => self.out.push(Event::End(tag)),
            TagEnd::HtmlBlock if self.written.html == RawHtml::Escaped => {
                self.flush_block();
                self.out.push(Event::End(TagEnd::Paragraph));
            }
            other => {
                self.in_code &= other != TagEnd::CodeBlock;
                self.flush_block();
                self.out.push(Event::End(other));
            }
        }
    }

    fn add_heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        if let Some(image) = self.links.last_mut().filter(|link| link.image) {
            image.alt.push_str(text);
        }
    }

    // ------------------------------------------------------------------------- citations, redactions

    /// `[@a, p. 1]`, `[redact: name]`, and `[@a][@b]`, which Markdown takes for one link.
    fn bracketed(&mut self, source: &str, range: &Range<usize>) {
        for place in brackets(source) {
            let inner = &source[place.clone()];
            let start = range.start + place.start;
            let around = start - 1..(range.start + place.end + 1).min(self.text.len());
            if is_redaction(inner.trim()) {
                self.redaction(inner.trim(), &around);
            } else if citation::is_citation(inner) {
                self.citation(inner, start, around, false);
            } else if !inner.trim().is_empty() {
                self.report_joined_bracket(&around, source);
            }
        }
    }

    /// The citation that a text holds; `narrative` when the first work is named in the sentence.
    fn citation(&mut self, inner: &str, start: usize, around: Range<usize>, narrative: bool) {
        let parsed = citation::parse(self.written.file, inner, self.written.start + start);
        self.report_citation_slips(&parsed, start, narrative);
        let span = self.span(&around);
        if parsed.slips.is_empty() {
            let places = parsed.works.iter().filter_map(|work| work.at.as_ref());
            self.diagnostics.extend(places.filter_map(|at| locator::unread(&at.text, span)));
        }
        self.add_citation(Citation { works: parsed.works, narrative, span, sentence: String::new() });
    }

    fn add_citation(&mut self, citation: Citation<AsWritten>) {
        let index = self.citations.len();
        self.block.marks.push((self.block.text.len(), Mark::Citation(index)));
        let named = if citation.narrative { Named::Narrative(index) } else { Named::Citation(index) };
        self.say(&placeholder(named));
        self.citations.push(citation);
        self.push_hole(Hole::Citation(index));
    }

    fn redaction(&mut self, inner: &str, range: &Range<usize>) {
        let word = inner.len() - inner.trim_start_matches(char::is_alphabetic).len();
        let reason = inner[word..].trim_start_matches(|c: char| c.is_whitespace() || ":,.;–—-".contains(c));
        if reason.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    "redaction-without-reason",
                    self.span(range),
                    "a redaction says why something is withheld",
                )
                .expected(
                    "the reason after a colon, or `\\[REDACTED\\]` where a document that is quoted has the word",
                )
                .suggest("[redact: name of a patient]"),
            );
        }
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        self.say(&placeholder(Named::Redaction(self.redactions.len())));
        self.redactions.push(reason.clone());
        self.push_hole(Hole::Redaction(reason));
    }

    // ------------------------------------------------------------------------------------------ text

    fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if range.start < self.skip.end {
            if range.end <= self.skip.end {
                return;
            }
            let kept = self.skip.end..range.end;
            return self.text(CowStr::from(&self.text[kept.clone()]), kept);
        }
        if self.links.last().is_some_and(|link| link.silent) {
            return self.add_heading_text(&text);
        }
        if !self.in_code {
            self.report_unfinished(&text, &range);
            self.report_keys_in_link(&text, &range);
            if self.links.is_empty() && text.contains('@') && self.text.get(range.clone()) == Some(&*text) {
                return self.text_with_keys(range);
            }
        }
        self.plain(text);
    }

    fn plain(&mut self, text: CowStr<'a>) {
        self.say(&text);
        self.add_heading_text(&text);
        self.out.push(Event::Text(text));
    }

    /// Text that may name authors by their key: `as @davis-2015 [ch. 4] shows`.
    fn text_with_keys(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(sign) = self.text[at..range.end].find('@').map(|found| at + found) {
            let escaped = self.text[..sign].ends_with('\\');
            let key = citation::written_key(&self.text[sign + 1..range.end]);
            let Some((_, length)) = key.filter(|_| !escaped && citation::begins_key(self.text, sign)) else {
                let end = sign + 1;
                if !escaped && citation::begins_broken_key(self.text, sign) {
                    self.report_broken_key(sign);
                }
                self.plain(CowStr::from(&self.text[at..end]));
                at = end;
                continue;
            };
            if sign > at {
                self.plain(CowStr::from(&self.text[at..sign]));
            }
            let key_end = sign + 1 + length;
            let end = locator_after(&self.text[key_end..]);
            // The bracket of the locator as a comma, so that places stay as they are.
            let inner = self.text[sign..key_end + end.saturating_sub(1)].replacen('[', ",", 1);
            self.citation(&inner, sign, sign..key_end + end, true);
            at = key_end;
            if end > 0 {
                self.skip = key_end..key_end + end;
                at = self.skip.end;
                if at >= range.end {
                    return;
                }
            }
        }
        self.plain(CowStr::from(&self.text[at..range.end]));
    }

    fn raw_html(&mut self, html: CowStr<'a>, range: Range<usize>) {
        if self.written.html == RawHtml::Sanitised {
            self.follow_html(&html);
            return self.out.push(Event::InlineHtml(html));
        }
        let trimmed = html.trim();
        if trimmed.starts_with("<!--") {
            self.diagnostics.push(
                Diagnostic::error(
                    "html-comment",
                    self.span(&range),
                    "this comment would be published as text",
                )
                .expected("no comment in the text; in the front matter, a line that begins with `#` is one"),
            );
        } else if trimmed.starts_with('<') && !trimmed.starts_with("</") {
            self.diagnostics.push(
                Diagnostic::warning("raw-html", self.span(&range), "HTML is shown as text, signs and all")
                    .expected("Markdown, or `html: sanitised` in casefile.yaml"),
            );
        }
        self.plain(html);
    }

    /// HTML that is not let through goes without a trace, which its author is told.
    fn report_removed_html(&mut self, html: &str, range: &Range<usize>) {
        if self.written.html == RawHtml::Escaped {
            return;
        }
        let as_written = self.text.get(range.clone()) == Some(html);
        let allowed = self.allowed.get_or_insert_with(sanitise::Allowed::new);
        for (place, what) in sanitise::removed(html, allowed) {
            let place = range.start + place.start..range.start + place.end;
            let span = self.span(if as_written { &place } else { range });
            let (message, expected, example) = match what {
                sanitise::Removed::Tag(name) if name == "img" => (
                    "pictures in HTML are taken out".to_owned(),
                    "the picture in Markdown, where it is checked that it is there",
                    "![What the picture shows](photo.jpg)".to_owned(),
                ),
                sanitise::Removed::Tag(name) => (
                    format!("`<{name}>` is taken out: this tag is not let through"),
                    "Markdown",
                    String::new(),
                ),
                sanitise::Removed::Attribute(name) => (
                    format!("`{name}` is taken out of this tag: it is not let through"),
                    "the tag without it",
                    String::new(),
                ),
                sanitise::Removed::Link(href) => (
                    format!(
                        "the link to `{href}` is taken out: in HTML only links to other sites are let through"
                    ),
                    "the link in Markdown, where it is checked that it leads somewhere",
                    format!("[text]({href})"),
                ),
            };
            let example = (!example.is_empty()).then_some(example);
            self.diagnostics.push(
                Diagnostic::warning("html-removed", span, message).expected(expected).maybe_suggest(example),
            );
        }
    }

    // --------------------------------------------------------------------------------------- headings

    fn end_heading(&mut self, level: HeadingLevel, range: &Range<usize>) {
        self.flush_block();
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim().to_owned();
        let divides = self.may_end_release();
        let at = heading.at;
        // `###` is a heading without words to Markdown, and the end to a journalist.
        if divides && (is_ends(&text) || is_end_mark(&self.text[range.clone()])) {
            self.end_release(at);
            return;
        }
        if text.is_empty() {
            self.out.truncate(at);
            return;
        }
        let nothing_yet = self.notes_heading.is_none() && self.notes_from.is_none_or(|from| from == at);
        if divides && is_notes_heading(&text) && nothing_yet {
            self.out.truncate(at);
            self.notes_from = Some(at);
            self.notes_heading = Some(text);
            return;
        }
        let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
        self.out.push(Event::End(TagEnd::Heading(level)));
        let anchor = self.anchor(&text, at);
        if let Some(Event::Start(Tag::Heading { id, .. })) = self.out.get_mut(at) {
            *id = Some(anchor.into());
        }
    }

    /// The line that ends a press release, whose events begin at `at`. All that follows belongs to the notes: a release
    /// is shown in the order in which it was issued.
    fn end_release(&mut self, at: usize) {
        self.out.truncate(at);
        self.notes_from.get_or_insert(at);
        self.is_ended = true;
    }

    /// A line of the paragraph that was read last may end a press release: what follows begins another paragraph.
    fn end_at_line(&mut self, range: &Range<usize>) {
        let Some(at) = self.out.iter().rposition(|event| *event == Event::Start(Tag::Paragraph)) else {
            return;
        };
        let Some(line) = ends_line(&self.out[at + 1..self.out.len() - 1]) else { return };
        // In a list or a quotation nothing else is ended, so the line is not the release's.
        if !self.may_end_release() {
            if !self.quotes.is_empty() {
                self.report_quoted_end(range);
            }
            return;
        }
        let line = at + 1 + line.start..at + 1 + line.end;
        let mut behind = self.out.split_off(line.end);
        if line.start == at + 1 && behind.len() == 1 {
            return self.end_release(at);
        }
        self.out.truncate(line.start.saturating_sub(1).max(at));
        if line.start > at + 1 {
            self.out.push(Event::End(TagEnd::Paragraph));
        }
        let end = self.out.len();
        self.end_release(end);
        if behind.len() > 1 {
            // The break between the lines.
            behind[0] = Event::Start(Tag::Paragraph);
            self.out.append(&mut behind);
        }
    }

    /// `- ENDS -`, which Markdown takes for a list of one item, ends a press release too.
    fn end_list(&mut self) {
        if !self.may_end_release() {
            return;
        }
        if let [
            ..,
            Event::Start(Tag::List(_)),
            Event::Start(Tag::Item),
            Event::Text(text),
            Event::End(TagEnd::Item),
            _,
        ] = self.out.as_slice()
            && is_ends(text)
        {
            self.end_release(self.out.len() - 5);
        }
    }

    /// Whether the present block can be where a press release ends: in no quotation, list or footnote, which would be
    /// torn in two.
    fn may_end_release(&self) -> bool {
        self.written.kind == Kind::PressRelease
            && self.quotes.is_empty()
            && self.lists == 0
            && self.footnotes.open.is_empty()
    }

    /// An id for a heading: the one written, or one made of its words, unique in the text. Ids that begin with
    /// `s-` and `fn` belong to the page around the text.
    fn anchor(&mut self, text: &str, at: usize) -> String {
        let given = match self.out.get(at) {
            Some(Event::Start(Tag::Heading { id: Some(id), .. })) => slug::slugify(&**id),
            _ => slug::slugify(text),
        };
        let base = match given.as_str() {
            "" => "section".to_owned(),
            own if own.starts_with("s-") || own.starts_with("fn") => format!("h-{own}"),
            own => own.to_owned(),
        };
        let mut anchor = base.clone();
        // The count for a name goes on from where it was, so that a thousand equal headings cost no more each.
        let mut number = self.anchor_counts.get(&base).copied().unwrap_or(1);
        while !self.anchors.insert(anchor.clone()) {
            number += 1;
            anchor = format!("{base}-{number}");
        }
        self.anchor_counts.insert(base, number);
        anchor
    }

    // ------------------------------------------------------------------------- quotations, footnotes

    /// A block quote whose last line begins with an em dash is a quotation with its speaker.
    fn end_quote(&mut self) {
        let Some(from) = self.quotes.pop() else { return };
        self.out.push(Event::End(TagEnd::BlockQuote(None)));
        let line = speaker_line(&self.out, from);
        self.close_quotation(line.is_some());
        let Some(line) = line else { return };
        let mut speaker_events: Vec<Event<'a>> = self.out.drain(line.clone()).collect();
        // The dash says that a speaker follows; how that is shown is the theme's.
        if let Some(Event::Text(first)) = speaker_events.first_mut() {
            *first = first.trim_start_matches(['—', ' ']).to_owned().into();
        }
        let speaker = plain_text(&speaker_events, &self.holes).trim().to_owned();
        // The line break before the speaker, or the paragraph that held nothing else.
        let before = line.start;
        if matches!(self.out.get(before.wrapping_sub(1)), Some(Event::SoftBreak | Event::HardBreak)) {
            self.out.remove(before - 1);
        } else if self.out.get(before.wrapping_sub(1)) == Some(&Event::Start(Tag::Paragraph)) {
            self.out.drain(before - 1..=before);
        }
        let text = plain_text(&self.out[from..], &self.holes);
        self.quotations.push(Quotation { text: text.trim().to_owned(), speaker });
        self.out.insert(from, Event::Html("<figure class=\"quotation\">\n".into()));
        self.out.push(Event::Html("<figcaption>".into()));
        self.out.extend(speaker_events);
        self.out.push(Event::Html("</figcaption>\n</figure>\n".into()));
    }

    fn footnote_reference(&mut self, name: &str) {
        let next = self.footnotes.references.len() + 1;
        let key = footnote_key(name);
        let place = self.footnotes.open.last().map(|(name, ..)| footnote_key(name));
        self.footnotes.leads.entry(place).or_default().push(key.clone());
        let (number, count) = self.footnotes.references.entry(key).or_insert((next, 0));
        *count += 1;
        let hole = Hole::FootnoteRef(*number, *count);
        self.push_hole(hole);
    }

    /// The footnotes as they are shown, and where those begin that are not.
    fn footnote_section(&mut self) -> (Vec<Event<'a>>, BTreeSet<usize>) {
        let reached = self.footnotes.reached();
        let mut numbered: BTreeMap<usize, (usize, Vec<Event<'a>>)> = BTreeMap::new();
        let mut first: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut unused = BTreeSet::new();
        for (name, range, events) in std::mem::take(&mut self.footnotes.definitions) {
            let key = footnote_key(&name);
            if let Some(first) = first.get(&key) {
                self.report_second_footnote(&name, &range, first);
                continue;
            }
            first.insert(key.clone(), range.clone());
            match self.footnotes.references.get(&key).filter(|_| reached.contains(&key)) {
                Some((number, count)) => {
                    numbered.insert(*number, (*count, events));
                }
                None => {
                    unused.insert(range.start);
                    let who = match self.footnotes.references.contains_key(&key) {
                        true => "only a footnote that is not shown",
                        false => "nothing",
                    };
                    let words = format!("{who} refers to the footnote `{name}`, so it is not shown");
                    self.diagnostics.push(
                        Diagnostic::warning("unused-footnote", self.span(&range), words)
                            .expected(format!("`[^{name}]` in the text")),
                    );
                }
            }
        }
        let mut section = Vec::new();
        for (number, (count, mut events)) in numbered {
            let back = self.hole(Hole::FootnoteBack(number, count));
            section.push(Event::Html(format!("<li id=\"fn-{number}\">").into()));
            match events.last() {
                Some(Event::End(TagEnd::Paragraph)) => events.insert(events.len() - 1, back),
                _ => events.push(back),
            }
            section.extend(events);
            section.push(Event::Html("</li>\n".into()));
        }
        (section, unused)
    }

    fn finish(mut self) -> (Body<AsWritten>, BTreeSet<usize>) {
        self.flush_block();
        if let Some(from) = self.notes_from.take() {
            self.notes.extend(self.out.split_off(from));
        }
        let (footnotes, unused) = self.footnote_section();
        let html = self.written.html;
        let body = Body {
            text: to_html(std::mem::take(&mut self.out), &self.holes, html),
            notes: to_html(std::mem::take(&mut self.notes), &self.holes, html),
            is_ended: self.is_ended,
            notes_heading: self.notes_heading,
            footnotes: to_html(footnotes, &self.holes, html),
            targets: self.targets,
            citations: self.citations,
            redactions: self.redactions,
            quotations: self.quotations,
            anchors: self.anchors.into_iter().collect(),
        };
        (body, unused)
    }
}

/// The length of ` [p. 3]` behind a key, or nothing. It may name more works: ` [p. 3; @owen-2014]`.
fn locator_after(rest: &str) -> usize {
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let Some(inner) = rest[spaces..].strip_prefix('[') else { return 0 };
    let Some(close) = inner.find([']', '[', '\n']) else { return 0 };
    let followed_by_address = inner[close..].starts_with("](") || inner[close..].starts_with("]:");
    let is_locator = spaces <= 1
        && close > 0
        && !inner.starts_with('^')
        && inner[close..].starts_with(']')
        && !followed_by_address
        && !is_redaction(&inner[..close])
        && citation::begins_without_key(&inner[..close]);
    if is_locator { spaces + 1 + close + 1 } else { 0 }
}

/// Where the texts between square brackets stand. A bracket behind a backslash is a part of the text.
fn brackets(source: &str) -> Vec<Range<usize>> {
    let mut places = Vec::with_capacity(1);
    let (mut open, mut escaped) = (None, false);
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'[' if !escaped && open.is_none() => open = Some(at + 1),
            b']' if !escaped => places.extend(open.take().map(|start| start..at)),
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    places
}

/// `redact: reason`, however it is spelt: what was meant to be hidden must not appear because of a capital letter.
fn is_redaction(inner: &str) -> bool {
    let inner = inner.trim_start();
    let end = inner.find(|c: char| !c.is_alphanumeric()).unwrap_or(inner.len());
    let (word, rest) = (inner[..end].to_ascii_lowercase(), inner[end..].trim_start());
    matches!(word.as_str(), "redact" | "redacted")
        || word.starts_with("redact") && (rest.is_empty() || rest.starts_with([':', ']']))
}

/// Where among the events of a paragraph a line is nothing but the end of a press release.
fn ends_line(events: &[Event<'_>]) -> Option<Range<usize>> {
    let is_break = |event: &Event<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
    let (mut start, mut depth_before) = (0, 0);
    loop {
        let end = events[start..].iter().position(is_break).map_or(events.len(), |length| start + length);
        let mut depth = 0;
        let mut words = String::new();
        let whole = events[start..end].iter().all(|event| {
            match event {
                Event::Text(text) => words.push_str(text),
                Event::Start(Tag::Emphasis | Tag::Strong) => depth += 1,
                Event::End(TagEnd::Emphasis | TagEnd::Strong) => depth -= 1,
                _ => return false,
            }
            depth >= 0
        });
        if whole && depth == 0 && depth_before == 0 && is_end_line(&words) {
            return Some(start..end);
        }
        if end == events.len() {
            return None;
        }
        depth_before += events[start..end].iter().map(nesting).sum::<i32>();
        start = end + 1;
    }
}

fn nesting(event: &Event<'_>) -> i32 {
    match event {
        Event::Start(_) => 1,
        Event::End(_) => -1,
        _ => 0,
    }
}

/// `ENDS` or `###`: the end of a press release.
pub(crate) fn is_end_line(text: &str) -> bool {
    is_ends(text) || is_end_mark(text)
}

/// `###`, `# # #`: the end, as journalists mark it.
fn is_end_mark(text: &str) -> bool {
    text.chars().filter(|c| *c == '#').count() == 3 && text.chars().all(|c| c == '#' || c.is_whitespace())
}

/// `ENDS`, `-ends-`: the end of the text of a press release.
fn is_ends(text: &str) -> bool {
    let word = text.trim_matches(|c: char| c.is_whitespace() || "-–—*#.[]()".contains(c));
    word.eq_ignore_ascii_case("ends") || word.eq_ignore_ascii_case("end")
}

/// "Notes to editors", "Editor's notes" and their like.
pub(crate) fn is_notes_heading(text: &str) -> bool {
    let folded: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic() || *c == ' ').collect();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    matches!(
        folded.as_str(),
        "notes to editors"
            | "note to editors"
            | "notes for editors"
            | "notes to editor"
            | "note to editor"
            | "editors notes"
            | "editors note"
            | "editor notes"
    )
}

/// The events of the last line of the block quote that begins at `from` and has just ended, if that line begins with an
/// em dash.
fn speaker_line(events: &[Event<'_>], from: usize) -> Option<Range<usize>> {
    let [.., Event::End(TagEnd::Paragraph), Event::End(TagEnd::BlockQuote(_))] = events else { return None };
    let end = events.len() - 2;
    let start = events[from..end]
        .iter()
        .rposition(|event| {
            matches!(event, Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph))
        })
        .map(|at| from + at + 1)?;
    match events.get(start) {
        Some(Event::Text(text)) if text.starts_with('—') => Some(start..end),
        _ => None,
    }
}

fn plain_text(events: &[Event<'_>], holes: &[Hole]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::InlineHtml(mark) => {
                if let Some(Hole::Redaction(reason)) = hole_number(mark).and_then(|index| holes.get(index)) {
                    text.push_str(&format!("[{reason}]"));
                }
            }
            _ => {}
        }
    }
    text
}

fn hole_number(mark: &str) -> Option<usize> {
    mark.strip_prefix(HOLE_START)?.strip_suffix(HOLE_END)?.parse().ok()
}

/// Events as HTML, with the marks among them as holes.
fn to_html(events: Vec<Event<'_>>, holes: &[Hole], raw: RawHtml) -> Html {
    if events.is_empty() {
        return Html::default();
    }
    let mut marked = String::with_capacity(events.len() * 32);
    pulldown_cmark::html::push_html(&mut marked, events.into_iter());
    if raw == RawHtml::Sanitised {
        marked = sanitise::sanitise(&marked);
    }
    let count = memchr::memchr_iter(HOLE_START as u8, marked.as_bytes()).count();
    let mut html = Html { text: String::with_capacity(marked.len()), holes: Vec::with_capacity(count) };
    let mut rest = marked.as_str();
    while let Some(start) = memchr::memchr(HOLE_START as u8, rest.as_bytes()) {
        html.text.push_str(&rest[..start]);
        let Some(length) = memchr::memchr(HOLE_END as u8, &rest.as_bytes()[start..]) else { break };
        let end = start + length + 1;
        if let Some(hole) = hole_number(&rest[start..end]).and_then(|index| holes.get(index)) {
            html.holes.push((html.text.len(), hole.clone()));
        }
        rest = &rest[end..];
    }
    html.text.push_str(rest);
    html
}
