//! Slips that the parser takes for plain text or for something else, told as what was meant.

use super::Walk;
use super::is_redaction;
use crate::diagnostic::Diagnostic;
use crate::markdown::AsWritten;
use crate::markdown::Written;
use crate::markdown::citation;
use crate::markdown::citation::Parsed;
use crate::markdown::citation::Slip;
use crate::span::Span;
use pulldown_cmark::CowStr;
use std::ops::Range;

/// The source without references to control characters (`&#1;`), which are told, if it has any. No text has such a
/// character, and programs that read the site might take one for something else. Places stay as they are.
pub(super) fn without_control_references(
    diagnostics: &mut Vec<Diagnostic>,
    written: &Written<'_>,
) -> Option<String> {
    let text = &written.source[written.start..];
    let mut without = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), "&#") {
        let Some(length) = control_reference(&text[at..]) else { continue };
        let place = written.start + at..written.start + at + length;
        diagnostics.push(
            Diagnostic::error(
                "control-character",
                Span::new(written.file, place.start, place.end),
                "this stands for an invisible control character",
            )
            .expected("plain text: delete it"),
        );
        let without = without.get_or_insert_with(|| written.source.to_owned());
        without.replace_range(place.clone(), &" ".repeat(place.len()));
    }
    without
}

/// The length of the reference to a control character with which a text begins, in HTML's two notations.
fn control_reference(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("&#")?;
    let (radix, digits) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, digits),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let number = u32::from_str_radix(&digits[..length], radix).ok()?;
    let is_control = char::from_u32(number).is_some_and(|c| c.is_control() && !c.is_whitespace());
    let end = usize::from(digits[length..].starts_with(';'));
    is_control.then_some(text.len() - digits.len() + length + end)
}

impl Walk<'_, '_> {
    /// A link, footnote or citation that was begun and did not come out as one is plain text to the parser.
    pub(super) fn report_unfinished(&mut self, text: &str, range: &Range<usize>) {
        if !matches!(text, "[" | "![") || self.text[..range.start].ends_with('\\') {
            return;
        }
        if self.report_failed_link(range.start + text.len() - 1) || text == "![" {
            return;
        }
        let rest = &self.text[range.start..];
        let line = rest.lines().next().unwrap_or_default();
        if let Some(name) =
            line.strip_prefix("[^").and_then(|rest| rest.split_once(']')).map(|(name, _)| name)
        {
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-footnote",
                    self.span(&(range.start..range.start + name.len() + 3)),
                    format!("there is no footnote `{name}`"),
                )
                .expected("the footnote's text on a line of its own, further down")
                .suggest(format!("[^{name}]: The text of the footnote.")),
            );
        } else if is_redaction(&line[1..]) {
            self.diagnostics.push(
                Diagnostic::error(
                    "unfinished-redaction",
                    self.span(&(range.start..range.start + 1)),
                    "a redaction begins here and does not end, so what it should hide would be published",
                )
                .expected("the reason alone, without square brackets in it, and a square bracket behind it")
                .suggest("[redact: name of a patient]"),
            );
        } else if line.starts_with("[[") && !line[2..].starts_with('[') {
            self.diagnostics.push(
                Diagnostic::error(
                    "unfinished-link",
                    self.span(&(range.start..range.start + 2)),
                    "a link begins here and does not end",
                )
                .expected("a name between two pairs of square brackets, on one line")
                .suggest("[[gp-letters|the letters]]"),
            );
        }
    }

    /// What a citation says that is not read as it was meant.
    pub(super) fn report_citation_slips(
        &mut self,
        parsed: &Parsed<AsWritten>,
        start: usize,
        narrative: bool,
    ) {
        let mended = match parsed.mended.split_once(',') {
            Some((key, locator)) if narrative => format!("{} [{}]", key.trim_end(), locator.trim_start()),
            _ if narrative => parsed.mended.clone(),
            _ => format!("[{}]", parsed.mended),
        };
        for slip in &parsed.slips {
            let (code, place, message, expected) = match slip {
                Slip::NoWork(place) => (
                    "citation-without-work",
                    place,
                    "this part of the citation names no work",
                    "the key of a work in each part between semicolons; a comma before more words about the same \
                     work, or the words outside the brackets",
                ),
                Slip::SecondWork(place) => (
                    "second-work",
                    place,
                    "a second work in the same part of a citation is not looked up, and its key would be shown",
                    "a semicolon between works",
                ),
            };
            let span = self.span(&(start + place.start..start + place.end));
            self.diagnostics
                .push(Diagnostic::error(code, span, message).expected(expected).suggest(mended.clone()));
        }
    }

    /// Words in square brackets directly before a citation or a redaction, as its label, would vanish.
    pub(super) fn report_joined_bracket(&mut self, range: &Range<usize>, source: &str) {
        self.diagnostics.push(
            Diagnostic::error(
                "joined-brackets",
                self.span(range),
                "words in square brackets touch a citation or a redaction, so they would not be shown",
            )
            .expected("a space between the two pairs of brackets")
            .suggest(source.replace("][", "] [")),
        );
    }

    /// Braces around a key that do not come out as such are plain text.
    pub(super) fn report_broken_key(&mut self, sign: usize) {
        self.diagnostics.push(
            Diagnostic::error(
                "unfinished-key",
                self.span(&(sign..sign + 2)),
                "the braces behind this `@` hold no key, so they would be shown as they are",
            )
            .expected("the key alone between the braces, or no braces")
            .suggest("[@{davis-2015}, p. 3]"),
        );
    }

    /// `ENDS` directly below a quotation is its last line to the parser.
    pub(super) fn report_quoted_end(&mut self, range: &Range<usize>) {
        self.diagnostics.push(
            Diagnostic::warning(
                "quoted-end",
                self.span(range),
                "the line that ends a press release is shown as a part of this quotation",
            )
            .expected("an empty line between the quotation and the end, unless the end is quoted too"),
        );
    }

    /// One reference leads to one footnote, so that another of its name would not be shown.
    pub(super) fn report_second_footnote(&mut self, name: &str, range: &Range<usize>, first: &Range<usize>) {
        self.diagnostics.push(
            Diagnostic::error(
                "duplicate-footnote",
                self.span(range),
                format!("a second footnote has the name `{name}`, so it would not be shown"),
            )
            .other(self.span(first), "the first stands here")
            .expected("a name of its own for each footnote, also where the text refers to it")
            .example(format!("[^{name}b]: The text of the second footnote.")),
        );
    }

    /// The words of a link are shown as they are, so that no work is cited in them.
    pub(super) fn report_keys_in_link(&mut self, text: &str, range: &Range<usize>) {
        let Some(link) = self.links.last().filter(|link| !link.image) else { return };
        if link.silent || !text.contains('@') || self.text.get(range.clone()) != Some(text) {
            return;
        }
        for (at, _) in text.match_indices('@') {
            let sign = range.start + at;
            // A link that begins with a key is told as a whole.
            if self.text[..sign].ends_with(['\\', '[']) || !citation::begins_key(self.text, sign) {
                continue;
            }
            let Some((_, length)) = citation::written_key(&self.text[sign + 1..]) else { continue };
            let place = sign..sign + 1 + length;
            let key = self.text[place.clone()].to_owned();
            self.diagnostics.push(
                Diagnostic::error(
                    "citation-in-link",
                    self.span(&place),
                    "a citation within the words of a link is not looked up, and its key would be shown",
                )
                .expected(format!("the citation behind the link, or `\\{key}` if it is no citation"))
                .suggest(format!("[{key}]")),
            );
        }
    }

    /// Of what may stand in braces behind a heading, only an id is taken.
    pub(super) fn report_attributes(
        &mut self,
        attrs: &[(CowStr<'_>, Option<CowStr<'_>>)],
        range: &Range<usize>,
    ) {
        if attrs.is_empty() {
            return;
        }
        self.diagnostics.push(
            Diagnostic::error(
                "heading-attributes",
                self.span(range),
                "the braces at the end of this heading are taken for settings, and vanish",
            )
            .expected(
                "an id in the form `{#costs}`, or other brackets around words that belong to the heading",
            )
            .suggest("## Costs (in 2018)"),
        );
    }

    pub(super) fn report_unused_definition(&mut self, range: Range<usize>) {
        self.diagnostics.push(
            Diagnostic::warning(
                "unused-definition",
                self.span(&range),
                "this line is taken for the address of a link that no text uses, and is not shown",
            )
            .expected("a space before the colon, if it is a sentence"),
        );
    }

    pub(super) fn report_citation_definition(&mut self, range: Range<usize>) {
        let line = self.text[range.clone()].lines().next().unwrap_or_default().to_owned();
        self.diagnostics.push(
            Diagnostic::error(
                "citation-as-definition",
                self.span(&range),
                "a citation with a colon behind it is taken for the address of a link, and vanishes",
            )
            .expected("a space or a word between the citation and the colon")
            .suggest(line.replacen("]:", "] :", 1)),
        );
    }
}
