//! What the other groups lead to expect of one.

use super::line::{Line, TINY, Terms};
use super::means::{Mean, Pair};
use crate::math::t_quantile;
use crate::statistics::shared::between::{LIMIT, MEAN, overdispersion};

/// What the other groups lead to expect of one.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    pub(super) mean: f64,
    pub(super) deviation: f64,
    pub(super) df: f64,
    /// The 97.5 % point of t.
    pub(super) limit: f64,
}

impl Expected {
    pub(super) const UNKNOWN: Self =
        Self { mean: f64::NAN, deviation: f64::NAN, df: f64::NAN, limit: f64::NAN };
}

/// How often estimates are refined at most; they stand still long before.
const ROUNDS: usize = 60;
/// What a winsorised sum of squares of n groups says of a variance, as degrees of freedom by group:
/// 2·(∂E W/∂ln σ²)²/Var W.
const EFFICIENCY: f64 = 0.63;

/// Whether an estimate moved by nothing that matters.
fn still(before: f64, after: f64) -> bool {
    (after - before).abs() <= 1e-13 * (1.0 + after.abs())
}

/// Huber's weight over the variance.
pub(super) fn weight(residual: f64, variance: f64) -> f64 {
    (LIMIT * variance.sqrt() / residual.abs()).min(1.0) / variance
}

/// The centre μ and the variance τ² of the groups' own means.
fn level(x: &[Mean]) -> (f64, f64) {
    let (mut centre, mut between) = (0.0, 1.0);
    for _ in 0..ROUNDS {
        let (mut sum, mut all) = (0.0, 0.0);
        for m in x {
            let w = weight(m.z - centre, between + m.sampling + TINY);
            (sum, all) = (sum + w * m.z, all + w);
        }
        let before = (centre, between);
        centre = sum / all;
        let residuals: Vec<(f64, f64)> =
            x.iter().map(|m| ((m.z - centre) * (m.z - centre), m.sampling)).collect();
        between = overdispersion(&residuals, MEAN * (x.len() as f64 - 1.0), between);
        if still(before.0, centre) && still(before.1, between) {
            break;
        }
    }
    (centre, between)
}

/// The formula of [`by_group`](super::by_group).
pub(super) fn expect(pairs: &[&Pair<'_>], most: f64) -> Vec<Expected> {
    if pairs.iter().any(|p| {
        !(p.x.z.is_finite() && p.y.z.is_finite() && p.x.sampling.is_finite() && p.y.sampling.is_finite())
    }) {
        return vec![Expected::UNKNOWN; pairs.len()];
    }
    let most = if most.is_finite() { most } else { 0.0 };
    let (centre, between) = level(&pairs.iter().map(|p| p.x).collect::<Vec<_>>());
    let terms: Vec<Terms> = pairs.iter().map(|p| Terms::of(p, centre, between)).collect();
    let y: Vec<f64> = pairs.iter().map(|p| p.y.z).collect();
    let mut variances = vec![1.0; pairs.len()];
    let mut weights = vec![1.0; pairs.len()];
    let mut line = Line::of(&terms, &y, &weights, most);
    let mut more = 0.0;
    for _ in 0..ROUNDS {
        let residuals: Vec<(f64, f64)> =
            terms.iter().zip(&y).map(|(t, y)| ((y - line.at(t)).powi(2), t.variance(&line))).collect();
        more = overdispersion(&residuals, MEAN * (pairs.len() as f64 - 3.0), more);
        variances = residuals.iter().map(|(_, v)| v + more + TINY).collect();
        weights = residuals.iter().zip(&variances).map(|((r, _), &v)| weight(r.sqrt(), v)).collect();
        let before = (line.start, line.own, line.luck);
        line = Line::of(&terms, &y, &weights, most);
        if still(before.0, line.start) && still(before.1, line.own) && still(before.2, line.luck) {
            break;
        }
    }
    let df = EFFICIENCY * (pairs.len() as f64 - 3.0);
    let limit = t_quantile(0.975, df);
    let each = terms.iter().zip(&y).zip(weights.iter().zip(&variances));
    each.map(|((terms, &y), (weight, variance))| {
        // Without the group itself, its weight and those of the others kept.
        let doubt = line.doubt(terms);
        let left = 1.0 - weight * doubt;
        Expected {
            mean: y - (y - line.at(terms)) / left,
            deviation: (variance + doubt / left).sqrt(),
            df,
            limit,
        }
    })
    .collect()
}
