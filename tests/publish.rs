//! The site is published whole or not at all, and what casefile did not write is left alone.

use casefile::input::Asset;
use casefile::input::AssetBytes;
use casefile::publish::MARK;
use casefile::publish::MARK_HEAD;
use casefile::publish::OutputReason;
use casefile::publish::PublishError;
use casefile::publish::Published;
use casefile::publish::Staging;
use casefile::publish::Written;
use casefile::publish::stage;
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempDir;
use walkdir::WalkDir;

/// A site folder with an output folder that is not there yet.
struct Site {
    folder: TempDir,
    output: PathBuf,
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["content", "themes"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let output = folder.path().join("public");
        Self { folder, output }
    }

    fn stage(&self) -> Result<Staging, PublishError> {
        stage(self.folder.path(), &self.output)
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        let staging = self.stage()?;
        for (path, text) in files {
            staging.put(path, text.as_bytes())?;
        }
        staging.commit()
    }

    /// Writes a file into the output folder, as somebody else would.
    fn write(&self, path: &str, text: &str) {
        let disk = self.output.join(path);
        fs::create_dir_all(disk.parent().expect("a parent")).expect("a folder");
        fs::write(disk, text).expect("a file");
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.output.with_file_name(format!(".public.casefile-{ending}"))
    }
}

const OLD: [(&str, &str); 3] = [("index.html", "home"), ("incidents/a.html", "a"), ("incidents/b.html", "b")];

fn published_site() -> Site {
    let site = Site::new();
    site.publish(&OLD).expect("published");
    site
}

/// Every path of a folder with its text, its place on the disk and its time. Links are not followed.
fn listing(folder: &Path) -> BTreeMap<String, (String, u64, i64)> {
    let entries = WalkDir::new(folder).min_depth(1).into_iter().map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            let facts = entry.path().symlink_metadata().expect("facts");
            let text = match entry.file_type() {
                kind if kind.is_dir() => "folder".to_string(),
                kind if kind.is_symlink() => {
                    format!("-> {}", fs::read_link(entry.path()).expect("a link").display())
                }
                _ => fs::read_to_string(entry.path()).expect("a file"),
            };
            let inode = if entry.file_type().is_dir() { 0 } else { facts.ino() };
            let path = entry.path().strip_prefix(folder).expect("below").display().to_string();
            (path, (text, inode, if inode == 0 { 0 } else { facts.mtime_nsec() }))
        })
        .collect()
}

/// The output folder holds these texts, the mark that lists them, and these other files.
fn check_output(site: &Site, files: &[(&str, &str)], others: &[(&str, &str)]) {
    let mut paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    paths.sort_unstable();
    let mark: String = [MARK_HEAD].iter().chain(&paths).map(|line| format!("{line}\n")).collect();
    let mut expected: BTreeMap<&str, &str> = files.iter().chain(others).copied().collect();
    expected.insert(MARK, &mark);
    let found = listing(&site.output);
    let found: BTreeMap<&str, &str> = found
        .iter()
        .filter(|(_, (text, ..))| text != "folder")
        .map(|(path, (text, ..))| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(found, expected);
    check_no_litter(site);
}

fn check_no_litter(site: &Site) {
    assert!(fs::symlink_metadata(site.beside("new")).is_err());
    assert!(fs::symlink_metadata(site.beside("old")).is_err());
}

/// What `attempt` does fails with those words, and nothing in the output folder changes.
fn check_fails(site: &Site, attempt: impl FnOnce(&Site) -> Result<Published, PublishError>, expected: &str) {
    let before = listing(&site.output);
    let error = attempt(site).expect_err("an error");
    let words = error.to_string();
    assert!(words.contains(expected), "{words}");
    assert!(words.contains("untouched"), "{words}");
    assert_eq!(listing(&site.output), before);
    check_no_litter(site);
}

fn check_counts(published: &Published, [new, changed, unchanged, removed]: [usize; 4]) {
    let found = [published.new, published.changed, published.unchanged, published.removed];
    assert_eq!(found, [new, changed, unchanged, removed], "new, changed, unchanged, removed");
    assert_eq!(published.files, new + changed + unchanged);
}

/// `stage` refuses an output folder of the site, for that reason.
fn check_refused(site: &Site, output: &Path, expected: OutputReason) {
    match stage(site.folder.path(), output) {
        Err(PublishError::Refused { reason, .. }) => assert_eq!(reason, expected),
        other => panic!("{other:?}"),
    }
    check_no_litter(site);
}

#[test]
fn the_first_site_is_published_with_its_mark() {
    let site = Site::new();
    let published = site.publish(&OLD).expect("published");
    check_counts(&published, [3, 0, 0, 0]);
    assert_eq!(published.bytes, 6);
    check_output(&site, &OLD, &[]);
}

#[test]
fn unchanged_files_stay_the_same_files() {
    let site = published_site();
    let before = listing(&site.output);
    check_counts(&site.publish(&OLD).expect("published"), [0, 0, 3, 0]);
    assert_eq!(listing(&site.output), before);
}

#[test]
fn changed_new_and_removed_files_are_told_apart() {
    let site = published_site();
    let before = listing(&site.output);
    let files = [("index.html", "home"), ("incidents/a.html", "A"), ("topics/c.html", "c")];
    check_counts(&site.publish(&files).expect("published"), [1, 1, 1, 1]);
    check_output(&site, &files, &[]);
    let after = listing(&site.output);
    assert_eq!(after["index.html"], before["index.html"]);
    assert_ne!(after["incidents/a.html"].1, before["incidents/a.html"].1);
    site.publish(&files[..1]).expect("published");
    assert!(!site.output.join("topics").exists(), "a folder that casefile emptied is gone");
}

#[test]
fn a_file_that_somebody_edited_is_written_again() {
    let site = published_site();
    site.write("index.html", "HOME");
    fs::remove_file(site.output.join("incidents/a.html")).expect("removed");
    check_counts(&site.publish(&OLD).expect("published"), [1, 1, 1, 0]);
    check_output(&site, &OLD, &[]);
}

#[test]
fn a_link_in_the_place_of_a_page_stops_the_build_and_is_not_followed() {
    let site = published_site();
    let elsewhere = site.folder.path().join("elsewhere");
    fs::write(&elsewhere, "home").expect("a file");
    fs::remove_file(site.output.join("index.html")).expect("removed");
    symlink(&elsewhere, site.output.join("index.html")).expect("a link");
    check_fails(&site, |site| site.publish(&OLD), "index.html` is in the way");
    assert_eq!(fs::metadata(&elsewhere).expect("a file").nlink(), 1);
}

#[test]
fn a_site_that_is_not_committed_leaves_no_trace() {
    let site = published_site();
    let before = listing(&site.output);
    let staging = site.stage().expect("staged");
    staging.put("index.html", b"new").expect("written");
    staging.put("incidents/a.html", b"a").expect("kept");
    assert!(site.beside("new").exists());
    drop(staging);
    assert_eq!(listing(&site.output), before);
    check_no_litter(&site);
    let site = Site::new();
    drop(site.stage().expect("staged"));
    assert!(!site.output.exists());
    check_no_litter(&site);
}

/// What an interrupted build left behind is gone after the next one, which is as if nothing had been.
fn check_leftover(leave: impl FnOnce(&Site)) {
    let site = published_site();
    leave(&site);
    let files = [OLD[0], ("incidents/b.html", "B")];
    site.publish(&files).expect("published");
    check_output(&site, &files, &[]);
}

#[test]
fn leftovers_of_an_interrupted_build_are_removed() {
    check_leftover(|site| fs::create_dir(site.beside("new")).expect("a folder"));
    check_leftover(|site| {
        fs::create_dir_all(site.beside("new").join("incidents")).expect("a folder");
        fs::write(site.beside("new").join(MARK), format!("{MARK_HEAD}\n")).expect("a file");
        fs::write(site.beside("new").join("incidents/a.html"), "hal").expect("a file");
    });
    // A power cut left the files empty.
    check_leftover(|site| {
        fs::create_dir(site.beside("new")).expect("a folder");
        for name in [MARK, "index.html"] {
            fs::write(site.beside("new").join(name), "").expect("a file");
        }
    });
    // Interrupted after the names were exchanged.
    check_leftover(|site| {
        fs::create_dir(site.beside("new")).expect("a folder");
        fs::copy(site.output.join(MARK), site.beside("new").join(MARK)).expect("a file");
        fs::write(site.beside("new").join("older.html"), "older").expect("a file");
    });
    // Interrupted between the two steps, where names cannot be exchanged, and after them.
    check_leftover(|site| {
        fs::rename(&site.output, site.beside("old")).expect("renamed");
    });
    check_leftover(|site| {
        fs::create_dir(site.beside("old")).expect("a folder");
        fs::copy(site.output.join(MARK), site.beside("old").join(MARK)).expect("a file");
    });
}

#[test]
fn what_only_looks_like_a_leftover_is_kept() {
    let site = published_site();
    fs::create_dir(site.beside("new")).expect("a folder");
    fs::write(site.beside("new").join("thesis.txt"), "mine").expect("a file");
    assert!(
        matches!(site.publish(&OLD), Err(PublishError::InTheWay(path)) if path.ends_with(".public.casefile-new"))
    );
    assert!(site.beside("new").join("thesis.txt").exists());
}

#[test]
fn files_that_casefile_did_not_write_are_kept() {
    let site = published_site();
    site.write("CNAME", "evidence.example");
    site.write(".gitignore", "*~");
    site.write(".git/objects/ab/cdef", "blob");
    site.write("incidents/notes.txt", "mine");
    fs::create_dir_all(site.output.join(".git/refs/tags")).expect("a folder");
    symlink("nowhere", site.output.join(".git/link")).expect("a link");
    let private = Permissions::from_mode(0o500);
    fs::set_permissions(site.output.join(".git/objects"), private).expect("permissions");
    fs::set_permissions(site.output.join("CNAME"), Permissions::from_mode(0o600)).expect("permissions");
    let before = listing(&site.output);
    let folder_time = fs::metadata(site.output.join(".git/objects")).expect("a folder").mtime_nsec();

    let files = [("index.html", "new home")];
    check_counts(&site.publish(&files).expect("published"), [0, 1, 0, 2]);
    let others = [
        ("CNAME", "evidence.example"),
        (".gitignore", "*~"),
        (".git/objects/ab/cdef", "blob"),
        (".git/link", "-> nowhere"),
        ("incidents/notes.txt", "mine"),
    ];
    check_output(&site, &files, &others);
    let after = listing(&site.output);
    for (path, _) in others {
        assert_eq!(after[path], before[path]);
    }
    assert_eq!(after[".git/refs/tags"].0, "folder");
    let kept = fs::metadata(site.output.join(".git/objects")).expect("a folder");
    assert_eq!((kept.mode() & 0o777, kept.mtime_nsec()), (0o500, folder_time));
    fs::set_permissions(site.output.join(".git/objects"), Permissions::from_mode(0o700))
        .expect("permissions");
}

#[test]
fn a_foreign_file_in_the_way_stops_the_build() {
    let site = published_site();
    site.write("about.html", "mine");
    site.write("topics", "a file where a folder is to go");
    site.write("search.html/x", "a folder where a file is to go");
    let with = |path: &'static str| move |site: &Site| site.publish(&[OLD[0], (path, "page")]);
    check_fails(&site, with("about.html"), "about.html` is in the way");
    check_fails(&site, with("topics/a.html"), "topics` is in the way");
    check_fails(&site, with("search.html"), "search.html` is in the way");
    check_fails(&site, with("search.html/x"), "search.html/x` is in the way");
}

#[test]
fn a_hostile_or_damaged_mark_is_refused() {
    let check = |text: &str, expected: &str| {
        let site = published_site();
        site.write(MARK, text);
        check_fails(&site, |site| site.publish(&OLD), expected);
    };
    check(&format!("{MARK_HEAD}\nindex.html\n../../secret\n"), "line 3 of");
    check(&format!("{MARK_HEAD}\n/etc/passwd\n"), "line 2 of");
    check(&format!("{MARK_HEAD}\n\n"), "line 2 of");
    check(&format!("{MARK_HEAD}\n.git/config\n"), "line 2 of");
    check("something else\n", "line 1 of");
    check("", "line 1 of");
    let site = published_site();
    fs::write(site.output.join(MARK), b"\xff\xfe").expect("a file");
    assert!(matches!(site.stage(), Err(PublishError::MarkDamaged { line: 0, .. })));
    fs::remove_file(site.output.join(MARK)).expect("removed");
    symlink("index.html", site.output.join(MARK)).expect("a link");
    assert!(matches!(site.stage(), Err(PublishError::MarkDamaged { line: 0, .. })));
}

#[test]
fn a_mark_that_lists_too_little_or_too_much_loses_no_file() {
    let site = published_site();
    site.write("mine.txt", "mine");
    site.write(MARK, &format!("{MARK_HEAD}\nnever-there.html\nindex.html\nindex.html/x\n"));
    check_fails(&site, |site| site.publish(&OLD), "incidents/a.html` is in the way");
    site.publish(&OLD[..1]).expect("published");
    check_output(&site, &OLD[..1], &[("mine.txt", "mine"), OLD[1], OLD[2]]);
}

#[test]
fn folders_that_must_not_be_replaced_are_refused() {
    let site = Site::new();
    let root = site.folder.path();
    fs::create_dir(root.join("content/incidents")).expect("a folder");
    fs::create_dir(root.join("documents")).expect("a folder");
    fs::write(root.join("documents/thesis.txt"), "mine").expect("a file");
    symlink("content", root.join("link")).expect("a link");
    check_refused(&site, root, OutputReason::HoldsSite);
    check_refused(&site, &root.join("content/.."), OutputReason::HoldsSite);
    check_refused(&site, root.parent().expect("a parent"), OutputReason::HoldsSite);
    check_refused(&site, Path::new("/"), OutputReason::HoldsSite);
    check_refused(&site, &root.join("content"), OutputReason::Sources("content"));
    check_refused(&site, &root.join("content/incidents"), OutputReason::Sources("content"));
    check_refused(&site, &root.join("content/new/deep"), OutputReason::Sources("content"));
    check_refused(&site, &root.join("link"), OutputReason::Sources("content"));
    check_refused(&site, &root.join("themes/x"), OutputReason::Sources("themes"));
    check_refused(&site, &root.join("documents/thesis.txt"), OutputReason::NotAFolder);
    check_refused(&site, &root.join("documents"), OutputReason::OtherThings("thesis.txt".to_string()));
    assert!(root.join("documents/thesis.txt").exists());
    assert!(!root.join("content/new").exists());
}

#[test]
fn a_folder_with_only_what_hosts_need_is_accepted() {
    let site = Site::new();
    site.write(".gitkeep", "");
    site.write("CNAME", "evidence.example");
    site.write(".git/HEAD", "ref: refs/heads/main");
    site.publish(&OLD).expect("published");
    let others = [(".gitkeep", ""), ("CNAME", "evidence.example"), (".git/HEAD", "ref: refs/heads/main")];
    check_output(&site, &OLD, &others);
}

#[test]
fn the_output_may_be_a_link_or_lie_in_new_folders() {
    let mut site = Site::new();
    let root = site.folder.path().to_path_buf();
    fs::create_dir(root.join("www")).expect("a folder");
    symlink("www/site", root.join("public")).expect("a link");
    assert!(site.publish(&OLD).expect("published").output.ends_with("www/site"));
    site.publish(&OLD[..1]).expect("published");
    assert!(root.join("public").is_symlink());
    check_output(&site, &OLD[..1], &[]);
    assert!(!root.join("www/.site.casefile-new").exists());
    site.output = root.join("far/away/public");
    site.publish(&OLD).expect("published");
    check_output(&site, &OLD, &[]);
}

#[test]
fn a_second_build_is_told_to_wait() {
    let site = Site::new();
    let first = site.stage().expect("staged");
    assert!(matches!(site.stage(), Err(PublishError::Busy(_))));
    first.commit().expect("published");
    let first = site.stage().expect("staged");
    assert!(matches!(site.stage(), Err(PublishError::Busy(_))));
    drop(first);
    site.publish(&OLD).expect("published");
}

#[test]
fn an_output_folder_that_was_replaced_meanwhile_is_left_alone() {
    let site = published_site();
    let staging = site.stage().expect("staged");
    fs::rename(&site.output, site.folder.path().join("moved")).expect("renamed");
    site.write("mine.txt", "mine");
    let replaced = |staging: Staging| {
        matches!(staging.commit(), Err(PublishError::Refused { reason: OutputReason::Replaced, .. }))
    };
    assert!(replaced(staging));
    assert_eq!(listing(&site.output)["mine.txt"].0, "mine");
    fs::remove_dir_all(&site.output).expect("removed");
    let staging = site.stage().expect("staged");
    site.write("mine.txt", "mine");
    assert!(replaced(staging));
    assert_eq!(listing(&site.output)["mine.txt"].0, "mine");
}

#[test]
fn paths_outside_and_paths_given_twice_are_errors() {
    let site = published_site();
    let with =
        |path: &'static str| move |site: &Site| site.publish(&[("index.html", "home"), (path, "page")]);
    check_fails(&site, with("../outside.html"), "cannot be the path");
    check_fails(&site, with("/etc/outside.html"), "cannot be the path");
    check_fails(&site, with(""), "cannot be the path");
    check_fails(&site, with(MARK), "cannot be the path");
    check_fails(&site, with("index.html"), "two files of the site");
    check_fails(&site, with("index.html/x"), "a part of its path is a file");
}

/// An asset of the bytes `abc` (FIPS 180-4, first example) that lies on the disk.
fn asset(site: &Site) -> Asset {
    let disk = site.folder.path().join("content/minutes.pdf");
    fs::write(&disk, "abc").expect("a file");
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_string();
    Asset { path: "content/minutes.pdf".to_string(), size: 3, sha256, bytes: AssetBytes::Disk(disk) }
}

#[test]
fn assets_are_copied_and_kept_when_they_are_the_same() {
    let site = Site::new();
    let asset = asset(&site);
    let put = |expected: Written| {
        let staging = site.stage().expect("staged");
        assert_eq!(staging.put_asset("incidents/a/minutes.pdf", &asset).expect("put"), expected);
        staging.commit().expect("published");
        listing(&site.output)["incidents/a/minutes.pdf"].clone()
    };
    let first = put(Written::New);
    assert_eq!(first.0, "abc");
    assert_eq!(put(Written::Unchanged), first);
    site.write("incidents/a/minutes.pdf", "abd");
    assert_eq!(put(Written::Changed).0, "abc");
}

#[test]
fn an_asset_that_changed_since_it_was_read_stops_the_build() {
    let site = published_site();
    let asset = asset(&site);
    let put = |site: &Site| {
        let staging = site.stage()?;
        staging.put_asset("minutes.pdf", &asset)?;
        staging.commit()
    };
    let disk = site.folder.path().join("content/minutes.pdf");
    fs::write(&disk, "abd").expect("a file");
    check_fails(&site, put, "`content/minutes.pdf` was changed");
    fs::write(&disk, "abcd").expect("a file");
    check_fails(&site, put, "`content/minutes.pdf` was changed");
    fs::remove_file(&disk).expect("removed");
    check_fails(&site, put, "it is not there");
}

#[test]
fn a_large_page_is_compared_to_its_last_byte() {
    let site = Site::new();
    let mut text = "x".repeat(400_000);
    site.publish(&[("large.html", &text)]).expect("published");
    check_counts(&site.publish(&[("large.html", &text)]).expect("published"), [0, 0, 1, 0]);
    text.replace_range(399_999.., "y");
    check_counts(&site.publish(&[("large.html", &text)]).expect("published"), [0, 1, 0, 0]);
    assert_eq!(fs::read_to_string(site.output.join("large.html")).expect("a file"), text);
}

#[test]
fn permissions_of_the_output_folder_are_kept() {
    let site = published_site();
    fs::set_permissions(&site.output, Permissions::from_mode(0o2775)).expect("permissions");
    site.publish(&OLD).expect("published");
    assert_eq!(File::open(&site.output).and_then(|f| f.metadata()).expect("facts").mode() & 0o7777, 0o2775);
}
