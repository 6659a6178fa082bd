//! Combinations of p-values, and how common a sign is.

use ndarray::Array2;
use obektiv::{DataError, evidence as core};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{arrays::Numbers, error::Error, options};

/// How p-values are combined.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CombinationOptions {
    /// 0 or more for each p-value.
    #[tsify(type = "ArrayLike<number>", optional)]
    weights: Option<Vec<f64>>,
}

/// How dependent p-values are combined.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct StoufferOptions {
    /// 0 or more for each p-value.
    #[tsify(type = "ArrayLike<number>", optional)]
    weights: Option<Vec<f64>>,
    /// The correlation of the tests in clean data, p-values × p-values.
    #[tsify(type = "number[][]", optional)]
    correlation: Option<Vec<Vec<f64>>>,
}

/// Adjusted p-values that control the false discovery rate however the tests depend on each other. NaN stays NaN and is not counted.
#[wasm_bindgen(js_namespace = evidence, js_name = benjaminiYekutieli)]
pub fn benjamini_yekutieli(p: &Numbers) -> Result<Vec<f64>, Error> {
    Ok(core::benjamini_yekutieli(&p.read("p")?)?)
}

/// Fisher's combination of independent p-values; NaN is left out.
#[wasm_bindgen(js_namespace = evidence)]
pub fn fisher(p: &Numbers) -> Result<f64, Error> {
    Ok(core::fisher(&p.read("p")?)?)
}

/// Stouffer's combination of one-sided p-values, weighted, with their correlation where they depend on each other. NaN is left out.
#[wasm_bindgen(js_namespace = evidence)]
pub fn stouffer(p: &Numbers, options: Option<Ts<StoufferOptions>>) -> Result<f64, Error> {
    let StoufferOptions { weights, correlation } = options::read(options)?;
    let correlation = correlation.map(|rows| square(&rows)).transpose()?;
    Ok(core::stouffer(&p.read("p")?, weights.as_deref(), correlation.as_ref().map(|r| r.view()))?)
}

/// A matrix of rows that are all as long as there are rows.
fn square(rows: &[Vec<f64>]) -> Result<Array2<f64>, DataError> {
    match rows.iter().find(|row| row.len() != rows.len()) {
        Some(row) => Err(DataError::Length { column: "correlation", got: row.len(), expected: rows.len() }),
        None => Ok(Array2::from_shape_fn((rows.len(), rows.len()), |(i, j)| rows[i][j])),
    }
}

/// Cauchy's combination: a small p-value among many, however the tests depend on each other. NaN is left out.
#[wasm_bindgen(js_namespace = evidence, js_name = cauchyCombination)]
pub fn cauchy_combination(p: &Numbers, options: Option<Ts<CombinationOptions>>) -> Result<f64, Error> {
    Ok(core::cauchy_combination(&p.read("p")?, options::read(options)?.weights.as_deref())?)
}

/// The weighted harmonic mean of p-values, which is no p-value itself. NaN is left out.
#[wasm_bindgen(js_namespace = evidence, js_name = harmonicMean)]
pub fn harmonic_mean(p: &Numbers, options: Option<Ts<CombinationOptions>>) -> Result<f64, Error> {
    Ok(core::harmonic_mean(&p.read("p")?, options::read(options)?.weights.as_deref())?)
}

/// How common something is, from the flagged share and the sensitivity and specificity of the sign (Rogan and Gladen).
#[wasm_bindgen(js_namespace = evidence, js_name = roganGladen)]
pub fn rogan_gladen(share: f64, sensitivity: f64, specificity: f64) -> Result<f64, Error> {
    Ok(core::rogan_gladen(share, sensitivity, specificity)?)
}
