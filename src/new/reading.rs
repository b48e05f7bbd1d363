//! What somebody typed, understood as the answer to a question; what is not understood comes back in words.

use super::answer::Answer;
use super::answer::Figure;
use super::answer::Source;
use super::answer::Spokesperson;
use super::answer::one_line;
use super::answer::passage;
use super::known::Known;
use super::known::Named;
use super::question::Choice;
use super::question::Expect;
use super::question::Question;
use crate::date::PartialDate;
use crate::date::Spoken;
use crate::frontmatter::is_web_address;
use crate::frontmatter::meant_number;
use crate::personal;
use crate::spelling;
use crate::vocabulary::Kind;
use jiff::civil::Date;

/// What an answer is understood by.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// What the site has.
    pub known: &'a Known,
    /// Its harms, each with what it means.
    pub harms: &'a [(String, String)],
    /// What "yesterday" is counted from.
    pub today: Date,
}

/// Why an answer is none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// What is wrong, as a sentence.
    Wrong(String),
    /// There is no such record.
    NoSuch {
        /// Of which kind it would be.
        kind: Kind,
        /// What was typed.
        name: String,
        /// The label of the nearest that there is.
        near: Option<String>,
    },
    /// It is not right as it stands, and this probably is.
    Meant(String),
    /// The day before the month, or the month before the day.
    Either(PartialDate, PartialDate),
}

/// Records that can be a source.
const SOURCES: [Kind; 2] = [Kind::Reference, Kind::PressRelease];

/// Understands one answer. Of nothing nothing comes.
///
/// # Errors
///
/// Why it is not understood, for whoever typed it.
pub fn read(cx: Cx<'_>, question: &Question, typed: &str) -> Result<Option<Answer>, Trouble> {
    let line = one_line(typed);
    // A date of which nothing is known is an answer too.
    if line.is_empty() {
        return Ok(None);
    }
    let answer = match question.expect {
        Expect::Line => Answer::Text(line_of(question, line)?),
        Expect::Lines => Answer::Texts(vec![line]),
        Expect::Passage => Answer::Passage(passage(typed)),
        Expect::Date => Answer::Word(date_of(cx, &line)?),
        Expect::Number => Answer::Word(number_of(&line)?),
        Expect::Web => Answer::Word(address_of(&line)?),
        Expect::Choice(choices) => Answer::Word(choice_of(choices, &line)?),
        Expect::Harms => Answer::Words(vec![harm_of(cx, &line)?]),
        Expect::YesNo => return yes_or_no(&line),
        Expect::Record(kind) => Answer::Word(record_of(cx, &[kind], &line)?),
        Expect::Records(kind) => Answer::Words(vec![record_of(cx, &[kind], &line)?]),
        Expect::Sources => Answer::Sources(vec![source_of(cx, &line)?]),
        Expect::Figures => Answer::Figures(vec![figure_of(&line)?]),
        Expect::People => Answer::Texts(people_of(&line)?),
        Expect::Spokespeople => Answer::Spokespeople(vec![spokesperson_of(&line)]),
        Expect::Work => work_of(cx, line),
    };
    Ok(Some(answer))
}

/// Understands all that was given as the answer to one question.
///
/// # Errors
///
/// As of [`read`].
pub fn read_all(cx: Cx<'_>, question: &Question, typed: &[String]) -> Result<Option<Answer>, Trouble> {
    let mut all: Option<Answer> = None;
    for one in typed {
        match (&mut all, read(cx, question, one)?) {
            (Some(all), Some(answer)) => all.join(answer),
            (all, Some(answer)) => *all = Some(answer),
            (_, None) => {}
        }
    }
    Ok(all)
}

fn wrong<T>(words: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble::Wrong(words.into()))
}

fn line_of(question: &Question, line: String) -> Result<String, Trouble> {
    let length = line.chars().count();
    if question.field == "summary" && length > 500 {
        return wrong(format!(
            "That has {length} characters, and a summary has at most 500: say it in one or two sentences, and the rest in the text."
        ));
    }
    if question.field == "title" && length > 300 {
        return wrong(format!(
            "That has {length} characters, which is too long for a title: name it in a few words, and write the rest into the text."
        ));
    }
    Ok(line)
}

fn date_of(cx: Cx<'_>, line: &str) -> Result<String, Trouble> {
    match Spoken::read(line, cx.today) {
        Ok(Spoken::One(date)) => Ok(date.as_written().to_owned()),
        Ok(Spoken::Either(day_first, month_first)) => Err(Trouble::Either(day_first, month_first)),
        Err(error) => wrong(sentence(&error.message)),
    }
}

/// Words with a capital and a full stop.
pub fn sentence(words: &str) -> String {
    let mut signs = words.chars();
    let first: String = signs.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let end = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", signs.as_str())
}

fn number_of(line: &str) -> Result<String, Trouble> {
    match line.parse::<i64>() {
        Ok(number) => Ok(number.to_string()),
        Err(_) => wrong(format!("“{line}” is not a whole number: write for example 3.")),
    }
}

fn address_of(line: &str) -> Result<String, Trouble> {
    let lower = line.to_ascii_lowercase();
    if is_web_address(line) {
        return Ok(line.to_owned());
    }
    let bare = format!("https://{line}");
    let is_bare =
        !lower.contains("://") && line.contains('.') && !line.contains('@') && is_web_address(&bare);
    if is_bare {
        return Err(Trouble::Meant(bare));
    }
    wrong(format!(
        "“{line}” is not an address on the web: it begins with https:// and has no spaces. Copy it from your browser."
    ))
}

/// A word of a list, by its code, what it means or a part of either.
fn choice_of(choices: &[Choice], line: &str) -> Result<String, Trouble> {
    let all: Vec<(&str, &str)> = choices.iter().map(|choice| (choice.code, choice.words)).collect();
    word_of(&all, line)
}

fn harm_of(cx: Cx<'_>, line: &str) -> Result<String, Trouble> {
    let all: Vec<(&str, &str)> =
        cx.harms.iter().map(|(code, words)| (code.as_str(), words.as_str())).collect();
    word_of(&all, line)
}

fn word_of(all: &[(&str, &str)], line: &str) -> Result<String, Trouble> {
    let wanted = line.to_lowercase();
    let found = all.iter().find(|(code, words)| *code == wanted || words.to_lowercase() == wanted);
    let found = found.or_else(|| all.iter().find(|(code, _)| code.replace('-', " ") == wanted));
    if let Some((code, _)) = found {
        return Ok((*code).to_owned());
    }
    let near = spelling::nearest(line, all.iter().map(|(code, _)| *code));
    let near = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
    let codes: Vec<&str> = all.iter().map(|(code, _)| *code).collect();
    wrong(format!("“{line}” is not in the list.{near} It is one of: {}.", codes.join(", ")))
}

fn yes_or_no(line: &str) -> Result<Option<Answer>, Trouble> {
    match line.to_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(Some(Answer::Yes)),
        "no" | "n" | "false" => Ok(None),
        _ => wrong(format!("“{line}” is neither yes nor no.")),
    }
}

fn record_of(cx: Cx<'_>, kinds: &[Kind], line: &str) -> Result<String, Trouble> {
    match cx.known.find(kinds, line) {
        Named::One(entry) => Ok(cx.known.written(kinds, entry)),
        Named::Several(entries) => {
            let one =
                |entry: &&super::Entry| format!("{} (“{}”)", cx.known.written(kinds, entry), entry.title);
            let all = entries.iter().map(one).collect::<Vec<_>>().join(" or ");
            wrong(format!("“{line}” can be more than one: write {all}."))
        }
        Named::Nothing(near) => Err(Trouble::NoSuch {
            kind: kinds.first().copied().unwrap_or(Kind::Reference),
            name: line.to_owned(),
            near: near.map(|entry| entry.label.clone()),
        }),
    }
}

/// `davis-2015, ch. 4, "words that stand there"`: the longest beginning that names a record, then the place, then a
/// quotation.
fn source_of(cx: Cx<'_>, line: &str) -> Result<Source, Trouble> {
    let commas = line.match_indices(',').map(|(at, _)| at);
    let mut ends: Vec<usize> = commas.chain([line.len()]).collect();
    ends.reverse();
    for end in &ends {
        let name = line[..*end].trim();
        if let Named::One(entry) = cx.known.find(&SOURCES, name) {
            let id = cx.known.written(&SOURCES, entry);
            let (at, quote) = place_and_quote(line[*end..].trim_start_matches(',').trim());
            return Ok(Source { id, at, quote });
        }
    }
    let name = ends.last().map_or(line, |end| line[..*end].trim());
    record_of(cx, &SOURCES, name).map(|id| Source { id, at: None, quote: None })
}

fn place_and_quote(rest: &str) -> (Option<String>, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let quoted = [('"', '"'), ('“', '”')].into_iter().find_map(|(open, close)| {
        let start = rest.find(open)?;
        let inside = rest[start..].strip_prefix(open)?.strip_suffix(close)?;
        let before = rest[..start].trim().trim_end_matches([',', ':']).trim();
        Some((some(before), some(inside.trim())))
    });
    quoted.unwrap_or_else(|| (some(rest), None))
}

/// `Letters not sent: over 28,000 letters`
fn figure_of(line: &str) -> Result<Figure, Trouble> {
    const EXAMPLE: &str = "write for example: Letters not sent: over 28,000 letters";
    let Some((label, amount)) = line.rsplit_once(':') else {
        return wrong(format!("What was counted and how much stand on both sides of a colon: {EXAMPLE}."));
    };
    let (label, amount) = (label.trim(), amount.trim());
    let (qualifier, rest) = qualified(amount);
    let words: Vec<&str> = rest.split(' ').collect();
    let number = (1..=words.len().min(3)).rev().find_map(|count| {
        let meant = meant_number(&words[..count].join(" "))?;
        Some((meant, words[count..].join(" ")))
    });
    let Some(((value, currency), unit)) = number.filter(|_| !label.is_empty()) else {
        let twice = words.first().and_then(|first| either_number(first));
        let hint =
            twice.unwrap_or_else(|| "write digits, such as over 28,000 letters or £1.5 million".to_owned());
        return wrong(format!("“{amount}” is not understood as a number: {hint}."));
    };
    let unit = Some(unit.trim().to_owned()).filter(|unit| !unit.is_empty());
    let people = currency.is_none() && personal::counts_people(label, unit.as_deref());
    let currency = currency.map(str::to_owned);
    Ok(Figure { label: label.to_owned(), value, qualifier, unit, currency, people })
}

fn qualified(amount: &str) -> (Option<&'static str>, &str) {
    const WORDS: [(&str, &str); 13] = [
        ("over ", "over"),
        ("more than ", "over"),
        ("about ", "about"),
        ("around ", "about"),
        ("approximately ", "about"),
        ("roughly ", "about"),
        ("nearly ", "about"),
        ("up to ", "up-to"),
        ("at most ", "up-to"),
        ("at least ", "at-least"),
        ("exactly ", "exactly"),
        ("precisely ", "exactly"),
        ("some ", "about"),
    ];
    let begins = |word: &str| amount.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
    match WORDS.iter().find(|(word, _)| begins(word)) {
        Some((word, code)) => (Some(code), amount[word.len()..].trim_start()),
        None => (None, amount),
    }
}

/// `28.000` is a different number in other countries.
fn either_number(word: &str) -> Option<String> {
    let (whole, fraction) = word.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction))
        .then(|| format!("write {whole}{fraction}, or {whole}.{fraction}0, whichever is meant"))
}

/// Authors on one line, each "Family, Given" or the name of a body.
fn people_of(line: &str) -> Result<Vec<String>, Trouble> {
    let parts: Vec<&str> = line.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut people = Vec::new();
    for part in parts {
        let joined: Vec<&str> =
            part.split(" and ").flat_map(|part| part.split(" & ")).map(str::trim).collect();
        let all_names = joined.len() > 1 && joined.iter().all(|name| name.matches(',').count() == 1);
        if all_names {
            people.extend(joined.into_iter().map(str::to_owned));
            continue;
        }
        let initials = |part: &str| part.trim().split(' ').all(|word| word.len() <= 2 && word.ends_with('.'));
        if part.matches(',').count() > 1 && part.split(',').skip(1).any(initials) {
            return wrong(format!(
                "“{part}” seems to name more than one person: write one at a time, such as: {}.",
                first_person(part)
            ));
        }
        people.push(part.to_owned());
    }
    let has_letters =
        |name: &String| name.split(',').next().is_some_and(|own| own.chars().any(char::is_alphanumeric));
    match people.iter().all(has_letters) {
        true => Ok(people),
        false => wrong("The family name is missing: write for example Davis, Jacky."),
    }
}

fn first_person(part: &str) -> String {
    part.split(',').take(2).map(str::trim).collect::<Vec<_>>().join(", ")
}

fn spokesperson_of(line: &str) -> Spokesperson {
    match line.split_once(',') {
        Some((name, role)) if !name.trim().is_empty() && !role.trim().is_empty() => {
            Spokesperson { name: name.trim().to_owned(), role: Some(role.trim().to_owned()) }
        }
        _ => Spokesperson { name: line.trim_matches([',', ' ']).to_owned(), role: None },
    }
}

fn work_of(cx: Cx<'_>, line: String) -> Answer {
    match cx.known.find(&[Kind::Reference], &line) {
        Named::One(entry) => Answer::Word(entry.id.clone()),
        _ => Answer::Titled(line),
    }
}
