//! Two plans side by side, and one of several.

use obektiv::plan::{self, Plan};
use pyo3::prelude::*;

use super::PyPlan;
use crate::{error::Result, table::PyTable};

/// What the second plan has otherwise than the first: what has an id by that id, fields one by one.
///
/// Parameters
/// ----------
/// before, after : Plan
///
/// Returns
/// -------
/// Table
///     `what, list, id, field, before, after`. `what` is "added", "removed", "changed" or "moved"
///     (a measure to another direction); `list` is the plan's list, such as "measures", or "plan"
///     for its own fields; values are text, or JSON.
///
/// Examples
/// --------
/// >>> plan = ob.plan.example()
/// >>> changes = ob.plan.diff(plan, plan.next_year())
/// >>> list(changes.after[changes.field == "year"])
/// ['2023']
#[pyfunction]
pub fn diff(before: &Bound<'_, PyPlan>, after: &Bound<'_, PyPlan>) -> PyTable {
    plan::diff_table(&before.get().0, &after.get().0).into()
}

/// One plan of several, such as a municipality's of those of its schools, and what did not fit.
///
/// What has an id is one thing if the id is the same. Lists within it, such as schools, findings,
/// rows of schools, evidence and values of an indicator, are joined; of a field that two plans fill
/// differently the first stays, and the other is listed. Title, territory and year are the first
/// plan's. The plan does not depend on how the plans are grouped.
///
/// Parameters
/// ----------
/// plans : sequence of Plan
///
/// Returns
/// -------
/// tuple of Plan and Table
///     The plan, and the conflicts: `list, id, field, kept, left_out`.
///
/// Raises
/// ------
/// PlanError
///     `plan.empty` for no plans.
///
/// Examples
/// --------
/// >>> plan = ob.plan.example()
/// >>> merged, conflicts = ob.plan.merge([plan, plan])
/// >>> merged == plan, len(conflicts)
/// (True, 0)
#[pyfunction]
pub fn merge(plans: Vec<Bound<'_, PyPlan>>) -> Result<(PyPlan, PyTable)> {
    let plans: Vec<Plan> = plans.iter().map(|plan| plan.get().0.clone()).collect();
    let merged = plan::merge(&plans)?;
    let conflicts = merged.conflicts_table().into();
    Ok((PyPlan(merged.plan), conflicts))
}
