//! What stands in a field of BibTeX, as plain text or as names: read by `biblatex`, which knows the commands of LaTeX.

use super::super::work::Name;
use biblatex::Bibliography;
use biblatex::ChunksExt;
use biblatex::Entry;
use biblatex::Person;

/// Braces in braces, at most; each is a call in the parser.
const DEEPEST: usize = 40;

/// A longer value is read as it stands: the parser takes time by the square of its length.
const LONGEST: usize = 1 << 14;

/// Commands that only change how letters look, or that mark what stands in braces behind them.
const FORMATS: [&str; 22] = [
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textrm",
    "texttt",
    "textsf",
    "textsl",
    "textup",
    "textmd",
    "textnormal",
    "mkbibquote",
    "mkbibemph",
    "url",
    "nolinkurl",
    "uppercase",
    "mbox",
    "it",
    "em",
    "bf",
    "sc",
    "text",
];

/// A value as plain text, and the first command in it that nobody here knows.
pub(super) fn text(tex: &str) -> (String, Option<String>) {
    let text = match parsed(&prepared(tex), "x") {
        Some(entry) => entry.get("x").map(|chunks| chunks.format_verbatim()).unwrap_or_default(),
        None => tex.to_owned(),
    };
    let command = unknown_command(&text);
    (text.split_whitespace().collect::<Vec<_>>().join(" "), command)
}

/// An address or a number, in which few signs mean something.
pub(super) fn verbatim(tex: &str) -> String {
    let mut text = tex.replace("\\url", "").replace(['{', '}', '\n', '\r', '\t'], "");
    for (command, sign) in [("\\textasciitilde", "~"), ("\\~", "~")] {
        text = text.replace(command, sign);
    }
    for sign in ["_", "%", "&", "#", "$", ":"] {
        text = text.replace(&format!("\\{sign}"), sign);
    }
    text.trim().to_owned()
}

/// The people of a field, with `and` between them, as BibTeX divides their names; nothing where they cannot be told.
pub(super) fn people(tex: &str) -> Option<Vec<Name>> {
    let entry = parsed(&prepared(tex), "author")?;
    let people = entry.get_as::<Vec<Person>>("author").ok()?;
    Some(people.into_iter().map(name_of).filter(|name| !name.family.is_empty()).collect())
}

/// The parts of a field between `and`, those in braces left whole.
pub(super) fn parts(tex: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for word in tex.split_inclusive(char::is_whitespace) {
        if depth == 0 && word.trim() == "and" {
            parts.push(String::new());
            continue;
        }
        for sign in word.chars() {
            match sign {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if let Some(last) = parts.last_mut() {
            last.push_str(word);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// How often a sign stands in a name, in braces not counted.
pub(super) fn count(part: &str, wanted: char) -> usize {
    let mut depth = 0_usize;
    let mut found = 0;
    for sign in part.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            sign if sign == wanted && depth == 0 => found += 1,
            _ => {}
        }
    }
    found
}

fn name_of(person: Person) -> Name {
    let clean = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = [clean(person.prefix), clean(person.name)];
    let family = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let some = |text: String| Some(clean(text)).filter(|text| !text.is_empty());
    let (given, suffix) = (some(person.given_name), some(person.suffix));
    match (family.is_empty(), given) {
        // `{Jean}` alone, in a form that only gives a first name.
        (true, Some(given)) => Name { family: given, given: None, suffix },
        (_, given) => Name { family, given, suffix },
    }
}

/// An entry with this one field.
fn parsed(tex: &str, field: &str) -> Option<Entry> {
    if tex.len() > LONGEST || depth(tex) > DEEPEST {
        return None;
    }
    let entry = format!("@misc{{k,\n{field} = {{{tex}}}\n}}");
    Bibliography::parse(&entry).ok()?.into_iter().next()
}

fn depth(tex: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in tex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Without what the parser leaves as it stands although it means something: formats, ties, quotation marks.
fn prepared(tex: &str) -> String {
    let dollars = tex.matches('$').count() - tex.matches("\\$").count();
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(sign) = rest.chars().next() {
        let mut length = sign.len_utf8();
        match sign {
            '\\' => {
                let name: usize = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                if FORMATS.contains(&&rest[1..=name]) {
                    let behind = &rest[1 + name..];
                    length = 1 + name + (behind.len() - behind.trim_start().len());
                } else {
                    length += rest[1..].chars().next().map_or(0, char::len_utf8);
                    out.push_str(&rest[..length]);
                }
            }
            '~' => out.push(' '),
            '`' if rest.starts_with("``") => (length, _) = (2, out.push('“')),
            '\'' if rest.starts_with("''") => (length, _) = (2, out.push('”')),
            '$' if dollars % 2 == 1 => out.push_str("\\$"),
            sign => out.push(sign),
        }
        rest = &rest[length..];
    }
    out
}

/// The first word behind a backslash in a text that was read.
fn unknown_command(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        rest = &rest[at + 1..];
        let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        if !name.is_empty() {
            return Some(format!("\\{name}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::people;
    use super::text;
    use super::verbatim;

    #[track_caller]
    fn check_text(tex: &str, expected: &str) {
        assert_eq!(text(tex), (expected.to_owned(), None), "{tex}");
    }

    #[test]
    fn commands_become_letters() {
        check_text(r#"M{\"u}ller and {\'E}lodie Garc\'ia"#, "Müller and Élodie García");
        check_text("Health~of the {NHS}: \\emph{in peril}", "Health of the NHS: in peril");
        check_text("``Quoted'' 38--61 \\& more, 5\\%", "“Quoted” 38–61 & more, 5%");
        check_text("It cost $5", "It cost $5");
        assert_eq!(text("a \\zzz{b}").1, Some("\\zzz".to_owned()));
        assert_eq!(verbatim("https://a.example/x{\\_}y\\%20z"), "https://a.example/x_y%20z");
    }

    #[track_caller]
    fn check_people(tex: &str, expected: &[(&str, &str)]) {
        let names = people(tex).expect("names");
        let names: Vec<(&str, &str)> = names
            .iter()
            .map(|name| (name.family.as_str(), name.given.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(names, expected, "{tex}");
    }

    #[test]
    fn names_are_divided_as_bibtex_divides_them() {
        check_people("Jacky Davis and Lister, John", &[("Davis", "Jacky"), ("Lister", "John")]);
        check_people("Ludwig van der Berg", &[("van der Berg", "Ludwig")]);
        check_people("de la Cruz, Mar{\\'i}a", &[("de la Cruz", "María")]);
        check_people(
            "{Department of Health and Social Care}",
            &[("Department of Health and Social Care", "")],
        );
        check_people("Anderson, Anne and Sandy Brandand", &[("Anderson", "Anne"), ("Brandand", "Sandy")]);
    }
}
