//! `casefile explain`: what an editorial rule looks for, why, and how to mend it.

use crate::rule::Explanation;
use crate::rule::Rule;
use crate::spelling;
use crate::vocabulary::Vocabulary;
use clap::Args;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile explain                      list every rule\n  casefile explain telephone-number\n\nHow strictly a rule is held can be said in casefile.yaml:\n  check: {telephone-number: warn}\nand what it finds can be allowed in one record, with the reason:\n  allow: {telephone-number: It is the public helpline of the trust.}";

/// Columns of the text.
const WIDTH: usize = 80;

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The name of the rule, as it stands in brackets behind `error` or `warning` [default: a list of all]
    code: Option<String>,
}

/// Explains one rule, or lists them all.
pub(super) fn explain_command(args: &ExplainArgs) -> Result<ExitCode, String> {
    let Some(code) = &args.code else {
        super::answer(&list());
        return Ok(ExitCode::SUCCESS);
    };
    let Some(rule) = Rule::from_code(code.trim()) else {
        let near = spelling::nearest(code, Rule::ALL.iter().map(|rule| rule.code()));
        let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
        return Err(format!(
            "there is no editorial rule `{code}`.{near} `casefile explain` lists all; other mistakes say all there is to say where they are told"
        ));
    };
    super::answer(&page(rule));
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let widest = Rule::ALL.iter().map(|rule| rule.code().len()).max().unwrap_or_default();
    let rows = Rule::ALL.iter().map(|rule| {
        let Explanation { what, level, .. } = rule.explanation();
        let first = what.split_inclusive(". ").next().unwrap_or(what).trim_end();
        let text = wrapped(first, WIDTH.saturating_sub(widest + 9));
        let rest = text.replace('\n', &format!("\n{}", " ".repeat(widest + 9)));
        format!("{:widest$}  {:<5}  {rest}\n", rule.code(), level.code())
    });
    let rows: String = rows.collect();
    format!(
        "{rows}\n`casefile explain NAME` says more. The second column is how strictly a rule is held\nunless `check` in casefile.yaml says otherwise.\n"
    )
}

fn page(rule: Rule) -> String {
    let Explanation { what, why, mend, level, reason, .. } = rule.explanation();
    let code = rule.code();
    format!(
        "{code} ({})\n\n{}\n\nWhy\n{}\n\nHow to mend it\n{}\n\nTo allow it in one record, with the reason, write in its front matter:\n  allow:\n    {code}: {reason}\n\nTo hold it more or less strictly everywhere, write in casefile.yaml:\n  check: {{{code}: warn}}    (off, warn or error)\n",
        level.code(),
        wrapped(what, WIDTH),
        wrapped(why, WIDTH),
        wrapped(mend, WIDTH),
    )
}

/// A text in lines of at most so many characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a line");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}
