//! What answers say of addresses.

use super::Answer;
use super::Failure;
use super::Finding;
use super::Manners;
use super::Method;
use super::Reach;
use super::Response;
use super::State;
use super::Step;
use super::Visit;
use super::parse;
use super::read_page;
use jiff::Timestamp;
use proptest::prelude::any;
use proptest::proptest;
use std::time::Duration;

const MANNERS: Manners = Manners { retry_wait: Duration::from_secs(2), reach: Reach::Public };

const TITLE: &str = "Trust lost letters to general practitioners";

fn now() -> Timestamp {
    "2026-11-28T12:00:00Z".parse().expect("a moment")
}

fn visit(address: &str) -> Visit {
    Visit::new(parse(address).expect("an address"), vec![TITLE.to_owned()], None)
}

fn status(status: u16) -> Answer {
    Ok(Response { status, content_type: "text/html".to_owned(), ..Response::default() })
}

fn redirect(code: u16, to: &str) -> Answer {
    status(code).map(|answer| Response { location: Some(to.to_owned()), ..answer })
}

fn html(text: &str) -> Answer {
    status(200)
        .map(|answer| Response { page: Some(read_page(text.as_bytes(), "text/html", false)), ..answer })
}

/// A visit of an address that gets these answers comes to this state and words; each answer but the last leads to a
/// request more.
#[track_caller]
fn check(address: &str, answers: &[Answer], expected: (State, &str)) -> Finding {
    let mut visit = visit(address);
    let (last, others) = answers.split_last().expect("an answer");
    for answer in others {
        let step = visit.take(answer.clone(), MANNERS, now());
        assert!(matches!(step, Step::Ask(_)), "{step:?}");
    }
    match visit.take(last.clone(), MANNERS, now()) {
        Step::Done(outcome) => {
            assert_eq!((outcome.finding.state, outcome.finding.seen.as_str()), expected);
            outcome.finding
        }
        step => panic!("{step:?}"),
    }
}

const PAGE: &str = "http://news.example/2018/letters";

#[test]
fn a_redirect_into_a_local_network_is_not_followed() {
    for to in ["http://127.0.0.1/admin", "http://[::1]:8080/", "//router.local/", "http://0x7f.1/"] {
        let mut visit = visit(PAGE);
        let Step::Done(outcome) = visit.take(redirect(301, to), MANNERS, now()) else { panic!("{to}") };
        assert_eq!(outcome.finding.state, State::Unreachable);
        assert!(
            outcome.finding.seen.contains("in a local network, which is not asked"),
            "{}",
            outcome.finding.seen
        );
    }
    // What a name leads to shows only when it is looked up.
    let seen = "is an address in a local network, and was not asked";
    check("http://intern.news.example/", &[Err(Failure::Local)], (State::NotChecked, seen));
    let seen = "leads to `http://b.example/`, which is in a local network, and was not asked";
    check(PAGE, &[redirect(302, "http://b.example/"), Err(Failure::Local)], (State::Unreachable, seen));
}

#[test]
fn redirects_end() {
    let mut answers: Vec<Answer> = (0..11).map(|number| redirect(301, &format!("/{number}"))).collect();
    check(PAGE, &answers, (State::Unreachable, "leads from one address to the next, more than 10 times"));
    answers.truncate(2);
    answers.push(redirect(302, "/0"));
    check(PAGE, &answers, (State::Unreachable, "leads in a circle, back to `http://news.example/0`"));
}

#[test]
fn what_moves_for_good_is_told_from_what_moves_for_now() {
    let to = "http://news.example/archive/letters";
    let found = check(
        PAGE,
        &[redirect(301, to), redirect(302, "/x/letters"), status(200), html(TITLE)],
        (State::Moved, "answered 301 (moved permanently)"),
    );
    assert_eq!(found.to.as_deref(), Some(to));
    let seen = "leads to `http://news.example/archive/letters`, which answered 200 (OK)";
    check(PAGE, &[redirect(302, to), status(200), html(TITLE)], (State::Live, seen));
    let secure = "https://www.news.example/2018/letters/";
    let seen = "leads to `https://www.news.example/2018/letters/`, which answered 200 (OK)";
    check(PAGE, &[redirect(301, secure), status(200), html(TITLE)], (State::Live, seen));
}

#[test]
fn only_what_lasts_may_be_written() {
    for (code, written) in [(301, true), (308, true), (302, false), (303, false), (307, false)] {
        let seen = "leads to the home page of its site, `http://news.example/`";
        let found = check(PAGE, &[redirect(code, "/"), status(200), html("News")], (State::Replaced, seen));
        assert_eq!(found.worth.is_some(), written, "{code}");
    }
}

#[test]
fn services_that_lead_elsewhere_are_no_hijackers() {
    let chairs = format!("<title>Chairs</title>{}", "Chairs of wood and steel. ".repeat(30));
    let hop = redirect(302, "https://journal.example/articles/12");
    let seen = "leads to `https://journal.example/articles/12`, which answered 200 (OK)";
    check("https://doi.org/10.1/abc", &[hop.clone(), status(200), html(&chairs)], (State::Live, seen));
    let seen = "leads to `https://journal.example/articles/12`, a page of another site without the words of the title";
    check(PAGE, &[hop.clone(), status(200), html(&chairs)], (State::Hijacked, seen));
    // Without a page that can be read, nothing is claimed.
    let pdf = Ok(Response { status: 200, content_type: "application/pdf".to_owned(), ..Response::default() });
    let seen = "leads to `https://journal.example/articles/12`, which answered 200 (OK)";
    check(PAGE, &[hop, pdf], (State::Live, seen));
    let seller = redirect(302, "https://www.hugedomains.com/domain_profile.cfm?d=news.example");
    let seen = "leads to `www.hugedomains.com`, where domains are sold";
    check(PAGE, &[seller, status(200), html("<title>For sale</title>")], (State::Hijacked, seen));
}

#[test]
fn a_page_about_its_title_is_live_whatever_else_it_says() {
    let page = format!("<title>{TITLE}</title><p>One wrote: buy this domain.");
    let found = check(PAGE, &[status(200), html(&page)], (State::Live, "answered 200 (OK)"));
    assert!(found.has_title);
}

#[test]
fn what_a_server_says_does_nothing_to_a_terminal() {
    let page = format!("<title>Not found | \u{1b}[31m\u{202e}{}</title>", "x".repeat(300));
    let seen = format!("shows a page that says \u{201c}Not found | [31m{}…\u{201d}", "x".repeat(184));
    check(PAGE, &[status(200), html(&page)], (State::Replaced, &seen));
}

#[test]
fn waits_grow_and_a_server_says_how_long() {
    let busy =
        |text: &str| status(503).map(|answer| Response { retry_after: Some(text.to_owned()), ..answer });
    let wait = |visit: &mut Visit, answer: Answer| match visit.take(answer, MANNERS, now()) {
        Step::Ask(wait) => wait.as_secs(),
        step => panic!("{step:?}"),
    };
    let mut one = visit(PAGE);
    assert_eq!(wait(&mut one, Err(Failure::Closed)), 2);
    assert_eq!(one.method, Method::Get);
    assert_eq!(wait(&mut one, Err(Failure::Slow)), 4);
    assert!(matches!(one.take(Err(Failure::Slow), MANNERS, now()), Step::Done(_)));
    for (text, seconds) in [
        ("30", 30),
        (" 1 ", 2),
        ("Sat, 28 Nov 2026 12:00:45 GMT", 45),
        ("Sat, 28 Nov 2026 11:00:00 GMT", 2),
        ("soon", 2),
        ("-5", 2),
        ("99999999999999999999999", 2),
    ] {
        assert_eq!(wait(&mut visit(PAGE), busy(text)), seconds, "{text}");
    }
    for text in ["61", "86400", "Sat, 28 Nov 2026 13:00:00 GMT"] {
        let mut visit = visit(PAGE);
        assert_eq!(wait(&mut visit, busy(text)), 0, "the page is asked for instead of its head");
        assert!(matches!(visit.take(busy(text), MANNERS, now()), Step::Done(_)), "{text}");
    }
}

#[test]
fn only_a_name_that_nobody_has_is_gone() {
    let thrice = |failure: Failure| [Err(failure.clone()), Err(failure.clone()), Err(failure)];
    let seen = "has no server: there is no host `news.example`";
    check(PAGE, &thrice(Failure::NoSuchHost), (State::Gone, seen));
    let seen = "has a host whose name could not be looked up";
    check(PAGE, &thrice(Failure::LookUp), (State::Unreachable, seen));
    let seen = "has a server that does not prove who it is (certificate)";
    check(PAGE, &[Err(Failure::Certificate)], (State::Unreachable, seen));
    check(PAGE, &[Err(Failure::TlsRefused)], (State::Blocked, "refused a secure connection with a program"));
}

proptest! {
    #[test]
    fn every_visit_ends_and_no_answer_without_proof_is_written(
        answers in proptest::collection::vec((100_u16..1000, "[ -~]{0,30}", any::<bool>(), 0..12_u8), 60..61),
    ) {
        let mut visit = visit(PAGE);
        let mut is_over = false;
        for (code, text, with_page, failure) in answers {
            let page = (with_page && visit.method == Method::Get).then(|| read_page(text.as_bytes(), "text/html", false));
            let answer = match failure {
                0 => Err(Failure::Closed),
                1 => Err(Failure::NoSuchHost),
                _ => Ok(Response {
                    status: code,
                    location: Some(text.clone()),
                    retry_after: Some(text),
                    page,
                    ..Response::default()
                }),
            };
            let was_404 = matches!(&answer, Ok(answer) if matches!(answer.status, 404 | 410));
            let was_no_host = matches!(answer, Err(Failure::NoSuchHost));
            match visit.take(answer, MANNERS, now()) {
                Step::Ask(wait) => assert!(wait <= Duration::from_secs(60)),
                Step::Done(outcome) => {
                    assert!(outcome.finding.state != State::Gone || was_404 || was_no_host);
                    is_over = true;
                    break;
                }
            }
        }
        assert!(is_over, "no end");
    }
}
