//! When to look at the folder, where, and what to say of it.

use super::How;
use super::News;
use super::POLL_EVERY;
use super::WhyPolling;
use super::hints::Hint;
use super::hints::Inbox;
use super::system::System;
use crate::input::Changes;
use crate::load::Folder;
use crate::load::LoadError;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::time::Instant;

/// After the last hint it has to be quiet for so long, before the whole folder is looked at.
const SETTLED: Duration = Duration::from_millis(300);

/// While nothing is announced, the whole folder is looked at this often: on a drive that others write to, that is when
/// their changes show. Large sites are looked at less often, so that it takes no more than one two-hundredth of the time.
const IDLE: Duration = Duration::from_secs(5);
const IDLE_SHARE: u32 = 200;

/// A poll waits at least so many times as long as a look takes. Two threads look.
const POLL_SHARE: u32 = 9;

/// While the folder is no site, it is looked at this often.
const TROUBLED: Duration = Duration::from_millis(250);

/// A folder that is no site for less than this is only being changed: what is saved by renaming is away for a moment.
const BLINK: Duration = Duration::from_millis(200);

/// After so many failures to be told what changed, nothing more is expected of the system.
const PATIENCE: u32 = 3;

/// Looks at a folder.
pub(super) struct Looker<F> {
    folder: Folder,
    how: How,
    tell: F,
    /// Where hints are to be sent.
    sender: Sender<Hint>,
    system: Option<System>,
    /// How often in a row the system failed.
    failures: u32,
    inbox: Inbox,
    whole: Whole,
    trouble: Trouble,
}

/// When the whole folder is looked at.
struct Whole {
    /// Next, if no hint comes before.
    at: Instant,
    /// At the latest, whatever comes.
    by: Instant,
    /// Not sooner, even if anything may have happened: to look is work, and makes announcements that can be too many.
    not_before: Instant,
}

/// Whether the folder is a site.
enum Trouble {
    None,
    /// It is not since then, but that may be over in a moment.
    Perhaps(Instant),
    /// It is not, and that has been told, in these words.
    Told(String),
}

impl<F: FnMut(News)> Looker<F> {
    /// Looks at the folder as the hints say that come from `channel`, and tells what it finds.
    pub fn new(folder: Folder, how: How, tell: F, channel: (Sender<Hint>, Receiver<Hint>)) -> Self {
        let (sender, come) = channel;
        let now = Instant::now();
        Self {
            folder,
            how,
            tell,
            sender,
            system: None,
            failures: 0,
            inbox: Inbox::new(come),
            whole: Whole { at: now, by: now, not_before: now },
            trouble: Trouble::None,
        }
    }

    /// Looks until it is told to stop.
    pub fn run(mut self) {
        self.mind_system();
        while !self.inbox.is_over {
            if std::mem::take(&mut self.inbox.is_overtaxed) {
                self.poll(WhyPolling::TooManyFolders);
            }
            let due = self.due();
            if due <= Instant::now() {
                self.look();
            } else {
                self.inbox.wait(due);
            }
        }
    }

    /// When to look next.
    fn due(&self) -> Instant {
        match self.inbox.hints.due() {
            Some(due) if self.inbox.hints.is_anything => due.max(self.whole.not_before),
            Some(due) => due,
            None => self.whole.at,
        }
    }

    /// Looks where the hints point, or at everything.
    fn look(&mut self) {
        let hints = self.inbox.take_hints();
        // A folder that was moved away and back is the same, and yet the system may no longer watch it.
        if ["content", "themes"].iter().any(|name| hints.paths.contains(&self.folder.root().join(name))) {
            self.system = None;
        }
        if hints.due().is_none() {
            self.look_for_what_was_not_told();
        } else if hints.is_anything {
            let began = Instant::now();
            let changes = self.folder.scan();
            self.plan_whole(began);
            self.whole.at = Instant::now() + SETTLED;
            self.take(changes);
        } else {
            let changes = self.folder.scan_paths(&hints.paths);
            self.whole.at = self.whole.by.min(Instant::now() + SETTLED);
            self.failures = 0;
            self.take(changes);
        }
        self.mind_system();
    }

    /// Looks at everything, without a hint. A save that comes meanwhile goes before, unless that has gone on for long.
    fn look_for_what_was_not_told(&mut self) {
        if !std::mem::take(&mut self.inbox.unexplained).is_empty() {
            self.give_up_system();
        }
        let began = Instant::now();
        let can_wait = began < self.whole.by && self.system.is_some();
        let inbox = &mut self.inbox;
        let changes = match self.folder.scan_while(&mut || !can_wait || !inbox.has_any()) {
            Ok(Some(changes)) => changes,
            Ok(None) => {
                self.whole.at = self.whole.by.min(Instant::now() + SETTLED);
                return;
            }
            Err(error) => return self.take(Err(error)),
        };
        self.plan_whole(began);
        if self.system.is_some() && !changes.is_empty() {
            let root = self.folder.root();
            self.inbox.unexplained = changes.paths().map(|path| root.join(path)).collect();
            self.whole.at = Instant::now() + SETTLED;
        }
        self.take(Ok(changes));
    }

    /// After a look at everything that began then.
    fn plan_whole(&mut self, began: Instant) {
        let now = Instant::now();
        let took = now - began;
        let pause = match self.how {
            How::Poll(every) => every.max(took * POLL_SHARE),
            How::Notify => IDLE.max(took * IDLE_SHARE),
        };
        self.whole = Whole { at: now + pause, by: now + pause + IDLE, not_before: now + took * 2 };
    }

    /// Says what a look found.
    fn take(&mut self, changes: Result<Changes, LoadError>) {
        let error = match changes {
            Ok(changes) => {
                let is_end = matches!(self.trouble, Trouble::Told(_));
                self.trouble = Trouble::None;
                if is_end || !changes.is_empty() {
                    (self.tell)(News::Changed(changes));
                }
                return;
            }
            Err(error) => error,
        };
        self.whole.at = Instant::now() + TROUBLED;
        let words = error.to_string();
        let is_to_be_told = match &self.trouble {
            Trouble::None => {
                self.trouble = Trouble::Perhaps(Instant::now());
                false
            }
            Trouble::Perhaps(since) => since.elapsed() >= BLINK,
            Trouble::Told(before) => *before != words,
        };
        if is_to_be_told {
            self.trouble = Trouble::Told(words);
            (self.tell)(News::Trouble(error));
        }
    }

    /// What a look at everything found should have been announced. It was not even afterwards: announcements get lost.
    fn give_up_system(&mut self) {
        self.system = None;
        self.failures += 1;
        if self.failures >= PATIENCE {
            self.poll(WhyPolling::Silent);
        }
    }

    /// Has the folders watched that are there now. Others of the same name may have been there before.
    fn mind_system(&mut self) {
        let is_well = self.system.as_ref().is_some_and(|system| system.is_of(&self.folder));
        if is_well || matches!(self.how, How::Poll(_)) || !matches!(self.trouble, Trouble::None) {
            return;
        }
        self.system = None;
        match System::start(&self.folder, self.sender.clone()) {
            Ok(system) => self.system = Some(system),
            // A folder went away meanwhile.
            Err(None) => {}
            Err(Some(why)) => {
                self.failures += 1;
                if self.failures >= PATIENCE || why == WhyPolling::TooManyFolders {
                    self.poll(why);
                }
            }
        }
        // What happened before it began.
        self.inbox.hints.add_anything();
    }

    fn poll(&mut self, why: WhyPolling) {
        if matches!(self.how, How::Notify) {
            self.how = How::Poll(POLL_EVERY);
            self.system = None;
            self.whole.at = Instant::now();
            (self.tell)(News::Polling(why));
        }
    }
}
