//! Plans of older formats, carried over.

use serde_json::{Map, Value, json};

/// A plan of format 1 as one of format 2: what approved it becomes a decision, a measure's time a
/// list, and indicators move from the measures, which refer to them, to the plan.
pub(super) fn from_1(plan: &mut Map<String, Value>) {
    plan.insert("version".to_owned(), 2.into());
    if let Some(Value::Object(mut approval)) = plan.remove("approval") {
        approval.insert("kind".to_owned(), "approved".into());
        plan.insert("decisions".to_owned(), json!([approval]));
    }
    for document in objects(plan.get_mut("documents")) {
        // In format 1 all ids were printed; those that are numbers of a list still are.
        let id = document.get("id").and_then(Value::as_str).unwrap_or_default();
        if id.starts_with(|c: char| c.is_ascii_digit()) {
            let label = id.into();
            document.insert("label".to_owned(), label);
        }
    }
    let mut indicators: Vec<Value> = Vec::new();
    for direction in objects(plan.get_mut("directions")) {
        for measure in objects(direction.get_mut("measures")) {
            if let Some(schedule) = measure.remove("schedule").filter(|s| !s.is_null()) {
                measure.insert("schedule".to_owned(), json!([schedule]));
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

fn objects(list: Option<&mut Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    list.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

/// The id of an indicator in the plan's list: that of one with the same numbers, or a new one.
fn registered(mut indicator: Value, all: &mut Vec<Value>) -> Value {
    let Some(fields) = indicator.as_object_mut() else { return indicator };
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
