//! Templates, assets and words: the theme in the binary, with a site's own files in their place.

#[cfg(test)]
mod tests;

use crate::view::Shell;
use crate::view::Site;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Tree;
use crate::yaml::Value as Yaml;
use intl_pluralrules::PluralCategory;
use intl_pluralrules::PluralRuleType;
use intl_pluralrules::PluralRules;
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use tera::Context;
use tera::ErrorKind;
use tera::Tera;
use unic_langid::LanguageIdentifier;

/// The language that every theme speaks: words missing in another language are taken from it.
const BASE_LANGUAGE: &str = "en";

/// Room for most pages, so that few have to grow while they are rendered. In bytes.
const PAGE_CAPACITY: usize = 40 << 10;

#[derive(RustEmbed)]
#[folder = "themes/default/"]
struct BuiltIn;

/// What a theme is made from, apart from the built-in one.
#[derive(Debug, Default)]
pub struct ThemeParts {
    /// The name of the site's own theme, the folder below `themes/`.
    pub name: String,
    /// The language of the site (BCP 47): `en-GB`.
    pub language: String,
    /// The files of the site's own theme.
    pub files: Vec<ThemeFile>,
    /// Files of strings: the built-in ones (see [`built_in_strings`]), then the site's own.
    pub strings: Vec<Strings>,
}

/// A file of a site's own theme.
#[derive(Debug)]
pub struct ThemeFile {
    /// Its path below the folder of the theme: `templates/incident.html`, `assets/style.css`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file of strings, already parsed.
#[derive(Debug)]
pub struct Strings {
    /// Its language, which is the stem of its name: `en`, `cy`.
    pub language: String,
    /// Nested mappings that end in text or in lists of text. See [`strings_tree`].
    pub tree: Value,
}

/// A mistake in a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// The file: its path below the site folder, or below the built-in theme.
    pub path: String,
    /// The file is the site's own, so that its author can mend it.
    pub own: bool,
    /// The line, from 1; 0 where no place is known.
    pub line: usize,
    /// The column in characters, from 1; 0 where no place is known.
    pub column: usize,
    /// The bytes of the file concerned, where they are known.
    pub range: Option<Range<usize>>,
    /// What is wrong, in the words of the template engine.
    pub message: String,
}

/// Templates, assets and words, ready to render. It is not changed by rendering: threads share it.
pub struct Theme {
    tera: Tera,
    name: String,
    own: BTreeSet<String>,
    /// The words of the theme.
    pub words: Words,
    /// Files to publish below the root of the site, by path: `assets/style.css`.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// Keys that the site's language lacks, so that English stands in for them. Sorted; empty for English.
    pub missing_words: Vec<String>,
    /// Files of the site's own theme that nothing uses. Sorted.
    pub unused_files: Vec<String>,
}

/// The files of the built-in theme, sorted by path: what `theme export` writes.
pub fn built_in_files() -> Vec<(String, Cow<'static, [u8]>)> {
    let mut files: Vec<_> = BuiltIn::iter()
        .filter(|path| !path.split('/').any(|part| part.starts_with('.') || part.ends_with('~')))
        .filter_map(|path| Some((path.to_string(), BuiltIn::get(&path)?.data)))
        .collect();
    files.sort_by(|one, other| one.0.cmp(&other.0));
    files
}

/// The files of strings of the built-in theme: their path, their language and their text, still to be parsed.
pub fn built_in_strings() -> Vec<(String, String, String)> {
    built_in_files()
        .into_iter()
        .filter_map(|(path, bytes)| {
            let language = strings_language(&path)?.to_string();
            Some((path, language, String::from_utf8_lossy(&bytes).into_owned()))
        })
        .collect()
}

/// The language of a file of strings by its path below the theme, `strings/cy.yaml`; None for any other file.
pub fn strings_language(path: &str) -> Option<&str> {
    path.strip_prefix("strings/")?.strip_suffix(".yaml")
}

/// A parsed file of strings as nested mappings that end in text or in lists of text.
pub fn strings_tree(tree: &Tree<'_>) -> Value {
    object(&tree.entries)
}

/// Puts a theme together.
///
/// # Errors
///
/// Every template of the site's own that cannot be read, then whatever is wrong between the templates.
pub fn load_theme(parts: ThemeParts) -> Result<Theme, Vec<ThemeError>> {
    let (words, missing_words) = Words::new(&parts.language, &parts.strings);
    let mut templates: BTreeMap<String, Cow<'static, [u8]>> = BTreeMap::new();
    let mut assets = BTreeMap::new();
    for (path, bytes) in built_in_files() {
        match path.strip_prefix("templates/") {
            Some(name) => _ = templates.insert(name.to_string(), bytes),
            None if path.starts_with("assets/") => _ = assets.insert(path, bytes),
            None => {}
        }
    }
    let mut own = BTreeSet::new();
    let mut unused_files = Vec::new();
    for ThemeFile { path, bytes } in parts.files {
        if let Some(name) = path.strip_prefix("templates/").filter(|name| name.ends_with(".html")) {
            own.insert(name.to_string());
            templates.insert(name.to_string(), Cow::Owned(bytes));
        } else if path.starts_with("assets/") {
            assets.insert(path, Cow::Owned(bytes));
        } else if strings_language(&path).is_none() {
            unused_files.push(path);
        }
    }
    unused_files.sort();
    let mut theme =
        Theme { tera: Tera::new(), name: parts.name, own, words, assets, missing_words, unused_files };
    theme.add_templates(&templates)?;
    let t = tera::Value::from_serializable(&theme.words.tree);
    theme.tera.global_context().insert_value("t", t);
    Ok(theme)
}

impl Theme {
    /// The theme with what all pages of one site share.
    pub fn for_site(mut self, site: &Site) -> Self {
        self.tera.global_context().insert_value("site", tera::Value::from_serializable(site));
        self
    }

    /// One page as HTML.
    ///
    /// # Errors
    ///
    /// The template is unknown, or it names something that its view does not have.
    pub fn render<P: Serialize>(
        &self,
        template: &str,
        shell: &Shell,
        page: &P,
    ) -> Result<String, ThemeError> {
        let mut context = Context::new();
        context.insert_value("shell", tera::Value::from_serializable(shell));
        context.insert_value("page", tera::Value::from_serializable(page));
        let mut html = Vec::with_capacity(PAGE_CAPACITY);
        self.tera.render_to(template, &context, &mut html).map_err(|error| self.errors(&error).remove(0))?;
        String::from_utf8(html).map_err(|_| self.error_in(template, "the page is not UTF-8 text"))
    }

    /// A part that many pages share. Its template knows `part` under its name, and of `shell` only what is given.
    ///
    /// # Errors
    ///
    /// The template names something that the part does not have.
    pub fn render_part(
        &self,
        template: &str,
        shell: &[(&'static str, &str)],
        (name, part): (&'static str, &impl Serialize),
    ) -> Result<String, ThemeError> {
        let mut context = Context::new();
        context.insert("shell", &shell.iter().copied().collect::<BTreeMap<_, _>>());
        context.insert_value(name, tera::Value::from_serializable(part));
        self.tera.render(template, &context).map_err(|error| self.errors(&error).remove(0))
    }

    fn add_templates(
        &mut self,
        templates: &BTreeMap<String, Cow<'static, [u8]>>,
    ) -> Result<(), Vec<ThemeError>> {
        let mut errors = Vec::new();
        let mut texts = Vec::new();
        for (name, bytes) in templates {
            match std::str::from_utf8(bytes) {
                // Mistakes in the site's own are told with their places, so they stay as they are.
                Ok(text) if self.own.contains(name) => texts.push((name.as_str(), Cow::Borrowed(text))),
                Ok(text) => texts.push((name.as_str(), Cow::Owned(with_words(text, &self.words)))),
                Err(error) => errors.push(self.not_text(name, bytes, error.valid_up_to())),
            }
        }
        // Tera stops at the first syntax error of a set, so each file is first read by itself.
        for (name, text) in texts.iter().filter(|(name, _)| self.own.contains(*name)) {
            if let Err(error) = Tera::new().add_raw_template(name, text)
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                errors.extend(self.errors(&error));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.tera
            .add_raw_templates(texts.iter().map(|(name, text)| (*name, text)))
            .map_err(|error| self.errors(&error))
    }

    /// What Tera says, with its place. It tells several mistakes at once as one text of reports.
    fn errors(&self, error: &tera::Error) -> Vec<ThemeError> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                vec![ThemeError {
                    line: span.start_line,
                    column: span.start_col + 1,
                    range: Some(span.range.clone()),
                    ..self.error_in(report.filename(), report.message())
                }]
            }
            ErrorKind::Msg(text) if text.starts_with("error: ") => {
                text.split("\n\nerror: ").map(|report| self.reported(report)).collect()
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![self.error_in(current, &format!("there is no template `{parent}` to extend"))]
            }
            ErrorKind::CircularExtend { tpl, .. } => vec![self.error_in(tpl, "the template extends itself")],
            ErrorKind::CircularInclude { tpl, .. } => {
                vec![self.error_in(tpl, "the template includes itself")]
            }
            other => vec![self.error_in("", &other.to_string())],
        }
    }

    /// A report of Tera in words: a message, then `--> file:line:column`.
    fn reported(&self, report: &str) -> ThemeError {
        let mut lines = report.lines();
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_string();
        let place = lines.next().unwrap_or_default().trim_start().trim_start_matches("--> ");
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let line = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        ThemeError { line, column, ..self.error_in(parts.next().unwrap_or_default(), &message) }
    }

    fn not_text(&self, name: &str, bytes: &[u8], at: usize) -> ThemeError {
        let before = &bytes[..at];
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        ThemeError {
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: String::from_utf8_lossy(&before[start..]).chars().count() + 1,
            range: Some(at..at + 1),
            ..self.error_in(name, "the file is not UTF-8 text")
        }
    }

    fn error_in(&self, template: &str, message: &str) -> ThemeError {
        let own = self.own.contains(template);
        let path = match (template, own) {
            ("", _) => format!("themes/{}", self.name),
            (_, true) => format!("themes/{}/templates/{template}", self.name),
            (_, false) => format!("templates/{template}"),
        };
        ThemeError { path, own, line: 0, column: 0, range: None, message: message.to_string() }
    }
}

/// A template with the words that it names, `{{ t.foot.heading }}`, already in their place: they are the same on all
/// pages. What is not simply a text, or would be read as part of the template, is left to the template engine.
fn with_words(template: &str, words: &Words) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{ t.") {
        let (before, from) = rest.split_at(start);
        let end = from.find(" }}").unwrap_or(from.len());
        let word = from.get("{{ t.".len()..end).and_then(|key| words.find(key));
        let word = word.filter(|word| !word.is_empty() && word.trim() == *word && !word.contains('{'));
        out.push_str(before);
        match word {
            Some(word) => {
                let mut escaped = Vec::new();
                let _ = tera::escape_html(word, &mut escaped);
                out.push_str(&String::from_utf8_lossy(&escaped));
                rest = &from[end + " }}".len()..];
            }
            None => {
                let (left, after) = from.split_at("{{ t.".len());
                out.push_str(left);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

impl fmt::Display for ThemeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let built_in = if self.own { "" } else { "built-in theme: " };
        match self.line {
            0 => write!(out, "{built_in}{}: {}", self.path, self.message),
            line => write!(out, "{built_in}{}:{line}:{}: {}", self.path, self.column, self.message),
        }
    }
}

impl std::error::Error for ThemeError {}

/// The words of a theme in the language of the site.
pub struct Words {
    texts: BTreeMap<String, String>,
    tree: Value,
    plural: Option<PluralRules>,
}

impl Words {
    /// The text of a key, `status.under-inquiry`; the key itself where there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// Every text, in the order of keys.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.values().map(String::as_str)
    }

    /// The text of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of a key with values in place of `{name}`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A number of things, in the plural form that the language has for it: `count.KEY` with `{n}` for the
    /// number. The forms are those of CLDR: `zero`, `one`, `two`, `few`, `many`, `other`.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = self.plural.as_ref().and_then(|rules| rules.select(n).ok()).map_or("other", form_name);
        let text = self
            .find(&format!("count.{key}.{form}"))
            .or_else(|| self.find(&format!("count.{key}.other")))
            .unwrap_or("{n}");
        fill(text, &[("n", &self.number(n))])
    }

    /// A whole number written out: "28,000".
    pub fn number(&self, n: usize) -> String {
        self.group_digits(&n.to_string())
    }

    /// A decimal number as it was written, with the language's separators: `1234567.50` becomes "1,234,567.50".
    /// Text that is no such number stays as it is.
    pub fn group_digits(&self, number: &str) -> String {
        let (sign, digits) = number.split_at(usize::from(number.starts_with('-')));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return number.to_string();
        }
        let mut out = String::from(sign);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push_str(self.get("number.group"));
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(self.get("number.decimal"));
            out.push_str(fraction);
        }
        out
    }

    /// A number of bytes in decimal units (SI), as file managers give it: "1.2 MB".
    pub fn size(&self, bytes: u64) -> String {
        let (unit, divisor) = match bytes {
            0..1_000 => return self.fill("size.bytes", &[("n", &bytes.to_string())]),
            1_000..1_000_000 => ("size.kilobytes", 1_000),
            1_000_000..1_000_000_000 => ("size.megabytes", 1_000_000),
            _ => ("size.gigabytes", 1_000_000_000),
        };
        let tenths = bytes.saturating_mul(10) / divisor;
        let number = match (tenths / 10, tenths % 10) {
            (whole, 0) => whole.to_string(),
            (whole, _) if whole >= 100 => whole.to_string(),
            (whole, tenth) => format!("{whole}.{tenth}"),
        };
        self.fill(unit, &[("n", &self.group_digits(&number))])
    }

    /// A section with everything in it, for a part of the program that has strings of its own.
    pub fn section(&self, name: &str) -> Value {
        self.tree.get(name).cloned().unwrap_or(Value::Null)
    }

    /// The words in one language, and the keys that are missing in it.
    fn new(language: &str, strings: &[Strings]) -> (Self, Vec<String>) {
        let id: LanguageIdentifier = language.parse().unwrap_or_default();
        let is_base = id.language.as_str() == BASE_LANGUAGE;
        let mut texts = BTreeMap::new();
        let mut translated = BTreeSet::new();
        for part in strings.iter().filter(|part| part.language == BASE_LANGUAGE) {
            flatten(&part.tree, String::new(), &mut texts);
        }
        // The language at large first, then what only its variant has: `en`, then `en-GB`.
        for wanted in [id.language.as_str(), language] {
            for part in strings.iter().filter(|part| part.language == wanted && wanted != BASE_LANGUAGE) {
                let mut own = BTreeMap::new();
                flatten(&part.tree, String::new(), &mut own);
                translated.extend(own.keys().cloned());
                replace(&mut texts, own);
            }
        }
        let missing = texts.keys().filter(|key| !is_base && !translated.contains(*key)).cloned().collect();
        let plural_id = LanguageIdentifier::from_parts(id.language, None, None, &[]);
        let plural = PluralRules::create(plural_id, PluralRuleType::CARDINAL).ok();
        (Self { tree: nest(&texts), texts, plural }, missing)
    }
}

fn object(entries: &[Entry<'_>]) -> Value {
    Value::Object(entries.iter().map(|entry| (entry.key.value.to_string(), value(&entry.value))).collect())
}

fn value(node: &Node<'_>) -> Value {
    match &node.value {
        Yaml::Text(text) => Value::String(text.to_string()),
        Yaml::Empty => Value::String(String::new()),
        Yaml::List(nodes) => Value::Array(nodes.iter().map(value).collect()),
        Yaml::Map(entries) => object(entries),
    }
}

/// A tree of strings as one level of keys, `status.alleged`; a list has numbers for keys, `date.months.00`.
fn flatten(tree: &Value, key: String, texts: &mut BTreeMap<String, String>) {
    let below = |name: &str| if key.is_empty() { name.to_string() } else { format!("{key}.{name}") };
    match tree {
        Value::Object(entries) => entries.iter().for_each(|(name, value)| flatten(value, below(name), texts)),
        Value::Array(values) => {
            // Two digits, so that the order of keys is the order of the list.
            values.iter().enumerate().for_each(|(n, value)| flatten(value, below(&format!("{n:02}")), texts));
        }
        Value::String(text) => _ = texts.insert(key, text.clone()),
        _ => {}
    }
}

/// Puts translated strings in the place of others. The plural forms of a string are replaced together, since a
/// form of one language means nothing beside those of another.
fn replace(texts: &mut BTreeMap<String, String>, translated: BTreeMap<String, String>) {
    for key in translated.keys() {
        if let Some((group, _)) = key.rsplit_once('.').filter(|_| key.starts_with("count.")) {
            texts.retain(|old, _| old.rsplit_once('.').is_none_or(|(old_group, _)| old_group != group));
        }
    }
    texts.extend(translated);
}

/// One level of keys as a tree again.
fn nest(texts: &BTreeMap<String, String>) -> Value {
    let mut root = Map::new();
    for (key, text) in texts {
        let mut parts: Vec<&str> = key.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let mut at = &mut root;
        for part in parts {
            let child = at.entry(part).or_insert_with(|| Value::Object(Map::new()));
            if !child.is_object() {
                // A text stands where another file has a section: the section is what templates look into.
                *child = Value::Object(Map::new());
            }
            at = child.as_object_mut().expect("it was just made an object");
        }
        at.insert(last.to_string(), Value::String(text.clone()));
    }
    with_lists(Value::Object(root))
}

/// Mappings whose keys are numbers from 00 become lists.
fn with_lists(tree: Value) -> Value {
    let Value::Object(entries) = tree else { return tree };
    let numbered = (0..entries.len()).all(|n| entries.contains_key(&format!("{n:02}")));
    let mut below = entries.into_iter().map(|(name, value)| (name, with_lists(value)));
    if numbered {
        Value::Array(below.map(|(_, value)| value).collect())
    } else {
        Value::Object(below.by_ref().collect())
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let known = from.find('}').and_then(|close| {
            let (_, value) = values.iter().find(|(name, _)| *name == &from[1..close])?;
            Some((value, close))
        });
        match known {
            Some((value, close)) => {
                out.push_str(value);
                rest = &from[close + 1..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn form_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}
