use serde::Serialize;

use super::{Direction, DirectionKind, Document, Measure, MeasureKind, Plan, Schedule};

/// What plans of this kind usually lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Nobody answers for a measure.
    NoResponsible,
    /// A measure without any time.
    NoSchedule,
    /// A recurring time without the days of this year.
    RecurringWithoutDates,
    /// No result, or none with an indicator that has a baseline, a target and a day.
    NotMeasurable,
    /// A document without number or date.
    DocumentWithoutNumberOrDate,
    /// Help or re-marking for nobody: no school, no finding.
    NoTargets,
    /// No direction of work on attitudes.
    NoAttitudeDirection,
    /// No measure that analyses what the others changed.
    NoEffectAnalysis,
    /// Nobody approved the plan by a document with number and date.
    NoApproval,
}

impl Lack {
    /// The lack's code, the same in all languages; its sentence is in the wording.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoResponsible => "no_responsible",
            Self::NoSchedule => "no_schedule",
            Self::RecurringWithoutDates => "recurring_without_dates",
            Self::NotMeasurable => "not_measurable",
            Self::DocumentWithoutNumberOrDate => "document_without_number_or_date",
            Self::NoTargets => "no_targets",
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
    /// The id of the measure or document; empty for the plan as a whole.
    pub id: String,
}

/// What the plan lacks for anybody to know later whether it was done and whether it helped.
///
/// Remarks, no errors: a plan with remarks is still a plan. They stand in the order of the plan.
#[must_use]
pub fn lint(plan: &Plan) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |lack, path: &str, id: &str| {
        remarks.push(Remark { lack, path: path.to_owned(), id: id.to_owned() });
    };
    if !plan.approval.as_ref().is_some_and(|a| a.number.is_some() && a.date.is_some()) {
        add(Lack::NoApproval, "approval", "");
    }
    for (i, document) in plan.documents.iter().enumerate() {
        if !is_complete(document) {
            add(Lack::DocumentWithoutNumberOrDate, &format!("documents[{i}]"), &document.id);
        }
    }
    for (path, measure) in plan.measures() {
        for lack in of_measure(measure) {
            add(lack, &path, &measure.id);
        }
    }
    if !plan.directions.iter().any(|d: &Direction| d.kind == DirectionKind::Attitude) {
        add(Lack::NoAttitudeDirection, "directions", "");
    }
    if !plan.measures().any(|(_, m)| m.kind == MeasureKind::EffectAnalysis) {
        add(Lack::NoEffectAnalysis, "directions", "");
    }
    remarks
}

fn is_complete(document: &Document) -> bool {
    document.number.is_some() && document.date.is_some()
}

fn of_measure(measure: &Measure) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if measure.responsible.as_ref().is_none_or(|r| r.trim().is_empty()) {
        lacks.push(Lack::NoResponsible);
    }
    match &measure.schedule {
        None => lacks.push(Lack::NoSchedule),
        Some(Schedule::AcademicYear { dates, .. } | Schedule::AssessmentCalendar { dates, .. })
            if dates.is_empty() =>
        {
            lacks.push(Lack::RecurringWithoutDates);
        }
        Some(_) => {}
    }
    let measurable = |i: &super::Indicator| i.baseline.is_some() && i.target.is_some() && i.due.is_some();
    if !measure.indicators.iter().any(measurable) {
        lacks.push(Lack::NotMeasurable);
    }
    let for_somebody = !measure.targets.schools.is_empty() || !measure.targets.findings.is_empty();
    if matches!(measure.kind, MeasureKind::TargetedHelp | MeasureKind::Recheck) && !for_somebody {
        lacks.push(Lack::NoTargets);
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

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
        let measure = &mut plan.directions[1].measures[1];
        measure.responsible = Some("Head of the department".to_owned());
        let day = jiff::civil::date(2023, 5, 1);
        measure.schedule = Some(Schedule::Date { date: day });
        measure.targets.findings.push("2022:heaping.three_bin:school:sch1".to_owned());
        let indicator = serde_json::json!({"formula": "share_with_signs", "baseline": 12.0, "target": 8.0, "due": "2023-05-01"});
        measure.indicators.push(serde_json::from_value(indicator).unwrap());
        assert!(of_measure(measure).is_empty());
    }
}
