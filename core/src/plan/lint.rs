use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use serde::Serialize;

use super::{
    Direction, DirectionKind, Document, EffectRecord, Indicator, Measure, MeasureKind, Plan, Schedule,
    Status, VERSION,
};
use crate::data::login_digits;
use crate::screening::cited;
use crate::sorted::filled;

/// What plans of this kind usually lack, and what in their facts does not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Written by a later version of this library.
    LaterVersion,
    /// Nobody answers for a measure.
    NoResponsible,
    /// A measure without any time.
    NoSchedule,
    /// A recurring time without the days of this year.
    RecurringWithoutDates,
    /// No result, or none with an indicator that has a baseline, a target and a day.
    NotMeasurable,
    /// A target that was proposed by rule.
    TargetProposed,
    /// A document without number or date.
    DocumentWithoutNumberOrDate,
    /// Help or re-marking for nobody: no school, no finding.
    NoTargets,
    /// Help for a school that no finding is about.
    HelpWithoutFinding,
    /// A measure without text.
    NoText,
    /// Done without any evidence.
    DoneWithoutEvidence,
    /// Done, but on no day.
    DoneWithoutDay,
    /// The evidence is the order that the measure carries out.
    EvidenceIsItsOrder,
    /// A day outside the plan's period; without one far from its year.
    DayOutsidePeriod,
    /// A formula that this library does not know.
    UnknownFormula,
    /// A baseline, target or value that its formula cannot have.
    OutsideScale,
    /// A visit of a school that nobody was to visit.
    VisitOfUnknownSchool,
    /// A visit that ends before it begins, or a time of it that is none, such as `late`.
    VisitTimes,
    /// An effect without a comparison.
    EffectWithoutComparison,
    /// Helped for being extreme, and compared with schools that were not.
    ComparisonNotEquallyExtreme,
    /// The outcome is what the helped were chosen by.
    OutcomeUsedForSelection,
    /// Fewer than four were helped.
    TooFewTreated,
    /// No year before the help was looked at but the one that chose.
    NoYearsBefore,
    /// Other works before than after.
    DifferentWorks,
    /// No direction of work on attitudes.
    NoAttitudeDirection,
    /// No measure that analyses what the others changed.
    NoEffectAnalysis,
    /// Nobody decided on the plan by a document with number and date.
    NoApproval,
}

impl Lack {
    /// The lack's code, the same in all languages; its sentence is in the wording.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::LaterVersion => "later_version",
            Self::NoResponsible => "no_responsible",
            Self::NoSchedule => "no_schedule",
            Self::RecurringWithoutDates => "recurring_without_dates",
            Self::NotMeasurable => "not_measurable",
            Self::TargetProposed => "target_proposed",
            Self::DocumentWithoutNumberOrDate => "document_without_number_or_date",
            Self::NoTargets => "no_targets",
            Self::HelpWithoutFinding => "help_without_finding",
            Self::NoText => "no_text",
            Self::DoneWithoutEvidence => "done_without_evidence",
            Self::DoneWithoutDay => "done_without_day",
            Self::EvidenceIsItsOrder => "evidence_is_its_order",
            Self::DayOutsidePeriod => "day_outside_period",
            Self::UnknownFormula => "unknown_formula",
            Self::OutsideScale => "outside_scale",
            Self::VisitOfUnknownSchool => "visit_of_unknown_school",
            Self::VisitTimes => "visit_times",
            Self::EffectWithoutComparison => "effect_without_comparison",
            Self::ComparisonNotEquallyExtreme => "comparison_not_equally_extreme",
            Self::OutcomeUsedForSelection => "outcome_used_for_selection",
            Self::TooFewTreated => "too_few_treated",
            Self::NoYearsBefore => "no_years_before",
            Self::DifferentWorks => "different_works",
            Self::NoAttitudeDirection => "no_attitude_direction",
            Self::NoEffectAnalysis => "no_effect_analysis",
            Self::NoApproval => "no_approval",
        }
    }
}

/// One thing that a plan lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What.
    pub lack: Lack,
    /// Where, as a path in the JSON.
    pub path: String,
    /// The id of the measure, document, indicator or effect, the school of a visit; empty for the
    /// plan as a whole.
    pub id: String,
}

/// Formulas in per cent.
const SHARES: [&str; 15] = [
    "share_with_signs",
    "objectivity_index",
    "relapse_share",
    "new_share",
    "listed_three_years",
    "recheck_confirmed",
    "objective_internal_assessment",
    "journal_confirmed",
    "journal_lowered",
    "journal_raised",
    "journal_gap2",
    "journal_gap_share",
    "observer_coverage",
    "plan_execution",
    "acts_with_violations",
];
/// Formulas that count, or a mean of counts.
const COUNTS: [&str; 2] = ["markers_per_school", "signs_of_school"];
/// A difference may be anything.
const DIFFERENCES: [&str; 1] = ["effect"];
/// Whether this library knows what a formula means.
pub(super) fn is_known(formula: &str) -> bool {
    [&SHARES[..], &COUNTS, &DIFFERENCES].iter().any(|known| known.contains(&formula))
}

/// Formulas of what has not begun before the plan does.
const WITHOUT_BASELINE: [&str; 3] = ["recheck_confirmed", "observer_coverage", "plan_execution"];

/// What the plan lacks for anybody to know later whether it was done and whether it helped, and
/// what in its facts does not go together.
///
/// Remarks, no errors: a plan with remarks is still a plan. They stand in the order of the plan.
#[must_use]
pub fn lint(plan: &Plan) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |lack, path: &str, id: &str| {
        remarks.push(Remark { lack, path: path.to_owned(), id: id.to_owned() });
    };
    if plan.version > VERSION {
        add(Lack::LaterVersion, "version", "");
    }
    if !plan.decisions.iter().any(|d| d.number.is_some() && d.date.is_some()) {
        add(Lack::NoApproval, "decisions", "");
    }
    for (i, document) in plan.documents.iter().enumerate() {
        if !is_complete(document) {
            add(Lack::DocumentWithoutNumberOrDate, &format!("documents[{i}]"), &document.id);
        }
    }
    for (i, indicator) in plan.indicators.iter().enumerate() {
        for lack in of_indicator(indicator) {
            add(lack, &format!("indicators[{i}]"), &indicator.id);
        }
    }
    let measurable: BTreeSet<&str> =
        filled(plan.indicators.iter().filter(|i| is_measurable(i)).map(|i| i.id.as_str()));
    for (path, measure) in plan.measures() {
        for lack in of_measure(plan, measure, &measurable) {
            add(lack, &path, &measure.id);
        }
    }
    if !plan.directions.iter().any(|d: &Direction| d.kind == DirectionKind::Attitude) {
        add(Lack::NoAttitudeDirection, "directions", "");
    }
    if !plan.measures().any(|(_, m)| m.kind == MeasureKind::EffectAnalysis) {
        add(Lack::NoEffectAnalysis, "directions", "");
    }
    let planned: BTreeSet<&str> = filled(schools_to_visit(plan));
    for (i, visit) in plan.visits.iter().enumerate() {
        if !planned.is_empty() && !planned.contains(login_digits(&visit.school)) {
            add(Lack::VisitOfUnknownSchool, &format!("visits[{i}]"), &visit.school);
        }
        let times = [&visit.from, &visit.to].map(|time| time.as_ref().map(|time| minutes(time)));
        let is_no_time = times.contains(&Some(None));
        if is_no_time || times[0].zip(times[1]).is_some_and(|(from, to)| to < from) {
            add(Lack::VisitTimes, &format!("visits[{i}]"), &visit.school);
        }
    }
    for (i, effect) in plan.effects.iter().enumerate() {
        for lack in of_effect(effect) {
            add(lack, &format!("effects[{i}]"), &effect.id);
        }
    }
    remarks
}

fn schools_to_visit(plan: &Plan) -> impl Iterator<Item = &str> {
    let observed = plan.measures().filter(|(_, m)| m.kind == MeasureKind::Observers);
    let of_measures = observed.flat_map(|(_, m)| &m.targets.schools);
    plan.assignments.iter().map(|a| &a.school).chain(of_measures).map(|school| login_digits(school))
}

/// `09:05` or `9:05`; nothing for anything else.
fn minutes(time: &str) -> Option<u32> {
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    (hour < 24 && minute < 60).then_some(60 * hour + minute)
}

fn is_complete(document: &Document) -> bool {
    document.number.is_some() && document.date.is_some()
}

fn is_measurable(indicator: &Indicator) -> bool {
    let known = indicator.baseline.is_some() || !indicator.series.is_empty();
    let stands = known || WITHOUT_BASELINE.contains(&indicator.formula.as_str());
    stands && indicator.target.is_some() && indicator.due.is_some()
}

fn of_indicator(indicator: &Indicator) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let formula = indicator.formula.as_str();
    let highest = match formula {
        _ if SHARES.contains(&formula) => 100.0,
        _ if COUNTS.contains(&formula) || DIFFERENCES.contains(&formula) => f64::INFINITY,
        _ => {
            lacks.push(Lack::UnknownFormula);
            f64::INFINITY
        }
    };
    let lowest = if SHARES.contains(&formula) || COUNTS.contains(&formula) { 0.0 } else { f64::NEG_INFINITY };
    let limits = indicator.series.iter().flat_map(|v| [Some(v.value), v.lower, v.upper]);
    let mut values = [indicator.baseline, indicator.target].into_iter().chain(limits).flatten();
    if values.any(|value| !(lowest..=highest).contains(&value)) {
        lacks.push(Lack::OutsideScale);
    }
    if indicator.proposed {
        lacks.push(Lack::TargetProposed);
    }
    lacks
}

fn of_measure(plan: &Plan, measure: &Measure, measurable: &BTreeSet<&str>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut add = |if_so: bool, lack| lacks.extend(if_so.then_some(lack));
    add(measure.text.trim().is_empty(), Lack::NoText);
    add(measure.responsible.as_ref().is_none_or(|r| r.trim().is_empty()), Lack::NoResponsible);
    add(measure.schedule.is_empty(), Lack::NoSchedule);
    let recurs = |s: &Schedule| match s {
        Schedule::AcademicYear { dates, .. } | Schedule::AssessmentCalendar { dates, .. } => dates.is_empty(),
        _ => false,
    };
    add(measure.schedule.iter().any(recurs), Lack::RecurringWithoutDates);
    add(!measure.indicators.iter().any(|id| measurable.contains(id.as_str())), Lack::NotMeasurable);
    let helps = matches!(measure.kind, MeasureKind::TargetedHelp | MeasureKind::Recheck);
    let targets = &measure.targets;
    let for_nobody =
        targets.schools.is_empty() && targets.findings.is_empty() && measure.per_school.is_empty();
    add(helps && for_nobody, Lack::NoTargets);
    let about: BTreeSet<String> = match helps && !targets.schools.is_empty() {
        true => filled(targets.findings.iter().filter_map(|id| {
            let (_, unit) = cited(id)?;
            unit.school().map(|school| login_digits(school).to_owned())
        })),
        false => BTreeSet::new(),
    };
    let is_meant = |school: &String| about.contains(login_digits(school));
    add(helps && !targets.schools.iter().all(is_meant), Lack::HelpWithoutFinding);
    let rows = measure.per_school.iter().map(|row| (row.status, row.done_on, &row.evidence));
    let whole = (measure.status, measure.done_on, &measure.evidence);
    let done: Vec<(Option<Date>, &Vec<String>)> = rows
        .chain([whole])
        .filter(|(status, on, _)| *status == Status::Done || on.is_some())
        .map(|(_, on, evidence)| (on, evidence))
        .collect();
    add(done.iter().any(|(_, evidence)| evidence.is_empty()), Lack::DoneWithoutEvidence);
    add(done.iter().any(|(on, _)| on.is_none()), Lack::DoneWithoutDay);
    add(measure.evidence.iter().any(|id| measure.documents.contains(id)), Lack::EvidenceIsItsOrder);
    let year = plan.year.clamp(1, 9998) as i16;
    let period = match &plan.period {
        Some(period) => period.from..=period.to,
        None => date(year, 1, 1)..=date(year + 1, 12, 31),
    };
    let (first, last) = measure.days(plan).map_or((None, None), |(first, last)| (Some(first), Some(last)));
    let mut days = [first, last].into_iter().chain(done.iter().map(|(on, _)| *on)).flatten();
    add(days.any(|day| !period.contains(&day)), Lack::DayOutsidePeriod);
    lacks
}

fn of_effect(effect: &EffectRecord) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut add = |if_so: bool, lack| lacks.extend(if_so.then_some(lack));
    add(effect.comparison.as_ref().is_none_or(|c| c.trim().is_empty()), Lack::EffectWithoutComparison);
    let straight = ["before_after", "did"].contains(&effect.method.as_str());
    add(straight && effect.selected_by.is_some(), Lack::ComparisonNotEquallyExtreme);
    add(effect.selected_by.as_ref() == Some(&effect.outcome) && straight, Lack::OutcomeUsedForSelection);
    add(effect.treated.is_some_and(|n| n < 4), Lack::TooFewTreated);
    add(effect.years_before.is_some_and(|n| n < 2) && straight, Lack::NoYearsBefore);
    add(effect.same_works == Some(false), Lack::DifferentWorks);
    lacks
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    fn lacks(change: impl FnOnce(&mut Plan)) -> Vec<Lack> {
        let mut plan = Plan::from_json(EXAMPLE).unwrap();
        let before: Vec<Remark> = lint(&plan);
        change(&mut plan);
        lint(&plan).into_iter().filter(|r| !before.contains(r)).map(|r| r.lack).collect()
    }

    #[test]
    fn the_note_lacks_what_such_notes_lack() {
        let plan = Plan::from_json(EXAMPLE).unwrap();
        let remarks = lint(&plan);
        let count = |lack| remarks.iter().filter(|r| r.lack == lack).count();
        assert_eq!(count(Lack::NoResponsible), 7);
        assert_eq!(count(Lack::NotMeasurable), 7);
        assert_eq!(count(Lack::RecurringWithoutDates), 7);
        assert_eq!(
            (count(Lack::NoAttitudeDirection), count(Lack::NoEffectAnalysis), count(Lack::NoTargets)),
            (1, 1, 1)
        );
        // Three orders are cited by the numbers of the note's own list, a programme by its name.
        assert_eq!(count(Lack::DocumentWithoutNumberOrDate), 4);
        assert_eq!(count(Lack::NoApproval), 0);
    }

    #[test]
    fn a_complete_measure_has_no_remarks() {
        let mut plan = Plan::from_json(EXAMPLE).unwrap();
        let indicator = serde_json::json!({"id": "share", "formula": "share_with_signs", "baseline": 12.0, "target": 8.0, "due": "2023-05-01"});
        plan.indicators.push(serde_json::from_value(indicator).unwrap());
        let measure = &mut plan.directions[1].measures[1];
        measure.responsible = Some("Head of the department".to_owned());
        measure.schedule = vec![Schedule::Date { date: date(2023, 5, 1) }];
        measure.targets.schools.push("edu1".to_owned());
        measure.targets.findings.push("2022:heaping.three_bin:school:sch1".to_owned());
        measure.indicators.push("share".to_owned());
        let known = BTreeSet::from(["share"]);
        assert_eq!(of_measure(&plan, &plan.directions[1].measures[1], &known), []);
    }

    #[test]
    fn facts_that_do_not_go_together_are_remarked() {
        use Lack::*;
        let measure = |change: fn(&mut Measure)| lacks(|p| change(&mut p.directions[1].measures[1]));
        assert_eq!(measure(|m| m.text.clear()), [NoText]);
        assert_eq!(measure(|m| m.status = Status::Done), [DoneWithoutEvidence, DoneWithoutDay]);
        let done = |m: &mut Measure| {
            (m.done_on, m.evidence) = (Some(date(1999, 1, 1)), vec!["programme".to_owned()]);
        };
        assert_eq!(measure(done), [EvidenceIsItsOrder, DayOutsidePeriod]);
        let period = serde_json::json!({"from": "2022-09-01", "to": "2023-08-31"});
        let outside = lacks(|p| {
            p.period = serde_json::from_value(period).unwrap();
            p.directions[1].measures[1].schedule = vec![Schedule::Date { date: date(2022, 5, 1) }];
        });
        assert_eq!(outside, [DayOutsidePeriod]);
        let helped = |m: &mut Measure| {
            m.targets.schools = vec!["sch12".to_owned(), "sch34".to_owned()];
            m.targets.findings = vec!["2022:heaping.three_bin:class:edu12/5".to_owned()];
        };
        assert_eq!(measure(helped), [HelpWithoutFinding]);
        let indicator =
            |json: serde_json::Value| lacks(|p| p.indicators.push(serde_json::from_value(json).unwrap()));
        assert_eq!(indicator(serde_json::json!({"id": "a", "formula": "zzz"})), [UnknownFormula]);
        let wrong = serde_json::json!({"id": "a", "formula": "share_with_signs", "baseline": -5, "target": 1e9, "proposed": true});
        assert_eq!(indicator(wrong), [OutsideScale, TargetProposed]);
        let visit = serde_json::json!({"school": "edu9", "date": "2022-04-01", "from": "10:00", "to": "9:30", "stage": "marking"});
        let visited = lacks(|p| {
            p.visits.push(serde_json::from_value(visit).unwrap());
            p.directions[0].measures[2].targets.schools.push("sch8".to_owned());
        });
        assert_eq!(visited, [VisitOfUnknownSchool, VisitTimes]);
        let effect = serde_json::json!({"id": "e", "measures": ["analysis"], "method": "did", "outcome": "lambda", "selected_by": "lambda",
            "estimate": -0.1, "treated": 2, "years_before": 1, "same_works": false});
        let found = lacks(|p| p.effects.push(serde_json::from_value(effect).unwrap()));
        let all = [
            EffectWithoutComparison,
            ComparisonNotEquallyExtreme,
            OutcomeUsedForSelection,
            TooFewTreated,
            NoYearsBefore,
            DifferentWorks,
        ];
        assert_eq!(found, all);
        assert_eq!(lacks(|p| p.version = 3), [LaterVersion]);
    }
}
