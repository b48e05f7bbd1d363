//! The closed vocabularies of the format, as `content-model` fixes them.

/// A closed list of words that a field takes.
pub trait Vocabulary: Copy + Eq + 'static {
    /// Every member, in the order in which readers meet them.
    const ALL: &'static [Self];
    /// The word as it is written in a record, and the key of its label in the theme's strings.
    fn code(self) -> &'static str;
    /// The member that a word names.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.code() == code)
    }
}

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($member:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = concat!("`", $code, "`")] $member),+ }

        impl Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$member),+];
            fn code(self) -> &'static str {
                match self { $(Self::$member => $code),+ }
            }
        }
    };
}

vocabulary! {
    /// The kind of a record; the folder it lies in decides.
    Kind {
        Incident = "incident",
        PressRelease = "press-release",
        Reference = "reference",
        Organisation = "organisation",
        Topic = "topic",
        Page = "page",
    }
}

impl Kind {
    /// The folder below `content/`, which is also the folder of its pages.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Incident => "incidents",
            Kind::PressRelease => "press-releases",
            Kind::Reference => "references",
            Kind::Organisation => "organisations",
            Kind::Topic => "topics",
            Kind::Page => "",
        }
    }
}

vocabulary! {
    /// What happens to raw HTML in Markdown: it is shown as text, or what an allow-list permits is let through.
    RawHtml { Escaped = "escaped", Sanitised = "sanitised" }
}
vocabulary! {
    /// Whether a record is published.
    State { Draft = "draft", Published = "published", Withdrawn = "withdrawn", Merged = "merged" }
}
vocabulary! {
    /// How firmly an incident is established.
    Status {
        Alleged = "alleged",
        Reported = "reported",
        UnderInquiry = "under-inquiry",
        Admitted = "admitted",
        Upheld = "upheld",
        NotUpheld = "not-upheld",
    }
}
vocabulary! {
    /// What an organisation had to do with an incident.
    Role {
        Supplier = "supplier",
        Commissioner = "commissioner",
        Provider = "provider",
        Regulator = "regulator",
        Investigator = "investigator",
        Affected = "affected",
    }
}
vocabulary! {
    /// How exact a figure is.
    Qualifier { Exactly = "exactly", Over = "over", About = "about", UpTo = "up-to", AtLeast = "at-least" }
}
vocabulary! {
    /// What kind of statement a claim is.
    ClaimKind { Fact = "fact", Comment = "comment", Conjecture = "conjecture" }
}
vocabulary! {
    /// Whether those named were asked for their side, and what came of it.
    ReplyStatus {
        NotRecorded = "not-recorded",
        NotNeeded = "not-needed",
        Asked = "asked",
        NoReply = "no-reply",
        Replied = "replied",
        Declined = "declined",
    }
}
vocabulary! {
    /// What kind of change was made to a published record.
    ChangeKind { Correction = "correction", Clarification = "clarification", Update = "update" }
}
vocabulary! {
    /// What kind of work a reference is.
    ReferenceType {
        Book = "book",
        Chapter = "chapter",
        Article = "article",
        News = "news",
        Web = "web",
        Report = "report",
        Thesis = "thesis",
        Press = "press",
        Foi = "foi",
        Contract = "contract",
        BoardPaper = "board-paper",
        Hansard = "hansard",
        Court = "court",
        Video = "video",
        Dataset = "dataset",
    }
}
impl ReferenceType {
    /// What a kind of work is called in formats that have no type for it: in BibTeX's `type`, the `M3` of RIS, and the
    /// `genre` of CSL and hayagriva. Readers of those formats take it for the kind again.
    pub fn genre(self) -> Option<&'static str> {
        match self {
            Self::News => Some("Newspaper article"),
            Self::Press => Some("Press release"),
            Self::Foi => Some("Freedom of information request"),
            Self::Contract => Some("Contract"),
            Self::BoardPaper => Some("Board paper"),
            Self::Hansard => Some("Hansard"),
            Self::Court => Some("Court judgment"),
            Self::Dataset => Some("Dataset"),
            Self::Book
            | Self::Chapter
            | Self::Article
            | Self::Web
            | Self::Report
            | Self::Thesis
            | Self::Video => None,
        }
    }

    /// Whether it is cited as a report is: it can have a number of its own, such as `Cm 123`, which is no issue.
    pub fn is_report(self) -> bool {
        matches!(self, Self::Report | Self::BoardPaper | Self::Contract | Self::Foi)
    }

    /// The kind of work that is called so.
    pub fn from_genre(genre: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.genre().is_some_and(|own| own.eq_ignore_ascii_case(genre.trim())))
    }
}

vocabulary! {
    /// How independent of the matter a source is.
    Independence { Independent = "independent", Official = "official", Party = "party", SelfPublished = "self" }
}
vocabulary! {
    /// What became of a reference's address.
    UrlStatus { Live = "live", Dead = "dead", Hijacked = "hijacked", Unchecked = "unchecked" }
}
vocabulary! {
    /// What is published of an original document.
    Publish { Full = "full", None = "none" }
}
vocabulary! {
    /// What kind of body an organisation is.
    OrganisationType {
        Company = "company",
        PublicBody = "public-body",
        Regulator = "regulator",
        Campaign = "campaign",
        Media = "media",
        Other = "other",
    }
}

/// The harms that every archive knows; a site's `casefile.yaml` can add to them.
pub const HARMS: [&str; 12] = [
    "delayed-care",
    "missed-care",
    "misdiagnosis",
    "patient-harm",
    "death",
    "data-loss",
    "privacy-breach",
    "service-failure",
    "service-withdrawn",
    "cost-overrun",
    "workforce",
    "unsafe-premises",
];
