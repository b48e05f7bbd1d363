//! Files of a site as answers: attachments in pieces, read when they are asked for.

use crate::input::Asset;
use crate::input::AssetBytes;
use crate::load;
use crate::load::Attachments;
use crate::serve::body::Body;
use crate::serve::media_type;
use hyper::HeaderMap;
use hyper::Method;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::ACCEPT_RANGES;
use hyper::header::CONTENT_LENGTH;
use hyper::header::CONTENT_RANGE;
use hyper::header::CONTENT_SECURITY_POLICY;
use hyper::header::CONTENT_TYPE;
use hyper::header::ETAG;
use hyper::header::HeaderValue;
use hyper::header::RANGE;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::ops::Range;
use tokio::sync::mpsc;

/// How much of a file is in memory at once for each reader, in bytes.
const PIECE: u64 = 64 << 10;

/// What a page that is itself an attachment may do: show itself. It is not the site's, and would otherwise run its
/// scripts as if it were.
const SANDBOX: &str = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'";

/// An answer with a file of the theme or of the search index.
pub(super) fn bytes(path: &str, bytes: Bytes) -> Response<Body> {
    with_type(Response::new(Body::of(bytes)), media_type::of(path))
}

/// An answer with an attachment, or with the part that is asked for.
pub(super) fn asset(
    attachments: &Attachments,
    asset: &Asset,
    (method, headers): (&Method, &HeaderMap),
) -> Response<Body> {
    let part = match range(headers, asset.size) {
        Ok(part) => part,
        Err(Unsatisfiable) => {
            let mut response = Response::new(Body::of(""));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(&mut response, CONTENT_RANGE, &format!("bytes */{}", asset.size));
            return response;
        }
    };
    let wanted = part.clone().unwrap_or(0..asset.size);
    let body = match (&asset.bytes, method) {
        (_, &Method::HEAD) => Ok(Body::of("")),
        (AssetBytes::Memory(bytes), _) => {
            Ok(Body::of(bytes[wanted.start as usize..wanted.end as usize].to_vec()))
        }
        (AssetBytes::Disk(disk), _) => attachments
            .open(asset, disk)
            .and_then(|file| pieces(file, &wanted).map_err(|error| load::os_words(&error))),
    };
    let mut response = match body {
        Ok(body) => with_type(Response::new(body), media_type::of(&asset.path)),
        Err(words) => return refused(&words),
    };
    set(&mut response, ACCEPT_RANGES, "bytes");
    set(&mut response, ETAG, &format!("\"{}\"", asset.sha256));
    set(&mut response, CONTENT_LENGTH, &(wanted.end - wanted.start).to_string());
    if media_type::can_run(media_type::of(&asset.path)) {
        set(&mut response, CONTENT_SECURITY_POLICY, SANDBOX);
    }
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let last = wanted.end.saturating_sub(1);
        set(&mut response, CONTENT_RANGE, &format!("bytes {}-{last}/{}", wanted.start, asset.size));
    }
    response
}

fn refused(words: &str) -> Response<Body> {
    let text = format!("This file cannot be shown: {words}.\n");
    let mut response = with_type(Response::new(Body::of(text)), "text/plain; charset=utf-8");
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

fn with_type(mut response: Response<Body>, media_type: &'static str) -> Response<Body> {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn set(response: &mut Response<Body>, name: hyper::header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The part that is asked for lies outside of the file.
#[derive(Debug, PartialEq, Eq)]
struct Unsatisfiable;

/// The one part of a file that is asked for (RFC 9110, 14.2). A header that asks for more, or for something else, is
/// passed over, as the standard allows.
fn range(headers: &HeaderMap, size: u64) -> Result<Option<Range<u64>>, Unsatisfiable> {
    let asked = headers.get(RANGE).and_then(|value| value.to_str().ok()?.strip_prefix("bytes="));
    let Some((first, last)) = asked.and_then(|asked| asked.split_once('-')) else { return Ok(None) };
    let part = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first > last => return Ok(None),
        (Ok(first), Ok(last)) => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..size,
        (Err(_), Ok(count)) if first.trim().is_empty() => size.saturating_sub(count)..size,
        _ => return Ok(None),
    };
    if part.start < part.end { Ok(Some(part)) } else { Err(Unsatisfiable) }
}

/// A part of a file, read as fast as the reader takes it. No thread waits for a slow reader.
fn pieces(mut file: File, part: &Range<u64>) -> io::Result<Body> {
    file.seek(SeekFrom::Start(part.start))?;
    let (sender, receiver) = mpsc::channel(1);
    let length = part.end - part.start;
    tokio::spawn(async move {
        let mut file = file;
        let mut left = length;
        while left > 0 {
            let read = tokio::task::spawn_blocking(move || {
                let mut piece = Vec::new();
                let read = (&file).take(left.min(PIECE)).read_to_end(&mut piece);
                read.map(|_| (file, piece))
            });
            // A body that ends early ends the connection, so nobody takes half a file for the whole.
            let Ok(Ok((same, piece))) = read.await else { return };
            if piece.is_empty() {
                return;
            }
            file = same;
            left -= piece.len() as u64;
            if sender.send(Bytes::from(piece)).await.is_err() {
                return;
            }
        }
    });
    Ok(Body::Pieces(receiver, Some(length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_range(header: &str, expected: Result<Option<Range<u64>>, Unsatisfiable>) {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_str(header).expect("a value"));
        assert_eq!(range(&headers, 100), expected, "{header}");
    }

    #[test]
    fn one_part_of_a_file_can_be_asked_for() {
        check_range("bytes=0-9", Ok(Some(0..10)));
        check_range("bytes=90-", Ok(Some(90..100)));
        check_range("bytes=-10", Ok(Some(90..100)));
        check_range("bytes=-500", Ok(Some(0..100)));
        check_range("bytes=0-18446744073709551615", Ok(Some(0..100)));
        check_range("bytes=100-", Err(Unsatisfiable));
        check_range("bytes=-0", Err(Unsatisfiable));
        check_range("bytes=9-0", Ok(None));
        check_range("bytes=0-1,5-6", Ok(None));
        check_range("lines=0-1", Ok(None));
    }
}
