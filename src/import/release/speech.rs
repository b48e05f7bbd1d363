//! Who speaks in a release, and what they say.

use super::inline::Block;
use super::inline::Shape;
use crate::personal;
use regex::Regex;
use std::sync::LazyLock;

/// Somebody who speaks for an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Who.
    pub name: String,
    /// As what.
    pub role: Option<String>,
}

impl Speaker {
    /// As the last line of a quotation has it.
    fn line(&self) -> String {
        match &self.role {
            Some(role) => format!("{}, {role}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What was found of quotations and speakers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Speech {
    /// Those who speak, in the order in which they do.
    pub speakers: Vec<Speaker>,
    /// How many quotations have their speaker.
    pub attributed: usize,
    /// The speaker of a quotation that is introduced with "he added", and the words that do so.
    pub understood: Vec<(String, String)>,
    /// The first words of quotations that are introduced and whose speaker is not clear.
    pub unclear: Vec<String>,
}

const VERBS: &str = "said|says|commented|comments|added|adds|continued|continues|explained|explains|warned|warns|concluded|concludes|stated|states|argued|argues|told|asked|asks|went on|responded|responds|replied|replies";

/// The end of a line that introduces a quotation.
static INTRODUCES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?P<who>.*?),?\s+(?:also\s+|then\s+)?(?P<verb>{VERBS})\b(?P<rest>[^:“”]{{0,80}}):$"
    ))
    .expect("a pattern of this file")
});

/// `”, said Jo Example, chair of the campaign.`
static FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"(?P<name>(?:[\p{Lu}][\p{L}’'.-]*)(?:\s+[\p{Lu}][\p{L}’'.-]*){1,3})";
    let role = r"(?:,\s+(?P<role>[^,.”“]{3,80}?))?";
    Regex::new(&format!(r"[”’,]\s*(?:said|says|added|commented|explained|warned)\s+{name}{role}(?:[,.;:]|$)"))
        .expect("a pattern of this file")
});

/// `DFNHS’s press officer is Alan Taman`
static HOLDS_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    let office = r"(?:press|media|communications)[ -](?:officer|contact|manager|lead|director)|spokes(?:man|woman|person)";
    let name = r"(?P<name>\p{Lu}[\p{L}’'-]*(?:\s+\p{Lu}[\p{L}’'-]*){1,3})";
    Regex::new(&format!(
        r"(?P<org>[\p{{L}}\p{{N}} &-]{{2,60}}?)(?:[’']s?)\s+(?P<office>{office})\s+is\s+{name}"
    ))
    .expect("a pattern of this file")
});

static PRONOUN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:and )?(?:he|she|they)$").expect("a pattern of this file"));

/// Makes quotations of paragraphs that are introduced as such, and finds who speaks.
pub(super) fn find(blocks: &mut [Block]) -> Speech {
    let mut speech = Speech::default();
    let mut last: Option<String> = None;
    let mut index = 0;
    while index < blocks.len() {
        note_speakers(&mut speech, blocks[index].text());
        if let Some(line) = blocks[index].speaker() {
            note_line(&mut speech, &line);
            last = Some(line);
        }
        let quoted = introduced(blocks, index);
        if quoted == 0 {
            index += 1;
            continue;
        }
        let line = match who_speaks(&mut speech, blocks[index].text(), last.as_deref()) {
            Some(line) => line,
            None => {
                speech.unclear.push(first_words(blocks[index + 1].text()));
                index += 1 + quoted;
                continue;
            }
        };
        for block in &mut blocks[index + 1..=index + quoted] {
            block.shape = Shape::Quote(None);
        }
        blocks[index + quoted].shape = Shape::Quote(Some(line.clone()));
        speech.attributed += 1;
        last = Some(line);
        index += quoted + 1;
    }
    speech
}

/// Notes the speaker whom a page names below a quotation.
fn note_line(speech: &mut Speech, line: &str) {
    speech.attributed += 1;
    if let Some(speaker) = speaker_of(line).filter(|speaker| is_person(&speaker.name)) {
        note(speech, speaker);
    }
}

/// How many paragraphs behind this one are the quotation that it introduces.
fn introduced(blocks: &[Block], index: usize) -> usize {
    if !is_open(&blocks[index]) || !blocks[index].text().ends_with(':') {
        return 0;
    }
    let mut count = 0;
    let mut is_closed = true;
    for block in &blocks[index + 1..] {
        // The page has said whose words these are.
        if block.speaker().is_some() {
            return 0;
        }
        let is_quote = matches!(block.shape, Shape::Quote(None)) || is_open(block) && is_quoted(block.text());
        // An em dash would be taken for the line of a speaker.
        let is_safe = !block.text().lines().last().is_some_and(|line| line.starts_with('—'));
        if !is_quote || !is_safe {
            break;
        }
        count += 1;
        is_closed = ends_quote(block.text());
    }
    // A quotation that never ends may have its last paragraph without marks: it is left as it stands.
    if is_closed || blocks[index + 1..].first().is_some_and(|own| own.shape != Shape::Paragraph) {
        count
    } else {
        0
    }
}

fn is_open(block: &Block) -> bool {
    block.shape == Shape::Paragraph
}

/// Whether a paragraph is in quotation marks as a whole, or goes on in the next.
fn is_quoted(text: &str) -> bool {
    let Some((open, close)) = marks_of(text) else { return false };
    let inner = &text[open.len_utf8()..];
    if open == close {
        let count = inner.matches(close).count();
        return count == 0 || count == 1 && ends_quote(text);
    }
    if open == '‘' {
        // An apostrophe looks the same as the mark that closes.
        return ends_quote(text);
    }
    match inner.rfind(close) {
        Some(_) if ends_quote(text) => !inner.trim_end_matches(['.', ',', close]).contains(close),
        Some(_) => false,
        None => true,
    }
}

fn marks_of(text: &str) -> Option<(char, char)> {
    match text.chars().next()? {
        '“' => Some(('“', '”')),
        '"' => Some(('"', '"')),
        '‘' => Some(('‘', '’')),
        '„' => Some(('„', '“')),
        _ => None,
    }
}

fn ends_quote(text: &str) -> bool {
    let end = text.trim_end_matches(['.', ',', ' ']);
    let close = marks_of(text).map_or('”', |(_, close)| close);
    end.ends_with(close) || end.ends_with('”')
}

/// The line of the speaker whom an introduction names.
fn who_speaks(speech: &mut Speech, introduction: &str, last: Option<&str>) -> Option<String> {
    let line = introduction.lines().last().unwrap_or_default();
    let found = INTRODUCES.captures(line)?;
    let who = found["who"].trim().to_owned();
    // Of several sentences the last one introduces.
    let who = who.rsplit(". ").next().unwrap_or(&who).trim();
    if PRONOUN.is_match(who) {
        let last = last?.to_owned();
        speech.understood.push((last.clone(), introduction.to_owned()));
        return Some(last);
    }
    let speaker = speaker_of(who).filter(|speaker| !is_private(&speaker.line()))?;
    if let Some(known) = speech.speakers.iter().find(|known| is_short_for(&speaker, known)) {
        let line = known.line();
        speech.understood.push((line.clone(), introduction.to_owned()));
        return Some(line);
    }
    let line = speaker.line();
    if is_person(&speaker.name) {
        note(speech, speaker);
    }
    Some(line)
}

/// `Mr Taman` is short for a speaker who was named before.
fn is_short_for(short: &Speaker, known: &Speaker) -> bool {
    let family = |name: &str| name.split_whitespace().last().unwrap_or_default().to_owned();
    let words = name_words(&short.name);
    short.name != known.name
        && short.role.is_none()
        && words <= 1
        && family(&short.name) == family(&known.name)
}

/// How many words a name has besides titles.
fn name_words(name: &str) -> usize {
    name.split_whitespace().filter(|word| !TITLES.contains(&word.trim_end_matches('.'))).count()
}

fn is_person(name: &str) -> bool {
    name_words(name) >= 2
        && !name.starts_with(|first: char| first.is_lowercase())
        && name.split_whitespace().all(is_name_word)
}

const TITLES: [&str; 16] = [
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Dr",
    "Prof",
    "Professor",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Baroness",
    "Cllr",
    "Councillor",
    "Rev",
];

/// Words that stand before a name and are no part of it, though they may have a capital.
const OFFICES: [&str; 24] = [
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "director",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "president",
    "secretary",
    "officer",
    "manager",
    "executive",
    "convenor",
    "convener",
    "organiser",
    "treasurer",
    "leader",
    "founder",
    "campaigner",
    "member",
    "adviser",
    "trustee",
    "coordinator",
];

/// Words within a name that have no capital.
const PARTICLES: [&str; 8] = ["de", "da", "van", "von", "der", "den", "al", "bin"];

fn is_name_word(word: &str) -> bool {
    let plain = word.trim_end_matches('.');
    let begins = plain.chars().next().is_some_and(char::is_uppercase);
    let rest = plain.chars().skip(1);
    let is_acronym =
        plain.chars().count() > 1 && plain.chars().all(|sign| sign.is_uppercase() || sign.is_numeric());
    let is_word =
        begins && !is_acronym && rest.clone().all(|sign| sign.is_alphabetic() || "’'-".contains(sign));
    (is_word && !OFFICES.contains(&plain.to_lowercase().as_str())) || PARTICLES.contains(&plain)
}

/// A name and a role in the words before "said".
fn speaker_of(who: &str) -> Option<Speaker> {
    let parts: Vec<&str> = who.split(", ").map(str::trim).filter(|part| !part.is_empty()).collect();
    for (index, part) in parts.iter().enumerate() {
        let Some((before, name)) = split_name(part) else { continue };
        let behind = parts[index + 1..].join(", ");
        let is_whole = before.is_empty();
        // A clause before the name is no role of somebody.
        let before = before.strip_prefix("the ").or_else(|| before.strip_prefix("The ")).unwrap_or(before);
        let role = match (before.is_empty(), behind.is_empty()) {
            (false, true) => before.to_owned(),
            (true, false) => behind,
            (false, false) => format!("{before}, {behind}"),
            (true, true) => String::new(),
        };
        if is_whole && name_words(name) < 2 && index > 0 {
            continue;
        }
        return Some(Speaker { name: name.to_owned(), role: (!role.is_empty()).then_some(role) });
    }
    // A body or somebody without a name: the words as they are.
    let is_short = who.split_whitespace().count() <= 12;
    (is_short && !who.is_empty()).then(|| Speaker { name: who.to_owned(), role: None })
}

/// Splits the name from what stands before it.
fn split_name(part: &str) -> Option<(&str, &str)> {
    let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
    let count = words.iter().rev().take_while(|word| is_name_word(word)).count();
    let count = words[words.len() - count..]
        .iter()
        .position(|word| !PARTICLES.contains(word))
        .map_or(0, |at| count - at);
    let name = &words[words.len() - count..];
    let has_title = name.first().is_some_and(|word| TITLES.contains(&word.trim_end_matches('.')));
    if count == 0 || count == 1 || (count == 2 && has_title && words.len() > 2) || count > 5 {
        // One word with a capital is rather the name of a body; with a title it is a person's.
        return (count == 2 && has_title)
            .then(|| (part[..start_of(part, name[0])].trim(), part[start_of(part, name[0])..].trim()));
    }
    let start = start_of(part, name[0]);
    Some((part[..start].trim(), part[start..].trim()))
}

/// Where a word stands that is one of the words of a text.
fn start_of(text: &str, word: &str) -> usize {
    word.as_ptr().addr() - text.as_ptr().addr()
}

/// Notes those whom a passage names as speakers.
fn note_speakers(speech: &mut Speech, text: &str) {
    for found in FOLLOWS.captures_iter(text) {
        // The sentence may end with the name.
        let name = found["name"].trim_end_matches('.');
        if is_person(name) {
            let role = found.name("role").map(|role| role.as_str().trim().to_owned());
            note(speech, Speaker { name: name.to_owned(), role });
        }
    }
    for found in HOLDS_OFFICE.captures_iter(text) {
        let (organisation, office, name) = (found["org"].trim(), &found["office"], &found["name"]);
        match speech.speakers.iter_mut().find(|known| known.name == name) {
            Some(known) => match &mut known.role {
                Some(role) if role.starts_with(organisation) && !role.contains(office) => {
                    role.push_str(&format!(" and {office}"));
                }
                Some(_) => {}
                None => known.role = Some(format!("{organisation} {office}")),
            },
            None => note(
                speech,
                Speaker { name: name.to_owned(), role: Some(format!("{organisation} {office}")) },
            ),
        }
    }
}

/// Whether words lead to somebody in another way than by name.
fn is_private(words: &str) -> bool {
    !personal::find(words).is_empty()
}

fn note(speech: &mut Speech, mut speaker: Speaker) {
    speaker.role.take_if(|role| is_private(role));
    match speech.speakers.iter_mut().find(|known| known.name == speaker.name) {
        Some(known) => known.role = known.role.take().or(speaker.role),
        None => speech.speakers.push(speaker),
    }
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    format!("{}…", words.join(" "))
}
