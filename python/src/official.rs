use obektiv::{
    data,
    screening::{Policy, screen},
    statistics::official::{self, CohortJumpOptions, InflatedMeanOptions, RankMismatchOptions},
};
use pyo3::{exceptions::PyTypeError, prelude::*};

use crate::{convert::whole, error::Result, record, screening::Several, table::PyTable, tally::Counts};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(inflated_mean, module)?)?;
    module.add_function(wrap_pyfunction!(rank_mismatch, module)?)?;
    module.add_function(wrap_pyfunction!(cohort_jump, module)?)?;
    module.add_function(wrap_pyfunction!(objectivity_index, module)?)
}

/// Sign A of 2019: the mean total of each group and its interval beside the region's.
///
///     statistic = x̄ − t·s/√m      the group's m pupils, s with divisor m − 1
///     critical  = X̄ + t·S/√n      all n pupils
///
/// The sign is `statistic > critical`. It has no p-value, and honest schools differ: use it as a
/// screening sign, never alone.
///
/// Parameters
/// ----------
/// results : Results or Tally
///     Pupils with a missing cell are left out.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// t : float, optional
///     The factor of the interval; default 1.96, as the text says.
/// min_n : int, optional
///     Smaller groups are undefined; default 2.
/// with_constant : bool, optional
///     Whether a group whose totals are all equal (s = 0) has an interval of no width, as the formula read to the letter
///     gives; by default it is undefined.
///
/// Returns
/// -------
/// Table
///     `group, n, mean, statistic, pvalue, effect, lower, upper, critical, tier`, one row per group. `effect` is
///     x̄ − X̄ in points, `lower` and `upper` the ends of the group's interval less X̄. A group with fewer than
///     `min_n` pupils has NaN, and one with s = 0 unless `with_constant`.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for t that is not positive or min_n below 2.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// «Методика расчета показателя "Уровень объективности оценки образовательных результатов в субъекте
/// Российской Федерации"», 2019, annex, A.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1])
/// >>> t = ob.Tally.from_histograms(a, {"high": [0, 0, 1, 9], "low": [40, 40, 10, 10]})
/// >>> sign = ob.official.inflated_mean(t)
/// >>> list(sign.group[sign.statistic > sign.critical])
/// ['high']
#[pyfunction]
#[pyo3(signature = (results, group="school", t=None, min_n=None, with_constant=false))]
fn inflated_mean(
    py: Python<'_>,
    results: Counts<'_>,
    group: &str,
    t: Option<f64>,
    min_n: Option<u64>,
    with_constant: bool,
) -> Result<PyTable> {
    let default = InflatedMeanOptions::default();
    let (t, min_n) = (t.unwrap_or(default.t), min_n.unwrap_or(default.min_n));
    let options = InflatedMeanOptions { t, min_n, with_constant };
    Ok(results.map(py, group, |tally| official::inflated_mean(tally, options))?.table().into())
}

/// Sign B of 2019: Spearman's correlation of journal marks and totals inside each group.
///
///     r_s = 1 − 6·Σd² / (n(n² − 1))      d = rank(mark) − rank(total), mid-ranks for ties
///
/// The sign is `statistic < 0`. Marks have four values, so ties are massive and the printed formula lies above
/// the true correlation.
///
/// Parameters
/// ----------
/// results : Results or Tally
///     Pupils without a journal mark or with a missing cell are left out.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// min_n : int, optional
///     Smaller groups are undefined; default 3.
/// ties : {"printed", "corrected"}, optional
///     The printed formula (default), or the correlation of the mid-ranks.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, tier`, one row per group; what the sign lacks is
///     NaN. A group whose marks or totals are all the same has NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_journal` if nobody has a journal mark, `statistic.parameter` for min_n below 2.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// The methodology of 2019, annex, B.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3])
/// >>> r = ob.Results(a, [[1], [2], [3]], school=["A", "A", "A"], journal_mark=[5, 4, 3])
/// >>> ob.official.rank_mismatch(r).statistic
/// array([-1.])
#[pyfunction]
#[pyo3(signature = (results, group="school", min_n=None, ties=None))]
fn rank_mismatch(
    py: Python<'_>,
    results: Counts<'_>,
    group: &str,
    min_n: Option<u64>,
    ties: Option<&str>,
) -> Result<PyTable> {
    let default = RankMismatchOptions::default();
    let options = RankMismatchOptions {
        min_n: min_n.unwrap_or(default.min_n),
        ties: ties.map(str::parse).transpose()?.unwrap_or(default.ties),
    };
    Ok(results.map(py, group, |tally| official::rank_mismatch(tally, options))?.table().into())
}

/// Sign C of 2019: how one cohort's mean share of the maximum changed between two works.
///
///     K = S_before / S_after          S: mean total / largest total
///     fall: K > Q75 + k·IQR,  rise: K < Q25 − k·IQR       quartiles over the groups
///
/// Mind the pupils' grade: a "grade 4" work of an autumn is written in grade 5.
///
/// Parameters
/// ----------
/// before, after : Results or Tally
///     The same schools in the first and the second year of one cohort. Groups in only one are left out.
/// group : {"school", "class", "municipality", "all"}
///     Groups of results; a tally has its own.
/// k : float, optional
///     How many interquartile ranges beyond the quartiles are critical; default 3.
/// min_n : int, optional
///     The least number of pupils in each year; default 1.
/// quantile_type : int, optional
///     Hyndman and Fan's type of the quartiles, 4 to 9; default 7, NumPy's and Excel's `QUARTILE.INC`; 6 is its `QUARTILE.EXC`.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, rise_below, fall_above, tier`. `effect` is the
///     difference of the shares, after − before. A group with too few pupils or with S_after = 0 has NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.groupings` if the tallies are grouped differently, `statistic.parameter` for k below 0 and another
///     quantile type.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// References
/// ----------
/// The methodology of 2019, annex, C.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> before = ob.Tally.from_histograms(a, {"A": [0, 2, 2], "B": [1, 2, 1]})
/// >>> after = ob.Tally.from_histograms(a, {"A": [0, 2, 2], "B": [0, 0, 4]})
/// >>> ob.official.cohort_jump(before, after).statistic
/// array([1. , 0.5])
#[pyfunction]
#[pyo3(signature = (before, after, group="school", k=None, min_n=None, quantile_type=None))]
fn cohort_jump(
    py: Python<'_>,
    before: Counts<'_>,
    after: Counts<'_>,
    group: &str,
    k: Option<f64>,
    min_n: Option<u64>,
    quantile_type: Option<u8>,
) -> Result<PyTable> {
    let default = CohortJumpOptions::default();
    let options = CohortJumpOptions {
        k: k.unwrap_or(default.k),
        min_n: min_n.unwrap_or(default.min_n),
        quantile_type: quantile_type.unwrap_or(default.quantile_type),
    };
    let before = before.tally(py, group)?;
    let sign = after.map(py, group, |after| official::cohort_jump(&before, after, options))?;
    Ok(sign.table().into())
}

/// The objectivity index of a territory: 100 less the percentage of schools that at least one sign marks.
///
///     index = 100 − 100 · marked / schools
///
/// Parameters
/// ----------
/// schools : int, or Results, or a sequence of them
///     Schools that took part; or results, which `Policy.official_2019()` then screens.
/// marked : int, with a number of schools only
///     Those of them that at least one sign marks.
///
/// Returns
/// -------
/// ObjectivityIndex
///     `schools`, `marked`, `share` (100 · marked / schools), `statistic` (the index); NaN without schools.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` if more schools are marked than took part.
/// ScreeningError
///     `screening.no_works` if none of the results is of a work that the official rule looks at.
/// DataError
///     `data.range` for a negative number.
///
/// References
/// ----------
/// The methodology of 2019, stages 2 and 3.
///
/// Examples
/// --------
/// >>> ob.official.objectivity_index(40, 10)
/// ObjectivityIndex(schools=40, marked=10, share=25.0, statistic=75.0)
/// >>> ob.official.objectivity_index(ob.simulate.municipality(seed=1).results).schools
/// 40
#[pyfunction]
#[pyo3(signature = (schools, marked=None))]
fn objectivity_index<'py>(
    py: Python<'py>,
    schools: Schools<'py>,
    marked: Option<i64>,
) -> Result<Bound<'py, PyAny>> {
    let index = match (schools, marked) {
        (Schools::Number(schools), Some(marked)) => official::objectivity_index(
            whole("schools", schools, i64::MAX)?,
            whole("marked", marked, i64::MAX)?,
        )?,
        (Schools::Results(results), None) => {
            let works = results.list();
            let works: Vec<&data::Results> = works.iter().map(|r| &r.get().results).collect();
            py.detach(|| screen(works, &Policy::official_2019(), &data::Registry::default()))?.index()[0]
                .index
        }
        _ => return Err(PyTypeError::new_err("objectivity_index takes two numbers, or results").into()),
    };
    let fields = (index.schools, index.marked, index.share, index.statistic);
    Ok(record(py, "ObjectivityIndex", fields)?)
}

/// How many schools, or the results that say so.
#[derive(FromPyObject)]
enum Schools<'py> {
    Number(i64),
    Results(Several<'py>),
}
