//! Acts beside planned visits.

use super::super::{Assignment, ObserverVisit, Plan, PlanError};
use super::Acts;
use crate::data::{DataError, Observed, ObservedRow, login_digits};
use crate::sorted::Sorted;

impl Plan {
    /// The plan with these acts among its own; an act that it has already, by its number, or by
    /// day, entry of the calendar, class and stage, is replaced.
    ///
    /// # Errors
    /// [`PlanError::DanglingId`] with the path of an act of an entry that the calendar has not.
    pub fn with_acts(&self, acts: &Acts) -> Result<Self, PlanError> {
        let mut plan = self.clone();
        let mut known: Vec<usize> = (0..self.visits.len()).collect();
        for act in &acts.visits {
            match known.iter().position(|&at| is_same(&self.visits[at], act)) {
                Some(place) => {
                    let old = &mut plan.visits[known.remove(place)];
                    let extra = std::mem::take(&mut old.extra);
                    *old = ObserverVisit { extra, ..act.clone() };
                }
                None => plan.visits.push(act.clone()),
            }
        }
        plan.check()?;
        Ok(plan)
    }

    /// What observers saw in schools that were drawn, for a screening to compare with: from the
    /// acts, each with its own probability or that of its planned visit.
    ///
    /// Acts of one school and one draw, or else of one work, are one row; it is irregular if any of
    /// them has something out of order. Visits that were chosen, not drawn, stand for no other
    /// school and are left out.
    ///
    /// # Errors
    /// [`DataError::Empty`] without an act of a visit that was drawn.
    pub fn observed(&self) -> Result<Observed, DataError> {
        let mut planned: Vec<Option<&Assignment>> = vec![None; self.visits.len()];
        for (assignment, act) in self.assignments.iter().zip(self.answered()) {
            if let Some(act) = act {
                planned[act] = Some(assignment);
            }
        }
        let mut rows: Sorted<(&str, String), ObservedRow> = Sorted::new();
        for (act, planned) in self.visits.iter().zip(planned) {
            let drawn = act.probability.or_else(|| planned?.probability);
            let Some(probability) = drawn else { continue };
            let work = act.event.clone().or_else(|| act.subject.clone()).unwrap_or_default();
            let draw = planned.and_then(|planned| planned.drawn.clone()).unwrap_or_else(|| work.clone());
            let new = ObservedRow { school: act.school.clone(), work, irregular: false, probability };
            let row = rows.entry((login_digits(&act.school), draw), || new);
            row.irregular |= !act.violations.is_empty();
            row.probability = row.probability.max(probability);
        }
        Observed::new(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// For each planned visit the act of it, each act of one visit: the first that says nothing
    /// else, before others one of the same entry of the calendar.
    pub(in crate::plan) fn answered(&self) -> Vec<Option<usize>> {
        let mut free: Vec<usize> = (0..self.visits.len()).collect();
        let mut found = Vec::new();
        for planned in &self.assignments {
            let fits = |act: &&usize| answers(&self.visits[**act], planned);
            let exact = free.iter().filter(fits).find(|act| self.visits[**act].event == planned.event);
            let act = exact.or_else(|| free.iter().find(fits)).copied();
            free.retain(|one| Some(*one) != act);
            found.push(act);
        }
        found
    }
}

/// Whether an act is of a planned visit: what both say must be the same.
fn answers(act: &ObserverVisit, planned: &Assignment) -> bool {
    let same = |one: Option<&String>, other: Option<&String>| one.zip(other).is_none_or(|(a, b)| a == b);
    let class = |class: &Option<String>| class.as_ref().map(|class| letter(class));
    login_digits(&act.school) == login_digits(&planned.school)
        && same(act.event.as_ref(), planned.event.as_ref())
        && same(class(&act.class_id).as_ref(), class(&planned.class_id).as_ref())
        && planned.stage.is_none_or(|stage| stage == act.stage)
}

fn is_same(one: &ObserverVisit, other: &ObserverVisit) -> bool {
    let what = |act: &ObserverVisit| (act.date, act.event.clone(), act.class_id.clone(), act.stage);
    let numbers = one.number.as_ref().zip(other.number.as_ref());
    login_digits(&one.school) == login_digits(&other.school)
        && numbers.map_or_else(|| what(one) == what(other), |(one, other)| one == other)
}

/// A class without its grade, quotes and spaces: `5 «а»` and `А` are one class of a work.
pub(in crate::plan) fn letter(class: &str) -> String {
    let unsaid = |c: &char| !c.is_whitespace() && !['«', '»', '"', '-'].contains(c);
    let text: String = class.to_lowercase().chars().filter(unsaid).collect();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.is_empty() { text } else { rest.to_owned() }
}
