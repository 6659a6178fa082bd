use nalgebra::{DMatrix, DVector};

use super::{LeastSquares, parameter, sorted, two_sided};
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

impl std::str::FromStr for Kernel {
    type Err = StatisticError;
    fn from_str(name: &str) -> Result<Self, StatisticError> {
        match name {
            "triangular" => Ok(Self::Triangular),
            "uniform" => Ok(Self::Uniform),
            "epanechnikov" => Ok(Self::Epanechnikov),
            _ => unknown("kernel", name, "triangular, uniform, epanechnikov"),
        }
    }
}

/// What the two sides have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fit {
    /// Nothing: a polynomial for each side.
    #[default]
    Unrestricted,
    /// All but the density itself: one polynomial, with a kink at the threshold. Stronger where it holds.
    Restricted,
}

impl std::str::FromStr for Fit {
    type Err = StatisticError;
    fn from_str(name: &str) -> Result<Self, StatisticError> {
        match name {
            "unrestricted" => Ok(Self::Unrestricted),
            "restricted" => Ok(Self::Restricted),
            _ => unknown("fit", name, "unrestricted, restricted"),
        }
    }
}

/// Which error a bandwidth makes small: the mean square one of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// Of the density of each side alone.
    Each,
    /// Of the difference of the densities.
    Difference,
    /// Of their sum.
    Sum,
    /// Unrestricted: the middle one of the three for each side; restricted: the smaller one of `Difference` and `Sum`.
    #[default]
    Combined,
}

impl std::str::FromStr for Rule {
    type Err = StatisticError;
    fn from_str(name: &str) -> Result<Self, StatisticError> {
        match name {
            "each" => Ok(Self::Each),
            "difference" => Ok(Self::Difference),
            "sum" => Ok(Self::Sum),
            "combined" => Ok(Self::Combined),
            _ => unknown("rule", name, "each, difference, sum, combined"),
        }
    }
}

/// How the standard error is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Variance {
    /// From the values' own influence.
    #[default]
    Jackknife,
    /// From the limit for small bandwidths, with the estimated densities in it.
    Plugin,
}

impl std::str::FromStr for Variance {
    type Err = StatisticError;
    fn from_str(name: &str) -> Result<Self, StatisticError> {
        match name {
            "jackknife" => Ok(Self::Jackknife),
            "plugin" => Ok(Self::Plugin),
            _ => unknown("variance", name, "jackknife, plugin"),
        }
    }
}

fn unknown<T>(what: &'static str, got: &str, expected: &'static str) -> Result<T, StatisticError> {
    Err(StatisticError::Name { what, got: got.to_owned(), expected })
}

/// What is fitted and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalPolynomialOptions {
    /// Reach below and above the threshold; by `rule` without.
    pub bandwidth: Option<[f64; 2]>,
    /// How the reach is chosen where none is given.
    pub rule: Rule,
    /// Order p of the polynomial; the test uses p + 1, whose bias is smaller.
    pub order: usize,
    /// Weights.
    pub kernel: Kernel,
    /// What the sides have in common.
    pub fit: Fit,
    /// The standard error.
    pub variance: Variance,
    /// Whether equal values share one place of the distribution function. Without, they stand on successive ones, as if an accident of
    /// rounding had joined them.
    pub mass_points: bool,
}

impl Default for LocalPolynomialOptions {
    fn default() -> Self {
        Self {
            bandwidth: None,
            rule: Rule::default(),
            order: 2,
            kernel: Kernel::default(),
            fit: Fit::default(),
            variance: Variance::default(),
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

/// A density on both sides of a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
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
/// `values` are totals of persons, NaN where there is none; densities are per unit of the score. The theory is one of continuous scores and of
/// bandwidths that shrink with n: on a discrete score the test answers to the teeth of the scale, and with `mass_points` each total is one
/// place of F̂. What needs more coefficients than there are distinct values within reach is NaN; so is what needs a standard error by plug-in where
/// an estimated density is 0 or below. With as many values as coefficients the fit is exact, the variance poor.
///
/// Without a bandwidth it is that of least mean square error, with order p, as far as pilots know:
///
/// ```text
/// each: h^(2p+1) = V/(2p·n·B²);   difference, sum: V and B of f⁺ ∓ f⁻;   combined: see Rule
/// n·V/h: variance of order p at the pilot h₁;   B·h^p: the bias, from the coefficient of t^(p+1) of order p + 2 at the pilot h₂
/// h₁, h₂: the best ones for f and for its p-th derivative of a normal distribution with the mean and deviation of all values, uniform kernel
/// no reach less than 20 + p + 1 distinct values on its side (the larger one where both sides have one), none beyond the farthest value
/// ```
///
/// On a scale of a few dozen points the last line decides.
///
/// # Errors
/// [`StatisticError::Parameter`] for an infinite value, a threshold that is not finite, a bandwidth not above 0, an order of 0 or above 8 (4 without a bandwidth).
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
/// # References
/// Cattaneo, Jansson and Ma (2018), Stata Journal 18, 234–261; (2020), Journal of the American Statistical Association 115, 1449–1455.
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

/// Both slopes at the threshold, their variances and covariance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jump {
    pub slopes: [f64; 2],
    pub variance: [f64; 2],
    pub covariance: f64,
}

impl Jump {
    const UNDEFINED: Self = Self { slopes: [f64::NAN; 2], variance: [f64::NAN; 2], covariance: f64::NAN };

    fn se(&self) -> f64 {
        let [left, right] = self.variance;
        (left + right - 2.0 * self.covariance).sqrt()
    }
}

/// One distinct value.
pub(super) struct Point {
    /// From the threshold.
    pub t: f64,
    pub count: u64,
    /// The (mean) place of the distribution function.
    f: f64,
}

pub(super) struct Sample {
    pub points: Vec<Point>,
    pub n: f64,
    mass_points: bool,
}

/// The powers of t in r, and where the slopes are.
pub(super) struct Design {
    pub order: usize,
    pub fit: Fit,
}

impl Design {
    fn columns(&self) -> usize {
        match self.fit {
            Fit::Unrestricted => 2 * (self.order + 1),
            Fit::Restricted => self.order + 2,
        }
    }

    fn slopes(&self) -> [usize; 2] {
        match self.fit {
            Fit::Unrestricted => [1, self.order + 2],
            Fit::Restricted => [1, 2],
        }
    }

    /// Which column holds a power of t on a side.
    pub fn column(&self, power: usize, right: bool) -> usize {
        match (self.fit, power) {
            (Fit::Unrestricted, _) => power + if right { self.order + 1 } else { 0 },
            (Fit::Restricted, 0) => 0,
            (Fit::Restricted, 1) => 1 + usize::from(right),
            (Fit::Restricted, _) => power + 1,
        }
    }

    /// r(t)'g.
    fn along(&self, t: f64, right: bool, g: &DVector<f64>) -> f64 {
        (0..=self.order).rev().fold(0.0, |sum, power| sum * t + g[self.column(power, right)])
    }

    fn matrix(&self, window: &[(&Point, f64)], unit: f64) -> DMatrix<f64> {
        let mut x = DMatrix::zeros(window.len(), self.columns());
        for (row, (point, weight)) in window.iter().enumerate() {
            let mut term = weight.sqrt();
            for power in 0..=self.order {
                x[(row, self.column(power, point.t >= 0.0))] = term;
                term *= point.t / unit;
            }
        }
        x
    }

    /// Whether so many distinct values a side can be enough.
    fn needs(&self, [left, right]: [usize; 2]) -> bool {
        match self.fit {
            Fit::Unrestricted => left.min(right) > self.order,
            Fit::Restricted => left.min(right) > 0 && left + right >= self.columns(),
        }
    }
}

impl Sample {
    /// Of values that rise.
    pub fn new(values: &[f64], threshold: f64, mass_points: bool) -> Self {
        let n = values.len() as f64;
        let mut points: Vec<Point> = Vec::new();
        let mut before = 0.0;
        for ties in values.chunk_by(|a, b| a >= b) {
            let last = before + (ties.len() - 1) as f64;
            let place = if mass_points { last } else { f64::midpoint(before, last) };
            points.push(Point { t: ties[0] - threshold, count: ties.len() as u64, f: place / (n - 1.0) });
            before = last + 1.0;
        }
        Self { points, n, mass_points }
    }

    fn counts(&self, [left, right]: [f64; 2]) -> [u64; 4] {
        let count =
            |within: &dyn Fn(f64) -> bool| self.points.iter().filter(|p| within(p.t)).map(|p| p.count).sum();
        [
            count(&|_| true),
            count(&|t| t < 0.0),
            count(&|t| t < 0.0 && t >= -left),
            count(&|t| t >= 0.0 && t <= right),
        ]
    }

    /// Slopes of the distribution function on both sides of the threshold, of order q.
    pub fn jump(&self, order: usize, reach: [f64; 2], options: LocalPolynomialOptions) -> Jump {
        let design = Design { order, fit: options.fit };
        self.try_jump(&design, reach, options).unwrap_or(Jump::UNDEFINED)
    }

    fn try_jump(&self, design: &Design, reach: [f64; 2], options: LocalPolynomialOptions) -> Option<Jump> {
        let fitted = self.fitted(design, reach, options.kernel)?;
        let unit = fitted.unit;
        let slopes = design.slopes().map(|j| fitted.b[j] / unit);
        let [variance_left, variance_right, covariance] = match options.variance {
            Variance::Jackknife => {
                let [l, r] = design.slopes().map(|j| fitted.squares.inverse_column(j));
                self.jackknife(design, &fitted.window, unit, [&l?, &r?])
            }
            Variance::Plugin => {
                let scale = [-reach[0] / unit, reach[1] / unit];
                plugin(design, options.kernel, scale, slopes)?.map(|v| v * unit / self.n)
            }
        };
        let per_unit = unit * unit;
        Some(Jump {
            slopes,
            variance: [variance_left / per_unit, variance_right / per_unit],
            covariance: covariance / per_unit,
        })
    }

    pub fn fitted(&self, design: &Design, [left, right]: [f64; 2], kernel: Kernel) -> Option<Fitted<'_>> {
        let unit = left.max(right);
        let weight = |point: &Point| {
            let h = if point.t < 0.0 { left } else { right };
            point.count as f64 * kernel.weight(point.t / h) / h
        };
        let all = self.points.iter().map(|point| (point, weight(point)));
        let window: Vec<(&Point, f64)> = all.filter(|(_, weight)| *weight > 0.0).collect();
        let below = window.partition_point(|(point, _)| point.t < 0.0);
        if !design.needs([below, window.len() - below]) {
            return None;
        }
        let squares = LeastSquares::new(design.matrix(&window, unit))?;
        let y = window.iter().map(|(point, weight)| point.f * weight.sqrt());
        let b = squares.solve(&DVector::from_iterator(window.len(), y))?;
        Some(Fitted { squares, b, window, unit })
    }

    /// Σ ψψ' along two columns of G⁻¹: left, right, and across. Values out of reach have no influence: below it Ψ is the sum of all, which
    /// moves only the intercept.
    fn jackknife(
        &self,
        design: &Design,
        window: &[(&Point, f64)],
        unit: f64,
        columns: [&DVector<f64>; 2],
    ) -> [f64; 3] {
        let (mut above, mut sums) = ([0.0; 2], [0.0; 3]);
        for (point, weight) in window.iter().rev() {
            let m = point.count as f64;
            let step = columns.map(|g| weight * design.along(point.t / unit, point.t >= 0.0, g));
            // Ψ leaves out the value itself: of m ties each has all others above it, or, one after another, k/m of them, k = 0..m − 1.
            let (first, second) = match self.mass_points {
                true => (m - 1.0, (m - 1.0) * (m - 1.0) / m),
                false => ((m - 1.0) / 2.0, (m - 1.0) * (2.0 * m - 1.0) / (6.0 * m)),
            };
            let cross = |i: usize, j: usize| {
                m * above[i] * above[j]
                    + first * (above[i] * step[j] + above[j] * step[i])
                    + second * step[i] * step[j]
            };
            let squares = [cross(0, 0), cross(1, 1), cross(0, 1)];
            sums.iter_mut().zip(squares).for_each(|(sum, square)| *sum += square);
            above = [above[0] + step[0], above[1] + step[1]];
        }
        sums.map(|sum| sum / ((self.n - 1.0) * (self.n - 1.0)))
    }
}

/// A polynomial of t/unit through the distribution function.
pub(super) struct Fitted<'a> {
    squares: LeastSquares,
    pub b: DVector<f64>,
    window: Vec<(&'a Point, f64)>,
    pub unit: f64,
}

/// The columns of the slopes of G⁻¹ in the limit, where the densities are constant on each side.
///
/// `scale`: the bandwidths in units, the left one negative, since t falls there as u rises.
pub(super) fn limit(
    design: &Design,
    kernel: Kernel,
    scale: [f64; 2],
    densities: [f64; 2],
) -> Option<[DVector<f64>; 2]> {
    let kernel = kernel.polynomial();
    let mut g = DMatrix::zeros(design.columns(), design.columns());
    for (side, right) in [false, true].into_iter().enumerate() {
        for (a, b) in (0..=design.order).flat_map(|a| (0..=design.order).map(move |b| (a, b))) {
            g[(design.column(a, right), design.column(b, right))] +=
                densities[side] * scale[side].powi((a + b) as i32) * moment(kernel, a + b);
        }
    }
    let inverse = g.try_inverse()?;
    Some(design.slopes().map(|j| inverse.column(j).into_owned()))
}

/// n/unit times the variances and the covariance of the slopes, by the limit.
fn plugin(design: &Design, kernel: Kernel, scale: [f64; 2], densities: [f64; 2]) -> Option<[f64; 3]> {
    if densities.iter().any(|f| *f <= 0.0) {
        return None;
    }
    let columns = limit(design, kernel, scale, densities)?;
    let mut sums = [0.0; 3];
    for (side, right) in [false, true].into_iter().enumerate() {
        let tail = |g: &DVector<f64>| {
            let of = |power: usize| g[design.column(power, right)] * scale[side].powi(power as i32);
            above(&product(kernel.polynomial(), &(0..=design.order).map(of).collect::<Vec<f64>>()))
        };
        let [l, r] = columns.each_ref().map(tail);
        let width = scale[side].abs() * densities[side] * densities[side] * densities[side];
        for (sum, (a, b)) in sums.iter_mut().zip([(&l, &l), (&r, &r), (&l, &r)]) {
            *sum += width * moment(&product(a, b), 0);
        }
    }
    Some(sums)
}

/// A polynomial's value at u.
fn value(polynomial: &[f64], u: f64) -> f64 {
    polynomial.iter().rev().fold(0.0, |sum, coefficient| sum * u + coefficient)
}

/// ∫₀¹ polynomial(u)·u^power du.
pub(super) fn moment(polynomial: &[f64], power: usize) -> f64 {
    polynomial.iter().zip(power + 1..).map(|(coefficient, k)| coefficient / k as f64).sum()
}

pub(super) fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut c = vec![0.0; a.len() + b.len() - 1];
    for (i, a) in a.iter().enumerate() {
        b.iter().enumerate().for_each(|(j, b)| c[i + j] += a * b);
    }
    c
}

/// ∫ᵤ¹ polynomial, as a polynomial in u.
pub(super) fn above(polynomial: &[f64]) -> Vec<f64> {
    let falling = polynomial.iter().zip(1..).map(|(coefficient, k)| -coefficient / f64::from(k));
    std::iter::once(moment(polynomial, 0)).chain(falling).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(counts: &[(f64, usize)]) -> Vec<f64> {
        counts.iter().flat_map(|&(x, n)| vec![x; n]).collect()
    }

    #[test]
    fn two_values_a_side_give_slopes_by_hand() {
        // F̂ at −2, −1, 1, 2 of 9: 0, 1/8, 5/8, 1. Order 1 goes through both points of a side.
        let x = values(&[(-2.0, 1), (-1.0, 1), (1.0, 4), (2.0, 3)]);
        let found = local_polynomial(&x, 0.0, LocalPolynomialOptions { order: 1, ..wide() }).unwrap();
        assert!((found.plain_left - 1.0 / 8.0).abs() < 1e-14);
        assert!((found.plain_right - 3.0 / 8.0).abs() < 1e-14);
        assert_eq!((found.n, found.n_left, found.n_right), (9, 2, 7));
        // Order 2 has more coefficients than there are values.
        assert!(found.statistic.is_nan() && found.left.is_nan() && found.pvalue.is_nan());
    }

    fn wide() -> LocalPolynomialOptions {
        LocalPolynomialOptions::with_bandwidth(3.0, 3.0)
    }

    #[test]
    fn values_without_ties_do_not_care_for_mass_points() {
        let x: Vec<f64> = (1..200).map(|i: i32| f64::from(i * i % 401) / 401.0).collect();
        let with = LocalPolynomialOptions::with_bandwidth(0.3, 0.4);
        let [a, b] = [true, false].map(|mass_points| {
            local_polynomial(&x, 0.5, LocalPolynomialOptions { mass_points, ..with }).unwrap()
        });
        assert!((a.statistic - b.statistic).abs() < 1e-12 && a.se > 0.0);
    }

    #[test]
    fn the_order_of_values_and_absent_ones_change_nothing() {
        let mut x = values(&[(1.0, 3), (2.0, 5), (3.0, 4), (4.0, 9), (5.0, 7), (6.0, 6), (7.0, 5), (8.0, 2)]);
        let options = LocalPolynomialOptions { order: 1, ..LocalPolynomialOptions::with_bandwidth(5.0, 5.0) };
        let first = local_polynomial(&x, 4.5, options).unwrap();
        x.reverse();
        x.insert(3, f64::NAN);
        assert_eq!(first, local_polynomial(&x, 4.5, options).unwrap());
        assert!(first.pvalue > 0.0);
    }

    #[test]
    fn nothing_on_one_side_is_undefined_and_nonsense_refused() {
        let found = local_polynomial(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.0, wide()).unwrap();
        assert!(found.statistic.is_nan() && found.n_left == 0 && found.within_right == 3);
        assert!(local_polynomial(&[], 0.0, wide()).unwrap().pvalue.is_nan());
        let wrong = LocalPolynomialOptions { order: 0, ..wide() };
        assert_eq!(local_polynomial(&[1.0], 0.0, wrong).unwrap_err().code(), "statistic.parameter");
        let wrong = LocalPolynomialOptions::with_bandwidth(0.0, 1.0);
        assert_eq!(local_polynomial(&[1.0], 0.0, wrong).unwrap_err().code(), "statistic.parameter");
        assert_eq!("gauss".parse::<Kernel>().unwrap_err().code(), "statistic.name");
    }

    #[test]
    fn the_plug_in_variance_of_a_uniform_kernel_is_the_papers() {
        // Order 1, uniform kernel, one side: 6/5·f/(nh) (Cattaneo, Jansson and Ma, with p = 1).
        let design = Design { order: 1, fit: Fit::Unrestricted };
        let [left, right, across] = plugin(&design, Kernel::Uniform, [-1.0, 1.0], [1.0, 2.0]).unwrap();
        assert!((left - 1.2).abs() < 1e-12 && (right - 2.4).abs() < 1e-12, "{left} {right}");
        assert!(across.abs() < 1e-12);
    }
}
