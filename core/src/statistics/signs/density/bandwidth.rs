//! Bandwidths of least mean square error.

use nalgebra::{DMatrix, DVector};

use super::local_polynomial::{
    Design, Fit, Kernel, LocalPolynomialOptions, Rule, Sample, above, limit, moment, product,
};

/// The least number of distinct values within reach is this many more than the order.
const DISTINCT: usize = 21;

impl Sample {
    /// The reach on both sides by the options' rule; NaN where a pilot is undefined.
    pub fn bandwidth(&self, options: LocalPolynomialOptions) -> [f64; 2] {
        self.try_bandwidth(options).unwrap_or([f64::NAN; 2])
    }

    fn try_bandwidth(&self, options: LocalPolynomialOptions) -> Option<[f64; 2]> {
        let p = options.order;
        let variance = self.pilot(p, 1)?;
        let jump = self.jump(p, [variance; 2], options);
        let [left, right] = self.bias(options, jump.slopes)?;
        // h^(2p+1) = V/(2p·n·B²), and the variance at the pilot is V/(n·pilot).
        let best = |v: f64, bias: f64| {
            let h = (v * variance / (2.0 * p as f64 * bias * bias)).max(0.0);
            libm::pow(h, 1.0 / (2.0 * p as f64 + 1.0))
        };
        let both = jump.variance[0] + jump.variance[1];
        let each = [best(jump.variance[0], left), best(jump.variance[1], right)];
        let difference = best(both - 2.0 * jump.covariance, right - left);
        let sum = best(both + 2.0 * jump.covariance, right + left);
        let each = [self.within(each[0], p, [true, false]), self.within(each[1], p, [false, true])];
        let [difference, sum] = [difference, sum].map(|h| self.within(h, p, [true, true]));
        let reach = match (options.rule, options.fit) {
            (Rule::Each, _) => each,
            (Rule::Difference, _) => [difference; 2],
            (Rule::Sum, _) => [sum; 2],
            (Rule::Combined, Fit::Unrestricted) => each.map(|h| middle([h, difference, sum])),
            (Rule::Combined, Fit::Restricted) => [difference.min(sum); 2],
        };
        reach.iter().all(|h| *h > 0.0).then_some(reach)
    }

    /// The best bandwidth for the `derivative`-th derivative of a normal distribution function by
    /// order P, uniform kernel.
    fn pilot(&self, order: usize, derivative: usize) -> Option<f64> {
        let sum = |of: &dyn Fn(f64) -> f64| self.points.iter().map(|p| p.count as f64 * of(p.t)).sum::<f64>();
        let mean = sum(&|t| t) / self.n;
        let sd = (sum(&|t| (t - mean) * (t - mean)) / (self.n - 1.0)).sqrt();
        let of_normal = |k: usize| normal_derivative(k, -mean / sd) / sd.powi(k as i32);
        let (variance, bias) = constants(Kernel::Uniform, order, derivative)?;
        let factorial = |k: usize| (1..=k).map(|i| i as f64).product::<f64>();
        let bias = bias * of_normal(order + 1) / factorial(order + 1);
        let free = (2 * derivative - 1) as f64 / (2 * (order + 1 - derivative)) as f64;
        let h = free * of_normal(1) * variance / (bias * bias * self.n);
        let h = self.within(libm::pow(h, 1.0 / (2 * order + 1) as f64), order, [true, true]);
        (h > 0.0).then_some(h)
    }

    /// h, widened to enough distinct values on each of the sides, and no farther than the values
    /// are.
    fn within(&self, h: f64, order: usize, sides: [bool; 2]) -> f64 {
        let below = self.points.iter().rev().map(|p| -p.t).filter(|t| *t > 0.0).collect::<Vec<f64>>();
        let above = self.points.iter().map(|p| p.t).filter(|t| *t >= 0.0).collect::<Vec<f64>>();
        let all = [below, above];
        let wanted = || all.iter().zip(sides).filter(|(_, wanted)| *wanted).map(|(side, _)| side);
        let farthest = wanted().filter_map(|side| side.last()).copied().fold(0.0, f64::max);
        let nearest = |side: &Vec<f64>| side.get(order + DISTINCT - 1).or(side.last()).copied();
        let least = wanted().filter_map(nearest).fold(0.0, f64::max);
        if h.is_nan() { h } else { h.max(least).min(farthest) }
    }

    /// B of both slopes: what t^(p+1) adds to a fit of order p.
    fn bias(&self, options: LocalPolynomialOptions, densities: [f64; 2]) -> Option<[f64; 2]> {
        let (p, fit) = (options.order, options.fit);
        let reach = self.pilot(p + 2, p + 1)?;
        let higher = Design { order: p + 2, fit };
        let fitted = self.fitted(&higher, [reach; 2], options.kernel)?;
        let design = Design { order: p, fit };
        // Apart, the sides' densities cancel.
        let densities = if fit == Fit::Unrestricted { [1.0; 2] } else { densities };
        let columns = limit(&design, options.kernel, [-1.0, 1.0], densities)?;
        let mut bias = [0.0; 2];
        for ((right, sign), f) in [(false, -1.0_f64), (true, 1.0)].into_iter().zip(densities) {
            let coefficient = fitted.b[higher.column(p + 1, right)] / fitted.unit.powi(p as i32 + 1);
            for power in 0..=p {
                let k = power + p + 1;
                let weight = f * coefficient * sign.powi(k as i32) * moment(options.kernel.polynomial(), k);
                for (bias, g) in bias.iter_mut().zip(&columns) {
                    *bias += weight * g[design.column(power, right)];
                }
            }
        }
        Some(bias)
    }
}

fn middle(mut three: [f64; 3]) -> f64 {
    three.sort_unstable_by(f64::total_cmp);
    three[1]
}

/// Of one side's estimate of coefficient j by order P: n·h^(2j−1)/f times the variance, and the
/// bias over h^(P+1−j) times the next coefficient.
fn constants(kernel: Kernel, order: usize, j: usize) -> Option<(f64, f64)> {
    let kernel = kernel.polynomial();
    let s = DMatrix::from_fn(order + 1, order + 1, |a, b| moment(kernel, a + b));
    let mut unit = DVector::zeros(order + 1);
    unit[j] = 1.0;
    let g = s.lu().solve(&unit)?;
    let tail = above(&product(kernel, g.as_slice()));
    let bias = (0..=order).map(|a| g[a] * moment(kernel, a + order + 1)).sum();
    Some((moment(&product(&tail, &tail), 0), bias))
}

/// The k-th derivative of the standard normal distribution function, k ≥ 1:
/// (−1)^(k−1)·He_{k−1}(z)·φ(z).
fn normal_derivative(k: usize, z: f64) -> f64 {
    let (mut before, mut hermite) = (0.0, 1.0);
    for i in 1..k {
        (before, hermite) = (hermite, z * hermite - (i - 1) as f64 * before);
    }
    let density = libm::exp(-z * z / 2.0) / std::f64::consts::TAU.sqrt();
    if k % 2 == 1 { hermite * density } else { -hermite * density }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_of_the_uniform_kernel_are_those_of_a_line() {
        // Least squares of a line on [0, 1]: the slope's bias for t² is 1, its variance 6/5.
        let (variance, bias) = constants(Kernel::Uniform, 1, 1).unwrap();
        assert!((variance - 1.2).abs() < 1e-12 && (bias - 1.0).abs() < 1e-12);
    }

    #[test]
    fn derivatives_of_the_normal_distribution_are_known() {
        let phi = libm::exp(-0.125) / std::f64::consts::TAU.sqrt();
        for (k, factor) in [(1, 1.0), (2, -0.5), (3, -0.75), (4, 1.375)] {
            assert!((normal_derivative(k, 0.5) - factor * phi).abs() < 1e-15, "{k}");
        }
    }
}
