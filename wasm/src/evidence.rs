//! What many p-values say together.

use wasm_bindgen::prelude::*;

use crate::{arrays::Numbers, error::Error};

/// Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`. NaN stays NaN and is not counted; what
/// else lies outside 0 to 1 is an error, as in all of `evidence`. `tests`: how
/// many were made, where `p` are the smallest of them alone, as of pairs with `onlyBelow`.
#[wasm_bindgen(js_namespace = evidence, js_name = benjaminiHochberg)]
pub fn benjamini_hochberg(p: &Numbers, tests: Option<u32>) -> Result<Vec<f64>, Error> {
    Ok(obektiv::evidence::benjamini_hochberg_among(&p.read("p")?, u64::from(tests.unwrap_or(0)))?)
}
