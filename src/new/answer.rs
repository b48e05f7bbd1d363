//! What was answered, as far as it is understood.

use std::collections::BTreeMap;

/// Answers by the flag of their question.
pub type Answers = BTreeMap<&'static str, Answer>;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A text of one line.
    Text(String),
    /// A text of several paragraphs.
    Passage(String),
    /// A word of the format: a code, an id, a date (EDTF), a number, an address.
    Word(String),
    /// Yes.
    Yes,
    /// Ids or codes.
    Words(Vec<String>),
    /// Texts of a line each.
    Texts(Vec<String>),
    /// The title of a work that has no record of its own.
    Titled(String),
    /// Sources.
    Sources(Vec<Source>),
    /// Figures.
    Figures(Vec<Figure>),
    /// People who speak.
    Spokespeople(Vec<Spokesperson>),
}

/// A source: a reference or press release, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id, with its kind where two kinds share it.
    pub id: String,
    /// A locator: `ch. 4`.
    pub at: Option<String>,
    /// Words that stand there.
    pub quote: Option<String>,
}

/// Something counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What was counted.
    pub label: String,
    /// Digits.
    pub value: String,
    /// The code of how exact it is.
    pub qualifier: Option<&'static str>,
    /// Of what.
    pub unit: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Whether people were counted.
    pub people: bool,
}

/// Somebody who speaks in a press release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spokesperson {
    /// Who.
    pub name: String,
    /// As what.
    pub role: Option<String>,
}

impl Answer {
    /// Adds what was answered besides. Of what stands there already nothing is added; of single answers the later counts.
    pub fn join(&mut self, more: Self) {
        match (self, more) {
            (Self::Words(own), Self::Words(more)) | (Self::Texts(own), Self::Texts(more)) => add(own, more),
            (Self::Sources(own), Self::Sources(more)) => add(own, more),
            (Self::Figures(own), Self::Figures(more)) => add(own, more),
            (Self::Spokespeople(own), Self::Spokespeople(more)) => add(own, more),
            (own, more) => *own = more,
        }
    }
}

fn add<T: PartialEq>(own: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !own.contains(&one) {
            own.push(one);
        }
    }
}

/// A text as one line: white space of any kind is one space, and signs that nobody sees are gone.
pub fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter_map(seen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines, with plain line ends and without signs that nobody sees.
pub fn passage(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let seen = |line: &str| {
        let line: String = line.chars().filter_map(seen).collect();
        line.trim_end().to_owned()
    };
    let lines: Vec<String> = lines.split('\n').map(seen).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A sign as it is kept; nothing of controls, and of marks that turn the direction of a text or have no width.
fn seen(sign: char) -> Option<char> {
    match sign {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}' => None,
        '\u{fffe}' | '\u{ffff}' => None,
        sign if sign.is_whitespace() => Some(' '),
        sign if sign.is_control() => None,
        sign => Some(sign),
    }
}
