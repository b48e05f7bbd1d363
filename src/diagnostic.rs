//! Mistakes, as they are told to the person who can mend them.

use crate::span::Span;

/// How bad a mistake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Worth mending; the site is published all the same.
    Warning,
}

impl Severity {
    /// The word for it in output for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// A short fixed name of the rule, `unknown-field`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop, in words for a campaigner.
    pub message: String,
    /// Where, unless it concerns no place in a text file.
    pub span: Option<Span>,
    /// The path of a file that is not a text of the site (an attachment, an output file), where `span` is absent.
    pub path: Option<String>,
    /// What was expected there, in words.
    pub expected: Option<String>,
    /// How the text at the place should look instead: a spelling, or a whole line.
    pub suggestion: Option<String>,
    /// How such a text can look, where what was meant cannot be known: for people, and nothing to put in its place.
    pub example: Option<String>,
    /// Other places that belong to the mistake, each with a few words.
    pub others: Vec<(Span, String)>,
}

impl Diagnostic {
    /// A mistake that stops publication.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::at(code, Severity::Error, Some(span), message)
    }

    /// A mistake that does not stop publication.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::at(code, Severity::Warning, Some(span), message)
    }

    /// A mistake about a whole file that is not one of the site's texts.
    pub fn about_file(
        code: &'static str,
        severity: Severity,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { path: Some(path.into()), ..Self::at(code, severity, None, message) }
    }

    fn at(code: &'static str, severity: Severity, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span,
            path: None,
            expected: None,
            suggestion: None,
            example: None,
            others: Vec::new(),
        }
    }

    /// With what was expected.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// With the text as it should be.
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    /// With an example of what could stand there, which is made up.
    pub fn example(mut self, example: impl Into<String>) -> Self {
        self.example = Some(example.into());
        self
    }

    /// With the text as it should be, if there is one.
    pub fn maybe_suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// With another place that belongs to it.
    pub fn other(mut self, span: Span, words: impl Into<String>) -> Self {
        self.others.push((span, words.into()));
        self
    }
}
