//! Results from parts and from files.

use obektiv::data::{Assessment, ImportReport, Labels, ReadOptions, Results, readers};
use obektiv::statistics::journal::{Journal, JournalOptions, JournalRow};
use serde_json::{Map, Value, json};

use crate::{
    Run,
    case::results,
    shown::{record, rows, with_counts},
};

pub const ALL: &[(&str, Run)] = &[
    ("results.new", |case| {
        let r = results(&case.input["results"])?;
        let (totals, complete): (Vec<u16>, Vec<bool>) = r.totals().unzip();
        Ok(record(&[("persons", r.len().into()), ("totals", totals.into()), ("complete", complete.into())]))
    }),
    ("readers.csv", |case| {
        let assessment: Option<Assessment> =
            case.input.get("assessment").map(|a| serde_json::from_value(a.clone()).expect("assessment"));
        let csv = case.input["csv"].as_str().expect("csv");
        let import = readers::read_csv(csv.as_bytes(), assessment.as_ref(), ReadOptions::default())?;
        let (r, report) = (&import.results, &import.report);
        Ok(record(&[
            (
                "report",
                json!({"rows": report.rows, "taken": report.taken, "repaired": report.repaired,
                       "one_day": report.one_day, "absent": report.absent, "set_aside": report.set_aside}),
            ),
            ("scores", r.scores().rows().into_iter().map(|s| s.to_vec()).collect::<Vec<_>>().into()),
            ("school", json!(labels(Some(r.school())))),
            ("class_id", json!(labels(r.class_id()))),
            ("variant", json!(labels(r.variant()))),
            ("journal_mark", json!(marks(r))),
            ("municipality", json!(labels(r.municipality()))),
        ]))
    }),
    ("readers.layouts", |case| {
        let d = ReadOptions::default();
        let options = ReadOptions {
            repair: case.options.get("repair").map_or(d.repair, |r| r.as_bool().expect("repair")),
            school: case.options.get("school").map(|s| s.as_str().expect("school").to_owned()),
            ..d
        };
        let assessment: Option<Assessment> =
            case.options.get("assessment").map(|a| serde_json::from_value(a.clone()).expect("assessment"));
        let import = readers::read_csv(case.text().as_bytes(), assessment.as_ref(), options)?;
        let r = &import.results;
        let schools = import.registry.schools().iter();
        let registry: Map<String, Value> =
            schools.map(|(login, s)| (login.clone(), json!([s.name, s.municipality]))).collect();
        Ok(record(&[
            ("report", report_of(&import.report)),
            ("school", json!(labels(Some(r.school())))),
            ("class_id", json!(labels(r.class_id()))),
            ("scores", r.scores().rows().into_iter().map(|s| s.to_vec()).collect::<Vec<_>>().into()),
            ("journal_mark", json!(marks(r))),
            ("registry", registry.into()),
        ]))
    }),
    ("readers.distributions", |case| {
        let given: Vec<Assessment> = case
            .options
            .get("assessments")
            .map_or(Vec::new(), |all| serde_json::from_value(all.clone()).expect("assessments"));
        let read = readers::read_distributions(&case.sheet()?, &given)?;
        let works = read.works.iter().map(|work| {
            let groups = ["level", "group", "municipality", "n"];
            let rows: Vec<Value> = with_counts(&work.table(), &groups);
            json!({"key": work.assessment.key(), "rows": rows})
        });
        Ok(record(&[("report", report_of(&read.report)), ("works", works.collect::<Vec<_>>().into())]))
    }),
    ("readers.mark_statistics", |case| {
        let read = readers::read_mark_statistics(&case.sheet()?)?;
        let groups = ["subject", "grade", "year", "level", "group", "municipality", "n"];
        let rows = with_counts(&read.table(), &groups);
        Ok(record(&[("report", report_of(&read.report)), ("rows", rows.into())]))
    }),
    ("readers.journal_comparison", |case| {
        let read = readers::read_journal_comparison(&case.sheet()?)?;
        let options = case.options.get("min_reference").and_then(Value::as_u64);
        let options =
            options.map_or_else(JournalOptions::default, |min_reference| JournalOptions { min_reference });
        let Journal { rows } = read.journal(&read.registry, options);
        let sign = |r: &JournalRow| json!([r.group, r.kind, r.n, r.pupils, r.count, r.share.statistic]);
        let signs: Vec<Value> = rows.iter().map(sign).collect();
        let groups = ["subject", "grade", "year", "level", "group", "municipality", "n"];
        Ok(record(&[
            ("report", report_of(&read.report)),
            ("rows", with_counts(&read.table(), &groups).into()),
            ("signs", signs.into()),
        ]))
    }),
    ("readers.markers", |case| {
        let read = readers::read_markers(&case.sheet()?)?;
        Ok(record(&[
            ("report", report_of(&read.report)),
            ("rows", rows(&read.list.table()).into()),
            ("by_year", rows(&read.list.by_year_table()).into()),
            ("by_municipality", rows(&read.list.by_municipality_table()).into()),
        ]))
    }),
];

fn labels(labels: Option<&Labels>) -> Option<Vec<String>> {
    labels.map(|l| (0..l.len()).map(|p| l.get(p).to_owned()).collect())
}

fn marks(results: &Results) -> Option<Vec<Option<u8>>> {
    results.journal_mark().map(|marks| marks.iter().map(|&j| (j > 0).then_some(j)).collect())
}

fn report_of(report: &ImportReport) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    let reasons = report.remarks.iter().map(|remark| json!([remark.row, remark.reason]));
    value["reasons"] = reasons.collect::<Vec<_>>().into();
    value
}
