use super::super::fixtures::{close, frame, json, near};
use super::*;

struct Sampled {
    y: Vec<f64>,
    chance: Vec<f64>,
    list: Vec<f64>,
    places: Vec<usize>,
    joint: Vec<Vec<f64>>,
    want: serde_json::Value,
}

fn sampled() -> Sampled {
    let (table, want) = frame();
    let list: Vec<f64> = serde_json::from_value(want["with_floor"].clone()).unwrap();
    let places: Vec<usize> = serde_json::from_value(want["sampled"].clone()).unwrap();
    let places: Vec<usize> = places.iter().map(|place| place - 1).collect();
    let y = table.numbers("y");
    Sampled {
        y: places.iter().map(|&j| y[j]).collect(),
        chance: places.iter().map(|&j| list[j]).collect(),
        joint: sampford_joint(&list, &places).unwrap(),
        list,
        places,
        want,
    }
}

#[test]
fn chances_of_pairs_are_those_of_an_established_program() {
    let Sampled { joint, list, want, .. } = sampled();
    for (row, want) in joint.iter().zip(want["sampford_joint_of_sampled"].as_array().unwrap()) {
        row.iter().zip(want.as_array().unwrap()).for_each(|(got, want)| near(*got, want, 1e-8));
    }
    // Sums over all partners: (n − 1)π.
    let all: Vec<usize> = (0..list.len()).collect();
    let first = sampford_joint(&list, &all).unwrap()[0].clone();
    first.iter().zip(want["sampford_joint_row1"].as_array().unwrap()).for_each(|(g, w)| near(*g, w, 1e-8));
    close(first[1..].iter().sum(), 13.0 * list[0], 1e-10);
}

#[test]
fn totals_means_and_errors_are_those_of_established_programs() {
    let Sampled { y, chance, joint, want, .. } = sampled();
    let cases = [
        (Variance::SenYatesGrundy, "survey_YG"),
        (Variance::HorvitzThompson, "survey_HT"),
        (Variance::Brewer, "survey_brewer"),
    ];
    for (variance, name) in cases {
        let found = estimate(&y, &chance, Some(&joint), variance).unwrap();
        near(found.total, &want[name]["total"], 1e-8);
        near(found.total_se, &want[name]["total_se"], 1e-8);
        near(found.mean, &want[name]["mean"], 1e-8);
        near(found.mean_se, &want[name]["mean_se"], 1e-8);
    }
    let poisson = estimate(&y, &chance, None, Variance::Poisson).unwrap();
    near(poisson.total_se * poisson.total_se, &want["var_poisson"], 1e-8);
}

#[test]
fn weights_that_meet_known_numbers_are_those_of_an_established_program() {
    let Sampled { y, chance, joint, want, places, .. } = sampled();
    let (table, _) = frame();
    let names = table.text("stratum");
    let stratum: Vec<&str> = places.iter().map(|&j| names[j]).collect();
    let mut sizes: Vec<StratumSize> = Vec::new();
    for name in &names {
        match sizes.iter_mut().find(|size| size.stratum == *name) {
            Some(size) => size.schools += 1.0,
            None => sizes.push(StratumSize { stratum: (*name).to_owned(), schools: 1.0 }),
        }
    }
    let syg = Variance::SenYatesGrundy;
    let found = poststratified(&y, &chance, &stratum, &sizes, Some(&joint), syg).unwrap();
    near(found.total, &want["poststratified"]["total"], 1e-8);
    near(found.mean, &want["poststratified"]["mean"], 1e-8);
    let size = table.numbers("size");
    let own: Vec<f64> = places.iter().map(|&j| size[j]).collect();
    let ones = vec![1.0; own.len()];
    let totals = [60.0, size.iter().sum()];
    let found = calibrated(&y, &chance, &[&ones, &own], &totals, 60.0, Some(&joint), syg).unwrap();
    near(found.total, &want["calibrated_on_size"]["total"], 1e-8);
    // The program's errors are Brewer's.
    let brewer = Variance::Brewer;
    let post = poststratified(&y, &chance, &stratum, &sizes, None, brewer).unwrap();
    let on_size = calibrated(&y, &chance, &[&ones, &own], &totals, 60.0, None, brewer).unwrap();
    for (found, name) in [(post, "poststratified"), (on_size, "calibrated_on_size")] {
        near(found.total_se, &want[name]["total_se"], 1e-8);
        near(found.mean_se, &want[name]["mean_se"], 1e-8);
    }
    let missing = poststratified(&y, &chance, &stratum, &sizes[1..], None, Variance::Brewer).unwrap_err();
    assert_eq!(missing.code(), "design.id");
}

#[test]
fn simple_samples_of_strata_are_those_of_an_established_program() {
    let (table, _) = frame();
    let want = json(include_str!("../../../../tests/fixtures/effect/stratified.R.json"));
    let schools: Vec<String> = serde_json::from_value(want["schools"].clone()).unwrap();
    let (id, names, y) = (table.text("school"), table.text("stratum"), table.numbers("y"));
    let places: Vec<usize> =
        schools.iter().map(|school| id.iter().position(|id| id == school).unwrap()).collect();
    let stratum: Vec<&str> = places.iter().map(|&j| names[j]).collect();
    let outcome: Vec<f64> = places.iter().map(|&j| y[j]).collect();
    let count = |name: &str| names.iter().filter(|n| **n == name).count() as f64;
    let sizes: Vec<StratumSize> = ["1", "2", "3"]
        .iter()
        .filter(|name| stratum.contains(name))
        .map(|name| StratumSize { stratum: (*name).to_owned(), schools: count(name) })
        .collect();
    let found = stratified(&outcome, &stratum, &sizes).unwrap();
    near(found.mean, &want["mean"], 1e-10);
    near(found.mean_se, &want["mean_se"], 1e-10);
    near(found.total, &want["total"], 1e-10);
    near(found.total_se, &want["total_se"], 1e-10);
}

#[test]
fn a_chance_of_nothing_is_refused() {
    let code = |chance: &[f64], joint: Option<&[Vec<f64>]>, variance| {
        estimate(&[1.0, 2.0], chance, joint, variance).unwrap_err().code()
    };
    assert_eq!(code(&[0.0, 0.5], None, Variance::Brewer), "design.parameter");
    assert_eq!(code(&[0.5], None, Variance::Brewer), "design.length");
    assert_eq!(code(&[0.5, 0.5], None, Variance::SenYatesGrundy), "design.length");
    assert_eq!(estimate(&[1.0], &[0.5], None, Variance::Brewer).unwrap_err().code(), "design.too_few");
}

#[test]
fn a_share_has_an_interval_between_0_and_1_that_says_something_where_nothing_was_found() {
    let seen = |y: &[f64], chance: f64| {
        let found = estimate(y, &vec![chance; y.len()], None, Variance::Brewer).unwrap();
        (found.lower, found.upper)
    };
    // As Wilson's of 20 drawn from many, with t of 19 degrees of freedom; n/(n − 1) is Brewer's.
    let some: Vec<f64> = (0..20).map(|school| f64::from(u8::from(school < 2))).collect();
    let want = wilson_by(0.1, 19.0 / (1.0 - 1e-6), t_quantile(0.975, 19.0));
    let (lower, upper) = seen(&some, 1e-6);
    close(lower, want.0, 1e-12);
    close(upper, want.1, 1e-12);
    let (lower, upper) = seen(&[0.0; 20], 0.5);
    assert!(lower == 0.0 && (0.05..0.2).contains(&upper), "{upper}");
    assert_eq!(seen(&[0.0; 20], 1.0), (0.0, 0.0));
    assert_eq!(seen(&some, 1.0), (0.1, 0.1));
}

#[test]
fn where_all_visited_are_alike_known_totals_do_not_make_the_share_sure() {
    let (size, chance) = ([90.0, 410.0, 55.0, 130.0, 70.0], [0.1, 0.7, 0.15, 0.3, 0.2]);
    let columns: [&[f64]; 2] = [&[1.0; 5], &size];
    for (y, side) in [([1.0; 5], 1.0), ([0.0; 5], 0.0)] {
        let found = calibrated(&y, &chance, &columns, &[23.0, 3100.0], 23.0, None, Variance::Brewer).unwrap();
        close(found.mean, side, 1e-12);
        assert!(found.upper - found.lower > 0.2 && found.lower >= 0.0 && found.upper <= 1.0, "{found:?}");
    }
}
