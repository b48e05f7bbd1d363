//! The dialogue of `casefile new`: one question after the other, each answer said back, looked at and asked again if need be.

mod finish;
mod one;
mod several;

use super::Making;
use super::NewArgs;
use super::making;
use super::shortened;
use crate::cli::ask::Asker;
use crate::cli::ask::STOPPED;
use crate::diagnostic::Severity;
use crate::new;
use crate::new::Answer;
use crate::new::Expect;
use crate::new::Fault;
use crate::new::Question;
use crate::new::Stage;
use crate::new::faults_of;
use crate::new::is_party;
use crate::new::kind_words;
use crate::new::questions;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::process::ExitCode;

/// A dialogue with the person at the terminal.
pub(super) struct Dialogue<'a> {
    asker: Asker,
    args: &'a NewArgs,
    making: Making,
    /// Records that were shown as perhaps the same.
    shown: BTreeSet<String>,
}

/// What is asked, in words that fit the moment.
struct Wording<'a> {
    words: &'a str,
    help: &'a str,
}

impl<'a> Dialogue<'a> {
    /// Asks everything and makes the record.
    pub(super) fn hold(
        asker: Asker,
        args: &'a NewArgs,
        kind: Option<Kind>,
        now: Timestamp,
    ) -> Result<ExitCode, String> {
        let kind = match kind {
            Some(kind) => kind,
            None => ask_kind(asker)?,
        };
        let making = making(args, kind, now)?;
        let mut dialogue = Self { asker, args, making, shown: BTreeSet::new() };
        dialogue.ask_all()?;
        dialogue.finish()
    }

    fn ask_all(&mut self) -> Result<(), String> {
        let kind = self.making.kind;
        say(&format!(
            "You are making {}. Type each answer, and press Enter after it. Esc stops: then nothing is written.",
            kind_words(kind).0
        ));
        let all = questions(kind);
        let (needed, others): (Vec<&Question>, Vec<&Question>) =
            all.iter().partition(|question| question.required);
        self.ask_each(&needed)?;
        let left = others.iter().any(|question| !self.making.answers.contains_key(question.flag));
        if left {
            say("That is all that is needed. The other questions can be skipped with Enter, each by itself.");
            if !self.asker.confirm("Go on with the other questions?", true)? {
                return Ok(());
            }
            self.ask_each(&others)?;
        }
        Ok(())
    }

    fn ask_each(&mut self, all: &[&'static Question]) -> Result<(), String> {
        let mut parties_asked = false;
        for question in all {
            let is_answered = self.making.answers.contains_key(question.flag);
            if is_party(question) {
                let any = all.iter().any(|own| is_party(own) && self.making.answers.contains_key(own.flag));
                if !parties_asked && !any {
                    self.ask_parties()?;
                }
                parties_asked = true;
            } else if !is_answered && !self.is_pointless(question) {
                self.ask(question)?;
            }
            self.look_for_similar()?;
        }
        Ok(())
    }

    /// Volumes, issues and pages are only of interest where there is something that the work is a part of.
    fn is_pointless(&self, question: &Question) -> bool {
        ["volume", "issue", "page-range"].contains(&question.flag)
            && !self.making.answers.contains_key("parent")
    }

    /// Asks one question until its answer is understood, or skipped.
    fn ask(&mut self, question: &'static Question) -> Result<(), String> {
        let answer = match question.expect {
            Expect::Choice(choices) => self.choose(question, choices)?,
            Expect::Harms => self.choose_harms(question)?,
            Expect::YesNo => self.asker.confirm(question.words, false)?.then_some(Answer::Yes),
            Expect::Passage => self.ask_passage(question)?,
            expect if expect.is_list() => self.ask_list(question)?,
            _ => self.ask_one(question, &Wording { words: question.words, help: question.help })?,
        };
        if let Some(answer) = answer {
            self.making.answers.insert(question.flag, answer);
        }
        Ok(())
    }

    fn choose(&mut self, question: &Question, choices: &[new::Choice]) -> Result<Option<Answer>, String> {
        let mut options: Vec<String> =
            choices.iter().map(|choice| format!("{} ({})", choice.words, choice.code)).collect();
        if !question.required {
            options.insert(0, "leave it out".to_owned());
        }
        let chosen = self.asker.choose(question.words, question.help, options)?;
        let place = if question.required { Some(chosen) } else { chosen.checked_sub(1) };
        Ok(place.and_then(|place| choices.get(place)).map(|choice| Answer::Word(choice.code.to_owned())))
    }

    fn choose_harms(&mut self, question: &Question) -> Result<Option<Answer>, String> {
        let one = |(code, words): &(String, String)| match words.as_str() {
            "" => code.clone(),
            words => format!("{words} ({code})"),
        };
        let options: Vec<String> = self.making.harms.iter().map(one).collect();
        if options.is_empty() {
            return Ok(None);
        }
        let help = "arrow keys move, the space bar ticks what applies, Enter goes on";
        let chosen = self.asker.choose_many(question.words, help, options)?;
        let codes: Vec<String> = chosen.iter().map(|place| self.making.harms[*place].0.clone()).collect();
        Ok((!codes.is_empty()).then_some(Answer::Words(codes)))
    }

    /// The first thing that is wrong with an answer.
    fn fault(&mut self, question: &Question, answer: &Answer) -> Option<Fault> {
        let without = self.making.answers.remove(question.flag);
        let before = errors(faults_of(&self.making.config, &self.making.record("new", Stage::Draft)));
        self.making.answers.insert(question.flag, answer.clone());
        let after = errors(faults_of(&self.making.config, &self.making.record("new", Stage::Draft)));
        self.making.answers.remove(question.flag);
        self.making.answers.extend(without.map(|answer| (question.flag, answer)));
        after.into_iter().find(|fault| before.iter().all(|own| own.message != fault.message))
    }

    fn tell(&self, fault: &Fault) {
        let written = match fault.written.lines().next() {
            Some(line) if !line.is_empty() && !fault.message.contains(line) => {
                format!(" (“{}”)", shortened(line))
            }
            _ => String::new(),
        };
        say(&format!("That cannot be published: {}{written}.", fault.message));
        if let Some(expected) = &fault.expected {
            say(&format!("Expected: {expected}"));
        }
    }

    /// Shows records that may be the same, each once, and asks whether to go on.
    fn look_for_similar(&mut self) -> Result<(), String> {
        if self.args.even_if_similar {
            return Ok(());
        }
        let alike = new::similar(&self.making.known, self.making.kind, &self.making.answers);
        let is_own = |path: &String| self.making.beside.iter().any(|record| record.path() == *path);
        let alike: Vec<(String, String, &str)> = alike
            .into_iter()
            .map(|alike| (alike.entry.path.clone(), alike.entry.title.clone(), alike.reason))
            .filter(|(path, ..)| !self.shown.contains(path) && !is_own(path))
            .take(5)
            .collect();
        if alike.is_empty() {
            return Ok(());
        }
        say("Perhaps it is there already:");
        for (path, title, reason) in &alike {
            say(&format!("“{title}” in {path}: {reason}."));
        }
        self.shown.extend(alike.into_iter().map(|(path, ..)| path));
        let options =
            vec!["it is another one: go on".to_owned(), "it is the same: stop, and write nothing".to_owned()];
        match self.asker.choose("Is it the same?", "choose with the arrow keys, then Enter", options)? {
            0 => Ok(()),
            _ => Err(STOPPED.to_owned()),
        }
    }
}

fn ask_kind(asker: Asker) -> Result<Kind, String> {
    let one = |kind: &Kind| {
        let (name, meaning) = kind_words(*kind);
        format!("{name}: {meaning}")
    };
    let options = Kind::ALL.iter().map(one).collect();
    let chosen =
        asker.choose("What do you want to make?", "choose with the arrow keys, then Enter", options)?;
    Ok(Kind::ALL[chosen])
}

fn errors(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.retain(|fault| fault.severity == Severity::Error);
    faults
}

/// Tells the person something, in lines that do not break within a word.
fn say(words: &str) {
    let width = crate::cli::terminal_width().saturating_sub(3);
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let length = lines.last().map_or(0, |line| line.chars().count());
        if length > 0 && length + 1 + word.chars().count() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let text: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    crate::cli::answer(&text);
}
