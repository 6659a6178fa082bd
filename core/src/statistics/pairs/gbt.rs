use ndarray::ArrayView2;
use obektiv_derive::described;

use super::chances::Model;
use super::positive::{Ln, Positive, Tail};
use super::{Null, NullSettings, Pair, PairOptions, Pairs, codes, compare, of_model};
use crate::function::Function;
use crate::model::{Item, ModelError};

/// The generalised binomial test: P(so many matches or more), exact for independent items with
/// unequal chances; small p-values are unusual.
///
/// ```text
/// f₀ = (1);   fᵢ(m) = fᵢ₋₁(m)·(1 − πᵢ) + fᵢ₋₁(m − 1)·πᵢ;    p = Σ_{m ≥ h} f(m)
/// ```
///
/// πᵢ as for [`omega`](super::omega()), conditional or not, over the items both answered;
/// `statistic` is the number of matches h. All terms are positive, so the smallest p-values have
/// their digits. Being discrete, the test rejects at most as often as its level. NaN for a pair
/// without a common item or with an ability that is not finite.
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
/// let answers = array![[1, 0, 1, 0], [1, 0, 1, 1]];
/// let found = pairs::gbt(answers.view(), &items, &[0.0, 0.0], Null::Unconditional, PairOptions::default())?;
/// assert_eq!((found.statistic[0], found.pvalue[0]), (3.0, 5.0 / 16.0));
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> ob.pairs.gbt([[1, 0, 1, 0], [1, 0, 1, 1]], items, theta=[0, 0]).pvalue
/// array([0.3125, 0.3125])
/// ```
///
/// # References
/// Van der Linden and Sotaridona (2006), Journal of Educational and Behavioral Statistics 31,
/// 283–304.
#[described]
pub fn gbt(
    answers: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    null: Null,
    options: PairOptions<'_>,
) -> Result<Pairs, ModelError> {
    let model = Model::new(answers, items, theta)?;
    let judge = |_| {
        let (mut chances, mut missing) = (vec![0.0; model.items()], Vec::new());
        let model = &model;
        move |first: &_, second: &_| {
            model.chances(null, first, second, &mut chances);
            let found = model.matches(first, second);
            let expected: f64 = chances.iter().sum();
            if found.items == 0 || expected.is_nan() {
                return Pair::undefined(found.items, found.matches);
            }
            let p = upper(&chances, found.matches, &mut missing);
            let tail = Tail::of(p, || upper::<Ln>(&chances, found.matches, &mut Vec::new()));
            let statistic = found.matches as f64;
            Pair { expected, statistic, tail, ..Pair::undefined(found.items, found.matches) }
        }
    };
    Ok(compare(model.persons(), options, null == Null::Conditional, |row| model.person(row), judge)?.0)
}

/// P(at least `h` of these independent events). `missing[j]` is the probability that j + 1 of the h
/// are still missing; of those only what the events left can bring is carried on, h·(n − h) steps
/// in all. Four events are taken at a time, which saves ways through memory.
pub(super) fn upper<N: Positive>(chances: &[f64], h: usize, missing: &mut Vec<N>) -> N {
    let n = chances.len();
    if h == 0 {
        return N::of(1.0);
    }
    missing.clear();
    // Four zeros behind.
    missing.resize(h + 4, N::of(0.0));
    missing[h - 1] = N::of(1.0);
    let mut reached = N::of(0.0);
    for step in 0..n.div_ceil(4) {
        let of = of_four::<N>(&chances[4 * step..]);
        let mut enough = of[4];
        for j in (0..4).rev() {
            reached = reached + missing[j] * enough;
            enough = enough + of[j];
        }
        // What is reached by now, and what can still be made up for after these four.
        let (seen, left) = (4 * step + 4, n.saturating_sub(4 * step + 4));
        let (low, high) = (h.saturating_sub(seen + 1), h.min(left));
        if low < high {
            carry(&mut missing[low..high + 4], &of);
        }
    }
    reached
}

/// What is still missing after four events more. A window moves along, so that each place is read
/// once.
fn carry<N: Positive>(band: &mut [N], of: &[N; 5]) {
    let [mut a, mut b, mut c, mut d] = [band[0], band[1], band[2], band[3]];
    for j in 4..band.len() {
        let e = band[j];
        band[j - 4] = a * of[0] + b * of[1] + c * of[2] + (d * of[3] + e * of[4]);
        (a, b, c, d) = (b, c, d, e);
    }
}

/// P(0 to 4 of the first four events).
fn of_four<N: Positive>(events: &[f64]) -> [N; 5] {
    let chance = |k: usize| events.get(k).copied().unwrap_or(0.0);
    let of_two = |p: f64, q: f64| [(1.0 - p) * (1.0 - q), p * (1.0 - q) + (1.0 - p) * q, p * q];
    let (a, b) = (of_two(chance(0), chance(1)), of_two(chance(2), chance(3)));
    let middle = a[0] * b[2] + a[1] * b[1] + a[2] * b[0];
    let (one, three) = (a[0] * b[1] + a[1] * b[0], a[1] * b[2] + a[2] * b[1]);
    [N::of(a[0] * b[0]), N::of(one), N::of(middle), N::of(three), N::of(a[2] * b[2])]
}

/// [`gbt()`] in the catalogue.
pub(super) const GBT: Function = of_model("pairs.gbt", GBT_DOC, |given| {
    let (NullSettings { conditional, only_below }, groups) = (given.options()?, codes(given, 3)?);
    let (null, options) =
        (Null::conditional(conditional), PairOptions { groups: groups.as_deref(), only_below });
    Ok(gbt(given.scores(0)?, given.items(1)?, given.numbers(2)?, null, options)?.table().into())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_unequal_chances_are_those_of_all_outcomes() {
        let chances = [0.1, 0.5, 0.9, 0.0, 0.3, 1.0];
        for h in 0..=chances.len() {
            let outcome = |bits: usize| -> f64 {
                let of = |(i, p): (usize, &f64)| if bits >> i & 1 == 1 { *p } else { 1.0 - p };
                chances.iter().enumerate().map(of).product()
            };
            let expected: f64 =
                (0..64_usize).filter(|bits| bits.count_ones() as usize >= h).map(outcome).sum();
            assert!((upper::<f64>(&chances, h, &mut Vec::new()) - expected).abs() < 1e-15, "{h}");
            let Ln(ln) = upper::<Ln>(&chances, h, &mut Vec::new());
            assert!((ln.exp() - expected).abs() < 1e-15, "{h}");
        }
    }

    #[test]
    fn a_tail_below_the_smallest_double_is_found_by_its_logarithm() {
        let chances = vec![1e-4; 200];
        let Ln(ln) = upper::<Ln>(&chances, 200, &mut Vec::new());
        assert!((ln / std::f64::consts::LN_10 + 800.0).abs() < 1e-9);
    }
}
