use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Registry, Results};
use crate::table::Table;

/// What became of one row of a file. The kinds add up to the rows of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Read as written.
    Taken,
    /// Read after a repair that the row itself proves.
    Repaired,
    /// Absent on one day of a two-day work: kept, with missing cells.
    OneDay,
    /// Absent, or blank.
    Absent,
    /// Not used; the reason says why.
    SetAside,
}

impl RowKind {
    /// The kind's name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Repaired => "repaired",
            Self::OneDay => "one_day",
            Self::Absent => "absent",
            Self::SetAside => "set_aside",
        }
    }
}

/// One remark of the import report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportRow {
    /// The row's number in the file, as a spreadsheet shows it.
    pub row: u64,
    /// What became of it.
    pub kind: RowKind,
    /// Why.
    pub reason: String,
}

/// What became of every row of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// The layout that was recognised.
    pub layout: String,
    /// Rows of the file without the header and without rows that stand for no pupil.
    pub rows: u64,
    /// Rows read as written.
    pub taken: u64,
    /// Rows read after a provable repair.
    pub repaired: u64,
    /// Rows absent on one day of a two-day work.
    pub one_day: u64,
    /// Absent or blank rows.
    pub absent: u64,
    /// Of these the ones that name a school, by school.
    pub absent_by_school: BTreeMap<String, u64>,
    /// Rows not used.
    pub set_aside: u64,
    /// Remarks about the file as a whole, such as its encoding.
    pub notes: Vec<String>,
    /// Remarks, row by row: all rows that are repaired or set aside, and others where there is something to say.
    pub remarks: Vec<ImportRow>,
}

impl ImportReport {
    pub(super) fn count(&mut self, kind: RowKind) {
        self.rows += 1;
        *match kind {
            RowKind::Taken => &mut self.taken,
            RowKind::Repaired => &mut self.repaired,
            RowKind::OneDay => &mut self.one_day,
            RowKind::Absent => &mut self.absent,
            RowKind::SetAside => &mut self.set_aside,
        } += 1;
    }

    pub(super) fn remark(&mut self, row: u64, kind: RowKind, reason: impl Into<String>) {
        self.remarks.push(ImportRow { row, kind, reason: reason.into() });
    }

    /// The remarks as a table: `row`, `kind`, `reason`.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new()
            .with("row", self.remarks.iter().map(|r| r.row).collect::<Vec<u64>>())
            .with("kind", self.remarks.iter().map(|r| r.kind.name()).collect::<Vec<&str>>())
            .with("reason", self.remarks.iter().map(|r| r.reason.clone()).collect::<Vec<String>>())
    }
}

/// A file read: its results and what became of every row.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The pupils who are taken, repaired, or absent on one day.
    pub results: Results,
    /// What became of every row.
    pub report: ImportReport,
    /// Names and municipalities of the schools, where the layout has them; else empty.
    pub registry: Registry,
}
