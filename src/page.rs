//! The pages of a site: which there are, and what each shows.

mod bibliography;
mod copies;
mod data;
mod home;
mod incident;
mod lists;
mod organisation;
mod parts;
mod plan;
mod record;
mod reference;
mod release;
mod rows;
mod said;
mod text;
mod timeline;
mod topic;
mod totals;

use crate::archive::Archive;
use crate::archive::RecordId;
use crate::cite::Bibliography;
use crate::cite::Citing;
use crate::date::DateWords;
use crate::sparse::Sparse;
use crate::theme::Theme;
use crate::theme::ThemeError;
use crate::theme::Words;
use crate::url;
use crate::view;
use crate::vocabulary::Kind;
use crate::vocabulary::Role;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

pub use bibliography::Works;
pub use copies::export_file;
pub use copies::export_paths;
pub use copies::is_export;
pub use parts::base_of;
pub use parts::figure_words;
pub use parts::harm_label;
pub use parts::record_date;
pub use plan::facet_path;
pub use plan::fixed_page;
pub use plan::may_stand_apart;
pub use plan::plan;
pub use plan::plan_apart;
pub use plan::plan_of;
pub use rows::Page;
pub use rows::Part;
pub use rows::ROOT;
pub use said::said;

/// A page that is to be made: cheap to list, rendered when it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSpec {
    /// Its site path.
    pub path: String,
    /// What it shows.
    pub what: What,
}

/// What a page shows. Numbers count the pages of a list from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The home page.
    Home,
    /// A record.
    Record(RecordId),
    /// A further page of a topic's incidents.
    Topic(RecordId, usize),
    /// What did not fit on a record's page.
    Rest(RecordId, Rest, usize),
    /// A list of incidents.
    Incidents(Facet, usize),
    /// The values of a facet.
    Facet(FacetKind, usize),
    /// All press releases.
    Releases(usize),
    /// A list of works.
    References(Works, usize),
    /// All organisations.
    Organisations(usize),
    /// All topics.
    Topics,
    /// The dated events of the archive, or of one organisation.
    Timeline(Option<RecordId>, usize),
    /// Search.
    Search,
    /// Data to take away.
    Data,
    /// Changes and withdrawals.
    Corrections(usize),
    /// What a server shows for an address it does not have.
    NotFound,
    /// An old address, by its place among the archive's forwards.
    Forward(usize),
}

/// A list that is capped on a record's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// The incidents of an organisation in a role.
    InRole(Role),
    /// Records whose text links to it.
    Mentions,
    /// Records that cite it.
    Citations,
    /// Press releases of an organisation.
    Releases,
}

/// The incidents that a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// All of them.
    All,
    /// Those with a harm.
    Harm(String),
    /// Those with a status.
    Status(String),
    /// Those of a year, or whose year is not known.
    Year(Option<i16>),
    /// Those in a place, by its address.
    Place(String),
}

/// What incidents can be listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetKind {
    /// By harm.
    Harm,
    /// By status.
    Status,
    /// By year.
    Year,
    /// By place.
    Place,
    /// By supplier.
    Supplier,
    /// By commissioner.
    Commissioner,
}

/// What pages are made from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// The theme.
    pub theme: &'a Theme,
    /// Its words.
    pub words: &'a Words,
    date_words: &'a DateWords,
    shared: &'a Shared,
}

/// What many pages share, each made when it is first wanted. It borrows nothing, so that a preview can keep it beside the
/// archive it was made from. Nothing in it is made in parallel: threads that make pages wait for it.
pub struct Shared {
    /// The works in the citation style of the site.
    bibliography: Arc<Bibliography>,
    /// Ways into the archive, as the home page and the search page show them.
    ways: OnceLock<Vec<view::TallyGroup>>,
    timeline: OnceLock<Vec<timeline::DatedEvent>>,
    /// The years of the timeline, each a link to its place.
    jumps: OnceLock<Vec<view::Link>>,
    /// The address of each record's page.
    hrefs: Sparse<Box<str>>,
    rows: rows::Rows,
    /// The events of each organisation.
    histories: BTreeMap<RecordId, OnceLock<Vec<timeline::DatedEvent>>>,
    corrections: OnceLock<Vec<lists::CorrectionOf>>,
    works: OnceLock<bibliography::WorkLists>,
    /// Organisations by id.
    organisations: OnceLock<BTreeMap<String, RecordId>>,
    /// The letters and the years of the bibliography, each a link to its place.
    letters: OnceLock<Vec<view::Link>>,
    years_of_works: OnceLock<Vec<view::Link>>,
}

impl Shared {
    /// What the pages of an archive will share.
    pub fn new(archive: &Archive, theme: &Theme, bibliography: Arc<Bibliography>) -> Self {
        Self {
            bibliography,
            ways: OnceLock::new(),
            timeline: OnceLock::new(),
            jumps: OnceLock::new(),
            hrefs: Sparse::new(archive.records.room()),
            rows: rows::rows(archive, theme.site.menu.len()),
            histories: archive.graph.organisations.iter().map(|id| (*id, OnceLock::new())).collect(),
            corrections: OnceLock::new(),
            works: OnceLock::new(),
            organisations: OnceLock::new(),
            letters: OnceLock::new(),
            years_of_works: OnceLock::new(),
        }
    }

    /// The works in the citation style of the site.
    pub fn bibliography(&self) -> Arc<Bibliography> {
        self.bibliography.clone()
    }

    /// What is dated in the archive, oldest first.
    fn timeline(&self, archive: &Archive) -> &[timeline::DatedEvent] {
        self.timeline.get_or_init(|| timeline::dated_events(archive, &archive.graph.incidents, true))
    }

    /// What happened in the incidents of an organisation, oldest first.
    fn history(&self, archive: &Archive, id: RecordId) -> &[timeline::DatedEvent] {
        self.histories
            .get(&id)
            .map_or(&[], |history| history.get_or_init(|| organisation::events_of(archive, id)).as_slice())
    }

    fn corrections(&self, archive: &Archive) -> &[lists::CorrectionOf] {
        self.corrections.get_or_init(|| lists::corrections_of(archive))
    }

    fn works(&self, archive: &Archive) -> &bibliography::WorkLists {
        self.works.get_or_init(|| bibliography::work_lists(archive))
    }
}

impl<'a> Context<'a> {
    /// What works are cited with.
    pub fn citing(&self) -> Citing<'a> {
        Citing { archive: self.archive, words: self.words, bibliography: &self.shared.bibliography }
    }

    fn href(&self, id: RecordId) -> &'a str {
        let make = || url::href(&self.archive.record(id).path()).into_boxed_str();
        self.shared.hrefs.get_or_init(id.0 as usize, make)
    }

    fn ways(&self) -> &'a [view::TallyGroup] {
        self.shared.ways.get_or_init(|| home::ways(self))
    }

    fn timeline(&self) -> &'a [timeline::DatedEvent] {
        self.shared.timeline(self.archive)
    }

    fn jumps(&self) -> &'a [view::Link] {
        let path = || plan::timeline_path(self.archive, None);
        self.shared.jumps.get_or_init(|| timeline::jumps(self, self.timeline(), &path()))
    }

    fn history(&self, id: RecordId) -> &'a [timeline::DatedEvent] {
        self.shared.history(self.archive, id)
    }

    fn corrections(&self) -> &'a [lists::CorrectionOf] {
        self.shared.corrections(self.archive)
    }

    fn works(&self) -> &'a bibliography::WorkLists {
        self.shared.works(self.archive)
    }

    /// The organisation with an id.
    fn organisation(&self, id: &str) -> Option<RecordId> {
        let archive = self.archive;
        // The withdrawn ones too, which are in no list.
        let all = || archive.ids().filter(|id| archive.record(*id).kind == Kind::Organisation);
        let make = || all().map(|id| (archive.record(id).id.clone(), id)).collect();
        self.shared.organisations.get_or_init(make).get(id).copied()
    }

    fn letters(&self) -> &'a [view::Link] {
        self.shared.letters.get_or_init(|| bibliography::jumps(self, Works::ByAuthor))
    }

    fn years_of_works(&self) -> &'a [view::Link] {
        self.shared.years_of_works.get_or_init(|| bibliography::jumps(self, Works::ByYear))
    }
}

/// What pages are made from.
pub fn context<'a>(
    archive: &'a Archive,
    theme: &'a Theme,
    date_words: &'a DateWords,
    shared: &'a Shared,
) -> Context<'a> {
    Context { archive, theme, words: &theme.words, date_words, shared }
}

/// What all pages of a site share, for the theme. `assets` says which stylesheet and icon there are.
pub fn site_view(archive: &Archive, words: &Words) -> view::Site {
    let config = &archive.config;
    let party =
        |party: &crate::config::Party| view::WebLink { text: party.name.clone(), url: party.url.clone() };
    let menu_item = |code: &str, path: &str| view::MenuItem {
        code: code.to_owned(),
        text: words.get(&format!("menu.{code}")).to_owned(),
        href: url::href(path),
    };
    let graph = &archive.graph;
    let mut menu = Vec::new();
    for (code, empty) in [
        ("incidents", graph.incidents.is_empty()),
        ("press-releases", graph.press_releases.is_empty()),
        ("organisations", graph.organisations.is_empty()),
        ("references", graph.references.is_empty()),
        ("topics", graph.topics.is_empty()),
    ] {
        if !empty {
            menu.push(menu_item(code, &format!("{code}/index.html")));
        }
    }
    menu.push(menu_item("timeline", "timeline.html"));
    menu.extend(graph.menu.iter().map(|id| {
        let record = archive.record(*id);
        view::MenuItem {
            code: record.id.clone(),
            text: record.common.title.value.clone(),
            href: url::href(&record.path()),
        }
    }));
    let link = |code: &str| view::Link {
        text: words.get(&format!("menu.{code}")).to_owned(),
        href: format!("{code}.html"),
    };
    let page_exists =
        |id: &str| archive.records.iter().any(|record| record.kind == Kind::Page && record.id == id);
    let mut footer = vec![link("data"), link("corrections"), link("search")];
    footer.extend(["about", "privacy"].into_iter().filter(|id| page_exists(id)).map(link));
    view::Site {
        title: config.title.clone(),
        description: config.description.clone(),
        publisher: config.publisher.as_ref().map(party),
        licence: config.licence.as_ref().map(party),
        stylesheet: "assets/style.css".to_owned(),
        icon: "assets/icon.svg".to_owned(),
        menu,
        footer,
        standing_note: words.get("site.standing_note").to_owned(),
        imprint: None,
    }
}

/// One page.
///
/// # Errors
///
/// A template names something that its view does not have.
pub fn render<'a>(cx: &Context<'a>, spec: &PageSpec) -> Result<Page<'a>, ThemeError> {
    let root = url::root_of(&spec.path);
    match &spec.what {
        What::Home => show(cx, spec, "home.html", home::home_page(cx, &root)),
        What::Record(id) => record::render(cx, spec, *id),
        What::Topic(id, page) => show(cx, spec, "topic.html", topic::topic_page(cx, *id, *page)),
        What::Rest(id, rest, page) => show(cx, spec, "list.html", lists::rest_page(cx, *id, *rest, *page)),
        What::Incidents(facet, page) => show(cx, spec, "list.html", lists::incidents_page(cx, facet, *page)),
        What::Facet(kind, page) => show(cx, spec, "facets.html", lists::facets_page(cx, *kind, *page)),
        What::Releases(page) => show(cx, spec, "releases.html", lists::releases_page(cx, *page)),
        What::References(works, page) => {
            show(cx, spec, "references.html", bibliography::references_page(cx, *works, *page))
        }
        What::Organisations(page) => {
            show(cx, spec, "organisations.html", organisation::organisations_page(cx, *page))
        }
        What::Topics => show(cx, spec, "topics.html", topic::topics_page(cx)),
        What::Timeline(of, page) => show(cx, spec, "timeline.html", timeline::timeline_page(cx, *of, *page)),
        What::Search => show(cx, spec, "search.html", lists::search_page(cx)),
        What::Data => show(cx, spec, "data.html", lists::data_page(cx)),
        What::Corrections(page) => show(cx, spec, "corrections.html", lists::corrections_page(cx, *page)),
        What::NotFound => show(cx, spec, "not-found.html", lists::not_found_page(cx)),
        What::Forward(index) => show(cx, spec, "forward.html", lists::forward_page(cx, *index)),
    }
}

/// What a view says about the page it is on.
struct Shown<P> {
    /// The view.
    view: P,
    /// Its title, for the browser's tab.
    title: String,
    /// The page in a sentence.
    description: Option<String>,
    /// The section of the menu.
    section: &'static str,
    /// The pages above it, below the home page.
    above: Vec<view::Link>,
    /// The record it shows, if it shows one.
    record: Option<RecordId>,
    /// Search engines are asked not to list it.
    noindex: bool,
    /// Where it really is, when it only forwards.
    canonical: Option<String>,
}

impl<P> Shown<P> {
    fn new(view: P, title: impl Into<String>) -> Self {
        Self {
            view,
            title: title.into(),
            description: None,
            section: "",
            above: Vec::new(),
            record: None,
            noindex: false,
            canonical: None,
        }
    }

    fn in_section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    fn below(mut self, above: Vec<view::Link>) -> Self {
        self.above = above;
        self
    }

    fn described(mut self, description: Option<String>) -> Self {
        self.description = description;
        self
    }

    fn of_record(mut self, id: RecordId) -> Self {
        self.record = Some(id);
        self
    }
}

fn show<'a, P: Serialize>(
    cx: &Context<'a>,
    spec: &PageSpec,
    template: &str,
    shown: Shown<P>,
) -> Result<Page<'a>, ThemeError> {
    let shell = shell(cx, spec, &shown);
    if let Some(error) = rows::error(cx) {
        return Err(error);
    }
    let html = cx.theme.render(template, &shell, &shown.view)?;
    Ok(Page { html, root: shell.root, rows: &cx.shared.rows })
}

fn shell<P>(cx: &Context<'_>, spec: &PageSpec, shown: &Shown<P>) -> view::Shell {
    let config = &cx.archive.config;
    let home = spec.what == What::Home;
    let not_found = spec.what == What::NotFound;
    let path = url::href(&spec.path);
    let address = |path: &str| format!("{}{}", config.base_url, if path == "index.html" { "" } else { path });
    let page_title = match (home, shown.title == config.title) {
        (true, _) | (_, true) => config.title.clone(),
        _ => cx.words.fill("pattern.page_title", &[("page", &shown.title), ("site", &config.title)]),
    };
    let mut breadcrumb = Vec::new();
    if !home {
        breadcrumb
            .push(view::Link { text: cx.words.get("site.home").to_owned(), href: "index.html".to_owned() });
        breadcrumb.extend(shown.above.iter().cloned());
    }
    let forwards = shown.canonical.is_some();
    let of_record = shown.record.and_then(|id| copies::of_record(cx, id));
    // A server shows 404.html at any address, so its links cannot be relative.
    let root = if not_found { config.base_url.clone() } else { url::root_of(&spec.path) };
    view::Shell {
        lang: config.language.clone(),
        menu_html: rows::menu_html(cx, shown.section, &path),
        footer_html: rows::footer_html(cx),
        root,
        page_title,
        description: shown.description.clone(),
        canonical: match (&shown.canonical, not_found) {
            (Some(path), _) => Some(address(path)),
            (None, true) => None,
            (None, false) => Some(address(&path)),
        },
        noindex: shown.noindex || forwards || not_found,
        section: shown.section.to_owned(),
        breadcrumb,
        extra: shown
            .record
            .map(|id| &cx.archive.record(id).common.extra)
            .filter(|own| !own.is_null())
            .cloned(),
        citation: of_record.as_ref().map(|own| own.tags.clone()).unwrap_or_default(),
        foot: (!not_found && !forwards).then(|| foot(cx, &address(&path), shown, of_record)),
        path,
    }
}

fn foot<P>(
    cx: &Context<'_>,
    permalink: &str,
    shown: &Shown<P>,
    of_record: Option<copies::OfRecord>,
) -> view::PageFoot {
    let config = &cx.archive.config;
    let common = shown.record.map(|id| &cx.archive.record(id).common);
    let published = common.and_then(|common| common.published.as_ref());
    let updated = common.and_then(|common| common.updated.as_ref());
    let publisher = config.publisher.as_ref().map_or(config.title.as_str(), |party| party.name.as_str());
    let date = updated.or(published).map(|date| date.in_words(cx.date_words));
    let mut values =
        vec![("publisher", publisher), ("title", &shown.title), ("site", &config.title), ("url", permalink)];
    let key = match &date {
        Some(date) => {
            values.push(("date", date));
            "pattern.cite_dated"
        }
        None => "pattern.cite",
    };
    let is_reference = shown.record.is_some_and(|id| cx.archive.record(id).kind == Kind::Reference);
    let heading = if is_reference { "foot.cite_source" } else { "foot.cite_record" };
    let (copies, coins) = of_record.map(|own| (own.copies, own.coins)).unzip();
    view::PageFoot {
        permalink: permalink.to_owned(),
        citation: cx.words.fill(key, &values),
        cite_heading: coins.is_some().then(|| cx.words.get(heading).to_owned()),
        copies: copies.unwrap_or_default(),
        coins,
        of_record: common.is_some(),
        published: parts::some_date(cx, published),
        updated: parts::some_date(cx, updated),
        changes: common.map(|common| record::changes(cx, common)).unwrap_or_default(),
    }
}
