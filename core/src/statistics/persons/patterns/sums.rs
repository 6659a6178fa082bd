//! Weighted sums over the steps that a person reached, and what a total can give.

use std::collections::HashMap;
use std::ops::Range;

use ndarray::{ArrayView1, ArrayView2};

use super::super::{Reference, by_blocks};
use crate::data::{LARGEST_SCORE, NOT_ATTEMPTED};
use crate::model::{ModelError, answer};

/// Ranges smaller than this share of the sums are rounding.
pub(super) const NOTHING: f64 = 1e-11;

/// What a step weighs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Weight {
    /// Its place, 1 for the most popular; the mean of their places for steps of one popularity.
    Rank,
    /// π
    Popularity,
    /// ln π/(1 − π); 0 where π is 0 or 1.
    Logit,
    /// Persons who reached it.
    Count,
}

/// The steps of the items that a person answered.
pub(super) struct Span {
    /// Σ of weights up to each score of each item; NaN for cells that are no answer, and for all of
    /// an item not answered.
    pub sums: Vec<[f64; 256]>,
    /// The least and the largest Σ w·Y by total.
    pub extremes: Vec<(f64, f64)>,
    /// For ranks, steps of one popularity where there are several: item and step, from 0.
    pub ties: Vec<Vec<(usize, usize)>>,
    /// Number of steps, Σ w, Σ w².
    pub steps: f64,
    pub sum: f64,
    pub squares: f64,
    /// Σ π, Σ π(1 − π), Σ πw, Σ π(1 − π)w, Σ π(1 − π)w².
    pub moments: [f64; 5],
}

impl Span {
    pub fn of(reference: &Reference, items: &[usize], weight: Weight) -> Self {
        let popularity: Vec<Vec<f64>> = items.iter().map(|&item| reference.popularity(item)).collect();
        let logit = |p: f64| if p > 0.0 && p < 1.0 { libm::log(p / (1.0 - p)) } else { 0.0 };
        let weights: Vec<Vec<f64>> = match weight {
            Weight::Rank => ranks(&popularity),
            Weight::Popularity => popularity.clone(),
            Weight::Logit => popularity.iter().map(|p| p.iter().map(|&p| logit(p)).collect()).collect(),
            Weight::Count => {
                items.iter().map(|&i| reference.reached(i).into_iter().map(|n| n as f64).collect()).collect()
            }
        };
        let mut sums = vec![[f64::NAN; 256]; reference.maxima.len()];
        for (&item, weights) in items.iter().zip(&weights) {
            let mut sum = 0.0;
            sums[item][0] = 0.0;
            for (score, weight) in (1_usize..).zip(weights) {
                sum += weight;
                sums[item][score] = sum;
            }
            sums[item][usize::from(NOT_ATTEMPTED)] = 0.0;
        }
        let ties = match weight {
            Weight::Rank => ties(&popularity, items),
            _ => Vec::new(),
        };
        let flat = || weights.iter().flatten().copied();
        let steps = || popularity.iter().flatten().copied().zip(flat());
        let total = |f: fn(f64, f64) -> f64| steps().map(|(p, w)| f(p, w)).sum();
        let moments = [
            total(|p, _| p),
            total(|p, _| p * (1.0 - p)),
            total(|p, w| p * w),
            total(|p, w| p * (1.0 - p) * w),
            total(|p, w| p * (1.0 - p) * w * w),
        ];
        Self {
            extremes: extremes(&weights),
            steps: flat().count() as f64,
            sum: flat().sum(),
            squares: flat().map(|w| w * w).sum(),
            moments,
            sums,
            ties,
        }
    }

    pub fn largest(&self, total: usize) -> f64 {
        self.extremes[total].1
    }

    /// Where a sum lies between the largest that the total can give (0) and the least (1); NaN
    /// where they are the same.
    pub fn depth(&self, total: usize, sum: f64) -> f64 {
        let (smallest, largest) = self.extremes[total];
        let range = largest - smallest;
        if range > NOTHING * (largest.abs() + smallest.abs()) {
            ((largest - sum) / range).clamp(0.0, 1.0)
        } else {
            f64::NAN
        }
    }

    /// The Guttman errors of a pattern with this total and sum of ranks: a step passed after each
    /// one more popular, less those of these that were passed too.
    pub fn guttman_errors(&self, total: usize, sum: f64, cells: ArrayView1<'_, u8>) -> f64 {
        let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
        let mut errors = sum - total as f64 - pairs(total);
        for tied in &self.ties {
            let passed = tied.iter().filter(|&&(item, step)| answer(cells[item]) > Some(step)).count();
            // Their ranks are in the middle of their places, as if each stood behind half of the
            // others.
            errors += pairs(passed) - (passed * (tied.len() - 1)) as f64 / 2.0;
        }
        errors
    }

    /// n²·cov(Y, w) over the steps.
    pub fn covariance(&self, total: usize, sum: f64) -> f64 {
        self.steps * sum - total as f64 * self.sum
    }
}

/// The steps of each popularity, from the most popular: item and step, from 0.
fn by_popularity(popularity: &[Vec<f64>]) -> Vec<Vec<(usize, usize)>> {
    let of = |&(item, step): &(usize, usize)| popularity[item][step];
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (item, steps) in popularity.iter().enumerate() {
        order.extend((0..steps.len()).map(|step| (item, step)));
    }
    order.sort_by(|a, b| of(b).total_cmp(&of(a)));
    order.chunk_by(|a, b| of(a).total_cmp(&of(b)).is_eq()).map(<[_]>::to_vec).collect()
}

/// Steps of one popularity, where there are several; their items among all.
fn ties(popularity: &[Vec<f64>], items: &[usize]) -> Vec<Vec<(usize, usize)>> {
    let among_all = |(item, step): (usize, usize)| (items[item], step);
    by_popularity(popularity)
        .into_iter()
        .filter(|tied| tied.len() > 1)
        .map(|tied| tied.into_iter().map(among_all).collect())
        .collect()
}

/// The place of each step by falling popularity; the mean of their places for steps of one.
fn ranks(popularity: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut ranks: Vec<Vec<f64>> = popularity.iter().map(|steps| vec![0.0; steps.len()]).collect();
    let mut before = 0;
    for tied in by_popularity(popularity) {
        let place = before as f64 + (tied.len() + 1) as f64 / 2.0;
        for &(item, step) in &tied {
            ranks[item][step] = place;
        }
        before += tied.len();
    }
    ranks
}

/// The least and the largest sum of weights for each total, item after item.
pub(super) fn extremes(weights: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let mut found = vec![(0.0_f64, 0.0_f64)];
    for item in weights {
        let mut with = vec![(f64::INFINITY, f64::NEG_INFINITY); found.len() + item.len()];
        let mut sum = 0.0;
        for score in 0..=item.len() {
            if score > 0 {
                sum += item[score - 1];
            }
            for (total, (low, high)) in found.iter().enumerate() {
                let best = &mut with[total + score];
                *best = (best.0.min(low + sum), best.1.max(high + sum));
            }
        }
        found = with;
    }
    found
}

/// A function of each person's total and weighted sum.
pub(super) fn by_person<T: Send>(
    scores: ArrayView2<'_, u8>,
    reference: &Reference,
    weight: Weight,
    finish: impl Fn(&Span, usize, f64) -> T + Sync + Send,
) -> Result<Vec<T>, ModelError> {
    by_pattern(scores, reference, weight, |span, total, sum, _| finish(span, total, sum))
}

/// A function of each person's total, weighted sum and answers.
pub(super) fn by_pattern<T: Send>(
    scores: ArrayView2<'_, u8>,
    reference: &Reference,
    weight: Weight,
    finish: impl Fn(&Span, usize, f64, ArrayView1<'_, u8>) -> T + Sync + Send,
) -> Result<Vec<T>, ModelError> {
    let items = reference.maxima.len();
    if scores.ncols() != items {
        return Err(ModelError::Columns { got: scores.ncols(), expected: items });
    }
    let scores = scores.as_standard_layout();
    let complete = Span::of(reference, &(0..items).collect::<Vec<_>>(), weight);
    // The points of a cell; only those of answers are used.
    let points: [u16; 256] = std::array::from_fn(|cell| if cell < 253 { cell as u16 } else { 0 });
    by_blocks(scores.nrows(), |rows: Range<usize>| {
        let mut spans: HashMap<Vec<usize>, Span> = HashMap::new();
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            let (mut total, mut sum) = (0, 0.0);
            for (&cell, sums) in scores.row(row).iter().zip(&complete.sums) {
                total += usize::from(points[usize::from(cell)]);
                sum += sums[usize::from(cell)];
            }
            // Only a cell that is no score of its item makes the sum NaN.
            if sum.is_nan() {
                let (answered, total) = answered(scores.row(row), row, &reference.maxima)?;
                let span = spans
                    .entry(answered)
                    .or_insert_with_key(|answered| Span::of(reference, answered, weight));
                let cells = scores.row(row);
                let sum = cells.iter().zip(&span.sums).map(|(&cell, sums)| sums[usize::from(cell)]);
                values.push(finish(span, total, sum.filter(|sum| !sum.is_nan()).sum(), cells));
            } else {
                values.push(finish(&complete, total, sum, scores.row(row)));
            }
        }
        Ok(values)
    })
}

/// The items answered and their total.
pub(super) fn answered(
    cells: ArrayView1<'_, u8>,
    row: usize,
    maxima: &[u8],
) -> Result<(Vec<usize>, usize), ModelError> {
    let (mut items, mut total) = (Vec::new(), 0);
    for (item, (&cell, &max)) in cells.iter().zip(maxima).enumerate() {
        if cell <= LARGEST_SCORE && cell > max {
            return Err(ModelError::Score { row: row + 1, item: item + 1, found: cell, expected: max });
        }
        if let Some(score) = answer(cell) {
            items.push(item);
            total += score;
        }
    }
    Ok((items, total))
}
