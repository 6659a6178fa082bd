use super::joined::Joined;
use super::paper::tilt;
use super::part::Shown;
use super::permutation::Sequential;
use super::*;
use crate::data::{Assessment, Labels, MISSING, NOT_TAUGHT, ResultsBuilder};
use crate::simulate::Random;
use ndarray::Array2;

/// Schools of two classes of 20, two variants; items solved with probabilities that depend on
/// the pupil.
fn parts(schools: usize, seed: u64) -> ResultsBuilder {
    let mut random = Random::new(seed, 0);
    let persons = 40 * schools;
    let ability: Vec<f64> = (0..persons).map(|_| 0.2 + 0.6 * random.uniform()).collect();
    let scores = Array2::from_shape_fn((persons, 12), |(person, i)| {
        (0..1 + i % 2).filter(|_| random.chance(ability[person] * (0.7 + 0.05 * i as f64))).count() as u8
    });
    let label = |name: &dyn Fn(usize) -> String| Labels::new((0..persons).map(name));
    ResultsBuilder {
        scores,
        school: label(&|p| format!("s{:02}", p / 40)),
        class_id: Some(label(&|p| if p / 20 % 2 == 0 { "5А".to_owned() } else { String::new() })),
        variant: Some(label(&|p| (p % 2).to_string())),
        ..Default::default()
    }
}

fn results(parts: ResultsBuilder) -> Results {
    let max: Vec<u8> = (0..12).map(|i| 1 + i % 2).collect();
    Results::new(Assessment::new("maths", 5, 2020, &max, None).unwrap(), parts).unwrap()
}

fn find(parts: ResultsBuilder, permutations: u64) -> Similarity {
    by_class(&results(parts), SimilarityOptions { permutations, ..Default::default() }).unwrap()
}

/// The first class: everybody of variant 0 after the first has his paper.
fn copied(persons: usize) -> ResultsBuilder {
    let mut parts = parts(30, 5);
    let paper = parts.scores.row(0).to_owned();
    (1..persons).for_each(|p| parts.scores.row_mut(2 * p).assign(&paper));
    parts
}

#[test]
fn the_tilt_gives_the_count() {
    let known = [(0.2, 3.0), (0.7, 2.0)];
    let mut q = [0.0; 2];
    tilt(&known, 2.0, 5.0, &mut q);
    assert!((3.0 * q[0] + 2.0 * q[1] - 2.0).abs() < 1e-12);
    let odds = |p: f64| p / (1.0 - p);
    assert!((odds(q[0]) / odds(0.2) - odds(q[1]) / odds(0.7)).abs() < 1e-12);
    tilt(&known, 5.0, 5.0, &mut q);
    assert!(q.iter().all(|q| (q - 1.0).abs() < 1e-15));
}

#[test]
fn components_are_what_edges_join() {
    let mut joined = Joined::new(6);
    [(4, 5), (0, 1), (1, 2), (0, 2)].iter().for_each(|&(u, v)| joined.join(u, v));
    let mut shown = Shown::default();
    joined.add_to(&mut shown);
    assert_eq!((shown.clusters, shown.largest), (2, 3));
}

#[test]
fn sequential_p_values_stop_at_the_twentieth() {
    let mut count = Sequential::default();
    (1..=100).for_each(|l| count.see(l % 4 == 0, l));
    assert!((count.finish(100) - 20.0 / 80.0).abs() < 1e-15);
    assert!((Sequential::default().finish(999) - 0.001).abs() < 1e-15);
}

#[test]
fn papers_that_are_the_same_are_counted_beyond_the_first() {
    let found = find(copied(3), 199);
    let class = found.rows.iter().find(|row| row.group == "s00/5А").unwrap();
    assert_eq!((class.n, class.duplicates), (20, 2));
    assert!(class.duplicates_expected < 0.1 && class.permutations > 0, "{class:?}");
    assert!(class.largest >= 3 && class.pvalue_duplicates < 0.02 && class.pvalue_largest < 0.1, "{class:?}");
}

#[test]
fn pairs_of_different_variants_are_a_control() {
    let found = find(copied(5), 0);
    let class = found.rows.iter().find(|row| row.group == "s00/5А").unwrap();
    assert!(class.statistic > 4.0 && class.control.abs() < 3.0, "{class:?}");
    assert!(class.pairs > 0 && class.control_pairs > 0, "{class:?}");
}

#[test]
fn the_same_seed_gives_the_same_classes_in_any_order_of_pupils() {
    let (one, parts) = (find(copied(4), 99), copied(4));
    let order: Vec<usize> = (0..parts.scores.nrows()).rev().collect();
    let turned = |labels: &Labels| Labels::new(order.iter().map(|&p| labels.get(p)));
    let other = find(
        ResultsBuilder {
            scores: parts.scores.select(ndarray::Axis(0), &order),
            school: turned(&parts.school),
            class_id: parts.class_id.as_ref().map(turned),
            variant: parts.variant.as_ref().map(turned),
            ..Default::default()
        },
        0,
    );
    // Not ==: what is undefined is NaN.
    assert!(format!("{:?}", find(copied(4), 99)) == format!("{one:?}"));
    for (a, b) in one.rows.iter().zip(&other.rows) {
        assert_eq!(
            (&a.group, a.pairs, a.duplicates, a.largest),
            (&b.group, b.pairs, b.duplicates, b.largest)
        );
        let close = |x: f64, y: f64| (x.is_nan() && y.is_nan()) || (x - y).abs() < 1e-9;
        assert!(close(a.statistic, b.statistic) && close(a.excess, b.excess), "{a:?} {b:?}");
    }
}

#[test]
fn pupils_with_other_items_are_not_compared_and_nobody_is_an_error() {
    let mut parts = parts(2, 1);
    parts.scores.column_mut(0).iter_mut().step_by(3).for_each(|cell| *cell = MISSING);
    parts.scores.row_mut(1).fill(NOT_TAUGHT);
    let found = find(parts, 0);
    assert_eq!(found.rows.iter().map(|row| row.n).sum::<u64>(), 80);
    let alone = ResultsBuilder {
        scores: Array2::ones((3, 12)),
        school: Labels::new(["a", "a", "a"]),
        ..Default::default()
    };
    let row = &find(alone, 9).rows[0];
    assert_eq!((row.group.as_str(), row.n, row.pairs), ("a", 3, 0));
    assert!(row.statistic.is_nan() && row.pvalue.is_nan() && row.excess.is_nan() && row.effect.is_nan());
    let wrong = SimilarityOptions { pair_level: 2.0, ..Default::default() };
    let error = by_class(&results(self::parts(1, 1)), wrong).unwrap_err();
    assert_eq!(error.code(), "statistic.parameter");
}

#[test]
fn a_file_of_one_school_is_not_permuted_into_innocence() {
    let whole = copied(6);
    let rows: Vec<usize> = (0..40).collect();
    let pick = |labels: &Labels| Labels::new(rows.iter().map(|&p| labels.get(p)));
    let alone = ResultsBuilder {
        scores: whole.scores.select(ndarray::Axis(0), &rows),
        school: pick(&whole.school),
        class_id: whole.class_id.as_ref().map(pick),
        variant: whole.variant.as_ref().map(pick),
        ..Default::default()
    };
    assert!(find(alone, 99).rows.iter().all(|row| row.permutations == 0 && row.pvalue_largest.is_nan()));
}

#[test]
fn a_class_with_a_slash_in_its_name_is_of_its_school() {
    let mut slashed = copied(6);
    let name = |p: usize| if (p / 20).is_multiple_of(2) { "5/1" } else { "" };
    slashed.class_id = Some(Labels::new((0..slashed.scores.nrows()).map(name)));
    let (plain, slashed) = (find(copied(6), 199).rows, find(slashed, 199).rows);
    let copied = slashed.iter().find(|row| row.group == "s00/5/1").unwrap();
    assert!(copied.permutations > 0 && copied.pvalue_duplicates < 0.05, "{copied:?}");
    assert_eq!(plain.len(), slashed.len());
}
