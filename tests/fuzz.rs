//! Texts that fuzzing started from, and those that it found: none may stop a reader.

#[path = "../fuzz/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;

/// Runs a reader on every text that is kept for it.
#[track_caller]
fn check(reader: fn(&[u8]), name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fuzz").join(name);
    let texts: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert!(!texts.is_empty(), "there is no text for `{name}`");
    for text in texts {
        reader(&fs::read(text).expect("a file"));
    }
}

#[test]
fn front_matter_of_any_kind_is_read() {
    check(readers::front_matter, "front_matter");
}

#[test]
fn dates_of_any_kind_are_read() {
    check(readers::dates, "dates");
}

#[test]
fn citations_of_any_kind_are_read() {
    check(readers::citations, "citations");
}

#[test]
fn imports_of_any_kind_are_read() {
    check(readers::import, "import");
}

#[test]
fn bibliographies_of_any_kind_are_read() {
    check(readers::bibliography, "bibliography");
}
