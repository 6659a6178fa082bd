//! How alike pairs of papers are after the item effects of their class.

use ndarray::{Array2, ArrayView1};

use super::paper::Paper;
use super::part::Part;

/// What the z of every pair of a part is made of.
pub(super) struct Pairs {
    /// ψ_u·ψ_v.
    gram: Array2<f64>,
    /// √(tr Σ̄²).
    trace: f64,
    /// κ_v.
    variance: Vec<f64>,
    /// That of ψ_v·ψ over ψ of the class.
    skewness: Vec<f64>,
}

/// ψ of each pupil, and over the class Σ̄ and the means of q and √w.
struct Residuals {
    psi: Array2<f64>,
    covariance: Array2<f64>,
    mean_q: Vec<f64>,
    mean_weight: Vec<f64>,
}

impl Residuals {
    fn of(part: &Part<'_>, papers: &[Paper]) -> Self {
        let (norm, width, n) = (part.norm, part.norm.p.ncols(), part.pupils.len());
        let mut psi = Array2::<f64>::zeros((n, width));
        let mut deviation = Array2::<f64>::zeros((n, width));
        let mut covariance = Array2::<f64>::zeros((width, width));
        let (mut mean_q, mut mean_weight) = (vec![0.0; width], vec![0.0; width]);
        for (v, pupil) in part.pupils.iter().enumerate() {
            let paper = &papers[pupil.paper];
            let (q, weight) = (&paper.q[&pupil.total], norm.weight.row(pupil.total));
            let scale = (paper.n / (paper.n - 1.0)).sqrt();
            for d in 0..width {
                psi[[v, d]] = -scale * weight[d] * q[d];
                deviation[[v, d]] = weight[d] * (q[d] * (1.0 - q[d])).sqrt();
                mean_q[d] += q[d] / n as f64;
                mean_weight[d] += weight[d] / n as f64;
            }
            for &d in norm.answers(pupil.person) {
                psi[[v, usize::from(d)]] += scale * weight[usize::from(d)];
            }
            for features in &norm.features {
                for d in features.clone() {
                    for e in features.clone() {
                        let own = if d == e { q[d] } else { 0.0 };
                        covariance[[d, e]] += weight[d] * weight[e] * (own - q[d] * q[e]);
                    }
                }
            }
        }
        covariance += &(deviation.t().dot(&deviation) * &norm.correlation);
        covariance /= n as f64;
        Self { psi, covariance, mean_q, mean_weight }
    }
}

impl Pairs {
    pub(super) fn of(part: &Part<'_>, papers: &[Paper]) -> Self {
        let Residuals { psi, covariance, mean_q, mean_weight } = Residuals::of(part, papers);
        let n = part.pupils.len();
        let turned = psi.dot(&covariance);
        let gram = psi.dot(&psi.t());
        let trace = covariance.iter().map(|c| c * c).sum::<f64>().sqrt();
        let least = trace * trace / 2.0;
        let variance: Vec<f64> = (0..n).map(|v| turned.row(v).dot(&psi.row(v)).max(least)).collect();
        let skewness = (0..n)
            .map(|v| skewness(psi.row(v), variance[v], &mean_q, &mean_weight, &part.norm.features))
            .collect();
        Self { gram, trace, variance, skewness }
    }

    /// z of a pair as a normal deviate; `writers` is how many wrote their paper, if it is one.
    pub(super) fn z(&self, u: usize, v: usize, writers: Option<f64>) -> f64 {
        let gram = &self.gram;
        let own = |n: f64| (gram[[u, u]] + gram[[v, v]]) / (2.0 * (n - 1.0));
        let taken = writers.map_or(0.0, own);
        let scale = self.variance[u] * self.variance[v];
        let z = if scale > 0.0 { (gram[[u, v]] + taken) * self.trace / scale.sqrt() } else { 0.0 };
        normal(z, f64::midpoint(self.skewness[u], self.skewness[v]))
    }
}

/// z of a right-skewed variable as a normal deviate (Wilson and Hilferty); the far lower tail is of
/// no interest.
fn normal(z: f64, skewness: f64) -> f64 {
    if skewness < 1e-6 {
        return z;
    }
    let base = (1.0 + skewness * z / 2.0).max(0.0);
    (libm::cbrt(base) - 1.0 + skewness * skewness / 36.0) * 6.0 / skewness
}

/// The skewness of ψ_u·ψ over pupils of the class, by items as if independent.
fn skewness(
    psi: ArrayView1<'_, f64>,
    variance: f64,
    q: &[f64],
    weight: &[f64],
    features: &[std::ops::Range<usize>],
) -> f64 {
    let third = |features: &std::ops::Range<usize>| {
        let mean: f64 = features.clone().map(|d| q[d] * weight[d] * psi[d]).sum();
        features.clone().map(|d| q[d] * (weight[d] * psi[d] - mean).powi(3)).sum::<f64>()
    };
    let sum: f64 = features.iter().map(third).sum();
    if variance > 0.0 { sum / (variance * variance.sqrt()) } else { 0.0 }
}
