//! Official sign B: ranks of totals against the journal.

use obektiv_derive::{Columns, Settings, described};
use serde::{Deserialize, Serialize};

use crate::data::{Cells, Grouping, Tally};
use crate::function::{Function, Groups, Input, Shape, choices, options};
use crate::statistics::StatisticError;

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

choices!(Ties, "ties", Printed = "printed", Corrected = "corrected");

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
