use obektiv::statistics::continuity::{self, ContinuityOptions};
use pyo3::prelude::*;

use crate::{
    error::Result,
    registry::{PyRegistry, or_none},
    table::PyTable,
    tally::{Counts, Works},
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_group, module)?)?;
    module.add_function(wrap_pyfunction!(cumulative, module)?)?;
    module.add_function(wrap_pyfunction!(consistency, module)?)
}

fn options(min_reference: Option<u64>) -> ContinuityOptions {
    let default = ContinuityOptions::default();
    ContinuityOptions { min_reference: min_reference.unwrap_or(default.min_reference) }
}

/// How a cohort's mean changed between two works, beside the other groups that began alike.
///
///     z = (mean of the group − mean of all)/standard deviation of all pupils, in each work
///     E[after] = a + b·λ(z − μ) + c·o(1 − λ)(z − μ)      λ: what of a first mean is the group's own, by its size
///     effect = after − E[after], statistic = effect/its standard deviation, t distributed
///
/// Regression to the mean is part of what is expected, stronger for small groups; changes of honest groups beyond sampling are
/// learned from all of them. It does not tell which of the two works is the odd one, nor why.
///
/// Parameters
/// ----------
/// before, after : Results or Tally
///     Two works of one cohort. Mind the pupils' grade: a "grade 4" work of an autumn is written in grade 5.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// registry : Registry, optional
///     The reference of a group is all other groups with the same `reference` in it; without it, all others.
/// min_reference : int, optional
///     The least number of other groups with both works; with fewer, what needs them is NaN. Default 20.
///
/// Returns
/// -------
/// Table
///     `group, work, n, before, after, change, expected, statistic, df, pvalue, effect, lower, upper, tier`, one row for each group that has
///     both works. `pvalue` is two-sided.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.groupings`, `statistic.parameter` for min_reference below 5.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> counts = {f"{j:02}": [10 - j % 3, 10, 10 + j % 5] for j in range(40)}
/// >>> later = ob.Tally.from_histograms(a, counts | {"07": [0, 5, 25]})
/// >>> table = ob.continuity.by_group(ob.Tally.from_histograms(a, counts), later)
/// >>> str(table.group[table.pvalue.argmin()])
/// '07'
#[pyfunction]
#[pyo3(signature = (before, after, group="school", registry=None, min_reference=None))]
fn by_group(
    py: Python<'_>,
    before: Counts<'_>,
    after: Counts<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let (before, registry, options) = (before.tally(py, group)?, or_none(registry), options(min_reference));
    let found = after.map(py, group, |after| continuity::by_group(&before, after, &registry, options))?;
    Ok(found.table().into())
}

/// Changes of one cohort added up over its works, in the order in which they were written.
///
///     statistic = Σ tₖ/√(ΣΣ Rₖₗ)      tₖ: the statistics of `by_group` for each work and the next, R their correlations over groups
///
/// Parameters
/// ----------
/// works : sequence of Results or Tally
/// group, registry, min_reference
///     As in `by_group`.
///
/// Returns
/// -------
/// Table
///     `group, changes, n, statistic, pvalue, effect, lower, upper, tier`; `effect` is the sum of the effects.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_tallies` with fewer than two works, `statistic.groupings`, `statistic.parameter`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
/// >>> ob.continuity.cumulative(works)["changes"][0]
/// np.int64(2)
#[pyfunction]
#[pyo3(signature = (works, group="school", registry=None, min_reference=None))]
fn cumulative(
    py: Python<'_>,
    works: Works<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let (registry, options) = (or_none(registry), options(min_reference));
    let found = works.map(py, group, |tallies| continuity::cumulative(tallies, &registry, options))?;
    Ok(found.table().into())
}

/// Each group's mean in each work beside its means in the others: subjects of one grade, or grades of one year.
///
/// As `by_group`, with the average of the group's other works in place of the first mean.
///
/// Parameters
/// ----------
/// works : sequence of Results or Tally
/// group, registry, min_reference
///     As in `by_group`.
///
/// Returns
/// -------
/// Table
///     The columns of `by_group`, one row for each group and work.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_tallies` with fewer than two works, `statistic.groupings`, `statistic.parameter`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
/// >>> len(ob.continuity.consistency(works))
/// 120
#[pyfunction]
#[pyo3(signature = (works, group="school", registry=None, min_reference=None))]
fn consistency(
    py: Python<'_>,
    works: Works<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let (registry, options) = (or_none(registry), options(min_reference));
    let found = works.map(py, group, |tallies| continuity::consistency(tallies, &registry, options))?;
    Ok(found.table().into())
}
