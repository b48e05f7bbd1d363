//! A mapping: which column of a table becomes which field of an incident, and how its values are to be read.

mod dates;
mod template;

pub use dates::DateFormat;
pub use dates::both_readings;
pub use template::template;

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::spelling;
use crate::vocabulary::Role;
use crate::vocabulary::Vocabulary;
use crate::yaml;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Value;
use std::collections::BTreeMap;

/// The fields of an incident that a mapping can fill, in the order in which they are written.
pub const FIELDS: [&str; 25] = [
    "title",
    "summary",
    "state",
    "embargo",
    "date",
    "reported",
    "status",
    "disputed",
    "organisations",
    "places",
    "harms",
    "topics",
    "figures",
    "contracts",
    "timeline",
    "claims",
    "right_of_reply",
    "unknowns",
    "sources",
    "related",
    "published",
    "updated",
    "changes",
    "aliases",
    "allow",
];

/// What a mapping says besides.
const CONTROLS: [&str; 7] = ["id", "text", "always", "create", "ignore", "separator", "extra"];

/// A mapping.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// Where ids come from; otherwise they are made of titles.
    pub id: Option<Column>,
    /// The columns that make up the text.
    pub text: Vec<usize>,
    /// The fields, in the order of [`FIELDS`], `extra` last.
    pub fields: Vec<(String, Spec)>,
    /// Organisations that the site does not have are drafted.
    pub creates_organisations: bool,
    /// Columns that nothing is made of, and of which that is not said.
    pub unused: Vec<usize>,
}

/// What makes up a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Spec {
    /// A column.
    Column(Column),
    /// The same in every row.
    Constant(Constant),
    /// A group of fields.
    Group(Vec<(String, Spec)>),
    /// A list of groups, such as figures.
    List(Vec<Spec>),
}

/// A value that does not come from the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
    /// A group of them.
    Group(Vec<(String, Constant)>),
}

/// A column, and how its cells are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its place in the table.
    pub place: usize,
    /// What stands between the values of a cell.
    pub separator: Option<String>,
    /// How its dates are written.
    pub formats: Vec<DateFormat>,
    /// What stands for words of the table.
    pub values: Vec<(String, String)>,
    /// What stands for an empty cell.
    pub default: Option<String>,
}

/// What stands between cells, which has to be known before the columns are.
pub fn separator(file: FileId, source: &str) -> Option<char> {
    let tree = yaml::parse(&mut Vec::new(), file, source, 0..source.len());
    let entry = tree.entries.iter().find(|entry| entry.key.value == "separator")?;
    match &entry.value.value {
        Value::Text(text) if text.eq_ignore_ascii_case("tab") => Some('\t'),
        Value::Text(text) => text.chars().next().filter(char::is_ascii),
        _ => None,
    }
}

/// Reads a mapping for a table with these columns. Mistakes are reported; with one of them nothing should be imported.
pub fn read(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str, columns: &[String]) -> Mapping {
    let tree = yaml::parse(diagnostics, file, source, 0..source.len());
    let places = columns.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    let mut reader = Reader { diagnostics, columns, places, used: vec![false; columns.len()] };
    let mut mapping = Mapping::default();
    for entry in &tree.entries {
        reader.top(&mut mapping, entry);
    }
    if !mapping.fields.iter().any(|(name, _)| name == "title") {
        let span = Span::new(file, 0, source.find('\n').unwrap_or(source.len()));
        reader.report(
            Diagnostic::error("missing-field", span, "the mapping does not say which column is the title")
                .expected(format!("a line `title:` with one of: {}", columns.join(", ")))
                .example(format!("title: {}", columns.first().map_or("Title", String::as_str))),
        );
    }
    let order = |name: &str| FIELDS.iter().position(|field| *field == name).unwrap_or(FIELDS.len());
    mapping.fields.sort_by_key(|(name, _)| order(name));
    mapping.unused = (0..columns.len()).filter(|place| !reader.used[*place]).collect();
    mapping
}

struct Reader<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    columns: &'a [String],
    places: BTreeMap<&'a str, usize>,
    used: Vec<bool>,
}

impl Reader<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn top(&mut self, mapping: &mut Mapping, entry: &Entry<'_>) {
        let name = &*entry.key.value;
        let node = &entry.value;
        match name {
            "id" => mapping.id = self.column(node),
            "text" => mapping.text = self.columns_of(node),
            "always" => self.always(mapping, node),
            "create" => self.create(mapping, node),
            "ignore" => drop(self.columns_of(node)),
            "separator" => {}
            name if FIELDS.contains(&name) || name == "extra" => {
                if node.value != Value::Empty
                    && let Some(spec) = self.spec(name, node)
                {
                    self.add(mapping, entry.key.span, (name.to_owned(), spec));
                }
            }
            name => {
                let known: Vec<&str> = FIELDS.into_iter().chain(CONTROLS).collect();
                self.unknown(entry.key.span, name, &known);
            }
        }
    }

    fn add(&mut self, mapping: &mut Mapping, span: Span, (name, spec): (String, Spec)) {
        if mapping.fields.iter().any(|(other, _)| *other == name) {
            let words = format!("the mapping says twice where `{name}` comes from");
            self.report(
                Diagnostic::error("field-twice", span, words).expected("once, as a column or below `always`"),
            );
        } else {
            mapping.fields.push((name, spec));
        }
    }

    fn unknown(&mut self, span: Span, name: &str, known: &[&str]) {
        let near = spelling::nearest(name, known.iter().copied()).map(str::to_owned);
        self.report(
            Diagnostic::error("unknown-field", span, format!("a mapping has no field `{name}`"))
                .expected(format!("one of: {}", known.join(", ")))
                .maybe_suggest(near),
        );
    }

    /// `always`: what is the same in every row.
    fn always(&mut self, mapping: &mut Mapping, node: &Node<'_>) {
        let Value::Map(entries) = &node.value else {
            return self.not_a_group(node.span, "always", "always:\n  state: draft");
        };
        for entry in entries {
            let name = entry.key.value.to_string();
            if !FIELDS.contains(&name.as_str()) && name != "extra" {
                self.unknown(entry.key.span, &name, &FIELDS);
            } else if let Some(constant) = constant_of(&entry.value) {
                self.add(mapping, entry.key.span, (name, Spec::Constant(constant)));
            }
        }
    }

    fn create(&mut self, mapping: &mut Mapping, node: &Node<'_>) {
        let words = texts(node);
        mapping.creates_organisations = words.iter().any(|word| word == "organisations");
        if let Some(other) = words.iter().find(|word| *word != "organisations") {
            self.report(
                Diagnostic::error(
                    "unknown-word",
                    node.span,
                    format!("`{other}` is nothing that an import can create"),
                )
                .expected("`create: organisations`, or no such line")
                .suggest("create: organisations"),
            );
        }
    }

    fn not_a_group(&mut self, span: Span, name: &str, example: &str) {
        self.report(
            Diagnostic::error("not-a-group", span, format!("`{name}` is a group of fields"))
                .expected("fields below it, each indented by two spaces")
                .example(example),
        );
    }

    /// The name of a column, a group that says more of it, a constant, or fields below this one.
    fn spec(&mut self, name: &str, node: &Node<'_>) -> Option<Spec> {
        match &node.value {
            Value::Map(entries) => {
                let has = |wanted: &str| entries.iter().find(|entry| entry.key.value == wanted);
                match (has("column"), has("value")) {
                    (Some(_), _) => self.column(node).map(Spec::Column),
                    // The value of a figure is a column; that of anything else is a constant.
                    (None, Some(value)) if entries.len() == 1 => {
                        constant_of(&value.value).map(Spec::Constant)
                    }
                    _ => Some(Spec::Group(self.group(name, entries))),
                }
            }
            Value::List(items) => {
                Some(Spec::List(items.iter().filter_map(|item| self.spec(name, item)).collect()))
            }
            _ => self.column(node).map(Spec::Column),
        }
    }

    fn group(&mut self, name: &str, entries: &[Entry<'_>]) -> Vec<(String, Spec)> {
        let mut fields = Vec::new();
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        for entry in entries {
            let own = entry.key.value.to_string();
            if name == "organisations" && !roles.contains(&own.as_str()) {
                self.unknown(entry.key.span, &own, &roles);
            } else if entry.value.value != Value::Empty
                && let Some(spec) = self.spec(&own, &entry.value)
            {
                fields.push((own, spec));
            }
        }
        fields
    }

    fn column(&mut self, node: &Node<'_>) -> Option<Column> {
        match &node.value {
            Value::Text(text) => Some(Column { place: self.place(text, node.span)?, ..Column::default() }),
            Value::Map(entries) => self.described_column(node.span, entries),
            Value::Empty | Value::List(_) => {
                self.report(
                    Diagnostic::error("no-column", node.span, "the name of a column is expected here")
                        .expected(format!("one of: {}", self.columns.join(", "))),
                );
                None
            }
        }
    }

    /// `{column: Date, format: dd/mm/yyyy}`
    fn described_column(&mut self, span: Span, entries: &[Entry<'_>]) -> Option<Column> {
        let mut column = Column::default();
        let mut place = None;
        for entry in entries {
            let node = &entry.value;
            match &*entry.key.value {
                "column" => place = self.column(node).map(|column| column.place),
                "separator" => column.separator = one_text(node).map(str::to_owned),
                "default" => column.default = one_text(node).map(str::to_owned),
                "format" => column.formats = self.formats(node),
                "values" => column.values = self.values(node),
                name => self.unknown(
                    entry.key.span,
                    name,
                    &["column", "separator", "format", "values", "default"],
                ),
            }
        }
        if place.is_none() && !entries.iter().any(|entry| entry.key.value == "column") {
            self.report(
                Diagnostic::error("missing-field", span, "this does not say which column is meant")
                    .expected(format!("`column:` with one of: {}", self.columns.join(", "))),
            );
        }
        column.place = place?;
        Some(column)
    }

    fn place(&mut self, name: &str, span: Span) -> Option<usize> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(place) = self.places.get(name.as_str()).copied() {
            self.used[place] = true;
            return Some(place);
        }
        let near = spelling::nearest(&name, self.columns.iter().map(String::as_str)).map(str::to_owned);
        self.report(
            Diagnostic::error("unknown-column", span, format!("the table has no column `{name}`"))
                .expected(format!(
                    "one of: {}; what is the same in every row stands below `always`",
                    self.columns.join(", ")
                ))
                .maybe_suggest(near),
        );
        None
    }

    fn columns_of(&mut self, node: &Node<'_>) -> Vec<usize> {
        let nodes: &[Node<'_>] = match &node.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(node),
        };
        nodes.iter().filter_map(|node| self.column(node)).map(|column| column.place).collect()
    }

    fn formats(&mut self, node: &Node<'_>) -> Vec<DateFormat> {
        let mut formats: Vec<DateFormat> = Vec::new();
        for text in texts(node) {
            match DateFormat::parse(&text) {
                Ok(format) => formats.push(format),
                Err(words) => self.report(
                    Diagnostic::error(
                        "bad-format",
                        node.span,
                        format!("`{text}` does not say how dates are written: {words}"),
                    )
                    .expected("d, m and yyyy with the signs between them; mmmm for a month as a word")
                    .example("format: dd/mm/yyyy"),
                ),
            }
        }
        let orders = |format: &DateFormat| format.day_first();
        if formats.iter().any(|own| orders(own) == Some(true))
            && formats.iter().any(|own| orders(own) == Some(false))
        {
            let words = "two of these formats read the same date as different days";
            self.report(
                Diagnostic::error("bad-format", node.span, words)
                    .expected("either the day or the month first"),
            );
        }
        formats
    }

    fn values(&mut self, node: &Node<'_>) -> Vec<(String, String)> {
        let Value::Map(entries) = &node.value else {
            self.not_a_group(node.span, "values", "values: {Open: under-inquiry, Proven: upheld}");
            return Vec::new();
        };
        let text = |node: &Node<'_>| one_text(node).unwrap_or_default().to_owned();
        entries.iter().map(|entry| (entry.key.value.trim().to_owned(), text(&entry.value))).collect()
    }
}

fn one_text<'a>(node: &'a Node<'_>) -> Option<&'a str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn texts(node: &Node<'_>) -> Vec<String> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(one_text).map(str::to_owned).collect(),
        _ => one_text(node).into_iter().map(str::to_owned).collect(),
    }
}

fn constant_of(node: &Node<'_>) -> Option<Constant> {
    match &node.value {
        Value::Empty => None,
        Value::Text(text) => Some(Constant::One(text.to_string())),
        Value::List(_) => Some(Constant::Several(texts(node))),
        Value::Map(entries) => Some(Constant::Group(
            entries
                .iter()
                .filter_map(|entry| Some((entry.key.value.to_string(), constant_of(&entry.value)?)))
                .collect(),
        )),
    }
}
