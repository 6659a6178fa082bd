//! Papers marked twice: how far the second marks are from the first.

use obektiv_derive::{Row, Settings, described};

use std::collections::BTreeMap;

use crate::data::{DataError, Observed, ObservedRow, Remarked};
use crate::function::{Function, Groups, Input, Kind, Row as _, Shape, options};
use crate::math::{binomial, clopper_pearson, t_quantile, wilson};
use crate::sorted::Sorted;
use crate::statistics::StatisticError;
use crate::table::Table;

/// One re-checked paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recheck<'a> {
    /// Its school, class or item, whatever is compared.
    pub group: &'a str,
    /// Points at first.
    pub original: u16,
    /// Points by the second commission.
    pub rechecked: u16,
}

impl<'a> Recheck<'a> {
    /// Papers from columns.
    ///
    /// # Errors
    /// [`DataError::Length`] if they are not of one length.
    pub fn of_columns(
        group: &'a [String],
        original: &[u16],
        rechecked: &[u16],
    ) -> Result<Vec<Self>, DataError> {
        let expected = group.len();
        let lengths = [("original", original.len()), ("rechecked", rechecked.len())];
        if let Some(&(column, got)) = lengths.iter().find(|(_, got)| *got != expected) {
            return Err(DataError::Length { column, got, expected });
        }
        let points = original.iter().zip(rechecked);
        Ok((group.iter().zip(points))
            .map(|(group, (&original, &rechecked))| Self { group, original, rechecked })
            .collect())
    }
}

/// One group's re-checked papers.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct RecheckRow {
    /// The group.
    pub group: String,
    /// Papers.
    #[row(tier)]
    pub n: u64,
    /// Papers whose points differ by no more than the tolerance.
    pub confirmed: u64,
    /// confirmed / n.
    pub statistic: f64,
    /// Its 95 % interval by Wilson.
    #[row(take(
        low = "share_lower: 95 % interval of the statistic by Wilson.",
        high = "share_upper: 95 % interval of the statistic by Wilson."
    ))]
    pub share_wilson: (f64, f64),
    /// Its 95 % interval by Clopper and Pearson, never too narrow.
    #[row(take(
        low = "exact_lower: The same by Clopper and Pearson, never too narrow.",
        high = "exact_upper: The same by Clopper and Pearson, never too narrow."
    ))]
    pub share_exact: (f64, f64),
    /// Papers that had more points at first.
    pub higher: u64,
    /// Papers that had fewer points at first.
    pub fewer: u64,
    /// P(X ≥ higher), X ~ Bin(higher + fewer, ½): the sign test for points too high at first.
    pub pvalue: f64,
    /// The two-sided sign test.
    pub pvalue_two_sided: f64,
    /// The mean of original − rechecked.
    pub effect: f64,
    /// Its 95 % interval, by Student's t.
    pub lower: f64,
    /// Its 95 % interval, by Student's t.
    pub upper: f64,
    /// Papers whose mark falls on re-check; 0 without boundaries.
    pub marks_lowered: u64,
    /// Papers whose mark rises on re-check; 0 without boundaries.
    pub marks_raised: u64,
    /// ICC(2,1).
    pub icc: f64,
}

/// Re-checks by group.
#[derive(Debug, Clone, PartialEq)]
pub struct RecheckDelta {
    /// The rows, groups in the order of their names.
    pub rows: Vec<RecheckRow>,
}

/// What a second commission makes of the same papers; the share confirmed and its target of 90 %
/// are official, the tests are this library's.
///
/// ```text
/// d = original − rechecked
/// statistic = papers with |d| ≤ tolerance / papers
/// effect    = mean d ± t·s_d/√n                                  NaN margins for one paper
/// pvalue    = P(X ≥ #{d > 0}),  X ~ Bin(#{d ≠ 0}, ½)             the sign test; 1 if no paper changed
/// icc       = (R − E)/(R + E + 2(C − E)/n)                       R, C, E: mean squares of papers, of markings, of error
/// ```
///
/// `boundaries` are the lowest points of marks 3, 4, 5; a mark that falls was too high at first.
/// For items instead of papers, give an item's points with the item as group. The usual tolerance
/// is 1 point. Two honest markers differ too: a mean change speaks, one changed paper does not. If
/// papers were chosen because they looked high, so do the changes: the numbers are then of these
/// papers, not of the school. The ICC is NaN for fewer than two papers and where nothing varies.
///
/// # Errors
/// [`StatisticError::NoPapers`] without papers.
///
/// # Examples
/// ```
/// use obektiv::statistics::official::{Recheck, recheck_delta};
/// let papers = [(9, 7), (8, 8), (12, 9), (10, 9)];
/// let papers = papers.map(|(original, rechecked)| Recheck { group: "A", original, rechecked });
/// let row = &recheck_delta(&papers, 1, Some([7, 11, 15]))?.rows[0];
/// assert_eq!((row.confirmed, row.statistic, row.effect), (2, 0.5, 1.5));
/// assert!((row.pvalue - 0.125).abs() < 1e-15);
/// assert_eq!((row.marks_lowered, row.marks_raised), (1, 0));
/// # Ok::<(), obektiv::StatisticError>(())
/// ```
/// ```python
/// >>> table = ob.official.recheck_delta(["A"] * 4, [9, 8, 12, 10], [7, 8, 9, 9], boundaries=[7, 11, 15])
/// >>> table.statistic, table.effect, table.pvalue
/// (array([0.5]), array([1.5]), array([0.125]))
/// ```
///
/// # References
/// Khakassia, order of 08.02.2023 N 100-128 (the share of works confirmed, at least 90 %). Shrout
/// and Fleiss (1979), Psychological Bulletin 86, 420–428. Clopper and Pearson (1934). Wilson
/// (1927).
#[described]
pub fn recheck_delta(
    papers: &[Recheck<'_>],
    tolerance: u16,
    boundaries: Option<[u16; 3]>,
) -> Result<RecheckDelta, StatisticError> {
    if papers.is_empty() {
        return Err(StatisticError::NoPapers);
    }
    let mut groups: BTreeMap<&str, Vec<(u16, u16)>> = BTreeMap::new();
    for paper in papers {
        groups.entry(paper.group).or_default().push((paper.original, paper.rechecked));
    }
    let rows = groups.into_iter().map(|(group, papers)| row(group, &papers, tolerance, boundaries));
    Ok(RecheckDelta { rows: rows.collect() })
}

fn row(group: &str, papers: &[(u16, u16)], tolerance: u16, boundaries: Option<[u16; 3]>) -> RecheckRow {
    let number =
        |holds: &dyn Fn(u16, u16) -> bool| papers.iter().filter(|(a, b)| holds(*a, *b)).count() as u64;
    let mark = |points: u16| boundaries.map_or(0, |b| b.iter().filter(|&&b| points >= b).count());
    let n = papers.len() as u64;
    let confirmed = number(&|a, b| a.abs_diff(b) <= tolerance);
    let (higher, fewer) = (number(&|a, b| a > b), number(&|a, b| a < b));
    let statistic = confirmed as f64 / n as f64;
    let (pvalue, less) = match higher + fewer {
        0 => (1.0, 1.0),
        changed => {
            let tails = binomial(changed, higher, 0.5);
            (tails.upper, tails.lower)
        }
    };
    let sums = Sums::of(papers);
    let margin = t_quantile(0.975, n as f64 - 1.0) * (sums.spread() as f64).sqrt() / sums.scale();
    let effect = sums.difference as f64 / n as f64;
    RecheckRow {
        group: group.to_owned(),
        n,
        confirmed,
        statistic,
        share_wilson: wilson(statistic, n as f64),
        share_exact: clopper_pearson(confirmed, n),
        higher,
        fewer,
        pvalue,
        pvalue_two_sided: (2.0 * pvalue.min(less)).min(1.0),
        effect,
        lower: effect - margin,
        upper: effect + margin,
        marks_lowered: number(&|a, b| mark(a) > mark(b)),
        marks_raised: number(&|a, b| mark(a) < mark(b)),
        icc: sums.icc(),
    }
}

impl Remarked {
    /// What marking again says of schools, for a screening to compare with: one row for each school
    /// and assessment, irregular if points were too high at first, by the sign test of
    /// [`recheck_delta`] at `alpha`.
    ///
    /// Fewer than five changed papers never say so at .05. `probability` is that with which each
    /// school was chosen.
    ///
    /// # Errors
    /// [`DataError::Share`] for a probability or an `alpha` that is none.
    pub fn observed(&self, alpha: f64, probability: f64) -> Result<Observed, DataError> {
        if !(alpha > 0.0 && alpha <= 1.0) {
            return Err(DataError::Share { what: "alpha", got: alpha.to_string() });
        }
        let mut groups: Sorted<(&str, &str), Vec<(u16, u16)>> = Sorted::new();
        for paper in self.papers() {
            let of = (paper.row.school.as_str(), paper.row.work.as_str());
            groups.entry(of, Vec::new).push((paper.before, paper.after));
        }
        let rows = groups.into_iter().map(|((school, work), papers)| ObservedRow {
            school: school.to_owned(),
            work: work.to_owned(),
            irregular: row(school, &papers, 0, None).pvalue <= alpha,
            probability,
        });
        Observed::new(rows.collect())
    }
}

/// Whole numbers from which mean squares follow.
struct Sums {
    n: i128,
    /// Σ(a − b), Σ(a − b)², Σ(a + b), Σ(a + b)².
    difference: i128,
    difference_squared: i128,
    sum: i128,
    sum_squared: i128,
}

impl Sums {
    fn of(papers: &[(u16, u16)]) -> Self {
        let mut sums =
            Self { n: papers.len() as i128, difference: 0, difference_squared: 0, sum: 0, sum_squared: 0 };
        for &(a, b) in papers {
            let (d, s) = (i128::from(a) - i128::from(b), i128::from(a) + i128::from(b));
            sums.difference += d;
            sums.difference_squared += d * d;
            sums.sum += s;
            sums.sum_squared += s * s;
        }
        sums
    }

    /// nΣd² − (Σd)².
    fn spread(&self) -> i128 {
        self.n * self.difference_squared - self.difference * self.difference
    }

    /// √spread over this is the standard error of the mean difference: n√(n − 1).
    fn scale(&self) -> f64 {
        self.n as f64 * (self.n as f64 - 1.0).sqrt()
    }

    fn icc(&self) -> f64 {
        let n = self.n as f64;
        // With two markings: R = Var(a + b)/2, E = Var(a − b)/2, C = n·mean(a − b)²/2.
        let of_papers = (self.n * self.sum_squared - self.sum * self.sum) as f64 / (n * (n - 1.0)) / 2.0;
        let error = self.spread() as f64 / (n * (n - 1.0)) / 2.0;
        let of_markings = (self.difference * self.difference) as f64 / n / 2.0;
        (of_papers - error) / (of_papers + error + 2.0 * (of_markings - error) / n)
    }
}

impl RecheckDelta {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        RecheckRow::table(&self.rows)
    }
}

/// The options of [`recheck_delta`] in the catalogue.
#[derive(Settings)]
struct RecheckOptions {
    /// How many points apart two markings may be that confirm each other.
    tolerance: u16,
    /// The lowest points of marks 3, 4, 5; without them no mark falls or rises.
    boundaries: Option<[u16; 3]>,
}

impl Default for RecheckOptions {
    fn default() -> Self {
        Self { tolerance: 1, boundaries: None }
    }
}

/// [`recheck_delta`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "official.recheck_delta",
    doc: RECHECK_DELTA_DOC,
    inputs: &[
        Input::new("group", Kind::Names)
            .doc("Of each paper its school, class or item, whatever is compared."),
        Input::new("original", Kind::Points).doc("Points of each paper at first."),
        Input::new("rechecked", Kind::Points).doc("Points of each paper by the second commission."),
    ],
    groups: Groups::None,
    options: options::<RecheckOptions>,
    output: Shape::Table(RecheckRow::describe),
    run: |given| {
        let RecheckOptions { tolerance, boundaries } = given.options()?;
        let papers = Recheck::of_columns(given.names(0)?, given.points(1)?, given.points(2)?)?;
        Ok(recheck_delta(&papers, tolerance, boundaries)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::RemarkedRow;

    #[test]
    fn schools_whose_points_fall_when_marked_again_are_irregular() {
        let row = |school: &str, code: usize, before: u16, after: u16| RemarkedRow {
            school: school.to_owned(),
            work: String::new(),
            code: code.to_string(),
            item: String::new(),
            before,
            after,
            stratum: String::new(),
            probability: 0.5,
        };
        let falls = (0..5).map(|i| row("a", i, 9, 7));
        let few = (0..4).map(|i| row("b", i, 9, 2));
        let rises = (0..9).map(|i| row("c", i, 7, 9));
        let of = Remarked::new(falls.chain(few).chain(rises).collect()).unwrap();
        let observed = of.observed(0.05, 0.25).unwrap();
        let seen: Vec<bool> = observed.rows().iter().map(|r| r.irregular).collect();
        assert_eq!(seen, [true, false, false]);
        assert_eq!(of.observed(0.0, 1.0).unwrap_err().code(), "data.share");
        assert_eq!(of.observed(0.05, 0.0).unwrap_err().code(), "data.share");
    }

    fn papers(pairs: &[(u16, u16)]) -> Vec<Recheck<'static>> {
        pairs.iter().map(|&(original, rechecked)| Recheck { group: "a", original, rechecked }).collect()
    }

    #[test]
    fn agreement_is_that_of_the_analysis_of_variance() {
        // Papers 1 3, 2 2, 3 5: R = 8/3 + ..., by hand: sums 4 4 8, differences −2 0 −2.
        let row = &recheck_delta(&papers(&[(1, 3), (2, 2), (3, 5)]), 1, None).unwrap().rows[0];
        // R = Var(4 4 8)/2 = 8/3, E = Var(−2 0 −2)/2 = 2/3, C = 3·(4/3)²/2 = 8/3.
        let icc = (8.0 / 3.0 - 2.0 / 3.0) / (8.0 / 3.0 + 2.0 / 3.0 + 2.0 * 2.0 / 3.0);
        assert!((row.icc - icc).abs() < 1e-15);
        assert_eq!(
            (row.confirmed, row.higher, row.fewer, row.pvalue, row.pvalue_two_sided),
            (1, 0, 2, 1.0, 0.5)
        );
        let margin = 4.302_652_729_749_46 * (4.0_f64 / 3.0 / 3.0).sqrt();
        assert!((row.upper - row.effect - margin).abs() < 1e-12);
    }

    #[test]
    fn one_paper_has_no_interval_and_none_is_an_error() {
        let row = &recheck_delta(&papers(&[(5, 5)]), 0, None).unwrap().rows[0];
        assert_eq!((row.statistic, row.pvalue), (1.0, 1.0));
        assert!(row.lower.is_nan() && row.icc.is_nan());
        assert_eq!(recheck_delta(&[], 1, None).unwrap_err().code(), "statistic.no_papers");
    }
}
