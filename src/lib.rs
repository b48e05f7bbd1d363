//! casefile turns a folder of evidence into a static site.
//!
//! A build is one function from files to files: see `ARCHITECTURE.md`.

#![warn(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod archive;
pub mod bibliography;
pub mod build;
pub mod cite;
pub mod cli;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod export;
pub mod fetch;
pub mod frontmatter;
pub mod html;
pub mod import;
pub mod input;
pub mod leaks;
pub mod links;
pub mod lint;
pub mod load;
pub mod locator;
pub mod manifest;
pub mod markdown;
pub mod new;
pub mod order;
pub mod outbound;
pub mod page;
pub mod pattern;
pub mod personal;
pub mod phase;
pub mod preview;
pub mod publish;
pub mod query;
pub mod rename;
pub mod report;
pub mod resolve;
pub mod rule;
pub mod same_work;
pub mod schema;
pub mod search;
pub mod serve;
pub mod signature;
pub mod span;
pub mod sparse;
pub mod spelling;
pub mod starter;
pub mod theme;
pub mod tidy;
pub mod url;
pub mod view;
pub mod vocabulary;
pub mod watch;
pub mod yaml;
