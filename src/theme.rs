//! Templates, assets and words: the theme in the binary, with a site's own files in their place.

#[cfg(test)]
mod tests;
mod words;

use crate::view::Shell;
use crate::view::Site;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Tree;
use crate::yaml::Value as Yaml;
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use tera::Context;
use tera::ErrorKind;
use tera::Tera;

pub use words::Words;

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
    /// What all pages of the site share.
    pub site: Site,
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

/// A script or style sheet of the built-in theme as it is published: readers, who would fetch them on every first
/// visit, need no comments that fill whole lines. They are a third of the scripts.
fn without_comments(path: &str, bytes: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    let is_script = path.ends_with(".js");
    if !is_script && !path.ends_with(".css") {
        return bytes;
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut code = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines() {
        let own = line.trim_start();
        let starts = !in_comment && own.starts_with("/*");
        let left = if in_comment || starts {
            let end = own.find("*/");
            in_comment = end.is_none();
            end.map_or("", |end| &own[end + 2..])
        } else if is_script && own.starts_with("//") {
            ""
        } else {
            line
        };
        if !left.trim().is_empty() {
            code.push_str(left);
            code.push('\n');
        }
    }
    Cow::Owned(code.into_bytes())
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
            None if path.starts_with("assets/") => {
                let bytes = without_comments(&path, bytes);
                assets.insert(path, bytes);
            }
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
            // A copy that was exported and never changed is the built-in one.
            if BuiltIn::get(&path).is_none_or(|built_in| built_in.data != bytes) {
                assets.insert(path, Cow::Owned(bytes));
            }
        } else if strings_language(&path).is_none() {
            unused_files.push(path);
        }
    }
    unused_files.sort();
    let mut theme = Theme {
        tera: Tera::new(),
        name: parts.name,
        own,
        words,
        site: Site::default(),
        assets,
        missing_words,
        unused_files,
    };
    theme.add_templates(&templates)?;
    let t = tera::Value::from_serializable(&theme.words.tree);
    theme.tera.global_context().insert_value("t", t);
    Ok(theme)
}

impl Theme {
    /// Gives the theme what all pages of one site share.
    pub fn set_site(&mut self, site: Site) {
        self.tera.global_context().insert_value("site", tera::Value::from_serializable(&site));
        self.site = site;
    }

    /// Whether a template of the site's own stands in the place of a built-in one.
    pub fn has_own_templates(&self) -> bool {
        !self.own.is_empty()
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
