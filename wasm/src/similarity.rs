//! Papers of one class that agree.

use obektiv::statistics::similarity as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{columns, error::Error, options, results::Results};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Papers of one class that agree more than the class's teaching explains: one row for each class. */
export interface SimilarityTable extends Indications {
  /** Pupils with a total between .15 and .9 of the maximum, in a paper with five such. */
  compared: Float64Array;
  /** Pairs of them that wrote the same variant. */
  pairs: Float64Array;
  pvalueMoments: Float64Array;
  /** z of the weighted matches, with nothing taken out. */
  excess: Float64Array;
  pvalueExcess: Float64Array;
  /** Pairs that wrote different variants. */
  controlPairs: Float64Array;
  /** The statistic of these. */
  control: Float64Array;
  pvalueControl: Float64Array;
  controlEffect: Float64Array;
  /** Pupils whose paper is the same throughout as that of another who is counted before. */
  duplicates: Float64Array;
  duplicatesExpected: Float64Array;
  pvalueDuplicates: Float64Array;
  /** Groups of pupils joined by unusually similar pairs. */
  clusters: Float64Array;
  /** Pupils in the largest. */
  largest: Float64Array;
  pvalueLargest: Float64Array;
  permutations: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "SimilarityTable")]
    pub type SimilarityTable;
}

/// How closely to look.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SimilarityOptions {
    /// The most permutations of a class, 0 for none; 9,999 by default.
    #[tsify(optional)]
    permutations: Option<u64>,
    /// Classes with a p-value below this are permuted; .01 by default.
    #[tsify(optional)]
    permute_below: Option<f64>,
    /// Pairs with a p-value below this are joined; .001 by default.
    #[tsify(optional)]
    pair_level: Option<f64>,
    /// The seed of the permutations; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
}

/// Papers of one class that agree more than the class's teaching explains; by school where the results name no
/// classes.
#[wasm_bindgen(js_namespace = similarity, js_name = byClass)]
pub fn by_class(results: &Results, options: Option<Ts<SimilarityOptions>>) -> Result<SimilarityTable, Error> {
    let given = options::read(options)?;
    let default = core::SimilarityOptions::default();
    let options = core::SimilarityOptions {
        permutations: given.permutations.unwrap_or(default.permutations),
        permute_below: given.permute_below.unwrap_or(default.permute_below),
        pair_level: given.pair_level.unwrap_or(default.pair_level),
        seed: given.seed.unwrap_or(default.seed),
    };
    Ok(columns::object(&core::by_class(&results.0, options)?.table()))
}
