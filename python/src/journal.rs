use obektiv::statistics::journal::{self, JournalOptions, perfect::PerfectOptions};
use pyo3::prelude::*;

use crate::{
    error::Result,
    registry::{PyRegistry, or_none},
    table::PyTable,
    tally::{Counts, Works},
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(by_group, module)?)?;
    module.add_function(wrap_pyfunction!(agreement, module)?)?;
    module.add_function(wrap_pyfunction!(leniency, module)?)?;
    module.add_function(wrap_pyfunction!(perfect, module)?)
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
///     Four rows for each group, `kind` lowered, confirmed, raised, gap: `group, kind, n, pupils, count, statistic, pvalue,
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
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
) -> Result<PyTable> {
    let default = JournalOptions::default();
    let options = JournalOptions { min_reference: min_reference.unwrap_or(default.min_reference) };
    let registry = or_none(registry);
    Ok(results.map(py, group, |tallies| journal::by_group(tallies, &registry, options))?.table().into())
}

/// Agreement of the journal's marks with the work's in each group: weighted kappa, Stuart–Maxwell, Bowker.
///
///     p_jm: share of pupils with journal mark j and mark m,  v_jm = 1 − (j − m)²/9
///     kappa = (p_o − p_e)/(1 − p_e),  p_o = Σ p_jm·v_jm,  p_e the same of the margins' products; delta-method standard error
///     stuart_maxwell = d'S⁻d: both give each mark equally often;  bowker: each pair of marks is as frequent both ways
///
/// Works lower marks in whole regions: small p-values of both tests are usual. Kappa falls where all pupils have one mark.
///
/// Parameters
/// ----------
/// results : Results or Tally
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, se, confirmed, difference, stuart_maxwell, stuart_maxwell_df,
///     stuart_maxwell_pvalue, bowker, bowker_df, bowker_pvalue, tier`. `statistic` and `effect` are kappa; `pvalue` is NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries`, `statistic.no_journal`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// Cohen (1968); Fleiss, Cohen & Everitt (1969); Stuart (1955); Maxwell (1970); Bowker (1948).
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
/// >>> table = ob.journal.agreement(r)
/// >>> table.statistic.round(3), table.bowker
/// (array([0.444]), array([2.]))
#[pyfunction]
#[pyo3(signature = (results, group="school"))]
fn agreement(py: Python<'_>, results: Counts<'_>, group: &str) -> Result<PyTable> {
    Ok(results.map(py, group, journal::agreement)?.table().into())
}

/// How lenient each group's journal is, given the work's totals: ordinal calibration with shrinkage.
///
///     P(J ≥ m | S) = 1/(1 + exp(−(α_m + βx + u)))     x: standardised total, u ~ N(0, τ²) of the group
///     shift = mean over the group's pupils of E[J|S, u] − E[J|S, 0]
///
/// A school whose papers were raised looks strict: leniency is of the journal against the work, whichever is right.
///
/// Parameters
/// ----------
/// results : Results or Tally
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, sd, logits_lower, logits_upper, tier`: `statistic` is u in logits,
///     `effect` its shift of marks, both with 95 % intervals; `pvalue` is NaN. All is NaN with fewer than three groups.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_journal`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// McCullagh (1980); Chung, Rabe-Hesketh, Dorie, Gelman & Liu (2013).
///
/// Examples
/// --------
/// >>> town = ob.simulate.municipality(1)
/// >>> table = ob.journal.leniency(town.results[0])
/// >>> bool((table.lower < table.effect).all() and (table.effect < table.upper).all())
/// True
#[pyfunction]
#[pyo3(signature = (results, group="school"))]
fn leniency(py: Python<'_>, results: Counts<'_>, group: &str) -> Result<PyTable> {
    Ok(results.map(py, group, journal::leniency)?.table().into())
}

/// Agreement with the journal that is too perfect: confirmed marks beside the reference's at the same totals.
///
///     statistic = confirmed / n,   expected = the reference's share at the group's totals
///     pvalue    = P(as many or more | reference), beta-binomial: honest groups differ;   pvalue_share the same whatever the totals
///     largest   = the share to be expected if every journal mark were the pupil's true mark, by the work's reliability
///
/// Parameters
/// ----------
/// results : Results or Tally
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// registry : Registry, optional
///     The reference of a group is all other groups with the same `reference` in it; without it, all others.
/// min_reference : int, optional
///     The least number of other groups; with fewer, p-values are NaN. Default 5.
/// reliability : float, optional
///     Of the total, such as Cronbach's α; without it `largest` is NaN. Too low a reliability gives too low a largest agreement.
///
/// Returns
/// -------
/// Table
///     `group, n, count, statistic, pvalue, pvalue_mid, effect, lower, upper, expected, reference_rho, pvalue_share, largest, tier`.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries`, `statistic.no_journal`, `statistic.parameter`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// Livingston & Lewis (1995), the effective test length; the use is this library's.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
/// >>> table = ob.journal.perfect(r, reliability=0.8)
/// >>> table.statistic, table.largest.round(2)
/// (array([0.5]), array([0.69]))
#[pyfunction]
#[pyo3(signature = (results, group="school", registry=None, min_reference=None, reliability=None))]
fn perfect(
    py: Python<'_>,
    results: Counts<'_>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_reference: Option<u64>,
    reliability: Option<f64>,
) -> Result<PyTable> {
    let default = PerfectOptions::default();
    let min_reference = min_reference.unwrap_or(default.min_reference);
    let options = PerfectOptions { reliability, min_reference };
    let registry = or_none(registry);
    Ok(results.map(py, group, |tally| journal::perfect(tally, &registry, options))?.table().into())
}
