//! Rows of a table as incidents.

mod names;

pub use names::Names;

use super::check::NewRecord;
use super::mapping::Column;
use super::mapping::Constant;
use super::mapping::Mapping;
use super::mapping::Spec;
use super::mapping::both_readings;
use super::table::Cell;
use super::table::Row;
use super::table::Table;
use super::work::shown;
use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::spelling;
use crate::url::is_id;
use crate::vocabulary::Kind;
use crate::yaml::write;
use crate::yaml::write::Line;
use crate::yaml::write::Written;
use std::collections::BTreeMap;

/// Fields of incidents that hold text of one's own; all others hold words of the format.
const TEXTS: [&str; 14] = [
    "title", "summary", "places", "unknowns", "label", "unit", "text", "quote", "at", "note", "reason",
    "said_by", "allow", "extra",
];

/// Fields that hold dates.
const DATES: [&str; 9] =
    ["date", "reported", "published", "updated", "start", "end", "asked", "deadline", "received"];

/// An id made of a title has at most so many letters.
const LONGEST_ID: usize = 60;

/// Where a record comes from; it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Where the original is kept, below the site folder.
    pub file: String,
    /// SHA-256 of the original, as 64 hexadecimal digits.
    pub sha256: String,
    /// The number of the row.
    pub row: String,
}

/// An incident of the table, before anybody knows whether the site has it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Its row.
    pub row: usize,
    /// Organisations that it names and that the site does not have yet.
    pub new_organisations: Vec<String>,
    lines: Vec<Line>,
    extra: Vec<Line>,
    body: String,
}

impl Draft {
    /// The file of the incident.
    pub fn text(&self, provenance: &Provenance) -> String {
        let mut extra = self.extra.clone();
        extra.push(import_line(provenance));
        let mut lines = self.lines.clone();
        lines.push(Line::Field("extra".to_owned(), Written::Group(extra)));
        let body = if self.body.is_empty() { String::new() } else { format!("\n{}\n", self.body) };
        format!("---\n{}---\n{body}", write::fields(&lines))
    }
}

/// `import: {file, sha256, row}`
pub fn import_line(provenance: &Provenance) -> Line {
    let Provenance { file, sha256, row } = provenance;
    let group = vec![Line::word("file", file), Line::word("sha256", sha256), Line::word("row", row)];
    Line::Field("import".to_owned(), Written::Group(group))
}

/// A mistake in a cell: what is wrong with it, what was expected, and how it should look.
struct Fault {
    code: &'static str,
    words: String,
    expected: String,
    example: Option<String>,
}

/// Makes an incident of each row that can be one, and reports the others, each with all that is wrong with it.
pub fn drafts(
    diagnostics: &mut Vec<Diagnostic>,
    table: &Table,
    mapping: &Mapping,
    names: &mut Names,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for row in &table.rows {
        let mut maker = Maker {
            table,
            row,
            names,
            creates: mapping.creates_organisations,
            created: Vec::new(),
            faults: Vec::new(),
        };
        let draft = maker.draft(mapping);
        if let Some(draft) = &draft
            && maker.faults.is_empty()
        {
            match ids.get(&draft.id) {
                Some(other) => maker.faults.push(same_id(table, &draft.id, *other)),
                None => drop(ids.insert(draft.id.clone(), row.number)),
            }
        }
        let faults = std::mem::take(&mut maker.faults);
        match draft {
            Some(draft) if faults.is_empty() => drafts.push(draft),
            _ => diagnostics.extend(faults.into_iter().map(|fault| told(table, row, fault))),
        }
    }
    drafts
}

fn told(table: &Table, row: &Row, fault: Fault) -> Diagnostic {
    let words = format!("{} {}: {}; it is left out", table.row_word, row.number, fault.words);
    let mistake = Diagnostic::error(fault.code, row.span, words).expected(fault.expected);
    match fault.example {
        Some(example) => mistake.example(example),
        None => mistake,
    }
}

fn same_id(table: &Table, id: &str, other: usize) -> Fault {
    Fault {
        code: "id-twice",
        words: format!("it has the id `{id}`, which is that of {} {other}", table.row_word),
        expected:
            "an id for each: another title, or a column with a number of its own as `id` in the mapping"
                .to_owned(),
        example: None,
    }
}

struct Maker<'a> {
    table: &'a Table,
    row: &'a Row,
    names: &'a mut Names,
    creates: bool,
    created: Vec<String>,
    faults: Vec<Fault>,
}

impl Maker<'_> {
    fn draft(&mut self, mapping: &Mapping) -> Option<Draft> {
        let mut lines = Vec::new();
        let mut extra = Vec::new();
        for (name, spec) in &mapping.fields {
            match self.field(name, spec, "") {
                Some(Written::Group(group)) if name == "extra" => extra = group,
                Some(value) => lines.push(Line::Field(name.clone(), value)),
                None => {}
            }
        }
        let title = lines.iter().find_map(|line| match line {
            Line::Field(name, Written::Text(title)) if name == "title" => Some(title.clone()),
            _ => None,
        });
        if title.is_none() && self.faults.is_empty() {
            self.fault(
                "missing-field",
                "it has no title".to_owned(),
                "a text in the column of the title".to_owned(),
            );
        }
        let id = self.id(mapping, &title?)?;
        let texts: Vec<String> =
            mapping.text.iter().filter_map(|place| whole_text(&self.row.cells[*place])).collect();
        Some(Draft {
            id,
            row: self.row.number,
            new_organisations: std::mem::take(&mut self.created),
            lines,
            extra,
            body: texts.join("\n\n"),
        })
    }

    fn fault(&mut self, code: &'static str, words: String, expected: String) {
        self.faults.push(Fault { code, words, expected, example: None });
    }

    fn id(&mut self, mapping: &Mapping, title: &str) -> Option<String> {
        let Some(column) = &mapping.id else {
            let id = id_of_title(title);
            if id.is_none() {
                let words = format!("no id can be made of the title {}", shown(title));
                self.fault(
                    "bad-id",
                    words,
                    "a title with letters or digits, or a column as `id` in the mapping".to_owned(),
                );
            }
            return id;
        };
        let written = whole_text(&self.row.cells[column.place]).unwrap_or_default();
        let id = if is_id(&written) { written.clone() } else { slug::slugify(&written) };
        if is_id(&id) && id != "index" {
            return Some(id);
        }
        let words = format!(
            "`{}` is {}, of which no id can be made",
            self.table.columns[column.place],
            shown(&written)
        );
        self.fault("bad-id", words, "letters, digits and hyphens: `2018-017`".to_owned());
        None
    }

    /// What a field is in this row; nothing where no cell of it holds anything.
    fn field(&mut self, name: &str, spec: &Spec, above: &str) -> Option<Written> {
        match spec {
            Spec::Constant(constant) => Some(constant_value(name, above, constant)),
            Spec::Column(column) => self.cell(name, column, above),
            Spec::List(specs) => {
                let items: Vec<Written> =
                    specs.iter().filter_map(|spec| self.field(name, spec, above)).collect();
                (!items.is_empty()).then_some(Written::List(items))
            }
            Spec::Group(fields) => {
                let mut lines = Vec::new();
                // What is the same in every row says nothing where the columns beside it are empty.
                let mut holds = fields.iter().all(|(_, spec)| matches!(spec, Spec::Constant(_)));
                for (own, spec) in fields {
                    if let Some(value) = self.field(own, spec, name) {
                        holds |= !matches!(spec, Spec::Constant(_));
                        lines.push(Line::Field(own.clone(), value));
                    }
                }
                holds.then_some(Written::Group(lines))
            }
        }
    }

    fn cell(&mut self, name: &str, column: &Column, above: &str) -> Option<Written> {
        let texts = match (&self.row.cells[column.place], &column.separator) {
            (Cell::Empty, _) => column.default.iter().cloned().collect(),
            (Cell::List(texts), _) => texts.clone(),
            (Cell::Text(text), None) => vec![text.clone()],
            (Cell::Text(text), Some(separator)) => split(text, separator),
        };
        let is_list = column.separator.is_some() || matches!(self.row.cells[column.place], Cell::List(_));
        let mut values: Vec<Written> = Vec::new();
        for text in texts {
            let Some(text) = self.translated(name, column, text) else { continue };
            let value = self.value((name, above), column, text)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        match (values.len(), is_list) {
            (0, _) => None,
            (1, _) if !is_list || above == "organisations" => values.pop(),
            (_, true) => Some(Written::List(values)),
            (_, false) => values.pop(),
        }
    }

    /// The word that the mapping has for a text of the table; nothing where that is empty.
    fn translated(&mut self, name: &str, column: &Column, text: String) -> Option<String> {
        if column.values.is_empty() {
            return Some(text);
        }
        let same =
            |(from, _): &&(String, String)| *from == text || from.to_lowercase() == text.to_lowercase();
        if let Some((_, to)) = column.values.iter().find(same) {
            return Some(to.clone()).filter(|to| !to.is_empty());
        }
        if column.values.iter().any(|(_, to)| *to == text) {
            return Some(text);
        }
        let known: Vec<&str> = column.values.iter().map(|(from, _)| from.as_str()).collect();
        let near = spelling::nearest(&text, known.iter().copied());
        let near = near.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        self.faults.push(Fault {
            code: "unknown-value",
            words: format!(
                "`{}` is {}, for which the mapping of `{name}` has no word{near}",
                self.table.columns[column.place],
                shown(&text)
            ),
            expected: format!("one of: {}; or another line below `values` in the mapping", known.join(", ")),
            example: Some(format!("values: {{{}: …}}", write::scalar(&text, true))),
        });
        None
    }

    fn value(&mut self, (name, above): (&str, &str), column: &Column, text: String) -> Option<Written> {
        if above == "organisations" {
            return self.organisation(column, &text).map(Written::Word);
        }
        match name {
            "sources" | "source" | "ref" => self.source(column, text).map(Written::Word),
            name if DATES.contains(&name) => self.date(name, column, &text).map(Written::Word),
            name if TEXTS.contains(&name) || TEXTS.contains(&above) => {
                Some(Written::Text(one_line(name, text)))
            }
            _ => Some(Written::Word(text)),
        }
    }

    fn date(&mut self, name: &str, column: &Column, text: &str) -> Option<String> {
        if let Some(date) = column.formats.iter().find_map(|format| format.read(text)) {
            return Some(date);
        }
        if PartialDate::parse(text).is_ok() {
            return Some(text.to_owned());
        }
        let place = &self.table.columns[column.place];
        let written = write::scalar(place, true);
        let fault = |words: String, expected: String, example: Option<String>| Fault {
            code: "bad-date",
            words: format!("`{place}` is {}, which is {words}", shown(text)),
            expected,
            example,
        };
        let known = "2018-06-20, 2018-06 or 2018";
        let fault = if column.formats.is_empty() {
            let words = both_readings(text).unwrap_or_else(|| "no date that is known here".to_owned());
            let expected =
                format!("in the mapping, how dates are written, which is never guessed; or {known}");
            fault(words, expected, Some(format!("{name}: {{column: {written}, format: dd/mm/yyyy}}")))
        } else {
            let formats: Vec<&str> = column.formats.iter().map(|format| format.as_written()).collect();
            let expected = format!("a day that exists, written as `{}`; or {known}", formats.join("` or `"));
            fault("no such date in the format of the mapping".to_owned(), expected, None)
        };
        self.faults.push(fault);
        None
    }

    fn organisation(&mut self, column: &Column, text: &str) -> Option<String> {
        let place = &self.table.columns[column.place];
        let found = self.names.organisations(text);
        match found.len() {
            1 => {
                self.created.extend(found.first().filter(|id| self.names.is_new(id)).cloned());
                return found.into_iter().next();
            }
            0 if self.creates => {
                let id = self.names.create_organisation(text, self.row.number, self.row.span);
                self.created.push(id.clone());
                return Some(id);
            }
            0 => {}
            _ => {
                let words =
                    format!("`{place}` is {}, which is a name of {}", shown(text), found.join(" and of "));
                self.fault(
                    "unclear-organisation",
                    words,
                    "the id of the one that is meant, in the table or below `values` in the mapping"
                        .to_owned(),
                );
                return None;
            }
        }
        let near = self.names.near_organisation(text);
        let words = match &near {
            Some(near) => format!(
                "`{place}` is {}, and no organisation has that name; the nearest is `{near}`",
                shown(text)
            ),
            None => format!("`{place}` is {}, and no organisation has that name", shown(text)),
        };
        self.faults.push(Fault {
            code: "unknown-organisation",
            words,
            expected: "a name that stands in `content/organisations/`, a line below `values`, or `create: organisations` in the mapping, which drafts it".to_owned(),
            example: near.map(|near| format!("values: {{{}: {near}}}", write::scalar(text, true))),
        });
        None
    }

    /// An id as it stands, or the reference with that address on the web.
    fn source(&mut self, column: &Column, text: String) -> Option<String> {
        if !text.contains("://") {
            return Some(text);
        }
        let found = self.names.reference_at(&text);
        if found.is_none() {
            let words = format!(
                "`{}` is {}, and no reference has that address",
                self.table.columns[column.place],
                shown(&text)
            );
            self.fault(
                "unknown-source",
                words,
                "a reference with this `url` in `content/references/`, before the import; or its id"
                    .to_owned(),
            );
        }
        found
    }
}

fn constant_value(name: &str, above: &str, constant: &Constant) -> Written {
    let word = |text: &String| {
        if TEXTS.contains(&name) || TEXTS.contains(&above) {
            Written::Text(text.clone())
        } else {
            Written::Word(text.clone())
        }
    };
    match constant {
        Constant::One(text) => word(text),
        Constant::Several(texts) => Written::List(texts.iter().map(word).collect()),
        Constant::Group(fields) => Written::Group(
            fields
                .iter()
                .map(|(own, value)| Line::Field(own.clone(), constant_value(own, name, value)))
                .collect(),
        ),
    }
}

/// Titles and the like have no line breaks.
fn one_line(name: &str, text: String) -> String {
    match name {
        "title" | "summary" | "label" | "places" | "unit" => {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => text,
    }
}

fn split(text: &str, separator: &str) -> Vec<String> {
    let parts: Vec<&str> = match separator.trim() {
        "" => text.split_whitespace().collect(),
        separator => text.split(separator).collect(),
    };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn whole_text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(text.clone()),
        Cell::List(texts) => {
            Some(texts.iter().map(|text| format!("- {text}")).collect::<Vec<_>>().join("\n"))
        }
    }
}

/// The words of a title, as many as fit.
fn id_of_title(title: &str) -> Option<String> {
    let slug = slug::slugify(title);
    let end = match slug.get(..=LONGEST_ID) {
        Some(start) => start.rfind('-').unwrap_or(LONGEST_ID),
        None => slug.len(),
    };
    let id = slug[..end].to_owned();
    match id.as_str() {
        "index" => Some("incident-index".to_owned()),
        id => is_id(id).then(|| id.to_owned()),
    }
}

/// The file of an incident.
pub fn record(draft: &Draft, table: &Table, provenance: &Provenance, origin: crate::span::Span) -> NewRecord {
    NewRecord {
        path: format!("content/{}/{}.md", Kind::Incident.folder(), draft.id),
        text: draft.text(provenance),
        origin,
        name: format!("{} {}", table.row_word, draft.row),
    }
}
