//! Levels of schools in two years, and how often flags come again.

use nalgebra::{SMatrix, SVector};

use crate::math::normal_upper;

pub(super) type Five = SVector<f64, 5>;

/// One school of two years with its sampling variances.
#[derive(Clone, Copy)]
pub(super) struct School {
    pub x: [f64; 2],
    pub v: [f64; 2],
    pub critical: f64,
}

/// μ₀, μ₁, ln τ₀, ln τ₁, atanh ρ.
#[derive(Clone, Copy)]
pub(super) struct Parameters(pub Five);

impl Parameters {
    pub fn tau(&self) -> [f64; 2] {
        [libm::exp(self.0[2]), libm::exp(self.0[3])]
    }

    pub fn rho(&self) -> f64 {
        libm::tanh(self.0[4])
    }

    /// Adds one school's log-likelihood and its gradient.
    pub fn add(&self, school: &School, value: &mut f64, gradient: &mut Five) {
        let ([t0, t1], rho) = (self.tau(), self.rho());
        let (a, d, b) = (t0 * t0 + school.v[0], t1 * t1 + school.v[1], rho * t0 * t1);
        let det = a * d - b * b;
        let (r0, r1) = (school.x[0] - self.0[0], school.x[1] - self.0[1]);
        let (u0, u1) = ((d * r0 - b * r1) / det, (a * r1 - b * r0) / det);
        *value -= 0.5 * (libm::log(det) + r0 * u0 + r1 * u1) + libm::log(std::f64::consts::TAU);
        let g00 = 0.5 * (u0 * u0 - d / det);
        let g11 = 0.5 * (u1 * u1 - a / det);
        let g01 = 0.5 * (u0 * u1 + b / det);
        let slopes = [
            u0,
            u1,
            g00 * 2.0 * t0 * t0 + g01 * 2.0 * b,
            g11 * 2.0 * t1 * t1 + g01 * 2.0 * b,
            2.0 * g01 * (1.0 - rho * rho) * t0 * t1,
        ];
        (0..5).for_each(|i| gradient[i] += slopes[i]);
    }

    pub fn of(&self, schools: &[School]) -> (f64, Five) {
        let (mut value, mut gradient) = (0.0, Five::zeros());
        schools.iter().for_each(|school| self.add(school, &mut value, &mut gradient));
        (value, gradient)
    }

    /// Minus the second derivatives, by differences of the gradient.
    pub fn information(&self, schools: &[School]) -> SMatrix<f64, 5, 5> {
        let mut all = SMatrix::<f64, 5, 5>::zeros();
        for i in 0..5 {
            let mut step = Five::zeros();
            step[i] = 1e-5;
            let up = Self(self.0 + step).of(schools).1;
            let down = Self(self.0 - step).of(schools).1;
            all.set_column(i, &((down - up) / 2e-5));
        }
        (all + all.transpose()) / 2.0
    }

    /// Expected statistic, its standard deviation, and the chance to exceed the critical value.
    pub fn second(&self, school: &School, rho: f64) -> (f64, f64) {
        let [t0, t1] = self.tau();
        let noisy = t0 * t0 + school.v[0];
        let mean = self.0[1] + rho * t0 * t1 / noisy * (school.x[0] - self.0[0]);
        let variance = t1 * t1 - rho * rho * t0 * t0 * t1 * t1 / noisy + school.v[1];
        (mean, normal_upper((school.critical - mean) / variance.max(1e-300).sqrt()))
    }
}

/// What is furthest from the middle that a level's spread or correlation may go.
const FAR: [f64; 2] = [-9.0, 5.0];

/// The parameters of largest likelihood: steps of Newton where the likelihood bends the right way,
/// else along the gradient.
pub(super) fn fitted(schools: &[School]) -> Option<(Parameters, f64)> {
    let mut here = start(schools);
    let (mut value, mut gradient) = here.of(schools);
    for _ in 0..200 {
        let information = here.information(schools);
        let scale = information.diagonal().abs().max().max(1.0);
        let mut step = None;
        let mut ridge = 0.0;
        while step.is_none() && ridge < 1e6 {
            let bent = information + SMatrix::identity() * (ridge * scale);
            step = bent.cholesky().map(|c| c.solve(&gradient));
            ridge = if ridge == 0.0 { 1e-6 } else { ridge * 10.0 };
        }
        let mut step = step?;
        let mut better = None;
        for _ in 0..60 {
            let mut next = here.0 + step;
            (2..4).for_each(|i| next[i] = next[i].max(FAR[0]));
            next[4] = next[4].clamp(-FAR[1], FAR[1]);
            let (v, g) = Parameters(next).of(schools);
            if v >= value {
                better = Some((Parameters(next), v, g));
                break;
            }
            step /= 2.0;
        }
        let Some((next, v, g)) = better else { break };
        let moved = (next.0 - here.0).abs().max();
        (here, value, gradient) = (next, v, g);
        if moved < 1e-10 {
            break;
        }
    }
    (value.is_finite() && here.0.iter().all(|x| x.is_finite())).then_some((here, value))
}

pub(super) fn start(schools: &[School]) -> Parameters {
    let n = schools.len() as f64;
    let mean = |i: usize| schools.iter().map(|s| s.x[i]).sum::<f64>() / n;
    let (m0, m1) = (mean(0), mean(1));
    let spread = |i: usize, m: f64| {
        let all = schools.iter().map(|s| (s.x[i] - m) * (s.x[i] - m)).sum::<f64>() / n;
        let noise = schools.iter().map(|s| s.v[i]).sum::<f64>() / n;
        0.5 * libm::log((all - noise).max(0.1 * all).max(1e-12))
    };
    Parameters(Five::from([m0, m1, spread(0, m0), spread(1, m1), 0.5]))
}

/// P(X = 0), P(X = 1), … of a sum of independent events.
pub(super) fn poisson_binomial(chances: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut mass = vec![1.0];
    for p in chances {
        mass.push(0.0);
        for k in (1..mass.len()).rev() {
            mass[k] = mass[k] * (1.0 - p) + mass[k - 1] * p;
        }
        mass[0] *= 1.0 - p;
    }
    mass
}
