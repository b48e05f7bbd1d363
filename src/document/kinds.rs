//! Reads the fields of each kind of record.

use super::Claim;
use super::Context;
use super::Contract;
use super::Details;
use super::Figure;
use super::Incident;
use super::Organisation;
use super::Original;
use super::Ownership;
use super::Page;
use super::PressRelease;
use super::RightOfReply;
use super::Source;
use super::Spokesperson;
use super::TimelineEvent;
use super::Topic;
use super::references::read_reference;
use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::frontmatter::Fields;
use crate::frontmatter::Reading;
use crate::frontmatter::collect_items;
use crate::frontmatter::each_once;
use crate::frontmatter::group_of;
use crate::frontmatter::item_of;
use crate::frontmatter::text_of;
use crate::frontmatter::texts_of;
use crate::frontmatter::texts_once;
use crate::frontmatter::unknown_word;
use crate::frontmatter::web_address;
use crate::locator;
use crate::markdown::AsWritten;
use crate::personal;
use crate::span::Span;
use crate::span::Spanned;
use crate::url::is_id;
use crate::vocabulary::Kind;
use crate::vocabulary::Publish;
use crate::vocabulary::ReplyStatus;
use crate::vocabulary::Role;
use crate::vocabulary::Status;
use crate::vocabulary::Vocabulary;
use crate::yaml::Node;
use crate::yaml::Value;

/// The registers in which organisations have numbers.
const REGISTERS: [&str; 5] = ["companies-house", "ods", "charity", "lei", "wikidata"];

pub(super) fn read_details(
    reading: &mut Reading<'_>,
    context: Context<'_>,
    kind: Kind,
    fields: &mut Fields<'_>,
) -> Details<AsWritten> {
    match kind {
        Kind::Incident => Details::Incident(Box::new(read_incident(reading, context, fields))),
        Kind::PressRelease => Details::PressRelease(Box::new(read_press_release(reading, context, fields))),
        Kind::Reference => Details::Reference(Box::new(read_reference(reading, fields))),
        Kind::Organisation => Details::Organisation(Box::new(read_organisation(reading, fields))),
        Kind::Topic => Details::Topic(read_topic(reading, fields)),
        Kind::Page => Details::Page(read_page(reading, fields)),
    }
}

fn read_incident(
    reading: &mut Reading<'_>,
    context: Context<'_>,
    fields: &mut Fields<'_>,
) -> Incident<AsWritten> {
    Incident {
        date: date_or_unknown(reading, fields),
        reported: fields.date(reading, "reported"),
        status: fields.word(reading, "status").unwrap_or(Status::Reported),
        disputed: fields.truth(reading, "disputed"),
        organisations: read_roles(reading, fields),
        places: fields.texts_once(reading, "places").into_iter().map(|place| place.value).collect(),
        harms: read_harms(reading, context, fields),
        figures: fields.groups(reading, "figures", read_figure),
        contracts: fields.groups(reading, "contracts", read_contract),
        timeline: fields.groups(reading, "timeline", |reading, fields| {
            let date = date_or_unknown(reading, fields);
            let text = fields.required_text(reading, "text", "An inquiry was announced.");
            let sources = read_sources(reading, fields);
            Some(TimelineEvent { date, text: text?.value, sources })
        }),
        claims: fields.groups(reading, "claims", read_claim),
        right_of_reply: fields.group(reading, "right_of_reply", read_reply).unwrap_or_else(no_reply_recorded),
        unknowns: strings(reading, fields, "unknowns"),
        sources: read_sources(reading, fields),
    }
}

fn date_or_unknown(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> PartialDate {
    fields.date(reading, "date").unwrap_or_else(PartialDate::unknown)
}

pub(super) fn string(
    reading: &mut Reading<'_>,
    fields: &mut Fields<'_>,
    name: &'static str,
) -> Option<String> {
    fields.text(reading, name).map(|text| text.value)
}

pub(super) fn strings(reading: &mut Reading<'_>, fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
    fields.texts_once(reading, name).into_iter().map(|text| text.value).collect()
}

pub(super) fn url(reading: &mut Reading<'_>, fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
    fields.text(reading, name).and_then(|text| web_address(reading, text))
}

fn read_sources(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<Source<AsWritten>> {
    let sources = collect_items(fields.items("sources"), |node| {
        let source = match &node.value {
            Value::Map(_) => read_source_group(reading, node),
            _ => item_of(reading, node, "sources").map(whole_source),
        };
        Some(Spanned::new(source?, node.span))
    });
    let whole =
        |source: &Source<AsWritten>| (source.record.value.clone(), source.at.clone(), source.quote.clone());
    let once = each_once(reading, sources, whole, |source| source.record.value.clone());
    once.into_iter().map(|source| source.value).collect()
}

/// The one source of a figure.
fn read_source(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<Source<AsWritten>> {
    let node = fields.node("source")?;
    match &node.value {
        Value::Map(_) => read_source_group(reading, node),
        _ => text_of(reading, node, "source").map(whole_source),
    }
}

/// A source that is named only.
fn whole_source(record: Spanned<String>) -> Source<AsWritten> {
    Source { record, at: None, quote: None }
}

/// `{ref, at, quote}`
fn read_source_group(reading: &mut Reading<'_>, node: &Node<'_>) -> Option<Source<AsWritten>> {
    group_of(reading, node, "source", |reading, fields| {
        let record = fields.required_text(reading, "ref", "davis-2015");
        let at = fields.text(reading, "at");
        if let Some(mistake) = at.as_ref().and_then(|at| locator::unread(&at.value, at.span)) {
            reading.report(mistake);
        }
        let at = at.map(|at| at.value);
        let quote = string(reading, fields, "quote");
        Some(Source { record: record?, at, quote })
    })
    .flatten()
}

fn read_roles(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<(Role, Spanned<String>)> {
    let mut roles = Vec::new();
    for entry in fields.mapping(reading, "organisations") {
        match Role::from_code(&entry.key.value) {
            Some(role) => {
                let ids = texts_of(reading, &entry.value, &entry.key.value);
                roles.extend(texts_once(reading, ids).into_iter().map(|id| (role, id)));
            }
            None => {
                let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
                reading.report(unknown_word(&entry.key, "a role of an organisation", &codes));
            }
        }
    }
    roles.sort_by_key(|(role, _)| *role);
    roles
}

fn read_harms(reading: &mut Reading<'_>, context: Context<'_>, fields: &mut Fields<'_>) -> Vec<String> {
    let mut harms = Vec::new();
    let codes: Vec<&str> = context.config.harms.iter().map(|(code, _)| code.as_str()).collect();
    for text in fields.texts_once(reading, "harms") {
        if !codes.contains(&text.value.as_str()) {
            reading.report(unknown_word(
                &text,
                "a harm that this site knows (`casefile.yaml` can add one)",
                &codes,
            ));
        } else {
            harms.push(text.value);
        }
    }
    harms
}

fn read_figure(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<Figure<AsWritten>> {
    let label = fields.required_text(reading, "label", "Letters not sent");
    let value = fields.number(reading, "value");
    fields.require(reading, "value", "28000");
    let qualifier = fields.word(reading, "qualifier");
    let unit = string(reading, fields, "unit");
    let currency = read_currency(reading, fields);
    let people = fields.truth_if_said(reading, "people");
    let source = read_source(reading, fields);
    let span = fields.span();
    let label = label?.value;
    let named = || currency.is_none() && personal::counts_people(&label, unit.as_deref());
    let may_count_people = people.unwrap_or_else(named);
    let people = people.unwrap_or(false);
    let value = value?;
    Some(Figure { label, value, qualifier, unit, currency, people, may_count_people, source, span })
}

fn read_currency(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text(reading, "currency")?;
    if text.value.len() == 3 && text.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(text.value);
    }
    reading.report(
        Diagnostic::error(
            "bad-currency",
            text.span,
            format!("`{}` is not the code of a currency", text.value),
        )
        .expected("three capital letters, as ISO 4217 has them")
        .example("currency: GBP"),
    );
    None
}

fn read_contract(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<Contract> {
    let title = fields.required_text(reading, "title", "Letters service");
    let ocid = string(reading, fields, "ocid");
    let value = fields.number(reading, "value");
    let currency = read_currency(reading, fields);
    let start = fields.date(reading, "start");
    let end = fields.date(reading, "end");
    let url = url(reading, fields, "url");
    Some(Contract { title: title?.value, ocid, value, currency, start, end, url })
}

fn read_claim(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<Claim<AsWritten>> {
    let id = fields.text(reading, "id").filter(|id| {
        let valid = is_id(&id.value);
        if !valid {
            reading.report(
                Diagnostic::error("bad-id", id.span, format!("`{}` cannot be the id of a claim", id.value))
                    .expected("lower-case letters, digits and hyphens")
                    .suggest(format!("id: {}", slug::slugify(&id.value))),
            );
        }
        valid
    });
    let text = fields.required_text(reading, "text", "The letters were not sent.");
    let kind = fields.word(reading, "kind");
    let said_by = fields.text(reading, "said_by");
    let sources = read_sources(reading, fields);
    let text = text?;
    Some(Claim { id, text: text.value, kind, span: text.span, said_by, sources })
}

/// What became of the right of reply. Beside an answer, or the day of a request, "not recorded" would be untrue.
fn read_reply(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> RightOfReply {
    let status = fields.word(reading, "status").unwrap_or(ReplyStatus::NotRecorded);
    let written = |name: &&&str| fields.was_written(name);
    let (field, wanted) =
        match (["text", "received"].iter().find(written), ["asked", "deadline"].iter().find(written)) {
            (Some(field), _) => (Some(*field), ReplyStatus::Replied),
            (None, field) => (field.copied(), ReplyStatus::Asked),
        };
    if let Some(field) = field.filter(|_| status == ReplyStatus::NotRecorded) {
        let start = Span { end: fields.span().start, ..fields.span() };
        reading.report(
            Diagnostic::error(
                "state-mismatch",
                start,
                format!("the right of reply has `{field}`, and its status is `not-recorded`, as when nobody was asked"),
            )
            .expected("a `status` that says what became of it: `asked`, `no-reply`, `replied` or `declined`")
            .suggest(format!("status: {}", wanted.code())),
        );
    }
    RightOfReply {
        status,
        asked: fields.date(reading, "asked"),
        deadline: fields.date(reading, "deadline"),
        received: fields.date(reading, "received"),
        text: string(reading, fields, "text"),
    }
}

fn no_reply_recorded() -> RightOfReply {
    RightOfReply { status: ReplyStatus::NotRecorded, asked: None, deadline: None, received: None, text: None }
}

fn read_press_release(
    reading: &mut Reading<'_>,
    context: Context<'_>,
    fields: &mut Fields<'_>,
) -> PressRelease<AsWritten> {
    PressRelease {
        date: date_or_unknown(reading, fields),
        issued_by: fields.text(reading, "issued_by"),
        headline: string(reading, fields, "headline"),
        spokespeople: fields.groups(reading, "spokespeople", |reading, fields| {
            let name = fields.required_text(reading, "name", "Alan Taman");
            let role = string(reading, fields, "role");
            Some(Spokesperson { name: name?.value, role })
        }),
        contacts: read_contact_keys(reading, context, fields),
        incidents: fields.texts_once(reading, "incidents"),
        sources: read_sources(reading, fields),
        original: fields
            .group(reading, "original", |reading, fields| read_original(reading, fields, "method"))
            .flatten(),
    }
}

fn read_contact_keys(
    reading: &mut Reading<'_>,
    context: Context<'_>,
    fields: &mut Fields<'_>,
) -> Vec<Spanned<String>> {
    let known: Vec<&str> = context.config.contacts.iter().map(|(key, _)| key.as_str()).collect();
    let mut keys = fields.texts_once(reading, "contacts");
    keys.retain(|key| {
        let found = known.contains(&key.value.as_str());
        if !found {
            reading.report(unknown_word(key, "a contact of `casefile.yaml`", &known));
        }
        found
    });
    keys
}

/// `original` of a press release and `copy` of a reference; `how` is the field that says how, or by whom.
pub(super) fn read_original(
    reading: &mut Reading<'_>,
    fields: &mut Fields<'_>,
    how: &'static str,
) -> Option<Original<AsWritten>> {
    let file = fields.required_text(reading, "file", "original.txt");
    let obtained = fields.date(reading, "obtained");
    let method = string(reading, fields, how);
    let publish = fields.word(reading, "publish").unwrap_or(Publish::None);
    Some(Original { file: file?, obtained, method, publish })
}

fn read_organisation(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Organisation<AsWritten> {
    let kind = fields.word(reading, "type");
    let names = fields.group(reading, "names", |reading, fields| {
        (fields.texts_once(reading, "aliases"), fields.texts_once(reading, "former"))
    });
    let (aliases, former) = names.unwrap_or_default();
    Organisation {
        kind,
        aliases,
        former,
        identifiers: read_identifiers(reading, fields),
        parents: fields.groups(reading, "parents", |reading, fields| {
            let owner = fields.required_text(reading, "id", "cerner");
            let from = fields.date(reading, "from");
            let to = fields.date(reading, "to");
            Some(Ownership { owner: owner?, from, to })
        }),
        url: url(reading, fields, "url"),
    }
}

fn read_identifiers(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<(String, String)> {
    let mut identifiers = Vec::new();
    for entry in fields.mapping(reading, "identifiers") {
        if !REGISTERS.contains(&&*entry.key.value) {
            reading.report(unknown_word(&entry.key, "a register that casefile knows", &REGISTERS));
        } else if let Some(number) = text_of(reading, &entry.value, &entry.key.value) {
            identifiers.push((entry.key.value.to_string(), number.value));
        }
    }
    identifiers
}

fn read_topic(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Topic<AsWritten> {
    Topic {
        definition: string(reading, fields, "definition"),
        synonyms: strings(reading, fields, "synonyms"),
        broader: fields.text(reading, "broader"),
    }
}

fn read_page(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Page {
    let nav = fields.text(reading, "nav").and_then(|text| {
        let nav = text.value.parse().ok();
        if nav.is_none() {
            reading.report(
                Diagnostic::error("bad-number", text.span, format!("`{}` is not a whole number", text.value))
                    .expected("the page's place in the menu, counted from 1")
                    .example("nav: 1"),
            );
        }
        nav
    });
    Page { nav }
}
