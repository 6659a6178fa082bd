//! Norms of items given the total.

use obektiv::{data::NormSums, statistics::norms as core};
use wasm_bindgen::prelude::*;

use crate::{columns, error::Error, results};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The mean and the standard deviation of each item for pupils with one total; items are counted from 1. */
export interface NormsTable {
  total: Float64Array;
  item: Float64Array;
  /** Pupils with the total. */
  n: Float64Array;
  /** Pupils of the neighbouring totals that are pooled with it. */
  pooled: Float64Array;
  mean: Float64Array;
  sd: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "NormsTable")]
    pub type NormsTable;
}

/// Norms given the total, for pupils whose total counts all items.
#[wasm_bindgen]
pub fn norms(
    #[wasm_bindgen(unchecked_param_type = "Results")] results: JsValue,
) -> Result<NormsTable, Error> {
    let results = results::shared(&results).ok_or_else(|| Error::expected("results", "Results"))?;
    Ok(columns::object(&core::norms(&NormSums::of(&results)).table()))
}
