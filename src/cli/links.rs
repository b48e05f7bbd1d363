//! `casefile check --links`: whether the addresses that an archive names still lead where they did.

use super::CheckArgs;
use super::Format;
use super::ReadArgs;
use crate::archive::Archive;
use crate::build::Options;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::read_documents;
use crate::edit;
use crate::edit::Change;
use crate::fetch;
use crate::fetch::Event;
use crate::fetch::Settings;
use crate::input::Inputs;
use crate::load;
use crate::outbound;
use crate::outbound::CACHE_PATH;
use crate::outbound::Cache;
use crate::outbound::CacheFault;
use crate::outbound::Finding;
use crate::outbound::Link;
use crate::outbound::Outcome;
use crate::outbound::Reach;
use crate::outbound::State;
use crate::outbound::Visit;
use crate::outbound::Visited;
use crate::resolve::resolve;
use crate::vocabulary::Vocabulary;
use clap::Args;
use jiff::SignedDuration;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use std::time::Instant;
use url::Url;

/// Findings are kept on the disk no more often than this.
const KEEP_EVERY: Duration = Duration::from_secs(1);

#[derive(Debug, Args)]
pub(super) struct LinkArgs {
    /// Ask the web whether the addresses of sources, organisations, contracts and links in texts still work
    #[arg(long)]
    links: bool,
    /// Write what was found into `url_status` of references
    #[arg(long, requires = "links")]
    write: bool,
    /// Ask about every address, whatever was found earlier
    #[arg(long, requires = "links")]
    fresh: bool,
    /// Ask again about what was found more than so many days ago
    #[arg(long, requires = "links", value_name = "DAYS", default_value = "7", value_parser = clap::value_parser!(u16))]
    max_age: u16,
    /// The pause between two requests to the same host
    #[arg(long, requires = "links", value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pace: Duration,
    /// How long a whole answer may take
    #[arg(long, requires = "links", value_name = "SECONDS", default_value = "30", value_parser = time_limit)]
    timeout: Duration,
    /// Ask hosts of this machine and of the local network too
    #[arg(long, requires = "links")]
    allow_local: bool,
    /// The wait before something is tried a second time
    #[arg(long, requires = "links", value_name = "SECONDS", default_value = "5", value_parser = seconds, hide = true)]
    retry_wait: Duration,
}

impl LinkArgs {
    /// Whether links are asked for at all.
    pub(super) fn wanted(&self) -> bool {
        self.links
    }

    fn settings(&self) -> Settings {
        let reach = if self.allow_local { Reach::Everywhere } else { Reach::Public };
        let connect = self.timeout.min(Duration::from_secs(10));
        Settings { pace: self.pace, connect, whole: self.timeout, retry_wait: self.retry_wait, reach }
    }

    fn max_age(&self) -> SignedDuration {
        if self.fresh {
            SignedDuration::ZERO
        } else {
            SignedDuration::from_hours(24 * i64::from(self.max_age))
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let parsed = text.parse().ok().and_then(|number| Duration::try_from_secs_f64(number).ok());
    let limited = parsed.filter(|time| *time <= Duration::from_secs(3600));
    limited.ok_or_else(|| "expected a number of seconds, such as 2 or 0.5, of at most 3600".to_owned())
}

fn time_limit(text: &str) -> Result<Duration, String> {
    let time = seconds(text).ok().filter(|time| !time.is_zero());
    time.ok_or_else(|| "expected a number of seconds above 0, such as 30 or 0.5, of at most 3600".to_owned())
}

/// Looks at every link to another site.
pub(super) fn links_command(args: &CheckArgs) -> Result<ExitCode, String> {
    let read = &args.read;
    // Drafts are looked at too: their sources are to work on the day they are published.
    let options = Options { drafts: true, ..super::options(read, None)? };
    let inputs = load::load(&read.site).map_err(|error| error.to_string())?;
    let mut mistakes = Vec::new();
    let documents = read_documents(&mut mistakes, &inputs);
    let archive = resolve(&mut mistakes, &inputs, documents, options.moment());
    let links = outbound::find(&inputs, &archive);

    let mut diagnostics = Vec::new();
    let mut search = Search::begin(&mut diagnostics, args, &links);
    search.visit(&mut diagnostics, args);
    diagnostics
        .extend(links.iter().filter_map(|link| outbound::diagnostic(link, search.found.get(&*key(link))?)));
    super::tell(read, &inputs, &mut diagnostics);
    if args.links.write {
        write_statuses(read, &inputs, &links, &search.found)?;
    }
    if !read.quiet {
        let states: Vec<State> = search.found.values().map(|visited| visited.finding.state).collect();
        super::answer(&outbound::summary(&states, search.known));
        tell_of_mistakes(&archive, &mistakes);
    }
    Ok(ExitCode::SUCCESS)
}

/// What of the site could not be read was not looked at.
fn tell_of_mistakes(archive: &Archive, mistakes: &[Diagnostic]) {
    let errors = mistakes.iter().filter(|own| own.severity == Severity::Error).count();
    if errors > 0 {
        let words = if errors == 1 { "a mistake".to_owned() } else { format!("{errors} mistakes") };
        let records = archive.ids().count();
        super::answer(&format!(
            "These are the links of {records} records. The site has {words}, which `casefile check` shows: there may be more.\n"
        ));
    }
}

/// The address by which a link is known: without the place in the page, and in one spelling.
fn key(link: &Link) -> Cow<'_, str> {
    outbound::parse(&link.address).map_or(Cow::Borrowed(&*link.address), |url| Cow::Owned(url.into()))
}

/// What is known and what is to be asked.
struct Search {
    /// What was found, by address.
    found: BTreeMap<String, Visited>,
    /// How many of them were found by an earlier run.
    known: usize,
    /// Addresses to be visited.
    visits: Vec<Visit>,
    cache: Cache,
}

impl Search {
    /// Sorts the addresses: those found earlier, those that nobody asks, and those to be visited.
    fn begin(diagnostics: &mut Vec<Diagnostic>, args: &CheckArgs, links: &[Link]) -> Self {
        let mut search = Self {
            found: BTreeMap::new(),
            known: 0,
            visits: Vec::new(),
            cache: read_cache(diagnostics, &args.read.site),
        };
        let now = super::clock();
        let mut titles: BTreeMap<Cow<'_, str>, Vec<String>> = BTreeMap::new();
        for link in links {
            titles.entry(key(link)).or_default().extend(link.titles.iter().cloned());
        }
        let mut waiting: BTreeMap<Cow<'_, str>, ()> = BTreeMap::new();
        for link in links {
            let address = key(link);
            // In the order of the files, each once.
            if waiting.insert(address.clone(), ()).is_some() {
                continue;
            }
            match askable(&address, args.links.settings().reach) {
                Err(why) => {
                    let finding = Finding::new(State::NotChecked, why);
                    search.found.insert(address.into_owned(), Visited { visited: now, finding });
                }
                Ok(url) => match search.cache.fresh(&address, now, args.links.max_age()).cloned() {
                    Some(visited) => {
                        search.known += 1;
                        search.found.insert(address.into_owned(), visited);
                    }
                    None => {
                        let titles = titles.remove(&address).unwrap_or_default();
                        let before = search.cache.before(&address);
                        search.visits.push(Visit::new(url, titles, before));
                    }
                },
            }
        }
        search
    }

    /// Visits what is to be visited, and keeps what is found as it comes.
    fn visit(&mut self, diagnostics: &mut Vec<Diagnostic>, args: &CheckArgs) {
        let visits = std::mem::take(&mut self.visits);
        let addresses: Vec<String> = visits.iter().map(|visit| visit.start.to_string()).collect();
        let mut progress = Progress::new(&args.read, addresses.len());
        let mut keeper = Keeper::new(&args.read.site);
        let mut doubtful = Vec::new();
        let mut is_online = false;
        fetch::visit_all(visits, &args.links.settings(), super::clock(), &mut |event| {
            match event {
                Event::Asking(host) => progress.asking(&host),
                Event::Found(index, moment, outcome) => {
                    progress.found();
                    is_online |= outcome.answered;
                    let found = (addresses[index].clone(), moment, outcome);
                    if found.2.finding.state == State::Gone && !found.2.answered {
                        doubtful.push(found);
                    } else {
                        self.take(found);
                        keeper.is_behind = true;
                    }
                }
                Event::Nothing => {}
            }
            if is_online && !doubtful.is_empty() {
                doubtful.drain(..).for_each(|found| self.take(found));
                keeper.is_behind = true;
            }
            keeper.keep(&self.cache, KEEP_EVERY);
        });
        progress.end();
        for (address, moment, outcome) in doubtful {
            self.take((address, moment, unproven(outcome)));
            keeper.is_behind = true;
        }
        keeper.keep(&self.cache, Duration::ZERO);
        diagnostics.extend(keeper.fault);
    }

    fn take(&mut self, found: (String, Timestamp, Outcome)) {
        let (address, visited, outcome) = found;
        if outcome.finding.state != State::NotChecked {
            self.cache.keep(&address, visited, outcome.finding.clone());
        }
        self.found.insert(address, Visited { visited, finding: outcome.finding });
    }
}

/// Where no server answers at all, a host that is not found proves nothing: the computer may be offline.
fn unproven(outcome: Outcome) -> Outcome {
    let seen = "has a host that was not found, nor was any other: perhaps this computer has no connection";
    Outcome { finding: Finding::new(State::Unreachable, seen), ..outcome }
}

/// The address, or why it is not asked about.
fn askable(address: &str, reach: Reach) -> Result<Url, &'static str> {
    let url = outbound::parse(address).ok_or("is not an address that can be asked about")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or a password");
    }
    if reach == Reach::Public && outbound::is_local(&url) {
        return Err("is an address in a local network, and was not asked (`--allow-local` asks)");
    }
    Ok(url)
}

fn read_cache(diagnostics: &mut Vec<Diagnostic>, site: &Path) -> Cache {
    let fault = match fetch::read_kept(site) {
        Ok(None) => return Cache::default(),
        Ok(Some(bytes)) => match Cache::read(&bytes) {
            Ok(cache) => return cache,
            Err(CacheFault::Broken) => "what was found earlier cannot be read, so every address is asked about anew".to_owned(),
            Err(CacheFault::OtherVersion) => {
                "what was found earlier is from another version of casefile, so every address is asked about anew".to_owned()
            }
        },
        Err(error) => format!("what was found earlier cannot be read: {error}"),
    };
    diagnostics.push(cache_fault(fault));
    Cache::default()
}

fn cache_fault(words: String) -> Diagnostic {
    Diagnostic::about_file("link-cache", Severity::Warning, CACHE_PATH, words)
}

/// Keeps findings on the disk, so that a run that is stopped loses a second of them.
struct Keeper<'a> {
    site: &'a Path,
    /// Something was found that is not on the disk yet.
    is_behind: bool,
    last: Instant,
    /// Why nothing can be kept.
    fault: Option<Diagnostic>,
}

impl<'a> Keeper<'a> {
    fn new(site: &'a Path) -> Self {
        Self { site, is_behind: false, last: Instant::now(), fault: None }
    }

    fn keep(&mut self, cache: &Cache, every: Duration) {
        if !self.is_behind || self.fault.is_some() || self.last.elapsed() < every {
            return;
        }
        if let Err(error) = fetch::write_kept(self.site, &cache.write()) {
            self.fault =
                Some(cache_fault(format!("what was found cannot be kept for the next run: {error}")));
        }
        self.is_behind = false;
        self.last = Instant::now();
    }
}

/// A line at the terminal that says how far it is.
struct Progress {
    is_shown: bool,
    found: usize,
    all: usize,
}

impl Progress {
    fn new(read: &ReadArgs, all: usize) -> Self {
        let is_shown = read.format == Format::Human && !read.quiet && std::io::stderr().is_terminal();
        Self { is_shown, found: 0, all }
    }

    fn asking(&self, host: &str) {
        let room = super::terminal_width().saturating_sub(30);
        let host: String = host.chars().take(room).collect();
        self.show(&format!("\r\x1b[K{} of {} addresses: {host}", self.found, self.all));
    }

    fn found(&mut self) {
        self.found += 1;
    }

    fn end(&self) {
        self.show("\r\x1b[K");
    }

    fn show(&self, words: &str) {
        if self.is_shown {
            let mut out = std::io::stderr().lock();
            let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
        }
    }
}

/// Writes what was found into the records of references, all or nothing, and says so.
fn write_statuses(
    read: &ReadArgs,
    inputs: &Inputs,
    links: &[Link],
    found: &BTreeMap<String, Visited>,
) -> Result<(), String> {
    let mut changes = Vec::new();
    let mut words = String::new();
    for link in links {
        let Some((said, front)) = link.status else { continue };
        let Some(visited) = found.get(&*key(link)) else { continue };
        let Some(worth) = outbound::status_to_write(said, &visited.finding) else { continue };
        let file = inputs.text(front.file);
        let status = worth.code();
        // A file with other bytes than those of its text is not written: they would be lost.
        let text = std::str::from_utf8(&file.bytes).ok().filter(|_| file.path.ends_with(".md"));
        match text.and_then(|text| outbound::with_status(text, front.range(), status)) {
            Some(after) => {
                let was = said.code();
                words.push_str(&format!("{}: `url_status: {status}`, where it was `{was}`\n", file.path));
                let path = file.path.clone();
                changes.push(Change::Replace { path, before: file.bytes.clone(), after: after.into_bytes() });
            }
            None => {
                let is_bibtex = file.path.ends_with(".bib");
                let line = if is_bibtex {
                    format!("url_status = {{{status}}},")
                } else {
                    format!("url_status: {status}")
                };
                words.push_str(&format!(
                    "{}: not written; write `{line}` beside `{}` yourself\n",
                    file.path, link.address
                ));
            }
        }
    }
    edit::apply(&read.site, &changes).map_err(|error| error.to_string())?;
    if !read.quiet {
        let count = changes.len();
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        super::answer(&format!("{words}Changed {files}.\n"));
    }
    Ok(())
}
