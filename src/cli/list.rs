//! `casefile list`: the records of a site that a person asks for.

use super::ReadArgs;
use crate::build::Options;
use crate::date::PartialDate;
use crate::diagnostic::Severity;
use crate::document::read_documents;
use crate::load;
use crate::page;
use crate::query;
use crate::query::Query;
use crate::resolve::resolve;
use crate::vocabulary::Vocabulary;
use clap::Args;
use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile list --kind incident\n  casefile list --where supplier=cerner --where year=2015..2018\n  casefile list --where status=alleged,reported --where \"place!=\"    with a place\n  casefile list --kind incident --where supplier=                   without a supplier\n  casefile list --where state=draft --json\n\nFields: kind, id, title (a part of it), status, state (draft, embargo, future, published, withdrawn), year, harm, topic,\nplace, organisation (in any role), supplier, commissioner, provider, regulator, investigator, affected.";

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Only records of this kind: incident, press-release, reference, organisation, topic, page
    #[arg(long)]
    kind: Option<String>,
    /// Only records with this value, such as status=upheld; several conditions all have to hold
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    conditions: Vec<String>,
    /// A JSON object a line, in place of a table
    #[arg(long)]
    json: bool,
}

/// A line of the list.
#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    id: &'a str,
    title: &'a str,
    /// As it was written (EDTF).
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    state: &'static str,
    /// The file below the site folder.
    path: &'a str,
}

/// Lists records, drafts and all.
pub(super) fn list_command(args: &ListArgs) -> Result<ExitCode, String> {
    let now = super::options(&args.read, None)?.now;
    let options = Options { now, base_url: None, drafts: true };
    let inputs = load::load(&args.read.site).map_err(|error| error.to_string())?;
    let mut diagnostics = Vec::new();
    let documents = read_documents(&mut diagnostics, &inputs);
    let archive = resolve(&mut diagnostics, &inputs, documents, options.moment());
    let kind = args.kind.iter().map(|kind| format!("kind={kind}"));
    let conditions: Vec<String> = kind.chain(args.conditions.iter().cloned()).collect();
    let query = Query::parse(&archive, &conditions)?;
    let lines: Vec<Line<'_>> = archive
        .ids()
        .filter(|id| query.fits(&archive, *id))
        .map(|id| {
            let record = archive.record(id);
            Line {
                kind: record.kind.code(),
                id: &record.id,
                title: &record.common.title.value,
                date: page::record_date(&archive, id).map(PartialDate::as_written),
                status: record.incident().map(|own| own.status.code()),
                state: query::state(&archive, id),
                path: &inputs.text(record.file).path,
            }
        })
        .collect();
    super::answer(&if args.json { json(&lines) } else { table(&lines) });
    let errors = diagnostics.iter().filter(|own| own.severity == Severity::Error).count();
    if errors > 0 && !args.read.quiet {
        let mistakes = if errors == 1 { "1 mistake" } else { &format!("{errors} mistakes") };
        let words = format!("There may be more: the site has {mistakes}, which `casefile check` shows.\n");
        let _ = std::io::stderr().write_all(words.as_bytes());
    }
    Ok(ExitCode::SUCCESS)
}

fn json(lines: &[Line<'_>]) -> String {
    let line = |line: &Line<'_>| serde_json::to_string(line).map(|text| text + "\n").unwrap_or_default();
    lines.iter().map(line).collect()
}

fn table(lines: &[Line<'_>]) -> String {
    if lines.is_empty() {
        return "No record fits.\n".to_owned();
    }
    let row = |line: &Line<'_>| {
        let status = if line.state == "published" { line.status.unwrap_or_default() } else { line.state };
        [
            line.kind.to_owned(),
            line.id.to_owned(),
            line.date.unwrap_or_default().to_owned(),
            status.to_owned(),
        ]
    };
    let rows: Vec<[String; 4]> = lines.iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut text = String::new();
    for (row, line) in rows.iter().zip(lines) {
        for (cell, width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
            text.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.title);
        text.push('\n');
    }
    let records = if lines.len() == 1 { "record" } else { "records" };
    text.push_str(&format!("{} {records}.\n", lines.len()));
    text
}
