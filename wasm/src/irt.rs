//! Item response models.

use js_sys::Reflect;
use obektiv::{
    model::{self as core, Link as CoreLink},
    table::Table,
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    columns,
    error::Error,
    items::{self, Items, Scores},
    options,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One row for each item: `model`, the parameters `a`, `c`, `b1`, … that some item has, and standard errors `seA`, `seB1`, …; whether a slope is above 10 or a difficulty beyond 30, and whether an asymptote is at 0. */
export type ItemTable = { item: Float64Array; model: string[]; diverging: boolean[]; atBound: boolean[] } & { [parameter: string]: Float64Array | string[] | boolean[] };

/** Calibrated items. */
export interface Fit {
  /** As `JSON.stringify` writes them. */
  items: Item[];
  table: ItemTable;
  /** Marginal; of rasch and pcm conditional. */
  logLikelihood: number;
  /** Akaike's and Schwarz' criteria; NaN of rasch and pcm. */
  aic: number;
  bic: number;
  /** Parameters estimated, persons who say something, steps taken. */
  parameters: number;
  persons: number;
  iterations: number;
  converged: boolean;
  /** Where the estimation started; null of rasch and pcm. */
  start: Item[] | null;
  /** The distribution of ability; null of rasch and pcm, which assume none. */
  ability: { points: Float64Array; weights: Float64Array } | null;
}

/** Mokken's H of the test, of each item, and of each pair (items × items, row by row; NaN on the diagonal). */
export interface Scalability { test: number; items: Float64Array; pairs: Float64Array }
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Fit")]
    pub type Fit;
    #[wasm_bindgen(typescript_type = "Link")]
    pub type Link;
    #[wasm_bindgen(typescript_type = "Scalability")]
    pub type Scalability;
}

/// How items are calibrated.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct FitOptions {
    /// The model; gpcm by default. rasch and pcm are estimated by conditional maximum likelihood,
    /// the others by marginal.
    #[tsify(
        type = "\"gpcm\" | \"graded\" | \"2pl\" | \"3pl\" | \"nominal\" | \"rasch\" | \"pcm\"",
        optional
    )]
    model: Option<String>,
    /// The number of items, if the scores are one array.
    #[tsify(optional)]
    items: Option<usize>,
    /// The distribution of ability; 61 points on [−6, 6] weighted as N(0, 1) by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "AbilityDistribution | null", optional)]
    ability: JsValue,
    /// Estimate the weights too; false by default.
    #[tsify(optional)]
    histogram: Option<bool>,
    /// The Beta prior of the lower asymptotes of 3pl, [5, 17] by default; null for none.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "[number, number] | null", optional)]
    guessing_prior: JsValue,
    /// Whether to compute standard errors; true by default.
    #[tsify(optional)]
    standard_errors: Option<bool>,
    /// Steps at most; 1000 by default.
    #[tsify(optional)]
    max_iterations: Option<usize>,
    /// Converged when twice in a row a step promises less log-likelihood; 1e-9 by default.
    #[tsify(optional)]
    tolerance: Option<f64>,
}

/// Item parameters from scores: the calibration of a test.
#[wasm_bindgen(js_namespace = irt)]
pub fn fit(scores: &Scores, options: Option<Ts<FitOptions>>) -> Result<Fit, Error> {
    let given = options::read(options)?;
    let scores = items::scores(scores, given.items)?;
    let name = given.model.as_deref().unwrap_or("gpcm");
    if matches!(name, "rasch" | "pcm") {
        let fit = core::calibrate_conditional(scores.view())?;
        let criteria = [f64::NAN; 2];
        let counts = [fit.parameters, fit.persons, fit.iterations];
        let found = (fit.log_likelihood, criteria, counts, fit.converged);
        return Ok(made(&fit.items, &fit.table(), found, JsValue::NULL, JsValue::NULL));
    }
    let default = core::CalibrationOptions::default();
    let prior = &given.guessing_prior;
    let guessing_prior = if prior.is_undefined() {
        default.guessing_prior
    } else if prior.is_null() {
        None
    } else {
        Some(
            serde_wasm_bindgen::from_value(prior.clone())
                .map_err(|_| Error::expected("options.guessingPrior", "two numbers, or null"))?,
        )
    };
    let options = core::CalibrationOptions {
        ability: items::ability(&given.ability)?,
        histogram: given.histogram.unwrap_or(default.histogram),
        guessing_prior,
        standard_errors: given.standard_errors.unwrap_or(default.standard_errors),
        max_iterations: given.max_iterations.unwrap_or(default.max_iterations),
        tolerance: given.tolerance.unwrap_or(default.tolerance),
    };
    let fit = core::calibrate(scores.view(), name.parse()?, &options)?;
    let counts = [fit.parameters, fit.persons, fit.iterations];
    let found = (fit.log_likelihood, [fit.aic(), fit.bic()], counts, fit.converged);
    let numbers = |values: &[f64]| JsValue::from(columns::numbers(values.iter().copied()));
    let ability: JsValue = columns::record(&[
        ("points", numbers(&fit.ability.points)),
        ("weights", numbers(&fit.ability.weights)),
    ]);
    Ok(made(&fit.items, &fit.table(), found, items::objects(&fit.start), ability))
}

type Found = (f64, [f64; 2], [u64; 3], bool);

fn made(
    items: &[core::Item],
    table: &Table,
    (log_likelihood, [aic, bic], counts, converged): Found,
    start: JsValue,
    ability: JsValue,
) -> Fit {
    let [parameters, persons, iterations] = counts.map(|n| JsValue::from(n as f64));
    columns::record(&[
        ("items", items::objects(items)),
        ("table", columns::object(table)),
        ("logLikelihood", log_likelihood.into()),
        ("aic", aic.into()),
        ("bic", bic.into()),
        ("parameters", parameters),
        ("persons", persons),
        ("iterations", iterations),
        ("converged", converged.into()),
        ("start", start),
        ("ability", ability),
    ])
}

/// The same items on the scale there.
#[wasm_bindgen(js_namespace = irt)]
pub fn linked(items: &Items, link: &Link) -> Result<Items, Error> {
    let number = |name: &str| {
        let value = Reflect::get(link, &name.into()).ok().and_then(|value| value.as_f64());
        value.ok_or_else(|| Error::expected(&format!("link.{name}"), "a number"))
    };
    let link = CoreLink { slope: number("slope")?, intercept: number("intercept")? };
    let moved: Vec<core::Item> = items::read(items)?.iter().map(|item| link.item(item)).collect();
    Ok(items::objects(&moved))
}

/// How scores are read.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct MokkenOptions {
    /// The number of items, if the scores are one array.
    #[tsify(optional)]
    items: Option<usize>,
}

/// Mokken's scalability: how much fewer Guttman errors items show than independent ones would.
#[wasm_bindgen(js_namespace = irt)]
pub fn mokken(scores: &Scores, options: Option<Ts<MokkenOptions>>) -> Result<Scalability, Error> {
    let scores = items::scores(scores, options::read(options)?.items)?;
    let found = core::scalability(scores.view())?;
    Ok(columns::record(&[
        ("test", found.test.into()),
        ("items", columns::numbers(found.items.into_iter()).into()),
        ("pairs", columns::numbers(found.pairs.into_iter()).into()),
    ]))
}
