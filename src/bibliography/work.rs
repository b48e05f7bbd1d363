//! A work as a bibliography of another program describes it, and as a reference of a site says the same.

use crate::date::MONTHS;
use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::ReferenceType;

/// Somebody who wrote or edited; a body has a family name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The family name with what belongs to it, such as `van der`, or the name of a body.
    pub family: String,
    /// Given names or initials.
    pub given: Option<String>,
    /// `Jr.`, `III`
    pub suffix: Option<String>,
}

/// What a bibliography says of a work, or of the work that it is a part of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// The title, with the subtitle behind a colon.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Name>,
    /// Who edited it.
    pub editors: Vec<Name>,
    /// When it appeared (EDTF).
    pub date: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub location: Option<String>,
    /// The edition.
    pub edition: Option<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// Its pages in the parent.
    pub page_range: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it was read there (EDTF).
    pub accessed: Option<String>,
    /// Kind and number, as the format has them.
    pub serial_numbers: Vec<(&'static str, String)>,
}

/// The work that another is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parent {
    /// Another work of the same file, by its key.
    Key(String),
    /// One that is described in place.
    Inline(Box<Description>),
}

/// A work of a bibliography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedWork {
    /// How the file calls it, or what stands for that where the file calls it nothing.
    pub key: String,
    /// Where it stands.
    pub span: Span,
    /// What kind of work.
    pub kind: ReferenceType,
    /// What is said of it.
    pub own: Description,
    /// The work that it is a part of.
    pub parent: Option<Parent>,
    /// Keywords. Those that name a topic of the site are kept.
    pub keywords: Vec<Spanned<String>>,
}

/// Whether fields stand for the work itself or for the one that it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It is whole: a book, a report, a thesis.
    Whole,
    /// Publisher, volume, edition and ISBN are those of the book.
    InBook,
    /// Volume, issue and ISSN are those of the journal.
    InJournal,
    /// It stands somewhere, such as on a website, and what is said is said of itself.
    Loose,
}

impl Shape {
    /// That of a kind of work.
    pub fn of(kind: ReferenceType) -> Self {
        use ReferenceType as Type;
        match kind {
            Type::Chapter => Self::InBook,
            Type::Article | Type::News => Self::InJournal,
            Type::Book | Type::Report | Type::Thesis => Self::Whole,
            _ => Self::Loose,
        }
    }
}

/// Gives the parent what is its own: of a chapter, what is said of the book, and of an article, what is said of the journal.
pub fn divide(kind: ReferenceType, own: &mut Description, parent: &mut Description) {
    let take = |from: &mut Option<String>, to: &mut Option<String>| {
        if to.is_none() {
            *to = from.take();
        }
    };
    let (is_book, number) = match Shape::of(kind) {
        Shape::InBook => (true, "isbn"),
        Shape::InJournal => (false, "issn"),
        Shape::Whole | Shape::Loose => return,
    };
    take(&mut own.publisher, &mut parent.publisher);
    take(&mut own.location, &mut parent.location);
    take(&mut own.volume, &mut parent.volume);
    if is_book {
        take(&mut own.edition, &mut parent.edition);
        parent.editors.append(&mut own.editors);
    }
    take(&mut own.issue, &mut parent.issue);
    let is_parents = |(kind, _): &(&'static str, String)| *kind == number || is_book && *kind == "issn";
    let (given, kept) = std::mem::take(&mut own.serial_numbers).into_iter().partition(is_parents);
    own.serial_numbers = kept;
    parent.serial_numbers.extend::<Vec<_>>(given);
}

/// That a field of an entry has no place in a reference, with what stands in it.
pub fn not_kept(key: &str, field: &str, value: &Spanned<impl AsRef<str>>) -> Diagnostic {
    let words = format!(
        "`{key}`: `{field}` has no place in a reference, and is not kept: {}",
        shown(value.value.as_ref())
    );
    Diagnostic::warning("not-kept", value.span, words)
        .expected("nothing, if it is not needed; otherwise write it into the text of the reference yourself")
}

/// A value in a message: on one line, in backticks, and not endless.
pub fn shown(value: &str) -> String {
    const LONGEST: usize = 300;
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    let length = line.chars().count();
    if length <= LONGEST {
        return format!("`{line}`");
    }
    let start: String = line.chars().take(LONGEST).collect();
    format!("`{start}…` and {} more characters", length - LONGEST)
}

/// A date as the format takes it; other programs leave out the dots of an open one.
pub fn edtf(text: &str) -> Option<String> {
    let text = text.trim();
    let open = text.strip_suffix('/').map(|start| format!("{start}/.."));
    let open = open.or_else(|| text.strip_prefix('/').map(|end| format!("../{end}")));
    let date = open.unwrap_or_else(|| text.to_owned());
    PartialDate::parse(&date).is_ok().then_some(date)
}

/// An address on the web, as the format takes it.
pub fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"\\".contains(c))
}

/// Pages with a hyphen between them: `38-61` of `38--61` or `38–61`.
pub fn pages(text: &str) -> String {
    let mut pages = text.trim().replace(['–', '—', '‒', '‑'], "-");
    while pages.contains("--") {
        pages = pages.replace("--", "-");
    }
    pages
}

/// The number of a month: 1 to 12, or its name in English, or the beginning of it.
pub fn month(text: &str) -> Option<u8> {
    let word = text.trim().trim_end_matches('.').to_lowercase();
    if let Ok(number) = word.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let is_month = |name: &str| {
        word.len() >= 3 && name.to_lowercase().starts_with(&word) || word == "sept" && name == "September"
    };
    let place = MONTHS.iter().position(|name| is_month(name))?;
    u8::try_from(place + 1).ok()
}
