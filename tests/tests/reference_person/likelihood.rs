//! Statistics of the likelihood under a model.

use obektiv::{
    model::Item,
    statistics::person_fit::{self as fit, Correction, Estimator, LikelihoodFit},
};

use crate::peers::{Columns, DICHOTOMOUS, GRADED, columns, compare, differs, items, scores};

/// The Edgeworth p-values of aberrance, with ours where the expansion holds no longer: below half
/// of the normal tail ours is that half, theirs goes on to 0 and then jumps back.
fn floored(ours: &[f64], normal: &[f64], theirs: &[f64]) -> Vec<f64> {
    let least = |((ours, normal), theirs): ((&f64, &f64), &f64)| {
        if *ours == normal / 2.0 { *ours } else { *theirs }
    };
    ours.iter().zip(normal).zip(theirs).map(least).collect()
}

/// Cornish and Fisher's expansion divides by 6; aberrance by 12.
fn cornish_fisher(what: &str, normal: &LikelihoodFit, six: &[f64], statistic: &[f64], pvalue: &[f64]) {
    let twelve: Vec<f64> =
        (normal.statistic.iter().zip(&normal.skewness)).map(|(z, g)| z - g * (z * z - 1.0) / 12.0).collect();
    compare(what, &twelve, statistic, 1e-9, 0);
    differs(what, six, pvalue, 1e-3);
}

/// aberrance's matching χ² has its tail on one side whatever the sign of the skewness.
fn chi_square(what: &str, ours: &LikelihoodFit, normal: &LikelihoodFit, theirs: &[f64]) {
    // Near 0 either is the normal one.
    let usual = |g: f64| if ours.tail == fit::Tail::Lower { g < -1e-3 } else { g > 1e-3 };
    // Beyond the end of the gamma distribution ours is the normal one or its half.
    let inside = |p: f64, normal: f64| p != normal && p != normal / 2.0;
    let same: Vec<usize> = (0..theirs.len())
        .filter(|&v| usual(normal.skewness[v]) && inside(ours.pvalue[v], normal.pvalue[v]))
        .collect();
    let pick = |from: &[f64]| same.iter().map(|&v| from[v]).collect::<Vec<f64>>();
    compare(what, &pick(&ours.pvalue), &pick(theirs), 1e-9, 0);
    if same.len() + 20 < theirs.len() {
        differs(what, &ours.pvalue, theirs, 1e-3);
    }
}

#[test]
fn likelihood_statistics_equal_aberrance() {
    let mut beyond = 0;
    for folder in DICHOTOMOUS.into_iter().chain(GRADED) {
        let Some(items) = items(folder) else { return };
        let x = scores(&format!("{folder}/x.csv")).unwrap();
        let (_, persons) = columns(&format!("{folder}/persons.csv")).unwrap();
        let theta = &persons["theta_fixed"];
        let (_, statistic) = columns(&format!("{folder}/aberrance_pm_stat.csv.gz")).unwrap();
        let (_, pvalue) = columns(&format!("{folder}/aberrance_pm_pval.csv.gz")).unwrap();
        for (name, function) in [
            ("L_S", fit::lz_star as fn(_, &[Item], &[f64], _, _) -> _),
            ("ECI2_S", fit::eci2),
            ("ECI4_S", fit::eci4),
        ] {
            for (estimator, star) in [(Estimator::Known, ""), (Estimator::Ml, "TS")] {
                let of = |correction| function(x.view(), &items, theta, estimator, correction).unwrap();
                let what = |kind: &str| format!("{folder} {name}_{star}{kind}");
                let column = |of: &Columns, kind: &str| of[&format!("{name}_{star}{kind}")].clone();
                let plain = if star.is_empty() { "NO" } else { "" };
                let normal = of(Correction::Normal);
                compare(&what(""), &normal.statistic, &column(&statistic, plain), 1e-10, 0);
                compare(&what(""), &normal.pvalue, &column(&pvalue, plain), 1e-10, 0);
                let (ours, peer) = (of(Correction::Edgeworth).pvalue, column(&pvalue, "EW"));
                let theirs = floored(&ours, &normal.pvalue, &peer);
                beyond += theirs.iter().zip(&peer).filter(|(a, b)| a != b).count();
                compare(&what("EW"), &ours, &theirs, 1e-9, 0);
                let six = of(Correction::CornishFisher).pvalue;
                let (z, p) = (column(&statistic, "CF"), column(&pvalue, "CF"));
                cornish_fisher(&what("CF"), &normal, &six, &z, &p);
                chi_square(&what("CS"), &of(Correction::ChiSquare), &normal, &column(&pvalue, "CS"));
            }
        }
    }
    assert!(beyond > 0 && beyond < 100, "{beyond}");
}

#[test]
fn lz_star_of_three_estimators_equals_perfit() {
    for folder in DICHOTOMOUS {
        let Some(items) = items(folder) else { return };
        let (_, persons) = columns(&format!("{folder}/persons.csv")).unwrap();
        let x = scores(&format!("{folder}/x.csv")).unwrap();
        let (_, perfit) = columns(&format!("{folder}/perfit_fixed.csv")).unwrap();
        let theta = &persons["theta_fixed"];
        let estimators = [
            (Estimator::Known, "lz"),
            (Estimator::Ml, "lzstar_ML"),
            (Estimator::Map { mean: 0.0, sd: 1.0 }, "lzstar_BM"),
            (Estimator::Wle, "lzstar_WL"),
        ];
        for (estimator, name) in estimators {
            let ours = fit::lz_star(x.view(), &items, theta, estimator, Correction::Normal).unwrap();
            compare(&format!("{folder} {name}"), &ours.statistic, &perfit[name], 1e-9, 0);
        }
        // With answers missing PerFit's expectation and variance are those of all items: off by up
        // to 2.
        let x = scores(&format!("{folder}/x_na.csv")).unwrap();
        let (_, perfit) = columns(&format!("{folder}/perfit_fixed_na.csv")).unwrap();
        let theta = &persons["theta_fixed_na"];
        let ours = fit::lz(x.view(), &items, theta, Correction::Normal).unwrap();
        differs(&format!("{folder} lz"), &ours.statistic, &perfit["lz"], 0.5);
    }
}

/// The least variance of an item's score at an ability, and q of the standardised outfit.
fn outfit_of(items: &[Item], theta: f64) -> (f64, f64) {
    let n = items.len() as f64;
    let (mut least, mut fourths) = (f64::INFINITY, 0.0);
    for item in items {
        let mut p = vec![0.0; item.categories()];
        item.probabilities(theta, &mut p);
        let mean: f64 = p.iter().enumerate().map(|(k, p)| p * k as f64).sum();
        let moment =
            |power| p.iter().enumerate().map(|(k, p)| p * (k as f64 - mean).powi(power)).sum::<f64>();
        least = least.min(moment(2));
        fourths += moment(4) / (moment(2) * moment(2));
    }
    (least, (fourths / (n * n) - 1.0 / n).sqrt())
}

#[test]
fn mean_squares_and_lz_equal_mirt_also_with_missing_answers() {
    for (folder, model) in [
        ("dich2pl", "2PL"),
        ("poly_gpcm_0to3", "gpcm"),
        ("poly_grm_0to3", "graded"),
        ("poly_gpcm_mixed", "gpcm"),
        ("poly_grm_mixed", "graded"),
    ] {
        let Some(items) = items(folder) else { return };
        for (x, suffix) in [("x", ""), ("x_na", "_na")] {
            let x = scores(&format!("{folder}/{x}.csv")).unwrap();
            let file = format!(
                "{folder}/mirt_fixed{}{model}{suffix}_personfit.csv",
                if model == "2PL" { "" } else { "_" }
            );
            let (_, mirt) = columns(&file).unwrap();
            let theta = &mirt["theta"];
            let what = |name: &str| format!("{folder}{suffix} {name}");
            let lz = fit::lz(x.view(), &items, theta, Correction::Normal).unwrap();
            compare(&what("Zh"), &lz.statistic, &mirt["Zh"], 1e-9, 0);
            let (out, within) =
                (fit::outfit(x.view(), &items, theta).unwrap(), fit::infit(x.view(), &items, theta).unwrap());
            // mirt takes no variance of an answer below √1e-5, and no q of the outfit above √2:
            // persons beyond differ.
            let beyond: Vec<(f64, f64)> = theta.iter().map(|&theta| outfit_of(&items, theta)).collect();
            let clear: Vec<usize> = (0..theta.len())
                .filter(|&v| beyond[v].0 > 0.003_163 && beyond[v].1 < std::f64::consts::SQRT_2)
                .collect();
            assert!(clear.len() > theta.len() * 4 / 5, "{folder}");
            let pick = |from: &[f64]| clear.iter().map(|&v| from[v]).collect::<Vec<f64>>();
            for (name, ours) in [
                ("outfit", &out.statistic),
                ("infit", &within.statistic),
                ("z.outfit", &out.standardised),
                ("z.infit", &within.standardised),
            ] {
                if name == "z.outfit" && !suffix.is_empty() {
                    // mirt's q² has the number of all items in one term and of those answered in
                    // the other.
                    differs(&what(name), ours, &mirt[name], 0.01);
                    continue;
                }
                compare(&what(name), &pick(ours), &pick(&mirt[name]), 1e-8, 0);
                if clear.len() < theta.len() && folder == "dich2pl" {
                    differs(&what(name), ours, &mirt[name], 1e-6);
                }
            }
        }
    }
}

#[test]
fn nominal_answers_equal_aberrance_and_mirt() {
    let Some((_, columns_of_items)) = columns("nominal/items_keylast.csv") else { return };
    let at = |name: &str, i: usize| (1..=4).map(|k| columns_of_items[&format!("{name}{k}")][i]).collect();
    let items: Vec<Item> =
        (0..40).map(|i| Item::Nominal { slopes: at("lambda", i), intercepts: at("zeta", i) }).collect();
    // Options count from 1.
    let answers = scores("nominal/r_keylast.csv").unwrap().mapv(|option| option - 1);
    let (_, persons) = columns("nominal/persons.csv").unwrap();
    let (_, peer) = columns("nominal/aberrance_pm.csv").unwrap();
    let theta = &persons["eta_fixed"];
    for (estimator, name) in [(Estimator::Known, "L_R_NO"), (Estimator::Ml, "L_R_TS")] {
        let ours = fit::lz_star(answers.view(), &items, theta, estimator, Correction::Normal).unwrap();
        compare(name, &ours.statistic, &peer[name], 1e-9, 0);
    }
    let (_, mirt) = columns("nominal/mirt_fixed_nominal_personfit.csv").unwrap();
    let ours = fit::lz(answers.view(), &items, &mirt["theta"], Correction::Normal).unwrap();
    compare("Zh", &ours.statistic, &mirt["Zh"], 1e-9, 0);
}
