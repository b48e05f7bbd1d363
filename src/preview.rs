//! The site as it is now: kept in memory, told what changed, its pages made when they are asked for.
//!
//! A change of records is taken in bit by bit; everything else, such as a theme, makes the site anew from what was read.
//! Either way it is the site that a build of the same files would make.

#![expect(clippy::disallowed_types, reason = "files are looked up by path, and never listed")]

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::RecordSet;
use crate::archive::WithheldReason;
use crate::build;
use crate::build::Dress;
use crate::build::Options;
use crate::cite::Bibliography;
use crate::cite::Citing;
use crate::cite::Style;
use crate::date::DateWords;
use crate::diagnostic::Diagnostic;
use crate::document::Documents;
use crate::document::FileReading;
use crate::document::Record;
use crate::document::read_file;
use crate::document::read_files;
use crate::document::read_site_config;
use crate::document::report_folders;
use crate::input::Asset;
use crate::input::AssetId;
use crate::input::Changes;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::manifest;
use crate::markdown::AsWritten;
use crate::page;
use crate::page::PageSpec;
use crate::page::Shared;
use crate::page::What;
use crate::resolve::Kept;
use crate::resolve::Reread;
use crate::resolve::Update;
use crate::resolve::Updated;
use crate::resolve::resolve_kept;
use crate::search;
use crate::span::FileId;
use crate::spelling;
use crate::theme::Theme;
use crate::url;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use jiff::Timestamp;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::mem;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// So many files may always be taken in one by one. Where more than a quarter of a large site changes, to make it anew is
/// faster.
const MOST_BIT_BY_BIT: usize = 1000;

/// What stands in a preview in the place of files that list all others.
const MADE_BY_BUILD: &str = "A preview does not make this file: `casefile build` does.\n";

/// A site that is looked at while it is written.
pub struct Preview {
    inputs: Inputs,
    options: Options,
    /// Where each text is among the inputs, by path.
    files: HashMap<String, FileId>,
    /// Places among the inputs that nothing fills any more.
    free: Vec<FileId>,
    readings: Vec<Reading>,
    /// Nothing where the site has to be made anew after each change.
    kept: Option<Kept>,
    ready: Option<Ready>,
    /// Mistakes in the configuration, in themes, and in what lies between records and theme.
    about_site: Vec<Diagnostic>,
    /// Mistakes in the names of folders.
    about_folders: Vec<Diagnostic>,
    diagnostics: Vec<Diagnostic>,
    is_waited_for: Arc<AtomicBool>,
    made_anew: usize,
}

/// What was found when a file was read.
#[derive(Default)]
struct Reading {
    diagnostics: Vec<Diagnostic>,
    /// The kinds and ids of records that could not be read.
    unreadable: Vec<(Kind, String)>,
}

/// What pages are made from.
struct Ready {
    archive: Archive,
    theme: Theme,
    date_words: DateWords,
    style: Arc<Style>,
    assets: BTreeMap<String, AssetId>,
    /// Whether two files would have one address.
    collides: bool,
    /// Records with links to pages that casefile makes.
    linking: RecordSet,
    /// Addresses of records, and old ones, that a page which stands by itself may have too.
    odd: Vec<String>,
    now: Now,
}

/// What is made when it is first wanted, and again after each change.
struct Now {
    shared: Shared,
    /// The pages that stand by themselves.
    apart: OnceLock<Vec<PageSpec>>,
    /// All pages.
    all: OnceLock<Vec<PageSpec>>,
    /// The files of the search index.
    index: Mutex<Option<Index>>,
}

/// The files of a search index by their site paths.
type Index = BTreeMap<String, Arc<[u8]>>;

/// A file of the site.
pub enum Served<'a> {
    /// A page as `build` would write it.
    Page(String),
    /// A file of the theme.
    Bytes(&'a [u8]),
    /// A file of the search index.
    Index(Arc<[u8]>),
    /// A file of the search index, which is not made because somebody waits to tell what changed: ask again after that.
    Later,
    /// A file with the whole bibliography.
    Export(String),
    /// A file that is published as it is.
    Asset(&'a Asset),
    /// A page that its template could not make.
    Failed(Box<Diagnostic>),
}

impl Preview {
    /// The site of those inputs.
    pub fn new(inputs: Inputs, options: Options) -> Self {
        let mut preview = Self {
            inputs,
            options,
            files: HashMap::new(),
            free: Vec::new(),
            readings: Vec::new(),
            kept: None,
            ready: None,
            about_site: Vec::new(),
            about_folders: Vec::new(),
            diagnostics: Vec::new(),
            is_waited_for: Arc::default(),
            made_anew: 0,
        };
        preview.make_anew();
        preview
    }

    /// Takes in what changed, as of `now`.
    pub fn update(&mut self, changes: Changes, now: Timestamp) {
        self.is_waited_for.store(false, Ordering::Relaxed);
        self.options.now = now;
        if !self.is_about_records(&changes) || !self.update_records(&changes) {
            self.inputs.texts.retain(|text| !text.path.is_empty());
            self.inputs.sort();
            self.inputs.apply(changes);
            self.make_anew();
        }
    }

    /// Whether a record is published or not, at `now`, other than when the site was last brought up to date.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.is_due(now))
    }

    // ------------------------------------------------------------------------------------------ all of it

    fn make_anew(&mut self) {
        self.made_anew += 1;
        let inputs = &self.inputs;
        let about_site = &mut self.about_site;
        about_site.clear();
        let config = read_site_config(about_site, inputs);
        self.about_folders.clear();
        report_folders(&mut self.about_folders, inputs);
        let mut documents = Documents { config, records: Vec::new(), unreadable: Vec::new() };
        self.readings.clear();
        for FileReading { diagnostics, records, unreadable } in read_files(inputs, &documents.config) {
            documents.records.extend(records);
            documents.unreadable.extend(unreadable.clone());
            self.readings.push(Reading { diagnostics, unreadable });
        }
        let (mut archive, kept) = resolve_kept(about_site, inputs, documents, self.options.moment());
        if let Some(base_url) = &self.options.base_url {
            archive.config.base_url.clone_from(base_url);
        }
        // A theme that cannot be used leaves the one before in its place.
        let old = self.ready.take().map(|ready| Dress {
            theme: ready.theme,
            date_words: ready.date_words,
            style: ready.style,
        });
        let dress = build::load_theme(about_site, inputs, &archive.config).or(old);
        self.kept = kept;
        self.ready = dress.map(|dress| Ready::of(about_site, archive, dress, self.kept.as_ref()));
        self.free.clear();
        let paths = inputs.texts.iter().map(|text| text.path.clone());
        self.files = paths.zip((0..).map(FileId)).collect();
        self.gather();
    }

    /// Puts all mistakes together.
    fn gather(&mut self) {
        let read = self.readings.iter().flat_map(|reading| &reading.diagnostics);
        let resolved = self.kept.iter().flat_map(Kept::diagnostics);
        let about = self.about_site.iter().chain(&self.about_folders);
        self.diagnostics = about.chain(read).chain(resolved).cloned().collect();
        self.diagnostics
            .extend(self.ready.iter().flat_map(|ready| ready.links_to_nothing(self.kept.as_ref())));
        build::sort_by_path(&mut self.diagnostics, &self.inputs);
    }

    // ---------------------------------------------------------------------------------------- some records

    /// Whether changes concern nothing but files of one record each, and few enough of them.
    fn is_about_records(&self, changes: &Changes) -> bool {
        let was_refused = |path: &str| self.inputs.refused.iter().any(|refused| refused.path == path);
        let is_record =
            |path: &str| path.starts_with("content/") && path.ends_with(".md") && !was_refused(path);
        let count = changes.texts.len() + changes.removed.len();
        count <= MOST_BIT_BY_BIT.max(self.files.len() / 4)
            && changes.assets.is_empty()
            && changes.refused.is_empty()
            && changes.texts.iter().all(|text| is_record(&text.path))
            && changes.removed.iter().all(|path| is_record(path))
    }

    /// Takes in changes of records bit by bit. False: nothing was changed yet but places of files, and the site has to be
    /// made anew.
    fn update_records(&mut self, changes: &Changes) -> bool {
        if self.ready.as_ref().is_none_or(|ready| ready.collides) || self.kept.is_none() {
            return false;
        }
        let before = self.files.len();
        let mut changed: Vec<FileId> = changes.texts.iter().map(|text| self.put_text(text)).collect();
        let removed: BTreeSet<FileId> =
            changes.removed.iter().filter_map(|path| self.files.get(path).copied()).collect();
        changed.extend(&removed);
        let done = self.resolve_files(changed, &removed);
        let moved = !removed.is_empty() || before != self.files.len();
        for file in removed {
            let text = mem::take(&mut self.inputs.texts[file.0 as usize]);
            self.files.remove(&text.path);
            self.readings[file.0 as usize] = Reading::default();
            self.free.push(file);
        }
        if done {
            if moved && self.may_change_folders(changes) {
                self.about_folders.clear();
                report_folders(&mut self.about_folders, &self.inputs);
            }
            self.gather();
        }
        done
    }

    /// Whether the folders of the site may now be others, or none: not where a file comes or goes beside records of a kind.
    fn may_change_folders(&self, changes: &Changes) -> bool {
        let paths = changes.texts.iter().map(|text| &text.path).chain(&changes.removed);
        let is_of_kind = |path: &String| {
            Kind::ALL.iter().any(|kind| {
                let below = path.strip_prefix("content/").and_then(|path| path.strip_prefix(kind.folder()));
                below.is_some_and(|rest| *kind != Kind::Page && rest.starts_with('/'))
            })
        };
        let is_empty = !self.inputs.texts.iter().any(|text| text.path.starts_with("content/"));
        is_empty || !self.about_folders.is_empty() || !paths.into_iter().all(is_of_kind)
    }

    /// Puts a text where that of the same path stood, or in a place of its own.
    fn put_text(&mut self, text: &TextFile) -> FileId {
        if let Some(file) = self.files.get(&text.path) {
            self.inputs.texts[file.0 as usize].bytes.clone_from(&text.bytes);
            return *file;
        }
        let file = self.free.pop().unwrap_or_else(|| {
            self.inputs.texts.push(TextFile::default());
            self.readings.push(Reading::default());
            FileId(u32::try_from(self.inputs.texts.len() - 1).unwrap_or(u32::MAX))
        });
        self.inputs.texts[file.0 as usize] = text.clone();
        self.files.insert(text.path.clone(), file);
        file
    }

    fn resolve_files(&mut self, changed: Vec<FileId>, removed: &BTreeSet<FileId>) -> bool {
        let (Some(ready), Some(kept)) = (&mut self.ready, &mut self.kept) else { return false };
        let inputs = &self.inputs;
        let config = ready.archive.config.clone();
        let read_again = |file: FileId| {
            let is_gone = removed.contains(&file);
            (file, if is_gone { FileReading::default() } else { read_file(inputs, &config, file) })
        };
        let again: Vec<(FileId, FileReading)> = changed.into_par_iter().map(read_again).collect();
        let readings = &mut self.readings;
        let reread = again.into_iter().map(|(file, reading)| take_reading(readings, file, reading)).collect();
        let lists = Lists::default();
        let read = |file: FileId, id: &str| lists.read(inputs, file, id, || read_file(inputs, &config, file));
        let moment = self.options.moment();
        let update = Update { inputs, moment, changed: reread, read: &read };
        let Some(updated) = kept.update(&mut ready.archive, update) else { return false };
        ready.follow(&updated);
        !ready.has_collision(kept)
    }

    // --------------------------------------------------------------------------------------------- to look at

    /// Every mistake of the site, sorted. Only what can be seen in finished pages alone is not looked for.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether a mistake shows a line of a record that is not to be seen: where drafts are not shown, those of records that
    /// would not be published, and of records that cannot be read and may be such.
    pub fn hides(&self, mistake: &Diagnostic) -> bool {
        let is_hidden = |file: FileId| {
            let path = &self.inputs.text(file).path;
            let is_published = match (&self.kept, &self.ready) {
                (Some(kept), _) => kept.is_published(&self.inputs, file),
                (None, Some(ready)) => ready.archive.records.iter().any(|record| record.file == file),
                (None, None) => false,
            };
            path.starts_with("content/") && path.ends_with(".md") && !is_published
        };
        let spans = mistake.span.iter().chain(mistake.others.iter().map(|(span, _)| span));
        !self.options.drafts && spans.into_iter().any(|span| is_hidden(span.file))
    }

    /// How often all of it was made anew, the first time included: otherwise it was kept up record by record.
    pub fn made_anew(&self) -> usize {
        self.made_anew
    }

    /// What was read. Places of files that are gone are empty.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The file at a site path: `incidents/gp-letters.html`.
    pub fn get(&self, path: &str) -> Option<Served<'_>> {
        let ready = self.ready.as_ref()?;
        if let Some(what) = ready.what(self.kept.as_ref(), path) {
            let spec = PageSpec { path: path.to_owned(), what };
            let cx = page::context(&ready.archive, &ready.theme, &ready.date_words, &ready.now.shared);
            return Some(match page::render(&cx, &spec) {
                Ok(page) => {
                    let mut html = String::new();
                    page.fill(&mut html);
                    Served::Page(html)
                }
                Err(error) => Served::Failed(Box::new(build::theme_diagnostic(&self.inputs, &error))),
            });
        }
        if let Some(asset) = ready.assets.get(path) {
            return Some(Served::Asset(self.inputs.asset(*asset)));
        }
        if let Some(bytes) = ready.theme.assets.get(path) {
            return Some(Served::Bytes(bytes));
        }
        if page::is_export(path) {
            let cx = page::context(&ready.archive, &ready.theme, &ready.date_words, &ready.now.shared);
            return page::export_file(&cx, path).map(Served::Export);
        }
        if manifest::ALWAYS.contains(&path) {
            return Some(Served::Export(MADE_BY_BUILD.to_owned()));
        }
        if !build::is_of_index(path) {
            return None;
        }
        match ready.of_index(path, &self.is_waited_for) {
            Ok(bytes) => bytes.map(Served::Index),
            Err(Waited) => Some(Served::Later),
        }
    }

    /// Set by whoever waits to tell what changed. The search index, which takes longest to make, is given up then.
    pub fn is_waited_for(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_waited_for)
    }

    /// The site paths of all pages, in order.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.ready.iter().flat_map(|ready| ready.all()).map(|page| page.path.as_str())
    }

    /// The file below the site folder from which the text of a page was read.
    pub fn source_of(&self, path: &str) -> Option<&str> {
        let ready = self.ready.as_ref()?;
        let span = build::span_of(&ready.archive, &ready.what(self.kept.as_ref(), path)?)?;
        Some(&self.inputs.text(span.file).path)
    }

    /// Why the record of a page would not be published, if it would not.
    pub fn withheld(&self, path: &str) -> Option<WithheldReason> {
        let ready = self.ready.as_ref()?;
        match ready.what(self.kept.as_ref(), path)? {
            What::Record(id) | What::Topic(id, _) | What::Rest(id, ..) => self.reason(id),
            _ => None,
        }
    }

    /// The record of a page.
    pub fn record(&self, path: &str) -> Option<&Record<AsMeant>> {
        let ready = self.ready.as_ref()?;
        match ready.what(self.kept.as_ref(), path)? {
            What::Record(id) | What::Topic(id, _) | What::Rest(id, ..) => Some(ready.archive.record(id)),
            _ => None,
        }
    }

    fn reason(&self, id: RecordId) -> Option<WithheldReason> {
        self.ready.as_ref()?.archive.shown_early.get(&id).copied()
    }

    /// The path of the page nearest to one that is not there: of a record of that kind, or of any other page.
    pub fn nearest(&self, path: &str) -> Option<String> {
        let ready = self.ready.as_ref()?;
        let of_kind = Kind::ALL.iter().find_map(|kind| {
            let id = path.strip_prefix(kind.folder())?.strip_prefix('/')?.strip_suffix(".html")?;
            (*kind != Kind::Page).then_some((*kind, id))
        });
        let Some((kind, id)) = of_kind else {
            let pages =
                ready.archive.records.iter().filter(|record| record.kind == Kind::Page).map(Record::path);
            let all: Vec<String> = pages.chain(ready.apart().iter().map(|page| page.path.clone())).collect();
            return spelling::nearest(path, all.iter().map(String::as_str)).map(str::to_owned);
        };
        let records = ready.archive.records.iter().filter(|record| record.kind == kind);
        let near = spelling::nearest(id, records.map(|record| record.id.as_str()));
        // Where no name is near, the list of its kind is.
        let list = || Some(format!("{}/index.html", kind.folder()));
        let is_there = |path: &String| ready.what(self.kept.as_ref(), path).is_some();
        near.map(|id| url::record_path(kind, id)).or_else(|| list().filter(is_there))
    }
}

/// Keeps what was found in a file, and gives what it says to whoever resolves it.
/// Files of many records that were read again while one change was taken in: each is read once, and each of its records is
/// wanted once.
#[derive(Default)]
struct Lists {
    records: Mutex<BTreeMap<FileId, BTreeMap<String, Record<AsWritten>>>>,
}

impl Lists {
    /// The record of a file that has that id.
    fn read(
        &self,
        inputs: &Inputs,
        file: FileId,
        id: &str,
        read: impl Fn() -> FileReading,
    ) -> Option<Record<AsWritten>> {
        if inputs.text(file).path.ends_with(".md") {
            return read().records.into_iter().find(|record| record.id == id);
        }
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let of_file = records.entry(file).or_insert_with(|| {
            read().records.into_iter().map(|record| (record.id.clone(), record)).collect()
        });
        of_file.remove(id)
    }
}

fn take_reading(readings: &mut [Reading], file: FileId, reading: FileReading) -> Reread {
    let FileReading { diagnostics, mut records, unreadable } = reading;
    let new = Reading { diagnostics, unreadable: unreadable.clone() };
    let old = mem::replace(&mut readings[file.0 as usize], new);
    // A file of one record has one at most.
    let first = |all: Vec<(Kind, String)>| all.into_iter().next();
    Reread {
        file,
        record: records.pop(),
        was_unreadable: first(old.unreadable),
        unreadable: first(unreadable),
    }
}

impl Now {
    fn of(archive: &Archive, theme: &Theme, bibliography: Bibliography) -> Self {
        Self::with(archive, theme, Arc::new(bibliography))
    }

    fn with(archive: &Archive, theme: &Theme, bibliography: Arc<Bibliography>) -> Self {
        Self {
            shared: Shared::new(archive, theme, bibliography),
            apart: OnceLock::new(),
            all: OnceLock::new(),
            index: Mutex::default(),
        }
    }
}

impl Ready {
    fn of(diagnostics: &mut Vec<Diagnostic>, archive: Archive, dress: Dress, kept: Option<&Kept>) -> Self {
        let Dress { mut theme, date_words, style } = dress;
        theme.set_site(page::site_view(&archive, &theme.words));
        let assets = build::published_assets(&archive);
        let bibliography = Bibliography::new(&archive, style.clone(), &theme.words, &date_words);
        let now = Now::of(&archive, &theme, bibliography);
        let (linking, odd) = (RecordSet::new(), Vec::new());
        let mut ready =
            Self { archive, theme, date_words, style, assets, collides: false, linking, odd, now };
        ready.odd = ready.odd_addresses();
        ready.link_anew(&ready.archive.ids().collect());
        // To list all pages takes longer than most sites need.
        if kept.is_none_or(|kept| ready.has_collision(kept) || ready.has_odd_file(kept)) {
            let before = diagnostics.len();
            build::check_paths(
                diagnostics,
                &ready.archive,
                ready.all(),
                (&ready.assets, &ready.theme.assets),
            );
            ready.collides = diagnostics.len() > before;
        }
        ready
    }

    /// Brings what was made from the archive up to it.
    fn follow(&mut self, updated: &Updated) {
        self.linking.retain(|id| self.archive.records.has(*id));
        self.link_anew(&updated.learnt);
        let is_in_menu = |id: &RecordId| self.archive.record(*id).kind == Kind::Page;
        if updated.has_other_files || updated.learnt.iter().any(is_in_menu) {
            self.theme.set_site(page::site_view(&self.archive, &self.theme.words));
        }
        if updated.has_other_files {
            self.assets = build::published_assets(&self.archive);
            self.odd = self.odd_addresses();
        }
        let now = self.now_with(updated);
        let old = mem::replace(&mut self.now, now);
        // To give back all that was made of the site before takes time, and nobody waits for it.
        rayon::spawn(move || drop(old));
    }

    /// Nothing is made yet; what is known of works stays where none of them changed, nor any that names one.
    fn now_with(&self, updated: &Updated) -> Now {
        let kept = self.now.shared.bibliography();
        let may_be_work = |id: RecordId| {
            matches!(self.archive.record(id).kind, Kind::Reference | Kind::PressRelease | Kind::Organisation)
        };
        if kept.has_room_for(&self.archive) && !updated.learnt.iter().copied().any(may_be_work) {
            return Now::with(&self.archive, &self.theme, kept);
        }
        let style = self.style.clone();
        Now::of(
            &self.archive,
            &self.theme,
            Bibliography::new(&self.archive, style, &self.theme.words, &self.date_words),
        )
    }

    /// Notes which of these records link to pages that casefile makes.
    fn link_anew(&mut self, learnt: &RecordSet) {
        for id in learnt {
            if build::links_to_generated(self.archive.record(*id)) {
                self.linking.insert(*id);
            } else {
                self.linking.remove(id);
            }
        }
    }

    fn links_to_nothing(&self, kept: Option<&Kept>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let exists = |path: &str| self.what(kept, path).is_some() || self.has_file(path);
        let nearest = |path: &str| {
            let exports = page::export_paths(&self.archive).iter().copied();
            let exports = exports.chain(manifest::ALWAYS);
            let files = self.assets.keys().chain(self.theme.assets.keys()).map(String::as_str).chain(exports);
            let mut all: Vec<&str> = self.all().iter().map(|page| page.path.as_str()).chain(files).collect();
            all.sort_unstable();
            spelling::nearest(path, all).map(str::to_owned)
        };
        for id in &self.linking {
            build::check_generated(&mut diagnostics, self.archive.record(*id), &exists, &nearest);
        }
        diagnostics
    }

    fn has_file(&self, path: &str) -> bool {
        let is_export = || page::export_paths(&self.archive).contains(&path);
        let is_made = || is_export() || manifest::ALWAYS.contains(&path);
        self.assets.contains_key(path) || self.theme.assets.contains_key(path) || is_made()
    }

    fn odd_addresses(&self) -> Vec<String> {
        // Without an address being made for each of the many that are sure to be their own.
        let may_be_odd = |record: &&Record<AsMeant>| {
            record.kind == Kind::Page || record.id == "index" || record.id.contains("page-")
        };
        let records = self.archive.records.iter().filter(may_be_odd).map(Record::path);
        let forwards = self.archive.forwards.iter().map(|forward| forward.from.clone());
        let may_collide = |path: &String| page::may_stand_apart(path);
        // The text of `content/index.md` is part of the home page.
        records.filter(|path| path != "index.html").chain(forwards).filter(may_collide).collect()
    }

    /// Whether a record or an old address has the address of something else. Old addresses that are like each other or like
    /// records are told when they are resolved.
    fn has_collision(&self, kept: &Kept) -> bool {
        let is_apart = |path: &String| {
            self.apart().iter().any(|page| page.path == *path && !matches!(page.what, What::Forward(_)))
        };
        // `topics/post-page-2.html` may be that of a record `post-page-2`, and of a record `post`.
        let is_further = |path: &String| {
            let mut owners = owners_of(path).filter_map(|path| kept.record_at(&path));
            owners.any(|id| {
                let pages = page::plan_of(&self.archive, &self.now.shared, id);
                pages.iter().any(|page| page.path == *path)
            })
        };
        self.odd.iter().any(|path| is_apart(path) || is_further(path))
            || self.archive.forwards.iter().any(|forward| self.has_file(&forward.from))
            || self.assets.keys().chain(self.theme.assets.keys()).any(|path| kept.record_at(path).is_some())
    }

    /// Whether a file that is published as it is may have the address of a folder, or lie below that of a page.
    fn has_odd_file(&self, kept: &Kept) -> bool {
        let is_odd = |path: &String| {
            let below = format!("{path}/");
            let is_above =
                self.assets.range(below.clone()..).next().is_some_and(|(next, _)| next.starts_with(&below));
            let has_ending = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
            build::is_of_index(path)
                || path.contains(".html/")
                || !has_ending
                || is_above
                || kept.record_at(&format!("{path}.html")).is_some()
        };
        let forwards = self.archive.forwards.iter().map(|forward| &forward.from);
        self.assets.keys().chain(self.theme.assets.keys()).chain(forwards).any(is_odd)
    }

    fn apart(&self) -> &[PageSpec] {
        self.now.apart.get_or_init(|| page::plan_apart(&self.archive, &self.now.shared))
    }

    fn all(&self) -> &[PageSpec] {
        self.now.all.get_or_init(|| page::plan(&self.archive, &self.now.shared))
    }

    /// What the page at a path shows.
    fn what(&self, kept: Option<&Kept>, path: &str) -> Option<What> {
        let Some(kept) = kept else { return find(self.all(), path) };
        let of_record = |id: RecordId| {
            let pages = page::plan_of(&self.archive, &self.now.shared, id);
            pages.into_iter().find(|page| page.path == path).map(|page| page.what)
        };
        // The text of `content/index.md` is part of the home page.
        if let Some(what) = kept.record_at(path).and_then(of_record) {
            return Some(what);
        }
        let mut owners = owners_of(path).filter_map(|path| kept.record_at(&path));
        let forward = || {
            let at = self.archive.forwards.iter().position(|forward| forward.from == path)?;
            Some(What::Forward(at))
        };
        // To list the pages that stand by themselves takes longer than all else here.
        let apart = || page::may_stand_apart(path).then(|| find(self.apart(), path)).flatten();
        page::fixed_page(path).or_else(|| owners.find_map(of_record)).or_else(forward).or_else(apart)
    }

    fn citing(&self) -> Citing<'_> {
        page::context(&self.archive, &self.theme, &self.date_words, &self.now.shared).citing()
    }

    fn of_index(&self, path: &str, is_waited_for: &AtomicBool) -> Result<Option<Arc<[u8]>>, Waited> {
        if let Some(number) = search::number_of_texts(path) {
            let texts = search::texts(self.citing(), &self.date_words, number);
            return Ok(texts.map(Arc::from));
        }
        // Whoever asks for another file of the index waits for the same.
        let mut index = self.now.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &*index {
            return Ok(index.get(path).cloned());
        }
        let files = Mutex::new(Index::new());
        let put = |path: &str, bytes: &[u8]| {
            if is_waited_for.load(Ordering::Relaxed) {
                return Err(Waited);
            }
            // Texts are more than half of the index, and a server is seldom asked for them: they are made when it is.
            if search::number_of_texts(path).is_some() {
                return Ok(());
            }
            files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.into());
            Ok(())
        };
        search::index(self.citing(), &self.date_words, put)?;
        let made = index.insert(files.into_inner().unwrap_or_else(PoisonError::into_inner));
        Ok(made.get(path).cloned())
    }
}

/// The addresses of the records of which a page may be a further one: `organisations/x/as-supplier.html`,
/// `topics/x-2.html`.
fn owners_of(path: &str) -> impl Iterator<Item = String> {
    let folder = path.rsplit_once('/').map(|(folder, _)| format!("{folder}.html"));
    folder.into_iter().chain(page::base_of(path))
}

/// Somebody waits to tell what changed.
struct Waited;

fn find(pages: &[PageSpec], path: &str) -> Option<What> {
    let at = pages.binary_search_by(|page| page.path.as_str().cmp(path)).ok()?;
    Some(pages[at].what.clone())
}
