//! A field of the format, as the tables of this module have it.

use super::words::Word;

/// A field of a record, of a group within one, or of `casefile.yaml`.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be there.
    pub need: Need,
    /// What stands behind its colon.
    pub form: Form,
    /// What it is for, as whole sentences for people who write records.
    pub meaning: &'static str,
    /// How a value can look. That of a group is put together from those of its fields; of a group whose fields are
    /// words or names, it is one of them with its value.
    pub example: &'static str,
}

/// Whether a field has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It has to be there, with a value.
    Required,
    /// It can be left out, but not left empty: it protects somebody.
    Filled,
    /// It can be left out, and left empty.
    Optional,
}

/// What stands behind the colon of a field.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Any text. Numbers and `true` are texts too, as they are written.
    Text,
    /// A text of at most so many characters.
    ShortText(usize),
    /// The id of a record or another name; no editor can know which there are.
    Id,
    /// A name of lower-case letters, digits and hyphens that is given here.
    OwnId,
    /// True or false.
    Truth,
    /// A number, as [`crate::frontmatter::Number`].
    Number,
    /// A whole number.
    WholeNumber,
    /// A whole number from 1 to so many.
    Count(u16),
    /// A date, as [`crate::date::PartialDate`].
    Date,
    /// An instant with its zone (RFC 3339).
    Moment,
    /// An address on the web.
    Address,
    /// The address of the site.
    SiteAddress,
    /// An e-mail address.
    Email,
    /// The code of a currency (ISO 4217).
    Currency,
    /// A word of a vocabulary.
    Word(fn() -> Vec<Word>),
    /// A word of a vocabulary, or another that is read too, in small or capital letters.
    AnyCase(fn() -> Vec<Word>, fn() -> Vec<&'static str>),
    /// Texts or ids: a list, or one alone.
    Texts,
    /// Old addresses of this site: a list, or one alone.
    Paths,
    /// Harms that the site knows: a list, or one alone.
    Harms,
    /// One source.
    Source,
    /// Sources: a list, or one alone.
    Sources,
    /// Persons and bodies: a list, or one alone.
    People,
    /// A text, or the group that hayagriva has for one whose capitals matter.
    Formattable,
    /// A name, or a group with its place.
    Publisher,
    /// An address, or a group with the day on which it was read.
    WebPage,
    /// A number, or a group of numbers by their kind.
    SerialNumber,
    /// The id of a reference, or a work described in place.
    Parent,
    /// A group of fields.
    Group(&'static [Field]),
    /// Groups of fields: a list, or one alone.
    Groups(&'static [Field]),
    /// A group whose fields are the words of a vocabulary; whether each of them needs a value.
    ByWord(fn() -> Vec<Word>, &'static Form, Need),
    /// A group whose fields the author names.
    ByName(&'static Form),
    /// A group whose fields the author names, as ids.
    ById(&'static Form),
    /// Anything: casefile does not read it.
    Anything,
}

/// A field that can be left out.
pub(super) const fn field(
    name: &'static str,
    form: Form,
    example: &'static str,
    meaning: &'static str,
) -> Field {
    Field { name, need: Need::Optional, form, meaning, example }
}

impl Field {
    /// The same, which has to be there.
    pub(super) const fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    /// The same, which must not be left empty.
    pub(super) const fn filled(self) -> Self {
        Self { need: Need::Filled, ..self }
    }
}
