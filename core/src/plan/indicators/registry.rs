//! Computed values in the plan's registry of indicators.

use serde_json::{Map, Value};

use super::super::{Indicator, IndicatorValue, Plan, PlanError, lint::is_known};
use super::{Computed, Indicators, Report};

/// The official targets, where the plan has none.
fn official_target(formula: &str) -> f64 {
    match formula {
        "recheck_confirmed" | "objective_internal_assessment" => 90.0,
        _ => f64::NAN,
    }
}

/// The name of the parameter that says what a formula leaves open.
fn parameter(formula: &str) -> &'static str {
    match formula {
        "share_with_signs" => "denominator",
        "observer_coverage" => "unit",
        _ => "of",
    }
}

impl Plan {
    /// The plan with these values in its registry.
    ///
    /// A value goes to each indicator of its formula whose territory is the plan's and whose
    /// parameters (`denominator`, `unit`, `of`, `policy`, `works`) are the value's; what no
    /// indicator of the plan is about becomes a new one. A value of the same period is replaced.
    /// Counts that stand beside, and effects, which the plan has as records, are not taken up.
    ///
    /// # Errors
    /// [`PlanError::NotComparable`] with the path of a value of another period that is by another
    /// policy or of other works: give the new ones an indicator with that parameter.
    pub fn with_indicators(&self, found: &Indicators) -> Result<Self, PlanError> {
        let mut plan = self.clone();
        let taken = |value: &&Computed| !value.beside && value.formula != "effect" && !value.value.is_nan();
        for value in found.values.iter().filter(taken) {
            let mut known = false;
            for (place, indicator) in plan.indicators.iter_mut().enumerate() {
                if is_about(indicator, value, &self.territory) {
                    known = true;
                    indicator.record(value, place)?;
                }
            }
            if !known {
                let id = plan.free_id(value.formula);
                plan.indicators.push(Indicator::of(value, id));
            }
        }
        Ok(plan)
    }

    fn free_id(&self, formula: &str) -> String {
        let is_free = |id: &String| self.indicators.iter().all(|known| known.id != *id);
        let mut ids =
            [formula.to_owned()].into_iter().chain((2..).map(|number: u64| format!("{formula}-{number}")));
        ids.find(is_free).unwrap_or_default()
    }

    pub(super) fn target_of(&self, value: &Computed) -> f64 {
        let mut about = self.indicators.iter().filter(|i| is_about(i, value, &self.territory));
        let target = about.find_map(|indicator| indicator.target);
        if value.beside { f64::NAN } else { target.unwrap_or_else(|| official_target(value.formula)) }
    }
}

impl Report<'_> {
    /// What of the plan's own indicators has no value, so that nothing is missing unsaid.
    pub(super) fn of_the_registry(&self, found: &mut Indicators) {
        for indicator in &self.plan.indicators {
            let formula = indicator.formula.as_str();
            let reason = if !is_known(formula) {
                "its formula is unknown"
            } else if formula == "signs_of_school" {
                "it is of the schools of one measure"
            } else if formula == "journal_gap_share" {
                "it is not computed: journal_gap2 is"
            } else if found.values.iter().any(|v| is_about(indicator, v, &self.plan.territory)) {
                continue;
            } else if found.values.iter().any(|v| v.formula == formula) {
                "it is of another territory, or its parameters are not those computed here"
            } else {
                continue; // said of its formula
            };
            found.leave_out(formula, format!("{}: {reason}", indicator.id));
        }
    }
}

/// Whether a value is one of this indicator.
fn is_about(indicator: &Indicator, value: &Computed, territory: &str) -> bool {
    let is = |name: &String, wanted: &Value| match name.as_str() {
        "policy" => *wanted == value.policy,
        "works" => wanted.as_array().is_some_and(|works| {
            works.iter().map(Value::as_str).eq(value.works.iter().map(|work| Some(work.as_str())))
        }),
        name => name == parameter(value.formula) && *wanted == value.of,
    };
    indicator.formula == value.formula
        && indicator.territory.as_ref().is_none_or(|of| of == territory)
        && indicator.parameters.iter().all(|(name, wanted)| is(name, wanted))
}

impl Indicator {
    /// A new one, of what was computed.
    fn of(value: &Computed, id: String) -> Self {
        let mut parameters = Map::new();
        if !value.of.is_empty() {
            parameters.insert(parameter(value.formula).to_owned(), value.of.clone().into());
        }
        Self {
            id,
            formula: value.formula.to_owned(),
            parameters,
            direction: value.direction,
            unit: Some(value.unit.to_owned()),
            territory: None,
            baseline: None,
            target: None,
            proposed: false,
            due: None,
            series: vec![IndicatorValue::of(value)],
            extra: Map::new(),
        }
    }

    fn record(&mut self, value: &Computed, place: usize) -> Result<(), PlanError> {
        let new = IndicatorValue::of(value);
        for (at, old) in self.series.iter().enumerate().filter(|(_, old)| old.period != new.period) {
            old.compare(&new, &format!("indicators[{place}].series[{at}]"))?;
        }
        match self.series.iter_mut().find(|old| old.period == new.period) {
            Some(old) => *old = IndicatorValue { extra: std::mem::take(&mut old.extra), ..new },
            None => self.series.push(new),
        }
        Ok(())
    }
}

impl IndicatorValue {
    fn of(value: &Computed) -> Self {
        let known = |number: f64| (!number.is_nan()).then_some(number);
        let text = |text: &String| (!text.is_empty()).then(|| text.clone());
        #[allow(clippy::cast_sign_loss, reason = "clamped to 0 and above")]
        let whole = |n: f64| n.round().max(0.0) as u64;
        Self {
            period: value.period.clone(),
            value: value.value,
            lower: known(value.lower),
            upper: known(value.upper),
            numerator: known(value.numerator),
            n: known(value.denominator).map(whole),
            method: text(&value.method),
            policy: text(&value.policy),
            works: value.works.clone(),
            source: text(&value.source),
            computed_on: Some(value.computed_on),
            extra: Map::new(),
        }
    }

    /// Whether two values may stand in one series, as far as they say what they are of.
    fn compare(&self, new: &Self, path: &str) -> Result<(), PlanError> {
        let differ = |what, one: String, other: String| {
            Err(PlanError::NotComparable { path: path.to_owned(), what, one, other })
        };
        if let (Some(old), Some(new)) = (&self.policy, &new.policy)
            && old != new
        {
            return differ("policies", new.clone(), old.clone());
        }
        if !self.works.is_empty() && !new.works.is_empty() && self.works != new.works {
            return differ("works", new.works.join(" "), self.works.join(" "));
        }
        Ok(())
    }
}
