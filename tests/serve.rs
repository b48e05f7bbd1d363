//! `casefile serve`: what a browser gets, what others do not get, and what a change on the disk brings.

mod common;

use common::NOW;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use common::words;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;
use std::time::Instant;

/// How long a test waits for what must come. It comes far sooner.
const PATIENCE: Duration = Duration::from_secs(60);

const SITE: &str = "=== casefile.yaml
title: Lost letters
base_url: https://evidence.example/archive/
=== content/about.md
---
title: About
---

Who we are.
=== content/incidents/letters/index.md
---
title: Letters were lost
date: 2024-03-01
topics: [post]
attachments:
  - {file: minutes.txt, title: Minutes}
  - {file: saved.html, title: A page as it was}
---

Nobody noticed.
=== content/incidents/letters/minutes.txt
0123456789
=== content/incidents/letters/saved.html
<script>alert(1)</script>
=== content/topics/post.md
---
title: Post
---

Letters and parcels.
";

const DRAFT: &str = "=== content/incidents/quagmire.md
---
title: The quagmire
state: draft
---

Not ready.
=== content/incidents/sealed.md
---
title: The sealed one
embargo: 2026-03-01T00:01:00+01:00
---

Not yet.
=== content/press-releases/spring.md
---
title: Spring
published: 2026-04-05
---

Later.
";

/// A running preview, ended when the test ends.
struct Running {
    child: Child,
    port: u16,
    /// What it writes to standard output, line by line.
    lines: mpsc::Receiver<String>,
}

/// An answer as it came over the wire.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Running {
    fn start(site: &Site, more: &[&str]) -> Self {
        Self::start_with(site, more, &[])
    }

    fn start_with(site: &Site, more: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_casefile"))
            .current_dir(site.path(""))
            .args(["serve", "--port", "0", "--now", NOW])
            .args(more)
            .env_remove("VISUAL")
            .env_remove("EDITOR")
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("casefile runs");
        let lines = lines_of(child.stdout.take().expect("a pipe"));
        let first = lines.recv_timeout(PATIENCE).expect("a first line");
        let port = first.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        Self { child, port: port.unwrap_or_else(|| panic!("no address in `{first}`")), lines }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Sends exactly these bytes and reads until the server closes.
    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that has heard enough may close before everything is sent.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        Answer::of(&all)
    }

    /// One request with these lines after the first, with `{port}` for the port, and this body.
    fn request(&self, first: &str, lines: &str, body: &str) -> Answer {
        let lines = lines.replace("{port}", &self.port.to_string()).replace('\n', "\r\n");
        self.send(format!("{first} HTTP/1.1\r\n{lines}\r\nConnection: close\r\n\r\n{body}").as_bytes())
    }

    fn get(&self, address: &str) -> Answer {
        self.request(&format!("GET {address}"), "Host: 127.0.0.1:{port}", "")
    }

    /// Asks again and again until the answer is as it must become.
    #[track_caller]
    fn wait_for(&self, address: &str, is_right: impl Fn(&Answer) -> bool) -> Answer {
        let started = Instant::now();
        loop {
            let answer = self.get(address);
            if is_right(&answer) {
                return answer;
            }
            assert!(started.elapsed() < PATIENCE, "{address} stays {}: {}", answer.status, answer.text());
            std::thread::yield_now();
        }
    }

    /// The next line on standard output with these words.
    #[track_caller]
    fn wait_for_line(&self, part: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line with `{part}`"));
            if line.contains(part) {
                return line;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn lines_of(pipe: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

// ---------------------------------------------------------------------------------------------- what is served

#[test]
fn every_file_of_a_build_is_served_as_it_is_but_for_the_marks() {
    let site = Site::new(SITE);
    site.publish();
    let preview = Running::start(&site, &[]);
    let output = site.output();
    assert!(output.len() > 20, "{:?}", output.keys());
    for (path, bytes) in output.iter().filter(|(path, _)| !path.starts_with('.') && *path != "404.html") {
        let answer = preview.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        if ["manifest.json", "SHA256SUMS"].contains(&path.as_str()) {
            // They list files of a build, which a preview has not made.
            assert_shows(&answer.text(), &["`casefile build` does"]);
        } else if path.ends_with(".html") && path != "incidents/letters/saved.html" {
            let page = answer.text();
            assert_shows(&page, &["<meta name=\"robots\" content=\"noindex\"", "Preview"]);
            assert_eq!(casefile::serve::strip(&page).as_bytes(), bytes, "{path}");
        } else {
            assert_eq!(&answer.body, bytes, "{path}");
        }
    }
}

#[test]
fn nothing_is_written() {
    let site = Site::new(SITE);
    let before = common::files(&site.path(""));
    let preview = Running::start(&site, &[]);
    assert_eq!(preview.get("/").status, 200);
    assert_eq!(common::files(&site.path("")), before);
}

#[test]
fn a_folder_is_its_index_and_an_unknown_address_offers_the_nearest_page() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    assert_shows(&preview.get("/incidents/").text(), &["Letters were lost"]);
    let folder = preview.get("/incidents?q=a");
    assert_eq!((folder.status, folder.header("location")), (302, Some("/incidents/?q=a")));
    let missing = preview.get("/incidents/leters.html");
    assert_eq!(missing.status, 404);
    assert_shows(
        &missing.text(),
        &["There is no page at this address", "<a href=\"/incidents/letters.html\">"],
    );
    // Nothing has a name that is near.
    let missing = preview.get("/incidents/wrong-limb.html");
    assert_shows(&missing.text(), &["The nearest is <a href=\"/incidents/index.html\">"]);
    // The page for an unknown address names its parts by the public address; here they are at hand.
    assert_shows(&missing.text(), &["href=\"/assets/style.css\""]);
    assert_hides(&missing.text(), &["href=\"https://evidence.example/archive/assets"]);
}

#[test]
fn files_have_their_types_and_parts_of_them_can_be_asked_for() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    for (path, media_type) in [
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/search.js", "text/javascript; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/incidents/letters/minutes.txt", "text/plain; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
    ] {
        assert_eq!(preview.get(path).header("content-type"), Some(media_type), "{path}");
    }
    let minutes = "GET /incidents/letters/minutes.txt";
    let part = preview.request(minutes, "Host: 127.0.0.1:{port}\nRange: bytes=2-4", "");
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/11"));
    let none = preview.request(minutes, "Host: 127.0.0.1:{port}\nRange: bytes=50-", "");
    assert_eq!((none.status, none.header("content-range")), (416, Some("bytes */11")));
    let head = preview.request("HEAD /incidents/letters/minutes.txt", "Host: 127.0.0.1:{port}", "");
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some("11"), 0));
    let head = preview.request("HEAD /", "Host: 127.0.0.1:{port}", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    // A page that somebody saved is evidence, not a part of the site.
    let saved = preview.get("/incidents/letters/saved.html");
    assert_shows(saved.header("content-security-policy").unwrap_or_default(), &["sandbox"]);
}

#[test]
fn an_attachment_is_never_the_one_before() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let address = "/incidents/letters/minutes.txt";
    for bytes in ["0123456789\n", "abcdefghij\n", "9876543210\n"] {
        site.write("content/incidents/letters/minutes.txt", bytes);
        preview.wait_for(address, |answer| answer.status == 200 && answer.text() == bytes);
        assert_eq!(preview.get(address).text(), bytes);
    }
}

#[test]
fn records_that_are_kept_back_say_why() {
    let site = Site::new(&format!("{SITE}{DRAFT}"));
    let preview = Running::start(&site, &[]);
    let draft = words(&preview.get("/incidents/quagmire.html").text());
    assert_shows(&draft, &["Draft. It says state: draft, so it is not published."]);
    let sealed = words(&preview.get("/incidents/sealed.html").text());
    assert_shows(&sealed, &["Under embargo until 28 February 2026, 23:01 UTC."]);
    let spring = words(&preview.get("/press-releases/spring.html").text());
    assert_shows(&spring, &["To be published on 5 April 2026."]);
    assert_hides(&words(&preview.get("/incidents/letters.html").text()), &["Draft.", "not published"]);
}

#[test]
fn without_drafts_nothing_shows_that_a_build_would_not() {
    let site = Site::new(&format!("{SITE}{DRAFT}"));
    let preview = Running::start(&site, &["--no-drafts"]);
    assert_eq!(preview.get("/incidents/quagmire.html").status, 404);
    assert_hides(&preview.get("/incidents/").text(), &["quagmire", "sealed"]);
}

/// A mistake is shown with its line: not that of a record that nobody may see yet, and not with a second line there.
#[test]
fn without_drafts_no_line_of_one_is_shown() {
    let wrong =
        DRAFT.replace("state: draft", "state: draft\nwhistleblwer: Ada").replace("Not yet.", "[[nobody]]");
    let site = Site::new(&format!("{SITE}{wrong}"));
    site.write("content/about.md", "---\ntitle: About\ntopcs: [post]\n---\n\nWho we are.\n");
    let preview = Running::start(&site, &["--no-drafts"]);
    for path in ["/about.html", "/incidents/quagmire.html"] {
        let page = preview.get(path).text();
        assert_shows(&page, &["topcs", "2 in records that are not shown here."]);
        assert_hides(&page, &["whistleblwer", "Ada", "nobody"]);
    }
    let page = Running::start(&site, &[]).get("/about.html").text();
    assert_shows(&page, &["whistleblwer: Ada", "nobody"]);
    assert_hides(&page, &["not shown here"]);
}

// ---------------------------------------------------------------------------------------------- changes

#[test]
fn a_change_is_served_and_told_once() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    assert_shows(&preview.get("/about.html").text(), &["Who we are."]);
    site.write("content/about.md", "---\ntitle: About us\n---\n\nWe are many.\n");
    let page = preview.wait_for("/about.html", |answer| answer.text().contains("We are many."));
    assert_shows(&page.text(), &["About us"]);
    let line = preview.wait_for_line("1 file changed: shown in ");
    assert!(line.ends_with("ms; no mistakes"), "{line}");
}

#[test]
fn a_mistake_is_shown_on_the_page_until_it_is_mended() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    site.write("content/about.md", "---\ntitle: About\ntopcs: [post]\n---\n\nWho we are.\n");
    let page = preview.wait_for("/about.html", |answer| answer.text().contains("1 error"));
    let text = words(&page.text());
    assert_shows(&text, &["1 error (on this page)", "Error: a page has no field topcs"]);
    assert_shows(&page.text(), &["3 | topcs: [post]\n  | ^^^^^"]);
    assert_shows(
        &words(&preview.get("/incidents/letters.html").text()),
        &["1 error (none of them on this page)"],
    );
    preview.wait_for_line("; 1 error");
    site.write("content/about.md", "---\ntitle: About\ntopics: [post]\n---\n\nWho we are.\n");
    preview.wait_for("/about.html", |answer| !answer.text().contains("1 error"));
}

/// Only whoever asks for the page finds out, and then everybody is told.
#[test]
fn a_template_that_fails_is_told_on_every_page_and_in_the_terminal() {
    let site = Site::new(SITE);
    site.write("themes/default/templates/incident.html", "{{ page.titel }}");
    let preview = Running::start(&site, &[]);
    assert_hides(&preview.get("/about.html").text(), &["1 error"]);
    assert_shows(
        &words(&preview.get("/incidents/letters.html").text()),
        &["1 error (on this page)", "titel"],
    );
    assert_shows(
        &words(&preview.get("/about.html").text()),
        &["1 error (none of them on this page)", "titel"],
    );
    preview.wait_for_line("a page cannot be made; 1 error");
    site.write("themes/default/templates/incident.html", "{{ page.title }}");
    preview.wait_for("/about.html", |answer| !answer.text().contains("titel"));
}

#[test]
fn the_panel_shows_the_first_mistakes_and_counts_the_rest() {
    let fields: String = (0..230).map(|number| format!("field{number}: a\n")).collect();
    let site = Site::new(&format!("{SITE}=== content/many.md\n---\ntitle: Many\n{fields}---\n\nText.\n"));
    let preview = Running::start(&site, &[]);
    let page = preview.get("/about.html").text();
    assert_eq!(page.matches("<div class=\"mistake error\">").count(), 200);
    assert_shows(&words(&page), &["230 errors (none of them on this page)", "And 30 more."]);
}

#[test]
fn a_folder_that_cannot_be_read_leaves_what_was_shown() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let (content, away) = (site.path("content"), site.path("contents"));
    fs::rename(&content, &away).expect("renamed");
    let words_of = |answer: &Answer| words(&answer.text());
    let page =
        preview.wait_for("/about.html", |answer| words_of(answer).contains("The site folder cannot be read"));
    assert_shows(&words_of(&page), &["there is no folder content", "Who we are."]);
    preview.wait_for_line("the site folder cannot be read: there is no folder `content`");
    fs::rename(&away, &content).expect("renamed");
    preview.wait_for("/about.html", |answer| !words_of(answer).contains("cannot be read"));
}

#[test]
fn a_record_that_cannot_be_read_says_so_at_its_address() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    site.write("content/about.md", "No front matter.\n");
    let page = preview.wait_for("/about.html", |answer| answer.status == 503);
    assert_shows(&words(&page.text()), &["This record cannot be read", "content/about.md", "Edit this file"]);
    site.write("content/about.md", "---\ntitle: About\n---\n\nBack.\n");
    preview.wait_for("/about.html", |answer| answer.status == 200 && answer.text().contains("Back."));
}

#[test]
fn a_site_that_cannot_be_shown_recovers() {
    let site = Site::new(SITE);
    site.write("casefile.yaml", "title: T\nbase_url: https://evidence.example/\ntheme: nowhere\n");
    let preview = Running::start(&site, &[]);
    let page = preview.get("/incidents/letters.html");
    assert_eq!(page.status, 503);
    assert_shows(&words(&page.text()), &["The site cannot be shown", "there is no theme nowhere"]);
    site.write("casefile.yaml", "title: T\nbase_url: https://evidence.example/\n");
    preview.wait_for("/incidents/letters.html", |answer| answer.status == 200);
    site.write("themes/default/templates/incident.html", "{{ page.no_such_name }}\n");
    let page = preview.wait_for("/incidents/letters.html", |answer| answer.status == 503);
    assert_shows(
        &words(&page.text()),
        &["This page cannot be made", "themes/default/templates/incident.html:1:9"],
    );
    assert_eq!(preview.get("/about.html").status, 200);
}

#[test]
fn browsers_are_told_of_each_change() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let mut stream = preview.connect();
    let host = preview.port;
    write!(stream, "GET /_casefile/events HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\n\r\n").expect("sent");
    let lines = lines_of(stream.try_clone().expect("the same stream"));
    let next_id = || loop {
        let line = lines.recv_timeout(PATIENCE).expect("an event");
        if let Some(id) = line.strip_prefix("id: ") {
            break id.trim_end().to_owned();
        }
    };
    let first = next_id();
    site.write("content/about.md", "---\ntitle: About\n---\n\nChanged.\n");
    let second = next_id();
    assert_ne!(first, second);
    assert_shows(&preview.get("/about.html").text(), &["Changed."]);
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let etag = preview.get("/about.html").header("etag").expect("a version").to_owned();
    let ask = || {
        preview.request("GET /about.html", &format!("Host: localhost:{{port}}\nIf-None-Match: {etag}"), "")
    };
    assert_eq!(ask().status, 304);
    // A mistake elsewhere changes the panel, not the page.
    site.write("content/topics/post.md", "---\ntitle: Post\ncolour: red\n---\n\nLetters and parcels.\n");
    preview.wait_for("/_casefile/panel?page=%2Fabout.html", |answer| answer.text().contains("1 error"));
    assert_eq!(ask().status, 304);
    site.write("content/about.md", "---\ntitle: About\n---\n\nChanged.\n");
    preview.wait_for("/about.html", |answer| answer.header("etag") != Some(&etag));
    assert_eq!(ask().status, 200);
}

// ---------------------------------------------------------------------------------------------- nobody else gets in

#[test]
fn other_hosts_and_origins_are_refused() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    for (lines, status) in [
        ("Host: localhost:{port}", 200),
        ("Host: 127.0.0.1:{port}\nOrigin: http://127.0.0.1:{port}", 200),
        ("Host: evil.example:{port}", 403),
        ("Host: 127.0.0.1.evil.example:{port}", 403),
        ("Host: 127.0.0.1", 403),
        ("Host: 127.0.0.1:{port}\nOrigin: http://evil.example", 403),
        ("Host: 127.0.0.1:{port}\nOrigin: null", 403),
        (
            "Host: 127.0.0.1:{port}\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script",
            403,
        ),
        ("Host: 127.0.0.1:{port}\nHost: evil.example", 400),
        ("Accept: */*", 400),
    ] {
        for address in ["/", "/_casefile/events", "/search/index.js"] {
            // The stream of events does not end by itself, so it is asked for only where it is refused.
            if status == 200 && address != "/" {
                continue;
            }
            let answer = preview.request(&format!("GET {address}"), lines, "");
            assert_eq!(answer.status, status, "{address} {lines}");
            assert!(status == 200 || !answer.text().contains("Letters"), "{lines}");
        }
    }
    let other = preview.request("GET http://evil.example/", "Host: 127.0.0.1:{port}", "");
    assert_eq!(other.status, 403);
    assert_eq!(preview.get("/").header("cross-origin-resource-policy"), Some("same-origin"));
}

#[test]
fn only_get_and_head_are_answered() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"] {
        let answer = preview.request(&format!("{method} /about.html"), "Host: 127.0.0.1:{port}", "");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("get, head")), "{method}");
    }
    let answer = preview.request("GET /_casefile/edit", "Host: 127.0.0.1:{port}", "");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("post")));
    assert_eq!(preview.send(b"nonsense\r\n\r\n").status, 400);
}

#[test]
fn no_address_leaves_the_site() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    for address in [
        "/../casefile.yaml",
        "/%2e%2e/casefile.yaml",
        "/..%2fcasefile.yaml",
        "/incidents/../../casefile.yaml",
        "/incidents/letters/..%5c..%5ccasefile.yaml",
        "//etc/passwd",
        "/about.html%00.txt",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    ] {
        assert_eq!(preview.get(address).status, 400, "{address}");
    }
    for address in ["/casefile.yaml", "/content/about.md", "/etc/passwd", "/%252e%252e/casefile.yaml"] {
        let answer = preview.get(address);
        assert_eq!(answer.status, 404, "{address}");
        assert_hides(&answer.text(), &["base_url:", "root:"]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_exchanged_for_a_link_is_not_followed() {
    let site = Site::new(SITE);
    site.write("secret.txt", "0123456780\n");
    let preview = Running::start(&site, &[]);
    let minutes = site.path("content/incidents/letters/minutes.txt");
    fs::remove_file(&minutes).expect("removed");
    std::os::unix::fs::symlink(site.path("secret.txt"), &minutes).expect("a link");
    let answer = preview.wait_for("/incidents/letters/minutes.txt", |answer| answer.status != 200);
    assert_hides(&answer.text(), &["0123456780"]);
}

#[test]
fn long_heads_are_refused() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let host = preview.port;
    let long = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\nX-Long: {}\r\n\r\n", "a".repeat(200_000));
    assert!([431, 0].contains(&preview.send(long.as_bytes()).status));
    let many = "X-Many: a\r\n".repeat(1_000);
    let many = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\n{many}\r\n");
    assert_eq!(preview.send(many.as_bytes()).status, 431);
    let call = format!("Host: 127.0.0.1:{{port}}\nContent-Length: {}", 1 << 20);
    assert_eq!(preview.request("POST /_casefile/edit", &call, &"a".repeat(1 << 20)).status, 400);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let mut slow: Vec<TcpStream> = (0..100).map(|_| preview.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: 127").expect("sent");
    }
    let started = Instant::now();
    assert_eq!(preview.get("/").status, 200);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    // They are told, and the connection is closed.
    let mut said = String::new();
    slow[0].read_to_string(&mut said).expect("an answer and the end");
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
}

#[test]
fn too_many_connections_are_turned_away_and_not_kept() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let held: Vec<TcpStream> = (0..300).map(|_| preview.connect()).collect();
    let mut last = held.last().expect("one");
    let mut said = Vec::new();
    let _ = last.read_to_end(&mut said);
    assert!(said.is_empty() || Answer::of(&said).status == 503);
    drop(held);
    preview.wait_for("/", |answer| answer.status == 200);
}

#[cfg(unix)]
#[test]
fn the_editor_is_opened_only_for_who_has_the_token() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new(SITE);
    let program = site.path("my editor");
    site.write("my editor", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$1\"\n");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
    let note = site.path("note");
    let visual = format!("'{}' '{}' --wait", program.display(), note.display());
    let preview = Running::start_with(&site, &[], &[("VISUAL", &visual)]);
    let call = |lines: &str, file: &str| {
        let lines = format!("Host: 127.0.0.1:{{port}}\nContent-Length: {}{lines}", file.len());
        preview.request("POST /_casefile/edit", &lines, file)
    };
    let page = preview.get("/about.html").text();
    let token = common::attributes(&page, "data-token").remove(0);
    let token = format!("\nX-Casefile-Token: {token}");
    assert_eq!(call("", "content/about.md").status, 403);
    assert_eq!(call("\nX-Casefile-Token: 0000", "content/about.md").status, 403);
    // Where a file was, there is no other.
    fs::remove_file(site.path("content/topics/post.md")).expect("a file");
    preview.wait_for("/topics/post.html", |answer| answer.status == 404);
    assert_eq!(call(&token, "").status, 404);
    assert_eq!(call(&format!("{token}\nOrigin: http://evil.example"), "content/about.md").status, 403);
    assert_eq!(call(&token, "../secret.md").status, 404);
    assert!(!note.exists());
    let opened = call(&token, "content/about.md");
    assert_shows(&opened.text(), &["Opened in your editor."]);
    let started = Instant::now();
    let wanted = site.path("content/about.md").canonicalize().expect("a file");
    while !fs::read_to_string(&note).is_ok_and(|text| text.ends_with("about.md\n")) {
        assert!(started.elapsed() < PATIENCE, "the editor was not started");
        std::thread::yield_now();
    }
    let said = fs::read_to_string(&note).expect("a note");
    let last = said.lines().last().expect("a path");
    assert_eq!(fs::canonicalize(last).expect("a file"), wanted);
    assert_shows(&said, &["--wait"]);
}

#[test]
fn without_an_editor_the_path_is_told() {
    let site = Site::new(SITE);
    for (environment, expected) in [
        (&[][..], "The file is"),
        (&[("EDITOR", "nano")][..], "your editor `nano` needs a terminal of its own"),
        (
            &[("EDITOR", "no-such-editor")][..],
            "your editor `no-such-editor` cannot be started: it is not there",
        ),
    ] {
        let preview = Running::start_with(&site, &[], environment);
        let token = common::attributes(&preview.get("/about.html").text(), "data-token").remove(0);
        let lines = format!("Host: 127.0.0.1:{{port}}\nContent-Length: 16\nX-Casefile-Token: {token}");
        let said = preview.request("POST /_casefile/edit", &lines, "content/about.md").text();
        assert_shows(&said, &[expected, "/content/about.md\""]);
    }
}

// ---------------------------------------------------------------------------------------------- the command

#[test]
fn a_taken_port_is_told_and_the_usual_one_gives_way() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &[]);
    let port = preview.port.to_string();
    let run = site.run(&["serve", "--port", &port]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert_shows(&run.stderr, &[&format!("error: port {port} is taken by another program")]);
    let run = site.run(&["serve", "--bind", "everywhere"]);
    assert_eq!(run.status, 2);
    assert_shows(&run.stderr, &["expected an address of this machine in numbers, such as 192.168.1.5"]);
    let run = site.run(&["serve", "nowhere", "--port", "0"]);
    assert_eq!(run.status, 2);
    assert_shows(&run.stderr, &["there is no folder `nowhere`"]);
}

/// Programs read the same mistakes, and what is quiet tells nothing but the address.
#[test]
fn mistakes_come_as_json_and_quiet_says_no_more_than_the_address() {
    let site = Site::new(&SITE.replace("title: About", "titel: About"));
    let mut preview = Running::start(&site, &["--format", "json", "--quiet"]);
    preview.get("/about.html");
    preview.child.kill().expect("it ends");
    assert_eq!(preview.lines.iter().filter(|line| !line.starts_with("To stop it")).count(), 0);
}

#[test]
fn listening_to_the_network_says_what_it_means() {
    let site = Site::new(SITE);
    let preview = Running::start(&site, &["--bind", "0.0.0.0"]);
    preview
        .wait_for_line("Careful: everybody who can reach this machine over the network can read all of it");
    assert_eq!(preview.request("GET /", "Host: 192.168.7.7:{port}", "").status, 200);
    assert_eq!(preview.request("GET /", "Host: evil.example:{port}", "").status, 403);
}

/// The system is asked to open the address, as a desktop would be.
#[cfg(target_os = "linux")]
#[test]
fn open_opens_the_address_in_the_browser() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new(SITE);
    let asked = site.path("asked").display().to_string();
    assert!(Command::new("mkfifo").arg(&asked).status().expect("mkfifo runs").success());
    site.write("bin/xdg-open", format!("#!/bin/sh\nprintf %s \"$1\" > '{asked}'\n"));
    fs::set_permissions(site.path("bin/xdg-open"), fs::Permissions::from_mode(0o755)).expect("a program");
    let bin = site.path("bin").display().to_string();
    let path = format!("{bin}:{}", std::env::var("PATH").expect("a path"));
    let preview = Running::start_with(&site, &["--open"], &[("PATH", &path)]);
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(fs::read_to_string(asked)));
    let address = told.recv_timeout(PATIENCE).expect("the browser is asked").expect("an address");
    assert_eq!(address, format!("http://127.0.0.1:{}/", preview.port));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_while_a_browser_listens() {
    let site = Site::new(SITE);
    let mut preview = Running::start(&site, &[]);
    let mut stream = preview.connect();
    let host = preview.port;
    write!(stream, "GET /_casefile/events HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\n\r\n").expect("sent");
    let mut first = [0; 12];
    stream.read_exact(&mut first).expect("an answer");
    let id = preview.child.id().to_string();
    let started = Instant::now();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
    preview.child.wait().expect("it ends");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(TcpStream::connect(("127.0.0.1", host)).is_err(), "nobody listens any more");
}
