//! The stream of events: each says that the site has changed, and how often it has by now.

use crate::serve::Live;
use crate::serve::body::Body;
use hyper::body::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// How often a stream on which nothing happens says that it is there. It finds browsers that have gone, too.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A stream that begins with the present state and ends with the browser.
///
/// Format: HTML Living Standard, "Server-sent events".
pub(super) fn stream(live: &Arc<Live>) -> Body {
    let (sender, receiver) = mpsc::channel(1);
    let live = live.clone();
    tokio::spawn(async move {
        let mut generation = live.generation.subscribe();
        let mut piece = format!("retry: 500\n{}", event(&live));
        while sender.send(Bytes::from(piece)).await.is_ok() {
            // Many changes while the browser was slow are one event.
            piece = match tokio::time::timeout(KEEP_ALIVE, generation.changed()).await {
                Ok(_) => event(&live),
                Err(_) => ": still here\n\n".to_owned(),
            };
        }
    });
    Body::Pieces(receiver, None)
}

fn event(live: &Live) -> String {
    // The number is read here, after the change was marked as seen: it may be newer, never older.
    format!("id: {}\ndata: changed\n\n", live.stamp())
}
