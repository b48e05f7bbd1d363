//! The panel that stands below every page of a preview: what the page is, where it is written, and every mistake.

use crate::archive::WithheldReason;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::input::Inputs;
use crate::report;
use crate::report::Places;
use crate::serve::Site;
use crate::serve::find::Notice;
use crate::url;
use foldhash::fast::FixedState;
use jiff::tz::Offset;
use pulldown_cmark_escape::escape_html;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Mistakes that are shown one by one.
const MOST: usize = 200;

/// The width in columns to which source lines are cropped.
const WIDTH: usize = 100;

/// The page that a panel is about.
pub(super) struct Page<'a> {
    /// Its site path.
    pub(super) path: &'a str,
    /// What must be said about it.
    pub(super) notice: &'a Notice,
    /// What its reader must show to have an editor opened; nothing for a reader at another machine.
    pub(super) token: Option<&'a str>,
}

/// The panel of a page as HTML.
pub(super) fn panel(site: &Site, page: &Page<'_>) -> String {
    let failures = site.failures().clone();
    let (mut own, mut others) = mistakes(site, page, &failures);
    let count = report::count_words(own.iter().chain(&others).copied());
    let all = own.len() + others.len();
    own.retain(|one| !site.preview.hides(one));
    others.retain(|one| !site.preview.hides(one));
    let hidden = all - own.len() - others.len();
    let mut html = String::from("<section aria-label=\"Preview\">\n");
    if let Some(trouble) = &site.trouble {
        let trouble = with_code(trouble);
        let _ = writeln!(
            html,
            "<p class=\"alarm\">The site folder cannot be read: {trouble}. What you see is how it was before.</p>"
        );
    }
    push_notice(&mut html, page.notice);
    if let Some(words) = banner(site, page.path) {
        let _ = writeln!(html, "<p class=\"banner\">{words}</p>");
    }
    push_line(&mut html, site, page);
    // Read out when it changes, whether the list is open or not.
    paragraph_with(&mut html, "class=\"hidden\" role=\"status\"", &count);
    if all > 0 {
        push_mistakes(&mut html, site, (&own, &others), (&count, hidden));
    }
    html.push_str("</section>");
    html
}

/// Text as it stands in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a string does not fail.
    let _ = escape_html(&mut html, text);
    html
}

/// Words in which what stands between backticks is code, as HTML.
fn with_code(words: &str) -> String {
    let parts: Vec<&str> = words.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(words);
    }
    let mut html = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        let part = escaped(part);
        let _ = if index % 2 == 0 { write!(html, "{part}") } else { write!(html, "<code>{part}</code>") };
    }
    html
}

fn paragraph(html: &mut String, class: &str, words: &str) {
    paragraph_with(html, &format!("class=\"{class}\""), words);
}

fn paragraph_with(html: &mut String, attributes: &str, words: &str) {
    let _ = writeln!(html, "<p {attributes}>{}</p>", escaped(words));
}

fn push_notice(html: &mut String, notice: &Notice) {
    match notice {
        Notice::Nothing => {}
        Notice::NoPage(nearest) => {
            html.push_str("<p class=\"alarm\">There is no page at this address; perhaps its file was removed or has another name.");
            if let Some(nearest) = nearest {
                let href = escaped(&url::href(nearest));
                let _ = write!(html, " The nearest is <a href=\"/{href}\">{}</a>.", escaped(nearest));
            }
            html.push_str("</p>\n");
        }
        Notice::Unread(_) => paragraph(
            html,
            "alarm",
            "This record cannot be read until its mistakes are mended. A page that was open stays as it was.",
        ),
        Notice::Failed(_) => paragraph(
            html,
            "alarm",
            "This page cannot be made until the mistake in the theme is mended. A page that was open stays as it was.",
        ),
        Notice::NoSite => paragraph(
            html,
            "alarm",
            "No page can be made until these mistakes are mended. A page that was open stays as it was.",
        ),
    }
}

/// Why `build` would not publish the page, as HTML.
fn banner(site: &Site, path: &str) -> Option<String> {
    let reason = site.preview.withheld(path)?;
    let common = site.preview.record(path).map(|record| &record.common);
    Some(match reason {
        WithheldReason::Draft => {
            "<strong>Draft.</strong> It says <code>state: draft</code>, so it is not published.".to_owned()
        }
        WithheldReason::Embargo => {
            let until = common.and_then(|common| common.embargo.as_ref());
            let until = until.map(|until| Offset::UTC.to_datetime(until.value));
            let until = until.map(|until| until.strftime(" until %-d %B %Y, %H:%M UTC").to_string());
            format!(
                "<strong>Under embargo{}.</strong> It is not published before.",
                until.unwrap_or_default()
            )
        }
        WithheldReason::Future => {
            let day = common.and_then(|common| common.published.as_ref()?.earliest());
            let day = day.map(|day| day.strftime(" on %-d %B %Y").to_string());
            format!(
                "<strong>To be published{}.</strong> That is the day under <code>published</code>; it is not published \
                 before.",
                day.unwrap_or_default()
            )
        }
    })
}

/// The line that is always there: the word, the state of the connection, and where the page is written.
fn push_line(html: &mut String, site: &Site, page: &Page<'_>) {
    html.push_str("<div class=\"line\">\n<strong class=\"word\">Preview</strong>\n");
    html.push_str("<span class=\"state\" id=\"state\">Reload to see changes</span>\n");
    if let Some(source) = source(site, page) {
        let source = escaped(&source);
        let _ =
            writeln!(html, "<span class=\"source\"><span class=\"hidden\">Written in </span>{source}</span>");
        if let Some(token) = page.token {
            let token = escaped(token);
            let what = if matches!(page.notice, Notice::Nothing) { "page" } else { "file" };
            let _ = writeln!(
                html,
                "<button type=\"button\" id=\"edit\" data-file=\"{source}\" data-token=\"{token}\">Edit this {what}</button>"
            );
        }
    }
    html.push_str("</div>\n<p class=\"said\" id=\"said\" role=\"status\"></p>\n");
}

/// Where the page is written; of a page that cannot be made, where it has to be mended.
fn source(site: &Site, page: &Page<'_>) -> Option<String> {
    let preview = &site.preview;
    let file = |one: &Diagnostic| one.span.map(|span| preview.inputs().text(span.file).path.clone());
    match page.notice {
        Notice::Unread(file) => Some(file.clone()),
        Notice::Failed(failed) => file(failed),
        Notice::NoSite => {
            preview.diagnostics().iter().find(|one| one.severity == Severity::Error).and_then(file)
        }
        _ => site.preview.source_of(page.path).map(str::to_owned),
    }
}

/// Those of the page, and all others.
fn mistakes<'a>(
    site: &'a Site,
    page: &'a Page<'_>,
    failures: &'a [Diagnostic],
) -> (Vec<&'a Diagnostic>, Vec<&'a Diagnostic>) {
    let inputs = site.preview.inputs();
    let source = source(site, page);
    let is_own = |own: &&Diagnostic| {
        let file = own.span.map(|span| inputs.text(span.file).path.as_str()).or(own.path.as_deref());
        file.is_some() && (file == source.as_deref() || own.path.as_deref() == Some(page.path))
    };
    let (mut own, mut others): (Vec<_>, Vec<_>) =
        site.preview.diagnostics().iter().chain(failures).partition(is_own);
    if let Notice::Failed(failed) = page.notice {
        others.retain(|other| **other != **failed);
        own.retain(|other| **other != **failed);
        own.insert(0, failed);
    }
    (own, others)
}

fn push_mistakes(
    html: &mut String,
    site: &Site,
    (own, others): (&[&Diagnostic], &[&Diagnostic]),
    (count, hidden): (&str, usize),
) {
    let open = if own.is_empty() { "" } else { " open" };
    let here = match own.len() {
        0 => "none of them on this page".to_owned(),
        1 if others.is_empty() => "on this page".to_owned(),
        _ if others.is_empty() => "all on this page".to_owned(),
        here => format!("{here} on this page"),
    };
    let is_error = own.iter().chain(others).any(|one| one.severity == Severity::Error);
    let class = if is_error { "errors" } else { "warnings" };
    let _ = write!(
        html,
        "<details class=\"mistakes {class}\" id=\"mistakes\"{open}>\n<summary>{count} <span>({here})</span></summary>\n\
         <div class=\"list\" id=\"list\" tabindex=\"0\" role=\"group\" aria-label=\"Mistakes\">\n"
    );
    if is_error {
        paragraph(html, "note", "Nothing is published while there are errors.");
    }
    let places = Places { inputs: site.preview.inputs(), prefix: String::new() };
    for (index, one) in own.iter().chain(others).take(MOST).enumerate() {
        if index == own.len() && index > 0 {
            paragraph(html, "note", "Elsewhere in the site:");
        }
        html.push_str(&site.drawn.draw(&places, one));
    }
    let left = (own.len() + others.len()).saturating_sub(MOST);
    if left > 0 {
        paragraph(html, "note", &format!("And {left} more. The terminal, and `casefile check`, list them."));
    }
    if hidden > 0 {
        let words = format!(
            "{hidden} in records that are not shown here. The terminal, and `casefile check`, list them."
        );
        paragraph(html, "note", &words);
    }
    html.push_str("</div>\n</details>\n");
}

/// Mistakes as they were drawn last. Most stand in many pages and outlive many saves, and to draw one takes as long as a
/// small page.
#[derive(Default)]
pub(super) struct Drawn {
    mistakes: Mutex<BTreeMap<u64, Arc<str>>>,
}

impl Drawn {
    fn draw(&self, places: &Places<'_>, one: &Diagnostic) -> Arc<str> {
        let key = drawing_key(places.inputs, one);
        let mut mistakes = self.mistakes.lock().unwrap_or_else(PoisonError::into_inner);
        if mistakes.len() > 4 * MOST {
            mistakes.clear();
        }
        mistakes.entry(key).or_insert_with(|| mistake_html(places, one).into()).clone()
    }
}

/// What a drawing depends on: the mistake, and the text of the files it shows.
fn drawing_key(inputs: &Inputs, one: &Diagnostic) -> u64 {
    let spans = one.span.iter().chain(one.others.iter().map(|(span, _)| span));
    let texts: Vec<(&str, &[u8])> = spans
        .map(|span| inputs.text(span.file))
        .map(|text| (text.path.as_str(), text.bytes.as_slice()))
        .collect();
    FixedState::default().hash_one((one, texts))
}

fn mistake_html(places: &Places<'_>, one: &Diagnostic) -> String {
    let mut html = String::new();
    let word = match one.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let message = with_code(&one.message);
    let class = one.severity.as_str();
    let _ = writeln!(html, "<div class=\"mistake {class}\">\n<p><strong>{word}:</strong> {message}</p>");
    let excerpt = excerpt(places, one);
    if !excerpt.is_empty() {
        let _ = writeln!(html, "<pre>{}</pre>", with_places(&excerpt));
    }
    // The example first, since what is expected may be a long list.
    if let Some(example) = one.suggestion.as_ref().or(one.example.as_ref()) {
        let example = escaped(example);
        let _ = if example.contains('\n') {
            writeln!(html, "<p>For example:</p>\n<pre>{example}</pre>")
        } else {
            writeln!(html, "<p>For example: <code>{example}</code></p>")
        };
    }
    if let Some(expected) = &one.expected {
        let _ = writeln!(html, "<p>Expected: {}</p>", with_code(expected));
    }
    html.push_str("</div>\n");
    html
}

/// An excerpt as HTML. Its places may wrap, so that the number of a line can be read on a narrow screen; its source
/// lines may not, since the mark stands below a column.
fn with_places(excerpt: &str) -> String {
    let lines = excerpt.lines().map(|line| {
        let is_place = line.trim_start().starts_with("-->") || line.trim_start().starts_with(":::");
        let line = escaped(line);
        if is_place { format!("<span class=\"place\">{line}</span>") } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The place and its line with the mark below, as the terminal shows it. The words around it wrap, so they are
/// paragraphs of the panel.
fn excerpt(places: &Places<'_>, one: &Diagnostic) -> String {
    let bare =
        Diagnostic { message: String::new(), expected: None, suggestion: None, example: None, ..one.clone() };
    let text = report::human(places, &[bare], false, WIDTH);
    text.split_once('\n').map_or("", |(_, rest)| rest).trim_end().to_owned()
}
