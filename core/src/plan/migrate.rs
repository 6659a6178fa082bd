//! Plans of format 1, carried over and back.

use serde_json::{Map, Value, json};

/// A plan of format 1 as one of format 2: what approved it becomes a decision, a measure's time a
/// list, and indicators move from the measures, which refer to them, to the plan.
pub(super) fn from_1(plan: &mut Map<String, Value>) {
    plan.insert("version".to_owned(), 2.into());
    if let Some(Value::Object(mut approval)) = plan.remove("approval") {
        approval.insert("kind".to_owned(), "approved".into());
        let place = approval.remove(PLACE).and_then(|place| place.as_u64()).unwrap_or(0);
        let decisions = plan.entry("decisions").or_insert_with(|| json!([]));
        if let Some(all) = decisions.as_array_mut() {
            let place = usize::try_from(place).unwrap_or(0).min(all.len());
            all.insert(place, approval.into());
        }
    }
    for document in objects(plan.get_mut("documents")) {
        // In format 1 all ids were printed; those that are numbers of a list still are.
        let id = document.get("id").and_then(Value::as_str).unwrap_or_default();
        if id.starts_with(|c: char| c.is_ascii_digit()) && !document.contains_key("label") {
            let label = id.into();
            document.insert("label".to_owned(), label);
        }
    }
    let known = plan.remove("indicators");
    let mut indicators = match known {
        Some(Value::Array(known)) => known,
        _ => Vec::new(),
    };
    for direction in objects(plan.get_mut("directions")) {
        for measure in objects(direction.get_mut("measures")) {
            let all = measure.remove(SCHEDULES);
            if let Some(schedule) = measure.remove("schedule").filter(|s| !s.is_null()) {
                // What was written for format 1 stands, unless it was changed since.
                let all = all.filter(|all| all.as_array().is_some_and(|all| all.contains(&schedule)));
                measure.insert("schedule".to_owned(), all.unwrap_or_else(|| json!([schedule])));
            } else if let Some(all) = all {
                measure.insert("schedule".to_owned(), all);
            }
            let Some(Value::Array(old)) = measure.remove("indicators") else { continue };
            let ids: Vec<Value> = old.into_iter().map(|one| registered(one, &mut indicators)).collect();
            measure.insert("indicators".to_owned(), ids.into());
        }
    }
    if !indicators.is_empty() {
        plan.insert("indicators".to_owned(), indicators.into());
    }
}

/// Where the approval stood among the decisions.
const PLACE: &str = "place";
/// All times of a measure.
const SCHEDULES: &str = "schedules";
/// The kinds of times that format 1 knows.
const KNOWN: [&str; 4] = ["date", "period", "academic_year", "assessment_calendar"];

/// A plan of format 2 as one of format 1: an approval, one time for each measure, indicators inside
/// the measures. What format 1 has no place for stays beside as fields that it does not know and
/// keeps, so that the way back loses nothing.
pub(super) fn to_1(plan: &mut Map<String, Value>) {
    plan.insert("version".to_owned(), 1.into());
    if let Some(Value::Array(decisions)) = plan.get_mut("decisions")
        && let Some(place) = decisions.iter().position(|d| d["kind"] == "approved")
        && let Value::Object(mut approval) = decisions.remove(place)
    {
        approval.remove("kind");
        if place > 0 {
            approval.insert(PLACE.to_owned(), place.into());
        }
        plan.insert("approval".to_owned(), approval.into());
    }
    if plan.get("decisions").is_some_and(|all| all.as_array().is_some_and(Vec::is_empty)) {
        plan.remove("decisions");
    }
    for document in objects(plan.get_mut("documents")) {
        let printed = document
            .get("id")
            .filter(|id| id.as_str().is_some_and(|id| id.starts_with(|c: char| c.is_ascii_digit())));
        match (printed.cloned(), document.get("label")) {
            (Some(id), Some(label)) if *label == id => drop(document.remove("label")),
            // In format 1 its number would be printed.
            (Some(_), None) => drop(document.insert("label".to_owned(), Value::Null)),
            _ => {}
        }
    }
    let indicators = plan.get("indicators").cloned().unwrap_or_default();
    let indicators = indicators.as_array().cloned().unwrap_or_default();
    for direction in objects(plan.get_mut("directions")) {
        for measure in objects(direction.get_mut("measures")) {
            if let Some(Value::Array(all)) = measure.remove("schedule") {
                let is_known = |s: &&Value| s["kind"].as_str().is_some_and(|kind| KNOWN.contains(&kind));
                if let Some(first) = all.iter().find(is_known) {
                    measure.insert("schedule".to_owned(), first.clone());
                }
                if all.len() != 1 || !measure.contains_key("schedule") {
                    measure.insert(SCHEDULES.to_owned(), all.into());
                }
            }
            let Some(Value::Array(ids)) = measure.get_mut("indicators") else { continue };
            for id in ids {
                if let Some(own) = indicators.iter().find(|indicator| indicator["id"] == *id) {
                    *id = own.clone();
                }
            }
        }
    }
}

fn objects(list: Option<&mut Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    list.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

/// The id of an indicator in the plan's list: that of one with the same numbers, or a new one.
fn registered(mut indicator: Value, all: &mut Vec<Value>) -> Value {
    let Some(fields) = indicator.as_object_mut() else { return indicator };
    if let Some(own) = fields.get("id").filter(|id| id.is_string()).cloned()
        && let Some(known) = all.iter_mut().find(|known| known["id"] == own)
    {
        *known = indicator;
        return own;
    }
    let formula = fields.get("formula").and_then(Value::as_str).unwrap_or("indicator").to_owned();
    let id = |nth: usize| if nth == 1 { formula.clone() } else { format!("{formula}-{nth}") };
    for nth in 1.. {
        fields.insert("id".to_owned(), id(nth).into());
        let Some(known) = all.iter().find(|known| known["id"] == fields["id"]) else { break };
        if known.as_object() == Some(&*fields) {
            return id(nth).into();
        }
    }
    let id = fields["id"].clone();
    all.push(indicator);
    id
}
