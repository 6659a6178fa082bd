//! What is said of a territory and of its municipalities: papers raised, what could have been seen.

use super::EvidenceOptions;
use super::answer::Interval;
use super::groups::{Lift, LiftPrior};
use super::passes::WorkPass;
use crate::data::{Grouping, Tally};
use crate::math::{quantile, root};
use crate::random::Random;
use crate::statistics::heaping;
use crate::threads::each;

/// No share of raised papers counts as more when papers are counted back.
const LARGEST_SHARE: f64 = 0.9;
/// z of power .8.
const POWER: f64 = 0.84;

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

/// Papers raised in absolute terms, over the works that allow the model; `None` where none does.
pub(super) fn raised_absolute(passes: &[&WorkPass<'_>]) -> Option<f64> {
    let of_work = |pass: &&WorkPass<'_>| -> Option<f64> {
        let work = pass.work;
        let tally = Tally::from_groups(work.assessment.clone(), Grouping::School, work.schools.clone());
        let raised = heaping::raised(&tally).ok()?;
        Some(raised.rows.iter().map(|row| row.raised).filter(|raised| raised.is_finite()).sum())
    };
    each(passes, of_work).into_iter().flatten().reduce(|sum, one| sum + one)
}

/// The share of raised papers at which a school whose λ̂ has variance v is found with probability
/// .8.
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
