//! Errors of estimates by their influence functions.

use super::GroupTimeOptions;
use crate::math::quantile;
use crate::random::Random;
use crate::watch;

/// Sums of an influence function by clusters, in the order of clusters.
fn by_cluster(psi: &[f64], cluster_of: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; cluster_of.iter().max().map_or(0, |c| c + 1)];
    let mut seen = vec![false; sums.len()];
    for (&c, value) in cluster_of.iter().zip(psi) {
        sums[c] += value;
        seen[c] = true;
    }
    sums.iter().zip(seen).filter(|(_, seen)| *seen).map(|(sum, _)| *sum).collect()
}

/// Of units each on its own √(Σψ²)/n, of clusters with G/(G − 1).
pub(super) fn standard_error(psi: &[f64], cluster_of: &[usize]) -> f64 {
    covariance(psi, psi, cluster_of).sqrt()
}

/// The covariance of two estimates by their influence functions.
pub(in crate::effect) fn covariance(a: &[f64], b: &[f64], cluster_of: &[usize]) -> f64 {
    let n = a.len() as f64;
    let (x, y) = (by_cluster(a, cluster_of), by_cluster(b, cluster_of));
    let g = x.len() as f64;
    let factor = if x.len() < a.len() { g / (g - 1.0) } else { 1.0 };
    factor * x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / (n * n)
}

/// A simultaneous band over several estimates.
pub(super) struct Band {
    pub errors: Vec<f64>,
    pub critical: f64,
}

impl Band {
    pub fn of(influence: &[Vec<f64>], cluster_of: &[usize], options: &GroupTimeOptions) -> Self {
        let n = cluster_of.len() as f64;
        let sums: Vec<Vec<f64>> = influence.iter().map(|psi| by_cluster(psi, cluster_of)).collect();
        let clusters = sums.first().map_or(0, Vec::len);
        let root5 = 5.0_f64.sqrt();
        // Mammen's two points have mean 0, variance 1 and third moment 1.
        let (low, high, chance) = ((1.0 - root5) / 2.0, (1.0 + root5) / 2.0, (1.0 + root5) / (2.0 * root5));
        let mut random = Random::new(options.seed, 0xc5);
        let mut draws = vec![Vec::with_capacity(options.draws); sums.len()];
        for _ in watch::steps(0..options.draws) {
            let weights: Vec<f64> =
                (0..clusters).map(|_| if random.chance(chance) { low } else { high }).collect();
            for (draw, sum) in draws.iter_mut().zip(&sums) {
                draw.push(sum.iter().zip(&weights).map(|(s, w)| s * w).sum::<f64>() / n);
            }
        }
        let errors: Vec<f64> = draws.iter().map(|draw| spread(draw)).collect();
        let mut largest: Vec<f64> = (0..options.draws)
            .map(|b| {
                let sizes = draws.iter().zip(&errors).filter(|(_, se)| **se > 0.0);
                sizes.map(|(draw, se)| (draw[b] / se).abs()).fold(0.0, f64::max)
            })
            .collect();
        largest.sort_by(f64::total_cmp);
        Self { errors, critical: quantile(&largest, 0.95, 7) }
    }

    pub fn half(&self, k: usize) -> f64 {
        self.critical * self.errors[k]
    }
}

/// The interquartile range in those of a standard normal variable.
fn spread(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (quantile(&sorted, 0.75, 7) - quantile(&sorted, 0.25, 7)) / 1.348_979_500_392_163_8
}
