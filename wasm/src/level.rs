//! The mean of each group in the funnel of its reference, and its share of papers with the largest total.

use obektiv::statistics::level as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::tally::Tallied;
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Means in the funnel of their reference, and shares of papers with the largest total. */
export interface LevelTable extends Indications {
  mean: Float64Array;
  /** The p-value of a mean that is too low; `pvalue` is of one too high. */
  pvalueLow: Float64Array;
  referenceMean: Float64Array;
  /** The standard deviation of true means between groups. */
  between: Float64Array;
  /** The mean shrunken to the reference's, with its 95 % interval. */
  shrunken: Float64Array;
  shrunkenLower: Float64Array;
  shrunkenUpper: Float64Array;
  /** Papers with the largest total. */
  maximum: Float64Array;
  maximumShare: Float64Array;
  maximumReference: Float64Array;
  maximumPvalue: Float64Array;
  maximumPvalueMid: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "LevelTable")]
    pub type LevelTable;
}

/// What a group is compared with.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LevelOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Names the reference group of each school; without it all other groups are the reference.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// The least number of other groups in the reference; 5 by default.
    #[tsify(optional)]
    min_reference: Option<u64>,
}

/// The mean of each group in the funnel of its reference, and its share of papers with the largest total.
#[wasm_bindgen(js_namespace = level, js_name = byGroup)]
pub fn by_group(results: &Tallied, options: Option<Ts<LevelOptions>>) -> Result<LevelTable, Error> {
    let given = options::read(options)?;
    let default = core::LevelOptions::default();
    let options = core::LevelOptions { min_reference: given.min_reference.unwrap_or(default.min_reference) };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    Ok(columns::object(&core::by_group(&*results.tally(given.group)?, &registry, options)?.table()))
}
