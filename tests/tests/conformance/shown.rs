//! Answers of the library as the vectors write them.

use obektiv::{
    data::Results,
    table::{Column, Table},
};
use serde_json::{Map, Value, json};

pub fn record(values: &[(&str, Value)]) -> Map<String, Value> {
    values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// A table as JSON: counts stay whole numbers, undefined becomes null.
pub fn columns(table: &Table) -> Map<String, Value> {
    columns_in_order(table).collect()
}

fn columns_in_order(table: &Table) -> impl Iterator<Item = (String, Value)> {
    let value = |column: &Column| match column {
        Column::Float(v) => json!(v),
        Column::Int(v) => json!(v),
        Column::Text(v) => json!(v),
        Column::Bool(v) => json!(v),
    };
    table.columns.iter().map(move |(name, column)| (name.clone().into_owned(), value(column)))
}

/// A table as rows.
pub fn rows(table: &Table) -> Vec<Value> {
    let columns: Vec<Value> = columns_in_order(table).map(|(_, values)| values).collect();
    (0..table.len()).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect()
}

/// A table as rows, whose columns besides these are counts in one list at the end.
pub fn with_counts(table: &Table, first: &[&str]) -> Vec<Value> {
    let names: Vec<&str> = table.columns.iter().take(first.len()).map(|(name, _)| name.as_ref()).collect();
    assert_eq!(names, first);
    let apart = |row: Value| {
        let Value::Array(mut row) = row else { unreachable!("a row is a list") };
        let counts = row.split_off(first.len());
        row.push(counts.into());
        row.into()
    };
    rows(table).into_iter().map(apart).collect()
}

pub fn fingerprints(results: &[Results]) -> Value {
    results.iter().map(Results::fingerprint).collect::<Vec<String>>().into()
}
