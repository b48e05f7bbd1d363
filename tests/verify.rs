//! A published site can be compared with its manifest, byte for byte, by casefile and without it; nothing changes unnoticed.

mod common;

use casefile::load;
use casefile::manifest;
use common::NOW;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::run;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// A site with a document that is kept as it was received, one that is published, and a draft with one of its own.
const SITE: &str = "\
=== casefile.yaml
title: Letters
base_url: https://evidence.example/
check: {fairness: off, sources: off, writing: off}
=== content/incidents/letters/index.md
---
title: Letters not sent
attachments: [{file: minutes of june.txt, title: Minutes}]
---
They were found [@report].
=== content/incidents/letters/minutes of june.txt
It was minuted.
=== content/references/report/index.md
---
title: A report
type: report
copy: {file: copy.txt, publish: none}
---
=== content/references/report/copy.txt
The report as it was received.
=== content/incidents/secret/index.md
---
title: Zebra
state: draft
attachments: [{file: zebra.txt, title: Zebra file}]
---
=== content/incidents/secret/zebra.txt
Zebra bytes
";

fn verify(site: &Site, more: &[&str]) -> Run {
    site.run(&[&["verify", "--now", NOW], more].concat())
}

/// Verification names exactly these paths, in any order.
#[track_caller]
fn check_named(site: &Site, expected: &[&str]) {
    let told = verify(site, &[]);
    let lines = told.stdout.lines().filter(|line| line.contains(": "));
    let mut named: Vec<&str> = lines.filter_map(|line| Some(line.get(12..)?.split_once(": ")?.0)).collect();
    named.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!((named, told.status), (expected, 1), "{}{}", told.stdout, told.stderr);
}

#[test]
fn a_site_is_as_its_manifest_says() {
    let site = Site::new(SITE);
    site.publish();
    let told = verify(&site, &[]);
    assert_eq!(told.status, 0, "{told:#?}");
    assert_shows(&told.stdout, &["As manifest.json says:", "1 original.", "is not signed"]);
    let text = site.page("manifest.json");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let named: Vec<&str> = package["resources"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| file["path"].as_str().expect("a path"))
        .collect();
    let made = [".casefile", "manifest.json", "SHA256SUMS"];
    let output = site.output();
    let files: Vec<&str> = output.keys().map(String::as_str).filter(|path| !made.contains(path)).collect();
    assert_eq!(named, files);
    assert_eq!(package["originals"][0]["record"], "references/report.html");
    // Neither the draft nor the name of what is kept back stands in it.
    assert_hides(&text.to_lowercase(), &["zebra", "secret", "copy.txt"]);
}

#[test]
fn coreutils_read_the_checksums() {
    let site = Site::new(SITE);
    site.publish();
    let checked = Command::new("sha256sum")
        .args(["--check", "--strict", "SHA256SUMS"])
        .current_dir(site.path("public"))
        .output()
        .expect("sha256sum runs");
    let told = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{told}{}", String::from_utf8_lossy(&checked.stderr));
    assert_shows(
        &told,
        &["manifest.json: OK", "index.html: OK", "incidents/letters/minutes of june.txt: OK"],
    );
}

#[test]
fn what_is_gone_new_or_moved_is_named() {
    let site = Site::new(SITE);
    site.publish();
    let public = site.path("public");
    fs::remove_file(public.join("timeline.html")).expect("it is there");
    check_named(&site, &["timeline.html"]);
    site.publish();
    fs::rename(public.join("about.html"), public.join("About.html")).unwrap_or_default();
    fs::rename(public.join("search.html"), public.join("find.html")).expect("it is there");
    check_named(&site, &["find.html", "search.html"]);
    fs::remove_file(public.join("find.html")).expect("it is there");
    site.publish();
    // Two files with each other's bytes.
    let (one, other) = (public.join("data.html"), public.join("404.html"));
    let (bytes, others) = (fs::read(&one).expect("a page"), fs::read(&other).expect("a page"));
    fs::write(&one, others).expect("written");
    fs::write(&other, bytes).expect("written");
    check_named(&site, &["404.html", "data.html"]);
    site.publish();
    let long = fs::read(&one).expect("a page");
    fs::write(&one, &long[..long.len() - 1]).expect("written");
    check_named(&site, &["data.html"]);
    fs::write(&one, [&long[..], b"\n"].concat()).expect("written");
    check_named(&site, &["data.html"]);
    fs::write(&one, b"").expect("written");
    check_named(&site, &["data.html"]);
    site.publish();
    site.write("public/incidents/more.html", "More");
    check_named(&site, &["incidents/more.html"]);
    fs::remove_file(public.join("incidents/more.html")).expect("it is there");
    // What hosts and version control keep beside the site is none of it.
    site.write("public/CNAME", "evidence.example");
    site.write("public/.nojekyll", "");
    site.write("public/.git/HEAD", "ref");
    assert_eq!(verify(&site, &[]).status, 0);
}

#[test]
fn an_original_that_changed_is_named_by_its_file() {
    let site = Site::new(SITE);
    site.publish();
    let original = "content/references/report/copy.txt";
    site.write(original, "The report as it was deceived.\n");
    check_named(&site, &[original]);
    site.write("content/references/report/index.md", "---\ntitle: A report\ntype: report\n---\n");
    check_named(&site, &["references/report.html"]);
}

#[test]
fn manifest_and_checksums_watch_each_other() {
    let site = Site::new(SITE);
    site.publish();
    let manifest = site.page("manifest.json");
    let lines: Vec<&str> = manifest.lines().collect();
    let [first, second] = [lines[5], lines[6]];
    // In another order; with one file less; with a line more; cut short.
    let swapped = manifest.replace(first, "@").replace(second, first).replace('@', second);
    let (less, more) = (manifest.replacen(&format!("{first}\n"), "", 1), format!("{manifest}\n"));
    for other in [&swapped, &less, &more, &manifest[..manifest.len() / 2]] {
        site.write("public/manifest.json", other);
        let told = verify(&site, &[]);
        assert_eq!(told.status, 1, "{told:#?}");
        assert_shows(&told.stdout, &["manifest.json"]);
    }
    site.write("public/manifest.json", &manifest);
    let sums = site.page("SHA256SUMS");
    site.write("public/SHA256SUMS", sums.replacen("  index.html", "  Index.html", 1));
    check_named(&site, &["SHA256SUMS"]);
    fs::remove_file(site.path("public/SHA256SUMS")).expect("it is there");
    check_named(&site, &["SHA256SUMS"]);
    fs::remove_file(site.path("public/manifest.json")).expect("it is there");
    let told = verify(&site, &[]);
    assert_eq!(told.status, 2, "{told:#?}");
    assert_shows(&told.stderr, &["there is no `public/manifest.json`", "that `casefile build` made"]);
}

/// The site published once, for all examples.
fn published() -> (Site, BTreeMap<String, Vec<u8>>) {
    let site = Site::new(SITE);
    site.publish();
    let files = site.output();
    (site, files)
}

#[test]
fn no_byte_of_any_file_changes_unnoticed() {
    let (site, files) = published();
    let public = site.path("public");
    let paths: Vec<&String> = files.keys().filter(|path| *path != ".casefile").collect();
    let flip = (0..paths.len(), any::<prop::sample::Index>(), 1_u8..);
    let mut runner = proptest::test_runner::TestRunner::default();
    let tried = runner.run(&flip, |(file, at, change)| {
        let (path, bytes) = (paths[file], &files[paths[file]]);
        let mut changed = bytes.clone();
        changed[at.index(bytes.len())] ^= change;
        fs::write(public.join(path), changed).expect("written");
        let found = load::read_published(&public).expect("a site");
        let (_, differences) = manifest::compare(&found);
        fs::write(public.join(path), bytes).expect("written");
        let named = format!("{differences:?}");
        let is_named = match path.as_str() {
            "manifest.json" | "SHA256SUMS" => !differences.is_empty(),
            path => differences.len() == 1 && named.contains(path),
        };
        prop_assert!(is_named, "{}: {}", path, named);
        Ok(())
    });
    tried.expect("every change is seen");
}

// ---------------------------------------------------------------------------------------------- signatures

#[test]
fn a_signature_says_who_made_the_site() {
    let site = Site::new(SITE);
    let made = site.run(&["sign", "--new-key", "keys/site.key", "--no-password"]);
    assert_eq!(made.status, 0, "{made:#?}");
    let public = fs::read_to_string(site.path("keys/site.key.pub")).expect("a public key");
    assert_shows(&made.stdout, &["keep it out of the site folder", public.trim()]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = site.path("keys/site.key").metadata().expect("a key").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    // No key is ever written over.
    assert_eq!(site.run(&["sign", "--new-key", "keys/site.key", "--no-password"]).status, 2);
    assert_eq!(site.build(&["--key", "keys/site.key"]).status, 0);
    let told = verify(&site, &["--public-key", "keys/site.key.pub"]);
    assert_eq!(told.status, 0, "{told:#?}");
    assert_shows(&told.stdout, &["the signature, made on "]);
    let line = public.lines().nth(1).expect("the key");
    assert_eq!(verify(&site, &["--public-key", line]).status, 0);

    // A build that changes nothing keeps the signature, one that changes something takes it away.
    site.publish();
    assert_eq!(verify(&site, &["--public-key", line]).status, 0);
    site.write("content/about.md", "---\ntitle: About us\n---\nMore.\n");
    site.publish();
    let told = verify(&site, &["--public-key", line]);
    assert_eq!(told.status, 1, "{told:#?}");
    assert_shows(&told.stdout, &["manifest.json.minisig: the manifest is not signed"]);
    assert_eq!(site.run(&["sign", "--key", "keys/site.key"]).status, 0);
    assert_eq!(verify(&site, &["--public-key", line]).status, 0);

    // Another key; no key.
    assert_eq!(site.run(&["sign", "--new-key", "keys/other.key", "--no-password"]).status, 0);
    let told = verify(&site, &["--public-key", "keys/other.key.pub"]);
    assert_eq!(told.status, 1);
    assert_shows(&told.stdout, &["manifest.json.minisig: the signature does not hold"]);
    let told = site.build(&["--key", "content/about.md"]);
    assert_eq!(told.status, 2);
    assert_shows(&told.stderr, &["`content/about.md` cannot be used: it is no secret key of minisign"]);
}

#[test]
fn a_key_with_a_password_asks_for_it() {
    let site = Site::new(SITE);
    site.publish();
    let with = |password: &str, arguments: &[&str]| {
        run(&site.path(""), arguments, &[("CASEFILE_KEY_PASSWORD", password)])
    };
    assert_eq!(with("correct horse", &["sign", "--new-key", "site.key"]).status, 0);
    let told = with("wrong horse", &["sign", "--key", "site.key"]);
    assert_eq!(told.status, 2);
    assert_shows(&told.stderr, &["the password is wrong, or the key is damaged"]);
    let told = site.run(&["sign", "--key", "site.key"]);
    assert_eq!(told.status, 2);
    assert_shows(&told.stderr, &["the key has a password", "CASEFILE_KEY_PASSWORD"]);
    assert_eq!(with("correct horse", &["sign", "--key", "site.key"]).status, 0);
    assert_eq!(verify(&site, &["--public-key", "site.key.pub"]).status, 0);
}

/// minisign itself is installed by `tests/run`; where somebody has it not, that is a failure only in continuous integration.
#[test]
fn minisign_checks_the_signature() {
    let site = Site::new(SITE);
    assert_eq!(site.run(&["sign", "--new-key", "site.key", "--no-password"]).status, 0);
    assert_eq!(site.build(&["--key", "site.key"]).status, 0);
    let checked = Command::new("minisign")
        .args(["-V", "-m", "manifest.json", "-p", "../site.key.pub"])
        .current_dir(site.path("public"))
        .output();
    match checked {
        Ok(checked) => assert!(checked.status.success(), "{checked:?}"),
        Err(error) => assert!(std::env::var_os("CI").is_none(), "minisign cannot be run: {error}"),
    }
}

// ------------------------------------------------------------------------------------------------- the web

/// A server of a folder, without end, which has lost one file and changed another.
fn server(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/archive/", listener.local_addr().expect("an address"));
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut line = String::new();
            BufReader::new(&stream).read_line(&mut line).expect("a request");
            let path = line.split(' ').nth(1).unwrap_or_default().replace("%20", " ");
            let bytes = fs::read(folder.join(path.trim_start_matches("/archive/")));
            let (status, bytes) = match bytes {
                _ if path.ends_with("/timeline.html") => ("500 No", Vec::new()),
                Ok(bytes) => ("200 OK", bytes),
                Err(_) => ("404 Not found", Vec::new()),
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len());
            let _ = stream.write_all(&[head.as_bytes(), &bytes].concat());
        }
    });
    address
}

#[test]
fn a_site_on_the_web_is_compared_too() {
    let site = Site::new(SITE);
    site.publish();
    let address = server(&site.path("public"));
    fs::remove_file(site.path("public/data.html")).expect("it is there");
    site.write("public/404.html", "nothing");
    let told = verify(&site, &[&address]);
    assert_eq!(told.status, 1, "{told:#?}");
    assert_shows(
        &told.stdout,
        &[
            "missing     data.html: ",
            "changed     404.html: ",
            "unreadable  timeline.html: the server answered with the number 500",
            "3 differences",
        ],
    );
    let told = verify(&site, &[&format!("{address}nowhere/")]);
    assert_eq!(told.status, 2);
    assert_shows(&told.stderr, &["there is no manifest.json at http://127.0.0.1:"]);
}
