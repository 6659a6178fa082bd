//! The core's tables as plain objects of typed arrays.

use js_sys::{Array, Float64Array, Object, Reflect};
use obektiv::table::{Column, Table};
use wasm_bindgen::prelude::*;

#[cfg(feature = "results")]
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How much a group of this size can say: fewer than 10 pupils, 10 to 19, 20 to 49, 50 and more. */
export type Tier = "insufficient" | "limited" | "approximate" | "informative";

/** The columns that every statistic of groups has, one row for each indication. What is undefined is NaN. */
export interface Indications {
  group: string[];
  /** Pupils. */
  n: Float64Array;
  statistic: Float64Array;
  pvalue: Float64Array;
  effect: Float64Array;
  /** Lower end of the 95 % interval of the effect. */
  lower: Float64Array;
  /** Upper end of the 95 % interval of the effect. */
  upper: Float64Array;
  tier: Tier[];
}
"#;

/// A table as an object: numbers and counts become `Float64Array`s, names camelCase.
pub(crate) fn object<T: JsCast>(table: &Table) -> T {
    let object = Object::new();
    for (name, column) in &table.columns {
        let column: JsValue = match column {
            Column::Float(values) => numbers(values.iter().copied()).into(),
            Column::Int(values) => numbers(values.iter().map(|&v| v as f64)).into(),
            Column::Text(values) => texts(values).into(),
            Column::Bool(values) => values.iter().map(|&v| JsValue::from(v)).collect::<Array>().into(),
        };
        set(&object, &camel_case(name), &column);
    }
    object.unchecked_into()
}

/// One record: an object of plain values.
pub(crate) fn record<T: JsCast>(values: &[(&str, JsValue)]) -> T {
    let object = Object::new();
    for (name, value) in values {
        set(&object, name, value);
    }
    object.unchecked_into()
}

pub(crate) fn numbers(values: impl Iterator<Item = f64>) -> Float64Array {
    Float64Array::from(&values.collect::<Vec<f64>>()[..])
}

pub(crate) fn texts<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> Array {
    values.into_iter().map(|text| JsValue::from_str(text.as_ref())).collect()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A new plain object takes every property, so there is no failure to report.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

pub(crate) fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                camel.push(c.to_ascii_uppercase());
                upper = false;
            }
            c => camel.push(c),
        }
    }
    camel
}

#[cfg(feature = "signs")]
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
