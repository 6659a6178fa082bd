//! Agreement with the journal: marks lowered, confirmed, raised, and gaps of two marks or more.
//! The sign is published, its numbers are this library's.
//!
//! What it catches: a school whose work confirms, raises or lowers journal marks more often than
//! its reference group does. Many lowered marks speak about the journal, many raised ones about the
//! work. What it cannot tell: which of the two is right. Honest schools differ much: the null
//! distribution includes a between-group component.

pub mod agreement;
mod comparison;
pub mod leniency;
pub mod perfect;

use obektiv_derive::{Row, Settings, described};

use agreement::mark_table;
pub use agreement::{AGREEMENT, agreement};
pub use leniency::{LENIENCY, leniency};
pub use perfect::{PERFECT, perfect};

use serde::{Deserialize, Serialize};

use crate::data::{Cells, Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Kind as Of, Row as _, Shape, options};
use crate::statistics::shared::share::{Count, Share, Strata, against_reference};
use crate::statistics::{StatisticError, cells, group_names, pupils, with_boundaries};
use crate::table::Table;

/// How a work's mark stands to the journal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Mark below the journal mark.
    Lowered,
    /// The same mark.
    Confirmed,
    /// Mark above the journal mark.
    Raised,
    /// Two marks or more apart, either way.
    Gap,
}

impl Kind {
    /// All kinds, in the order of the rows.
    pub const ALL: [Self; 4] = [Self::Lowered, Self::Confirmed, Self::Raised, Self::Gap];

    /// The kind's name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lowered => "lowered",
            Self::Confirmed => "confirmed",
            Self::Raised => "raised",
            Self::Gap => "gap",
        }
    }

    fn holds(self, mark: u8, journal: u8) -> bool {
        match self {
            Self::Lowered => mark < journal,
            Self::Confirmed => mark == journal,
            Self::Raised => mark > journal,
            Self::Gap => mark.abs_diff(journal) >= 2,
        }
    }
}

/// The smallest reference that says how honest groups differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct JournalOptions {
    /// The least number of other groups in the reference; with fewer, p-values are NaN.
    pub min_reference: u64,
}

impl Default for JournalOptions {
    fn default() -> Self {
        Self { min_reference: 5 }
    }
}

/// One kind in one group.
#[derive(Debug, Clone, PartialEq, Row, Serialize, Deserialize)]
pub struct JournalRow {
    /// The group.
    pub group: String,
    /// lowered, confirmed, raised, gap.
    #[row(text(Kind::name))]
    pub kind: Kind,
    /// Results with a total and a journal mark, over all works.
    pub n: u64,
    /// The least number of different pupils behind them.
    #[row(tier)]
    pub pupils: u64,
    /// Those of this kind.
    pub count: u64,
    /// Their share beside the reference.
    #[row(flatten)]
    pub share: Share,
}

/// Four rows for each group: lowered, confirmed, raised, gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Journal {
    /// The rows, groups in the order of their names.
    pub rows: Vec<JournalRow>,
}

/// Shares of lowered, confirmed and raised marks and of gaps ≥ 2, pooled over works, each beside
/// the group's reference.
///
/// ```text
/// mark m by the assessment's boundaries, journal mark j:
///   lowered m < j,  confirmed m = j,  raised m > j,  gap |m − j| ≥ 2
/// statistic = results of the kind / results with both marks
/// pvalue    = P(as many or more | reference), beta-binomial: honest groups differ; a stratum is a work
/// ```
///
/// One tally for each work, all of one grouping. The reference of a group is all other groups with
/// the same label in `registry`; without labels, all others. Pupils without a journal mark or with
/// a missing cell take no part; works without boundaries are left out. A group without pupils has
/// NaN.
///
/// # Errors
/// [`StatisticError::NoBoundaries`] if no work has boundaries; [`StatisticError::NoJournal`] if
/// nobody has a journal mark; [`StatisticError::Groupings`].
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[3], boundaries=[1, 2, 3])
/// >>> r = ob.Results(a, [[3], [3], [1], [0]], school=["A"] * 4, journal_mark=[5, 4, 3, 4])
/// >>> table = ob.journal.by_group(r)
/// >>> [(str(kind), int(count)) for kind, count in zip(table.kind, table["count"])]
/// [('lowered', 1), ('confirmed', 2), ('raised', 1), ('gap', 1)]
/// ```
///
/// # References
/// The federal recommendations of 2026 for schools, § 3 (every gap of two marks is looked at); the
/// p-value is this library's.
#[described]
pub fn by_group(
    tallies: &[&Tally],
    registry: &Registry,
    options: JournalOptions,
) -> Result<Journal, StatisticError> {
    let with_marks = with_boundaries(tallies, "journal")?;
    let groups = group_names(&with_marks)?;
    let labels: Vec<&str> = registry.references(with_marks[0].grouping(), groups.iter().copied());
    let counts: Vec<Vec<[Count; 4]>> = cells(&with_marks, &groups)
        .iter()
        .map(|works| with_marks.iter().zip(works).map(|(tally, cells)| counts(tally, *cells)).collect())
        .collect();
    if counts.iter().flatten().all(|[first, ..]| first.n == 0) {
        let assessment = with_marks[0].assessment().key();
        return Err(StatisticError::NoJournal { assessment, statistic: "journal" });
    }
    let shares = Kind::ALL.map(|kind| {
        let strata = |works: &Vec<[Count; 4]>| works.iter().map(|counts| counts[kind as usize]).collect();
        let strata: Vec<Strata> = counts.iter().map(strata).collect();
        against_reference(&strata, &labels, options.min_reference)
    });
    let mut rows = Vec::with_capacity(groups.len() * Kind::ALL.len());
    for (j, (group, works)) in groups.iter().zip(&counts).enumerate() {
        let pupils = pupils(&with_marks, works.iter().map(|[first, ..]| first.n));
        for kind in Kind::ALL {
            let Count { count, n } = works
                .iter()
                .fold(Count { count: 0, n: 0 }, |sum, counts| Count::sum(&[sum, counts[kind as usize]]));
            let share = shares[kind as usize][j];
            rows.push(JournalRow { group: (*group).to_owned(), kind, n, pupils, count, share });
        }
    }
    Ok(Journal { rows })
}

/// How many of a group's results with both marks are of this kind, in one work.
#[must_use]
pub fn count(tally: &Tally, group: &str, kind: Kind) -> Count {
    counts(tally, tally.groups().get(group))[kind as usize]
}

/// The same for all kinds.
fn counts(tally: &Tally, cells: Option<&Cells>) -> [Count; 4] {
    let table = cells.map(|cells| mark_table(tally.assessment(), cells)).unwrap_or_default();
    let pairs = || {
        (2..).zip(table).flat_map(|(journal, row)| (2..).zip(row).map(move |(mark, n)| (mark, journal, n)))
    };
    let n = table.iter().flatten().sum();
    Kind::ALL.map(|kind| {
        let holds = pairs().filter(|&(mark, journal, _)| kind.holds(mark, journal));
        Count { count: holds.map(|(_, _, n)| n).sum(), n }
    })
}

impl Journal {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        JournalRow::table(&self.rows)
    }
}

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "journal.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[Input::new("results", Of::CountsOfWorks).doc("Several works are pooled. Pupils without a journal mark or with a missing cell take no part; works without boundaries are left out."), Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<JournalOptions>,
    output: Shape::Table(JournalRow::describe),
    run: |given| Ok(by_group(given.counts_of_works(0)?, &given.registry(1), given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Assessment, Grouping, Labels, Results, ResultsBuilder};
    use ndarray::Array2;

    /// Journal mark and total of each pupil of one school; totals 0, 1, 2, 3 earn marks 2, 3, 4, 5.
    pub(super) fn tally(pupils: &[(u8, u8)]) -> Tally {
        let a = Assessment::new("maths", 5, 2020, &[1, 1, 1], Some([1, 2, 3])).unwrap();
        let parts = ResultsBuilder {
            scores: Array2::from_shape_fn((pupils.len(), 3), |(p, i)| u8::from(i < usize::from(pupils[p].1))),
            school: Labels::new(pupils.iter().map(|_| "s")),
            journal_mark: Some(pupils.iter().map(|p| p.0).collect()),
            ..Default::default()
        };
        Tally::of(&Results::new(a, parts).unwrap(), Grouping::School, false).unwrap()
    }

    #[test]
    fn marks_are_lowered_confirmed_or_raised() {
        let t = tally(&[(3, 0), (3, 1), (4, 3), (5, 0), (0, 3), (2, 2)]);
        let sign = by_group(&[&t], &Registry::default(), Default::default()).unwrap();
        let counts: Vec<(u64, u64)> = sign.rows.iter().map(|r| (r.count, r.n)).collect();
        assert_eq!(counts, [(2, 5), (1, 5), (2, 5), (2, 5)]);
        assert!(sign.rows[0].share.pvalue.is_nan());
        assert!((sign.rows[0].share.statistic - 0.4).abs() < 1e-16);
    }

    #[test]
    fn without_boundaries_or_marks_it_is_undefined() {
        let a = Assessment::new("history", 8, 2020, &[1, 1], None).unwrap();
        let t = Tally::empty(a, Grouping::School);
        let error = by_group(&[&t], &Registry::default(), Default::default()).unwrap_err();
        assert_eq!(error.code(), "statistic.no_boundaries");
        let error = by_group(&[&tally(&[(0, 1)])], &Registry::default(), Default::default()).unwrap_err();
        assert_eq!(error.code(), "statistic.no_journal");
    }
}
