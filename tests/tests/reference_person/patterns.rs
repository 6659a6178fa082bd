//! Statistics of patterns, without a model.

use std::collections::BTreeMap;

use ndarray::Array2;
use obektiv::{
    data::MISSING,
    statistics::person_fit::{self as fit, Reference},
};

use crate::peers::{DICHOTOMOUS, GRADED, columns, compare, differs, items, maxima, scores};

/// All statistics of patterns by the peers' names.
pub fn patterns(scores: &Array2<u8>, maxima: &[u8]) -> BTreeMap<&'static str, Vec<f64>> {
    let reference = Reference::of(scores.view(), maxima).unwrap();
    let x = scores.view();
    let guttman = fit::guttman_errors(x, &reference).unwrap();
    let mut all = BTreeMap::from([("G", guttman.statistic), ("Gnormed", guttman.normed)]);
    all.insert("U3", fit::u3(x, &reference).unwrap().statistic);
    all.insert("C.Sato", fit::c_sato(x, &reference).unwrap().statistic);
    all.insert("Cstar", fit::c_star(x, &reference).unwrap().statistic);
    all.insert("A.KB", fit::agreement(x, &reference).unwrap().statistic);
    all.insert("D.KB", fit::disagreement(x, &reference).unwrap().statistic);
    all.insert("E.KB", fit::dependability(x, &reference).unwrap().statistic);
    all.insert("NCI", fit::nci(x, &reference).unwrap().statistic);
    all.insert("r.pbis", fit::r_pbis(x, &reference).unwrap().statistic);
    all.insert("Ht", fit::ht(x, &reference, true).unwrap().statistic);
    if maxima.iter().all(|max| *max == 1) {
        all.insert("ZU3", fit::zu3(x, &reference).unwrap().statistic);
    }
    all
}

/// Guttman errors as the peers count them, who put steps of one popularity in the order of items
/// and steps: ours, and such pairs of a step failed and a later one passed.
pub fn in_order(scores: &Array2<u8>, maxima: &[u8], ours: &[f64]) -> Vec<f64> {
    let reference = Reference::of(scores.view(), maxima).unwrap();
    let popularity: Vec<Vec<f64>> = (0..maxima.len()).map(|item| reference.popularity(item)).collect();
    let tied = |person: usize| {
        let (mut steps, mut pairs) = (Vec::new(), 0);
        for (item, &cell) in scores.row(person).iter().enumerate().filter(|(_, cell)| **cell != MISSING) {
            for (step, &share) in (1..).zip(&popularity[item]) {
                let passed = cell <= maxima[item] && cell >= step;
                pairs += steps.iter().filter(|step| passed && **step == (share, false)).count();
                steps.push((share, passed));
            }
        }
        pairs as f64
    };
    ours.iter().enumerate().map(|(person, errors)| errors + tied(person)).collect()
}

/// How far the norms of G may be from a peer's: its ties stand in order, ours have middle ranks.
fn tolerance(name: &str) -> f64 {
    match name {
        "Gnormed" => 0.05,
        "NCI" => 0.1,
        _ => 1e-10,
    }
}

#[test]
fn patterns_equal_perfit_and_aberrance() {
    for folder in DICHOTOMOUS {
        let Some(scores) = scores(&format!("{folder}/x.csv")) else { return };
        let mut ours = patterns(&scores, &vec![1; scores.ncols()]);
        let counted = in_order(&scores, &vec![1; scores.ncols()], &ours["G"]);
        assert_ne!(counted, ours["G"], "{folder}: no ties");
        ours.insert("G", counted);
        let (_, perfit) = columns(&format!("{folder}/perfit_fixed.csv")).unwrap();
        let (_, aberrance) = columns(&format!("{folder}/aberrance_nm.csv")).unwrap();
        let names = [
            ("G", "G_S"),
            ("Gnormed", "U1_S"),
            ("U3", "U3_S"),
            ("ZU3", "ZU3_S"),
            ("A.KB", "A_S"),
            ("D.KB", "D_S"),
            ("E.KB", "E_S"),
            ("C.Sato", "C_S"),
            ("Cstar", "MC_S"),
            ("NCI", "NC_S"),
            ("r.pbis", "PC_S"),
            ("Ht", "HT_S"),
        ];
        for (name, other) in names {
            // Nothing or all solved: we give NaN, PerFit 0 or 1 for G, Gnormed and NCI; aberrance
            // gives NA even for G, which is 0.
            let tolerance = tolerance(name);
            compare(&format!("{folder} {name} PerFit"), &ours[name], &perfit[name], tolerance, 2);
            compare(&format!("{folder} {name} aberrance"), &ours[name], &aberrance[other], tolerance, 2);
        }
    }
}

#[test]
fn patterns_with_missing_answers_equal_perfit_where_it_is_right() {
    for folder in DICHOTOMOUS {
        let Some(scores) = scores(&format!("{folder}/x_na.csv")) else { return };
        let mut ours = patterns(&scores, &vec![1; scores.ncols()]);
        ours.insert("G", in_order(&scores, &vec![1; scores.ncols()], &ours["G"]));
        let (_, perfit) = columns(&format!("{folder}/perfit_fixed_na.csv")).unwrap();
        for name in ["G", "Gnormed", "ZU3", "A.KB", "C.Sato", "NCI", "r.pbis", "Ht"] {
            let tolerance = tolerance(name);
            compare(&format!("{folder} {name}"), &ours[name], &perfit[name], tolerance, 2);
        }
        // PerFit takes the largest and least sums with answers missing from items that were not
        // answered: its U3 and C* fall below 0 (to −15), E rises above 1, D below 0. Ours are sums
        // over the items answered, hence in range.
        for name in ["U3", "Cstar", "D.KB", "E.KB"] {
            differs(&format!("{folder} {name}"), &ours[name], &perfit[name], 0.05);
            let most = if name == "D.KB" { 30.0 } else { 1.0 };
            assert!(ours[name].iter().all(|v| v.is_nan() || (-1e-12..=most).contains(v)), "{name}");
        }
        assert!(perfit["U3"].iter().any(|v| *v < 0.0) && perfit["E.KB"].iter().any(|v| *v > 1.0));
    }
}

#[test]
fn patterns_of_several_points_equal_the_peers() {
    for folder in GRADED {
        let Some(items) = items(folder) else { return };
        let maxima = maxima(&items);
        let complete = scores(&format!("{folder}/x.csv")).unwrap();
        let mut ours = patterns(&complete, &maxima);
        ours.insert("G", in_order(&complete, &maxima, &ours["G"]));
        let (_, aberrance) = columns(&format!("{folder}/aberrance_nm.csv")).unwrap();
        for (name, other) in [("G", "G_S"), ("Gnormed", "U1_S"), ("U3", "U3_S")] {
            // Nothing or all solved: aberrance gives NA even for G, which is 0.
            compare(&format!("{folder} {name}"), &ours[name], &aberrance[other], tolerance(name), 6);
        }
        for (file, scores) in [
            ("perfit_fixed", complete),
            ("perfit_fixed_na", self::scores(&format!("{folder}/x_na.csv")).unwrap()),
        ] {
            let ours = patterns(&scores, &maxima);
            let (_, perfit) = columns(&format!("{folder}/{file}.csv")).unwrap();
            let counted = in_order(&scores, &maxima, &ours["G"]);
            compare(&format!("{folder} {file} Gpoly"), &counted, &perfit["Gpoly"], 1e-10, 0);
            if folder.ends_with("mixed") {
                // PerFit has one number of categories for all items: with unequal maxima its
                // largest G and W are not attainable.
                differs(folder, &ours["Gnormed"], &perfit["Gnormed.poly"], 0.1);
                differs(folder, &ours["U3"], &perfit["U3poly"], 0.1);
            } else {
                // NaN where only one pattern has the total; PerFit gives 0.
                compare(
                    &format!("{folder} {file} Gnormed"),
                    &ours["Gnormed"],
                    &perfit["Gnormed.poly"],
                    tolerance("Gnormed"),
                    4,
                );
                compare(&format!("{folder} {file} U3"), &ours["U3"], &perfit["U3poly"], 1e-10, 4);
            }
        }
    }
}
