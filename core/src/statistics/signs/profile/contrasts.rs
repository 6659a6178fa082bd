//! Contrasts of two kinds of items.

use nalgebra::{DMatrix, DVector};
use obektiv_derive::Row;

use super::between::Tested;
use super::group::Group;

use crate::data::{ItemKind, ItemSums, ItemTally};
use crate::math::{Z95, t_two_sided};
use crate::sorted::order;

/// One group's contrast of two kinds of items.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ContrastRow {
    /// The group.
    pub group: String,
    /// hard: the harder half of the items less the easier; late: the second half of the paper less
    /// the first; open: marked by a teacher less marked by a key, where the assessment has
    /// `item_kinds`.
    #[row(text(Contrast::name))]
    pub contrast: Contrast,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// z = effect / its standard deviation over groups.
    pub statistic: f64,
    /// P(t ≥ z) with ν degrees of freedom.
    pub pvalue: f64,
    /// The mean deviation of the first kind of items less that of the second, in shares of the
    /// maxima.
    pub effect: f64,
    /// The effect's 95 % interval by sampling alone.
    pub lower: f64,
    /// The effect's 95 % interval by sampling alone.
    pub upper: f64,
}

/// Kinds of items that are contrasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contrast {
    /// The harder half of the items against the easier: hard ones done better and easy ones worse
    /// than expected.
    Hard,
    /// Items marked by a teacher against those marked by a key; only where the assessment says
    /// which are which.
    Open,
    /// The second half of the paper against the first.
    Late,
}

impl Contrast {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Open => "open",
            Self::Late => "late",
        }
    }
}

/// The weights of the items in each contrast that the assessment allows, in shares of the maxima.
pub(super) fn contrasts(tally: &ItemTally) -> Vec<(Contrast, DVector<f64>)> {
    let assessment = tally.assessment();
    let items = assessment.items();
    let share = easiness(tally);
    let order = order(items, &|a, b| share[b].total_cmp(&share[a]));
    let mut hard = vec![0; items];
    (0..items / 2).for_each(|at| hard[order[at]] = -1);
    (items - items / 2..items).for_each(|at| hard[order[at]] = 1);
    let late =
        (0..items).map(|i| if i < items / 2 { -1 } else { i32::from(i >= items - items / 2) }).collect();
    let open = assessment.item_kinds.as_ref().map(|kinds| {
        kinds.iter().map(|kind| if *kind == ItemKind::Open { 1 } else { -1 }).collect::<Vec<i32>>()
    });
    let all = [(Contrast::Hard, Some(hard)), (Contrast::Open, open), (Contrast::Late, Some(late))];
    let weights = |signs: Vec<i32>| {
        let count = |sign: i32| signs.iter().filter(|s| **s == sign).count() as f64;
        let (up, down) = (count(1), count(-1));
        let weight = |i: usize| {
            let of = match signs[i] {
                1 => 1.0 / up,
                -1 => -1.0 / down,
                _ => 0.0,
            };
            of / f64::from(assessment.max_scores[i])
        };
        (up > 0.0 && down > 0.0).then(|| DVector::from_fn(items, |i, _| weight(i)))
    };
    all.into_iter().filter_map(|(kind, signs)| Some((kind, weights(signs?)?))).collect()
}

/// The mean share of each item's maximum over all pupils whose total counts it; 0 for an item of
/// nobody.
fn easiness(tally: &ItemTally) -> Vec<f64> {
    let mut all = ItemSums::new(tally.assessment().items());
    for (set, levels) in tally.groups().values().flatten() {
        levels.values().for_each(|level| all.add(set, level));
    }
    let shares = all.shares(&tally.assessment().max_scores);
    shares.into_iter().map(|share| if share.is_nan() { 0.0 } else { share }).collect()
}

pub(super) fn contrast(
    group: &Group<'_>,
    tested: &Tested,
    kind: Contrast,
    weights: &DVector<f64>,
    nu: f64,
) -> ContrastRow {
    let over = |variance: &DMatrix<f64>| weights.dot(&(variance * weights)).max(0.0).sqrt();
    let (effect, margin) = (weights.dot(&group.deviation), Z95 * over(&group.sampling));
    let deviation = tested.variance.as_ref().map_or(f64::NAN, over);
    let statistic = if deviation > 0.0 { weights.dot(&tested.deviation) / deviation } else { f64::NAN };
    let half = t_two_sided(statistic, nu) / 2.0;
    ContrastRow {
        group: group.name.to_owned(),
        contrast: kind,
        n: group.pupils,
        statistic,
        pvalue: if statistic < 0.0 { 1.0 - half } else { half },
        effect,
        lower: effect - margin,
        upper: effect + margin,
    }
}
