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
    /// Calls `see` with each record that it names.
    pub(super) fn each_named(&self, see: &mut impl FnMut(RecordId)) {
        self.common.topics.iter().for_each(|id| see(*id));
        self.common.related.iter().for_each(|id| see(*id));
        match &self.details {
            Details::Incident(own) => each_of_incident(own, see),
            Details::PressRelease(own) => {
                own.issued_by.iter().for_each(|id| see(*id));
                own.incidents.iter().for_each(|id| see(*id));
                each_source(&own.sources, see);
            }
            Details::Reference(own) => each_of_work(&own.work, see),
            Details::Organisation(own) => own.parents.iter().for_each(|own| see(own.owner)),
            Details::Topic(own) => own.broader.iter().for_each(|id| see(*id)),
            Details::Page(_) => {}
        }
        for target in &self.body.targets {
            if let LinkTarget::Record(id, _) = &target.to {
                see(*id);
            }
        }
        let cited = self.body.citations.iter().flat_map(|citation| &citation.works);
        cited.for_each(|work| see(work.record));
    }
}

fn each_of_incident(incident: &Incident<AsMeant>, see: &mut impl FnMut(RecordId)) {
    incident.organisations.iter().for_each(|(_, id)| see(*id));
    incident.figures.iter().flat_map(|figure| &figure.source).for_each(|own| see(own.record));
    incident.timeline.iter().for_each(|event| each_source(&event.sources, see));
    incident.claims.iter().for_each(|claim| each_source(&claim.sources, see));
    each_source(&incident.sources, see);
}

fn each_source(sources: &[Source<AsMeant>], see: &mut impl FnMut(RecordId)) {
    sources.iter().for_each(|source| see(source.record));
}

fn each_of_work(work: &Work<AsMeant>, see: &mut impl FnMut(RecordId)) {
    match &work.parent {
        Some(Parent::Record(id)) => see(*id),
        Some(Parent::Inline(inline)) => each_of_work(&inline.work, see),
        None => {}
    }
}
