//! A folder that is looked at again is what it would be if it were read anew.

use super::*;
use crate::load::load;
use proptest::collection::vec;
use proptest::prelude::*;
use std::ffi::OsString;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::time::Duration;
use tempfile::TempDir;

/// A site folder, and what a preview knows of it.
struct Watched {
    site: TempDir,
    folder: Folder,
    inputs: Inputs,
}

impl Watched {
    fn new() -> Self {
        let site = tempfile::tempdir().expect("a folder");
        let file = |path: &str, text: &str| write(&site.path().join(path), text.as_bytes());
        file("casefile.yaml", "title: Letters unanswered\n");
        file("content/incidents/gp-letters.md", "---\ntitle: GP letters\n---\n");
        file("content/incidents/ward-4/index.md", "---\ntitle: Ward 4\n---\n");
        file("content/incidents/ward-4/letter.pdf", "%PDF");
        file("content/topics/letters.md", "---\ntitle: Letters\n---\n");
        file("themes/own/assets/site.css", "p {}");
        let (folder, inputs) = open(site.path()).expect("a site");
        Self { site, folder, inputs }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.site.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.at(path), text.as_bytes());
    }

    fn scan(&mut self) -> String {
        let changes = self.folder.scan();
        self.take(changes)
    }

    fn scan_paths(&mut self, paths: &[&str]) -> String {
        let paths = paths.iter().map(|path| self.folder.root().join(path)).collect();
        let changes = self.folder.scan_paths(&paths);
        self.take(changes)
    }

    /// Takes in what changed, and says it in one line.
    fn take(&mut self, changes: Result<Changes, LoadError>) -> String {
        let changes = match changes {
            Ok(changes) => changes,
            Err(error) => return error.to_string().split(&*self.site.path().to_string_lossy()).collect(),
        };
        let mut told: Vec<String> = changes.texts.iter().map(|own| format!("text {}", own.path)).collect();
        told.extend(changes.assets.iter().map(|own| format!("asset {}", own.path)));
        told.extend(changes.refused.iter().map(|own| format!("refused {}", own.path)));
        told.extend(changes.removed.iter().map(|own| format!("removed {own}")));
        self.inputs.apply(changes);
        told.join(", ")
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// What is known of a site, a line for each file.
fn summary(inputs: &Inputs) -> Vec<String> {
    let texts = inputs.texts.iter().map(|own| format!("text {} {:?}", own.path, own.text()));
    let assets = inputs.assets.iter().map(|own| format!("asset {own:?}"));
    let refused = inputs.refused.iter().map(|own| format!("refused {own:?}"));
    texts.chain(assets).chain(refused).collect()
}

#[test]
fn what_changed_is_told_and_nothing_else() {
    let mut site = Watched::new();
    assert_eq!(site.scan(), "");
    site.write("content/incidents/new.md", "---\ntitle: New\n---\n");
    site.write("content/topics/letters.md", "---\ntitle: Posts\n---\n\n");
    site.write("content/incidents/ward-4/letter.pdf", "%PDF-2");
    fs::remove_file(site.at("content/incidents/gp-letters.md")).expect("removed");
    assert_eq!(
        site.scan(),
        "text content/incidents/new.md, text content/topics/letters.md, \
         asset content/incidents/ward-4/letter.pdf, removed content/incidents/gp-letters.md"
    );
    assert_eq!(site.scan(), "");
}

#[test]
fn a_file_that_was_only_touched_is_not_told() {
    let mut site = Watched::new();
    let later = SystemTime::now() + Duration::from_secs(60);
    let file = File::options().append(true).open(site.at("content/topics/letters.md")).expect("a file");
    file.set_modified(later).expect("another time");
    assert_eq!(site.scan(), "");
    site.write("content/topics/letters.md", "---\ntitle: Letters\n---\n");
    assert_eq!(site.scan_paths(&["content/topics/letters.md"]), "");
}

#[test]
fn a_second_save_in_the_same_moment_is_seen() {
    let mut site = Watched::new();
    let path = site.at("content/topics/letters.md");
    for text in ["---\ntitle: Lettres\n---\n", "---\ntitle: Letterz\n---\n", "---\ntitle: Litters\n---\n"] {
        let before = fs::metadata(&path).and_then(|found| found.modified()).expect("a time");
        let mut file = File::options().write(true).truncate(true).open(&path).expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        file.set_modified(before).expect("the same time");
        assert_eq!(site.scan(), "text content/topics/letters.md");
    }
}

#[test]
fn a_stamp_is_not_trusted_right_after_a_save() {
    let site = Watched::new();
    let found = fs::metadata(site.at("casefile.yaml")).expect("a file");
    let written = found.modified().expect("a time");
    let stamp = Stamp::of(&found);
    assert!(stamp.is_fresh(written + Duration::from_millis(9)));
    assert!(!stamp.is_fresh(written + Duration::from_secs(3)));
}

#[test]
fn a_hinted_file_is_compared_whatever_its_stamp_says() {
    let mut site = Watched::new();
    for seen in site.folder.seen.values_mut() {
        seen.is_fresh = false;
        if let What::Text(digest) = &mut seen.what {
            *digest = [0; 32];
        }
    }
    assert_eq!(site.scan(), "");
    assert_eq!(site.scan_paths(&["content/topics/letters.md"]), "text content/topics/letters.md");
}

#[test]
fn only_what_is_hinted_is_looked_at() {
    let mut site = Watched::new();
    site.write("content/topics/letters.md", "Other.");
    site.write("content/topics/new.md", "New.");
    assert_eq!(site.scan_paths(&["content/incidents", "public/index.html", ".git", "content/.x/a.md"]), "");
    assert_eq!(site.scan_paths(&["content/topics/new.md"]), "text content/topics/new.md");
    assert_eq!(site.scan_paths(&["content/topics", "content"]), "text content/topics/letters.md");
}

#[test]
fn a_hint_below_what_is_no_folder_any_more_is_understood() {
    let mut site = Watched::new();
    fs::remove_dir_all(site.at("content/incidents/ward-4")).expect("removed");
    symlink("../topics", site.at("content/incidents/ward-4")).expect("a link");
    assert_eq!(
        site.scan_paths(&["content/incidents/ward-4/index.md"]),
        "refused content/incidents/ward-4, removed content/incidents/ward-4/index.md, \
         removed content/incidents/ward-4/letter.pdf"
    );
    fs::remove_file(site.at("content/incidents/ward-4")).expect("removed");
    site.write("content/incidents/ward-4/a/b.md", "B.");
    site.write("content/incidents/ward-4/c.md", "C.");
    assert_eq!(
        site.scan_paths(&["content/incidents/ward-4/a/b.md"]),
        "text content/incidents/ward-4/a/b.md, text content/incidents/ward-4/c.md, \
         removed content/incidents/ward-4"
    );
}

#[test]
fn a_site_that_is_gone_for_a_moment_is_the_same_after_it() {
    let mut site = Watched::new();
    let before = summary(&site.inputs);
    fs::rename(site.at("content"), site.at("contents")).expect("renamed");
    site.write("themes/own/assets/site.css", "b {}");
    assert_eq!(
        site.scan_paths(&["content", "themes/own/assets/site.css"]),
        "there is no folder `content` in ``, so there is nothing to publish: rename the folder `contents` to `content`"
    );
    fs::rename(site.at("contents"), site.at("content")).expect("renamed");
    assert_eq!(site.scan_paths(&["content"]), "text themes/own/assets/site.css");
    site.write("themes/own/assets/site.css", "p {}");
    fs::rename(site.at("casefile.yaml"), site.at("casefile.yaml~")).expect("renamed");
    assert!(site.scan().starts_with("there is no `casefile.yaml`"));
    fs::rename(site.at("casefile.yaml~"), site.at("casefile.yaml")).expect("renamed");
    assert_eq!(site.scan(), "text themes/own/assets/site.css");
    assert_eq!(summary(&site.inputs), before);
}

#[test]
fn a_casefile_yaml_that_cannot_be_read_is_an_error_until_it_can() {
    let mut site = Watched::new();
    fs::rename(site.at("casefile.yaml"), site.at("other.yaml")).expect("renamed");
    symlink("other.yaml", site.at("casefile.yaml")).expect("a link");
    assert!(site.scan_paths(&["casefile.yaml"]).contains("it is a link"));
    assert!(site.scan_paths(&["content/topics/letters.md"]).contains("it is a link"));
    fs::remove_file(site.at("casefile.yaml")).expect("removed");
    site.write("casefile.yaml", "title: Other\n");
    assert_eq!(site.scan_paths(&["content/topics/letters.md"]), "text casefile.yaml");
}

#[test]
fn names_that_look_alike_in_a_message_are_kept_apart() {
    let mut site = Watched::new();
    let alike = |byte: u8| {
        let name = OsString::from_vec([b"prot", &[byte][..], b"g.md"].concat());
        site.at("content/topics").join(name)
    };
    let (one, other) = (alike(0xe9), alike(0xe8));
    let real = site.at("content/topics/prot\u{fffd}g.md");
    for path in [&one, &other, &real] {
        fs::write(path, "P.").expect("a file");
        site.scan();
        assert_eq!(summary(&site.inputs), summary(&load(site.site.path()).expect("a site")));
    }
    for path in [one, real, other] {
        fs::remove_file(path).expect("removed");
        site.scan();
        assert_eq!(summary(&site.inputs), summary(&load(site.site.path()).expect("a site")));
    }
}

/// What somebody does to a folder, in numbers that stand for names.
#[derive(Debug, Clone)]
struct Edit {
    what: u8,
    one: usize,
    other: usize,
    /// Whether the whole folder is looked at afterwards, or only what was touched.
    is_hinted: bool,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (0..14_u8, 0..PLACES.len() * NAMES.len(), 0..PLACES.len() * NAMES.len(), any::<bool>());
    vec(edit.prop_map(|(what, one, other, is_hinted)| Edit { what, one, other, is_hinted }), 1..60)
}

const PLACES: [&str; 9] = [
    "",
    "content",
    "content/incidents",
    "content/incidents/a",
    "content/incidents/a.md",
    "content/incidents/a/b",
    "content/references",
    "themes/own/assets",
    "public",
];

const NAMES: [&[u8]; 16] = [
    b"a",
    b"b",
    b"a.md",
    b"A.md",
    b"b.md",
    b"a.pdf",
    b"a.css",
    b"a.bib",
    b".a.md.swp",
    b"a.md~",
    b"4913",
    b"caf\xe9.md",
    b"caf\xe8.md",
    b"casefile.yaml",
    b"content",
    b"themes",
];

fn place(root: &Path, number: usize) -> PathBuf {
    let name = OsString::from_vec(NAMES[number % NAMES.len()].to_vec());
    root.join(PLACES[number / NAMES.len()]).join(name)
}

/// Does it, if it can be done.
fn edit(root: &Path, edit: &Edit) -> io::Result<()> {
    let (one, other) = (place(root, edit.one), place(root, edit.other));
    let text = format!("Text {}.\n", edit.other % 10);
    // What is done through a link happens in another place, which no hint would name.
    let is_through_link = |path: &Path| path.ancestors().any(Path::is_symlink);
    if [&one, &other].iter().any(|path| is_through_link(path.parent().unwrap_or(root)))
        || one.is_symlink() && matches!(edit.what, 0..=4 | 11)
    {
        return Ok(());
    }
    match edit.what {
        0..=2 => {
            fs::create_dir_all(one.parent().unwrap_or(root))?;
            fs::write(one, text)
        }
        3 => File::options().append(true).open(one)?.write_all(b"More.\n"),
        4 => File::options().write(true).truncate(true).open(one).map(drop),
        5 => fs::remove_file(one),
        6 => fs::remove_dir_all(one),
        7 | 8 => fs::rename(one, other),
        9 => fs::create_dir_all(one),
        10 => {
            fs::remove_file(&one).or_else(|_| fs::remove_dir_all(&one))?;
            symlink(other, one)
        }
        11 => {
            let mode = if edit.other.is_multiple_of(2) { 0o000 } else { 0o755 };
            fs::set_permissions(one, fs::Permissions::from_mode(mode))
        }
        12 => {
            let aside = root.join("aside");
            fs::rename(&one, &aside)?;
            fs::rename(&other, &one)?;
            fs::rename(aside, other)
        }
        // A save by rename.
        _ => {
            let new = one.with_extension("tmp~");
            fs::write(&new, text)?;
            fs::rename(new, one)
        }
    }
}

/// The site must not stay broken for the rest of the steps.
fn mend(root: &Path) {
    for name in ["casefile.yaml", "content"] {
        let path = root.join(name);
        let is_right = |found: fs::Metadata| if name == "content" { found.is_dir() } else { found.is_file() };
        if !fs::symlink_metadata(&path).is_ok_and(is_right) {
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
            let _ =
                if name == "content" { fs::create_dir(&path) } else { fs::write(&path, "title: Mended\n") };
        }
    }
}

fn touched(root: &Path, edit: &Edit) -> BTreeSet<PathBuf> {
    let (one, other) = (place(root, edit.one), place(root, edit.other));
    // A parent that was made by the step is what a watch reports.
    let parent = one.parent().unwrap_or(root).to_path_buf();
    BTreeSet::from([one, other, parent, root.join("casefile.yaml")])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_folder_kept_up_is_a_folder_read_anew(edits in edits()) {
        let mut site = Watched::new();
        let root = site.folder.root().to_path_buf();
        for step in &edits {
            let _ = edit(&root, step);
            let before = summary(&site.inputs);
            let changes = if step.is_hinted {
                site.folder.scan_paths(&touched(&root, step))
            } else {
                site.folder.scan()
            };
            match (changes, load(&root)) {
                (Ok(changes), Ok(anew)) => {
                    // Names that look alike are told together.
                    let told = changes.paths().find(|path| !path.contains('\u{fffd}'));
                    site.inputs.apply(changes);
                    prop_assert_eq!(summary(&site.inputs), summary(&anew), "{:?}", step);
                    prop_assert!(told.is_none() || before != summary(&anew), "{:?}: {:?}", step, told);
                }
                (Err(told), Err(anew)) => {
                    prop_assert_eq!(told.to_string(), anew.to_string());
                    mend(&root);
                }
                (told, anew) => prop_assert!(false, "{:?}: {:?}, but anew {:?}", step, told, anew),
            }
        }
        // What cannot be listed cannot be removed.
        for number in 0..PLACES.len() * NAMES.len() {
            let _ = fs::set_permissions(place(&root, number), fs::Permissions::from_mode(0o755));
        }
    }
}
