use obektiv::statistics::level::{self, LevelOptions};
use pyo3::prelude::*;

use crate::{
    error::Result,
    registry::{PyRegistry, or_none},
    table::PyTable,
    tally::Counts,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_group, module)?)
}

/// The mean of each group in the funnel of its reference, and its share of papers with the largest total.
///
///     statistic = (mean − θ)/√(s² + τ² + u)      θ: the reference's mean, s²: sampling, τ²: how groups differ, u: of θ itself
///     pvalue    = P(T ≥ statistic),  pvalue_low = P(T ≤ statistic)
///     shrunken  = θ + B·(mean − θ),  B = τ²/(τ² + s²)
///
/// Parameters
/// ----------
/// results : Results or Tally
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// registry : Registry, optional
///     The reference of a group is all other groups with the same `reference` in it; without it, all others.
/// min_reference : int, optional
///     The least number of other groups; with fewer, all that needs a reference is NaN. Default 5.
///
/// Returns
/// -------
/// Table
///     `group, n, mean, statistic, pvalue, pvalue_low, effect, lower, upper, reference_mean, between, shrunken, shrunken_lower,
///     shrunken_upper, maximum, maximum_share, maximum_reference, maximum_pvalue, maximum_pvalue_mid, tier`. `between` is τ.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_tallies` for results of nobody.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202; Huber (1981), Robust Statistics, for τ.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[4])
/// >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 0, 0, 10]} | {s: [1, 2, 4, 2, 1] for s in "BCDEF"})
/// >>> table = ob.level.by_group(t)
/// >>> float(table.effect[0]), float(table.statistic[0].round(6)), int(table.maximum[0])
/// (2.0, 5.0, 10)
#[pyfunction]
#[pyo3(signature = (results, group="school", registry=None, min_reference=None))]
fn by_group(
    py: Python<'_>,
    results: Counts<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let default = LevelOptions::default();
    let options = LevelOptions { min_reference: min_reference.unwrap_or(default.min_reference) };
    let registry = or_none(registry);
    Ok(results.map(py, group, |tally| level::by_group(tally, &registry, options))?.table().into())
}
