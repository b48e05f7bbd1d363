//! `casefile new`: a record from the answers to a few questions, at the terminal or by flags.

mod dialogue;
mod flags;

use super::COULD_NOT_RUN;
use super::MISTAKES;
use super::ask::Asker;
use super::ask::STOPPED;
use crate::build::Options;
use crate::config::Config;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::diagnostic::Severity;
use crate::document::read_documents;
use crate::edit;
use crate::edit::Change;
use crate::input::Inputs;
use crate::load;
use crate::new;
use crate::new::Answer;
use crate::new::Answers;
use crate::new::Cx;
use crate::new::Entry;
use crate::new::Expect;
use crate::new::Fault;
use crate::new::Known;
use crate::new::NewRecord;
use crate::new::Question;
use crate::new::Stage;
use crate::new::Trial;
use crate::new::Trouble;
use crate::new::kind_words;
use crate::new::questions;
use crate::resolve::resolve;
use crate::vocabulary::Kind;
use crate::vocabulary::OrganisationType;
use crate::vocabulary::Vocabulary;
use clap::Args;
use clap::builder::PossibleValue;
use clap::builder::PossibleValuesParser;
use dialogue::Dialogue;
use flags::Flags;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile new                          asks what it is to be, and everything else\n  casefile new incident                 asks about an incident\n  casefile new reference --url https://news.example/late-results\n  casefile new incident --title \"Blood test results sent late\" --date \"June 2018\" --supplier \"Example Laboratory\"\n  casefile new incident --title \"Letters lost\" --figure \"Letters lost: over 900 letters\" --source \"davis-2015, ch. 4\" --draft\n  casefile new page --title \"How to help\" --text-file help.txt --print\n\nAt a terminal every question that no flag answers is asked; Enter skips those that are not needed. Without a terminal\nnothing is asked. A file that is there already is never written over.";

/// What a dialogue or a script makes.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// What to make
    #[arg(value_parser = kind_parser())]
    kind: Option<String>,
    /// The site folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The name of the file without `.md`, which is also that of its page [default: made from the title]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// A file that holds the text, `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    text_file: Option<PathBuf>,
    /// Make this organisation too; behind `=` what it is, such as "Example Laboratory=company"
    #[arg(long, value_name = "NAME[=TYPE]")]
    new_organisation: Vec<String>,
    /// Do not publish it yet
    #[arg(long, conflicts_with = "publish")]
    draft: bool,
    /// Publish it with the next build, which is so without a terminal
    #[arg(long)]
    publish: bool,
    /// Make it even if there is a record like it
    #[arg(long)]
    even_if_similar: bool,
    /// Ask nothing, as where there is no terminal
    #[arg(long)]
    no_questions: bool,
    /// Show the file, and write nothing
    #[arg(long)]
    print: bool,
    /// What counts as now, from which “yesterday” is counted: 2026-12-01T00:01Z, or a day [default: the clock, or SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    #[command(flatten)]
    flags: Flags,
}

/// The kinds, which may be named by their folders too.
fn kind_parser() -> PossibleValuesParser {
    let value = |kind: &Kind| match kind {
        Kind::Page => PossibleValue::new("page").alias("pages"),
        Kind::Organisation => PossibleValue::new("organisation").aliases(["organisations", "organization"]),
        kind => PossibleValue::new(kind.code()).alias(kind.folder()),
    };
    PossibleValuesParser::new(Kind::ALL.iter().map(value))
}

/// The kind that a word names.
fn kind_of(word: &str) -> Option<Kind> {
    let by_folder = Kind::ALL.iter().copied().find(|kind| kind.folder() == word);
    let other = match word {
        "pages" => Some(Kind::Page),
        "organization" => Some(Kind::Organisation),
        _ => None,
    };
    Kind::from_code(word).or(by_folder).or(other)
}

/// What is being made, and what it is held against.
pub(super) struct Making {
    inputs: Inputs,
    config: Config,
    known: Known,
    harms: Vec<(String, String)>,
    now: Timestamp,
    today: Date,
    kind: Kind,
    answers: Answers,
    /// Organisations and topics that are made on the way.
    beside: Vec<NewRecord>,
}

impl Making {
    fn cx(&self) -> Cx<'_> {
        Cx { known: &self.known, harms: &self.harms, today: self.today }
    }

    /// The record as it is so far.
    fn record(&self, id: &str, stage: Stage) -> NewRecord {
        NewRecord { kind: self.kind, id: id.to_owned(), stage, answers: self.answers.clone() }
    }

    /// Puts in an organisation or a topic that is made on the way, and gives its id.
    fn make(&mut self, kind: Kind, name: &str, word: Option<&str>) -> String {
        let id = new::free_id(&self.known, kind, name);
        let mut answers = Answers::from([("title", Answer::Text(name.to_owned()))]);
        if let Some(word) = word {
            answers.insert("type", Answer::Word(word.to_owned()));
        }
        let record = NewRecord { kind, id: id.clone(), stage: Stage::Published, answers };
        self.known.add(Entry {
            kind,
            id: id.clone(),
            title: name.to_owned(),
            label: name.to_owned(),
            names: Vec::new(),
            path: record.path(),
            urls: Vec::new(),
            date: None,
            organisations: Vec::new(),
        });
        self.beside.push(record);
        id
    }

    /// All records that are to be made, that one that was asked for first; those made on the way are as public as it is.
    fn records(&self, id: &str, stage: Stage) -> Vec<NewRecord> {
        let beside = self.beside.iter().map(|record| NewRecord { stage, ..record.clone() });
        [self.record(id, stage)].into_iter().chain(beside).collect()
    }
}

/// Makes a record.
pub(super) fn new_command(args: &NewArgs) -> Result<ExitCode, String> {
    let asker = if args.no_questions { None } else { Asker::at_terminal() };
    let now = super::now_of(args.now.as_deref())?;
    let kind = args.kind.as_deref().and_then(kind_of);
    let made = match (asker, kind) {
        (None, None) => {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
            return Err(format!("say what to make, such as `casefile new incident`: {}", kinds.join(", ")));
        }
        (None, Some(kind)) => make_by_flags(args, kind, now),
        (Some(asker), kind) => Dialogue::hold(asker, args, kind, now),
    };
    match made {
        Err(words) if words == STOPPED => {
            let _ = writeln!(std::io::stderr(), "Stopped; nothing was written.");
            Ok(ExitCode::from(COULD_NOT_RUN))
        }
        made => made,
    }
}

/// What the site has, and what was given with flags.
fn making(args: &NewArgs, kind: Kind, now: Timestamp) -> Result<Making, String> {
    if let Some(words) = args.flags.fault(kind) {
        return Err(words);
    }
    let inputs = load::load(&args.site).map_err(|error| error.to_string())?;
    let options = Options { now, base_url: None, drafts: true };
    let mut passed_over = Vec::new();
    let documents = read_documents(&mut passed_over, &inputs);
    let archive = resolve(&mut passed_over, &inputs, documents, options.moment());
    let mut making = Making {
        known: Known::of(&archive, &inputs),
        harms: new::harms(&archive.config),
        config: archive.config,
        inputs,
        now,
        today: TimeZone::system().to_datetime(now).date(),
        kind,
        answers: Answers::new(),
        beside: Vec::new(),
    };
    for given in &args.new_organisation {
        make_organisation(&mut making, given)?;
    }
    take_flags(&mut making, args)?;
    Ok(making)
}

fn make_organisation(making: &mut Making, given: &str) -> Result<(), String> {
    let (name, word) = match given.rsplit_once('=') {
        Some((name, word)) => (name.trim(), Some(word.trim())),
        None => (given.trim(), None),
    };
    if let Some(word) = word.filter(|word| OrganisationType::from_code(word).is_none()) {
        let codes: Vec<&str> = OrganisationType::ALL.iter().map(|own| own.code()).collect();
        return Err(format!(
            "`--new-organisation \"{given}\"`: “{word}” is not a type of organisation; write one of {}",
            codes.join(", ")
        ));
    }
    let name = new::one_line(name);
    if name.is_empty() {
        return Err("`--new-organisation`: the name is missing".to_owned());
    }
    if let new::Named::One(entry) = making.known.find(&[Kind::Organisation], &name) {
        return Err(format!("`--new-organisation \"{given}\"`: it is there already, in `{}`", entry.path));
    }
    if let Some(id) = making.known.unusable(Kind::Organisation, &name) {
        let path = new::path_of(Kind::Organisation, &id);
        return Err(format!(
            "`--new-organisation \"{given}\"`: there is a file `{path}` already, but it cannot be used; `casefile check` says why"
        ));
    }
    making.make(Kind::Organisation, &name, word);
    Ok(())
}

/// Understands what was given with flags.
fn take_flags(making: &mut Making, args: &NewArgs) -> Result<(), String> {
    for question in questions(making.kind) {
        let Some(given) = args.flags.of(question) else { continue };
        match new::read_all(making.cx(), question, given) {
            Ok(Some(answer)) => {
                making.answers.insert(question.flag, answer);
            }
            Ok(None) => {}
            Err(trouble) => {
                let words = trouble_words(question, trouble);
                return Err(format!("`--{} \"{}\"`: {words}", question.flag, given.join("\", \"")));
            }
        }
    }
    if let Some(path) = &args.text_file {
        let text = new::passage(&text_of(path)?);
        if !text.trim().is_empty() {
            making.answers.insert("text", Answer::Passage(text));
        }
    }
    Ok(())
}

fn text_of(path: &Path) -> Result<String, String> {
    let cannot =
        |error: &std::io::Error| format!("cannot read `{}`: {}", path.display(), load::os_words(error));
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    } else {
        bytes = load::read_whole(path).map_err(|error| cannot(&error))?;
    }
    String::from_utf8(bytes).map_err(|_| {
        format!(
            "`{}` is not a text saved as UTF-8: open it in an editor and save it as plain text with the encoding UTF-8",
            path.display()
        )
    })
}

/// What was not understood, for somebody who cannot be asked.
fn trouble_words(question: &Question, trouble: Trouble) -> String {
    match trouble {
        Trouble::Wrong(words) => uncapitalised(words.trim_end_matches('.')),
        Trouble::Meant(meant) => format!("that is not the whole address: write {meant}"),
        Trouble::Either(day_first, month_first) => {
            let words = DateWords::english();
            let one = |date: &PartialDate| format!("{} ({})", date.as_written(), date.in_words(&words));
            format!("it can be either of two dates; write {} or {}", one(&day_first), one(&month_first))
        }
        Trouble::NoSuch { kind, name, near } => {
            let near = near.map(|near| format!(" The nearest is “{near}”.")).unwrap_or_default();
            let (_, bare) = kind_words(kind).0.split_once(' ').unwrap_or_default();
            let mend = match kind {
                Kind::Organisation => format!("To make it too, add `--new-organisation \"{name}\"`"),
                kind => format!("Make it first, with `casefile new {}`", kind.code()),
            };
            let what = if question.expect == Expect::Sources { "source" } else { bare };
            format!("there is no {what} “{name}” yet.{near} {mend}")
        }
    }
}

/// A sentence as it stands behind a colon. Names and quotations keep their capitals.
fn uncapitalised(words: &str) -> String {
    let first = words.split(' ').next().unwrap_or_default();
    match ["The", "That", "What"].contains(&first) {
        true => format!("{}{}", first.to_lowercase(), &words[first.len()..]),
        false => words.to_owned(),
    }
}

fn make_by_flags(args: &NewArgs, kind: Kind, now: Timestamp) -> Result<ExitCode, String> {
    let making = making(args, kind, now)?;
    let missing: Vec<String> = questions(kind)
        .iter()
        .filter(|question| question.required && !making.answers.contains_key(question.flag))
        .map(|question| {
            format!("{} Say it with `--{} {}`", question.words, question.flag, question.expect.value_name())
        })
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "something is missing that {} needs. {}",
            kind_words(kind).0,
            missing.join(". ")
        ));
    }
    if !args.even_if_similar {
        refuse_similar(&making)?;
    }
    let id = match &args.id {
        Some(id) => match new::id_fault(&making.known, kind, id) {
            Some(words) => return Err(format!("`--id {id}`: {words}")),
            None => id.clone(),
        },
        None => new::proposed_id(&making.known, kind, &making.answers),
    };
    let stage = if args.draft { Stage::Draft } else { Stage::Published };
    finish_by_flags(args, making, &id, stage)
}

fn finish_by_flags(args: &NewArgs, mut making: Making, id: &str, stage: Stage) -> Result<ExitCode, String> {
    let records = making.records(id, stage);
    let trial = Trial::of(&making.inputs, stage, making.now);
    let faults = trial.faults(&mut making.inputs, &records);
    let mut words = String::new();
    for fault in &faults {
        words.push_str(&fault_words(fault));
    }
    let _ = std::io::stderr().write_all(words.as_bytes());
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        let _ = std::io::stderr().write_all(b"Nothing was written.\n");
        return Ok(ExitCode::from(MISTAKES));
    }
    if args.print {
        super::answer(&printed(&records));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(words) = named_early_words(&mut making, &records, stage) {
        let _ = writeln!(std::io::stderr(), "warning: {words}");
    }
    write(args, &records)?;
    let dates = dates_read(&making, args);
    super::answer(&format!("{dates}{}", written_words(args, &records)));
    Ok(ExitCode::SUCCESS)
}

/// A draft that published records name already keeps the site from being built.
fn named_early_words(making: &mut Making, records: &[NewRecord], stage: Stage) -> Option<String> {
    if stage == Stage::Published {
        return None;
    }
    let paths = new::named_early(&mut making.inputs, records, making.now);
    let paths: Vec<String> = paths.into_iter().map(|path| format!("`{path}`")).collect();
    (!paths.is_empty()).then(|| {
        format!(
            "its title or the name of its file stands in {} already, which would give a draft away: the site cannot be built until it is published, or not named there",
            paths.join(", ")
        )
    })
}

fn refuse_similar(making: &Making) -> Result<(), String> {
    let alike = new::similar(&making.known, making.kind, &making.answers);
    if alike.is_empty() {
        return Ok(());
    }
    let one = |alike: &new::Alike<'_>| {
        format!("\n  {} (“{}”): {}", alike.entry.path, alike.entry.title, alike.reason)
    };
    let all: String = alike.iter().take(5).map(one).collect();
    Err(format!(
        "it may be there already, so nothing was written:{all}\nIf it is another one, add `--even-if-similar`"
    ))
}

/// Says what is wrong, in the words of whoever typed it.
pub(super) fn fault_words(fault: &Fault) -> String {
    let level = if fault.severity == Severity::Error { "error" } else { "warning" };
    let place = match fault.flag {
        Some(flag) => format!("in `--{}`", flag),
        None => format!("in {}", fault.path),
    };
    let written = match fault.written.lines().next() {
        Some(line) if !line.is_empty() && !fault.message.contains(line) => {
            format!("\n  it says: {}", shortened(line))
        }
        _ => String::new(),
    };
    let expected =
        fault.expected.as_ref().map(|expected| format!("\n  expected: {expected}")).unwrap_or_default();
    format!("{level}: {place}: {}{written}{expected}\n", fault.message)
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= 80 {
        return line.to_owned();
    }
    let beginning: String = line.chars().take(79).collect();
    format!("{beginning}…")
}

/// All files or none.
fn write(args: &NewArgs, records: &[NewRecord]) -> Result<(), String> {
    let change =
        |record: &NewRecord| Change::Create { path: record.path(), bytes: record.text().into_bytes() };
    let changes: Vec<Change> = records.iter().map(change).collect();
    edit::apply(&args.site, &changes).map_err(|error| error.to_string())
}

fn printed(records: &[NewRecord]) -> String {
    match records {
        [only] => only.text(),
        records => {
            let one = |record: &NewRecord| format!("=== {}\n{}", record.path(), record.text());
            records.iter().map(one).collect()
        }
    }
}

/// Dates that were written in words, as they were read.
fn dates_read(making: &Making, args: &NewArgs) -> String {
    let mut words = String::new();
    for question in questions(making.kind).iter().filter(|question| question.expect == Expect::Date) {
        let (Some(given), Some(Answer::Word(date))) =
            (args.flags.of(question), making.answers.get(question.flag))
        else {
            continue;
        };
        if given.iter().any(|given| given.trim() != date)
            && let Ok(parsed) = PartialDate::parse(date)
        {
            let given = given.join(" ");
            let read = parsed.in_words(&DateWords::english());
            words.push_str(&format!("“{given}” is read as {read}, and written {date}.\n"));
        }
    }
    words
}

/// What was written and where.
pub(super) fn written_words(args: &NewArgs, records: &[NewRecord]) -> String {
    let mut words = String::new();
    for (index, record) in records.iter().enumerate() {
        let path = args.site.join(record.path());
        let path = path.strip_prefix(".").unwrap_or(&path).display().to_string();
        let what =
            if index == 0 { String::new() } else { format!(" ({}, made on the way)", record.kind.code()) };
        words.push_str(&format!("Written: {path}{what}\n"));
    }
    words
}
