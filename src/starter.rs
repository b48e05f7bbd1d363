//! The files of a new campaign: a site that builds at once, with texts that say of themselves that they are to be replaced.

use crate::config::read_config;
use crate::diagnostic::Diagnostic;
use crate::schema;
use crate::span::FileId;
use crate::yaml::write::Line;
use crate::yaml::write::Written;
use crate::yaml::write::fields;
use crate::yaml::write::scalar;

/// What is known of a new campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaign {
    /// The name of the site.
    pub title: Option<String>,
    /// Where it will be put.
    pub base_url: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
}

/// The name of a site that has none yet.
const NO_TITLE: &str = "Name of this site (to be replaced)";

/// The address of a site that has none yet. Nobody can have it (RFC 2606).
const NO_ADDRESS: &str = "https://evidence.example/";

/// The files of the texts, by their paths; `{title}` stands for the name of the site as a value of YAML.
const TEXTS: [(&str, &str); 7] = [
    ("content/index.md", include_str!("starter/index.md")),
    ("content/about.md", include_str!("starter/about.md")),
    ("content/privacy.md", include_str!("starter/privacy.md")),
    ("content/incidents/example-incident.md", include_str!("starter/example-incident.md")),
    ("content/references/example-report.md", include_str!("starter/example-report.md")),
    ("content/organisations/example-laboratory.md", include_str!("starter/example-laboratory.md")),
    (".gitignore", include_str!("starter/gitignore")),
];

/// What sets up Visual Studio Code, by its paths.
const EDITOR: [(&str, &str); 3] = [
    (".vscode/extensions.json", include_str!("starter/extensions.json")),
    (".vscode/settings.json", include_str!("starter/settings.json")),
    (".vscode/tasks.json", include_str!("starter/tasks.json")),
];

/// Every file of a new campaign: its path below the site folder, and its text.
///
/// # Errors
///
/// What was said of the campaign cannot stand in `casefile.yaml`, in words for the person who said it.
pub fn files(campaign: &Campaign) -> Result<Vec<(String, String)>, String> {
    let config = config_text(campaign);
    check(&config)?;
    let title = scalar(title(campaign), false);
    let text = |(path, text): &(&str, &str)| ((*path).to_owned(), text.replace("{title}", &title));
    let mut files = vec![("casefile.yaml".to_owned(), config)];
    files.extend(TEXTS.iter().map(text));
    files.extend(EDITOR.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    files.extend(schema::files(&schema::known_harms()));
    Ok(files)
}

/// What is wrong with one thing that was said of a campaign, or else nothing.
pub fn wrong(campaign: &Campaign) -> Option<String> {
    check(&config_text(campaign)).err()
}

fn check(config: &str) -> Result<(), String> {
    if config.contains(|sign: char| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
        return Err(
            "an invisible mark that turns the direction of the text is in it; type it again".to_owned()
        );
    }
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    read_config(&mut diagnostics, FileId(0), config);
    match diagnostics.into_iter().next() {
        Some(Diagnostic { message, expected: Some(expected), .. }) => {
            Err(format!("{message}; expected {expected}"))
        }
        Some(mistake) => Err(mistake.message),
        None => Ok(()),
    }
}

fn title(campaign: &Campaign) -> &str {
    campaign.title.as_deref().unwrap_or(NO_TITLE)
}

fn config_text(campaign: &Campaign) -> String {
    let mut lines = vec![
        Line::Comment(format!("yaml-language-server: $schema={}/config.json", schema::FOLDER)),
        Line::Comment("The configuration of this site. Everything behind a # on a line is a note for people;\nthe line above tells editors what the fields are.".to_owned()),
        Line::text("title", title(campaign)),
        Line::Blank,
        Line::Comment("Where the built site will be put: feeds and social cards need it.".to_owned()),
    ];
    if campaign.base_url.is_none() {
        lines.push(Line::Comment("This address is nobody's. Put in your own before you publish.".to_owned()));
    }
    lines.extend([
        Line::word("base_url", campaign.base_url.as_deref().unwrap_or(NO_ADDRESS)),
        Line::Blank,
        Line::Comment("What the site is, in a sentence, for search engines. Take away the # and write your own:\ndescription: What happened, with the source of every statement.".to_owned()),
        Line::word("language", "en-GB"),
        Line::Blank,
    ]);
    match &campaign.publisher {
        Some(name) => lines.extend([
            Line::Comment("Who publishes the site. A line `  url: https://…` below the name links to your own.".to_owned()),
            Line::Field("publisher".to_owned(), Written::Group(vec![Line::text("name", name)])),
        ]),
        None => lines.push(Line::Comment(
            "Who publishes the site. Take away the # of the two lines and write your own:\npublisher:\n  name: The name of your campaign".to_owned(),
        )),
    }
    lines.extend([
        Line::Blank,
        Line::Comment("People whose details a press release may show. Each has a key that the release names, and a\nlast day, after which the details are no longer shown:\ncontacts:\n  press-office: {name: Press office, email: press@evidence.example, show_until: 2030-12-31}".to_owned()),
        Line::Blank,
        Line::Comment("Harms of your own, beside those that casefile knows, each with the words that readers see:\nvocabulary:\n  harms:\n    wrong-limb: Wrong limb".to_owned()),
    ]);
    fields(&lines)
}
