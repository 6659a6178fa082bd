//! Quadratic forms by inverses of correlations.

use nalgebra::{DMatrix, DVector};

use crate::widest::widest;

/// Added to the diagonal of correlations, so that directions without variance count for nothing.
const RIDGE: f64 = 1e-3;

/// A variance as correlations with the ridge, and their Cholesky factor L.
pub(super) struct Whitening {
    /// 1/√ of the variances; 0 for items without variance.
    pub(super) scales: DVector<f64>,
    pub(super) lower: DMatrix<f64>,
}

impl Whitening {
    pub(super) fn of(variance: &DMatrix<f64>) -> Option<Self> {
        let largest = variance.diagonal().max();
        let scales =
            variance.diagonal().map(|v| if v > 1e-12 * largest && v > 0.0 { 1.0 / v.sqrt() } else { 0.0 });
        let mut correlation =
            DMatrix::from_fn(scales.len(), scales.len(), |i, k| variance[(i, k)] * scales[i] * scales[k]);
        for (i, &scale) in scales.iter().enumerate() {
            correlation[(i, i)] = if scale > 0.0 { 1.0 + RIDGE } else { 1.0 };
        }
        Some(Self { scales, lower: correlation.cholesky()?.unpack_dirty() })
    }

    /// L⁻¹ times a matrix whose rows stand one after the other, in its place. Of its columns the
    /// first `full` have values in all rows, the others are 0 above the diagonal that begins there.
    pub(super) fn solve(&self, rows: &mut [f64], width: usize, full: usize) {
        for k in 0..self.scales.len() {
            let lower = &self.lower.as_slice()[k * self.scales.len()..][..self.scales.len()];
            let used = (full + k + 1).min(width);
            let (done, rest) = rows.split_at_mut((k + 1) * width);
            let (row, inverse) = (&mut done[k * width..][..used], 1.0 / lower[k]);
            row.iter_mut().for_each(|x| *x *= inverse);
            for (other, l) in rest.chunks_exact_mut(width).zip(&lower[k + 1..]) {
                other[..used].iter_mut().zip(&*row).for_each(|(x, done)| *x -= l * done);
            }
        }
    }
}

/// d'V⁻d and its degrees of freedom; NaN without variance.
pub(super) fn quadratic(deviation: &DVector<f64>, variance: &DMatrix<f64>) -> (f64, f64) {
    let Some(whitening) = Whitening::of(variance) else { return (f64::NAN, f64::NAN) };
    let (scales, items) = (&whitening.scales, deviation.len());
    let varying = scales.iter().filter(|scale| **scale > 0.0).count();
    if varying < 2 {
        return (f64::NAN, f64::NAN);
    }
    // Of the inverse the trace is needed, over the items that vary.
    let width = items + 1;
    let mut rows = vec![0.0; items * width];
    for (i, row) in rows.chunks_exact_mut(width).enumerate().filter(|(i, _)| scales[*i] > 0.0) {
        row[0] = deviation[i] * scales[i];
        row[i + 1] = 1.0;
    }
    whitening.solve(&mut rows, width, 1);
    let (mut statistic, mut trace) = (0.0, 0.0);
    for row in rows.chunks_exact(width) {
        statistic += row[0] * row[0];
        trace += product(&row[1..], &row[1..]);
    }
    (statistic, varying as f64 - RIDGE * trace)
}

widest! {
    /// Takes half'·half from a symmetric matrix of n columns.
    pub(super) fn subtract_square(from: &mut [f64], half: &[f64], n: usize) {
        for (k, column) in half.chunks_exact(n).enumerate() {
            for (i, other) in half.chunks_exact(n).take(k + 1).enumerate() {
                let product = product(column, other);
                from[k * n + i] -= product;
                if i < k {
                    from[i * n + k] -= product;
                }
            }
        }
    }
}

/// Σ of products, in four lanes side by side.
#[inline(always)]
fn product(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut lanes = [0.0; 4];
    for (a, b) in a.iter().zip(b) {
        (0..4).for_each(|lane| lanes[lane] += a[lane] * b[lane]);
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f64>() + rest
}
