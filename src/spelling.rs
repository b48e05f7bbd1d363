//! The nearest right spelling of a word that was not understood.

use rapidfuzz::distance::osa::Args;
use rapidfuzz::distance::osa::BatchComparator;

/// How alike two words must be to be near, of 1.
const NEAR: f64 = 0.72;

/// What of the letters of a name is enough to see that most other names are far off: to keep beside a name that will be
/// compared often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// A bit for each letter and digit that occurs, and one for each letter that occurs again.
    letters: u64,
    /// How many letters and digits there are.
    len: u32,
    /// Whether it has other letters than those.
    is_foreign: bool,
}

impl Outline {
    /// The outline of a name.
    pub fn of(name: &str) -> Self {
        let mut outline = Self { letters: 0, len: 0, is_foreign: !name.is_ascii() };
        for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
            outline.len += 1;
            outline.letters |= match byte.to_ascii_lowercase() {
                digit @ b'0'..=b'9' => 1 << (digit - b'0'),
                letter => {
                    let first = 1 << (10 + letter - b'a');
                    if outline.letters & first == 0 { first } else { first << 26 }
                }
            };
        }
        outline
    }

    /// Whether one of the names may be near the other. Where it says no, they are far from each other.
    pub fn may_be_near(&self, other: &Self) -> bool {
        if self.is_foreign || other.is_foreign {
            return true;
        }
        let longer = i64::from(other.len) - i64::from(self.len);
        let new = i64::from((other.letters & !self.letters).count_ones());
        let missing = i64::from((self.letters & !other.letters).count_ones());
        let (new, missing) = (new.max(missing + longer), missing.max(new - longer));
        is_near_enough(new, missing, self.len.max(other.len))
    }
}

/// Whether words may be near, the longer of which has `len` letters, and which have at least so many letters more and fewer
/// than the other: each step from one to the other takes one letter away at most and brings one at most.
fn is_near_enough(new: i64, missing: i64, len: u32) -> bool {
    // One may be the beginning of the other.
    let is_within = new == 0 || missing == 0;
    is_within || new.max(missing) as f64 <= (1.0 - NEAR) * f64::from(len)
}

/// The candidate that is most likely meant by `word`, if one is near enough to be worth offering.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = fold(word);
    let outline = Outline::of(word);
    let steps = BatchComparator::new(plain.chars());
    let mut other = String::new();
    candidates
        .into_iter()
        .filter(|candidate| outline.may_be_near(&Outline::of(candidate)))
        .map(|candidate| {
            fold_into(&mut other, candidate);
            (similarity(&plain, &steps, &other), candidate)
        })
        .filter(|(score, _)| *score >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// Letters and digits only, in lower case: how a word sounds when its dashes, spaces and quotes are forgotten.
fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(&mut folded, word);
    folded
}

/// The same, in the place of what `folded` held.
fn fold_into(folded: &mut String, word: &str) {
    folded.clear();
    if word.is_ascii() {
        let letters = word.bytes().filter(u8::is_ascii_alphanumeric);
        folded.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        folded.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
}

fn similarity(a: &str, steps: &BatchComparator<char>, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    // A long word cut short (`org` for `organisations`) is near; two long unrelated words are not.
    let prefix = if a.len().min(b.len()) >= 4 && (b.starts_with(a) || a.starts_with(b)) { 0.8 } else { 0.0 };
    // In a short word, two letters that changed places weigh too much: `dio` for `doi`.
    let swapped = if is_swapped(a, b) { 0.8 } else { 0.0 };
    let near = Args::default().score_cutoff(NEAR);
    let alike = steps.normalized_similarity_with_args(b.chars(), &near).unwrap_or(0.0);
    alike.max(prefix).max(swapped)
}

/// Whether two words of three letters or more differ only in two neighbours that changed places.
fn is_swapped(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = (0..a.len().min(b.len())).find(|at| a[*at] != b[*at]) else { return false };
    let swapped = |letters: &[char]| letters.get(at..at + 2).map(|pair| [pair[1], pair[0]]);
    a.len() > 2
        && swapped(&a).as_ref().map(|pair| &pair[..]) == b.get(at..at + 2)
        && a.get(at + 2..) == b.get(at + 2..)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    fn check_nearest(word: &str, expected: Option<&str>) {
        assert_eq!(
            nearest(word, ["status", "summary", "sources", "under-inquiry", "organisations"]),
            expected,
            "{word}"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_near_word_is_taken_to_be_far_off(a in "[a-d1é -]{1,12}", b in "[A-D1é -]{1,12}") {
            let (plain, other) = (super::fold(&a), super::fold(&b));
            let steps = super::BatchComparator::new(plain.chars());
            let is_near = super::similarity(&plain, &steps, &other) >= super::NEAR;
            proptest::prop_assert!(!is_near || super::Outline::of(&a).may_be_near(&super::Outline::of(&b)));
        }
    }

    #[test]
    fn offers_only_what_is_near() {
        check_nearest("statsu", Some("status"));
        check_nearest("Under Inquiry", Some("under-inquiry"));
        check_nearest("organizations", Some("organisations"));
        check_nearest("“status”", Some("status"));
        check_nearest("colour", None);
        assert_eq!(nearest("dio", ["doi", "isbn"]), Some("doi"));
        assert_eq!(nearest("od", ["do"]), None);
        assert_eq!(nearest("iod", ["doi"]), None);
    }
}
