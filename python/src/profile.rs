use obektiv::{
    data::{Grouping, ItemTally, NormSums},
    statistics::{
        norms,
        profile::{self, Profile, ProfileOptions},
    },
};
use pyo3::prelude::*;

use crate::{
    error::Result,
    registry::{PyRegistry, or_none},
    results::PyResults,
    table::PyTable,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_group, module)?)?;
    module.add_function(wrap_pyfunction!(contrasts, module)?)
}

/// Norms given the total: the mean and the standard deviation of each item for pupils with one total.
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
///     `total, item, n, pooled, mean, sd` for pupils whose total counts all items; items are counted from 1. The means
///     of a total add up to it.
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

/// The item profile of each group: items done better or worse than by all pupils with the same totals.
///
///     d         = Σ_v (x_v − E[x|S_v]) / n                 over the group's n pupils
///     statistic = d'(V/n² + T)⁻d        V sampling, T how much groups differ
///     pvalue    = P(F ≥ statistic/df), F with df and ν degrees of freedom, ν from the body of the groups
///     sampling  = n²·d'V⁻d              χ² beside sampling alone
///
/// Real groups nearly all differ from sampling alone, because they were taught differently: judge by `pvalue`, which
/// stands beside how much groups differ. A class is compared with its school's other classes too.
///
/// Parameters
/// ----------
/// results : Results
///     Pupils with items missing or not taught are compared by the total over the others.
/// group : {"class", "school", "municipality", "all"}
/// registry : Registry, optional
///     Takes from each group what other groups with the same `reference` have in common (5 at least).
/// min_groups : int, optional
///     The least number of groups of 8 pupils or more from which to learn T; with fewer `statistic` and `pvalue` are NaN. Default 20.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, df, pvalue, effect, lower, upper, sampling, pvalue_sampling, best, best_deviation, worst,
///     worst_deviation, tier`. `effect` is the root mean square deviation of the items in shares of their maxima;
///     `best` and `worst` are items, counted from 1, with their deviations; `lower` and `upper` are NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for min_groups below 3.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> table = ob.profile.by_group(r, group="school")
/// >>> len(table), bool((table.pvalue > 0.001).all())
/// (40, True)
#[pyfunction]
#[pyo3(signature = (results, group="class", registry=None, min_groups=None))]
fn by_group(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_groups: Option<u64>,
) -> Result<PyTable> {
    Ok(profile(py, results, group, registry, min_groups)?.table().into())
}

/// Contrasts of kinds of items in each group, given the totals.
///
///     effect    = the mean deviation of the first kind of items less that of the second, in shares of the maxima
///     statistic = effect / its standard deviation over groups,   pvalue = P(t ≥ statistic)
///
/// Parameters
/// ----------
/// results : Results
/// group : {"class", "school", "municipality", "all"}
/// registry : Registry, optional
/// min_groups : int, optional
///     All as `by_group` has them.
///
/// Returns
/// -------
/// Table
///     `group, contrast, n, statistic, pvalue, effect, lower, upper, tier`; contrasts: `hard` (the harder half of the items less
///     the easier), `late` (the second half of the paper less the first), and `open` (marked by a teacher less marked by a
///     key) where the assessment has `item_kinds`. The interval is of sampling alone.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for min_groups below 3.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> sorted({str(kind) for kind in ob.profile.contrasts(r).contrast})
/// ['hard', 'late']
#[pyfunction]
#[pyo3(signature = (results, group="class", registry=None, min_groups=None))]
fn contrasts(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_groups: Option<u64>,
) -> Result<PyTable> {
    Ok(profile(py, results, group, registry, min_groups)?.contrasts_table().into())
}

fn profile(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    min_groups: Option<u64>,
) -> Result<Profile> {
    let default = ProfileOptions::default();
    let options = ProfileOptions { min_groups: min_groups.unwrap_or(default.min_groups) };
    let (grouping, registry): (Grouping, _) = (group.parse()?, or_none(registry));
    let results = &results.get().results;
    let run = || -> std::result::Result<Profile, obektiv::Error> {
        let tally = ItemTally::of(results, grouping)?;
        Ok(profile::by_group(&tally, &norms::norms(&NormSums::of(results)), &registry, options)?)
    };
    Ok(py.detach(run)?)
}
