//! Editorial rules about what records say together: whether it is fair, has its sources and can be read.
//!
//! Rules that one file alone can break are held where the file is read (`document`).

mod fairness;
mod glance;
mod quotation;
mod sources;
mod works;
mod writing;

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::diagnostic::Diagnostic;
use crate::document::Record;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::rule::Group;
use crate::rule::Level;
use crate::rule::Rule;
use crate::span::Span;
use crate::vocabulary::Vocabulary;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::collections::BTreeMap;

pub use quotation::copies_wanted;

/// What the rules look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// What is published.
    pub archive: &'a Archive,
    /// The texts of the copies of sources that [`copies_wanted`] names, as far as they could be read.
    pub copies: &'a BTreeMap<AssetId, String>,
}

/// What was found: the rule, the place, what is wrong there, and what was expected.
struct Finding {
    rule: Rule,
    span: Span,
    words: String,
    expected: String,
}

/// Reports what breaks a rule that is held at least as strictly as `least`.
pub fn lint(diagnostics: &mut Vec<Diagnostic>, cx: Context<'_>, least: Level) {
    let held: Vec<Rule> = Rule::ALL.iter().copied().filter(|rule| is_of_archive(*rule)).collect();
    let held: Vec<Rule> =
        held.into_iter().filter(|rule| cx.archive.config.level(*rule) >= least.max(Level::Warn)).collect();
    if held.is_empty() {
        return;
    }
    let ids: Vec<RecordId> = cx.archive.ids().filter(|id| !cx.archive.record(*id).is_withdrawn()).collect();
    let speakers = writing::speakers(cx.archive);
    let copies = quotation::Copies::of(cx);
    let of_record = |id: &RecordId| {
        let mut found = Vec::new();
        fairness::look(cx, &mut found, *id);
        quotation::look(cx, &copies, &mut found, *id);
        sources::look(cx, &mut found, *id);
        writing::look(cx, &speakers, &mut found, *id);
        let record = cx.archive.record(*id);
        found.retain(|own: &Finding| held.contains(&own.rule));
        found.into_iter().filter_map(|own| told(cx, record, own)).collect::<Vec<_>>()
    };
    let found: Vec<Vec<Diagnostic>> = ids.par_iter().map(of_record).collect();
    diagnostics.extend(found.into_iter().flatten());
    for (id, own) in works::look(cx, &ids) {
        if held.contains(&own.rule) {
            diagnostics.extend(told(cx, cx.archive.record(id), own));
        }
    }
}

/// Whether a rule needs more than one file to be held.
fn is_of_archive(rule: Rule) -> bool {
    rule.explanation().group != Group::PersonalData
}

fn told(cx: Context<'_>, record: &Record<AsMeant>, found: Finding) -> Option<Diagnostic> {
    let Finding { rule, span, words, expected } = found;
    if record.common.allow.iter().any(|own| own.rule == rule) {
        return None;
    }
    let diagnostic = match cx.archive.config.level(rule) {
        Level::Off => return None,
        Level::Warn => Diagnostic::warning(rule.code(), span, words),
        Level::Error => Diagnostic::error(rule.code(), span, words),
    };
    Some(diagnostic.expected(format!("{expected}; `casefile explain {}` says more", rule.code())))
}

/// The text of the file in which a record stands, and where the text of the record begins in it. A record that stands with
/// others in one file has none.
fn body_of<'a>(cx: Context<'a>, record: &Record<AsMeant>) -> Option<(std::borrow::Cow<'a, str>, usize)> {
    let file = cx.inputs.text(record.file);
    if !file.path.ends_with(".md") {
        return None;
    }
    let text = file.text();
    let front_matter = text.get(record.span.range().end..)?;
    let fence =
        front_matter.lines().next().map_or(0, |line| if line.trim_end() == "---" { line.len() } else { 0 });
    let start = record.span.range().end + fence;
    Some((text, start))
}

/// The place of a field in the front matter of a record, or of its title.
fn place_of_field(cx: Context<'_>, record: &Record<AsMeant>, name: &str) -> Span {
    let text = cx.inputs.text(record.file).text();
    let front_matter = text.get(record.span.range()).unwrap_or_default();
    let mut at = record.span.range().start;
    for line in front_matter.split_inclusive('\n') {
        if line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            return Span::new(record.file, at, at + line.trim_end().len());
        }
        at += line.len();
    }
    record.common.title.span
}
