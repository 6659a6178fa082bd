use ndarray::Array2;
use numpy::{AllowTypeChange, PyArrayLike1};
use obektiv::model::Item;
use obektiv::statistics::erasures::{self, Answers, ErasureOptions};
use pyo3::prelude::*;

use crate::{convert, error::Result, items::items as read_items, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_person, module)?)?;
    module.add_function(wrap_pyfunction!(by_group, module)?)
}

type Numbers<'py> = PyArrayLike1<'py, f64, AllowTypeChange>;

/// All that both functions take.
struct Sheets {
    before: Array2<u8>,
    after: Array2<u8>,
    scores: Array2<u8>,
    items: Vec<Item>,
    theta: Option<Vec<f64>>,
    options: ErasureOptions,
}

impl Sheets {
    fn read(
        [before, after, scores]: [&Bound<'_, PyAny>; 3],
        items: &Bound<'_, PyAny>,
        theta: Option<Numbers<'_>>,
        correction: Option<&str>,
        bounds: Option<[f64; 2]>,
    ) -> Result<Self> {
        let default = ErasureOptions::default();
        Ok(Self {
            before: convert::scores(before)?,
            after: convert::scores(after)?,
            scores: convert::scores(scores)?,
            items: read_items(items)?,
            theta: theta.map(|theta| theta.as_array().to_vec()),
            options: ErasureOptions {
                correction: correction.map(str::parse).transpose()?,
                bounds: bounds.map_or(default.bounds, |[low, high]| (low, high)),
            },
        })
    }

    fn answers(&self) -> Answers<'_> {
        Answers { before: self.before.view(), after: self.after.view(), scores: self.scores.view() }
    }
}

/// The changed answers of each person beside the ability that the unchanged ones show.
///
///     E, V: mean and variance of the points on the items changed, at the ability by the unchanged ones
///     statistic = (points − E)/√V;   continuity: half a point less;   ability: V and what the estimated ability adds to it
///     l = sign·√(2·(log-likelihood of two abilities, changed and unchanged, less that of one))
///
/// Large values are unusual: points came with changes beyond the ability's usual share. It does not say who changed the answers. Honest persons change answers for
/// the better more often than not; compare groups of one assessment.
///
/// Parameters
/// ----------
/// before, after : persons × items
///     What was marked, any codes; missing takes no part, an answer not attempted differs from any mark.
/// scores : persons × items
///     What the answer after is worth.
/// items : Fit, list of dict, or a table
///     As for `person_fit.lz`.
/// theta : array of float, optional
///     Abilities from elsewhere, taken as they are; by maximum likelihood from the unchanged answers where not given. `l` keeps to its own.
/// correction : {"continuity", "none", "ability"}, optional
///     Default "continuity".
/// bounds : (float, float), optional
///     Where abilities are looked for. Default −4 and 4.
///
/// Returns
/// -------
/// Table
///     `changed, points, expected, theta, statistic, pvalue, pvalue_exact, l, pvalue_l, tail`, one row for each person. `pvalue_exact` is exact for a known
///     ability. NaN without changed answers, and, where `theta` is not given, without unchanged ones or where these are all wrong or all right, which shows no
///     ability (`l` is defined there, but `pvalue_l` too small: .001 for three changed answers right beside four others wrong, one arrangement of 35). With `theta` only `l` and the correction for "ability" need unchanged answers.
///
/// Raises
/// ------
/// ModelError
///     `model.columns`, `model.score`, `model.item`, `model.length`, `model.option`, `model.name`.
///
/// References
/// ----------
/// Wollack, Cohen and Eckerly (2015), Educational and Psychological Measurement 75, 931–953; Sinharay, Duong and Wood (2017), Journal of Educational
/// Measurement 54, 481–512; Sinharay (2018), Journal of Educational and Behavioral Statistics 43, 73–100.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 6
/// >>> found = ob.erasures.by_person([[1, 2, 1, 2, 3, 3]], [[1, 2, 1, 2, 4, 4]], [[1, 0, 1, 0, 1, 1]], items)
/// >>> found.points, found.expected.round(6), found.pvalue_exact.round(6)
/// (array([2]), array([1.]), array([0.25]))
#[pyfunction]
#[pyo3(signature = (before, after, scores, items, theta=None, correction=None, bounds=None))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn by_person(
    py: Python<'_>,
    before: &Bound<'_, PyAny>,
    after: &Bound<'_, PyAny>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    theta: Option<Numbers<'_>>,
    correction: Option<&str>,
    bounds: Option<[f64; 2]>,
) -> Result<PyTable> {
    let sheets = Sheets::read([before, after, scores], items, theta, correction, bounds)?;
    let found =
        || erasures::by_person(sheets.answers(), &sheets.items, sheets.theta.as_deref(), sheets.options);
    Ok(py.detach(found)?.table().into())
}

/// The changed answers of each group's persons together.
///
///     statistic = Σ (points − E)/√Σ V, V with what the estimated abilities add;   effect = Σ (points − E)/Σ changed
///
/// Parameters
/// ----------
/// before, after, scores, items, theta, bounds
///     As for `by_person`.
/// group : labels, one for each person
/// correction : {"ability", "continuity", "none"}, optional
///     As for `by_person`. Default "ability", which holds its level best.
///
/// Returns
/// -------
/// Table
///     `group, n, changed, points, expected, statistic, pvalue, effect, lower, upper, tier`; `n` counts the persons whose
///     statistic `by_person` knows; the others take no part.
///
/// Raises
/// ------
/// ModelError
///     As for `by_person`.
///
/// Examples
/// --------
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> before, after = [[1, 1, 1, 1], [1, 1, 1, 1]], [[2, 2, 1, 1], [1, 2, 1, 1]]
/// >>> table = ob.erasures.by_group(before, after, [[1, 1, 1, 0], [0, 0, 1, 1]], items, group=["a", "b"])
/// >>> list(table.group), table.changed, table.points
/// (['a', 'b'], array([2, 1]), array([2, 0]))
#[pyfunction]
#[pyo3(signature = (before, after, scores, items, group, theta=None, correction=None, bounds=None))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn by_group(
    py: Python<'_>,
    before: &Bound<'_, PyAny>,
    after: &Bound<'_, PyAny>,
    scores: &Bound<'_, PyAny>,
    items: &Bound<'_, PyAny>,
    group: &Bound<'_, PyAny>,
    theta: Option<Numbers<'_>>,
    correction: Option<&str>,
    bounds: Option<[f64; 2]>,
) -> Result<PyTable> {
    let sheets = Sheets::read([before, after, scores], items, theta, correction, bounds)?;
    let labels = convert::labels("group", group)?;
    let names: Vec<&str> = (0..labels.len()).map(|person| labels.get(person)).collect();
    let found = || {
        let theta = sheets.theta.as_deref();
        erasures::by_group(sheets.answers(), &names, &sheets.items, theta, sheets.options)
    };
    Ok(py.detach(found)?.table().into())
}
