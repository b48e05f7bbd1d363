//! Records that are, by way of others, above themselves: topics, works that are parts, organisations that are owned.

use super::Site;
use super::names::Found;
use crate::diagnostic::Diagnostic;
use crate::document::Details;
use crate::document::Ownership;
use crate::document::Record;
use crate::markdown::AsWritten;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::Kind;
use jiff::civil::Date;

/// So many steps of a circle are shown with it.
const MOST_STEPS: usize = 8;

/// A step from a record to one above it.
struct Step {
    to: usize,
    /// Where it was written.
    span: Span,
    /// The days on which it is sure to hold.
    from: Date,
    until: Date,
}

/// A record on the way that is being followed, with the number of its steps that were taken.
struct Stop {
    at: usize,
    taken: usize,
}

/// Reports each circle at its first record. Firms that owned each other at different times are in none.
pub(super) fn report_circles(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    written: &[Record<AsWritten>],
) {
    let steps: Vec<Vec<Step>> =
        written.iter().enumerate().map(|(index, record)| steps_of(site, index, record)).collect();
    let mut seen = vec![false; written.len()];
    let mut place_on_way: Vec<Option<usize>> = vec![None; written.len()];
    for start in 0..written.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut way = vec![Stop { at: start, taken: 0 }];
        place_on_way[start] = Some(0);
        while let Some(stop) = way.last_mut() {
            let Some(step) = steps[stop.at].get(stop.taken) else {
                place_on_way[stop.at] = None;
                way.pop();
                continue;
            };
            stop.taken += 1;
            if let Some(place) = place_on_way[step.to] {
                report_circle(diagnostics, &steps, &way[place..], written);
            } else if !std::mem::replace(&mut seen[step.to], true) {
                place_on_way[step.to] = Some(way.len());
                way.push(Stop { at: step.to, taken: 0 });
            }
        }
    }
}

fn report_circle(
    diagnostics: &mut Vec<Diagnostic>,
    steps: &[Vec<Step>],
    circle: &[Stop],
    written: &[Record<AsWritten>],
) {
    let mut taken: Vec<(usize, &Step)> =
        circle.iter().map(|stop| (stop.at, &steps[stop.at][stop.taken - 1])).collect();
    let from = taken.iter().map(|(_, step)| step.from).max();
    let until = taken.iter().map(|(_, step)| step.until).min();
    if taken.len() > 1 && from > until {
        return;
    }
    let first = (0..taken.len()).min_by_key(|index| taken[*index].0).unwrap_or(0);
    taken.rotate_left(first);
    let Some(((at, step), others)) = taken.split_first() else { return };
    let circle = mistake(written[*at].kind, step.span);
    let others = others.iter().take(MOST_STEPS);
    diagnostics.push(others.fold(circle, |circle, (_, step)| circle.other(step.span, "by way of this")));
}

fn mistake(kind: Kind, span: Span) -> Diagnostic {
    match kind {
        Kind::Topic => {
            Diagnostic::error("topic-circle", span, "this topic is part of a topic that is part of it")
                .expected("`broader` only in the narrower of two topics")
        }
        Kind::Organisation => Diagnostic::error(
            "owner-circle",
            span,
            "this organisation is an owner of those that own it",
        )
        .expected(
            "in `parents` only those that owned it; `from` and `to` where two owned each other in turn",
        ),
        _ => Diagnostic::error("parent-circle", span, "this work is part of a work that is part of it")
            .expected("`parent` only in the part, with the id of the whole"),
    }
}

/// What is above a record. A merged record is its successor, and itself above nothing.
fn steps_of(site: &Site<'_>, index: usize, record: &Record<AsWritten>) -> Vec<Step> {
    if site.merged[index].is_some() {
        return Vec::new();
    }
    let always = (Date::MIN, Date::MAX);
    let step = |name: &Spanned<String>, (from, until): (Date, Date)| match site
        .names
        .by_id(&name.value, &[record.kind])
    {
        Found::One(to) => Some(Step { to: site.merged[to].unwrap_or(to), span: name.span, from, until }),
        _ => None,
    };
    match &record.details {
        Details::Topic(topic) => topic.broader.iter().filter_map(|broader| step(broader, always)).collect(),
        Details::Reference(reference) => {
            reference.work.parent_record().and_then(|parent| step(parent, always)).into_iter().collect()
        }
        Details::Organisation(own) => {
            own.parents.iter().filter_map(|parent| step(&parent.owner, sure_days(parent))).collect()
        }
        _ => Vec::new(),
    }
}

/// The days on which an ownership is sure to hold. An end that is not given is taken to be as far off as can be.
fn sure_days(ownership: &Ownership<AsWritten>) -> (Date, Date) {
    let from = ownership.from.as_ref().and_then(|from| from.latest()).unwrap_or(Date::MIN);
    let until = ownership.to.as_ref().and_then(|to| to.earliest()).unwrap_or(Date::MAX);
    (from, until)
}
