use super::super::error::DesignError;
use super::super::fixtures::{json, near};
use super::*;
use crate::random::Random;

fn whole(value: &serde_json::Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn smallest_effects_are_those_of_the_formulas() {
    let want = json(include_str!("../../../../tests/fixtures/effect/power.py.json"));
    for case in want["continuous"].as_array().unwrap() {
        let planned = Planned {
            sd: number(&case["sd"]),
            rho: number(&case["rho"]),
            treated: whole(&case["treated"]),
            controls: whole(&case["controls"]),
            ..Planned::default()
        };
        let found = detectable(&planned).unwrap();
        near(found.did, &case["mde_did"], 1e-6);
        near(found.ancova, &case["mde_ancova"], 1e-6);
        near(found.post_only, &case["mde_post_only"], 1e-6);
    }
    for case in want["clusters"].as_array().unwrap() {
        let planned = Planned {
            treated: whole(&case["treated_clusters"]),
            controls: whole(&case["control_clusters"]),
            cluster_size: Some(number(&case["schools_per_cluster"])),
            icc: number(&case["icc"]),
            ..Planned::default()
        };
        let found = detectable(&planned).unwrap();
        near(found.inflation * found.inflation, &case["design_effect"], 1e-12);
        near(found.post_only, &case["mde_in_sd"], 1e-6);
    }
}

#[test]
fn shares_and_counts_are_those_of_established_programs() {
    let want = json(include_str!("../../../../tests/fixtures/effect/power.py.json"));
    for case in want["proportions"].as_array().unwrap() {
        let found =
            share_detectable(number(&case["p1"]), whole(&case["n1"]), whole(&case["n2"]), 0.05, 0.8).unwrap();
        near(found.h, &case["mde_h"], 1e-6);
        near(found.share.unwrap(), &case["smallest_detectable_p2"], 1e-6);
    }
    for case in want["mcnemar"].as_array().unwrap() {
        let (clears, comes) = (number(&case["p_flag_to_clear"]), number(&case["p_clear_to_flag"]));
        let found = mcnemar_power(clears, comes, case["schools"].as_u64().unwrap(), 0.05).unwrap();
        near(found.exact, &case["power_exact"], 1e-6);
        near(found.mid_p, &case["power_mid_p"], 1e-6);
    }
    let want = json(include_str!("../../../../tests/fixtures/effect/power.R.json"));
    for case in want["two_proportions"].as_array().unwrap() {
        let n = whole(&case["n"]);
        near(
            share_power(number(&case["p1"]), number(&case["p2"]), n, n, 0.05).unwrap(),
            &case["power"],
            1e-6,
        );
    }
    for case in want["t_two"].as_array().unwrap() {
        let n = whole(&case["n"]);
        near(t_power(number(&case["d"]), n, n, 0.05).unwrap(), &case["power"], 1e-6);
    }
    let case = &want["t_unequal"];
    let found = t_power(number(&case["d"]), whole(&case["n1"]), whole(&case["n2"]), 0.05).unwrap();
    near(found, &case["power"], 1e-6);
    let case = &want["mde_t"];
    near(t_detectable(whole(&case["n1"]), whole(&case["n2"]), 0.05, 0.8).unwrap(), &case["d"], 1e-6);
}

/// Two years of so many units with the correlation .7 and one standard deviation.
fn two_years(n: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut random = Random::new(seed, 2);
    let before: Vec<f64> = (0..n).map(|_| random.normal()).collect();
    let after = before.iter().map(|x| 0.7 * x + 0.51_f64.sqrt() * random.normal()).collect();
    (before, after)
}

#[test]
fn the_test_itself_says_what_it_sees() {
    let (before, after) = two_years(60, 2);
    let last = LastYear { before: &before, after: &after, planned: &[true; 60], cluster: None };
    for test in [Test::Ancova, Test::Did, Test::Randomisation] {
        let options =
            PowerOptions { test, effects: vec![1.5], replicates: 40, draws: 99, ..PowerOptions::default() };
        let rows = power(&last, &options).unwrap();
        assert!(rows[0].effect == 0.0 && rows[0].rejected <= 0.15, "{rows:?}");
        assert!(rows[1].rejected >= 0.9, "{rows:?}");
    }
}

#[test]
fn difference_in_differences_sees_what_its_formula_says() {
    let planned = Planned { rho: 0.7, treated: 40, controls: 40, ..Planned::default() };
    let effect = detectable(&planned).unwrap().did;
    let (mut none, mut some) = (0.0, 0.0);
    for seed in 0..20 {
        let (before, after) = two_years(80, 100 + seed);
        let last = LastYear { before: &before, after: &after, planned: &[true; 80], cluster: None };
        let effects = vec![effect];
        let (test, replicates, draws) = (Test::Did, 30, 99);
        let options = PowerOptions { test, treated: 40, effects, replicates, draws, seed, alpha: 0.05 };
        let rows = power(&last, &options).unwrap();
        none += rows[0].rejected / 20.0;
        some += rows[1].rejected / 20.0;
    }
    assert!((0.02..=0.08).contains(&none) && (0.68..=0.88).contains(&some), "{none} {some}");
}

#[test]
fn whole_clusters_are_helped_and_pay_for_being_alike() {
    let mut random = Random::new(5, 2);
    let shared: Vec<f64> = (0..20).map(|_| random.normal()).collect();
    let before: Vec<f64> = (0..100).map(|_| random.normal()).collect();
    let after: Vec<f64> = (0..100).map(|i| before[i] + shared[i / 5] + 0.3 * random.normal()).collect();
    let names: Vec<String> = (0..100).map(|i| format!("m{:02}", i / 5)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let planned = [true; 100];
    let last = LastYear { before: &before, after: &after, planned: &planned, cluster: Some(&names) };
    for test in [Test::Ancova, Test::Did, Test::Randomisation] {
        let options = PowerOptions {
            test,
            treated: 10,
            effects: vec![4.0],
            replicates: 60,
            draws: 99,
            ..PowerOptions::default()
        };
        let rows = power(&last, &options).unwrap();
        assert!(rows[0].rejected <= 0.15 && rows[1].rejected >= 0.9, "{test:?} {rows:?}");
    }
    let mut part = planned;
    part[0] = false;
    let error = power(&LastYear { planned: &part, ..last }, &PowerOptions::default()).unwrap_err();
    assert!(matches!(error, DesignError::Id { name: "cluster", .. }));
}

#[test]
fn what_is_no_plan_is_refused_by_name() {
    let code = |planned: Planned| detectable(&planned).unwrap_err().code();
    assert_eq!(code(Planned { sd: 0.0, ..Planned::default() }), "design.parameter");
    assert_eq!(code(Planned { controls: 0, ..Planned::default() }), "design.too_few");
    assert_eq!(code(Planned { rho: 1.5, ..Planned::default() }), "design.parameter");
    assert_eq!(share_power(0.0, 0.5, 10, 10, 0.05).unwrap_err().code(), "design.parameter");
    assert_eq!(mcnemar_power(0.6, 0.6, 10, 0.05).unwrap_err().code(), "design.parameter");
    let options = PowerOptions { treated: 5, ..PowerOptions::default() };
    let last =
        LastYear { before: &[1.0, 2.0, 3.0, 4.0], after: &[1.0; 4], planned: &[true; 4], cluster: None };
    let error = power(&last, &options).unwrap_err();
    assert_eq!(error.code(), "design.too_few");
    let flat = power(&LastYear { before: &[1.0; 4], ..last }, &options).unwrap_err();
    assert!(matches!(flat, DesignError::Parameter { name: "before", .. }));
    let nobody = detectable(&Planned { treated: 0, ..Planned::default() }).unwrap_err();
    assert!(matches!(nobody, DesignError::TooFew { name: "treated", got: 0, least: 1, .. }));
}
