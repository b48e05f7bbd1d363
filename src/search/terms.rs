//! Terms with the records and the places where they stand.
//!
//! Records are gone through in chunks, each by itself. A chunk keeps little more than what will be written, so that
//! memory does not grow with the number of words; all that depends on all records is added when the files are made.

use super::Indexing;
use super::fold::Folding;
use super::fold::each_word;
use super::plain::REDACTED;
use super::script::Script;
use super::script::numbered;
use super::script::push_number;
use super::text;
use super::text::Field;
use super::text::Text;
use super::works::Listed;
use super::works::works_of;
use crate::archive::RecordId;
use foldhash::fast::FixedState;
use rayon::slice::ParallelSliceMut;
use serde::Serialize;
use std::collections::BTreeMap;
#[allow(clippy::disallowed_types, reason = "terms are looked up, and sorted before they are listed")]
use std::collections::HashMap;
use std::ops::Range;

/// Records in a chunk, and in a file of texts.
pub(super) const PER_CHUNK: usize = 640;

/// So many positions are left out between two items of a text, so that no phrase spans them.
const ITEM_GAP: u32 = 1;

/// What a chunk of records says.
pub(super) struct Chunk {
    /// The number of its first record.
    first: u32,
    /// The length of each record in words.
    pub(super) lengths: Vec<u32>,
    /// Its terms in order, one behind the other.
    terms: String,
    /// Of each term: where it ends, where its postings and its positions end, and whether it stands in a name.
    ends: Vec<Ends>,
    postings: Vec<Posting>,
    /// Where the terms stand, as it is written. They take the most room, and are let go of first.
    pub(super) positions: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
struct Ends {
    term: u32,
    postings: u32,
    positions: u32,
    is_name: bool,
}

/// A record with a term.
#[derive(Clone, Copy)]
struct Posting {
    /// Its number in the chunk.
    record: u16,
    /// How often the term stands in it, by field; twice that, so that halves are whole numbers.
    weighted: u16,
}

/// A word of a text.
#[derive(Clone, Copy)]
struct Token {
    term: u32,
    record: u16,
    field: Field,
    position: u32,
}

#[derive(Serialize)]
struct Texts<'a> {
    texts: Vec<&'a str>,
    works: BTreeMap<usize, Listed<'a>>,
}

/// Twice the weight of a word in a field.
fn double_weight(field: Field) -> u16 {
    match field {
        Field::Names => 12,
        Field::Summary => 5,
        Field::Text => 2,
        Field::Topics => 1,
    }
}

/// Reads chunks one after another, in memory that is used again.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "terms are looked up, and sorted before they are listed")]
pub(super) struct Reader {
    text: Text,
    texts: String,
    folding: Folding,
    numbers: HashMap<Box<str>, u32, FixedState>,
    tokens: Vec<Token>,
    grouped: Vec<Token>,
    lengths: Vec<u32>,
}

impl Reader {
    /// Reads the chunk of that number. The texts of its records become a file.
    pub(super) fn read_chunk(
        &mut self,
        cx: &Indexing<'_>,
        number: usize,
        records: &[RecordId],
    ) -> (Chunk, Script) {
        self.texts.clear();
        let mut ends = Vec::with_capacity(records.len());
        for (record, id) in (0..).zip(records) {
            text::read(cx, *id, &mut self.text);
            self.read_words(record);
            self.texts.push_str(self.text.lines());
            ends.push(self.texts.len());
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let texts = starts.zip(&ends).map(|(start, end)| &self.texts[start..*end]).collect();
        // A few signs are written as escapes.
        let room = self.texts.len() + self.texts.len() / 50 + records.len() * 4;
        let script =
            Script::with_room(room, numbered('x', number), &Texts { texts, works: works_of(cx, records) });
        let first = u32::try_from(number * PER_CHUNK).expect("records are counted in 32 bits");
        (self.take_chunk(first), script)
    }

    fn read_words(&mut self, record: u16) {
        let Self { text, folding, numbers, tokens, .. } = self;
        let mut position = 0_u32;
        let mut length = 0;
        for (nth, (field, item)) in text.items().enumerate() {
            if nth > 0 {
                position = position.saturating_add(ITEM_GAP);
            }
            for (nth, piece) in item.split(REDACTED).enumerate() {
                // What is withheld stands there like a word, so that no phrase spans it.
                position = position.saturating_add(u32::from(nth > 0));
                each_word(folding, piece, |word| {
                    let term = match numbers.get(word) {
                        Some(term) => *term,
                        None => {
                            let term = u32::try_from(numbers.len()).expect("terms are counted in 32 bits");
                            numbers.insert(word.into(), term);
                            term
                        }
                    };
                    tokens.push(Token { term, record, field, position });
                    if field != Field::Topics {
                        position = position.saturating_add(1);
                        length += 1;
                    }
                });
            }
        }
        self.lengths.push(length);
    }

    /// Groups what was read by term, in the order of terms, records and positions.
    fn take_chunk(&mut self, first: u32) -> Chunk {
        let mut terms: Vec<(Box<str>, u32)> = self.numbers.drain().collect();
        terms.sort_unstable();
        let mut ranks = vec![0; terms.len()];
        for (rank, (_, number)) in terms.iter().enumerate() {
            ranks[*number as usize] = rank;
        }
        group(&mut self.grouped, &self.tokens, &ranks);
        self.tokens.clear();
        let mut chunk = Chunk {
            first,
            lengths: std::mem::take(&mut self.lengths),
            terms: String::with_capacity(terms.iter().map(|(term, _)| term.len()).sum()),
            ends: Vec::with_capacity(ranks.len()),
            postings: Vec::new(),
            positions: Vec::with_capacity(self.grouped.len() * 3),
        };
        let groups = self.grouped.chunk_by(|one, other| one.term == other.term);
        for (group, (term, _)) in groups.zip(terms) {
            chunk.terms.push_str(&term);
            let is_name = group.iter().any(|token| token.field == Field::Names);
            for posting in group.chunk_by(|one, other| one.record == other.record) {
                chunk.add_posting(posting);
            }
            let end = |length: usize| u32::try_from(length).expect("a chunk has fewer than 2³² words");
            let (postings, positions) = (end(chunk.postings.len()), end(chunk.positions.len()));
            chunk.ends.push(Ends { term: end(chunk.terms.len()), postings, positions, is_name });
        }
        chunk.postings.shrink_to_fit();
        chunk.positions.shrink_to_fit();
        chunk
    }
}

/// Puts the words in the order of the ranks of their terms, those of one term as they were, into `grouped`.
fn group(grouped: &mut Vec<Token>, tokens: &[Token], ranks: &[usize]) {
    let mut next = vec![0; ranks.len() + 1];
    for token in tokens {
        next[ranks[token.term as usize] + 1] += 1;
    }
    for rank in 1..next.len() {
        next[rank] += next[rank - 1];
    }
    grouped.clear();
    grouped.extend_from_slice(tokens);
    for token in tokens {
        let place = &mut next[ranks[token.term as usize]];
        grouped[*place] = *token;
        *place += 1;
    }
}

impl Chunk {
    /// Adds the words of one term in one record.
    fn add_posting(&mut self, tokens: &[Token]) {
        let weighted = tokens.iter().fold(0_u16, |sum, token| sum.saturating_add(double_weight(token.field)));
        self.postings.push(Posting { record: tokens[0].record, weighted });
        let positions =
            || tokens.iter().filter(|token| token.field != Field::Topics).map(|token| token.position);
        push_number(&mut self.positions, u32::try_from(positions().count()).unwrap_or(u32::MAX));
        let mut before = 0;
        for position in positions() {
            push_number(&mut self.positions, position - before);
            before = position;
        }
    }

    fn term(&self, index: usize) -> &str {
        &self.terms[self.range(index, |ends| ends.term)]
    }

    fn range(&self, index: usize, end: impl Fn(&Ends) -> u32) -> Range<usize> {
        let start = index.checked_sub(1).map_or(0, |before| end(&self.ends[before]));
        start as usize..end(&self.ends[index]) as usize
    }
}

/// The terms of all chunks.
pub(super) struct Dictionary<'a> {
    chunks: &'a [Chunk],
    /// Every term of every chunk, by term and chunk.
    entries: Vec<Entry<'a>>,
    /// Where the entries of each term end.
    ends: Vec<u32>,
}

struct Entry<'a> {
    term: &'a str,
    chunk: u32,
    index: u32,
}

/// Puts the terms of all chunks in one order.
pub(super) fn merge(chunks: &[Chunk]) -> Dictionary<'_> {
    let mut entries = Vec::with_capacity(chunks.iter().map(|chunk| chunk.ends.len()).sum());
    for (chunk, own) in (0..).zip(chunks) {
        let terms = (0..own.ends.len()).map(|index| own.term(index));
        entries.extend((0..).zip(terms).map(|(index, term)| Entry { term, chunk, index }));
    }
    entries.par_sort_unstable_by(|one, other| (one.term, one.chunk).cmp(&(other.term, other.chunk)));
    let mut ends = Vec::new();
    let mut end = 0;
    for group in entries.chunk_by(|one, other| one.term == other.term) {
        end += group.len();
        ends.push(u32::try_from(end).expect("terms are counted in 32 bits"));
    }
    Dictionary { chunks, entries, ends }
}

impl<'a> Dictionary<'a> {
    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The term of a number.
    pub(super) fn term(&self, number: usize) -> &'a str {
        self.entries(number)[0].term
    }

    /// Every term in order.
    pub(super) fn terms(&self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(|number| self.term(number))
    }

    /// The records with a term in order, each with twice the weighted frequency.
    pub(super) fn postings(&self, number: usize) -> impl Iterator<Item = (u32, u16)> {
        self.entries(number).iter().flat_map(|entry| {
            let chunk = &self.chunks[entry.chunk as usize];
            let postings = &chunk.postings[chunk.range(entry.index as usize, |ends| ends.postings)];
            postings.iter().map(|posting| (chunk.first + u32::from(posting.record), posting.weighted))
        })
    }

    /// The positions of a term as they are written, in one stretch or more, out of those of all chunks.
    pub(super) fn positions<'p>(
        &self,
        positions: &'p [Vec<u8>],
        number: usize,
    ) -> impl Iterator<Item = &'p [u8]> {
        self.entries(number).iter().map(|entry| {
            let range = self.chunks[entry.chunk as usize].range(entry.index as usize, |ends| ends.positions);
            &positions[entry.chunk as usize][range]
        })
    }

    /// Whether a term stands in a title or a name.
    pub(super) fn is_name(&self, number: usize) -> bool {
        let ends = |entry: &Entry<'_>| self.chunks[entry.chunk as usize].ends[entry.index as usize];
        self.entries(number).iter().any(|entry| ends(entry).is_name)
    }

    fn entries(&self, number: usize) -> &[Entry<'a>] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[start as usize..self.ends[number] as usize]
    }
}
