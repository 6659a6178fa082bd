//! Person fit against what established programs compute on the same simulated data (`reference/`,
//! README there).
//!
//! Where we differ on purpose the test says why, and fails if the difference disappears.

use std::collections::BTreeMap;
use std::io::Read;

use ndarray::Array2;
use obektiv::data::MISSING;
use obektiv::model::Item;
use obektiv::statistics::person_fit::{self as fit, Correction, Estimator, Reference};

const DICHOTOMOUS: [&str; 2] = ["dich2pl", "dich3pl"];
const GRADED: [&str; 4] = ["poly_gpcm_0to3", "poly_grm_0to3", "poly_gpcm_mixed", "poly_grm_mixed"];

type Columns = BTreeMap<String, Vec<f64>>;

fn text(file: &str) -> Option<String> {
    let path = obektiv_tests::shared(&format!("reference/{file}"))?;
    let bytes = std::fs::read(path).unwrap();
    if !file.ends_with(".gz") {
        return Some(String::from_utf8(bytes).unwrap());
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    Some(text)
}

/// Columns of numbers by name, and the names in order.
fn columns(file: &str) -> Option<(Vec<String>, Columns)> {
    let text = text(file)?;
    let mut lines = text.lines();
    let names: Vec<String> = lines.next()?.split(',').map(|name| name.trim_matches('"').to_owned()).collect();
    let mut columns: Columns = names.iter().map(|name| (name.clone(), Vec::new())).collect();
    for line in lines {
        for (name, cell) in names.iter().zip(line.split(',')) {
            columns.get_mut(name).unwrap().push(cell.parse().unwrap_or(f64::NAN));
        }
    }
    Some((names, columns))
}

fn matrix(file: &str) -> Option<Array2<f64>> {
    let (names, columns) = columns(file)?;
    let rows = columns[&names[0]].len();
    Some(Array2::from_shape_fn((rows, names.len()), |(row, item)| columns[&names[item]][row]))
}

fn scores(file: &str) -> Option<Array2<u8>> {
    Some(matrix(file)?.mapv(|value| if value.is_nan() { MISSING } else { value as u8 }))
}

fn items(folder: &str) -> Option<Vec<Item>> {
    let (names, columns) = columns(&format!("{folder}/items.csv"))?;
    let has = |name: &str| names.iter().any(|n| n == name);
    let at = |name: &str, i: usize| columns[name][i];
    let several = |first: &str, i: usize| {
        (1..=3).map(|j| at(&format!("{first}{j}"), i)).filter(|v| !v.is_nan()).collect::<Vec<f64>>()
    };
    let item = |i: usize| match () {
        () if has("b") => Item::Logistic { a: at("a", i), b: at("b", i), c: at("c", i) },
        () if has("c0") => Item::PartialCredit { a: at("a", i), steps: several("c", i) },
        () => Item::Graded { a: at("a", i), b: several("b", i) },
    };
    Some((0..columns["item"].len()).map(item).collect())
}

fn maxima(items: &[Item]) -> Vec<u8> {
    items.iter().map(|item| (item.categories() - 1) as u8).collect()
}

/// The largest difference where both are defined, and how many are undefined on one side only.
fn compare(what: &str, ours: &[f64], theirs: &[f64], tolerance: f64, allowed_undefined: usize) {
    assert!(ours.len() >= theirs.len(), "{what}");
    let mut undefined = 0;
    for (v, (a, b)) in ours.iter().zip(theirs).enumerate() {
        if a.is_nan() || b.is_nan() {
            undefined += usize::from(a.is_nan() != b.is_nan());
        } else {
            assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{what}, person {v}: {a}, the peer {b}");
        }
    }
    assert!(undefined <= allowed_undefined, "{what}: {undefined} defined on one side only");
    assert!(!theirs.is_empty() && theirs.iter().any(|b| b.is_finite()), "{what}: nothing to compare");
}

fn differs(what: &str, ours: &[f64], theirs: &[f64], least: f64) {
    let most = ours.iter().zip(theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(most > least, "{what}: the peer no longer differs (at most {most})");
}

/// All statistics of patterns by the peers' names.
fn patterns(scores: &Array2<u8>, maxima: &[u8]) -> BTreeMap<&'static str, Vec<f64>> {
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

/// Guttman errors as the peers count them, who put steps of one popularity in the order of items and
/// steps: ours, and such pairs of a step failed and a later one passed.
fn in_order(scores: &Array2<u8>, maxima: &[u8], ours: &[f64]) -> Vec<f64> {
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

#[test]
fn likelihood_statistics_equal_aberrance() {
    let mut floored = 0;
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
                let what = format!("{folder} {name}_{star}");
                let column = |kind: &str| format!("{name}_{star}{kind}");
                let plain = column(if star.is_empty() { "NO" } else { "" });
                let normal = of(Correction::Normal);
                compare(&what, &normal.statistic, &statistic[&plain], 1e-10, 0);
                compare(&what, &normal.pvalue, &pvalue[&plain], 1e-10, 0);
                // Where the expansion is below half of the normal tail it holds no longer: ours is
                // that half, theirs goes on to 0 and then jumps back.
                let ours = of(Correction::Edgeworth).pvalue;
                let least = |(ours, normal, theirs): (&f64, &f64, &f64)| {
                    if *ours == normal / 2.0 { *ours } else { *theirs }
                };
                let columns = ours.iter().zip(&normal.pvalue).zip(&pvalue[&column("EW")]);
                let theirs: Vec<f64> = columns.map(|((a, b), c)| least((a, b, c))).collect();
                floored += theirs.iter().zip(&pvalue[&column("EW")]).filter(|(a, b)| a != b).count();
                compare(&format!("{what}EW"), &ours, &theirs, 1e-9, 0);
                // Cornish and Fisher's expansion divides by 6; aberrance by 12.
                let theirs = &statistic[&column("CF")];
                let twelve: Vec<f64> = (normal.statistic.iter().zip(&normal.skewness))
                    .map(|(z, g)| z - g * (z * z - 1.0) / 12.0)
                    .collect();
                compare(&format!("{what}CF"), &twelve, theirs, 1e-9, 0);
                let six = of(Correction::CornishFisher).pvalue;
                differs(&format!("{what}CF"), &six, &pvalue[&column("CF")], 1e-3);
                // aberrance's matching χ² has its tail on one side whatever the sign of the
                // skewness.
                let theirs = &pvalue[&column("CS")];
                let ours = of(Correction::ChiSquare);
                // Near 0 either is the normal one.
                let usual = |g: f64| if ours.tail == fit::Tail::Lower { g < -1e-3 } else { g > 1e-3 };
                // Beyond the end of the gamma distribution ours is the normal one or its half.
                let inside = |p: f64, normal: f64| p != normal && p != normal / 2.0;
                let same: Vec<usize> = (0..theirs.len())
                    .filter(|&v| usual(normal.skewness[v]) && inside(ours.pvalue[v], normal.pvalue[v]))
                    .collect();
                let pick = |from: &[f64]| same.iter().map(|&v| from[v]).collect::<Vec<f64>>();
                compare(&format!("{what}CS"), &pick(&ours.pvalue), &pick(theirs), 1e-9, 0);
                if same.len() + 20 < theirs.len() {
                    differs(&format!("{what}CS"), &ours.pvalue, theirs, 1e-3);
                }
            }
        }
    }
    assert!(floored > 0 && floored < 100, "{floored}");
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

fn subset(folder: &str, items: usize) -> Vec<bool> {
    match columns(&format!("{folder}/items.csv")).unwrap().1.get("compromised") {
        Some(marks) => marks.iter().map(|mark| *mark == 1.0).collect(),
        None => (0..items).map(|item| item % 3 == 0).collect(),
    }
}

fn time_items(folder: &str) -> Vec<fit::TimeItem> {
    let (_, items) = columns(&format!("{folder}/items.csv")).unwrap();
    let both = items["alpha"].iter().zip(&items["beta"]);
    both.map(|(&alpha, &beta)| fit::TimeItem { alpha, beta }).collect()
}

#[test]
fn two_subsets_equal_aberrance() {
    for folder in DICHOTOMOUS.into_iter().chain(GRADED) {
        let Some(items) = items(folder) else { return };
        let x = scores(&format!("{folder}/x.csv")).unwrap();
        let subset = subset(folder, items.len());
        let (_, persons) = columns(&format!("{folder}/persons.csv")).unwrap();
        let file = if folder == "dich2pl" { "aberrance_pk.csv.gz" } else { "aberrance_pk.csv" };
        let (_, peer) = columns(&format!("{folder}/{file}")).unwrap();
        let abilities = fit::SubsetAbilities {
            all: persons["theta_fixed"].clone(),
            subset: peer["theta_c"].clone(),
            rest: peer["theta_s"].clone(),
        };
        let ours = fit::two_subsets(x.view(), &items, &subset, &abilities).unwrap();
        let of = |name: &str| format!("{folder} {name}");
        // The root of a difference of likelihoods: an error of 1e-13 there is 3e-7 where L is 0.
        compare(&of("L"), &ours.statistic, &peer["L_S"], 1e-6, 0);
        compare(&of("p L"), &ours.pvalue, &peer["p_L_S"], 1e-6, 0);
        compare(&of("S"), &ours.score, &peer["S_S"], 1e-9, 0);
        compare(&of("p S"), &ours.pvalue_score, &peer["p_S_S"], 1e-9, 0);
        compare(&of("W"), &ours.wald, &peer["W_S"], 1e-9, 0);
        compare(&of("p W"), &ours.pvalue_wald, &peer["p_W_S"], 1e-9, 0);
        if peer.contains_key("ML_S") {
            compare(&of("r*"), &ours.modified, &peer["ML_S"], 1e-6, 0);
            compare(&of("p r*"), &ours.pvalue_modified, &peer["p_ML_S"], 1e-6, 0);
            // The expansion leaves [0, 1] where a set is wholly right or wrong; the peer lets it.
            let within: Vec<f64> = peer["p_LR_S"].iter().map(|p| p.clamp(0.0, 1.0)).collect();
            assert!(folder != "dich2pl" || within != peer["p_LR_S"]);
            compare(&of("p LR"), &ours.pvalue_lugannani_rice, &within, 1e-6, 0);
        } else {
            assert!(ours.modified.iter().all(|value| value.is_nan()), "{folder}");
        }
        // Our own abilities against the peer's, which its optimiser finds to about 1e-4.
        let found = fit::SubsetAbilities::maximum_likelihood(x.view(), &items, &subset, 4.0).unwrap();
        compare(&of("theta"), &found.all, &abilities.all, 1e-3, 0);
        compare(&of("theta_c"), &found.subset, &abilities.subset, 1e-3, 0);
        compare(&of("theta_s"), &found.rest, &abilities.rest, 1e-3, 0);
        if folder.starts_with("dich") {
            let times = matrix(&format!("{folder}/logrt.csv")).unwrap();
            let of_times = fit::time_subsets(times.view(), &time_items(folder), &subset).unwrap();
            // Speeds of the peer are rounded to six decimals.
            compare(&of("tau_c"), &of_times.tau_subset, &peer["tau_c"], 1e-4, 0);
            compare(&of("L_T"), &of_times.statistic, &peer["L_T"], 1e-3, 0);
            compare(&of("p L_T"), &of_times.pvalue, &peer["p_L_T"], 1e-3, 0);
            let joint = fit::joint_subsets(&ours, &of_times).unwrap();
            compare(&of("L_ST"), &joint.statistic, &peer["L_ST"], 1e-3, 0);
            let signed = fit::SubsetTimes { statistic: peer["L_T"].clone(), ..of_times };
            let joint = fit::joint_subsets(&ours, &signed).unwrap();
            compare(&of("L_ST"), &joint.statistic, &peer["L_ST"], 1e-6, 0);
            compare(&of("p L_ST"), &joint.pvalue, &peer["p_L_ST"], 1e-6, 0);
        }
    }
}

#[test]
fn change_points_equal_aberrance_to_its_optimiser() {
    for folder in DICHOTOMOUS {
        let Some(items) = items(folder) else { return };
        let x = scores(&format!("{folder}/x.csv")).unwrap();
        let first: Vec<usize> = (0..120).collect();
        let x = x.select(ndarray::Axis(0), &first);
        let n = items.len() as f64;
        let ours =
            fit::change_point(x.view(), &items, (0.3 * n).round() as usize, (0.8 * n).round() as usize, 4.0)
                .unwrap();
        let (_, peer) = columns(&format!("{folder}/aberrance_cp.csv")).unwrap();
        let of = |name: &str| format!("{folder} {name}");
        // Where no place shows anything both abilities stand at a bound, the peer's a little
        // inside.
        let some: Vec<usize> = (0..120).filter(|&v| peer["L_S_MAX2"][v] > 1e-3).collect();
        assert!(some.len() >= 118, "{folder}");
        let pick = |from: &[f64]| some.iter().map(|&v| from[v]).collect::<Vec<f64>>();
        for (name, ours) in [
            ("L_S_MAX2", &ours.statistic),
            ("L_S_MAX1", &ours.fall),
            ("L_S_MIN1", &ours.rise),
            ("S_S_MAX2", &ours.score[0]),
            ("S_S_MAX1", &ours.score[1]),
            ("S_S_MIN1", &ours.score[2]),
            ("W_S_MAX2", &ours.wald[0]),
            ("W_S_MAX1", &ours.wald[1]),
            ("W_S_MIN1", &ours.wald[2]),
        ] {
            let tolerance = if name.starts_with('L') { 1e-2 } else { 2e-3 };
            compare(&of(name), &pick(ours), &pick(&peer[name]), tolerance, 0);
        }
        for (name, ours) in [
            ("cp_L_S_MAX2", &ours.point),
            ("cp_L_S_MAX1", &ours.fall_point),
            ("cp_L_S_MIN1", &ours.rise_point),
        ] {
            let same = ours.iter().zip(&peer[name]).filter(|(a, b)| a == b).count();
            assert!(same >= 118, "{folder} {name}: {same} of 120");
        }
    }
}

#[test]
fn times_equal_aberrance() {
    for folder in DICHOTOMOUS {
        let Some(items) = items(folder) else { return };
        let x = scores(&format!("{folder}/x.csv")).unwrap();
        let (log_times, time_items) = (matrix(&format!("{folder}/logrt.csv")).unwrap(), time_items(folder));
        let (_, persons) = columns(&format!("{folder}/persons.csv")).unwrap();
        let (_, statistic) = columns(&format!("{folder}/aberrance_pm_stat.csv.gz")).unwrap();
        let (_, pvalue) = columns(&format!("{folder}/aberrance_pm_pval.csv.gz")).unwrap();
        let of = |name: &str| format!("{folder} {name}");
        let fitted = fit::log_time_fit(log_times.view(), &time_items, Some(&persons["tau_fixed"])).unwrap();
        compare(&of("L_T"), &fitted.statistic, &statistic["L_T"], 1e-9, 0);
        compare(&of("p L_T"), &fitted.pvalue, &pvalue["L_T"], 1e-9, 0);
        for (estimator, suffix) in [(Estimator::Known, "NO"), (Estimator::Ml, "TS")] {
            let known = fit::Known {
                theta: &persons["theta_fixed"],
                estimator,
                tau: Some(&persons["tau_fixed"]),
                correction: Correction::Normal,
            };
            let joint = fit::joint_fit(x.view(), &items, log_times.view(), &time_items, known).unwrap();
            compare(&of("L_ST"), &joint.statistic, &statistic[&format!("L_ST_{suffix}")], 1e-9, 0);
            compare(&of("p L_ST"), &joint.pvalue, &pvalue[&format!("L_ST_{suffix}")], 1e-9, 0);
            compare(&of("Q_ST"), &joint.q, &statistic[&format!("Q_ST_{suffix}")], 1e-8, 0);
            compare(&of("p Q_ST"), &joint.pvalue_q, &pvalue[&format!("Q_ST_{suffix}")], 1e-8, 0);
        }
    }
}

#[test]
fn rapid_guesses_equal_aberrance() {
    for folder in DICHOTOMOUS {
        let Some(log_times) = matrix(&format!("{folder}/logrt.csv")) else { return };
        let times = log_times.mapv(f64::exp);
        let peer = |kind: &str| -> serde_json::Value {
            serde_json::from_str(&text(&format!("{folder}/aberrance_rg_{kind}.json.gz")).unwrap()).unwrap()
        };
        let numbers = |value: &serde_json::Value| -> Vec<f64> {
            value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect()
        };
        let check = |threshold, peer: &serde_json::Value, at: Option<usize>| {
            let ours = fit::rapid_guessing(times.view(), threshold).unwrap();
            // With several shares the peer's entries are lists.
            let pick = |value: &serde_json::Value| match at {
                None => numbers(value),
                Some(k) => value.as_array().unwrap().iter().map(|v| numbers(v)[k]).collect(),
            };
            compare(folder, &ours.effort, &pick(&peer["rte"]), 1e-12, 0);
            compare(folder, &ours.item_effort, &pick(&peer["rtf"]), 1e-12, 0);
            compare(folder, &ours.threshold, &pick(&peer["thr"]), 1e-12, 0);
            if at.is_none() {
                for (person, flags) in peer["flag"].as_array().unwrap().iter().enumerate() {
                    let ours: Vec<f64> =
                        ours.rapid.row(person).iter().map(|&r| f64::from(u8::from(r))).collect();
                    assert_eq!(ours, numbers(flags), "{folder} person {person}");
                }
            }
        };
        check(fit::Threshold::Time(3.0), &peer("CT"), None);
        let share = |share| fit::Threshold::ShareOfMean { share, most: f64::INFINITY };
        check(share(0.1), &peer("NT10"), None);
        let several = peer("NT5_35");
        for k in 0..7 {
            check(share(0.05 * (k + 1) as f64), &several, Some(k));
        }
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
    // Of eight persons many steps are as popular as others: the published norm of G is of their order.
    compare("Gp", &in_order(&x, &[2; 6], &ours["G"]), &[11.0, 13.0, 5.0, 8.0, 28.0, 3.0, 10.0, 15.0], 0.0, 0);
    compare("U3p", &ours["U3"], &[0.6667, 0.3333, 0.0, 0.0, 0.6667, 0.0, 0.6667, 0.3333], 5e-5, 0);
}
