//! Statistics and models that give several tables, or take what the catalogue has no input for.

use obektiv::{
    data::{NormSums, Tally},
    model::{self, CalibrationOptions},
    statistics::{heaping, norms, official},
};
use serde_json::json;

use crate::{
    Run,
    case::results,
    shown::{columns, record},
};

pub const ALL: &[(&str, Run)] = &[
    ("official.objectivity_index", |case| {
        let [schools, marked] = ["schools", "marked"].map(|name| case.input[name].as_u64().expect(name));
        let index = official::objectivity_index(schools, marked)?;
        Ok(record(&[
            ("schools", index.schools.into()),
            ("marked", index.marked.into()),
            ("share", index.share.into()),
            ("statistic", index.statistic.into()),
        ]))
    }),
    ("norms", |case| Ok(columns(&norms::norms(&NormSums::of(&results(&case.input["results"])?)).table()))),
    ("heaping.fit", |case| {
        let d = heaping::ShiftOptions::default();
        let given = |name: &str| case.options.get(name).cloned();
        let list = |name: &str| -> Option<Vec<u16>> {
            given(name).map(|v| serde_json::from_value(v).expect("totals"))
        };
        let options = heaping::ShiftOptions {
            honest: given("honest").map(|v| serde_json::from_value(v).expect("honest")),
            degree: case.count("degree").map_or(d.degree, |v| usize::try_from(v).expect("a degree")),
            reach: case.count("reach").map(|v| u16::try_from(v).expect("a reach")),
            cleared_below: case.number("cleared_below").unwrap_or(d.cleared_below),
        };
        let rows: Vec<Vec<u64>> = serde_json::from_value(case.input["histograms"].clone()).expect("counts");
        let boundaries = list("boundaries").map(|b| b.try_into().expect("three boundaries"));
        let sign = heaping::fit(&Tally::of_counts(&rows, boundaries)?, options)?;
        let mut got = record(&[
            ("table", columns(&sign.table()).into()),
            ("lifts", columns(&sign.lifts_table()).into()),
            ("prior", columns(&sign.prior_table()).into()),
            ("honest", sign.honest.clone().into()),
            ("chi2", sign.chi2.into()),
            ("df", sign.df.into()),
            ("log_likelihood", sign.log_likelihood.into()),
            ("sd", sign.sd.into()),
        ]);
        if let Some(scores) = list("placebo") {
            got.insert("placebo".to_owned(), columns(&sign.placebo(&scores)?.table()).into());
        }
        Ok(got)
    }),
    ("heaping.raised", |case| {
        let sign = heaping::raised(&case.tally("results")?)?;
        let mut got = record(&[
            ("table", columns(&sign.table()).into()),
            ("lifts", columns(&sign.lifts_table()).into()),
            ("prior", columns(&sign.prior_table()).into()),
            ("log_likelihood", sign.log_likelihood.into()),
        ]);
        if let Some(scores) = case.options.get("placebo") {
            let scores: Vec<u16> = serde_json::from_value(scores.clone()).expect("totals");
            got.insert("placebo".to_owned(), columns(&sign.placebo(&scores)?.table()).into());
        }
        Ok(got)
    }),
    ("irt.fit", |case| {
        let scores = case.matrix();
        let (table, ll, persons) = match case.option("model").expect("model") {
            "rasch" => {
                let fit = model::calibrate_conditional(scores.view())?;
                (fit.table(), fit.log_likelihood, fit.persons)
            }
            name => {
                let fit = model::calibrate(scores.view(), name.parse()?, &CalibrationOptions::default())?;
                (fit.table(), fit.log_likelihood, fit.persons)
            }
        };
        Ok(record(&[
            ("table", columns(&table).into()),
            ("log_likelihood", ll.into()),
            ("persons", persons.into()),
        ]))
    }),
    ("irt.mokken", |case| {
        let found = model::scalability(case.matrix().view())?;
        let pairs: Vec<Vec<f64>> = found.pairs.rows().into_iter().map(|row| row.to_vec()).collect();
        Ok(record(&[("test", found.test.into()), ("items", found.items.into()), ("pairs", json!(pairs))]))
    }),
];
