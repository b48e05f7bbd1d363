//! The names by which records can be called: ids, titles, names of organisations, addresses.

#![expect(clippy::disallowed_types, reason = "names are looked up by the ten thousand, and never listed")]

use crate::document::Details;
use crate::document::Record;
use crate::input::Inputs;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::span::Span;
use crate::spelling;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// What is kept of a document so that others can be resolved against it.
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) span: Span,
    pub(super) anchors: Vec<String>,
}

/// Every name of every document. Documents are known by their position.
pub(super) struct Names {
    pub(super) documents: Vec<Named>,
    ids: HashMap<String, Vec<usize>>,
    titles: BTreeMap<String, Vec<(String, usize)>>,
    paths: HashMap<String, usize>,
    /// The documents that have a file of their own, in the order of paths.
    files: Vec<(FileId, usize)>,
}

/// What a name names.
pub(super) enum Found {
    One(usize),
    Several(Vec<usize>),
    Nothing,
}

impl Names {
    pub(super) fn of(written: &[Record<AsWritten>], inputs: &Inputs) -> Self {
        let documents = written.par_iter().map(named).collect();
        let mut names = Self {
            documents,
            ids: HashMap::with_capacity(written.len()),
            titles: BTreeMap::new(),
            paths: HashMap::with_capacity(written.len()),
            files: Vec::with_capacity(written.len()),
        };
        let ids_and_paths = || {
            for (index, record) in written.iter().enumerate() {
                names.ids.entry(record.id.clone()).or_default().push(index);
                names.paths.insert(crate::url::record_path(record.kind, &record.id), index);
                if inputs.text(record.file).path.ends_with(".md") {
                    names.files.push((record.file, index));
                }
            }
        };
        let (titles, ()) = rayon::join(|| titles_of(written), ids_and_paths);
        names.titles = titles;
        names
    }

    /// The document with an id, of one of the kinds.
    pub(super) fn by_id(&self, id: &str, kinds: &[Kind]) -> Found {
        let indices = self.ids.get(id).into_iter().flatten().copied();
        found_of(indices.filter(|index| kinds.contains(&self.documents[*index].kind)))
    }

    /// The document that a link's name means: an id, a title or the name of an organisation; `kind:id` where
    /// two kinds share an id.
    pub(super) fn by_name(&self, name: &str) -> Found {
        if let Some((kind, id)) = name.split_once(':')
            && let Some(kind) = Kind::from_code(kind.trim())
        {
            return self.by_id(id.trim(), &[kind]);
        }
        match self.by_id(name, Kind::ALL) {
            Found::Nothing => self.by_title(name),
            found => found,
        }
    }

    fn by_title(&self, title: &str) -> Found {
        let Some(list) = self.titles.get(&fold(title)) else { return Found::Nothing };
        let exact = list.iter().filter(|(written, _)| written == title).map(|(_, index)| *index);
        match found_of(exact) {
            Found::Nothing => found_of(list.iter().map(|(_, index)| *index)),
            found => found,
        }
    }

    /// Whether a name is the title of a document as it reads within a sentence: a common noun has no capital letter there.
    pub(super) fn is_title_within_sentence(&self, name: &str, index: usize) -> bool {
        let rest = |text: &str| text.chars().skip(1).collect::<String>();
        let titles = self.titles.get(&fold(name)).into_iter().flatten();
        titles.filter(|(_, own)| *own == index).any(|(title, _)| rest(title) == rest(name))
    }

    /// The document whose page has a site path.
    pub(super) fn by_path(&self, path: &str) -> Option<usize> {
        self.paths.get(path).copied()
    }

    /// The document that was read from a file.
    pub(super) fn by_source(&self, inputs: &Inputs, path: &str) -> Option<usize> {
        let found = self.files.binary_search_by(|(file, _)| inputs.text(*file).path.as_str().cmp(path));
        found.ok().map(|at| self.files[at].1)
    }

    /// The id or title nearest to a name, as it could be written in a field of `kinds`.
    pub(super) fn nearest_id(&self, name: &str, kinds: &[Kind]) -> Option<String> {
        if let Found::One(index) = self.by_title(name)
            && kinds.contains(&self.documents[index].kind)
        {
            return Some(self.documents[index].id.clone());
        }
        let ids = self
            .documents
            .iter()
            .filter(|document| kinds.contains(&document.kind))
            .map(|document| document.id.as_str());
        spelling::nearest(name, ids).map(str::to_owned)
    }

    /// The id or title nearest to the name of a link.
    pub(super) fn nearest_name(&self, name: &str) -> Option<String> {
        let name = name
            .split_once(':')
            .filter(|(kind, _)| Kind::from_code(kind).is_some())
            .map_or(name, |(_, id)| id);
        let ids = self.documents.iter().map(|document| document.id.as_str());
        let titles = self.titles.values().flatten().map(|(title, _)| title.as_str());
        spelling::nearest(name, ids.chain(titles)).map(str::to_owned)
    }
}

fn named(record: &Record<AsWritten>) -> Named {
    Named {
        kind: record.kind,
        id: record.id.clone(),
        span: record.common.title.span,
        anchors: record.body.anchors.clone(),
    }
}

/// Titles, and other names of organisations, as they are compared, each with what it names.
fn titles_of(written: &[Record<AsWritten>]) -> BTreeMap<String, Vec<(String, usize)>> {
    let mut titles: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for (index, record) in written.iter().enumerate() {
        let organisation = match &record.details {
            Details::Organisation(organisation) => Some(organisation),
            _ => None,
        };
        let others = organisation.into_iter().flat_map(|own| own.aliases.iter().chain(&own.former));
        let title = &record.common.title.value;
        for name in std::iter::once(title).chain(others.map(|name| &name.value)) {
            let list = titles.entry(fold(name)).or_default();
            if !list.iter().any(|(_, known)| *known == index) {
                list.push((name.clone(), index));
            }
        }
    }
    titles
}

fn found_of(mut indices: impl Iterator<Item = usize>) -> Found {
    match (indices.next(), indices.next()) {
        (None, _) => Found::Nothing,
        (Some(one), None) => Found::One(one),
        (Some(first), Some(second)) => Found::Several([first, second].into_iter().chain(indices).collect()),
    }
}

/// Lower case, with white space, quotation marks and dashes in one form.
fn fold(title: &str) -> String {
    // So are most titles written.
    if title.is_ascii() && title.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        let words = title.trim();
        if !words.contains("  ") {
            return words.to_ascii_lowercase();
        }
    }
    let mut folded = String::with_capacity(title.len());
    for word in title.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for c in word.chars() {
            match c {
                '‘' | '’' => folded.push('\''),
                '“' | '”' => folded.push('"'),
                '–' | '—' => folded.push('-'),
                c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
                c => folded.extend(c.to_lowercase()),
            }
        }
    }
    folded
}
