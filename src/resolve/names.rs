//! The names by which records can be called: ids, titles, names of organisations, addresses.

#![expect(clippy::disallowed_types, reason = "names are looked up by the ten thousand, and never listed")]

use super::Known;
use super::Site;
use super::face::Face;
use super::nearest::Wanted;
use crate::input::Inputs;
use crate::order::Order;
use crate::span::FileId;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use foldhash::fast::FixedState;
use foldhash::fast::RandomState;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::BuildHasher;

type Lookup<T> = HashMap<String, T, RandomState>;

/// Every name of every document. Documents are known by their numbers, and where several have a name they stand in the
/// order of their paths.
pub(super) struct Names {
    ids: Lookup<Vec<usize>>,
    titles: Lookup<Vec<(String, usize)>>,
    /// Topics by the words with which a bibliography can name them.
    topics: BTreeMap<String, Vec<usize>>,
    paths: Lookup<usize>,
    /// The documents that have a file of their own, in the order of paths.
    files: Vec<(FileId, usize)>,
}

/// Names that changed, as digests.
pub(super) struct Keys {
    all: HashSet<u32, FixedState>,
    /// A bit for each by its end: most others are seen not to be among them without being looked up.
    ends: [u64; Self::ENDS / 64],
}

impl Default for Keys {
    fn default() -> Self {
        Self { all: HashSet::default(), ends: [0; Self::ENDS / 64] }
    }
}

impl Keys {
    const ENDS: usize = 1 << 14;

    pub(super) fn insert(&mut self, key: u32) {
        let (word, bit) = Self::end(key);
        self.ends[word] |= bit;
        self.all.insert(key);
    }

    pub(super) fn contains(&self, key: u32) -> bool {
        let (word, bit) = Self::end(key);
        self.ends[word] & bit != 0 && self.all.contains(&key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn end(key: u32) -> (usize, u64) {
        let end = key as usize % Self::ENDS;
        (end / 64, 1 << (end % 64))
    }
}

/// What a name names.
pub(super) enum Found {
    One(usize),
    Several(Vec<usize>),
    Nothing,
}

impl Names {
    /// The names of documents in the order of paths.
    pub(super) fn of(faces: &[Face], inputs: &Inputs) -> Self {
        let mut names = Self {
            ids: Lookup::with_capacity_and_hasher(faces.len(), RandomState::default()),
            titles: Lookup::default(),
            topics: BTreeMap::new(),
            paths: Lookup::with_capacity_and_hasher(faces.len(), RandomState::default()),
            files: Vec::with_capacity(faces.len()),
        };
        let ids_and_paths = || {
            for (index, face) in faces.iter().enumerate() {
                for id in face.ids() {
                    names.ids.entry(id.to_owned()).or_default().push(index);
                }
                for word in &face.words {
                    names.topics.entry(word.clone()).or_default().push(index);
                }
                names.paths.insert(face.path(), index);
                if inputs.text(face.file).path.ends_with(".md") {
                    names.files.push((face.file, index));
                }
            }
        };
        let titles = || {
            let mut titles = Lookup::with_capacity_and_hasher(faces.len(), RandomState::default());
            for (index, face) in faces.iter().enumerate() {
                add_titles(&mut titles, face, index);
            }
            titles
        };
        let (titles, ()) = rayon::join(titles, ids_and_paths);
        names.titles = titles;
        names
    }

    /// Puts in the names of a document that is new. False: another one has its address.
    pub(super) fn add(&mut self, inputs: &Inputs, order: &Order, face: &Face, index: usize) -> bool {
        if self.paths.insert(face.path(), index).is_some() {
            return false;
        }
        for id in face.ids() {
            let list = self.ids.entry(id.to_owned()).or_default();
            list.push(index);
            list.sort_unstable_by_key(|index| order.rank(*index));
        }
        self.add_words(order, face, index);
        self.add_titles(order, face, index);
        let path = |file: FileId| inputs.text(file).path.as_str();
        if path(face.file).ends_with(".md") {
            let at = self.files.partition_point(|(file, _)| path(*file) < path(face.file));
            self.files.insert(at, (face.file, index));
        }
        true
    }

    fn add_titles(&mut self, order: &Order, face: &Face, index: usize) {
        add_titles(&mut self.titles, face, index);
        for name in face.titles() {
            if let Some(list) = self.titles.get_mut(&fold(name)) {
                list.sort_by_key(|(_, index)| order.rank(*index));
            }
        }
    }

    fn add_words(&mut self, order: &Order, face: &Face, index: usize) {
        for word in &face.words {
            let list = self.topics.entry(word.clone()).or_default();
            list.push(index);
            list.sort_unstable_by_key(|index| order.rank(*index));
        }
    }

    fn remove_words(&mut self, face: &Face, index: usize) {
        for word in &face.words {
            if let Some(list) = self.topics.get_mut(word) {
                list.retain(|other| *other != index);
            }
        }
    }

    /// Takes out the names of a document.
    pub(super) fn remove(&mut self, face: &Face, index: usize) {
        self.paths.remove(&face.path());
        for id in face.ids() {
            if let Some(list) = self.ids.get_mut(id) {
                list.retain(|other| *other != index);
            }
        }
        self.remove_words(face, index);
        self.remove_titles(face, index);
        self.files.retain(|(file, _)| *file != face.file);
    }

    fn remove_titles(&mut self, face: &Face, index: usize) {
        for title in face.titles().map(fold) {
            if let Some(list) = self.titles.get_mut(&title) {
                list.retain(|(_, other)| *other != index);
                if list.is_empty() {
                    self.titles.remove(&title);
                }
            }
        }
    }

    /// Gives a document that keeps its file, and so its address, its new names.
    pub(super) fn replace(&mut self, order: &Order, old: &Face, new: &Face, index: usize) {
        if old.words != new.words {
            self.remove_words(old, index);
            self.add_words(order, new, index);
        }
        if !old.titles().eq(new.titles()) {
            self.remove_titles(old, index);
            self.add_titles(order, new, index);
        }
    }

    /// The document whose page has a site path.
    pub(super) fn by_path(&self, path: &str) -> Option<usize> {
        self.paths.get(path).copied()
    }

    /// The topic that a word of a bibliography names; of several, the first.
    pub(super) fn topic(&self, word: &str) -> Option<usize> {
        self.topics.get(&fold(word))?.first().copied()
    }

    /// The document that was read from a file.
    pub(super) fn by_source(&self, inputs: &Inputs, path: &str) -> Option<usize> {
        let found = self.files.binary_search_by(|(file, _)| inputs.text(*file).path.as_str().cmp(path));
        found.ok().map(|at| self.files[at].1)
    }
}

impl Known {
    /// The document with an id, of one of the kinds.
    pub(super) fn by_id(&self, id: &str, kinds: &[Kind]) -> Found {
        let indices = self.names.ids.get(id).into_iter().flatten().copied();
        found_of(indices.filter(|index| kinds.contains(&self.faces[*index].kind)))
    }
}

impl Site<'_> {
    /// The document with an id, of one of the kinds.
    pub(super) fn by_id(&self, id: &str, kinds: &[Kind]) -> Found {
        self.note(id_key(id));
        self.known.by_id(id, kinds)
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
        let Some(list) = self.titled(title) else { return Found::Nothing };
        let exact = list.iter().filter(|(written, _)| written == title).map(|(_, index)| *index);
        match found_of(exact) {
            Found::Nothing => found_of(list.iter().map(|(_, index)| *index)),
            found => found,
        }
    }

    /// The topic that a word of a bibliography names.
    pub(super) fn topic(&self, word: &str) -> Option<usize> {
        if self.asked.is_some() {
            self.note(topic_key(&fold(word)));
        }
        self.known.names.topic(word)
    }

    fn titled(&self, title: &str) -> Option<&Vec<(String, usize)>> {
        let folded = fold(title);
        if self.asked.is_some() {
            self.note(title_key(&folded));
        }
        self.known.names.titles.get(&folded)
    }

    /// Whether a name is the title of a document as it reads within a sentence: a common noun has no capital letter there.
    pub(super) fn is_title_within_sentence(&self, name: &str, index: usize) -> bool {
        let rest = |text: &str| text.chars().skip(1).collect::<String>();
        let titles = self.titled(name).into_iter().flatten();
        titles.filter(|(_, own)| *own == index).any(|(title, _)| rest(title) == rest(name))
    }

    /// The document whose page has a site path.
    pub(super) fn by_path(&self, path: &str) -> Option<usize> {
        if self.asked.is_some() {
            self.note(path_key(path));
        }
        self.known.names.by_path(path)
    }

    /// The document that was read from a file.
    pub(super) fn by_source(&self, path: &str) -> Option<usize> {
        if self.asked.is_some() {
            self.note(source_key(path));
        }
        self.known.names.by_source(self.inputs, path)
    }

    /// The places in a document's text that a link can name.
    pub(super) fn anchors(&self, index: usize) -> &[String] {
        let face = self.face(index);
        if self.asked.is_some() {
            self.note(anchors_key(&face.path()));
        }
        &face.anchors
    }

    /// The id or title nearest to a name, as it could be written in a field of `kinds`.
    pub(super) fn nearest_id(&self, name: &str, kinds: &[Kind]) -> Option<String> {
        if let Found::One(index) = self.by_title(name)
            && kinds.contains(&self.face(index).kind)
        {
            return Some(self.face(index).id.clone());
        }
        self.nearest(Wanted { name: name.to_owned(), kinds: kinds.to_vec(), titles: false })
    }

    /// The id or title nearest to the name of a link.
    pub(super) fn nearest_name(&self, name: &str) -> Option<String> {
        let name = name
            .split_once(':')
            .filter(|(kind, _)| Kind::from_code(kind).is_some())
            .map_or(name, |(_, id)| id);
        self.nearest(Wanted { name: name.to_owned(), kinds: Kind::ALL.to_vec(), titles: true })
    }

    fn nearest(&self, wanted: Wanted) -> Option<String> {
        if self.asked.is_some() {
            self.note(wanted.key());
        }
        self.known.nearest.find(self.known, wanted)
    }
}

/// The title of a document, and other names of an organisation, as they are compared.
fn add_titles(titles: &mut Lookup<Vec<(String, usize)>>, face: &Face, index: usize) {
    for name in face.titles() {
        let list = titles.entry(fold(name)).or_default();
        // The names of a document come one after another, and thousands of documents may have the same title.
        if list.last().is_none_or(|(_, known)| *known != index) {
            list.push((name.to_owned(), index));
        }
    }
}

// ------------------------------------------------------------------------------- what was asked, as digests

/// What is noted when an id is looked up.
pub(super) fn id_key(id: &str) -> u32 {
    key('i', id)
}

/// What is noted when a title is looked up, folded.
fn title_key(folded: &str) -> u32 {
    key('t', folded)
}

/// What is noted when a topic is looked up by a word, folded.
fn topic_key(folded: &str) -> u32 {
    key('k', folded)
}

/// What is noted when the address of a page is looked up.
fn path_key(path: &str) -> u32 {
    key('p', path)
}

/// What is noted when a file is looked up.
fn source_key(path: &str) -> u32 {
    key('s', path)
}

/// What is noted when the places in a page's text are looked up.
fn anchors_key(path: &str) -> u32 {
    key('a', path)
}

/// What is noted when a place of another document is shown.
pub(super) fn place_key(face: &Face) -> u32 {
    key('f', &face.path())
}

/// What is noted when something depends on the names of all documents.
pub(super) fn any_name_key() -> u32 {
    key('*', "")
}

/// Notes every name of a document that is new or gone.
pub(super) fn note_all(keys: &mut Keys, face: &Face, inputs: &Inputs) {
    note_finding(keys, face, inputs);
    keys.insert(anchors_key(&face.path()));
    keys.insert(place_key(face));
    keys.insert(any_name_key());
}

/// Notes every name by which a document is found that is now published otherwise.
pub(super) fn note_finding(keys: &mut Keys, face: &Face, inputs: &Inputs) {
    face.ids().for_each(|id| keys.insert(id_key(id)));
    face.words.iter().for_each(|word| keys.insert(topic_key(word)));
    keys.insert(path_key(&face.path()));
    keys.insert(source_key(&inputs.text(face.file).path));
    face.titles().for_each(|title| keys.insert(title_key(&fold(title))));
}

/// Notes the names that changed of a document that keeps its file.
pub(super) fn note_changes(keys: &mut Keys, old: &Face, new: &Face) {
    let (was, is): (BTreeSet<&str>, BTreeSet<&str>) = (old.titles().collect(), new.titles().collect());
    was.symmetric_difference(&is).for_each(|title| keys.insert(title_key(&fold(title))));
    old.words.iter().filter(|word| !new.words.contains(word)).for_each(|word| keys.insert(topic_key(word)));
    new.words.iter().filter(|word| !old.words.contains(word)).for_each(|word| keys.insert(topic_key(word)));
    if was != is {
        keys.insert(any_name_key());
    }
    if old.anchors != new.anchors {
        keys.insert(anchors_key(&new.path()));
    }
    if old != new {
        keys.insert(place_key(new));
    }
}

pub(super) fn key(what: char, name: &str) -> u32 {
    // Where two names have one digest, some records are resolved again that need not be.
    FixedState::default().hash_one((what, name)) as u32
}

fn found_of(mut indices: impl Iterator<Item = usize>) -> Found {
    match (indices.next(), indices.next()) {
        (None, _) => Found::Nothing,
        (Some(one), None) => Found::One(one),
        (Some(first), Some(second)) => Found::Several([first, second].into_iter().chain(indices).collect()),
    }
}

/// Lower case, with white space, quotation marks and dashes in one form.
pub(super) fn fold(title: &str) -> String {
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
