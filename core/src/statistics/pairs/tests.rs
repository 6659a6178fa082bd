use ndarray::{Array2, ArrayView2, array};

use super::*;
use crate::data::{MISSING, NOT_ATTEMPTED};
use crate::model::Item;

fn items() -> Vec<Item> {
    let nominal =
        |k: f64| Item::Nominal { slopes: vec![-0.5, 0.1 * k, 0.4], intercepts: vec![0.2, -0.1 * k, 0.0] };
    (0..5).map(f64::from).map(nominal).collect()
}

fn answers() -> Array2<u8> {
    array![
        [0, 1, 2, 0, 1],
        [0, 1, 2, 0, 2],
        [2, 1, MISSING, 0, 1],
        [MISSING, NOT_ATTEMPTED, 1, MISSING, MISSING]
    ]
}

type ByModel = fn(ArrayView2<'_, u8>, &[Item], &[f64], Null, PairOptions<'_>) -> Result<Pairs, ModelError>;

const THETA: [f64; 4] = [0.3, -0.4, 1.1, 0.0];

/// Values that are equal, or both undefined.
fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-14 || a.is_nan() && b.is_nan())
}

#[test]
fn a_pair_without_a_common_item_is_undefined() {
    let (x, options) = (answers(), PairOptions::default());
    let (model, both) = (items(), Null::Unconditional);
    for found in [
        omega(x.view(), &model, &THETA, both, options).unwrap(),
        gbt(x.view(), &model, &THETA, both, options).unwrap(),
        weighted_omega(x.view(), &model, &THETA, options).unwrap(),
        m4(x.view(), &model, &THETA, None, options).unwrap().pairs,
    ] {
        // Persons 2 and 3 share no item, 0 and 3 one, 0 and 2 four; blanks are no match.
        assert_eq!(found.items, [5, 4, 1, 4, 1, 0]);
        assert!(found.expected[5].is_nan() && found.statistic[5].is_nan() && found.pvalue[5].is_nan());
        assert_eq!(found.compared, 5);
        assert!(found.pvalue[..5].iter().all(|p| *p > 0.0 && *p <= 1.0));
    }
}

#[test]
fn an_ability_that_is_not_finite_leaves_its_pairs_undefined() {
    let theta = [0.3, f64::NAN, f64::INFINITY, 0.0];
    for null in [Null::Conditional, Null::Unconditional] {
        let of = |function: ByModel| {
            function(answers().view(), &items(), &theta, null, PairOptions::default()).unwrap()
        };
        for found in [of(omega), of(gbt)] {
            for row in 0..found.first.len() {
                let whose = |person: usize| !theta[person].is_finite();
                let either =
                    whose(found.second[row]) || null == Null::Unconditional && whose(found.first[row]);
                assert!(
                    !either || found.pvalue[row].is_nan() && found.log10_pvalue[row].is_nan(),
                    "{null:?} {row}"
                );
            }
        }
    }
    let found = m4(answers().view(), &items(), &theta, None, PairOptions::default()).unwrap().pairs;
    assert_eq!(found.compared, 1);
    let found = weighted_omega(answers().view(), &items(), &theta, PairOptions::default()).unwrap();
    assert_eq!(found.compared, 1);
}

#[test]
fn pairs_are_made_inside_groups_alone_and_the_small_ones_kept() {
    let groups = [7, 1, 7, 1];
    let some = PairOptions { groups: Some(&groups), only_below: None };
    let found = omega(answers().view(), &items(), &THETA, Null::Conditional, some).unwrap();
    assert_eq!((found.first.as_slice(), found.second.as_slice()), (&[0, 2, 1, 3][..], &[2, 0, 3, 1][..]));
    let few = PairOptions { only_below: Some(found.pvalue[0] + 1e-9), ..some };
    let kept = omega(answers().view(), &items(), &THETA, Null::Conditional, few).unwrap();
    assert!(!kept.pvalue.is_empty() && kept.pvalue.len() < 4 && kept.compared == found.compared);
    assert!(kept.pvalue.iter().all(|p| *p < found.pvalue[0] + 1e-9));
    let none = PairOptions { only_below: Some(f64::NAN), ..some };
    assert_eq!(
        omega(answers().view(), &items(), &THETA, Null::Conditional, none).unwrap_err().code(),
        "model.option"
    );
}

#[test]
fn neither_the_order_of_persons_nor_the_names_of_options_matter() {
    let (x, theta) = (answers(), THETA);
    let turned: Vec<usize> = (0..4).rev().collect();
    let y = x.select(ndarray::Axis(0), &turned).mapv(|option| if option < 3 { 2 - option } else { option });
    let renamed = |item: &Item| match item {
        Item::Nominal { slopes, intercepts } => Item::Nominal {
            slopes: slopes.iter().rev().copied().collect(),
            intercepts: intercepts.iter().rev().copied().collect(),
        },
        other => other.clone(),
    };
    let (here, there): (Vec<Item>, Vec<Item>) = (items(), items().iter().map(renamed).collect());
    let back: Vec<f64> = theta.iter().rev().copied().collect();
    let (both, options) = (Null::Unconditional, PairOptions::default());
    let a = gbt(x.view(), &here, &theta, both, options).unwrap();
    let b = gbt(y.view(), &there, &back, both, options).unwrap();
    // The pairs 0-1, 0-2, 0-3, 1-2, 1-3, 2-3 stand there as 2-3, 1-3, 0-3, 1-2, 0-2, 0-1.
    let turned = |values: &[f64]| [5, 4, 2, 3, 1, 0].map(|row: usize| values[row]);
    assert!(same(&a.pvalue, &turned(&b.pvalue)), "{:?} {:?}", a.pvalue, b.pvalue);
    let a = m4(x.view(), &here, &theta, Some(&[2; 5]), options).unwrap().pairs.pvalue;
    let b = m4(y.view(), &there, &back, Some(&[0; 5]), options).unwrap().pairs.pvalue;
    assert!(same(&a, &turned(&b)));
}

#[test]
fn pairs_that_no_memory_holds_are_refused_before_any_is_made() {
    let (item, x) = ([Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }], Array2::zeros((10_001, 1)));
    let theta = vec![0.0; 10_001];
    let found = |options| gbt(x.view(), &item, &theta, Null::Unconditional, options);
    let error = found(PairOptions::default()).unwrap_err();
    let limit = 50_000_000;
    assert_eq!(error, ModelError::TooManyPairs { pairs: 50_005_000, limit });
    let classes: Vec<u32> = (0..10_001).map(|person| person / 3).collect();
    assert_eq!(
        found(PairOptions { groups: Some(&classes), only_below: None }).unwrap().first.len(),
        3 * 3_333 + 1
    );
}

#[test]
fn a_key_that_nobody_gave_names_its_item() {
    let answers = array![[0, 3, MISSING], [1, 2, MISSING]];
    let s2 = |x: ArrayView2<'_, u8>, key: &[u8], options: PairOptions<'_>| s2(x, key, S2_WEIGHT, options);
    for function in [k_index, k1, k2, s1, s2] {
        let error = |key: [u8; 3]| function(answers.view(), &key, PairOptions::default()).unwrap_err();
        assert_eq!(error([0, 253, 0]).code(), "model.option");
        let message = error([0, 4, 0]).to_string();
        assert!(message.starts_with("item 2: key is 4, expected an option that somebody gave"), "{message}");
        // Nobody answered item 3.
        assert!(function(answers.view(), &[0, 3, 0], PairOptions::default()).is_ok());
    }
}

#[test]
fn a_second_person_who_answered_little_is_in_no_group() {
    let answers =
        array![[0, 0, 0, 0, 0], [1, 2, 0, 0, 1], [1, 2, 0, 0, MISSING], [1, 2, 0, MISSING, MISSING]];
    let found = k_index(answers.view(), &[0; 5], PairOptions::default()).unwrap();
    // Person 1 with 2 and 3.
    assert!(found.first[4..6] == [1, 1] && found.second[4..6] == [2, 3]);
    assert!(found.pvalue[4] > 0.0 && found.pvalue[5].is_nan() && found.matches[5] == 2);
}

#[test]
fn a_first_person_without_errors_has_no_identical_ones() {
    let answers = array![[0, 0, 0], [1, 2, 0], [1, 0, 2], [1, MISSING, MISSING]];
    for function in [k_index, k1, k2, s1] {
        let found = function(answers.view(), &[0, 0, 0], PairOptions::default()).unwrap();
        assert!(found.pvalue[..3].iter().all(|p| p.is_nan()) && found.items[..3] == [0, 0, 0]);
        // Person 3 answered one of the two items that person 1 has wrong.
        assert_eq!((found.first[5], found.second[5], found.items[5], found.matches[5]), (1, 3, 1, 1));
    }
}
