//! `casefile import` of bibliographies and tables: reads, asks, checks and writes.

use super::Format;
use super::MISTAKES;
use super::ReadArgs;
use super::ask::Asker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::Details;
use crate::document::Documents;
use crate::document::Record;
use crate::document::read_documents;
use crate::edit;
use crate::edit::Change;
use crate::import::bibtex;
use crate::import::check::NewRecord;
use crate::import::check::keep_sound;
use crate::import::csl_json;
use crate::import::encoding;
use crate::import::encoding::Encoding;
use crate::import::mapping;
use crate::import::references;
use crate::import::references::Answer;
use crate::import::references::Doubt;
use crate::import::references::Known;
use crate::import::ris;
use crate::import::row;
use crate::import::row::Draft;
use crate::import::row::Names;
use crate::import::row::Provenance;
use crate::import::table;
use crate::import::table::Table;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::load;
use crate::markdown::AsWritten;
use crate::personal;
use crate::report;
use crate::report::Places;
use crate::span::FileId;
use crate::span::Span;
use crate::vocabulary::Kind;
use crate::vocabulary::Vocabulary;
use clap::Args;
use jiff::Timestamp;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

/// So many files are named when they are written.
const LISTED: usize = 20;

/// The imported file and the mapping, as places in them are told.
const IMPORTED: FileId = FileId(0);
const MAPPING: FileId = FileId(1);

/// What an import of a bibliography or a table can be told.
#[derive(Debug, Args)]
pub(super) struct DataArgs {
    /// Which column becomes which field of an incident: a YAML file
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Print a mapping to start from, made of the header of the table
    #[arg(long)]
    mapping_template: bool,
    /// Write nothing if anything cannot be imported
    #[arg(long)]
    all_or_nothing: bool,
}

impl DataArgs {
    /// Whether what is said is of a table.
    pub(super) fn is_of_table(&self) -> bool {
        self.mapping.is_some() || self.mapping_template
    }
}

/// A bibliography.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bibliography {
    Bibtex,
    Ris,
    CslJson,
}

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableForm {
    Csv,
    Json,
}

/// A file that is imported, and what is said of it.
pub(super) struct Imported<'a> {
    pub(super) file: &'a Path,
    pub(super) bytes: &'a [u8],
    pub(super) read: &'a ReadArgs,
    /// What a work is that may be there already: KEY=ID for that reference, KEY=new for another one, KEY=skip to leave it out.
    pub(super) matches: &'a [String],
    /// Nothing is written, only said.
    pub(super) dry_run: bool,
    pub(super) data: &'a DataArgs,
}

/// Makes a reference of each work of a bibliography.
pub(super) fn import_references(imported: &Imported<'_>, form: Bibliography) -> Result<ExitCode, String> {
    let mut session = Session::open(imported)?;
    let source = session.source(IMPORTED);
    let works = match form {
        Bibliography::Bibtex => bibtex::read(&mut session.diagnostics, IMPORTED, &source),
        Bibliography::Ris => ris::read(&mut session.diagnostics, IMPORTED, &source),
        Bibliography::CslJson => csl_json::read(&mut session.diagnostics, IMPORTED, &source),
    };
    if works.is_empty() && session.diagnostics.is_empty() {
        return Err(format!("`{}` holds no works", imported.file.display()));
    }
    let site = Site::load(imported)?;
    let mut known = Known::of(&site.documents.records, &site.documents.unreadable);
    let given = answers(imported.matches)?;
    let asker = Asker::at_terminal();
    let mut ask = |doubt: &Doubt<'_>| asker.map(|asker| ask_about(asker, doubt)).transpose();
    let plan = references::plan(&mut session.diagnostics, &mut known, works, &given, &mut ask)?;
    let records = keep_sound(&mut session.diagnostics, &site.inputs, plan.records, site.now);
    session.skipped = plan.skipped;
    let original = session.original(&provenance_of(imported), records.len())?;
    session.finish(records, original, "reference")
}

/// Makes an incident of each row of a table.
pub(super) fn import_incidents(imported: &Imported<'_>, form: TableForm) -> Result<ExitCode, String> {
    let mut session = Session::open(imported)?;
    if imported.data.mapping_template {
        return print_template(session, form);
    }
    let Some(path) = &imported.data.mapping else {
        let file = imported.file.display();
        return Err(format!(
            "nobody has said yet which column becomes which field. Begin with a mapping:\n  casefile import {file} --mapping-template > mapping.yaml\nand then\n  casefile import {file} --mapping mapping.yaml --dry-run"
        ));
    };
    let bytes = encoding::decode(&load::read_other(path)?).text.into_bytes();
    session.told.texts.push(TextFile { path: shown_path(path), bytes });
    let written = session.source(MAPPING);
    let separator = mapping::separator(MAPPING, &written);
    let Some(table) = read_table(&mut session, form, separator) else {
        return session.give_up("The table cannot be read");
    };
    let mapping = mapping::read(&mut session.diagnostics, MAPPING, &written, &table.columns);
    if session
        .diagnostics
        .iter()
        .any(|own| own.severity == Severity::Error && own.span.is_some_and(|span| span.file == MAPPING))
    {
        return session.give_up("The mapping has mistakes");
    }
    let unused: Vec<&str> = mapping.unused.iter().map(|place| table.columns[*place].as_str()).collect();
    session.tell_unused(&unused);
    let site = Site::load(imported)?;
    let mut names = Names::of(&site.documents.records, &site.documents.unreadable);
    session.progress(&format!("Reading {}", counted(table.rows.len(), "row")));
    let drafts = row::drafts(&mut session.diagnostics, &table, &mapping, &mut names);
    let provenance = provenance_of(imported);
    let drafts = session.new_drafts(&site, &table, drafts);
    let organisations = names.new_records(&provenance);
    let (records, organisations) = session.sound(&site, &table, (drafts, organisations), &provenance);
    let mut records: Vec<NewRecord> = records;
    let incidents = records.len();
    records.extend(organisations);
    let original = session.original(&provenance, incidents)?;
    session.finish(records, original, "incident")
}

/// `KEY=ID`, `KEY=new`, `KEY=skip`
fn answers(written: &[String]) -> Result<BTreeMap<String, Answer>, String> {
    let mut answers = BTreeMap::new();
    for text in written {
        let Some((key, answer)) =
            text.rsplit_once('=').filter(|(key, answer)| !key.is_empty() && !answer.is_empty())
        else {
            return Err(format!("`--match {text}`: expected KEY=ID, KEY=new or KEY=skip"));
        };
        let answer = match answer {
            "new" => Answer::New,
            "skip" => Answer::Skip,
            id => Answer::Is(id.to_owned()),
        };
        answers.insert(key.to_owned(), answer);
    }
    Ok(answers)
}

fn ask_about(asker: Asker, doubt: &Doubt<'_>) -> Result<Answer, String> {
    let Doubt { key, title, other, other_title, why } = doubt;
    let words = format!("`{key}`, “{title}”, may be `{other}`, “{other_title}”: {why}. Which is it?");
    let options = vec![
        format!("It is `{other}`, which is there"),
        "It is another work: write it".to_owned(),
        "Leave it out".to_owned(),
    ];
    Ok(match asker.choose(&words, "Nothing is written before all is decided.", options)? {
        0 => Answer::Is((*other).to_owned()),
        1 => Answer::New,
        _ => Answer::Skip,
    })
}

fn print_template(mut session: Session<'_>, form: TableForm) -> Result<ExitCode, String> {
    let Some(table) = read_table(&mut session, form, None) else {
        return session.give_up("The table cannot be read");
    };
    let name =
        session.imported.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    super::answer(&mapping::template(&name, &table));
    Ok(ExitCode::SUCCESS)
}

fn read_table(session: &mut Session<'_>, form: TableForm, separator: Option<char>) -> Option<Table> {
    let source = session.source(IMPORTED);
    let table = match form {
        TableForm::Csv => table::read_csv(&mut session.diagnostics, IMPORTED, &source, separator),
        TableForm::Json => table::read_json(&mut session.diagnostics, IMPORTED, &source),
    }?;
    session.notes.extend(table.notes.iter().cloned());
    Some(table)
}

/// The site as it is before the import.
struct Site {
    inputs: Inputs,
    documents: Documents,
    now: Timestamp,
}

impl Site {
    fn load(imported: &Imported<'_>) -> Result<Self, String> {
        let inputs = load::load(&imported.read.site).map_err(|error| error.to_string())?;
        // What is wrong with the site already is for `casefile check` to say.
        let documents = read_documents(&mut Vec::new(), &inputs);
        let now = super::options(imported.read, None)?.now;
        Ok(Self { inputs, documents, now })
    }
}

/// One import: what was read, and what is to be said of it.
struct Session<'a> {
    imported: &'a Imported<'a>,
    /// The imported file and the mapping, as text.
    told: Inputs,
    diagnostics: Vec<Diagnostic>,
    notes: Vec<String>,
    skipped: Vec<String>,
}

impl<'a> Session<'a> {
    fn open(imported: &'a Imported<'a>) -> Result<Self, String> {
        let decoded = encoding::decode(imported.bytes);
        let path = shown_path(imported.file);
        let mut session = Session {
            imported,
            told: Inputs::default(),
            diagnostics: Vec::new(),
            notes: Vec::new(),
            skipped: Vec::new(),
        };
        if decoded.encoding == Encoding::Windows1252 {
            let word = encoding::telling_word(&decoded.text).unwrap_or_default();
            let words =
                format!("this file is not UTF-8, and is read as Windows-1252: it has the word `{word}`");
            session.diagnostics.push(
                Diagnostic::about_file("not-utf-8", Severity::Warning, &path, words)
                    .expected("that word to look right; otherwise save the file again as UTF-8"),
            );
        }
        let file = TextFile { path, bytes: decoded.text.into_bytes() };
        if file.first_control().is_some() {
            let words = "invisible control characters stand in this file; each is read as a space";
            session.diagnostics.push(
                Diagnostic::about_file("control-character", Severity::Warning, &file.path, words).expected(
                    "plain text; a line break within a cell that another program wrote can be one of them",
                ),
            );
        }
        let bytes = file.text().into_owned().into_bytes();
        session.told.texts.push(TextFile { path: file.path, bytes });
        Ok(session)
    }

    fn source(&self, file: FileId) -> String {
        self.told.text(file).text().into_owned()
    }

    /// Says at a terminal what takes time.
    fn progress(&self, words: &str) {
        if std::io::stderr().is_terminal() && !self.imported.read.quiet {
            let _ = writeln!(std::io::stderr(), "{words} …");
        }
    }

    fn give_up(mut self, words: &str) -> Result<ExitCode, String> {
        self.tell();
        if self.imported.read.format == Format::Human {
            let _ = writeln!(std::io::stderr(), "{words}. Nothing was written.");
        }
        Ok(ExitCode::from(MISTAKES))
    }

    fn tell_unused(&mut self, columns: &[&str]) {
        if columns.is_empty() {
            return;
        }
        let span = Span::new(IMPORTED, 0, 0);
        let list = columns.join("`, `");
        let words = if columns.len() == 1 {
            format!("nothing is made of the column `{list}`")
        } else {
            format!("nothing is made of the columns `{list}`")
        };
        self.diagnostics.push(
            Diagnostic::warning("unused-column", span, words)
                .expected("a field for each in the mapping, or its name in `ignore`; the original is kept with all of them")
                .suggest(format!("ignore: [{}]", columns.iter().map(|name| crate::yaml::write::scalar(name, true)).collect::<Vec<_>>().join(", "))),
        );
    }

    /// Without those that the site has already, word for word. One that says something else there is refused.
    fn new_drafts(&mut self, site: &Site, table: &Table, drafts: Vec<Draft>) -> Vec<Draft> {
        let rows: BTreeMap<usize, Span> = table.rows.iter().map(|row| (row.number, row.span)).collect();
        let is_incident = |record: &&Record<AsWritten>| matches!(record.details, Details::Incident(_));
        let there: BTreeMap<&str, &Record<AsWritten>> = site
            .documents
            .records
            .iter()
            .filter(is_incident)
            .map(|record| (record.id.as_str(), record))
            .collect();
        let broken: BTreeSet<&str> = site
            .documents
            .unreadable
            .iter()
            .filter(|(kind, _)| *kind == Kind::Incident)
            .map(|(_, id)| id.as_str())
            .collect();
        let mut new = Vec::new();
        let mut same = 0_usize;
        for draft in drafts {
            let span = rows.get(&draft.row).copied().unwrap_or(Span::new(IMPORTED, 0, 0));
            let differs = match there.get(draft.id.as_str()) {
                Some(record) => difference(site, record, &draft),
                None if broken.contains(draft.id.as_str()) => Some("it cannot be read".to_owned()),
                None => {
                    new.push(draft);
                    continue;
                }
            };
            match differs {
                None => same += 1,
                Some(words) => self.diagnostics.push(already_there(table, &draft, span, &words)),
            }
        }
        if same > 0 {
            let (rows, are) = (counted(same, table.row_word), if same == 1 { "is" } else { "are" });
            self.skipped.push(format!("{rows} {are} there already with the same content."));
        }
        new
    }

    /// Without those in which casefile would find a mistake, and the organisations that the others name.
    fn sound(
        &mut self,
        site: &Site,
        table: &Table,
        (drafts, organisations): (Vec<Draft>, Vec<(NewRecord, Option<String>)>),
        provenance: &Provenance,
    ) -> (Vec<NewRecord>, Vec<NewRecord>) {
        self.progress(&format!("Checking {}", counted(drafts.len() + organisations.len(), "record")));
        let rows: BTreeMap<usize, Span> = table.rows.iter().map(|row| (row.number, row.span)).collect();
        let incident = |draft: &Draft| {
            let provenance = Provenance { row: draft.row.to_string(), ..provenance.clone() };
            row::record(draft, table, &provenance, rows[&draft.row])
        };
        let wanted: BTreeMap<String, Vec<String>> =
            drafts.iter().map(|draft| (incident_path(&draft.id), draft.new_organisations.clone())).collect();
        let near: BTreeMap<String, String> = organisations
            .iter()
            .filter_map(|(record, near)| Some((record.path.clone(), near.clone()?)))
            .collect();
        let all =
            drafts.iter().map(incident).chain(organisations.into_iter().map(|(record, _)| record)).collect();
        let sound = keep_sound(&mut self.diagnostics, &site.inputs, all, site.now);
        let (incidents, organisations): (Vec<NewRecord>, Vec<NewRecord>) =
            sound.into_iter().partition(|record| wanted.contains_key(&record.path));
        let named: BTreeSet<String> = incidents
            .iter()
            .flat_map(|record| wanted[&record.path].iter().map(|id| format!("content/organisations/{id}.md")))
            .collect();
        let organisations: Vec<NewRecord> =
            organisations.into_iter().filter(|record| named.contains(&record.path)).collect();
        for (record, near) in
            organisations.iter().filter_map(|record| Some((record, near.get(&record.path)?)))
        {
            let words = format!("{} is drafted, although `{near}` has a name that is alike", record.name);
            self.diagnostics.push(
                Diagnostic::warning("near-organisation", record.origin, words)
                    .expected("two organisations; if they are one, a line below `values` in the mapping, or another name below `names` of the first"),
            );
        }
        (incidents, organisations)
    }

    /// The original, to be kept in the site, unless it is there.
    fn original(&mut self, provenance: &Provenance, records: usize) -> Result<Vec<Change>, String> {
        if records == 0 {
            return Ok(Vec::new());
        }
        let kept = self.imported.read.site.join(&provenance.file);
        match load::read_other(&kept) {
            Ok(bytes) if bytes == self.imported.bytes => return Ok(Vec::new()),
            Ok(_) => {
                return Err(format!(
                    "`{}` is there already, with other content than the file that is imported",
                    kept.display()
                ));
            }
            Err(_) => {}
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        // Cells of their own, so that what stands beside a number does not hide it.
        // RIS has both kinds of numbers of books and journals in `SN`.
        let cells =
            self.source(IMPORTED).replace("\nSN  - ", "\nISBN: ").replace([',', ';', '\t', '|', '"'], "\n\n");
        for found in personal::find(&cells) {
            *counts.entry(found.rule.code()).or_default() += 1;
        }
        if !counts.is_empty() {
            let list: Vec<String> =
                counts.iter().map(|(rule, count)| format!("`{rule}` ({count})")).collect();
            let words =
                format!("the original holds personal data, and is kept as it is: {}", list.join(", "));
            self.diagnostics.push(
                Diagnostic::about_file("personal-data-in-original", Severity::Warning, &provenance.file, words)
                    .expected("nobody to read it who must not: it is not published with the site, but goes wherever this folder goes, such as to GitHub"),
            );
        }
        Ok(vec![Change::Create { path: provenance.file.clone(), bytes: self.imported.bytes.to_vec() }])
    }

    /// Tells all that was found, writes what may be written, and says what was done.
    fn finish(
        mut self,
        records: Vec<NewRecord>,
        mut changes: Vec<Change>,
        what: &str,
    ) -> Result<ExitCode, String> {
        let has_errors = self.diagnostics.iter().any(|own| own.severity == Severity::Error);
        self.tell();
        let read = self.imported.read;
        let is_refused = self.imported.data.all_or_nothing && has_errors;
        let is_dry = self.imported.dry_run;
        if !is_refused && !is_dry {
            self.progress(&format!("Writing {}", counted(records.len(), "file")));
            let create = |record: &NewRecord| Change::Create {
                path: record.path.clone(),
                bytes: record.text.clone().into_bytes(),
            };
            changes.extend(records.iter().map(create));
            edit::apply(&read.site, &changes).map_err(|error| error.to_string())?;
        }
        if !read.quiet {
            super::answer(&self.summary(&records, what, (is_refused, is_dry)));
        }
        Ok(if has_errors { ExitCode::from(MISTAKES) } else { ExitCode::SUCCESS })
    }

    fn summary(&self, records: &[NewRecord], what: &str, (is_refused, is_dry): (bool, bool)) -> String {
        let mut text = String::new();
        for note in self.notes.iter().chain(&self.skipped) {
            text.push_str(&format!("{note}\n"));
        }
        if is_refused {
            text.push_str("Nothing was written, since not all can be imported.\n");
            return text;
        }
        let verb = if is_dry { "Would write" } else { "Wrote" };
        if records.is_empty() {
            text.push_str(if is_dry { "Nothing would be written.\n" } else { "Nothing was written.\n" });
            return text;
        }
        let files = counted(records.len(), "file");
        text.push_str(&format!("{verb} {files}:\n"));
        for record in records.iter().take(LISTED) {
            text.push_str(&format!("  {}  ({})\n", record.path, record.name));
        }
        if records.len() > LISTED {
            text.push_str(&format!("  and {} more\n", records.len() - LISTED));
        }
        if !is_dry {
            text.push_str(&format!("Look at each {what}, and then run `casefile check`.\n"));
        }
        text
    }

    fn tell(&mut self) {
        crate::build::sort(&mut self.diagnostics);
        let places = Places { inputs: &self.told, prefix: String::new() };
        let read = self.imported.read;
        let mut text = super::written(read, &places, &self.diagnostics);
        if read.format == Format::Human && !self.diagnostics.is_empty() {
            text.push_str(&format!("{}.\n", report::count_words(&self.diagnostics)));
        }
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

/// `1 file`, `3 files`
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn incident_path(id: &str) -> String {
    format!("content/{}/{id}.md", Kind::Incident.folder())
}

fn shown_path(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Where the original is kept, and its digest. Eight digits of the digest are no number that leads to anybody.
fn provenance_of(imported: &Imported<'_>) -> Provenance {
    let sha256 = load::hexadecimal(&Sha256::digest(imported.bytes));
    let part = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| slug::slugify(part.to_string_lossy())).unwrap_or_default()
    };
    let stem = Some(part(imported.file.file_stem()))
        .filter(|stem| !stem.is_empty() && personal::find(stem).is_empty())
        .unwrap_or_else(|| "table".to_owned());
    let ending = Some(part(imported.file.extension())).filter(|ending| !ending.is_empty());
    let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
    Provenance { file: format!("imports/{stem}.{}{ending}", &sha256[..8]), sha256, row: String::new() }
}

/// The first line in which a record of the site differs from what a row says; nothing where it does not. Where it came from
/// does not count, since the table may have grown.
fn difference(site: &Site, record: &Record<AsWritten>, draft: &Draft) -> Option<String> {
    let origin = &record.common.extra["import"];
    let field = |name: &str| origin[name].as_str().unwrap_or_default().to_owned();
    let provenance = Provenance { file: field("file"), sha256: field("sha256"), row: field("row") };
    let wanted = draft.text(&provenance);
    let there = site.inputs.text(record.file).text().replace("\r\n", "\n");
    if there == wanted {
        return None;
    }
    let place = there.lines().zip(wanted.lines()).position(|(one, other)| one != other);
    let place = place.unwrap_or(there.lines().count().min(wanted.lines().count()));
    let line = |text: &str| text.lines().nth(place).unwrap_or("(nothing)").trim().to_owned();
    Some(format!("line {} is `{}` there, and would be `{}`", place + 1, line(&there), line(&wanted)))
}

fn already_there(table: &Table, draft: &Draft, span: Span, words: &str) -> Diagnostic {
    let path = incident_path(&draft.id);
    let words = format!(
        "{} {}: `{path}` is there already with other content ({words}); it is left as it is",
        table.row_word, draft.row
    );
    Diagnostic::error("already-there", span, words)
        .expected("the change made in that file by hand, since nothing is ever written over; or another id for another incident")
}
