use nalgebra::{DMatrix, DVector};

use obektiv_derive::{Record, Settings, described};

use super::{LeastSquares, deviation, parameter, two_sided};
use crate::function::{Function, Groups, Input, Kind, Output, Shape, options};
use crate::math::Z95;
use crate::random::Random;
use crate::statistics::StatisticError;
use crate::watch;

/// Where the polynomial runs and what it leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct BunchingOptions {
    /// Degree of the polynomial, 12 or less.
    pub degree: usize,
    /// Totals of the zone below the threshold.
    pub below: usize,
    /// Totals of the zone above the threshold, which belongs to the zone itself.
    pub above: usize,
    /// First and last total that take part; all of the histogram where not given.
    pub window: Option<[usize; 2]>,
    /// Resamples of the residuals for `se_resampled`; 0 for none.
    pub resamples: u32,
    /// Of the resamples: same seed, same `se_resampled`.
    pub seed: u64,
}

impl Default for BunchingOptions {
    fn default() -> Self {
        Self { degree: 7, below: 0, above: 0, window: None, resamples: 200, seed: 1 }
    }
}

/// Excess mass in a zone around a threshold; NaN what is undefined.
#[derive(Debug, Clone, PartialEq, Record)]
pub struct Bunching {
    /// Results in the window.
    pub n: u64,
    /// Results in the zone above the counterfactual.
    pub statistic: f64,
    /// Its standard error where nothing bunches, from counts that vary as Poisson's or as the
    /// residuals do, whichever is more.
    pub se: f64,
    /// P(|Z| ≥ |statistic|/se); rejects four in a hundred honest territories at .05.
    pub pvalue: f64,
    /// `statistic` over the mean counterfactual of a total in the zone.
    pub effect: f64,
    /// Lower end of the 95 % interval of `effect`, normal.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// The standard error of `effect`.
    pub effect_se: f64,
    /// The standard error of `statistic` from resampled residuals, as published: too small. NaN
    /// without resamples.
    pub se_resampled: f64,
    /// The same of `effect`.
    pub effect_se_resampled: f64,
    /// The counterfactual at each total of the window.
    pub counterfactual: Vec<f64>,
}

/// Excess mass around a threshold: a polynomial through the counts of a histogram, with one dummy
/// for each total of a zone.
///
/// ```text
/// C_s = Σ_{d≤degree} β_d (s − c)^d + Σ_{z in zone} γ_z 1[s = z] + e_s          least squares over the window
/// zone = c − below .. c + above;   counterfactual Ĉ_s = Σ β_d (s − c)^d
/// statistic = Σ γ_z,   effect = statistic / mean of Ĉ_z over the zone
/// se² = φ·(Σ_zone Ĉ_z + Σ_outside w_s² Ĉ_s),   w_s = ∂ΣĈ_z/∂C_s;   effect_se by the same variances, with C_z in the zone where it is more
/// φ = Σ (C_s − Ĉ_s)² / Σ (1 − h_s)·Ĉ_s over the totals outside, 1 at least: how much more the residuals vary than Poisson counts would; h_s the leverage
/// se_resampled: of `resamples` refits to fitted values + residuals drawn for every total, with replacement, from those outside the zone, these times
///     √(m/(m − degree − 1)), m the totals outside
/// ```
///
/// For comparison, on totals of a territory: least squares on counts. Empty totals take part as
/// counts of 0, a counterfactual below 0 varies as one of 0. The zone is chosen by eye, and the
/// missing mass below is not balanced with the excess. `se_resampled`, the usual standard error,
/// takes counts in the middle and in the tails for equally uncertain: by it one honest territory in
/// five is unusual at .05. `pvalue` rejects four in a hundred (`benches/validation.md`); with few
/// pupils take `heaping.fit`. `effect` is NaN for a mean counterfactual of 0 or less in the zone;
/// standard errors and p-value where the residuals are rounding alone, since a polynomial that fits
/// counts exactly says nothing of how they vary; all but `n` for a window with fewer totals outside
/// the zone than the polynomial has coefficients. Same seed, same `se_resampled`, on every target.
///
/// # Errors
/// [`StatisticError::Parameter`] for a zone that leaves the window, a window that leaves the
/// histogram, a degree above 12.
///
/// # Examples
/// ```
/// use obektiv::statistics::density::{BunchingOptions, bunching};
/// let mut histogram: Vec<u64> = (0..=20).map(|s| 400 - (s - 10) * (s - 10)).map(|n| n as u64).collect();
/// (histogram[7], histogram[8]) = (331, 456); // 60 papers moved from 7 to 8
/// let found = bunching(&histogram, 8, BunchingOptions { degree: 2, below: 1, ..Default::default() })?;
/// assert!(found.statistic.abs() < 1e-9 && (found.counterfactual[8] - 396.0).abs() < 1e-9);
/// let above = bunching(&histogram, 8, BunchingOptions { degree: 2, ..Default::default() })?;
/// assert!(above.effect > 0.15 && above.pvalue < 0.01);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// ```python
/// >>> found = ob.density.bunching([10, 12, 24, 16, 18], 2, degree=1)
/// >>> round(found.statistic, 9), found.counterfactual.round(9)
/// (10.0, array([10., 12., 14., 16., 18.]))
/// ```
///
/// # References
/// Chetty, Friedman, Olsen and Pistaferri (2011), Quarterly Journal of Economics 126, 749–804.
#[described]
pub fn bunching(
    histogram: &[u64],
    threshold: usize,
    options: BunchingOptions,
) -> Result<Bunching, StatisticError> {
    let window = check(histogram, threshold, options)?;
    let counts = &histogram[window[0]..=window[1]];
    let n = counts.iter().sum();
    let outside = window[1] + 1 - window[0] - (options.below + options.above + 1);
    let fit = match outside > options.degree {
        true => Counterfactual::new(threshold, window, options),
        false => None,
    };
    let Some(fit) = fit else { return Ok(Bunching::undefined(n, counts.len())) };
    let counts = DVector::from_iterator(counts.len(), counts.iter().map(|&count| count as f64));
    let Some(found) = fit.excess(&counts) else { return Ok(Bunching::undefined(n, counts.len())) };
    let [se, effect_se] = fit.errors(&counts, &found).unwrap_or([f64::NAN; 2]);
    let [se_resampled, effect_se_resampled] = match se.is_nan() {
        true => [f64::NAN; 2],
        false => fit.resampled(&counts, &found, options),
    };
    let effect = found.effect();
    Ok(Bunching {
        n,
        statistic: found.excess,
        se,
        pvalue: two_sided(found.excess / se),
        effect,
        lower: effect - Z95 * effect_se,
        upper: effect + Z95 * effect_se,
        effect_se,
        se_resampled,
        effect_se_resampled,
        counterfactual: found.counterfactual.as_slice().to_vec(),
    })
}

/// The threshold, where the polynomial runs and what it leaves out.
#[derive(Default, Settings)]
struct BunchingSettings {
    /// The total around which results may bunch.
    #[setting(required)]
    threshold: usize,
    #[setting(flatten)]
    options: BunchingOptions,
}

/// [`bunching`] in the catalogue.
pub const BUNCHING: Function = Function {
    id: "density.bunching",
    doc: BUNCHING_DOC,
    inputs: &[Input::new("histogram", Kind::Whole).doc("Results with each total 0, 1, 2, …")],
    groups: Groups::None,
    options: options::<BunchingSettings>,
    output: Shape::Record(Bunching::described),
    run: |given| {
        let BunchingSettings { threshold, options } = given.options()?;
        Ok(Output::record(&bunching(given.whole(0)?, threshold, options)?))
    },
};

impl Bunching {
    fn undefined(n: u64, totals: usize) -> Self {
        let none = f64::NAN;
        Self {
            n,
            statistic: none,
            se: none,
            pvalue: none,
            effect: none,
            lower: none,
            upper: none,
            effect_se: none,
            se_resampled: none,
            effect_se_resampled: none,
            counterfactual: vec![none; totals],
        }
    }
}

fn check(
    histogram: &[u64],
    threshold: usize,
    options: BunchingOptions,
) -> Result<[usize; 2], StatisticError> {
    const LARGEST: u64 = 1 << 53;
    let last = histogram.len().saturating_sub(1);
    let [low, high] = options.window.unwrap_or([0, last]);
    if low > high || high >= histogram.len() {
        return parameter(
            "window",
            high as f64,
            "two totals of the histogram, the first not above the second",
        );
    }
    if threshold < low.saturating_add(options.below) || threshold.saturating_add(options.above) > high {
        return parameter("threshold", threshold as f64, "a total whose zone is inside the window");
    }
    if options.degree > 12 {
        return parameter("degree", options.degree as f64, "12 or less");
    }
    match histogram.iter().find(|&&count| count > LARGEST) {
        Some(&count) => parameter("a count", count as f64, "at most 2^53"),
        None => Ok([low, high]),
    }
}

/// The polynomial, fitted outside the zone: a dummy for each total of the zone takes that total out
/// of the fit.
struct Counterfactual {
    fit: LeastSquares,
    /// The polynomial's terms at each total of the window, scaled to [−1, 1].
    terms: DMatrix<f64>,
    zone: std::ops::Range<usize>,
}

struct Excess {
    excess: f64,
    counterfactual: DVector<f64>,
    /// The mean counterfactual of the zone.
    mean: f64,
}

impl Excess {
    fn effect(&self) -> f64 {
        if self.mean > 1e-9 * self.excess.abs() { self.excess / self.mean } else { f64::NAN }
    }
}

impl Counterfactual {
    fn new(threshold: usize, [low, high]: [usize; 2], options: BunchingOptions) -> Option<Self> {
        let reach = (threshold - low).max(high - threshold).max(1) as f64;
        let at = threshold - low;
        let term = |row: usize, d: usize| ((row as f64 - at as f64) / reach).powi(d as i32);
        let terms = DMatrix::from_fn(high + 1 - low, options.degree + 1, term);
        let zone = at - options.below..at + options.above + 1;
        let outside: Vec<usize> = (0..terms.nrows()).filter(|row| !zone.contains(row)).collect();
        Some(Self { fit: LeastSquares::new(terms.select_rows(&outside))?, terms, zone })
    }

    fn outside(&self, of: &DVector<f64>) -> Vec<f64> {
        of.iter().enumerate().filter(|(row, _)| !self.zone.contains(row)).map(|(_, value)| *value).collect()
    }

    fn excess(&self, counts: &DVector<f64>) -> Option<Excess> {
        let counterfactual = &self.terms * self.fit.solve(&DVector::from_vec(self.outside(counts)))?;
        let excess = self.zone.clone().map(|row| counts[row] - counterfactual[row]).sum();
        let mean = self.zone.clone().map(|row| counterfactual[row]).sum::<f64>() / self.zone.len() as f64;
        Some(Excess { excess, counterfactual, mean })
    }

    /// Standard errors of the excess and of the effect; none where the residuals are rounding.
    fn errors(&self, counts: &DVector<f64>, found: &Excess) -> Option<[f64; 2]> {
        const ROUNDING: f64 = 1e-9;
        let residuals = self.outside(&(counts - &found.counterfactual));
        let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
        let free = residuals.len() - self.terms.ncols();
        if (squares / free as f64).sqrt() <= ROUNDING * counts.max() || free == 0 {
            return None;
        }
        let expected = found.counterfactual.map(|count| count.max(0.0));
        let LeastSquares { q, r } = &self.fit;
        let zone = self.terms.rows_range(self.zone.clone()).row_sum_tr();
        let weights = q * r.tr_solve_upper_triangular(&zone)?;
        let (mut chance, mut outside) = (0.0, 0.0);
        for (row, count) in self.outside(&expected).into_iter().enumerate() {
            chance += (1.0 - q.row(row).norm_squared()) * count;
            outside += weights[row] * weights[row] * count;
        }
        let dispersion = (squares / chance).max(1.0);
        let of_zone = |of: &DVector<f64>| of.rows_range(self.zone.clone()).sum();
        let (observed, counterfactual) = (of_zone(counts), of_zone(&expected));
        let ratio = observed / (found.mean * self.zone.len() as f64);
        let of_effect = observed.max(counterfactual) + ratio * ratio * outside;
        let effect = (dispersion * of_effect).sqrt() / found.mean;
        let effect = if found.effect().is_nan() { f64::NAN } else { effect };
        Some([(dispersion * (counterfactual + outside)).sqrt(), effect])
    }

    /// The same of resampled residuals, all taken for alike.
    fn resampled(&self, counts: &DVector<f64>, found: &Excess, options: BunchingOptions) -> [f64; 2] {
        let mut residuals = self.outside(&(counts - &found.counterfactual));
        let free = residuals.len() - self.terms.ncols();
        let inflate = (residuals.len() as f64 / free as f64).sqrt();
        residuals.iter_mut().for_each(|residual| *residual *= inflate);
        // Within the zone the dummies fit exactly.
        let fitted = counts.map_with_location(|row, _, count| match self.zone.contains(&row) {
            true => count,
            false => found.counterfactual[row],
        });
        if options.resamples < 2 {
            return [f64::NAN; 2];
        }
        let mut draws = [Vec::new(), Vec::new()];
        for resample in 0..options.resamples {
            watch::check();
            let mut random = Random::new(options.seed, u64::from(resample));
            let drawn = fitted.map(|value| value + residuals[random.below(residuals.len())]);
            let Some(again) = self.excess(&drawn) else { continue };
            draws[0].push(again.excess);
            draws[1].push(again.effect());
        }
        draws.map(|of| deviation(&of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_and_one_spike_are_computed_by_hand() {
        let found = bunching(&[10, 12, 24, 16, 18], 2, BunchingOptions { degree: 1, ..Default::default() });
        let found = found.unwrap();
        assert!((found.statistic - 10.0).abs() < 1e-12 && (found.effect - 10.0 / 14.0).abs() < 1e-12);
        assert_eq!(found.n, 80);
        assert!(found.se.is_nan() && found.se_resampled.is_nan() && found.pvalue.is_nan());
        assert!(found.lower.is_nan() && found.effect_se.is_nan());
    }

    #[test]
    fn without_residuals_nothing_is_unusual() {
        let mut histogram = [0; 21];
        histogram[10] = 5;
        let found = bunching(&histogram, 10, BunchingOptions::default()).unwrap();
        assert!((found.statistic - 5.0).abs() < 1e-12 && found.effect.is_nan());
        assert!(found.se.is_nan() && found.se_resampled.is_nan() && found.pvalue.is_nan());
    }

    #[test]
    fn poisson_counts_around_a_constant_are_computed_by_hand() {
        // Mean 10 of four totals outside; residuals ±1 vary less than Poisson: φ = 1, w = 1/4, se² = 10 + 4·10/16.
        let options = BunchingOptions { degree: 0, ..Default::default() };
        let found = bunching(&[9, 11, 20, 9, 11], 2, options).unwrap();
        assert!((found.statistic - 10.0).abs() < 1e-12 && (found.se - 12.5_f64.sqrt()).abs() < 1e-12);
        // effect = 20/10 − 1: variance (20 + 2²·2.5)/10².
        assert!((found.effect_se - 0.3_f64.sqrt()).abs() < 1e-12);
        // Residuals ±6: φ = 144/(¾·40).
        let found = bunching(&[4, 16, 20, 4, 16], 2, options).unwrap();
        assert!((found.se - (4.8 * 12.5_f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_window_too_small_for_the_polynomial_is_undefined() {
        let options = BunchingOptions { degree: 4, ..Default::default() };
        let found = bunching(&[1, 2, 9, 2, 1], 2, options).unwrap();
        assert!(found.statistic.is_nan() && found.pvalue.is_nan() && found.n == 15);
        assert_eq!(found.counterfactual.len(), 5);
    }

    #[test]
    fn a_zone_that_leaves_the_window_is_refused() {
        let options = BunchingOptions { below: 2, ..Default::default() };
        assert_eq!(bunching(&[1; 9], 1, options).unwrap_err().code(), "statistic.parameter");
        let options = BunchingOptions { window: Some([3, 9]), ..Default::default() };
        assert_eq!(bunching(&[1; 9], 4, options).unwrap_err().code(), "statistic.parameter");
    }

    #[test]
    fn the_same_seed_gives_the_same_standard_error() {
        let histogram: Vec<u64> = (0..30).map(|s: u64| 200 + (s * 37) % 23).collect();
        let with = |seed| bunching(&histogram, 15, BunchingOptions { seed, degree: 3, ..Default::default() });
        assert_eq!(with(4).unwrap(), with(4).unwrap());
        let [four, five] = [4, 5].map(|seed| with(seed).unwrap().se_resampled);
        assert!((four / five - 1.0).abs() < 0.3 && four > 0.0);
    }
}
