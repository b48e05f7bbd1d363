//! Citations put together from what a style gives for each work and what the author of the text wrote around it.

use super::Citing;
use super::authors_in_text;
use super::stretch::Bit;
use super::stretch::JOINER;
use super::stretch::Stretch;
use super::stretch::What;
use super::style::Form;
use crate::archive::AsMeant;
use crate::archive::RecordId;
use crate::locator::Part;
use crate::locator::Place;
use crate::locator::printed;
use crate::markdown::Affix;
use crate::markdown::Citation;
use crate::markdown::Cited;
use hayagriva::LocatorPayload;
use hayagriva::SpecificLocator;
use hayagriva::TransparentLocator;
use hayagriva::citationberg::taxonomy::Locator as Kind;
use std::sync::Arc;
use std::sync::Mutex;

/// A part of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that a style or the theme gives.
    Words(Stretch),
    /// Words that the author of the text wrote, with their emphasis.
    Written(Affix),
    /// Here begins what is said of that work.
    Start(RecordId),
    /// Here it ends.
    End,
}

/// What a locator is, but for its number: what a template was made for.
pub(super) type Shape = Option<(Kind, bool)>;

/// A work as a citation of it reads, with a place for the number of the locator.
pub(super) struct Template {
    shape: Shape,
    bits: Arc<[Bit]>,
}

/// Stands for one number while a template is made, and for several. No work has such a place.
const ONE: &str = "7777771";
const SEVERAL: &str = "7777771–8888882";

/// A part of a citation before what the author of the text wrote is put into it.
pub(super) enum Segment {
    /// What stands around works, and between them.
    Around(Stretch),
    /// The work of that number in the citation.
    Work(usize, Vec<Bit>),
}

/// The template of a work for a locator of that shape.
pub(super) fn template(citing: Citing<'_>, id: RecordId, shape: Shape) -> Arc<[Bit]> {
    let templates = citing.bibliography.templates.get_or_init(id.0 as usize, || Mutex::new(Vec::new()));
    // Nothing in here panics with the lock held, and what was made stays whole.
    let lock = || templates.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(found) = lock().iter().find(|own| own.shape == shape) {
        return found.bits.clone();
    }
    let (item, years) = citing.work(id).with_year();
    let locator = shape.map(|(kind, several)| {
        let number = if several { SEVERAL } else { ONE };
        SpecificLocator(kind, LocatorPayload::Str(number))
    });
    let bits: Arc<[Bit]> = citing.bits(&item, locator, &years).into_iter().flat_map(divided).collect();
    let mut templates = lock();
    if !templates.iter().any(|own| own.shape == shape) {
        templates.push(Template { shape, bits: bits.clone() });
    }
    bits
}

/// Words with the place of the number cut out.
fn divided(bit: Bit) -> Vec<Bit> {
    let What::Words(words) = &bit.what else { return vec![bit] };
    let number = if words.text.contains(SEVERAL) { SEVERAL } else { ONE };
    let Some((before, behind)) = words.text.split_once(number) else { return vec![bit] };
    let part = |text: &str| Bit {
        what: What::Words(Stretch { text: text.to_owned(), ..words.clone() }),
        is_name: bit.is_name,
    };
    let place = Bit { what: What::Locator, is_name: false };
    let all = [part(before), place, part(behind)];
    all.into_iter().filter(|bit| !matches!(&bit.what, What::Words(words) if words.text.is_empty())).collect()
}

/// What is asked of a style for the place that a citation names.
pub(super) enum Asked {
    Nothing,
    /// With the number as hayagriva has to have it: it reads `2 & 8` as numbers, and `2 and 8` as a word without a label.
    Part(Part, String),
    Words,
}

impl Asked {
    pub(super) fn of(work: &Cited<AsMeant>) -> Self {
        match work.at.as_ref().map(|at| (at, Place::read(&at.text))) {
            None => Self::Nothing,
            // Emphasis within a locator is kept.
            Some((at, Place::Part(part))) if !at.html.contains('<') => {
                let given = part.number.replace(" and ", " & ").replace(')', &format!("){JOINER}"));
                Self::Part(part, given)
            }
            Some(_) => Self::Words,
        }
    }

    /// As hayagriva takes it.
    pub(super) fn locator(&self) -> Option<SpecificLocator<'_>> {
        match self {
            Self::Nothing => None,
            Self::Part(part, given) => Some(SpecificLocator(part.kind, LocatorPayload::Str(given))),
            Self::Words => {
                let payload = LocatorPayload::Transparent(TransparentLocator::new(Arc::new(())));
                Some(SpecificLocator(Kind::Custom, payload))
            }
        }
    }
}

/// One work of a citation, from its template.
fn from_template(citing: Citing<'_>, work: &Cited<AsMeant>) -> Vec<Bit> {
    let asked = Asked::of(work);
    let Asked::Part(part, _) = &asked else {
        return match asked.locator() {
            None => template(citing, work.record, None).to_vec(),
            locator => {
                let (item, years) = citing.work(work.record).with_year();
                citing.bits(&item, locator, &years)
            }
        };
    };
    let bits = template(citing, work.record, Some((part.kind, part.several)));
    let fill = |bit: &Bit| match &bit.what {
        What::Locator => Bit { what: What::Words(Stretch::plain(part.number.as_str())), is_name: false },
        What::Words(_) => bit.clone(),
    };
    bits.iter().map(fill).collect()
}

/// A citation whose works nothing else on the page can be mixed up with.
pub(super) fn segments(citing: Citing<'_>, citation: &Citation<AsMeant>) -> Vec<Segment> {
    let (before, behind, between) = &citing.bibliography.style.ready().around;
    let mut segments = vec![Segment::Around(Stretch::plain(before.as_str()))];
    for (index, work) in citation.works.iter().enumerate() {
        if index > 0 {
            segments.push(Segment::Around(Stretch::plain(between.as_str())));
        }
        segments.push(Segment::Work(index, from_template(citing, work)));
    }
    segments.push(Segment::Around(Stretch::plain(behind.as_str())));
    segments
}

pub(super) fn alone(citing: Citing<'_>, citation: &Citation<AsMeant>) -> Vec<Piece> {
    if citation.works.is_empty() {
        return Vec::new();
    }
    match citing.bibliography.form() {
        Form::AuthorDate => composed(citing, citation, segments(citing, citation)),
        Form::Numbered | Form::Notes => {
            let first = citation.works.first().filter(|_| citation.narrative);
            first
                .map(|work| Piece::Words(Stretch::plain(authors_in_text(citing, work.record))))
                .into_iter()
                .collect()
        }
    }
}

/// A citation in its final form: the author before it where the sentence names him, and nowhere where he was named already.
pub(super) fn composed(
    citing: Citing<'_>,
    citation: &Citation<AsMeant>,
    segments: Vec<Segment>,
) -> Vec<Piece> {
    let mut names = Vec::new();
    let mut pieces = Vec::new();
    for segment in without_empty_brackets(citation, segments) {
        let (index, bits) = match segment {
            Segment::Around(stretch) => {
                pieces.push(Piece::Words(stretch));
                continue;
            }
            Segment::Work(index, bits) => (index, bits),
        };
        let Some(work) = citation.works.get(index) else { continue };
        let narrative = citation.narrative && index == 0;
        if let Some(prefix) = &work.prefix {
            pieces.push(Piece::Written(prefix.clone()));
            pieces.push(Piece::Words(Stretch::plain(" ")));
        }
        pieces.push(Piece::Start(work.record));
        let bits = if narrative || work.without_author {
            let (own, rest) = without_names(bits);
            if narrative {
                names = own;
            }
            rest
        } else {
            bits
        };
        pieces.extend(bits.into_iter().map(|bit| match bit.what {
            What::Words(words) => Piece::Words(words),
            What::Locator => written_locator(work),
        }));
        pieces.push(Piece::End);
    }
    if citation.narrative && !citation.works.is_empty() {
        if names.is_empty() {
            names.push(Stretch::plain(authors_in_text(citing, citation.works[0].record)));
        }
        if citing.archive.config.language.starts_with("en") {
            // In a sentence there is no room for the sign that some styles have in brackets.
            names.iter_mut().for_each(|name| name.text = name.text.replace(" & ", " and "));
        }
        let is_empty = pieces.iter().all(|piece| matches!(piece, Piece::Start(_) | Piece::End));
        if is_empty {
            // Nothing else leads to the source.
            pieces.truncate(1);
            pieces.extend(names.into_iter().map(Piece::Words).chain([Piece::End]));
        } else {
            names.push(Stretch::plain(" "));
            pieces.splice(0..0, names.into_iter().map(Piece::Words));
        }
    } else if pieces.iter().all(|piece| matches!(piece, Piece::Start(_) | Piece::End)) {
        pieces.clear();
    }
    let mut pieces = joined(pieces);
    super::stretch::one_mark(pieces.iter_mut().filter_map(|piece| match piece {
        Piece::Words(stretch) => Some(stretch),
        _ => None,
    }));
    pieces
}

/// Without what stands around works of which nothing is left, and between them and others: "()" for an author whom the
/// sentence names, in a style that cites by author alone.
fn without_empty_brackets(citation: &Citation<AsMeant>, segments: Vec<Segment>) -> Vec<Segment> {
    let places = |is_wanted: &dyn Fn(&Segment) -> bool| -> Vec<usize> {
        (0..segments.len()).filter(|at| is_wanted(&segments[*at])).collect()
    };
    let works = places(&|segment| matches!(segment, Segment::Work(..)));
    let left = places(&|segment| is_left(citation, segment));
    if left.len() == works.len() {
        return segments;
    }
    let (first, last) = (works[0], works[works.len() - 1]);
    let has_before = |at: usize| left.iter().any(|place| *place < at);
    // What stands between two works stands before each but the first of those that are left.
    let is_kept = |at: usize| match at {
        at if left.is_empty() => works.contains(&at),
        at if at < first || at > last || works.contains(&at) => true,
        at => has_before(at) && works.iter().find(|work| **work > at).is_some_and(|work| left.contains(work)),
    };
    let kept: Vec<bool> = (0..segments.len()).map(is_kept).collect();
    segments.into_iter().zip(kept).filter_map(|(segment, is_kept)| is_kept.then_some(segment)).collect()
}

/// Whether anything is printed of a work besides its author, where that is said in the sentence.
fn is_left(citation: &Citation<AsMeant>, segment: &Segment) -> bool {
    let Segment::Work(index, bits) = segment else { return false };
    let Some(work) = citation.works.get(*index) else { return true };
    let hides_author = work.without_author || citation.narrative && *index == 0;
    let is_said = |bit: &Bit| bit.text().is_none_or(|text| text.contains(char::is_alphanumeric));
    work.prefix.is_some() || bits.iter().any(|bit| !(hides_author && bit.is_name) && is_said(bit))
}

fn written_locator(work: &Cited<AsMeant>) -> Piece {
    let at = work.at.as_ref().map(|at| Affix { text: printed(&at.text), html: printed(&at.html) });
    at.map_or_else(|| Piece::Words(Stretch::default()), Piece::Written)
}

/// The names of a work, and what is said besides, without what stood between the two.
fn without_names(bits: Vec<Bit>) -> (Vec<Stretch>, Vec<Bit>) {
    let begins = bits.first().is_some_and(|bit| bit.is_name);
    if !begins {
        return (Vec::new(), bits);
    }
    let end = bits.iter().position(|bit| !bit.is_name).unwrap_or(bits.len());
    let mut names = bits;
    let mut rest = names.split_off(end);
    if let Some(Bit { what: What::Words(first), .. }) = rest.first_mut() {
        first.text = first.text.trim_start_matches([',', ';', ':', ' ', '.']).to_owned();
    }
    rest.retain(|bit| !matches!(&bit.what, What::Words(words) if words.text.is_empty()));
    (names.into_iter().filter_map(Bit::words).collect(), rest)
}

/// Neighbours that look the same as one, and no empty words.
pub(super) fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (all.last_mut(), piece) {
            (_, Piece::Words(words)) if words.text.is_empty() => {}
            (Some(Piece::Words(last)), Piece::Words(words))
                if last.look == words.look && last.url == words.url =>
            {
                last.text.push_str(&words.text);
            }
            (_, piece) => all.push(piece),
        }
    }
    all
}
