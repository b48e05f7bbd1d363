//! Writes fields as YAML that a person can go on with, and that reads back as what was meant.

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A text. It stands in quotes where it would be read as something else without, by casefile or by another program.
    Text(String),
    /// A word of the format: an id, a code, a date or a number. It stands in quotes only where YAML has no other way.
    Word(String),
    /// A list; short words stand on one line.
    List(Vec<Written>),
    /// A group of fields.
    Group(Vec<Line>),
}

/// A line of front matter, or the first of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A field with its value.
    Field(String, Written),
    /// A comment, without its sign. Of several lines each is one.
    Comment(String),
    /// Room.
    Blank,
}

impl Line {
    /// A field whose value is a text.
    pub fn text(name: &str, text: impl Into<String>) -> Self {
        Self::Field(name.to_owned(), Written::Text(text.into()))
    }

    /// A field whose value is a word of the format.
    pub fn word(name: &str, word: impl Into<String>) -> Self {
        Self::Field(name.to_owned(), Written::Word(word.into()))
    }

    /// A field whose value is a list of words of the format.
    pub fn words<W: Into<String>>(name: &str, words: impl IntoIterator<Item = W>) -> Self {
        let words = words.into_iter().map(|word| Written::Word(word.into())).collect();
        Self::Field(name.to_owned(), Written::List(words))
    }
}

/// A list on one line has at most so many characters, and a line of folded text as many.
const WIDTH: usize = 100;

/// The lines of a mapping, each ended by a line feed.
pub fn fields(lines: &[Line]) -> String {
    let mut out = String::new();
    write_lines(&mut out, lines, 0);
    out
}

/// A text as one scalar of a line, quoted where it has to be; `in_brackets` where it stands in a list or group on one line.
pub fn scalar(text: &str, in_brackets: bool) -> String {
    if is_plain(text, in_brackets) && !is_other_type(text) { text.to_owned() } else { quoted(text) }
}

fn write_lines(out: &mut String, lines: &[Line], depth: usize) {
    let indent = "  ".repeat(depth);
    for line in lines {
        match line {
            Line::Blank => out.push('\n'),
            Line::Comment(words) => {
                words.lines().for_each(|words| out.push_str(&format!("{indent}# {words}\n")))
            }
            Line::Field(name, value) => {
                out.push_str(&format!("{indent}{}:", scalar(name, false)));
                write_value(out, value, depth);
            }
        }
    }
}

/// Writes what stands behind the colon of a field, to the end of its last line.
fn write_value(out: &mut String, value: &Written, depth: usize) {
    match value {
        Written::Text(text) => write_text(out, text, depth),
        Written::Word(word) => out.push_str(&format!(" {}\n", written_word(word, false))),
        Written::List(items) => match on_one_line(items, depth) {
            Some(line) => out.push_str(&format!(" {line}\n")),
            None => {
                out.push('\n');
                items.iter().for_each(|item| write_item(out, item, depth + 1));
            }
        },
        Written::Group(lines) => {
            out.push('\n');
            write_lines(out, lines, depth + 1);
        }
    }
}

/// A long text is folded into lines where that loses nothing; else it stands on one line.
fn write_text(out: &mut String, text: &str, depth: usize) {
    let is_long = text.chars().count() > WIDTH;
    if !is_long || !can_be_folded(text) {
        out.push_str(&format!(" {}\n", scalar(text, false)));
        return;
    }
    out.push_str(" >-\n");
    let indent = "  ".repeat(depth + 1);
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width == 0 || width + 1 + length > WIDTH {
            out.push_str(if width == 0 { "" } else { "\n" });
            out.push_str(&indent);
            width = indent.len();
        } else {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}

/// Words with one space between them. A line that begins with a number sign would look like a comment.
fn can_be_folded(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && !word.starts_with('#') && !word.chars().any(is_special);
    text.split(' ').all(is_word)
}

fn write_item(out: &mut String, item: &Written, depth: usize) {
    let indent = "  ".repeat(depth);
    match item {
        Written::Group(lines) => {
            // The first field stands beside the hyphen.
            let mut group = String::new();
            write_lines(&mut group, lines, depth + 1);
            let first = group.strip_prefix(&"  ".repeat(depth + 1)).unwrap_or(&group);
            out.push_str(&format!("{indent}- {first}"));
        }
        other => {
            out.push_str(&format!("{indent}-"));
            write_value(out, other, depth);
        }
    }
}

/// A list of few words.
fn on_one_line(items: &[Written], depth: usize) -> Option<String> {
    let words: Option<Vec<String>> = items
        .iter()
        .map(|item| match item {
            Written::Text(text) => Some(scalar(text, true)),
            Written::Word(word) => Some(written_word(word, true)),
            Written::List(_) | Written::Group(_) => None,
        })
        .collect();
    let line = format!("[{}]", words?.join(", "));
    (line.chars().count() + 2 * depth < WIDTH && line.matches('"').count() <= 2).then_some(line)
}

fn written_word(word: &str, in_brackets: bool) -> String {
    if is_plain(word, in_brackets) { word.to_owned() } else { quoted(word) }
}

/// Whether YAML surely reads the text as it stands (YAML 1.2, 7.3.3 lets more pass).
fn is_plain(text: &str, in_brackets: bool) -> bool {
    let begins = text.starts_with(|first: char| first.is_alphanumeric() || "(£€$".contains(first));
    let ends_well = !text.ends_with([' ', ':', '\t']);
    let breaks = text.contains(": ") || text.contains(" #");
    let closes = in_brackets && text.contains([',', '[', ']', '{', '}', ':', '"', '\'']);
    begins && ends_well && !breaks && !closes && !text.chars().any(is_special)
}

/// What stands in no plain text: line breaks, controls and the like.
fn is_special(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Whether another program would read a number, a date, a truth or nothing.
fn is_other_type(text: &str) -> bool {
    let is_number = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
        && text.chars().all(|sign| sign.is_ascii_digit() || "+-_.:eExXoabcdfABCDFTZ".contains(sign));
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"];
    is_number || words.contains(&text.to_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            sign if is_special(sign) && u32::from(sign) <= 0xff => {
                out.push_str(&format!("\\x{:02x}", u32::from(sign)));
            }
            sign if is_special(sign) => out.push_str(&format!("\\u{:04x}", u32::from(sign))),
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}
