//! Connections: how many there are, how long each may take, and how much of a request is read.

use crate::serve::Live;
use crate::serve::answer;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use std::convert::Infallible;
use std::future::Future;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::Sleep;

/// Connections at once. A browser holds six for a page and one for the events.
const CONNECTIONS: usize = 256;

/// The largest head of a request, in bytes.
const HEAD_SIZE: usize = 16 << 10;

/// How long a head may take to arrive. A connection without a request is closed after that time too.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long a client may take none of an answer.
const STALL_TIME: Duration = Duration::from_secs(30);

/// How long the server waits when the system has no connection to give.
const PAUSE: Duration = Duration::from_millis(50);

const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const TOO_SLOW: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// Answers requests until the program ends.
///
/// # Errors
///
/// The server could not be started.
pub fn run(listener: std::net::TcpListener, live: &Arc<Live>) -> io::Result<Infallible> {
    // One thread for the connections. Pages are made, and files read, on threads beside it.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(64)
        .build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        Ok(accept(&listener, live).await)
    })
}

async fn accept(listener: &TcpListener, live: &Arc<Live>) -> Infallible {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Ok(slot) = slots.clone().try_acquire_owned() else {
            let _ = stream.try_write(BUSY);
            continue;
        };
        // Small answers would otherwise wait for the client's receipt of the one before.
        let _ = stream.set_nodelay(true);
        let live = live.clone();
        tokio::spawn(async move {
            converse(stream, peer, live).await;
            drop(slot);
        });
    }
}

/// Answers the requests of one connection.
async fn converse(stream: TcpStream, peer: SocketAddr, live: Arc<Live>) {
    let service = service_fn(move |request| Box::pin(answer::answer(live.clone(), peer, request)));
    let io = TokioIo::new(Patient { stream, stalled: None });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(io, service);
    let ended = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let is_slow = ended.is_err_and(|error| error.is_timeout());
    let parts = connection.into_parts();
    let mut stream = parts.io.into_inner().stream;
    // A browser that only kept the connection has asked for nothing.
    if is_slow && !parts.read_buf.is_empty() {
        let _ = stream.write_all(TOO_SLOW).await;
    }
    let _ = stream.shutdown().await;
}

/// A connection whose writing fails when the other side has taken nothing for [`STALL_TIME`].
struct Patient {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl AsyncRead for Patient {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        if let Poll::Ready(written) = Pin::new(&mut own.stream).poll_write(cx, bytes) {
            own.stalled = None;
            return Poll::Ready(written);
        }
        let stalled = own.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(STALL_TIME)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
