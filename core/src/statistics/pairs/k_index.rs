use ndarray::ArrayView2;
use obektiv_derive::described;

use super::errors::{ErrorGroup, Marked, binomial_tail};
use super::positive::Tail;
use super::{Pair, PairOptions, PairSettings, Pairs, codes, compare, of_errors};
use crate::function::Function;
use crate::model::ModelError;

/// The K-index: P(so many identical errors or more), beside persons with as many errors; small
/// p-values are unusual.
///
/// ```text
/// w   the first person's errors on items that the second answered;  m of them the second has too
/// r   Σ identical errors / Σ errors answered, over all persons with as many wrong answers as the second, the first left out
/// K   = P(Bin(w, r) ≥ m)
/// ```
///
/// Ordered pairs; `items` are the w errors, `matches` and `statistic` m. What was not answered is
/// no error. With scores 0 and 1 and a key of ones, any two wrong answers are identical and the
/// index says little. Time grows with the square of all persons, whatever the groups.
///
/// The persons that a pair is compared with are all persons, whatever their group. Groups are of
/// wrong answers, however many were given: who answered few items stands beside able persons who
/// answered all. NaN where the first has no error that the second answered, and where the second
/// answered less than 80 % of the items; where many answered less than all, take a statistic beside
/// a model, such as [`gbt`](super::gbt()).
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
/// let found = pairs::k_index(answers.view(), &[0, 0, 0], PairOptions::default())?;
/// // Persons 1 and 2 have two errors, and three of the four answers that person 0 gave there.
/// assert_eq!((found.matches[0], found.expected[0]), (2, 1.5));
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> pairs = ob.pairs.k_index([[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]], key=[0, 0, 0])
/// >>> pairs.matches[0], pairs.expected[0]
/// (np.int64(2), np.float64(1.5))
/// ```
///
/// # References
/// Holland (1996), Assessing unusual agreement between the incorrect answers of two examinees using
/// the K-index, ETS RR-96-7. That the first person is left out: the program CopyDetect 1.4; 1.3
/// counts them in.
#[described]
pub fn k_index(
    answers: ArrayView2<'_, u8>,
    key: &[u8],
    options: PairOptions<'_>,
) -> Result<Pairs, ModelError> {
    by_errors(
        answers,
        key,
        options,
        |groups, _, wrong| {
            let group = groups.iter().find(|group| group.wrong == wrong);
            group.map_or(f64::NAN, |group| group.share)
        },
        |errors, matches, share| (errors as f64 * share, binomial_tail(errors, matches, share)),
    )
}

/// A statistic of identical errors: `level` of a person with so many wrong answers, from the score
/// groups and the first person's errors, then the matches expected and their tail.
pub(super) fn by_errors(
    answers: ArrayView2<'_, u8>,
    key: &[u8],
    options: PairOptions<'_>,
    level: impl Fn(&[ErrorGroup], usize, usize) -> f64 + Sync + Send,
    tail: impl Fn(usize, usize, f64) -> (f64, Tail) + Sync + Send,
) -> Result<Pairs, ModelError> {
    let marked = Marked::new(answers, key)?;
    let judge = |first: usize| {
        let shared = marked.shared(first);
        let groups = marked.groups(first, &shared);
        let errors = marked.wrong[first];
        // Found when a second person has so many errors.
        let mut levels: Vec<Option<f64>> = vec![None; key.len() + 1];
        let (marked, level, tail) = (&marked, &level, &tail);
        move |_: &usize, second: &usize| {
            let shared = shared[*second];
            if shared.errors == 0 {
                return Pair::undefined(0, 0);
            }
            if marked.is_short(*second) {
                return Pair::undefined(shared.errors, shared.matches);
            }
            let wrong = marked.wrong[*second];
            let level = *levels[wrong].get_or_insert_with(|| level(&groups, errors, wrong));
            let (expected, tail) = tail(shared.errors, shared.matches, level);
            let statistic = if expected.is_nan() { f64::NAN } else { shared.matches as f64 };
            Pair { expected, statistic, tail, ..Pair::undefined(shared.errors, shared.matches) }
        }
    };
    Ok(compare(answers.nrows(), options, true, |row| row, judge)?.0)
}

/// [`k_index()`] in the catalogue.
pub(super) const K_INDEX: Function = of_errors("pairs.k_index", K_INDEX_DOC, |given| {
    let (PairSettings { only_below }, groups) = (given.options()?, codes(given, 2)?);
    let options = PairOptions { groups: groups.as_deref(), only_below };
    Ok(k_index(given.scores(0)?, given.cells(1)?, options)?.table().into())
});
