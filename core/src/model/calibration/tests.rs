use super::*;
use crate::data::{MISSING, NOT_TAUGHT};
use crate::random::Random;
use ndarray::{Array2, Axis};

fn simulated(items: &[Item], persons: usize, ability: impl Fn(&mut Random) -> f64) -> Array2<u8> {
    let mut random = Random::new(9, 0);
    let mut scores = Array2::zeros((persons, items.len()));
    let mut p = [0.0; 8];
    for mut row in scores.rows_mut() {
        let theta = ability(&mut random);
        for (cell, item) in row.iter_mut().zip(items) {
            item.probabilities(theta, &mut p);
            let mut left = random.uniform();
            let below = |p: &&f64| {
                left -= **p;
                left >= 0.0
            };
            *cell = p[..item.categories() - 1].iter().take_while(below).count() as u8;
        }
    }
    scores
}

fn mixed() -> Vec<Item> {
    (0..8)
        .map(|i| Item::PartialCredit {
            a: 0.8 + 0.1 * f64::from(i),
            steps: (0..=i % 3).map(|j| 0.3 * f64::from(i) - 1.2 + 0.5 * f64::from(j)).collect(),
        })
        .collect()
}

fn farthest(a: &[Item], b: &[Item]) -> f64 {
    let pairs = a.iter().zip(b).flat_map(|(a, b)| a.parameters().into_iter().zip(b.parameters()));
    pairs.map(|(a, b)| (a.1 - b.1).abs()).fold(0.0, f64::max)
}

#[test]
fn items_of_mixed_maxima_are_found_again_within_their_errors() {
    let items = mixed();
    let mut scores = simulated(&items, 4000, Random::normal);
    scores.iter_mut().step_by(17).for_each(|cell| *cell = MISSING);
    scores.iter_mut().step_by(23).for_each(|cell| *cell = NOT_TAUGHT);
    let fit = calibrate(scores.view(), Model::Gpcm, &CalibrationOptions::default()).unwrap();
    assert!(fit.converged && fit.iterations < 40);
    for ((found, truth), errors) in fit.items.iter().zip(&items).zip(&fit.errors) {
        for ((f, t), se) in found.parameters().iter().zip(truth.parameters()).zip(errors) {
            assert!((f.1 - t.1).abs() < 4.0 * se && *se < 0.3, "{found:?} {truth:?} {errors:?}");
        }
    }
}

#[test]
fn persons_in_another_order_give_the_same_items() {
    let scores = simulated(&mixed(), 300, Random::normal);
    let backwards = scores.select(Axis(0), &(0..300).rev().collect::<Vec<_>>());
    let fit = |scores: &Array2<u8>| calibrate(scores.view(), Model::Gpcm, &CalibrationOptions::default());
    let (a, b) = (fit(&scores).unwrap(), fit(&backwards).unwrap());
    assert!(farthest(&a.items, &b.items) < 1e-9);
}

#[test]
fn a_histogram_of_ability_has_mean_0_and_standard_deviation_1_and_fits_better() {
    let skewed = |random: &mut Random| {
        let x = random.normal();
        0.8 * x * x
    };
    let scores = simulated(&mixed(), 3000, skewed);
    let fit = |histogram| {
        let options = CalibrationOptions {
            histogram,
            tolerance: 1e-3,
            standard_errors: false,
            ..CalibrationOptions::default()
        };
        calibrate(scores.view(), Model::Gpcm, &options).unwrap()
    };
    let (normal, free) = (fit(false), fit(true));
    assert!(free.ability.mean().abs() < 1e-9 && (free.ability.sd() - 1.0).abs() < 1e-9);
    assert!(free.log_likelihood > normal.log_likelihood + 10.0);
    assert!((free.ability.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_prior_keeps_guessing_within_reason() {
    let items: Vec<Item> =
        (0..10).map(|i| Item::Logistic { a: 1.4, b: 0.3 * f64::from(i) - 1.5, c: 0.2 }).collect();
    let scores = simulated(&items, 3000, Random::normal);
    let fit = calibrate(scores.view(), Model::ThreePl, &CalibrationOptions::default()).unwrap();
    assert!(fit.converged);
    for item in &fit.items {
        let Item::Logistic { c, .. } = item else { unreachable!() };
        assert!((0.05..0.4).contains(c), "{item:?}");
    }
}

#[test]
fn nominal_items_of_ordered_scores_rise_with_ability() {
    let items = mixed();
    let scores = simulated(&items, 2000, Random::normal);
    let nominal = calibrate(scores.view(), Model::Nominal, &CalibrationOptions::default()).unwrap();
    let gpcm = calibrate(scores.view(), Model::Gpcm, &CalibrationOptions::default()).unwrap();
    assert!(nominal.log_likelihood >= gpcm.log_likelihood);
    for item in &nominal.items {
        let Item::Nominal { slopes, intercepts } = item else { unreachable!() };
        assert!(slopes.windows(2).all(|w| w[0] < w[1]) && intercepts.iter().sum::<f64>().abs() < 1e-12);
    }
}

#[test]
fn what_cannot_be_calibrated_is_refused() {
    let code = |scores: Array2<u8>, model| {
        calibrate(scores.view(), model, &CalibrationOptions::default()).unwrap_err().code()
    };
    assert_eq!(code(ndarray::array![[0, 1], [0, 0]], Model::TwoPl), "model.unobserved");
    assert_eq!(code(ndarray::array![[0, 1], [2, 0]], Model::Gpcm), "model.unobserved");
    assert_eq!(code(ndarray::array![[0, 1], [1, 0], [2, 1]], Model::TwoPl), "model.score");
    assert_eq!(code(Array2::zeros((3, 0)), Model::Gpcm), "model.no_items");
}
