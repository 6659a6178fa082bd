//! Signs of other times and places, for comparison.

use obektiv::statistics::legacy as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{arrays::Numbers, columns, error::Error, options, results::Results, tally::grouping};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The INVALSI index: `statistic` is the membership in the cluster of high, alike and complete papers. */
export interface InvalsiTable extends Indications {
  /** The mean share of the largest total. */
  mean: Float64Array;
  sd: Float64Array;
  /** The share of items not attempted. */
  missing: Float64Array;
  heterogeneity: Float64Array;
  /** The first axis: high mean, low spread, low heterogeneity. */
  outlier: Float64Array;
  participation: Float64Array;
}

/** Jacob and Levitt's measures on scores: `statistic` is the sum of their squared ranks. */
export interface JacobLevittTable extends Indications {
  block: Float64Array;
  correlation: Float64Array;
  variation: Float64Array;
  misfit: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "InvalsiTable")]
    pub type InvalsiTable;
    #[wasm_bindgen(typescript_type = "JacobLevittTable")]
    pub type JacobLevittTable;
}

/// The groups and the constants of the clustering.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct InvalsiOptions {
    /// What the groups are; classes by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Clusters; 10 by default.
    #[tsify(optional)]
    clusters: Option<u64>,
    /// Above 1; 2 by default.
    #[tsify(optional)]
    fuzziness: Option<f64>,
    /// The least number of pupils of a group; 5 by default.
    #[tsify(optional)]
    min_n: Option<u64>,
}

/// The INVALSI index of groups. It cannot tell good groups from helped ones, and some group always is first.
#[wasm_bindgen(js_namespace = legacy)]
pub fn invalsi(results: &Results, options: Option<Ts<InvalsiOptions>>) -> Result<InvalsiTable, Error> {
    let given = options::read(options)?;
    let default = core::InvalsiOptions::default();
    let options = core::InvalsiOptions {
        clusters: given.clusters.unwrap_or(default.clusters),
        fuzziness: given.fuzziness.unwrap_or(default.fuzziness),
        min_n: given.min_n.unwrap_or(default.min_n),
    };
    let grouping = grouping(Some(given.group.as_deref().unwrap_or("class")))?;
    Ok(columns::object(&core::invalsi(&results.0, grouping, options)?.table()))
}

/// What the groups are.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct JacobLevittOptions {
    /// What the groups are; classes by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
}

/// Jacob and Levitt's unusual answer strings, on scores. Ranks order groups inside one work and know no rate of error.
#[wasm_bindgen(js_namespace = legacy, js_name = jacobLevitt)]
pub fn jacob_levitt(
    results: &Results,
    options: Option<Ts<JacobLevittOptions>>,
) -> Result<JacobLevittTable, Error> {
    let given = options::read(options)?;
    let grouping = grouping(Some(given.group.as_deref().unwrap_or("class")))?;
    Ok(columns::object(&core::jacob_levitt(&results.0, grouping)?.table()))
}

/// Jacob and Levitt's fluctuation of scores, from 0 to 2: a large gain, then a small one. NaN where a gain is unknown.
#[wasm_bindgen(js_namespace = legacy, js_name = scoreFluctuations)]
pub fn score_fluctuations(
    gain: &Numbers,
    #[wasm_bindgen(js_name = nextGain)] next_gain: &Numbers,
) -> Result<Vec<f64>, Error> {
    Ok(core::score_fluctuations(&gain.read("gain")?, &next_gain.read("nextGain")?)?)
}
