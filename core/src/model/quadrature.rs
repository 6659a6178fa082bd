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
