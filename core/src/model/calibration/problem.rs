//! The likelihood of items, its gradient and its information.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};
use ndarray::ArrayView2;

use super::{CalibrationOptions, Model};
use crate::model::family::{Point, gradient};
use crate::model::item::logistic;
use crate::model::patterns::{Expected, Patterns, Tables};

/// The likelihood as a function of all items' parameters.
pub(super) struct Problem {
    pub(super) model: Model,
    pub(super) patterns: Patterns,
    pub(super) categories: Vec<usize>,
    /// Each item's parameters.
    pub(super) ranges: Vec<Range<usize>>,
    prior: Option<(f64, f64)>,
}

/// What is known at one set of parameters.
pub(super) struct State {
    pub(super) expected: Expected,
    /// Log-likelihood and log prior.
    pub(super) objective: f64,
}

impl Problem {
    pub(super) fn new(
        scores: ArrayView2<'_, u8>,
        model: Model,
        shares: &[Vec<f64>],
        options: &CalibrationOptions,
    ) -> Self {
        let categories: Vec<usize> = shares.iter().map(Vec::len).collect();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for &k in &categories {
            let first = ranges.last().map_or(0, |r| r.end);
            ranges.push(first..first + model.parameters(k));
        }
        let prior = options.guessing_prior.filter(|_| model == Model::ThreePl);
        Self { model, patterns: Patterns::of(scores, &categories), categories, ranges, prior }
    }

    /// The E-step.
    pub(super) fn state(&self, phi: &[f64], points: &[f64], weights: &[f64]) -> State {
        let mut p = Tables::new(&self.categories, points.len());
        let stride = p.stride;
        for (item, range) in self.ranges.iter().enumerate() {
            let (k, phi) = (self.categories[item], &phi[range.clone()]);
            let mut at = Point { p: vec![0.0; k], slopes: vec![0.0; k * phi.len()] };
            let values = p.item_mut(item);
            for (q, &theta) in points.iter().enumerate() {
                self.model.point(phi, theta, &mut at);
                at.p.iter().enumerate().for_each(|(j, &p)| values[j * stride + q] = p);
            }
        }
        let expected = self.patterns.expect(&p, weights);
        let objective = expected.log_likelihood + self.log_prior(phi);
        State { expected, objective }
    }

    fn log_prior(&self, phi: &[f64]) -> f64 {
        let Some((alpha, beta)) = self.prior else { return 0.0 };
        let of = |range: &Range<usize>| {
            let gamma = phi[range.start + 2];
            (alpha - 1.0) * libm::log(logistic(gamma)) + (beta - 1.0) * libm::log(logistic(-gamma))
        };
        self.ranges.iter().map(of).sum()
    }

    /// The gradient of the objective, and each item's complete-data information.
    pub(super) fn gradient(
        &self,
        phi: &[f64],
        points: &[f64],
        state: &State,
    ) -> (DVector<f64>, Vec<DMatrix<f64>>) {
        let mut whole = DVector::zeros(phi.len());
        let mut blocks = Vec::with_capacity(self.ranges.len());
        for (item, range) in self.ranges.iter().enumerate() {
            let counts = state.expected.counts.item(item);
            let (mut g, mut information) =
                gradient(self.model, &phi[range.clone()], points, counts, state.expected.counts.stride);
            if let Some((alpha, beta)) = self.prior {
                let c = logistic(phi[range.start + 2]);
                g[2] += (alpha - 1.0) * (1.0 - c) - (beta - 1.0) * c;
                information[(2, 2)] += (alpha + beta - 2.0) * c * (1.0 - c);
            }
            whole.rows_mut(range.start, range.len()).copy_from(&g);
            blocks.push(information);
        }
        (whole, blocks)
    }

    /// Whether the last categories' slopes are below the first's, on the whole.
    pub(super) fn falls(&self, phi: &[f64]) -> bool {
        self.ranges.iter().map(|r| phi[r.start + r.len() / 2 - 1]).sum::<f64>() < 0.0
    }

    /// Standard errors of the items' parameters.
    pub(super) fn errors(&self, phi: &[f64], points: &[f64], weights: &[f64], wanted: bool) -> Vec<Vec<f64>> {
        let jacobians = || self.ranges.iter().map(|r| self.model.jacobian(&phi[r.clone()]));
        let nothing = || jacobians().map(|j| vec![f64::NAN; j.nrows()]).collect();
        if !wanted {
            return nothing();
        }
        let Some(covariance) = self.information(phi, points, weights).cholesky().map(|c| c.inverse()) else {
            return nothing();
        };
        let of_item = |(range, jacobian): (&Range<usize>, DMatrix<f64>)| {
            let own = covariance.view((range.start, range.start), (range.len(), range.len()));
            let variance = &jacobian * own * jacobian.transpose();
            variance.diagonal().iter().map(|v| v.sqrt()).collect()
        };
        self.ranges.iter().zip(jacobians()).map(of_item).collect()
    }

    /// The observed information: central differences of the gradient.
    fn information(&self, phi: &[f64], points: &[f64], weights: &[f64]) -> DMatrix<f64> {
        let n = phi.len();
        let mut information = DMatrix::zeros(n, n);
        for column in 0..n {
            let h = 1e-4 * phi[column].abs().max(1.0);
            let at = |move_: f64| {
                let mut phi = phi.to_vec();
                phi[column] += move_;
                self.gradient(&phi, points, &self.state(&phi, points, weights)).0
            };
            information.set_column(column, &((at(-h) - at(h)) / (2.0 * h)));
        }
        (&information + information.transpose()) / 2.0
    }
}
