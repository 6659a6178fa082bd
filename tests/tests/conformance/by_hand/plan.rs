//! Plans of measures.

use obektiv::{
    Error,
    data::Registry,
    plan::{self, Plan, ProposeOptions},
    report,
    screening::{Policy, screen},
    table::Table,
};
use serde_json::Value;

use crate::{
    Run,
    case::{remarked, results},
    shown::{columns, record, rows},
};

pub const ALL: &[(&str, Run)] = &[
    ("plan.lint", |case| {
        let plan = Plan::from_json(&case.input["plan"].to_string())?;
        let language = case.options["language"].as_str().expect("language").parse()?;
        let table = report::remarks_table(&plan, language)?;
        let wanted = ["path", "lack", "text"].map(|name| (name, table.column(name).expect(name).clone()));
        let remarks = wanted.into_iter().fold(Table::new(), |t, (name, column)| t.with(name, column));
        Ok(record(&[("remarks", rows(&remarks).into())]))
    }),
    ("plan.from_findings", |case| {
        let text = |name: &str| case.options[name].as_str().expect(name).to_owned();
        let town = case.municipality()?;
        let s = screen(&town.results, &case.policy(), &town.registry)?;
        let options = ProposeOptions {
            title: text("title"),
            territory: text("territory"),
            year: case.count("year").and_then(|y| y.try_into().ok()).expect("year"),
            due: Some(text("due").parse().expect("due")),
            calendar: Vec::new(),
            language: text("language").parse()?,
        };
        let plan = plan::from_findings(&s, &options)?;
        Ok(record(&[
            ("plan", serde_json::to_value(&plan).expect("a plan is JSON")),
            ("markdown", report::plan_markdown(&plan, options.language)?.into()),
        ]))
    }),
    ("plan.indicators", |case| {
        let plan = Plan::from_json(&case.input["plan"].to_string())?;
        let policy = Policy::from_json(&case.input["policy"].to_string())?;
        let screened = |works: &Value| -> Result<_, Error> {
            let works =
                works.as_array().expect("works").iter().map(results).collect::<Result<Vec<_>, _>>()?;
            Ok(screen(&works, &policy, &Registry::default())?)
        };
        let now = case.input.get("screening").map(screened).transpose()?;
        let before = case.input.get("before").and_then(Value::as_array).into_iter().flatten();
        let before = before.map(screened).collect::<Result<Vec<_>, Error>>()?;
        let remarked = case.input.get("remarked").map(remarked).transpose()?;
        let text = |name: &str| case.options.get(name).map(|v| v.as_str().expect(name));
        let yes = |name: &str| case.options.get(name).is_some_and(|v| v.as_bool().expect(name));
        let controlled: Option<Vec<u64>> = case
            .options
            .get("internal_assessment")
            .map(|counts| serde_json::from_value(counts.clone()).expect("counts"));
        let inputs = plan::IndicatorInputs {
            screening: now.as_ref().map(Into::into),
            before: before.iter().map(Into::into).collect(),
            denominator: text("denominator").map_or(Ok(plan::Denominator::default()), str::parse)?,
            common_works: yes("common_works"),
            superpopulation: yes("superpopulation"),
            expected_relapse: case.number("expected_relapse"),
            remarked: remarked.as_ref(),
            tolerance: case.count("tolerance").map(|points| u16::try_from(points).expect("points")),
            internal_assessment: controlled
                .as_deref()
                .map(plan::InternalAssessment::of_counts)
                .transpose()?,
            coverage: text("coverage").map(str::parse).transpose()?,
            ..Default::default()
        };
        let found = plan.indicators(plan::day("day", text("day").expect("day"))?, &inputs)?;
        plan.with_indicators(&found)?.check()?;
        let mut got = columns(&found.table());
        got.insert("left_out".to_owned(), rows(&found.left_out_table()).into());
        Ok(got)
    }),
];
