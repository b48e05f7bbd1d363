//! The id of a new record: short, from its title or its author and year, and not taken.

use super::answer::Answer;
use super::answer::Answers;
use super::known::Known;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::url::is_id;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;

/// An id that is made has so many characters at most.
const LONGEST: usize = 60;

/// An id that somebody chooses has so many at most: file systems take 255 bytes, and the file has an ending.
const LONGEST_CHOSEN: usize = 120;

/// The id that is proposed for what was answered: of a reference its author and year, of others their title.
pub fn proposed_id(known: &Known, kind: Kind, answers: &Answers) -> String {
    let title = match answers.get("title") {
        Some(Answer::Text(title)) => title.as_str(),
        _ => "",
    };
    let cited = (kind == Kind::Reference).then(|| author_and_year(answers)).flatten();
    free_id(known, kind, &cited.unwrap_or_else(|| title.to_owned()))
}

fn author_and_year(answers: &Answers) -> Option<String> {
    let Some(Answer::Texts(authors)) = answers.get("author") else { return None };
    let family = authors.first()?.split(',').next()?;
    let Some(Answer::Word(date)) = answers.get("date") else { return None };
    let date = PartialDate::parse(date).ok()?;
    let year = date.earliest().filter(|_| date.years_in_words(&DateWords::english()).is_some())?.year();
    Some(format!("{family} {year}"))
}

/// An id from words that no record of the kind has.
pub fn free_id(known: &Known, kind: Kind, words: &str) -> String {
    let slug = slug::slugify(words);
    let mut id = if slug.len() <= LONGEST { slug } else { shortened(&slug).to_owned() };
    if id.is_empty() {
        id = kind.code().to_owned();
    }
    let is_free = |id: &str| id_fault(known, kind, id).is_none();
    if is_free(&id) {
        return id;
    }
    let mut numbered = (2u32..).map(|number| format!("{id}-{number}"));
    numbered.find(|id| is_free(id)).unwrap_or(id)
}

/// The beginning of an id, to the end of a word.
fn shortened(slug: &str) -> &str {
    let cut = &slug[..LONGEST];
    if slug[LONGEST..].starts_with('-') {
        return cut.trim_end_matches('-');
    }
    cut.rsplit_once('-').map_or(cut, |(words, _)| words)
}

/// Why a record cannot have that id, in words.
pub fn id_fault(known: &Known, kind: Kind, id: &str) -> Option<String> {
    // Names that Windows keeps for devices, and the addresses of pages that casefile makes.
    const KEPT: [&str; 6] = ["con", "prn", "aux", "nul", "index", "404"];
    if id.len() > LONGEST_CHOSEN {
        return Some(format!("“{id}” is too long: at most {LONGEST_CHOSEN} characters"));
    }
    if !is_id(id) {
        let near = slug::slugify(id);
        let near = if is_id(&near) { format!(", such as {near}") } else { String::new() };
        return Some(format!(
            "“{id}” cannot be a file name here: use small letters, digits and hyphens{near}"
        ));
    }
    if known.is_taken(kind, id) {
        return Some(format!("there is {} with the name “{id}” already", super::kind_words(kind).0));
    }
    let is_folder = kind == Kind::Page && Kind::ALL.iter().any(|kind| kind.folder() == id);
    (KEPT.contains(&id) || is_folder)
        .then(|| format!("“{id}” is kept for something else: choose another name"))
}
