//! Two plans compared by their ids.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Plan;
use crate::table::Table;

/// One difference of two plans.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// `added`, `removed`, `changed` or `moved`.
    pub what: &'static str,
    /// The list of the plan that it is in, such as `measures`; `plan` for its own fields.
    pub list: String,
    /// The id there; empty for the plan's own fields.
    pub id: String,
    /// The field; empty for what was added, removed or moved.
    pub field: String,
    /// The old value as text or JSON.
    pub before: String,
    /// The new value.
    pub after: String,
}

/// What the second plan has otherwise than the first: measures, documents and all that has an id by
/// that id, fields one by one.
#[must_use]
pub fn diff(before: &Plan, after: &Plan) -> Vec<Difference> {
    let (before, after) = (parts(before), parts(after));
    let mut all = Vec::new();
    for (key @ (list, id), old) in &before {
        let mut add = |what, field: &str, before: String, after: String| {
            let (list, id, field) = (list.clone(), id.clone(), field.to_owned());
            all.push(Difference { what, list, id, field, before, after });
        };
        let Some(new) = after.get(key) else {
            add("removed", "", text(old), String::new());
            continue;
        };
        for (field, one, other) in fields(old, new) {
            let moved = field == "direction" && list == "measures";
            add(if moved { "moved" } else { "changed" }, field, text(one), text(other));
        }
    }
    for ((list, id), new) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        let (list, id, after) = (list.clone(), id.clone(), text(new));
        let (field, before) = (String::new(), String::new());
        all.push(Difference { what: "added", list, id, field, before, after });
    }
    all
}

/// [`diff`] as a table: `what, list, id, field, before, after`.
#[must_use]
pub fn diff_table(before: &Plan, after: &Plan) -> Table {
    let all = diff(before, after);
    let text =
        |value: fn(&Difference) -> &str| all.iter().map(|d| value(d).to_owned()).collect::<Vec<String>>();
    Table::new()
        .with("what", text(|d| d.what))
        .with("list", text(|d| &d.list))
        .with("id", text(|d| &d.id))
        .with("field", text(|d| &d.field))
        .with("before", text(|d| &d.before))
        .with("after", text(|d| &d.after))
}

/// Everything with an id by its list and id; measures know the title of their direction.
fn parts(plan: &Plan) -> BTreeMap<(String, String), Value> {
    let Value::Object(mut plan) = plan.to_value() else { return BTreeMap::new() };
    let mut parts = BTreeMap::new();
    if let Some(Value::Array(directions)) = plan.remove("directions") {
        for mut direction in directions {
            let title = direction["title"].clone();
            for mut measure in
                direction["measures"].take().as_array_mut().into_iter().flat_map(std::mem::take)
            {
                measure["direction"] = title.clone();
                let id = measure["id"].as_str().unwrap_or_default().to_owned();
                parts.insert(("measures".to_owned(), id), measure);
            }
        }
    }
    let lists: Vec<String> =
        plan.iter().filter(|(_, list)| has_ids(list)).map(|(name, _)| name.clone()).collect();
    for name in lists {
        let Some(Value::Array(list)) = plan.remove(&name) else { continue };
        for one in list {
            let id = one["id"].as_str().unwrap_or_default().to_owned();
            parts.insert((name.clone(), id), one);
        }
    }
    parts.insert(("plan".to_owned(), String::new()), Value::Object(plan));
    parts
}

fn has_ids(list: &Value) -> bool {
    list.as_array().is_some_and(|list| list.iter().all(|one| one["id"].is_string()))
}

fn fields<'a>(before: &'a Value, after: &'a Value) -> Vec<(&'a str, &'a Value, &'a Value)> {
    const NOTHING: &Value = &Value::Null;
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return Vec::new() };
    let mut names: Vec<&String> =
        before.keys().chain(after.keys().filter(|k| !before.contains_key(*k))).collect();
    names.sort_unstable();
    let values = |name: &'a String| {
        (name.as_str(), before.get(name).unwrap_or(NOTHING), after.get(name).unwrap_or(NOTHING))
    };
    names.into_iter().map(values).filter(|(_, one, other)| one != other).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    #[test]
    fn what_has_an_id_is_compared_by_it() {
        let before = Plan::from_json(EXAMPLE).unwrap();
        assert_eq!(diff(&before, &before), []);
        let mut after = before.clone();
        after.year = 2023;
        let moved = after.directions[0].measures.remove(0);
        after.directions[1].measures.insert(0, moved);
        after.directions[1].measures[1].text = "otherwise".to_owned();
        after.directions[1].measures.pop();
        after.documents[1].id = "1.9".to_owned();
        after.directions[0].measures[0].documents[1] = "1.9".to_owned();
        let all = diff(&before, &after);
        let seen: Vec<(&str, &str, &str, &str)> =
            all.iter().map(|d| (d.what, d.list.as_str(), d.id.as_str(), d.field.as_str())).collect();
        let expected = [
            ("removed", "documents", "1.2", ""),
            ("changed", "measures", "analysis", "text"),
            ("changed", "measures", "coordinators", "documents"),
            ("moved", "measures", "dates", "direction"),
            ("removed", "measures", "targeted-help", ""),
            ("changed", "plan", "", "year"),
            ("added", "documents", "1.9", ""),
        ];
        assert_eq!(seen, expected);
        assert_eq!((all[5].before.as_str(), all[5].after.as_str()), ("2022", "2023"));
        assert_eq!(diff_table(&before, &after).len(), 7);
    }
}
