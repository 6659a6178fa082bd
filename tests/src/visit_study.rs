//! What visits drawn by risk say of all schools, where all are known.

use std::ops::Range;

use obektiv::design::{
    ChancesOptions, DrawOptions, Method, Trips, Variance, chances, chances_by_trips, draw, draw_by_trips,
    estimate, estimate_by_trips,
};
use obektiv::simulate::Random;

use crate::effect_study::{Shares, over};

/// What so many of 500 schools, drawn by risk and size, say of all: of a share, and of a mean. Each
/// tenth of the draws is in a region of its own.
#[must_use]
pub fn visited(method: Method, share: bool, visits: usize, replicates: Range<u64>) -> Shares {
    let regions: Vec<Region> = (0..10).map(|number| Region::new(replicates.start + number, visits)).collect();
    over(replicates, |seed| {
        let Region { ids, chance, has, points } = &regions[(seed % 10) as usize];
        let outcome = if share { has } else { points };
        let truth = outcome.iter().sum::<f64>() / 500.0;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let drawn = draw(&ids, chance, &DrawOptions { method, seed }).unwrap();
        let of = |values: &[f64]| drawn.sample.iter().map(|&place| values[place]).collect::<Vec<f64>>();
        let found = estimate(&of(outcome), &of(chance), None, Variance::Brewer).unwrap();
        (None, Some((found.lower..=found.upper).contains(&truth)))
    })
}

/// The same by trips of three schools to municipalities of four to twenty-one, whose schools are
/// alike in their points; those that are sure to be visited are strata.
#[must_use]
pub fn visited_by_trips(visits: usize, replicates: Range<u64>) -> Shares {
    let regions: Vec<(Region, Vec<String>, Vec<f64>)> =
        (0..10).map(|number| by_municipality(replicates.start + number, visits)).collect();
    over(replicates, |seed| {
        let (region, group, of_group) = &regions[(seed % 10) as usize];
        let truth = region.points.iter().sum::<f64>() / region.points.len() as f64;
        let ids: Vec<&str> = region.ids.iter().map(String::as_str).collect();
        let group: Vec<&str> = group.iter().map(String::as_str).collect();
        let trips = Trips { group: &group, per_trip: 3 };
        let options = DrawOptions { seed, ..DrawOptions::default() };
        let drawn = draw_by_trips(&ids, &region.chance, &trips, &options).unwrap().sample;
        let of = |values: &[f64]| drawn.iter().map(|&place| values[place]).collect::<Vec<f64>>();
        let own: Vec<&str> = drawn.iter().map(|&place| group[place]).collect();
        let (points, chance) = (of(&region.points), of(&region.chance));
        let found = estimate_by_trips(&points, &chance, &own, Some(&of(of_group))).unwrap();
        (None, Some((found.lower..=found.upper).contains(&truth)))
    })
}

/// A region, the municipality of each school, and the chance of a trip there.
fn by_municipality(number: u64, visits: usize) -> (Region, Vec<String>, Vec<f64>) {
    let mut random = Random::new(18, number);
    let place: Vec<usize> = (0..43).flat_map(|m| vec![m; 4 + m % 18]).collect();
    let levels: Vec<f64> = place.iter().map(|_| random.normal()).collect();
    let risk: Vec<f64> = place.iter().map(|_| 0.02 + 0.6 * random.uniform().powi(3)).collect();
    let points =
        place.iter().zip(&risk).map(|(&m, &risk)| 10.0 + 5.0 * risk + levels[m] + 2.0 * random.normal());
    let points: Vec<f64> = points.collect();
    let group: Vec<String> = place.iter().map(|m| format!("{m:03}")).collect();
    let names: Vec<&str> = group.iter().map(String::as_str).collect();
    let trips = Trips { group: &names, per_trip: 3 };
    let chance =
        chances_by_trips(&vec![1.0; place.len()], &risk, visits, &trips, &ChancesOptions::default()).unwrap();
    let sum = |m: usize| place.iter().zip(&chance).filter(|(p, _)| **p == m).map(|(_, c)| c).sum::<f64>();
    // But for rounding, sure is sure.
    let of_group = place.iter().map(|&m| sum(m) / 3.0).map(|p| if p > 1.0 - 1e-9 { 1.0 } else { p });
    let of_group = of_group.collect();
    let ids = (0..place.len()).map(|school| school.to_string()).collect();
    (Region { ids, chance, has: Vec::new(), points }, group, of_group)
}

/// 500 schools: whether each has what is looked for, and points that have to do with its risk.
struct Region {
    ids: Vec<String>,
    chance: Vec<f64>,
    has: Vec<f64>,
    points: Vec<f64>,
}

impl Region {
    fn new(number: u64, visits: usize) -> Self {
        let mut random = Random::new(14, number);
        let weight: Vec<f64> = (0..500).map(|_| 20.0 + random.below(100) as f64).collect();
        let risk: Vec<f64> = (0..500).map(|_| 0.02 + 0.6 * random.uniform().powi(3)).collect();
        Self {
            ids: (0..500).map(|school| school.to_string()).collect(),
            chance: chances(&weight, &risk, visits, &ChancesOptions::default()).unwrap(),
            has: risk.iter().map(|&risk| f64::from(u8::from(random.chance(risk)))).collect(),
            points: risk.iter().map(|&risk| 10.0 + 5.0 * risk + 2.0 * random.normal()).collect(),
        }
    }
}

/// Rows of a table: the share of intervals that hold the truth.
pub fn visits(replicates: &Range<u64>) {
    let percent = |found: Shares| format!("{:.1}", 100.0 * found.held);
    for (name, method) in [("pivotal", Method::Pivotal), ("Sampford", Method::Sampford)] {
        for (what, share) in [("a share", true), ("a mean", false)] {
            // Sampford's draw rejects too often where a third of all schools is visited.
            let most = if name == "Sampford" { 60 } else { 150 };
            for visits in [10, 25, 60, 150].into_iter().filter(|visits| *visits <= most) {
                let found = percent(visited(method, share, visits, replicates.clone()));
                println!("| `estimate` of {what}, {visits} of 500 schools by risk, {name} | {found} |");
            }
        }
    }
    for visits in [24, 60, 150] {
        let found = percent(visited_by_trips(visits, replicates.clone()));
        println!("| `estimate` of a mean, {visits} of 499 schools by trips of 3 | {found} |");
    }
}
