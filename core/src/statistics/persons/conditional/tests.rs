use ndarray::array;

use super::*;

fn mixed() -> Vec<Item> {
    vec![
        Item::Logistic { a: 1.0, b: -0.7, c: 0.0 },
        Item::PartialCredit { a: 1.0, steps: vec![0.4, -0.3] },
        Item::Logistic { a: 1.0, b: 0.8, c: 0.0 },
        Item::PartialCredit { a: 1.0, steps: vec![-0.2, 0.5, 1.1] },
    ]
}

/// All patterns with a total, with their probabilities at any ability.
fn enumerated(items: &[Item], total: usize, theta: f64) -> Vec<(Vec<u8>, f64)> {
    let mut all: Vec<(Vec<u8>, f64)> = vec![(Vec::new(), 1.0)];
    for item in items {
        let mut p = vec![0.0; item.categories()];
        item.probabilities(theta, &mut p);
        all = all
            .into_iter()
            .flat_map(|(pattern, weight)| {
                let with =
                    move |(k, p): (usize, f64)| ([pattern.clone(), vec![k as u8]].concat(), weight * p);
                p.clone().into_iter().enumerate().map(with)
            })
            .collect();
    }
    all.retain(|(pattern, _)| pattern.iter().map(|&x| usize::from(x)).sum::<usize>() == total);
    let sum: f64 = all.iter().map(|(_, p)| p).sum();
    all.iter_mut().for_each(|(_, p)| *p /= sum);
    all
}

#[test]
fn drawn_patterns_have_the_probabilities_of_enumeration() {
    let items = mixed();
    let epsilons = epsilons(&items).unwrap();
    let sampler = Sampler::of(&epsilons, &[0, 1, 2, 3]);
    let mut random = Random::new(5, 5);
    let expected = enumerated(&items, 4, 0.9);
    let mut counts: BTreeMap<Vec<u8>, f64> = BTreeMap::new();
    for _ in 0..200_000 {
        let mut pattern = vec![0; 4];
        sampler.draw(4, &mut random, |item, score| pattern[item] = score);
        *counts.entry(pattern).or_default() += 1.0 / 200_000.0;
    }
    assert_eq!(counts.len(), expected.len());
    for (pattern, p) in expected {
        assert!((counts[&pattern] - p).abs() < 5.0 * (p / 200_000.0).sqrt(), "{pattern:?}");
    }
}

#[test]
fn points_on_a_subset_have_the_probabilities_of_enumeration() {
    let items = mixed();
    let subset = [false, true, false, true];
    let found = subset_given_total(array![[0, 1, 0, 3], [1, 2, 1, MISSING]].view(), &items, &subset).unwrap();
    let all = enumerated(&items, 4, -1.3);
    let tail = |least: u8| all.iter().filter(|(x, _)| x[1] + x[3] >= least).map(|(_, p)| p).sum::<f64>();
    assert!((found.pvalue[0] - tail(4)).abs() < 1e-13);
    assert!((found.smallest[0] - tail(4)).abs() < 1e-13);
    assert!((found.mid_pvalue[0] - tail(4) / 2.0).abs() < 1e-13);
    // All solved: one pattern.
    assert!((found.pvalue[1] - 1.0).abs() < 1e-13);
}

#[test]
fn pvalues_are_those_of_enumeration_and_of_any_order() {
    let items = mixed();
    let scores = array![[0, 2, 0, 2], [1, 0, 0, 3], [0, 1, 1, 2], [1, 2, 0, 1], [0, 0, 0, 0]];
    let of = |x: ArrayView2<'_, u8>, theta: f64| {
        PersonStatistic::Lz.of(x, &Reference::of(array![[1, 2, 1, 3]].view(), &[1, 2, 1, 3])?, &items, theta)
    };
    let found =
        conditional(scores.view(), &items, ConditionalOptions { patterns: 50_000, seed: 3 }, of).unwrap();
    let all = enumerated(&items, 4, 0.0);
    let theta = ability(&items, &[0, 1, 2, 3], 4);
    let patterns = Array2::from_shape_fn((all.len(), 4), |(v, i)| all[v].0[i]);
    let lz = of(patterns.view(), theta).unwrap().statistic;
    for person in 0..4 {
        let exact: f64 = (lz.iter().zip(&all))
            .filter(|(value, _)| **value <= found.statistic[person] + 1e-9)
            .map(|(_, (_, p))| p)
            .sum();
        assert!((found.pvalue[person] - exact).abs() < 0.01, "{person}: {} {exact}", found.pvalue[person]);
        assert!(found.smallest[person] <= found.pvalue[person]);
        assert!(found.mid_pvalue[person] < found.pvalue[person]);
    }
    let turned = scores.select(Axis(0), &[4, 3, 2, 1, 0]);
    let other =
        conditional(turned.view(), &items, ConditionalOptions { patterns: 50_000, seed: 3 }, of).unwrap();
    let back: Vec<f64> = other.pvalue.into_iter().rev().collect();
    assert_eq!(back, found.pvalue);
}

#[test]
#[cfg(feature = "parallel")]
fn pvalues_do_not_depend_on_threads() {
    let items = mixed();
    let scores = array![[0, 2, 0, 2], [1, 0, 0, 3], [0, 1, MISSING, 2], [1, 2, 0, 0], [0, 0, 1, 0]];
    let options = ConditionalOptions { patterns: 500, seed: 9 };
    let of = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            conditional_by_name(scores.view(), &items, options, PersonStatistic::U3, None).unwrap()
        })
    };
    assert_eq!(of(1), of(3));
}

#[test]
fn other_models_are_refused() {
    let two = [Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }, Item::Logistic { a: 1.2, b: 0.0, c: 0.0 }];
    let error = subset_given_total(array![[0, 1]].view(), &two, &[true, false]).unwrap_err();
    assert_eq!(error.code(), "model.option");
    assert!(epsilons(&[Item::Logistic { a: 1.0, b: 0.0, c: 0.2 }]).is_err());
    assert!(epsilons(&[Item::Graded { a: 1.0, b: vec![0.0] }]).is_err());
}
