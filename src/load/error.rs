//! Why nothing could be read: in words for a campaigner.

use std::fmt;
use std::path::PathBuf;

/// Why nothing could be read.
#[derive(Debug)]
pub enum LoadError {
    /// There is no such site folder.
    NoFolder(PathBuf),
    /// That is a file, not a site folder.
    NotAFolder(PathBuf),
    /// The site folder has no `casefile.yaml`.
    NoConfig(PathBuf),
    /// The site folder has no folder `content`, perhaps because it has another name.
    NoContent {
        /// The site folder.
        site: PathBuf,
        /// A folder in it whose name is nearly that.
        near: Option<String>,
    },
    /// The operating system refused to read the folder, or its `casefile.yaml`.
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Why not, in plain words.
        words: String,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NoFolder(path) => write!(f, "there is no folder `{}`", path.display()),
            LoadError::NotAFolder(path) => {
                write!(
                    f,
                    "`{}` is a file: give the site folder, the one that holds `casefile.yaml`",
                    path.display()
                )
            }
            LoadError::NoConfig(path) => write!(
                f,
                "there is no `casefile.yaml` in `{}`: go to the site folder, or give it after the command",
                path.display()
            ),
            LoadError::NoContent { site, near } => {
                write!(
                    f,
                    "there is no folder `content` in `{}`, so there is nothing to publish",
                    site.display()
                )?;
                match near {
                    Some(near) => write!(f, ": rename the folder `{near}` to `content`"),
                    None => write!(f, ": make it, and put the records there"),
                }
            }
            LoadError::Unreadable { path, words } => write!(f, "cannot read `{}`: {words}", path.display()),
        }
    }
}

impl std::error::Error for LoadError {}
