//! Records that may be the one that somebody is about to make again.

use super::answer::Answer;
use super::answer::Answers;
use super::known::Entry;
use super::known::Known;
use super::known::folded;
use super::question::is_party;
use super::question::questions;
use crate::date::PartialDate;
use crate::vocabulary::Kind;
use jiff::civil::Date;
use rapidfuzz::distance::osa;

/// How alike two titles are, of 1, so that one may be the other.
const ALIKE: f64 = 0.85;

/// Things that happened so few days apart, with the same organisation, may be one.
const DAYS_APART: i32 = 31;

/// A record that is there already, and why it may be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike<'a> {
    /// The record.
    pub entry: &'a Entry,
    /// What both have.
    pub reason: &'static str,
}

/// Records that may be the same as one with these answers, the surest first.
pub fn similar<'a>(known: &'a Known, kind: Kind, answers: &Answers) -> Vec<Alike<'a>> {
    let mut found: Vec<(u8, Alike<'a>)> = Vec::new();
    for entry in &known.entries {
        if let Some((rank, reason)) = reason(entry, kind, answers) {
            found.push((rank, Alike { entry, reason }));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, alike)| alike).collect()
}

fn reason(entry: &Entry, kind: Kind, answers: &Answers) -> Option<(u8, &'static str)> {
    let urls = ["url", "archived"].iter().filter_map(|flag| match answers.get(flag) {
        Some(Answer::Word(url)) => Some(normal(url)),
        _ => None,
    });
    let urls: Vec<String> = urls.collect();
    // An organisation's own site is not a page of it that somebody cites.
    let is_comparable = (entry.kind == Kind::Organisation) == (kind == Kind::Organisation);
    if is_comparable && entry.urls.iter().any(|own| urls.contains(&normal(own))) {
        return Some((0, "it has the same address on the web"));
    }
    if entry.kind != kind {
        return None;
    }
    let titles = titles_of(answers);
    let is_named = |wanted: &String| {
        folded(&entry.title) == *wanted || entry.names.iter().any(|own| folded(own) == *wanted)
    };
    if titles.iter().any(is_named) {
        return Some((1, "it has the same title or name"));
    }
    // Names of organisations are short, and near ones are often others: “Leeds NHS Trust”, “Leeds NHS Trusts”.
    if titles.first().is_some_and(|title| is_near(title, &folded(&entry.title))) {
        return Some((2, "its title is nearly the same"));
    }
    is_near_in_time(entry, kind, answers)
        .then_some((3, "it names the same organisation, at about the same time"))
}

/// The title and the other names, folded.
fn titles_of(answers: &Answers) -> Vec<String> {
    let mut titles = Vec::new();
    for flag in ["title", "headline", "alias", "former", "synonym"] {
        match answers.get(flag) {
            Some(Answer::Text(title)) => titles.push(folded(title)),
            Some(Answer::Texts(names)) => titles.extend(names.iter().map(|name| folded(name))),
            _ => {}
        }
    }
    titles
}

fn is_near(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    if shorter < 8 {
        return false;
    }
    let letters = osa::normalized_similarity(one.chars(), other.chars());
    letters >= ALIKE || sorted_words(one) == sorted_words(other)
}

fn sorted_words(title: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

fn is_near_in_time(entry: &Entry, kind: Kind, answers: &Answers) -> bool {
    let mut own: Vec<&String> = Vec::new();
    for question in
        questions(kind).iter().filter(|question| is_party(question) || question.flag == "issued-by")
    {
        match answers.get(question.flag) {
            Some(Answer::Words(ids)) => own.extend(ids),
            Some(Answer::Word(id)) => own.push(id),
            _ => {}
        }
    }
    let Some(Answer::Word(date)) = answers.get("date") else { return false };
    let (Ok(date), Some(other)) = (PartialDate::parse(date), &entry.date) else { return false };
    let apart = if kind == Kind::PressRelease { 0 } else { DAYS_APART };
    own.iter().any(|id| entry.organisations.contains(id)) && are_near(&date, other, apart)
}

/// Whether two dates that are known to the season lie within so many days.
fn are_near(one: &PartialDate, other: &PartialDate, apart: i32) -> bool {
    let stretch =
        |date: &PartialDate| date.is_close().then(|| Some((date.earliest()?, date.latest()?))).flatten();
    let (Some((first, last)), Some((other_first, other_last))) = (stretch(one), stretch(other)) else {
        return false;
    };
    let gap = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
    gap(last, other_first) <= apart && gap(other_last, first) <= apart
}

/// An address without what does not tell one page from another.
fn normal(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let start = lower.find("://").map_or(0, |at| at + 3);
    let rest = &url[start..];
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let counts = |part: &&str| !part.is_empty() && !part.starts_with("utm_") && !part.starts_with("fbclid");
    let query: Vec<&str> = query.split('&').filter(counts).collect();
    format!("{host}{}?{}", path.trim_end_matches('/'), query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::are_near;
    use super::is_near;
    use super::normal;
    use crate::date::PartialDate;

    #[test]
    fn addresses_of_one_page_are_the_same() {
        let one = normal("https://www.news.example/late-results/?utm_source=mail#top");
        assert_eq!(one, normal("http://News.example/late-results"));
        assert_ne!(one, normal("https://news.example/Late-results"));
        assert_ne!(normal("https://news.example/a?id=1"), normal("https://news.example/a?id=2"));
    }

    #[test]
    fn titles_that_are_nearly_the_same_are_alike() {
        assert!(is_near("blood test results sent late", "blood test result sent late"));
        assert!(is_near("letters lost in leeds", "in leeds letters lost"));
        assert!(!is_near("letters lost in leeds", "letters lost in london, again"));
        assert!(!is_near("a trust", "b trust"));
    }

    #[test]
    fn only_dates_that_are_close_are_near() {
        let near = |one, other| {
            let date = |text| PartialDate::parse(text).expect("a date");
            are_near(&date(one), &date(other), 31)
        };
        assert!(near("2018-06-20", "2018-07-20"));
        assert!(near("2018-06", "2018-06-20"));
        assert!(!near("2018-06-20", "2018-08-20"));
        assert!(!near("2018", "2018-06-20"));
        assert!(!near("unknown", "unknown"));
    }
}
