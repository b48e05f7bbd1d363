//! The file of a new record: fields in the order of the format, short comments for what is left out, the text.

use super::answer::Answer;
use super::answer::Answers;
use super::answer::Figure;
use super::answer::Source;
use super::answer::Spokesperson;
use super::body::as_markdown;
use super::question::questions;
use crate::date::PartialDate;
use crate::personal;
use crate::vocabulary::Kind;
use crate::yaml::write::Line;
use crate::yaml::write::Written;
use crate::yaml::write::fields;

/// A record that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Whether it is to be published.
    pub stage: Stage,
    /// What was answered.
    pub answers: Answers,
}

/// Whether a new record is to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is shown in previews only.
    Draft,
    /// It is part of the next build.
    Published,
}

/// The fields of each kind in the order of the format, those of every record first.
const COMMON: [&str; 3] = ["title", "summary", "topics"];

fn order(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Incident => &[
            "date",
            "reported",
            "status",
            "disputed",
            "organisations",
            "places",
            "harms",
            "figures",
            "right_of_reply",
            "unknowns",
            "sources",
        ],
        Kind::PressRelease => &["date", "issued_by", "headline", "spokespeople", "incidents", "sources"],
        Kind::Reference => &[
            "type",
            "author",
            "date",
            "publisher",
            "page-range",
            "volume",
            "issue",
            "parent",
            "url",
            "independence",
            "archived",
        ],
        Kind::Organisation => &["type", "names", "identifiers", "url"],
        Kind::Topic => &["definition", "synonyms", "broader"],
        Kind::Page => &["nav"],
    }
}

/// What is worth adding later: a field with an example.
fn wanted(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Incident => &[
            ("organisations", "organisations: {supplier: id-of-the-company}"),
            ("places", "places: [Leeds]"),
            ("harms", "harms: [delayed-care]"),
            ("sources", "sources: [id-of-a-reference]"),
            ("right_of_reply", "right_of_reply: {status: asked, asked: 2030-05-02}"),
            ("unknowns", "unknowns: [Whether any patient was harmed.]"),
        ],
        Kind::PressRelease => &[
            ("issued_by", "issued_by: id-of-the-organisation"),
            ("incidents", "incidents: [id-of-the-incident]"),
            ("spokespeople", "spokespeople: [{name: Sam Example, role: chair}]"),
            ("sources", "sources: [id-of-a-reference]"),
        ],
        Kind::Reference => &[
            ("author", "author: \"Davis, Jacky\""),
            ("date", "date: 2015"),
            ("publisher", "publisher: The name of the publisher"),
            ("url", "url: https://www.example.org/page"),
            ("independence", "independence: official"),
        ],
        Kind::Organisation => &[
            ("type", "type: company"),
            ("names", "names: {aliases: [Another name]}"),
            ("url", "url: https://www.example.org/"),
        ],
        Kind::Topic => &[
            ("definition", "definition: What the word means on this site."),
            ("synonyms", "synonyms: [another word]"),
        ],
        Kind::Page => &[("nav", "nav: 1")],
    }
}

/// The file in which a record stands, below the site folder.
pub fn path_of(kind: Kind, id: &str) -> String {
    match kind.folder() {
        "" => format!("content/{id}.md"),
        folder => format!("content/{folder}/{id}.md"),
    }
}

impl NewRecord {
    /// Where it is to stand.
    pub fn path(&self) -> String {
        path_of(self.kind, &self.id)
    }

    /// The whole text of its file.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        let mut answered: Vec<&str> = Vec::new();
        for field in COMMON.iter().chain(order(self.kind)) {
            if let Some(value) = self.value(field) {
                lines.push(Line::Field((*field).to_owned(), value));
                answered.push(field);
            }
            if *field == "summary" && self.stage == Stage::Draft {
                lines.push(Line::Comment(
                    "Only you see a draft. To publish it, delete the next line.".to_owned(),
                ));
                lines.push(Line::word("state", "draft"));
            }
        }
        self.add_examples(&mut lines, &answered);
        let body = match self.answers.get("text") {
            Some(Answer::Passage(text)) => as_markdown(text),
            _ => String::new(),
        };
        let room = if body.is_empty() { "" } else { "\n" };
        format!("---\n{}---\n{room}{body}", fields(&lines))
    }

    /// How to write what is not known yet.
    fn add_examples(&self, lines: &mut Vec<Line>, answered: &[&str]) {
        let missing: Vec<&str> = wanted(self.kind)
            .iter()
            .filter(|(field, _)| !answered.contains(field))
            .map(|(_, example)| *example)
            .collect();
        if !missing.is_empty() {
            lines.push(Line::Blank);
            lines.push(Line::Comment(
                "Not known yet. To add one, write it as here, without the # before it:".to_owned(),
            ));
            lines.extend(missing.into_iter().map(|example| Line::Comment(example.to_owned())));
        }
    }

    /// What is written into a field, from all questions that go into it.
    fn value(&self, field: &str) -> Option<Written> {
        let mut group = Vec::new();
        for question in questions(self.kind) {
            let (name, inner) = match question.field.split_once('.') {
                Some((name, inner)) => (name, Some(inner)),
                None => (question.field, None),
            };
            let Some(answer) = self.answers.get(question.flag).filter(|_| name == field) else { continue };
            match inner {
                None if question.flag == "author" => return Some(people(answer)),
                None => return Some(written(answer)),
                Some(inner) => group.push(Line::Field(inner.to_owned(), one_or_list(answer))),
            }
        }
        match field {
            _ if group.is_empty() => None,
            "archived" => Some(Written::List(vec![Written::Group(group)])),
            _ => Some(Written::Group(group)),
        }
    }
}

fn word(word: &str) -> Written {
    Written::Word(word.to_owned())
}

fn text(text: &str) -> Written {
    Written::Text(text.to_owned())
}

/// One id alone, or several as a list.
fn one_or_list(answer: &Answer) -> Written {
    match answer {
        Answer::Words(words) if words.len() == 1 => word(&words[0]),
        answer => written(answer),
    }
}

fn written(answer: &Answer) -> Written {
    match answer {
        Answer::Text(own) | Answer::Passage(own) => text(own),
        Answer::Word(own) => word(own),
        Answer::Yes => word("true"),
        Answer::Words(words) => Written::List(words.iter().map(|own| word(own)).collect()),
        Answer::Texts(texts) => Written::List(texts.iter().map(|own| text(own)).collect()),
        Answer::Titled(title) => Written::Group(vec![Line::text("title", title)]),
        Answer::Sources(sources) => Written::List(sources.iter().map(source).collect()),
        Answer::Figures(figures) => Written::List(figures.iter().map(figure).collect()),
        Answer::Spokespeople(people) => Written::List(people.iter().map(spokesperson).collect()),
    }
}

/// A name with a comma is "Family, Given"; a body whose name has more of them is a group.
fn people(answer: &Answer) -> Written {
    let Answer::Texts(names) = answer else { return written(answer) };
    let person = |name: &String| match name.matches(',').count() {
        0 | 1 => text(name),
        _ => Written::Group(vec![Line::text("name", name)]),
    };
    match names.as_slice() {
        [name] if name.matches(',').count() < 2 => text(name),
        names => Written::List(names.iter().map(person).collect()),
    }
}

fn source(own: &Source) -> Written {
    if own.at.is_none() && own.quote.is_none() {
        return word(&own.id);
    }
    let mut lines = vec![Line::word("ref", &own.id)];
    lines.extend(own.at.as_ref().map(|at| Line::text("at", at)));
    lines.extend(own.quote.as_ref().map(|quote| Line::text("quote", quote)));
    Written::Group(lines)
}

fn figure(own: &Figure) -> Written {
    let mut lines = vec![Line::text("label", &own.label), Line::word("value", &own.value)];
    lines.extend(own.qualifier.map(|qualifier| Line::word("qualifier", qualifier)));
    lines.extend(own.unit.as_ref().map(|unit| Line::text("unit", unit)));
    lines.extend(own.currency.as_ref().map(|currency| Line::word("currency", currency)));
    let is_named = own.currency.is_none() && personal::counts_people(&own.label, own.unit.as_deref());
    lines.extend(own.people.then(|| Line::word("people", "true")));
    lines.extend((is_named && !own.people).then(|| Line::word("people", "false")));
    Written::Group(lines)
}

fn spokesperson(own: &Spokesperson) -> Written {
    let mut lines = vec![Line::text("name", &own.name)];
    lines.extend(own.role.as_ref().map(|role| Line::text("role", role)));
    Written::Group(lines)
}

/// What readers will look for in a record and not find, in words.
pub fn missing_words(kind: Kind, answers: &Answers) -> Vec<&'static str> {
    let has = |flag: &str| match answers.get(flag) {
        Some(Answer::Word(date)) if flag == "date" => {
            PartialDate::parse(date).is_ok_and(|date| !date.is_unknown())
        }
        Some(Answer::Word(word)) => word != "not-recorded",
        answer => answer.is_some(),
    };
    let all: &[(&str, &str)] = match kind {
        Kind::Incident => &[
            ("text", "what happened, in full"),
            ("date", "when it happened"),
            ("source", "a source for it"),
            ("reply", "whether those named were asked for their side (right of reply)"),
        ],
        Kind::PressRelease => &[
            ("text", "the text as it was issued"),
            ("date", "the day on which it was issued"),
            ("issued-by", "who issued it"),
        ],
        Kind::Reference => {
            &[("author", "who wrote it"), ("date", "when it appeared"), ("publisher", "who published it")]
        }
        Kind::Organisation => &[("type", "what it is: a company, a public body")],
        Kind::Topic => &[("definition", "what the word means here")],
        Kind::Page => &[("text", "its text")],
    };
    all.iter().filter(|(flag, _)| !has(flag)).map(|(_, words)| *words).collect()
}
