//! The records of an archive.

use super::AsMeant;
use super::RecordId;
use crate::document::Record;
use crate::order::Order;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelRefMutIterator;
use rayon::iter::ParallelIterator;
use std::ops::Index;

/// Records in the order of their paths. Each has a number, which stays its own while others come and go: a comparison of
/// numbers says nothing of the order, which [`Records::rank`] does.
#[derive(Default)]
pub struct Records {
    by_number: Vec<Option<Record<AsMeant>>>,
    order: Order,
}

impl Records {
    /// Records in their order, each at its number: nothing at the numbers that are not in use.
    pub fn new(by_number: Vec<Option<Record<AsMeant>>>) -> Self {
        let used = by_number.iter().enumerate().filter(|(_, record)| record.is_some());
        let order = Order::of(used.map(|(number, _)| number).collect());
        Self { by_number, order }
    }

    /// The records, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Record<AsMeant>> {
        self.ids().map(|id| &self[id])
    }

    /// Their numbers, in order.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> {
        self.order.numbers().iter().map(|number| id_of(*number))
    }

    /// One more than the highest number.
    pub fn room(&self) -> usize {
        self.by_number.len()
    }

    /// The place of a record in the order.
    pub fn rank(&self, id: RecordId) -> u32 {
        self.order.rank(id.0 as usize).unwrap_or(u32::MAX)
    }

    /// Whether a number is in use.
    pub fn has(&self, id: RecordId) -> bool {
        self.order.rank(id.0 as usize).is_some()
    }

    /// Puts a record at its number, in the place of the one that was there.
    pub fn put(&mut self, id: RecordId, record: Record<AsMeant>) {
        self.by_number[id.0 as usize] = Some(record);
    }

    pub(super) fn get_mut(&mut self, id: RecordId) -> Option<&mut Record<AsMeant>> {
        self.by_number.get_mut(id.0 as usize)?.as_mut()
    }

    /// Gives the records another order: `numbers` are those in use from now on. New ones have to be put in then.
    pub fn reorder(&mut self, numbers: Vec<usize>, room: usize) {
        self.order = Order::of(numbers);
        self.by_number.resize_with(room, || None);
        for (number, record) in self.by_number.iter_mut().enumerate() {
            if self.order.rank(number).is_none() {
                *record = None;
            }
        }
    }

    /// What is made of each record, at its number.
    pub(super) fn map_mut<T: Default + Send>(
        &mut self,
        make: impl Fn(&mut Record<AsMeant>) -> T + Sync,
    ) -> Vec<T> {
        let all = self.by_number.par_iter_mut().with_min_len(16);
        all.map(|record| record.as_mut().map(&make).unwrap_or_default()).collect()
    }
}

/// # Panics
///
/// There is no record of that number.
impl Index<RecordId> for Records {
    type Output = Record<AsMeant>;

    fn index(&self, id: RecordId) -> &Record<AsMeant> {
        self.by_number[id.0 as usize].as_ref().expect("a number in use")
    }
}

fn id_of(number: usize) -> RecordId {
    RecordId(u32::try_from(number).expect("fewer than four thousand million records"))
}
