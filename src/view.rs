//! What each template is given: one typed view a template, and the parts they share.
//!
//! Everything a view holds is ready to show: dates are in words, numbers are written out, lists are sorted and
//! capped. Three rules hold throughout.
//!
//! - `href` is an address within the site, percent-encoded, without a leading slash and without the way back to
//!   the root: a template writes `{{ shell.root }}{{ link.href }}`. `url` is an address elsewhere.
//! - Text is plain text and is escaped by the template. Only a field whose name ends in `_html` holds markup, which
//!   is shown as it is: made by the Markdown renderer, or by the template of a part that many pages share.
//! - `None` and an empty list mean that nothing was written about it. Where a reader expects the fact, the
//!   template says "not known".

use serde::Serialize;
use serde::Serializer;

/// Markup, which templates show as it is. It is handed to them without being copied.
#[derive(Debug, Clone)]
pub struct Html(tera::Value);

impl Html {
    /// Markup that is ready for a page.
    pub fn new(markup: &str) -> Self {
        Self(tera::Value::safe_string(markup))
    }
}

impl Default for Html {
    fn default() -> Self {
        Self::new("")
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

// ---------------------------------------------------------------------------------------------------------
// What every page has
// ---------------------------------------------------------------------------------------------------------

/// What all pages of a site share: `site` in every template.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Site {
    /// The site's name.
    pub title: String,
    /// What the site is, in a sentence.
    pub description: Option<String>,
    /// Who publishes it.
    pub publisher: Option<WebLink>,
    /// The licence of the site's own texts.
    pub licence: Option<WebLink>,
    /// The address of the stylesheet.
    pub stylesheet: String,
    /// The address of the icon.
    pub icon: String,
    /// The short menu in the header, in order.
    pub menu: Vec<MenuItem>,
    /// Links in the footer: data, corrections, privacy, whichever exist.
    pub footer: Vec<Link>,
    /// That being listed does not by itself mean wrongdoing.
    pub standing_note: String,
    /// Who is responsible for the site in an election period, where the law asks for it.
    pub imprint: Option<String>,
}

/// An entry of the menu.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MenuItem {
    /// The section that it opens; it is marked on pages whose [`Shell::section`] is the same.
    pub code: String,
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// What one page has outside its own content: `shell` in every template.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Shell {
    /// The language of the page (BCP 47).
    pub lang: String,
    /// The way from the page to the root of the site: nothing, `../`, `../../`; on `404.html` an absolute path.
    pub root: String,
    /// The address of the page itself, as an `href`.
    pub path: String,
    /// What the browser's tab says: the page and the site.
    pub page_title: String,
    /// The page in a sentence, for search engines and social cards.
    pub description: Option<String>,
    /// The page's absolute address.
    pub canonical: Option<String>,
    /// Search engines are asked not to list the page.
    pub noindex: bool,
    /// The section of the menu it belongs to, `incidents`; nothing for a page outside all sections.
    pub section: String,
    /// The menu, as `site-menu.html` shows it.
    pub menu_html: Html,
    /// The foot of the page, as `site-footer.html` shows it.
    pub footer_html: Html,
    /// The pages above it, from the home page down. Empty on the home page.
    pub breadcrumb: Vec<Link>,
    /// Permanent link, citation and changes. None where they make no sense, as on `404.html`.
    pub foot: Option<PageFoot>,
    /// What the record of the page has under `extra`, as it was written.
    pub extra: Option<serde_json::Value>,
    /// What search engines for scholars and reference managers read of the record of the page.
    pub citation: Vec<MetaTag>,
}

/// A `meta` element of the head.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MetaTag {
    /// `citation_title`.
    pub name: String,
    /// What it says.
    pub content: String,
}

/// How to keep and cite a page, and what has changed on it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageFoot {
    /// The page's absolute address.
    pub permalink: String,
    /// The page cited in one line.
    pub citation: String,
    /// "Cite this record", where it can be taken into a reference manager.
    pub cite_heading: Option<String>,
    /// The record for reference managers: BibTeX, RIS and CSL-JSON.
    pub copies: Vec<DataCopy>,
    /// The record as an OpenURL context object (COinS), by which reference managers find it in the page.
    pub coins: Option<String>,
    /// It is the page of a record, which has dates and changes.
    pub of_record: bool,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was last updated.
    pub updated: Option<Date>,
    /// Every change, newest first.
    pub changes: Vec<Change>,
}

/// A change to a record.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Change {
    /// When.
    pub date: Date,
    /// `correction`, `clarification`, `update`, `withdrawn` or `merged`.
    pub kind: Term,
    /// What changed and why.
    pub note: String,
}

// ---------------------------------------------------------------------------------------------------------
// Shared parts
// ---------------------------------------------------------------------------------------------------------

/// A link within the site.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// A link to another site.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WebLink {
    /// What it says.
    pub text: String,
    /// Where it leads, where that is known.
    pub url: Option<String>,
}

/// A name that leads to its page, if it has one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its page.
    pub href: Option<String>,
}

/// A word from a vocabulary: a status, a role, a harm, a kind of record.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Term {
    /// The word as it is written in records: `under-inquiry`. It names CSS classes.
    pub code: String,
    /// The word as a reader sees it: "Under inquiry".
    pub text: String,
    /// The list of everything that has it.
    pub href: Option<String>,
}

/// A date in words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Date {
    /// "about June 2018", "date not known".
    pub words: String,
    /// The same for machines (HTML's `datetime`), where it can say it: `2018-06`.
    pub machine: Option<String>,
}

/// A record as a row of a list: `entry` in `entry.html`, which is rendered once for each record and put into every list
/// that has it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Entry {
    /// What kind of record it is.
    pub kind: Term,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When it happened or was issued.
    pub date: Date,
    /// How far it is established; incidents only.
    pub status: Option<Term>,
    /// A party disputes it.
    pub disputed: bool,
    /// A party has replied to it.
    pub replied: bool,
    /// Who is named first: the suppliers of an incident, the issuer of a press release.
    pub names: Vec<Name>,
    /// What it says, in a sentence.
    pub summary: Option<String>,
}

/// A record that another page mentions, cites or relates to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecordLine {
    /// Its title with what kind of record it is, made by `record-head.html`.
    pub head_html: Html,
    /// The sentences of it that mention or cite, each with its locator.
    pub sentences: Vec<Sentence>,
    /// "and 3 more sentences there", where it has more than are shown.
    pub more: Option<String>,
}

/// A record as the head of such a line: `record` in `record-head.html`, which is rendered once for each record.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecordHead {
    /// What kind of record it is.
    pub kind: Term,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When it happened, was issued or appeared.
    pub date: Option<Date>,
    /// How far it is established, of an incident; or that it was withdrawn.
    pub status: Option<Term>,
}

/// A sentence that cites or mentions.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sentence {
    /// The sentence as its own page shows it, without links.
    pub text_html: Html,
    /// The part of the work that it cites, where the sentence does not say it: "ch. 4".
    pub locator: Option<String>,
}

/// A value that can be chosen, with the number of records that have it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// The value.
    pub text: String,
    /// The list of records that have it.
    pub href: Option<String>,
    /// How many they are, written out: "1,204".
    pub count: String,
    /// The count as a share of the largest in its list, 0 to 100: the length of its bar.
    pub percent: u32,
    /// It is the value that the present page shows.
    pub current: bool,
    /// What the value means, in a sentence.
    pub meaning: Option<String>,
}

/// A capped list of values, with a link to the rest.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TallyGroup {
    /// What the values are: `supplier`, `harm`, `year`.
    pub code: String,
    /// "By supplier".
    pub heading: String,
    /// The values, in order.
    pub values: Vec<Tally>,
    /// "All 120 suppliers", where the list is capped.
    pub more: Option<Link>,
}

/// A capped list of records, with a link to the rest.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntryGroup {
    /// The records, each as a row made by `entry.html`.
    pub entries_html: Html,
    /// "All 120 incidents", where the list is capped.
    pub more: Option<Link>,
}

/// The way through a list that spans several pages. None of it is shown where there is one page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Pager {
    /// The address of the page before.
    pub previous: Option<String>,
    /// The address of the page after.
    pub next: Option<String>,
    /// "Page 2 of 14".
    pub words: String,
    /// The pages to choose from: the first, the last and those around the present one.
    pub pages: Vec<PagerPage>,
}

/// A page of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerPage {
    /// Its number, written out.
    pub number: String,
    /// Its address.
    pub href: String,
    /// It is the present page.
    pub current: bool,
    /// Pages are left out before it.
    pub gap: bool,
}

/// A stretch of a formatted citation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Run {
    /// Its words, with the spaces around them.
    pub text: String,
    /// It is a title, or else set in italics by the citation style.
    pub title: bool,
    /// It is set in bold by the citation style.
    pub bold: bool,
    /// It is set in small capitals by the citation style.
    pub small_caps: bool,
    /// It is raised by the citation style.
    pub raised: bool,
    /// It is an address elsewhere.
    pub url: Option<String>,
}

/// A place in the page's numbered list of sources.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceRef {
    /// The id of this place, to which the list of sources leads back.
    pub id: String,
    /// The number in the list: the anchor is `s-source-` and this.
    pub number: usize,
    /// The source in short: "Davis, Lister and Wrigley, 2015".
    pub text: String,
    /// The part of it: "ch. 4".
    pub locator: Option<String>,
    /// The words that stand in it.
    pub quote: Option<String>,
    /// Whether those words were found in the copy that is kept: code `found`, `not-found` or `no-copy`. None
    /// where it has not been looked into.
    pub found: Option<Term>,
}

/// A source in the list of sources of a page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Source {
    /// Its number: the anchor is `s-source-` and this.
    pub number: usize,
    /// Its citation and what is known of it, made by `source-facts.html`.
    pub facts_html: Html,
    /// Words that the page takes from it, each with its locator.
    pub quotes: Vec<Quote>,
    /// Places in it that the page names without their words: "ch. 4".
    pub places: Vec<String>,
    /// The ids of the places in the page that cite it, in the order of the page.
    pub cited_at: Vec<String>,
}

/// What is known of a source: `source` in `source-facts.html`, which is rendered once for each source.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceFacts {
    /// The formatted citation.
    pub citation: Vec<Run>,
    /// The page of the reference or press release.
    pub href: Option<String>,
    /// What kind of source it is.
    pub kind: Option<Term>,
    /// How independent it is: code `independent`, `official`, `party` or `self`.
    pub independence: Option<Term>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Whether that address still works: code `live`, `dead`, `hijacked` or `unchecked`.
    pub url_status: Option<Term>,
    /// Its archived copies.
    pub archived: Vec<Archived>,
    /// The source as an OpenURL context object (COinS), by which reference managers find it in the page.
    pub coins: Option<String>,
}

/// A copy in a web archive.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Archived {
    /// Its address.
    pub url: String,
    /// The archive, by its host: "web.archive.org".
    pub host: String,
    /// When it was made.
    pub date: Option<Date>,
}

/// Words that stand in a source.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether they were found there, as in [`SourceRef::found`].
    pub found: Option<Term>,
}

/// A file that belongs to a record: an attachment, an original, a stored copy.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FileView {
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// The name of the file.
    pub name: String,
    /// Its address, where the file itself is published.
    pub href: Option<String>,
    /// Its type: "PDF".
    pub format: String,
    /// Its size in words: "1.2 MB".
    pub size: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// When it was obtained.
    pub obtained: Option<Date>,
    /// How it was obtained.
    pub method: Option<String>,
    /// Who obtained a copy.
    pub by: Option<String>,
}

/// A record in a format for machines, to copy from the page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DataCopy {
    /// `json`, `bibtex`, `ris`, `csl-json`.
    pub code: String,
    /// "This record as JSON".
    pub heading: String,
    /// "Copy BibTeX".
    pub copy: String,
    /// "BibTeX copied.", which is said when it was.
    pub copied: String,
    /// What is said where the browser does not let the text be copied, and it is selected instead.
    pub not_copied: String,
    /// "Save BibTeX".
    pub save: String,
    /// "BibTeX saved as gp-letters.bib.", which is said when it was.
    pub saved: String,
    /// The name of the file as which it is saved.
    pub file: String,
    /// Its media type.
    pub media_type: String,
    /// The text, as HTML.
    pub copy_html: Html,
}

/// A figure: how many, how much.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// All of it in words: "over 28,000 letters", "about £1.2 million".
    pub words: String,
    /// It counts people.
    pub people: bool,
    /// Where it stands.
    pub source: Option<SourceRef>,
}

/// A contract.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contract {
    /// Its title.
    pub title: String,
    /// Its Open Contracting identifier.
    pub ocid: Option<String>,
    /// Its value in words.
    pub value: Option<String>,
    /// When it began.
    pub start: Option<Date>,
    /// When it ended or will end.
    pub end: Option<Date>,
    /// Where it is published.
    pub url: Option<String>,
    /// The incident that lists it, on the page of an organisation.
    pub record: Option<Link>,
}

/// Something that happened.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Event {
    /// When.
    pub date: Date,
    /// What.
    pub text: String,
    /// The record it is taken from, where that is another page.
    pub record: Option<Link>,
    /// The status of that record, where it is an incident.
    pub status: Option<Term>,
    /// Where it stands, in the list of sources of the same page.
    pub sources: Vec<SourceRef>,
}

/// Organisations in one role.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RoleNames {
    /// The role.
    pub role: Term,
    /// Who has it.
    pub names: Vec<Name>,
}

/// What stands at the end of every record's page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecordEnd {
    /// Files beside the record.
    pub attachments: Vec<FileView>,
    /// Records that it relates to, or that relate to it.
    pub related: Vec<RecordLine>,
    /// The sources that its text cites, numbered from 1; where the page itself has no list of them.
    pub sources: Vec<Source>,
    /// The sources for reference managers, all together: BibTeX, RIS and CSL-JSON.
    pub source_copies: Vec<DataCopy>,
    /// Records and pages whose text links to it, with the sentence.
    pub mentioned_in: Vec<RecordLine>,
    /// "All 120 records", where the list is capped.
    pub mentioned_more: Option<Link>,
    /// Its topics.
    pub topics: Vec<Link>,
    /// The record in formats for machines.
    pub copies: Vec<DataCopy>,
}

// ---------------------------------------------------------------------------------------------------------
// One view a template
// ---------------------------------------------------------------------------------------------------------

/// `home.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HomePage {
    /// The title of the home page, the site's name if it has none of its own.
    pub title: String,
    /// What the site is, in a sentence.
    pub sentence: Option<String>,
    /// The text of `content/index.md`.
    pub text_html: Option<Html>,
    /// Four figures: incidents, organisations, sources, the largest harm counted.
    pub figures: Vec<HomeFigure>,
    /// Incidents by year, oldest first; the last may stand for those whose date is not known.
    pub years: Vec<Tally>,
    /// The latest incidents.
    pub incidents: EntryGroup,
    /// The latest press releases.
    pub releases: EntryGroup,
    /// Ways in: by supplier, commissioner, harm, topic, year.
    pub ways: Vec<TallyGroup>,
    /// The sources that its text cites, numbered from 1.
    pub sources: Vec<Source>,
    /// The sources for reference managers, all together: BibTeX, RIS and CSL-JSON.
    pub source_copies: Vec<DataCopy>,
}

/// A large number on the home page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HomeFigure {
    /// "28,000" or "over 28,000".
    pub number: String,
    /// "letters not sent".
    pub label: String,
    /// Where it comes from.
    pub href: Option<String>,
}

/// `incident.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IncidentPage {
    /// Its title.
    pub title: String,
    /// What happened, in a sentence.
    pub summary: Option<String>,
    /// How far it is established.
    pub status: Term,
    /// What that status means, in a sentence.
    pub status_meaning: Option<String>,
    /// A party disputes it.
    pub disputed: bool,
    /// When it happened; "date not known" when nothing was written.
    pub date: Date,
    /// When it became public.
    pub reported: Option<Date>,
    /// Who did the work.
    pub suppliers: Vec<Name>,
    /// Who bought it.
    pub commissioners: Vec<Name>,
    /// Organisations in every other role, roles in the order of the vocabulary.
    pub other_roles: Vec<RoleNames>,
    /// Where.
    pub places: Vec<Name>,
    /// What harm.
    pub harms: Vec<Term>,
    /// How many, how much.
    pub figures: Vec<Figure>,
    /// The text.
    pub text_html: Html,
    /// What is claimed.
    pub claims: Vec<Claim>,
    /// What the party concerned says.
    pub reply: Reply,
    /// What we do not know.
    pub unknowns: Vec<String>,
    /// What happened when, oldest first.
    pub timeline: Vec<Event>,
    /// The contracts concerned.
    pub contracts: Vec<Contract>,
    /// The sources, numbered from 1.
    pub sources: Vec<Source>,
    /// The sources for reference managers, all together: BibTeX, RIS and CSL-JSON.
    pub source_copies: Vec<DataCopy>,
    /// The press releases about it, each as a row made by `entry.html`.
    pub releases_html: Html,
    /// Attachments, related records, mentions, topics, the record as data.
    pub end: RecordEnd,
}

/// A claim of an incident.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Claim {
    /// Its id: the anchor is `s-claim-` and this.
    pub id: String,
    /// What is claimed.
    pub text: String,
    /// `fact`, `comment` or `conjecture`.
    pub kind: Term,
    /// Who says so.
    pub said_by: Option<Name>,
    /// Where it stands.
    pub sources: Vec<SourceRef>,
}

/// The right of reply.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reply {
    /// `not-recorded`, `not-needed`, `asked`, `no-reply`, `replied` or `declined`.
    pub status: Term,
    /// What that state means, in a sentence.
    pub meaning: Option<String>,
    /// When the party was asked.
    pub asked: Option<Date>,
    /// By when an answer was asked for.
    pub deadline: Option<Date>,
    /// When it answered.
    pub received: Option<Date>,
    /// Its answer, in paragraphs.
    pub paragraphs: Vec<String>,
}

/// `press-release.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PressReleasePage {
    /// The headline as issued.
    pub headline: String,
    /// The title of the record, where it differs from the headline.
    pub title: Option<String>,
    /// What it says, in a sentence.
    pub summary: Option<String>,
    /// When it was issued; "date not known" when nothing was written.
    pub date: Date,
    /// Who issued it.
    pub issued_by: Option<Name>,
    /// The text as issued, up to ENDS.
    pub text_html: Html,
    /// Notes to editors.
    pub notes_html: Option<Html>,
    /// Their heading as issued: "Notes to editors", "Editor's notes".
    pub notes_heading: Option<String>,
    /// The release says where its text ends.
    pub is_ended: bool,
    /// Who speaks in it.
    pub spokespeople: Vec<Person>,
    /// Whom to ask today.
    pub contacts: Vec<Contact>,
    /// The incidents it is about, each as a row made by `entry.html`.
    pub incidents_html: Html,
    /// The sources, numbered from 1.
    pub sources: Vec<Source>,
    /// The sources for reference managers, all together: BibTeX, RIS and CSL-JSON.
    pub source_copies: Vec<DataCopy>,
    /// The untouched document that it was entered from.
    pub original: Option<FileView>,
    /// Who cites it as a source, with the sentences.
    pub cited_by: Vec<RecordLine>,
    /// "All 120 records", where the list is capped.
    pub cited_by_more: Option<Link>,
    /// Attachments, related records, mentions, topics, the record as data.
    pub end: RecordEnd,
}

/// Somebody who speaks in a press release.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the person is.
    pub role: Option<String>,
}

/// Somebody to ask.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number as it is written.
    pub phone: Option<String>,
    /// The telephone number as `tel:` wants it (RFC 3966).
    pub phone_uri: Option<String>,
}

/// `reference.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReferencePage {
    /// The title of the work.
    pub title: String,
    /// What it is, in a sentence.
    pub summary: Option<String>,
    /// The formatted citation.
    pub citation: Vec<Run>,
    /// What kind of source it is.
    pub kind: Term,
    /// How independent it is.
    pub independence: Option<Term>,
    /// What that means, in a sentence.
    pub independence_meaning: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The editors.
    pub editors: Vec<String>,
    /// When it appeared.
    pub date: Date,
    /// Publisher, place, pages, volume and the like: each with its label, in order.
    pub details: Vec<Detail>,
    /// DOI, ISBN, ISSN and the like.
    pub identifiers: Vec<Identifier>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// When somebody read it there.
    pub accessed: Option<Date>,
    /// Whether that address still works.
    pub url_status: Option<Term>,
    /// What that means, in a sentence: that a hijacked address must not be followed, for one.
    pub url_status_meaning: Option<String>,
    /// Its archived copies.
    pub archived: Vec<Archived>,
    /// The copy that is kept.
    pub copy: Option<FileView>,
    /// The request under the Freedom of Information Act that brought it out.
    pub foi: Option<Foi>,
    /// The work that it is a part of.
    pub parent: Option<Parent>,
    /// Its parts that are references of their own.
    pub parts: Vec<RecordLine>,
    /// The text.
    pub text_html: Option<Html>,
    /// Who cites it, with the sentences.
    pub cited_by: Vec<RecordLine>,
    /// "All 120 records that cite it", where the list is capped.
    pub cited_by_more: Option<Link>,
    /// Attachments, related records, mentions, topics, the record as data.
    pub end: RecordEnd,
}

/// A labelled line.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Detail {
    /// The label.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// A number in a public register.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Identifier {
    /// The register: "Companies House".
    pub label: String,
    /// The number.
    pub value: String,
    /// Its entry in the register.
    pub url: Option<String>,
}

/// A request under the Freedom of Information Act.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Foi {
    /// Whom it was put to.
    pub authority: Option<Name>,
    /// Where it can be read.
    pub request_url: Option<String>,
    /// When it was asked.
    pub asked: Option<Date>,
    /// When it was answered.
    pub answered: Option<Date>,
    /// What came of it.
    pub outcome: Option<String>,
}

/// The work that a reference is a part of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Parent {
    /// Its formatted citation.
    pub citation: Vec<Run>,
    /// Its page, where it is a reference of its own.
    pub href: Option<String>,
}

/// `organisation.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OrganisationPage {
    /// Its name.
    pub title: String,
    /// What it is, in a sentence.
    pub summary: Option<String>,
    /// `company`, `public-body`, `regulator`, `campaign`, `media` or `other`.
    pub kind: Option<Term>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Names it had before.
    pub former: Vec<String>,
    /// Its numbers in public registers.
    pub identifiers: Vec<Identifier>,
    /// Who owned it, and when; the present owner first.
    pub owners: Vec<Ownership>,
    /// What it owned, and when.
    pub owns: Vec<Ownership>,
    /// Its site.
    pub url: Option<String>,
    /// The text.
    pub text_html: Option<Html>,
    /// "Named in 12 incidents".
    pub named_in: String,
    /// Sums over its incidents, one for each unit, so that letters are never added to people.
    pub totals: Vec<Total>,
    /// Its incidents by role, roles in the order of the vocabulary.
    pub roles: Vec<RoleGroup>,
    /// Its incidents by year.
    pub years: Vec<Tally>,
    /// The latest of what happened, oldest first, each as a row made by `event.html`.
    pub timeline_html: Html,
    /// "All 120 events", where the timeline is capped.
    pub timeline_more: Option<Link>,
    /// Press releases that it issued or that are about its incidents.
    pub releases: EntryGroup,
    /// Contracts of its incidents.
    pub contracts: Vec<Contract>,
    /// Attachments, related records, mentions, topics, the record as data.
    pub end: RecordEnd,
}

/// That one organisation belonged to another.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ownership {
    /// The other one.
    pub name: Name,
    /// "from 2018 to 2021", "since 2021", "dates not known".
    pub words: String,
    /// It still does.
    pub current: bool,
}

/// A sum over incidents.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Total {
    /// "at least 28,000".
    pub number: String,
    /// "letters".
    pub label: String,
    /// "in 3 incidents".
    pub incidents: String,
}

/// Incidents of an organisation in one role.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RoleGroup {
    /// The role.
    pub role: Term,
    /// "12 incidents".
    pub count: String,
    /// The incidents, each as a row made by `entry.html`.
    pub entries_html: Html,
    /// The rest of them, where the list is capped.
    pub more: Option<Link>,
}

/// `topic.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TopicPage {
    /// Its title.
    pub title: String,
    /// What it means.
    pub definition: Option<String>,
    /// More about it, in a sentence.
    pub summary: Option<String>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// The topics that it belongs to, the widest first.
    pub broader: Vec<Link>,
    /// The topics that belong to it.
    pub narrower: Vec<Tally>,
    /// The text.
    pub text_html: Option<Html>,
    /// "12 incidents".
    pub count: String,
    /// Its incidents: those of the present page, each as a row made by `entry.html`.
    pub entries_html: Html,
    /// The way through them.
    pub pager: Pager,
    /// Press releases, references, organisations and pages with this topic.
    pub others: Vec<RecordLine>,
    /// Attachments, related records, mentions, topics, the record as data.
    pub end: RecordEnd,
}

/// `page.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TextPage {
    /// Its title.
    pub title: String,
    /// What it says, in a sentence.
    pub summary: Option<String>,
    /// The headings of the text, where there are more than two.
    pub contents: Vec<Link>,
    /// The text.
    pub text_html: Html,
    /// The sources, numbered from 1.
    pub sources: Vec<Source>,
    /// The sources for reference managers, all together: BibTeX, RIS and CSL-JSON.
    pub source_copies: Vec<DataCopy>,
    /// Attachments, related records, mentions, topics, the record as data.
    pub end: RecordEnd,
}

/// `list.html`: incidents, all of them or those with one harm, year, place or status.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListPage {
    /// The heading.
    pub title: String,
    /// What the list holds, or what its value means.
    pub intro: Option<String>,
    /// "1,204 incidents".
    pub count: String,
    /// Filters, each value a link to its own list, as `filters.html` shows them; nothing where there are none.
    pub filters_html: Html,
    /// The incidents of the present page, each as a row made by `entry.html`.
    pub entries_html: Html,
    /// Or records that mention or cite, with their sentences.
    pub lines: Vec<RecordLine>,
    /// The way through them.
    pub pager: Pager,
}

/// `releases.html`: press releases, newest first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReleasesPage {
    /// The heading.
    pub title: String,
    /// "12 press releases".
    pub count: String,
    /// Those of the present page, each as a row made by `entry.html`.
    pub entries_html: Html,
    /// The way through them.
    pub pager: Pager,
}

/// `references.html`: the bibliography from A to Z or by year, or a part of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReferencesPage {
    /// The heading.
    pub title: String,
    /// What the list is, or what its works have in common.
    pub intro: Option<String>,
    /// "120 sources".
    pub count: String,
    /// The list is by year, not from A to Z.
    pub by_year: bool,
    /// The letters or years that occur, each a link to its place, on whichever page that is.
    pub jumps: Vec<Link>,
    /// The lists of works: by order, type and independence, each with its number.
    pub ways: Vec<TallyGroup>,
    /// The works of the present page by letter or year.
    pub groups: Vec<WorkGroup>,
    /// The way through them.
    pub pager: Pager,
    /// The whole bibliography as files for reference managers.
    pub exports: Vec<Link>,
}

/// The works under one letter or year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WorkGroup {
    /// The letter, in capitals, or another sign; or the year.
    pub heading: String,
    /// Its anchor: `s-letter-d`, `s-year-2015`.
    pub id: String,
    /// The works.
    pub references: Vec<ReferenceLine>,
}

/// A work in the bibliography.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReferenceLine {
    /// The formatted citation.
    pub citation: Vec<Run>,
    /// Its page.
    pub href: String,
    /// What kind of source it is.
    pub kind: Term,
    /// How independent it is.
    pub independence: Option<Term>,
    /// "Cited by 3 records".
    pub cited_by: String,
}

/// `organisations.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OrganisationsPage {
    /// The heading.
    pub title: String,
    /// "45 organisations".
    pub count: String,
    /// The organisations of the present page, by name.
    pub organisations: Vec<OrganisationLine>,
    /// The way through them.
    pub pager: Pager,
}

/// An organisation in the list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OrganisationLine {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What it is.
    pub kind: Option<Term>,
    /// Other and former names.
    pub names: Vec<String>,
    /// Each role with the number of incidents in it: "Supplier: 12".
    pub roles: Vec<Tally>,
    /// What it is, in a sentence.
    pub summary: Option<String>,
}

/// `topics.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TopicsPage {
    /// The heading.
    pub title: String,
    /// "12 topics".
    pub count: String,
    /// The topics in the order of the tree: each below the one it belongs to.
    pub topics: Vec<TopicLine>,
}

/// A topic in the list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TopicLine {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it means.
    pub definition: Option<String>,
    /// "12 incidents".
    pub count: String,
    /// How deep it stands in the tree, 0 at the top.
    pub depth: usize,
}

/// `facets.html`: all values of a facet with their numbers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FacetsPage {
    /// The heading: "Harms".
    pub title: String,
    /// What the facet is.
    pub intro: Option<String>,
    /// What its values are called, the head of the table's first column: "Harm".
    pub value_heading: String,
    /// The values.
    pub values: Vec<Tally>,
    /// The way through them.
    pub pager: Pager,
}

/// `timeline.html`: all dated events.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TimelinePage {
    /// The heading.
    pub title: String,
    /// "340 events".
    pub count: String,
    /// The years that occur, each a link to its place, on whichever page that is.
    pub jumps: Vec<Link>,
    /// The events of the present page by year, oldest first.
    pub years: Vec<YearGroup>,
    /// The way through them.
    pub pager: Pager,
}

/// The events of one year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct YearGroup {
    /// The year, or "Date not known".
    pub year: String,
    /// Its anchor: `s-year-2018`.
    pub id: String,
    /// The events, each as a row made by `event.html`.
    pub events_html: Html,
}

/// `search.html`: without script, a page of ways in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchPage {
    /// The heading.
    pub title: String,
    /// Ways in.
    pub ways: Vec<TallyGroup>,
}

/// `data.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DataPage {
    /// The heading.
    pub title: String,
    /// How many records of each kind there are.
    pub kinds: Vec<Tally>,
    /// Files to download. Empty where there are none.
    pub exports: Vec<FileView>,
    /// The site path of the manifest of all files.
    pub manifest: String,
    /// The site path of their checksums.
    pub checksums: String,
}

/// `corrections.html`: every change and withdrawal, newest first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectionsPage {
    /// The heading.
    pub title: String,
    /// "12 changes".
    pub count: String,
    /// The changes of the present page.
    pub corrections: Vec<Correction>,
    /// The way through them.
    pub pager: Pager,
}

/// A change with the record that it was made to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Correction {
    /// When, what kind, what.
    pub change: Change,
    /// The record.
    pub record: Link,
    /// What kind of record it is.
    pub record_kind: Term,
}

/// `not-found.html`: the page of a server that has nothing at an address.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NotFoundPage {
    /// The heading.
    pub title: String,
    /// Where one may go instead.
    pub links: Vec<Link>,
}

/// `tombstone.html`: a record that was withdrawn. Nothing of its text is left.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TombstonePage {
    /// The title that it had.
    pub title: String,
    /// What kind of record it was.
    pub kind: Term,
    /// When it was withdrawn.
    pub date: Date,
    /// Why, in paragraphs.
    pub reason: Vec<String>,
}

/// `forward.html`: an old address that leads on.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ForwardPage {
    /// The title of what is there now.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// The record was merged into the one it leads to, rather than moved.
    pub merged: bool,
}
