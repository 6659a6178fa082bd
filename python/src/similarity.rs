use obektiv::statistics::similarity::{self, SimilarityOptions};
use pyo3::prelude::*;

use crate::{error::Result, results::PyResults, table::PyTable};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_class, module)?)
}

/// Papers of one class that agree more than the class's teaching explains.
///
///     statistic   Σ z₊³ over pairs of one variant, z the similarity of a pair beyond the class's own share of
///                 each score on each item; standardised
///     excess      z of the weighted matches of these pairs given the totals, with nothing taken out: a topic
///                 taught well makes it large too
///     control     the statistic of pairs of different variants
///     duplicates  pupils whose paper is the same throughout as another's, Poisson
///     largest     pupils in the largest group joined by pairs with a p-value below `pair_level`
///
/// Parameters
/// ----------
/// results : Results
///     By class, or by school where the results name no classes. Compared are pupils with a total between .15 and .9
///     of the maximum, of the same items, in papers with five such.
/// permutations : int, optional
///     The most permutations of a class; 0 for none. Default 9,999.
/// permute_below : float, optional
///     Classes with a p-value by moments, or of duplicates, below this are permuted. Default .01.
/// pair_level : float, optional
///     Pairs with a p-value below this are joined. Default .001.
/// seed : int, optional
///     The seed of the permutations. Default 1.
///
/// Returns
/// -------
/// Table
///     One row for each class: `group, n, compared, pairs, statistic, pvalue, pvalue_moments, effect, lower, upper, excess,
///     pvalue_excess, control_pairs, control, pvalue_control, control_effect, duplicates, duplicates_expected,
///     pvalue_duplicates, clusters, largest, pvalue_largest, permutations, tier`. `effect` is the share of items on
///     which pairs agree less what is expected of their totals; `lower` and `upper` are NaN. No pupil is named.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for levels that are no probability.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> table = ob.similarity.by_class(r, permutations=99)
/// >>> bool((table.compared <= table.n).all())
/// True
#[pyfunction]
#[pyo3(signature = (results, permutations=None, permute_below=None, pair_level=None, seed=None))]
fn by_class(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    #[pyo3(from_py_with = crate::convert::optional_count)] permutations: Option<u64>,
    permute_below: Option<f64>,
    pair_level: Option<f64>,
    #[pyo3(from_py_with = crate::convert::optional_count)] seed: Option<u64>,
) -> Result<PyTable> {
    let default = SimilarityOptions::default();
    let options = SimilarityOptions {
        permutations: permutations.unwrap_or(default.permutations),
        permute_below: permute_below.unwrap_or(default.permute_below),
        pair_level: pair_level.unwrap_or(default.pair_level),
        seed: seed.unwrap_or(default.seed),
    };
    let results = &results.get().results;
    Ok(py.detach(|| similarity::by_class(results, options))?.table().into())
}
