//! A stand-in for looking at the site folder: all of it is read again, ten times a second.

use crate::input::Changes;
use crate::input::Inputs;
use crate::load;
use crate::load::LoadError;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(100);

/// A site folder, and what was read from it.
pub(super) struct Folder {
    site: PathBuf,
    seen: Inputs,
}

/// Reads the folder for the first time.
pub(super) fn open(site: &Path) -> Result<(Folder, Inputs), LoadError> {
    let (seen, inputs) = (load::load(site)?, load::load(site)?);
    Ok((Folder { site: site.to_owned(), seen }, inputs))
}

/// Looks at the folder for ever, on a thread of its own.
pub(super) fn watch(
    folder: Folder,
    _poll: bool,
    on_change: impl FnMut(Result<Changes, LoadError>) + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("watch".to_owned()).spawn(move || look(folder, on_change))
}

fn look(mut folder: Folder, mut on_change: impl FnMut(Result<Changes, LoadError>)) {
    let mut failed = false;
    loop {
        thread::sleep(PAUSE);
        match load::load(&folder.site) {
            Ok(now) => {
                let changes = compare(&folder.seen, &now);
                if !changes.is_empty() || failed {
                    on_change(Ok(changes));
                }
                (folder.seen, failed) = (now, false);
            }
            Err(error) if !failed => {
                on_change(Err(error));
                failed = true;
            }
            Err(_) => {}
        }
    }
}

fn compare(old: &Inputs, new: &Inputs) -> Changes {
    let mut changes = Changes::default();
    for text in &new.texts {
        if !old.texts.iter().any(|own| own.path == text.path && own.bytes == text.bytes) {
            changes.texts.push(text.clone());
        }
    }
    for asset in &new.assets {
        if !old.assets.iter().any(|own| own.path == asset.path && own.sha256 == asset.sha256) {
            changes.assets.push(asset.clone());
        }
    }
    for refused in &new.refused {
        if !old.refused.contains(refused) {
            changes.refused.push(refused.clone());
        }
    }
    let paths = |inputs: &Inputs| -> Vec<String> {
        let texts = inputs.texts.iter().map(|own| own.path.clone());
        let assets = inputs.assets.iter().map(|own| own.path.clone());
        texts.chain(assets).chain(inputs.refused.iter().map(|own| own.path.clone())).collect()
    };
    let now = paths(new);
    changes.removed = paths(old).into_iter().filter(|path| !now.contains(path)).collect();
    changes
}
