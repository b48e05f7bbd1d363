//! CSL-JSON, as Zotero, Mendeley and other citation processors write it, read into works.
//!
//! Types and fields are those of the schema of CSL 1.0.2,
//! <https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json>.

use super::work;
use super::work::Description;
use super::work::ImportedWork;
use super::work::Name;
use super::work::Parent;
use super::work::Shape;
use super::work::not_kept;
use super::work::shown;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::url::bare_doi;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Vocabulary;
use serde_json::Map;
use serde_json::Value;
use serde_json::value::RawValue;

/// Types of CSL, the kind of work that each is here, and whether it is that and nothing more special.
const TYPES: [(&str, ReferenceType, bool); 44] = {
    use ReferenceType as Type;
    [
        ("article", Type::Article, false),
        ("article-journal", Type::Article, true),
        ("article-magazine", Type::Article, true),
        ("article-newspaper", Type::News, true),
        ("bill", Type::Report, false),
        ("book", Type::Book, true),
        ("broadcast", Type::Video, false),
        ("chapter", Type::Chapter, true),
        ("classic", Type::Book, false),
        ("collection", Type::Book, false),
        ("dataset", Type::Dataset, true),
        ("document", Type::Report, false),
        ("entry", Type::Chapter, true),
        ("entry-dictionary", Type::Chapter, true),
        ("entry-encyclopedia", Type::Chapter, true),
        ("figure", Type::Book, false),
        ("graphic", Type::Book, false),
        ("hearing", Type::Hansard, true),
        ("interview", Type::Report, false),
        ("legal_case", Type::Court, true),
        ("legislation", Type::Report, false),
        ("manuscript", Type::Report, false),
        ("map", Type::Book, false),
        ("motion_picture", Type::Video, true),
        ("musical_score", Type::Book, false),
        ("pamphlet", Type::Book, false),
        ("paper-conference", Type::Chapter, true),
        ("patent", Type::Report, false),
        ("performance", Type::Video, false),
        ("periodical", Type::Book, false),
        ("personal_communication", Type::Web, false),
        ("post", Type::Web, true),
        ("post-weblog", Type::Web, true),
        ("regulation", Type::Report, false),
        ("report", Type::Report, true),
        ("review", Type::Article, false),
        ("review-book", Type::Article, false),
        ("software", Type::Dataset, false),
        ("song", Type::Video, false),
        ("speech", Type::Report, false),
        ("standard", Type::Report, false),
        ("thesis", Type::Thesis, true),
        ("treaty", Type::Report, false),
        ("webpage", Type::Web, true),
    ]
};

/// Whether a JSON text is a list of works: its objects have a type of CSL.
pub fn is_csl_json(source: &str) -> bool {
    if !source.trim_start_matches('\u{feff}').trim_start().starts_with('[') {
        return false;
    }
    let Ok(objects) = serde_json::from_str::<Vec<Map<String, Value>>>(source.trim_start_matches('\u{feff}'))
    else {
        return false;
    };
    let is_work = |object: &Map<String, Value>| {
        let kind = object.get("type").and_then(Value::as_str);
        kind.is_some_and(|kind| TYPES.iter().any(|(own, ..)| *own == kind))
    };
    !objects.is_empty() && objects.iter().all(is_work)
}

/// Reads every work, and reports what cannot be read and all that a reference has no place for.
pub fn read(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Vec<ImportedWork> {
    let objects: Vec<&RawValue> = match serde_json::from_str(source) {
        Ok(objects) => objects,
        Err(error) => {
            diagnostics.push(bad_json(file, source, &error));
            return Vec::new();
        }
    };
    objects.into_iter().filter_map(|object| work_of(diagnostics, file, (source, object.get()))).collect()
}

fn bad_json(file: FileId, source: &str, error: &serde_json::Error) -> Diagnostic {
    let lines = source.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line: usize = lines.map(str::len).sum();
    let words = error.to_string();
    let words = words.rfind(" at line ").map_or(words.as_str(), |end| &words[..end]);
    Diagnostic::error(
        "bad-json",
        first_line(file, source, line),
        format!("this is no list of works in JSON: {words}"),
    )
    .expected("a list of objects in square brackets, as reference managers export CSL-JSON")
    .example("[{\"id\": \"davis-2015\", \"type\": \"book\", \"title\": \"NHS for Sale\"}]")
}

/// The line at a place, from there on.
fn first_line(file: FileId, source: &str, at: usize) -> Span {
    let at = at.min(source.len());
    let length = source[at..].lines().next().unwrap_or_default().trim_end().len();
    Span::new(file, at, at + length)
}

fn work_of(
    diagnostics: &mut Vec<Diagnostic>,
    file: FileId,
    (source, object): (&str, &str),
) -> Option<ImportedWork> {
    // It is a part of the source, so that its place is known.
    let at = (object.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
    let span = first_line(file, source, at);
    let Ok(fields) = serde_json::from_str::<Map<String, Value>>(object) else {
        let words = format!("this is no work, and is left out: {}", shown(object));
        diagnostics.push(Diagnostic::error("bad-json", span, words).expected("an object in curly brackets"));
        return None;
    };
    let mut sheet = Sheet { key: String::new(), span, fields, diagnostics };
    sheet.key = sheet.key_of_work();
    sheet.put_written_dates();
    let kind = sheet.kind();
    let mut own = Description { title: sheet.text("title"), ..Description::default() };
    own.authors = sheet.people("author");
    own.editors = sheet.people("editor");
    own.date = sheet.date("issued");
    own.publisher = sheet.text("publisher");
    own.location = sheet.text("publisher-place");
    own.edition = sheet.text("edition");
    own.volume = sheet.text("volume");
    own.issue = sheet.text("issue");
    own.page_range = sheet.text("page").map(|pages| work::pages(&pages));
    sheet.address(&mut own);
    sheet.serial_numbers(&mut own);
    if kind.is_report() {
        own.serial_numbers.extend(sheet.text("number").map(|number| ("serial", number)));
    }
    let parent = sheet.parent(kind, &mut own);
    let keywords = sheet.keywords();
    sheet.finish();
    if own.title.is_none() {
        sheet.report_no_title();
        return None;
    }
    Some(ImportedWork { key: sheet.key, span, kind, own, parent, keywords })
}

/// The fields of a work. Each is taken once; [`Sheet::finish`] tells of those that nobody took.
struct Sheet<'a> {
    key: String,
    span: Span,
    fields: Map<String, Value>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Sheet<'_> {
    /// A text, or a number as it is written.
    fn text(&mut self, name: &str) -> Option<String> {
        match self.fields.remove(name)? {
            Value::String(text) => Some(plain(&text)).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            other => {
                self.not_kept(name, &other.to_string());
                None
            }
        }
    }

    fn not_kept(&mut self, name: &str, text: &str) {
        let value = Spanned::new(text, self.span);
        self.diagnostics.push(not_kept(&self.key, name, &value));
    }

    /// What the file calls the work, or the family name of its first author with the year, or its title.
    fn key_of_work(&mut self) -> String {
        let own = self.text("citation-key").or_else(|| self.text("citation-label"));
        let id = self.text("id");
        // Zotero's are addresses or numbers.
        let is_name = |id: &String| id.chars().any(char::is_alphabetic) && !id.contains("//");
        if let Some(key) = own.or(id.filter(is_name)) {
            return key;
        }
        let author =
            ["author", "editor"].iter().find_map(|name| self.fields.get(*name)?.as_array()?.first().cloned());
        let family = author.and_then(|author| {
            let part = |name: &str| author.get(name).and_then(Value::as_str).map(str::to_owned);
            part("family").or_else(|| part("literal"))
        });
        let year =
            self.fields.get("issued").and_then(date_of).map(|date| date.chars().take(4).collect::<String>());
        let title = self.fields.get("title").and_then(Value::as_str).unwrap_or_default();
        let start: Vec<&str> = title.split_whitespace().take(5).collect();
        match (family, year) {
            (Some(family), Some(year)) => format!("{family}-{year}"),
            (Some(family), None) => family,
            (None, _) => start.join("-"),
        }
    }

    /// The type, or what `genre` calls it, or the nearest that there is.
    fn kind(&mut self) -> ReferenceType {
        let written = self.text("type").unwrap_or_default();
        let genre = self.fields.get("genre").and_then(Value::as_str).and_then(ReferenceType::from_genre);
        if let Some(kind) = genre {
            self.fields.remove("genre");
            return kind;
        }
        let found = TYPES.iter().find(|(own, ..)| *own == written);
        if let Some((_, kind, true)) = found {
            return *kind;
        }
        let nearest = found.map_or(ReferenceType::Report, |(_, kind, _)| *kind);
        let words = format!(
            "`{}`: the type `{written}` is no kind of reference here, and becomes `type: {}`",
            self.key,
            nearest.code()
        );
        let kinds: Vec<&str> = ReferenceType::ALL.iter().map(|kind| kind.code()).collect();
        self.diagnostics.push(
            Diagnostic::warning("type-read-as", self.span, words).expected(format!(
                "one of: {}; correct it in the reference that is written",
                kinds.join(", ")
            )),
        );
        nearest
    }

    /// Puts dates that casefile wrote in EDTF in the place of what CSL can say of them.
    fn put_written_dates(&mut self) {
        let custom = self.fields.get_mut("custom").and_then(Value::as_object_mut);
        let Some(Value::Object(dates)) = custom.and_then(|custom| custom.remove("edtf")) else { return };
        for (name, date) in dates.into_iter().filter(|(_, date)| date_of(date).is_some()) {
            self.fields.insert(name, date);
        }
        if self.fields["custom"].as_object().is_some_and(Map::is_empty) {
            self.fields.remove("custom");
        }
    }

    fn people(&mut self, field: &str) -> Vec<Name> {
        let Some(people) = self.fields.remove(field) else { return Vec::new() };
        let Value::Array(people) = people else {
            self.not_kept(field, &people.to_string());
            return Vec::new();
        };
        let mut names = Vec::new();
        for person in &people {
            match name_of(person) {
                Some(name) => names.push(name),
                None => self.not_kept(field, &person.to_string()),
            }
        }
        names
    }

    fn date(&mut self, field: &str) -> Option<String> {
        let value = self.fields.remove(field)?;
        let date = date_of(&value);
        if date.is_none() && !value.is_null() {
            let words = format!(
                "`{}`: `{field}` holds what is no date here, and is not kept: {}",
                self.key,
                shown(&date_text(&value))
            );
            self.diagnostics.push(
                Diagnostic::warning("bad-date", self.span, words).expected(
                    "2015, 2015-06, 2015-06-20 or another date of EDTF, written into the reference",
                ),
            );
        }
        date
    }

    /// Where it is on the web, and when it was read there.
    fn address(&mut self, own: &mut Description) {
        if let Some(url) = self.text("URL") {
            if work::is_web_address(&url) {
                own.url = Some(url);
            } else {
                self.not_kept("URL", &url);
            }
        }
        if own.url.is_some() {
            own.accessed = self.date("accessed");
        }
    }

    fn serial_numbers(&mut self, own: &mut Description) {
        let fields =
            [("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn"), ("PMID", "pmid"), ("PMCID", "pmcid")];
        for (field, kind) in fields {
            if let Some(number) = self.text(field) {
                let number = if kind == "doi" { bare_doi(&number).to_owned() } else { number };
                own.serial_numbers.push((kind, number));
            }
        }
    }

    /// The book, journal, newspaper or website.
    fn parent(&mut self, kind: ReferenceType, own: &mut Description) -> Option<Parent> {
        let field = if Shape::of(kind) == Shape::Whole { "collection-title" } else { "container-title" };
        let title = self.text(field);
        let is_whole = Shape::of(kind) == Shape::Whole;
        let authors = if title.is_some() && !is_whole { self.people("container-author") } else { Vec::new() };
        let mut parent = Description { title: Some(title?), authors, ..Description::default() };
        work::divide(kind, own, &mut parent);
        Some(Parent::Inline(Box::new(parent)))
    }

    fn keywords(&mut self) -> Vec<Spanned<String>> {
        let text = self.text("keyword").unwrap_or_default();
        let words = text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
        words.map(|word| Spanned::new(word.to_owned(), self.span)).collect()
    }

    /// Tells of every field that is left.
    fn finish(&mut self) {
        for (name, value) in std::mem::take(&mut self.fields) {
            let text = match &value {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            if !text.trim().is_empty() {
                self.not_kept(&name, &text);
            }
        }
    }

    fn report_no_title(&mut self) {
        let words = format!("`{}` has no `title`, and is left out", self.key);
        self.diagnostics.push(
            Diagnostic::error("missing-field", self.span, words)
                .expected("a field `title`, or a description in square brackets")
                .example("\"title\": \"[Chapter in NHS SOS, title not given]\""),
        );
    }
}

/// A person with particles and suffix, or a body.
fn name_of(person: &Value) -> Option<Name> {
    let part = |name: &str| {
        let text = person.get(name).and_then(Value::as_str).map(plain);
        text.filter(|text| !text.is_empty())
    };
    if let Some(family) = part("literal") {
        return Some(Name { family, given: None, suffix: None });
    }
    let family =
        [part("non-dropping-particle"), part("family")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let given =
        [part("given"), part("dropping-particle")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let suffix = part("suffix");
    match (family.is_empty(), given.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Name { family: given, given: None, suffix }),
        (false, is_body) => Some(Name { family, given: (!is_body).then_some(given), suffix }),
    }
}

/// A date in EDTF: as it is written so, or made of its parts, or of a text that is one.
fn date_of(value: &Value) -> Option<String> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if let Some(date) = value.as_str().and_then(work::edtf) {
        return Some(date);
    }
    let parts = value.get("date-parts").and_then(Value::as_array);
    if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
        let is_about = value.get("circa").is_some_and(is_true);
        let season = value.get("season").and_then(number_of).filter(|season| (1..=4).contains(season));
        let ends: Option<Vec<String>> = parts.iter().map(|part| end_of(part, season)).collect();
        let date = format!("{}{}", ends?.join("/"), if is_about { "~" } else { "" });
        return work::edtf(&date);
    }
    text("raw").or(text("literal")).and_then(work::edtf)
}

/// `[2018, 6, 20]`, of which each may be a text.
fn end_of(parts: &Value, season: Option<i64>) -> Option<String> {
    let numbers: Option<Vec<i64>> = parts.as_array()?.iter().map(number_of).collect();
    match (numbers?.as_slice(), season) {
        ([year], Some(season)) => Some(format!("{year:04}-{}", season + 20)),
        ([year], None) => Some(format!("{year:04}")),
        ([year, month], _) => Some(format!("{year:04}-{month:02}")),
        ([year, month, day], _) => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => None,
    }
}

fn number_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// `true`, `1` or `"true"`
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(is) => *is,
        Value::Number(number) => number.as_i64() != Some(0),
        Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        _ => false,
    }
}

/// What a date says, for a message.
fn date_text(value: &Value) -> String {
    let text = ["literal", "raw"].iter().find_map(|name| value.get(*name)?.as_str());
    text.or(value.as_str()).map_or_else(|| value.to_string(), str::to_owned)
}

/// A text without the marks that CSL takes for italics and the like, on one line.
fn plain(text: &str) -> String {
    const MARKS: [&str; 11] = [
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<sup>",
        "</sup>",
        "<sub>",
        "</sub>",
        "<sc>",
        "</sc>",
        "<span class=\"nocase\">",
    ];
    let mut text = text.to_owned();
    let has_span = text.contains("<span class=\"nocase\">");
    for mark in MARKS.iter().chain(has_span.then_some(&"</span>")) {
        text = text.replace(mark, "");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
