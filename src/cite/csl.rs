//! Looks at a file of a citation style before hayagriva does.
//!
//! Elements that stand in each other, and macros that call each other, are calls within calls there: a file with too many of
//! them, or with macros that call themselves, would end the program without a word. So the tags are counted before the file
//! is read, and the macros before the style is used.

use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::LayoutRenderingElement as Element;
use hayagriva::citationberg::NamesChild;
use hayagriva::citationberg::Sort;
use hayagriva::citationberg::SortKey;
use hayagriva::citationberg::TextTarget;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// So many elements may stand in each other.
const DEEPEST: usize = 100;

/// The same with the elements of each macro in the place where it is called; the deepest style of hayagriva's archive has sixty.
const DEEPEST_WITH_MACROS: usize = 200;

/// A style may have so many elements with the elements of each macro in the place where it is called: with a few lines, in
/// which each macro calls another twice, they could take any time. Chicago, by author and year, has three million.
const MOST: usize = 20_000_000;

/// What is wrong with a style, and where, if that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In words.
    pub words: String,
    /// The bytes of the file.
    pub at: Option<Range<usize>>,
}

fn fault(words: impl Into<String>, at: Range<usize>) -> Fault {
    Fault { words: words.into(), at: Some(at) }
}

/// Why a text is not the outer form of a style: XML whose elements are closed, in `<style>`, and not too deep.
pub(super) fn check_outline(text: &str) -> Result<(), Fault> {
    check_beginning(text)?;
    let mut open: Vec<Tag<'_>> = Vec::new();
    let mut is_first = true;
    for tag in (Tags { text, at: 0 }) {
        let tag = tag?;
        if std::mem::take(&mut is_first) {
            check_root(&tag)?;
        }
        match tag.shape {
            Shape::Empty => {}
            Shape::Open => open.push(tag),
            Shape::Close => match open.pop() {
                Some(own) if own.name == tag.name => {}
                Some(own) => {
                    let words =
                        format!("`</{}>` stands where `<{}>` has to be closed first", tag.name, own.name);
                    return Err(fault(words, tag.range));
                }
                None => {
                    let words = format!("`</{}>` closes an element that is not open", tag.name);
                    return Err(fault(words, tag.range));
                }
            },
        }
        if let Some(deepest) = open.get(DEEPEST) {
            let words = format!(
                "more than {DEEPEST} elements stand in each other here, which no style needs, and which cannot be read"
            );
            return Err(fault(words, deepest.range.clone()));
        }
    }
    match open.pop() {
        Some(own) => Err(fault(format!("`<{}>` is opened here and nowhere closed", own.name), own.range)),
        None if is_first => Err(fault("it has no elements", 0..text.len().min(1))),
        None => Ok(()),
    }
}

fn check_beginning(text: &str) -> Result<(), Fault> {
    let bare = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - bare.len();
    if bare.is_empty() {
        return Err(Fault { words: "the file is empty".to_owned(), at: None });
    }
    if !bare.starts_with('<') {
        let line = start..start + bare.find(['\n', '\r']).unwrap_or(bare.len()).min(40);
        let end = text.floor_char_boundary(line.end);
        return Err(fault("it is not XML, which begins with `<`", start..end));
    }
    Ok(())
}

fn check_root(tag: &Tag<'_>) -> Result<(), Fault> {
    match local(tag.name) {
        "style" if tag.shape != Shape::Close => Ok(()),
        name if name.eq_ignore_ascii_case("html") => Err(web_page(tag.range.clone())),
        "locale" => Err(fault("it has the words of a language for styles, and no style", tag.range.clone())),
        name => Err(fault(format!("it begins with `<{name}>` and not with `<style>`"), tag.range.clone())),
    }
}

fn web_page(at: Range<usize>) -> Fault {
    fault("it is a web page (HTML), perhaps the one from which the style can be downloaded", at)
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Open,
    Close,
    Empty,
}

/// `<group delimiter=", ">`
#[derive(Debug)]
struct Tag<'a> {
    name: &'a str,
    shape: Shape,
    range: Range<usize>,
}

/// The tags of a text in XML, without what stands in comments, `CDATA` and instructions.
struct Tags<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Result<Tag<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            match self.pass_over(start) {
                Ok(true) => {}
                Ok(false) => return Some(self.tag(start)),
                Err(fault) => return Some(Err(fault)),
            }
        }
    }
}

impl<'a> Tags<'a> {
    /// Passes over what is no tag.
    fn pass_over(&mut self, start: usize) -> Result<bool, Fault> {
        const OTHERS: [(&str, &str); 4] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
        let rest = &self.text[start..];
        let Some((open, close)) = OTHERS.into_iter().find(|(open, _)| rest.starts_with(open)) else {
            return Ok(false);
        };
        let Some(length) = rest[open.len()..].find(close) else {
            return Err(fault(format!("`{open}` begins here and does not end"), start..start + open.len()));
        };
        let inner = &rest[open.len()..open.len() + length];
        self.at = start + open.len() + length + close.len();
        if open == "<!" {
            let words: Vec<String> = inner.split_whitespace().take(2).map(str::to_lowercase).collect();
            return match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["doctype", "html"] => Err(web_page(start..self.at)),
                _ => Err(fault("a style has no place for `<!` outside of comments", start..start + 2)),
            };
        }
        Ok(true)
    }

    fn tag(&mut self, start: usize) -> Result<Tag<'a>, Fault> {
        let rest = &self.text[start + 1..];
        let inner = end_of_tag(rest).map(|end| &rest[..end]);
        let inner = inner.ok_or_else(|| fault("a tag begins here and does not end", start..start + 1))?;
        let range = start..start + inner.len() + 2;
        self.at = range.end;
        let (shape, inner) = match (inner.strip_prefix('/'), inner.strip_suffix('/')) {
            (Some(inner), _) => (Shape::Close, inner),
            (None, Some(inner)) => (Shape::Empty, inner),
            (None, None) => (Shape::Open, inner),
        };
        let name = inner.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && !name.contains(['<', '"', '\'', '=', '/']);
        let is_bare = shape != Shape::Close || inner.trim_end() == name;
        if !is_name || !is_bare {
            return Err(fault("this is no tag; a `<` of a text is written `&lt;`", range));
        }
        Ok(Tag { name, shape, range })
    }
}

/// Where the `>` stands that ends a tag, and not a value in quotes.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(own), byte) if own == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// What the reader of styles says of a file that it cannot read, with the place of the word that it names.
pub(super) fn unreadable(text: &str, message: &str) -> Fault {
    let word = message.split('`').nth(1).filter(|word| !word.is_empty());
    let at = word.and_then(|word| {
        [format!("\"{word}\""), format!("'{word}'"), format!("<{word}")]
            .iter()
            .find_map(|written| text.find(written).map(|at| at..at + written.len()))
    });
    let short = match message.split(", expected one of").next().unwrap_or(message) {
        short if short.contains("TextTarget") => {
            "a `<text>` has no `variable`, `macro`, `term` or `value` that CSL knows, perhaps by a misspelling"
        }
        short => short,
    };
    Fault { words: format!("a part of it cannot be read: {short}"), at }
}

/// That nothing would say what its numbers mean.
pub(super) fn without_list() -> Fault {
    let words =
        "it cites by numbers or labels and has no `<bibliography>`, so that no list would say what they mean";
    Fault { words: words.to_owned(), at: None }
}

/// What is wrong with the macros of a style: those that are not there, and those that never come to an end.
pub(super) fn faults_of_macros(style: &IndependentStyle, text: &str) -> Vec<Fault> {
    let mut graph = Graph::of(style);
    let mut faults: Vec<Fault> = graph.missing.iter().map(|name| missing(name, text)).collect();
    graph.measure();
    faults.extend(graph.circles().iter().map(|circle| circle_fault(circle, text)));
    if faults.is_empty() && (graph.depth > DEEPEST_WITH_MACROS || graph.size > MOST) {
        let words = "its macros call each other so often that no citation would ever be finished";
        faults.push(Fault { words: words.to_owned(), at: None });
    }
    faults
}

fn missing(name: &str, text: &str) -> Fault {
    let words = format!("there is no macro `{name}`, and it is used here");
    Fault { words, at: place_of(text, |tag| has(tag, "macro", name)) }
}

fn circle_fault(circle: &[&str], text: &str) -> Fault {
    let first = circle.first().copied().unwrap_or_default();
    let words = match circle {
        [one] => format!("the macro `{one}` calls itself, and so never comes to an end"),
        _ => {
            let names: Vec<String> = circle.iter().chain([&first]).map(|name| format!("`{name}`")).collect();
            format!("macros call each other in a circle, and so never come to an end: {}", names.join(" → "))
        }
    };
    Fault { words, at: place_of(text, |tag| tag.starts_with("<macro") && has(tag, "name", first)) }
}

fn has(tag: &str, attribute: &str, value: &str) -> bool {
    ['"', '\''].iter().any(|quote| tag.contains(&format!(" {attribute}={quote}{value}{quote}")))
}

fn place_of(text: &str, is_it: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let tags = (Tags { text, at: 0 }).filter_map(Result::ok);
    tags.map(|tag| tag.range).find(|range| is_it(&text[range.clone()]))
}

/// What stands in a macro, or in a layout: how deep it is, how many elements it has, and which macros it calls how deep.
#[derive(Debug, Default)]
struct Shelf<'a> {
    depth: usize,
    size: usize,
    calls: Vec<(&'a str, usize)>,
}

/// The macros of a style, and which others each calls.
struct Graph<'a> {
    macros: BTreeMap<&'a str, Shelf<'a>>,
    layouts: Shelf<'a>,
    missing: BTreeSet<&'a str>,
    /// Depth and size of each macro that comes to an end, with all that it calls.
    measured: BTreeMap<&'a str, (usize, usize)>,
    depth: usize,
    size: usize,
}

impl<'a> Graph<'a> {
    fn of(style: &'a IndependentStyle) -> Self {
        let mut macros = BTreeMap::new();
        for own in &style.macros {
            // Of two with one name the first is called.
            macros.entry(own.name.as_str()).or_insert_with(|| {
                let mut shelf = Shelf::default();
                shelf.take(&own.children, 1);
                shelf
            });
        }
        let mut layouts = Shelf::default();
        layouts.take(&style.citation.layout.elements, 1);
        layouts.take_keys(style.citation.sort.as_ref());
        if let Some(list) = &style.bibliography {
            layouts.take(&list.layout.elements, 1);
            layouts.take_keys(list.sort.as_ref());
        }
        let all = macros.values().chain([&layouts]).flat_map(|shelf| &shelf.calls);
        let missing = all.map(|(name, _)| *name).filter(|name| !macros.contains_key(name)).collect();
        Self { macros, layouts, missing, measured: BTreeMap::new(), depth: 0, size: 0 }
    }

    /// Measures every macro after all those that it calls.
    fn measure(&mut self) {
        let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
        let mut callers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, shelf) in &self.macros {
            let called: BTreeSet<&str> = shelf.calls.iter().map(|(name, _)| *name).collect();
            let known = called.into_iter().filter(|name| self.macros.contains_key(name));
            let count = known.map(|called| callers.entry(called).or_default().push(name)).count();
            waiting.insert(name, count);
        }
        let mut ready: Vec<&str> =
            waiting.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
        while let Some(name) = ready.pop() {
            let measure = self.measure_of(&self.macros[name]);
            self.measured.insert(name, measure);
            for caller in callers.get(name).into_iter().flatten() {
                let count = waiting.get_mut(caller).map_or(1, |count| {
                    *count -= 1;
                    *count
                });
                if count == 0 {
                    ready.push(caller);
                }
            }
        }
        (self.depth, self.size) = self.measure_of(&self.layouts);
    }

    fn measure_of(&self, shelf: &Shelf<'_>) -> (usize, usize) {
        let start = (shelf.depth, shelf.size);
        shelf.calls.iter().fold(start, |(deepest, size), (name, depth)| {
            let (below, more) = self.measured.get(name).copied().unwrap_or_default();
            (deepest.max(depth + below), size.saturating_add(more))
        })
    }

    /// Macros that call each other, each circle once.
    fn circles(&self) -> Vec<Vec<&'a str>> {
        let endless = |name: &&str| self.macros.contains_key(name) && !self.measured.contains_key(name);
        // Each macro that never ends calls another that never does.
        let next = |name: &str| {
            let shelf = self.macros.get(name)?;
            shelf.calls.iter().map(|(called, _)| *called).find(endless)
        };
        let mut seen = BTreeSet::new();
        let mut circles = Vec::new();
        for start in self.macros.keys().copied().filter(endless) {
            let mut way: Vec<&str> = Vec::new();
            let mut at = Some(start);
            while let Some(name) = at.filter(|name| seen.insert(*name)) {
                way.push(name);
                at = next(name);
            }
            if let Some(begin) = at.and_then(|name| way.iter().position(|own| *own == name)) {
                circles.push(way.split_off(begin));
            }
        }
        circles
    }
}

impl<'a> Shelf<'a> {
    fn take(&mut self, elements: &'a [Element], depth: usize) {
        for element in elements {
            self.depth = self.depth.max(depth);
            self.size += 1;
            match element {
                Element::Text(text) => {
                    if let TextTarget::Macro { name } = &text.target {
                        self.calls.push((name, depth));
                    }
                }
                Element::Group(group) => self.take(&group.children, depth + 1),
                Element::Choose(choose) => {
                    self.take(&choose.if_.children, depth + 2);
                    choose.else_if.iter().for_each(|branch| self.take(&branch.children, depth + 2));
                    choose.otherwise.iter().for_each(|branch| self.take(&branch.children, depth + 2));
                }
                Element::Names(names) => {
                    for child in &names.children {
                        if let NamesChild::Substitute(substitute) = child {
                            self.take(&substitute.children, depth + 2);
                        }
                    }
                }
                Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
            }
        }
    }

    fn take_keys(&mut self, sort: Option<&'a Sort>) {
        for key in sort.iter().flat_map(|sort| &sort.keys) {
            if let SortKey::MacroName { name, .. } = key {
                self.calls.push((name, 1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_outline;
    use super::faults_of_macros;
    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::Style;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words = check_outline(text).map_or_else(|fault| fault.words, |()| "a style".to_owned());
        assert!(words.starts_with(expected), "{text}: {words}");
    }

    #[test]
    fn what_looks_like_a_tag_and_is_none_is_passed_over() {
        check(
            "\u{feff}<?xml version=\"1.0\"?><!-- <group> --><style a='>' b=\"</x>\"><a/></style>",
            "a style",
        );
        check("<style><![CDATA[<group>]]><a b='/'><c /></a ></style>", "a style");
        check("<style><group></style>", "`</style>` stands where `<group>` has to be closed first");
        check("<style><group>", "`<group>` is opened here and nowhere closed");
        check("<style/></style>", "`</style>` closes an element that is not open");
        check("<style><!-- ", "`<!--` begins here and does not end");
        check("<style><group a=\"></style>", "a tag begins here and does not end");
        check("<style>1 < 2 > 0</style>", "this is no tag");
        check("<!DOCTYPE style [<!ENTITY a \"<b>\">]><style/>", "a style has no place for `<!`");
    }

    #[test]
    fn no_style_of_the_archive_is_refused() {
        for archived in ArchivedStyle::all() {
            if let Style::Independent(style) = archived.get() {
                assert_eq!(faults_of_macros(&style, ""), [], "{:?}", archived.names());
            }
        }
    }
}
