//! The indicators of Jacob and Levitt, on scores.

use obektiv_derive::{Row, described};

use std::collections::HashMap;

use super::super::spread::ranks;
use crate::data::{DataError, Grouping, NormSums, Results};
use crate::function::{Function, Groups, Input, Kind, Output, Row as _, Shape, options};
use crate::statistics::shared::categories::{Categories, main_set};
use crate::statistics::sign::{GroupSign, NoOptions, Options, Reads, Scale, Use};
use crate::statistics::{StatisticError, persons};
use crate::table::Table;

/// One class's four measures.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct JacobLevittRow {
    /// The group.
    pub group: String,
    /// Pupils with the main set of items.
    #[row(tier)]
    pub n: u64,
    /// The sum of the squared ranks of the four measures, from 0 to 4.
    #[row(nan("pvalue", "effect", "lower", "upper"))]
    pub statistic: f64,
    /// The least probable block of equal scores: the smallest standardised ln probability over
    /// lengths.
    pub block: f64,
    /// How much pupils' scores on an item go together, mean over items.
    pub correlation: f64,
    /// How much that varies between items.
    pub variation: f64,
    /// How unlike their totals pupils' papers are, less what is expected.
    pub misfit: f64,
}

/// The measures, one row per group.
#[derive(Debug, Clone, PartialEq)]
pub struct JacobLevitt {
    /// The groups with two pupils and more.
    pub rows: Vec<JacobLevittRow>,
}

/// Lengths of blocks.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=7;

/// Jacob and Levitt's unusual answer strings, on scores: four ranks of each class, added up.
///
/// ```text
/// P_pis  share of pupils with the total of p who have score s on item i, smoothed over totals    in place of a logit on past and future scores
/// M1 = min over lengths L = 3..7 of (b_L − mean of classes)/sd,  b_L = min over blocks of L items and scores there of Σ_p Σᵢ ln P_pis, p with these scores
/// vᵢ = Σₛ (Σ_p (1{x_pi = s} − P_pis))² / n;  M2 = mean of vᵢ;  M3 = variance of vᵢ over items (divisor I)
/// M4 = mean over p of Σᵢ [(x_pi − E(xᵢ|total))² − Var(xᵢ|total)]/mᵢ²                    mᵢ: the item's maximum
/// statistic = r(−M1)² + r(M2)² + r(M3)² + r(M4)²                                        r: share of classes below, and half of those equal
/// ```
///
/// The original has the options that were marked and pupils' other years; on scores with one year
/// it is weaker, and the measures grow with the size of the class (M1) and with what a class was
/// taught (M2, M3). Ranks make it comparable inside one work and blind to how common the matter is.
/// Pupils whose total does not count the main set of items take no part; groups of one pupil are
/// left out. M1 and with it the statistic are NaN with fewer than three items, or where it is the
/// same in all groups.
///
/// # Errors
/// [`StatisticError::Parameter`] for more than 4,096 scores of items in all.
///
/// # Examples
/// ```
/// use obektiv::{data::Grouping, simulate, statistics::legacy};
/// let town = simulate::municipality(&Default::default(), 1)?;
/// let answers = legacy::jacob_levitt(&town.results[0], Grouping::Class)?;
/// assert!(answers.rows.iter().all(|row| (0.0..=4.0).contains(&row.statistic)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
/// ```python
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> float(ob.legacy.jacob_levitt(r).statistic.max()) <= 4
/// True
/// ```
///
/// # References
/// Jacob & Levitt (2003), Quarterly Journal of Economics 118, 843–877.
#[described]
pub fn jacob_levitt(results: &Results, grouping: Grouping) -> Result<JacobLevitt, StatisticError> {
    let sets = NormSums::sets_of(results);
    let Some(items) = main_set(&sets) else {
        return Ok(JacobLevitt { rows: Vec::new() });
    };
    let norm = Categories::shares(results, items)?;
    let max: Vec<f64> = norm.features.iter().map(|f| (f.len() - 1) as f64).collect();
    let classes: Vec<(String, Vec<Paper<'_>>)> = persons(results, grouping)?
        .into_iter()
        .map(|(name, persons)| {
            (name, persons.into_iter().filter_map(|person| Paper::of(&norm, person)).collect::<Vec<_>>())
        })
        .filter(|(_, papers)| papers.len() > 1)
        .collect();
    let blocks = standardised_blocks(&norm, &classes);
    let mut rows: Vec<JacobLevittRow> = (classes.iter().zip(blocks))
        .map(|((group, papers), block)| {
            let v = together(&norm, papers);
            let correlation = v.iter().sum::<f64>() / v.len() as f64;
            let square = |v: f64| (v - correlation) * (v - correlation);
            JacobLevittRow {
                group: group.clone(),
                n: papers.len() as u64,
                statistic: f64::NAN,
                block,
                correlation,
                variation: v.iter().map(|&v| square(v)).sum::<f64>() / v.len() as f64,
                misfit: papers.iter().map(|p| p.misfit(&norm, &max)).sum::<f64>() / papers.len() as f64,
            }
        })
        .collect();
    let measures: [fn(&JacobLevittRow) -> f64; 4] =
        [|r| -r.block, |r| r.correlation, |r| r.variation, |r| r.misfit];
    let ranked = measures.map(|measure| ranks(&rows.iter().map(measure).collect::<Vec<f64>>()));
    for (j, row) in rows.iter_mut().enumerate() {
        row.statistic = ranked.iter().map(|ranks| ranks[j] * ranks[j]).sum();
    }
    Ok(JacobLevitt { rows })
}

/// Jacob and Levitt's fluctuation of scores: a large gain, then a small one.
///
/// ```text
/// r(gain)² + (1 − r(next gain))²             r: share of classes below, and half of those equal; from 0 to 2
/// ```
///
/// `gain` and `next_gain` are by class, in any unit that is the same for all; NaN where one is
/// unknown. They call a class one to look at where this and [`jacob_levitt`] are both among the
/// highest twentieth. Regression to the mean gives large values to every class with a lucky year:
/// [`continuity`](crate::statistics::continuity) takes it out.
///
/// # Errors
/// [`DataError::Length`] if the columns differ in length.
///
/// # Examples
/// ```python
/// >>> ob.legacy.score_fluctuations([5.0, 1.0], [-5.0, 1.0])
/// array([1.125, 0.125])
/// ```
#[described]
pub fn score_fluctuations(gain: &[f64], next_gain: &[f64]) -> Result<Vec<f64>, DataError> {
    if gain.len() != next_gain.len() {
        return Err(DataError::Length { column: "next_gain", got: next_gain.len(), expected: gain.len() });
    }
    let both = ranks(gain).into_iter().zip(ranks(next_gain));
    Ok(both.map(|(now, next)| now * now + (1.0 - next) * (1.0 - next)).collect())
}

/// One pupil's scores, as features of the norms, and the total.
struct Paper<'a> {
    answers: &'a [u16],
    total: usize,
}

impl<'a> Paper<'a> {
    fn of(norm: &'a Categories, person: usize) -> Option<Self> {
        let answers = norm.known(person)?;
        Some(Self { answers, total: norm.total(answers) })
    }

    fn misfit(&self, norm: &Categories, max: &[f64]) -> f64 {
        let p = norm.p.row(self.total);
        let item = |((features, &d), max): ((&std::ops::Range<usize>, &u16), &f64)| {
            let score = |d: usize| (d - features.start) as f64;
            let mean: f64 = features.clone().map(|d| score(d) * p[d]).sum();
            let square: f64 = features.clone().map(|d| score(d) * score(d) * p[d]).sum();
            let off = score(usize::from(d)) - mean;
            (off * off - (square - mean * mean)) / (max * max)
        };
        norm.features.iter().zip(self.answers).zip(max).map(item).sum()
    }
}

/// v of each item.
fn together(norm: &Categories, papers: &[Paper<'_>]) -> Vec<f64> {
    let item = |(i, features): (usize, &std::ops::Range<usize>)| {
        let residual = |d: usize| {
            let one = |p: &Paper<'_>| f64::from(usize::from(p.answers[i]) == d) - norm.p[[p.total, d]];
            papers.iter().map(one).sum::<f64>()
        };
        features.clone().map(|d| residual(d) * residual(d)).sum::<f64>() / papers.len() as f64
    };
    norm.features.iter().enumerate().map(item).collect()
}

/// M1 of each class.
fn standardised_blocks(norm: &Categories, classes: &[(String, Vec<Paper<'_>>)]) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; classes.len()];
    for length in LENGTHS.take_while(|length| *length <= norm.features.len()) {
        let blocks: Vec<f64> = classes.iter().map(|(_, papers)| least_block(norm, papers, length)).collect();
        let n = blocks.len() as f64;
        let mean = blocks.iter().sum::<f64>() / n;
        let sd = (blocks.iter().map(|b| (b - mean) * (b - mean)).sum::<f64>() / n).sqrt();
        if sd > 0.0 {
            least.iter_mut().zip(blocks).for_each(|(least, b)| *least = least.min((b - mean) / sd));
        }
    }
    least.into_iter().map(|z| if z.is_finite() { z } else { f64::NAN }).collect()
}

fn least_block(norm: &Categories, papers: &[Paper<'_>], length: usize) -> f64 {
    let ln: Vec<Vec<f64>> = (papers.iter())
        .map(|p| p.answers.iter().map(|&d| libm::log(norm.p[[p.total, usize::from(d)]])).collect())
        .collect();
    let mut least = f64::INFINITY;
    for start in 0..=norm.features.len() - length {
        let mut blocks: HashMap<&[u16], f64> = HashMap::new();
        for (paper, ln) in papers.iter().zip(&ln) {
            let block = &paper.answers[start..start + length];
            *blocks.entry(block).or_default() += ln[start..start + length].iter().sum::<f64>();
        }
        least = blocks.into_values().fold(least, f64::min);
    }
    least
}

impl JacobLevitt {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        JacobLevittRow::table(&self.rows)
    }
}

/// [`jacob_levitt`] as policies name it.
pub const JACOB_LEVITT: GroupSign = GroupSign {
    id: "legacy.jacob_levitt",
    aliases: &[],
    doc: "the American index of unusual answers, for comparison",
    units: GroupSign::UNITS,
    reads: Reads::Pupils,
    options: Options::of::<NoOptions>(),
    uses: Use::Context { reason: "it orders groups inside one work and knows no rate of error" },
    scale: Scale::None,
    parts: &[],
    run: |given| {
        let NoOptions {} = given.options()?;
        Ok(jacob_levitt(given.results()?, given.unit)?.table())
    },
};

/// [`jacob_levitt`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "legacy.jacob_levitt",
    doc: JACOB_LEVITT_DOC,
    inputs: &[Input::RESULTS],
    groups: Groups::Asked(Grouping::Class),
    options: options::<NoOptions>,
    output: Shape::Table(JacobLevittRow::describe),
    run: |given| Ok(jacob_levitt(given.results(0)?, given.group)?.table().into()),
};

/// [`score_fluctuations`] in the catalogue.
pub const SCORE_FLUCTUATIONS: Function = Function {
    id: "legacy.score_fluctuations",
    doc: SCORE_FLUCTUATIONS_DOC,
    inputs: &[
        Input::new("gain", Kind::Numbers)
            .doc("By group, in any unit that is the same for all; NaN where unknown."),
        Input::new("next_gain", Kind::Numbers).doc("The gain of the year after."),
    ],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Numbers("statistic", "By group, from 0 to 2; NaN where a gain is unknown."),
    run: |given| Ok(Output::Numbers(score_fluctuations(given.numbers(0)?, given.numbers(1)?)?)),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gain_that_is_lost_is_the_largest_fluctuation() {
        let values = score_fluctuations(&[5.0, 1.0, 2.0], &[-5.0, 1.0, 2.0]).unwrap();
        // Ranks 5/6, 1/6, 3/6 and 1/6, 3/6, 5/6.
        assert!((values[0] - 50.0 / 36.0).abs() < 1e-12);
        assert!((values[1] - (1.0 + 9.0) / 36.0).abs() < 1e-12);
        assert!(score_fluctuations(&[1.0], &[]).is_err());
        assert!(score_fluctuations(&[1.0, f64::NAN], &[1.0, 1.0]).unwrap()[1].is_nan());
    }
}
