//! `casefile theme export`: the built-in theme as files.

use crate::publish::write_new_folder;
use crate::theme;
use std::path::Path;
use std::process::ExitCode;

/// Writes the built-in theme into `themes/NAME` of the site, which must not exist yet.
pub(super) fn export(site: &Path, name: &str) -> Result<ExitCode, String> {
    let valid = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if !valid {
        return Err(format!("`{name}` cannot be the name of a theme: expected letters, digits, `-` and `_`"));
    }
    let folder = site.join("themes").join(name);
    let files = theme::built_in_files();
    write_new_folder(&folder, &files).map_err(|error| error.to_string())?;
    super::answer(&format!(
        "Wrote {} files into {}.\nTo use it, write `theme: {name}` in casefile.yaml. Delete the files that you do not \
         change: the built-in ones stand in for them.\n",
        files.len(),
        folder.display()
    ));
    Ok(ExitCode::SUCCESS)
}
