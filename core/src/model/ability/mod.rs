mod estimator;
mod plausible;
mod totals;

use ndarray::{ArrayView1, ArrayView2};
use obektiv_derive::{Columns, described};

use super::{Item, ModelError, Quadrature, check_scores};
use crate::data::names;
use crate::threads::each_of;
use estimator::Estimator;
pub(crate) use plausible::PLAUSIBLE_VALUES_DOC;
pub use plausible::plausible_values;
pub(crate) use totals::ABILITY_BY_TOTAL_DOC;
pub use totals::{TotalAbilities, ability_by_total};

/// How an ability is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Maximum likelihood.
    Ml,
    /// The mode of the posterior.
    Map,
    /// Warm's weighted likelihood: the least biased of a single person's estimates.
    #[default]
    Wle,
    /// The mean of the posterior: the best for groups, shrunk for a person.
    Eap,
}

names!(Method, "method", Wle = "wle", Ml = "ml", Map = "map", Eap = "eap");

/// What is estimated and where.
#[derive(Debug, Clone, PartialEq)]
pub struct AbilityOptions {
    /// The estimate.
    pub method: Method,
    /// Where ML looks: it has no finite maximum for a person with all items right or none.
    pub bounds: (f64, f64),
    /// The distribution of ability. EAP uses it as it is; MAP its mean and standard deviation, as
    /// those of a normal one.
    pub ability: Quadrature,
}

impl Default for AbilityOptions {
    fn default() -> Self {
        Self { method: Method::default(), bounds: (-4.0, 4.0), ability: Quadrature::default() }
    }
}

/// Abilities and their standard errors, one entry for each person.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct Abilities {
    /// The estimates.
    pub theta: Vec<f64>,
    /// Their standard errors.
    pub se: Vec<f64>,
    /// Items that take part.
    pub items: Vec<u64>,
}

/// The ability of each person at given items.
///
/// ```text
/// l' = Σ P'/P at the scores      I = Σ Σⱼ P'ⱼ²/Pⱼ      J = Σ Σⱼ P'ⱼP''ⱼ/Pⱼ         over the items that take part
/// ml    l' = 0 within the bounds                       se = 1/√(−l'')
/// wle   l' + J/(2I) = 0                                se = 1/√I
/// map   l' − (θ − μ)/σ² = 0                            se = 1/√(−l'' + 1/σ²)
/// eap   Σ_q θ_q·posterior(θ_q)                         se = the posterior's standard deviation
/// ```
///
/// Warm's weighted likelihood (wle) is the least biased for one person, the posterior's mean (eap)
/// the best for groups. The standard errors of ml and map are by the observed information, those of
/// wle by the expected, as Warm's is. The points of eap lie as dense as long tests need: two thirds
/// of the narrowest posterior's standard deviation at most, where those of the distribution are
/// equally spaced. Where the likelihood has several maxima (3PL), the highest is taken. ml at a
/// bound is that bound; wle and map look in [−12, 12]. A person without any item that takes part
/// has the distribution's mean and standard deviation by map and eap, NaN by ml and wle.
///
/// # Errors
/// [`ModelError::Columns`] for scores of another number of items, [`ModelError::Score`] for a score
/// that its item has not, [`ModelError::Item`] for what is no item; [`ModelError::Option`] for
/// bounds that do not rise or a distribution that is none, [`ModelError::Length`] for one with
/// fewer weights than points; [`DataError::Name`](crate::data::DataError::Name) for an unknown
/// method.
///
/// # Examples
/// ```
/// use obektiv::model::{AbilityOptions, Item, ability};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
/// let scores = ndarray::array![[1, 1, 0, 0], [1, 1, 1, 1]];
/// let abilities = ability(scores.view(), &items, &AbilityOptions::default())?;
/// assert!(abilities.theta[0].abs() < 1e-12 && abilities.theta[1].is_finite());
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "b": 0.0}] * 4
/// >>> ob.irt.ability([[1, 1, 0, 0], [1, 1, 1, 1]], items, method="ml").theta.round(2) + 0.0
/// array([0., 4.])
/// ```
///
/// # References
/// Warm (1989), Psychometrika 54, 427–450; Bock and Mislevy (1982), Applied Psychological
/// Measurement 6, 431–444; Penfield and Bergeron (2005), Applied Psychological Measurement 29,
/// 218–233, for WLE of items with several categories.
#[described]
pub fn ability(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    options: &AbilityOptions,
) -> Result<Abilities, ModelError> {
    check_scores(scores, items)?;
    options.ability.check()?;
    let (low, high) = options.bounds;
    if !(low < high && low.is_finite() && high.is_finite()) {
        return Err(ModelError::Option {
            name: "bounds",
            value: high,
            expected: "two finite numbers that rise",
        });
    }
    let estimator = Estimator::new(items, options);
    let rows: Vec<(f64, f64, u64)> = by_person(scores, |cells| estimator.estimate(cells));
    Ok(Abilities {
        theta: rows.iter().map(|r| r.0).collect(),
        se: rows.iter().map(|r| r.1).collect(),
        items: rows.iter().map(|r| r.2).collect(),
    })
}

/// One value for each person, on several threads if there are any: each person alone, so that
/// nothing depends on them.
pub(crate) fn by_person<T: Send>(
    scores: ArrayView2<'_, u8>,
    of: impl Fn(ArrayView1<'_, u8>) -> T + Sync,
) -> Vec<T> {
    each_of(scores.nrows(), 256, |person| of(scores.row(person)))
}

#[cfg(test)]
mod tests;
