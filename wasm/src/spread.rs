//! The spread of each group's totals beside what its mean allows.

use obektiv::statistics::spread as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::tally::Tallied;
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Spreads of totals beside what their means allow: `statistic` is the ratio of the variances. */
export interface SpreadTable extends Indications {
  sd: Float64Array;
  expectedSd: Float64Array;
  /** The p-value of too much spread; `pvalue` is of too little. */
  pvalueHigh: Float64Array;
  df: Float64Array;
  nu: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "SpreadTable")]
    pub type SpreadTable;
}

/// What a group is compared with.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SpreadOptions {
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

/// The spread of each group's totals beside what its mean allows.
#[wasm_bindgen(js_namespace = spread, js_name = byGroup)]
pub fn by_group(results: &Tallied, options: Option<Ts<SpreadOptions>>) -> Result<SpreadTable, Error> {
    let given = options::read(options)?;
    let default = core::SpreadOptions::default();
    let options = core::SpreadOptions { min_reference: given.min_reference.unwrap_or(default.min_reference) };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    Ok(columns::object(&core::by_group(&*results.tally(given.group)?, &registry, options)?.table()))
}
