//! Nobody is accused on the campaign's word alone, unheard, or in words stronger than what is established.

use super::Context;
use super::Finding;
use super::place_of_field;
use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::document::Details;
use crate::document::Incident;
use crate::document::Source;
use crate::rule::Rule;
use crate::vocabulary::ClaimKind;
use crate::vocabulary::Independence;
use crate::vocabulary::OrganisationType;
use crate::vocabulary::ReplyStatus;
use crate::vocabulary::Role;
use crate::vocabulary::Status;
use crate::vocabulary::Vocabulary;
use regex::Regex;
use std::sync::LazyLock;

/// Those who can be said to have failed.
const ACCOUNTABLE: [Role; 3] = [Role::Supplier, Role::Commissioner, Role::Provider];

pub(super) fn look(cx: Context<'_>, found: &mut Vec<Finding>, id: RecordId) {
    let record = cx.archive.record(id);
    let Some(incident) = record.incident() else { return };
    if let Some(name) = accountable(cx.archive, incident) {
        own_word_only(cx.archive, found, incident, &name);
        if incident.right_of_reply.status == ReplyStatus::NotRecorded {
            found.push(Finding {
                rule: Rule::NoRightOfReply,
                span: place_of_field(cx, record, "right_of_reply"),
                words: format!("the record names {name}, and does not say whether they were asked"),
                expected:
                    "what came of asking them, such as `right_of_reply: {status: asked, asked: 2026-06-01}`"
                        .to_owned(),
            });
        }
    }
    let status = incident.status;
    let summary = record.common.summary.as_deref().unwrap_or_default();
    for (field, text) in [("title", record.common.title.value.as_str()), ("summary", summary)] {
        if let Some(word) = stronger_word(text, status) {
            found.push(Finding {
                rule: Rule::StatusWord,
                span: place_of_field(cx, record, field),
                words: format!("“{word}” in the {field} says more than `status: {}`", status.code()),
                expected: "words that say no more than is established, or another `status` with its source"
                    .to_owned(),
            });
        }
    }
}

/// The first organisation that is named as one that can have failed.
fn accountable(archive: &Archive, incident: &Incident<AsMeant>) -> Option<String> {
    let named = incident.organisations.iter().find(|(role, _)| ACCOUNTABLE.contains(role));
    named.map(|(_, id)| archive.record(*id).common.title.value.clone())
}

fn own_word_only(archive: &Archive, found: &mut Vec<Finding>, incident: &Incident<AsMeant>, name: &str) {
    for claim in incident.claims.iter().filter(|claim| claim.kind == Some(ClaimKind::Fact)) {
        let sources = if claim.sources.is_empty() { &incident.sources } else { &claim.sources };
        if !sources.is_empty() && sources.iter().all(|source| is_own(archive, source)) {
            found.push(Finding {
                rule: Rule::CampaignSourceOnly,
                span: claim.span,
                words: format!(
                    "a statement of fact in a record that names {name} has no source but the campaign's own"
                ),
                expected: "a source that is not the campaign's, or `kind: comment` or `conjecture`"
                    .to_owned(),
            });
        }
    }
}

/// Whether a source is the campaign itself.
fn is_own(archive: &Archive, source: &Source<AsMeant>) -> bool {
    match &archive.record(source.record).details {
        Details::PressRelease(release) => release.issued_by.is_none_or(|issuer| is_campaign(archive, issuer)),
        Details::Reference(reference) => reference.independence == Some(Independence::SelfPublished),
        _ => false,
    }
}

/// A campaign group, or whoever publishes the site.
fn is_campaign(archive: &Archive, id: RecordId) -> bool {
    let record = archive.record(id);
    let Some(own) = record.organisation() else { return false };
    let publisher = archive.config.publisher.as_ref().map(|party| party.name.as_str());
    let names = own.aliases.iter().map(|name| name.value.as_str());
    let mut names = names.chain(std::iter::once(record.common.title.value.as_str()));
    own.kind == Some(OrganisationType::Campaign) || names.any(|name| Some(name) == publisher)
}

/// Words that say that something is established, and by whom.
struct Strength {
    words: Regex,
    /// What must be so for them to be true.
    needs: &'static [Status],
}

static STRENGTHS: LazyLock<[Strength; 3]> = LazyLock::new(|| {
    let strength = |words: &str, needs| Strength {
        words: Regex::new(&format!(r"(?i)\b(?:{words})\b")).expect("the pattern is sound"),
        needs,
    };
    [
        // Patients are admitted, too.
        strength(
            r"(?:admits?|admitted)(?: to)? (?:that|it|its|their|fault|guilt|liability|responsibility|breach\w*|mistakes?|errors?|fail\w*|los[it]\w*|wrong\w*)|apologised for",
            &[Status::Admitted, Status::Upheld],
        ),
        strength(
            r"found guilty|found liable|found to (?:have|be)|convicted|proven|proved|unlawfully|(?:upheld|ruled against)|(?:inquiry|tribunal|court|judge|jury|ombudsman|regulator|coroner|inquest|investigation|panel|watchdog|commission) (?:found|finds|ruled|rules|concluded|concludes|confirmed|confirms|established)",
            &[Status::Upheld, Status::Admitted],
        ),
        strength(
            r"(?:under|subject to an?) (?:inquiry|investigation)|being investigated|faces? (?:an )?(?:inquiry|investigation)",
            &[Status::UnderInquiry, Status::Admitted, Status::Upheld, Status::NotUpheld],
        ),
    ]
});

/// Words that turn the meaning of those behind them.
static NEGATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:not|never|no|nothing|denies|denied|without|whether|if|alleged\w*|claims?|calls for)\b[^.;:]{0,40}$").expect("the pattern is sound")
});

/// The first words of a text that say more than the status.
pub(super) fn stronger_word(text: &str, status: Status) -> Option<String> {
    let strengths = STRENGTHS.iter().filter(|strength| !strength.needs.contains(&status));
    strengths
        .flat_map(|strength| strength.words.find_iter(text))
        // What an inquiry found may be that there was nothing.
        .find(|word| {
            let is_finding =
                status == Status::NotUpheld && !word.as_str().to_lowercase().starts_with("upheld");
            !is_finding && !NEGATED.is_match(&text[..word.start()])
        })
        .map(|word| word.as_str().to_owned())
}
