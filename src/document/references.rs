//! Reads references: the fields of the format, and what hayagriva's files say in another form or besides.

use super::Archived;
use super::FoiRequest;
use super::InlineParent;
use super::Parent;
use super::Person;
use super::Reference;
use super::Work;
use super::kinds::read_original;
use super::kinds::string;
use super::kinds::url;
use crate::bibliography::formatted;
use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::frontmatter::Fields;
use crate::frontmatter::Reading;
use crate::frontmatter::collect_items;
use crate::frontmatter::each_once;
use crate::frontmatter::group_of;
use crate::frontmatter::not_kept;
use crate::frontmatter::text_of;
use crate::frontmatter::unknown_word;
use crate::frontmatter::web_address;
use crate::markdown::AsWritten;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::UrlStatus;
use crate::vocabulary::Vocabulary;
use crate::yaml;
use crate::yaml::Node;
use crate::yaml::Value;

/// Types of hayagriva that the format has no word for, each with the nearest that it has.
const OTHER_TYPES: [(&str, ReferenceType); 24] = [
    ("anthology", ReferenceType::Book),
    ("anthos", ReferenceType::Chapter),
    ("artwork", ReferenceType::Book),
    ("audio", ReferenceType::Video),
    ("blog", ReferenceType::Web),
    ("case", ReferenceType::Court),
    ("conference", ReferenceType::Report),
    ("entry", ReferenceType::Chapter),
    ("exhibition", ReferenceType::Book),
    ("legislation", ReferenceType::Report),
    ("manuscript", ReferenceType::Report),
    ("misc", ReferenceType::Report),
    ("newspaper", ReferenceType::News),
    ("original", ReferenceType::Book),
    ("patent", ReferenceType::Report),
    ("performance", ReferenceType::Video),
    ("periodical", ReferenceType::Book),
    ("post", ReferenceType::Web),
    ("proceedings", ReferenceType::Book),
    ("reference", ReferenceType::Book),
    ("repository", ReferenceType::Dataset),
    ("scene", ReferenceType::Video),
    ("thread", ReferenceType::Web),
    ("tweet", ReferenceType::Web),
];

/// Fields of hayagriva that a reference has no place for.
const NOT_KEPT: [&str; 15] = [
    "abstract",
    "affiliated",
    "annote",
    "archive",
    "archive-location",
    "call-number",
    "chapter",
    "genre",
    "language",
    "note",
    "organization",
    "page-total",
    "runtime",
    "time-range",
    "volume-total",
];

/// Numbers that a work can be found by; `serial` is any that has no name.
const SERIAL_NUMBERS: [&str; 7] = ["doi", "isbn", "issn", "pmid", "pmcid", "arxiv", "serial"];

/// The types of works that only hayagriva has.
pub fn hayagriva_types() -> Vec<&'static str> {
    OTHER_TYPES.iter().map(|(word, _)| *word).collect()
}

pub(super) fn read_reference(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Reference<AsWritten> {
    Reference {
        // Without a type there is a mistake, and nothing is published; the other fields are read all the same.
        kind: read_type(reading, fields).unwrap_or(ReferenceType::Web),
        work: read_work(reading, fields),
        independence: fields.word(reading, "independence"),
        url_status: fields.word(reading, "url_status").unwrap_or(UrlStatus::Unchecked),
        archived: fields.groups(reading, "archived", |reading, fields| {
            let address = url(reading, fields, "url");
            fields.require(reading, "url", "https://web.archive.org/web/2018/https://www.example.org/");
            let date = fields.date(reading, "date");
            Some(Archived { url: address?, date })
        }),
        copy: fields.group(reading, "copy", |reading, fields| read_original(reading, fields, "by")).flatten(),
        foi: fields.group(reading, "foi", |reading, fields| FoiRequest {
            authority: string(reading, fields, "authority"),
            request_url: url(reading, fields, "request_url"),
            asked: fields.date(reading, "asked"),
            answered: fields.date(reading, "answered"),
            outcome: string(reading, fields, "outcome"),
        }),
        key: None,
        keywords: Vec::new(),
    }
}

/// The title of a reference, or of a parent that is described in place: a text, or `{value, verbatim}`.
pub(super) fn read_title(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    read_formattable(reading, fields, "title")
}

fn read_work(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Work<AsWritten> {
    let (publisher, publisher_location) = read_publisher(reading, fields);
    let (url, accessed) = read_url(reading, fields);
    let work = Work {
        authors: read_people(reading, fields, "author"),
        editors: read_people(reading, fields, "editor"),
        date: read_date(reading, fields),
        publisher,
        location: formattable(reading, fields, "location").or(publisher_location),
        page_range: string(reading, fields, "page-range"),
        volume: string(reading, fields, "volume"),
        issue: string(reading, fields, "issue"),
        edition: string(reading, fields, "edition"),
        parent: fields.node("parent").and_then(|node| read_parent(reading, node)),
        url,
        accessed,
        serial_numbers: read_serial_numbers(reading, fields),
    };
    fields.pass_over(reading, &NOT_KEPT);
    work
}

/// A word of the format, in small letters or as hayagriva takes it, or a word of hayagriva that is read as another.
fn read_type(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<ReferenceType> {
    let text = fields.text(reading, "type");
    fields.require(reading, "type", "book");
    let text = text?;
    // What hayagriva has no type for is named by its genre.
    let genre = fields.peek("genre").and_then(|node| match &node.value {
        Value::Text(genre) => ReferenceType::from_genre(genre),
        _ => None,
    });
    if let Some(kind) = genre {
        fields.node("genre");
        return Some(kind);
    }
    let word = text.value.to_ascii_lowercase();
    if let Some(kind) = ReferenceType::from_code(&word) {
        return Some(kind);
    }
    let Some((_, nearest)) = OTHER_TYPES.iter().find(|(other, _)| *other == word) else {
        reading.report(unknown_word(&text, "a value of `type`", &own_types()));
        return None;
    };
    reading.report(
        Diagnostic::warning(
            "type-read-as",
            text.span,
            format!(
                "`{}` is a type of hayagriva only, and is shown as `{}` here",
                text.value,
                nearest.code()
            ),
        )
        .expected(format!("one of: {}", own_types().join(", ")))
        .suggest(format!("type: {}", nearest.code())),
    );
    Some(*nearest)
}

fn own_types() -> Vec<&'static str> {
    ReferenceType::ALL.iter().map(|kind| kind.code()).collect()
}

/// The type of a parent says nothing that a reader is shown, so that any will do that somebody knows.
fn check_parent_type(reading: &mut Reading<'_>, fields: &mut Fields<'_>) {
    let Some(text) = fields.text(reading, "type") else { return };
    let mut known = own_types();
    known.extend(hayagriva_types());
    if !known.contains(&text.value.to_ascii_lowercase().as_str()) {
        reading.report(unknown_word(&text, "a type of a work", &known));
    }
}

/// The id of a reference, or a group with fields of one. Of several, as hayagriva allows them, the first is shown.
fn read_parent(reading: &mut Reading<'_>, node: &Node<'_>) -> Option<Parent<AsWritten>> {
    match &node.value {
        Value::Map(_) => group_of(reading, node, "parent", |reading, fields| {
            check_parent_type(reading, fields);
            let title = read_title(reading, fields).map(|title| title.value);
            Parent::Inline(Box::new(InlineParent { title, work: read_work(reading, fields) }))
        }),
        Value::List(items) => {
            let (first, others) = items.split_first()?;
            for other in others {
                not_kept(reading, other.span, "a second parent");
            }
            read_parent(reading, first)
        }
        _ => text_of(reading, node, "parent").map(Parent::Record),
    }
}

/// Takes out of the title and the work of a reference the marks that hayagriva has for them, which files of ours do not have.
pub(super) fn take_out_marks(title: &mut String, work: &mut Work<AsWritten>) {
    for text in [Some(title), work.publisher.as_mut(), work.location.as_mut()].into_iter().flatten() {
        if text.contains(['{', '}', '\\']) {
            *text = formatted::words(text);
        }
    }
    if let Some(Parent::Inline(parent)) = &mut work.parent {
        let mut untitled = String::new();
        take_out_marks(parent.title.as_mut().unwrap_or(&mut untitled), &mut parent.work);
    }
}

/// A text, or the group that hayagriva has for one whose capitals matter. They are never changed here.
fn read_formattable(
    reading: &mut Reading<'_>,
    fields: &mut Fields<'_>,
    name: &'static str,
) -> Option<Spanned<String>> {
    let node = fields.node(name)?;
    formattable_of(reading, node, name)
}

fn formattable_of(reading: &mut Reading<'_>, node: &Node<'_>, name: &str) -> Option<Spanned<String>> {
    if !has_field(node, "value") {
        return text_of(reading, node, name);
    }
    group_of(reading, node, name, |reading, fields| {
        fields.node("verbatim");
        fields.pass_over(reading, &["title-case", "sentence-case", "translation", "shorthand", "short"]);
        fields.text(reading, "value")
    })
    .flatten()
}

fn formattable(reading: &mut Reading<'_>, fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
    read_formattable(reading, fields, name).map(|text| text.value)
}

/// Whether a node is a group with that field.
fn has_field(node: &Node<'_>, name: &str) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|entry| entry.key.value == name))
}

/// The name of a publisher and its place; the place only of `{name, location}`.
fn read_publisher(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> (Option<String>, Option<String>) {
    let Some(node) = fields.node("publisher") else { return (None, None) };
    if !has_field(node, "name") {
        return (formattable_of(reading, node, "publisher").map(|text| text.value), None);
    }
    group_of(reading, node, "publisher", |reading, fields| {
        (formattable(reading, fields, "name"), formattable(reading, fields, "location"))
    })
    .unwrap_or_default()
}

/// A date. `edtf` is the same: hayagriva reads no file in which `date` has a form that it does not know.
fn read_date(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<PartialDate> {
    let date = fields.date(reading, "date");
    fields.date(reading, "edtf").or(date)
}

/// An address, or `{value, date}` with the day on which it was read.
fn read_url(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> (Option<String>, Option<PartialDate>) {
    let Some(node) = fields.node("url") else { return (None, None) };
    if !has_field(node, "value") {
        return (text_of(reading, node, "url").and_then(|text| web_address(reading, text)), None);
    }
    group_of(reading, node, "url", |reading, fields| {
        (url(reading, fields, "value"), read_date(reading, fields))
    })
    .unwrap_or_default()
}

/// A group of numbers by their kind, or a number of no kind; hayagriva has those of three kinds as fields too.
fn read_serial_numbers(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<(&'static str, String)> {
    let mut numbers: Vec<(&'static str, String)> = match fields.node("serial-number") {
        Some(node) if matches!(node.value, Value::Map(_)) => {
            group_of(reading, node, "serial-number", |reading, fields| {
                let each = SERIAL_NUMBERS.into_iter();
                each.filter_map(|name| Some((name, string(reading, fields, name)?))).collect()
            })
            .unwrap_or_default()
        }
        Some(node) => {
            let number = text_of(reading, node, "serial-number");
            number.map(|number| ("serial", number.value)).into_iter().collect()
        }
        None => Vec::new(),
    };
    for name in ["doi", "isbn", "issn"] {
        if let Some(number) = string(reading, fields, name)
            && !numbers.contains(&(name, number.clone()))
        {
            numbers.push((name, number));
        }
    }
    numbers
}

/// "Family, Given", a group `{name, given-name, prefix, suffix}`, or a list of them.
fn read_people(reading: &mut Reading<'_>, fields: &mut Fields<'_>, name: &'static str) -> Vec<Person> {
    let items = fields.items(name);
    report_divided_name(reading, items, name);
    let people =
        collect_items(items, |node| Some(Spanned::new(read_person(reading, node, name)?, node.span)));
    let once = each_once(reading, people, Person::clone, |person| match &person.given {
        Some(given) => format!("{}, {given}", person.family),
        None => person.family.clone(),
    });
    once.into_iter().map(|person| person.value).collect()
}

fn read_person(reading: &mut Reading<'_>, node: &Node<'_>, name: &str) -> Option<Person> {
    if ["name", "given-name", "prefix", "suffix"].iter().any(|field| has_field(node, field)) {
        return group_of(reading, node, name, |reading, fields| {
            let own = string(reading, fields, "name");
            if own.is_none() {
                reading.report(missing_name(fields.span()));
            }
            let family = [string(reading, fields, "prefix"), own.clone()];
            let given = [string(reading, fields, "given-name"), string(reading, fields, "suffix")];
            fields.pass_over(reading, &["alias"]);
            let given = given.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let family = family.into_iter().flatten().collect::<Vec<_>>().join(" ");
            own.map(|_| Person { family, given: (!given.is_empty()).then_some(given) })
        })
        .flatten();
    }
    let text = text_of(reading, node, name)?;
    let (family, given) = match text.value.split_once(',') {
        Some((family, given)) => {
            report_several_people(reading, &text, name, given);
            (family.trim().to_owned(), Some(given.trim().to_owned()))
        }
        None => (text.value, None),
    };
    if family.is_empty() {
        reading.report(missing_name(text.span));
        return None;
    }
    Some(Person { family, given })
}

fn missing_name(span: Span) -> Diagnostic {
    Diagnostic::error("missing-field", span, "the name of this person is missing")
        .expected("the family name, or the name of a body: `Family, Given`, or `name` in a group")
        .example("name: Davis")
}

/// `[Smith, A.]` is a list of two names to YAML, of which the second is nobody's.
fn report_divided_name(reading: &mut Reading<'_>, items: &[Node<'_>], name: &str) {
    let texts: Vec<&str> = items
        .iter()
        .map(|item| match &item.value {
            Value::Text(text) => text.trim(),
            _ => "",
        })
        .collect();
    let Some(at) = texts.iter().position(|text| is_initials(text)).filter(|_| texts.len() > 1) else {
        return;
    };
    reading.report(
        Diagnostic::error(
            "divided-name",
            items[at].span,
            format!(
                "`{}` is read as the name of a person: a comma in brackets divides the items of a list",
                texts[at]
            ),
        )
        .expected(
            "each person on a line of their own, or in quotation marks: `[\"Smith, A.\", \"Jones, B.\"]`",
        )
        .maybe_suggest(pairs(&texts).map(|people| people_as_written(name, &people))),
    );
}

/// `Smith, A. and Jones, B.` would be one person, and so would a body whose name has a comma.
fn report_several_people(reading: &mut Reading<'_>, text: &Spanned<String>, name: &str, given: &str) {
    let joins = |word: &str| matches!(word, "and" | "&");
    let several =
        given.split_whitespace().any(joins) || given.contains(';') || given.matches(',').count() > 1;
    if !several {
        return;
    }
    let words = text.value.replace(';', " ; ");
    let divided = words.split_whitespace().map(|word| if joins(word) { ";" } else { word });
    let divided = divided.collect::<Vec<_>>().join(" ");
    let people: Vec<&str> = divided.split(';').map(|person| person.trim().trim_end_matches(',')).collect();
    let parts: Vec<&str> = people.iter().flat_map(|person| person.split(',').map(str::trim)).collect();
    let each_has_both = people.len() > 1 && people.iter().all(|person| person.matches(',').count() == 1);
    let suggestion = if each_has_both {
        Some(people_as_written(name, &people.into_iter().map(str::to_owned).collect::<Vec<_>>()))
    } else if let Some(people) = pairs(&parts) {
        Some(people_as_written(name, &people))
    } else if parts.iter().any(|part| is_initials(part)) {
        None
    } else {
        Some(format!("{name}: {{name: {}}}", yaml::quoted(&text.value)))
    };
    reading.report(
        Diagnostic::error(
            "several-people",
            text.span,
            format!(
                "this is read as one person, `{}` by family name",
                text.value.split(',').next().unwrap_or_default()
            ),
        )
        .expected(
            "each person on a line of their own, in a list; a body whose name has a comma as `{name: \"…\"}`",
        )
        .maybe_suggest(suggestion),
    );
}

/// Initials alone, as no name is: `A.`, `J. R.`, `J.-P.`, `A`.
fn is_initials(text: &str) -> bool {
    let mut letters = text.split(['.', ' ', '-', '\u{a0}']).filter(|part| !part.is_empty()).peekable();
    let is_short = text.contains('.') || text.chars().count() == 1;
    is_short
        && letters.peek().is_some()
        && letters.all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
}

/// Family names and initials in turn, as people.
fn pairs(parts: &[&str]) -> Option<Vec<String>> {
    let pairs = parts.chunks(2).map(|pair| match pair {
        [family, initials] if !family.is_empty() && !is_initials(family) && is_initials(initials) => {
            Some(format!("{family}, {initials}"))
        }
        _ => None,
    });
    pairs.collect()
}

fn people_as_written(name: &str, people: &[String]) -> String {
    match people {
        [person] => format!("{name}: {}", yaml::quoted(person)),
        _ => format!("{name}:\n  - {}", people.join("\n  - ")),
    }
}
