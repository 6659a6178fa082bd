//! The channels of schools, added up over works: heaping on its own scale, the others as z.

use std::collections::BTreeMap;

use super::answer::Channel;
use super::groups::{Lift, LiftPrior, Start, lift_prior};
use super::heaping::Score;
use super::nulls::{Quartet, adapted, lower_half_variance, robust_variance, weighted_median};
use super::passes::{Context, SchoolPass, WorkPass};
use super::reference::Reference;

/// A school with no more information than this is not judged by heaping or by fit.
pub(super) const LEAST_INFORMATION: f64 = 5.0;
const LEAST_TAIL: f64 = 3.0;
/// Absences of no more than this expected are not looked at; half of it is the information.
const LEAST_ABSENT: f64 = 2.0;
const LEAST_ABSENT_INFORMATION: f64 = 0.9;
/// Schools from which a variance between them is estimated.
const LEAST_SCHOOLS: usize = 20;
/// Schools of a small territory from which on it is centred at its own median.
const LEAST_CENTRED: usize = 5;
/// The variance of λ̂ between honest schools: where too few are there to tell, and the least.
const USUAL_VARIANCE: f64 = 0.0016;
const LEAST_VARIANCE: f64 = 0.0009;
/// The variance of a median in units of that of a mean.
const MEDIAN: f64 = 1.57;

/// Sums over works of one school.
pub(super) fn sums(passes: &[&WorkPass<'_>], names: &[&str]) -> Vec<SchoolPass> {
    let mut all = vec![SchoolPass::default(); names.len()];
    for pass in passes {
        for (name, one) in &pass.schools {
            let Ok(place) = names.binary_search(name) else { continue };
            let sum = &mut all[place];
            sum.papers += one.papers;
            sum.near += one.near;
            sum.heaping += one.heaping;
            sum.placebo += one.placebo;
            sum.fit += one.fit;
            sum.fit_placebo += one.fit_placebo;
            sum.tail += one.tail;
            sum.absent += one.absent;
            sum.expected_absent += one.expected_absent;
        }
    }
    all
}

/// Heaping of all schools.
pub(super) struct Heaping {
    pub prior: LiftPrior,
    /// The territory's median of λ̂.
    pub shift: f64,
    pub of_school: Vec<Option<SchoolLift>>,
}

/// Heaping of one school.
pub(super) struct SchoolLift {
    pub estimate: f64,
    pub variance: f64,
    pub posterior: Lift,
}

/// `None` where no school has enough papers near boundaries, and in a small territory whose
/// reference has no prior of heaping.
pub(super) fn heaping(sums: &[SchoolPass], context: &Context<'_>, own: &mut Reference) -> Option<Heaping> {
    let ok: Vec<usize> = (0..sums.len()).filter(|&j| sums[j].heaping.var > LEAST_INFORMATION).collect();
    if ok.is_empty() {
        return None;
    }
    let placebo = placebo_variance(sums, context);
    own.tau.insert("placebo".to_owned(), placebo);
    let raw: Vec<f64> = ok.iter().map(|&j| sums[j].heaping.num / sums[j].heaping.var).collect();
    let mut v: Vec<f64> = ok.iter().map(|&j| 1.0 / sums[j].heaping.var + placebo).collect();
    let shift = weighted_median(&raw, &v);
    let lambda: Vec<f64> = raw.iter().map(|l| l - shift).collect();
    let given = context.reference.and_then(|r| r.lifts);
    let prior = if context.own {
        let start = given.map(|weights| Start { weights, mass: context.options.mass_heaping });
        lift_prior(&lambda, &v, start, context.options.pseudo_heaping)
    } else {
        let centre = MEDIAN / v.iter().map(|v| 1.0 / v).sum::<f64>();
        v.iter_mut().for_each(|v| *v += centre);
        given?
    };
    own.lifts = Some(prior);
    let mut of_school: Vec<Option<SchoolLift>> = sums.iter().map(|_| None).collect();
    for ((&j, &estimate), &variance) in ok.iter().zip(&lambda).zip(&v) {
        let posterior = Lift::of(estimate, variance, &prior);
        of_school[j] = Some(SchoolLift { estimate, variance, posterior });
    }
    Some(Heaping { prior, shift, of_school })
}

fn placebo_variance(sums: &[SchoolPass], context: &Context<'_>) -> f64 {
    if !context.own {
        return context.reference.and_then(|r| r.tau.get("placebo").copied()).unwrap_or(USUAL_VARIANCE);
    }
    let (e, v) = effects(sums.iter().map(|s| s.placebo), LEAST_INFORMATION);
    let variance = if e.len() >= LEAST_SCHOOLS { robust_variance(&e, &v) } else { USUAL_VARIANCE };
    variance.max(LEAST_VARIANCE)
}

/// Effects and variances of those with more information than `least`.
fn effects(scores: impl Iterator<Item = Score>, least: f64) -> (Vec<f64>, Vec<f64>) {
    scores.filter(|s| s.var > least).map(|s| (s.num / s.var, 1.0 / s.var)).unzip()
}

/// z of the other channels by school, NaN where there is none.
pub(super) fn z_channels(
    sums: &[SchoolPass],
    context: &Context<'_>,
    own: &mut Reference,
) -> BTreeMap<Channel, Vec<f64>> {
    let (e, v) = effects(sums.iter().map(|s| s.fit_placebo), LEAST_INFORMATION);
    if context.own {
        let placebo = if e.len() > LEAST_SCHOOLS { robust_variance(&e, &v) } else { 0.0 };
        own.tau.insert("fit_placebo".to_owned(), placebo);
    }
    let fit: Vec<Score> = sums.iter().map(|s| s.fit).collect();
    let tail: Vec<Score> = sums.iter().map(|s| s.tail).collect();
    let absent: Vec<Score> = sums.iter().map(absences).collect();
    let channels = [
        (Channel::Fit, fit, LEAST_INFORMATION),
        (Channel::Tail, tail, LEAST_TAIL),
        (Channel::Absent, absent, LEAST_ABSENT_INFORMATION),
    ];
    let z = |(channel, scores, least): (Channel, Vec<Score>, f64)| {
        (channel, z_of(channel, &scores, least, context, own))
    };
    channels.map(z).into_iter().collect()
}

/// The logarithm of absent over expected; the same child is away from several works, so it is half
/// of the information.
fn absences(school: &SchoolPass) -> Score {
    let expected = school.expected_absent;
    if expected <= LEAST_ABSENT {
        return Score::default();
    }
    let var = expected / 2.0;
    Score { num: libm::log((school.absent + 0.5) / (expected + 0.5)) * var, var }
}

fn z_of(
    channel: Channel,
    scores: &[Score],
    least: f64,
    context: &Context<'_>,
    own: &mut Reference,
) -> Vec<f64> {
    let mut z = vec![f64::NAN; scores.len()];
    let (mut e, mut v) = effects(scores.iter().copied(), least);
    if e.is_empty() {
        return z;
    }
    if !context.own && e.len() >= LEAST_CENTRED {
        // What the whole territory does is no school's: all of it, not the part that `adapted`
        // takes out.
        let centre = weighted_median(&e, &v);
        let uncertain = MEDIAN / v.iter().map(|v| 1.0 / v).sum::<f64>();
        e.iter_mut().for_each(|e| *e -= centre);
        v.iter_mut().for_each(|v| *v += uncertain);
    }
    let enough = context.own && e.len() >= LEAST_SCHOOLS;
    let name = channel.name();
    let variance = match enough {
        true => Some(lower_half_variance(&e, &v)),
        false => context.reference.and_then(|r| r.tau.get(name).copied()),
    };
    let Some(variance) = variance else { return z };
    let scaled: Vec<f64> = e.iter().zip(&v).map(|(e, v)| e / (v + variance).sqrt()).collect();
    let null = match enough {
        true => Some(Quartet::of_scores(&scaled, context.options.cut)),
        false => context.reference.and_then(|r| r.of_schools.get(&channel).copied()),
    };
    let Some(null) = null else { return z };
    own.tau.insert(name.to_owned(), variance);
    own.of_schools.insert(channel, null);
    let mut units = scaled.into_iter();
    for (z, _) in z.iter_mut().zip(scores).filter(|(_, s)| s.var > least) {
        *z = units.next().map_or(f64::NAN, |y| null.standard(y, context.options.cut));
    }
    if context.own { z } else { adapted(z, context.options) }
}
