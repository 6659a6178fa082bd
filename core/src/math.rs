//! Tails of discrete distributions, intervals, quantiles: the same bits on every target.
//!
//! Probabilities are built by multiplying the ratio of neighbouring terms outwards from the mean
//! and dividing by their sum: no logarithm, no gamma function, no cancellation in the small tail.
#![allow(clippy::cast_sign_loss, reason = "means and positions are never negative")]

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

/// Two-sided 95 % point of the normal distribution.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// P(Z > z) of a standard normal Z.
pub(crate) fn normal_upper(z: f64) -> f64 {
    libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2) / 2.0
}

/// ln P(Z > z) where [`normal_upper`] is too small for a double, z > 35: the asymptotic series, to
/// 1e-12.
pub(crate) fn ln_normal_upper(z: f64) -> f64 {
    let y = 1.0 / (z * z);
    let series = 1.0 - y * (1.0 - y * (3.0 - y * (15.0 - y * 105.0)));
    -z * z / 2.0 - libm::log(z * (2.0 * std::f64::consts::PI).sqrt()) + libm::log(series)
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
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// The quantile of sorted values by linear interpolation, types 4 to 9 of Hyndman and Fan; any
/// other number is type 7.
pub(crate) fn quantile(sorted: &[f64], q: f64, kind: u8) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let n = sorted.len() as f64;
    // Counted from 0.
    let position = match kind {
        4 => n * q - 1.0,
        5 => n * q - 0.5,
        6 => (n + 1.0) * q - 1.0,
        8 => (n + 1.0 / 3.0) * q - 2.0 / 3.0,
        9 => (n + 0.25) * q - 0.625,
        _ => (n - 1.0) * q,
    };
    let position = position.clamp(0.0, n - 1.0);
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// P(χ² ≥ x) with `df` degrees of freedom; NaN where either is.
pub(crate) fn chi2_tail(x: f64, df: f64) -> f64 {
    if x.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    match x {
        ..=0.0 => 1.0,
        f64::INFINITY => 0.0,
        _ => statrs::function::gamma::gamma_ur(df / 2.0, x / 2.0),
    }
}

/// Where `f` changes its sign between `low` and `high`, to the last digits; an end where it does
/// not. NaN where `f` is.
///
/// Chandrupatla's method: inverse quadratic steps where the three newest points allow them, else
/// halves.
pub(crate) fn root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if (fa > 0.0) == (fb > 0.0) || (fa + fb).is_nan() {
        return if (fa + fb).is_nan() {
            f64::NAN
        } else if fa.abs() < fb.abs() {
            a
        } else {
            b
        };
    }
    let mut part = 0.5;
    loop {
        let x = a + part * (b - a);
        let fx = f(x);
        let (c, fc) = if (fx > 0.0) == (fa > 0.0) { (a, fa) } else { (b, fb) };
        if (fx > 0.0) != (fa > 0.0) {
            (b, fb) = (a, fa);
        }
        (a, fa) = (x, fx);
        let (best, value) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let least = (2.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE) / (b - a).abs();
        if value == 0.0 || fx.is_nan() || least > 0.5 {
            return if fx.is_nan() { f64::NAN } else { best };
        }
        let (place, height) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        let smooth = height * height < place && (1.0 - height) * (1.0 - height) < 1.0 - place;
        part = if smooth {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        part = part.clamp(least, 1.0 - least);
    }
}

/// x with P(χ² ≤ x) = p: Halley's steps from Wilson and Hilferty's approximation, and where these
/// do not settle, a search.
pub(crate) fn chi2_quantile(p: f64, df: f64) -> f64 {
    let end = df + 20.0 * df.sqrt() + 40.0;
    let excess = |x: f64| chi2_tail(x, df) - (1.0 - p);
    let ln_gamma = statrs::function::gamma::ln_gamma(df / 2.0);
    let part = 2.0 / (9.0 * df);
    let mut x = df * (1.0 - part + near_normal_quantile(p) * part.sqrt()).powi(3);
    for _ in 0..8 {
        let density = libm::exp((df / 2.0 - 1.0) * libm::log(x / 2.0) - x / 2.0 - ln_gamma) / 2.0;
        let newton = excess(x) / density;
        let bend = ((df / 2.0 - 1.0) / x - 0.5) / 2.0;
        let step = newton / (1.0 + newton * bend).max(0.5);
        x += step;
        if !(0.0..end).contains(&x) {
            break;
        }
        if step.abs() <= 1e-6 * x {
            return x; // each triples the digits: the one after this is nothing
        }
    }
    root(0.0, end, excess)
}

/// Nearly z with P(Z ≤ z) = p, to 5e-4: Hastings' formula.
fn near_normal_quantile(p: f64) -> f64 {
    let t = (-2.0 * libm::log(p.min(1.0 - p))).sqrt();
    let above = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    if p < 0.5 { -above } else { above }
}

/// P(F ≥ x) with `df` and `nu` degrees of freedom; with ν infinite or above 10⁵, that of χ²/df.
pub(crate) fn f_tail(x: f64, df: f64, nu: f64) -> f64 {
    if x.is_nan() || df.is_nan() || nu.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if nu > 1e5 {
        return chi2_tail(x * df, df);
    }
    if x <= 0.0 { 1.0 } else { statrs::function::beta::beta_reg(nu / 2.0, df / 2.0, nu / (nu + df * x)) }
}

/// P(|T| ≥ |t|) of Student's distribution with `df` degrees of freedom.
pub(crate) fn t_two_sided(t: f64, df: f64) -> f64 {
    f_tail(t * t, 1.0, df)
}

/// t with P(T ≤ t) = p, p above one half; NaN without degrees of freedom.
pub(crate) fn t_quantile(p: f64, df: f64) -> f64 {
    let excess = |t: f64| t_two_sided(t, df) - 2.0 * (1.0 - p);
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    let mut high = 2.0;
    while excess(high) > 0.0 {
        high *= 2.0;
    }
    root(0.0, high, excess)
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
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
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

/// P(F ≤ x) with `df` and `nu` degrees of freedom, small tails with their digits; with ν infinite
/// or above 10⁵, that of χ²/df.
pub(crate) fn f_lower(x: f64, df: f64, nu: f64) -> f64 {
    if x.is_nan() || df.is_nan() || nu.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    match nu > 1e5 {
        true => statrs::function::gamma::gamma_lr(df / 2.0, df * x / 2.0),
        false => statrs::function::beta::beta_reg(df / 2.0, nu / 2.0, df * x / (df * x + nu)),
    }
}

/// P(X ≤ x), X ~ Beta(a, b).
pub(crate) fn beta_lower(x: f64, a: f64, b: f64) -> f64 {
    statrs::function::beta::beta_reg(a, b, x.clamp(0.0, 1.0))
}

/// P(T ≥ t) with `df` degrees of freedom.
pub(crate) fn t_tail(t: f64, df: f64) -> f64 {
    let half = f_tail(t * t, 1.0, df) / 2.0;
    if t < 0.0 { 1.0 - half } else { half }
}

/// The second derivative of ln Γ, x > 0: recurrence to 15, then the asymptotic series.
pub(crate) fn trigamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < 15.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = 1.0 / 6.0 - y * (1.0 / 30.0 - y * (1.0 / 42.0 - y * (1.0 / 30.0 - y * (5.0 / 66.0))));
    sum + 1.0 / x + y / 2.0 + y / x * series
}

/// x with trigamma(x) = y, between the bounds 1/y < x < 1/y + 1/√y + 1.
pub(crate) fn inverse_trigamma(y: f64) -> f64 {
    root(1.0 / (y + 1.0).max(y * 2.0), 1.0 / y + 1.0 / y.sqrt() + 1.0, |x| trigamma(x) - y)
}

/// P(Z ≥ z) of a standardised gamma variable with this skewness (Pearson's type III); normal
/// without, mirrored below 0.
pub(crate) fn pearson3_tail(z: f64, skewness: f64) -> f64 {
    if z.is_nan() || skewness.is_nan() {
        return f64::NAN;
    }
    if skewness < 0.0 {
        return 1.0 - pearson3_tail(-z, -skewness);
    }
    if skewness < 1e-4 {
        let tail = chi2_tail(z * z, 1.0) / 2.0;
        return if z < 0.0 { 1.0 - tail } else { tail };
    }
    let shape = 4.0 / (skewness * skewness);
    chi2_tail(2.0 * (shape + z * shape.sqrt()), 2.0 * shape)
}

/// P(X ≥ x) of a Poisson variable.
pub(crate) fn poisson_tail(x: u64, mean: f64) -> f64 {
    match x {
        0 => 1.0,
        _ if mean <= 0.0 => 0.0,
        _ => statrs::function::gamma::gamma_lr(x as f64, mean),
    }
}

/// Integer sums of a histogram of totals: the moments they give do not depend on any order.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments {
    pub n: u64,
    sum: u64,
    squares: u64,
}

impl Moments {
    pub fn of(histogram: &[u64]) -> Self {
        let mut moments = Self::default();
        for (score, &count) in (0_u64..).zip(histogram) {
            moments.n += count;
            moments.sum += score * count;
            moments.squares += score * score * count;
        }
        moments
    }

    /// NaN without anybody.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.n as f64
    }

    /// n·Σx² − (Σx)², exact and never negative.
    pub fn spread(&self) -> u128 {
        u128::from(self.n) * u128::from(self.squares) - u128::from(self.sum) * u128::from(self.sum)
    }

    /// Divisor n − 1; NaN for fewer than two.
    pub fn variance(&self) -> f64 {
        let n = self.n as f64;
        self.spread() as f64 / (n * (n - 1.0))
    }

    pub fn standard_error(&self) -> f64 {
        (self.variance() / self.n as f64).sqrt()
    }
}

/// z with P(Z ≤ z) = p of a standard normal Z; infinite at 0 and 1.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    if p <= 0.0 { f64::NEG_INFINITY } else { root(-40.0, 0.0, |z| normal_upper(-z) - p) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_a_drawn_share_are_those_of_enumeration() {
        let choose = |n: u64, k: u64| (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
        let chance = |k: u64, i: u64, n: u64, all: u64| match i > k || n - i > all - k {
            true => 0.0,
            false => choose(k, i) * choose(all - k, n - i) / choose(all, n),
        };
        for (x, n, all) in [(9, 10, 40), (10, 10, 12), (0, 5, 30), (3, 7, 8), (0, 1, 2), (4, 4, 5)] {
            let upper = |k| (x..=n).map(|i| chance(k, i, n, all)).sum::<f64>();
            let lower = |k| (0..=x).map(|i| chance(k, i, n, all)).sum::<f64>();
            let possible = || (x..=all - (n - x)).filter(|&k| upper(k) > 0.025 && lower(k) > 0.025);
            let want = (possible().min().unwrap() as f64, possible().max().unwrap() as f64);
            let (low, high) = hypergeometric_limits(x, n, all);
            assert_eq!((low * all as f64, high * all as f64), want, "{x} of {n} of {all}");
        }
    }

    #[test]
    fn normal_quantiles_are_those_of_tables() {
        assert!((normal_quantile(0.975) - Z95).abs() < 1e-14);
        assert!((normal_quantile(1e-10) + 6.361_340_902_404_056).abs() < 1e-12);
        assert!(normal_quantile(0.5).abs() < 1e-15 && normal_quantile(0.0) == f64::NEG_INFINITY);
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-14 * b.abs().max(1e-300), "{a} {b}");
    }

    #[test]
    fn tails_of_chi2_and_f_are_those_of_tables() {
        // Printed tables, and scipy.stats to 12 digits.
        close(chi2_tail(18.307_038_053_275_146, 10.0), 0.05);
        close(chi2_quantile(0.9, 15.0), 22.307_129_581_578_69);
        close(f_tail(3.0, 5.0, 10.0), 0.065_557_562_093_844_11);
        assert!((f_tail(60.0, 12.0, 30.0) / 1.375_223_475_773_776e-17 - 1.0).abs() < 1e-12);
        close(f_tail(2.0, 7.0, f64::INFINITY), chi2_tail(14.0, 7.0));
        assert!(chi2_tail(f64::NAN, 3.0).is_nan() && chi2_tail(0.0, 3.0) >= 1.0);
    }

    #[test]
    fn quantiles_of_t_and_intervals_of_counts_are_those_of_tables() {
        assert!((t_quantile(0.975, 10.0) - 2.228_138_851_986_275).abs() < 1e-12);
        assert!((t_quantile(0.975, 1.0) - 12.706_204_736_174_7).abs() < 1e-9);
        assert!(t_quantile(0.975, f64::NAN).is_nan());
        // 0 of 10: 1 − .025^(1/10); 5 of 10: .187, .813 in printed tables.
        let (lower, upper) = clopper_pearson(0, 10);
        assert!(lower == 0.0 && (upper - (1.0 - 0.025_f64.powf(0.1))).abs() < 1e-14);
        let (lower, upper) = clopper_pearson(5, 10);
        assert!((lower - 0.187_086_028_447_398_53).abs() < 1e-12 && (lower + upper - 1.0).abs() < 1e-14);
    }

    #[test]
    fn lower_tails_and_trigamma_are_those_of_tables() {
        close(f_lower(1.0 / 3.0, 10.0, 5.0), 0.065_557_562_093_844_11);
        close(f_lower(0.2, 2.0, f64::INFINITY), 1.0 - (-0.2_f64).exp());
        // t with one degree of freedom is Cauchy's.
        close(t_tail(1.0, 1.0), 0.25);
        close(t_tail(-1.0, 1.0), 0.75);
        let pi2 = std::f64::consts::PI * std::f64::consts::PI;
        close(trigamma(1.0), pi2 / 6.0);
        close(trigamma(0.5), pi2 / 2.0);
        for x in [0.3, 1.0, 7.5, 400.0] {
            assert!((inverse_trigamma(trigamma(x)) / x - 1.0).abs() < 1e-11, "{x}");
        }
    }

    #[test]
    fn tails_of_skewed_and_of_rare_counts() {
        // A gamma variable of shape 4 has skewness 1; P(Γ(4) ≥ 8) = e⁻⁸(1 + 8 + 32 + 256/3).
        let by_hand = libm::exp(-8.0) * (41.0 + 256.0 / 3.0);
        assert!((pearson3_tail(2.0, 1.0) / by_hand - 1.0).abs() < 1e-12);
        assert!((pearson3_tail(-2.0, -1.0) - (1.0 - by_hand)).abs() < 1e-12);
        assert!((pearson3_tail(1.959_963_984_540_054, 0.0) - 0.025).abs() < 1e-12);
        assert!((poisson_tail(2, 0.1) / (1.0 - 1.1 * libm::exp(-0.1)) - 1.0).abs() < 1e-12);
        assert!(poisson_tail(0, 0.0) >= 1.0 && poisson_tail(1, 0.0) <= 0.0);
    }

    #[test]
    fn tails_of_small_counts_are_the_hand_computed_ones() {
        let t = binomial(3, 2, 0.5);
        close(t.upper, 0.5);
        close(t.lower, 0.875);
        close(t.mid_upper(), 0.3125);
        close(t.mid_lower(), 0.6875);
        // a = b = 1 is uniform on 0..=n.
        close(beta_binomial(4, 3, 0.5, 1.0 / 3.0).upper, 0.4);
        close(beta_binomial(4, 0, 0.5, 1.0 / 3.0).upper, 1.0);
    }

    #[test]
    fn normal_tails_go_on_by_their_logarithms() {
        // scipy.stats.norm.logsf
        assert!((ln_normal_upper(36.0) - libm::log(normal_upper(36.0))).abs() < 1e-11);
        assert!((ln_normal_upper(100.0) + 5_005.524_208_694_205).abs() < 1e-11);
    }

    #[test]
    fn far_tails_keep_their_digits() {
        close(binomial(60, 60, 1.0 / 3.0).upper, 3.0_f64.powi(-60));
        close(binomial(0, 0, 0.3).upper, 1.0);
        let far = binomial(200_000, 100_000, 1.0 / 3.0).upper;
        assert!((0.0..1e-300).contains(&far));
    }

    #[test]
    fn quantiles_interpolate() {
        // Hyndman and Fan's types, as their formulas give them by hand.
        let four = [1.0, 2.0, 3.0, 4.0];
        let by_hand = [(4, 1.0), (5, 1.5), (6, 1.25), (7, 1.75), (8, 17.0 / 12.0), (9, 1.4375)];
        for (kind, first) in by_hand {
            close(quantile(&four, 0.25, kind), first);
            close(quantile(&four, 0.75, kind), if kind == 4 { 3.0 } else { 5.0 - first });
            close(quantile(&[7.0], 0.75, kind), 7.0);
        }
        assert!(quantile(&[], 0.5, 7).is_nan());
    }
}
