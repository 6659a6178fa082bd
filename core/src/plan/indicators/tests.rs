//! What the shared vectors do not reach: lists, views, the registry.

use jiff::civil::date;

use super::super::EXAMPLE;
use super::*;
use crate::data::readers::{Sheet, read_markers};
use crate::data::{MarkerList, Registry};
use crate::screening::{Known, Policy, Screening, screen, screen_beside};
use crate::simulate::{MunicipalityOptions, municipality};

fn screening(policy: &Policy, listed: Option<&MarkerList>) -> Screening {
    let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
    let known = Known { listed, ..Known::default() };
    screen_beside(&m.results, policy, &m.registry, known).unwrap()
}

fn plan() -> Plan {
    let mut plan = Plan::from_json(EXAMPLE).unwrap();
    plan.year = 2021;
    plan
}

fn found(plan: &Plan, inputs: &IndicatorInputs<'_>) -> Result<Indicators, PlanError> {
    plan.indicators(date(2021, 6, 1), inputs)
}

fn value<'a>(found: &'a Indicators, formula: &str) -> Option<&'a Computed> {
    found.values.iter().find(|value| value.formula == formula)
}

fn reason<'a>(found: &'a Indicators, formula: &str) -> &'a str {
    found.left_out.iter().find(|l| l.formula == formula).map_or("", |l| l.reason.as_str())
}

/// Lists of two years: of the first two schools, of the second and one that is nowhere.
fn list(s: &Screening) -> MarkerList {
    let schools: Vec<String> = s.schools.iter().map(|s| s.school.replace("sch", "edu")).collect();
    let text = format!(
        "Год;Логин;4 РУ;5 МА\n2021;{};1;1\n2021;{};;1\n2020;{};1;\n2020;edu000;1;\n",
        schools[0], schools[1], schools[1]
    );
    read_markers(&Sheet::from_csv(text.as_bytes()).unwrap()).unwrap().list
}

#[test]
fn a_list_alone_says_how_many_signs_a_school_has_and_why_not_more() {
    let list = list(&screening(&Policy::official_2019(), None));
    let inputs = IndicatorInputs { screening: Some((&list).into()), ..Default::default() };
    let found = found(&plan(), &inputs).unwrap();
    assert_eq!(value(&found, "markers_per_school").map(|v| v.value), Some(1.5));
    for formula in ["share_with_signs", "objectivity_index", "relapse_share", "new_share"] {
        assert_eq!(reason(&found, formula), "the list does not say who took part", "{formula}");
    }
    assert_eq!(reason(&found, "journal_raised"), "a list has no journal marks");
}

#[test]
fn this_years_list_beside_results_compares_with_last_years_list() {
    let empty = screening(&Policy::official_2019(), None);
    let list = list(&empty);
    let s = screening(&Policy::official_2019(), Some(&list));
    let inputs = IndicatorInputs {
        screening: Some((&s).into()),
        before: vec![(&list).into()],
        view: View::Listed,
        ..Default::default()
    };
    let values = found(&plan(), &inputs).unwrap();
    let share = value(&values, "share_with_signs").unwrap();
    assert_eq!((share.numerator, share.denominator), (2.0, s.schools.len() as f64));
    // One of last year's schools took part and is listed again; the other is gone.
    let again = value(&values, "relapse_share").unwrap();
    assert_eq!((again.numerator, again.denominator, again.policy.as_str()), (1.0, 1.0, "listed"));
    assert_eq!(value(&values, "schools_gone").map(|v| v.value), Some(1.0));
    assert_eq!(reason(&values, "new_share"), "the list does not say who took part");
    // Without the list that view is not there.
    let inputs =
        IndicatorInputs { screening: Some((&empty).into()), view: View::Listed, ..Default::default() };
    assert_eq!(found(&plan(), &inputs).unwrap_err().path(), "screening");
}

#[test]
fn policies_do_not_compare_and_pooled_findings_are_not_told_by_work() {
    let (a, b) = (screening(&Policy::official_2019(), None), screening(&Policy::calibrated_1(), None));
    let earlier = |s: &Screening| {
        let mut s = s.clone();
        let m = municipality(&MunicipalityOptions::default(), 1).unwrap();
        let works = m.results.iter().map(|r| {
            let assessment = crate::data::Assessment { year: 2020, ..r.assessment().clone() };
            let parts = crate::data::ResultsBuilder {
                scores: r.scores().to_owned(),
                school: r.school().clone(),
                journal_mark: r.journal_mark().map(<[u8]>::to_vec),
                class_id: r.class_id().cloned(),
                ..Default::default()
            };
            crate::data::Results::new(assessment, parts).unwrap()
        });
        let works: Vec<_> = works.collect();
        s = screen(&works, &s.policy, &Registry::default()).unwrap();
        s
    };
    let (before_a, before_b) = (earlier(&a), earlier(&b));
    let of = |now: &Screening, before: &Screening, common_works| {
        let inputs = IndicatorInputs {
            screening: Some(now.into()),
            before: vec![before.into()],
            common_works,
            ..Default::default()
        };
        found(&plan(), &inputs)
    };
    let wrong = of(&a, &before_b, true).unwrap_err();
    assert_eq!((wrong.code(), wrong.path()), ("plan.not_comparable", "before[0]"));
    let mut other = before_a.clone();
    other.policy.rules[0].min_n = 5;
    assert_eq!(of(&a, &other, false).unwrap_err().code(), "plan.not_comparable");
    assert!(value(&of(&a, &before_a, false).unwrap(), "relapse_share").is_some());
    // The same works in both years: nothing is to be told apart.
    assert!(of(&b, &before_b, true).is_ok());
    let mut fewer = before_b.clone();
    fewer.works.truncate(1);
    assert_eq!(of(&b, &fewer, false).unwrap_err().code(), "plan.not_comparable");
    assert_eq!(of(&b, &fewer, true).unwrap_err().path(), "screening");
}

#[test]
fn values_go_to_the_registry_and_never_beside_what_does_not_compare() {
    let s = screening(&Policy::official_2019(), None);
    let mut plan = plan();
    plan.indicators = serde_json::from_str(
        r#"[{"id": "share", "formula": "share_with_signs", "parameters": {"denominator": "participants"}, "target": 5.0},
            {"id": "other", "formula": "share_with_signs", "territory": "Elsewhere"},
            {"id": "z", "formula": "zzz"}]"#,
    )
    .unwrap();
    let inputs = IndicatorInputs {
        screening: Some((&s).into()),
        internal_assessment: Some(InternalAssessment { objective: 20, controlled: 20, population: None }),
        ..Default::default()
    };
    let values = found(&plan, &inputs).unwrap();
    let share = value(&values, "share_with_signs").unwrap();
    assert_eq!((share.target, share.reached), (5.0, Some(Reached::NotReached)));
    let internal = value(&values, "objective_internal_assessment").unwrap();
    // 20 of 20: the lower limit is 83 %.
    assert_eq!((internal.target, internal.reached), (90.0, Some(Reached::NotShown)));
    assert!(reason(&values, "zzz").contains("unknown") && !reason(&values, "share_with_signs").is_empty());
    let filled = plan.with_indicators(&values).unwrap();
    filled.check().unwrap();
    let series = &filled.indicators[0].series;
    assert_eq!((series.len(), series[0].period.as_str()), (1, "2021-spring"));
    assert_eq!(series[0].works, ["maths-5", "russian-5"]);
    assert_eq!((series[0].n, series[0].computed_on), (Some(s.schools.len() as u64), Some(date(2021, 6, 1))));
    assert!(filled.indicators[1].series.is_empty() && filled.indicators[2].series.is_empty());
    let ids: Vec<&str> = filled.indicators[3..].iter().map(|i| i.id.as_str()).collect();
    assert!(ids.contains(&"objectivity_index") && !ids.contains(&"tasks_late"), "{ids:?}");
    assert_eq!(filled.with_indicators(&values).unwrap(), filled, "the same period once more");
    let lacks: Vec<_> = super::super::lint(&filled).into_iter().map(|r| r.lack.code()).collect();
    assert_eq!(lacks.iter().filter(|lack| **lack == "unknown_formula").count(), 1);
    let mut old = filled;
    old.indicators[0].series[0].period = "2020".to_owned();
    old.indicators[0].series[0].policy = Some("calibrated-2".to_owned());
    let wrong = old.with_indicators(&values).unwrap_err();
    assert_eq!((wrong.code(), wrong.path()), ("plan.not_comparable", "indicators[0].series[0]"));
    assert_eq!(Plan::from_json(&old.to_json()).unwrap(), old);
}

#[test]
fn numbers_that_do_not_go_together_are_refused_by_name() {
    let path = |inputs: IndicatorInputs<'_>| found(&plan(), &inputs).unwrap_err().path().to_owned();
    assert_eq!(
        path(IndicatorInputs { expected_relapse: Some(39.0), ..Default::default() }),
        "expected_relapse"
    );
    let internal = InternalAssessment { objective: 2, controlled: 5, population: Some(4) };
    let inputs = IndicatorInputs { internal_assessment: Some(internal), ..Default::default() };
    assert_eq!(path(inputs), "internal_assessment");
    let s = screening(&Policy::official_2019(), None);
    // The same year once more is no year before.
    let before = vec![(&s).into()];
    let inputs = IndicatorInputs { screening: Some((&s).into()), before, ..Default::default() };
    assert_eq!(path(inputs), "before[0]");
}

#[test]
fn a_change_before_and_after_is_no_effect_and_others_have_a_source() {
    let record = serde_json::json!({
        "id": "e", "measures": [], "method": "ancova", "outcome": "lambda", "estimate": -0.04, "expected": -0.11,
        "comparison": "schools alike that were not helped"
    });
    let effect: super::super::EffectRecord = serde_json::from_value(record).unwrap();
    let before_after = super::super::EffectRecord { method: "before_after".to_owned(), ..effect.clone() };
    let with = |effect| Plan { effects: vec![effect], ..plan() };
    let seen = found(&with(before_after), &IndicatorInputs::default()).unwrap();
    assert_eq!(reason(&seen, "effect"), "e: a change before and after is no effect");
    let seen = found(&with(effect), &IndicatorInputs::default()).unwrap();
    let value = value(&seen, "effect").unwrap();
    assert!(value.expected < value.value && !value.source.is_empty());
}
