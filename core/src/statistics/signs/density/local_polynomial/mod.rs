mod fitted;
#[cfg(test)]
mod tests;

pub(super) use fitted::*;

use super::{VALUES, parameter, sorted, two_sided};
use obektiv_derive::{Record, Settings, described};

use crate::function::{Function, Groups, Output, Shape, choices, options};
use crate::math::Z95;
use crate::statistics::StatisticError;

/// How much a value counts at u = distance/bandwidth, |u| ≤ 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kernel {
    /// 1 − |u|.
    #[default]
    Triangular,
    /// ½.
    Uniform,
    /// ¾(1 − u²).
    Epanechnikov,
}

impl Kernel {
    fn weight(self, u: f64) -> f64 {
        let u = u.abs();
        if u > 1.0 { 0.0 } else { value(self.polynomial(), u) }
    }

    /// Coefficients on [0, 1].
    pub(super) fn polynomial(self) -> &'static [f64] {
        match self {
            Self::Triangular => &[1.0, -1.0],
            Self::Uniform => &[0.5],
            Self::Epanechnikov => &[0.75, 0.0, -0.75],
        }
    }
}

choices!(Kernel, "kernel", Triangular = "triangular", Uniform = "uniform", Epanechnikov = "epanechnikov");

/// What the two sides have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fit {
    /// Nothing: a polynomial for each side.
    #[default]
    Unrestricted,
    /// All but the density itself: one polynomial, with a kink at the threshold. Stronger where it
    /// holds.
    Restricted,
}

choices!(Fit, "fit", Unrestricted = "unrestricted", Restricted = "restricted");

/// Which error a bandwidth makes small: the mean square one of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// Of the density of each side alone.
    Each,
    /// Of the difference of the densities.
    Difference,
    /// Of their sum.
    Sum,
    /// Unrestricted: the middle one of the three for each side; restricted: the smaller one of
    /// `Difference` and `Sum`.
    #[default]
    Combined,
}

choices!(Rule, "rule", Combined = "combined", Each = "each", Difference = "difference", Sum = "sum");

/// How the standard error is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Variance {
    /// From the values' own influence.
    #[default]
    Jackknife,
    /// From the limit for small bandwidths, with the estimated densities in it.
    Plugin,
}

choices!(Variance, "variance", Jackknife = "jackknife", Plugin = "plugin");

/// What is fitted and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct LocalPolynomialOptions {
    /// The reach below and above the threshold; of least mean square error by `rule` where not
    /// given, which on a scale of a few dozen points is the whole scale.
    pub bandwidth: Option<[f64; 2]>,
    /// Order p of the polynomial, 1 to 8; the test uses p + 1, whose bias is smaller.
    pub order: usize,
    /// How much a value counts by its distance from the threshold.
    pub kernel: Kernel,
    /// A polynomial for each side, or one with a kink at the threshold, which is stronger where the
    /// sides are alike.
    pub fit: Fit,
    /// The standard error: from the values' own influence, or from its limit for small bandwidths.
    pub variance: Variance,
    /// The mean square error of what is made small, where no bandwidth is given: of the density of
    /// each side, of the difference of both, of their sum; combined: unrestricted the middle one of
    /// the three, restricted the smaller one of difference and sum.
    pub rule: Rule,
    /// Whether equal values share one place of the distribution function. Without, they stand on
    /// successive ones, as if an accident of rounding had joined them.
    pub mass_points: bool,
}

impl Default for LocalPolynomialOptions {
    fn default() -> Self {
        Self {
            bandwidth: None,
            order: 2,
            kernel: Kernel::default(),
            fit: Fit::default(),
            variance: Variance::default(),
            rule: Rule::default(),
            mass_points: true,
        }
    }
}

impl LocalPolynomialOptions {
    /// All else by default.
    #[must_use]
    pub fn with_bandwidth(left: f64, right: f64) -> Self {
        Self { bandwidth: Some([left, right]), ..Self::default() }
    }
}

/// A density on both sides of a threshold, per unit of the score; NaN what is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Record)]
pub struct LocalPolynomial {
    /// Values that take part.
    pub n: u64,
    /// Values below the threshold.
    pub n_left: u64,
    /// Values at the threshold and above.
    pub n_right: u64,
    /// Reach below the threshold.
    pub bandwidth_left: f64,
    /// Reach above it.
    pub bandwidth_right: f64,
    /// Values within reach below the threshold.
    pub within_left: u64,
    /// Values within reach above it.
    pub within_right: u64,
    /// `effect`/`se`, of order p + 1.
    pub statistic: f64,
    /// P(|Z| ≥ |statistic|).
    pub pvalue: f64,
    /// `right` − `left`.
    pub effect: f64,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// Its standard error.
    pub se: f64,
    /// The density just below the threshold, of order p + 1.
    pub left: f64,
    /// The density just above it.
    pub right: f64,
    /// The standard error of `left`.
    pub se_left: f64,
    /// The standard error of `right`.
    pub se_right: f64,
    /// The statistic of order p, whose bias the p-value below neglects.
    pub plain_statistic: f64,
    /// P(|Z| ≥ |plain_statistic|).
    pub plain_pvalue: f64,
    /// The density just below the threshold, of order p.
    pub plain_left: f64,
    /// The density just above it, of order p.
    pub plain_right: f64,
}

/// The local polynomial density test: does the density jump at a threshold?
///
/// ```text
/// F̂(x_i) = (number of x ≤ x_i, less 1)/(n − 1)                         x_i ≥ c is right, below left
/// β̂ = argmin Σ K((x_i − c)/h)/h · (F̂(x_i) − r(x_i − c)'β)²             h: the bandwidth of x_i's side
/// unrestricted: r = (1, t, …, t^q) for each side apart;  restricted: r = (1, t·1[t < 0], t·1[t ≥ 0], t², …, t^q)
/// f⁻, f⁺ = the coefficients of t;   statistic = (f⁺ − f⁻)/se;   q = order + 1
/// jackknife: Ψ_i = Σ_{j≠i, x_j ≥ x_i} K_j/h_j · r_j/(n − 1);   V = G⁻¹(Σ Ψ_iΨ_i')G⁻¹,   G = Σ K_i/h_i · r_i r_i'
/// plug-in: the same for a density that is f⁻ left and f⁺ right of c, n and the integrals in place of the sums
/// ```
///
/// For comparison, on totals of a territory; on discrete scores prefer `heaping`. The theory is one
/// of continuous scores and of bandwidths that shrink with n: on a discrete score the test answers
/// to the teeth of the scale, and with `mass_points` each total is one place of F̂. What needs more
/// coefficients than there are distinct values within reach is NaN; so is what needs a standard
/// error by plug-in where an estimated density is 0 or below. With as many values as coefficients
/// the fit is exact, the variance poor.
///
/// Without a bandwidth it is that of least mean square error, with order p, as far as pilots know:
///
/// ```text
/// each: h^(2p+1) = V/(2p·n·B²);   difference, sum: V and B of f⁺ ∓ f⁻;   combined: see `rule`
/// n·V/h: variance of order p at the pilot h₁;   B·h^p: the bias, from the coefficient of t^(p+1) of order p + 2 at the pilot h₂
/// h₁, h₂: the best ones for f and for its p-th derivative of a normal distribution with the mean and deviation of all values, uniform kernel
/// no reach less than 20 + p + 1 distinct values on its side (the larger one where both sides have one), none beyond the farthest value
/// ```
///
/// On a scale of a few dozen points the last line decides.
///
/// # Errors
/// [`StatisticError::Parameter`] for an infinite value, a threshold that is not finite, a bandwidth
/// not above 0, an order of 0 or above 8 (4 without a bandwidth);
/// [`DataError::Name`](crate::data::DataError::Name) for a name not listed.
///
/// # Examples
/// ```
/// use obektiv::statistics::density::{LocalPolynomialOptions, local_polynomial};
/// let even = (0..9000).map(|i| f64::from(i) / 9000.0);
/// let values: Vec<f64> = even.chain((0..1000).map(|i| 0.5 + f64::from(i) / 10_000.0)).collect();
/// let found = local_polynomial(&values, 0.5, LocalPolynomialOptions::with_bandwidth(0.1, 0.1))?;
/// assert!((found.left - 0.9).abs() < 0.02 && (found.right - 1.9).abs() < 0.02);
/// assert!(found.pvalue < 1e-3);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// ```python
/// >>> values = [i / 9000 for i in range(9000)] + [0.5 + i / 10000 for i in range(1000)]
/// >>> found = ob.density.local_polynomial(values, 0.5, bandwidth=(0.1, 0.1))
/// >>> round(found.left, 1), round(found.right, 1), found.pvalue < 0.001
/// (0.9, 1.9, True)
/// ```
///
/// # References
/// Cattaneo, Jansson and Ma (2018), Stata Journal 18, 234–261; (2020), Journal of the American
/// Statistical Association 115, 1449–1455.
#[described]
pub fn local_polynomial(
    values: &[f64],
    threshold: f64,
    options: LocalPolynomialOptions,
) -> Result<LocalPolynomial, StatisticError> {
    check(options)?;
    let values = sorted(values, threshold)?;
    let sample = Sample::new(&values, threshold, options.mass_points);
    let reach = match options.bandwidth {
        Some(reach) => reach,
        None => sample.bandwidth(options),
    };
    let [plain, test] = [options.order, options.order + 1].map(|q| sample.jump(q, reach, options));
    let effect = test.slopes[1] - test.slopes[0];
    let [n, n_left, within_left, within_right] = sample.counts(reach);
    Ok(LocalPolynomial {
        n,
        n_left,
        n_right: n - n_left,
        bandwidth_left: reach[0],
        bandwidth_right: reach[1],
        within_left,
        within_right,
        statistic: effect / test.se(),
        pvalue: two_sided(effect / test.se()),
        effect,
        lower: effect - Z95 * test.se(),
        upper: effect + Z95 * test.se(),
        se: test.se(),
        left: test.slopes[0],
        right: test.slopes[1],
        se_left: test.variance[0].sqrt(),
        se_right: test.variance[1].sqrt(),
        plain_statistic: (plain.slopes[1] - plain.slopes[0]) / plain.se(),
        plain_pvalue: two_sided((plain.slopes[1] - plain.slopes[0]) / plain.se()),
        plain_left: plain.slopes[0],
        plain_right: plain.slopes[1],
    })
}

/// The threshold, and what is fitted.
#[derive(Default, Settings)]
struct LocalPolynomialSettings {
    /// Where the density may jump; a value at it counts to the right.
    #[setting(required)]
    threshold: f64,
    #[setting(flatten)]
    options: LocalPolynomialOptions,
}

/// [`local_polynomial`] in the catalogue.
pub const LOCAL_POLYNOMIAL: Function = Function {
    id: "density.local_polynomial",
    doc: LOCAL_POLYNOMIAL_DOC,
    inputs: &[VALUES],
    groups: Groups::None,
    options: options::<LocalPolynomialSettings>,
    output: Shape::Record(LocalPolynomial::described),
    run: |given| {
        let LocalPolynomialSettings { threshold, options } = given.options()?;
        Ok(Output::record(&local_polynomial(given.numbers(0)?, threshold, options)?))
    },
};

fn check(options: LocalPolynomialOptions) -> Result<(), StatisticError> {
    for value in options.bandwidth.into_iter().flatten() {
        if !(value.is_finite() && value > 0.0) {
            return parameter("bandwidth", value, "a finite number above 0");
        }
    }
    match (options.order, options.bandwidth) {
        (1..=4, _) | (5..=8, Some(_)) => Ok(()),
        (order, Some(_)) => parameter("order", order as f64, "1 to 8"),
        (order, None) => parameter("order", order as f64, "1 to 4 where the bandwidth is chosen by a rule"),
    }
}
