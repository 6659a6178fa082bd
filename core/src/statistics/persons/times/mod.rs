//! Response times of computer-based tests: log-normal fit, both kinds of answer together, and rapid
//! guessing.
//!
//! `log_times` and `times` are persons × items, NaN where there is none.

mod rapid;
mod subsets;

use super::likelihood::{LikelihoodOptions, log_likelihood};
use super::{
    ALPHA, BETA, Correction, Estimator, ITEMS, LOG_TIMES, PersonFit, SCORES, TAU, THETA, Tail, lz_star,
    same_length,
};
use crate::function::{Function, Given, Groups, NoOptions, Shape, options};
use crate::math::{chi2_quantile, chi2_tail, normal_upper};
use crate::model::{Item, ModelError};
use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};
pub use rapid::{RapidGuessing, Threshold, rapid_guessing};
pub(super) use subsets::{JOINT_SUBSETS, TIME_SUBSETS};
pub use subsets::{SubsetTimes, joint_subsets, time_subsets};

/// Of one item: ln T ~ N(β − τ, 1/α²), τ the speed of the person.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TimeItem {
    /// How closely times follow the speed.
    pub alpha: f64,
    /// The mean log time at speed 0.
    pub beta: f64,
}

fn check(log_times: ArrayView2<'_, f64>, items: &[TimeItem]) -> Result<(), ModelError> {
    if log_times.ncols() != items.len() {
        return Err(ModelError::Columns { got: log_times.ncols(), expected: items.len() });
    }
    for (i, item) in items.iter().enumerate() {
        let wrong = if !item.beta.is_finite() {
            Some(("beta", item.beta, "a finite number"))
        } else if !(item.alpha > 0.0 && item.alpha.is_finite()) {
            Some(("alpha", item.alpha, "a positive number"))
        } else {
            None
        };
        if let Some((name, value, expected)) = wrong {
            let error = Box::new(ModelError::Parameter { name, value, expected });
            return Err(ModelError::Item { item: i + 1, error });
        }
    }
    Ok(())
}

/// Σ (α(ln t − β + τ))² and the number of times.
fn squares(times: ndarray::ArrayView1<'_, f64>, items: &[TimeItem], tau: f64) -> (f64, usize) {
    let (mut sum, mut n) = (0.0, 0);
    for (time, item) in times.iter().zip(items).filter(|(time, _)| !time.is_nan()) {
        let z = item.alpha * (time - item.beta + tau);
        sum += z * z;
        n += 1;
    }
    (sum, n)
}

/// Log-normal fit of each person's times: large values are times that go up and down more than the
/// items explain.
///
/// ```text
/// ln T ~ N(β − τ, 1/α²)                τ the speed of the person
/// L_T = Σ (α(ln t − (β − τ)))²        χ² with n − 1 degrees of freedom at the estimated speed τ = Σ α²(β − ln t)/Σ α²
/// ```
///
/// Speeds given are taken as those that the persons' times estimate: for speeds from elsewhere the
/// degrees of freedom would be n, and the p-value is too small. NaN below two times and where a
/// time is infinite.
///
/// # Errors
/// [`ModelError::Columns`] for times of another number of items, [`ModelError::Item`] for an α that
/// is not positive or a β that is not finite; [`ModelError::Length`] for another number of speeds
/// than persons.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::person_fit::{TimeItem, log_time_fit};
/// let items = [TimeItem { alpha: 2.0, beta: 3.0 }; 3];
/// let fit = log_time_fit(array![[2.5, 3.0, 3.5]].view(), &items, None)?;
/// assert!((fit.statistic[0] - 2.0).abs() < 1e-12);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> ob.person_fit.log_time_fit([[2.5, 3.0, 3.5]], alpha=[2, 2, 2], beta=[3, 3, 3]).statistic
/// array([2.])
/// ```
///
/// # References
/// Van der Linden (2006), Journal of Educational and Behavioral Statistics 31, 181–204; Sinharay
/// (2018), British Journal of Mathematical and Statistical Psychology 71, 387–403.
#[described]
pub fn log_time_fit(
    log_times: ArrayView2<'_, f64>,
    items: &[TimeItem],
    tau: Option<&[f64]>,
) -> Result<PersonFit, ModelError> {
    let tau = speeds(log_times, items, tau)?;
    let of = |(times, &tau): (_, &f64)| {
        let (sum, n) = squares(times, items, tau);
        if n < 2 || sum.is_infinite() { (f64::NAN, f64::NAN) } else { (sum, chi2_tail(sum, (n - 1) as f64)) }
    };
    let (statistic, pvalue) = log_times.rows().into_iter().zip(&tau).map(of).unzip();
    Ok(PersonFit { statistic, pvalue, tail: Tail::Upper })
}

/// The speeds given, or those estimated.
fn speeds(
    log_times: ArrayView2<'_, f64>,
    items: &[TimeItem],
    tau: Option<&[f64]>,
) -> Result<Vec<f64>, ModelError> {
    check(log_times, items)?;
    match tau {
        Some(tau) => {
            same_length("tau", tau.len(), log_times.nrows())?;
            Ok(tau.to_vec())
        }
        None => Ok(log_times.rows().into_iter().map(|times| speed(times, items, |_| true).0).collect()),
    }
}

/// The estimated speed over some items, and its information; NaN without times.
fn speed(
    times: ndarray::ArrayView1<'_, f64>,
    items: &[TimeItem],
    takes_part: impl Fn(usize) -> bool,
) -> (f64, f64) {
    let (mut sum, mut information) = (0.0, 0.0);
    for (i, (time, item)) in times.iter().zip(items).enumerate() {
        if takes_part(i) && !time.is_nan() {
            sum += item.alpha * item.alpha * (item.beta - time);
            information += item.alpha * item.alpha;
        }
    }
    (sum / information, information)
}

/// Answers and times of each person together. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct JointFit {
    /// L_ST, the standardised joint log-likelihood; small values are unusual.
    pub statistic: Vec<f64>,
    /// Φ(L_ST): times are squares, whose tail is heavier, so that values below .01 are several
    /// times too small; `pvalue_q` does not suffer from this.
    pub pvalue: Vec<f64>,
    /// Q_ST, the χ² of both p-values: large values are unusual.
    pub q: Vec<f64>,
    /// P(χ² ≥ Q_ST) with two degrees of freedom.
    pub pvalue_q: Vec<f64>,
    /// Always "lower": small values of `statistic` are unusual.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// A person's abilities and speeds, and how they were found.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Abilities.
    pub theta: &'a [f64],
    /// How they were estimated.
    pub estimator: Estimator,
    /// Speeds; estimated where there are none.
    pub tau: Option<&'a [f64]>,
    /// How the p-value of [`lz_star`] that enters Q_ST is taken.
    pub correction: Correction,
}

/// Fit of answers and response times together; small values are unusual.
///
/// ```text
/// L_ST = (l₀ − E l₀ + c r₀ − (L_T − n)/2)/√(V* + n/2)                  as of lz_star and log_time_fit
/// Q_ST = χ²₁⁻¹(1 − p of lz*) + χ²₁⁻¹(1 − p of L_T)            χ² with two degrees of freedom
/// ```
///
/// NaN without times or without answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for abilities, speeds or times of another number of persons than scores;
/// [`ModelError::Columns`] for scores or times of another number of items, [`ModelError::Score`]
/// for a score that its item has not, [`ModelError::Item`] for what is no item, an α that is not
/// positive or a β that is not finite; [`DataError::Name`](crate::data::DataError::Name) for an
/// unknown estimator or correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> times = [[2.5, 3.0, 3.5]]
/// >>> ob.person_fit.joint_fit([[1, 1, 0]], items, [0.8], times, [2, 2, 2], [3, 3, 3]).tail[0]
/// 'lower'
/// ```
///
/// # References
/// Gorney, Sinharay and Liu (2024), Psychometrika; Sinharay (2018).
#[described]
pub fn joint_fit(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    log_times: ArrayView2<'_, f64>,
    time_items: &[TimeItem],
    known: Known<'_>,
) -> Result<JointFit, ModelError> {
    same_length("log_times", log_times.nrows(), scores.nrows())?;
    let tau = speeds(log_times, time_items, known.tau)?;
    let statistic = log_likelihood(scores, items, known.theta, |person, sums| {
        let (w, variance, _) = sums.corrected(known.theta[person], known.estimator);
        let (squares, n) = squares(log_times.row(person), time_items, tau[person]);
        let half = n as f64 / 2.0;
        if n == 0 { f64::NAN } else { (w - squares / 2.0 + half) / (variance + half).sqrt() }
    })?;
    let scores_fit = lz_star(scores, items, known.theta, known.estimator, known.correction)?;
    let times_fit = log_time_fit(log_times, time_items, Some(&tau))?;
    let square = |p: f64| if p.is_nan() { f64::NAN } else { chi2_quantile(1.0 - p, 1.0) };
    let both = scores_fit.pvalue.iter().zip(&times_fit.pvalue);
    let q: Vec<f64> = both.map(|(&a, &b)| square(a) + square(b)).collect();
    Ok(JointFit {
        pvalue: statistic.iter().map(|&z| normal_upper(-z)).collect(),
        pvalue_q: q.iter().map(|&q| chi2_tail(q, 2.0)).collect(),
        statistic,
        q,
        tail: Tail::Lower,
    })
}

/// The items of these parameters.
fn time_items(alpha: &[f64], beta: &[f64]) -> Result<Vec<TimeItem>, ModelError> {
    same_length("beta", beta.len(), alpha.len())?;
    Ok(alpha.iter().zip(beta).map(|(&alpha, &beta)| TimeItem { alpha, beta }).collect())
}

/// [`log_time_fit`] in the catalogue.
pub(super) const LOG_TIME_FIT: Function = Function {
    id: "person_fit.log_time_fit",
    doc: LOG_TIME_FIT_DOC,
    inputs: &[LOG_TIMES, ALPHA, BETA, TAU],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(PersonFit::describe),
    run: |given| {
        let items = time_items(given.numbers(1)?, given.numbers(2)?)?;
        Ok(log_time_fit(given.matrix(0)?, &items, given.optional(3, Given::numbers)?)?.table().into())
    },
};

/// [`joint_fit`] in the catalogue.
pub(super) const JOINT_FIT: Function = Function {
    id: "person_fit.joint_fit",
    doc: JOINT_FIT_DOC,
    inputs: &[SCORES, ITEMS, THETA, LOG_TIMES, ALPHA, BETA, TAU],
    groups: Groups::None,
    options: options::<LikelihoodOptions>,
    output: Shape::Table(JointFit::describe),
    run: |given| {
        let how: LikelihoodOptions = given.options()?;
        let known = Known {
            theta: given.numbers(2)?,
            estimator: how.estimator(),
            tau: given.optional(6, Given::numbers)?,
            correction: how.correction,
        };
        let of_times = time_items(given.numbers(4)?, given.numbers(5)?)?;
        let fit = joint_fit(given.scores(0)?, given.items(1)?, given.matrix(3)?, &of_times, known)?;
        Ok(fit.table().into())
    },
};

#[cfg(test)]
mod tests;
