//! `casefile schema`: what an editor has to know of the fields.

use crate::config::Config;
use crate::document::read_site_config;
use crate::edit;
use crate::edit::Change;
use crate::load;
use crate::load::LoadError;
use crate::schema;
use crate::schema::Subject;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile schema incident              the fields of an incident\n  casefile schema incident ../archive   with the harms that its casefile.yaml adds\n  casefile schema config                the fields of casefile.yaml\n  casefile schema                       all in one document\n  casefile schema --write               write each into .casefile/schemas/, where editors find them\n\nRun `casefile schema --write` again after you changed `vocabulary` in casefile.yaml, or have a newer casefile.";

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// What the schema is of [default: all, in one document]
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(Subject::all().map(Subject::name)))]
    kind: Option<String>,
    /// The site folder, whose casefile.yaml can add harms [default: the current one, if it is a site]
    site: Option<PathBuf>,
    /// Write all schemas into .casefile/schemas/ of the site [default: of the current folder]
    #[arg(long, value_name = "SITE", num_args = 0..=1, default_missing_value = ".", conflicts_with_all = ["kind", "site"])]
    write: Option<PathBuf>,
}

/// Prints a schema, or writes them all.
pub(super) fn schema_command(args: &SchemaArgs) -> Result<ExitCode, String> {
    if let Some(site) = &args.write {
        return write_all(site);
    }
    let harms = match &args.site {
        Some(site) => config_of(site).map_err(|error| error.to_string())?.harms,
        None => match config_of(Path::new(".")) {
            Ok(config) => config.harms,
            Err(LoadError::NoConfig(_)) => schema::known_harms(),
            Err(error) => return Err(error.to_string()),
        },
    };
    let schema = match args.kind.as_deref().and_then(Subject::from_name) {
        Some(subject) => schema::one(&harms, subject),
        None => schema::all(&harms),
    };
    super::answer(&format!("{schema:#}\n"));
    Ok(ExitCode::SUCCESS)
}

/// The configuration of a site, as far as it can be read: its mistakes are for `check` to tell.
fn config_of(site: &Path) -> Result<Config, LoadError> {
    let inputs = load::load(site)?;
    Ok(read_site_config(&mut Vec::new(), &inputs))
}

fn write_all(site: &Path) -> Result<ExitCode, String> {
    let config = config_of(site).map_err(|error| error.to_string())?;
    let mut changes = Vec::new();
    for (path, text) in schema::files(&config.harms) {
        let after = text.into_bytes();
        match load::read_one_file(site, &path).map_err(|error| error.to_string())? {
            Some(before) if before == after => {}
            Some(before) => changes.push(Change::Replace { path, before, after }),
            None => changes.push(Change::Create { path, bytes: after }),
        }
    }
    edit::apply(site, &changes).map_err(|error| error.to_string())?;
    let folder = site.join(schema::FOLDER);
    super::answer(&match changes.len() {
        0 => format!("The schemas in {} are as they should be.\n", folder.display()),
        1 => format!("Wrote 1 schema into {}.\n", folder.display()),
        count => format!("Wrote {count} schemas into {}.\n", folder.display()),
    });
    Ok(ExitCode::SUCCESS)
}
