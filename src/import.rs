//! Drafts of records, made of what others wrote: press releases, bibliographies, tables.
//!
//! Each reader is a function from a text to a draft. Questions are asked and files are read and written elsewhere.

pub mod release;
