//! Efficient scores on a school's histogram of totals: how many papers were moved over a boundary.
//!
//! ```text
//! P_t ∝ f_t·exp(θ₁·t/M + θ₂·(t/M)²), with the school's mean and variance, shrunk by 10 papers of the reference
//! S   = what a small move of papers does to ln P, without what a change of mean (and variance) does
//! num = Σ_t (h_t − n·P_t)·S_t,   var = n·(Σ P·S² − (Σ P·S)²),   λ̂ = num/var
//! ```
//!
//! References: Neyman (1959), the projected score; Kleven (2016), Annual Review of Economics 8,
//! 435–464, bunching.

use crate::widest::{exp, ln};

/// Papers of the reference that a school's mean and variance are shrunk by.
const SHRINK: f64 = 10.0;
const ROUNDS: usize = 15;
const STEEPEST: f64 = 15.0;
const LARGEST_SCORE: f64 = 8.0;
/// Below this there is no power of e that [`exp`] takes.
const LOWEST: f64 = -700.0;

/// An efficient score and its variance; they add up over works.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Score {
    pub num: f64,
    pub var: f64,
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.num += other.num;
        self.var += other.var;
    }
}

/// Papers at `from` moved to `to`, with a weight.
pub(super) type Move = (usize, usize, f64);

/// The reference's shape, ready to be tilted.
pub(super) struct Shape {
    logs: Vec<f64>,
    /// Σ f·t/M, Σ f·(t/M)².
    moments: [f64; 2],
}

impl Shape {
    /// Of a histogram with something in every cell.
    pub fn of(histogram: &[f64]) -> Self {
        let (n, m): (f64, f64) = (histogram.iter().sum(), histogram.len() as f64);
        let mut moments = [0.0; 2];
        for (t, f) in histogram.iter().enumerate() {
            let x = t as f64 / m;
            moments[0] += f / n * x;
            moments[1] += f / n * (x * x);
        }
        Self { logs: histogram.iter().map(|f| ln(f / n)).collect(), moments }
    }

    /// The shape with a group's mean and variance: exponential tilting.
    pub fn tilted(&self, counts: &[f64]) -> Vec<f64> {
        let m = counts.len() as f64;
        let n: f64 = counts.iter().sum();
        let mut target = [0.0; 2];
        for (t, h) in counts.iter().enumerate() {
            let x = t as f64 / m;
            target[0] += h * x;
            target[1] += h * (x * x);
        }
        for (target, moment) in target.iter_mut().zip(self.moments) {
            *target = (*target + SHRINK * moment) / (n + SHRINK);
        }
        let mut p = vec![0.0; counts.len()];
        let mut theta = [0.0; 2];
        for _ in 0..ROUNDS {
            let [m1, m2, c11, c12, c22] = tilt(&self.logs, theta, &mut p);
            let (a, b, c) = (c11 + 1e-6, c12, c22 + 1e-6);
            let (e1, e2) = (target[0] - m1, target[1] - m2);
            let determinant = a * c - b * b;
            let step = [(c * e1 - b * e2) / determinant, (a * e2 - b * e1) / determinant];
            let step = step.map(|s| s.clamp(-STEEPEST, STEEPEST));
            if step.iter().all(|s| s.abs() < 1e-13) {
                break;
            }
            theta = [theta[0] + step[0], theta[1] + step[1]];
        }
        p
    }
}

crate::widest::widest! {
    /// P of these tilts, its means and covariances of t/M and (t/M)².
    fn tilt(logs: &[f64], theta: [f64; 2], p: &mut [f64]) -> [f64; 5] {
        let m = logs.len() as f64;
        let mut highest = f64::NEG_INFINITY;
        for (t, (p, log)) in p.iter_mut().zip(logs).enumerate() {
            let x = t as f64 / m;
            *p = log + theta[0] * x + theta[1] * (x * x);
            highest = highest.max(*p);
        }
        p.iter_mut().for_each(|p| *p = exp((*p - highest).max(LOWEST)));
        let all: f64 = p.iter().sum();
        let mut sums = [0.0; 4];
        for (t, p) in p.iter_mut().enumerate() {
            *p /= all;
            let x = t as f64 / m;
            let y = x * x;
            sums[0] += *p * x;
            sums[1] += *p * y;
            sums[2] += *p * (x * y);
            sums[3] += *p * (y * y);
        }
        let [x, y, xy, yy] = sums;
        [x, y, y - x * x, xy - x * y, yy - y * y]
    }
}

/// Moves of papers from up to `reach` points below each boundary onto it; `shift` moves the
/// boundaries.
pub(super) fn lifts(boundaries: &[u16], totals: usize, reach: u16, shift: usize) -> Vec<Move> {
    let of = |&b: &u16| {
        let to = usize::from(b) + shift;
        (1..=usize::from(reach)).filter(move |&d| d <= to && to < totals).map(move |d| (to - d, to, 1.0))
    };
    boundaries.iter().flat_map(of).collect()
}

/// The derivative of ln P for these moves, each in proportion to the papers where it starts.
fn derivative(p: &[f64], moves: &[Move]) -> Vec<f64> {
    let mut s = vec![0.0; p.len()];
    for &(from, to, weight) in moves {
        s[from] -= weight;
        s[to] += weight * p[from] / p[to];
    }
    s
}

/// The score of moves that are not explained by another mean.
pub(super) fn of_moves(counts: &[f64], p: &[f64], moves: &[Move]) -> Score {
    projected::<2>(counts, p, derivative(p, moves))
}

/// The score of losing papers up to this total, not explained by another mean and variance.
pub(super) fn of_loss(counts: &[f64], p: &[f64], up_to: usize) -> Score {
    let s = (0..p.len()).map(|t| if t <= up_to { -1.0 } else { 0.0 }).collect();
    projected::<3>(counts, p, s)
}

/// The score without its part along 1, t, .. of this many powers: Neyman's projected (efficient)
/// score, as of a C(α) test.
fn projected<const N: usize>(counts: &[f64], p: &[f64], mut s: Vec<f64>) -> Score {
    s.iter_mut().for_each(|s| *s = if s.is_nan() { 0.0 } else { s.clamp(-LARGEST_SCORE, LARGEST_SCORE) });
    let m = p.len() as f64;
    let powers = |t: usize| {
        let mut x = [1.0; N];
        (1..N).for_each(|i| x[i] = x[i - 1] * (t as f64 / m));
        x
    };
    let (mut gram, mut along) = ([[0.0; N]; N], [0.0; N]);
    for (t, (&p, &s)) in p.iter().zip(&s).enumerate() {
        let x = powers(t);
        for i in 0..N {
            along[i] += p * x[i] * s;
            (0..N).for_each(|j| gram[i][j] += p * x[i] * x[j]);
        }
    }
    (0..N).for_each(|i| gram[i][i] += 1e-9);
    let slope = solve(gram, along);
    let (mut observed, mut mean, mut square, mut n) = (0.0, 0.0, 0.0, 0.0);
    for (t, (&h, &p)) in counts.iter().zip(p).enumerate() {
        let x = powers(t);
        let s = s[t] - (0..N).map(|i| slope[i] * x[i]).sum::<f64>();
        observed += h * s;
        mean += p * s;
        square += p * s * s;
        n += h;
    }
    Score { num: observed - n * mean, var: n * square - n * (mean * mean) }
}

/// The solution of a few symmetric positive equations.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in i + 1..N {
            let factor = a[j][i] / a[i][i];
            (i..N).for_each(|k| a[j][k] -= factor * a[i][k]);
            b[j] -= factor * b[i];
        }
    }
    for i in (0..N).rev() {
        let rest: f64 = (i + 1..N).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - rest) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smooth() -> Vec<f64> {
        (0..21).map(|t| 400.0 * libm::exp(-0.5 * (f64::from(t) - 10.0).powi(2) / 16.0) + 0.5).collect()
    }

    #[test]
    fn a_school_of_the_reference_s_own_shape_has_no_score() {
        let f = smooth();
        let p = Shape::of(&f).tilted(&f);
        let n: f64 = f.iter().sum();
        assert!(p.iter().zip(&f).all(|(p, f)| (p - f / n).abs() < 1e-9));
        let score = of_moves(&f, &p, &lifts(&[8, 12], 21, 2, 0));
        assert!(score.num.abs() < 1e-6 && score.var > 100.0, "{score:?}");
    }

    #[test]
    fn a_tilt_gives_the_school_s_mean_and_variance_but_for_ten_papers() {
        let f = smooth();
        let mut h = vec![0.0; 21];
        (6..17).for_each(|t| h[t] = 1e6 * f[t - 2]);
        let p = Shape::of(&f).tilted(&h);
        let n: f64 = h.iter().sum();
        let mean = |w: &[f64]| w.iter().enumerate().map(|(t, w)| w * t as f64).sum::<f64>();
        assert!((mean(&p) - mean(&h) / n).abs() < 1e-4, "{} {}", mean(&p), mean(&h) / n);
    }

    #[test]
    fn the_share_of_lifted_papers_is_estimated() {
        let (f, mut h) = (smooth(), smooth());
        for b in [8, 12] {
            for from in [b - 2, b - 1] {
                let lifted = 0.1 * h[from];
                h[from] -= lifted;
                h[b] += lifted;
            }
        }
        let score = of_moves(&h, &Shape::of(&f).tilted(&h), &lifts(&[8, 12], 21, 2, 0));
        assert!((score.num / score.var - 0.1).abs() < 0.02, "{}", score.num / score.var);
    }

    #[test]
    fn moves_off_the_scale_are_left_out() {
        assert_eq!(lifts(&[1, 5], 6, 2, 0), [(0, 1, 1.0), (4, 5, 1.0), (3, 5, 1.0)]);
        assert_eq!(lifts(&[1, 5], 6, 2, 2), [(2, 3, 1.0), (1, 3, 1.0)]);
    }

    #[test]
    fn a_missing_lower_tail_has_a_score_of_its_own() {
        let (f, mut h) = (smooth(), smooth());
        (0..6).for_each(|t| h[t] *= 0.3);
        let score = of_loss(&h, &Shape::of(&f).tilted(&h), 5);
        assert!(score.num > 2.0 * score.var.sqrt(), "{score:?}");
    }

    #[test]
    fn few_equations_are_solved() {
        let x = solve([[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]], [6.0, 10.0, 8.0]);
        assert!(x.iter().zip([1.0, 2.0, 3.0]).all(|(x, y)| (x - y).abs() < 1e-12));
    }
}
