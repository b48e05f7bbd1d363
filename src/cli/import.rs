//! `casefile import`: what other programs keep, as records.

use super::ReadArgs;
use super::import_data;
use super::import_data::DataArgs;
use super::import_data::Imported;
use clap::Args;
use clap::ValueEnum;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile import library.bib                          references from Zotero, JabRef, EndNote\n  casefile import library.ris ../archive --dry-run     only say what would be written\n  casefile import library.bib --match davis15=davis-2015   that work is there already\n  casefile import incidents.csv --mapping-template > mapping.yaml\n  casefile import incidents.csv --mapping mapping.yaml --dry-run\n  casefile import reports.json --mapping mapping.yaml --all-or-nothing";

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file: BibTeX (.bib) or RIS (.ris) for references, a table (.csv) or JSON (.json, .jsonl) for incidents
    file: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
    /// What the file is, where its name does not say so
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<Form>,
    #[command(flatten)]
    data: DataArgs,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// BibTeX or biblatex
    Bibtex,
    /// RIS
    Ris,
    /// A table
    Csv,
    /// JSON, or a JSON object a line
    Json,
}

/// Imports a file as what it is.
pub(super) fn import_command(args: &ImportArgs) -> Result<ExitCode, String> {
    let bytes = crate::load::read_one_file(&args.file)?;
    let imported = Imported { file: &args.file, bytes: &bytes, read: &args.read, data: &args.data };
    match args.form.or_else(|| form_of(args)) {
        Some(Form::Bibtex) => import_data::import_references(&imported, import_data::Bibliography::Bibtex),
        Some(Form::Ris) => import_data::import_references(&imported, import_data::Bibliography::Ris),
        Some(Form::Csv) => import_data::import_incidents(&imported, import_data::TableForm::Csv),
        Some(Form::Json) => import_data::import_incidents(&imported, import_data::TableForm::Json),
        None => Err(format!(
            "`{}` has no ending that says what it is: add `--as bibtex`, `--as ris`, `--as csv` or `--as json`",
            args.file.display()
        )),
    }
}

fn form_of(args: &ImportArgs) -> Option<Form> {
    let ending = args.file.extension()?.to_string_lossy().to_lowercase();
    match ending.as_str() {
        "bib" | "bibtex" => Some(Form::Bibtex),
        "ris" => Some(Form::Ris),
        "csv" | "tsv" | "tab" => Some(Form::Csv),
        "json" | "jsonl" | "ndjson" => Some(Form::Json),
        _ => None,
    }
}
