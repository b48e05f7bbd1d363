//! Who may ask: only a browser that shows this preview, on the address that it was started for.
//!
//! A page of another site can send requests to this machine. It can even reach a server here under a name of its own
//! (DNS rebinding), and load scripts and pictures from it. It cannot forge the headers that are looked at here.

use hyper::HeaderMap;
use hyper::Method;
use hyper::StatusCode;
use hyper::Uri;
use hyper::header::HOST;
use hyper::header::HeaderName;
use hyper::header::ORIGIN;
use std::net::IpAddr;
use std::net::SocketAddr;

/// The names under which the preview may be asked for.
pub(super) struct Gate {
    address: SocketAddr,
}

/// Why a request is refused: a status and a plain sentence.
pub(super) type Refusal = (StatusCode, &'static str);

/// The ports that browsers leave out of an address that begins with `http:`.
const HTTP_PORT: u16 = 80;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

impl Gate {
    /// The gate of a server that listens there.
    pub(super) fn at(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Whether this request may be answered.
    ///
    /// # Errors
    ///
    /// The status and the sentence to refuse it with.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err((StatusCode::BAD_REQUEST, "A request needs exactly one header `Host`."));
        };
        let host = host.to_str().unwrap_or_default();
        let named = uri.authority().map_or(host, |authority| authority.as_str());
        if !self.is_own(host) || !self.is_own(named) {
            return Err((
                StatusCode::FORBIDDEN,
                "This preview answers only at the address that `casefile serve` wrote when it was started.",
            ));
        }
        let is_foreign = |origin: &str| {
            let rest = origin.strip_prefix("http://");
            rest.is_none_or(|rest| !rest.eq_ignore_ascii_case(host))
        };
        if headers.get_all(ORIGIN).iter().any(|origin| is_foreign(origin.to_str().unwrap_or_default())) {
            return Err((
                StatusCode::FORBIDDEN,
                "Pages of other sites may not ask this preview for anything.",
            ));
        }
        self.check_fetch(headers)
    }

    /// A link on another site may lead here; nothing else of another site may load what is here. Browsers say which
    /// it is (W3C Fetch Metadata).
    fn check_fetch(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let value = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let is_foreign = matches!(value(SITE), Some("cross-site" | "same-site"));
        let is_visit = value(MODE) == Some("navigate") && value(DEST).is_none_or(|dest| dest == "document");
        if is_foreign && !is_visit {
            return Err((StatusCode::FORBIDDEN, "Pages of other sites may not load files of this preview."));
        }
        Ok(())
    }

    /// Whether a host with its port is this server. A name would have to be looked up, and whoever answers can lie:
    /// but for `localhost`, only addresses are ours.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host, Some(HTTP_PORT)),
        };
        if port != Some(self.address.port()) {
            return false;
        }
        let own = self.address.ip();
        if name.eq_ignore_ascii_case("localhost") {
            return own.is_loopback() || own.is_unspecified();
        }
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        match name.parse::<IpAddr>() {
            Ok(asked) => asked == own || asked.is_loopback() && own.is_loopback() || own.is_unspecified(),
            Err(_) => false,
        }
    }
}

/// Whether somebody asks from this machine.
pub(super) fn is_here(peer: SocketAddr) -> bool {
    peer.ip().to_canonical().is_loopback()
}

/// The methods that an address knows.
pub(super) fn allowed(is_call: bool) -> &'static str {
    if is_call { "POST" } else { "GET, HEAD" }
}

/// Whether an address knows a method.
pub(super) fn is_allowed(method: &Method, is_call: bool) -> bool {
    if is_call { method == Method::POST } else { method == Method::GET || method == Method::HEAD }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    /// What becomes of a request with these headers, one a line, at a server that listens at `address`.
    #[track_caller]
    fn check(address: &str, lines: &str, expected: Result<(), u16>) {
        let gate = Gate::at(address.parse().expect("an address"));
        let mut headers = HeaderMap::new();
        for (name, value) in lines.lines().filter_map(|line| line.trim().split_once(": ")) {
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        let found = gate.check(&Uri::from_static("/"), &headers).map_err(|(status, _)| status.as_u16());
        assert_eq!(found, expected, "{lines}");
    }

    #[test]
    fn only_the_own_address_is_answered() {
        for host in ["127.0.0.1:4210", "localhost:4210", "LocalHost:4210", "[::1]:4210", "127.0.0.2:4210"] {
            check("127.0.0.1:4210", &format!("Host: {host}"), Ok(()));
        }
        for host in [
            "evil.example:4210",
            "127.0.0.1",
            "127.0.0.1:4211",
            "localhost",
            "localhost.evil.example:4210",
            "127.0.0.1.nip.io:4210",
            "192.168.1.5:4210",
            "0.0.0.0:4210",
            "[::1]",
            "[::1",
            "127.0.0.1:4210:4210",
        ] {
            check("127.0.0.1:4210", &format!("Host: {host}"), Err(403));
        }
        check("127.0.0.1:4210", "", Err(400));
        check("127.0.0.1:4210", "Host: 127.0.0.1:4210\nHost: evil.example", Err(400));
        check("127.0.0.1:80", "Host: localhost", Ok(()));
    }

    #[test]
    fn an_address_of_the_network_is_answered_where_it_was_asked_for() {
        check("192.168.1.5:4210", "Host: 192.168.1.5:4210", Ok(()));
        check("192.168.1.5:4210", "Host: localhost:4210", Err(403));
        check("0.0.0.0:4210", "Host: 192.168.1.5:4210", Ok(()));
        check("0.0.0.0:4210", "Host: laptop.local:4210", Err(403));
    }

    #[test]
    fn other_sites_are_refused() {
        let from = |lines: &str, expected| {
            check("127.0.0.1:4210", &format!("Host: localhost:4210\n{lines}"), expected);
        };
        from("Origin: http://localhost:4210", Ok(()));
        from("Origin: http://127.0.0.1:4210", Err(403));
        from("Origin: https://localhost:4210", Err(403));
        from("Origin: http://localhost:4210.evil.example", Err(403));
        from("Origin: http://evil.example", Err(403));
        from("Origin: null", Err(403));
        from("Sec-Fetch-Site: same-origin\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script", Ok(()));
        from("Sec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document", Ok(()));
        from("Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document", Ok(()));
        from("Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script", Err(403));
        from("Sec-Fetch-Site: same-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: image", Err(403));
        from("Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe", Err(403));
    }
}
