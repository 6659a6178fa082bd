//! Local polynomials at one point.

use nalgebra::{DMatrix, DVector};

use super::super::LeastSquares;
use super::{Fit, Kernel, LocalPolynomialOptions, Variance};

/// Both slopes at the threshold, their variances and covariance.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Jump {
    pub slopes: [f64; 2],
    pub variance: [f64; 2],
    pub covariance: f64,
}

impl Jump {
    const UNDEFINED: Self = Self { slopes: [f64::NAN; 2], variance: [f64::NAN; 2], covariance: f64::NAN };

    pub fn se(&self) -> f64 {
        let [left, right] = self.variance;
        (left + right - 2.0 * self.covariance).sqrt()
    }
}

/// One distinct value.
pub(in super::super) struct Point {
    /// From the threshold.
    pub t: f64,
    pub count: u64,
    /// The (mean) place of the distribution function.
    f: f64,
}

pub(in super::super) struct Sample {
    pub points: Vec<Point>,
    pub n: f64,
    mass_points: bool,
}

/// The powers of t in r, and where the slopes are.
pub(in super::super) struct Design {
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

    pub fn counts(&self, [left, right]: [f64; 2]) -> [u64; 4] {
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

    /// Σ ψψ' along two columns of G⁻¹: left, right, and across. Values out of reach have no
    /// influence: below it Ψ is the sum of all, which moves only the intercept.
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
            // Ψ leaves out the value itself: of m ties each has all others above it, or, one after
            // another, k/m of them, k = 0..m − 1.
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
pub(in super::super) struct Fitted<'a> {
    squares: LeastSquares,
    pub b: DVector<f64>,
    window: Vec<(&'a Point, f64)>,
    pub unit: f64,
}

/// The columns of the slopes of G⁻¹ in the limit, where the densities are constant on each side.
///
/// `scale`: the bandwidths in units, the left one negative, since t falls there as u rises.
pub(in super::super) fn limit(
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
pub(super) fn plugin(
    design: &Design,
    kernel: Kernel,
    scale: [f64; 2],
    densities: [f64; 2],
) -> Option<[f64; 3]> {
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
pub(super) fn value(polynomial: &[f64], u: f64) -> f64 {
    polynomial.iter().rev().fold(0.0, |sum, coefficient| sum * u + coefficient)
}

/// ∫₀¹ polynomial(u)·u^power du.
pub(in super::super) fn moment(polynomial: &[f64], power: usize) -> f64 {
    polynomial.iter().zip(power + 1..).map(|(coefficient, k)| coefficient / k as f64).sum()
}

pub(in super::super) fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut c = vec![0.0; a.len() + b.len() - 1];
    for (i, a) in a.iter().enumerate() {
        b.iter().enumerate().for_each(|(j, b)| c[i + j] += a * b);
    }
    c
}

/// ∫ᵤ¹ polynomial, as a polynomial in u.
pub(in super::super) fn above(polynomial: &[f64]) -> Vec<f64> {
    let falling = polynomial.iter().zip(1..).map(|(coefficient, k)| -coefficient / f64::from(k));
    std::iter::once(moment(polynomial, 0)).chain(falling).collect()
}
