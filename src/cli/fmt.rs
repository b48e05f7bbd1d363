//! `casefile fmt`: the front matter of every record in order.

use super::MISTAKES;
use crate::document::read_site_config;
use crate::edit;
use crate::edit::Change;
use crate::input::Inputs;
use crate::load;
use crate::span::FileId;
use crate::tidy;
use crate::tidy::Tidied;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile fmt\n  casefile fmt ../archive\n  casefile fmt --check     only list the files that are not tidy\n\nFields come into the order of docs/format.md with their comments, and white space that means nothing goes. Values, comments and texts stay as they are, to the letter; a file of which that is not certain is left alone, and named.";

#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    /// The site folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Write nothing; list the files that would change, and end with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Say nothing of what was tidied
    #[arg(long, short)]
    quiet: bool,
}

/// Tidies every record of a site, or lists those that are not tidy.
pub(super) fn fmt_command(args: &FmtArgs) -> Result<ExitCode, String> {
    let inputs = load::load(&args.site).map_err(|error| error.to_string())?;
    let (changes, looked_at, left) = changes(&inputs);
    let _ = std::io::stderr().lock().write_all(left.as_bytes());
    if !args.check {
        edit::apply(&args.site, &changes).map_err(|error| error.to_string())?;
    }
    if !args.quiet {
        let paths = changes.iter().map(|change| format!("{}\n", path_of(change)));
        super::answer(&format!("{}{}", paths.collect::<String>(), summary(args, changes.len(), looked_at)));
    }
    let is_found = args.check && !changes.is_empty();
    Ok(if is_found { ExitCode::from(MISTAKES) } else { ExitCode::SUCCESS })
}

/// The changes that make records tidy, how many files were looked at, and which were left alone.
fn changes(inputs: &Inputs) -> (Vec<Change>, usize, String) {
    let config = read_site_config(&mut Vec::new(), inputs);
    let (mut changes, mut looked_at, mut left) = (Vec::new(), 0, String::new());
    for (file, text) in (0..).map(FileId).zip(&inputs.texts) {
        if !text.path.starts_with("content/") || !text.path.ends_with(".md") {
            continue;
        }
        looked_at += 1;
        match tidy::tidy(inputs, &config, file) {
            Tidied::Same => {}
            Tidied::New(after) => changes.push(Change::Replace {
                path: text.path.clone(),
                before: text.bytes.clone(),
                after: after.into_bytes(),
            }),
            Tidied::Left(why) => left.push_str(&format!("{} is left as it is: {why}\n", text.path)),
        }
    }
    (changes, looked_at, left)
}

fn path_of(change: &Change) -> &str {
    match change {
        Change::Create { path, .. } | Change::CreateSecret { path, .. } | Change::Replace { path, .. } => {
            path
        }
        Change::Move { from, .. } => from,
    }
}

fn summary(args: &FmtArgs, changed: usize, looked_at: usize) -> String {
    let files = if looked_at == 1 { "file" } else { "files" };
    match (changed, args.check) {
        (0, _) => "Nothing to tidy.\n".to_owned(),
        (_, true) => {
            format!("{changed} of {looked_at} {files} would change. To tidy them, run `casefile fmt`.\n")
        }
        (_, false) => format!("Tidied {changed} of {looked_at} {files}.\n"),
    }
}
