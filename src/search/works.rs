//! What a bibliography says of references, for lists that readers save.

use super::Indexing;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::archive::titled;
use crate::archive::with_parents;
use crate::document::Person;
use crate::document::Work;
use crate::vocabulary::UrlStatus;
use crate::vocabulary::Vocabulary;
use serde::Serialize;
use std::collections::BTreeMap;

/// A work. What a part does not say of itself is said by the nearest work above it.
#[derive(Serialize)]
pub(super) struct Listed<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Vec<&'a str>>,
    #[serde(flatten)]
    fields: BTreeMap<&'static str, &'a str>,
}

/// The references among some records, by their places.
pub(super) fn works_of<'a>(cx: &Indexing<'a>, records: &[RecordId]) -> BTreeMap<usize, Listed<'a>> {
    let all = records.iter().enumerate();
    all.filter_map(|(place, id)| Some((place, listed(cx, *id)?))).collect()
}

fn listed<'a>(cx: &Indexing<'a>, id: RecordId) -> Option<Listed<'a>> {
    let record = cx.archive.record(id);
    let reference = record.reference()?;
    let levels: Vec<_> = with_parents(&cx.archive.records, titled(record)?).collect();
    let own = &reference.work;
    let nearest = |of: fn(&'a Work<AsMeant>) -> Option<&'a String>| {
        levels.iter().find_map(|level| of(level.work)).map(String::as_str)
    };
    let url = own.url.as_deref().filter(|_| reference.url_status != UrlStatus::Hijacked);
    let fields = [
        ("within", levels.get(1).map(|parent| parent.title).filter(|title| !title.is_empty())),
        ("publisher", nearest(|work| work.publisher.as_ref())),
        ("location", nearest(|work| work.location.as_ref())),
        ("volume", nearest(|work| work.volume.as_ref())),
        ("issue", nearest(|work| work.issue.as_ref())),
        ("edition", own.edition.as_deref()),
        ("pages", own.page_range.as_deref()),
        ("url", url),
    ];
    let numbers = own.serial_numbers.iter().map(|(kind, number)| (*kind, number.as_str()));
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?))).chain(numbers);
    let editors = levels.iter().map(|level| &level.work.editors).find(|editors| !editors.is_empty());
    Some(Listed {
        kind: reference.kind.code(),
        author: names(&own.authors),
        editor: names(editors.unwrap_or(&own.editors)),
        fields: fields.collect(),
    })
}

/// Family name and given names; bodies have a family name only.
fn names(people: &[Person]) -> Vec<Vec<&str>> {
    people
        .iter()
        .map(|own| std::iter::once(own.family.as_str()).chain(own.given.as_deref()).collect())
        .collect()
}
