//! Links to other sites: what is asked of a server on this machine, and what is told of its answers.

mod common;

use common::NOW;
use common::Run;
use common::Site;
use common::assert_hides;
use common::assert_shows;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::Shutdown;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

/// The title of every reference that the test servers have a page about.
const TITLE: &str = "Trust lost letters to general practitioners";

/// What a server does with a request.
enum Reply {
    /// It sends these bytes.
    Bytes(Vec<u8>),
    /// It sends these bytes and nothing after them, whatever they promise.
    Cut(Vec<u8>),
    /// It sends these bytes, and then one after the other as long as somebody reads, with pauses.
    Drip(Vec<u8>),
    /// It sends these bytes again and again, as fast as they are read.
    Flood(Vec<u8>),
    /// It says nothing.
    Silence,
    /// It ends the connection.
    Close,
}

/// What a server saw.
#[derive(Default)]
struct Log {
    /// Method and path of each request, in order.
    requests: Vec<String>,
    /// The heads of the requests.
    heads: Vec<String>,
    /// Requests that came while another was under way.
    overlaps: usize,
}

/// A server on this machine, at a port of its own.
struct Server {
    port: u16,
    log: Arc<Mutex<Log>>,
}

impl Server {
    /// A server that answers a method and path, asked for the n-th time (from 0), with a reply.
    fn new(answer: impl Fn(&str, &str, usize) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = Arc::clone(&log);
        std::thread::spawn(move || serve(&listener, &shared, &answer));
        Self { port, log }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn requests(&self) -> Vec<String> {
        self.log.lock().expect("the log").requests.clone()
    }

    fn overlaps(&self) -> usize {
        self.log.lock().expect("the log").overlaps
    }
}

/// One connection after the other. Those before stay open on this side, so that it shows whether the client had left.
fn serve(listener: &TcpListener, log: &Mutex<Log>, answer: &dyn Fn(&str, &str, usize) -> Reply) {
    let mut earlier: Vec<TcpStream> = Vec::new();
    for stream in listener.incoming() {
        let mut stream = stream.expect("a connection");
        let overlaps = earlier.iter().filter(|earlier| is_open(earlier)).count();
        earlier.retain(is_open);
        let Some(head) = read_head(&mut stream) else { continue };
        let mut words = head.split(' ');
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let request = format!("{method} {path}");
        let nth = {
            let mut log = log.lock().expect("the log");
            let nth = log.requests.iter().filter(|own| **own == request).count();
            log.overlaps += overlaps;
            log.requests.push(request);
            log.heads.push(head.clone());
            nth
        };
        let kept = stream.try_clone().expect("a second handle");
        match answer(method, path, nth) {
            Reply::Bytes(bytes) => drop(stream.write_all(&bytes)),
            Reply::Cut(bytes) => {
                drop(stream.write_all(&bytes));
                drop(stream.shutdown(Shutdown::Write));
            }
            Reply::Drip(bytes) => drop(std::thread::spawn(move || drip(stream, &bytes))),
            Reply::Flood(bytes) => {
                drop(std::thread::spawn(move || while stream.write_all(&bytes).is_ok() {}))
            }
            Reply::Silence => {}
            Reply::Close => {
                drop(stream.shutdown(Shutdown::Both));
                continue;
            }
        }
        earlier.push(kept);
    }
}

fn is_open(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("it can be asked");
    let open = matches!(stream.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock);
    stream.set_nonblocking(false).expect("it can be asked");
    open
}

fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// Whoever waits for the client to say something waits a little.
fn drip(mut stream: TcpStream, bytes: &[u8]) {
    let _ = stream.write_all(bytes);
    let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
    let is_waiting = |result: std::io::Result<usize>| matches!(result, Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
    while is_waiting(stream.read(&mut [0])) && stream.write_all(b"x").is_ok() {}
}

/// An answer with more header lines.
fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    Reply::Bytes([head.as_bytes(), body].concat())
}

/// An answer to a request with this method: without its body where that was not asked for.
fn page(method: &str, body: impl AsRef<[u8]>) -> Reply {
    match answer("200 OK", "", body) {
        Reply::Bytes(bytes) if method == "HEAD" => Reply::Bytes(head_of(bytes)),
        reply => reply,
    }
}

fn head_of(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.windows(4).position(|signs| signs == b"\r\n\r\n").expect("the end of a head");
    bytes.truncate(end + 4);
    bytes
}

fn redirect(status: &str, to: &str) -> Reply {
    answer(status, &format!("location: {to}\r\n"), "")
}

/// A page about what the references are about.
fn story() -> String {
    let words: Vec<String> = (0..60).map(|number| format!("word{number}")).collect();
    format!("<!DOCTYPE html><title>{TITLE}</title><p>{}", words.join(" "))
}

fn reference(id: &str, url: &str) -> String {
    format!("=== content/references/{id}.md\n---\ntitle: {TITLE}\ntype: news\nurl: {url}\n---\n")
}

/// Checks the links of a site, quickly, on this machine.
fn check(site: &Site, more: &[&str]) -> Run {
    let usual = ["check", "--links", "--allow-local", "--now", NOW, "--retry-wait", "0.01"];
    let quick = [["--pace", "0"], ["--timeout", "30"]];
    let quick = quick.iter().filter(|pair| !more.contains(&pair[0])).flatten().copied();
    let arguments: Vec<&str> = usual.into_iter().chain(quick).chain(more.iter().copied()).collect();
    site.run(&arguments)
}

/// Code and message of each diagnostic, by its file.
fn told(run: &Run) -> BTreeMap<String, (String, String)> {
    let mut told = BTreeMap::new();
    for line in run.stderr.lines() {
        let line: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        told.insert(text("path"), (text("code"), text("message")));
    }
    told
}

/// Each path of a server, of a reference of its own, is told with this code and these words; or not at all.
#[track_caller]
fn check_paths(server: &Server, cases: &[(&str, &str, &str)]) {
    let id = |path: &str| path.trim_matches('/').replace(['/', '.'], "-");
    let fixture: Vec<String> =
        cases.iter().map(|(path, ..)| reference(&id(path), &server.url(path))).collect();
    let site = Site::new(&fixture.concat());
    let run = check(&site, &["--format", "json"]);
    assert_eq!(run.status, 0, "{run:#?}");
    let told = told(&run);
    for (path, code, words) in cases {
        let found = told.get(&format!("content/references/{}.md", id(path)));
        match found {
            None => assert_eq!(*code, "", "{path} is not told: {}", run.stderr),
            Some((found, message)) => {
                assert_eq!(found, code, "{path}: {message}");
                assert_shows(message, &[words]);
            }
        }
    }
    assert_eq!(server.overlaps(), 0, "{:?}", server.requests());
}

#[test]
fn answers_are_told_for_what_they_say() {
    let server = Server::new(|method, path, nth| match (method, path) {
        ("HEAD", "/no-head") => answer("405 Method Not Allowed", "", ""),
        ("HEAD", "/shy") => answer("403 Forbidden", "", ""),
        (_, "/page" | "/no-head" | "/shy" | "/new" | "/slash/") => page(method, story()),
        (_, "/slash") => redirect("301 Moved Permanently", "/slash/"),
        (_, "/old") => redirect("301 Moved Permanently", "/older"),
        (_, "/older") => redirect("308 Permanent Redirect", "/new"),
        (_, "/today") => redirect("302 Found", "/new"),
        (_, "/circle") => redirect("301 Moved Permanently", "/circle-2"),
        (_, "/circle-2") => redirect("302 Found", "/circle"),
        (_, "/nowhere") => redirect("301 Moved Permanently", "javascript:alert(1)"),
        (_, "/silent-redirect") => answer("302 Found", "", ""),
        (_, "/first-404") => redirect("301 Moved Permanently", "/404"),
        (_, "/403") => answer("403 Forbidden", "", ""),
        (_, "/404") => answer("404 Not Found", "", "<title>Not found</title>"),
        (_, "/410") => answer("410 Gone", "", ""),
        (_, "/451") => answer("451 Unavailable For Legal Reasons", "", ""),
        (_, "/999") => answer("999 Request denied", "", ""),
        (_, "/500") => answer("500 Internal Server Error", "", ""),
        (_, "/wall") => page(method, "<title>Just a moment...</title>"),
        (_, "/challenge") => answer("404 Not Found", "cf-mitigated: challenge\r\n", ""),
        ("GET", "/busy") if nth > 0 => page(method, story()),
        (_, "/busy") => answer("503 Service Unavailable", "retry-after: 0\r\n", ""),
        (_, "/always-busy") => answer("503 Service Unavailable", "", ""),
        (_, "/lost") => page(method, "<title>Page not found | News</title><p>Sorry."),
        (_, "/parked") => page(method, "<title>news.example</title><h1>This domain is for sale</h1>"),
        (_, "/story-home") => redirect("301 Moved Permanently", "/"),
        (_, "/members") => {
            page(method, "<title>Log in | News</title><form><input name=p type = \"password\"></form>")
        }
        (_, "/box") => {
            page(method, "<title>Garden news</title><form><input type=password></form><p>Welcome.")
        }
        (_, "/account") => redirect("302 Found", "/users/sign_in"),
        (_, "/users/sign_in") => page(method, "<title>News</title>"),
        (_, "/sign-in-first") => redirect("302 Found", "/login?next=/sign-in-first"),
        (_, "/" | "/login?next=/sign-in-first") => page(method, "<title>News of today</title><p>Welcome."),
        other => panic!("{other:?}"),
    });
    check_paths(
        &server,
        &[
            ("/page", "", ""),
            ("/no-head", "", ""),
            ("/shy", "", ""),
            ("/today", "", ""),
            ("/slash", "", ""),
            ("/busy", "", ""),
            ("/old", "link-moved", "/new`: it answered 301 (moved permanently), on "),
            ("/first-404", "link-gone", "/404`, which answered 404 (not found), on "),
            ("/404", "link-gone", "is gone: it answered 404 (not found), on "),
            ("/410", "link-gone", "answered 410 (gone)"),
            ("/403", "link-blocked", "answered 403 (forbidden)"),
            ("/451", "link-blocked", "451"),
            ("/999", "link-blocked", "999"),
            ("/wall", "link-blocked", "with a page that keeps programs out"),
            ("/challenge", "link-blocked", "with a page that keeps programs out"),
            ("/sign-in-first", "link-blocked", "where one has to sign in or to consent first"),
            ("/members", "link-blocked", "shows a page to sign in, “Log in | News”"),
            ("/box", "", ""),
            ("/account", "link-blocked", "where one has to sign in or to consent first"),
            ("/500", "link-unreachable", "answered 500 (fault of the server)"),
            ("/always-busy", "link-unreachable", "answered 503"),
            ("/circle", "link-unreachable", "leads in a circle"),
            ("/nowhere", "link-unreachable", "leads to `javascript:alert(1)`, which is no page"),
            ("/silent-redirect", "link-unreachable", "without saying where to"),
            ("/lost", "link-hijacked", "shows a page that says “Page not found | News”"),
            (
                "/parked",
                "link-hijacked",
                "shows a page of a domain for sale or out of use, with “domain is for sale”",
            ),
            ("/story-home", "link-hijacked", "leads to the home page of its site"),
        ],
    );
}

#[test]
fn a_page_of_another_site_is_no_proof_unless_it_has_the_words_of_the_title() {
    let other = Server::new(|method, path, _| match path {
        "/story" | "/2018/letters.html" => page(method, story()),
        _ => page(
            method,
            format!("<title>Garden chairs</title><p>{}", "Chairs of wood at low prices. ".repeat(20)),
        ),
    });
    let to = other.url("");
    let server = Server::new(move |_, path, _| match path {
        "/a/story" => redirect("301 Moved Permanently", &format!("{to}/story")),
        "/a/home" => redirect("301 Moved Permanently", &format!("{to}/")),
        "/a/letters.html" => redirect("301 Moved Permanently", &format!("{to}/b/letters.html")),
        _ => redirect("302 Found", &format!("{to}/chairs")),
    });
    check_paths(
        &server,
        &[
            ("/a/story", "link-moved", "/story`: it answered 301"),
            ("/a/letters.html", "link-moved", "has moved to `http"),
            ("/a/home", "link-hijacked", "leads to the home page of another site"),
            ("/a/offers", "link-hijacked", "a page of another site without the words of the title"),
        ],
    );
}

#[test]
fn no_server_holds_a_run_up_or_fills_the_memory() {
    let gzip = |bytes: &[u8]| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
        Reply::Bytes([head.as_bytes(), bytes].concat())
    };
    let one = |reply: fn(&str) -> Reply| Server::new(move |method, _, _| reply(method));
    let bomb = gzip_bomb();
    let servers: Vec<(Server, &str, &str)> = vec![
        (one(|_| Reply::Silence), "link-unreachable", "gave no whole answer in time"),
        (
            one(|_| Reply::Drip(b"HTTP/1.1 200 OK\r\nx: ".to_vec())),
            "link-unreachable",
            "gave no whole answer in time",
        ),
        (
            one(|method| match method {
                "HEAD" => page("HEAD", ""),
                _ => Reply::Drip(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99999\r\n\r\n".to_vec(),
                ),
            }),
            "link-unreachable",
            "gave no whole answer in time",
        ),
        (one(|_| Reply::Close), "link-unreachable", "ended the connection without an answer"),
        (
            one(|_| Reply::Cut(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())),
            "link-unreachable",
            "could not be reached",
        ),
        (
            one(|_| Reply::Cut(b"HTTP/1.1 two hundred\r\n\r\n".to_vec())),
            "link-unreachable",
            "answered with something that is no web page",
        ),
        (
            one(|_| Reply::Flood(b"x-filler: a line of a head without an end\r\n".to_vec())),
            "link-unreachable",
            "",
        ),
        (
            one(|_| {
                Reply::Flood(b"HTTP/1.1 200 OK\r\nx-filler: a line of a head without an end\r\n".to_vec())
            }),
            "link-unreachable",
            "",
        ),
        (
            // More is promised than comes: what came is looked at.
            one(|method| match page(method, story()) {
                Reply::Bytes(bytes) => {
                    let text = String::from_utf8(bytes).expect("text");
                    Reply::Cut(text.replace("content-length: ", "content-length: 9").into_bytes())
                }
                other => other,
            }),
            "",
            "",
        ),
        (
            one(|method| match method {
                "HEAD" => page("HEAD", ""),
                _ => {
                    let head =
                        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 104857600\r\n\r\n";
                    Reply::Flood([head.as_bytes(), &[b'a'; 65536]].concat())
                }
            }),
            "",
            "",
        ),
        (
            one(|method| match method {
                "HEAD" => page("HEAD", ""),
                _ => answer(
                    "200 OK",
                    "content-type: text/html; charset=utf-16\r\n",
                    b"<title>\xff\xfe\xd8</title>",
                ),
            }),
            "",
            "",
        ),
        (
            Server::new(move |method, _, _| if method == "HEAD" { page(method, "") } else { gzip(&bomb) }),
            "",
            "",
        ),
    ];
    let fixture: Vec<String> = servers
        .iter()
        .enumerate()
        .map(|(index, (server, ..))| reference(&format!("r{index}"), &server.url("/page")))
        .collect();
    let run = check(&Site::new(&fixture.concat()), &["--format", "json", "--timeout", "1.5"]);
    assert_eq!(run.status, 0, "{run:#?}");
    let told = told(&run);
    for (index, (server, code, words)) in servers.iter().enumerate() {
        let found = told.get(&format!("content/references/r{index}.md"));
        let (found, message) = found.map_or(("", ""), |(code, message)| (code, message));
        assert_eq!((found, server.overlaps()), (*code, 0), "r{index}: {message}");
        assert_shows(message, &[words]);
    }
}

/// 64 MB of zeros, packed: a stored head of gzip and a deflate stream of repeated matches, made by hand so that no packer
/// is needed. Block type 1 (fixed codes): a literal zero, then copies of 258 bytes at distance 1 (RFC 1951, 3.2.6).
fn gzip_bomb() -> Vec<u8> {
    let mut bits: Vec<bool> = vec![true, true, false];
    let code = |bits: &mut Vec<bool>, value: u32, length: u32| {
        bits.extend((0..length).rev().map(|bit| value >> bit & 1 == 1));
    };
    code(&mut bits, 0x30, 8);
    for _ in 0..260_000 {
        // Length 258 is code 285; distance 1 is code 0.
        code(&mut bits, 0xc5, 8);
        code(&mut bits, 0, 5);
    }
    code(&mut bits, 0, 7);
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    bytes.extend(
        bits.chunks(8).map(|byte| byte.iter().rev().fold(0_u8, |all, bit| all << 1 | u8::from(*bit))),
    );
    bytes
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_head_first_and_with_pauses() {
    let server = Server::new(|method, _, _| page(method, story()));
    let ids = ["a", "b", "c", "d"];
    let fixture: Vec<String> = ids.iter().map(|id| reference(id, &server.url(&format!("/{id}")))).collect();
    let site = Site::new(&fixture.concat());
    let began = Instant::now();
    let run = check(&site, &["--pace", "0.1"]);
    assert_eq!((run.status, run.stderr.as_str(), run.stdout.as_str()), (0, "", "4 addresses: 4 live.\n"));
    let expected: Vec<String> =
        ids.iter().flat_map(|id| [format!("HEAD /{id}"), format!("GET /{id}")]).collect();
    assert_eq!((server.requests(), server.overlaps()), (expected, 0));
    // Seven pauses lie between eight requests.
    assert!(began.elapsed() >= Duration::from_millis(700), "{:?}", began.elapsed());
    let log = server.log.lock().expect("the log");
    for head in &log.heads {
        let head = head.to_lowercase();
        assert_shows(&head, &["user-agent: casefile/", "looks whether links of an archive still work"]);
        assert_hides(&head, &["cookie", "referer", "evidence.example", "mozilla"]);
    }
}

#[test]
fn a_page_that_is_no_text_is_not_fetched() {
    let server = Server::new(|_, _, _| {
        Reply::Bytes(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: 9\r\n\r\n".to_vec(),
        )
    });
    let site = Site::new(&reference("a", &server.url("/a.pdf")));
    assert_eq!(check(&site, &[]).stdout, "1 address: 1 live.\n");
    assert_eq!(server.requests(), ["HEAD /a.pdf"]);
}

#[test]
fn a_server_that_wants_a_pause_gets_it() {
    let server = Server::new(|method, path, _| match (method, path) {
        ("GET", _) => page(method, story()),
        (_, "/soon") => answer("429 Too Many Requests", "retry-after: 1\r\n", ""),
        _ => answer("429 Too Many Requests", "retry-after: Wed, 21 Oct 2015 07:28:00 GMT\r\n", ""),
    });
    let site =
        Site::new(&[reference("a", &server.url("/soon")), reference("b", &server.url("/past"))].concat());
    let began = Instant::now();
    let run = check(&site, &[]);
    assert_eq!((run.stderr.as_str(), run.stdout.as_str()), ("", "2 addresses: 2 live.\n"));
    assert_eq!(server.requests(), ["HEAD /soon", "GET /soon", "HEAD /past", "GET /past"]);
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
}

#[test]
fn a_server_that_wants_fewer_requests_gets_no_more() {
    let server = Server::new(|_, _, _| answer("429 Too Many Requests", "retry-after: 86400\r\n", ""));
    let fixture: Vec<String> = ["a", "b", "c"].map(|id| reference(id, &server.url(&format!("/{id}")))).into();
    let site = Site::new(&fixture.concat());
    let run = check(&site, &["--format", "json"]);
    let told = told(&run);
    assert_eq!(told["content/references/a.md"].0, "link-blocked");
    assert_shows(&told["content/references/a.md"].1, &["answered 429 (too many requests)"]);
    for id in ["b", "c"] {
        let (code, message) = &told[&format!("content/references/{id}.md")];
        assert_eq!(code, "link-not-checked");
        assert_shows(message, &["its server had asked for fewer requests"]);
    }
    assert_eq!(server.requests(), ["HEAD /a", "GET /a"]);
    // The others are asked about the next time.
    check(&site, &[]);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_port_without_a_server_says_nothing_of_the_page() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let run =
        check(&Site::new(&reference("a", &format!("http://127.0.0.1:{port}/a"))), &["--format", "json"]);
    let (code, message) = &told(&run)["content/references/a.md"];
    assert_eq!(code, "link-unreachable");
    assert_shows(message, &["took no connection"]);
}

#[test]
fn a_local_network_is_not_asked_unless_that_is_wanted() {
    let server = Server::new(|method, _, _| page(method, story()));
    let named = format!("http://localhost:{}/a", server.port);
    let fixture = [
        reference("a", &server.url("/a")),
        reference("b", &named),
        reference("c", &format!("http://user:secret@127.0.0.1:{}/c", server.port)),
    ];
    let site = Site::new(&fixture.concat());
    let run = site.run(&["check", "--links", "--format", "json", "--timeout", "1"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "3 addresses: 3 not looked at.\n"));
    assert_eq!(server.requests(), Vec::<String>::new());
    let told = told(&run);
    assert_eq!(told.values().map(|own| own.0.as_str()).collect::<Vec<_>>(), ["link-not-checked"; 3]);
    assert_shows(&told["content/references/a.md"].1, &["in a local network", "`--allow-local` asks"]);
    let run = check(&site, &[]);
    assert_shows(&run.stdout, &["3 addresses: 2 live, 1 not looked at."]);
    assert_shows(&run.stderr, &["holds a user name or a password"]);
}

/// Sets the day of every finding that is kept.
fn set_back(site: &Site, day: &str) {
    let path = site.path(".casefile/links.json");
    let text = fs::read_to_string(&path).expect("findings are kept");
    let mut parts = text.split("\"visited\":\"");
    let mut changed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.split_once('"').expect("the end of a moment").1;
        changed.push_str(&format!("\"visited\":\"{day}T12:00:00Z\"{rest}"));
    }
    fs::write(path, changed).expect("a file");
}

#[test]
fn what_was_found_is_not_asked_again_for_a_week() {
    let server = Server::new(|method, path, _| match path {
        "/a" => page(method, story()),
        _ => answer("404 Not Found", "", ""),
    });
    let site =
        Site::new(&[reference("a", &server.url("/a")), reference("b", &server.url("/b#part"))].concat());
    let first = check(&site, &[]);
    assert_eq!(first.stdout, "2 addresses: 1 live, 1 gone.\n");
    let asked = server.requests();
    assert_eq!(asked, ["HEAD /a", "GET /a", "HEAD /b", "GET /b"]);

    let second = check(&site, &[]);
    assert_eq!(second.stderr, first.stderr);
    assert_eq!(
        second.stdout,
        "2 addresses, 2 of them as found earlier (`--fresh` asks again): 1 live, 1 gone.\n"
    );
    assert_eq!(server.requests(), asked);

    set_back(&site, "2025-03-01");
    let told = check(&site, &["--max-age", "36500"]);
    assert_shows(&told.stderr, &["is gone: it answered 404 (not found), on 1 March 2025"]);
    assert_eq!(server.requests(), asked);
    assert_eq!(check(&site, &[]).stdout, first.stdout);
    assert_eq!(server.requests().len(), 8);
    assert_eq!(check(&site, &["--fresh"]).stdout, first.stdout);
    assert_eq!(server.requests().len(), 12);

    for (kept, words) in [
        ("{\"version\":1,\"links\":{\"http", "cannot be read, so every address is asked about anew"),
        ("{\"version\":99}", "is from another version of casefile"),
        ("", "cannot be read"),
    ] {
        site.write(".casefile/links.json", kept);
        let run = check(&site, &[]);
        assert_shows(&run.stderr, &["warning[link-cache]", ".casefile/links.json", words]);
        assert_eq!(run.stdout, first.stdout);
        assert_eq!(check(&site, &[]).stderr, first.stderr, "it was begun anew");
    }
    // The build does not know of any of this.
    assert_eq!(site.build(&[]).status, 0);
    assert!(site.output().keys().all(|path| !path.contains("casefile/links")));
}

#[cfg(unix)]
#[test]
fn findings_are_kept_nowhere_else() {
    let server = Server::new(|method, _, _| page(method, story()));
    let site = Site::new(&reference("a", &server.url("/a")));
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(elsewhere.path(), site.path(".casefile")).expect("a link");
    let run = check(&site, &[]);
    assert_shows(&run.stderr, &["link-cache", "is not what casefile would have made there"]);
    assert_eq!(run.stdout, "1 address: 1 live.\n");
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_found() {
    let server = Server::new(|method, path, _| match path {
        "/z" => Reply::Silence,
        _ => page(method, story()),
    });
    let fixture: Vec<String> = ["a", "b", "z"].map(|id| reference(id, &server.url(&format!("/{id}")))).into();
    let site = Site::new(&fixture.concat());
    let mut child = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["check", "--links", "--allow-local", "--pace", "0", "--timeout", "600"])
        .current_dir(site.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("casefile runs");
    let kept = || fs::read_to_string(site.path(".casefile/links.json")).unwrap_or_default();
    let began = Instant::now();
    while !kept().contains("/b\"") && began.elapsed() < Duration::from_secs(60) {
        std::thread::yield_now();
    }
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let found = kept();
    assert_shows(&found, &["/a\"", "/b\""]);
    assert_hides(&found, &["/z\""]);
    let asked = server.requests().len();
    let run = check(&site, &["--timeout", "0.2"]);
    assert_shows(&run.stdout, &["3 addresses, 2 of them as found earlier", "2 live, 1 unreachable"]);
    assert!(server.requests()[asked..].iter().all(|request| request.ends_with("/z")));
}

#[test]
fn each_address_is_told_with_its_record_and_line() {
    let server = Server::new(|_, _, _| answer("404 Not Found", "", ""));
    let url = |path: &str| server.url(path);
    let site = Site::new(&format!(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\npublisher: {{name: P, url: \"{publisher}\"}}\n\
         licence: {{name: L, url: \"{licence}\"}}\n\
         === content/references/a.md\n---\ntitle: A\ntype: foi\nurl: {a}\narchived:\n  - url: {copy}\n    date: 2018\n\
         foi: {{request_url: \"{request}\"}}\nparent: {{title: P, url: \"{parent}\"}}\n---\n\nSee <{text}> and {a}/b and [this]({a} \"A\").\n\
         === content/references/list.yaml\none:\n  title: One\n  type: web\n  url: {one}\ntwo:\n  title: Two\n  type: web\n  url: {one}\n\
         === content/organisations/o.md\n---\ntitle: O\nurl: {o}\n---\n\
         === content/incidents/i.md\n---\ntitle: I\nstate: draft\ncontracts:\n  - title: C\n    url: {contract}\n---\n\n[^1]\n\n[^1]: [Note]({note}).\n",
        publisher = url("/publisher"),
        licence = url("/licence"),
        a = url("/a"),
        copy = url("/copy"),
        request = url("/request"),
        parent = url("/parent"),
        text = url("/text"),
        one = url("/one"),
        o = url("/o"),
        contract = url("/contract"),
        note = url("/note"),
    ));
    let run = check(&site, &["--format", "json"]);
    let mut places: Vec<String> = Vec::new();
    for line in run.stderr.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let message = line["message"].as_str().expect("a message");
        let path = message.split(['/', '`']).nth(4).expect("an address");
        let file = line["path"].as_str().expect("a path").trim_start_matches("content/");
        places.push(format!("{file}:{}:{} {path}", line["line"], line["column"]));
    }
    let expected = [
        "casefile.yaml:3:28 publisher",
        "casefile.yaml:4:26 licence",
        "incidents/i.md:6:10 contract",
        "incidents/i.md:11:14 note",
        "organisations/o.md:3:6 o",
        "references/a.md:4:6 a",
        "references/a.md:6:10 copy",
        "references/a.md:8:21 request",
        "references/a.md:9:26 parent",
        "references/a.md:12:6 text",
        "references/list.yaml:4:8 one",
    ];
    assert_eq!(places, expected, "{}", run.stderr);
    // An address is asked about once, wherever it stands.
    assert_eq!(server.requests().len(), 2 * 11);
    let github = check(&site, &["--format", "github"]);
    assert_shows(
        &github.stderr,
        &["::warning file=content/references/a.md,line=4,col=6,title=link-gone::`http"],
    );
    let human = check(&site, &[]);
    assert_shows(
        &human.stderr,
        &[
            "warning[link-gone]: `http",
            "--> content/references/a.md:4:6",
            "it stands here too",
            "expected: `url_status: dead`, and a copy in an archive in `archived`",
            "11 warnings.",
        ],
    );
    assert_eq!(check(&site, &["--quiet"]).stdout, "");
}

/// The files of the records of a site.
fn records(site: &Site) -> BTreeMap<String, String> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    common::files(&site.path("content")).into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

#[test]
fn what_was_found_is_written_into_one_line_of_a_record() {
    let server = Server::new(|method, path, _| match path {
        "/live" | "/wall/live" | "/was-dead" => page(method, story()),
        "/moved" => redirect("301 Moved Permanently", "/live"),
        "/for-now" => redirect("302 Found", "/"),
        "/parked" => page(method, "<title>news.example</title><h1>Buy this domain</h1>"),
        "/blocked" => answer("403 Forbidden", "", ""),
        "/" | "/other" | "/taken-over" => {
            page(method, format!("<title>Garden</title>{}", "Chairs of wood. ".repeat(40)))
        }
        _ => answer("404 Not Found", "", ""),
    });
    let record = |id: &str, status: &str| {
        let url = server.url(&format!("/{id}"));
        format!(
            "=== content/references/{id}.md\n---\ntitle: {TITLE}\n# where\nurl: \"{url}\"  # checked by hand\n{status}type: news\n---\n\nText.\n"
        )
    };
    let fixture = [
        record("live", ""),
        record("moved", "url_status: unchecked\n"),
        record("for-now", ""),
        record("parked", "url_status: live\n"),
        record("blocked", ""),
        record("gone", "url_status: 'live'   # in May\n"),
        record("gone-too", "url_status: dead\n"),
        record("was-dead", "url_status: dead\n"),
        record("other", "url_status: dead\n"),
        record("taken-over", "url_status: hijacked\n"),
        format!(
            "=== content/references/list.yaml\none:\n  title: One\n  type: web\n  url: {}\n",
            server.url("/gone")
        ),
    ];
    let site = Site::new(&fixture.concat());
    let windows = records(&site)["references/gone.md"].replace('\n', "\r\n");
    site.write(
        "content/references/windows.md",
        windows.replace("/gone", "/gone-windows").replace("url_status: 'live'   # in May\r\n", ""),
    );
    let before = records(&site);
    let run = check(&site, &["--write"]);
    assert_eq!(run.status, 0, "{run:#?}");
    let mut expected = before.clone();
    let mut change = |id: &str, from: &str, to: &str| {
        let text = expected.get_mut(&format!("references/{id}.md")).expect("a record");
        assert_eq!(text.matches(from).count(), 1, "{id}");
        *text = text.replace(from, to);
    };
    change("live", "by hand\n", "by hand\nurl_status: live\n");
    change("parked", "url_status: live\n", "url_status: hijacked\n");
    change("gone", "url_status: 'live'   # in May", "url_status: 'dead'   # in May");
    change("was-dead", "url_status: dead", "url_status: live");
    change("windows", "by hand\r\n", "by hand\r\nurl_status: dead\r\n");
    assert_eq!(records(&site), expected);
    let answer = "\
content/references/gone.md: `url_status: dead`, where it was `live`
content/references/list.yaml: not written; write `url_status: dead` beside";
    assert_shows(
        &run.stdout,
        &[
            answer,
            "content/references/live.md: `url_status: live`, where it was `unchecked`",
            "Changed 5 files.",
        ],
    );
    let again = check(&site, &["--write"]);
    assert_shows(&again.stdout, &["Changed 0 files."]);
    assert_eq!(records(&site), expected);
    // What the record says is no news.
    let told = told(&check(&site, &["--format", "json"]));
    let codes: Vec<(&str, &str)> = told
        .iter()
        .map(|(path, (code, _))| (path.trim_start_matches("content/references/"), code.as_str()))
        .collect();
    assert_eq!(
        codes,
        [
            ("blocked.md", "link-blocked"),
            ("for-now.md", "link-hijacked"),
            ("list.yaml", "link-gone"),
            ("moved.md", "link-moved")
        ]
    );
    assert_eq!(site.build(&[]).status, 0);
}

#[test]
fn a_page_that_became_another_is_told_and_nothing_is_written() {
    let server = Server::new(|method, path, nth| match (path, nth) {
        (_, 0) | ("/same", _) => page(method, story()),
        _ => page(
            method,
            format!("<title>Casino</title><p>{}", "Play and win with every spin tonight. ".repeat(20)),
        ),
    });
    let site = Site::new(&[reference("a", &server.url("/a")), reference("b", &server.url("/same"))].concat());
    assert_eq!(check(&site, &[]).stdout, "2 addresses: 2 live.\n");
    set_back(&site, "2025-03-01");
    let before = records(&site);
    let run = check(&site, &["--write", "--format", "json"]);
    let told = told(&run);
    assert_eq!(told.len(), 1, "{}", run.stderr);
    let (code, message) = &told["content/references/a.md"];
    assert_eq!(code, "link-hijacked");
    assert_shows(message, &["shows other words altogether than on "]);
    assert_eq!(records(&site)["references/a.md"], before["references/a.md"]);
}

#[test]
fn slips_on_the_command_line_are_told() {
    let site = Site::new("");
    for (arguments, words) in [
        (&["check", "--write"][..], "--links"),
        (&["check", "--pace", "2"], "--links"),
        (&["check", "--links", "--pace=-1"], "expected a number of seconds"),
        (&["check", "--links", "--pace", "quick"], "expected a number of seconds"),
        (&["check", "--links", "--timeout", "0"], "expected a number of seconds above 0"),
        (&["check", "--links", "--max-age", "x"], "--max-age"),
    ] {
        let run = site.run(arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert_shows(&run.stderr, &[words]);
    }
    let site = Site::new("=== content/about.md\n---\ntitle: About\n---\n");
    let run = site.run(&["check", "--links"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "No links to other sites.\n"));
}

#[test]
fn records_that_cannot_be_read_are_no_reason_to_say_nothing() {
    let server = Server::new(|method, _, _| page(method, story()));
    let site = Site::new(
        &[reference("a", &server.url("/a")), "=== content/incidents/i.md\n---\nsummary: S\n---\n".to_owned()]
            .concat(),
    );
    let run = check(&site, &[]);
    assert_eq!(run.status, 0);
    assert_shows(
        &run.stdout,
        &["1 address: 1 live.", "The site has a mistake, which `casefile check` shows"],
    );
}

#[test]
fn links_in_html_are_looked_at_where_it_is_let_through() {
    let server = Server::new(|_, _, _| answer("404 Not Found", "", ""));
    let page = format!(
        "---\ntitle: About\n---\n\n<p>See <A HREF='{}'>that</A>.</p>\n",
        server.url("/a?b=1&amp;c=2")
    );
    let site = Site::new(&format!(
        "=== casefile.yaml\ntitle: T\nbase_url: https://evidence.example/\nhtml: sanitised\n=== content/about.md\n{page}"
    ));
    let run = check(&site, &["--format", "github"]);
    assert_shows(&run.stderr, &["file=content/about.md,line=5,col=16,title=link-gone"]);
    assert_eq!(server.requests(), ["HEAD /a?b=1&c=2", "GET /a?b=1&c=2"]);
    let escaped = Site::new(&format!("=== content/about.md\n{page}"));
    assert_eq!(check(&escaped, &[]).stdout, "No links to other sites.\n");
}
