//! Size and power of the density tests beside the project's own, and of changed answers: the tables
//! of `benches/validation.md`.
//!
//! `OBEKTIV_REPLICATES` sets how many samples are drawn; the bands below are wide enough for the
//! few of the suite. The tables are printed.

use ndarray::Array2;
use obektiv::model::Item;
use obektiv::simulate::Random;
use obektiv::statistics::{
    density::{
        BunchingOptions, Fit, LocalPolynomialOptions, McCraryOptions, bunching, local_polynomial, mccrary,
    },
    erasures::{Answers, Correction, ErasureOptions, by_group, by_person},
    heaping::three_bin,
};

fn replicates(few: u32) -> u32 {
    std::env::var("OBEKTIV_REPLICATES").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

const LARGEST: usize = 25;
const CUTOFF: usize = 12;
const TESTS: [&str; 7] = [
    "local polynomial, h by the combined rule",
    "… h = 8",
    "… restricted",
    "McCrary, h = 6",
    "bunching, degree 5",
    "… degree 7",
    "three_bin",
];

/// Beta(5, 5): the fifth of nine uniform numbers.
fn beta(random: &mut Random) -> f64 {
    let mut nine: [f64; 9] = std::array::from_fn(|_| random.uniform());
    nine.sort_by(f64::total_cmp);
    nine[4]
}

/// Beta-binomial totals; of papers one point below the cutoff a share is raised to it, of those two
/// below half as many.
fn totals(n: usize, lifted: f64, random: &mut Random) -> Vec<usize> {
    let one = |random: &mut Random| {
        let p = beta(random);
        let total = (0..LARGEST).filter(|_| random.chance(p)).count();
        let share = match CUTOFF.checked_sub(total) {
            Some(1) => lifted,
            Some(2) => lifted / 2.0,
            _ => 0.0,
        };
        if random.chance(share) { CUTOFF } else { total }
    };
    (0..n).map(|_| one(random)).collect()
}

fn pvalues(totals: &[usize]) -> [f64; 7] {
    let values: Vec<f64> = totals.iter().map(|&total| total as f64).collect();
    let mut histogram = vec![0_u64; LARGEST + 1];
    totals.iter().for_each(|&total| histogram[total] += 1);
    let jump = |bandwidth, fit| {
        let options = LocalPolynomialOptions { bandwidth, fit, ..Default::default() };
        local_polynomial(&values, CUTOFF as f64, options).unwrap().pvalue
    };
    let line = McCraryOptions { bin: Some(1.0), bandwidth: Some(6.0) };
    let mass = |degree| {
        let options = BunchingOptions { degree, resamples: 100, ..Default::default() };
        bunching(&histogram, CUTOFF, options).unwrap().pvalue
    };
    let bins = [histogram[CUTOFF - 1], histogram[CUTOFF], histogram[CUTOFF + 1]];
    [
        jump(None, Fit::Unrestricted),
        jump(Some([8.0, 8.0]), Fit::Unrestricted),
        jump(Some([8.0, 8.0]), Fit::Restricted),
        mccrary(&values, CUTOFF as f64 - 0.5, line).unwrap().pvalue,
        mass(5),
        mass(7),
        three_bin(bins, 0.025).unwrap().pvalue,
    ]
}

/// Rejections at .05 in per cent.
fn rejected(n: usize, lifted: f64, replicates: u32) -> [f64; 7] {
    let mut counts = [0.0; 7];
    for replicate in 0..replicates {
        let mut random = Random::new(5, u64::from(replicate));
        let found = pvalues(&totals(n, lifted, &mut random));
        counts.iter_mut().zip(found).for_each(|(count, p)| *count += f64::from(u8::from(p <= 0.05)));
    }
    counts.map(|count| 100.0 * count / f64::from(replicates))
}

#[test]
fn density_tests_answer_to_discrete_scores_and_three_bins_do_not() {
    let replicates = replicates(200);
    println!("density, {replicates} samples");
    let mut honest = [0.0; 7];
    for n in [10, 25, 60, 150, 1_000, 5_000] {
        let [size, power] = [0.0, 0.2].map(|lifted| rejected(n, lifted, replicates));
        for (test, (size, power)) in TESTS.iter().zip(size.iter().zip(power)) {
            println!("n = {n}, {test}: {size:.1} / {power:.1}");
        }
        honest = size;
        assert!(size[6] < 8.0, "three_bin rejects {} % of honest samples of {n}", size[6]);
    }
    assert!(honest.iter().all(|share| *share < 60.0), "{honest:?}");
}

/// 30 items, each person with a few changed answers.
struct Sheets {
    before: Array2<u8>,
    after: Array2<u8>,
    scores: Array2<u8>,
}

fn items() -> Vec<Item> {
    let item = |i: usize| Item::Logistic {
        a: 0.7 + 0.3 * (i % 4) as f64,
        b: i as f64 * 0.13 - 1.9,
        c: if i.is_multiple_of(3) { 0.2 } else { 0.0 },
    };
    (0..30).map(item).collect()
}

/// Two to four changes a person. `better`: by how much abler the changed answers are; `tampered`:
/// the share of persons with five changes to the right answer.
fn sheets(persons: usize, better: f64, tampered: f64, items: &[Item], random: &mut Random) -> Sheets {
    let shape = (persons, items.len());
    let mut all =
        Sheets { before: Array2::ones(shape), after: Array2::ones(shape), scores: Array2::zeros(shape) };
    for person in 0..persons {
        let theta = random.normal();
        let given = random.chance(tampered);
        let mut changes = if given { 5 } else { 2 + random.below(3) };
        while changes > 0 {
            let item = random.below(items.len());
            if all.after[(person, item)] == 1 {
                all.after[(person, item)] = 2;
                changes -= 1;
            }
        }
        for (i, item) in items.iter().enumerate() {
            let changed = all.after[(person, i)] == 2;
            let mut p = [0.0; 2];
            item.probabilities(theta + if changed { better } else { 0.0 }, &mut p);
            let right = (changed && given) || random.chance(p[1]);
            all.scores[(person, i)] = u8::from(right);
        }
    }
    all
}

const CORRECTIONS: [Correction; 3] = [Correction::None, Correction::Continuity, Correction::Ability];

/// Rejections at .05 and .01 in per cent: the index of persons by correction, exact, L; the index
/// of groups of n by correction.
fn erasures(n: usize, better: f64, tampered: f64, replicates: u32) -> Vec<[f64; 2]> {
    let items = items();
    let mut random = Random::new(8, 0);
    let persons = n * replicates as usize;
    let all = sheets(persons, better, tampered, &items, &mut random);
    let answers = Answers { before: all.before.view(), after: all.after.view(), scores: all.scores.view() };
    let groups: Vec<String> = (0..persons).map(|person| format!("{:06}", person / n)).collect();
    let share = |p: &[f64]| {
        [0.05, 0.01].map(|level| 100.0 * p.iter().filter(|p| **p <= level).count() as f64 / p.len() as f64)
    };
    let with = |correction| ErasureOptions { correction: Some(correction), ..Default::default() };
    let mut rows = Vec::new();
    for correction in CORRECTIONS {
        let found = by_person(answers, &items, None, with(correction)).unwrap();
        rows.push(share(&found.pvalue));
        if correction == Correction::Ability {
            rows.extend([share(&found.pvalue_exact), share(&found.pvalue_l)]);
        }
    }
    for correction in CORRECTIONS {
        let found = by_group(answers, &groups, &items, None, with(correction)).unwrap();
        rows.push(share(&found.rows.iter().map(|row| row.pvalue).collect::<Vec<f64>>()));
    }
    rows
}

#[test]
fn changed_answers_hold_their_level_where_changing_is_no_better_than_answering() {
    let names =
        ["persons, none", "continuity", "ability", "exact", "L", "groups, none", "continuity", "ability"];
    let replicates = replicates(150);
    println!(
        "erasures, {replicates} groups of 20; at .05 / at .01: honest, changes better by .5, a quarter tampered"
    );
    let all =
        [(0.0, 0.0), (0.5, 0.0), (0.0, 0.25)].map(|(better, share)| erasures(20, better, share, replicates));
    for (row, name) in names.iter().enumerate() {
        let cells: Vec<String> =
            all.iter().map(|of| format!("{:.1} / {:.1}", of[row][0], of[row][1])).collect();
        println!("{name}: {}", cells.join(", "));
    }
    let [honest, _, tampered] = &all;
    // Exact and with half a point less: not above the level, whatever the persons.
    assert!(honest[1][0] < 6.0 && honest[3][0] < 6.0, "{honest:?}");
    assert!(honest[6][0] < 9.0 && honest[7][0] < 9.0, "{honest:?}");
    assert!(tampered[6][0] > 4.0 * honest[6][0].max(5.0), "{tampered:?}");
}

#[test]
fn groups_of_all_sizes_hold_their_level() {
    let replicates = replicates(100);
    println!("erasures by group, {replicates} groups; at .05 / at .01: honest, a quarter tampered");
    for n in [10, 25, 60, 150] {
        let [honest, tampered] = [0.0, 0.25].map(|share| erasures(n, 0.0, share, replicates));
        for (row, name) in (5..8).zip(["none", "continuity", "ability"]) {
            println!("n = {n}, {name}: {:.1?} {:.1?}", honest[row], tampered[row]);
        }
        assert!(honest[7][0] < 13.0 && tampered[7][0] > honest[7][0], "{n}: {honest:?}");
    }
}

/// Rejections at .05, .01 and .001 in per cent, by correction: honest groups, ten items, three of
/// them changed, abilities around `mean`.
fn short_tests(persons: usize, mean: f64, replicates: u32) -> [[f64; 3]; 3] {
    let items: Vec<Item> = (0..10)
        .map(|i| Item::Logistic { a: 0.8 + 0.2 * (i % 3) as f64, b: i as f64 / 3.0 - 1.5, c: 0.0 })
        .collect();
    let mut random = Random::new(9, 0);
    let all = persons * replicates as usize;
    let mut after = Array2::ones((all, 10));
    let mut scores = Array2::zeros((all, 10));
    for person in 0..all {
        let theta = mean + random.normal();
        let mut changes = 3;
        while changes > 0 {
            let item = random.below(10);
            changes -= i32::from(after[(person, item)] == 1);
            after[(person, item)] = 2;
        }
        for (i, item) in items.iter().enumerate() {
            let mut p = [0.0; 2];
            item.probabilities(theta, &mut p);
            scores[(person, i)] = u8::from(random.chance(p[1]));
        }
    }
    let before = Array2::ones((all, 10));
    let answers = Answers { before: before.view(), after: after.view(), scores: scores.view() };
    let groups: Vec<String> = (0..all).map(|person| format!("{:06}", person / persons)).collect();
    CORRECTIONS.map(|correction| {
        let options = ErasureOptions { correction: Some(correction), ..Default::default() };
        let rows = by_group(answers, &groups, &items, None, options).unwrap().rows;
        [0.05, 0.01, 0.001].map(|level| {
            100.0 * rows.iter().filter(|row| row.pvalue <= level).count() as f64 / rows.len() as f64
        })
    })
}

#[test]
fn groups_of_short_tests_hold_their_level() {
    let replicates = replicates(100);
    println!("erasures, ten items, three changed, {replicates} groups; at .05 / .01 / .001");
    for (persons, mean) in [(20, -1.5), (20, 0.0), (100, -1.5), (100, 0.0)] {
        let found = short_tests(persons, mean, replicates);
        for (name, [a, b, c]) in ["none", "continuity", "ability"].iter().zip(found) {
            println!("{persons} persons around {mean}, {name}: {a:.1} / {b:.1} / {c:.2}");
        }
        assert!(found[2][0] < 15.0, "{persons} persons around {mean}: {found:?}");
    }
}
