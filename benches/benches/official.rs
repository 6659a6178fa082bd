//! The official signs of a whole region, from memory: tallying and statistics. Every answer is
//! checked.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use obektiv::{
    data::{Grouping, Registry, Results, Tally},
    screening::{Policy, screen},
    statistics::official,
};
use obektiv_benches::{LIFTED, PUPILS, SCHOOLS, WORKS, official_signs, work};
use obektiv_tests::{read_works, shared};

fn simulated(c: &mut Criterion) {
    let works: Vec<Results> = (0..WORKS).map(|number| work(number).unwrap()).collect();
    let tally = Tally::of(&works[0], Grouping::School, false).unwrap();
    let a = official::inflated_mean(&tally, Default::default()).unwrap();
    let flagged: Vec<&String> =
        a.group.iter().zip(&a.statistic).filter(|(_, s)| **s > a.critical).map(|(g, _)| g).collect();
    assert!(LIFTED.iter().all(|name| flagged.iter().any(|f| f == name)), "{flagged:?}");
    let expected = official_signs(&works).unwrap();
    assert!(expected.0 >= LIFTED.len() * works.len(), "{expected:?}");

    let mut group = c.benchmark_group("simulated region, 30 works of 18,000 pupils");
    group.sample_size(20).throughput(Throughput::Elements(u64::from(WORKS) * PUPILS as u64));
    group.bench_function("official signs A and B, tallying included", |b| {
        b.iter(|| assert_eq!(official_signs(black_box(&works)).unwrap(), expected));
    });
    group.bench_function("calibrated policy", |b| {
        let (policy, registry) = (Policy::calibrated_1(), Registry::default());
        let findings = screen(&works, &policy, &registry).unwrap().findings().count();
        assert!(findings > 0);
        b.iter(|| {
            let screening = screen(black_box(&works), &policy, &registry).unwrap();
            assert_eq!(screening.findings().count(), findings);
        });
    });
    group.finish();

    let mut group = c.benchmark_group("one work of 18,000 pupils");
    group.throughput(Throughput::Elements(PUPILS as u64));
    for grouping in [Grouping::School, Grouping::Class] {
        let groups = Tally::of(&works[0], grouping, false).unwrap().groups().len();
        assert!(groups >= SCHOOLS);
        group.bench_function(format!("tally by {}", grouping.name()), |b| {
            b.iter(|| {
                let tally = Tally::of(black_box(&works[0]), grouping, false).unwrap();
                assert_eq!(tally.groups().len(), groups);
            });
        });
    }
    group.bench_function("statistics of a tally", |b| {
        b.iter(|| {
            let a = official::inflated_mean(black_box(&tally), Default::default()).unwrap();
            assert_eq!(a.group.len(), SCHOOLS);
            let b = official::rank_mismatch(black_box(&tally), Default::default()).unwrap();
            assert_eq!(b.group.len(), SCHOOLS);
        });
    });
    group.bench_function("tally to bytes and back", |b| {
        b.iter(|| {
            assert_eq!(Tally::from_bytes(&black_box(&tally).to_bytes()).unwrap().groups().len(), SCHOOLS);
        });
    });
    group.finish();
}

fn real(c: &mut Criterion) {
    let Some(folder) = shared("real/region-2020") else { return };
    let works = read_works(&folder);
    let pupils: usize = works.iter().map(Results::len).sum();
    assert!(works.len() == 30 && pupils > 500_000, "{} works, {pupils} pupils", works.len());
    let expected = official_signs(&works).unwrap();
    assert!(expected.0 > 0 && expected.1 > 0);

    let mut group = c.benchmark_group("real region, 30 works");
    group.sample_size(20).throughput(Throughput::Elements(pupils as u64));
    group.bench_function("official signs A and B, tallying included", |b| {
        b.iter(|| assert_eq!(official_signs(black_box(&works)).unwrap(), expected));
    });
    for policy in [Policy::official_2019(), Policy::calibrated_1()] {
        let registry = Registry::default();
        let findings = screen(&works, &policy, &registry).unwrap().findings().count();
        assert!(findings > 0);
        group.bench_function(format!("policy {}", policy.name), |b| {
            b.iter(|| {
                let screening = screen(black_box(&works), &policy, &registry).unwrap();
                assert_eq!(screening.findings().count(), findings);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, simulated, real);
criterion_main!(benches);
