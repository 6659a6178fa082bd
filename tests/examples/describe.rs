//! The catalogue as JSON, from which `tools/generate` writes functions in other languages:
//! `./x generate`.

use obektiv::{
    catalogue,
    function::{
        CellKind, DescribedRecord, DescribedSetting, Function, Groups, Kind, SettingKind, Shape, Value,
    },
    statistics::signs::listed,
    table::Column,
};
use serde_json::{Value as Json, json};

fn input(kind: Kind) -> &'static str {
    match kind {
        Kind::Counts => "counts",
        Kind::CountsOfWorks => "counts_of_works",
        Kind::Results => "results",
        Kind::Registry => "registry",
        Kind::Names => "names",
        Kind::Whole => "whole",
        Kind::Points => "points",
        Kind::Numbers => "numbers",
        Kind::Flags => "flags",
        Kind::Scores => "scores",
        Kind::Matrix => "matrix",
        Kind::Cells => "cells",
        Kind::Items => "items",
        Kind::Distribution => "distribution",
        Kind::Periods => "periods",
        Kind::PeriodsOrNone => "periods_or_none",
        Kind::Columns => "columns",
    }
}

fn cell(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Float => "float",
        CellKind::Int => "int",
        CellKind::Text => "text",
        CellKind::Bool => "bool",
    }
}

fn setting_kind(kind: &SettingKind) -> Json {
    match kind {
        SettingKind::Whole => json!("whole"),
        SettingKind::Real => json!("real"),
        SettingKind::Bool => json!("bool"),
        SettingKind::Choice(names) => json!({ "choice": names }),
        SettingKind::List(of, length) => json!({ "list": setting_kind(of), "length": length }),
        SettingKind::Optional(of) => json!({ "optional": setting_kind(of) }),
        SettingKind::Either(one, other) => json!({ "either": [setting_kind(one), setting_kind(other)] }),
        SettingKind::Text => json!("text"),
        SettingKind::Record(described) => record(described),
    }
}

/// The record that it extends is whole, and its fields are none of its own.
fn record(r: &DescribedRecord) -> Json {
    let field = |f: &obektiv::function::DescribedField| json!({ "name": f.name, "doc": f.doc, "kind": setting_kind(&f.kind) });
    json!({
        "record": r.name,
        "doc": r.doc,
        "extends": r.base.as_ref().map(|base| record(base)),
        "fields": r.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Null | Value::Object | Value::Record(_) => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Whole(value) => json!(i64::try_from(*value).expect("a small default")),
        Value::Real(value) => json!(value),
        Value::Text(text) => json!(text),
        Value::List(all) => all.iter().map(self::value).collect(),
    }
}

fn setting(s: &DescribedSetting) -> Json {
    let mut written = json!({ "name": s.name, "doc": s.doc, "kind": setting_kind(&s.kind) });
    if let Some(default) = &s.default {
        written["default"] = value(default);
    }
    written
}

fn function(f: &Function) -> Json {
    let inputs = f.inputs.iter().map(|i| {
        json!({ "name": i.name, "kind": input(i.kind), "optional": i.optional, "after": i.after, "doc": i.doc })
    });
    let columns =
        f.columns().into_iter().map(|c| json!({ "name": c.name, "kind": cell(c.kind), "doc": c.doc }));
    let output = match f.output {
        Shape::Table(_) => json!({ "columns": columns.collect::<Vec<_>>() }),
        Shape::Numbers(name, doc) => json!({ "numbers": name, "doc": doc }),
        Shape::Matrix(name, doc) => json!({ "matrix": name, "doc": doc }),
        Shape::Number(name, doc) => json!({ "number": name, "doc": doc }),
        Shape::Record(described) => record(&described()),
    };
    let group = match f.groups {
        Groups::Asked(group) => json!(group.name()),
        Groups::Always(_) | Groups::None => Json::Null,
    };
    let former = catalogue::FORMER.iter().filter(|(_, now)| *now == f.id).map(|(old, _)| *old);
    json!({
        "id": f.id,
        "former": former.collect::<Vec<_>>(),
        "doc": f.doc,
        "inputs": inputs.collect::<Vec<_>>(),
        "group": group,
        "grouped": !matches!(f.groups, Groups::None),
        "long": catalogue::LONG.contains(&f.id),
        "settings": (f.options)().describe().iter().map(setting).collect::<Vec<_>>(),
        "output": output,
    })
}

/// The signs row by row.
fn signs() -> Vec<Json> {
    let table = listed();
    let text = |name: &str, row: usize| match table.column(name) {
        Some(Column::Text(values)) => json!(values[row]),
        _ => Json::Null,
    };
    let names = ["id", "what", "beside", "origin"];
    let row = |row: usize| names.iter().map(|name| ((*name).to_owned(), text(name, row))).collect::<Json>();
    (0..table.len()).map(row).collect()
}

fn main() {
    let module = |m: &catalogue::Module| json!({ "name": m.name, "doc": m.doc, "functions": m.functions.iter().map(function).collect::<Vec<_>>() });
    let modules: Vec<Json> = catalogue::MODULES.iter().map(module).collect();
    let described = json!({ "modules": modules, "signs": signs() });
    println!("{}", serde_json::to_string_pretty(&described).expect("JSON"));
}
