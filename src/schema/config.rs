//! The fields of `casefile.yaml`.

use super::field::Field;
use super::field::Form;
use super::field::Need;
use super::field::field;
use super::words::Word;
use super::words::words;
use crate::rule::Group;
use crate::rule::Level;
use crate::rule::Rule;
use crate::vocabulary::RawHtml;

pub(super) const CONFIG: &[Field] = &[
    field("title", Form::Text, "Outsourcing failures", "The name of the site, at the top of every page.").required(),
    field(
        "base_url",
        Form::SiteAddress,
        "https://evidence.example/",
        "Where the site will be put. A path after the host is honoured. Feeds, the sitemap and social cards need it; links between pages do not.",
    )
    .required(),
    field(
        "description",
        Form::Text,
        "What happened when NHS services were outsourced.",
        "What the site is, in a sentence: for search engines and social cards.",
    ),
    field("language", Form::Text, "en-GB", "The language of your texts, as a BCP 47 tag. `en-GB` when absent."),
    field("publisher", Form::Group(PARTY), "", "Who publishes the site."),
    field("licence", Form::Group(PARTY), "", "Under which licence others may use your texts."),
    field(
        "citation_style",
        Form::Text,
        "harvard-cite-them-right",
        "How works are cited. `harvard-cite-them-right` when absent.",
    ),
    field("theme", Form::Text, "default", "How the site looks: `default` (when absent), or the name of a folder in `themes/`."),
    field(
        "contacts",
        Form::ByName(&Form::Group(CONTACT)),
        "press-office",
        "People whom journalists can reach. Each has a key of your choice, which press releases name in their own `contacts`.",
    ),
    field("vocabulary", Form::Group(VOCABULARY), "", "Words of your own beside those that casefile knows."),
    field("per_page", Form::Count(1000), "50", "How many records a page of a list holds, from 1 to 1000. `50` when absent."),
    field("html", Form::Word(words::<RawHtml>), "escaped", "What becomes of HTML in texts. `escaped` when absent."),
    field(
        "check",
        Form::ByWord(rules_and_groups, &Form::Word(words::<Level>), Need::Optional),
        "date-of-birth: warn",
        "How strictly each editorial rule, or each group of rules, is held. `casefile explain` lists the rules and says what each is for.",
    ),
];

/// What `check` knows.
fn rules_and_groups() -> Vec<Word> {
    words::<Group>().into_iter().chain(words::<Rule>()).collect()
}

const PARTY: &[Field] = &[
    field("name", Form::Text, "Doctors for the NHS", "The name.").required(),
    field("url", Form::Address, "https://www.doctorsforthenhs.org.uk/", "The address on the web."),
];

const CONTACT: &[Field] = &[
    field("name", Form::Text, "Press office", "The person or desk.").required(),
    field("email", Form::Email, "press@evidence.example", "The e-mail address."),
    field("phone", Form::Text, "020 7946 0000", "The telephone number."),
    field("show_until", Form::Date, "2030-12-31", "The last day on which the contact is shown.").filled(),
];

const VOCABULARY: &[Field] = &[field(
    "harms",
    Form::ById(&Form::Text),
    "wrong-limb: Wrong limb",
    "More harms: for each a word of lower-case letters, digits and hyphens, and the label that readers see.",
)];
