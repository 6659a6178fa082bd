use std::collections::BTreeSet;

use super::super::fixtures::{Csv, json, near};
use super::*;

struct Reference {
    table: Csv,
    want: serde_json::Value,
}

fn reference() -> Reference {
    Reference {
        table: Csv::of(include_str!("../../../../tests/fixtures/effect/staggered.csv")),
        want: json(include_str!("../../../../tests/fixtures/effect/staggered.py.json")),
    }
}

fn found(table: &Csv, with_x: bool, options: &GroupTimeOptions, clustered: bool) -> GroupTime {
    let unit = table.text("school");
    let first: Vec<_> = table.whole("first_treated").iter().map(|&g| (g > 0).then_some(g)).collect();
    let names: BTreeSet<&str> = unit.iter().copied().collect();
    let place = |name: &str| (names.iter().position(|n| *n == name).unwrap() + 1) % 12;
    let cluster: Vec<String> = unit.iter().map(|name| place(name).to_string()).collect();
    let cluster: Vec<&str> = cluster.iter().map(String::as_str).collect();
    let panel = Panel {
        unit: &unit,
        period: &table.whole("year"),
        outcome: &table.numbers("y"),
        first_treated: &first,
        cluster: clustered.then_some(&cluster),
        weight: None,
    };
    let x = table.numbers("x");
    let columns = [x.as_slice()];
    group_time(&panel, if with_x { &columns } else { &[] }, options).unwrap()
}

#[test]
fn cells_and_aggregates_are_those_of_established_programs() {
    let Reference { table, want } = reference();
    let variants = [
        ("never_reg", false, Control::Never, Adjustment::Reg),
        ("notyet_reg", false, Control::NotYet, Adjustment::Reg),
        ("never_dr_x", true, Control::Never, Adjustment::Dr),
        ("never_reg_x", true, Control::Never, Adjustment::Reg),
        ("never_ipw_x", true, Control::Never, Adjustment::Ipw),
        ("notyet_dr_x", true, Control::NotYet, Adjustment::Dr),
    ];
    for (name, with_x, control, method) in variants {
        let options = GroupTimeOptions { control, method, draws: 99, ..GroupTimeOptions::default() };
        let found = found(&table, with_x, &options, false);
        let want = &want["own"][name];
        let cells = want["att_gt"].as_array().unwrap();
        assert_eq!(cells.len(), found.cells.len(), "{name}");
        for (cell, want) in found.cells.iter().zip(cells) {
            assert_eq!((cell.first_treated, cell.period), {
                let whole = |key: &str| i32::try_from(want[key].as_i64().unwrap()).unwrap();
                (whole("g"), whole("t"))
            });
            near(cell.att, &want["att"], 1e-10);
            near(cell.se, &want["se"], 1e-10);
        }
        let kinds = [
            ("simple", Kind::Simple),
            ("group", Kind::Group),
            ("dynamic", Kind::Dynamic),
            ("calendar", Kind::Calendar),
        ];
        for (kind_name, kind) in kinds {
            let want = &want[kind_name];
            let found = found.aggregate(kind);
            near(found.effect.estimate, &want["att"], 1e-10);
            near(found.se, &want["se"], 1e-10);
            for point in found.points {
                let want = &want["by"][point.at.to_string()];
                near(point.att, &want["att"], 1e-10);
                near(point.se, &want["se"], 1e-10);
            }
        }
    }
}

#[test]
fn clusters_take_the_small_sample_factor() {
    let Reference { table, want } = reference();
    let options = GroupTimeOptions { method: Adjustment::Reg, draws: 99, ..GroupTimeOptions::default() };
    let found = found(&table, false, &options, true).aggregate(Kind::Simple);
    near(found.se, &want["clustered"]["se_times_sqrt_G_over_G_minus_1"], 1e-10);
    assert_eq!(found.effect.clusters, 12);
}

#[test]
fn bands_are_those_of_many_draws() {
    let Reference { table, want } = reference();
    let want = &want["own"]["never_reg"]["multiplier_bootstrap"];
    let found = found(&table, false, &GroupTimeOptions::default(), false);
    let critical = want["sup_t_critical_95"].as_f64().unwrap();
    assert!((found.band_critical / critical - 1.0).abs() < 0.02, "{}", found.band_critical);
    for (cell, want) in found.cells.iter().zip(want["se_iqr"].as_array().unwrap()) {
        let half = (cell.band_upper - cell.att) / found.band_critical;
        assert!((half / want.as_f64().unwrap() - 1.0).abs() < 0.04, "{half} {want}");
    }
}

#[test]
fn what_was_expected_is_the_naive_change_less_the_effect() {
    let Reference { table, .. } = reference();
    let options = GroupTimeOptions { draws: 99, ..GroupTimeOptions::default() };
    let effect = found(&table, false, &options, false).aggregate(Kind::Simple).effect;
    let expected = effect.expected_without_measures.unwrap();
    assert!((effect.naive_change.unwrap() - expected - effect.estimate).abs() < 1e-12);
    assert!(effect.pvalue.unwrap() < 1e-6);
}

#[test]
fn what_cannot_be_compared_is_refused_by_name() {
    let options = GroupTimeOptions::default();
    let code = |first: &[Option<i32>], period: &[i32], weight: Option<&[f64]>, options: &GroupTimeOptions| {
        let unit: Vec<&str> = ["a", "a", "b", "b", "c", "c"][..first.len()].to_vec();
        let outcome = vec![1.0; first.len()];
        let panel =
            Panel { unit: &unit, period, outcome: &outcome, first_treated: first, cluster: None, weight };
        group_time(&panel, &[], options).unwrap_err().code()
    };
    let years = [1, 2, 1, 2, 1, 2];
    let all = [Some(2); 6];
    assert_eq!(code(&all, &years, None, &options), "effect.no_controls");
    assert_eq!(code(&[None; 6], &years, None, &options), "effect.no_treated");
    assert_eq!(code(&[Some(1); 6], &years, None, &options), "effect.one_period");
    assert_eq!(code(&all, &years, Some(&[1.0; 6]), &options), "effect.parameter");
    assert_eq!(code(&all, &years[..3], None, &options), "effect.length");
    let few = GroupTimeOptions { draws: 1, ..options };
    assert_eq!(code(&all, &years, None, &few), "effect.too_few");
}

#[test]
fn one_unit_alone_shows_no_standard_error() {
    let unit: Vec<String> = (0..8).flat_map(|u| [format!("u{u}"), format!("u{u}")]).collect();
    let unit: Vec<&str> = unit.iter().map(String::as_str).collect();
    let period: Vec<i32> = (0..16).map(|k| 2020 + k % 2).collect();
    let outcome: Vec<f64> = (0..16).map(|k| f64::from(k * k % 7)).collect();
    let first: Vec<Option<i32>> = (0..16).map(|k| (k < 2).then_some(2021)).collect();
    let panel = Panel {
        unit: &unit,
        period: &period,
        outcome: &outcome,
        first_treated: &first,
        cluster: None,
        weight: None,
    };
    let found = group_time(&panel, &[], &GroupTimeOptions { draws: 99, ..Default::default() }).unwrap();
    assert!(found.cells.iter().all(|cell| cell.att.is_finite() && cell.se.is_nan() && cell.upper.is_nan()));
}
