use obektiv::statistics::journal::{self, JournalOptions};
use pyo3::prelude::*;

use crate::{
    error::Result,
    registry::{PyRegistry, or_none},
    table::PyTable,
    tally::Works,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_group, module)?)
}

/// Shares of lowered, confirmed and raised marks and of gaps ≥ 2, each beside the group's reference.
///
///     mark m by the assessment's boundaries, journal mark j:
///       lowered m < j,  confirmed m = j,  raised m > j,  gap |m − j| ≥ 2
///     statistic = results of the kind / results with both marks
///     pvalue    = P(as many or more | reference), beta-binomial: honest groups differ
///
/// Parameters
/// ----------
/// results : Results or Tally, or a sequence of them
///     Several works are pooled. Pupils without a journal mark or with a missing cell take no part; works
///     without boundaries are left out.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// registry : Registry, optional
///     The reference of a group is all other groups with the same `reference` in it; without it, all others.
/// min_reference : int, optional
///     The least number of other groups; with fewer, p-values are NaN. Default 5.
///
/// Returns
/// -------
/// Table
///     Four rows for each group, `kind` lowered, confirmed, raised, gap: `group, kind, n, count, statistic, pvalue,
///     pvalue_mid, effect, lower, upper, reference_share, reference_rho, tier`. `effect` is the share less the
///     reference's. A group without pupils has NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries` if no work has boundaries, `statistic.no_journal` if nobody has a journal mark,
///     `statistic.groupings`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// The federal recommendations of 2026 for schools, § 3; the p-value is this library's.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
/// >>> table = ob.journal.by_group(r)
/// >>> [(str(kind), int(count)) for kind, count in zip(table.kind, table["count"])]
/// [('lowered', 1), ('confirmed', 2), ('raised', 1), ('gap', 1)]
#[pyfunction]
#[pyo3(signature = (results, group="school", registry=None, min_reference=None))]
fn by_group(
    py: Python<'_>,
    results: Works<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    min_reference: Option<u64>,
) -> Result<PyTable> {
    let default = JournalOptions::default();
    let options = JournalOptions { min_reference: min_reference.unwrap_or(default.min_reference) };
    let registry = or_none(registry);
    Ok(results.map(py, group, |tallies| journal::by_group(tallies, &registry, options))?.table().into())
}
