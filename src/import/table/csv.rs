//! CSV (RFC 4180), with the separators that spreadsheets use.

use super::Cell;
use super::Row;
use super::Table;
use super::line_at;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use csv::ReaderBuilder;
use csv::StringRecord;
use std::collections::BTreeSet;

/// What may stand between cells, and its name in a sentence.
const SEPARATORS: [(char, &str); 4] =
    [(',', "commas"), (';', "semicolons"), ('\t', "tabulators"), ('|', "bars")];

pub(super) fn read(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    source: &str,
    separator: Option<char>,
) -> Option<Table> {
    let (start, written) = separator_line(source);
    let said = separator.or(written);
    let separator = said.unwrap_or_else(|| separator_of(&source[start..]));
    let mut reader = Reader { diagnostics, file, source, start, separator };
    let mut table = Table { row_word: "row", ..Table::default() };
    if said.is_none()
        && separator != ','
        && let Some((_, name)) = SEPARATORS.iter().find(|(own, _)| *own == separator)
    {
        table.notes.push(format!("The cells are divided by {name}, as the header shows."));
    }
    reader.rows(&mut table)?;
    Some(table)
}

/// `sep=;`, which Excel writes and reads as the first line: where the table begins, and the separator.
fn separator_line(source: &str) -> (usize, Option<char>) {
    let end = source.find('\n').map_or(source.len(), |end| end + 1);
    let line = source[..end].trim_end_matches(['\r', '\n']);
    let separator = line.strip_prefix("sep=").and_then(|rest| {
        let mut signs = rest.chars();
        signs.next().filter(|_| signs.next().is_none())
    });
    if separator.is_some() { (end, separator) } else { (0, None) }
}

/// The separator that stands most often in the header, outside of quotation marks.
fn separator_of(source: &str) -> char {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for sign in source.chars() {
        match sign {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted && counts.iter().any(|count| *count > 0) => break,
            sign if !quoted => {
                if let Some(at) = SEPARATORS.iter().position(|(own, _)| *own == sign) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let at = counts.iter().position(|count| *count == most).unwrap_or_default();
    SEPARATORS[at].0
}

struct Reader<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    file: FileId,
    source: &'a str,
    /// Where the table begins.
    start: usize,
    separator: char,
}

impl Reader<'_> {
    fn rows(&mut self, table: &mut Table) -> Option<()> {
        let separator = u8::try_from(self.separator).ok().filter(u8::is_ascii).unwrap_or(b',');
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(&self.source.as_bytes()[self.start..]);
        let mut record = StringRecord::new();
        let mut number = 0;
        let mut last = 0;
        // The text is in memory and UTF-8, so that no reading fails.
        while reader.read_record(&mut record).unwrap_or(false) {
            number += 1;
            let at = record.position().map_or(0, |position| position.byte() as usize) + self.start;
            let white = self.source[at.min(self.source.len())..]
                .bytes()
                .take_while(|byte| b"\r\n".contains(byte))
                .count();
            last = at + white;
            if number == 1 {
                table.columns = self.header(&record, last)?;
            } else {
                self.row(table, &record, (number, last));
            }
        }
        if number == 0 {
            self.report_empty();
            return None;
        }
        self.check_end(table, last);
        Some(())
    }

    fn report_empty(&mut self) {
        let span = line_at(self.file, self.source, 0);
        self.diagnostics.push(
            Diagnostic::error("no-rows", span, "the file holds nothing")
                .expected("a header with the names of the columns, and a row for each incident below it"),
        );
    }

    fn header(&mut self, record: &StringRecord, at: usize) -> Option<Vec<String>> {
        let mut columns: Vec<String> = Vec::with_capacity(record.len());
        for (index, cell) in record.iter().enumerate() {
            let name = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            columns.push(if name.is_empty() { format!("column {}", index + 1) } else { name });
        }
        let mut seen = BTreeSet::new();
        let Some(twice) = columns.iter().find(|column| !seen.insert(column.as_str())) else {
            return Some(columns);
        };
        let words = format!("two columns are called `{twice}`, so that nobody knows which is meant");
        let span = line_at(self.file, self.source, at);
        self.diagnostics.push(
            Diagnostic::error("column-twice", span, words)
                .expected("another name for one of them, in the header"),
        );
        None
    }

    fn row(&mut self, table: &mut Table, record: &StringRecord, (number, at): (usize, usize)) {
        let mut cells: Vec<Cell> = record.iter().map(Cell::of).collect();
        if cells.iter().all(|cell| *cell == Cell::Empty) {
            return;
        }
        let wanted = table.columns.len();
        let has_more = cells.iter().skip(wanted).any(|cell| *cell != Cell::Empty);
        if has_more || cells.len() < wanted {
            let span = line_at(self.file, self.source, at);
            let words = format!(
                "row {number} has {} cells, and the header has {wanted}; it is left out",
                cells.len()
            );
            self.diagnostics.push(
                Diagnostic::error("row-length", span, words).expected(
                    "as many cells as columns; a cell that holds a separator, a quotation mark or a line break stands in quotation marks",
                ),
            );
            table.refused += 1;
            return;
        }
        cells.truncate(wanted);
        table.rows.push(Row { number, span: line_at(self.file, self.source, at), cells });
    }

    /// A quotation mark that nobody closes makes one cell of all that follows.
    fn check_end(&mut self, table: &mut Table, last: usize) {
        let mut is_quoted = false;
        let mut at_start = true;
        let mut signs = self.source[last.min(self.source.len())..].chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '"' if is_quoted && signs.peek() == Some(&'"') => {
                    signs.next();
                }
                '"' if is_quoted => is_quoted = false,
                '"' if at_start => is_quoted = true,
                _ => {}
            }
            at_start = !is_quoted && (sign == self.separator || sign == '\n');
        }
        if !is_quoted {
            return;
        }
        let span = line_at(self.file, self.source, last);
        if table.rows.last().is_some_and(|row| row.span == span) {
            table.rows.pop();
            table.refused += 1;
        }
        self.diagnostics.push(
            Diagnostic::error(
                "unclosed-quote",
                span,
                "a quotation mark in this row is never closed, so that all to the end of the file is one cell; it is left out",
            )
            .expected("a quotation mark at the end of the cell; one within it is written twice: `\"the \"\"safe\"\" service\"`"),
        );
    }
}
