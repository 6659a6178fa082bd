use super::estimator::posterior_moments;
use super::*;
use crate::data::MISSING;
use ndarray::Array2;

fn of(method: Method, scores: &Array2<u8>, items: &[Item]) -> Abilities {
    ability(scores.view(), items, &AbilityOptions { method, ..AbilityOptions::default() }).unwrap()
}

#[test]
fn ml_of_rasch_items_of_one_difficulty_is_a_logit() {
    let items = vec![Item::Logistic { a: 1.0, b: 0.5, c: 0.0 }; 4];
    let scores = ndarray::array![[1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1], [MISSING; 4], [1, MISSING, 0, 1]];
    let ml = of(Method::Ml, &scores, &items);
    assert!((ml.theta[0] - (0.5 + 3.0_f64.ln())).abs() < 1e-12);
    assert!((ml.se[0] - (4.0 * 3.0 / 16.0_f64).sqrt().recip()).abs() < 1e-12);
    assert_eq!((ml.theta[1], ml.theta[2]), (-4.0, 4.0));
    assert!(ml.theta[3].is_nan() && ml.se[3].is_nan());
    assert!((ml.theta[4] - (0.5 + 2.0_f64.ln())).abs() < 1e-12);
    assert_eq!(ml.items, [4, 4, 4, 0, 3]);
    // The root lies on a point of the grid.
    let centred = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 2];
    assert!(of(Method::Ml, &ndarray::array![[1, 0]], &centred).theta[0].abs() < 1e-12);
    // Warm: l' + J/(2I) = r − 4p + (1 − 2p)/2 = 0, p = (r + ½)/5.
    let wle = of(Method::Wle, &scores, &items);
    for (theta, r) in wle.theta.iter().zip([3.0, 0.0, 4.0]) {
        let p: f64 = (r + 0.5) / 5.0;
        assert!((theta - (0.5 + (p / (1.0 - p)).ln())).abs() < 1e-11);
    }
    let eap = of(Method::Eap, &scores, &items);
    assert!(eap.theta[3].abs() < 1e-12 && (eap.se[3] - 1.0).abs() < 1e-6);
    assert!(eap.theta[0].abs() < ml.theta[0].abs() && eap.se[0] < 1.0);
}

#[test]
fn the_highest_of_several_maxima_is_taken() {
    // A lucky guess at a hard item: at high ability the two easy misses are impossible.
    let items = [
        Item::Logistic { a: 2.0, b: -1.5, c: 0.25 },
        Item::Logistic { a: 2.0, b: -1.0, c: 0.25 },
        Item::Logistic { a: 2.5, b: 2.5, c: 0.25 },
    ];
    let scores = ndarray::array![[0, 0, 1]];
    assert!(of(Method::Ml, &scores, &items).theta[0] < -3.0);
}

#[test]
fn totals_of_rasch_items_say_what_patterns_say() {
    let items: Vec<Item> = [-1.0, 0.2, 0.9].map(|b| Item::Logistic { a: 1.0, b, c: 0.0 }).into();
    let scores = ndarray::array![[0, 0, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1]];
    let eap = of(Method::Eap, &scores, &items);
    let by_total = ability_by_total(&items, &Quadrature::default()).unwrap();
    for s in 0..4 {
        assert!(
            (eap.theta[s] - by_total.theta[s]).abs() < 1e-13 && (eap.se[s] - by_total.se[s]).abs() < 1e-13
        );
    }
    assert!((by_total.probability.iter().sum::<f64>() - 1.0).abs() < 1e-14);
}

/// n items a = 2 at −1, …, 1; the posterior of a person who has the easier half right.
fn long_test(n: usize) -> (Vec<Item>, Array2<u8>, (f64, f64)) {
    let b = |i: usize| 2.0 * i as f64 / (n - 1) as f64 - 1.0;
    let items: Vec<Item> = (0..n).map(|i| Item::Logistic { a: 2.0, b: b(i), c: 0.0 }).collect();
    let scores = Array2::from_shape_fn((1, n), |(_, i)| u8::from(i < n / 2 + n / 9));
    let points: Vec<f64> = (0..=40_000).map(|q| f64::from(q) / 5_000.0 - 4.0).collect();
    let log = |x: &f64| {
        let right = |i: usize| 1.0 / (1.0 + libm::exp(-2.0 * (x - b(i))));
        let answers = scores.iter().enumerate();
        let p = answers.map(|(i, &s)| if s == 1 { right(i) } else { 1.0 - right(i) });
        p.map(libm::log).sum::<f64>() - x * x / 2.0
    };
    let mut logs: Vec<f64> = points.iter().map(log).collect();
    let expected = posterior_moments(&points, &mut logs);
    (items, scores, expected)
}

#[test]
fn the_posterior_of_a_long_test_is_as_narrow_as_it_is() {
    for n in [30, 120, 400] {
        let (items, scores, (mean, sd)) = long_test(n);
        let eap = of(Method::Eap, &scores, &items);
        assert!((eap.theta[0] - mean).abs() < 1e-9 && (eap.se[0] - sd).abs() < 1e-9, "{n}");
        let draws = plausible_values(scores.view(), &items, &Quadrature::default(), 20_000, 3).unwrap();
        let drawn = draws.mean().unwrap();
        let spread = (draws.mapv(|v| (v - drawn) * (v - drawn)).sum() / 20_000.0).sqrt();
        assert!((spread / sd - 1.0).abs() < 0.02, "{n}: {spread} {sd}");
        let by_total = ability_by_total(&items, &Quadrature::default()).unwrap();
        assert!((by_total.se[scores.iter().filter(|s| **s == 1).count()] - sd).abs() < 1e-9);
    }
}

#[test]
fn plausible_values_have_the_moments_of_the_posterior_and_stand_by_their_seed() {
    let items: Vec<Item> = [-1.0, 0.2, 0.9].map(|b| Item::Logistic { a: 1.0, b, c: 0.0 }).into();
    let scores = ndarray::array![[0, 0, 0], [0, 1, 0]];
    let quadrature = Quadrature::default();
    let draws = plausible_values(scores.view(), &items, &quadrature, 20_000, 7).unwrap();
    let eap = of(Method::Eap, &scores, &items);
    for person in 0..2 {
        let row = draws.row(person);
        let mean = row.sum() / 20_000.0;
        let sd = (row.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 20_000.0).sqrt();
        assert!((mean - eap.theta[person]).abs() < 0.025 && (sd - eap.se[person]).abs() < 0.02);
    }
    let fewer = plausible_values(scores.view(), &items, &quadrature, 2, 7).unwrap();
    assert!((0..2).all(|k| fewer[[1, k]].total_cmp(&draws[[1, k]]).is_eq()));
}
