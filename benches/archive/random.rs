//! A small generator of numbers that are the same on every machine for the same seed.

/// SplitMix64 (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom number generators").
#[derive(Clone)]
pub struct Random(u64);

impl Random {
    /// A generator for one thing of an archive: the same `seed`, `kind` and `index` give the same numbers,
    /// whatever was made before. So any record can be made again when another needs its title.
    pub fn of(seed: u64, kind: u64, index: usize) -> Self {
        let mut random = Random(seed ^ kind.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        random.0 = random.next() ^ index as u64;
        random.next();
        random
    }

    /// A number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `choices`.
    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// An index below `bound` by Zipf's law: the first is chosen twice as often as the second, three times as
    /// often as the third.
    pub fn zipf(&mut self, bound: usize) -> usize {
        ((bound as f64).powf(self.unit()) as usize).clamp(1, bound) - 1
    }

    /// An index below `bound` with a tail that is heavy, though less so than `zipf`'s.
    pub fn skewed(&mut self, bound: usize) -> usize {
        let unit = self.unit();
        ((bound as f64 * unit * unit) as usize).min(bound - 1)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
