//! A reader of the search index, written from docs/search-index.md and not from the code that writes it.

use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::GeneralCategory;
use unicode_properties::UnicodeGeneralCategory;

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// An index that was read.
pub struct Index {
    /// The payload of each file by name.
    pub payloads: BTreeMap<String, Value>,
    /// Every term with its records: the weight in each, and the positions.
    pub terms: BTreeMap<String, BTreeMap<usize, Posting>>,
    /// The text of each record.
    pub texts: Vec<String>,
    /// The id of each record.
    pub ids: Vec<String>,
}

/// A record with a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its weight as it is written.
    pub weight: u32,
    /// Where the term stands.
    pub positions: Vec<u32>,
}

/// The values of a facet: code, label, address and other names, and of each record the places of its values.
pub struct Facet {
    /// Code, label and address of each value.
    pub values: Vec<Vec<String>>,
    /// Of each record: the places of its values.
    pub records: Vec<Vec<usize>>,
}

/// Reads every file and checks what the format says of the whole.
pub fn read_index(files: &BTreeMap<String, Vec<u8>>) -> Index {
    let mut payloads = BTreeMap::new();
    let mut versions = BTreeMap::new();
    for (path, bytes) in files {
        let text = std::str::from_utf8(bytes).expect("the index is text");
        assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{path} can stand in a script");
        let name =
            path.strip_prefix("search/").and_then(|name| name.strip_suffix(".js")).expect("search/NAME.js");
        let arguments = text.strip_prefix("casefileSearch(").and_then(|rest| rest.strip_suffix(");\n"));
        let arguments = format!("[{}]", arguments.expect("a call"));
        let [own, version, payload] =
            serde_json::from_str::<[Value; 3]>(&arguments).expect("three arguments");
        assert_eq!(own, name);
        let written =
            text.splitn(3, ", ").nth(2).and_then(|rest| rest.strip_suffix(");\n")).expect("a payload");
        let digest = Sha256::digest(written);
        assert_eq!(
            version,
            digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>(),
            "{path}"
        );
        versions.insert(name.to_owned(), version.as_str().expect("a text").to_owned());
        payloads.insert(name.to_owned(), payload);
    }
    check_versions(&payloads["head"]["versions"], versions);
    let mut index = Index { terms: BTreeMap::new(), texts: Vec::new(), ids: Vec::new(), payloads };
    index.texts = index.column("x-", "texts");
    index.ids = index.column("d-", "id");
    let head = &index.payloads["head"];
    let records = number(&head["records"]);
    assert_eq!((index.texts.len(), index.ids.len()), (records, records));
    let counted: usize = array(&head["kinds"]).iter().map(|kind| number(&kind[2])).sum();
    assert_eq!(counted, records);
    index.read_terms();
    index
}

/// `head` names the version of every other file.
fn check_versions(listed: &Value, mut versions: BTreeMap<String, String>) {
    versions.remove("head");
    let mut named = BTreeMap::new();
    for (name, own) in listed.as_object().expect("versions by name") {
        let own = own.as_str().expect("versions");
        match name.len() {
            1 => (0..own.len() / 8).for_each(|number| {
                named.insert(format!("{name}-{number:03}"), own[8 * number..8 * number + 8].to_owned());
            }),
            _ => _ = named.insert(name.clone(), own.to_owned()),
        }
    }
    assert_eq!(named, versions);
}

impl Index {
    /// The payloads of the numbered files of one sort, in the order of their numbers.
    pub fn numbered(&self, prefix: &str) -> Vec<&Value> {
        let mut files: Vec<(usize, &Value)> = self
            .payloads
            .iter()
            .filter_map(|(name, payload)| Some((name.strip_prefix(prefix)?.parse().ok()?, payload)))
            .collect();
        files.sort_by_key(|(number, _)| *number);
        assert!(files.iter().enumerate().all(|(place, (number, _))| place == *number));
        files.into_iter().map(|(_, payload)| payload).collect()
    }

    /// A list that goes through all files of one sort.
    pub fn column(&self, prefix: &str, key: &str) -> Vec<String> {
        self.numbered(prefix).into_iter().flat_map(|payload| strings(&payload[key])).collect()
    }

    /// The number of the record with that id.
    pub fn record(&self, id: &str) -> usize {
        self.ids.iter().position(|own| own == id).unwrap_or_else(|| panic!("no record `{id}`"))
    }

    /// A facet of that name.
    pub fn facet(&self, name: &str) -> Option<Facet> {
        let payload = self.payloads.get(&format!("f-{name}"))?;
        let values = array(&payload["values"]).iter();
        let values: Vec<Vec<String>> = values.map(strings).collect();
        assert!(values.iter().all(|value| value.len() >= 3), "code, label and address");
        let (mut counts, mut places) = (Signs::of(&payload["counts"]), Signs::of(&payload["places"]));
        let mut read = || (0..counts.number()).map(|_| places.number() as usize).collect();
        let records: Vec<Vec<usize>> = self.ids.iter().map(|_| read()).collect();
        assert!(counts.is_at_end() && places.is_at_end());
        Some(Facet { values, records })
    }

    /// Of each record the sign, the first year and the last.
    pub fn years(&self) -> Vec<Option<(u32, i64, i64)>> {
        let payload = &self.payloads["f-year"];
        let first = payload["first"].as_i64().expect("a year");
        let mut signs = Signs::of(&payload["records"]);
        let years = self.ids.iter().map(|_| {
            let sign = signs.sign();
            (sign != 0).then(|| {
                let from = first + i64::from(signs.number());
                (sign, from, from + i64::from(signs.number()))
            })
        });
        let years = years.collect();
        assert!(signs.is_at_end());
        years
    }

    fn read_terms(&mut self) {
        let head = &self.payloads["head"];
        let term_files = self.numbered("t-");
        let position_files = self.numbered("p-");
        let terms = self.column("t-", "terms");
        assert!(terms.is_sorted_by(|one, other| one < other), "terms are sorted");
        assert_eq!(terms.len(), number(&head["terms"]["count"]));
        let (gaps, weights) = (self.column("t-", "gaps"), self.column("t-", "weights"));
        let positions = self.column("p-", "lists");
        assert_eq!((gaps.len(), weights.len(), positions.len()), (terms.len(), terms.len(), terms.len()));
        assert_eq!(numbers(&head["terms"]["at"]), starts(&term_files, "terms"));
        assert_eq!(numbers(&head["positions"]["at"]), starts(&position_files, "lists"));
        let first: Vec<String> =
            starts(&term_files, "terms").into_iter().map(|at| terms[at].clone()).collect();
        assert_eq!(strings(&head["terms"]["first"]), first);
        let mut read = BTreeMap::new();
        for ((term, (gaps, weights)), positions) in
            terms.into_iter().zip(gaps.iter().zip(&weights)).zip(positions)
        {
            read.insert(term, postings([gaps, weights, &positions], self.ids.len()));
        }
        self.terms = read;
    }
}

/// Reads the gaps, the weights and the positions of a term.
fn postings(strings: [&str; 3], records: usize) -> BTreeMap<usize, Posting> {
    let [mut gaps, mut weights, mut positions] = strings.map(Signs::new);
    let mut read = BTreeMap::new();
    let mut next = 0;
    while !gaps.is_at_end() {
        let record = next + gaps.number() as usize;
        next = record + 1;
        let weight = weights.sign();
        let mut at = 0;
        let own = (0..positions.number()).map(|_| {
            at += positions.number();
            at
        });
        read.insert(record, Posting { weight, positions: own.collect() });
    }
    assert!(weights.is_at_end() && positions.is_at_end() && next <= records && !read.is_empty());
    read
}

/// Numbers in a string.
struct Signs<'a> {
    rest: std::str::Chars<'a>,
}

impl<'a> Signs<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.chars() }
    }

    fn of(value: &'a Value) -> Self {
        Self::new(value.as_str().expect("a string"))
    }

    fn is_at_end(&self) -> bool {
        self.rest.as_str().is_empty()
    }

    fn sign(&mut self) -> u32 {
        let sign = self.rest.next().expect("a sign");
        u32::try_from(ALPHABET.find(sign).expect("a sign of the alphabet")).expect("a small number")
    }

    fn number(&mut self) -> u32 {
        let mut number = 0;
        loop {
            let sign = self.sign();
            number = number * 32 + sign % 32;
            if sign < 32 {
                return number;
            }
        }
    }
}

/// The words of a text, by the three steps of the format.
pub fn words_of(text: &str) -> Vec<String> {
    let is_removed =
        |c: &char| matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::Format);
    let plain: String = text.nfkd().filter(|c| !is_removed(c)).flat_map(char::to_lowercase).collect();
    let pairs = [("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i")];
    let pairs = pairs.iter().chain(&[("ς", "σ"), ("\u{2bc}", "'")]);
    let folded = pairs.fold(plain, |text, (from, to)| text.replace(from, to));
    let signs: Vec<char> = folded.chars().collect();
    let between = |at: usize, is: fn(&char) -> bool| {
        at.checked_sub(1).and_then(|before| signs.get(before)).is_some_and(is)
            && signs.get(at + 1).is_some_and(is)
    };
    let is_word = |c: &char| c.is_alphabetic() || c.is_numeric();
    let kept = signs.iter().enumerate().filter(|(at, c)| match c {
        '\'' | '’' | '‘' => !between(*at, is_word),
        ',' => !between(*at, char::is_ascii_digit),
        _ => true,
    });
    let kept: String = kept.map(|(_, c)| *c).collect();
    let words = kept.split(|c| !is_word(&c)).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(40).collect()).collect()
}

/// Every word of a text of a record with its positions.
pub fn positions_of(text: &str) -> BTreeMap<String, Vec<u32>> {
    let mut positions: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut at = 0;
    for (line, item) in text.split('\n').enumerate() {
        at += u32::from(line > 0);
        for (nth, piece) in item.split('█').enumerate() {
            at += u32::from(nth > 0);
            for word in words_of(piece) {
                positions.entry(word).or_default().push(at);
                at += 1;
            }
        }
    }
    positions
}

/// The number of the first term of each file, which has a list of that name with an item for each.
fn starts(files: &[&Value], list: &str) -> Vec<usize> {
    let lengths = files.iter().map(|file| array(&file[list]).len());
    lengths
        .scan(0, |next, length| {
            *next += length;
            Some(*next - length)
        })
        .collect()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn strings(value: &Value) -> Vec<String> {
    array(value).iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

fn numbers(value: &Value) -> Vec<usize> {
    array(value).iter().map(number).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}
