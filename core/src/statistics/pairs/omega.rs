use ndarray::ArrayView2;
use obektiv_derive::described;

use super::chances::Model;
use super::positive::{Ln, Tail};
use super::{Null, NullSettings, Pair, PairOptions, Pairs, codes, compare, of_model};
use crate::function::Function;
use crate::math::{ln_normal_upper, normal_upper};
use crate::model::{Item, ModelError};

/// ω: the matches of each pair less those expected, in standard deviations; large values are
/// unusual.
///
/// ```text
/// ω = (h − Σ πᵢ)/√(Σ πᵢ(1 − πᵢ))            h matches, over the items both answered; p = P(Z ≥ ω)
/// conditional      πᵢ = Pᵢ(answer of the first | θ of the second)
/// unconditional    πᵢ = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)
/// ```
///
/// Teaching makes pupils of one class alike too: a pair's value is no finding by itself. The
/// abilities are taken as known: that of a person who took answers over is too high, which makes ω
/// careful. Below .001 take [`gbt`](super::gbt()), which is exact: the normal tail is too small, by
/// orders of magnitude where rare matches are few; it is also where few items make the normal
/// distribution a poor one.
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
/// use obektiv::{model::Item, statistics::pairs::{self, Null, PairOptions}};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
/// let answers = array![[1, 0, 1, 0], [1, 0, 1, 0]];
/// let found = pairs::omega(answers.view(), &items, &[0.0, 0.0], Null::Unconditional, PairOptions::default())?;
/// assert_eq!((found.matches[0], found.expected[0], found.statistic[0]), (4, 2.0, 2.0));
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> pair = ob.pairs.omega([[1, 0, 1, 0], [1, 0, 1, 0]], items, theta=[0, 0], conditional=False)
/// >>> pair.matches, pair.expected, pair.statistic
/// (array([4]), array([2.]), array([2.]))
/// ```
///
/// # References
/// Wollack (1997), Applied Psychological Measurement 21, 307–320. Unconditional, and that the
/// conditional test is the most powerful one where the model is known: Romero, Riascos and Jara
/// (2015), Journal of Educational and Behavioral Statistics 40, 435–453.
#[described]
pub fn omega(
    answers: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    null: Null,
    options: PairOptions<'_>,
) -> Result<Pairs, ModelError> {
    let model = Model::new(answers, items, theta)?;
    let judge = |_| {
        let mut chances = vec![0.0; model.items()];
        let model = &model;
        move |first: &_, second: &_| {
            model.chances(null, first, second, &mut chances);
            let found = model.matches(first, second);
            if found.items == 0 {
                return Pair::undefined(0, 0);
            }
            let (expected, variance) = moments(&chances);
            let statistic = (found.matches as f64 - expected) / variance.sqrt();
            Pair {
                expected,
                statistic,
                tail: normal_tail(statistic),
                ..Pair::undefined(found.items, found.matches)
            }
        }
    };
    Ok(compare(model.persons(), options, null == Null::Conditional, |row| model.person(row), judge)?.0)
}

/// Σ π and Σ π(1 − π), by four sums at a time.
fn moments(chances: &[f64]) -> (f64, f64) {
    let (mut expected, mut variance) = ([0.0; 4], [0.0; 4]);
    let (fours, rest) = chances.as_chunks::<4>();
    for four in fours {
        for k in 0..4 {
            expected[k] += four[k];
            variance[k] += four[k] * (1.0 - four[k]);
        }
    }
    for (k, p) in rest.iter().enumerate() {
        expected[k] += p;
        variance[k] += p * (1.0 - p);
    }
    (expected.iter().sum(), variance.iter().sum())
}

/// P(Z ≥ z).
pub(super) fn normal_tail(z: f64) -> Tail {
    Tail::of(normal_upper(z), || Ln(ln_normal_upper(z)))
}

/// [`omega()`] in the catalogue.
pub(super) const OMEGA: Function = of_model("pairs.omega", OMEGA_DOC, |given| {
    let (NullSettings { conditional, only_below }, groups) = (given.options()?, codes(given, 3)?);
    let (null, options) =
        (Null::conditional(conditional), PairOptions { groups: groups.as_deref(), only_below });
    Ok(omega(given.scores(0)?, given.items(1)?, given.numbers(2)?, null, options)?.table().into())
});
