//! Every place of a site that names a record or a file, and what is meant there.

use super::Known;
use super::Moment;
use super::Site;
use super::convert::SOURCES;
use super::face::Face;
use super::names;
use super::names::Found;
use super::targets;
use super::targets::From;
use crate::document::Attachment;
use crate::document::Details;
use crate::document::Documents;
use crate::document::Incident;
use crate::document::Original;
use crate::document::Parent;
use crate::document::Record;
use crate::document::Source;
use crate::document::Work;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::markdown;
use crate::markdown::AsWritten;
use crate::markdown::Written;
use crate::markdown::WrittenTarget;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::Kind;
use crate::vocabulary::RawHtml;
use crate::vocabulary::State;
use crate::vocabulary::Vocabulary;
use jiff::Timestamp;

/// A place that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where: the value of a field with its quotation marks, the key of a citation, or a whole link.
    pub span: Span,
    /// What was written there, as it was read.
    pub name: String,
    /// How it is named.
    pub form: Form,
    /// What is meant.
    pub to: Meaning,
}

/// How something is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By an id, in a field or as the key of a citation, of one of these kinds; `kind:id` too.
    Id(&'static [Kind]),
    /// By `[[…]]`.
    Name,
    /// By the path of a file, in a field.
    File,
    /// By the address of a link or an image.
    Address,
}

/// What is meant by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A record, by its place among the documents.
    Record {
        /// Its place.
        index: usize,
        /// Whether its id or its file is named, rather than its title or another name.
        by_id: bool,
        /// What readers see of a link that has no words of its own, where that is not the title.
        words: Option<String>,
    },
    /// A file beside a record.
    Asset(AssetId),
    /// Something else, such as a page that casefile makes or another site.
    Elsewhere,
}

/// What each document names, in an order that depends on its fields and its text alone.
pub fn mentions(inputs: &Inputs, documents: &Documents) -> Vec<Vec<Mention>> {
    let faces = documents.records.iter().map(Face::of).collect();
    let moment = Moment { now: Timestamp::UNIX_EPOCH, drafts: true };
    let known = Known::of(inputs, faces, documents.unreadable.clone(), moment);
    let site = Site { inputs, known: &known, base_url: &documents.config.base_url, asked: None };
    let of_record = |(index, record): (usize, &Record<AsWritten>)| {
        let folder = site.source_path(record.file).rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut naming = Naming { site: &site, from: From { index, folder }, mentions: Vec::new() };
        naming.record(record);
        naming.body(record, documents.config.html);
        naming.mentions
    };
    documents.records.iter().enumerate().map(of_record).collect()
}

/// A record whose names are listed.
struct Naming<'a> {
    site: &'a Site<'a>,
    from: From<'a>,
    mentions: Vec<Mention>,
}

impl Naming<'_> {
    fn record(&mut self, record: &Record<AsWritten>) {
        let common = &record.common;
        if let Some(name) = common.merged_into.as_ref().filter(|_| common.state == State::Merged) {
            self.successor(name, record.kind);
        }
        self.ids(&common.topics, &[Kind::Topic]);
        self.ids(&common.related, Kind::ALL);
        self.files(&common.attachments);
        match &record.details {
            Details::Incident(own) => self.incident(own),
            Details::PressRelease(own) => {
                self.ids(&own.issued_by, &[Kind::Organisation]);
                self.ids(&own.incidents, &[Kind::Incident]);
                self.sources(&own.sources);
                self.original(own.original.as_ref());
            }
            Details::Reference(own) => {
                self.work(&own.work);
                self.original(own.copy.as_ref());
                self.keywords(&own.keywords);
            }
            Details::Organisation(own) => {
                self.ids(own.parents.iter().map(|parent| &parent.owner), &[Kind::Organisation]);
            }
            Details::Topic(own) => self.ids(&own.broader, &[Kind::Topic]),
            Details::Page(_) => {}
        }
    }

    /// What a text names, in the footnotes that are not shown too: they may be one day.
    fn body(&mut self, record: &Record<AsWritten>, html: RawHtml) {
        let file = self.site.inputs.text(record.file);
        if !file.path.ends_with(".md") {
            return;
        }
        let source = file.text();
        let start = record.body_start(&source);
        let written = Written { file: record.file, source: &source, start, kind: record.kind, html };
        let body = markdown::read_whole_body(written);
        for target in &body.targets {
            self.target(&target.to, target.span);
        }
        for work in body.citations.iter().flat_map(|citation| &citation.works) {
            self.id(&work.record, &SOURCES);
        }
    }

    fn incident(&mut self, own: &Incident<AsWritten>) {
        self.ids(own.organisations.iter().map(|(_, name)| name), &[Kind::Organisation]);
        self.sources(own.figures.iter().filter_map(|figure| figure.source.as_ref()));
        for event in &own.timeline {
            self.sources(&event.sources);
        }
        for claim in &own.claims {
            // A speaker is the id of an organisation or any name, and so has no kind before it.
            let speaker = claim.said_by.as_ref();
            if let Some(name) = speaker.filter(|name| !name.value.contains(':')) {
                self.id(name, &[Kind::Organisation]);
            }
            self.sources(&claim.sources);
        }
        self.sources(&own.sources);
    }

    fn sources<'s>(&mut self, sources: impl IntoIterator<Item = &'s Source<AsWritten>>) {
        self.ids(sources.into_iter().map(|source| &source.record), &SOURCES);
    }

    fn work(&mut self, work: &Work<AsWritten>) {
        match &work.parent {
            Some(Parent::Record(name)) => self.id(name, &[Kind::Reference]),
            Some(Parent::Inline(inline)) => self.work(&inline.work),
            None => {}
        }
    }

    fn ids<'s>(&mut self, names: impl IntoIterator<Item = &'s Spanned<String>>, kinds: &'static [Kind]) {
        names.into_iter().for_each(|name| self.id(name, kinds));
    }

    fn id(&mut self, name: &Spanned<String>, kinds: &'static [Kind]) {
        let prefix = name.value.split_once(':');
        let prefix = prefix.and_then(|(kind, id)| Some((Kind::from_code(kind.trim())?, id.trim())));
        let found = match prefix {
            Some((kind, id)) if kinds.contains(&kind) => self.site.by_id(id, &[kind]),
            _ => self.site.by_id(&name.value, kinds),
        };
        self.push(name.span, &name.value, Form::Id(kinds), one(found));
    }

    /// The record that took another's place: one of its own kind, where there is one of that id.
    fn successor(&mut self, name: &Spanned<String>, kind: Kind) {
        let own = match Kind::ALL.iter().position(|other| *other == kind) {
            Some(at) => &Kind::ALL[at..=at],
            None => Kind::ALL,
        };
        let is_own = matches!(self.site.by_id(&name.value, own), Found::One(_));
        self.id(name, if is_own { own } else { Kind::ALL });
    }

    /// Words of a bibliography that name a topic by its id alone: its title and its synonyms stay what they are.
    fn keywords(&mut self, keywords: &[Spanned<String>]) {
        for keyword in keywords {
            let Some(index) = self.site.topic(&keyword.value) else { continue };
            let (face, word) = (self.site.face(index), names::fold(&keyword.value));
            if word == face.id && face.words.iter().filter(|own| **own == word).count() == 1 {
                let to = Meaning::Record { index, by_id: true, words: None };
                self.push(keyword.span, &keyword.value, Form::Id(&[Kind::Topic]), Some(to));
            }
        }
    }

    fn files(&mut self, attachments: &[Attachment<AsWritten>]) {
        attachments.iter().for_each(|attachment| self.file(&attachment.file));
    }

    fn original(&mut self, original: Option<&Original<AsWritten>>) {
        original.into_iter().for_each(|original| self.file(&original.file));
    }

    fn file(&mut self, name: &Spanned<String>) {
        let asset = targets::asset_at(self.site, &self.from, &name.value);
        self.push(name.span, &name.value, Form::File, asset.map(Meaning::Asset));
    }

    fn target(&mut self, to: &WrittenTarget, span: Span) {
        match to {
            WrittenTarget::Name { name, labelled } => {
                let meaning = self.named(name, *labelled);
                self.push(span, name, Form::Name, meaning);
            }
            WrittenTarget::Path(path) => {
                let meaning = self.at(path);
                self.push(span, path, Form::Address, meaning);
            }
            WrittenTarget::Url(url) => {
                let meaning = targets::own_path(self.site, url).and_then(|path| self.at(&path));
                self.push(span, url, Form::Address, meaning);
            }
            WrittenTarget::Image(path) => {
                let asset = targets::asset_at(self.site, &self.from, &crate::url::decode(path));
                self.push(span, path, Form::Address, asset.map(Meaning::Asset));
            }
        }
    }

    fn at(&self, path: &str) -> Option<Meaning> {
        let path = path.split('#').next().filter(|path| !path.is_empty())?;
        let path = crate::url::decode(path);
        if let Some(asset) = targets::asset_at(self.site, &self.from, &path) {
            return Some(Meaning::Asset(asset));
        }
        let index = targets::document_at(self.site, &self.from, &path)?;
        Some(Meaning::Record { index, by_id: true, words: None })
    }

    fn named(&self, name: &str, labelled: bool) -> Option<Meaning> {
        let before = name.split('#').next().unwrap_or(name).trim();
        let found = [name, before].into_iter().find_map(|name| match self.site.by_name(name) {
            Found::Nothing => None,
            found => Some((name, found)),
        });
        let (name, Found::One(index)) = found? else { return None };
        let id = match name.split_once(':') {
            Some((kind, id)) if Kind::from_code(kind.trim()).is_some() => id.trim(),
            _ => name,
        };
        let words = targets::label(self.site, name).filter(|_| !labelled).map(str::to_owned);
        Some(Meaning::Record { index, by_id: self.site.face(index).id == id, words })
    }

    fn push(&mut self, span: Span, name: &str, form: Form, to: Option<Meaning>) {
        let to = to.unwrap_or(Meaning::Elsewhere);
        self.mentions.push(Mention { span, name: name.to_owned(), form, to });
    }
}

fn one(found: Found) -> Option<Meaning> {
    match found {
        Found::One(index) => Some(Meaning::Record { index, by_id: true, words: None }),
        Found::Several(_) | Found::Nothing => None,
    }
}
