//! Reads the files of `content/` into documents.

use super::Attachment;
use super::Change;
use super::Common;
use super::Context;
use super::Details;
use super::Record;
use super::Withdrawn;
use super::bibliography;
use super::kinds;
use super::references;
use super::rules;
use crate::config::Config;
use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::frontmatter::Fields;
use crate::frontmatter::Reading;
use crate::frontmatter::group_of;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::markdown;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling;
use crate::url::AliasFault;
use crate::url::alias_path;
use crate::url::is_id;
use crate::vocabulary::Kind;
use crate::vocabulary::State;
use crate::vocabulary::Vocabulary;
use crate::yaml;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Value;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// A front matter may be this long, in bytes.
const MAX_FRONT_MATTER: usize = 1 << 20;

/// What was written, file by file.
pub struct Documents {
    /// The configuration.
    pub config: Config,
    /// Every record that could be read, in the order of paths.
    pub records: Vec<Record<AsWritten>>,
    /// Records whose file could not be read; names may point to them without being a second mistake.
    pub unreadable: Vec<(Kind, String)>,
}

/// What one file says.
#[derive(Default)]
pub struct FileReading {
    /// Its mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// Its records.
    pub records: Vec<Record<AsWritten>>,
    /// The kinds and ids of records that could not be read.
    pub unreadable: Vec<(Kind, String)>,
}

/// Reads every text of the inputs, in parallel, and reports the mistakes of each.
pub fn read_documents(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) -> Documents {
    let config = read_site_config(diagnostics, inputs);
    report_folders(diagnostics, inputs);
    let readings = read_files(inputs, &config);
    let mut records = Vec::with_capacity(readings.len());
    let mut unreadable = Vec::new();
    for reading in readings {
        diagnostics.extend(reading.diagnostics);
        records.extend(reading.records);
        unreadable.extend(reading.unreadable);
    }
    Documents { config, records, unreadable }
}

/// Reads every text of the inputs, in parallel.
pub fn read_files(inputs: &Inputs, config: &Config) -> Vec<FileReading> {
    let all = (0..inputs.texts.len()).into_par_iter();
    all.map(|index| read_file(inputs, config, file_id(index))).collect()
}

/// Reads one text.
pub fn read_file(inputs: &Inputs, config: &Config, file: FileId) -> FileReading {
    let mut reading = FileReading::default();
    read_into(&mut reading, Context { config }, inputs, file);
    reading
}

/// Reports a site without records, and folders whose names are nearly those of folders of records.
pub fn report_folders(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) {
    if !inputs.texts.iter().any(|text| text.path.starts_with("content/")) {
        let words = "there is no record in this folder, so the site is empty";
        diagnostics.push(
            Diagnostic::about_file("no-records", Severity::Warning, "content", words)
                .expected("a file for each record, such as `content/incidents/gp-letters.md`"),
        );
    }
    report_near_folders(diagnostics, inputs);
}

fn file_id(index: usize) -> FileId {
    FileId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// Warns of each folder whose name is nearly that of a folder of records: what lies in it is read as pages.
fn report_near_folders(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) {
    let below = inputs.texts.iter().filter_map(|text| text.path.strip_prefix("content/"));
    let mut folders: Vec<&str> = below
        .filter_map(|path| path.split_once('/'))
        // The page of that name, in a folder with its attachments.
        .filter(|(_, rest)| *rest != "index.md")
        .map(|(folder, _)| folder)
        .collect();
    // Most stand beside others of their folder already.
    folders.dedup();
    for folder in BTreeSet::from_iter(folders) {
        let Some(near) = near_folder(folder) else { continue };
        let words = format!(
            "what lies in `{folder}` is read as pages, since no kind of record has a folder of that name"
        );
        diagnostics.push(
            Diagnostic::about_file("near-folder", Severity::Warning, format!("content/{folder}"), words)
                .expected(format!("`{near}`, if they are records of that kind"))
                .suggest(format!("content/{near}")),
        );
    }
}

/// The folder of records that is meant by a name which is nearly its own. The beginning of one is none: pages may lie in
/// `press`.
fn near_folder(folder: &str) -> Option<&'static str> {
    let folders = Kind::ALL.iter().map(|kind| kind.folder()).filter(|own| !own.is_empty());
    let near = spelling::nearest(folder, folders)?;
    (near != folder && near.len().abs_diff(folder.len()) <= 2).then_some(near)
}

/// Reads `casefile.yaml`.
pub fn read_site_config(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs) -> Config {
    let index = inputs.texts.iter().position(|text| text.path == "casefile.yaml").unwrap_or(0);
    let source =
        inputs.texts.get(index).map_or(Cow::Borrowed(""), |text| decode(diagnostics, file_id(index), text));
    crate::config::read_config(diagnostics, file_id(index), &source)
}

/// Where a file of `content/` belongs.
struct Address {
    kind: Kind,
    id: String,
    bundle: Option<String>,
}

fn read_into(reading: &mut FileReading, context: Context<'_>, inputs: &Inputs, file: FileId) {
    let text = inputs.text(file);
    let diagnostics = &mut reading.diagnostics;
    let Some(below) = text.path.strip_prefix("content/") else { return };
    if !below.ends_with(".md") {
        if below.starts_with("references/") {
            read_list(reading, context, text, file);
        }
        return;
    }
    let Some(address) = address_of(diagnostics, file, below) else { return };
    let source = decode(diagnostics, file, text);
    match read_record(diagnostics, context, &File { file, source: &source, address: &address }) {
        Some(record) => reading.records.push(record),
        None => reading.unreadable.push((address.kind, address.id)),
    }
}

fn address_of(diagnostics: &mut Vec<Diagnostic>, file: FileId, below: &str) -> Option<Address> {
    let stem = below.strip_suffix(".md").unwrap_or(below);
    let kind = Kind::ALL.iter().copied().find(|kind| {
        *kind != Kind::Page && stem.strip_prefix(kind.folder()).is_some_and(|rest| rest.starts_with('/'))
    });
    let (kind, rest) = match kind {
        Some(kind) => (kind, &stem[kind.folder().len() + 1..]),
        None => (Kind::Page, stem),
    };
    let (id, bundle) = match rest.strip_suffix("/index") {
        Some(folder) => {
            (folder, Some(format!("content/{}", below.strip_suffix("/index.md").unwrap_or(below))))
        }
        None => (rest, None),
    };
    if id.split('/').all(is_id) && (kind == Kind::Page || !id.contains('/')) {
        return Some(Address { kind, id: id.to_owned(), bundle });
    }
    let (code, message) = if id.split('/').all(is_id) {
        ("nested-record", format!("`{below}` lies in a folder of its own, and so has no address"))
    } else {
        ("bad-id", format!("`{id}` cannot be the address of a record"))
    };
    let near = id.split_once('/').and_then(|(folder, _)| near_folder(folder));
    let folder = match near.filter(|_| kind == Kind::Page).unwrap_or(kind.folder()) {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let last = id.rsplit('/').next().unwrap_or(id);
    diagnostics.push(
        Diagnostic::error(code, Span::new(file, 0, 0), message)
            .expected("a file name of lower-case letters, digits and hyphens, directly in the folder of its kind, or a folder of that name with `index.md` in it")
            .suggest(format!("content/{folder}{}.md", slug::slugify(last))),
    );
    None
}

/// The text of a file. What is no text is reported.
fn decode<'a>(diagnostics: &mut Vec<Diagnostic>, file: FileId, text: &'a TextFile) -> Cow<'a, str> {
    let decoded = text.text();
    if matches!(decoded, Cow::Owned(_)) {
        report_bad_bytes(diagnostics, file, text);
    }
    // Marks that turn the direction of what follows can make a text read as another one (Unicode TR 36).
    let is_mark = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // In UTF-8 all of them begin with this byte.
    let at = memchr::memchr_iter(0xe2, decoded.as_bytes()).find(|at| decoded[*at..].starts_with(is_mark));
    if let Some(at) = at {
        diagnostics.push(
            Diagnostic::error(
                "direction-mark",
                Span::new(file, at, at + 3),
                "an invisible mark stands here that turns the direction of the text",
            )
            .expected("the text without it; letters of right-to-left scripts need no mark"),
        );
    }
    decoded
}

fn report_bad_bytes(diagnostics: &mut Vec<Diagnostic>, file: FileId, text: &TextFile) {
    if let Some(at) = text.first_bad_byte() {
        diagnostics.push(
            Diagnostic::error("not-utf-8", Span::new(file, at, at + 1), "this file is not saved as UTF-8, so letters with accents and curly quotes would be lost from here on")
                .expected("the file saved again with the encoding UTF-8, which editors offer under \"Save as\""),
        );
    }
    if let Some(at) = text.first_control() {
        diagnostics.push(
            Diagnostic::error(
                "control-character",
                Span::new(file, at, at + 1),
                "an invisible control character stands here",
            )
            .expected("plain text: delete the character, or paste the passage again as plain text"),
        );
    }
}

/// One file of a record.
struct File<'a> {
    file: FileId,
    source: &'a str,
    address: &'a Address,
}

fn read_record(
    diagnostics: &mut Vec<Diagnostic>,
    context: Context<'_>,
    file: &File<'_>,
) -> Option<Record<AsWritten>> {
    let File { file, source, address } = *file;
    let parts = split_front_matter(diagnostics, file, source)?;
    let mut tree = yaml::parse(diagnostics, file, source, parts.front.clone());
    if !parts.is_closed {
        // What is missing may stand below what was taken for the end.
        tree.broken.push("---".to_owned());
    }
    let span = Span::new(file, parts.front.start, parts.front.end);
    let mut fields = Fields::of_tree(&tree, span);
    let reading = &mut Reading { file, source, diagnostics };
    let common = read_common(reading, &mut fields, (address.kind, &address.id));
    let details = kinds::read_details(reading, context, address.kind, &mut fields);
    fields.finish(reading, address.kind.code());
    let written =
        markdown::Written { file, source, start: parts.body, kind: address.kind, html: context.config.html };
    let body = markdown::read_body(reading.diagnostics, written);
    rules::check_text(reading, context.config, &common.allow);
    if let Details::Incident(incident) = &details {
        rules::check_figures(reading, context.config, &common.allow, incident);
    }
    Some(Record {
        file,
        kind: address.kind,
        id: address.id.clone(),
        bundle: address.bundle.clone(),
        span,
        common: Box::new(common),
        details,
        body: Box::new(body),
    })
}

struct Parts {
    front: Range<usize>,
    body: usize,
    /// Whether the line that ends the front matter is there.
    is_closed: bool,
}

/// Finds the two `---` lines. Windows line ends, a byte order mark and white space after the dashes are allowed.
fn split_front_matter(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Option<Parts> {
    let bom = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let blank = source[bom..].len() - source[bom..].trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let start = bom + blank;
    let first_end = line_end(source, start);
    if source[start..first_end].trim_end() != "---" {
        diagnostics.push(
            Diagnostic::error(
                "no-front-matter",
                Span::new(file, start, first_end),
                "the file does not begin with front matter",
            )
            .expected("a line `---`, the fields, another line `---`, then the text")
            .example("---\ntitle: Letters to GPs were not sent\n---"),
        );
        return None;
    }
    let mut at = first_end;
    while at < source.len() && at - first_end <= MAX_FRONT_MATTER {
        let end = line_end(source, at);
        if source[at..end].trim_end() == "---" {
            return Some(Parts { front: first_end..at, body: end, is_closed: true });
        }
        at = end;
    }
    diagnostics.push(
        Diagnostic::error(
            "unclosed-front-matter",
            Span::new(file, start, start + 3),
            "the front matter that begins here is not closed",
        )
        .expected("a second line `---` after the last field, before the text")
        .suggest("---"),
    );
    likely_parts(source, first_end)
}

/// The parts of a file whose front matter is not closed, so that its other mistakes are told in the same run. The fields
/// end at a line of other signs than three hyphens, or at an empty line behind which no field follows. Nothing is told
/// where a line before that is no field either.
fn likely_parts(source: &str, start: usize) -> Option<Parts> {
    let parts = |end: usize, body: usize| Some(Parts { front: start..end, body, is_closed: false });
    let (mut at, mut blank, mut above) = (start, None, "");
    while at < source.len() && at - start <= MAX_FRONT_MATTER {
        let end = line_end(source, at);
        let line = source[at..end].trim_end();
        if is_line_of_signs(line) {
            return parts(at, end);
        } else if line.is_empty() {
            blank.get_or_insert(at);
        } else if is_field(line) || goes_on(line, above) {
            (blank, above) = (None, line);
        } else if !line.starts_with('#') {
            // A comment says nothing, and neither does a heading.
            return blank.and_then(|blank| parts(blank, blank));
        }
        at = end;
    }
    if at < source.len() { None } else { parts(blank.unwrap_or(at), at) }
}

/// `----`, `—`, `***`: a line meant to divide.
fn is_line_of_signs(line: &str) -> bool {
    line.chars().all(|c| "-–—=*_+~.".contains(c)) && line.len() > 1
}

/// `title: Late results` at the left edge.
fn is_field(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(':') else { return false };
    let is_name = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
    !name.is_empty() && name.bytes().all(is_name) && (rest.is_empty() || rest.starts_with(' '))
}

/// Whether a line belongs to the field in the line above it.
fn goes_on(line: &str, above: &str) -> bool {
    let is_item = |line: &str| line == "-" || line.starts_with("- ");
    let in_list = above.ends_with(':') || is_item(above) || above.starts_with(' ');
    line.starts_with([' ', '\t', ']', '}']) || is_item(line) && in_list
}

fn line_end(source: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &source.as_bytes()[from..]).map_or(source.len(), |found| from + found + 1)
}

/// A record whose title cannot be read goes by its `id`, so that its other mistakes are told in the same run.
fn read_common(
    reading: &mut Reading<'_>,
    fields: &mut Fields<'_>,
    (kind, id): (Kind, &str),
) -> Common<AsWritten> {
    let title = match kind {
        Kind::Reference => references::read_title(reading, fields),
        _ => fields.text(reading, "title"),
    };
    fields.require(reading, "title", "Letters to GPs were not sent");
    fields.refuse_empty(reading, "state", "draft");
    fields.refuse_empty(reading, "embargo", "2026-12-01T00:01Z");
    fields.refuse_empty(reading, "withdrawn", "{date: 2026-12-01, reason: It named the wrong firm.}");
    let summary = read_summary(reading, fields);
    let state = fields.word(reading, "state").unwrap_or(State::Published);
    let withdrawn = fields.group(reading, "withdrawn", |reading, fields| {
        let date = fields.date(reading, "date").unwrap_or_else(PartialDate::unknown);
        let reason = fields.required_text(reading, "reason", "The source withdrew its report.");
        Some(Withdrawn { date, reason: reason?.value })
    });
    let merged_into = fields.text(reading, "merged_into");
    check_state(reading, fields, state);
    Common {
        summary,
        state,
        withdrawn: withdrawn.flatten(),
        merged_into,
        embargo: fields.instant(reading, "embargo"),
        published: fields.day(reading, "published"),
        updated: fields.day(reading, "updated"),
        changes: fields.groups(reading, "changes", |reading, fields| {
            let date = fields.date(reading, "date").unwrap_or_else(PartialDate::unknown);
            let kind = fields.required_word(reading, "kind", "correction");
            let note = fields.required_text(reading, "note", "The number of letters was wrong.");
            Some(Change { date, kind: kind?, note: note?.value })
        }),
        aliases: read_aliases(reading, fields),
        topics: fields.texts_once(reading, "topics"),
        related: fields.texts_once(reading, "related"),
        attachments: fields.groups(reading, "attachments", |reading, fields| {
            let file = fields.required_text(reading, "file", "minutes.pdf");
            let title = fields.text(reading, "title").map(|text| text.value);
            let description = fields.text(reading, "description").map(|text| text.value);
            let obtained = fields.date(reading, "obtained");
            Some(Attachment { file: file?, title, description, obtained })
        }),
        allow: rules::read_allowances(reading, fields),
        extra: fields.node("extra").map_or(serde_json::Value::Null, json_of),
        title: title.unwrap_or_else(|| Spanned::new(id.to_owned(), fields.span())),
    }
}

fn read_summary(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<String> {
    let summary = fields.text(reading, "summary")?;
    let length = summary.value.chars().count();
    if length > 500 {
        reading.report(
            Diagnostic::error("long-summary", summary.span, format!("the summary has {length} characters"))
                .expected("at most 500 characters; the rest belongs to the text"),
        );
    }
    Some(summary.value)
}

fn check_state(reading: &mut Reading<'_>, fields: &Fields<'_>, state: State) {
    let withdrawn = "withdrawn: {date: 2018-06-20, reason: The source withdrew its report.}";
    let pairs = [
        ("withdrawn", State::Withdrawn, withdrawn),
        ("merged_into", State::Merged, "merged_into: the-other-record"),
    ];
    for (field, wanted, example) in pairs {
        let start = Span { end: fields.span().start, ..fields.span() };
        match (fields.was_written(field), state == wanted) {
            (false, true) if !fields.is_damaged() => reading.report(
                Diagnostic::error(
                    "missing-field",
                    start,
                    format!("`{field}` is missing, and the state is `{}`", wanted.code()),
                )
                .expected(format!("`{field}`, which readers are shown instead of the record"))
                .example(example),
            ),
            (true, false) => reading.report(
                Diagnostic::error(
                    "state-mismatch",
                    start,
                    format!("the record has `{field}`, and its state is `{}`", state.code()),
                )
                .expected(format!("`state: {}` beside `{field}`", wanted.code()))
                .suggest(format!("state: {}", wanted.code())),
            ),
            _ => {}
        }
    }
}

fn read_aliases(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let aliases = fields.texts(reading, "aliases").into_iter();
    aliases
        .filter_map(|alias| match alias_path(&alias.value) {
            Ok(path) => Some(Spanned::new(path, alias.span)),
            Err(fault) => {
                reading.report(bad_alias(&alias, fault));
                None
            }
        })
        .collect()
}

fn bad_alias(alias: &Spanned<String>, fault: AliasFault) -> Diagnostic {
    let written = &alias.value;
    let (words, expected, suggestion) = match fault {
        AliasFault::Host => (
            "begins with the name of a host",
            "the part of the old address after the host",
            written
                .split_once("://")
                .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
                .filter(|path| alias_path(path).is_ok()),
        ),
        AliasFault::White => (
            "holds a space",
            "`%20` for each space of the old address",
            Some(written.replace(char::is_whitespace, "%20")),
        ),
        AliasFault::Query => (
            "holds a `?`; an old address with one cannot be forwarded",
            "the old address without `?` and what follows it, or a rule of the host that forwards it",
            None,
        ),
        AliasFault::Fragment => (
            "holds a `#`, and what stands behind it is a place on a page, of which a host is never told",
            "the old address of the page, without `#` and what follows it",
            None,
        ),
        AliasFault::Path => (
            "leads to no page of this site",
            "the part of the old address after the host; no part of it is empty or begins with a dot, and none holds `:` or `\\`",
            Some("/old/address.html".to_owned()),
        ),
    };
    Diagnostic::error("bad-alias", alias.span, format!("`{written}` {words}"))
        .expected(expected)
        .maybe_suggest(suggestion.map(|path| format!("aliases: [{path}]")))
}

fn json_of(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Empty => serde_json::Value::Null,
        Value::Text(text) => serde_json::Value::String(text.to_string()),
        Value::List(items) => items.iter().map(json_of).collect(),
        Value::Map(entries) => {
            entries.iter().map(|entry| (entry.key.value.to_string(), json_of(&entry.value))).collect()
        }
    }
}

/// `references/*.bib` and `references/*.yaml` hold many references.
fn read_list(reading: &mut FileReading, context: Context<'_>, text: &TextFile, file: FileId) {
    let source = decode(&mut reading.diagnostics, file, text);
    if text.path.ends_with(".bib") {
        bibliography::read(reading, context, (file, &source));
        return;
    }
    reading.records = read_hayagriva(&mut reading.diagnostics, context, (file, &source));
}

/// An entry a key.
fn read_hayagriva(
    diagnostics: &mut Vec<Diagnostic>,
    context: Context<'_>,
    (file, source): (FileId, &str),
) -> Vec<Record<AsWritten>> {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = yaml::parse(diagnostics, file, source, start..source.len());
    let reading = &mut Reading { file, source, diagnostics };
    rules::check_text(reading, context.config, &[]);
    tree.entries.iter().filter_map(|entry| read_listed_reference(reading, entry)).collect()
}

fn read_listed_reference(reading: &mut Reading<'_>, entry: &Entry<'_>) -> Option<Record<AsWritten>> {
    let id = &entry.key;
    if !is_id(&id.value) {
        reading.report(
            Diagnostic::error("bad-id", id.span, format!("`{}` cannot be the address of a record", id.value))
                .expected("lower-case letters, digits and hyphens")
                .suggest(slug::slugify(&*id.value)),
        );
        return None;
    }
    let (mut common, mut reference) = group_of(reading, &entry.value, "reference", |reading, fields| {
        (
            read_common(reading, fields, (Kind::Reference, &id.value)),
            references::read_reference(reading, fields),
        )
    })?;
    references::take_out_marks(&mut common.title.value, &mut reference.work);
    Some(Record {
        file: id.span.file,
        kind: Kind::Reference,
        id: id.value.to_string(),
        bundle: None,
        span: id.span,
        common: Box::new(common),
        details: Details::Reference(Box::new(reference)),
        body: Box::new(markdown::empty_body()),
    })
}
