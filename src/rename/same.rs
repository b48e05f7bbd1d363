//! Whether a site says the same after a record got another id.

use super::Plan;
use super::Refusal;
use super::Renaming;
use crate::build;
use crate::build::Options;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::Documents;
use crate::document::Record;
use crate::document::read_documents;
use crate::input::Inputs;
use crate::markdown::AsWritten;
use crate::markdown::Html;
use crate::resolve::Form;
use crate::resolve::Meaning;
use crate::resolve::Mention;
use crate::resolve::mentions;
use crate::vocabulary::Kind;
use std::collections::BTreeMap;

/// Reads and resolves the site as it would be, and compares it with what it is.
pub(super) fn check(
    renaming: &Renaming<'_>,
    plan: &Plan,
    (before, named): (&[Diagnostic], &[Vec<Mention>]),
    options: &Options,
) -> Result<(), Refusal> {
    let after = plan.applied(renaming.inputs);
    let mistakes = build::check(&after, options);
    let new = new_mistakes(renaming, plan, before, (&after, &mistakes));
    if !new.is_empty() {
        return Err(Refusal::Mistakes(Box::new(after), new));
    }
    let documents = read_documents(&mut Vec::new(), &after);
    let old = Site { inputs: renaming.inputs, documents: renaming.documents, named };
    let again = mentions(&after, &documents);
    let new = Site { inputs: &after, documents: &documents, named: &again };
    compare(renaming, plan, &old, &new).map_err(Refusal::Unfit)
}

/// The mistakes that there would be and are not now; of those that would no longer be told, the first.
fn new_mistakes(
    renaming: &Renaming<'_>,
    plan: &Plan,
    before: &[Diagnostic],
    (inputs, after): (&Inputs, &[Diagnostic]),
) -> Vec<Diagnostic> {
    let old_id = &renaming.record().id;
    let told = |inputs: &Inputs, own: &Diagnostic| {
        let path = own.span.map(|span| inputs.text(span.file).path.clone()).or_else(|| own.path.clone());
        let path = path.map(|path| plan.new_path(&path));
        (own.code, own.severity, path, own.message.replace(old_id.as_str(), renaming.id))
    };
    let mut left: Vec<_> = before.iter().map(|own| told(renaming.inputs, own)).collect();
    let mut new: Vec<Diagnostic> = Vec::new();
    for own in after {
        match left.iter().position(|old| *old == told(inputs, own)) {
            Some(place) => _ = left.swap_remove(place),
            None => new.push(own.clone()),
        }
    }
    if let Some((code, severity, path, message)) = left.into_iter().next().filter(|_| new.is_empty()) {
        let message = format!("this would no longer be told: {message}");
        let gone = Diagnostic::about_file(code, severity, path.unwrap_or_default(), message);
        new.push(Diagnostic { severity: Severity::Error, ..gone });
    }
    new
}

/// A site with what its records name.
struct Site<'a> {
    inputs: &'a Inputs,
    documents: &'a Documents,
    named: &'a [Vec<Mention>],
}

impl Site<'_> {
    fn records(&self) -> impl Iterator<Item = (&Record<AsWritten>, &Vec<Mention>)> {
        self.documents.records.iter().zip(self.named)
    }
}

/// What something names, as it is called afterwards: a record, the words that readers see of it, or a file.
type Named = (Option<(Kind, String)>, Option<String>, Option<String>);

impl Renaming<'_> {
    /// The kind and the id that a record has afterwards.
    fn key(&self, record: &Record<AsWritten>) -> (Kind, String) {
        let own = self.record();
        let is_own = (record.kind, record.id.as_str()) == (own.kind, own.id.as_str());
        (record.kind, if is_own { self.id.to_owned() } else { record.id.clone() })
    }
}

fn named(
    site: &Site<'_>,
    mention: &Mention,
    key: impl Fn(&Record<AsWritten>) -> (Kind, String),
    path: impl Fn(&str) -> String,
) -> Named {
    match &mention.to {
        Meaning::Record { index, words, .. } => {
            (Some(key(&site.documents.records[*index])), words.clone(), None)
        }
        Meaning::Asset(asset) => (None, None, Some(path(&site.inputs.asset(*asset).path))),
        Meaning::Elsewhere => (None, Some(mention.name.clone()), None),
    }
}

fn compare(renaming: &Renaming<'_>, plan: &Plan, old: &Site<'_>, new: &Site<'_>) -> Result<(), String> {
    let key = |record: &Record<AsWritten>| (record.kind, record.id.clone());
    let differs = |(one, other): (&Mention, &Mention)| {
        let before = named(old, one, |record| renaming.key(record), |path| plan.new_path(path));
        form(one) != form(other) || before != named(new, other, key, str::to_owned)
    };
    if old.documents.records.len() != new.documents.records.len() {
        return Err(changed(renaming, renaming.record(), None));
    }
    let after: BTreeMap<(Kind, String), _> = new.records().map(|own| (key(own.0), own)).collect();
    for (record, mentions) in old.records() {
        let found = after.get(&renaming.key(record));
        let Some((_, again)) = found.filter(|(other, _)| reads_the_same(renaming, record, other)) else {
            return Err(changed(renaming, record, None));
        };
        let first = mentions.iter().zip(*again).position(differs);
        if first.is_some() || mentions.len() != again.len() {
            return Err(changed(renaming, record, first.map(|place| &mentions[place])));
        }
    }
    Ok(())
}

fn form(mention: &Mention) -> u8 {
    match mention.form {
        Form::Id(_) => 0,
        Form::Name => 1,
        Form::File => 2,
        Form::Address => 3,
    }
}

/// Whether the text and the common fields of two states of a record are the same, apart from names.
fn reads_the_same(renaming: &Renaming<'_>, one: &Record<AsWritten>, other: &Record<AsWritten>) -> bool {
    let texts = |record: &Record<AsWritten>| {
        let common = &record.common;
        (common.title.value.clone(), common.summary.clone(), common.state, common.extra.clone())
    };
    // Between `<` and `>` the address of the record is what readers see.
    let base = renaming.documents.config.base_url.trim_end_matches('/');
    let address = |id: &str| format!("{base}{}", renaming.address(id));
    let (old, new) = (address(&renaming.record().id), address(renaming.id));
    let shown = |html: &Html| html.filled(|out, hole| out.push_str(&format!("{hole:?}"))).replace(&old, &new);
    let (body, again) = (&one.body, &other.body);
    texts(one) == texts(other)
        && shown(&body.text) == shown(&again.text)
        && shown(&body.notes) == shown(&again.notes)
        && shown(&body.footnotes) == shown(&again.footnotes)
        && body.anchors == again.anchors
        && body.quotations.len() == again.quotations.len()
        && body.redactions == again.redactions
}

fn changed(renaming: &Renaming<'_>, record: &Record<AsWritten>, mention: Option<&Mention>) -> String {
    let id = renaming.id;
    match mention {
        Some(mention) => format!(
            "{}: `{}` would mean something else if a record had the id `{id}`; choose another id, or write this link otherwise",
            renaming.place(mention.span.file, mention.span.range().start),
            mention.name,
        ),
        None => format!(
            "{}: this file would say something else if the record had the id `{id}`; choose another id",
            renaming.path_of(record.file)
        ),
    }
}
