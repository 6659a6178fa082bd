//! The honest shape and the lifting of one territory, by maximum likelihood.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use super::ShiftOptions;
use crate::data::Tally;
use crate::statistics::StatisticError;
use crate::statistics::heaping::climb::{Hill, bounded_step, climb, first_part};
use crate::statistics::heaping::lifting::{Levels, Pair, Papers, legendre, logarithms, parameter};
use crate::threads::each;

/// Levels of groups, in standard deviations: −4, −3.9, … 4.
pub(super) const NODES: usize = 81;
/// What the standard deviation of the groups' tilts and the lifted shares are held to.
const SD: [f64; 2] = [0.05, 4.0];
const SHARE: [f64; 2] = [0.0, 0.99];

/// The territory's parameters: β, the standard deviation of the groups' tilts, the shares lifted.
#[derive(Debug, Clone, PartialEq)]
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

    /// The honest distribution at this tilt.
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
        climb(&mut Likelihood { model: self, groups, ranges }, at, &bounds, least)
    }
}

/// The likelihood of the territory's parameters.
struct Likelihood<'a> {
    model: &'a mut Model,
    groups: &'a [Papers],
    /// Guesses of the groups' nodes.
    ranges: Vec<Range<usize>>,
}

impl Hill for Likelihood<'_> {
    type Place = Nodes;

    fn look(&mut self, at: &[f64]) -> (f64, Nodes) {
        self.model.set(at);
        let nodes = Nodes::of(self.model, self.groups, &mut self.ranges);
        (nodes.log_likelihood, nodes)
    }

    fn step(&mut self, nodes: &Nodes) -> Vec<f64> {
        let (gradient, information) = nodes.scores(self.model);
        bounded_step(&information, &gradient, &self.model.parameters(), &self.model.bounds())
    }
}

/// The level of a node, in standard deviations.
pub(super) fn node(q: usize) -> f64 {
    0.1 * (q as f64 - 40.0)
}

/// What groups are weighed by where these are the lifted distributions at all nodes.
pub(super) fn levels(observed: &[Vec<f64>]) -> Levels {
    let mut prior: Vec<f64> = (0..NODES).map(|q| -0.5 * node(q) * node(q)).collect();
    let sum = libm::log(prior.iter().map(|p| libm::exp(*p)).sum());
    prior.iter_mut().for_each(|p| *p -= sum);
    let row = |s: usize| logarithms(&observed.iter().map(|g| g[s].max(1e-300)).collect::<Vec<f64>>());
    Levels { prior, totals: (0..observed[0].len()).map(row).collect(), width: 1 }
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
        let found = levels(&observed).assign(groups, ranges);
        Self { honest, observed, papers: found.papers, log_likelihood: found.log_likelihood }
    }

    fn all(&self, q: usize) -> f64 {
        self.papers.iter().map(|of| of[q]).sum()
    }

    /// The gradient of the log-likelihood, and the information of papers whose node is known.
    fn scores(&self, model: &Model) -> (DVector<f64>, DMatrix<f64>) {
        let nodes: Vec<usize> = (0..NODES).filter(|q| self.all(*q) > 1e-9).collect();
        let parameters = model.beta.len() + 1 + model.pairs.len();
        let zero = (DVector::zeros(parameters), DMatrix::zeros(parameters, parameters));
        let add = |mut sum: (DVector<f64>, DMatrix<f64>), part: (DVector<f64>, DMatrix<f64>)| {
            sum.0 += part.0;
            sum.1 += part.1;
            sum
        };
        each(&nodes, |q| self.scores_at(*q, model)).into_iter().fold(zero, add)
    }

    fn scores_at(&self, q: usize, model: &Model) -> (DVector<f64>, DMatrix<f64>) {
        let (g, all) = (&self.observed[q], self.all(q));
        let ratio: Vec<f64> = g.iter().zip(&self.papers).map(|(g, n)| n[q] / g.max(1e-300)).collect();
        let derivatives = model.derivatives(&self.honest[q], node(q));
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut information = DMatrix::zeros(derivatives.len(), derivatives.len());
        for (a, d) in derivatives.iter().enumerate() {
            let relative: Vec<f64> = d.iter().zip(g).map(|(d, g)| all * d / g.max(1e-300)).collect();
            for (b, e) in derivatives[..=a].iter().enumerate() {
                information[(a, b)] = product(&relative, e);
                information[(b, a)] = information[(a, b)];
            }
        }
        (
            DVector::from_iterator(derivatives.len(), derivatives.iter().map(|d| product(d, &ratio))),
            information,
        )
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
