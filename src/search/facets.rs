//! What records can be filtered by: a file for each facet, with the values of every record.

use super::Indexing;
use super::script::Script;
use super::script::push_number;
use super::script::push_sign;
use super::script::signs;
use crate::archive::RecordId;
use crate::date::PartialDate;
use crate::date::Within;
use crate::document::Details;
use crate::page;
use crate::url;
use crate::vocabulary::Role;
use crate::vocabulary::Status;
use crate::vocabulary::Vocabulary;
use jiff::civil::Date;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A facet as `head` lists it.
#[derive(Serialize)]
pub(super) struct Named {
    name: &'static str,
    label: String,
}

/// What a record has a value of.
#[derive(Clone, Copy)]
enum Facet {
    Status,
    Organisation(Role),
    Harm,
    Topic,
    Place,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Status(Status),
    /// In the order of records.
    Record(u32, RecordId),
    Harm(&'a str),
    /// By its address.
    Place(String),
}

#[derive(Serialize)]
struct Values<'a> {
    values: Vec<Vec<String>>,
    counts: &'a str,
    places: &'a str,
}

#[derive(Serialize)]
struct Years<'a> {
    first: i16,
    records: &'a str,
}

/// The facets that the records have, each with its file; years come last.
pub(super) fn facet_files(cx: &Indexing<'_>, records: &[RecordId]) -> (Vec<Named>, Vec<Script>) {
    let mut facets = vec![Facet::Status];
    facets.extend(Role::ALL.iter().map(|role| Facet::Organisation(*role)));
    facets.extend([Facet::Harm, Facet::Topic, Facet::Place]);
    let files: Vec<_> = facets.par_iter().filter_map(|facet| facet_file(cx, records, *facet)).collect();
    files.into_iter().chain(year_file(cx, records)).unzip()
}

impl Facet {
    fn name(self) -> &'static str {
        match self {
            Facet::Status => "status",
            Facet::Organisation(role) => role.code(),
            Facet::Harm => "harm",
            Facet::Topic => "topic",
            Facet::Place => "place",
        }
    }

    fn label(self, cx: &Indexing<'_>) -> String {
        let section = if matches!(self, Facet::Organisation(_)) { "role" } else { "facet" };
        cx.words.get(&format!("{section}.{}", self.name())).to_owned()
    }
}

fn facet_file(cx: &Indexing<'_>, records: &[RecordId], facet: Facet) -> Option<(Named, Script)> {
    let of_records: Vec<Vec<Value<'_>>> = records.iter().map(|id| values_of(cx, *id, facet)).collect();
    let mut counts: BTreeMap<&Value<'_>, usize> = BTreeMap::new();
    of_records.iter().flatten().for_each(|value| *counts.entry(value).or_default() += 1);
    if counts.is_empty() {
        return None;
    }
    let mut listed: Vec<_> =
        counts.into_iter().map(|(value, count)| (Reverse(count), shown(cx, value), value)).collect();
    listed.sort_by(|(count, [code, label, _], _), (other, [other_code, other_label, _], _)| {
        (count, label, code).cmp(&(other, other_label, other_code))
    });
    let places: BTreeMap<&Value<'_>, u32> = listed.iter().map(|(.., value)| *value).zip(0..).collect();
    // One string for each sort of number compresses better than one for both.
    let (mut counts_of_records, mut places_of_records) = (Vec::new(), Vec::new());
    for values in &of_records {
        push_number(&mut counts_of_records, u32::try_from(values.len()).unwrap_or(u32::MAX));
        values.iter().for_each(|value| push_number(&mut places_of_records, places[value]));
    }
    let values = listed.into_iter().map(|(_, shown, value)| {
        let mut names = Vec::from(shown);
        names.extend(other_names(cx, value).cloned());
        names
    });
    let values = values.collect();
    let (counts, places) = (signs(&counts_of_records), signs(&places_of_records));
    let script = Script::new(format!("f-{}", facet.name()), &Values { values, counts, places });
    Some((Named { name: facet.name(), label: facet.label(cx) }, script))
}

/// The values of a record, each once.
fn values_of<'a>(cx: &Indexing<'a>, id: RecordId, facet: Facet) -> Vec<Value<'a>> {
    let record = cx.archive.record(id);
    let incident = record.incident();
    let of_record = |id: RecordId| Value::Record(cx.archive.records.rank(id), id);
    let mut values: Vec<Value<'_>> = match facet {
        Facet::Status => incident.map(|own| Value::Status(own.status)).into_iter().collect(),
        Facet::Organisation(role) => {
            let all = incident.into_iter().flat_map(|own| &own.organisations);
            all.filter(|(own, _)| *own == role).map(|(_, id)| of_record(*id)).collect()
        }
        Facet::Harm => {
            incident.into_iter().flat_map(|own| &own.harms).map(|code| Value::Harm(code)).collect()
        }
        Facet::Topic => record.common.topics.iter().map(|id| of_record(*id)).collect(),
        Facet::Place => {
            let places = incident.into_iter().flat_map(|own| &own.places);
            places.map(|place| Value::Place(url::place_slug(place))).collect()
        }
    };
    values.sort_unstable();
    values.dedup();
    values
}

/// The code of a value, its label, and the address of its page.
fn shown(cx: &Indexing<'_>, value: &Value<'_>) -> [String; 3] {
    let list = |facet: page::Facet| url::href(&page::facet_path(&facet));
    match value {
        Value::Status(status) => {
            let code = status.code();
            let label = cx.words.find_in("status", code).unwrap_or(code);
            [code.to_owned(), label.to_owned(), list(page::Facet::Status(code.to_owned()))]
        }
        Value::Record(_, id) => {
            let record = cx.archive.record(*id);
            [record.id.clone(), record.common.title.value.clone(), url::href(&record.path())]
        }
        Value::Harm(code) => {
            let label = page::harm_label(&cx.archive.config, cx.words, code);
            [(*code).to_owned(), label, list(page::Facet::Harm((*code).to_owned()))]
        }
        Value::Place(slug) => {
            let name = cx.archive.graph.facets.places.get(slug).map_or(slug, |(name, _)| name);
            [slug.clone(), name.clone(), list(page::Facet::Place(slug.clone()))]
        }
    }
}

/// The names besides its label that a value is known by.
fn other_names<'a>(cx: &Indexing<'a>, value: &Value<'a>) -> impl Iterator<Item = &'a String> {
    let details = match value {
        Value::Record(_, id) => Some(&cx.archive.record(*id).details),
        _ => None,
    };
    let (names, synonyms) = match details {
        Some(Details::Organisation(own)) => (Some(own.aliases.iter().chain(&own.former)), None),
        Some(Details::Topic(own)) => (None, Some(&own.synonyms)),
        _ => (None, None),
    };
    names.into_iter().flatten().map(|name| &name.value).chain(synonyms.into_iter().flatten())
}

// ---------------------------------------------------------------------------------------------- years

/// The years of a date: a sign that says how sure they are, the first and the last.
#[derive(Clone, Copy)]
struct Span {
    sign: u8,
    first: i16,
    last: i16,
}

fn year_file(cx: &Indexing<'_>, records: &[RecordId]) -> Option<(Named, Script)> {
    let dates: Vec<Option<&PartialDate>> =
        records.iter().map(|id| page::record_date(cx.archive, *id)).collect();
    let ends = || dates.iter().flatten().flat_map(|date| [date.earliest(), date.latest()]).flatten();
    let (first, last) = (ends().min()?.year(), ends().max()?.year());
    let spans: Vec<Option<Span>> =
        dates.par_iter().map(|date| date.and_then(|date| span_of(date, (first, last)))).collect();
    let mut numbers = Vec::new();
    let distance = |from: i16, to: i16| u32::try_from(i32::from(to) - i32::from(from)).unwrap_or_default();
    for span in &spans {
        push_sign(&mut numbers, span.map_or(0, |span| span.sign));
        if let Some(span) = span {
            push_number(&mut numbers, distance(first, span.first));
            push_number(&mut numbers, distance(span.first, span.last));
        }
    }
    let script = Script::new("f-year", &Years { first, records: signs(&numbers) });
    Some((Named { name: "year", label: cx.words.get("facet.year").to_owned() }, script))
}

/// The years that a date lies in; an open end reaches to that of the archive.
fn span_of(date: &PartialDate, archive: (i16, i16)) -> Option<Span> {
    let (earliest, latest) = (date.earliest(), date.latest());
    if earliest.is_none() && latest.is_none() {
        return None;
    }
    let (first, last) =
        (earliest.map_or(archive.0, |day| day.year()), latest.map_or(archive.1, |day| day.year()));
    let is_certain = |from: i16, to: i16| {
        date.within(Date::constant(from, 1, 1), Date::constant(to, 12, 31)) == Within::Definitely
    };
    let sign = match (earliest.is_none() || latest.is_none(), is_certain(first, last)) {
        (true, _) | (_, false) => 2,
        // It lasts: whichever of its years is looked for, it falls in it.
        _ if first < last && (first..=last).all(|year| is_certain(year, year)) => 3,
        _ => 1,
    };
    Some(Span { sign, first, last })
}

#[cfg(test)]
mod tests {
    use super::span_of;
    use crate::date::PartialDate;

    #[test]
    fn years_are_as_sure_as_the_date() {
        for (date, expected) in [
            ("2018-06-20", Some((1, 2018, 2018))),
            ("2018", Some((1, 2018, 2018))),
            ("201X", Some((1, 2010, 2019))),
            ("[2015, 2018]", Some((1, 2015, 2018))),
            ("{2015, 2018}", Some((1, 2015, 2018))),
            ("2018~", Some((2, 2018, 2018))),
            ("2017-01/2019-03", Some((3, 2017, 2019))),
            ("2017?/2019", Some((1, 2017, 2019))),
            ("2018-06-20/..", Some((2, 2018, 2030))),
            ("../2018", Some((2, 1990, 2018))),
            ("[2015-03..]", Some((2, 2015, 2030))),
            ("unknown", None),
        ] {
            let parsed = PartialDate::parse(date).expect("a date");
            let span = span_of(&parsed, (1990, 2030));
            assert_eq!(span.map(|span| (span.sign, span.first, span.last)), expected, "{date}");
        }
    }
}
