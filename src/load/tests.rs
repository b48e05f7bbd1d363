//! What is read of a site folder, and that a folder looked at again is what it would be if read anew.

use super::*;
use crate::input::AssetBytes;
use std::ffi::OsStr;
use std::fs;
use std::fs::File;
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
