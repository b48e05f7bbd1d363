//! JSON as a table: an array of objects, or an object a line. Numbers stay the text that was written.

use super::Cell;
use super::Row;
use super::Table;
use super::line_at;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The fields of an object in the order in which they were written.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry::<String, &RawValue>()? {
            fields.push(field);
        }
        Ok(Object(fields))
    }
}

/// Objects in objects, at most.
const DEEPEST: usize = 8;

pub(super) fn read(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Option<Table> {
    let mut reader = Reader { diagnostics, file, source, columns: BTreeMap::new(), table: Table::default() };
    reader.table.row_word = "object";
    if source.trim_start().starts_with('[') {
        reader.array()?;
    } else {
        reader.lines();
    }
    if reader.table.rows.is_empty() && reader.table.refused == 0 {
        let words = "the file holds no objects";
        reader.report("no-rows", 0, words.to_owned());
        return None;
    }
    let mut table = reader.table;
    let width = table.columns.len();
    table.rows.iter_mut().for_each(|row| row.cells.resize(width, Cell::Empty));
    Some(table)
}

struct Reader<'a, 'd> {
    diagnostics: &'d mut Vec<Diagnostic>,
    file: FileId,
    source: &'a str,
    columns: BTreeMap<String, usize>,
    table: Table,
}

impl<'a> Reader<'a, '_> {
    fn report(&mut self, code: &'static str, at: usize, words: String) {
        let span = line_at(self.file, self.source, at);
        self.diagnostics.push(
            Diagnostic::error(code, span, words)
                .expected("an array of objects, or an object a line")
                .example("[{\"title\": \"Letters lost\", \"date\": \"2018-06-20\"}, {\"title\": \"…\"}]"),
        );
    }

    fn array(&mut self) -> Option<()> {
        match serde_json::from_str::<Vec<&'a RawValue>>(self.source) {
            Ok(values) => {
                for (index, value) in values.into_iter().enumerate() {
                    self.object(index + 1, value.get());
                }
                Some(())
            }
            Err(error) => {
                let at = place_of(self.source, &error);
                self.report("bad-json", at, format!("this is no JSON: {}", plain(&error)));
                None
            }
        }
    }

    /// An object a line; or one after the other, over several lines.
    fn lines(&mut self) {
        let mut number = 0;
        let mut at = 0;
        let is_a_line =
            |line: &str| line.trim().is_empty() || line.trim().starts_with('{') && line.trim().ends_with('}');
        if self.source.lines().all(is_a_line) {
            for line in self.source.lines().filter(|line| !line.trim().is_empty()) {
                number += 1;
                self.object(number, line);
            }
            return;
        }
        let values = serde_json::Deserializer::from_str(self.source).into_iter::<&'a RawValue>();
        for value in values {
            number += 1;
            match value {
                Ok(value) => self.object(number, value.get()),
                Err(error) => {
                    at = place_of(self.source, &error).max(at);
                    self.table.refused += 1;
                    self.report(
                        "bad-json",
                        at,
                        format!(
                            "object {number} and all behind it are left out, since this is no JSON: {}",
                            plain(&error)
                        ),
                    );
                    return;
                }
            }
        }
    }

    /// An object, which is a part of the source.
    fn object(&mut self, number: usize, text: &'a str) {
        let at = text.as_ptr() as usize - self.source.as_ptr() as usize;
        let mut cells = Vec::new();
        let read = match serde_json::from_str::<Object<'a>>(text) {
            Ok(object) => self.fields(&mut cells, "", object, DEEPEST),
            Err(error) => Err(format!("it is no object: {}", plain(&error))),
        };
        match read {
            Ok(()) if cells.iter().all(|cell| *cell == Cell::Empty) => {}
            Ok(()) => {
                let span = line_at(self.file, self.source, at);
                self.table.rows.push(Row { number, span, cells });
            }
            Err(words) => {
                self.table.refused += 1;
                self.report("bad-object", at, format!("object {number} is left out: {words}"));
            }
        }
    }

    fn fields(
        &mut self,
        cells: &mut Vec<Cell>,
        prefix: &str,
        object: Object<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let mut seen = std::collections::BTreeSet::new();
        for (key, value) in object.0 {
            let name = format!("{prefix}{}", key.trim());
            if !seen.insert(name.clone()) {
                return Err(format!("it has the field `{name}` twice"));
            }
            let inner = if depth > 0 { serde_json::from_str::<Object<'a>>(value.get()).ok() } else { None };
            match inner {
                Some(inner) => self.fields(cells, &format!("{name}."), inner, depth - 1)?,
                None => {
                    let cell = cell_of(value.get());
                    self.put(cells, name, cell);
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, cells: &mut Vec<Cell>, name: String, cell: Cell) {
        let next = self.table.columns.len();
        let place = *self.columns.entry(name.clone()).or_insert(next);
        if place == next {
            self.table.columns.push(name);
        }
        if cells.len() <= place {
            cells.resize(place + 1, Cell::Empty);
        }
        cells[place] = cell;
    }
}

/// A value as a cell: a number as it was written, and what holds objects as the text that it is.
fn cell_of(text: &str) -> Cell {
    if text == "null" {
        return Cell::Empty;
    }
    if text.starts_with('"') {
        return serde_json::from_str::<String>(text).map_or(Cell::Empty, |text| Cell::of(&text));
    }
    if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) {
        let texts: Vec<Cell> = items.iter().map(|item| cell_of(item.get())).collect();
        if texts.iter().all(|cell| !matches!(cell, Cell::List(_)) && !is_object(cell)) {
            let texts: Vec<String> = texts
                .into_iter()
                .filter_map(|cell| match cell {
                    Cell::Text(text) => Some(text),
                    _ => None,
                })
                .collect();
            return if texts.is_empty() { Cell::Empty } else { Cell::List(texts) };
        }
    }
    Cell::of(text)
}

fn is_object(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.starts_with('{'))
}

/// Where a mistake shows.
fn place_of(source: &str, error: &serde_json::Error) -> usize {
    let lines = source.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line: usize = lines.map(str::len).sum();
    let at = (line + error.column().saturating_sub(1)).min(source.len());
    (0..=at).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0)
}

/// What the parser says, without its place.
fn plain(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.rfind(" at line ").map_or(words.clone(), |end| words[..end].to_owned())
}
