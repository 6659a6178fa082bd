use ndarray::array;

use super::{Answers, Correction, ErasureOptions, by_group, by_person};
use crate::data::MISSING;
use crate::data::NOT_ATTEMPTED;
use crate::model::Item;
use ndarray::Array2;

fn coins(n: usize) -> Vec<Item> {
    vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; n]
}

#[test]
fn three_changes_to_the_right_answer_are_computed_by_hand() {
    // θ = 0 given: E = 1.5, V = .75; I = 2/4, dE/dθ = 3/4.
    let (before, after) = (array![[1, 1, 1, 1, 1]], array![[2, 2, 2, 1, 1]]);
    let scores = array![[1, 1, 1, 1, 0]];
    let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
    let with = |correction| {
        let options = ErasureOptions { correction: Some(correction), ..Default::default() };
        by_person(answers, &coins(5), Some(&[0.0]), options).unwrap()
    };
    assert!((with(Correction::None).statistic[0] - 1.5 / 0.75_f64.sqrt()).abs() < 1e-14);
    assert!((with(Correction::Continuity).statistic[0] - 1.0 / 0.75_f64.sqrt()).abs() < 1e-14);
    assert!((with(Correction::Ability).statistic[0] - 1.5 / (0.75_f64 + 9.0 / 8.0).sqrt()).abs() < 1e-14);
    assert!((with(Correction::None).pvalue_exact[0] - 0.125).abs() < 1e-15);
    // All changed answers right: θ_c at the bound, 4; θ = ln 4.
    let (p, q) = (1.0 / (1.0 + (-4.0_f64).exp()), 0.8_f64);
    let l2 = 2.0 * (3.0 * p.ln() + 2.0 * 0.5_f64.ln() - 4.0 * q.ln() - (1.0 - q).ln());
    assert!((with(Correction::None).l[0] - l2.sqrt()).abs() < 1e-9);
}

#[test]
fn without_changes_or_without_the_rest_it_is_undefined() {
    let before = array![[1, 1, 1], [1, 1, 1], [1, MISSING, MISSING], [NOT_ATTEMPTED, 1, 1]];
    let after = array![[1, 1, 1], [2, 2, 2], [2, 2, 2], [2, 1, 1]];
    let scores = array![[1, 0, 1], [1, 1, 0], [1, 1, 1], [1, 0, 1]];
    let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
    let found = by_person(answers, &coins(3), None, Default::default()).unwrap();
    assert_eq!(found.changed, [0, 3, 1, 1]);
    assert!(found.statistic[..3].iter().all(|z| z.is_nan()) && found.statistic[3].is_finite());
    assert!(found.l[..3].iter().chain(&found.pvalue_exact[..3]).all(|z| z.is_nan()));
    let groups = by_group(answers, &["a", "b", "b", "b"], &coins(3), None, Default::default()).unwrap();
    assert!(groups.rows[0].statistic.is_nan() && groups.rows[0].n == 0);
    assert_eq!((groups.rows[1].n, groups.rows[1].changed), (1, 1));
}

#[test]
fn a_given_ability_needs_no_unchanged_answers_but_its_correction_does() {
    let (before, after, scores) = (array![[1, 1]], array![[2, 2]], array![[1, 1]]);
    let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
    let with = |correction| {
        let options = ErasureOptions { correction, ..Default::default() };
        by_person(answers, &coins(2), Some(&[0.0]), options).unwrap()
    };
    assert!((with(None).statistic[0] - 0.5 / 0.5_f64.sqrt()).abs() < 1e-14);
    let paid = with(Some(Correction::Ability));
    assert!(paid.statistic[0].is_nan() && (paid.pvalue_exact[0] - 0.25).abs() < 1e-15);
    let groups = by_group(answers, &["a"], &coins(2), Some(&[0.0]), Default::default()).unwrap();
    assert_eq!(groups.rows[0].n, 0);
}

#[test]
fn unchanged_answers_all_wrong_or_all_right_show_no_ability() {
    let (before, after) = (Array2::ones((3, 7)), array![[2, 2, 2, 1, 1, 1, 1]]);
    let after = after.broadcast((3, 7)).unwrap();
    let scores = array![[1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0, 0]];
    let answers = Answers { before: before.view(), after, scores: scores.view() };
    let found = by_person(answers, &coins(7), None, Default::default()).unwrap();
    assert_eq!(found.theta[..2], [-4.0, 4.0]);
    for values in [&found.statistic, &found.pvalue, &found.pvalue_exact, &found.expected] {
        assert!(values[0].is_nan() && values[1].is_nan() && values[2].is_finite(), "{values:?}");
    }
    assert!(found.l.iter().all(|l| l.is_finite()));
    let groups = by_group(answers, &["a"; 3], &coins(7), None, Default::default()).unwrap();
    assert_eq!((groups.rows[0].n, groups.rows[0].points), (1, 3));
    // An ability from elsewhere is taken as it is.
    let given = by_person(answers, &coins(7), Some(&[-4.0; 3]), Default::default()).unwrap();
    assert!(given.pvalue_exact[0] < 1e-4);
}

#[test]
fn a_group_of_one_is_that_person_and_the_order_is_no_matter() {
    let (before, after) = (array![[1, 1, 1, 1], [1, 1, 1, 1]], array![[2, 2, 1, 1], [1, 2, 1, 2]]);
    let scores = array![[1, 0, 1, 0], [0, 1, 0, 1]];
    let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
    let options = ErasureOptions { correction: Some(Correction::Ability), ..Default::default() };
    let persons = by_person(answers, &coins(4), None, options).unwrap();
    let groups = by_group(answers, &["y", "x"], &coins(4), None, Default::default()).unwrap();
    assert_eq!(groups.rows[0].statistic.to_bits(), persons.statistic[1].to_bits());
    assert_eq!(groups.rows[1].pvalue.to_bits(), persons.pvalue[0].to_bits());
}

#[test]
fn other_shapes_are_refused() {
    let (two, three) = (array![[1, 1]], array![[1, 1, 1]]);
    let answers = Answers { before: three.view(), after: two.view(), scores: two.view() };
    let error = by_person(answers, &coins(2), None, Default::default()).unwrap_err();
    assert_eq!(error.code(), "model.length");
    assert_eq!("both".parse::<Correction>().unwrap_err().code(), "data.name");
}
