//! The journal's marks beside the work's: agreement, leniency, and agreement that is too near.

use obektiv::statistics::journal as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::tally::Tallied;
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Weighted kappa (`statistic`, `effect`) of the journal's marks and the work's, and tests of equal margins and of symmetry. */
export interface AgreementTable extends Indications {
  se: Float64Array;
  /** The share of equal marks. */
  confirmed: Float64Array;
  /** The mean of the work's mark less the journal's. */
  difference: Float64Array;
  stuartMaxwell: Float64Array;
  stuartMaxwellDf: Float64Array;
  stuartMaxwellPvalue: Float64Array;
  bowker: Float64Array;
  bowkerDf: Float64Array;
  bowkerPvalue: Float64Array;
}

/** How lenient a journal is: `statistic` in logits, `effect` as a shift of marks. */
export interface LeniencyTable extends Indications {
  sd: Float64Array;
  logitsLower: Float64Array;
  logitsUpper: Float64Array;
}

/** Confirmed marks beside the reference's at the same totals. */
export interface PerfectTable extends Indications {
  /** Equal marks. */
  count: Float64Array;
  pvalueMid: Float64Array;
  /** The reference's share at the group's totals. */
  expected: Float64Array;
  referenceRho: Float64Array;
  /** The p-value whatever the totals. */
  pvalueShare: Float64Array;
  /** The share to be expected if every journal mark were the pupil's true mark; NaN without a reliability. */
  largest: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "AgreementTable")]
    pub type AgreementTable;
    #[wasm_bindgen(typescript_type = "LeniencyTable")]
    pub type LeniencyTable;
    #[wasm_bindgen(typescript_type = "PerfectTable")]
    pub type PerfectTable;
}

/// What the groups are.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct AgreementOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
}

/// Agreement of the journal's marks with the work's in each group: weighted kappa, Stuart–Maxwell, Bowker.
#[wasm_bindgen(js_namespace = journal)]
pub fn agreement(results: &Tallied, options: Option<Ts<AgreementOptions>>) -> Result<AgreementTable, Error> {
    let tally = results.tally(options::read(options)?.group)?;
    Ok(columns::object(&core::agreement(&tally)?.table()))
}

/// How lenient each group's journal is, given the work's totals: ordinal calibration with shrinkage.
#[wasm_bindgen(js_namespace = journal)]
pub fn leniency(results: &Tallied, options: Option<Ts<AgreementOptions>>) -> Result<LeniencyTable, Error> {
    let tally = results.tally(options::read(options)?.group)?;
    Ok(columns::object(&core::leniency(&tally)?.table()))
}

/// What a group's agreement is compared with.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PerfectOptions {
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
    /// The reliability of the total, such as Cronbach's α; without it `largest` is NaN.
    #[tsify(optional)]
    reliability: Option<f64>,
}

/// Agreement with the journal that is too perfect: confirmed marks beside the reference's at the same totals.
#[wasm_bindgen(js_namespace = journal)]
pub fn perfect(results: &Tallied, options: Option<Ts<PerfectOptions>>) -> Result<PerfectTable, Error> {
    let given = options::read(options)?;
    let default = core::perfect::PerfectOptions::default();
    let min_reference = given.min_reference.unwrap_or(default.min_reference);
    let options = core::perfect::PerfectOptions { reliability: given.reliability, min_reference };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    Ok(columns::object(&core::perfect(&*results.tally(given.group)?, &registry, options)?.table()))
}
