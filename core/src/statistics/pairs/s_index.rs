//! S₁: identical errors as a Poisson variable.

use ndarray::ArrayView2;

use super::errors::{ErrorGroup, poisson_between};
use super::k_index::by_errors;
use super::{PairOptions, Pairs};
use crate::model::ModelError;

/// S₁: identical errors as a Poisson variable whose mean is log-linear in the number of wrong answers.
///
/// ```text
/// M_g   the mean number of the first person's w errors that persons with g wrong answers have too, the first left out
/// ln μ_g = β₀ + β₁·g               Poisson likelihood over the score groups that have anybody, each counting once
/// S₁    = Σ_{x = m..w} e^(−μ)·μˣ/x!      μ = min(μ_g, w), g of the second person
/// ```
///
/// Where the second person has not answered all items of the w errors, μ and w are those of the errors answered. Shapes, missing answers and the
/// meaning of the columns as for [`k_index`](super::k_index()). NaN also with fewer than two score groups.
///
/// # Errors
/// As [`k_index`](super::k_index()).
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::pairs::{self, PairOptions};
/// let answers = array![[1, 2, 3], [1, 2, 0], [2, 0, 0], [1, 1, 1], [0, 0, 0]];
/// let found = pairs::s1(answers.view(), &[0, 0, 0], PairOptions::default())?;
/// assert!(found.pvalue[0] < found.pvalue[1]);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// # References
/// Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
pub fn s1(answers: ArrayView2<'_, u8>, key: &[u8], options: PairOptions<'_>) -> Result<Pairs, ModelError> {
    by_errors(answers, key, options, rate, |errors, matches, rate| {
        let mean = errors as f64 * rate;
        (mean, poisson_between(mean, matches, errors))
    })
}

/// The mean of identical errors for each error, at so many wrong answers.
fn rate(groups: &[ErrorGroup], errors: usize, wrong: usize) -> f64 {
    let points: Vec<(f64, f64)> =
        groups.iter().map(|group| (group.wrong as f64, group.share * errors as f64)).collect();
    // Where nobody is near, the line may lead beyond all errors.
    let rate = log_linear(&points, wrong as f64) / errors as f64;
    if rate > 1.0 { 1.0 } else { rate }
}

/// The fitted mean at `x` of a Poisson regression with a logarithmic link, by Newton's steps, halved until the likelihood grows.
fn log_linear(points: &[(f64, f64)], x: f64) -> f64 {
    if points.len() < 2 {
        return f64::NAN;
    }
    let n = points.len() as f64;
    let (centre, mean) =
        points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / n, sum.1 + point.1 / n));
    if mean <= 0.0 {
        return 0.0;
    }
    let likelihood = |a: f64, b: f64| -> f64 {
        let of = |&(x, y): &(f64, f64)| {
            let ln = a + b * (x - centre);
            y * ln - libm::exp(ln)
        };
        points.iter().map(of).sum()
    };
    let (mut a, mut b) = (libm::log(mean), 0.0);
    let mut best = likelihood(a, b);
    for _ in 0..STEPS {
        let (da, db) = newton(points, centre, a, b);
        let step = da.abs() + db.abs();
        // So near the maximum the likelihood no longer tells which of two points is higher.
        if step < 1e-6 {
            (a, b) = (a + da, b + db);
            if step < 1e-13 {
                break;
            }
            continue;
        }
        // NaN is no higher than anything.
        let mut tried = (0..32).map(|halvings| {
            let share = 0.5_f64.powi(halvings);
            let (a, b) = (a + share * da, b + share * db);
            (a, b, likelihood(a, b))
        });
        let Some(next) = tried.find(|next| next.2 > best) else { break };
        (a, b, best) = next;
    }
    libm::exp(a + b * (x - centre))
}

/// More steps than a likelihood with one maximum takes.
const STEPS: usize = 100;

fn newton(points: &[(f64, f64)], centre: f64, a: f64, b: f64) -> (f64, f64) {
    let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for &(x, y) in points {
        let x = x - centre;
        let mean = libm::exp(a + b * x);
        g0 += y - mean;
        g1 += (y - mean) * x;
        h00 += mean;
        h01 += mean * x;
        h11 += mean * x * x;
    }
    let determinant = h00 * h11 - h01 * h01;
    ((g0 * h11 - g1 * h01) / determinant, (g1 * h00 - g0 * h01) / determinant)
}
