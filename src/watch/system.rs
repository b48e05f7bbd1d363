//! The system's announcements.

use super::WhyPolling;
use super::hints::Hint;
use super::hints::hint_of;
use crate::load;
use crate::load::Folder;
use crate::load::Identity;
use notify::Config;
use notify::ErrorKind;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;
use std::io;
use std::sync::mpsc::Sender;

/// Announcements of what happens in a site folder, as long as it lives.
pub(super) struct System {
    _watcher: RecommendedWatcher,
    /// Which folders are watched. Others of the same name are not.
    identity: Identity,
}

impl System {
    /// Asks the system to send hints of what happens in the site: in `content` and `themes`, and who comes and goes in
    /// the folder itself. What is built, and Git's own files, cause no work.
    ///
    /// # Errors
    ///
    /// Why it cannot be done; `None` if a folder went away meanwhile.
    pub fn start(folder: &Folder, hints: Sender<Hint>) -> Result<Self, Option<WhyPolling>> {
        let identity = folder.identity();
        let root = folder.root().to_path_buf();
        let tell = move |told| {
            if let Some(hint) = hint_of(&root, told) {
                // After the end nobody listens.
                let _ = hints.send(hint);
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(tell, config).map_err(why)?;
        watcher.watch(folder.root(), RecursiveMode::NonRecursive).map_err(why)?;
        for name in ["content", "themes"] {
            let path = folder.root().join(name);
            if path.is_dir() && !path.is_symlink() {
                watcher.watch(&path, RecursiveMode::Recursive).map_err(why)?;
            }
        }
        Ok(Self { _watcher: watcher, identity })
    }

    /// Whether those are the folders that are watched.
    pub fn is_of(&self, folder: &Folder) -> bool {
        self.identity == folder.identity()
    }
}

fn why(error: notify::Error) -> Option<WhyPolling> {
    match error.kind {
        ErrorKind::MaxFilesWatch => Some(WhyPolling::TooManyFolders),
        ErrorKind::PathNotFound => None,
        ErrorKind::Io(error) if error.kind() == io::ErrorKind::NotFound => None,
        ErrorKind::Io(error) => Some(WhyPolling::Refused(load::os_words(&error))),
        kind => Some(WhyPolling::Refused(notify::Error::new(kind).to_string())),
    }
}
