//! Points on a subset given the total.

use std::collections::HashMap;

use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};

use super::super::{RASCH, SCORES, SUBSET, Tail, same_length};
use super::patterns::{convolve, epsilons};
use crate::function::{Function, Groups, NoOptions, Shape, options};
use crate::model::{Item, ModelError, answer, check_scores};

/// Points on a subset of items beside those that the total leads to expect. What is undefined for
/// one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct SubsetTest {
    /// Points on the subset.
    pub statistic: Vec<f64>,
    /// What the total leads to expect.
    pub expected: Vec<f64>,
    /// P(as many or more | total), exact.
    pub pvalue: Vec<f64>,
    /// P(more | total) + P(as many | total)/2.
    pub mid_pvalue: Vec<f64>,
    /// The least p-value that the total allows.
    pub smallest: Vec<f64>,
    /// Always "upper": large values are unusual: the subset done better.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// The exact test of two sets of items: points on the subset given the total, in the Rasch family;
/// large values are unusual.
///
/// ```text
/// P(X_c = t | T) = γ^c_t · γ^s_{T − t} / γ_T          c the subset, s the rest, over the items answered
/// ```
///
/// No ability is estimated, no item need be many. NaN where one of the sets has no answer.
///
/// # Errors
/// [`ModelError::Length`] for another number of marks than items; [`ModelError::Option`] for items
/// that are not of one slope and without guessing; [`ModelError::Columns`] for scores of another
/// number of items, [`ModelError::Score`] for a score that its item has not, [`ModelError::Item`]
/// for what is no item.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::subset_given_total};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
/// let found = subset_given_total(array![[1, 1, 0, 0]].view(), &items, &[true, true, false, false])?;
/// // One of the six ways to solve two of four items of one difficulty.
/// assert!((found.pvalue[0] - 1.0 / 6.0).abs() < 1e-14);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> ob.person_fit.subset_given_total([[1, 1, 0, 0]], items, [True, True, False, False]).pvalue.round(6)
/// array([0.166667])
/// ```
///
/// # References
/// Fischer (1981) for the γ functions; Klauer and Rettig (1990), British Journal of Mathematical
/// and Statistical Psychology 43, 193–206.
#[described]
pub fn subset_given_total(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    subset: &[bool],
) -> Result<SubsetTest, ModelError> {
    check_scores(scores, items)?;
    same_length("subset", subset.len(), items.len())?;
    let epsilons = epsilons(items)?;
    let mut gammas: HashMap<Vec<usize>, [Vec<f64>; 2]> = HashMap::new();
    let mut rows: Vec<[f64; 5]> = Vec::with_capacity(scores.nrows());
    for cells in scores.rows() {
        let (mut answered, mut points) = (Vec::new(), [0; 2]);
        for (item, &cell) in cells.iter().enumerate() {
            if let Some(score) = answer(cell) {
                answered.push(item);
                points[usize::from(!subset[item])] += score;
            }
        }
        let [on_subset, on_rest] = gammas.entry(answered).or_insert_with_key(|answered| {
            [true, false].map(|wanted| {
                let chosen = answered.iter().filter(|&&item| subset[item] == wanted);
                chosen.fold(vec![1.0], |gamma, &item| convolve(&gamma, &epsilons[item]))
            })
        });
        let observed = points[0] as f64;
        if on_subset.len() == 1 || on_rest.len() == 1 {
            rows.push([observed, f64::NAN, f64::NAN, f64::NAN, f64::NAN]);
            continue;
        }
        let total = points[0] + points[1];
        let least = (total + 1).saturating_sub(on_rest.len());
        let most = total.min(on_subset.len() - 1);
        let weight = |t: usize| on_subset[t] * on_rest[total - t];
        let sum = |from: usize| (from..=most).map(weight).sum::<f64>();
        let all = sum(least);
        let expected = (least..=most).map(|t| t as f64 * weight(t)).sum::<f64>() / all;
        let (pvalue, point) = (sum(points[0]) / all, weight(points[0]) / all);
        rows.push([observed, expected, pvalue, pvalue - point / 2.0, weight(most) / all]);
    }
    let column = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<f64>>();
    Ok(SubsetTest {
        statistic: column(0),
        expected: column(1),
        pvalue: column(2),
        mid_pvalue: column(3),
        smallest: column(4),
        tail: Tail::Upper,
    })
}

/// [`subset_given_total`] in the catalogue.
pub(in crate::statistics::persons) const SUBSET_GIVEN_TOTAL: Function = Function {
    id: "person_fit.subset_given_total",
    doc: SUBSET_GIVEN_TOTAL_DOC,
    inputs: &[SCORES, RASCH, SUBSET],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Table(SubsetTest::describe),
    run: |given| Ok(subset_given_total(given.scores(0)?, given.items(1)?, given.flags(2)?)?.table().into()),
};
