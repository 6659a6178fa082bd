use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Registry, Results};
use crate::sorted::filled;
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The row's number in the file, as a spreadsheet shows it.
    pub row: u64,
    /// What became of it.
    pub kind: RowKind,
    /// Why.
    pub reason: String,
}

/// What became of every row of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Rows not used.
    pub set_aside: u64,
    /// Rows of the file, of a text lines, that are not blank, counted before anything was made of
    /// them. They are `rows` and `unread`.
    pub raw: u64,
    /// Rows that stand for no pupil: titles and headers, rows of schools, rows filled in beforehand
    /// for pupils who are not there.
    pub unread: u64,
    /// Columns of the header that were not read.
    pub unread_columns: Vec<String>,
    /// What became of the rows of each school.
    pub schools: BTreeMap<String, SchoolRows>,
    /// Remarks about the file as a whole, such as its encoding.
    pub notes: Vec<String>,
    /// Remarks, row by row: all rows that are repaired or set aside, and others where there is
    /// something to say.
    pub remarks: Vec<ImportRow>,
}

/// What became of the rows of one school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolRows {
    /// All its rows.
    pub rows: u64,
    /// Rows read as written.
    pub taken: u64,
    /// Rows read after a provable repair.
    pub repaired: u64,
    /// Rows absent on one day of a two-day work.
    pub one_day: u64,
    /// Absent rows.
    pub absent: u64,
    /// Rows not used.
    pub set_aside: u64,
    /// Why rows were not used, the commonest reason; empty where all were.
    pub reason: String,
    #[serde(skip)]
    pub(crate) reasons: BTreeMap<String, u64>,
}

impl SchoolRows {
    pub(super) fn count(&mut self, kind: RowKind, reason: Option<&str>) {
        self.rows += 1;
        *match kind {
            RowKind::Taken => &mut self.taken,
            RowKind::Repaired => &mut self.repaired,
            RowKind::OneDay => &mut self.one_day,
            RowKind::Absent => &mut self.absent,
            RowKind::SetAside => &mut self.set_aside,
        } += 1;
        if let Some(reason) = reason {
            *self.reasons.entry(reason.to_owned()).or_default() += 1;
        }
    }

    /// Keeps the commonest reason alone.
    pub(super) fn finish(&mut self) {
        let reasons = std::mem::take(&mut self.reasons).into_iter();
        self.reason = reasons.max_by_key(|(_, n)| *n).map_or(String::new(), |(reason, _)| reason);
    }
}

impl ImportReport {
    pub(crate) fn count(&mut self, kind: RowKind) {
        self.rows += 1;
        *match kind {
            RowKind::Taken => &mut self.taken,
            RowKind::Repaired => &mut self.repaired,
            RowKind::OneDay => &mut self.one_day,
            RowKind::Absent => &mut self.absent,
            RowKind::SetAside => &mut self.set_aside,
        } += 1;
    }

    pub(crate) fn remark(&mut self, row: u64, kind: RowKind, reason: impl Into<String>) {
        self.remarks.push(ImportRow { row, kind, reason: reason.into() });
    }

    /// Of the absent rows those that name a school, by school.
    #[must_use]
    pub fn absent_by_school(&self) -> BTreeMap<String, u64> {
        let absent = self.schools.iter().filter(|(_, rows)| rows.absent > 0);
        filled(absent.map(|(school, rows)| (school.clone(), rows.absent)))
    }

    /// What became of the rows of each school:
    /// `school, rows, taken, repaired, one_day, absent, set_aside, reason`, the last being the
    /// commonest reason for which its rows were not used.
    #[must_use]
    pub fn by_school(&self) -> Table {
        let count = |of: fn(&SchoolRows) -> u64| self.schools.values().map(of).collect::<Vec<u64>>();
        Table::new()
            .with("school", self.schools.keys().cloned().collect::<Vec<String>>())
            .with("rows", count(|s| s.rows))
            .with("taken", count(|s| s.taken))
            .with("repaired", count(|s| s.repaired))
            .with("one_day", count(|s| s.one_day))
            .with("absent", count(|s| s.absent))
            .with("set_aside", count(|s| s.set_aside))
            .with("reason", self.schools.values().map(|s| s.reason.clone()).collect::<Vec<String>>())
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
