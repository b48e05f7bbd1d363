//! The dialogue of `casefile new`: one question after the other, each answer said back, looked at and asked again if need be.

use super::Making;
use super::NewArgs;
use super::making;
use super::named_early_words;
use super::printed;
use super::shortened;
use super::write;
use super::written_words;
use crate::cli::ask::Asker;
use crate::cli::ask::Question as Line;
use crate::cli::ask::STOPPED;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::diagnostic::Severity;
use crate::new;
use crate::new::Answer;
use crate::new::Expect;
use crate::new::Fault;
use crate::new::Named;
use crate::new::Question;
use crate::new::Stage;
use crate::new::Trial;
use crate::new::Trouble;
use crate::new::faults_of;
use crate::new::is_party;
use crate::new::kind_words;
use crate::new::missing_words;
use crate::new::questions;
use crate::vocabulary::Kind;
use crate::vocabulary::OrganisationType;
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

/// What a person wants to be done about a name that nothing has.
enum Missing {
    Take(Answer),
    AskAgain,
    LeaveOut,
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

    /// Paragraphs, each of which is typed or pasted.
    fn ask_passage(&mut self, question: &'static Question) -> Result<Option<Answer>, String> {
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
    fn ask_list(&mut self, question: &'static Question) -> Result<Option<Answer>, String> {
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
    fn ask_parties(&mut self) -> Result<(), String> {
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
        let mut first = String::new();
        loop {
            let help = "such as over 28,000 letters, at least 40 patients, £1.5 million";
            let typed =
                new::one_line(&self.asker.pasted("How many, or how much?", help, Vec::new(), &first)?);
            if typed.is_empty() {
                return Ok(None);
            }
            // A colon divides what was counted from how much.
            let answer =
                new::read(self.making.cx(), question, &format!("{label}: {}", typed.replace(':', " ")));
            match answer {
                Ok(Some(Answer::Figures(mut figures))) => {
                    for figure in figures.iter_mut().filter(|own| !own.people && own.currency.is_none()) {
                        figure.people = self.asker.confirm("Does this number count people?", false)?;
                    }
                    let answer = Answer::Figures(figures);
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

    /// One answer, asked for until it is understood and nothing is wrong with it.
    fn ask_one(
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
        let slug = slug::slugify(name);
        if self.making.known.is_taken(kind, &slug)
            && matches!(self.making.known.find(&[kind], &slug), Named::Nothing(_))
        {
            say(&format!(
                "There is a file {} already, but it cannot be used. `casefile check` says why.",
                new::path_of(kind, &slug)
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
        debug_assert!(word.is_none_or(|word| OrganisationType::from_code(word).is_some()));
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

    fn finish(mut self) -> Result<ExitCode, String> {
        let id = self.ask_id()?;
        let stage = self.ask_stage(&id)?;
        let records = loop {
            let records = self.making.records(&id, stage);
            let trial = Trial::of(&self.making.inputs, stage, self.making.now);
            let faults = errors(trial.faults(&mut self.making.inputs, &records));
            if faults.is_empty() {
                break records;
            }
            self.mend(&faults)?;
        };
        say("This is the file:");
        crate::cli::answer(&printed(&records));
        if self.args.print {
            return Ok(ExitCode::SUCCESS);
        }
        if !self.asker.confirm("Write it?", true)? {
            return Err(STOPPED.to_owned());
        }
        write(self.args, &records)?;
        crate::cli::answer(&written_words(self.args, &records));
        self.say_what_next(stage, records.len());
        Ok(ExitCode::SUCCESS)
    }

    fn ask_id(&mut self) -> Result<String, String> {
        let kind = self.making.kind;
        if let Some(id) = &self.args.id {
            return match new::id_fault(&self.making.known, kind, id) {
                Some(words) => Err(format!("`--id {id}`: {words}")),
                None => Ok(id.clone()),
            };
        }
        let proposed = new::proposed_id(&self.making.known, kind, &self.making.answers);
        let known = &self.making.known;
        let wrong = |id: &str| match id {
            "" => Some("The file needs a name.".to_owned()),
            id => new::id_fault(known, kind, id).map(|words| format!("{words}.")),
        };
        let line = Line {
            words: "What shall the file be called?",
            help: "its page has the same name; Enter takes this one",
            known: Vec::new(),
            wrong: &wrong,
        };
        self.asker.text(&line, &proposed)
    }

    fn ask_stage(&mut self, id: &str) -> Result<Stage, String> {
        if self.args.publish {
            return Ok(Stage::Published);
        }
        let is_draft = self.args.draft || self.ask_draft()?;
        let stage = if is_draft { Stage::Draft } else { Stage::Published };
        let records = self.making.records(id, stage);
        let Some(words) = named_early_words(&mut self.making, &records, stage) else { return Ok(stage) };
        say(&new::sentence(&words));
        let publish = self.asker.confirm("Publish it with the next build, then?", true)?;
        Ok(if publish { Stage::Published } else { Stage::Draft })
    }

    fn ask_draft(&self) -> Result<bool, String> {
        say(
            "Only you see a draft, in the preview. You can publish it later, by deleting one line of the file.",
        );
        self.asker.confirm("Keep it as a draft for now?", true)
    }

    /// Asks the questions again whose answers are wrong.
    fn mend(&mut self, faults: &[Fault]) -> Result<(), String> {
        let mut flags: Vec<&'static str> = Vec::new();
        for fault in faults {
            self.tell(fault);
            flags.extend(fault.flag.filter(|flag| !flags.contains(flag)));
        }
        if flags.is_empty() {
            return Err("the record cannot be made like this, so nothing was written".to_owned());
        }
        for question in questions(self.making.kind).iter().filter(|question| flags.contains(&question.flag)) {
            self.making.answers.remove(question.flag);
            self.ask(question)?;
        }
        Ok(())
    }

    fn say_what_next(&self, stage: Stage, files: usize) {
        let missing = missing_words(self.making.kind, &self.making.answers);
        if !missing.is_empty() {
            say(&format!("Readers will look for, and not find yet: {}.", missing.join("; ")));
        }
        match (stage, files) {
            (Stage::Published, _) => say("It will be published with the next build."),
            (_, 1) => say("It is a draft. To publish it, delete the line “state: draft” in the file."),
            _ => say("They are drafts. To publish them, delete the line “state: draft” in each file."),
        }
        let site = match self.args.site.display().to_string() {
            site if site == "." => String::new(),
            site => format!(" {site}"),
        };
        say(&format!("To look at it: casefile serve --open{site}"));
        say("To change it, open the file in any text editor.");
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
