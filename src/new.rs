//! A new record from what a person answers: the questions of each kind, what the answers mean, and the file they make.

mod answer;
mod body;
mod id;
mod known;
mod question;
mod reading;
mod similar;
#[cfg(test)]
mod tests;
mod trial;
mod written;

pub use answer::Answer;
pub use answer::Answers;
pub use answer::Figure;
pub use answer::Source;
pub use answer::Spokesperson;
pub use answer::one_line;
pub use answer::passage;
pub use body::as_markdown;
pub use id::free_id;
pub use id::id_fault;
pub use id::proposed_id;
pub use known::Entry;
pub use known::Known;
pub use known::Named;
pub use question::Choice;
pub use question::Expect;
pub use question::Question;
pub use question::harms;
pub use question::is_party;
pub use question::kind_words;
pub use question::questions;
pub use reading::Cx;
pub use reading::Trouble;
pub use reading::read;
pub use reading::read_all;
pub use similar::Alike;
pub use similar::similar;
pub use trial::Fault;
pub use trial::Trial;
pub use trial::faults_of;
pub use written::NewRecord;
pub use written::Stage;
pub use written::missing_words;
pub use written::path_of;
