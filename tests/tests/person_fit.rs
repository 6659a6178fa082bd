//! Size of the exact p-values of person fit on honest persons, and their power on planted misfit.

use ndarray::Array2;
use obektiv::model::Item;
use obektiv::simulate::Random;
use obektiv::statistics::person_fit::{
    self as fit, Conditional, ConditionalOptions, PersonStatistic, Reference, conditional, given_norm,
    subset_given_total,
};

/// 20 items of one point.
fn dichotomous() -> Vec<Item> {
    (0..20).map(|i| Item::Logistic { a: 1.0, b: f64::from(i) * 0.2 - 1.9, c: 0.0 }).collect()
}

/// 15 items of 1, 2, 1, 3, 1 points and so on.
fn mixed() -> Vec<Item> {
    let maxima = [1, 2, 1, 3, 1];
    let item = |i: usize| {
        let centre = i as f64 * 0.2 - 1.4;
        let m = maxima[i % 5];
        Item::PartialCredit {
            a: 1.0,
            steps: (0..m).map(|j| centre + 0.6 * j as f64 - 0.3 * (m - 1) as f64).collect(),
        }
    };
    (0..15).map(item).collect()
}

fn draw(items: &[Item], persons: usize, theta: impl Fn(&mut Random) -> f64, seed: u64) -> Array2<u8> {
    let mut random = Random::new(seed, 0);
    let mut scores = Array2::zeros((persons, items.len()));
    let mut p = [0.0; 8];
    for mut row in scores.rows_mut() {
        let theta = theta(&mut random);
        for (cell, item) in row.iter_mut().zip(items) {
            item.probabilities(theta, &mut p);
            let mut left = random.uniform();
            let last = item.categories() - 1;
            *cell = (0..last)
                .find(|&k| {
                    left -= p[k];
                    left < 0.0
                })
                .unwrap_or(last) as u8;
        }
    }
    scores
}

fn maxima(items: &[Item]) -> Vec<u8> {
    items.iter().map(|item| (item.categories() - 1) as u8).collect()
}

fn exact(scores: &Array2<u8>, items: &[Item], statistic: PersonStatistic, patterns: usize) -> Conditional {
    // Popularities of a population of its own.
    let norm = draw(items, 20_000, Random::normal, 99);
    let reference = Reference::of(norm.view(), &maxima(items)).unwrap();
    let options = ConditionalOptions { patterns, seed: 7 };
    conditional(scores.view(), items, options, |x, theta| statistic.of(x, &reference, items, theta)).unwrap()
}

/// Persons with a p-value of at most .01, of those who have one.
fn share(pvalues: &[f64]) -> f64 {
    let known: Vec<f64> = pvalues.iter().copied().filter(|p| !p.is_nan()).collect();
    known.iter().filter(|p| **p <= 0.01).count() as f64 / known.len() as f64
}

/// By totals low to high: thirds of the persons.
fn by_level(scores: &Array2<u8>, pvalues: &[f64]) -> [f64; 3] {
    let mut order: Vec<usize> = (0..pvalues.len()).filter(|&v| !pvalues[v].is_nan()).collect();
    order.sort_by_key(|&v| scores.row(v).iter().map(|&x| u32::from(x)).sum::<u32>());
    let third = order.len() / 3;
    [0, 1, 2]
        .map(|k| share(&order[k * third..(k + 1) * third].iter().map(|&v| pvalues[v]).collect::<Vec<_>>()))
}

#[test]
fn exact_pvalues_hold_their_level_from_low_to_high_totals() {
    for (name, items) in [("20 dichotomous", dichotomous()), ("15 mixed", mixed())] {
        let scores = draw(&items, 20_000, |random| 1.3 * random.normal(), 11);
        for statistic in PersonStatistic::ALL {
            let found = exact(&scores, &items, statistic, 4_000);
            let (size, levels) = (share(&found.pvalue), by_level(&scores, &found.pvalue));
            let mid = share(&found.mid_pvalue);
            println!("{name}, {}: exact {size:.4} by thirds {levels:.4?}, mid {mid:.4}", statistic.name());
            // .01 and three standard errors: .0021 of 20,000 persons, .0037 of a third. Patterns
            // are shared by those of one total.
            assert!(size <= 0.0125, "{name} {}: {size}", statistic.name());
            assert!(levels.iter().all(|level| *level <= 0.0145), "{name} {}: {levels:?}", statistic.name());
            assert!(mid <= 0.0145, "{name} {}: mid {mid}", statistic.name());
        }
        let subset: Vec<bool> = (0..items.len()).map(|item| item % 3 == 0).collect();
        let found = subset_given_total(scores.view(), &items, &subset).unwrap();
        let (size, mid) = (share(&found.pvalue), share(&found.mid_pvalue));
        println!("{name}, subset: exact {size:.4}, mid {mid:.4}");
        assert!(size <= 0.0121 && mid <= 0.0151, "{name}: {size} {mid}");
    }
}

#[test]
fn pvalues_beside_a_norm_hold_their_level() {
    let items = mixed();
    let norm = draw(&items, 60_000, Random::normal, 5);
    let reference = Reference::of(norm.view(), &maxima(&items)).unwrap();
    let scores = draw(&items, 20_000, Random::normal, 6);
    let found = given_norm(scores.view(), norm.view(), false, |x, _| fit::u3(x, &reference)).unwrap();
    let size = share(&found.pvalue);
    println!("u3 beside a norm of 60,000: {size:.4}");
    assert!((0.006..=0.0121).contains(&size), "{size}");
}

#[test]
fn planted_misfit_is_seen() {
    // Weak persons who know the six hardest of 20 items, and persons who guess at random.
    let items = dichotomous();
    let mut known = draw(&items, 2_000, |random| 0.7 * random.normal() - 0.5, 21);
    known.rows_mut().into_iter().for_each(|mut row| (14..20).for_each(|item| row[item] = 1));
    let mut random = Random::new(3, 3);
    let guessed = Array2::from_shape_fn((2_000, 20), |_| u8::from(random.chance(0.5)));
    for statistic in PersonStatistic::ALL {
        let power = [&known, &guessed].map(|x| share(&exact(x, &items, statistic, 4_000).pvalue));
        println!("{}: known {:.3}, guessed {:.3}", statistic.name(), power[0], power[1]);
        if statistic != PersonStatistic::Cusum {
            assert!(power[0] > 0.4 && power[1] > 0.25, "{}: {power:?}", statistic.name());
        }
    }
    let subset: Vec<bool> = (0..20).map(|item| item >= 14).collect();
    let power = share(&subset_given_total(known.view(), &items, &subset).unwrap().pvalue);
    println!("subset: known {power:.3}");
    assert!(power > 0.8, "{power}");
}

#[test]
fn classes_with_misfit_stand_out_of_honest_ones() {
    let items = mixed();
    // 60 classes of 25; in the last three, 60 % know the five hardest items.
    let mut scores = draw(&items, 1_500, Random::normal, 31);
    for person in (1_425..1_500).filter(|person| person % 5 < 3) {
        (10..15).for_each(|item| scores[[person, item]] = (items[item].categories() - 1) as u8);
    }
    let classes: Vec<String> = (0..1_500).map(|person| format!("{:02}", person / 25)).collect();
    let found = exact(&scores, &items, PersonStatistic::Lz, 4_000);
    let rows = fit::by_group(&found.normal_scores(), &classes).unwrap().rows;
    let honest = rows[..57].iter().filter(|row| row.pvalue_sampling <= 0.01).count();
    println!(
        "honest classes at .01: {honest} of 57; planted: {:?}",
        rows[57..].iter().map(|r| r.pvalue).collect::<Vec<_>>()
    );
    assert!(honest <= 3, "{honest}");
    assert!(rows[57..].iter().all(|row| row.pvalue < 0.01));
}
