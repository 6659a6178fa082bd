use super::*;
use crate::data::{Assessment, Grouping};
use crate::simulate::Random;

/// Σ of 20 coins, p = .55, seen with some spread: smooth, no boundary anywhere.
fn smooth() -> Vec<f64> {
    let weights: Vec<f64> = (0..=20).map(|s| libm::exp(-f64::from((s - 11) * (s - 11)) / 32.0)).collect();
    let all: f64 = weights.iter().sum();
    weights.iter().map(|w| w / all).collect()
}

fn tally(histograms: &[(&str, Vec<u64>)]) -> Tally {
    let a = Assessment::new("maths", 5, 2020, &[1; 20], Some([7, 11, 15])).unwrap();
    let groups = histograms.iter().map(|(name, h)| (*name, h.as_slice()));
    Tally::from_histograms(a, Grouping::School, groups).unwrap()
}

fn scaled(papers: f64) -> Vec<u64> {
    smooth().iter().map(|p| (p * papers).round() as u64).collect()
}

fn lifted(papers: f64) -> Vec<u64> {
    let mut h = scaled(papers);
    for c in [7, 11, 15] {
        h[c] += h[c - 1];
        h[c - 1] = 0;
    }
    h
}

#[test]
fn lifting_moves_papers_and_loses_none() {
    let t = tally(&[("s", scaled(100.0))]);
    let model = Model::start(&t, &ShiftOptions::default()).unwrap();
    let g = model.lift(&model.honest(0.0), &vec![1.0; model.pairs.len()]);
    assert!((g.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    assert!(g[6].abs() < 1e-15 && (g[7] - (1.0 + 0.75 * 3.0) / 21.0).abs() < 1e-14);
}

#[test]
fn a_lifted_school_is_found_among_honest_ones_and_its_boundaries_named() {
    let names: Vec<String> = (0..12).map(|i| format!("h{i:02}")).collect();
    let mut groups: Vec<(&str, Vec<u64>)> = names.iter().map(|n| (n.as_str(), scaled(120.0))).collect();
    groups.push(("lifted", lifted(120.0)));
    let sign = fit(&tally(&groups), ShiftOptions::default()).unwrap();
    let row = sign.rows.last().unwrap();
    assert!(row.pvalue < 1e-4 && row.lower > 0.05 && !row.cleared && row.above_5_percent > 0.99);
    assert!((row.raised - row.raised_by_mark.iter().sum::<f64>()).abs() < 1e-9);
    assert!(row.raised_by_mark.iter().all(|&r| r > 1.0) && row.raised < row.liftable);
    assert!((row.effect - row.raised / row.n as f64).abs() < 1e-15);
    assert!(sign.rows[0].pvalue > 0.2 && sign.rows[0].statistic < row.lower);
    assert!((sign.prior.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert_eq!(sign.table().len(), 13);
}

#[test]
fn papers_pulled_down_are_a_sign_of_their_own() {
    let names: Vec<String> = (0..12).map(|i| format!("h{i:02}")).collect();
    let mut groups: Vec<(&str, Vec<u64>)> = names.iter().map(|n| (n.as_str(), scaled(120.0))).collect();
    let mut pulled = scaled(120.0);
    for c in [11, 15] {
        pulled[c - 1] += pulled[c];
        pulled[c] = 0;
    }
    groups.push(("pulled", pulled));
    let sign = fit(&tally(&groups), ShiftOptions::default()).unwrap();
    let row = sign.rows.last().unwrap();
    assert!(row.pvalue_down < 0.01 && row.pvalue > 0.5, "{row:?}");
}

#[test]
fn a_group_that_is_most_of_the_territory_is_undefined_and_one_histogram_tells_the_territory() {
    let sign = fit(&tally(&[("all", lifted(20_000.0))]), ShiftOptions::default()).unwrap();
    assert!(sign.rows[0].statistic.is_nan() && sign.rows[0].pvalue.is_nan() && !sign.rows[0].cleared);
    let one_below: Vec<f64> = sign.lifts.iter().filter(|l| l.distance == 1).map(|l| l.share).collect();
    assert!(one_below.iter().all(|&share| share > 0.8), "{one_below:?}");
    let known = ShiftOptions { honest: Some(smooth()), ..Default::default() };
    let sign = fit(&tally(&[("one", lifted(200.0))]), known).unwrap();
    assert!(sign.rows[0].pvalue < 1e-6 && sign.rows[0].statistic > 0.2);
}

#[test]
fn edges_are_defined_or_refused() {
    let options = ShiftOptions::default;
    let few = fit(&tally(&[("s", scaled(100.0))]), options()).unwrap_err();
    assert_eq!(few.code(), "statistic.too_few_results");
    let none = fit(&tally(&[]), ShiftOptions { honest: Some(smooth()), ..options() }).unwrap();
    assert!(none.rows.is_empty());
    let mut extreme: Vec<(&str, Vec<u64>)> =
        ["a", "b", "c", "d", "e", "f"].into_iter().map(|n| (n, scaled(200.0))).collect();
    let at = |s: usize, n: u64| (0..=20).map(|t| if t == s { n } else { 0 }).collect::<Vec<u64>>();
    extreme.extend([("v", at(0, 30)), ("w", at(20, 30)), ("x", at(7, 30)), ("y", at(6, 1)), ("z", at(0, 0))]);
    let sign = fit(&tally(&extreme), options()).unwrap();
    for row in &sign.rows[6..10] {
        let shares = [row.statistic, row.pvalue, row.lower, row.upper, row.pvalue_down, row.above_5_percent];
        assert!(shares.iter().all(|p| (0.0..=1.0).contains(p)), "{row:?}");
    }
    assert!(sign.rows[8].pvalue < 1e-6 && sign.rows[9].pvalue > 0.5);
    assert!(sign.rows[10].statistic.is_nan() && sign.rows[10].effect.is_nan());
    for wrong in [
        ShiftOptions { degree: 0, ..options() },
        ShiftOptions { degree: 8, reach: Some(8), ..options() },
        ShiftOptions { reach: Some(0), ..options() },
        ShiftOptions { cleared_below: f64::NAN, ..options() },
        ShiftOptions { honest: Some(vec![1.0; 3]), ..options() },
        ShiftOptions { honest: Some(vec![0.0; 21]), ..options() },
    ] {
        assert_eq!(fit(&tally(&extreme), wrong).unwrap_err().code(), "statistic.parameter");
    }
}

#[test]
fn placebo_scores_of_smooth_schools_are_quiet_and_boundaries_are_refused() {
    let mut random = Random::new(5, 0);
    let honest = smooth();
    let mut school = || {
        let mut h = vec![0_u64; 21];
        for _ in 0..80 {
            let mut left = random.uniform();
            let s = honest
                .iter()
                .position(|p| {
                    left -= p;
                    left < 0.0
                })
                .unwrap_or(20);
            h[s] += 1;
        }
        h
    };
    let names: Vec<String> = (0..200).map(|i| format!("{i:03}")).collect();
    let groups: Vec<(&str, Vec<u64>)> = names.iter().map(|n| (n.as_str(), school())).collect();
    let t = tally(&groups);
    let sign = fit(&t, ShiftOptions::default()).unwrap();
    let rows = sign.placebo(&[9, 13, 17]).unwrap().rows;
    let squares: f64 = rows.iter().map(|r| (r.estimate / r.standard_error).powi(2)).sum::<f64>() / 200.0;
    assert!((0.7..1.3).contains(&squares), "{squares}");
    for wrong in [&[7_u16][..], &[0], &[21], &[], &[9, 9]] {
        assert_eq!(sign.placebo(wrong).unwrap_err().code(), "statistic.parameter");
    }
}
