//! Front matter as a tree, and the two languages it is written in.

use std::fmt::Write;

/// A value of front matter.
#[derive(Clone)]
pub enum Node {
    /// Text, quoted where the language needs it.
    Text(String),
    /// A number, a truth value or a whole date: written as it stands.
    Bare(String),
    List(Vec<Node>),
    Map(Fields),
}

/// Keys and values in the order they are written.
pub type Fields = Vec<(&'static str, Node)>;

impl Node {
    pub fn text(text: impl Into<String>) -> Self {
        Node::Text(text.into())
    }

    pub fn bare(value: impl ToString) -> Self {
        Node::Bare(value.to_string())
    }

    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Node::List(texts.into_iter().map(Node::text).collect())
    }

    fn is_empty(&self) -> bool {
        match self {
            Node::List(items) => items.is_empty(),
            Node::Map(fields) => fields.is_empty(),
            Node::Text(text) | Node::Bare(text) => text.is_empty(),
        }
    }
}

/// YAML, as a person writes it: nested values indented, short lists in a line. Empty fields are left out.
pub fn yaml(fields: &Fields) -> String {
    let mut text = String::new();
    yaml_map(&mut text, fields, 0);
    text
}

/// TOML: tables of the top level under their own heading, everything below in a line. Empty fields are left
/// out.
pub fn toml(fields: &Fields) -> String {
    let mut text = String::new();
    for (key, value) in written(fields) {
        match value {
            Node::Map(fields) => {
                let lines = written(fields).map(|(key, value)| format!("{key} = {}\n", toml_inline(value)));
                let _ = write!(text, "[{key}]\n{}", lines.collect::<String>());
            }
            _ => {
                let _ = writeln!(text, "{key} = {}", toml_inline(value));
            }
        }
    }
    text
}

fn written(fields: &Fields) -> impl Iterator<Item = &(&'static str, Node)> {
    fields.iter().filter(|(_, value)| !value.is_empty())
}

fn yaml_map(text: &mut String, fields: &Fields, depth: usize) {
    for (place, (key, value)) in written(fields).enumerate() {
        // The first field of an item of a list stands on the line of its hyphen.
        let indent = if place == 0 && text.ends_with("- ") { 0 } else { depth };
        let _ = write!(text, "{:indent$}{key}:", "");
        match value {
            Node::Map(fields) => {
                text.push('\n');
                yaml_map(text, fields, depth + 2);
            }
            Node::List(items) if items.iter().any(|item| matches!(item, Node::Map(_) | Node::List(_))) => {
                text.push('\n');
                yaml_items(text, items, depth + 2);
            }
            Node::List(items) => {
                let _ = writeln!(text, " [{}]", items.iter().map(yaml_scalar).collect::<Vec<_>>().join(", "));
            }
            scalar => {
                let _ = writeln!(text, " {}", yaml_scalar(scalar));
            }
        }
    }
}

fn yaml_items(text: &mut String, items: &[Node], depth: usize) {
    for item in items {
        let _ = write!(text, "{:depth$}- ", "");
        match item {
            Node::Map(fields) => yaml_map(text, fields, depth + 2),
            scalar => {
                let _ = writeln!(text, "{}", yaml_scalar(scalar));
            }
        }
    }
}

fn yaml_scalar(node: &Node) -> String {
    match node {
        Node::Bare(value) => value.clone(),
        Node::Text(text) if is_plain(text) => text.clone(),
        Node::Text(text) => quoted(text),
        Node::List(_) | Node::Map(_) => unreachable!("only scalars stand in a line of YAML"),
    }
}

/// Whether text may stand without quotation marks, also between the brackets of a list.
fn is_plain(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !text.contains(['#', '[', ']', '{', '}', ',', '"', '\\', '\n'])
        && !matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off")
}

fn toml_inline(node: &Node) -> String {
    match node {
        Node::Bare(value) => value.clone(),
        Node::Text(text) => quoted(text),
        Node::List(items) => format!("[{}]", items.iter().map(toml_inline).collect::<Vec<_>>().join(", ")),
        Node::Map(fields) => {
            let fields = written(fields).map(|(key, value)| format!("{key} = {}", toml_inline(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Quoted as YAML, TOML and JSON all read it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
