//! Terms cut into files, so that a query fetches little more than it needs.

use super::Put;
use super::script::Script;
use super::script::number_length;
use super::script::numbered;
use super::script::push_number;
use super::script::push_sign;
use super::script::signs;
use super::terms::Dictionary;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use serde::Serialize;
use std::ops::Range;

/// How large a file of terms may grow, in bytes. A term with more postings has a file of its own.
const TERM_FILE: usize = 76 << 10;

/// A file of terms may be cut short by a part of so many, to end where a word ends.
const LAST_PART: usize = 3;

/// How large a file of positions may grow, in bytes.
const POSITION_FILE: usize = 320 << 10;

/// The same in an archive of many records, which may have more files for each of them.
const POSITION_FILE_OF_MANY: usize = 128 << 10;

/// How many records are many.
const MANY_RECORDS: usize = 40_000;

/// BM25's k1: how fast more of the same word adds less. The length of a record counts by 0.75.
const K1: f64 = 1.2;

/// The files of terms or of positions.
pub(super) struct Shards<T> {
    /// The number of the first term of each.
    pub(super) at: Vec<usize>,
    pub(super) files: Vec<Put<T>>,
}

#[derive(Serialize)]
struct Terms<'a> {
    terms: Vec<&'a str>,
    gaps: Vec<&'a str>,
    weights: Vec<&'a str>,
}

#[derive(Serialize)]
struct Positions<'a> {
    lists: Vec<&'a str>,
}

/// The files of terms with their postings. `lengths` are those of all records in words.
pub(super) fn term_files<T: Send, E: Send>(
    dictionary: &Dictionary<'_>,
    lengths: &[u32],
    put: &(impl Fn(Script) -> Result<Put<T>, E> + Sync),
) -> Result<Shards<T>, E> {
    let total: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
    #[allow(clippy::cast_precision_loss, reason = "an average need not be exact")]
    let average = (total as f64 / lengths.len().max(1) as f64).max(1.0);
    let size = |number| {
        // As it is written: three strings with their commas.
        let list: usize = gaps(dictionary, number).map(|(gap, ..)| number_length(gap) + 1).sum();
        list + dictionary.term(number).len() + "\"\",\"\",\"\",".len()
    };
    let sizes = sizes_of(dictionary, size);
    let files = cut(&sizes, TERM_FILE, |number| shared(dictionary, number));
    shards('t', &sizes, files, |name, numbers, room| {
        // Gaps and weights apart compress better than in turn.
        let own = Lists::of(numbers.clone(), room, |out, number| {
            gaps(dictionary, number).for_each(|(gap, ..)| push_number(out, gap));
        });
        let weights = Lists::of(numbers.clone(), room, |out, number| {
            for (_, record, weighted) in gaps(dictionary, number) {
                push_sign(out, weight(weighted, lengths[record as usize], average));
            }
        });
        let terms = numbers.map(|number| dictionary.term(number)).collect();
        let (gaps, weights) = (own.iter().collect(), weights.iter().collect());
        put(Script::with_room(room, name, &Terms { terms, gaps, weights }))
    })
}

/// The files of the positions of terms in so many records, out of those of all chunks.
pub(super) fn position_files<T: Send, E: Send>(
    dictionary: &Dictionary<'_>,
    positions: &[Vec<u8>],
    records: usize,
    put: &(impl Fn(Script) -> Result<Put<T>, E> + Sync),
) -> Result<Shards<T>, E> {
    let size =
        |number| dictionary.positions(positions, number).map(<[u8]>::len).sum::<usize>() + "\"\",".len();
    let sizes = sizes_of(dictionary, size);
    let most = if records < MANY_RECORDS { POSITION_FILE } else { POSITION_FILE_OF_MANY };
    let files = cut(&sizes, most, |_| 0);
    shards('p', &sizes, files, |name, numbers, room| {
        let lists = Lists::of(numbers, room, |out, number| {
            dictionary.positions(positions, number).for_each(|positions| out.extend(positions));
        });
        put(Script::with_room(room, name, &Positions { lists: lists.iter().collect() }))
    })
}

/// The records of a term: the gap before each, its number, and twice the weighted frequency.
fn gaps(dictionary: &Dictionary<'_>, number: usize) -> impl Iterator<Item = (u32, u32, u16)> {
    let mut next = 0;
    dictionary.postings(number).map(move |(record, weighted)| {
        let gap = record - next;
        next = record + 1;
        (gap, record, weighted)
    })
}

/// The weight of a term in a record: the part of BM25F that depends on the two only, as one of 15 levels. Finer ones
/// would tell no better record from a worse, and make the files a tenth larger.
fn weight(weighted: u16, length: u32, average: f64) -> u8 {
    let frequency = f64::from(weighted) / 2.0;
    let length = 0.25 + 0.75 * f64::from(length) / average;
    let share = frequency / (frequency + K1 * length);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share lies between 0 and 1"
    )]
    let level = (63.0 / 4.0 * share).round() as u8;
    4 * level.clamp(1, 15)
}

/// Makes the files that hold those stretches of terms, each by `make` from its name, the numbers of its terms and its size.
fn shards<T: Send, E: Send>(
    kind: char,
    sizes: &[usize],
    files: Vec<Range<usize>>,
    make: impl Fn(String, Range<usize>, usize) -> Result<Put<T>, E> + Sync,
) -> Result<Shards<T>, E> {
    let at = files.iter().map(|numbers| numbers.start).collect();
    let named: Vec<(usize, Range<usize>)> = files.into_iter().enumerate().collect();
    let made = named.par_iter().map(|(file, numbers)| {
        let size = sizes[numbers.clone()].iter().sum();
        make(numbered(kind, *file), numbers.clone(), size)
    });
    Ok(Shards { at, files: made.collect::<Result<_, E>>()? })
}

/// The size of each term by its number.
fn sizes_of(dictionary: &Dictionary<'_>, size: impl Fn(usize) -> usize + Sync + Send) -> Vec<usize> {
    (0..dictionary.len()).into_par_iter().map(size).collect()
}

/// How many bytes a term has in common with the one before it.
fn shared(dictionary: &Dictionary<'_>, number: usize) -> usize {
    let (before, own) = (dictionary.term(number - 1), dictionary.term(number));
    before.bytes().zip(own.bytes()).take_while(|(one, other)| one == other).count()
}

/// Cuts terms into stretches that do not grow beyond `most`; what is larger stands alone. A cut is where terms have the
/// least in common with the one before, as long as a stretch is nearly full, so that the forms of a word are in one.
fn cut(sizes: &[usize], most: usize, shared: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let mut files = Vec::new();
    let mut start = 0;
    while start < sizes.len() {
        let (mut end, mut filled) = (start + 1, sizes[start]);
        while end < sizes.len() && filled + sizes[end] <= most {
            filled += sizes[end];
            end += 1;
        }
        if end < sizes.len() {
            end = best_cut(&sizes[start..end], |place| shared(start + place));
            end += start;
        }
        files.push(start..end);
        start = end;
    }
    files
}

/// The place in a stretch where it is best cut short: its end, or one in its last part.
fn best_cut(sizes: &[usize], shared: impl Fn(usize) -> usize) -> usize {
    let mut left = sizes.iter().sum::<usize>() / LAST_PART;
    let (mut best, mut least) = (sizes.len(), shared(sizes.len()));
    for place in (1..sizes.len()).rev() {
        let Some(rest) = left.checked_sub(sizes[place]) else { break };
        left = rest;
        if shared(place) < least {
            (best, least) = (place, shared(place));
        }
    }
    best
}

/// Lists one after another.
struct Lists {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Lists {
    fn of(numbers: Range<usize>, room: usize, write: impl Fn(&mut Vec<u8>, usize)) -> Self {
        let mut lists = Self { bytes: Vec::with_capacity(room), ends: Vec::with_capacity(numbers.len()) };
        for number in numbers {
            write(&mut lists.bytes, number);
            lists.ends.push(lists.bytes.len());
        }
        lists
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| signs(&self.bytes[start..*end]))
    }
}

#[cfg(test)]
mod tests {
    use super::cut;
    use super::weight;

    #[test]
    fn files_are_filled_and_large_terms_stand_alone() {
        let cut = |sizes: &[usize]| cut(sizes, 10, |_| 0);
        assert!(cut(&[]).is_empty());
        assert_eq!(cut(&[4, 4, 4, 4]), [0..2, 2..4]);
        assert_eq!(cut(&[4, 40, 4, 4]), [0..1, 1..2, 2..4]);
        assert_eq!(cut(&[40, 40]), [0..1, 1..2]);
    }

    #[test]
    fn files_end_where_words_do() {
        let terms = ["lend", "let", "letter", "letters", "lettuce", "lime", "limes"];
        let shared = |number: usize| {
            terms[number - 1]
                .bytes()
                .zip(terms[number].bytes())
                .take_while(|(one, other)| one == other)
                .count()
        };
        assert_eq!(cut(&[1; 7], 6, shared), [0..5, 5..7]);
        // A file is not cut short by more than a third.
        assert_eq!(cut(&[1; 7], 4, shared), [0..4, 4..7]);
        assert_eq!(cut(&[1, 1, 1, 1, 1, 9, 1], 14, shared), [0..6, 6..7]);
    }

    #[test]
    fn weights_lie_between_4_and_60() {
        assert_eq!(weight(1, 1_000_000, 400.0), 4);
        assert_eq!(weight(u16::MAX, 1, 400.0), 60);
        // One word in a text of average length.
        assert_eq!(weight(2, 400, 400.0), 28);
        // One in the title.
        assert_eq!(weight(12, 400, 400.0), 52);
    }
}
