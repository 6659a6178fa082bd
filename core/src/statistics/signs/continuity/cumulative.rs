//! Changes of a cohort added up over its works.

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use obektiv_derive::{Row, described};

use super::change::{ContinuityRow, by_group};

use super::{ContinuityOptions, check};
use crate::data::{Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Kind, Row as _, Shape, options};
use crate::math::t_two_sided;
use crate::sorted::filled;
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, Use};
use crate::table::Table;

/// One group's changes over several works, added up.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct CumulativeRow {
    /// The group.
    pub group: String,
    /// Changes that are added up.
    pub changes: u64,
    /// Pupils in the smallest of the works.
    #[row(tier)]
    pub n: u64,
    /// The sum of the statistics of `by_group` over its standard deviation.
    pub statistic: f64,
    /// P(|t| ≥ |statistic|), with the fewest degrees of freedom of the parts.
    pub pvalue: f64,
    /// The sum of the effects, in standard deviations of pupils.
    pub effect: f64,
    /// Its 95 % interval.
    pub lower: f64,
    /// Its 95 % interval.
    pub upper: f64,
}

/// Changes of all groups added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Cumulative {
    /// The rows, groups in the order of their names.
    pub rows: Vec<CumulativeRow>,
}

/// Changes of one cohort added up over its works, in the order in which they were written.
///
/// ```text
/// t₁, t₂, …   the statistics of by_group for each work and the next
/// statistic = Σ tₖ/√(ΣΣ Rₖₗ),  effect = Σ effectₖ ± t·√(ΣΣ sₖsₗRₖₗ)       s the standard deviations of the effects
/// Rₖₗ = the correlation of tₖ and tₗ over all groups, each within ±2.5; 0 if below
/// ```
///
/// Small gains that go on add up; a gain that is followed by a loss does not, and is seen in
/// [`by_group`]. A group takes part with the changes it has.
///
/// # Errors
/// [`StatisticError::NoTallies`] with fewer than two works; [`StatisticError::Groupings`] if the
/// tallies differ in their grouping; [`StatisticError::Parameter`] for `min_reference` below 5.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
/// >>> ob.continuity.cumulative(works)["changes"][0]
/// np.int64(2)
/// ```
///
/// # References
/// Stouffer's sum of dependent tests: Strube (1985), Psychological Bulletin 97, 334–341.
#[described]
pub fn cumulative(
    works: &[&Tally],
    registry: &Registry,
    options: ContinuityOptions,
) -> Result<Cumulative, StatisticError> {
    let groups = check(works, options)?;
    let steps = works.windows(2).map(|pair| by_group(pair[0], pair[1], registry, options));
    let steps = steps.collect::<Result<Vec<_>, _>>()?;
    let of: Vec<BTreeMap<&str, &ContinuityRow>> =
        steps.iter().map(|s| filled(s.rows.iter().map(|r| (r.group.as_str(), r)))).collect();
    let agreement =
        DMatrix::from_fn(of.len(), of.len(), |k, l| if k == l { 1.0 } else { agree(&of[k], &of[l]) });
    let rows = groups.iter().filter_map(|group| {
        let have: Vec<usize> = (0..of.len()).filter(|&k| of[k].contains_key(group)).collect();
        let parts: Vec<&ContinuityRow> = have.iter().map(|&k| of[k][group]).collect();
        let n = parts.iter().map(|r| r.n).min()?;
        let total = |scale: &dyn Fn(&ContinuityRow) -> f64| {
            let pairs = have
                .iter()
                .zip(&parts)
                .flat_map(|(&k, a)| have.iter().zip(&parts).map(move |(&l, b)| (k, l, *a, *b)));
            pairs.map(|(k, l, a, b)| agreement[(k, l)] * scale(a) * scale(b)).sum::<f64>().sqrt()
        };
        let effect = parts.iter().map(|r| r.effect).sum();
        let statistic = parts.iter().map(|r| r.statistic).sum::<f64>() / total(&|_| 1.0);
        let margin = total(&|r| (r.upper - r.lower) / 2.0);
        let df = parts.iter().map(|r| r.df).fold(f64::INFINITY, f64::min);
        Some(CumulativeRow {
            group: (*group).to_owned(),
            changes: parts.len() as u64,
            n,
            statistic,
            pvalue: t_two_sided(statistic, df),
            effect,
            lower: effect - margin,
            upper: effect + margin,
        })
    });
    Ok(Cumulative { rows: rows.collect() })
}

/// The correlation of two changes over the groups that have both.
fn agree(a: &BTreeMap<&str, &ContinuityRow>, b: &BTreeMap<&str, &ContinuityRow>) -> f64 {
    let within = |t: f64| t.clamp(-2.5, 2.5);
    let pairs =
        a.iter().filter_map(|(group, a)| Some((within(a.statistic), within(b.get(group)?.statistic))));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in pairs.filter(|(a, b)| a.is_finite() && b.is_finite()) {
        (ab, aa, bb) = (ab + a * b, aa + a * a, bb + b * b);
    }
    if aa > 0.0 && bb > 0.0 { (ab / (aa * bb).sqrt()).max(0.0) } else { 0.0 }
}

impl Cumulative {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        CumulativeRow::table(&self.rows)
    }
}

/// [`cumulative`] as policies name it.
pub const CUMULATIVE: GroupSign = GroupSign {
    id: "continuity.cumulative",
    aliases: &["cumulative"],
    doc: "a cohort's changes over several works, added up",
    units: GroupSign::UNITS,
    reads: Reads::AllYears,
    options: Options::of::<ContinuityOptions>(),
    uses: Use::Flags {
        beside: "other groups of the reference that began alike, with how much their changes differ",
        sides: Sides::Both,
    },
    scale: Scale::Deviations,
    parts: &[],
    run: |given| Ok(cumulative(given.tallies, given.registry, given.options()?)?.table()),
};

/// [`cumulative`] in the catalogue.
pub const CUMULATIVE_FUNCTION: Function = Function {
    id: "continuity.cumulative",
    doc: CUMULATIVE_DOC,
    inputs: &[
        Input::new("works", Kind::CountsOfWorks)
            .doc("In the order in which they were written, two at least."),
        Input::REGISTRY,
    ],
    groups: Groups::Asked(Grouping::School),
    options: options::<ContinuityOptions>,
    output: Shape::Table(CumulativeRow::describe),
    run: |given| {
        Ok(cumulative(given.counts_of_works(0)?, &given.registry(1), given.options()?)?.table().into())
    },
};
