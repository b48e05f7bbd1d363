//! casefile turns a folder of evidence into a static site.
//!
//! A build is one function from files to files: see `ARCHITECTURE.md`.

pub mod date;
pub mod diagnostic;
pub mod input;
pub mod load;
pub mod publish;
pub mod span;
