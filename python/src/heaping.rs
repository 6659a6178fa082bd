use obektiv::statistics::heaping::{self, HeapingOptions};
use pyo3::prelude::*;

use crate::{
    convert::whole,
    error::Result,
    record,
    registry::{PyRegistry, or_none},
    shift,
    table::PyTable,
    tally::Works,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_group, module)?)?;
    module.add_function(wrap_pyfunction!(three_bin, module)?)?;
    shift::fill(module)
}

/// The three-bin test at the mark boundaries of each group, against a smooth distribution and against the reference.
///
///     c: lowest total of the mark, n_s: papers of the group with total s; sums over works
///     statistic  = Σ n_c / Σ (n_{c−1} + n_c + n_{c+1})
///     pvalue     = P(X ≥ Σ n_c), X ~ Bin(Σ windows, π̄), π = (1 + k)/(3 + k)      is there a spike
///     pvalue_dip = P(X ≤ Σ n_{c−1}) in the bins c−2, c−1, c
///     pvalue_reference = P(as many or more | reference), beta-binomial           is it larger than elsewhere
///     effect     = (Σ n_c − Σ windows/3) / n
///     k          = max(|z² − 1|, 1) / (2·sd²), z = (c − mean)/sd, at most ½               unless given
///
/// Region-wide heaping is usual, hence two references: a small `pvalue` says that papers were moved, a small
/// `pvalue_reference` that this group has more of it than its reference.
///
/// Parameters
/// ----------
/// results : Results or Tally, or a sequence of them
///     Several works are pooled; works without boundaries are left out. Pupils with a missing cell take no part.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// registry : Registry, optional
///     The reference of a group is all other groups with the same `reference` in it; without it, all others.
/// k : float, optional
///     The bound of the curvature, 0 or more and less than 1; by default a normal distribution's.
/// min_reference : int, optional
///     The least number of other groups; with fewer, `pvalue_reference` is NaN. Default 5.
///
/// Returns
/// -------
/// Table
///     Rows for each group by `mark`: 3, 4, 5, and 0 for all three together: `group, mark, n, at, window, statistic,
///     pvalue, pvalue_mid, pvalue_two_sided, pvalue_two_sided_mid, pvalue_dip, pvalue_min, k, effect, lower, upper,
///     reference_share, reference_rho, pvalue_reference, pvalue_reference_mid, tier`. `pvalue_min` is the smallest
///     attainable. A boundary without an upper neighbour, and a group without papers in the window, have NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries` if no work has boundaries, `statistic.parameter` for k, `statistic.groupings`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// Frandsen (2017), Advances in Econometrics 38, 281–315; Hoeffding (1956), Annals of Mathematical Statistics 27, 713–721.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[6], boundaries=[2, 4, 6])
/// >>> t = ob.Tally.from_histograms(a, {"A": [1, 0, 8, 1, 2, 2, 2]})
/// >>> table = ob.heaping.by_group(t, k=0.0)
/// >>> row = table.mark == 3
/// >>> table.at[row], table.window[row], table.effect[row]
/// (array([8]), array([9]), array([0.3125]))
#[pyfunction]
#[pyo3(signature = (results, group="school", registry=None, k=None, min_reference=None))]
fn by_group(
    py: Python<'_>,
    results: Works<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    k: Option<f64>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let default = HeapingOptions::default();
    let options = HeapingOptions { k, min_reference: min_reference.unwrap_or(default.min_reference) };
    let registry = or_none(registry);
    Ok(results.map(py, group, |tallies| heaping::by_group(tallies, &registry, options))?.table().into())
}

/// Whether the middle of three neighbouring counts sticks out of a smooth distribution.
///
///     pvalue     = P(X ≥ at), X ~ Bin(below + at + above, (1 + k)/(3 + k))
///     pvalue_dip = P(X ≤ at), X ~ Bin(below + at + above, (1 − k)/(3 − k))
///
/// Parameters
/// ----------
/// below, at, above : int
///     Papers one point below the boundary, on it, one point above.
/// k : float
///     The bound of the curvature of the smooth distribution, 0 or more and less than 1; 0: a straight line.
///
/// Returns
/// -------
/// ThreeBin
///     `share, pvalue, pvalue_mid, pvalue_two_sided, pvalue_two_sided_mid, pvalue_dip, pvalue_dip_mid, pvalue_min` (the
///     smallest attainable); NaN without papers.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for k.
/// DataError
///     `data.range` for a negative count.
///
/// References
/// ----------
/// Frandsen (2017), Advances in Econometrics 38, 281–315.
///
/// Examples
/// --------
/// >>> round(ob.heaping.three_bin(0, 3, 0).pvalue, 6)     # (1/3)³
/// 0.037037
#[pyfunction]
#[pyo3(signature = (below, at, above, k=0.0))]
fn three_bin<'py>(py: Python<'py>, below: i64, at: i64, above: i64, k: f64) -> Result<Bound<'py, PyAny>> {
    let count = |what, count| whole::<u64>(what, count, i64::MAX);
    let bins = [count("below", below)?, count("at", at)?, count("above", above)?];
    let test = heaping::three_bin(bins, k)?;
    let fields = (
        test.share,
        test.pvalue,
        test.pvalue_mid,
        test.pvalue_two_sided,
        test.pvalue_two_sided_mid,
        test.pvalue_dip,
        test.pvalue_dip_mid,
        test.pvalue_min,
    );
    Ok(record(py, "ThreeBin", fields)?)
}
