//! Papers piled up at a mark boundary.

use obektiv::{data::Tally, statistics::heaping as core};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::tally::{Works, count_of};
use crate::{columns, error::Error, options, registry};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Papers at the lowest total of a mark beside the totals one below and above: four rows for each group. */
export interface HeapingTable extends Indications {
  /** 3, 4 or 5; 0 for the three boundaries together. */
  mark: Float64Array;
  /** The least number of different pupils behind the papers. */
  pupils: Float64Array;
  /** Papers at the boundary. */
  at: Float64Array;
  /** Papers at the boundary and one point beside it. */
  window: Float64Array;
  /** The bound of the curvature that was used. */
  k: Float64Array;
  pvalueMid: Float64Array;
  pvalueTwoSided: Float64Array;
  pvalueTwoSidedMid: Float64Array;
  /** For too few papers one point below the boundary. */
  pvalueDip: Float64Array;
  /** The smallest p-value that so many papers can give. */
  pvalueMin: Float64Array;
  referenceShare: Float64Array;
  referenceRho: Float64Array;
  pvalueReference: Float64Array;
  pvalueReferenceMid: Float64Array;
}

/** The three-bin test of one boundary; all NaN without papers. */
export interface ThreeBin {
  share: number;
  pvalue: number;
  pvalueMid: number;
  pvalueTwoSided: number;
  pvalueTwoSidedMid: number;
  pvalueDip: number;
  pvalueDipMid: number;
  pvalueMin: number;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "HeapingTable")]
    pub type HeapingTable;
    #[wasm_bindgen(typescript_type = "ThreeBin")]
    pub type ThreeBin;
}

/// How honest distributions are bounded, and what groups are compared with.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct HeapingOptions {
    /// What the groups are, when results are given and not a tally; schools by default.
    #[tsify(type = "Group", optional)]
    group: Option<String>,
    /// Names the reference group of each school; without it all other groups are the reference.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Registry | null", optional)]
    registry: JsValue,
    /// The bound of the curvature; by default what a normal distribution with the tally's mean and
    /// standard deviation has at the boundary.
    #[tsify(type = "number | null", optional)]
    k: Option<f64>,
    /// The least number of other groups in the reference; 5 by default.
    #[tsify(optional)]
    min_reference: Option<u64>,
}

/// Whether papers stick out at the boundaries of each group, pooled over works: against a smooth
/// distribution, and against the group's reference. Works without boundaries are left out.
#[wasm_bindgen(js_namespace = heaping, js_name = byGroup)]
pub fn by_group(results: &Works, options: Option<Ts<HeapingOptions>>) -> Result<HeapingTable, Error> {
    let given = options::read(options)?;
    let default = core::HeapingOptions::default();
    let options = core::HeapingOptions {
        k: given.k.or(default.k),
        min_reference: given.min_reference.unwrap_or(default.min_reference),
    };
    let registry = registry::from_option(given.registry)?.unwrap_or_default();
    let tallies = results.tallies("results", given.group.as_deref(), "school")?;
    let tallies: Vec<&Tally> = tallies.iter().map(|tally| &**tally).collect();
    Ok(columns::object(&core::by_group(&tallies, &registry, options)?.table()))
}

/// How an honest distribution is bounded.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ThreeBinOptions {
    /// The bound of the curvature; 0 by default: straight over the three bins.
    #[tsify(optional)]
    k: f64,
}

/// Whether `at` papers stick out between `below` and `above`.
#[wasm_bindgen(js_namespace = heaping, js_name = threeBin)]
pub fn three_bin(
    #[wasm_bindgen(unchecked_param_type = "number")] below: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] at: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] above: JsValue,
    options: Option<Ts<ThreeBinOptions>>,
) -> Result<ThreeBin, Error> {
    let bins = [count_of(&below, "below")?, count_of(&at, "at")?, count_of(&above, "above")?];
    let test = core::three_bin(bins, options::read(options)?.k)?;
    Ok(columns::record(&[
        ("share", test.share.into()),
        ("pvalue", test.pvalue.into()),
        ("pvalueMid", test.pvalue_mid.into()),
        ("pvalueTwoSided", test.pvalue_two_sided.into()),
        ("pvalueTwoSidedMid", test.pvalue_two_sided_mid.into()),
        ("pvalueDip", test.pvalue_dip.into()),
        ("pvalueDipMid", test.pvalue_dip_mid.into()),
        ("pvalueMin", test.pvalue_min.into()),
    ]))
}
