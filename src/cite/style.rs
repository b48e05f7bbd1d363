//! Citation styles: of the archive that hayagriva brings, of files beside `casefile.yaml`, and a mended one.

use super::csl;
use super::mend::mend;
use hayagriva::archive::ArchivedStyle;
use hayagriva::archive::locales;
use hayagriva::citationberg::CitationFormat;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::LayoutRenderingElement as Element;
use hayagriva::citationberg::Locale;
use hayagriva::citationberg::LocaleCode;
use hayagriva::citationberg::NamesChild;
use hayagriva::citationberg::Style as AnyStyle;
use hayagriva::citationberg::StyleCategory;
use hayagriva::citationberg::StyleClass;
use hayagriva::citationberg::TextCase;
use hayagriva::citationberg::TextTarget;
use hayagriva::citationberg::taxonomy::StandardVariable;
use hayagriva::citationberg::taxonomy::Variable;
use icu_collator::Collator;
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use std::sync::OnceLock;

/// The style of a site that names none.
pub const DEFAULT: &str = "harvard-cite-them-right";

/// Styles that are given in place of those of these names in hayagriva's archive. Each file says why.
const MENDED: [(&[&str], &str); 4] = [
    (&[DEFAULT], include_str!("styles/harvard-cite-them-right.csl")),
    (&["apa", "american-psychological-association"], include_str!("styles/apa.csl")),
    (&["vancouver", "nlm-citation-sequence"], include_str!("styles/vancouver.csl")),
    (
        &["vancouver-superscript", "nlm-citation-sequence-superscript"],
        include_str!("styles/vancouver-superscript.csl"),
    ),
];

/// Styles of the archive that cite by labels and have no list of sources to say what the labels mean.
const WITHOUT_LIST: [&str; 1] = ["alphanumeric"];

/// Styles whose guides want American words and marks whatever the language of the text: English, then.
const AMERICAN: [&str; 2] = ["chicago-", "turabian-"];

/// How a style shows in a text that something is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By author and year: each work reads the same wherever nothing else of its author is cited.
    AuthorDate,
    /// By numbers or labels, which depend on what else a page cites.
    Numbered,
    /// In notes, which depend on what was cited before.
    Notes,
}

/// A citation style with what it needs to be used.
pub struct Style {
    /// What it was named, for messages.
    pub name: String,
    read: Read,
    language: String,
    ready: OnceLock<Ready>,
}

/// Where a style comes from.
enum Read {
    /// In the program; the tests read each.
    Mended(&'static str),
    Archived(ArchivedStyle),
    Text(Box<IndependentStyle>),
}

/// A style that can be asked.
pub(super) struct Ready {
    /// The style.
    pub style: IndependentStyle,
    /// The same without a list of works and without what stands around a citation: for one citation alone.
    pub bare: IndependentStyle,
    /// The style without an order of its own for the works of a citation.
    pub unsorted: IndependentStyle,
    /// What stands before and behind a citation, and between the works of one.
    pub around: (String, String, String),
    /// The words of the site's language, and English ones.
    pub locales: Vec<Locale>,
    /// The site's language.
    pub locale: LocaleCode,
    /// How it cites.
    pub form: Form,
    /// The order of letters in that language.
    pub collator: Option<CollatorBorrowed<'static>>,
}

/// Why a text is no citation style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAStyle {
    /// It is not one, or a part of it cannot be read or used.
    Unreadable(csl::Fault),
    /// It only names another style, with this address.
    Dependent(String),
}

impl Style {
    /// The style of that name, in the language of a site (BCP 47).
    pub fn named(name: &str, language: &str) -> Option<Self> {
        if let Some((_, text)) = MENDED.iter().find(|(own, _)| own.contains(&name)) {
            return Some(Self::new(name, Read::Mended(text), language));
        }
        let archived = ArchivedStyle::by_name(name).filter(|_| !Self::is_without_list(name))?;
        // Those that depend on another are only names for it.
        matches!(archived.get(), AnyStyle::Independent(_))
            .then(|| Self::new(name, Read::Archived(archived), language))
    }

    /// Whether a style of that name could be asked, but has no list of sources to say what its labels mean.
    pub fn is_without_list(name: &str) -> bool {
        WITHOUT_LIST.contains(&name)
    }

    /// That of a site that names none.
    pub fn usual(language: &str) -> Self {
        Self::named(DEFAULT, language).unwrap_or_else(|| {
            Self::new(DEFAULT, Read::Archived(ArchivedStyle::HarvardCiteThemRight), language)
        })
    }

    /// The style that a text in CSL describes.
    ///
    /// # Errors
    ///
    /// It is none, one that only points to another, or one that can never be used: all that is wrong with it.
    pub fn from_csl(name: &str, text: &str, language: &str) -> Result<Self, Vec<NotAStyle>> {
        csl::check_outline(text).map_err(|fault| vec![NotAStyle::Unreadable(fault)])?;
        let style = match AnyStyle::from_xml(text) {
            Ok(AnyStyle::Independent(style)) => style,
            Ok(AnyStyle::Dependent(style)) => return Err(vec![NotAStyle::Dependent(style.parent_link.href)]),
            Err(error) => {
                return Err(vec![NotAStyle::Unreadable(csl::unreadable(text, &error.source.to_string()))]);
            }
        };
        let faults = csl::faults_of_macros(&style, text);
        if !faults.is_empty() {
            return Err(faults.into_iter().map(NotAStyle::Unreadable).collect());
        }
        if style.bibliography.is_none() && form_of(&style) == Form::Numbered {
            return Err(vec![NotAStyle::Unreadable(csl::without_list())]);
        }
        Ok(Self::new(name, Read::Text(Box::new(style)), language))
    }

    fn new(name: &str, read: Read, language: &str) -> Self {
        Self { name: name.to_owned(), read, language: language.to_owned(), ready: OnceLock::new() }
    }

    /// The names of all styles that need no file, in order.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<&str> =
            ArchivedStyle::all().iter().flat_map(|style| style.names()).copied().collect();
        names.retain(|name| !Self::is_without_list(name));
        names.sort_unstable();
        names
    }

    /// How it cites.
    pub fn form(&self) -> Form {
        self.ready().form
    }

    pub(super) fn ready(&self) -> &Ready {
        self.ready.get_or_init(|| {
            let style = match &self.read {
                Read::Text(style) => (**style).clone(),
                Read::Mended(text) => IndependentStyle::from_xml(text)
                    .unwrap_or_else(|_| archived(ArchivedStyle::HarvardCiteThemRight)),
                Read::Archived(own) => archived(*own),
            };
            let is_american = AMERICAN.iter().any(|prefix| self.name.starts_with(prefix));
            match self.language.split('-').next() {
                Some("en") if is_american => ready(style, "en-US"),
                _ => ready(style, &self.language),
            }
        })
    }
}

fn archived(style: ArchivedStyle) -> IndependentStyle {
    match style.get() {
        AnyStyle::Independent(style) => style,
        AnyStyle::Dependent(_) => unreachable!("only independent styles are taken"),
    }
}

fn ready(mut style: IndependentStyle, language: &str) -> Ready {
    mend(&mut style);
    style.macros.iter_mut().for_each(|own| keep_capitals(&mut own.children));
    keep_capitals(&mut style.citation.layout.elements);
    if let Some(list) = &mut style.bibliography {
        keep_capitals(&mut list.layout.elements);
    }
    let layout = &mut style.clone().citation.layout;
    let mut bare = style.clone();
    bare.bibliography = None;
    let mut unsorted = style.clone();
    unsorted.citation.sort = None;
    let around = (
        bare.citation.layout.prefix.take().unwrap_or_default(),
        bare.citation.layout.suffix.take().unwrap_or_default(),
        layout.delimiter.take().unwrap_or_default(),
    );
    let locales = locales_of(language);
    let locale = LocaleCode(language.to_owned());
    let form = form_of(&style);
    let order = language.parse::<icu_locale::Locale>().ok();
    let collator = order.and_then(|own| Collator::try_new(own.into(), CollatorOptions::default()).ok());
    Ready { style, bare, unsorted, around, locales, locale, form, collator }
}

fn form_of(style: &IndependentStyle) -> Form {
    let mut formats = style.info.category.iter().filter_map(|category| match category {
        StyleCategory::CitationFormat { format } => Some(*format),
        StyleCategory::Field { .. } => None,
    });
    match (style.settings.class, formats.next_back()) {
        (StyleClass::Note, _) => Form::Notes,
        (StyleClass::InText, Some(CitationFormat::AuthorDate | CitationFormat::Author)) => Form::AuthorDate,
        (StyleClass::InText, _) => Form::Numbered,
    }
}

/// The words of a language for citations, those of the language without its region, and English ones.
fn locales_of(language: &str) -> Vec<Locale> {
    let base = language.split('-').next().unwrap_or_default();
    let wanted = |code: &LocaleCode| {
        code.0 == language || code.0.split('-').next() == Some(base) || code.0 == "en-GB" || code.0 == "en-US"
    };
    locales().into_iter().filter(|locale| locale.lang.as_ref().is_some_and(wanted)).collect()
}

/// Takes away from a style that it changes the capitals of titles and names. To put a title into the capitals of another
/// language's custom damages the names in it: "TO V Borsh" for "ToV Borsh", "nhs for sale".
fn keep_capitals(elements: &mut [Element]) {
    for element in elements {
        match element {
            Element::Text(text) => {
                let of_words = matches!(&text.target, TextTarget::Variable { var, .. } if is_of_words(var));
                let changes = matches!(
                    text.text_case,
                    Some(
                        TextCase::TitleCase
                            | TextCase::SentenceCase
                            | TextCase::CapitalizeAll
                            | TextCase::Lowercase
                    )
                );
                let of_macro = matches!(text.target, TextTarget::Macro { .. });
                if (of_words || of_macro) && changes {
                    text.text_case = None;
                }
            }
            Element::Group(group) => keep_capitals(&mut group.children),
            Element::Choose(choose) => {
                keep_capitals(&mut choose.if_.children);
                choose.else_if.iter_mut().for_each(|branch| keep_capitals(&mut branch.children));
                if let Some(otherwise) = &mut choose.otherwise {
                    keep_capitals(&mut otherwise.children);
                }
            }
            Element::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        keep_capitals(&mut substitute.children);
                    }
                }
            }
            Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

fn is_of_words(variable: &Variable) -> bool {
    let Variable::Standard(variable) = variable else { return false };
    !matches!(variable, StandardVariable::DOI | StandardVariable::URL | StandardVariable::Genre)
}
