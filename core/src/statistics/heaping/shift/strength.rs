//! How strongly each group lifted: its likelihood over the strengths, and their prior over groups.

use super::model::{Model, NODES, Territory, levels, node};
use crate::statistics::heaping::lifting::{Levels, Pair, Papers, normalise, quantile};

/// Steps of the strength of lifting: 0, then the middles of so many cells of (0, 1).
pub(super) const CELLS: usize = 20;
/// The share lifted from one point below that the pattern of lifting starts from, so that it is defined where nothing was lifted.
const USUAL: f64 = 0.05;
/// Twice the 95 % point of the squared normal's half: χ²₁ at .90, for a one-sided 95 % bound.
const CHI2_90: f64 = 2.705_543_454_095_404;

/// The strengths of lifting a group may have.
#[derive(Debug, Clone, PartialEq)]
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

/// What no group changes: logarithms of the lifted distributions at all strengths and nodes, and where their papers came from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tables {
    strengths: Vec<Strength>,
    /// The share of papers within reach of a boundary, by node.
    liftable: Vec<f64>,
    /// How many totals there are.
    totals: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Strength {
    levels: Levels,
    /// For marks 3, 4, 5: totals that lifted papers land on, with the share of the papers there that are lifted, by node.
    lifted: [Vec<(usize, Vec<f64>)>; 3],
}

impl Tables {
    pub fn of(model: &Model, scale: &Scale) -> Self {
        let honest: Vec<Vec<f64>> = (0..NODES).map(|q| model.honest(model.sd * node(q))).collect();
        let reach = |f: &Vec<f64>| model.pairs.iter().map(|pair| f[pair.from]).sum();
        Self {
            strengths: scale.shares.iter().map(|shares| Strength::of(model, shares, &honest)).collect(),
            liftable: honest.iter().map(reach).collect(),
            totals: model.top + 1,
        }
    }

    /// The mean level of a group at a strength, in standard deviations.
    pub fn level(&self, papers: &Papers, k: usize) -> f64 {
        let mut weights = [0.0; NODES];
        let mut range = 0..NODES;
        self.strengths[k].levels.weigh(papers, &mut weights, &mut range);
        range.map(|q| weights[q] * node(q)).sum()
    }
}

impl Strength {
    fn of(model: &Model, shares: &[f64], honest: &[Vec<f64>]) -> Self {
        let observed: Vec<Vec<f64>> = honest.iter().map(|f| model.lift(f, shares)).collect();
        let mut lifted: [Vec<(usize, Vec<f64>)>; 3] = Default::default();
        for (pair, share) in model.pairs.iter().zip(shares) {
            let rows = &mut lifted[usize::from(pair.mark) - 3];
            for (s, landing) in pair.landing(model.top) {
                let at = rows.iter().position(|(total, _)| *total == s).unwrap_or_else(|| {
                    rows.push((s, vec![0.0; NODES]));
                    rows.len() - 1
                });
                for (q, sum) in rows[at].1.iter_mut().enumerate() {
                    *sum += honest[q][pair.from] * share * landing / observed[q][s].max(1e-300);
                }
            }
        }
        Self { levels: levels(&observed), lifted }
    }
}

/// One group at each strength.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Likelihood {
    /// With the group's level integrated out.
    pub log: Vec<f64>,
    /// Papers raised at marks 3, 4, 5.
    pub raised: Vec<[f64; 3]>,
    pub liftable: Vec<f64>,
}

impl Likelihood {
    pub fn of(papers: &Papers, tables: &Tables) -> Self {
        let (mut weights, mut room) = ([0.0; NODES], [0.0; NODES]);
        let mut counts = vec![0.0; tables.totals];
        papers.counts.iter().for_each(|&(s, n)| counts[s] = n);
        // The levels at one strength are nearly those at the next.
        let mut range = 0..NODES;
        let mut got = Self { log: Vec::new(), raised: Vec::new(), liftable: Vec::new() };
        for strength in &tables.strengths {
            let log = strength.levels.weigh(papers, &mut weights, &mut range);
            let mean = |values: &[f64]| range.clone().map(|q| values[q] * weights[q]).sum::<f64>();
            got.log.push(log);
            got.liftable.push(papers.n * mean(&tables.liftable));
            got.raised.push(strength.lifted.each_ref().map(|rows| {
                let lifted = &mut room[range.clone()];
                lifted.fill(0.0);
                for (s, shares) in rows {
                    let n = counts[*s];
                    lifted.iter_mut().zip(&shares[range.clone()]).for_each(|(sum, share)| *sum += n * share);
                }
                mean(&room)
            }));
        }
        got
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
