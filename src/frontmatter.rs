//! Reads front matter: each field as the type that the format says it has, with a diagnostic for all else.

use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling;
use crate::vocabulary::Vocabulary;
use crate::yaml;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Tree;
use crate::yaml::Value;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map;

/// The file that is read, and the mistakes found in it so far.
pub struct Reading<'a> {
    /// The file.
    pub file: FileId,
    /// Its whole text.
    pub source: &'a str,
    /// The mistakes found.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Reports a mistake.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The text at a place of this file.
    pub fn written(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or_default()
    }
}

/// So many digits a number may have before its point, and as many behind it.
const MOST_DIGITS: usize = 30;

/// A number as it was written and as it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Digits and at most one point, without thousands separators.
    pub digits: String,
    /// Its value.
    pub value: f64,
}

/// The fields of one mapping. Each is asked for by name; [`Fields::finish`] reports those nobody asked for.
pub struct Fields<'a> {
    entries: &'a [Entry<'a>],
    broken: &'a [String],
    known: Vec<&'static str>,
    /// Those of the known fields that hold fields of their own.
    groups: Vec<&'static str>,
    /// Fields that were reported already, as ones that are not kept.
    passed_over: &'static [&'static str],
    span: Span,
}

impl<'a> Fields<'a> {
    /// The fields of a whole front matter, which stands at `span`.
    pub fn of_tree(tree: &'a Tree<'a>, span: Span) -> Self {
        Self {
            entries: &tree.entries,
            broken: &tree.broken,
            known: Vec::with_capacity(32),
            groups: Vec::new(),
            passed_over: &[],
            span,
        }
    }

    fn of_node(reading: &mut Reading<'_>, node: &'a Node<'a>, what: &str) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Self {
                entries,
                broken: &[],
                known: Vec::with_capacity(8),
                groups: Vec::new(),
                passed_over: &[],
                span: node.span,
            }),
            Value::Empty => None,
            Value::Text(_) | Value::List(_) => {
                reading.report(
                    Diagnostic::error(
                        "not-a-group",
                        node.span,
                        format!("{what} is a group of fields, not a single value"),
                    )
                    .expected("fields below it, each indented by two spaces: `name: value`"),
                );
                None
            }
        }
    }

    /// Where the mapping stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The value of a field, unless it is absent or empty.
    pub fn node(&mut self, name: &'static str) -> Option<&'a Node<'a>> {
        self.known.push(name);
        let entry = self.entries.iter().find(|entry| entry.key.value == name)?;
        (entry.value.value != Value::Empty).then_some(&entry.value)
    }

    /// The value of a field that may be passed over yet.
    pub fn peek(&self, name: &str) -> Option<&'a Node<'a>> {
        self.entries.iter().find(|entry| entry.key.value == name).map(|entry| &entry.value)
    }

    /// Whether a field was written, even if its value could not be read.
    pub fn was_written(&self, name: &str) -> bool {
        self.broken.iter().any(|key| key == name)
            || self.entries.iter().any(|entry| is_key(&entry.key.value, name) && !is_blank(&entry.value))
    }

    /// A field that protects somebody must not be left empty: that would publish at once, without a word.
    pub fn refuse_empty(&self, reading: &mut Reading<'_>, name: &str, example: &str) {
        for entry in self.entries.iter().filter(|entry| entry.key.value == name && is_blank(&entry.value)) {
            reading.report(
                Diagnostic::error(
                    "empty-field",
                    entry.key.span,
                    format!("`{name}` is empty, so it would hold nothing back"),
                )
                .expected("its value, or no such line")
                .example(format!("{name}: {example}")),
            );
        }
    }

    /// Whether the front matter holds a part that could not be read at all.
    pub fn is_damaged(&self) -> bool {
        !self.broken.is_empty()
    }

    /// A text, as written.
    pub fn text(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<Spanned<String>> {
        let node = self.node(name)?;
        text_of(reading, node, name)
    }

    /// A text that must be there; `example` shows how it looks.
    pub fn required_text(
        &mut self,
        reading: &mut Reading<'_>,
        name: &'static str,
        example: &str,
    ) -> Option<Spanned<String>> {
        let text = self.text(reading, name);
        self.require(reading, name, example);
        text
    }

    /// Reports a field that must be there and was not written; `example` shows how it looks.
    pub fn require(&self, reading: &mut Reading<'_>, name: &str, example: &str) {
        if !self.was_written(name) && !self.is_damaged() {
            let start = Span { end: self.span.start, ..self.span };
            reading.report(
                Diagnostic::error("missing-field", start, format!("`{name}` is missing"))
                    .expected(format!("a line `{name}: …`"))
                    .example(format!("{name}: {example}")),
            );
        }
    }

    /// Texts: a list, or one text.
    pub fn texts(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Vec<Spanned<String>> {
        self.node(name).map(|node| texts_of(reading, node, name)).unwrap_or_default()
    }

    /// Texts, each of them once; one that stands twice was perhaps meant to be another.
    pub fn texts_once(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Vec<Spanned<String>> {
        let texts = self.texts(reading, name);
        texts_once(reading, texts)
    }

    /// A word of a closed vocabulary.
    pub fn word<V: Vocabulary>(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<V> {
        let text = self.text(reading, name)?;
        word_of(reading, &text, name)
    }

    /// A word of a closed vocabulary that must be there; `example` is one.
    pub fn required_word<V: Vocabulary>(
        &mut self,
        reading: &mut Reading<'_>,
        name: &'static str,
        example: &str,
    ) -> Option<V> {
        let word = self.word(reading, name);
        self.require(reading, name, example);
        word
    }

    /// A date.
    pub fn date(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<PartialDate> {
        let text = self.date_text(reading, name)?;
        date_of(reading, &text, name)
    }

    fn date_text(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<Spanned<String>> {
        let node = self.node(name)?;
        match &node.value {
            Value::List(items) => date_in_brackets(reading, node, items, name),
            _ => text_of(reading, node, name),
        }
    }

    /// A date of the record itself. One with a time of day would be taken for the moment at which the record is
    /// published, which it is not.
    pub fn day(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<PartialDate> {
        let text = self.date_text(reading, name)?;
        let Some(day) = day_of_moment(&text.value) else { return date_of(reading, &text, name) };
        let has_embargo = self.was_written("embargo");
        let suggestion = match parse_instant(&text.value) {
            _ if has_embargo || name != "published" => Some(format!("{name}: {day}")),
            Some(_) => Some(format!("{name}: {day}\nembargo: {}", text.value)),
            None => with_zone(&text.value).map(|moment| format!("{name}: {day}\nembargo: {moment}")),
        };
        reading.report(
            Diagnostic::error(
                "time-in-date",
                text.span,
                format!("`{name}` is a date, and its time of day would hold nothing back"),
            )
            .expected("the day alone; `embargo` for the moment before which nothing is published")
            .maybe_suggest(suggestion),
        );
        None
    }

    /// An instant with its zone, `2026-12-01T00:01Z` (RFC 3339; seconds may be left out).
    pub fn instant(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<Spanned<Timestamp>> {
        let text = self.text(reading, name)?;
        match parse_instant(&text.value) {
            Some(instant) => Some(Spanned::new(instant, text.span)),
            None => {
                let mistake =
                    Diagnostic::error("bad-time", text.span, format!("`{name}` is not a time with its zone"))
                        .expected("a date, a `T`, a time, and `Z` or the hours from Greenwich: `+01:00`");
                reading.report(match with_zone(&text.value) {
                    Some(moment) => mistake.suggest(format!("{name}: {moment}")),
                    None => mistake.example(format!("{name}: 2026-12-01T00:01Z")),
                });
                None
            }
        }
    }

    /// A number.
    pub fn number(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<Number> {
        let text = self.text(reading, name)?;
        let parsed = plain_digits(&text.value).and_then(|digits| Some((digits.parse::<f64>().ok()?, digits)));
        if let Some((value, digits)) = parsed {
            return Some(Number { digits, value });
        }
        reading.report(bad_number(name, &text));
        None
    }

    /// True or false.
    pub fn truth(&mut self, reading: &mut Reading<'_>, name: &'static str) -> bool {
        self.truth_if_said(reading, name).unwrap_or(false)
    }

    /// True or false, or nothing where the field is not there.
    pub fn truth_if_said(&mut self, reading: &mut Reading<'_>, name: &'static str) -> Option<bool> {
        let text = self.text(reading, name)?;
        let is_true = match text.value.to_lowercase().as_str() {
            "true" | "yes" => true,
            "false" | "no" => false,
            _ => {
                reading.report(
                    Diagnostic::error(
                        "bad-truth",
                        text.span,
                        format!("`{name}` is either `true` or `false`"),
                    )
                    .expected("`true` or `false`")
                    .example(format!("{name}: true")),
                );
                false
            }
        };
        Some(is_true)
    }

    /// A group of fields, read by `read`.
    pub fn group<T>(
        &mut self,
        reading: &mut Reading<'_>,
        name: &'static str,
        read: impl FnOnce(&mut Reading<'_>, &mut Fields<'_>) -> T,
    ) -> Option<T> {
        self.groups.push(name);
        let node = self.node(name)?;
        let mut fields = Fields::of_node(reading, node, &format!("`{name}`"))?;
        let value = read(reading, &mut fields);
        fields.finish(reading, name);
        Some(value)
    }

    /// A list of groups of fields, each read by `read`; one group alone counts as a list of one.
    pub fn groups<T>(
        &mut self,
        reading: &mut Reading<'_>,
        name: &'static str,
        mut read: impl FnMut(&mut Reading<'_>, &mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        collect_items(self.items(name), |node| {
            let mut fields = Fields::of_node(reading, node, &format!("each item of `{name}`"))?;
            let value = read(reading, &mut fields);
            fields.finish(reading, name);
            value
        })
    }

    /// The items of a list; a single value counts as a list of one.
    pub fn items(&mut self, name: &'static str) -> &'a [Node<'a>] {
        match self.node(name) {
            Some(Node { value: Value::List(items), .. }) => items,
            Some(node) => std::slice::from_ref(node),
            None => &[],
        }
    }

    /// A mapping whose keys the author chooses.
    pub fn mapping(&mut self, reading: &mut Reading<'_>, name: &'static str) -> &'a [Entry<'a>] {
        self.groups.push(name);
        let Some(node) = self.node(name) else { return &[] };
        Fields::of_node(reading, node, &format!("`{name}`")).map_or(&[], |fields| fields.entries)
    }

    /// Warns of each of these fields that was written and not asked for: a bibliography may hold it, and nothing here shows it.
    pub fn pass_over(&mut self, reading: &mut Reading<'_>, names: &'static [&'static str]) {
        self.passed_over = names;
        let is_filled = |entry: &&Entry<'_>| {
            let name = &&*entry.key.value;
            !is_blank(&entry.value) && names.contains(name) && !self.known.contains(name)
        };
        for entry in self.entries.iter().filter(is_filled) {
            not_kept(reading, entry.key.span, &format!("`{}`", entry.key.value));
        }
    }

    /// Reports every field that was not asked for, with the nearest that could have been meant.
    pub fn finish(self, reading: &mut Reading<'_>, owner: &str) {
        let is_known = |entry: &Entry<'_>| {
            let name = &&*entry.key.value;
            self.known.contains(name) || self.passed_over.contains(name)
        };
        let mut group = None;
        for entry in self.entries {
            if is_known(entry) {
                // A group that is empty has its fields below it, with too few spaces before them.
                let own = self.groups.iter().find(|group| **group == entry.key.value);
                group = own.filter(|_| entry.value.value == Value::Empty);
            } else {
                let mistake = unknown_field(reading, owner, &entry.key, &self.known);
                reading.report(match group {
                    Some(group) => yaml::indent(mistake, &entry.key, group),
                    None => mistake,
                });
            }
        }
    }
}

/// Warns of something that a bibliography may hold and nothing here shows.
pub fn not_kept(reading: &mut Reading<'_>, span: Span, what: &str) {
    reading.report(
        Diagnostic::warning(
            "not-kept",
            span,
            format!("{what} has no place in a reference here, and is not shown"),
        )
        .expected("no such field; what readers should know of it can stand in the text of the reference"),
    );
}

/// What `read` makes of the items of a list, in no more memory than that takes: in most lists no item is broken.
pub fn collect_items<T>(items: &[Node<'_>], read: impl FnMut(&Node<'_>) -> Option<T>) -> Vec<T> {
    let mut values = Vec::with_capacity(items.len());
    values.extend(items.iter().filter_map(read));
    values
}

/// A group inside a list whose items may be of more than one form.
pub fn group_of<T>(
    reading: &mut Reading<'_>,
    node: &Node<'_>,
    owner: &str,
    read: impl FnOnce(&mut Reading<'_>, &mut Fields<'_>) -> T,
) -> Option<T> {
    let mut fields = Fields::of_node(reading, node, owner)?;
    let value = read(reading, &mut fields);
    fields.finish(reading, owner);
    Some(value)
}

/// What means something in the text below the front matter, and nothing in a field.
fn report_markup(reading: &mut Reading<'_>, span: Span, text: &str) {
    let has_bracket = memchr::memchr(b'[', text.as_bytes()).is_some();
    if has_bracket && text.contains("[[") && text.contains("]]") {
        reading.report(
            Diagnostic::error(
                "link-in-field",
                span,
                "`[[…]]` makes a link in the text below the front matter only; here it would be shown as it is",
            )
                .expected("the words alone, or the link in the text"),
        );
    }
    if has_bracket && text.to_lowercase().contains("[redact") {
        reading.report(
            Diagnostic::error(
                "redaction-in-field",
                span,
                "a redaction works in the text below the front matter only; here it would be shown as it is",
            )
            .expected("the field without the words that must be withheld"),
        );
    }
    if has_control(text) {
        reading.report(
            Diagnostic::error(
                "control-character",
                span,
                "an invisible control character stands in this value",
            )
            .expected("plain text, without `\\x` and `\\u` of such characters"),
        );
    }
}

fn has_control(text: &str) -> bool {
    // The byte 0xc2 begins, among others, the control characters that are not ASCII.
    let any = text.bytes().fold(false, |any, byte| any | (byte < b' ') | (byte == 0x7f) | (byte == 0xc2));
    any && text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'))
}

/// The text of a node whose field is a text.
pub fn text_of(reading: &mut Reading<'_>, node: &Node<'_>, name: &str) -> Option<Spanned<String>> {
    match &node.value {
        Value::Text(text) => {
            let text = text.trim();
            report_markup(reading, node.span, text);
            (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span))
        }
        Value::Empty => None,
        Value::List(items) => {
            let mistake = list_for_one(reading, node, items, name);
            reading.report(mistake);
            None
        }
        Value::Map(_) => {
            let words = format!("`{name}` takes one value, and a group of fields stands here");
            let text = sentence_of(reading, node);
            reading.report(
                Diagnostic::error("group-for-one", node.span, words)
                    .expected(
                        "a single value on the line of the field; quotation marks around it if it holds a colon",
                    )
                    .maybe_suggest(text.map(|text| format!("{name}: {}", yaml::quoted(&text)))),
            );
            None
        }
    }
}

/// The text of an item of a list. What YAML took for a mapping (`- Cost: not known`) although it stands on one line is
/// the text that was written.
pub fn item_of(reading: &mut Reading<'_>, node: &Node<'_>, name: &str) -> Option<Spanned<String>> {
    match &node.value {
        Value::Text(_) | Value::Empty => text_of(reading, node, name),
        Value::List(items) => {
            let mistake = list_in_list(reading, node, items, name);
            reading.report(mistake);
            None
        }
        Value::Map(_) => match sentence_of(reading, node) {
            Some(text) => {
                report_markup(reading, node.span, &text);
                Some(Spanned::new(text, node.span))
            }
            None => {
                let words = format!("each value of `{name}` is a text, and a group of fields stands here");
                reading.report(Diagnostic::error("group-for-one", node.span, words).expected(
                    "`- ` and one value on each line; quotation marks around a value that holds a colon",
                ));
                None
            }
        },
    }
}

/// What was written as a mapping without braces on one line: perhaps a sentence with a colon.
fn sentence_of(reading: &Reading<'_>, node: &Node<'_>) -> Option<String> {
    let written = reading.written(node.span).trim();
    (!written.starts_with('{') && !written.contains('\n')).then(|| written.to_owned())
}

fn list_for_one(reading: &Reading<'_>, node: &Node<'_>, items: &[Node<'_>], name: &str) -> Diagnostic {
    let written = reading.written(node.span).trim();
    let expected = if written.starts_with('[') && !written.contains('\n') {
        format!(
            "a single value; if the brackets belong to it, quotation marks around them: {}",
            yaml::quoted(written)
        )
    } else {
        "a single value on the line of the field".to_owned()
    };
    Diagnostic::error("list-for-one", node.span, format!("`{name}` takes one value, and a list stands here"))
        .expected(expected)
        .maybe_suggest(only_item(reading, items).map(|item| format!("{name}: {item}")))
}

fn list_in_list(reading: &Reading<'_>, node: &Node<'_>, items: &[Node<'_>], name: &str) -> Diagnostic {
    let written = reading.written(node.span).trim();
    let suggestion = match written.starts_with('[') {
        true => Some(yaml::quoted(written)),
        false => only_item(reading, items).map(|item| format!("- {item}")),
    };
    Diagnostic::error("list-in-list", node.span, format!("a list stands here within the list `{name}`"))
        .expected(
            "one value an item: one hyphen before each, and quotation marks around a value that begins with `[`",
        )
        .maybe_suggest(suggestion)
}

/// The item of a list that has no other, as it is written.
fn only_item<'a>(reading: &'a Reading<'_>, items: &[Node<'_>]) -> Option<&'a str> {
    match items {
        [item] => Some(reading.written(item.span).trim()),
        _ => None,
    }
}

/// A date in brackets without quotation marks: `[2015-03..]` is a set of dates, as EDTF writes it, although it is a
/// list for YAML. With a space in it, which EDTF does not have, it is a list.
fn date_in_brackets(
    reading: &mut Reading<'_>,
    node: &Node<'_>,
    items: &[Node<'_>],
    name: &str,
) -> Option<Spanned<String>> {
    let written = reading.written(node.span);
    if written.starts_with('[') && !written.contains(char::is_whitespace) {
        return Some(Spanned::new(written.to_owned(), node.span));
    }
    let date = only_item(reading, items).filter(|item| PartialDate::parse(item).is_ok());
    let mistake = Diagnostic::error(
        "list-for-one",
        node.span,
        format!("`{name}` takes one date, and a list stands here"),
    )
    .expected("one date; from one to another, 2018/2019; one of two, [2018,2019] without a space")
    .maybe_suggest(date.map(|date| format!("{name}: {date}")));
    reading.report(mistake);
    None
}

fn bad_number(name: &str, text: &Spanned<String>) -> Diagnostic {
    let written = &text.value;
    if is_long_number(written) {
        return Diagnostic::error(
            "bad-number",
            text.span,
            format!("`{name}` has more digits than are counted"),
        )
        .expected(format!("at most {MOST_DIGITS} digits before the point, and as many behind it"));
    }
    if let Some((thousands, decimals)) = point_before_three(written) {
        let words = format!("`{written}` is {thousands} in some countries and {decimals} in others");
        return Diagnostic::error("bad-number", text.span, words)
            .expected(format!("`{thousands}` or `{decimals}`, whichever is meant"));
    }
    Diagnostic::error("bad-number", text.span, format!("`{written}` is not a number"))
        .expected(
            "digits, with commas only between thousands and a point before pence; words such as `over` go into \
             `qualifier`, what is counted into `unit`, `£` into `currency`",
        )
        .maybe_suggest(meant_number(written).map(|(digits, currency)| {
            let currency = currency.map(|code| format!("\ncurrency: {code}")).unwrap_or_default();
            format!("{name}: {digits}{currency}")
        }))
}

/// Whether nothing but digits and the signs between them was written, and more than a number has.
fn is_long_number(written: &str) -> bool {
    let is_part = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b' ');
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    is_part(whole) && is_part(fraction) && whole.len().max(fraction.len()) > MOST_DIGITS
}

/// The two numbers that `28.000` can be, each as it is taken here.
fn point_before_three(written: &str) -> Option<(String, String)> {
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = written.split_once('.')?;
    let is_either =
        (1..=3).contains(&whole.len()) && fraction.len() == 3 && all_digits(whole) && all_digits(fraction);
    is_either.then(|| (format!("{whole}{fraction}"), with_clear_fraction(whole, fraction)))
}

/// A number with its decimals; three of them could be taken for thousands, and get a fourth.
fn with_clear_fraction(whole: &str, fraction: &str) -> String {
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        clear if clear.len() == 3 => format!("{whole}.{clear}0"),
        clear => format!("{whole}.{clear}"),
    }
}

/// The same sum in digits, and the code of its currency (ISO 4217) where its sign stands before it: `£1.5 million` is
/// 1500000 GBP. Nothing is offered that could be another number.
pub fn meant_number(written: &str) -> Option<(String, Option<&'static str>)> {
    let signs = [('£', "GBP"), ('€', "EUR")];
    let sign = signs.into_iter().find_map(|(sign, code)| Some((written.strip_prefix(sign)?, code)));
    let (rest, currency) = sign.map_or((written, None), |(rest, code)| (rest.trim_start(), Some(code)));
    let end = rest.find(|c: char| c.is_alphabetic()).unwrap_or(rest.len());
    let zeros = match (rest[end..].trim().to_lowercase().as_str(), currency) {
        ("", _) => 0,
        ("thousand", _) | ("k", Some(_)) => 3,
        ("million", _) | ("m", Some(_)) => 6,
        ("billion", _) | ("bn", Some(_)) => 9,
        _ => return None,
    };
    let digits = plain_digits(rest[..end].trim())?;
    Some((if zeros == 0 { digits } else { shifted(&digits, zeros) }, currency))
}

/// A number with its point moved to the right.
fn shifted(digits: &str, zeros: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (moved, left) = fraction.split_at(fraction.len().min(zeros));
    let all = format!("{whole}{moved}{}", "0".repeat(zeros - moved.len()));
    let number = all.trim_start_matches('0');
    with_clear_fraction(if number.is_empty() { "0" } else { number }, left)
}

/// The digits of a number as it is written, without the signs between its thousands. Nothing if it is no number, or
/// if it could be meant in two ways: `1,5` and `28.000` are a half and a thousand in other countries.
fn plain_digits(text: &str) -> Option<String> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let groups: Vec<&str> = whole.split([',', '_', ' ', '\u{a0}', '\u{202f}']).collect();
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    let fraction_clear =
        fraction.is_none_or(|fraction| all_digits(fraction) && (fraction.len() != 3 || whole == "0"));
    let too_long = whole.len() > MOST_DIGITS || fraction.is_some_and(|fraction| fraction.len() > MOST_DIGITS);
    if !groups.iter().all(|group| all_digits(group)) || !grouped || !fraction_clear || too_long {
        return None;
    }
    let mut digits = groups.concat();
    if let Some(fraction) = fraction {
        digits.push('.');
        digits.push_str(fraction);
    }
    Some(digits)
}

/// Whether a field has that name, but for signs that nobody can see.
fn is_key(key: &str, name: &str) -> bool {
    key == name || !key.is_ascii() && yaml::visible(key) == name
}

/// Whether nothing was written but white space.
fn is_blank(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Empty => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(_) | Value::Map(_) => false,
    }
}

/// The texts of a node whose field takes several.
pub fn texts_of(reading: &mut Reading<'_>, node: &Node<'_>, name: &str) -> Vec<Spanned<String>> {
    match &node.value {
        Value::List(items) => collect_items(items, |item| item_of(reading, item, name)),
        Value::Map(_) => {
            let text = sentence_of(reading, node).map(|text| format!("{name}: {}", yaml::quoted(&text)));
            reading.report(
                Diagnostic::error(
                    "group-for-one",
                    node.span,
                    format!("`{name}` is a list of texts, and a group of fields stands here"),
                )
                .expected(
                    "`- ` before each value of the list; quotation marks around a value that holds a colon",
                )
                .maybe_suggest(text),
            );
            Vec::new()
        }
        _ => text_of(reading, node, name).into_iter().collect(),
    }
}

/// The texts without those that stand there twice, each of which is reported.
pub fn texts_once(reading: &mut Reading<'_>, texts: Vec<Spanned<String>>) -> Vec<Spanned<String>> {
    each_once(reading, texts, String::clone, String::clone)
}

/// The items of a list without those that stand there twice, which is when `whole` gives the same of both. Each is
/// reported by its name.
pub fn each_once<T, K: Ord>(
    reading: &mut Reading<'_>,
    items: Vec<Spanned<T>>,
    whole: impl Fn(&T) -> K,
    name: impl Fn(&T) -> String,
) -> Vec<Spanned<T>> {
    if items.len() < 2 {
        return items;
    }
    let mut first: BTreeMap<K, Span> = BTreeMap::new();
    let mut once = Vec::with_capacity(items.len());
    for item in items {
        match first.entry(whole(&item.value)) {
            btree_map::Entry::Occupied(earlier) => {
                let words = format!("`{}` stands in this list twice", name(&item.value));
                reading.report(
                    Diagnostic::warning("listed-twice", item.span, words)
                        .expected("each only once; perhaps another was meant")
                        .other(*earlier.get(), "this is the first"),
                );
            }
            btree_map::Entry::Vacant(place) => {
                place.insert(item.span);
                once.push(item);
            }
        }
    }
    once
}

/// The member of a vocabulary that a text names.
pub fn word_of<V: Vocabulary>(reading: &mut Reading<'_>, text: &Spanned<String>, name: &str) -> Option<V> {
    let word = V::from_code(&text.value);
    if word.is_none() {
        let codes: Vec<&str> = V::ALL.iter().map(|member| member.code()).collect();
        reading.report(unknown_word(text, &format!("a value of `{name}`"), &codes));
    }
    word
}

/// A word that is not in the list it must come from; `what` says what the list is.
pub fn unknown_word(word: &Spanned<impl AsRef<str>>, what: &str, known: &[&str]) -> Diagnostic {
    let written = word.value.as_ref();
    let near = spelling::nearest(written, known.iter().copied());
    let expected = if known.is_empty() {
        "nothing here: there is none yet".to_owned()
    } else {
        format!("one of: {}", known.join(", "))
    };
    Diagnostic::error("unknown-word", word.span, format!("`{written}` is not {what}"))
        .expected(expected)
        .maybe_suggest(near.map(str::to_owned))
}

/// The date that a text names.
pub fn date_of(reading: &mut Reading<'_>, text: &Spanned<String>, name: &str) -> Option<PartialDate> {
    match PartialDate::parse(&text.value) {
        Ok(date) => {
            if let Some(day) = day_of_moment(&text.value) {
                reading.report(
                    Diagnostic::warning(
                        "time-in-date",
                        text.span,
                        format!("`{name}` is a date, and only the day of it is kept"),
                    )
                    .expected("the day alone; a time of day that matters can stand in the text")
                    .suggest(format!("{name}: {day}")),
                );
            }
            Some(date)
        }
        Err(error) => {
            reading.report(
                Diagnostic::error("bad-date", text.span, format!("`{name}`: {}", error.message))
                    .expected("2018, 2018-06, 2018-06-20, 2018-06~ (about), 2017-01/2018-03, or unknown")
                    .maybe_suggest(error.suggestion.map(|date| format!("{name}: {date}"))),
            );
            None
        }
    }
}

/// Whether a text is an address on the web: `http` or `https`, without spaces.
pub fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && text.len() > "https://".len()
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"\\".contains(c))
}

/// An address on the web; anything but `http` and `https` is a mistake.
pub fn web_address(reading: &mut Reading<'_>, text: Spanned<String>) -> Option<String> {
    let valid = is_web_address(&text.value);
    if !valid {
        reading.report(
            Diagnostic::error("bad-url", text.span, format!("`{}` is not an address on the web", text.value))
                .expected("an address that begins with https:// or http://, without spaces")
                .example("url: https://www.example.org/page"),
        );
    }
    valid.then_some(text.value)
}

/// An instant with its zone: RFC 3339, the seconds optional.
pub fn parse_instant(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

/// A day, or a time without its zone, as the instant that is likely meant; never one of another day.
fn with_zone(text: &str) -> Option<String> {
    let text = text.trim();
    let moments = [format!("{text}T00:01Z"), format!("{}Z", text.replacen(' ', "T", 1))];
    let day = text.get(..10).filter(|day| day.parse::<jiff::civil::Date>().is_ok())?;
    moments.into_iter().find(|moment| moment.starts_with(day) && parse_instant(moment).is_some())
}

/// The day of a date that has a time of day behind it.
fn day_of_moment(text: &str) -> Option<&str> {
    let (day, time) = text.split_once(['T', 't', ' '])?;
    (PartialDate::parse(day).is_ok() && time.starts_with(|c: char| c.is_ascii_digit())).then_some(day)
}

fn unknown_field(
    reading: &Reading<'_>,
    owner: &str,
    key: &Spanned<Cow<'_, str>>,
    known: &[&str],
) -> Diagnostic {
    let name = &*key.value;
    if name.contains(yaml::is_invisible) {
        let plain = yaml::visible(name);
        let words = format!("a sign that cannot be seen stands in the name of the field `{plain}`");
        return Diagnostic::error("unknown-field", key.span, words)
            .expected("the name without it: delete the whole name, and type it again")
            .suggest(plain);
    }
    let words = match owner {
        "incident" | "organisation" => format!("an {owner} has no field `{name}`"),
        "press-release" => format!("a press release has no field `{name}`"),
        "reference" | "topic" | "page" | "source" | "contact" => format!("a {owner} has no field `{name}`"),
        owner => format!("`{owner}` has no field `{name}`"),
    };
    let expected = format!("one of: {}", known.join(", "));
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'-');
    let before = reading.source.get(..key.span.range().start).unwrap_or_default();
    if !is_name && before.trim_end_matches([' ', '\t']).ends_with(',') {
        // `{value: 28,000}` and `{note: In May, 300 letters}`.
        let words = format!("a comma between braces begins a new field, and `{name}` is none of `{owner}`");
        return Diagnostic::error("unknown-field", key.span, words)
            .expected(
                "quotation marks around a value that holds a comma, where it stands between { and }; no commas in a \
                 number there",
            );
    }
    let near = spelling::nearest(name, known.iter().copied()).or(match name {
        "draft" | "published_state" => Some("state"),
        _ => None,
    });
    Diagnostic::error("unknown-field", key.span, words)
        .expected(expected)
        .maybe_suggest(near.map(str::to_owned))
}
