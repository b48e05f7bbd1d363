//! The order of things that keep their numbers while others come and go.

/// An order of numbers. They need not be in order themselves, and some may not be in use.
#[derive(Debug, Default)]
pub struct Order {
    numbers: Vec<usize>,
    /// The place of each number in the order.
    ranks: Vec<Option<u32>>,
}

impl Order {
    /// The order in which these numbers stand, each once.
    pub fn of(numbers: Vec<usize>) -> Self {
        let mut ranks = vec![None; numbers.iter().max().map_or(0, |last| last + 1)];
        for (number, rank) in numbers.iter().zip(0..) {
            ranks[*number] = Some(rank);
        }
        Self { numbers, ranks }
    }

    /// The numbers in use, in order.
    pub fn numbers(&self) -> &[usize] {
        &self.numbers
    }

    /// The place of a number; none if it is not in use.
    pub fn rank(&self, number: usize) -> Option<u32> {
        self.ranks.get(number).copied().flatten()
    }
}
