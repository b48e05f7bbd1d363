//! Links and images: what they lead to, and the holes that stand for them.

use super::OpenLink;
use super::Walk;
use super::is_redaction;
use super::mentions::Mark;
use crate::diagnostic::Diagnostic;
use crate::markdown::Hole;
use crate::markdown::Target;
use crate::markdown::WrittenTarget;
use crate::markdown::sentence::Named;
use crate::markdown::sentence::placeholder;
use pulldown_cmark::CowStr;
use pulldown_cmark::LinkType;
use std::ops::Range;

/// Addresses that a link may have besides those within the site.
const SCHEMES: [&str; 4] = ["http:", "https:", "mailto:", "tel:"];

impl<'a> Walk<'_, 'a> {
    pub(super) fn use_definition(&mut self, label: &str) {
        if !label.is_empty() {
            self.used_definitions.insert(label.to_lowercase());
        }
    }

    pub(super) fn start_link(&mut self, link_type: LinkType, dest: CowStr<'a>, range: Range<usize>) {
        let source = &self.text[range.clone()];
        if matches!(&*dest, "cite:" | "redact:")
            && !matches!(link_type, LinkType::Inline | LinkType::Autolink)
        {
            self.swallow = 1;
            return self.bracketed(source, &range);
        }
        if link_type == LinkType::Inline && is_redaction(&source[1.min(source.len())..]) {
            self.diagnostics.push(
                Diagnostic::error(
                    "unfinished-redaction",
                    self.span(&range),
                    "a redaction has an address in parentheses behind it, so it would be published as a link",
                )
                .expected("the redaction alone, with a space before a parenthesis that follows")
                .suggest("[redact: name of a patient]"),
            );
        }
        let has_words =
            !matches!(link_type, LinkType::WikiLink { .. } | LinkType::Autolink | LinkType::Email);
        if source.starts_with("[@") && has_words {
            self.diagnostics.push(
                Diagnostic::error(
                    "citation-as-link",
                    self.span(&range),
                    "a citation has an address in parentheses behind it",
                )
                .expected("the citation alone, with a space before a parenthesis that follows")
                .suggest(source.split(']').next().unwrap_or_default().to_owned() + "]"),
            );
        }
        let (target, silent) = match link_type {
            LinkType::WikiLink { has_pothole } => {
                let name = dest.trim().trim_end_matches('\\').trim().to_owned();
                let words = source.split_once('|').map_or("", |(_, words)| words.trim_end_matches("]]"));
                let labelled = has_pothole && !words.trim().is_empty();
                if has_pothole && !labelled {
                    self.add_heading_text(&name);
                }
                (Some(WrittenTarget::Name { name, labelled }), !labelled)
            }
            LinkType::Email => (Some(WrittenTarget::Url(format!("mailto:{dest}"))), false),
            _ => (self.written_target(&dest, &range), false),
        };
        let target = target.map(|to| self.add_target(to, &range));
        if let Some(index) = target {
            self.push_hole(Hole::LinkStart(index));
            if silent {
                self.push_hole(Hole::Title(index));
                self.say(&placeholder(Named::Title(index)));
            }
        }
        self.links.push(OpenLink { target, image: false, silent, alt: String::new() });
    }

    fn add_target(&mut self, to: WrittenTarget, range: &Range<usize>) -> usize {
        let index = self.targets.len();
        self.targets.push(Target { to, span: self.span(range), label: None, sentence: String::new() });
        self.block.marks.push((self.block.text.len(), Mark::Target(index)));
        index
    }

    fn written_target(&mut self, dest: &str, range: &Range<usize>) -> Option<WrittenTarget> {
        let scheme_end = dest
            .find(':')
            .filter(|at| dest[..*at].chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
        let Some(end) = scheme_end.filter(|end| *end > 0) else {
            if dest.is_empty() || dest.starts_with("//") || dest.contains('\\') {
                self.diagnostics.push(
                    Diagnostic::error("bad-link", self.span(range), "this link leads nowhere").expected(
                        "an address in the parentheses: `[text](https://…)`, `[text](../incidents/x.md)`",
                    ),
                );
                return None;
            }
            return Some(WrittenTarget::Path(dest.to_owned()));
        };
        let scheme = dest[..=end].to_ascii_lowercase();
        if SCHEMES.contains(&scheme.as_str()) && !dest.contains(char::is_control) {
            return Some(WrittenTarget::Url(dest.to_owned()));
        }
        self.diagnostics.push(
            Diagnostic::error(
                "bad-scheme",
                self.span(range),
                format!("a link may not begin with `{scheme}`"),
            )
            .expected("an address that begins with https:, http:, mailto: or tel:"),
        );
        None
    }

    pub(super) fn start_image(&mut self, dest: &str, range: Range<usize>) {
        let target = match self.written_target(dest, &range) {
            Some(WrittenTarget::Path(path)) => Some(self.add_target(WrittenTarget::Image(path), &range)),
            Some(_) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "foreign-image",
                        self.span(&range),
                        "this picture would be fetched from another site by everyone who reads the page",
                    )
                    .expected("the picture saved beside the record, in a folder with `index.md`")
                    .suggest("![What the picture shows](photo.jpg)"),
                );
                None
            }
            None => None,
        };
        self.links.push(OpenLink { target, image: true, silent: true, alt: String::new() });
    }

    pub(super) fn end_link(&mut self, range: &Range<usize>) {
        let Some(link) = self.links.pop() else { return };
        if !link.image {
            if let Some(index) = link.target {
                self.push_hole(Hole::LinkEnd(index));
            }
            return;
        }
        let alt = link.alt.trim().to_owned();
        if alt.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    "missing-alt",
                    self.span(range),
                    "this picture has no words for those who cannot see it",
                )
                .expected("what the picture shows, between the square brackets")
                .suggest("![A letter with its date circled](letter.jpg)"),
            );
        }
        if let Some(index) = link.target {
            self.push_hole(Hole::Image(index, alt));
        }
    }
}
