//! Bibliographies of other programs, read into works: for the site's own files, and for an import.

pub mod bibtex;
pub mod formatted;
pub mod told;
pub mod work;

use crate::url::is_id;

/// The id of a work by its key: the key itself, or its letters and digits in small ASCII letters with hyphens between them.
/// A key without any gives way to the title.
pub fn id_of(key: &str, title: &str) -> String {
    let wanted = if is_id(key) { key.to_owned() } else { slug::slugify(key) };
    let wanted = if wanted.is_empty() { slug::slugify(title) } else { wanted };
    match wanted.as_str() {
        "" => "reference".to_owned(),
        // The list of all references has that address.
        "index" => "reference-index".to_owned(),
        _ => wanted,
    }
}
