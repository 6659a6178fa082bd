//! Many fives with little spread: which groups to look at first, not that one is unusual.

use obektiv_derive::{Columns, described};

use crate::data::{Grouping, Tally};
use crate::function::{Function, Groups, Input, Shape, options};
use crate::math::Moments;
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::{GroupSign, NoOptions, Options, Reads, Scale, Use};

/// Many fives with little spread, one row per group.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct ManyFives {
    /// The groups.
    pub group: Vec<String>,
    /// Pupils.
    #[row(tier)]
    pub n: Vec<u64>,
    /// The smaller of the group's two ranks: the share of groups that have fewer fives, and that
    /// have more spread.
    #[row(nan("pvalue"))]
    pub statistic: Vec<f64>,
    /// The share of fives less that of all pupils.
    #[row(nan("lower", "upper"))]
    pub effect: Vec<f64>,
    /// The share of fives.
    pub share: Vec<f64>,
    /// s/S: the group's standard deviation by that of all pupils.
    pub spread: Vec<f64>,
}

/// Many fives and totals close together; a sign of this library.
///
/// ```text
/// share = pupils with a five / pupils,  spread = s/S          s of the group's totals, S of all; divisors less 1
/// statistic = min(rank of share, rank of −spread)            rank: (groups below + half of those equal, itself with them)/groups
/// ```
///
/// With thresholds, share ≥ 60 % (or the 99th percentile of groups) and spread < .6, hardly any
/// real school has the sign: rank instead, the highest first. A bounded total leaves less spread to
/// every strong group, so the ranks say which group to look at, not that it is unusual; there is no
/// p-value. Groups under two pupils are NaN and not ranked.
///
/// # Errors
/// [`StatisticError::NoBoundaries`].
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 1, 9], "B": [5, 5, 5, 5]})
/// >>> ob.spread.many_fives(t).statistic
/// array([0.75, 0.25])
/// ```
#[described]
pub fn many_fives(tally: &Tally) -> Result<ManyFives, StatisticError> {
    let Some([.., five]) = tally.assessment().boundaries else {
        let (assessment, statistic) = (tally.assessment().key(), "spread.many_fives");
        return Err(StatisticError::NoBoundaries { assessment, statistic });
    };
    let fives = |histogram: &[u64]| histogram[usize::from(five)..].iter().sum::<u64>();
    let region = tally.histogram();
    let all = Moments::of(&region);
    let of_all = fives(&region) as f64 / all.n as f64;
    let groups: Vec<(&String, Moments, u64)> = (tally.groups().iter())
        .map(|(name, cells)| (name, Moments::of(&cells.histogram()), fives(&cells.histogram())))
        .collect();
    let defined = |value: f64, n: u64| if n < 2 { f64::NAN } else { value };
    let share: Vec<f64> =
        groups.iter().map(|(_, m, fives)| defined(*fives as f64 / m.n as f64, m.n)).collect();
    let spread: Vec<f64> =
        groups.iter().map(|(_, m, _)| defined((m.variance() / all.variance()).sqrt(), m.n)).collect();
    let closeness: Vec<f64> = spread.iter().map(|s| -s).collect();
    let both = ranks(&share).into_iter().zip(ranks(&closeness));
    Ok(ManyFives {
        group: groups.iter().map(|(name, ..)| (*name).clone()).collect(),
        n: groups.iter().map(|(_, m, _)| m.n).collect(),
        statistic: both.map(|(a, b)| if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }).collect(),
        effect: share.iter().map(|s| s - of_all).collect(),
        share,
        spread,
    })
}

/// The share of values below each, and half of those equal; NaN is not ranked.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = |value: f64| {
        let below = sorted.partition_point(|&other| other < value);
        let up_to = sorted.partition_point(|&other| other <= value);
        (below + up_to) as f64 / (2 * sorted.len()) as f64
    };
    values.iter().map(|&v| if v.is_finite() { rank(v) } else { f64::NAN }).collect()
}

/// [`many_fives`] as policies name it.
pub const MANY_FIVES: GroupSign = GroupSign {
    id: "spread.many_fives",
    aliases: &[],
    doc: "many fives, close together",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<NoOptions>(),
    uses: Use::Context { reason: "it ranks groups: somebody is first in every honest territory" },
    scale: Scale::Share,
    parts: &[],
    run: |given| {
        let NoOptions {} = given.options()?;
        Ok(many_fives(given.tally()?)?.table())
    },
};

/// [`many_fives`] in the catalogue.
pub const MANY_FIVES_FUNCTION: Function = Function {
    id: "spread.many_fives",
    doc: MANY_FIVES_DOC,
    inputs: &[Input::COUNTS],
    groups: Groups::Asked(Grouping::School),
    options: options::<NoOptions>,
    output: Shape::Table(ManyFives::describe),
    run: |given| Ok(many_fives(given.counts(0)?)?.table().into()),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Assessment;

    #[test]
    fn ranks_count_half_of_the_equal() {
        assert_eq!(ranks(&[1.0, 2.0, 2.0, f64::NAN, 9.0]).first().copied(), Some(0.125));
        assert_eq!(ranks(&[1.0, 2.0, 2.0, 9.0]), [0.125, 0.5, 0.5, 0.875]);
    }

    #[test]
    fn many_fives_close_together_rank_first() {
        let a = Assessment::new("maths", 5, 2020, &[3], Some([1, 2, 3])).unwrap();
        let counts: [(&str, &[u64]); 3] = [("a", &[0, 0, 1, 9]), ("b", &[5, 5, 5, 5]), ("c", &[9, 1, 0, 0])];
        let t = Tally::from_histograms(a, Grouping::School, counts).unwrap();
        let sign = many_fives(&t).unwrap();
        assert!((sign.share[0] - 0.9).abs() < 1e-15);
        // a has the most fives; a and c are equally close together.
        assert!((sign.statistic[0] - 4.0 / 6.0).abs() < 1e-15 && sign.statistic[1] < 0.2);
    }
}
