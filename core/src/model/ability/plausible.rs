//! Draws from posteriors.

use ndarray::{Array2, ArrayView2};
use obektiv_derive::described;

use super::estimator::{Estimator, posterior_moments};
use super::{AbilityOptions, Method};
use crate::model::{Item, ModelError, Quadrature, answer, check_scores};
use crate::random::Random;

/// Draws from each person's posterior: for statements about groups, where a single estimate would
/// shrink or widen the spread.
///
/// The posterior is that of EAP; a draw takes a point by its probability and then a place uniform
/// within half a step around it, so draws lie between the points too; what that adds to the spread
/// is taken back, so that draws have the posterior's mean and standard deviation. Each person has a
/// random stream of their own: the same seed gives the same draws whatever else is drawn. A person
/// without any item that takes part is drawn from the distribution of ability.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score
/// that its item has not, [`ModelError::Item`] for what is no item; [`ModelError::Option`] or
/// [`ModelError::Length`] for a distribution of ability that is none.
///
/// # Examples
/// ```python
/// >>> ob.irt.plausible_values([[1, 0]], [{"model": "logistic", "b": 0.0}] * 2, draws=3, seed=1).shape
/// (1, 3)
/// ```
///
/// # References
/// Mislevy (1991), Psychometrika 56, 177–196.
#[described]
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
    let mut values = Array2::zeros((scores.nrows(), draws));
    for (person, mut row) in values.rows_mut().into_iter().enumerate() {
        let mut posterior = estimator.start.clone();
        for (i, score) in
            scores.row(person).iter().enumerate().filter_map(|(i, &cell)| Some((i, answer(cell)?)))
        {
            posterior.iter_mut().zip(&estimator.logs[i][score]).for_each(|(sum, log)| *sum += log);
        }
        let moments = posterior_moments(&estimator.grid, &mut posterior);
        let around = Around::new(&estimator.grid, &posterior, moments);
        let mut random = Random::new(seed, person as u64);
        row.iter_mut().for_each(|value| *value = around.draw(&mut random));
    }
    Ok(values)
}

/// Draws around the points of a posterior.
struct Around<'a> {
    points: &'a [f64],
    posterior: &'a [f64],
    mean: f64,
    /// What brings the spread of draws to the posterior's.
    factor: f64,
}

impl<'a> Around<'a> {
    fn new(points: &'a [f64], posterior: &'a [f64], (mean, sd): (f64, f64)) -> Self {
        let mut around = Self { points, posterior, mean, factor: 1.0 };
        let added: f64 = posterior.iter().enumerate().map(|(q, w)| w * around.variance(q)).sum();
        if added > 0.0 {
            around.factor = sd / (sd * sd + added).sqrt();
        }
        around
    }

    /// Half the way from a point to its neighbours.
    fn sides(&self, q: usize) -> (f64, f64) {
        let last = self.points.len() - 1;
        let half = |a: usize, b: usize| (self.points[b.min(last)] - self.points[a]) / 2.0;
        (half(q.saturating_sub(1), q), half(q, q + 1))
    }

    /// Of a place around a point.
    fn variance(&self, q: usize) -> f64 {
        let (below, above) = self.sides(q);
        (below * below + above * above) / 6.0
    }

    fn draw(&self, random: &mut Random) -> f64 {
        let mut left = random.uniform();
        let last = self.posterior.len() - 1;
        let reached = |w: &f64| {
            left -= w;
            left < 0.0
        };
        let q = self.posterior[..last].iter().position(reached).unwrap_or(last);
        let (below, above) = self.sides(q);
        let place = 2.0 * random.uniform() - 1.0;
        let value = self.points[q] + place * if place < 0.0 { below } else { above };
        self.mean + (value - self.mean) * self.factor
    }
}
