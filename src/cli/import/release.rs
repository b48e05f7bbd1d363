//! The import of a press release: what is asked, decided and written.

use super::ImportArgs;
use super::told;
use super::trial;
use crate::archive;
use crate::archive::Archive;
use crate::build::Options;
use crate::cli::COULD_NOT_RUN;
use crate::cli::MISTAKES;
use crate::cli::ask::Asker;
use crate::cli::ask::Question;
use crate::date::DateWords;
use crate::date::PartialDate;
use crate::date::Spoken;
use crate::document::read_documents;
use crate::edit;
use crate::edit::Change;
use crate::frontmatter::parse_instant;
use crate::import::release;
use crate::import::release::Composed;
use crate::import::release::Decision;
use crate::import::release::Draft;
use crate::import::release::Fields;
use crate::import::release::Found;
use crate::import::release::Known;
use crate::import::release::KnownOrganisation;
use crate::import::release::KnownWork;
use crate::input::Inputs;
use crate::load;
use crate::new;
use crate::new::Named;
use crate::resolve::resolve;
use crate::url::is_id;
use crate::vocabulary::Kind;
use crate::vocabulary::OrganisationType;
use clap::Args;
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::Offset;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;

/// What can be said of a release beforehand. What is not said is asked at a terminal.
#[derive(Debug, Args)]
#[command(next_help_heading = "Of a press release")]
pub(super) struct ReleaseArgs {
    /// The id of the new record [default: made of the headline]
    #[arg(long)]
    id: Option<String>,
    /// The title [default: the headline without "Press release:"]
    #[arg(long)]
    title: Option<String>,
    /// One or two sentences for lists and searches
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// When it was issued, such as 2018-06-20, or "[2015-03..]" for then or later [default: as it says, or unknown]
    #[arg(long, value_name = "EDTF")]
    date: Option<String>,
    /// The id of the organisation that issued it
    #[arg(long, value_name = "ID")]
    issued_by: Option<String>,
    /// Ids of the incidents it is about, with commas between them
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    incidents: Vec<String>,
    /// Ids of its topics, with commas between them
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    topics: Vec<String>,
    /// How the file was obtained: "Sent to us by e-mail"
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    /// When it was obtained
    #[arg(long, value_name = "EDTF")]
    obtained: Option<String>,
    /// Until when nothing may be published, with the zone: 2018-06-20T00:01+01:00; or `none`
    #[arg(long, value_name = "TIME")]
    embargo: Option<String>,
    /// Whether the new records are published [default: draft where something is left to decide]
    #[arg(long, value_enum)]
    state: Option<NewState>,
    /// Make a new reference of each work that the site does not have
    #[arg(long)]
    new_references: bool,
    /// Import it though the site has the same file, or a release of that title
    #[arg(long)]
    again: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NewState {
    Draft,
    Published,
}

/// A release on its way into a site.
struct Import<'a> {
    args: &'a ReleaseArgs,
    matches: &'a [String],
    asker: Option<Asker>,
    archive: Archive,
    /// What somebody may call the site's records.
    names: new::Known,
    known: Known,
    draft: Draft,
    now: Timestamp,
    /// What somebody has yet to decide, in whole sentences.
    undecided: Vec<String>,
    /// It is under embargo, and nobody knows until when.
    is_embargo_open: bool,
}

/// Makes the record of a press release.
pub(super) fn import_release(args: &ImportArgs, bytes: &[u8]) -> Result<ExitCode, String> {
    let words = |error: release::DecodeError| format!("`{}`: {error}", args.file.display());
    let decoded = release::decode(bytes).map_err(words)?;
    let options = crate::cli::options(&args.read, None)?;
    let mut inputs = load::load(&args.read.site).map_err(|error| error.to_string())?;
    let before = trial::mistakes(&inputs, &trial::check(&inputs, &options));
    let archive = archive_of(&inputs, &options);
    let names = new::Known::of(&archive, &inputs);
    let known = known(&archive);
    let draft = release::read(&decoded, &known);
    let now = options.now;
    let own = &args.release;
    let asker = Asker::at_terminal();
    let mut import = Import {
        args: own,
        matches: &args.matches,
        asker,
        archive,
        names,
        known,
        draft,
        now,
        undecided: Vec::new(),
        is_embargo_open: false,
    };
    let name = if decoded.is_page { "original.html" } else { "original.txt" };
    if let Err(words) = import.look_for_doubles(bytes)? {
        let _ = writeln!(std::io::stderr(), "error: {words}");
        return Ok(ExitCode::from(COULD_NOT_RUN));
    }
    let decisions = import.decide_works()?;
    let mut set = import.fields(&inputs, name)?;
    set.state = import.state()?;
    let composed = release::compose(&import.draft, &decisions, &import.known.works, &set);
    let original = format!("content/press-releases/{}/{name}", set.id);
    let changes = changes(&composed, &original, bytes);
    let texts = texts(&composed);
    trial::add(&mut inputs, texts, vec![(original.clone(), bytes.to_vec())]);
    let after = trial::check(&inputs, &options);
    let mut new = trial::new_mistakes(&inputs, &before, after);
    if !new.is_empty() {
        crate::cli::tell(&args.read, &inputs, &mut new);
        let words = "The record would have these mistakes, so nothing was written. The places are those of the files that would have been written.\n";
        let _ = std::io::stderr().write_all(words.as_bytes());
        return Ok(ExitCode::from(MISTAKES));
    }
    if !args.dry_run {
        edit::apply(&args.read.site, &changes).map_err(|error| error.to_string())?;
    }
    let told = told::Told {
        draft: &import.draft,
        decoded: &decoded,
        decisions: &decisions,
        set: &set,
        composed: &composed,
        undecided: &import.undecided,
        mistakes_before: before.count(),
        is_trial: args.dry_run,
    };
    crate::cli::answer(&told::report(&told, &original));
    Ok(ExitCode::SUCCESS)
}

fn texts(composed: &Composed) -> Vec<(String, Vec<u8>)> {
    let record = (composed.path.clone(), composed.text.clone().into_bytes());
    let references =
        composed.references.iter().map(|(_, path, text)| (path.clone(), text.clone().into_bytes()));
    std::iter::once(record).chain(references).collect()
}

fn changes(composed: &Composed, original: &str, bytes: &[u8]) -> Vec<Change> {
    let original = (original.to_owned(), bytes.to_vec());
    let files = std::iter::once(original).chain(texts(composed));
    files.map(|(path, bytes)| Change::Create { path, bytes }).collect()
}

/// The site with its drafts, to which a release may refer.
fn archive_of(inputs: &Inputs, options: &Options) -> Archive {
    let options = Options { drafts: true, ..options.clone() };
    let mut unheard = Vec::new();
    let documents = read_documents(&mut unheard, inputs);
    resolve(&mut unheard, inputs, documents, options.moment())
}

fn known(archive: &Archive) -> Known {
    let references = archive.records.iter().filter(|record| !record.is_withdrawn());
    let works = references.filter_map(|record| {
        let work = &record.reference()?.work;
        let people = if work.authors.is_empty() { &work.editors } else { &work.authors };
        let parents = archive::with_parents(&archive.records, archive::titled(record)?);
        let title = record.common.title.value.clone();
        let year = archive::date_of_work(&archive.records, record)
            .and_then(|date| date.as_written().get(..4).map(str::to_owned));
        Some(KnownWork {
            id: record.id.clone(),
            // A title in square brackets is a description.
            title: if title.starts_with('[') { String::new() } else { title },
            families: people.iter().map(|person| person.family.clone()).collect(),
            year,
            container: parents.skip(1).map(|parent| parent.title.to_owned()).find(|title| !title.is_empty()),
        })
    });
    let publisher = archive.config.publisher.as_ref().map(|own| own.name.clone());
    let organisations = archive.records.iter().filter_map(|record| {
        let own = record.organisation()?;
        let others = own.aliases.iter().chain(&own.former).map(|name| name.value.clone());
        let names: Vec<String> = std::iter::once(record.common.title.value.clone()).chain(others).collect();
        let is_publisher = publisher.as_ref().is_some_and(|publisher| names.contains(publisher));
        let issues = is_publisher || own.kind == Some(OrganisationType::Campaign);
        Some(KnownOrganisation { id: record.id.clone(), names, issues })
    });
    let contacts = archive.config.contacts.iter().flat_map(|(key, contact)| {
        let details = contact.email.iter().chain(&contact.phone);
        details.map(|own| (key.clone(), own.clone())).collect::<Vec<_>>()
    });
    Known { works: works.collect(), organisations: organisations.collect(), contacts: contacts.collect() }
}

impl Import<'_> {
    /// A release of which the site has the file, or the title, is not imported without somebody saying so.
    fn look_for_doubles(&self, bytes: &[u8]) -> Result<Result<(), String>, String> {
        let Some(words) = self.double(bytes).filter(|_| !self.args.again) else { return Ok(Ok(())) };
        match self.asker {
            Some(asker) => match asker.confirm(&format!("{words}. Import it all the same?"), false)? {
                true => Ok(Ok(())),
                false => Ok(Err("nothing was written".to_owned())),
            },
            None => Ok(Err(format!("{words}; `--again` imports it all the same. Nothing was written"))),
        }
    }

    /// Says which record is likely the same release.
    fn double(&self, bytes: &[u8]) -> Option<String> {
        let sha256 = trial::sha256(bytes);
        let fold = |text: &str| {
            text.chars()
                .filter(|sign| sign.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        let title = self.title();
        let headline = self.draft.head.headline.clone().unwrap_or_default();
        let titles = [fold(&title), fold(&headline)];
        self.archive.records.iter().find_map(|record| {
            let release = record.press_release()?;
            let path = self.archive_path(record);
            let file = release.original.as_ref().map(|original| self.archive.asset(original.file));
            if file.is_some_and(|file| file.sha256 == sha256) {
                return Some(format!("this very file is already the original of `{path}`"));
            }
            let own = [Some(record.common.title.value.as_str()), release.headline.as_deref()];
            let is_same = own.into_iter().flatten().any(|own| titles.contains(&fold(own)));
            is_same.then(|| format!("`{path}` has the same title, “{}”", record.common.title.value))
        })
    }

    fn archive_path(&self, record: &crate::document::Record<archive::AsMeant>) -> String {
        format!("{}/{}", record.kind.folder(), record.id)
    }

    fn title(&self) -> String {
        let found = || self.draft.head.title.clone().unwrap_or_else(|| first_words(&self.draft));
        self.args.title.clone().unwrap_or_else(found)
    }

    // ----------------------------------------------------------------------------------------- works

    /// What becomes of each work in the notes. Nothing is taken to be a reference that may be another.
    fn decide_works(&mut self) -> Result<Vec<Decision>, String> {
        let given = self.given_matches()?;
        let mut decisions = Vec::new();
        for (index, given) in given.into_iter().enumerate() {
            let decision = match given {
                Some(decision) => decision,
                None => self.decide_work(index)?,
            };
            decisions.push(decision);
        }
        let new = decisions.iter().filter(|decision| **decision == Decision::New).count();
        if new > 0 {
            self.undecided.push("Are the new references right? What they are (book, report, web page) and where they appeared is read from the notes.".to_owned());
        }
        Ok(decisions)
    }

    /// What `--match` says of each work.
    fn given_matches(&self) -> Result<Vec<Option<Decision>>, String> {
        let mut given = vec![None; self.draft.works.len()];
        for written in self.matches {
            let wrong = |words: String| format!("`--match \"{written}\"`: {words}");
            let (note, answer) = written.rsplit_once('=').ok_or_else(|| {
                wrong(
                    "expected the words or the number of a note, `=`, and an id, `new` or `none`".to_owned(),
                )
            })?;
            let (note, answer) = (note.trim(), answer.trim());
            let mut found = false;
            for (index, own) in self.draft.works.iter().enumerate() {
                let is_meant = match note.parse::<usize>() {
                    Ok(number) => number == index + 1,
                    Err(_) => !note.is_empty() && own.words.to_lowercase().contains(&note.to_lowercase()),
                };
                if !is_meant {
                    continue;
                }
                found = true;
                given[index] = Some(match answer {
                    "none" => Decision::Leave,
                    "new" if own.work.is_none() => {
                        return Err(wrong("this note does not say author, year and title in an order that is understood, so make the reference yourself".to_owned()));
                    }
                    "new" => Decision::New,
                    id if self.known.works.iter().any(|work| work.id == id) => Decision::Cite(id.to_owned()),
                    id => return Err(wrong(self.unknown_reference(id))),
                });
            }
            if !found {
                let count = self.draft.works.len();
                return Err(wrong(format!(
                    "no note has these words or that number; {count} works are named in the notes"
                )));
            }
        }
        Ok(given)
    }

    fn unknown_reference(&self, id: &str) -> String {
        let ids = self.known.works.iter().map(|work| work.id.as_str());
        match crate::spelling::nearest(id, ids) {
            Some(near) => format!("there is no reference `{id}`; perhaps `{near}`"),
            None => format!("there is no reference `{id}`"),
        }
    }

    fn decide_work(&mut self, index: usize) -> Result<Decision, String> {
        let note = self.draft.works[index].clone();
        match &note.found {
            Found::One(id) => Ok(Decision::Cite(id.clone())),
            Found::Near(ids) => match self.asker {
                Some(asker) => self.ask_near(asker, &note.words, ids, note.work.is_some()),
                None => {
                    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                    let number = index + 1;
                    self.undecided.push(format!(
                        "Which reference is work {number} in the list above? It may be {}, or a new one. Cite it in the text yourself.",
                        ids.join(" or ")
                    ));
                    Ok(Decision::Leave)
                }
            },
            Found::None if self.args.new_references => Ok(Decision::New),
            Found::None => match self.asker {
                Some(asker) => {
                    let words = format!("The site has no reference for “{}”. Make one?", short(&note.words));
                    Ok(if asker.confirm(&words, true)? { Decision::New } else { Decision::Leave })
                }
                None => Ok(Decision::Leave),
            },
        }
    }

    fn ask_near(
        &self,
        asker: Asker,
        words: &str,
        ids: &[String],
        can_be_new: bool,
    ) -> Result<Decision, String> {
        let mut options: Vec<String> = ids.iter().map(|id| self.describe(id)).collect();
        if can_be_new {
            options.push("another work: make a new reference".to_owned());
        }
        options.push("none: leave it without a link".to_owned());
        let chosen = asker.choose(
            &format!("Which reference is “{}”?", short(words)),
            "choose with the arrow keys",
            options,
        )?;
        Ok(match ids.get(chosen) {
            Some(id) => Decision::Cite(id.clone()),
            None if chosen == ids.len() && can_be_new => Decision::New,
            None => Decision::Leave,
        })
    }

    /// A reference as somebody can tell it from others.
    fn describe(&self, id: &str) -> String {
        let Some(work) = self.known.works.iter().find(|work| work.id == id) else { return id.to_owned() };
        let title =
            if work.title.is_empty() { work.container.as_deref().unwrap_or_default() } else { &work.title };
        format!("{id}: {} ({}) {title}", work.families.join(", "), work.year.as_deref().unwrap_or("no date"))
    }

    // ---------------------------------------------------------------------------------------- fields

    /// The fields of the record, as they are given, found or asked for.
    fn fields(&mut self, inputs: &Inputs, original: &str) -> Result<Fields, String> {
        let title = self.title();
        let id = self.id(inputs, &title)?;
        let date = self.date()?;
        let obtained = self.args.obtained.clone();
        if let Some(wrong) = obtained.as_deref().and_then(wrong_date) {
            return Err(format!("`--obtained`: {wrong}"));
        }
        Ok(Fields {
            id,
            title,
            date,
            issued_by: self.issued_by()?,
            incidents: self.ids(&self.args.incidents, Kind::Incident, "Which incidents is it about?")?,
            topics: self.ids(&self.args.topics, Kind::Topic, "Which topics has it?")?,
            summary: self.text(
                &self.args.summary,
                "One sentence that sums it up?",
                "for lists and searches; empty for none",
            )?,
            embargo: self.embargo()?,
            method: self.text(
                &self.args.method,
                "How did you come by this file?",
                "such as: Sent to us by e-mail; empty where that is not known",
            )?,
            obtained,
            original: original.to_owned(),
            state: None,
        })
    }

    fn text(&self, given: &Option<String>, words: &str, help: &str) -> Result<Option<String>, String> {
        let answer = match (given, self.asker) {
            (Some(given), _) => given.trim().to_owned(),
            (None, Some(asker)) => {
                asker.text(&Question { words, help, known: Vec::new(), wrong: &|_| None }, "")?
            }
            (None, None) => return Ok(None),
        };
        Ok((!answer.is_empty()).then_some(answer))
    }

    fn id(&self, inputs: &Inputs, title: &str) -> Result<String, String> {
        let folder = format!("content/{}/", Kind::PressRelease.folder());
        let is_taken = |id: &str| {
            let (file, bundle) = (format!("{folder}{id}.md"), format!("{folder}{id}/"));
            inputs.texts.iter().any(|own| own.path == file || own.path.starts_with(&bundle))
                || inputs.assets.iter().any(|own| own.path.starts_with(&bundle))
        };
        match &self.args.id {
            Some(id) if !is_id(id) => Err(format!(
                "`--id {id}`: an id is made of small letters, digits and hyphens, such as `{}`",
                slug::slugify(id)
            )),
            Some(id) if is_taken(id) => Err(format!(
                "there is a press release `{id}` already, and nothing is ever written over: give another `--id`"
            )),
            Some(id) => Ok(id.clone()),
            None => {
                let base = short_id(title);
                let numbered = (2..).map(|number| format!("{base}-{number}"));
                let free = std::iter::once(base.clone()).chain(numbered).find(|id| !is_taken(id));
                Ok(free.unwrap_or(base))
            }
        }
    }

    fn date(&self) -> Result<String, String> {
        if let Some(date) = &self.args.date {
            return wrong_date(date)
                .map_or(Ok(date.clone()), |wrong| Err(format!("`--date {date}`: {wrong}")));
        }
        let head = &self.draft.head;
        match (&head.date, self.asker) {
            (Some(date), _) => Ok(date.clone()),
            (None, None) => Ok("unknown".to_owned()),
            (None, Some(asker)) => {
                let help = match (&self.draft.put_up, &head.ambiguous_date) {
                    (_, Some(digits)) => format!(
                        "it says {digits}; a day such as 20 June 2018, or empty where it is not known"
                    ),
                    (Some(day), _) => format!(
                        "the page was put up on {day}; a day, a month, or empty where it is not known"
                    ),
                    _ => "a day such as 20 June 2018, \"2015-03 or later\", or empty where it is not known"
                        .to_owned(),
                };
                let today = TimeZone::system().to_datetime(self.now).date();
                let wrong = |text: &str| {
                    let error = Spoken::read(text, today).err().filter(|_| !text.is_empty())?;
                    Some(new::sentence(&error.message))
                };
                let question =
                    Question { words: "When was it issued?", help: &help, known: Vec::new(), wrong: &wrong };
                let answer = asker.text(&question, "")?;
                if answer.is_empty() {
                    return Ok("unknown".to_owned());
                }
                let date = match Spoken::read(&answer, today).map_err(|error| error.message)? {
                    Spoken::One(date) => date,
                    Spoken::Either(day_first, month_first) => {
                        either(asker, &answer, [day_first, month_first])?
                    }
                };
                Ok(date.as_written().to_owned())
            }
        }
    }

    /// The only one of those who issue releases that the text names; otherwise as somebody says.
    fn issued_by(&self) -> Result<Option<String>, String> {
        if let Some(id) = &self.args.issued_by {
            self.check_id(id, Kind::Organisation, "--issued-by")?;
            return Ok(Some(id.clone()));
        }
        if self.draft.issued_by.is_some() {
            return Ok(self.draft.issued_by.clone());
        }
        let Some(asker) = self.asker else { return Ok(None) };
        let mut ids = self.draft.organisations.clone();
        let others = self.known.organisations.iter().map(|own| own.id.clone());
        let others: Vec<String> = others.filter(|id| !ids.contains(id)).collect();
        ids.extend(others);
        if ids.is_empty() {
            return Ok(None);
        }
        let mut options = ids.clone();
        options.push("not known, or not in this site".to_owned());
        let chosen = asker.choose("Who issued it?", "organisations that it names come first", options)?;
        Ok(ids.get(chosen).cloned())
    }

    /// Ids of records of a kind.
    fn ids(&self, given: &[String], kind: Kind, words: &str) -> Result<Vec<String>, String> {
        let split = |text: &str| -> Vec<String> {
            text.split([',', ' ']).map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
        };
        if !given.is_empty() {
            let ids: Vec<String> = given.iter().flat_map(|ids| split(ids)).collect();
            for id in &ids {
                self.check_id(id, kind, if kind == Kind::Topic { "--topics" } else { "--incidents" })?;
            }
            return Ok(ids);
        }
        let known = self.names.labels(&[kind]);
        let Some(asker) = self.asker.filter(|_| !known.is_empty()) else { return Ok(Vec::new()) };
        let wrong = |text: &str| self.named(kind, text).err();
        let first = self.ids_of(kind).next().unwrap_or_default().to_owned();
        let help = format!("ids or titles with commas between them, such as {first}; empty for none");
        let question = Question { words, help: &help, known: known.clone(), wrong: &wrong };
        self.named(kind, &asker.text(&question, "")?)
    }

    /// Ids of the records that a line names by id, title or another name. A title may have commas itself.
    fn named(&self, kind: Kind, line: &str) -> Result<Vec<String>, String> {
        let parts: Vec<&str> = line.split(',').map(str::trim).collect();
        let mut ids: Vec<String> = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let longest = (at + 1..=parts.len())
                .rev()
                .find_map(|end| Some((self.named_one(kind, &parts[at..end].join(", "))?, end)));
            match longest {
                Some((id, end)) => {
                    ids.push(id);
                    at = end;
                }
                None if parts[at].is_empty() => at += 1,
                // Ids were always divided by spaces, too.
                None => {
                    for id in parts[at].split_whitespace() {
                        self.check_id(id, kind, "")
                            .map_err(|words| self.unknown_name(kind, parts[at], words))?;
                        ids.push(id.to_owned());
                    }
                    at += 1;
                }
            }
        }
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        Ok(ids)
    }

    fn named_one(&self, kind: Kind, name: &str) -> Option<String> {
        match self.names.find(&[kind], name) {
            Named::One(entry) => Some(entry.id.clone()),
            _ => None,
        }
    }

    /// What is said of a name that names no record, or several.
    fn unknown_name(&self, kind: Kind, name: &str, of_word: String) -> String {
        let folder = kind.folder().replace('-', " ");
        match self.names.find(&[kind], name) {
            Named::Several(entries) => {
                let ids: Vec<String> = entries.iter().map(|entry| format!("`{}`", entry.id)).collect();
                format!("“{name}” can be more than one: write {}", ids.join(" or "))
            }
            Named::Nothing(Some(near)) => {
                format!("there is no “{name}” among the {folder}; perhaps “{}”", near.label)
            }
            Named::Nothing(None) if name.contains(' ') => {
                format!("there is no “{name}” among the {folder}")
            }
            _ => of_word,
        }
    }

    fn ids_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.archive.records.iter().filter(move |record| record.kind == kind).map(|record| record.id.as_str())
    }

    /// An id that may be written: a record that is there, or one that could not be read for its own mistakes.
    fn check_id(&self, id: &str, kind: Kind, option: &str) -> Result<(), String> {
        if self.ids_of(kind).any(|own| own == id) {
            return Ok(());
        }
        let what = if option.is_empty() { String::new() } else { format!("`{option} {id}`: ") };
        let name = kind.folder().replace('-', " ");
        Err(match crate::spelling::nearest(id, self.ids_of(kind)) {
            Some(near) => format!("{what}there is no `{id}` among the {name}; perhaps `{near}`"),
            None => format!("{what}there is no `{id}` among the {name}"),
        })
    }

    // --------------------------------------------------------------------------- embargo and state

    /// The end of the embargo with its zone. One that is over in every zone needs none.
    fn embargo(&mut self) -> Result<Option<String>, String> {
        let wrong = |text: &str| {
            let words = "expected a time with its zone, such as 2018-06-20T00:01+01:00";
            (text != "none" && parse_instant(text).is_none()).then(|| words.to_owned())
        };
        if let Some(given) = &self.args.embargo {
            return match wrong(given) {
                Some(words) => Err(format!("`--embargo {given}`: {words}")),
                None => Ok((given != "none").then(|| given.clone())),
            };
        }
        let head = &self.draft.head;
        let first =
            head.embargo.as_ref().map(|(until, _)| until.local.strftime("%Y-%m-%dT%H:%M").to_string());
        if let Some((until, _)) = &head.embargo {
            if let (Some(zone), Some(first)) = (until.zone, &first) {
                return Ok(Some(format!("{first}{zone}")));
            }
            let last = Offset::constant(-12).to_timestamp(until.local).ok();
            if last.is_some_and(|last| last <= self.now) {
                return Ok(None);
            }
        }
        let Some(words) = head.embargo.as_ref().map(|(_, words)| words).or(head.unclear_embargo.as_ref())
        else {
            return Ok(None);
        };
        let open = format!(
            "Until when is it under embargo? It says “{words}”, without a zone. Give `embargo`, such as 2018-06-20T00:01+01:00."
        );
        let Some(asker) = self.asker else {
            self.is_embargo_open = true;
            self.undecided.push(open);
            return Ok(None);
        };
        let help = format!(
            "it says “{words}”; add the zone: +01:00 in British summer time, Z in winter; empty to hold it as a draft"
        );
        let wrong = |text: &str| if text.is_empty() { None } else { wrong(text) };
        let question = Question {
            words: "Until when is it under embargo?",
            help: &help,
            known: Vec::new(),
            wrong: &wrong,
        };
        let answer = asker.text(&question, first.as_deref().unwrap_or_default())?;
        if answer.is_empty() {
            self.is_embargo_open = true;
            self.undecided.push(open);
        }
        Ok((!answer.is_empty() && answer != "none").then_some(answer))
    }

    /// A draft where something is left to decide, unless somebody says otherwise.
    fn state(&self) -> Result<Option<String>, String> {
        match self.args.state {
            Some(NewState::Draft) => Ok(Some("draft".to_owned())),
            Some(NewState::Published) if self.is_embargo_open => {
                Err("it is under embargo: give `--embargo` with the time and its zone, or `--embargo none`"
                    .to_owned())
            }
            Some(NewState::Published) => Ok(None),
            None => Ok((!self.undecided.is_empty()).then(|| "draft".to_owned())),
        }
    }
}

/// Which of two days somebody meant.
fn either(asker: Asker, written: &str, dates: [PartialDate; 2]) -> Result<PartialDate, String> {
    let options = dates.iter().map(|date| date.in_words(&DateWords::english())).collect();
    let asked = format!("Which day is {written}?");
    let chosen = asker.choose(&asked, "choose with the arrow keys, then Enter", options)?;
    let [first, second] = dates;
    Ok(if chosen == 0 { first } else { second })
}

fn wrong_date(text: &str) -> Option<String> {
    PartialDate::parse(text)
        .err()
        .map(|_| "expected a date such as 2018-06-20, 2018-06, \"[2015-03..]\" or unknown".to_owned())
}

/// The beginning of a release that has no headline.
fn first_words(draft: &Draft) -> String {
    let text =
        draft.blocks.iter().map(|block| block.shown_text()).find(|text| text.contains(char::is_alphanumeric));
    let text = text.unwrap_or_else(|| "Press release without a headline".to_owned());
    let words: Vec<&str> = text.split_whitespace().take(12).collect();
    let beginning = words.join(" ");
    if beginning.len() < text.trim().len() { format!("{beginning} …") } else { beginning }
}

/// The beginning of a line, to be told.
pub(super) fn short(words: &str) -> String {
    let start: String = words.chars().take(70).collect();
    if start.len() < words.len() { format!("{}…", start.trim_end()) } else { start }
}

/// Words that an id does not end with.
const SMALL: [&str; 14] =
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];

/// An id has so many letters at most.
const LONGEST_ID: usize = 32;

/// A short id made of the first words of a title.
fn short_id(title: &str) -> String {
    let slug = slug::slugify(title);
    let mut words: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in slug.split('-') {
        length += word.len() + 1;
        if length > LONGEST_ID + 1 && !words.is_empty() {
            break;
        }
        words.push(word);
    }
    while words.len() > 1 && words.last().is_some_and(|last| SMALL.contains(last)) {
        words.pop();
    }
    let id: String = words.join("-").chars().take(2 * LONGEST_ID).collect();
    let id = id.trim_matches('-').to_owned();
    if id.is_empty() { "press-release".to_owned() } else { id }
}
