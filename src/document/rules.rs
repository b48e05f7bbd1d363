//! Editorial rules that one file alone can break: personal data.

use super::Allowance;
use super::Incident;
use crate::config::Config;
use crate::config::rule_of;
use crate::diagnostic::Diagnostic;
use crate::frontmatter::Fields;
use crate::frontmatter::Reading;
use crate::frontmatter::text_of;
use crate::markdown::AsWritten;
use crate::personal;
use crate::rule::Level;
use crate::rule::Rule;
use crate::span::Span;
use crate::vocabulary::Qualifier;
use crate::vocabulary::Vocabulary;

/// So few people can be recognised by whoever knows the place: NHS England does not publish counts of 1 to 7.
const FEW: f64 = 7.0;

/// Reads which rules are not held in a record.
pub(super) fn read_allowances(reading: &mut Reading<'_>, fields: &mut Fields<'_>) -> Vec<Allowance> {
    let mut allowances = Vec::new();
    for entry in fields.mapping(reading, "allow") {
        let name = &entry.key;
        let Some(rule) = rule_of(reading, &name.value, name.span) else { continue };
        let reason = text_of(reading, &entry.value, &name.value);
        let reason = reason.map(|text| text.value).filter(|text| text.chars().any(char::is_alphabetic));
        match reason {
            Some(reason) => allowances.push(Allowance { rule, reason }),
            None => reading.report(
                Diagnostic::error(
                    "no-reason",
                    name.span,
                    format!("`{}` is allowed without a reason", name.value),
                )
                .expected("why it may be published, in a few words, for those who check this record later")
                .example(format!("{}: {}", name.value, rule.explanation().reason)),
            ),
        }
    }
    allowances
}

/// Reports personal data in a BibTeX file, in which nothing can be allowed.
pub(super) fn check_bibliography(reading: &mut Reading<'_>, config: &Config) {
    let told = reading.diagnostics.len();
    check_text(reading, config, &[]);
    for mistake in &mut reading.diagnostics[told..] {
        *mistake = Diagnostic { example: None, ..mistake.clone() }.expected(format!(
            "nothing of the kind; if it is something else, or meant for the public, the reference in a file of its own, such as `content/references/davis-2015.md`, where it can be allowed. `casefile explain {}` says more",
            mistake.code
        ));
    }
}

/// Reports personal data in a file.
pub(super) fn check_text(reading: &mut Reading<'_>, config: &Config, allow: &[Allowance]) {
    for found in personal::find(reading.source) {
        let written = &reading.source[found.range.clone()];
        let contact = contact_of(config, found.rule, written);
        let rule = if contact.is_some() { Rule::ContactInText } else { found.rule };
        let span = Span::new(reading.file, found.range.start, found.range.end);
        report(reading, config, allow, (rule, span, words(rule, contact)));
    }
}

/// Reports figures of so few people that they could be recognised.
pub(super) fn check_figures(
    reading: &mut Reading<'_>,
    config: &Config,
    allow: &[Allowance],
    incident: &Incident<AsWritten>,
) {
    let Some(place) = incident.places.first() else { return };
    for figure in incident.figures.iter().filter(|figure| figure.may_count_people) {
        let value = figure.value.value;
        let is_bound = value >= FEW && figure.qualifier == Some(Qualifier::UpTo);
        if value > 0.0 && value <= FEW && !is_bound {
            let people = if value > 1.0 { "people" } else { "person" };
            let words =
                format!("a figure of {} {people}, in a record that names {place}", figure.value.digits);
            report(reading, config, allow, (Rule::FewPeople, figure.span, words));
        }
    }
}

fn report(reading: &mut Reading<'_>, config: &Config, allow: &[Allowance], found: (Rule, Span, String)) {
    let (rule, span, words) = found;
    if allow.iter().any(|own| own.rule == rule) {
        return;
    }
    let diagnostic = match config.level(rule) {
        Level::Off => return,
        Level::Warn => Diagnostic::warning(rule.code(), span, words),
        Level::Error => Diagnostic::error(rule.code(), span, words),
    };
    reading.report(
        diagnostic
            .expected(format!("{} `casefile explain {}` says more", expected(rule), rule.code()))
            .example(format!("allow: {{{}: {}}}", rule.code(), rule.explanation().reason)),
    );
}

/// The key of the contact whose number or address this is.
fn contact_of<'a>(config: &'a Config, rule: Rule, written: &str) -> Option<&'a str> {
    if !matches!(rule, Rule::TelephoneNumber | Rule::EmailAddress | Rule::NhsNumber) {
        return None;
    }
    let is_own = |own: &Option<String>| own.as_ref().is_some_and(|own| personal::is_same(own, written));
    let mut contacts = config.contacts.iter();
    contacts
        .find(|(_, contact)| is_own(&contact.email) || is_own(&contact.phone))
        .map(|(key, _)| key.as_str())
}

fn words(rule: Rule, contact: Option<&str>) -> String {
    if let Some(key) = contact {
        return format!(
            "this belongs to the contact `{key}`, and would stay when the contact is no longer shown"
        );
    }
    match rule {
        Rule::NhsNumber => "this can be the NHS number of a patient",
        Rule::NationalInsuranceNumber => "this can be somebody's National Insurance number",
        Rule::TelephoneNumber => "a telephone number stands here",
        Rule::EmailAddress => "an e-mail address stands here",
        Rule::DateOfBirth => "somebody's date of birth stands here",
        Rule::PostcodeOfPerson => "a full postcode stands beside a person",
        _ => "",
    }
    .to_owned()
}

fn expected(rule: Rule) -> &'static str {
    match rule {
        Rule::NhsNumber | Rule::NationalInsuranceNumber => {
            "nothing that names one person; if it is something else, allow it and say what it is."
        }
        Rule::TelephoneNumber | Rule::EmailAddress => {
            "the key of a contact under `contacts`, or the address of a page; if it is meant for the public, allow it and say so."
        }
        Rule::DateOfBirth => "the age or the year, or nothing; if it is public, allow it and say where.",
        Rule::PostcodeOfPerson => {
            "the town, or the first half of the postcode; if it is that of a public place, allow it and say so."
        }
        Rule::FewPeople => {
            "`value: 7` with `qualifier: up-to`, or no place; if it counts no people, `people: false`; if those concerned agreed, allow it and say so."
        }
        _ => "`contacts: [the-key]` in the press release, and not the text.",
    }
}
