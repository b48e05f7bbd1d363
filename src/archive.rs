//! The archive as it was meant: names are indices, back-links exist, and only what may be published is in it.

mod graph;
mod named;
mod records;

use crate::config::Config;
use crate::date::PartialDate;
use crate::document::Details;
use crate::document::Incident;
use crate::document::Organisation;
use crate::document::Parent;
use crate::document::PressRelease;
use crate::document::Record;
use crate::document::Reference;
use crate::document::Topic;
use crate::document::Work;
use crate::input::AssetId;
use crate::phase::Phase;
use crate::span::Span;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::State;
use jiff::Timestamp;
use std::collections::BTreeMap;

pub use graph::RecordSet;
pub use graph::build_graph;
pub use graph::count_anew;
pub use graph::forget;
pub use graph::learn;
pub use graph::make_room;
pub use records::Records;

/// A record of an [`Archive`], by its number. Which number is the greater says nothing of the order of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u32);

/// Names as indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsMeant;

impl Phase for AsMeant {
    type Link = RecordId;
    type File = AssetId;
    type Target = LinkTarget;
}

/// Where a link in a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A record, and a place in its page.
    Record(RecordId, Option<String>),
    /// A place in the same page.
    Fragment(String),
    /// A published file.
    Asset(AssetId),
    /// A page that casefile makes, with a place in it.
    Generated(String, Option<String>),
    /// An address elsewhere.
    Url(String),
    /// A record that is not published: the words of the link remain, the link does not.
    Withheld,
    /// A mistake that was reported.
    Broken,
}

/// Everything that may be published at a moment.
pub struct Archive {
    /// The configuration.
    pub config: Config,
    /// What counts as now.
    pub now: Timestamp,
    /// The records. Withdrawn ones are among them, without their text.
    pub records: Records,
    /// Files below `content/`, in the order of their paths; [`AssetId`] counts them as the inputs do.
    pub assets: Vec<ArchiveAsset>,
    /// Old addresses.
    pub forwards: Vec<Forward>,
    /// How records hang together.
    pub graph: Graph,
    /// What must not occur in any output.
    pub withheld: Vec<Withheld>,
    /// In a preview, the records that would not be published yet, and why.
    pub shown_early: BTreeMap<RecordId, WithheldReason>,
}

/// A file below `content/`.
#[derive(Debug, Clone)]
pub struct ArchiveAsset {
    /// Its path below the site folder.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Whether the file itself is published.
    pub published: bool,
}

/// An old address that leads to a record.
#[derive(Debug, Clone)]
pub struct Forward {
    /// The site path that forwards.
    pub from: String,
    /// Where it leads.
    pub to: RecordId,
    /// Whether a record was merged into another, rather than moved.
    pub merged: bool,
    /// Where it was written.
    pub span: Span,
}

/// A record that is not published, by what would give it away.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The headline of a press release, where that differs from the title.
    pub headline: Option<String>,
    /// The names of the files in its bundle.
    pub files: Vec<String>,
    /// Its old site paths.
    pub aliases: Vec<String>,
    /// Why it is withheld.
    pub reason: WithheldReason,
    /// Where it is.
    pub span: Span,
}

/// Why a record is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithheldReason {
    /// It is a draft.
    Draft,
    /// Its embargo has not passed.
    Embargo,
    /// The day it says it is published has not come.
    Future,
}

/// How records hang together. Vectors with an entry for each record are indexed by [`RecordId`].
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Records that link to it in their text, with the sentence.
    pub mentioned_in: Vec<Vec<Mention>>,
    /// Records that cite it, with the sentence.
    pub cited_by: Vec<Vec<Mention>>,
    /// Related records, both ways, without doubles.
    pub related: Vec<Vec<RecordId>>,
    /// Of an incident: the press releases about it.
    pub releases: Vec<Vec<RecordId>>,
    /// Of an organisation: its incidents by role, the latest first.
    pub incidents_by_role: Vec<Vec<(Role, RecordId)>>,
    /// Of an organisation: the press releases it issued.
    pub issued: Vec<Vec<RecordId>>,
    /// Of a topic: the records that have it, incidents first and the latest first.
    pub with_topic: Vec<Vec<RecordId>>,
    /// Of a topic: the topics below it. Of a reference: the chapters in it. Of an organisation: those it owns.
    pub children: Vec<Vec<RecordId>>,
    /// All incidents that are not withdrawn, the latest first.
    pub incidents: Vec<RecordId>,
    /// Press releases, the latest first.
    pub press_releases: Vec<RecordId>,
    /// References by their author and year.
    pub references: Vec<RecordId>,
    /// Organisations by name.
    pub organisations: Vec<RecordId>,
    /// Topics by title.
    pub topics: Vec<RecordId>,
    /// Pages with a place in the menu, in its order.
    pub menu: Vec<RecordId>,
    /// Incidents by code of harm, status, and year; by address and name of place.
    pub facets: Facets,
}

/// Incidents by the values that have no record of their own, the latest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By code of harm.
    pub harms: BTreeMap<String, Vec<RecordId>>,
    /// By code of status.
    pub statuses: BTreeMap<&'static str, Vec<RecordId>>,
    /// By year: those that fall in it, and those that may.
    pub years: BTreeMap<i16, Vec<RecordId>>,
    /// Those whose year is not known.
    pub no_year: Vec<RecordId>,
    /// By address of the place: its name, and its incidents.
    pub places: BTreeMap<String, (String, Vec<RecordId>)>,
    /// Organisations with the number of incidents in a role, most first.
    pub roles: BTreeMap<Role, Vec<(RecordId, usize)>>,
}

/// A place in another record that names this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The other record.
    pub from: RecordId,
    /// The sentence there, if it stands in one; of a text, in [`crate::markdown::sentence::pieces`].
    pub sentence: Option<String>,
    /// The locator there.
    pub at: Option<String>,
}

/// A work with its title: a reference, or a parent that is described in place.
#[derive(Clone, Copy)]
pub struct Titled<'a> {
    /// Its title, which a parent may lack.
    pub title: &'a str,
    /// What a bibliography says of it.
    pub work: &'a Work<AsMeant>,
}

/// A work is followed so many steps upwards. A series of volumes of collected chapters needs four.
const MOST_PARENTS: usize = 8;

/// A work, the work that it is a part of, and so on.
pub fn with_parents<'a>(records: &'a Records, first: Titled<'a>) -> impl Iterator<Item = Titled<'a>> {
    let parent = |child: &Titled<'a>| match child.work.parent.as_ref()? {
        Parent::Record(id) => titled(&records[*id]),
        Parent::Inline(inline) => {
            Some(Titled { title: inline.title.as_deref().unwrap_or_default(), work: &inline.work })
        }
    };
    std::iter::successors(Some(first), parent).take(MOST_PARENTS)
}

/// A reference as a work.
pub fn titled(record: &Record<AsMeant>) -> Option<Titled<'_>> {
    record.reference().map(|own| Titled { title: &record.common.title.value, work: &own.work })
}

/// When a reference appeared: its own date or, of a part that has none, that of what it is a part of.
pub fn date_of_work<'a>(records: &'a Records, record: &'a Record<AsMeant>) -> Option<&'a PartialDate> {
    let mut dates = with_parents(records, titled(record)?).filter_map(|own| own.work.date.as_ref());
    dates.find(|date| !date.is_unknown())
}

impl Archive {
    /// The record.
    pub fn record(&self, id: RecordId) -> &Record<AsMeant> {
        &self.records[id]
    }

    /// The file.
    pub fn asset(&self, id: AssetId) -> &ArchiveAsset {
        &self.assets[id.0 as usize]
    }

    /// The number of every record, in the order of records.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> {
        self.records.ids()
    }

    /// What the graph knows of a record in one of its vectors.
    pub fn of<T>(per_record: &[Vec<T>], id: RecordId) -> &[T] {
        per_record.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }
}

impl Record<AsMeant> {
    /// Whether it was withdrawn: its address remains, its content does not.
    pub fn is_withdrawn(&self) -> bool {
        self.common.state == State::Withdrawn
    }

    /// The site path of its page.
    pub fn path(&self) -> String {
        crate::url::record_path(self.kind, &self.id)
    }

    /// Its fields as an incident.
    pub fn incident(&self) -> Option<&Incident<AsMeant>> {
        match &self.details {
            Details::Incident(incident) => Some(incident),
            _ => None,
        }
    }

    /// Its fields as a press release.
    pub fn press_release(&self) -> Option<&PressRelease<AsMeant>> {
        match &self.details {
            Details::PressRelease(release) => Some(release),
            _ => None,
        }
    }

    /// Its fields as a reference.
    pub fn reference(&self) -> Option<&Reference<AsMeant>> {
        match &self.details {
            Details::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    /// Its fields as an organisation.
    pub fn organisation(&self) -> Option<&Organisation<AsMeant>> {
        match &self.details {
            Details::Organisation(organisation) => Some(organisation),
            _ => None,
        }
    }

    /// Its fields as a topic.
    pub fn topic(&self) -> Option<&Topic<AsMeant>> {
        match &self.details {
            Details::Topic(topic) => Some(topic),
            _ => None,
        }
    }
}
