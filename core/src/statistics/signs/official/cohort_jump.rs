//! Official sign C: jumps of cohorts between two works.

use obektiv_derive::{Columns, Settings, described};

use crate::data::{Cells, Grouping, Tally};
use crate::function::{Function, Groups, Input, Kind, Shape, options};
use crate::math::{Moments, quantile};
use crate::sorted::order;
use crate::statistics::StatisticError;

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
