//! Tests of a group's own papers, given their mean: tails by a double saddlepoint, and what could
//! have been seen.

use super::model::Model;
use super::strength::{CELLS, Scale};
use crate::math::normal_upper;
use crate::statistics::heaping::lifting::{LANDING, Papers};
use crate::widest::{exp, widest};

/// The honest distribution at the most probable tilt of a group that lifted nothing: Newton's
/// method on a concave function.
pub(super) fn honest_at_mode(papers: &Papers, model: &Model) -> Vec<f64> {
    let precision = 1.0 / (model.sd * model.sd);
    let observed = papers.total(|s| model.x()[s]);
    let mut tau = 0.0;
    for _ in 0..100 {
        let f = model.honest(tau);
        let mean: f64 = f.iter().zip(model.x()).map(|(f, x)| f * x).sum();
        let variance: f64 = f.iter().zip(model.x()).map(|(f, x)| f * (x - mean) * (x - mean)).sum();
        let step = (observed - papers.n * mean - tau * precision) / (papers.n * variance + precision);
        tau += step.clamp(-1.0, 1.0);
        if step.abs() < 1e-12 {
            break;
        }
    }
    model.honest(tau)
}

/// What one paper adds to the score statistics of raising and of pulling down: (dg/du)/f at
/// strength 0, and the same for papers 0, 1, 2 points above a boundary that landed 1, 2, 3 points
/// below it.
pub(super) fn directions(model: &Model, f: &[f64], weights: &[f64]) -> [Vec<f64>; 2] {
    let up = model.lift(f, weights);
    let mut down = f.to_vec();
    let boundaries = model.pairs.iter().filter(|pair| pair.distance() == 1).map(|pair| pair.to);
    for c in boundaries {
        for (above, weight) in [1.0, 0.5, 0.25].into_iter().enumerate() {
            let Some(mass) = f.get(c + above).map(|f| f * weight) else { continue };
            down[c + above] -= mass;
            for (below, landing) in LANDING.into_iter().enumerate() {
                down[c.saturating_sub(1 + below)] += mass * landing;
            }
        }
    }
    [up, down].map(|g| g.iter().zip(f).map(|(g, f)| g / f - 1.0).collect())
}

/// Σ f·v, and the covariances of s and v: means and [[ss, sv], [sv, vv]].
struct Pairwise {
    mean: [f64; 2],
    ss: f64,
    sv: f64,
    vv: f64,
    /// ln Σ f·exp(α(s − s₀) + βv).
    cumulant: f64,
}

widest! {
    /// f·exp(α(s − s₀) + βv − the largest exponent), and that.
    fn tilt(f: &[f64], v: &[f64], centre: f64, at: [f64; 2], weights: &mut Vec<f64>) -> f64 {
        weights.extend(v.iter().enumerate().map(|(s, v)| at[0] * (s as f64 - centre) + at[1] * v));
        let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        weights.iter_mut().zip(f).for_each(|(weight, f)| *weight = f * exp((*weight - largest).max(-700.0)));
        largest
    }
}

impl Pairwise {
    /// Of f tilted by exp(α·s + β·v), s counted from `centre`.
    fn of(f: &[f64], v: &[f64], centre: f64, at: [f64; 2]) -> Self {
        let mut weights = Vec::new();
        let largest = tilt(f, v, centre, at, &mut weights);
        let (mut sum, mut ms, mut mv, mut ss, mut sv, mut vv) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (s, (weight, v)) in weights.iter().zip(v).enumerate() {
            let s = s as f64 - centre;
            sum += weight;
            ms += weight * s;
            mv += weight * v;
            ss += weight * s * s;
            sv += weight * s * v;
            vv += weight * v * v;
        }
        let (ms, mv) = (ms / sum, mv / sum);
        Self {
            mean: [ms, mv],
            ss: ss / sum - ms * ms,
            sv: sv / sum - ms * mv,
            vv: vv / sum - mv * mv,
            cumulant: largest + sum.ln(),
        }
    }

    fn determinant(&self) -> f64 {
        self.ss * self.vv - self.sv * self.sv
    }
}

/// From where it starts, α and β at which the tilted means are 0 and `target` (β stays as it is
/// without one), and whether they were reached: Newton's steps, halved while the concave objective
/// β·target − K falls.
fn saddlepoint(
    f: &[f64],
    v: &[f64],
    centre: f64,
    start: [f64; 2],
    target: Option<f64>,
) -> ([f64; 2], Pairwise, bool) {
    let objective = |at: &[f64; 2], p: &Pairwise| at[1] * target.unwrap_or(0.0) - p.cumulant;
    let mut at = start;
    let mut now = Pairwise::of(f, v, centre, at);
    for _ in 0..60 {
        let [a, b] = [-now.mean[0], target.map_or(0.0, |target| target - now.mean[1])];
        let step = match target {
            None => [a / now.ss, 0.0],
            Some(_) => {
                let determinant = now.determinant();
                [(now.vv * a - now.sv * b) / determinant, (now.ss * b - now.sv * a) / determinant]
            }
        };
        if a * a <= 1e-20 * now.ss && b * b <= 1e-20 * now.vv {
            // One step more: where the tail is near a half, its digits hang on those of β.
            at = [at[0] + step[0], at[1] + step[1]];
            return (at, Pairwise::of(f, v, centre, at), true);
        }
        // Near the maximum the objective is flat to the last digits: there a fall is none.
        let least = objective(&at, &now) - 1e-12 * (1.0 + now.cumulant.abs());
        let mut size = 1.0;
        let next = loop {
            let to = [at[0] + size * step[0], at[1] + size * step[1]];
            let there = Pairwise::of(f, v, centre, to);
            if objective(&to, &there) >= least || size < 1e-6 {
                break (to, there);
            }
            size /= 2.0;
        };
        let flat = next.1.ss < 1e-9 || target.is_some() && next.1.determinant() < 1e-12 * now.ss;
        if flat || !next.1.cumulant.is_finite() {
            break;
        }
        (at, now) = next;
    }
    (at, now, false)
}

/// Of each direction v P(Σ v ≥ its observed value | Σ s), pupils iid from f: Skovgaard's double
/// saddlepoint approximation.
///
/// The conditional distribution does not depend on the tilt of f. Where the observed values lie at
/// the edge of what is possible there is no saddlepoint; the p-value is then the likelihood ratio's
/// exponential bound.
pub(super) fn conditional_tails<const N: usize>(
    f: &[f64],
    directions: [&[f64]; N],
    papers: &Papers,
) -> [f64; N] {
    let centre = papers.total(|s| s as f64) / papers.n;
    let top = (f.len() - 1) as f64;
    if centre < 1e-9 || centre > top - 1e-9 {
        return [1.0; N]; // all papers have the smallest or the largest total: nothing is left to vary
    }
    let (start, ..) = saddlepoint(f, directions[0], centre, [0.0; 2], None);
    directions.map(|v| conditional_tail(f, v, centre, start, papers))
}

/// `start` are α at which the mean is the observed one, and β = 0.
fn conditional_tail(f: &[f64], v: &[f64], centre: f64, start: [f64; 2], papers: &Papers) -> f64 {
    let target = papers.total(|s| v[s]) / papers.n;
    let papers = papers.n;
    let base = Pairwise::of(f, v, centre, start);
    let spread = base.vv - base.sv * base.sv / base.ss;
    let z = (target - base.mean[1]) * (papers / spread).sqrt();
    let (at, peak, reached) = saddlepoint(f, v, centre, start, Some(target));
    let distance = 2.0 * papers * (at[1] * target - peak.cumulant + base.cumulant);
    let r = distance.max(0.0).sqrt() * if at[1] < 0.0 { -1.0 } else { 1.0 };
    if !reached {
        return if z > 0.0 { libm::exp(-r * r / 2.0) } else { 1.0 };
    }
    if r.abs() < 0.02 || z.abs() < 0.02 {
        return normal_upper(z);
    }
    let q = at[1] * (papers * peak.determinant() / base.ss).sqrt();
    let density = libm::exp(-r * r / 2.0) / std::f64::consts::TAU.sqrt();
    (normal_upper(r) + density * (1.0 / q - 1.0 / r)).clamp(0.0, 1.0)
}

/// The λ at which the score statistic exceeds its one-sided 1 % point in four of five groups of so
/// many papers (normal approximation).
pub(super) fn detection_limit(model: &Model, scale: &Scale, f: &[f64], v: &[f64], papers: f64) -> f64 {
    const Z99: f64 = 2.326_347_874_040_840_8;
    const Z80: f64 = 0.841_621_233_572_914_3;
    let base = Pairwise::of(f, v, 0.0, [0.0; 2]);
    let slope = base.sv / base.ss;
    // What of v the mean total does not explain: its mean is 0 where nothing was lifted.
    let rest: Vec<f64> =
        v.iter().enumerate().map(|(s, v)| v - base.mean[1] - slope * (s as f64 - base.mean[0])).collect();
    let variance = base.vv - base.sv * slope;
    // Its moments grow with the shares lifted.
    let squares: Vec<f64> = rest.iter().map(|r| r * r).collect();
    let gains = model
        .pairs
        .iter()
        .map(|pair| [pair.gain(&rest), pair.gain(&squares)].map(|gain| f[pair.from] * gain));
    let gains: Vec<[f64; 2]> = gains.collect();
    let excess = |k: usize| {
        let moment = |m: usize| scale.shares[k].iter().zip(&gains).map(|(s, gain)| s * gain[m]).sum::<f64>();
        let mean = moment(0);
        let lifted = variance + moment(1) - mean * mean;
        papers.sqrt() * mean - Z99 * variance.sqrt() - Z80 * lifted.sqrt()
    };
    let mut before = excess(0);
    for k in 1..=CELLS {
        let now = excess(k);
        if now >= 0.0 {
            let part = -before / (now - before);
            return scale.lambda[k - 1] + part * (scale.lambda[k] - scale.lambda[k - 1]);
        }
        before = now;
    }
    f64::NAN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conditional_tail_is_the_enumerated_one() {
        // Six papers on 0..=4, all 5⁶ outcomes with the same sum as the observed one.
        let f = [0.1, 0.25, 0.3, 0.2, 0.15];
        let v = [0.3, -1.1, 0.9, 0.05, -0.2];
        for h in [[0.0, 1.0, 3.0, 2.0, 0.0], [1.0, 0.0, 4.0, 1.0, 0.0], [1.0, 1.0, 1.0, 2.0, 1.0]] {
            let sum: f64 = h.iter().enumerate().map(|(s, n)| s as f64 * n).sum();
            let observed: f64 = h.iter().zip(v).map(|(n, v)| n * v).sum();
            let (mut all, mut above, mut at) = (0.0, 0.0, 0.0);
            for code in 0..5_usize.pow(6) {
                let papers: Vec<usize> = (0..6).map(|i| code / 5_usize.pow(i) % 5).collect();
                if (papers.iter().sum::<usize>() as f64 - sum).abs() > 0.5 {
                    continue;
                }
                let probability: f64 = papers.iter().map(|&s| f[s]).product();
                let value: f64 = papers.iter().map(|&s| v[s]).sum();
                all += probability;
                if value > observed + 1e-9 {
                    above += probability;
                } else if value > observed - 1e-9 {
                    at += probability;
                }
            }
            let counts: Vec<(usize, f64)> = h.into_iter().enumerate().filter(|(_, n)| *n > 0.0).collect();
            let [got] = conditional_tails(&f, [&v], &Papers { n: 6.0, counts });
            let (low, high) = (above / all, (above + at) / all);
            assert!(got > low - 0.06 && got < high + 0.06, "{h:?}: {got} in {low}..{high}");
        }
    }
}
