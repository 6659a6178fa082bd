//! How far journal marks and the work's marks agree in a group: weighted kappa, and whether both
//! give each mark equally often.
//!
//! What it catches: a journal and a work that order pupils differently (low kappa), or one that is
//! stricter (Stuart–Maxwell) or differs in another way (Bowker). What it cannot: say which of the
//! two is right. What honest groups show: works lower marks in whole regions, so small p-values of
//! both tests are usual; kappa falls where all pupils have one mark, however well the two agree.
//! Smallest n: 25; for ten pupils the 95 % interval of kappa holds the true one in nine cases of
//! ten only.

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Row, described};

use crate::data::{Assessment, Cells, Grouping, Tally};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::{Z95, chi2_tail};
use crate::statistics::StatisticError;
use crate::statistics::shared::sign::{GroupSign, NoOptions, Options, Reads, Scale, Use};
use crate::table::Table;

/// Pupils by journal mark (rows) and the work's mark (columns), 2 to 5.
pub type MarkTable = [[u64; 4]; 4];

/// Agreement in one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct AgreementRow {
    /// The group.
    pub group: String,
    /// Pupils with both marks.
    #[row(tier)]
    pub n: u64,
    /// Quadratic weighted kappa; NaN if both give all pupils one and the same mark.
    #[row(name = "statistic", nan("pvalue"), again("effect: The same."))]
    pub kappa: f64,
    /// 95 % interval of kappa; NaN where all marks agree.
    pub lower: f64,
    /// 95 % interval of kappa; NaN where all marks agree.
    pub upper: f64,
    /// The standard error of kappa by the delta method.
    pub se: f64,
    /// The share of equal marks.
    pub confirmed: f64,
    /// The mean of the work's mark less the journal's.
    pub difference: f64,
    /// Whether both give each mark equally often.
    #[row(take(
        statistic = "stuart_maxwell: χ² of whether both give each mark equally often.",
        df = "stuart_maxwell_df",
        pvalue = "stuart_maxwell_pvalue"
    ))]
    pub stuart_maxwell: Chi2,
    /// Whether each pair of marks is as frequent one way as the other.
    #[row(take(
        statistic = "bowker: χ² of whether each pair of marks is as frequent one way as the other.",
        df = "bowker_df",
        pvalue = "bowker_pvalue"
    ))]
    pub bowker: Chi2,
}

/// A test by χ²; NaN with no degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq, Row)]
pub struct Chi2 {
    /// χ².
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// P(χ² ≥ statistic).
    pub pvalue: f64,
}

impl Chi2 {
    fn of(statistic: f64, df: f64) -> Self {
        let statistic = if df > 0.0 { statistic } else { f64::NAN };
        Self { statistic, df, pvalue: chi2_tail(statistic, df) }
    }
}

/// Agreement in all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// One row per group.
    pub rows: Vec<AgreementRow>,
}

/// Agreement of the journal's marks with the work's, in one work.
///
/// ```text
/// p_jm: share of pupils with journal mark j and mark m,  v_jm = 1 − (j − m)²/9,  a_j, b_m: the margins
/// p_o = Σ p_jm·v_jm,   p_e = Σ a_j·b_m·v_jm,   kappa = (p_o − p_e)/(1 − p_e)
/// se² = [Σ p_jm·(v_jm(1 − p_e) − (v̄_j + v̄_m)(1 − p_o))² − (p_o·p_e − 2p_e + p_o)²] / (n(1 − p_e)⁴),  v̄_j = Σ b_m·v_jm, v̄_m = Σ a_j·v_jm
/// interval: tanh(atanh(kappa) ± 1.96·se/(1 − kappa²))
/// stuart_maxwell = d'S⁻d,  d_i = n_i. − n_.i,  S_ii = n_i. + n_.i − 2n_ii,  S_ij = −(n_ij + n_ji),  df = rank of S
/// bowker = Σ_{i<j} (n_ij − n_ji)²/(n_ij + n_ji),  df = pairs that occur
/// ```
///
/// Kappa depends on how marks are spread: compare it between groups of like means only. Both tests
/// are of marks within the group, by χ²; with few unequal marks they reject too seldom. Where all
/// journal marks or all marks of the work are equal kappa is 0 and has neither standard error nor
/// interval; where kappa is 1 or −1 it has no interval. `pvalue` in the table is NaN: kappa has no
/// null to be tested against. Works lower marks in whole regions: small p-values of both tests are
/// usual. Kappa falls where all pupils have one mark.
///
/// # Errors
/// [`StatisticError::NoBoundaries`] without mark boundaries; [`StatisticError::NoJournal`] if
/// nobody has a journal mark.
///
/// # References
/// Cohen (1968), Psychological Bulletin 70, 213–220. Fleiss, Cohen and Everitt (1969),
/// Psychological Bulletin 72, 323–327, the standard error. Stuart (1955), Biometrika 42, 412–416;
/// Maxwell (1970), British Journal of Psychiatry 116, 651–655. Bowker (1948), JASA 43, 572–574.
///
/// # Examples
/// ```
/// use obektiv::{data::{Assessment, Grouping, Tally}, statistics::journal};
/// let a = Assessment::new("maths", 5, 2020, &[1; 3], Some([1, 2, 3]))?;
/// let error = journal::agreement(&Tally::empty(a, Grouping::School)).unwrap_err();
/// assert_eq!(error.code(), "statistic.no_journal");
/// # Ok::<(), obektiv::Error>(())
/// ```
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
/// >>> table = ob.journal.agreement(r)
/// >>> table.statistic.round(3), table.bowker
/// (array([0.444]), array([2.]))
/// ```
#[described]
pub fn agreement(tally: &Tally) -> Result<Agreement, StatisticError> {
    let rows = mark_tables(tally, "journal.agreement")?;
    Ok(Agreement { rows: rows.into_iter().map(|(group, table)| AgreementRow::of(group, &table)).collect() })
}

/// The mark table of each group, if the work has boundaries and anybody has both marks.
pub(super) fn mark_tables<'a>(
    tally: &'a Tally,
    statistic: &'static str,
) -> Result<Vec<(&'a str, MarkTable)>, StatisticError> {
    let assessment = tally.assessment();
    if assessment.boundaries.is_none() {
        return Err(StatisticError::NoBoundaries { assessment: assessment.key(), statistic });
    }
    let tables: Vec<(&str, MarkTable)> =
        tally.groups().iter().map(|(group, cells)| (group.as_str(), mark_table(assessment, cells))).collect();
    if tables.iter().all(|(_, table)| table.iter().flatten().all(|&n| n == 0)) {
        return Err(StatisticError::NoJournal { assessment: assessment.key(), statistic });
    }
    Ok(tables)
}

/// How often each journal mark meets each mark of the work in one group.
pub(super) fn mark_table(assessment: &Assessment, cells: &Cells) -> MarkTable {
    let counts: [&[u64]; 4] = [2, 3, 4, 5].map(|journal| cells.with_mark(journal));
    let mut table = MarkTable::default();
    for total in 0..=assessment.max_total() {
        let Some(mark) = assessment.mark(total) else { continue };
        for (row, counts) in table.iter_mut().zip(counts) {
            row[usize::from(mark) - 2] += counts[usize::from(total)];
        }
    }
    table
}

impl AgreementRow {
    fn of(group: &str, table: &MarkTable) -> Self {
        let n: u64 = table.iter().flatten().sum();
        let count = n as f64;
        let p = DMatrix::from_fn(4, 4, |j, m| table[j][m] as f64 / count);
        let v = DMatrix::from_fn(4, 4, |j, m| 1.0 - (j as f64 - m as f64).powi(2) / 9.0);
        let (a, b): (DVector<f64>, DVector<f64>) = (p.column_sum(), p.row_sum().transpose());
        let (by_journal, by_mark) = (&v * &b, v.transpose() * &a);
        let (observed, expected) = (p.dot(&v), a.dot(&by_journal));
        // 1 − p_o and 1 − p_e from whole numbers: no digits are lost near agreement.
        let apart = |weight: &dyn Fn(usize, usize) -> u128| {
            let square = |j: usize, m: usize| (j.abs_diff(m) * j.abs_diff(m)) as u128 * weight(j, m);
            (0..16).map(|at| square(at / 4, at % 4)).sum::<u128>() as f64
        };
        let rows: [u64; 4] = table.map(|row| row.iter().sum());
        let columns: [u64; 4] = std::array::from_fn(|m| table.iter().map(|row| row[m]).sum());
        let missed = apart(&|j, m| u128::from(table[j][m])) / (9.0 * count);
        let chance = apart(&|j, m| u128::from(rows[j]) * u128::from(columns[m])) / (9.0 * count * count);
        let kappa = 1.0 - missed / chance;
        let mut sum = 0.0;
        for j in 0..4 {
            for m in 0..4 {
                let part = v[(j, m)] * chance - (by_journal[j] + by_mark[m]) * missed;
                sum += p[(j, m)] * part * part;
            }
        }
        let mean = observed * expected - 2.0 * expected + observed;
        let se = ((sum - mean * mean).max(0.0) / count).sqrt() / (chance * chance);
        // With one mark in a margin kappa is 0 whatever the rest: a number without information.
        let one = |margin: [u64; 4]| margin.iter().filter(|n| **n > 0).count() < 2;
        let se = if one(rows) || one(columns) { f64::NAN } else { se };
        let half = Z95 * se / (1.0 - kappa * kappa);
        let limit = |side: f64| libm::tanh(libm::atanh(kappa) + side * half);
        let confirmed: u64 = (0..4).map(|at| table[at][at]).sum();
        let weighted = |of: &[u64; 4]| (0_u64..).zip(of).map(|(mark, n)| mark * n).sum::<u64>() as f64;
        Self {
            group: group.to_owned(),
            n,
            kappa,
            se,
            lower: limit(-1.0),
            upper: limit(1.0),
            confirmed: confirmed as f64 / count,
            difference: (weighted(&columns) - weighted(&rows)) / count,
            stuart_maxwell: stuart_maxwell(table),
            bowker: bowker(table),
        }
    }
}

fn bowker(table: &MarkTable) -> Chi2 {
    let (mut statistic, mut df) = (0.0, 0.0);
    for (j, m) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
        let (one, other) = (table[j][m] as f64, table[m][j] as f64);
        if one + other > 0.0 {
            statistic += (one - other) * (one - other) / (one + other);
            df += 1.0;
        }
    }
    Chi2::of(statistic, df)
}

fn stuart_maxwell(table: &MarkTable) -> Chi2 {
    let unequal = |j: usize, m: usize| (table[j][m] + table[m][j]) as f64;
    let mut variance = DMatrix::from_fn(4, 4, |j, m| {
        if j == m { (0..4).filter(|&k| k != j).map(|k| unequal(j, k)).sum() } else { -unequal(j, m) }
    });
    // S is the Laplacian of the graph whose edges are the unequal pairs: its null space is constant
    // on each connected part, where d adds up to 0. So adding ones there makes S regular and
    // changes nothing else.
    let mut part = [0, 1, 2, 3];
    for j in 0..4 {
        for m in 0..4 {
            if unequal(j, m) > 0.0 && j != m {
                let (keep, drop) = (part[j].min(part[m]), part[j].max(part[m]));
                part.iter_mut().filter(|p| **p == drop).for_each(|p| *p = keep);
            }
        }
    }
    for j in 0..4 {
        for m in 0..4 {
            variance[(j, m)] += if part[j] == part[m] { 1.0 } else { 0.0 };
        }
    }
    let d = DVector::from_fn(4, |j, _| (0..4).map(|k| table[j][k] as f64 - table[k][j] as f64).sum());
    let parts = (0..4).filter(|&j| part[j] == j).count();
    let solved = variance.cholesky().map(|c| c.solve(&d));
    Chi2::of(solved.map_or(f64::NAN, |s| d.dot(&s)), 4.0 - parts as f64)
}

impl Agreement {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        AgreementRow::table(&self.rows)
    }
}

/// [`agreement`] as policies name it.
pub const AGREEMENT: GroupSign = GroupSign {
    id: "journal.agreement",
    aliases: &["agreement"],
    doc: "how far journal and work agree",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<NoOptions>(),
    uses: Use::Context { reason: "it describes, and has no p-value" },
    scale: Scale::Plain,
    parts: &[],
    run: |given| {
        let NoOptions {} = given.options()?;
        Ok(agreement(given.tally()?)?.table())
    },
};

/// [`agreement`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "journal.agreement",
    doc: AGREEMENT_DOC,
    inputs: &[Input::COUNTS],
    groups: Groups::Asked(Grouping::School),
    options: options::<NoOptions>,
    output: Shape::Table(AgreementRow::describe),
    run: |given| Ok(agreement(given.counts(0)?)?.table().into()),
};

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "these values are exact")]
    use super::*;

    fn row(table: MarkTable) -> AgreementRow {
        AgreementRow::of("s", &table)
    }

    #[test]
    fn the_published_table_has_its_values() {
        let row = row([[20, 10, 5, 0], [3, 30, 15, 0], [0, 5, 80, 0], [0; 4]]);
        let close = |got: f64, wanted: f64| assert!((got / wanted - 1.0).abs() < 5e-7, "{got} {wanted}");
        close(row.stuart_maxwell.statistic, 13.764_71);
        close(row.stuart_maxwell.pvalue, 0.001_025_728);
        close(row.bowker.statistic, 13.769_23);
        close(row.bowker.pvalue, 0.003_236_707);
        close(row.kappa, 0.731_191_9);
        assert!(row.stuart_maxwell.df == 2.0 && row.bowker.df == 3.0 && row.n == 168);
    }

    #[test]
    fn marks_that_all_agree_have_kappa_one_and_nothing_to_test() {
        let row = row([[0; 4], [0, 5, 0, 0], [0, 0, 5, 0], [0; 4]]);
        assert!(row.kappa == 1.0 && row.se == 0.0 && row.confirmed == 1.0 && row.lower.is_nan());
        assert!(row.bowker.pvalue.is_nan() && row.stuart_maxwell.statistic.is_nan());
    }

    #[test]
    fn one_mark_for_all_has_no_kappa() {
        assert!(row([[0; 4], [0, 5, 0, 0], [0; 4], [0; 4]]).kappa.is_nan());
        assert!(row([[0; 4]; 4]).confirmed.is_nan());
    }

    #[test]
    fn parts_that_exchange_no_pupils_are_tested_each() {
        // Two tables of two marks each: McNemar's (6 − 2)²/8 + (9 − 1)²/10.
        let row = row([[1, 6, 0, 0], [2, 1, 0, 0], [0, 0, 1, 9], [0, 0, 1, 1]]);
        assert!((row.stuart_maxwell.statistic - 8.4).abs() < 1e-12 && row.stuart_maxwell.df == 2.0);
        assert!((row.bowker.statistic - 8.4).abs() < 1e-12 && row.bowker.df == 2.0);
        assert!((row.difference - 12.0 / 22.0).abs() < 1e-12);
    }
}
