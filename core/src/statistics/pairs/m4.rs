use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};

use super::chances::Model;
use super::positive::{Ln, Positive, Tail};
use super::{
    ANSWERS, GROUP, ITEMS, KEY, Pair, PairOptions, PairSettings, Pairs, THETA, codes, compare, of_model,
};
use crate::function::{Function, Given, Shape, options};
use crate::model::{Item, ModelError};

/// M4 of all pairs.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct M4 {
    /// The pairs; `matches` and `expected` are of all matches.
    #[row(flatten)]
    pub pairs: Pairs,
    /// Matches on the right answer.
    pub right: Vec<usize>,
}

/// M4: matches on right answers and on other ones counted apart, by their joint distribution; small
/// p-values are unusual.
///
/// ```text
/// item i:   right with P₁ = P(key | θ of the first)·P(key | θ of the second),  other with P₀ = Σ_{k ≠ key} P(k | …)·P(k | …),  none else
/// f(a, b)   P(a matches on right answers and b on others), item by item
/// F(a, b) = Σ_{a' ≥ a, b' ≥ b} f(a', b')
/// p       = Σ f(a', b') over all points with F(a', b') ≤ F(a, b) of the pair
/// ```
///
/// A match on a wrong answer or a middling score says more than one on the right answer, which able
/// pupils share anyway. `statistic` is −log₁₀ F(a, b). F by sums from the far corner, so a pair
/// costs the cube of its items once, not their fourth power. Points whose F differ by rounding
/// alone (1e-12) are one. Each pair once, over the items both answered; NaN for a pair without a
/// common item or with an ability that is not finite.
///
/// # Errors
/// [`ModelError::Columns`] for answers of another number of items, [`ModelError::Score`] for one
/// that its item has not, [`ModelError::Item`] for what is no item; [`ModelError::Length`] for
/// another number of abilities or groups than persons or of right options than items;
/// [`ModelError::Option`] for a level or a right option that is none; [`ModelError::TooManyPairs`]
/// for more than 50 million to keep (10 in WebAssembly): give `group` or `only_below`;
/// [`ModelError::TooManyComparisons`] from 10 billion pairs to compare on: give `group`.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::pairs::{self, PairOptions}};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 2];
/// let answers = array![[1, 0], [1, 0]];
/// let found = pairs::m4(answers.view(), &items, &[0.0, 0.0], None, PairOptions::default())?;
/// // f(1, 1) = 1/8, f(2, 0) = f(0, 2) = 1/16: F(1, 1) = 1/8, F(2, 0) = F(0, 2) = 1/16.
/// assert_eq!((found.right[0], found.pairs.pvalue[0]), (1, 0.25));
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 2
/// >>> pair = ob.pairs.m4([[1, 0], [1, 0]], items, theta=[0, 0])
/// >>> pair.right, pair.pvalue
/// (array([1]), array([0.25]))
/// ```
///
/// # References
/// Maynes (2014), in Kingston and Clark, Test Fraud: Statistical Detection and Methodology, 53–80.
#[described]
pub fn m4(
    answers: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    key: Option<&[u8]>,
    options: PairOptions<'_>,
) -> Result<M4, ModelError> {
    let model = Model::new(answers, items, theta)?;
    let key = model.key(key)?;
    let judge = |_| {
        let (mut chances, mut grid) = (Vec::new(), Grid::default());
        let (model, key) = (&model, &key);
        move |first: &_, second: &_| {
            model.apart(key, first, second, &mut chances);
            let found = model.matches(first, second);
            let expected: f64 = chances.iter().map(|(right, other)| right + other).sum();
            if found.items == 0 || expected.is_nan() {
                return Pair::undefined(found.items, found.matches);
            }
            let right = model.matches_on(key, first, second);
            let at = (right, found.matches - right);
            let (p, beyond) = grid.tail(&chances, at);
            let tail = Tail::of(p, || Grid::<Ln>::default().tail(&chances, at).0);
            let statistic = -Tail::of(beyond, || Grid::<Ln>::default().tail(&chances, at).1).log10;
            Pair { items: found.items, matches: found.matches, expected, statistic, tail, right }
        }
    };
    let (pairs, right) = compare(model.persons(), options, false, |row| model.person(row), judge)?;
    Ok(M4 { pairs, right })
}

/// F of points whose values differ by less are the same but for rounding.
const TIED: f64 = 1e-12;

/// f, or its sums along rows, and F of a pair. Row a, column n − b, and a column of zeros.
struct Grid<N> {
    points: Vec<N>,
    beyond: Vec<N>,
}

impl<N> Default for Grid<N> {
    fn default() -> Self {
        Self { points: Vec::new(), beyond: Vec::new() }
    }
}

impl<N: Positive> Grid<N> {
    /// The sum of f over the points that are as far out, and F of the point.
    fn tail(&mut self, chances: &[(f64, f64)], (right, other): (usize, usize)) -> (N, N) {
        let n = chances.len();
        self.fill(chances);
        self.add_up(n);
        let at = self.beyond[right * (n + 2) + n - other];
        let level = at * N::of(1.0 + TIED);
        // F falls from row to row and grows along each: the points as far out end in a staircase.
        let (mut sum, mut end) = (N::of(0.0), 0);
        for a in 0..=n {
            let row = a * (n + 2);
            end = end.max(a);
            while end <= n && self.beyond[row + end] <= level {
                end += 1;
            }
            if end > a {
                sum = sum + self.points[row + end - 1];
            }
        }
        (sum, at)
    }

    fn fill(&mut self, chances: &[(f64, f64)]) {
        let n = chances.len();
        let width = n + 2;
        self.points.clear();
        self.points.resize((n + 1) * width, N::of(0.0));
        self.points[n] = N::of(1.0);
        for (k, &(right, other)) in chances.iter().enumerate() {
            let none = N::of((1.0 - (right + other)).max(0.0));
            let (right, other) = (N::of(right), N::of(other));
            // From the last row up: each takes from the row before it what that was without this
            // item.
            for a in (0..=k + 1).rev() {
                let (before, rows) = self.points.split_at_mut(a * width);
                let from = n - (k + 1 - a);
                let row = &mut rows[from..width];
                match a {
                    0 => step(row, none, other),
                    _ => step_beside(row, &before[(a - 1) * width + from..a * width], none, other, right),
                }
            }
        }
    }

    /// F, and in place of f its sums along each row, over the points with a + b ≤ n.
    fn add_up(&mut self, n: usize) {
        let width = n + 2;
        // All other places stay zero.
        if self.beyond.len() != width * width {
            self.beyond.clear();
            self.beyond.resize(width * width, N::of(0.0));
        }
        for a in (0..=n).rev() {
            let mut sum = N::of(0.0);
            for c in a..=n {
                sum = sum + self.points[a * width + c];
                self.points[a * width + c] = sum;
                self.beyond[a * width + c] = sum + self.beyond[(a + 1) * width + c];
            }
        }
    }
}

fn step<N: Positive>(row: &mut [N], none: N, other: N) {
    for c in 0..row.len() - 1 {
        row[c] = row[c] * none + row[c + 1] * other;
    }
}

// Not inlined, so that the compiler knows the two rows for two.
#[inline(never)]
fn step_beside<N: Positive>(row: &mut [N], before: &[N], none: N, other: N, right: N) {
    let n = row.len() - 1;
    let before = &before[..n];
    for c in 0..n {
        row[c] = row[c] * none + row[c + 1] * other + before[c] * right;
    }
}

/// [`m4()`] in the catalogue.
pub(super) const M4_FUNCTION: Function = Function {
    inputs: &[
        ANSWERS,
        ITEMS,
        THETA,
        KEY.optional().doc("The right option of each item, from 0; the largest score where not given."),
        GROUP,
    ],
    options: options::<PairSettings>,
    output: Shape::Table(M4::describe),
    ..of_model("pairs.m4", M4_DOC, |given| {
        let (PairSettings { only_below }, groups) = (given.options()?, codes(given, 4)?);
        let options = PairOptions { groups: groups.as_deref(), only_below };
        let key = given.optional(3, Given::cells)?;
        Ok(m4(given.scores(0)?, given.items(1)?, given.numbers(2)?, key, options)?.table().into())
    })
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joint_tails_are_those_of_all_outcomes() {
        let chances = [(0.5, 0.1), (0.2, 0.3), (0.05, 0.6), (0.0, 0.4)];
        let mut f = [[0.0; 5]; 5];
        for outcome in 0..81_usize {
            let (mut p, mut a, mut b, mut rest) = (1.0, 0, 0, outcome);
            for (right, other) in chances {
                match rest % 3 {
                    0 => (p, a) = (p * right, a + 1),
                    1 => (p, b) = (p * other, b + 1),
                    _ => p *= 1.0 - right - other,
                }
                rest /= 3;
            }
            f[a][b] += p;
        }
        let beyond = |a: usize, b: usize| -> f64 { f[a..].iter().flat_map(|row| &row[b..]).sum() };
        for (a, b) in (0..5).flat_map(|a| (0..5 - a).map(move |b| (a, b))) {
            let points = (0..5).flat_map(|a| (0..5).map(move |b| (a, b)));
            let as_far = points.filter(|&(x, y)| beyond(x, y) <= beyond(a, b) * (1.0 + TIED));
            let expected: f64 = as_far.map(|(x, y)| f[x][y]).sum();
            let (p, at) = Grid::<f64>::default().tail(&chances, (a, b));
            assert!((p - expected).abs() < 1e-15 && (at - beyond(a, b)).abs() < 1e-15, "{a} {b}");
            let (Ln(p), _) = Grid::<Ln>::default().tail(&chances, (a, b));
            assert!((p.exp() - expected).abs() < 1e-15, "{a} {b}");
        }
    }
}
