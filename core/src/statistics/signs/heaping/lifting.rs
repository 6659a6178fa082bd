//! What models of raised papers share: which totals papers are raised from and to, and the nodes of
//! the quadrature over groups' levels and strengths.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use crate::statistics::StatisticError;
use crate::table::Table;
use crate::threads::each;
use crate::watch;
use crate::widest::{exp, ln, widest};

/// A group with more of the territory's papers than this has no reference to be seen against.
pub(super) const LARGEST_PART: f64 = 0.2;
/// The least number of papers an honest shape is fitted to.
pub(super) const LEAST_PAPERS: u64 = 500;

/// Where a raised paper lands: on the boundary, one point above, two above. Of all shares tried on
/// a real region's 22 works (1, .85/.1/.05, .75/.15/.1, .65/.2/.15) these have the largest
/// likelihood.
pub(super) const LANDING: [f64; 3] = [0.75, 0.15, 0.10];
/// So many groups are weighed at once.
const PART: usize = 200;
/// By how many nodes a range that was too narrow is widened.
const WIDER: usize = 8;
/// Weights below e⁻²⁷ of the largest, some 10⁻¹², count as 0.
const NOTHING: f64 = -27.0;

pub(super) fn parameter<T>(
    name: &'static str,
    value: f64,
    expected: &'static str,
) -> Result<T, StatisticError> {
    Err(StatisticError::Parameter { name, value, expected })
}

/// Pairs of scores that are no boundaries, as far as the real ones reach.
pub(super) fn placebo_pairs(real: &[Pair], top: usize, scores: &[u16]) -> Result<Vec<Pair>, StatisticError> {
    let boundary = |score: &u16| real.iter().any(|p| p.to == usize::from(*score));
    let outside = |score: &u16| *score == 0 || usize::from(*score) > top;
    if let Some(&score) = scores.iter().find(|s| boundary(s) || outside(s)) {
        return parameter("scores", f64::from(score), "totals on the scale that are no boundaries");
    }
    if scores.is_empty() || scores.windows(2).any(|pair| pair[0] >= pair[1]) {
        return parameter("scores", scores.len() as f64, "one or more in ascending order");
    }
    let reach = real.iter().map(|p| p.distance()).max().unwrap_or(1);
    Ok(Pair::all(scores, reach as u16))
}

/// Columns `lower, upper, share`: a prior of λ by cells, the first of which is λ = 0.
pub(super) fn prior_table(prior: &[f64], ends: &[f64]) -> Table {
    let lower = std::iter::once(0.0).chain(ends.iter().copied()).take(prior.len());
    Table::new()
        .with("lower", lower.collect::<Vec<f64>>())
        .with("upper", ends.to_vec())
        .with("share", prior.to_vec())
}

/// A group's papers: the totals that occur, with their counts (a sparse histogram).
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Papers {
    pub n: f64,
    pub counts: Vec<(usize, f64)>,
}

impl Papers {
    /// Of counts by total.
    pub fn of(counts: impl IntoIterator<Item = u64>) -> Self {
        let some = counts.into_iter().enumerate().filter(|(_, n)| *n > 0);
        let counts: Vec<(usize, f64)> = some.map(|(s, n)| (s, n as f64)).collect();
        Self { n: counts.iter().map(|(_, n)| n).sum(), counts }
    }

    /// Σ n_s·value_s.
    pub fn total(&self, value: impl Fn(usize) -> f64) -> f64 {
        self.counts.iter().map(|&(s, n)| n * value(s)).sum()
    }
}

/// Papers with total `from` that may be lifted to `to`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
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

impl Pair {
    /// Moves so many papers from below the boundary to where they land.
    pub fn move_papers(self, papers: f64, g: &mut [f64]) {
        g[self.from] -= papers;
        for (s, landing) in self.landing(g.len() - 1) {
            g[s] += papers * landing;
        }
    }

    /// What a paper's worth grows by where it is moved.
    pub fn gain(self, worth: &[f64]) -> f64 {
        self.landing(worth.len() - 1).map(|(s, landing)| landing * worth[s]).sum::<f64>() - worth[self.from]
    }
}

/// P_1, …, P_degree at each x.
pub(super) fn legendre(x: &[f64], degree: usize) -> Vec<Vec<f64>> {
    let mut all = vec![vec![1.0; x.len()], x.to_vec()];
    for d in 2..=degree {
        let k = d as f64;
        let next = |s: usize| ((2.0 * k - 1.0) * x[s] * all[d - 1][s] - (k - 1.0) * all[d - 2][s]) / k;
        let next = (0..x.len()).map(next).collect();
        all.push(next);
    }
    all.drain(1..).collect()
}

/// Logarithms of weights become probabilities; the logarithm of their sum.
pub(super) fn normalise(weights: &mut [f64]) -> f64 {
    let largest = largest(weights);
    normalise_below(weights, largest)
}

widest! {
    /// Of each its logarithm.
    pub(super) fn logarithms(values: &[f64]) -> Vec<f64> {
        let mut logs = values.to_vec();
        logs.iter_mut().for_each(|x| *x = ln(*x));
        logs
    }
}

widest! {
    fn normalise_below(weights: &mut [f64], largest: f64) -> f64 {
        for weight in weights.iter_mut() {
            let below = *weight - largest;
            let e = exp(below.max(NOTHING));
            *weight = if below > NOTHING { e } else { 0.0 };
        }
        let (fours, rest) = weights.as_chunks::<4>();
        let mut lanes = [0.0; 4];
        for four in fours {
            (0..4).for_each(|i| lanes[i] += four[i]);
        }
        let sum = lanes.iter().chain(rest).sum::<f64>();
        let inverse = 1.0 / sum;
        weights.iter_mut().for_each(|w| *w *= inverse);
        largest + sum.ln()
    }
}

widest! {
    /// The same for every `width`th of the weights: of each strength those of all levels.
    fn normalise_each(weights: &mut [f64], width: usize, largest: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; width];
        for level in weights.chunks_exact_mut(width) {
            for ((weight, largest), sum) in level.iter_mut().zip(largest).zip(&mut sums) {
                let below = *weight - largest;
                let e = exp(below.max(NOTHING));
                *weight = if below > NOTHING { e } else { 0.0 };
                *sum += *weight;
            }
        }
        for level in weights.chunks_exact_mut(width) {
            level.iter_mut().zip(&sums).for_each(|(weight, sum)| *weight /= sum);
        }
        largest.iter().zip(&sums).map(|(largest, sum)| largest + ln(*sum)).collect()
    }
}

widest! {
    fn largest_each(weights: &[f64], width: usize) -> Vec<f64> {
        let mut all = vec![f64::NEG_INFINITY; width];
        for level in weights.chunks_exact(width) {
            for (largest, weight) in all.iter_mut().zip(level) {
                *largest = if *weight > *largest { *weight } else { *largest };
            }
        }
        all
    }
}

widest! {
    /// The largest of them, found in four lanes side by side.
    fn largest(values: &[f64]) -> f64 {
        let more = |a: f64, b: f64| if b > a { b } else { a };
        let (fours, rest) = values.as_chunks::<4>();
        let lanes = fours.iter().fold([f64::NEG_INFINITY; 4], |lanes, four| {
            [more(lanes[0], four[0]), more(lanes[1], four[1]), more(lanes[2], four[2]), more(lanes[3], four[3])]
        });
        lanes.iter().chain(rest).copied().fold(f64::NEG_INFINITY, more)
    }
}

widest! {
    /// Adds n times the row of each count from this node on, four rows at once: what is added to is
    /// read and written the less often.
    fn add_logs(to: &mut [f64], counts: &[(usize, f64)], totals: &[Vec<f64>], from: usize) {
        let (fours, rest) = counts.as_chunks::<4>();
        for four in fours {
            let rows = four.map(|(s, _)| &totals[s][from..from + to.len()]);
            let n = four.map(|(_, n)| n);
            for i in 0..to.len() {
                to[i] += n[0] * rows[0][i] + n[1] * rows[1][i] + n[2] * rows[2][i] + n[3] * rows[3][i];
            }
        }
        for &(s, n) in rest {
            to.iter_mut().zip(&totals[s][from..]).for_each(|(to, log)| *to += n * log);
        }
    }
}

widest! {
    /// Adds n times the posterior to the row of each count from this node on.
    fn add_papers(papers: &mut [Vec<f64>], counts: &[(usize, f64)], posterior: &[f64], from: usize) {
        for &(s, n) in counts {
            papers[s][from..].iter_mut().zip(posterior).for_each(|(sum, p)| *sum += n * p);
        }
    }
}

/// What is added to the share of each strength, in groups.
pub(super) const ADDED: f64 = 0.1;

/// The prior over strengths that makes the groups' papers most likely, a tenth of a group added to
/// each: a mixing distribution on a grid by penalised maximum likelihood (empirical Bayes). At most
/// so many steps of Newton's method on the concave Σ_j ln Σ_k L_jk·p_k + .1·Σ_k ln p_k − (groups +
/// .1·strengths)·Σ_k p_k, whose maximum sums to 1. The groups' likelihoods stand one after the
/// other.
pub(super) fn prior_of(likelihoods: &[f64], start: &[f64], steps: usize) -> Vec<f64> {
    let width = start.len();
    let groups = || likelihoods.chunks_exact(width);
    let mean = |l: &[f64], p: &[f64]| l.iter().zip(p).map(|(l, p)| l * p).sum::<f64>();
    let all = groups().len() as f64 + ADDED * width as f64;
    let objective = |p: &[f64]| {
        let data: f64 = groups().map(|l| mean(l, p).ln()).sum();
        data + ADDED * p.iter().map(|p| p.ln()).sum::<f64>() - all * p.iter().sum::<f64>()
    };
    let mut p = start.to_vec();
    let mut value = objective(&p);
    for _ in 0..steps {
        watch::check();
        let mut gradient = DVector::from_iterator(width, p.iter().map(|p| ADDED / p - all));
        let mut curvature = vec![0.0; width * width];
        let mut relative = vec![0.0; width];
        for l in groups() {
            let mean = mean(l, &p);
            relative.iter_mut().zip(l).for_each(|(r, l)| *r = l / mean);
            for (k, (row, r)) in curvature.chunks_exact_mut(width).zip(&relative).enumerate() {
                gradient[k] += r;
                row.iter_mut().zip(&relative).for_each(|(sum, other)| *sum += r * other);
            }
        }
        let mut curvature = DMatrix::from_row_slice(width, width, &curvature);
        p.iter().enumerate().for_each(|(k, p)| curvature[(k, k)] += ADDED / (p * p));
        let Some(step) = curvature.cholesky().map(|c| c.solve(&gradient)) else { break };
        let promised = gradient.dot(&step);
        let mut size = p
            .iter()
            .zip(&step)
            .fold(1.0, |size: f64, (p, step)| if *step < 0.0 { size.min(-0.95 * p / step) } else { size });
        let next = loop {
            let to: Vec<f64> = p.iter().zip(&step).map(|(p, step)| p + size * step).collect();
            let there = objective(&to);
            if there >= value + 0.1 * size * promised || promised < 1e-6 || size < 1e-9 {
                break (to, there);
            }
            size /= 2.0;
        };
        (p, value) = next;
        if promised < 1e-22 {
            break;
        }
    }
    let sum: f64 = p.iter().sum();
    p.iter().map(|p| p / sum).collect()
}

/// Where a share q of the posterior over cells lies below, each spread evenly up to its end; the
/// first cell is a point.
pub(super) fn quantile(ends: &[f64], posterior: &[f64], q: f64) -> f64 {
    let mut below = posterior[0];
    if q <= below {
        return ends[0];
    }
    for (cell, p) in ends.windows(2).zip(&posterior[1..]) {
        if below + p >= q {
            return cell[0] + (q - below) / p * (cell[1] - cell[0]);
        }
        below += p;
    }
    ends[ends.len() - 1]
}

/// Logarithms of the nodes' probabilities and of the totals' at each node, at one set of shares.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Levels {
    /// Logarithms of the nodes' probabilities; `width` nodes of one level stand side by side.
    pub prior: Vec<f64>,
    /// Logarithms of the totals' probabilities, totals × nodes.
    pub totals: Vec<Vec<f64>>,
    pub width: usize,
}

impl Levels {
    /// How many levels there are.
    fn len(&self) -> usize {
        self.prior.len() / self.width
    }

    /// The nodes of these levels.
    pub fn nodes(&self, levels: &Range<usize>) -> Range<usize> {
        levels.start * self.width..levels.end * self.width
    }

    /// The logarithm of a group's marginal likelihood by quadrature over the nodes. The posterior
    /// of the nodes of the levels in the range is in `weights`, that of all others is negligible.
    /// The range given is a guess: likelihoods have one hill over the levels, so where they are
    /// negligible at its ends, they are beyond.
    pub fn weigh(&self, papers: &Papers, weights: &mut [f64], range: &mut Range<usize>) -> f64 {
        loop {
            let nodes = self.nodes(range);
            let within = &mut weights[nodes.clone()];
            within.copy_from_slice(&self.prior[nodes.clone()]);
            add_logs(within, &papers.counts, &self.totals, nodes.start);
            let largest = largest(within);
            let least = largest + NOTHING;
            let matter = |nodes: &[f64]| nodes.iter().any(|w| *w > least);
            let below = range.start > 0 && matter(&within[..self.width]);
            let above = range.end < self.len() && matter(&within[within.len() - self.width..]);
            if !below && !above {
                let log = normalise_below(within, largest);
                let first = within.iter().position(|w| *w > 0.0).unwrap_or(0) / self.width;
                let last = within.iter().rposition(|w| *w > 0.0).unwrap_or(within.len() - 1) / self.width;
                *range = range.start + first.saturating_sub(1)..(range.start + last + 2).min(range.end);
                return log;
            }
            range.start = if below { range.start.saturating_sub(WIDER) } else { range.start };
            range.end = if above { (range.end + WIDER).min(self.len()) } else { range.end };
        }
    }

    /// Of each strength the logarithm of a group's likelihood; in `weights` the posterior of the
    /// levels of the range, by strength. At others it is negligible.
    pub fn weigh_each(&self, papers: &Papers, weights: &mut Vec<f64>) -> (Range<usize>, Vec<f64>) {
        weights.clone_from(&self.prior);
        add_logs(weights, &papers.counts, &self.totals, 0);
        let largest = largest_each(weights, self.width);
        let matters = |level: &[f64]| level.iter().zip(&largest).any(|(w, largest)| w - largest > NOTHING);
        let first = weights.chunks_exact(self.width).position(matters).unwrap_or(0);
        let last = weights.chunks_exact(self.width).rposition(matters).unwrap_or(self.len() - 1);
        weights.truncate((last + 1) * self.width);
        weights.drain(..first * self.width);
        let logs = normalise_each(weights, self.width, &largest);
        (first..last + 1, logs)
    }

    /// What groups add to the territory: the E-step of EM. `ranges` are guesses of their levels,
    /// and become better ones.
    pub fn assign(&self, groups: &[Papers], ranges: &mut Vec<Range<usize>>) -> Assigned {
        // Parts are of a fixed size and summed in order: the same sums on any number of threads.
        let parts: Vec<_> = groups.chunks(PART).zip(ranges.chunks(PART)).collect();
        let parts = each(&parts, |(groups, guesses)| self.assign_part(groups, guesses.to_vec()));
        let mut all = self.nothing();
        ranges.clear();
        for (part, levels) in parts {
            all.log_likelihood += part.log_likelihood;
            all.strengths.extend(part.strengths);
            all.papers.iter_mut().flatten().zip(part.papers.iter().flatten()).for_each(|(sum, n)| *sum += n);
            ranges.extend(levels);
        }
        all
    }

    fn assign_part(&self, groups: &[Papers], mut ranges: Vec<Range<usize>>) -> (Assigned, Vec<Range<usize>>) {
        let mut all = self.nothing();
        let mut weights = vec![0.0; self.prior.len()];
        for (group, range) in groups.iter().zip(&mut ranges).filter(|(group, _)| group.n > 0.0) {
            all.log_likelihood += self.weigh(group, &mut weights, range);
            let nodes = self.nodes(range);
            let posterior = &weights[nodes.clone()];
            let first = all.strengths.len();
            all.strengths.resize(first + self.width, 0.0);
            for level in posterior.chunks_exact(self.width) {
                all.strengths[first..].iter_mut().zip(level).for_each(|(sum, p)| *sum += p);
            }
            add_papers(&mut all.papers, &group.counts, posterior, nodes.start);
        }
        (all, ranges)
    }

    fn nothing(&self) -> Assigned {
        let nodes = self.prior.len();
        Assigned {
            log_likelihood: 0.0,
            strengths: Vec::new(),
            papers: vec![vec![0.0; nodes]; self.totals.len()],
        }
    }
}

/// Groups' log-likelihood, and what their posterior says (their responsibilities).
pub(super) struct Assigned {
    pub log_likelihood: f64,
    /// Of each group with papers, one after the other, the probabilities of the nodes side by side
    /// at all levels.
    pub strengths: Vec<f64>,
    /// Papers at each node, totals × nodes.
    pub papers: Vec<Vec<f64>>,
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
}
