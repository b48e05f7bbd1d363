//! The site as it would be with new files: they are checked before they are written.

use crate::build;
use crate::build::File;
use crate::build::Options;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::input::Asset;
use crate::input::AssetBytes;
use crate::input::Changes;
use crate::input::Inputs;
use crate::input::TextFile;
use crate::load::hexadecimal;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;

/// A mistake by what it is and where: the file, its name and its words.
type Mistake = (String, &'static str, String);

/// The mistakes that a site has.
pub(super) struct Mistakes(BTreeMap<Mistake, usize>);

impl Mistakes {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.values().sum()
    }
}

/// Everything that a build would tell.
pub(super) fn check(inputs: &Inputs, options: &Options) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if let Some(site) = build::prepare(&mut diagnostics, inputs, options) {
        let nothing = |_: &str, _: File<'_>| Ok::<(), std::convert::Infallible>(());
        match build::render_all(inputs, &site, nothing) {
            Ok(faults) => diagnostics.extend(faults),
            Err(never) => match never {},
        }
    }
    diagnostics
}

/// The mistakes among what was told that stop a build.
pub(super) fn mistakes(inputs: &Inputs, diagnostics: &[Diagnostic]) -> Mistakes {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|own| own.severity == Severity::Error) {
        *counts.entry(mistake(inputs, diagnostic)).or_default() += 1;
    }
    Mistakes(counts)
}

/// The mistakes that were not there before.
pub(super) fn new_mistakes(inputs: &Inputs, before: &Mistakes, after: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut known = before.0.clone();
    let mut new: Vec<Diagnostic> = after.into_iter().filter(|own| own.severity == Severity::Error).collect();
    new.retain(|diagnostic| {
        let count = known.entry(mistake(inputs, diagnostic)).or_default();
        let is_known = *count > 0;
        *count = count.saturating_sub(1);
        !is_known
    });
    new
}

fn mistake(inputs: &Inputs, diagnostic: &Diagnostic) -> Mistake {
    let path = match diagnostic.span {
        Some(span) => inputs.text(span.file).path.clone(),
        None => diagnostic.path.clone().unwrap_or_default(),
    };
    (path, diagnostic.code, diagnostic.message.clone())
}

/// Puts new files among those that were read: texts of records, and originals.
pub(super) fn add(inputs: &mut Inputs, texts: Vec<(String, Vec<u8>)>, assets: Vec<(String, Vec<u8>)>) {
    let mut changes = Changes::default();
    changes.texts.extend(texts.into_iter().map(|(path, bytes)| TextFile { path, bytes }));
    changes.assets.extend(assets.into_iter().map(|(path, bytes)| Asset {
        path,
        size: bytes.len() as u64,
        sha256: sha256(&bytes),
        bytes: AssetBytes::Memory(bytes),
    }));
    inputs.apply(changes);
}

/// SHA-256 (FIPS 180-4) in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}
