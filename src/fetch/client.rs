//! One request at a time: its limits of time and size, and which hosts it may reach.

#![expect(clippy::disallowed_methods, reason = "this is the part of `fetch` that opens connections")]

use super::Settings;
use crate::outbound::Answer;
use crate::outbound::Failure;
use crate::outbound::Method;
use crate::outbound::Reach;
use crate::outbound::Response;
use crate::outbound::is_local_ip;
use crate::outbound::read_page;
use std::fmt;
use std::io;
use std::io::Read;
use ureq::Agent;
use ureq::Body;
use ureq::Timeout;
use ureq::config::Config;
use ureq::http;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::resolver::ResolvedSocketAddrs;
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::unversioned::transport::NextTimeout;
use url::Url;

/// So many bytes of a page are read, unpacked.
const MOST_BYTES: usize = 256 * 1024;

/// Who asks, and what for.
const USER_AGENT: &str =
    concat!("casefile/", env!("CARGO_PKG_VERSION"), " (looks whether links of an archive still work)");

/// Headers in which services that keep programs out say so, with the words that mean it.
const WALLS: [(&str, &str); 3] =
    [("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""), ("x-datadome", "protected")];

/// Asks servers.
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            // Each redirect is a request of its own, at the pace of its host.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would look names up by itself, and reach what must not be reached.
            .proxy(None)
            .user_agent(USER_AGENT)
            .max_idle_connections(0)
            .max_response_header_size(64 * 1024)
            .timeout_resolve(Some(settings.connect))
            .timeout_connect(Some(settings.connect))
            .timeout_global(Some(settings.whole))
            .build();
        let resolver = PublicResolver { reach: settings.reach, names: DefaultResolver::default() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver) }
    }

    /// Asks for the head of a page, or for the page.
    pub(super) fn ask(&self, method: Method, url: &Url) -> Answer {
        let accept = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let answer = match method {
            Method::Head => self.agent.head(url.as_str()).header(accept.0, accept.1).call(),
            Method::Get => self.agent.get(url.as_str()).header(accept.0, accept.1).call(),
        };
        read_response(method, answer.map_err(|error| failure(&error))?)
    }
}

fn read_response(method: Method, mut response: http::Response<Body>) -> Answer {
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
    };
    let is_wall = WALLS.iter().any(|(name, word)| header(name).is_some_and(|value| value.contains(word)));
    let mut read = Response {
        status: response.status().as_u16(),
        location: header("location"),
        retry_after: header("retry-after"),
        content_type: header("content-type").unwrap_or_default().to_ascii_lowercase(),
        is_wall,
        page: None,
    };
    if method == Method::Get && (read.content_type.is_empty() || read.content_type.contains("html")) {
        let (bytes, is_cut) = read_body(response.body_mut())?;
        read.page = Some(read_page(&bytes, &read.content_type, is_cut));
    }
    Ok(read)
}

/// The beginning of a page, and whether it goes on. What breaks off counts as far as it came.
fn read_body(body: &mut Body) -> Result<(Vec<u8>, bool), Failure> {
    let mut bytes = Vec::new();
    let mut reader = body.as_reader().take(MOST_BYTES as u64);
    let mut chunk = [0; 8192];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => {
                let is_cut = bytes.len() == MOST_BYTES;
                return Ok((bytes, is_cut));
            }
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(error) if is_time_out(&error) => return Err(Failure::Slow),
            Err(_) => return Ok((bytes, true)),
        }
    }
}

fn is_time_out(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    error.kind() == io::ErrorKind::TimedOut || matches!(inner, Some(ureq::Error::Timeout(_)))
}

/// Why there is no answer.
fn failure(error: &ureq::Error) -> Failure {
    match error {
        ureq::Error::Other(inner) if inner.is::<LocalHost>() => Failure::Local,
        ureq::Error::HostNotFound => Failure::NoSuchHost,
        ureq::Error::Timeout(Timeout::Resolve) => Failure::LookUp,
        ureq::Error::Timeout(Timeout::Connect) => Failure::SlowConnection,
        ureq::Error::Timeout(_) => Failure::Slow,
        ureq::Error::Io(error) => of_io(error),
        ureq::Error::Rustls(error) => of_tls(&error.to_string()),
        ureq::Error::Tls(_) | ureq::Error::TlsRequired => Failure::TlsRefused,
        ureq::Error::ConnectionFailed => Failure::NoConnection,
        _ => Failure::NotHttp,
    }
}

fn of_io(error: &io::Error) -> Failure {
    let words = error.to_string();
    if let Some(failure) = of_look_up(&words, error.raw_os_error()) {
        return failure;
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Failure::Slow,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::PermissionDenied => Failure::NoConnection,
        // The form in which rustls hands its errors on.
        io::ErrorKind::InvalidData => of_tls(&words),
        _ => Failure::Closed,
    }
}

/// What rustls says: its errors are no part of what the client promises, but their words are.
fn of_tls(words: &str) -> Failure {
    if words.contains("invalid peer certificate") {
        Failure::Certificate
    } else if words.contains("fatal alert") || words.contains("peer is incompatible") {
        Failure::TlsRefused
    } else {
        Failure::NotHttp
    }
}

/// Whether a name could not be looked up, and whether that is for good. std gives the system's words only: those of
/// `gai_strerror` (glibc, musl, BSD and macOS), which the program asks for in English, or the number of Windows.
fn of_look_up(words: &str, code: Option<i32>) -> Option<Failure> {
    const FOR_GOOD: [&str; 4] = [
        "Name or service not known",
        "Name does not resolve",
        "nodename nor servname provided, or not known",
        "No address associated with hostname",
    ];
    match code {
        Some(11001) => return Some(Failure::NoSuchHost),
        Some(11002..=11004) => return Some(Failure::LookUp),
        _ => {}
    }
    let detail = words.strip_prefix("failed to lookup address information:")?;
    let is_final = FOR_GOOD.iter().any(|said| detail.contains(said));
    Some(if is_final { Failure::NoSuchHost } else { Failure::LookUp })
}

/// Looks names up, and gives no address of a local network. What it gives is what is connected to, so that no name can
/// mean another host in between.
#[derive(Debug)]
struct PublicResolver {
    reach: Reach,
    names: DefaultResolver,
}

/// All addresses of a host are local.
#[derive(Debug)]
struct LocalHost;

impl fmt::Display for LocalHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host is in a local network")
    }
}

impl std::error::Error for LocalHost {}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &http::Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if self.reach == Reach::Everywhere {
            return Ok(found);
        }
        let mut public = self.empty();
        found.iter().filter(|address| !is_local_ip(address.ip())).for_each(|address| public.push(*address));
        if public.is_empty() { Err(ureq::Error::Other(Box::new(LocalHost))) } else { Ok(public) }
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use super::of_look_up;
    use super::of_tls;

    #[test]
    fn a_name_that_nobody_has_is_told_from_one_that_cannot_be_looked_up_now() {
        let said = |words: &str| of_look_up(&format!("failed to lookup address information: {words}"), None);
        assert_eq!(said("Name or service not known"), Some(Failure::NoSuchHost));
        assert_eq!(said("nodename nor servname provided, or not known"), Some(Failure::NoSuchHost));
        assert_eq!(said("Temporary failure in name resolution"), Some(Failure::LookUp));
        assert_eq!(said("Try again"), Some(Failure::LookUp));
        assert_eq!(of_look_up("No such host is known.", Some(11001)), Some(Failure::NoSuchHost));
        assert_eq!(of_look_up("Connection refused", Some(111)), None);
    }

    #[test]
    fn a_server_that_wants_no_programs_is_told_from_one_that_proves_nothing() {
        assert_eq!(of_tls("invalid peer certificate: Expired"), Failure::Certificate);
        assert_eq!(of_tls("received fatal alert: HandshakeFailure"), Failure::TlsRefused);
        assert_eq!(of_tls("received corrupt message of type InvalidContentType"), Failure::NotHttp);
    }
}
