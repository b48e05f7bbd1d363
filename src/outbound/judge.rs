//! What an answer says of an address. A wrong "gone" or "hijacked" harms, so that each needs its proof.

use super::address;
use super::finding::Finding;
use super::finding::State;
use super::finding::Worth;
use super::finding::status_words;
use super::page;
use super::page::Likeness;
use super::page::Page;
use super::visit::Failure;
use super::visit::Hop;
use super::visit::Response;
use super::visit::Visit;
use super::visit::shown;
use ::url::Url;

/// Parts of addresses at which somebody is asked to sign in or to consent.
const DOORS: [&str; 14] = [
    "auth", "captcha", "consent", "log-in", "log_in", "login", "logon", "oauth", "sign-in", "sign-on",
    "sign_in", "signin", "signon", "sso",
];

/// What an answer says that is no redirect.
pub(super) fn answered(visit: &Visit, response: &Response) -> Finding {
    let status = response.status;
    let seen = format!("{}answered {}", way(visit), status_words(status));
    let is_wall = response.is_wall || response.page.as_ref().is_some_and(Page::is_wall);
    match status {
        _ if is_wall => Finding::new(State::Blocked, format!("{seen}, with a page that keeps programs out")),
        200..=299 => of_page(visit, response),
        404 | 410 => Finding::new(State::Gone, seen).worth(Worth::Dead),
        401..=403 | 405..=407 | 418 | 429 | 430 | 444 | 451 | 999 => Finding::new(State::Blocked, seen),
        _ => Finding::new(State::Unreachable, seen),
    }
}

/// What it says that no answer came.
pub(super) fn failed(visit: &Visit, failure: &Failure) -> Finding {
    let (state, words) = match failure {
        Failure::NoSuchHost => {
            let host = address::host(&visit.at);
            let seen = format!("{}has no server: there is no host `{host}`", way(visit));
            return Finding::new(State::Gone, seen).worth(Worth::Dead);
        }
        Failure::Local if visit.hops.is_empty() => {
            (State::NotChecked, "is an address in a local network, and was not asked")
        }
        Failure::Local => (State::Unreachable, "is in a local network, and was not asked"),
        Failure::LookUp => (State::Unreachable, "has a host whose name could not be looked up"),
        Failure::NoConnection => (State::Unreachable, "took no connection"),
        Failure::SlowConnection => (State::Unreachable, "took no connection in time"),
        Failure::Slow => (State::Unreachable, "gave no whole answer in time"),
        Failure::TlsRefused => (State::Blocked, "refused a secure connection with a program"),
        Failure::Certificate => {
            (State::Unreachable, "has a server that does not prove who it is (certificate)")
        }
        Failure::Closed => (State::Unreachable, "ended the connection without an answer"),
        Failure::NotHttp => (State::Unreachable, "answered with something that is no web page"),
    };
    Finding::new(state, format!("{}{words}", way(visit)))
}

/// How the address led to the one that answered in the end.
fn way(visit: &Visit) -> String {
    match visit.hops.last() {
        Some(hop) => format!("leads to `{}`, which ", shown(hop.to.as_str())),
        None => String::new(),
    }
}

fn of_page(visit: &Visit, response: &Response) -> Finding {
    let page = response.page.as_ref();
    let likeness = page.map_or(Likeness::Unclear, |page| page.is_about(&visit.titles));
    let other = if likeness == Likeness::Alike {
        None
    } else {
        for_sale(visit, page)
            .or_else(|| door(visit))
            .or_else(|| sign_in(visit, page))
            .or_else(|| not_found(visit, page))
            .or_else(|| elsewhere(visit, likeness))
            .or_else(|| changed(visit, page.filter(|_| likeness == Likeness::Unlike)))
    };
    if let Some(finding) = other {
        return finding;
    }
    let seen = format!("{}answered {}", way(visit), status_words(response.status));
    let found = Finding::new(State::Live, seen).worth(Worth::Live);
    let found = Finding {
        has_title: likeness == Likeness::Alike,
        sketch: page.filter(|_| likeness == Likeness::Alike).and_then(Page::sketch),
        ..found
    };
    match moved_to(visit) {
        Some((status, to)) => Finding {
            state: State::Moved,
            seen: format!("answered {}", status_words(status)),
            to: Some(to.to_string()),
            worth: None,
            ..found
        },
        None => found,
    }
}

fn for_sale(visit: &Visit, page: Option<&Page>) -> Option<Finding> {
    let host = address::host(&visit.at);
    let found = |seen: String| Some(Finding::new(State::Hijacked, seen).worth(Worth::Hijacked));
    if page::is_seller(&host) && !address::is_same_site(&visit.start, &visit.at) {
        return found(format!("leads to `{host}`, where domains are sold"));
    }
    let sign = page?.parked?;
    found(format!(
        "{}shows a page of a domain for sale or out of use, with \u{201c}{sign}\u{201d}",
        way(visit)
    ))
}

/// A page at which one has to sign in or to consent stands before the page that was meant.
fn door(visit: &Visit) -> Option<Finding> {
    let to = &visit.hops.last()?.to;
    let lower = format!("{}{}", address::host(to), to.path()).to_ascii_lowercase();
    let is_door = |part: &str| DOORS.contains(&part.split(['?', ';']).next().unwrap_or(part));
    let was_door = visit.start.path().to_ascii_lowercase().split(['/', '.']).any(is_door);
    (lower.split(['/', '.', ':']).any(is_door) && !was_door).then(|| {
        Finding::new(
            State::Blocked,
            format!("leads to `{}`, where one has to sign in or to consent first", shown(to.as_str())),
        )
    })
}

/// A page at the very address that asks for a password and says so in its title.
fn sign_in(visit: &Visit, page: Option<&Page>) -> Option<Finding> {
    let page = page.filter(|page| page.is_sign_in())?;
    let says = if page.title.is_empty() { &page.heading } else { &page.title };
    let seen = format!("{}shows a page to sign in, \u{201c}{}\u{201d}", way(visit), shown(says));
    Some(Finding::new(State::Blocked, seen))
}

fn not_found(visit: &Visit, page: Option<&Page>) -> Option<Finding> {
    let page = page.filter(|page| page.is_not_found())?;
    let says = if page.title.is_empty() { &page.heading } else { &page.title };
    let seen = format!("{}shows a page that says \u{201c}{}\u{201d}", way(visit), shown(says));
    Some(Finding::new(State::Replaced, seen).worth(Worth::Dead))
}

/// A redirect away from the page, where nothing says that it leads to the same page.
fn elsewhere(visit: &Visit, likeness: Likeness) -> Option<Finding> {
    let to = &visit.hops.last()?.to;
    let is_page = !address::is_home(&visit.start) && !address::is_forwarder(&visit.start);
    if !is_page || address::is_nearly(&visit.start, to) {
        return None;
    }
    let is_same = address::is_same_site(&visit.start, to);
    let home = address::is_home(to);
    let there = shown(to.as_str());
    let (state, worth, seen) = match (is_same, home) {
        (true, true) => {
            (State::Replaced, Worth::Dead, format!("leads to the home page of its site, `{there}`"))
        }
        (false, true) => {
            (State::Hijacked, Worth::Hijacked, format!("leads to the home page of another site, `{there}`"))
        }
        (false, false) if likeness == Likeness::Unlike && !address::ends_alike(&visit.start, to) => {
            let seen = format!("leads to `{there}`, a page of another site without the words of the title");
            (State::Hijacked, Worth::Hijacked, seen)
        }
        _ => return None,
    };
    let found = Finding::new(state, seen);
    // What a server does for now is told, and nobody's record is changed for it.
    Some(if visit.hops.iter().all(Hop::is_permanent) { found.worth(worth) } else { found })
}

/// A page that had the words of the title when it was last seen, and now has no word of what it had.
fn changed(visit: &Visit, page: Option<&Page>) -> Option<Finding> {
    let before = visit.before.as_ref()?;
    let sketch = page?.sketch()?;
    let is_other = !address::is_home(&visit.start) && sketch.is_altogether_other(&before.sketch);
    is_other.then(|| {
        let seen = format!(
            "{}shows other words altogether than on {}, and not those of the title",
            way(visit),
            before.day
        );
        // A page can be rewritten by those who wrote it: a person has to look.
        Finding::new(State::Hijacked, seen)
    })
}

/// Where the address leads for good, and the status that said so first; not where it is nearly the same.
fn moved_to(visit: &Visit) -> Option<(u16, &Url)> {
    let lasting = visit.hops.iter().take_while(|hop| hop.is_permanent());
    let to = &lasting.last()?.to;
    let status = visit.hops.first()?.status;
    (!address::is_nearly(&visit.start, to)).then_some((status, to))
}
