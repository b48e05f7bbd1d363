//! Slips that the parser takes for plain text or for something else, told as what was meant.

use super::Walk;
use super::is_redaction;
use crate::diagnostic::Diagnostic;
use pulldown_cmark::CowStr;
use std::ops::Range;

impl Walk<'_, '_> {
    /// A link, footnote or citation that was begun and did not come out as one is plain text to the parser.
    pub(super) fn report_unfinished(&mut self, text: &str, range: &Range<usize>) {
        if text != "[" || self.text[..range.start].ends_with('\\') {
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
