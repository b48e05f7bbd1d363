//! BibTeX and biblatex files, read into works.
//!
//! Fields and types are those of btxdoc.dvi (BibTeX 0.99) and of the manual of biblatex, 2.1 to 2.3.

mod latex;
mod scan;

use super::work;
use super::work::Description;
use super::work::ImportedWork;
use super::work::Name;
use super::work::Parent;
use super::work::not_kept;
use super::work::shown;
use crate::diagnostic::Diagnostic;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::vocabulary::ReferenceType;
use crate::vocabulary::Vocabulary;
use scan::Entry;
use scan::Field;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Types of entries, the kind of work that each is here, and whether it is that and nothing more special.
const TYPES: [(&str, ReferenceType, Fit); 46] = {
    use Fit::Near;
    use Fit::Same;
    use ReferenceType as Type;
    [
        ("book", Type::Book, Same),
        ("mvbook", Type::Book, Same),
        ("booklet", Type::Book, Same),
        ("collection", Type::Book, Same),
        ("mvcollection", Type::Book, Same),
        ("proceedings", Type::Book, Same),
        ("mvproceedings", Type::Book, Same),
        ("reference", Type::Book, Same),
        ("mvreference", Type::Book, Same),
        ("manual", Type::Book, Near),
        ("inbook", Type::Chapter, Same),
        ("bookinbook", Type::Chapter, Same),
        ("suppbook", Type::Chapter, Same),
        ("incollection", Type::Chapter, Same),
        ("suppcollection", Type::Chapter, Same),
        ("inproceedings", Type::Chapter, Same),
        ("conference", Type::Chapter, Same),
        ("inreference", Type::Chapter, Same),
        ("article", Type::Article, Same),
        ("suppperiodical", Type::Article, Same),
        ("review", Type::Article, Near),
        ("periodical", Type::Book, Near),
        ("newspaper", Type::News, Same),
        ("techreport", Type::Report, Same),
        ("report", Type::Report, Same),
        ("unpublished", Type::Report, Near),
        ("standard", Type::Report, Near),
        ("patent", Type::Report, Near),
        ("legislation", Type::Report, Near),
        ("legal", Type::Report, Near),
        ("phdthesis", Type::Thesis, Same),
        ("mastersthesis", Type::Thesis, Same),
        ("thesis", Type::Thesis, Same),
        ("online", Type::Web, Same),
        ("electronic", Type::Web, Same),
        ("www", Type::Web, Same),
        ("letter", Type::Web, Near),
        ("software", Type::Dataset, Near),
        ("dataset", Type::Dataset, Same),
        ("movie", Type::Video, Same),
        ("video", Type::Video, Same),
        ("audio", Type::Video, Near),
        ("performance", Type::Video, Near),
        ("jurisdiction", Type::Court, Same),
        ("artwork", Type::Book, Near),
        ("image", Type::Book, Near),
    ]
};

/// Whether a type of entry has a kind of work of its own here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Same,
    Near,
}

/// Reads every entry that can be read, and reports the others and all that a reference has no place for.
pub fn read(diagnostics: &mut Vec<Diagnostic>, file: FileId, source: &str) -> Vec<ImportedWork> {
    let entries = scan::scan(diagnostics, file, source);
    let (shared, entries): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| entry.kind == "xdata");
    let books: BTreeMap<String, Book> =
        entries.iter().map(|entry| (entry.key.clone(), book_of(entry))).collect();
    let mut used = BTreeSet::new();
    let mut works = Vec::new();
    for mut entry in entries {
        take_shared(diagnostics, &shared, &mut used, &mut entry);
        works.extend(work_of(diagnostics, &books, entry));
    }
    for entry in shared.iter().filter(|entry| !used.contains(&entry.key)) {
        for field in &entry.fields {
            let (text, _) = latex::text(&field.tex);
            diagnostics.push(not_kept(&entry.key, &field.name, &Spanned::new(text, field.span)));
        }
    }
    works
}

/// What has to be known of an entry that others name by `crossref`.
struct Book {
    title: String,
}

fn book_of(entry: &Entry) -> Book {
    let field = |name: &str| entry.fields.iter().find(|field| field.name == name);
    let text = |name: &str| field(name).map(|field| latex::text(&field.tex).0);
    let titles = [text("title"), text("subtitle")];
    Book { title: titles.into_iter().flatten().collect::<Vec<_>>().join(": ") }
}

/// Fills in the fields that an entry shares with others by `xdata`.
fn take_shared(
    diagnostics: &mut Vec<Diagnostic>,
    shared: &[Entry],
    used: &mut BTreeSet<String>,
    entry: &mut Entry,
) {
    let mut seen = BTreeSet::new();
    while let Some(at) = entry.fields.iter().position(|field| field.name == "xdata") {
        let names = entry.fields.remove(at);
        for key in latex::verbatim(&names.tex).split(',').map(str::trim).filter(|key| !key.is_empty()) {
            let Some(found) = shared.iter().find(|other| other.key == key) else {
                diagnostics.push(not_kept(&entry.key, "xdata", &Spanned::new(key, names.span)));
                continue;
            };
            used.insert(found.key.clone());
            if !seen.insert(found.key.clone()) {
                continue;
            }
            for field in &found.fields {
                if field.name == "xdata" || entry.fields.iter().all(|own| own.name != field.name) {
                    entry.fields.push(field.clone());
                }
            }
        }
    }
}

fn work_of(
    diagnostics: &mut Vec<Diagnostic>,
    books: &BTreeMap<String, Book>,
    entry: Entry,
) -> Option<ImportedWork> {
    let Entry { kind, key, span, fields } = entry;
    let mut sheet = Sheet { key: &key, span, fields, diagnostics, is_broken: false };
    let kind = sheet.kind(&kind);
    let mut own = Description { title: sheet.title(&["title"], "subtitle"), ..Description::default() };
    own.authors = sheet.people("author");
    own.editors = sheet.people("editor");
    own.date = sheet.date();
    sheet.published_by(kind, &mut own);
    own.edition = sheet.text("edition");
    own.volume = sheet.text("volume");
    own.issue = sheet.either(&["number", "issue"]);
    own.page_range = sheet.text("pages").map(|text| work::pages(&text));
    sheet.address(&mut own);
    sheet.serial_numbers(&mut own);
    let parent = sheet.parent(books, kind, &mut own);
    let keywords = sheet.keywords();
    sheet.finish();
    if own.title.is_none() && !sheet.is_broken {
        sheet.report_no_title();
    }
    let is_broken = sheet.is_broken || own.title.is_none();
    (!is_broken).then_some(ImportedWork { key, span, kind, own, parent, keywords })
}

/// The fields of an entry. Each is taken once; [`Sheet::finish`] tells of those that nobody took.
struct Sheet<'a> {
    key: &'a str,
    span: Span,
    fields: Vec<Field>,
    diagnostics: &'a mut Vec<Diagnostic>,
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
            let words = format!(
                "`{}`: the command `{command}` of LaTeX is not known here, so `{name}` is kept as {}",
                self.key,
                shown(&text)
            );
            self.diagnostics.push(
                Diagnostic::warning("latex-command", field.span, words)
                    .expected("the letters themselves; correct them in the reference that is written"),
            );
        }
        (!text.is_empty()).then(|| Spanned::new(text, field.span))
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
        self.diagnostics.push(not_kept(self.key, name, text));
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
        if written == "article" && self.subtype_is("newspaper") {
            return ReferenceType::News;
        }
        let found = TYPES.iter().find(|(name, ..)| *name == written);
        if let Some((_, kind, Fit::Same)) = found {
            return *kind;
        }
        let nearest = found.map_or(ReferenceType::Report, |(_, kind, _)| *kind);
        let words = format!(
            "`{}`: `@{written}` is no kind of reference here, and becomes `type: {}`",
            self.key,
            nearest.code()
        );
        let kinds: Vec<&str> = ReferenceType::ALL.iter().map(|kind| kind.code()).collect();
        self.diagnostics.push(
            Diagnostic::warning("type-read-as", self.span, words).expected(format!(
                "one of: {}; correct it in the reference that is written",
                kinds.join(", ")
            )),
        );
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
        let parts = latex::parts(&field.tex);
        let is_others = |part: &String| part.trim() == "others";
        if parts.iter().any(is_others) {
            let words = format!("`{}`: `and others` in `{name}` names nobody, and is not kept", self.key);
            self.diagnostics.push(
                Diagnostic::warning("not-kept", field.span, words)
                    .expected("every name, with `and` between two"),
            );
        }
        let named: Vec<&str> = parts.iter().filter(|part| !is_others(part)).map(|part| part.trim()).collect();
        if let Some(several) = named.iter().find(|part| is_several(part)) {
            self.report_several(name, several, field.span);
            return Vec::new();
        }
        match latex::people(&named.join(" and ")) {
            Some(people) if people.len() == named.len() => people,
            _ => {
                let words = format!(
                    "`{}`: the names in `{name}` cannot be told apart: {}",
                    self.key,
                    shown(&field.tex)
                );
                self.break_with("bad-names", field.span, words);
                Vec::new()
            }
        }
    }

    fn report_several(&mut self, name: &str, part: &str, span: Span) {
        let words = format!("`{}`: {} in `{name}` is read as one person", self.key, shown(part));
        self.break_with("several-people", span, words);
    }

    fn break_with(&mut self, code: &'static str, span: Span, words: String) {
        self.is_broken = true;
        self.diagnostics.push(
            Diagnostic::error(code, span, words)
                .expected("`and` between two people, and a body whose name has a comma in braces; the entry is left out")
                .example("author = {Davis, Jacky and Lister, John and {Health, Education and Research Trust}}"),
        );
    }

    /// `date`, or `year` with `month` and `day`.
    fn date(&mut self) -> Option<String> {
        let date = self.dated("date");
        let (year, month, day) = (self.spanned("year"), self.spanned("month"), self.spanned("day"));
        if let Some(date) = date {
            let says = |text: &Option<Spanned<String>>| {
                text.as_ref().is_some_and(|text| !date.starts_with(&text.value))
            };
            for (name, text) in [("year", year), ("month", month), ("day", day)] {
                if name != "year" || says(&text) {
                    text.iter().for_each(|text| self.not_kept(name, text));
                }
            }
            return Some(date);
        }
        let Some(found) = year.as_ref().and_then(|year| work::edtf(&year.value)) else {
            for (name, text) in [("year", &year), ("month", &month), ("day", &day)] {
                text.iter().for_each(|text| self.no_date(name, text));
            }
            return None;
        };
        Some(self.with_month(found, month, day))
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
        let words: Vec<&str> =
            month.value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let (number, own_day) = match words[..] {
            [month] => (work::month(month), None),
            [one, other] if work::month(other).is_some() && is_day(one) => (work::month(other), Some(one)),
            [one, other] if work::month(one).is_some() && is_day(other) => (work::month(one), Some(other)),
            _ => (None, None),
        };
        let is_plain_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let Some(number) = number.filter(|_| is_plain_year) else {
            self.no_date("month", &month);
            day.iter().for_each(|day| self.no_date("day", day));
            return year;
        };
        let dated = format!("{year}-{number:02}");
        let own_day = own_day.map(|day| Spanned::new(day.to_owned(), month.span));
        for day in own_day.into_iter().chain(day) {
            let whole = day.value.parse::<u8>().ok().and_then(|day| work::edtf(&format!("{dated}-{day:02}")));
            match whole {
                Some(whole) => return whole,
                None => self.no_date("day", &day),
            }
        }
        dated
    }

    /// A field with a date.
    fn dated(&mut self, name: &str) -> Option<String> {
        // A tilde is no space there: it says "about" (biblatex, 2.3.8).
        let field = self.take(name)?;
        let text = Spanned::new(latex::verbatim(&field.tex), field.span);
        let date = work::edtf(&text.value);
        if date.is_none() {
            self.no_date(name, &text);
        }
        date
    }

    fn no_date(&mut self, name: &str, text: &Spanned<String>) {
        let words = format!(
            "`{}`: `{name}` is no date that is known here, and is not kept: {}",
            self.key,
            shown(&text.value)
        );
        self.diagnostics.push(
            Diagnostic::warning("bad-date", text.span, words)
                .expected("2018, 2018-06, 2018-06-20, 2018-06~ (about), 2017-01/2018-03"),
        );
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
                self.not_kept("url", &address);
            }
        }
        for name in ["urldate", "lastaccessed", "accessed", "lastchecked"] {
            let Some(field) = self.take(name) else { continue };
            let text = Spanned::new(latex::verbatim(&field.tex), field.span);
            match work::edtf(&text.value) {
                Some(_) if own.url.is_none() || own.accessed.is_some() => self.not_kept(name, &text),
                None => self.no_date(name, &text),
                date => own.accessed = date,
            }
        }
    }

    fn serial_numbers(&mut self, own: &mut Description) {
        for name in ["doi", "isbn", "issn", "pmid", "pmcid"] {
            let Some(field) = self.take(name) else { continue };
            let number = latex::verbatim(&field.tex);
            let number = if name == "doi" { work::bare_doi(&number).to_owned() } else { number };
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
    fn parent(
        &mut self,
        books: &BTreeMap<String, Book>,
        kind: ReferenceType,
        own: &mut Description,
    ) -> Option<Parent> {
        if let Some(key) = self.crossref(books) {
            let title = books.get(&key).map(|book| book.title.clone()).unwrap_or_default();
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

    /// The entry that this one is a part of.
    fn crossref(&mut self, books: &BTreeMap<String, Book>) -> Option<String> {
        let field = self.take("crossref")?;
        let key = latex::verbatim(&field.tex);
        let found = books
            .contains_key(&key)
            .then_some(&key)
            .or_else(|| books.keys().find(|other| other.eq_ignore_ascii_case(&key)));
        match found {
            Some(found) if found != self.key => Some(found.clone()),
            _ => {
                let words = format!(
                    "`{}`: `crossref` names {}, and the file has no other entry of that name",
                    self.key,
                    shown(&key)
                );
                let known = crate::spelling::nearest(&key, books.keys().map(String::as_str));
                let known = known.filter(|known| *known != self.key);
                self.diagnostics.push(
                    Diagnostic::warning("not-kept", field.span, words)
                        .expected("the key of the entry of the book; the reference is written without it")
                        .maybe_suggest(known.map(|known| format!("crossref = {{{known}}}"))),
                );
                None
            }
        }
    }

    fn keywords(&mut self) -> Vec<Spanned<String>> {
        let mut keywords: Vec<Spanned<String>> = Vec::new();
        for name in ["keywords", "keyword"] {
            let Some(text) = self.spanned(name) else { continue };
            let words = text.value.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
            keywords.extend(words.map(|word| Spanned::new(word.to_owned(), text.span)));
        }
        keywords
    }

    /// Tells of every field that is left.
    fn finish(&mut self) {
        for field in std::mem::take(&mut self.fields) {
            let (text, _) = latex::text(&field.tex);
            if !text.is_empty() {
                self.not_kept(&field.name, &Spanned::new(text, field.span));
            }
        }
    }

    fn report_no_title(&mut self) {
        let words = format!("`{}` has no `title`, and is left out", self.key);
        self.diagnostics.push(
            Diagnostic::error("missing-field", self.span, words)
                .expected("a field `title`, or a description in square brackets")
                .example("title = {[Chapter in NHS SOS, title not given]}"),
        );
    }
}

fn is_day(text: &str) -> bool {
    text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// `Smith, A., Jones, B.`, which is one name to BibTeX; two commas are those of `Smith, Jr., A.`
fn is_several(part: &str) -> bool {
    const SUFFIXES: [&str; 11] = ["jr", "sr", "ii", "iii", "iv", "v", "esq", "phd", "md", "junior", "senior"];
    // `family=Berg, given=Ludwig, prefix=van der` of biblatex.
    if part.contains('=') {
        return false;
    }
    match latex::count(part, ',') {
        0 | 1 => latex::count(part, ';') > 0,
        2 => {
            let middle = part.split(',').nth(1).unwrap_or_default();
            let plain: String = middle.chars().filter(|c| c.is_alphanumeric()).collect();
            !SUFFIXES.contains(&plain.to_lowercase().as_str())
        }
        _ => true,
    }
}
