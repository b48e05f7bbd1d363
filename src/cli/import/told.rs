//! What is told after the import of a press release. Nothing that was held back is shown.

use super::release::short;
use crate::import::release::Composed;
use crate::import::release::Decision;
use crate::import::release::Decoded;
use crate::import::release::Draft;
use crate::import::release::Fields;
use crate::import::release::Found;
use crate::import::release::Held;
use crate::import::release::Removed;
use crate::import::release::masked;

/// What there is to tell of.
pub(super) struct Told<'a> {
    pub(super) draft: &'a Draft,
    pub(super) decoded: &'a Decoded,
    pub(super) decisions: &'a [Decision],
    pub(super) set: &'a Fields,
    pub(super) composed: &'a Composed,
    pub(super) undecided: &'a [String],
    /// How many mistakes the site had before.
    pub(super) mistakes_before: usize,
    /// Nothing was written: somebody only wants to see.
    pub(super) is_trial: bool,
}

/// More of a kind are counted rather than listed.
const MOST_LISTED: usize = 25;

/// The whole report.
pub(super) fn report(told: &Told<'_>, original: &str) -> String {
    let mut out = String::new();
    let mut files = vec![told.composed.path.clone(), original.to_owned()];
    files.extend(told.composed.references.iter().map(|(_, path, _)| path.clone()));
    section(&mut out, if told.is_trial { "Would be written" } else { "Written" }, &files);
    section(&mut out, "Recognised", &recognised(told));
    section(&mut out, "Works in the notes", &works(told));
    section(&mut out, "Held back, and in no file but the original", &held(&told.draft.held));
    section(&mut out, "Left out of the text", &removed(told));
    section(&mut out, "Not known", &not_known(told));
    section(&mut out, "To decide", told.undecided);
    section(&mut out, "Look at next", &next(told));
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(title);
    out.push_str(":\n");
    for line in lines.iter().take(MOST_LISTED) {
        out.push_str(&format!("  {line}\n"));
    }
    if lines.len() > MOST_LISTED {
        out.push_str(&format!("  and {} more\n", lines.len() - MOST_LISTED));
    }
}

fn recognised(told: &Told<'_>) -> Vec<String> {
    let Told { draft, set, .. } = told;
    let mut lines = vec![format!("title: {}", set.title)];
    if let Some(words) =
        draft.head.date_words.as_ref().filter(|_| draft.head.date.as_ref() == Some(&set.date))
    {
        lines.push(format!("date: {}, from “{}”", set.date, short(words)));
    }
    if let Some(embargo) = &set.embargo {
        lines.push(format!("embargo: until {embargo}; nothing of it is published before"));
    }
    if let Some(id) = set.issued_by.as_ref().filter(|_| set.issued_by == draft.issued_by) {
        lines.push(format!("issued by: {id}, the only organisation it names that issues releases here"));
    }
    for speaker in &draft.speech.speakers {
        let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        lines.push(format!("speaks in it: {}{role}", speaker.name));
    }
    if draft.speech.attributed > 0 {
        lines.push(count(
            draft.speech.attributed,
            "quotation with its speaker",
            "quotations with their speakers",
        ));
    }
    for (speaker, words) in &draft.speech.understood {
        lines.push(format!("“{}” was taken to be {speaker}", short(words)));
    }
    for key in &draft.contacts {
        lines.push(format!("contact: `{key}` of casefile.yaml"));
    }
    lines
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

fn works(told: &Told<'_>) -> Vec<String> {
    let pairs = told.draft.works.iter().zip(told.decisions).enumerate();
    let line = |(index, (note, decision)): (usize, (&crate::import::release::Note, &Decision))| {
        let at = note.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        let what = match (decision, &note.found) {
            (Decision::Cite(id), _) => format!("cited as {id}{at}"),
            (Decision::New, _) => format!("a new reference{at}"),
            (Decision::Leave, Found::Near(_)) => "not cited: see below".to_owned(),
            (Decision::Leave, _) => {
                "not cited: the site has no such reference (`--new-references` makes them)".to_owned()
            }
        };
        format!("{}. {}: {what}", index + 1, short(&note.words))
    };
    pairs.map(line).collect()
}

fn held(held: &[Held]) -> Vec<String> {
    let line = |own: &Held| match (own.behind.as_str(), &own.contact) {
        (_, Some(key)) => format!("{} of the contact `{key}`", an(own.what)),
        ("", None) => format!("{} at the start of a line", an(own.what)),
        (behind, None) => format!("{} behind “{behind}”", an(own.what)),
    };
    held.iter().map(line).collect()
}

fn an(what: &str) -> String {
    if what.starts_with(['e', 'N']) { format!("an {what}") } else { format!("a {what}") }
}

fn removed(told: &Told<'_>) -> Vec<String> {
    let line = |own: &Removed| {
        let words = masked(&own.words.split_whitespace().collect::<Vec<_>>().join(" "));
        let number = words.split_whitespace().count();
        let length = if number > 12 { format!(" ({number} words)") } else { String::new() };
        format!("“{}”{length}: {}", short(&words), own.what)
    };
    let mut lines: Vec<String> = told.draft.removed.iter().map(line).collect();
    lines.extend(
        told.draft.invisible.iter().map(|(what, number)| format!("{number} × {what}, which nobody sees")),
    );
    lines
}

fn not_known(told: &Told<'_>) -> Vec<String> {
    let Told { draft, set, .. } = told;
    let mut lines = Vec::new();
    if set.date == "unknown" {
        let hint = match (&draft.head.ambiguous_date, &draft.put_up) {
            (Some(digits), _) => format!("; “{digits}” can be read in two ways"),
            (None, Some(day)) => {
                format!("; the page says that it was put up on {day}, which may be another day")
            }
            (None, None) => String::new(),
        };
        lines.push(format!("when it was issued{hint} (`date`)"));
    }
    if set.issued_by.is_none() {
        let named = draft.organisations.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let hint = if named.is_empty() { String::new() } else { format!("; it names {named}") };
        lines.push(format!("who issued it{hint} (`issued_by`)"));
    }
    if set.method.is_none() {
        lines.push("how the file was obtained (`original: method`)".to_owned());
    }
    let unreadable = draft.held.iter().filter(|own| own.what.contains("unreadable")).count();
    if unreadable > 0 {
        lines.push("missing data: an e-mail address that the page had already made unreadable".to_owned());
    }
    lines
}

fn next(told: &Told<'_>) -> Vec<String> {
    let Told { draft, set, .. } = told;
    let mut lines = Vec::new();
    let quotes = draft.speech.unclear.iter();
    lines.extend(quotes.map(|words| format!("who says {words} It is left as a paragraph.")));
    if told.decoded.text.contains('\u{fffd}') {
        lines.push(format!(
            "some bytes of the file are no text in {}: look for \u{fffd}",
            told.decoded.encoding
        ));
    }
    let missing = [
        (set.summary.is_none(), "a summary"),
        (set.incidents.is_empty(), "the incidents it is about"),
        (set.topics.is_empty(), "its topics"),
    ];
    let missing: Vec<&str> =
        missing.iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| *what).collect();
    if !missing.is_empty() {
        lines.push(format!("write {} into {}", missing.join(", "), told.composed.path));
    }
    lines.push(
        "compare the text with the original, word for word: `casefile serve --open` shows it".to_owned(),
    );
    if set.state.is_some() {
        lines.push("it is a draft: delete the line `state: draft` when all is decided".to_owned());
    }
    let mistakes = told.mistakes_before;
    if mistakes > 0 {
        let were = if mistakes == 1 { "mistake" } else { "mistakes" };
        lines.push(format!(
            "the site had {mistakes} {were} before; `casefile check` shows what is left of them"
        ));
    }
    lines
}
