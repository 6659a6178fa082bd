use obektiv::{data::NormSums, statistics::norms};
use pyo3::prelude::*;

use crate::{results::PyResults, table::PyTable};

/// Norms given the total: the mean and the standard deviation of each item for pupils with one
/// total.
///
///     pool of s = the totals within h of s,  h the least with 200 pupils in the pool
///     mean      = of the pupils with total s if h = 0, else the value at s of the line through the pool's means
///     sd        = from the pool and the neighbouring totals, about the mean of each total
///
/// Parameters
/// ----------
/// results : Results
///
/// Returns
/// -------
/// Table
///     `total, item, n, pooled, mean, sd` for pupils whose total counts all items; items are
///     counted from 1. The means of a total add up to it.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> table = ob.norms(r)
/// >>> bool(abs(sum(table.mean[table.total == 9]) - 9) < 1e-9)
/// True
#[pyfunction(name = "norms")]
pub fn norms_table(py: Python<'_>, results: &Bound<'_, PyResults>) -> PyTable {
    let results = &results.get().results;
    py.detach(|| norms::norms(&NormSums::of(results)).table()).into()
}
