//! The record of a release, and those of the works it names, as files.

use super::Draft;
use super::inline::markdown;
use super::works;
use super::works::Found;
use super::works::KnownWork;
use super::works::NamedWork;
use crate::yaml::write::Line;
use crate::yaml::write::Written;
use crate::yaml::write::fields;

/// What becomes of a work that a note names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is the reference with this id, and is cited.
    Cite(String),
    /// It becomes a new reference, and is cited.
    New,
    /// It is cited nowhere.
    Leave,
}

/// The fields that a release does not say itself, and those that somebody set otherwise.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The id of the record.
    pub id: String,
    /// The title.
    pub title: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// When it was issued (EDTF), or `unknown`.
    pub date: String,
    /// Id of the organisation.
    pub issued_by: Option<String>,
    /// Ids of incidents.
    pub incidents: Vec<String>,
    /// Ids of topics.
    pub topics: Vec<String>,
    /// Until when nothing is published, with the zone.
    pub embargo: Option<String>,
    /// How the original was obtained.
    pub method: Option<String>,
    /// When it was.
    pub obtained: Option<String>,
    /// The name of the file with the original.
    pub original: String,
    /// `draft`, where the records are not to be published yet.
    pub state: Option<String>,
}

/// Files to be written, by their paths below the site folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The record.
    pub path: String,
    /// Its text.
    pub text: String,
    /// New references: id, path and text of each.
    pub references: Vec<(String, String, String)>,
}

/// Writes the record of a release. There is a decision for each of its works.
pub fn compose(draft: &Draft, decisions: &[Decision], known: &[KnownWork], set: &Fields) -> Composed {
    let mut blocks = draft.blocks.clone();
    let mut references = Vec::new();
    let mut new: Vec<KnownWork> = Vec::new();
    for (note, decision) in draft.works.iter().zip(decisions) {
        let id = match (decision, &note.work) {
            (Decision::Cite(id), _) => id.clone(),
            (Decision::New, Some(work)) => match works::matching(work, &new) {
                // The same work in another note.
                Found::One(id) => id,
                _ => {
                    let id = new_id(work, known, &new);
                    let path = format!("content/references/{id}.md");
                    references.push((id.clone(), path, reference(work, set)));
                    new.push(work.known(&id));
                    id
                }
            },
            (Decision::New | Decision::Leave, _) => continue,
        };
        let at = note.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        if let Some(block) = blocks.get_mut(note.block) {
            block.citation = Some(format!("@{id}{at}"));
        }
    }
    let body = markdown(&blocks);
    let between = if body.is_empty() { "" } else { "\n" };
    let text = format!("---\n{}---\n{between}{body}", front_matter(draft, set));
    Composed { path: format!("content/press-releases/{}/index.md", set.id), text, references }
}

fn front_matter(draft: &Draft, set: &Fields) -> String {
    let mut lines = vec![Line::text("title", visible(&set.title))];
    let headline =
        draft.head.headline.as_deref().map(visible).filter(|headline| *headline != visible(&set.title));
    lines.extend(headline.map(|headline| Line::text("headline", headline)));
    lines.extend(set.summary.as_ref().map(|summary| Line::text("summary", summary)));
    lines.extend(set.state.as_ref().map(|state| Line::word("state", state)));
    lines.extend(set.embargo.as_ref().map(|embargo| Line::word("embargo", embargo)));
    lines.push(Line::word("date", &set.date));
    lines.extend(set.issued_by.as_ref().map(|id| Line::word("issued_by", id)));
    if !draft.speech.speakers.is_empty() {
        let people = draft.speech.speakers.iter().map(|speaker| {
            let role = speaker.role.as_ref().map(|role| Line::text("role", role));
            Written::Group(std::iter::once(Line::text("name", &speaker.name)).chain(role).collect())
        });
        lines.push(Line::Field("spokespeople".to_owned(), Written::List(people.collect())));
    }
    for (name, ids) in [("contacts", &draft.contacts), ("incidents", &set.incidents), ("topics", &set.topics)]
    {
        if !ids.is_empty() {
            lines.push(Line::words(name, ids));
        }
    }
    let mut original = vec![Line::word("file", &set.original)];
    original.extend(set.obtained.as_ref().map(|date| Line::word("obtained", date)));
    original.extend(set.method.as_ref().map(|method| Line::text("method", method)));
    lines.push(Line::Field("original".to_owned(), Written::Group(original)));
    fields(&lines)
}

/// A text of one line.
fn visible(text: &str) -> String {
    text.split(['\n', '\t']).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// An id that nothing has yet: the first author and the year.
fn new_id(work: &NamedWork, known: &[KnownWork], new: &[KnownWork]) -> String {
    let author = work.authors.first().map_or("work", |name| works::family(name));
    let base = slug::slugify(format!("{author} {}", work.year));
    let is_free = |id: &String| !known.iter().chain(new).any(|own| own.id == *id);
    let letters = ('b'..='z').map(|letter| format!("{base}{letter}"));
    let numbers = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone()).chain(letters).chain(numbers).find(is_free).unwrap_or(base)
}

/// A reference as a file.
fn reference(work: &NamedWork, set: &Fields) -> String {
    let title = match (&work.title, &work.container) {
        (Some(title), _) => title.clone(),
        (None, container) => {
            format!("[Chapter in {}, title not given]", container.as_deref().unwrap_or("a book"))
        }
    };
    let kind = match work {
        NamedWork { container: Some(_), .. } => "chapter",
        NamedWork { imprint: Some(_), .. } => "book",
        NamedWork { url: Some(_), .. } => "web",
        _ => "report",
    };
    let mut lines = vec![Line::text("title", title), Line::word("type", kind)];
    lines.extend(set.state.as_ref().map(|state| Line::word("state", state)));
    lines.push(people("author", &work.authors));
    lines.push(Line::word("date", &work.year));
    let imprint = || {
        let imprint = work.imprint.iter();
        imprint.flat_map(|(place, publisher)| {
            [Line::text("publisher", publisher), Line::text("location", place)]
        })
    };
    match &work.container {
        Some(container) => {
            let mut parent = vec![Line::text("title", container)];
            if !work.editors.is_empty() {
                parent.push(people("editor", &work.editors));
            }
            parent.extend(imprint());
            lines.push(Line::Field("parent".to_owned(), Written::Group(parent)));
        }
        None => lines.extend(imprint()),
    }
    lines.extend(work.url.as_ref().map(|url| Line::text("url", url)));
    let text = format!("Cited in [[press-release:{}]].", set.id);
    format!("---\n{}---\n\n{text}\n", fields(&lines))
}

/// Names, each on a line of its own: a comma in brackets would part them.
fn people(field: &str, names: &[String]) -> Line {
    let names = names.iter().map(|name| Written::Text(name.clone())).collect();
    Line::Field(field.to_owned(), Written::List(names))
}
