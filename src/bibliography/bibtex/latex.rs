//! What stands in a field of BibTeX, as plain text: read by `biblatex`, which knows the commands of LaTeX.

use biblatex::Bibliography;
use biblatex::ChunksExt;
use biblatex::Entry;

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

/// Commands that stand for a sign, or for white space, and that the parser leaves as they stand.
const SIGNS: [(&str, &str); 19] = [
    ("dag", "†"),
    ("euro", "€"),
    ("j", "ȷ"),
    ("ldots", "…"),
    ("newline", " "),
    ("quad", " "),
    ("slash", "/"),
    // A backslash itself: what stands behind it is no command.
    ("textbackslash", BACKSLASH),
    ("textcent", "¢"),
    ("textcopyright", "©"),
    ("textdegree", "°"),
    ("texteuro", "€"),
    ("textmu", "µ"),
    ("textonehalf", "½"),
    ("textpm", "±"),
    ("textsterling", "£"),
    ("texttimes", "×"),
    ("textyen", "¥"),
    ("thinspace", " "),
];

/// Stands for a backslash that is one; no text of a site has it.
const BACKSLASH: &str = "\u{1}";

/// Marks on the letter behind them whose commands are letters.
const MARKS: [&str; 8] = ["H", "b", "c", "d", "k", "r", "u", "v"];

/// Commands that are letters, on which a mark can stand.
const LETTERS: [&str; 12] = ["AA", "AE", "L", "O", "OE", "aa", "ae", "i", "j", "l", "o", "oe"];

/// Signs that Unicode has raised and lowered.
const SCRIPTS: [(char, char, char); 15] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
    ('=', '⁼', '₌'),
    ('(', '⁽', '₍'),
    (')', '⁾', '₎'),
];

/// A value as plain text, and the first command in it that nobody here knows.
pub(super) fn text(tex: &str) -> (String, Option<String>) {
    let text = match plain(tex) {
        Some(text) => text,
        None => match parsed(&prepared(tex), "x") {
            Some(entry) => entry.get("x").map(|chunks| chunks.format_verbatim()).unwrap_or_default(),
            None => tex.to_owned(),
        },
    };
    let command = unknown_command(&text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (text.replace(BACKSLASH, "\\"), command)
}

/// A value in which no command and no formula stands, as most are: braces go, and what TeX makes of ties, dashes and
/// quotation marks is put in their place. Any length and any depth of it takes no longer than to read it.
fn plain(tex: &str) -> Option<String> {
    if tex.contains(['\\', '$']) {
        return None;
    }
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(sign) = rest.chars().next() {
        let mut length = sign.len_utf8();
        let run = || rest.bytes().take(3).take_while(|byte| *byte == rest.as_bytes()[0]).count();
        match sign {
            '{' | '}' => {}
            '~' => out.push(' '),
            '-' => {
                length = run();
                out.push(['-', '–', '—'][length - 1]);
            }
            '`' if run() > 1 => (length, _) = (2, out.push('“')),
            '\'' if run() > 1 => (length, _) = (2, out.push('”')),
            sign => match reversed(rest) {
                Some(reversed) => (length, _) = (2, out.push(reversed)),
                None => out.push(sign),
            },
        }
        rest = &rest[length..];
    }
    Some(out)
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

/// An entry with this one field.
fn parsed(tex: &str, field: &str) -> Option<Entry> {
    if tex.len() > LONGEST || depth(tex) > DEEPEST {
        return None;
    }
    let entry = format!("@misc{{k,\n{field} = {{{tex}}}\n}}");
    Bibliography::parse(&entry).ok()?.into_iter().next()
}

fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
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

/// A question or exclamation mark that opens a sentence in Spanish, and no quotation behind such a mark.
fn reversed(rest: &str) -> Option<char> {
    match rest.as_bytes() {
        [_, b'`', b'`', ..] => None,
        [b'?', b'`', ..] => Some('¿'),
        [b'!', b'`', ..] => Some('¡'),
        _ => None,
    }
}

/// Without what the parser leaves as it stands although it means something: formats, ties, quotation marks, formulas.
fn prepared(tex: &str) -> String {
    let is_odd = (tex.matches('$').count() - tex.matches("\\$").count()) % 2 == 1;
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(sign) = rest.chars().next() {
        let mut length = sign.len_utf8();
        match sign {
            '\\' => length = command(&mut out, rest),
            '~' => out.push(' '),
            '`' if rest.starts_with("``") => (length, _) = (2, out.push('“')),
            '\'' if rest.starts_with("''") => (length, _) = (2, out.push('”')),
            '$' if is_odd => out.push_str("\\$"),
            '$' => length = formula(&mut out, rest),
            sign => match reversed(rest) {
                Some(reversed) => (length, _) = (2, out.push(reversed)),
                None => out.push(sign),
            },
        }
        rest = &rest[length..];
    }
    out
}

/// Writes what a command at the start of `rest` stands for, and gives the bytes that it takes.
fn command(out: &mut String, rest: &str) -> usize {
    let name = word(&rest[1..]);
    let end = 1 + name.len();
    let behind = &rest[end..];
    if FORMATS.contains(&name) {
        return end + blank(behind);
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == name) {
        out.push_str(sign);
        return end + gap(behind);
    }
    if matches!(name, "textsuperscript" | "textsubscript") {
        let inner = group(behind).filter(|inner| !inner.contains(['\\', '$', '{']));
        out.push_str(&inner.map(|inner| script(inner, name == "textsuperscript")).unwrap_or_default());
        return end + inner.map_or(0, |inner| inner.len() + 2);
    }
    let Some(sign) = rest[end..].chars().next() else {
        out.push_str(rest);
        return rest.len();
    };
    if let Some(length) = marked(out, rest, if name.is_empty() { end + sign.len_utf8() } else { end }) {
        return length;
    }
    if !name.is_empty() {
        out.push_str(&rest[..end]);
        return end;
    }
    match sign {
        // A space, a thin one, and the end of a line.
        sign if sign.is_whitespace() => out.push(' '),
        ',' | ';' | '\\' => out.push(' '),
        // Nothing is printed for these: they keep letters apart, or say where a sentence ends.
        '/' | '@' | '!' => {}
        sign => out.extend(['\\', sign]),
    }
    1 + sign.len_utf8()
}

/// A mark on a letter that is a command, which has to stand in braces for the parser: `\'\i` becomes `\'{\i}`.
fn marked(out: &mut String, rest: &str, end: usize) -> Option<usize> {
    let mark = &rest[1..end];
    let is_mark = MARKS.contains(&mark) || ["'", "`", "^", "\"", "~", "=", "."].contains(&mark);
    let start = end + blank(&rest[end..]);
    let letter = rest[start..].strip_prefix('\\').map(word).filter(|letter| LETTERS.contains(letter))?;
    if !is_mark {
        return None;
    }
    out.push_str(&rest[..end]);
    out.push_str(&if letter == "j" { "{ȷ}".to_owned() } else { format!("{{\\{letter}}}") });
    let end = start + 1 + letter.len();
    Some(end + gap(&rest[end..]))
}

/// A formula that only raises and lowers signs, as in `CO$_2$`; any other as it stands.
fn formula(out: &mut String, rest: &str) -> usize {
    let Some(length) = rest[1..].find('$') else {
        out.push('$');
        return 1;
    };
    let whole = &rest[..length + 2];
    match scripts(&whole[1..=length]) {
        Some(text) => out.push_str(&text),
        None => out.push_str(whole),
    }
    whole.len()
}

fn scripts(formula: &str) -> Option<String> {
    if formula.contains('\\') || !formula.contains(['_', '^']) {
        return None;
    }
    let mut out = String::new();
    let mut rest = formula;
    while let Some(sign) = rest.chars().next() {
        rest = &rest[sign.len_utf8()..];
        match sign {
            '_' | '^' => {
                let inner =
                    group(rest).unwrap_or_else(|| &rest[..rest.chars().next().map_or(0, char::len_utf8)]);
                out.push_str(&script(inner, sign == '^'));
                rest = &rest[inner.len() + if rest.starts_with('{') { 2 } else { 0 }..];
            }
            '{' | '}' => {}
            sign => out.push(sign),
        }
    }
    Some(out)
}

/// Signs raised or lowered, where Unicode has all of them so; else as they are.
fn script(text: &str, is_raised: bool) -> String {
    let one = |sign: char| {
        let (_, raised, lowered) = SCRIPTS.into_iter().find(|(own, ..)| *own == sign)?;
        Some(if is_raised { raised } else { lowered })
    };
    text.chars().map(one).collect::<Option<String>>().unwrap_or_else(|| text.to_owned())
}

/// The letters at the start.
fn word(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_alphabetic).count()]
}

/// The bytes of white space at the start.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// What ends a command, and is not printed: white space, or braces with nothing in them.
fn gap(text: &str) -> usize {
    if text.starts_with("{}") { 2 } else { blank(text) }
}

/// What stands in braces at the start, without the braces.
fn group(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 0_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(&inner[..at]),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first command in a text that was read: what stands behind a backslash.
fn unknown_command(text: &str) -> Option<String> {
    let behind = &text[text.find('\\')? + 1..];
    let name = match word(behind) {
        "" => behind.chars().take(1).collect(),
        name => name.to_owned(),
    };
    Some(format!("\\{name}"))
}

#[cfg(test)]
mod tests {
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
        for mark in ["'\\i", "'\\i ", "'\\i{}", "'{\\i}", "' \\i "] {
            check_text(&format!("Garc{{\\{mark}}}a"), "García");
        }
        check_text(r"Garc\'\i a and Garc\'\i{}a and Garc\'{\i}a", "García and García and García");
        check_text(r#"na\"\i ve \^\i le, {\`\i}\~\i{\=\i} \'\ae \'\o{}"#, "naïve île, ìĩī ǽǿ");
        check_text(r"{\u\i}{\v\i}{\k\i}{\d\i} \u\i x \v\j{} \'\j", "ĭǐįị ĭx ǰ j\u{301}");
        check_text(r"et al.\ on 10\,000 shelf\/ful NHS\@. A\\B", "et al. on 10 000 shelfful NHS. A B");
        check_text("?`Qu\\'e? !`No! Why?``So''", "¿Qué? ¡No! Why?“So”");
        check_text("?`Que? !`No! Why?``So''", "¿Que? ¡No! Why?“So”");
        check_text(
            "CO$_2$, 10$^{23}$, H$_{2}$O, x$^{th}$, $x_1^2$ for $5 and $6",
            "CO₂, 10²³, H₂O, xth, x₁² for $5 and $6",
        );
        check_text(
            r"and so on\ldots{} \texteuro 5, 4\textdegree C, m\textsuperscript{2}, 1\textsuperscript{st}",
            "and so on… €5, 4°C, m², 1st",
        );
        check_text(r"back\textbackslash{}slash", "back\\slash");
        assert_eq!(text("a \\>b").1, Some("\\>".to_owned()));
        assert_eq!(text("a \\zzz{b}").1, Some("\\zzz".to_owned()));
        assert_eq!(verbatim("https://a.example/x{\\_}y\\%20z"), "https://a.example/x_y%20z");
    }
}
