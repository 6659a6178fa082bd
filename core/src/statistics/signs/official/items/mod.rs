//! Signs from items: hard ones done better and easy ones worse, mark groups that cross.

use obektiv_derive::{Columns, Row, Settings, described};

use crate::data::{Grouping, ItemSums, ItemTally};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::statistics::StatisticError;
use crate::statistics::shared::share::difference;
use crate::statistics::shared::sign::{GroupSign, NoOptions, Options, Reads, Scale, SignOptions, Use};
use crate::table::Table;

/// Hard items done better and easy ones worse than in the whole, one row per group.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct ItemInversion {
    /// The groups.
    pub group: Vec<String>,
    /// Pupils.
    #[row(tier)]
    pub n: Vec<u64>,
    /// min(hard, −easy): above δ is the sign.
    #[row(nan("pvalue"))]
    pub statistic: Vec<f64>,
    /// hard − easy.
    #[row(nan("lower", "upper"))]
    pub effect: Vec<f64>,
    /// The mean of q − p over the hard items.
    pub hard: Vec<f64>,
    /// The mean of q − p over the easy items.
    pub easy: Vec<f64>,
}

/// Hard items done better and easy ones worse than in the region; the sign is published, its
/// numbers are not.
///
/// ```text
/// qᵢ, pᵢ = Σ points / (pupils·maxᵢ) on item i, of the group and of all;  not attempted counts 0
/// hard items: pᵢ below the median of p, easy ones: above it
/// hard = mean of qᵢ − pᵢ over the hard items,  easy = the same over the easy ones
/// statistic = min(hard, −easy),  effect = hard − easy
/// ```
///
/// The sign is `statistic > δ`, that is hard > δ and easy < −δ; δ = .05 and n ≥ 10 are usual. It
/// does not condition on the total, so a group of an unusual level shows it less or more for that
/// alone, and it has no p-value: [`profile`](crate::statistics::profile)'s contrast `hard` is its
/// calibrated form. A pupil is counted on the items taught and present. NaN without hard or easy
/// items.
///
/// # Examples
/// ```
/// use obektiv::{data::*, statistics::official};
/// let a = Assessment::new("maths", 5, 2020, &[1, 1], None)?;
/// let scores = ndarray::array![[0, 1], [1, 0], [1, 0], [1, 0]];
/// let school = Labels::new(["odd", "b", "b", "b"]);
/// let r = Results::new(a, ResultsBuilder { scores, school, ..Default::default() })?;
/// let sign = official::item_inversion(&ItemTally::of(&r, Grouping::School)?);
/// assert_eq!((sign.group[1].as_str(), sign.statistic[1]), ("odd", 0.75));
/// # Ok::<(), obektiv::Error>(())
/// ```
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> r = ob.Results(a, [[0, 1], [1, 0], [1, 0], [1, 0]], school=["odd", "b", "b", "b"])
/// >>> ob.official.item_inversion(r).statistic
/// array([-0.25,  0.75])
/// ```
///
/// # References
/// Rosobrnadzor in the press, 2018: "simple items are done worse than the regional mean and complex
/// ones better".
#[must_use]
#[described]
pub fn item_inversion(tally: &ItemTally) -> ItemInversion {
    let items = tally.assessment().items();
    let mut all = ItemSums::new(items);
    let mut groups = Vec::with_capacity(tally.groups().len());
    for (name, sets) in tally.groups() {
        let mut own = ItemSums::new(items);
        for (set, levels) in sets {
            for level in levels.values() {
                own.add(set, level);
                all.add(set, level);
            }
        }
        groups.push((name, own));
    }
    let p = all.shares(&tally.assessment().max_scores);
    let mut sorted: Vec<f64> = p.iter().copied().filter(|p| p.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let median = crate::math::quantile(&sorted, 0.5, 7);
    let mut sign = ItemInversion {
        group: Vec::new(),
        n: Vec::new(),
        statistic: Vec::new(),
        effect: Vec::new(),
        hard: Vec::new(),
        easy: Vec::new(),
    };
    for (name, own) in groups {
        let q = own.shares(&tally.assessment().max_scores);
        let mean = |kind: &dyn Fn(f64) -> bool| {
            let gaps: Vec<f64> =
                q.iter().zip(&p).filter(|(q, p)| kind(**p) && q.is_finite()).map(|(q, p)| q - p).collect();
            gaps.iter().sum::<f64>() / gaps.len() as f64
        };
        let (hard, easy) = (mean(&|p| p < median), mean(&|p| p > median));
        sign.group.push(name.clone());
        sign.n.push(own.pupils);
        sign.statistic.push(if hard.is_nan() || easy.is_nan() { f64::NAN } else { hard.min(-easy) });
        sign.effect.push(hard - easy);
        sign.hard.push(hard);
        sign.easy.push(easy);
    }
    sign
}

/// One item in two mark groups of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct CrossingRow {
    /// The group.
    pub group: String,
    /// The item, counted from 1.
    pub item: u64,
    /// The lower mark.
    pub low: u8,
    /// The higher mark.
    pub high: u8,
    /// Pupils in the smaller of the two.
    #[row(tier)]
    pub n: u64,
    /// Pupils with the lower mark.
    pub n_low: u64,
    /// Pupils with the higher mark.
    pub n_high: u64,
    /// The share of the item's points, of those with the lower mark less those with the higher.
    #[row(
        name = "statistic: The effect.",
        nan("pvalue"),
        again(
            "effect: The share of the item's points, of those with the lower mark less those with the higher."
        )
    )]
    pub effect: f64,
    /// Its 95 % interval.
    pub lower: f64,
    /// Its 95 % interval.
    pub upper: f64,
}

/// Items in pairs of mark groups.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCrossing {
    /// The rows: groups by name, items in their order, pairs of marks from low to high.
    pub rows: Vec<CrossingRow>,
}

/// An item that pupils of a lower mark did better than pupils of a higher one; the sign is
/// published, its interval is this library's.
///
/// ```text
/// effect = points on the item / (pupils·max) of those with the lower mark − the same of those with the higher
/// ```
///
/// The interval is Newcombe's hybrid score interval of two shares, each of as many as there are
/// pupils: exact in kind for items of one point, too wide for items of more, for of all scores with
/// one mean those of all or nothing vary most. The sign is `effect > .05` with `lower > 0`. All
/// pairs of marks with at least `min_n` pupils each have a row; only pupils who were taught and
/// have all items count, as the boundaries are of the whole paper. Marks are made of the items,
/// which lowers the effect on each: a crossing is unusual, but among some hundred rows a few have
/// `lower > 0` by chance.
///
/// # Errors
/// [`StatisticError::NoBoundaries`]; [`StatisticError::Parameter`] for `min_n` of 0.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 1], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[0, 1, 0], [0, 1, 0], [1, 0, 1], [1, 0, 1]], school=["A"] * 4)
/// >>> ob.official.group_crossing(r, min_n=2).effect
/// array([-1.,  1., -1.])
/// ```
///
/// # References
/// The federal recommendations of 2026 for schools (groups of at least 10). Newcombe (1998),
/// Statistics in Medicine 17, 873–890.
#[described]
pub fn group_crossing(tally: &ItemTally, min_n: u64) -> Result<GroupCrossing, StatisticError> {
    let assessment = tally.assessment();
    if assessment.boundaries.is_none() {
        let statistic = "official.group_crossing";
        return Err(StatisticError::NoBoundaries { assessment: assessment.key(), statistic });
    }
    if min_n == 0 {
        return Err(StatisticError::Parameter { name: "min_n", value: 0.0, expected: "1 or more" });
    }
    let mut rows = Vec::new();
    for (group, sets) in tally.groups() {
        let mut marks: [ItemSums; 4] = std::array::from_fn(|_| ItemSums::new(assessment.items()));
        for (set, levels) in sets.iter().filter(|(set, _)| set.len() == assessment.items()) {
            for (&total, level) in levels {
                let mark = assessment.mark(total).map_or(0, |mark| usize::from(mark - 2));
                marks[mark].add(set, level);
            }
        }
        let shares = marks.each_ref().map(|mark| mark.shares(&assessment.max_scores));
        let share = |mark: u8, item: usize| shares[usize::from(mark - 2)][item];
        for item in 0..assessment.items() {
            for (low, high) in [(2, 3), (2, 4), (2, 5), (3, 4), (3, 5), (4, 5)] {
                let [n_low, n_high] = [low, high].map(|m: u8| marks[usize::from(m - 2)].pupils);
                if n_low < min_n || n_high < min_n {
                    continue;
                }
                let (below, above) = (share(low, item), share(high, item));
                let (lower, upper) = difference((below, n_low as f64), (above, n_high as f64));
                let (group, item) = (group.clone(), item as u64 + 1);
                rows.push(CrossingRow {
                    group,
                    item,
                    low,
                    high,
                    n: n_low.min(n_high),
                    n_low,
                    n_high,
                    effect: below - above,
                    lower,
                    upper,
                });
            }
        }
    }
    Ok(GroupCrossing { rows })
}

impl GroupCrossing {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        CrossingRow::table(&self.rows)
    }
}

/// [`item_inversion`] as policies name it.
pub const ITEM_INVERSION: GroupSign = GroupSign {
    id: "official.item_inversion",
    aliases: &[],
    doc: "hard items done better and easy ones worse",
    units: GroupSign::UNITS,
    reads: Reads::Items,
    options: Options::of::<NoOptions>(),
    uses: Use::Context { reason: "it is a rule without a p-value: it orders groups" },
    scale: Scale::Share,
    parts: &[],
    run: |given| {
        let NoOptions {} = given.options()?;
        Ok(item_inversion(given.items()?.0).table())
    },
};

/// The options of [`group_crossing`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct GroupCrossingOptions {
    /// The least number of pupils with each of the two marks.
    pub min_n: u64,
}

impl Default for GroupCrossingOptions {
    fn default() -> Self {
        Self { min_n: 10 }
    }
}

impl SignOptions for GroupCrossingOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.min_n {
            0 => Err(StatisticError::Parameter { name: "min_n", value: 0.0, expected: "1 or more" }),
            _ => Ok(()),
        }
    }
}

/// [`group_crossing`] as policies name it.
pub const GROUP_CROSSING: GroupSign = GroupSign {
    id: "official.group_crossing",
    aliases: &[],
    doc: "items done better by pupils of lower marks",
    units: GroupSign::UNITS,
    reads: Reads::Items,
    options: Options::of::<GroupCrossingOptions>(),
    uses: Use::Context {
        reason: "of hundreds of rows a few have an interval above 0 by chance, and there is no p-value to correct",
    },
    scale: Scale::Share,
    parts: &["item", "low", "high"],
    run: |given| {
        let GroupCrossingOptions { min_n } = given.options()?;
        Ok(group_crossing(given.items()?.0, min_n)?.table())
    },
};

/// [`item_inversion`] in the catalogue.
pub const ITEM_INVERSION_FUNCTION: Function = Function {
    id: "official.item_inversion",
    doc: ITEM_INVERSION_DOC,
    inputs: &[Input::RESULTS],
    groups: Groups::Asked(Grouping::School),
    options: options::<NoOptions>,
    output: Shape::Table(ItemInversion::describe),
    run: |given| Ok(item_inversion(&ItemTally::of(given.results(0)?, given.group)?).table().into()),
};

/// [`group_crossing`] in the catalogue.
pub const GROUP_CROSSING_FUNCTION: Function = Function {
    id: "official.group_crossing",
    doc: GROUP_CROSSING_DOC,
    inputs: &[Input::RESULTS.doc("Pupils with items missing or not taught take no part.")],
    groups: Groups::Asked(Grouping::School),
    options: options::<GroupCrossingOptions>,
    output: Shape::Table(CrossingRow::describe),
    run: |given| {
        let GroupCrossingOptions { min_n } = given.options()?;
        let tally = ItemTally::of(given.results(0)?, given.group)?;
        Ok(group_crossing(&tally, min_n)?.table().into())
    },
};

#[cfg(test)]
mod tests;
