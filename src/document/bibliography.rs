//! Reads a BibTeX file of a site: each of its entries is a reference.

use super::Common;
use super::Context;
use super::Details;
use super::FileReading;
use super::InlineParent;
use super::Parent;
use super::Person;
use super::Record;
use super::Reference;
use super::Work;
use super::rules;
use crate::bibliography::bibtex;
use crate::bibliography::bibtex::Listed;
use crate::bibliography::bibtex::Purpose;
use crate::bibliography::id_of;
use crate::bibliography::told::summary;
use crate::bibliography::work;
use crate::bibliography::work::Description;
use crate::bibliography::work::Name;
use crate::date::PartialDate;
use crate::frontmatter::Reading;
use crate::frontmatter::unknown_word;
use crate::markdown;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::span::Spanned;
use crate::vocabulary::Kind;
use crate::vocabulary::State;
use crate::vocabulary::UrlStatus;
use crate::vocabulary::Vocabulary;

/// Reads a file, and reports what of it cannot be read and what a reference has no place for.
pub(super) fn read(into: &mut FileReading, context: Context<'_>, (file, source): (FileId, &str)) {
    let mut told = Vec::new();
    let listing = bibtex::read(&mut told, (file, source), Purpose::Site);
    into.diagnostics.extend(summary(told));
    let reading = &mut Reading { file, source, diagnostics: &mut into.diagnostics };
    rules::check_bibliography(reading, context.config);
    into.records = listing.entries.into_iter().map(|entry| record_of(reading, entry)).collect();
    for key in listing.broken {
        let id = id_of(&key, "");
        into.unreadable.extend((id != key).then_some((Kind::Reference, key)));
        into.unreadable.push((Kind::Reference, id));
    }
}

fn record_of(reading: &mut Reading<'_>, entry: Listed) -> Record<AsWritten> {
    let Listed { work: listed, key, title, parent, independence, url_status, .. } = entry;
    let id = id_of(&listed.key, listed.own.title.as_deref().unwrap_or_default());
    let title = Spanned::new(listed.own.title.clone().unwrap_or_else(|| id.clone()), title);
    let parent = listed.parent.map(|own| match own {
        work::Parent::Key(whole) => Parent::Record(Spanned::new(whole, parent.unwrap_or(key))),
        work::Parent::Inline(own) => {
            let title = own.title.clone();
            Parent::Inline(Box::new(InlineParent { title, work: work_of(*own, None) }))
        }
    });
    let reference = Reference {
        kind: listed.kind,
        work: work_of(listed.own, parent),
        independence: independence.and_then(|word| word_of(reading, "independence", &word)),
        url_status: url_status
            .and_then(|word| word_of(reading, "url_status", &word))
            .unwrap_or(UrlStatus::Unchecked),
        archived: Vec::new(),
        copy: None,
        foi: None,
        key: (listed.key != id).then_some(listed.key),
        keywords: listed.keywords,
    };
    Record {
        file: key.file,
        kind: Kind::Reference,
        id,
        bundle: None,
        span: key,
        common: Box::new(common(title)),
        details: Details::Reference(Box::new(reference)),
        body: Box::new(markdown::empty_body()),
    }
}

fn work_of(own: Description, parent: Option<Parent<AsWritten>>) -> Work<AsWritten> {
    // What is no date was told where it was read.
    let date = |text: Option<String>| text.and_then(|text| PartialDate::parse(&text).ok());
    Work {
        authors: own.authors.into_iter().map(person).collect(),
        editors: own.editors.into_iter().map(person).collect(),
        date: date(own.date),
        publisher: own.publisher,
        location: own.location,
        page_range: own.page_range,
        volume: own.volume,
        issue: own.issue,
        edition: own.edition,
        parent,
        url: own.url,
        accessed: date(own.accessed),
        serial_numbers: own.serial_numbers,
    }
}

/// A suffix stands behind the given name, as it does in a `.yaml` file.
fn person(name: Name) -> Person {
    let given = name.given.into_iter().chain(name.suffix).collect::<Vec<_>>().join(", ");
    Person { family: name.family, given: (!given.is_empty()).then_some(given) }
}

/// A word of a closed vocabulary.
fn word_of<V: Vocabulary>(reading: &mut Reading<'_>, name: &str, word: &Spanned<String>) -> Option<V> {
    let found = V::from_code(&word.value);
    if found.is_none() {
        let codes: Vec<&str> = V::ALL.iter().map(|own| own.code()).collect();
        let mut mistake = unknown_word(word, &format!("a value of `{name}`"), &codes);
        mistake.suggestion = mistake.suggestion.map(|near| format!("{name} = {{{near}}}"));
        reading.report(mistake);
    }
    found
}

/// What an entry says of itself as a record: its title. It is published; BibTeX has no place for anything else.
fn common(title: Spanned<String>) -> Common<AsWritten> {
    Common {
        title,
        summary: None,
        state: State::Published,
        withdrawn: None,
        merged_into: None,
        embargo: None,
        published: None,
        updated: None,
        changes: Vec::new(),
        aliases: Vec::new(),
        topics: Vec::new(),
        related: Vec::new(),
        attachments: Vec::new(),
        allow: Vec::new(),
        extra: serde_json::Value::Null,
    }
}
