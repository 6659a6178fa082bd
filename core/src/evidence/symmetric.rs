//! Small symmetric matrices, row by row, for the items of a work.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// A symmetric matrix of so many rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Symmetric {
    pub rows: usize,
    pub cells: Vec<f64>,
}

impl Symmetric {
    pub fn zero(rows: usize) -> Self {
        Self { rows, cells: vec![0.0; rows * rows] }
    }

    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.rows + j]
    }

    pub fn trace(&self) -> f64 {
        (0..self.rows).map(|i| self.at(i, i)).sum()
    }

    /// Adds weight·x·x'.
    pub fn add_square(&mut self, weight: f64, x: &[f64]) {
        for (row, &xi) in self.cells.chunks_exact_mut(x.len()).zip(x) {
            row.iter_mut().zip(x).for_each(|(cell, xj)| *cell += weight * xi * xj);
        }
    }

    /// Adds weight·other.
    pub fn add(&mut self, weight: f64, other: &Self) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(cell, o)| *cell += weight * o);
    }

    pub fn add_diagonal(&mut self, value: f64) {
        (0..self.rows).for_each(|i| self.cells[i * self.rows + i] += value);
    }

    pub fn scale(&mut self, factor: f64) {
        self.cells.iter_mut().for_each(|cell| *cell *= factor);
    }

    /// The product with a vector.
    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        self.cells.chunks_exact(self.rows).map(|row| dot(row, x)).collect()
    }

    /// Without its negative eigenvalues.
    pub fn positive(&self) -> Self {
        let eigen = DMatrix::from_row_slice(self.rows, self.rows, &self.cells).symmetric_eigen();
        let mut kept = Self::zero(self.rows);
        for (value, vector) in eigen.eigenvalues.iter().zip(eigen.eigenvectors.column_iter()) {
            if *value > 0.0 {
                kept.add_square(*value, vector.as_slice());
            }
        }
        kept
    }

    /// The inverse of a positive definite matrix by Cholesky's factor; `None` of any other.
    pub fn inverse(&self) -> Option<Self> {
        let (n, factor) = (self.rows, self.inverse_factor()?);
        let mut inverse = Self::zero(n);
        for k in 0..n {
            let row = &factor[k * n..][..=k];
            for (i, &x) in row.iter().enumerate() {
                inverse.cells[i * n..][..=k].iter_mut().zip(row).for_each(|(cell, y)| *cell += x * y);
            }
        }
        Some(inverse)
    }

    /// L⁻¹, where the matrix is L·L'.
    fn inverse_factor(&self) -> Option<Vec<f64>> {
        let n = self.rows;
        let mut l = vec![0.0; n * n];
        let mut inverse = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let known = dot(&l[i * n..][..j], &l[j * n..][..j]);
                let rest = self.at(i, j) - known;
                if i > j {
                    l[i * n + j] = rest / l[j * n + j];
                } else if rest > 0.0 {
                    l[i * n + i] = rest.sqrt();
                } else {
                    return None;
                }
            }
            for j in 0..i {
                let known: f64 = (j..i).map(|k| l[i * n + k] * inverse[k * n + j]).sum();
                inverse[i * n + j] = -known / l[i * n + i];
            }
            inverse[i * n + i] = 1.0 / l[i * n + i];
        }
        Some(inverse)
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(cells: &[f64]) -> Symmetric {
        Symmetric { rows: 3, cells: cells.to_vec() }
    }

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let a = matrix(&[4.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.5, -1.0, 2.0]);
        let inverse = a.inverse().unwrap();
        for i in 0..3 {
            let unit = a.times(&inverse.cells[3 * i..][..3]);
            (0..3).for_each(|j| assert!((unit[j] - f64::from(u8::from(i == j))).abs() < 1e-14));
        }
        assert!(matrix(&[1.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 1.0]).inverse().is_none());
    }

    #[test]
    fn negative_eigenvalues_are_taken_away() {
        // Eigenvalues 3, −1, 1.
        let kept = matrix(&[1.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 1.0]).positive();
        let expected = [1.5, 1.5, 0.0, 1.5, 1.5, 0.0, 0.0, 0.0, 1.0];
        assert!(kept.cells.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{kept:?}");
    }
}
