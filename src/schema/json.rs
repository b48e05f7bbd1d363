//! JSON Schema of what stands behind the colons of fields.

use super::Harms;
use super::example::example;
use super::field::Field;
use super::field::Form;
use super::field::Need;
use super::records;
use super::scalar;
use super::scalar::with;
use super::words::Word;
use super::words::harm_meaning;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A group of fields. Others than these are mistakes.
pub(super) fn group<'a>(harms: Harms<'_>, fields: impl IntoIterator<Item = &'a Field>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        properties.insert(field.name.to_owned(), property(harms, field));
        if field.need == Need::Required {
            required.push(field.name);
        }
    }
    let mut group = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        group["required"] = json!(required);
    }
    group
}

/// A work that is described in place, or the id of one. It can be part of another, and so it refers to itself.
pub(super) fn parent(harms: Harms<'_>) -> Value {
    let one = either(scalar::text(), group(harms, records::parent_fields()));
    let list = json!({"type": "array", "items": {"$ref": PARENT}, "maxItems": 1});
    or_empty(either(one, list))
}

const PARENT: &str = "#/definitions/parent";

fn property(harms: Harms<'_>, field: &Field) -> Value {
    let needed = needed(value(harms, &field.form), field.need);
    let mut described = with(needed, "description", json!(field.meaning));
    if let Some(example) = example(field) {
        described["examples"] = json!([example]);
    }
    described
}

/// What an empty line is to the reader.
fn needed(schema: Value, need: Need) -> Value {
    match need {
        Need::Optional => or_empty(schema),
        Need::Filled => schema,
        Need::Required => {
            let is_limited = ["pattern", "anyOf", "enum"].iter().any(|keyword| schema.get(keyword).is_some());
            if is_limited { schema } else { with(schema, "minLength", json!(1)) }
        }
    }
}

fn value(harms: Harms<'_>, form: &Form) -> Value {
    match form {
        Form::Text | Form::Id => scalar::text(),
        // Behind `>` and `|` a text ends with a line feed, which the reader does not count.
        Form::ShortText(most) => with(scalar::text(), "maxLength", json!(most + 1)),
        Form::OwnId => scalar::own_id(),
        Form::Truth => scalar::truth(),
        Form::Number => scalar::number(),
        Form::WholeNumber => scalar::whole_number(),
        Form::Count(most) => scalar::count(*most),
        Form::Date => scalar::date(),
        Form::Moment => scalar::moment(),
        Form::Address => scalar::address(),
        Form::SiteAddress => scalar::site_address(),
        Form::Email => scalar::email(),
        Form::Currency => scalar::currency(),
        Form::Word(words) => word(&words()),
        Form::AnyCase(words, others) => any_case(&words(), &others()),
        Form::Texts => either(scalar::text(), list(text_in_list())),
        Form::Paths => either(scalar::path(), list(scalar::path())),
        Form::Harms => {
            let harm = word(&harm_words(harms));
            json!({"anyOf": [harm.clone(), list(harm)]})
        }
        _ => value_with_fields(harms, form),
    }
}

/// Of a form that can hold fields of its own.
fn value_with_fields(harms: Harms<'_>, form: &Form) -> Value {
    match form {
        Form::Source => either(scalar::text(), group(harms, records::SOURCE)),
        Form::Sources => one_or_more(either(scalar::text(), group(harms, records::SOURCE))),
        Form::People => one_or_more(either(scalar::text(), group(harms, records::PERSON))),
        Form::Formattable => either(scalar::text(), group(harms, records::FORMATTABLE)),
        Form::Publisher => json!({"anyOf": [
            either(scalar::text(), group(harms, records::FORMATTABLE)),
            group(harms, records::PUBLISHER),
        ]}),
        Form::WebPage => either(scalar::address(), group(harms, records::WEB_PAGE)),
        Form::SerialNumber => either(scalar::text(), group(harms, records::SERIAL_NUMBER)),
        Form::Parent => json!({"anyOf": [{"$ref": PARENT}]}),
        Form::Group(fields) => group(harms, *fields),
        Form::Groups(fields) => one_or_more(group(harms, *fields)),
        Form::ByWord(words, form, need) => by_word(harms, &words(), (form, *need)),
        Form::ByName(form) => json!({"type": "object", "additionalProperties": or_empty(value(harms, form))}),
        Form::ById(form) => json!({
            "type": "object",
            "propertyNames": {"pattern": format!("^{}$", scalar::ID)},
            "additionalProperties": or_empty(value(harms, form)),
        }),
        _ => json!({}),
    }
}

/// A word of a vocabulary. `enumDescriptions` is what editors show beside each.
fn word(words: &[Word]) -> Value {
    let codes: Vec<&str> = words.iter().map(|word| word.code.as_str()).collect();
    let meanings: Vec<&str> = words.iter().map(|word| word.meaning.as_str()).collect();
    json!({"type": "string", "enum": codes, "enumDescriptions": meanings})
}

fn any_case(words: &[Word], others: &[&str]) -> Value {
    let codes = words.iter().map(|word| word.code.as_str()).chain(others.iter().copied());
    let pattern = format!("^(?:{})$", scalar::any_case(codes));
    json!({"anyOf": [word(words), {"type": "string", "pattern": pattern}]})
}

/// The harms of a site, its own with their labels.
fn harm_words(harms: Harms<'_>) -> Vec<Word> {
    let meaning = |code: &str, label: &Option<String>| match label {
        Some(label) => format!("{label} (a harm of this site)."),
        None => harm_meaning(code).unwrap_or_default().to_owned(),
    };
    harms.iter().map(|(code, label)| Word { code: code.clone(), meaning: meaning(code, label) }).collect()
}

fn by_word(harms: Harms<'_>, words: &[Word], (form, need): (&Form, Need)) -> Value {
    let own = |word: &Word| {
        let value = needed(value(harms, form), need);
        (word.code.clone(), with(value, "description", json!(word.meaning)))
    };
    let properties: Map<String, Value> = words.iter().map(own).collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// An item of a list of texts. `- Cost: not known` is a group to an editor, and a sentence to the reader.
fn text_in_list() -> Value {
    let sentence = json!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": or_empty(scalar::text()),
    });
    either(scalar::text(), sentence)
}

/// A list, an item of which may be empty.
fn list(item: Value) -> Value {
    json!({"type": "array", "items": or_empty(item)})
}

/// A list, or what may stand in it alone.
fn one_or_more(item: Value) -> Value {
    either(item.clone(), list(item))
}

/// What fits to one of two schemas for values of different types, said as one: then editors can say what is wrong with
/// a value, where of alternatives they can only say that none fits.
fn either(one: Value, other: Value) -> Value {
    let types = [types_of(&one), types_of(&other)].concat();
    let mut both = Map::new();
    for schema in [one, other] {
        if let Value::Object(keywords) = schema {
            both.extend(keywords);
        }
    }
    both.insert("type".to_owned(), json!(types));
    Value::Object(both)
}

fn types_of(schema: &Value) -> Vec<Value> {
    match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    }
}

/// The same, or nothing: the reader takes an empty line as none.
fn or_empty(mut schema: Value) -> Value {
    // For `{"type": "null"}` editors would offer the word `null` among those of a vocabulary.
    let nothing = json!({"not": {"type": ["string", "number", "boolean", "array", "object"]}});
    if schema.get("enum").is_some() {
        return json!({"anyOf": [schema, nothing]});
    }
    if let Some(Value::Array(alternatives)) = schema.get_mut("anyOf") {
        alternatives.push(nothing);
        return schema;
    }
    // A schema without types takes anything.
    if schema.get("type").is_some() { either(schema, json!({"type": "null"})) } else { schema }
}
