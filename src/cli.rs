//! The command line: what was asked for, done, and told.

#![expect(
    clippy::disallowed_methods,
    reason = "the clock and the environment are looked at here, and nowhere else"
)]

mod ask;
mod explain;
mod fmt;
mod import;
mod import_data;
mod init;
mod links;
mod list;
mod new;
mod rename;
mod schema;
mod serve;
mod sign;
mod theme_export;
mod verify;

use crate::build;
use crate::build::File;
use crate::build::Options;
use crate::config::normal_base_url;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::frontmatter::parse_instant;
use crate::input::Inputs;
use crate::lint;
use crate::load;
use crate::manifest;
use crate::publish;
use crate::publish::PublishError;
use crate::publish::Published;
use crate::publish::Written;
use crate::report;
use crate::report::Places;
use crate::rule::Level;
use crate::rule::Rule;
use crate::vocabulary::Vocabulary;
use clap::Args;
use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use jiff::Timestamp;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Exit code: there are mistakes in the content.
const MISTAKES: u8 = 1;
/// Exit code: the command could not run.
const COULD_NOT_RUN: u8 = 2;

const COMPLETIONS: &str = "Examples:\n  casefile completions bash > ~/.local/share/bash-completion/completions/casefile\n  casefile completions zsh > ~/.zfunc/_casefile   (and fpath+=~/.zfunc in ~/.zshrc)\n  casefile completions fish > ~/.config/fish/completions/casefile.fish\n\nThen open a new terminal.";

/// Turns a folder of evidence into a website: press releases, incident records and references, cross-linked and checked.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "Examples:\n  casefile init my-campaign             start a new site\n  casefile new incident                 add a record: it asks what it needs to know\n  casefile import release.txt           make a record of a press release\n  casefile check                        look for mistakes, and for what is unfair or unsourced\n  casefile serve --open                 look at the site while you write\n  casefile build                        build the site of this folder into public/\n  casefile build ../archive --output /srv/www\n  casefile verify public                check a copy of the site, file by file\n  casefile list --where status=upheld   find records\n  casefile rename gp-letters letters    give a record another id, and mend every link to it\n  casefile explain nhs-number           say what a rule is for\n\nExit codes: 0 done, 1 mistakes in the content, 2 could not run."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a new campaign: a site that builds at once, to write over
    #[command(after_help = init::EXAMPLES)]
    Init(init::InitArgs),
    /// Make a new record: asks what is needed, and writes a correct file
    #[command(after_help = new::EXAMPLES)]
    New(Box<new::NewArgs>),
    /// Make records of a file that others wrote: a press release, a bibliography, a table
    #[command(after_help = import::EXAMPLES)]
    Import(Box<import::ImportArgs>),
    /// Find every mistake, and with --links the links to other sites that no longer work
    #[command(
        after_help = "Examples:\n  casefile check\n  casefile check ../archive --format json\n  casefile check --links               whether links to other sites still work\n  casefile check --links --write       and write that into `url_status` of references"
    )]
    Check(CheckArgs),
    /// Show the site in the browser, as it is while you write
    #[command(after_help = serve::EXAMPLES)]
    Serve(serve::ServeArgs),
    /// Build the site into its output folder, all or nothing
    #[command(
        after_help = "Examples:\n  casefile build\n  casefile build ../archive --output /srv/www\n  casefile build --now 2026-12-01T00:01Z     as it will be at that moment\n  casefile build --format github             for the log of a GitHub workflow\n  casefile build --key casefile.key          with a signed manifest"
    )]
    Build(BuildArgs),
    /// Check a published site, file by file, against its manifest
    #[command(after_help = verify::EXAMPLES)]
    Verify(verify::VerifyArgs),
    /// Sign the manifest of a built site, so that everybody can see that it is yours
    #[command(after_help = sign::EXAMPLES)]
    Sign(sign::SignArgs),
    /// List records: of a kind, with a status, of a supplier, drafts
    #[command(after_help = list::EXAMPLES)]
    List(list::ListArgs),
    /// Give a record another id, and mend every link to it
    #[command(after_help = rename::EXAMPLES)]
    Rename(rename::RenameArgs),
    /// Tidy the front matter of every record, and change nothing that it says
    #[command(after_help = fmt::EXAMPLES)]
    Fmt(fmt::FmtArgs),
    /// Say what an editorial rule is for, and how to mend what it finds
    #[command(after_help = explain::EXAMPLES)]
    Explain(explain::ExplainArgs),
    /// Print what an editor has to know of the fields (JSON Schema)
    #[command(after_help = schema::EXAMPLES)]
    Schema(schema::SchemaArgs),
    /// Write what a shell needs to complete commands and options as you type
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Work on the site's theme
    #[command(
        after_help = "Examples:\n  casefile theme export my-theme               the built-in theme, to start from\n  casefile theme export my-theme ../archive    into another site\n\nThen write `theme: my-theme` in casefile.yaml, and delete the files you do not change."
    )]
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// Write the built-in theme into themes/NAME, to start from
    #[command(
        after_help = "Example:\n  casefile theme export my-theme\n\nThen write `theme: my-theme` in casefile.yaml, and delete the files you do not change."
    )]
    Export {
        /// The name of the new theme: a folder below `themes/`
        name: String,
        /// The site folder
        #[arg(default_value = ".")]
        site: PathBuf,
    },
}

#[derive(Debug, Args)]
struct BuildArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Where the built site goes [default: public/ in the site folder]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address of the site, in place of `base_url` in casefile.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Sign the manifest with this secret key of minisign; see `casefile sign`
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    links: links::LinkArgs,
}

#[derive(Debug, Clone, Args)]
struct ReadArgs {
    /// The site folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// What counts as now, which decides what is published: 2026-12-01T00:01Z, or a day [default: the clock, or SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// How mistakes are told
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Say nothing unless there are mistakes
    #[arg(long, short)]
    quiet: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: ColorWhen,
}

/// How mistakes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: the line, with a caret
    Human,
    /// A JSON object a line
    Json,
    /// Annotations for GitHub
    Github,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorWhen {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Runs the program with the arguments it was given.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Build(args) => build_command(&args),
        Command::Check(args) => check_command(&args),
        Command::Verify(args) => verify::verify_command(&args),
        Command::Sign(args) => sign::sign_command(&args),
        Command::Explain(args) => explain::explain_command(&args),
        Command::Fmt(args) => fmt::fmt_command(&args),
        Command::Import(args) => import::import_command(&args),
        Command::List(args) => list::list_command(&args),
        Command::Rename(args) => rename::rename_command(&args),
        Command::Init(args) => init::init_command(&args),
        Command::Schema(args) => schema::schema_command(&args),
        Command::New(args) => new::new_command(&args),
        Command::Serve(args) => serve::serve_command(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "casefile", &mut script);
            answer(&String::from_utf8_lossy(&script));
            Ok(ExitCode::SUCCESS)
        }
        Command::Theme { command: ThemeCommand::Export { name, site } } => theme_export::export(&site, &name),
    };
    done.unwrap_or_else(|words| {
        let _ = writeln!(std::io::stderr(), "error: {words}");
        ExitCode::from(COULD_NOT_RUN)
    })
}

fn build_command(args: &BuildArgs) -> Result<ExitCode, String> {
    let started = Instant::now();
    let read = &args.read;
    let options = options(read, args.base_url.as_deref())?;
    let output = args.output.clone().unwrap_or_else(|| read.site.join("public"));
    let key = args.key.as_deref().map(sign::read_key).transpose()?;
    let inputs = load::load(&read.site).map_err(|error| error.to_string())?;
    let mut diagnostics = Vec::new();
    let site = build::prepare(&mut diagnostics, &inputs, &options);
    if let Some(site) = &site {
        lint_site(&mut diagnostics, &inputs, site, Level::Error);
    }
    let published = match &site {
        Some(site) if !has_errors(&diagnostics) => {
            publish_site(&mut diagnostics, &inputs, site, (&read.site, &output, key.as_ref()))?
        }
        _ => None,
    };
    tell(read, &inputs, &mut diagnostics);
    let Some(published) = published else {
        if read.format == Format::Human {
            let words = "Nothing was published. What was published before is unchanged.\n";
            let _ = std::io::stderr().write_all(words.as_bytes());
        }
        return Ok(ExitCode::from(MISTAKES));
    };
    if !read.quiet {
        let pages = site.as_ref().map_or(0, |site| site.pages.len());
        let withheld = site.as_ref().map(withheld_words).unwrap_or_default();
        answer(&format!("{}{withheld}", summary(&published, pages, started)));
    }
    // The program ends here: to give back the memory of every record one by one would only take time.
    std::mem::forget(site);
    std::mem::forget(inputs);
    Ok(ExitCode::SUCCESS)
}

/// Renders into a folder beside the output, and puts it in place only if nothing is wrong with it.
fn publish_site(
    diagnostics: &mut Vec<Diagnostic>,
    inputs: &Inputs,
    site: &build::Site,
    (folder, output, key): (&Path, &Path, Option<&sign::Key>),
) -> Result<Option<Published>, String> {
    let words = |error: PublishError| error.to_string();
    let staging = publish::stage(folder, output).map_err(words)?;
    let written = manifest::Collector::default();
    let put = |path: &str, file: File<'_>| match file {
        File::Bytes(bytes) => {
            written.note(path, bytes.len() as u64, manifest::Digest::of(bytes));
            staging.put(path, bytes).map(drop)
        }
        File::Asset(asset) => {
            if let Some(sha256) = manifest::Digest::from_hex(&asset.sha256) {
                written.note(path, asset.size, sha256);
            }
            staging.put_asset(path, asset).map(drop)
        }
    };
    let faults = build::render_all(inputs, site, put).map_err(words)?;
    diagnostics.extend(faults);
    if has_errors(diagnostics) {
        return Ok(None);
    }
    put_manifest(&staging, &written.into_manifest(&site.archive), key)?;
    staging.commit().map(Some).map_err(words)
}

/// Puts the manifest beside what it lists. A signature of another manifest does not stay.
fn put_manifest(
    staging: &publish::Staging,
    manifest: &manifest::Manifest,
    key: Option<&sign::Key>,
) -> Result<(), String> {
    let words = |error: PublishError| error.to_string();
    let text = manifest.to_json();
    let checksums = manifest.checksums(manifest::Digest::of(text.as_bytes()));
    let is_same = staging.put(manifest::MANIFEST, text.as_bytes()).map_err(words)? == Written::Unchanged;
    staging.put(manifest::CHECKSUMS, checksums.as_bytes()).map_err(words)?;
    match key {
        Some(key) => {
            let signature = sign::signature_of(text.as_bytes(), key)?;
            staging.put(manifest::SIGNATURE, signature.as_bytes()).map_err(words)?;
        }
        None if is_same => staging.keep_old(manifest::SIGNATURE).map_err(words)?,
        None => staging.leave_out(manifest::SIGNATURE),
    }
    Ok(())
}

fn check_command(args: &CheckArgs) -> Result<ExitCode, String> {
    if args.links.wanted() {
        return links::links_command(args);
    }
    let args = &args.read;
    let options = options(args, None)?;
    let inputs = load::load(&args.site).map_err(|error| error.to_string())?;
    let mut diagnostics = Vec::new();
    let site = build::prepare(&mut diagnostics, &inputs, &options);
    if let Some(site) = &site {
        let is_whole = !has_errors(&diagnostics);
        if is_whole {
            diagnostics.extend(build::look_through(&inputs, site));
        }
        lint_site(&mut diagnostics, &inputs, site, Level::Warn);
        // A record that could not be read may be the one that cites another.
        let of_absence = [Rule::UncitedReference, Rule::OrphanRecord].map(Rule::code);
        diagnostics.retain(|own| is_whole || !of_absence.contains(&own.code));
    }
    // As in a build, nothing is given back one by one.
    std::mem::forget(site);
    tell(args, &inputs, &mut diagnostics);
    if has_errors(&diagnostics) {
        return Ok(ExitCode::from(MISTAKES));
    }
    if diagnostics.is_empty() && !args.quiet {
        answer("No mistakes found.\n");
    }
    Ok(ExitCode::SUCCESS)
}

/// Reports what breaks editorial rules that are held at least so strictly.
fn lint_site(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs, site: &build::Site, least: Level) {
    let copies = load::read_copies(inputs, &lint::copies_wanted(&site.archive, least));
    lint::lint(diagnostics, lint::Context { inputs, archive: &site.archive, copies: &copies }, least);
}

/// Says what was done. Whoever no longer listens, as `head` does, takes nothing away from what was done.
fn answer(words: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}

/// Says why something was not done.
fn complain(words: &str) {
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

fn options(read: &ReadArgs, base_url: Option<&str>) -> Result<Options, String> {
    let now = now_of(read.now.as_deref())?;
    let base_url = base_url
        .map(|url| {
            normal_base_url(url)
                .ok_or_else(|| format!("`--base-url {url}`: expected an address that begins with https://"))
        })
        .transpose()?;
    Ok(Options { now, base_url, drafts: false })
}

/// What counts as now: what was given, or the clock.
fn now_of(given: Option<&str>) -> Result<Timestamp, String> {
    Ok(given_now(given)?.unwrap_or_else(clock))
}

/// What was given to count as now.
fn given_now(given: Option<&str>) -> Result<Option<Timestamp>, String> {
    match given {
        Some(text) => parse_now(text).map(Some),
        None => std::env::var("SOURCE_DATE_EPOCH").ok().map(|seconds| source_date(&seconds)).transpose(),
    }
}

fn parse_now(text: &str) -> Result<Timestamp, String> {
    parse_instant(text).or_else(|| parse_instant(&format!("{text}T00:00Z"))).ok_or_else(|| {
        format!("`--now {text}`: expected a time with its zone, such as 2026-12-01T00:01Z, or a day")
    })
}

fn source_date(seconds: &str) -> Result<Timestamp, String> {
    let parsed = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    parsed.ok_or_else(|| format!("SOURCE_DATE_EPOCH is `{seconds}`: expected a number of seconds"))
}

/// The only place that looks at the clock.
fn clock() -> Timestamp {
    Timestamp::now()
}

/// Tells every mistake, and how many there are.
fn tell(read: &ReadArgs, inputs: &Inputs, diagnostics: &mut [Diagnostic]) {
    build::sort(diagnostics);
    let places = Places { inputs, prefix: prefix_of(&read.site) };
    let mut text = written(read, &places, diagnostics);
    if read.format == Format::Human && !diagnostics.is_empty() {
        text.push_str(&format!("{}.\n", report::count_words(&*diagnostics)));
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Mistakes in the form that was asked for.
fn written(read: &ReadArgs, places: &Places<'_>, diagnostics: &[Diagnostic]) -> String {
    match read.format {
        Format::Human => report::human(places, diagnostics, is_styled(read.color), terminal_width()),
        Format::Json => report::json(places, diagnostics),
        Format::Github => report::github(places, diagnostics),
    }
}

/// What stands before the paths of a site's files, seen from the current folder.
fn prefix_of(site: &Path) -> String {
    match site.to_string_lossy() {
        site if site == "." || site.is_empty() => String::new(),
        site => format!("{}/", site.trim_end_matches('/')),
    }
}

/// Colour on a terminal only, and never where the reader has asked for none (no-color.org).
fn is_styled(when: ColorWhen) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => {
            std::io::stderr().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// The width of the terminal in columns; 100 where there is none.
fn terminal_width() -> usize {
    terminal_size::terminal_size_of(std::io::stderr())
        .map_or(100, |(width, _)| usize::from(width.0).clamp(40, 140))
}

fn summary(published: &Published, pages: usize, started: Instant) -> String {
    let files = published.files.saturating_sub(pages);
    let index = published.output.join("index.html");
    format!(
        "Built {pages} pages and {files} other files in {:.2} s: {} new, {} changed, {} unchanged, {} removed.\nTo look at it, open {}\n",
        started.elapsed().as_secs_f64(),
        published.new,
        published.changed,
        published.unchanged,
        published.removed,
        index.display(),
    )
}

fn withheld_words(site: &build::Site) -> String {
    use crate::archive::WithheldReason;
    let count =
        |reason: WithheldReason| site.archive.withheld.iter().filter(|own| own.reason == reason).count();
    let parts: Vec<String> = [
        (count(WithheldReason::Draft), if count(WithheldReason::Draft) == 1 { "draft" } else { "drafts" }),
        (count(WithheldReason::Embargo), "under embargo"),
        (count(WithheldReason::Future), "with a date of publication to come"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    if parts.is_empty() { String::new() } else { format!("Not published: {}.\n", parts.join(", ")) }
}
