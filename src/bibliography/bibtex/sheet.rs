//! The fields of one entry of BibTeX, as fields of a work.

use super::Fit;
use super::Listed;
use super::Purpose;
use super::TYPES;
use super::dates;
use super::dates::Said;
use super::latex;
use super::names;
use super::scan::Entry;
use super::scan::Field;
use crate::bibliography::told::Told;
use crate::bibliography::work;
use crate::bibliography::work::Description;
use crate::bibliography::work::ImportedWork;
use crate::bibliography::work::Name;
use crate::bibliography::work::Parent;
use crate::bibliography::work::shown;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling;
use crate::url::bare_doi;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;

/// Fields of which something is kept, in some type of entry.
const READ: [&str; 45] = [
    "address",
    "author",
    "booksubtitle",
    "booktitle",
    "crossref",
    "date",
    "day",
    "doi",
    "edition",
    "editor",
    "eprint",
    "howpublished",
    "independence",
    "institution",
    "isbn",
    "issn",
    "issue",
    "journal",
    "journalsubtitle",
    "journaltitle",
    "keyword",
    "keywords",
    "lastaccessed",
    "lastchecked",
    "location",
    "maintitle",
    "month",
    "number",
    "organization",
    "pages",
    "pmcid",
    "pmid",
    "publisher",
    "school",
    "subtitle",
    "title",
    "url",
    "url_status",
    "urldate",
    "volume",
    "xdata",
    "year",
    "accessed",
    "archiveprefix",
    "eprinttype",
];

/// Fields of BibTeX, biblatex and the programs that write them, of which nothing is kept: they are no misspellings.
const KNOWN: [&str; 98] = [
    "abstract",
    "abstractnote",
    "addendum",
    "afterword",
    "annotation",
    "annotator",
    "annote",
    "archive",
    "archived",
    "author+an",
    "bdsk-url",
    "bibsource",
    "bookauthor",
    "bookpagination",
    "booktitleaddon",
    "chapter",
    "citekey",
    "collaborator",
    "comment",
    "comments",
    "commentator",
    "contents",
    "copy",
    "copyright",
    "country",
    "creationdate",
    "date-added",
    "date-modified",
    "dateadded",
    "datemodified",
    "day_of_week",
    "editora",
    "editorb",
    "editorc",
    "editortype",
    "eid",
    "entryset",
    "entrysubtype",
    "eprintclass",
    "eventdate",
    "eventtitle",
    "eventtitleaddon",
    "file",
    "foi",
    "foreword",
    "gender",
    "groups",
    "holder",
    "hyphenation",
    "ids",
    "indextitle",
    "introduction",
    "isan",
    "ismn",
    "isrn",
    "issuetitle",
    "issuesubtitle",
    "iswc",
    "journalabbr",
    "journaltitleaddon",
    "key",
    "label",
    "langid",
    "langidopts",
    "language",
    "lccn",
    "library",
    "mainsubtitle",
    "maintitleaddon",
    "mendeley-tags",
    "modificationdate",
    "nameaddon",
    "note",
    "number-of-pages",
    "numpages",
    "options",
    "origdate",
    "origlanguage",
    "origtitle",
    "owner",
    "pagetotal",
    "pagination",
    "part",
    "primaryclass",
    "priority",
    "pubstate",
    "rating",
    "readstatus",
    "related",
    "reprinttitle",
    "review",
    "series",
    "shortjournal",
    "shorttitle",
    "timestamp",
    "titleaddon",
    "translator",
    "type",
];

/// How a date can look.
const DATES: &str = "2018, 2018-06, 2018-06-20, 2018-06~ (about), 2017-01/2018-03";

/// What has to be known of an entry that others name by `crossref`.
pub(super) struct Book {
    key: String,
    title: String,
}

impl Book {
    /// That of an entry.
    pub(super) fn of(entry: &Entry) -> Self {
        let field = |name: &str| entry.fields.iter().find(|field| field.name == name);
        let text = |name: &str| field(name).map(|field| latex::text(&field.tex).0);
        let titles = [text("title"), text("subtitle")];
        let title = titles.into_iter().flatten().collect::<Vec<_>>().join(": ");
        Self { key: entry.key.clone(), title }
    }
}

/// Books by their keys in small letters.
type Books = BTreeMap<String, Book>;

/// The work of an entry; nothing where a mistake was told that it cannot be kept with.
pub(super) fn work_of(
    told: &mut Vec<Told>,
    (books, purpose): (&Books, Purpose),
    entry: Entry,
) -> Option<Listed> {
    let Entry { kind: written, key, key_span, span, fields } = entry;
    let field = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.span);
    let (title, crossref) = (field("title").unwrap_or(key_span), field("crossref"));
    let mut sheet = Sheet { key: &key, span, fields, told, purpose, is_broken: false };
    let kind = sheet.kind(&written);
    let mut own = Description { title: sheet.title(&["title"], "subtitle"), ..Description::default() };
    own.authors = sheet.people("author");
    own.editors = sheet.people("editor");
    own.date = sheet.date();
    sheet.published_by(kind, &mut own);
    own.edition = sheet.text("edition").map(edition);
    own.volume = sheet.text("volume");
    let number = if kind.is_report() { sheet.text("number") } else { None };
    own.issue = sheet.either(&["number", "issue"]);
    own.page_range = sheet.text("pages").map(|text| work::pages(&text));
    sheet.address(&mut own);
    sheet.serial_numbers(&mut own);
    own.serial_numbers.extend(number.map(|number| ("serial", number)));
    let parent = sheet.parent(books, kind, &mut own);
    let keywords = sheet.keywords();
    let (independence, url_status) = (sheet.spanned("independence"), sheet.spanned("url_status"));
    sheet.finish();
    if own.title.is_none() && !sheet.is_broken {
        sheet.report_no_title();
    }
    let is_broken = sheet.is_broken || own.title.is_none();
    let parent_span = crossref.filter(|_| matches!(parent, Some(Parent::Key(_))));
    let takes_author = matches!(written.as_str(), "inbook" | "bookinbook" | "suppbook");
    let work = ImportedWork { key, span, kind, own, parent, keywords };
    let listed =
        Listed { work, key: key_span, title, parent: parent_span, independence, url_status, takes_author };
    (!is_broken).then_some(listed)
}

/// The fields of an entry. Each is taken once; [`Sheet::finish`] tells of those that nobody took.
struct Sheet<'a> {
    key: &'a str,
    span: Span,
    fields: Vec<Field>,
    told: &'a mut Vec<Told>,
    purpose: Purpose,
    /// Whether a mistake was told that the entry cannot be kept with.
    is_broken: bool,
}

impl Sheet<'_> {
    fn take(&mut self, name: &str) -> Option<Field> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        Some(self.fields.remove(at)).filter(|field| !field.tex.trim().is_empty())
    }

    fn spanned(&mut self, name: &str) -> Option<Spanned<String>> {
        let field = self.take(name)?;
        let (text, command) = latex::text(&field.tex);
        if let Some(command) = command {
            self.report_command(name, &command, &Spanned::new(text.as_str(), field.span));
        }
        (!text.is_empty()).then(|| Spanned::new(text, field.span))
    }

    fn report_command(&mut self, name: &str, command: &str, text: &Spanned<&str>) {
        let words = format!(
            "`{}`: the command `{command}` of LaTeX is not known here, so `{name}` is kept as {}",
            self.key,
            shown(text.value)
        );
        let expected = match self.purpose {
            Purpose::Import => "the letters themselves; correct them in the reference that is written",
            Purpose::Site => "the letters themselves, such as `é`",
        };
        let shared = format!("the command `{command}` of LaTeX is not known here, and is kept as it stands");
        let mistake = Diagnostic::warning("latex-command", text.span, words).expected(expected);
        self.told.push(Told::shared(mistake, &shared));
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.spanned(name).map(|text| text.value)
    }

    /// The first of several fields that is there. Another that says the same is passed over.
    fn either(&mut self, names: &[&str]) -> Option<String> {
        let mut found: Option<String> = None;
        for name in names {
            let Some(text) = self.spanned(name) else { continue };
            match &found {
                None => found = Some(text.value),
                Some(own) if *own == text.value => {}
                Some(_) => self.not_kept(name, &text),
            }
        }
        found
    }

    fn not_kept(&mut self, name: &str, text: &Spanned<String>) {
        self.told.push(not_kept((self.key, self.purpose), name, text));
    }

    /// The type, or the nearest that there is.
    fn kind(&mut self, written: &str) -> ReferenceType {
        if let Some(kind) = self.genre(written) {
            return kind;
        }
        let has = |name: &str| self.fields.iter().any(|field| field.name == name);
        if written == "misc" {
            let is_online = has("url") || has("howpublished") && self.howpublished_address().is_some();
            return if is_online { ReferenceType::Web } else { ReferenceType::Report };
        }
        if written == "mastersthesis" {
            self.report_degree();
        }
        if written.ends_with("thesis") {
            self.take_plain_thesis();
        }
        if written == "article" && self.subtype_is("newspaper") {
            return ReferenceType::News;
        }
        let found = TYPES.iter().find(|(name, ..)| *name == written);
        if let Some((_, kind, Fit::Same)) = found {
            return *kind;
        }
        let nearest = found.map_or(ReferenceType::Report, |(_, kind, _)| *kind);
        self.report_type(written, nearest, found.is_none());
        nearest
    }

    /// The kind of work that `type` names, of an entry that may be anything.
    fn genre(&mut self, written: &str) -> Option<ReferenceType> {
        let may_be_any = ["misc", "online", "techreport", "report"].contains(&written);
        let at = self.fields.iter().position(|field| field.name == "type").filter(|_| may_be_any)?;
        let kind = ReferenceType::from_genre(&latex::text(&self.fields[at].tex).0)?;
        self.fields.remove(at);
        Some(kind)
    }

    /// `type = {Thesis}`, which says no more than the type of the entry.
    fn take_plain_thesis(&mut self) {
        self.fields.retain(|field| {
            field.name != "type" || !latex::text(&field.tex).0.eq_ignore_ascii_case("thesis")
        });
    }

    fn report_degree(&mut self) {
        let shared = "`@mastersthesis` is read as a thesis: a reference has no place for the degree";
        let words = format!("`{}`: {shared}", self.key);
        let mistake = Diagnostic::warning("not-kept", self.span, words).expected(
            "nothing, if it may be cited as a thesis; otherwise a title that says it: \
             `title = {Care and Contract (Master's thesis)}`",
        );
        self.told.push(Told::shared(mistake, shared));
    }

    fn report_type(&mut self, written: &str, nearest: ReferenceType, is_unknown: bool) {
        let shared =
            format!("`@{written}` is no kind of reference here, and becomes `type: {}`", nearest.code());
        let words = format!("`{}`: {shared}", self.key);
        let kinds: Vec<&str> = ReferenceType::ALL.iter().map(|kind| kind.code()).collect();
        let expected = match self.purpose {
            Purpose::Import => {
                format!("one of: {}; correct it in the reference that is written", kinds.join(", "))
            }
            Purpose::Site => {
                let types: Vec<String> = kinds.iter().map(|kind| kind.replace('-', "")).collect();
                format!("nothing, if that will do; otherwise one of: @{}", types.join(", @"))
            }
        };
        let near = spelling::nearest(written, TYPES.iter().map(|(name, ..)| *name)).filter(|_| is_unknown);
        let mistake = Diagnostic::warning("type-read-as", self.span, words)
            .expected(expected)
            .maybe_suggest(near.map(|near| format!("@{near}{{{},", self.key)));
        self.told.push(Told::shared(mistake, &shared));
    }

    fn subtype_is(&mut self, wanted: &str) -> bool {
        let at = self.fields.iter().position(|field| {
            field.name == "entrysubtype" && latex::text(&field.tex).0.eq_ignore_ascii_case(wanted)
        });
        at.map(|at| self.fields.remove(at)).is_some()
    }

    fn howpublished_address(&self) -> Option<String> {
        let field = self.fields.iter().find(|field| field.name == "howpublished")?;
        Some(latex::verbatim(&field.tex)).filter(|address| work::is_web_address(address))
    }

    /// A title with its subtitle.
    fn title(&mut self, names: &[&str], subtitle: &str) -> Option<String> {
        let title = self.either(names)?;
        Some(match self.text(subtitle) {
            Some(subtitle) => format!("{}: {subtitle}", title.trim_end_matches(':')),
            None => title,
        })
    }

    fn people(&mut self, name: &str) -> Vec<Name> {
        let Some(field) = self.take(name) else { return Vec::new() };
        let parts = names::people(&field.tex);
        if parts.contains(&"others") {
            let shared = format!("`and others` in `{name}` names nobody, and is not kept");
            let words = format!("`{}`: {shared}", self.key);
            let mistake = Diagnostic::warning("not-kept", field.span, words)
                .expected("every name, with `and` between two");
            self.told.push(Told::shared(mistake, &shared));
        }
        let mut people = Vec::with_capacity(parts.len());
        for part in parts.iter().filter(|part| **part != "others") {
            if is_several(part) {
                self.report_several(name, part, field.span);
                return Vec::new();
            }
            let Some((person, command)) = names::name(part).filter(|_| !part.contains("xdata=")) else {
                let words = format!("`{}`: a name in `{name}` cannot be read: {}", self.key, shown(part));
                self.break_with("bad-names", field.span, words);
                return Vec::new();
            };
            if let Some(command) = command {
                self.report_command(name, &command, &Spanned::new(*part, field.span));
            }
            people.push(person);
        }
        people
    }

    fn report_several(&mut self, name: &str, part: &str, span: Span) {
        let words = format!("`{}`: {} in `{name}` is read as one person", self.key, shown(part));
        self.break_with("several-people", span, words);
    }

    fn break_with(&mut self, code: &'static str, span: Span, words: String) {
        self.is_broken = true;
        let mistake = Diagnostic::error(code, span, words)
            .expected("`and` between two people, and a body whose name has a comma in braces; the entry is left out")
            .example("author = {Davis, Jacky and Lister, John and {Health, Education and Research Trust}}");
        self.told.push(Told::alone(mistake));
    }

    /// `date`, or `year` with `month` and `day`.
    fn date(&mut self) -> Option<String> {
        let date = self.dated("date");
        let (year, month, day) = (self.date_text("year"), self.spanned("month"), self.spanned("day"));
        if let Some(date) = date {
            let is_said = |text: &Spanned<String>| date.starts_with(&text.value);
            year.iter().filter(|year| !is_said(year)).for_each(|year| self.not_kept("year", year));
            let year = date.get(..4).unwrap_or_default();
            let is_month = |text: &Spanned<String>| {
                dates::with_month(year, &text.value).is_some_and(|month| date.starts_with(&month))
            };
            let is_day = |text: &Spanned<String>| date.ends_with(&format!("-{:0>2}", text.value));
            month.iter().filter(|text| !is_month(text)).for_each(|text| self.not_kept("month", text));
            day.iter().filter(|text| !is_day(text)).for_each(|text| self.not_kept("day", text));
            return Some(date);
        }
        match year.as_ref().and_then(|year| self.said("year", year)) {
            Some(year) => Some(self.with_month(year, month, day)),
            None => {
                for (name, text) in [("month", &month), ("day", &day)] {
                    text.iter().for_each(|text| self.no_date(name, text));
                }
                None
            }
        }
    }

    /// A year with its month and day: `"15~" # jan` holds both.
    fn with_month(
        &mut self,
        year: String,
        month: Option<Spanned<String>>,
        day: Option<Spanned<String>>,
    ) -> String {
        let Some(month) = month else {
            day.iter().for_each(|day| self.no_date("day", day));
            return year;
        };
        let Some(dated) = dates::with_month(&year, &month.value) else {
            self.no_date("month", &month);
            day.iter().for_each(|day| self.no_date("day", day));
            return year;
        };
        let Some(day) = day else { return dated };
        let whole = day.value.parse::<u8>().ok().and_then(|day| work::edtf(&format!("{dated}-{day:02}")));
        whole.unwrap_or_else(|| {
            self.no_date("day", &day);
            dated
        })
    }

    /// A field with a date.
    fn dated(&mut self, name: &str) -> Option<String> {
        let text = self.date_text(name)?;
        self.said(name, &text)
    }

    /// A date as it stands, or else as plain text: `~` says "about" in one and is a space in the other.
    fn date_text(&mut self, name: &str) -> Option<Spanned<String>> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        let written = Spanned::new(latex::verbatim(&field.tex), field.span);
        if work::edtf(&written.value).is_some() {
            return self.take(name).map(|_| written);
        }
        self.spanned(name)
    }

    /// The date that a text says. What it says besides is told.
    fn said(&mut self, name: &str, text: &Spanned<String>) -> Option<String> {
        let (date, shared) = match dates::said(&text.value) {
            Said::Date(date) => return Some(date),
            Said::None => return None,
            Said::NotYet => (
                None,
                format!(
                    "`{name}` says {}, which is no date: the reference has none until it appears",
                    shown(&text.value)
                ),
            ),
            Said::Lettered(year) => (
                Some(year),
                format!(
                    "a letter behind the year in `{name}` is not kept: works of one year are told apart where they are cited"
                ),
            ),
            Said::Unknown => {
                self.no_date(name, text);
                return None;
            }
        };
        let words = format!("`{}`: {shared}", self.key);
        let mistake = Diagnostic::warning("bad-date", text.span, words).expected(DATES);
        self.told.push(Told::shared(mistake, &shared));
        date
    }

    fn no_date(&mut self, name: &str, text: &Spanned<String>) {
        let shared = format!("`{name}` is no date that is known here, and is not kept");
        let words = format!("`{}`: {shared}: {}", self.key, shown(&text.value));
        let mistake = Diagnostic::warning("bad-date", text.span, words).expected(DATES);
        self.told.push(Told::shared(mistake, &shared));
    }

    /// Who published it, and where.
    fn published_by(&mut self, kind: ReferenceType, own: &mut Description) {
        own.publisher = self.text("publisher");
        own.location = self.either(&["location", "address"]);
        let publishes: &[&str] = match kind {
            ReferenceType::Thesis => &["school", "institution"],
            ReferenceType::Report => &["institution", "organization", "school"],
            _ => &["organization", "institution"],
        };
        if own.publisher.is_none() {
            own.publisher = self.either(publishes);
        }
    }

    /// Where it is on the web, and when it was read there.
    fn address(&mut self, own: &mut Description) {
        if let Some(address) = self.howpublished_address()
            && self.fields.iter().all(|field| field.name != "url" || latex::verbatim(&field.tex) == address)
        {
            self.take("howpublished");
            own.url = Some(address);
        }
        if let Some(field) = self.take("url") {
            let address = Spanned::new(latex::verbatim(&field.tex), field.span);
            if work::is_web_address(&address.value) {
                own.url = Some(address.value);
            } else {
                self.report_address(&address);
            }
        }
        for name in ["urldate", "lastaccessed", "accessed", "lastchecked"] {
            let Some(text) = self.date_text(name) else { continue };
            match work::edtf(&text.value) {
                Some(_) if own.url.is_none() || own.accessed.is_some() => self.not_kept(name, &text),
                None => self.no_date(name, &text),
                date => own.accessed = date,
            }
        }
    }

    fn report_address(&mut self, text: &Spanned<String>) {
        let shared = "`url` is no address on the web, and is not kept";
        let words = format!("`{}`: {shared}: {}", self.key, shown(&text.value));
        let mistake = Diagnostic::warning("bad-url", text.span, words)
            .expected("an address that begins with `https://` or `http://` and has no spaces")
            .example("url = {https://www.example.org/report.pdf}");
        self.told.push(Told::shared(mistake, shared));
    }

    fn serial_numbers(&mut self, own: &mut Description) {
        for name in ["doi", "isbn", "issn", "pmid", "pmcid"] {
            let Some(field) = self.take(name) else { continue };
            let number = latex::verbatim(&field.tex);
            let number = if name == "doi" { bare_doi(&number).to_owned() } else { number };
            own.serial_numbers.push((name, number));
        }
        let is_arxiv = ["eprinttype", "archiveprefix"].into_iter().find(|name| {
            self.fields
                .iter()
                .any(|field| field.name == *name && latex::verbatim(&field.tex).eq_ignore_ascii_case("arxiv"))
        });
        if let Some(name) = is_arxiv
            && let Some(field) = self.take("eprint")
        {
            self.take(name);
            own.serial_numbers.push(("arxiv", latex::verbatim(&field.tex)));
        }
    }

    /// The book or journal: another entry, or what this one says of it.
    fn parent(&mut self, books: &Books, kind: ReferenceType, own: &mut Description) -> Option<Parent> {
        if let Some(key) = self.crossref(books) {
            let title = books.get(&key.to_lowercase()).map(|book| book.title.clone()).unwrap_or_default();
            for name in ["booktitle", "maintitle"] {
                let text = self.spanned(name);
                let other = text.filter(|text| !title.to_lowercase().starts_with(&text.value.to_lowercase()));
                other.iter().for_each(|text| self.not_kept(name, text));
            }
            return Some(Parent::Key(key));
        }
        let mut parent = Description {
            title: match work::Shape::of(kind) {
                work::Shape::InBook => self.title(&["booktitle", "maintitle"], "booksubtitle"),
                work::Shape::InJournal => self.title(&["journaltitle", "journal"], "journalsubtitle"),
                work::Shape::Loose => self.either(&["journaltitle", "journal", "booktitle"]),
                work::Shape::Whole => None,
            },
            ..Description::default()
        };
        parent.title.as_ref()?;
        work::divide(kind, own, &mut parent);
        Some(Parent::Inline(Box::new(parent)))
    }

    /// The entry that this one is a part of. In a site it may stand in another file: then it is found, or missed, where
    /// all files are known.
    fn crossref(&mut self, books: &Books) -> Option<String> {
        let field = self.take("crossref")?;
        let key = latex::verbatim(&field.tex);
        match books.get(&key.to_lowercase()).map(|book| &book.key) {
            Some(found) if found != self.key => return Some(found.clone()),
            None if self.purpose == Purpose::Site => return Some(key),
            _ => {}
        }
        let words = match self.purpose {
            Purpose::Site => format!("`{}`: `crossref` names the entry itself", self.key),
            Purpose::Import => format!(
                "`{}`: `crossref` names {}, and the file has no other entry of that name",
                self.key,
                shown(&key)
            ),
        };
        let known = spelling::nearest(&key, books.values().map(|book| book.key.as_str()));
        let known = known.filter(|known| *known != self.key);
        let mistake = Diagnostic::warning("not-kept", field.span, words)
            .expected("the key of the entry of the book; the reference is kept without it")
            .maybe_suggest(known.map(|known| format!("crossref = {{{known}}}")));
        self.told.push(Told::alone(mistake));
        None
    }

    /// Keywords, each with its own place where the file has it as it is.
    fn keywords(&mut self) -> Vec<Spanned<String>> {
        let mut keywords: Vec<Spanned<String>> = Vec::new();
        for name in ["keywords", "keyword"] {
            let Some(field) = self.take(name) else { continue };
            for part in field.tex.split([',', ';']) {
                let (text, _) = latex::text(part);
                let at = part.as_ptr().addr() - field.tex.as_ptr().addr();
                let place = field.start.map(|start| start + at + part.len() - part.trim_start().len());
                let span = place.map(|start| Span::new(field.span.file, start, start + part.trim().len()));
                if !text.is_empty() {
                    keywords.push(Spanned::new(text, span.unwrap_or(field.span)));
                }
            }
        }
        keywords
    }

    /// Tells of every field that is left.
    fn finish(&mut self) {
        for field in std::mem::take(&mut self.fields) {
            let (text, _) = latex::text(&field.tex);
            if text.is_empty() {
                continue;
            }
            let text = Spanned::new(text, field.span);
            match misspelt(&field.name) {
                Some(near) => self.report_misspelt(&field, near, &text),
                None => self.not_kept(&field.name, &text),
            }
        }
    }

    fn report_misspelt(&mut self, field: &Field, near: &str, text: &Spanned<String>) {
        let shared = format!("`{}` is no field that is known here, and is not kept", field.name);
        let words = format!("`{}`: {shared}: {}", self.key, shown(&text.value));
        let mistake = Diagnostic::warning("unknown-field", field.span, words)
            .expected(format!("`{near}`, if that is meant"))
            .suggest(format!("{near} = {{{}}}", field.tex.split_whitespace().collect::<Vec<_>>().join(" ")));
        self.told.push(Told::shared(mistake, &shared));
    }

    fn report_no_title(&mut self) {
        let words = format!("`{}` has no `title`, and is left out", self.key);
        let mistake = Diagnostic::error("missing-field", self.span, words)
            .expected("a field `title`, or a description in square brackets")
            .example("title = {[Chapter in NHS SOS, title not given]}");
        self.told.push(Told::alone(mistake));
    }
}

/// The number of an edition that is written as BibTeX has it: `Second` is 2, which styles write as "2nd edn".
fn edition(text: String) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let number = (1..).zip(WORDS).find(|(_, word)| text.eq_ignore_ascii_case(word));
    number.map_or(text, |(number, _): (u8, _)| number.to_string())
}

/// The field that is meant by one that nobody knows.
fn misspelt(name: &str) -> Option<&'static str> {
    if READ.contains(&name) || KNOWN.contains(&name) || name.starts_with("bdsk-") {
        return None;
    }
    spelling::nearest(name, READ)
}

/// That a field of an entry has no place in a reference, with what stands in it.
pub(super) fn not_kept((key, purpose): (&str, Purpose), name: &str, text: &Spanned<String>) -> Told {
    let alone = work::not_kept(key, name, text);
    let alone = match purpose {
        Purpose::Import => alone,
        Purpose::Site => alone.expected(
            "nothing, if it is not needed; otherwise a reference in a file of its own, whose text can say it",
        ),
    };
    Told::shared(alone, &format!("`{name}` has no place in a reference, and is not kept"))
}

/// `Smith, A., Jones, B.`, which is one name to BibTeX; two commas are those of `Smith, Jr., A.`
fn is_several(part: &str) -> bool {
    const SUFFIXES: [&str; 11] = ["jr", "sr", "ii", "iii", "iv", "v", "esq", "phd", "md", "junior", "senior"];
    // `family=Berg, given=Ludwig, prefix=van der` of biblatex.
    if part.contains('=') {
        return false;
    }
    match names::at_commas(part).len() - 1 {
        0 | 1 => !part.trim_start().starts_with('{') && part.contains(';'),
        2 => {
            let middle = part.split(',').nth(1).unwrap_or_default();
            let plain: String = middle.chars().filter(|c| c.is_alphanumeric()).collect();
            !SUFFIXES.contains(&plain.to_lowercase().as_str())
        }
        _ => true,
    }
}
