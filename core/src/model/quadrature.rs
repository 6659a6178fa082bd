use serde::{Deserialize, Serialize};

use super::ModelError;

/// A distribution of ability on points: where they lie and what share of persons each stands for.
///
/// The default is that of the established programs: 61 equally spaced points on [−6, 6], weighted
/// by the standard normal density.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quadrature {
    /// Abilities.
    pub points: Vec<f64>,
    /// Shares; they add up to 1.
    pub weights: Vec<f64>,
}

impl Default for Quadrature {
    fn default() -> Self {
        Self::equally_spaced(61, -6.0, 6.0)
    }
}

impl Quadrature {
    /// Equally spaced points, two or more, weighted by the standard normal density.
    #[must_use]
    pub fn equally_spaced(points: usize, from: f64, to: f64) -> Self {
        let step = (to - from) / (points.max(2) - 1) as f64;
        let points: Vec<f64> = (0..points.max(2)).map(|q| from + step * q as f64).collect();
        let weights = points.iter().map(|x| libm::exp(-x * x / 2.0)).collect();
        Self { points, weights }.normalised()
    }

    /// The same points for N(mean, sd²), moved and stretched with it.
    #[must_use]
    pub fn rescaled(&self, mean: f64, sd: f64) -> Self {
        Self { points: self.points.iter().map(|x| mean + sd * x).collect(), weights: self.weights.clone() }
    }

    /// The mean ability.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.points.iter().zip(&self.weights).map(|(x, w)| x * w).sum()
    }

    /// The standard deviation of ability.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let terms = self.points.iter().zip(&self.weights);
        terms.map(|(x, w)| w * (x - mean) * (x - mean)).sum::<f64>().sqrt()
    }

    /// The distance between points, if it is the same everywhere.
    pub(super) fn step(&self) -> Option<f64> {
        let step = self.points.get(1)? - self.points[0];
        let equal = |pair: &[f64]| (pair[1] - pair[0] - step).abs() <= 1e-9 * step;
        (step > 0.0 && self.points.windows(2).all(equal)).then_some(step)
    }

    /// The same distribution on points that lie `times` as dense. Of equally spaced points; the
    /// logarithms of weights between them are those of a cubic through four, which of a normal
    /// distribution are its own.
    pub(super) fn denser(&self, times: usize) -> Self {
        let last = self.points.len() - 1;
        let logs: Vec<f64> = self.weights.iter().map(|&w| libm::log(w)).collect();
        let place = |at: usize| (at / times, (at % times) as f64 / times as f64);
        let point = |at: usize| match place(at) {
            (q, 0.0) => self.points[q],
            (q, part) => self.points[q] + part * (self.points[q + 1] - self.points[q]),
        };
        let weight = |at: usize| match place(at) {
            (q, 0.0) => self.weights[q],
            (q, part) => between(&self.weights, &logs, q, part),
        };
        let all = 0..=last * times;
        Self { points: all.clone().map(point).collect(), weights: all.map(weight).collect() }.normalised()
    }

    pub(super) fn normalised(mut self) -> Self {
        let sum: f64 = self.weights.iter().sum();
        self.weights.iter_mut().for_each(|w| *w /= sum);
        self
    }

    /// Whether points and weights are those of a distribution.
    ///
    /// # Errors
    /// [`ModelError::Length`] for lists of different lengths; [`ModelError::Option`] for no points,
    /// points that are not finite, weights that are negative or do not add up to 1.
    pub fn check(&self) -> Result<(), ModelError> {
        let (points, weights) = (&self.points, &self.weights);
        if points.len() != weights.len() {
            return Err(ModelError::Length { what: "weights", got: weights.len(), expected: points.len() });
        }
        if let Some(&value) = points.iter().find(|x| !x.is_finite()) {
            return Err(ModelError::Option {
                name: "a quadrature point",
                value,
                expected: "a finite number",
            });
        }
        let sum: f64 = weights.iter().sum();
        match weights.iter().find(|w| w.is_nan() || **w < 0.0) {
            Some(&value) => Err(ModelError::Option { name: "a weight", value, expected: "0 or more" }),
            None if (sum - 1.0).abs() < 1e-6 => Ok(()),
            None => Err(ModelError::Option { name: "the sum of the weights", value: sum, expected: "1" }),
        }
    }
}

/// The weight at `part` of the way from point `q` to the next.
fn between(weights: &[f64], logs: &[f64], q: usize, part: f64) -> f64 {
    let from = q.saturating_sub(1).min(weights.len().saturating_sub(4));
    match logs.get(from..from + 4) {
        Some(four) if four.iter().all(|log| log.is_finite()) => {
            let x = (q - from) as f64 + part;
            let others = |i: usize| (0..4).filter(move |&j| j != i).map(|j| j as f64);
            let share = |i: usize| others(i).map(|j| (x - j) / (i as f64 - j)).product::<f64>();
            libm::exp((0..4).map(|i| share(i) * four[i]).sum())
        }
        _ => weights[q] + part * (weights[q + 1] - weights[q]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normal_distribution_on_denser_points_is_the_same() {
        let dense = Quadrature::default().denser(5);
        let expected = Quadrature::equally_spaced(301, -6.0, 6.0);
        let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-14);
        assert_eq!(dense.points.len(), 301);
        assert!(near(&dense.points, &expected.points) && near(&dense.weights, &expected.weights));
    }

    #[test]
    fn empty_places_stay_empty_and_two_points_are_enough() {
        let halves = Quadrature { points: vec![-1.0, 0.0, 1.0, 2.0], weights: vec![0.0, 0.0, 0.5, 0.5] };
        let dense = halves.denser(2);
        assert_eq!(dense.points, [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!(dense.weights, [0.0, 0.0, 0.0, 0.25, 0.5, 0.5, 0.5].map(|w| w / 1.75));
        let two = Quadrature { points: vec![0.0, 1.0], weights: vec![0.5, 0.5] };
        assert_eq!(two.denser(2).points, [0.0, 0.5, 1.0]);
        assert_eq!((two.step(), halves.step()), (Some(1.0), Some(1.0)));
        assert_eq!(Quadrature { points: vec![0.0, 1.0, 3.0], weights: vec![0.2, 0.3, 0.5] }.step(), None);
    }
}
