//! Bibliographies of other programs, read into works: for the site's own files, and for an import.

pub mod bibtex;
pub mod work;
