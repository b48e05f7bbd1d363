//! Records as they were written, one file at a time: names are still text, with their places.

mod bibliography;
mod kinds;
mod read;
mod references;
mod rules;

use crate::config::Config;
use crate::date::PartialDate;
use crate::frontmatter::Number;
use crate::markdown::Body;
use crate::phase::Phase;
use crate::rule::Rule;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::ChangeKind;
use crate::vocabulary::ClaimKind;
use crate::vocabulary::Independence;
use crate::vocabulary::Kind;
use crate::vocabulary::OrganisationType;
use crate::vocabulary::Publish;
use crate::vocabulary::Qualifier;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::ReplyStatus;
use crate::vocabulary::Role;
use crate::vocabulary::State;
use crate::vocabulary::Status;
use crate::vocabulary::UrlStatus;
use jiff::Timestamp;

pub use read::Documents;
pub use read::FileReading;
pub use read::read_documents;
pub use read::read_file;
pub use read::read_files;
pub use read::read_site_config;
pub use read::report_folders;
pub use references::hayagriva_types;

/// One record. Its parts are boxed, so that a list of ten thousand records can grow and move.
pub struct Record<P: Phase> {
    /// The file it was read from.
    pub file: FileId,
    /// Its kind.
    pub kind: Kind,
    /// Its id: unique within its kind. Of a page, its path below `content/` without `.md`.
    pub id: String,
    /// The folder its attachments lie in, below the site folder, when it is a bundle.
    pub bundle: Option<String>,
    /// The place of its front matter, or of the start of the file.
    pub span: Span,
    /// The fields that every record may have.
    pub common: Box<Common<P>>,
    /// The fields of its kind.
    pub details: Details<P>,
    /// Its text.
    pub body: Box<Body<P>>,
}

impl<P: Phase> Record<P> {
    /// Where its text begins in the file that it was read from, if it has a file of its own.
    pub fn body_start(&self, source: &str) -> usize {
        let front_end = self.span.range().end.min(source.len());
        source[front_end..].find('\n').map_or(source.len(), |found| front_end + found + 1)
    }
}

/// The fields that every record may have.
pub struct Common<P: Phase> {
    /// The title.
    pub title: Spanned<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Whether it is published.
    pub state: State,
    /// When and why it was withdrawn.
    pub withdrawn: Option<Withdrawn>,
    /// The record that took its place.
    pub merged_into: Option<P::Link>,
    /// Until then it leaves no trace.
    pub embargo: Option<Spanned<Timestamp>>,
    /// When it was first published.
    pub published: Option<PartialDate>,
    /// When it was last changed.
    pub updated: Option<PartialDate>,
    /// Corrections and other changes since.
    pub changes: Vec<Change>,
    /// Old addresses that forward here: site paths.
    pub aliases: Vec<Spanned<String>>,
    /// Its topics.
    pub topics: Vec<P::Link>,
    /// Related records.
    pub related: Vec<P::Link>,
    /// Files beside it.
    pub attachments: Vec<Attachment<P>>,
    /// Editorial rules that are not held here.
    pub allow: Vec<Allowance>,
    /// For a theme of one's own.
    pub extra: serde_json::Value,
}

/// An editorial rule that is not held in a record, and why.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// The rule.
    pub rule: Rule,
    /// Why what it finds may be published.
    pub reason: String,
}

/// When and why a record was withdrawn.
#[derive(Debug, Clone)]
pub struct Withdrawn {
    /// When.
    pub date: PartialDate,
    /// Why.
    pub reason: String,
}

/// A change made after publication.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub date: PartialDate,
    /// Of which kind.
    pub kind: ChangeKind,
    /// What was changed.
    pub note: String,
}

/// A file beside the record.
pub struct Attachment<P: Phase> {
    /// The file.
    pub file: P::File,
    /// What to call it.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// When it was obtained.
    pub obtained: Option<PartialDate>,
}

/// The fields of a kind.
pub enum Details<P: Phase> {
    /// Of an incident.
    Incident(Box<Incident<P>>),
    /// Of a press release.
    PressRelease(Box<PressRelease<P>>),
    /// Of a reference.
    Reference(Box<Reference<P>>),
    /// Of an organisation.
    Organisation(Box<Organisation<P>>),
    /// Of a topic.
    Topic(Topic<P>),
    /// Of a page.
    Page(Page),
}

/// A source: a reference or a press release, and where in it.
pub struct Source<P: Phase> {
    /// The reference or press release.
    pub record: P::Link,
    /// A locator, as written: `ch. 4`.
    pub at: Option<String>,
    /// Words that stand there.
    pub quote: Option<String>,
}

/// Something that happened.
pub struct Incident<P: Phase> {
    /// When it happened.
    pub date: PartialDate,
    /// When it became public.
    pub reported: Option<PartialDate>,
    /// How firmly it is established.
    pub status: Status,
    /// Whether a party disputes it.
    pub disputed: bool,
    /// Who had what to do with it, by role, in the order of [`Role`].
    pub organisations: Vec<(Role, P::Link)>,
    /// Where.
    pub places: Vec<String>,
    /// Codes of harms.
    pub harms: Vec<String>,
    /// What was counted.
    pub figures: Vec<Figure<P>>,
    /// Contracts it concerns.
    pub contracts: Vec<Contract>,
    /// What happened when.
    pub timeline: Vec<TimelineEvent<P>>,
    /// What is said, by whom, on which sources.
    pub claims: Vec<Claim<P>>,
    /// The other side.
    pub right_of_reply: RightOfReply,
    /// What is not known.
    pub unknowns: Vec<String>,
    /// Sources of the whole.
    pub sources: Vec<Source<P>>,
}

/// Something counted.
pub struct Figure<P: Phase> {
    /// What was counted.
    pub label: String,
    /// How much.
    pub value: Number,
    /// How exact.
    pub qualifier: Option<Qualifier>,
    /// In which unit.
    pub unit: Option<String>,
    /// In which currency (ISO 4217).
    pub currency: Option<String>,
    /// Whether people were counted.
    pub people: bool,
    /// Whether the rule about few people holds for it: `people` says so or, where nothing is said, label and unit do.
    pub may_count_people: bool,
    /// Where it was written.
    pub span: Span,
    /// According to whom.
    pub source: Option<Source<P>>,
}

/// A contract.
#[derive(Debug, Clone)]
pub struct Contract {
    /// What it is called.
    pub title: String,
    /// Its Open Contracting identifier.
    pub ocid: Option<String>,
    /// What it is worth.
    pub value: Option<Number>,
    /// In which currency (ISO 4217).
    pub currency: Option<String>,
    /// When it begins.
    pub start: Option<PartialDate>,
    /// When it ends.
    pub end: Option<PartialDate>,
    /// Where it is published.
    pub url: Option<String>,
}

/// An entry of a timeline.
pub struct TimelineEvent<P: Phase> {
    /// When.
    pub date: PartialDate,
    /// What happened.
    pub text: String,
    /// According to whom.
    pub sources: Vec<Source<P>>,
}

/// Something that is said.
pub struct Claim<P: Phase> {
    /// A name by which the claim can be linked to.
    pub id: Option<Spanned<String>>,
    /// What is said.
    pub text: String,
    /// What kind of statement it is.
    pub kind: Option<ClaimKind>,
    /// Where it was written.
    pub span: Span,
    /// Who says so: the id of an organisation, or a name.
    pub said_by: Option<Spanned<String>>,
    /// On what it rests.
    pub sources: Vec<Source<P>>,
}

/// Whether those named were asked, and what they said.
#[derive(Debug, Clone)]
pub struct RightOfReply {
    /// How it stands.
    pub status: ReplyStatus,
    /// When they were asked.
    pub asked: Option<PartialDate>,
    /// Until when they could answer.
    pub deadline: Option<PartialDate>,
    /// When the answer came.
    pub received: Option<PartialDate>,
    /// The answer.
    pub text: Option<String>,
}

/// A press release.
pub struct PressRelease<P: Phase> {
    /// When it was issued.
    pub date: PartialDate,
    /// By whom.
    pub issued_by: Option<P::Link>,
    /// Its headline as issued.
    pub headline: Option<String>,
    /// Who speaks in it.
    pub spokespeople: Vec<Spokesperson>,
    /// Keys of contacts in the configuration, each with its place.
    pub contacts: Vec<Spanned<String>>,
    /// The incidents it is about.
    pub incidents: Vec<P::Link>,
    /// Its sources.
    pub sources: Vec<Source<P>>,
    /// The document it came from.
    pub original: Option<Original<P>>,
}

/// Somebody who speaks for an organisation.
#[derive(Debug, Clone)]
pub struct Spokesperson {
    /// Who.
    pub name: String,
    /// As what.
    pub role: Option<String>,
}

/// The untouched document a record came from.
pub struct Original<P: Phase> {
    /// The file.
    pub file: P::File,
    /// When it was obtained.
    pub obtained: Option<PartialDate>,
    /// How it was obtained, or by whom.
    pub method: Option<String>,
    /// What is published of it.
    pub publish: Publish,
}

/// A published work or a document.
pub struct Reference<P: Phase> {
    /// What kind of work.
    pub kind: ReferenceType,
    /// What a bibliography says of it.
    pub work: Work<P>,
    /// How independent of the matter.
    pub independence: Option<Independence>,
    /// What became of the address.
    pub url_status: UrlStatus,
    /// Copies in public archives.
    pub archived: Vec<Archived>,
    /// A copy kept beside the record.
    pub copy: Option<Original<P>>,
    /// The request that brought it.
    pub foi: Option<FoiRequest>,
    /// What the bibliography that it stands in calls it, where that is not its id. Texts may cite it by either.
    pub key: Option<String>,
    /// Under which words that bibliography has it. Those that name a topic make it one of that topic.
    pub keywords: Vec<Spanned<String>>,
}

/// What a bibliography says of a work, besides its title.
pub struct Work<P: Phase> {
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Who edited it.
    pub editors: Vec<Person>,
    /// When it appeared.
    pub date: Option<PartialDate>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub location: Option<String>,
    /// Its pages in the parent.
    pub page_range: Option<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// The edition.
    pub edition: Option<String>,
    /// The work it is a part of.
    pub parent: Option<Parent<P>>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When somebody read it at that address.
    pub accessed: Option<PartialDate>,
    /// Kind (`doi`, `isbn`, `issn`; others that hayagriva knows; `serial` for any) and number.
    pub serial_numbers: Vec<(&'static str, String)>,
}

impl<P: Phase> Work<P> {
    /// The reference that it is a part of, though parents that are described in place may stand between them.
    pub fn parent_record(&self) -> Option<&P::Link> {
        match self.parent.as_ref()? {
            Parent::Record(link) => Some(link),
            Parent::Inline(inline) => inline.work.parent_record(),
        }
    }
}

/// The work that a reference is a part of.
pub enum Parent<P: Phase> {
    /// Another reference.
    Record(P::Link),
    /// Described in place.
    Inline(Box<InlineParent<P>>),
}

/// A work that has no record of its own.
pub struct InlineParent<P: Phase> {
    /// The title.
    pub title: Option<String>,
    /// What a bibliography says of it.
    pub work: Work<P>,
}

/// A person as an author or editor; bodies have a family name only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// The family name, or the name of a body.
    pub family: String,
    /// Given names or initials.
    pub given: Option<String>,
}

/// A copy in a public archive.
#[derive(Debug, Clone)]
pub struct Archived {
    /// Where the copy is.
    pub url: String,
    /// When it was made.
    pub date: Option<PartialDate>,
}

/// A request under freedom of information law.
#[derive(Debug, Clone, Default)]
pub struct FoiRequest {
    /// Who was asked.
    pub authority: Option<String>,
    /// Where the request is published.
    pub request_url: Option<String>,
    /// When it was made.
    pub asked: Option<PartialDate>,
    /// When it was answered.
    pub answered: Option<PartialDate>,
    /// What came of it.
    pub outcome: Option<String>,
}

/// A body that is named.
pub struct Organisation<P: Phase> {
    /// What kind of body.
    pub kind: Option<OrganisationType>,
    /// Other names in use.
    pub aliases: Vec<Spanned<String>>,
    /// Names of former times.
    pub former: Vec<Spanned<String>>,
    /// Register and number.
    pub identifiers: Vec<(String, String)>,
    /// Who owned it and when.
    pub parents: Vec<Ownership<P>>,
    /// Its address on the web.
    pub url: Option<String>,
}

/// A time during which one organisation belonged to another.
pub struct Ownership<P: Phase> {
    /// The owner.
    pub owner: P::Link,
    /// From when.
    pub from: Option<PartialDate>,
    /// Until when.
    pub to: Option<PartialDate>,
}

/// A subject.
pub struct Topic<P: Phase> {
    /// What it means.
    pub definition: Option<String>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// The topic it is a part of.
    pub broader: Option<P::Link>,
}

/// A page of text.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its place in the menu.
    pub nav: Option<i64>,
}

/// What reading one file needs to know of the site.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The configuration.
    pub config: &'a Config,
}
