//! What each request is answered with.

use crate::load;
use crate::serve::Live;
use crate::serve::Site;
use crate::serve::body::Body;
use crate::serve::editor;
use crate::serve::events;
use crate::serve::files;
use crate::serve::find::Found;
use crate::serve::find::Notice;
use crate::serve::find::find;
use crate::serve::gate;
use crate::serve::marks;
use crate::serve::marks::Marks;
use crate::serve::panel;
use crate::serve::panel::Page;
use crate::serve::request;
use crate::url;
use hyper::Request;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Body as HttpBody;
use hyper::body::Bytes;
use hyper::body::Incoming;
use hyper::header;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;
use hyper::http::request::Parts;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Addresses of the preview's own begin so.
const OWN: &str = "/_casefile/";
const EDIT: &str = "/_casefile/edit";
const EVENTS: &str = "/_casefile/events";

/// The largest body of a call, in bytes, and the time it may take.
const CALL_SIZE: usize = 4 << 10;
const CALL_TIME: Duration = Duration::from_secs(10);

const TOKEN: HeaderName = HeaderName::from_static("x-casefile-token");

const WORKER: &str = include_str!("browser/worker.js");
const PAGE_STYLE: &str = include_str!("browser/page.css");
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("browser/morph.js"),
    include_str!("browser/connection.js"),
    include_str!("browser/preview.js"),
    "})();\n"
);

/// Answers one request.
pub(super) async fn answer(
    live: Arc<Live>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let (parts, body) = request.into_parts();
    let is_call = parts.uri.path() == EDIT;
    let mut response = if let Err((status, words)) = live.gate.check(&parts.uri, &parts.headers) {
        plain(status, words)
    } else if !gate::is_allowed(&parts.method, is_call) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "This address does not know that method.");
        let allowed = HeaderValue::from_static(gate::allowed(is_call));
        response.headers_mut().insert(header::ALLOW, allowed);
        response
    } else if parts.uri.path() == EVENTS {
        with_type(Response::new(events::stream(&live)), "text/event-stream")
    } else {
        let call = if is_call { read_call(body).await } else { Some(String::new()) };
        match call {
            Some(call) => on_thread(live.clone(), peer, parts, call).await,
            None => plain(StatusCode::BAD_REQUEST, "That is no path of a file."),
        }
    };
    finish(&mut response);
    Ok(response)
}

/// A page may take a millisecond and the search index a second: other requests go on meanwhile.
async fn on_thread(live: Arc<Live>, peer: SocketAddr, parts: Parts, call: String) -> Response<Body> {
    let made = tokio::task::spawn_blocking(move || route(&live, peer, &parts, &call)).await;
    made.unwrap_or_else(|_| {
        let words = "casefile failed to make this. That is a mistake in casefile itself: please report it.";
        plain(StatusCode::INTERNAL_SERVER_ERROR, words)
    })
}

fn route(live: &Live, peer: SocketAddr, parts: &Parts, call: &str) -> Response<Body> {
    let query = parts.uri.query().unwrap_or_default();
    match parts.uri.path().strip_prefix(OWN) {
        Some("preview.js") => with_type(Response::new(Body::of(SCRIPT)), "text/javascript; charset=utf-8"),
        Some("worker.js") => with_type(Response::new(Body::of(WORKER)), "text/javascript; charset=utf-8"),
        Some("page.css") => with_type(Response::new(Body::of(PAGE_STYLE)), "text/css; charset=utf-8"),
        Some("panel") => answer_panel(live, peer, parts, query),
        Some("digests") => answer_digests(live, query),
        Some("edit") => answer_edit(live, peer, parts, call),
        Some(_) => plain(StatusCode::NOT_FOUND, "The preview has no such part."),
        None => answer_file(live, peer, parts),
    }
}

fn answer_file(live: &Live, peer: SocketAddr, parts: &Parts) -> Response<Body> {
    let path = match request::site_path(parts.uri.path()) {
        Ok(path) => path,
        Err(words) => return plain(StatusCode::BAD_REQUEST, words),
    };
    let (site, found) = find(live, &path);
    match found {
        Found::Page(html, notice) => answer_page(live, &site, (peer, parts), (&path, &html, &notice)),
        Found::Bytes(bytes) => files::bytes(&path, bytes),
        Found::Asset(asset) => {
            // A file may be large: a change does not wait until it is read.
            drop(site);
            files::asset(&live.attachments, &asset, (&parts.method, &parts.headers))
        }
        Found::Folder => {
            let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            let mut response = plain(StatusCode::FOUND, "The address of a folder ends in a slash.");
            set(&mut response, header::LOCATION, &format!("/{}/{query}", url::href(&path)));
            response
        }
    }
}

fn answer_page(
    live: &Live,
    site: &Site,
    (peer, parts): (SocketAddr, &Parts),
    (path, html, notice): (&str, &str, &Notice),
) -> Response<Body> {
    let digest = digest(html.as_bytes());
    let stamp = live.stamp();
    let mut response = if is_known(parts, &digest) {
        not_modified()
    } else {
        let page = Page { path, notice, token: token(live, peer) };
        let panel = panel::panel(site, &page);
        let marks = Marks { panel: &panel, digest: &digest, stamp: &stamp, nonce: &live.run };
        let mut response = html_answer(marks::put(html, &marks));
        *response.status_mut() = notice.status();
        response
    };
    let policy = policy(&live.run);
    set(&mut response, header::CONTENT_SECURITY_POLICY, &policy);
    set(&mut response, header::ETAG, &format!("\"{digest}\""));
    response
}

/// What a page may load: what the theme guide promises, the style of the panel, and the alignment of columns, which
/// the Markdown renderer writes into cells.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; base-uri 'self'; \
         form-action 'self'; frame-ancestors 'self'"
    )
}

/// The panel of one page, for a page that is already shown.
fn answer_panel(live: &Live, peer: SocketAddr, parts: &Parts, query: &str) -> Response<Body> {
    let address = request::query_values(query, "page").next().unwrap_or_default();
    let Ok(path) = request::site_path(&address) else {
        return plain(StatusCode::BAD_REQUEST, "That is no address of a page.");
    };
    let (site, found) = find(live, &path);
    let notice = match found {
        Found::Page(_, notice) => notice,
        _ => Notice::Nothing,
    };
    let html = panel::panel(&site, &Page { path: &path, notice: &notice, token: token(live, peer) });
    let digest = digest(html.as_bytes());
    let mut response = if is_known(parts, &digest) { not_modified() } else { html_answer(html) };
    set(&mut response, header::ETAG, &format!("\"{digest}\""));
    response
}

/// The versions of files.
#[derive(Serialize)]
struct Digests {
    stamp: String,
    /// By address as it was asked for; nothing for a file that is not there.
    digests: BTreeMap<String, Option<String>>,
}

/// The versions of the files that a page has loaded, so that it can load again what has changed.
fn answer_digests(live: &Live, query: &str) -> Response<Body> {
    let stamp = live.stamp();
    let digests = request::query_values(query, "file").map(|address| {
        let found = request::site_path(&address).ok().map(|path| find(live, &path).1);
        let digest = match found {
            Some(Found::Bytes(bytes)) => Some(digest(&bytes)),
            Some(Found::Asset(asset)) => Some(asset.sha256),
            _ => None,
        };
        (address, digest)
    });
    json(&Digests { digests: digests.collect(), stamp })
}

/// What the panel says after "Edit this page".
#[derive(Serialize)]
struct Edited {
    words: String,
    /// The path to copy, where no editor was opened.
    path: Option<String>,
}

fn answer_edit(live: &Live, peer: SocketAddr, parts: &Parts, file: &str) -> Response<Body> {
    let shown = parts.headers.get(TOKEN).map(HeaderValue::as_bytes);
    if shown != Some(live.token.as_bytes()) || !gate::is_here(peer) {
        return plain(
            StatusCode::FORBIDDEN,
            "Only the preview's own pages may open an editor, on this machine.",
        );
    }
    // Only what was read: no other file of this machine can be named. Places of files that are gone have no path.
    let is_read = |file: &str| live.read().preview.inputs().texts.iter().any(|text| text.path == file);
    if file.is_empty() || !is_read(file) {
        return plain(StatusCode::NOT_FOUND, "The site has no such file any more.");
    }
    let disk = live.settings.folder.join(file);
    let path = Some(disk.display().to_string());
    let opened = live.settings.editor.as_ref().map(|command| editor::open(command, &disk));
    json(&match opened {
        Some(Ok(())) => Edited { words: "Opened in your editor.".to_owned(), path: None },
        Some(Err(words)) => Edited { words: format!("Not opened: {words}. The file is"), path },
        None => Edited { words: "The file is".to_owned(), path },
    })
}

/// The body of a call, if it is text and not too long.
async fn read_call(mut body: Incoming) -> Option<String> {
    let read = async {
        let mut bytes = Vec::new();
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            bytes.extend_from_slice(frame.ok()?.data_ref().map_or(&[][..], |data| &data[..]));
            if bytes.len() > CALL_SIZE {
                return None;
            }
        }
        String::from_utf8(bytes).ok()
    };
    tokio::time::timeout(CALL_TIME, read).await.ok().flatten()
}

/// What a reader must show to open an editor: told at this machine only.
fn token(live: &Live, peer: SocketAddr) -> Option<&str> {
    gate::is_here(peer).then_some(live.token.as_str())
}

fn digest(bytes: &[u8]) -> String {
    load::hexadecimal(&Sha256::digest(bytes)[..12])
}

fn is_known(parts: &Parts, digest: &str) -> bool {
    let known = parts.headers.get_all(header::IF_NONE_MATCH).iter();
    known.filter_map(|value| value.to_str().ok()).any(|value| value.trim_matches('"') == digest)
}

fn not_modified() -> Response<Body> {
    let mut response = Response::new(Body::of(""));
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response
}

fn html_answer(html: String) -> Response<Body> {
    with_type(Response::new(Body::of(html)), "text/html; charset=utf-8")
}

fn json(value: &impl Serialize) -> Response<Body> {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    with_type(Response::new(Body::of(bytes)), "application/json")
}

fn plain(status: StatusCode, words: &'static str) -> Response<Body> {
    let bytes = Bytes::from(format!("{words}\n"));
    let mut response = with_type(Response::new(Body::of(bytes)), "text/plain; charset=utf-8");
    *response.status_mut() = status;
    response
}

fn with_type(mut response: Response<Body>, media_type: &'static str) -> Response<Body> {
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// What every answer says: what it is, that it is not to be kept, and that no other site may use it.
fn finish(response: &mut Response<Body>) {
    let all = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    for (name, value) in all {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}
