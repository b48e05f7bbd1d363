//! What of a document others can notice. It is all that is kept of what was written once a record is resolved.

use super::names;
use crate::archive::WithheldReason;
use crate::document::Details;
use crate::document::Ownership;
use crate::document::Record;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling::Letters;
use crate::vocabulary::Kind;
use crate::vocabulary::Publish;
use crate::vocabulary::State;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::iter;

/// A document as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) file: FileId,
    pub(super) kind: Kind,
    pub(super) id: String,
    /// The place of its front matter.
    pub(super) span: Span,
    pub(super) title: Spanned<String>,
    /// The headline of a press release.
    pub(super) headline: Option<String>,
    /// Other names of an organisation.
    pub(super) names: Vec<String>,
    /// What a bibliography calls it, besides its id.
    pub(super) key: Option<String>,
    /// Under which words a bibliography has it.
    pub(super) keywords: Vec<Spanned<String>>,
    /// By which words a bibliography can name it, if it is a topic: its id, its title and its synonyms.
    pub(super) words: Vec<String>,
    /// Those of its id, its title and its other names.
    pub(super) letters: Vec<Letters>,
    /// The places in its text that a link can name.
    pub(super) anchors: Vec<String>,
    pub(super) state: State,
    pub(super) embargo: Option<Timestamp>,
    /// The first day on which it may have been published.
    pub(super) published: Option<Date>,
    pub(super) merged_into: Option<Spanned<String>>,
    pub(super) aliases: Vec<Spanned<String>>,
    pub(super) bundle: Option<String>,
    /// The original or copy that is kept and not published.
    pub(super) private: Option<String>,
    /// What is above it: a wider topic, the whole of a part, owners.
    pub(super) above: Vec<Above>,
}

/// A record above another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Above {
    /// Its id, where it was written.
    pub(super) name: Spanned<String>,
    /// The days on which it is sure to be above.
    pub(super) from: Date,
    pub(super) until: Date,
}

impl Face {
    pub(super) fn of(record: &Record<AsWritten>) -> Self {
        let common = &record.common;
        let names = match &record.details {
            Details::Organisation(own) => {
                own.aliases.iter().chain(&own.former).map(|name| name.value.clone()).collect()
            }
            _ => Vec::new(),
        };
        let (key, keywords) = match &record.details {
            Details::Reference(own) => (own.key.clone(), own.keywords.clone()),
            _ => (None, Vec::new()),
        };
        let words = match &record.details {
            Details::Topic(own) => {
                let own = own.synonyms.iter().chain([&record.id, &common.title.value]);
                own.map(|word| names::fold(word)).collect()
            }
            _ => Vec::new(),
        };
        let titles = iter::once(&common.title.value).chain(&names);
        Self {
            letters: iter::once(&record.id).chain(titles).map(|name| Letters::of(name)).collect(),
            file: record.file,
            kind: record.kind,
            id: record.id.clone(),
            span: record.span,
            title: common.title.clone(),
            headline: match &record.details {
                Details::PressRelease(release) => release.headline.clone(),
                _ => None,
            },
            names,
            key,
            keywords,
            words,
            anchors: record.body.anchors.clone(),
            state: common.state,
            embargo: common.embargo.as_ref().map(|embargo| embargo.value),
            published: common.published.as_ref().and_then(crate::date::PartialDate::earliest),
            merged_into: common.merged_into.clone(),
            aliases: common.aliases.clone(),
            bundle: record.bundle.clone(),
            private: private_file(record),
            above: above(record),
        }
    }

    /// Why it would not be published at `now`, if it would not.
    pub(super) fn withheld_reason(&self, now: Timestamp) -> Option<WithheldReason> {
        if self.state == State::Draft {
            return Some(WithheldReason::Draft);
        }
        if self.embargo.is_some_and(|embargo| embargo > now) {
            return Some(WithheldReason::Embargo);
        }
        let today = jiff::tz::Offset::UTC.to_datetime(now).date();
        self.published.is_some_and(|day| day > today).then_some(WithheldReason::Future)
    }

    /// Whether two states of a document say the same of what documents say together: which are published, which are old
    /// addresses, which are above others.
    pub(super) fn joins_as(&self, other: &Self) -> bool {
        let own = (&self.state, &self.embargo, &self.published, &self.merged_into, &self.bundle);
        let others = (&other.state, &other.embargo, &other.published, &other.merged_into, &other.bundle);
        own == others
            && self.aliases == other.aliases
            && self.private == other.private
            && self.above == other.above
            // Which keywords name none is told of all files together.
            && self.words == other.words
    }

    /// When it will be published or not other than at `now`, if it ever will.
    pub(super) fn next_moment(&self, now: Timestamp) -> Option<Timestamp> {
        let midnight = self.published.and_then(|day| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok());
        let moments = self.embargo.into_iter().chain(midnight);
        moments.filter(|moment| *moment > now).min()
    }

    /// Its id, and what a bibliography calls it.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        iter::once(self.id.as_str()).chain(self.key.as_deref())
    }

    /// Its title, and other names of an organisation.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        iter::once(self.title.value.as_str()).chain(self.names.iter().map(String::as_str))
    }

    /// The site path of its page.
    pub(super) fn path(&self) -> String {
        crate::url::record_path(self.kind, &self.id)
    }
}

fn private_file(record: &Record<AsWritten>) -> Option<String> {
    let original = match &record.details {
        Details::PressRelease(release) => release.original.as_ref(),
        Details::Reference(reference) => reference.copy.as_ref(),
        _ => None,
    };
    let original = original.filter(|original| original.publish == Publish::None)?;
    Some(original.file.value.clone())
}

fn above(record: &Record<AsWritten>) -> Vec<Above> {
    let always = |name: &Spanned<String>| Above { name: name.clone(), from: Date::MIN, until: Date::MAX };
    match &record.details {
        Details::Topic(topic) => topic.broader.iter().map(always).collect(),
        Details::Reference(reference) => reference.work.parent_record().map(always).into_iter().collect(),
        Details::Organisation(own) => own.parents.iter().map(owner).collect(),
        _ => Vec::new(),
    }
}

/// An owner. An end that is not given is taken to be as far off as can be.
fn owner(ownership: &Ownership<AsWritten>) -> Above {
    let from = ownership.from.as_ref().and_then(|from| from.latest()).unwrap_or(Date::MIN);
    let until = ownership.to.as_ref().and_then(|to| to.earliest()).unwrap_or(Date::MAX);
    Above { name: ownership.owner.clone(), from, until }
}
