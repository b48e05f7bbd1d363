//! The only writer of a site's own files: new ones take no other's place, changed ones are as they were read, and all is
//! done or nothing.

#![expect(clippy::disallowed_methods, reason = "this is the writer of the site's own files")]

use crate::load::os_words;
use std::fmt;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use tempfile::NamedTempFile;

/// What is to be done to one file of a site. Paths are below the site folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A file where nothing stands yet.
    Create {
        /// Where.
        path: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// The same, of a file that nobody else may read: a secret key.
    CreateSecret {
        /// Where.
        path: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Other bytes in a file that is still as it was read.
    Replace {
        /// Where.
        path: String,
        /// What was read.
        before: Vec<u8>,
        /// What is to stand there.
        after: Vec<u8>,
    },
    /// Another place for a file or a folder, where nothing stands yet.
    Move {
        /// Where it is.
        from: String,
        /// Where it goes.
        to: String,
    },
}

/// Why nothing was changed.
#[derive(Debug)]
pub enum EditError {
    /// A file is where a new one was to be.
    Exists(PathBuf),
    /// A file is no longer as it was read.
    Changed(PathBuf),
    /// A file stands elsewhere than it seems to.
    IsLink(PathBuf),
    /// The system refuses.
    Refused(PathBuf, io::Error),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(path) => {
                write!(f, "`{}` is there already, and nothing is ever written over", path.display())
            }
            Self::Changed(path) => {
                write!(
                    f,
                    "`{}` was changed meanwhile, so nothing was written; run this again",
                    path.display()
                )
            }
            Self::IsLink(path) => {
                write!(f, "`{}` is a link to a file elsewhere; change that file yourself", path.display())
            }
            Self::Refused(path, error) => write!(f, "cannot write `{}`: {}", path.display(), os_words(error)),
        }
    }
}

impl std::error::Error for EditError {}

/// What was done so far, the other way round.
enum Undo {
    Remove(PathBuf),
    RemoveFolder(PathBuf),
    Restore(PathBuf, Vec<u8>),
    MoveBack { from: PathBuf, to: PathBuf },
}

/// Does all changes in their order, or none.
///
/// # Errors
///
/// What stands in the way; the site is as it was then.
pub fn apply(site: &Path, changes: &[Change]) -> Result<(), EditError> {
    let mut undo = Vec::new();
    let done = changes.iter().try_for_each(|change| apply_one(site, change, &mut undo));
    if done.is_err() {
        undo.into_iter().rev().for_each(take_back);
    }
    done
}

fn apply_one(site: &Path, change: &Change, undo: &mut Vec<Undo>) -> Result<(), EditError> {
    match change {
        Change::Create { path, bytes } | Change::CreateSecret { path, bytes } => {
            let mode = if matches!(change, Change::Create { .. }) { OPEN } else { SECRET };
            let path = site.join(path);
            let refused = |error| refused(&path, error);
            make_folders(&path, undo)?;
            let written = written_beside(&path, bytes, mode).map_err(refused)?;
            written.persist_noclobber(&path).map_err(|error| refused(error.error))?;
            undo.push(Undo::Remove(path));
        }
        Change::Replace { path, before, after } => {
            let path = site.join(path);
            let refused = |error| refused(&path, error);
            let there = path.symlink_metadata().map_err(refused)?;
            if there.is_symlink() {
                return Err(EditError::IsLink(path));
            }
            if fs::read(&path).map_err(refused)? != *before {
                return Err(EditError::Changed(path));
            }
            let written = written_beside(&path, after, OPEN).map_err(refused)?;
            fs::set_permissions(written.path(), there.permissions()).map_err(refused)?;
            written.persist(&path).map_err(|error| refused(error.error))?;
            undo.push(Undo::Restore(path, before.clone()));
        }
        Change::Move { from, to } => {
            let (from, to) = (site.join(from), site.join(to));
            if to.symlink_metadata().is_ok() {
                return Err(EditError::Exists(to));
            }
            make_folders(&to, undo)?;
            fs::rename(&from, &to).map_err(|error| refused(&to, error))?;
            undo.push(Undo::MoveBack { from, to });
        }
    }
    Ok(())
}

fn refused(path: &Path, error: io::Error) -> EditError {
    if error.kind() == io::ErrorKind::AlreadyExists {
        EditError::Exists(path.to_owned())
    } else {
        EditError::Refused(path.to_owned(), error)
    }
}

/// Makes the folders in which a file is to stand.
fn make_folders(path: &Path, undo: &mut Vec<Undo>) -> Result<(), EditError> {
    let missing: Vec<&Path> = path
        .ancestors()
        .skip(1)
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder).map_err(|error| EditError::Refused(folder.to_owned(), error))?;
        undo.push(Undo::RemoveFolder(folder.to_owned()));
    }
    Ok(())
}

/// Who may read and write a new file, less what the user's own mask takes away.
const OPEN: u32 = 0o666;
const SECRET: u32 = 0o600;

/// A whole file beside the place where it is to stand, under a name that no reader of the site takes up.
fn written_beside(path: &Path, bytes: &[u8], mode: u32) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".casefile-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Where even this fails, there is nothing more to do.
fn take_back(undo: Undo) {
    let _ = match undo {
        Undo::Remove(path) => fs::remove_file(path),
        Undo::RemoveFolder(path) => fs::remove_dir(path),
        Undo::Restore(path, bytes) => fs::write(path, bytes),
        Undo::MoveBack { from, to } => fs::rename(to, from),
    };
}

#[cfg(test)]
mod tests {
    use super::Change;
    use super::EditError;
    use super::apply;
    use std::fs;
    use std::path::Path;
    use tempfile::TempDir;

    fn site() -> TempDir {
        let site = tempfile::tempdir().expect("a folder");
        fs::write(site.path().join("a.md"), "old").expect("a file");
        site
    }

    fn create(path: &str) -> Change {
        Change::Create { path: path.to_owned(), bytes: b"new".to_vec() }
    }

    fn replace(before: &str) -> Change {
        Change::Replace { path: "a.md".to_owned(), before: before.into(), after: b"new".to_vec() }
    }

    fn listed(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_is_done() {
        let site = site();
        let moved = Change::Move { from: "a.md".to_owned(), to: "d/e.md".to_owned() };
        apply(site.path(), &[create("b/c.md"), replace("old"), moved]).expect("nothing is in the way");
        assert_eq!(listed(site.path()), ["b", "d"]);
        assert_eq!(fs::read_to_string(site.path().join("b/c.md")).expect("it is there"), "new");
        assert_eq!(fs::read_to_string(site.path().join("d/e.md")).expect("it is there"), "new");
    }

    #[test]
    fn a_change_that_cannot_be_done_takes_back_all_others() {
        let moved = |to: &str| Change::Move { from: "a.md".to_owned(), to: to.to_owned() };
        for last in [create("a.md"), replace("other"), moved("b/c.md")] {
            let site = site();
            let away = Change::Move { from: "b/x.md".to_owned(), to: "d/y.md".to_owned() };
            let failed =
                apply(site.path(), &[create("b/c.md"), create("b/x.md"), away, replace("old"), last]);
            assert!(failed.is_err());
            assert_eq!(listed(site.path()), ["a.md"]);
            assert_eq!(fs::read_to_string(site.path().join("a.md")).expect("it is there"), "old");
        }
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_stays() {
        let site = site();
        assert!(matches!(apply(site.path(), &[replace("older")]), Err(EditError::Changed(_))));
        assert!(matches!(apply(site.path(), &[create("a.md")]), Err(EditError::Exists(_))));
        assert_eq!(fs::read_to_string(site.path().join("a.md")).expect("it is there"), "old");
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_stays_and_links_are_not_followed() {
        use std::os::unix::fs::PermissionsExt;
        let site = site();
        let path = site.path().join("a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
        apply(site.path(), &[replace("old")]).expect("nothing is in the way");
        assert_eq!(path.metadata().expect("it is there").permissions().mode() & 0o777, 0o640);
        fs::rename(&path, site.path().join("b.md")).expect("it is ours");
        std::os::unix::fs::symlink("b.md", &path).expect("a link");
        assert!(matches!(apply(site.path(), &[replace("new")]), Err(EditError::IsLink(_))));
    }
}
