//! Pairs of 1,000 persons × 40 items of four options in one thread, against the times that
//! aberrance took for as many. Every answer is checked.

#![allow(missing_docs, clippy::unwrap_used)]

use ndarray::{Array2, s};
use obektiv::{
    model::Item,
    simulate::Random,
    statistics::pairs::{self, Null, PairOptions, Pairs},
};
use obektiv_benches::{recorded, seconds};

const PERSONS: usize = 1_000;
const ITEMS: usize = 40;

/// Answers of 1,000 persons; the second has all but four of the answers of the first.
fn simulated() -> (Vec<Item>, Vec<f64>, Array2<u8>) {
    let mut random = Random::new(5, 0);
    let mut item = |_| Item::Nominal {
        slopes: (0..4).map(|k| 0.5 * f64::from(k) - 0.75 + 0.2 * random.normal()).collect(),
        intercepts: (0..4).map(|_| random.uniform() - 0.5).collect(),
    };
    let items: Vec<Item> = (0..ITEMS).map(&mut item).collect();
    let theta: Vec<f64> = (0..PERSONS).map(|_| random.normal()).collect();
    let mut p = [0.0; 4];
    let mut answers = Array2::from_shape_fn((PERSONS, ITEMS), |(person, item)| {
        items[item].probabilities(theta[person], &mut p);
        let mut left = random.uniform();
        let at = p.iter().position(|p| {
            left -= p;
            left < 0.0
        });
        at.unwrap_or(3) as u8
    });
    let first = answers.slice(s![0, 4..]).to_owned();
    answers.slice_mut(s![1, 4..]).assign(&first);
    (items, theta, answers)
}

fn report(what: &str, seconds: f64, job: &str, persons: usize) {
    print!("{what}: {:.1} ms", seconds * 1e3);
    if let Some(peer) = recorded(job, persons) {
        print!(", {:.0} × {job} ({peer} s, recorded)", peer / seconds);
    }
    println!();
}

/// The pair that shares its answers is found, and about one honest pair in a hundred is below .01.
fn check(found: &Pairs, ordered: bool) {
    assert_eq!(found.first.len(), PERSONS * (PERSONS - 1) / if ordered { 1 } else { 2 });
    assert_eq!((found.first[0], found.second[0]), (0, 1));
    assert!(found.pvalue[0] < 1e-5, "{}", found.pvalue[0]);
    let share = found.pvalue.iter().filter(|p| **p <= 0.01).count() as f64 / found.pvalue.len() as f64;
    assert!((0.003..0.02).contains(&share), "{share}");
}

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (items, theta, answers) = simulated();
    let (x, all) = (answers.view(), PairOptions::default());
    for (null, ordered, job) in [
        (Null::Conditional, true, "aberrance_ac_omega_gbt"),
        (Null::Unconditional, false, "aberrance_as_omega_gbt"),
    ] {
        let both = seconds(
            &pool,
            || {
                let omega = pairs::omega(x, &items, &theta, null, all).unwrap();
                (omega, pairs::gbt(x, &items, &theta, null, all).unwrap())
            },
            |(omega, gbt)| {
                check(omega, ordered);
                check(gbt, ordered);
            },
        );
        report(&format!("omega and GBT, {null:?}, {PERSONS} persons"), both, job, PERSONS);
    }
    let omega = seconds(
        &pool,
        || pairs::omega(x, &items, &theta, Null::Conditional, all).unwrap(),
        |omega| check(omega, true),
    );
    report(&format!("omega, {PERSONS} persons"), omega, "aberrance_ac_omega", PERSONS);
    let few = answers.slice(s![..100, ..]);
    let m4 = seconds(
        &pool,
        || pairs::m4(few, &items, &theta[..100], None, all).unwrap(),
        |m4| assert!(m4.pairs.first.len() == 4_950 && m4.pairs.pvalue[0] < 1e-5),
    );
    report("M4, 100 persons", m4, "aberrance_as_m4", 100);
    let k = seconds(&pool, || pairs::k2(x, &[3; ITEMS], all).unwrap(), |k| assert!(k.pvalue[0] < 0.01));
    println!("K2, {PERSONS} persons: {:.1} ms", k * 1e3);
}
