//! What was found out about an address, and how it is said.

use super::page::Sketch;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::Serialize;

/// How it stands with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It answers as it should.
    Live,
    /// It leads to another address for good.
    Moved,
    /// It does not answer programs; readers may well see it.
    Blocked,
    /// Its server says that there is no such page, or there is no such host.
    Gone,
    /// Its site shows something else in its place: its home page, or that nothing was found.
    Replaced,
    /// Somebody else shows something else in its place.
    Hijacked,
    /// Nothing can be said: no answer, or a fault of the server.
    Unreachable,
    /// Nobody asked.
    NotChecked,
}

/// What `url_status` should say of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// It leads to the source.
    Live,
    /// It no longer does.
    Dead,
    /// It is somebody else's now.
    Hijacked,
}

impl Worth {
    /// The word of the format.
    pub fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Dead => "dead",
            Self::Hijacked => "hijacked",
        }
    }
}

/// What was found out about an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How it stands.
    pub state: State,
    /// What was seen, as the end of a sentence that begins with the address: "answered 404 (not found)".
    pub seen: String,
    /// Where it leads now, where it moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
    /// What may be written into the record; nothing where that is not sure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub worth: Option<Worth>,
    /// Whether the page has the words of the title. Only then a status that somebody wrote is taken back.
    #[serde(skip_serializing_if = "is_false", default)]
    pub has_title: bool,
    /// Some words of the page, to know it again by.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sketch: Option<Sketch>,
}

// The signature is serde's.
fn is_false(value: &bool) -> bool {
    !value
}

impl Finding {
    /// A finding that changes nothing in a record.
    pub fn new(state: State, seen: impl Into<String>) -> Self {
        Self { state, seen: seen.into(), to: None, worth: None, has_title: false, sketch: None }
    }

    /// With what may be written into the record.
    pub fn worth(self, worth: Worth) -> Self {
        Self { worth: Some(worth), ..self }
    }
}

/// A finding and when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visited {
    /// When the address answered, or did not.
    pub visited: Timestamp,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

/// A day in words, that of Greenwich: "28 November 2026".
pub fn day(moment: Timestamp) -> String {
    TimeZone::UTC.to_datetime(moment).strftime("%-d %B %Y").to_string()
}

/// What a status means (RFC 9110 and the registry of IANA), in brackets; nothing where nobody has said.
pub fn status_words(status: u16) -> String {
    let words = match status {
        200 => "OK",
        301 => "moved permanently",
        302 => "found elsewhere",
        303 => "see other",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "a password is needed",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "this way of asking is not allowed",
        406 => "not acceptable",
        410 => "gone",
        429 => "too many requests",
        451 => "unavailable for legal reasons",
        500 => "fault of the server",
        502 => "fault between servers",
        503 => "not available for now",
        504 => "a server behind it does not answer",
        _ => return status.to_string(),
    };
    format!("{status} ({words})")
}
