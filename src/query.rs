//! Which records a person asks for: `status=upheld`, `supplier!=cerner`, `year=2015..2018`, `place=`.

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::WithheldReason;
use crate::date::Within;
use crate::document::Record;
use crate::page;
use crate::spelling;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use crate::vocabulary::Status;
use crate::vocabulary::Vocabulary;
use jiff::civil::Date;
use jiff::civil::date;

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Kind,
    Id,
    Title,
    Status,
    State,
    Year,
    Harm,
    Topic,
    Place,
    Organisation,
    Role(Role),
}

impl Field {
    fn all() -> Vec<(&'static str, Self)> {
        let fixed = [
            ("kind", Self::Kind),
            ("id", Self::Id),
            ("title", Self::Title),
            ("status", Self::Status),
            ("state", Self::State),
            ("year", Self::Year),
            ("harm", Self::Harm),
            ("topic", Self::Topic),
            ("place", Self::Place),
            ("organisation", Self::Organisation),
        ];
        let roles = Role::ALL.iter().map(|role| (role.code(), Self::Role(*role)));
        fixed.into_iter().chain(roles).collect()
    }
}

/// What a record has to be, or must not be.
#[derive(Debug, Clone)]
struct Condition {
    field: Field,
    is_not: bool,
    /// One of these. An empty one is for records without a value.
    wanted: Vec<String>,
}

/// Conditions that all have to hold.
#[derive(Debug, Clone)]
pub struct Query(Vec<Condition>);

/// Words for [`state`], in the order of a record's life.
const STATES: [&str; 5] = ["draft", "embargo", "future", "published", "withdrawn"];

impl Query {
    /// Reads conditions, each `FIELD=VALUE`, `FIELD!=VALUE` or `FIELD=VALUE,VALUE`, about an archive.
    ///
    /// # Errors
    ///
    /// A field or a value that there is not, in words, with the nearest that there is: a list that is empty because of a
    /// slip would be taken for an answer.
    pub fn parse(archive: &Archive, conditions: &[impl AsRef<str>]) -> Result<Self, String> {
        conditions.iter().map(|text| parse(archive, text.as_ref())).collect::<Result<_, _>>().map(Self)
    }

    /// Whether all of it holds for a record. A date that may lie in a year counts.
    pub fn fits(&self, archive: &Archive, id: RecordId) -> bool {
        self.0.iter().all(|condition| condition.holds(archive, id))
    }
}

/// How far a record is: `draft`, `embargo`, `future` (its date of publication is still to come), `published`, `withdrawn`.
pub fn state(archive: &Archive, id: RecordId) -> &'static str {
    match archive.shown_early.get(&id) {
        Some(WithheldReason::Draft) => "draft",
        Some(WithheldReason::Embargo) => "embargo",
        Some(WithheldReason::Future) => "future",
        None if archive.record(id).is_withdrawn() => "withdrawn",
        None => "published",
    }
}

fn parse(archive: &Archive, text: &str) -> Result<Condition, String> {
    let fields = Field::all();
    let names = || fields.iter().map(|(name, _)| *name);
    let Some((name, values)) = text.split_once('=') else {
        let examples = "`status=upheld`, `supplier!=cerner` or `year=2015..2018`";
        return Err(format!(
            "`{text}` is no condition: expected a field, `=` and a value, such as {examples}"
        ));
    };
    let is_not = name.ends_with('!');
    let name = name.trim_end_matches('!').trim();
    let Some((_, field)) = fields.iter().find(|(own, _)| *own == name) else {
        let near = near(name, names());
        let all = names().collect::<Vec<_>>().join(", ");
        return Err(format!("records cannot be listed by `{name}`{near}: expected one of {all}"));
    };
    let wanted: Vec<String> = match field {
        // Titles and names of places may hold a comma.
        Field::Title | Field::Place => vec![values.trim().to_lowercase()],
        Field::Kind => values.split(',').map(|value| kind_of(value.trim())).collect(),
        _ => values.split(',').map(|value| value.trim().to_lowercase()).collect(),
    };
    for value in wanted.iter().filter(|value| !value.is_empty()) {
        check_value(archive, *field, name, value)?;
    }
    Ok(Condition { field: *field, is_not, wanted })
}

/// The code of a kind, which may be named by its folder.
fn kind_of(value: &str) -> String {
    let value = value.to_lowercase();
    let of_folder = Kind::ALL.iter().find(|kind| kind.folder() == value && !value.is_empty());
    of_folder.map_or(value, |kind| kind.code().to_owned())
}

/// A value that no record could have is a slip.
fn check_value(archive: &Archive, field: Field, name: &str, value: &str) -> Result<(), String> {
    let one_of = |known: &[&str]| match known.contains(&value) {
        true => Ok(()),
        false => Err(format!(
            "`{value}` is no {name}{}: expected one of {}",
            near(value, known.iter().copied()),
            known.join(", ")
        )),
    };
    match field {
        Field::Kind => one_of(&Kind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>()),
        Field::Status => one_of(&Status::ALL.iter().map(|status| status.code()).collect::<Vec<_>>()),
        Field::State => one_of(&STATES),
        Field::Harm => {
            one_of(&archive.config.harms.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>())
        }
        Field::Year => match years(value) {
            Some(_) => Ok(()),
            None => Err(format!("`{value}` is no year: expected `2015`, `2015..2018`, `2015..` or `..2018`")),
        },
        Field::Organisation | Field::Role(_) => known_record(archive, Kind::Organisation, value),
        Field::Topic => known_record(archive, Kind::Topic, value),
        Field::Id | Field::Title | Field::Place => Ok(()),
    }
}

fn known_record(archive: &Archive, kind: Kind, value: &str) -> Result<(), String> {
    let mut records = archive.records.iter().filter(|record| record.kind == kind);
    if records.any(|record| is_called(record, value)) {
        return Ok(());
    }
    let ids = archive.records.iter().filter(|record| record.kind == kind).map(|record| record.id.as_str());
    Err(format!("there is no {} `{value}`{}", kind.code(), near(value, ids)))
}

fn near<'a>(value: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    spelling::nearest(value, known).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default()
}

/// Whether a record has this id, or this name in small letters.
fn is_called(record: &Record<AsMeant>, value: &str) -> bool {
    let own = record.organisation();
    let others = own.into_iter().flat_map(|own| own.aliases.iter().chain(&own.former));
    let mut all = std::iter::once(&record.common.title).chain(others);
    record.id == value || all.any(|name| name.value.to_lowercase() == value)
}

/// The first and the last day of a year or a range of years.
fn years(text: &str) -> Option<(Date, Date)> {
    let year = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() == 4);
    let (from, to) = match text.split_once("..") {
        None => (year(text)?, year(text)?),
        Some(("", to)) => (0, year(to)?),
        Some((from, "")) => (year(from)?, 9999),
        Some((from, to)) => (year(from)?, year(to)?),
    };
    Some((date(from.min(to), 1, 1), date(from.max(to), 12, 31)))
}

impl Condition {
    fn holds(&self, archive: &Archive, id: RecordId) -> bool {
        let record = archive.record(id);
        let held = self.wanted.iter().any(|wanted| match (self.field, wanted.as_str()) {
            (Field::Year, wanted) => in_year(archive, id, wanted),
            (field, "") => values(archive, id, field).is_empty(),
            (Field::Title, wanted) => record.common.title.value.to_lowercase().contains(wanted),
            (Field::Topic, wanted) => {
                record.common.topics.iter().any(|own| is_called(archive.record(*own), wanted))
            }
            (Field::Organisation | Field::Role(_), wanted) => {
                organisations(record, self.field).any(|own| is_called(archive.record(own), wanted))
            }
            (field, wanted) => values(archive, id, field).iter().any(|own| own.to_lowercase() == wanted),
        });
        held != self.is_not
    }
}

fn in_year(archive: &Archive, id: RecordId, wanted: &str) -> bool {
    let known = page::record_date(archive, id).filter(|date| !date.is_unknown());
    match (known, years(wanted)) {
        (Some(date), Some((from, to))) => date.within(from, to) != Within::No,
        (known, None) => known.is_none(),
        (None, Some(_)) => false,
    }
}

fn organisations(record: &Record<AsMeant>, field: Field) -> impl Iterator<Item = RecordId> {
    let own = record.incident().into_iter().flat_map(|incident| &incident.organisations);
    own.filter(move |(role, _)| field == Field::Organisation || field == Field::Role(*role))
        .map(|(_, id)| *id)
}

/// What a record has in a field.
fn values(archive: &Archive, id: RecordId, field: Field) -> Vec<String> {
    let record = archive.record(id);
    let incident = record.incident();
    match field {
        Field::Kind => vec![record.kind.code().to_owned()],
        Field::Id => vec![record.id.clone()],
        Field::Title => vec![record.common.title.value.clone()],
        Field::Status => incident.map(|own| own.status.code().to_owned()).into_iter().collect(),
        Field::State => vec![state(archive, id).to_owned()],
        Field::Harm => incident.map(|own| own.harms.clone()).unwrap_or_default(),
        Field::Place => incident.map(|own| own.places.clone()).unwrap_or_default(),
        Field::Topic => record.common.topics.iter().map(|own| archive.record(*own).id.clone()).collect(),
        Field::Organisation | Field::Role(_) => {
            organisations(record, field).map(|own| archive.record(own).id.clone()).collect()
        }
        Field::Year => Vec::new(),
    }
}
