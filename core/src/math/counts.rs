//! Tails and intervals of counts.
//!
//! Probabilities are built by multiplying the ratio of neighbouring terms outwards from the mean
//! and dividing by their sum: no logarithm, no gamma function, no cancellation in the small tail.

use super::{Z95, root};

/// Upper and lower tails of a count: P(X ≥ x), P(X ≤ x), P(X = x).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tails {
    pub upper: f64,
    pub lower: f64,
    pub point: f64,
}

impl Tails {
    /// Tails at `x` of a distribution on 0..=n, from `ratio(i)`, numerator and denominator of
    /// P(i + 1) / P(i), and a start near its mean.
    fn from_ratios(n: u64, x: u64, mean: f64, ratio: impl Fn(f64) -> (f64, f64)) -> Self {
        let start = (mean as u64).min(n);
        let (mut below, mut point, mut above) = (0.0, 0.0, 0.0);
        let mut add = |i: u64, weight: f64| match i.cmp(&x) {
            std::cmp::Ordering::Less => below += weight,
            std::cmp::Ordering::Equal => point += weight,
            std::cmp::Ordering::Greater => above += weight,
        };
        add(start, 1.0);
        let mut weight = 1.0;
        for i in start..n {
            let (up, down) = ratio(i as f64);
            weight *= up / down;
            add(i + 1, weight);
        }
        weight = 1.0;
        for i in (0..start).rev() {
            let (up, down) = ratio(i as f64);
            weight *= down / up;
            add(i, weight);
        }
        let all = below + point + above;
        Self { upper: (point + above) / all, lower: (below + point) / all, point: point / all }
    }

    /// P(X > x) + P(X = x)/2.
    pub fn mid_upper(&self) -> f64 {
        self.upper - self.point / 2.0
    }

    /// P(X < x) + P(X = x)/2.
    pub fn mid_lower(&self) -> f64 {
        self.lower - self.point / 2.0
    }
}

/// X ~ Bin(n, p), 0 < p < 1.
pub(crate) fn binomial(n: u64, x: u64, p: f64) -> Tails {
    let odds = p / (1.0 - p);
    Tails::from_ratios(n, x, n as f64 * p, |i| ((n as f64 - i) * odds, i + 1.0))
}

/// X of `n` drawn without replacement out of `population`, of which `marked` are marked.
pub(crate) fn hypergeometric(population: u64, marked: u64, n: u64, x: u64) -> Tails {
    let [all, k, drawn] = [population as f64, marked as f64, n as f64];
    Tails::from_ratios(n, x, drawn * k / all, |i| {
        ((k - i) * (drawn - i), (i + 1.0) * (all - k - drawn + i + 1.0))
    })
}

/// X ~ Bin(n, P), P ~ Beta with mean 0 < p < 1 and intraclass correlation 0 < rho < 1:
/// a = p(1−ρ)/ρ, b = (1−p)(1−ρ)/ρ.
pub(crate) fn beta_binomial(n: u64, x: u64, p: f64, rho: f64) -> Tails {
    let (a, b) = (p * (1.0 - rho) / rho, (1.0 - p) * (1.0 - rho) / rho);
    let n_ = n as f64;
    Tails::from_ratios(n, x, n_ * p, |i| ((n_ - i) * (i + a), (i + 1.0) * (n_ - i - 1.0 + b)))
}

/// Wilson's 95 % interval of a share of n; NaN for n = 0.
pub(crate) fn wilson(share: f64, n: f64) -> (f64, f64) {
    wilson_by(share, n, Z95)
}

/// Wilson's interval with another quantile than the normal 95 % one.
pub(crate) fn wilson_by(share: f64, n: f64, quantile: f64) -> (f64, f64) {
    if n == 0.0 {
        return (f64::NAN, f64::NAN);
    }
    let square = quantile * quantile;
    let centre = (n * share + square / 2.0) / (n + square);
    let half = quantile / (n + square) * (n * share * (1.0 - share) + square / 4.0).sqrt();
    // Rounding may leave a share of 0 or 1 just outside.
    ((centre - half).max(0.0).min(share), (centre + half).min(1.0).max(share))
}

/// Clopper and Pearson's 95 % interval of `x` of `n`; NaN for n = 0.
pub(crate) fn clopper_pearson(x: u64, n: u64) -> (f64, f64) {
    if n == 0 {
        return (f64::NAN, f64::NAN);
    }
    let lower = if x == 0 { 0.0 } else { root(0.0, 1.0, |p| binomial(n, x, p).upper - 0.025) };
    let upper = if x == n { 1.0 } else { root(0.0, 1.0, |p| binomial(n, x, p).lower - 0.025) };
    (lower, upper)
}

/// The same of `x` of `n` that were drawn without replacement out of `population`: shares of it.
pub(crate) fn hypergeometric_limits(x: u64, n: u64, population: u64) -> (f64, f64) {
    let fewest = x;
    let most = population - (n - x);
    let least_upper = first(fewest, most, |k| hypergeometric(population, k, n, x).upper > 0.025);
    let past = first(fewest, most, |k| hypergeometric(population, k, n, x).lower <= 0.025);
    let last_lower = if hypergeometric(population, past, n, x).lower > 0.025 { past } else { past - 1 };
    (least_upper as f64 / population as f64, last_lower as f64 / population as f64)
}

/// The first from `low` to `high` of which `holds` is true, and is of all above; `high` if of none.
pub(super) fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// P(X ≥ x) of a Poisson variable.
pub(crate) fn poisson_tail(x: u64, mean: f64) -> f64 {
    match x {
        0 => 1.0,
        _ if mean <= 0.0 => 0.0,
        _ => statrs::function::gamma::gamma_lr(x as f64, mean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_limits_hold_the_share() {
        for n in 1..=3000_u32 {
            for x in [0, 1, n / 3, n - 1, n] {
                let share = f64::from(x) / f64::from(n);
                let (lower, upper) = wilson(share, f64::from(n));
                assert!(0.0 <= lower && lower <= share && share <= upper && upper <= 1.0, "{x} of {n}");
            }
        }
        assert!(wilson(f64::NAN, 0.0).0.is_nan());
    }
}
