//! Works of a bibliography as references of a site: their ids, and whether the site has them already.

use super::check::NewRecord;
use super::work::ImportedWork;
use super::work::Parent;
use super::work::record_text;
use super::work::shown;
use crate::bibliography::id_of;
use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::document::Details;
use crate::document::Record;
use crate::document::Work;
use crate::markdown::AsWritten;
use crate::same_work::Likeness;
use crate::same_work::Shelf;
use crate::same_work::WorkFace;
use crate::span::Span;
use crate::vocabulary::Kind;
use crate::vocabulary::State;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Numbers that no two works have; those of a journal or a series are not among them.
const OWN_NUMBERS: [&str; 5] = ["doi", "isbn", "pmid", "pmcid", "arxiv"];

/// What is to become of a work that may be there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is another one, and is written.
    New,
    /// It is left out.
    Skip,
    /// It is the reference with that id.
    Is(String),
}

/// A work that may be there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt<'a> {
    /// What the file calls it.
    pub key: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The id of the other.
    pub other: &'a str,
    /// The title of the other.
    pub other_title: &'a str,
    /// Why they may be one.
    pub why: &'a str,
}

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// References to write.
    pub records: Vec<NewRecord>,
    /// What is left out since it is there, in words.
    pub skipped: Vec<String>,
}

/// What the site has.
#[derive(Default)]
pub struct Known {
    shelf: Shelf,
    /// Id and title of each on the shelf.
    works: Vec<(String, String)>,
    ids: BTreeSet<String>,
    /// Ids of topics by their names in small letters.
    topics: BTreeMap<String, String>,
}

impl Known {
    /// The references and topics of a site. Those that cannot be read keep their ids.
    pub fn of(records: &[Record<AsWritten>], unreadable: &[(Kind, String)]) -> Self {
        let mut known = Self::default();
        let works = works_by_name(records);
        for record in records {
            let title = &record.common.title.value;
            match &record.details {
                Details::Reference(reference) => {
                    known.add(&record.id, title, face_of_record(&works, title, &reference.work));
                }
                // A reference that is published cannot name a topic that is not.
                Details::Topic(topic) if record.common.state == State::Published => {
                    let names = topic.synonyms.iter().chain([title, &record.id]);
                    known.topics.extend(names.map(|name| (name.to_lowercase(), record.id.clone())));
                }
                _ => {}
            }
        }
        let references = unreadable.iter().filter(|(kind, _)| *kind == Kind::Reference);
        known.ids.extend(references.map(|(_, id)| id.clone()));
        known
    }

    fn add(&mut self, id: &str, title: &str, face: WorkFace) {
        self.shelf.add(face);
        self.works.push((id.to_owned(), title.to_owned()));
        self.ids.insert(id.to_owned());
    }
}

/// Decides what becomes of each work. `ask` is for those that may be there already; where it gives no answer, the work is
/// refused with a diagnostic.
///
/// # Errors
///
/// What `ask` returns where the person stops, or an answer in `given` for a work that is not there.
pub fn plan(
    diagnostics: &mut Vec<Diagnostic>,
    known: &mut Known,
    works: Vec<ImportedWork>,
    given: &BTreeMap<String, Answer>,
    ask: &mut dyn FnMut(&Doubt<'_>) -> Result<Option<Answer>, String>,
) -> Result<Plan, String> {
    check_given(&works, given)?;
    let mut plan = Plan::default();
    let dates: BTreeMap<String, String> =
        works.iter().filter_map(|work| Some((work.key.clone(), work.own.date.clone()?))).collect();
    let mut ids: BTreeMap<String, Fate> = BTreeMap::new();
    let mut written = Vec::new();
    for work in works {
        let fate = match given.get(&work.key) {
            Some(answer) => fate_of(&mut plan, known, &work, answer)?,
            None => decide(diagnostics, &mut plan, known, (&work, &face_of_import(&work, &dates)), ask)?,
        };
        let fate = match fate {
            Fate::Written(_) => Fate::Written(new_id(diagnostics, known, &work)),
            other => other,
        };
        if let Fate::Written(id) = &fate {
            known.add(id, work.own.title.as_deref().unwrap_or_default(), face_of_import(&work, &dates));
            written.push((id.clone(), work.clone()));
        }
        ids.entry(work.key).or_insert(fate);
    }
    for (id, work) in written {
        plan.records.extend(record_of(diagnostics, known, &ids, (&id, &work)));
    }
    Ok(plan)
}

/// What becomes of a work, and by which id it is to be cited.
#[derive(Debug, Clone)]
enum Fate {
    Written(String),
    IsThere(String),
    LeftOut,
    Refused,
}

fn check_given(works: &[ImportedWork], given: &BTreeMap<String, Answer>) -> Result<(), String> {
    let keys: BTreeSet<&str> = works.iter().map(|work| work.key.as_str()).collect();
    let Some(key) = given.keys().find(|key| !keys.contains(key.as_str())) else { return Ok(()) };
    let near = crate::spelling::nearest(key, keys.iter().copied());
    let near = near.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
    Err(format!("`--match {key}=…`: the file has no work of that key{near}"))
}

fn fate_of(plan: &mut Plan, known: &Known, work: &ImportedWork, answer: &Answer) -> Result<Fate, String> {
    match answer {
        Answer::New => Ok(Fate::Written(String::new())),
        Answer::Skip => {
            plan.skipped.push(format!("`{}` is left out, as you said.", work.key));
            Ok(Fate::LeftOut)
        }
        // One of those that the same file brought counts too.
        Answer::Is(id) if known.ids.contains(id) => {
            plan.skipped.push(format!("`{}` is `{id}`, as you said: cite it as [@{id}].", work.key));
            Ok(Fate::IsThere(id.clone()))
        }
        Answer::Is(id) => Err(format!("`--match {}={id}`: the site has no reference `{id}`", work.key)),
    }
}

fn decide(
    diagnostics: &mut Vec<Diagnostic>,
    plan: &mut Plan,
    known: &Known,
    (work, face): (&ImportedWork, &WorkFace),
    ask: &mut dyn FnMut(&Doubt<'_>) -> Result<Option<Answer>, String>,
) -> Result<Fate, String> {
    let Some((place, likeness)) = known.shelf.find(face) else {
        return Ok(Fate::Written(String::new()));
    };
    let (other, other_title) = &known.works[place];
    let why = match &likeness {
        Likeness::Same(why) => {
            let words =
                format!("`{}` is there already as `{other}` ({why}): cite it as [@{other}].", work.key);
            plan.skipped.push(words);
            return Ok(Fate::IsThere(other.clone()));
        }
        Likeness::Near(_) if *other == id_of(&work.key, "") && known.shelf.face(place) == face => {
            let words =
                format!("`{}` is there already (the same id and title): cite it as [@{other}].", work.key);
            plan.skipped.push(words);
            return Ok(Fate::IsThere(other.clone()));
        }
        Likeness::Near(why) => why,
        Likeness::Different => return Ok(Fate::Written(String::new())),
    };
    let title = work.own.title.as_deref().unwrap_or_default();
    let doubt = Doubt { key: &work.key, title, other, other_title, why };
    match ask(&doubt)? {
        Some(answer) => fate_of(plan, known, work, &answer),
        None => {
            diagnostics.push(in_doubt(&doubt, work.span));
            Ok(Fate::Refused)
        }
    }
}

fn in_doubt(doubt: &Doubt<'_>, span: Span) -> Diagnostic {
    let Doubt { key, title, other, other_title, why } = doubt;
    let words = format!(
        "`{key}`, {}, may be the reference `{other}`, {}: {why}; it is left out until you say",
        shown(title),
        shown(other_title)
    );
    Diagnostic::error("may-be-twice", span, words)
        .expected(format!(
            "`--match {key}={other}` if it is that one, `--match {key}=new` if it is another, `--match {key}=skip` to leave it out"
        ))
        .example(format!("casefile import FILE --match {key}={other}"))
}

/// An id of the key in small letters, digits and hyphens. One that another work has gets a number.
fn new_id(diagnostics: &mut Vec<Diagnostic>, known: &Known, work: &ImportedWork) -> String {
    let wanted = id_of(&work.key, work.own.title.as_deref().unwrap_or_default());
    if !known.ids.contains(&wanted) {
        return wanted;
    }
    let mut numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
    let id = numbered.find(|id| !known.ids.contains(id)).unwrap_or_default();
    let words =
        format!("`{}`: the id `{wanted}` is that of another reference, so this one becomes `{id}`", work.key);
    diagnostics.push(
        Diagnostic::warning("id-taken", work.span, words)
            .expected(format!("`[@{id}]` in your texts, where you would have written `[@{wanted}]`")),
    );
    id
}

fn record_of(
    diagnostics: &mut Vec<Diagnostic>,
    known: &Known,
    ids: &BTreeMap<String, Fate>,
    (id, work): (&str, &ImportedWork),
) -> Option<NewRecord> {
    let parent = match &work.parent {
        Some(Parent::Key(key)) => match ids.get(key) {
            Some(Fate::Written(parent) | Fate::IsThere(parent)) => Some(parent.as_str()),
            _ => {
                let words = format!(
                    "`{}` is a part of `{key}`, which is left out, and so it is left out too",
                    work.key
                );
                diagnostics.push(
                    Diagnostic::error("no-parent", work.span, words)
                        .expected("a decision about the whole first"),
                );
                return None;
            }
        },
        _ => None,
    };
    let topics = topics_of(diagnostics, known, work);
    Some(NewRecord {
        path: format!("content/{}/{id}.md", Kind::Reference.folder()),
        text: record_text(work, parent, &topics),
        origin: work.span,
        name: format!("`{}`", work.key),
    })
}

/// Keywords that name a topic of the site; the others are told.
fn topics_of(diagnostics: &mut Vec<Diagnostic>, known: &Known, work: &ImportedWork) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    let mut others: BTreeMap<Span, Vec<&str>> = BTreeMap::new();
    for keyword in &work.keywords {
        match known.topics.get(&keyword.value.to_lowercase()) {
            Some(topic) if topics.contains(topic) => {}
            Some(topic) => topics.push(topic.clone()),
            None => others.entry(keyword.span).or_default().push(&keyword.value),
        }
    }
    for (span, words) in others {
        let words = format!(
            "`{}`: no topic of the site has such a name, so these keywords are not kept: {}",
            work.key,
            shown(&words.join(", "))
        );
        diagnostics.push(Diagnostic::warning("not-kept", span, words).expected(
            "a file in `content/topics/` for a keyword that readers should see, written before the import",
        ));
    }
    topics
}

/// The works of references by their ids, and by what bibliographies call them.
pub fn works_by_name(records: &[Record<AsWritten>]) -> BTreeMap<&str, &Work<AsWritten>> {
    let mut works = BTreeMap::new();
    for record in records {
        if let Details::Reference(own) = &record.details {
            works.insert(record.id.as_str(), &own.work);
            works.extend(own.key.as_deref().map(|key| (key, &own.work)));
        }
    }
    works
}

/// What a reference of the site is known by. A part without a date appeared with the whole, which may be another of the
/// references in `works`.
pub fn face_of_record(
    works: &BTreeMap<&str, &Work<AsWritten>>,
    title: &str,
    work: &Work<AsWritten>,
) -> WorkFace {
    let whole = match &work.parent {
        Some(crate::document::Parent::Record(id)) => {
            works.get(id.value.as_str()).and_then(|whole| whole.date.as_ref())
        }
        Some(crate::document::Parent::Inline(whole)) => whole.work.date.as_ref(),
        None => None,
    };
    let people = if work.authors.is_empty() { &work.editors } else { &work.authors };
    let families = people.iter().map(|person| person.family.as_str());
    let face = WorkFace::new(families, work.date.as_ref().or(whole).and_then(year), title);
    let numbers = work.serial_numbers.iter().filter(|(kind, _)| OWN_NUMBERS.contains(kind));
    let face = numbers.fold(face, |face, (kind, number)| face.number(kind, number));
    work.url.iter().fold(face, |face, url| face.number("url", url))
}

/// What a work is known by. A part without a date appeared with the whole.
fn face_of_import(work: &ImportedWork, dates: &BTreeMap<String, String>) -> WorkFace {
    let own = &work.own;
    let people = if own.authors.is_empty() { &own.editors } else { &own.authors };
    let families = people.iter().map(|person| person.family.as_str());
    let whole = match &work.parent {
        Some(Parent::Key(key)) => dates.get(key),
        Some(Parent::Inline(parent)) => parent.date.as_ref(),
        None => None,
    };
    let date = own.date.as_ref().or(whole).and_then(|date| PartialDate::parse(date).ok());
    let title = own.title.as_deref().unwrap_or_default();
    let face = WorkFace::new(families, date.as_ref().and_then(year), title);
    let numbers = own.serial_numbers.iter().filter(|(kind, _)| OWN_NUMBERS.contains(kind));
    let face = numbers.fold(face, |face, (kind, number)| face.number(kind, number));
    own.url.iter().fold(face, |face, url| face.number("url", url))
}

fn year(date: &PartialDate) -> Option<i16> {
    date.earliest().map(|day| day.year())
}
