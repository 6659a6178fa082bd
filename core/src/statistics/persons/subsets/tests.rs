use ndarray::array;

use super::{SubsetAbilities, two_subsets};
use crate::data::MISSING;
use crate::model::Item;

#[test]
fn abilities_of_rasch_items_are_those_of_the_equation() {
    let items: Vec<Item> =
        [-0.5, 0.1, 0.9, 0.3].iter().map(|&b| Item::Logistic { a: 1.0, b, c: 0.0 }).collect();
    let scores = array![[1, 1, 0, MISSING], [1, 1, 1, 1], [0, 0, 0, 0], [MISSING; 4]];
    let subset = [true, true, false, false];
    let found = SubsetAbilities::maximum_likelihood(scores.view(), &items, &subset, 4.0).unwrap();
    let expected: f64 = [-0.5_f64, 0.1, 0.9].iter().map(|b| 1.0 / (1.0 + (b - found.all[0]).exp())).sum();
    assert!((expected - 2.0).abs() < 1e-10);
    assert_eq!((found.subset[0], found.rest[0]), (4.0, -4.0));
    assert_eq!((found.all[1], found.all[2]), (4.0, -4.0));
    assert!(found.all[3].is_nan());
    let compared = two_subsets(scores.view(), &items, &subset, &found).unwrap();
    assert!(compared.statistic[0] > 0.0 && compared.statistic[3].is_nan());
    assert!(compared.statistic[1].abs() < 1e-9 && (compared.pvalue[1] - 0.5).abs() < 1e-9);
}

#[test]
fn a_likelihood_with_two_peaks_is_searched() {
    let items: Vec<Item> = [-1.0, 0.0, 2.5].iter().map(|&b| Item::Logistic { a: 2.0, b, c: 0.25 }).collect();
    let scores = array![[0, 1, 1]];
    let found = SubsetAbilities::maximum_likelihood(scores.view(), &items, &[true; 3], 4.0).unwrap();
    let log = |theta: f64| {
        let p = |b: f64| 0.25 + 0.75 / (1.0 + (2.0 * (b - theta)).exp());
        (1.0 - p(-1.0)).ln() + p(0.0).ln() + p(2.5).ln()
    };
    let best = (-4000..=4000).map(|i| log(f64::from(i) / 1000.0)).fold(f64::NEG_INFINITY, f64::max);
    assert!(log(found.all[0]) >= best - 1e-9);
}
