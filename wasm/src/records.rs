//! Records of the catalogue as plain objects: names in camelCase, lists of numbers as
//! `Float64Array`s, other lists as arrays, null where there is nothing.

use js_sys::Array;
use obektiv::function::{DescribedRecord, SettingKind, Value};
use wasm_bindgen::prelude::*;

use crate::columns::{self, camel_case};

/// A record, and those that it holds.
pub(crate) fn object(described: &DescribedRecord, values: &[Value]) -> JsValue {
    let names = described.all().into_iter().map(|field| (camel_case(field.name), &field.kind));
    let fields: Vec<(String, JsValue)> =
        names.zip(values).map(|((name, kind), value)| (name, field(kind, value))).collect();
    columns::record(&fields.iter().map(|(name, value)| (&**name, value.clone())).collect::<Vec<_>>())
}

fn field(kind: &SettingKind, value: &Value) -> JsValue {
    match (kind, value) {
        (_, Value::Null) => JsValue::NULL,
        (SettingKind::Optional(kind), value) => field(kind, value),
        (SettingKind::Record(described), Value::Record(values)) => object(described, values),
        (SettingKind::List(of, _), Value::List(all)) => match of.as_ref() {
            SettingKind::Real | SettingKind::Whole => columns::numbers(all.iter().map(number)).into(),
            of => all.iter().map(|value| field(of, value)).collect::<Array>().into(),
        },
        (_, Value::Bool(yes)) => JsValue::from_bool(*yes),
        (_, Value::Text(text)) => JsValue::from_str(text),
        (_, value) => JsValue::from_f64(number(value)),
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Real(number) => *number,
        Value::Whole(number) => *number as f64,
        _ => f64::NAN,
    }
}
