//! The preview's server: the site as it is now, for browsers that follow it.

mod answer;
mod body;
mod editor;
mod events;
mod files;
mod find;
mod gate;
mod http;
mod listen;
mod marks;
mod media_type;
mod panel;
mod request;

use crate::config;
use crate::diagnostic::Diagnostic;
use crate::input::Changes;
use crate::input::Inputs;
use crate::load;
use crate::load::LoadError;
use crate::preview::Preview;
use crate::span::FileId;
use jiff::Timestamp;
use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::RwLockReadGuard;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
use tokio::sync::watch;

pub use http::run;
pub use listen::Port;
pub use listen::USUAL_PORT;
pub use listen::listen;
pub use marks::strip;

/// A preview that browsers follow. One thread brings it changes, all others read it.
pub struct Live {
    site: RwLock<Site>,
    /// Counts the changes; browsers are told each number.
    generation: watch::Sender<u64>,
    /// Tells this run of the program from another one at the same address.
    run: String,
    /// What a page must show before an editor is opened for it.
    token: String,
    /// Set while a change waits for readers.
    is_waited_for: Arc<AtomicBool>,
    gate: gate::Gate,
    attachments: load::Attachments,
    settings: Settings,
}

/// What a preview is besides the site.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The site folder, as an absolute path.
    pub folder: PathBuf,
    /// The command of the author's editor, as in `$VISUAL`.
    pub editor: Option<String>,
}

/// The site, and what is wrong with its folder.
struct Site {
    preview: Preview,
    /// Why the folder could not be read when it last changed: what is shown is older.
    trouble: Option<String>,
    drawn: panel::Drawn,
    /// Mistakes of templates that showed when a page was asked for, since the last change.
    failures: Mutex<Vec<Diagnostic>>,
}

impl Site {
    fn failures(&self) -> MutexGuard<'_, Vec<Diagnostic>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_failure(&self, failure: &Diagnostic) {
        let mut failures = self.failures();
        if !failures.contains(failure) {
            failures.push(failure.clone());
        }
    }
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Update {
    /// How many files are new, changed or gone.
    pub files: usize,
    /// Whether the time of a record had come.
    pub was_due: bool,
    /// How long it took until the site could be asked for.
    pub took: Duration,
}

impl Live {
    /// A preview at the address that `listener` has.
    ///
    /// # Errors
    ///
    /// The address cannot be asked for, or the system has no random numbers.
    pub fn new(preview: Preview, listener: &TcpListener, settings: Settings) -> io::Result<Self> {
        let gate = gate::Gate::at(listener.local_addr()?);
        let is_waited_for = preview.is_waited_for();
        let site = RwLock::new(Site {
            preview,
            trouble: None,
            drawn: panel::Drawn::default(),
            failures: Mutex::default(),
        });
        let generation = watch::Sender::new(1);
        Ok(Self {
            site,
            generation,
            run: random()?,
            token: random()?,
            is_waited_for,
            gate,
            attachments: load::Attachments::default(),
            settings,
        })
    }

    /// Takes in what changed in the site folder, or that it can no longer be read, and tells the browsers.
    pub fn update(&self, changed: Result<Changes, LoadError>, now: Timestamp) -> Update {
        let started = Instant::now();
        // A search index that is just being made would keep this waiting, and with it everybody else.
        self.is_waited_for.store(true, Ordering::Relaxed);
        let mut site = self.site.write().unwrap_or_else(PoisonError::into_inner);
        self.is_waited_for.store(false, Ordering::Relaxed);
        let was_due = site.preview.is_due(now);
        let files = match changed {
            Ok(changes) => {
                let files = count(&changes);
                site.trouble = None;
                site.failures().clear();
                site.preview.update(changes, now);
                files
            }
            Err(error) => {
                site.trouble = Some(error.to_string());
                0
            }
        };
        // Inside the lock, so that whoever reads the new site reads the new number.
        self.generation.send_modify(|number| *number += 1);
        drop(site);
        Update { files, was_due, took: started.elapsed() }
    }

    /// Whether something is published or not only because time passed.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.read().preview.is_due(now)
    }

    /// Calls `tell` with the inputs and every mistake that is known.
    pub fn tell<T>(&self, tell: impl FnOnce(&Inputs, &[Diagnostic]) -> T) -> T {
        let site = self.read();
        let failures = site.failures().clone();
        let all: Vec<Diagnostic> = site.preview.diagnostics().iter().cloned().chain(failures).collect();
        tell(site.preview.inputs(), &all)
    }

    /// How many mistakes of templates showed when pages were asked for, since the last change.
    pub fn failures(&self) -> usize {
        self.read().failures().len()
    }

    fn read(&self) -> RwLockReadGuard<'_, Site> {
        self.site.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// This run and the number of the last change: what a browser compares.
    fn stamp(&self) -> String {
        format!("{}-{}", self.run, *self.generation.borrow())
    }
}

/// The title of a site, from its configuration.
pub fn title(inputs: &Inputs) -> String {
    read_config(inputs).map(|config| config.title).unwrap_or_default()
}

fn read_config(inputs: &Inputs) -> Option<config::Config> {
    let file = inputs.texts.iter().find(|text| text.path == "casefile.yaml")?;
    Some(config::read_config(&mut Vec::new(), FileId(0), &file.text()))
}

fn count(changes: &Changes) -> usize {
    changes.texts.len() + changes.assets.len() + changes.refused.len() + changes.removed.len()
}

fn random() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::from)?;
    Ok(load::hexadecimal(&bytes))
}
