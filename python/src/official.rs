use obektiv::{
    data,
    screening::{Policy, screen},
    statistics::official::{
        self, ClassSplitOptions, CohortJumpOptions, InflatedMeanOptions, RankMismatchOptions,
    },
};
use pyo3::{exceptions::PyTypeError, prelude::*};

use crate::{
    convert::whole,
    error::Result,
    record,
    registry::{PyRegistry, or_none},
    results::PyResults,
    screening::Several,
    table::PyTable,
    tally::Counts,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(inflated_mean, module)?)?;
    module.add_function(wrap_pyfunction!(rank_mismatch, module)?)?;
    module.add_function(wrap_pyfunction!(cohort_jump, module)?)?;
    module.add_function(wrap_pyfunction!(objectivity_index, module)?)?;
    module.add_function(wrap_pyfunction!(item_inversion, module)?)?;
    module.add_function(wrap_pyfunction!(group_crossing, module)?)?;
    module.add_function(wrap_pyfunction!(x_pattern, module)?)?;
    module.add_function(wrap_pyfunction!(high5_low_spread, module)?)?;
    module.add_function(wrap_pyfunction!(external_mismatch, module)?)?;
    module.add_function(wrap_pyfunction!(class_split, module)?)?;
    module.add_function(wrap_pyfunction!(recheck_delta, module)?)
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
    #[pyo3(from_py_with = crate::convert::optional_count)] min_n: Option<u64>,
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
    #[pyo3(from_py_with = crate::convert::optional_count)] min_n: Option<u64>,
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
    #[pyo3(from_py_with = crate::convert::optional_count)] min_n: Option<u64>,
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

/// Row 8, `item_inversion` (PARTLY): hard items done better and easy ones worse than in the region.
///
///     q_i, p_i = Σ points / (pupils·max_i) on item i, of the group and of all
///     hard = mean of q − p over items with p below the median, easy = over those above it
///     statistic = min(hard, −easy), effect = hard − easy
///
/// The sign is `statistic > δ`; δ = .05 and n ≥ 10 are usual. It does not condition on the total and has no p-value.
///
/// Parameters
/// ----------
/// results : Results
/// group : {"school", "class", "municipality", "all"}
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, hard, easy, tier`; what the sign lacks is NaN.
///
/// Raises
/// ------
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> r = ob.Results(a, [[0, 1], [1, 0], [1, 0], [1, 0]], school=["odd", "b", "b", "b"])
/// >>> ob.official.item_inversion(r).statistic
/// array([-0.25,  0.75])
#[pyfunction]
#[pyo3(signature = (results, group="school"))]
fn item_inversion(py: Python<'_>, results: &Bound<'_, PyResults>, group: &str) -> Result<PyTable> {
    let (results, grouping) = (&results.get().results, group.parse()?);
    let tally = py.detach(|| data::ItemTally::of(results, grouping))?;
    Ok(official::item_inversion(&tally).table().into())
}

/// Row 9, `group_crossing` (PARTLY): an item that pupils of a lower mark did better than pupils of a higher one.
///
///     effect = points / (pupils·max) of those with the lower mark − the same of those with the higher
///
/// The interval is Newcombe's, too wide for items of more than one point. The sign is `effect > .05` with `lower > 0`; of some hundred
/// rows a few have `lower > 0` by chance.
///
/// Parameters
/// ----------
/// results : Results
///     Pupils with items missing or not taught take no part.
/// group : {"school", "class", "municipality", "all"}
/// min_n : int, optional
///     The least number of pupils with each of the two marks; default 10.
///
/// Returns
/// -------
/// Table
///     `group, item, low, high, n, n_low, n_high, statistic, pvalue, effect, lower, upper, tier`: a row for each item and pair of marks.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries`, `statistic.parameter` for min_n of 0.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[0, 1, 0], [0, 1, 0], [1, 0, 1], [1, 0, 1]], school=["A"] * 4)
/// >>> ob.official.group_crossing(r, min_n=2).effect
/// array([-1.,  1., -1.])
#[pyfunction]
#[pyo3(signature = (results, group="school", min_n=10))]
fn group_crossing(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    #[pyo3(from_py_with = crate::convert::count)] min_n: u64,
) -> Result<PyTable> {
    let (results, grouping) = (&results.get().results, group.parse()?);
    let tally = py.detach(|| data::ItemTally::of(results, grouping))?;
    Ok(official::group_crossing(&tally, min_n)?.table().into())
}

/// Row 13, `x_pattern` (OURS): items not attempted more often, or less often, than in the reference group.
///
///     many: statistic = cells not attempted / cells scored or not attempted;  few: the share attempted
///     pvalue = P(as many or more | reference), beta-binomial; a stratum is an item
///
/// Parameters
/// ----------
/// results : Results
/// group : {"school", "class", "municipality", "all"}
/// registry : Registry, optional
///     The reference of a group is all other groups with the same `reference` in it; without it, all others.
/// min_reference : int, optional
///     The least number of other groups; with fewer, p-values are NaN. Default 5.
///
/// Returns
/// -------
/// Table
///     Two rows for each group, `kind` many and few: `group, kind, n, cells, count, statistic, pvalue, pvalue_mid, effect, lower, upper,
///     reference_share, reference_rho, tier`.
///
/// Raises
/// ------
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> r = ob.Results(a, [[1, ob.NOT_ATTEMPTED], [1, 1]], school=["A", "A"])
/// >>> ob.official.x_pattern(r).statistic
/// array([0.25, 0.75])
#[pyfunction]
#[pyo3(signature = (results, group="school", registry=None, min_reference=5))]
fn x_pattern(
    py: Python<'_>,
    results: &Bound<'_, PyResults>,
    group: &str,
    registry: Option<&Bound<'_, PyRegistry>>,
    #[pyo3(from_py_with = crate::convert::count)] min_reference: u64,
) -> Result<PyTable> {
    let (results, grouping, registry) = (&results.get().results, group.parse()?, or_none(registry));
    Ok(py.detach(|| official::x_pattern(results, grouping, &registry, min_reference))?.table().into())
}

/// Row 13, `class_split` (OURS): classes of one school that are far apart.
///
///     statistic = F = variance of totals between classes / inside
///     pvalue_sampling = P(F(K − 1, N − K) ≥ F)           classes drawn from the school's pupils by chance
///     pvalue = P(F(K − 1, N − K) ≥ F/(1 + n₀θ))          classes that differ as those of all schools do
///     effect = the share of variance between classes, (F − 1)/n₀ / (1 + (F − 1)/n₀)
///
/// It cannot tell a class helped from classes put together by ability, which is common: read `pvalue`, and the interval.
///
/// Parameters
/// ----------
/// results : Results or Tally
///     A tally must be by class.
/// min_class : int, optional
///     The least number of pupils of a class. Default 5.
/// min_schools : int, optional
///     With fewer schools of two classes and more `pvalue` is NaN. Default 10.
///
/// Returns
/// -------
/// Table
///     One row per school: `group, n, classes, statistic, pvalue, pvalue_sampling, effect, lower, upper, gap, highest, lowest, tier`;
///     `gap` is the largest class mean less the smallest. A school with one class is NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.groupings` for a tally that is not by class, `statistic.parameter` for `min_class` below 2.
/// DataError
///     `data.no_grouping`.
///
/// References
/// ----------
/// Searle, Casella & McCulloch (1992), Variance Components, 3.6: the interval.
///
/// Examples
/// --------
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> bool((ob.official.class_split(r).classes >= 0).all())
/// True
#[pyfunction]
#[pyo3(signature = (results, min_class=None, min_schools=None))]
fn class_split(
    py: Python<'_>,
    results: Counts<'_>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_class: Option<u64>,
    #[pyo3(from_py_with = crate::convert::optional_count)] min_schools: Option<u64>,
) -> Result<PyTable> {
    let default = ClassSplitOptions::default();
    let options = ClassSplitOptions {
        min_class: min_class.unwrap_or(default.min_class),
        min_schools: min_schools.unwrap_or(default.min_schools),
    };
    Ok(results.map(py, "class", |tally| official::class_split(tally, options))?.table().into())
}

/// Row 10, `high5_low_spread` (OURS): many fives and totals close together.
///
///     share = pupils with a five / pupils, spread = s/S, the group's standard deviation by that of all
///     statistic = min(rank of share, rank of −spread)      shares of groups below, ties half
///
/// With thresholds hardly any real school has the sign: rank instead. There is no p-value.
///
/// Parameters
/// ----------
/// results : Results or Tally
/// group : {"school", "class", "municipality", "all"}
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, share, spread, tier`; groups under two pupils are NaN.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_boundaries`.
/// DataError
///     `data.no_grouping`, `data.name`.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 1, 9], "B": [5, 5, 5, 5]})
/// >>> ob.official.high5_low_spread(t).statistic
/// array([0.75, 0.25])
#[pyfunction]
#[pyo3(signature = (results, group="school"))]
fn high5_low_spread(py: Python<'_>, results: Counts<'_>, group: &str) -> Result<PyTable> {
    Ok(results.map(py, group, official::high5_low_spread)?.table().into())
}

/// Row 11, `external_mismatch` (PARTLY): a work's mean that an external exam of the same group does not bear out.
///
///     z = (mean − average of the groups' means)/their standard deviation, work and exam apart
///     statistic = z_work − z_exam ± 1.96·√((e_work/sd_work)² + (e_exam/sd_exam)²)
///
/// The sign is `statistic > 1.5` with n ≥ 10 and `lower > 0`. With a correlation of .5 between work and exam one honest group in fifteen is
/// above 1.5.
///
/// Parameters
/// ----------
/// group : sequence of str
/// n : sequence of int
///     Pupils in the smaller of the two.
/// work, work_error, exam, exam_error : sequence of float
///     The means of each group and their standard errors; NaN where unknown.
///
/// Returns
/// -------
/// Table
///     `group, n, statistic, pvalue, effect, lower, upper, work, exam, tier`, in the order given.
///
/// Raises
/// ------
/// StatisticError
///     `statistic.parameter` for a standard error below 0.
/// DataError
///     `data.length` if a column is not as long as `group`.
///
/// Examples
/// --------
/// >>> zeros = [0.0, 0.0, 0.0]
/// >>> ob.official.external_mismatch(["A", "B", "C"], [20, 20, 20], [1, 2, 3], zeros, [1, 2, 0], zeros).statistic
/// array([-1., -1.,  2.])
#[pyfunction]
fn external_mismatch(
    group: &Bound<'_, PyAny>,
    n: Vec<u64>,
    work: Vec<f64>,
    work_error: Vec<f64>,
    exam: Vec<f64>,
    exam_error: Vec<f64>,
) -> Result<PyTable> {
    let group = names(group)?;
    let rows = official::GroupMeans::of_columns(group, &n, [&work, &work_error, &exam, &exam_error])?;
    Ok(official::external_mismatch(&rows)?.table().into())
}

/// Row 12, `recheck_delta` (PARTLY): what a second commission makes of the same papers.
///
///     d = original − rechecked
///     statistic = papers with |d| ≤ tolerance / papers, effect = mean d ± t·s_d/√n
///     pvalue = P(X ≥ #{d > 0}), X ~ Bin(#{d ≠ 0}, ½)      the sign test
///
/// Parameters
/// ----------
/// group : sequence of str
///     Of each paper its school, class or item, whatever is compared.
/// original, rechecked : sequence of int
///     Points of each paper.
/// tolerance : int, optional
///     Default 1 point.
/// boundaries : sequence of 3 int, optional
///     The lowest points of marks 3, 4, 5.
///
/// Returns
/// -------
/// Table
///     `group, n, confirmed, statistic, share_lower, share_upper, exact_lower, exact_upper, higher, fewer, pvalue, pvalue_two_sided, effect,
///     lower, upper, marks_lowered, marks_raised, icc, tier`. The share's intervals are Wilson's and Clopper and Pearson's; `icc` is
///     ICC(2,1).
///
/// Raises
/// ------
/// StatisticError
///     `statistic.no_papers`.
/// DataError
///     `data.length` if the columns are not of one length.
///
/// Examples
/// --------
/// >>> table = ob.official.recheck_delta(["A"] * 4, [9, 8, 12, 10], [7, 8, 9, 9], boundaries=[7, 11, 15])
/// >>> table.statistic, table.effect, table.pvalue
/// (array([0.5]), array([1.5]), array([0.125]))
#[pyfunction]
#[pyo3(signature = (group, original, rechecked, tolerance=1, boundaries=None))]
fn recheck_delta(
    group: &Bound<'_, PyAny>,
    original: Vec<u16>,
    rechecked: Vec<u16>,
    tolerance: u16,
    boundaries: Option<[u16; 3]>,
) -> Result<PyTable> {
    let group = names(group)?;
    let papers = official::Recheck::of_columns(&group, &original, &rechecked)?;
    Ok(official::recheck_delta(&papers, tolerance, boundaries)?.table().into())
}

/// Labels of any kind as text, one for each row.
fn names(group: &Bound<'_, PyAny>) -> Result<Vec<String>> {
    let labels = crate::convert::labels("group", group)?;
    Ok((0..labels.len()).map(|row| labels.get(row).to_owned()).collect())
}
