//! Screenings and policies.

use obektiv::{
    report,
    screening::{Policy, screen},
};
use serde_json::Value;

use crate::{
    Run,
    shown::{columns, record},
};

pub const ALL: &[(&str, Run)] = &[
    ("screening.screen", |case| {
        let town = case.municipality()?;
        let s = screen(&town.results, &case.policy(), &town.registry)?;
        let first = s.findings().next().expect("a finding").id();
        Ok(record(&[
            ("findings", columns(&s.findings_table(false)).into()),
            ("schools", columns(&s.schools_table()).into()),
            ("index", columns(&s.index_table()).into()),
            ("explain_ru", report::explain(&s, &first, report::Language::Russian)?.into()),
            ("explain_en", report::explain(&s, &first, report::Language::English)?.into()),
        ]))
    }),
    ("screening.policy", |case| {
        let policy = Policy::from_json(case.input["json"].as_str().expect("json"))?;
        let policy: Value = serde_json::from_str(&policy.to_json()).expect("a policy is JSON");
        Ok(record(&[("policy", policy)]))
    }),
];
