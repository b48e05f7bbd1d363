//! RIS files, as Zotero, EndNote, Mendeley and library catalogues write them, read into works.
//!
//! Tags are those of the RIS Format Specifications (Research Information Systems, 2001 and 2011). No crate for it is kept
//! up; the format is a tag a line, so it is read here.

use super::work;
use super::work::Description;
use super::work::ImportedWork;
use super::work::Name;
use super::work::Parent;
use super::work::Shape;
use super::work::not_kept;
use super::work::shown;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::url::bare_doi;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Vocabulary;

/// Types of RIS that are a kind of work here.
const TYPES: [(&str, ReferenceType); 27] = {
    use ReferenceType as Type;
    [
        ("BOOK", Type::Book),
        ("EBOOK", Type::Book),
        ("EDBOOK", Type::Book),
        ("CHAP", Type::Chapter),
        ("ECHAP", Type::Chapter),
        ("CPAPER", Type::Chapter),
        ("CONF", Type::Chapter),
        ("ENCYC", Type::Chapter),
        ("DICT", Type::Chapter),
        ("JOUR", Type::Article),
        ("EJOUR", Type::Article),
        ("JFULL", Type::Article),
        ("MGZN", Type::Article),
        ("INPR", Type::Article),
        ("NEWS", Type::News),
        ("RPRT", Type::Report),
        ("GOVDOC", Type::Report),
        ("THES", Type::Thesis),
        ("ELEC", Type::Web),
        ("BLOG", Type::Web),
        ("WEB", Type::Web),
        ("ICOMM", Type::Web),
        ("VIDEO", Type::Video),
        ("DATA", Type::Dataset),
        ("AGGR", Type::Dataset),
        ("CASE", Type::Court),
        ("HEAR", Type::Hansard),
    ]
};

/// Tags that are known even where a program leaves out a space, or puts one more.
const COMMON: [&str; 40] = [
    "TY", "ER", "AU", "A1", "A2", "A3", "ED", "TI", "T1", "T2", "T3", "BT", "JO", "JF", "JA", "J2", "PY",
    "Y1", "Y2", "DA", "SP", "EP", "VL", "IS", "PB", "CY", "SN", "DO", "UR", "L1", "L2", "N1", "N2", "AB",
    "KW", "ET", "LA", "DB", "AN", "ID",
];

/// A tag with a value, which may go on for lines.
#[derive(Debug, Clone)]
struct Tag {
    name: String,
    text: Spanned<String>,
}

/// Reads every work, and reports what cannot be read and all that a reference has no place for.
pub fn read(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Vec<ImportedWork> {
    let mut works = Vec::new();
    let mut tags: Vec<Tag> = Vec::new();
    for line in lines(file, source) {
        let Some((name, value)) = tag_of(line.value) else {
            match tags.last_mut() {
                Some(tag) => go_on(tag, &line),
                None => report_stray(diagnostics, &line),
            }
            continue;
        };
        if name == "TY" && !tags.is_empty() {
            report_no_end(diagnostics, tags[0].text.span);
            works.extend(work_of(diagnostics, std::mem::take(&mut tags)));
        }
        let text = Spanned::new(value.trim().to_owned(), line.span);
        match name {
            "ER" => works.extend(work_of(diagnostics, std::mem::take(&mut tags))),
            _ if tags.is_empty() && name != "TY" => report_stray(diagnostics, &line),
            name => tags.push(Tag { name: name.to_owned(), text }),
        }
    }
    if let Some(first) = tags.first() {
        report_no_end(diagnostics, first.text.span);
    }
    works.extend(work_of(diagnostics, tags));
    works
}

/// The lines of a file with their places; Windows, Unix and old Mac line ends.
fn lines(file: FileId, source: &str) -> impl Iterator<Item = Spanned<&str>> {
    let mut at = 0;
    source.split(['\n', '\r']).map(move |line| {
        let span = Span::new(file, at, at + line.len());
        at += line.len() + 1;
        Spanned::new(line, span)
    })
}

/// `TY  - BOOK`; some programs leave out a space.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let name = line.get(..2)?;
    let mut signs = name.bytes();
    let is_name = signs.next().is_some_and(|sign| sign.is_ascii_uppercase())
        && signs.all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
    let rest = line.get(2..)?;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let value = rest.trim_start_matches(' ').strip_prefix('-')?;
    // `UK - the country` goes on with the line above.
    let is_whole = spaces == 2 && (value.is_empty() || value.starts_with(' '));
    let is_tag = is_name && (is_whole || spaces > 0 && COMMON.contains(&name));
    is_tag.then_some((name, value))
}

/// A line without a tag belongs to the tag above.
fn go_on(tag: &mut Tag, line: &Spanned<&str>) {
    if line.value.trim().is_empty() {
        return;
    }
    if !tag.text.value.is_empty() {
        tag.text.value.push(' ');
    }
    tag.text.value.push_str(line.value.trim());
}

/// A line outside of all works.
fn report_stray(diagnostics: &mut Vec<Diagnostic>, line: &Spanned<&str>) {
    let text = line.value.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return;
    }
    let words = format!("this line belongs to no work, and is left out: {}", shown(text));
    diagnostics.push(
        Diagnostic::warning("not-kept", line.span, words)
            .expected("`TY  - ` and the type of the work on the first of its lines")
            .example("TY  - BOOK"),
    );
}

fn report_no_end(diagnostics: &mut Vec<Diagnostic>, span: Span) {
    diagnostics.push(
        Diagnostic::warning("no-end", span, "the work that begins here has no line that ends it")
            .expected("a line `ER  - ` behind its last one; it is read as if it stood there"),
    );
}

fn work_of(diagnostics: &mut Vec<Diagnostic>, tags: Vec<Tag>) -> Option<ImportedWork> {
    let first = tags.first()?;
    let (span, written) = (first.text.span, first.text.value.to_ascii_uppercase());
    let mut sheet = Sheet { key: String::new(), tags, diagnostics };
    sheet.take("TY");
    sheet.key = sheet.key_of_work();
    let kind = sheet.kind(&written, span);
    let title = sheet.first(title_tags(kind));
    let mut own = Description { title, ..Description::default() };
    own.authors = sheet.people(&["AU", "A1"]);
    own.date = sheet.date();
    own.publisher = sheet.first(&["PB"]);
    own.location = sheet.first(&["CY", "PP"]);
    own.edition = sheet.first(&["ET"]);
    own.volume = sheet.first(&["VL"]);
    own.issue = sheet.first(&["IS", "CP"]);
    own.page_range = sheet.pages();
    own.editors = sheet.people(if kind == ReferenceType::Chapter { &["ED", "A2"] } else { &["ED"] });
    if kind == ReferenceType::Book && own.editors.is_empty() {
        own.editors = sheet.people(&["A2"]);
    }
    sheet.addresses(&mut own);
    sheet.serial_numbers(&mut own);
    let parent = sheet.parent(kind, &mut own);
    let keywords = sheet.all(&["KW"]);
    sheet.finish();
    if own.title.is_none() {
        sheet.report_no_title(span);
        return None;
    }
    Some(ImportedWork { key: sheet.key, span, kind, own, parent, keywords })
}

/// The tags in which titles stand; that of a book can stand in that of its series.
fn title_tags(kind: ReferenceType) -> &'static [&'static str] {
    match Shape::of(kind) {
        Shape::Whole => &["TI", "T1", "BT", "CT"],
        _ => &["TI", "T1", "CT"],
    }
}

struct Sheet<'a> {
    key: String,
    tags: Vec<Tag>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Sheet<'_> {
    fn take(&mut self, name: &str) -> Option<Spanned<String>> {
        let at = self.tags.iter().position(|tag| tag.name == name)?;
        Some(self.tags.remove(at).text)
    }

    /// Every value of these tags that is not empty, in the order of the file.
    fn all(&mut self, names: &[&str]) -> Vec<Spanned<String>> {
        let is_wanted = |tag: &Tag| names.contains(&tag.name.as_str());
        let (found, rest): (Vec<Tag>, Vec<Tag>) =
            std::mem::take(&mut self.tags).into_iter().partition(is_wanted);
        self.tags = rest;
        found.into_iter().map(|tag| tag.text).filter(|text| !text.value.is_empty()).collect()
    }

    /// The first value of the first of these tags that has one; another value is told as not kept.
    fn first(&mut self, names: &[&str]) -> Option<String> {
        let mut found: Option<String> = None;
        for name in names {
            for text in self.all(&[name]) {
                match &found {
                    None => found = Some(text.value),
                    Some(own) if *own == text.value => {}
                    Some(_) => self.not_kept(name, &text),
                }
            }
        }
        found
    }

    fn not_kept(&mut self, name: &str, text: &Spanned<String>) {
        self.diagnostics.push(not_kept(&self.key, name, text));
    }

    /// What the file calls the work, or the family name of its first author with the year, or its title.
    fn key_of_work(&mut self) -> String {
        let value = |names: &[&str]| {
            let tags = self.tags.iter().filter(|tag| names.contains(&tag.name.as_str()));
            tags.map(|tag| tag.text.value.clone()).find(|value| !value.is_empty())
        };
        let author = value(&["AU", "A1", "ED", "A2"]);
        let year = value(&["PY", "Y1", "DA"]).and_then(|date| year_of(&date));
        let title = value(&["TI", "T1", "BT", "CT"]);
        let own = self.take("ID").map(|id| id.value).filter(|id| id.chars().any(char::is_alphabetic));
        let named = author.map(|author| {
            let family = author.split(',').next().unwrap_or_default().to_owned();
            let short: Vec<&str> = family.split_whitespace().take(4).collect();
            let year = year.map(|year| format!("-{year}")).unwrap_or_default();
            format!("{}{year}", short.join("-"))
        });
        let titled = title.map(|title| title.split_whitespace().take(5).collect::<Vec<_>>().join("-"));
        own.or(named).or(titled).unwrap_or_default()
    }

    fn kind(&mut self, written: &str, span: Span) -> ReferenceType {
        let genre = self.tags.iter().position(|tag| tag.name == "M3");
        let named = genre.and_then(|at| Some((at, ReferenceType::from_genre(&self.tags[at].text.value)?)));
        if let Some((at, kind)) = named {
            self.tags.remove(at);
            return kind;
        }
        if let Some((_, kind)) = TYPES.iter().find(|(name, _)| *name == written) {
            return *kind;
        }
        let is_online = self.tags.iter().any(|tag| tag.name == "UR");
        let nearest = if is_online && written == "GEN" { ReferenceType::Web } else { ReferenceType::Report };
        let words = format!(
            "`{}`: the type `{written}` is no kind of reference here, and becomes `type: {}`",
            self.key,
            nearest.code()
        );
        let kinds: Vec<&str> = ReferenceType::ALL.iter().map(|kind| kind.code()).collect();
        self.diagnostics.push(
            Diagnostic::warning("type-read-as", span, words).expected(format!(
                "one of: {}; correct it in the reference that is written",
                kinds.join(", ")
            )),
        );
        nearest
    }

    fn people(&mut self, names: &[&str]) -> Vec<Name> {
        let people = self.all(names);
        people.iter().filter_map(|text| self.person(text)).collect()
    }

    /// `Davis, Jacky`, `Smith, Adam, Jr.`, or a body.
    fn person(&mut self, text: &Spanned<String>) -> Option<Name> {
        let parts: Vec<&str> = text.value.split(',').map(str::trim).collect();
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        match parts[..] {
            [family] => some(family).map(|family| Name { family, given: None, suffix: None }),
            [family, given] if !family.is_empty() => {
                Some(Name { family: family.to_owned(), given: some(given), suffix: None })
            }
            [family, given, suffix] if !family.is_empty() && suffix.chars().count() <= 5 => {
                Some(Name { family: family.to_owned(), given: some(given), suffix: some(suffix) })
            }
            // The name of a body with commas in it.
            _ => Some(Name { family: text.value.clone(), given: None, suffix: None }),
        }
    }

    /// `PY`, `Y1` or `DA`: `2015`, `2015/06/20/Spring`. The one that says most is kept.
    fn date(&mut self) -> Option<String> {
        let mut best: Option<String> = None;
        for name in ["DA", "PY", "Y1"] {
            for text in self.all(&[name]) {
                match date_of(&text.value) {
                    Some((date, None)) if best.as_ref().is_some_and(|best| best.starts_with(&date)) => {}
                    Some((date, rest)) if best.as_ref().is_none_or(|best| date.starts_with(best)) => {
                        best = Some(date);
                        rest.iter()
                            .for_each(|rest| self.no_date(name, &Spanned::new(rest.clone(), text.span)));
                    }
                    _ => self.no_date(name, &text),
                }
            }
        }
        best
    }

    fn no_date(&mut self, name: &str, text: &Spanned<String>) {
        let words = format!(
            "`{}`: `{name}` holds what is no date here, or another one, and is not kept: {}",
            self.key,
            shown(&text.value)
        );
        self.diagnostics
            .push(Diagnostic::warning("bad-date", text.span, words).expected("2015, 2015/06 or 2015/06/20"));
    }

    /// `SP` and `EP`: the first page and the last.
    fn pages(&mut self) -> Option<String> {
        let first = self.first(&["SP"]);
        let last = self.first(&["EP"]);
        match (first.map(|page| work::pages(&page)), last.map(|page| work::pages(&page))) {
            (Some(first), Some(last)) if first != last && !first.ends_with(&format!("-{last}")) => {
                Some(format!("{first}-{last}"))
            }
            (first, last) => first.or(last),
        }
    }

    /// `UR`, the first that is one, and `Y2`, when it was read.
    fn addresses(&mut self, own: &mut Description) {
        for name in ["UR", "L2", "LK"] {
            for text in self.all(&[name]) {
                match &own.url {
                    None if work::is_web_address(&text.value) => own.url = Some(text.value),
                    Some(url) if *url == text.value => {}
                    _ => self.not_kept(name, &text),
                }
            }
        }
        for name in ["Y2", "RD"] {
            for text in self.all(&[name]) {
                match date_of(&text.value) {
                    Some((date, None)) if own.url.is_some() && own.accessed.is_none() => {
                        own.accessed = Some(date)
                    }
                    Some(_) => self.not_kept(name, &text),
                    None => self.no_date(name, &text),
                }
            }
        }
    }

    fn serial_numbers(&mut self, own: &mut Description) {
        if let Some(doi) = self.first(&["DO", "DOI"]) {
            own.serial_numbers.push(("doi", bare_doi(&doi).to_owned()));
        }
        for text in self.all(&["SN"]) {
            let kind = serial_kind(&text.value);
            if own.serial_numbers.iter().any(|(other, _)| *other == kind) {
                self.not_kept("SN", &text);
            } else {
                own.serial_numbers.push((kind, text.value));
            }
        }
    }

    /// The book, journal, newspaper or website.
    fn parent(&mut self, kind: ReferenceType, own: &mut Description) -> Option<Parent> {
        let title = match Shape::of(kind) {
            Shape::InBook => self.first(&["T2", "BT", "JO", "JF"]),
            Shape::InJournal => self.first(&["T2", "JF", "JO", "BT", "JA", "J2", "J1"]),
            Shape::Loose => self.first(&["T2", "JO", "JF"]),
            Shape::Whole => None,
        };
        let mut parent = Description { title: Some(title?), ..Description::default() };
        work::divide(kind, own, &mut parent);
        Some(Parent::Inline(Box::new(parent)))
    }

    /// Tells of every tag that is left.
    fn finish(&mut self) {
        for tag in std::mem::take(&mut self.tags) {
            if !tag.text.value.is_empty() {
                self.not_kept(&tag.name, &tag.text);
            }
        }
    }

    fn report_no_title(&mut self, span: Span) {
        let key = if self.key.is_empty() { String::new() } else { format!(" (`{}`)", self.key) };
        let words = format!("the work that begins here{key} has no title, and is left out");
        self.diagnostics.push(
            Diagnostic::error("missing-field", span, words)
                .expected("a line `TI  - ` with the title, or a description in square brackets")
                .example("TI  - [Chapter in NHS SOS, title not given]"),
        );
    }
}

/// The year that a date begins with.
fn year_of(date: &str) -> Option<String> {
    let year: String = date.trim().chars().take_while(char::is_ascii_digit).collect();
    (year.len() == 4).then_some(year)
}

/// A date and what stands behind it: `2015/06/20/Spring`. Parts that are not known are empty.
fn date_of(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim();
    let mut parts = text.splitn(4, '/').map(str::trim);
    let year = parts.next().unwrap_or_default();
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return work::edtf(text).map(|date| (date, None));
    }
    let two = |part: Option<&str>| part.filter(|part| !part.is_empty()).map(|part| format!("{part:0>2}"));
    let (month, day) = (two(parts.next()), two(parts.next()));
    let rest = parts.next().filter(|rest| !rest.is_empty()).map(str::to_owned);
    let date = match (month, day) {
        (None, None) => year.to_owned(),
        (Some(month), None) => format!("{year}-{month}"),
        (Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        (None, Some(_)) => return None,
    };
    work::edtf(&date).map(|date| (date, rest))
}

/// An ISSN has eight signs, an ISBN ten or thirteen.
fn serial_kind(text: &str) -> &'static str {
    let signs = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '-' | ' ' | '–'));
    match signs {
        8 if is_number => "issn",
        10 | 13 if is_number => "isbn",
        _ => "serial",
    }
}
