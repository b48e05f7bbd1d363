//! What of a record is indexed: items of plain text, each with the field that it belongs to.

use super::Indexing;
use super::plain;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::Titled;
use crate::archive::with_parents;
use crate::document::Details;
use crate::document::Incident;
use crate::document::Organisation;
use crate::document::PressRelease;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Source;
use crate::document::Work;
use crate::page;

/// A field, by which a word weighs more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Titles, headlines, names and aliases.
    Names,
    /// The summary.
    Summary,
    /// All that is said besides.
    Text,
    /// The topics of the record and their synonyms, which do not stand in its text.
    Topics,
}

/// The text of a record.
#[derive(Default)]
pub(super) struct Text {
    lines: String,
    items: Vec<(Field, usize)>,
    topics: String,
    /// The words of sources so far, of which each counts once.
    quotes: Vec<(usize, usize)>,
}

impl Text {
    /// All of it, an item a line. Topics are left out.
    pub(super) fn lines(&self) -> &str {
        &self.lines
    }

    /// Its items in order, the topics last.
    pub(super) fn items(&self) -> impl Iterator<Item = (Field, &str)> {
        let starts = std::iter::once(0).chain(self.items.iter().map(|(_, end)| end + 1));
        let items =
            self.items.iter().zip(starts).map(|((field, end), start)| (*field, &self.lines[start..*end]));
        items.chain((!self.topics.is_empty()).then_some((Field::Topics, self.topics.as_str())))
    }

    /// Adds an item; white space of any length is one space in it.
    pub(super) fn add(&mut self, field: Field, text: &str) {
        let start = self.lines.len();
        if start > 0 {
            self.lines.push('\n');
        }
        let first = self.lines.len();
        for piece in text.split_whitespace() {
            if self.lines.len() > first {
                self.lines.push(' ');
            }
            self.lines.push_str(piece);
        }
        match self.lines.len() > first {
            true => self.items.push((field, self.lines.len())),
            false => self.lines.truncate(start),
        }
    }

    fn add_all<'a>(&mut self, field: Field, texts: impl IntoIterator<Item = &'a String>) {
        texts.into_iter().for_each(|text| self.add(field, text));
    }

    /// Adds the words of a source, unless the record has taken the same from it before.
    fn add_quotes<'a>(&mut self, sources: impl IntoIterator<Item = &'a Source<AsMeant>>) {
        for quote in sources.into_iter().filter_map(|source| source.quote.as_deref()) {
            let start = self.lines.len();
            self.add(Field::Text, quote);
            let own = self.lines.len();
            let is_known = self.quotes.iter().any(|(from, to)| self.lines[*from..*to] == self.lines[start..]);
            match is_known {
                true => {
                    self.lines.truncate(start);
                    self.items.pop();
                }
                false if own > start => self.quotes.push((start, own)),
                false => {}
            }
        }
    }
}

/// The text of a record, in the place of what `text` held.
pub(super) fn read(cx: &Indexing<'_>, id: RecordId, text: &mut Text) {
    text.lines.clear();
    text.items.clear();
    text.topics.clear();
    text.quotes.clear();
    let record = cx.archive.record(id);
    add_names(text, record);
    text.add_all(Field::Summary, &record.common.summary);
    let body = &record.body;
    for html in [&body.text, &body.notes, &body.footnotes] {
        plain::add_blocks(cx, body, html, text);
    }
    match &record.details {
        Details::Incident(incident) => add_incident(cx, text, incident),
        Details::PressRelease(release) => add_release(cx, text, release),
        Details::Reference(reference) => add_reference(cx, text, reference),
        Details::Organisation(own) => text.add_all(Field::Text, own.identifiers.iter().map(|(_, own)| own)),
        Details::Topic(topic) => text.add_all(Field::Text, &topic.definition),
        Details::Page(_) => {}
    }
    for attachment in &record.common.attachments {
        text.add_all(Field::Text, attachment.title.iter().chain(&attachment.description));
    }
    add_topics(cx, text, &record.common.topics);
}

fn add_names(text: &mut Text, record: &Record<AsMeant>) {
    text.add(Field::Names, &record.common.title.value);
    match &record.details {
        Details::Organisation(own) => {
            let Organisation { aliases, former, .. } = &**own;
            text.add_all(Field::Names, aliases.iter().chain(former).map(|name| &name.value));
        }
        Details::Topic(topic) => text.add_all(Field::Names, &topic.synonyms),
        Details::PressRelease(release) => {
            let title = &record.common.title.value;
            text.add_all(Field::Names, release.headline.iter().filter(|headline| *headline != title));
        }
        _ => {}
    }
}

fn add_incident(cx: &Indexing<'_>, text: &mut Text, incident: &Incident<AsMeant>) {
    for (_, organisation) in &incident.organisations {
        text.add(Field::Text, cx.title(*organisation));
    }
    text.add_all(Field::Text, &incident.places);
    for figure in &incident.figures {
        let words = page::figure_words(cx.words, figure);
        text.add(Field::Text, &format!("{}: {words}", figure.label));
        text.add_quotes(&figure.source);
    }
    for claim in &incident.claims {
        text.add(Field::Text, &claim.text);
        if let Some(name) = &claim.said_by {
            text.add(
                Field::Text,
                cx.organisations.get(name.value.as_str()).map_or(&name.value, |id| cx.title(*id)),
            );
        }
        text.add_quotes(&claim.sources);
    }
    for event in &incident.timeline {
        text.add(Field::Text, &event.text);
        text.add_quotes(&event.sources);
    }
    text.add_all(Field::Text, &incident.right_of_reply.text);
    text.add_all(Field::Text, &incident.unknowns);
    text.add_all(Field::Text, incident.contracts.iter().map(|contract| &contract.title));
    text.add_quotes(&incident.sources);
}

fn add_release(cx: &Indexing<'_>, text: &mut Text, release: &PressRelease<AsMeant>) {
    if let Some(issuer) = release.issued_by {
        text.add(Field::Text, cx.title(issuer));
    }
    for person in &release.spokespeople {
        match &person.role {
            Some(role) => text.add(Field::Text, &format!("{}, {role}", person.name)),
            None => text.add(Field::Text, &person.name),
        }
    }
    text.add_quotes(&release.sources);
}

/// What a bibliography says of a work, and of the works that it is a part of.
fn add_reference(cx: &Indexing<'_>, text: &mut Text, reference: &Reference<AsMeant>) {
    let own = Titled { title: "", work: &reference.work };
    for level in with_parents(&cx.archive.records, own) {
        text.add(Field::Text, level.title);
        add_work(text, level.work);
    }
    if let Some(foi) = &reference.foi {
        text.add_all(Field::Text, foi.authority.iter().chain(&foi.outcome));
    }
}

fn add_work(text: &mut Text, work: &Work<AsMeant>) {
    for person in work.authors.iter().chain(&work.editors) {
        match &person.given {
            Some(given) => text.add(Field::Text, &format!("{given} {}", person.family)),
            None => text.add(Field::Text, &person.family),
        }
    }
    text.add_all(Field::Text, work.publisher.iter().chain(&work.location));
    text.add_all(Field::Text, work.serial_numbers.iter().map(|(_, number)| number));
}

fn add_topics(cx: &Indexing<'_>, text: &mut Text, topics: &[RecordId]) {
    for id in topics {
        let topic = cx.archive.record(*id);
        let synonyms = topic.topic().map_or(&[][..], |topic| &topic.synonyms);
        for name in std::iter::once(&topic.common.title.value).chain(synonyms) {
            text.topics.push_str(name);
            text.topics.push('\n');
        }
    }
}
