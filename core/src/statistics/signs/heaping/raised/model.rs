//! Papers by strata of journal marks, levels of groups and strengths of lifting: the territory's
//! parameters.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use crate::data::Tally;
use crate::statistics::StatisticError;
use crate::statistics::heaping::climb::{BENDS, FEW, Hill, bounded_step, climb, first_part};
use crate::statistics::heaping::lifting::{
    ADDED, Assigned, LANDING, LEAST_PAPERS, Levels, Pair, Papers, legendre, logarithms, parameter, prior_of,
};

/// Strengths of lifting a group may have.
pub(super) const STRENGTHS: [f64; 7] = [0.0, 0.07, 0.18, 0.34, 0.53, 0.73, 0.91];
/// Levels of groups, in standard deviations: −3.6, −3.24, … 3.6.
pub(super) const LEVELS: usize = 21;
/// The degree of the polynomial in the honest log densities.
const DEGREE: usize = 4;
/// What the weights of lifting and the standard deviations of levels are held to.
const WEIGHT: [f64; 2] = [0.0, 4.0];
const SD: [f64; 2] = [0.02, f64::INFINITY];
/// No step of a polynomial's coefficient is longer.
const LONGEST: f64 = 1.5;

/// The level of a node, in standard deviations.
pub(super) fn level(z: usize) -> f64 {
    0.36 * (z as f64 - 10.0)
}

/// Pupils of some journal marks.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Stratum {
    /// Their journal marks; 0: none.
    pub marks: Vec<u8>,
    beta: Vec<f64>,
    pub sd: f64,
    /// How strongly papers are lifted over each pair.
    pub weights: Vec<f64>,
    /// What the weights are expected to be.
    usual: Vec<f64>,
}

impl Stratum {
    /// Its journal marks in words.
    pub fn name(&self) -> String {
        let marks = || self.marks.iter().copied().filter(|mark| *mark > 0);
        match (marks().min(), marks().max()) {
            (Some(2), Some(5)) => "all".to_owned(),
            (Some(low), Some(high)) if low < high => format!("{low}-{high}"),
            (low, _) => low.unwrap_or(0).to_string(),
        }
    }

    /// Shares lifted over each pair, on the average over strengths.
    pub fn mean_shares(&self, strengths: &[f64]) -> Vec<f64> {
        let mean = |w: &f64| shares(*w).iter().zip(strengths).map(|((share, _), p)| share * p).sum();
        self.weights.iter().map(mean).collect()
    }
}

/// The journal marks of each stratum, from the lowest: 2 and 3, 4 and none, 5. Those of fewer than
/// 500 papers join that of 4, and if it has fewer, there is one.
pub(super) fn strata(tally: &Tally) -> Vec<Vec<u8>> {
    let enough = |marks: &[u8]| {
        let papers =
            tally.groups().values().flat_map(|c| marks.iter().map(|m| c.with_mark(*m).iter().sum::<u64>()));
        papers.sum::<u64>() >= LEAST_PAPERS
    };
    let (low, high) = (vec![2, 3], vec![5]);
    let mut middle = vec![0, 4];
    let (mut strata, mut apart) = (Vec::new(), Vec::new());
    for side in [low, high] {
        if enough(&side) { apart.push(side) } else { middle.extend(side) }
    }
    if !enough(&middle) {
        return vec![vec![0, 2, 3, 4, 5]];
    }
    strata.push(middle);
    strata.extend(apart);
    strata.sort_by_key(|marks| marks.iter().copied().filter(|m| *m > 0).min());
    strata
}

/// The territory's parameters.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Model {
    pub top: usize,
    pub pairs: Vec<Pair>,
    /// Legendre polynomials of x_s = 2s/top − 1, from the first, which is x itself, on.
    basis: Vec<Vec<f64>>,
    pub strata: Vec<Stratum>,
    /// The shares of groups with each strength.
    pub prior: Vec<f64>,
}

/// Shares lifted at each strength, and how they grow with the weight.
fn shares(weight: f64) -> [(f64, f64); STRENGTHS.len()] {
    STRENGTHS.map(|u| {
        let (log, rest) = (libm::log1p(-u), libm::exp(weight * libm::log1p(-u)));
        (1.0 - rest, -log * rest)
    })
}

impl Model {
    /// Where the search starts.
    pub fn start(tally: &Tally) -> Result<Self, StatisticError> {
        let top = usize::from(tally.assessment().max_total());
        let pairs =
            Pair::all(&tally.assessment().boundaries.unwrap_or_default(), if top < 25 { 3 } else { 5 });
        if top < DEGREE + pairs.len() + 1 {
            return parameter("the largest total", top as f64, "more totals than the model has parameters");
        }
        let x: Vec<f64> = (0..=top).map(|s| 2.0 * s as f64 / top as f64 - 1.0).collect();
        let strata = strata(tally);
        let alone = strata.len() == 1;
        let start = |marks: Vec<u8>| {
            let at = |s: usize| {
                tally
                    .groups()
                    .values()
                    .flat_map(|c| marks.iter().map(move |m| c.with_mark(*m)[s]))
                    .sum::<u64>() as f64
            };
            let (n, sum) =
                x.iter().enumerate().fold((0.0, 0.0), |(n, sum), (s, x)| (n + at(s), sum + at(s) * x));
            let mut beta = vec![0.0; DEGREE];
            beta[0] = 2.0 * sum / n;
            // Of a mark's boundary papers of pupils who have a higher one in the journal are the
            // more likely to be raised.
            let by_mark = match marks.as_slice() {
                _ if alone => [1.0, 0.7, 0.5],
                [2, 3] => [1.0, 0.3, 0.1],
                [5] => [1.0, 0.7, 0.5],
                _ => [1.0, 0.7, 0.3],
            };
            let usual = |p: &Pair| by_mark[usize::from(p.mark) - 3] * 0.7_f64.powi(p.distance() as i32 - 1);
            let usual: Vec<f64> = pairs.iter().map(usual).collect();
            Stratum { marks, beta, sd: 1.0, weights: usual.clone(), usual }
        };
        let strata = strata.into_iter().map(start).collect();
        let prior = vec![1.0 / STRENGTHS.len() as f64; STRENGTHS.len()];
        Ok(Self { top, basis: legendre(&x, DEGREE), pairs, strata, prior })
    }

    /// The parameters of one stratum.
    fn size(&self) -> usize {
        DEGREE + 1 + self.pairs.len()
    }

    fn parameters(&self) -> Vec<f64> {
        let stratum = |s: &Stratum| [&s.beta[..], &[s.sd], &s.weights[..]].concat();
        self.strata.iter().flat_map(stratum).chain(self.prior.iter().copied()).collect()
    }

    fn stratum_bounds(&self) -> Vec<[f64; 2]> {
        let mut bounds = vec![[f64::NEG_INFINITY, f64::INFINITY]; DEGREE];
        bounds.push(SD);
        bounds.resize(self.size(), WEIGHT);
        bounds
    }

    fn set(&mut self, parameters: &[f64]) {
        let (of_strata, prior) = parameters.split_at(parameters.len() - STRENGTHS.len());
        let size = self.size();
        for (stratum, of) in self.strata.iter_mut().zip(of_strata.chunks(size)) {
            stratum.beta.copy_from_slice(&of[..DEGREE]);
            stratum.sd = of[DEGREE];
            stratum.weights.copy_from_slice(&of[DEGREE + 1..]);
        }
        let sum: f64 = prior.iter().sum();
        self.prior = prior.iter().map(|p| p / sum).collect();
    }

    /// The honest distribution of a stratum at a level.
    pub fn honest(&self, stratum: &Stratum, z: f64) -> Vec<f64> {
        let eta = |s: usize| {
            stratum.sd * z * self.basis[0][s]
                + stratum.beta.iter().zip(&self.basis).map(|(b, p)| b * p[s]).sum::<f64>()
        };
        let mut f: Vec<f64> = (0..=self.top).map(eta).collect();
        let largest = f.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        f.iter_mut().for_each(|e| *e = (*e - largest).exp());
        let sum: f64 = f.iter().sum();
        f.iter_mut().for_each(|e| *e /= sum);
        f
    }

    /// f after lifting these shares. Linear: derivatives of f become derivatives of g.
    pub fn lift(&self, f: &[f64], shares: &[f64]) -> Vec<f64> {
        let mut g = f.to_vec();
        self.pairs
            .iter()
            .zip(shares)
            .for_each(|(pair, share)| pair.move_papers(f[pair.from] * share, &mut g));
        g
    }

    /// The derivative of the lifted distribution by the level of the group.
    pub fn by_level(&self, stratum: &Stratum, f: &[f64], shares: &[f64]) -> Vec<f64> {
        let x = &self.basis[0];
        let mean: f64 = f.iter().zip(x).map(|(f, x)| f * x).sum();
        self.lift(&f.iter().zip(x).map(|(f, x)| stratum.sd * f * (x - mean)).collect::<Vec<f64>>(), shares)
    }

    /// The most likely parameters given the weights' and the shares' priors, and what is known
    /// there.
    pub fn fit(&mut self, groups: &[Papers]) -> Nodes {
        if let Some(part) = first_part(groups) {
            self.climb(&part, 1e-2);
        }
        self.climb(groups, 1e-7)
    }

    fn climb(&mut self, groups: &[Papers], least: f64) -> Nodes {
        let mut bounds = self.stratum_bounds().repeat(self.strata.len());
        // Small shares are none of the maximum's: there each has a tenth of a group at least.
        let smallest = ADDED / (groups.len() as f64 + ADDED * STRENGTHS.len() as f64);
        bounds.resize(bounds.len() + STRENGTHS.len(), [0.5 * smallest, 1.0]);
        let (at, ranges) = (self.parameters(), vec![0..LEVELS; groups.len()]);
        climb(&mut Posterior { model: self, groups, ranges, bends: Vec::new() }, at, &bounds, least)
    }
}

/// The posterior of the territory's parameters, by EM.
struct Posterior<'a> {
    model: &'a mut Model,
    groups: &'a [Papers],
    /// Guesses of the groups' levels.
    ranges: Vec<Range<usize>>,
    /// The information of each stratum; it hardly changes near the maximum, which it does not move.
    bends: Vec<DMatrix<f64>>,
}

impl Hill for Posterior<'_> {
    type Place = Nodes;

    fn look(&mut self, at: &[f64]) -> (f64, Nodes) {
        self.model.set(at);
        let nodes = Nodes::of(self.model, self.groups, &mut self.ranges);
        let weights: f64 = (self.model.strata.iter())
            .flat_map(|s| s.weights.iter().zip(&s.usual).map(|(w, usual)| (w - usual) * (w - usual)))
            .sum();
        let shares: f64 = self.model.prior.iter().map(|p| libm::log(*p)).sum();
        (nodes.log_likelihood() + ADDED * shares - 0.5 * weights, nodes)
    }

    fn step(&mut self, nodes: &Nodes) -> Vec<f64> {
        let (model, bounds) = (&*self.model, self.model.stratum_bounds());
        let parameters = model.parameters();
        let known = !self.bends.is_empty();
        if !known {
            self.bends = (0..model.strata.len()).map(|g| nodes.information(model, g)).collect();
        }
        let mut step = Vec::new();
        for (g, information) in self.bends.iter().enumerate() {
            let at = &parameters[g * model.size()..][..model.size()];
            let mut of = bounded_step(information, &nodes.gradient(model, g), at, &bounds);
            let longest = of[..DEGREE].iter().fold(LONGEST, |longest, step| step.abs().max(longest));
            of.iter_mut().for_each(|step| *step *= LONGEST / longest);
            step.extend(of);
        }
        if step.iter().any(|step| step.abs() > BENDS) {
            self.bends.clear();
        }
        // Shares creep by EM, for small groups say little of their strength: better ones given all
        // else are found by Newton's method.
        let relative = nodes.found.strengths.iter().zip(model.prior.iter().cycle());
        let likelihoods: Vec<f64> = relative.map(|(posterior, p)| posterior / p).collect();
        let best = prior_of(&likelihoods, &model.prior, 2);
        step.extend(best.iter().zip(&model.prior).map(|(best, p)| best - p));
        step
    }
}

/// The distributions of a stratum.
pub(super) struct Shape {
    /// Levels × totals.
    pub honest: Vec<Vec<f64>>,
    /// Of each pair the shares lifted at each strength, and how they grow with the weight.
    pub shares: Vec<[(f64, f64); STRENGTHS.len()]>,
    /// Totals × nodes.
    pub observed: Vec<Vec<f64>>,
}

impl Shape {
    fn of(model: &Model, stratum: &Stratum) -> Self {
        let honest: Vec<Vec<f64>> = (0..LEVELS).map(|z| model.honest(stratum, level(z))).collect();
        let shares: Vec<_> = stratum.weights.iter().map(|w| shares(*w)).collect();
        let row = |s: usize| honest.iter().flat_map(|f| [f[s]; STRENGTHS.len()]).collect();
        let mut observed: Vec<Vec<f64>> = (0..=model.top).map(row).collect();
        for (pair, shares) in model.pairs.iter().zip(&shares) {
            let moved: Vec<f64> =
                honest.iter().flat_map(|f| shares.map(|(share, _)| f[pair.from] * share)).collect();
            observed[pair.from].iter_mut().zip(&moved).for_each(|(g, moved)| *g -= moved);
            for (s, landing) in pair.landing(model.top) {
                observed[s].iter_mut().zip(&moved).for_each(|(g, moved)| *g += moved * landing);
            }
        }
        observed.iter_mut().flatten().for_each(|g| *g = g.max(1e-12));
        Self { honest, shares, observed }
    }
}

/// The distributions at all nodes, and the groups and their papers at each.
pub(super) struct Nodes {
    pub shapes: Vec<Shape>,
    pub levels: Levels,
    pub found: Assigned,
}

impl Nodes {
    fn of(model: &Model, groups: &[Papers], ranges: &mut Vec<Range<usize>>) -> Self {
        let shapes: Vec<Shape> = model.strata.iter().map(|stratum| Shape::of(model, stratum)).collect();
        let density: Vec<f64> = (0..LEVELS).map(|z| libm::exp(-0.5 * level(z) * level(z))).collect();
        let all: f64 = density.iter().sum();
        let prior =
            density.iter().flat_map(|d| model.prior.iter().map(move |p| libm::log(d / all * p))).collect();
        let totals =
            shapes.iter().flat_map(|shape| shape.observed.iter().map(|row| logarithms(row))).collect();
        let levels = Levels { prior, totals, width: STRENGTHS.len() };
        let found = levels.assign(groups, ranges);
        Self { shapes, levels, found }
    }

    pub fn log_likelihood(&self) -> f64 {
        self.found.log_likelihood
    }

    /// The papers of a stratum, totals × nodes.
    fn papers(&self, model: &Model, g: usize) -> &[Vec<f64>] {
        &self.found.papers[g * (model.top + 1)..][..model.top + 1]
    }

    /// The papers of a stratum at each level, whatever the strength.
    pub fn by_level(&self, model: &Model, g: usize) -> Vec<f64> {
        let mut all = vec![0.0; LEVELS];
        for row in self.papers(model, g) {
            all.iter_mut()
                .zip(row.chunks(STRENGTHS.len()))
                .for_each(|(sum, of)| *sum += of.iter().sum::<f64>());
        }
        all
    }

    /// The gradient of the log posterior by the parameters of a stratum.
    fn gradient(&self, model: &Model, g: usize) -> DVector<f64> {
        let (stratum, shape) = (&model.strata[g], &self.shapes[g]);
        let mut gradient = DVector::zeros(model.size());
        // What one paper more adds to the log-likelihood: observed there, then honest there.
        let worth: Vec<Vec<f64>> = (self.papers(model, g).iter().zip(&shape.observed))
            .map(|(n, g)| n.iter().zip(g).map(|(n, g)| n / g).collect())
            .collect();
        let sum = |row: &Vec<f64>| row.chunks(STRENGTHS.len()).map(|of| of.iter().sum()).collect();
        let mut honest: Vec<Vec<f64>> = worth.iter().map(sum).collect();
        for (p, (pair, shares)) in model.pairs.iter().zip(&shape.shares).enumerate() {
            let mut gain: Vec<f64> = worth[pair.from].iter().map(|w| -w).collect();
            for (s, landing) in pair.landing(model.top) {
                gain.iter_mut().zip(&worth[s]).for_each(|(gain, w)| *gain += landing * w);
            }
            let mut by_weight = 0.0;
            for (z, gain) in gain.chunks(STRENGTHS.len()).enumerate() {
                let (share, slope) = gain
                    .iter()
                    .zip(shares)
                    .fold((0.0, 0.0), |(share, slope), (gain, (s, d))| (share + gain * s, slope + gain * d));
                honest[pair.from][z] += share;
                by_weight += shape.honest[z][pair.from] * slope;
            }
            gradient[DEGREE + 1 + p] = by_weight - (stratum.weights[p] - stratum.usual[p]);
        }
        for (z, f) in shape.honest.iter().enumerate() {
            let mean: f64 = f.iter().zip(&honest).map(|(f, worth)| f * worth[z]).sum();
            for (d, basis) in model.basis.iter().enumerate() {
                let centre: f64 = f.iter().zip(basis).map(|(f, p)| f * p).sum();
                let all: f64 = f.iter().zip(basis).zip(&honest).map(|((f, p), worth)| f * p * worth[z]).sum();
                gradient[d] += all - centre * mean;
                if d == 0 {
                    gradient[DEGREE] += level(z) * (all - centre * mean);
                }
            }
        }
        if g == 0 {
            gradient[DEGREE + 1] = 0.0; // held: it says what a strength is
        }
        gradient
    }

    /// The information of papers whose node is known, with the weights' prior.
    fn information(&self, model: &Model, g: usize) -> DMatrix<f64> {
        let (size, shape) = (model.size(), &self.shapes[g]);
        let mut all = DMatrix::zeros(size, size);
        let papers = self.papers(model, g);
        for z in 0..LEVELS {
            let at = |k: usize| papers.iter().map(|row| row[z * STRENGTHS.len() + k]).sum();
            let by_strength: [f64; STRENGTHS.len()] = std::array::from_fn(at);
            if by_strength.iter().any(|n| *n > FEW) {
                shape.add_information(model, z, &by_strength, &mut all);
            }
        }
        all.fill_upper_triangle_with_lower_triangle();
        (DEGREE + 1..size).for_each(|a| all[(a, a)] += 1.0);
        if g == 0 {
            let held = DEGREE + 1;
            all.row_mut(held).fill(0.0);
            all.column_mut(held).fill(0.0);
            all[(held, held)] = 1.0;
        }
        all
    }
}

impl Shape {
    /// The lower triangle of what papers at a level say, so many with each strength. Papers moved
    /// over a pair change few totals: their products are sums over those.
    fn add_information(&self, model: &Model, z: usize, papers: &[f64], all: &mut DMatrix<f64>) {
        let f = &self.honest[z];
        let centred = |p: &Vec<f64>| -> Vec<f64> {
            let mean: f64 = f.iter().zip(p).map(|(f, p)| f * p).sum();
            f.iter().zip(p).map(|(f, p)| f * (p - mean)).collect()
        };
        let mut honest: Vec<Vec<f64>> = model.basis.iter().map(centred).collect();
        honest.push(honest[0].iter().map(|d| level(z) * d).collect());
        let (mut rows, mut inverse) = (honest.clone(), vec![0.0; f.len()]);
        for (k, n) in papers.iter().enumerate().filter(|(_, n)| **n > FEW) {
            let g = |s: usize| self.observed[s][z * STRENGTHS.len() + k];
            inverse.iter_mut().enumerate().for_each(|(s, i)| *i = n / g(s));
            for (row, honest) in rows.iter_mut().zip(&honest) {
                row.copy_from_slice(honest);
                for (pair, shares) in model.pairs.iter().zip(&self.shares) {
                    pair.move_papers(honest[pair.from] * shares[k].0, row);
                }
            }
            for a in 0..rows.len() {
                for b in 0..=a {
                    all[(a, b)] +=
                        rows[a].iter().zip(&rows[b]).zip(&inverse).map(|((a, b), i)| a * b * i).sum::<f64>();
                }
            }
            let moved = |p: usize| f[model.pairs[p].from] * self.shares[p][k].1;
            for (p, pair) in model.pairs.iter().enumerate() {
                let at = DEGREE + 1 + p;
                let changes = pair.changes(model.top);
                for (b, row) in rows.iter().enumerate() {
                    let gain: f64 = changes.iter().map(|(s, change)| change * row[*s] * inverse[*s]).sum();
                    all[(at, b)] += moved(p) * gain;
                }
                for (q, other) in model.pairs[..=p].iter().enumerate() {
                    if pair.from < other.to + LANDING.len() {
                        let product = overlap(&changes, &other.changes(model.top), &inverse);
                        all[(at, DEGREE + 1 + q)] += moved(p) * moved(q) * product;
                    }
                }
            }
        }
    }
}

impl Pair {
    /// What one paper moved over it changes, by total.
    fn changes(self, top: usize) -> [(usize, f64); 1 + LANDING.len()] {
        let mut changes = [(self.from, -1.0); 1 + LANDING.len()];
        changes[1..].iter_mut().zip(self.landing(top)).for_each(|(to, landing)| *to = landing);
        changes
    }
}

/// The sum of the products of changes of the same totals, each times the value there.
fn overlap(one: &[(usize, f64)], other: &[(usize, f64)], value: &[f64]) -> f64 {
    let same = |(s, a): &(usize, f64)| -> f64 {
        other.iter().filter(|(t, _)| t == s).map(|(_, b)| a * b * value[*s]).sum()
    };
    one.iter().map(same).sum()
}

/// The share of the papers with each total that was raised to it, of each stratum: totals that
/// papers land on, with the share by node.
pub(super) fn raised_shares(model: &Model, nodes: &Nodes) -> Vec<(usize, Vec<f64>)> {
    let mut rows: Vec<(usize, Vec<f64>)> = Vec::new();
    for (g, shape) in nodes.shapes.iter().enumerate() {
        for (pair, shares) in model.pairs.iter().zip(&shape.shares) {
            let moved: Vec<f64> =
                shape.honest.iter().flat_map(|f| shares.map(|(share, _)| f[pair.from] * share)).collect();
            for (s, landing) in pair.landing(model.top) {
                let cell = g * (model.top + 1) + s;
                let at = rows.iter().position(|(c, _)| *c == cell).unwrap_or_else(|| {
                    rows.push((cell, vec![0.0; moved.len()]));
                    rows.len() - 1
                });
                let observed = moved.iter().zip(&shape.observed[s]);
                rows[at].1.iter_mut().zip(observed).for_each(|(sum, (moved, g))| *sum += moved * landing / g);
            }
        }
    }
    rows
}
