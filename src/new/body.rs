//! Text as somebody typed it, as Markdown that reads so.

/// The Markdown of a text. Emphasis, links, lists, quotations and headings from the second level on are meant; what would
/// turn a line into something else by accident is shown as it was typed.
pub fn as_markdown(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut in_list = false;
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let is_item = is_item(&lines, index);
        in_list = is_item || in_list && (trimmed.is_empty() || line.starts_with(' '));
        // Four spaces would be code; below an item they are its own text.
        let kept = if in_list { line.trim_end() } else { trimmed.trim_end() };
        let indent = kept.len() - kept.trim_start().len();
        out.push_str(&kept[..indent]);
        out.push_str(&plain_line(text, kept.trim_start(), is_item));
        out.push('\n');
    }
    let out = out.trim_matches('\n');
    if out.is_empty() { String::new() } else { format!("{out}\n") }
}

/// An item of a list stands beside another item.
fn is_item(lines: &[&str], index: usize) -> bool {
    let marker = |line: &str| marker_of(line.trim_start());
    let Some(own) = lines.get(index).and_then(|line| marker(line)) else { return false };
    let before = lines[..index].iter().rev().find(|line| !line.trim().is_empty());
    let after = lines[index + 1..].iter().find(|line| !line.trim().is_empty());
    [before, after].into_iter().flatten().any(|line| marker(line) == Some(own))
}

/// What kind of item a line begins.
fn marker_of(line: &str) -> Option<char> {
    // Three stars are no items, however many lines have them.
    if is_rule(line) {
        return None;
    }
    if let Some(sign) = line.chars().next().filter(|sign| "-*+".contains(*sign)) {
        return line[1..].starts_with(' ').then_some(sign);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let end = line[digits..].chars().next().filter(|sign| ".)".contains(*sign))?;
    ((1..=3).contains(&digits) && line[digits + 1..].starts_with(' ')).then_some(end)
}

fn plain_line(text: &str, line: &str, is_item: bool) -> String {
    if let Some(content) = line.strip_prefix('>') {
        // A line of a quotation, which may hold the same signs.
        let inner = content.trim_start();
        return format!(">{}{}", if inner.is_empty() { "" } else { " " }, plain_line(text, inner, false));
    }
    if is_item {
        return line.to_owned();
    }
    if is_rule(line) {
        return line
            .chars()
            .map(|sign| if sign == ' ' { " ".to_owned() } else { format!("\\{sign}") })
            .collect();
    }
    let hashes = line.len() - line.trim_start_matches('#').len();
    let is_heading = (2..=6).contains(&hashes)
        && line[hashes..].strip_prefix(' ').is_some_and(|words| words.contains(char::is_alphabetic));
    let is_fence = line.starts_with("```") || line.starts_with("~~~");
    if hashes > 0 && !is_heading || is_fence || is_definition(text, line) {
        return format!("\\{line}");
    }
    if let Some(marker) = marker_of(line).or_else(|| empty_marker(line)) {
        return match line.find(marker) {
            Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
            None => line.to_owned(),
        };
    }
    long_number(line).unwrap_or_else(|| line.to_owned())
}

/// Signs that underline the line above, or draw a line.
fn is_rule(line: &str) -> bool {
    let first = line.chars().next().unwrap_or_default();
    let signs: Vec<char> = line.chars().filter(|sign| *sign != ' ').collect();
    "-=*_".contains(first)
        && signs.iter().all(|sign| *sign == first)
        && (signs.len() > 2 || "-=".contains(first))
}

/// An item without a text.
fn empty_marker(line: &str) -> Option<char> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match (line.len() - digits.len(), digits) {
        (0, "-" | "*" | "+") | (1..=9, "." | ")") => digits.chars().next(),
        _ => None,
    }
}

/// A year at the beginning of a line: `2018. It was late.` would be an item with that number.
fn long_number(line: &str) -> Option<String> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let is_item = (4..=9).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "));
    is_item.then(|| format!("{}\\{rest}", &line[..digits]))
}

/// `[name]: address` names an address and is not shown. A footnote is meant where the text refers to it.
fn is_definition(text: &str, line: &str) -> bool {
    let Some(end) = line.strip_prefix('[').and_then(|rest| rest.find("]:")) else { return false };
    let label = &line[..end + 2];
    let is_used = label.starts_with("[^") && text.matches(label).count() > 1;
    !is_used
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(as_markdown(text), expected, "{text}");
    }

    #[test]
    fn what_is_no_markup_stays_as_it_was_typed() {
        check("# 1 hospital", "\\# 1 hospital\n");
        check("#1", "\\#1\n");
        check("Text\n---", "Text\n\\-\\-\\-\n");
        check("1. The end", "1\\. The end\n");
        check("2018. It was late.", "2018\\. It was late.\n");
        check("- said the minister", "\\- said the minister\n");
        check("    four spaces", "four spaces\n");
        check("[Note]: closed", "\\[Note]: closed\n");
        check("> # of letters", "> \\# of letters\n");
        check("```", "\\```\n");
        check("", "");
    }

    #[test]
    fn what_is_meant_as_markup_is_markup() {
        check("- one\n- two", "- one\n- two\n");
        check("1. one\n\n2. two", "1. one\n\n2. two\n");
        check("## Notes to editors", "## Notes to editors\n");
        check("> Words.\n>\n> — A. Person", "> Words.\n>\n> — A. Person\n");
        check(
            "A **bold** word [[gp-letters]] [@davis-2015].",
            "A **bold** word [[gp-letters]] [@davis-2015].\n",
        );
        check("Words.[^1]\n\n[^1]: A note.", "Words.[^1]\n\n[^1]: A note.\n");
    }
}
