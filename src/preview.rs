//! The site as it is now: kept in memory, told what changed, its pages made when they are asked for.

use crate::archive::RecordId;
use crate::archive::WithheldReason;
use crate::build;
use crate::build::Options;
use crate::build::Site;
use crate::diagnostic::Diagnostic;
use crate::input::Asset;
use crate::input::Changes;
use crate::input::Inputs;
use crate::page;
use crate::page::Shared;
use crate::page::What;
use crate::spelling;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;
use std::sync::OnceLock;

/// A site that is looked at while it is written.
pub struct Preview {
    inputs: Inputs,
    options: Options,
    ready: Option<Ready>,
    diagnostics: Vec<Diagnostic>,
}

struct Ready {
    site: Site,
    shared: Shared,
    /// The files of the search index, made when the first is asked for.
    index: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// A file of the site.
pub enum Served<'a> {
    /// A page as `build` would write it.
    Page(String),
    /// A file of the theme, or of the search index.
    Bytes(&'a [u8]),
    /// A file that is published as it is.
    Asset(&'a Asset),
    /// A page that its template could not make.
    Failed(Box<Diagnostic>),
}

impl Preview {
    /// The site of those inputs.
    pub fn new(inputs: Inputs, options: Options) -> Self {
        let mut preview = Self { inputs, options, ready: None, diagnostics: Vec::new() };
        preview.read_all();
        preview
    }

    /// Takes in what changed, as of `now`.
    pub fn update(&mut self, changes: Changes, now: Timestamp) {
        self.options.now = now;
        self.inputs.apply(changes);
        self.read_all();
    }

    fn read_all(&mut self) {
        self.diagnostics.clear();
        let site = build::prepare(&mut self.diagnostics, &self.inputs, &self.options);
        self.ready = site.map(|site| {
            let shared = page::share(&site.archive, &site.theme, &site.date_words);
            Ready { site, shared, index: OnceLock::new() }
        });
        build::sort(&mut self.diagnostics);
    }

    /// Every mistake of the site, sorted. Only links of pages that were not asked for are not looked at.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What was read.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The file at a site path: `incidents/gp-letters.html`.
    pub fn get(&self, path: &str) -> Option<Served<'_>> {
        let ready = self.ready.as_ref()?;
        let site = &ready.site;
        if let Ok(index) = site.pages.binary_search_by(|page| page.path.as_str().cmp(path)) {
            let cx = page::context(&site.archive, &site.theme, &site.date_words, &ready.shared);
            return Some(match page::render(&cx, &site.pages[index]) {
                Ok(page) => {
                    let mut html = String::new();
                    page.fill(&mut html);
                    Served::Page(html)
                }
                Err(error) => Served::Failed(Box::new(build::theme_diagnostic(&self.inputs, &error))),
            });
        }
        if let Some(asset) = site.assets.get(path) {
            return Some(Served::Asset(self.inputs.asset(*asset)));
        }
        if let Some(bytes) = site.theme.assets.get(path) {
            return Some(Served::Bytes(bytes));
        }
        if !build::is_of_index(path) {
            return None;
        }
        let index = ready.index.get_or_init(|| {
            let files = Mutex::new(BTreeMap::new());
            let put = |path: &str, bytes: &[u8]| {
                if let Ok(mut files) = files.lock() {
                    files.insert(path.to_owned(), bytes.to_owned());
                }
                Ok::<(), Infallible>(())
            };
            let Ok(_) = site.search_index(put);
            files.into_inner().unwrap_or_default()
        });
        index.get(path).map(|bytes| Served::Bytes(bytes))
    }

    /// The file below the site folder from which the text of a page was read.
    pub fn source_of(&self, path: &str) -> Option<&str> {
        let site = &self.ready.as_ref()?.site;
        let span = build::span_of(site, self.what(path)?)?;
        Some(&self.inputs.text(span.file).path)
    }

    /// Why the record of a page would not be published, if it would not.
    pub fn withheld(&self, path: &str) -> Option<WithheldReason> {
        let (What::Record(id) | What::Topic(id, _) | What::Rest(id, ..)) = self.what(path)? else {
            return None;
        };
        self.reason(*id)
    }

    fn reason(&self, id: RecordId) -> Option<WithheldReason> {
        self.ready.as_ref()?.site.archive.shown_early.get(&id).copied()
    }

    /// The path of the page nearest to one that is not there.
    pub fn nearest(&self, path: &str) -> Option<&str> {
        let pages = self.ready.as_ref()?.site.pages.iter().map(|page| page.path.as_str());
        spelling::nearest(path, pages)
    }

    fn what(&self, path: &str) -> Option<&What> {
        let pages = &self.ready.as_ref()?.site.pages;
        let index = pages.binary_search_by(|page| page.path.as_str().cmp(path)).ok()?;
        Some(&pages[index].what)
    }
}
