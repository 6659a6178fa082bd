#![allow(clippy::float_cmp, reason = "these values are exact")]
use super::*;
use crate::data::{Assessment, Grouping, Labels, Results, ResultsBuilder};
use ndarray::Array2;

/// Four schools of 40 pupils, totals 0 to 9; school `d` gives each a mark more where it can.
fn marked(lenient: bool) -> Leniency {
    let a = Assessment::new("maths", 5, 2020, &[9], Some([3, 5, 8])).unwrap();
    let pupil = |p: usize| (p / 40, p % 10, [0, 1, 0, 0, 1, 0, 2, 0, 1, 0, 0][p % 11]);
    let mark = |(school, total, noise): (usize, usize, usize)| {
        (2 + (total + noise) / 3 + usize::from(lenient && school == 3)).min(5) as u8
    };
    let parts = ResultsBuilder {
        scores: Array2::from_shape_fn((160, 1), |(p, _)| pupil(p).1 as u8),
        school: Labels::new((0..160).map(|p| ["a", "b", "c", "d"][pupil(p).0])),
        journal_mark: Some((0..160).map(|p| mark(pupil(p))).collect()),
        ..Default::default()
    };
    leniency(&Tally::of(&Results::new(a, parts).unwrap(), Grouping::School, false).unwrap()).unwrap()
}

#[test]
fn a_lenient_journal_stands_out_by_what_it_adds() {
    let sign = marked(true);
    let d = &sign.rows[3];
    assert!(sign.slope > 1.0 && d.shift > 0.3 && d.shift < 1.2, "{sign:?}");
    assert!(sign.rows[..3].iter().all(|r| r.logits < 0.0));
    let alike = marked(false);
    assert!(alike.between < sign.between && alike.rows.iter().all(|r| r.shift.abs() < 0.3), "{alike:?}");
}

#[test]
fn the_fit_is_a_fixed_point() {
    let a = Assessment::new("maths", 5, 2020, &[9], Some([3, 5, 8])).unwrap();
    let sign = marked(true);
    // Groups of equal size with much to say: v from sd² = v + (1 − v/τ²)²·τ²/Σ(1 − v/τ²), by a
    // few rounds.
    let tau2 = sign.between * sign.between;
    let mut v = vec![0.0; sign.rows.len()];
    for _ in 0..200 {
        let kept: f64 = v.iter().map(|v| 1.0 - v / tau2).sum();
        let doubt = |v: f64| (1.0 - v / tau2).powi(2) * tau2 / kept;
        v = v.iter().zip(&sign.rows).map(|(v, r)| 0.5 * v + 0.5 * (r.sd * r.sd - doubt(*v))).collect();
    }
    let sum: f64 = v.iter().zip(&sign.rows).map(|(v, r)| r.logits * r.logits + v).sum();
    assert!((sum / 3.0 / tau2 - 1.0).abs() < 1e-9, "{sum} {tau2}");
    let error = leniency(&Tally::empty(a, Grouping::School)).unwrap_err();
    assert_eq!(error.code(), "statistic.no_journal");
}
