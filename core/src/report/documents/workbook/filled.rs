//! What became of a workbook that was filled in: what changed, and what did not fit.

use serde::Serialize;

use crate::plan::Plan;
use crate::table::Table;

/// A plan with what was filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledPlan {
    /// The plan.
    pub plan: Plan,
    /// What changed.
    pub changes: Vec<CellChange>,
    /// What did not fit, and was left as it was.
    pub conflicts: Vec<CellConflict>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// The list of the plan: `measures`, `schools`, `visits` …
    pub list: String,
    /// The id of the row; that of the measure and the login for a school's.
    pub id: String,
    /// The field; empty for a row that was added.
    pub field: String,
    /// The old value as text or JSON.
    pub before: String,
    /// The new value.
    pub after: String,
}

/// Why something in a workbook was left as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Misfit {
    /// A sheet is missing.
    NoSheet,
    /// A column is missing.
    NoColumn,
    /// A row of the plan is missing from its sheet.
    RowDeleted,
    /// A row whose id is not in the plan.
    UnknownId,
    /// A row without an id in a sheet to which none may be added.
    MissingId,
    /// A second row of one id.
    DuplicateId,
    /// A cell that holds no value of its kind: another word than the list has, no day, no number,
    /// no document of the plan, nothing where something is needed.
    Invalid,
    /// A cell that is not to be changed was.
    Locked,
    /// The plan at hand has another value than the workbook was made with.
    ChangedHere,
}

impl Misfit {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSheet => "no_sheet",
            Self::NoColumn => "no_column",
            Self::RowDeleted => "row_deleted",
            Self::UnknownId => "unknown_id",
            Self::MissingId => "missing_id",
            Self::DuplicateId => "duplicate_id",
            Self::Invalid => "invalid",
            Self::Locked => "locked",
            Self::ChangedHere => "changed_here",
        }
    }
}

/// Something in a workbook that was left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellConflict {
    /// Why.
    pub kind: Misfit,
    /// The list of the plan.
    pub list: String,
    /// The row of the sheet, from 1; 0 where none is meant.
    pub row: u32,
    /// The id of the row; empty where there is none.
    pub id: String,
    /// The field; empty where all of a row is meant.
    pub field: String,
    /// What the plan keeps, as text or JSON.
    pub kept: String,
    /// What the workbook holds.
    pub found: String,
}

impl FilledPlan {
    /// The changes: `list, id, field, before, after`.
    #[must_use]
    pub fn changes_table(&self) -> Table {
        let text =
            |value: fn(&CellChange) -> &String| self.changes.iter().map(value).cloned().collect::<Vec<_>>();
        Table::new()
            .with("list", text(|c| &c.list))
            .with("id", text(|c| &c.id))
            .with("field", text(|c| &c.field))
            .with("before", text(|c| &c.before))
            .with("after", text(|c| &c.after))
    }

    /// What did not fit: `kind, list, row, id, field, kept, found`.
    #[must_use]
    pub fn conflicts_table(&self) -> Table {
        let all = &self.conflicts;
        let text = |value: fn(&CellConflict) -> &String| all.iter().map(value).cloned().collect::<Vec<_>>();
        Table::new()
            .with("kind", all.iter().map(|c| c.kind.code()).collect::<Vec<&'static str>>())
            .with("list", text(|c| &c.list))
            .with("row", all.iter().map(|c| u64::from(c.row)).collect::<Vec<u64>>())
            .with("id", text(|c| &c.id))
            .with("field", text(|c| &c.field))
            .with("kept", text(|c| &c.kept))
            .with("found", text(|c| &c.found))
    }
}
