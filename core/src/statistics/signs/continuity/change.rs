//! The change of a cohort between two works.

use obektiv_derive::{Row, described};

use super::means::{Pair, Work, rows};
use super::{ContinuityOptions, check};
use crate::data::{Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Kind, Row as _, Shape, options};
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, Use};
use crate::table::Table;

/// One group's mean in one work beside what is expected of it. Means are in standard deviations of
/// the work's pupils from their mean.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ContinuityRow {
    /// The group.
    pub group: String,
    /// The work whose mean is looked at, by its key.
    pub work: String,
    /// Pupils in the smaller of the two: this work, and the work or works that it is expected from.
    #[row(tier)]
    pub n: u64,
    /// The mean from which this work's is expected.
    pub before: f64,
    /// The mean in this work.
    pub after: f64,
    /// after − before.
    pub change: f64,
    /// What the other groups lead to expect of `after`.
    pub expected: f64,
    /// effect / its standard deviation.
    pub statistic: f64,
    /// The degrees of freedom of its t distribution.
    pub df: f64,
    /// P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way.
    pub pvalue: f64,
    /// after − expected.
    pub effect: f64,
    /// 95 % interval of the effect, of sampling and of how groups differ.
    pub lower: f64,
    /// 95 % interval of the effect, of sampling and of how groups differ.
    pub upper: f64,
}

/// Rows of all groups that have both means.
#[derive(Debug, Clone, PartialEq)]
pub struct Continuity {
    /// The rows, groups in the order of their names.
    pub rows: Vec<ContinuityRow>,
}

/// How a cohort's mean changed between two works, beside the other groups that began alike.
///
/// ```text
/// zⱼ = (x̄ⱼ − X̄)/S                    mean and standard deviation of all pupils of the work; scales drop out
/// uⱼ = (S_w/S)²/nⱼ                    its sampling variance, S_w pooled within groups; vⱼ the same of the second work
/// λⱼ = τ²/(τ² + uⱼ)                   what of a first mean is the group's own; τ² the variance of groups
/// E[afterⱼ] = a + b·λⱼ(zⱼ − μ) + c·oⱼ(1 − λⱼ)(zⱼ − μ)          oⱼ = min(1, n_before/n_after)
/// Vⱼ = ω² + vⱼ − c²oⱼ²uⱼ + (b − c·oⱼ)²λⱼuⱼ
/// effect = after − E[after],  statistic = effect/√(Vⱼ + variance of E),  t with ν = .63·(groups − 3) degrees of freedom
/// ```
///
/// The first slope b carries what groups keep from work to work, the second c the luck of a first
/// mean that the same pupils bring to the second work as well (0 ≤ c ≤ .8·S_w/S after by before: of
/// two different halves of a cohort it is 0). The two together are regression to the mean: stronger
/// for small groups, for whom λ is small. a, b, c are Huber's, each group weighed by min(1,
/// 1.28·√V/|effect|)/V, and exclude the group itself; c is drawn to b with a standard deviation of
/// .5, which matters only where all groups are of one size and the two cannot be told apart. μ and
/// τ², and ω², which is how honest changes differ beyond sampling, bring Σ min(effect²/V, 1.28²) to
/// what it is on average for normal groups: a few groups of those looked for move them little. ν is
/// what so many groups say of ω².
///
/// `before` and `after` are two works of one cohort; mind the pupils' grade: a "grade 4" work of an
/// autumn is written in grade 5. Groups in only one of them are left out. The reference of a group
/// is all others with the same label in `registry`. With fewer than `min_reference` others, what
/// needs them is NaN. It does not tell which of the two works is the odd one, nor why.
///
/// # Errors
/// [`StatisticError::Groupings`] if the tallies differ in their grouping,
/// [`StatisticError::Parameter`] for `min_reference` below 5.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> counts = {f"{j:02}": [10 - j % 3, 10, 10 + j % 5] for j in range(40)}
/// >>> later = ob.Tally.from_histograms(a, counts | {"07": [0, 5, 25]})
/// >>> table = ob.continuity.by_group(ob.Tally.from_histograms(a, counts), later)
/// >>> str(table.group[table.pvalue.argmin()])
/// '07'
/// ```
///
/// # References
/// Gains of groups given their past: Skorupski and Egan (2011). Regression to the mean by Kelley's
/// formula: Kelley (1947), Fundamentals of Statistics. Overdispersion: Spiegelhalter (2005),
/// Statistics in Medicine 24, 1185–1202. Huber (1981), Robust Statistics, ch. 5 and 7. The two
/// slopes are this library's.
#[described]
pub fn by_group(
    before: &Tally,
    after: &Tally,
    registry: &Registry,
    options: ContinuityOptions,
) -> Result<Continuity, StatisticError> {
    let after = &*after.named_as(before);
    let groups = check(&[before, after], options)?;
    let (first, second) = (Work::of(before), Work::of(after));
    let pairs = groups.iter().filter_map(|group| {
        let (x, y) = (first.means.get(*group)?, second.means.get(*group)?);
        Some(Pair { group, x: *x, y: *y })
    });
    let most = second.within / first.within;
    Ok(Continuity { rows: rows(&pairs.collect::<Vec<_>>(), &second, most, registry, options) })
}

impl Continuity {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        ContinuityRow::table(&self.rows)
    }
}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "continuity.by_group",
    aliases: &["continuity"],
    doc: "a cohort's change from one year to the next",
    units: GroupSign::UNITS,
    reads: Reads::TwoYears,
    options: Options::of::<ContinuityOptions>(),
    uses: Use::Flags {
        beside: "other groups of the reference that began alike, with how much their changes differ",
        sides: Sides::Both,
    },
    scale: Scale::Deviations,
    parts: &[],
    run: |given| match given.tallies {
        [before, after] => Ok(by_group(before, after, given.registry, given.options()?)?.table()),
        _ => Err(StatisticError::NoTallies),
    },
};

/// [`by_group`] in the catalogue.
pub const CHANGE: Function = Function {
    id: "continuity.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        Input::new("before", Kind::Counts).doc("The first of two works of one cohort."),
        Input::new("after", Kind::Counts).doc("The second."),
        Input::REGISTRY,
    ],
    groups: Groups::Asked(Grouping::School),
    options: options::<ContinuityOptions>,
    output: Shape::Table(ContinuityRow::describe),
    run: |given| {
        Ok(by_group(given.counts(0)?, given.counts(1)?, &given.registry(2), given.options()?)?.table().into())
    },
};
