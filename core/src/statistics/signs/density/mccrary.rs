use nalgebra::{DMatrix, DVector};

use obektiv_derive::{Record, Settings, described};

use super::{LeastSquares, VALUES, deviation, parameter, sorted, two_sided};
use crate::function::{Function, Groups, Output, Shape, options};
use crate::math::Z95;
use crate::statistics::StatisticError;

/// The histogram and the lines through it; McCrary's own rules without.
#[derive(Debug, Clone, Copy, PartialEq, Default, Settings)]
pub struct McCraryOptions {
    /// Width of a bin, taken as it is: on a discrete score a multiple of its step, with a threshold
    /// half a step below the boundary. 2·sd·n^(−½) where not given, for whole numbers the nearest
    /// multiple of their step.
    pub bin: Option<f64>,
    /// Reach of the lines on each side of the threshold; by McCrary's rule where not given.
    pub bandwidth: Option<f64>,
}

/// The jump of a log density at a threshold; NaN what is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Record)]
pub struct McCrary {
    /// Values that take part.
    pub n: u64,
    /// `effect`/`se`.
    pub statistic: f64,
    /// P(|Z| ≥ |statistic|).
    pub pvalue: f64,
    /// ln right − ln left.
    pub effect: f64,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// Its standard error.
    pub se: f64,
    /// The density just below the threshold.
    pub left: f64,
    /// The density at the threshold and just above.
    pub right: f64,
    /// Width of a bin.
    pub bin: f64,
    /// Reach of the lines.
    pub bandwidth: f64,
}

/// McCrary's density test: a straight line through a fine histogram on each side of a threshold.
///
/// ```text
/// bins of width b = 2·sd·n^(−½) with an edge at c; Y_j = count/(n·b) at the middle X_j, 0 beyond the extremes
/// each side: a line through (X_j, Y_j) with weights (1 − |X_j − c|/h)₊;  f⁻, f⁺ its value at c
/// θ = ln f⁺ − ln f⁻,   se² = 24/5 · (1/f⁺ + 1/f⁻)/(n·h),   statistic = θ/se
/// h = mean over the sides of 3.348·(σ²·|range| / Σ f''(X_j)²)^(1/5), from a polynomial of degree 4 through the side's bins; σ² its
///     squared residuals over bins less 5
/// ```
///
/// For comparison, on totals of a territory. McCrary's own width would cut whole numbers, such as
/// totals, into full and empty bins. So where all values are whole and no `bin` is given, b is the
/// multiple of their step nearest to that width, once the step at least, and the threshold stands
/// half a step below the lowest value that counts to the right: every bin holds as many possible
/// values, in its middle. Where the bandwidth that the rule then finds reaches fewer than three
/// bins the curve is too steep for a line through so few points, and the answer is NaN: for a test
/// of 20 points this is usual from some thousand pupils on. Honest totals (binomial and
/// beta-binomial, 20 and 38 points, n = 500 to 20,000) then reject in 0–7 % at .05. A `bin` that is
/// given is taken as it is, with the threshold as it is: give it a multiple of the step, and a
/// threshold half a step below the boundary.
///
/// NaN where a side's line is 0 or below at the threshold or has fewer
/// than two bins, for fewer than two values, and for values all alike.
///
/// # Errors
/// [`StatisticError::Parameter`] for an infinite value, a threshold that is not finite, a bin or
/// bandwidth not above 0, more than ten million bins.
///
/// # Examples
/// ```
/// use obektiv::statistics::density::{McCraryOptions, mccrary};
/// let totals = [(8, 40), (9, 42), (10, 44), (11, 30), (12, 66), (13, 50), (14, 52)];
/// let values: Vec<f64> = totals.iter().flat_map(|&(s, n)| vec![f64::from(s); n]).collect();
/// let found = mccrary(&values, 11.5, McCraryOptions { bin: Some(1.0), bandwidth: Some(4.0) })?;
/// assert!(found.effect > 0.0 && found.pvalue < 0.05);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// ```python
/// >>> import numpy as np
/// >>> values = np.repeat([8, 9, 10, 11, 12, 13, 14], [40, 42, 44, 30, 66, 50, 52])
/// >>> found = ob.density.mccrary(values, 11.5, bin=1, bandwidth=4)
/// >>> found.effect > 0, found.pvalue < 0.05
/// (True, True)
/// ```
///
/// # References
/// McCrary (2008), Journal of Econometrics 142, 698–714.
#[described]
pub fn mccrary(values: &[f64], threshold: f64, options: McCraryOptions) -> Result<McCrary, StatisticError> {
    for (name, given) in [("bin", options.bin), ("bandwidth", options.bandwidth)] {
        if let Some(value) = given.filter(|value| !(value.is_finite() && *value > 0.0)) {
            return parameter(name, value, "a finite number above 0");
        }
    }
    let values = sorted(values, threshold)?;
    let n = values.len() as u64;
    let width = options.bin.unwrap_or_else(|| 2.0 * deviation(&values) / (n as f64).sqrt());
    if !(width.is_finite() && width > 0.0) {
        return Ok(McCrary::undefined(n, width));
    }
    let step = if options.bin.is_none() { whole_step(&values) } else { None };
    let (threshold, bin) = step.map_or((threshold, width), |step| on_steps(&values, threshold, width, step));
    let histogram = Histogram::new(&values, threshold, bin)?;
    let least = if step.is_some() { LEAST_BINS * bin } else { 0.0 };
    let by_rule = || histogram.bandwidth().filter(|&reach| reach > least);
    let bandwidth = options.bandwidth.or_else(by_rule).unwrap_or(f64::NAN);
    let [left, right] = [Side::Left, Side::Right].map(|side| histogram.at_threshold(side, bandwidth));
    let [left, right] = [left?, right?];
    let effect = if left > 0.0 && right > 0.0 { libm::log(right / left) } else { f64::NAN };
    let se = (24.0 / 5.0 * (1.0 / left + 1.0 / right) / (n as f64 * bandwidth)).sqrt();
    let se = if effect.is_nan() { f64::NAN } else { se };
    let statistic = effect / se;
    Ok(McCrary {
        n,
        statistic,
        pvalue: two_sided(statistic),
        effect,
        lower: effect - Z95 * se,
        upper: effect + Z95 * se,
        se,
        left,
        right,
        bin,
        bandwidth,
    })
}

/// The threshold, the histogram and the lines through it.
#[derive(Default, Settings)]
struct McCrarySettings {
    /// Where the density may jump; a value at it counts to the right.
    #[setting(required)]
    threshold: f64,
    #[setting(flatten)]
    options: McCraryOptions,
}

/// [`mccrary`] in the catalogue.
pub const MCCRARY: Function = Function {
    id: "density.mccrary",
    doc: MCCRARY_DOC,
    inputs: &[VALUES],
    groups: Groups::None,
    options: options::<McCrarySettings>,
    output: Shape::Record(McCrary::described),
    run: |given| {
        let McCrarySettings { threshold, options } = given.options()?;
        Ok(Output::record(&mccrary(given.numbers(0)?, threshold, options)?))
    },
};

/// A line through whole numbers has the middles of three bins at least.
const LEAST_BINS: f64 = 2.5;

/// The greatest common divisor of the distances between rising values that are all whole; none if
/// they are not, or all alike.
fn whole_step(values: &[f64]) -> Option<f64> {
    // Whole numbers beyond this are not told apart.
    const MOST: f64 = 9e15;
    let first = *values.first()?;
    let whole = |v: &f64| v.fract() == 0.0 && v.abs() < MOST;
    if !values.iter().all(whole) {
        return None;
    }
    let mut step = 0.0_f64;
    for value in values {
        let (mut a, mut b) = (step, value - first);
        while b > 0.0 {
            (a, b) = (b, a % b);
        }
        step = a;
    }
    (step > 0.0).then_some(step)
}

/// Threshold and width of bins that hold as many possible values each, for values a step apart.
fn on_steps(values: &[f64], threshold: f64, width: f64, step: f64) -> (f64, f64) {
    let first = values.first().copied().unwrap_or(0.0);
    let lowest_right = first + ((threshold - first) / step).ceil() * step;
    (lowest_right - step / 2.0, (width / step).round().max(1.0) * step)
}

impl McCrary {
    fn undefined(n: u64, bin: f64) -> Self {
        let none = f64::NAN;
        let (statistic, pvalue, effect, lower, upper) = (none, none, none, none, none);
        let (se, left, right, bandwidth) = (none, none, none, none);
        Self { n, statistic, pvalue, effect, lower, upper, se, left, right, bin, bandwidth }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Bins by their distance from the threshold: bin k is [c + k·b, c + (k + 1)·b).
struct Histogram {
    bin: f64,
    /// The k of the first bin.
    first: i64,
    density: Vec<f64>,
}

impl Histogram {
    fn new(values: &[f64], threshold: f64, bin: f64) -> Result<Self, StatisticError> {
        const MOST: f64 = 1e7;
        let [Some(low), Some(high)] =
            [values.first(), values.last()].map(|v| v.map(|v| (v - threshold) / bin))
        else {
            return Ok(Self { bin, first: 0, density: Vec::new() });
        };
        if low.abs().max(high.abs()) > MOST {
            return parameter("bin", bin, "wide enough for ten million bins to reach all values");
        }
        let first = low.floor() as i64;
        // One bin beyond the highest, as in the paper's grid.
        let mut density = vec![0.0; usize::try_from(high.floor() as i64 - first).unwrap_or(0) + 2];
        let unit = 1.0 / (values.len() as f64 * bin);
        for value in values {
            let place = ((value - threshold) / bin).floor() as i64 - first;
            density[usize::try_from(place).unwrap_or(0)] += 1.0;
        }
        density.iter_mut().for_each(|count| *count *= unit);
        Ok(Self { bin, first, density })
    }

    /// Middles of a side's bins, from the threshold, and their densities.
    fn side(&self, side: Side) -> impl Iterator<Item = (f64, f64)> {
        let middle = |k: i64| (k as f64 + 0.5) * self.bin;
        let all = self.density.iter().zip(self.first..).map(move |(&density, k)| (middle(k), density));
        all.filter(move |(x, _)| (*x < 0.0) == (side == Side::Left))
    }

    /// McCrary's rule: the mean of both sides.
    fn bandwidth(&self) -> Option<f64> {
        let last = self.first + self.density.len() as i64 - 2;
        let middle = |k: i64| (k as f64 + 0.5) * self.bin;
        let left = self.reach(Side::Left, -middle(self.first))?;
        Some(f64::midpoint(left, self.reach(Side::Right, middle(last))?))
    }

    fn reach(&self, side: Side, range: f64) -> Option<f64> {
        let bins: Vec<(f64, f64)> = self.side(side).collect();
        let terms = |row: usize, d: usize| (bins[row].0 / range).powi(d as i32);
        let design = DMatrix::from_fn(bins.len(), 5, terms);
        let y = DVector::from_iterator(bins.len(), bins.iter().map(|bin| bin.1));
        let a = LeastSquares::new(design.clone())?.solve(&y)?;
        let variance = (y - design * &a).norm_squared() / (bins.len() as f64 - 5.0);
        let curve = |(x, _): &(f64, f64)| {
            let x = x / range;
            let second = (2.0 * a[2] + 6.0 * a[3] * x + 12.0 * a[4] * x * x) / (range * range);
            second * second
        };
        let curvature: f64 = bins.iter().map(curve).sum();
        let reach = 3.348 * libm::pow(variance * range / curvature, 0.2);
        reach.is_finite().then_some(reach)
    }

    /// The line's value at the threshold; NaN for fewer than two bins.
    fn at_threshold(&self, side: Side, bandwidth: f64) -> Result<f64, StatisticError> {
        const MOST: f64 = 1e7;
        if bandwidth / self.bin > MOST {
            return parameter("bandwidth", bandwidth, "at most ten million bins");
        }
        if bandwidth.is_nan() || self.density.is_empty() {
            return Ok(f64::NAN);
        }
        let bins = (bandwidth / self.bin).ceil() as i64;
        let [from, to] = if side == Side::Left { [-bins, 0] } else { [0, bins] };
        let mut sums = [0.0; 5]; // Σw, Σwx, Σwx², Σwy, Σwxy with x in bandwidths
        for k in from..to {
            let x = (k as f64 + 0.5) * self.bin / bandwidth;
            let w = (1.0 - x.abs()).max(0.0);
            let place = usize::try_from(k - self.first).ok();
            let y = place.and_then(|place| self.density.get(place)).copied().unwrap_or(0.0);
            for (sum, term) in sums.iter_mut().zip([1.0, x, x * x, y, x * y]) {
                *sum += w * term;
            }
        }
        let [w, x, xx, y, xy] = sums;
        let spread = w * xx - x * x;
        Ok(if spread > 1e-12 * w * xx { (xx * y - x * xy) / spread } else { f64::NAN })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn two_bins_a_side_are_computed_by_hand() {
        // 2, 4 | 8, 4 of 18 in bins of width 1: lines through them cross the threshold at 5 and 10
        // of 18.
        let counts = [(-1.5, 2), (-0.5, 4), (0.5, 8), (1.5, 4)];
        let values: Vec<f64> = counts.iter().flat_map(|&(x, n)| vec![x; n]).collect();
        let found = mccrary(&values, 0.0, McCraryOptions { bin: Some(1.0), bandwidth: Some(2.0) }).unwrap();
        assert!((found.left - 5.0 / 18.0).abs() < 1e-14 && (found.right - 10.0 / 18.0).abs() < 1e-14);
        assert!((found.effect - 2.0_f64.ln()).abs() < 1e-14);
        assert!((found.se - (4.8 * (1.8 + 3.6) / 36.0_f64).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn whole_numbers_have_bins_of_whole_steps_around_them() {
        assert_eq!(whole_step(&[3.0, 5.0, 9.0]), Some(2.0));
        assert_eq!(whole_step(&[-4.0, 5.0, 9.0]), Some(1.0));
        assert_eq!([whole_step(&[1.0, 2.5]), whole_step(&[4.0; 3]), whole_step(&[])], [None; 3]);
        assert_eq!(on_steps(&[3.0, 5.0], 6.0, 0.3, 2.0), (6.0, 2.0));
        assert_eq!(on_steps(&[3.0, 5.0], 5.0, 5.3, 2.0), (4.0, 6.0));
        // What counts to the right is the same for every threshold between two values.
        let values: Vec<f64> = (0..400).map(|i| f64::from((i * 7 + i * i / 3) % 41)).collect();
        let at = |threshold| mccrary(&values, threshold, McCraryOptions::default()).unwrap();
        assert_eq!((at(20.0), at(20.0).bin), (at(19.5), at(19.2).bin));
        assert!(at(20.0).bin.fract().abs() < 1e-12);
    }

    #[test]
    fn honest_whole_totals_are_not_rejected_more_often_than_the_level() {
        let mut rng = Random::new(1, 0);
        for (threshold, n, replicates) in
            [(10.0, 500, 400), (12.0, 500, 400), (15.0, 500, 400), (12.0, 2000, 100)]
        {
            for spread in [0.0, 0.2] {
                let mut rejected = 0;
                for _ in 0..replicates {
                    let mut total = || {
                        let p = 0.55 + spread * (rng.uniform() * 2.0 - 1.0);
                        f64::from((0..20).map(|_| u32::from(rng.chance(p))).sum::<u32>())
                    };
                    let totals: Vec<f64> = (0..n).map(|_| total()).collect();
                    let p = mccrary(&totals, threshold, McCraryOptions::default()).unwrap().pvalue;
                    rejected += u32::from(p < 0.05);
                }
                // .08, and twice the standard error of so few replicates.
                let most = 0.08 + 2.0 * (0.08 * 0.92 / f64::from(replicates)).sqrt();
                let share = f64::from(rejected) / f64::from(replicates);
                assert!(share <= most, "{share} at {threshold} with {n}, spread {spread}");
            }
        }
    }

    #[test]
    fn nothing_to_compare_is_undefined_and_nonsense_refused() {
        let none = mccrary(&[], 0.0, McCraryOptions::default()).unwrap();
        assert!(none.statistic.is_nan() && none.n == 0);
        assert!(mccrary(&[3.0; 5], 0.0, McCraryOptions::default()).unwrap().pvalue.is_nan());
        let one_side = McCraryOptions { bin: Some(1.0), bandwidth: Some(3.0) };
        assert!(mccrary(&[1.0, 2.0, f64::NAN], 0.0, one_side).unwrap().effect.is_nan());
        let wrong = McCraryOptions { bin: Some(0.0), ..Default::default() };
        assert_eq!(mccrary(&[1.0], 0.0, wrong).unwrap_err().code(), "statistic.parameter");
        let options = McCraryOptions::default();
        assert_eq!(mccrary(&[f64::INFINITY], 0.0, options).unwrap_err().code(), "statistic.parameter");
    }
}
