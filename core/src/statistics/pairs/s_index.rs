//! S₁ and S₂: identical errors as a Poisson variable, alone or with identical right answers.

use ndarray::ArrayView2;
use obektiv_derive::{Settings, described};

use super::errors::{ErrorGroup, Marked, poisson_between};
use super::k_index::by_errors;
use super::{Pair, PairOptions, PairSettings, Pairs, answered, codes, compare, of_errors};
use crate::function::{Function, options};
use crate::model::ModelError;

/// S₁: identical errors as a Poisson variable whose mean is log-linear in the number of wrong
/// answers; small p-values are unusual.
///
/// ```text
/// M_g   the mean number of the first person's w errors that persons with g wrong answers have too, the first left out
/// ln μ_g = β₀ + β₁·g               Poisson likelihood over the groups of persons with g wrong answers, each counting once
/// S₁    = Σ_{x = m..w} e^(−μ)·μˣ/x!      μ = min(μ_g, w), g of the second person
/// ```
///
/// Where the second person has not answered all items of the w errors, μ and w are those of the
/// errors answered. Ordered pairs; the columns as of [`k_index`](super::k_index()). NaN as there,
/// and with fewer than two groups.
///
/// # Errors
/// [`ModelError::Length`] for another number of right options than items or of groups than persons;
/// [`ModelError::Option`] for a right option or a level that is none; [`ModelError::Item`] for a
/// right option that nobody gave of those who answered, as of a key counted from 1;
/// [`ModelError::TooManyPairs`] for more than 50 million to keep (10 in WebAssembly): give `group`
/// or `only_below`;
/// [`ModelError::TooManyComparisons`] from 10 billion pairs to compare on: give `group`.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::pairs::{self, PairOptions};
/// let answers = array![[1, 2, 3], [1, 2, 0], [2, 0, 0], [1, 1, 1], [0, 0, 0]];
/// let found = pairs::s1(answers.view(), &[0, 0, 0], PairOptions::default())?;
/// assert!(found.pvalue[0] < found.pvalue[1]);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> pairs = ob.pairs.s1([[1, 2, 3], [1, 2, 0], [2, 0, 0], [1, 1, 1], [0, 0, 0]], key=[0, 0, 0])
/// >>> bool(pairs.pvalue[0] < pairs.pvalue[1])
/// True
/// ```
///
/// # References
/// Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
#[described]
pub fn s1(answers: ArrayView2<'_, u8>, key: &[u8], options: PairOptions<'_>) -> Result<Pairs, ModelError> {
    by_errors(answers, key, options, rate, |errors, matches, rate| {
        let mean = errors as f64 * rate;
        (mean, poisson_between(mean, matches, errors))
    })
}

/// S₂: as [`s1`], identical right answers counting beside identical errors, the more the fewer have
/// them; small p-values are unusual.
///
/// ```text
/// δ_gi  = d₁·exp(d₂·P_gi)           P_gi: the share that has item i right, of all persons with g wrong answers
/// m     identical errors + ⌈Σ δ_gi⌉ over the items that both have right, g of the second person
/// M_g   mean identical errors + ⌈mean Σ δ_gi⌉, of persons with g wrong answers, the first left out
/// ln μ_g = β₀ + β₁·g                Poisson likelihood over the groups of persons with g wrong answers, each counting once
/// S₂    = Σ_{x = m..n} e^(−μ)·μˣ/x!      n items
/// ```
///
/// The form is Sotaridona and Meijer's. How they come from the number of options to d₁ and d₂ was
/// not at hand: (1, −7.56) gives the numbers of CopyDetect 1.3 and 1.4 on 58 pairs of 300 persons
/// and 40 items of four options, (1.1, −9) those of 1.3 on the same answers as scores 0 and 1.
/// Because of the rounding up other constants do as well: with d₁ = 1 any d₂ from −7.568 to −7.551,
/// of scores from −8.44 to −8.37.
///
/// `items` are those both answered, `matches` the same answers among them, `statistic` is m,
/// `expected` what is expected of it. Where the second person has not answered all items, μ is
/// smaller in proportion and n their number. NaN as of [`s1`], and where the first has no error
/// that the second answered.
///
/// # Errors
/// [`ModelError::Length`] for another number of right options than items or of groups than persons;
/// [`ModelError::Option`] for a right option or a level that is
/// none, or a weight whose d₁ is negative or whose d₂ is positive; [`ModelError::Item`] for a right
/// option that nobody gave of those who answered, as of a key counted from 1;
/// [`ModelError::TooManyPairs`] for more than 50 million to keep (10 in WebAssembly): give `group`
/// or `only_below`;
/// [`ModelError::TooManyComparisons`] from 10 billion pairs to compare on: give `group`.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::pairs::{self, PairOptions, S2_WEIGHT};
/// let answers = array![[1, 2, 3, 0], [1, 2, 0, 0], [2, 0, 0, 1], [1, 1, 1, 2], [0, 0, 0, 1]];
/// let found = pairs::s2(answers.view(), &[0; 4], S2_WEIGHT, PairOptions::default())?;
/// // Two identical errors, and ⌈e^(−7.56/2)⌉ for the last item, which half of those with two errors have right.
/// assert_eq!(found.statistic[0], 3.0);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> answers = [[1, 2, 3, 0], [1, 2, 0, 0], [2, 0, 0, 1], [1, 1, 1, 2], [0, 0, 0, 1]]
/// >>> ob.pairs.s2(answers, key=[0, 0, 0, 0]).statistic[0]
/// np.float64(3.0)
/// ```
///
/// # References
/// Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
#[described]
pub fn s2(
    answers: ArrayView2<'_, u8>,
    key: &[u8],
    weight: [f64; 2],
    options: PairOptions<'_>,
) -> Result<Pairs, ModelError> {
    let marked = Marked::new(answers, key)?;
    let weights = weights(&marked, weight)?;
    let (marked, weights) = (&marked, &weights);
    let judge = |first: usize| {
        let shared = marked.shared(first);
        // Σ δ of each person over the items that both have right.
        let right = |person: usize| -> f64 {
            let cells = answers.row(first).into_iter().zip(answers.row(person)).zip(key);
            let of_items = cells.zip(&weights[marked.wrong[person]]);
            of_items.map(|(((a, b), key), weight)| if a == key && b == key { *weight } else { 0.0 }).sum()
        };
        let right: Vec<f64> = (0..answers.nrows()).map(right).collect();
        let mut sums = vec![(0.0, 0.0, 0.0); key.len() + 1];
        for (person, shared) in shared.iter().enumerate().filter(|(person, _)| *person != first) {
            let sum = &mut sums[marked.wrong[person]];
            *sum = (sum.0 + 1.0, sum.1 + shared.matches as f64, sum.2 + right[person]);
        }
        let of_groups = sums.iter().enumerate().filter(|(_, sum)| sum.0 > 0.0);
        let points: Vec<(f64, f64)> = of_groups
            .map(|(wrong, (n, errors, right))| (wrong as f64, errors / n + up(right / n) as f64))
            .collect();
        let mut means: Vec<Option<f64>> = vec![None; key.len() + 1];
        move |_: &usize, &second: &usize| {
            let both = answers.row(first).into_iter().zip(answers.row(second));
            let both: Vec<(u8, u8)> =
                both.filter_map(|(a, b)| Some((answered(*a)?, answered(*b)?))).collect();
            let same = both.iter().filter(|(a, b)| a == b).count();
            let undefined = Pair::undefined(both.len(), same);
            if shared[second].errors == 0 || marked.is_short(second) {
                return undefined;
            }
            let wrong = marked.wrong[second];
            let mean = *means[wrong].get_or_insert_with(|| log_linear(&points, wrong as f64));
            let given = answers.row(second).iter().filter(|cell| answered(**cell).is_some()).count();
            let expected = (mean * given as f64 / key.len() as f64).min(given as f64);
            if mean.is_nan() {
                return undefined;
            }
            let counted = shared[second].matches + up(right[second]);
            let (statistic, tail) = (counted as f64, poisson_between(expected, counted, given));
            Pair { expected, statistic, tail, ..undefined }
        }
    };
    Ok(compare(answers.nrows(), options, true, |row| row, judge)?.0)
}

/// δ of each item, for each number of wrong answers that anybody has. Who did not answer an item
/// has it not right.
fn weights(marked: &Marked<'_>, [height, rise]: [f64; 2]) -> Result<Vec<Vec<f64>>, ModelError> {
    let wrong = |value, expected| Err(ModelError::Option { name: "weight", value, expected });
    if !(0.0..f64::INFINITY).contains(&height) {
        return wrong(height, "d₁ of 0 or more, then d₂ of 0 or less");
    }
    if !(f64::MIN..=0.0).contains(&rise) {
        return wrong(rise, "d₁, then d₂ of 0 or less");
    }
    let mut counts = vec![(0_u32, vec![0_u32; marked.key.len()]); marked.key.len() + 1];
    for (row, &wrong) in marked.answers.rows().into_iter().zip(&marked.wrong) {
        let (persons, right) = &mut counts[wrong];
        *persons += 1;
        right.iter_mut().zip(row.iter().zip(marked.key)).for_each(|(n, (a, key))| *n += u32::from(a == key));
    }
    let weight =
        |right: u32, persons: u32| height * libm::exp(rise * f64::from(right) / f64::from(persons.max(1)));
    Ok(counts.iter().map(|(n, right)| right.iter().map(|&right| weight(right, *n)).collect()).collect())
}

/// d₁ and d₂ of [`s2`] for items of four options.
pub const S2_WEIGHT: [f64; 2] = [1.0, -7.56];

/// d₁ and d₂ of [`s2`] with which it equals CopyDetect 1.3 on scores 0 and 1.
pub const S2_WEIGHT_OF_SCORES: [f64; 2] = [1.1, -9.0];

/// The next whole number; a sum of weights that is whole but for rounding is whole.
#[allow(clippy::cast_sign_loss, reason = "what is below 0 becomes 0")]
fn up(sum: f64) -> usize {
    (sum - 1e-12).ceil() as usize
}

/// The mean of identical errors for each error, at so many wrong answers.
fn rate(groups: &[ErrorGroup], errors: usize, wrong: usize) -> f64 {
    let points: Vec<(f64, f64)> =
        groups.iter().map(|group| (group.wrong as f64, group.share * errors as f64)).collect();
    // Where nobody is near, the line may lead beyond all errors.
    let rate = log_linear(&points, wrong as f64) / errors as f64;
    if rate > 1.0 { 1.0 } else { rate }
}

/// The fitted mean at `x` of a Poisson regression with a logarithmic link, by Newton's steps,
/// halved until the likelihood grows.
fn log_linear(points: &[(f64, f64)], x: f64) -> f64 {
    if points.len() < 2 {
        return f64::NAN;
    }
    let n = points.len() as f64;
    let (centre, mean) =
        points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / n, sum.1 + point.1 / n));
    if mean <= 0.0 {
        return 0.0;
    }
    let likelihood = |a: f64, b: f64| -> f64 {
        let of = |&(x, y): &(f64, f64)| {
            let ln = a + b * (x - centre);
            y * ln - libm::exp(ln)
        };
        points.iter().map(of).sum()
    };
    let (mut a, mut b) = (libm::log(mean), 0.0);
    let mut best = likelihood(a, b);
    for _ in 0..STEPS {
        let (da, db) = newton(points, centre, a, b);
        let step = da.abs() + db.abs();
        // So near the maximum the likelihood no longer tells which of two points is higher.
        if step < 1e-6 {
            (a, b) = (a + da, b + db);
            if step < 1e-13 {
                break;
            }
            continue;
        }
        // NaN is no higher than anything.
        let mut tried = (0..32).map(|halvings| {
            let share = 0.5_f64.powi(halvings);
            let (a, b) = (a + share * da, b + share * db);
            (a, b, likelihood(a, b))
        });
        let Some(next) = tried.find(|next| next.2 > best) else { break };
        (a, b, best) = next;
    }
    libm::exp(a + b * (x - centre))
}

/// More steps than a likelihood with one maximum takes.
const STEPS: usize = 100;

fn newton(points: &[(f64, f64)], centre: f64, a: f64, b: f64) -> (f64, f64) {
    let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for &(x, y) in points {
        let x = x - centre;
        let mean = libm::exp(a + b * x);
        g0 += y - mean;
        g1 += (y - mean) * x;
        h00 += mean;
        h01 += mean * x;
        h11 += mean * x * x;
    }
    let determinant = h00 * h11 - h01 * h01;
    ((g0 * h11 - g1 * h01) / determinant, (g1 * h00 - g0 * h01) / determinant)
}

/// [`s1`] in the catalogue.
pub(super) const S1: Function = of_errors("pairs.s1", S1_DOC, |given| {
    let (PairSettings { only_below }, groups) = (given.options()?, codes(given, 2)?);
    let options = PairOptions { groups: groups.as_deref(), only_below };
    Ok(s1(given.scores(0)?, given.cells(1)?, options)?.table().into())
});

/// Which pairs to keep, and what right answers weigh.
#[derive(Debug, Clone, Copy, Settings)]
struct S2Settings {
    /// Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is
    /// kept for all that were `compared`.
    only_below: Option<f64>,
    /// d₁, 0 or more, and d₂, 0 or less.
    weight: [f64; 2],
}

impl Default for S2Settings {
    fn default() -> Self {
        Self { only_below: None, weight: S2_WEIGHT }
    }
}

/// [`s2`] in the catalogue.
pub(super) const S2: Function = Function {
    options: options::<S2Settings>,
    ..of_errors("pairs.s2", S2_DOC, |given| {
        let (S2Settings { only_below, weight }, groups) = (given.options()?, codes(given, 2)?);
        let options = PairOptions { groups: groups.as_deref(), only_below };
        Ok(s2(given.scores(0)?, given.cells(1)?, weight, options)?.table().into())
    })
};
