//! Records that are, by way of others, above themselves: topics, works that are parts, organisations that are owned.

use super::Known;
use super::face::Above;
use super::face::Face;
use super::names::Found;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::vocabulary::Kind;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// So many steps of a circle are shown with it.
const MOST_STEPS: usize = 8;

/// A step from a record to one above it. Records are known by their places among those that have any above them, which
/// stand in the order of paths.
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

/// Reports each circle at its first record. Firms that owned each other at different times are in none: a circle has to
/// be closed on one day at least, and is on the day on which the last of its steps begins.
pub(super) fn report_circles(diagnostics: &mut Vec<Diagnostic>, known: &Known) {
    let with_above = || known.documents().filter(|(_, face)| !face.above.is_empty());
    let faces: Vec<&Face> = with_above().map(|(_, face)| face).collect();
    let places: BTreeMap<usize, usize> = with_above().map(|(index, _)| index).zip(0..).collect();
    let steps: Vec<Vec<Step>> =
        with_above().map(|(index, face)| steps_of(known, &places, index, face)).collect();
    let starts = leading_into_circles(&steps);
    let days: BTreeSet<Date> = starts.iter().flat_map(|at| &steps[*at]).map(|step| step.from).collect();
    let mut told = BTreeSet::new();
    for day in days {
        for circle in circles_on(day, &steps, &starts) {
            let records: BTreeSet<usize> = circle.iter().map(|(at, _)| *at).collect();
            if told.insert(records) {
                diagnostics.push(mistake(&faces, circle));
            }
        }
    }
}

/// The records from which a way leads into a circle: those left when all with nothing above them are taken away, again
/// and again.
fn leading_into_circles(steps: &[Vec<Step>]) -> Vec<usize> {
    let mut below: Vec<Vec<usize>> = steps.iter().map(|_| Vec::new()).collect();
    for (at, own) in steps.iter().enumerate() {
        own.iter().for_each(|step| below[step.to].push(at));
    }
    let mut left: Vec<usize> = steps.iter().map(Vec::len).collect();
    let mut tops: Vec<usize> = (0..steps.len()).filter(|at| left[*at] == 0).collect();
    while let Some(top) = tops.pop() {
        for at in std::mem::take(&mut below[top]) {
            left[at] -= 1;
            if left[at] == 0 {
                tops.push(at);
            }
        }
    }
    (0..steps.len()).filter(|at| left[*at] > 0).collect()
}

/// Circles of steps that hold on a day, each as its records with their steps. Of several through one record not all are
/// found, and at least one.
fn circles_on<'a>(day: Date, steps: &'a [Vec<Step>], starts: &[usize]) -> Vec<Vec<(usize, &'a Step)>> {
    let mut circles = Vec::new();
    let mut seen = vec![false; steps.len()];
    let mut place_on_way: Vec<Option<usize>> = vec![None; steps.len()];
    for start in starts {
        if std::mem::replace(&mut seen[*start], true) {
            continue;
        }
        let mut way = vec![Stop { at: *start, taken: 0 }];
        place_on_way[*start] = Some(0);
        while let Some(stop) = way.last_mut() {
            let Some(step) = steps[stop.at].get(stop.taken) else {
                place_on_way[stop.at] = None;
                way.pop();
                continue;
            };
            stop.taken += 1;
            if day < step.from || step.until < day {
                continue;
            }
            if let Some(place) = place_on_way[step.to] {
                let taken = way[place..].iter().map(|stop| (stop.at, &steps[stop.at][stop.taken - 1]));
                circles.push(taken.collect());
            } else if !std::mem::replace(&mut seen[step.to], true) {
                place_on_way[step.to] = Some(way.len());
                way.push(Stop { at: step.to, taken: 0 });
            }
        }
    }
    circles
}

/// A circle as a mistake of its first record.
fn mistake(faces: &[&Face], mut circle: Vec<(usize, &Step)>) -> Diagnostic {
    let first = (0..circle.len()).min_by_key(|index| circle[*index].0).unwrap_or(0);
    circle.rotate_left(first);
    let (at, step) = circle[0];
    let mistake = match faces[at].kind {
        Kind::Topic => {
            Diagnostic::error("topic-circle", step.span, "this topic is part of a topic that is part of it")
                .expected("`broader` only in the narrower of two topics")
        }
        Kind::Organisation => Diagnostic::error("owner-circle", step.span, owners(faces, &circle)).expected(
            "in `parents` only those that owned it; `from` and `to` where two owned each other in turn",
        ),
        _ => Diagnostic::error("parent-circle", step.span, "this work is part of a work that is part of it")
            .expected("`parent` only in the part, with the id of the whole"),
    };
    let others = circle.iter().skip(1).take(MOST_STEPS);
    others.fold(mistake, |mistake, (_, step)| mistake.other(step.span, "by way of this"))
}

/// Who is owned by whom: "`a` is owned by `b`, and `b` by `a`".
fn owners(faces: &[&Face], circle: &[(usize, &Step)]) -> String {
    let id = |at: usize| format!("`{}`", faces[at].id);
    let (first, step) = circle[0];
    if step.to == first {
        return format!("{} is owned by itself", id(first));
    }
    let mut words = format!("{} is owned by {}", id(first), id(step.to));
    let last = circle.len() - 1;
    for (index, (at, step)) in circle.iter().enumerate().skip(1).take(MOST_STEPS) {
        let joint = if index == last { ", and " } else { ", " };
        words.push_str(&format!("{joint}{} by {}", id(*at), id(step.to)));
    }
    if last > MOST_STEPS {
        words.push_str(&format!(" and so on, back to {}", id(first)));
    }
    words
}

/// What is above a document and has something above it. A merged one is its successor, and itself above nothing.
fn steps_of(known: &Known, places: &BTreeMap<usize, usize>, index: usize, face: &Face) -> Vec<Step> {
    if known.merged[index].is_some() {
        return Vec::new();
    }
    let step = |above: &Above| {
        let Found::One(to) = known.by_id(&above.name.value, &[face.kind]) else { return None };
        let to = known.merged[to].unwrap_or(to);
        // Nothing is ever above itself.
        let (from, until) = if to == index { (Date::MIN, Date::MAX) } else { (above.from, above.until) };
        Some(Step { to: *places.get(&to)?, span: above.name.span, from, until })
    };
    face.above.iter().filter_map(step).collect()
}
