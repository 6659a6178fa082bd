use ndarray::Array2;
use numpy::{AllowTypeChange, PyArray2, PyArrayLike1, PyArrayLike2};
use obektiv::statistics::person_fit::{
    self, ConditionalOptions, Correction, Estimator, Known, PersonFit, PersonStatistic, Reference,
    SubsetAbilities, Threshold, TimeItem,
};
use pyo3::{exceptions::PyValueError, prelude::*};

use crate::{convert, error::Result, items::items as read_items, record, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(guttman_errors, module)?)?;
    module.add_function(wrap_pyfunction!(u3, module)?)?;
    module.add_function(wrap_pyfunction!(zu3, module)?)?;
    module.add_function(wrap_pyfunction!(c_sato, module)?)?;
    module.add_function(wrap_pyfunction!(c_star, module)?)?;
    module.add_function(wrap_pyfunction!(agreement, module)?)?;
    module.add_function(wrap_pyfunction!(disagreement, module)?)?;
    module.add_function(wrap_pyfunction!(dependability, module)?)?;
    module.add_function(wrap_pyfunction!(nci, module)?)?;
    module.add_function(wrap_pyfunction!(r_pbis, module)?)?;
    module.add_function(wrap_pyfunction!(ht, module)?)?;
    module.add_function(wrap_pyfunction!(lz, module)?)?;
    module.add_function(wrap_pyfunction!(lz_star, module)?)?;
    module.add_function(wrap_pyfunction!(eci2, module)?)?;
    module.add_function(wrap_pyfunction!(eci4, module)?)?;
    module.add_function(wrap_pyfunction!(infit, module)?)?;
    module.add_function(wrap_pyfunction!(outfit, module)?)?;
    module.add_function(wrap_pyfunction!(cusum, module)?)?;
    module.add_function(wrap_pyfunction!(two_subsets, module)?)?;
    module.add_function(wrap_pyfunction!(change_point, module)?)?;
    module.add_function(wrap_pyfunction!(subset_given_total, module)?)?;
    module.add_function(wrap_pyfunction!(conditional, module)?)?;
    module.add_function(wrap_pyfunction!(given_norm, module)?)?;
    module.add_function(wrap_pyfunction!(log_time_fit, module)?)?;
    module.add_function(wrap_pyfunction!(joint_fit, module)?)?;
    module.add_function(wrap_pyfunction!(time_subsets, module)?)?;
    module.add_function(wrap_pyfunction!(joint_subsets, module)?)?;
    module.add_function(wrap_pyfunction!(rapid_guessing, module)?)?;
    module.add_function(wrap_pyfunction!(by_group, module)?)
}

type Numbers<'py> = PyArrayLike1<'py, f64, AllowTypeChange>;
type Marks<'py> = PyArrayLike1<'py, bool, AllowTypeChange>;
type Maxima<'py> = PyArrayLike1<'py, u8, AllowTypeChange>;
type Times<'py> = PyArrayLike2<'py, f64, AllowTypeChange>;

fn optional(numbers: Option<Numbers<'_>>) -> Option<Vec<f64>> {
    numbers.map(|numbers| numbers.as_array().to_vec())
}

/// The scores, and what they are read beside.
fn beside(
    scores: &Bound<'_, PyAny>,
    max_scores: Option<Maxima<'_>>,
    reference: Option<&Bound<'_, PyAny>>,
) -> Result<(Array2<u8>, Reference)> {
    let scores = convert::scores(scores)?;
    let population = reference.map(convert::scores).transpose()?;
    let maxima = max_scores.map(|maxima| maxima.as_array().to_vec());
    let population = population.as_ref().map(|p| p.view());
    let reference = Reference::for_persons(scores.view(), maxima.as_deref(), population)?;
    Ok((scores, reference))
}

/// Functions of scores beside a reference, which differ in name and documentation.
macro_rules! beside_a_reference {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[pyfunction]
        #[pyo3(signature = (scores, max_scores=None, reference=None))]
        fn $name(
            py: Python<'_>,
            scores: &Bound<'_, PyAny>,
            max_scores: Option<Maxima<'_>>,
            reference: Option<&Bound<'_, PyAny>>,
        ) -> Result<PyTable> {
            let (scores, reference) = beside(scores, max_scores, reference)?;
            Ok(py.detach(|| person_fit::$name(scores.view(), &reference))?.table().into())
        }
    )*};
}

beside_a_reference! {
    /// The number of Guttman errors of each person, and its normed form.
    ///
    ///     G      pairs of steps of which the person passed the less popular one and not the more popular one
    ///     G*     G / the largest G that the total allows
    ///
    /// Large values are unusual, whatever the cause. An item of several points is as many steps; maxima may differ.
    ///
    /// Parameters
    /// ----------
    /// scores : persons × items
    ///     Missing answers take no part; one not attempted counts 0.
    /// max_scores : sequence of int, optional
    ///     The largest scores seen where not given.
    /// reference : persons × items, optional
    ///     The population whose popularity orders the steps. Default: the persons themselves.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `statistic, normed, pvalue, tail`, one row for each person. The p-value is NaN: see `conditional` and `given_norm`.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     `model.columns`, `model.score`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.guttman_errors([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    /// array([0., 0., 2., 0.])
    guttman_errors;
    /// U3 of each person: how far the pattern is from the likeliest and towards the unlikeliest one with the same total.
    ///
    ///     W  = sum of logits of the popularity of the steps passed
    ///     U3 = (W_max − W)/(W_max − W_min)      given the total
    ///
    /// Large values are unusual. Parameters and errors as for `guttman_errors`.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `statistic, pvalue, tail`; the p-value is NaN.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.u3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    /// array([0., 0., 1., 0.])
    u3;
    /// ZU3: U3 standardised given the total, for items right or wrong; large values are unusual.
    ///
    /// Not close enough to the normal distribution for a p-value. Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.zu3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmax()
    /// np.int64(2)
    zu3;
    /// Sato's caution index, 1 − cov(Y, π)/cov(Y*, π), Y* the likeliest pattern of the total; large values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.c_sato([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic[0]
    /// np.float64(0.0)
    c_sato;
    /// The modified caution index of Harnisch and Linn, U3 with popularities for logits; large values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.c_star([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    /// array([0., 0., 1., 0.])
    c_star;
    /// Kane and Brennan's agreement A, the sum of the popularities of what was solved; small values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.agreement([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    /// array([1.25, 0.75, 0.25, 1.25])
    agreement;
    /// Kane and Brennan's disagreement D, the largest A of the total less A; large values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.disagreement([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    /// array([0. , 0. , 0.5, 0. ])
    disagreement;
    /// Kane and Brennan's dependability E, A over the largest A of the total; small values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.dependability([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic[0]
    /// np.float64(1.0)
    dependability;
    /// Tatsuoka's norm conformity index, 1 − 2G*; small values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.nci([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
    /// array([ 1.,  1., -1.,  1.])
    nci;
    /// The correlation of a person's answers with the popularities of the items; small values are unusual.
    ///
    /// Parameters and errors as for `guttman_errors`.
    ///
    /// Examples
    /// --------
    /// >>> ob.person_fit.r_pbis([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmin()
    /// np.int64(2)
    r_pbis;
}

/// Sijtsma's Hᵀ: how well a person's answers go with those of all others; small values are unusual.
///
///     Hᵀ_v = cov(Y_v, Σ_u Y_u) / Σ_u (min(b_v, b_u) − b_v·b_u)      b the share of points, u all others
///
/// The time grows with the persons, not with their pairs. Parameters and errors as for `guttman_errors`; without a reference each
/// person is left out of his own, with one all of it are others.
///
/// Examples
/// --------
/// >>> ob.person_fit.ht([[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]]).statistic[0].round(6)
/// np.float64(0.25)
#[pyfunction]
#[pyo3(signature = (scores, max_scores=None, reference=None))]
fn ht(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    max_scores: Option<Maxima<'_>>,
    reference: Option<&Bound<'_, PyAny>>,
) -> Result<PyTable> {
    let leave_out = reference.is_none();
    let (scores, reference) = beside(scores, max_scores, reference)?;
    Ok(py.detach(|| person_fit::ht(scores.view(), &reference, leave_out))?.table().into())
}

fn correction_of(name: Option<&str>) -> Result<Correction> {
    Ok(name.map(str::parse).transpose()?.unwrap_or_default())
}

fn estimator_of(name: &str, prior: Option<[f64; 2]>) -> Result<Estimator> {
    let [mean, sd] = prior.unwrap_or([0.0, 1.0]);
    Ok(Estimator::of_name(name, mean, sd)?)
}

/// lz: the log-likelihood of a person's answers, standardised, abilities taken as known; small values are unusual.
///
///     lz = (l₀ − E l₀)/√Var l₀,   l₀ = Σ ln P(answer)      over the items answered
///
/// With estimated abilities its variance is below one: use `lz_star`.
///
/// Parameters
/// ----------
/// scores : persons × items
/// items : Fit, list of dict, or a table
///     `{"model": "logistic", "a": 1, "b": 0, "c": 0}`, `{"model": "graded", "a": 1, "b": [...]}`,
///     `{"model": "partial_credit", "a": 1, "steps": [...]}`, `{"model": "nominal", "slopes": [...], "intercepts": [...]}`.
/// theta : array of float
///     The ability of each person.
/// correction : {"edgeworth", "normal", "cornish_fisher", "chi_square"}, optional
///     How the p-value is taken from the statistic and its skewness.
///
/// Returns
/// -------
/// Table
///     `statistic, pvalue, skewness, tail`, one row for each person.
///
/// Raises
/// ------
/// ModelError
///     `model.length`, `model.columns`, `model.score`, `model.item`.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> ob.person_fit.lz([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic.round(3)
/// array([ 0.858, -2.332])
#[pyfunction]
#[pyo3(signature = (scores, items, theta, correction=None))]
fn lz(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    theta: Numbers<'_>,
    correction: Option<&str>,
) -> Result<PyTable> {
    let (scores, items) = (convert::scores(scores)?, read_items(items)?);
    let (theta, correction) = (theta.as_array().to_vec(), correction_of(correction)?);
    Ok(py.detach(|| person_fit::lz(scores.view(), &items, &theta, correction))?.table().into())
}

/// Functions of a likelihood at estimated abilities.
macro_rules! of_a_likelihood {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[pyfunction]
        #[pyo3(signature = (scores, items, theta, estimator="ml", correction=None, prior=None))]
        fn $name(
            py: Python<'_>,
            scores: &Bound<'_, PyAny>,
            items: &Bound<'_, PyAny>,
            theta: Numbers<'_>,
            estimator: &str,
            correction: Option<&str>,
            prior: Option<[f64; 2]>,
        ) -> Result<PyTable> {
            let (scores, items) = (convert::scores(scores)?, read_items(items)?);
            let (theta, correction) = (theta.as_array().to_vec(), correction_of(correction)?);
            let estimator = estimator_of(estimator, prior)?;
            let fit = || person_fit::$name(scores.view(), &items, &theta, estimator, correction);
            Ok(py.detach(fit)?.table().into())
        }
    )*};
}

of_a_likelihood! {
    /// lz*: lz with the mean and the variance that it has at an estimated ability; small values are unusual.
    ///
    ///     lz* = (l₀ − E l₀ + c·r₀)/√Var(l₀ − c·l'),   c = ΣΣ P' ln P / ΣΣ P'²/P
    ///
    /// Parameters
    /// ----------
    /// scores, items, theta, correction
    ///     As for `lz`.
    /// estimator : {"ml", "map", "wle", "known"}
    ///     That of theta. EAP is none of this kind: there is no correction for it.
    /// prior : (float, float), optional
    ///     Mean and standard deviation, for "map"; 0 and 1 where not given.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `statistic, pvalue, skewness, tail`, one row for each person.
    ///
    /// Raises
    /// ------
    /// ModelError, DataError
    ///     As for `lz`; `data.name` for an unknown estimator or correction.
    ///
    /// References
    /// ----------
    /// Snijders (2001), Psychometrika 66, 331–342; Sinharay (2016), Psychometrika 81, 992–1013.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    /// >>> ob.person_fit.lz_star([[1, 1, 0], [0, 0, 1]], items, theta=[0.8, -0.8]).tail[0]
    /// 'lower'
    lz_star;
    /// ECI2z: Tatsuoka's second extended caution index, standardised; large values are unusual.
    ///
    /// Weights of a score are its mean probability over items less that of the item, averaged over the persons. Parameters and errors as for `lz_star`;
    /// with the estimator "known" the index of the literature.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    /// >>> bool((ob.person_fit.eci2([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
    /// True
    eci2;
    /// ECI4z: Tatsuoka's fourth extended caution index, standardised; large values are unusual.
    ///
    /// Weights of a score are its mean probability over items less that of the item, at the person's ability. Parameters and errors as for `lz_star`.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
    /// >>> bool((ob.person_fit.eci4([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
    /// True
    eci4;
}

/// Functions of residuals.
macro_rules! of_residuals {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[pyfunction]
        fn $name(
            py: Python<'_>,
            scores: &Bound<'_, PyAny>,
            items: &Bound<'_, PyAny>,
            theta: Numbers<'_>,
        ) -> Result<PyTable> {
            let (scores, items) = (convert::scores(scores)?, read_items(items)?);
            let theta = theta.as_array().to_vec();
            Ok(py.detach(|| person_fit::$name(scores.view(), &items, &theta))?.table().into())
        }
    )*};
}

of_residuals! {
    /// Infit: the mean squared residual over its expectation, about 1 where the model holds; large values are unusual.
    ///
    /// Parameters and errors as for `lz`. Columns `statistic, pvalue, standardised, tail`; the p-value is NaN, `standardised` is not normal in short tests.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    /// >>> ob.person_fit.infit([[1, 0, 1, 0]], items, theta=[0]).statistic
    /// array([1.])
    infit;
    /// Outfit: the mean squared standardised residual, about 1 where the model holds; large values are unusual.
    ///
    /// Parameters and errors as for `lz`, columns as for `infit`.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    /// >>> ob.person_fit.outfit([[1, 0, 1, 0]], items, theta=[0]).statistic
    /// array([1.])
    outfit;
    /// CUSUM: stretches of items, in the order given, that were done better or worse than the ability; large values are unusual.
    ///
    /// Parameters and errors as for `lz`. Columns `statistic, pvalue, highest, lowest, tail`; the p-value is NaN.
    ///
    /// Examples
    /// --------
    /// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
    /// >>> ob.person_fit.cusum([[1, 1, 0, 0]], items, theta=[0]).highest
    /// array([0.25])
    cusum;
}

/// Whether a person does better on a known subset of items than on the rest; large values are unusual.
///
///     L = sign·√(2[l(θ_subset) + l(θ_rest) − l(θ)]), and the score and Wald statistics; r* = L + ln(U/L)/L
///
/// Parameters
/// ----------
/// scores, items
///     As for `lz`.
/// subset : sequence of bool, one for each item
/// theta, theta_subset, theta_rest : array of float, optional
///     Abilities on all items, on the subset, on the rest: all three or none. Without, maximum likelihood within ±bound.
/// bound : float
///
/// Returns
/// -------
/// Table
///     `theta, theta_subset, theta_rest, statistic, pvalue, modified, pvalue_modified, pvalue_lugannani_rice, score, pvalue_score,
///     wald, pvalue_wald, tail`. The p-values lean on many items in both sets; `subset_given_total` is exact.
///
/// Raises
/// ------
/// ModelError
///     As for `lz`; `model.option` for a bound that is not positive.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
/// >>> found = ob.person_fit.two_subsets([[1, 1, 0, 0, 0, 1]], items, [True] * 3 + [False] * 3)
/// >>> found.statistic.round(3)
/// array([0.824])
#[pyfunction]
#[pyo3(signature = (scores, items, subset, theta=None, theta_subset=None, theta_rest=None, bound=4.0))]
#[allow(clippy::too_many_arguments, reason = "names in Python")]
fn two_subsets(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    subset: Marks<'_>,
    theta: Option<Numbers<'_>>,
    theta_subset: Option<Numbers<'_>>,
    theta_rest: Option<Numbers<'_>>,
    bound: f64,
) -> Result<PyTable> {
    let (scores, items) = (convert::scores(scores)?, read_items(items)?);
    let subset = subset.as_array().to_vec();
    let given = match (optional(theta), optional(theta_subset), optional(theta_rest)) {
        (Some(all), Some(subset), Some(rest)) => Some(SubsetAbilities { all, subset, rest }),
        (None, None, None) => None,
        _ => {
            return Err(
                PyValueError::new_err("theta, theta_subset, theta_rest: give all three or none").into()
            );
        }
    };
    let found = py.detach(|| {
        let abilities = match given {
            Some(given) => given,
            None => SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, bound)?,
        };
        person_fit::two_subsets(scores.view(), &items, &subset, &abilities)
    })?;
    Ok(found.table().into())
}

/// Where in the test, in the order of the items, a person's ability seems to change most; large values are unusual.
///
///     L_k  the signed statistic of `two_subsets`, the first k items against the others, k = first..last
///
/// Parameters
/// ----------
/// scores, items
///     As for `lz`.
/// first, last : int
///     The places looked at, as numbers of items before them.
/// bound : float
///     Abilities are maximum likelihood within ±bound.
///
/// Returns
/// -------
/// Table
///     `statistic, pvalue, point, fall, fall_point, rise, rise_point, score, score_fall, score_rise, wald, wald_fall, wald_rise,
///     tail`. The p-value is NaN: the largest of many is not χ².
///
/// Raises
/// ------
/// ModelError
///     As for `two_subsets`; `model.option` for places that are none.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 8
/// >>> ob.person_fit.change_point([[1, 1, 1, 1, 0, 0, 0, 0]], items, 2, 6).fall_point
/// array([4.])
#[pyfunction]
#[pyo3(signature = (scores, items, first, last, bound=4.0))]
fn change_point(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    first: usize,
    last: usize,
    bound: f64,
) -> Result<PyTable> {
    let (scores, items) = (convert::scores(scores)?, read_items(items)?);
    let found = || person_fit::change_point(scores.view(), &items, first, last, bound);
    Ok(py.detach(found)?.table().into())
}

/// The exact test of two sets of items: points on the subset given the total, in the Rasch family; large values are unusual.
///
///     P(X_c = t | T) = γ^c_t · γ^s_{T−t} / γ_T
///
/// No ability is estimated, no item need be many.
///
/// Parameters
/// ----------
/// scores : persons × items
/// items : sequence of dict
///     Logistic without guessing or partial credit, all of one slope.
/// subset : sequence of bool, one for each item
///
/// Returns
/// -------
/// Table
///     `statistic, expected, pvalue, mid_pvalue, smallest, tail`; `smallest` is the least p-value that the total allows.
///
/// Raises
/// ------
/// ModelError
///     As for `lz`; `model.option` for items of other models.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> ob.person_fit.subset_given_total([[1, 1, 0, 0]], items, [True, True, False, False]).pvalue.round(6)
/// array([0.166667])
#[pyfunction]
fn subset_given_total(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    subset: Marks<'_>,
) -> Result<PyTable> {
    let (scores, items) = (convert::scores(scores)?, read_items(items)?);
    let subset = subset.as_array().to_vec();
    Ok(py.detach(|| person_fit::subset_given_total(scores.view(), &items, &subset))?.table().into())
}

/// Exact p-values of a statistic given the total, where answers follow a model of the Rasch family.
///
///     pvalue = (1 + patterns as unusual or more)/(1 + patterns)      patterns drawn given the total
///
/// Parameters
/// ----------
/// scores : persons × items
/// items : sequence of dict
///     Logistic without guessing or partial credit, all of one slope.
/// statistic : {"lz", "guttman_errors", "u3", "c_star", "outfit", "infit", "cusum"}
///     Statistics of a model are taken at the ability at which the total is expected.
/// patterns : int, optional
///     For each total and each set of items answered. Default 20,000.
/// seed : int, optional
///     Default 1; the same seed gives the same p-values in one thread or many.
/// reference : persons × items, optional
///     For statistics without a model, as for `guttman_errors`.
///
/// Returns
/// -------
/// Table
///     `statistic, pvalue, mid_pvalue, smallest, normal_score, patterns, tail`. `pvalue` is for decisions, `normal_score` for means over
///     groups (`by_group`); `smallest` is the least p-value among the patterns drawn.
///
/// Raises
/// ------
/// ModelError, DataError
///     As for `lz`; `model.option` for items of other models, `data.name` for an unknown statistic.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": i / 2 - 1.75} for i in range(8)]
/// >>> found = ob.person_fit.conditional([[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]], items)
/// >>> found.pvalue < 0.001
/// array([False,  True])
#[pyfunction]
#[pyo3(signature = (scores, items, statistic="lz", patterns=None, seed=None, reference=None))]
fn conditional(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    statistic: &str,
    patterns: Option<usize>,
    #[pyo3(from_py_with = convert::optional_count)] seed: Option<u64>,
    reference: Option<&Bound<'_, PyAny>>,
) -> Result<PyTable> {
    let statistic: PersonStatistic = statistic.parse()?;
    let (scores, items) = (convert::scores(scores)?, read_items(items)?);
    let population = reference.map(convert::scores).transpose()?;
    let default = ConditionalOptions::default();
    let options = ConditionalOptions {
        patterns: patterns.unwrap_or(default.patterns),
        seed: seed.unwrap_or(default.seed),
    };
    let found = py.detach(|| {
        let population = population.as_ref().map(|p| p.view());
        person_fit::conditional_by_name(scores.view(), &items, options, statistic, population)
    })?;
    Ok(found.table().into())
}

/// P-values of a statistic among the persons of a norm population with the same items answered and the same total: no model at all.
///
/// Parameters
/// ----------
/// scores : persons × items
/// norm : persons × items
/// statistic : {"u3", "guttman_errors", "c_star"}
/// included : bool
///     Whether the persons are part of the norm.
/// max_scores : sequence of int, optional
///     The largest scores seen where not given.
///
/// Returns
/// -------
/// Table
///     As for `conditional`; `patterns` are the persons of the norm with the same total: with few the p-value cannot be small.
///
/// Raises
/// ------
/// ModelError, DataError
///     `model.columns`, `model.score`; `model.no_items` for a statistic of a model, `data.name` for an unknown one.
///
/// Examples
/// --------
/// >>> norm = np.random.default_rng(1).random((400, 6)) < np.linspace(0.9, 0.2, 6)
/// >>> found = ob.person_fit.given_norm([[0, 0, 0, 1, 1, 1]], norm)
/// >>> bool(found.pvalue[0] < 0.05)
/// True
#[pyfunction]
#[pyo3(signature = (scores, norm, statistic="u3", included=false, max_scores=None))]
fn given_norm(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    norm: &Bound<'_, PyAny>,
    statistic: &str,
    included: bool,
    max_scores: Option<Maxima<'_>>,
) -> Result<PyTable> {
    let statistic: PersonStatistic = statistic.parse()?;
    let population = convert::scores(norm)?;
    let (scores, reference) = beside(scores, max_scores, Some(norm))?;
    let found = py.detach(|| {
        person_fit::given_norm(scores.view(), population.view(), included, |x, theta| {
            statistic.of(x, &reference, &[], theta)
        })
    })?;
    Ok(found.table().into())
}

fn time_items(alpha: &Numbers<'_>, beta: &Numbers<'_>) -> Result<Vec<TimeItem>> {
    let (alpha, beta) = (alpha.as_array(), beta.as_array());
    if alpha.len() != beta.len() {
        let text = format!("alpha has {} entries, beta {}", alpha.len(), beta.len());
        return Err(PyValueError::new_err(text).into());
    }
    Ok(alpha.iter().zip(beta).map(|(&alpha, &beta)| TimeItem { alpha, beta }).collect())
}

fn fit_table(fit: PersonFit) -> PyTable {
    fit.table().into()
}

/// Log-normal fit of each person's response times; large values are unusual.
///
///     L_T = Σ (α(ln t − (β − τ)))²      χ² with n − 1 degrees of freedom at the estimated speed τ
///
/// Parameters
/// ----------
/// log_times : persons × items, float
///     NaN where there is none.
/// alpha, beta : array of float, one for each item
/// tau : array of float, optional
///     The speed of each person; estimated where not given.
///
/// Returns
/// -------
/// Table
///     `statistic, pvalue, tail`, one row for each person.
///
/// Raises
/// ------
/// ModelError
///     `model.columns`, `model.length`, `model.item`.
///
/// Examples
/// --------
/// >>> ob.person_fit.log_time_fit([[2.5, 3.0, 3.5]], alpha=[2, 2, 2], beta=[3, 3, 3]).statistic
/// array([2.])
#[pyfunction]
#[pyo3(signature = (log_times, alpha, beta, tau=None))]
fn log_time_fit(
    py: Python<'_>,
    log_times: Times<'_>,
    alpha: Numbers<'_>,
    beta: Numbers<'_>,
    tau: Option<Numbers<'_>>,
) -> Result<PyTable> {
    let (times, items, tau) = (log_times.as_array().to_owned(), time_items(&alpha, &beta)?, optional(tau));
    Ok(fit_table(py.detach(|| person_fit::log_time_fit(times.view(), &items, tau.as_deref()))?))
}

/// Fit of answers and response times together; small values are unusual.
///
///     L_ST = (l₀ − E l₀ − (L_T − n)/2)/√(Var + n/2)      Q_ST: χ² of the p-values of lz* and L_T, 2 degrees of freedom
///
/// Parameters
/// ----------
/// scores, items, theta, estimator, correction, prior
///     As for `lz_star`.
/// log_times, alpha, beta, tau
///     As for `log_time_fit`.
///
/// Returns
/// -------
/// Table
///     `statistic, pvalue, q, pvalue_q, tail`, one row for each person.
///
/// Raises
/// ------
/// ModelError, DataError
///     As for `lz_star` and `log_time_fit`.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> ob.person_fit.joint_fit([[1, 1, 0]], items, [0.8], [[2.5, 3.0, 3.5]], [2, 2, 2], [3, 3, 3]).tail[0]
/// 'lower'
#[pyfunction]
#[pyo3(signature = (scores, items, theta, log_times, alpha, beta, tau=None, estimator="ml", correction=None, prior=None))]
#[allow(clippy::too_many_arguments, reason = "names in Python")]
fn joint_fit(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    theta: Numbers<'_>,
    log_times: Times<'_>,
    alpha: Numbers<'_>,
    beta: Numbers<'_>,
    tau: Option<Numbers<'_>>,
    estimator: &str,
    correction: Option<&str>,
    prior: Option<[f64; 2]>,
) -> Result<PyTable> {
    let (scores, items, theta) = (convert::scores(scores)?, read_items(items)?, theta.as_array().to_vec());
    let (times, of_times, tau) = (log_times.as_array().to_owned(), time_items(&alpha, &beta)?, optional(tau));
    let known = Known {
        theta: &theta,
        estimator: estimator_of(estimator, prior)?,
        tau: tau.as_deref(),
        correction: correction_of(correction)?,
    };
    let found = || person_fit::joint_fit(scores.view(), &items, times.view(), &of_times, known);
    Ok(py.detach(found)?.table().into())
}

/// Whether a person is faster on a subset of items than on the rest; large values are unusual.
///
///     z = (τ_subset − τ_rest)/√(1/Σ_subset α² + 1/Σ_rest α²)
///
/// Parameters
/// ----------
/// log_times, alpha, beta
///     As for `log_time_fit`.
/// subset : sequence of bool, one for each item
///
/// Returns
/// -------
/// Table
///     `tau_subset, tau_rest, statistic, pvalue, tail`, one row for each person.
///
/// Raises
/// ------
/// ModelError
///     As for `log_time_fit`.
///
/// Examples
/// --------
/// >>> ob.person_fit.time_subsets([[2.0, 3.0]], [2, 2], [3, 3], [True, False]).statistic.round(3)
/// array([1.414])
#[pyfunction]
fn time_subsets(
    py: Python<'_>,
    log_times: Times<'_>,
    alpha: Numbers<'_>,
    beta: Numbers<'_>,
    subset: Marks<'_>,
) -> Result<PyTable> {
    let (times, items) = (log_times.as_array().to_owned(), time_items(&alpha, &beta)?);
    let subset = subset.as_array().to_vec();
    Ok(py.detach(|| person_fit::time_subsets(times.view(), &items, &subset))?.table().into())
}

/// Whether a person is better and faster on a subset of items than on the rest; large values are unusual.
///
///     statistic = L²₊ + z²₊ of `two_subsets` and `time_subsets`;   P(≥ x) = P(χ²₁ ≥ x)/2 + P(χ²₂ ≥ x)/4, 1 for x = 0
///
/// Parameters
/// ----------
/// scores, items, bound
///     As for `two_subsets`, abilities by maximum likelihood.
/// log_times, alpha, beta
///     As for `log_time_fit`.
/// subset : sequence of bool, one for each item
///
/// Returns
/// -------
/// Table
///     `statistic, pvalue, tail`, one row for each person.
///
/// Raises
/// ------
/// ModelError
///     As for `two_subsets` and `time_subsets`.
///
/// References
/// ----------
/// Sinharay (2020), Journal of Educational and Behavioral Statistics 45, 376–404.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> times = [[2.0, 2.0, 3.0, 3.0], [3.0, 3.0, 2.0, 2.0]]
/// >>> subset = [True, True, False, False]
/// >>> found = ob.person_fit.joint_subsets([[1, 1, 0, 1], [0, 1, 1, 1]], items, times, [2] * 4, [3] * 4, subset)
/// >>> found.pvalue < 0.1
/// array([ True, False])
#[pyfunction]
#[pyo3(signature = (scores, items, log_times, alpha, beta, subset, bound=4.0))]
#[allow(clippy::too_many_arguments, reason = "names in Python")]
fn joint_subsets(
    py: Python<'_>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    log_times: Times<'_>,
    alpha: Numbers<'_>,
    beta: Numbers<'_>,
    subset: Marks<'_>,
    bound: f64,
) -> Result<PyTable> {
    let (scores, items, subset) = (convert::scores(scores)?, read_items(items)?, subset.as_array().to_vec());
    let (times, of_times) = (log_times.as_array().to_owned(), time_items(&alpha, &beta)?);
    Ok(fit_table(py.detach(|| {
        let abilities = SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, bound)?;
        let better = person_fit::two_subsets(scores.view(), &items, &subset, &abilities)?;
        person_fit::joint_subsets(&better, &person_fit::time_subsets(times.view(), &of_times, &subset)?)
    })?))
}

/// Rapid guesses: answers given faster than the item can be read.
///
/// Parameters
/// ----------
/// times : persons × items, float
///     NaN where there is none.
/// threshold : float, optional
///     The same for all items.
/// share : float, optional
///     This share of each item's mean time. One of `threshold` and `share` is needed.
/// most : float, optional
///     The most that a share of the mean may be; 10 seconds is usual.
///
/// Returns
/// -------
/// RapidGuessing
///     `persons`, a table with the share of answers that were not rapid as `statistic`; `items`; `rapid`, persons × items.
///
/// Raises
/// ------
/// ModelError
///     `model.option` for a threshold that is not positive.
///
/// Examples
/// --------
/// >>> ob.person_fit.rapid_guessing([[30.0, 40.0], [2.0, 50.0]], threshold=3).persons.statistic
/// array([1. , 0.5])
#[pyfunction]
#[pyo3(signature = (times, threshold=None, share=None, most=f64::INFINITY))]
fn rapid_guessing<'py>(
    py: Python<'py>,
    times: Times<'py>,
    threshold: Option<f64>,
    share: Option<f64>,
    most: f64,
) -> Result<Bound<'py, PyAny>> {
    let threshold = match (threshold, share) {
        (Some(time), None) => Threshold::Time(time),
        (None, Some(share)) => Threshold::ShareOfMean { share, most },
        _ => return Err(PyValueError::new_err("give one of threshold and share").into()),
    };
    let times = times.as_array().to_owned();
    let found = py.detach(|| person_fit::rapid_guessing(times.view(), threshold))?;
    let (persons, items) = (PyTable::from(found.table()), PyTable::from(found.items_table()));
    Ok(record(py, "RapidGuessing", (persons, items, PyArray2::from_owned_array(py, found.rapid)))?)
}

/// Groups whose persons' values are large on average, beside what chance and other groups show.
///
///     z = (mean of the group − mean of all)/√(s²/n + τ²)      s² within groups, τ² between their true means
///
/// Parameters
/// ----------
/// values : array of float
///     Large where unusual and of one mean whatever the total: best `conditional(...).normal_score`. NaN takes no part.
/// group : labels, one for each person
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, pvalue_sampling, tier`. Groups differ honestly, by what was taught and how: τ² pays for
///     that, `pvalue_sampling` does not.
///
/// Raises
/// ------
/// ModelError
///     `model.length`.
///
/// Examples
/// --------
/// >>> table = ob.person_fit.by_group([0.0, 1.0, 2.0, 3.0, 8.0, 9.0], ["a", "a", "b", "b", "c", "c"])
/// >>> table.group[table.effect.argmax()]
/// 'c'
#[pyfunction]
fn by_group(py: Python<'_>, values: Numbers<'_>, group: &Bound<'_, PyAny>) -> Result<PyTable> {
    let (values, labels) = (values.as_array().to_vec(), convert::labels("group", group)?);
    let names: Vec<&str> = (0..labels.len()).map(|person| labels.get(person)).collect();
    Ok(py.detach(|| person_fit::by_group(&values, &names))?.table().into())
}
