//! Tails, intervals, quantiles: the same bits on every target.
#![allow(clippy::cast_sign_loss, reason = "means and positions are never negative")]

mod counts;
mod moments;

pub(crate) use counts::{
    beta_binomial, binomial, clopper_pearson, hypergeometric_limits, poisson_tail, wilson, wilson_by,
};
pub(crate) use moments::Moments;

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
mod tests;
