//! The sentence of each link and citation, with what it would be false without: who says it, what is struck out, the
//! line before a list.

use super::Walk;
use super::is_end_line;
use crate::markdown::sentence;
use crate::markdown::sentence::Named;
use crate::markdown::sentence::placeholder;
use crate::vocabulary::Kind;
use crate::vocabulary::RawHtml;

/// Elements of HTML of which nothing is shown, with what ends each.
const UNSEEN: [(&str, &str); 4] =
    [("!--", "-->"), ("script", "</script"), ("style", "</style"), ("template", "</template")];

/// Something in a block whose sentence is wanted.
pub(super) enum Mark {
    Target(usize),
    Citation(usize),
}

/// A block whose sentences are wanted, with placeholders for what only the archive knows.
#[derive(Default)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) marks: Vec<(usize, Mark)>,
    /// Where its last line begins.
    line_start: usize,
    /// It is a row of a table, whose cells mean nothing apart.
    is_row: bool,
    /// The lines before the lists that it stands in.
    lead: String,
}

/// What stands around the present block.
#[derive(Default)]
pub(super) struct Setting {
    /// How many cells the present row of a table has so far.
    cells: Option<usize>,
    /// The block before, if it ends with a colon.
    line_before: Option<String>,
    /// What led to each list, table and quotation that is open.
    leads: Vec<Option<String>>,
    /// The blocks of each quotation that is open, and the number of leads outside it.
    quotations: Vec<(usize, Vec<Block>)>,
    /// How many elements that strike out are open.
    struck: usize,
    /// What ends the element of HTML of which nothing is shown.
    unseen_until: Option<&'static str>,
}

impl Walk<'_, '_> {
    /// Adds to the text of the present block.
    pub(super) fn say(&mut self, text: &str) {
        if self.setting.unseen_until.is_none() {
            self.block.text.push_str(text);
        }
    }

    pub(super) fn say_break(&mut self) {
        if self.leave_out_end() {
            return;
        }
        self.say(" ");
        self.block.line_start = self.block.text.len();
    }

    /// A line that ends a press release is in no sentence: what stands before it ends there.
    pub(super) fn leave_out_end(&mut self) -> bool {
        let is_release = self.written.kind == Kind::PressRelease && self.setting.leads.is_empty();
        let start = self.block.line_start;
        let is_end = is_release && start > 0 && is_end_line(&self.block.text[start..]);
        if is_end {
            self.block.text.truncate(start);
            self.flush_block();
        }
        is_end
    }

    pub(super) fn strike(&mut self) {
        self.setting.struck += 1;
        self.say(&placeholder(Named::Struck));
    }

    pub(super) fn end_strike(&mut self) {
        if self.setting.struck > 0 {
            self.setting.struck -= 1;
            self.say(&placeholder(Named::StruckEnd));
        }
    }

    /// A list, table or quotation begins: what led to it belongs to what it says.
    pub(super) fn open_group(&mut self) {
        self.flush_block();
        let lead = self.setting.line_before.take();
        self.setting.leads.push(lead);
    }

    pub(super) fn close_group(&mut self) {
        self.setting.leads.pop();
        self.setting.line_before = None;
    }

    pub(super) fn open_quotation(&mut self) {
        self.open_group();
        self.setting.quotations.push((self.setting.leads.len(), Vec::new()));
    }

    pub(super) fn open_row(&mut self) {
        self.flush_block();
        self.setting.cells = Some(0);
    }

    pub(super) fn open_cell(&mut self) {
        let before = self.setting.cells.unwrap_or_default();
        self.setting.cells = Some(before + 1);
        if before > 0 {
            self.say(" | ");
        }
    }

    pub(super) fn close_row(&mut self) {
        self.flush_block();
        self.setting.cells = None;
    }

    /// The sentences of a block are known when it ends; each link and citation in it gets its own. Those of a quotation
    /// are known when its speaker is.
    pub(super) fn flush_block(&mut self) {
        if self.block.text.is_empty() && self.block.marks.is_empty() {
            return;
        }
        let mut block = std::mem::take(&mut self.block);
        block.is_row = self.setting.cells.is_some();
        self.setting.line_before = ends_with_colon(&block.text).then(|| sentence::last(&block.text));
        let outside = self.setting.quotations.last().map_or(0, |(outside, _)| *outside);
        if !block.marks.is_empty() {
            block.lead = joined(&self.setting.leads[outside..]);
        }
        match self.setting.quotations.last_mut() {
            Some((_, blocks)) => blocks.push(block),
            None => {
                for (index, text) in sentences_of(&block) {
                    self.set_sentence(&block.marks[index].1, with_lead(&block.lead, text));
                }
                // The room for the text serves the next block.
                block.text.clear();
                self.block.text = block.text;
            }
        }
        if self.setting.struck > 0 {
            self.say(&placeholder(Named::Struck));
        }
    }

    /// What a quotation says is shown as a quotation, with its speaker if it has one.
    pub(super) fn close_quotation(&mut self, has_speaker: bool) {
        let Some((outside, mut blocks)) = self.setting.quotations.pop() else { return };
        if blocks.iter().all(|block| block.marks.is_empty()) {
            return self.close_group();
        }
        let lead = joined(&self.setting.leads[..outside]);
        self.close_group();
        blocks.retain(|block| !block.marks.is_empty() || sentence::has_words(&block.text));
        let mut speaker = None;
        if has_speaker && let Some(last) = blocks.last_mut() {
            let line = last.text.split_off(last.line_start);
            let at = last.marks.partition_point(|(at, _)| *at < last.line_start);
            let name = line.trim_start().trim_start_matches('—').trim().to_owned();
            speaker = Some((name, last.marks.split_off(at)));
        }
        let (name, of_speaker) = speaker.unwrap_or_default();
        let quoted = |words: String| {
            let words = match words.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')) {
                Some(inner) if !inner.contains(['“', '”']) => words,
                _ => format!("“{words}”"),
            };
            let words = if name.is_empty() { words } else { format!("{words} — {name}") };
            with_lead(&lead, words)
        };
        for block in &blocks {
            for (index, text) in sentences_of(block) {
                self.set_sentence(&block.marks[index].1, quoted(with_lead(&block.lead, text)));
            }
        }
        let words = blocks.iter().rev().find(|block| sentence::has_words(&block.text));
        let words = words.map_or_else(|| name.clone(), |block| quoted(sentence::end_of(&block.text)));
        for (_, mark) in &of_speaker {
            self.set_sentence(mark, words.clone());
        }
    }

    fn set_sentence(&mut self, mark: &Mark, text: String) {
        match mark {
            Mark::Target(index) => self.targets[*index].sentence = text,
            Mark::Citation(index) => self.citations[*index].sentence = text,
        }
    }

    /// Follows what HTML that is let through does to the words around it.
    pub(super) fn follow_html(&mut self, html: &str) {
        if self.written.html != RawHtml::Sanitised {
            return;
        }
        let lower = html.to_ascii_lowercase();
        let mut at = 0;
        loop {
            if let Some(until) = self.setting.unseen_until {
                let Some(end) = lower[at..].find(until) else { return };
                at += end + until.len();
                self.setting.unseen_until = None;
            }
            let Some(sign) = lower[at..].find('<') else { return };
            let tag = &lower[at + sign + 1..];
            at += sign + 1;
            let name = |tag: &str| {
                let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
                tag[..end].to_owned()
            };
            let is_unseen =
                |(start, _): &&(&str, &str)| *start == "!--" && tag.starts_with("!--") || *start == name(tag);
            if let Some((_, until)) = UNSEEN.iter().find(is_unseen) {
                self.setting.unseen_until = Some(until);
                continue;
            }
            let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
            match (name(tag).as_str(), closes) {
                ("del" | "s" | "strike", false) => self.strike(),
                ("del" | "s" | "strike", true) => self.end_strike(),
                ("q", false) => self.say("“"),
                ("q", true) => self.say("”"),
                _ => {}
            }
        }
    }

    /// A rule or a footnote stands between: the line before leads to nothing.
    pub(super) fn forget_line_before(&mut self) {
        self.setting.line_before = None;
    }
}

/// The sentence of each mark of a block, by the number of the mark.
fn sentences_of(block: &Block) -> Vec<(usize, String)> {
    if block.marks.is_empty() {
        return Vec::new();
    }
    let sentences = if block.is_row {
        std::iter::once(0..block.text.len()).collect()
    } else {
        sentence::sentences(&block.text)
    };
    let struck = sentence::struck(&block.text);
    let places = block.marks.iter().map(|(at, _)| *at).enumerate();
    places.map(|(index, at)| (index, sentence::around(&block.text, &sentences, &struck, at))).collect()
}

fn joined(leads: &[Option<String>]) -> String {
    leads.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn with_lead(lead: &str, words: String) -> String {
    if lead.is_empty() { words } else { format!("{lead} {words}") }
}

fn ends_with_colon(text: &str) -> bool {
    let mut text = text.trim_end();
    while let Some((before, mark)) = text.strip_suffix('\u{2}').and_then(|text| text.rsplit_once('\u{1}')) {
        if !mark.starts_with(['C', 'E']) {
            return false;
        }
        text = before.trim_end();
    }
    text.ends_with(':')
}
