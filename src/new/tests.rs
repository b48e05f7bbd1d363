//! Laws: whatever is answered is written so that it reads as it was answered.

use super::Answer;
use super::Answers;
use super::Cx;
use super::Known;
use super::NewRecord;
use super::Question;
use super::Stage;
use super::as_markdown;
use super::one_line;
use super::passage;
use super::questions;
use super::read_all;
use crate::document::Details;
use crate::document::Incident;
use crate::document::Record;
use crate::document::read_file;
use crate::document::read_site_config;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::markdown::AsWritten;
use crate::span::FileId;
use crate::vocabulary::Kind;
use jiff::civil::date;
use proptest::prelude::*;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;

fn question(kind: Kind, flag: &str) -> &'static Question {
    questions(kind).iter().find(|question| question.flag == flag).expect("a question")
}

/// Answers as they are understood.
fn answered(kind: Kind, typed: &[(&'static str, Vec<String>)]) -> Answers {
    let known = Known::default();
    let harms = [("death".to_owned(), "a person died".to_owned())];
    let cx = Cx { known: &known, harms: &harms, today: date(2026, 11, 28) };
    let mut answers = Answers::new();
    for (flag, typed) in typed {
        if let Ok(Some(answer)) = read_all(cx, question(kind, flag), typed) {
            answers.insert(flag, answer);
        }
    }
    answers
}

/// The record that is read from the file of answers.
fn reread(kind: Kind, answers: &Answers, stage: Stage) -> Record<AsWritten> {
    let record = NewRecord { kind, id: "new".to_owned(), stage, answers: answers.clone() };
    let text = TextFile { path: record.path(), bytes: record.text().into_bytes() };
    let inputs = Inputs { texts: vec![text], ..Inputs::default() };
    let config = read_site_config(&mut Vec::new(), &Inputs::default());
    let reading = read_file(&inputs, &config, FileId(0));
    let is_form = |code: &str| ["yaml", "unknown-field", "bad-date", "bad-number", "bad-url"].contains(&code);
    let wrong: Vec<_> = reading.diagnostics.iter().filter(|own| is_form(own.code)).collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{}", record.text());
    assert_eq!(reading.records.len(), 1, "{:?}\n{}", reading.diagnostics, record.text());
    reading.records.into_iter().next().expect("one")
}

fn incident(record: &Record<AsWritten>) -> &Incident<AsWritten> {
    match &record.details {
        Details::Incident(incident) => incident,
        _ => panic!("an incident was written"),
    }
}

/// Texts that people paste, and others.
fn a_text() -> impl Strategy<Value = String> {
    let signs = "[a-zé0-9 :#'\"“”,\\[\\]{}&*!|>%@`?\\\\~=<$£.…()\t\r\n-]{1,60}";
    prop_oneof![
        any::<String>(),
        signs.prop_map(|text| text),
        "(no|yes|~|null|1e5|2018-06-03|---|- a|# a|\\.5)"
    ]
}

proptest! {
    #[test]
    fn an_incident_reads_as_it_was_answered(
        title in a_text(), summary in a_text(), places in prop::collection::vec(a_text(), 0..3),
        unknowns in prop::collection::vec(a_text(), 0..3), label in a_text(), draft in any::<bool>(),
    ) {
        prop_assume!(!one_line(&title).is_empty());
        let figure = format!("{label}: over 28,000 letters");
        let answers = answered(Kind::Incident, &[
            ("title", vec![title.clone()]), ("summary", vec![summary.clone()]), ("place", places),
            ("unknown", unknowns), ("figure", vec![figure]), ("date", vec!["about June 2018".to_owned()]),
        ]);
        let stage = if draft { Stage::Draft } else { Stage::Published };
        let record = reread(Kind::Incident, &answers, stage);
        let own = incident(&record);
        prop_assert_eq!(&record.common.title.value, &one_line(&title));
        prop_assert_eq!(record.common.summary.clone().unwrap_or_default(), one_line(&summary));
        prop_assert_eq!(own.date.as_written(), "2018-06~");
        let texts = |flag: &str| match answers.get(flag) {
            Some(Answer::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        };
        prop_assert_eq!(&own.places, &texts("place"));
        prop_assert_eq!(&own.unknowns, &texts("unknown"));
        let labels: Vec<&str> = own.figures.iter().map(|figure| figure.label.as_str()).collect();
        let expected = one_line(&label);
        prop_assert_eq!(labels, if expected.is_empty() { vec![] } else { vec![expected.trim()] });
        prop_assert!(own.figures.iter().all(|figure| figure.value.value == 28000.0));
    }

    #[test]
    fn other_kinds_read_as_they_were_answered(title in a_text(), name in a_text()) {
        prop_assume!(!one_line(&title).is_empty());
        let given = |flags: &[&'static str]| -> Vec<(&'static str, Vec<String>)> {
            let own = flags.iter().map(|flag| (*flag, vec![name.clone()]));
            [("title", vec![title.clone()])].into_iter().chain(own).collect()
        };
        let organisation = answered(Kind::Organisation, &given(&["alias", "former", "companies-house", "summary"]));
        let record = reread(Kind::Organisation, &organisation, Stage::Published);
        prop_assert_eq!(&record.common.title.value, &one_line(&title));
        let Details::Organisation(own) = &record.details else { panic!("an organisation was written") };
        let aliases: Vec<String> = own.aliases.iter().map(|name| name.value.clone()).collect();
        let line = one_line(&name);
        let expected = if line.is_empty() { vec![] } else { vec![line.clone()] };
        prop_assert_eq!(&aliases, &expected);
        prop_assert_eq!(own.identifiers.iter().map(|(_, number)| number.clone()).collect::<Vec<_>>(), expected.clone());
        let mut work = given(&["author", "publisher", "volume", "parent"]);
        work.push(("type", vec!["book".to_owned()]));
        let work = answered(Kind::Reference, &work);
        let record = reread(Kind::Reference, &work, Stage::Draft);
        let Details::Reference(own) = &record.details else { panic!("a reference was written") };
        prop_assert_eq!(own.work.publisher.iter().cloned().collect::<Vec<_>>(), expected.clone());
        prop_assert_eq!(own.work.volume.iter().cloned().collect::<Vec<_>>(), expected.clone());
        prop_assert_eq!(own.work.parent.is_some(), !expected.is_empty());
        prop_assert_eq!(own.work.authors.len(), match work.get("author") {
            Some(Answer::Texts(names)) => names.len(),
            _ => 0,
        });
    }

    #[test]
    fn a_text_reads_as_it_was_typed(
        lines in prop::collection::vec(
            ("(|# |#|---|===|1\\. |2018\\. |- |    |\t|```|\\[Note\\]: |> |> # |\\+ |~~~|\\* \\* \\*|__|-|1\\)|)", "[a-z]{0,9}( [a-z]{1,9}){0,3}"),
            0..7,
        )
    ) {
        let typed: Vec<String> = lines.iter().map(|(sign, words)| format!("{sign}{words}")).collect();
        let typed = passage(&typed.join("\n"));
        let markdown = as_markdown(&typed);
        let mut shown = String::new();
        for event in Parser::new_ext(&markdown, Options::all()) {
            match event {
                Event::Text(text) => shown.push_str(&text),
                Event::SoftBreak | Event::HardBreak | Event::End(_) => shown.push(' '),
                Event::Rule | Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_)) | Event::Code(_) => {
                    prop_assert!(false, "{typed:?} became {markdown:?}");
                }
                _ => {}
            }
        }
        let words = |text: &str| -> Vec<String> {
            let is_word = |word: &&str| word.len() > 1 && !word.chars().all(|sign| sign == '1');
            let all = text.split(|sign: char| !sign.is_alphanumeric()).filter(is_word);
            all.map(str::to_owned).collect()
        };
        prop_assert_eq!(words(&shown), words(&typed), "{:?} became {:?}", typed, markdown);
    }

    #[test]
    fn a_text_that_was_written_is_the_text_of_the_record(text in a_text()) {
        let answers = answered(Kind::Page, &[("title", vec!["T".to_owned()]), ("text", vec![text.clone()])]);
        let record = NewRecord { kind: Kind::Page, id: "new".to_owned(), stage: Stage::Published, answers };
        let file = record.text();
        let (_, body) = file.split_once("\n---\n").expect("front matter");
        let expected = as_markdown(&passage(&text));
        prop_assert_eq!(body.trim(), expected.trim());
        let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(body), letters(&text));
    }
}
