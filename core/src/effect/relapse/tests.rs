use super::super::fixtures::{Csv, close, json, near};
use super::*;

struct Columns {
    before: Vec<f64>,
    after: Vec<f64>,
    se_before: Vec<f64>,
    se_after: Vec<f64>,
    flagged: Vec<bool>,
    critical: Vec<f64>,
}

impl Columns {
    fn years(&self) -> TwoYears<'_> {
        TwoYears {
            before: &self.before,
            after: &self.after,
            se_before: &self.se_before,
            se_after: &self.se_after,
            flagged: &self.flagged,
            critical: &self.critical,
            comparison: None,
        }
    }
}

fn reference() -> (Columns, serde_json::Value) {
    let table = Csv::of(include_str!("../../../../tests/fixtures/effect/rtm.csv"));
    let want = json(include_str!("../../../../tests/fixtures/effect/rtm.py.json"));
    let (c0, c1) = (want["critical0"].as_f64().unwrap(), want["critical1"].as_f64().unwrap());
    let (before, se_before, se_after) = (table.numbers("mean0"), table.numbers("se0"), table.numbers("se1"));
    let columns = Columns {
        flagged: before.iter().zip(&se_before).map(|(x, se)| x - 1.96 * se > c0).collect(),
        critical: se_after.iter().map(|se| c1 + 1.96 * se).collect(),
        after: table.numbers("mean1"),
        before,
        se_before,
        se_after,
    };
    (columns, want)
}

#[test]
fn the_model_is_that_of_the_reference() {
    let (columns, want) = reference();
    let found = relapse(&columns.years(), &RelapseOptions::default()).unwrap();
    near(found.levels.log_likelihood, &want["log_likelihood"], 1e-9);
    let levels = found.levels;
    for (name, got) in [
        ("mu0", levels.mu0),
        ("mu1", levels.mu1),
        ("tau0", levels.tau0),
        ("tau1", levels.tau1),
        ("rho", levels.rho),
    ] {
        near(got, &want[name], 1e-5);
    }
    near(found.still_expected, &want["still_expected"], 1e-5);
    near(found.still_sd, &want["still_sd"], 1e-5);
    near(found.pvalue_at_most, &want["pvalue_at_most"], 1e-5);
    near(found.pvalue_mid, &want["pvalue_mid"], 1e-5);
    near(found.cleared_if_only_noise, &want["cleared_if_only_noise"], 1e-5);
    assert_eq!((found.flagged, found.still_observed), (60, 25));
    for j in 0..10 {
        near(found.p_still[j], &want["p_still_first10"][j], 1e-5);
        near(found.expected_after[j], &want["expected_mean1_first10"][j], 1e-5);
    }
    let mean = found.reliability.iter().sum::<f64>() / found.reliability.len() as f64;
    near(mean, &want["reliability0_mean"], 1e-5);
    assert_eq!(found.effect.warnings[0], Warning::AllCompared);
}

#[test]
fn the_likelihood_is_flat_where_it_is_largest() {
    let (columns, _) = reference();
    let scale = Scale::of(&columns.before);
    let schools: Vec<School> = (0..columns.before.len()).map(|j| scale.school(&columns.years(), j)).collect();
    let (found, value) = fitted(&schools).unwrap();
    assert!(found.of(&schools).1.abs().max() < 1e-6);
    // The gradient is the slope of the value.
    let aside = Parameters(found.0 + Five::from([0.1, -0.2, 0.1, -0.1, 0.2]));
    let slope = aside.of(&schools).1;
    for i in 0..5 {
        let mut step = Five::zeros();
        step[i] = 1e-6;
        let up = Parameters(aside.0 + step).of(&schools).0;
        let down = Parameters(aside.0 - step).of(&schools).0;
        close((up - down) / 2e-6, slope[i], 1e-5);
    }
    assert!(aside.of(&schools).0 < value);
}

#[test]
fn sums_of_unequal_events_are_counted_exactly() {
    let mass = poisson_binomial([0.1, 0.5, 0.9].into_iter());
    let (at_most, point): (f64, f64) = (mass[..2].iter().sum(), mass[1]);
    close(at_most, 0.9 * 0.5 * 0.1 + point, 1e-15);
    close(point, 0.1 * 0.5 * 0.1 + 0.9 * 0.5 * 0.1 + 0.9 * 0.5 * 0.9, 1e-15);
}

#[test]
fn increasing_shares_are_pooled_until_they_increase() {
    let steps = empirical::isotonic(&[1.0, 2.0, 3.0, 4.0], &[false, true, false, true]);
    assert_eq!(steps, [(1.0, 0.0, 1.0), (2.0, 0.5, 2.0), (4.0, 1.0, 1.0)]);
    assert_eq!(empirical::isotonic(&[1.0, 1.0], &[false, true]), [(1.0, 0.5, 2.0)]);
}

/// Schools with levels that keep a part, nothing done; x and se of two years.
fn simulated(seed: u64) -> Columns {
    let mut random = crate::random::Random::new(seed, 3);
    let n = 300;
    let mut columns = Columns {
        before: Vec::new(),
        after: Vec::new(),
        se_before: vec![0.7; n],
        se_after: vec![0.7; n],
        flagged: Vec::new(),
        critical: vec![1.2; n],
    };
    for _ in 0..n {
        let (a, b) = (random.normal(), random.normal());
        columns.before.push(a + 0.7 * random.normal());
        columns.after.push(0.6 * a + 0.8 * b + 0.7 * random.normal());
    }
    columns.flagged = columns.before.iter().map(|x| *x > 1.2).collect();
    columns
}

#[test]
fn where_nothing_was_done_the_interval_mostly_holds_nothing() {
    for model in [RelapseModel::Normal, RelapseModel::Empirical] {
        let (mut covered, mut rejected) = (0, 0);
        for seed in 0..60 {
            let columns = simulated(seed);
            let half: Vec<bool> = (0..300).map(|j| j % 2 == 0).collect();
            let years = TwoYears { comparison: Some(&half), ..columns.years() };
            let effect = relapse(&years, &RelapseOptions { model }).unwrap().effect;
            covered += u32::from(effect.lower.unwrap() <= 0.0 && effect.upper.unwrap() >= 0.0);
            rejected += u32::from(effect.pvalue.unwrap() <= 0.05);
            assert!(effect.naive_change.unwrap() > 0.4, "most flags clear by themselves");
        }
        assert!(covered >= 54 && rejected <= 6, "{model:?} {covered} {rejected}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused_by_name() {
    let (columns, _) = reference();
    let n = columns.before.len();
    let code = |change: &dyn Fn(&mut TwoYears<'_>)| {
        let mut years = columns.years();
        change(&mut years);
        relapse(&years, &RelapseOptions::default()).unwrap_err().code()
    };
    assert_eq!(code(&|y| y.after = &[1.0]), "effect.length");
    let (none, all) = (vec![false; n], vec![true; n]);
    let with = |comparison: &[bool], flagged: Option<&[bool]>| {
        let mut years = TwoYears { comparison: Some(comparison), ..columns.years() };
        years.flagged = flagged.unwrap_or(years.flagged);
        relapse(&years, &RelapseOptions::default()).unwrap_err().code()
    };
    assert_eq!(with(&none, None), "effect.no_controls");
    assert_eq!(with(&all, None), "effect.no_treated");
    assert_eq!(with(&all, Some(&none)), "effect.too_few");
    let zero = vec![0.0; n];
    let years = TwoYears { se_after: &zero, ..columns.years() };
    let error = relapse(&years, &RelapseOptions::default()).unwrap_err();
    assert!(matches!(error, EffectError::Parameter { name: "se_after", .. }));
}
