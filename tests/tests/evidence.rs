//! The evidence layer's false alarms and power, in short: `./x validate evidence` is the study.

use obektiv::{
    data::Results,
    evidence::{EvidenceOptions, EvidenceWork, Reference, layer},
    simulate::{Kind, Territory, TerritoryOptions, territory},
};
use obektiv_tests::territories::{Found, honest, planted};

fn weighed(results: &[Results], reference: Option<&Reference>) -> obektiv::evidence::Evidence {
    let works = EvidenceWork::of_all(&results.iter().collect::<Vec<_>>()).unwrap();
    layer(&works, &EvidenceOptions::default(), reference).unwrap()
}

fn found(results: &[Results], reference: Option<&Reference>) -> Vec<String> {
    let evidence = weighed(results, reference);
    assert_eq!(evidence.territory.outcomes.sum(), evidence.schools.len() as u64);
    evidence.schools.into_iter().filter(|school| school.found).map(|school| school.school).collect()
}

fn schools(schools: usize) -> TerritoryOptions {
    TerritoryOptions { schools, ..TerritoryOptions::default() }
}

/// More than so many of `of` honest territories with a finding have a probability below .01 at a
/// rate of .10.
fn at_most(of: u64) -> u64 {
    let (mut term, mut below) = (0.9_f64.powi(of as i32), 0.0);
    for k in 0..=of {
        below += term;
        if 1.0 - below < 0.01 {
            return k;
        }
        term *= (of - k) as f64 / (k + 1) as f64 / 9.0;
    }
    of
}

#[test]
fn honest_territories_are_quiet_whether_all_lift_or_none() {
    for everybody_lifts in [0.0, 0.4] {
        let options = TerritoryOptions { everybody_lifts, ..schools(100) };
        let quiet = honest(&options, 500..508, |results, _| found(results, None));
        assert!(quiet.any.count <= at_most(quiet.any.of), "everybody lifts {everybody_lifts}: {}", quiet.any);
    }
}

#[test]
fn small_honest_territories_beside_a_reference_are_quiet() {
    let large = territory(&schools(300), 77).unwrap();
    let reference = weighed(&large.results, None).reference;
    for size in [7, 14, 40] {
        let method = |results: &[Results], _: &Territory| found(results, Some(&reference));
        let quiet = honest(&schools(size), 600..610, method);
        assert!(quiet.any.count <= at_most(quiet.any.of), "{size} schools: {}", quiet.any);
    }
}

/// Of planted schools with 20 pupils a grade or more.
fn power(found: &Found) -> f64 {
    let large = &found.power[2..];
    large.iter().map(|s| s.count).sum::<u64>() as f64 / large.iter().map(|s| s.of).sum::<u64>() as f64
}

#[test]
fn what_is_planted_is_found_and_little_else() {
    for (name, least) in [("lift", 0.8), ("one_hand", 0.7), ("fit", 0.8)] {
        let kind = Kind::new(name, &[]).unwrap();
        let seen = planted(&schools(120), kind, 0.1, 700..702, |results, _| found(results, None));
        assert!(power(&seen) >= least, "{name}: {:?}", seen.power);
        assert!(seen.realised <= 0.15, "{name}: {}", seen.realised);
    }
}
