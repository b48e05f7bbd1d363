//! Turns what was written into what was meant: names become indices, and only what may be published remains.

mod circles;
mod convert;
mod face;
mod keywords;
mod mentions;
mod names;
mod nearest;
mod targets;
mod update;

use crate::archive::Archive;
use crate::archive::ArchiveAsset;
use crate::archive::AsMeant;
use crate::archive::Forward;
use crate::archive::RecordId;
use crate::archive::Records;
use crate::archive::Withheld;
use crate::archive::WithheldReason;
use crate::archive::build_graph;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::Documents;
use crate::document::Record;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::input::RefusedReason;
use crate::markdown::AsWritten;
use crate::order::Order;
use crate::span::FileId;
use crate::span::Span;
use crate::vocabulary::Kind;
use crate::vocabulary::State;
use crate::vocabulary::Vocabulary;
use face::Face;
use jiff::Timestamp;
use names::Names;
use nearest::Nearest;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

pub use mentions::Form;
pub use mentions::Meaning;
pub use mentions::Mention;
pub use mentions::mentions;
pub use update::Kept;
pub use update::Read;
pub use update::Reread;
pub use update::Update;
pub use update::Updated;
pub use update::resolve_kept;

/// The moment as of which documents are resolved.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// What counts as now.
    pub now: Timestamp,
    /// Records that would not be published yet are in the archive like all others.
    pub drafts: bool,
}

/// What all documents together say, against which each is resolved. Vectors have an entry for each number of a document.
struct Known {
    faces: Vec<Face>,
    /// The numbers of the documents in the order of their paths. A number that is not among them is not in use.
    order: Order,
    names: Names,
    withheld: Vec<Option<WithheldReason>>,
    /// In a preview, why what is shown would not be published yet.
    early: Vec<Option<WithheldReason>>,
    /// The documents that are published, as records: those have the same numbers.
    published: Vec<Option<RecordId>>,
    /// Where merged records went.
    merged: Vec<Option<usize>>,
    /// Originals and copies that are kept and not published, whoever names them.
    private: BTreeSet<AssetId>,
    unreadable: Vec<(Kind, String)>,
    nearest: Nearest,
}

/// What a record is resolved against.
struct Site<'a> {
    inputs: &'a Inputs,
    known: &'a Known,
    /// Where the site will be.
    base_url: &'a str,
    /// What was asked of the names, as digests, where it is of interest.
    asked: Option<RefCell<Vec<u32>>>,
}

/// One record after resolution, and the files that it publishes and that it keeps.
struct Resolved {
    record: Record<AsMeant>,
    files: Files,
}

/// The files that a record names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Files {
    published: Vec<AssetId>,
    kept: Vec<AssetId>,
}

/// One document after resolution.
#[derive(Default)]
struct Outcome {
    diagnostics: Vec<Diagnostic>,
    /// Nothing where it is not published.
    resolved: Option<Resolved>,
    /// What it asked of the names.
    asked: Box<[u32]>,
}

/// What the documents say together, apart from the records.
struct Together {
    forwards: Vec<Forward>,
    withheld: Vec<Withheld>,
}

/// Why a record would not be published at `now`, if it would not.
pub fn withheld_reason(record: &Record<AsWritten>, now: Timestamp) -> Option<WithheldReason> {
    Face::of(record).withheld_reason(now)
}

/// Resolves the documents as of a moment, and reports every name that names nothing.
pub fn resolve(
    diagnostics: &mut Vec<Diagnostic>,
    inputs: &Inputs,
    documents: Documents,
    moment: Moment,
) -> Archive {
    report_refused(diagnostics, inputs);
    let Documents { config, records: mut written, unreadable } = documents;
    let faces = drop_doubles(diagnostics, inputs, &mut written);
    let mut known = Known::of(inputs, faces, unreadable, moment);
    let together = known.join(diagnostics, inputs);
    let numbered = written.into_par_iter().enumerate();
    let resolve_one = |(index, record)| {
        Site { inputs, known: &known, base_url: &config.base_url, asked: None }.resolve(index, record)
    };
    let outcomes: Vec<Outcome> = numbered.map(resolve_one).collect();
    let mut by_number = Vec::with_capacity(outcomes.len());
    let mut files = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        diagnostics.extend(outcome.diagnostics);
        by_number.push(outcome.resolved.map(|resolved| {
            files.push(resolved.files);
            resolved.record
        }));
    }
    let mut records = Records::new(by_number);
    let mut assets = list_assets(inputs);
    known.mark_assets(diagnostics, inputs, &mut assets, &files);
    let shown_early = known.shown_early();
    // The graph can grow where the names were.
    drop(known);
    let graph = build_graph(&mut records);
    let Together { forwards, withheld } = together;
    Archive { config, now: moment.now, records, assets, forwards, graph, withheld, shown_early }
}

impl Known {
    /// What one document is resolved against, with a note of what it asked.
    fn site<'a>(&'a self, inputs: &'a Inputs, base_url: &'a str) -> Site<'a> {
        Site { inputs, known: self, base_url, asked: Some(RefCell::default()) }
    }

    /// What the faces say, in the order of paths.
    fn of(inputs: &Inputs, faces: Vec<Face>, unreadable: Vec<(Kind, String)>, moment: Moment) -> Self {
        let names = Names::of(&faces, inputs);
        let count = faces.len();
        let mut known = Self {
            faces,
            order: Order::of((0..count).collect()),
            names,
            withheld: Vec::new(),
            early: Vec::new(),
            published: Vec::new(),
            merged: vec![None; count],
            private: BTreeSet::new(),
            unreadable,
            nearest: Nearest::default(),
        };
        known.decide(moment);
        known
    }

    /// Which documents are published; merged ones are only old addresses.
    fn decide(&mut self, moment: Moment) {
        let count = self.faces.len();
        self.withheld = vec![None; count];
        self.early = vec![None; count];
        self.published = vec![None; count];
        for number in self.order.numbers() {
            let face = &self.faces[*number];
            let reason = face.withheld_reason(moment.now);
            if moment.drafts {
                self.early[*number] = reason;
            } else {
                self.withheld[*number] = reason;
            }
            if self.withheld[*number].is_none() && face.state != State::Merged {
                self.published[*number] = Some(RecordId(u32::try_from(*number).unwrap_or(u32::MAX)));
            }
        }
    }

    /// The documents with their numbers, in the order of their paths.
    fn documents(&self) -> impl Iterator<Item = (usize, &Face)> {
        self.order.numbers().iter().map(|number| (*number, &self.faces[*number]))
    }

    /// The documents that are not withheld.
    fn shown(&self) -> impl Iterator<Item = (usize, &Face)> {
        self.documents().filter(|(number, _)| self.withheld[*number].is_none())
    }

    /// What the documents say together. Everything in it is made from their faces alone.
    fn join(&mut self, diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) -> Together {
        let private = self.documents().filter_map(|(_, face)| convert::private_file(inputs, face));
        self.private = private.collect();
        self.merged = targets::follow_merges(diagnostics, self, inputs);
        targets::report_lost_merges(diagnostics, self);
        circles::report_circles(diagnostics, self);
        keywords::report_others(diagnostics, self, inputs);
        Together { forwards: forwards(diagnostics, self), withheld: list_withheld(inputs, self) }
    }

    /// The record as which a document is published: itself, or the one it was merged into.
    fn final_record(&self, index: usize) -> Option<RecordId> {
        self.published[index].or_else(|| self.merged[index].and_then(|target| self.published[target]))
    }

    /// When something is published or not, after `now`, only because time passed.
    fn next_moment(&self, now: Timestamp) -> Option<Timestamp> {
        self.documents().filter_map(|(_, face)| face.next_moment(now)).min()
    }

    fn shown_early(&self) -> BTreeMap<RecordId, WithheldReason> {
        let all = self.published.iter().zip(&self.early);
        all.filter_map(|(id, reason)| Some(((*id)?, (*reason)?))).collect()
    }

    /// Notes which assets are published, and reports those that nothing uses.
    fn mark_assets<'f>(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
        inputs: &Inputs,
        assets: &mut [ArchiveAsset],
        files: impl IntoIterator<Item = &'f Files>,
    ) {
        let mut used = vec![false; assets.len()];
        assets.iter_mut().for_each(|asset| asset.published = false);
        for own in files {
            for asset in &own.published {
                assets[asset.0 as usize].published = true;
            }
            own.published.iter().chain(&own.kept).for_each(|asset| used[asset.0 as usize] = true);
        }
        report_unused(diagnostics, assets, &used, &bundle_folders(inputs, self));
    }
}

impl Site<'_> {
    /// Resolves one document, and keeps the record if it is published.
    fn resolve(&self, index: usize, record: Record<AsWritten>) -> Outcome {
        let mut diagnostics = Vec::new();
        let resolved = convert::resolve_record(&mut diagnostics, self, index, record);
        let mut asked = self.asked.as_ref().map(RefCell::take).unwrap_or_default();
        asked.sort_unstable();
        asked.dedup();
        let asked = asked.into_boxed_slice();
        if self.known.published[index].is_none() {
            // What is not published itself may name what is not published.
            diagnostics.retain(|diagnostic| diagnostic.code != targets::NAMES_WITHHELD);
            return Outcome { diagnostics, resolved: None, asked };
        }
        Outcome { diagnostics, resolved: Some(resolved), asked }
    }

    /// The path below the site folder of the file a record was read from.
    fn source_path(&self, file: FileId) -> &str {
        &self.inputs.text(file).path
    }

    /// Whether a name belongs to a record whose file could not be read, which was reported already.
    fn is_unreadable(&self, name: &str) -> bool {
        self.known.unreadable.iter().any(|(_, id)| id == name)
    }

    fn face(&self, index: usize) -> &Face {
        &self.known.faces[index]
    }

    /// Notes that a name was looked up, since whatever names it may change.
    fn note(&self, key: u32) {
        if let Some(asked) = &self.asked {
            asked.borrow_mut().push(key);
        }
    }
}

fn report_refused(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) {
    for refused in &inputs.refused {
        let (severity, words) = match &refused.reason {
            RefusedReason::Link => (
                Severity::Error,
                "this is a link to another place, and links are not followed: put the file or folder itself here".to_owned(),
            ),
            RefusedReason::NotAFile => {
                (Severity::Warning, "this is neither a file nor a folder, so it is not read".to_owned())
            }
            RefusedReason::NameNotUnicode => {
                (Severity::Error, "the name of this file cannot be read; give it another".to_owned())
            }
            RefusedReason::Unreadable(words) => {
                (Severity::Error, format!("this file cannot be read: {words}"))
            }
        };
        diagnostics.push(Diagnostic::about_file("refused-file", severity, &refused.path, words));
    }
}

/// The faces of the documents. Two files for one address are a mistake that names both; the first is kept.
fn drop_doubles(
    diagnostics: &mut Vec<Diagnostic>,
    inputs: &Inputs,
    written: &mut Vec<Record<AsWritten>>,
) -> Vec<Face> {
    let faces: Vec<Face> = written.par_iter().map(Face::of).collect();
    let mut first: BTreeMap<(Kind, &str), Span> = BTreeMap::new();
    let mut is_double = Vec::with_capacity(faces.len());
    for face in &faces {
        let known = first.get(&(face.kind, face.id.as_str()));
        is_double.push(known.is_some());
        match known {
            Some(span) => diagnostics.push(same_address(inputs, face).other(*span, "this is the other")),
            None => _ = first.insert((face.kind, &face.id), face.span),
        }
    }
    if !is_double.contains(&true) {
        return faces;
    }
    let mut kept = is_double.iter();
    written.retain(|_| kept.next() == Some(&false));
    faces.into_iter().zip(is_double).filter(|(_, is_double)| !is_double).map(|(face, _)| face).collect()
}

fn same_address(inputs: &Inputs, face: &Face) -> Diagnostic {
    let address = face.path();
    let is_bibtex = inputs.text(face.file).path.ends_with(".bib");
    let (words, expected) = match &face.key {
        Some(key) => (
            format!("`{key}` has the id `{}`, and so has another reference", face.id),
            "a key that no other reference has: capitals do not tell two apart, nor do signs such as `:` and `_`",
        ),
        None if is_bibtex => (
            format!("the key `{}` stands in two places", face.id),
            "a key that no other reference has; or one entry alone, if both are the same work",
        ),
        None => {
            (format!("two files have the address `{address}`"), "an id that no other record of its kind has")
        }
    };
    Diagnostic::error("same-address", face.span, words).expected(expected)
}

fn list_assets(inputs: &Inputs) -> Vec<ArchiveAsset> {
    inputs
        .assets
        .iter()
        .map(|asset| ArchiveAsset {
            path: asset.path.clone(),
            size: asset.size,
            sha256: asset.sha256.clone(),
            published: false,
        })
        .collect()
}

fn list_withheld(inputs: &Inputs, known: &Known) -> Vec<Withheld> {
    let withheld = known.documents().filter_map(|(number, face)| Some((face, known.withheld[number]?)));
    let listed = withheld.map(|(face, reason)| {
        let prefix = face.bundle.as_ref().map(|bundle| format!("{bundle}/"));
        let in_bundle = |path: &&str| prefix.as_ref().is_some_and(|prefix| path.starts_with(prefix));
        let paths = inputs.assets.iter().map(|asset| asset.path.as_str()).filter(in_bundle);
        Withheld {
            kind: face.kind,
            id: face.id.clone(),
            title: face.title.value.clone(),
            headline: face.headline.clone(),
            aliases: face.aliases.iter().map(|alias| alias.value.clone()).collect(),
            files: paths.map(|path| path.rsplit('/').next().unwrap_or(path).to_owned()).collect(),
            reason,
            span: face.title.span,
        }
    });
    listed.collect()
}

/// Folders whose files are not told to be unused: their record is not published, or could not be read.
fn bundle_folders(inputs: &Inputs, known: &Known) -> Vec<String> {
    let withheld_bundles = known
        .documents()
        .filter(|(number, face)| known.withheld[*number].is_some() || face.state == State::Merged);
    let broken = known
        .unreadable
        .iter()
        .map(|(kind, id)| format!("content/{}/{id}/", kind.folder()).replace("//", "/"));
    let has_files =
        |folder: &String| inputs.assets.iter().any(|asset| asset.path.starts_with(folder.as_str()));
    withheld_bundles
        .filter_map(|(_, face)| face.bundle.as_ref().map(|bundle| format!("{bundle}/")))
        .chain(broken.filter(has_files))
        .collect()
}

fn report_unused(
    diagnostics: &mut Vec<Diagnostic>,
    assets: &[ArchiveAsset],
    used: &[bool],
    quiet: &[String],
) {
    for (asset, is_used) in assets.iter().zip(used) {
        let below_content = asset.path.starts_with("content/");
        if below_content && !is_used && !quiet.iter().any(|folder| asset.path.starts_with(folder.as_str())) {
            let words = unused_words(&asset.path);
            diagnostics.push(Diagnostic::about_file("unused-file", Severity::Warning, &asset.path, words));
        }
    }
}

/// A file in a folder of records that is no attachment of one is often meant to be one.
fn unused_words(path: &str) -> &'static str {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    if below.starts_with("references/") && matches!(ending.as_str(), "bib" | "bibtex") {
        return "a bibliography is read only where it lies directly in `content/references/` and its name ends in `.bib`, in small letters: move or rename it, if its works are references of this site";
    }
    let in_record_folder = Kind::ALL.iter().any(|kind| {
        *kind != Kind::Page
            && below.strip_prefix(kind.folder()).is_some_and(|rest| rest.matches('/').count() == 1)
    });
    if in_record_folder
        && matches!(ending.as_str(), "txt" | "md" | "markdown" | "docx" | "doc" | "odt" | "rtf")
    {
        return "the name of a record ends in `.md`, in small letters, and this one does not, so it is no record: save it as plain text with that ending";
    }
    "no record names this file, so it is not published: list it under `attachments`, link to it, or move it away"
}

/// Old addresses: aliases, and the addresses of merged records.
fn forwards(diagnostics: &mut Vec<Diagnostic>, known: &Known) -> Vec<Forward> {
    let mut forwards: Vec<Forward> = Vec::new();
    let of_record = |path: &str| {
        let index = known.names.by_path(path).filter(|index| known.published[*index].is_some())?;
        Some(known.faces[index].span)
    };
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for (index, face) in known.shown() {
        let merged = face.state == State::Merged;
        if face.aliases.is_empty() && !merged {
            continue;
        }
        let Some(to) = known.final_record(index) else { continue };
        let own = merged.then(|| (face.path(), face.span));
        let aliases = face.aliases.iter().map(|alias| (alias.value.clone(), alias.span));
        for (from, span) in own.into_iter().chain(aliases) {
            match of_record(&from).or_else(|| taken.get(&from).copied()) {
                Some(other) => diagnostics.push(
                    Diagnostic::error("same-address", span, format!("the address `{from}` is taken already"))
                        .expected("an old address that nothing else has")
                        .other(other, "it belongs to this"),
                ),
                None => {
                    taken.insert(from.clone(), span);
                    forwards.push(Forward { from, to, merged, span });
                }
            }
        }
    }
    forwards
}

/// A kind in words, with its article: "an organisation".
fn a_kind(kind: Kind) -> String {
    let code = kind.code().replace('-', " ");
    let article = if code.starts_with(['i', 'o']) { "an" } else { "a" };
    format!("{article} {code}")
}

/// The kinds that a field may name, in words.
fn kinds_in_words(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.code().replace('-', " ")).collect::<Vec<_>>().join(" or ")
}
