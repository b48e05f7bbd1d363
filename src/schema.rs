//! JSON Schema of every kind of record and of `casefile.yaml`, from which editors know the fields, their words and what
//! they are for.
//!
//! The dialect is draft-07 (<https://json-schema.org/draft-07>): every version of the language server for YAML that
//! editors use takes it, and so do linters of front matter. `enumDescriptions` and `patternErrorMessage` are keywords of
//! that server, which others pass over.
//!
//! A schema takes whatever the reader takes without a word, but for three things that no editor can tell: `null` or `~`
//! where a text must be, and, around or in the place of a word in quotation marks, spaces. It may take more: whether an
//! id names a record, or a month has 31 days, only the reader knows.

mod config;
mod example;
mod field;
mod json;
mod records;
mod scalar;
mod words;

use crate::vocabulary::HARMS;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The harms of a site: code, and label of those that are its own.
pub type Harms<'a> = &'a [(String, Option<String>)];

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The front matter of a kind of record.
    Record(Kind),
    /// A file of hayagriva in `references/`, which holds many references.
    ReferenceList,
    /// `casefile.yaml`.
    Config,
}

impl Subject {
    /// Every subject, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> {
        let records = Kind::ALL.iter().map(|kind| Self::Record(*kind));
        records.chain([Self::ReferenceList, Self::Config])
    }

    /// Its name on the command line and among the definitions of [`all`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.code(),
            Self::ReferenceList => "reference-list",
            Self::Config => "config",
        }
    }

    /// The subject of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|subject| subject.name() == name)
    }

    fn description(self) -> &'static str {
        match self {
            Self::Record(Kind::Incident) => "Something that happened. A file in content/incidents/.",
            Self::Record(Kind::PressRelease) => {
                "A press release, as it was issued. A file in content/press-releases/."
            }
            Self::Record(Kind::Reference) => {
                "A source: a book, a news story, a reply. A file in content/references/."
            }
            Self::Record(Kind::Organisation) => {
                "A company, a public body, a campaign. A file in content/organisations/."
            }
            Self::Record(Kind::Topic) => "A subject that records have in common. A file in content/topics/.",
            Self::Record(Kind::Page) => "Any other page. A file in content/, outside the folders of records.",
            Self::ReferenceList => {
                "Many references, each below its id, as hayagriva writes them. A .yaml file in content/references/."
            }
            Self::Config => "The configuration of the site: casefile.yaml.",
        }
    }
}

/// The harms that every archive knows, without those that a site adds.
pub fn known_harms() -> Vec<(String, Option<String>)> {
    HARMS.iter().map(|code| ((*code).to_owned(), None)).collect()
}

/// The schema of one subject, complete in itself.
pub fn one(harms: Harms<'_>, subject: Subject) -> Value {
    let mut schema = body(harms, subject);
    schema["$schema"] = json!(DIALECT);
    schema["$comment"] = json!(format!("Made by `casefile schema {}`.", subject.name()));
    let parts = match subject {
        Subject::Record(Kind::Reference) => json!({"parent": json::parent(harms)}),
        Subject::ReferenceList => json!({
            "parent": json::parent(harms),
            "reference": body(harms, Subject::Record(Kind::Reference)),
        }),
        _ => return schema,
    };
    schema["definitions"] = parts;
    schema
}

/// One document with the schemas of all subjects as its definitions.
pub fn all(harms: Harms<'_>) -> Value {
    let mut definitions: Map<String, Value> =
        Subject::all().map(|subject| (subject.name().to_owned(), body(harms, subject))).collect();
    definitions.insert("parent".to_owned(), json::parent(harms));
    json!({
        "$schema": DIALECT,
        "$comment": "Made by `casefile schema`.",
        "title": "casefile",
        "description": "What the files of a casefile site may hold: each kind of file is one of the definitions.",
        "definitions": definitions,
    })
}

/// Where the schemas of a site lie for editors, below the site folder.
pub const FOLDER: &str = ".casefile/schemas";

/// Every schema as a file: its path below the site folder, and its text.
pub fn files(harms: Harms<'_>) -> Vec<(String, String)> {
    let file = |subject: Subject| {
        (format!("{FOLDER}/{}.json", subject.name()), format!("{:#}\n", one(harms, subject)))
    };
    Subject::all().map(file).collect()
}

const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of a subject, which refers to `parent` and `reference` among the definitions.
fn body(harms: Harms<'_>, subject: Subject) -> Value {
    let mut schema = match subject {
        Subject::Record(kind) => record(harms, kind),
        Subject::ReferenceList => json!({
            "type": "object",
            "propertyNames": {"pattern": format!("^{}$", scalar::ID)},
            "additionalProperties": {"$ref": "#/definitions/reference"},
        }),
        Subject::Config => json::group(harms, config::CONFIG),
    };
    schema["title"] = json!(subject.name());
    schema["description"] = json!(subject.description());
    schema
}

fn record(harms: Harms<'_>, kind: Kind) -> Value {
    let mut schema = json::group(harms, records::fields(kind));
    let needs = |state: &str, field: &str| {
        json!({
            "if": {"properties": {"state": {"const": state}}, "required": ["state"]},
            "then": {"required": [field]},
        })
    };
    schema["allOf"] = json!([needs("withdrawn", "withdrawn"), needs("merged", "merged_into")]);
    schema
}
