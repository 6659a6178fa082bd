//! Two sets of items of one test: does a person do better on one than the other bears out?

mod abilities;
mod change_point;

use super::{ITEMS, SCORES, SUBSET, Tail, by_blocks, same_length};
use crate::function::{Function, Given, Groups, Input, Kind, OptionError, Problem, Shape, options};
use crate::math::normal_upper;
use crate::model::{Item, ModelError, check_scores};
pub use abilities::SubsetAbilities;
use abilities::{Person, SMALL, is_exponential};
pub(super) use change_point::CHANGE_POINT;
pub use change_point::{ChangePoint, change_point};
use ndarray::ArrayView2;
use obektiv_derive::{Columns, Settings, described};

/// Signed statistics of two sets of items; all are N(0, 1) where the ability is one. What is
/// undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct TwoSubsets {
    /// Ability on all items.
    pub theta: Vec<f64>,
    /// Ability on the subset.
    pub theta_subset: Vec<f64>,
    /// Ability on the rest.
    pub theta_rest: Vec<f64>,
    /// L, the signed root of the likelihood ratio.
    pub statistic: Vec<f64>,
    /// P(Z ≥ L).
    pub pvalue: Vec<f64>,
    /// r* = L + ln(U/L)/L; NaN where the model is none of the Rasch, 2PL, partial credit or nominal
    /// family.
    pub modified: Vec<f64>,
    /// P(Z ≥ r*).
    pub pvalue_modified: Vec<f64>,
    /// P by Lugannani and Rice, 1 − Φ(L) + φ(L)(1/U − 1/L); NaN where r* is.
    pub pvalue_lugannani_rice: Vec<f64>,
    /// S, the signed root of the score statistic.
    pub score: Vec<f64>,
    /// P(Z ≥ S).
    pub pvalue_score: Vec<f64>,
    /// Wald's.
    pub wald: Vec<f64>,
    /// P(Z ≥ Wald's).
    pub pvalue_wald: Vec<f64>,
    /// Always "upper": large values are unusual: the subset done better.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// What is compared: likelihoods of the sets at their own and at the common ability.
struct Compared {
    difference: f64,
    ratio: f64,
    score: f64,
    wald: f64,
    /// Informations of the sets at their own abilities, and at the common one.
    own: [f64; 2],
    common: [f64; 2],
}

/// Whether a person does better on a known subset of items than on the rest: items known before,
/// items marked in the school, a part of a test; large values are unusual.
///
/// ```text
/// L  = sign(θ_c − θ_s)·√(2[l_c(θ_c) + l_s(θ_s) − l(θ)])                 c the subset, s the rest
/// S  = sign·√(l_c'(θ)²/I_c(θ) + l_s'(θ)²/I_s(θ))
/// W  = (θ_c − θ_s)/√(1/I_c(θ) + 1/I_s(θ))
/// U  = (θ_c − θ_s)·√(I_c(θ_c)·I_s(θ_s)/(I_c(θ) + I_s(θ)))
/// r* = L + ln(U/L)/L
/// ```
///
/// For |L| below .05 r* is L. Over the items answered; NaN for a person who answered nothing of a
/// set. Abilities by maximum likelihood stand at a bound where a set is all or nothing. The
/// p-values lean on many items in both sets; for few, and where a set is all or nothing,
/// [`subset_given_total`](super::subset_given_total) is exact.
///
/// # Errors
/// [`ModelError::Length`] for abilities or marks of another number; [`ModelError::Option`] for a
/// bound that is not positive; [`ModelError::Columns`] for scores of another number of items,
/// [`ModelError::Score`] for a score that its item has not, [`ModelError::Item`] for what is no
/// item.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::{SubsetAbilities, two_subsets}};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 6];
/// let (scores, subset) = (array![[1, 1, 0, 0, 0, 1]], [true, true, true, false, false, false]);
/// let abilities = SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, 4.0)?;
/// let found = two_subsets(scores.view(), &items, &subset, &abilities)?;
/// assert!(found.statistic[0] > 0.0 && found.pvalue[0] < 0.5);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
/// >>> found = ob.person_fit.two_subsets([[1, 1, 0, 0, 0, 1]], items, [True] * 3 + [False] * 3)
/// >>> found.statistic.round(3)
/// array([0.824])
/// ```
///
/// # References
/// Sinharay (2017), Journal of Educational and Behavioral Statistics 42, 46–68; Sinharay and Jensen
/// (2019), Psychometrika 84, 484–510.
#[described]
pub fn two_subsets(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    subset: &[bool],
    abilities: &SubsetAbilities,
) -> Result<TwoSubsets, ModelError> {
    check_scores(scores, items)?;
    same_length("subset", subset.len(), items.len())?;
    let SubsetAbilities { all, subset: on_subset, rest } = abilities;
    for (what, theta) in [("theta", all), ("theta_subset", on_subset), ("theta_rest", rest)] {
        same_length(what, theta.len(), scores.nrows())?;
    }
    let exponential = items.iter().all(is_exponential);
    let rows = by_blocks(scores.nrows(), |rows| {
        let mut person = Person::new(items);
        Ok(rows
            .map(|row| {
                person.answers_of(scores.row(row).iter());
                person.compare(items, [all[row], on_subset[row], rest[row]], |item| subset[item])
            })
            .collect())
    })?;
    let (mut modified, mut lugannani) = (Vec::new(), Vec::new());
    for row in &rows {
        let l = row.ratio;
        let u = row.difference * (row.own[0] * row.own[1] / (row.common[0] + row.common[1])).sqrt();
        let corrected = exponential && l.abs() >= SMALL;
        let density = 0.398_942_280_401_432_7 * libm::exp(-l * l / 2.0);
        modified.push(if corrected { l + libm::log(u / l) / l } else { l });
        // Where a set is wholly right or wrong its ability is a bound, and the expansion may leave
        // [0, 1].
        let expansion = normal_upper(l) + if corrected { density * (1.0 / u - 1.0 / l) } else { 0.0 };
        lugannani.push(expansion.clamp(0.0, 1.0));
    }
    if !exponential {
        modified.fill(f64::NAN);
        lugannani.fill(f64::NAN);
    }
    let column = |f: fn(&Compared) -> f64| rows.iter().map(f).collect::<Vec<f64>>();
    let upper = |values: &[f64]| values.iter().map(|&z| normal_upper(z)).collect();
    let (statistic, score, wald) = (column(|r| r.ratio), column(|r| r.score), column(|r| r.wald));
    Ok(TwoSubsets {
        theta: all.clone(),
        theta_subset: on_subset.clone(),
        theta_rest: rest.clone(),
        pvalue: upper(&statistic),
        pvalue_modified: upper(&modified),
        pvalue_score: upper(&score),
        pvalue_wald: upper(&wald),
        pvalue_lugannani_rice: lugannani,
        statistic,
        modified,
        score,
        wald,
        tail: Tail::Upper,
    })
}

/// Where abilities by maximum likelihood are looked for.
#[derive(Debug, Clone, Copy, Settings)]
pub(super) struct BoundOptions {
    /// Abilities by maximum likelihood are looked for within ±bound.
    pub(super) bound: f64,
}

impl Default for BoundOptions {
    fn default() -> Self {
        Self { bound: 4.0 }
    }
}

const OPTIONAL: Input = Input::new("theta", Kind::Numbers)
    .optional()
    .doc("Abilities on all items, the next two on the subset and on the rest: all three or none.");

/// [`two_subsets`] in the catalogue.
pub(super) const TWO_SUBSETS: Function = Function {
    id: "person_fit.two_subsets",
    doc: TWO_SUBSETS_DOC,
    inputs: &[
        SCORES,
        ITEMS,
        SUBSET,
        OPTIONAL,
        Input { name: "theta_subset", ..OPTIONAL }.doc("Abilities on the subset."),
        Input { name: "theta_rest", ..OPTIONAL }.doc("Abilities on the rest."),
    ],
    groups: Groups::None,
    options: options::<BoundOptions>,
    output: Shape::Table(TwoSubsets::describe),
    run: |given| {
        let BoundOptions { bound } = given.options()?;
        let (scores, items, subset) = (given.scores(0)?, given.items(1)?, given.flags(2)?);
        let theta = |at| given.optional(at, Given::numbers);
        let abilities = match (theta(3)?, theta(4)?, theta(5)?) {
            (Some(all), Some(subset), Some(rest)) => {
                SubsetAbilities { all: all.to_vec(), subset: subset.to_vec(), rest: rest.to_vec() }
            }
            (None, None, None) => SubsetAbilities::maximum_likelihood(scores, items, subset, bound)?,
            _ => {
                let problem = Problem::Refused("give all three abilities or none".to_owned());
                return Err(OptionError::Wrong { name: "theta".into(), problem }.into());
            }
        };
        Ok(two_subsets(scores, items, subset, &abilities)?.table().into())
    },
};

#[cfg(test)]
mod tests;
