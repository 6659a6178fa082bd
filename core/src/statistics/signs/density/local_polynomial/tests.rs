use super::*;

fn values(counts: &[(f64, usize)]) -> Vec<f64> {
    counts.iter().flat_map(|&(x, n)| vec![x; n]).collect()
}

#[test]
fn two_values_a_side_give_slopes_by_hand() {
    // F̂ at −2, −1, 1, 2 of 9: 0, 1/8, 5/8, 1. Order 1 goes through both points of a side.
    let x = values(&[(-2.0, 1), (-1.0, 1), (1.0, 4), (2.0, 3)]);
    let found = local_polynomial(&x, 0.0, LocalPolynomialOptions { order: 1, ..wide() }).unwrap();
    assert!((found.plain_left - 1.0 / 8.0).abs() < 1e-14);
    assert!((found.plain_right - 3.0 / 8.0).abs() < 1e-14);
    assert_eq!((found.n, found.n_left, found.n_right), (9, 2, 7));
    // Order 2 has more coefficients than there are values.
    assert!(found.statistic.is_nan() && found.left.is_nan() && found.pvalue.is_nan());
}

fn wide() -> LocalPolynomialOptions {
    LocalPolynomialOptions::with_bandwidth(3.0, 3.0)
}

#[test]
fn values_without_ties_do_not_care_for_mass_points() {
    let x: Vec<f64> = (1..200).map(|i: i32| f64::from(i * i % 401) / 401.0).collect();
    let with = LocalPolynomialOptions::with_bandwidth(0.3, 0.4);
    let [a, b] = [true, false].map(|mass_points| {
        local_polynomial(&x, 0.5, LocalPolynomialOptions { mass_points, ..with }).unwrap()
    });
    assert!((a.statistic - b.statistic).abs() < 1e-12 && a.se > 0.0);
}

#[test]
fn the_order_of_values_and_absent_ones_change_nothing() {
    let mut x = values(&[(1.0, 3), (2.0, 5), (3.0, 4), (4.0, 9), (5.0, 7), (6.0, 6), (7.0, 5), (8.0, 2)]);
    let options = LocalPolynomialOptions { order: 1, ..LocalPolynomialOptions::with_bandwidth(5.0, 5.0) };
    let first = local_polynomial(&x, 4.5, options).unwrap();
    x.reverse();
    x.insert(3, f64::NAN);
    assert_eq!(first, local_polynomial(&x, 4.5, options).unwrap());
    assert!(first.pvalue > 0.0);
}

#[test]
fn nothing_on_one_side_is_undefined_and_nonsense_refused() {
    let found = local_polynomial(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.0, wide()).unwrap();
    assert!(found.statistic.is_nan() && found.n_left == 0 && found.within_right == 3);
    assert!(local_polynomial(&[], 0.0, wide()).unwrap().pvalue.is_nan());
    let wrong = LocalPolynomialOptions { order: 0, ..wide() };
    assert_eq!(local_polynomial(&[1.0], 0.0, wrong).unwrap_err().code(), "statistic.parameter");
    let wrong = LocalPolynomialOptions::with_bandwidth(0.0, 1.0);
    assert_eq!(local_polynomial(&[1.0], 0.0, wrong).unwrap_err().code(), "statistic.parameter");
    assert_eq!("gauss".parse::<Kernel>().unwrap_err().code(), "data.name");
}

#[test]
fn the_plug_in_variance_of_a_uniform_kernel_is_the_papers() {
    // Order 1, uniform kernel, one side: 6/5·f/(nh) (Cattaneo, Jansson and Ma, with p = 1).
    let design = Design { order: 1, fit: Fit::Unrestricted };
    let [left, right, across] = plugin(&design, Kernel::Uniform, [-1.0, 1.0], [1.0, 2.0]).unwrap();
    assert!((left - 1.2).abs() < 1e-12 && (right - 2.4).abs() < 1e-12, "{left} {right}");
    assert!(across.abs() < 1e-12);
}
