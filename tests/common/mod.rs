//! A site written as one string, the `casefile` binary run on it, and its pages as a reader sees them.

// Every test file compiles this module for itself and uses its own part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// The moment at which the sites of the tests are built, unless a test says otherwise.
pub const NOW: &str = "2026-01-01T00:00:00Z";

/// The configuration of a fixture that brings none.
const CONFIG: &str = "title: Test archive\nbase_url: https://evidence.example/\n";

/// What stands before the name of a file in a fixture.
const FILE_MARK: &str = "=== ";

/// A site folder on the disk, gone when the test ends.
pub struct Site {
    folder: TempDir,
}

/// What one run of the binary said and how it ended.
#[derive(Debug)]
pub struct Run {
    /// The exit status; -1 where a signal ended the run.
    pub status: i32,
    /// All of standard output.
    pub stdout: String,
    /// All of standard error.
    pub stderr: String,
}

impl Site {
    /// Writes a fixture out: after each line `=== PATH` comes the text of that file.
    pub fn new(fixture: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let site = Self { folder };
        for (path, text) in fixture_files(fixture) {
            site.write(&path, text);
        }
        site
    }

    /// Writes one file more, or another text in the place of a file.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let disk = self.path(path);
        fs::create_dir_all(disk.parent().expect("a parent")).expect("a folder");
        fs::write(disk, bytes).expect("a file");
    }

    /// Where a file of the site lies on the disk.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs `casefile` in the site folder with exactly these arguments.
    pub fn run(&self, arguments: &[&str]) -> Run {
        run(self.folder.path(), arguments, &[])
    }

    /// Asks only for what the format does, not for what good records have besides (`tests/editorial.rs` does), unless the
    /// configuration says something of rules.
    pub fn without_editorial_rules(&self) {
        let path = self.path("casefile.yaml");
        let config = fs::read(&path).expect("a configuration");
        let has_rules = config.windows(6).any(|text| text == b"check:");
        if !has_rules && config.ends_with(b"\n") {
            let none = b"check: {fairness: off, sources: off, writing: off}\n";
            fs::write(&path, [&config[..], none].concat()).expect("a configuration");
        }
    }

    /// Runs `casefile build` at [`NOW`], with more arguments.
    pub fn build(&self, more: &[&str]) -> Run {
        self.run(&[&["build", "--now", NOW], more].concat())
    }

    /// Runs `casefile build` at [`NOW`], which must succeed without a word on standard error.
    pub fn publish(&self) {
        let built = self.build(&[]);
        assert_eq!((built.status, built.stderr.as_str()), (0, ""), "{built:#?}");
    }

    /// The bytes of a built page as text.
    pub fn page(&self, path: &str) -> String {
        let disk = self.path("public").join(path);
        fs::read_to_string(&disk).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The visible words of the main part of a built page, with one space between them.
    pub fn words(&self, path: &str) -> String {
        words(main_part(&self.page(path)))
    }

    /// Every built file by its path in the output folder.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }
}

/// Runs `casefile` in a folder with these arguments and variables of the environment.
pub fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(environment.iter().copied())
        .output()
        .expect("casefile runs");
    Run {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}

/// Every file below a folder with its bytes, by its path with `/`; nothing where there is no folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect_files(folder, "", &mut found);
    found
}

/// The files of a fixture in their order, the configuration among them.
pub fn fixture_files(fixture: &str) -> Vec<(String, String)> {
    let mut written: Vec<(String, String)> = Vec::new();
    for line in fixture.split_inclusive('\n') {
        match (line.strip_prefix(FILE_MARK), written.last_mut()) {
            (Some(path), _) => written.push((path.trim_end().to_string(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => assert_eq!(line.trim(), "", "a fixture begins with a line `=== PATH`"),
        }
    }
    if written.iter().all(|(path, _)| path != "casefile.yaml") {
        written.push(("casefile.yaml".to_string(), CONFIG.to_string()));
    }
    written
}

/// The main part of a page: what lies between `<main>` and `</main>`, or all of it.
pub fn main_part(html: &str) -> &str {
    match (html.find("<main"), html.find("</main>")) {
        (Some(start), Some(end)) if start < end => &html[start..end],
        _ => html,
    }
}

/// The words that a reader sees in HTML, with one space between them.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        if breaks(&rest[start..end]) {
            text.push(' ');
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every link of HTML: its visible words and its address.
pub fn links(html: &str) -> Vec<(String, String)> {
    let anchors = html.split("<a ").skip(1).filter_map(|part| part.split_once("</a>"));
    anchors
        .filter_map(|(anchor, _)| {
            let (tag, inside) = anchor.split_once('>')?;
            Some((words(inside), attribute(tag, "href")?))
        })
        .collect()
}

/// Every value of an attribute in HTML, in order.
pub fn attributes(html: &str, name: &str) -> Vec<String> {
    let mark = format!(" {name}=\"");
    let values = html.split(mark.as_str()).skip(1);
    values.map(|rest| unescape(rest.split('"').next().unwrap_or_default())).collect()
}

/// Asserts that each phrase stands in the words, in whatever order.
#[track_caller]
pub fn assert_shows(words: &str, phrases: &[&str]) {
    for phrase in phrases {
        assert!(words.contains(phrase), "no `{phrase}` in:\n{words}");
    }
}

/// Asserts that none of the phrases stands in the words.
#[track_caller]
pub fn assert_hides(words: &str, phrases: &[&str]) {
    for phrase in phrases {
        assert!(!words.contains(phrase), "`{phrase}` stands in:\n{words}");
    }
}

fn collect_files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect_files(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read(entry.path()).expect("a file"));
        }
    }
}

/// Whether a browser sets what is around this tag apart.
fn breaks(tag: &str) -> bool {
    const INLINE: [&str; 16] = [
        "a", "abbr", "b", "cite", "code", "del", "em", "i", "kbd", "q", "s", "small", "span", "strong",
        "sub", "time",
    ];
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len())];
    !INLINE.contains(&name)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    attributes(&format!(" {tag}"), name).into_iter().next()
}

fn unescape(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#x2F;", "/")]
        .iter()
        .fold(text.to_string(), |text, (escape, sign)| text.replace(escape, sign))
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}
