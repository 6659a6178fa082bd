use ndarray::array;

use super::sums::Curves;
use super::*;
use crate::data::{MISSING, NOT_ATTEMPTED};

fn rasch(difficulties: &[f64]) -> Vec<Item> {
    difficulties.iter().map(|&b| Item::Logistic { a: 1.0, b, c: 0.0 }).collect()
}

#[test]
fn the_curves_of_many_persons_are_the_sums_of_one() {
    let items: Vec<Item> = (0..12)
        .map(|i| match i % 3 {
            0 => Item::PartialCredit { a: 0.8, steps: vec![f64::from(i) / 8.0 - 0.7, 0.3] },
            1 => Item::Nominal {
                slopes: vec![-0.4, 0.9, 0.2],
                intercepts: vec![0.1, f64::from(i) / 9.0, -0.4],
            },
            _ => Item::Logistic { a: 0.5 + 0.1 * f64::from(i), b: f64::from(i) / 4.0 - 1.5, c: 0.0 },
        })
        .collect();
    let cell = |v: usize, i: usize| match (v * 5 + i * i * 3 + v * i) % 11 {
        0 => MISSING,
        9 => NOT_ATTEMPTED,
        _ if v.is_multiple_of(7) && i > 2 => MISSING,
        k => (k % items[i].categories()) as u8,
    };
    let scores = ndarray::Array2::from_shape_fn((4_000, 12), |(v, i)| cell(v, i));
    let theta: Vec<f64> = (0..4_000).map(|v| f64::from(v) / 600.0 - 3.3).collect();
    assert!(Curves::of(&items, &theta).is_some() && Curves::of(&items, &theta[..9]).is_none());
    for estimator in [Estimator::Known, Estimator::Ml, Estimator::Map { mean: 0.3, sd: 1.1 }, Estimator::Wle]
    {
        let all = lz_star(scores.view(), &items, &theta, estimator, Correction::Edgeworth).unwrap();
        for v in (0..4_000).step_by(13) {
            let row = scores.select(ndarray::Axis(0), &[v]);
            let one = lz_star(row.view(), &items, &theta[v..=v], estimator, Correction::Edgeworth).unwrap();
            let near =
                |a: f64, b: f64| (a - b).abs() < 1e-11 * b.abs().max(1.0) || (a.is_nan() && b.is_nan());
            assert!(near(all.statistic[v], one.statistic[0]), "{estimator:?} {v}");
            assert!(near(all.skewness[v], one.skewness[0]) && near(all.pvalue[v], one.pvalue[0]));
        }
    }
}

#[test]
fn lz_of_two_items_is_computed_by_hand() {
    // θ = 0, b = ±1: weights ±1, both of variance P(1)Q(1).
    let fit = lz(array![[1, 0], [0, 1]].view(), &rasch(&[-1.0, 1.0]), &[0.0; 2], Correction::Normal).unwrap();
    let p = 1.0 / (1.0 + (-1.0_f64).exp());
    let by_hand = 2.0 * (1.0 - p) / (2.0 * p * (1.0 - p)).sqrt();
    assert!((fit.statistic[0] - by_hand).abs() < 1e-14);
    assert!((fit.statistic[1] + 2.0 * p / (2.0 * p * (1.0 - p)).sqrt()).abs() < 1e-14);
}

#[test]
fn a_missing_answer_is_as_if_the_item_were_not_there() {
    let items = rasch(&[-1.0, 0.2, 1.0, 0.4]);
    let with = array![[1, MISSING, 0, 1]];
    let without = array![[1, 0, 1]];
    let fewer = rasch(&[-1.0, 1.0, 0.4]);
    for f in [lz_star, eci2, eci4] {
        let one = f(with.view(), &items, &[0.3], Estimator::Ml, Correction::Edgeworth).unwrap();
        let other = f(without.view(), &fewer, &[0.3], Estimator::Ml, Correction::Edgeworth).unwrap();
        assert!((one.statistic[0] - other.statistic[0]).abs() < 1e-13);
    }
}

#[test]
fn nothing_answered_and_no_ability_say_nothing() {
    let items = rasch(&[-1.0, 0.2, 1.0]);
    let scores = array![[MISSING, MISSING, MISSING], [1, 0, 1]];
    let fit = lz(scores.view(), &items, &[0.0, f64::NAN], Correction::Edgeworth).unwrap();
    assert!(fit.statistic.iter().chain(&fit.pvalue).all(|value| value.is_nan()));
    let error = lz(scores.view(), &items, &[0.0], Correction::Edgeworth).unwrap_err();
    assert_eq!(error.code(), "model.length");
}
