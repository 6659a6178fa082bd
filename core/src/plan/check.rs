//! Whether ids and dates of a plan fit together; numbers that cannot be are in [`range`](super::range).

use std::collections::BTreeSet;

use super::{Plan, PlanError, Schedule};

impl Plan {
    /// Whether ids and dates fit together, and numbers can be.
    ///
    /// # Errors
    /// [`PlanError`] with the path of the first thing that is wrong.
    pub fn check(&self) -> Result<(), PlanError> {
        if self.version == 0 {
            return Err(PlanError::Version { got: self.version });
        }
        if self.directions.is_empty() {
            return Err(PlanError::Empty {
                path: "directions".to_owned(),
                expected: "at least one direction",
            });
        }
        super::range::check(self)?;
        let known = Known::of(self)?;
        known.check_people(self)?;
        if let Some(period) = &self.period {
            in_order("period", period.from, period.to)?;
        }
        for (i, revision) in self.revisions.iter().enumerate() {
            known.documents.has(&format!("revisions[{i}].document"), revision.document.as_ref())?;
        }
        for (i, event) in self.calendar.iter().enumerate() {
            let path = format!("calendar[{i}]");
            known.documents.has(&format!("{path}.document"), event.document.as_ref())?;
            in_order(&path, event.from, event.last_day())?;
        }
        for (i, visit) in self.visits.iter().enumerate() {
            known.events.has(&format!("visits[{i}].event"), visit.event.as_ref())?;
        }
        for (i, planned) in self.assignments.iter().enumerate() {
            known.events.has(&format!("assignments[{i}].event"), planned.event.as_ref())?;
        }
        for (i, response) in self.responses.iter().enumerate() {
            known.documents.has_all(&format!("responses[{i}].evidence"), &response.evidence)?;
        }
        for (i, meeting) in self.meetings.iter().enumerate() {
            known.documents.has(&format!("meetings[{i}].document"), meeting.document.as_ref())?;
        }
        for (i, list) in self.checklists.iter().enumerate() {
            for (j, item) in list.items.iter().enumerate() {
                known.documents.has_all(&format!("checklists[{i}].items[{j}].evidence"), &item.evidence)?;
            }
        }
        for (i, effect) in self.effects.iter().enumerate() {
            known.measures.has_all(&format!("effects[{i}].measures"), &effect.measures)?;
        }
        known.check_measures(self)
    }
}

/// The ids of one kind.
struct Ids<'a> {
    what: &'static str,
    ids: BTreeSet<&'a str>,
}

impl<'a> Ids<'a> {
    fn of(what: &'static str, ids: impl Iterator<Item = (String, &'a str)>) -> Result<Self, PlanError> {
        let mut seen = BTreeSet::new();
        for (path, id) in ids {
            if id.trim().is_empty() {
                return Err(PlanError::Empty { path, expected: "an id" });
            }
            if !seen.insert(id) {
                return Err(PlanError::DuplicateId { path, id: id.to_owned() });
            }
        }
        Ok(Self { what, ids: seen })
    }

    fn in_list<T>(
        what: &'static str,
        list: &str,
        of: &'a [T],
        id: fn(&T) -> &String,
    ) -> Result<Self, PlanError> {
        Self::of(what, of.iter().enumerate().map(|(i, one)| (format!("{list}[{i}].id"), id(one).as_str())))
    }

    fn has(&self, path: &str, id: Option<&String>) -> Result<(), PlanError> {
        match id {
            Some(id) if !self.ids.contains(id.as_str()) => {
                Err(PlanError::DanglingId { path: path.to_owned(), what: self.what, id: id.clone() })
            }
            _ => Ok(()),
        }
    }

    fn has_all(&self, path: &str, ids: &[String]) -> Result<(), PlanError> {
        ids.iter().enumerate().try_for_each(|(i, id)| self.has(&format!("{path}[{i}]"), Some(id)))
    }
}

struct Known<'a> {
    documents: Ids<'a>,
    criteria: Ids<'a>,
    meetings: Ids<'a>,
    events: Ids<'a>,
    indicators: Ids<'a>,
    organisations: Ids<'a>,
    measures: Ids<'a>,
}

impl<'a> Known<'a> {
    fn of(plan: &'a Plan) -> Result<Self, PlanError> {
        let measures = plan.measures().map(|(path, m)| (format!("{path}.id"), m.id.as_str()));
        // What nothing refers to has ids of its own all the same.
        Ids::in_list("programme", "programmes", &plan.programmes, |p| &p.id)?;
        Ids::in_list("checklist", "checklists", &plan.checklists, |c| &c.id)?;
        Ids::in_list("effect", "effects", &plan.effects, |e| &e.id)?;
        Ids::in_list("person", "persons", &plan.persons, |p| &p.id)?;
        Ok(Self {
            documents: Ids::in_list("document", "documents", &plan.documents, |d| &d.id)?,
            meetings: Ids::in_list("meeting", "meetings", &plan.meetings, |m| &m.id)?,
            criteria: Ids::in_list("criterion", "criteria", &plan.criteria, |c| &c.id)?,
            events: Ids::in_list("entry of the calendar", "calendar", &plan.calendar, |e| &e.id)?,
            indicators: Ids::in_list("indicator", "indicators", &plan.indicators, |i| &i.id)?,
            organisations: Ids::in_list("organisation", "organisations", &plan.organisations, |o| &o.id)?,
            measures: Ids::of("measure", measures)?,
        })
    }

    fn check_people(&self, plan: &Plan) -> Result<(), PlanError> {
        for (i, person) in plan.persons.iter().enumerate() {
            self.organisations.has(&format!("persons[{i}].organisation"), person.organisation.as_ref())?;
        }
        for (i, coordinator) in plan.coordinators.iter().enumerate() {
            let path = format!("coordinators[{i}]");
            self.organisations.has(&format!("{path}.organisation"), coordinator.organisation.as_ref())?;
            self.documents.has(&format!("{path}.appointed_by"), coordinator.appointed_by.as_ref())?;
        }
        for (i, programme) in plan.programmes.iter().enumerate() {
            let path = format!("programmes[{i}]");
            self.organisations.has(&format!("{path}.organisation"), programme.organisation.as_ref())?;
            self.documents.has(&format!("{path}.document"), programme.document.as_ref())?;
        }
        Ok(())
    }

    fn check_measures(&self, plan: &Plan) -> Result<(), PlanError> {
        for (path, measure) in plan.measures() {
            self.documents.has_all(&format!("{path}.documents"), &measure.documents)?;
            self.documents.has_all(&format!("{path}.evidence"), &measure.evidence)?;
            self.criteria.has_all(&format!("{path}.criteria"), &measure.criteria)?;
            self.meetings.has_all(&format!("{path}.events"), &measure.events)?;
            if let Some(changed) = &measure.internal_assessment {
                let path = format!("{path}.internal_assessment");
                self.documents.has(&format!("{path}.before"), changed.before.as_ref())?;
                self.documents.has(&format!("{path}.after"), changed.after.as_ref())?;
            }
            self.indicators.has_all(&format!("{path}.indicators"), &measure.indicators)?;
            for (i, row) in measure.per_school.iter().enumerate() {
                self.documents.has_all(&format!("{path}.per_school[{i}].evidence"), &row.evidence)?;
            }
            for (i, schedule) in measure.schedule.iter().enumerate() {
                let path = format!("{path}.schedule[{i}]");
                match schedule {
                    Schedule::Period { from, to } => in_order(&path, *from, *to)?,
                    Schedule::After { event, .. } => {
                        self.events.has(&format!("{path}.event"), Some(event))?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

pub(super) fn in_order(path: &str, from: jiff::civil::Date, to: jiff::civil::Date) -> Result<(), PlanError> {
    match to < from {
        true => Err(PlanError::DateOrder { path: path.to_owned(), from, to }),
        false => Ok(()),
    }
}
