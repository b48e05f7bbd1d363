//! Days of birth: a day behind "born", "birthday" and the like, where a person has it and not an organisation or an idea.

use super::left_of;
use super::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"[0-3]?[0-9](?:st|nd|rd|th)?";
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
    let weekday = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?";
    let spaced = r"[0-3]?[0-9][ \u{a0}][01]?[0-9][ \u{a0}][12][0-9]{3}";
    pattern(&format!(
        r"(?i)(?-u:\b)(?P<word>born|date of birth|birthday|birth ?date|d\.?o\.?b\.?)(?:\s+(?:on|was|is|of|fell|falls)){{0,2}}[\s:,(–-]{{0,4}}(?:the\s+)?{weekday}(?P<day>{day}(?:\s+of)?\s+{month},?\s+[12][0-9]{{3}}|{month}\s+{day},?\s+[12][0-9]{{3}}|[0-3]?[0-9][./-][01]?[0-9][./-](?:[12][0-9]{{3}}|[0-9]{{2}})|{spaced}|[12][0-9]{{3}}-[01][0-9]-[0-3][0-9])(?-u:\b)",
    ))
});

/// Words for the person who was born.
const PRONOUNS: [&str; 10] = ["he", "she", "i", "who", "they", "you", "we", "whom", "him", "her"];

/// Words for a thing that was.
const OF_THINGS: [&str; 6] = ["it", "which", "that", "this", "these", "those"];

/// Nouns that name people, in the singular or the plural.
const PEOPLE: [&str; 66] = [
    "patient",
    "man",
    "men",
    "woman",
    "women",
    "baby",
    "babies",
    "boy",
    "girl",
    "child",
    "children",
    "infant",
    "newborn",
    "toddler",
    "daughter",
    "son",
    "mother",
    "father",
    "mum",
    "dad",
    "parent",
    "twin",
    "triplet",
    "brother",
    "sister",
    "sibling",
    "husband",
    "wife",
    "widow",
    "widower",
    "partner",
    "grandmother",
    "grandfather",
    "grandson",
    "granddaughter",
    "uncle",
    "aunt",
    "cousin",
    "niece",
    "nephew",
    "person",
    "people",
    "lady",
    "gentleman",
    "resident",
    "nurse",
    "midwife",
    "doctor",
    "surgeon",
    "consultant",
    "teacher",
    "worker",
    "colleague",
    "victim",
    "claimant",
    "complainant",
    "witness",
    "employee",
    "chair",
    "director",
    "minister",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
];

/// Nouns that name bodies and what they make, of which some begin with a capital as names do.
const BODIES: [&str; 45] = [
    "nhs",
    "trust",
    "service",
    "services",
    "system",
    "hospital",
    "clinic",
    "centre",
    "department",
    "ministry",
    "board",
    "committee",
    "commission",
    "council",
    "authority",
    "agency",
    "institute",
    "university",
    "college",
    "school",
    "company",
    "firm",
    "corporation",
    "group",
    "union",
    "association",
    "society",
    "foundation",
    "charity",
    "campaign",
    "movement",
    "party",
    "network",
    "alliance",
    "partnership",
    "federation",
    "government",
    "state",
    "act",
    "bill",
    "idea",
    "project",
    "programme",
    "scheme",
    "plan",
];

const ARTICLES: [&str; 12] =
    ["the", "a", "an", "its", "our", "this", "that", "each", "every", "another", "such", "any"];

/// What may stand between somebody and "born".
const VERBS: [&str; 16] = [
    "was", "were", "is", "are", "been", "be", "being", "has", "had", "have", "also", "first", "only",
    "later", "both", "all",
];

/// Words behind which another clause has its own subject.
const CLAUSES: [&str; 13] = [
    "that", "when", "where", "because", "but", "while", "after", "before", "since", "if", "said", "says",
    "whether",
];

/// What stands behind the head of a phrase: "the idea of", "the patient in".
const PREPOSITIONS: [&str; 9] = ["of", "at", "in", "from", "on", "with", "for", "to", "behind"];

/// What a phrase is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Person,
    Thing,
    Unknown,
}

/// The days in a text on which a person was born.
pub(super) fn find(text: &str) -> impl Iterator<Item = Range<usize>> {
    BIRTH.captures_iter(text).filter_map(|birth| {
        let (word, day) = (birth.name("word")?, birth.name("day")?);
        let before = sentence(left_of(text, word.start()));
        let is_of_person = match word.as_str().to_ascii_lowercase().as_str() {
            "born" => subject_of_born(before) != Subject::Thing,
            "birthday" => is_day_of_birth(before),
            _ => true,
        };
        is_of_person.then(|| day.range())
    })
}

/// The end of a text, from where its last sentence or value begins.
fn sentence(text: &str) -> &str {
    let ends = [". ", ".\n", "! ", "? ", "\n\n", ": ", ";", "\n- ", "\n|"];
    let behind_end = ends.iter().filter_map(|end| Some(text.rfind(end)? + end.len())).max().unwrap_or(0);
    let signs = ['"', '“', '”', '|', '{', '}', '[', ']'];
    let behind_sign = text.rfind(signs).and_then(|at| Some(at + text[at..].chars().next()?.len_utf8()));
    &text[behind_end.max(behind_sign.unwrap_or(0))..]
}

/// Who or what was born, by the words before: those of the nearest clause that tells.
fn subject_of_born(before: &str) -> Subject {
    let clauses = before.rsplit([',', '(', '–', '—']);
    let told = clauses.map(|clause| {
        let mut words: Vec<&str> = clause.split_whitespace().collect();
        while words.last().is_some_and(|word| is_one_of(&VERBS, word)) {
            words.pop();
        }
        subject(own_clause(&words))
    });
    told.into_iter().find(|subject| *subject != Subject::Unknown).unwrap_or(Subject::Unknown)
}

/// The words behind the last that begins another clause. A word of the kind that stands last is itself the subject.
fn own_clause<'a>(words: &'a [&'a str]) -> &'a [&'a str] {
    let inner = &words[..words.len().saturating_sub(1)];
    let start = inner.iter().rposition(|word| is_one_of(&CLAUSES, word)).map_or(0, |at| at + 1);
    &words[start..]
}

/// Whether the words before "birthday" say whose day of birth it is, and not which anniversary.
fn is_day_of_birth(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    let Some(last) = words.last() else { return true };
    let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|end| {
        last.strip_suffix(end).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let owner = last.strip_suffix("'s").or_else(|| last.strip_suffix("’s"));
    match owner {
        _ if is_ordinal => false,
        None if is_one_of(&["its", "our"], last) => false,
        None if is_one_of(&["his", "her", "my", "your", "their", "whose", "the", "a"], last) => true,
        _ => {
            let owner = owner.unwrap_or(last);
            let phrase: Vec<&str> = words[..words.len() - 1].iter().copied().chain([owner]).collect();
            subject(own_clause(&phrase)) != Subject::Thing
        }
    }
}

/// What a phrase is about, by the word that it is about: "the idea of Alan" is about an idea.
fn subject(words: &[&str]) -> Subject {
    let end = words.iter().position(|word| is_one_of(&PREPOSITIONS, word)).filter(|end| *end > 0);
    let phrase = &words[..end.unwrap_or(words.len())];
    let Some(head) = phrase.last().map(|word| bare(word)) else { return Subject::Unknown };
    let is_acronym =
        head.chars().filter(|sign| sign.is_uppercase()).count() > 1 && !head.chars().any(char::is_lowercase);
    let has_article = phrase.iter().any(|word| is_one_of(&ARTICLES, word));
    let names_people = phrase.iter().any(|word| is_of_people(bare(word)));
    let begins_with_capital = head.starts_with(char::is_uppercase);
    match () {
        () if is_one_of(&PRONOUNS, head) => Subject::Person,
        () if is_one_of(&OF_THINGS, head) || is_one_of(&BODIES, head) => Subject::Thing,
        () if names_people => Subject::Person,
        // Two letters without an article are rather the initials of somebody.
        () if is_acronym && (has_article || head.chars().count() > 2) => Subject::Thing,
        () if has_article && head.chars().any(char::is_alphabetic) => Subject::Thing,
        () if begins_with_capital => Subject::Person,
        () => Subject::Unknown,
    }
}

fn is_of_people(word: &str) -> bool {
    is_one_of(&PEOPLE, word) || word.strip_suffix('s').is_some_and(|one| is_one_of(&PEOPLE, one))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|sign: char| !sign.is_alphanumeric())
}

fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|own| own.eq_ignore_ascii_case(word))
}
