//! One person's ability by each method, on points that are prepared once.

use ndarray::ArrayView1;

use super::{AbilityOptions, Method};
use crate::model::distribution::most_categories;
use crate::model::{Item, Quadrature, answer};

/// WLE and MAP are finite; a few answers to very hard items lie far out.
const FAR: f64 = 12.0;
/// Points on which the highest maximum is looked for.
const GRID: usize = 61;

/// A narrowest posterior has 1/(step·√I) standard deviations from point to point; the more of
/// them, the less its moments on points differ from its own.
const POINTS_IN_SD: f64 = 1.5;
/// Bounds the time that tests without end take.
const DENSEST: usize = 64;

/// The distribution on points that are dense enough for the posterior of the whole test.
pub(super) fn dense_enough(ability: &Quadrature, items: &[Item]) -> Quadrature {
    let Some(step) = ability.step() else { return ability.clone() };
    let mut scratch = Scratch::new(most_categories(items));
    let mut information = |theta: f64| {
        let mut sums = Sums::default();
        items.iter().for_each(|item| sums.add(item, 0, theta, &mut scratch));
        sums.information
    };
    let most = ability.points.iter().map(|&x| information(x)).fold(0.0, f64::max);
    let needed = POINTS_IN_SD * step * most.sqrt();
    match (1..DENSEST).find(|&times| times as f64 >= needed).unwrap_or(DENSEST) {
        1 => ability.clone(),
        times => ability.denser(times),
    }
}

pub(super) struct Estimator<'a> {
    items: &'a [Item],
    method: Method,
    prior: (f64, f64),
    pub grid: Vec<f64>,
    /// What the answers' log-probabilities are added to: the log weights for EAP, the log prior for
    /// MAP.
    pub start: Vec<f64>,
    /// ln P by item, score and point.
    pub logs: Vec<Vec<Vec<f64>>>,
    /// I by item and point, for WLE.
    information: Vec<Vec<f64>>,
}

/// Sums over the items of a person at one θ.
#[derive(Default)]
struct Sums {
    slope: f64,
    observed: f64,
    information: f64,
    j: f64,
}

impl<'a> Estimator<'a> {
    pub fn new(items: &'a [Item], options: &AbilityOptions) -> Self {
        let method = options.method;
        let (mean, sd) = (options.ability.mean(), options.ability.sd());
        let dense = match method {
            Method::Eap => dense_enough(&options.ability, items),
            _ => options.ability.clone(),
        };
        let grid = match method {
            Method::Eap => dense.points.clone(),
            Method::Ml => Quadrature::equally_spaced(GRID, options.bounds.0, options.bounds.1).points,
            Method::Map | Method::Wle => Quadrature::equally_spaced(2 * GRID - 1, -FAR, FAR).points,
        };
        let start = match method {
            Method::Eap => dense.weights.iter().map(|&w| libm::log(w)).collect(),
            Method::Map => grid.iter().map(|x| -(x - mean) * (x - mean) / (2.0 * sd * sd)).collect(),
            Method::Ml | Method::Wle => vec![0.0; grid.len()],
        };
        let mut information = Vec::new();
        if method == Method::Wle {
            let at = |item: &Item, x: f64| {
                let mut sums = Sums::default();
                let mut scratch = Scratch::new(item.categories());
                sums.add(item, 0, x, &mut scratch);
                sums.information
            };
            information = items.iter().map(|item| grid.iter().map(|&x| at(item, x)).collect()).collect();
        }
        let logs = items.iter().map(|item| log_probabilities(item, &grid)).collect();
        Self { items, method, prior: (mean, sd), grid, start, logs, information }
    }

    pub fn estimate(&self, cells: ArrayView1<'_, u8>) -> (f64, f64, u64) {
        let answers: Vec<(usize, usize)> =
            cells.iter().enumerate().filter_map(|(i, &cell)| Some((i, answer(cell)?))).collect();
        let n = answers.len() as u64;
        if n == 0 {
            return match self.method {
                Method::Ml | Method::Wle => (f64::NAN, f64::NAN, 0),
                Method::Map | Method::Eap => (self.prior.0, self.prior.1, 0),
            };
        }
        let mut objective = self.start.clone();
        for &(i, score) in &answers {
            objective.iter_mut().zip(&self.logs[i][score]).for_each(|(sum, log)| *sum += log);
        }
        if self.method == Method::Eap {
            let (theta, se) = posterior_moments(&self.grid, &mut objective);
            return (theta, se, n);
        }
        if self.method == Method::Wle {
            for (q, sum) in objective.iter_mut().enumerate() {
                let information: f64 = answers.iter().map(|&(i, _)| self.information[i][q]).sum();
                *sum += libm::log(information) / 2.0;
            }
        }
        let mut scratch = Scratch::new(most_categories(self.items));
        let mut sums = |theta: f64| {
            let mut sums = Sums::default();
            answers.iter().for_each(|&(i, score)| sums.add(&self.items[i], score, theta, &mut scratch));
            sums
        };
        let (mean, variance) = (self.prior.0, self.prior.1 * self.prior.1);
        let theta = self.root(&objective, |theta| {
            let sums = sums(theta);
            match self.method {
                Method::Wle => sums.slope + sums.j / (2.0 * sums.information),
                Method::Map => sums.slope - (theta - mean) / variance,
                Method::Ml | Method::Eap => sums.slope,
            }
        });
        let sums = sums(theta);
        let information = match self.method {
            Method::Wle => sums.information,
            Method::Map => sums.observed + 1.0 / variance,
            Method::Ml | Method::Eap => sums.observed,
        };
        (theta, 1.0 / information.sqrt(), n)
    }

    /// Where the slope changes from plus to minus next to the highest point of the grid; the end of
    /// the grid if nowhere.
    fn root(&self, objective: &[f64], mut slope: impl FnMut(f64) -> f64) -> f64 {
        let best =
            (1..objective.len()).fold(0, |best, q| if objective[q] > objective[best] { q } else { best });
        let (mut here, mut at) = (best, slope(self.grid[best]));
        loop {
            if at == 0.0 {
                return self.grid[here];
            }
            let rises = at > 0.0;
            let next = if rises { here + 1 } else { here.wrapping_sub(1) };
            let Some(&x) = self.grid.get(next) else { return self.grid[here] };
            let there = slope(x);
            if (there > 0.0) != rises {
                return false_position((self.grid[here], at), (x, there), slope);
            }
            (here, at) = (next, there);
        }
    }
}

/// The root between two points of different sign: Illinois' false position, which never leaves
/// them.
fn false_position(mut a: (f64, f64), mut b: (f64, f64), mut f: impl FnMut(f64) -> f64) -> f64 {
    for _ in 0..100 {
        let x = (a.0 * b.1 - b.0 * a.1) / (b.1 - a.1);
        if b.1 == 0.0 || (b.0 - a.0).abs() < 1e-13 || !x.is_finite() {
            break;
        }
        let y = f(x);
        if (x - b.0).abs() < 1e-12 * (1.0 + x.abs()) || y == 0.0 {
            return x;
        }
        if (y > 0.0) == (b.1 > 0.0) {
            a.1 /= 2.0;
        } else {
            a = b;
        }
        b = (x, y);
    }
    b.0
}

/// Room for one item's P, P', P''.
struct Scratch {
    p: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Scratch {
    fn new(categories: usize) -> Self {
        let zeros = || vec![0.0; categories];
        Self { p: zeros(), first: zeros(), second: zeros() }
    }
}

impl Sums {
    fn add(&mut self, item: &Item, score: usize, theta: f64, scratch: &mut Scratch) {
        let Scratch { p, first, second } = scratch;
        item.derivatives(theta, p, first, second);
        let slope = first[score] / p[score];
        self.slope += slope;
        self.observed += slope * slope - second[score] / p[score];
        for j in (0..item.categories()).filter(|&j| p[j] > 0.0) {
            let ratio = first[j] / p[j];
            self.information += ratio * first[j];
            self.j += ratio * second[j];
        }
    }
}

/// ln P by score and point.
fn log_probabilities(item: &Item, points: &[f64]) -> Vec<Vec<f64>> {
    let mut p = vec![0.0; item.categories()];
    let mut logs = vec![vec![0.0; points.len()]; item.categories()];
    for (q, &x) in points.iter().enumerate() {
        item.probabilities(x, &mut p);
        logs.iter_mut().zip(&p).for_each(|(logs, &p)| logs[q] = libm::log(p));
    }
    logs
}

/// Mean and standard deviation of the distribution on points that has these logarithms, which
/// become its weights.
pub(super) fn posterior_moments(points: &[f64], logs: &mut [f64]) -> (f64, f64) {
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.iter_mut().for_each(|w| *w = libm::exp(*w - highest));
    let sum: f64 = logs.iter().sum();
    logs.iter_mut().for_each(|w| *w /= sum);
    moments(points, logs)
}

pub(super) fn moments(points: &[f64], weights: &[f64]) -> (f64, f64) {
    let mean: f64 = points.iter().zip(weights).map(|(x, w)| x * w).sum();
    let variance: f64 = points.iter().zip(weights).map(|(x, w)| w * (x - mean) * (x - mean)).sum();
    (mean, variance.sqrt())
}
