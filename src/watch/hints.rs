//! What the system announces, as a hint where to look.

use crate::load;
use notify::ErrorKind;
use notify::Event;
use notify::EventKind;
use notify::event::AccessKind;
use notify::event::AccessMode;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// Nothing came for so long: whoever saves has finished. Editors that put another file in the place of the one before
/// do it in 1 to 3 milliseconds.
const QUIET: Duration = Duration::from_millis(8);

/// A stream of announcements is looked into after so long, even if it goes on.
const LONGEST: Duration = Duration::from_millis(150);

/// One hint.
pub(super) enum Hint {
    /// Something happened to these files or folders.
    Paths(Vec<PathBuf>),
    /// Anything may have happened.
    Anything,
    /// Not all folders can be watched.
    TooManyFolders,
    /// Nobody wants to know any more.
    Stop,
}

/// What an announcement hints at; `None` if it does not matter to the site.
pub(super) fn hint_of(root: &Path, told: notify::Result<Event>) -> Option<Hint> {
    let event = match told {
        Ok(event) if event.need_rescan() => return Some(Hint::Anything),
        Ok(event) => event,
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => return Some(Hint::TooManyFolders),
        Err(_) => return Some(Hint::Anything),
    };
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        // To look at files is announced too: whoever heeds that looks for ever.
        EventKind::Access(_) => return None,
        _ if event.paths.iter().any(|path| path == root) => return Some(Hint::Anything),
        _ => {}
    }
    let paths: Vec<PathBuf> =
        event.paths.into_iter().filter(|path| path != root && load::is_looked_at(root, path)).collect();
    if paths.is_empty() { None } else { Some(Hint::Paths(paths)) }
}

/// The hints that came together.
#[derive(Default)]
pub(super) struct Hints {
    paths: BTreeSet<PathBuf>,
    /// The whole folder is to be looked at.
    is_anything: bool,
    /// When the first and the last of them came.
    span: Option<(Instant, Instant)>,
}

impl Hints {
    pub fn add_paths(&mut self, paths: Vec<PathBuf>, now: Instant) {
        self.paths.extend(paths);
        self.note(now);
    }

    pub fn add_anything(&mut self, now: Instant) {
        self.is_anything = true;
        self.note(now);
    }

    fn note(&mut self, now: Instant) {
        self.span = Some((self.span.map_or(now, |(first, _)| first), now));
    }

    /// When they are to be looked into, if there are any.
    pub fn due(&self) -> Option<Instant> {
        self.span.map(|(first, last)| (last + QUIET).min(first + LONGEST))
    }

    pub fn is_anything(&self) -> bool {
        self.is_anything
    }

    pub fn into_paths(self) -> BTreeSet<PathBuf> {
        self.paths
    }
}
