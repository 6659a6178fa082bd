//! K₁ and K₂: the K-index with the share of identical errors smoothed over the score groups.

use ndarray::ArrayView2;
use obektiv_derive::described;

use super::errors::{ErrorGroup, binomial_tail};
use super::k_index::by_errors;
use super::{PairOptions, PairSettings, Pairs, codes, of_errors};
use crate::function::Function;
use crate::model::ModelError;

/// K₁: the [`k_index`](super::k_index()) with a share of identical errors that is linear in the
/// share of wrong answers; small p-values are unusual.
///
/// ```text
/// r_g   the share of the first person's errors that persons with g wrong answers have too, the first left out
/// r̂_g   = β₀ + β₁·g/n            least squares over the groups of persons with as many wrong answers, each counting once; n items
/// K₁    = P(Bin(w, r̂_g) ≥ m)     g of the second person; r̂ held in .001 to .999
/// ```
///
/// A group of one person says little; the line takes from all. It may leave 0 to 1, where no match
/// would be possible, or none unusual: hence the bounds, which are CopyDetect's. Ordered pairs; the
/// columns as of `k_index`. NaN as there, and with fewer than two groups.
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
/// let answers = array![[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]];
/// let found = pairs::k1(answers.view(), &[0, 0, 0], PairOptions::default())?;
/// // Two groups: shares 0 with no error, 1/2 with two. The line goes through both.
/// assert!((found.expected[0] - 1.5).abs() < 1e-12);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> pairs = ob.pairs.k1([[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]], key=[0, 0, 0])
/// >>> pairs.expected[0].round(12)
/// np.float64(1.5)
/// ```
///
/// # References
/// Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.
#[described]
pub fn k1(answers: ArrayView2<'_, u8>, key: &[u8], options: PairOptions<'_>) -> Result<Pairs, ModelError> {
    smoothed(answers, key, options, 1)
}

/// K₂: the [`k_index`](super::k_index()) with a share of identical errors that is quadratic in the
/// share of wrong answers; small p-values are unusual.
///
/// ```text
/// r̂_g   = β₀ + β₁·g/n + β₂·(g/n)²
/// ```
///
/// All else as [`k1`]; NaN with fewer than three groups of persons with as many wrong answers.
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
/// ```python
/// >>> pairs = ob.pairs.k2([[1, 2, 3], [1, 2, 0], [0, 2, 0], [0, 0, 0]], key=[0, 0, 0], only_below=0.5)
/// >>> len(pairs)
/// 0
/// ```
///
/// # References
/// Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.
#[described]
pub fn k2(answers: ArrayView2<'_, u8>, key: &[u8], options: PairOptions<'_>) -> Result<Pairs, ModelError> {
    smoothed(answers, key, options, 2)
}

fn smoothed(
    answers: ArrayView2<'_, u8>,
    key: &[u8],
    options: PairOptions<'_>,
    degree: usize,
) -> Result<Pairs, ModelError> {
    by_errors(
        answers,
        key,
        options,
        |groups, _, wrong| fitted(groups, degree, wrong).clamp(LEAST, 1.0 - LEAST),
        |errors, matches, share| (errors as f64 * share, binomial_tail(errors, matches, share)),
    )
}

/// A fitted share is not nearer to 0 or 1.
const LEAST: f64 = 0.001;

/// The least-squares polynomial over the groups, at so many wrong answers, by polynomials that are
/// orthogonal over the groups.
fn fitted(groups: &[ErrorGroup], degree: usize, wrong: usize) -> f64 {
    if groups.len() <= degree {
        return f64::NAN;
    }
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut value = 0.0;
    for power in 0..=degree {
        let power = i32::try_from(power).unwrap_or(0);
        // The value sought stands behind those of the groups.
        let points = groups.iter().map(|group| group.wrong).chain([wrong]);
        let mut column: Vec<f64> = points.map(|x| (x as f64).powi(power)).collect();
        for other in &basis {
            let projection = product(&column, other, groups.len()) / product(other, other, groups.len());
            column.iter_mut().zip(other).for_each(|(x, y)| *x -= projection * y);
        }
        let shares: f64 = groups.iter().zip(&column).map(|(group, x)| group.share * x).sum();
        value += shares / product(&column, &column, groups.len()) * column[groups.len()];
        basis.push(column);
    }
    value
}

fn product(a: &[f64], b: &[f64], n: usize) -> f64 {
    a[..n].iter().zip(b).map(|(a, b)| a * b).sum()
}

/// [`k1`] in the catalogue.
pub(super) const K1: Function = of_errors("pairs.k1", K1_DOC, |given| {
    let (PairSettings { only_below }, groups) = (given.options()?, codes(given, 2)?);
    let options = PairOptions { groups: groups.as_deref(), only_below };
    Ok(k1(given.scores(0)?, given.cells(1)?, options)?.table().into())
});

/// [`k2`] in the catalogue.
pub(super) const K2: Function = of_errors("pairs.k2", K2_DOC, |given| {
    let (PairSettings { only_below }, groups) = (given.options()?, codes(given, 2)?);
    let options = PairOptions { groups: groups.as_deref(), only_below };
    Ok(k2(given.scores(0)?, given.cells(1)?, options)?.table().into())
});
