//! What stands at an address: a page, a file, or what to say instead.

use crate::diagnostic::Diagnostic;
use crate::input::Asset;
use crate::preview::Preview;
use crate::preview::Served;
use crate::serve;
use crate::serve::Live;
use crate::serve::Site;
use crate::serve::panel::escaped;
use hyper::StatusCode;
use hyper::body::Bytes;
use std::sync::RwLockReadGuard;
use std::thread;
use std::time::Duration;

/// How long a file of the search index that gave way to a change waits before it is asked for again.
const PAUSE: Duration = Duration::from_millis(2);

/// What stands at an address.
pub(super) enum Found {
    /// A page without marks, and what must be said about it.
    Page(String, Notice),
    /// A file of the theme or of the search index.
    Bytes(Bytes),
    /// A file that is published as it is.
    Asset(Asset),
    /// A folder, whose address ends in a slash.
    Folder,
}

/// What must be said about an address, beside the page.
pub(super) enum Notice {
    /// Nothing: it is the page that was asked for.
    Nothing,
    /// No page is there; perhaps another was meant.
    NoPage(Option<String>),
    /// The record of the page could not be read from this file.
    Unread(String),
    /// A template could not make the page.
    Failed(Box<Diagnostic>),
    /// Nothing of the site can be shown.
    NoSite,
}

impl Notice {
    /// The status of an answer that says this.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Notice::Nothing => StatusCode::OK,
            Notice::NoPage(_) => StatusCode::NOT_FOUND,
            Notice::Unread(_) | Notice::Failed(_) | Notice::NoSite => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// What stands at a site path as soon as it can be said, and the site in which it stands.
pub(super) fn find<'a>(live: &'a Live, path: &str) -> (RwLockReadGuard<'a, Site>, Found) {
    loop {
        let site = live.read();
        if let Some(found) = find_in(&site, path) {
            return (site, found);
        }
        drop(site);
        thread::sleep(PAUSE);
    }
}

/// Nothing for a file of the search index, which is not made while a change waits to be taken in.
fn find_in(site: &Site, path: &str) -> Option<Found> {
    let preview = &site.preview;
    Some(match preview.get(path) {
        Some(Served::Page(html)) if path == "404.html" => {
            Found::Page(with_own_links(site, &html), Notice::Nothing)
        }
        Some(Served::Page(html)) => Found::Page(html, Notice::Nothing),
        Some(Served::Bytes(bytes)) => Found::Bytes(Bytes::copy_from_slice(bytes)),
        Some(Served::Index(bytes)) => Found::Bytes(Bytes::from_owner(bytes)),
        Some(Served::Export(text)) => Found::Bytes(Bytes::from(text)),
        Some(Served::Later) => return None,
        Some(Served::Asset(asset)) => Found::Asset(asset.clone()),
        Some(Served::Failed(diagnostic)) => {
            site.note_failure(&diagnostic);
            let words = "A template of the theme has a mistake, so this page cannot be made.";
            Found::Page(own_page("This page cannot be made", words), Notice::Failed(diagnostic))
        }
        None if is_folder(preview, path) => Found::Folder,
        None => missing(site, path),
    })
}

fn is_folder(preview: &Preview, path: &str) -> bool {
    // To find out takes long where all pages that stand by themselves have to be listed for it.
    !path.ends_with(".html") && preview.get(&format!("{path}/index.html")).is_some()
}

fn missing(site: &Site, path: &str) -> Found {
    let preview = &site.preview;
    let not_found = preview.get("404.html");
    if not_found.is_some()
        && let Some(source) = unread(preview, path)
    {
        let words = "The file of this record has a mistake that leaves nothing to show.";
        return Found::Page(own_page("This record cannot be read", words), Notice::Unread(source));
    }
    match not_found {
        Some(Served::Page(html)) => {
            let nearest = preview.nearest(path);
            Found::Page(with_own_links(site, &html), Notice::NoPage(nearest))
        }
        Some(_) => {
            let words = "There is no page at this address.";
            Found::Page(own_page("No such page", words), Notice::NoPage(None))
        }
        None => {
            let words =
                "Something in casefile.yaml or in the theme has to be mended before any page can be made.";
            Found::Page(own_page("The site cannot be shown", words), Notice::NoSite)
        }
    }
}

/// The file from which a page would have been read, if it is there and has a mistake.
fn unread(preview: &Preview, path: &str) -> Option<String> {
    let stem = path.strip_suffix(".html")?;
    let inputs = preview.inputs();
    let names = [format!("content/{stem}.md"), format!("content/{stem}/index.md")];
    let is_wrong = |name: &String| {
        let of_file = |own: &Diagnostic| {
            own.span.map(|span| inputs.text(span.file).path.as_str()).or(own.path.as_deref()) == Some(name)
        };
        preview.diagnostics().iter().any(of_file)
    };
    names.into_iter().find(is_wrong)
}

/// The page for an unknown address stands anywhere, so it names its parts by the site's public address. In a preview
/// they are here.
fn with_own_links(site: &Site, html: &str) -> String {
    let Some(config) = serve::read_config(site.preview.inputs()) else { return html.to_owned() };
    html.replace(&format!("=\"{}", escaped(&config.base_url)), "=\"/")
}

/// A page of the preview's own, where the theme cannot make one.
fn own_page(title: &str, words: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"stylesheet\" href=\"/_casefile/page.css\">\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{words}</p>\n\
         <p>The mistakes are listed below. When they are mended, the page shows by itself.</p>\n</main>\n</body>\n</html>\n"
    )
}
