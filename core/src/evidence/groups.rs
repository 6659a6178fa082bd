//! Two groups of units: those of which nothing is the case, and those with an effect, and what a
//! statistic says between the two. Efron's two-groups model, with mixtures on a grid of scales for
//! the effects (adaptive shrinkage, a spike and slab).

use super::EvidenceOptions;
use crate::math::normal_upper;
use crate::sorted::order;

/// Standard deviations of the half-normal effects that a z may have.
pub(super) const EFFECTS: [f64; 7] = [1.0, 1.5, 2.5, 4.0, 6.0, 9.0, 14.0];
/// Standard deviations of a school's share of raised papers; the first is «nothing».
pub(super) const LIFTS: [f64; 9] = [0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7];

/// Weights of «nothing» and of each effect.
pub(super) type ZPrior = [f64; 8];
/// Weights of each of [`LIFTS`].
pub(super) type LiftPrior = [f64; 9];

const ROUNDS: usize = 150;
const LIFT_ROUNDS: usize = 300;
/// No Bayes factor is larger than e to this.
const LARGEST_LOG: f64 = 12.0;

fn density(x: f64, sd: f64) -> f64 {
    let z = x / sd;
    libm::exp(-z * z / 2.0) / (sd * (2.0 * std::f64::consts::PI).sqrt())
}

/// Densities of z: under the null, slightly contaminated, and under each half-normal effect.
///
/// ```text
/// f₀ = (1 − κ)·N(z; 0, 1) + κ·N(z; 0, wide²),   f_s = 2·N(z; 0, 1 + s²)·Φ(z·s/√(1 + s²))       z within −6 to 12
/// ```
fn densities(z: f64, contamination: f64, wide: f64) -> [f64; 8] {
    let z = z.clamp(-6.0, 12.0);
    let mut all = [(1.0 - contamination) * density(z, 1.0) + contamination * density(z, wide); 8];
    for (f, s) in all[1..].iter_mut().zip(EFFECTS) {
        let t = (1.0 + s * s).sqrt();
        *f = 2.0 * density(z, t) * normal_upper(-z * s / t);
    }
    all
}

/// What [`ZGroups::of`] and [`lift_prior`] take of a reference: its weights, and how many units
/// they count for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start<const N: usize> {
    pub weights: [f64; N],
    pub mass: f64,
}

crate::widest::widest! {
    /// One round of EM: the sums of each unit's posterior weights.
    fn responsibilities(densities: &[[f64; 8]], weights: &[f64; 8]) -> [f64; 8] {
        let mut sums = [0.0; 8];
        for f in densities {
            let mut r = [0.0; 8];
            for k in 0..8 {
                r[k] = f[k] * weights[k];
            }
            let all = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
            let one = 1.0 / all;
            for k in 0..8 {
                sums[k] += r[k] * one;
            }
        }
        sums
    }
}

/// The densities of many z; NaN where a unit has none.
pub(super) struct ZGroups {
    densities: Vec<[f64; 8]>,
}

impl ZGroups {
    pub fn of(z: &[f64], contamination: f64, wide: f64) -> Self {
        let known = z.iter().filter(|z| z.is_finite());
        Self { densities: known.map(|&z| densities(z, contamination, wide)).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.densities.is_empty()
    }

    /// The weights by EM, with null units added.
    pub fn prior(&self, start: Option<Start<8>>, pseudo: f64) -> ZPrior {
        let mut first = [0.03 / 7.0; 8];
        first[0] = 0.97;
        let start = start.unwrap_or(Start { weights: first, mass: 0.0 });
        let mut weights = start.weights;
        for _ in 0..ROUNDS {
            let mut sums = responsibilities(&self.densities, &weights);
            sums.iter_mut().zip(start.weights).for_each(|(sum, w)| *sum += start.mass * w);
            sums[0] += pseudo;
            weights = normed(sums);
        }
        weights
    }

    /// The posterior odds of an effect for each z that is one.
    pub fn odds(&self, prior: &ZPrior) -> Vec<f64> {
        let something = prior[1..].iter().sum::<f64>().max(1e-12);
        let before = (1.0 - prior[0]) / prior[0];
        let odds = |f: &[f64; 8]| {
            let effect: f64 = f[1..].iter().zip(&prior[1..]).map(|(f, w)| f * (w / something)).sum();
            let log = libm::log(effect.max(1e-300)) - libm::log(f[0]);
            libm::exp(log.min(LARGEST_LOG)) * before
        };
        self.densities.iter().map(odds).collect()
    }
}

fn normed<const N: usize>(weights: [f64; N]) -> [f64; N] {
    let all: f64 = weights.iter().sum();
    weights.map(|w| w / all)
}

/// The weights of [`LIFTS`] by EM, from λ̂ and its variances.
pub(super) fn lift_prior(lambda: &[f64], v: &[f64], start: Option<Start<9>>, pseudo: f64) -> LiftPrior {
    let mut first = [0.05; 9];
    first[0] = 0.6;
    let start = start.unwrap_or(Start { weights: first, mass: 0.0 });
    let densities: Vec<[f64; 9]> =
        lambda.iter().zip(v).map(|(&l, &v)| LIFTS.map(|s| density(l, (v + s * s).sqrt()))).collect();
    let mut weights = start.weights;
    for _ in 0..LIFT_ROUNDS {
        let mut sums = start.weights.map(|w| start.mass * w);
        sums[0] += pseudo;
        for f in &densities {
            let mut r = *f;
            r.iter_mut().zip(weights).for_each(|(r, w)| *r *= w);
            let all: f64 = r.iter().sum();
            // A λ̂ that no group explains says nothing about their weights.
            if all > 0.0 {
                sums.iter_mut().zip(r).for_each(|(sum, r)| *sum += r / all);
            }
        }
        weights = normed(sums);
    }
    weights
}

/// The posterior of one school's λ: a mixture of an exact 0 and normal parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lift {
    weights: LiftPrior,
    means: [f64; 9],
    variances: [f64; 9],
}

impl Lift {
    /// From λ̂, its variance and the weights.
    pub fn of(lambda: f64, v: f64, prior: &LiftPrior) -> Self {
        let logs = std::array::from_fn::<f64, 9, _>(|k| {
            let sd2 = v + LIFTS[k] * LIFTS[k];
            -lambda * lambda / (2.0 * sd2) - libm::log(sd2) / 2.0
        });
        let held = |k: &usize| prior[*k] > 0.0;
        let highest = (0..9).filter(held).map(|k| logs[k]).fold(f64::NEG_INFINITY, f64::max);
        let weights = normed(std::array::from_fn(|k| prior[k] * libm::exp((logs[k] - highest).min(0.0))));
        let variances = LIFTS.map(|s| if s > 0.0 { 1.0 / (1.0 / v + 1.0 / (s * s)) } else { 0.0 });
        Self { weights, means: variances.map(|u| u * lambda / v), variances }
    }

    /// P(λ > delta).
    pub fn above(&self, delta: f64) -> f64 {
        let part =
            |k: usize| self.weights[k] * normal_upper((delta - self.means[k]) / self.variances[k].sqrt());
        (1..9).map(part).sum()
    }

    /// The mean and the standard deviation.
    pub fn moments(&self) -> (f64, f64) {
        let mean: f64 = (1..9).map(|k| self.weights[k] * self.means[k]).sum();
        let square = |k: usize| self.weights[k] * (self.variances[k] + self.means[k] * self.means[k]);
        let square: f64 = (1..9).map(square).sum();
        (mean, (square - mean * mean).max(0.0).sqrt())
    }

    /// One λ.
    pub fn draw(&self, random: &mut crate::random::Random) -> f64 {
        let (mut at, mut k) = (random.uniform(), 0);
        while k < 8 && at >= self.weights[k] {
            at -= self.weights[k];
            k += 1;
        }
        if k == 0 { 0.0 } else { self.means[k] + self.variances[k].sqrt() * random.normal() }
    }
}

/// The Bayesian false discovery rate: the longest head of the list by posterior whose mean 1 − P is
/// at most q, and of it those with P ≥ floor.
pub(super) fn found(posteriors: &[f64], options: &EvidenceOptions) -> Vec<bool> {
    let order = order(posteriors.len(), &|a, b| posteriors[b].total_cmp(&posteriors[a]));
    let (mut sum, mut head) = (0.0, 0);
    for (place, &i) in order.iter().enumerate() {
        sum += 1.0 - posteriors[i];
        if sum / (place + 1) as f64 <= options.q {
            head = place + 1;
        }
    }
    let mut found = vec![false; posteriors.len()];
    order[..head].iter().for_each(|&i| found[i] = posteriors[i] >= options.floor);
    found
}

/// A prior that never says that nothing exists: at least this share of its weight on something,
/// evenly added.
pub(super) fn at_least<const N: usize>(prior: [f64; N], share: f64) -> [f64; N] {
    let something = 1.0 - prior[0];
    if something >= share {
        return prior;
    }
    let missing = share - something;
    let mut raised = prior.map(|w| w * (1.0 - missing) + missing / (N - 1) as f64);
    raised[0] = prior[0] * (1.0 - missing);
    normed(raised)
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is not changed stays the same to the bit")]
mod tests {
    use super::*;
    use crate::simulate::Random;

    fn z(n: usize, effects: usize, seed: u64) -> Vec<f64> {
        let mut random = Random::new(seed, 0);
        (0..n).map(|i| random.normal() + if i < effects { 5.0 } else { 0.0 }).collect()
    }

    fn groups(z: &[f64]) -> ZGroups {
        ZGroups::of(z, 0.05, 1.8)
    }

    #[test]
    fn densities_are_densities() {
        let mut all = [0.0; 8];
        for i in 0..18_000 {
            let f = densities(-6.0 + f64::from(i) * 0.001, 0.05, 1.8);
            all.iter_mut().zip(f).for_each(|(all, f)| *all += f * 0.001);
        }
        // The widest effects reach beyond 12.
        assert!(all[..5].iter().all(|a| (a - 1.0).abs() < 5e-3), "{all:?}");
    }

    #[test]
    fn nothing_is_found_where_nothing_stands_out() {
        let z = z(1000, 0, 1);
        let groups = groups(&z);
        let prior = groups.prior(None, 12.0);
        assert!(prior[0] > 0.97, "{prior:?}");
        assert!(groups.odds(&prior).iter().all(|o| o / (1.0 + o) < 0.8));
    }

    #[test]
    fn a_tenth_with_effects_is_weighed_and_told_apart() {
        let z = z(1000, 100, 2);
        let groups = groups(&z);
        let prior = groups.prior(None, 12.0);
        // Half-normal effects reach down to 0, so equal ones are taken for more than they are.
        assert!((0.8..0.93).contains(&prior[0]), "{prior:?}");
        let odds = groups.odds(&prior);
        assert!(odds[..100].iter().filter(|o| **o > 4.0).count() > 80);
        assert!(odds[100..].iter().filter(|o| **o > 4.0).count() < 5);
    }

    #[test]
    fn a_reference_s_weights_count_for_its_units() {
        let z = z(10, 0, 3);
        let mut weights = [0.1 / 7.0; 8];
        weights[0] = 0.9;
        let with = groups(&z).prior(Some(Start { weights, mass: 1e6 }), 12.0);
        assert!((with[0] - 0.9).abs() < 1e-3);
    }

    #[test]
    fn an_exact_lambda_is_its_own_posterior() {
        let prior = lift_prior(&[0.0, 0.3, 0.0, 0.0], &[1e-4; 4], None, 9.0);
        let lift = Lift::of(0.3, 1e-6, &prior);
        let (mean, sd) = lift.moments();
        assert!((mean - 0.3).abs() < 1e-3 && sd < 2e-3 && lift.above(0.1) > 0.999);
        // Far from everything there is a posterior too.
        assert!((Lift::of(50.0, 1e-4, &prior).above(0.1) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn draws_have_the_posterior_s_moments() {
        let lift = Lift::of(0.2, 0.01, &[0.5, 0.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.0, 0.0]);
        let mut random = Random::new(1, 0);
        let draws: Vec<f64> = (0..40_000).map(|_| lift.draw(&mut random)).collect();
        let mean = draws.iter().sum::<f64>() / 4e4;
        let above = draws.iter().filter(|d| **d > 0.1).count() as f64 / 4e4;
        assert!((mean - lift.moments().0).abs() < 3e-3, "{mean}");
        assert!((above - lift.above(0.1)).abs() < 0.01, "{above}");
    }

    #[test]
    fn the_longest_head_with_few_errors_is_found_above_the_floor() {
        let options = EvidenceOptions::default();
        // Mean 1 − P of the first three is (0 + 0 + .14)/3 < .05; of four .135.
        assert_eq!(found(&[0.6, 1.0, 0.86, 1.0], &options), [false, true, true, true]);
        // The head takes a school of P = .79, the floor does not.
        assert_eq!(found(&[1.0, 1.0, 1.0, 1.0, 0.79], &options), [true, true, true, true, false]);
        assert_eq!(found(&[0.5], &options), [false]);
        assert!(found(&[], &options).is_empty());
    }

    #[test]
    fn a_prior_of_an_honest_region_keeps_some_weight_on_something() {
        let mut honest = [0.0; 8];
        honest[0] = 1.0;
        let raised = at_least(honest, 0.02);
        assert!((raised[0] - 0.98).abs() < 1e-12 && (raised[3] - 0.02 / 7.0).abs() < 1e-12);
        assert_eq!(at_least(raised, 0.01), raised);
    }
}
