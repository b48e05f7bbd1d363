//! Addresses on the web: which host is asked, whose it is, and which belong to a local network.

use ::url::Host;
use ::url::Url;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

/// Pages that a web server shows for the address of a folder.
const INDEX_NAMES: [&str; 7] =
    ["index.html", "index.htm", "index.php", "index.asp", "index.aspx", "default.aspx", "home"];

/// Services whose addresses lead to a page elsewhere, by their purpose.
const FORWARDERS: [&str; 18] = [
    "amzn.to",
    "bit.ly",
    "buff.ly",
    "doi.org",
    "fb.me",
    "g.co",
    "goo.gl",
    "handle.net",
    "is.gd",
    "ow.ly",
    "purl.org",
    "t.co",
    "tinyurl.com",
    "trib.al",
    "w3id.org",
    "wp.me",
    "youtu.be",
    "n2t.net",
];

/// The address of a page, without the place in it, which no server is told.
pub fn parse(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_fragment(None);
    url.has_host().then_some(url)
}

/// Where a redirect leads: `location` as the server wrote it, seen from the page that it answered for.
pub fn follow(from: &Url, location: &str) -> Option<Url> {
    parse(from.join(location).ok()?.as_str())
}

/// The host that is asked; with its port where that is not the usual one, since another server listens there.
pub fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether the address names a host of this machine or of a local network by itself. A name that leads there is found
/// when it is looked up.
pub fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_local_ip(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_local_ip(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let last = name.rsplit('.').next().unwrap_or_default();
            !name.contains('.') || matches!(last, "localhost" | "local" | "internal" | "lan" | "onion")
        }
        None => true,
    }
}

/// Whether an address is none of a host that everybody can reach (RFC 6890 and the registries that it began).
pub fn is_local_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_local_v4(ip),
        IpAddr::V6(ip) => is_local_v6(ip),
    }
}

fn is_local_v4(ip: Ipv4Addr) -> bool {
    match ip.octets() {
        [0 | 10 | 127, ..] | [224..=255, ..] => true,
        [100, 64..=127, ..] | [169, 254, ..] | [172, 16..=31, ..] | [192, 168, ..] => true,
        // Assignments of protocols, documentation and tests of networks.
        [192, 0, 0 | 2, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        _ => false,
    }
}

fn is_local_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let within = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_local_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Addresses of version 4 in one of version 6: mapped, compatible (`::1` and `::` too), translated, 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => within(high, low),
        [0x2002, high, low, ..] => within(high, low),
        // A translation of the network's own, Teredo, documentation.
        [0x64, 0xff9b, ..] | [0x2001, 0 | 0xdb8, ..] | [0x3fff, ..] => true,
        // All others that everybody can reach lie in 2000::/3.
        [first, ..] => first & 0xe000 != 0x2000,
    }
}

/// Whether two addresses are of one owner, as far as names tell: of one domain that somebody registered.
pub fn is_same_site(one: &Url, other: &Url) -> bool {
    let owner = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            psl::domain_str(name).unwrap_or(name).to_owned()
        }
        _ => host(url),
    };
    owner(one) == owner(other)
}

/// Whether the address is that of a whole site.
pub fn is_home(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_ascii_lowercase();
    url.query().is_none() && (path.is_empty() || INDEX_NAMES.contains(&path.as_str()))
}

/// Whether the addresses differ in what says nothing about the page: `https`, `www.`, a slash at the end.
pub fn is_nearly(one: &Url, other: &Url) -> bool {
    let plain = |url: &Url| {
        let host = host(url);
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        (host, url.path().trim_end_matches('/').to_owned(), url.query().map(str::to_owned))
    };
    plain(one) == plain(other)
}

/// Whether two addresses end alike, so that one page is likely meant: the same file below another host or folder.
pub fn ends_alike(one: &Url, other: &Url) -> bool {
    let last = |url: &Url| {
        let path = url.path().trim_end_matches('/').to_ascii_lowercase();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    };
    last(one).len() > 3 && last(one) == last(other)
}

/// Whether the host is there to lead elsewhere, as `doi.org` is.
pub fn is_forwarder(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    FORWARDERS.iter().any(|own| host == *own || host.strip_suffix(own).is_some_and(|sub| sub.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::follow;
    use super::host;
    use super::is_home;
    use super::is_local;
    use super::is_nearly;
    use super::is_same_site;
    use super::parse;
    use ::url::Url;
    use proptest::prelude::any;
    use proptest::proptest;
    use std::net::Ipv4Addr;

    fn url(text: &str) -> Url {
        parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn hosts_of_local_networks_are_known_in_every_spelling() {
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0177.0.0.1:8080/",
            "http://10.1.2.3/",
            "http://172.31.0.1/",
            "http://192.168.1.1/router",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://0/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://printer.local/",
            "http://intranet/",
            "http://１２７.0.0.1/",
        ] {
            assert!(is_local(&url(text)), "{text}");
        }
        for text in [
            "http://8.8.8.8/",
            "http://172.32.0.1/",
            "https://www.example.org/",
            "http://[2606:4700::1111]/",
            "http://[::ffff:8.8.8.8]/",
            "https://nhs.uk./",
        ] {
            assert!(!is_local(&url(text)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_of_version_4_is_judged_alike_in_version_6(bits in any::<u32>()) {
            let ip = Ipv4Addr::from_bits(bits);
            let local = is_local(&url(&format!("http://{ip}/")));
            assert_eq!(local, is_local(&url(&format!("http://[{}]/", ip.to_ipv6_mapped()))));
            assert_eq!(local, is_local(&url(&format!("http://[64:ff9b::{ip}]/"))));
            if ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() {
                assert!(local);
            }
        }
    }

    #[test]
    fn redirects_are_followed_as_browsers_do() {
        let from = url("https://news.example/2018/06/letters?x=1#top");
        for (location, expected) in [
            ("/home", "https://news.example/home"),
            ("other#place", "https://news.example/2018/06/other"),
            ("//www.news.example/a", "https://www.news.example/a"),
            ("HTTP://Other.example", "http://other.example/"),
            ("?y=2", "https://news.example/2018/06/letters?y=2"),
            ("/caf\u{e9}", "https://news.example/caf%C3%A9"),
        ] {
            assert_eq!(follow(&from, location).map(String::from).as_deref(), Some(expected));
        }
        for location in ["mailto:a@news.example", "file:///etc/passwd", "https://", "javascript:alert(1)"] {
            assert_eq!(follow(&from, location), None, "{location}");
        }
    }

    #[test]
    fn sites_and_home_pages_are_told_apart() {
        let same = |one, other| is_same_site(&url(one), &url(other));
        assert!(same("https://www.news.example/", "http://m.news.example/a"));
        assert!(same("https://bbc.co.uk/", "https://www.bbc.co.uk/"));
        assert!(!same("https://a.co.uk/", "https://b.co.uk/"));
        assert!(!same("https://one.blogspot.com/", "https://two.blogspot.com/"));
        assert!(!same("http://8.8.8.8/", "http://8.8.4.4/"));
        for home in ["https://a.example", "https://a.example/index.html", "https://a.example/#top"] {
            assert!(is_home(&url(home)), "{home}");
        }
        assert!(!is_home(&url("https://a.example/?p=12")));
        assert!(!is_home(&url("https://a.example/a")));
        assert!(is_nearly(&url("http://a.example/b"), &url("https://www.a.example/b/")));
        assert!(!is_nearly(&url("http://a.example/b"), &url("http://a.example/B")));
        assert_eq!(host(&url("https://a.example:443/")), "a.example");
        assert_eq!(host(&url("https://a.example:8443/")), "a.example:8443");
    }
}
