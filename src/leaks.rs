//! Nothing that is withheld is named in the text, the attributes or the path of any output.
//!
//! A page is searched as a reader has it: its text and the attributes that people and machines read, without tags
//! and entities, and without the differences that typography makes. A title may stand anywhere in that text; an
//! address, an id and the name of a file only where nothing longer, published or elsewhere is meant. What a
//! published record, the site or the theme is called too gives nothing away.

#[cfg(test)]
mod tests;

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::Withheld;
use crate::archive::WithheldReason;
use crate::diagnostic::Diagnostic;
use crate::document::Parent;
use crate::document::Record;
use crate::export;
use crate::html::is_inline;
use crate::html::unescape;
use crate::span::Span;
use crate::url;
use crate::vocabulary::ChangeKind;
use crate::vocabulary::ClaimKind;
use crate::vocabulary::Independence;
use crate::vocabulary::Kind;
use crate::vocabulary::OrganisationType;
use crate::vocabulary::Publish;
use crate::vocabulary::Qualifier;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::ReplyStatus;
use crate::vocabulary::Role;
use crate::vocabulary::Status;
use crate::vocabulary::UrlStatus;
use crate::vocabulary::Vocabulary;
use aho_corasick::AhoCorasick;
use memchr::memchr;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// The name of a file is searched for from so many characters on: `1.pdf` could be anybody's.
const DISTINCTIVE_FILE_NAME: usize = 6;

/// Words at the start of a title that do not count: "The NHS" is one name. English and Welsh.
const ARTICLES: [&str; 5] = ["a", "an", "the", "y", "yr"];

/// What is searched for.
pub struct Secrets {
    titles: Patterns,
    names: Patterns,
    /// The address of the site without scheme, `www.` and the `/` at its end.
    site: String,
}

/// What must not occur in the output of an archive. `theme_words` are all texts of the theme, `pages` the
/// paths of all pages.
pub fn secrets(archive: &Archive, theme_words: &[&str], pages: &[&str]) -> Secrets {
    let site = archive.config.base_url.trim_end_matches('/').to_lowercase();
    let site = site.split_once("//").map_or("", |(_, site)| without_www(site)).to_owned();
    let titles = archive.withheld.iter().flat_map(titles_of).collect();
    let names = archive.withheld.iter().flat_map(names_of).collect();
    let mut secrets = Secrets { titles: Patterns::of(titles), names: Patterns::of(names), site };
    if !secrets.is_empty() {
        let public = public_text(archive, theme_words, pages);
        let (titles, names) = secrets.found("", &public);
        secrets.titles = secrets.titles.without(&titles);
        secrets.names = secrets.names.without(&names);
    }
    secrets
}

impl Secrets {
    /// Reports what of it occurs in a file of the output, or in its path. Each name that is found has the same
    /// message in every file.
    pub fn search(&self, path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
        if self.is_empty() {
            return Vec::new();
        }
        let text = String::from_utf8_lossy(bytes);
        let mut read = if path.ends_with(".html") { read_html(&text) } else { read_plain(&text) };
        read.add_name(path);
        self.reports(path, &read)
    }

    /// The same for a file of which `texts` are all that it says, each by itself; its path says nothing.
    pub fn search_texts(&self, path: &str, texts: impl FnOnce() -> Vec<String>) -> Vec<Diagnostic> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut read = Text::default();
        for text in texts() {
            read.add(&text);
            read.part();
        }
        self.reports(path, &read)
    }

    fn reports(&self, path: &str, read: &Text) -> Vec<Diagnostic> {
        let (titles, names) = self.found(path, read);
        let titles = titles.iter().map(|index| &self.titles.list[*index]);
        titles.chain(names.iter().map(|index| &self.names.list[*index])).map(|it| report(it, path)).collect()
    }

    fn is_empty(&self) -> bool {
        self.titles.list.is_empty() && self.names.list.is_empty()
    }

    /// The titles and the names that occur, by their place in the lists.
    fn found(&self, path: &str, text: &Text) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let titles = self.titles.occurring(&text.words, |_, range| text.words.stands_alone(range, ""));
        let names = self
            .names
            .occurring(&text.names, |pattern, range| self.is_named(path, pattern, &text.names, range));
        (titles, names)
    }

    /// Whether the withheld thing is meant by a name at a place, rather than one that is longer or elsewhere.
    fn is_named(&self, path: &str, pattern: &Pattern, names: &Folded, range: Range<usize>) -> bool {
        let start = names.start_of_address(range.start);
        let Some(address) = self.within_site(&names.text[start..range.end]) else { return false };
        match pattern.rule {
            Rule::Title | Rule::Word => false,
            Rule::Address => names.stands_alone(range, "._-"),
            Rule::Folder => names.begins(range.start, "._-"),
            Rule::Id => names.stands_alone(range, "_-"),
            Rule::File => names.stands_alone(range, "._-"),
            Rule::PageAddress => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let in_prose = address == pattern.text && names.text[..start].ends_with([' ', '(']);
                !in_prose
                    && names.ends(range.end, "._-")
                    && url::join(folder, address).is_some_and(|to| to == pattern.text)
            }
        }
    }

    /// An address as it is meant in this site, from its root on if it was whole; nothing for one elsewhere. Of an
    /// address that holds another (that of a copy in an archive, say) the inner one counts.
    fn within_site<'a>(&self, address: &'a str) -> Option<&'a str> {
        let host = address.rfind("//").filter(|at| *at == 0 || address[..*at].ends_with(':'));
        let Some(host) = host else { return Some(address) };
        let path = without_www(&address[host + 2..]).strip_prefix(self.site.as_str())?;
        path.starts_with('/').then_some(path)
    }
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

fn report(pattern: &Pattern, path: &str) -> Diagnostic {
    let what = match pattern.rule {
        Rule::Title | Rule::Word => "the title".to_owned(),
        Rule::Address | Rule::Folder | Rule::PageAddress => "the address".to_owned(),
        Rule::Id => format!("the id `{}`", pattern.text),
        Rule::File => format!("the file name `{}`", pattern.text),
    };
    let words = format!("{what} of a record that is not published yet occurs in the site");
    if matches!(pattern.rule, Rule::Word) {
        return Diagnostic::warning("leak", pattern.span, words).expected(format!(
            "no published text that names this record before its time; the words stand in `{path}`, by chance or not: \
             look there, and reword it if this record is meant"
        ));
    }
    let other_name = match pattern.rule {
        Rule::Id => ", or give the file of this record another name, if the word there means something else",
        _ => "",
    };
    Diagnostic::error("leak", pattern.span, words).expected(format!(
        "no published text that names this record before its time; it stands in `{path}`: reword that, or wait with it, \
         or publish this record too{other_name}; nothing was published"
    ))
}

// ---------------------------------------------------------------------------------------------- what is withheld

struct Pattern {
    rule: Rule,
    /// Folded like the text it is searched in.
    text: String,
    /// The place of the record it belongs to.
    span: Span,
}

/// How a pattern has to stand in a text.
#[derive(Clone, Copy)]
enum Rule {
    Title,
    /// A title that may stand in a sentence by chance, or because its bearer is meant rather than the record of it.
    Word,
    /// `incidents/gp-letters.html`
    Address,
    /// `incidents/gp-letters/`
    Folder,
    /// `about.html`, in the root of the site.
    PageAddress,
    Id,
    File,
}

/// Its title and its headline. A sentence may have a single word by chance, and organisations, topics and pages are
/// called by names that it may use before there is a record of them: those are looked for only where an embargo asks
/// for no trace, and their finding stops nothing.
fn titles_of(withheld: &Withheld) -> Vec<Pattern> {
    let titles = [Some(&withheld.title), withheld.headline.as_ref()].into_iter().flatten();
    let patterns = titles.filter_map(|title| title_pattern(title, withheld.span));
    let patterns = patterns.map(|pattern| match is_piece_of_work(withheld.kind) {
        true => pattern,
        false => Pattern { rule: Rule::Word, ..pattern },
    });
    let is_sealed = withheld.reason == WithheldReason::Embargo;
    patterns.filter(|pattern| is_sealed || matches!(pattern.rule, Rule::Title)).collect()
}

fn title_pattern(written: &str, span: Span) -> Option<Pattern> {
    let mut title = Folded::default();
    title.add_words(written);
    // "Who lost the letters?" may be followed by a comma where it is named.
    let text = title.text.trim_matches(|c: char| !c.is_alphanumeric());
    let words = written.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let counted = words.enumerate().filter(|(n, word)| *n > 0 || !ARTICLES.contains(&&*word.to_lowercase()));
    let rule = match counted.count() {
        0 => return None,
        1 => Rule::Word,
        _ => Rule::Title,
    };
    Some(Pattern { rule, text: text.to_owned(), span })
}

fn is_piece_of_work(kind: Kind) -> bool {
    matches!(kind, Kind::Incident | Kind::PressRelease | Kind::Reference)
}

/// The addresses, the id and the names of the files.
fn names_of(withheld: &Withheld) -> Vec<Pattern> {
    let Withheld { kind, id, span, .. } = withheld;
    let mut names = match kind {
        Kind::Page => vec![(Rule::PageAddress, url::record_path(*kind, id))],
        _ => vec![
            (Rule::Address, url::record_path(*kind, id)),
            (Rule::Folder, format!("{}/{id}/", kind.folder())),
        ],
    };
    if is_distinctive_id(*kind, id) {
        names.push((Rule::Id, id.clone()));
    }
    // Of `old/hush/index.html` readers know `old/hush`, with or without a slash behind it.
    let aliases = withheld.aliases.iter().map(|alias| alias.strip_suffix("/index.html").unwrap_or(alias));
    names.extend(aliases.filter(|alias| alias.contains(['/', '.', '-'])).map(
        |alias| match alias.contains('/') {
            true => (Rule::Address, alias.to_owned()),
            false => (Rule::PageAddress, alias.to_owned()),
        },
    ));
    let is_distinctive = |name: &&String| {
        name.chars().count() >= DISTINCTIVE_FILE_NAME && name.trim_matches('.').contains('.')
    };
    names.extend(withheld.files.iter().filter(is_distinctive).map(|name| (Rule::File, name.clone())));
    let folded = |name: &str| {
        let mut folded = Folded::default();
        folded.add_name(name);
        folded.text
    };
    names.into_iter().map(|(rule, name)| Pattern { rule, text: folded(&name), span: *span }).collect()
}

/// Whether an id is searched for by itself, without the folder and `.html`: one of several parts, or of letters and
/// digits. A single word may stand in any sentence, and the ids of topics and pages are words: "out-of-hours".
fn is_distinctive_id(kind: Kind, id: &str) -> bool {
    let has = |sign: fn(&u8) -> bool| id.as_bytes().iter().any(sign);
    !matches!(kind, Kind::Topic | Kind::Page)
        && (has(|byte| *byte == b'-') || has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic))
}

struct Patterns {
    list: Vec<Pattern>,
    automaton: AhoCorasick,
}

impl Patterns {
    fn of(list: Vec<Pattern>) -> Self {
        let automaton = AhoCorasick::new(list.iter().map(|pattern| &pattern.text))
            .expect("the names of one archive are fewer than an automaton can hold");
        Self { list, automaton }
    }

    fn without(self, dropped: &BTreeSet<usize>) -> Self {
        let kept = self.list.into_iter().enumerate().filter(|(index, _)| !dropped.contains(index));
        Self::of(kept.map(|(_, pattern)| pattern).collect())
    }

    /// The patterns that occur at a place that counts.
    fn occurring(&self, text: &Folded, counts: impl Fn(&Pattern, Range<usize>) -> bool) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        if !self.list.is_empty() {
            for place in self.automaton.find_overlapping_iter(&text.text) {
                let index = place.pattern().as_usize();
                if !found.contains(&index) && counts(&self.list[index], place.range()) {
                    found.insert(index);
                }
            }
        }
        found
    }
}

// ---------------------------------------------------------------------------------------------- what is public

/// Titles and names that readers may see, each a part of its own.
fn public_text(archive: &Archive, theme_words: &[&str], pages: &[&str]) -> Text {
    let mut public = Text::default();
    let config = &archive.config;
    let parties = config.publisher.iter().chain(&config.licence).map(|party| party.name.as_str());
    let harms = config.harms.iter().filter_map(|(_, label)| label.as_deref());
    let site = [config.title.as_str()].into_iter().chain(config.description.as_deref());
    for text in theme_words.iter().copied().chain(site).chain(parties).chain(harms) {
        public.add(text);
        public.part();
    }
    // Names that the head of every page has.
    public.add("width=device-width, initial-scale=1 color-scheme light dark");
    public.part();
    let harms: Vec<&str> = config.harms.iter().map(|(code, _)| code.as_str()).collect();
    let codes: Vec<&str> = codes().collect();
    for code in codes.into_iter().chain(harms) {
        public.add(code);
        public.part();
    }
    for record in archive.records.iter() {
        add_names(&mut public, record);
    }
    for path in pages.iter().copied().chain(public_files(archive)) {
        public.add_name(path);
    }
    public
}

/// The words of the format, which stand in the data of every record: `under-inquiry`.
fn codes() -> impl Iterator<Item = &'static str> {
    fn of<V: Vocabulary>() -> impl Iterator<Item = &'static str> {
        V::ALL.iter().map(|word| word.code())
    }
    of::<Status>()
        .chain(of::<Role>())
        .chain(of::<Kind>())
        .chain(of::<ReplyStatus>())
        .chain(of::<ReferenceType>())
        .chain(of::<Qualifier>())
        .chain(of::<OrganisationType>())
        .chain(of::<Independence>())
        .chain(of::<UrlStatus>())
        .chain(of::<ClaimKind>())
        .chain(of::<ChangeKind>())
        .chain(of::<Publish>())
        .chain(["page-range", "serial-number", "companies-house", "sha256"])
        .chain(ReferenceType::ALL.iter().filter_map(|kind| kind.genre()))
        .chain(export::WORDS)
}

/// What a published record is called. Places, contracts and the works that references are a part of have names, too.
fn add_names(public: &mut Text, record: &Record<AsMeant>) {
    let mut names = vec![record.common.title.value.as_str()];
    if let Some(organisation) = record.organisation() {
        names.extend(organisation.aliases.iter().chain(&organisation.former).map(|name| name.value.as_str()));
    }
    if let Some(topic) = record.topic() {
        names.extend(topic.synonyms.iter().map(String::as_str));
    }
    if let Some(release) = record.press_release() {
        names.extend(release.headline.as_deref());
    }
    if let Some(incident) = record.incident() {
        names.extend(incident.places.iter().map(String::as_str));
        names.extend(incident.contracts.iter().map(|contract| contract.title.as_str()));
    }
    let mut work = record.reference().map(|reference| &reference.work);
    while let Some(Parent::Inline(parent)) = work.and_then(|work| work.parent.as_ref()) {
        names.extend(parent.title.as_deref());
        work = Some(&parent.work);
    }
    for name in names {
        public.add(name);
        public.part();
    }
}

/// The names of files outside the folders of withheld records.
fn public_files(archive: &Archive) -> impl Iterator<Item = &str> {
    let folder = |withheld: &Withheld| {
        let path = url::record_path(withheld.kind, &withheld.id);
        path.strip_suffix(".html").map(|folder| format!("content/{folder}"))
    };
    let hidden: BTreeSet<String> = archive.withheld.iter().filter_map(folder).collect();
    let paths = archive.assets.iter().map(|asset| asset.path.as_str());
    paths
        .filter(move |path| !path.match_indices('/').any(|(at, _)| hidden.contains(&path[..at])))
        .map(|path| path.rsplit('/').next().unwrap_or(path))
}

// ---------------------------------------------------------------------------------------------- texts

/// What a file says: in words, among which titles stand, and with every sign, for addresses and the names of files.
#[derive(Default)]
struct Text {
    words: Folded,
    names: Folded,
}

impl Text {
    fn add(&mut self, text: &str) {
        self.words.add_words(text);
        self.names.add_name(text);
    }

    fn add_name(&mut self, name: &str) {
        self.names.part();
        self.names.add_name(name);
        self.names.part();
    }

    fn part(&mut self) {
        self.words.part();
        self.names.part();
    }

    fn edge(&mut self) {
        self.words.edges.push(self.words.text.len());
        self.names.edges.push(self.names.text.len());
    }

    /// Another text behind it, of which places between elements are not kept.
    fn append(&mut self, other: &Self) {
        self.part();
        self.words.text.push_str(&other.words.text);
        self.names.text.push_str(&other.names.text);
        self.part();
    }
}

/// A text in lower case, in which white space of any length is one space. A newline is where one part ends.
#[derive(Debug, Default)]
struct Folded {
    text: String,
    /// Where an element begins or ends within a word, in the order of places: the word may end there.
    edges: Vec<usize>,
    /// A space is due before the next sign.
    gap: bool,
}

impl Folded {
    /// Adds a text of words: quotation marks, dashes and ellipses of every form become one form each, and white
    /// space beside a dash counts for nothing.
    fn add_words(&mut self, text: &str) {
        let is_plain =
            |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'-' | b'"' | b'\'' | b'`' | b'\\');
        self.add_runs(text, is_plain, |folded, c| match c {
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                folded.gap = false;
                if !folded.text.ends_with('-') {
                    folded.text.push('-');
                }
            }
            c if is_quotation_mark(c) => folded.push('\''),
            // JSON puts it before a quotation mark.
            '\\' => {}
            '…' => "...".chars().for_each(|dot| folded.push(dot)),
            c if c.is_whitespace() => folded.gap |= !folded.text.ends_with('-'),
            c => folded.push_lower(c),
        });
    }

    /// Adds a text as it stands, with what percent-encoding (RFC 3986) says in it.
    fn add_name(&mut self, name: &str) {
        let encoded = memchr(b'%', name.as_bytes()).is_some();
        let name = if encoded { Cow::Owned(url::decode(name)) } else { Cow::Borrowed(name) };
        self.add_runs(&name, u8::is_ascii_graphic, |folded, c| match c {
            c if c.is_whitespace() => folded.gap = true,
            c => folded.push_lower(c),
        });
    }

    /// Adds a text, plain runs of ASCII at once: most of every page is made of them.
    fn add_runs(&mut self, text: &str, is_plain: impl Fn(&u8) -> bool, add: impl Fn(&mut Self, char)) {
        let mut rest = text;
        loop {
            let plain = rest.bytes().take_while(&is_plain).count();
            if plain > 0 {
                self.fill_gap();
                let start = self.text.len();
                self.text.push_str(&rest[..plain]);
                self.text[start..].make_ascii_lowercase();
            }
            let mut others = rest[plain..].chars();
            let Some(c) = others.next() else { return };
            add(self, c);
            rest = others.as_str();
        }
    }

    fn push_lower(&mut self, c: char) {
        match c {
            _ if c.is_ascii() => self.push(c.to_ascii_lowercase()),
            _ if is_invisible(c) => {}
            // The form at the end of a word is no other letter.
            'ς' => self.push('σ'),
            _ => c.to_lowercase().for_each(|c| self.push(c)),
        }
    }

    fn push(&mut self, c: char) {
        self.fill_gap();
        self.text.push(c);
    }

    fn fill_gap(&mut self) {
        if self.gap && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.gap = false;
    }

    fn part(&mut self) {
        self.gap = false;
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Whether what stands at a place is a word, or words, of its own. See [`Self::begins`].
    fn stands_alone(&self, range: Range<usize>, joining: &str) -> bool {
        self.begins(range.start, joining) && self.ends(range.end, joining)
    }

    /// Whether a word begins at a place: no letter or digit stands before it, even beyond a sign that joins.
    fn begins(&self, at: usize, joining: &str) -> bool {
        self.is_edge(at) || !continues(self.text[..at].chars().rev(), joining)
    }

    /// Whether a word ends at a place.
    fn ends(&self, at: usize, joining: &str) -> bool {
        self.is_edge(at) || !continues(self.text[at..].chars(), joining)
    }

    fn is_edge(&self, at: usize) -> bool {
        self.edges.binary_search(&at).is_ok()
    }

    /// Where the address begins that goes on at a place.
    fn start_of_address(&self, at: usize) -> usize {
        let ends_before = |c: char| c.is_whitespace() || "\"'<>()`|,;".contains(c);
        self.text[..at]
            .char_indices()
            .rev()
            .find(|(_, c)| ends_before(*c))
            .map_or(0, |(at, c)| at + c.len_utf8())
    }
}

/// Quotation marks, apostrophes and primes.
fn is_quotation_mark(c: char) -> bool {
    let ascii = matches!(c, '"' | '\'' | '`');
    ascii
        || matches!(c, '\u{b4}' | '\u{2bc}' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201f}' | '\u{2032}'..='\u{2037}')
}

/// Soft hyphens, joiners, marks of direction and the like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn continues(signs: impl Iterator<Item = char>, joining: &str) -> bool {
    let mut beyond = signs.skip_while(|c| joining.contains(*c));
    beyond.next().is_some_and(char::is_alphanumeric)
}

// ---------------------------------------------------------------------------------------------- HTML

fn read_plain(text: &str) -> Text {
    let mut read = Text::default();
    read.add(text);
    read
}

/// What a page says: its text, then its attributes.
fn read_html(html: &str) -> Text {
    let mut text = Text::default();
    let mut attributes = Text::default();
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        text.add(&unescape(&rest[..at]));
        rest = read_markup(&mut text, &mut attributes, &rest[at..]);
    }
    text.add(&unescape(rest));
    text.append(&attributes);
    text
}

/// Reads what begins with `<`, and returns what follows it.
fn read_markup<'a>(text: &mut Text, attributes: &mut Text, html: &'a str) -> &'a str {
    let inner = &html[1..];
    if let Some(comment) = inner.strip_prefix("!--") {
        return read_raw(text, comment, "-->");
    }
    let closing = inner.starts_with('/');
    let named = &inner[usize::from(closing)..];
    let length = named.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        text.add("<");
        return inner;
    }
    let name = lower_case(&named[..length]);
    let rest = read_attributes(attributes, &named[length..]);
    match &*name {
        "br" | "img" => text.add(" "),
        "script" | "style" if !closing => return read_raw(text, rest, "</"),
        name if is_inline(name) => text.edge(),
        _ => text.part(),
    }
    rest
}

/// A text without tags and entities, up to what ends it.
fn read_raw<'a>(text: &mut Text, html: &'a str, end: &str) -> &'a str {
    let (raw, rest) = html.split_at(html.find(end).unwrap_or(html.len()));
    text.part();
    text.add(raw);
    text.part();
    // The end of an element is read as a tag; that of a comment is none.
    if end == "-->" { rest.strip_prefix(end).unwrap_or(rest) } else { rest }
}

/// Reads the attributes of a tag, and returns what follows it.
fn read_attributes<'a>(text: &mut Text, html: &'a str) -> &'a str {
    let mut rest = html;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
        let (name, after) = rest.split_at(rest.bytes().position(ends).unwrap_or(rest.len()));
        let after = after.trim_ascii_start();
        if let Some(value) = after.strip_prefix('=') {
            let (value, after) = split_value(value.trim_ascii_start());
            add_attribute(text, &lower_case(name), value);
            rest = after;
        } else if let Some(after) = after.strip_prefix('>') {
            return after;
        } else if after.is_empty() {
            return after;
        } else {
            rest = after;
        }
    }
}

/// A value in quotation marks, or up to the next white space or the end of the tag; and what follows it.
fn split_value(html: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = html.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    html.split_at(html.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(html.len()))
}

/// Ids and the places that links name are made of headings: they say nothing that the headings do not.
fn add_attribute(text: &mut Text, name: &str, value: &str) {
    match name {
        "alt" | "title" | "content" | "aria-label" | "value" | "placeholder" | "label" | "summary" => {
            text.add(&unescape(value));
            text.part();
        }
        "href" | "src" | "srcset" | "cite" | "action" | "poster" | "data" => {
            let address = unescape(value);
            text.add_name(address.split('#').next().unwrap_or_default());
        }
        name if name.starts_with("data-") => {
            text.add(&unescape(value));
            text.part();
        }
        _ => {}
    }
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}
