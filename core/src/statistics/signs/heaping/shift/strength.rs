//! How strongly each group lifted: its likelihood over the strengths, and their prior over groups.

use super::model::{Model, NODES, Territory, levels, node};
use crate::statistics::heaping::lifting::{Levels, Pair, Papers, normalise, quantile};
use crate::widest::widest;

/// Steps of the strength of lifting: 0, then the middles of so many cells of (0, 1).
pub(super) const CELLS: usize = 20;
/// The share lifted from one point below that the pattern of lifting starts from, so that it is
/// defined where nothing was lifted.
const USUAL: f64 = 0.05;
/// Twice the 95 % point of the squared normal's half: χ²₁ at .90, for a one-sided 95 % bound.
const CHI2_90: f64 = 2.705_543_454_095_404;

/// The strengths of lifting a group may have.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Scale {
    /// Shares lifted over each pair, for strength 0 and the middle of each cell.
    pub shares: Vec<Vec<f64>>,
    /// λ of these.
    pub lambda: Vec<f64>,
    /// λ at the upper ends of the cells; 0 for strength 0.
    pub ends: Vec<f64>,
    /// dπ/du at strength 0, as shares: the direction of lifting.
    pub direction: Vec<f64>,
}

impl Scale {
    pub fn of(model: &Model, territory: &Territory) -> Self {
        let usual = |(pair, share): (&Pair, &f64)| (share + USUAL * pair.halved()).min(0.95);
        let p: Vec<f64> = model.pairs.iter().zip(&model.shares).map(usual).collect();
        let largest = p.iter().copied().fold(0.0, f64::max);
        let direction: Vec<f64> = p.iter().map(|p| libm::log1p(-p) / libm::log1p(-largest)).collect();
        let shares = |u: f64| -> Vec<f64> {
            direction.iter().map(|w| if u < 1.0 { -libm::expm1(w * libm::log1p(-u)) } else { 1.0 }).collect()
        };
        let honest: Vec<f64> = model.pairs.iter().map(|pair| territory.honest[pair.from]).collect();
        let all: f64 = honest.iter().sum();
        let lambda = |shares: &Vec<f64>| shares.iter().zip(&honest).map(|(s, f)| s * f).sum::<f64>() / all;
        let cell = |k: usize| if k == 0 { 0.0 } else { (k as f64 - 0.5) / CELLS as f64 };
        let middles: Vec<Vec<f64>> = (0..=CELLS).map(|k| shares(cell(k))).collect();
        Self {
            lambda: middles.iter().map(lambda).collect(),
            ends: (0..=CELLS).map(|k| lambda(&shares(k as f64 / CELLS as f64))).collect(),
            shares: middles,
            direction,
        }
    }

    /// The λ below which a share q of the posterior lies, spread evenly within cells.
    pub fn quantile(&self, posterior: &[f64], q: f64) -> f64 {
        quantile(&self.ends, posterior, q)
    }

    /// P(λ > limit).
    pub fn above(&self, posterior: &[f64], limit: f64) -> f64 {
        let part = |k: usize| {
            let width = self.ends[k] - self.ends[k - 1];
            ((self.ends[k] - limit) / width).clamp(0.0, 1.0) * posterior[k]
        };
        (1..=CELLS).map(part).sum()
    }

    /// The strength whose λ is the first not below this one.
    pub fn near(&self, lambda: f64) -> usize {
        self.lambda.partition_point(|l| *l < lambda).min(CELLS)
    }
}

/// What no group changes: logarithms of the lifted distributions at all levels and strengths, and
/// where their papers came from.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Tables {
    /// Strengths stand side by side; all have the same probability.
    levels: Levels,
    /// For marks 3, 4, 5: totals that lifted papers land on, with the share of the papers there
    /// that are lifted, by node.
    lifted: [Vec<(usize, Vec<f64>)>; 3],
    /// The share of papers within reach of a boundary, by level.
    liftable: Vec<f64>,
}

impl Tables {
    pub fn of(model: &Model, scale: &Scale) -> Self {
        let honest: Vec<Vec<f64>> = (0..NODES).map(|q| model.honest(model.sd * node(q))).collect();
        let nodes = || honest.iter().flat_map(|f| scale.shares.iter().map(move |shares| (f, shares)));
        let observed: Vec<Vec<f64>> = nodes().map(|(f, shares)| model.lift(f, shares)).collect();
        let mut lifted: [Vec<(usize, Vec<f64>)>; 3] = Default::default();
        for (p, pair) in model.pairs.iter().enumerate() {
            let rows = &mut lifted[usize::from(pair.mark) - 3];
            for (s, landing) in pair.landing(model.top) {
                let at = rows.iter().position(|(total, _)| *total == s).unwrap_or_else(|| {
                    rows.push((s, vec![0.0; observed.len()]));
                    rows.len() - 1
                });
                for ((sum, (f, shares)), g) in rows[at].1.iter_mut().zip(nodes()).zip(&observed) {
                    *sum += f[pair.from] * shares[p] * landing / g[s].max(1e-300);
                }
            }
        }
        let reach = |f: &Vec<f64>| model.pairs.iter().map(|pair| f[pair.from]).sum();
        Self {
            levels: levels(&observed, scale.lambda.len()),
            lifted,
            liftable: honest.iter().map(reach).collect(),
        }
    }

    /// The mean level of a group at a strength, in standard deviations.
    pub fn level(&self, papers: &Papers, k: usize) -> f64 {
        let mut weights = Vec::new();
        let (range, _) = self.levels.weigh_each(papers, &mut weights);
        range.zip(weights.chunks(self.levels.width)).map(|(q, of)| of[k] * node(q)).sum()
    }
}

/// One group at each strength.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Likelihood {
    /// With the group's level integrated out.
    pub log: Vec<f64>,
    /// Papers raised at marks 3, 4, 5.
    pub raised: [Vec<f64>; 3],
    pub liftable: Vec<f64>,
}

widest! {
    /// Adds n times the posterior mean of the shares at each strength.
    fn add_raised(raised: &mut [f64], n: f64, posterior: &[f64], shares: &[f64]) {
        let width = raised.len();
        for (posterior, shares) in posterior.chunks_exact(width).zip(shares.chunks_exact(width)) {
            for ((raised, p), share) in raised.iter_mut().zip(posterior).zip(shares) {
                *raised += n * p * share;
            }
        }
    }
}

impl Likelihood {
    pub fn of(papers: &Papers, tables: &Tables) -> Self {
        let (width, mut weights) = (tables.levels.width, Vec::new());
        let (range, log) = tables.levels.weigh_each(papers, &mut weights);
        let nodes = tables.levels.nodes(&range);
        let mut liftable = vec![0.0; width];
        for (of, reach) in weights.chunks(width).zip(&tables.liftable[range]) {
            liftable.iter_mut().zip(of).for_each(|(sum, p)| *sum += papers.n * p * reach);
        }
        let raised = tables.lifted.each_ref().map(|rows| {
            let mut raised = vec![0.0; width];
            for (s, shares) in rows {
                if let Some((_, n)) = papers.counts.iter().find(|(total, _)| total == s) {
                    add_raised(&mut raised, *n, &weights, &shares[nodes.clone()]);
                }
            }
            raised
        });
        Self { log, raised, liftable }
    }

    /// The posterior over the strengths.
    pub fn posterior(&self, prior: &[f64]) -> Vec<f64> {
        let mut posterior: Vec<f64> = self.log.iter().zip(prior).map(|(l, p)| l + libm::log(*p)).collect();
        normalise(&mut posterior);
        posterior
    }

    /// The λ above the likelihood's maximum where it has fallen far enough; 1 if it never does.
    pub fn bound(&self, scale: &Scale) -> f64 {
        let l = &self.log;
        let best = (0..l.len()).fold(0, |best, k| if l[k] > l[best] { k } else { best });
        let fall = |k: usize| 2.0 * (l[best] - l[k]);
        match (best + 1..l.len()).find(|&k| fall(k) >= CHI2_90) {
            Some(k) => {
                let part = (CHI2_90 - fall(k - 1)) / (fall(k) - fall(k - 1));
                scale.lambda[k - 1] + part * (scale.lambda[k] - scale.lambda[k - 1])
            }
            None => 1.0,
        }
    }
}
