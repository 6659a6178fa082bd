//! Numbers of a plan that cannot be, and places without a school.

use super::{Indicator, Plan, PlanError, Schedule};

/// Days of a measure after an entry of the calendar, or before it: ten years.
const FAR: f64 = 3660.0;

/// Checked before ids: what is wrong with one thing alone.
pub(super) fn check(plan: &Plan) -> Result<(), PlanError> {
    within("year", plan.year.into(), 1.0, 9998.0, "a year")?;
    for (i, event) in plan.calendar.iter().enumerate() {
        grade(&format!("calendar[{i}].grade"), event.grade)?;
        for (j, day) in event.reserve.iter().enumerate() {
            super::check::in_order(&format!("calendar[{i}].reserve[{j}]"), event.from, *day)?;
        }
    }
    for (i, planned) in plan.assignments.iter().enumerate() {
        named(&format!("assignments[{i}].school"), &planned.school)?;
        probability(&format!("assignments[{i}].probability"), planned.probability)?;
    }
    for (i, visit) in plan.visits.iter().enumerate() {
        named(&format!("visits[{i}].school"), &visit.school)?;
        grade(&format!("visits[{i}].grade"), visit.grade)?;
        probability(&format!("visits[{i}].probability"), visit.probability)?;
    }
    for (i, response) in plan.responses.iter().enumerate() {
        named(&format!("responses[{i}].school"), &response.school)?;
    }
    for (i, indicator) in plan.indicators.iter().enumerate() {
        series(&format!("indicators[{i}]"), indicator)?;
    }
    for (i, effect) in plan.effects.iter().enumerate() {
        interval(&format!("effects[{i}]"), effect.lower, effect.upper)?;
    }
    for (path, measure) in plan.measures() {
        if let Some(cost) = &measure.cost {
            within(&format!("{path}.cost.amount"), cost.amount, 0.0, f64::MAX, "none or more")?;
        }
        for (i, schedule) in measure.schedule.iter().enumerate() {
            if let Schedule::After { days, .. } = schedule {
                let path = format!("{path}.schedule[{i}].days");
                within(&path, f64::from(*days), -FAR, FAR, "at most 3660, before or after")?;
            }
        }
        for (i, row) in measure.per_school.iter().enumerate() {
            named(&format!("{path}.per_school[{i}].school"), &row.school)?;
        }
    }
    Ok(())
}

fn series(path: &str, indicator: &Indicator) -> Result<(), PlanError> {
    for (i, value) in indicator.series.iter().enumerate() {
        let path = format!("{path}.series[{i}]");
        interval(&path, value.lower, value.upper)?;
        if let Some(numerator) = value.numerator {
            within(&format!("{path}.numerator"), numerator, 0.0, f64::INFINITY, "none or more")?;
        }
    }
    Ok(())
}

fn within(path: &str, got: f64, lowest: f64, highest: f64, expected: &'static str) -> Result<(), PlanError> {
    match (lowest..=highest).contains(&got) {
        true => Ok(()),
        false => Err(PlanError::OutOfRange { path: path.to_owned(), got, expected }),
    }
}

fn probability(path: &str, got: Option<f64>) -> Result<(), PlanError> {
    let smallest = f64::MIN_POSITIVE;
    got.map_or(Ok(()), |got| within(path, got, smallest, 1.0, "a probability above 0, at most 1"))
}

fn grade(path: &str, got: Option<u8>) -> Result<(), PlanError> {
    got.map_or(Ok(()), |got| within(path, got.into(), 1.0, 13.0, "a grade from 1 to 13"))
}

fn interval(path: &str, lower: Option<f64>, upper: Option<f64>) -> Result<(), PlanError> {
    match (lower, upper) {
        (Some(lower), Some(upper)) if lower > upper => Err(PlanError::OutOfRange {
            path: format!("{path}.upper"),
            got: upper,
            expected: "no less than the lower limit",
        }),
        _ => Ok(()),
    }
}

fn named(path: &str, school: &str) -> Result<(), PlanError> {
    match school.trim().is_empty() {
        true => Err(PlanError::Empty { path: path.to_owned(), expected: "a school's login" }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EXAMPLE, lint};
    use super::*;

    #[test]
    fn days_beyond_any_calendar_are_refused_and_unknown_where_they_come_by_hand() {
        let mut json: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
        json["calendar"] = serde_json::json!([{"id": "w", "assessment": "maths", "from": "2022-04-05"}]);
        let mut after = |days: i32| {
            json["directions"][0]["measures"][0]["schedule"] =
                serde_json::json!([{"kind": "after", "event": "w", "days": days}]);
            Plan::from_json(&json.to_string())
        };
        for days in [i32::MAX, i32::MIN, 3661] {
            let error = after(days).unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                ("plan.out_of_range", "directions[0].measures[0].schedule[0].days")
            );
        }
        let mut plan = after(3660).unwrap();
        for days in [i32::MAX, i32::MIN] {
            plan.directions[0].measures[0].schedule = vec![Schedule::After { event: "w".to_owned(), days }];
            assert_eq!(plan.directions[0].measures[0].days(&plan), None);
            assert!(!lint(&plan).is_empty());
        }
    }
}
