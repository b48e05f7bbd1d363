//! The end of a dialogue: the name of the file, whether it is a draft, the file itself, and what comes next.

use super::Dialogue;
use super::errors;
use super::say;
use crate::cli::ask::Question as Line;
use crate::cli::ask::STOPPED;
use crate::cli::new::named_early_words;
use crate::cli::new::printed;
use crate::cli::new::write;
use crate::cli::new::written_words;
use crate::new;
use crate::new::Fault;
use crate::new::Stage;
use crate::new::Trial;
use crate::new::missing_words;
use crate::new::questions;
use std::process::ExitCode;

impl Dialogue<'_> {
    pub(super) fn finish(mut self) -> Result<ExitCode, String> {
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
