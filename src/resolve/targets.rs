//! What a single link, citation or file name leads to, and the diagnostics when it leads nowhere.

use super::Known;
use super::Site;
use super::a_kind;
use super::kinds_in_words;
use super::names;
use super::names::Found;
use crate::archive::LinkTarget;
use crate::archive::RecordId;
use crate::diagnostic::Diagnostic;
use crate::input::AssetId;
use crate::input::Inputs;
use crate::markdown::WrittenTarget;
use crate::span::Span;
use crate::span::Spanned;
use crate::spelling;
use crate::vocabulary::Kind;
use crate::vocabulary::State;
use crate::vocabulary::Vocabulary;

/// The code of a diagnostic about a link to a record that is not published.
pub(super) const NAMES_WITHHELD: &str = "names-withheld";

/// Whether a record has that id and is not published.
pub(super) fn is_withheld(site: &Site<'_>, id: &str, kind: Kind) -> bool {
    matches!(site.by_id(id, &[kind]), Found::One(index) if site.known.final_record(index).is_none())
}

/// What becomes of a link to a record that is not published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IfWithheld {
    /// The record would say something else without it, or state something without its source.
    Error,
    /// It is left out.
    Drop,
}

/// The record that a field names by its id.
pub(super) fn link(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    name: &Spanned<String>,
    kinds: &[Kind],
    if_withheld: IfWithheld,
) -> Option<RecordId> {
    let index = document(diagnostics, site, name, kinds)?;
    let published = site.known.final_record(index);
    if published.is_none() {
        report_withheld(diagnostics, name, if_withheld);
    }
    published
}

/// The document that a field names by its id; `kind:id` where two kinds share it.
pub(super) fn document(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    name: &Spanned<String>,
    kinds: &[Kind],
) -> Option<usize> {
    let prefix =
        name.value.split_once(':').and_then(|(kind, id)| Some((Kind::from_code(kind.trim())?, id.trim())));
    let found = match prefix {
        Some((kind, id)) if kinds.contains(&kind) => match site.by_id(id, &[kind]) {
            // `reference:2015` may be a key of a bibliography.
            Found::Nothing => site.by_id(&name.value, kinds),
            found => found,
        },
        _ => site.by_id(&name.value, kinds),
    };
    match found {
        Found::One(index) => Some(index),
        Found::Several(indices) => {
            diagnostics.push(ambiguous(site, name, &indices));
            None
        }
        Found::Nothing => {
            if !site.is_unreadable(&name.value) {
                diagnostics.push(unknown(site, name, kinds));
            }
            None
        }
    }
}

fn unknown(site: &Site<'_>, name: &Spanned<String>, kinds: &[Kind]) -> Diagnostic {
    if let Found::One(index) = site.by_id(&name.value, Kind::ALL) {
        let other = site.face(index);
        site.note(names::place_key(other));
        return Diagnostic::error(
            "wrong-kind",
            name.span,
            format!("`{}` is the id of {}", name.value, a_kind(other.kind)),
        )
        .expected(format!(
            "the id of {}",
            kinds.iter().map(|kind| a_kind(*kind)).collect::<Vec<_>>().join(" or ")
        ))
        .other(other.title.span, "this record has that id");
    }
    let words = if kinds.len() == Kind::ALL.len() { "record".to_owned() } else { kinds_in_words(kinds) };
    let folder = kinds.first().map_or("", |kind| kind.folder());
    let article = if words.starts_with(['i', 'o']) { "an" } else { "a" };
    let mut expected = format!("the id of {article} {words}, which is the name of its file without `.md`");
    if kinds.len() < 3 {
        expected
            .push_str(&format!("; to add one, make `content/{folder}/{}.md`", slug::slugify(&name.value)));
    }
    Diagnostic::error("unknown-id", name.span, format!("there is no {words} `{}`", name.value))
        .expected(expected)
        .maybe_suggest(site.nearest_id(&name.value, kinds))
}

fn ambiguous(site: &Site<'_>, name: &Spanned<String>, indices: &[usize]) -> Diagnostic {
    let documents = indices.iter().map(|index| site.face(*index));
    documents.clone().for_each(|face| site.note(names::place_key(face)));
    let full: Vec<String> =
        documents.clone().map(|document| format!("{}:{}", document.kind.code(), document.id)).collect();
    let diagnostic = Diagnostic::error(
        "ambiguous-name",
        name.span,
        format!("`{}` could be more than one record", name.value),
    )
    .expected(format!("one of: {}", full.join(", ")))
    .suggest(full.first().cloned().unwrap_or_default());
    documents
        .fold(diagnostic, |diagnostic, document| diagnostic.other(document.title.span, "it could be this"))
}

fn report_withheld(diagnostics: &mut Vec<Diagnostic>, name: &Spanned<String>, if_withheld: IfWithheld) {
    let words = format!("`{}` is not published yet (a draft, or under embargo)", name.value);
    diagnostics.push(match if_withheld {
        IfWithheld::Error => {
            Diagnostic::error(NAMES_WITHHELD, name.span, format!("{words}, and this record rests on it"))
                .expected("a record that is published, or this one as a draft until then")
        }
        IfWithheld::Drop => Diagnostic::warning(
            NAMES_WITHHELD,
            name.span,
            format!("{words}, so the link is left out until then"),
        ),
    });
}

/// A merged record whose successor is not published would lose its address.
pub(super) fn report_lost_merges(diagnostics: &mut Vec<Diagnostic>, known: &Known) {
    for (index, face) in known.shown() {
        let lost = known.merged[index].is_some_and(|target| known.published[target].is_none());
        if let Some(name) = face.merged_into.as_ref().filter(|_| lost) {
            diagnostics.push(
                Diagnostic::error(
                    NAMES_WITHHELD,
                    name.span,
                    format!(
                        "`{}` is not published yet, so this record would vanish without a word",
                        name.value
                    ),
                )
                .expected("a record that is published; or this one as it was, until that one is published"),
            );
        }
    }
}

/// The id of the organisation that an id means today: of one that was merged, that of the one which remains.
pub(super) fn organisation_id<'a>(site: &'a Site<'_>, id: &str) -> Option<&'a str> {
    let Found::One(index) = site.by_id(id, &[Kind::Organisation]) else { return None };
    site.known.final_record(index)?;
    let remains = site.known.published[index].map_or(site.known.merged[index], |_| Some(index))?;
    Some(&site.face(remains).id)
}

/// For each merged document, the one that took its place in the end.
pub(super) fn follow_merges(
    diagnostics: &mut Vec<Diagnostic>,
    known: &Known,
    inputs: &Inputs,
) -> Vec<Option<usize>> {
    let site = Site { inputs, known, base_url: "", asked: None };
    let mut next: Vec<Option<usize>> = vec![None; known.faces.len()];
    for (index, face) in known.documents().filter(|(_, face)| face.state == State::Merged) {
        let Some(target) = &face.merged_into else { continue };
        let own_kind = [face.kind];
        let kinds: &[Kind] = if matches!(known.by_id(&target.value, &own_kind), Found::One(_)) {
            &own_kind
        } else {
            Kind::ALL
        };
        next[index] = document(diagnostics, &site, target, kinds);
    }
    (0..next.len())
        .map(|start| {
            let mut at = next[start]?;
            for _ in 0..=next.len() {
                match next[at] {
                    Some(further) if at != start => at = further,
                    Some(_) => break,
                    None => return Some(at),
                }
            }
            let name = known.faces[start].merged_into.as_ref()?;
            diagnostics.push(
                Diagnostic::error(
                    "merge-circle",
                    name.span,
                    "this record is merged into one that leads back to it",
                )
                .expected("the record that remains"),
            );
            None
        })
        .collect()
}

/// Where a link in the text of the document at `from` leads.
pub(super) fn target(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    from: &From<'_>,
    to: WrittenTarget,
    span: Span,
) -> LinkTarget {
    match to {
        WrittenTarget::Url(url) => match own_path(site, &url) {
            Some(path) => path_target(diagnostics, site, from, &Spanned::new(path, span)),
            None => LinkTarget::Url(url),
        },
        WrittenTarget::Name { name, labelled } => {
            named_target(diagnostics, site, &Spanned::new(name, span), labelled)
        }
        WrittenTarget::Path(path) => path_target(diagnostics, site, from, &Spanned::new(path, span)),
        WrittenTarget::Image(path) => match asset_at(site, from, &crate::url::decode(&path)) {
            Some(asset) => LinkTarget::Asset(asset),
            None => {
                diagnostics.push(unknown_file(site, from, &Spanned::new(path, span)));
                LinkTarget::Broken
            }
        },
    }
}

/// An address within this site that was written in full, as one from its root. It is checked like every other, and leads
/// there from wherever the site is read.
pub(super) fn own_path(site: &Site<'_>, url: &str) -> Option<String> {
    let rest = url.strip_prefix(site.base_url).filter(|_| !site.base_url.is_empty())?;
    Some(if rest.is_empty() { "/index.html".to_owned() } else { format!("/{rest}") })
}

/// The document whose links are resolved.
pub(super) struct From<'a> {
    /// Its number.
    pub(super) index: usize,
    /// The folder its files lie in.
    pub(super) folder: &'a str,
}

fn named_target(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    name: &Spanned<String>,
    labelled: bool,
) -> LinkTarget {
    let (found, fragment) = match site.by_name(&name.value) {
        Found::Nothing => {
            let (before, fragment) = crate::markdown::split_fragment(name);
            (site.by_name(&before.value), fragment)
        }
        found => (found, None),
    };
    match found {
        Found::One(index) => match site.known.final_record(index) {
            Some(record) => {
                check_fragment(diagnostics, site, index, fragment.as_deref(), name.span);
                LinkTarget::Record(record, fragment)
            }
            None => {
                report_withheld(
                    diagnostics,
                    name,
                    if labelled { IfWithheld::Drop } else { IfWithheld::Error },
                );
                LinkTarget::Withheld
            }
        },
        Found::Several(indices) => {
            let mut diagnostic = ambiguous(site, name, &indices);
            diagnostic.suggestion = diagnostic.suggestion.map(|name| format!("[[{name}]]"));
            diagnostics.push(diagnostic);
            LinkTarget::Broken
        }
        Found::Nothing => {
            if !site.is_unreadable(&name.value) {
                diagnostics.push(
                    Diagnostic::error(
                        "unknown-name",
                        name.span,
                        format!("no record has the id, title or name `{}`", name.value),
                    )
                    .expected("the id of a record, its title, or a name of an organisation")
                    .maybe_suggest(site.nearest_name(&name.value).map(|near| format!("[[{near}]]"))),
                );
            }
            LinkTarget::Broken
        }
    }
}

/// A place in a text must be there. Ids that begin with `s-` belong to the page around the text and are checked
/// when the pages are made.
fn check_fragment(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    index: usize,
    fragment: Option<&str>,
    span: Span,
) {
    let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty() && !fragment.starts_with("s-"))
    else {
        return;
    };
    let anchors = site.anchors(index);
    if anchors.iter().any(|anchor| anchor == fragment) {
        return;
    }
    let near = spelling::nearest(fragment, anchors.iter().map(String::as_str));
    diagnostics.push(
        Diagnostic::error(
            "unknown-fragment",
            span,
            format!("`{}` has no heading with the id `{fragment}`", site.face(index).id),
        )
        .expected(match anchors {
            [] => "no `#…`: the text there has no headings".to_owned(),
            anchors => format!("one of: {}", anchors.join(", ")),
        })
        .maybe_suggest(near.map(|near| format!("#{near}"))),
    );
}

fn path_target(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    from: &From<'_>,
    written: &Spanned<String>,
) -> LinkTarget {
    let (path, fragment) = match written.value.split_once('#') {
        Some((path, fragment)) => (path, Some(crate::url::decode(fragment))),
        None => (written.value.as_str(), None),
    };
    if path.is_empty() {
        check_fragment(diagnostics, site, from.index, fragment.as_deref(), written.span);
        return LinkTarget::Fragment(fragment.unwrap_or_default());
    }
    let decoded = crate::url::decode(path);
    if let Some(asset) = asset_at(site, from, &decoded) {
        return LinkTarget::Asset(asset);
    }
    let Some(index) = document_at(site, from, &decoded) else {
        return generated_target(diagnostics, site, from, written, fragment);
    };
    check_fragment(diagnostics, site, index, fragment.as_deref(), written.span);
    match site.known.final_record(index) {
        Some(record) => LinkTarget::Record(record, fragment),
        None => {
            report_withheld(diagnostics, written, IfWithheld::Drop);
            LinkTarget::Withheld
        }
    }
}

/// The document that a path in a text leads to, by its file or by its page.
pub(super) fn document_at(site: &Site<'_>, from: &From<'_>, path: &str) -> Option<usize> {
    let folder = if path.starts_with('/') { "content" } else { from.folder };
    let source = crate::url::join(folder, path.trim_start_matches('/'))?;
    let below = source.strip_prefix("content/").unwrap_or(&source);
    site.by_source(&source)
        .or_else(|| {
            let bundle = format!("{}/index.md", source.strip_suffix(".md").unwrap_or(&source));
            site.by_source(&bundle)
        })
        .or_else(|| site.by_path(below))
}

/// An address that is no record: perhaps a page that casefile makes. Whether it does is known when pages are planned.
fn generated_target(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site<'_>,
    from: &From<'_>,
    written: &Spanned<String>,
    fragment: Option<String>,
) -> LinkTarget {
    let path = written.value.split('#').next().unwrap_or_default();
    let folder = from.folder.strip_prefix("content").unwrap_or_default();
    let site_path = crate::url::join(folder, &crate::url::decode(path));
    match site_path {
        Some(site_path) if site_path.ends_with(".html") => LinkTarget::Generated(site_path, fragment),
        Some(site_path) if site_path.is_empty() || site_path.ends_with('/') => {
            LinkTarget::Generated(format!("{site_path}index.html"), fragment)
        }
        _ => {
            diagnostics.push(unknown_link(site, from, written));
            LinkTarget::Broken
        }
    }
}

/// A link to a file that is not there. What stands behind `#` is no part of the file's name.
fn unknown_link(site: &Site<'_>, from: &From<'_>, written: &Spanned<String>) -> Diagnostic {
    let (address, fragment) = written.value.split_at(written.value.find('#').unwrap_or(written.value.len()));
    if let Some((path, _)) = address.split_once('?') {
        return Diagnostic::error(
            "unknown-file",
            written.span,
            "a page of this site is a file, and gives no other answer for what stands behind a `?`",
        )
        .expected("the address without `?` and what follows it")
        .maybe_suggest((!path.is_empty()).then(|| format!("{path}{fragment}")));
    }
    let mut mistake = unknown_file(site, from, &Spanned::new(address.to_owned(), written.span));
    mistake.suggestion = mistake.suggestion.map(|near| format!("{near}{fragment}"));
    mistake
}

/// The file beside a record that a path names.
pub(super) fn asset_at(site: &Site<'_>, from: &From<'_>, path: &str) -> Option<AssetId> {
    find_asset(site.inputs, from.folder, path)
}

/// The file that a path names which is written in a folder.
pub(super) fn find_asset(inputs: &Inputs, folder: &str, path: &str) -> Option<AssetId> {
    let folder = if path.starts_with('/') { "content" } else { folder };
    let path = crate::url::join(folder, path.trim_start_matches('/'))?;
    let index = inputs.assets.binary_search_by(|asset| asset.path.as_str().cmp(&path)).ok()?;
    path.starts_with("content/").then(|| AssetId(u32::try_from(index).unwrap_or(u32::MAX)))
}

/// A file that is named and not there.
pub(super) fn unknown_file(site: &Site<'_>, from: &From<'_>, name: &Spanned<String>) -> Diagnostic {
    let prefix = format!("{}/", from.folder);
    let beside: Vec<&str> =
        site.inputs.assets.iter().filter_map(|asset| asset.path.strip_prefix(&prefix)).collect();
    let expected = match beside.as_slice() {
        [] => format!("a file that lies in `{}`, or a record", from.folder),
        files => {
            let some = files.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            format!("a file that lies in `{}` ({some}), or a record", from.folder)
        }
    };
    let near = spelling::nearest(&name.value, beside.iter().copied()).map(str::to_owned);
    Diagnostic::error("unknown-file", name.span, format!("there is no file `{}`", name.value))
        .expected(expected)
        .maybe_suggest(near.or_else(|| nearest_source(site, from, &name.value)))
}

/// The path with its last part as the file of a record is called that lies in the folder it names.
fn nearest_source(site: &Site<'_>, from: &From<'_>, written: &str) -> Option<String> {
    site.note(names::any_name_key());
    let (folder, file) = written.rsplit_once('/')?;
    let kind_folder = folder.rsplit('/').next()?;
    let all = site.known.documents().map(|(_, document)| document);
    let named = all.filter(|document| document.kind.folder() == kind_folder);
    let stem = file.split('.').next()?;
    let near = spelling::nearest(stem, named.map(|document| document.id.as_str()))?;
    let path = format!("{folder}/{near}.md");
    document_at(site, from, &path).map(|_| path)
}

/// The words of a link that has no others, where they are not the title of what it leads to: its name as written, if
/// that is a title or a name and no id.
pub(super) fn label<'a>(site: &Site<'_>, name: &'a str) -> Option<&'a str> {
    let before = name.split('#').next().unwrap_or(name).trim();
    [name, before].into_iter().find_map(|name| match site.by_name(name) {
        Found::One(index) => {
            let document = site.face(index);
            let id = name.split_once(':').map_or(name, |(_, id)| id.trim());
            let is_noun = document.kind == Kind::Topic && site.is_title_within_sentence(name, index);
            Some((document.id != id || is_noun).then_some(name))
        }
        _ => None,
    })?
}
