//! The flags of `casefile new`: each question has one.

use crate::new::Expect;
use crate::new::Question;
use crate::new::kind_words;
use crate::new::questions;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use clap::Arg;
use clap::ArgAction;
use clap::ArgMatches;
use clap::Args;
use clap::Command;
use clap::FromArgMatches;
use std::collections::BTreeMap;

/// What was given with flags.
#[derive(Debug, Default)]
pub(super) struct Flags(BTreeMap<&'static str, Vec<String>>);

impl Flags {
    /// What was given for a question.
    pub(super) fn of(&self, question: &Question) -> Option<&Vec<String>> {
        self.0.get(question.flag)
    }

    /// A flag that answers no question of the kind, in words.
    pub(super) fn fault(&self, kind: Kind) -> Option<String> {
        let own = questions(kind);
        let flag = self.0.keys().find(|flag| own.iter().all(|question| question.flag != **flag))?;
        let all: Vec<String> = own.iter().map(|question| format!("--{}", question.flag)).collect();
        let (kind, _) = kind_words(kind);
        Some(format!("`--{}` is no question about {kind}; those are {}", flag, all.join(", ")))
    }
}

/// Every question once, with the kinds that have it.
fn all_questions() -> BTreeMap<&'static str, (&'static Question, Vec<Kind>)> {
    let mut all: BTreeMap<&'static str, (&'static Question, Vec<Kind>)> = BTreeMap::new();
    for kind in Kind::ALL {
        for question in questions(*kind) {
            all.entry(question.flag).or_insert((question, Vec::new())).1.push(*kind);
        }
    }
    all
}

fn argument(question: &'static Question, kinds: &[Kind]) -> Arg {
    let arg = Arg::new(question.flag).long(question.flag);
    let of: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let again = if question.expect.is_list() { "; may be given again" } else { "" };
    let own = match (question.flag, question.expect) {
        ("title", _) => "The title",
        ("type", _) => "What it is, a word of the list in docs/format.md",
        ("text", _) => "The text",
        ("date", _) => "When: 2018-06-03, \"3 June 2018\", \"summer 2018\", unknown",
        (_, Expect::Figures) => "A number that was given: \"Letters not sent: over 28,000 letters\"",
        (_, Expect::Sources) => "A source: \"davis-2015, ch. 4\"",
        _ => question.words,
    };
    let arg = arg.help(format!("{own} [{}{again}]", of.join(", ")));
    match question.expect {
        Expect::YesNo => arg.action(ArgAction::SetTrue),
        expect if expect.is_list() => arg.action(ArgAction::Append).value_name(expect.value_name()),
        expect => arg.action(ArgAction::Set).value_name(expect.value_name()),
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let mut command = command.next_help_heading("Answers");
        for (question, kinds) in all_questions().into_values() {
            command = command
                .arg(argument(question, &kinds).allow_hyphen_values(question.expect == Expect::Passage));
        }
        command.next_help_heading(None::<&str>)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for (flag, (question, _)) in all_questions() {
            if question.expect == Expect::YesNo {
                if matches.get_flag(flag) {
                    self.0.insert(flag, vec!["yes".to_owned()]);
                }
            } else if let Some(values) = matches.get_many::<String>(flag) {
                self.0.insert(flag, values.cloned().collect());
            }
        }
        Ok(())
    }
}
