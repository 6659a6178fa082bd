//! Draws from posteriors.

use ndarray::{Array2, ArrayView2};

use super::estimator::{Estimator, posterior_moments};
use super::{AbilityOptions, Method};
use crate::model::{Item, ModelError, Quadrature, answer, check_scores};
use crate::random::Random;

/// Draws from each person's posterior, persons × draws: for statements about groups, where a single
/// estimate would shrink or widen the spread.
///
/// The posterior is that of EAP; a draw takes a point by its probability and then a place uniform
/// within half a step around it, so draws lie between the points too. Each person has a random
/// stream of their own: the same seed gives the same draws whatever else is drawn.
///
/// # Errors
/// As [`ability()`](super::ability).
///
/// # References
/// Mislevy (1991), Psychometrika 56, 177–196.
pub fn plausible_values(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    ability: &Quadrature,
    draws: usize,
    seed: u64,
) -> Result<Array2<f64>, ModelError> {
    check_scores(scores, items)?;
    ability.check()?;
    let options =
        AbilityOptions { method: Method::Eap, ability: ability.clone(), ..AbilityOptions::default() };
    let estimator = Estimator::new(items, &options);
    let points = &ability.points;
    let mut values = Array2::zeros((scores.nrows(), draws));
    for (person, mut row) in values.rows_mut().into_iter().enumerate() {
        let mut posterior = estimator.start.clone();
        for (i, score) in
            scores.row(person).iter().enumerate().filter_map(|(i, &cell)| Some((i, answer(cell)?)))
        {
            posterior.iter_mut().zip(&estimator.logs[i][score]).for_each(|(sum, log)| *sum += log);
        }
        posterior_moments(points, &mut posterior);
        let mut random = Random::new(seed, person as u64);
        for value in &mut row {
            let mut left = random.uniform();
            let last = posterior.len() - 1;
            let q = posterior[..last]
                .iter()
                .position(|w| {
                    left -= w;
                    left < 0.0
                })
                .unwrap_or(last);
            let step = |a: usize, b: usize| (points[b.min(last)] - points[a]) / 2.0;
            let (below, above) = (step(q.saturating_sub(1), q), step(q, q + 1));
            let place = random.uniform();
            *value = points[q]
                + if place < 0.5 { (2.0 * place - 1.0) * below } else { (2.0 * place - 1.0) * above };
        }
    }
    Ok(values)
}
