//! The command line itself: help with examples, and what a shell completes.

mod common;

use common::Site;
use common::assert_shows;
use std::fs;
use std::process::Command;

/// The names of commands that the help of another one lists.
fn commands(help: &str) -> Vec<String> {
    let listed =
        help.split("Commands:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
    let names = listed.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_help_with_examples() {
    let site = Site::new("");
    let all = site.run(&["--help"]);
    let mut left: Vec<Vec<String>> = commands(&all.stdout).into_iter().map(|name| vec![name]).collect();
    assert!(left.len() >= 6, "{}", all.stdout);
    assert_shows(
        &all.stdout,
        &["Examples:", "Exit codes: 0 done, 1 mistakes in the content, 2 could not run."],
    );
    while let Some(command) = left.pop() {
        let mut words: Vec<&str> = command.iter().map(String::as_str).collect();
        words.push("--help");
        let help = site.run(&words);
        assert_eq!((help.status, help.stderr.as_str()), (0, ""), "{words:?}");
        let below = commands(&help.stdout);
        if below.is_empty() {
            assert!(help.stdout.contains("Example"), "{words:?} has no example\n{}", help.stdout);
        }
        left.extend(below.into_iter().map(|name| [command.clone(), vec![name]].concat()));
    }
}

/// After these words bash offers exactly those.
#[track_caller]
fn check_completion(script: &str, words: &[&str], expected: &str) {
    let last = words.len() - 1;
    let typed = format!(
        "source {script}; COMP_WORDS=({}); COMP_CWORD={last}; _casefile casefile '{}' '{}'; echo ${{COMPREPLY[@]}}",
        words.join(" "),
        words[last],
        words[last - 1],
    );
    let run = Command::new("bash").args(["--norc", "-c", &typed]).output().expect("bash runs");
    let offered = String::from_utf8_lossy(&run.stdout);
    assert_eq!(offered.trim(), expected, "{words:?} {}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn bash_completes_commands_and_options() {
    let site = Site::new("");
    let script = site.run(&["completions", "bash"]);
    assert_eq!((script.status, script.stderr.as_str()), (0, ""));
    let path = site.path("casefile.bash");
    fs::write(&path, script.stdout).expect("a file");
    let path = path.to_str().expect("a path of letters");
    check_completion(path, &["casefile", "che"], "check");
    check_completion(path, &["casefile", "serve", "--no"], "--now --no-drafts");
    check_completion(path, &["casefile", "build", "--format", "j"], "json");
    check_completion(path, &["casefile", "theme", "ex"], "export");
}

#[test]
fn other_shells_have_completions_too() {
    let site = Site::new("");
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let run = site.run(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        assert_shows(&run.stdout, &["casefile", "explain", "no-drafts"]);
    }
    let unknown = site.run(&["completions", "bsh"]);
    assert_eq!(unknown.status, 2);
    assert_shows(&unknown.stderr, &["bash"]);
}
