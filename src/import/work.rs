//! The file of a reference, written of a work that a bibliography describes.

use crate::vocabulary::Vocabulary;
use crate::yaml::write;
use crate::yaml::write::Line;
use crate::yaml::write::Written;

pub use crate::bibliography::work::Description;
pub use crate::bibliography::work::ImportedWork;
pub use crate::bibliography::work::Name;
pub use crate::bibliography::work::Parent;
pub use crate::bibliography::work::Shape;
pub use crate::bibliography::work::divide;
pub use crate::bibliography::work::edtf;
pub use crate::bibliography::work::is_web_address;
pub use crate::bibliography::work::month;
pub use crate::bibliography::work::not_kept;
pub use crate::bibliography::work::pages;
pub use crate::bibliography::work::shown;

/// The file of a reference: its front matter alone.
pub fn record_text(work: &ImportedWork, parent_id: Option<&str>, topics: &[String]) -> String {
    let mut lines = Vec::new();
    if let Some(title) = &work.own.title {
        lines.push(Line::text("title", title));
    }
    lines.push(Line::word("type", work.kind.code()));
    describe(&mut lines, &work.own);
    match (&work.parent, parent_id) {
        (_, Some(id)) => lines.push(Line::word("parent", id)),
        (Some(Parent::Inline(parent)), None) => {
            let mut group = Vec::new();
            if let Some(title) = &parent.title {
                group.push(Line::text("title", title));
            }
            describe(&mut group, parent);
            lines.push(Line::Field("parent".to_owned(), Written::Group(group)));
        }
        _ => {}
    }
    if !topics.is_empty() {
        lines.push(Line::words("topics", topics));
    }
    format!("---\n{}---\n", write::fields(&lines))
}

/// The fields of a work between its type and its parent.
fn describe(lines: &mut Vec<Line>, work: &Description) {
    people(lines, "author", &work.authors);
    people(lines, "editor", &work.editors);
    let word = |name: &str, value: &Option<String>| value.as_ref().map(|value| Line::word(name, value));
    let text = |name: &str, value: &Option<String>| value.as_ref().map(|value| Line::text(name, value));
    lines.extend(word("date", &work.date));
    lines.extend(text("publisher", &work.publisher));
    lines.extend(text("location", &work.location));
    lines.extend(word("edition", &work.edition));
    lines.extend(word("volume", &work.volume));
    lines.extend(word("issue", &work.issue));
    lines.extend(word("page-range", &work.page_range));
    if let Some(url) = &work.url {
        lines.push(match &work.accessed {
            Some(date) => Line::Field(
                "url".to_owned(),
                Written::Group(vec![Line::word("value", url), Line::word("date", date)]),
            ),
            None => Line::word("url", url),
        });
    }
    if !work.serial_numbers.is_empty() {
        let numbers = work.serial_numbers.iter().map(|(kind, number)| Line::word(kind, number));
        lines.push(Line::Field("serial-number".to_owned(), Written::Group(numbers.collect())));
    }
}

fn people(lines: &mut Vec<Line>, field: &str, names: &[Name]) {
    let mut people: Vec<Written> = names.iter().map(person).collect();
    match people.len() {
        0 => {}
        1 => lines.push(Line::Field(field.to_owned(), people.remove(0))),
        _ => lines.push(Line::Field(field.to_owned(), Written::List(people))),
    }
}

/// "Family, Given", or a group where that would be read as something else.
fn person(name: &Name) -> Written {
    let given = name.given.as_deref().filter(|given| !given.is_empty());
    // What the reader of references takes for several people.
    let is_odd =
        |text: &str| text.contains([',', ';', '&']) || text.split_whitespace().any(|word| word == "and");
    let is_initials = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() < 3;
    let plain = name.suffix.is_none() && !name.family.contains(',') && !given.is_some_and(is_odd);
    match given {
        Some(given) if plain => Written::Text(format!("{}, {given}", name.family)),
        None if plain && !is_initials(&name.family) => Written::Text(name.family.clone()),
        _ => {
            let mut group = vec![Line::text("name", &name.family)];
            group.extend(given.map(|given| Line::text("given-name", given)));
            group.extend(name.suffix.as_ref().map(|suffix| Line::text("suffix", suffix)));
            Written::Group(group)
        }
    }
}
