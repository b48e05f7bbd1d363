//! The questions of each kind of record, the required ones first.

use crate::config::Config;
use crate::vocabulary::HARMS;
use crate::vocabulary::Kind;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The flag that answers it, which is also its name.
    pub flag: &'static str,
    /// The field that its answer is written into, a group's with a dot; `text` is the text of the record.
    pub field: &'static str,
    /// The question.
    pub words: &'static str,
    /// What is expected, and an example.
    pub help: &'static str,
    /// What kind of answer it has.
    pub expect: Expect,
    /// Whether a record cannot do without.
    pub required: bool,
}

/// What kind of answer a question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// A line of text.
    Line,
    /// Several texts of a line each.
    Lines,
    /// Paragraphs.
    Passage,
    /// A date.
    Date,
    /// A whole number.
    Number,
    /// An address on the web.
    Web,
    /// One word of a list.
    Choice(&'static [Choice]),
    /// Harms of the site's list.
    Harms,
    /// Yes or no.
    YesNo,
    /// One record of a kind.
    Record(Kind),
    /// Records of a kind.
    Records(Kind),
    /// References or press releases, and where in them.
    Sources,
    /// Numbers that were given.
    Figures,
    /// Authors.
    People,
    /// Who speaks.
    Spokespeople,
    /// The work that another is a part of: a reference, or its title.
    Work,
}

impl Expect {
    /// Whether there may be several.
    pub fn is_list(self) -> bool {
        use Expect::Figures;
        use Expect::Harms;
        use Expect::Lines;
        use Expect::People;
        use Expect::Records;
        use Expect::Sources;
        use Expect::Spokespeople;
        matches!(self, Lines | Harms | Records(_) | Sources | Figures | People | Spokespeople)
    }

    /// What stands for the answer in the help of its flag.
    pub fn value_name(self) -> &'static str {
        match self {
            Self::Line | Self::Lines | Self::Passage => "TEXT",
            Self::Date => "DATE",
            Self::Number => "NUMBER",
            Self::Web => "URL",
            Self::Choice(_) | Self::Harms => "WORD",
            Self::YesNo => "",
            Self::Record(_) | Self::Records(_) | Self::People => "NAME",
            Self::Sources => "NAME, PLACE",
            Self::Figures => "WHAT: HOW MUCH",
            Self::Spokespeople => "NAME, ROLE",
            Self::Work => "NAME OR TITLE",
        }
    }
}

/// A word of a list, with what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word of the format.
    pub code: &'static str,
    /// What it means.
    pub words: &'static str,
}

const fn choice(code: &'static str, words: &'static str) -> Choice {
    Choice { code, words }
}

const STATUSES: &[Choice] = &[
    choice("reported", "it has been reported"),
    choice("alleged", "someone says it, and nobody else has confirmed it"),
    choice("under-inquiry", "an inquiry has been announced"),
    choice("admitted", "those responsible have said that it happened"),
    choice("upheld", "an inquiry, a regulator or a court found that it happened"),
    choice("not-upheld", "one of them found that it did not"),
];

const REPLIES: &[Choice] = &[
    choice("not-recorded", "I do not know whether anyone asked"),
    choice("not-needed", "nothing here calls for a reply"),
    choice("asked", "asked, and waiting"),
    choice("no-reply", "asked, and no answer came in time"),
    choice("replied", "they answered"),
    choice("declined", "asked, and they would not comment"),
];

const WORKS: &[Choice] = &[
    choice("news", "a story in a newspaper, on the radio or on television"),
    choice("web", "a page on the web"),
    choice("report", "a report"),
    choice("book", "a book"),
    choice("chapter", "a chapter of a book"),
    choice("article", "an article in a journal"),
    choice("board-paper", "papers or minutes of a board"),
    choice("foi", "an answer to a freedom of information request"),
    choice("hansard", "what was said in Parliament"),
    choice("court", "a judgment or another paper of a court"),
    choice("contract", "a contract"),
    choice("press", "a press release of somebody else"),
    choice("video", "a film or a recording"),
    choice("dataset", "figures in a table"),
    choice("thesis", "a thesis"),
];

const INDEPENDENCE: &[Choice] = &[
    choice("independent", "it has no part in the matter"),
    choice("official", "a public body"),
    choice("party", "someone who is involved"),
    choice("self", "the publisher of this site"),
];

const BODIES: &[Choice] = &[
    choice("company", "a company"),
    choice("public-body", "a public body, such as a hospital trust or a council"),
    choice("regulator", "a regulator"),
    choice("campaign", "a campaign or a charity"),
    choice("media", "a newspaper or a broadcaster"),
    choice("other", "something else"),
];

/// A question whose flag is the name of its field.
const fn ask(flag: &'static str, words: &'static str, help: &'static str, expect: Expect) -> Question {
    Question { flag, field: flag, words, help, expect, required: false }
}

/// The same for another field.
const fn into(field: &'static str, question: Question) -> Question {
    Question { field, ..question }
}

const fn required(question: Question) -> Question {
    Question { required: true, ..question }
}

const SUMMARY: Question = ask(
    "summary",
    "One sentence for lists and search results?",
    "at most 500 characters; Enter to skip",
    Expect::Line,
);
const TOPIC: Question = into(
    "topics",
    ask("topic", "What is it about?", "a topic of this site; Enter to skip", Expect::Records(Kind::Topic)),
);
const SOURCE: Question = into(
    "sources",
    ask(
        "source",
        "Which source says so?",
        "a reference or a press release of this site; Enter to skip",
        Expect::Sources,
    ),
);

const fn text(words: &'static str) -> Question {
    ask(
        "text",
        words,
        "Enter begins a new paragraph, an empty line ends the text; you can paste it",
        Expect::Passage,
    )
}

const fn party(flag: &'static str, field: &'static str, words: &'static str) -> Question {
    into(field, ask(flag, words, "an organisation; Enter to skip", Expect::Records(Kind::Organisation)))
}

const INCIDENT: &[Question] = &[
    required(ask(
        "title",
        "What happened, in a few words?",
        "the title that readers see, such as: Blood test results sent late",
        Expect::Line,
    )),
    ask(
        "date",
        "When did it happen?",
        "such as 3 June 2018, June 2018, summer 2018, about 2018, don't know",
        Expect::Date,
    ),
    text("What happened, in full?"),
    SUMMARY,
    party("supplier", "organisations.supplier", "the company that did the work"),
    party("commissioner", "organisations.commissioner", "who ordered the work and paid for it"),
    party("provider", "organisations.provider", "who gives the care, such as a hospital"),
    party("regulator", "organisations.regulator", "who watches over them"),
    party("investigator", "organisations.investigator", "who looks into it"),
    party("affected", "organisations.affected", "who suffered from it"),
    into(
        "places",
        ask("place", "Where?", "a town or a district, such as Leeds; Enter to skip", Expect::Lines),
    ),
    into("harms", ask("harm", "What harm did it do?", "only what your sources say", Expect::Harms)),
    into(
        "figures",
        ask(
            "figure",
            "A number that somebody gave?",
            "what was counted or paid, such as: Letters not sent; Enter to skip",
            Expect::Figures,
        ),
    ),
    TOPIC,
    ask(
        "status",
        "How firmly is it established?",
        "choose with the arrow keys, then Enter",
        Expect::Choice(STATUSES),
    ),
    ask("disputed", "Does anybody concerned dispute it?", "", Expect::YesNo),
    SOURCE,
    into(
        "right_of_reply.status",
        ask(
            "reply",
            "Were those you name asked for their side?",
            "choose with the arrow keys, then Enter",
            Expect::Choice(REPLIES),
        ),
    ),
    into(
        "unknowns",
        ask(
            "unknown",
            "What do we not know?",
            "such as: Whether any patient was harmed. Enter to skip",
            Expect::Lines,
        ),
    ),
    ask("reported", "When did it become public?", "a date, as above; Enter to skip", Expect::Date),
];

const PRESS_RELEASE: &[Question] = &[
    required(ask(
        "title",
        "What is the press release about, in a few words?",
        "the title that readers see, such as: Late test results “a warning”",
        Expect::Line,
    )),
    ask("date", "On which day was it issued?", "such as 3 June 2018, June 2018, don't know", Expect::Date),
    into(
        "issued_by",
        ask(
            "issued-by",
            "Who issued it?",
            "an organisation; Enter to skip",
            Expect::Record(Kind::Organisation),
        ),
    ),
    text("What does it say, as it was issued?"),
    SUMMARY,
    ask("headline", "Its headline as issued, if it differs from the title?", "Enter to skip", Expect::Line),
    into(
        "spokespeople",
        ask(
            "spokesperson",
            "Who speaks in it?",
            "name, then a comma and the role, such as: Sam Example, chair; Enter to skip",
            Expect::Spokespeople,
        ),
    ),
    into(
        "incidents",
        ask(
            "incident",
            "Which incident is it about?",
            "an incident of this site; Enter to skip",
            Expect::Records(Kind::Incident),
        ),
    ),
    TOPIC,
    SOURCE,
];

const REFERENCE: &[Question] = &[
    required(ask(
        "title",
        "What is its title?",
        "as it stands on the work itself, such as: Test results: a history",
        Expect::Line,
    )),
    required(ask(
        "type",
        "What kind of work is it?",
        "choose with the arrow keys, or type a part of it, then Enter",
        Expect::Choice(WORKS),
    )),
    ask(
        "author",
        "Who wrote it?",
        "family name first, such as: Davis, Jacky; or the name of a body; Enter to skip",
        Expect::People,
    ),
    ask("date", "When did it appear?", "such as 2015, June 2015, 3 June 2015, don't know", Expect::Date),
    ask("url", "Where is it on the web?", "its address, which you can paste; Enter to skip", Expect::Web),
    ask(
        "publisher",
        "Who published it?",
        "the publisher, the newspaper or the body; Enter to skip",
        Expect::Line,
    ),
    ask(
        "parent",
        "What is it a part of?",
        "a book, a journal or a series: its title; Enter to skip",
        Expect::Work,
    ),
    ask("volume", "Which volume?", "such as 350; Enter to skip", Expect::Line),
    ask("issue", "Which issue?", "such as 7; Enter to skip", Expect::Line),
    ask("page-range", "On which pages of that?", "such as 38-61; Enter to skip", Expect::Line),
    ask(
        "independence",
        "How close is it to the matter?",
        "choose with the arrow keys, then Enter",
        Expect::Choice(INDEPENDENCE),
    ),
    into(
        "archived.url",
        ask(
            "archived",
            "Is there a copy in a web archive?",
            "its address, such as one of web.archive.org; Enter to skip",
            Expect::Web,
        ),
    ),
    TOPIC,
    SUMMARY,
    text("Anything to say about it?"),
];

const ORGANISATION: &[Question] = &[
    required(ask("title", "What is it called?", "its usual name, such as: Example Laboratory", Expect::Line)),
    ask("type", "What is it?", "choose with the arrow keys, then Enter", Expect::Choice(BODIES)),
    into(
        "names.aliases",
        ask("alias", "What else is it called?", "another name or its initials; Enter to skip", Expect::Lines),
    ),
    into(
        "names.former",
        ask("former", "What was it called before?", "a name of former times; Enter to skip", Expect::Lines),
    ),
    ask("url", "What is the address of its website?", "you can paste it; Enter to skip", Expect::Web),
    into(
        "identifiers.companies-house",
        ask(
            "companies-house",
            "Its number at Companies House?",
            "eight letters or digits; Enter to skip",
            Expect::Line,
        ),
    ),
    TOPIC,
    SUMMARY,
    text("Anything to say about it?"),
];

const TOPIC_QUESTIONS: &[Question] = &[
    required(ask("title", "What is the topic called?", "such as: Outsourcing", Expect::Line)),
    ask("definition", "What does the word mean on this site?", "a sentence; Enter to skip", Expect::Line),
    into(
        "synonyms",
        ask(
            "synonym",
            "Which other words are there for it?",
            "searches find it by them; Enter to skip",
            Expect::Lines,
        ),
    ),
    ask(
        "broader",
        "Is it a part of a wider topic?",
        "a topic of this site; Enter to skip",
        Expect::Record(Kind::Topic),
    ),
    text("Anything more to say about it?"),
];

const PAGE: &[Question] = &[
    required(ask("title", "What is the title of the page?", "such as: How to help", Expect::Line)),
    text("What does it say?"),
    SUMMARY,
    ask(
        "nav",
        "Which place does it have in the menu?",
        "a number, 1 for the first; Enter leaves it out of the menu",
        Expect::Number,
    ),
];

/// The questions of a kind, the required ones first.
pub fn questions(kind: Kind) -> &'static [Question] {
    match kind {
        Kind::Incident => INCIDENT,
        Kind::PressRelease => PRESS_RELEASE,
        Kind::Reference => REFERENCE,
        Kind::Organisation => ORGANISATION,
        Kind::Topic => TOPIC_QUESTIONS,
        Kind::Page => PAGE,
    }
}

/// Whether a question is what an organisation had to do with an incident.
pub fn is_party(question: &Question) -> bool {
    question.field.starts_with("organisations.")
}

/// A kind in words, with its article, and what it is.
pub fn kind_words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Incident => ("an incident", "something that happened"),
        Kind::PressRelease => ("a press release", "what was told to the press"),
        Kind::Reference => ("a reference", "a source: a book, a news story, a report, a web page"),
        Kind::Organisation => ("an organisation", "a company, a public body, a campaign"),
        Kind::Topic => ("a topic", "a subject that records have in common"),
        Kind::Page => ("a page", "any other page, such as “About”"),
    }
}

/// The harms of a site, each with what it means.
pub fn harms(config: &Config) -> Vec<(String, String)> {
    const MEANINGS: [&str; 12] = [
        "care came late",
        "care did not come",
        "an illness was not recognised, or a wrong one was found",
        "a patient was harmed",
        "a person died",
        "records were lost or destroyed",
        "personal details came into the wrong hands",
        "a service did not do what it was there for",
        "a service stopped",
        "it cost more than was agreed or promised",
        "staff were harmed, lost or badly treated",
        "buildings or equipment were unsafe",
    ];
    let meaning = |code: &str, label: &Option<String>| {
        let built_in = HARMS.iter().zip(MEANINGS).find(|(own, _)| **own == code);
        built_in.map_or_else(|| label.clone().unwrap_or_default(), |(_, meaning)| meaning.to_owned())
    };
    config.harms.iter().map(|(code, label)| (code.clone(), meaning(code, label))).collect()
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use super::Expect;
    use super::questions;
    use crate::vocabulary::Independence;
    use crate::vocabulary::Kind;
    use crate::vocabulary::OrganisationType;
    use crate::vocabulary::ReferenceType;
    use crate::vocabulary::ReplyStatus;
    use crate::vocabulary::Status;
    use crate::vocabulary::Vocabulary;
    use std::collections::BTreeSet;

    fn check<V: Vocabulary>(choices: &[Choice]) {
        let own: BTreeSet<&str> = choices.iter().map(|choice| choice.code).collect();
        let all: BTreeSet<&str> = V::ALL.iter().map(|member| member.code()).collect();
        assert_eq!(own, all);
    }

    #[test]
    fn every_word_of_a_vocabulary_can_be_chosen() {
        check::<Status>(super::STATUSES);
        check::<ReplyStatus>(super::REPLIES);
        check::<ReferenceType>(super::WORKS);
        check::<Independence>(super::INDEPENDENCE);
        check::<OrganisationType>(super::BODIES);
    }

    #[test]
    fn required_questions_come_first_and_no_flag_twice() {
        for kind in Kind::ALL {
            let all = questions(*kind);
            let flags: BTreeSet<&str> = all.iter().map(|question| question.flag).collect();
            assert_eq!(flags.len(), all.len(), "{kind:?}");
            let first_other = all.iter().position(|question| !question.required).unwrap_or(all.len());
            assert!(all[first_other..].iter().all(|question| !question.required), "{kind:?}");
            assert!(all.iter().all(|question| question.expect != Expect::Date
                || question.help.contains("date")
                || question.help.contains("2018")
                || question.help.contains("2015")));
        }
    }
}
