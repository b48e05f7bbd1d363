//! What a file looks like from outside: by this a change is seen without reading the file.

use std::fs::Metadata;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// The length of a file, when it was written, and which file it is. Two states of a file with the same stamp have the
/// same bytes, unless the first was [fresh](Stamp::is_fresh).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    /// Nanoseconds since 1970.
    modified: i128,
    /// When the file, its owner, its permissions or its name changed last: nanoseconds since 1970, 0 where the system
    /// does not say.
    changed: i128,
    /// Another number after a file was put in the place of the one before; 0 where the system does not say.
    inode: u64,
}

const SECOND: i128 = 1_000_000_000;

/// For how long a second save can leave the same time, where times have fractions of a second. The coarsest clock is
/// that of a kernel that ticks a hundred times a second.
const TICK: i128 = SECOND / 20;

/// The same where times are whole seconds: FAT keeps only every second one.
const COARSE_TICK: i128 = 5 * SECOND / 2;

impl Stamp {
    pub fn of(found: &Metadata) -> Self {
        let (changed, inode) = changed_and_inode(found);
        let modified = found.modified().map_or(0, nanoseconds);
        Self { length: found.len(), modified, changed, inode }
    }

    pub fn inode(&self) -> u64 {
        self.inode
    }

    /// Whether the file was saved so shortly before `now` that a second save could leave the same stamp (Git calls
    /// such a file "racily clean").
    pub fn is_fresh(&self, now: SystemTime) -> bool {
        let now = nanoseconds(now);
        let tick = if self.modified % SECOND == 0 { COARSE_TICK } else { TICK };
        [self.modified, self.changed].iter().any(|time| (now - time).abs() < tick)
    }
}

fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

#[cfg(unix)]
fn changed_and_inode(found: &Metadata) -> (i128, u64) {
    use std::os::unix::fs::MetadataExt;
    (i128::from(found.ctime()) * SECOND + i128::from(found.ctime_nsec()), found.ino())
}

#[cfg(not(unix))]
fn changed_and_inode(_found: &Metadata) -> (i128, u64) {
    (0, 0)
}
