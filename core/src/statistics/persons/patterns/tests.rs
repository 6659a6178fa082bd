use ndarray::{Array2, Axis, array};

use super::*;
use crate::data::MISSING;

type Statistic = fn(ArrayView2<'_, u8>, &Reference) -> Result<PersonFit, ModelError>;
const ALL: [Statistic; 9] = [u3, zu3, c_sato, c_star, agreement, disagreement, dependability, nci, r_pbis];

/// Popularities .8, .6, .4, .2 of four items.
fn easy_to_hard() -> Reference {
    let scores = array![[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]];
    Reference::of(scores.view(), &[1; 4]).unwrap()
}

#[test]
fn one_person_is_counted_by_hand() {
    // Missed the easiest, solved the two hardest: pairs (1, 3), (1, 4), (2, 3), (2, 4).
    let scores = array![[0, 0, 1, 1], [1, 0, 1, 0]];
    let found = guttman_errors(scores.view(), &easy_to_hard()).unwrap();
    assert_eq!(found.statistic, [4.0, 1.0]);
    assert_eq!(found.normed, [1.0, 0.25]);
    let one = |f: Statistic| f(scores.view(), &easy_to_hard()).unwrap().statistic;
    assert_eq!(one(u3)[..1], [1.0]);
    // ln 4 + ln 1.5 at most, ln 4 − ln 1.5 here.
    assert!((one(u3)[1] - 1.5_f64.ln() / (4.0_f64.ln() + 1.5_f64.ln())).abs() < 1e-14);
    assert!((one(agreement)[1] - 1.2).abs() < 1e-14);
    assert!((one(disagreement)[1] - 0.2).abs() < 1e-14);
    assert!((one(dependability)[1] - 1.2 / 1.4).abs() < 1e-14);
    assert!((one(c_star)[1] - 0.25).abs() < 1e-14);
    assert_eq!(one(nci), [-1.0, 0.5]);
    // cov(Y, π): (1.2 − 2·2/4) against (1.4 − 1).
    assert!((one(c_sato)[1] - 0.5).abs() < 1e-14);
}

#[test]
fn a_perfect_pattern_has_no_errors_and_nothing_or_all_solved_says_nothing() {
    let scores = array![[1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1], [MISSING; 4]];
    let found = guttman_errors(scores.view(), &easy_to_hard()).unwrap();
    assert_eq!(found.statistic, [0.0; 4]);
    assert_eq!(found.normed[..1], [0.0]);
    assert!(found.normed[1..].iter().all(|value| value.is_nan()));
    for statistic in ALL {
        let found = statistic(scores.view(), &easy_to_hard()).unwrap().statistic;
        assert!(found[0].is_finite() && found[1..].iter().all(|value| value.is_nan()), "{found:?}");
    }
    let ht = ht(scores.view(), &easy_to_hard(), false).unwrap().statistic;
    assert!(ht[0].is_finite() && ht[1..].iter().all(|value| value.is_nan()));
}

#[test]
fn a_missing_answer_leaves_the_others() {
    let reference = easy_to_hard();
    let fewer = array![[1, 0, MISSING, 1]];
    let scores = array![[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0]];
    let three = Reference::of(scores.view(), &[1; 3]).unwrap();
    assert_eq!(three.popularity(1), [0.4]);
    assert_eq!(guttman_errors(fewer.view(), &reference).unwrap().statistic, [1.0]);
    assert_eq!(guttman_errors(fewer.view(), &reference).unwrap().normed, [0.5]);
}

#[test]
fn persons_may_come_in_any_order_and_layout() {
    let scores = Array2::from_shape_fn((60, 5), |(i, j)| ((i * 7 + j * j * 3 + i * j) % 5 % 3) as u8);
    let reference = Reference::of(scores.view(), &[2; 5]).unwrap();
    let forward = u3(scores.view(), &reference).unwrap().statistic;
    let backward =
        u3(scores.select(Axis(0), &(0..60).rev().collect::<Vec<_>>()).view(), &reference).unwrap().statistic;
    let back: Vec<f64> = backward.into_iter().rev().collect();
    assert!(forward.iter().zip(&back).all(|(a, b)| a.to_bits() == b.to_bits()));
}

#[test]
fn references_of_parts_merge() {
    let scores = array![[1, 2], [0, MISSING], [1, 0]];
    let whole = Reference::of(scores.view(), &[1, 2]).unwrap();
    let mut parts = Reference::of(scores.select(Axis(0), &[0]).view(), &[1, 2]).unwrap();
    parts.merge(&Reference::of(scores.select(Axis(0), &[1, 2]).view(), &[1, 2]).unwrap()).unwrap();
    assert_eq!(parts, whole);
}

#[test]
fn what_does_not_fit_is_refused() {
    let reference = Reference::of(array![[1, 2]].view(), &[1, 2]).unwrap();
    assert_eq!(u3(array![[1, 3]].view(), &reference).unwrap_err().code(), "model.score");
    assert_eq!(u3(array![[1]].view(), &reference).unwrap_err().code(), "model.columns");
    assert_eq!(zu3(array![[1, 2]].view(), &reference).unwrap_err().code(), "model.categories");
}

/// Guttman errors by their definition, pair by pair.
fn by_pairs(scores: &Array2<u8>, reference: &Reference, person: usize) -> f64 {
    let mut steps = Vec::new();
    for (item, &score) in scores.row(person).iter().enumerate() {
        for (step, popularity) in (1..).zip(reference.popularity(item)) {
            steps.push((popularity, score >= step));
        }
    }
    let errors = steps
        .iter()
        .filter(|passed| passed.1)
        .map(|(rare, _)| steps.iter().filter(|(popular, passed)| popular > rare && !passed).count());
    errors.sum::<usize>() as f64
}

#[test]
fn steps_of_one_popularity_make_no_error_of_each_other() {
    let tied = array![[1, 0, 0, 1], [0, 1, 1, 0], [1, 0, 1, 0], [0, 1, 0, 1]];
    let reference = Reference::of(tied.view(), &[1; 4]).unwrap();
    let found = guttman_errors(tied.view(), &reference).unwrap();
    assert_eq!(found.statistic, [0.0; 4]);
    assert!(found.normed.iter().all(|normed| normed.is_nan()));

    // Steps of two points and of one, many of them as popular as others.
    let scores = array![[2, 1, 0, 1], [0, 1, 2, 0], [1, 0, 1, 1], [2, 0, 0, 0], [0, 1, 1, 1], [1, 1, 2, 0]];
    let maxima = [2, 1, 2, 1];
    let reference = Reference::of(scores.view(), &maxima).unwrap();
    let found = guttman_errors(scores.view(), &reference).unwrap();
    for person in 0..scores.nrows() {
        assert!((found.statistic[person] - by_pairs(&scores, &reference, person)).abs() < 1e-12, "{person}");
    }
    // The order of items is nothing to it.
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let turned = scores.select(Axis(1), &order);
        let reference = Reference::of(turned.view(), &order.map(|item| maxima[item])).unwrap();
        let again = guttman_errors(turned.view(), &reference).unwrap();
        assert_eq!(again.statistic, found.statistic);
        for (again, found) in again.normed.iter().zip(&found.normed) {
            assert!((again - found).abs() < 1e-12 || again.is_nan() && found.is_nan());
        }
    }
}
