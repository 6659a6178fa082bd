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
    arrays::Numbers,
    columns,
    error::Error,
    items::{self, Items, Scores},
    options,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One row for each item: `model`, the parameters `a`, `c`, `b1`, … that some item has, and standard errors `seA`, `seB1`, …. */
export type ItemTable = { item: Float64Array; model: string[] } & { [parameter: string]: Float64Array | string[] };

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

/** Abilities and their standard errors; `items` counts those that take part. */
export interface AbilityTable {
  theta: Float64Array;
  se: Float64Array;
  items: Float64Array;
}

/** The mean ability of persons with each total, its standard deviation, and how probable the total is. */
export interface TotalAbilityTable {
  total: Float64Array;
  theta: Float64Array;
  se: Float64Array;
  probability: Float64Array;
}

/** From one scale to another: θ there = slope·θ here + intercept. */
export interface Link { slope: number; intercept: number }

/** Mokken's H of the test, of each item, and of each pair (items × items, row by row; NaN on the diagonal). */
export interface Scalability { test: number; items: Float64Array; pairs: Float64Array }

/** The mean score of an item by the total over the others; `drop` is how far it lies below the highest before it. */
export interface RestScoresTable {
  item: Float64Array;
  /** The least and the largest rest-score of the group. */
  low: Float64Array;
  high: Float64Array;
  n: Float64Array;
  mean: Float64Array;
  se: Float64Array;
  drop: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "Fit")]
    pub type Fit;
    #[wasm_bindgen(typescript_type = "AbilityTable")]
    pub type AbilityTable;
    #[wasm_bindgen(typescript_type = "TotalAbilityTable")]
    pub type TotalAbilityTable;
    #[wasm_bindgen(typescript_type = "Link")]
    pub type Link;
    #[wasm_bindgen(typescript_type = "Scalability")]
    pub type Scalability;
    #[wasm_bindgen(typescript_type = "RestScoresTable")]
    pub type RestScoresTable;
}

/// How items are calibrated.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct FitOptions {
    /// The model; gpcm by default. rasch and pcm are estimated by conditional maximum likelihood, the others by marginal.
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

/// How abilities are estimated.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct AbilityOptions {
    /// The estimate; wle by default.
    #[tsify(type = "\"wle\" | \"ml\" | \"map\" | \"eap\"", optional)]
    method: Option<String>,
    /// Where ML looks; [−4, 4] by default.
    #[tsify(type = "[number, number]", optional)]
    bounds: Option<(f64, f64)>,
    /// The distribution of ability for MAP and EAP.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "AbilityDistribution | null", optional)]
    ability: JsValue,
}

/// The ability of each person at given items.
#[wasm_bindgen(js_namespace = irt)]
pub fn ability(
    scores: &Scores,
    items: &Items,
    options: Option<Ts<AbilityOptions>>,
) -> Result<AbilityTable, Error> {
    let given = options::read(options)?;
    let items = items::read(items)?;
    let scores = items::scores(scores, Some(items.len()))?;
    let default = core::AbilityOptions::default();
    let options = core::AbilityOptions {
        method: given.method.as_deref().unwrap_or(default.method.name()).parse()?,
        bounds: given.bounds.unwrap_or(default.bounds),
        ability: items::ability(&given.ability)?,
    };
    Ok(columns::object(&core::ability(scores.view(), &items, &options)?.table()))
}

/// A distribution of ability.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct AbilityByTotalOptions {
    /// The distribution; 61 points on [−6, 6] weighted as N(0, 1) by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "AbilityDistribution | null", optional)]
    ability: JsValue,
}

/// Whose totals are meant: persons of a distribution of ability, or of one ability.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TotalsOptions {
    /// The distribution; 61 points on [−6, 6] weighted as N(0, 1) by default.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "AbilityDistribution | null", optional)]
    ability: JsValue,
    /// At this ability only.
    #[tsify(optional)]
    theta: Option<f64>,
}

/// The mean ability of persons with each total over all items (EAP from sum scores).
#[wasm_bindgen(js_namespace = irt, js_name = abilityByTotal)]
pub fn ability_by_total(
    items: &Items,
    options: Option<Ts<AbilityByTotalOptions>>,
) -> Result<TotalAbilityTable, Error> {
    let given = options::read(options)?;
    let found = core::ability_by_total(&items::read(items)?, &items::ability(&given.ability)?)?;
    Ok(columns::object(&found.table()))
}

/// How probable each total over all items is: at `theta`, or averaged over the distribution of ability.
#[wasm_bindgen(js_namespace = irt, js_name = scoreDistribution)]
pub fn score_distribution(items: &Items, options: Option<Ts<TotalsOptions>>) -> Result<Vec<f64>, Error> {
    let given = options::read(options)?;
    let items = items::read(items)?;
    Ok(match given.theta {
        Some(theta) => core::score_distribution(&items, theta)?,
        None => core::marginal_score_distribution(&items, &items::ability(&given.ability)?)?,
    })
}

/// The log-likelihood of each person's scores at their ability.
#[wasm_bindgen(js_namespace = irt, js_name = logLikelihood)]
pub fn log_likelihood(scores: &Scores, items: &Items, theta: &Numbers) -> Result<Vec<f64>, Error> {
    let items = items::read(items)?;
    let scores = items::scores(scores, Some(items.len()))?;
    Ok(core::log_likelihood(scores.view(), &items, &theta.read("theta")?)?)
}

/// How many plausible values are drawn.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PlausibleOptions {
    /// Draws of each person; 5 by default.
    #[tsify(optional)]
    draws: Option<usize>,
    /// The same seed gives the same draws, on every machine and in every language; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
    /// The distribution of ability.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "AbilityDistribution | null", optional)]
    ability: JsValue,
}

/// Draws from each person's posterior, person by person, for statements about groups.
#[wasm_bindgen(js_namespace = irt, js_name = plausibleValues)]
pub fn plausible_values(
    scores: &Scores,
    items: &Items,
    options: Option<Ts<PlausibleOptions>>,
) -> Result<Vec<f64>, Error> {
    let given = options::read(options)?;
    let items = items::read(items)?;
    let scores = items::scores(scores, Some(items.len()))?;
    let (draws, seed) = (given.draws.unwrap_or(5), given.seed.unwrap_or(1));
    let values =
        core::plausible_values(scores.view(), &items, &items::ability(&given.ability)?, draws, seed)?;
    Ok(values.into_iter().collect())
}

/// How scales are linked.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkOptions {
    /// The method; stocking_lord by default.
    #[tsify(type = "\"stocking_lord\" | \"haebara\" | \"mean_sigma\" | \"mean_mean\"", optional)]
    method: Option<String>,
    /// Where on the scale there the curves are compared.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "AbilityDistribution | null", optional)]
    ability: JsValue,
}

/// The link between two scales by the same items in the same order, calibrated apart.
#[wasm_bindgen(js_namespace = irt)]
pub fn link(here: &Items, there: &Items, options: Option<Ts<LinkOptions>>) -> Result<Link, Error> {
    let given = options::read(options)?;
    let method = given.method.as_deref().unwrap_or(core::LinkMethod::default().name()).parse()?;
    let link =
        core::link(&items::read(here)?, &items::read(there)?, method, &items::ability(&given.ability)?)?;
    Ok(columns::record(&[("slope", link.slope.into()), ("intercept", link.intercept.into())]))
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

/// How rest-scores are joined.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RestScoresOptions {
    /// The number of items, if the scores are one array.
    #[tsify(optional)]
    items: Option<usize>,
    /// Rest-scores next to each other are joined until this many persons are together; 50 by default.
    #[tsify(optional)]
    min_size: Option<u64>,
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

/// The mean score of each item by the total over the other items: it should rise.
#[wasm_bindgen(js_namespace = irt, js_name = restScores)]
pub fn rest_scores(
    scores: &Scores,
    options: Option<Ts<RestScoresOptions>>,
) -> Result<RestScoresTable, Error> {
    let given = options::read(options)?;
    let scores = items::scores(scores, given.items)?;
    Ok(columns::object(&core::rest_score_regression(scores.view(), given.min_size.unwrap_or(50))?.table()))
}
