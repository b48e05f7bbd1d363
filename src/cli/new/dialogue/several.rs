//! Questions that take several answers: paragraphs, places, organisations with their roles, figures, sources.

use super::Dialogue;
use super::Wording;
use super::say;
use crate::new;
use crate::new::Answer;
use crate::new::Expect;
use crate::new::Figure;
use crate::new::Question;
use crate::new::Trouble;
use crate::new::is_party;
use crate::new::questions;
use crate::personal;

impl Dialogue<'_> {
    /// Paragraphs, each of which is typed or pasted.
    pub(super) fn ask_passage(&mut self, question: &'static Question) -> Result<Option<Answer>, String> {
        let mut text = String::new();
        let mut words = question.words;
        loop {
            let typed = self.asker.pasted(words, question.help, Vec::new(), "")?;
            if !new::one_line(&typed).is_empty() {
                add_paragraph(&mut text, &new::passage(&typed));
                words = "The next paragraph? (Enter alone ends the text)";
                continue;
            }
            if text.is_empty() {
                return Ok(None);
            }
            let answer = Answer::Passage(new::passage(&text));
            let Some(fault) = self.fault(question, &answer) else { return Ok(Some(answer)) };
            self.tell(&fault);
            say("Please type or paste the text again.");
            text.clear();
            words = question.words;
        }
    }

    /// One answer after the other, until there are no more.
    pub(super) fn ask_list(&mut self, question: &'static Question) -> Result<Option<Answer>, String> {
        let mut all: Option<Answer> = None;
        let mut words = question.words.to_owned();
        loop {
            let one = if question.expect == Expect::Figures {
                self.ask_figure(question, &words)?
            } else {
                self.ask_one(question, &Wording { words: &words, help: question.help })?
            };
            let Some(one) = one else { return Ok(all) };
            let one = if question.expect == Expect::Sources { self.ask_place(one)? } else { one };
            words = format!("Another, after {}? (Enter for no more)", self.called(&one));
            match &mut all {
                Some(all) => all.join(one),
                None => all = Some(one),
            }
            // What is wrong only with several of them together.
            if let Some(fault) = all.as_ref().and_then(|all| self.fault(question, all)) {
                self.tell(&fault);
                say("Please answer this question again from the beginning.");
                (all, words) = (None, question.words.to_owned());
            }
        }
    }

    /// What an answer is called in the next question.
    fn called(&self, answer: &Answer) -> String {
        let title = |id: &String| {
            let bare = id.split_once(':').map_or(id.as_str(), |(_, id)| id);
            let entry = self.making.known.entries.iter().rev().find(|entry| entry.id == bare);
            entry.map_or_else(|| id.clone(), |entry| format!("“{}”", entry.title))
        };
        let name = match answer {
            Answer::Words(ids) => ids.last().map(title),
            Answer::Sources(sources) => sources.last().map(|source| title(&source.id)),
            Answer::Texts(texts) => texts.last().map(|text| format!("“{text}”")),
            Answer::Figures(figures) => figures.last().map(|figure| format!("“{}”", figure.label)),
            Answer::Spokespeople(people) => people.last().map(|person| person.name.clone()),
            _ => None,
        };
        name.unwrap_or_default()
    }

    /// Organisations, each with what it had to do with it.
    pub(super) fn ask_parties(&mut self) -> Result<(), String> {
        let roles: Vec<&'static Question> =
            questions(self.making.kind).iter().filter(|question| is_party(question)).collect();
        let Some(first) = roles.first().copied() else { return Ok(()) };
        let mut words = "Which organisation had to do with it?".to_owned();
        let help = "type a part of its name; Tab completes it; Enter to skip";
        while let Some(answer) = self.ask_one(first, &Wording { words: &words, help })? {
            let called = self.called(&answer);
            let options: Vec<String> =
                roles.iter().map(|role| format!("{} ({})", role.words, role.flag)).collect();
            let asked = format!("What was {called} in this?");
            let chosen = self.asker.choose(&asked, "choose with the arrow keys, then Enter", options)?;
            let flag = roles[chosen].flag;
            match self.making.answers.get_mut(flag) {
                Some(all) => all.join(answer),
                None => {
                    self.making.answers.insert(flag, answer);
                }
            }
            words = format!("Another organisation, after {called}? (Enter for no more)");
        }
        Ok(())
    }

    /// What was counted, and how much.
    fn ask_figure(&mut self, question: &'static Question, words: &str) -> Result<Option<Answer>, String> {
        let label = new::one_line(&self.asker.pasted(words, question.help, Vec::new(), "")?);
        if label.is_empty() {
            return Ok(None);
        }
        // The form of the flag, "Letters lost: over 900 letters", says both at once.
        if let Ok(Some(Answer::Figures(figures))) = new::read(self.making.cx(), question, &label) {
            let answer = Answer::Figures(self.of_people(figures)?);
            let Some(fault) = self.fault(question, &answer) else { return Ok(Some(answer)) };
            self.tell(&fault);
        }
        let mut first = String::new();
        loop {
            let help = "such as over 28,000 letters, at least 40 patients, £1.5 million";
            let typed =
                new::one_line(&self.asker.pasted("How many, or how much?", help, Vec::new(), &first)?);
            if typed.is_empty() {
                say(&format!("“{label}” is left out, since no number was given."));
                return Ok(None);
            }
            // A colon divides what was counted from how much.
            let answer =
                new::read(self.making.cx(), question, &format!("{label}: {}", typed.replace(':', " ")));
            match answer {
                Ok(Some(Answer::Figures(figures))) => {
                    let answer = Answer::Figures(self.of_people(figures)?);
                    let Some(fault) = self.fault(question, &answer) else { return Ok(Some(answer)) };
                    self.tell(&fault);
                }
                Ok(_) => return Ok(None),
                Err(Trouble::Wrong(words)) => say(&words),
                Err(_) => {}
            }
            first = typed;
        }
    }

    /// Figures, each with whether it counts people. Only the unit says so without being asked.
    fn of_people(&self, mut figures: Vec<Figure>) -> Result<Vec<Figure>, String> {
        let is_open = |own: &Figure| {
            own.currency.is_none() && !own.unit.as_deref().is_some_and(personal::is_unit_of_people)
        };
        for figure in figures.iter_mut().filter(|own| is_open(own)) {
            figure.people = self.asker.confirm("Does this number count people?", figure.people)?;
        }
        Ok(figures)
    }

    /// Where in a source, where that was not said with it.
    fn ask_place(&mut self, answer: Answer) -> Result<Answer, String> {
        let Answer::Sources(mut sources) = answer else { return Ok(answer) };
        for source in &mut sources {
            if source.at.is_none() && source.quote.is_none() {
                let help = "such as ch. 4, p. 38, para 2; Enter for the whole of it";
                let at = self.asker.pasted("Where in it?", help, Vec::new(), "")?;
                let help = "copied letter for letter; Enter to skip";
                let quote = self.asker.pasted("Which words of it say so?", help, Vec::new(), "")?;
                let some = |text: String| Some(new::one_line(&text)).filter(|text| !text.is_empty());
                (source.at, source.quote) = (some(at), some(quote));
            }
        }
        Ok(Answer::Sources(sources))
    }
}

/// A paragraph below the others. Lines of one quotation and items of one list stand together.
fn add_paragraph(text: &mut String, paragraph: &str) {
    if !text.is_empty() {
        let begins = |line: Option<&str>| {
            line.and_then(|line| line.chars().next().filter(|sign| ">-*".contains(*sign)))
        };
        let together =
            begins(text.lines().last()).is_some_and(|sign| begins(paragraph.lines().next()) == Some(sign));
        text.push_str(if together { "\n" } else { "\n\n" });
    }
    text.push_str(paragraph);
}
