//! What earlier runs found, as it is kept in a file.

use super::finding::Finding;
use super::finding::State;
use super::finding::Visited;
use super::page::Sketch;
use super::visit::Before;
use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the file lies, below the site folder. What begins with a dot is no part of the site.
pub const PATH: &str = ".casefile/links.json";

/// The form of the file. One of another form is not read.
const VERSION: u32 = 1;

/// What says nothing is looked at again after this time.
const NO_VERDICT: SignedDuration = SignedDuration::from_hours(24);

/// What is known of addresses, by address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    version: u32,
    links: BTreeMap<String, Known>,
}

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    #[serde(flatten)]
    last: Visited,
    /// What the page was when it was last live and had the words of the title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    before: Option<(Timestamp, Sketch)>,
}

impl Default for Cache {
    fn default() -> Self {
        Self { version: VERSION, links: BTreeMap::new() }
    }
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheFault {
    /// It is not what this program writes.
    Broken,
    /// Another version of the program wrote it.
    OtherVersion,
}

impl Cache {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The bytes are no file of this version.
    pub fn read(bytes: &[u8]) -> Result<Self, CacheFault> {
        #[derive(Deserialize)]
        struct Form {
            version: u32,
        }
        match serde_json::from_slice::<Form>(bytes) {
            Ok(form) if form.version != VERSION => Err(CacheFault::OtherVersion),
            Ok(_) => serde_json::from_slice(bytes).map_err(|_| CacheFault::Broken),
            Err(_) => Err(CacheFault::Broken),
        }
    }

    /// The bytes of a file: an address a line, so that two of them can be compared.
    pub fn write(&self) -> Vec<u8> {
        let line = |(address, known)| {
            let address = serde_json::to_string::<String>(address).ok()?;
            Some(format!("\n{address}:{}", serde_json::to_string::<Known>(known).ok()?))
        };
        let lines: Vec<String> = self.links.iter().filter_map(line).collect();
        format!("{{\"version\":{},\"links\":{{{}\n}}}}\n", self.version, lines.join(",")).into_bytes()
    }

    /// What was found less than `max_age` ago.
    pub fn fresh(&self, address: &str, now: Timestamp, max_age: SignedDuration) -> Option<&Visited> {
        let last = &self.links.get(address)?.last;
        let age = now.duration_since(last.visited);
        let limit = if last.finding.state == State::Unreachable { max_age.min(NO_VERDICT) } else { max_age };
        // A clock that was wrong must not keep a finding for ever.
        (age >= SignedDuration::ZERO && age < limit).then_some(last)
    }

    /// What the page of an address was when it was last what it should be.
    pub fn before(&self, address: &str) -> Option<Before> {
        let (moment, sketch) = self.links.get(address)?.before.clone()?;
        Some(Before { day: super::finding::day(moment), sketch })
    }

    /// Keeps what was found.
    pub fn keep(&mut self, address: &str, visited: Timestamp, mut finding: Finding) {
        let earlier = self.links.remove(address).and_then(|known| known.before);
        let before = finding.sketch.take().map(|sketch| (visited, sketch)).or(earlier);
        self.links.insert(address.to_owned(), Known { last: Visited { visited, finding }, before });
    }
}

#[cfg(test)]
mod tests {
    use super::Cache;
    use super::CacheFault;
    use crate::outbound::finding::Finding;
    use crate::outbound::finding::State;
    use crate::outbound::finding::Worth;
    use crate::outbound::page;
    use jiff::SignedDuration;
    use jiff::Timestamp;

    const HOUR: SignedDuration = SignedDuration::from_hours(1);

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    fn cache() -> Cache {
        let mut cache = Cache::default();
        let gone = Finding::new(State::Gone, "answered 404 (not found)").worth(Worth::Dead);
        cache.keep("https://a.example/\u{2028}\"", at("2026-11-01T12:00:00Z"), gone);
        let slow = Finding::new(State::Unreachable, "gave no whole answer in time");
        cache.keep("https://b.example/", at("2026-11-01T12:00:00Z"), slow);
        cache
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let cache = cache();
        let bytes = cache.write();
        assert_eq!(Cache::read(&bytes), Ok(cache));
        assert_eq!(String::from_utf8(bytes).expect("text").lines().count(), 4);
        assert_eq!(Cache::read(&Cache::default().write()), Ok(Cache::default()));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_from_one_of_another_version() {
        let whole = cache().write();
        for end in 0..whole.len() - 2 {
            assert_eq!(Cache::read(&whole[..end]), Err(CacheFault::Broken), "{end}");
        }
        assert_eq!(Cache::read(b"{\"version\":2,\"pages\":[]}"), Err(CacheFault::OtherVersion));
        assert_eq!(Cache::read(b"{\"version\":1,\"links\":{\"a\":{}}}"), Err(CacheFault::Broken));
    }

    #[test]
    fn a_finding_grows_old_and_one_without_a_verdict_sooner() {
        let cache = cache();
        let fresh = |address, now, hours: i32| cache.fresh(address, at(now), HOUR * hours).is_some();
        let (gone, slow) = ("https://a.example/\u{2028}\"", "https://b.example/");
        assert!(fresh(gone, "2026-11-03T11:00:00Z", 48));
        assert!(!fresh(gone, "2026-11-03T12:00:00Z", 48));
        assert!(!fresh(gone, "2026-11-01T12:00:00Z", 0));
        assert!(!fresh(gone, "2026-10-31T12:00:00Z", 48), "it comes from the future");
        assert!(fresh(slow, "2026-11-02T11:00:00Z", 48));
        assert!(!fresh(slow, "2026-11-02T12:00:00Z", 48));
        assert!(!fresh("https://c.example/", "2026-11-01T12:00:00Z", 48));
    }

    #[test]
    fn what_a_live_page_was_is_kept_while_it_is_not_live() {
        let words: Vec<String> = (0..80).map(|number| format!("w{number}")).collect();
        let sketch = page::read(words.join(" ").as_bytes(), "text/html", false).sketch();
        let live = Finding { sketch: sketch.clone(), ..Finding::new(State::Live, "answered 200 (OK)") };
        let mut cache = Cache::default();
        cache.keep("https://a.example/", at("2026-11-01T12:00:00Z"), live);
        cache.keep("https://a.example/", at("2026-11-09T12:00:00Z"), Finding::new(State::Gone, "x"));
        let before = cache.before("https://a.example/").expect("it was live once");
        assert_eq!((before.day.as_str(), Some(before.sketch)), ("1 November 2026", sketch));
    }
}
