//! What observers saw: indicator 7.

use std::collections::BTreeSet;

use super::super::acts::letter;
use super::super::{Better, ObserverVisit, Stage, name};
use super::year::source;
use super::{Computed, Indicators, Report, YearOfSigns};
use crate::data::{Assessment, Grouping, Unit, login_digits};
use crate::function::choices;
use crate::screening::{Screening, Work};
use crate::sorted::{Sorted, filled};

/// Of what the coverage by observers is: three different numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverageUnit {
    /// Planned visits of which there is an act.
    Visits,
    /// Rooms, a class in a work, in which an observer was.
    Rooms,
    /// Schools that were visited.
    Schools,
}

choices!(CoverageUnit, "coverage", Visits = "visits", Rooms = "rooms", Schools = "schools");

impl Report<'_> {
    pub(super) fn coverage(&self, found: &mut Indicators) {
        const FORMULA: &str = "observer_coverage";
        match self.inputs.coverage {
            None => found.leave_out(FORMULA, "coverage does not say of what: visits, rooms or schools"),
            Some(unit) => {
                let covered = match unit {
                    CoverageUnit::Visits => self.visits(),
                    CoverageUnit::Rooms => self.rooms(),
                    CoverageUnit::Schools => self.schools(),
                };
                match covered {
                    Ok((share, beside)) => {
                        let of = unit.name().to_owned();
                        let direction = Some(Better::Higher);
                        found.values.push(Computed { of, direction, ..share });
                        found.values.push(beside);
                    }
                    Err(reason) => found.leave_out(FORMULA, reason),
                }
            }
        }
        self.acts(found);
    }

    /// Planned visits with an act, and acts of visits that nobody planned.
    fn visits(&self) -> Result<(Computed, Computed), &'static str> {
        let planned = &self.plan.assignments;
        if planned.is_empty() {
            return Err("the plan has no planned visits");
        }
        let done = self.plan.answered().iter().flatten().count();
        let unplanned = (self.plan.visits.len() - done) as u64;
        let share = self.share("observer_coverage", done as u64, planned.len() as u64);
        Ok((share, self.beside("acts_without_planned_visit", "acts", unplanned)))
    }

    /// Rooms with an observer, and acts that name no room of the works.
    fn rooms(&self) -> Result<(Computed, Computed), &'static str> {
        let screening = self.screening()?;
        let latest = screening.works.iter().map(|work| work.assessment().year).max();
        let of_year = || screening.works.iter().filter(|work| Some(work.assessment().year) == latest);
        let room = |work: &Work, school: &str, class: &str| {
            format!("{}\n{}\n{}", work.assessment().key(), login_digits(school), letter(class))
        };
        let mut rooms: Sorted<String, bool> = Sorted::new();
        for work in of_year() {
            for group in work.by_class.iter().flat_map(|classes| classes.groups().keys()) {
                let unit = Unit::parse(Grouping::Class, group);
                let (school, class) = (unit.school().unwrap_or_default(), unit.class().unwrap_or_default());
                rooms.entry(room(work, school, class), || false);
            }
        }
        let mut nowhere = 0;
        for act in &self.plan.visits {
            let work = of_year().find(|work| self.is_of(act, work.assessment()));
            let named = work.zip(act.class_id.as_ref());
            match named.and_then(|(work, class)| rooms.get_mut(&room(work, &act.school, class))) {
                Some(seen) => *seen = true,
                None => nowhere += 1,
            }
        }
        let (mut seen, mut all) = (0, 0);
        for (_, is_seen) in rooms.iter() {
            seen += u64::from(*is_seen);
            all += 1;
        }
        if all == 0 {
            return Err("the works name no classes");
        }
        let share = self.share("observer_coverage", seen, all);
        Ok((
            Computed { source: self.beside_plan(screening), ..share },
            self.beside("acts_without_room", "acts", nowhere),
        ))
    }

    /// Schools visited of those that took part, and visited ones that did not.
    fn schools(&self) -> Result<(Computed, Computed), &'static str> {
        let screening = self.screening()?;
        let all: BTreeSet<&str> = filled(screening.schools.iter().map(|s| login_digits(&s.school)));
        let visited: BTreeSet<&str> = filled(self.plan.visits.iter().map(|act| login_digits(&act.school)));
        let here = visited.iter().filter(|school| all.contains(*school)).count() as u64;
        let share = self.share("observer_coverage", here, all.len() as u64);
        let elsewhere = visited.len() as u64 - here;
        Ok((
            Computed { source: self.beside_plan(screening), ..share },
            self.beside("visited_schools_elsewhere", "schools", elsewhere),
        ))
    }

    fn screening(&self) -> Result<&Screening, &'static str> {
        match self.inputs.screening {
            Some(YearOfSigns::Screening(screening)) => Ok(screening),
            _ => Err("a screening is not given: who took part is not known"),
        }
    }

    fn beside_plan(&self, screening: &Screening) -> String {
        format!("{} {}", self.source, source(screening))
    }

    /// Whether an act is of this work, by what it says itself or its entry of the calendar.
    fn is_of(&self, act: &ObserverVisit, work: &Assessment) -> bool {
        let event = act.event.as_ref().and_then(|id| self.plan.calendar.iter().find(|e| e.id == *id));
        let subject = act.subject.as_ref().or_else(|| event?.subject.as_ref());
        let grade = act.grade.or_else(|| event?.grade);
        subject.is_some_and(|subject| *subject == work.subject)
            && grade.is_none_or(|grade| grade == work.written_in())
    }

    /// Acts with something out of order, and each number of the act's list by stage.
    fn acts(&self, found: &mut Indicators) {
        const FORMULA: &str = "acts_with_violations";
        let acts = &self.plan.visits;
        if acts.is_empty() {
            found.leave_out(FORMULA, "the plan has no acts of observers");
            return;
        }
        let violated = acts.iter().filter(|act| !act.violations.is_empty()).count() as u64;
        let share = self.share(FORMULA, violated, acts.len() as u64);
        found.values.push(Computed { direction: Some(Better::Lower), ..share });
        let mut counts: Sorted<(Stage, Option<u16>), u64> = Sorted::new();
        for act in acts {
            for (at, seen) in act.violations.iter().enumerate() {
                // A number counts once an act.
                if !act.violations[..at].iter().any(|before| before.number == seen.number) {
                    *counts.entry((act.stage, seen.number), || 0) += 1;
                }
            }
        }
        for ((stage, number), count) in counts {
            let of_stage = acts.iter().filter(|act| act.stage == stage).count() as f64;
            let number = number.map_or("other".to_owned(), |number| number.to_string());
            found.values.push(Computed {
                of: format!("{} {number}", name(stage)),
                denominator: of_stage,
                value: count as f64 / of_stage,
                ..self.beside("violations_per_act", "violations", count)
            });
        }
    }
}
