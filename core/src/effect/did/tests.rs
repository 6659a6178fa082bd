use super::super::fixtures::{Csv, close, json, near};
use super::*;

struct Reference {
    table: Csv,
    r: serde_json::Value,
    py: serde_json::Value,
}

fn reference() -> Reference {
    Reference {
        table: Csv::of(include_str!("../../../../tests/fixtures/effect/did2x2.csv")),
        r: json(include_str!("../../../../tests/fixtures/effect/did2x2.R.json")),
        py: json(include_str!("../../../../tests/fixtures/effect/did2x2.py.json")),
    }
}

fn found(table: &Csv, unit_effects: bool, weighted: bool, by_school: bool) -> Did {
    let (unit, cluster) = (table.text("school"), table.text("municipality"));
    let first: Vec<_> = table.flags("treated").iter().map(|t| t.then_some(1)).collect();
    let pupils = table.numbers("pupils");
    let panel = Panel {
        unit: &unit,
        period: &table.whole("post"),
        outcome: &table.numbers("y"),
        first_treated: &first,
        cluster: (!by_school).then_some(&cluster),
        weight: weighted.then_some(&pupils),
    };
    did(&panel, &DidOptions { unit_effects, draws: 999, most: 20_000, ..DidOptions::default() }).unwrap()
}

#[test]
fn errors_by_clusters_are_those_of_established_programs() {
    let Reference { table, r, py } = reference();
    let cases = [
        (found(&table, false, false, false), &r["pooled"], "by_municipality"),
        (found(&table, false, false, true), &r["pooled"], "by_school"),
        (found(&table, false, true, false), &r["weighted"], "by_municipality"),
        (found(&table, true, false, false), &r["school_fe"], "by_municipality"),
    ];
    for (found, want, level) in cases {
        near(found.effect.estimate, &want["coef"], 1e-10);
        let want = &want[level];
        let g = found.effect.clusters as f64;
        for error in found.standard_errors {
            let want = &want[error.scaling.written()];
            match error.scaling {
                Scaling::Cr2 => {
                    near(error.se, &want["se"], 1e-10);
                    near(error.df, &want["satterthwaite_df"], 1e-6);
                    near(error.pvalue, &want["p_satterthwaite"], 1e-8);
                }
                // MacKinnon, Nielsen and Webb's factor, and with school effects a jackknife the
                // others do not have.
                Scaling::Cr3 if want.is_object() => {
                    near(error.se * (g / (g - 1.0)).sqrt(), &want["se"], 1e-10);
                    near(error.df, &want["satterthwaite_df"], 1e-6);
                }
                _ => {}
            }
        }
    }
    let first = |did: Did| did.standard_errors[0].se;
    near(first(found(&table, false, false, false)), &py["pooled"]["CRV1_municipality"]["se"], 1e-10);
    near(first(found(&table, false, false, true)), &py["pooled"]["CRV1_school"]["se"], 1e-10);
    near(first(found(&table, true, false, false)), &py["two_way_fe"]["CRV1_municipality"]["se"], 1e-10);
    near(first(found(&table, true, false, true)), &py["two_way_fe"]["CRV1_school"]["se"], 1e-10);
    near(first(found(&table, false, true, false)), &py["weighted"]["CRV1_municipality"]["se"], 1e-10);
}

#[test]
fn the_jackknife_is_what_leaving_each_cluster_out_gives() {
    let Reference { table, .. } = reference();
    let clusters = table.text("municipality");
    let without = |left: &str| {
        let keep: Vec<usize> = (0..clusters.len()).filter(|&i| clusters[i] != left).collect();
        let pick = |values: Vec<f64>| keep.iter().map(|&i| values[i]).collect::<Vec<_>>();
        let (y, t, a) =
            (pick(table.numbers("y")), pick(table.numbers("treated")), pick(table.numbers("post")));
        let mean = |helped: f64, after: f64| {
            let cell = (0..y.len()).filter(|&i| (t[i] - helped).abs() < 0.1 && (a[i] - after).abs() < 0.1);
            cell.clone().map(|i| y[i]).sum::<f64>() / cell.count() as f64
        };
        mean(1.0, 1.0) - mean(1.0, 0.0) - mean(0.0, 1.0) + mean(0.0, 0.0)
    };
    let all = without("nothing");
    let names: std::collections::BTreeSet<_> = clusters.iter().copied().collect();
    let sum: f64 = names.iter().map(|name| (without(name) - all).powi(2)).sum();
    let g = names.len() as f64;
    let error = found(&table, false, false, false).standard_errors[2];
    close(error.se, ((g - 1.0) / g * sum).sqrt(), 1e-10);
}

#[test]
fn p_is_the_place_among_all_ways_to_choose_the_municipalities() {
    let Reference { table, .. } = reference();
    let found = found(&table, true, false, false);
    close(found.assignments, 2002.0, 0.0);
    close(found.effect.smallest_attainable_pvalue.unwrap(), 1.0 / 2002.0, 1e-15);
    assert!(found.exact && found.effect.pvalue.unwrap() < 0.02);
    let naive = found.effect.naive_change.unwrap();
    close(naive - found.effect.expected_without_measures.unwrap(), found.effect.estimate, 1e-12);
    assert!(found.effect.warnings.contains(&Warning::NoYearsBefore), "{:?}", found.effect.warnings);
}

type Columns = (Vec<String>, Vec<i32>, Vec<f64>, Vec<Option<i32>>, Vec<String>);

/// Municipalities of 3 to 8 schools, two years, the first ones helped, nothing done.
fn nothing_done(municipalities: usize, helped: usize, seed: u64) -> Columns {
    let mut random = crate::random::Random::new(seed, 7);
    let mut all: Columns = Default::default();
    for m in 0..municipalities {
        let (shared, schools) = (0.316 * random.normal(), 3 + random.below(6));
        for s in 0..schools {
            let level = random.normal();
            for year in 0..2 {
                all.0.push(format!("{m}-{s}"));
                all.1.push(year);
                all.2.push(level + f64::from(year) * (shared + random.normal()));
                all.3.push((m < helped).then_some(1));
                all.4.push(m.to_string());
            }
        }
    }
    all
}

fn of_columns(columns: &Columns, options: &DidOptions) -> Result<Did, EffectError> {
    let (unit, period, outcome, first_treated, cluster) = columns;
    let unit: Vec<&str> = unit.iter().map(String::as_str).collect();
    let cluster: Vec<&str> = cluster.iter().map(String::as_str).collect();
    did(
        &Panel { unit: &unit, period, outcome, first_treated, cluster: Some(&cluster), weight: None },
        options,
    )
}

#[test]
fn where_nothing_was_done_few_intervals_and_p_values_say_otherwise() {
    let (mut covered, mut rejected) = (0, 0);
    for seed in 0..40 {
        let found = of_columns(&nothing_done(14, 5, seed), &DidOptions::default()).unwrap().effect;
        covered += u32::from(found.lower.unwrap() <= 0.0 && found.upper.unwrap() >= 0.0);
        rejected += u32::from(found.pvalue.unwrap() <= 0.05);
    }
    assert!(covered >= 35 && rejected <= 5, "{covered} {rejected}");
}

#[test]
fn two_helped_municipalities_leave_randomisation_alone() {
    let found = of_columns(&nothing_done(14, 2, 1), &DidOptions::default()).unwrap().effect;
    close(found.smallest_attainable_pvalue.unwrap(), 1.0 / 91.0, 1e-15);
    assert!(found.method.ends_with("interval and p by randomisation"), "{}", found.method);
    assert_eq!(found.warnings[0], Warning::TooFewTreated { clusters: 2 });
    // One of fourteen can never be shown at 5 %.
    let found = of_columns(&nothing_done(14, 1, 1), &DidOptions::default()).unwrap().effect;
    assert_eq!((found.lower, found.smallest_attainable_pvalue), (None, Some(1.0 / 14.0)));
    assert!(found.warnings.contains(&Warning::CannotBeShown { smallest: 1.0 / 14.0 }));
}

#[test]
fn helped_for_being_extreme_is_said_so() {
    let mut columns = nothing_done(14, 5, 3);
    for row in 0..columns.0.len() {
        columns.2[row] += if columns.1[row] == 0 && columns.3[row].is_some() { 1.0 } else { 0.0 };
    }
    let found = of_columns(&columns, &DidOptions::default()).unwrap().effect;
    assert!(found.warnings.iter().any(|w| w.code() == "comparison_not_equally_extreme"));
}

#[test]
fn what_cannot_be_compared_is_refused_by_name() {
    let code = |columns: &Columns| of_columns(columns, &DidOptions::default()).unwrap_err().code();
    assert_eq!(code(&nothing_done(2, 2, 1)), "effect.no_controls");
    assert_eq!(code(&nothing_done(4, 0, 1)), "effect.no_treated");
    assert_eq!(code(&nothing_done(2, 1, 1)), "effect.too_few");
    let mut columns = nothing_done(14, 5, 1);
    columns.1.fill(1);
    columns.0 = (0..columns.1.len()).map(|i| i.to_string()).collect();
    assert_eq!(code(&columns), "effect.one_period");
    let mut columns = nothing_done(14, 5, 1);
    columns.3[0] = Some(2);
    assert_eq!(code(&columns), "effect.conflict");
    let mut columns = nothing_done(14, 5, 1);
    columns.4[0] = "another".to_owned();
    assert_eq!(code(&columns), "effect.conflict");
    let mut columns = nothing_done(14, 5, 1);
    columns.1[1] = 0;
    assert_eq!(code(&columns), "effect.repeated");
    let mut columns = nothing_done(14, 5, 1);
    columns.2.pop();
    assert_eq!(code(&columns), "effect.length");
    let mut columns = nothing_done(14, 5, 1);
    columns.3.iter_mut().for_each(|c| *c = c.map(|_| 0));
    assert_eq!(code(&columns), "effect.one_period");
    let few = DidOptions { draws: 3, ..DidOptions::default() };
    assert_eq!(of_columns(&nothing_done(14, 5, 1), &few).unwrap_err().code(), "effect.too_few");
}

#[test]
fn a_school_without_one_of_its_outcomes_is_left_out_and_counted() {
    let mut columns = nothing_done(14, 5, 1);
    columns.2[4] = f64::NAN;
    let found = of_columns(&columns, &DidOptions::default()).unwrap().effect;
    assert!(found.warnings.contains(&Warning::LeftOut { rows: 2 }) && found.estimate.is_finite());
}
