//! The nearest right spelling of a word that was not understood.

use rapidfuzz::distance::osa::Args;
use rapidfuzz::distance::osa::BatchComparator;

/// How alike two words must be to be near, of 1.
const NEAR: f64 = 0.72;

/// What one word is worth as the beginning of the other, or where two letters changed places.
const NEARLY: f64 = 0.8;

/// The letters of a name, which are enough to see that most other names are far off: to keep beside a name that will be
/// compared often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// How often each letter occurs, and in the last places digits, several in one.
    counts: [u8; 32],
    len: u32,
    /// Whether it has others than those.
    has_others: bool,
}

impl Letters {
    /// The letters of a name.
    pub fn of(name: &str) -> Self {
        let mut letters = Self { counts: [0; 32], len: 0, has_others: !name.is_ascii() };
        for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
            let place = if byte.is_ascii_digit() { 26 + byte % 6 } else { byte.to_ascii_lowercase() - b'a' };
            let count = &mut letters.counts[usize::from(place)];
            letters.has_others |= *count == u8::MAX;
            *count = count.saturating_add(1);
            letters.len += 1;
        }
        letters
    }

    /// Whether two names may be near each other. Where it says no, they are far from each other.
    pub fn may_be_near(&self, other: &Self) -> bool {
        self.may_be_as_near(other, NEAR)
    }

    /// A number of steps (a letter more, less or another, or two that change places) without which no way leads from one
    /// name to the other.
    pub fn least_steps(&self, other: &Self) -> u32 {
        let (missing, new) = self.missing_and_new(other);
        missing.max(new)
    }

    /// Each step from one word to the other takes one letter away at most and brings one at most.
    fn missing_and_new(&self, other: &Self) -> (u32, u32) {
        if self.has_others || other.has_others {
            return (0, 0);
        }
        let pairs = self.counts.iter().zip(&other.counts);
        let missing: u32 = pairs.map(|(own, other)| u32::from(own.saturating_sub(*other))).sum();
        (missing, (missing + other.len).saturating_sub(self.len))
    }

    fn may_be_as_near(&self, other: &Self, least: f64) -> bool {
        let (missing, new) = self.missing_and_new(other);
        let is_within = new == 0 || missing == 0;
        let steps = (1.0 - least) * f64::from(self.len.max(other.len));
        is_within && least <= NEARLY || f64::from(new.max(missing)) <= steps + 1e-6
    }
}

/// The candidate that is most likely meant by `word`, if one is near enough to be worth offering; of several that are as
/// near, the first by name.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = fold(word);
    let letters = Letters::of(word);
    let steps = BatchComparator::new(plain.chars());
    let mut other = String::new();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let least = best.map_or(NEAR, |(score, _)| score);
        if !letters.may_be_as_near(&Letters::of(candidate), least) {
            continue;
        }
        fold_into(&mut other, candidate);
        let score = similarity(&plain, &steps, &other, least);
        let is_better = |(best, name): (f64, &str)| score > best || score == best && candidate < name;
        if score >= least && best.is_none_or(is_better) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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

/// How alike two words are, of 1; anything less than `least` where that is less.
fn similarity(a: &str, steps: &BatchComparator<char>, b: &str, least: f64) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    // A long word cut short (`org` for `organisations`) is near; two long unrelated words are not.
    let prefix =
        if a.len().min(b.len()) >= 4 && (b.starts_with(a) || a.starts_with(b)) { NEARLY } else { 0.0 };
    // In a short word, two letters that changed places weigh too much: `dio` for `doi`.
    let swapped = if is_swapped(a, b) { NEARLY } else { 0.0 };
    let enough = Args::default().score_cutoff(least);
    let alike = steps.normalized_similarity_with_args(b.chars(), &enough).unwrap_or(0.0);
    alike.max(prefix).max(swapped)
}

/// Whether two words of three letters or more differ only in two neighbours that changed places.
fn is_swapped(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = (0..a.len().min(b.len())).find(|at| a[*at] != b[*at]) else { return false };
    let (Some([first, second]), Some(pair)) = (a.get(at..at + 2), b.get(at..at + 2)) else { return false };
    a.len() > 2 && [*second, *first] == *pair && a[at + 2..] == b[at + 2..]
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
            let is_near = super::similarity(&plain, &steps, &other, super::NEAR) >= super::NEAR;
            proptest::prop_assert!(!is_near || super::Letters::of(&a).may_be_near(&super::Letters::of(&b)));
        }
    }

    proptest::proptest! {
        #[test]
        fn offers_the_nearest_of_all(word in "[a-c]{3,9}", names in proptest::collection::vec("[a-c]{3,9}", 0..9)) {
            let steps = super::BatchComparator::new(word.chars());
            let score = |name: &str| super::similarity(&word, &steps, name, super::NEAR);
            let near = names.iter().filter(|name| score(name) >= super::NEAR);
            let best = near.max_by(|one, other| score(one).total_cmp(&score(other)).then_with(|| other.cmp(one)));
            proptest::prop_assert_eq!(nearest(&word, names.iter().map(String::as_str)), best.map(String::as_str));
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
