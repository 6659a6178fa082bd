//! Weighted least squares with errors by clusters: CR1, CR2 and CR3, and their degrees of freedom.
//!
//! ```text
//! M = (X'WX)⁻¹,  β = MX'Wy,  e = y − Xβ;   for a coefficient c'β and each cluster g a vector z_g:
//! CR1  z_g = W_g X_g M c;   variance G/(G−1)·(N−1)/(N−k) · Σ (z_g'e_g)²
//! CR2  z_g = A_g W_g X_g M c,  A_g = ((I−H)_g (I−H)_g')^(−1/2);   variance Σ (z_g'e_g)²
//!      the working model: equal variances
//! CR3  z_g = W_g X_g (X'WX − X_g'W_gX_g)⁻¹ c, the jackknife;   variance (G−1)/G · Σ (z_g'e_g)²
//! df = (tr Ω)² / tr Ω²,  Ω_gh = p_g'p_h,  p_g = (I−H)_g' z_g
//! ```
//! Roots are taken in the space that X_g and W_gX_g span, a few dimensions, whatever the size of a
//! cluster; singular ones by Moore and Penrose's inverse.

use nalgebra::{DMatrix, DVector};
use obektiv_derive::Record;
use serde::{Deserialize, Serialize};

use super::result::around;
use crate::math::{t_quantile, t_two_sided};

/// The scaling of standard errors by clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scaling {
    /// Sandwich with the factor G/(G−1)·(N−1)/(N−k); effects nested in clusters are not counted in
    /// k.
    Cr1,
    /// Bias-reduced linearisation (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018).
    #[default]
    Cr2,
    /// Jackknife with the factor (G−1)/G (MacKinnon, Nielsen & Webb 2023).
    Cr3,
}

crate::function::choices!(Scaling, "se", Cr1 = "cr1", Cr2 = "cr2", Cr3 = "cr3");

impl Scaling {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Cr1, Self::Cr2, Self::Cr3];

    /// As papers write it.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Cr1 => "CR1",
            Self::Cr2 => "CR2",
            Self::Cr3 => "CR3",
        }
    }
}

/// A coefficient's standard error with what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct StandardError {
    /// The scaling.
    pub scaling: Scaling,
    /// The standard error.
    pub se: f64,
    /// Satterthwaite's degrees of freedom.
    pub df: f64,
    /// Two-sided, of t with `df` degrees of freedom.
    pub pvalue: f64,
    /// 95 % interval.
    pub lower: f64,
    /// 95 % interval.
    pub upper: f64,
}

/// A fitted regression.
pub(super) struct Regression {
    x: DMatrix<f64>,
    w: Vec<f64>,
    groups: Vec<Vec<usize>>,
    /// Effects that were taken out before and count as one column.
    absorbed: usize,
    pub bread: DMatrix<f64>,
    pub beta: Vec<f64>,
    pub residuals: Vec<f64>,
}

impl Regression {
    /// `x` by columns; `cluster` of each row counts from 0. `None` where the columns depend on each
    /// other.
    pub fn of(columns: &[Vec<f64>], y: &[f64], w: &[f64], cluster: &[usize]) -> Option<Self> {
        Self::with_absorbed(columns, y, w, cluster, 0)
    }

    /// The same with the means of each unit taken out first.
    pub fn within(
        columns: &[Vec<f64>],
        y: &[f64],
        w: &[f64],
        cluster: &[usize],
        unit: &[usize],
    ) -> Option<Self> {
        let columns: Vec<_> = columns.iter().map(|column| demeaned(column, w, unit)).collect();
        Self::with_absorbed(&columns, &demeaned(y, w, unit), w, cluster, 1)
    }

    fn with_absorbed(
        columns: &[Vec<f64>],
        y: &[f64],
        w: &[f64],
        cluster: &[usize],
        absorbed: usize,
    ) -> Option<Self> {
        let (rows, k) = (y.len(), columns.len());
        let x = DMatrix::from_fn(rows, k, |i, j| columns[j][i]);
        let weighted = DMatrix::from_fn(rows, k, |i, j| w[i] * columns[j][i]);
        let information = weighted.tr_mul(&x);
        let bread = inverse(&information)?;
        let beta = &bread * weighted.tr_mul(&DVector::from_column_slice(y));
        let fitted = &x * &beta;
        let residuals = y.iter().zip(fitted.iter()).map(|(y, f)| y - f).collect();
        let mut groups = vec![Vec::new(); cluster.iter().max().map_or(0, |c| c + 1)];
        cluster.iter().enumerate().for_each(|(i, &c)| groups[c].push(i));
        groups.retain(|rows| !rows.is_empty());
        Some(Self { x, w: w.to_vec(), groups, absorbed, bread, beta: beta.as_slice().to_vec(), residuals })
    }

    pub fn clusters(&self) -> usize {
        self.groups.len()
    }

    fn rows_of(&self, group: &[usize]) -> (DMatrix<f64>, DMatrix<f64>) {
        let x = DMatrix::from_fn(group.len(), self.x.ncols(), |i, j| self.x[(group[i], j)]);
        let weighted = DMatrix::from_fn(group.len(), self.x.ncols(), |i, j| self.w[group[i]] * x[(i, j)]);
        (x, weighted)
    }

    /// z_g of a coefficient; `None` where the jackknife cannot leave a cluster out.
    fn leverage(
        &self,
        group: &[usize],
        scaling: Scaling,
        c: &DVector<f64>,
        all: &Sums,
    ) -> Option<DVector<f64>> {
        let (x, weighted) = self.rows_of(group);
        match scaling {
            Scaling::Cr1 => Some(weighted * &self.bread * c),
            Scaling::Cr2 => Some(self.reduced(&x, &weighted, &(&weighted * &self.bread * c), all)),
            Scaling::Cr3 => {
                let rest = &all.information - weighted.tr_mul(&x);
                Some(weighted * inverse(&rest)? * c)
            }
        }
    }

    /// A_g·z in the space of X_g and W_gX_g.
    fn reduced(
        &self,
        x: &DMatrix<f64>,
        weighted: &DMatrix<f64>,
        z: &DVector<f64>,
        all: &Sums,
    ) -> DVector<f64> {
        let k = x.ncols();
        let both =
            DMatrix::from_fn(x.nrows(), 2 * k, |i, j| if j < k { x[(i, j)] } else { weighted[(i, j - k)] });
        let basis = span(&both);
        let (bx, bw) = (basis.tr_mul(x), basis.tr_mul(weighted));
        let cross = &bx * &self.bread * bw.transpose();
        let square = &bx * &self.bread * &all.squared * &self.bread * bx.transpose();
        let size = basis.ncols();
        let middle = DMatrix::identity(size, size) - &cross - cross.transpose() + square;
        let inside = basis.tr_mul(z);
        let turned = inverse_root(middle) * &inside - inside;
        z + basis * turned
    }

    /// The standard error of coefficient `at`; `None` with fewer than two clusters or where it is
    /// not defined.
    pub fn error(&self, at: usize, scaling: Scaling) -> Option<StandardError> {
        let k = self.x.ncols();
        let c = DVector::from_fn(k, |j, _| if j == at { 1.0 } else { 0.0 });
        let all = Sums::of(&self.x, &self.w);
        let (n, g) = (self.x.nrows() as f64, self.clusters() as f64);
        if self.clusters() < 2 {
            return None;
        }
        let mut sum = 0.0;
        let mut parts = Vec::with_capacity(self.clusters());
        for group in &self.groups {
            let z = self.leverage(group, scaling, &c, &all)?;
            let score: f64 = group.iter().zip(z.iter()).map(|(&row, z)| z * self.residuals[row]).sum();
            sum += score * score;
            let (x, weighted) = self.rows_of(group);
            parts.push(Part { square: z.norm_squared(), x: x.tr_mul(&z), weighted: weighted.tr_mul(&z) });
        }
        let columns = (k + self.absorbed) as f64;
        let factor = match scaling {
            Scaling::Cr1 => g / (g - 1.0) * (n - 1.0) / (n - columns),
            Scaling::Cr2 => 1.0,
            Scaling::Cr3 => (g - 1.0) / g,
        };
        let (se, df) = ((factor * sum).sqrt(), self.degrees(&parts, &all));
        let (lower, upper) = around(self.beta[at], t_quantile(0.975, df) * se)?;
        let pvalue = t_two_sided(self.beta[at] / se, df);
        (se > 0.0).then_some(StandardError { scaling, se, df, pvalue, lower, upper })
    }

    /// (tr Ω)²/tr Ω², with Ω from k-vectors alone: H has the rank of X.
    fn degrees(&self, parts: &[Part], all: &Sums) -> f64 {
        let squared = &self.bread * &all.squared * &self.bread;
        let (mut trace, mut square) = (0.0, 0.0);
        for (g, a) in parts.iter().enumerate() {
            let (turned, outer) = (&self.bread * &a.x, &squared * &a.x);
            let from = &self.bread * &a.weighted;
            for (h, b) in parts.iter().enumerate().skip(g) {
                let cell = outer.dot(&b.x) - turned.dot(&b.weighted) - from.dot(&b.x);
                if g == h {
                    trace += cell + a.square;
                    square += (cell + a.square) * (cell + a.square);
                } else {
                    square += 2.0 * cell * cell;
                }
            }
        }
        trace * trace / square
    }
}

/// Of one cluster: |z|², X_g'z, (W_gX_g)'z.
struct Part {
    square: f64,
    x: DVector<f64>,
    weighted: DVector<f64>,
}

/// X'WX and X'WWX.
struct Sums {
    information: DMatrix<f64>,
    squared: DMatrix<f64>,
}

impl Sums {
    fn of(x: &DMatrix<f64>, w: &[f64]) -> Self {
        let weighted = DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| w[i] * x[(i, j)]);
        Self { information: weighted.tr_mul(x), squared: weighted.tr_mul(&weighted) }
    }
}

/// Values without the weighted mean of their unit.
pub(super) fn demeaned(values: &[f64], w: &[f64], unit: &[usize]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); unit.iter().max().map_or(0, |u| u + 1)];
    for ((&u, value), w) in unit.iter().zip(values).zip(w) {
        sums[u].0 += w * value;
        sums[u].1 += w;
    }
    unit.iter().zip(values).map(|(&u, value)| value - sums[u].0 / sums[u].1).collect()
}

/// The inverse of a symmetric positive definite matrix; `None` where it nearly is not.
pub(super) fn inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let n = matrix.nrows();
    // Columns of very different scale are not dependent ones.
    let scale: Vec<f64> = (0..n).map(|i| matrix[(i, i)].sqrt()).collect();
    if scale.iter().any(|s| !(*s > 0.0 && s.is_finite())) {
        return None;
    }
    let scaled = DMatrix::from_fn(n, n, |i, j| matrix[(i, j)] / scale[i] / scale[j]);
    let eigen = scaled.clone().symmetric_eigen();
    if eigen.eigenvalues.min() < 1e-11 {
        return None;
    }
    let inverse = scaled.cholesky()?.inverse();
    Some(DMatrix::from_fn(n, n, |i, j| inverse[(i, j)] / scale[i] / scale[j]))
}

/// An orthonormal basis of the columns.
fn span(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut basis: Vec<DVector<f64>> = Vec::new();
    for column in matrix.column_iter() {
        let mut rest: DVector<f64> = column.into_owned();
        let size = rest.norm();
        // Twice: once loses digits.
        for _ in 0..2 {
            for known in &basis {
                let part = known.dot(&rest);
                rest.axpy(-part, known, 1.0);
            }
        }
        let left = rest.norm();
        if left > 1e-9 * size && basis.len() < matrix.nrows() {
            basis.push(rest / left);
        }
    }
    DMatrix::from_fn(matrix.nrows(), basis.len(), |i, j| basis[j][i])
}

/// The symmetric inverse root, of what is not singular.
fn inverse_root(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let eigen = matrix.symmetric_eigen();
    let roots = eigen.eigenvalues.map(|value| if value > 1e-10 { 1.0 / value.sqrt() } else { 0.0 });
    &eigen.eigenvectors * DMatrix::from_diagonal(&roots) * eigen.eigenvectors.transpose()
}
