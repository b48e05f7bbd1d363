//! `casefile init`: a new campaign in a folder of its own.

use super::ask::Asker;
use super::ask::Question;
use crate::config::normal_base_url;
use crate::edit;
use crate::edit::Change;
use crate::load;
use crate::starter;
use crate::starter::Campaign;
use clap::Args;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile init my-campaign\n  casefile init my-campaign --title \"Outsourcing failures\" --publisher \"Doctors for the NHS\"\n  casefile init .                            in this folder, which has to be empty\n\nNothing is ever written over: a folder that holds anything but version control (.git) is refused.";

/// What may be in a folder in which a campaign is started: version control, and what systems leave in every folder.
const PASSED_OVER: [&str; 5] = [".git", ".hg", ".svn", ".DS_Store", "Thumbs.db"];

/// So many names of what is in the way are told.
const MOST_NAMES: usize = 5;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder, which must be empty or not be there yet
    folder: PathBuf,
    /// The name of the site
    #[arg(long)]
    title: Option<String>,
    /// Where the site will be put: an address that begins with https://
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Who publishes the site
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Ask nothing, also at a terminal
    #[arg(long, short)]
    yes: bool,
}

/// Writes the files of a new campaign, all or none.
pub(super) fn init_command(args: &InitArgs) -> Result<ExitCode, String> {
    refuse_full_folder(&args.folder)?;
    let mut campaign = Campaign {
        title: given("--title", args.title.as_deref(), titled)?,
        base_url: given("--base-url", args.base_url.as_deref(), addressed)?,
        publisher: given("--publisher", args.publisher.as_deref(), published_by)?,
    };
    if let Some(asker) = Asker::at_terminal().filter(|_| !args.yes) {
        ask(asker, &mut campaign)?;
    }
    let files = starter::files(&campaign)?;
    let changes: Vec<Change> =
        files.into_iter().map(|(path, text)| Change::Create { path, bytes: text.into_bytes() }).collect();
    edit::apply(&args.folder, &changes).map_err(|error| error.to_string())?;
    super::answer(&next_steps(&args.folder, &campaign));
    Ok(ExitCode::SUCCESS)
}

/// Refuses a folder that somebody has put something into: it could be another site, or other work.
fn refuse_full_folder(folder: &Path) -> Result<(), String> {
    if folder.is_file() {
        return Err(format!("`{}` is a file; give the name of a folder", folder.display()));
    }
    let mut names = load::names_in(folder).map_err(|error| error.to_string())?;
    names.retain(|name| !PASSED_OVER.contains(&name.as_str()));
    if names.is_empty() {
        return Ok(());
    }
    let more = match names.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let shown: Vec<String> = names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
    let site = if names.iter().any(|name| name == "casefile.yaml") { "; it is a site already" } else { "" };
    Err(format!(
        "`{}` is not empty: it holds {}{more}{site}. Nothing was written; give the name of a new folder",
        folder.display(),
        shown.join(", ")
    ))
}

/// What an option says, or else what is wrong with it.
fn given(option: &str, text: Option<&str>, campaign: fn(&str) -> Campaign) -> Result<Option<String>, String> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    match wrong(&campaign(text)) {
        Some(words) => Err(format!("`{option} {text}`: {words}")),
        None => Ok(Some(text.to_owned())),
    }
}

fn titled(text: &str) -> Campaign {
    Campaign { title: Some(text.to_owned()), ..Campaign::default() }
}

fn addressed(text: &str) -> Campaign {
    Campaign { base_url: Some(text.to_owned()), ..Campaign::default() }
}

fn published_by(text: &str) -> Campaign {
    Campaign { publisher: Some(text.to_owned()), ..Campaign::default() }
}

fn wrong(campaign: &Campaign) -> Option<String> {
    if campaign.base_url.as_deref().is_some_and(|url| normal_base_url(url).is_none()) {
        return Some(
            "expected an address that begins with https://, such as https://evidence.example/".to_owned(),
        );
    }
    let texts = [&campaign.title, &campaign.publisher];
    if texts.into_iter().flatten().any(|text| text.contains(char::is_control)) {
        return Some("expected one line of text".to_owned());
    }
    starter::wrong(campaign)
}

/// Asks for what no option says. An empty line skips a question.
fn ask(asker: Asker, campaign: &mut Campaign) -> Result<(), String> {
    let later = "Enter alone skips this; you can put it into casefile.yaml later.";
    if campaign.title.is_none() {
        let question =
            ("What is the name of the site?", format!("For instance: Outsourcing failures. {later}"));
        campaign.title = asked(asker, &question, titled)?;
    }
    if campaign.base_url.is_none() {
        let question = ("Where will it be put?", format!("An address that begins with https://. {later}"));
        campaign.base_url = asked(asker, &question, addressed)?;
    }
    if campaign.publisher.is_none() {
        let question = ("Who publishes it?", format!("The name of your campaign. {later}"));
        campaign.publisher = asked(asker, &question, published_by)?;
    }
    Ok(())
}

fn asked(
    asker: Asker,
    (words, help): &(&str, String),
    campaign: fn(&str) -> Campaign,
) -> Result<Option<String>, String> {
    let is_wrong = |text: &str| if text.is_empty() { None } else { wrong(&campaign(text)) };
    let answer = asker.text(&Question { words, help, known: Vec::new(), wrong: &is_wrong }, "")?;
    Ok(Some(answer).filter(|text| !text.is_empty()))
}

fn next_steps(folder: &Path, campaign: &Campaign) -> String {
    let shown = folder.display().to_string();
    let is_here =
        folder.canonicalize().ok() == std::env::current_dir().and_then(|here| here.canonicalize()).ok();
    let mut words = match is_here {
        true => "A new campaign is in this folder.\n\nNext:\n".to_owned(),
        false => format!("A new campaign is in `{shown}`.\n\nNext:\n  cd {}\n", shell_words::quote(&shown)),
    };
    words.push_str("  casefile serve --open    look at it while you write; stop with Ctrl-C\n");
    words.push_str("\nWrite your own texts in content/index.md, content/about.md and content/privacy.md: they say where.\n");
    words.push_str("Three made-up records, whose names begin with `example-`, show how records look. They are drafts, which\nare never published: write over them, or delete them.\n");
    if campaign.base_url.is_none() {
        words.push_str("Before you publish, put the address of your site into casefile.yaml.\n");
    }
    words
}
