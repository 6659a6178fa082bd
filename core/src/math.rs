//! Discrete distributions from one implementation of exp, ln and gamma on all targets.
//!
//! `libm` is used in place of the platform's own functions, so that native code and WebAssembly give
//! the same bits. Tails are summed term by term: exact to rounding, without cancellation in the
//! small tail.

use libm::{exp, lgamma, log};

fn ln_choose(n: u64, k: u64) -> f64 {
    lgamma(n as f64 + 1.0) - lgamma(k as f64 + 1.0) - lgamma((n - k) as f64 + 1.0)
}

/// P(X = x), X ~ Bin(n, p), 0 < p < 1.
fn binomial_pmf(n: u64, x: u64, p: f64) -> f64 {
    if p <= 0.0 {
        return if x == 0 { 1.0 } else { 0.0 };
    }
    if p >= 1.0 {
        return if x == n { 1.0 } else { 0.0 };
    }
    exp(ln_choose(n, x) + x as f64 * log(p) + (n - x) as f64 * libm::log1p(-p))
}

/// P(X = x), X hypergeometric: x marked among n drawn from `total` of which `marked` are marked.
fn hypergeometric_pmf(total: u64, marked: u64, n: u64, x: u64) -> f64 {
    if x > marked || x > n || n - x > total - marked {
        return 0.0;
    }
    exp(ln_choose(marked, x) + ln_choose(total - marked, n - x) - ln_choose(total, n))
}

fn ln_beta(a: f64, b: f64) -> f64 {
    lgamma(a) + lgamma(b) - lgamma(a + b)
}

/// Upper and lower tails of a count: P(X ≥ x), P(X ≤ x), P(X = x).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tails {
    pub upper: f64,
    pub lower: f64,
    pub point: f64,
}

impl Tails {
    /// Sums a probability function over 0..=n on both sides of x.
    fn sum(n: u64, x: u64, pmf: impl Fn(u64) -> f64) -> Self {
        let point = pmf(x);
        // From the far end towards x, so that small terms are added first.
        let upper: f64 = ((x + 1)..=n).rev().map(&pmf).sum();
        let lower: f64 = (0..x).map(&pmf).sum();
        Self { upper: (upper + point).min(1.0), lower: (lower + point).min(1.0), point }
    }

    /// P(X > x) + P(X = x)/2.
    pub fn mid_upper(&self) -> f64 {
        self.upper - self.point / 2.0
    }
}

pub(crate) fn binomial(n: u64, x: u64, p: f64) -> Tails {
    Tails::sum(n, x, |x| binomial_pmf(n, x, p))
}

pub(crate) fn hypergeometric(total: u64, marked: u64, n: u64, x: u64) -> Tails {
    Tails::sum(n, x, |x| hypergeometric_pmf(total, marked, n, x))
}

/// X ~ Bin(n, P), P ~ Beta with mean `p` and intraclass correlation `rho` > 0: a = p(1−ρ)/ρ, b = (1−p)(1−ρ)/ρ.
pub(crate) fn beta_binomial(n: u64, x: u64, p: f64, rho: f64) -> Tails {
    if rho < 1e-9 || p <= 0.0 || p >= 1.0 {
        return binomial(n, x, p);
    }
    let (a, b) = (p * (1.0 - rho) / rho, (1.0 - p) * (1.0 - rho) / rho);
    let constant = ln_beta(a, b);
    Tails::sum(n, x, |x| exp(ln_choose(n, x) + ln_beta(x as f64 + a, (n - x) as f64 + b) - constant))
}

/// Two-sided 95 % point of the normal distribution.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % interval of a share.
pub(crate) fn wilson(x: u64, n: u64) -> (f64, f64) {
    if n == 0 {
        return (f64::NAN, f64::NAN);
    }
    let (x, n) = (x as f64, n as f64);
    let z2 = Z95 * Z95;
    let centre = (x + z2 / 2.0) / (n + z2);
    let half = Z95 / (n + z2) * (x * (n - x) / n + z2 / 4.0).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// The quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan).
pub(crate) fn quantile7(sorted: &[f64], q: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let position = (sorted.len() - 1) as f64 * q;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} {b}");
    }

    #[test]
    fn tails_of_small_counts_are_the_hand_computed_ones() {
        let t = binomial(3, 2, 0.5);
        close(t.upper, 0.5);
        close(t.lower, 0.875);
        close(t.mid_upper(), 0.3125);
        // 10 balls, 4 marked, 3 drawn: P(X ≥ 2) = (6·6 + 4)/120.
        close(hypergeometric(10, 4, 3, 2).upper, 40.0 / 120.0);
        // a = b = 1 is uniform on 0..=n.
        close(beta_binomial(4, 3, 0.5, 1.0 / 3.0).upper, 0.4);
    }

    #[test]
    fn impossible_counts_have_no_mass() {
        let t = hypergeometric(10, 10, 3, 3);
        close(t.upper, 1.0);
        close(t.lower, 1.0);
        close(binomial(5, 0, 0.0).upper, 1.0);
    }

    #[test]
    fn quantiles_interpolate() {
        close(quantile7(&[1.0, 2.0, 3.0, 4.0], 0.25), 1.75);
        close(quantile7(&[7.0], 0.75), 7.0);
        assert!(quantile7(&[], 0.5).is_nan());
    }
}
