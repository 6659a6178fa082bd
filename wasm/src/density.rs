//! Densities at a threshold, for comparison: numbers of persons or a histogram in, one record out.

use obektiv::statistics::density as core;
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{arrays::Numbers, columns, error::Error, options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A density on both sides of a threshold. What is undefined is NaN. */
export interface LocalPolynomial {
  /** Values that take part. */
  n: number;
  nLeft: number;
  nRight: number;
  /** The reach below and above the threshold. */
  bandwidthLeft: number;
  bandwidthRight: number;
  /** Values within reach. */
  withinLeft: number;
  withinRight: number;
  statistic: number;
  pvalue: number;
  /** `right` − `left`. */
  effect: number;
  lower: number;
  upper: number;
  se: number;
  left: number;
  right: number;
  seLeft: number;
  seRight: number;
  /** The same of order p, whose p-value neglects the bias. */
  plainStatistic: number;
  plainPvalue: number;
  plainLeft: number;
  plainRight: number;
}

/** The jump of a log density at a threshold. What is undefined is NaN. */
export interface McCrary {
  n: number;
  statistic: number;
  pvalue: number;
  /** ln right − ln left. */
  effect: number;
  lower: number;
  upper: number;
  se: number;
  left: number;
  right: number;
  /** Width of a bin. */
  bin: number;
  /** Reach of the lines. */
  bandwidth: number;
}

/** Excess mass in a zone around a threshold. What is undefined is NaN. */
export interface Bunching {
  /** Results in the window. */
  n: number;
  /** Results in the zone above the counterfactual. */
  statistic: number;
  /** Where nothing bunches, from counts that vary as Poisson's or as the residuals do, whichever is more. */
  se: number;
  /** Rejects four in a hundred honest territories at .05. */
  pvalue: number;
  /** `statistic` over the mean counterfactual of a total in the zone. */
  effect: number;
  lower: number;
  upper: number;
  effectSe: number;
  /** From resampled residuals, as published: too small. NaN without resamples. */
  seResampled: number;
  effectSeResampled: number;
  /** The polynomial at each total of the window. */
  counterfactual: Float64Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "LocalPolynomial")]
    pub type LocalPolynomial;
    #[wasm_bindgen(typescript_type = "McCrary")]
    pub type McCrary;
    #[wasm_bindgen(typescript_type = "Bunching")]
    pub type Bunching;
}

/// What is fitted.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LocalPolynomialOptions {
    /// The reach below and above the threshold; by `rule` where not given.
    #[tsify(optional)]
    bandwidth: Option<[f64; 2]>,
    /// Where no bandwidth is given, it makes the mean square error of this small; "combined" by default.
    #[tsify(type = "\"combined\" | \"each\" | \"difference\" | \"sum\"", optional)]
    rule: Option<String>,
    /// p; the test uses p + 1. 2 by default.
    #[tsify(optional)]
    order: Option<usize>,
    /// "triangular" by default.
    #[tsify(type = "\"triangular\" | \"uniform\" | \"epanechnikov\"", optional)]
    kernel: Option<String>,
    /// A polynomial for each side, by default, or one with a kink at the threshold.
    #[tsify(type = "\"unrestricted\" | \"restricted\"", optional)]
    fit: Option<String>,
    /// "jackknife" by default.
    #[tsify(type = "\"jackknife\" | \"plugin\"", optional)]
    variance: Option<String>,
    /// Whether equal values share one place of the distribution function; true by default.
    #[tsify(optional)]
    mass_points: Option<bool>,
}

/// The histogram and the lines through it; McCrary's own rules by default.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct McCraryOptions {
    /// Width of a bin.
    #[tsify(optional)]
    bin: Option<f64>,
    /// Reach of the lines on each side.
    #[tsify(optional)]
    bandwidth: Option<f64>,
}

/// Where the polynomial runs and what it leaves out.
#[derive(Tsify, Deserialize, Default)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct BunchingOptions {
    /// Of the polynomial; 7 by default.
    #[tsify(optional)]
    degree: Option<usize>,
    /// Totals of the zone below the threshold; 0 by default.
    #[tsify(optional)]
    below: Option<usize>,
    /// Totals of the zone above it; 0 by default.
    #[tsify(optional)]
    above: Option<usize>,
    /// First and last total that take part; all by default.
    #[tsify(optional)]
    window: Option<[usize; 2]>,
    /// Resamples of the residuals for `seResampled`; 200 by default.
    #[tsify(optional)]
    resamples: Option<u32>,
    /// The seed; 1 by default.
    #[tsify(optional)]
    seed: Option<u64>,
}

fn named<T: std::str::FromStr>(name: Option<&str>, or: T) -> Result<T, Error>
where
    Error: From<T::Err>,
{
    Ok(name.map(str::parse).transpose()?.unwrap_or(or))
}

/// The local polynomial density test: does the density jump at a threshold? For totals of a territory; on discrete
/// scores prefer `heaping`.
#[wasm_bindgen(js_namespace = density, js_name = localPolynomial)]
pub fn local_polynomial(
    values: &Numbers,
    threshold: f64,
    options: Option<Ts<LocalPolynomialOptions>>,
) -> Result<LocalPolynomial, Error> {
    let given = options::read(options)?;
    let default = core::LocalPolynomialOptions::default();
    let options = core::LocalPolynomialOptions {
        bandwidth: given.bandwidth,
        rule: named(given.rule.as_deref(), default.rule)?,
        order: given.order.unwrap_or(default.order),
        kernel: named(given.kernel.as_deref(), default.kernel)?,
        fit: named(given.fit.as_deref(), default.fit)?,
        variance: named(given.variance.as_deref(), default.variance)?,
        mass_points: given.mass_points.unwrap_or(default.mass_points),
    };
    let got = core::local_polynomial(&values.read("values")?, threshold, options)?;
    Ok(columns::record(&[
        ("n", (got.n as f64).into()),
        ("nLeft", (got.n_left as f64).into()),
        ("nRight", (got.n_right as f64).into()),
        ("bandwidthLeft", got.bandwidth_left.into()),
        ("bandwidthRight", got.bandwidth_right.into()),
        ("withinLeft", (got.within_left as f64).into()),
        ("withinRight", (got.within_right as f64).into()),
        ("statistic", got.statistic.into()),
        ("pvalue", got.pvalue.into()),
        ("effect", got.effect.into()),
        ("lower", got.lower.into()),
        ("upper", got.upper.into()),
        ("se", got.se.into()),
        ("left", got.left.into()),
        ("right", got.right.into()),
        ("seLeft", got.se_left.into()),
        ("seRight", got.se_right.into()),
        ("plainStatistic", got.plain_statistic.into()),
        ("plainPvalue", got.plain_pvalue.into()),
        ("plainLeft", got.plain_left.into()),
        ("plainRight", got.plain_right.into()),
    ]))
}

/// McCrary's density test: a straight line through a fine histogram on each side of a threshold. Whole numbers have bins of whole
/// steps where none is given, and NaN where the bandwidth by the rule reaches fewer than three of them.
#[wasm_bindgen(js_namespace = density)]
pub fn mccrary(
    values: &Numbers,
    threshold: f64,
    options: Option<Ts<McCraryOptions>>,
) -> Result<McCrary, Error> {
    let given = options::read(options)?;
    let options = core::McCraryOptions { bin: given.bin, bandwidth: given.bandwidth };
    let got = core::mccrary(&values.read("values")?, threshold, options)?;
    Ok(columns::record(&[
        ("n", (got.n as f64).into()),
        ("statistic", got.statistic.into()),
        ("pvalue", got.pvalue.into()),
        ("effect", got.effect.into()),
        ("lower", got.lower.into()),
        ("upper", got.upper.into()),
        ("se", got.se.into()),
        ("left", got.left.into()),
        ("right", got.right.into()),
        ("bin", got.bin.into()),
        ("bandwidth", got.bandwidth.into()),
    ]))
}

/// Excess mass around a threshold: a polynomial through the counts of a histogram, results with total 0, 1, …, that leaves out a zone.
#[wasm_bindgen(js_namespace = density)]
pub fn bunching(
    histogram: &Numbers,
    threshold: usize,
    options: Option<Ts<BunchingOptions>>,
) -> Result<Bunching, Error> {
    let given = options::read(options)?;
    let histogram = histogram.counts("histogram")?;
    let default = core::BunchingOptions::default();
    let options = core::BunchingOptions {
        degree: given.degree.unwrap_or(default.degree),
        below: given.below.unwrap_or(default.below),
        above: given.above.unwrap_or(default.above),
        window: given.window,
        resamples: given.resamples.unwrap_or(default.resamples),
        seed: given.seed.unwrap_or(default.seed),
    };
    let got = core::bunching(&histogram, threshold, options)?;
    Ok(columns::record(&[
        ("n", (got.n as f64).into()),
        ("statistic", got.statistic.into()),
        ("se", got.se.into()),
        ("pvalue", got.pvalue.into()),
        ("effect", got.effect.into()),
        ("lower", got.lower.into()),
        ("upper", got.upper.into()),
        ("effectSe", got.effect_se.into()),
        ("seResampled", got.se_resampled.into()),
        ("effectSeResampled", got.effect_se_resampled.into()),
        ("counterfactual", columns::numbers(got.counterfactual.into_iter()).into()),
    ]))
}
