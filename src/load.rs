//! The only module that reads the site folder.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads the disk")]

mod attachment;

use crate::input::Asset;
use crate::input::AssetBytes;
use crate::input::Inputs;
use crate::input::Refused;
use crate::input::RefusedReason;
use crate::input::TextFile;
use crate::spelling;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use sha2::Digest;
use sha2::Sha256;
use std::ffi::OsStr;
use std::fmt;
use std::fmt::Write;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use walkdir::DirEntry;
use walkdir::WalkDir;

pub use attachment::open_attachment;

/// The largest text file that is read, in bytes. Every place in a text fits into 32 bits.
pub const TEXT_LIMIT: u64 = 64 << 20;

/// Files of a theme with these endings are read as text.
const THEME_TEXTS: [&str; 10] = ["css", "csv", "html", "js", "json", "svg", "txt", "xml", "yaml", "yml"];

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

/// Reads everything that a build needs from the site folder: `casefile.yaml`, `content/` and `themes/`.
///
/// Dot-files, `*~`, `*.swp` and `#*#` are passed over. A file that cannot be used is in
/// [`Inputs::refused`]; only a folder that is no site is an error.
pub fn load(site: &Path) -> Result<Inputs, LoadError> {
    let root = site_root(site)?;
    let mut found = Found { root, files: Vec::new(), refused: Vec::new() };
    list_config(&mut found)?;
    check_content(&found.root)?;
    list_folder(&mut found, "content");
    list_folder(&mut found, "themes");
    let read: Vec<FileRead> = found.files.par_iter().map(read_one).collect();
    let mut inputs = Inputs { refused: found.refused, ..Inputs::default() };
    for one in read {
        match one {
            FileRead::Text(text) => inputs.texts.push(text),
            FileRead::Asset(asset) => inputs.assets.push(asset),
            FileRead::Refused(refused) => inputs.refused.push(refused),
        }
    }
    if let Some(config) = inputs.refused.iter().find(|refused| refused.path == "casefile.yaml") {
        return Err(config_error(&found.root, &config.reason));
    }
    inputs.texts.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.assets.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.refused.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(inputs)
}

/// What the operating system said, in words for a campaigner, without a full stop.
pub fn os_words(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::StorageFull => "the disk is full",
        Kind::QuotaExceeded => "your share of the disk is used up",
        Kind::PermissionDenied => "you do not have permission",
        Kind::ReadOnlyFilesystem => "the disk can be read but not written",
        Kind::NotFound => "it is not there",
        Kind::AlreadyExists => "something of that name is there already",
        Kind::NotADirectory => "a part of its path is a file, not a folder",
        Kind::IsADirectory => "it is a folder, not a file",
        Kind::FileTooLarge => "the file is too large for this disk",
        Kind::InvalidFilename => "the name is too long for this disk, or not allowed there",
        Kind::ResourceBusy => "another program is using it",
        _ => return without_number(error),
    };
    words.to_string()
}

/// The system's own words, without the " (os error 5)" that Rust adds.
fn without_number(error: &io::Error) -> String {
    let words = error.to_string();
    match words.rfind(" (os error ") {
        Some(end) => words[..end].to_lowercase(),
        None => words,
    }
}

/// The files that were listed, before any is opened.
struct Found {
    root: PathBuf,
    files: Vec<FoundFile>,
    refused: Vec<Refused>,
}

struct FoundFile {
    path: String,
    disk: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Asset,
}

/// What became of one file.
enum FileRead {
    Text(TextFile),
    Asset(Asset),
    Refused(Refused),
}

fn site_root(site: &Path) -> Result<PathBuf, LoadError> {
    let root = fs::canonicalize(site).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => LoadError::NoFolder(site.to_path_buf()),
        _ => LoadError::Unreadable { path: site.to_path_buf(), words: os_words(&error) },
    })?;
    if root.is_dir() { Ok(root) } else { Err(LoadError::NotAFolder(site.to_path_buf())) }
}

fn list_config(found: &mut Found) -> Result<(), LoadError> {
    let disk = found.root.join("casefile.yaml");
    match fs::symlink_metadata(&disk) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(LoadError::NoConfig(found.root.clone()));
        }
        Err(error) => return Err(LoadError::Unreadable { path: disk, words: os_words(&error) }),
    }
    list_folder(found, "casefile.yaml");
    Ok(())
}

/// A site without its `content` would be published empty, in the place of the one before. A link of that name is
/// refused where it is met.
fn check_content(root: &Path) -> Result<(), LoadError> {
    let disk = root.join("content");
    match fs::symlink_metadata(&disk) {
        Ok(found) if found.is_dir() || found.is_symlink() => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(LoadError::Unreadable { path: disk, words: os_words(&error) })
        }
        _ => Err(LoadError::NoContent { site: root.to_path_buf(), near: near_content(root) }),
    }
}

/// The folder of the site whose name is nearest to `content`.
fn near_content(root: &Path) -> Option<String> {
    let folders = fs::read_dir(root).ok()?.flatten().filter(|entry| entry.path().is_dir());
    let names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    spelling::nearest("content", names.iter().map(String::as_str)).map(str::to_owned)
}

fn config_error(root: &Path, reason: &RefusedReason) -> LoadError {
    let words = match reason {
        RefusedReason::Unreadable(words) => words.clone(),
        RefusedReason::Link => "it is a link that leads out of the site folder, or nowhere".to_string(),
        RefusedReason::NotAFile | RefusedReason::NameNotUnicode => "it is not a file".to_string(),
    };
    LoadError::Unreadable { path: root.join("casefile.yaml"), words }
}

/// Lists one folder (or file) of the site. Links are refused, wherever they lead.
fn list_folder(found: &mut Found, top: &str) {
    let start = found.root.join(top);
    if fs::symlink_metadata(&start).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return;
    }
    let mut entries = WalkDir::new(start).follow_links(false).follow_root_links(false).into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                if !take_entry(found, &entry) && entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Err(error) => take_error(found, &error),
        }
    }
}

/// Notes one entry. False: whatever is below it is not to be read.
fn take_entry(found: &mut Found, entry: &DirEntry) -> bool {
    if entry.depth() > 0 && is_ignored(entry.file_name()) {
        return false;
    }
    let Some(path) = site_path(&found.root, entry.path()) else {
        refuse(found, entry.path(), RefusedReason::NameNotUnicode);
        return false;
    };
    if is_link(entry) {
        refuse(found, entry.path(), RefusedReason::Link);
        return false;
    }
    if entry.file_type().is_file() {
        let kind = kind_of(&path);
        found.files.push(FoundFile { path, disk: entry.path().to_path_buf(), kind });
    } else if !entry.file_type().is_dir() || path == "casefile.yaml" {
        refuse(found, entry.path(), RefusedReason::NotAFile);
        return false;
    }
    true
}

/// The names that editors and systems leave behind (content model, "A site folder").
fn is_ignored(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        || name.ends_with(b"~")
        || name.ends_with(b".swp")
        || (name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#"))
}

/// The path below the site folder, with `/` between the parts; `None` where it is not Unicode.
fn site_path(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(OsStr::to_str).collect();
    Some(parts?.join("/"))
}

fn is_link(entry: &DirEntry) -> bool {
    // The entry that a walk starts from is not reported as a link, although it is followed.
    entry.path_is_symlink()
        || (entry.depth() == 0 && fs::symlink_metadata(entry.path()).is_ok_and(|found| found.is_symlink()))
}

fn kind_of(path: &str) -> Kind {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_text = if path.starts_with("content/") {
        let is_bibliography =
            path.strip_prefix("content/references/").is_some_and(|name| !name.contains('/'))
                && ["bib", "yaml", "yml"].contains(&ending);
        ending == "md" || is_bibliography
    } else {
        THEME_TEXTS.contains(&ending)
    };
    if is_text { Kind::Text } else { Kind::Asset }
}

fn take_error(found: &mut Found, error: &walkdir::Error) {
    let path = error.path().unwrap_or(&found.root).to_path_buf();
    if error.depth() > 0 && path.file_name().is_some_and(is_ignored) {
        return;
    }
    let is_link = fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink());
    let reason = match (error.io_error(), is_link) {
        (None, _) | (Some(_), true) => RefusedReason::Link,
        (Some(error), false) => RefusedReason::Unreadable(os_words(error)),
    };
    refuse(found, &path, reason);
}

fn refuse(found: &mut Found, disk: &Path, reason: RefusedReason) {
    let below = disk.strip_prefix(&found.root).unwrap_or(disk);
    found.refused.push(Refused { path: below.to_string_lossy().into_owned(), reason });
}

fn read_one(file: &FoundFile) -> FileRead {
    let read = match file.kind {
        Kind::Text => {
            read_text(&file.disk).map(|bytes| FileRead::Text(TextFile { path: file.path.clone(), bytes }))
        }
        Kind::Asset => hash(&file.disk).map(|(size, sha256)| {
            let bytes = AssetBytes::Disk(file.disk.clone());
            FileRead::Asset(Asset { path: file.path.clone(), size, sha256, bytes })
        }),
    };
    read.unwrap_or_else(|words| {
        FileRead::Refused(Refused { path: file.path.clone(), reason: RefusedReason::Unreadable(words) })
    })
}

fn read_text(disk: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(disk).map_err(|error| os_words(&error))?;
    let size = file.metadata().map_err(|error| os_words(&error))?.len();
    let mut bytes = Vec::with_capacity(size.min(TEXT_LIMIT) as usize);
    // A file can grow between the question and the reading.
    file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| os_words(&error))?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(format!("a text may have at most {} MB", TEXT_LIMIT >> 20));
    }
    Ok(bytes)
}

/// The length and the SHA-256 of a file, without holding it in memory.
fn hash(disk: &Path) -> Result<(u64, String), String> {
    let mut file = File::open(disk).map_err(|error| os_words(&error))?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 128 << 10];
    let mut size = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((size, hexadecimal(&sha256.finalize()))),
            Ok(length) => {
                sha256.update(&buffer[..length]);
                size += length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(os_words(&error)),
        }
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use tempfile::TempDir;

    /// A site folder of these files; the text after a path is its bytes.
    fn site(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in [("casefile.yaml", "title: T\n")].iter().chain(files) {
            let disk = folder.path().join(path);
            fs::create_dir_all(disk.parent().expect("a parent")).expect("a folder");
            fs::write(disk, text).expect("a file");
        }
        folder
    }

    fn read(site: &TempDir) -> Inputs {
        load(site.path()).expect("a site")
    }

    fn check_texts(inputs: &Inputs, expected: &[&str]) {
        let found: Vec<&str> = inputs.texts.iter().map(|text| text.path.as_str()).collect();
        assert_eq!(found, [&["casefile.yaml"], expected].concat());
    }

    fn check_assets(inputs: &Inputs, expected: &[&str]) {
        let found: Vec<&str> = inputs.assets.iter().map(|asset| asset.path.as_str()).collect();
        assert_eq!(found, expected);
    }

    fn check_refused(inputs: &Inputs, expected: &[(&str, RefusedReason)]) {
        let found: Vec<(&str, RefusedReason)> =
            inputs.refused.iter().map(|refused| (refused.path.as_str(), refused.reason.clone())).collect();
        assert_eq!(found, expected);
    }

    fn check_error(path: &Path, expected: &str) {
        let words = load(path).expect_err("an error").to_string();
        assert!(words.contains(expected), "{words}");
    }

    #[test]
    fn texts_and_assets_are_told_apart_and_sorted() {
        let site = site(&[
            ("content/incidents/b/index.md", "b"),
            ("content/incidents/b/letter.pdf", "%PDF"),
            ("content/incidents/b/notes.yaml", "a: b"),
            ("content/incidents/b.md", "b"),
            ("content/incidents/a.md", "a"),
            ("content/references/all.bib", "@book{}"),
            ("content/references/more.yml", ""),
            ("content/references/x/deep.bib", ""),
            ("themes/own/templates/incident.html", "<p>"),
            ("themes/own/strings/cy.yaml", "a: b"),
            ("themes/own/assets/site.css", "p {}"),
            ("themes/own/assets/face.woff2", "wOF2"),
            ("themes/default/templates/home.html", "<p>"),
            ("public/index.html", "old"),
            ("README.md", "not content"),
        ]);
        let inputs = read(&site);
        check_texts(
            &inputs,
            &[
                "content/incidents/a.md",
                "content/incidents/b.md",
                "content/incidents/b/index.md",
                "content/references/all.bib",
                "content/references/more.yml",
                "themes/default/templates/home.html",
                "themes/own/assets/site.css",
                "themes/own/strings/cy.yaml",
                "themes/own/templates/incident.html",
            ],
        );
        check_assets(
            &inputs,
            &[
                "content/incidents/b/letter.pdf",
                "content/incidents/b/notes.yaml",
                "content/references/x/deep.bib",
                "themes/own/assets/face.woff2",
            ],
        );
        check_refused(&inputs, &[]);
    }

    #[test]
    fn leftovers_of_editors_are_ignored() {
        let site = site(&[
            ("content/.DS_Store", ""),
            ("content/.git/config.md", ""),
            ("content/about.md~", ""),
            ("content/.about.md.swp", ""),
            ("content/about.swp", ""),
            ("content/#about.md#", ""),
            ("content/#1.md", ""),
        ]);
        symlink("/nowhere", site.path().join("content/.#about.md")).expect("a link");
        let inputs = read(&site);
        check_texts(&inputs, &["content/#1.md"]);
        check_assets(&inputs, &[]);
        check_refused(&inputs, &[]);
    }

    #[test]
    fn an_asset_is_hashed_and_left_on_disk() {
        // The second example of FIPS 180-4's test vectors: "abc".
        let site = site(&[("content/a.txt", "abc")]);
        let inputs = read(&site);
        let asset = &inputs.assets[0];
        assert_eq!(asset.size, 3);
        assert_eq!(asset.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(matches!(&asset.bytes, AssetBytes::Disk(path) if fs::read(path).is_ok_and(|b| b == b"abc")));
    }

    #[test]
    fn links_are_not_followed() {
        let site = site(&[("content/topics/a.md", "a"), ("shared/plan.pdf", "%PDF")]);
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("secret.md"), "secret").expect("a file");
        let content = site.path().join("content");
        symlink("../shared/plan.pdf", content.join("plan.pdf")).expect("a link");
        symlink("topics", content.join("subjects")).expect("a link");
        symlink("..", content.join("topics/loop")).expect("a link");
        symlink("..", content.join("all")).expect("a link");
        symlink(outside.path(), content.join("folder")).expect("a link");
        symlink(outside.path().join("secret.md"), content.join("file.md")).expect("a link");
        symlink("nothing", content.join("gone.md")).expect("a link");
        let inputs = read(&site);
        check_texts(&inputs, &["content/topics/a.md"]);
        check_assets(&inputs, &[]);
        check_refused(
            &inputs,
            &[
                ("content/all", RefusedReason::Link),
                ("content/file.md", RefusedReason::Link),
                ("content/folder", RefusedReason::Link),
                ("content/gone.md", RefusedReason::Link),
                ("content/plan.pdf", RefusedReason::Link),
                ("content/subjects", RefusedReason::Link),
                ("content/topics/loop", RefusedReason::Link),
            ],
        );
    }

    #[test]
    fn content_that_is_itself_a_link_outside_is_refused() {
        let site = site(&[]);
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("a.md"), "a").expect("a file");
        symlink(outside.path(), site.path().join("content")).expect("a link");
        let inputs = read(&site);
        check_texts(&inputs, &[]);
        check_refused(&inputs, &[("content", RefusedReason::Link)]);
    }

    #[test]
    fn odd_files_are_refused() {
        let site = site(&[("content/a.md", "a")]);
        let content = site.path().join("content");
        fs::write(content.join(OsStr::from_bytes(b"caf\xe9.md")), "a").expect("a file");
        let _socket = std::os::unix::net::UnixListener::bind(content.join("socket")).expect("a socket");
        let large = File::create(content.join("large.md")).expect("a file");
        large.set_len(TEXT_LIMIT + 1).expect("a sparse file");
        let inputs = read(&site);
        check_texts(&inputs, &["content/a.md"]);
        check_refused(
            &inputs,
            &[
                ("content/caf\u{fffd}.md", RefusedReason::NameNotUnicode),
                ("content/large.md", RefusedReason::Unreadable("a text may have at most 64 MB".to_string())),
                ("content/socket", RefusedReason::NotAFile),
            ],
        );
    }

    #[test]
    fn a_folder_that_is_no_site_is_told_in_words() {
        let site = site(&[("content/a.md", "a")]);
        check_error(&site.path().join("nowhere"), "there is no folder");
        check_error(&site.path().join("casefile.yaml"), "is a file");
        check_error(&site.path().join("content"), "there is no `casefile.yaml`");
        fs::remove_file(site.path().join("casefile.yaml")).expect("removed");
        fs::create_dir(site.path().join("casefile.yaml")).expect("a folder");
        check_error(site.path(), "it is not a file");
    }
}
