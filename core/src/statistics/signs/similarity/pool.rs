//! Who may stand for a pupil in a permutation.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::part::Part;
use crate::data::Results;
use crate::simulate::Random;
use crate::statistics::shared::categories::Categories;

/// The tilt of the norms that permutations draw from is shrunk as by so many pupils of the norm.
const SHRINK: f64 = 10.0;

/// Pupils who may stand for one pupil: of other schools, with the same total and items.
pub(super) struct Pool {
    pub(super) persons: Vec<usize>,
    /// Sums of their weights up to each.
    cumulative: Vec<f64>,
}

impl Pool {
    /// One for each pupil of the part: pools weighted so that each paper has the item effects of
    /// its own pupils.
    pub(super) fn of(part: &Part<'_>, results: &Results, school: &str) -> Vec<Rc<Self>> {
        let norm = part.norm;
        let foreign = |person: &&usize| results.school().get(**person) != school;
        let mut pools: BTreeMap<(usize, usize), Rc<Self>> = BTreeMap::new();
        for paper in 0..part.papers {
            let mut totals: BTreeMap<usize, (f64, Vec<usize>)> = BTreeMap::new();
            let mut counts = vec![0.0; norm.p.ncols()];
            for pupil in part.pupils.iter().filter(|pupil| pupil.paper == paper) {
                let pool = || norm.pool[pupil.total].iter().filter(foreign).copied().collect();
                totals.entry(pupil.total).or_insert_with(|| (0.0, pool())).0 += 1.0;
                norm.answers(pupil.person).iter().for_each(|&d| counts[usize::from(d)] += 1.0);
            }
            let weights = rake(norm, &totals, &counts);
            for ((s, (_, persons)), weights) in totals.into_iter().zip(weights) {
                let mut sum = 0.0;
                let cumulative = weights.iter().map(|w| {
                    sum += w;
                    sum
                });
                let cumulative = cumulative.collect();
                pools.insert((paper, s), Rc::new(Self { persons, cumulative }));
            }
        }
        part.pupils.iter().map(|pupil| Rc::clone(&pools[&(pupil.paper, pupil.total)])).collect()
    }

    /// A pupil not yet taken, if the pool has one.
    pub(super) fn one(&self, taken: &[usize], random: &mut Random) -> Option<usize> {
        let all = *self.cumulative.last()?;
        for _ in 0..50 {
            let at = random.uniform() * all;
            let place = self.cumulative.partition_point(|&c| c <= at);
            let person = self.persons[place.min(self.persons.len() - 1)];
            if !taken.contains(&person) {
                return Some(person);
            }
        }
        None
    }
}

/// Weights of the pupils in each pool under which the expected counts of features are those of the
/// paper, shrunk to the norm: raking.
fn rake(norm: &Categories, totals: &BTreeMap<usize, (f64, Vec<usize>)>, counts: &[f64]) -> Vec<Vec<f64>> {
    let n: f64 = totals.values().map(|(n, _)| n).sum();
    let mut weights: Vec<Vec<f64>> = totals.values().map(|(_, pool)| vec![1.0; pool.len()]).collect();
    let expected = |weights: &[Vec<f64>], item: usize| {
        let mut expected = vec![0.0; norm.features[item].len()];
        for ((n, pool), weights) in totals.values().zip(weights) {
            let all: f64 = weights.iter().sum();
            for (&person, weight) in pool.iter().zip(weights) {
                let d = usize::from(norm.answers(person)[item]) - norm.features[item].start;
                expected[d] += n * weight / all;
            }
        }
        expected
    };
    let targets: Vec<Vec<f64>> = (norm.features.iter().enumerate())
        .map(|(item, features)| {
            let plain = expected(&weights, item);
            let target = |(d, plain): (usize, f64)| (n * counts[d] + SHRINK * plain) / (n + SHRINK);
            features.clone().zip(plain).map(target).collect()
        })
        .collect();
    for _ in 0..10 {
        for (item, target) in targets.iter().enumerate() {
            let now = expected(&weights, item);
            let factor: Vec<f64> =
                target.iter().zip(&now).map(|(t, now)| if *now > 0.0 { t / now } else { 1.0 }).collect();
            for ((_, pool), weights) in totals.values().zip(&mut weights) {
                for (&person, weight) in pool.iter().zip(weights) {
                    *weight *= factor[usize::from(norm.answers(person)[item]) - norm.features[item].start];
                }
            }
        }
    }
    weights
}
