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
use crate::archive::Records;
use crate::archive::count_anew;
use crate::archive::forget;
use crate::archive::learn;
use crate::archive::make_room;
use crate::diagnostic::Diagnostic;
use crate::document::Documents;
use crate::document::Record;
use crate::input::Inputs;
use crate::markdown::AsWritten;
use crate::order::Order;
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
    /// Numbers of documents that are not in use any more.
    free: Vec<usize>,
    /// When something is published or not only because time passed.
    next_moment: Option<Timestamp>,
    /// Where the site will be, as it was written.
    base_url: String,
}

/// What documents say together after a change, and where it leaves them.
struct Rejoined {
    /// The documents to be resolved again.
    affected: BTreeSet<usize>,
    /// Nothing where it is as before.
    together: Option<Together>,
}

/// What an update did.
pub struct Updated {
    /// The records that were resolved again.
    pub learnt: RecordSet,
    /// Whether other files may be published than before.
    pub has_other_files: bool,
}

#[derive(Default)]
struct Trace {
    diagnostics: Vec<Diagnostic>,
    files: Files,
    asked: Box<[u32]>,
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
    let faces = super::drop_doubles(diagnostics, inputs, &mut written);
    let mut known = Known::of(inputs, faces, unreadable, moment);
    let mut together = Vec::new();
    let said = known.join(&mut together, inputs);
    let numbered = written.into_par_iter().enumerate();
    let outcomes: Vec<Outcome> =
        numbered.map(|(index, record)| known.site(inputs, &base_url).resolve(index, record)).collect();
    let (by_number, traces): (Vec<_>, Vec<_>) = outcomes.into_iter().map(Outcome::split).unzip();
    let mut records = Records::new(by_number);
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
    let kept = Kept {
        known,
        traces,
        together,
        about_files,
        has_other_files: false,
        free: Vec::new(),
        next_moment,
        base_url,
    };
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
    /// Documents that are gone.
    gone: BTreeSet<usize>,
    new: Vec<(Face, Record<AsWritten>)>,
    /// What changed or is new.
    written: BTreeMap<usize, Record<AsWritten>>,
}

/// So many new documents are put in their places one by one.
const FEW: usize = 8;

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

    /// Whether the document that was read from a file is published.
    pub fn is_published(&self, inputs: &Inputs, file: FileId) -> bool {
        let index = self.known.names.by_source(inputs, &inputs.text(file).path);
        index.is_some_and(|index| self.known.final_record(index).is_some())
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
            Rejoined { affected: self.affected(&taken), together: None }
        };
        let Rejoined { affected, together } = said;
        if together.is_none() {
            let stale: RecordSet = affected.iter().filter_map(|index| self.known.published[*index]).collect();
            forget(&mut archive.graph, &archive.records, &stale);
        }
        let again = Again { inputs, affected, written: taken.written, read };
        let learnt = self.resolve_again(archive, again)?;
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
        // Only now, so that within one update no number means one document first and then another.
        self.free.extend(taken.gone);
        Some(Updated { learnt, has_other_files })
    }

    fn mark_files(&mut self, inputs: &Inputs, archive: &mut Archive) {
        let files = self.traces.iter().map(|trace| &trace.files);
        self.about_files.clear();
        self.known.mark_assets(&mut self.about_files, inputs, &mut archive.assets, files);
    }

    /// Makes anew what documents say together, and which of them are published. The graph forgets what changes or goes.
    fn join_again(
        &mut self,
        archive: &mut Archive,
        taken: &mut Taken,
        (inputs, moment): (&Inputs, Moment),
    ) -> Option<Rejoined> {
        let mut finals = self.finals();
        let mut before = self.known.published.clone();
        let private = std::mem::take(&mut self.known.private);
        self.place(inputs, taken)?;
        self.known.decide(moment);
        self.together.clear();
        let said = self.known.join(&mut self.together, inputs);
        if self.known.private != private {
            return None;
        }
        self.next_moment = self.known.next_moment(moment.now);
        let room = self.known.faces.len();
        finals.resize(room, None);
        before.resize(room, None);
        self.note_finals(inputs, &finals, &mut taken.keys);
        let mut affected = self.affected(taken);
        // Time passes: what is published, and what is not, can change by itself.
        let is_other = |index: &usize| before[*index] != self.known.published[*index];
        affected.extend((0..room).filter(is_other).filter(|index| self.known.order.rank(*index).is_some()));
        // What the graph knows of records that change or go.
        let mut stale: RecordSet = affected.iter().filter_map(|index| before[*index]).collect();
        stale.extend((0..room).filter(is_other).filter_map(|index| before[index]));
        forget(&mut archive.graph, &archive.records, &stale);
        let shown = self.known.order.numbers().iter().copied();
        let published = shown.filter(|number| self.known.published[*number].is_some()).collect();
        archive.records.reorder(published, room);
        make_room(&mut archive.graph, room);
        Some(Rejoined { affected, together: Some(said) })
    }

    /// As which record each document is published.
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
                    known.names.replace(&known.order, &known.faces[old], &face, old);
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

    /// Takes out documents that are gone, and puts new ones where they belong in the order of paths. Nothing where two would
    /// have one address.
    fn place(&mut self, inputs: &Inputs, taken: &mut Taken) -> Option<()> {
        let known = &mut self.known;
        if taken.gone.is_empty() && taken.new.is_empty() {
            return Some(());
        }
        let mut order: Vec<usize> = known.order.numbers().to_vec();
        order.retain(|number| !taken.gone.contains(number));
        for number in &taken.gone {
            known.names.remove(&known.faces[*number], *number);
            self.traces[*number] = Trace::default();
        }
        let new = std::mem::take(&mut taken.new);
        let are_few = new.len() <= FEW;
        let path = |face: &Face| inputs.text(face.file).path.as_str();
        let mut added = Vec::with_capacity(new.len());
        for (face, record) in new {
            let number = self.free.pop().unwrap_or(known.faces.len());
            let before = |other: &usize| path(&known.faces[*other]) < path(&face);
            let at = if are_few { order.partition_point(before) } else { order.len() };
            order.insert(at, number);
            if number == known.faces.len() {
                known.faces.push(face);
                self.traces.push(Trace::default());
            } else {
                known.faces[number] = face;
            }
            added.push(number);
            taken.written.insert(number, record);
        }
        if !are_few {
            order.sort_by(|one, other| path(&known.faces[*one]).cmp(path(&known.faces[*other])));
        }
        known.order = Order::of(order);
        let is_own = |number: &usize| known.names.add(inputs, &known.order, &known.faces[*number], *number);
        added.iter().all(is_own).then_some(())
    }

    /// Notes the names of documents that are now published otherwise than before.
    fn note_finals(&self, inputs: &Inputs, before: &[Option<RecordId>], keys: &mut Keys) {
        for (index, face) in self.known.documents() {
            if before[index] != self.known.final_record(index) {
                names::note_finding(keys, face, inputs);
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

    fn resolve_again(&mut self, archive: &mut Archive, again: Again<'_>) -> Option<RecordSet> {
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
                archive.records.put(id, record);
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
