//! Looks at a site folder while somebody works in it, and says what changed.
//!
//! What the system announces is a hint where to look; nothing is believed of it. A look at the whole folder follows
//! when it is quiet, since announcements get lost: those of files in a folder that was made a moment before, of other
//! computers on a network drive, and all when there are too many.

mod hints;
mod looker;
mod system;

use crate::input::Changes;
use crate::load::Folder;
use crate::load::LoadError;
use hints::Hint;
use looker::Looker;
use std::fmt;
use std::io;
use std::sync::mpsc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// How changes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The system announces them.
    Notify,
    /// The whole folder is looked at again and again, with that time between (longer where a look takes long).
    Poll(Duration),
}

/// How often a folder is looked at where the system announces nothing.
pub const POLL_EVERY: Duration = Duration::from_millis(500);

/// What is said of a folder.
#[derive(Debug)]
pub enum News {
    /// Something changed. It is empty only where it ends a [`News::Trouble`] in which nothing changed.
    Changed(Changes),
    /// The folder is no site any more, or its `casefile.yaml` cannot be read. What was read before stays true until a
    /// [`News::Changed`] ends it. It is not said of what is over in the blink of an eye.
    Trouble(LoadError),
    /// From here on the folder is polled, although [`How::Notify`] was asked for.
    Polling(WhyPolling),
}

/// Why the system's announcements are no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyPolling {
    /// The system watches only so many folders.
    TooManyFolders,
    /// The system did not announce what changed.
    Silent,
    /// The system refused, with its words.
    Refused(String),
}

impl fmt::Display for WhyPolling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyPolling::TooManyFolders => write!(f, "the site has more folders than the system can watch")?,
            WhyPolling::Silent => {
                write!(f, "the system does not say when files here change (is this a network drive?)")?;
            }
            WhyPolling::Refused(words) => write!(f, "the system cannot watch this folder: {words}")?,
        }
        write!(f, "; casefile looks for changes every half second instead")
    }
}

/// Ends the looking when it is dropped.
#[derive(Debug)]
pub struct Watch {
    hints: Sender<Hint>,
}

/// Looks at the folder on a thread of its own, and calls `tell` there with what is new since `folder` was last looked at.
///
/// It returns at once: what changes before the system begins to announce is found by the look that follows.
///
/// # Errors
///
/// The system has no thread for it.
pub fn watch(folder: Folder, how: How, tell: impl FnMut(News) + Send + 'static) -> io::Result<Watch> {
    let (hints, come) = mpsc::channel();
    let looker = Looker::new(folder, how, tell, (hints.clone(), come));
    thread::Builder::new().name("watch".to_owned()).spawn(move || looker.run())?;
    Ok(Watch { hints })
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A thread that has ended by itself needs no word.
        let _ = self.hints.send(Hint::Stop);
    }
}
