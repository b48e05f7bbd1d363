//! What a style gives, as stretches of text with their look. Nothing in them is HTML yet.

use hayagriva::ElemChild;
use hayagriva::ElemChildren;
use hayagriva::ElemMeta;
use hayagriva::Formatting;
use hayagriva::citationberg::FontStyle;
use hayagriva::citationberg::FontVariant;
use hayagriva::citationberg::FontWeight;
use hayagriva::citationberg::VerticalAlign;

/// Words of a citation that look the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// How they look.
    pub look: Look,
    /// Where they lead.
    pub url: Option<String>,
}

/// How words look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Italics: titles of works that stand by themselves, mostly.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Raised, as numbers of notes are.
    pub raised: bool,
    /// Lowered.
    pub lowered: bool,
}

impl Stretch {
    /// Words as those around them.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl From<Formatting> for Look {
    fn from(formatting: Formatting) -> Self {
        Self {
            italic: formatting.font_style == FontStyle::Italic,
            bold: formatting.font_weight == FontWeight::Bold,
            small_caps: formatting.font_variant == FontVariant::SmallCaps,
            raised: formatting.vertical_align == VerticalAlign::Sup,
            lowered: formatting.vertical_align == VerticalAlign::Sub,
        }
    }
}

/// What a style gave for one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bit {
    pub what: What,
    /// Whether it belongs to the names before the rest.
    pub is_name: bool,
}

/// Words, or the place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Words(Stretch),
    /// The place of the locator.
    Locator,
}

/// How years that no style can write are put back into their places: the number that stood for one, and its words.
pub(super) type Years = [(i16, String)];

/// The words of a tree, in order.
pub(super) fn flatten(children: &ElemChildren, years: &Years) -> Vec<Bit> {
    let mut walk = Walk { years, bits: Vec::new(), in_names: false, in_date: false };
    walk.children(children);
    walk.bits
}

/// The words alone.
pub(super) fn stretches(children: &ElemChildren, years: &Years) -> Vec<Stretch> {
    flatten(children, years).into_iter().filter_map(Bit::words).collect()
}

impl Bit {
    /// Puts words in the place of others.
    pub(super) fn replace(&mut self, old: &str, new: &str) {
        if let What::Words(stretch) = &mut self.what
            && old != new
        {
            stretch.text = stretch.text.replace(old, new);
        }
    }

    /// The words alone.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.what {
            What::Words(stretch) => Some(&stretch.text),
            What::Locator => None,
        }
    }

    pub(super) fn words(self) -> Option<Stretch> {
        match self.what {
            What::Words(stretch) => Some(stretch),
            What::Locator => None,
        }
    }
}

/// Takes away the full stop that a style puts behind a title which ends in a question or an exclamation mark, and the comma
/// that MHRA puts between a title in italics and a bracket.
pub(super) fn one_mark<'a>(stretches: impl Iterator<Item = &'a mut Stretch>) {
    let (mut ends, mut is_title) = (false, false);
    for stretch in stretches {
        if let Some(rest) = stretch.text.strip_prefix(", (").filter(|_| is_title) {
            stretch.text = format!(" ({rest}");
        }
        is_title = stretch.look.italic && stretch.text.contains(char::is_alphabetic);
        let marks = ["?", "!"].into_iter().filter(|mark| stretch.text.contains(mark)).collect::<Vec<_>>();
        for mark in marks {
            for quote in ["", "’", "”"] {
                stretch.text = stretch.text.replace(&format!("{mark}{quote}. "), &format!("{mark}{quote} "));
                stretch.text = stretch.text.replace(&format!("{mark}.{quote} "), &format!("{mark}{quote} "));
                if let Some(rest) = stretch.text.strip_suffix(&format!("{mark}{quote}.")) {
                    stretch.text = format!("{rest}{mark}{quote}");
                }
            }
        }
        if let Some(rest) = stretch.text.strip_prefix('.').filter(|_| ends) {
            stretch.text = rest.to_owned();
        }
        if let Some(last) = stretch.text.trim_end_matches(['’', '”']).chars().last() {
            ends = matches!(last, '?' | '!');
        }
    }
}

/// A sign without width that keeps hayagriva from reading what stands around it as a range or a bracket.
pub(super) const JOINER: char = '\u{2060}';

struct Walk<'a> {
    years: &'a Years,
    bits: Vec<Bit>,
    in_names: bool,
    in_date: bool,
}

impl Walk<'_> {
    fn children(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            self.child(child);
        }
    }

    fn child(&mut self, child: &ElemChild) {
        match child {
            ElemChild::Text(text) => self.words(&text.text, text.formatting, None),
            ElemChild::Link { text, url } => self.words(&text.text, text.formatting, Some(url)),
            ElemChild::Markup(text) => self.words(text, Formatting::default(), None),
            ElemChild::Transparent { .. } => self.bits.push(Bit { what: What::Locator, is_name: false }),
            ElemChild::Elem(elem) => {
                let before = (self.in_names, self.in_date);
                self.in_names |= matches!(elem.meta, Some(ElemMeta::Names(_)));
                self.in_date |= matches!(elem.meta, Some(ElemMeta::Date));
                self.children(&elem.children);
                (self.in_names, self.in_date) = before;
            }
        }
    }

    fn words(&mut self, text: &str, formatting: Formatting, url: Option<&String>) {
        if text.is_empty() {
            return;
        }
        let mut text = if text.contains(JOINER) { text.replace(JOINER, "") } else { text.to_owned() };
        if self.in_date {
            for (number, words) in self.years {
                text = text.replace(&number.to_string(), words);
            }
        }
        let look = Look::from(formatting);
        let is_name = self.in_names;
        if let Some(Bit { what: What::Words(last), is_name: last_is_name }) = self.bits.last_mut()
            && last.look == look
            && last.url.as_ref() == url
            && *last_is_name == is_name
        {
            last.text.push_str(&text);
            return;
        }
        self.bits.push(Bit { what: What::Words(Stretch { text, look, url: url.cloned() }), is_name });
    }
}
