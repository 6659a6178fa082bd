//! What a method finds in simulated territories: false alarms in honest ones, power and realised
//! false discovery with something planted.
//!
//! A method is a function from results (and the territory, for its registry and absences, not for
//! its truth) to the logins of the schools it finds. The truth is looked at here alone.

use std::{collections::BTreeSet, fmt, ops::Range};

use obektiv::{
    data::Results,
    simulate::{self, Kind, Planting, Territory, TerritoryOptions},
};
use rayon::prelude::*;

/// Pupils a grade.
pub const TIERS: [(&str, f64, f64); 4] =
    [("< 10", 0.0, 10.0), ("10–19", 10.0, 20.0), ("20–49", 20.0, 50.0), ("50+", 50.0, f64::INFINITY)];

/// A count of trials, with Clopper and Pearson's exact 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    pub count: u64,
    pub of: u64,
}

impl Share {
    /// One trial more.
    pub fn add(&mut self, hit: bool) {
        self.count += u64::from(hit);
        self.of += 1;
    }

    /// The trials of both.
    pub fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.of += other.of;
    }

    /// NaN of nothing.
    pub fn value(self) -> f64 {
        self.count as f64 / self.of as f64
    }

    /// The exact 95 % interval; 0 to 1 of nothing.
    pub fn interval(self) -> (f64, f64) {
        let Self { count, of } = self;
        let lower = match count {
            0 => 0.0,
            _ => bisect(|p| upper_tail(of, count, p) < 0.025),
        };
        let upper = if count == of { 1.0 } else { bisect(|p| 1.0 - upper_tail(of, count + 1, p) > 0.025) };
        (lower, upper)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.of == 0 {
            return f.write_str("–");
        }
        let (lower, upper) = self.interval();
        write!(f, "{:.3} ({lower:.3}–{upper:.3}; {} of {})", self.value(), self.count, self.of)
    }
}

/// Where a condition that holds from 0 on ceases.
fn bisect(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if holds(middle) { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// P(X ≥ x), X ~ Bin(n, p), 0 < p < 1: the terms outwards from the mode, so that none is lost.
fn upper_tail(n: u64, x: u64, p: f64) -> f64 {
    let mode = ((n + 1) as f64 * p) as u64;
    let mode = mode.min(n);
    let odds = p / (1.0 - p);
    let (mut all, mut above) = (0.0, 0.0);
    let mut add = |k: u64, weight: f64| {
        all += weight;
        if k >= x {
            above += weight;
        }
    };
    let mut weight = 1.0;
    for k in mode..=n {
        add(k, weight);
        weight *= (n - k) as f64 / (k + 1) as f64 * odds;
    }
    weight = 1.0;
    for k in (0..mode).rev() {
        weight *= (k + 1) as f64 / (n - k) as f64 / odds;
        add(k, weight);
    }
    above / all
}

/// What a method found in honest territories.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Honest {
    /// Territories with any finding.
    pub any: Share,
    /// Schools found.
    pub schools: Share,
}

/// What a method found where something was planted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Territories.
    pub territories: u64,
    /// Planted schools found, by [`TIERS`].
    pub power: [Share; 4],
    /// Of all schools found those where nothing was planted. Schools of one territory go together:
    /// the interval is too narrow.
    pub false_of_found: Share,
    /// The mean over the territories of the share of false among the found, 0 where none are found:
    /// the realised false discovery rate.
    pub realised: f64,
}

impl Found {
    /// Planted schools of all sizes found.
    pub fn all(&self) -> Share {
        let sum = |of: fn(&Share) -> u64| self.power.iter().map(of).sum();
        Share { count: sum(|s| s.count), of: sum(|s| s.of) }
    }
}

/// Runs a method over territories of these seeds in which nothing is planted.
pub fn honest(
    options: &TerritoryOptions,
    seeds: Range<u64>,
    method: impl Fn(&[Results], &Territory) -> Vec<String> + Sync,
) -> Honest {
    let options = TerritoryOptions { planted: None, ..options.clone() };
    over(&options, seeds, |territory| territory.results.clone(), method)
}

/// As [`honest`], with the pupils of each work permuted among the schools: whatever is found has no
/// cause.
pub fn shuffled(
    options: &TerritoryOptions,
    seeds: Range<u64>,
    method: impl Fn(&[Results], &Territory) -> Vec<String> + Sync,
) -> Honest {
    let permuted =
        |territory: &Territory| simulate::shuffled(&territory.results, 1).expect("results as they were");
    over(options, seeds, permuted, method)
}

fn over(
    options: &TerritoryOptions,
    seeds: Range<u64>,
    results: impl Fn(&Territory) -> Vec<Results> + Sync,
    method: impl Fn(&[Results], &Territory) -> Vec<String> + Sync,
) -> Honest {
    let one = |seed| {
        let territory = simulate::territory(options, seed).expect("a territory");
        let found: BTreeSet<String> = method(&results(&territory), &territory).into_iter().collect();
        let schools = territory.registry.schools().keys().map(|school| found.contains(school));
        (!found.is_empty(), schools.collect::<Vec<bool>>())
    };
    let mut honest = Honest::default();
    for (any, schools) in seeds.into_par_iter().map(one).collect::<Vec<_>>() {
        honest.any.add(any);
        schools.into_iter().for_each(|found| honest.schools.add(found));
    }
    honest
}

/// Runs a method over territories of these seeds in which one kind is planted in a share of the
/// schools.
pub fn planted(
    options: &TerritoryOptions,
    kind: Kind,
    share: f64,
    seeds: Range<u64>,
    method: impl Fn(&[Results], &Territory) -> Vec<String> + Sync,
) -> Found {
    let planted = Some(Planting { kinds: vec![kind], share });
    let options = TerritoryOptions { planted, ..options.clone() };
    let one = |seed| {
        let territory = simulate::territory(&options, seed).expect("a territory");
        let found: BTreeSet<String> = method(&territory.results, &territory).into_iter().collect();
        let sizes = territory.sizes();
        let mut one = Found { territories: 1, ..Found::default() };
        let truth: BTreeSet<&str> = territory.planted.iter().map(|p| p.school.as_str()).collect();
        for school in &truth {
            let size = sizes[school];
            let tier = TIERS.iter().position(|&(_, least, most)| (least..most).contains(&size)).unwrap_or(3);
            one.power[tier].add(found.contains(*school));
        }
        found.iter().for_each(|school| one.false_of_found.add(!truth.contains(school.as_str())));
        one.realised = if found.is_empty() { 0.0 } else { one.false_of_found.value() };
        one
    };
    let mut all = Found::default();
    for one in seeds.into_par_iter().map(one).collect::<Vec<_>>() {
        all.power.iter_mut().zip(one.power).for_each(|(sum, share)| sum.merge(share));
        all.false_of_found.merge(one.false_of_found);
        all.realised += one.realised;
        all.territories += 1;
    }
    all.realised /= all.territories as f64;
    all
}

/// A Markdown table: one row for each label.
pub fn honest_table(rows: &[(String, Honest)]) -> String {
    let mut text = "| honest territories | any finding | schools found |\n|---|---|---|\n".to_owned();
    for (label, honest) in rows {
        text += &format!("| {label} | {} | {} |\n", honest.any, honest.schools);
    }
    text
}

/// A Markdown table: one row for each label, power by size.
pub fn found_table(rows: &[(String, Found)]) -> String {
    let names = TIERS.map(|(name, ..)| name).join(" | ");
    let mut text = format!(
        "| planted | territories | power | {names} | realised FDR | false of all found |\n|---|---|---|---|---|---|---|---|---|\n"
    );
    for (label, found) in rows {
        let tier = |share: &Share| match share.of {
            0 => "–".to_owned(),
            of => format!("{:.2} ({of})", share.value()),
        };
        let tiers = found.power.iter().map(tier).collect::<Vec<_>>().join(" | ");
        let Found { territories, realised, false_of_found, .. } = found;
        let power = found.all();
        text +=
            &format!("| {label} | {territories} | {power} | {tiers} | {realised:.3} | {false_of_found} |\n");
    }
    text
}

/// The whole study of one method: honest territories usual, with everybody lifting, wild and
/// shuffled; every kind planted.
pub fn study(
    options: &TerritoryOptions,
    share: f64,
    seeds: Range<u64>,
    method: impl Fn(&[Results], &Territory) -> Vec<String> + Sync,
) -> String {
    let everybody = TerritoryOptions { everybody_lifts: 0.4, ..options.clone() };
    let wild = TerritoryOptions { spread: simulate::Spread::wild(), ..options.clone() };
    let label = |what: &str| format!("{} schools, {what}", options.schools);
    let quiet = [
        (label("usual"), honest(options, seeds.clone(), &method)),
        (label("everybody lifts .4"), honest(&everybody, seeds.clone(), &method)),
        (label("schools differ more"), honest(&wild, seeds.clone(), &method)),
        (label("pupils permuted"), shuffled(options, seeds.clone(), &method)),
    ];
    let kinds: Vec<(String, Found)> = Kind::ALL
        .into_iter()
        .map(|kind| (kind.name().to_owned(), planted(options, kind, share, seeds.clone(), &method)))
        .collect();
    format!("{}\n{}", honest_table(&quiet), found_table(&kinds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn few() -> TerritoryOptions {
        let works = TerritoryOptions::default().works[..2].to_vec();
        TerritoryOptions { schools: 40, works, ..TerritoryOptions::default() }
    }

    #[test]
    fn intervals_are_clopper_and_pearsons() {
        let close = |share: Share, lower: f64, upper: f64| {
            let (l, u) = share.interval();
            assert!((l - lower).abs() < 1e-9 && (u - upper).abs() < 1e-9, "{share}");
        };
        close(Share { count: 0, of: 10 }, 0.0, 1.0 - 0.025_f64.powf(0.1));
        close(Share { count: 5, of: 10 }, 0.187_086_028_447_398_5, 1.0 - 0.187_086_028_447_398_5);
        close(Share { count: 40, of: 40 }, 0.025_f64.powf(1.0 / 40.0), 1.0);
        let (lower, upper) = Share { count: 300, of: 6_000 }.interval();
        assert!((0.044..0.05).contains(&lower) && (0.05..0.056).contains(&upper));
    }

    #[test]
    fn who_knows_the_truth_has_power_1_and_finds_nothing_false() {
        let oracle = |_: &[Results], t: &Territory| t.planted.iter().map(|p| p.school.clone()).collect();
        let found = planted(&few(), Kind::ALL[0], 0.25, 0..4, oracle);
        assert_eq!((found.all(), found.territories), (Share { count: 40, of: 40 }, 4));
        assert_eq!((found.realised, found.false_of_found), (0.0, Share { count: 0, of: 40 }));
        let quiet = honest(&few(), 0..4, oracle);
        assert_eq!((quiet.any, quiet.schools), (Share { count: 0, of: 4 }, Share { count: 0, of: 160 }));
    }

    #[test]
    fn who_finds_everybody_is_wrong_about_all_but_the_planted() {
        let everybody = |_: &[Results], t: &Territory| t.registry.schools().keys().cloned().collect();
        let found = planted(&few(), Kind::ALL[2], 0.25, 0..3, everybody);
        assert_eq!(found.false_of_found, Share { count: 90, of: 120 });
        assert!((found.realised - 0.75).abs() < 1e-12 && found.all().value() >= 1.0);
        assert_eq!(honest(&few(), 0..3, everybody).any, Share { count: 3, of: 3 });
        assert_eq!(shuffled(&few(), 0..2, everybody).schools.count, 80);
    }

    #[test]
    fn the_study_prints_a_row_for_every_kind() {
        let nobody = |_: &[Results], _: &Territory| Vec::new();
        let text = study(&few(), 0.1, 0..1, nobody);
        assert!(Kind::ALL.iter().all(|kind| text.contains(&format!("| {kind} |"))), "{text}");
        assert!(text.contains("| 40 schools, usual | 0.000 (0.000–0.975; 0 of 1) |"), "{text}");
    }
}
