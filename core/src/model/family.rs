//! The parameters by which items are estimated: slopes and intercepts, in which likelihoods are
//! nearly quadratic.

use nalgebra::{DMatrix, DVector};

use super::item::logistic;
use super::{Item, Model};

/// P and d ln P of one item's categories at one point: `slopes[category * parameters + parameter]`.
pub(super) struct Point {
    pub p: Vec<f64>,
    pub slopes: Vec<f64>,
}

/// Pⱼ = σ(zⱼ)·σ(−zⱼ₊₁)·δ, δ = 1 − exp(zⱼ₊₁ − zⱼ).
fn graded(phi: &[f64], theta: f64, at: &mut Point) {
    let Point { p, slopes } = at;
    let (k, n) = (p.len(), phi.len());
    let z = |j: usize| phi[0] * theta + phi[j];
    slopes.fill(0.0);
    for j in 0..k {
        let mut add = |threshold: usize, slope: f64| {
            slopes[j * n + threshold] += slope;
            slopes[j * n] += slope * theta;
        };
        if j == 0 {
            p[j] = logistic(-z(1));
            add(1, -logistic(z(1)));
        } else if j == k - 1 {
            p[j] = logistic(z(j));
            add(j, logistic(-z(j)));
        } else {
            let delta = -libm::expm1(phi[j + 1] - phi[j]);
            p[j] = logistic(z(j)) * logistic(-z(j + 1)) * delta;
            add(j, logistic(-z(j)) / (logistic(-z(j + 1)) * delta));
            add(j + 1, -logistic(z(j + 1)) / (logistic(z(j)) * delta));
        }
    }
}

impl Model {
    /// The number of an item's parameters.
    pub(super) fn parameters(self, categories: usize) -> usize {
        match self {
            Self::TwoPl => 2,
            Self::ThreePl => 3,
            Self::Graded | Self::Gpcm => categories,
            Self::Nominal => 2 * (categories - 1),
        }
    }

    pub(super) fn point(self, phi: &[f64], theta: f64, at: &mut Point) {
        let Point { p, slopes } = &mut *at;
        let (k, n) = (p.len(), phi.len());
        match self {
            Self::TwoPl => {
                let z = phi[0] * theta + phi[1];
                (p[0], p[1]) = (logistic(-z), logistic(z));
                slopes.copy_from_slice(&[-p[1] * theta, -p[1], p[0] * theta, p[0]]);
            }
            Self::ThreePl => {
                let z = phi[0] * theta + phi[1];
                let (low, high, c) = (logistic(-z), logistic(z), logistic(phi[2]));
                (p[0], p[1]) = ((1.0 - c) * low, c + (1.0 - c) * high);
                let dz = (1.0 - c) * high * low / p[1];
                let dc = c * (1.0 - c) * low / p[1];
                slopes.copy_from_slice(&[-high * theta, -high, -c, dz * theta, dz, dc]);
            }
            Self::Graded => graded(phi, theta, at),
            Self::Gpcm => {
                exponential(p, |j| phi[0] * theta * j as f64 + if j > 0 { phi[j] } else { 0.0 });
                let mean: f64 = p.iter().enumerate().map(|(j, p)| j as f64 * p).sum();
                for j in 0..k {
                    slopes[j * n] = theta * (j as f64 - mean);
                    for l in 1..k {
                        slopes[j * n + l] = f64::from(u8::from(j == l)) - p[l];
                    }
                }
            }
            Self::Nominal => {
                let m = k - 1;
                exponential(p, |j| if j > 0 { phi[j - 1] * theta + phi[m + j - 1] } else { 0.0 });
                for j in 0..k {
                    for l in 1..k {
                        let d = f64::from(u8::from(j == l)) - p[l];
                        slopes[j * n + l - 1] = theta * d;
                        slopes[j * n + m + l - 1] = d;
                    }
                }
            }
        }
    }

    /// Where the estimation starts: from the shares of the scores, as if the slope were 1 and
    /// nothing else were known.
    ///
    /// `level[j]` is how much better persons with score j did on the other items, standardised.
    pub(super) fn start(self, shares: &[f64], level: &[f64]) -> Vec<f64> {
        let m = shares.len() - 1;
        let logit = |p: f64| libm::log(p / (1.0 - p)) * 1.2;
        match self {
            Self::TwoPl => vec![1.0, logit(shares[1])],
            Self::ThreePl => {
                let c = 0.15_f64.min(shares[1] / 2.0);
                vec![1.0, logit((shares[1] - c) / (1.0 - c)), libm::log(c / (1.0 - c))]
            }
            Self::Graded => {
                let above = (1..=m).map(|j| logit(shares[j..].iter().sum()));
                std::iter::once(1.0).chain(above).collect()
            }
            Self::Gpcm => {
                let a = 1.0 / (m as f64).sqrt();
                std::iter::once(a).chain((1..=m).map(|j| libm::log(shares[j] / shares[0]))).collect()
            }
            Self::Nominal => {
                let slopes = (1..=m).map(|j| level[j] - level[0]);
                slopes.chain((1..=m).map(|j| libm::log(shares[j] / shares[0]))).collect()
            }
        }
    }

    /// Whether these can be an item's parameters.
    pub(super) fn allows(self, phi: &[f64]) -> bool {
        phi.iter().all(|x| x.is_finite())
            && (self != Self::Graded || phi[1..].windows(2).all(|pair| pair[0] - pair[1] > 1e-9))
    }

    pub(super) fn item(self, phi: &[f64]) -> Item {
        let a = phi[0];
        match self {
            Self::TwoPl => Item::Logistic { a, b: -phi[1] / a, c: 0.0 },
            Self::ThreePl => Item::Logistic { a, b: -phi[1] / a, c: logistic(phi[2]) },
            Self::Graded => Item::Graded { a, b: phi[1..].iter().map(|d| -d / a).collect() },
            Self::Gpcm => {
                let before = std::iter::once(0.0).chain(phi[1..].iter().copied());
                Item::PartialCredit {
                    a,
                    steps: phi[1..].iter().zip(before).map(|(d, b)| (b - d) / a).collect(),
                }
            }
            Self::Nominal => {
                let centred = |of: &[f64]| {
                    let mean = of.iter().sum::<f64>() / (of.len() + 1) as f64;
                    std::iter::once(-mean).chain(of.iter().map(|x| x - mean)).collect()
                };
                let (slopes, intercepts) = phi.split_at(phi.len() / 2);
                Item::Nominal { slopes: centred(slopes), intercepts: centred(intercepts) }
            }
        }
    }

    /// d(parameters of the item)/d phi, in the order of [`Item::parameters`].
    pub(super) fn jacobian(self, phi: &[f64]) -> DMatrix<f64> {
        let n = phi.len();
        let a = phi[0];
        match self {
            Self::TwoPl | Self::ThreePl => {
                let mut j = DMatrix::zeros(n, n);
                j[(0, 0)] = 1.0;
                j[(1, 0)] = phi[1] / (a * a);
                j[(1, 1)] = -1.0 / a;
                if self == Self::ThreePl {
                    let c = logistic(phi[2]);
                    j[(2, 2)] = c * (1.0 - c);
                }
                j
            }
            Self::Graded | Self::Gpcm => {
                let mut j = DMatrix::zeros(n, n);
                j[(0, 0)] = 1.0;
                for l in 1..n {
                    let before = if self == Self::Gpcm && l > 1 { phi[l - 1] } else { 0.0 };
                    j[(l, 0)] = (phi[l] - before) / (a * a);
                    j[(l, l)] = -1.0 / a;
                    if self == Self::Gpcm && l > 1 {
                        j[(l, l - 1)] = 1.0 / a;
                    }
                }
                j
            }
            Self::Nominal => {
                let m = n / 2;
                let k = (m + 1) as f64;
                DMatrix::from_fn(2 * (m + 1), n, |row, column| {
                    let (list, category) = (row / (m + 1), row % (m + 1));
                    match list == column / m {
                        true => f64::from(u8::from(category == column % m + 1)) - 1.0 / k,
                        false => 0.0,
                    }
                })
            }
        }
    }

    /// The same item for abilities (θ − mean)/sd.
    pub(super) fn rescale(self, phi: &mut [f64], mean: f64, sd: f64) {
        match self {
            Self::TwoPl | Self::ThreePl => phi[1] += phi[0] * mean,
            Self::Graded => {
                let a = phi[0];
                phi[1..].iter_mut().for_each(|d| *d += a * mean);
            }
            Self::Gpcm => {
                let a = phi[0];
                phi[1..].iter_mut().zip(1..).for_each(|(d, j)| *d += a * mean * f64::from(j));
            }
            Self::Nominal => {
                let (slopes, intercepts) = phi.split_at_mut(phi.len() / 2);
                intercepts.iter_mut().zip(slopes.iter()).for_each(|(d, a)| *d += a * mean);
            }
        }
        let slopes = if self == Self::Nominal { phi.len() / 2 } else { 1 };
        phi[..slopes].iter_mut().for_each(|a| *a *= sd);
    }
}

/// Exponents, the first of them 0, to probabilities.
fn exponential(p: &mut [f64], exponent: impl Fn(usize) -> f64) {
    let mut largest = 0.0_f64;
    for (j, p) in p.iter_mut().enumerate() {
        *p = exponent(j);
        largest = largest.max(*p);
    }
    p.iter_mut().for_each(|p| *p = libm::exp(*p - largest));
    let sum: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= sum);
}

/// The gradient of an item's expected log-likelihood and the information that complete data would
/// have.
pub(super) fn gradient(
    model: Model,
    phi: &[f64],
    points: &[f64],
    counts: &[f64],
    stride: usize,
) -> (DVector<f64>, DMatrix<f64>) {
    let n = phi.len();
    let k = counts.len() / stride;
    let mut at = Point { p: vec![0.0; k], slopes: vec![0.0; k * n] };
    let (mut g, mut information) = (DVector::zeros(n), DMatrix::zeros(n, n));
    for (q, &theta) in points.iter().enumerate() {
        model.point(phi, theta, &mut at);
        let all: f64 = (0..k).map(|j| counts[j * stride + q]).sum();
        for j in 0..k {
            let slopes = &at.slopes[j * n..][..n];
            let (count, weight) = (counts[j * stride + q], all * at.p[j]);
            for l in 0..n {
                g[l] += count * slopes[l];
                for m in 0..=l {
                    information[(l, m)] += weight * slopes[l] * slopes[m];
                }
            }
        }
    }
    information.fill_upper_triangle_with_lower_triangle();
    (g, information)
}
