//! One part of the items beside another, places of change, and times.

use obektiv::statistics::person_fit::{self as fit, Correction, Estimator};

use crate::peers::{DICHOTOMOUS, GRADED, columns, compare, items, matrix, scores, text};

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
