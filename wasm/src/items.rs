//! Items of a model, and scores that belong to no results.

use js_sys::Uint8Array;
use ndarray::Array2;
use obektiv::{
    ModelError,
    model::{Item, Quadrature},
};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::{error::Error, results};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Persons × items: an array for each person, in which null and NaN are missing, or one array, person by person. */
export type Scores = Uint8Array | ArrayLike<ArrayLike<number | null>>;

/** An item's model and parameters, as JSON holds them; a is 1 and c is 0 where they are absent. */
export type Item =
  | { model: "logistic"; a?: number; b: number; c?: number }
  | { model: "graded"; a?: number; b: number[] }
  | { model: "partial_credit"; a?: number; steps: number[] }
  | { model: "nominal"; slopes: number[]; intercepts: number[] };

/** A distribution of ability: points and their shares, which add up to 1. */
export interface AbilityDistribution { points: ArrayLike<number>; weights: ArrayLike<number> }
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Item[]")]
    pub type Items;
    #[wasm_bindgen(typescript_type = "Scores")]
    pub type Scores;
}

/// Items as the core has them.
pub fn read(items: &JsValue) -> Result<Vec<Item>, Error> {
    Ok(serde_wasm_bindgen::from_value(items.clone())
        .map_err(|e| ModelError::Form { reason: e.to_string() })?)
}

/// Items as plain objects.
pub fn objects<T: JsCast>(items: &[Item]) -> T {
    let objects = items.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL);
    objects.unchecked_into()
}

/// A distribution of ability; the default where there is none.
pub fn ability(given: &JsValue) -> Result<Quadrature, Error> {
    if given.is_undefined() || given.is_null() {
        return Ok(Quadrature::default());
    }
    #[derive(Deserialize)]
    struct Points {
        points: Vec<f64>,
        weights: Vec<f64>,
    }
    let Points { points, weights } = serde_wasm_bindgen::from_value(given.clone())
        .map_err(|e| Error::expected(&format!("ability ({e})"), "an object with points and weights"))?;
    Ok(Quadrature { points, weights })
}

/// Scores of so many items; without a number only an array for each person says how many.
pub fn scores(scores: &JsValue, items: Option<usize>) -> Result<Array2<u8>, Error> {
    match items {
        None if scores.is_instance_of::<Uint8Array>() => {
            Err(Error::expected("options.items", "the number of items of a Uint8Array"))
        }
        _ => results::scores(scores, items.unwrap_or(1), "scores"),
    }
}
