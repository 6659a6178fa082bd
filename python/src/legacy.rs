use numpy::{AllowTypeChange, PyArray1, PyArrayLike1};
use obektiv::statistics::legacy::{self, InvalsiOptions};
use pyo3::prelude::*;

use crate::{error::Result, results::PyResults, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(invalsi, module)?)?;
    module.add_function(wrap_pyfunction!(jacob_levitt, module)?)?;
    module.add_function(wrap_pyfunction!(score_fluctuations, module)?)
}

/// The INVALSI index: fuzzy membership in the cluster of groups with high, alike and complete papers.
///
///     p̄, s   mean and standard deviation of pupils' shares of the largest total
///     MC, E  share of items not attempted; mean over items of 1 − Σ (n of a score / n)²
///     axes   the two main components of the correlation matrix of p̄, s, MC, E
///     statistic  membership in the cluster that is first on the first axis, fuzzy k-means
///
/// It cannot tell good classes from helped ones, and some class always is first: for comparison only.
///
/// Parameters
/// ----------
/// results : Results
/// group : {"class", "school", "municipality"}
/// clusters : int, optional
///     Default 10.
/// fuzziness : float, optional
///     Default 2.
/// min_n : int, optional
///     The least number of pupils of a group. Default 5.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, mean, sd, missing, heterogeneity, outlier, participation, tier`;
///     p-value, effect and interval are NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a fuzziness of 1 or less, or more clusters than groups.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> float(ob.legacy.invalsi(r).statistic.max()) <= 1
/// True
#[pyfunction]
#[pyo3(signature = (results, group="class", clusters=None, fuzziness=None, min_n=None))]
fn invalsi(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    #[pyo3(from_py_with = crate::convert::optional_count)] clusters: Option<u64>,
    fuzziness: Option<f64>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_n: Option<u64>,
) -> Result<PyTable> {
    let default = InvalsiOptions::default();
    let options = InvalsiOptions {
        clusters: clusters.unwrap_or(default.clusters),
        fuzziness: fuzziness.unwrap_or(default.fuzziness),
        min_n: min_n.unwrap_or(default.min_n),
    };
    let (results, grouping) = (&results.get().results, group.parse()?);
    Ok(py.detach(|| legacy::invalsi(results, grouping, options))?.table().into())
}

/// Jacob and Levitt's unusual answer strings, on scores: four ranks of each group, added up.
///
///     M1  the least probable block of 3 to 7 equal neighbouring scores
///     M2, M3  how much pupils' scores on an item go together: mean and variance over items
///     M4  how unlike their totals the papers are
///     statistic = r(−M1)² + r(M2)² + r(M3)² + r(M4)²      r: share of groups below, ties half
///
/// Ranks order groups inside one work; they know no rate of error. For comparison only.
///
/// Parameters
/// ----------
/// results : Results
/// group : {"class", "school", "municipality"}
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, block, correlation, variation, misfit, tier`; p-value, effect and
///     interval are NaN.
///
/// Raises
/// ------
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> float(ob.legacy.jacob_levitt(r).statistic.max()) <= 4
/// True
#[pyfunction]
#[pyo3(signature = (results, group="class"))]
fn jacob_levitt(py: Python<'_>, results: &Bound<'_, PyResults>, group: &str) -> Result<PyTable> {
    let (results, grouping) = (&results.get().results, group.parse()?);
    Ok(py.detach(|| legacy::jacob_levitt(results, grouping))?.table().into())
}

/// Jacob and Levitt's fluctuation of scores: a large gain, then a small one.
///
///     r(gain)² + (1 − r(next gain))²                       r: share of groups below, ties half
///
/// Parameters
/// ----------
/// gain, next_gain : array
///     By group, in any unit that is the same for all; NaN where one is unknown.
///
/// Returns
/// -------
/// array
///     From 0 to 2, NaN where a gain is unknown.
///
/// Raises
/// ------
/// DataError
///     `data.length`.
///
/// Examples
/// --------
/// >>> ob.legacy.score_fluctuations([5.0, 1.0], [-5.0, 1.0])
/// array([1.125, 0.125])
#[pyfunction]
fn score_fluctuations<'py>(
    py: Python<'py>,
    gain: PyArrayLike1<'py, f64, AllowTypeChange>,
    next_gain: PyArrayLike1<'py, f64, AllowTypeChange>,
) -> Result<Bound<'py, PyArray1<f64>>> {
    let (gain, next_gain) = (gain.as_array().to_vec(), next_gain.as_array().to_vec());
    Ok(PyArray1::from_vec(py, legacy::score_fluctuations(&gain, &next_gain)?))
}
