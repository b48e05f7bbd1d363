//! One answer: completed, understood, said back, and asked for again where it is not understood.

use super::Dialogue;
use super::Wording;
use super::errors;
use super::say;
use crate::cli::new::shortened;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::new;
use crate::new::Answer;
use crate::new::Expect;
use crate::new::Question;
use crate::new::Trouble;
use crate::new::faults_of;
use crate::new::kind_words;
use crate::new::questions;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;

/// What a person wants to be done about a name that nothing has.
enum Missing {
    Take(Answer),
    AskAgain,
    LeaveOut,
}

impl Dialogue<'_> {
    /// One answer, asked for until it is understood and nothing is wrong with it.
    pub(super) fn ask_one(
        &mut self,
        question: &'static Question,
        wording: &Wording<'_>,
    ) -> Result<Option<Answer>, String> {
        let mut first = String::new();
        loop {
            let known = self.labels(question.expect);
            let typed = self.asker.pasted(wording.words, wording.help, known, &first)?;
            first = new::one_line(&typed);
            if typed.trim().contains('\n') {
                say(&format!("The lines that you pasted are read as one: “{}”", shortened(&first)));
            }
            let answer = match new::read(self.making.cx(), question, &typed) {
                Ok(Some(answer)) => answer,
                Ok(None) if question.required => {
                    say("This one is needed. To stop and write nothing, press Esc.");
                    continue;
                }
                Ok(None) => return Ok(None),
                Err(Trouble::Wrong(words)) => {
                    say(&words);
                    continue;
                }
                Err(Trouble::Meant(meant)) => {
                    say(&format!(
                        "“{first}” is not the whole address. Here it is with its beginning: press Enter if it is right."
                    ));
                    first = meant;
                    continue;
                }
                Err(Trouble::Either(day_first, month_first)) => self.choose_date([day_first, month_first])?,
                Err(Trouble::NoSuch { kind, name, near }) => {
                    match self.missing(question, (kind, &name), near)? {
                        Missing::Take(answer) => answer,
                        Missing::AskAgain => continue,
                        Missing::LeaveOut => return Ok(None),
                    }
                }
            };
            if let Some(fault) = self.fault(question, &answer) {
                self.tell(&fault);
                continue;
            }
            match self.said_back(question, &first, answer)? {
                Some(answer) => return Ok(Some(answer)),
                None => continue,
            }
        }
    }

    fn labels(&self, expect: Expect) -> Vec<String> {
        match expect {
            Expect::Record(kind) | Expect::Records(kind) => self.making.known.labels(&[kind]),
            Expect::Sources => self.making.known.labels(&[Kind::Reference, Kind::PressRelease]),
            Expect::Work => self.making.known.labels(&[Kind::Reference]),
            _ => Vec::new(),
        }
    }

    fn choose_date(&mut self, dates: [PartialDate; 2]) -> Result<Answer, String> {
        let words = DateWords::english();
        let options = dates.iter().map(|date| date.in_words(&words)).collect();
        let chosen = self.asker.choose(
            "Which of the two dates is it?",
            "choose with the arrow keys, then Enter",
            options,
        )?;
        Ok(Answer::Word(dates[chosen].as_written().to_owned()))
    }

    /// Says what was understood, where that may be something else than was meant; nothing if it was not.
    fn said_back(
        &mut self,
        question: &Question,
        typed: &str,
        answer: Answer,
    ) -> Result<Option<Answer>, String> {
        match (question.expect, &answer) {
            (Expect::Date, Answer::Word(date)) => {
                let Ok(date) = PartialDate::parse(date) else { return Ok(Some(answer)) };
                let words = date.in_words(&DateWords::english());
                let is_to_come = date.earliest().is_some_and(|first| first > self.making.today);
                let to_come = if is_to_come { ", which is still to come" } else { "" };
                say(&format!("This is read as: {words}{to_come}."));
                let is_same = words.eq_ignore_ascii_case(typed) || date.is_unknown();
                if is_same && !is_to_come || self.asker.confirm("Is that right?", true)? {
                    return Ok(Some(answer));
                }
                Ok(None)
            }
            (Expect::People, Answer::Texts(names)) => match names.as_slice() {
                [name] => self.person_or_body(name).map(Some),
                _ => Ok(Some(answer)),
            },
            (Expect::Figures, _) => Ok(Some(answer)),
            _ => Ok(Some(answer)),
        }
    }

    /// `Jacky Davis` is a person with the names the other way round, or a body.
    fn person_or_body(&mut self, name: &str) -> Result<Answer, String> {
        let words: Vec<&str> = name.split(' ').collect();
        let as_written = Answer::Texts(vec![name.to_owned()]);
        let (Some(family), false) = (words.last(), name.contains(',') || !(2..=4).contains(&words.len()))
        else {
            return Ok(as_written);
        };
        let given = words[..words.len() - 1].join(" ");
        let person = format!("{family}, {given}");
        let options = vec![format!("a person: {person}"), format!("a body with the name {name}")];
        let chosen = self.asker.choose("Who is that?", "choose with the arrow keys, then Enter", options)?;
        Ok(if chosen == 0 { Answer::Texts(vec![person]) } else { as_written })
    }

    /// A name that no record has: the nearest, a new one, or none.
    fn missing(
        &mut self,
        question: &Question,
        (kind, name): (Kind, &str),
        near: Option<String>,
    ) -> Result<Missing, String> {
        let (_, bare) = kind_words(kind).0.split_once(' ').unwrap_or_default();
        let can_make = matches!(kind, Kind::Organisation | Kind::Topic);
        let bare = if question.expect == Expect::Sources { "source" } else { bare };
        let mut options = Vec::new();
        options.extend(near.iter().map(|near| format!("I meant “{near}”")));
        let make_at = options.len();
        if can_make {
            options.push(format!(
                "make {} “{name}” now",
                kind_words(kind).0.replace("an ", "the ").replace("a ", "the ")
            ));
        }
        let again_at = options.len();
        options.push("let me type it again".to_owned());
        options.push("leave it out".to_owned());
        say(&format!("There is no {bare} “{name}” yet."));
        if !can_make {
            say(&format!("A new one is made with: casefile new {}", kind.code()));
        }
        let chosen =
            self.asker.choose("What shall be done?", "choose with the arrow keys, then Enter", options)?;
        if chosen < make_at {
            let label = near.unwrap_or_default();
            return Ok(match new::read(self.making.cx(), question, &label) {
                Ok(Some(answer)) => Missing::Take(answer),
                _ => Missing::AskAgain,
            });
        }
        if can_make && chosen == make_at {
            return self.make_beside(question, kind, name);
        }
        Ok(if chosen == again_at { Missing::AskAgain } else { Missing::LeaveOut })
    }

    /// Makes an organisation or a topic on the way; it is written together with the record.
    fn make_beside(&mut self, question: &Question, kind: Kind, name: &str) -> Result<Missing, String> {
        if let Some(id) = self.making.known.unusable(kind, name) {
            say(&format!(
                "There is a file {} already, but it cannot be used. `casefile check` says why.",
                new::path_of(kind, &id)
            ));
            return Ok(Missing::LeaveOut);
        }
        let mut word = None;
        if kind == Kind::Organisation {
            let about = questions(kind).iter().find(|own| own.flag == "type");
            if let Some(Question { expect: Expect::Choice(choices), .. }) = about {
                let options = choices.iter().map(|choice| choice.words.to_owned()).collect();
                let asked = format!("What is “{name}”?");
                let chosen = self.asker.choose(&asked, "choose with the arrow keys, then Enter", options)?;
                word = choices.get(chosen).map(|choice| choice.code);
            }
        }
        let id = self.making.make(kind, name, word);
        if let Some(record) = self.making.beside.last()
            && let Some(fault) = errors(faults_of(&self.making.config, record)).into_iter().next()
        {
            self.tell(&fault);
            self.making.beside.pop();
            self.making.known.take_back();
            return Ok(Missing::AskAgain);
        }
        say(&format!("It will be made together with this record, in {}.", new::path_of(kind, &id)));
        Ok(Missing::Take(match question.expect {
            Expect::Record(_) => Answer::Word(id),
            _ => Answer::Words(vec![id]),
        }))
    }
}
