//! A long list of things that are made when they are first wanted, of which most never are.

use std::sync::OnceLock;

/// Places are made so many at a time.
const PIECE: usize = 256;

/// Places for things that are made once each.
pub struct Sparse<T> {
    pieces: Vec<OnceLock<Box<[OnceLock<T>]>>>,
    count: usize,
}

impl<T> Sparse<T> {
    /// So many places.
    pub fn new(count: usize) -> Self {
        Self { pieces: (0..count.div_ceil(PIECE)).map(|_| OnceLock::new()).collect(), count }
    }

    /// What was made at a place.
    pub fn get(&self, place: usize) -> Option<&T> {
        self.pieces.get(place / PIECE)?.get()?.get(place % PIECE)?.get()
    }

    /// What is at a place, made if it is wanted for the first time.
    ///
    /// # Panics
    ///
    /// There is no such place.
    pub fn get_or_init(&self, place: usize, make: impl FnOnce() -> T) -> &T {
        assert!(place < self.count, "one place for each");
        let piece = self.pieces[place / PIECE].get_or_init(|| (0..PIECE).map(|_| OnceLock::new()).collect());
        piece[place % PIECE].get_or_init(make)
    }
}
