//! What the words of the format's vocabularies mean, in a sentence each.

use crate::rule::Group;
use crate::rule::Level;
use crate::rule::Rule;
use crate::vocabulary::ChangeKind;
use crate::vocabulary::ClaimKind;
use crate::vocabulary::Independence;
use crate::vocabulary::OrganisationType;
use crate::vocabulary::Publish;
use crate::vocabulary::Qualifier;
use crate::vocabulary::RawHtml;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::ReplyStatus;
use crate::vocabulary::Role;
use crate::vocabulary::State;
use crate::vocabulary::Status;
use crate::vocabulary::UrlStatus;
use crate::vocabulary::Vocabulary;

/// A word with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub code: String,
    /// What it means, as whole sentences.
    pub meaning: String,
}

/// A vocabulary whose words an editor can explain.
pub trait Explained: Vocabulary {
    /// What the word means.
    fn meaning(self) -> &'static str;
}

/// Every word of a vocabulary, in its order.
pub fn words<V: Explained>() -> Vec<Word> {
    V::ALL.iter().map(|word| Word::new(word.code(), word.meaning())).collect()
}

impl Word {
    pub(super) fn new(code: &str, meaning: &str) -> Self {
        Self { code: code.to_owned(), meaning: meaning.to_owned() }
    }
}

impl Explained for State {
    fn meaning(self) -> &'static str {
        match self {
            Self::Draft => "Not published: you see it in the preview only.",
            Self::Published => "Published. The same as to leave the line out.",
            Self::Withdrawn => {
                "Taken back. Its address stays, and the page says when and why: `withdrawn` is needed too."
            }
            Self::Merged => {
                "Another record took its place. The old address leads there: `merged_into` is needed too."
            }
        }
    }
}

impl Explained for Status {
    fn meaning(self) -> &'static str {
        match self {
            Self::Alleged => "Somebody says it, and nobody else has confirmed it.",
            Self::Reported => "It has been reported. The same as to leave the line out.",
            Self::UnderInquiry => "An inquiry into it has been announced.",
            Self::Admitted => "Those responsible have said that it happened.",
            Self::Upheld => "An inquiry, a regulator or a court found that it happened.",
            Self::NotUpheld => "An inquiry, a regulator or a court found that it did not.",
        }
    }
}

impl Explained for Role {
    fn meaning(self) -> &'static str {
        match self {
            Self::Supplier => "Who was paid to do the work.",
            Self::Commissioner => "Who ordered the work and paid for it.",
            Self::Provider => "Who gives the care.",
            Self::Regulator => "Who watches over those concerned.",
            Self::Investigator => "Who looks into it.",
            Self::Affected => "Whom it concerned.",
        }
    }
}

impl Explained for Qualifier {
    fn meaning(self) -> &'static str {
        match self {
            Self::Exactly => "Just so many.",
            Self::Over => "More than so many.",
            Self::About => "So many, roughly.",
            Self::UpTo => "So many at the most.",
            Self::AtLeast => "So many at the least.",
        }
    }
}

impl Explained for ClaimKind {
    fn meaning(self) -> &'static str {
        match self {
            Self::Fact => "It can be checked. The word does not say that it has been.",
            Self::Comment => "An opinion of the one who says it.",
            Self::Conjecture => "A guess, or a question, of the one who says it.",
        }
    }
}

impl Explained for ReplyStatus {
    fn meaning(self) -> &'static str {
        match self {
            Self::NotRecorded => "There is no record whether anyone was asked. The same as to leave it out.",
            Self::NotNeeded => "Nothing in the record calls for a reply.",
            Self::Asked => "They were asked, and the answer is awaited.",
            Self::NoReply => "They were asked, and no answer came in time.",
            Self::Replied => "They answered.",
            Self::Declined => "They were asked, and would not comment.",
        }
    }
}

impl Explained for ChangeKind {
    fn meaning(self) -> &'static str {
        match self {
            Self::Correction => "Something was wrong, and was put right.",
            Self::Clarification => "Something could be misunderstood, and was made clear.",
            Self::Update => "Something new was added.",
        }
    }
}

impl Explained for ReferenceType {
    fn meaning(self) -> &'static str {
        match self {
            Self::Book => "A whole book.",
            Self::Chapter => "A part of a book, which is its `parent`.",
            Self::Article => "An article in a journal, which is its `parent`.",
            Self::News => "A story of a newspaper, an agency or a broadcaster.",
            Self::Web => "A page on the web.",
            Self::Report => "A report of an organisation.",
            Self::Thesis => "A thesis at a university.",
            Self::Press => "A press release of somebody else.",
            Self::Foi => "A reply to a freedom of information request.",
            Self::Contract => "A contract, or the notice of one.",
            Self::BoardPaper => "A paper or the minutes of a board.",
            Self::Hansard => "The record of what was said in Parliament.",
            Self::Court => "A judgment, or another document of a court.",
            Self::Video => "A film, a broadcast or a recording.",
            Self::Dataset => "Figures that were published as such.",
        }
    }
}

impl Explained for Independence {
    fn meaning(self) -> &'static str {
        match self {
            Self::Independent => "It has no part in the matter.",
            Self::Official => "It comes from a public body.",
            Self::Party => "It comes from somebody who is involved.",
            Self::SelfPublished => "It comes from the publisher of this site.",
        }
    }
}

impl Explained for UrlStatus {
    fn meaning(self) -> &'static str {
        match self {
            Self::Live => "The page is still there.",
            Self::Dead => "The page is gone.",
            Self::Hijacked => "Somebody else has the address now, and shows other things there.",
            Self::Unchecked => "Nobody has looked. The same as to leave the line out.",
        }
    }
}

impl Explained for Publish {
    fn meaning(self) -> &'static str {
        match self {
            Self::Full => "The file itself is published. Be certain that it holds nothing private.",
            Self::None => "Only its fingerprint (SHA-256) is published. The same as to leave the line out.",
        }
    }
}

impl Explained for OrganisationType {
    fn meaning(self) -> &'static str {
        match self {
            Self::Company => "A company.",
            Self::PublicBody => "A public body, such as a trust, a council or a department.",
            Self::Regulator => "A body that watches over others.",
            Self::Campaign => "A campaign, a charity or a union.",
            Self::Media => "A newspaper, a broadcaster or a publisher.",
            Self::Other => "None of these.",
        }
    }
}

impl Explained for RawHtml {
    fn meaning(self) -> &'static str {
        match self {
            Self::Escaped => "HTML is shown as the text that was typed. The same as to leave the line out.",
            Self::Sanitised => "Harmless HTML passes, and the rest is taken out with a warning.",
        }
    }
}

impl Explained for Level {
    fn meaning(self) -> &'static str {
        match self {
            Self::Off => "It is not looked for.",
            Self::Warn => "It is told, and the site is published all the same.",
            Self::Error => "Nothing is published until it is mended or allowed.",
        }
    }
}

impl Explained for Group {
    fn meaning(self) -> &'static str {
        match self {
            Self::PersonalData => "All rules about personal data.",
            Self::Fairness => "All rules about who is accused, on what grounds, and heard.",
            Self::Sources => "All rules about what can be checked.",
            Self::Writing => "All rules about what can be read.",
        }
    }
}

impl Explained for Rule {
    fn meaning(self) -> &'static str {
        self.explanation().what
    }
}

/// What a harm means that every archive knows.
pub(super) fn harm_meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "delayed-care" => "Care came late.",
        "missed-care" => "Care did not come.",
        "misdiagnosis" => "An illness was not recognised, or a wrong one was found.",
        "patient-harm" => "A patient was harmed.",
        "death" => "A person died.",
        "data-loss" => "Records were lost or destroyed.",
        "privacy-breach" => "Personal details came into the wrong hands.",
        "service-failure" => "A service did not do what it was there for.",
        "service-withdrawn" => "A service stopped.",
        "cost-overrun" => "It cost more than was agreed or promised.",
        "workforce" => "Staff were harmed, lost or badly treated.",
        "unsafe-premises" => "Buildings or equipment were unsafe.",
        _ => return None,
    })
}

/// The registers in which organisations have numbers.
pub(super) fn registers() -> Vec<Word> {
    [
        ("companies-house", "The number of a company at Companies House."),
        ("ods", "The code of an NHS organisation (Organisation Data Service)."),
        ("charity", "The number of a registered charity."),
        ("lei", "The Legal Entity Identifier."),
        ("wikidata", "The item of Wikidata, which begins with Q."),
    ]
    .map(|(code, meaning)| Word::new(code, meaning))
    .to_vec()
}
