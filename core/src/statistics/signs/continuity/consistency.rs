//! Each work of a group beside its others.

use obektiv_derive::described;

use super::change::{Continuity, ContinuityRow};
use super::means::{Mean, Pair, Work, rows};
use super::{ContinuityOptions, check};
use crate::data::{Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Kind, Row as _, Shape, options};
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, Use};

/// Each group's mean in each work beside its means in the others: subjects of one grade, or grades
/// of one year.
///
/// As [`by_group`](super::by_group), with in place of the first mean the average z of the group's other works, the
/// average of their u, the harmonic mean of their n, and the largest of their S_w/S: the same
/// pupils are taken to write them all, so that several works are no surer of the group's luck than
/// one. One row for each group and work.
///
/// # Errors
/// [`StatisticError::NoTallies`] with fewer than two works; [`StatisticError::Groupings`] if the
/// tallies differ in their grouping; [`StatisticError::Parameter`] for `min_reference` below 5.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
/// >>> len(ob.continuity.consistency(works))
/// 120
/// ```
#[described]
pub fn consistency(
    works: &[&Tally],
    registry: &Registry,
    options: ContinuityOptions,
) -> Result<Continuity, StatisticError> {
    let groups = check(works, options)?;
    let all: Vec<Work<'_>> = works.iter().map(|tally| Work::of(tally)).collect();
    let mut found = Vec::new();
    for (k, work) in all.iter().enumerate() {
        let others = || all.iter().enumerate().filter(|(l, _)| *l != k).map(|(_, other)| other);
        let pairs = groups.iter().filter_map(|group| {
            let means: Vec<Mean> = others().filter_map(|o| o.means.get(*group)).copied().collect();
            Some(Pair { group, x: Mean::average(&means)?, y: *work.means.get(*group)? })
        });
        // By the largest, so that luck never explains more than there is.
        let within = others().map(|o| o.within).fold(0.0, f64::max);
        let most = work.within / within;
        found.extend(rows(&pairs.collect::<Vec<_>>(), work, most, registry, options));
    }
    // Stable: the works of one group keep their order.
    found.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(Continuity { rows: found })
}

/// [`consistency`] as policies name it.
pub const CONSISTENCY: GroupSign = GroupSign {
    id: "continuity.consistency",
    aliases: &["consistency"],
    doc: "one subject beside the same cohort's others",
    units: GroupSign::UNITS,
    reads: Reads::Subjects,
    options: Options::of::<ContinuityOptions>(),
    uses: Use::Flags {
        beside: "other groups of the reference that began alike, with how much their changes differ",
        sides: Sides::Both,
    },
    scale: Scale::Deviations,
    parts: &["work"],
    run: |given| Ok(consistency(given.tallies, given.registry, given.options()?)?.table()),
};

/// [`consistency`] in the catalogue.
pub const CONSISTENCY_FUNCTION: Function = Function {
    id: "continuity.consistency",
    doc: CONSISTENCY_DOC,
    inputs: &[Input::new("works", Kind::CountsOfWorks).doc("Two at least."), Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<ContinuityOptions>,
    output: Shape::Table(ContinuityRow::describe),
    run: |given| {
        Ok(consistency(given.counts_of_works(0)?, &given.registry(1), given.options()?)?.table().into())
    },
};
