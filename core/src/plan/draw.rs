//! Visits that were drawn, as assignments of a plan.

use super::{Assignment, Extra, Plan, PlanError};
use crate::design::{Draw, fingerprint};

impl Plan {
    /// The plan with the visits of a draw among its assignments: the drawn schools with the chance
    /// of each, by which their acts stand for the others, and `drawn`, the seed and the fingerprint
    /// of the list, by which anybody can draw them again.
    ///
    /// `schools` and `chance` are the list that was drawn from; `event` is the entry of the
    /// calendar that is visited. A visit of this draw to the same school and entry that the plan
    /// has already is kept as it is.
    ///
    /// # Errors
    /// [`PlanError::Parameter`] if `chance` is not as long as `schools`, or if the draw was from
    /// another list: its fingerprint is computed anew. [`PlanError::DanglingId`] for an entry that
    /// the calendar has not.
    ///
    /// # Examples
    /// ```
    /// use obektiv::{design::{DrawOptions, draw}, plan::{EXAMPLE, Plan}};
    /// let (schools, chance) = (["sch990001", "sch990002", "sch990003", "sch990004"], [0.5; 4]);
    /// let drawn = draw(&schools, &chance, &DrawOptions { seed: 7, ..DrawOptions::default() })?;
    /// let plan = Plan::from_json(EXAMPLE)?.with_draw(&schools, &chance, &drawn, None)?;
    /// assert_eq!(plan.assignments.len(), 2);
    /// assert_eq!(plan.assignments[0].probability, Some(0.5));
    /// assert!(plan.assignments[0].drawn.as_ref().is_some_and(|drawn| drawn.starts_with("7:")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_draw<S: AsRef<str>>(
        &self,
        schools: &[S],
        chance: &[f64],
        draw: &Draw,
        event: Option<&str>,
    ) -> Result<Self, PlanError> {
        if chance.len() != schools.len() {
            return Err(PlanError::parameter(
                "chance",
                &format!("{} values, one for each school", schools.len()),
            ));
        }
        let names: Vec<&str> = schools.iter().map(AsRef::as_ref).collect();
        if fingerprint(&names, chance) != draw.fingerprint {
            return Err(PlanError::parameter("draw", "a draw from these schools with these chances"));
        }
        let mut plan = self.clone();
        let drawn = format!("{}:{}", draw.seed, draw.fingerprint);
        for &place in &draw.sample {
            let (Some(school), Some(&probability)) = (names.get(place), chance.get(place)) else {
                return Err(PlanError::parameter("draw", "places of the list in its sample"));
            };
            let assignment = Assignment {
                school: (*school).to_owned(),
                event: event.map(str::to_owned),
                class_id: None,
                stage: None,
                observer: None,
                probability: Some(probability),
                drawn: Some(drawn.clone()),
                extra: Extra::default(),
            };
            let is_same = |known: &Assignment| {
                (&known.school, &known.event, &known.drawn)
                    == (&assignment.school, &assignment.event, &assignment.drawn)
            };
            if !plan.assignments.iter().any(is_same) {
                plan.assignments.push(assignment);
            }
        }
        plan.check()?;
        Ok(plan)
    }
}

#[cfg(test)]
mod tests {
    use crate::design::{Draw, DrawOptions, draw};
    use crate::plan::{EXAMPLE, Plan};

    const SCHOOLS: [&str; 4] = ["sch990001", "sch990002", "sch990003", "sch990004"];

    fn drawn() -> Draw {
        draw(&SCHOOLS, &[0.5; 4], &DrawOptions { seed: 7, ..DrawOptions::default() }).unwrap()
    }

    #[test]
    fn a_draw_is_in_the_plan_once_and_is_the_observers_form() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let with = plan.with_draw(&SCHOOLS, &[0.5; 4], &drawn(), None).unwrap();
        assert_eq!(with.assignments.len(), 2);
        assert_eq!(with.with_draw(&SCHOOLS, &[0.5; 4], &drawn(), None).unwrap(), with);
        assert_eq!(Plan::from_json(&with.to_json()).unwrap(), with);
        for (assignment, place) in with.assignments.iter().zip(drawn().sample) {
            assert_eq!(assignment.school, SCHOOLS[place]);
        }
    }

    #[test]
    fn another_list_another_length_and_an_unknown_entry_are_told_by_their_argument() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let of = |schools: &[&str], chance: &[f64], event| {
            let error = plan.with_draw(schools, chance, &drawn(), event).unwrap_err();
            (error.code(), error.path().to_owned())
        };
        assert_eq!(of(&SCHOOLS, &[0.5; 3], None), ("plan.parameter", "chance".to_owned()));
        assert_eq!(of(&SCHOOLS, &[0.4; 4], None), ("plan.parameter", "draw".to_owned()));
        assert_eq!(of(&SCHOOLS[..3], &[0.5; 3], None), ("plan.parameter", "draw".to_owned()));
        assert_eq!(
            of(&SCHOOLS, &[0.5; 4], Some("nowhere")),
            ("plan.dangling_id", "assignments[0].event".to_owned())
        );
    }
}
