//! What totals say of abilities.

use obektiv_derive::{Columns, described};

use super::estimator::{dense_enough, moments};
use crate::model::distribution::{convolved, largest_total, most_categories};
use crate::model::{Item, ModelError, Quadrature, check_items};

/// The mean ability of persons with each total, and how probable the total is.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct TotalAbilities {
    /// Totals 0, 1, …
    pub total: Vec<u64>,
    /// E[θ | total].
    pub theta: Vec<f64>,
    /// The standard deviation of θ given the total.
    pub se: Vec<f64>,
    /// P(total).
    pub probability: Vec<f64>,
}

/// The mean ability of persons with each total over all items: EAP from sum scores.
///
/// ```text
/// theta = E[θ | total] = Σ_q θ_q·w_q·P(total | θ_q) / P(total)        se the standard deviation
/// ```
///
/// For whole tests only; a person with missing cells needs [`ability`](fn@super::ability). Points
/// lie as dense as there.
///
/// # Errors
/// [`ModelError::NoItems`], [`ModelError::Item`] for what is no item; [`ModelError::Option`] or
/// [`ModelError::Length`] for a distribution of ability that is none.
///
/// # Examples
/// ```python
/// >>> ob.irt.ability_by_total([{"model": "logistic", "b": 0.0}] * 2).probability.round(3)
/// array([0.293, 0.413, 0.293])
/// ```
///
/// # References
/// Thissen, Pommerich, Billeaud and Williams (1995), Applied Psychological Measurement 19, 39–49.
#[described]
pub fn ability_by_total(items: &[Item], ability: &Quadrature) -> Result<TotalAbilities, ModelError> {
    check_items(items)?;
    ability.check()?;
    let ability = dense_enough(ability, items);
    let mut p = vec![0.0; most_categories(items)];
    let given: Vec<Vec<f64>> = ability
        .points
        .iter()
        .map(|&theta| {
            items.iter().fold(vec![1.0], |totals, item| {
                item.probabilities(theta, &mut p);
                convolved(&totals, &p[..item.categories()])
            })
        })
        .collect();
    let totals = largest_total(items) + 1;
    let mut result = TotalAbilities {
        total: (0..totals as u64).collect(),
        theta: Vec::with_capacity(totals),
        se: Vec::with_capacity(totals),
        probability: Vec::with_capacity(totals),
    };
    for s in 0..totals {
        let mut posterior: Vec<f64> = given.iter().zip(&ability.weights).map(|(f, w)| w * f[s]).collect();
        let probability: f64 = posterior.iter().sum();
        posterior.iter_mut().for_each(|w| *w /= probability);
        let (theta, se) = moments(&ability.points, &posterior);
        result.theta.push(theta);
        result.se.push(se);
        result.probability.push(probability);
    }
    Ok(result)
}
