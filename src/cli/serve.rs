//! `casefile serve`: a preview that keeps up while somebody writes.

use super::Format;
use super::ReadArgs;
use super::clock;
use super::given_now;
use super::prefix_of;
use super::written;
use crate::build::Options;
use crate::diagnostic::Diagnostic;
use crate::input::Changes;
use crate::input::Inputs;
use crate::load;
use crate::load::LoadError;
use crate::preview::Preview;
use crate::report;
use crate::report::Places;
use crate::serve;
use crate::serve::Live;
use crate::serve::Port;
use crate::serve::Settings;
use crate::watch;
use crate::watch::How;
use crate::watch::News;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::Write;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;

/// How often it is asked whether the time of a record has come, or a page could not be made.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(1);

/// So many mistakes are printed after a change, at most: nobody reads the thousands of a folder that was moved away.
const MOST: usize = 50;

/// What stands below `casefile serve --help`.
pub(super) const EXAMPLES: &str = "Examples:\n  casefile serve                    look at the site of this folder while you write\n  casefile serve --open             and open it in the browser\n  casefile serve ../archive --port 8000\n  casefile serve --no-drafts        as it would be published today\n  casefile serve --now 2026-12-01   as it would look on that day\n  casefile serve --poll             for a folder on a network drive\n\nNothing is published and no file is written. Ctrl-C ends it.";

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// The port, which must be free [default: 4210, or the next that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the preview in the browser
    #[arg(long)]
    open: bool,
    /// Show drafts and what is not to be published yet, each with a banner [default]
    #[arg(long, overrides_with = "no_drafts")]
    drafts: bool,
    /// Show only what would be published
    #[arg(long, overrides_with = "drafts")]
    no_drafts: bool,
    /// The address of this machine to listen at: 0.0.0.0 for all. Everybody in the network can then read drafts
    #[arg(long, value_name = "ADDRESS", default_value = "localhost", hide_default_value = true, value_parser = parse_address)]
    bind: IpAddr,
    /// Look at every file again and again, where the system does not tell of changes
    #[arg(long)]
    poll: bool,
}

/// Serves the site until the program is ended.
pub(super) fn serve_command(args: &ServeArgs) -> Result<ExitCode, String> {
    let fixed = given_now(args.read.now.as_deref())?;
    let now = move || fixed.unwrap_or_else(clock);
    // Before all is read: a port that is taken is told at once.
    let listener = serve::listen(args.bind, args.port.map_or(Port::Usual, Port::Exactly))?;
    let address = listener.local_addr().map_err(|error| load::os_words(&error))?;
    let (folder, inputs) = load::open(&args.read.site).map_err(|error| error.to_string())?;
    let title = serve::title(&inputs);
    let options = Options { now: now(), base_url: None, drafts: args.drafts || !args.no_drafts };
    let preview = Preview::new(inputs, options);
    let settings = Settings { folder: absolute(&args.read.site), editor: editor() };
    let live = Arc::new(Live::new(preview, &listener, settings).map_err(|error| load::os_words(&error))?);
    let url = format!("http://{}/", shown(address));
    super::answer(&welcome(args, &title, &url));
    let mut told = Told { read: args.read.clone(), told: BTreeMap::new() };
    told.tell(&live, None);
    if args.open && open::that_detached(&url).is_err() {
        super::answer("The browser cannot be opened from here: open that address yourself.\n");
    }
    let follower = Follower { live: live.clone(), told: Mutex::new(told), now: Box::new(now) };
    let follower = Arc::new(follower);
    let how = if args.poll { How::Poll(watch::POLL_EVERY) } else { How::Notify };
    let kept = follower.clone();
    let _watch =
        watch::watch(folder, how, move |news| kept.hear(news)).map_err(|error| load::os_words(&error))?;
    thread::spawn(move || follower.wait());
    match serve::run(listener, &live) {
        Err(error) => Err(format!("the preview cannot be served: {}", load::os_words(&error))),
        Ok(never) => match never {},
    }
}

fn parse_address(text: &str) -> Result<IpAddr, &'static str> {
    match text {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        text => text.parse().map_err(|_| {
            "expected an address of this machine in numbers, such as 192.168.1.5, or 0.0.0.0 for all of them"
        }),
    }
}

/// Whoever takes in changes.
struct Follower {
    live: Arc<Live>,
    told: Mutex<Told>,
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl Follower {
    fn hear(&self, news: News) {
        match news {
            News::Changed(changes) => self.change(Ok(changes)),
            News::Trouble(error) => self.change(Err(error)),
            News::Polling(why) => super::answer(&format!("{why}.\n")),
        }
    }

    fn change(&self, changed: Result<Changes, LoadError>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.change(&self.live, changed, (self.now)());
    }

    /// An embargo ends while nobody saves anything, and some mistakes of a template show only when a page is asked for.
    fn wait(&self) {
        let mut failures = 0;
        loop {
            thread::sleep(LOOK_AT_CLOCK);
            if self.live.is_due((self.now)()) {
                self.change(Ok(Changes::default()));
            }
            let before = std::mem::replace(&mut failures, self.live.failures());
            if failures > before {
                let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                told.tell(&self.live, Some("a page cannot be made"));
            }
        }
    }
}

/// What the terminal was told: what was there before is not told again.
struct Told {
    read: ReadArgs,
    /// How often each mistake was there.
    told: BTreeMap<Key, usize>,
}

/// A mistake, wherever in its file: the file, the code, the message.
type Key = (String, &'static str, String);

fn key(inputs: &Inputs, one: &Diagnostic) -> Key {
    let file = one.span.map(|span| inputs.text(span.file).path.clone());
    (file.or_else(|| one.path.clone()).unwrap_or_default(), one.code, one.message.clone())
}

impl Told {
    /// Takes in a change, tells the browsers, and then the terminal.
    fn change(&mut self, live: &Live, changed: Result<Changes, LoadError>, now: Timestamp) {
        let trouble = changed.as_ref().err().map(ToString::to_string);
        let update = live.update(changed, now);
        let what = match &trouble {
            Some(trouble) => format!("the site folder cannot be read: {trouble}"),
            None if update.files == 0 && update.was_due => "the time has come for a record".to_owned(),
            None if update.files == 0 => "the site folder can be read again".to_owned(),
            None => format!("{}: shown in {}", files(update.files), milliseconds(update.took)),
        };
        self.tell(live, Some(&what));
    }

    /// The mistakes that were not there before; and what happened, with how many there are in all.
    fn tell(&mut self, live: &Live, what: Option<&str>) {
        let (count, text, told) = live.tell(|inputs, diagnostics| {
            let places = Places { inputs, prefix: prefix_of(&self.read.site) };
            let mut told: BTreeMap<Key, usize> = BTreeMap::new();
            let mut is_new = |one: &&Diagnostic| {
                let key = key(inputs, one);
                let before = self.told.get(&key).copied().unwrap_or(0);
                let now = told.entry(key).or_insert(0);
                *now += 1;
                *now > before
            };
            let new: Vec<Diagnostic> = diagnostics.iter().filter(|one| is_new(one)).cloned().collect();
            let is_for_people = self.read.format == Format::Human;
            let shown = if is_for_people { &new[..new.len().min(MOST)] } else { &new[..] };
            let mut text = written(&self.read, &places, shown);
            if shown.len() < new.len() {
                let left = new.len() - shown.len();
                text.push_str(&format!("And {left} more: `casefile check` lists them all.\n\n"));
            }
            (report::count_words(diagnostics), text, told)
        });
        self.told = told;
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        match what {
            Some(_) | None if self.read.quiet => {}
            Some(what) => super::answer(&format!("{} {what}; {count}\n", hour(clock()))),
            None if count == "no mistakes" => {}
            None => super::answer(&format!("{count}; the pages show them too.\n")),
        }
    }
}

fn welcome(args: &ServeArgs, title: &str, url: &str) -> String {
    let of = if title.is_empty() { String::new() } else { format!(" of {title}") };
    let mut words = format!("Preview{of}: {url}\nTo stop it, press Ctrl-C. Nothing is published.\n");
    if !args.bind.to_canonical().is_loopback() {
        let too = if args.no_drafts { "" } else { ", drafts and embargoed records too" };
        words.push_str(&format!(
            "Careful: everybody who can reach this machine over the network can read all of it{too}. Leave `--bind` out to \
             keep it to this machine.\n",
        ));
    }
    words
}

/// An address to open in a browser; that of all networks is no address to go to.
fn shown(address: SocketAddr) -> SocketAddr {
    match address.ip().is_unspecified() {
        true => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port()),
        false => address,
    }
}

fn absolute(site: &std::path::Path) -> PathBuf {
    std::path::absolute(site).unwrap_or_else(|_| site.to_owned())
}

/// The author's editor: `$VISUAL` is the one with a window, where there is one.
fn editor() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|command| !command.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR"))
}

/// The hour on this machine's clock.
fn hour(now: Timestamp) -> String {
    TimeZone::system().to_datetime(now).strftime("%H:%M:%S").to_string()
}

fn files(count: usize) -> String {
    match count {
        1 => "1 file changed".to_owned(),
        count => format!("{count} files changed"),
    }
}

fn milliseconds(took: Duration) -> String {
    match took.as_millis() {
        0 => "under 1 ms".to_owned(),
        milliseconds => format!("{milliseconds} ms"),
    }
}
