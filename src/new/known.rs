//! What a site has already: names to complete, ids that are taken, addresses and dates to compare with.

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::date_of_work;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::document::Details;
use crate::document::Record;
use crate::input::Inputs;
use crate::spelling;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// A record of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is offered when somebody types a part of it: no other record has the same.
    pub label: String,
    /// What it is called besides: other names, author and year.
    pub names: Vec<String>,
    /// The file it stands in, below the site folder.
    pub path: String,
    /// Its addresses on the web.
    pub urls: Vec<String>,
    /// When it happened or appeared.
    pub date: Option<PartialDate>,
    /// Ids of the organisations that have to do with it.
    pub organisations: Vec<String>,
}

/// Everything that a site has.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its records.
    pub entries: Vec<Entry>,
    /// Ids that are taken, also those of files that cannot be read.
    taken: BTreeSet<(Kind, String)>,
}

/// What a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named<'a> {
    /// One record.
    One(&'a Entry),
    /// Several.
    Several(Vec<&'a Entry>),
    /// None; perhaps this one was meant.
    Nothing(Option<&'a Entry>),
}

impl Known {
    /// What stands in an archive, drafts and all, and in the files that could not be read.
    pub fn of(archive: &Archive, inputs: &Inputs) -> Self {
        let mut known = Self::default();
        for text in &inputs.texts {
            known.taken.extend(address(&text.path));
        }
        for id in archive.ids() {
            known.add(entry(archive, inputs, id));
        }
        known
    }

    /// Puts in a record that is to be made beside.
    pub fn add(&mut self, mut entry: Entry) {
        if self.entries.iter().any(|other| other.label == entry.label) {
            entry.label = format!("{} [{}]", entry.label, entry.id);
        }
        self.taken.insert((entry.kind, entry.id.clone()));
        self.entries.push(entry);
    }

    /// Takes the last record out again.
    pub fn take_back(&mut self) {
        if let Some(entry) = self.entries.pop() {
            self.taken.remove(&(entry.kind, entry.id));
        }
    }

    /// Whether a file has that id.
    pub fn is_taken(&self, kind: Kind, id: &str) -> bool {
        self.taken.contains(&(kind, id.to_owned()))
    }

    /// The id of a file that somebody who names a record so must mean, and that cannot be used as it is.
    pub fn unusable(&self, kind: Kind, name: &str) -> Option<String> {
        let id = slug::slugify(name);
        let is_entry = self.entries.iter().any(|entry| entry.kind == kind && entry.id == id);
        (self.is_taken(kind, &id) && !is_entry).then_some(id)
    }

    /// What can be completed among records of these kinds.
    pub fn labels(&self, kinds: &[Kind]) -> Vec<String> {
        self.of_kinds(kinds).map(|entry| entry.label.clone()).collect()
    }

    /// The record that is called so: by what was offered, its id, its title or another name.
    pub fn find<'a>(&'a self, kinds: &[Kind], name: &str) -> Named<'a> {
        let exact = self.of_kinds(kinds).find(|entry| entry.label == name);
        if let Some(entry) = exact {
            return Named::One(entry);
        }
        let (prefix, bare) = match name.split_once(':') {
            Some((kind, id)) if Kind::from_code(kind).is_some() => (Kind::from_code(kind), id.trim()),
            _ => (None, name),
        };
        let by_id = |entry: &&Entry| entry.id == bare && prefix.is_none_or(|kind| kind == entry.kind);
        let wanted = folded(name);
        let by_name = |entry: &&Entry| {
            folded(&entry.title) == wanted
                || entry.id == wanted
                || entry.names.iter().any(|own| folded(own) == wanted)
        };
        let mut found: Vec<&Entry> = self.of_kinds(kinds).filter(by_id).collect();
        if found.is_empty() && !wanted.is_empty() {
            found = self.of_kinds(kinds).filter(by_name).collect();
        }
        match found.as_slice() {
            [] => Named::Nothing(self.nearest(kinds, name)),
            [one] => Named::One(one),
            _ => Named::Several(found),
        }
    }

    fn nearest<'a>(&'a self, kinds: &[Kind], name: &str) -> Option<&'a Entry> {
        let names = |entry: &Entry| -> Vec<String> {
            [&entry.title, &entry.id].into_iter().chain(&entry.names).cloned().collect()
        };
        let all: Vec<String> = self.of_kinds(kinds).flat_map(names).collect();
        let near = spelling::nearest(name, all.iter().map(String::as_str))?;
        self.of_kinds(kinds).find(|entry| names(entry).iter().any(|own| own == near))
    }

    /// How a record is named in a field that takes records of these kinds.
    pub fn written(&self, kinds: &[Kind], entry: &Entry) -> String {
        let others = self.of_kinds(kinds).filter(|other| other.id == entry.id).count();
        if others > 1 { format!("{}:{}", entry.kind.code(), entry.id) } else { entry.id.clone() }
    }

    fn of_kinds<'a>(&'a self, kinds: &[Kind]) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let kinds = kinds.to_vec();
        self.entries.iter().filter(move |entry| kinds.contains(&entry.kind))
    }
}

/// A name without capitals and with one space between its words; curly marks are straight.
pub(super) fn folded(name: &str) -> String {
    let plain = name.to_lowercase().replace(['‘', '’'], "'").replace(['“', '”'], "\"");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The kind and the id of a file below `content/`.
fn address(path: &str) -> Option<(Kind, String)> {
    let stem = path.strip_prefix("content/")?.strip_suffix(".md")?;
    let kind = Kind::ALL.iter().copied().find(|kind| {
        *kind != Kind::Page && stem.strip_prefix(kind.folder()).is_some_and(|rest| rest.starts_with('/'))
    });
    let rest = kind.map_or(stem, |kind| &stem[kind.folder().len() + 1..]);
    let id = rest.strip_suffix("/index").unwrap_or(rest);
    Some((kind.unwrap_or(Kind::Page), id.to_owned()))
}

fn entry(archive: &Archive, inputs: &Inputs, id: RecordId) -> Entry {
    let record = archive.record(id);
    let title = record.common.title.value.clone();
    let mut entry = Entry {
        kind: record.kind,
        id: record.id.clone(),
        label: title.clone(),
        title,
        names: Vec::new(),
        path: inputs.text(record.file).path.clone(),
        urls: Vec::new(),
        date: None,
        organisations: Vec::new(),
    };
    fill(&mut entry, archive, record);
    entry
}

fn fill(entry: &mut Entry, archive: &Archive, record: &Record<AsMeant>) {
    let id_of = |id: &RecordId| archive.record(*id).id.clone();
    match &record.details {
        Details::Incident(own) => {
            entry.date = Some(own.date.clone());
            entry.organisations = own.organisations.iter().map(|(_, id)| id_of(id)).collect();
        }
        Details::PressRelease(own) => {
            entry.date = Some(own.date.clone());
            entry.organisations = own.issued_by.iter().map(id_of).collect();
            entry.names.extend(own.headline.clone());
        }
        Details::Reference(own) => {
            entry.date = date_of_work(&archive.records, record).cloned();
            entry.urls = own.work.url.iter().cloned().collect();
            entry.urls.extend(own.archived.iter().map(|copy| copy.url.clone()));
            let person = own.work.authors.first().or(own.work.editors.first());
            let words = DateWords::english();
            let year = entry.date.as_ref().and_then(|date| date.years_in_words(&words));
            if let Some(person) = person {
                let cited = [Some(person.family.clone()), year].into_iter().flatten();
                let cited = cited.collect::<Vec<_>>().join(" ");
                entry.label = format!("{cited}: {}", entry.title);
                entry.names.push(cited);
            }
        }
        Details::Organisation(own) => {
            entry.urls = own.url.iter().cloned().collect();
            entry.names = own.aliases.iter().chain(&own.former).map(|name| name.value.clone()).collect();
            add_names(entry);
        }
        Details::Topic(own) => {
            entry.names = own.synonyms.clone();
            add_names(entry);
        }
        Details::Page(_) => {}
    }
}

/// Other names are offered too, so that whoever types one finds the record.
fn add_names(entry: &mut Entry) {
    if !entry.names.is_empty() {
        entry.label = format!("{} ({})", entry.title, entry.names.join("; "));
    }
}
