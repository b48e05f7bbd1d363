//! The line that keeps the old address of a record which gets another id.

use super::Edit;
use super::Edits;
use super::Renaming;
use super::mend::put;
use super::mend::unclear;
use crate::tidy::rank;
use crate::vocabulary::Kind;
use crate::yaml;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Value;

/// Adds the old address, if it is to be kept, and takes out one that the record has again.
pub(super) fn add(renaming: &Renaming<'_>, alias: Option<&str>, edits: &mut Edits) -> Result<(), String> {
    let record = renaming.record();
    let address = renaming.address(renaming.id);
    let again = record.common.aliases.iter().find(|own| format!("/{}", own.value) == address);
    if let Some(again) = again {
        // Where the old address is not wanted it does no harm: nobody was ever led there.
        let with = renaming.address(&record.id);
        put(edits, record.file, Edit { range: again.span.range(), with });
        return Ok(());
    }
    let Some(alias) = alias else { return Ok(()) };
    let text = renaming.inputs.text(record.file).text();
    let range = if renaming.has_file() { record.span.range() } else { whole(&text) };
    let tree = yaml::parse(&mut Vec::new(), record.file, &text, range);
    let edit = if renaming.has_file() {
        let block = Block { kind: record.kind, source: &text, indent: "" };
        block.edits(&tree.entries, alias)
    } else {
        let own = tree.entries.iter().find(|entry| entry.key.span == record.span);
        own.and_then(|own| in_list(&text, &own.value, alias))
    };
    let edit = edit.ok_or_else(|| {
        let why = unclear(renaming, record.span);
        format!("{why}; or add `aliases: [{alias}]` by hand first")
    })?;
    edit.into_iter().for_each(|edit| put(edits, record.file, edit));
    Ok(())
}

/// A whole text, without its byte order mark.
fn whole(text: &str) -> std::ops::Range<usize> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    start..text.len()
}

/// The fields of a reference in a list of several.
fn in_list(source: &str, node: &Node<'_>, alias: &str) -> Option<Vec<Edit>> {
    let Value::Map(entries) = &node.value else { return None };
    let start = node.span.range().start;
    let has_own = entries.iter().any(|entry| entry.key.value == "aliases");
    if source[start..].starts_with('{') && !has_own {
        return Some(vec![insert(start + 1, format!("aliases: [{alias}], "))]);
    }
    let line = source[..start].rfind('\n').map_or(0, |found| found + 1);
    Block { kind: Kind::Reference, source, indent: &source[line..start] }.edits(entries, alias)
}

/// Fields with a line each, and what stands before them.
struct Block<'a> {
    kind: Kind,
    source: &'a str,
    indent: &'a str,
}

impl Block<'_> {
    fn edits(&self, entries: &[Entry<'_>], alias: &str) -> Option<Vec<Edit>> {
        match entries.iter().find(|entry| entry.key.value == "aliases") {
            Some(entry) => self.in_field(entry, alias),
            None => self.new_field(entries, alias),
        }
    }

    /// A field of its own, behind those which stand before it in a record that is tidy.
    fn new_field(&self, entries: &[Entry<'_>], alias: &str) -> Option<Vec<Edit>> {
        let own = rank(self.kind, "aliases");
        let place = |entry: &&Entry<'_>| rank(self.kind, &entry.key.value);
        let before = entries.iter().filter(|entry| place(entry) < own).max_by_key(place)?;
        let line = format!("{}aliases: [{alias}]", self.indent);
        Some(vec![self.line_below(before.value.span.range().end.max(before.key.span.range().end), &line)])
    }

    /// One more address in the field.
    fn in_field(&self, entry: &Entry<'_>, alias: &str) -> Option<Vec<Edit>> {
        let range = entry.value.span.range();
        match &entry.value.value {
            Value::Empty => {
                let colon = entry.key.span.range().end;
                let is_plain = self.source[colon..].starts_with(':');
                is_plain.then(|| vec![insert(colon + 1, format!(" [{alias}]"))])
            }
            Value::Text(_) => {
                Some(vec![insert(range.start, "[".to_owned()), insert(range.end, format!(", {alias}]"))])
            }
            Value::List(items) if self.source[range.start..].starts_with('[') => {
                Some(vec![match items.last() {
                    Some(last) => insert(last.span.range().end, format!(", {alias}")),
                    None => insert(range.start + 1, alias.to_owned()),
                }])
            }
            Value::List(items) => {
                let last = items.last()?.span.range();
                let line = self.source[..last.start].rfind('\n').map_or(0, |found| found + 1);
                let before = &self.source[line..last.start];
                (before.trim() == "-").then(|| vec![self.line_below(last.end, &format!("{before}{alias}"))])
            }
            Value::Map(_) => None,
        }
    }

    /// A line below the one on which something ends.
    fn line_below(&self, end: usize, line: &str) -> Edit {
        let words = self.source[..end].trim_end().len();
        let feed = if self.source.contains("\r\n") { "\r\n" } else { "\n" };
        match self.source[words..].find('\n') {
            Some(found) => insert(words + found + 1, format!("{line}{feed}")),
            None => insert(self.source.len(), format!("{feed}{line}")),
        }
    }
}

fn insert(at: usize, with: String) -> Edit {
    Edit { range: at..at, with }
}
