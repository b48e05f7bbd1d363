//! `casefile rename`: another id for a record, and every link to it mended.

use super::MISTAKES;
use super::ReadArgs;
use crate::edit;
use crate::edit::Change;
use crate::load;
use crate::rename;
use crate::rename::Plan;
use crate::rename::Refusal;
use crate::rename::Wanted;
use crate::vocabulary::Vocabulary;
use clap::Args;
use std::collections::BTreeSet;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile rename gp-letters lost-letters --dry-run     list every line that would change\n  casefile rename gp-letters lost-letters\n  casefile rename topic:letters post ../archive         where records of two kinds share an id\n\nThe file or folder is moved, every link to it is mended in all files, and the old address leads to the new one. Nothing else changes: not the same word in a sentence, a title or a comment. Before anything is written, the site as it would be is checked against the site as it is.";

#[derive(Debug, Args)]
pub(super) struct RenameArgs {
    /// The record: its id, or kind:id where two kinds share it
    id: String,
    /// The id that it is to have: lower-case letters, digits and hyphens
    #[arg(value_name = "NEW-ID")]
    new_id: String,
    #[command(flatten)]
    read: ReadArgs,
    /// List every line that would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Renames a record.
pub(super) fn rename_command(args: &RenameArgs) -> Result<ExitCode, String> {
    let options = super::options(&args.read, None)?;
    let inputs = load::load(&args.read.site).map_err(|error| error.to_string())?;
    let plan = match rename::plan(&inputs, &options, Wanted { record: &args.id, id: &args.new_id }) {
        Ok(plan) => plan,
        Err(Refusal::Unfit(words)) => return Err(words),
        Err(Refusal::Errors(count)) => {
            let mistakes = if count == 1 { "1 error".to_owned() } else { format!("{count} errors") };
            super::complain(&format!(
                "The site has {mistakes}, so it is not certain what names what. `casefile check` shows them; mend them first.\nNothing was changed.\n"
            ));
            return Ok(ExitCode::from(MISTAKES));
        }
        Err(Refusal::Mistakes(after, mut mistakes)) => {
            super::tell(&args.read, &after, &mut mistakes);
            super::complain(&format!(
                "The site would have these mistakes if the record had the id `{}`. Nothing was changed.\n",
                args.new_id
            ));
            return Ok(ExitCode::from(MISTAKES));
        }
    };
    if args.dry_run {
        super::answer(&proposal(&plan));
        return Ok(ExitCode::SUCCESS);
    }
    edit::apply(&args.read.site, &changes(&plan)).map_err(|error| error.to_string())?;
    if !args.read.quiet {
        super::answer(&done(&plan, &args.new_id));
    }
    Ok(ExitCode::SUCCESS)
}

/// Texts change where they are; then the file or folder goes to its new place.
fn changes(plan: &Plan) -> Vec<Change> {
    let texts = plan.texts.iter().map(|text| Change::Replace {
        path: text.path.clone(),
        before: text.before.clone(),
        after: text.after.clone(),
    });
    let moved = plan.moved.iter().map(|(from, to)| Change::Move { from: from.clone(), to: to.clone() });
    texts.chain(moved).collect()
}

fn proposal(plan: &Plan) -> String {
    let mut text = String::new();
    for line in &plan.lines {
        text.push_str(&format!("{}, line {}:\n", line.path, line.number));
        if let Some(before) = &line.before {
            text.push_str(&format!("  - {before}\n"));
        }
        text.push_str(&format!("  + {}\n", line.after));
    }
    if let Some((from, to)) = &plan.moved {
        text.push_str(&format!("{from} would move to {to}\n"));
    }
    text.push_str(&format!("{} would change. Nothing was written.\n", count(plan)));
    text
}

fn done(plan: &Plan, id: &str) -> String {
    let kind = plan.kind.code().replace('-', " ");
    let mut text = format!("Renamed the {kind} `{}` to `{id}`; {} changed.\n", plan.old, count(plan));
    if let Some((from, to)) = &plan.moved {
        text.push_str(&format!("{from} is now {to}\n"));
    }
    text.push_str(&match &plan.alias {
        Some(alias) => format!("The old address {alias} leads to the new one.\n"),
        None => "It is not published yet, so no old address is kept.\n".to_owned(),
    });
    if plan.moves_files {
        text.push_str("The addresses of the files beside it are new, too, and the old ones lead nowhere.\n");
    }
    text
}

fn count(plan: &Plan) -> String {
    let files: BTreeSet<&str> = plan.lines.iter().map(|line| line.path.as_str()).collect();
    let say = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    format!("{} in {}", say(plan.lines.len(), "line"), say(files.len(), "file"))
}
