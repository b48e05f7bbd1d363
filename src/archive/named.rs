//! The records that a record names, wherever it names them.

use super::AsMeant;
use super::LinkTarget;
use super::RecordId;
use crate::document::Details;
use crate::document::Incident;
use crate::document::Parent;
use crate::document::Record;
use crate::document::Source;
use crate::document::Work;

impl Record<AsMeant> {
    /// Calls `see` with each record that it names; `see` may give it another number.
    pub(super) fn each_named(&mut self, see: &mut impl FnMut(&mut RecordId)) {
        self.common.topics.iter_mut().for_each(&mut *see);
        self.common.related.iter_mut().for_each(&mut *see);
        match &mut self.details {
            Details::Incident(own) => each_of_incident(own, see),
            Details::PressRelease(own) => {
                own.issued_by.iter_mut().for_each(&mut *see);
                own.incidents.iter_mut().for_each(&mut *see);
                each_source(&mut own.sources, see);
            }
            Details::Reference(own) => each_of_work(&mut own.work, see),
            Details::Organisation(own) => own.parents.iter_mut().for_each(|own| see(&mut own.owner)),
            Details::Topic(own) => own.broader.iter_mut().for_each(&mut *see),
            Details::Page(_) => {}
        }
        for target in &mut self.body.targets {
            if let LinkTarget::Record(id, _) = &mut target.to {
                see(id);
            }
        }
        let cited = self.body.citations.iter_mut().flat_map(|citation| &mut citation.works);
        cited.for_each(|work| see(&mut work.record));
    }
}

fn each_of_incident(incident: &mut Incident<AsMeant>, see: &mut impl FnMut(&mut RecordId)) {
    incident.organisations.iter_mut().for_each(|(_, id)| see(id));
    incident.figures.iter_mut().flat_map(|figure| &mut figure.source).for_each(|own| see(&mut own.record));
    incident.timeline.iter_mut().for_each(|event| each_source(&mut event.sources, see));
    incident.claims.iter_mut().for_each(|claim| each_source(&mut claim.sources, see));
    each_source(&mut incident.sources, see);
}

fn each_source(sources: &mut [Source<AsMeant>], see: &mut impl FnMut(&mut RecordId)) {
    sources.iter_mut().for_each(|source| see(&mut source.record));
}

fn each_of_work(work: &mut Work<AsMeant>, see: &mut impl FnMut(&mut RecordId)) {
    match &mut work.parent {
        Some(Parent::Record(id)) => see(id),
        Some(Parent::Inline(inline)) => each_of_work(&mut inline.work, see),
        None => {}
    }
}
