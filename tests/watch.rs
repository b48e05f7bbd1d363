//! What is known of a folder while somebody works in it becomes what is there, however it is saved.

use casefile::input::Inputs;
use casefile::load;
use casefile::watch;
use casefile::watch::How;
use casefile::watch::News;
use casefile::watch::Watch;
use std::fs;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;
use tempfile::TempDir;

/// Nothing takes so long, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What has been told of a site.
#[derive(Default)]
struct Known {
    inputs: Inputs,
    /// Each call in one line: its paths, or its words.
    told: Vec<String>,
}

/// A folder that is watched.
struct Site {
    above: TempDir,
    known: Arc<(Mutex<Known>, Condvar)>,
    _watch: Watch,
}

impl Site {
    fn new(how: How) -> Self {
        let above = tempfile::tempdir().expect("a folder");
        let root = above.path().join("site");
        put(&root, "casefile.yaml", "title: Letters unanswered\n");
        put(&root, "content/about.md", "---\ntitle: About us\n---\n");
        put(&root, "content/incidents/gp-letters.md", "---\ntitle: GP letters\n---\n");
        put(&root, "content/incidents/ward-4/index.md", "---\ntitle: Ward 4\n---\n");
        put(&root, "content/incidents/ward-4/letter.pdf", "%PDF");
        let (folder, inputs) = load::open(&root).expect("a site");
        let known = Arc::new((Mutex::new(Known { inputs, told: Vec::new() }), Condvar::new()));
        let own = Arc::clone(&known);
        let watch = watch::watch(folder, how, move |news| take(&own, news)).expect("a thread");
        let site = Self { above, known, _watch: watch };
        // Once one save was told, everything is watched.
        site.put("content/first.md", "First.");
        site.wait_until_right();
        site.known.0.lock().expect("known").told.clear();
        site
    }

    fn root(&self) -> PathBuf {
        self.above.path().join("site")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        put(&self.root(), path, text);
    }

    /// Waits until what is known is so. Looks at it whenever something was told.
    fn wait_until(&self, what: &str, is_so: impl Fn(&Known) -> bool) {
        let (known, told) = &*self.known;
        let known = known.lock().expect("known");
        let (known, waited) = told.wait_timeout_while(known, PATIENCE, |known| !is_so(known)).expect("known");
        assert!(!waited.timed_out(), "{what}: not told, but {:?}", known.told);
    }

    /// Waits until what is known is what is there.
    fn wait_until_right(&self) {
        let anew = summary(&load::load(&self.root()).expect("a site"));
        self.wait_until("what is there", |known| summary(&known.inputs) == anew);
    }

    fn told(&self) -> Vec<String> {
        self.known.0.lock().expect("known").told.clone()
    }
}

fn take((known, told): &(Mutex<Known>, Condvar), news: News) {
    let mut known = known.lock().expect("known");
    let line = match news {
        News::Changed(changes) => {
            let mut paths: Vec<String> = changes.paths().collect();
            paths.sort();
            known.inputs.apply(changes);
            paths.join(" ")
        }
        News::Trouble(error) => format!("trouble: {error}"),
        News::Polling(why) => format!("polling: {why}"),
    };
    known.told.push(line);
    told.notify_all();
}

fn put(root: &Path, path: &str, text: &str) {
    let disk = root.join(path);
    fs::create_dir_all(disk.parent().expect("a parent")).expect("a folder");
    fs::write(disk, text).expect("a file");
}

/// What is known of a site, a line for each file.
fn summary(inputs: &Inputs) -> Vec<String> {
    let texts = inputs.texts.iter().map(|own| format!("{} {:?}", own.path, own.text()));
    let assets = inputs.assets.iter().map(|own| format!("{own:?}"));
    let refused = inputs.refused.iter().map(|own| format!("{own:?}"));
    texts.chain(assets).chain(refused).collect()
}

/// Does something to a site that is watched, and to one that is polled: both times it becomes known.
fn check(act: impl Fn(&Site)) {
    for how in [How::Notify, How::Poll(Duration::from_millis(20))] {
        let site = Site::new(how);
        act(&site);
        site.wait_until_right();
        let polling = site.told().into_iter().find(|line| line.starts_with("polling"));
        assert_eq!(polling, None, "{how:?}");
    }
}

#[test]
fn a_plain_save_is_told() {
    check(|site| site.put("content/about.md", "---\ntitle: About\n---\n"));
}

#[test]
fn a_file_that_is_emptied_and_then_written_is_told() {
    check(|site| {
        let mut file = File::create(site.at("content/about.md")).expect("a file");
        site.wait_until("an empty file", |known| known.inputs.texts.iter().any(|own| own.bytes.is_empty()));
        file.write_all(b"---\ntitle: About").expect("written");
        file.flush().expect("written");
        file.write_all(b" us all\n---\n").expect("written");
    });
}

#[test]
fn a_save_by_rename_is_told() {
    check(|site| {
        site.put("content/.about.md.x7Qw2", "---\ntitle: Who we are\n---\n");
        fs::rename(site.at("content/.about.md.x7Qw2"), site.at("content/about.md")).expect("renamed");
    });
}

/// Vim with `backup`: it tries whether it can write, puts the old file aside and writes a new one.
#[test]
fn a_save_of_vim_is_told() {
    check(|site| {
        site.put("content/.about.md.swp", "b0VIM");
        site.put("content/4913", "");
        fs::remove_file(site.at("content/4913")).expect("removed");
        fs::rename(site.at("content/about.md"), site.at("content/about.md~")).expect("renamed");
        site.put("content/about.md", "---\ntitle: About the campaign\n---\n");
        fs::remove_file(site.at("content/.about.md.swp")).expect("removed");
    });
}

#[test]
fn a_new_folder_with_files_in_it_is_told() {
    check(|site| {
        for number in 0..20 {
            site.put(&format!("content/topics/n{number}/deep/er/index.md"), "---\ntitle: Deep\n---\n");
            site.put(&format!("content/topics/n{number}/scan.pdf"), "%PDF");
        }
        site.wait_until_right();
        site.put("content/topics/n7/deep/er/index.md", "---\ntitle: Deeper\n---\n");
    });
}

#[test]
fn a_renamed_folder_is_told_and_still_looked_at() {
    check(|site| {
        fs::rename(site.at("content/incidents/ward-4"), site.at("content/incidents/ward-5"))
            .expect("renamed");
        site.wait_until_right();
        site.put("content/incidents/ward-5/index.md", "---\ntitle: Ward 5\n---\n");
        site.wait_until_right();
        fs::rename(site.at("content/incidents"), site.at("content/cases")).expect("renamed");
        fs::rename(site.at("content/cases"), site.at("content/incidents")).expect("renamed");
        site.put("content/incidents/ward-5/index.md", "---\ntitle: Ward five\n---\n");
    });
}

#[test]
fn a_deleted_folder_is_told() {
    check(|site| fs::remove_dir_all(site.at("content/incidents")).expect("removed"));
}

#[test]
fn a_folder_that_was_put_in_the_place_of_another_is_told() {
    check(|site| {
        put(site.above.path(), "new/index.md", "---\ntitle: Ward 4, again\n---\n");
        let ward = site.at("content/incidents/ward-4");
        fs::rename(&ward, site.above.path().join("old")).expect("renamed");
        fs::rename(site.above.path().join("new"), &ward).expect("renamed");
        site.wait_until_right();
        site.put("content/incidents/ward-4/notes.txt", "Notes.");
    });
}

#[test]
fn a_name_in_other_letters_is_told() {
    check(|site| fs::rename(site.at("content/about.md"), site.at("content/About.md")).expect("renamed"));
}

#[test]
fn a_file_that_becomes_a_link_or_a_folder_is_told() {
    check(|site| {
        fs::remove_file(site.at("content/about.md")).expect("removed");
        symlink("incidents/gp-letters.md", site.at("content/about.md")).expect("a link");
        site.wait_until_right();
        fs::remove_file(site.at("content/about.md")).expect("removed");
        site.put("content/about.md/index.md", "---\ntitle: About us\n---\n");
    });
}

#[test]
fn the_first_file_of_a_theme_is_told() {
    check(|site| {
        site.put("themes/own/assets/site.css", "p {}");
        site.wait_until_right();
        site.put("themes/own/assets/site.css", "p { margin: 0 }");
    });
}

#[test]
fn many_files_at_once_are_told_in_few_calls() {
    for how in [How::Notify, How::Poll(watch::POLL_EVERY)] {
        let site = Site::new(how);
        let began = Instant::now();
        for number in 0..500 {
            site.put(&format!("content/incidents/case-{number}.md"), "---\ntitle: Case\n---\n");
        }
        let took = began.elapsed();
        site.wait_until_right();
        let most = 3 + took.as_millis() / 100;
        assert!((site.told().len() as u128) <= most, "{} calls in {took:?}", site.told().len());
    }
}

/// An archive is unpacked: folders and files of any age, in no good order.
#[test]
fn an_unpacked_archive_is_told() {
    check(|site| {
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_400_000_000);
        for number in (0..200).rev() {
            let path = format!("content/incidents/{}/{}/case-{number}.md", number % 3, number % 7);
            site.put(&path, "---\ntitle: Case\n---\n");
            let file = File::options().append(true).open(site.at(&path)).expect("a file");
            file.set_modified(long_ago).expect("an old file");
        }
    });
}

#[test]
fn another_branch_of_git_is_told() {
    let git = |site: &Site, words: &[&str]| {
        let all = ["-c", "user.name=A", "-c", "user.email=a@campaign.example", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(all).args(words).current_dir(site.root()).output();
        done.is_ok_and(|done| done.status.success())
    };
    check(|site| {
        if !git(site, &["init", "-q", "-b", "main"]) {
            eprintln!("git is not here: nothing is tested");
            return;
        }
        assert!(git(site, &["add", "-A"]) && git(site, &["commit", "-q", "-m", "First"]));
        assert!(git(site, &["checkout", "-q", "-b", "other"]));
        fs::remove_dir_all(site.at("content/incidents")).expect("removed");
        for number in 0..100 {
            site.put(&format!("content/topics/{}/topic-{number}.md", number % 5), "---\ntitle: Topic\n---\n");
        }
        assert!(git(site, &["add", "-A"]) && git(site, &["commit", "-q", "-m", "Second"]));
        for branch in ["main", "other", "main"] {
            assert!(git(site, &["checkout", "-q", branch]));
            site.wait_until_right();
        }
    });
}

#[test]
fn a_site_that_is_moved_away_is_found_again() {
    check(|site| {
        let away = site.above.path().join("away");
        fs::rename(site.root(), &away).expect("renamed");
        let is_trouble =
            |known: &Known| known.told.iter().any(|line| line.starts_with("trouble: there is no"));
        site.wait_until("trouble", is_trouble);
        put(&away, "content/about.md", "---\ntitle: Written while away\n---\n");
        fs::rename(&away, site.root()).expect("renamed");
        site.wait_until_right();
        site.put("content/incidents/ward-4/index.md", "---\ntitle: Ward 4, again\n---\n");
    });
}

#[test]
fn a_content_that_is_made_anew_is_looked_at() {
    check(|site| {
        fs::remove_dir_all(site.at("content")).expect("removed");
        site.put("content/topics/new.md", "---\ntitle: New\n---\n");
        site.wait_until_right();
        site.put("content/topics/new.md", "---\ntitle: Newer\n---\n");
    });
}

#[test]
fn trouble_is_told_once_and_its_end_too() {
    check(|site| {
        fs::rename(site.at("casefile.yaml"), site.at("casefile.yml")).expect("renamed");
        site.wait_until("trouble", |known| !known.told.is_empty());
        fs::rename(site.at("casefile.yml"), site.at("casefile.yaml")).expect("renamed");
        site.wait_until("its end", |known| known.told.len() > 1);
        let told = site.told();
        assert!(told[0].starts_with("trouble: there is no `casefile.yaml`"), "{told:?}");
        assert_eq!(told[1..], [""], "nothing changed");
    });
}

#[test]
fn what_is_no_part_of_the_site_is_not_told() {
    check(|site| {
        site.put("public/index.html", "<p>");
        site.put("target/debug/a.md", "A.");
        site.put(".git/index", "DIRC");
        site.put("README.md", "Read me.");
        site.put("content/.obsidian/workspace.json", "{}");
        site.put("content/about.md~", "Old.");
        let file = File::options().append(true).open(site.at("content/about.md")).expect("a file");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("only another time");
        // In one step, so that there is nothing to tell in between.
        site.put("content/.last.md", "Last.");
        fs::rename(site.at("content/.last.md"), site.at("content/last.md")).expect("renamed");
        site.wait_until_right();
        assert_eq!(site.told(), ["content/last.md"]);
    });
}

#[test]
fn nothing_is_told_after_the_end() {
    for how in [How::Notify, How::Poll(Duration::from_millis(20))] {
        let site = Site::new(how);
        let Site { above, known, _watch: watch } = site;
        drop(watch);
        // The thread owns the other one.
        let began = Instant::now();
        while Arc::strong_count(&known) > 1 {
            assert!(began.elapsed() < PATIENCE, "{how:?}: it goes on");
            std::thread::yield_now();
        }
        drop(above);
    }
}
