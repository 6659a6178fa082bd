//! What many p-values say together: false discovery, combination, and how common a sign is.
//!
//! NaN is a test that gave no p-value: it takes no part anywhere. Whatever else lies outside [0, 1]
//! is an error, not a missing value, for leaving it out would make the tests fewer than they were;
//! only what rounding left above 1, by 1e-12 at most, counts as 1.

#[cfg(test)]
mod tests;

use ndarray::ArrayView2;
use obektiv_derive::{Settings, described};

use crate::data::DataError;
use crate::function::{Function, Given, Groups, Input, Kind, NoOptions, Output, Shape, options};
use crate::math::{chi2_tail, normal_quantile, normal_upper};
use crate::sorted::order;
use crate::statistics::StatisticError;

/// Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`.
///
/// ```text
/// sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j)
/// ```
///
/// NaN stays NaN and is not counted in m. The rate is controlled for independent and for positively
/// dependent tests; exact p-values of counts make it smaller than q.
///
/// # Errors
/// [`StatisticError::Parameter`] for a value that is neither within [0, 1] nor NaN.
///
/// # Examples
/// ```
/// use obektiv::evidence::benjamini_hochberg;
/// let adjusted = benjamini_hochberg(&[0.01, 0.2, 0.5, 0.04])?;
/// assert_eq!(adjusted[0], 0.04);
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
///
/// # References
/// Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
pub fn benjamini_hochberg(pvalues: &[f64]) -> Result<Vec<f64>, StatisticError> {
    benjamini_hochberg_among(pvalues, 0)
}

/// Adjusted p-values that control the false discovery rate: flag where `adjusted ≤ q`. Of all
/// tests, or of the smallest p-values of more tests than are given.
///
/// ```text
/// sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j)
/// m = max(tests, p-values given)
/// ```
///
/// The rate is controlled for independent and for positively dependent tests; exact p-values of
/// counts make it smaller than q. `tests` is for tables that keep only small p-values, such as
/// pairs with `only_below`: adjusted among those kept alone, honest pairs would be found.
///
/// # Errors
/// [`StatisticError::Parameter`] for a value that is neither within [0, 1] nor NaN; what rounding
/// left above 1 counts as 1.
///
/// # Examples
/// ```python
/// >>> ob.evidence.benjamini_hochberg([0.01, 0.2, np.nan, 0.04])
/// array([0.03, 0.2 ,  nan, 0.06])
/// ```
///
/// # References
/// Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
#[described]
pub fn benjamini_hochberg_among(pvalues: &[f64], tests: u64) -> Result<Vec<f64>, StatisticError> {
    step_up(pvalues, &|given| (given as f64).max(tests as f64))
}

/// Adjusted p-values that control the false discovery rate however the tests depend on each other:
/// flag where `adjusted ≤ q`.
///
/// ```text
/// sorted p₍₁₎ ≤ … ≤ p₍ₘ₎:  adjusted₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j · Σ_{k ≤ m} 1/k)
/// ```
///
/// NaN stays NaN and is not counted in m. Much stricter than [`benjamini_hochberg`]: for signs of
/// one school's pupils, which agree, that one is enough.
///
/// # Errors
/// [`StatisticError::Parameter`] for a value that is neither within [0, 1] nor NaN; what rounding
/// left above 1 counts as 1.
///
/// # Examples
/// ```
/// let adjusted = obektiv::evidence::benjamini_yekutieli(&[0.01, 0.2, 0.5, 0.04])?;
/// assert!((adjusted[0] - 0.04 * 25.0 / 12.0).abs() < 1e-15);
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
///
/// ```python
/// >>> ob.evidence.benjamini_yekutieli([0.01, 0.2, 0.5, 0.04]).round(4)
/// array([0.0833, 0.5556, 1.    , 0.1667])
/// ```
///
/// # References
/// Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165–1188.
#[described]
pub fn benjamini_yekutieli(pvalues: &[f64]) -> Result<Vec<f64>, StatisticError> {
    step_up(pvalues, &|m| m as f64 * (1..=m).map(|k| 1.0 / k as f64).sum::<f64>())
}

/// min over j ≥ i of factor(p-values given)·p₍ⱼ₎/j, at most 1.
fn step_up(pvalues: &[f64], factor: &dyn Fn(usize) -> f64) -> Result<Vec<f64>, StatisticError> {
    let pvalues = checked(pvalues)?;
    let mut order = order(pvalues.len(), &|a, b| pvalues[b].total_cmp(&pvalues[a]));
    order.retain(|&i| !pvalues[i].is_nan());
    let (given, factor) = (order.len(), factor(order.len()));
    let mut adjusted = vec![f64::NAN; pvalues.len()];
    let mut least = 1.0_f64;
    for (passed, &index) in order.iter().enumerate() {
        let rank = (given - passed) as f64;
        least = least.min(factor * pvalues[index] / rank);
        adjusted[index] = least;
    }
    Ok(adjusted)
}

/// What rounding can leave above 1 of a p-value that is 1.
const ROUNDING: f64 = 1e-12;

/// The p-values, NaN where there is none.
fn checked(pvalues: &[f64]) -> Result<Vec<f64>, StatisticError> {
    let expected = "0 to 1, or NaN where there is none";
    let one = |&p: &f64| match p {
        p if p.is_nan() || (0.0..=1.0).contains(&p) => Ok(p),
        p if p > 1.0 && p <= 1.0 + ROUNDING => Ok(1.0),
        value => Err(StatisticError::Parameter { name: "a p-value", value, expected }),
    };
    pvalues.iter().map(one).collect()
}

/// Fisher's combination of independent p-values.
///
/// ```text
/// pvalue = P(χ² with 2m degrees of freedom ≥ −2·Σ ln pᵢ)
/// ```
///
/// Only for independent tests: p-values that agree make it far too small; then take [`stouffer`]
/// with their correlation or [`cauchy_combination`]. 0 if one of them is 0; NaN without p-values.
///
/// # Errors
/// [`StatisticError::Parameter`] for a value that is neither within [0, 1] nor NaN; what rounding
/// left above 1 counts as 1.
///
/// # Examples
/// ```
/// let p = obektiv::evidence::fisher(&[0.01, 0.2, 0.5, 0.04])?;
/// assert!((p - 0.009419188).abs() < 1e-9);
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
///
/// ```python
/// >>> round(ob.evidence.fisher([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.009419
/// ```
///
/// # References
/// Fisher (1932), Statistical Methods for Research Workers, section 21.1.
#[described]
pub fn fisher(pvalues: &[f64]) -> Result<f64, StatisticError> {
    let known: Vec<f64> = checked(pvalues)?.into_iter().filter(|p| !p.is_nan()).collect();
    if known.contains(&0.0) {
        return Ok(0.0);
    }
    Ok(chi2_tail(-2.0 * known.iter().map(|&p| libm::log(p)).sum::<f64>(), 2.0 * known.len() as f64))
}

/// Stouffer's combination of one-sided p-values, weighted, with the correlation of the tests where
/// they depend on each other.
///
/// ```text
/// zᵢ = Φ⁻¹(1 − pᵢ),   pvalue = 1 − Φ(Σ wᵢzᵢ/√(Σᵢⱼ wᵢwⱼRᵢⱼ))       w = 1 and R = identity unless given
/// ```
///
/// `weights` has a value of 0 or more for each p-value; `correlation` is p-values × p-values, of
/// the z in clean data. NaN is left out with its weight, row and column. 0 if one of the p-values
/// is 0, 1 if one is 1, NaN if both are there, without p-values, and where all weights are 0.
///
/// # Errors
/// [`DataError::Length`] for weights or a correlation of another size;
/// [`StatisticError::Parameter`] for a value that is neither within [0, 1] nor NaN, a weight that
/// is negative or not finite, a correlation that is outside [−1, 1], not symmetric or not 1 on the
/// diagonal, and one under which the sum has no variance.
///
/// # Examples
/// ```
/// let p = obektiv::evidence::stouffer(&[0.01, 0.2, 0.5, 0.04], None, None)?;
/// assert!((p - 0.006959877).abs() < 1e-9);
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
///
/// ```python
/// >>> round(ob.evidence.stouffer([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.00696
/// ```
///
/// # References
/// Stouffer et al. (1949), The American Soldier 1, 45. Strube (1985), Psychological Bulletin 97,
/// 334–341, dependent tests.
#[described]
pub fn stouffer(
    pvalues: &[f64],
    weights: Option<&[f64]>,
    correlation: Option<ArrayView2<'_, f64>>,
) -> Result<f64, StatisticError> {
    let pvalues = checked(pvalues)?;
    let m = pvalues.len();
    let weighted = weighted(&pvalues, weights)?;
    if let Some(r) = &correlation {
        let got = if r.nrows() == m { r.ncols() } else { r.nrows() };
        if got != m {
            return Err(DataError::Length { column: "correlation", got, expected: m }.into());
        }
        if let Some(&value) = r.iter().find(|r| !(-1.0..=1.0).contains(*r)) {
            return Err(StatisticError::Parameter { name: "correlation", value, expected: "-1 to 1" });
        }
        let odd = |&(i, j): &(usize, usize)| {
            (r[[i, j]] - r[[j, i]]).abs() > 1e-12 || i == j && (r[[i, i]] - 1.0).abs() > 1e-12
        };
        if let Some((i, j)) = (0..m).flat_map(|i| (0..=i).map(move |j| (i, j))).find(odd) {
            let expected = "a symmetric matrix with 1 on the diagonal";
            return Err(StatisticError::Parameter { name: "correlation", value: r[[i, j]], expected });
        }
    }
    let sum: f64 = weighted.iter().map(|&(i, w)| -w * normal_quantile(pvalues[i])).sum();
    let of = |i: usize, j: usize| match &correlation {
        Some(r) => r[[i, j]],
        None => f64::from(u8::from(i == j)),
    };
    let variance: f64 = weighted
        .iter()
        .flat_map(|&(i, a)| weighted.iter().map(move |&(j, b)| (i, j, a * b)))
        .map(|(i, j, w)| w * of(i, j))
        .sum();
    if weighted.is_empty() {
        return Ok(f64::NAN);
    }
    // Less than this is what rounding leaves of nothing.
    if variance < 1e-9 * weighted.iter().map(|(_, w)| w * w).sum::<f64>() {
        let expected = "one under which the weighted sum has a variance above 0";
        return Err(StatisticError::Parameter { name: "correlation", value: variance, expected });
    }
    Ok(normal_upper(sum / variance.sqrt()))
}

/// Places and weights of the [`checked`] p-values that have a weight above 0.
fn weighted(pvalues: &[f64], weights: Option<&[f64]>) -> Result<Vec<(usize, f64)>, StatisticError> {
    if let Some(weights) = weights {
        if weights.len() != pvalues.len() {
            let (got, expected) = (weights.len(), pvalues.len());
            return Err(DataError::Length { column: "weights", got, expected }.into());
        }
        if let Some(&value) = weights.iter().find(|w| !(w.is_finite() && **w >= 0.0)) {
            return Err(StatisticError::Parameter { name: "weights", value, expected: "0 or more" });
        }
    }
    let weight = |i: usize| weights.map_or(1.0, |weights| weights[i]);
    Ok((0..pvalues.len())
        .filter(|&i| !pvalues[i].is_nan() && weight(i) > 0.0)
        .map(|i| (i, weight(i)))
        .collect())
}

/// Up to this many tests, no p-value counts as more than .99: tests of counts often have p = 1,
/// which alone would outweigh all others.
const FEW: f64 = 100.0;

/// Cauchy's combination: a small p-value among many, however the tests depend on each other.
///
/// ```text
/// T = Σ wᵢ·tan((½ − pᵢ)π)/Σ wᵢ,   pvalue = ½ − arctan(T)/π              pᵢ at most 1 − 1/max(m, 100)
/// ```
///
/// Near enough to its level for small p-values under any dependence; it follows the smallest
/// p-value and gains little from many that agree. 0 if one is 0, NaN without p-values and where all
/// weights are 0.
///
/// # Errors
/// [`DataError::Length`] for weights of another size; [`StatisticError::Parameter`] for a value
/// that is neither within [0, 1] nor NaN and a weight that is negative or not finite.
///
/// # Examples
/// ```
/// let p = obektiv::evidence::cauchy_combination(&[0.01, 0.2, 0.5, 0.04], None)?;
/// assert!((p - 0.03087232).abs() < 1e-8);
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
///
/// ```python
/// >>> round(ob.evidence.cauchy_combination([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.030872
/// ```
///
/// # References
/// Liu & Xie (2020), Journal of the American Statistical Association 115, 393–402.
#[described]
pub fn cauchy_combination(pvalues: &[f64], weights: Option<&[f64]>) -> Result<f64, StatisticError> {
    let pvalues = checked(pvalues)?;
    let weighted = weighted(&pvalues, weights)?;
    if weighted.iter().any(|&(i, _)| pvalues[i] == 0.0) {
        return Ok(0.0);
    }
    // tan((½ − p)π) = 1/tan(pπ), which keeps the digits of small p.
    let highest = 1.0 - 1.0 / (weighted.len() as f64).max(FEW);
    let term = |&(i, w): &(usize, f64)| w / libm::tan(pvalues[i].min(highest) * std::f64::consts::PI);
    let t = weighted.iter().map(term).sum::<f64>() / weighted.iter().map(|(_, w)| w).sum::<f64>();
    Ok(libm::atan2(1.0, t) / std::f64::consts::PI)
}

/// The weighted harmonic mean of p-values. It is no p-value itself: for values below .05 it is near
/// one; times e·ln m, m above 2, it is one under any dependence.
///
/// ```text
/// Σ wᵢ / Σ (wᵢ/pᵢ)
/// ```
///
/// 0 if one is 0, NaN without p-values and where all weights are 0.
///
/// # Errors
/// [`DataError::Length`] for weights of another size; [`StatisticError::Parameter`] for a value
/// that is neither within [0, 1] nor NaN and a weight that is negative or not finite.
///
/// # Examples
/// ```python
/// >>> round(ob.evidence.harmonic_mean([0.01, 0.2, 0.5, 0.04]), 6)
/// 0.030303
/// ```
///
/// # References
/// Wilson (2019), PNAS 116, 1195–1200. Vovk & Wang (2020), Biometrika 107, 791–808, the factor.
#[described]
pub fn harmonic_mean(pvalues: &[f64], weights: Option<&[f64]>) -> Result<f64, StatisticError> {
    let pvalues = checked(pvalues)?;
    let weighted = weighted(&pvalues, weights)?;
    let all: f64 = weighted.iter().map(|(_, w)| w).sum();
    Ok(all / weighted.iter().map(|&(i, w)| w / pvalues[i]).sum::<f64>())
}

/// How common something is, from how often a sign that errs finds it.
///
/// ```text
/// (share + specificity − 1)/(sensitivity + specificity − 1), kept within [0, 1]
/// ```
///
/// `share` is the flagged share; `sensitivity` the share flagged of those that have it,
/// `specificity` the share not flagged of those that have not.
///
/// # Errors
/// [`StatisticError::Parameter`] for a share outside [0, 1], and for a sign that flags no more of
/// those that have it than of the others.
///
/// # Examples
/// ```
/// assert!((obektiv::evidence::rogan_gladen(0.15, 0.7, 0.95)? - 2.0 / 13.0).abs() < 1e-15);
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
///
/// ```python
/// >>> round(ob.evidence.rogan_gladen(0.15, 0.7, 0.95), 6)
/// 0.153846
/// ```
///
/// # References
/// Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76.
#[described]
pub fn rogan_gladen(share: f64, sensitivity: f64, specificity: f64) -> Result<f64, StatisticError> {
    for (name, value) in [("share", share), ("sensitivity", sensitivity), ("specificity", specificity)] {
        if !(0.0..=1.0).contains(&value) {
            return Err(StatisticError::Parameter { name, value, expected: "a share" });
        }
    }
    let better = sensitivity + specificity - 1.0;
    if better <= 0.0 {
        let expected = "more than 1 - specificity";
        return Err(StatisticError::Parameter { name: "sensitivity", value: sensitivity, expected });
    }
    Ok(((share + specificity - 1.0) / better).clamp(0.0, 1.0))
}

const P: Input = Input::new("p", Kind::Numbers).doc("P-values; NaN where there is none.");
const WEIGHTS: Input = Input::new("weights", Kind::Numbers)
    .optional()
    .doc("0 or more for each p-value; all alike where not given.");

/// Of [`benjamini_hochberg`] in the catalogue.
#[derive(Default, Settings)]
struct AdjustOptions {
    /// How many tests were made, where `p` are the smallest of them alone (pairs with
    /// `only_below`).
    tests: u64,
}

/// An entry of the catalogue with p-values in and one number out.
const fn combination(
    id: &'static str,
    doc: &'static str,
    inputs: &'static [Input],
    output: Shape,
    run: fn(&Given<'_>) -> Result<Output, crate::Error>,
) -> Function {
    Function { id, doc, inputs, groups: Groups::None, options: options::<NoOptions>, output, run }
}

const NUMBER: &str = "0 if one of `p` is 0; NaN without p-values and where all weights are 0.";

/// All that `evidence` has in the catalogue.
pub(crate) const FUNCTIONS: &[Function] = &[
    Function {
        id: "evidence.benjamini_hochberg",
        doc: BENJAMINI_HOCHBERG_AMONG_DOC,
        inputs: &[P],
        groups: Groups::None,
        options: options::<AdjustOptions>,
        output: Shape::Numbers("adjusted", "In the order of `p`; NaN stays NaN."),
        run: |given| {
            let AdjustOptions { tests } = given.options()?;
            Ok(Output::Numbers(benjamini_hochberg_among(given.numbers(0)?, tests)?))
        },
    },
    combination(
        "evidence.benjamini_yekutieli",
        BENJAMINI_YEKUTIELI_DOC,
        &[P],
        Shape::Numbers("adjusted", "In the order of `p`; NaN stays NaN."),
        |given| Ok(Output::Numbers(benjamini_yekutieli(given.numbers(0)?)?)),
    ),
    combination(
        "evidence.cauchy_combination",
        CAUCHY_COMBINATION_DOC,
        &[P, WEIGHTS],
        Shape::Number("pvalue", NUMBER),
        |given| {
            Ok(Output::Number(cauchy_combination(given.numbers(0)?, given.optional(1, Given::numbers)?)?))
        },
    ),
    combination(
        "evidence.fisher",
        FISHER_DOC,
        &[P],
        Shape::Number("pvalue", "0 if one of `p` is 0; NaN without p-values."),
        |given| Ok(Output::Number(fisher(given.numbers(0)?)?)),
    ),
    combination(
        "evidence.harmonic_mean",
        HARMONIC_MEAN_DOC,
        &[P, WEIGHTS],
        Shape::Number("statistic", NUMBER),
        |given| Ok(Output::Number(harmonic_mean(given.numbers(0)?, given.optional(1, Given::numbers)?)?)),
    ),
    combination(
        "evidence.stouffer",
        STOUFFER_DOC,
        &[
            P,
            WEIGHTS,
            Input::new("correlation", Kind::Matrix)
                .optional()
                .doc("P-values × p-values: the correlation of the z in clean data."),
        ],
        Shape::Number(
            "pvalue",
            "0 if one of `p` is 0, 1 if one is 1; NaN if both are there, without p-values, and where all weights are 0.",
        ),
        |given| {
            let weights = given.optional(1, Given::numbers)?;
            Ok(Output::Number(stouffer(given.numbers(0)?, weights, given.optional(2, Given::matrix)?)?))
        },
    ),
    Function {
        id: "evidence.rogan_gladen",
        doc: ROGAN_GLADEN_DOC,
        inputs: &[],
        groups: Groups::None,
        options: options::<RoganGladenOptions>,
        output: Shape::Number("share", "How common it is, from 0 to 1."),
        run: |given| {
            let RoganGladenOptions { share, sensitivity, specificity } = given.options()?;
            Ok(Output::Number(rogan_gladen(share, sensitivity, specificity)?))
        },
    },
];

/// Of [`rogan_gladen`] in the catalogue.
#[derive(Default, Settings)]
struct RoganGladenOptions {
    /// The flagged share.
    #[setting(required)]
    share: f64,
    /// The share flagged of those that have it.
    #[setting(required)]
    sensitivity: f64,
    /// The share not flagged of those that have it not.
    #[setting(required)]
    specificity: f64,
}
