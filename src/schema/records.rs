//! The fields of every kind of record.

use super::field::Field;
use super::field::Form;
use super::field::Need;
use super::field::field;
use super::words::registers;
use super::words::words;
use crate::document::hayagriva_types;
use crate::rule::Rule;
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

/// The fields of a kind, those that every record may have first.
pub(super) fn fields(kind: Kind) -> Vec<&'static Field> {
    let title = if kind == Kind::Reference { &WORK_TITLE } else { &TITLE };
    let own = match kind {
        Kind::Incident => INCIDENT,
        Kind::PressRelease => PRESS_RELEASE,
        Kind::Reference => REFERENCE,
        Kind::Organisation => ORGANISATION,
        Kind::Topic => TOPIC,
        Kind::Page => PAGE,
    };
    let work = if kind == Kind::Reference { WORK } else { &[] };
    [title].into_iter().chain(COMMON).chain(own).chain(work).collect()
}

/// The fields of a work that is described in place, as the parent of another.
pub(super) fn parent_fields() -> Vec<&'static Field> {
    [&PARENT_TITLE, &PARENT_TYPE].into_iter().chain(WORK).collect()
}

const TITLE: Field =
    field("title", Form::Text, "Letters to GPs reported not sent", "The name of the record. “Letters reported not sent” is safe where “Firm loses letters” states as a fact what is only alleged.")
        .required();

const WORK_TITLE: Field = field(
    "title",
    Form::Formattable,
    "NHS For Sale",
    "The title of the work. If it is not known, describe the work in square brackets, with quotation marks around the whole.",
)
.required();

const PARENT_TITLE: Field =
    field("title", Form::Formattable, "The Journal", "The title of the book, journal or site.");

const PARENT_TYPE: Field =
    field("type", Form::AnyCase(words::<ReferenceType>, hayagriva_types), "book", "What kind of work it is.");

const COMMON: &[Field] = &[
    field(
        "summary",
        Form::ShortText(500),
        "A hospital said that 120 results of blood tests were sent late.",
        "One or two sentences, at most 500 characters: shown under the title, in lists, search results and feeds.",
    ),
    field("state", Form::Word(words::<State>), "draft", "Whether the record is published. It is when this is absent.")
        .filled(),
    field(
        "withdrawn",
        Form::Group(WITHDRAWN),
        "",
        "When and why the record was taken back. Needed with `state: withdrawn`, and only there.",
    )
    .filled(),
    field(
        "merged_into",
        Form::Id,
        "gp-letters",
        "The id of the record of the same kind that took the place of this one. Needed with `state: merged`, and only there.",
    ),
    field(
        "embargo",
        Form::Moment,
        "2030-05-01T00:01+01:00",
        "Until this moment nothing of the record is in the built site. A day, a `T`, a time, and the zone: `Z`, or the hours from Greenwich.",
    )
    .filled(),
    field("published", Form::Date, "2030-05-01", "The day on which the record was first published here."),
    field("updated", Form::Date, "2030-06-02", "The day on which it was last changed."),
    field("changes", Form::Groups(CHANGE), "", "What was changed after publication, for readers to see."),
    field(
        "aliases",
        Form::Paths,
        "/incidents/old-name.html",
        "Old addresses of this page, from the slash after the host on. They lead here.",
    ),
    field("topics", Form::Texts, "outsourcing", "What it is about: ids of topics."),
    field("related", Form::Texts, "gp-letters", "Ids of other records to read. Each page shows the other."),
    field(
        "attachments",
        Form::Groups(ATTACHMENT),
        "",
        "Files beside the `index.md` of this record. They are published as they are.",
    ),
    field(
        "allow",
        Form::ByWord(words::<Rule>, &Form::Text, Need::Required),
        "telephone-number: It is the public helpline of the trust, from its website.",
        "Editorial rules that are not held in this record, each with the reason. Readers do not see it.",
    ),
    field("extra", Form::Anything, "", "Anything that a theme of your own needs. casefile does not read it."),
];

const WITHDRAWN: &[Field] = &[
    field("date", Form::Date, "2030-06-02", "When it was taken back. `unknown` when absent."),
    field("reason", Form::Text, "The hospital showed us that this did not happen.", "Why, for readers.")
        .required(),
];

const CHANGE: &[Field] = &[
    field("date", Form::Date, "2030-05-20", "When it was changed. `unknown` when absent."),
    field("kind", Form::Word(words::<ChangeKind>), "correction", "What kind of change it was.").required(),
    field("note", Form::Text, "The month was April.", "What was changed.").required(),
];

const ATTACHMENT: &[Field] = &[
    field("file", Form::Text, "minutes.pdf", "The name of the file.").required(),
    field("title", Form::Text, "Minutes of the board", "What to call it."),
    field("description", Form::Text, "Page 4 mentions the results.", "What it is."),
    field("obtained", Form::Date, "2030-05-03", "When you got it."),
];

const INCIDENT: &[Field] = &[
    field(
        "date",
        Form::Date,
        "2018-06",
        "When it happened, as far as that is known: 2018, 2018-06, 2018-06-20, 2018-06~ (about), 2018? (uncertain), 2017-01/2018-03. `unknown` when absent.",
    ),
    field("reported", Form::Date, "2018-07", "When it became public."),
    field(
        "status",
        Form::Word(words::<Status>),
        "under-inquiry",
        "How far it is established. `reported` when absent.",
    ),
    field("disputed", Form::Truth, "true", "True when one of the parties disputes it."),
    field(
        "organisations",
        Form::ByWord(words::<Role>, &Form::Texts, Need::Optional),
        "supplier: example-laboratory",
        "Who had what to do with it: for each role the id of an organisation, or a list of ids.",
    ),
    field("places", Form::Texts, "London", "Where it happened."),
    field(
        "harms",
        Form::Harms,
        "service-failure",
        "What it did. Choose only what your sources support. `vocabulary` in casefile.yaml can add words.",
    ),
    field("figures", Form::Groups(FIGURE), "", "Numbers that somebody gave."),
    field("contracts", Form::Groups(CONTRACT), "", "Contracts that it concerns."),
    field("timeline", Form::Groups(EVENT), "", "What happened when."),
    field("claims", Form::Groups(CLAIM), "", "Single statements: what is said, by whom, and where."),
    field(
        "right_of_reply",
        Form::Group(REPLY),
        "",
        "Whether those concerned were asked, and what they said.",
    ),
    field(
        "unknowns",
        Form::Texts,
        "Whether any patient was harmed.",
        "What a reader would ask and you cannot answer. As important as facts.",
    ),
    SOURCES,
];

const SOURCES: Field = field(
    "sources",
    Form::Sources,
    "davis-2015",
    "What this rests on: ids of references or press releases, or groups of `ref`, `at` and `quote`.",
);

/// The fields of a source that says more than its id.
pub(super) const SOURCE: &[Field] = &[
    field("ref", Form::Id, "davis-2015", "The id of a reference or of a press release.").required(),
    field("at", Form::Text, "ch. 4", "Where in it: `ch. 4`, `pp. 38-61`, `para 2`."),
    field(
        "quote",
        Form::Text,
        "over 28,000 letters to GPs",
        "Words that stand in it, copied letter for letter.",
    ),
];

const FIGURE: &[Field] = &[
    field("label", Form::Text, "Letters to GPs reported not sent", "What was counted.").required(),
    field(
        "value",
        Form::Number,
        "28000",
        "How much, in digits. Words such as “over” go into `qualifier`, what is counted into `unit`.",
    )
    .required(),
    field("qualifier", Form::Word(words::<Qualifier>), "over", "How exact the number is."),
    field("unit", Form::Text, "letters", "What is counted. Totals add only figures of one unit."),
    field("currency", Form::Currency, "GBP", "Of a sum of money: three capital letters (ISO 4217)."),
    field(
        "people",
        Form::Truth,
        "true",
        "True when people are counted. Counts of 1 to 7 people at a place stop a build, since they could be recognised.",
    ),
    field("source", Form::Source, "davis-2015", "Where the number stands."),
];

const CONTRACT: &[Field] = &[
    field("title", Form::Text, "Letters service", "What was bought.").required(),
    field("ocid", Form::Text, "ocds-b5fd17-example", "Its identifier in the Open Contracting Data Standard."),
    field("value", Form::Number, "1500000", "Its price, in digits."),
    field("currency", Form::Currency, "GBP", "The currency of the price: three capital letters (ISO 4217)."),
    field("start", Form::Date, "2015-04-01", "When it began."),
    field("end", Form::Date, "2018-03-31", "When it ended."),
    field("url", Form::Address, "https://contracts.example/notice", "Where it was published."),
];

const EVENT: &[Field] = &[
    field("date", Form::Date, "2018-06-20", "When. `unknown` when absent."),
    field("text", Form::Text, "An inquiry was announced.", "What happened.").required(),
    SOURCES,
];

const CLAIM: &[Field] = &[
    field(
        "id",
        Form::OwnId,
        "letters-not-sent",
        "A name for the claim, so that links can lead to it: lower-case letters, digits and hyphens.",
    ),
    field("text", Form::Text, "The letters were not sent.", "The statement, in your own words.").required(),
    field("kind", Form::Word(words::<ClaimKind>), "fact", "What sort of statement it is."),
    field("said_by", Form::Text, "dfnhs", "Who says so: the id of an organisation, or a name."),
    SOURCES,
];

const REPLY: &[Field] = &[
    field(
        "status",
        Form::Word(words::<ReplyStatus>),
        "asked",
        "What came of it. Needed where any other field of this group is filled in.",
    ),
    field("asked", Form::Date, "2030-05-02", "When they were asked."),
    field("deadline", Form::Date, "2030-05-09", "Until when they could answer."),
    field("received", Form::Date, "2030-05-08", "When the answer came."),
    field("text", Form::Text, "We are sorry, and have written to every patient.", "The answer, in full."),
];

const PRESS_RELEASE: &[Field] = &[
    field("date", Form::Date, "2030-05-01", "When it was issued. `unknown` when absent."),
    field("issued_by", Form::Id, "dfnhs", "The id of the organisation that issued it."),
    field(
        "headline",
        Form::Text,
        "PRESS RELEASE: Late results",
        "The headline as it was issued, where `title` differs from it.",
    ),
    field("spokespeople", Form::Groups(SPOKESPERSON), "", "Who speaks in it."),
    field(
        "contacts",
        Form::Texts,
        "press-office",
        "Keys of `contacts` in casefile.yaml. Each is shown until its last day.",
    ),
    field("incidents", Form::Texts, "gp-letters", "Ids of the incidents that it is about."),
    SOURCES,
    field(
        "original",
        Form::Group(ORIGINAL),
        "",
        "The untouched document that it was entered from, beside the `index.md` of this record.",
    ),
];

const SPOKESPERSON: &[Field] = &[
    field("name", Form::Text, "Sam Example", "Who.").required(),
    field("role", Form::Text, "chair", "As what."),
];

const ORIGINAL: &[Field] = &[
    field("file", Form::Text, "original.pdf", "The name of the file. Its fingerprint (SHA-256) is shown.")
        .required(),
    field("obtained", Form::Date, "2030-05-01", "When you got it."),
    field(
        "method",
        Form::Text,
        "Sent to us by e-mail",
        "How you got it, and what was left out or changed when it was entered.",
    ),
    PUBLISH,
];

const PUBLISH: Field =
    field("publish", Form::Word(words::<Publish>), "none", "What is published of it. `none` when absent.");

const REFERENCE: &[Field] = &[
    field(
        "type",
        Form::AnyCase(words::<ReferenceType>, no_more),
        "book",
        "What kind of work it is. Capitals do not matter.",
    )
    .required(),
    field(
        "independence",
        Form::Word(words::<Independence>),
        "independent",
        "How close it is to the matter. Leave it out if you cannot say.",
    ),
    field(
        "url_status",
        Form::Word(words::<UrlStatus>),
        "live",
        "What became of `url`. `unchecked` when absent.",
    ),
    field("archived", Form::Groups(ARCHIVED), "", "Copies in web archives."),
    field("copy", Form::Group(COPY), "", "Your own copy, beside the `index.md` of this record."),
    field("foi", Form::Group(FOI), "", "The freedom of information request that brought it."),
];

fn no_more() -> Vec<&'static str> {
    Vec::new()
}

const WORK: &[Field] = &[
    field(
        "author",
        Form::People,
        "Davis, J.",
        "Who wrote it: “Family, Given”, each on a line of its own. A body whose name has a comma is a group: `{name: \"…\"}`.",
    ),
    field("editor", Form::People, "Leys, C.", "Who edited it, written like `author`."),
    field("date", Form::Date, "2015", "When it appeared."),
    EDTF,
    field("publisher", Form::Publisher, "Merlin Press", "Who published it."),
    field("location", Form::Formattable, "London", "Where it was published."),
    field(
        "page-range",
        Form::Text,
        "38-61",
        "The pages that the work itself fills in its parent. A page that you quote belongs in the citation.",
    ),
    field("volume", Form::Text, "7", "The volume."),
    field("issue", Form::Text, "8", "The issue."),
    field("edition", Form::Text, "2", "The edition."),
    field(
        "parent",
        Form::Parent,
        "nhs-sos",
        "The book of a chapter or the journal of an article: the id of a reference, or a group of fields like these.",
    ),
    field(
        "url",
        Form::WebPage,
        "https://news.example/late-results",
        "Where it is on the web; or a group of `value` and `date`, the day on which it was read there.",
    ),
    field("serial-number", Form::SerialNumber, "9780850367690", "Numbers to find it by."),
    field("doi", Form::Text, "10.1000/182", "Its DOI; the same as within `serial-number`."),
    field("isbn", Form::Text, "9780850367690", "Its ISBN; the same as within `serial-number`."),
    field("issn", Form::Text, "0317-8471", "Its ISSN; the same as within `serial-number`."),
];

/// The fields of a person or body that is not one text.
pub(super) const PERSON: &[Field] = &[
    field("name", Form::Text, "Davis", "The family name, or the name of a body.").required(),
    field("given-name", Form::Text, "Jacky", "Given names or initials."),
    field("prefix", Form::Text, "de", "What stands before the family name and is sorted with it."),
    field("suffix", Form::Text, "Jr.", "What stands behind the name."),
];

/// The fields of a text whose capitals matter to hayagriva.
pub(super) const FORMATTABLE: &[Field] = &[
    field("value", Form::Text, "NHS For Sale", "The text.").required(),
    field("verbatim", Form::Anything, "", "Says hayagriva that capitals stay. They are never changed here."),
];

/// The fields of a publisher with its place.
pub(super) const PUBLISHER: &[Field] = &[
    field("name", Form::Formattable, "Merlin Press", "Who published it.").required(),
    field("location", Form::Formattable, "London", "Where."),
];

const EDTF: Field = field(
    "edtf",
    Form::Date,
    "2030-05~",
    "The same as `date`, for files that hayagriva reads too: it reads none in which `date` is not a year, a month or a day.",
);

/// The fields of an address with the day on which it was read.
pub(super) const WEB_PAGE: &[Field] = &[
    field("value", Form::Address, "https://news.example/late-results", "The address.").required(),
    field("date", Form::Date, "2030-05-02", "The day on which it was read there."),
    EDTF,
];

/// The kinds of numbers that a work can be found by.
pub(super) const SERIAL_NUMBER: &[Field] = &[
    field("doi", Form::Text, "10.1000/182", "A DOI."),
    field("isbn", Form::Text, "9780850367690", "An ISBN."),
    field("issn", Form::Text, "0317-8471", "An ISSN."),
    field("pmid", Form::Text, "12345678", "A number of PubMed."),
    field("pmcid", Form::Text, "PMC1234567", "A number of PubMed Central."),
    field("arxiv", Form::Text, "1501.00001", "A number of arXiv."),
    field("serial", Form::Text, "Cm 7890", "A number of any other kind."),
];

const ARCHIVED: &[Field] = &[
    field("url", Form::Address, "https://archive.example/late-results", "Where the copy is.").required(),
    field("date", Form::Date, "2030-05-02", "When it was made."),
];

const COPY: &[Field] = &[
    field("file", Form::Text, "report.pdf", "The name of the file. Its fingerprint (SHA-256) is shown.")
        .required(),
    field("obtained", Form::Date, "2030-05-02", "When you got it."),
    field("by", Form::Text, "Sam Example", "Who took the copy."),
    PUBLISH,
];

const FOI: &[Field] = &[
    field("authority", Form::Text, "Example Hospital", "Who was asked."),
    field("request_url", Form::Address, "https://requests.example/123", "Where the request is published."),
    field("asked", Form::Date, "2030-03-01", "When it was made."),
    field("answered", Form::Date, "2030-04-02", "When it was answered."),
    field("outcome", Form::Text, "Partly refused", "What came of it."),
];

const ORGANISATION: &[Field] = &[
    field("type", Form::Word(words::<OrganisationType>), "company", "What kind of body it is."),
    field("names", Form::Group(NAMES), "", "Its other names. Links and search find it by any of them."),
    field(
        "identifiers",
        Form::ByWord(registers, &Form::Text, Need::Optional),
        "companies-house: 00000000",
        "Its numbers in public registers, in quotation marks where they begin with 0.",
    ),
    field(
        "parents",
        Form::Groups(OWNER),
        "",
        "Who owned it and when, so that nothing is blamed on somebody who bought it later.",
    ),
    field("url", Form::Address, "https://laboratory.example/", "Its own site."),
];

const NAMES: &[Field] = &[
    field("aliases", Form::Texts, "DFNHS", "Other names in use."),
    field("former", Form::Texts, "NHS Consultants’ Association", "Names of former times."),
];

const OWNER: &[Field] = &[
    field("id", Form::Id, "example-holdings", "The id of the owner.").required(),
    field("from", Form::Date, "2028", "From when."),
    field("to", Form::Date, "2031", "Until when."),
];

const TOPIC: &[Field] = &[
    field(
        "definition",
        Form::Text,
        "The testing of samples from patients.",
        "What the word means on this site.",
    ),
    field("synonyms", Form::Texts, "pathology", "Words that people may search for instead."),
    field("broader", Form::Id, "outsourcing", "The id of a wider topic."),
];

const PAGE: &[Field] = &[field(
    "nav",
    Form::WholeNumber,
    "3",
    "The place of the page in the menu, counted from 1. Without it the page is not in the menu.",
)];
