//! What many p-values say together.

use wasm_bindgen::prelude::*;

/// Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`. NaN stays NaN and is not counted.
#[wasm_bindgen(js_namespace = evidence, js_name = benjaminiHochberg)]
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    obektiv::evidence::benjamini_hochberg(p)
}
