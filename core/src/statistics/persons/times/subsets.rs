//! Response times of two sets of items.

use super::super::subsets::BoundOptions;
use super::super::{
    ALPHA, BETA, ITEMS, LOG_TIMES, PersonFit, SCORES, SUBSET, SubsetAbilities, Tail, TwoSubsets, same_length,
    two_subsets,
};
use super::{TimeItem, check, speed, time_items};
use crate::function::{Function, Groups, NoOptions, Shape, options};
use crate::math::{chi2_tail, normal_upper};
use crate::model::ModelError;
use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};

/// Speeds on two sets of items. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct SubsetTimes {
    /// Speed on the subset.
    pub tau_subset: Vec<f64>,
    /// Speed on the rest.
    pub tau_rest: Vec<f64>,
    /// z of their difference.
    pub statistic: Vec<f64>,
    /// P(Z ≥ z), exact where times are log-normal.
    pub pvalue: Vec<f64>,
    /// Always "upper": large values are unusual: the subset done faster.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// Whether a person is faster on a subset of items than on the rest, as one who knew them before
/// would be; large values are unusual.
///
/// ```text
/// z = (τ_c − τ_s)/√(1/Σ_c α² + 1/Σ_s α²)        c the subset, s the rest; τ the estimated speed on each
/// ```
///
/// The signed likelihood ratio, score and Wald statistics are this one number. NaN without times in
/// a set.
///
/// # Errors
/// [`ModelError::Columns`] for times of another number of items, [`ModelError::Item`] for an α that
/// is not positive or a β that is not finite; [`ModelError::Length`] for another number of marks
/// than items.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::person_fit::{TimeItem, time_subsets};
/// let items = [TimeItem { alpha: 2.0, beta: 3.0 }; 2];
/// let found = time_subsets(array![[2.0, 3.0]].view(), &items, &[true, false])?;
/// assert!((found.statistic[0] - 2.0_f64.sqrt()).abs() < 1e-12);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> ob.person_fit.time_subsets([[2.0, 3.0]], [2, 2], [3, 3], [True, False]).statistic.round(3)
/// array([1.414])
/// ```
///
/// # References
/// Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.
#[described]
pub fn time_subsets(
    log_times: ArrayView2<'_, f64>,
    items: &[TimeItem],
    subset: &[bool],
) -> Result<SubsetTimes, ModelError> {
    check(log_times, items)?;
    same_length("subset", subset.len(), items.len())?;
    let mut found = SubsetTimes {
        tau_subset: Vec::new(),
        tau_rest: Vec::new(),
        statistic: Vec::new(),
        pvalue: Vec::new(),
        tail: Tail::Upper,
    };
    for times in log_times.rows() {
        let (on_subset, a) = speed(times, items, |item| subset[item]);
        let (on_rest, b) = speed(times, items, |item| !subset[item]);
        let z = (on_subset - on_rest) / (1.0 / a + 1.0 / b).sqrt();
        found.tau_subset.push(on_subset);
        found.tau_rest.push(on_rest);
        found.statistic.push(z);
        found.pvalue.push(normal_upper(z));
    }
    Ok(found)
}

/// Whether a person is better and faster on a subset of items than on the rest; large values are
/// unusual.
///
/// ```text
/// statistic = L²₊ + z²₊        L of two_subsets at abilities by maximum likelihood, z of time_subsets; only what is above 0 counts
/// P(≥ x) = P(χ²₁ ≥ x)/2 + P(χ²₂ ≥ x)/4,   1 for x = 0
/// ```
///
/// NaN where either statistic is.
///
/// # Errors
/// [`ModelError::Length`] for times or marks of another number; [`ModelError::Columns`] for scores
/// or times of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item, an α that is not positive or a β that is not finite;
/// [`ModelError::Option`] for a bound that is not positive.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> times = [[2.0, 2.0, 3.0, 3.0], [3.0, 3.0, 2.0, 2.0]]
/// >>> subset = [True, True, False, False]
/// >>> found = ob.person_fit.joint_subsets([[1, 1, 0, 1], [0, 1, 1, 1]], items, times, [2] * 4, [3] * 4, subset)
/// >>> found.pvalue < 0.1
/// array([ True, False])
/// ```
///
/// # References
/// Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.
#[described]
pub fn joint_subsets(scores: &TwoSubsets, times: &SubsetTimes) -> Result<PersonFit, ModelError> {
    same_length("times", times.statistic.len(), scores.statistic.len())?;
    let square = |z: f64| if z.is_nan() { z } else { z.max(0.0) * z.max(0.0) };
    let both = scores.statistic.iter().zip(&times.statistic);
    let statistic: Vec<f64> = both.map(|(&l, &z)| square(l) + square(z)).collect();
    let pvalue = |&x: &f64| if x <= 0.0 { 1.0 } else { chi2_tail(x, 1.0) / 2.0 + chi2_tail(x, 2.0) / 4.0 };
    Ok(PersonFit { pvalue: statistic.iter().map(pvalue).collect(), statistic, tail: Tail::Upper })
}

/// [`time_subsets`] in the catalogue.
pub(crate) const TIME_SUBSETS: Function = Function {
    id: "person_fit.time_subsets",
    doc: TIME_SUBSETS_DOC,
    inputs: &[LOG_TIMES, ALPHA, BETA, SUBSET],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(SubsetTimes::describe),
    run: |given| {
        let items = time_items(given.numbers(1)?, given.numbers(2)?)?;
        Ok(time_subsets(given.matrix(0)?, &items, given.flags(3)?)?.table().into())
    },
};

/// [`joint_subsets`] in the catalogue.
pub(crate) const JOINT_SUBSETS: Function = Function {
    id: "person_fit.joint_subsets",
    doc: JOINT_SUBSETS_DOC,
    inputs: &[SCORES, ITEMS, LOG_TIMES, ALPHA, BETA, SUBSET],
    groups: Groups::None,
    options: options::<BoundOptions>,
    output: Shape::Table(PersonFit::describe),
    run: |given| {
        let BoundOptions { bound } = given.options()?;
        let (scores, items, subset) = (given.scores(0)?, given.items(1)?, given.flags(5)?);
        let of_times = time_items(given.numbers(3)?, given.numbers(4)?)?;
        let abilities = SubsetAbilities::maximum_likelihood(scores, items, subset, bound)?;
        let better = two_subsets(scores, items, subset, &abilities)?;
        let faster = time_subsets(given.matrix(2)?, &of_times, subset)?;
        Ok(joint_subsets(&better, &faster)?.table().into())
    },
};
