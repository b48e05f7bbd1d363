//! Records and sources for reference managers, to copy from a page and to save, and the files with all of them.

use super::Context;
use super::rows;
use crate::archive::Archive;
use crate::archive::RecordId;
use crate::export;
use crate::export::Exporting;
use crate::export::Item;
use crate::export::bibtex;
use crate::export::coins;
use crate::export::csl_json;
use crate::export::hayagriva;
use crate::export::highwire;
use crate::export::ris;
use crate::view;
use pulldown_cmark_escape::escape_html_body_text;
use sha2::Digest;
use sha2::Sha256;

/// A format in which a page has its record and its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Bibtex,
    Ris,
    CslJson,
}

impl Format {
    pub(super) const ALL: [Self; 3] = [Self::Bibtex, Self::Ris, Self::CslJson];

    fn code(self) -> &'static str {
        match self {
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
        }
    }

    /// What it is called in every language.
    fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "BibTeX",
            Self::Ris => "RIS",
            Self::CslJson => "CSL-JSON",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::CslJson => "csl.json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex => bibtex::MEDIA_TYPE,
            Self::Ris => ris::MEDIA_TYPE,
            Self::CslJson => csl_json::MEDIA_TYPE,
        }
    }

    /// An entry as it stands in a list.
    pub(super) fn entry(self, item: &Item) -> String {
        match self {
            Self::Bibtex => bibtex::entry(item),
            Self::Ris => ris::entry(item),
            Self::CslJson => csl_json::entry(item),
        }
    }

    /// What stands before, between and behind the entries of a list.
    fn frame(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Bibtex | Self::Ris => ("", "\n", ""),
            Self::CslJson => (csl_json::OPEN, csl_json::BETWEEN, csl_json::CLOSE),
        }
    }
}

/// The files with the whole bibliography: where there is one, and the format of each.
pub const EXPORTS: [&str; 4] = ["references.bib", "references.ris", "references.csl.json", "references.yaml"];

/// The paths of the files that an archive is exported to.
pub fn export_paths(archive: &Archive) -> &'static [&'static str] {
    if archive.graph.references.is_empty() { &[] } else { &EXPORTS }
}

/// Whether an address is that of a file with the whole bibliography, in any archive.
pub fn is_export(path: &str) -> bool {
    EXPORTS.contains(&path)
}

/// A file with the whole bibliography, by its path.
pub fn export_file(cx: &Context<'_>, path: &str) -> Option<String> {
    let path = export_paths(cx.archive).iter().find(|own| **own == path)?;
    let items = export::bibliography(exporting(cx));
    Some(match *path {
        "references.bib" => bibtex::list(&items),
        "references.ris" => ris::list(&items),
        "references.csl.json" => csl_json::list(&items),
        _ => hayagriva::list(&items),
    })
}

fn exporting<'a>(cx: &Context<'a>) -> Exporting<'a> {
    Exporting { archive: cx.archive, words: cx.words, dates: cx.date_words }
}

/// What is said of a record in every format; nothing of one that was withdrawn.
pub(super) fn item(cx: &Context<'_>, id: RecordId) -> Option<Item> {
    export::item(exporting(cx), id)
}

/// The links to the files with the whole bibliography.
pub(super) fn export_links(cx: &Context<'_>) -> Vec<view::Link> {
    let names = ["BibTeX", "RIS", "CSL-JSON", "hayagriva"];
    let paths = export_paths(cx.archive).iter().zip(names);
    paths.map(|(path, name)| view::Link { text: name.to_owned(), href: (*path).to_owned() }).collect()
}

/// The files with the whole bibliography, each with its size and digest.
pub(super) fn export_views(cx: &Context<'_>) -> Vec<view::FileView> {
    let view = |link: view::Link| {
        let text = export_file(cx, &link.href)?;
        let digest = Sha256::digest(text.as_bytes());
        Some(view::FileView {
            title: cx.words.fill("copy.all_as", &[("format", &link.text)]),
            format: link.text,
            size: cx.words.size(text.len() as u64),
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            name: link.href.clone(),
            href: Some(link.href),
            ..view::FileView::default()
        })
    };
    export_links(cx).into_iter().filter_map(view).collect()
}

/// What a record's page has for reference managers.
pub(super) struct OfRecord {
    pub(super) tags: Vec<view::MetaTag>,
    pub(super) copies: Vec<view::DataCopy>,
    pub(super) coins: String,
}

/// What the page of a record has for reference managers; nothing where the record was withdrawn.
pub(super) fn of_record(cx: &Context<'_>, id: RecordId) -> Option<OfRecord> {
    let item = item(cx, id)?;
    let tags = highwire::tags(&item).into_iter();
    let stem = item.key.rsplit(':').next().unwrap_or(&item.key);
    let copy = |format: Format| {
        let (open, _, close) = format.frame();
        let mut html = String::new();
        escape(&mut html, &format!("{open}{}{close}", format.entry(&item)));
        let heading = cx.words.fill("copy.heading", &[("format", format.name())]);
        data_copy(cx, format, (heading, stem), view::Html::new(&html))
    };
    Some(OfRecord {
        tags: tags.map(|(name, content)| view::MetaTag { name: name.to_owned(), content }).collect(),
        copies: Format::ALL.into_iter().map(copy).collect(),
        coins: coins::title(&item),
    })
}

/// The sources of a page all together; each is written once for all pages that have it.
pub(super) fn of_sources(
    cx: &Context<'_>,
    sources: &[RecordId],
    page: Option<RecordId>,
) -> Vec<view::DataCopy> {
    let is_there = |id: &&RecordId| !cx.archive.record(**id).is_withdrawn();
    let sources: Vec<RecordId> = sources.iter().filter(is_there).copied().collect();
    if sources.is_empty() {
        return Vec::new();
    }
    let which = cx.words.count("these_sources", sources.len());
    let stem = page.map_or("sources", |id| cx.archive.record(id).id.rsplit('/').next().unwrap_or_default());
    let copy = |format: Format| {
        let (open, between, close) = format.frame();
        let html = rows::exports_html(cx, format, &sources, (open, between, close));
        let heading = cx.words.fill("copy.sources", &[("n", &which), ("format", format.name())]);
        data_copy(cx, format, (heading, &format!("{stem}-sources")), html)
    };
    Format::ALL.into_iter().map(copy).collect()
}

/// A record as an OpenURL context object.
pub(super) fn coins_of(cx: &Context<'_>, id: RecordId) -> Option<String> {
    item(cx, id).map(|item| coins::title(&item))
}

fn data_copy(
    cx: &Context<'_>,
    format: Format,
    (heading, stem): (String, &str),
    copy_html: view::Html,
) -> view::DataCopy {
    let file = format!("{stem}.{}", format.ending());
    let words = |key: &str| cx.words.fill(key, &[("format", format.name()), ("file", &file)]);
    view::DataCopy {
        code: format.code().to_owned(),
        heading,
        copy: words("copy.copy"),
        copied: words("copy.copied"),
        not_copied: words("copy.not_copied"),
        save: words("copy.save"),
        saved: words("copy.saved"),
        file,
        media_type: format.media_type().to_owned(),
        copy_html,
    }
}

/// A record as JSON, with the fields of casefile itself.
pub(super) fn json_copy(cx: &Context<'_>, id: RecordId, json: &str) -> view::DataCopy {
    let mut html = String::with_capacity(json.len() + 16);
    escape(&mut html, json);
    let file = format!("{}.json", cx.archive.record(id).id.rsplit('/').next().unwrap_or_default());
    let words = |key: &str| cx.words.fill(key, &[("format", "JSON"), ("file", &file)]);
    view::DataCopy {
        code: "json".to_owned(),
        heading: cx.words.get("copy.json").to_owned(),
        copy: words("copy.copy"),
        copied: words("copy.copied"),
        not_copied: words("copy.not_copied"),
        save: words("copy.save"),
        saved: words("copy.saved"),
        file,
        media_type: "application/json".to_owned(),
        copy_html: view::Html::new(&html),
    }
}

/// A text as it stands between tags.
pub(super) fn escape(html: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html_body_text(html, text);
}
