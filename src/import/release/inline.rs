//! Passages of a release as they were issued, and the Markdown that shows them so.

use std::ops::Range;

/// A passage: what it says, what of it is marked, and what of it is held back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    /// The words. A line feed ends a line within the passage.
    pub text: String,
    /// Emphasis, links and line breaks, in the order of their places.
    pub marks: Vec<Mark>,
    /// What is held back, in the order of its places.
    pub cuts: Vec<Cut>,
}

/// Markdown that stands at a place of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where, in bytes.
    pub at: usize,
    /// The Markdown.
    pub markdown: String,
    /// The address, where this ends a link.
    pub address: Option<String>,
}

/// Words that do not go into the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Where they stand, in bytes.
    pub range: Range<usize>,
    /// What stands in their place, without brackets.
    pub reason: String,
}

/// What a passage is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A paragraph.
    Paragraph,
    /// A heading, of level 2 or more.
    Heading(usize),
    /// An item of a list.
    Item {
        /// Its number, if it has one.
        number: Option<u32>,
        /// In how many other lists it stands.
        depth: usize,
        /// It stood directly below the item before.
        tight: bool,
    },
    /// A quotation, with its speaker behind the last paragraph.
    Quote(Option<String>),
    /// The line that ends the release.
    Ends,
}

/// A passage of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub shape: Shape,
    /// What it says.
    pub inline: Inline,
    /// The citation behind it, without brackets.
    pub citation: Option<String>,
}

impl Block {
    /// A paragraph of words alone.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::new(Shape::Paragraph, Inline { text: text.into(), ..Inline::default() })
    }

    /// A passage.
    pub fn new(shape: Shape, inline: Inline) -> Self {
        Self { shape, inline, citation: None }
    }

    /// Its words without what is held back.
    pub fn shown_text(&self) -> String {
        self.inline.shown()
    }

    /// Whether it is the line that ends the release.
    pub fn is_end(&self) -> bool {
        self.shape == Shape::Ends
    }

    /// The speaker of the quotation that ends with it.
    pub fn speaker(&self) -> Option<String> {
        match &self.shape {
            Shape::Quote(speaker) => speaker.clone(),
            _ => None,
        }
    }

    /// Its words.
    pub fn text(&self) -> &str {
        &self.inline.text
    }
}

impl Inline {
    /// The words without what is held back.
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for cut in &self.cuts {
            shown.push_str(&self.text[at..cut.range.start]);
            shown.push_str(&format!("[redact: {}]", cut.reason));
            at = cut.range.end;
        }
        shown.push_str(&self.text[at..]);
        shown
    }

    /// Whether there is nothing to be shown but what is held back.
    pub fn is_all_cut(&self) -> bool {
        let mut rest = self.text.clone();
        for cut in self.cuts.iter().rev() {
            rest.replace_range(cut.range.clone(), "");
        }
        !self.cuts.is_empty() && !rest.contains(char::is_alphanumeric)
    }

    /// Puts another passage behind this one, with `between`.
    pub fn append(&mut self, between: &str, other: Inline) {
        self.text.push_str(between);
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.into_iter().map(|mark| Mark { at: mark.at + start, ..mark }));
        let moved = |cut: Cut| Cut { range: cut.range.start + start..cut.range.end + start, ..cut };
        self.cuts.extend(other.cuts.into_iter().map(moved));
    }

    /// The part of a passage, whose ends lie in no cut.
    pub fn part(&self, range: Range<usize>) -> Inline {
        let mut part = Inline { text: self.text[range.clone()].to_owned(), ..Inline::default() };
        for mark in self.marks_within(&range) {
            part.marks.push(Mark { at: mark.at - range.start, ..mark.clone() });
        }
        for cut in self.cuts_within(&range) {
            let moved = cut.range.start - range.start..cut.range.end - range.start;
            part.cuts.push(Cut { range: moved, reason: cut.reason.clone() });
        }
        part
    }

    /// The marks at a place, those at its ends among them.
    fn marks_within(&self, range: &Range<usize>) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.at < range.start);
        let end = self.marks.partition_point(|mark| mark.at <= range.end);
        &self.marks[start..end.max(start)]
    }

    /// What is held back at a place.
    pub fn cuts_within(&self, range: &Range<usize>) -> &[Cut] {
        let start = self.cuts.partition_point(|cut| cut.range.start < range.start);
        let end = self.cuts.partition_point(|cut| cut.range.end <= range.end);
        &self.cuts[start..end.max(start)]
    }

    /// The passage as Markdown, on several lines where it has them.
    pub fn markdown(&self) -> String {
        self.rendered(escape)
    }

    /// The passage as the words of a heading, on one line.
    pub fn heading_markdown(&self) -> String {
        let escape_more = |inline: &Inline, at: usize, sign: char| {
            matches!(sign, '#' | '{' | '}') || escape(inline, at, sign)
        };
        let lines = self.rendered(escape_more);
        lines.lines().map(|line| line.trim_end_matches('\\').trim()).collect::<Vec<_>>().join(" ")
    }

    /// Walks through the words. Before each sign that `escape` names comes a backslash.
    fn rendered(&self, escape: impl Fn(&Inline, usize, char) -> bool) -> String {
        let mut out = String::with_capacity(self.text.len() + 16);
        let mut marks = self.marks.iter().peekable();
        let mut cuts = self.cuts.iter().peekable();
        let mut held_until = 0;
        let stops = block_starts(&self.text);
        let mut stops = stops.iter().copied().peekable();
        let mut brackets = plain_brackets(self).into_iter().peekable();
        for (at, sign) in self.text.char_indices() {
            while let Some(mark) = marks.next_if(|mark| mark.at <= at) {
                out.push_str(&mark.markdown);
            }
            if let Some(cut) = cuts.next_if(|cut| cut.range.start <= at) {
                out.push_str(&format!("[redact: {}]", cut.reason));
                held_until = cut.range.end;
            }
            let is_stop = stops.next_if(|stop| *stop <= at) == Some(at);
            let is_plain = brackets.next_if(|bracket| *bracket <= at) == Some(at);
            if at < held_until {
                continue;
            }
            let is_escaped = is_stop || (sign == '[' && !is_plain) || escape(self, at, sign);
            match sign {
                // A backslash would leave `&#1;` as it is, which no text may hold.
                '&' if is_escaped => out.push_str("&amp;"),
                sign if is_escaped => out.extend(['\\', sign]),
                sign => out.push(sign),
            }
        }
        marks.for_each(|mark| out.push_str(&mark.markdown));
        out
    }
}

/// Whether Markdown would read a sign within a line as something else.
fn escape(inline: &Inline, at: usize, sign: char) -> bool {
    let text = &inline.text;
    let before = text[..at].chars().next_back();
    let rest = &text[at + sign.len_utf8()..];
    let next = rest.chars().next();
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    match sign {
        '*' | '`' | '~' => true,
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next == '\n'),
        '_' => !(is_word(before) && is_word(next)),
        '<' => next.is_some_and(|next| next.is_alphabetic() || "/!?".contains(next)),
        '&' => is_character_reference(rest),
        '@' => {
            let begins_key = next.is_some_and(|next| next.is_alphanumeric() || "_{".contains(next));
            begins_key && !is_word(before)
        }
        _ => false,
    }
}

/// `&amp;`, `&#38;`: what stands behind the first sign.
fn is_character_reference(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // A number is read without its end, too.
    length > 0 && (name.len() < rest.len() || name[length..].starts_with(';'))
}

/// The signs at the start of lines by which a line would become a heading, a list, a table, a rule or a quotation.
fn block_starts(text: &str) -> Vec<usize> {
    let mut stops = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        stops.extend(block_start(line).map(|at| start + at));
        start += line.len() + 1;
    }
    stops
}

fn block_start(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let consists_of = |signs: &str| line.chars().all(|sign| signs.contains(sign) || sign.is_whitespace());
    let is_followed = |length: usize| line[length..].chars().next().is_none_or(|next| next.is_whitespace());
    let begins = match first {
        '#' => is_followed(line.len() - line.trim_start_matches('#').len()),
        '>' => true,
        '-' | '+' => is_followed(1) || consists_of("-|:"),
        '|' | ':' => consists_of("-|:"),
        '=' => consists_of("="),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let is_item = line[digits..].starts_with(['.', ')']) && is_followed(digits + 1);
            return is_item.then_some(digits);
        }
        _ => false,
    };
    begins.then_some(0)
}

/// Brackets that Markdown takes for nothing but brackets, as in `[1] Davis, J.`
fn plain_brackets(inline: &Inline) -> Vec<usize> {
    let text = &inline.text;
    let opens = text.match_indices('[').map(|(at, _)| at);
    opens.filter(|open| is_plain_bracket(inline, *open)).collect()
}

/// Only so much behind a bracket is looked at: a bracket that is escaped without need looks the same.
const BRACKET: usize = 2000;

fn is_plain_bracket(inline: &Inline, open: usize) -> bool {
    let text = &inline.text;
    let inner = &text[open + 1..];
    let end = inner.find([']', '[']).unwrap_or(inner.len());
    if end > BRACKET {
        return false;
    }
    let behind = &inner[end..];
    let is_closed_well = !behind.starts_with('[')
        && !behind.strip_prefix(']').is_some_and(|rest| rest.starts_with(['(', '[', ':', '{']));
    let place = open..(open + 2 + end).min(text.len());
    let words = &inner[..end];
    words.starts_with(|first: char| first.is_alphanumeric() || "‘“".contains(first))
        && !words.contains(['@', '\n', '\\'])
        && !words.trim_start().to_lowercase().starts_with("redact")
        && words.trim().to_lowercase() != "x"
        && !text[..open].ends_with(['!', ']', '\\'])
        && is_closed_well
        && inline.marks_within(&place).is_empty()
        && inline.cuts_within(&place).is_empty()
}

/// How far the passages of a text are written.
#[derive(Default)]
struct Writing {
    out: String,
    /// The number of the last item of each list that is open, one within another.
    items: Vec<Option<u32>>,
    /// What stands behind numbers: another sign begins another list.
    is_bracket: bool,
}

/// Passages as the text of a record.
pub fn markdown(blocks: &[Block]) -> String {
    let mut writing = Writing::default();
    for (index, block) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| blocks.get(before)).map(|before| &before.shape);
        let between = match (&block.shape, before) {
            (_, None) => "",
            (Shape::Quote(_), Some(Shape::Quote(None))) => "\n>\n",
            (Shape::Item { tight: true, .. }, Some(Shape::Item { .. })) => "\n",
            _ => "\n\n",
        };
        writing.out.push_str(between);
        writing.block(block);
    }
    if !writing.out.is_empty() {
        writing.out.push('\n');
    }
    writing.out
}

impl Writing {
    fn block(&mut self, block: &Block) {
        let citation = block.citation.as_ref().map(|citation| format!(" [{citation}]")).unwrap_or_default();
        if !matches!(block.shape, Shape::Item { .. }) {
            self.items.clear();
        }
        match &block.shape {
            Shape::Paragraph => self.out.push_str(&(block.inline.markdown() + &citation)),
            Shape::Heading(level) => {
                self.out.push_str(&format!("{} {}", "#".repeat(*level), block.inline.heading_markdown()));
            }
            // `###` would need no backslash, and looks better without.
            Shape::Ends if block.text().starts_with('#') => self.out.push_str(block.text()),
            Shape::Ends => self.out.push_str(&block.inline.markdown()),
            Shape::Item { number, depth, .. } => {
                self.item(*number, *depth, &(block.inline.markdown() + &citation));
            }
            Shape::Quote(speaker) => {
                let lines = (block.inline.markdown() + &citation).replace('\n', "\n> ");
                self.out.push_str(&format!("> {lines}"));
                if let Some(speaker) = speaker {
                    let inline = Inline { text: speaker.clone(), ..Inline::default() };
                    self.out.push_str(&format!("\n>\n> — {}", inline.markdown()));
                }
            }
        }
    }

    fn item(&mut self, number: Option<u32>, depth: usize, lines: &str) {
        // An item can stand only in one that is there.
        let depth = depth.min(self.items.len());
        let before = self.items.get(depth).copied().flatten();
        let sign = match number {
            None => "- ".to_owned(),
            Some(number) => {
                let goes_on = before.is_none_or(|before| before + 1 == number);
                self.is_bracket ^= !goes_on;
                format!("{number}{} ", if self.is_bracket { ')' } else { '.' })
            }
        };
        self.items.truncate(depth);
        self.items.push(number);
        let indent = "    ".repeat(depth);
        let below = format!("\n{indent}{}", " ".repeat(sign.len()));
        self.out.push_str(&format!("{indent}{sign}{}", lines.replace('\n', &below)));
    }
}
