//! The signs that are official or named by officials: the rule of 2019, and what later texts and
//! tools add to it.
//!
//! Source of the rule: «Методика расчета показателя "Уровень объективности оценки образовательных
//! результатов в субъекте Российской Федерации"», 2019, annex. The text leaves several points open;
//! each is a parameter here with the value that reproduces what analysts computed. Who is flagged
//! is decided in [`screening`](crate::screening).
//!
//! The signs of the rule have no p-value: it states none. Shuffling pupils between schools, sign A
//! still marks 2–5 % of schools per work, and honest schools differ besides: use it as a screening
//! sign, never alone.
//!
//! # Where the signs come from
//!
//! | known as | here | who states it |
//! |---|---|---|
//! | `ci_high` | [`inflated_mean`] | the rule of 2019; its guards are this library's |
//! | `rank_mismatch` | [`rank_mismatch`] | the rule of 2019 |
//! | `cohort_jump` | [`cohort_jump`]; calibrated: [`continuity`](super::continuity) | the rule of 2019 |
//! | `marked_any`, `objectivity_index` | [`objectivity_index`]; who is marked: [`screening`](crate::screening) | the rule of 2019 |
//! | `official_list` | [`MarkerList`](crate::data::MarkerList) | the list is published, its rule is not |
//! | `boundary_peak` | [`heaping`](super::heaping) | the sign is published, its numbers are this library's |
//! | `journal_gap` | [`journal`](super::journal) | the sign is published, its numbers are this library's |
//! | `item_inversion` | [`item_inversion`]; calibrated: [`profile`](super::profile) | the sign is published, its numbers are this library's |
//! | `group_crossing` | [`group_crossing`] | the sign is published, its numbers are this library's |
//! | `high5_low_spread` | [`high5_low_spread`] | a sign of this library |
//! | `external_mismatch` | [`external_mismatch`] | the sign is published, its numbers are this library's |
//! | `recheck_delta` | [`recheck_delta`] | the indicator is published, its tests are this library's |
//! | `class_split` | [`class_split`] | a sign of this library |
//! | `identical_answers` | duplicates of [`similarity`](super::similarity) | a sign of this library |
//! | `x_pattern` | [`x_pattern`] | a sign of this library |
//! | `risk_zone` | [`risk_zones`](crate::screening::Screening::risk_zones) of a screening: a table of rules | a table of this library |

pub(crate) mod items;
pub(crate) mod means;

use obektiv_derive::{Columns, Settings, described};
use serde::{Deserialize, Serialize};

pub use super::classes::{CLASS_SPLIT, ClassSplit, ClassSplitOptions, ClassSplitRow, class_split};
pub use super::recheck::{Recheck, RecheckDelta, RecheckRow, recheck_delta};
use crate::data::{Cells, DataError, Grouping, Tally};
use crate::function::{
    Function, Groups, Input, Kind, Problem, Setting, SettingKind, Shape, Value, chosen, named, options,
};
use crate::math::{Moments, quantile};
use crate::sorted::order;
use crate::statistics::StatisticError;
pub use items::{
    CrossingRow, GROUP_CROSSING, GroupCrossing, GroupCrossingOptions, ITEM_INVERSION, ItemInversion,
    X_PATTERN, XPattern, XPatternOptions, XPatternRow, group_crossing, item_inversion, x_pattern,
};
pub use means::{
    ExternalMismatch, GroupMeans, HIGH5_LOW_SPREAD, HighFives, external_mismatch, high5_low_spread,
};

/// The signs of this module that officials state; the others, ours in the table above,
/// only stand beside them. The one place that says which is which.
const STATED: [&str; 7] = [
    "official.inflated_mean",
    "official.rank_mismatch",
    "official.cohort_jump",
    "official.item_inversion",
    "official.group_crossing",
    "official.external_mismatch",
    "official.recheck_delta",
];

/// Whether officials state the sign of this id, whatever its numbers: `official.cohort_jump.fall`
/// is one, `official.class_split`, which is ours, is none.
#[must_use]
pub fn is_official(sign: &str) -> bool {
    STATED
        .iter()
        .any(|stated| sign.strip_prefix(stated).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Points that the text of the inflated mean leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct InflatedMeanOptions {
    /// The factor t of the interval; the text says 1.96.
    pub t: f64,
    /// The least number of pupils of a school; smaller ones are undefined.
    pub min_n: u64,
    /// Whether a school whose totals are all equal (s = 0) has an interval of no width, as the
    /// formula read to the letter gives; else it is undefined.
    pub with_constant: bool,
}

impl Default for InflatedMeanOptions {
    fn default() -> Self {
        Self { t: 1.96, min_n: 2, with_constant: false }
    }
}

/// Sign A, one row per group.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct InflatedMean {
    /// The groups.
    pub group: Vec<String>,
    /// Pupils with a total.
    #[row(tier)]
    pub n: Vec<u64>,
    /// The mean total x̄.
    pub mean: Vec<f64>,
    /// The lower end of the group's interval, x̄ − t·s/√m.
    #[row(nan("pvalue"))]
    pub statistic: Vec<f64>,
    /// x̄ − X̄, in points.
    pub effect: Vec<f64>,
    /// The group's interval less X̄, in points.
    pub lower: Vec<f64>,
    /// The group's interval less X̄, in points.
    pub upper: Vec<f64>,
    /// The upper end of the region's interval, X̄ + t·S/√n; a statistic above it is the sign.
    pub critical: f64,
}

/// Sign A of 2019: the mean total of each group and its interval beside the region's.
///
/// ```text
/// statistic = x̄ − t·s/√m      the group's m pupils, s with divisor m − 1
/// critical  = X̄ + t·S/√n      all n pupils of the tally
/// ```
///
/// The sign is `statistic > critical`. A group with fewer than `min_n` pupils is NaN, and one with
/// s = 0 unless `with_constant` gives it an interval of no width. Sums are of integers, so the
/// values do not depend on the order of the pupils. It has no p-value, and honest schools differ:
/// use it as a screening sign, never alone.
///
/// # Errors
/// [`StatisticError::Parameter`] for t that is not positive or `min_n` below 2.
///
/// # Examples
/// ```
/// use obektiv::{data::{Assessment, Grouping, Tally}, statistics::official};
/// let a = Assessment::new("maths", 5, 2020, &[1, 1, 1], None)?;
/// let counts: [(&str, &[u64]); 2] = [("high", &[0, 0, 1, 9]), ("low", &[40, 40, 10, 10])];
/// let tally = Tally::from_histograms(a, Grouping::School, counts)?;
/// let sign = official::inflated_mean(&tally, Default::default())?;
/// assert!(sign.statistic[0] > sign.critical && sign.statistic[1] < sign.critical);
/// # Ok::<(), obektiv::Error>(())
/// ```
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1])
/// >>> t = ob.Tally.from_histograms(a, {"high": [0, 0, 1, 9], "low": [40, 40, 10, 10]})
/// >>> sign = ob.official.inflated_mean(t)
/// >>> list(sign.group[sign.statistic > sign.critical])
/// ['high']
/// ```
///
/// # References
/// The methodology of 2019, annex, A.
#[described]
pub fn inflated_mean(tally: &Tally, options: InflatedMeanOptions) -> Result<InflatedMean, StatisticError> {
    let InflatedMeanOptions { t, min_n, with_constant } = options;
    if !t.is_finite() || t <= 0.0 {
        return Err(StatisticError::Parameter { name: "t", value: t, expected: "a positive number" });
    }
    if min_n < 2 {
        return Err(StatisticError::Parameter { name: "min_n", value: min_n as f64, expected: "2 or more" });
    }
    let region = Moments::of(&tally.histogram());
    let critical = region.mean() + t * region.standard_error();
    let groups = tally.groups().len();
    let mut sign = InflatedMean {
        group: Vec::with_capacity(groups),
        n: Vec::with_capacity(groups),
        mean: Vec::with_capacity(groups),
        statistic: Vec::with_capacity(groups),
        effect: Vec::with_capacity(groups),
        lower: Vec::with_capacity(groups),
        upper: Vec::with_capacity(groups),
        critical,
    };
    for (name, cells) in tally.groups() {
        let moments = Moments::of(&cells.histogram());
        let defined = moments.n >= min_n && (with_constant || moments.spread() > 0);
        let margin = if defined { t * moments.standard_error() } else { f64::NAN };
        let difference = moments.mean() - region.mean();
        sign.group.push(name.clone());
        sign.n.push(moments.n);
        sign.mean.push(moments.mean());
        sign.statistic.push(moments.mean() - margin);
        sign.effect.push(difference);
        sign.lower.push(difference - margin);
        sign.upper.push(difference + margin);
    }
    Ok(sign)
}

/// How ties enter the rank correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ties {
    /// The printed formula 1 − 6Σd²/(n(n²−1)), with mid-ranks; not a true correlation when ties are
    /// many.
    #[default]
    Printed,
    /// The correlation of the mid-ranks.
    Corrected,
}

impl std::str::FromStr for Ties {
    type Err = DataError;
    fn from_str(name: &str) -> Result<Self, DataError> {
        match name {
            "printed" => Ok(Self::Printed),
            "corrected" => Ok(Self::Corrected),
            _ => Err(DataError::Name { what: "ties", got: name.to_owned(), expected: "printed, corrected" }),
        }
    }
}

impl Setting for Ties {
    fn kind() -> SettingKind {
        SettingKind::Choice(&["printed", "corrected"])
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        chosen(value)
    }
    fn write(&self) -> Value {
        named(match self {
            Self::Printed => "printed",
            Self::Corrected => "corrected",
        })
    }
}

/// Points that the text of the rank mismatch leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct RankMismatchOptions {
    /// The least number of pupils with a total and a journal mark.
    pub min_n: u64,
    /// The treatment of ties.
    pub ties: Ties,
}

impl Default for RankMismatchOptions {
    fn default() -> Self {
        Self { min_n: 3, ties: Ties::Printed }
    }
}

/// Sign B, one row per group.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct RankMismatch {
    /// The groups.
    pub group: Vec<String>,
    /// Pupils with a total and a journal mark.
    #[row(tier)]
    pub n: Vec<u64>,
    /// The rank correlation of journal mark and total; below 0 is the sign.
    #[row(nan("pvalue", "effect", "lower", "upper"))]
    pub statistic: Vec<f64>,
}

/// Sign B of 2019: Spearman's correlation of journal marks and totals inside each group.
///
/// ```text
/// r_s = 1 − 6·Σd² / (n(n² − 1))      d = rank(mark) − rank(total), mid-ranks for ties
/// ```
///
/// The sign is `statistic < 0`. A group with fewer than `min_n` pupils, or whose marks or totals
/// are all the same, is NaN. Ranks are computed in halves as integers: the sign of the statistic is
/// exact. Marks have four values, so ties are massive and the printed formula lies above the true
/// correlation ([`Ties::Corrected`]).
///
/// # Errors
/// [`StatisticError::NoJournal`] if nobody has a journal mark, [`StatisticError::Parameter`] for
/// `min_n` below 2.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3])
/// >>> r = ob.Results(a, [[1], [2], [3]], school=["A", "A", "A"], journal_mark=[5, 4, 3])
/// >>> ob.official.rank_mismatch(r).statistic
/// array([-1.])
/// ```
///
/// # References
/// The methodology of 2019, annex, B.
#[described]
pub fn rank_mismatch(tally: &Tally, options: RankMismatchOptions) -> Result<RankMismatch, StatisticError> {
    if options.min_n < 2 {
        let value = options.min_n as f64;
        return Err(StatisticError::Parameter { name: "min_n", value, expected: "2 or more" });
    }
    let mut sign = RankMismatch { group: Vec::new(), n: Vec::new(), statistic: Vec::new() };
    for (name, cells) in tally.groups() {
        let (n, statistic) = spearman(cells, options.ties);
        sign.group.push(name.clone());
        sign.n.push(n);
        sign.statistic.push(if n >= options.min_n { statistic } else { f64::NAN });
    }
    if sign.n.iter().all(|&n| n == 0) {
        return Err(StatisticError::NoJournal {
            assessment: tally.assessment().key(),
            statistic: "official.rank_mismatch",
        });
    }
    Ok(sign)
}

fn spearman(cells: &Cells, ties: Ties) -> (u64, f64) {
    let rows: Vec<&[u64]> = (2..=5).map(|mark| cells.with_mark(mark)).collect();
    let by_mark: Vec<u64> = rows.iter().map(|row| row.iter().sum()).collect();
    let by_total: Vec<u64> = (0..rows[0].len()).map(|s| rows.iter().map(|row| row[s]).sum()).collect();
    let n: u64 = by_mark.iter().sum();
    let constant = |counts: &[u64]| counts.iter().filter(|&&c| c > 0).count() < 2;
    if constant(&by_mark) || constant(&by_total) {
        return (n, f64::NAN);
    }
    // Twice the mid-rank, to stay among the integers.
    let ranks = |counts: &[u64]| -> Vec<i128> {
        let mut below = 0;
        counts
            .iter()
            .map(|&c| {
                let rank = i128::from(2 * below + c + 1);
                below += c;
                rank
            })
            .collect()
    };
    let (mark_rank, total_rank) = (ranks(&by_mark), ranks(&by_total));
    let n_ = i128::from(n);
    let statistic = match ties {
        Ties::Printed => {
            let mut four_d2 = 0;
            for (row, mark) in rows.iter().zip(&mark_rank) {
                for (&count, total) in row.iter().zip(&total_rank) {
                    four_d2 += i128::from(count) * (mark - total).pow(2);
                }
            }
            let whole = 2 * n_ * (n_ * n_ - 1);
            (whole - 3 * four_d2) as f64 / whole as f64
        }
        Ties::Corrected => {
            let mut cross = 0;
            for (row, mark) in rows.iter().zip(&mark_rank) {
                for (&count, total) in row.iter().zip(&total_rank) {
                    cross += i128::from(count) * (mark - n_ - 1) * (total - n_ - 1);
                }
            }
            let square = |counts: &[u64], ranks: &[i128]| -> f64 {
                counts.iter().zip(ranks).map(|(&c, r)| i128::from(c) * (r - n_ - 1).pow(2)).sum::<i128>()
                    as f64
            };
            cross as f64 / (square(&by_mark, &mark_rank) * square(&by_total, &total_rank)).sqrt()
        }
    };
    (n, statistic)
}

/// Points that the text of the cohort jump leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct CohortJumpOptions {
    /// How many interquartile ranges beyond the quartiles are critical; the text says 3.
    pub k: f64,
    /// The least number of pupils in each of the two years.
    pub min_n: u64,
    /// Hyndman and Fan's type of the quartiles, 4 to 9: 7 is Excel's `QUARTILE.INC` and what most
    /// programs do, 6 its `QUARTILE.EXC`.
    pub quantile_type: u8,
}

impl Default for CohortJumpOptions {
    fn default() -> Self {
        Self { k: 3.0, min_n: 1, quantile_type: 7 }
    }
}

/// Sign C, one row per group that has both years.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct CohortJump {
    /// The groups of both tallies.
    pub group: Vec<String>,
    /// Pupils in the smaller of the two years.
    #[row(tier)]
    pub n: Vec<u64>,
    /// K = share of the maximum before / share of the maximum after.
    #[row(nan("pvalue"))]
    pub statistic: Vec<f64>,
    /// The difference of the shares, after − before.
    #[row(nan("lower", "upper"))]
    pub effect: Vec<f64>,
    /// Quartiles of K over the groups: first, median, third.
    #[row(skip)]
    pub quartiles: [f64; 3],
    /// K below this is a sharp rise: Q25 − k·IQR.
    pub rise_below: f64,
    /// K above this is a sharp fall: Q75 + k·IQR.
    pub fall_above: f64,
}

/// Sign C of 2019: how one cohort's mean share of the maximum changed between two works.
///
/// ```text
/// K = S_before / S_after          S: mean total / largest total
/// fall: K > Q75 + k·IQR,  rise: K < Q25 − k·IQR       quartiles over the groups
/// ```
///
/// `before` and `after` are of the same schools, in the first and the second year of the same
/// cohort. Mind the pupils' grade: a "grade 4" work of an autumn is written in grade 5. A school is
/// the same where its login changed its prefix, from `sch` to `edu`. Groups in only one tally are
/// left out; a group with too few pupils or with S_after = 0 is NaN and has no part in the
/// quartiles.
///
/// # Errors
/// [`StatisticError::Groupings`] if the tallies differ in their grouping,
/// [`StatisticError::Parameter`] for k below 0 and a quantile type outside 4 to 9.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> before = ob.Tally.from_histograms(a, {"A": [0, 2, 2], "B": [1, 2, 1]})
/// >>> after = ob.Tally.from_histograms(a, {"A": [0, 2, 2], "B": [0, 0, 4]})
/// >>> ob.official.cohort_jump(before, after).statistic
/// array([1. , 0.5])
/// ```
///
/// # References
/// The methodology of 2019, annex, C. Hyndman, Fan (1996). Sample quantiles in statistical
/// packages.
#[described]
pub fn cohort_jump(
    before: &Tally,
    after: &Tally,
    options: CohortJumpOptions,
) -> Result<CohortJump, StatisticError> {
    if before.grouping() != after.grouping() {
        return Err(StatisticError::Groupings);
    }
    if options.k.is_nan() || options.k < 0.0 {
        return Err(StatisticError::Parameter { name: "k", value: options.k, expected: "0 or more" });
    }
    if !(4..=9).contains(&options.quantile_type) {
        let value = f64::from(options.quantile_type);
        return Err(StatisticError::Parameter { name: "quantile_type", value, expected: "4 to 9" });
    }
    let after = &*after.named_as(before);
    let share = |cells: &Cells, tally: &Tally| {
        let moments = Moments::of(&cells.histogram());
        (moments.n, moments.mean() / f64::from(tally.assessment().max_total()))
    };
    let (mut group, mut n, mut statistic, mut effect) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, cells) in before.groups() {
        let Some(later) = after.groups().get(name) else { continue };
        let ((n_before, s_before), (n_after, s_after)) = (share(cells, before), share(later, after));
        let least = n_before.min(n_after);
        let defined = least >= options.min_n.max(1) && s_after > 0.0;
        group.push(name.clone());
        n.push(least);
        statistic.push(if defined { s_before / s_after } else { f64::NAN });
        effect.push(s_after - s_before);
    }
    let finite: Vec<f64> = statistic.iter().copied().filter(|k| k.is_finite()).collect();
    let places = order(finite.len(), &|a, b| finite[a].total_cmp(&finite[b]));
    let sorted: Vec<f64> = places.into_iter().map(|at| finite[at]).collect();
    let quartiles = [0.25, 0.5, 0.75].map(|q| quantile(&sorted, q, options.quantile_type));
    let reach = options.k * (quartiles[2] - quartiles[0]);
    let (rise_below, fall_above) = (quartiles[0] - reach, quartiles[2] + reach);
    Ok(CohortJump { group, n, statistic, effect, quartiles, rise_below, fall_above })
}

/// The federal index of objectivity of a territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectivityIndex {
    /// Schools that took part.
    pub schools: u64,
    /// Schools marked by at least one sign.
    pub marked: u64,
    /// 100 · marked / schools.
    pub share: f64,
    /// 100 − share.
    pub statistic: f64,
}

/// 100 less the percentage of schools that at least one sign marks.
///
/// ```text
/// index = 100 − 100 · marked / schools
/// ```
///
/// NaN without schools.
///
/// # Errors
/// [`StatisticError::Parameter`] if more schools are marked than took part.
///
/// # Examples
/// ```
/// use obektiv::statistics::official::objectivity_index;
/// assert_eq!(objectivity_index(40, 10)?.statistic, 75.0);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// # References
/// The methodology of 2019, stages 2 and 3.
pub fn objectivity_index(schools: u64, marked: u64) -> Result<ObjectivityIndex, StatisticError> {
    if marked > schools {
        let value = marked as f64;
        return Err(StatisticError::Parameter {
            name: "marked",
            value,
            expected: "at most the number of schools",
        });
    }
    let share = 100.0 * marked as f64 / schools as f64;
    Ok(ObjectivityIndex { schools, marked, share, statistic: 100.0 - share })
}

/// [`inflated_mean`] in the catalogue.
pub const INFLATED_MEAN: Function = Function {
    id: "official.inflated_mean",
    doc: INFLATED_MEAN_DOC,
    inputs: &[Input::COUNTS.doc("Pupils with a missing cell are left out.")],
    groups: Groups::Asked(Grouping::School),
    options: options::<InflatedMeanOptions>,
    output: Shape::Table(InflatedMean::describe),
    run: |given| Ok(inflated_mean(given.counts(0)?, given.options()?)?.table().into()),
};

/// [`rank_mismatch`] in the catalogue.
pub const RANK_MISMATCH: Function = Function {
    id: "official.rank_mismatch",
    doc: RANK_MISMATCH_DOC,
    inputs: &[Input::COUNTS.doc("Pupils without a journal mark or with a missing cell are left out.")],
    groups: Groups::Asked(Grouping::School),
    options: options::<RankMismatchOptions>,
    output: Shape::Table(RankMismatch::describe),
    run: |given| Ok(rank_mismatch(given.counts(0)?, given.options()?)?.table().into()),
};

/// [`cohort_jump`] in the catalogue.
pub const COHORT_JUMP: Function = Function {
    id: "official.cohort_jump",
    doc: COHORT_JUMP_DOC,
    inputs: &[
        Input::new("before", Kind::Counts).doc("The first year of a cohort."),
        Input::new("after", Kind::Counts).doc("The second year of the same schools."),
    ],
    groups: Groups::Asked(Grouping::School),
    options: options::<CohortJumpOptions>,
    output: Shape::Table(CohortJump::describe),
    run: |given| Ok(cohort_jump(given.counts(0)?, given.counts(1)?, given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Assessment, Grouping, Labels, Results, ResultsBuilder};
    use ndarray::Array2;

    fn assessment(items: usize) -> Assessment {
        Assessment::new("maths", 5, 2020, &vec![1; items], None).unwrap()
    }

    fn tally(rows: &[(&str, &[u64])]) -> Tally {
        Tally::from_histograms(assessment(rows[0].1.len() - 1), Grouping::School, rows.iter().copied())
            .unwrap()
    }

    #[test]
    fn what_is_ours_is_no_official_sign() {
        for official in ["official.inflated_mean", "official.cohort_jump.rise", "official.recheck_delta"] {
            assert!(is_official(official), "{official}");
        }
        for ours in ["class_split", "x_pattern", "high5_low_spread", "inflated_means"] {
            assert!(!is_official(&format!("official.{ours}")), "{ours}");
        }
        assert!(!is_official("heaping.three_bin") && !is_official("official"));
    }

    #[test]
    fn the_interval_is_the_printed_one() {
        let sign =
            inflated_mean(&tally(&[("a", &[0, 1, 1, 2]), ("b", &[3, 1, 0, 0])]), Default::default()).unwrap();
        // a: 1 2 3 3, mean 2.25, s² = 11/12; all: 0 0 0 1 1 2 3 3, mean 1.25, S² = 11.5/7.
        let se = (11.0_f64 / 12.0 / 4.0).sqrt();
        assert!((sign.statistic[0] - (2.25 - 1.96 * se)).abs() < 1e-15);
        assert!((sign.critical - (1.25 + 1.96 * (11.5_f64 / 7.0 / 8.0).sqrt())).abs() < 1e-15);
        assert_eq!(sign.effect, [1.0, -1.0]);
    }

    #[test]
    fn one_pupil_or_no_spread_is_undefined() {
        let sign = inflated_mean(
            &tally(&[("a", &[0, 0, 1]), ("b", &[0, 0, 9]), ("c", &[5, 5, 5])]),
            Default::default(),
        )
        .unwrap();
        assert!(sign.statistic[0].is_nan() && sign.statistic[1].is_nan() && sign.statistic[2].is_finite());
    }

    fn marks(pairs: &[(u8, u8)]) -> Tally {
        let scores = Array2::from_shape_fn((pairs.len(), 9), |(p, i)| u8::from(i < usize::from(pairs[p].1)));
        let parts = ResultsBuilder {
            scores,
            school: Labels::new(pairs.iter().map(|_| "s")),
            journal_mark: Some(pairs.iter().map(|p| p.0).collect()),
            ..Default::default()
        };
        Tally::of(&Results::new(assessment(9), parts).unwrap(), Grouping::School, false).unwrap()
    }

    #[test]
    fn ranks_against_the_journal_have_a_negative_correlation() {
        let opposed = rank_mismatch(&marks(&[(5, 1), (4, 2), (3, 3)]), Default::default()).unwrap();
        assert_eq!(opposed.statistic, [-1.0]);
        let same = rank_mismatch(&marks(&[(3, 1), (4, 2), (5, 3)]), Default::default()).unwrap();
        assert_eq!(same.statistic, [1.0]);
    }

    #[test]
    fn the_printed_formula_lies_above_the_true_correlation_under_ties() {
        // marks 3 3 4 (ranks 1.5 1.5 3), totals 1 2 3: Σd² = 0.5, printed 0.875, true √3/2.
        let t = marks(&[(3, 1), (3, 2), (4, 3)]);
        assert_eq!(rank_mismatch(&t, Default::default()).unwrap().statistic, [0.875]);
        let corrected = RankMismatchOptions { ties: Ties::Corrected, ..Default::default() };
        assert!((rank_mismatch(&t, corrected).unwrap().statistic[0] - 0.75_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn constant_marks_and_pupils_without_a_mark_are_left_out() {
        assert!(
            rank_mismatch(&marks(&[(4, 1), (4, 2), (4, 3)]), Default::default()).unwrap().statistic[0]
                .is_nan()
        );
        let sign = rank_mismatch(&marks(&[(0, 9), (5, 3), (4, 2), (3, 1)]), Default::default()).unwrap();
        assert_eq!((sign.n[0], sign.statistic[0]), (3, 1.0));
        assert_eq!(
            rank_mismatch(&marks(&[(0, 1), (0, 2)]), Default::default()).unwrap_err().code(),
            "statistic.no_journal"
        );
    }

    #[test]
    fn a_jump_beyond_three_ranges_is_critical() {
        let before: Vec<(String, Vec<u64>)> =
            (0..9_u64).map(|i| (format!("s{i}"), vec![10 - i % 3, 10, 10, 10])).collect();
        let mut after = before.clone();
        after[4].1 = vec![40, 1, 0, 0];
        let make = |rows: &[(String, Vec<u64>)]| {
            Tally::from_histograms(
                assessment(3),
                Grouping::School,
                rows.iter().map(|(n, h)| (n.as_str(), h.as_slice())),
            )
            .unwrap()
        };
        let sign = cohort_jump(&make(&before), &make(&after), Default::default()).unwrap();
        assert!(sign.statistic[4] > sign.fall_above);
        assert_eq!(sign.statistic.iter().filter(|&&k| k > sign.fall_above || k < sign.rise_below).count(), 1);
    }
}
