//! casefile turns a folder of evidence into a static site.
//!
//! A build is one function from files to files: see `ARCHITECTURE.md`.

pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod frontmatter;
pub mod input;
pub mod load;
pub mod markdown;
pub mod publish;
pub mod span;
pub mod spelling;
pub mod url;
pub mod vocabulary;
pub mod yaml;
