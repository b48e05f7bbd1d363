//! A build: one function from inputs to output, which publishing, checking and tests share.

mod look;

use crate::archive::Archive;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::cite::Bibliography;
use crate::cite::Citing;
use crate::cite::NotAStyle;
use crate::cite::Style;
use crate::config::Config;
use crate::date::DateWords;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::document::Record;
use crate::document::read_documents;
use crate::input::Asset;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::leaks;
use crate::links;
use crate::manifest;
use crate::page;
use crate::page::PageSpec;
use crate::page::Shared;
use crate::page::What;
use crate::pattern;
use crate::resolve::Moment;
use crate::resolve::resolve;
use crate::search;
use crate::span::FileId;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling;
use crate::theme;
use crate::theme::Theme;
use crate::theme::ThemeError;
use crate::theme::ThemeFile;
use crate::theme::ThemeParts;
use crate::url;
use crate::vocabulary::Kind;
use crate::vocabulary::RawHtml;
use crate::yaml;
use jiff::Timestamp;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

pub use look::look_through;

/// What a build depends on besides the site folder.
#[derive(Debug, Clone)]
pub struct Options {
    /// What counts as now.
    pub now: Timestamp,
    /// The site's address, in place of that in the configuration.
    pub base_url: Option<String>,
    /// What would not be published yet is shown too, as a preview does.
    pub drafts: bool,
}

/// A site that is ready to be rendered.
pub struct Site {
    /// What it shows.
    pub archive: Archive,
    /// How it shows it.
    pub theme: Theme,
    pub(crate) date_words: DateWords,
    /// What its pages share.
    pub(crate) shared: Shared,
    /// Its pages, in the order of paths.
    pub pages: Vec<PageSpec>,
    /// Files that are published as they are, by site path.
    pub assets: BTreeMap<String, AssetId>,
}

/// A finished file.
pub enum File<'a> {
    /// A page, or a file of the theme.
    Bytes(&'a [u8]),
    /// A file that is published as it is.
    Asset(&'a Asset),
}

/// Reads, resolves and plans a site. Mistakes are reported; a site comes back whenever its theme can be used, so that
/// a preview can show what there is.
pub fn prepare(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs, options: &Options) -> Option<Site> {
    let documents = read_documents(diagnostics, inputs);
    let mut archive = resolve(diagnostics, inputs, documents, options.moment());
    if let Some(base_url) = &options.base_url {
        archive.config.base_url.clone_from(base_url);
    }
    let theme = load_theme(diagnostics, inputs, &archive.config)?;
    Some(plan_site(diagnostics, archive, theme))
}

/// Every mistake that a build of the site would tell, in no order.
pub fn check(inputs: &Inputs, options: &Options) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let site = prepare(&mut diagnostics, inputs, options);
    let has_error = diagnostics.iter().any(|own| own.severity == Severity::Error);
    if let Some(site) = site.filter(|_| !has_error) {
        diagnostics.extend(look_through(inputs, &site));
    }
    diagnostics
}

/// A theme with the words in which it gives dates.
pub(crate) struct Dress {
    pub(crate) theme: Theme,
    pub(crate) date_words: DateWords,
    pub(crate) style: Arc<Style>,
}

/// Plans the pages of an archive, and reports addresses that two of them would have or that are not there.
pub(crate) fn plan_site(diagnostics: &mut Vec<Diagnostic>, archive: Archive, dress: Dress) -> Site {
    let Dress { mut theme, date_words, style } = dress;
    theme.set_site(page::site_view(&archive, &theme.words));
    let shared = Shared::new(
        &archive,
        &theme,
        Arc::new(Bibliography::new(&archive, style, &theme.words, &date_words)),
    );
    let pages = page::plan(&archive, &shared);
    let assets = published_assets(&archive);
    let site = Site { archive, theme, date_words, shared, pages, assets };
    check_paths(diagnostics, &site.archive, &site.pages, (&site.assets, &site.theme.assets));
    let paths = site.paths();
    let exists = |path: &str| paths.contains(path);
    let nearest = |path: &str| spelling::nearest(path, paths.iter().copied()).map(str::to_owned);
    for record in site.archive.records.iter() {
        check_generated(diagnostics, record, &exists, &nearest);
    }
    site
}

impl Options {
    /// The moment as of which a site is made.
    pub(crate) fn moment(&self) -> Moment {
        Moment { now: self.now, drafts: self.drafts }
    }
}

/// Renders every file of the site, in parallel, and hands each to `put`. Afterwards says what is wrong with the
/// output as a whole: links that lead nowhere, and traces of what is withheld.
///
/// # Errors
///
/// What `put` returns. Files may have been handed over by then.
pub fn render_all<E: Send>(
    inputs: &Inputs,
    site: &Site,
    put: impl Fn(&str, File<'_>) -> Result<(), E> + Sync,
) -> Result<Vec<Diagnostic>, E> {
    let cx = page::context(&site.archive, &site.theme, &site.date_words, &site.shared);
    let theme_words: Vec<&str> = site.theme.words.texts().collect();
    let page_paths: Vec<&str> = site.pages.iter().map(|page| page.path.as_str()).collect();
    let secrets = leaks::secrets(&site.archive, &theme_words, &page_paths);
    // Before the pages, which then use its memory again.
    let searched = site.search_index(|path, bytes| {
        put(path, File::Bytes(bytes))?;
        Ok(secrets.search_texts(path, || search::texts_of(bytes)))
    })?;
    let mut paths = links::Paths::of(site.paths(), &site.archive.config.base_url);
    if site.theme.has_own_templates() || site.archive.config.html == RawHtml::Sanitised {
        paths = paths.in_full();
    }
    let rendered: Vec<Result<links::PageLinks, E>> = site
        .pages
        .par_iter()
        .map_init(String::new, |html, spec| {
            let page = match page::render(&cx, spec) {
                Ok(page) => page,
                Err(error) => return Ok(failed(inputs, spec, &error)),
            };
            page.fill(html);
            // What all its parts link to was looked at once for all pages.
            let sound = page.parts().all(|part| part.is_sound(|part| links::is_sound_part(part, &paths)));
            let mut read = links::read_page(&spec.path, if sound { page.own() } else { html }, &paths);
            read.faults.extend(secrets.search(&spec.path, html.as_bytes()));
            put(&spec.path, File::Bytes(html.as_bytes()))?;
            Ok(read)
        })
        .collect();
    let mut pages = Vec::with_capacity(rendered.len());
    for page in rendered {
        pages.push(page?);
    }
    for (path, bytes) in &site.theme.assets {
        put(path, File::Bytes(bytes))?;
    }
    for (path, asset) in &site.assets {
        put(path, File::Asset(inputs.asset(*asset)))?;
    }
    let mut faults = links::check_fragments(&pages);
    for (path, text) in exports(&cx) {
        faults.extend(secrets.search(path, text.as_bytes()));
        put(path, File::Bytes(text.as_bytes()))?;
    }
    faults.extend(pages.into_iter().flat_map(|page| page.faults));
    faults.extend(searched.into_iter().flatten());
    faults.extend(site.assets.keys().flat_map(|path| secrets.search(path, b"")));
    faults.iter_mut().for_each(|fault| place(site, fault));
    // A template that fails does so on every page of its kind: told once, it is told.
    let mut seen = BTreeSet::new();
    faults.retain(|fault| seen.insert((fault.code, fault.span, fault.path.clone(), fault.message.clone())));
    Ok(faults)
}

/// What is wrong with the page of a record is told at the record: its author has no other file to look at.
fn place(site: &Site, fault: &mut Diagnostic) {
    let Some(path) = fault.path.take_if(|_| fault.span.is_none()) else { return };
    let page = site.pages.binary_search_by(|page| page.path.as_str().cmp(&path)).ok();
    match page.and_then(|index| span_of(&site.archive, &site.pages[index].what)) {
        Some(span) => {
            fault.span = Some(Span { end: span.start, ..span });
            fault.message = format!("{} (page `{path}`)", fault.message);
        }
        None => fault.path = Some(path),
    }
}

impl Site {
    /// How its works are cited.
    pub fn citing(&self) -> Citing<'_> {
        page::context(&self.archive, &self.theme, &self.date_words, &self.shared).citing()
    }

    /// Makes the files of the search index; see [`search::index`].
    ///
    /// # Errors
    ///
    /// What `put` returns.
    pub fn search_index<T: Send, E: Send>(
        &self,
        put: impl Fn(&str, &[u8]) -> Result<T, E> + Sync,
    ) -> Result<Vec<T>, E> {
        search::index(self.citing(), &self.date_words, put)
    }

    /// The files with the whole bibliography, by their paths.
    pub fn exports(&self) -> Vec<(&'static str, String)> {
        exports(&page::context(&self.archive, &self.theme, &self.date_words, &self.shared))
    }

    /// Every path of the output to which a page may lead: all but those of the search index.
    pub fn paths(&self) -> BTreeSet<&str> {
        let pages = self.pages.iter().map(|page| page.path.as_str());
        let theme = self.theme.assets.keys().map(String::as_str);
        let exports = page::export_paths(&self.archive).iter().copied();
        let assets = self.assets.keys().map(String::as_str);
        pages.chain(theme).chain(assets).chain(exports).chain(manifest::ALWAYS).collect()
    }
}

/// The files with the whole bibliography, by their paths.
fn exports(cx: &page::Context<'_>) -> Vec<(&'static str, String)> {
    let paths: Vec<&'static str> = page::export_paths(cx.archive).to_vec();
    paths.into_par_iter().filter_map(|path| Some((path, page::export_file(cx, path)?))).collect()
}

fn failed(inputs: &Inputs, spec: &PageSpec, error: &ThemeError) -> links::PageLinks {
    links::PageLinks::failed(&spec.path, theme_diagnostic(inputs, error))
}

/// Sorts diagnostics as they are told: by file and place, then by what is about whole files.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |own: &Diagnostic| (own.span.is_none(), own.span, own.path.clone());
        key(a).cmp(&key(b)).then_with(|| (a.code, &a.message).cmp(&(b.code, &b.message)))
    });
}

/// The same where the places of files are not in the order of their paths.
pub(crate) fn sort_by_path(diagnostics: &mut [Diagnostic], inputs: &Inputs) {
    diagnostics.sort_by(|a, b| {
        let path = |span: &Span| (inputs.text(span.file).path.as_str(), span.start, span.end);
        let key = |own: &Diagnostic| (own.span.is_none(), own.path.clone());
        let spans = a.span.as_ref().map(path).cmp(&b.span.as_ref().map(path));
        let kinds = a.span.is_none().cmp(&b.span.is_none());
        let paths = || key(a).cmp(&key(b)).then_with(|| (a.code, &a.message).cmp(&(b.code, &b.message)));
        kinds.then(spans).then_with(paths)
    });
}

// ---------------------------------------------------------------------------------------------- theme

/// The theme that a configuration names.
pub(crate) fn load_theme(
    diagnostics: &mut Vec<Diagnostic>,
    inputs: &Inputs,
    config: &Config,
) -> Option<Dress> {
    let name = &config.theme;
    let prefix = format!("themes/{name}/");
    let mut parts =
        ThemeParts { name: name.clone(), language: config.language.clone(), ..ThemeParts::default() };
    for (_, language, text) in theme::built_in_strings() {
        let tree = yaml::parse(&mut Vec::new(), FileId(0), &text, 0..text.len());
        parts.strings.push(theme::Strings { language, tree: theme::strings_tree(&tree) });
    }
    let mut found = name == "default";
    for (file, index) in inputs.texts.iter().zip(0..) {
        let Some(path) = file.path.strip_prefix(&prefix) else { continue };
        found = true;
        if let Some(language) = theme::strings_language(path) {
            let text = file.text();
            let tree = yaml::parse(diagnostics, FileId(index), &text, 0..text.len());
            if let Some(built_in) = parts.strings.iter().find(|own| own.language == "en") {
                report_words(diagnostics, &tree.entries, &built_in.tree);
            }
            parts
                .strings
                .push(theme::Strings { language: language.to_owned(), tree: theme::strings_tree(&tree) });
        } else {
            parts.files.push(ThemeFile { path: path.to_owned(), bytes: file.bytes.clone() });
        }
    }
    found |= inputs.assets.iter().any(|asset| asset.path.starts_with(&prefix));
    if !found {
        let names = theme_names(inputs);
        let words = format!("there is no theme `{name}`: no folder `themes/{name}` in the site");
        let near =
            spelling::nearest(name, names.iter().map(String::as_str)).map(|near| format!("theme: {near}"));
        let diagnostic = match config.theme_span {
            Some(span) => Diagnostic::error("unknown-theme", span, words),
            None => Diagnostic::about_file("unknown-theme", Severity::Error, "casefile.yaml", words),
        };
        diagnostics.push(
            diagnostic.expected("the name of a folder below `themes/`, or `default`").maybe_suggest(near),
        );
        return None;
    }
    match theme::load_theme(parts) {
        Ok(theme) => {
            report_theme(diagnostics, &prefix, &theme);
            let date_words = date_words(diagnostics, &theme, name)?;
            let style = Arc::new(citation_style(diagnostics, inputs, config));
            Some(Dress { theme, date_words, style })
        }
        Err(errors) => {
            diagnostics.extend(errors.iter().map(|error| theme_diagnostic(inputs, error)));
            None
        }
    }
}

/// The citation style that a configuration names: that of a file beside it, or one that needs no file. Where there is
/// none, the mistake is reported and the usual one is used.
fn citation_style(diagnostics: &mut Vec<Diagnostic>, inputs: &Inputs, config: &Config) -> Style {
    let usual = || Style::usual(&config.language);
    let Some(named) = &config.citation_style else { return usual() };
    if !named.value.ends_with(".csl") {
        return Style::named(&named.value, &config.language).unwrap_or_else(|| {
            let is_useless = Style::is_without_list(&named.value);
            let near = spelling::nearest(&named.value, Style::names()).filter(|_| !is_useless);
            let words = match is_useless {
                true => format!(
                    "the citation style `{}` has no list of sources, so that nobody could see what its labels mean",
                    named.value
                ),
                false => format!("there is no citation style `{}`", named.value),
            };
            diagnostics.push(
                Diagnostic::error("unknown-style", named.span, words)
                    .expected(
                        "the name of a style, such as `apa`, `vancouver` or `chicago-notes` (docs/citation-styles.md has \
                         them all), or the path of a `.csl` file, such as `styles/oscola.csl`",
                    )
                    .maybe_suggest(near.map(|near| format!("citation_style: {near}"))),
            );
            usual()
        });
    }
    let Some(index) = inputs.texts.iter().position(|text| text.path == named.value) else {
        let files = inputs.texts.iter().map(|text| text.path.as_str()).filter(|path| path.ends_with(".csl"));
        let near = spelling::nearest(&named.value, files);
        let words = format!("there is no file `{}`", named.value);
        diagnostics.push(
            Diagnostic::error("unknown-style", named.span, words)
                .expected("the path of a `.csl` file in the folder `styles`, such as `styles/oscola.csl`, or the name of a style that needs no file")
                .maybe_suggest(near.map(|near| format!("citation_style: {near}"))),
        );
        return usual();
    };
    let text = inputs.texts[index].text();
    Style::from_csl(&named.value, &text, &config.language).unwrap_or_else(|faults| {
        let file = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        diagnostics.extend(faults.iter().map(|fault| not_a_style((file, &named.value), fault)));
        usual()
    })
}

fn not_a_style((file, path): (FileId, &str), fault: &NotAStyle) -> Diagnostic {
    match fault {
        NotAStyle::Unreadable(fault) => {
            let words = format!("this is no citation style that can be used: {}", fault.words);
            let mistake = match &fault.at {
                Some(at) => Diagnostic::error("bad-style", Span::new(file, at.start, at.end), words),
                None => Diagnostic::about_file("bad-style", Severity::Error, path, words),
            };
            mistake.expected("a style in CSL 1.0, as https://www.zotero.org/styles has them")
        }
        NotAStyle::Dependent(parent) => {
            let words = format!("this file only points to another style, `{parent}`");
            Diagnostic::about_file("bad-style", Severity::Error, path, words)
                .expected("the style that it points to, saved in its place")
        }
    }
}

/// The words in which a theme gives dates.
fn date_words(diagnostics: &mut Vec<Diagnostic>, theme: &Theme, name: &str) -> Option<DateWords> {
    match serde_json::from_value(theme.words.section("date")) {
        Ok(words) => Some(words),
        Err(error) => {
            let words = format!("the words for dates in the theme's strings are not complete: {error}");
            let theme = format!("themes/{name}");
            diagnostics.push(Diagnostic::about_file("theme-words", Severity::Error, theme, words));
            None
        }
    }
}

/// What in a file of strings would change nothing, or leave readers with less than the built-in text has.
fn report_words(
    diagnostics: &mut Vec<Diagnostic>,
    entries: &[yaml::Entry<'_>],
    built_in: &serde_json::Value,
) {
    for entry in entries {
        match built_in.get(&*entry.key.value) {
            Some(known) => report_word(diagnostics, &entry.value, known),
            None => diagnostics.push(unknown_string(&entry.key, built_in)),
        }
    }
}

fn report_word(diagnostics: &mut Vec<Diagnostic>, own: &yaml::Node<'_>, built_in: &serde_json::Value) {
    match (&own.value, built_in) {
        (yaml::Value::Map(forms), serde_json::Value::Object(known))
            if ["one", "other"].iter().all(|form| known.contains_key(*form)) =>
        {
            // A language has forms of its own: Welsh six, English two.
            forms.iter().for_each(|form| report_word(diagnostics, &form.value, &known["other"]));
        }
        (yaml::Value::Map(own), known @ serde_json::Value::Object(_)) => {
            report_words(diagnostics, own, known)
        }
        (yaml::Value::List(texts), serde_json::Value::Array(known)) if texts.len() == known.len() => {
            texts.iter().zip(known).for_each(|(own, known)| report_word(diagnostics, own, known));
        }
        (yaml::Value::Text(text), serde_json::Value::String(known)) if !text.trim().is_empty() => {
            let names: Vec<&str> = pattern::names(known).collect();
            for name in pattern::names(text).filter(|name| !names.contains(name)) {
                diagnostics.push(unknown_name(own.span, name, &names));
            }
        }
        (_, known) => diagnostics.push(wrong_shape(own.span, known)),
    }
}

fn unknown_name(span: Span, name: &str, names: &[&str]) -> Diagnostic {
    let known: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
    let near = match names {
        [only] => Some(*only),
        names => spelling::nearest(name, names.iter().copied()),
    };
    let words = format!("nothing is filled in for `{{{name}}}`, so readers would see the braces");
    Diagnostic::warning("unknown-name", span, words)
        .expected(match known.as_slice() {
            [] => "no words in braces".to_owned(),
            known => format!("no words in braces but {}", known.join(", ")),
        })
        .maybe_suggest(near.map(|near| format!("{{{near}}}")))
}

fn wrong_shape(span: Span, built_in: &serde_json::Value) -> Diagnostic {
    let expected = match built_in {
        serde_json::Value::Array(texts) => {
            format!("a list of {} texts in brackets, as in the built-in strings/en.yaml", texts.len())
        }
        serde_json::Value::Object(_) => {
            "fields of its own below it, as in the built-in strings/en.yaml".to_owned()
        }
        _ => "a text, as in the built-in strings/en.yaml; leave the line out to keep that".to_owned(),
    };
    Diagnostic::warning("string-shape", span, "the theme cannot use this text as it is written")
        .expected(expected)
}

fn unknown_string(key: &Spanned<Cow<'_, str>>, known: &serde_json::Value) -> Diagnostic {
    let keys = known.as_object().into_iter().flat_map(|object| object.keys().map(String::as_str));
    let near = spelling::nearest(&key.value, keys).map(str::to_owned);
    Diagnostic::warning(
        "unknown-string",
        key.span,
        format!("the theme has no text `{}`, so this changes nothing", key.value),
    )
    .expected("a key of the built-in strings/en.yaml")
    .maybe_suggest(near)
}

fn theme_names(inputs: &Inputs) -> BTreeSet<String> {
    let own = inputs.texts.iter().filter_map(|file| file.path.strip_prefix("themes/")?.split('/').next());
    own.map(str::to_owned).chain(["default".to_owned()]).collect()
}

fn report_theme(diagnostics: &mut Vec<Diagnostic>, prefix: &str, theme: &Theme) {
    for file in &theme.unused_files {
        let words = "no part of a theme has this name, so the file is not used";
        let path = format!("{prefix}{file}");
        diagnostics.push(Diagnostic::about_file("unused-theme-file", Severity::Warning, path, words));
    }
    if let Some(first) = theme.missing_words.first() {
        let words = format!(
            "{} texts are missing in the language of the site, so English stands in for them; the first is `{first}`",
            theme.missing_words.len()
        );
        diagnostics.push(Diagnostic::about_file(
            "missing-words",
            Severity::Warning,
            prefix.trim_end_matches('/'),
            words,
        ));
    }
}

/// A mistake in a theme, at its place.
pub(crate) fn theme_diagnostic(inputs: &Inputs, error: &ThemeError) -> Diagnostic {
    let words = format!("the theme cannot be used: {}", error.message.trim_end_matches('.'));
    let place = if error.line > 0 {
        format!("{}:{}:{}", error.path, error.line, error.column)
    } else {
        error.path.clone()
    };
    let file = inputs.texts.iter().position(|text| error.own && text.path == error.path);
    match file.map(|index| FileId(u32::try_from(index).unwrap_or(u32::MAX))) {
        Some(file) => Diagnostic::error("theme", theme_span(inputs, file, error), words),
        None if error.own => Diagnostic::about_file("theme", Severity::Error, place, words),
        // The built-in templates are no files of the site.
        None => Diagnostic::about_file(
            "theme",
            Severity::Error,
            "casefile.yaml",
            format!("{words} (built-in {place})"),
        ),
    }
}

/// The bytes that the template engine names, or the place of its line and column.
fn theme_span(inputs: &Inputs, file: FileId, error: &ThemeError) -> Span {
    if let Some(range) = &error.range {
        return Span::new(file, range.start, range.end);
    }
    let text = inputs.text(file).text();
    let line_start =
        text.split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum::<usize>();
    let line = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
    let column = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    Span::new(file, line_start + column, line_start + line.len())
}

// ---------------------------------------------------------------------------------------------- paths

/// Files that are published as they are, by site path: those of records, and files of the theme that are no text.
pub(crate) fn published_assets(archive: &Archive) -> BTreeMap<String, AssetId> {
    let theme = format!("themes/{}/assets/", archive.config.theme);
    let assets = archive.assets.iter().zip((0..).map(AssetId));
    assets
        .filter_map(|(asset, id)| match asset.path.strip_prefix(&theme) {
            Some(below) => Some((format!("assets/{below}"), id)),
            None => asset.published.then(|| (url::asset_path(&asset.path), id)),
        })
        .collect()
}

/// No two files have one address, and none has the address of a folder.
pub(crate) fn check_paths<A, B>(
    diagnostics: &mut Vec<Diagnostic>,
    archive: &Archive,
    pages: &[PageSpec],
    (assets, of_theme): (&BTreeMap<String, A>, &BTreeMap<String, B>),
) {
    let mut taken: BTreeMap<&str, Option<Span>> = BTreeMap::new();
    let files = assets.keys().chain(of_theme.keys()).map(|path| (path.as_str(), None));
    let pages = pages.iter().map(|page| (page.path.as_str(), span_of(archive, &page.what)));
    let exports = page::export_paths(archive).iter().copied().chain(manifest::PATHS);
    for (path, span) in pages.chain(files).chain(exports.map(|path| (path, None))) {
        if let Some(other) = taken.insert(path, span) {
            diagnostics.push(collision(path, span, other));
        }
    }
    for path in assets.keys().filter(|path| is_of_index(path)) {
        diagnostics.push(collision(path, None, None));
    }
    for (path, span) in &taken {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in folders {
            if let Some(other) = taken.get(folder) {
                diagnostics.push(collision(folder, *span, *other));
            }
        }
    }
}

/// Whether an address is kept for a file of the search index.
pub(crate) fn is_of_index(path: &str) -> bool {
    path.strip_prefix(search::FOLDER).is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".js"))
}

/// Where the text of a page was written.
pub(crate) fn span_of(archive: &Archive, what: &What) -> Option<Span> {
    match what {
        What::Record(id) | What::Topic(id, _) => Some(archive.record(*id).span),
        // The text of `content/index.md` stands on the home page.
        What::Home => {
            let mut records = archive.records.iter();
            records.find(|record| record.kind == Kind::Page && record.id == "index").map(|record| record.span)
        }
        What::Forward(index) => archive.forwards.get(*index).map(|forward| forward.span),
        _ => None,
    }
}

fn collision(path: &str, one: Option<Span>, other: Option<Span>) -> Diagnostic {
    let words = format!("the address `{path}` is taken already");
    let expected = "an address that nothing else has; casefile makes some pages of its own, such as search.html and timeline.html";
    match (one.or(other), one.and(other)) {
        (Some(span), Some(second)) => Diagnostic::error("same-address", span, words)
            .expected(expected)
            .other(second, "it belongs to this"),
        (Some(span), None) => Diagnostic::error("same-address", span, words).expected(expected),
        (None, _) => Diagnostic::about_file("same-address", Severity::Error, path, words).expected(expected),
    }
}

/// Whether a record links to a page that casefile makes, or may make.
pub(crate) fn links_to_generated(record: &Record<AsMeant>) -> bool {
    record.body.targets.iter().any(|target| matches!(target.to, LinkTarget::Generated(..)))
}

/// Links in a text to pages that casefile makes. `nearest` gives the path of one for a path that is not there.
pub(crate) fn check_generated(
    diagnostics: &mut Vec<Diagnostic>,
    record: &Record<AsMeant>,
    exists: &dyn Fn(&str) -> bool,
    nearest: &dyn Fn(&str) -> Option<String>,
) {
    for target in &record.body.targets {
        let LinkTarget::Generated(path, _) = &target.to else { continue };
        if !exists(path) {
            diagnostics.push(
                Diagnostic::error("unknown-page", target.span, format!("the site has no page `{path}`"))
                    .expected("the address of a page of this site, or the file of a record")
                    .maybe_suggest(nearest(path).map(|near| format!("/{near}"))),
            );
        }
    }
}
