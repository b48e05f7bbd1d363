//! Diagnostics as they are shown: to people with the line and a caret, to machines as JSON or as annotations.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::input::Inputs;
use crate::span::FileId;
use crate::span::Span;
use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the files of the inputs are, seen from where the reader is: put before each path.
pub struct Places<'a> {
    /// The inputs.
    pub inputs: &'a Inputs,
    /// `site/`, or nothing when the site is the current folder.
    pub prefix: String,
}

/// Mistakes of one kind in one file that are shown to people one by one.
const ALIKE: usize = 100;

/// A line longer than this is shown in part, in bytes.
const LONG_LINE: usize = 4000;

/// A diagnostic for machines: an object a line.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    expected: Option<&'a str>,
    suggestion: Option<&'a str>,
}

/// For people. `styled` adds colour; `width` is that of the terminal.
pub fn human(places: &Places<'_>, diagnostics: &[Diagnostic], styled: bool, width: usize) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut told: BTreeMap<(Option<FileId>, &str), usize> = BTreeMap::new();
    let is_shown = |diagnostic: &&Diagnostic| {
        let count = told.entry((diagnostic.span.map(|span| span.file), diagnostic.code)).or_insert(0);
        *count += 1;
        *count <= ALIKE
    };
    let shown: Vec<&Diagnostic> = diagnostics.iter().filter(is_shown).collect();
    let one = |diagnostic: &&Diagnostic| human_one(places, diagnostic, &renderer) + "\n\n";
    let mut out: String = shown.par_iter().map(one).collect();
    for ((file, code), count) in told.into_iter().filter(|(_, count)| *count > ALIKE) {
        let path = file.map(|file| places.path(Span::new(file, 0, 0))).unwrap_or_default();
        let _ = writeln!(out, "{} more of `{code}` in {path}; `--format json` lists all\n", count - ALIKE);
    }
    out
}

/// How many mistakes there are: `2 errors, 1 warning`.
pub fn count_words<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let (mut errors, mut warnings) = (0, 0);
    for diagnostic in diagnostics {
        match diagnostic.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
    }
    let say = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "no mistakes".to_owned(),
        (0, warnings) => say(warnings, "warning"),
        (errors, 0) => say(errors, "error"),
        (errors, warnings) => format!("{}, {}", say(errors, "error"), say(warnings, "warning")),
    }
}

fn human_one(places: &Places<'_>, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    for (index, (span, label)) in spans(diagnostic).into_iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let excerpt = places.excerpt(span);
        let snippet = Snippet::source(excerpt.text)
            .line_start(excerpt.line)
            .path(places.path(span))
            .annotation(kind.span(excerpt.range).label(label));
        group = group.element(snippet);
    }
    if let (None, Some(path)) = (diagnostic.span, &diagnostic.path) {
        group = group.element(Origin::path(format!("{}{path}", places.prefix)));
    }
    if let Some(expected) = &diagnostic.expected {
        group = group.element(Level::NOTE.with_name("expected").message(expected));
    }
    if let Some(suggestion) = diagnostic.suggestion.as_ref().or(diagnostic.example.as_ref()) {
        group = group.element(Level::HELP.with_name("for example").message(suggestion));
    }
    renderer.render(&[group])
}

fn spans(diagnostic: &Diagnostic) -> Vec<(Span, String)> {
    let own = diagnostic.span.map(|span| (span, String::new()));
    own.into_iter().chain(diagnostic.others.iter().cloned()).collect()
}

/// A range that lies within the text and within one line, at the boundaries of characters.
fn clamp(source: &str, span: Span) -> std::ops::Range<usize> {
    let mut start = (span.start as usize).min(source.len());
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    let line_end = source[start..].find(['\n', '\r']).map_or(source.len(), |end| start + end);
    let mut end = (span.end as usize).clamp(start, line_end.max(start));
    while !source.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// The line of a place: all that a reader has to see, however long the file.
struct Excerpt {
    text: String,
    line: usize,
    range: std::ops::Range<usize>,
}

impl Places<'_> {
    fn excerpt(&self, span: Span) -> Excerpt {
        let text = self.inputs.text(span.file).text();
        let range = clamp(&text, span);
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
        let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count() + 1;
        let mut shown = text[start..end].trim_end().trim_start_matches('\u{feff}').to_owned();
        let cut = (end - start) - text[start..end].trim_start_matches('\u{feff}').len();
        let mut range = range.start.saturating_sub(start + cut)..range.end.saturating_sub(start + cut);
        range.end = range.end.min(shown.len());
        range.start = range.start.min(range.end);
        if shown.len() > LONG_LINE {
            let mut stop = (range.start + LONG_LINE).min(shown.len());
            while !shown.is_char_boundary(stop) {
                stop -= 1;
            }
            shown.truncate(stop);
            range.end = range.end.min(stop);
        }
        Excerpt { text: shown, line, range }
    }

    fn path(&self, span: Span) -> String {
        format!("{}{}", self.prefix, self.inputs.text(span.file).path)
    }

    /// The line and the column in characters, both from 1.
    fn line_and_column<'a>(&'a self, lines: &mut Lines<'a>, span: Span) -> (usize, usize) {
        let (text, starts) = lines.entry(span.file).or_insert_with(|| {
            let text = self.inputs.text(span.file).text();
            let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect();
            (text, starts)
        });
        let start = clamp(text, span).start;
        let line = starts.partition_point(|line| *line <= start);
        let line_start = line.checked_sub(1).map_or(0, |above| starts[above]);
        (line + 1, text[line_start..start].trim_start_matches('\u{feff}').chars().count() + 1)
    }
}

/// The text of each file that is asked for, and where its lines begin but for the first: a file with a hundred thousand
/// mistakes is looked through once.
type Lines<'a> = BTreeMap<FileId, (Cow<'a, str>, Vec<usize>)>;

/// For machines: a JSON object a line.
pub fn json(places: &Places<'_>, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut lines = Lines::new();
    for diagnostic in diagnostics {
        let place = diagnostic.span.map(|span| places.line_and_column(&mut lines, span));
        let line = Line {
            code: diagnostic.code,
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            path: path_of(places, diagnostic),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            expected: diagnostic.expected.as_deref(),
            suggestion: diagnostic.suggestion.as_deref(),
        };
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn path_of(places: &Places<'_>, diagnostic: &Diagnostic) -> String {
    match (diagnostic.span, &diagnostic.path) {
        (Some(span), _) => places.path(span),
        (None, Some(path)) => format!("{}{path}", places.prefix),
        (None, None) => String::new(),
    }
}

/// For GitHub: a workflow command a line, which its pages show beside the line of the file.
///
/// Format: GitHub Docs, "Workflow commands for GitHub Actions", setting an error message.
pub fn github(places: &Places<'_>, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut lines = Lines::new();
    for diagnostic in diagnostics {
        let mut place = format!("file={}", escape_property(&path_of(places, diagnostic)));
        if let Some(span) = diagnostic.span {
            let (line, column) = places.line_and_column(&mut lines, span);
            let _ = write!(place, ",line={line},col={column}");
        }
        let mut message = diagnostic.message.clone();
        if let Some(expected) = &diagnostic.expected {
            let _ = write!(message, "\nexpected: {expected}");
        }
        if let Some(suggestion) = diagnostic.suggestion.as_ref().or(diagnostic.example.as_ref()) {
            let _ = write!(message, "\nfor example: {suggestion}");
        }
        let severity = diagnostic.severity.as_str();
        let _ = writeln!(
            out,
            "::{severity} {place},title={}::{}",
            escape_property(diagnostic.code),
            escape_message(&message)
        );
    }
    out
}

fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}
