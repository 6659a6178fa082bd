#![allow(clippy::float_cmp, reason = "these values are exact")]
use super::*;

#[test]
fn a_published_example_is_reproduced() {
    let adjusted = benjamini_hochberg(&[0.01, 0.2, 0.5, 0.04]).unwrap();
    for (got, want) in adjusted.iter().zip([0.04, 0.8 / 3.0, 0.5, 0.08]) {
        assert!((got - want).abs() < 1e-15, "{got} {want}");
    }
}

#[test]
fn undefined_values_stay_undefined_and_do_not_count() {
    let adjusted = benjamini_hochberg(&[f64::NAN, 0.02, f64::NAN]).unwrap();
    assert!(adjusted[0].is_nan() && adjusted[2].is_nan());
    assert!((adjusted[1] - 0.02).abs() < 1e-16);
    assert!(benjamini_hochberg(&[]).unwrap().is_empty());
}

#[test]
fn published_combinations_are_reproduced() {
    let p = [0.01, 0.2, 0.5, 0.04];
    let near = |got: f64, want: f64| assert!((got / want - 1.0).abs() < 1e-6, "{got} {want}");
    near(fisher(&p).unwrap(), 0.009_419_188);
    near(stouffer(&p, None, None).unwrap(), 0.006_959_877);
    near(cauchy_combination(&p, None).unwrap(), 0.030_872_32);
    near(harmonic_mean(&p, None).unwrap(), 0.030_303_03);
    let want = [0.083_333_333, 0.555_555_556, 1.0, 1.0 / 6.0];
    for (got, want) in benjamini_yekutieli(&p).unwrap().iter().zip(want) {
        near(*got, want);
    }
}

#[test]
fn small_ones_of_many_tests_are_adjusted_for_all() {
    let p = [1e-5, 2e-5, f64::NAN];
    let among = |tests| benjamini_hochberg_among(&p, tests).unwrap();
    assert_eq!(among(1000)[..2], [0.01, 0.01]);
    assert_eq!(among(1)[..2], benjamini_hochberg(&p).unwrap()[..2]);
}

#[test]
fn edges_are_defined_or_refused() {
    assert!(fisher(&[0.0, 0.5]).unwrap() == 0.0 && fisher(&[f64::NAN]).unwrap().is_nan());
    assert!(stouffer(&[0.0, 0.5], None, None).unwrap() == 0.0);
    assert!(stouffer(&[0.0, 1.0], None, None).unwrap().is_nan());
    assert!(stouffer(&[], None, None).unwrap().is_nan());
    assert!(cauchy_combination(&[0.0, 1.0], None).unwrap() == 0.0);
    assert!(cauchy_combination(&[], None).unwrap().is_nan() && harmonic_mean(&[], None).unwrap().is_nan());
    // A p-value of 1 does not outweigh the others.
    assert!(cauchy_combination(&[1e-4, 1.0, 1.0], None).unwrap() < 1e-3);
    assert!(stouffer(&[0.1, 0.2], Some(&[1.0]), None).is_err());
    assert!(stouffer(&[0.1, 0.2], Some(&[1.0, -1.0]), None).is_err());
    assert!(rogan_gladen(0.1, 0.2, 0.7).is_err() && rogan_gladen(1.1, 0.9, 0.9).is_err());
}

#[test]
fn what_is_no_p_value_is_refused_and_rounding_above_one_counts() {
    let all = |p: &[f64]| {
        [
            benjamini_hochberg(p).map(|p| p[0]),
            benjamini_hochberg_among(p, 9).map(|p| p[0]),
            benjamini_yekutieli(p).map(|p| p[0]),
            fisher(p),
            stouffer(p, None, None),
            cauchy_combination(p, None),
            harmonic_mean(p, None),
        ]
    };
    for wrong in [-0.1, -1e-300, 1.2, 1.0 + 1e-9, f64::INFINITY, f64::NEG_INFINITY] {
        for result in all(&[0.5, wrong]) {
            assert_eq!(result.unwrap_err().code(), "statistic.parameter", "{wrong}");
        }
    }
    assert_eq!(all(&[0.2, 1.0_f64.next_up()]), all(&[0.2, 1.0]));
    let adjusted = benjamini_hochberg(&[0.01, 0.02, 1.0_f64.next_up(), 1.0_f64.next_up()]).unwrap();
    assert_eq!(adjusted, [0.04, 0.04, 1.0, 1.0]);
}

#[test]
fn tests_that_agree_wholly_say_what_one_says() {
    let ones = ndarray::Array2::ones((3, 3));
    let p = stouffer(&[0.03, 0.03, 0.03], None, Some(ones.view())).unwrap();
    assert!((p - 0.03).abs() < 1e-14);
    // A left-out p-value takes its weight, row and column with it.
    let p = stouffer(&[0.03, f64::NAN, 0.03], Some(&[1.0, 9.0, 2.0]), Some(ones.view())).unwrap();
    assert!((p - 0.03).abs() < 1e-14);
    let apart = ndarray::array![[1.0, -1.0], [-1.0, 1.0]];
    assert!(stouffer(&[0.1, 0.2], None, Some(apart.view())).is_err());
}
