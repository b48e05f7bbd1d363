//! `casefile import`: records made of a file that others wrote.

mod release;
mod told;
mod trial;

use super::ReadArgs;
use super::import_data;
use super::import_data::Bibliography;
use super::import_data::DataArgs;
use super::import_data::Imported;
use super::import_data::TableForm;
use crate::import::csl_json;
use crate::load;
use clap::Args;
use clap::ValueEnum;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile import release.txt                          a press release, as text; asks what it does not say\n  casefile import saved-page.html ../archive           as a saved web page, into another site\n  casefile import release.txt --issued-by dfnhs --incidents gp-letters --method \"Sent to us by e-mail\"\n  casefile import release.txt --match \"NHS For Sale=davis-2015\" --match 4=none\n  casefile import library.bib                          references from Zotero, JabRef, EndNote; or library.ris\n  casefile import library.json                         references as CSL-JSON\n  casefile import library.bib --match davis15=davis-2015\n  casefile import incidents.csv --mapping-template > mapping.yaml\n  casefile import incidents.csv --mapping mapping.yaml --dry-run\n\nNothing is ever written over, and either everything is written or nothing. Without a terminal nothing is asked.";

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file that is to become records
    file: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
    /// What the file is [default: by its name and what it holds]
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<ImportKind>,
    /// Which record something in the file means: its words, its number in the report or its key, `=`, and an id, `new`, `none` or `skip`
    #[arg(long = "match", value_name = "WORDS=ID")]
    matches: Vec<String>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    release: release::ReleaseArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// What a file is that records are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImportKind {
    /// A press release, as text or as a saved web page
    PressRelease,
    /// References, as BibTeX
    Bibtex,
    /// References, as RIS
    Ris,
    /// References, as CSL-JSON
    CslJson,
    /// Incidents, as a table
    Csv,
    /// Incidents, as JSON or as a JSON object a line
    Json,
}

/// Makes records of a file, and writes them into the site.
pub(super) fn import_command(args: &ImportArgs) -> Result<ExitCode, String> {
    if let Some(program) = program_of(&args.file).filter(|_| args.kind.is_none()) {
        return Err(format!(
            "`{}` is a file of {program}, which cannot be read: save it as plain text or as a web page, and import that",
            args.file.display()
        ));
    }
    let bytes = load::read_other(&args.file)?;
    let mut kind = args.kind.unwrap_or_else(|| kind_of(&args.file, &bytes));
    // Whoever has a mapping, or asks for one, means a table.
    if kind == ImportKind::CslJson && args.kind.is_none() && args.data.is_of_table() {
        kind = ImportKind::Json;
    }
    let imported = Imported {
        file: &args.file,
        bytes: &bytes,
        read: &args.read,
        matches: &args.matches,
        dry_run: args.dry_run,
        data: &args.data,
    };
    match kind {
        ImportKind::PressRelease => release::import_release(args, &bytes),
        ImportKind::Bibtex => import_data::import_references(&imported, Bibliography::Bibtex),
        ImportKind::Ris => import_data::import_references(&imported, Bibliography::Ris),
        ImportKind::CslJson => import_data::import_references(&imported, Bibliography::CslJson),
        ImportKind::Csv => import_data::import_incidents(&imported, TableForm::Csv),
        ImportKind::Json => import_data::import_incidents(&imported, TableForm::Json),
    }
}

/// The program that makes files of such a name, where their text cannot be read.
fn program_of(file: &Path) -> Option<&'static str> {
    let ending = file.extension()?.to_string_lossy().to_lowercase();
    match ending.as_str() {
        "doc" | "docx" | "dot" | "odt" | "rtf" | "pages" | "wpd" => Some("a word processor"),
        "xls" | "xlsx" | "ods" | "numbers" => Some("a spreadsheet"),
        "pdf" => Some("a PDF reader"),
        "eml" | "msg" => Some("an e-mail program"),
        _ => None,
    }
}

/// What a file is, by the end of its name or else by its first words.
fn kind_of(file: &Path, bytes: &[u8]) -> ImportKind {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("bib" | "bibtex") => ImportKind::Bibtex,
        Some("ris") => ImportKind::Ris,
        Some("csv" | "tsv" | "tab") => ImportKind::Csv,
        Some("json") if is_bibliography(bytes) => ImportKind::CslJson,
        Some("json" | "jsonl" | "ndjson") => ImportKind::Json,
        Some("html" | "htm" | "xhtml") => ImportKind::PressRelease,
        _ => kind_of_content(bytes),
    }
}

/// Whether JSON is a list of works rather than a table.
fn is_bibliography(bytes: &[u8]) -> bool {
    csl_json::is_csl_json(&String::from_utf8_lossy(bytes))
}

fn kind_of_content(bytes: &[u8]) -> ImportKind {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let is_entry = |kind: &str| start.to_lowercase().starts_with(kind);
    match () {
        () if start.starts_with("TY  - ") => ImportKind::Ris,
        () if ["@book{", "@article{", "@misc{", "@incollection{", "@online{", "@techreport{"]
            .iter()
            .any(|kind| is_entry(kind)) =>
        {
            ImportKind::Bibtex
        }
        () if is_bibliography(bytes) => ImportKind::CslJson,
        () if serde_json::from_slice::<serde_json::Value>(bytes)
            .is_ok_and(|own| own.is_array() || own.is_object()) =>
        {
            ImportKind::Json
        }
        () => ImportKind::PressRelease,
    }
}
