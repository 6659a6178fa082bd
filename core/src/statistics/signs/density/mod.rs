//! Densities that jump at a threshold, and excess mass around it: the tests of other fields, for
//! comparison.
//!
//! What they catch: more results just above a threshold than just below. What they cannot: tell
//! teeth of a discrete scale from papers that were raised. Their theory wants a continuous score,
//! and a test of twenty or thirty points has a handful of distinct totals on each side: use them
//! for the totals of a territory, beside what was published with them, and for anything smaller the
//! tests that are exact on counts, in [`heaping`](super::heaping).
//!
//! - [`local_polynomial`]: a polynomial through the distribution function on each side (Cattaneo, Jansson and Ma);
//! - [`mccrary`]: a line through a fine histogram on each side (McCrary);
//! - [`bunching`]: a polynomial through the counts, leaving out a zone (Chetty and others).

mod bandwidth;
mod bunching;
mod local_polynomial;
mod mccrary;

pub use bunching::{BUNCHING, Bunching, BunchingOptions, bunching};
pub use local_polynomial::{
    Fit, Kernel, LOCAL_POLYNOMIAL, LocalPolynomial, LocalPolynomialOptions, Rule, Variance, local_polynomial,
};
pub use mccrary::{MCCRARY, McCrary, McCraryOptions, mccrary};

use nalgebra::{DMatrix, DVector};

use crate::function::{Input, Kind};
use crate::math::normal_upper;
use crate::statistics::StatisticError;

const VALUES: Input = Input::new("values", Kind::Numbers).doc("Totals of persons; NaN takes no part.");

/// A matrix of full rank as Q·R.
struct LeastSquares {
    q: DMatrix<f64>,
    r: DMatrix<f64>,
}

impl LeastSquares {
    /// None where a column is, to twelve digits, a sum of others: nothing is estimated then.
    fn new(design: DMatrix<f64>) -> Option<Self> {
        if design.nrows() < design.ncols() {
            return None;
        }
        let lengths: Vec<f64> = design.column_iter().map(|column| column.norm()).collect();
        let (q, r) = design.qr().unpack();
        let full = lengths.iter().enumerate().all(|(j, length)| r[(j, j)].abs() > 1e-12 * length);
        full.then_some(Self { q, r })
    }

    /// The coefficients of the least squares.
    fn solve(&self, y: &DVector<f64>) -> Option<DVector<f64>> {
        self.r.solve_upper_triangular(&self.q.tr_mul(y))
    }

    /// Column j of (X'X)⁻¹.
    fn inverse_column(&self, j: usize) -> Option<DVector<f64>> {
        let mut unit = DVector::zeros(self.r.ncols());
        unit[j] = 1.0;
        self.r.solve_upper_triangular(&self.r.tr_solve_upper_triangular(&unit)?)
    }
}

/// P(|Z| ≥ |z|).
fn two_sided(z: f64) -> f64 {
    2.0 * normal_upper(z.abs())
}

/// The standard deviation, divisor n − 1; NaN where a value is, or for fewer than two.
fn deviation(of: &[f64]) -> f64 {
    let n = of.len() as f64;
    let mean = of.iter().sum::<f64>() / n;
    (of.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt()
}

fn parameter<T>(name: &'static str, value: f64, expected: &'static str) -> Result<T, StatisticError> {
    Err(StatisticError::Parameter { name, value, expected })
}

/// The finite values, rising; what is NaN takes no part.
fn sorted(values: &[f64], threshold: f64) -> Result<Vec<f64>, StatisticError> {
    if let Some(&value) = values.iter().find(|value| value.is_infinite()) {
        return parameter("a value", value, "a finite number, or NaN where there is none");
    }
    if !threshold.is_finite() {
        return parameter("threshold", threshold, "a finite number");
    }
    let mut values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    values.sort_unstable_by(f64::total_cmp);
    Ok(values)
}
