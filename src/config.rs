//! The site's configuration, `casefile.yaml`.

use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::frontmatter::Fields;
use crate::frontmatter::Reading;
use crate::frontmatter::text_of;
use crate::rule::Group;
use crate::rule::Level;
use crate::rule::Rule;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling;
use crate::vocabulary::HARMS;
use crate::vocabulary::RawHtml;
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// What `casefile.yaml` says.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// Where the site will be, ending in `/`: for what must be absolute, such as canonical addresses.
    pub base_url: String,
    /// One sentence about the site.
    pub description: Option<String>,
    /// A BCP 47 language tag.
    pub language: String,
    /// Who publishes the site.
    pub publisher: Option<Party>,
    /// Under which licence the texts are published.
    pub licence: Option<Party>,
    /// The name of a citation style, or of a file that describes one.
    pub citation_style: Option<Spanned<String>>,
    /// The name of a folder below `themes/`, or `default`.
    pub theme: String,
    /// Where the theme is named, if it is.
    pub theme_span: Option<Span>,
    /// People whom journalists can reach, by key, sorted.
    pub contacts: Vec<(String, Contact)>,
    /// Code and label of every harm, the built-in ones (which have their label in the theme's strings) first.
    pub harms: Vec<(String, Option<String>)>,
    /// Entries on a page of a list.
    pub per_page: usize,
    /// What happens to raw HTML in Markdown.
    pub html: RawHtml,
    /// How strictly editorial rules are held, where that is said.
    pub levels: Vec<(Rule, Level)>,
}

impl Config {
    /// How strictly a rule is held.
    pub fn level(&self, rule: Rule) -> Level {
        let said = self.levels.iter().rev().find(|(own, _)| *own == rule);
        said.map_or_else(|| rule.explanation().level, |(_, level)| *level)
    }
}

/// A name with an address on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name.
    pub name: String,
    /// The address.
    pub url: Option<String>,
}

/// A person whom journalists can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The person or desk.
    pub name: String,
    /// An e-mail address.
    pub email: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// After this day nothing of the contact is published.
    pub show_until: Option<PartialDate>,
}

/// Reads the configuration. A mistake in it is reported; what could be read is used to go on.
pub fn read_config(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Config {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = yaml::parse(diagnostics, file, source, start..source.len());
    let mut fields = Fields::of_tree(&tree, Span::new(file, start, source.len()));
    let reading = &mut Reading { file, source, diagnostics };
    let theme = fields.text(reading, "theme");
    let config = Config {
        title: fields
            .required_text(reading, "title", "Outsourcing failures")
            .map(|text| text.value)
            .unwrap_or_default(),
        base_url: read_base_url(reading, &mut fields),
        description: fields.text(reading, "description").map(|text| text.value),
        language: read_language(reading, &mut fields),
        publisher: fields.group(reading, "publisher", read_party).flatten(),
        licence: fields.group(reading, "licence", read_party).flatten(),
        citation_style: fields.text(reading, "citation_style"),
        theme_span: theme.as_ref().map(|text| text.span),
        theme: read_theme_name(reading, theme),
        contacts: read_contacts(reading, &mut fields),
        harms: read_harms(reading, &mut fields),
        per_page: read_per_page(reading, &mut fields),
        html: fields.word(reading, "html").unwrap_or(RawHtml::Escaped),
        levels: read_levels(reading, &mut fields),
    };
    fields.finish(reading, "casefile.yaml");
    config
}

/// The address with exactly one `/` at its end.
pub fn normal_base_url(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let valid =
        !rest.is_empty() && !rest.starts_with('/') && !url.contains(['?', '#', ' ', '"', '<', '>', '\\']);
    valid.then(|| format!("{}/", url.trim_end_matches('/')))
}

fn read_base_url(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> String {
    let Some(text) = fields.required_text(reading, "base_url", "https://evidence.example/") else {
        return String::new();
    };
    normal_base_url(&text.value).unwrap_or_else(|| {
        reading.report(
            Diagnostic::error("bad-base-url", text.span, "`base_url` is not the address of a site")
                .expected("an address that begins with https://, without `?` or `#`")
                .example("base_url: https://evidence.example/"),
        );
        String::new()
    })
}

/// The language of the site's texts (BCP 47), which its pages name and whose plural forms are used.
fn read_language(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> String {
    const DEFAULT: &str = "en-GB";
    let Some(text) = fields.text(reading, "language") else { return DEFAULT.to_owned() };
    let is_tag = |tag: &str| !tag.contains('_') && tag.parse::<unic_langid::LanguageIdentifier>().is_ok();
    if is_tag(&text.value) {
        return text.value;
    }
    let hyphened = text.value.replace(['_', ' '], "-");
    reading.report(
        Diagnostic::error(
            "bad-language",
            text.span,
            format!("`{}` is not the tag of a language", text.value),
        )
        .expected("a tag such as `en-GB` or `cy`, with hyphens between its parts")
        .maybe_suggest(is_tag(&hyphened).then_some(hyphened)),
    );
    DEFAULT.to_owned()
}

fn read_party(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Option<Party> {
    let name = fields.required_text(reading, "name", "Doctors for the NHS");
    let url = fields.text(reading, "url").and_then(|url| crate::frontmatter::web_address(reading, url));
    Some(Party { name: name?.value, url })
}

fn read_theme_name(reading: &mut Reading<'_>, theme: Option<Spanned<String>>) -> String {
    let Some(text) = theme else { return "default".to_owned() };
    let valid = text.value.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if !valid {
        reading.report(
            Diagnostic::error("bad-theme-name", text.span, "`theme` is the name of a folder below `themes/`")
                .expected("letters, digits, `-` and `_`")
                .example("theme: default"),
        );
        return "default".to_owned();
    }
    text.value
}

fn read_contacts(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<(String, Contact)> {
    let mut contacts: Vec<(String, Contact)> = fields
        .mapping(reading, "contacts")
        .iter()
        .filter_map(|entry| {
            let contact =
                crate::frontmatter::group_of(reading, &entry.value, "contact", |reading, fields| {
                    let name = fields.required_text(reading, "name", "Press desk");
                    let email = fields
                        .text(reading, "email")
                        .filter(|text| is_email(reading, text))
                        .map(|text| text.value);
                    let phone = fields.text(reading, "phone").map(|text| text.value);
                    fields.refuse_empty(reading, "show_until", "2026-12-31");
                    let show_until = fields.date(reading, "show_until");
                    Some(Contact { name: name?.value, email, phone, show_until })
                });
            Some((entry.key.value.to_string(), contact.flatten()?))
        })
        .collect();
    contacts.sort_by(|a, b| a.0.cmp(&b.0));
    contacts
}

/// Whether a text can be an e-mail address: something, an `@`, a host, and no white space or brackets.
fn is_email(reading: &mut Reading<'_>, text: &Spanned<String>) -> bool {
    let parts = text.value.split_once('@');
    let valid = parts
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
        && !text.value.contains(|c: char| c.is_whitespace() || "<>\"(),;:\\".contains(c));
    if !valid {
        reading.report(
            Diagnostic::error("bad-email", text.span, format!("`{}` is not an e-mail address", text.value))
                .expected("an address such as press@evidence.example"),
        );
    }
    valid
}

fn read_harms(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<(String, Option<String>)> {
    let mut harms: Vec<(String, Option<String>)> =
        HARMS.iter().map(|code| ((*code).to_owned(), None)).collect();
    let own = fields.group(reading, "vocabulary", |reading, fields| {
        let entries = fields.mapping(reading, "harms").iter();
        entries
            .filter_map(|entry| {
                Some((
                    Spanned::new(entry.key.value.to_string(), entry.key.span),
                    text_of(reading, &entry.value, &entry.key.value)?,
                ))
            })
            .collect::<Vec<_>>()
    });
    for (code, label) in own.unwrap_or_default() {
        if !crate::url::is_id(&code.value) {
            reading.report(
                Diagnostic::error(
                    "bad-id",
                    code.span,
                    format!("`{}` cannot be part of an address", code.value),
                )
                .expected("lower-case letters, digits and hyphens")
                .suggest(slug::slugify(&code.value)),
            );
            continue;
        }
        harms.retain(|(known, _)| *known != code.value);
        harms.push((code.value, Some(label.value)));
    }
    harms
}

/// How strictly editorial rules are held, where that is said. What is said of a rule counts for more than what is said of
/// its group, wherever it stands.
fn read_levels(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<(Rule, Level)> {
    let (mut of_groups, mut of_rules) = (Vec::new(), Vec::new());
    for entry in fields.mapping(reading, "check") {
        let group = Group::from_code(&entry.key.value);
        let rule = Rule::from_code(&entry.key.value);
        if group.is_none() && rule.is_none() {
            let known = [codes::<Rule>(), codes::<Group>()].concat();
            let groups = codes::<Group>().join("`, `");
            let expected =
                format!("one of those that `casefile explain` lists, or a group of them: `{groups}`");
            report_unknown_rule(reading, (&entry.key.value, entry.key.span), &known, &expected);
        }
        let Some(text) = text_of(reading, &entry.value, &entry.key.value) else { continue };
        let Some(level) = Level::from_code(&text.value) else {
            let known: Vec<&str> = Level::ALL.iter().map(|level| level.code()).collect();
            reading.report(crate::frontmatter::unknown_word(&text, "a level of a rule", &known));
            continue;
        };
        let in_group = |rule: &&Rule| group == Some(rule.explanation().group);
        of_groups.extend(Rule::ALL.iter().filter(in_group).map(|rule| (*rule, level)));
        of_rules.extend(rule.map(|rule| (rule, level)));
    }
    of_groups.append(&mut of_rules);
    of_groups
}

/// The editorial rule of that name. One that there is not is reported.
pub fn rule_of(reading: &mut Reading<'_>, name: &str, span: Span) -> Option<Rule> {
    let rule = Rule::from_code(name);
    if rule.is_none() {
        let expected = "one of those that `casefile explain` lists";
        report_unknown_rule(reading, (name, span), &codes::<Rule>(), expected);
    }
    rule
}

fn codes<V: Vocabulary>() -> Vec<&'static str> {
    V::ALL.iter().map(|word| word.code()).collect()
}

fn report_unknown_rule(
    reading: &mut Reading<'_>,
    (name, span): (&str, Span),
    known: &[&str],
    expected: &str,
) {
    let near = spelling::nearest(name, known.iter().copied()).map(str::to_owned);
    reading.report(
        Diagnostic::warning("unknown-rule", span, format!("there is no editorial rule `{name}`"))
            .expected(expected)
            .maybe_suggest(near),
    );
}

fn read_per_page(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> usize {
    let Some(text) = fields.text(reading, "per_page") else { return 50 };
    match text.value.parse::<usize>() {
        Ok(number @ 1..=1000) => number,
        _ => {
            reading.report(
                Diagnostic::error("bad-per-page", text.span, "`per_page` is a whole number from 1 to 1000")
                    .expected("how many entries stand on a page of a list")
                    .example("per_page: 50"),
            );
            50
        }
    }
}
