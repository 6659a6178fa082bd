//! Values in the literature.

use ndarray::Array2;
use obektiv::{
    model::Item,
    statistics::person_fit::{self as fit, Correction, Estimator},
};

use crate::{
    patterns::{in_order, patterns},
    peers::compare,
};

/// Digits of a pattern.
fn pattern(rows: &[&str]) -> Array2<u8> {
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(v, i)| rows[v].as_bytes()[i] - b'0')
}

#[test]
fn six_persons_of_ten_items_have_the_published_values() {
    let items: Vec<Item> = (1..=10)
        .map(|i| Item::Logistic { a: 0.6 + 0.1 * f64::from(i), b: -1.35 + 0.3 * f64::from(i - 1), c: 0.0 })
        .collect();
    let x = pattern(&["0001001000", "0011100001", "0110111011", "1000000100", "0010000001", "0010001001"]);
    let theta = [-1.0, -0.5, 0.0, 0.25, 0.75, 1.25];
    let z =
        |estimator| fit::lz_star(x.view(), &items, &theta, estimator, Correction::Normal).unwrap().statistic;
    compare(
        "lz",
        &z(Estimator::Known),
        &[-0.742645, -1.955960, -3.067212, -1.412309, -3.717904, -4.446659],
        1e-6,
        0,
    );
    compare(
        "lz*",
        &z(Estimator::Ml),
        &[-1.166804, -2.438932, -3.212406, -1.418514, -3.968565, -6.029440],
        1e-6,
        0,
    );
    let known = (Estimator::Known, Correction::Normal);
    let eci2 = fit::eci2(x.view(), &items, &theta, known.0, known.1).unwrap().statistic;
    compare("ECI2", &eci2, &[1.385855, 1.473988, 2.482221, 1.303151, 1.827472, 1.799557], 1e-6, 0);
    let eci4 = fit::eci4(x.view(), &items, &theta, known.0, known.1).unwrap().statistic;
    compare("ECI4", &eci4, &[1.629050, 1.322575, 2.439714, 1.377943, 2.067749, 1.898230], 1e-6, 0);
    // Their abilities are maximum likelihood to about 1e-4.
    let subset: Vec<bool> = (1..=10).map(|i| i % 2 == 0).collect();
    let abilities = fit::SubsetAbilities::maximum_likelihood(x.view(), &items, &subset, 4.0).unwrap();
    let star =
        fit::lz_star(x.view(), &items, &abilities.all, Estimator::Ml, Correction::Normal).unwrap().statistic;
    compare("lz*, ML", &star, &[-1.410340, -1.599435, -1.882436, -1.397994, -2.835582, -2.892463], 1e-3, 0);
    let two = fit::two_subsets(x.view(), &items, &subset, &abilities).unwrap();
    compare("L", &two.statistic, &[-0.101565, 0.480029, -0.802891, 0.726202, 0.680534, -0.273334], 1e-3, 0);
    compare("r*", &two.modified, &[-0.071969, 0.471578, -0.649181, 0.678888, 0.644817, -0.239246], 1e-3, 0);
    let change = fit::change_point(x.view(), &items, 3, 7, 4.0).unwrap();
    compare("LR", &change.statistic, &[4.348305, 1.469934, 3.617759, 4.458694, 4.578786, 6.545159], 1e-3, 0);
    assert_eq!(change.point, [3.0, 3.0, 4.0, 7.0, 7.0, 6.0]);
}

#[test]
fn eight_persons_of_six_items_of_two_points_have_the_published_values() {
    let items: Vec<Item> = (0..6)
        .map(f64::from)
        .map(|j| Item::PartialCredit { a: 0.8 + 0.1 * j, steps: vec![1.0 - 0.35 * j, 0.4 - 0.6 * j] })
        .collect();
    let x = pattern(&["022100", "210102", "120120", "112220", "000222", "210210", "202010", "120012"]);
    let theta: Vec<f64> = (0..8).map(|v| -1.05 + 0.3 * f64::from(v)).collect();
    let z =
        |estimator| fit::lz_star(x.view(), &items, &theta, estimator, Correction::Normal).unwrap().statistic;
    let lz = [-2.787981, -1.981521, -2.829057, -2.382015, 0.666838, -6.082562, -7.966232, -5.781341];
    compare("lz", &z(Estimator::Known), &lz, 1e-6, 0);
    let star = [-2.854827, -1.981981, -2.867848, -2.535067, 0.773320, -7.962692, -12.092601, -10.326779];
    compare("lz*", &z(Estimator::Ml), &star, 1e-6, 0);
    let eci2 = fit::eci2(x.view(), &items, &theta, Estimator::Known, Correction::Normal).unwrap().statistic;
    let theirs = [3.013863, 2.154003, 2.446540, 1.629862, -1.491475, 2.986480, 3.328395, 0.898720];
    compare("ECI2", &eci2, &theirs, 1e-6, 0);
    let ours = patterns(&x, &[2; 6]);
    // Of eight persons many steps are as popular as others: the published norm of G is of their
    // order.
    compare("Gp", &in_order(&x, &[2; 6], &ours["G"]), &[11.0, 13.0, 5.0, 8.0, 28.0, 3.0, 10.0, 15.0], 0.0, 0);
    compare("U3p", &ours["U3"], &[0.6667, 0.3333, 0.0, 0.0, 0.6667, 0.0, 0.6667, 0.3333], 5e-5, 0);
}
