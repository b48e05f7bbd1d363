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

/// The same where many files are written. `git checkout` and `unzip` pause for longer than an editor does, the more so
/// on a busy machine, and to read a whole archive again for every pause takes longer than to wait.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(60);

/// So many files are no longer one save of an editor, with its swap files and backups.
const MANY: usize = 16;

/// A stream of announcements is looked into after so long, even if it goes on.
const LONGEST: Duration = Duration::from_millis(150);
const LONGEST_OF_MANY: Duration = Duration::from_millis(500);

/// Many files are followed by more, until it was quiet for so long.
const AFTERMATH: Duration = Duration::from_millis(300);

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
    /// More than an editor writes at once, or hints that follow on such.
    are_many: bool,
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
        self.are_many |= self.paths.len() > MANY;
    }

    /// When they are to be looked into, if there are any.
    pub fn due(&self) -> Option<Instant> {
        let (quiet, longest) =
            if self.are_many { (QUIET_AFTER_MANY, LONGEST_OF_MANY) } else { (QUIET, LONGEST) };
        self.span.map(|(first, last)| (last + quiet).min(first + longest))
    }
}

/// Where hints arrive.
pub(super) struct Inbox {
    come: Receiver<Hint>,
    /// Those that nobody has looked into.
    pub hints: Hints,
    /// Until then, hints belong to many that came together.
    many_until: Instant,
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
            many_until: Instant::now(),
            unexplained: BTreeSet::new(),
            is_overtaxed: false,
            is_over: false,
        }
    }

    /// The hints that came, to look into.
    pub fn take_hints(&mut self) -> Hints {
        if self.hints.are_many {
            self.many_until = Instant::now() + AFTERMATH;
        }
        std::mem::take(&mut self.hints)
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
        self.hints.are_many |= Instant::now() < self.many_until;
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
