//! What is said of a territory and of its municipalities: papers raised, how many schools, what could have been seen.

use super::EvidenceOptions;
use super::answer::Interval;
use super::groups::{Lift, LiftPrior};
use crate::math::{Z95, quantile, root};
use crate::random::Random;
use crate::threads::each;

/// No share of raised papers counts as more when papers are counted back.
const LARGEST_SHARE: f64 = 0.9;
/// z of power .8.
const POWER: f64 = 0.84;
/// Schools up to which the distribution of a count is worked out; above, it is normal.
const EXACT: usize = 3000;

/// A school's papers within reach of a boundary, and the posterior of the share that was raised.
pub(super) struct Raised<'a> {
    pub near: u64,
    pub posterior: &'a Lift,
}

/// Draws of the papers raised by each school, from its own stream of random numbers.
///
/// ```text
/// raised = max(λ, 0)·L,   L = papers now within reach/(1 − λ)
/// ```
pub(super) fn draws(schools: &[(u64, Raised<'_>)], options: &EvidenceOptions) -> Vec<Vec<f64>> {
    each(schools, |(stream, school)| {
        let mut random = Random::new(options.seed, *stream);
        let one = |_| {
            let lambda = school.posterior.draw(&mut random).clamp(0.0, LARGEST_SHARE);
            lambda / (1.0 - lambda) * school.near as f64
        };
        (0..options.draws).map(one).collect()
    })
}

/// The mean and the middle 95 % of the sums of these schools' draws; `None` of no schools.
pub(super) fn raised<'a>(schools: impl Iterator<Item = &'a Vec<f64>>) -> Option<Interval> {
    let mut sums: Vec<f64> = Vec::new();
    for draws in schools {
        sums.resize(draws.len(), 0.0);
        sums.iter_mut().zip(draws).for_each(|(sum, draw)| *sum += draw);
    }
    if sums.is_empty() {
        return None;
    }
    let value = sums.iter().sum::<f64>() / sums.len() as f64;
    sums.sort_unstable_by(f64::total_cmp);
    Some(Interval { value, lower: quantile(&sums, 0.025, 7), upper: quantile(&sums, 0.975, 7) })
}

/// Σ P, and the middle 95 % of how many it is, each with its own probability (Poisson–binomial).
pub(super) fn expected(posteriors: &[f64]) -> Interval {
    let value: f64 = posteriors.iter().sum();
    if posteriors.len() > EXACT {
        let reach = Z95 * posteriors.iter().map(|p| p * (1.0 - p)).sum::<f64>().sqrt();
        let upper = (value + reach).min(posteriors.len() as f64);
        return Interval { value, lower: (value - reach).max(0.0), upper };
    }
    let mut chances = vec![1.0];
    for p in posteriors {
        chances.push(0.0);
        for k in (0..chances.len()).rev() {
            let from_below = if k > 0 { chances[k - 1] * p } else { 0.0 };
            chances[k] = chances[k] * (1.0 - p) + from_below;
        }
    }
    let up_to = |share: f64| {
        let mut sum = 0.0;
        let reached = |chance: &f64| {
            sum += chance;
            // Sums of exact shares end just below them.
            sum >= share - 1e-12
        };
        chances.iter().position(reached).unwrap_or(posteriors.len()) as f64
    };
    Interval { value, lower: up_to(0.025), upper: up_to(0.975) }
}

/// The share of raised papers at which a school whose λ̂ has variance v is found with probability .8.
///
/// ```text
/// the least λ̂ with P(λ > delta | λ̂) ≥ target, plus .84·√v         None: no λ̂ up to 1 gives it
/// ```
pub(super) fn detection_limit(v: f64, prior: &LiftPrior, target: f64, delta: f64) -> Option<f64> {
    let above = |lambda: f64| Lift::of(lambda, v, prior).above(delta) - target;
    if above(1.0) < 0.0 {
        return None;
    }
    Some(root(0.0, 1.0, above) + POWER * v.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIOR: LiftPrior = [0.6, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05];

    #[test]
    fn a_count_of_schools_has_the_binomial_s_interval_where_all_are_alike() {
        // Bin(10, ½): P(X ≤ 1) = .0107, P(X ≤ 2) = .0547; P(X ≤ 7) = .945, P(X ≤ 8) = .989.
        let of = expected(&[0.5; 10]);
        assert!((of.value - 5.0).abs() < 1e-12 && of.lower.total_cmp(&2.0).is_eq(), "{of:?}");
        assert!(of.upper.total_cmp(&8.0).is_eq());
        let sure = expected(&[1.0, 1.0, 0.0]);
        assert!(sure.lower.total_cmp(&2.0).is_eq() && sure.upper.total_cmp(&2.0).is_eq());
        assert!(expected(&[]).upper.total_cmp(&0.0).is_eq());
    }

    #[test]
    fn a_sharper_school_has_a_lower_limit_and_nothing_is_seen_where_nothing_exists() {
        let limit = |v| detection_limit(v, &PRIOR, 0.8, 0.1).unwrap();
        assert!(limit(0.001) < limit(0.01) && limit(0.001) > 0.1, "{} {}", limit(0.001), limit(0.01));
        let nothing = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(detection_limit(0.01, &nothing, 0.8, 0.1), None);
    }

    #[test]
    fn papers_are_counted_back_from_those_that_are_left() {
        // A quarter raised: 90 papers are left of 120, 30 were raised.
        let posterior = Lift::of(0.25, 1e-8, &PRIOR);
        let options = EvidenceOptions::default();
        let of = draws(&[(1, Raised { near: 90, posterior: &posterior })], &options);
        let raised = raised(of.iter()).unwrap();
        assert!((raised.value - 30.0).abs() < 0.1 && raised.upper - raised.lower < 0.2, "{raised:?}");
    }
}
