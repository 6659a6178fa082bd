//! The two slopes by which a second mean follows from a first.

use nalgebra::{DMatrix, DVector};

use super::means::Pair;

/// 1/.5²: c is drawn to b with this weight.
const DRAWN: f64 = 4.0;
/// No variance is 0, so that groups that are all alike have weights.
pub(super) const TINY: f64 = 1e-12;

/// The parts of a first mean: the group's own, λ(z − μ), and luck that is shared, o(1 − λ)(z − μ).
pub(super) struct Terms {
    pub(super) own: f64,
    pub(super) luck: f64,
    /// Sampling variances of the first mean and of the second.
    pub(super) first: f64,
    pub(super) second: f64,
    lambda: f64,
    overlap: f64,
}

impl Terms {
    pub(super) fn of(pair: &Pair<'_>, centre: f64, between: f64) -> Self {
        let all = between + pair.x.sampling;
        let lambda = if all > 0.0 { between / all } else { 1.0 };
        let overlap = (pair.x.n / pair.y.n).min(1.0);
        let from = pair.x.z - centre;
        let (own, luck) = (lambda * from, overlap * (1.0 - lambda) * from);
        Self { own, luck, first: pair.x.sampling, second: pair.y.sampling, lambda, overlap }
    }

    /// The variance by sampling of the second mean given the first.
    pub(super) fn variance(&self, line: &Line) -> f64 {
        let c = line.luck * self.overlap;
        let apart = line.own - c;
        self.second - c * c * self.first + apart * apart * self.lambda * self.first
    }
}

/// a, b and c with what is needed to be sure of them.
pub(super) struct Line {
    pub(super) start: f64,
    pub(super) own: f64,
    pub(super) luck: f64,
    /// Inverse of the weighted sums of products; of two columns if c is at its limit.
    inverse: DMatrix<f64>,
}

impl Line {
    pub(super) fn of(terms: &[Terms], y: &[f64], weights: &[f64], most: f64) -> Self {
        let free = Self::solve(terms, y, weights, None);
        let limited = free.luck.clamp(0.0, most);
        if (0.0..=most).contains(&free.luck) { free } else { Self::solve(terms, y, weights, Some(limited)) }
    }

    /// b and c − b are what is estimated, or b alone with c given.
    fn solve(terms: &[Terms], y: &[f64], weights: &[f64], luck: Option<f64>) -> Self {
        let columns = if luck.is_some() { 2 } else { 3 };
        let (mut products, mut sums) = (DMatrix::zeros(columns, columns), DVector::zeros(columns));
        for ((terms, y), &weight) in terms.iter().zip(y).zip(weights) {
            let row = Self::columns(terms, columns);
            products.ger(weight, &row, &row, 1.0);
            sums.axpy(weight * (y - luck.unwrap_or(0.0) * terms.luck), &row, 1.0);
        }
        if columns == 3 {
            products[(2, 2)] += DRAWN;
        } else {
            products[(1, 1)] += TINY;
        }
        let inverse = products.try_inverse().unwrap_or_else(|| DMatrix::zeros(columns, columns));
        let found = &inverse * sums;
        Self { start: found[0], own: found[1], luck: luck.unwrap_or_else(|| found[1] + found[2]), inverse }
    }

    fn columns(terms: &Terms, columns: usize) -> DVector<f64> {
        match columns {
            2 => DVector::from_vec(vec![1.0, terms.own]),
            _ => DVector::from_vec(vec![1.0, terms.own + terms.luck, terms.luck]),
        }
    }

    pub(super) fn at(&self, terms: &Terms) -> f64 {
        self.start + self.own * terms.own + self.luck * terms.luck
    }

    /// The variance of [`at`](Self::at).
    pub(super) fn doubt(&self, terms: &Terms) -> f64 {
        let row = Self::columns(terms, self.inverse.nrows());
        (row.transpose() * &self.inverse * row)[(0, 0)]
    }
}
