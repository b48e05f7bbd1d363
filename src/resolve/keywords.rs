//! Keywords of bibliographies: which topics they name, and which name none.

use super::Known;
use super::Site;
use crate::archive::RecordId;
use crate::diagnostic::Diagnostic;
use crate::input::Inputs;
use crate::span::Span;
use crate::span::Spanned;
use std::collections::BTreeMap;

/// So many keywords are named.
const NAMED: usize = 8;

/// The topics that keywords name, each once. One that is not published yet is left out until then.
pub(super) fn topics(site: &Site<'_>, keywords: &[Spanned<String>]) -> Vec<RecordId> {
    let mut topics = Vec::new();
    for keyword in keywords {
        let index = site.topic(&keyword.value);
        let topic = index.and_then(|index| site.known.final_record(index));
        topics.extend(topic.filter(|topic| !topics.contains(topic)));
    }
    topics
}

/// Reports the keywords of each file that name no topic: a file may have thousands, and they are told at once.
pub(super) fn report_others(diagnostics: &mut Vec<Diagnostic>, known: &Known, inputs: &Inputs) {
    let mut files: BTreeMap<&str, BTreeMap<&str, (usize, Span)>> = BTreeMap::new();
    for (_, face) in known.documents().filter(|(_, face)| !face.keywords.is_empty()) {
        let others = files.entry(&inputs.text(face.file).path).or_default();
        for keyword in face.keywords.iter().filter(|keyword| known.names.topic(&keyword.value).is_none()) {
            others.entry(&keyword.value).or_insert((0, keyword.span)).0 += 1;
        }
    }
    diagnostics.extend(files.values().filter_map(not_kept));
}

fn not_kept(others: &BTreeMap<&str, (usize, Span)>) -> Option<Diagnostic> {
    let span = others.values().map(|(_, span)| *span).min()?;
    let mut most: Vec<(&str, usize)> = others.iter().map(|(word, (count, _))| (*word, *count)).collect();
    most.sort_by(|(one, ones), (other, others)| others.cmp(ones).then_with(|| one.cmp(other)));
    let named = most.iter().take(NAMED).map(|(word, count)| {
        let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
        format!("`{}`{times}", word.chars().take(60).collect::<String>().replace('`', "'"))
    });
    let mut words = named.collect::<Vec<_>>().join(", ");
    if let Some(more) = most.len().checked_sub(NAMED).filter(|more| *more > 0) {
        words.push_str(&format!(" and {more} more"));
    }
    let mistake = Diagnostic::warning(
        "not-kept",
        span,
        format!("keywords of this file name no topic of the site, and are not kept: {words}"),
    );
    Some(mistake.expected(
        "nothing, if they are not needed; otherwise a file in `content/topics/`, or a synonym of a topic",
    ))
}
