//! A press release as text or as a saved web page, as a draft of its record.
//!
//! What it says goes into the record as it was issued. What does not go there is listed: what belongs to the web page, what
//! became a field, and what is held back because it leads to a person.

mod compose;
mod day;
mod decode;
mod head;
mod inline;
mod private;
mod residue;
mod speech;
mod text;
mod web;
mod works;

pub use compose::Composed;
pub use compose::Decision;
pub use compose::Fields;
pub use compose::compose;
pub use day::Until;
pub use decode::DecodeError;
pub use decode::Decoded;
pub use decode::decode;
pub use head::Head;
pub use inline::Block;
pub use private::Held;
pub use private::masked;
pub use residue::Removed;
pub use speech::Speaker;
pub use speech::Speech;
pub use works::Found;
pub use works::KnownWork;
pub use works::NamedWork;

use crate::markdown::is_end_line;
use crate::markdown::is_notes_heading;
use crate::personal;
use inline::Inline;
use inline::Shape;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a site knows that a release may name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its references.
    pub works: Vec<KnownWork>,
    /// Its organisations.
    pub organisations: Vec<KnownOrganisation>,
    /// Keys of its contacts, each with a number or an address.
    pub contacts: Vec<(String, String)>,
}

/// An organisation of the site.
#[derive(Debug, Clone, Default)]
pub struct KnownOrganisation {
    /// Its id.
    pub id: String,
    /// Its names, the title first.
    pub names: Vec<String>,
    /// Whether it may have issued releases of this site: a campaign, or the publisher of the site.
    pub issues: bool,
}

/// A press release as it was read.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Headline, day and embargo.
    pub head: Head,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Who speaks.
    pub speech: Speech,
    /// The works that its notes name, in order.
    pub works: Vec<Note>,
    /// Organisations of the site that it names, in order; and of these the one that surely issued it.
    pub organisations: Vec<String>,
    /// The only one of them that issues releases.
    pub issued_by: Option<String>,
    /// Keys of contacts whose numbers or addresses it has.
    pub contacts: Vec<String>,
    /// What does not go into the record.
    pub removed: Vec<Removed>,
    /// What is held back.
    pub held: Vec<Held>,
    /// The day on which the web page says it was put up.
    pub put_up: Option<String>,
    /// Signs that nobody can see and that were taken out, with their number.
    pub invisible: BTreeMap<&'static str, usize>,
}

/// A work that a note names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The passage.
    pub block: usize,
    /// The number of the note that it belongs to, as it is written.
    pub number: Option<String>,
    /// Its words.
    pub words: String,
    /// What it says, where it could be read.
    pub work: Option<NamedWork>,
    /// Where in the work, as citations have it.
    pub at: Option<String>,
    /// What the site has.
    pub found: Found,
}

/// A longer line is no work with author, title and year, in bytes.
const LONGEST_NOTE: usize = 700;

/// Reads a press release.
pub fn read(decoded: &Decoded, known: &Known) -> Draft {
    let page = if decoded.is_page {
        web::read(&decoded.text)
    } else {
        web::Page { blocks: text::blocks(&decoded.text), ..web::Page::default() }
    };
    let web::Page { mut blocks, mut removed, title, put_up, mut invisible } = page;
    for (what, number) in &decoded.invisible {
        *invisible.entry(what).or_default() += number;
    }
    let mut held = Vec::new();
    private::hold_back(&mut blocks, &mut held, &mut removed, |words| contact_of(known, words));
    let mut blocks = without_residue(blocks, &mut removed);
    let head = head::take(&mut blocks, &mut removed, title.map(|title| masked(&title)));
    let mut blocks = divided(blocks);
    let speech = speech::find(&mut blocks);
    let blocks = with_contacts_joined(blocks);
    let works = notes(&blocks, &known.works);
    let (organisations, issued_by) = organisations(&blocks, &head, known);
    let mut contacts: Vec<String> = held.iter().filter_map(|own| own.contact.clone()).collect();
    contacts.sort();
    contacts.dedup();
    Draft {
        head,
        blocks,
        speech,
        works,
        organisations,
        issued_by,
        contacts,
        removed,
        held,
        put_up,
        invisible,
    }
}

fn contact_of(known: &Known, words: &str) -> Option<String> {
    let is_own = |own: &&(String, String)| personal::is_same(&own.1, words);
    known.contacts.iter().find(is_own).map(|(key, _)| key.clone())
}

/// Takes out lines that belong to a web page.
fn without_residue(blocks: Vec<Block>, removed: &mut Vec<Removed>) -> Vec<Block> {
    let mut kept = Vec::with_capacity(blocks.len());
    for block in blocks {
        let lines = lines_of(&block.inline);
        let is_residue = |inline: &Inline| {
            if inline.cuts.is_empty() { residue::kind_of_line(&inline.text) } else { None }
        };
        if lines.iter().all(|line| is_residue(line).is_none()) {
            kept.push(block);
            continue;
        }
        let mut rest: Option<Inline> = None;
        for line in lines {
            match (is_residue(&line), &mut rest) {
                (Some(what), _) => {
                    let addresses = line.marks.iter().filter_map(|mark| mark.address.as_ref());
                    removed.push(Removed::new(line.text.clone(), what));
                    removed.extend(addresses.map(|address| Removed::new(address, "the address of a link")));
                }
                (None, Some(rest)) => rest.append("\n", line),
                (None, none) => *none = Some(line),
            }
        }
        kept.extend(rest.map(|inline| Block { inline, ..block }));
    }
    kept
}

/// The lines of a passage, each without the break behind it where that was marked.
fn lines_of(inline: &Inline) -> Vec<Inline> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in inline.text.split('\n') {
        let mut part = inline.part(start..start + line.len());
        part.marks.retain(|mark| mark.markdown != "\\");
        lines.push(part);
        start += line.len() + 1;
    }
    lines
}

/// Ends, headings of notes and works each as a passage of their own.
fn divided(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let is_text = matches!(block.shape, Shape::Paragraph | Shape::Heading(_));
        let parts = if is_text { parts_of(&block) } else { Vec::new() };
        if let [] | [(Shape::Paragraph, _)] = parts.as_slice() {
            out.push(block);
            continue;
        }
        for (shape, range) in parts {
            let mut inline = block.inline.part(range);
            let end = inline.text.len();
            inline.marks.retain(|mark| mark.markdown != "\\" || mark.at < end);
            if shape == Shape::Ends || is_notes_heading(&inline.text) {
                // A heading needs no emphasis besides.
                inline.marks.clear();
            }
            out.push(Block::new(shape, inline));
        }
    }
    out
}

/// The parts of a passage, by their places.
fn parts_of(block: &Block) -> Vec<(Shape, Range<usize>)> {
    let mut parts: Vec<(Shape, Range<usize>)> = Vec::new();
    let mut is_open = false;
    let mut start = 0;
    for line in block.text().split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        let is_whole = block.inline.cuts_within(&range).is_empty();
        // What is held back has no place in a heading of notes.
        let shape = match () {
            () if is_end_line(line) => Shape::Ends,
            () if is_notes_heading(line) && is_whole => Shape::Heading(2),
            () if is_notes_heading(line) => Shape::Paragraph,
            () => block.shape.clone(),
        };
        let is_own = shape == Shape::Ends || is_notes_heading(line);
        let begins = is_own || line.len() < LONGEST_NOTE && works::read(line).is_some();
        match parts.last_mut().filter(|_| is_open && !begins) {
            Some((_, open)) => open.end = range.end,
            None => parts.push((shape, range)),
        }
        is_open = !is_own;
    }
    parts
}

/// Numbers and addresses on lines of their own, behind the words that introduce them.
fn with_contacts_joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut is_open = false;
    for block in blocks {
        let is_contact = block.shape == Shape::Paragraph && block.inline.is_all_cut();
        match joined.last_mut() {
            Some(last) if is_contact && is_open => last.inline.append(" ", block.inline),
            _ => {
                is_open = block.shape == Shape::Paragraph && block.text().ends_with(':');
                joined.push(block);
            }
        }
    }
    joined
}

/// The works that the text names.
fn notes(blocks: &[Block], known: &[KnownWork]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut number: Option<String> = None;
    let mut is_behind = false;
    for (index, block) in blocks.iter().enumerate() {
        is_behind |= matches!(block.shape, Shape::Ends | Shape::Heading(_));
        number = number_of(block).or(number);
        let is_text = matches!(block.shape, Shape::Paragraph | Shape::Item { .. });
        let words = block.text();
        if !is_text || words.len() > LONGEST_NOTE {
            continue;
        }
        let work = works::read(words);
        let found = match &work {
            Some(work) => works::matching(work, known),
            None if is_behind => works::mentioned(words, known),
            None => Found::None,
        };
        if work.is_none() && found == Found::None {
            continue;
        }
        let at = work.as_ref().map_or_else(|| works::locator(words), |work| work.at.clone());
        let words = block.inline.shown().split_whitespace().collect::<Vec<_>>().join(" ");
        notes.push(Note { block: index, number: number.clone(), words, work, at, found });
    }
    notes
}

/// The number with which a note begins: `[1]`, or that of an item.
fn number_of(block: &Block) -> Option<String> {
    if let Shape::Item { number: Some(number), .. } = block.shape {
        return Some(number.to_string());
    }
    let inner = block.text().strip_prefix('[')?;
    let (digits, _) = inner.split_once(']')?;
    let is_number =
        !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.to_owned())
}

/// Ids of the organisations that the text names, in the order in which it first does, and the one that surely issued it.
fn organisations(blocks: &[Block], head: &Head, known: &Known) -> (Vec<String>, Option<String>) {
    let mut text = head.headline.clone().unwrap_or_default();
    for block in blocks {
        text.push('\n');
        text.push_str(block.text());
    }
    let place = |own: &KnownOrganisation| own.names.iter().filter_map(|name| find_name(&text, name)).min();
    let mut named: Vec<(usize, &KnownOrganisation)> =
        known.organisations.iter().filter_map(|own| Some((place(own)?, own))).collect();
    named.sort_by_key(|(at, own)| (*at, own.id.clone()));
    let issuers: Vec<&&KnownOrganisation> =
        named.iter().map(|(_, own)| own).filter(|own| own.issues).collect();
    let issued_by = <[_; 1]>::try_from(issuers).ok().map(|[own]| own.id.clone());
    (named.iter().map(|(_, own)| own.id.clone()).collect(), issued_by)
}

/// Where a name stands as a whole.
fn find_name(text: &str, name: &str) -> Option<usize> {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    let ends = |at: usize| {
        is_word(text[..at].chars().next_back()) || is_word(text[at + name.len()..].chars().next())
    };
    text.match_indices(name).map(|(at, _)| at).find(|at| !name.is_empty() && !ends(*at))
}
