//! The mark in an output folder: which files in it casefile wrote. It may be damaged, or made by somebody else.

/// The file in the output folder that lists what casefile wrote: [`MARK_HEAD`], then one path a line, sorted.
pub const MARK: &str = ".casefile";

/// The first line of [`MARK`], for whoever opens it.
pub const MARK_HEAD: &str = "Written by casefile. Each build replaces or removes the files listed here, and leaves all others in this folder alone.";

/// The mark while it is being written.
pub(super) const NEXT_MARK: &str = ".casefile-next";

/// A mark of another length is not ours: 100,000 pages need 4 MB.
pub(super) const MARK_LIMIT: u64 = 256 << 20;

pub(super) fn is_mark(text: &str) -> bool {
    text.lines().next() == Some(MARK_HEAD)
}

/// The paths in a mark, sorted; otherwise the number of the line that cannot be one.
pub(super) fn parse_mark(text: &str) -> Result<Vec<String>, usize> {
    if !is_mark(text) {
        return Err(1);
    }
    let mut paths = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        if !is_site_path(line) {
            return Err(index + 1);
        }
        paths.push(line.to_string());
    }
    paths.sort_unstable();
    Ok(paths)
}

pub(super) fn mark_text(paths: &[String]) -> String {
    let mut text = String::from(MARK_HEAD);
    for path in paths {
        text.push('\n');
        text.push_str(path);
    }
    text.push('\n');
    text
}

/// A path of a file below the output folder, safe to use and to write on a line of the mark.
pub(super) fn is_site_path(path: &str) -> bool {
    let is_name = |name: &str| !matches!(name, "" | "." | "..");
    let is_reserved = [MARK, NEXT_MARK, ".git"].contains(&path) || path.starts_with(".git/");
    path.split('/').all(is_name) && !path.chars().any(char::is_control) && !is_reserved
}
