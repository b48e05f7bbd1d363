//! Markdown as casefile has it: CommonMark with links by name, citations, quotations with their speaker, redactions.
//!
//! A text is parsed once, into HTML with holes. A hole is where something is filled in that only the whole archive
//! knows: where a link leads, how a citation reads.

mod addresses;
mod citation;
mod sanitise;
pub(crate) mod sentence;
#[cfg(test)]
mod tests;
mod walk;

use crate::diagnostic::Diagnostic;
use crate::phase::Phase;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::Kind;
use crate::vocabulary::RawHtml;

pub use addresses::addresses;
pub use citation::Affix;
pub use citation::Cited;
pub(crate) use walk::is_end_line;
pub(crate) use walk::is_notes_heading;
pub(crate) use walk::parser;

/// Names as text, with their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsWritten;

impl Phase for AsWritten {
    type Link = Spanned<String>;
    type File = Spanned<String>;
    type Target = WrittenTarget;
}

/// A text that is to be read.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// The file it stands in.
    pub file: FileId,
    /// The whole text of the file.
    pub source: &'a str,
    /// Where the Markdown begins.
    pub start: usize,
    /// The kind of the record; a press release has notes to editors.
    pub kind: Kind,
    /// What happens to raw HTML.
    pub html: RawHtml,
}

/// A text that was read.
pub struct Body<P: Phase> {
    /// The text itself.
    pub text: Html,
    /// What stands behind the end of a press release: the notes to editors, as a rule.
    pub notes: Html,
    /// A line ends the text of a press release: `ENDS`.
    pub is_ended: bool,
    /// The heading of the notes, as it was written: "Editor's notes".
    pub notes_heading: Option<String>,
    /// The footnotes of both.
    pub footnotes: Html,
    /// Where its links and images lead, by the number in a [`Hole`].
    pub targets: Vec<Target<P>>,
    /// Its citations, by the number in a [`Hole`].
    pub citations: Vec<Citation<P>>,
    /// Why passages are withheld, by the number in a sentence.
    pub redactions: Vec<String>,
    /// Quotations with a speaker.
    pub quotations: Vec<Quotation>,
    /// Ids of its headings, to which links can lead.
    pub anchors: Vec<String>,
}

/// A link or an image in the text.
pub struct Target<P: Phase> {
    /// Where it leads.
    pub to: P::Target,
    /// Where it stands.
    pub span: Span,
    /// What is shown of a link by name that has no text of its own, where that is not the title of the record.
    pub label: Option<Box<str>>,
    /// The sentence it stands in, in [`sentence::pieces`].
    pub sentence: String,
}

/// Where a link leads, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenTarget {
    /// `[[name]]`; `labelled` when it has a text of its own.
    Name {
        /// An id, a title or a name of an organisation.
        name: String,
        /// Whether it has a text of its own.
        labelled: bool,
    },
    /// An address within the site, relative to the file or to the root.
    Path(String),
    /// An image.
    Image(String),
    /// An address elsewhere.
    Url(String),
}

/// A citation: one or more works in one place.
pub struct Citation<P: Phase> {
    /// The works.
    pub works: Vec<Cited<P>>,
    /// Whether the author is part of the sentence: `@davis-2015 [ch. 4]`.
    pub narrative: bool,
    /// Where it stands.
    pub span: Span,
    /// The sentence it stands in, in [`sentence::pieces`].
    pub sentence: String,
}

/// Words that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words.
    pub text: String,
    /// Who said them.
    pub speaker: String,
}

/// HTML with holes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html {
    text: String,
    holes: Vec<(usize, Hole)>,
}

/// What is filled in later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hole {
    /// The opening tag of a link, by the number of its target.
    LinkStart(usize),
    /// Its closing tag.
    LinkEnd(usize),
    /// The title of the record that a link leads to.
    Title(usize),
    /// An image, by the number of its target, with its alternative text.
    Image(usize, String),
    /// A citation, by its number.
    Citation(usize),
    /// A passage that is withheld, with the reason.
    Redaction(String),
    /// The reference to a footnote: its number, and which reference to it this is.
    FootnoteRef(usize, usize),
    /// The way back from a footnote, with the number of references to it.
    FootnoteBack(usize, usize),
    /// The start of a table that can be scrolled.
    TableStart,
    /// The mark of a task, done or not.
    Task(bool),
}

impl Html {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.holes.is_empty()
    }

    /// The HTML with each hole filled by `fill`, which is given the output so far.
    pub fn filled(&self, mut fill: impl FnMut(&mut String, &Hole)) -> String {
        self.filled_before(|out, hole, _| {
            fill(out, hole);
            0
        })
    }

    /// The same, where `fill` sees the text up to the next hole too, and says how many bytes of it it has written itself.
    pub fn filled_before(&self, mut fill: impl FnMut(&mut String, &Hole, &str) -> usize) -> String {
        let mut out = String::with_capacity(self.text.len() + self.holes.len() * 64);
        let mut at = 0;
        for (index, (place, hole)) in self.holes.iter().enumerate() {
            out.push_str(&self.text[at.min(*place)..*place]);
            let end = self.holes.get(index + 1).map_or(self.text.len(), |(next, _)| *next);
            at = *place + fill(&mut out, hole, &self.text[*place..end]);
        }
        out.push_str(&self.text[at..]);
        out
    }
}

/// Reads a text and reports its mistakes.
pub fn read_body(diagnostics: &mut Vec<Diagnostic>, written: Written<'_>) -> Body<AsWritten> {
    walk::walk(diagnostics, written)
}

/// Reads a text as [`read_body`] does, with the footnotes that are not shown because nothing refers to them.
pub fn read_whole_body(written: Written<'_>) -> Body<AsWritten> {
    walk::walk_whole(written)
}

/// The text of a record that has none.
pub fn empty_body() -> Body<AsWritten> {
    Body {
        text: Html::default(),
        notes: Html::default(),
        is_ended: false,
        notes_heading: None,
        footnotes: Html::default(),
        targets: Vec::new(),
        citations: Vec::new(),
        redactions: Vec::new(),
        quotations: Vec::new(),
        anchors: Vec::new(),
    }
}

/// A name as written in `[[…]]`, with its fragment split off.
pub fn split_fragment(name: &Spanned<String>) -> (Spanned<String>, Option<String>) {
    match name.value.split_once('#') {
        Some((before, fragment)) => {
            (Spanned::new(before.trim().to_owned(), name.span), Some(fragment.trim().to_owned()))
        }
        None => (name.clone(), None),
    }
}
