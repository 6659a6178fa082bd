//! The honest shape and the lifting of one territory, by maximum likelihood.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use super::{ShiftOptions, parameter};
use crate::data::{Cells, Tally};
use crate::statistics::StatisticError;
use crate::statistics::mixing::Mixing;
use crate::threads::each;

/// Where a raised paper lands: on the boundary, one point above, two above. Of all shares tried on a real region's 22 works (1,
/// .85/.1/.05, .75/.15/.1, .65/.2/.15) these have the largest likelihood.
pub(super) const LANDING: [f64; 3] = [0.75, 0.15, 0.10];
/// Levels of groups, in standard deviations: −4, −3.9, … 4.
pub(super) const NODES: usize = 81;
/// One of so many groups is fitted first.
const PART: usize = 8;
/// By how many nodes a range that was too narrow is widened.
const WIDER: usize = 8;
/// Weights below e⁻³² of the largest, some 10⁻¹⁴, count as 0.
const NOTHING: f64 = -32.0;
/// What the standard deviation of the groups' tilts and the lifted shares are held to.
const SD: [f64; 2] = [0.05, 4.0];
const SHARE: [f64; 2] = [0.0, 0.99];

/// A group's papers: the totals that occur, with their counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Papers {
    pub n: f64,
    pub counts: Vec<(usize, f64)>,
}

impl Papers {
    pub fn of(cells: &Cells) -> Self {
        let counts = cells.histogram().into_iter().enumerate().filter(|(_, n)| *n > 0);
        let counts: Vec<(usize, f64)> = counts.map(|(s, n)| (s, n as f64)).collect();
        Self { n: counts.iter().map(|(_, n)| n).sum(), counts }
    }

    /// Σ n_s·value_s.
    pub fn total(&self, value: impl Fn(usize) -> f64) -> f64 {
        self.counts.iter().map(|&(s, n)| n * value(s)).sum()
    }
}

/// Papers with total `from` that may be lifted to `to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub mark: u8,
    pub from: usize,
    pub to: usize,
}

impl Pair {
    /// All pairs of a scale; each total is within reach of one boundary at most.
    pub fn all(boundaries: &[u16], reach: u16) -> Vec<Self> {
        let mut pairs = Vec::new();
        let mut floor = 0;
        for (mark, &boundary) in (3_u8..).zip(boundaries) {
            let to = usize::from(boundary);
            let lowest = to.saturating_sub(usize::from(reach)).max(floor);
            pairs.extend((lowest..to).rev().map(|from| Self { mark, from, to }));
            floor = to;
        }
        pairs
    }

    pub fn distance(self) -> usize {
        self.to - self.from
    }

    /// 1, ½, ¼ …
    pub fn halved(self) -> f64 {
        0.5_f64.powi(self.distance() as i32 - 1)
    }

    /// Totals a lifted paper lands on, with their probabilities.
    pub fn landing(self, top: usize) -> impl Iterator<Item = (usize, f64)> {
        (self.to..).zip(LANDING).map(move |(s, share)| (s.min(top), share))
    }
}

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
        if groups.len() >= PART * PART {
            // A part of the groups leads near the maximum at a part of the cost.
            let part: Vec<Papers> = groups.iter().step_by(PART).cloned().collect();
            self.climb(&part, 1e-2);
        }
        let nodes = self.climb(groups, 1e-11);
        let territory = nodes.territory(counts, self.pairs.len() + self.beta.len());
        (self, territory)
    }

    /// EM over the nodes until no step is longer than `least`, each step one of Fisher scoring, made quicker by Anderson's mixing; a step that lowers the
    /// likelihood is taken back.
    fn climb(&mut self, groups: &[Papers], least: f64) -> Nodes {
        let bounds = self.bounds();
        let clamp = |to: &mut Vec<f64>| {
            to.iter_mut().zip(&bounds).for_each(|(to, [low, high])| *to = to.clamp(*low, *high));
        };
        let mut mixing = Mixing::default();
        let mut ranges = vec![0..NODES; groups.len()];
        let mut before = self.parameters();
        let (mut plain, mut highest) = (before.clone(), f64::NEG_INFINITY);
        for _ in 0..500 {
            let nodes = Nodes::of(self, groups, &mut ranges);
            let at = self.parameters();
            if nodes.log_likelihood < highest - 1e-9 * highest.abs().max(1.0) {
                match mixing.forget() {
                    true => self.set(&plain),
                    false => self.set(
                        &at.iter().zip(&before).map(|(a, b)| f64::midpoint(*a, *b)).collect::<Vec<f64>>(),
                    ),
                }
                continue;
            }
            highest = nodes.log_likelihood.max(highest);
            before.clone_from(&at);
            let (gradient, information) = nodes.scores(self);
            let step = bounded_step(&information, &gradient, &at, &bounds);
            let largest = step.iter().fold(0.0, |largest: f64, step| largest.max(step.abs()));
            if largest < least {
                return nodes;
            }
            plain = at.iter().zip(&step).map(|(at, step)| at + step).collect();
            clamp(&mut plain);
            let mut next = mixing.next(&plain, step);
            clamp(&mut next);
            self.set(&next);
        }
        Nodes::of(self, groups, &mut ranges)
    }
}

impl Pair {
    /// Moves so many papers from below the boundary to where they land.
    pub fn move_papers(self, papers: f64, g: &mut [f64]) {
        g[self.from] -= papers;
        for (s, landing) in self.landing(g.len() - 1) {
            g[s] += papers * landing;
        }
    }
}

/// P_1, …, P_degree at each x.
fn legendre(x: &[f64], degree: usize) -> Vec<Vec<f64>> {
    let mut all = vec![vec![1.0; x.len()], x.to_vec()];
    for d in 2..=degree {
        let k = d as f64;
        let next = |s: usize| ((2.0 * k - 1.0) * x[s] * all[d - 1][s] - (k - 1.0) * all[d - 2][s]) / k;
        let next = (0..x.len()).map(next).collect();
        all.push(next);
    }
    all.drain(1..).collect()
}

/// The solution of a symmetric system; a ridge of 1e-9 of the trace keeps it defined.
pub(super) fn solve(mut a: DMatrix<f64>, b: DVector<f64>) -> DVector<f64> {
    let ridge = 1e-9 * a.trace() + 1e-12;
    (0..b.len()).for_each(|i| a[(i, i)] += ridge);
    a.lu().solve(&b).unwrap_or_else(|| DVector::from_element(b.len(), f64::NAN))
}

/// The step that maximises gradient·step − ½ step'·information·step within bounds: parameters are held to a bound where they would cross it and
/// let go where they would come back.
fn bounded_step(
    information: &DMatrix<f64>,
    gradient: &DVector<f64>,
    at: &[f64],
    bounds: &[[f64; 2]],
) -> Vec<f64> {
    let mut held: Vec<Option<f64>> = vec![None; at.len()];
    let mut step = vec![0.0; at.len()];
    for _ in 0..4 * at.len() {
        let free: Vec<usize> = (0..at.len()).filter(|i| held[*i].is_none()).collect();
        for (step, held) in step.iter_mut().zip(&held) {
            *step = held.unwrap_or(0.0);
        }
        let left = gradient - information * DVector::from_column_slice(&step);
        let part = DMatrix::from_fn(free.len(), free.len(), |a, b| information[(free[a], free[b])]);
        let solved = solve(part, DVector::from_fn(free.len(), |a, _| left[free[a]]));
        free.iter().zip(&solved).for_each(|(i, step_of)| step[*i] = *step_of);
        let over = |i: &usize| (at[*i] + step[*i] - bounds[*i][1]).max(bounds[*i][0] - at[*i] - step[*i]);
        let worst = free.iter().copied().max_by(|a, b| over(a).total_cmp(&over(b)));
        if let Some(i) = worst.filter(|i| over(i) > 0.0) {
            let bound = if at[i] + step[i] > bounds[i][1] { bounds[i][1] } else { bounds[i][0] };
            held[i] = Some(bound - at[i]);
            continue;
        }
        let left = gradient - information * DVector::from_column_slice(&step);
        let inwards = |i: &usize| if at[*i] + step[*i] >= bounds[*i][1] { -left[*i] } else { left[*i] };
        let back =
            (0..at.len()).filter(|i| held[*i].is_some()).max_by(|a, b| inwards(a).total_cmp(&inwards(b)));
        match back.filter(|i| inwards(i) > 1e-9 * (1.0 + information[(*i, *i)])) {
            Some(i) => held[i] = None,
            None => break,
        }
    }
    step
}

/// The level of a node, in standard deviations.
pub(super) fn node(q: usize) -> f64 {
    0.1 * (q as f64 - 40.0)
}

/// Logarithms of weights become probabilities; the logarithm of their sum.
pub(super) fn normalise(weights: &mut [f64]) -> f64 {
    let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for weight in weights.iter_mut() {
        let below = *weight - largest;
        *weight = if below > NOTHING { below.exp() } else { 0.0 };
        sum += *weight;
    }
    weights.iter_mut().for_each(|w| *w /= sum);
    largest + sum.ln()
}

/// Logarithms of the nodes' probabilities and of the totals' at each node, at one set of shares.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Levels {
    prior: Vec<f64>,
    /// Totals × nodes.
    totals: Vec<Vec<f64>>,
}

impl Levels {
    /// Of the lifted distributions at all nodes.
    pub fn of(observed: &[Vec<f64>]) -> Self {
        let mut prior: Vec<f64> = (0..NODES).map(|q| -0.5 * node(q) * node(q)).collect();
        let sum = libm::log(prior.iter().map(|p| libm::exp(*p)).sum());
        prior.iter_mut().for_each(|p| *p -= sum);
        let row = |s: usize| observed.iter().map(|g| g[s].max(1e-300).ln()).collect();
        Self { prior, totals: (0..observed[0].len()).map(row).collect() }
    }

    /// The logarithm of a group's likelihood. The posterior of the nodes in the range is in `weights`, that of all others is negligible. The range given is a
    /// guess: likelihoods have one hill over the levels, so where they are negligible at its ends, they are beyond.
    pub fn weigh(&self, papers: &Papers, weights: &mut [f64; NODES], range: &mut Range<usize>) -> f64 {
        loop {
            let within = &mut weights[range.clone()];
            within.copy_from_slice(&self.prior[range.clone()]);
            for &(s, n) in &papers.counts {
                let row = &self.totals[s][range.clone()];
                within.iter_mut().zip(row).for_each(|(to, value)| *to += n * value);
            }
            let least = within.iter().copied().fold(f64::NEG_INFINITY, f64::max) + NOTHING;
            let below = range.start > 0 && within[0] > least;
            let above = range.end < NODES && within[within.len() - 1] > least;
            if !below && !above {
                let log = normalise(within);
                let first = within.iter().position(|w| *w > 0.0).unwrap_or(0);
                let last = within.iter().rposition(|w| *w > 0.0).unwrap_or(within.len() - 1);
                *range = range.start + first.saturating_sub(1)..(range.start + last + 2).min(range.end);
                return log;
            }
            range.start = if below { range.start.saturating_sub(WIDER) } else { range.start };
            range.end = if above { (range.end + WIDER).min(NODES) } else { range.end };
        }
    }

    /// What groups add to the territory, each with a guess of its nodes.
    fn assign(&self, groups: &[Papers], guesses: &[Range<usize>]) -> Assigned {
        let papers = vec![vec![0.0; NODES]; self.totals.len()];
        let mut all = Assigned { log_likelihood: 0.0, papers, ranges: guesses.to_vec() };
        let mut weights = [0.0; NODES];
        for (group, range) in groups.iter().zip(&mut all.ranges).filter(|(group, _)| group.n > 0.0) {
            all.log_likelihood += self.weigh(group, &mut weights, range);
            for &(s, n) in &group.counts {
                let row = &mut all.papers[s][range.clone()];
                row.iter_mut().zip(&weights[range.clone()]).for_each(|(sum, p)| *sum += n * p);
            }
        }
        all
    }
}

/// Groups' log-likelihood, their papers by total and node, and each one's nodes that matter.
struct Assigned {
    log_likelihood: f64,
    papers: Vec<Vec<f64>>,
    ranges: Vec<Range<usize>>,
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
        let levels = Levels::of(&observed);
        // Parts are of a fixed size and summed in order: the same sums on any number of threads.
        let parts: Vec<_> = groups.chunks(64).zip(ranges.chunks(64)).collect();
        let parts = each(&parts, |(groups, guesses)| levels.assign(groups, guesses));
        let mut papers = vec![vec![0.0; NODES]; model.top + 1];
        let mut log_likelihood = 0.0;
        for part in &parts {
            log_likelihood += part.log_likelihood;
            papers.iter_mut().flatten().zip(part.papers.iter().flatten()).for_each(|(sum, n)| *sum += n);
        }
        *ranges = parts.into_iter().flat_map(|part| part.ranges).collect();
        Self { honest, observed, papers, log_likelihood }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_total_is_within_reach_of_one_boundary() {
        let pairs = Pair::all(&[2, 4, 9], 3);
        let got: Vec<(usize, usize)> = pairs.iter().map(|p| (p.from, p.to)).collect();
        assert_eq!(got, [(1, 2), (0, 2), (3, 4), (2, 4), (8, 9), (7, 9), (6, 9)]);
    }

    #[test]
    fn polynomials_are_those_of_legendre() {
        let p = legendre(&[0.5], 3);
        assert!((p[1][0] + 0.125).abs() < 1e-15 && (p[2][0] + 0.4375).abs() < 1e-15);
    }

    #[test]
    fn equations_are_solved() {
        let x =
            solve(DMatrix::from_row_slice(2, 2, &[4.0, 1.0, 1.0, 3.0]), DVector::from_vec(vec![1.0, 2.0]));
        assert!((x[0] - 1.0 / 11.0).abs() < 1e-8 && (x[1] - 7.0 / 11.0).abs() < 1e-8);
    }

    #[test]
    fn a_step_stops_at_its_bounds_and_the_rest_makes_the_best_of_it() {
        // −½(2x² + 2xy + 2y²) + x − 3y has its maximum at (5/3, −7/3); with y ≥ −1 at x = 1.
        let information = DMatrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 2.0]);
        let gradient = DVector::from_vec(vec![1.0, -3.0]);
        let step = bounded_step(&information, &gradient, &[0.0, 0.0], &[[-9.0, 9.0], [-1.0, 9.0]]);
        assert!((step[0] - 1.0).abs() < 1e-8 && (step[1] + 1.0).abs() < 1e-15);
    }
}
