//! The honest shape and the lifting of one territory, by maximum likelihood.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use super::ShiftOptions;
use crate::data::Tally;
use crate::statistics::StatisticError;
use crate::statistics::heaping::climb::{BENDS, FEW, Hill, bounded_step, climb, first_part};
use crate::statistics::heaping::lifting::{Levels, Pair, Papers, legendre, logarithms, parameter};

/// Levels of groups, in standard deviations: −4, −3.9, … 4.
pub(super) const NODES: usize = 81;
/// What the standard deviation of the groups' tilts and the lifted shares are held to.
const SD: [f64; 2] = [0.05, 4.0];
const SHARE: [f64; 2] = [0.0, 0.99];

/// The territory's parameters: β, the standard deviation of the groups' tilts, the shares lifted.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Model {
    pub top: usize,
    /// Legendre polynomials of x_s = 2s/top − 1, from the first, which is x itself, on.
    basis: Vec<Vec<f64>>,
    /// The logarithm of a known honest distribution, otherwise 0.
    base: Vec<f64>,
    beta: Vec<f64>,
    pub sd: f64,
    pub pairs: Vec<Pair>,
    pub shares: Vec<f64>,
    /// Honest probabilities at no tilt, not normed.
    weights: Vec<f64>,
}

/// What the territory's fit says besides the parameters.
pub(super) struct Territory {
    pub honest: Vec<f64>,
    pub chi2: f64,
    pub df: f64,
    pub log_likelihood: f64,
}

impl Model {
    /// Where the search starts. Of a known distribution only the level is fitted.
    pub fn start(tally: &Tally, options: &ShiftOptions) -> Result<Self, StatisticError> {
        let ShiftOptions { honest, degree, reach, cleared_below } = options;
        let top = usize::from(tally.assessment().max_total());
        let reach = reach.unwrap_or(if top < 25 { 3 } else { 5 });
        if !(1..=8).contains(degree) {
            return parameter("degree", *degree as f64, "1 to 8");
        }
        if !(1..=8).contains(&reach) {
            return parameter("reach", f64::from(reach), "1 to 8 points");
        }
        if !(0.0..=1.0).contains(cleared_below) {
            return parameter("cleared_below", *cleared_below, "a share");
        }
        let pairs = Pair::all(&tally.assessment().boundaries.unwrap_or_default(), reach);
        if pairs.is_empty() || honest.is_none() && top < degree + pairs.len() + 1 {
            let expected =
                "a scale with more totals than the model has parameters: lower the degree or the reach";
            return parameter("the largest total", top as f64, expected);
        }
        let (base, degree) = match honest {
            None => (vec![0.0; top + 1], *degree),
            Some(known) if known.len() != top + 1 => {
                return parameter("the length of honest", known.len() as f64, "the largest total plus one");
            }
            Some(known) => match known.iter().find(|p| !(1e-12..=1.0).contains(*p)) {
                Some(&p) => return parameter("honest", p, "probabilities of 1e-12 and more"),
                None => (known.iter().map(|p| libm::log(*p)).collect(), 1),
            },
        };
        let x: Vec<f64> = (0..=top).map(|s| 2.0 * s as f64 / top as f64 - 1.0).collect();
        let mut model = Self {
            top,
            basis: legendre(&x, degree),
            base,
            beta: vec![0.0; degree],
            sd: 1.0,
            shares: vec![0.1; pairs.len()],
            pairs,
            weights: Vec::new(),
        };
        model.set(&model.parameters());
        Ok(model)
    }

    /// x of each total.
    pub fn x(&self) -> &[f64] {
        &self.basis[0]
    }

    fn parameters(&self) -> Vec<f64> {
        [&self.beta[..], &[self.sd], &self.shares[..]].concat()
    }

    fn bounds(&self) -> Vec<[f64; 2]> {
        let mut bounds = vec![[f64::NEG_INFINITY, f64::INFINITY]; self.beta.len()];
        bounds.push(SD);
        bounds.resize(bounds.len() + self.pairs.len(), SHARE);
        bounds
    }

    fn set(&mut self, parameters: &[f64]) {
        let (beta, rest) = parameters.split_at(self.beta.len());
        self.beta.copy_from_slice(beta);
        self.sd = rest[0];
        self.shares.copy_from_slice(&rest[1..]);
        let eta = |s: usize| self.base[s] + beta.iter().zip(&self.basis).map(|(b, p)| b * p[s]).sum::<f64>();
        let eta: Vec<f64> = (0..=self.top).map(eta).collect();
        let largest = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.weights = eta.iter().map(|e| libm::exp((e - largest).max(-200.0))).collect();
    }

    /// The honest distribution at this tilt: an exponential family in the total (exponential
    /// tilting).
    pub fn honest(&self, tilt: f64) -> Vec<f64> {
        let ratio = libm::exp(2.0 * tilt / self.top as f64);
        let mut power = libm::exp(-tilt);
        let mut f = self.weights.clone();
        for value in &mut f {
            *value *= power;
            power *= ratio;
        }
        let sum: f64 = f.iter().sum();
        f.iter_mut().for_each(|value| *value /= sum);
        f
    }

    /// f after lifting these shares. Linear: derivatives of f become derivatives of g.
    pub fn lift(&self, f: &[f64], shares: &[f64]) -> Vec<f64> {
        let mut g = f.to_vec();
        for (pair, share) in self.pairs.iter().zip(shares) {
            pair.move_papers(f[pair.from] * share, &mut g);
        }
        g
    }

    /// f·(p − E p): the derivative of f by the weight of p in its exponent.
    fn centred(f: &[f64], p: &[f64]) -> Vec<f64> {
        let mean: f64 = f.iter().zip(p).map(|(f, p)| f * p).sum();
        f.iter().zip(p).map(|(f, p)| f * (p - mean)).collect()
    }

    /// The derivative of the lifted distribution by the tilt.
    pub fn by_tilt(&self, f: &[f64], shares: &[f64]) -> Vec<f64> {
        self.lift(&Self::centred(f, self.x()), shares)
    }

    /// Derivatives of the lifted distribution at a node by all parameters.
    fn derivatives(&self, f: &[f64], z: f64) -> Vec<Vec<f64>> {
        let beta = self.basis.iter().map(|p| self.lift(&Self::centred(f, p), &self.shares));
        let mut all: Vec<Vec<f64>> = beta.collect();
        all.push(all[0].iter().map(|d| z * d).collect());
        all.extend(self.pairs.iter().map(|pair| {
            let mut d = vec![0.0; f.len()];
            pair.move_papers(f[pair.from], &mut d);
            d
        }));
        all
    }

    /// Maximum likelihood of β, the tilts' standard deviation and the shares.
    pub fn fit(mut self, groups: &[Papers], counts: &[f64]) -> (Self, Territory) {
        if let Some(part) = first_part(groups) {
            self.climb(&part, 1e-2);
        }
        let nodes = self.climb(groups, 1e-9);
        let territory = nodes.territory(counts, self.pairs.len() + self.beta.len());
        (self, territory)
    }

    /// EM over the nodes until no step is longer than `least`, each step one of Fisher scoring.
    fn climb(&mut self, groups: &[Papers], least: f64) -> Nodes {
        let (at, bounds, ranges) = (self.parameters(), self.bounds(), vec![0..NODES; groups.len()]);
        climb(&mut Likelihood { model: self, groups, ranges, bends: None }, at, &bounds, least)
    }
}

/// The likelihood of the territory's parameters.
struct Likelihood<'a> {
    model: &'a mut Model,
    groups: &'a [Papers],
    /// Guesses of the groups' nodes.
    ranges: Vec<Range<usize>>,
    /// The information; it hardly changes near the maximum, which it does not move.
    bends: Option<DMatrix<f64>>,
}

impl Hill for Likelihood<'_> {
    type Place = Nodes;

    fn look(&mut self, at: &[f64]) -> (f64, Nodes) {
        self.model.set(at);
        let nodes = Nodes::of(self.model, self.groups, &mut self.ranges);
        (nodes.log_likelihood, nodes)
    }

    fn step(&mut self, nodes: &Nodes) -> Vec<f64> {
        let information = self.bends.get_or_insert_with(|| nodes.information(self.model));
        let gradient = nodes.gradient(self.model);
        let step = bounded_step(information, &gradient, &self.model.parameters(), &self.model.bounds());
        if step.iter().any(|step| step.abs() > BENDS) {
            self.bends = None;
        }
        step
    }
}

/// The level of a node, in standard deviations.
pub(super) fn node(q: usize) -> f64 {
    0.1 * (q as f64 - 40.0)
}

/// What groups are weighed by where these are the lifted distributions at all levels, those of so
/// many strengths side by side.
pub(super) fn levels(observed: &[Vec<f64>], strengths: usize) -> Levels {
    let density: Vec<f64> = (0..NODES).map(|q| -0.5 * node(q) * node(q)).collect();
    let sum = libm::log(density.iter().map(|p| libm::exp(*p)).sum());
    let prior = density.iter().flat_map(|p| std::iter::repeat_n(p - sum, strengths)).collect();
    let row = |s: usize| logarithms(&observed.iter().map(|g| g[s].max(1e-300)).collect::<Vec<f64>>());
    Levels { prior, totals: (0..observed[0].len()).map(row).collect(), width: strengths }
}

/// The distributions at all nodes, and the territory's papers at each by the groups' posterior.
struct Nodes {
    honest: Vec<Vec<f64>>,
    observed: Vec<Vec<f64>>,
    /// Totals × nodes.
    papers: Vec<Vec<f64>>,
    log_likelihood: f64,
}

impl Nodes {
    /// `ranges` are guesses of the groups' nodes, and become better ones.
    fn of(model: &Model, groups: &[Papers], ranges: &mut Vec<Range<usize>>) -> Self {
        let honest: Vec<Vec<f64>> = (0..NODES).map(|q| model.honest(model.sd * node(q))).collect();
        let observed: Vec<Vec<f64>> = honest.iter().map(|f| model.lift(f, &model.shares)).collect();
        let found = levels(&observed, 1).assign(groups, ranges);
        Self { honest, observed, papers: found.papers, log_likelihood: found.log_likelihood }
    }

    fn all(&self, q: usize) -> f64 {
        self.papers.iter().map(|of| of[q]).sum()
    }

    /// The gradient of the log-likelihood.
    fn gradient(&self, model: &Model) -> DVector<f64> {
        let degree = model.beta.len();
        let mut gradient = DVector::zeros(degree + 1 + model.pairs.len());
        for (q, (f, g)) in self.honest.iter().zip(&self.observed).enumerate() {
            // What one paper more adds: observed at a total, then honest there, as some are lifted.
            let mut worth: Vec<f64> = g.iter().zip(&self.papers).map(|(g, n)| n[q] / g.max(1e-300)).collect();
            let gains: Vec<f64> = model.pairs.iter().map(|pair| pair.gain(&worth)).collect();
            for (p, (pair, gain)) in model.pairs.iter().zip(&gains).enumerate() {
                gradient[degree + 1 + p] += f[pair.from] * gain;
                worth[pair.from] += model.shares[p] * gain;
            }
            let mean: f64 = f.iter().zip(&worth).map(|(f, w)| f * w).sum();
            worth.iter_mut().zip(f).for_each(|(w, f)| *w = f * (*w - mean));
            for (d, p) in model.basis.iter().enumerate() {
                gradient[d] += p.iter().zip(&worth).map(|(p, w)| p * w).sum::<f64>();
            }
            gradient[degree] += node(q) * model.x().iter().zip(&worth).map(|(x, w)| x * w).sum::<f64>();
        }
        gradient
    }

    /// The information of papers whose node is known.
    fn information(&self, model: &Model) -> DMatrix<f64> {
        let size = model.beta.len() + 1 + model.pairs.len();
        let mut information = DMatrix::zeros(size, size);
        for (q, (f, g)) in self.honest.iter().zip(&self.observed).enumerate() {
            let all = self.all(q);
            if all < FEW {
                continue;
            }
            let derivatives = model.derivatives(f, node(q));
            for (a, d) in derivatives.iter().enumerate() {
                let relative: Vec<f64> = d.iter().zip(g).map(|(d, g)| all * d / g.max(1e-300)).collect();
                for (b, e) in derivatives[..=a].iter().enumerate() {
                    information[(a, b)] += relative.iter().zip(e).map(|(d, e)| d * e).sum::<f64>();
                }
            }
        }
        information.fill_upper_triangle_with_lower_triangle();
        information
    }

    fn territory(&self, counts: &[f64], parameters: usize) -> Territory {
        let by_node: Vec<f64> = (0..NODES).map(|q| self.all(q)).collect();
        let total = |of: &[Vec<f64>], s: usize| of.iter().zip(&by_node).map(|(f, w)| f[s] * w).sum::<f64>();
        let papers: f64 = by_node.iter().sum();
        let expected: Vec<f64> = (0..counts.len()).map(|s| total(&self.observed, s)).collect();
        let cells = || expected.iter().zip(counts).filter(|(e, _)| **e >= 1.0);
        Territory {
            honest: (0..counts.len()).map(|s| total(&self.honest, s) / papers).collect(),
            chi2: cells().map(|(e, n)| (n - e) * (n - e) / e).sum(),
            df: cells().count() as f64 - 1.0 - parameters as f64,
            log_likelihood: self.log_likelihood,
        }
    }
}
