//! Agreement with the journal that is too perfect.
//!
//! What it catches: a group whose marks repeat the journal more often than those of other groups
//! with the same totals do, as when papers are marked to fit the journal. No test measures without
//! error: even a journal that holds every pupil's true mark disagrees with some of the work's
//! marks, and `largest` says how often. What it cannot: tell a teacher who gives marks by the same
//! tasks from one who fits papers to marks. What honest groups show: they differ, hence the
//! beta-binomial. Smallest n: 25; where the reference confirms 60 %, ten pupils who all confirm
//! theirs do not reach p = .01 once groups differ.

use obektiv_derive::{Row, Settings, described};

use super::agreement::mark_tables;
use super::{Kind, counts};
use crate::data::{Cells, Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::{Moments, beta_lower};
use crate::statistics::StatisticError;
use crate::statistics::shared::share::{Count, Share, Strata, against_reference};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;

/// The reference, and how exactly the work measures.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct PerfectOptions {
    /// The least number of other groups in the reference; with fewer, p-values are NaN.
    pub min_reference: u64,
    /// The reliability of the total, such as Cronbach's α, above 0 and below 1; without it
    /// `largest` is NaN. α is a lower bound: too low a reliability gives too low a largest
    /// agreement.
    pub reliability: Option<f64>,
}

impl Default for PerfectOptions {
    fn default() -> Self {
        Self { min_reference: 5, reliability: None }
    }
}

impl SignOptions for PerfectOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.reliability.filter(|r| !(*r > 0.0 && *r < 1.0)) {
            Some(value) => {
                Err(StatisticError::Parameter { name: "reliability", value, expected: "above 0 and below 1" })
            }
            None => Ok(()),
        }
    }
}

/// Agreement of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct PerfectRow {
    /// The group.
    pub group: String,
    /// Pupils with both marks.
    #[row(tier)]
    pub n: u64,
    /// Those whose marks are equal.
    pub count: u64,
    /// Their share beside the one of the reference's pupils with the same totals.
    #[row(take(
        statistic = "statistic: Their share of the pupils with both marks.",
        pvalue = "pvalue",
        pvalue_mid = "pvalue_mid",
        effect = "effect",
        lower = "lower",
        upper = "upper",
        reference_share = "expected: The reference's share at the group's totals.",
        reference_rho = "reference_rho"
    ))]
    pub given_totals: Share,
    /// Their share beside the reference's, whatever the totals.
    #[row(take(pvalue = "pvalue_share: The p-value beside the reference, whatever the totals."))]
    pub share: Share,
    /// The share to be expected if every journal mark were the pupil's true mark.
    pub largest: f64,
}

/// Agreement of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Perfect {
    /// One row per group.
    pub rows: Vec<PerfectRow>,
}

/// So many pupils of the work at least are compared as pupils with the same total.
const LEVEL: u64 = 100;

/// The share of confirmed marks beside the reference's at the same totals, and the largest share
/// that the work's reliability allows.
///
/// ```text
/// levels: totals of one mark, neighbours together until they hold 100 of the work's pupils
/// statistic = confirmed / n
/// pvalue    = P(as many or more | reference), beta-binomial with the levels as strata: its mean is Σ_l (n_l/n)·(confirmed share of the
///             other groups at level l)
/// pvalue_share = the same without levels
/// largest   = Σ_s n_s·q_s / n,   q_s = P(mark(Kπ + ½) = mark(s) | s)     π: true share of points
///   π ~ Beta(a, b) before, Beta(a + s·ñ/K, b + (K − s)·ñ/K) after the work;   a + b = ñ(1 − r)/r, mean as the work's
///   ñ = (μ(K − μ) − rσ²)/(σ²(1 − r)) the number of equal points that have reliability r
/// ```
///
/// The null: pupils' journal marks are drawn independently from the reference's P(journal mark |
/// total), with a true share of agreement that differs between groups as those of the reference do.
/// Both p-values are of agreement *above* the reference. `largest` has no p-value: where a group's
/// interval lies above it, either the reliability is understated or marks were not given
/// independently of the work.
///
/// # Errors
/// [`StatisticError::NoBoundaries`], [`StatisticError::NoJournal`]; [`StatisticError::Parameter`]
/// for a reliability outside (0, 1).
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
/// >>> table = ob.journal.perfect(r, reliability=0.8)
/// >>> table.statistic, table.largest.round(2)
/// (array([0.5]), array([0.69]))
/// ```
///
/// # References
/// Livingston and Lewis (1995), Journal of Educational Measurement 32, 179–197, the effective test
/// length. Hoeffding (1956): a sum over levels has a shorter tail than the binomial with their
/// mean. The use is this library's.
#[described]
pub fn perfect(
    tally: &Tally,
    registry: &Registry,
    options: PerfectOptions,
) -> Result<Perfect, StatisticError> {
    options.check()?;
    let tables = mark_tables(tally, "journal.perfect")?;
    let labels: Vec<&str> = registry.references(tally.grouping(), tables.iter().map(|(group, _)| *group));
    let marked: Vec<Vec<u64>> = tally.groups().values().map(with_marks).collect();
    let levels = levels(tally, &marked);
    let by_level: Vec<Strata> =
        tally.groups().values().map(|cells| confirmed(tally, cells, &levels)).collect();
    let all: Vec<Strata> = tally
        .groups()
        .values()
        .map(|cells| vec![counts(tally, Some(cells))[Kind::Confirmed as usize]])
        .collect();
    let given = against_reference(&by_level, &labels, options.min_reference);
    let plain = against_reference(&all, &labels, options.min_reference);
    let ceilings = options.reliability.and_then(|r| ceilings(tally, r));
    let row = |j: usize| {
        let n = all[j][0].n;
        let largest = ceilings.as_ref().map_or(f64::NAN, |q| {
            marked[j].iter().zip(q).map(|(&n, q)| n as f64 * q).sum::<f64>() / n as f64
        });
        let (group, count) = (tables[j].0.to_owned(), all[j][0].count);
        PerfectRow { group, n, count, given_totals: given[j], share: plain[j], largest }
    };
    Ok(Perfect { rows: (0..tables.len()).map(row).collect() })
}

/// Pupils with a journal mark, by total.
fn with_marks(cells: &Cells) -> Vec<u64> {
    let mut sum = vec![0; cells.with_mark(2).len()];
    for journal in 2..=5 {
        sum.iter_mut().zip(cells.with_mark(journal)).for_each(|(sum, n)| *sum += n);
    }
    sum
}

/// The level of each total.
fn levels(tally: &Tally, marked: &[Vec<u64>]) -> Vec<usize> {
    let largest = tally.assessment().max_total();
    let (mut of, mut level, mut held, mut first) = (Vec::new(), 0, 0, 0);
    for total in 0..=largest {
        let at = usize::from(total);
        let begins = total > 0 && tally.assessment().mark(total) != tally.assessment().mark(total - 1);
        if begins && held < LEVEL && level > first {
            // The rest of a mark is too small for a level of its own.
            of.iter_mut().filter(|l| **l == level).for_each(|l| *l = level - 1);
            level -= 1;
        }
        if total > 0 && (begins || held >= LEVEL) {
            (level, held) = (level + 1, 0);
            first = if begins { level } else { first };
        }
        held += marked.iter().map(|counts| counts[at]).sum::<u64>();
        of.push(level);
    }
    if held < LEVEL && level > first {
        of.iter_mut().filter(|l| **l == level).for_each(|l| *l = level - 1);
    }
    of
}

fn confirmed(tally: &Tally, cells: &Cells, levels: &[usize]) -> Strata {
    let mut strata = vec![Count { count: 0, n: 0 }; levels.iter().max().map_or(0, |last| last + 1)];
    let marks: [(u8, &[u64]); 4] = [2, 3, 4, 5].map(|journal| (journal, cells.with_mark(journal)));
    for (total, &level) in (0_u16..).zip(levels) {
        let Some(mark) = tally.assessment().mark(total) else { continue };
        let stratum = &mut strata[level];
        for (journal, counts) in marks {
            let count = counts[usize::from(total)];
            stratum.n += count;
            stratum.count += if mark == journal { count } else { 0 };
        }
    }
    strata
}

/// q_s of each total; nothing where the totals vary less than the reliability says.
fn ceilings(tally: &Tally, r: f64) -> Option<Vec<f64>> {
    let boundaries = tally.assessment().boundaries?;
    let (moments, k) = (Moments::of(&tally.histogram()), f64::from(tally.assessment().max_total()));
    let (mean, variance) = (moments.mean(), moments.variance());
    let length = (mean * (k - mean) - r * variance) / (variance * (1.0 - r));
    if length.is_nan() || length <= 0.0 {
        return None;
    }
    let prior = length * (1.0 - r) / r;
    let ceiling = |total: u16| {
        let s = f64::from(total);
        let a = prior * mean / k + s * length / k;
        let b = prior * (1.0 - mean / k) + (k - s) * length / k;
        let below = |c: u16| beta_lower((f64::from(c) - 0.5) / k, a, b);
        let from = boundaries.iter().filter(|c| **c <= total).max().map_or(0.0, |&c| below(c));
        let to = boundaries.iter().filter(|c| **c > total).min().map_or(1.0, |&c| below(c));
        to - from
    };
    Some((0..=tally.assessment().max_total()).map(ceiling).collect())
}

impl Perfect {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        PerfectRow::table(&self.rows)
    }
}

/// [`perfect`] as policies name it.
pub const PERFECT: GroupSign = GroupSign {
    id: "journal.perfect",
    aliases: &["perfect"],
    doc: "marks that repeat the journal more often than others do at the same totals",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<PerfectOptions>(),
    uses: Use::Flags { beside: "the reference group, with how much its groups differ", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &[],
    run: |given| Ok(perfect(given.tally()?, given.registry, given.options()?)?.table()),
};

/// [`perfect`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "journal.perfect",
    doc: PERFECT_DOC,
    inputs: &[Input::COUNTS, Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<PerfectOptions>,
    output: Shape::Table(PerfectRow::describe),
    run: |given| Ok(perfect(given.counts(0)?, &given.registry(1), given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "these values are exact")]
    use super::super::tests::tally;
    use super::*;

    #[test]
    fn a_work_without_error_lets_all_marks_agree_and_one_of_pure_error_few() {
        let t = tally(&[(3, 1), (4, 2), (5, 3), (2, 0), (3, 2), (4, 1)]);
        let largest = |r: f64| {
            let options = PerfectOptions { reliability: Some(r), ..Default::default() };
            perfect(&t, &Registry::default(), options).unwrap().rows[0].largest
        };
        assert!(largest(0.999) > 0.99 && largest(0.9) < largest(0.95) && largest(0.3) < 0.6);
        let rows = perfect(&t, &Registry::default(), Default::default()).unwrap().rows;
        assert!(rows[0].largest.is_nan() && rows[0].n == 6 && rows[0].count == 4);
        let wrong = PerfectOptions { reliability: Some(1.0), ..Default::default() };
        assert_eq!(perfect(&t, &Registry::default(), wrong).unwrap_err().code(), "statistic.parameter");
    }

    #[test]
    fn levels_are_totals_where_pupils_are_many_and_marks_where_they_are_few() {
        let a = crate::data::Assessment::new("maths", 5, 2020, &[9], Some([3, 5, 8])).unwrap();
        let t = Tally::empty(a, Grouping::School);
        assert_eq!(levels(&t, &[vec![1; 10]]), [0, 0, 0, 1, 1, 2, 2, 2, 3, 3]);
        assert_eq!(levels(&t, &[vec![100; 10]]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        // The last total of a mark joins its neighbour where it is too small.
        assert_eq!(levels(&t, &[vec![100, 100, 9, 100, 9, 60, 60, 9, 9, 9]]), [0, 1, 1, 2, 2, 3, 3, 3, 4, 4]);
    }
}
