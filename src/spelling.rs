//! The nearest right spelling of a word that was not understood.

use rapidfuzz::distance::osa::Args;
use rapidfuzz::distance::osa::BatchComparator;

/// How alike two words must be to be near, of 1.
const NEAR: f64 = 0.72;

/// The candidate that is most likely meant by `word`, if one is near enough to be worth offering.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = fold(word);
    let letters = Letters::of(&plain);
    let steps = BatchComparator::new(plain.chars());
    let mut other = String::new();
    candidates
        .into_iter()
        .filter(|candidate| letters.may_be_near(candidate))
        .map(|candidate| {
            fold_into(&mut other, candidate);
            (similarity(&plain, &steps, &other), candidate)
        })
        .filter(|(score, _)| *score >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// How often each letter occurs in a word that is folded.
struct Letters {
    counts: [i32; 128],
    total: usize,
    is_ascii: bool,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 128];
        word.bytes().for_each(|byte| counts[usize::from(byte & 127)] += 1);
        Self { counts, total: word.len(), is_ascii: word.is_ascii() }
    }

    /// Whether another word may be near. Each step from one word to the other takes one letter away at most and brings one
    /// at most, so most words are seen to be far off without going through those steps.
    fn may_be_near(&self, other: &str) -> bool {
        if !self.is_ascii || !other.is_ascii() {
            return true;
        }
        let mut counts = self.counts;
        let (mut len, mut new) = (0, 0);
        for byte in other.bytes().filter(u8::is_ascii_alphanumeric) {
            let count = &mut counts[usize::from(byte.to_ascii_lowercase())];
            *count -= 1;
            len += 1;
            new += usize::from(*count < 0);
        }
        let missing = new + self.total - len;
        // One may be the beginning of the other.
        let is_within = new == 0 || missing == 0;
        is_within || new.max(missing) as f64 <= (1.0 - NEAR) * self.total.max(len) as f64
    }
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
        fn no_near_word_is_taken_to_be_far_off(a in "[a-d]{1,12}", b in "[a-d]{1,12}") {
            let is_near = super::similarity(&a, &super::BatchComparator::new(a.chars()), &b) >= super::NEAR;
            proptest::prop_assert!(!is_near || super::Letters::of(&a).may_be_near(&b));
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
