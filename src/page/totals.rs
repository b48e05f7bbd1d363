//! Sums over the incidents of an organisation.

use super::Context;
use super::parts;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Figure;
use crate::frontmatter::Number;
use crate::view;
use crate::vocabulary::Qualifier;
use crate::vocabulary::Status;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What is summed: things of a unit; pounds apart from euros, and people apart from everything else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Counted {
    label: String,
    currency: Option<String>,
    people: bool,
}

/// A figure of one incident.
#[derive(Clone, Copy)]
struct Part<'a> {
    number: &'a Number,
    qualifier: Option<Qualifier>,
}

/// Sums by what is counted and in which unit. An incident that was not upheld adds nothing. How exact a sum is follows
/// from its parts: "over" and "at least" make "at least", unless one part only is an upper bound or a guess.
pub(super) fn totals(cx: &Context<'_>, incidents: &[RecordId]) -> Vec<view::Total> {
    let mut sums: BTreeMap<Counted, Vec<Part<'_>>> = BTreeMap::new();
    for incident in incidents.iter().filter_map(|id| cx.archive.record(*id).incident()) {
        if incident.status == Status::NotUpheld {
            continue;
        }
        let mut largest: BTreeMap<Counted, Part<'_>> = BTreeMap::new();
        for figure in incident.figures.iter().filter(|figure| counts(figure)) {
            let unit = figure.unit.clone();
            let unit = unit.or_else(|| figure.people.then(|| cx.words.get("incident.people").to_owned()));
            let label = unit.unwrap_or_else(|| figure.label.clone());
            let part = Part { number: &figure.value, qualifier: figure.qualifier };
            // One incident may give a number twice, for two days or two sources: the larger one counts.
            let known = largest
                .entry(Counted { label, currency: figure.currency.clone(), people: figure.people })
                .or_insert(part);
            if part.number.value > known.number.value {
                *known = part;
            }
        }
        largest.into_iter().for_each(|(key, part)| sums.entry(key).or_default().push(part));
    }
    let things: BTreeSet<String> =
        sums.keys().filter(|counted| !counted.people).map(|counted| counted.label.clone()).collect();
    sums.into_iter().filter_map(|(counted, parts)| total(cx, counted, &parts, &things)).collect()
}

/// Whether a figure is a number of things, which can be added to others. A share of something is none.
pub(super) fn counts(figure: &Figure<AsMeant>) -> bool {
    let unit = figure.unit.as_deref().unwrap_or_default().trim().to_lowercase();
    !unit.contains('%') && !unit.contains("per cent") && !unit.contains("percent")
}

/// One sum. `things` are the labels of what is no people, from which people of the same label are told apart.
fn total(
    cx: &Context<'_>,
    counted: Counted,
    parts: &[Part<'_>],
    things: &BTreeSet<String>,
) -> Option<view::Total> {
    let digits = sum(parts.iter().map(|part| part.number.digits.as_str()))?;
    let value = parts::money(cx.words, &digits, counted.currency.as_deref());
    let qualifiers: Vec<Option<Qualifier>> = parts.iter().map(|part| part.qualifier).collect();
    if are_opposite(&qualifiers) {
        return None;
    }
    let number = match joint_qualifier(&qualifiers) {
        Some(qualifier) => cx.words.fill(&format!("qualifier.{}", qualifier.code()), &[("value", &value)]),
        None => value,
    };
    let is_said = counted.label == cx.words.get("incident.people");
    let label = if counted.people && !is_said && things.contains(&counted.label) {
        cx.words.fill("pattern.of_people", &[("unit", &counted.label)])
    } else {
        counted.label
    };
    Some(view::Total { number, label, incidents: cx.words.count("in_incidents", parts.len()) })
}

/// Whether some are lower bounds and others upper bounds: of their sum nothing can be said.
fn are_opposite(parts: &[Option<Qualifier>]) -> bool {
    let any = |wanted: &[Qualifier]| parts.iter().flatten().any(|part| wanted.contains(part));
    any(&[Qualifier::Over, Qualifier::AtLeast]) && any(&[Qualifier::UpTo])
}

/// How exact a sum is whose parts are as exact as these.
fn joint_qualifier(parts: &[Option<Qualifier>]) -> Option<Qualifier> {
    let is = |wanted: &[Option<Qualifier>]| parts.iter().all(|part| wanted.contains(part));
    let exact = [None, Some(Qualifier::Exactly)];
    let [first, rest @ ..] = parts else { return None };
    if rest.iter().all(|part| part == first) {
        return *first;
    }
    if is(&exact) {
        return None;
    }
    if is(&[None, Some(Qualifier::Exactly), Some(Qualifier::Over), Some(Qualifier::AtLeast)]) {
        return Some(Qualifier::AtLeast);
    }
    if is(&[None, Some(Qualifier::Exactly), Some(Qualifier::UpTo)]) {
        return Some(Qualifier::UpTo);
    }
    Some(Qualifier::About)
}

/// The sum of numbers in digits with at most one point, to the last digit; nothing where it is too long to be counted.
fn sum<'a>(numbers: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let fraction = |number: &'a str| number.split_once('.').map_or("", |(_, fraction)| fraction);
    let places = numbers.clone().map(|number| fraction(number).len()).max()?;
    let mut sum: i128 = 0;
    for number in numbers {
        let whole = number.split('.').next().unwrap_or_default();
        let fraction = fraction(number);
        let digits = format!("{whole}{fraction}{}", "0".repeat(places - fraction.len()));
        sum = sum.checked_add(digits.parse().ok()?)?;
    }
    let digits = sum.to_string();
    // A sum below one has a digit before its point too.
    let digits = format!("{}{digits}", "0".repeat((places + 1).saturating_sub(digits.len())));
    let (whole, fraction) = digits.split_at(digits.len() - places);
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let sum = |numbers: &[&str]| sum(numbers.iter().copied());
        assert_eq!(sum(&["28000", "1200"]).as_deref(), Some("29200"));
        assert_eq!(sum(&["0.12345", "1.5"]).as_deref(), Some("1.62345"));
        assert_eq!(sum(&["1.5"]).as_deref(), Some("1.5"));
        assert_eq!(sum(&["99999999999999999999999", "1"]).as_deref(), Some("100000000000000000000000"));
        assert_eq!(sum(&["0.1", "0.2"]).as_deref(), Some("0.3"));
        assert_eq!(sum(&[&"9".repeat(40), "1"]), None);
        assert_eq!(sum(&[&format!("1.{}", "7".repeat(70_000)), "1"]), None);
    }
}
