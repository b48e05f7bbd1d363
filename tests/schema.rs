//! What editors are told of the fields, held against what the reader takes: neither knows a field that the other does not.

mod common;

use casefile::date::PartialDate;
use casefile::frontmatter::parse_instant;
use casefile::rule::Level;
use casefile::rule::Rule;
use casefile::span::FileId;
use casefile::vocabulary::ChangeKind;
use casefile::vocabulary::ClaimKind;
use casefile::vocabulary::HARMS;
use casefile::vocabulary::Independence;
use casefile::vocabulary::Kind;
use casefile::vocabulary::OrganisationType;
use casefile::vocabulary::Publish;
use casefile::vocabulary::Qualifier;
use casefile::vocabulary::RawHtml;
use casefile::vocabulary::ReferenceType;
use casefile::vocabulary::ReplyStatus;
use casefile::vocabulary::Role;
use casefile::vocabulary::State;
use casefile::vocabulary::Status;
use casefile::vocabulary::UrlStatus;
use casefile::vocabulary::Vocabulary;
use casefile::yaml;
use casefile::yaml::Node;
use common::NOW;
use common::Site;
use common::assert_shows;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::LazyLock;

const SUBJECTS: [&str; 8] =
    ["incident", "press-release", "reference", "organisation", "topic", "page", "reference-list", "config"];

/// What the command prints, in an empty folder.
fn printed(arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let run = common::run(folder.path(), &[&["schema"], arguments].concat(), &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::new(schema).unwrap_or_else(|error| panic!("{error}"))
}

/// What an editor sees of a YAML text: scalars have the types of the core schema of YAML 1.2.
fn as_editor_sees(source: &str) -> Value {
    let mut diagnostics = Vec::new();
    let tree = yaml::parse(&mut diagnostics, FileId(0), source, 0..source.len());
    assert!(diagnostics.is_empty() || !diagnostics.iter().any(|one| one.code == "yaml-syntax"), "{source}");
    let fields = tree.entries.iter();
    fields.map(|entry| (entry.key.value.to_string(), typed(source, &entry.value))).collect()
}

fn typed(source: &str, node: &Node<'_>) -> Value {
    match &node.value {
        yaml::Value::Empty => Value::Null,
        yaml::Value::Text(text) => {
            let written = &source[node.span.range()];
            // A block text or one in quotation marks is a string whatever it holds.
            let is_string = written.starts_with(['"', '\'', '|', '>']) || written.contains('\n');
            if is_string { json!(text) } else { scalar(text) }
        }
        yaml::Value::List(items) => items.iter().map(|item| typed(source, item)).collect(),
        yaml::Value::Map(entries) => {
            entries.iter().map(|entry| (entry.key.value.to_string(), typed(source, &entry.value))).collect()
        }
    }
}

/// YAML 1.2.2, 10.3.2.
fn scalar(text: &str) -> Value {
    match text {
        "null" | "Null" | "NULL" | "~" => return Value::Null,
        "true" | "True" | "TRUE" => return json!(true),
        "false" | "False" | "FALSE" => return json!(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<i64>().map_or_else(|_| json!(text.parse::<f64>().ok()), |number| json!(number));
    }
    let is_float = digits.starts_with(|sign: char| sign.is_ascii_digit() || sign == '.')
        && digits.contains(|sign: char| sign.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    match text.parse::<f64>() {
        Ok(number) if is_float => json!(number),
        _ => json!(text),
    }
}

fn front_matter(text: &str) -> &str {
    let (_, rest) = text.split_once("---\n").expect("front matter begins");
    rest.split_once("\n---").expect("front matter ends").0
}

#[test]
fn every_schema_is_a_schema_and_explains_every_field() {
    for subject in SUBJECTS {
        let schema = printed(&[subject]);
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        jsonschema::draft7::meta::validate(&schema).unwrap_or_else(|error| panic!("{subject}: {error}"));
        each_property(&schema, &mut |name, property| {
            let words = property["description"].as_str().unwrap_or_default();
            assert!(words.len() > 3 && words.ends_with(['.', ')']), "{subject} {name}: {words}");
        });
    }
}

fn each_property(schema: &Value, look: &mut impl FnMut(&str, &Value)) {
    match schema {
        Value::Object(keywords) => {
            for (name, property) in
                keywords.get("properties").and_then(Value::as_object).into_iter().flatten()
            {
                // Those of a condition only say when it holds.
                if property.get("const").is_none() {
                    look(name, property);
                }
            }
            keywords.values().for_each(|value| each_property(value, look));
        }
        Value::Array(items) => items.iter().for_each(|item| each_property(item, look)),
        _ => {}
    }
}

#[test]
fn the_document_of_all_holds_each_of_them() {
    let all = printed(&[]);
    jsonschema::draft7::meta::validate(&all).unwrap_or_else(|error| panic!("{error}"));
    for subject in SUBJECTS {
        let mut alone = printed(&[subject]);
        for keyword in ["$schema", "$comment", "definitions"] {
            alone.as_object_mut().expect("an object").remove(keyword);
        }
        assert_eq!(all["definitions"][subject], alone, "{subject}");
    }
    let inside = json!({"definitions": all["definitions"], "$ref": "#/definitions/reference"});
    let inside = validator(&inside);
    assert!(inside.is_valid(&json!({"title": "A", "type": "chapter", "parent": {"parent": {"volume": 3}}})));
    assert!(!inside.is_valid(&json!({"title": "A", "type": "chapter", "parent": {"parent": {"volum": 3}}})));
}

/// A group of fields.
struct Group {
    /// From the top of a file to it.
    way: Vec<Step>,
    /// The names of its fields.
    names: BTreeSet<String>,
    /// Those of them that have to be there.
    required: Vec<String>,
}

/// The name of a field, or `[]` for an item of a list, with what has to stand beside it.
#[derive(Clone)]
struct Step(String, Vec<String>);

/// Every group of fields that a schema has.
fn groups(root: &Value) -> Vec<Group> {
    let mut found = Vec::new();
    walk(root, root, &[], &mut found);
    found
}

fn walk(root: &Value, schema: &Value, way: &[Step], found: &mut Vec<Group>) {
    let below = |name: &str, beside: &[String]| [way, &[Step(name.to_owned(), beside.to_vec())]].concat();
    // A parent may have a parent and so on: two are enough. A list in a list says nothing more.
    let parents = way.iter().filter(|step| step.0 == "parent").count();
    let lists = way.iter().rev().take_while(|step| step.0 == "[]").count();
    if parents > 2 || lists > 1 {
        return;
    }
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/definitions/").expect("a definition");
        walk(root, &root["definitions"][name], way, found);
    }
    for alternative in schema["anyOf"].as_array().into_iter().flatten() {
        walk(root, alternative, way, found);
    }
    if let Some(properties) = schema["properties"].as_object() {
        let required = schema["required"].as_array().into_iter().flatten();
        let required: Vec<String> = required.filter_map(|name| name.as_str().map(str::to_owned)).collect();
        let names = properties.keys().cloned().collect();
        found.push(Group { way: way.to_vec(), names, required: required.clone() });
        properties.iter().for_each(|(name, property)| walk(root, property, &below(name, &required), found));
    }
    if schema["items"].is_object() {
        walk(root, &schema["items"], &below("[]", &[]), found);
    }
    if schema["additionalProperties"].is_object() && schema.get("maxProperties").is_none() {
        walk(root, &schema["additionalProperties"], &below("a-name", &[]), found);
    }
}

/// Fields with any text as their value.
fn filled(names: &[String]) -> Map<String, Value> {
    names.iter().map(|name| (name.clone(), json!("1"))).collect()
}

/// A file with a field in that group that there is none of.
fn with_unknown_field(group: &Group) -> String {
    let mut fields = filled(&group.required);
    fields.insert("zzz".to_owned(), json!("1"));
    let mut value = Value::Object(fields);
    for Step(name, beside) in group.way.iter().rev() {
        if name == "[]" {
            value = json!([value]);
        } else {
            let mut fields = filled(beside);
            fields.insert(name.clone(), value);
            value = Value::Object(fields);
        }
    }
    let lines = value.as_object().expect("a file holds fields").iter();
    lines.map(|(name, value)| format!("{name}: {value}\n")).collect()
}

/// The way to a group, to be shown.
fn shown(group: &Group) -> String {
    group.way.iter().map(|step| step.0.as_str()).collect::<Vec<_>>().join(".")
}

/// What the reader says there is in the place of `zzz`, by the file.
fn known_to_reader(told: &str, path: &str) -> BTreeSet<String> {
    let diagnostics = told.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut of_file = diagnostics.filter(|one| {
        one["path"] == path && one["message"].as_str().is_some_and(|words| words.contains("`zzz`"))
    });
    let one = of_file.next().unwrap_or_else(|| panic!("`zzz` is taken in {path}"));
    if one["code"] == "unknown-rule" {
        let has_groups = one["expected"].as_str().is_some_and(|words| words.contains("or a group of them"));
        let groups = casefile::rule::Group::ALL.iter().filter(|_| has_groups).map(|group| group.code());
        return Rule::ALL.iter().map(|rule| rule.code()).chain(groups).map(str::to_owned).collect();
    }
    let expected = one["expected"].as_str().expect("words");
    let names = expected.strip_prefix("one of: ").unwrap_or_else(|| panic!("{path}: {expected}"));
    names.split(", ").map(str::to_owned).collect()
}

#[test]
fn reader_and_schema_know_the_same_fields_of_records() {
    for kind in Kind::ALL {
        let groups = groups(&printed(&[kind.code()]));
        assert!(groups.len() >= 4, "{kind:?}");
        let path = |index: usize| match kind.folder() {
            "" => format!("content/t-{index}.md"),
            folder => format!("content/{folder}/t-{index}.md"),
        };
        let site = Site::new("");
        for (index, group) in groups.iter().enumerate() {
            site.write(&path(index), format!("---\n{}---\n", with_unknown_field(group)));
        }
        let told = site.run(&["check", "--format", "json", "--now", NOW]).stderr;
        for (index, group) in groups.iter().enumerate() {
            assert_eq!(known_to_reader(&told, &path(index)), group.names, "{kind:?} {}", shown(group));
        }
    }
}

#[test]
fn reader_and_schema_know_the_same_fields_of_the_configuration() {
    for group in groups(&printed(&["config"])) {
        let site = Site::new("");
        site.write("content/index.md", "---\ntitle: A\n---\n");
        site.write("casefile.yaml", with_unknown_field(&group));
        let told = site.run(&["check", "--format", "json", "--now", NOW]).stderr;
        assert_eq!(known_to_reader(&told, "casefile.yaml"), group.names, "{}", shown(&group));
    }
}

/// Every text of `content/` and `casefile.yaml` of a site, with the name of its schema.
fn texts(site: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut found = vec![(site.join("casefile.yaml"), "config")];
    for path in common::files(&site.join("content")).into_keys() {
        let folder = Kind::ALL.iter().find(|kind| {
            let below = path.strip_prefix(kind.folder());
            **kind != Kind::Page && below.is_some_and(|rest| rest.starts_with('/'))
        });
        let kind = folder.map_or("page", |kind| kind.code());
        let disk = site.join("content").join(&path);
        if path.ends_with(".md") {
            found.push((disk, kind));
        } else if kind == "reference" && path.ends_with(".yaml") {
            found.push((disk, "reference-list"));
        }
    }
    found
}

#[test]
fn every_record_of_this_repository_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (site, at_least) in [(root.to_owned(), 18), (root.join("tests/fixtures/sites/rich"), 35)] {
        let folder = site.to_str().expect("a path of letters");
        let texts = texts(&site);
        assert!(texts.len() >= at_least, "{folder}: {}", texts.len());
        for (path, subject) in texts {
            let schema = printed(&[subject, folder]);
            let text = fs::read_to_string(&path).expect("a text");
            let source =
                if subject == "config" || subject == "reference-list" { &text } else { front_matter(&text) };
            let seen = as_editor_sees(source);
            let faults: Vec<String> = validator(&schema)
                .iter_errors(&seen)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
        }
    }
}

#[test]
fn every_file_of_a_new_campaign_is_valid() {
    let here = tempfile::tempdir().expect("a folder");
    let run = common::run(here.path(), &["init", ".", "--title", "1984: a title"], &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let texts = texts(here.path());
    assert_eq!(texts.len(), 7);
    for (path, subject) in texts {
        let schema = here.path().join(format!(".casefile/schemas/{subject}.json"));
        let schema = serde_json::from_slice(&fs::read(schema).expect("a schema")).expect("JSON");
        let text = fs::read_to_string(&path).expect("a text");
        let source = if subject == "config" { &text } else { front_matter(&text) };
        assert!(validator(&schema).is_valid(&as_editor_sees(source)), "{}", path.display());
    }
}

/// The folder of a kind's files, where their address does not matter.
fn file_of(subject: &str, fields: &str) -> (String, String) {
    let kind = Kind::from_code(subject).expect("a kind");
    let folder = if kind == Kind::Page { String::new() } else { format!("{}/", kind.folder()) };
    (format!("content/{folder}a.md"), format!("---\n{fields}\n---\nText.\n"))
}

/// What the schema says of fields, and what the reader.
fn judged(subject: &str, fields: &str) -> (bool, String) {
    let site = Site::new("=== content/references/davis-2015.md\n---\ntitle: B\ntype: book\n---\n");
    let (path, text) = file_of(subject, fields);
    site.write(&path, text);
    if subject != "config" {
        site.without_editorial_rules();
    }
    let run = site.run(&["check", "--format", "json", "--now", NOW]);
    (validator(&printed(&[subject])).is_valid(&as_editor_sees(fields)), run.stderr)
}

#[test]
fn what_both_refuse() {
    for (subject, fields) in [
        ("incident", "summary: A"),
        ("incident", "title:"),
        ("incident", "title: [A, B]"),
        ("incident", "title: A\nsumary: B"),
        ("incident", "title: A\nstatus: uphold"),
        ("incident", "title: A\nstate:"),
        ("incident", "title: A\nstate: withdrawn"),
        ("incident", "title: A\nstate: merged"),
        ("incident", "title: A\ndate: 3 May 2018"),
        ("incident", "title: A\ndate: 20180620"),
        ("incident", "title: A\ndate: 2018-6"),
        ("incident", "title: A\nreported: {from: 2018}"),
        ("incident", "title: A\nembargo: 2030-05-01"),
        ("incident", "title: A\ndisputed: perhaps"),
        ("incident", "title: A\nharms: [deaht]"),
        ("incident", "title: A\norganisations: {suplier: b}"),
        ("incident", "title: A\nfigures: [{label: B}]"),
        ("incident", "title: A\nfigures: [{label: B, value: many}]"),
        ("incident", "title: A\nfigures: [{label: B, value: -3}]"),
        ("incident", "title: A\nfigures: [{label: B, value: 3, currency: pounds}]"),
        ("incident", "title: A\nclaims: [{text: B, id: Lost Letters}]"),
        ("incident", "title: A\nsources: [{at: p. 3}]"),
        ("incident", "title: A\nallow: {nhs-number: }"),
        ("incident", "title: A\naliases: [/show.php?id=3]"),
        ("reference", "title: A"),
        ("reference", "title: A\ntype: tome"),
        ("reference", "title: A\ntype: book\nurl: news.example"),
        ("reference", "title: A\ntype: book\nparent: {titel: B}"),
        ("reference", "title: A\ntype: book\nparent: {type: tome}"),
        ("reference", "title: A\ntype: book\ncopy: {file: a.pdf, publish: quotes}"),
        ("organisation", "title: A\ntype: trust"),
        ("organisation", "title: A\nidentifiers: {company-house: 1}"),
        ("organisation", "title: A\nnames: DFNHS"),
        ("topic", "title: A\nbroader: [b, c]"),
        ("page", "title: A\nnav: first"),
        ("press-release", "title: A\nspokespeople: [{role: chair}]"),
    ] {
        let (is_valid, told) = judged(subject, fields);
        assert!(told.contains("\"severity\":\"error\""), "the reader takes {subject}\n{fields}\n{told}");
        assert!(!is_valid, "the schema takes {subject}\n{fields}");
    }
}

#[test]
fn what_the_reader_takes_in_many_forms() {
    for (subject, fields) in [
        ("incident", "title: 1984"),
        ("incident", "title: true\nsummary: 1.10"),
        (
            "incident",
            "title: A\nsummary:\nplaces:\nright_of_reply:\nfigures:\nsources:\nchanges:\ndate:\nstatus:",
        ),
        ("incident", "title: A\ndate: 2018\nreported: [2015-03..]"),
        ("incident", "title: A\ndate: [2018,2019]\nreported: \" 2018-06~ \""),
        ("incident", "title: A\ndate: -0044\npublished: 2018-06-20"),
        ("incident", "title: A\ndisputed: Yes"),
        ("incident", "title: A\ndisputed: true\nplaces: Leeds"),
        ("incident", "title: A\nplaces: [1984, Leeds, ]\nharms: death"),
        ("incident", "title: A\nunknowns:\n  - Cost: not known\n  - Who paid"),
        ("incident", "title: A\nfigures: {label: 1, value: \"28,000\", people: no}"),
        (
            "incident",
            "title: A\nfigures: [{label: 1, value: 28 000, unit: 5, currency: GBP, qualifier: over}]",
        ),
        ("incident", "title: A\nsources: davis-2015"),
        ("incident", "title: A\nsources: {ref: davis-2015, at: 4}"),
        ("incident", "title: A\nsources: [davis-2015, {ref: davis-2015, quote: a}]"),
        ("incident", "title: A\nclaims: [{text: B, id: 5, said_by: Jo, sources: davis-2015}]"),
        ("incident", "title: A\nembargo: 2020-05-01 00:01+01:00"),
        ("incident", "title: A\nextra: [1, {a: b}]"),
        ("incident", "title: A\naliases: /old"),
        ("incident", "title: A\nstate: withdrawn\nwithdrawn: {reason: B}"),
        ("incident", "title: A\nsummary: \"\"\nreported: \"\""),
        ("incident", "title: A\nallow: {few-people: All of them agreed}"),
        ("reference", "title: {value: A, verbatim: true}\ntype: Book"),
        (
            "reference",
            "title: A\ntype: FOI\nauthor: Davis, J.\neditor: [{name: Leys, given-name: Colin}, NHS]",
        ),
        ("reference", "title: A\ntype: web\nurl: {value: HTTPS://news.example/a, date: 2018}\nvolume: 7"),
        ("reference", "title: A\ntype: article\nparent: {type: Periodical, title: 7, parent: davis-2015}"),
        ("reference", "title: A\ntype: article\nparent: [davis-2015]\nserial-number: 9780850367690"),
        (
            "reference",
            "title: A\ntype: book\npublisher: {name: {value: Merlin}, location: London}\nlocation: {value: L}",
        ),
        (
            "reference",
            "title: A\ntype: book\npublisher: {value: Merlin}\nserial-number: {isbn: 9780850367690}\ndoi: 10.1",
        ),
        ("organisation", "title: A\nnames: {aliases: 1948, former: [A1, ]}\nidentifiers: {ods: 5, lei: }"),
        ("page", "title: A\nnav: \"2\""),
    ] {
        let (is_valid, told) = judged(subject, fields);
        assert_eq!(told, "", "the reader refuses {subject}\n{fields}");
        assert!(is_valid, "the schema refuses {subject}\n{fields}\n{}", as_editor_sees(fields));
    }
}

/// The words that a field of a schema takes, with what each means.
fn words(schema: &Value, field: &[&str]) -> Vec<String> {
    let mut place = schema;
    for name in field {
        place = if place.get("anyOf").is_some() { &place["anyOf"][0] } else { place };
        place = if *name == "[]" { &place["items"] } else { &place["properties"][name] };
    }
    let place = if place.get("anyOf").is_some() { &place["anyOf"][0] } else { place };
    let list = |keyword: &str| -> Vec<String> {
        let words = place[keyword].as_array().unwrap_or_else(|| panic!("{field:?} has no words: {place}"));
        words.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
    };
    let meanings = list("enumDescriptions");
    assert!(meanings.iter().all(|words| words.len() > 5 && words.ends_with('.')), "{meanings:?}");
    assert_eq!(meanings.len(), list("enum").len(), "{field:?}");
    list("enum")
}

#[track_caller]
fn check_words<V: Vocabulary>(subject: &str, field: &[&str]) {
    let codes: Vec<&str> = V::ALL.iter().map(|word| word.code()).collect();
    assert_eq!(words(&printed(&[subject]), field), codes, "{subject} {field:?}");
}

#[test]
fn words_are_those_of_the_vocabularies() {
    for kind in Kind::ALL {
        check_words::<State>(kind.code(), &["state"]);
        check_words::<ChangeKind>(kind.code(), &["changes", "kind"]);
        check_words::<ChangeKind>(kind.code(), &["changes", "[]", "kind"]);
    }
    check_words::<Status>("incident", &["status"]);
    check_words::<Qualifier>("incident", &["figures", "[]", "qualifier"]);
    check_words::<ClaimKind>("incident", &["claims", "[]", "kind"]);
    check_words::<ReplyStatus>("incident", &["right_of_reply", "status"]);
    check_words::<Publish>("press-release", &["original", "publish"]);
    check_words::<Publish>("reference", &["copy", "publish"]);
    check_words::<ReferenceType>("reference", &["type"]);
    check_words::<Independence>("reference", &["independence"]);
    check_words::<UrlStatus>("reference", &["url_status"]);
    check_words::<OrganisationType>("organisation", &["type"]);
    check_words::<RawHtml>("config", &["html"]);
    check_words::<Level>("config", &["check", "nhs-number"]);
    let incident = printed(&["incident"]);
    let roles: BTreeSet<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    let own = incident["properties"]["organisations"]["properties"].as_object().expect("roles");
    assert_eq!(own.keys().map(String::as_str).collect::<BTreeSet<_>>(), roles);
    assert_eq!(words(&incident, &["harms"]), HARMS);
}

#[test]
fn a_site_adds_its_own_harms() {
    let config =
        "title: A\nbase_url: https://evidence.example/\nvocabulary: {harms: {wrong-limb: Wrong limb}}\n";
    let site = Site::new("=== content/index.md\n---\ntitle: A\n---\n");
    site.write("casefile.yaml", config);
    let folder = site.path("").to_str().expect("a path of letters").to_owned();
    let own = [&HARMS[..], &["wrong-limb"]].concat();
    for run in [site.run(&["schema", "incident"]), site.run(&["schema", "incident", &folder])] {
        let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(words(&schema, &["harms"]), own);
        assert_shows(&run.stdout, &["Wrong limb (a harm of this site)."]);
    }
    assert_eq!(words(&printed(&["incident"]), &["harms"]), HARMS);
}

#[test]
fn schemas_are_written_where_editors_find_them() {
    let site = Site::new("=== content/index.md\n---\ntitle: A\n---\n");
    let run = site.run(&["schema", "--write"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_shows(&run.stdout, &["Wrote 8 schemas into", ".casefile/schemas"]);
    for subject in SUBJECTS {
        let text =
            fs::read_to_string(site.path(&format!(".casefile/schemas/{subject}.json"))).expect("a schema");
        assert_eq!(text, site.run(&["schema", subject]).stdout);
    }
    assert_shows(&site.run(&["schema", "--write"]).stdout, &["are as they should be"]);
    site.write(
        "casefile.yaml",
        "title: A\nbase_url: https://a.example/\nvocabulary: {harms: {wrong-limb: Wrong limb}}\n",
    );
    assert_shows(&site.run(&["schema", "--write", "."]).stdout, &["Wrote 1 schema into"]);
    assert_shows(&site.run(&["check"]).stdout, &["No mistakes found."]);
}

#[test]
fn what_cannot_be_done_is_said() {
    let site = Site::new("=== content/index.md\n---\ntitle: A\n---\n");
    for (arguments, words) in [
        (&["schema", "incidnt"][..], "incident"),
        (&["schema", "incident", "nowhere"], "nowhere"),
        (&["schema", "--write", "content"], "casefile.yaml"),
        (&["schema", "incident", "--write"], "cannot be used with"),
    ] {
        let run = site.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert_shows(&run.stderr, &[words]);
    }
}

#[test]
fn examples_are_valid_and_read_without_a_mistake() {
    // What is named in an example does not exist, and not all of them can hold of one record.
    let apart = ["state", "withdrawn", "merged_into", "embargo"];
    for kind in Kind::ALL {
        let schema = printed(&[kind.code()]);
        let mut fields = Map::new();
        for (name, property) in schema["properties"].as_object().expect("fields") {
            let Some(example) = property["examples"].get(0) else { continue };
            let definitions = schema.get("definitions").cloned().unwrap_or_else(|| json!({}));
            let alone = json!({"definitions": definitions, "allOf": [property]});
            assert!(validator(&alone).is_valid(example), "{kind:?} {name}: {example}");
            if !apart.contains(&name.as_str()) {
                fields.insert(name.clone(), example.clone());
            }
        }
        let lines: String = fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let site = Site::new("");
        let (path, text) = file_of(kind.code(), lines.trim_end());
        site.write(&path, text);
        site.without_editorial_rules();
        let run = site.run(&["check", "--format", "json", "--now", NOW]);
        for line in run.stderr.lines() {
            let mistake: Value = serde_json::from_str(line).expect("JSON");
            let code = mistake["code"].as_str().expect("a code");
            let of_names = ["unknown-id", "unknown-word", "unknown-file"];
            let is_contact = mistake["message"].as_str().is_some_and(|words| words.contains("contact"));
            assert!(of_names.contains(&code) && (code != "unknown-word" || is_contact), "{kind:?}: {line}");
        }
    }
}

static INCIDENT: LazyLock<Validator> = LazyLock::new(|| validator(&printed(&["incident"])));

fn is_valid(field: &str, value: Value) -> bool {
    INCIDENT.is_valid(&json!({"title": "A", field: value}))
}

/// A day, month, year or more, with signs of doubt anywhere, as it may be or nearly be written.
fn a_named_date() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[?~%]?-?(1[0-9]{3}|20[0-9]{2})[?~%]?(-[?~%]?(0[1-9]|1[0-2]|2[1-4]|XX)[?~%]?(-[?~%]?([0-2][0-9]|30|XX)[?~%]?)?)?",
        2 => "(1[0-9]{3}|20[0-9]{2})(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?[?~%]?",
        1 => "(1[0-9]{2}X|20XX|201X|0000|9999)[?~%]?",
    ]
}

fn a_written_date() -> impl Strategy<Value = String> {
    let end = || prop_oneof![3 => a_named_date(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let member = || {
        prop_oneof![
            2 => a_named_date(),
            1 => a_named_date().prop_map(|date| format!("..{date}")),
            1 => a_named_date().prop_map(|date| format!("{date}..")),
            1 => (a_named_date(), a_named_date()).prop_map(|(from, to)| format!("{from}..{to}")),
        ]
    };
    let members = prop::collection::vec((member(), " {0,2}"), 1..4).prop_map(|members| {
        members.into_iter().map(|(one, space)| one + &space).collect::<Vec<_>>().join(",")
    });
    prop_oneof![
        4 => a_named_date(),
        2 => (end(), end()).prop_map(|(from, to)| format!("{from}/{to}")),
        2 => (members, any::<bool>()).prop_map(|(set, one)| if one { format!("[{set}]") } else { format!("{{{set}}}") }),
        1 => "[0-9XYES?~%/.,\\[\\]{} -]{0,12}",
        1 => Just("unknown".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn every_date_that_is_read_is_valid(text in a_written_date()) {
        prop_assume!(PartialDate::parse(&text).is_ok());
        prop_assert!(is_valid("date", json!(text)), "{text} in quotation marks");
        prop_assert!(is_valid("date", scalar(&text)), "{text} without");
        if let Some(inner) = text.strip_prefix('[').filter(|_| !text.contains(' ')) {
            let items: Vec<Value> = inner.trim_end_matches(']').split(',').map(scalar).collect();
            prop_assert!(is_valid("date", json!(items)), "{text} as a list");
        }
    }

    #[test]
    fn every_moment_that_is_read_is_valid(
        text in "[+-]?(20)?[0-9]{2}-?(0[1-9]|1[0-2])-?[0-2][0-9][Tt ][0-2][0-9]:?[0-5][0-9](:?[0-5][0-9](\\.[0-9]{1,3})?)?( ?([Zz]|[+-][01][0-9](:?[0-5]0)?)(\\[Europe/London\\]|\\[!UTC\\])?)?",
    ) {
        prop_assume!(parse_instant(&text).is_some());
        prop_assert!(is_valid("embargo", json!(text)));
    }

    #[test]
    fn every_text_is_valid(text in any::<String>()) {
        prop_assert_eq!(is_valid("summary", json!(text)), text.chars().count() <= 501);
        prop_assert!(is_valid("places", json!([text])));
        prop_assert!(is_valid("places", scalar(&text)));
    }
}
