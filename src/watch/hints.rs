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
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
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
    /// Where to look.
    pub paths: BTreeSet<PathBuf>,
    /// The whole folder is to be looked at.
    pub is_anything: bool,
    /// When the first and the last of them came.
    span: Option<(Instant, Instant)>,
}

impl Hints {
    /// The whole folder is to be looked at.
    pub fn add_anything(&mut self) {
        self.is_anything = true;
        self.note();
    }

    fn note(&mut self) {
        let now = Instant::now();
        self.span = Some((self.span.map_or(now, |(first, _)| first), now));
    }

    /// When they are to be looked into, if there are any.
    pub fn due(&self) -> Option<Instant> {
        self.span.map(|(first, last)| (last + QUIET).min(first + LONGEST))
    }
}

/// Where hints arrive.
pub(super) struct Inbox {
    come: Receiver<Hint>,
    /// Those that nobody has looked into.
    pub hints: Hints,
    /// What was found without a hint, and no hint has explained yet.
    pub unexplained: BTreeSet<PathBuf>,
    /// The system cannot watch all folders.
    pub is_overtaxed: bool,
    /// Nobody wants to know any more.
    pub is_over: bool,
}

impl Inbox {
    pub fn new(come: Receiver<Hint>) -> Self {
        Self {
            come,
            hints: Hints::default(),
            unexplained: BTreeSet::new(),
            is_overtaxed: false,
            is_over: false,
        }
    }

    /// Waits for one hint, until that moment.
    pub fn wait(&mut self, until: Instant) {
        match self.come.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(hint) => self.take(hint),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => self.is_over = true,
        }
    }

    /// Takes in what has come already. Whether there is anything to do.
    pub fn has_any(&mut self) -> bool {
        while let Ok(hint) = self.come.try_recv() {
            self.take(hint);
        }
        self.is_over || self.is_overtaxed || self.hints.due().is_some()
    }

    fn take(&mut self, hint: Hint) {
        match hint {
            Hint::Paths(paths) => {
                self.unexplained.retain(|found| !paths.iter().any(|path| found.starts_with(path)));
                self.hints.paths.extend(paths);
                self.hints.note();
            }
            Hint::Anything => self.hints.add_anything(),
            Hint::TooManyFolders => self.is_overtaxed = true,
            Hint::Stop => self.is_over = true,
        }
    }
}
