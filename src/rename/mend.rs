//! The bytes to change where something names a record by its id or its file.

use super::Edit;
use super::Edits;
use super::Renaming;
use crate::document::Record;
use crate::markdown;
use crate::markdown::AsWritten;
use crate::resolve::Form;
use crate::resolve::Meaning;
use crate::resolve::Mention;
use crate::span::FileId;
use crate::span::Span;
use crate::url;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Every change that the new id makes necessary, but for old addresses.
pub(super) fn edits(renaming: &Renaming<'_>, named: &[Vec<Mention>]) -> Result<Edits, String> {
    let mut edits = Edits::new();
    // The text that was looked into last: a file of thousands of records is not read again for each.
    let mut open: Option<(FileId, Cow<'_, str>)> = None;
    let naming = renaming.documents.records.iter().zip(named).filter(|(_, mentions)| !mentions.is_empty());
    for (record, mentions) in naming {
        if open.as_ref().is_none_or(|(file, _)| *file != record.file) {
            open = Some((record.file, renaming.inputs.text(record.file).text()));
        }
        let text = open.as_ref().map_or("", |(_, text)| text);
        let mut file = File { renaming, record, text, addresses: None };
        for mention in mentions {
            for edit in file.edits(mention)? {
                put(&mut edits, record.file, edit);
            }
        }
    }
    let record = renaming.record();
    if !renaming.has_file() {
        let text = renaming.inputs.text(record.file).text();
        let place = id_in(&text, record.span, &record.id).ok_or_else(|| unclear(renaming, record.span))?;
        put(&mut edits, record.file, Edit { range: place, with: renaming.id.to_owned() });
    }
    Ok(edits)
}

pub(super) fn put(edits: &mut Edits, file: FileId, edit: Edit) {
    edits.entry(file).or_default().insert((edit.range.start, edit.range.end), edit.with);
}

/// Said where a name is written in a way that cannot be changed with certainty.
pub(super) fn unclear(renaming: &Renaming<'_>, span: Span) -> String {
    let place = renaming.place(span.file, span.range().start);
    format!(
        "{place}: the record is named here in a way that cannot be mended with certainty; write it as plain letters, without `\\`, `%` or `&`, and run this again"
    )
}

/// Where an id stands in a place of a text, as a word of its own: the last, behind a kind.
fn id_in(text: &str, span: Span, id: &str) -> Option<Range<usize>> {
    let written = text.get(span.range())?;
    let is_apart = |at: usize| {
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        !written[..at].ends_with(is_part) && !written[at + id.len()..].starts_with(is_part)
    };
    let at = written.rmatch_indices(id).map(|(at, _)| at).find(|at| is_apart(*at))?;
    let start = span.range().start + at;
    Some(start..start + id.len())
}

/// A file whose names are mended.
struct File<'a> {
    renaming: &'a Renaming<'a>,
    record: &'a Record<AsWritten>,
    text: &'a str,
    /// Where the addresses of its links are, once they are wanted.
    addresses: Option<BTreeMap<Span, Span>>,
}

impl File<'_> {
    fn edits(&mut self, mention: &Mention) -> Result<Vec<Edit>, String> {
        let is_meant =
            matches!(mention.to, Meaning::Record { index, by_id: true, .. } if index == self.renaming.index);
        match mention.form {
            Form::Id(kinds) if is_meant => Ok(vec![self.id(mention, kinds)?]),
            Form::Name if is_meant => Ok(self.name(mention)?.into_iter().collect()),
            Form::File => self.file(mention),
            Form::Address => self.address(mention),
            Form::Id(_) | Form::Name => Ok(Vec::new()),
        }
    }

    fn id(&self, mention: &Mention, kinds: &[Kind]) -> Result<Edit, String> {
        let old = &self.renaming.record().id;
        let place =
            id_in(self.text, mention.span, old).ok_or_else(|| unclear(self.renaming, mention.span))?;
        let with =
            if mention.name.contains(':') { self.renaming.id.to_owned() } else { self.clear_id(kinds) };
        Ok(Edit { range: place, with })
    }

    /// The new id, with its kind before it where a record of another kind has it too.
    fn clear_id(&self, kinds: &[Kind]) -> String {
        let (id, kind) = (self.renaming.id, self.renaming.record().kind);
        let is_shared = |other: &Record<AsWritten>| other.id == id && kinds.contains(&other.kind);
        let shared = self.renaming.documents.records.iter().any(is_shared);
        if shared { format!("{}:{id}", kind.code()) } else { id.to_owned() }
    }

    /// `[[id]]`. That of a topic within a sentence is its title too (`of [[outsourcing]]`), and remains.
    fn name(&self, mention: &Mention) -> Result<Option<Edit>, String> {
        if matches!(mention.to, Meaning::Record { words: Some(_), .. }) {
            return Ok(None);
        }
        let record = self.renaming.record();
        let unclear = || unclear(self.renaming, mention.span);
        let written = self.text.get(mention.span.range()).ok_or_else(unclear)?;
        let name_end = written.find(['|', '#', ']']).ok_or_else(unclear)?;
        let start = mention.span.range().start;
        let name = Span::new(mention.span.file, start, start + name_end);
        let place = id_in(self.text, name, &record.id).ok_or_else(unclear)?;
        let has_kind = written[..name_end].contains(':');
        // The title of a topic would be shown as a word of the sentence, where it was shown as a title.
        let is_title = record.kind == Kind::Topic
            && record.common.title.value.to_lowercase() == self.renaming.id
            && !written.contains('|');
        let with = match (has_kind, is_title) {
            (true, _) => self.renaming.id.to_owned(),
            (false, true) => format!("{}:{}", record.kind.code(), self.renaming.id),
            (false, false) => self.clear_id(Kind::ALL),
        };
        Ok(Some(Edit { range: place, with }))
    }

    /// The path of a file in a field, which is no address: nothing in it is encoded.
    fn file(&self, mention: &Mention) -> Result<Vec<Edit>, String> {
        let parts = self.parts(&mention.name, Cow::Borrowed, false);
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let range = mention.span.range();
        let written = self.text.get(range.clone()).filter(|text| text.matches(&mention.name).count() == 1);
        let at = written.and_then(|text| text.find(&mention.name));
        let at = at.ok_or_else(|| unclear(self.renaming, mention.span))?;
        Ok(moved(parts, range.start + at))
    }

    fn address(&mut self, mention: &Mention) -> Result<Vec<Edit>, String> {
        let base = self.renaming.documents.config.base_url.as_str();
        let within = mention.name.strip_prefix(base).filter(|_| !base.is_empty());
        let is_meant = matches!(mention.to, Meaning::Record { index, .. } if index == self.renaming.index);
        if mention.to == Meaning::Elsewhere && within.is_none() && mention.name.contains("://") {
            return Ok(Vec::new());
        }
        let decode = |part| Cow::Owned(url::decode(part));
        let path = within.map_or(Cow::Borrowed(mention.name.as_str()), |rest| Cow::Owned(format!("/{rest}")));
        let parts = self.parts(&path, decode, is_meant);
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let unclear = || unclear(self.renaming, mention.span);
        let place = self.addresses().get(&mention.span).copied().ok_or_else(unclear)?;
        if self.text.get(place.range()) != Some(mention.name.as_str()) {
            return Err(unclear());
        }
        let start = place.range().start + mention.name.len() - path.len();
        Ok(moved(parts, start))
    }

    fn addresses(&mut self) -> &BTreeMap<Span, Span> {
        let (record, text) = (self.record, self.text);
        self.addresses.get_or_insert_with(|| markdown::addresses(record.file, text, record.body_start(text)))
    }

    /// The parts of a path that stand for the file or the folder of the record, and what is to stand there.
    fn parts<'p>(
        &self,
        path: &'p str,
        decode: impl Fn(&'p str) -> Cow<'p, str>,
        is_meant: bool,
    ) -> Vec<Edit> {
        let renaming = self.renaming;
        let (record, has_folder) = (renaming.record(), renaming.record().bundle.is_some());
        let path = &path[..path.find(['#', '?']).unwrap_or(path.len())];
        let own = renaming.path_of(self.record.file).rsplit_once('/').map_or("", |(folder, _)| folder);
        let start = if path.starts_with('/') { "content" } else { own };
        let mut above: Vec<Cow<'_, str>> = start.split('/').map(Cow::Borrowed).collect();
        let mut edits = Vec::new();
        let mut at = 0;
        for part in path.split('/') {
            let range = at..at + part.len();
            at = range.end + 1;
            let decoded = decode(part);
            match &*decoded {
                "" | "." => continue,
                ".." => _ = above.pop(),
                _ => {
                    let folder = above.strip_prefix(&[Cow::Borrowed("content")]).unwrap_or(&above);
                    let behind = decoded.strip_prefix(record.id.as_str()).filter(|behind| {
                        let is_last = is_meant && range.end == path.len();
                        has_folder && behind.is_empty() || is_last && matches!(*behind, ".md" | ".html")
                    });
                    if let (Some(behind), [folder]) = (behind, folder)
                        && *folder == record.kind.folder()
                    {
                        edits.push(Edit { range, with: format!("{}{behind}", renaming.id) });
                    }
                    above.push(decoded);
                }
            }
        }
        edits
    }
}

/// Changes within a path, in a text in which it begins at `start`.
fn moved(edits: Vec<Edit>, start: usize) -> Vec<Edit> {
    let moved = |edit: Edit| Edit { range: start + edit.range.start..start + edit.range.end, ..edit };
    edits.into_iter().map(moved).collect()
}
