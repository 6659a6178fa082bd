//! How far the plan is carried out, and what it changed: indicators 8 and 9.

use super::super::Better;
use super::{Computed, Indicators, Report};

impl Report<'_> {
    pub(super) fn execution(&self, found: &mut Indicators) {
        let done = self.plan.execution_of_all(self.day);
        match done.due {
            0 => found.leave_out("plan_execution", "nothing is due by the day of the report"),
            due => {
                let share = self.share("plan_execution", done.fulfilled, due);
                found.values.push(Computed { direction: Some(Better::Higher), ..share });
            }
        }
        for (formula, count) in [
            ("tasks_late", done.late),
            ("tasks_overdue", done.overdue),
            ("tasks_not_yet_due", done.not_yet_due),
            ("tasks_without_day", done.no_day),
            ("tasks_without_evidence", done.without_evidence),
            ("tasks_cancelled", done.cancelled),
        ] {
            found.values.push(self.beside(formula, "tasks", count));
        }
    }

    /// The plan's records of effects; one that does not say with whom was compared is none, nor is a
    /// change before and after.
    pub(super) fn effects(&self, found: &mut Indicators) {
        if self.plan.effects.is_empty() {
            found.leave_out("effect", "the plan has no record of an effect");
        }
        for effect in &self.plan.effects {
            if effect.comparison.as_ref().is_none_or(|with| with.trim().is_empty()) {
                found.leave_out("effect", format!("{}: with whom was compared is not said", effect.id));
                continue;
            }
            if effect.method == "before_after" {
                found.leave_out("effect", format!("{}: a change before and after is no effect", effect.id));
                continue;
            }
            found.values.push(Computed {
                of: effect.id.clone(),
                value: effect.estimate,
                lower: effect.lower.unwrap_or(f64::NAN),
                upper: effect.upper.unwrap_or(f64::NAN),
                method: effect.method.clone(),
                expected: effect.expected.unwrap_or(f64::NAN),
                source: effect.source.clone().unwrap_or_else(|| self.source.clone()),
                ..self.value("effect", "")
            });
        }
    }
}
