use numpy::{IntoPyArray, PyArray1};
use obektiv::{
    data::Tally,
    statistics::heaping::{self, Raised, Shift, ShiftOptions},
};
use pyo3::prelude::*;

use crate::{
    convert::{self, Whole, whole},
    error::Result,
    kept::kept,
    table::PyTable,
    tally::Counts,
    watch::watched,
    watch::{Progress, watched_beside},
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyShift>()?;
    module.add_class::<PyRaised>()?;
    module.add_function(wrap_pyfunction!(fit, module)?)?;
    module.add_function(wrap_pyfunction!(raised, module)?)
}

/// Results, a tally, or bare counts of papers by total.
#[derive(FromPyObject)]
enum Papers<'py> {
    Counts(Counts<'py>),
    Histogram(Vec<Whole>),
    Histograms(Vec<Vec<Whole>>),
}

fn counts(histogram: Vec<Whole>) -> Result<Vec<u64>> {
    histogram.into_iter().map(|count| whole("a count", count, i64::MAX)).collect()
}

fn totals(scores: Vec<Whole>) -> Result<Vec<u16>> {
    scores.into_iter().map(|score| whole("a total", score, u16::MAX.into())).collect()
}

impl Papers<'_> {
    fn tally(&self, py: Python<'_>, group: &str, boundaries: Option<[Whole; 3]>) -> Result<Tally> {
        let boundaries = convert::boundaries(boundaries)?;
        let bare = match self {
            Self::Counts(of) => {
                let tally = of.tally(py, group)?.into_owned();
                return Ok(match boundaries {
                    Some(boundaries) => tally.with_boundaries(boundaries)?,
                    None => tally,
                });
            }
            Self::Histogram(one) => vec![counts(one.clone())?],
            Self::Histograms(several) => several.iter().cloned().map(counts).collect::<Result<_>>()?,
        };
        Ok(Tally::of_counts(&bare, boundaries)?)
    }
}

/// How many papers were raised over which mark boundary: a shift model of one work.
///
///     x_s = 2s/K − 1;  P_d: Legendre polynomials;  groups j with totals n_js
///     honest    f_j(s) ∝ exp(Σ_{d ≤ degree} β_d·P_d(x_s) + τ_j·x_s),  τ_j normal
///     lifting   of papers i points below boundary c a share π_ci lands on c (.75), c + 1 (.15), c + 2 (.10);
///               only from the mark just below, i ≤ reach
///     territory β, π and the standard deviation of τ: maximum likelihood
///     group     one strength of lifting, its prior over groups by maximum likelihood
///     statistic = λ: share of liftable papers that were raised, posterior mean;  lower, upper: its 95 % interval
///     pvalue    = one-sided against λ = 0, given the group's mean
///
/// The p-value is against the ideal of no lifting at all, which whole regions do not keep: it says
/// that papers were moved, not that it was more than elsewhere. On toothy scales (few items with
/// large maxima) look at `placebo` too.
///
/// Intervals are right on average over all groups; of groups that lift they hold λ less often, in
/// .53 to .92 in one study, for small groups are drawn to the others. The evidence layer's effect
/// (`screen`) held it in .92 to .98 at λ = .4.
///
/// Parameters
/// ----------
/// results : Results, Tally, or counts
///     Of one work. Counts are papers with total 0, 1, …: one histogram, or a row for each group.
/// boundaries : sequence of int, optional
///     The lowest totals of marks 3, 4, 5: needed with counts, otherwise in the place of the work's
///     own.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own. Rows of counts are named by their number, from 0.
/// honest : sequence of float, optional
///     The honest distribution of totals, if it is known, say from an item model.
/// degree : int, optional
///     The degree of the polynomial in the honest log density, 1 to 8. Default 4.
/// reach : int, optional
///     From how far below a boundary papers are raised, 1 to 8 points; by default 3 on scales below
///     25 points, else 5.
/// cleared_below : float, optional
///     A group is cleared if its own papers bound the share of raised ones below this. Default .2.
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Returns
/// -------
/// Shift
///     `table` by group; `lifts`, `honest`, `chi2`, `df`, `log_likelihood`, `sd`, `prior` of the
///     territory; `placebo(scores)`. Groups without papers, and where the shape was fitted groups
///     with more than a fifth of all papers, have NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries`, `statistic.parameter`, `statistic.too_few_results` for a shape
///     fitted to fewer than 500 papers.
/// DataError
///     `data.boundaries`, `data.length` for rows of unequal length, `data.range` for a negative
///     count, `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// Diamond & Persson (2016), NBER 22207, and Dee, Dobbie, Jacob & Rockoff (2019), for
/// counterfactual distributions that conserve mass; Skovgaard (1987) for the conditional tail. The
/// model by groups is this library's.
///
/// Examples
/// --------
/// >>> honest = [1200 // (20 + (s - 11) ** 2) for s in range(21)]
/// >>> raised = list(honest)
/// >>> for c in (7, 11, 15):
/// ...     raised[c], raised[c - 1] = raised[c] + raised[c - 1], 0
/// >>> shift = ob.heaping.fit([raised] + [honest] * 12, boundaries=[7, 11, 15])
/// >>> bool(shift.table.pvalue[0] < 0.01), bool(shift.table.pvalue[1] > 0.05)
/// (True, True)
/// >>> shift.lifts.columns
/// ['mark', 'boundary', 'distance', 'share']
#[pyfunction]
#[pyo3(signature = (results, boundaries=None, group="school", honest=None, degree=None, reach=None, cleared_below=None, *, progress=None))]
#[allow(clippy::too_many_arguments, reason = "all but the first are named")]
fn fit(
    py: Python<'_>,
    results: Papers<'_>,
    boundaries: Option<[Whole; 3]>,
    group: &str,
    honest: Option<Vec<f64>>,
    #[pyo3(from_py_with = convert::optional_count)] degree: Option<usize>,
    #[pyo3(from_py_with = convert::optional_count)] reach: Option<u16>,
    cleared_below: Option<f64>,
    progress: Option<Progress<'_>>,
) -> Result<PyShift> {
    let default = ShiftOptions::default();
    let options = ShiftOptions {
        honest,
        degree: degree.unwrap_or(default.degree),
        reach,
        cleared_below: cleared_below.unwrap_or(default.cleared_below),
    };
    let tally = results.tally(py, group, boundaries)?;
    Ok(PyShift(watched_beside(py, progress.as_ref(), || heaping::fit(&tally, options))?))
}

/// The shift model of one work: what `ob.heaping.fit` returns.
///
/// Examples
/// --------
/// >>> counts = [[1200 // (20 + (s - 11) ** 2) for s in range(21)]] * 12
/// >>> shift = ob.heaping.fit(counts, boundaries=[7, 11, 15])
/// >>> len(shift.table), len(shift.honest), bool((shift.lifts.share < 0.2).all())
/// (12, 21, True)
#[pyclass(name = "Shift", module = "obektiv.heaping", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyShift(Shift);

kept!(PyShift, b"shif");

#[pymethods]
impl PyShift {
    /// A row for each group: `group, n, statistic, pvalue, effect, lower, upper, above_5_percent,
    /// raised, raised3, raised4, raised5, liftable, detection_limit, bound, cleared, pvalue_down,
    /// misfit, tier`.
    ///
    /// `statistic` is λ, the share of liftable papers that were raised, `lower` and `upper` its 95
    /// % interval; `above_5_percent` P(λ > .05); `effect` raised papers as a share of all;
    /// `raised3` … by mark; `detection_limit` the λ seen with 80 % power at the one-sided 1 %
    /// level; `bound` an upper 95 % bound of λ from the group's own papers; `pvalue_down` of papers
    /// pulled down from a boundary; `misfit` the p-value of `chi2`, the same in all rows: where it
    /// is small, doubt those of the groups.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    /// What was lifted in the whole territory: `mark, boundary, distance, share`.
    #[getter]
    fn lifts(&self) -> PyTable {
        self.0.lifts_table().into()
    }

    /// The territory's honest distribution of totals.
    #[getter]
    fn honest<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        self.0.honest.clone().into_pyarray(py)
    }

    /// Pearson's χ² of the territory's totals against the fitted ones.
    #[getter]
    fn chi2(&self) -> f64 {
        self.0.chi2
    }

    /// The degrees of freedom of `chi2`.
    #[getter]
    fn df(&self) -> f64 {
        self.0.df
    }

    /// The log-likelihood of the territory's fit.
    #[getter]
    fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood
    }

    /// The standard deviation of the groups' tilts.
    #[getter]
    fn sd(&self) -> f64 {
        self.0.sd
    }

    /// The prior of λ over groups: `lower, upper, share`; the first row is λ = 0.
    #[getter]
    fn prior(&self) -> PyTable {
        self.0.prior_table().into()
    }

    /// Each group's lifting to scores that are no boundaries: an empirical null.
    ///
    /// Parameters
    /// ----------
    /// scores : sequence of int
    ///     Totals in ascending order.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `group, estimate, standard_error`: the share lifted from one point below, may be
    ///     negative. On smooth scales of honest groups their ratio is standard normal; where it is
    ///     wider, doubt small p-values as well.
    ///
    /// Raises
    /// ------
    /// StatisticError
    ///     `statistic.parameter` for no scores, a boundary, a score off the scale, or scores not in
    ///     ascending order.
    fn placebo(&self, py: Python<'_>, scores: Vec<Whole>) -> Result<PyTable> {
        let scores = totals(scores)?;
        Ok(watched(py, || self.0.placebo(&scores))?.table().into())
    }

    fn __repr__(&self) -> String {
        let Shift { rows, chi2, df, .. } = &self.0;
        format!("<obektiv.heaping.Shift: {} groups, χ² {chi2:.1} on {df} degrees of freedom>", rows.len())
    }
}

/// What share of the papers within reach of a mark boundary each group raised: an index to compare
/// groups by, from journal marks and totals of one work.
///
///     x_s = 2s/K − 1;  P_d: Legendre polynomials;  strata g of journal marks: 2 and 3; 4 and none; 5 (fewer than 500 papers join 4)
///     honest    f_gz(s) ∝ exp(Σ_{d ≤ 4} β_gd·P_d(x_s) + σ_g·z·x_s),  z: the group's level, normal
///     lifting   of papers i points below boundary c a share 1 − (1 − u)^w_gci lands on c (.75), c + 1 (.15), c + 2 (.10);
///               only from the mark just below, i ≤ 3 on scales below 25 points, else 5;  u: the group's strength
///     territory β, σ, w and the distribution of u over groups: most likely, with w ~ N(w⁰, 1) and
///     a tenth of a group for each strength
///     statistic = λ: share of liftable papers that were raised, posterior mean, weighted alike for all groups;  lower, upper: its 95 % interval
///
/// For comparing groups: this is no test, `pvalue` is NaN. Between subjects it agrees better than
/// `fit` does, in part because of what groups share with their journals: with mean journal marks
/// held fixed too the gain is smaller (.28 against .24; without .34 against .27). Where nobody
/// lifted it still averages some .02, and with fewer than about 60 groups the level of all is
/// uncertain by some .06.
///
/// Intervals are right on average over all groups; of groups that lift they hold λ less often, in
/// .53 to .92 in one study, for small groups are drawn to the others. The evidence layer's effect
/// (`screen`) held it in .92 to .98 at λ = .4.
///
/// Parameters
/// ----------
/// results : Results, Tally, or counts
///     Of one work, with journal marks where there are some. Counts are papers with total 0, 1, …,
///     a row for each group.
/// boundaries : sequence of int, optional
///     The lowest totals of marks 3, 4, 5: needed with counts, otherwise in the place of the work's
///     own.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own. Rows of counts are named by their number, from 0.
/// progress : callable or True, optional
///     Told the steps done and all known so far, some twenty times a second; what it raises stops
///     the call. True shows a bar by tqdm.
///
/// Returns
/// -------
/// Raised
///     `table` by group; `lifts`, `prior`, `log_likelihood` of the territory; `placebo(scores)`.
///     Groups without papers, and groups with more than a fifth of all papers, have NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries`, `statistic.too_few_results` with fewer than 500 papers,
///     `statistic.too_few_groups` with fewer than 20 groups, `statistic.parameter` for a scale too
///     short.
/// DataError
///     `data.boundaries`, `data.length` for rows of unequal length, `data.range` for a negative
///     count, `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// Diamond & Persson (2016), NBER 22207, for counterfactual distributions that conserve mass. The
/// model by groups and journal marks is this library's.
///
/// Examples
/// --------
/// >>> honest = [1200 // (20 + (s - 11) ** 2) for s in range(21)]
/// >>> raised = list(honest)
/// >>> for c in (7, 11, 15):
/// ...     raised[c], raised[c - 1] = raised[c] + raised[c - 1], 0
/// >>> index = ob.heaping.raised([raised] + [honest] * 30, boundaries=[7, 11, 15])
/// >>> bool(index.table.lower[0] > 0.1), bool(index.table.statistic[1] < 0.1)
/// (True, True)
/// >>> index.lifts.columns
/// ['journal', 'mark', 'boundary', 'distance', 'weight']
#[pyfunction]
#[pyo3(signature = (results, boundaries=None, group="school", *, progress=None))]
fn raised(
    py: Python<'_>,
    results: Papers<'_>,
    boundaries: Option<[Whole; 3]>,
    group: &str,
    progress: Option<Progress<'_>>,
) -> Result<PyRaised> {
    let tally = results.tally(py, group, boundaries)?;
    Ok(PyRaised(watched_beside(py, progress.as_ref(), || heaping::raised(&tally))?))
}

/// The index of raised papers in one work: what `ob.heaping.raised` returns.
///
/// Examples
/// --------
/// >>> counts = [[1200 // (20 + (s - 11) ** 2) for s in range(21)]] * 20
/// >>> index = ob.heaping.raised(counts, boundaries=[7, 11, 15])
/// >>> len(index.table), len(index.lifts), round(float(index.prior.share.sum()), 9)
/// (20, 9, 1.0)
#[pyclass(name = "Raised", module = "obektiv.heaping", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyRaised(Raised);

kept!(PyRaised, b"rais");

#[pymethods]
impl PyRaised {
    /// A row for each group: `group, n, statistic, pvalue, effect, lower, upper, raised, liftable,
    /// tier`.
    ///
    /// `statistic` is λ, the share of liftable papers that were raised, `lower` and `upper` its 95
    /// % interval; `pvalue` is NaN: this is no test; `raised` the expected number of raised papers,
    /// `effect` as a share of all, `liftable` of papers within reach of a boundary.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    /// How strongly papers are lifted: `journal, mark, boundary, distance, weight`; at strength u a
    /// share 1 − (1 − u)^weight.
    #[getter]
    fn lifts(&self) -> PyTable {
        self.0.lifts_table().into()
    }

    /// The prior of λ over groups: `lower, upper, share`; the first row is λ = 0.
    #[getter]
    fn prior(&self) -> PyTable {
        self.0.prior_table().into()
    }

    /// The log-likelihood of the territory's fit.
    #[getter]
    fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood
    }

    /// Each group's lifting to scores that are no boundaries: an empirical null.
    ///
    /// Parameters
    /// ----------
    /// scores : sequence of int
    ///     Totals in ascending order.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `group, estimate, standard_error`: the share lifted from one point below, may be
    ///     negative.
    ///
    /// Raises
    /// ------
    /// StatisticError
    ///     `statistic.parameter` for no scores, a boundary, a score off the scale, or scores not in
    ///     ascending order.
    fn placebo(&self, py: Python<'_>, scores: Vec<Whole>) -> Result<PyTable> {
        let scores = totals(scores)?;
        Ok(watched(py, || self.0.placebo(&scores))?.table().into())
    }

    fn __repr__(&self) -> String {
        format!("<obektiv.heaping.Raised: {} groups>", self.0.rows.len())
    }
}
