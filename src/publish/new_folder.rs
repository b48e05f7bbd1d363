//! A folder that did not exist before, written whole or not at all.

use crate::load::os_words;
use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

/// Writes `files` (relative path and bytes) into `folder`.
///
/// # Errors
///
/// The folder exists already, or the operating system refuses; nothing is left of it then.
pub fn write_new_folder(folder: &Path, files: &[(String, Cow<'static, [u8]>)]) -> Result<(), String> {
    let shown = folder.display();
    if folder.symlink_metadata().is_ok() {
        return Err(format!("`{shown}` is there already; give another name, or move it away"));
    }
    let unfinished = folder.with_extension("casefile-new");
    let written = write_all(&unfinished, files).and_then(|()| fs::rename(&unfinished, folder));
    written.map_err(|error| {
        // What was begun is taken away again; where even that fails there is nothing more to do.
        let _ = fs::remove_dir_all(&unfinished);
        format!("cannot write `{shown}`: {}", os_words(&error))
    })
}

fn write_all(folder: &Path, files: &[(String, Cow<'static, [u8]>)]) -> io::Result<()> {
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}
