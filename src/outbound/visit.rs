//! A visit to an address: what is asked next, given what was answered so far.

use super::address;
use super::finding::Finding;
use super::finding::State;
use super::finding::status_words;
use super::judge;
use super::page::Page;
use super::page::Sketch;
use ::url::Url;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// Redirects are followed so many times.
const MOST_HOPS: usize = 10;
/// What fails is tried so many times more.
const MOST_RETRIES: u32 = 2;
/// A server that wants a longer wait is not asked again in this run.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How a server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// For the head of the answer alone.
    Head,
    /// For the page.
    Get,
}

/// What a server answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status (RFC 9110).
    pub status: u16,
    /// Where it redirects to, as it was written.
    pub location: Option<String>,
    /// When to ask again: seconds, or a date.
    pub retry_after: Option<String>,
    /// The media type.
    pub content_type: String,
    /// It says that programs are kept out.
    pub is_wall: bool,
    /// The page, where it was asked for.
    pub page: Option<Page>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No host has that name.
    NoSuchHost,
    /// The name could not be looked up for now.
    LookUp,
    /// The host is in a local network, and is not asked.
    Local,
    /// The host took no connection.
    NoConnection,
    /// The host took no connection in time.
    SlowConnection,
    /// No whole answer came in time.
    Slow,
    /// The host wants no secure connection with a program.
    TlsRefused,
    /// The host does not prove who it is.
    Certificate,
    /// The connection ended before an answer.
    Closed,
    /// Something came that is no answer.
    NotHttp,
}

/// What comes of a request.
pub type Answer = Result<Response, Failure>;

/// Which hosts may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those that everybody can reach.
    Public,
    /// Those of this machine and its network too.
    Everywhere,
}

/// What the page was when it was last live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The day, in words.
    pub day: String,
    /// Some of its words.
    pub sketch: Sketch,
}

/// A redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Its status.
    pub status: u16,
    /// Where it led.
    pub to: Url,
}

impl Hop {
    /// Whether the server says that it will stay so.
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}

/// A visit that is under way.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The address that was written.
    pub start: Url,
    /// What the page should be about: titles of works.
    pub titles: Vec<String>,
    /// What it was, if it had the words of the title then.
    pub before: Option<Before>,
    /// What is asked next.
    pub at: Url,
    /// How it is asked.
    pub method: Method,
    /// Redirects so far.
    pub hops: Vec<Hop>,
    retries: u32,
    answered: bool,
}

/// How visits are made.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// The wait before the first retry; the next is twice as long.
    pub retry_wait: Duration,
    /// Which hosts may be asked.
    pub reach: Reach,
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To ask again, at once or after a wait.
    Ask(Duration),
    /// The visit is over.
    Done(Box<Outcome>),
}

/// What came of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What was found.
    pub finding: Finding,
    /// Whether any server answered.
    pub answered: bool,
    /// Why nothing else of the last host need be asked in this run.
    pub closes: Option<Closed>,
}

/// Why a host is not asked any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// It cannot be reached.
    Failed(Failure),
    /// It asked for fewer requests.
    Busy,
}

impl Visit {
    /// A visit that is to begin.
    pub fn new(start: Url, titles: Vec<String>, before: Option<Before>) -> Self {
        let at = start.clone();
        Self {
            start,
            titles,
            before,
            at,
            method: Method::Head,
            hops: Vec::new(),
            retries: 0,
            answered: false,
        }
    }

    /// Takes in what came of the request; `now` is when it came.
    pub fn take(&mut self, answer: Answer, manners: Manners, now: Timestamp) -> Step {
        match answer {
            Ok(response) => {
                self.answered = true;
                self.take_response(response, manners, now)
            }
            Err(failure) => self.take_failure(failure, manners),
        }
    }

    /// The end of a visit to a host that is not asked any more.
    pub fn give_up(&self, why: &Closed) -> Outcome {
        let finding = match why {
            Closed::Failed(failure) => judge::failed(self, failure),
            Closed::Busy => Finding::new(
                State::NotChecked,
                "was not asked, because its server had asked for fewer requests",
            ),
        };
        Outcome { finding, answered: self.answered, closes: None }
    }

    fn take_response(&mut self, response: Response, manners: Manners, now: Timestamp) -> Step {
        let status = response.status;
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            return self.take_redirect(&response, manners);
        }
        if matches!(status, 429 | 503) && !response.is_wall {
            let asked = response.retry_after.as_deref().and_then(|text| wait_of(text, now));
            if self.retries < MOST_RETRIES && asked.is_none_or(|wait| wait <= LONGEST_WAIT) {
                return self.retry(manners, asked.unwrap_or_default());
            }
        }
        let is_html = response.content_type.is_empty() || response.content_type.contains("html");
        let is_page = (200..300).contains(&status) && is_html;
        if self.method == Method::Head && (is_page || !(200..300).contains(&status)) {
            self.method = Method::Get;
            return Step::Ask(Duration::ZERO);
        }
        let closes = (status == 429).then_some(Closed::Busy);
        self.done(judge::answered(self, &response), closes)
    }

    fn take_redirect(&mut self, response: &Response, manners: Manners) -> Step {
        let status = response.status;
        let answered = format!("answered {}", status_words(status));
        let Some(location) = &response.location else {
            return self.no_verdict(format!("{answered} without saying where to"));
        };
        let Some(to) = address::follow(&self.at, location) else {
            return self
                .no_verdict(format!("{answered} and leads to `{}`, which is no page", shown(location)));
        };
        if self.hops.iter().any(|hop| hop.to == to) || to == self.start {
            return self.no_verdict(format!("leads in a circle, back to `{}`", shown(to.as_str())));
        }
        if self.hops.len() == MOST_HOPS {
            return self
                .no_verdict(format!("leads from one address to the next, more than {MOST_HOPS} times"));
        }
        if manners.reach == Reach::Public && address::is_local(&to) {
            return self.no_verdict(format!(
                "leads to `{}`, in a local network, which is not asked",
                shown(to.as_str())
            ));
        }
        self.hops.push(Hop { status, to: to.clone() });
        self.at = to;
        Step::Ask(Duration::ZERO)
    }

    fn take_failure(&mut self, failure: Failure, manners: Manners) -> Step {
        let is_final = matches!(failure, Failure::Local | Failure::Certificate | Failure::TlsRefused);
        if !is_final && self.retries < MOST_RETRIES {
            return self.retry(manners, Duration::ZERO);
        }
        let finding = judge::failed(self, &failure);
        let closes = failure.is_of_host().then_some(Closed::Failed(failure));
        self.done(finding, closes)
    }

    fn retry(&mut self, manners: Manners, at_least: Duration) -> Step {
        let wait = manners.retry_wait * 2_u32.pow(self.retries);
        self.retries += 1;
        // Some servers are at a loss only when they are asked for the head.
        self.method = Method::Get;
        Step::Ask(wait.max(at_least).min(LONGEST_WAIT))
    }

    fn no_verdict(&self, seen: String) -> Step {
        self.done(Finding::new(State::Unreachable, seen), None)
    }

    fn done(&self, finding: Finding, closes: Option<Closed>) -> Step {
        Step::Done(Box::new(Outcome { finding, answered: self.answered, closes }))
    }
}

impl Failure {
    /// Whether other addresses of the host fail in the same way.
    pub fn is_of_host(&self) -> bool {
        !matches!(self, Self::Slow | Self::Closed | Self::NotHttp)
    }
}

/// The wait that a server asks for (RFC 9110, 10.2.3): seconds, or a date.
fn wait_of(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// What a server said as it is shown in a sentence: not at any length, and without signs that do something to a terminal.
pub(super) fn shown(said: &str) -> String {
    let mut signs = said.chars().filter(|sign| !is_active(*sign));
    let start: String = signs.by_ref().take(200).collect();
    if signs.next().is_some() { start + "…" } else { start }
}

/// Controls, and marks that turn the direction of what follows (Unicode TR 36).
pub(super) fn is_active(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
