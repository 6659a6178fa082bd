use obektiv::statistics::spread::{self, SpreadOptions};
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

/// The spread of each group's totals beside what its mean allows.
///
///     v(mean)   = mean·(K − mean)·exp(β₀ + β₁x + β₂x²), fitted to all groups of the work
///     statistic = s²/(c·v),   pvalue = P(F ≤ statistic): too little spread,   pvalue_high: too much
///     effect    = s/√(c·v) − 1
///
/// The degrees of freedom come from the kurtosis that bounded scores have and from how groups of the reference differ. A group whose totals
/// are all equal has statistic 0 and the p-value of one pupil one point away.
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
///     `group, n, sd, expected_sd, statistic, pvalue, pvalue_high, effect, lower, upper, df, nu, tier`. Fewer than 5 pupils, or a mean at
///     an end of the scale: NaN.
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
/// Box (1953), Biometrika 40, 318–335; Smyth (2004), for variances that differ; the curve is this library's.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[4])
/// >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 20, 0, 0]} | {s: [2, 4, 8, 4, 2] for s in "BCDEFG"})
/// >>> table = ob.spread.by_group(t)
/// >>> float(table.statistic[0]), float(table.effect[0]), bool(table.pvalue[0] < 0.001)
/// (0.0, -1.0, True)
#[pyfunction]
#[pyo3(signature = (results, group="school", registry=None, min_reference=None))]
fn by_group(
    py: Python<'_>,
    results: Counts<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let default = SpreadOptions::default();
    let options = SpreadOptions { min_reference: min_reference.unwrap_or(default.min_reference) };
    let registry = or_none(registry);
    Ok(results.map(py, group, |tally| spread::by_group(tally, &registry, options))?.table().into())
}
