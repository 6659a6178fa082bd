//! Person fit of 100,000 persons in one thread, against the times that PerFit and aberrance took on
//! data of the same size. Every answer is checked.

#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Instant;

use ndarray::Array2;
use obektiv::{
    model::Item,
    simulate::Random,
    statistics::person_fit::{
        self as fit, ConditionalOptions, Correction, Estimator, PersonStatistic, Reference, conditional,
    },
};
use obektiv_benches::{recorded, seconds};

const PERSONS: usize = 100_000;
const ITEMS: usize = 20;

/// Right and wrong answers of 100,000 persons to 20 items; the last person solved only the hardest
/// half.
fn simulated() -> (Vec<Item>, Vec<f64>, Array2<u8>) {
    let mut random = Random::new(5, 0);
    let items: Vec<Item> = (0..ITEMS)
        .map(|i| Item::Logistic { a: 0.7 + 0.8 * random.uniform(), b: i as f64 * 0.2 - 1.9, c: 0.0 })
        .collect();
    let theta: Vec<f64> = (0..PERSONS).map(|_| random.normal()).collect();
    let mut p = [0.0; 2];
    let mut scores = Array2::from_shape_fn((PERSONS, ITEMS), |(person, item)| {
        items[item].probabilities(theta[person], &mut p);
        u8::from(random.chance(p[1]))
    });
    scores.row_mut(PERSONS - 1).iter_mut().enumerate().for_each(|(item, x)| *x = u8::from(item >= ITEMS / 2));
    (items, theta, scores)
}

fn report(what: &str, seconds: f64, peers: &[&str]) {
    print!("{what}: {:.2} ms", seconds * 1e3);
    for job in peers {
        if let Some(peer) = recorded(job, PERSONS) {
            print!(", {:.0} × {job} ({peer} s, recorded)", peer / seconds);
        }
    }
    println!();
}

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (items, theta, scores) = simulated();
    let x = scores.view();
    let last = PERSONS - 1;

    let (lz, star) = (
        |x| fit::lz(x, &items, &theta, Correction::Normal).unwrap(),
        |x| fit::lz_star(x, &items, &theta, Estimator::Ml, Correction::Normal).unwrap(),
    );
    let both = seconds(
        &pool,
        || (lz(x), star(x)),
        |(lz, star)| {
            assert!(lz.statistic[last] < -3.0 && star.statistic[last] < -3.0);
            let mean = lz.statistic.iter().sum::<f64>() / PERSONS as f64;
            assert!(mean.abs() < 0.02, "{mean}");
        },
    );
    report("lz and lz*", both, &["aberrance_lz_lzstar", "perfit_lzstar"]);
    let one = seconds(&pool, || lz(x), |lz| assert!(lz.pvalue[last] < 0.001));
    report("lz", one, &["perfit_lz"]);
    let one = seconds(
        &pool,
        || fit::lz_star(x, &items, &theta, Estimator::Ml, Correction::Edgeworth).unwrap(),
        |star| assert!(star.pvalue[last] < 0.001),
    );
    report("lz* with Edgeworth's p-values", one, &["perfit_lzstar"]);

    let one = seconds(
        &pool,
        || fit::u3(x, &Reference::of(x, &[1; ITEMS]).unwrap()).unwrap(),
        |u3| assert!(u3.statistic[last] > 0.95),
    );
    report("U3, its reference included", one, &["perfit_U3", "aberrance_U3"]);
    let one = seconds(
        &pool,
        || fit::ht(x, &Reference::of(x, &[1; ITEMS]).unwrap(), true).unwrap(),
        |ht| assert!(ht.statistic[last] < -0.1),
    );
    report("Ht, its reference included", one, &["perfit_Ht"]);
    let one = seconds(
        &pool,
        || (fit::infit(x, &items, &theta).unwrap(), fit::outfit(x, &items, &theta).unwrap()),
        |(infit, outfit)| assert!(infit.statistic[last] > 1.3 && outfit.statistic[last] > 1.3),
    );
    report("infit and outfit", one, &["mirt_personfit"]);
    given_total(&pool, &scores);
}

fn given_total(pool: &rayon::ThreadPool, scores: &Array2<u8>) {
    let (x, last) = (scores.view(), PERSONS - 1);
    let rasch: Vec<Item> =
        (0..ITEMS).map(|i| Item::Logistic { a: 1.0, b: i as f64 * 0.2 - 1.9, c: 0.0 }).collect();
    let reference = Reference::of(x, &[1; ITEMS]).unwrap();
    let statistic = PersonStatistic::Lz;
    let start = Instant::now();
    let found = pool.install(|| {
        let options = ConditionalOptions { patterns: 20_000, seed: 1 };
        conditional(x, &rasch, options, |x, theta| statistic.of(x, &reference, &rasch, theta)).unwrap()
    });
    assert!(found.pvalue[last] < 0.001);
    println!(
        "lz given the total, 20,000 patterns for each of 21 totals: {:.0} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
}
