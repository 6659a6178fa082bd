//! Several plans made one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Plan, PlanError};
use crate::data::login_digits;
use crate::json::{self, Wrong};
use crate::table::Table;

/// Two plans that say different things of one id.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Conflict {
    /// The list of the plan, such as `measures`; `plan` for its own fields.
    pub list: String,
    /// The id there; empty for the plan's own fields.
    pub id: String,
    /// The field.
    pub field: String,
    /// What stays: that of the first plan that says it.
    pub kept: String,
    /// What was left out.
    pub left_out: String,
}

/// A plan made of several, and what did not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The plan.
    pub plan: Plan,
    /// Where plans contradict each other.
    pub conflicts: Vec<Conflict>,
}

impl Merged {
    /// The conflicts: `list, id, field, kept, left_out`.
    #[must_use]
    pub fn conflicts_table(&self) -> Table {
        let text = |value: fn(&Conflict) -> &str| {
            self.conflicts.iter().map(|c| value(c).to_owned()).collect::<Vec<String>>()
        };
        Table::new()
            .with("list", text(|c| &c.list))
            .with("id", text(|c| &c.id))
            .with("field", text(|c| &c.field))
            .with("kept", text(|c| &c.kept))
            .with("left_out", text(|c| &c.left_out))
    }
}

/// One plan of several, such as a municipality's of those of its schools.
///
/// What has an id is one thing if the id is the same; measures stand in the direction of their kind
/// and title. Lists within it, such as schools, findings, rows of schools, evidence and values of
/// an indicator, are joined; of a field that two plans fill differently the first stays, and the
/// other is listed as a conflict. Title, territory and year are those of the first plan, and
/// differences in them no conflict. The plan does not depend on how the plans are grouped: merging
/// (a, b) and c gives that of a and (b, c).
///
/// # Errors
/// [`PlanError::Empty`] for no plans.
pub fn merge(plans: &[Plan]) -> Result<Merged, PlanError> {
    let empty = || PlanError::Empty { path: "plans".to_owned(), expected: "at least one plan" };
    let mut values = plans.iter().map(Plan::to_value);
    let Some(Value::Object(mut all)) = values.next() else { return Err(empty()) };
    let mut conflicts = Vec::new();
    for value in values {
        let Value::Object(mut other) = value else { continue };
        for own in OWN {
            if let Some(value) = other.remove(own)
                && !all.contains_key(own)
            {
                all.insert(own.to_owned(), value);
            }
        }
        join(&mut all, other, &mut At { list: "plan", id: "", conflicts: &mut conflicts });
    }
    let plan: Plan = json::read_value(&Value::Object(all))
        .map_err(|Wrong { path, reason }| PlanError::Json { path, reason })?;
    plan.check()?;
    Ok(Merged { plan, conflicts })
}

/// What is of one plan alone.
const OWN: [&str; 11] = [
    "title",
    "territory",
    "year",
    "period",
    "version",
    "issued_by",
    "heading",
    "kind",
    "previous",
    "parent",
    "revisions",
];

/// Where one is, and what has been found.
struct At<'a> {
    list: &'a str,
    id: &'a str,
    conflicts: &'a mut Vec<Conflict>,
}

fn join(mine: &mut Map<String, Value>, other: Map<String, Value>, at: &mut At<'_>) {
    for (field, theirs) in other {
        match (mine.get_mut(&field), theirs) {
            (None, theirs) => drop(mine.insert(field, theirs)),
            (Some(Value::Array(mine)), Value::Array(theirs)) => join_lists(mine, theirs, &field, at),
            (Some(Value::Object(mine)), Value::Object(theirs)) => join(mine, theirs, at),
            (Some(mine), theirs) if *mine != theirs => at.conflicts.push(Conflict {
                list: at.list.to_owned(),
                id: at.id.to_owned(),
                field,
                kept: text(mine),
                left_out: text(&theirs),
            }),
            _ => {}
        }
    }
}

fn join_lists(mine: &mut Vec<Value>, theirs: Vec<Value>, field: &str, at: &mut At<'_>) {
    let name = |value: &Value| key(value, field).unwrap_or_else(|| value.to_string());
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (place, value) in mine.iter().enumerate() {
        places.entry(name(value)).or_insert(place);
    }
    for value in theirs {
        let place = *places.entry(name(&value)).or_insert(mine.len());
        let Some(known) = mine.get_mut(place) else {
            mine.push(value);
            continue;
        };
        if let (Value::Object(known), Value::Object(value)) = (known, value) {
            match value.get("id").and_then(Value::as_str).map(str::to_owned) {
                Some(id) => join(known, value, &mut At { list: field, id: &id, conflicts: at.conflicts }),
                None => join(known, value, at),
            }
        }
    }
}

/// By what the elements of a list are the same thing; nothing: if they are equal.
fn key(value: &Value, field: &str) -> Option<String> {
    let of = |names: &[&str]| -> Option<String> {
        let parts: Vec<String> =
            names.iter().map(|name| value.get(name).map_or(String::new(), text)).collect();
        value.get(names[0]).map(|_| parts.join("\u{1f}"))
    };
    match field {
        "directions" => of(&["kind", "title"]),
        // A login changed its prefix in 2022; the school is the same.
        "per_school" => of(&["school"]).map(|school| login_digits(&school).to_owned()),
        "series" => of(&["period"]),
        "coordinators" => of(&["level", "name", "procedure"]),
        _ => of(&["id"]),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    /// The note with one school helped.
    fn of_school(school: &str, done_on: &str) -> Plan {
        let mut plan: Value = serde_json::from_str(EXAMPLE).unwrap();
        let measure = &mut plan["directions"][1]["measures"][1];
        measure["targets"] =
            serde_json::json!({"schools": [school], "findings": [format!("2022:x:school:{school}")]});
        measure["per_school"] = serde_json::json!([{"school": school, "done_on": done_on}]);
        plan["title"] = school.into();
        Plan::from_json(&plan.to_string()).unwrap()
    }

    #[test]
    fn plans_of_schools_make_one_and_contradictions_are_listed() {
        let (a, b) = (of_school("a", "2022-05-01"), of_school("b", "2022-05-02"));
        let mut c = of_school("b", "2022-05-03");
        c.directions[0].measures[0].text = "otherwise".to_owned();
        let merged = merge(&[a.clone(), b.clone(), c.clone()]).unwrap();
        let help = &merged.plan.directions[1].measures[1];
        assert_eq!((help.targets.schools.len(), help.per_school.len()), (2, 2));
        assert_eq!(merged.plan.measures_only().count(), 7);
        assert_eq!(merged.plan.title, "a");
        let conflicts: Vec<(&str, &str, &str)> =
            merged.conflicts.iter().map(|c| (c.id.as_str(), c.field.as_str(), c.left_out.as_str())).collect();
        assert_eq!(conflicts, [("dates", "text", "otherwise"), ("targeted-help", "done_on", "2022-05-03")]);
        let left = merge(&[merge(&[a.clone(), b.clone()]).unwrap().plan, c.clone()]).unwrap().plan;
        let right = merge(&[a.clone(), merge(&[b, c]).unwrap().plan]).unwrap().plan;
        assert_eq!((&left, &right), (&merged.plan, &merged.plan));
        assert_eq!(merge(&[a.clone(), a.clone()]).unwrap(), Merged { plan: a, conflicts: Vec::new() });
        assert_eq!(merge(&[]).unwrap_err().code(), "plan.empty");
    }
}
