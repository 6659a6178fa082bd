use ndarray::ArrayView2;
use obektiv_derive::described;

use super::{Item, ModelError, Quadrature, answer, check_items, check_scores};

/// How probable each total over all items is (Lord and Wingersky), at an ability.
///
/// ```text
/// f₀ = (1);   fᵢ(s) = Σⱼ fᵢ₋₁(s − j)·Pᵢ(j | θ)       item by item
/// ```
///
/// Items may differ in their maxima. All terms are positive: the smallest probabilities are as
/// exact as the largest. Without an ability the average over the distribution of ability.
///
/// # Arguments
/// For the average see [`marginal_score_distribution`].
///
/// # Errors
/// [`ModelError::NoItems`], [`ModelError::Item`] for what is no item; [`ModelError::Option`] or
/// [`ModelError::Length`] for a distribution of ability that is none.
///
/// # Examples
/// ```
/// use obektiv::model::{Item, score_distribution};
/// let coin = Item::Logistic { a: 1.0, b: 0.0, c: 0.0 };
/// assert_eq!(score_distribution(&[coin.clone(), coin], 0.0)?, [0.25, 0.5, 0.25]);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> ob.irt.score_distribution([{"model": "logistic", "b": 0.0}] * 2, theta=0.0)
/// array([0.25, 0.5 , 0.25])
/// ```
///
/// # References
/// Lord and Wingersky (1984), Applied Psychological Measurement 8, 453–461; Thissen, Pommerich,
/// Billeaud and Williams (1995), Applied Psychological Measurement 19, 39–49, for items with
/// several categories.
#[described]
pub fn score_distribution(items: &[Item], theta: f64) -> Result<Vec<f64>, ModelError> {
    check_items(items)?;
    Ok(total_given(items, theta))
}

/// P(total = s) of persons whose ability is distributed so: [`score_distribution`] averaged over
/// the points.
///
/// # Errors
/// As [`score_distribution`], and as [`Quadrature::check`].
pub fn marginal_score_distribution(items: &[Item], ability: &Quadrature) -> Result<Vec<f64>, ModelError> {
    check_items(items)?;
    ability.check()?;
    let mut marginal = vec![0.0; largest_total(items) + 1];
    for (&theta, &weight) in ability.points.iter().zip(&ability.weights) {
        for (sum, p) in marginal.iter_mut().zip(total_given(items, theta)) {
            *sum += weight * p;
        }
    }
    Ok(marginal)
}

/// The log-likelihood of each person's scores at their ability.
///
/// ```text
/// Σᵢ ln Pᵢ(xᵢ | θ)        over the items that take part
/// ```
///
/// 0 for a person without any such item; NaN where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] unless there is one ability for each person; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item.
///
/// # Examples
/// ```python
/// >>> ob.irt.log_likelihood([[1, 0]], [{"model": "logistic", "b": 0.0}] * 2, [0.0]).round(4)
/// array([-1.3863])
/// ```
#[described]
pub fn log_likelihood(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
) -> Result<Vec<f64>, ModelError> {
    check_scores(scores, items)?;
    if theta.len() != scores.nrows() {
        return Err(ModelError::Length { what: "theta", got: theta.len(), expected: scores.nrows() });
    }
    let mut p = vec![0.0; most_categories(items)];
    let mut of_person = |(cells, &theta): (ndarray::ArrayView1<'_, u8>, &f64)| {
        let mut sum = if theta.is_nan() { f64::NAN } else { 0.0 };
        for (item, score) in items.iter().zip(cells).filter_map(|(item, &cell)| Some((item, answer(cell)?))) {
            item.probabilities(theta, &mut p);
            sum += libm::log(p[score]);
        }
        sum
    };
    Ok(scores.rows().into_iter().zip(theta).map(&mut of_person).collect())
}

pub(super) fn most_categories(items: &[Item]) -> usize {
    items.iter().map(Item::categories).max().unwrap_or(0)
}

pub(super) fn largest_total(items: &[Item]) -> usize {
    items.iter().map(|item| item.categories() - 1).sum()
}

fn total_given(items: &[Item], theta: f64) -> Vec<f64> {
    let mut p = vec![0.0; most_categories(items)];
    let mut totals = vec![1.0];
    for item in items {
        item.probabilities(theta, &mut p);
        totals = convolved(&totals, &p[..item.categories()]);
    }
    totals
}

/// The distribution of a sum.
pub(super) fn convolved(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (j, b) in b.iter().enumerate() {
        for (sum, a) in sum[j..].iter_mut().zip(a) {
            *sum += a * b;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{MISSING, NOT_ATTEMPTED, NOT_TAUGHT};

    #[test]
    fn totals_of_mixed_items_are_those_of_all_patterns() {
        let items = [
            Item::Logistic { a: 1.2, b: 0.3, c: 0.1 },
            Item::Graded { a: 0.9, b: vec![-0.4, 0.8] },
            Item::PartialCredit { a: 1.1, steps: vec![0.5, -0.2, 0.1] },
        ];
        let theta = 0.7;
        let p: Vec<Vec<f64>> = items
            .iter()
            .map(|item| {
                let mut p = vec![0.0; item.categories()];
                item.probabilities(theta, &mut p);
                p
            })
            .collect();
        let mut expected = [0.0; 7];
        for i in 0..2 {
            for j in 0..3 {
                for k in 0..4 {
                    expected[i + j + k] += p[0][i] * p[1][j] * p[2][k];
                }
            }
        }
        for (got, expected) in score_distribution(&items, theta).unwrap().iter().zip(expected) {
            assert!((got - expected).abs() < 1e-15);
        }
        let marginal = marginal_score_distribution(&items, &Quadrature::default()).unwrap();
        assert!((marginal.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn only_items_that_take_part_count_in_a_likelihood() {
        let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
        let scores = ndarray::array![[1, NOT_ATTEMPTED, MISSING, NOT_TAUGHT], [MISSING; 4], [1, 1, 1, 1]];
        let ll = log_likelihood(scores.view(), &items, &[0.0, 0.0, f64::NAN]).unwrap();
        assert!((ll[0] - 0.25_f64.ln()).abs() < 1e-15 && ll[1] == 0.0 && ll[2].is_nan());
    }
}
