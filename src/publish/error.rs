//! Why nothing was published, in words for whoever ran the build.

use crate::load::os_words;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why nothing was published. The old site is whole and in its place in every case.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder may not be used.
    Refused {
        /// The output folder.
        output: PathBuf,
        /// Why.
        reason: OutputReason,
    },
    /// Another build is at work on this output folder.
    Busy(PathBuf),
    /// The mark of the output folder is not one that casefile wrote.
    MarkDamaged {
        /// Where it is.
        mark: PathBuf,
        /// The line that is wrong, counted from 1; 0 where it is the whole file.
        line: usize,
    },
    /// A file that casefile did not write stands where it wants to write.
    InTheWay(PathBuf),
    /// Two files for one path, or for two that this disk takes for one (`A.html`, `a.html`).
    Twice(String),
    /// A path that is not one below the output folder.
    NotAPath(String),
    /// An attachment is no longer what was read at the start of the build.
    AssetChanged(String),
    /// The operating system refused.
    Os {
        /// What casefile was about to do, as in "cannot write".
        action: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Why an output folder may not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputReason {
    /// It is not a folder.
    NotAFolder,
    /// It is the site folder, or holds it.
    HoldsSite,
    /// It is, holds or lies in this folder of the site's sources.
    Sources(&'static str),
    /// It holds something that casefile did not write, such as this, and has no mark.
    OtherThings(String),
    /// It cannot be renamed: a disk is mounted there, or it belongs to the image of a container.
    Fixed,
    /// It holds this folder, where another disk is mounted.
    HoldsDisk(PathBuf),
    /// It was replaced or removed while the site was being made.
    Replaced,
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::Refused { output, reason } => {
                write!(f, "`{}` cannot be the output folder: {reason}", output.display())
            }
            PublishError::Busy(output) => {
                write!(f, "another build is at work on `{}`: wait until it is done", output.display())
            }
            PublishError::MarkDamaged { mark, line: 0 } => write!(
                f,
                "`{}` is not as casefile wrote it, so it is not known which files are casefile's: \
                 move the folder away and build again",
                mark.display()
            ),
            PublishError::MarkDamaged { mark, line } => write!(
                f,
                "line {line} of `{}` is not as casefile wrote it, so it is not known which files are casefile's: \
                 remove that line, or move the folder away, and build again",
                mark.display()
            ),
            PublishError::InTheWay(path) => {
                write!(f, "`{}` is in the way and was not made by casefile: move it away", path.display())
            }
            PublishError::Twice(path) => write!(f, "two files of the site are called `{path}` on this disk"),
            PublishError::NotAPath(path) => write!(f, "`{path}` cannot be the path of a file of the site"),
            PublishError::AssetChanged(path) => {
                write!(f, "`{path}` was changed while the site was being built: build again")
            }
            PublishError::Os { action, path, error } => {
                write!(f, "cannot {action} `{}`: {}", path.display(), os_words(error))
            }
        }?;
        f.write_str("; nothing was published, and a site that was there before is untouched")
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PublishError::Os { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for OutputReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputReason::NotAFolder => f.write_str("it is a file"),
            OutputReason::HoldsSite => {
                f.write_str("the site folder is there, and would be replaced; give a folder of its own")
            }
            OutputReason::Sources(name) => {
                write!(f, "it is, holds or lies in `{name}`, which the site is made from; give a folder of its own")
            }
            OutputReason::OtherThings(name) => write!(
                f,
                "casefile did not make it, and it holds other things, such as `{name}`; give an empty or a new folder"
            ),
            OutputReason::Fixed => f.write_str(
                "a disk is mounted there, or it is part of a container's image, so that it cannot be swapped; \
                 give a folder inside it",
            ),
            OutputReason::HoldsDisk(folder) => write!(
                f,
                "another disk is mounted inside it, at `{}`; give another folder, or unmount that disk",
                folder.display()
            ),
            OutputReason::Replaced => f.write_str("another program replaced it meanwhile; build again"),
        }
    }
}
