//! Plans go through documents and workbooks without loss, whatever they hold.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::time::Instant;

use obektiv::{
    plan::{EXAMPLE, Plan, lint},
    report::{Language, plan_docx, plan_html, plan_xlsx},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};

/// Text that people write, and text that nobody should.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[а-яА-Я «»№0-9.,;()-]{1,40}",
        1 => "[ -~\n\t]{1,30}",
        1 => any::<String>().prop_map(|text| text.chars().take(30).collect()),
        1 => Just(" _x0041_ =1+1 ]]> &#x41; <w:t/> ".to_owned()),
    ]
}

fn day() -> impl Strategy<Value = String> {
    (1890..2100, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
}

fn status() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["planned", "in_progress", "done", "cancelled"])
}

fn school() -> impl Strategy<Value = String> {
    (0..9).prop_map(|n| format!("sch99000{n}"))
}

fn measure() -> impl Strategy<Value = Value> {
    let row = (school(), status(), option::of(day()), option::of(text()))
        .prop_map(|(school, status, done_on, result)| json!({"school": school, "status": status, "done_on": done_on, "result": result}));
    let parts = (text(), option::of(text()), status(), option::of(day()), option::of(text()));
    (parts, vec(text(), 0..3), vec(row, 0..3), vec(school(), 0..3)).prop_map(
        |((text, responsible, status, done_on, progress), specifics, rows, schools)| {
            let schedule = json!([{"kind": "academic_year"}]);
            json!({
                "text": text, "kind": "other", "level": "school", "responsible": responsible, "status": status,
                "done_on": done_on, "progress": progress, "specifics": specifics, "per_school": rows,
                "targets": {"schools": schools}, "schedule": schedule, "documents": ["d"], "evidence": ["d"],
            })
        },
    )
}

fn visit() -> impl Strategy<Value = Value> {
    (school(), day(), option::of(text()), option::of(1..12), vec(text(), 0..3)).prop_map(
        |(school, date, observer, grade, violations)| {
            let violations: Vec<Value> = violations.into_iter().map(|text| json!({"text": text})).collect();
            json!({"school": school, "date": date, "observer": observer, "grade": grade, "stage": "writing", "violations": violations})
        },
    )
}

fn indicator() -> impl Strategy<Value = Value> {
    let value = (text(), -1e6..1e6, option::of(0..1_000_000_u64))
        .prop_map(|(period, value, n)| json!({"period": period, "value": value, "n": n}));
    (option::of(-1e6..1e6), option::of(day()), any::<bool>(), vec(value, 0..3)).prop_map(
        |(target, due, proposed, series)| {
            json!({"formula": "share_with_signs", "target": target, "due": due, "proposed": proposed, "series": series})
        },
    )
}

fn plan() -> impl Strategy<Value = Plan> {
    let lists = (vec(measure(), 0..5), vec(visit(), 0..4), vec(indicator(), 0..3));
    (text(), option::of(text()), text(), lists).prop_map(|(title, heading, label, lists)| {
        let (mut measures, visits, mut indicators) = lists;
        for (number, one) in (0..).zip(measures.iter_mut().chain(&mut indicators)) {
            one["id"] = json!(format!("{number}"));
        }
        let plan = json!({
            "version": 2, "title": title, "heading": heading, "territory": "Город", "year": 2025, "unknown": title,
            "documents": [{"id": "d", "kind": "Приказ", "issuer": title, "label": label}],
            "directions": [{"title": title, "kind": "other", "measures": measures}],
            "visits": visits, "indicators": indicators,
        });
        Plan::from_json(&plan.to_string()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn plans_go_through_documents_and_workbooks_without_loss(plan in plan(), russian: bool) {
        let language = if russian { Language::Russian } else { Language::English };
        prop_assert_eq!(&Plan::from_docx(&plan_docx(&plan, language).unwrap()).unwrap(), &plan);
        let filled = Plan::from_xlsx(&plan_xlsx(&plan, language).unwrap()).unwrap();
        prop_assert_eq!((filled.changes, filled.conflicts), (vec![], vec![]));
        prop_assert_eq!(filled.plan, plan);
    }

    #[test]
    fn a_published_plan_names_no_school_and_stays_a_plan(plan in plan()) {
        let published = plan.without_schools(None, Language::English).unwrap();
        prop_assert!(!published.to_json().contains("sch99000"));
        prop_assert!(published.schools().is_empty());
        for school in plan.schools() {
            let part = plan.for_school(school, Language::English).unwrap();
            prop_assert_eq!(part.schools(), vec![school]);
        }
    }
}

#[test]
#[ignore = "prints times: cargo test --release -p obektiv-tests --test plan_documents -- --ignored --nocapture"]
fn times_of_a_plan_of_5000_measures() {
    let mut plan: Value = serde_json::from_str(EXAMPLE).unwrap();
    let measure = plan["directions"][0]["measures"][1].clone();
    let many = (0..5000).map(|n| {
        let mut measure = measure.clone();
        measure["id"] = json!(format!("m{n}"));
        measure["per_school"] = json!([{"school": format!("sch{:06}", n % 900), "status": "planned"}]);
        measure
    });
    plan["directions"][0]["measures"] = many.collect();
    let json = plan.to_string();
    let time = |name: &str, run: &dyn Fn()| {
        let start = Instant::now();
        run();
        println!("{name}: {:.2} s", start.elapsed().as_secs_f64());
    };
    let plan = Plan::from_json(&json).unwrap();
    let (docx, xlsx) =
        (plan_docx(&plan, Language::Russian).unwrap(), plan_xlsx(&plan, Language::Russian).unwrap());
    time("parse", &|| drop(Plan::from_json(&json).unwrap()));
    time("lint", &|| drop(lint(&plan)));
    time("html", &|| drop(plan_html(&plan, Language::Russian).unwrap()));
    time("docx", &|| drop(plan_docx(&plan, Language::Russian).unwrap()));
    time("from_docx", &|| drop(Plan::from_docx(&docx).unwrap()));
    time("xlsx", &|| drop(plan_xlsx(&plan, Language::Russian).unwrap()));
    time("from_xlsx", &|| drop(Plan::from_xlsx(&xlsx).unwrap()));
    time("without_schools", &|| drop(plan.without_schools(None, Language::Russian).unwrap()));
    time("for_school", &|| drop(plan.for_school("edu000007", Language::Russian).unwrap()));
}
