//! Documents that are resolved again when some of them changed, without looking at the rest.
//!
//! A record is resolved against names: it is resolved again if one changed that it asked for. What the documents say
//! together is made from their faces anew each time, which is cheap.

use super::Files;
use super::Known;
use super::Moment;
use super::Outcome;
use super::Resolved;
use super::Together;
use super::face::Face;
use super::names;
use super::names::Keys;
use super::nearest::NewNames;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::RecordSet;
use crate::archive::count_anew;
use crate::archive::forget;
use crate::archive::learn;
use crate::archive::renumber;
use crate::diagnostic::Diagnostic;
use crate::document::Documents;
use crate::document::Record;
use crate::input::Inputs;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::vocabulary::Kind;
use jiff::Timestamp;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What is kept of the documents of an archive, so that it can be kept up with them.
pub struct Kept {
    known: Known,
    /// What was found when each document was resolved.
    traces: Vec<Trace>,
    /// The mistakes that lie between documents.
    together: Vec<Diagnostic>,
    /// The mistakes of files that nothing names.
    about_files: Vec<Diagnostic>,
    /// Whether a record that was just resolved again names other files than before.
    has_other_files: bool,
    /// When something is published or not only because time passed.
    next_moment: Option<Timestamp>,
    /// Where the site will be, as it was written.
    base_url: String,
}

/// What documents say together after a change, and where it leaves the records.
struct Rejoined {
    /// The documents to be resolved again.
    affected: BTreeSet<usize>,
    numbers: Vec<Option<RecordId>>,
    /// A place for each record, where they were numbered anew.
    slots: Vec<Option<Record<AsMeant>>>,
    /// Nothing where it is as before.
    together: Option<Together>,
}

/// What an update did.
pub struct Updated {
    /// The records that were resolved again.
    pub learnt: RecordSet,
    /// The new number of each old record, none for what is gone; nothing where all have the numbers they had.
    pub numbers: Option<Vec<Option<RecordId>>>,
    /// Whether other files may be published than before.
    pub has_other_files: bool,
}

#[derive(Default)]
struct Trace {
    diagnostics: Vec<Diagnostic>,
    files: Files,
    asked: Box<[u64]>,
}

/// A file of a record that was read again.
pub struct Reread {
    /// The file.
    pub file: FileId,
    /// Its record; none if it is gone or cannot be read.
    pub record: Option<Record<AsWritten>>,
    /// The kind and id that it had without being readable.
    pub was_unreadable: Option<(Kind, String)>,
    /// The kind and id that it has without being readable.
    pub unreadable: Option<(Kind, String)>,
}

/// Gives the record of a file that has an id.
pub type Read<'a> = dyn Fn(FileId, &str) -> Option<Record<AsWritten>> + Sync + 'a;

/// What an archive is kept up with.
pub struct Update<'a> {
    /// All that was read, what changed included.
    pub inputs: &'a Inputs,
    /// As of when.
    pub moment: Moment,
    /// The files that changed, each once.
    pub changed: Vec<Reread>,
    /// Reads again what did not change: the record of a file that has that id.
    pub read: &'a Read<'a>,
}

/// Resolves documents as [`super::resolve`] does, and keeps what is needed to keep up with them. Nothing is kept of
/// documents of which two have one address.
pub fn resolve_kept(
    diagnostics: &mut Vec<Diagnostic>,
    inputs: &Inputs,
    documents: Documents,
    moment: Moment,
) -> (Archive, Option<Kept>) {
    super::report_refused(diagnostics, inputs);
    let Documents { config, records: mut written, unreadable } = documents;
    let count = written.len();
    let base_url = config.base_url.clone();
    let faces = super::drop_doubles(diagnostics, &mut written);
    let mut known = Known::of(inputs, faces, unreadable, moment);
    let mut together = Vec::new();
    let said = known.join(&mut together, inputs);
    let numbered = written.into_par_iter().enumerate();
    let outcomes: Vec<Outcome> =
        numbered.map(|(index, record)| known.site(inputs, &base_url).resolve(index, record)).collect();
    let mut records = Vec::with_capacity(outcomes.len());
    let mut traces = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let (record, trace) = outcome.split();
        records.extend(record);
        traces.push(trace);
    }
    let mut assets = super::list_assets(inputs);
    let mut about_files = Vec::new();
    known.mark_assets(&mut about_files, inputs, &mut assets, traces.iter().map(|trace| &trace.files));
    let graph = crate::archive::build_graph(&mut records);
    let archive = Archive {
        config,
        now: moment.now,
        records,
        assets,
        forwards: said.forwards,
        graph,
        withheld: said.withheld,
        shown_early: known.shown_early(),
    };
    let next_moment = known.next_moment(moment.now);
    let kept = Kept { known, traces, together, about_files, has_other_files: false, next_moment, base_url };
    let has_doubles = count != kept.traces.len();
    if has_doubles {
        diagnostics.extend(kept.diagnostics().cloned());
    }
    (archive, (!has_doubles).then_some(kept))
}

impl Outcome {
    fn split(self) -> (Option<Record<AsMeant>>, Trace) {
        let Outcome { diagnostics, resolved, asked } = self;
        match resolved {
            Some(Resolved { record, files }) => (Some(record), Trace { diagnostics, files, asked }),
            None => (None, Trace { diagnostics, files: Files::default(), asked }),
        }
    }
}

/// What was taken in of the files that changed.
#[derive(Default)]
struct Taken {
    /// Whether what documents say together may be other than before.
    joins_otherwise: bool,
    /// The names that changed.
    keys: Keys,
    names: NewNames,
    /// Documents that are gone, by their old positions.
    gone: BTreeSet<usize>,
    new: Vec<(Face, Record<AsWritten>)>,
    /// What changed, by position: the old one until documents are in their order.
    written: BTreeMap<usize, Record<AsWritten>>,
}

/// So many documents that come or go are put in or taken out one by one.
const FEW: usize = 8;

/// Documents in their new order.
struct Order {
    faces: Vec<Face>,
    traces: Vec<Trace>,
    /// What is new, by position, in order.
    added: Vec<(usize, Record<AsWritten>)>,
}

type Old = (Vec<Face>, Vec<Trace>);
type New = Vec<(Face, Record<AsWritten>)>;

impl Order {
    /// Takes out and puts in, which leaves most where it is.
    fn change(
        (mut faces, mut traces): Old,
        gone: &BTreeSet<usize>,
        new: New,
        is_before: impl Fn(&Face, &Face) -> bool,
    ) -> Self {
        for index in gone.iter().rev() {
            faces.remove(*index);
            traces.remove(*index);
        }
        let mut added = Vec::new();
        for (face, record) in new {
            let at = faces.partition_point(|other| is_before(other, &face));
            faces.insert(at, face);
            traces.insert(at, Trace::default());
            added.push((at, record));
        }
        Self { faces, traces, added }
    }

    /// Goes through all, old and new.
    fn merge(
        (faces, traces): Old,
        gone: &BTreeSet<usize>,
        new: New,
        is_before: impl Fn(&Face, &Face) -> bool,
    ) -> Self {
        let mut order = Self { faces: Vec::new(), traces: Vec::new(), added: Vec::new() };
        let mut new = new.into_iter().peekable();
        let old = faces.into_iter().zip(traces).enumerate().filter(|(index, _)| !gone.contains(index));
        for (_, (face, trace)) in old {
            while let Some((first, record)) = new.next_if(|(first, _)| is_before(first, &face)) {
                order.add(first, record);
            }
            order.faces.push(face);
            order.traces.push(trace);
        }
        new.for_each(|(face, record)| order.add(face, record));
        order
    }

    fn add(&mut self, face: Face, record: Record<AsWritten>) {
        self.added.push((self.faces.len(), record));
        self.faces.push(face);
        self.traces.push(Trace::default());
    }
}

/// The new position of each of `count` documents of before; none for what is gone.
fn moves(count: usize, gone: &BTreeSet<usize>, added: &[(usize, Record<AsWritten>)]) -> Vec<Option<usize>> {
    let mut added = added.iter().map(|(at, _)| *at).peekable();
    let mut next = 0;
    let new_place = |old: usize| {
        if gone.contains(&old) {
            return None;
        }
        while added.next_if_eq(&next).is_some() {
            next += 1;
        }
        next += 1;
        Some(next - 1)
    };
    (0..count).map(new_place).collect()
}

impl Kept {
    /// The mistakes that were found when documents were resolved.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let shared = self.together.iter().chain(&self.about_files);
        shared.chain(self.traces.iter().flat_map(|trace| &trace.diagnostics))
    }

    /// Whether something is published or not, at `now`, other than when the archive was last brought up to date.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_moment.is_some_and(|next| next <= now)
    }

    /// The record whose page has a site path.
    pub fn record_at(&self, path: &str) -> Option<RecordId> {
        self.known.names.by_path(path).and_then(|index| self.known.published[index])
    }

    /// Keeps an archive up with its documents. Nothing comes back where this cannot be done bit by bit: then neither the
    /// archive nor what is kept may be used any longer.
    pub fn update(&mut self, archive: &mut Archive, update: Update<'_>) -> Option<Updated> {
        let Update { inputs, moment, changed, read } = update;
        let mut taken = Taken::default();
        for reread in changed {
            self.take(&mut taken, inputs, reread)?;
        }
        self.known.nearest.update(&mut taken.keys, &taken.names);
        let is_due = self.next_moment.is_some_and(|next| next <= moment.now);
        let said = if taken.joins_otherwise || is_due || !self.together.is_empty() {
            self.join_again(archive, &mut taken, (inputs, moment))?
        } else {
            Rejoined {
                affected: self.affected(&taken),
                numbers: Vec::new(),
                slots: Vec::new(),
                together: None,
            }
        };
        let Rejoined { affected, numbers, mut slots, together } = said;
        if together.is_none() {
            let stale: RecordSet = affected.iter().filter_map(|index| self.known.published[*index]).collect();
            forget(&mut archive.graph, &mut archive.records, &stale);
        }
        let again = Again { inputs, affected, written: taken.written, read };
        let learnt = self.resolve_again(archive, &mut slots, again)?;
        let is_renumbered = !slots.is_empty();
        if is_renumbered {
            archive.records = slots.into_iter().collect::<Option<Vec<_>>>()?;
        }
        learn(&mut archive.graph, &mut archive.records, &learnt);
        count_anew(&mut archive.graph, &archive.records);
        archive.now = moment.now;
        let has_other_files = std::mem::take(&mut self.has_other_files) || together.is_some();
        if has_other_files {
            self.mark_files(inputs, archive);
        }
        if let Some(said) = together {
            archive.forwards = said.forwards;
            archive.withheld = said.withheld;
            archive.shown_early = self.known.shown_early();
        }
        let numbers = is_renumbered.then_some(numbers);
        Some(Updated { learnt, numbers, has_other_files })
    }

    fn mark_files(&mut self, inputs: &Inputs, archive: &mut Archive) {
        let files = self.traces.iter().map(|trace| &trace.files);
        self.about_files.clear();
        self.known.mark_assets(&mut self.about_files, inputs, &mut archive.assets, files);
    }

    /// Makes anew what documents say together, and numbers them anew. The graph forgets what changes or goes.
    fn join_again(
        &mut self,
        archive: &mut Archive,
        taken: &mut Taken,
        (inputs, moment): (&Inputs, Moment),
    ) -> Option<Rejoined> {
        let before = self.finals();
        let old_numbers = self.known.published.clone();
        let private = std::mem::take(&mut self.known.private);
        let moves = self.place(inputs, taken)?;
        self.known.number(moment);
        self.together.clear();
        let said = self.known.join(&mut self.together, inputs);
        if self.known.private != private {
            return None;
        }
        self.next_moment = self.known.next_moment(moment.now);
        let numbers = numbers(&old_numbers, &moves, &self.known.published);
        self.note_finals(&before, &numbers, &moves, &mut taken.keys);
        let back = backwards(&moves, self.known.faces.len());
        let number_before = |index: usize| back[index].and_then(|old| old_numbers[old]);
        let mut affected = self.affected(taken);
        // Time passes: what is published, and what is not, can change by itself.
        affected.extend(
            (0..back.len())
                .filter(|index| number_before(*index).is_some() != self.known.published[*index].is_some()),
        );
        // What the graph knows of records that change or go, by their old numbers.
        let mut stale: RecordSet = affected.iter().filter_map(|index| number_before(*index)).collect();
        stale.extend(old_numbers.iter().flatten().filter(|id| numbers[id.0 as usize].is_none()));
        forget(&mut archive.graph, &mut archive.records, &stale);
        let slots = self.renumber(archive, &numbers);
        Some(Rejoined { affected, numbers, slots, together: Some(said) })
    }

    /// Gives records their new numbers, and a place to each, empty where one is new. No places where nothing moved.
    fn renumber(&self, archive: &mut Archive, numbers: &[Option<RecordId>]) -> Vec<Option<Record<AsMeant>>> {
        let count = self.known.published.iter().flatten().count();
        let mut slots = Vec::new();
        if count == archive.records.len() && numbers.iter().all(Option::is_some) {
            return slots;
        }
        renumber(&mut archive.graph, &mut archive.records, numbers, count);
        slots.resize_with(count, || None);
        for (record, number) in std::mem::take(&mut archive.records).into_iter().zip(numbers) {
            if let Some(id) = number {
                slots[id.0 as usize] = Some(record);
            }
        }
        slots
    }

    fn finals(&self) -> Vec<Option<RecordId>> {
        (0..self.known.faces.len()).map(|index| self.known.final_record(index)).collect()
    }

    /// Takes in the face of what was read again, and notes which names changed.
    fn take(&mut self, taken: &mut Taken, inputs: &Inputs, reread: Reread) -> Option<()> {
        let known = &mut self.known;
        for (_, id) in reread.was_unreadable.iter().chain(&reread.unreadable) {
            taken.keys.insert(names::id_key(id));
            taken.joins_otherwise = true;
        }
        if let Some(was) = &reread.was_unreadable {
            let at = known.unreadable.iter().position(|own| own == was)?;
            known.unreadable.remove(at);
        }
        known.unreadable.extend(reread.unreadable);
        let old = known.names.by_source(inputs, &inputs.text(reread.file).path);
        match (old, reread.record) {
            (Some(old), Some(record)) => {
                let face = Face::of(&record);
                names::note_changes(&mut taken.keys, &known.faces[old], &face);
                taken.joins_otherwise |= !known.faces[old].joins_as(&face) || known.withheld[old].is_some();
                if known.faces[old] != face {
                    known.names.replace(&known.faces[old], &face, old);
                    taken.names.new.push(face.clone());
                    taken.names.gone.push(std::mem::replace(&mut known.faces[old], face));
                }
                taken.written.insert(old, record);
            }
            (Some(old), None) => {
                names::note_all(&mut taken.keys, &known.faces[old], inputs);
                taken.names.gone.push(known.faces[old].clone());
                taken.gone.insert(old);
                taken.joins_otherwise = true;
            }
            (None, Some(record)) => {
                let face = Face::of(&record);
                names::note_all(&mut taken.keys, &face, inputs);
                taken.names.new.push(face.clone());
                taken.new.push((face, record));
                taken.joins_otherwise = true;
            }
            (None, None) => {}
        }
        Some(())
    }

    /// Puts documents where they belong, in the order of paths. Nothing where two would have one address.
    fn place(&mut self, inputs: &Inputs, taken: &mut Taken) -> Option<Vec<Option<usize>>> {
        let known = &mut self.known;
        if taken.gone.is_empty() && taken.new.is_empty() {
            return Some((0..known.faces.len()).map(Some).collect());
        }
        taken.gone.iter().for_each(|index| known.names.remove(&known.faces[*index], *index));
        let path = |face: &Face| inputs.text(face.file).path.as_str();
        let mut new = std::mem::take(&mut taken.new);
        new.sort_by(|(one, _), (other, _)| path(one).cmp(path(other)));
        let count = known.faces.len();
        let old = (std::mem::take(&mut known.faces), std::mem::take(&mut self.traces));
        let is_before = |one: &Face, other: &Face| path(one) < path(other);
        let order = if taken.gone.len() + new.len() <= FEW {
            Order::change(old, &taken.gone, new, is_before)
        } else {
            Order::merge(old, &taken.gone, new, is_before)
        };
        let Order { faces, traces, added } = order;
        known.faces = faces;
        self.traces = traces;
        let moves = moves(count, &taken.gone, &added);
        known.names.renumber(&moves);
        let stay = std::mem::take(&mut taken.written).into_iter();
        taken.written = stay.filter_map(|(old, record)| Some((moves[old]?, record))).collect();
        for (index, record) in added {
            if !known.names.add(inputs, &known.faces, index) {
                return None;
            }
            taken.written.insert(index, record);
        }
        Some(moves)
    }

    /// Notes the names of documents that are now published otherwise than before.
    fn note_finals(
        &self,
        before: &[Option<RecordId>],
        numbers: &[Option<RecordId>],
        moves: &[Option<usize>],
        keys: &mut Keys,
    ) {
        for (old, index) in moves.iter().enumerate() {
            let Some(index) = *index else { continue };
            let was = before[old].and_then(|id| numbers[id.0 as usize]);
            if was != self.known.final_record(index) || before[old].is_some() != was.is_some() {
                names::note_ids(keys, &self.known.faces[index]);
            }
        }
    }

    /// The documents that have to be resolved again: those that changed, and those that asked for a name that did.
    fn affected(&self, taken: &Taken) -> BTreeSet<usize> {
        let mut affected: BTreeSet<usize> = taken.written.keys().copied().collect();
        let keys = &taken.keys;
        if keys.is_empty() {
            return affected;
        }
        let asked = self.traces.par_iter().enumerate();
        let asked = asked.filter(|(_, trace)| trace.asked.iter().any(|key| keys.contains(*key)));
        affected.extend(asked.map(|(index, _)| index).collect::<Vec<_>>());
        affected
    }

    fn resolve_again(
        &mut self,
        archive: &mut Archive,
        slots: &mut [Option<Record<AsMeant>>],
        again: Again<'_>,
    ) -> Option<RecordSet> {
        let Again { inputs, affected, mut written, read } = again;
        let todo: Vec<(usize, Option<Record<AsWritten>>)> =
            affected.into_iter().map(|index| (index, written.remove(&index))).collect();
        let known = &self.known;
        let base_url = self.base_url.as_str();
        let outcomes: Vec<Option<(usize, Outcome)>> = todo
            .into_par_iter()
            .map(|(index, record)| {
                let face = &known.faces[index];
                let record = record.or_else(|| read(face.file, &face.id))?;
                Some((index, known.site(inputs, base_url).resolve(index, record)))
            })
            .collect();
        let mut learnt = RecordSet::new();
        for outcome in outcomes {
            let (index, outcome) = outcome?;
            let (record, trace) = outcome.split();
            self.has_other_files |= self.traces[index].files != trace.files;
            self.traces[index] = trace;
            if let (Some(id), Some(record)) = (self.known.published[index], record) {
                learnt.insert(id);
                match slots.get_mut(id.0 as usize) {
                    Some(slot) => *slot = Some(record),
                    None => archive.records[id.0 as usize] = record,
                }
            }
        }
        Some(learnt)
    }
}

/// What is to be resolved again.
struct Again<'a> {
    inputs: &'a Inputs,
    affected: BTreeSet<usize>,
    written: BTreeMap<usize, Record<AsWritten>>,
    read: &'a Read<'a>,
}

/// The new number of each old record.
fn numbers(
    old: &[Option<RecordId>],
    moves: &[Option<usize>],
    published: &[Option<RecordId>],
) -> Vec<Option<RecordId>> {
    let numbered = old.iter().zip(moves).filter(|(id, _)| id.is_some());
    numbered.map(|(_, index)| index.and_then(|index| published[index])).collect()
}

/// The old position of each document, where it had one.
fn backwards(moves: &[Option<usize>], count: usize) -> Vec<Option<usize>> {
    let mut back = vec![None; count];
    for (old, index) in moves.iter().enumerate() {
        if let Some(index) = index {
            back[*index] = Some(old);
        }
    }
    back
}
