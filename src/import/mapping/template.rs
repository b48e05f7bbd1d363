//! A mapping to start from, made of the header of a table.

use super::super::table::Cell;
use super::super::table::Table;
use super::both_readings;
use crate::yaml::write::scalar;

/// Words in names of columns by which each field is likely meant.
const LIKELY: [(&str, &[&str]); 9] = [
    ("id", &["reference", "ref", "id", "case number", "number"]),
    ("title", &["title", "headline", "heading", "name", "subject"]),
    ("summary", &["summary", "abstract", "in short"]),
    ("date", &["date", "when", "year"]),
    ("status", &["status", "outcome", "state"]),
    ("supplier", &["supplier", "contractor", "company", "provider", "organisation", "firm"]),
    ("places", &["place", "town", "location", "area", "where"]),
    ("sources", &["source", "link", "url"]),
    ("text", &["description", "text", "details", "what happened", "notes", "body"]),
];

/// The text of a mapping. What has to be decided is a comment, so that nothing is decided by accident.
pub fn template(file: &str, table: &Table) -> String {
    let mut left: Vec<usize> = (0..table.columns.len()).collect();
    let mut take = |field: &str| take_likely(&table.columns, &mut left, field);
    let (id, title, summary, date) = (take("id"), take("title"), take("summary"), take("date"));
    let (status, supplier) = (take("status"), take("supplier"));
    let (places, sources, text) = (take("places"), take("sources"), take("text"));
    let mut lines = vec![
        format!("# How the columns of {file} become fields of incidents."),
        "# A line that begins with # is not used: take the # away where it fits, and correct the names of columns.".to_owned(),
        "# In every place: the name of a column, or a group such as".to_owned(),
        "#   {column: Town, separator: \";\", values: {Ldn: London}, default: London}".to_owned(),
        String::new(),
        "# The columns, each with what stands in it first:".to_owned(),
    ];
    lines.extend(
        (0..table.columns.len())
            .map(|place| format!("#   {}{}", table.columns[place], example(table, place))),
    );
    let mut field = |comment: &str, name: &str, place: Option<usize>, example: &str| {
        lines.push(String::new());
        lines.extend(comment.lines().map(|line| format!("# {line}")));
        match place {
            Some(place) => lines.push(format!("{name}: {}", scalar(&table.columns[place], true))),
            None => lines.push(format!("# {name}: {example}")),
        }
    };
    field(
        "The id of each incident, which is its address on the site and must never change. Without it, ids are made of titles.",
        "id",
        id,
        "Reference",
    );
    field(
        "One line that says what happened. It has to be there.",
        "title",
        title.or((!table.columns.is_empty()).then_some(0)),
        "Headline",
    );
    field("One or two sentences.", "summary", summary, "Summary");
    field("The text: a column, or a list of columns.", "text", text, "Description");
    lines.push(String::new());
    lines.extend(date_lines(table, date));
    lines.extend(status_lines(table, status));
    lines.extend(organisation_lines(table, supplier));
    lines.extend(other_lines(table, places, sources));
    let names: Vec<String> = left.iter().map(|place| scalar(&table.columns[*place], true)).collect();
    lines.push(format!(
        "# Columns that are not wanted; they stay in the original, which is kept.\n# ignore: [{}]",
        names.join(", ")
    ));
    lines.join("\n") + "\n"
}

fn take_likely(columns: &[String], left: &mut Vec<usize>, field: &str) -> Option<usize> {
    let (_, words) = LIKELY.iter().find(|(name, _)| *name == field)?;
    let holds = |place: usize, word: &str| {
        let name = columns[place].to_lowercase();
        name.split(|c: char| !c.is_alphanumeric())
            .collect::<Vec<_>>()
            .windows(word.split(' ').count())
            .any(|run| run.join(" ") == word)
    };
    let found = words.iter().find_map(|word| left.iter().position(|place| holds(*place, word)))?;
    Some(left.remove(found))
}

/// What stands in a column first, in a comment.
fn example(table: &Table, place: usize) -> String {
    let texts = table.rows.iter().filter_map(|row| text_of(&row.cells[place]));
    let Some(text) = texts.take(1).next() else { return " (empty)".to_owned() };
    let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    format!(": {short}")
}

fn text_of(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(text.clone()),
        Cell::List(texts) => Some(texts.join("; ")),
    }
}

/// Which of two numbers is the day is for the author to say.
fn date_lines(table: &Table, place: Option<usize>) -> Vec<String> {
    let mut lines = vec![
        "# When it happened. How dates are written has to be said: d, m, yyyy, and mmmm for a month as a word.".to_owned(),
        "# Dates such as 2018-06-20, 2018-06 or 2018 need no format.".to_owned(),
    ];
    let name = place.map_or("Date".to_owned(), |place| scalar(&table.columns[place], true));
    let texts = place.map(|place| table.rows.iter().filter_map(move |row| text_of(&row.cells[place])));
    let unclear = texts.and_then(|mut texts| texts.find_map(|text| Some((both_readings(&text)?, text))));
    match (place, unclear) {
        (Some(_), None) => lines.push(format!("date: {name}")),
        (_, Some((readings, text))) => {
            lines.push(format!("# The table has {text}, which is {readings}. Keep the line that is right:"));
            lines.push(format!("# date: {{column: {name}, format: dd/mm/yyyy}}"));
            lines.push(format!("# date: {{column: {name}, format: mm/dd/yyyy}}"));
        }
        (None, None) => lines.push(format!("# date: {{column: {name}, format: dd/mm/yyyy}}")),
    }
    lines.push(String::new());
    lines
}

/// The words of the table, each for the author to translate.
fn status_lines(table: &Table, place: Option<usize>) -> Vec<String> {
    let mut lines = vec![
        "# How firmly it is established: alleged, reported, under-inquiry, admitted, upheld, not-upheld."
            .to_owned(),
    ];
    let Some(place) = place else {
        lines.extend([
            "# status: {column: Outcome, values: {Open: under-inquiry, Proven: upheld}}".to_owned(),
            String::new(),
        ]);
        return lines;
    };
    let mut words: Vec<String> = table.rows.iter().filter_map(|row| text_of(&row.cells[place])).collect();
    words.sort();
    words.dedup();
    lines.push("# status:".to_owned());
    lines.push(format!("#   column: {}", scalar(&table.columns[place], true)));
    lines.push("#   values:".to_owned());
    lines.extend(words.iter().take(20).map(|word| {
        let word: String = word.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("#     {}: alleged", scalar(&word, true))
    }));
    lines.push(String::new());
    lines
}

fn organisation_lines(table: &Table, place: Option<usize>) -> Vec<String> {
    let name = place.map_or("Contractor".to_owned(), |place| scalar(&table.columns[place], true));
    vec![
        "# Who had what to do with it: supplier, commissioner, provider, regulator, investigator, affected."
            .to_owned(),
        "# Each is found by any of its names in content/organisations/.".to_owned(),
        "# organisations:".to_owned(),
        format!("#   supplier: {{column: {name}, separator: \";\"}}"),
        String::new(),
        "# Drafts a record for each organisation that the site does not have.".to_owned(),
        "# create: organisations".to_owned(),
        String::new(),
    ]
}

fn other_lines(table: &Table, places: Option<usize>, sources: Option<usize>) -> Vec<String> {
    let name = |place: Option<usize>, other: &str| {
        place.map_or(other.to_owned(), |place| scalar(&table.columns[place], true))
    };
    vec![
        format!("# places: {{column: {}, separator: \";\"}}", name(places, "Town")),
        "# harms: {column: Harm, separator: \";\", values: {Delay: delayed-care}}".to_owned(),
        "# Ids of references, or their addresses on the web; import references first.".to_owned(),
        format!("# sources: {{column: {}, separator: \" \"}}", name(sources, "Links")),
        "# figures:".to_owned(),
        "#   - {label: {value: Letters not sent}, value: {column: Letters}, unit: {value: letters}}"
            .to_owned(),
        String::new(),
        "# What is the same in every row.".to_owned(),
        "always:".to_owned(),
        "  state: draft".to_owned(),
        String::new(),
    ]
}
