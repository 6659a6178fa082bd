//! How honest units differ: variances between them, and a scale for a raw statistic, read off the
//! middle of the units themselves: an empirical null (Efron).

use serde::{Deserialize, Serialize};

use super::EvidenceOptions;
use crate::math::{normal_quantile, quantile};
use crate::sorted::order;

/// Class sizes from which the next band begins.
const SIZES: [u64; 2] = [13, 20];
/// Works or classes from which the next band of a pooled view begins.
const POOLED: [u64; 3] = [2, 3, 5];

/// A null in one band: the median, the scale of its left side, how much longer its right side is,
/// and the units it rests on. A two-piece (split) normal distribution, fitted by quantiles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quartet {
    /// The median.
    pub median: f64,
    /// The standard deviation that the left side has.
    pub scale: f64,
    /// Right outer quantile's distance from the median over the left one's, 1 to 3.
    pub ratio: f64,
    /// The units.
    pub units: f64,
}

/// The outer quantile in standard deviations.
pub(super) fn outer(cut: f64) -> f64 {
    -normal_quantile(cut)
}

fn sorted(x: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut x: Vec<f64> = x.collect();
    x.sort_unstable_by(f64::total_cmp);
    x
}

impl Quartet {
    /// Of the class statistics of one band.
    fn of_class(x: &[f64], cut: f64) -> Self {
        let [a, m, b] = quantiles(x, cut);
        let left = (m - a).max(1e-6);
        let ratio = ((b - m) / left).clamp(1.0, 3.0);
        Self { median: m, scale: left / outer(cut), ratio, units: x.len() as f64 }
    }

    /// Of what is pooled: few units know their scale badly, so it is taken at its upper limit.
    fn of_pooled(x: &[f64], cut: f64) -> Self {
        let null = Self::of_class(x, cut);
        Self { scale: null.scale * (1.0 + 1.0 / null.units.sqrt()), ..null }
    }

    /// Of a school channel, a score already: no skew, the wider side's scale within limits.
    pub fn of_scores(x: &[f64], cut: f64) -> Self {
        let null = Self::of_pooled(x, cut);
        Self { scale: null.scale * null.ratio.min(1.25), ratio: 1.0, ..null }
    }

    /// z of a statistic: on a logarithmic scale where the middle is skewed to the right. NaN of
    /// NaN.
    pub fn standard(&self, x: f64, cut: f64) -> f64 {
        // The logarithm's floor below would make a number of NaN.
        if self.ratio < 1.02 || x.is_nan() {
            return (x - self.median) / self.scale;
        }
        let upper = outer(cut);
        let g = libm::log(self.ratio) / upper;
        let a = 1.0 / (1.0 - 1.0 / self.ratio);
        let y = (x - self.median) / (upper * self.scale);
        libm::log((1.0 + y / a).max(1e-6)) / g
    }
}

fn quantiles(x: &[f64], cut: f64) -> [f64; 3] {
    let x = sorted(x.iter().copied());
    [cut, 0.5, 1.0 - cut].map(|q| quantile(&x, q, 7))
}

/// The median; NaN of nothing.
pub(super) fn median(x: impl Iterator<Item = f64>) -> f64 {
    quantile(&sorted(x), 0.5, 7)
}

/// The band of a class of n pupils: 0 to 2.
fn size_band(n: u64) -> usize {
    SIZES.iter().filter(|&&from| n >= from).count()
}

/// The band of a view that pools m units: 0 to 3.
fn pooled_band(m: u64) -> usize {
    POOLED.iter().filter(|&&from| m >= from).count()
}

/// A null in each band.
pub type Bands = Vec<Option<Quartet>>;

/// Nulls of a class statistic by class size: a band of fewer than 40 units borrows its neighbours;
/// none below 6.
pub(super) fn of_sizes(x: &[f64], n: &[u64], cut: f64) -> Bands {
    bands(x, n, size_band, 3, 40, 6, |x| Quartet::of_class(x, cut))
}

/// Nulls of a pooled view by units pooled: a band of fewer than 80 units borrows its neighbours;
/// none below 12.
pub(super) fn of_pooled(x: &[f64], m: &[u64], cut: f64) -> Bands {
    bands(x, m, pooled_band, 4, 80, 12, |x| Quartet::of_pooled(x, cut))
}

fn bands(
    x: &[f64],
    n: &[u64],
    band: fn(u64) -> usize,
    all: usize,
    enough: usize,
    least: usize,
    null: impl Fn(&[f64]) -> Quartet,
) -> Bands {
    let within = |b: usize, reach: usize| -> Vec<f64> {
        let near = |&(x, n): &(&f64, &u64)| x.is_finite() && band(*n).abs_diff(b) <= reach;
        x.iter().zip(n).filter(near).map(|(x, _)| *x).collect()
    };
    let of = |b: usize| {
        let units = (0..all).map(|reach| within(b, reach)).find(|x| x.len() >= enough);
        let units = units.unwrap_or_else(|| within(b, all));
        (units.len() >= least).then(|| null(&units))
    };
    (0..all).map(of).collect()
}

/// z by class size, NaN without a null.
pub(super) fn z_of_sizes(x: &[f64], n: &[u64], nulls: &Bands, cut: f64) -> Vec<f64> {
    standardised(x, n, size_band, nulls, cut)
}

/// z of a pooled view, NaN without a null.
pub(super) fn z_of_pooled(x: &[f64], m: &[u64], nulls: &Bands, cut: f64) -> Vec<f64> {
    standardised(x, m, pooled_band, nulls, cut)
}

fn standardised(x: &[f64], n: &[u64], band: fn(u64) -> usize, nulls: &Bands, cut: f64) -> Vec<f64> {
    let null = |n: u64| nulls.get(band(n)).copied().flatten();
    x.iter().zip(n).map(|(&x, &n)| null(n).map_or(f64::NAN, |null| null.standard(x, cut))).collect()
}

/// Units that the territory's own place and scale of z are shrunk by.
const ADAPT: f64 = 20.0;

/// A reference's z in a small territory: recentred, and widened where its units differ more than
/// the reference's, never narrowed.
///
/// ```text
/// z ← (z − m·k/(k + 20))/max(1, ŝ),   ŝ² = (k·((m − z₁₅)/1.0364)² + 20)/(k + 20)       k ≥ 5 units, else as it is
/// ```
pub(super) fn adapted(mut z: Vec<f64>, options: &EvidenceOptions) -> Vec<f64> {
    let x = sorted(z.iter().copied().filter(|z| z.is_finite()));
    if x.len() < 5 {
        return z;
    }
    let (k, a, m) = (x.len() as f64, quantile(&x, options.cut, 7), quantile(&x, 0.5, 7));
    let spread = (m - a) / outer(options.cut);
    let wide = ((k * spread * spread + ADAPT) / (k + ADAPT)).max(1.0).sqrt();
    z.iter_mut().for_each(|z| *z = (*z - m * k / (k + ADAPT)) / wide);
    z
}

/// Where the winsorised squares of a standard normal variable are cut, squared, and their mean.
const WINSOR: f64 = 1.2816 * 1.2816;
const WINSOR_MEAN: f64 = 0.6787;

/// The variance between units beyond their own: with it, winsorised squares have the mean that they
/// have without any.
///
/// ```text
/// τ²: mean min((e − m)²/(v + τ²), 1.2816²) = .6787,   m the mean weighted by 1/(v + τ²)          bisection on [0, 4]
/// ```
pub(super) fn robust_variance(e: &[f64], v: &[f64]) -> f64 {
    let (mut low, mut high) = (0.0, 4.0);
    for _ in 0..30 {
        let t = (low + high) / 2.0;
        let (mut sum, mut weights) = (0.0, 0.0);
        for (e, v) in e.iter().zip(v) {
            sum += e / (v + t);
            weights += 1.0 / (v + t);
        }
        let mean = sum / weights;
        let square = |(e, v): (&f64, &f64)| ((e - mean) * (e - mean) / (v + t)).min(WINSOR);
        let squares: f64 = e.iter().zip(v).map(square).sum();
        match squares / e.len() as f64 > WINSOR_MEAN {
            true => low = t,
            false => high = t,
        }
    }
    low
}

/// The weighted median: of values in order, the first at which half of the weights 1/v is reached.
pub(super) fn weighted_median(e: &[f64], v: &[f64]) -> f64 {
    let order = order(e.len(), &|a, b| e[a].total_cmp(&e[b]));
    // As it is reached: the same sum from the left that its half is taken of.
    let running: Vec<f64> = order
        .iter()
        .scan(0.0, |sum, &i| {
            *sum += 1.0 / v[i];
            Some(*sum)
        })
        .collect();
    let half = running.last().map_or(f64::NAN, |all| all / 2.0);
    running.iter().position(|&sum| sum >= half).map_or(f64::NAN, |place| e[order[place]])
}

/// [`robust_variance`] of the half that manipulation does not reach: below the weighted median,
/// mirrored.
pub(super) fn lower_half_variance(e: &[f64], v: &[f64]) -> f64 {
    let m = weighted_median(e, v);
    let (mut d, mut w) = (Vec::new(), Vec::new());
    for sign in [1.0, -1.0] {
        for (e, v) in e.iter().zip(v).filter(|(e, _)| **e <= m) {
            d.push(sign * (e - m));
            w.push(*v);
        }
    }
    robust_variance(&d, &w)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Random;

    fn normals(n: usize, seed: u64) -> Vec<f64> {
        let mut random = Random::new(seed, 0);
        (0..n).map(|_| random.normal()).collect()
    }

    #[test]
    fn the_middle_of_normal_units_gives_their_scale() {
        let x = normals(20_000, 1);
        let null = Quartet::of_class(&x, 0.15);
        assert!(null.median.abs() < 0.03 && (null.scale - 1.0).abs() < 0.03 && null.ratio < 1.05);
    }

    #[test]
    fn a_lognormal_statistic_becomes_normal_at_its_three_quantiles() {
        let x: Vec<f64> = normals(4001, 2).into_iter().map(|z| libm::exp(0.5 * z)).collect();
        let null = Quartet::of_class(&x, 0.15);
        let [a, m, b] = quantiles(&x, 0.15);
        assert!(null.ratio > 1.4);
        for (x, z) in [(a, -outer(0.15)), (m, 0.0), (b, outer(0.15))] {
            assert!((null.standard(x, 0.15) - z).abs() < 1e-9, "{x} {z}");
        }
        assert!(null.standard(f64::NAN, 0.15).is_nan());
    }

    #[test]
    fn a_band_with_few_units_borrows_its_neighbours_and_six_are_the_least() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let n: Vec<u64> = (0..50).map(|i| if i < 45 { 10 } else { 25 }).collect();
        let nulls = of_sizes(&x, &n, 0.15);
        assert_eq!(nulls[0].map(|q| q.units), Some(45.0));
        assert_eq!(nulls[1].map(|q| q.units), Some(50.0));
        assert_eq!(nulls[2].map(|q| q.units), Some(50.0));
        assert!(of_sizes(&x[..5], &n[..5], 0.15).iter().all(Option::is_none));
        assert!(z_of_sizes(&x[..5], &n[..5], &vec![None; 3], 0.15).iter().all(|z| z.is_nan()));
    }

    #[test]
    fn a_variance_between_units_is_found_and_outliers_move_it_little() {
        let mut e: Vec<f64> = normals(2000, 3).into_iter().map(|z| z * 0.5).collect();
        let v = vec![0.09; 2000];
        assert!((robust_variance(&e, &v) - 0.16).abs() < 0.03);
        e[..100].iter_mut().for_each(|e| *e = 9.0);
        // One in twenty at 9: the plain variance is above 4, the lower half does not see them.
        assert!((0.16..0.6).contains(&robust_variance(&e, &v)));
        assert!((lower_half_variance(&e, &v) - 0.16).abs() < 0.06);
    }

    #[test]
    fn a_weighted_median_is_the_value_at_which_half_of_the_weight_is_reached() {
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(weighted_median(&[3.0, 1.0, 2.0], &[1.0, 1.0, 1.0]), 2.0);
        near(weighted_median(&[3.0, 1.0, 2.0], &[0.1, 1.0, 1.0]), 3.0);
        near(weighted_median(&[1.0, 2.0], &[1.0, 1.0]), 1.0);
    }

    #[test]
    fn a_small_territory_s_z_is_recentred_and_never_narrowed() {
        let options = EvidenceOptions::default();
        let shifted: Vec<f64> = normals(2000, 4).into_iter().map(|z| 3.0 + 2.0 * z).collect();
        let z = adapted(shifted, &options);
        assert!(median(z.iter().copied()).abs() < 0.05);
        let tame = adapted(normals(2000, 5).into_iter().map(|z| 0.5 * z).collect(), &options);
        let spread = quantile(&sorted(tame.into_iter()), 0.84, 7);
        assert!((spread - 0.5).abs() < 0.05, "{spread}");
        assert_eq!(adapted(vec![9.0, 9.0], &options), [9.0, 9.0]);
    }
}
