//! "Edit this page": the author's own editor, opened for a file of the site.

use crate::load;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

/// Editors that draw in the terminal they were started from. The preview's terminal is in use.
const IN_TERMINAL: [&str; 20] = [
    "dte", "ed", "ee", "elvis", "hx", "helix", "jed", "joe", "kak", "mcedit", "mg", "micro", "nano", "ne",
    "nvi", "nvim", "pico", "vi", "vim", "zile",
];

/// Opens a file in the editor of that command, and does not wait for it.
///
/// # Errors
///
/// In words for a campaigner: why the editor was not opened.
pub(super) fn open(command: &str, file: &Path) -> Result<(), String> {
    let words = shell_words::split(command)
        .map_err(|_| format!("the editor is set to `{command}`, in which a quotation mark has no partner"))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err("the editor is set to nothing".to_owned());
    };
    if is_in_terminal(program, arguments) {
        return Err(format!(
            "your editor `{program}` needs a terminal of its own: open the file in one, or set VISUAL to an editor with a \
             window"
        ));
    }
    let mut started = own_group(Command::new(program).args(arguments).arg(file))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("your editor `{program}` cannot be started: {}", load::os_words(&error)))?;
    // Somebody has to ask how it ended, or the system keeps its entry for as long as the preview runs.
    std::thread::spawn(move || started.wait());
    Ok(())
}

fn is_in_terminal(program: &str, arguments: &[String]) -> bool {
    let name = Path::new(program).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let asks = |flags: &[&str]| arguments.iter().any(|argument| flags.contains(&argument.as_str()));
    IN_TERMINAL.contains(&&*name)
        || (name == "emacs" && asks(&["-nw", "--no-window-system"]))
        || (name == "emacsclient" && asks(&["-t", "-nw", "--tty"]))
}

/// Ctrl-C in the terminal ends the preview, not the editor with what is not yet saved in it.
#[cfg(unix)]
fn own_group(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

#[cfg(not(unix))]
fn own_group(command: &mut Command) -> &mut Command {
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(command: &str, expected: &str) {
        let words = open(command, Path::new("/nowhere/a.md")).expect_err("a reason");
        assert!(words.contains(expected), "{words}");
    }

    #[test]
    fn an_editor_of_the_terminal_is_not_started() {
        check_refused("vim", "needs a terminal of its own");
        check_refused("/usr/bin/nano -w", "needs a terminal of its own");
        check_refused("emacs -nw", "needs a terminal of its own");
    }

    #[test]
    fn an_editor_that_cannot_be_started_is_told() {
        check_refused(
            "no-such-editor-here --wait",
            "`no-such-editor-here` cannot be started: it is not there",
        );
        check_refused("'code", "a quotation mark has no partner");
        check_refused("  ", "set to nothing");
    }
}
