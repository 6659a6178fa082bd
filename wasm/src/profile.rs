//! Item profiles given the total.

use obektiv::{
    data::{ItemTally, NormSums},
    statistics::{norms as core_norms, profile as core},
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::results::Results;
use crate::{columns, error::Error, options, registry, tally::grouping};

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

/** Items done better or worse than by all pupils with the same totals. `effect` is their root mean square deviation. */
export interface ProfileTable extends Indications {
  /** The degrees of freedom of `statistic`. */
  df: Float64Array;
  /** χ² beside sampling alone; of real groups nearly all are far out. */
  sampling: Float64Array;
  pvalueSampling: Float64Array;
  /** The item done best for the totals, counted from 1, and its deviation in shares of the maximum. */
  best: Float64Array;
  bestDeviation: Float64Array;
  worst: Float64Array;
  worstDeviation: Float64Array;
}

/** Kinds of items that are contrasted: the harder half, those marked by a teacher, the second half of the paper. */
export interface ContrastsTable extends Indications {
  contrast: ("hard" | "open" | "late")[];
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "NormsTable")]
    pub type NormsTable;
    #[wasm_bindgen(typescript_type = "ProfileTable")]
    pub type ProfileTable;
    #[wasm_bindgen(typescript_type = "ContrastsTable")]
    pub type ContrastsTable;
}

/// How groups are compared.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileOptions {
    /// What the groups are; classes by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Takes from each group what other groups of its reference have in common.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// The least number of groups of 8 pupils or more from which to learn how groups differ; 20 by default.
    #[tsify(optional)]
    min_groups: Option<u64>,
}

/// Norms given the total, for pupils whose total counts all items.
#[wasm_bindgen]
pub fn norms(results: &Results) -> NormsTable {
    columns::object(&core_norms::norms(&NormSums::of(&results.0)).table())
}

/// The item profile of each group, beside sampling and beside how much groups differ.
#[wasm_bindgen(js_namespace = profile, js_name = byGroup)]
pub fn by_group(results: &Results, options: Option<Ts<ProfileOptions>>) -> Result<ProfileTable, Error> {
    Ok(columns::object(&profile(results, options)?.table()))
}

/// Contrasts of kinds of items in each group, given the totals.
#[wasm_bindgen(js_namespace = profile)]
pub fn contrasts(results: &Results, options: Option<Ts<ProfileOptions>>) -> Result<ContrastsTable, Error> {
    Ok(columns::object(&profile(results, options)?.contrasts_table()))
}

fn profile(results: &Results, options: Option<Ts<ProfileOptions>>) -> Result<core::Profile, Error> {
    let given = options::read(options)?;
    let default = core::ProfileOptions::default();
    let options = core::ProfileOptions { min_groups: given.min_groups.unwrap_or(default.min_groups) };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let tally = ItemTally::of(&results.0, grouping(Some(given.group.as_deref().unwrap_or("class")))?)?;
    let norms = core_norms::norms(&NormSums::of(&results.0));
    Ok(core::by_group(&tally, &norms, &registry, options)?)
}
