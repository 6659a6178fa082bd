//! Trips: a team goes to a municipality and visits several of its schools.
//!
//! Two stages, so that all three steps agree: a municipality with chance `π_g`, then schools inside
//! it with `π_j|g`; the chance of a school is their product.

use std::collections::BTreeMap;

use super::chances::{ChancesOptions, checked_size, scaled};
use super::draw::{Draw, DrawOptions, draw, fingerprint};
use super::error::{DesignError, all, same_length};
use super::estimate::{Estimate, Visits, brewer};

/// Groups of schools that one trip goes to.
#[derive(Debug, Clone, Copy)]
pub struct Trips<'a> {
    /// The group of each school, such as its municipality; small ones joined with a neighbour.
    pub group: &'a [&'a str],
    /// Schools that one trip visits.
    pub per_trip: usize,
}

/// Places of each group in the order of names.
fn places<'a>(group: &[&'a str]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    group.iter().enumerate().for_each(|(j, name)| places.entry(*name).or_default().push(j));
    places
}

impl<'a> Trips<'a> {
    /// The groups, none of them smaller than a trip.
    fn places(&self, schools: usize) -> Result<BTreeMap<&'a str, Vec<usize>>, DesignError> {
        same_length("group", self.group.len(), schools)?;
        if self.per_trip == 0 {
            return Err(DesignError::TooFew { name: "per_trip", got: 0, of: "schools", least: 1 });
        }
        let places = places(self.group);
        match places.iter().find(|(_, places)| places.len() < self.per_trip) {
            Some((name, _)) => {
                let problem = "smaller than a trip: join it with a neighbour";
                Err(DesignError::Id { name: "group", id: (*name).to_owned(), problem })
            }
            None => Ok(places),
        }
    }
}

/// Chances of a visit where trips go to groups of schools, as [`chances`](super::chances()) states
/// them.
///
/// # Errors
/// As [`chances`](super::chances()), [`DesignError::Id`] for a group that is smaller than a trip,
/// [`DesignError::Parameter`] for visits that are no whole number of trips, or a floor that the
/// trips to a large group cannot hold.
pub fn chances_by_trips(
    weight: &[f64],
    risk: &[f64],
    visits: usize,
    trips: &Trips<'_>,
    options: &ChancesOptions,
) -> Result<Vec<f64>, DesignError> {
    let size = checked_size(weight, risk, visits, options)?;
    let groups = trips.places(size.len())?;
    let k = trips.per_trip as f64;
    if !visits.is_multiple_of(trips.per_trip) {
        let expected = "a multiple of per_trip";
        return Err(DesignError::Parameter { name: "visits", value: visits as f64, expected });
    }
    // A group must be visited so often that each of its schools can have the floor.
    let floors: Vec<f64> = groups.values().map(|j| options.floor * j.len() as f64 / k).collect();
    if floors.iter().any(|floor| *floor > 1.0) {
        let expected = "at most per_trip over the schools of each group";
        return Err(DesignError::Parameter { name: "floor", value: options.floor, expected });
    }
    let sums: Vec<f64> = groups.values().map(|j| j.iter().map(|&j| size[j]).sum()).collect();
    let of_groups = scaled(&sums, visits as f64 / k, |g| floors[g]);
    let mut chance = vec![0.0; size.len()];
    for (places, of_group) in groups.values().zip(of_groups) {
        let own: Vec<f64> = places.iter().map(|&j| size[j]).collect();
        let floor = (options.floor / of_group).min(k / own.len() as f64);
        let inside = scaled(&own, k, |_| floor);
        places.iter().zip(inside).for_each(|(&j, inside)| chance[j] = of_group * inside);
    }
    Ok(chance)
}

/// A sample of trips with these chances: groups first, then schools inside them.
///
/// The chance of a group is the sum of its schools' over `per_trip`. Replaced is a school first by
/// one of its own group.
///
/// # Errors
/// As [`draw`](super::draw()), and [`DesignError::Parameter`] for chances that no trips have.
pub fn draw_by_trips(
    id: &[&str],
    chance: &[f64],
    trips: &Trips<'_>,
    options: &DrawOptions,
) -> Result<Draw, DesignError> {
    same_length("chance", chance.len(), id.len())?;
    all("chance", chance, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
    let groups = trips.places(id.len())?;
    let names: Vec<&str> = groups.keys().copied().collect();
    let mut of_groups = Vec::new();
    for places in groups.values() {
        let of_group = places.iter().map(|&j| chance[j]).sum::<f64>() / trips.per_trip as f64;
        let most = places.iter().map(|&j| chance[j]).fold(of_group - 1.0, f64::max);
        if of_group > 1.0 + 1e-9 || most > of_group + 1e-9 {
            let expected = "such that a group's sum over per_trip is at most 1 and at least each of them";
            return Err(DesignError::Parameter { name: "chance", value: of_group, expected });
        }
        of_groups.push(of_group.min(1.0));
    }
    let first = draw(&names, &of_groups, options)?;
    let inside = |g: usize| {
        let places = &groups[names[g]];
        let own: Vec<f64> = places.iter().map(|&j| (chance[j] / of_groups[g]).min(1.0)).collect();
        let ids: Vec<&str> = places.iter().map(|&j| id[j]).collect();
        let seed = options.seed.wrapping_add((g as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let of = |drawn: Vec<usize>| drawn.into_iter().map(|k| places[k]).collect::<Vec<usize>>();
        let drawn = draw(&ids, &own, &DrawOptions { seed, ..*options })?;
        Ok::<_, DesignError>((of(drawn.sample), of(drawn.reserve)))
    };
    let (mut sample, mut reserve) = (Vec::new(), Vec::new());
    for &g in &first.sample {
        let (in_sample, others) = inside(g)?;
        sample.extend(in_sample);
        reserve.extend(others);
    }
    for &g in &first.reserve {
        let (before, after) = inside(g)?;
        reserve.extend(before.into_iter().chain(after));
    }
    sample.sort_unstable();
    // Anybody checks the fingerprint by the list of schools.
    Ok(Draw { sample, reserve, fingerprint: fingerprint(id, chance), ..first })
}

/// What schools say that were visited by trips: groups vary, not schools.
///
/// ```text
/// z_g = Σ_{j in g} y_j/π_j;   variance M/(M − 1)·Σ (z_g − z̄)² over the M groups that were drawn:
///     with replacement, never too small on average
/// a group that was certain is a stratum: Brewer's variance inside it
/// degrees of freedom: M − 1, and visits less one of each certain group
/// ```
/// `group_chance` says with what chance each visited school's group was drawn; without, none was
/// certain.
///
/// # Errors
/// As [`estimate`](super::estimate()), [`DesignError::TooFew`] below two groups, [`DesignError::Id`]
/// for a group with two chances.
pub fn estimate_by_trips(
    outcome: &[f64],
    chance: &[f64],
    group: &[&str],
    group_chance: Option<&[f64]>,
) -> Result<Estimate, DesignError> {
    let n = outcome.len();
    same_length("chance", chance.len(), n)?;
    same_length("group", group.len(), n)?;
    same_length("group_chance", group_chance.map_or(n, <[_]>::len), n)?;
    all("outcome", outcome, "a finite number", f64::is_finite)?;
    for (name, values) in [("chance", chance), ("group_chance", group_chance.unwrap_or_default())] {
        all(name, values, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
    }
    let (mut drawn, mut certain) = (Vec::new(), Vec::new());
    for (name, places) in places(group) {
        let of = |j: usize| group_chance.map_or(0.0, |p| p[j]);
        if places.iter().any(|&j| of(j).to_bits() != of(places[0]).to_bits()) {
            let problem = "given two chances";
            return Err(DesignError::Id { name: "group_chance", id: name.to_owned(), problem });
        }
        if of(places[0]) >= 1.0 { certain.push(places) } else { drawn.push(places) }
    }
    let few = drawn.len() == 1 || certain.iter().any(|places| places.len() < 2);
    if few || n < 2 {
        return Err(DesignError::TooFew { name: "group", got: 1, of: "groups, or visits of one", least: 2 });
    }
    let variance = |y: &[f64]| {
        let weighted = |places: &Vec<usize>| places.iter().map(|&j| y[j] / chance[j]).collect::<Vec<f64>>();
        let sums: Vec<f64> = drawn.iter().map(|places| weighted(places).iter().sum()).collect();
        let m = sums.len() as f64;
        let mean = sums.iter().sum::<f64>() / m;
        let between = match sums.len() {
            0 => 0.0,
            _ => m / (m - 1.0) * sums.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>(),
        };
        let own = |places: &Vec<usize>| places.iter().map(|&j| chance[j]).collect::<Vec<f64>>();
        between + certain.iter().map(|places| brewer(&weighted(places), &own(places))).sum::<f64>()
    };
    let total: f64 = outcome.iter().zip(chance).map(|(y, p)| y / p).sum();
    let population: f64 = chance.iter().map(|p| 1.0 / p).sum();
    let residuals: Vec<f64> = outcome.iter().map(|y| (y - total / population) / population).collect();
    let df = drawn.len().saturating_sub(1) + certain.iter().map(|places| places.len() - 1).sum::<usize>();
    let visits = Visits { y: outcome, chance, df: Some(df as f64) };
    let of_mean = variance(&residuals);
    Ok(visits.estimate((total, variance(outcome)), population, (of_mean, of_mean)))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::close;
    use super::*;
    use crate::random::Random;

    /// 90 schools of twelve municipalities, three to fifteen each, with risks and outcomes that are
    /// alike inside them.
    struct Region {
        names: Vec<String>,
        group: Vec<String>,
        risk: Vec<f64>,
        outcome: Vec<f64>,
    }

    impl Region {
        fn new() -> Self {
            let mut random = Random::new(9, 9);
            let mut this = Self { names: vec![], group: vec![], risk: vec![], outcome: vec![] };
            for m in 0..12 {
                let level = random.normal();
                for _ in 0..3 + m {
                    this.names.push(this.names.len().to_string());
                    this.group.push(format!("m{m:02}"));
                    this.risk.push(0.02 + 0.5 * random.uniform().powi(3));
                    this.outcome.push(5.0 + level + random.normal());
                }
            }
            this
        }

        fn group(&self) -> Vec<&str> {
            self.group.iter().map(String::as_str).collect()
        }
    }

    #[test]
    fn chances_of_trips_are_those_of_two_stages() {
        let (region, options) = (Region::new(), ChancesOptions { floor: 0.1, estimate: true });
        let group = region.group();
        let weight = vec![1.0; group.len()];
        for (visits, per_trip) in [(14, 2), (24, 3), (18, 3)] {
            let trips = Trips { group: &group, per_trip };
            let found = chances_by_trips(&weight, &region.risk, visits, &trips, &options).unwrap();
            close(found.iter().sum::<f64>(), visits as f64, 1e-9);
            assert!(found.iter().all(|p| (0.1 - 1e-12..=1.0).contains(p)));
            for places in trips.places(group.len()).unwrap().values() {
                let of_group = places.iter().map(|&j| found[j]).sum::<f64>() / per_trip as f64;
                assert!(of_group <= 1.0 + 1e-12);
                assert!(places.iter().all(|&j| found[j] <= of_group + 1e-12));
            }
        }
    }

    #[test]
    fn schools_come_as_often_as_their_chances_say_and_in_whole_trips() {
        let region = Region::new();
        let group = region.group();
        let trips = Trips { group: &group, per_trip: 2 };
        let options = ChancesOptions { floor: 0.05, estimate: true };
        let weight = vec![1.0; group.len()];
        let chance = chances_by_trips(&weight, &region.risk, 12, &trips, &options).unwrap();
        let names: Vec<&str> = region.names.iter().map(String::as_str).collect();
        let mut seen = vec![0.0; group.len()];
        for seed in 0..4_000 {
            let drawn =
                draw_by_trips(&names, &chance, &trips, &DrawOptions { seed, ..DrawOptions::default() })
                    .unwrap();
            assert_eq!((drawn.sample.len(), drawn.reserve.len()), (12, names.len() - 12));
            let own: Vec<&str> = drawn.sample.iter().map(|&j| group[j]).collect();
            assert!(places(&own).values().all(|visits| visits.len() == 2));
            drawn.sample.iter().for_each(|&j| seen[j] += 1.0 / 4_000.0);
        }
        for (seen, p) in seen.iter().zip(&chance) {
            assert!((seen - p).abs() < 4.5 * (p * (1.0 - p) / 4_000.0).sqrt(), "{seen} {p}");
        }
    }

    #[test]
    fn intervals_over_groups_hold_the_truth() {
        let region = Region::new();
        let group = region.group();
        let trips = Trips { group: &group, per_trip: 2 };
        let weight = vec![1.0; group.len()];
        let names: Vec<&str> = region.names.iter().map(String::as_str).collect();
        let options = ChancesOptions { floor: 0.1, estimate: true };
        let chance = chances_by_trips(&weight, &region.risk, 16, &trips, &options).unwrap();
        let of_group: BTreeMap<&str, f64> = places(&group)
            .into_iter()
            .map(|(name, places)| (name, places.iter().map(|&j| chance[j]).sum::<f64>() / 2.0))
            .collect();
        let truth = region.outcome.iter().sum::<f64>() / group.len() as f64;
        let (mut held, mut plain) = (0, 0);
        for seed in 0..600 {
            let drawn =
                draw_by_trips(&names, &chance, &trips, &DrawOptions { seed, ..DrawOptions::default() })
                    .unwrap();
            let pick = |values: &[f64]| drawn.sample.iter().map(|&j| values[j]).collect::<Vec<f64>>();
            let own: Vec<&str> = drawn.sample.iter().map(|&j| group[j]).collect();
            let certain: Vec<f64> = own.iter().map(|name| of_group[name].min(1.0)).collect();
            let (y, p) = (pick(&region.outcome), pick(&chance));
            let found = estimate_by_trips(&y, &p, &own, Some(&certain)).unwrap();
            held += u32::from(found.lower <= truth && truth <= found.upper);
            let alone = super::super::estimate(&y, &p, None, super::super::Variance::Brewer).unwrap();
            plain += u32::from(alone.lower <= truth && truth <= alone.upper);
        }
        assert!(held >= 558 && plain < held, "{held} {plain} of 600");
    }

    #[test]
    fn what_no_trips_can_do_is_refused_by_name() {
        let (weight, risk, group) = ([1.0; 6], [0.2; 6], ["a", "a", "a", "b", "b", "c"]);
        let options = ChancesOptions::default();
        let code = |visits, per_trip, options: &ChancesOptions| {
            chances_by_trips(&weight, &risk, visits, &Trips { group: &group, per_trip }, options).unwrap_err()
        };
        assert!(matches!(code(4, 2, &options), DesignError::Id { name: "group", .. }));
        assert!(matches!(code(4, 0, &options), DesignError::TooFew { name: "per_trip", .. }));
        let trips = Trips { group: &["a", "a", "a", "b", "b", "b"], per_trip: 2 };
        let error = |visits, floor| {
            let options = ChancesOptions { floor, ..options };
            chances_by_trips(&weight, &risk, visits, &trips, &options).unwrap_err()
        };
        assert!(matches!(error(3, 0.1), DesignError::Parameter { name: "visits", .. }));
        assert!(matches!(error(2, 0.4), DesignError::Parameter { name: "floor", .. }));
        let ids = ["1", "2", "3", "4", "5", "6"];
        let uneven = draw_by_trips(&ids, &[0.9, 0.05, 0.05, 0.4, 0.3, 0.3], &trips, &DrawOptions::default());
        assert!(matches!(uneven.unwrap_err(), DesignError::Parameter { name: "chance", .. }));
        let one = estimate_by_trips(&[1.0, 2.0], &[0.5; 2], &["a", "a"], None).unwrap_err();
        assert!(matches!(one, DesignError::TooFew { name: "group", .. }));
        let two = estimate_by_trips(&[1.0, 2.0, 3.0], &[0.5; 3], &["a", "a", "b"], Some(&[0.5, 0.6, 0.5]));
        assert!(matches!(two.unwrap_err(), DesignError::Id { name: "group_chance", .. }));
    }
}
