use ndarray::ArrayView2;
use obektiv_derive::described;

use super::chances::Model;
use super::omega::normal_tail;
use super::{
    ANSWERS, GROUP, ITEMS, Null, Pair, PairOptions, PairSettings, Pairs, THETA, codes, compare, of_model,
};
use crate::function::{Function, options};
use crate::model::{Item, ModelError};

/// Weighted ω: as [`omega`](super::omega()), unconditional, a match counting the more the less
/// likely it was; large values are unusual.
///
/// ```text
/// ω_w = Σ wᵢ(sᵢ − πᵢ)/√(Σ wᵢ²·πᵢ(1 − πᵢ))        sᵢ = 1 for a match, wᵢ = −ln πᵢ; p = P(Z ≥ ω_w)
/// πᵢ  = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)
/// ```
///
/// With scores of several points most matches are on what most pupils get; the weights make the
/// others count. Each pair once; `expected` is that of the plain count of matches.
///
/// A p-value below .001 orders pairs and is no probability: a few rare matches decide the sum, and
/// its normal tail is too small by orders of magnitude. Ten items with π = .9 and two with π = .01,
/// all matching but one of the two: p = 9·10⁻¹³, and exactly .0070. Take [`gbt`](super::gbt())
/// there, which is exact.
///
/// NaN for a pair without a common item, without variance, or where an ability is not finite.
///
/// # Errors
/// [`ModelError::Columns`] for answers of another number of items, [`ModelError::Score`] for one
/// that its item has not, [`ModelError::Item`] for what is no item; [`ModelError::Length`] for
/// another number of abilities or groups than persons; [`ModelError::Option`] for a level that is
/// none; [`ModelError::TooManyPairs`] for more than 50 million to keep (10 in WebAssembly): give
/// `group` or `only_below`;
/// [`ModelError::TooManyComparisons`] from 10 billion pairs to compare on: give `group`.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::pairs::{self, PairOptions}};
/// let items = [0.0, 3.0].map(|b| Item::Logistic { a: 1.0, b, c: 0.0 });
/// let answers = array![[1, 1], [1, 0], [0, 1]];
/// let found = pairs::weighted_omega(answers.view(), &items, &[0.0; 3], PairOptions::default())?;
/// // One match of two either way: that on the even item weighs more.
/// assert!(found.matches[0] == 1 && found.matches[1] == 1 && found.statistic[0] > found.statistic[1]);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (0, 3)]
/// >>> pairs = ob.pairs.weighted_omega([[1, 1], [1, 0], [0, 1]], items, theta=[0, 0, 0])
/// >>> bool(pairs.statistic[0] > pairs.statistic[1])
/// True
/// ```
///
/// # References
/// Trout and Gorney (2025), weighted ω for polytomous scores.
#[described]
pub fn weighted_omega(
    answers: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    options: PairOptions<'_>,
) -> Result<Pairs, ModelError> {
    let model = Model::new(answers, items, theta)?;
    let judge = |_| {
        let (mut chances, mut same) = (vec![0.0; model.items()], vec![0.0; model.items()]);
        let model = &model;
        move |first: &_, second: &_| {
            model.chances(Null::Unconditional, first, second, &mut chances);
            model.same(first, second, &mut same);
            let found = model.matches(first, second);
            if found.items == 0 {
                return Pair::undefined(0, 0);
            }
            let (mut expected, mut sum, mut variance) = (0.0, 0.0, 0.0);
            for (&p, s) in chances.iter().zip(&same) {
                // What takes no part has no chance; a chance that underflowed weighs as the
                // smallest one.
                let weight = -libm::log(p.max(f64::MIN_POSITIVE));
                expected += p;
                sum += weight * (s - p);
                variance += weight * weight * p * (1.0 - p);
            }
            // The largest of NaN and a number is the number.
            let statistic = if expected.is_nan() { f64::NAN } else { sum / variance.sqrt() };
            Pair {
                expected,
                statistic,
                tail: normal_tail(statistic),
                ..Pair::undefined(found.items, found.matches)
            }
        }
    };
    Ok(compare(model.persons(), options, false, |row| model.person(row), judge)?.0)
}

/// [`weighted_omega()`] in the catalogue.
pub(super) const WEIGHTED_OMEGA: Function = Function {
    inputs: &[ANSWERS, ITEMS, THETA, GROUP],
    options: options::<PairSettings>,
    ..of_model("pairs.weighted_omega", WEIGHTED_OMEGA_DOC, |given| {
        let (PairSettings { only_below }, groups) = (given.options()?, codes(given, 3)?);
        let options = PairOptions { groups: groups.as_deref(), only_below };
        Ok(weighted_omega(given.scores(0)?, given.items(1)?, given.numbers(2)?, options)?.table().into())
    })
};
