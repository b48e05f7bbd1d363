//! Editorial rules: what casefile looks for in records beyond the format, how strictly, and why.

use crate::vocabulary::Vocabulary;

/// How strictly a rule is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is not looked for.
    Off,
    /// It is told, and the site is published all the same.
    Warn,
    /// Nothing is published until it is mended or allowed.
    Error,
}

impl Vocabulary for Level {
    const ALL: &'static [Self] = &[Self::Off, Self::Warn, Self::Error];
    fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Nobody is exposed.
    PersonalData,
    /// Nobody is accused without grounds, or unheard.
    Fairness,
    /// What is said can be checked.
    Sources,
    /// What is written can be read.
    Writing,
}

impl Vocabulary for Group {
    const ALL: &'static [Self] = &[Self::PersonalData, Self::Fairness, Self::Sources, Self::Writing];
    fn code(self) -> &'static str {
        match self {
            Self::PersonalData => "personal-data",
            Self::Fairness => "fairness",
            Self::Sources => "sources",
            Self::Writing => "writing",
        }
    }
}

/// An editorial rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The number of a patient.
    NhsNumber,
    /// A National Insurance number.
    NationalInsuranceNumber,
    /// A telephone number.
    TelephoneNumber,
    /// An e-mail address.
    EmailAddress,
    /// A date of birth.
    DateOfBirth,
    /// The postcode of a person.
    PostcodeOfPerson,
    /// So few people, at a place, that they could be recognised.
    FewPeople,
    /// What belongs to a contact stands in a text.
    ContactInText,
    /// A statement of fact about a named organisation rests on the campaign alone.
    CampaignSourceOnly,
    /// Nothing is said of what those named were asked.
    NoRightOfReply,
    /// A title or a summary says more than the status.
    StatusWord,
    /// A quotation is not in the copy that is kept of its source.
    QuotationNotFound,
    /// A claim rests on nothing.
    ClaimWithoutSource,
    /// A figure rests on nothing.
    FigureWithoutSource,
    /// A page on the web of which no copy is kept.
    NoArchivedCopy,
    /// Two references are one work.
    SameWorkTwice,
    /// Two chapters give one book differently.
    BooksDiffer,
    /// A reference that nothing cites.
    UncitedReference,
    /// A text promises something that is not there.
    NothingBelow,
    /// No summary.
    NoSummary,
    /// A heading leaves out a level.
    HeadingSkipped,
    /// The words of a link do not say where it leads.
    LinkWords,
    /// Nothing leads to a record.
    OrphanRecord,
}

/// What a rule is for, for a person who meets it for the first time. Every part is whole sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about.
    pub group: Group,
    /// How strictly it is held where `casefile.yaml` does not say.
    pub level: Level,
    /// What is looked for, and what is passed over.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// An example of a reason for which what it finds may stay.
    pub reason: &'static str,
}

impl Vocabulary for Rule {
    const ALL: &'static [Self] = &[
        Self::NhsNumber,
        Self::NationalInsuranceNumber,
        Self::TelephoneNumber,
        Self::EmailAddress,
        Self::DateOfBirth,
        Self::PostcodeOfPerson,
        Self::FewPeople,
        Self::ContactInText,
        Self::CampaignSourceOnly,
        Self::NoRightOfReply,
        Self::StatusWord,
        Self::QuotationNotFound,
        Self::ClaimWithoutSource,
        Self::FigureWithoutSource,
        Self::NoArchivedCopy,
        Self::SameWorkTwice,
        Self::BooksDiffer,
        Self::UncitedReference,
        Self::NothingBelow,
        Self::NoSummary,
        Self::HeadingSkipped,
        Self::LinkWords,
        Self::OrphanRecord,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::NhsNumber => "nhs-number",
            Self::NationalInsuranceNumber => "national-insurance-number",
            Self::TelephoneNumber => "telephone-number",
            Self::EmailAddress => "email-address",
            Self::DateOfBirth => "date-of-birth",
            Self::PostcodeOfPerson => "postcode-of-person",
            Self::FewPeople => "few-people",
            Self::ContactInText => "contact-in-text",
            Self::CampaignSourceOnly => "campaign-source-only",
            Self::NoRightOfReply => "no-right-of-reply",
            Self::StatusWord => "status-word",
            Self::QuotationNotFound => "quotation-not-found",
            Self::ClaimWithoutSource => "claim-without-source",
            Self::FigureWithoutSource => "figure-without-source",
            Self::NoArchivedCopy => "no-archived-copy",
            Self::SameWorkTwice => "same-work-twice",
            Self::BooksDiffer => "books-differ",
            Self::UncitedReference => "uncited-reference",
            Self::NothingBelow => "nothing-below",
            Self::NoSummary => "no-summary",
            Self::HeadingSkipped => "heading-skipped",
            Self::LinkWords => "link-words",
            Self::OrphanRecord => "orphan-record",
        }
    }
}

impl Rule {
    /// What it is for.
    pub fn explanation(self) -> Explanation {
        match self {
            Self::NhsNumber => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "Ten digits that can be the number of a patient: the last one fits the others as the NHS defines it, and the first ones were given to somebody (or belong to the numbers that are kept for tests). ISBNs, DOIs, telephone numbers, sums of money, web addresses and parts of longer numbers are passed over.",
                why: "An NHS number names one patient, for life. Published, it cannot be taken back, and it is a breach of the law on data protection.",
                mend: "Take the number out. Where readers should see that there was one, write `[redact: NHS number]`.",
                reason: "It is the number of the tender, not of a person.",
            },
            Self::NationalInsuranceNumber => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "Two letters, six digits and a letter, as in National Insurance numbers; letters that HM Revenue & Customs does not use are passed over.",
                why: "With it and a name, others can claim to be that person.",
                mend: "Take the number out. Where readers should see that there was one, write `[redact: National Insurance number]`.",
                reason: "It is the number of the tender, not of a person.",
            },
            Self::TelephoneNumber => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "Telephone numbers of the United Kingdom, and of other countries where they begin with `+`. Numbers in web addresses, ISBNs, DOIs and sums of money are passed over.",
                why: "A press officer changes, a volunteer is harassed, and a page that was copied keeps the number for ever.",
                mend: "Take the number out. That of a press contact belongs into `contacts` in casefile.yaml, where it can have an end; the press release names its key. One that is meant for the public can be allowed, with the reason.",
                reason: "It is the public helpline of the trust, from its website.",
            },
            Self::EmailAddress => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "E-mail addresses. Citations such as `@davis-2015` and names of users within web addresses are passed over.",
                why: "An address in a page is found by senders of unwanted mail within days, and often names a person.",
                mend: "Take the address out. That of a press contact belongs into `contacts` in casefile.yaml, where it can have an end; the press release names its key. One that is meant for the public can be allowed, with the reason.",
                reason: "It is the address for questions that the trust publishes.",
            },
            Self::DateOfBirth => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "A day, month and year after `born`, `birthday`, `date of birth` or `DOB`, where it is not an organisation or an idea that was born.",
                why: "With a name, it is what banks and hospitals ask to know who somebody is.",
                mend: "Write the age or the year, if readers need it at all, or `[redact: date of birth]`.",
                reason: "She is the minister, and it is on the website of Parliament.",
            },
            Self::PostcodeOfPerson => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "A full postcode in a sentence about where a person lives, about a patient, or beside a name with Mr, Mrs, Ms, Miss or Mx. Postcodes of hospitals, companies and offices are passed over.",
                why: "A full postcode is some fifteen homes. With an age or an illness it is often one person.",
                mend: "Write the town, or the first half of the postcode.",
                reason: "It is that of the surgery.",
            },
            Self::FewPeople => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "A figure of people with a value from 1 to 7 in a record that names places: one with `people: true`, or whose unit or label names people, such as patients, staff or deaths.",
                why: "Whoever knows the place can find out who they are. The NHS does not publish counts of 1 to 7 people below the whole country for that reason.",
                mend: "Write `value: 7` with `qualifier: up-to`, or leave the place out; where it counts no people, write `people: false`. Where those concerned agreed, or have published it themselves, allow it with that reason.",
                reason: "All three families spoke to the newspaper, and agreed.",
            },
            Self::ContactInText => Explanation {
                group: Group::PersonalData,
                level: Level::Error,
                what: "The telephone number or the e-mail address of somebody in `contacts` of casefile.yaml, in the text of a record.",
                why: "A contact is shown until its `show_until`, and then it goes everywhere. What stands in a text would stay.",
                mend: "Take it out of the text. Write `contacts: [the-key]` in the press release, which then shows it.",
                reason: "It was printed so, and the desk still has that number.",
            },
            Self::CampaignSourceOnly => Explanation {
                group: Group::Fairness,
                level: Level::Warn,
                what: "A claim with `kind: fact` in a record that names a supplier, a commissioner or a provider, where every source is the campaign's own: a press release that it issued, or a reference with `independence: self`.",
                why: "What only the campaign says is not a fact to a journalist, and it is the campaign that has to prove it where a company sues.",
                mend: "Add a source that is not the campaign's: a report, minutes, a news story, an answer under freedom of information law. Where there is none, write `kind: comment` or `kind: conjecture`.",
                reason: "The record says that it rests on us alone.",
            },
            Self::NoRightOfReply => Explanation {
                group: Group::Fairness,
                level: Level::Warn,
                what: "An incident that names a supplier, a commissioner or a provider and does not say whether they were asked. `right_of_reply` is absent, or its status is `not-recorded`.",
                why: "Whoever is accused has to be heard: it is fair, it is what newspapers are held to, and the answer is often the best source.",
                mend: "Ask them, and write what came of it: `right_of_reply: {status: asked, asked: 2026-06-01}`, and later `replied`, `no-reply` or `declined`. Where it is not needed, write `status: not-needed`.",
                reason: "The record is of what they said of themselves.",
            },
            Self::StatusWord => Explanation {
                group: Group::Fairness,
                level: Level::Warn,
                what: "A word in a title or a summary that is stronger than `status`: that somebody admitted it where it is `reported`, that a court or an inquiry found it where it is `alleged`.",
                why: "Readers see the title alone, in search engines and in messages. It must not promise more than the record holds.",
                mend: "Write what is known: “said to have”, “reported”, “according to”. Or, where the record is behind, change `status` and add the source.",
                reason: "The word stands in the name of the report.",
            },
            Self::QuotationNotFound => Explanation {
                group: Group::Fairness,
                level: Level::Warn,
                what: "The words of a `quote` that do not stand in the stored copy of their source (`copy` of a reference, `original` of a press release) or, of a press release without one, in its text. White space, hyphens, and marks of quotation and dashes of every form count for nothing; `[...]` stands for what is left out. Copies in plain text, Markdown and HTML are read.",
                why: "Words in quotation marks are a promise that somebody said exactly that.",
                mend: "Copy the words from the source, letter by letter, with `[...]` for what is left out.",
                reason: "The copy is a scan, and its words were read by hand.",
            },
            Self::ClaimWithoutSource => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "A claim without `sources`, in a record that has none as a whole.",
                why: "A claim that nobody can check is a rumour.",
                mend: "Write on what it rests: `sources: [davis-2015]`, better with the place and the words: `{ref: davis-2015, at: p. 3, quote: \"…\"}`.",
                reason: "The minutes of the meeting are attached.",
            },
            Self::FigureWithoutSource => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "A figure without a `source`, in a record that has none as a whole.",
                why: "Numbers are copied first and checked last.",
                mend: "Write on what it rests: `source: davis-2015`, or `source: {ref: davis-2015, at: p. 3, quote: \"…\"}`.",
                reason: "We counted them ourselves, as the text says.",
            },
            Self::NoArchivedCopy => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "A reference with a `url`, and neither `archived` nor `copy`.",
                why: "Half of the pages that are cited are gone after some years, and some are changed without a word.",
                mend: "Save the page in a public archive, such as web.archive.org, and write its address: `archived: [{url: …, date: 2026-06-01}]`. Or keep a copy beside the record.",
                reason: "It is the register of companies, which keeps its own past.",
            },
            Self::SameWorkTwice => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "Two references with the same DOI or address, or with the same author, year and title as far as slips of spelling go. Parts and editions that say which they are count as different.",
                why: "A work that is entered twice counts as two sources, and its corrections reach one of them.",
                mend: "Keep one. In the other write `state: merged` and `merged_into: ID-of-the-first`; its old address then leads to the first.",
                reason: "The one is the printed report, the other its summary.",
            },
            Self::BooksDiffer => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "Parts of one work, by its title, that give different editors, publishers, places or years for it.",
                why: "One of them is wrong, and readers look for it in vain.",
                mend: "Look at the title page, and mend the wrong one. Best give the book a record of its own, and write its id as `parent` in both.",
                reason: "They are of the first and of the second edition.",
            },
            Self::UncitedReference => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "A reference that no text, no claim, no figure and no other reference names.",
                why: "It is in the list of sources and supports nothing. Often an id in a record was meant to be this one.",
                mend: "Cite it where it is used: `[@davis-2015]` in a text or `sources: [davis-2015]`. Or take it out.",
                reason: "It is listed for further reading.",
            },
            Self::NothingBelow => Explanation {
                group: Group::Sources,
                level: Level::Warn,
                what: "Words such as “see below” or “the figures below” where nothing follows, or no table or picture where one is promised.",
                why: "It was lost when the text was copied, and a reader looks for it in vain.",
                mend: "Add what is missing, or say that it is not in our copy.",
                reason: "The release says so, and our copy has no such figures.",
            },
            Self::NoSummary => Explanation {
                group: Group::Writing,
                level: Level::Warn,
                what: "An incident or a press release without `summary`.",
                why: "It stands in lists, in search results and in feeds. Without one, a reader sees a title alone.",
                mend: "Write one or two sentences: what happened, to whom, and where.",
                reason: "The title says it all.",
            },
            Self::HeadingSkipped => Explanation {
                group: Group::Writing,
                level: Level::Warn,
                what: "A heading with two signs `#` more than the heading above it, or a first heading with more than two.",
                why: "People who do not see the page go from heading to heading by their levels. A gap sounds as if something were missing.",
                mend: "Take one `#` away.",
                reason: "The levels are as in the original.",
            },
            Self::LinkWords => Explanation {
                group: Group::Writing,
                level: Level::Warn,
                what: "Links whose words are “here”, “click here”, “this”, “this link”, “link”, “more” or “read more”.",
                why: "A list of links is how many people find their way through a page, and there they read “here, here, here”.",
                mend: "Make a link of the words that say what is there: “the [minutes of June 2018](…)”.",
                reason: "The words are as in the original.",
            },
            Self::OrphanRecord => Explanation {
                group: Group::Writing,
                level: Level::Warn,
                what: "An organisation, a topic, a press release or a page that no other record names, and an incident that names no other record either.",
                why: "Readers come from one record to the next. What nothing leads to is found by search alone.",
                mend: "Name it where it belongs: `[[its-id]]` in a text, or in `organisations`, `topics`, `incidents` or `related`.",
                reason: "It is to be found by its address alone.",
            },
        }
    }
}
