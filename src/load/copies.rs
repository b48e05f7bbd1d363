//! The texts of copies of sources, in which quotations are looked for.

#![expect(clippy::disallowed_methods, reason = "a part of the module that reads the disk")]

use crate::input::AssetBytes;
use crate::input::AssetId;
use crate::input::Inputs;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;

/// A longer copy is not read, in bytes: a book has one million.
const LONGEST: u64 = 8 << 20;

/// Reads copies as text; bytes that are no UTF-8 become the sign for that. What cannot be read is left out: its reader has
/// been told when the site was loaded.
pub fn read_copies(inputs: &Inputs, wanted: &BTreeSet<AssetId>) -> BTreeMap<AssetId, String> {
    let read = |id: &AssetId| {
        let asset = inputs.asset(*id);
        let bytes = match &asset.bytes {
            _ if asset.size > LONGEST => return None,
            AssetBytes::Disk(path) => fs::read(path).ok()?,
            AssetBytes::Memory(bytes) => bytes.clone(),
        };
        Some((*id, String::from_utf8_lossy(&bytes).into_owned()))
    };
    wanted.iter().filter_map(read).collect()
}
