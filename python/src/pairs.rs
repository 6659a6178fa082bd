use numpy::{AllowTypeChange, PyArrayLike1};
use obektiv::{
    ModelError,
    statistics::pairs::{self, Null, PairOptions},
};
use pyo3::prelude::*;

use crate::{convert, error::Result, items::items as read_items, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(omega, module)?)?;
    module.add_function(wrap_pyfunction!(weighted_omega, module)?)?;
    module.add_function(wrap_pyfunction!(gbt, module)?)?;
    module.add_function(wrap_pyfunction!(m4, module)?)?;
    module.add_function(wrap_pyfunction!(k_index, module)?)?;
    module.add_function(wrap_pyfunction!(k1, module)?)?;
    module.add_function(wrap_pyfunction!(k2, module)?)?;
    module.add_function(wrap_pyfunction!(s1, module)?)?;
    module.add_function(wrap_pyfunction!(s2, module)?)
}

type Numbers<'py> = PyArrayLike1<'py, f64, AllowTypeChange>;

fn groups(group: Option<&Bound<'_, PyAny>>) -> Result<Option<Vec<u32>>> {
    let codes = |group| Ok(pairs::codes_of(&convert::labels("group", group)?));
    group.map(codes).transpose()
}

/// A key, read as numbers so that none wraps around.
fn options_of(key: &Numbers<'_>) -> Result<Vec<u8>> {
    let option = |&value: &f64| {
        let expected = "an option from 0 to 252";
        // Whole and in range, so the cast is exact.
        #[allow(clippy::cast_sign_loss)]
        let option = (value.fract() == 0.0 && (0.0..=252.0).contains(&value)).then_some(value as u8);
        option.ok_or(ModelError::Option { name: "key", value, expected })
    };
    Ok(key.as_array().iter().map(option).collect::<std::result::Result<_, _>>()?)
}

fn options(groups: Option<&[u32]>, only_below: Option<f64>) -> PairOptions<'_> {
    PairOptions { groups, only_below }
}

/// Functions of a model with a direction or without.
macro_rules! either_null {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[pyfunction]
        #[pyo3(signature = (answers, items, theta, conditional=true, group=None, only_below=None))]
        fn $name(
            py: Python<'_>,
            answers: &Bound<'_, PyAny>,
            items: &Bound<'_, PyAny>,
            theta: Numbers<'_>,
            conditional: bool,
            group: Option<&Bound<'_, PyAny>>,
            only_below: Option<f64>,
        ) -> Result<PyTable> {
            let (answers, items, group) = (convert::scores(answers)?, read_items(items)?, groups(group)?);
            let (theta, null) = (theta.as_array().to_vec(), Null::conditional(conditional));
            let options = options(group.as_deref(), only_below);
            Ok(py.detach(|| pairs::$name(answers.view(), &items, &theta, null, options))?.table().into())
        }
    )*};
}

either_null! {
    /// omega: the matches of each pair less those expected, in standard deviations; large values are unusual.
    ///
    ///     ω = (h − Σ πᵢ)/√(Σ πᵢ(1 − πᵢ))            h matches; p = P(Z ≥ ω)
    ///     conditional      πᵢ = Pᵢ(answer of the first | θ of the second)
    ///     unconditional    πᵢ = Σₖ Pᵢ(k | θ of the first)·Pᵢ(k | θ of the second)
    ///
    /// Teaching makes pupils of one class alike too: a pair's value is no finding by itself. The abilities are taken as known. Below .001 take `gbt`,
    /// which is exact: the normal tail is too small, by orders of magnitude where rare matches are few.
    ///
    /// Parameters
    /// ----------
    /// answers : persons × items
    ///     Options or scores, counted from 0. Items that either of a pair has not answered (missing, not taught, not attempted) take no part in it.
    /// items : items of a model
    ///     As `irt.fit` gives them; nominal ones for options.
    /// theta : sequence of float
    ///     One ability for each person.
    /// conditional : bool
    ///     Whether the answers of the first are given, and how likely the second would give them too is asked: ordered pairs. If not, each pair once.
    /// group : labels, optional
    ///     One for each person, such as classes: only persons of one group are paired, and nobody who has none. Default: all with all.
    /// only_below : float, optional
    ///     Keep only pairs with a p-value below this, and none where it is undefined. Adjust what is kept by
    ///     `ob.evidence.benjamini_hochberg(pairs.pvalue, tests=pairs.compared[0])`: adjusted among those kept alone, honest pairs would be found.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `first, second` (rows of `answers`, from 0), `items` that both answered, `matches`, `expected`, `statistic, pvalue, log10_pvalue`. A p-value below the
    ///     smallest double is 0, its logarithm is finite. `compared`, the same in all rows, is how many pairs have a p-value, those not kept included. NaN without a common item, without variance, or where an ability is not finite.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     `model.columns`, `model.score`, `model.item` for answers that are not those of the items, `model.length`, `model.option`, `model.too_many_pairs` for
    ///     more pairs than are held in memory: give `group` or `only_below`.
    ///
    /// References
    /// ----------
    /// Wollack (1997), Applied Psychological Measurement 21, 307–320; Romero, Riascos and Jara (2015), Journal of Educational and
    /// Behavioral Statistics 40, 435–453.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    /// >>> pair = ob.pairs.omega([[1, 0, 1, 0], [1, 0, 1, 0]], items, theta=[0, 0], conditional=False)
    /// >>> pair.matches, pair.expected, pair.statistic
    /// (array([4]), array([2.]), array([2.]))
    omega;
    /// GBT, the generalised binomial test: P(so many matches or more), exact; small p-values are unusual.
    ///
    ///     f₀ = (1);   fᵢ(m) = fᵢ₋₁(m)·(1 − πᵢ) + fᵢ₋₁(m − 1)·πᵢ;    p = Σ_{m ≥ h} f(m)
    ///
    /// Parameters, columns and errors as for `omega`; `statistic` is the number of matches h. Being discrete, the test rejects at most as often as
    /// its level.
    ///
    /// References
    /// ----------
    /// Van der Linden and Sotaridona (2006), Journal of Educational and Behavioral Statistics 31, 283–304.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    /// >>> ob.pairs.gbt([[1, 0, 1, 0], [1, 0, 1, 1]], items, theta=[0, 0]).pvalue
    /// array([0.3125, 0.3125])
    gbt;
}

/// Weighted omega: as `omega`, unconditional, a match counting the more the less likely it was; large values are unusual.
///
///     ω_w = Σ wᵢ(sᵢ − πᵢ)/√(Σ wᵢ²·πᵢ(1 − πᵢ))        sᵢ = 1 for a match, wᵢ = −ln πᵢ; p = P(Z ≥ ω_w)
///
/// For scores of several points, where most matches are on what most pupils get. Parameters, columns and errors as for `omega`; each pair once.
///
/// A p-value below .001 orders pairs and is no probability: a few rare matches decide the sum, and its normal tail is too small by orders of magnitude.
/// Ten items with π = .9 and two with π = .01, all matching but one of the two: p = 9e-13, and exactly .0070. Take `gbt` there, which is exact.
///
/// References
/// ----------
/// Trout and Gorney (2025).
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (0, 3)]
/// >>> pairs = ob.pairs.weighted_omega([[1, 1], [1, 0], [0, 1]], items, theta=[0, 0, 0])
/// >>> bool(pairs.statistic[0] > pairs.statistic[1])
/// True
#[pyfunction]
#[pyo3(signature = (answers, items, theta, group=None, only_below=None))]
fn weighted_omega(
    py: Python<'_>,
    answers: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    theta: Numbers<'_>,
    group: Option<&Bound<'_, PyAny>>,
    only_below: Option<f64>,
) -> Result<PyTable> {
    let (answers, items, group) = (convert::scores(answers)?, read_items(items)?, groups(group)?);
    let (theta, options) = (theta.as_array().to_vec(), options(group.as_deref(), only_below));
    Ok(py.detach(|| pairs::weighted_omega(answers.view(), &items, &theta, options))?.table().into())
}

/// M4: matches on right answers and on other ones counted apart, by their joint distribution; small p-values are unusual.
///
///     f(a, b)    P(a matches on right answers, b on others), item by item
///     F(a, b)    sum of f over points with at least a and at least b
///     p          sum of f over points whose F is at most that of the pair
///
/// A match on a wrong answer or a middling score says more than one on the right answer. Parameters and errors as for `omega`; each pair once.
///
/// Parameters
/// ----------
/// answers, items, theta, group, only_below
///     As for `omega`.
/// key : sequence of int, optional
///     The right option of each item, from 0; the largest score where not given.
///
/// Returns
/// -------
/// Table
///     As for `omega`, and `right`, the matches on right answers. `statistic` is −log₁₀ F.
///
/// References
/// ----------
/// Maynes (2014), in Kingston and Clark, Test Fraud: Statistical Detection and Methodology, 53–80.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 2
/// >>> pair = ob.pairs.m4([[1, 0], [1, 0]], items, theta=[0, 0])
/// >>> pair.right, pair.pvalue
/// (array([1]), array([0.25]))
#[pyfunction]
#[pyo3(signature = (answers, items, theta, key=None, group=None, only_below=None))]
fn m4(
    py: Python<'_>,
    answers: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    theta: Numbers<'_>,
    key: Option<Numbers<'_>>,
    group: Option<&Bound<'_, PyAny>>,
    only_below: Option<f64>,
) -> Result<PyTable> {
    let (answers, items, group) = (convert::scores(answers)?, read_items(items)?, groups(group)?);
    let (theta, options) = (theta.as_array().to_vec(), options(group.as_deref(), only_below));
    let key = key.as_ref().map(options_of).transpose()?;
    let found = || pairs::m4(answers.view(), &items, &theta, key.as_deref(), options);
    Ok(py.detach(found)?.table().into())
}

/// Functions of identical errors.
macro_rules! of_errors {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[pyfunction]
        #[pyo3(signature = (answers, key, group=None, only_below=None))]
        fn $name(
            py: Python<'_>,
            answers: &Bound<'_, PyAny>,
            key: Numbers<'_>,
            group: Option<&Bound<'_, PyAny>>,
            only_below: Option<f64>,
        ) -> Result<PyTable> {
            let (answers, group) = (convert::scores(answers)?, groups(group)?);
            let (key, options) = (options_of(&key)?, options(group.as_deref(), only_below));
            Ok(py.detach(|| pairs::$name(answers.view(), &key, options))?.table().into())
        }
    )*};
}

of_errors! {
    /// The K-index: P(so many identical errors or more), beside persons with as many errors; small p-values are unusual.
    ///
    ///     w   the first person's errors on items that the second answered;  m of them the second has too
    ///     r   the share of identical errors of all persons with as many errors as the second, the first left out
    ///     K   = P(Bin(w, r) ≥ m)
    ///
    /// Parameters
    /// ----------
    /// answers : persons × items
    ///     Options, counted from 0. What was not answered (missing, not taught, not attempted) is no error.
    /// key : sequence of int
    ///     The right option of each item, counted from 0.
    /// group, only_below
    ///     As for `omega`. The persons that a pair is compared with are all persons, whatever their group.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `first, second` (rows of `answers`, from 0; ordered pairs), `items` (the w errors), `matches` (m), `expected`, `statistic` (m), `pvalue,
    ///     log10_pvalue, compared`. NaN where the first has no error that the second answered.
    ///
    ///     Groups are of wrong answers, however many were given: who answered few items stands beside able persons who answered all. NaN also where the
    ///     second answered less than 80 % of the items, then; where many answered less than all, take `gbt`.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     `model.length`, `model.option`, `model.item` for a right option that nobody gave of those who answered, as of a key counted from 1,
    ///     `model.too_many_pairs`.
    ///
    /// References
    /// ----------
    /// Holland (1996), ETS RR-96-7. The first person is left out, as in CopyDetect 1.4.
    ///
    /// Examples
    /// --------
    /// >>> pairs = ob.pairs.k_index([[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]], key=[0, 0, 0])
    /// >>> pairs.matches[0], pairs.expected[0]
    /// (np.int64(2), np.float64(1.5))
    k_index;
    /// K1: the K-index with a share of identical errors that is linear in the share of wrong answers.
    ///
    ///     r̂ = β₀ + β₁·g/n        g wrong answers of n items, least squares over the groups of persons with as many, held in .001 to .999
    ///
    /// Parameters, columns and errors as for `k_index`; NaN also with fewer than two such groups.
    ///
    /// References
    /// ----------
    /// Sotaridona and Meijer (2002), Journal of Educational Measurement 39, 115–132.
    ///
    /// Examples
    /// --------
    /// >>> pairs = ob.pairs.k1([[1, 2, 3], [1, 2, 0], [2, 2, 0], [0, 0, 0]], key=[0, 0, 0])
    /// >>> pairs.expected[0].round(12)
    /// np.float64(1.5)
    k1;
    /// K2: the K-index with a share of identical errors that is quadratic in the share of wrong answers.
    ///
    ///     r̂ = β₀ + β₁·g/n + β₂·(g/n)²
    ///
    /// All else as for `k1`; NaN with fewer than three groups.
    ///
    /// Examples
    /// --------
    /// >>> pairs = ob.pairs.k2([[1, 2, 3], [1, 2, 0], [0, 2, 0], [0, 0, 0]], key=[0, 0, 0], only_below=0.5)
    /// >>> len(pairs)
    /// 0
    k2;
    /// S1: identical errors as a Poisson variable, its mean log-linear in the number of wrong answers.
    ///
    ///     ln μ = β₀ + β₁·g            Poisson likelihood over the groups of persons with g wrong answers
    ///     S₁   = Σ_{x = m..w} e^(−μ)·μˣ/x!        μ at most w
    ///
    /// Parameters, columns and errors as for `k_index`; NaN also with fewer than two such groups.
    ///
    /// References
    /// ----------
    /// Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
    ///
    /// Examples
    /// --------
    /// >>> pairs = ob.pairs.s1([[1, 2, 3], [1, 2, 0], [2, 0, 0], [1, 1, 1], [0, 0, 0]], key=[0, 0, 0])
    /// >>> bool(pairs.pvalue[0] < pairs.pvalue[1])
    /// True
    s1;
}

/// S2: as `s1`, identical right answers counting beside identical errors, the more the fewer have them.
///
///     δ    = d₁·exp(d₂·P)         P: the share that has the item right, of persons with as many wrong answers
///     m    identical errors + ⌈Σ δ⌉ over the items that both have right
///     ln μ = β₀ + β₁·g            of mean identical errors + ⌈mean Σ δ⌉ of the groups of persons with g wrong answers
///     S₂   = Σ_{x = m..n} e^(−μ)·μˣ/x!        n items that the second answered
///
/// The form is Sotaridona and Meijer's. How they come from the number of options to d₁ and d₂ was not at hand: (1, −7.56) gives the numbers of CopyDetect 1.3 and
/// 1.4 on 58 pairs of 300 persons and 40 items of four options, (1.1, −9) those of 1.3 on the same answers as scores 0 and 1. Because of the rounding up other
/// constants do as well: with d₁ = 1 any d₂ from −7.568 to −7.551, of scores from −8.44 to −8.37.
///
/// Parameters
/// ----------
/// answers, key, group, only_below
///     As for `s1`.
/// weight : pair of float
///     d₁, 0 or more, and d₂, 0 or less.
///
/// Returns
/// -------
/// Table
///     As `s1`, but `items` are those both answered, `matches` the same answers among them, `statistic` is m and `expected` what is expected of it.
///
/// Raises
/// ------
/// ModelError
///     As `s1`; `model.option` for a weight that grows with the share.
///
/// References
/// ----------
/// Sotaridona and Meijer (2003), Journal of Educational Measurement 40, 53–69.
///
/// Examples
/// --------
/// >>> answers = [[1, 2, 3, 0], [1, 2, 0, 0], [2, 0, 0, 1], [1, 1, 1, 2], [0, 0, 0, 1]]
/// >>> ob.pairs.s2(answers, key=[0, 0, 0, 0]).statistic[0]
/// np.float64(3.0)
#[pyfunction]
#[pyo3(signature = (answers, key, group=None, only_below=None, weight=pairs::S2_WEIGHT), text_signature = "(answers, key, group=None, only_below=None, weight=(1.0, -7.56))")]
fn s2(
    py: Python<'_>,
    answers: &Bound<'_, PyAny>,
    key: Numbers<'_>,
    group: Option<&Bound<'_, PyAny>>,
    only_below: Option<f64>,
    weight: [f64; 2],
) -> Result<PyTable> {
    let (answers, group) = (convert::scores(answers)?, groups(group)?);
    let (key, options) = (options_of(&key)?, options(group.as_deref(), only_below));
    Ok(py.detach(|| pairs::s2(answers.view(), &key, weight, options))?.table().into())
}
