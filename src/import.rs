//! Drafts of records, made of what others wrote: press releases, bibliographies, tables.
//!
//! Everything here is pure: bytes in, records and mistakes out. Questions are asked, and files are read and written, by
//! `cli::import` and `cli::import_data`.

pub mod bibtex;
pub mod check;
pub mod csl_json;
pub mod encoding;
pub mod mapping;
pub mod references;
pub mod release;
pub mod ris;
pub mod row;
pub mod table;
pub mod work;
