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
}

/// What a rule is for, for a person who meets it for the first time. Every part is whole sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// What is looked for, and what is passed over.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// How strictly it is held where `casefile.yaml` does not say.
    pub level: Level,
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
        }
    }
}

impl Rule {
    /// What it is for.
    pub fn explanation(self) -> Explanation {
        match self {
            Self::NhsNumber => Explanation {
                what: "Ten digits that can be the number of a patient: the last one fits the others as the NHS defines it, and the first ones were given to somebody (or belong to the numbers that are kept for tests). ISBNs, DOIs, telephone numbers, sums of money, web addresses and parts of longer numbers are passed over.",
                why: "An NHS number names one patient, for life. Published, it cannot be taken back, and it is a breach of the law on data protection.",
                mend: "Take the number out. Where readers should see that there was one, write `[redact: NHS number]`.",
                level: Level::Error,
            },
            Self::NationalInsuranceNumber => Explanation {
                what: "Two letters, six digits and a letter, as in National Insurance numbers; letters that HM Revenue & Customs does not use are passed over.",
                why: "With it and a name, others can claim to be that person.",
                mend: "Take the number out. Where readers should see that there was one, write `[redact: National Insurance number]`.",
                level: Level::Error,
            },
            Self::TelephoneNumber => Explanation {
                what: "Telephone numbers of the United Kingdom, and of other countries where they begin with `+`. Numbers in web addresses, ISBNs, DOIs and sums of money are passed over.",
                why: "A press officer changes, a volunteer is harassed, and a page that was copied keeps the number for ever.",
                mend: "Take the number out. That of a press contact belongs into `contacts` in casefile.yaml, where it can have an end; the press release names its key. One that is meant for the public can be allowed, with the reason.",
                level: Level::Error,
            },
            Self::EmailAddress => Explanation {
                what: "E-mail addresses. Citations such as `@davis-2015` and names of users within web addresses are passed over.",
                why: "An address in a page is found by senders of unwanted mail within days, and often names a person.",
                mend: "Take the address out. That of a press contact belongs into `contacts` in casefile.yaml, where it can have an end; the press release names its key. One that is meant for the public can be allowed, with the reason.",
                level: Level::Error,
            },
            Self::DateOfBirth => Explanation {
                what: "A day, month and year after `born`, `date of birth` or `DOB`.",
                why: "With a name, it is what banks and hospitals ask to know who somebody is.",
                mend: "Write the age or the year, if readers need it at all, or `[redact: date of birth]`.",
                level: Level::Error,
            },
            Self::PostcodeOfPerson => Explanation {
                what: "A full postcode in a sentence about where a person lives, about a patient, or beside a name with Mr, Mrs, Ms, Miss or Mx. Postcodes of hospitals, companies and offices are passed over.",
                why: "A full postcode is some fifteen homes. With an age or an illness it is often one person.",
                mend: "Write the town, or the first half of the postcode.",
                level: Level::Error,
            },
            Self::FewPeople => Explanation {
                what: "A figure with `people: true` and a value from 1 to 7 in a record that names places.",
                why: "Whoever knows the place can find out who they are. The NHS does not publish counts of 1 to 7 people below the whole country for that reason.",
                mend: "Write `value: 7` with `qualifier: up-to`, or leave the place out. Where those concerned agreed, or have published it themselves, allow it with that reason.",
                level: Level::Error,
            },
            Self::ContactInText => Explanation {
                what: "The telephone number or the e-mail address of somebody in `contacts` of casefile.yaml, in the text of a record.",
                why: "A contact is shown until its `show_until`, and then it goes everywhere. What stands in a text would stay.",
                mend: "Take it out of the text. Write `contacts: [the-key]` in the press release, which then shows it.",
                level: Level::Error,
            },
        }
    }
}
