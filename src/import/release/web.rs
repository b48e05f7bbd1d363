//! A saved web page as passages: its main part, without what belongs to the site around it.

use super::decode::invisible;
use super::inline::Block;
use super::inline::Inline;
use super::inline::Mark;
use super::inline::Shape;
use super::residue::Removed;
use crate::html::is_inline;
use crate::personal;
use scraper::ElementRef;
use scraper::Html;
use scraper::Node;
use scraper::Selector;
use std::collections::BTreeMap;

/// A web page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its title, as it names itself.
    pub title: Option<String>,
    /// The passages of its main part.
    pub blocks: Vec<Block>,
    /// What was left out.
    pub removed: Vec<Removed>,
    /// The day on which it says it was put up.
    pub put_up: Option<String>,
    /// Signs that nobody can see and that were taken out, with their number.
    pub invisible: BTreeMap<&'static str, usize>,
}

/// Where the words of a page stand, the surest first.
const MAIN: [&str; 8] = [
    ".entry-content",
    ".post-content",
    ".article-body",
    "[itemprop=articleBody]",
    "article",
    "main",
    "[role=main]",
    "body",
];

/// Elements that hold nothing of a release, with what they are.
const LEFT_OUT: [(&str, &str); 18] = [
    ("nav", "navigation"),
    ("header", "the head of the site"),
    ("footer", "the foot of the site"),
    ("aside", "a box beside the text"),
    ("form", "a form"),
    ("button", "a button"),
    ("select", "a form"),
    ("textarea", "a form"),
    ("input", "a form"),
    ("iframe", "something from another site"),
    ("script", ""),
    ("style", ""),
    ("noscript", ""),
    ("template", ""),
    ("svg", ""),
    ("head", ""),
    ("object", "something that a program shows"),
    ("dialog", "a window of the site"),
];

/// Words in the class or id of an element that holds nothing of a release.
const LEFT_OUT_CLASSES: [(&str, &str); 22] = [
    ("comments", "comments"),
    ("comment-respond", "a form for comments"),
    ("comment-list", "comments"),
    ("sharedaddy", "buttons to share"),
    ("share", "buttons to share"),
    ("sharing", "buttons to share"),
    ("social", "buttons to share"),
    ("addtoany", "buttons to share"),
    ("jp-relatedposts", "other articles"),
    ("related", "other articles"),
    ("related-posts", "other articles"),
    ("cookie", "a notice about cookies"),
    ("cookie-notice", "a notice about cookies"),
    ("gdpr", "a notice about cookies"),
    ("breadcrumb", "navigation"),
    ("breadcrumbs", "navigation"),
    ("post-navigation", "navigation"),
    ("navigation", "navigation"),
    ("sidebar", "a box beside the text"),
    ("widget", "a box beside the text"),
    ("newsletter", "a form"),
    ("screen-reader-text", "words for screen readers"),
];

/// Elements within one another are followed so far.
const DEEPEST: usize = 120;

/// The line of a speaker is no longer, in characters.
const LONGEST_SPEAKER: usize = 120;

/// What may stand before a speaker.
const DASHES: [char; 4] = ['—', '–', '-', '―'];

/// No list of a release has so many items.
const LARGEST: u32 = 1_000_000;

/// Reads a page.
pub(super) fn read(text: &str) -> Page {
    let document = Html::parse_document(text);
    let main = MAIN.iter().find_map(|name| {
        let found = select(&document, name).filter(|own| has_words(*own)).collect::<Vec<_>>();
        // Of several articles none is the release more than another.
        (found.len() == 1 || *name == "body").then(|| found.first().copied()).flatten()
    });
    let mut page = Page { title: title(&document), put_up: put_up(&document), ..Page::default() };
    let Some(main) = main else { return page };
    let mut walk = Walk {
        page: &mut page,
        inline: Inline::default(),
        lists: Vec::new(),
        quotes: 0,
        emphasis: 0,
        links: 0,
        passages: 0,
        is_quoted: false,
    };
    walk.children(main, 0);
    walk.end(Shape::Paragraph);
    if let Some(body) = select(&document, "body").next() {
        note_around(&mut page, body, main);
    }
    page
}

fn select<'a>(document: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector of this file");
    document.select(&selector).collect::<Vec<_>>().into_iter()
}

fn has_words(element: ElementRef<'_>) -> bool {
    element.text().any(|text| text.contains(char::is_alphanumeric))
}

/// The title that the page gives to others, or its first heading, or that of the window.
fn title(document: &Html) -> Option<String> {
    let meta = select(document, "meta[property='og:title']").find_map(|own| own.attr("content"));
    let heading = || select(document, "h1").map(|own| own.text().collect::<String>()).collect::<Vec<_>>();
    let window = || select(document, "title").map(|own| own.text().collect::<String>()).next();
    let single = |list: Vec<String>| <[String; 1]>::try_from(list).ok().map(|[only]| only);
    let title = single(heading()).or_else(|| meta.map(str::to_owned)).or_else(window)?;
    let title = collapsed(&title);
    (!title.is_empty()).then_some(title)
}

/// The day on which the page was put up, as it tells search engines.
fn put_up(document: &Html) -> Option<String> {
    let meta =
        select(document, "meta[property='article:published_time']").find_map(|own| own.attr("content"));
    let time = || select(document, "time[datetime]").find_map(|own| own.attr("datetime"));
    let day = meta.or_else(time)?.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then(|| day.to_owned())
}

/// Words around the main part, which are left out.
fn note_around(page: &mut Page, element: ElementRef<'_>, main: ElementRef<'_>) {
    if element == main {
        return;
    }
    let mut around = Vec::new();
    let mut stack = vec![element];
    while let Some(element) = stack.pop() {
        let holds_main = main.ancestors().any(|own| own.id() == element.id());
        if !holds_main && element != main {
            around.push(element);
            continue;
        }
        let children = element.child_elements().filter(|own| *own != main).collect::<Vec<_>>();
        stack.extend(children.into_iter().rev());
        let own = element.children().filter_map(|own| own.value().as_text().map(|text| text.to_string()));
        let own = collapsed(&own.collect::<Vec<_>>().join(" "));
        if holds_main && !own.is_empty() {
            page.removed.push(Removed::new(own, "around the main part of the page"));
        }
    }
    for element in around {
        let what =
            left_out(element).filter(|what| !what.is_empty()).unwrap_or("around the main part of the page");
        note_element(page, element, what);
    }
}

fn note_element(page: &mut Page, element: ElementRef<'_>, what: &'static str) {
    let words = collapsed(&visible_text(element));
    if !words.is_empty() {
        page.removed.push(Removed::new(words, what));
    }
}

/// The words of an element that a reader sees.
fn visible_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    // A stack of its own: a page can have more elements within one another than a program has room for.
    let mut stack = vec![*element];
    while let Some(node) = stack.pop() {
        match node.value() {
            Node::Text(words) => {
                text.push_str(words);
                text.push(' ');
            }
            Node::Element(own) if HIDDEN.contains(&own.name()) => {}
            _ => stack.extend(node.children().rev()),
        }
    }
    text
}

/// Elements whose words nobody sees.
const HIDDEN: [&str; 5] = ["script", "style", "template", "noscript", "svg"];

/// What an element is that is left out; nothing of one that stays.
fn left_out(element: ElementRef<'_>) -> Option<&'static str> {
    let value = element.value();
    let name = value.name();
    if let Some((_, what)) = LEFT_OUT.iter().find(|(own, _)| *own == name) {
        return Some(what);
    }
    let classes = value.classes().chain(value.id());
    let words: Vec<String> = classes.map(str::to_lowercase).collect();
    let found = LEFT_OUT_CLASSES.iter().find(|(own, _)| words.iter().any(|word| word == own));
    match found {
        Some((_, what)) => Some(what),
        None => hidden(element),
    }
}

/// What an element is that the page says not to show.
fn hidden(element: ElementRef<'_>) -> Option<&'static str> {
    let value = element.value();
    let is_for_nobody = value.attr("aria-hidden").is_some_and(|own| own.trim().eq_ignore_ascii_case("true"));
    let style: String = value.attr("style").unwrap_or_default().split_whitespace().collect();
    let style = style.to_ascii_lowercase();
    let is_unseen = ["display:none", "visibility:hidden", "visibility:collapse"]
        .iter()
        .any(|own| style.split(';').any(|rule| rule.trim_end_matches("!important") == *own));
    (value.attr("hidden").is_some() || is_for_nobody || is_unseen).then_some("hidden on the page")
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A list that is open, and the number of its next item.
struct List {
    next: Option<u32>,
    /// It has items already.
    is_begun: bool,
    /// The first paragraph of an item is still to come.
    is_new: bool,
}

struct Walk<'a> {
    page: &'a mut Page,
    inline: Inline,
    lists: Vec<List>,
    quotes: usize,
    emphasis: usize,
    /// How many links are open, one within another, as broken pages have them.
    links: usize,
    /// How many passages have ended, by which one is told from the next.
    passages: usize,
    /// The last of them is of the quotation that is open.
    is_quoted: bool,
}

impl Walk<'_> {
    fn children(&mut self, element: ElementRef<'_>, depth: usize) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.words(text),
                Node::Element(_) => {
                    if let Some(element) = ElementRef::wrap(child) {
                        self.element(element, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// Words with one space between them, as browsers show them; other white space stays.
    fn words(&mut self, text: &str) {
        for sign in text.chars() {
            let is_space = matches!(sign, ' ' | '\n' | '\t');
            let before = self.inline.text.chars().next_back();
            if let Some(what) = invisible(sign).filter(|_| !is_space) {
                *self.page.invisible.entry(what).or_default() += 1;
            } else if !is_space {
                self.inline.text.push(sign);
            } else if !matches!(before, None | Some(' ' | '\n')) {
                self.inline.text.push(' ');
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        if self.names_speaker(element) {
            return self.speaker(element);
        }
        if let Some(what) = left_out(element) {
            return note_element(self.page, element, what);
        }
        if depth > DEEPEST {
            return self.words(&visible_text(element));
        }
        let name = element.value().name();
        match name {
            "br" => self.line_break(),
            "img" => self.picture(element),
            "a" => self.link(element, depth),
            "em" | "i" => self.emphasised("*", element, depth),
            "strong" | "b" => self.emphasised("**", element, depth),
            "span" if element.attr("data-cfemail").is_some() => self.hidden_address(element),
            name if is_inline(name) => self.children(element, depth),
            _ => self.block(element, depth),
        }
    }

    /// Whether an element below the words of a quotation says whose they are.
    fn names_speaker(&self, element: ElementRef<'_>) -> bool {
        let is_below = matches!(self.page.blocks.last(), Some(Block { shape: Shape::Quote(None), .. }))
            && self.is_quoted
            && self
                .inline
                .text
                .trim_matches(|sign: char| sign.is_whitespace() || DASHES.contains(&sign))
                .is_empty();
        let holds_link = element.descendent_elements().any(|own| own.value().name() == "a");
        let words = collapsed(&visible_text(element));
        self.quotes > 0
            && self.links + self.emphasis == 0
            && is_below
            && matches!(element.value().name(), "cite" | "footer")
            && hidden(element).is_none()
            && !holds_link
            && !words.contains('[')
            && words.contains(char::is_alphabetic)
            && words.chars().count() <= LONGEST_SPEAKER
            && !words.chars().any(|sign| invisible(sign).is_some())
            && personal::find(&words).is_empty()
    }

    /// Puts the speaker below the quotation that ends here.
    fn speaker(&mut self, element: ElementRef<'_>) {
        self.inline = Inline::default();
        self.passages += 1;
        let words = collapsed(&visible_text(element));
        let words = words.trim_start_matches(|sign: char| sign.is_whitespace() || DASHES.contains(&sign));
        if let Some(Block { shape: shape @ Shape::Quote(None), .. }) = self.page.blocks.last_mut() {
            *shape = Shape::Quote(Some(words.to_owned()));
        }
    }

    fn block(&mut self, element: ElementRef<'_>, depth: usize) {
        self.end(Shape::Paragraph);
        let name = element.value().name();
        match name {
            "ul" | "ol" => {
                let start = element.attr("start").and_then(|start| start.parse().ok());
                let start = start.filter(|start| *start < LARGEST).unwrap_or(1);
                self.lists.push(List {
                    next: (name == "ol").then_some(start),
                    is_begun: false,
                    is_new: true,
                });
                self.children(element, depth);
                self.lists.pop();
            }
            "blockquote" => {
                self.quotes += 1;
                self.is_quoted = false;
                self.children(element, depth);
                self.end(Shape::Paragraph);
                self.quotes -= 1;
                self.is_quoted = false;
            }
            "li" => {
                if let Some(list) = self.lists.last_mut() {
                    list.is_new = true;
                }
                self.children(element, depth);
            }
            "tr" => self.row(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.children(element, depth);
                // The title of the record is the page's one first-level heading.
                let level = name[1..].parse::<usize>().unwrap_or(2).max(2);
                return self.end(Shape::Heading(level));
            }
            _ => self.children(element, depth),
        }
        self.end(Shape::Paragraph);
    }

    /// A row of a table as a line.
    fn row(&mut self, row: ElementRef<'_>) {
        for (index, cell) in row.child_elements().enumerate() {
            if index > 0 && !self.inline.text.trim().is_empty() {
                self.words(" | ");
            }
            self.cell(cell, 0);
        }
    }

    /// The words of a cell, or of what stands in one.
    fn cell(&mut self, element: ElementRef<'_>, depth: usize) {
        if let Some(what) = left_out(element) {
            return note_element(self.page, element, what);
        }
        if depth > DEEPEST {
            return self.words(&visible_text(element));
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.words(text),
                _ => {
                    if let Some(element) = ElementRef::wrap(child) {
                        self.words(" ");
                        self.cell(element, depth + 1);
                    }
                }
            }
        }
    }

    fn line_break(&mut self) {
        let trimmed = self.inline.text.trim_end().len();
        if trimmed > 0 && !self.inline.text.ends_with('\n') {
            self.mark("\\".to_owned(), None);
            self.inline.text.push('\n');
        }
    }

    fn mark(&mut self, markdown: String, address: Option<String>) {
        self.inline.marks.push(Mark { at: self.inline.text.len(), markdown, address });
    }

    fn picture(&mut self, element: ElementRef<'_>) {
        let words = collapsed(element.attr("alt").unwrap_or_default());
        let shown = if words.is_empty() { "a picture without a description".to_owned() } else { words };
        self.page.removed.push(Removed::new(shown, "a picture: save it beside the record to show it"));
    }

    /// A link to another page stays. What it says stays always.
    fn link(&mut self, element: ElementRef<'_>, depth: usize) {
        let address = element.attr("href").unwrap_or_default().trim();
        if element.attr("data-cfemail").is_some() {
            self.hidden_address(element);
        } else if let Some(digits) = address.strip_prefix("/cdn-cgi/l/email-protection#") {
            self.children(element, depth);
            if let Some(private) = decoded_address(digits) {
                self.private_address(element, &private);
            }
        } else if let Some(private) = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:"))
        {
            self.children(element, depth);
            let private = crate::url::decode(private.split('?').next().unwrap_or_default());
            self.private_address(element, &private);
        } else {
            self.page_link(element, address, depth);
        }
    }

    /// An address to write to or a number to ring, behind the words of its link unless these are the same.
    fn private_address(&mut self, element: ElementRef<'_>, private: &str) {
        let text = visible_text(element);
        let found = personal::find(&text);
        let is_shown = found.iter().any(|own| personal::is_same(&text[own.range.clone()], private));
        if !is_shown && !text.contains(private) {
            self.words(&format!(" {private}"));
        }
    }

    fn page_link(&mut self, element: ElementRef<'_>, address: &str, depth: usize) {
        let (start, marks, passages) = (self.inline.text.len(), self.inline.marks.len(), self.passages);
        self.links += 1;
        self.children(element, depth);
        self.links -= 1;
        // What was open is gone where the link held paragraphs.
        let from = if self.passages == passages { start } else { self.inline.text.len() };
        let from = from + self.inline.text[from..].len() - self.inline.text[from..].trim_start().len();
        let to = self.inline.text.trim_end().len();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_link = self.links == 0 && is_web && from < to && !self.inline.text[from..].contains('\n');
        if is_link && !address.contains(char::is_control) {
            let markdown = format!("]({})", in_parentheses(address));
            let end = Mark { at: to, markdown, address: Some(address.to_owned()) };
            self.mark_around(marks, Mark { at: from, markdown: "[".to_owned(), address: None }, end);
        } else if !address.is_empty() && !address.starts_with('#') && !address.starts_with("javascript:") {
            self.page.removed.push(Removed::new(address, "the address of a link"));
        }
    }

    /// Puts two marks around those that came since there were so many.
    fn mark_around(&mut self, count: usize, start: Mark, end: Mark) {
        let inner = self.inline.marks.split_off(count);
        self.inline.marks.push(start);
        self.inline.marks.extend(inner);
        self.inline.marks.push(end);
    }

    /// An address that Cloudflare hides from programs, and shows to browsers.
    fn hidden_address(&mut self, element: ElementRef<'_>) {
        let found = element.attr("data-cfemail").and_then(decoded_address);
        self.words(&found.unwrap_or_else(|| "[email protected]".to_owned()));
    }

    fn emphasised(&mut self, sign: &str, element: ElementRef<'_>, depth: usize) {
        let start = self.inline.text.len();
        let before = self.inline.text.chars().next_back();
        let (marks, passages) = (self.inline.marks.len(), self.passages);
        self.emphasis += 1;
        self.children(element, depth);
        self.emphasis -= 1;
        let is_open = self.passages == passages && self.inline.text.len() > start;
        if self.emphasis > 0 || !is_open {
            return;
        }
        let words = &self.inline.text[start..];
        let from = start + words.len() - words.trim_start().len();
        let to = start + words.trim_end().len();
        // Within a word, signs of emphasis would not always be read as such.
        let stands_apart =
            from > start || before.is_none_or(|sign| sign.is_whitespace() || "([“‘".contains(sign));
        let begins_well = self.inline.text[from..].starts_with(char::is_alphanumeric);
        let ends_well = self.inline.text[..to].ends_with(char::is_alphanumeric);
        if from >= to || !stands_apart || !begins_well || !ends_well || words.trim().contains('\n') {
            return;
        }
        let mark = |at: usize| Mark { at, markdown: sign.to_owned(), address: None };
        self.mark_around(marks, mark(from), mark(to));
    }

    /// Ends the passage that is open.
    fn end(&mut self, shape: Shape) {
        self.passages += 1;
        let inline = trimmed(std::mem::take(&mut self.inline));
        if inline.text.is_empty() {
            return;
        }
        let depth = self.lists.len().saturating_sub(1);
        let shape = match (shape, self.lists.last_mut()) {
            (Shape::Paragraph, Some(list)) if list.is_new => {
                let number = list.next;
                list.is_new = false;
                let goes_on = std::mem::replace(&mut list.is_begun, true) || depth > 0;
                list.next = list.next.map(|number| number.saturating_add(1));
                let is_below =
                    matches!(self.page.blocks.last(), Some(Block { shape: Shape::Item { .. }, .. }));
                let tight = goes_on && is_below;
                Shape::Item { number, depth, tight }
            }
            (Shape::Paragraph, _) if self.quotes > 0 => Shape::Quote(None),
            (shape, _) => shape,
        };
        self.is_quoted = shape == Shape::Quote(None);
        self.page.blocks.push(Block::new(shape, inline));
    }
}

/// A passage without white space around it and around its lines.
fn trimmed(inline: Inline) -> Inline {
    let mut out = Inline::default();
    let mut marks = inline.marks.into_iter().peekable();
    let end = inline.text.trim_end().len();
    for (at, sign) in inline.text[..end].char_indices() {
        while let Some(mark) = marks.next_if(|mark| mark.at <= at) {
            out.marks.push(Mark { at: out.text.len(), ..mark });
        }
        let is_at_start = out.text.is_empty() || out.text.ends_with('\n');
        if !(is_at_start && sign.is_whitespace()) {
            out.text.push(sign);
        }
    }
    // A line break at the end breaks nothing.
    out.marks
        .extend(marks.filter(|mark| mark.markdown != "\\").map(|mark| Mark { at: out.text.len(), ..mark }));
    out
}

/// An address as it stands between parentheses.
fn in_parentheses(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for sign in address.chars() {
        match sign {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '`' => out.push_str("%60"),
            '&' => out.push_str("&amp;"),
            sign if sign.is_whitespace() => out.push_str("%20"),
            sign => out.push(sign),
        }
    }
    out
}

/// The address in the hexadecimal digits of Cloudflare: each byte is combined with the first.
fn decoded_address(digits: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let bytes = bytes?;
    let (key, rest) = bytes.split_first()?;
    let address = String::from_utf8(rest.iter().map(|byte| byte ^ key).collect()).ok()?;
    address.contains('@').then_some(address)
}
