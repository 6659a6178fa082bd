//! The indicators of a plan, computed from what is known on a day.
//!
//! One file for each family. What is a share of all schools that took part has no sampling error
//! and no interval, unless one is asked for; what was sampled, or is made of pupils in schools, has
//! one. What cannot be computed is left out with the reason.

mod coverage;
mod execution;
mod journal;
mod recheck;
mod registry;
mod signs;
#[cfg(test)]
mod tests;
mod year;

use jiff::civil::Date;

use super::{Better, Plan, PlanError};
use crate::data::Remarked;
use crate::math::{clopper_pearson, hypergeometric_limits, wilson};
use crate::table::Table;
pub use coverage::CoverageUnit;
pub use year::{Denominator, View, YearOfSigns};

/// What indicators are computed from; what is not given is left out.
#[derive(Debug, Clone, Default)]
pub struct IndicatorInputs<'a> {
    /// This year's screening, or official list.
    pub screening: Option<YearOfSigns<'a>>,
    /// Those of years before; a list may hold several years.
    pub before: Vec<YearOfSigns<'a>>,
    /// Whose signs are counted.
    pub view: View,
    /// The schools that the share with signs is of.
    pub denominator: Denominator,
    /// Compare years by the works that all of them have.
    pub common_works: bool,
    /// Wilson's intervals for shares of all schools, as if these were a sample of schools that
    /// might have been.
    pub superpopulation: bool,
    /// The share of last year's schools with signs that would have them again without any measure,
    /// as [`relapse`](crate::effect::relapse) expects it: `still_expected / flagged`.
    pub expected_relapse: Option<f64>,
    /// Works marked again.
    pub remarked: Option<&'a Remarked>,
    /// A work is confirmed if its points differ by no more.
    pub tolerance: Option<u16>,
    /// Schools whose own assessment was controlled.
    pub internal_assessment: Option<InternalAssessment>,
    /// Of what the coverage by observers is.
    pub coverage: Option<CoverageUnit>,
}

/// The tolerance of marking again where none is given.
const TOLERANCE: u16 = 1;

/// Schools whose own assessment was controlled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InternalAssessment {
    /// Those found objective.
    pub objective: u64,
    /// Those controlled.
    pub controlled: u64,
    /// Those out of which the controlled were drawn.
    pub population: Option<u64>,
}

impl InternalAssessment {
    /// Objective schools, controlled ones, and out of how many these were drawn, if they were.
    ///
    /// # Errors
    /// [`PlanError::Parameter`] for another number of counts.
    pub fn of_counts(counts: &[u64]) -> Result<Self, PlanError> {
        match *counts {
            [objective, controlled] => Ok(Self { objective, controlled, population: None }),
            [objective, controlled, all] => Ok(Self { objective, controlled, population: Some(all) }),
            _ => Err(PlanError::parameter("internal_assessment", "two or three counts of schools")),
        }
    }
}

/// One indicator, computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The formula, such as `share_with_signs`.
    pub formula: &'static str,
    /// What the formula leaves open: the denominator, the unit of coverage, the id of an effect.
    pub of: String,
    /// The year, with the season where all works have one.
    pub period: String,
    /// In what it is given, such as `%`.
    pub unit: &'static str,
    /// What was counted, or its weighted number; NaN where nothing is.
    pub numerator: f64,
    /// Out of how many.
    pub denominator: f64,
    /// The value.
    pub value: f64,
    /// The lower limit of its 95 % interval; NaN where the question has none.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// How the interval was made, or that there is none.
    pub method: String,
    /// Which way is better.
    pub direction: Option<Better>,
    /// What was to be expected without any measure; NaN where nothing says so.
    pub expected: f64,
    /// Where it should be; NaN without a target.
    pub target: f64,
    /// Whether it is there.
    pub reached: Option<Reached>,
    /// The policy, or the view, that says who has signs; empty where none does.
    pub policy: String,
    /// The works it is over; empty where that does not matter.
    pub works: Vec<String>,
    /// Fingerprint of what it was computed from.
    pub source: String,
    /// When.
    pub computed_on: Date,
    /// Whether it stands beside another one, as a count that explains it.
    pub beside: bool,
}

/// Whether a target is reached: judged by the interval where there is one, never by the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The whole interval, or the value of all schools, is on the right side.
    Reached,
    /// The value is on the right side, its interval not wholly: it is not shown.
    NotShown,
    /// The value is on the wrong side.
    NotReached,
}

impl Reached {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotShown => "not_shown",
            Self::NotReached => "not_reached",
        }
    }
}

/// An indicator that could not be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutIndicator {
    /// The formula, or the id of an indicator whose formula is unknown.
    pub formula: String,
    /// Why not.
    pub reason: String,
}

/// All indicators of a plan on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicators {
    /// Those computed.
    pub values: Vec<Computed>,
    /// Those that could not be.
    pub left_out: Vec<LeftOutIndicator>,
}

impl Plan {
    /// The indicators of the plan on the day of the report, from what is given.
    ///
    /// ```text
    /// share_with_signs               100·|L ∩ D|/|D|       L: schools with signs, D: the denominator
    /// objectivity_index              100 − 100·|L|/|U|     U: schools that took part
    /// markers_per_school             signs of schools in L / |L|
    /// relapse_share                  100·|L ∩ L₋₁|/|L₋₁ ∩ U|
    /// new_share                      100·|L \ L₋₁|/|(U ∩ U₋₁) \ L₋₁|
    /// listed_three_years             100·|L ∩ L₋₁ ∩ L₋₂|/|U ∩ U₋₁ ∩ U₋₂|
    /// recheck_confirmed              works with |before − after| ≤ tolerance / works, each by 1/probability
    /// objective_internal_assessment  schools found objective / schools controlled
    /// journal_confirmed, _lowered, _raised, _gap2      results of the kind / results with both marks
    /// observer_coverage              visits with an act / planned; rooms (class × work); schools
    /// acts_with_violations, violations_per_act
    /// plan_execution                 done by their day with evidence / due by the day of the report
    /// effect                         the plan's records of effects that say with whom was compared,
    ///     but for those of before and after alone
    /// ```
    /// Schools of two years are one if the digits of their logins are the same. The schools of a
    /// screening are all there are: their share has no interval, unless `superpopulation` asks for
    /// Wilson's. Intervals of re-marked works and of the journal pay for schools: Wilson's with the
    /// effective number, of re-marked works by the variance between schools with Student's t, of
    /// the journal n/(1 + (m − 1)ρ), m = Σm²/Σm, ρ by analysis of variance. The share of controlled
    /// schools has Clopper and Pearson's interval, one drawn out of a population the
    /// hypergeometric, all of a population none. A target is reached if the interval says so. Rows
    /// that stand beside another one count what it leaves out. What cannot be computed is in
    /// [`left_out`](Indicators::left_out) with the reason.
    ///
    /// # Errors
    /// [`PlanError::NotComparable`] for years of different policies, or of different works unless
    /// `common_works` is asked for and the findings can be told by work;
    /// [`PlanError::Parameter`] for numbers that do not go together.
    pub fn indicators(&self, day: Date, inputs: &IndicatorInputs<'_>) -> Result<Indicators, PlanError> {
        let mut found = Indicators { values: Vec::new(), left_out: Vec::new() };
        let report = Report { plan: self, day, inputs, source: self.fingerprint() };
        report.signs(&mut found)?;
        report.recheck(&mut found);
        report.internal_assessment(&mut found)?;
        report.journal(&mut found);
        report.coverage(&mut found);
        report.execution(&mut found);
        report.effects(&mut found);
        report.of_the_registry(&mut found);
        for value in &mut found.values {
            value.target = self.target_of(value);
            value.reached = value.judged();
        }
        Ok(found)
    }
}

/// What all families are computed from.
struct Report<'a> {
    plan: &'a Plan,
    day: Date,
    inputs: &'a IndicatorInputs<'a>,
    /// The fingerprint of the plan.
    source: String,
}

impl Report<'_> {
    /// A value of the plan's year without an interval, to be completed.
    fn value(&self, formula: &'static str, unit: &'static str) -> Computed {
        Computed {
            formula,
            of: String::new(),
            period: self.plan.year.to_string(),
            unit,
            numerator: f64::NAN,
            denominator: f64::NAN,
            value: f64::NAN,
            lower: f64::NAN,
            upper: f64::NAN,
            method: "count".to_owned(),
            direction: None,
            expected: f64::NAN,
            target: f64::NAN,
            reached: None,
            policy: String::new(),
            works: Vec::new(),
            source: self.source.clone(),
            computed_on: self.day,
            beside: false,
        }
    }

    /// A share in per cent without an interval.
    fn share(&self, formula: &'static str, numerator: u64, denominator: u64) -> Computed {
        let (numerator, denominator) = (numerator as f64, denominator as f64);
        let value = 100.0 * numerator / denominator;
        let method = "all".to_owned();
        Computed { numerator, denominator, value, method, ..self.value(formula, "%") }
    }

    /// A count that stands beside an indicator.
    fn beside(&self, formula: &'static str, unit: &'static str, count: u64) -> Computed {
        let count = count as f64;
        Computed { numerator: count, value: count, beside: true, ..self.value(formula, unit) }
    }

    fn internal_assessment(&self, found: &mut Indicators) -> Result<(), PlanError> {
        const FORMULA: &str = "objective_internal_assessment";
        let Some(InternalAssessment { objective, controlled, population }) = self.inputs.internal_assessment
        else {
            found.leave_out(FORMULA, "internal_assessment is not given");
            return Ok(());
        };
        let wrong = |expected: &str| PlanError::parameter("internal_assessment", expected);
        if objective > controlled {
            return Err(wrong("at most as many objective schools as controlled ones"));
        }
        if population.is_some_and(|population| population < controlled) {
            return Err(wrong("at most as many controlled schools as there are"));
        }
        if controlled == 0 {
            found.leave_out(FORMULA, "no school was controlled");
            return Ok(());
        }
        let share = self.share(FORMULA, objective, controlled);
        let (method, (lower, upper)) = match population {
            Some(all) if all == controlled => ("all", (f64::NAN, f64::NAN)),
            Some(all) => ("hypergeometric", hypergeometric_limits(objective, controlled, all)),
            None => ("clopper_pearson", clopper_pearson(objective, controlled)),
        };
        found.values.push(Computed { direction: Some(Better::Higher), ..share.with(method, lower, upper) });
        Ok(())
    }
}

impl Computed {
    /// The same with an interval, given in shares of 1.
    fn with(self, method: &str, lower: f64, upper: f64) -> Self {
        Self { method: method.to_owned(), lower: 100.0 * lower, upper: 100.0 * upper, ..self }
    }

    /// The same, as if the schools were a sample of schools that might have been.
    fn of_a_superpopulation(self) -> Self {
        let (lower, upper) = wilson(self.numerator / self.denominator, self.denominator);
        self.with("wilson_superpopulation", lower, upper)
    }

    fn judged(&self) -> Option<Reached> {
        let limit = match self.direction? {
            Better::Higher => self.lower,
            Better::Lower => self.upper,
        };
        let is_there = |value: f64| match self.direction {
            Some(Better::Lower) => value <= self.target,
            _ => value >= self.target,
        };
        if self.target.is_nan() || self.value.is_nan() {
            return None;
        }
        Some(match (is_there(self.value), limit.is_nan() || is_there(limit)) {
            (true, true) => Reached::Reached,
            (true, false) => Reached::NotShown,
            (false, _) => Reached::NotReached,
        })
    }
}

impl Indicators {
    fn leave_out(&mut self, formula: &str, reason: impl Into<String>) {
        self.left_out.push(LeftOutIndicator { formula: formula.to_owned(), reason: reason.into() });
    }

    /// Those computed:
    /// `formula, of, period, unit, numerator, denominator, value, lower, upper, method, direction,
    /// expected, target, reached, beside, policy, works, source, computed_on`.
    ///
    /// `works` are parted by spaces; `direction` is `lower` or `higher`, `reached` is `reached`,
    /// `not_shown` or `not_reached`; both may be empty.
    #[must_use]
    pub fn table(&self) -> Table {
        let text = |of: &dyn Fn(&Computed) -> String| self.values.iter().map(of).collect::<Vec<String>>();
        let real = |of: fn(&Computed) -> f64| self.values.iter().map(of).collect::<Vec<f64>>();
        let name =
            |of: fn(&Computed) -> &'static str| self.values.iter().map(of).collect::<Vec<&'static str>>();
        Table::new()
            .with("formula", name(|v| v.formula))
            .with("of", text(&|v| v.of.clone()))
            .with("period", text(&|v| v.period.clone()))
            .with("unit", name(|v| v.unit))
            .with("numerator", real(|v| v.numerator))
            .with("denominator", real(|v| v.denominator))
            .with("value", real(|v| v.value))
            .with("lower", real(|v| v.lower))
            .with("upper", real(|v| v.upper))
            .with("method", text(&|v| v.method.clone()))
            .with("direction", text(&|v| v.direction.map(super::name).unwrap_or_default()))
            .with("expected", real(|v| v.expected))
            .with("target", real(|v| v.target))
            .with("reached", name(|v| v.reached.map_or("", Reached::name)))
            .with("beside", self.values.iter().map(|v| v.beside).collect::<Vec<bool>>())
            .with("policy", text(&|v| v.policy.clone()))
            .with("works", text(&|v| v.works.join(" ")))
            .with("source", text(&|v| v.source.clone()))
            .with("computed_on", text(&|v| v.computed_on.to_string()))
    }

    /// Those that could not be computed: `formula, reason`.
    #[must_use]
    pub fn left_out_table(&self) -> Table {
        let text = |of: fn(&LeftOutIndicator) -> &String| {
            self.left_out.iter().map(|l| of(l).clone()).collect::<Vec<String>>()
        };
        Table::new().with("formula", text(|l| &l.formula)).with("reason", text(|l| &l.reason))
    }
}
