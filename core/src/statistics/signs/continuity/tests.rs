#![allow(clippy::cast_sign_loss, reason = "scores are not negative")]

use super::*;
use crate::data::Registry;
use crate::data::{Assessment, Grouping};

use crate::simulate::Random;

/// Groups of n pupils with totals 0..=20 about these means.
fn tally(means: &[f64], n: usize, max: u8, random: &mut Random) -> Tally {
    let a = Assessment::new("maths", 5, 2020, &[max], None).unwrap();
    let histograms: Vec<(String, Vec<u64>)> = (means.iter().enumerate())
        .map(|(j, mean)| {
            let mut counts = vec![0; usize::from(max) + 1];
            for _ in 0..n {
                let score = (mean + 3.0 * random.normal()).round().clamp(0.0, 20.0);
                counts[score as usize * usize::from(max) / 20] += 1;
            }
            (format!("{j:03}"), counts)
        })
        .collect();
    Tally::from_histograms(a, Grouping::School, histograms.iter().map(|(g, h)| (g.as_str(), h.as_slice())))
        .unwrap()
}

fn means(groups: usize, random: &mut Random) -> Vec<f64> {
    (0..groups).map(|_| 10.0 + 2.0 * random.normal()).collect()
}

#[test]
fn a_jump_stands_out_and_scales_drop_out() {
    let mut random = Random::new(1, 1);
    let first = means(40, &mut random);
    let mut second = first.clone();
    second[7] += 6.0;
    let (mut one, mut two) = (Random::new(1, 2), Random::new(1, 3));
    let before = tally(&first, 30, 20, &mut one);
    let found =
        by_group(&before, &tally(&second, 30, 20, &mut two), &Registry::default(), Default::default());
    let rows = found.unwrap().rows;
    assert!(rows[7].pvalue < 1e-5 && rows[7].lower > 0.5 && rows[7].effect > 1.0, "{:?}", rows[7]);
    assert!(rows.iter().filter(|r| r.pvalue < 0.01).count() <= 2);
    let mut twice = Random::new(1, 3);
    let doubled = tally(&second, 30, 40, &mut twice);
    let again = by_group(&before, &doubled, &Registry::default(), Default::default()).unwrap().rows;
    assert!((again[7].statistic - rows[7].statistic).abs() < 1e-9);
}

#[test]
fn too_few_others_say_nothing_but_the_change_stays() {
    let mut random = Random::new(1, 1);
    let (a, b) = (means(10, &mut random), means(10, &mut random));
    let (before, after) = (tally(&a, 20, 20, &mut random), tally(&b, 20, 20, &mut random));
    let found = by_group(&before, &after, &Registry::default(), Default::default()).unwrap();
    assert!(found.rows.iter().all(|r| r.pvalue.is_nan() && r.change.is_finite() && r.effect.is_nan()));
    let all = Tally::empty(before.assessment().clone(), Grouping::All);
    let error = by_group(&before, &all, &Registry::default(), Default::default()).unwrap_err();
    assert_eq!(error.code(), "statistic.groupings");
    let error = consistency(&[&before], &Registry::default(), Default::default()).unwrap_err();
    assert_eq!(error.code(), "statistic.no_tallies");
}

#[test]
fn groups_that_are_all_alike_or_keep_their_means_are_not_unusual() {
    let a = Assessment::new("maths", 5, 2020, &[2], None).unwrap();
    let same: Vec<(String, [u64; 3])> = (0..30).map(|j| (format!("{j}"), [5, 5, 5])).collect();
    let of = |rows: &[(String, [u64; 3])]| {
        let rows = rows.iter().map(|(g, h)| (g.as_str(), &h[..]));
        Tally::from_histograms(a.clone(), Grouping::School, rows).unwrap()
    };
    let found = by_group(&of(&same), &of(&same), &Registry::default(), Default::default()).unwrap();
    assert!(found.rows.iter().all(|r| r.effect.abs() < 1e-12 && r.pvalue > 0.999));
    let constant: Vec<(String, [u64; 3])> = (0..30).map(|j| (format!("{j}"), [0, 5, 0])).collect();
    let found = by_group(&of(&constant), &of(&same), &Registry::default(), Default::default()).unwrap();
    assert!(found.rows.iter().all(|r| r.pvalue.is_nan()));
}

#[test]
fn small_gains_add_up() {
    let mut random = Random::new(1, 4);
    let first = means(60, &mut random);
    let works: Vec<Tally> = (0..4)
        .map(|year| {
            let mut now = first.clone();
            now[3] += 2.0 * f64::from(year);
            tally(&now, 40, 20, &mut random)
        })
        .collect();
    let works: Vec<&Tally> = works.iter().collect();
    let sum = cumulative(&works, &Registry::default(), Default::default()).unwrap();
    let each: Vec<f64> = (works.windows(2))
        .map(|w| by_group(w[0], w[1], &Registry::default(), Default::default()).unwrap().rows[3].pvalue)
        .collect();
    assert_eq!((sum.rows[3].changes, sum.rows[3].n), (3, 40));
    assert!(each.iter().all(|p| sum.rows[3].pvalue < *p), "{each:?} {:?}", sum.rows[3]);
    let across = consistency(&works, &Registry::default(), Default::default()).unwrap();
    assert_eq!(across.rows.len(), 240);
    assert!(across.rows[15].group == "003" && across.rows[15].statistic > 2.0);
}
