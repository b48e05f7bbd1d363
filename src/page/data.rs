//! A record as data: the fields of the format, under their names and in their order.
//!
//! What is not known is left out. So are the text, which stands on the page, the contacts of a press release, which are
//! shown only for a time, and `extra`, which is between a site and its theme.

use super::Context;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::date::PartialDate;
use crate::document::Claim;
use crate::document::Contract;
use crate::document::Details;
use crate::document::Figure;
use crate::document::FoiRequest;
use crate::document::Incident;
use crate::document::Organisation;
use crate::document::Original;
use crate::document::Parent;
use crate::document::Person;
use crate::document::PressRelease;
use crate::document::Reference;
use crate::document::RightOfReply;
use crate::document::Source;
use crate::document::TimelineEvent;
use crate::document::Topic;
use crate::document::Work;
use crate::input::AssetId;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use serde::Serialize;
use serde::Serializer;

/// A record as indented JSON (RFC 8259).
pub(super) fn record_json(cx: &Context<'_>, id: RecordId) -> String {
    let record = cx.archive.record(id);
    let common = &record.common;
    let url = format!("{}{}", cx.archive.config.base_url, cx.href(id));
    let fields = Fields::with_room(24)
        .text("kind", record.kind.code())
        .text("id", &record.id)
        .add("page", Data::Made(url))
        .text("title", &common.title.value)
        .some("summary", common.summary.as_deref());
    let fields = match &record.details {
        Details::Incident(own) => incident(cx, fields, own),
        Details::PressRelease(own) => press_release(cx, fields, own),
        Details::Reference(own) => reference(cx, fields, own),
        Details::Organisation(own) => organisation(cx, fields, own),
        Details::Topic(own) => topic(cx, fields, own),
        Details::Page(_) => fields,
    };
    let changes = common.changes.iter().map(|change| {
        Fields::with_room(3)
            .date("date", Some(&change.date))
            .text("kind", change.kind.code())
            .text("note", &change.note)
            .into_data()
    });
    let attachments = common.attachments.iter().map(|own| {
        file(cx, own.file)
            .some("title", own.title.as_deref())
            .some("description", own.description.as_deref())
            .date("obtained", own.obtained.as_ref())
            .into_data()
    });
    let fields = fields
        .list("topics", ids(cx, &common.topics))
        .list("related", ids(cx, &common.related))
        .list("attachments", attachments)
        .date("published", common.published.as_ref())
        .date("updated", common.updated.as_ref())
        .list("changes", changes)
        .list("aliases", common.aliases.iter().map(|alias| Data::Text(&alias.value)));
    serde_json::to_string_pretty(&fields).unwrap_or_default()
}

fn incident<'a>(cx: &'a Context<'_>, fields: Fields<'a>, own: &'a Incident<AsMeant>) -> Fields<'a> {
    fields
        .date("date", Some(&own.date))
        .date("reported", own.reported.as_ref())
        .text("status", own.status.code())
        .add("disputed", Data::Flag(own.disputed))
        .map("organisations", in_roles(cx, &own.organisations))
        .texts("places", &own.places)
        .texts("harms", &own.harms)
        .list("figures", own.figures.iter().map(|own| figure(cx, own)))
        .list("contracts", own.contracts.iter().map(contract))
        .list("timeline", own.timeline.iter().map(|own| event(cx, own)))
        .list("claims", own.claims.iter().map(|own| claim(cx, own)))
        .map("right_of_reply", reply(&own.right_of_reply))
        .texts("unknowns", &own.unknowns)
        .list("sources", sources(cx, &own.sources))
}

/// Organisations by role; they stand in the order of roles.
fn in_roles<'a>(cx: &'a Context<'_>, organisations: &'a [(Role, RecordId)]) -> Fields<'a> {
    let by_role = organisations.chunk_by(|one, other| one.0 == other.0);
    by_role.fold(Fields::with_room(4), |fields, own| {
        fields.list(own[0].0.code(), own.iter().map(|(_, id)| id_of(cx, *id)))
    })
}

fn figure<'a>(cx: &'a Context<'_>, own: &'a Figure<AsMeant>) -> Data<'a> {
    Fields::with_room(7)
        .text("label", &own.label)
        .text("value", &own.value.digits)
        .some("qualifier", own.qualifier.map(Vocabulary::code))
        .some("unit", own.unit.as_deref())
        .some("currency", own.currency.as_deref())
        .add("people", Data::Flag(own.people))
        .add_some("source", own.source.as_ref().map(|own| source(cx, own)))
        .into_data()
}

fn contract(own: &Contract) -> Data<'_> {
    Fields::with_room(7)
        .text("title", &own.title)
        .some("ocid", own.ocid.as_deref())
        .some("value", own.value.as_ref().map(|value| value.digits.as_str()))
        .some("currency", own.currency.as_deref())
        .date("start", own.start.as_ref())
        .date("end", own.end.as_ref())
        .some("url", own.url.as_deref())
        .into_data()
}

fn event<'a>(cx: &'a Context<'_>, own: &'a TimelineEvent<AsMeant>) -> Data<'a> {
    Fields::with_room(3)
        .date("date", Some(&own.date))
        .text("text", &own.text)
        .list("sources", sources(cx, &own.sources))
        .into_data()
}

fn claim<'a>(cx: &'a Context<'_>, own: &'a Claim<AsMeant>) -> Data<'a> {
    Fields::with_room(5)
        .some("id", own.id.as_ref().map(|id| id.value.as_str()))
        .text("text", &own.text)
        .some("kind", own.kind.map(Vocabulary::code))
        .some("said_by", own.said_by.as_ref().map(|name| name.value.as_str()))
        .list("sources", sources(cx, &own.sources))
        .into_data()
}

fn reply(own: &RightOfReply) -> Fields<'_> {
    Fields::with_room(5)
        .text("status", own.status.code())
        .date("asked", own.asked.as_ref())
        .date("deadline", own.deadline.as_ref())
        .date("received", own.received.as_ref())
        .some("text", own.text.as_deref())
}

fn press_release<'a>(cx: &'a Context<'_>, fields: Fields<'a>, own: &'a PressRelease<AsMeant>) -> Fields<'a> {
    let spokespeople = own.spokespeople.iter().map(|person| {
        Fields::with_room(2).text("name", &person.name).some("role", person.role.as_deref()).into_data()
    });
    fields
        .date("date", Some(&own.date))
        .add_some("issued_by", own.issued_by.map(|issuer| id_of(cx, issuer)))
        .some("headline", own.headline.as_deref())
        .list("spokespeople", spokespeople)
        .list("incidents", ids(cx, &own.incidents))
        .list("sources", sources(cx, &own.sources))
        .map("original", own.original.as_ref().map(|own| kept(cx, own, "method")).unwrap_or_default())
}

fn reference<'a>(cx: &'a Context<'_>, fields: Fields<'a>, own: &'a Reference<AsMeant>) -> Fields<'a> {
    let archived = own
        .archived
        .iter()
        .map(|copy| Fields::with_room(2).text("url", &copy.url).date("date", copy.date.as_ref()).into_data());
    work(cx, fields.text("type", own.kind.code()), &own.work)
        .some("independence", own.independence.map(Vocabulary::code))
        .some("url_status", own.work.url.as_ref().map(|_| own.url_status.code()))
        .list("archived", archived)
        .map("copy", own.copy.as_ref().map(|own| kept(cx, own, "by")).unwrap_or_default())
        .map("foi", own.foi.as_ref().map(foi).unwrap_or_default())
}

fn work<'a>(cx: &'a Context<'_>, fields: Fields<'a>, own: &'a Work<AsMeant>) -> Fields<'a> {
    let serial = own.serial_numbers.iter();
    let serial = serial.fold(Fields::with_room(1), |fields, (kind, number)| fields.text(kind, number));
    fields
        .list("author", own.authors.iter().map(person))
        .list("editor", own.editors.iter().map(person))
        .date("date", own.date.as_ref())
        .some("publisher", own.publisher.as_deref())
        .some("location", own.location.as_deref())
        .some("page-range", own.page_range.as_deref())
        .some("volume", own.volume.as_deref())
        .some("issue", own.issue.as_deref())
        .some("edition", own.edition.as_deref())
        .add_some("parent", own.parent.as_ref().map(|own| parent(cx, own)))
        .some("url", own.url.as_deref())
        .date("accessed", own.accessed.as_ref())
        .map("serial-number", serial)
}

/// "Family, Given", as hayagriva writes it.
fn person(own: &Person) -> Data<'_> {
    match &own.given {
        Some(given) => Data::Made(format!("{}, {given}", own.family)),
        None => Data::Text(&own.family),
    }
}

fn parent<'a>(cx: &'a Context<'_>, own: &'a Parent<AsMeant>) -> Data<'a> {
    match own {
        Parent::Record(id) => id_of(cx, *id),
        Parent::Inline(own) => {
            work(cx, Fields::with_room(4).some("title", own.title.as_deref()), &own.work).into_data()
        }
    }
}

fn foi(own: &FoiRequest) -> Fields<'_> {
    Fields::with_room(5)
        .some("authority", own.authority.as_deref())
        .some("request_url", own.request_url.as_deref())
        .date("asked", own.asked.as_ref())
        .date("answered", own.answered.as_ref())
        .some("outcome", own.outcome.as_deref())
}

fn organisation<'a>(cx: &'a Context<'_>, fields: Fields<'a>, own: &'a Organisation<AsMeant>) -> Fields<'a> {
    let names = Fields::with_room(2)
        .list("aliases", own.aliases.iter().map(|name| Data::Text(&name.value)))
        .list("former", own.former.iter().map(|name| Data::Text(&name.value)));
    let identifiers = own.identifiers.iter();
    let identifiers =
        identifiers.fold(Fields::with_room(2), |fields, (register, number)| fields.text(register, number));
    let parents = own.parents.iter().map(|own| {
        Fields::with_room(3)
            .add("id", id_of(cx, own.owner))
            .date("from", own.from.as_ref())
            .date("to", own.to.as_ref())
            .into_data()
    });
    fields
        .some("type", own.kind.map(Vocabulary::code))
        .map("names", names)
        .map("identifiers", identifiers)
        .list("parents", parents)
        .some("url", own.url.as_deref())
}

fn topic<'a>(cx: &'a Context<'_>, fields: Fields<'a>, own: &'a Topic<AsMeant>) -> Fields<'a> {
    fields
        .some("definition", own.definition.as_deref())
        .texts("synonyms", &own.synonyms)
        .add_some("broader", own.broader.map(|broader| id_of(cx, broader)))
}

/// A document that is kept beside the record; `whose` is the name of the field that says how or by whom it was got.
fn kept<'a>(cx: &'a Context<'_>, own: &'a Original<AsMeant>, whose: &'static str) -> Fields<'a> {
    file(cx, own.file)
        .date("obtained", own.obtained.as_ref())
        .some(whose, own.method.as_deref())
        .text("publish", own.publish.code())
}

/// A file by its name, with its length in bytes and its digest.
fn file<'a>(cx: &'a Context<'_>, id: AssetId) -> Fields<'a> {
    let asset = cx.archive.asset(id);
    let name = asset.path.rsplit('/').next().unwrap_or(&asset.path);
    Fields::with_room(7)
        .text("file", name)
        .add("size", Data::Number(asset.size))
        .text("sha256", &asset.sha256)
}

fn sources<'a>(cx: &'a Context<'_>, list: &'a [Source<AsMeant>]) -> impl Iterator<Item = Data<'a>> {
    list.iter().map(|own| source(cx, own))
}

fn source<'a>(cx: &'a Context<'_>, own: &'a Source<AsMeant>) -> Data<'a> {
    Fields::with_room(3)
        .add("ref", id_of(cx, own.record))
        .some("at", own.at.as_deref())
        .some("quote", own.quote.as_deref())
        .into_data()
}

fn ids<'a>(cx: &'a Context<'_>, ids: &'a [RecordId]) -> impl Iterator<Item = Data<'a>> {
    ids.iter().map(|id| id_of(cx, *id))
}

fn id_of<'a>(cx: &'a Context<'_>, id: RecordId) -> Data<'a> {
    Data::Text(&cx.archive.record(id).id)
}

/// A value of a field.
enum Data<'a> {
    Text(&'a str),
    Made(String),
    Flag(bool),
    Number(u64),
    List(Vec<Data<'a>>),
    Map(Fields<'a>),
}

/// Named values, in the order in which they are added.
#[derive(Default)]
struct Fields<'a>(Vec<(&'a str, Data<'a>)>);

impl<'a> Fields<'a> {
    fn with_room(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    fn add(mut self, name: &'a str, value: Data<'a>) -> Self {
        self.0.push((name, value));
        self
    }

    fn add_some(self, name: &'a str, value: Option<Data<'a>>) -> Self {
        match value {
            Some(value) => self.add(name, value),
            None => self,
        }
    }

    fn text(self, name: &'a str, text: &'a str) -> Self {
        self.add(name, Data::Text(text))
    }

    fn some(self, name: &'a str, text: Option<&'a str>) -> Self {
        self.add_some(name, text.map(Data::Text))
    }

    fn texts(self, name: &'a str, texts: &'a [String]) -> Self {
        self.list(name, texts.iter().map(|text| Data::Text(text)))
    }

    fn date(self, name: &'a str, date: Option<&'a PartialDate>) -> Self {
        self.some(name, date.map(PartialDate::as_written))
    }

    fn list(self, name: &'a str, values: impl Iterator<Item = Data<'a>>) -> Self {
        let values: Vec<_> = values.collect();
        if values.is_empty() { self } else { self.add(name, Data::List(values)) }
    }

    fn map(self, name: &'a str, fields: Fields<'a>) -> Self {
        if fields.0.is_empty() { self } else { self.add(name, fields.into_data()) }
    }

    fn into_data(self) -> Data<'a> {
        Data::Map(self)
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Data::Text(text) => serializer.serialize_str(text),
            Data::Made(text) => serializer.serialize_str(text),
            Data::Flag(flag) => serializer.serialize_bool(*flag),
            Data::Number(number) => serializer.serialize_u64(*number),
            Data::List(values) => values.serialize(serializer),
            Data::Map(fields) => fields.serialize(serializer),
        }
    }
}
