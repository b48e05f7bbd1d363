//! What is told of the addresses: a diagnostic for each that a campaigner should look at, and a summary of all.

use super::find::Link;
use super::finding::Finding;
use super::finding::State;
use super::finding::Visited;
use super::finding::Worth;
use super::finding::day;
use super::visit::is_active;
use super::visit::shown;
use crate::diagnostic::Diagnostic;
use crate::vocabulary::UrlStatus;
use std::collections::BTreeMap;

/// What a campaigner should look at, if that is so.
pub fn diagnostic(link: &Link, visited: &Visited) -> Option<Diagnostic> {
    let finding = &visited.finding;
    if finding.state == State::Live || is_known(link, finding) {
        return None;
    }
    let code = code(finding.state);
    let address = shown(&link.address);
    let on = match finding.state {
        State::NotChecked => String::new(),
        _ => format!(", on {}", day(visited.visited)),
    };
    let words = format!("`{address}` {}{}{on}", verdict(finding), finding.seen);
    // The words may be from a file that somebody else sent.
    let words = words.replace(is_active, "");
    let mut told = Diagnostic::warning(code, link.span, words).expected(expected(link, finding));
    if let Some(to) = &finding.to {
        told = told.suggest(to.replace(is_active, ""));
    }
    Some(link.others.iter().fold(told, |told, span| told.other(*span, "it stands here too")))
}

fn code(state: State) -> &'static str {
    match state {
        State::Live | State::Moved => "link-moved",
        State::Blocked => "link-blocked",
        State::Gone => "link-gone",
        State::Replaced | State::Hijacked => "link-hijacked",
        State::Unreachable => "link-unreachable",
        State::NotChecked => "link-not-checked",
    }
}

/// What the record says already is no news.
fn is_known(link: &Link, finding: &Finding) -> bool {
    let says_so = matches!(link.status, Some((UrlStatus::Dead | UrlStatus::Hijacked, _)));
    says_so && !matches!(finding.state, State::Live | State::Moved)
}

fn verdict(finding: &Finding) -> String {
    let words = match finding.state {
        State::Live => "works: it ",
        State::Moved => {
            return format!("has moved to `{}`: it ", shown(finding.to.as_deref().unwrap_or_default()));
        }
        State::Blocked => "could not be looked at: it ",
        State::Gone => "is gone: it ",
        State::Replaced => "no longer shows what it did, it seems: it ",
        State::Hijacked => "shows something else now, it seems: it ",
        State::Unreachable => "could not be reached: it ",
        State::NotChecked => "was not looked at: it ",
    };
    words.to_owned()
}

fn expected(link: &Link, finding: &Finding) -> &'static str {
    let is_reference = link.status.is_some();
    match finding.state {
        State::Live | State::Moved => "the new address, if the page there is the one that is meant",
        State::Blocked => {
            "nothing, perhaps: programs are kept out, and readers may well see it; look in a browser"
        }
        State::Gone if is_reference => "`url_status: dead`, and a copy in an archive in `archived`",
        State::Gone => "another address, or that of a copy in an archive",
        State::Replaced if is_reference => {
            "a look in a browser; if the page is not there, `url_status: dead` and a copy in an archive in `archived`"
        }
        State::Hijacked if is_reference => {
            "a look in a browser, with care; if others have the address now, `url_status: hijacked` and a copy in an archive in `archived`"
        }
        State::Replaced | State::Hijacked => {
            "a look in a browser, with care; then another address, or no link"
        }
        State::Unreachable => {
            "nothing yet, since this says nothing of the page; run this again on another day"
        }
        State::NotChecked => "a look of your own",
    }
}

/// What a record may be made to say, given what it says.
///
/// What somebody wrote with care is not taken back lightly: who takes over an address answers too. So `live` takes the place
/// of `dead` only where the page has the words of the title, and of `hijacked` never.
pub fn status_to_write(said: UrlStatus, finding: &Finding) -> Option<Worth> {
    let worth = finding.worth?;
    let may = match (said, worth) {
        (UrlStatus::Unchecked, _) => true,
        (UrlStatus::Live, worth) => worth != Worth::Live,
        (UrlStatus::Dead, Worth::Live) => finding.has_title,
        (UrlStatus::Dead, worth) => worth == Worth::Hijacked,
        (UrlStatus::Hijacked, _) => false,
    };
    may.then_some(worth)
}

/// How it stands with all addresses together: "34 addresses, 12 of them looked at before: 30 live, 2 moved, 2 gone."
pub fn summary(states: &[State], known: usize) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for state in states {
        let word = match state {
            State::Live => "live",
            State::Moved => "moved",
            State::Blocked => "blocked",
            State::Gone => "gone",
            State::Replaced | State::Hijacked => "hijacked",
            State::Unreachable => "unreachable",
            State::NotChecked => "not looked at",
        };
        *counts.entry(word).or_default() += 1;
    }
    let order = ["live", "moved", "blocked", "gone", "hijacked", "unreachable", "not looked at"];
    let parts: Vec<String> =
        order.iter().filter_map(|word| Some(format!("{} {word}", counts.get(word)?))).collect();
    let known = match known {
        0 => String::new(),
        known => format!(", {known} of them as found earlier (`--fresh` asks again)"),
    };
    match states.len() {
        0 => "No links to other sites.\n".to_owned(),
        1 => format!("1 address{known}: {}.\n", parts.join(", ")),
        all => format!("{all} addresses{known}: {}.\n", parts.join(", ")),
    }
}
