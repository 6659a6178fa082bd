//! Works that a second commission marked again.

use serde::{Deserialize, Serialize};

use super::{DataError, ImportReport};
use crate::sorted::Sorted;
use crate::table::Table;

/// One work that was marked again, or one item of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemarkedRow {
    /// The school's login.
    pub school: String,
    /// The assessment, by its key or in words; empty where there is one only.
    pub work: String,
    /// The code of the pupil's work.
    pub code: String,
    /// The item; empty for the total.
    pub item: String,
    /// Points at first.
    pub before: u16,
    /// Points by the second commission.
    pub after: u16,
    /// From which works it was chosen, such as `boundary` or `other`; empty where from all.
    pub stratum: String,
    /// The probability with which the work was chosen, above 0 and at most 1.
    pub probability: f64,
}

/// Works marked again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Remarked {
    rows: Vec<RemarkedRow>,
}

/// Works marked again as they were read, and what became of every row.
#[derive(Debug, Clone, PartialEq)]
pub struct RemarkedImport {
    /// The rows that are taken.
    pub remarked: Remarked,
    /// What became of every row.
    pub report: ImportReport,
}

/// One pupil's work as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct RemarkedPaper<'a> {
    /// The row that names it.
    pub row: &'a RemarkedRow,
    /// Points at first: of the total where it has one, else of all its items.
    pub before: u16,
    /// Points by the second commission.
    pub after: u16,
}

impl RemarkedPaper<'_> {
    /// Whether the second commission's points differ by no more than the tolerance.
    #[must_use]
    pub fn confirmed(&self, tolerance: u16) -> bool {
        self.before.abs_diff(self.after) <= tolerance
    }
}

impl Remarked {
    /// Works of these rows.
    ///
    /// # Errors
    /// [`DataError::Empty`] without a row or for one without a school or a code,
    /// [`DataError::Share`] for a probability that is 0 or none, [`DataError::Twice`] for an item,
    /// or a total, of one work that stands twice.
    pub fn new(rows: Vec<RemarkedRow>) -> Result<Self, DataError> {
        if rows.is_empty() {
            return Err(DataError::Empty { what: "the works marked again" });
        }
        let mut seen = Sorted::new();
        for (number, row) in rows.iter().enumerate() {
            if row.school.trim().is_empty() || row.code.trim().is_empty() {
                return Err(DataError::Empty { what: "the school or the code of a row" });
            }
            if !(row.probability > 0.0 && row.probability <= 1.0) {
                let got = row.probability.to_string();
                return Err(DataError::Share { what: "probability", got });
            }
            let first = *seen.entry(row.key(), || number);
            if first != number {
                return Err(DataError::Twice { row: number + 1, first: first + 1 });
            }
        }
        Ok(Self { rows })
    }

    /// Its rows.
    #[must_use]
    pub fn rows(&self) -> &[RemarkedRow] {
        &self.rows
    }

    /// The works, in the order of school, assessment and code.
    #[must_use]
    pub fn papers(&self) -> Vec<RemarkedPaper<'_>> {
        let mut papers: Sorted<[&str; 4], RemarkedPaper<'_>> = Sorted::new();
        for row in &self.rows {
            let [school, work, code, _] = row.key();
            let mut first = false;
            let paper = papers.entry([school, work, code, ""], || {
                first = true;
                RemarkedPaper { row, before: row.before, after: row.after }
            });
            if row.item.is_empty() {
                // The total holds its items.
                (paper.row, paper.before, paper.after) = (row, row.before, row.after);
            } else if !first && !paper.row.item.is_empty() {
                paper.before = paper.before.saturating_add(row.before);
                paper.after = paper.after.saturating_add(row.after);
            }
        }
        papers.into_iter().map(|(_, paper)| paper).collect()
    }

    /// Columns `school, work, code, item, before, after, stratum, probability`.
    #[must_use]
    pub fn table(&self) -> Table {
        let text = |of: fn(&RemarkedRow) -> &String| {
            self.rows.iter().map(|row| of(row).clone()).collect::<Vec<String>>()
        };
        let points = |of: fn(&RemarkedRow) -> u16| {
            self.rows.iter().map(|row| u64::from(of(row))).collect::<Vec<u64>>()
        };
        Table::new()
            .with("school", text(|r| &r.school))
            .with("work", text(|r| &r.work))
            .with("code", text(|r| &r.code))
            .with("item", text(|r| &r.item))
            .with("before", points(|r| r.before))
            .with("after", points(|r| r.after))
            .with("stratum", text(|r| &r.stratum))
            .with("probability", self.rows.iter().map(|r| r.probability).collect::<Vec<f64>>())
    }

    /// One row for each work as a whole: `school, work, code, before, after`.
    #[must_use]
    pub fn papers_table(&self) -> Table {
        let papers = self.papers();
        let text = |of: fn(&RemarkedRow) -> &String| {
            papers.iter().map(|paper| of(paper.row).clone()).collect::<Vec<String>>()
        };
        Table::new()
            .with("school", text(|r| &r.school))
            .with("work", text(|r| &r.work))
            .with("code", text(|r| &r.code))
            .with("before", papers.iter().map(|p| u64::from(p.before)).collect::<Vec<u64>>())
            .with("after", papers.iter().map(|p| u64::from(p.after)).collect::<Vec<u64>>())
    }
}

impl RemarkedRow {
    /// What no other row has.
    pub(super) fn key(&self) -> [&str; 4] {
        [&self.school, &self.work, &self.code, &self.item]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(school: &str, code: &str, item: &str, before: u16, after: u16) -> RemarkedRow {
        let text = |text: &str| text.to_owned();
        let (school, code, item) = (text(school), text(code), text(item));
        RemarkedRow {
            school,
            work: String::new(),
            code,
            item,
            before,
            after,
            stratum: String::new(),
            probability: 1.0,
        }
    }

    #[test]
    fn a_work_is_its_total_or_else_the_sum_of_its_items() {
        let rows = vec![
            row("b", "1", "", 9, 7),
            row("a", "2", "1", 2, 1),
            row("a", "2", "2", 3, 3),
            row("a", "1", "1", 2, 0),
            row("a", "1", "", 12, 10),
        ];
        let of = Remarked::new(rows).unwrap();
        let papers: Vec<(&str, u16, u16)> =
            of.papers().iter().map(|p| (p.row.code.as_str(), p.before, p.after)).collect();
        assert_eq!(papers, [("1", 12, 10), ("2", 5, 4), ("1", 9, 7)]);
        let confirmed = |tolerance| of.papers().iter().filter(|p| p.confirmed(tolerance)).count();
        assert_eq!((confirmed(0), confirmed(1), confirmed(2)), (0, 1, 3));
        assert_eq!((of.table().len(), of.papers_table().len()), (5, 3));
    }

    #[test]
    fn what_no_work_has_is_refused() {
        let code = |rows| Remarked::new(rows).unwrap_err().code();
        assert_eq!(code(Vec::new()), "data.empty");
        assert_eq!(code(vec![row("a", "", "", 1, 1)]), "data.empty");
        assert_eq!(code(vec![row("a", "1", "2", 1, 1), row("a", "1", "2", 1, 0)]), "data.twice");
        assert_eq!(code(vec![RemarkedRow { probability: 0.0, ..row("a", "1", "", 1, 1) }]), "data.share");
    }
}
