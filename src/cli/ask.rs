//! Questions to the person at the terminal.

use crossterm::event;
use crossterm::event::Event;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;
use crossterm::terminal;
use inquire::Autocomplete;
use inquire::Confirm;
use inquire::CustomUserError;
use inquire::InquireError;
use inquire::MultiSelect;
use inquire::Select;
use inquire::Text;
use inquire::autocompletion::Replacement;
use std::io::IsTerminal;
use std::time::Duration;

/// Said where the person stops.
pub(super) const STOPPED: &str = "stopped; nothing was written";

/// A list of so many options is shown as a whole.
const SHORT: usize = 8;

/// What a terminal passes on of a pasted text comes without such a pause.
const PAUSE: Duration = Duration::from_millis(30);

/// Somebody who can be asked: there is a terminal on both sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker(());

/// A question that is answered with a line of text.
pub(super) struct Question<'a> {
    /// The question.
    pub(super) words: &'a str,
    /// A line below it: what is expected, and what an empty line means.
    pub(super) help: &'a str,
    /// What can be completed with the arrow keys and the tabulator.
    pub(super) known: Vec<String>,
    /// What is wrong with an answer, in words for the person who gave it, or else nothing.
    pub(super) wrong: &'a dyn Fn(&str) -> Option<String>,
}

impl Asker {
    /// The person at the terminal; nobody where a script runs this.
    pub(super) fn at_terminal() -> Option<Self> {
        (std::io::stdin().is_terminal() && std::io::stdout().is_terminal()).then_some(Self(()))
    }

    /// A line of text without spaces around it; empty where the person skips the question.
    ///
    /// # Errors
    ///
    /// The person stops, with Escape or Ctrl-C, or the terminal is gone.
    pub(super) fn text(self, question: &Question<'_>, first: &str) -> Result<String, String> {
        // The validators of the prompt have to live as long as the program, so an answer is looked at here.
        let mut typed = first.to_owned();
        loop {
            let known = Known(question.known.clone());
            let asked = Text::new(question.words)
                .with_help_message(question.help)
                .with_initial_value(&typed)
                .with_autocomplete(known)
                .prompt();
            typed = asked.map_err(stopped)?;
            match (question.wrong)(typed.trim()) {
                None => return Ok(typed.trim().to_owned()),
                Some(words) => super::answer(&format!("  {words}\n{}", skip_words(question))),
            }
        }
    }

    /// A text, of several lines where somebody pastes them; not trimmed.
    ///
    /// # Errors
    ///
    /// As of [`Asker::text`].
    pub(super) fn pasted(
        self,
        words: &str,
        help: &str,
        known: Vec<String>,
        first: &str,
    ) -> Result<String, String> {
        let asked = Text::new(words)
            .with_help_message(help)
            .with_initial_value(first)
            .with_autocomplete(Known(known))
            .prompt();
        with_rest_of_paste(asked.map_err(stopped)?)
    }

    /// The places of the chosen options, perhaps none.
    ///
    /// # Errors
    ///
    /// As of [`Asker::text`].
    pub(super) fn choose_many(
        self,
        words: &str,
        help: &str,
        options: Vec<String>,
    ) -> Result<Vec<usize>, String> {
        let chosen = MultiSelect::new(words, options).with_help_message(help).raw_prompt();
        let mut places: Vec<usize> =
            chosen.map_err(stopped)?.into_iter().map(|option| option.index).collect();
        places.sort_unstable();
        Ok(places)
    }

    /// The place of the chosen option.
    ///
    /// # Errors
    ///
    /// As of [`Asker::text`].
    pub(super) fn choose(self, words: &str, help: &str, options: Vec<String>) -> Result<usize, String> {
        // Whoever types a word over a short list would see it vanish.
        let is_short = options.len() <= SHORT;
        let asked = Select::new(words, options).with_help_message(help).with_page_size(SHORT);
        let asked = if is_short { asked.without_filtering() } else { asked };
        asked.raw_prompt().map(|option| option.index).map_err(stopped)
    }

    /// Yes or no.
    ///
    /// # Errors
    ///
    /// As of [`Asker::text`].
    pub(super) fn confirm(self, words: &str, default: bool) -> Result<bool, String> {
        let help = if default { "Enter for yes, n for no" } else { "Enter for no, y for yes" };
        let asked = Confirm::new(words).with_default(default).with_help_message(help);
        asked
            .with_error_message("Please type y for yes or n for no, and press Enter")
            .prompt()
            .map_err(stopped)
    }
}

/// Said where somebody stops.
fn stopped(error: InquireError) -> String {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => STOPPED.to_owned(),
        error => format!("the terminal cannot be used: {error}"),
    }
}

/// Some terminals pass on the lines of a pasted text as if they were typed. What comes at once is a part of it.
fn with_rest_of_paste(mut text: String) -> Result<String, String> {
    let gone = |error: std::io::Error| format!("the terminal cannot be used: {error}");
    terminal::enable_raw_mode().map_err(gone)?;
    let mut rest = String::new();
    let read = loop {
        match event::poll(PAUSE).and_then(|more| more.then(event::read).transpose()) {
            Ok(None) => break Ok(()),
            Ok(Some(Event::Paste(pasted))) => rest.push_str(&pasted),
            Ok(Some(Event::Key(key))) => match sign_of(key) {
                Ok(sign) => rest.extend(sign),
                Err(words) => break Err(words),
            },
            Ok(Some(_)) => {}
            Err(error) => break Err(gone(error)),
        }
    };
    terminal::disable_raw_mode().map_err(gone)?;
    read?;
    if !rest.trim().is_empty() {
        text.push('\n');
        text.push_str(&rest);
    }
    Ok(text)
}

fn sign_of(key: KeyEvent) -> Result<Option<char>, String> {
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    Ok(match key.code {
        _ if key.kind == KeyEventKind::Release => None,
        KeyCode::Char('c') if is_control => return Err(STOPPED.to_owned()),
        KeyCode::Char('j') if is_control => Some('\n'),
        KeyCode::Char(sign) if !is_control => Some(sign),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some(' '),
        _ => None,
    })
}

/// What is typed stays there to be mended, and Enter alone would give the same answer again.
fn skip_words(question: &Question<'_>) -> &'static str {
    let can_be_skipped = (question.wrong)("").is_none();
    if can_be_skipped { "  To skip the question, delete the answer first.\n" } else { "" }
}

/// Completes with what holds all the words that are typed.
#[derive(Clone)]
struct Known(Vec<String>);

impl Autocomplete for Known {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let typed = input.to_lowercase();
        let fits = |known: &&String| {
            let known = known.to_lowercase();
            typed.split_whitespace().all(|word| known.contains(word))
        };
        let is_asked = !typed.trim().is_empty();
        Ok(self.0.iter().filter(|_| is_asked).filter(fits).cloned().collect())
    }

    fn get_completion(
        &mut self,
        input: &str,
        chosen: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        Ok(chosen.or_else(|| self.get_suggestions(input).ok()?.into_iter().next()))
    }
}
