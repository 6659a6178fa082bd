//! How alike the papers of a class are beyond what their totals say.
//!
//! ```text
//! r_vik  = (1{x = k} − S)/√max(S, .1)/√Σm       S: share of the pupils with v's total who score k on item i
//! shared = (|Σ_v r_v|² − Σ|r_v|²)/(n(n − 1))    0 for strangers with the same totals, about 1 for one hand
//! copy   = sign(m)·|m|^(2/3), m = n·mean(g³)    g: all r_v·r_u after the class's mean r is taken away, minus their median
//! ```
//!
//! Taking the class's mean away removes whatever the class honestly shares; a few pairs far above
//! the rest stay.

use serde::{Deserialize, Serialize};

use super::nulls::median;
use super::work::offsets;

/// No share counts as less than this in a residual.
const LEAST_SHARE: f64 = 0.1;
const POWER: f64 = 2.0 / 3.0;

/// Residuals by total: what a pupil has who scores nothing of it, and what each score adds.
pub(super) struct Residuals {
    starts: Vec<usize>,
    cells: usize,
    nothing: Vec<f64>,
    adds: Vec<f64>,
}

/// What the pairs of a class say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Pairs {
    pub shared: f64,
    pub copy: f64,
}

impl Residuals {
    /// From shares, totals × (items × scores).
    pub fn of(shares: &[f64], max_scores: &[u8]) -> Self {
        let (starts, cells) = offsets(max_scores);
        let all: f64 = max_scores.iter().map(|&m| f64::from(m)).sum();
        let adds: Vec<f64> = shares.iter().map(|s| 1.0 / s.max(LEAST_SHARE).sqrt() / all.sqrt()).collect();
        let nothing = shares.iter().zip(&adds).map(|(s, a)| -s * a).collect();
        Self { starts, cells, nothing, adds }
    }

    fn fill(&self, paper: &[u8], row: &mut [f64]) {
        let total: usize = paper.iter().map(|&x| usize::from(x)).sum();
        row.copy_from_slice(&self.nothing[total * self.cells..][..self.cells]);
        let adds = &self.adds[total * self.cells..][..self.cells];
        for (&x, start) in paper.iter().zip(&self.starts) {
            let cell = start + usize::from(x);
            row[cell] += adds[cell];
        }
    }

    /// Of the papers of one class, two or more.
    pub fn pairs(&self, papers: &[u8]) -> Pairs {
        let n = papers.len() / self.starts.len();
        let mut rows = vec![0.0; n * self.cells];
        for (paper, row) in papers.chunks_exact(self.starts.len()).zip(rows.chunks_exact_mut(self.cells)) {
            self.fill(paper, row);
        }
        let mut sum = vec![0.0; self.cells];
        for row in rows.chunks_exact(self.cells) {
            sum.iter_mut().zip(row).for_each(|(sum, r)| *sum += r);
        }
        let squares: f64 = rows.iter().map(|r| r * r).sum();
        let together: f64 = sum.iter().map(|s| s * s).sum();
        let n_ = n as f64;
        let shared = (together - squares) / (n_ * (n_ - 1.0));
        for row in rows.chunks_exact_mut(self.cells) {
            row.iter_mut().zip(&sum).for_each(|(r, sum)| *r -= sum / n_);
        }
        let mut products = Vec::with_capacity(n * n / 2);
        of_pairs(&rows, self.cells, &mut products);
        Pairs { shared, copy: third_moment(&products, n_) }
    }
}

crate::widest::widest! {
    /// The products of all pairs of rows.
    fn of_pairs(rows: &[f64], width: usize, products: &mut Vec<f64>) {
        for v in 1..rows.len() / width {
            let (before, row) = rows.split_at(v * width);
            let row = &row[..width];
            for other in before.chunks_exact(width) {
                products.push(product(row, other));
            }
        }
    }
}

/// Four sums side by side, for wide vectors.
#[inline(always)]
fn product(a: &[f64], b: &[f64]) -> f64 {
    let (mut sums, whole) = ([0.0; 4], a.len() / 4 * 4);
    for (a, b) in a[..whole].chunks_exact(4).zip(b[..whole].chunks_exact(4)) {
        for k in 0..4 {
            sums[k] += a[k] * b[k];
        }
    }
    let mut rest = 0.0;
    for (a, b) in a[whole..].iter().zip(&b[whole..]) {
        rest += a * b;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

fn third_moment(products: &[f64], n: f64) -> f64 {
    let middle = median(products.iter().copied());
    let cubes: f64 = products.iter().map(|g| (g - middle) * (g - middle) * (g - middle)).sum();
    let m = cubes / products.len() as f64 * n;
    m.signum() * libm::pow(m.abs(), POWER)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two items of one point each: pupils with one point have each with probability ½.
    fn residuals() -> Residuals {
        let shares = [1.0, 0.0, 1.0, 0.0, 0.5, 0.5, 0.5, 0.5, 0.0, 1.0, 0.0, 1.0];
        Residuals::of(&shares, &[1, 1])
    }

    #[test]
    fn one_hand_shares_everything_and_opposites_share_nothing() {
        // r = ±½ in each cell of a pupil with one point: r·r = 4·(.5/√.5/√2)² = 1.
        let same = residuals().pairs(&[1, 0, 1, 0, 1, 0]);
        assert!((same.shared - 1.0).abs() < 1e-12 && same.copy.abs() < 1e-12, "{same:?}");
        let apart = residuals().pairs(&[1, 0, 0, 1]);
        assert!((apart.shared + 1.0).abs() < 1e-12, "{apart:?}");
    }

    #[test]
    fn pupils_of_whom_the_totals_say_everything_share_nothing() {
        let pairs = residuals().pairs(&[1, 1, 1, 1, 0, 0]);
        assert!(pairs.shared.abs() < 1e-12 && pairs.copy.abs() < 1e-12, "{pairs:?}");
    }

    #[test]
    fn a_few_pairs_far_above_the_rest_raise_the_third_moment() {
        let g = [vec![0.0; 90], vec![0.8; 10]].concat();
        assert!((third_moment(&g, 10.0) - libm::pow(0.512, 2.0 / 3.0)).abs() < 1e-12);
        let down: Vec<f64> = g.iter().map(|g| -g).collect();
        assert!((third_moment(&down, 10.0) + libm::pow(0.512, 2.0 / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn products_of_any_length_are_those_of_the_plain_sum() {
        for n in 1..11 {
            let a: Vec<f64> = (0..n).map(f64::from).collect();
            let plain: f64 = a.iter().map(|x| x * x).sum();
            assert!((product(&a, &a) - plain).abs() < 1e-12);
        }
    }
}
