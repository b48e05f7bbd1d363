//! Links that lead out of the archive: where they stand, how politely they are visited, and what the answers say of them.
//!
//! Nothing here asks anybody: `fetch` does, and hands in what was answered and when.

mod address;
mod cache;
mod find;
mod finding;
mod judge;
mod pacing;
mod page;
mod status_line;
#[cfg(test)]
mod tests;
mod told;
mod visit;

pub use address::host;
pub use address::is_local;
pub use address::is_local_ip;
pub use address::parse;
pub use cache::Cache;
pub use cache::CacheFault;
pub use cache::PATH as CACHE_PATH;
pub use find::Link;
pub use find::find;
pub use finding::Finding;
pub use finding::State;
pub use finding::Visited;
pub use finding::Worth;
pub use pacing::Plan;
pub use pacing::Turn;
pub use page::read as read_page;
pub use status_line::with_status;
pub use told::diagnostic;
pub use told::status_to_write;
pub use told::summary;
pub use visit::Answer;
pub use visit::Closed;
pub use visit::Failure;
pub use visit::Manners;
pub use visit::Method;
pub use visit::Outcome;
pub use visit::Reach;
pub use visit::Response;
pub use visit::Step;
pub use visit::Visit;
