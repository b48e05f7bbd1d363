//! The nearest names to those that nobody has, each looked for once.
//!
//! To compare a name with every name of a large archive takes milliseconds, and where a record is gone that many others
//! name, all of them ask for the same.

use super::Known;
use super::face::Face;
use super::names;
use super::names::Keys;
use crate::spelling;
use crate::spelling::Letters;
use crate::vocabulary::Kind;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;

/// So many documents are looked through before another thread may take over.
const AT_A_TIME: usize = 8192;

/// What a name is looked for among.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted {
    /// The name as it was written.
    pub(super) name: String,
    /// The kinds of records.
    pub(super) kinds: Vec<Kind>,
    /// Whether titles and other names count, besides ids.
    pub(super) titles: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Nearest {
    found: Mutex<BTreeMap<Wanted, Option<String>>>,
}

/// The names of documents that are new, gone or changed.
#[derive(Debug, Default)]
pub(super) struct NewNames {
    /// Faces that were taken away.
    pub(super) gone: Vec<Face>,
    /// Faces that came.
    pub(super) new: Vec<Face>,
}

impl Wanted {
    /// What is noted when it is looked for.
    pub(super) fn key(&self) -> u32 {
        names::key('n', &format!("{:?} {} {}", self.kinds, self.titles, self.name))
    }

    fn names<'a>(&self, face: &'a Face) -> impl Iterator<Item = &'a str> + use<'a> {
        let counts = self.kinds.contains(&face.kind);
        let titles = counts && self.titles;
        let id = counts.then_some(face.id.as_str());
        id.into_iter().chain(titles.then(|| face.titles()).into_iter().flatten())
    }

    fn among(&self, known: &Known) -> Option<String> {
        let letters = Letters::of(&self.name);
        let near = |numbers: &[usize]| {
            let faces = numbers.iter().map(|number| &known.faces[*number]);
            let names = faces.flat_map(|face| self.names(face).zip(&face.letters));
            let near = names.filter(|(_, own)| letters.may_be_near(own)).map(|(name, _)| name);
            spelling::nearest(&self.name, near).map(str::to_owned)
        };
        let nearest: Vec<String> = known.order.numbers().par_chunks(AT_A_TIME).filter_map(near).collect();
        spelling::nearest(&self.name, nearest.iter().map(String::as_str)).map(str::to_owned)
    }
}

impl Nearest {
    /// The name nearest to the one that is wanted.
    pub(super) fn find(&self, known: &Known, wanted: Wanted) -> Option<String> {
        let before = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&wanted).cloned();
        before.unwrap_or_else(|| {
            let found = wanted.among(known);
            let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(wanted, found.clone());
            found
        })
    }

    /// Takes in that names changed, and notes what is now nearest to something else.
    pub(super) fn update(&mut self, keys: &mut Keys, names: &NewNames) {
        let found = self.found.get_mut().unwrap_or_else(PoisonError::into_inner);
        found.retain(|wanted, nearest| {
            let is_gone =
                |name: &String| names.gone.iter().any(|face| wanted.names(face).any(|own| own == name));
            if nearest.as_ref().is_some_and(is_gone) {
                keys.insert(wanted.key());
                return false;
            }
            let new = names.new.iter().flat_map(|face| wanted.names(face));
            let now =
                spelling::nearest(&wanted.name, nearest.as_deref().into_iter().chain(new)).map(str::to_owned);
            if now != *nearest {
                keys.insert(wanted.key());
                *nearest = now;
            }
            true
        });
    }
}
