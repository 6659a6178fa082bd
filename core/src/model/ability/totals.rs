//! The ability of persons with each total.

use super::estimator::moments;
use crate::model::distribution::{convolved, largest_total, most_categories};
use crate::model::{Item, ModelError, Quadrature, check_items};
use crate::table::Table;

/// The mean ability of persons with each total, and how probable the total is.
#[derive(Debug, Clone, PartialEq)]
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

impl TotalAbilities {
    /// Columns `total, theta, se, probability`.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new()
            .with("total", self.total.clone())
            .with("theta", self.theta.clone())
            .with("se", self.se.clone())
            .with("probability", self.probability.clone())
    }
}

/// EAP from the total over all items: P(θ | total) by the score distributions at the points of the
/// ability's distribution.
///
/// For whole tests only; a person with missing cells needs [`ability`](super::ability).
///
/// # Errors
/// As [`marginal_score_distribution`](super::super::marginal_score_distribution).
///
/// # References
/// Thissen, Pommerich, Billeaud and Williams (1995), Applied Psychological Measurement 19, 39–49.
pub fn ability_by_total(items: &[Item], ability: &Quadrature) -> Result<TotalAbilities, ModelError> {
    check_items(items)?;
    ability.check()?;
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
