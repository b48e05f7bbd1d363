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

/// How large a file of positions may grow, in bytes.
const POSITION_FILE: usize = 344 << 10;

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
    lists: Vec<&'a str>,
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
        // As it is written: two strings with their commas.
        let list: usize = gaps(dictionary, number).map(|(gap, ..)| number_length(gap) + 1).sum();
        list + dictionary.term(number).len() + "\"\",\"\",".len()
    };
    shards('t', dictionary, TERM_FILE, size, |name, numbers, room| {
        let lists = Lists::of(numbers.clone(), room, |out, number| {
            for (gap, record, weighted) in gaps(dictionary, number) {
                push_number(out, gap);
                push_sign(out, weight(weighted, lengths[record as usize], average));
            }
        });
        let terms = numbers.map(|number| dictionary.term(number)).collect();
        put(Script::with_room(room, name, &Terms { terms, lists: lists.iter().collect() }))
    })
}

/// The files of the positions of terms.
pub(super) fn position_files<T: Send, E: Send>(
    dictionary: &Dictionary<'_>,
    put: &(impl Fn(Script) -> Result<Put<T>, E> + Sync),
) -> Result<Shards<T>, E> {
    let size = |number| dictionary.positions(number).map(<[u8]>::len).sum::<usize>() + "\"\",".len();
    shards('p', dictionary, POSITION_FILE, size, |name, numbers, room| {
        let lists = Lists::of(numbers, room, |out, number| {
            dictionary.positions(number).for_each(|positions| out.extend(positions));
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

/// Cuts terms into files of about the same size, each made and handed over by `make` from its name, the numbers of its terms and its size.
fn shards<T: Send, E: Send>(
    kind: char,
    dictionary: &Dictionary<'_>,
    most: usize,
    size: impl Fn(usize) -> usize + Sync + Send,
    make: impl Fn(String, Range<usize>, usize) -> Result<Put<T>, E> + Sync,
) -> Result<Shards<T>, E> {
    let sizes: Vec<usize> = (0..dictionary.len()).into_par_iter().map(size).collect();
    let files = cut(&sizes, most);
    let at = files.iter().map(|numbers| numbers.start).collect();
    let named: Vec<(usize, Range<usize>)> = files.into_iter().enumerate().collect();
    let made = named.par_iter().map(|(file, numbers)| {
        let size = sizes[numbers.clone()].iter().sum();
        make(numbered(kind, *file), numbers.clone(), size)
    });
    Ok(Shards { at, files: made.collect::<Result<_, E>>()? })
}

/// Stretches that are as long as they can be without growing beyond `most`; what is larger stands alone.
fn cut(sizes: &[usize], most: usize) -> Vec<Range<usize>> {
    let mut files = Vec::new();
    let (mut start, mut filled) = (0, 0);
    for (number, size) in sizes.iter().enumerate() {
        if number > start && filled + size > most {
            files.push(start..number);
            (start, filled) = (number, 0);
        }
        filled += size;
    }
    if start < sizes.len() {
        files.push(start..sizes.len());
    }
    files
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
        assert!(cut(&[], 10).is_empty());
        assert_eq!(cut(&[4, 4, 4, 4], 10), [0..2, 2..4]);
        assert_eq!(cut(&[4, 40, 4, 4], 10), [0..1, 1..2, 2..4]);
        assert_eq!(cut(&[40, 40], 10), [0..1, 1..2]);
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
