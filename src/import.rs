//! What other programs keep, read for a site: bibliographies and tables.
//!
//! Everything here is pure: bytes in, records and mistakes out. `cli::import_data` reads the files and writes the records.

pub mod bibtex;
pub mod check;
pub mod encoding;
pub mod mapping;
pub mod references;
pub mod ris;
pub mod row;
pub mod same_work;
pub mod table;
pub mod work;
