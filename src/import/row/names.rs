//! The organisations and references that a site has, by what a table calls them.

use super::super::check::NewRecord;
use super::Provenance;
use super::import_line;
use crate::document::Details;
use crate::document::Record;
use crate::markdown::AsWritten;
use crate::span::Span;
use crate::spelling;
use crate::vocabulary::Kind;
use crate::yaml::write;
use crate::yaml::write::Line;
use crate::yaml::write::Written;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Names of a site, and of organisations that an import drafts.
#[derive(Debug, Default)]
pub struct Names {
    /// Ids by names in small letters, without signs.
    organisations: BTreeMap<String, BTreeSet<String>>,
    /// Every name as it is written, with the id.
    written: Vec<(String, String)>,
    ids: BTreeSet<String>,
    /// References by their address.
    references: BTreeMap<String, String>,
    /// What was looked for among all names, since a table has the same name in many rows.
    nearest: BTreeMap<String, Option<String>>,
    new: Vec<NewOrganisation>,
    new_ids: BTreeSet<String>,
}

/// An organisation that the site does not have.
#[derive(Debug)]
struct NewOrganisation {
    id: String,
    name: String,
    row: usize,
    span: Span,
}

impl Names {
    /// Those of a site.
    pub fn of(records: &[Record<AsWritten>], unreadable: &[(Kind, String)]) -> Self {
        let mut names = Self::default();
        for record in records {
            match &record.details {
                Details::Organisation(own) => {
                    let others = own.aliases.iter().chain(&own.former).map(|name| name.value.as_str());
                    for name in others.chain([record.common.title.value.as_str(), record.id.as_str()]) {
                        names.add(name, &record.id);
                    }
                }
                Details::Reference(own) => {
                    let urls = own.work.url.iter().chain(own.archived.iter().map(|copy| &copy.url));
                    names.references.extend(urls.map(|url| (address(url), record.id.clone())));
                }
                _ => {}
            }
        }
        let unreadable = unreadable.iter().filter(|(kind, _)| *kind == Kind::Organisation);
        names.ids.extend(unreadable.map(|(_, id)| id.clone()));
        names
    }

    fn add(&mut self, name: &str, id: &str) {
        self.organisations.entry(fold(name)).or_default().insert(id.to_owned());
        self.written.push((name.to_owned(), id.to_owned()));
        self.ids.insert(id.to_owned());
    }

    /// The ids of the organisations that have a name.
    pub fn organisations(&self, name: &str) -> Vec<String> {
        self.organisations.get(&fold(name)).into_iter().flatten().cloned().collect()
    }

    /// The id of the organisation whose name is nearest.
    pub fn near_organisation(&mut self, name: &str) -> Option<String> {
        if let Some(found) = self.nearest.get(name) {
            return found.clone();
        }
        let near = spelling::nearest(name, self.written.iter().map(|(written, _)| written.as_str()));
        let id = near.and_then(|near| self.written.iter().find(|(written, _)| written == near));
        let id = id.map(|(_, id)| id.clone());
        self.nearest.insert(name.to_owned(), id.clone());
        id
    }

    /// Notes an organisation that is to be drafted, and gives its id.
    pub fn create_organisation(&mut self, name: &str, row: usize, span: Span) -> String {
        let slug = slug::slugify(name);
        let slug = if slug.is_empty() || slug == "index" { "organisation".to_owned() } else { slug };
        let others = (2_u32..).map(|number| format!("{slug}-{number}"));
        let id = std::iter::once(slug.clone())
            .chain(others)
            .find(|id| !self.ids.contains(id))
            .unwrap_or(slug.clone());
        self.ids.insert(id.clone());
        self.new_ids.insert(id.clone());
        self.organisations.entry(fold(name)).or_default().insert(id.clone());
        self.new.push(NewOrganisation { id: id.clone(), name: name.to_owned(), row, span });
        id
    }

    /// Whether an organisation is one that is to be drafted.
    pub fn is_new(&self, id: &str) -> bool {
        self.new_ids.contains(id)
    }

    /// The id of the reference that is at an address, or was kept there.
    pub fn reference_at(&self, url: &str) -> Option<String> {
        self.references.get(&address(url)).cloned()
    }

    /// The drafts of organisations, each with the id of the one whose name is near, if there is one.
    pub fn new_records(&mut self, provenance: &Provenance) -> Vec<(NewRecord, Option<String>)> {
        let new = std::mem::take(&mut self.new);
        let records = new.into_iter().map(|own| {
            let near = self.near_organisation(&own.name);
            let row = own.row.to_string();
            let extra = vec![import_line(&Provenance { row, ..provenance.clone() })];
            let lines = [
                Line::text("title", own.name.split_whitespace().collect::<Vec<_>>().join(" ")),
                Line::word("state", "draft"),
                Line::Field("extra".to_owned(), Written::Group(extra)),
            ];
            let record = NewRecord {
                path: format!("content/{}/{}.md", Kind::Organisation.folder(), own.id),
                text: format!("---\n{}---\n", write::fields(&lines)),
                origin: own.span,
                name: format!("the organisation `{}`", own.name),
            };
            (record, near)
        });
        records.collect()
    }
}

/// A name without capitals, signs and spaces.
fn fold(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    // Of signs alone, they are all there is.
    if folded.is_empty() { name.trim().to_owned() } else { folded }
}

fn address(url: &str) -> String {
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    rest.trim_end_matches('/').to_owned()
}
