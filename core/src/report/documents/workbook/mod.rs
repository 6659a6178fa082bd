//! A plan as a workbook that people fill in, and what they filled in.

mod cells;
mod fill;
mod filled;
mod hidden;
mod names;
mod sheets;
mod write;

pub use filled::{CellChange, CellConflict, FilledPlan, Misfit};
pub use write::plan_xlsx;

use super::package::unreadable;
use crate::data::{ReadOptions, readers};
use crate::plan::{Plan, PlanError};
use crate::report::{Language, wording::Words};

impl Plan {
    /// The plan of a workbook that [`plan_xlsx`](crate::report::plan_xlsx) made, with what people
    /// filled in.
    ///
    /// # Errors
    /// [`PlanError::Unreadable`] for what is no such workbook, else as [`Plan::from_json`]. What
    /// stands in a cell is never an error: it is among the changes or among the conflicts.
    ///
    /// # Examples
    /// ```
    /// use obektiv::{plan::{EXAMPLE, Plan}, report::{Language, plan_xlsx}};
    /// let plan = Plan::from_json(EXAMPLE)?;
    /// let filled = Plan::from_xlsx(&plan_xlsx(&plan, Language::Russian)?)?;
    /// assert_eq!((filled.plan, filled.changes.len(), filled.conflicts.len()), (plan, 0, 0));
    /// # Ok::<(), obektiv::Error>(())
    /// ```
    pub fn from_xlsx(bytes: &[u8]) -> Result<FilledPlan, PlanError> {
        read(None, bytes)
    }

    /// This plan with what people filled into a workbook that was made of it earlier, or of a part
    /// of it such as that of one school. What has become another value here since then stays, and
    /// is a conflict.
    ///
    /// # Errors
    /// As [`Plan::from_xlsx`].
    pub fn fill(&self, bytes: &[u8]) -> Result<FilledPlan, PlanError> {
        read(Some(self), bytes)
    }
}

fn read(plan: Option<&Plan>, bytes: &[u8]) -> Result<FilledPlan, PlanError> {
    let most = ReadOptions::default().max_unpacked;
    let sheets = readers::cells(bytes, most).map_err(|e| unreadable("xlsx", e))?;
    let (sent, language) = hidden::plan_in(&sheets)?;
    let wrong = |e| unreadable("xlsx", e);
    let words = |language| Words::of(language).map_err(wrong);
    let both = [words(Language::Russian)?, words(Language::English)?];
    let shown_in = if language == "en" { &both[1] } else { &both[0] };
    fill::fill(plan.unwrap_or(&sent), &sent, &sheets, shown_in, &both)
}

#[cfg(test)]
mod tests;
