//! How models of raised papers are fitted: Fisher scoring within bounds, with Anderson acceleration
//! ([`Mixing`]).

use nalgebra::{DMatrix, DVector};

use super::lifting::Papers;
use crate::statistics::shared::mixing::Mixing;

/// One of so many groups is climbed with first.
const PART: usize = 8;
/// Steps longer than this change how the likelihood bends.
pub(super) const BENDS: f64 = 0.3;
/// Nodes with fewer papers do not count for how the likelihood bends.
pub(super) const FEW: f64 = 0.5;

/// Something to be maximised: an objective function, here the log-likelihood or log-posterior of a
/// territory's parameters.
pub(super) trait Hill {
    /// What is known of a place: the expected counts of EM's E-step.
    type Place;
    /// Looks round at these parameters; the height there.
    fn look(&mut self, at: &[f64]) -> (f64, Self::Place);
    /// A step upwards from the place last looked at: one of Fisher scoring in place of the M-step
    /// (Lange's EM gradient algorithm).
    fn step(&mut self, place: &Self::Place) -> Vec<f64>;
}

/// The place from which no step is longer than `least`, or after 500: a fixed-point iteration of
/// Fisher scoring with Anderson acceleration, monotone by a safeguard: a step downwards is taken
/// back and the acceleration begins anew.
pub(super) fn climb<H: Hill>(hill: &mut H, mut at: Vec<f64>, bounds: &[[f64; 2]], least: f64) -> H::Place {
    let clamp = |to: &mut Vec<f64>| {
        to.iter_mut().zip(bounds).for_each(|(to, [low, high])| *to = to.clamp(*low, *high));
    };
    let mut mixing = Mixing::default();
    let mut before = at.clone();
    let (mut plain, mut highest) = (before.clone(), f64::NEG_INFINITY);
    for _ in 0..500 {
        let (height, place) = hill.look(&at);
        if height < highest - 1e-9 * highest.abs().max(1.0) {
            at = match mixing.forget() {
                true => plain.clone(),
                false => at.iter().zip(&before).map(|(a, b)| f64::midpoint(*a, *b)).collect(),
            };
            continue;
        }
        highest = height.max(highest);
        before.clone_from(&at);
        let step = hill.step(&place);
        let largest = step.iter().fold(0.0, |largest: f64, step| largest.max(step.abs()));
        if largest < least {
            return place;
        }
        plain = at.iter().zip(&step).map(|(at, step)| at + step).collect();
        clamp(&mut plain);
        at = mixing.next(&plain, step);
        clamp(&mut at);
    }
    hill.look(&at).1
}

/// A part of the groups leads near the maximum at a part of the cost (a warm start on a subsample);
/// `None` of few groups.
pub(super) fn first_part(groups: &[Papers]) -> Option<Vec<Papers>> {
    (groups.len() >= PART * PART).then(|| groups.iter().step_by(PART).cloned().collect())
}

/// The solution of a symmetric system; a ridge of 1e-9 of the trace keeps it defined.
pub(super) fn solve(mut a: DMatrix<f64>, b: DVector<f64>) -> DVector<f64> {
    let ridge = 1e-9 * a.trace() + 1e-12;
    (0..b.len()).for_each(|i| a[(i, i)] += ridge);
    a.lu().solve(&b).unwrap_or_else(|| DVector::from_element(b.len(), f64::NAN))
}

/// The step that maximises gradient·step − ½ step'·information·step within bounds: parameters are
/// held to a bound where they would cross it and let go where they would come back. A quadratic
/// program with box constraints, solved by the active-set method.
pub(super) fn bounded_step(
    information: &DMatrix<f64>,
    gradient: &DVector<f64>,
    at: &[f64],
    bounds: &[[f64; 2]],
) -> Vec<f64> {
    // Those at a bound are likely to stay there.
    let outwards = |i: usize| match at[i] {
        at if at <= bounds[i][0] => gradient[i] < 0.0,
        at => at >= bounds[i][1] && gradient[i] > 0.0,
    };
    let mut held: Vec<Option<f64>> = (0..at.len()).map(|i| outwards(i).then_some(0.0)).collect();
    let mut step = vec![0.0; at.len()];
    for _ in 0..4 * at.len() {
        let free: Vec<usize> = (0..at.len()).filter(|i| held[*i].is_none()).collect();
        for (step, held) in step.iter_mut().zip(&held) {
            *step = held.unwrap_or(0.0);
        }
        let left = gradient - information * DVector::from_column_slice(&step);
        let part = DMatrix::from_fn(free.len(), free.len(), |a, b| information[(free[a], free[b])]);
        let solved = solve(part, DVector::from_fn(free.len(), |a, _| left[free[a]]));
        free.iter().zip(&solved).for_each(|(i, step_of)| step[*i] = *step_of);
        let over = |i: &usize| (at[*i] + step[*i] - bounds[*i][1]).max(bounds[*i][0] - at[*i] - step[*i]);
        let worst = free.iter().copied().max_by(|a, b| over(a).total_cmp(&over(b)));
        if let Some(i) = worst.filter(|i| over(i) > 0.0) {
            let bound = if at[i] + step[i] > bounds[i][1] { bounds[i][1] } else { bounds[i][0] };
            held[i] = Some(bound - at[i]);
            continue;
        }
        let left = gradient - information * DVector::from_column_slice(&step);
        let inwards = |i: &usize| if at[*i] + step[*i] >= bounds[*i][1] { -left[*i] } else { left[*i] };
        let back =
            (0..at.len()).filter(|i| held[*i].is_some()).max_by(|a, b| inwards(a).total_cmp(&inwards(b)));
        match back.filter(|i| inwards(i) > 1e-9 * (1.0 + information[(*i, *i)])) {
            Some(i) => held[i] = None,
            None => break,
        }
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let x =
            solve(DMatrix::from_row_slice(2, 2, &[4.0, 1.0, 1.0, 3.0]), DVector::from_vec(vec![1.0, 2.0]));
        assert!((x[0] - 1.0 / 11.0).abs() < 1e-8 && (x[1] - 7.0 / 11.0).abs() < 1e-8);
    }

    #[test]
    fn a_step_stops_at_its_bounds_and_the_rest_makes_the_best_of_it() {
        // −½(2x² + 2xy + 2y²) + x − 3y has its maximum at (5/3, −7/3); with y ≥ −1 at x = 1.
        let information = DMatrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 2.0]);
        let gradient = DVector::from_vec(vec![1.0, -3.0]);
        let step = bounded_step(&information, &gradient, &[0.0, 0.0], &[[-9.0, 9.0], [-1.0, 9.0]]);
        assert!((step[0] - 1.0).abs() < 1e-8 && (step[1] + 1.0).abs() < 1e-15);
    }
}
