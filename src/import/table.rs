//! Tables of other programs, as rows of cells with their places: CSV in any of its dialects, and JSON.

mod csv;
mod json;

use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of its columns, each once.
    pub columns: Vec<String>,
    /// Its rows that could be read and are not empty.
    pub rows: Vec<Row>,
    /// How many rows could not be read; each was reported.
    pub refused: usize,
    /// How the file was read where it could have been read otherwise, in sentences.
    pub notes: Vec<String>,
    /// What a row is called in this form: `row`, or `object`.
    pub row_word: &'static str,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number: in a table that of a spreadsheet, where the header is row 1; in JSON from 1.
    pub number: usize,
    /// Its first line.
    pub span: Span,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or white space.
    #[default]
    Empty,
    /// A text without white space around it.
    Text(String),
    /// A list of texts, as only JSON has it.
    List(Vec<String>),
}

impl Cell {
    /// A text without the white space around it, and with the line ends of Unix.
    fn of(text: &str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(text.replace("\r\n", "\n").replace('\r', "\n")),
        }
    }
}

/// Reads a table with a header. `separator` is what the author says stands between cells; otherwise the header shows it.
pub fn read_csv(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    source: &str,
    separator: Option<char>,
) -> Option<Table> {
    csv::read(diagnostics, file, source, separator)
}

/// Reads an array of objects, or an object a line. Fields of objects within are columns with a point: `place.town`.
pub fn read_json(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Option<Table> {
    json::read(diagnostics, file, source)
}

/// What stands in the line from a place to its end.
fn line_at(file: FileId, source: &str, at: usize) -> Span {
    let at = at.min(source.len());
    let end = memchr::memchr2(b'\n', b'\r', &source.as_bytes()[at..]).map_or(source.len(), |end| at + end);
    Span::new(file, at, end)
}
