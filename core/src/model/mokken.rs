use ndarray::{Array2, ArrayView2};
use obektiv_derive::{Row, described};

use super::{ModelError, answer};
use crate::table::{Row as _, Table};

/// Mokken's scalability of items, without any model of their curves.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalability {
    /// Hᵢⱼ of each pair of items; NaN on the diagonal.
    pub pairs: Array2<f64>,
    /// Hᵢ of each item.
    pub items: Vec<f64>,
    /// H of the whole test.
    pub test: f64,
}

impl Scalability {
    /// Columns `item` (from 1) and `h`.
    #[must_use]
    pub fn table(&self) -> Table {
        let numbers: Vec<u64> = (1..=self.items.len() as u64).collect();
        Table::new().with("item", numbers).with("h", self.items.clone())
    }
}

/// Loevinger's H by Mokken and Molenaar: how much fewer Guttman errors items show than independent
/// ones would.
///
/// ```text
/// Hᵢⱼ = 1 − Fᵢⱼ/Eᵢⱼ = Cov(xᵢ, xⱼ)/Cov⁺(xᵢ, xⱼ)      Hᵢ = Σⱼ Cov/Σⱼ Cov⁺      H = Σᵢ﹤ⱼ Cov/Σᵢ﹤ⱼ Cov⁺
/// ```
///
/// F counts Guttman errors of the items' steps with their weights, E those expected of independent
/// items; Cov⁺ is the largest covariance that the distributions of both scores allow, which is the
/// same. Items may differ in their maxima. A pair is taken over the persons who have both and
/// weighs as many. H from .3 is called weak, from .4 medium, from .5 strong. NaN where an item has
/// one score only.
///
/// # Errors
/// [`ModelError::NoItems`] for a table without columns.
///
/// # References
/// Mokken (1971), A Theory and Procedure of Scale Analysis; Molenaar (1991), Kwantitatieve Methoden
/// 12, 97–117.
pub fn scalability(scores: ArrayView2<'_, u8>) -> Result<Scalability, ModelError> {
    let items = scores.ncols();
    if items == 0 {
        return Err(ModelError::NoItems);
    }
    let columns: Vec<Vec<u8>> = scores.columns().into_iter().map(|column| column.to_vec()).collect();
    let mut pairs = Array2::from_elem((items, items), f64::NAN);
    let mut of_items = vec![(0.0, 0.0); items];
    let mut whole = (0.0, 0.0);
    for i in 0..items {
        for j in i + 1..items {
            let (covariance, largest) = covariances(&columns[i], &columns[j]);
            let h = if largest > 0.0 { covariance / largest } else { f64::NAN };
            (pairs[[i, j]], pairs[[j, i]]) = (h, h);
            for sums in [&mut whole, &mut of_items[i]] {
                *sums = (sums.0 + covariance, sums.1 + largest);
            }
            of_items[j] = (of_items[j].0 + covariance, of_items[j].1 + largest);
        }
    }
    let ratio = |sums: (f64, f64)| if sums.1 > 0.0 { sums.0 / sums.1 } else { f64::NAN };
    Ok(Scalability { pairs, items: of_items.into_iter().map(ratio).collect(), test: ratio(whole) })
}

/// The covariance of two items and the largest that their distributions allow, both times the
/// number of persons, as errors are counted.
fn covariances(a: &[u8], b: &[u8]) -> (f64, f64) {
    let (mut of_a, mut of_b) = ([0_u64; 256], [0_u64; 256]);
    let (mut n, mut products) = (0_u64, 0_u64);
    for (x, y) in a.iter().zip(b).filter_map(|(&x, &y)| Some((answer(x)?, answer(y)?))) {
        of_a[x] += 1;
        of_b[y] += 1;
        n += 1;
        products += (x * y) as u64;
    }
    if n == 0 {
        return (0.0, 0.0);
    }
    // The largest: both in the same order.
    let (mut x, mut y, mut largest) = (0, 0, 0_u64);
    let (mut left_a, mut left_b) = (of_a[0], of_b[0]);
    let mut left = n;
    while left > 0 {
        if left_a == 0 {
            x += 1;
            left_a = of_a[x];
        } else if left_b == 0 {
            y += 1;
            left_b = of_b[y];
        } else {
            let both = left_a.min(left_b);
            largest += both * (x * y) as u64;
            (left_a, left_b, left) = (left_a - both, left_b - both, left - both);
        }
    }
    let sum = |counts: &[u64; 256]| (0..).zip(counts).map(|(x, &count)| x * count).sum::<u64>() as f64;
    let n = n as f64;
    let product = sum(&of_a) * sum(&of_b) / n;
    (products as f64 - product, largest as f64 - product)
}

/// Persons with rest-scores next to each other.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct RestScoreRow {
    /// The item, from 1.
    pub item: usize,
    /// The least rest-score.
    pub low: u64,
    /// The largest rest-score.
    pub high: u64,
    /// Persons.
    pub n: u64,
    /// Their mean score on the item.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// How far the mean lies below the highest mean of the groups before; 0 if not at all.
    pub drop: f64,
}

/// Rest-score regressions of all items.
#[derive(Debug, Clone, PartialEq)]
pub struct RestScores {
    /// Groups by item.
    pub rows: Vec<RestScoreRow>,
}

impl RestScores {
    /// Columns `item, low, high, n, mean, se, drop`.
    #[must_use]
    pub fn table(&self) -> Table {
        RestScoreRow::table(&self.rows)
    }
}

/// The mean score of each item by the total over the other items: an item's curve without a model
/// of it. It should rise.
///
/// Rest-scores next to each other are joined, from the lowest on, until at least `min_size` persons
/// are together. Persons with cells that take no part are left out, since their rest-scores are not
/// those of the others. The standard error of one person is 0.
///
/// # Errors
/// [`ModelError::NoItems`] for a table without columns; [`ModelError::Option`] for `min_size` 0.
///
/// # Examples
/// ```python
/// >>> table = ob.irt.rest_scores([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]], min_size=1)
/// >>> table.mean[table.item == 2]
/// array([0. , 0.5, 1. ])
/// ```
///
/// # References
/// Junker and Sijtsma (2000), Psychometrika 65, 393–413.
#[described]
pub fn rest_score_regression(scores: ArrayView2<'_, u8>, min_size: u64) -> Result<RestScores, ModelError> {
    if scores.ncols() == 0 {
        return Err(ModelError::NoItems);
    }
    if min_size == 0 {
        return Err(ModelError::Option { name: "min_size", value: 0.0, expected: "1 or more" });
    }
    let whole: Vec<Vec<u64>> = scores
        .rows()
        .into_iter()
        .filter_map(|row| row.iter().map(|&cell| answer(cell).map(|s| s as u64)).collect())
        .collect();
    let totals: Vec<u64> = whole.iter().map(|row| row.iter().sum()).collect();
    let largest = totals.iter().copied().max().unwrap_or(0) as usize;
    let mut rows = Vec::new();
    for item in 0..scores.ncols() {
        // Persons, sum and sum of squares by rest-score.
        let mut by_rest = vec![(0_u64, 0_u64, 0_u64); largest + 1];
        for (row, total) in whole.iter().zip(&totals) {
            let (x, sums) = (row[item], &mut by_rest[(total - row[item]) as usize]);
            *sums = (sums.0 + 1, sums.1 + x, sums.2 + x * x);
        }
        let mut groups: Vec<(u64, u64, [u64; 3])> = Vec::new();
        for (rest, &(n, sum, squares)) in (0..).zip(&by_rest).filter(|(_, sums)| sums.0 > 0) {
            match groups.last_mut() {
                Some((_, high, sums)) if sums[0] < min_size => {
                    *high = rest;
                    *sums = [sums[0] + n, sums[1] + sum, sums[2] + squares];
                }
                _ => groups.push((rest, rest, [n, sum, squares])),
            }
        }
        if let [.., before, last] = &mut groups[..]
            && last.2[0] < min_size
        {
            before.1 = last.1;
            (0..3).for_each(|k| before.2[k] += last.2[k]);
            groups.pop();
        }
        let mut highest = f64::NEG_INFINITY;
        for (low, high, [n, sum, squares]) in groups {
            let mean = sum as f64 / n as f64;
            let variance = (squares as f64 - sum as f64 * mean) / (n as f64 - 1.0);
            highest = highest.max(mean);
            let se = (variance.max(0.0) / n as f64).sqrt();
            rows.push(RestScoreRow { item: item + 1, low, high, n, mean, se, drop: highest - mean });
        }
    }
    Ok(RestScores { rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::MISSING;

    #[test]
    fn a_perfect_scale_has_h_1_and_independent_items_have_0() {
        let perfect = ndarray::array![[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]];
        let h = scalability(perfect.view()).unwrap();
        assert!((h.test - 1.0).abs() < 1e-15 && h.items.iter().all(|h| (h - 1.0).abs() < 1e-15));
        let independent = ndarray::array![[0, 0], [1, 0], [0, 1], [1, 1]];
        assert!(scalability(independent.view()).unwrap().test.abs() <= 0.0);
        assert!(h.pairs[[1, 1]].is_nan());
    }

    #[test]
    fn errors_are_counted_beside_those_expected() {
        // Item 1 of 4 right, item 2 of 2; one of five has the harder alone: F = 1, E =
        // 5·(1/5)·(2/5) = .4.
        let scores = ndarray::array![[1, 0], [1, 0], [1, 0], [1, 1], [0, 1]];
        let h = scalability(scores.view()).unwrap();
        assert!((h.pairs[[0, 1]] - (1.0 - 1.0 / 0.4)).abs() < 1e-14);
    }

    #[test]
    fn steps_are_weighted_by_the_steps_that_they_pass_over() {
        // Molenaar's weighted errors, by hand: scores (x of maximum 2, y of maximum 1).
        let scores = ndarray::array![[0, 0], [1, 0], [2, 1], [2, 0], [0, 1], [2, 1]];
        // Cov = Σxy/6 − (7/6)(3/6) = 4/6 − 21/36; the largest pairs 0 0 1 2 2 2 with 0 0 0 1 1 1:
        // 6/6 − 21/36.
        let h = scalability(scores.view()).unwrap();
        assert!((h.pairs[[0, 1]] - (24.0 - 21.0) / (36.0 - 21.0)).abs() < 1e-14);
    }

    #[test]
    fn rest_scores_are_joined_until_they_are_many() {
        let scores = ndarray::array![[0, 0, 0], [0, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1], [1, MISSING, 1]];
        let rest = rest_score_regression(scores.view(), 2).unwrap();
        let first: Vec<_> = rest.rows.iter().filter(|r| r.item == 1).collect();
        // Rest-scores of item 1: 0, 1, 1, 2, 2 with scores 0, 0, 1, 0, 1: joined 0–1 and 2.
        assert_eq!((first.len(), first[0].low, first[0].high, first[0].n), (2, 0, 1, 3));
        assert!((first[0].mean - 1.0 / 3.0).abs() < 1e-15 && (first[1].mean - 0.5).abs() < 1e-15);
        assert!(first[1].drop.abs() <= 0.0);
        assert!(rest_score_regression(scores.view(), 0).is_err());
    }
}
